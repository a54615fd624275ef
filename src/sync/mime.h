/*
 * A mail as the bytes that go to a server: RFC 5322, its headers RFC 2047 and 2231, its parts
 * RFC 2045 and 2046. All is ASCII, every line ends in CRLF and has at most 78 bytes, save for an
 * address that is longer.
 */
#ifndef OD_SYNC_MIME_H
#define OD_SYNC_MIME_H

#include <stdbool.h>
#include <stddef.h>

#include "base/date.h"
#include "base/err.h"
#include "domain/outside/job.h"

struct arena;

/* Text is UTF-8. "" where a thing is not wanted, NULL nowhere. */
struct mime_mail {
    const char *from, *from_name, *reply_to;
    const char *const *to;
    int n_to;
    const char *subject;
    const char *text, *html;
    const char *message_id; /* "id@host", without <>: the same at every try */
    const char *language;   /* "de" */
    struct stamp at;
    struct job_files files;
};

/*
 * Composes the mail in the arena: plain text, HTML beside it where there is some, then the files.
 * err  ERR_INVALID with the field (from, to, reply_to, subject, from_name, message_id, text): no
 *      address that a server takes, or a line break or control character in a header.
 *      ERR_LIMIT: larger than LIMIT_MAIL_BYTES
 */
OD_MUST_USE bool mime_compose(const struct mime_mail *mail, struct arena *arena, const char **out,
                              size_t *len, struct err *err);

/* What mime_compose refuses but for the size: for providers that compose themselves. */
OD_MUST_USE bool mime_check(const struct mime_mail *mail, struct err *err);

/* The refusal of what is larger than LIMIT_MAIL_BYTES. Returns false. */
bool mime_too_large(struct err *err);

/* Is it one address of ASCII that can stand in an envelope? ERR_INVALID with the field. */
OD_MUST_USE bool mime_address_check(const char *address, const char *field, struct err *err);

#endif
