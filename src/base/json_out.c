/*
 * The JSON writer: commas and escaping by itself, one pass into a strbuf.
 */
#include "base/json.h"

#include <assert.h>
#include <inttypes.h>
#include <string.h>

#include "base/utf8.h"

void json_out_init(struct json_out *w, struct strbuf *b)
{
    *w = (struct json_out){ .b = b };
}

/* Characters that could drive a terminal are escaped also where JSON would let them stand. */
static bool needs_escape(uint32_t cp)
{
    return cp < 0x20 || (cp >= 0x7F && cp < 0xA0) || (cp >= 0x200B && cp <= 0x200F) ||
           (cp >= 0x2028 && cp <= 0x202E) || (cp >= 0x2060 && cp <= 0x206F) || cp == 0x061C ||
           cp == 0xFEFF;
}

/* How many bytes at the beginning stand for themselves. */
static size_t plain_bytes(const char *text)
{
    size_t n = 0;

    while (text[n] >= ' ' && text[n] <= '~' && text[n] != '"' && text[n] != '\\')
        n++;
    return n;
}

static void put_string(struct strbuf *b, const char *text)
{
    strbuf_addc(b, '"');
    while (*text != '\0') {
        size_t n = plain_bytes(text);
        uint32_t cp;
        char bytes[5];

        strbuf_addn(b, text, n);
        text += n;
        if (*text == '\0')
            break;
        cp = utf8_next(&text);
        if (cp == '"' || cp == '\\')
            strbuf_addf(b, "\\%c", (int)cp);
        else if (cp == '\n')
            strbuf_add(b, "\\n");
        else if (cp == '\t')
            strbuf_add(b, "\\t");
        else if (needs_escape(cp))
            strbuf_addf(b, "\\u%04x", (unsigned)cp);
        else
            strbuf_addn(b, bytes, (size_t)utf8_put(cp, bytes));
    }
    strbuf_addc(b, '"');
}

/* The comma before a value, and its name. */
static void put_name(struct json_out *w, const char *name)
{
    if (w->has_item[w->depth])
        strbuf_addc(w->b, ',');
    w->has_item[w->depth] = true;
    if (name == NULL)
        return;
    put_string(w->b, name);
    strbuf_addc(w->b, ':');
}

static void begin(struct json_out *w, const char *name, char bracket)
{
    put_name(w, name);
    strbuf_addc(w->b, bracket);
    assert(w->depth + 1 < LIMIT_JSON_DEPTH);
    w->has_item[++w->depth] = false;
}

static void end(struct json_out *w, char bracket)
{
    assert(w->depth > 0);
    w->depth--;
    strbuf_addc(w->b, bracket);
}

void json_begin_object(struct json_out *w, const char *name)
{
    begin(w, name, '{');
}

void json_end_object(struct json_out *w)
{
    end(w, '}');
}

void json_begin_array(struct json_out *w, const char *name)
{
    begin(w, name, '[');
}

void json_end_array(struct json_out *w)
{
    end(w, ']');
}

void json_put_text(struct json_out *w, const char *name, const char *text)
{
    put_name(w, name);
    if (text != NULL)
        put_string(w->b, text);
    else
        strbuf_add(w->b, "null");
}

void json_put_i64(struct json_out *w, const char *name, int64_t v)
{
    put_name(w, name);
    strbuf_addf(w->b, "%" PRId64, v);
}

void json_put_bool(struct json_out *w, const char *name, bool v)
{
    put_name(w, name);
    strbuf_add(w->b, v ? "true" : "false");
}

/* Digits with a sign and a point, as decimal_format writes them without a form. */
static bool is_decimal(const char *s)
{
    size_t whole, part;

    s += *s == '-' ? 1 : 0;
    whole = strspn(s, "0123456789");
    if (whole == 0 || (whole > 1 && s[0] == '0'))
        return false;
    s += whole;
    if (*s == '\0')
        return true;
    part = *s == '.' ? strspn(s + 1, "0123456789") : 0;
    return part > 0 && s[1 + part] == '\0';
}

void json_put_number(struct json_out *w, const char *name, const char *decimal)
{
    assert(is_decimal(decimal));
    put_name(w, name);
    strbuf_add(w->b, decimal);
}
