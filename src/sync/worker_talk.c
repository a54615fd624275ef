/*
 * What was said to a provider and what it answered, as text that may be kept: no headers, every
 * secret of the request struck out wherever it comes up, cut to a bound.
 */
#include <string.h>
#include <strings.h>

#include "base/i18n.h"
#include "base/mem.h"
#include "base/strbuf.h"
#include "base/utf8.h"
#include "sync/secrets.h"
#include "sync/worker_impl.h"

#define TALK_BYTES 8192
/* Shorter ones would strike out half of every text. */
#define SECRET_MIN 6
#define SECRETS    16

struct secrets {
    const char *v[SECRETS];
    int n;
};

static void add_secret(struct secrets *s, const char *text)
{
    if (text != NULL && strlen(text) >= SECRET_MIN && s->n < SECRETS)
        s->v[s->n++] = text;
}

static bool is_plain_header(const char *name)
{
    static const char *const plain[] = { "Content-Type", "Accept", "User-Agent" };

    for (size_t i = 0; i < OD_LEN(plain); i++)
        if (strcasecmp(name, plain[i]) == 0)
            return true;
    return false;
}

/* Whatever a header says that is not plain may be a key: "Bearer KEY" is two. */
static void find_secrets(const struct wire_request *r, struct secrets *out)
{
    add_secret(out, r->password);
    for (int i = 0; i < r->n_headers; i++) {
        const char *value = r->headers[i].value, *blank;

        if (is_plain_header(r->headers[i].name))
            continue;
        add_secret(out, value);
        blank = strchr(value, ' ');
        if (blank != NULL)
            add_secret(out, blank + 1);
    }
}

/* Length of the secret that begins here; 0: none. */
static size_t secret_at(const struct secrets *s, const char *text, size_t left)
{
    for (int i = 0; i < s->n; i++) {
        size_t len = strlen(s->v[i]);

        if (len <= left && memcmp(text, s->v[i], len) == 0)
            return len;
    }
    return 0;
}

static const char *readable(struct arena *arena, const struct secrets *s, const char *text,
                            size_t len)
{
    struct strbuf b;
    size_t line;

    strbuf_init(&b, arena, TALK_BYTES);
    for (size_t at = 0; at < len && !b.is_cut; at += line) {
        struct strbuf clean;

        strbuf_init(&clean, arena, TALK_BYTES);
        for (line = 0; at + line < len && text[at + line] != '\n' && !clean.is_cut;) {
            size_t secret = secret_at(s, text + at + line, len - at - line);

            if (secret > 0)
                strbuf_add(&clean, "***");
            else
                strbuf_addc(&clean, text[at + line] != '\0' ? text[at + line] : '?');
            line += secret > 0 ? secret : 1;
        }
        if (clean.len > 0 && clean.s[clean.len - 1] == '\r')
            clean.s[clean.len - 1] = '\0';
        strbuf_add(&b, utf8_safe(arena, clean.s));
        if (clean.is_cut)
            break;
        if (at + line < len) {
            strbuf_addc(&b, '\n');
            line++;
        }
    }
    if (b.is_cut)
        return arena_printf(arena, "%s\n...", utf8_safe(arena, b.s));
    return b.s;
}

static const char *method_name(enum wire_method m)
{
    static const char *const names[] = { "GET",     "POST",    "PUT", "MAIL",
                                         "PREPARE", "PUBLISH", "LOOK" };

    return names[m];
}

/* What the request does not show to be a secret may be one of the options all the same. */
static const char *checked(const struct slot *s, const char *text)
{
    const struct provider_options *o = s->p->config->options;

    return o != NULL && provider_options_leak(o, text) ? _("(Not kept: a secret is in it.)") : text;
}

void talk_add(struct slot *s, const struct wire_reply *reply)
{
    const struct wire_request *r = &s->request;
    struct queue_exchange *x = vec_push(s->arena, &s->talk);
    struct secrets secrets = { 0 };
    const char *url, *body;

    find_secrets(r, &secrets);
    url = readable(s->arena, &secrets, r->url, strlen(r->url));
    if (r->file != NULL)
        url = arena_printf(s->arena, "%s/%s", url, r->file);
    body = r->body != NULL ? readable(s->arena, &secrets, r->body, r->body_len) : "";
    x->at = s->sent;
    x->took_ms = reply->took_ms;
    x->is_lookup = s->is_lookup;
    x->status = reply->status;
    x->request = checked(s, arena_printf(s->arena, "%s %s%s%s", method_name(r->method), url,
                                         body[0] != '\0' ? "\n" : "", body));
    x->reply = reply->end == WIRE_ANSWERED || reply->body_len > 0
                   ? readable(s->arena, &secrets, reply->body, reply->body_len)
                   : readable(s->arena, &secrets, reply->why, strlen(reply->why));
    x->reply = checked(s, x->reply);
}
