/*
 * What curl calls while bytes come and go: it gives the body, counts the reply, and remembers what
 * has left, for that decides later whether a request may be repeated.
 */
#include <string.h>
#include <strings.h>

#include "base/compiler.h"
#include "base/limits.h"
#include "sync/http_parts.h"

#define FIRST_ROOM ((size_t)4096)

static size_t give_body(char *out, size_t size, size_t count, void *user)
{
    struct transfer *t = user;
    size_t n = t->request.body_len - t->given;

    if (n > size * count)
        n = size * count;
    if (n > 0)
        memcpy(out, t->request.body + t->given, n);
    t->given += n;
    return n;
}

static int seek_body(void *user, curl_off_t offset, int origin)
{
    struct transfer *t = user;

    if (origin != SEEK_SET || offset < 0 || (size_t)offset > t->request.body_len)
        return CURL_SEEKFUNC_FAIL;
    t->given = (size_t)offset;
    return CURL_SEEKFUNC_OK;
}

/* curl repeats by itself what a kept connection swallowed. A server that did the work and then
 * died would do it twice, so a write goes out once. */
static int before_request(void *user, char *ours, char *theirs, int port, int their_port)
{
    struct transfer *t = user;

    (void)ours;
    (void)theirs;
    (void)port;
    (void)their_port;
    if (t->is_sent && t->request.is_write)
        return CURL_PREREQFUNC_ABORT;
    t->given = 0;
    return CURL_PREREQFUNC_OK;
}

static size_t take_body(char *data, size_t size, size_t count, void *user)
{
    struct transfer *t = user;
    size_t n = size * count;

    if (n > t->body_max - t->body_len) {
        t->is_too_large = true;
        return 0;
    }
    if (t->body_len + n + 1 > t->body_room) {
        size_t room = t->body_room > 0 ? t->body_room : FIRST_ROOM;

        while (room < t->body_len + n + 1)
            room *= 2;
        t->body = xrealloc(t->body, room);
        t->body_room = room;
    }
    memcpy(t->body + t->body_len, data, n);
    t->body_len += n;
    t->body[t->body_len] = '\0';
    return n;
}

/* The line without its end. */
static const char *line_of(struct transfer *t, const char *data, size_t len)
{
    while (len > 0 && (data[len - 1] == '\r' || data[len - 1] == '\n'))
        len--;
    return arena_strndup(t->arena, data, len);
}

static void take_answer(struct transfer *t, const char *line)
{
    bool is_last = strlen(line) < 4 || line[3] == ' ';

    if (t->is_leaving || !is_last)
        return;
    t->said = line;
    if (t->rcpt != NULL && line[0] >= '4')
        *vec_push(t->arena, &t->reply) = (struct wire_header){
            "Refused", arena_printf(t->arena, "%s: %s", t->rcpt, line)
        };
    t->rcpt = NULL;
}

static void take_http_line(struct transfer *t, char *line)
{
    char *colon = strchr(line, ':');

    if (strncmp(line, "HTTP/", 5) == 0)
        t->reply.n = 0; /* what came before was of a proxy, or only on the way (100) */
    if (colon == NULL || colon == line)
        return;
    *colon = '\0';
    *vec_push(t->arena, &t->reply) =
        (struct wire_header){ line, colon + 1 + strspn(colon + 1, " \t") };
}

static size_t take_header(char *data, size_t size, size_t count, void *user)
{
    struct transfer *t = user;
    size_t n = size * count;

    t->header_bytes += n;
    if (t->header_bytes > LIMIT_WIRE_HEADER_BYTES || t->reply.n >= LIMIT_WIRE_HEADERS) {
        t->is_too_large = true;
        return 0;
    }
    if (t->request.method == WIRE_MAIL)
        take_answer(t, line_of(t, data, n));
    else
        take_http_line(t, arena_strdup(t->arena, line_of(t, data, n)));
    return n;
}

static bool begins(const char *data, size_t size, const char *word)
{
    size_t len = strlen(word);

    return size >= len && strncasecmp(data, word, len) == 0;
}

static void note_command(struct transfer *t, const char *data, size_t size)
{
    static const char rcpt[] = "RCPT TO:<";
    size_t at = sizeof rcpt - 1;

    t->rcpt = NULL;
    if (begins(data, size, "DATA\r"))
        t->is_sent = true;
    else if (begins(data, size, "QUIT"))
        t->is_leaving = true;
    else if (begins(data, size, rcpt)) {
        const char *end = memchr(data + at, '>', size - at);

        t->rcpt = arena_strndup(t->arena, data + at, end != NULL ? (size_t)(end - data) - at : 0);
    }
}

/* Told of all that went over the line, after it went. The words themselves are not kept: among
 * them are the secrets. */
static int note_traffic(CURL *easy, curl_infotype kind, char *data, size_t size, void *user)
{
    struct transfer *t = user;

    (void)easy;
    if (kind == CURLINFO_DATA_OUT)
        t->is_sent = true;
    else if (kind == CURLINFO_HEADER_OUT && t->request.method == WIRE_MAIL)
        note_command(t, data, size);
    else if (kind == CURLINFO_HEADER_OUT && !begins(data, size, "CONNECT "))
        t->is_sent = true; /* CONNECT is only for the proxy */
    return 0;
}

void transfer_listen(struct transfer *t)
{
    CURL *c = t->easy;

    (void)curl_easy_setopt(c, CURLOPT_READFUNCTION, give_body);
    (void)curl_easy_setopt(c, CURLOPT_READDATA, t);
    (void)curl_easy_setopt(c, CURLOPT_SEEKFUNCTION, seek_body);
    (void)curl_easy_setopt(c, CURLOPT_SEEKDATA, t);
    (void)curl_easy_setopt(c, CURLOPT_PREREQFUNCTION, before_request);
    (void)curl_easy_setopt(c, CURLOPT_PREREQDATA, t);
    (void)curl_easy_setopt(c, CURLOPT_WRITEFUNCTION, take_body);
    (void)curl_easy_setopt(c, CURLOPT_WRITEDATA, t);
    (void)curl_easy_setopt(c, CURLOPT_HEADERFUNCTION, take_header);
    (void)curl_easy_setopt(c, CURLOPT_HEADERDATA, t);
    (void)curl_easy_setopt(c, CURLOPT_DEBUGFUNCTION, note_traffic);
    (void)curl_easy_setopt(c, CURLOPT_DEBUGDATA, t);
    (void)curl_easy_setopt(c, CURLOPT_VERBOSE, 1L); /* else nothing is told; nothing is printed */
}
