/*
 * What providers send of themselves: kept once as it came, and taken down later by the worker.
 */
#ifndef OD_DOMAIN_OUTSIDE_INBOX_H
#define OD_DOMAIN_OUTSIDE_INBOX_H

#include "domain/desk/desk.h"

enum inbox_state { INBOX_WAITS = 1, INBOX_TAKEN = 2, INBOX_REFUSED = 3 };

struct inbox_row {
    int64_t id;
    const char *provider;
    const char *external_id; /* the provider's id of it, or the digest of the content */
    const char *topic;       /* what the provider calls it, "" */
    const char *content;     /* JSON */
    enum inbox_state state;
    int tries;
    struct stamp came;
};
struct inbox_rows {
    struct inbox_row *v;
    int n;
};

/* Keeps the messages of one request, all or none; *n_new: how many had not come before. Of a row
 * its external_id, topic and content. */
OD_MUST_USE bool inbox_put(struct desk *desk, const char *provider, const struct inbox_rows *rows,
                           int *n_new, struct err *err);
/* At most max that wait and are due, oldest first. */
OD_MUST_USE bool inbox_due(struct desk *desk, int max, struct arena *arena, struct inbox_rows *out,
                           struct err *err);

/*
 * Takes a message down in the given transaction. *found false: what it is about is not known here
 * (yet). ERR_INVALID for what makes no sense: it is never looked at again.
 */
typedef bool inbox_take(struct tx *tx, struct desk *desk, const struct inbox_row *row,
                        struct arena *arena, bool *found, struct err *err);
/*
 * Has it taken down, in one transaction with the row's own end. What is not known, or cannot be
 * taken down as things are, is looked at again, in growing steps, for some days, then refused.
 * *state gets the row's new state.
 * take  NULL: nobody takes down what this provider sends; it stays
 * err   ERR_IO, ERR_BUSY; ERR_CONFLICT where another worker ended it
 */
OD_MUST_USE bool inbox_work(struct desk *desk, const struct inbox_row *row, inbox_take *take,
                            enum inbox_state *state, struct err *err);

#endif
