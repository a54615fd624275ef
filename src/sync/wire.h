/*
 * One request over the network and what came back, as values: what providers make and read. http.c
 * alone knows how they travel; those about files are answered on this machine (wire_file.h).
 */
#ifndef OD_SYNC_WIRE_H
#define OD_SYNC_WIRE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct wire_header {
    const char *name, *value;
};

enum wire_method {
    WIRE_GET,
    WIRE_POST,
    WIRE_PUT,
    WIRE_MAIL,
    /* Files: url is a folder, file a name in it. */
    WIRE_PREPARE, /* body is written under a name that nobody looks at, one of this attempt */
    WIRE_PUBLISH, /* that gets its name */
    WIRE_LOOK,    /* 404: this attempt did not publish it and cannot any more; 200: it did */
};

struct wire_request {
    enum wire_method method;
    const char *url; /* https://; smtp:// (STARTTLS is demanded) or smtps:// of WIRE_MAIL */
    const struct wire_header *headers;
    int n_headers;
    const char *user, *password; /* Basic, or AUTH of SMTP; NULL: none */
    const char *body;            /* of WIRE_MAIL the whole message */
    size_t body_len;
    const char *mail_from;       /* WIRE_MAIL: the envelope */
    const char *const *mail_to;
    int n_mail_to;
    const char *file; /* WIRE_PREPARE and on */
    int64_t attempt;  /* of the file: none comes twice, later ones are more */
    bool is_write;    /* an unclear end must not be repeated */
    size_t max_reply; /* bytes; 0: LIMIT_WIRE_REPLY_BYTES */
};

enum wire_end {
    WIRE_ANSWERED, /* whole; status says the rest */
    WIRE_NOT_SENT, /* no name, no connection, no TLS: nothing of the request has left */
    WIRE_UNCLEAR,  /* it left, or part of it, and no whole answer came */
    WIRE_BARRED,   /* we refuse: a certificate, a redirect, a protocol, a URL that is not https */
};

struct wire_reply {
    enum wire_end end;
    int status; /* of HTTP or SMTP; 0 where none came */
    const struct wire_header *headers;
    int n_headers;
    const char *body; /* terminated; "" */
    size_t body_len;
    int64_t retry_after_ms; /* from now, of seconds or a date; -1: not said */
    const char *why;        /* the library's words where it was not answered; "" */
    int64_t took_ms;
};

/* A header's value by name, case aside; NULL. The first where it came twice. */
const char *wire_header_value(const struct wire_reply *reply, const char *name);

#endif
