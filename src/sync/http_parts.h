/*
 * What the files of http share: one request under way.
 */
#ifndef OD_SYNC_HTTP_PARTS_H
#define OD_SYNC_HTTP_PARTS_H

#include <curl/curl.h>

#include "base/mem.h"
#include "base/vec.h"
#include "sync/http.h"

struct wire_headers OD_VEC(struct wire_header);

struct transfer {
    struct wire_request request;
    void *tag;
    struct arena *arena; /* of the reply's headers and words */
    CURL *easy;
    struct curl_slist *headers, *recipients;
    int64_t began_ms;
    size_t given;         /* bytes of the body that curl has taken */
    bool is_sent;         /* something of the request has left; of a mail, from DATA on */
    bool is_too_large;
    bool is_leaving;      /* SMTP: QUIT is said, what comes now is no answer */
    char *body;           /* of the reply, on the heap */
    size_t body_len, body_room, body_max;
    struct wire_headers reply;
    size_t header_bytes;
    const char *rcpt;     /* SMTP: the recipient told last, until its answer; NULL */
    const char *said;     /* SMTP: the last answer */
    const char *barred;   /* why it must not be sent; NULL */
    char why[CURL_ERROR_SIZE];
};

/* http_setup.c: all that curl is told of a request; false with t->barred where it must not go. */
bool transfer_prepare(struct transfer *t, const struct wire_limits *limits);
/* http_take.c: what curl calls while bytes come and go. */
void transfer_listen(struct transfer *t);
/* http_end.c: the reply, in the arena. */
void transfer_reply(const struct transfer *t, CURLcode code, struct arena *arena,
                    struct wire_reply *reply);

#endif
