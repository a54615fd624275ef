/*
 * A request of HTTP as a web server hands it on, whole and as bytes: pure, and bounded before
 * anything in it is believed.
 */
#ifndef OD_SYNC_REQUEST_H
#define OD_SYNC_REQUEST_H

#include <stdbool.h>
#include <stddef.h>

#include "sync/wire.h"

struct arena;

struct request {
    const char *method, *target; /* "POST", "/hooks/twilio" */
    const struct wire_header *headers;
    int n_headers;
    const char *body; /* terminated; as it came */
    size_t body_len;
};

/*
 * Reads one request out of len bytes; out lives in the arena. Line ends may lack their CR; what
 * stands behind Content-Length is ignored; without it the body ends where the bytes do.
 * returns  200; 400 for what is none, or is cut; 413 for one that is too long
 *          (LIMIT_REQUEST_BYTES); 501 for a body in chunks
 */
int request_read(const char *bytes, size_t len, struct arena *arena, struct request *out);
/* A header whatever its capitals; "" where it did not come. */
const char *request_header(const struct request *r, const char *name);
/*
 * The fields of a form (application/x-www-form-urlencoded) in their order, decoded. False for what
 * is none: a broken %-code, a zero byte, more than LIMIT_REQUEST_FIELDS.
 */
bool request_form(const struct request *r, struct arena *arena, const struct wire_header **fields,
                  int *n);

#endif
