/*
 * Texts with values: checking, filling in, and the same as HTML.
 */
#include <string.h>

#include "base/i18n.h"
#include "base/mem.h"
#include "base/strbuf.h"
#include "base/utf8.h"
#include "domain/outside/notice.h"

#define FILLED_BYTES 60000

/* --- values ----------------------------------------------------------------------------------- */

/* Which value text, a "{", begins; -1: none. *len is that of "{name}". */
static int value_at(const char *text, size_t *len)
{
    for (int v = 0; v < VALUE_COUNT; v++) {
        const char *name = notice_value_name((enum notice_value)v);
        size_t n = strlen(name);

        if (strncmp(text + 1, name, n) == 0 && text[n + 1] == '}') {
            *len = n + 2;
            return v;
        }
    }
    return -1;
}

static const char *names_of(uint32_t values, struct arena *arena)
{
    struct strbuf b;

    strbuf_init(&b, arena, 1000);
    for (int v = 0; v < VALUE_COUNT; v++)
        if ((values & (UINT32_C(1) << v)) != 0)
            strbuf_addf(&b, "%s{%s}", b.len > 0 ? " " : "",
                        notice_value_name((enum notice_value)v));
    return b.s;
}

int notice_text_wrong_at(const struct notice_kind *kind, const char *text)
{
    size_t len;

    for (const char *at = strchr(text, '{'); at != NULL; at = strchr(at + len, '{')) {
        int v = value_at(at, &len);

        if (at[1] == '{')
            len = 2;
        else if (v < 0 || (kind->values & (UINT32_C(1) << v)) == 0)
            return (int)(at - text);
    }
    return -1;
}

bool notice_text_check(const struct notice_kind *kind, const char *text, const char *field,
                       struct arena *arena, struct err *err)
{
    int at = notice_text_wrong_at(kind, text);

    return at < 0 || err_field(err, ERR_INVALID, field,
                               _("%s is not known in this notice. There are: %s."),
                               utf8_cut(arena, text + at, 20), names_of(kind->values, arena));
}

/* Of a value that holds lines, or what drives a terminal, one line is made. */
static void add_value(struct strbuf *b, const char *value, bool is_line)
{
    for (const char *at = value; *at != '\0'; at++) {
        unsigned char c = (unsigned char)*at;

        if (c == '\n' && !is_line)
            strbuf_addc(b, '\n');
        else
            strbuf_addc(b, c < 0x20 || c == 0x7f ? ' ' : *at);
    }
}

/* What was seen of a line or paragraph. */
struct seen {
    bool has_value, has_text; /* text: one of the values is not empty */
};

/* One line of the text, without its end. */
static struct seen fill_line(struct strbuf *b, const char *text, size_t len,
                             const struct notice_values *values, bool is_line)
{
    const char *end = text + len;
    struct seen seen = { false, false };

    while (text < end) {
        size_t n = strcspn(text, "{"), taken = 1;
        int v;

        if (n > (size_t)(end - text))
            n = (size_t)(end - text);
        strbuf_addn(b, text, n);
        text += n;
        if (text >= end)
            break;
        v = value_at(text, &taken);
        if (v >= 0) {
            const char *value = values->v[v] != NULL ? values->v[v] : "";

            seen.has_value = true;
            seen.has_text = seen.has_text || value[0] != '\0';
            add_value(b, value, is_line);
            text += taken;
            continue;
        }
        strbuf_addc(b, '{');
        text += text[1] == '{' ? 2 : 1;
    }
    return seen;
}

static void cut_back(struct strbuf *b, size_t len)
{
    b->len = len;
    b->s[len] = '\0';
}

/* Lines up to the next empty one; gives what follows. All of it goes where all its values are
 * empty. */
static const char *fill_paragraph(struct strbuf *b, const char *text,
                                  const struct notice_values *values, bool is_line)
{
    size_t begin = b->len;
    struct seen all = { false, false };

    while (*text != '\0' && *text != '\n') {
        size_t len = strcspn(text, "\n"), before = b->len;
        struct seen one = fill_line(b, text, len, values, is_line);

        if (one.has_value && !one.has_text)
            cut_back(b, before);
        else if (text[len] == '\n')
            strbuf_addc(b, is_line ? ' ' : '\n');
        all.has_value = all.has_value || one.has_value;
        all.has_text = all.has_text || one.has_text;
        text += len + (text[len] == '\n');
    }
    if (all.has_value && !all.has_text) {
        cut_back(b, begin);
        return text + (*text == '\n');
    }
    return text;
}

const char *notice_text_fill(const char *text, const struct notice_values *values, bool is_line,
                             struct arena *arena)
{
    struct strbuf b;

    strbuf_init(&b, arena, FILLED_BYTES);
    while (*text != '\0') {
        for (; *text == '\n'; text++)
            strbuf_addc(&b, is_line ? ' ' : '\n');
        text = fill_paragraph(&b, text, values, is_line);
    }
    while (b.len > 0 && (b.s[b.len - 1] == '\n' || b.s[b.len - 1] == ' '))
        cut_back(&b, b.len - 1);
    return b.s;
}

/* --- HTML ------------------------------------------------------------------------------------- */

static void add_escaped(struct strbuf *b, const char *text, size_t len)
{
    for (size_t i = 0; i < len; i++) {
        switch (text[i]) {
        case '&':
            strbuf_add(b, "&amp;");
            break;
        case '<':
            strbuf_add(b, "&lt;");
            break;
        case '>':
            strbuf_add(b, "&gt;");
            break;
        case '"':
            strbuf_add(b, "&quot;");
            break;
        case '\'':
            strbuf_add(b, "&#39;");
            break;
        default:
            strbuf_addc(b, text[i]);
        }
    }
}

/* Length of the address of a page that begins here; 0: none does. Only characters of RFC 3986, and
 * no mark of a sentence at its end. */
static size_t address_at(const char *text)
{
    static const char allowed[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789"
                                  "-._~:/?#[]@!$&'()*+,;=%";
    size_t head = strncmp(text, "https://", 8) == 0 ? 8 : strncmp(text, "http://", 7) == 0 ? 7 : 0;
    size_t len = head == 0 ? 0 : strspn(text, allowed);

    while (len > head && strchr(".,;:!?')", text[len - 1]) != NULL)
        len--;
    return len > head ? len : 0;
}

static void add_html_line(struct strbuf *b, const char *text, size_t len)
{
    size_t from = 0, at = 0;

    while (at < len) {
        size_t n = address_at(text + at);

        if (n == 0) {
            at++;
            continue;
        }
        add_escaped(b, text + from, at - from);
        strbuf_add(b, "<a href=\"");
        add_escaped(b, text + at, n);
        strbuf_add(b, "\">");
        add_escaped(b, text + at, n);
        strbuf_add(b, "</a>");
        at += n;
        from = at;
    }
    add_escaped(b, text + from, len - from);
}

const char *notice_html(const char *text, const char *lang, struct arena *arena)
{
    struct strbuf b;
    bool is_open = false;

    strbuf_init(&b, arena, (size_t)FILLED_BYTES * 8);
    strbuf_add(&b, "<!DOCTYPE html>\n<html lang=\"");
    add_escaped(&b, lang, strlen(lang));
    strbuf_add(&b, "\"><head><meta charset=\"utf-8\"></head><body>\n");
    while (*text != '\0') {
        size_t len = strcspn(text, "\n");

        if (len == 0 && is_open)
            strbuf_add(&b, "</p>\n");
        else if (len > 0)
            strbuf_add(&b, is_open ? "<br>\n" : "<p>");
        add_html_line(&b, text, len);
        is_open = len > 0;
        text += len + (text[len] == '\n');
    }
    strbuf_add(&b, is_open ? "</p>\n</body></html>\n" : "</body></html>\n");
    return b.s;
}
