/*
 * Composing mails. Whatever a customer's name holds: a header ends where we end it.
 */
#include "sync/mime.h"

#include <string.h>

#include "base/base64.h"
#include "base/i18n.h"
#include "base/limits.h"
#include "base/mem.h"
#include "base/secret.h"
#include "base/strbuf.h"

#define LINE_BYTES 76
#define WORD_BYTES 45 /* of UTF-8 in one encoded word: 60 of base64, 72 with its marks */
#define ID_BYTES   200

static bool has_control(const char *text)
{
    for (; *text != '\0'; text++) {
        if ((unsigned char)*text < 0x20 || *text == 0x7F)
            return true;
    }
    return false;
}

static bool is_ascii(const char *text)
{
    for (; *text != '\0'; text++) {
        if ((unsigned char)*text >= 0x80)
            return false;
    }
    return true;
}

static bool is_header(const char *text, const char *field, struct err *err)
{
    if (has_control(text))
        return err_field(err, ERR_INVALID, field,
                         _("A line of a mail's head has no line breaks and control characters."));
    return true;
}

bool mime_address_check(const char *address, const char *field, struct err *err)
{
    const char *at = strchr(address, '@');

    /* The bounds are those of RFC 5321. */
    if (at == NULL || at == address || at[1] == '\0' || strchr(at + 1, '@') != NULL ||
        at - address > 64 || strlen(address) > 254 || !is_ascii(address) || has_control(address) ||
        strpbrk(address, " ()<>[]:;\\,\"") != NULL)
        return err_field(err, ERR_INVALID, field, _("\"%.80s\" is no address that mail can go to."),
                         address);
    return true;
}

/* The longest start of text that has at most max bytes and does not part a character. */
static size_t whole(const char *text, size_t max)
{
    size_t n = strlen(text);

    if (n <= max)
        return n;
    n = max;
    while (n > 0 && ((unsigned char)text[n] & 0xC0) == 0x80)
        n--;
    return n > 0 ? n : max;
}

/* As encoded words, one a line; the first stands behind a name of at most 30 bytes. */
static void add_encoded(struct strbuf *b, const char *text)
{
    size_t room = WORD_BYTES - 24;

    while (*text != '\0') {
        size_t n = whole(text, room);

        strbuf_add(b, "=?UTF-8?B?");
        base64_add(b, text, n, 0);
        strbuf_add(b, "?=");
        text += n;
        room = WORD_BYTES;
        if (*text != '\0')
            strbuf_add(b, "\r\n ");
    }
}

static void add_subject(struct strbuf *b, const char *text)
{
    if (is_ascii(text) && strlen(text) <= LINE_BYTES - 9 && strstr(text, "=?") == NULL)
        strbuf_add(b, text);
    else
        add_encoded(b, text);
}

/* "Name <address>": the name quoted, or encoded where it is more than ASCII. */
static void add_mailbox(struct strbuf *b, const char *name, const char *address)
{
    if (name[0] == '\0') {
        strbuf_add(b, address);
        return;
    }
    if (is_ascii(name) && strlen(name) <= 40) {
        strbuf_addc(b, '"');
        for (; *name != '\0'; name++) {
            if (*name == '"' || *name == '\\')
                strbuf_addc(b, '\\');
            strbuf_addc(b, *name);
        }
        strbuf_addc(b, '"');
    } else {
        add_encoded(b, name);
    }
    strbuf_addf(b, "\r\n <%s>", address);
}

static void add_date(struct strbuf *b, struct stamp at)
{
    static const char days[][4] = { "Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun" };
    static const char months[][4] = { "Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                      "Jul", "Aug", "Sep", "Oct", "Nov", "Dec" };
    int64_t second = at.ms / 1000;
    struct date d = date_from_days(second / 86400);

    strbuf_addf(b, "Date: %s, %d %s %04d %02d:%02d:%02d +0000\r\n", days[date_weekday(d)], d.day,
                months[d.month - 1], d.year, (int)(second / 3600 % 24), (int)(second / 60 % 60),
                (int)(second % 60));
}

/* Quoted-printable. A line end in any form is one; blanks before it would be lost on the way. */
static void add_quoted(struct strbuf *b, const char *text)
{
    int column = 0;

    for (; *text != '\0'; text++) {
        unsigned char c = (unsigned char)*text;
        char next = text[1];
        bool is_plain = (c > 0x20 && c < 0x7F && c != '=') ||
                        ((c == ' ' || c == '\t') && next != '\n' && next != '\r' && next != '\0');

        if (c == '\r' || c == '\n') {
            strbuf_add(b, "\r\n");
            column = 0;
            if (c == '\r' && next == '\n')
                text++;
            continue;
        }
        if (column + (is_plain ? 1 : 3) > LINE_BYTES - 1) {
            strbuf_add(b, "=\r\n");
            column = 0;
        }
        /* Some programs between change a line that begins so. */
        if (column == 0 && (c == '.' || strncmp(text, "From ", 5) == 0))
            is_plain = false;
        if (is_plain)
            strbuf_addc(b, (char)c);
        else
            strbuf_addf(b, "=%02X", c);
        column += is_plain ? 1 : 3;
    }
    if (column > 0)
        strbuf_add(b, "\r\n");
}

static void add_text_part(struct strbuf *b, const char *kind, const char *text)
{
    strbuf_addf(b,
                "Content-Type: text/%s; charset=utf-8\r\n"
                "Content-Transfer-Encoding: quoted-printable\r\n\r\n",
                kind);
    add_quoted(b, text);
}

/* A part's border. "=_" stands in neither of our encodings, so no content looks like it. */
static const char *border(const struct mime_mail *m, const char *level, struct arena *arena)
{
    char digest[SECRET_DIGEST_SIZE];

    (void)secret_digest(m->message_id, strlen(m->message_id), digest);
    return arena_printf(arena, "=_%s_%.24s", level, digest);
}

static void add_words(struct strbuf *b, const struct mime_mail *m, struct arena *arena)
{
    const char *line;

    if (m->html[0] == '\0') {
        add_text_part(b, "plain", m->text);
        return;
    }
    line = border(m, "words", arena);
    strbuf_addf(b, "Content-Type: multipart/alternative;\r\n boundary=\"%s\"\r\n\r\n", line);
    strbuf_addf(b, "--%s\r\n", line);
    add_text_part(b, "plain", m->text);
    strbuf_addf(b, "--%s\r\n", line);
    add_text_part(b, "html", m->html);
    strbuf_addf(b, "--%s--\r\n", line);
}

static bool is_of_token(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
           (c != '\0' && strchr("-_.+", c) != NULL);
}

static bool is_media_type(const char *text)
{
    int slashes = 0;

    if (strlen(text) > 60 || text[0] == '/' || text[0] == '\0')
        return false;
    for (; *text != '\0'; text++) {
        slashes += *text == '/';
        if (!is_of_token(*text) && (*text != '/' || text[1] == '\0'))
            return false;
    }
    return slashes == 1;
}

/* The name in pieces, each of a line of its own (RFC 2231): names in any script stay whole. */
static void add_file_name(struct strbuf *b, const char *name)
{
    int piece = 0, column = 0;
    size_t plain = 0;

    while (is_of_token(name[plain]))
        plain++;
    if (name[plain] == '\0' && plain <= 40) {
        strbuf_addf(b, "Content-Disposition: attachment; filename=\"%s\"\r\n", name);
        return;
    }
    strbuf_add(b, "Content-Disposition: attachment;\r\n filename*0*=UTF-8''");
    for (; *name != '\0'; name++) {
        if (column > 40) {
            strbuf_addf(b, ";\r\n filename*%d*=", ++piece);
            column = 0;
        }
        if (is_of_token(*name) && *name != '+')
            strbuf_addc(b, *name);
        else
            strbuf_addf(b, "%%%02X", (unsigned char)*name);
        column += is_of_token(*name) ? 1 : 3;
    }
    strbuf_add(b, "\r\n");
}

static void add_file(struct strbuf *b, const struct job_file *f)
{
    const char *type = is_media_type(f->media_type) ? f->media_type : "application/octet-stream";

    strbuf_addf(b, "Content-Type: %s\r\n", type);
    add_file_name(b, f->name);
    strbuf_add(b, "Content-Transfer-Encoding: base64\r\n\r\n");
    base64_add(b, f->data, f->len, LINE_BYTES);
}

bool mime_check(const struct mime_mail *m, struct err *err)
{
    if (!mime_address_check(m->from, "from", err) || !is_header(m->from_name, "from_name", err) ||
        !is_header(m->subject, "subject", err) ||
        !mime_address_check(m->message_id, "message_id", err))
        return false;
    if (m->reply_to[0] != '\0' && !mime_address_check(m->reply_to, "reply_to", err))
        return false;
    if (m->n_to < 1)
        return err_field(err, ERR_INVALID, "to", _("The mail has no recipient."));
    for (int i = 0; i < m->n_to; i++) {
        if (!mime_address_check(m->to[i], "to", err))
            return false;
    }
    if (m->text[0] == '\0')
        return err_field(err, ERR_INVALID, "text", _("The mail has no text."));
    return true;
}

bool mime_too_large(struct err *err)
{
    return err_set(err, ERR_LIMIT, _("The mail is larger than %d MB."),
                   (int)(LIMIT_MAIL_BYTES / 1024 / 1024));
}

static void add_head(struct strbuf *b, const struct mime_mail *m)
{
    add_date(b, m->at);
    strbuf_add(b, "From: ");
    add_mailbox(b, m->from_name, m->from);
    strbuf_add(b, "\r\nTo: ");
    for (int i = 0; i < m->n_to; i++)
        strbuf_addf(b, "%s%s", i > 0 ? ",\r\n " : "", m->to[i]);
    if (m->reply_to[0] != '\0')
        strbuf_addf(b, "\r\nReply-To: %s", m->reply_to);
    strbuf_add(b, "\r\nSubject: ");
    add_subject(b, m->subject);
    strbuf_addf(b, "\r\nMessage-ID: <%s>\r\n", m->message_id);
    /* Keeps "out of office" answers away (RFC 3834). */
    strbuf_add(b, "Auto-Submitted: auto-generated\r\nMIME-Version: 1.0\r\n");
    if (m->language[0] != '\0' && strlen(m->language) <= 20 && is_of_token(m->language[0]) &&
        is_ascii(m->language) && !has_control(m->language))
        strbuf_addf(b, "Content-Language: %s\r\n", m->language);
}

bool mime_compose(const struct mime_mail *m, struct arena *arena, const char **out, size_t *len,
                  struct err *err)
{
    struct strbuf b;
    const char *line;

    if (!mime_check(m, err))
        return false;
    strbuf_init(&b, arena, LIMIT_MAIL_BYTES);
    add_head(&b, m);
    if (m->files.n == 0) {
        add_words(&b, m, arena);
    } else {
        line = border(m, "parts", arena);
        strbuf_addf(&b, "Content-Type: multipart/mixed;\r\n boundary=\"%s\"\r\n\r\n", line);
        strbuf_addf(&b, "--%s\r\n", line);
        add_words(&b, m, arena);
        for (int i = 0; i < m->files.n; i++) {
            strbuf_addf(&b, "--%s\r\n", line);
            add_file(&b, &m->files.v[i]);
        }
        strbuf_addf(&b, "--%s--\r\n", line);
    }
    if (b.is_cut)
        return mime_too_large(err);
    *out = b.s;
    *len = b.len;
    return true;
}
