/*
 * A request that a web server hands on: read, checked, kept, answered.
 */
#ifndef OD_SYNC_RECEIVE_H
#define OD_SYNC_RECEIVE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>

struct arena;
struct desk;
struct provider_options;

struct received {
    int status;      /* of the answer: 200, 400, 401, 413, 501, 503 */
    int n_new;       /* messages that had not come before */
    const char *why; /* for the log and the answer; "" */
};
/* Its bytes are the whole of it. What was kept before is kept once. 503: the desk cannot write. */
void receive_request(struct desk *desk, const struct provider_options *o, const char *provider,
                     const char *bytes, size_t len, struct arena *arena, struct received *out);
/* Reads at most one byte more than a request may have; false where reading fails. */
bool receive_read(FILE *in, struct arena *arena, const char **bytes, size_t *len);
/* The answer as bytes. */
void receive_answer(FILE *out, const struct received *r);

#endif
