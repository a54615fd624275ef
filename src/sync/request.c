/*
 * See request.h.
 */
#include "sync/request.h"

#include <ctype.h>
#include <string.h>
#include <strings.h>

#include "base/limits.h"
#include "base/mem.h"
#include "base/vec.h"

struct headers OD_VEC(struct wire_header);

/* What is still to be read. */
struct rest {
    const char *at;
    size_t len;
};

/* The next line without its end; false where there is no whole one, or it holds a zero byte. */
static bool next_line(struct rest *r, struct arena *arena, char **out)
{
    const char *end = memchr(r->at, '\n', r->len);
    size_t len;

    if (end == NULL)
        return false;
    len = (size_t)(end - r->at);
    if (memchr(r->at, '\0', len) != NULL)
        return false;
    *out = arena_strndup(arena, r->at, len > 0 && end[-1] == '\r' ? len - 1 : len);
    r->at += len + 1;
    r->len -= len + 1;
    return true;
}

static bool read_first(char *line, struct request *out)
{
    char *target = strchr(line, ' '), *version;

    if (target == NULL || target == line)
        return false;
    *target++ = '\0';
    version = strchr(target, ' ');
    if (version == NULL || version == target || strncmp(version, " HTTP/1.", 8) != 0)
        return false;
    *version = '\0';
    out->method = line;
    out->target = target;
    return true;
}

static bool is_name(const char *text)
{
    for (; *text != '\0'; text++)
        if (!isalnum((unsigned char)*text) && strchr("!#$%&'*+-.^_`|~", *text) == NULL)
            return false;
    return true;
}

static bool read_header(char *line, struct wire_header *out)
{
    char *value = strchr(line, ':'), *end;

    if (value == NULL || value == line)
        return false;
    *value++ = '\0';
    value += strspn(value, " \t");
    end = value + strlen(value);
    while (end > value && (end[-1] == ' ' || end[-1] == '\t'))
        *--end = '\0';
    *out = (struct wire_header){ line, value };
    return is_name(line);
}

/* Content-Length; -1 where it is no number, -2 where it did not come. Two that differ are a
 * trick. */
static int64_t length_of(const struct request *r)
{
    int64_t length = -2;

    for (int i = 0; i < r->n_headers; i++) {
        const char *text = r->headers[i].value;
        int64_t value = 0;

        if (strcasecmp(r->headers[i].name, "Content-Length") != 0)
            continue;
        if (text[0] == '\0' || strlen(text) > 12 || text[strspn(text, "0123456789")] != '\0')
            return -1;
        for (; *text != '\0'; text++)
            value = value * 10 + (*text - '0');
        if (length >= 0 && length != value)
            return -1;
        length = value;
    }
    return length;
}

static int read_body(const struct rest *rest, struct arena *arena, struct request *out)
{
    int64_t length = length_of(out);
    char *body;

    if (request_header(out, "Transfer-Encoding")[0] != '\0')
        return 501;
    if (length == -1)
        return 400;
    if (length == -2)
        length = (int64_t)rest->len;
    if (length > (int64_t)LIMIT_REQUEST_BYTES)
        return 413;
    if (length > (int64_t)rest->len)
        return 400;
    out->body_len = (size_t)length;
    /* There may be zero bytes in it: whoever reads text looks for them. */
    body = arena_alloc(arena, out->body_len + 1);
    if (out->body_len > 0)
        memcpy(body, rest->at, out->body_len);
    body[out->body_len] = '\0';
    out->body = body;
    return 200;
}

int request_read(const char *bytes, size_t len, struct arena *arena, struct request *out)
{
    struct rest rest = { bytes, len };
    struct headers headers = { 0 };
    struct request r = { 0 };
    size_t head;
    char *line;

    if (!next_line(&rest, arena, &line) || !read_first(line, &r))
        return len > LIMIT_REQUEST_BYTES ? 413 : 400;
    for (;;) {
        head = len - rest.len;
        if (head > LIMIT_WIRE_HEADER_BYTES || headers.n > LIMIT_WIRE_HEADERS)
            return 413;
        if (!next_line(&rest, arena, &line))
            return len > LIMIT_REQUEST_BYTES ? 413 : 400;
        if (line[0] == '\0')
            break;
        if (!read_header(line, vec_push(arena, &headers)))
            return 400;
    }
    r.headers = headers.v;
    r.n_headers = headers.n;
    switch (read_body(&rest, arena, &r)) {
    case 200:
        *out = r;
        return 200;
    case 413:
        return 413;
    case 501:
        return 501;
    default:
        return 400;
    }
}

const char *request_header(const struct request *r, const char *name)
{
    for (int i = 0; i < r->n_headers; i++)
        if (strcasecmp(r->headers[i].name, name) == 0)
            return r->headers[i].value;
    return "";
}

static int digit(char c)
{
    const char *digits = "0123456789abcdef";
    const char *at = c != '\0' ? strchr(digits, tolower((unsigned char)c)) : NULL;

    return at != NULL ? (int)(at - digits) : -1;
}

/* One name or value; false for a broken code. */
static bool decode(const char *text, size_t len, struct arena *arena, const char **out)
{
    char *to = arena_alloc(arena, len + 1);
    size_t n = 0;

    for (size_t i = 0; i < len; i++) {
        char c = text[i] == '+' ? ' ' : text[i];

        if (text[i] == '%') {
            int high = i + 2 < len ? digit(text[i + 1]) : -1;
            int low = i + 2 < len ? digit(text[i + 2]) : -1;

            if (high < 0 || low < 0)
                return false;
            c = (char)(high * 16 + low);
            i += 2;
        }
        if (c == '\0')
            return false;
        to[n++] = c;
    }
    to[n] = '\0';
    *out = to;
    return true;
}

bool request_form(const struct request *r, struct arena *arena, const struct wire_header **fields,
                  int *n)
{
    struct headers list = { 0 };
    const char *at = r->body, *end = r->body + r->body_len;

    while (at < end) {
        const char *stop = memchr(at, '&', (size_t)(end - at));
        size_t len = (size_t)((stop != NULL ? stop : end) - at);
        const char *equal = memchr(at, '=', len);
        size_t name = equal != NULL ? (size_t)(equal - at) : len;
        struct wire_header *f;

        if (list.n == LIMIT_REQUEST_FIELDS)
            return false;
        f = vec_push(arena, &list);
        f->value = "";
        if (!decode(at, name, arena, &f->name) ||
            (equal != NULL && !decode(equal + 1, len - name - 1, arena, &f->value)))
            return false;
        at += len + 1;
    }
    *fields = list.v;
    *n = list.n;
    return true;
}
