/*
 * What providers send of themselves: how each proves that it is the sender, what its messages are
 * called, and who takes them down.
 */
#ifndef OD_SYNC_INBOUND_H
#define OD_SYNC_INBOUND_H

#include "domain/outside/inbox.h"
#include "sync/provider.h"
#include "sync/request.h"

struct inbound {
    const char *provider;
    /* The secret in the provider's section without which nothing can be checked. */
    const char *needs;
    /* Is it truly its own? */
    bool (*is_genuine)(const struct provider_options *o, const struct request *r,
                       struct arena *arena);
    /* The messages in it, each with its own id, topic and content. False: it is none. */
    bool (*split)(const struct request *r, struct arena *arena, struct inbox_rows *out);
    inbox_take *take; /* NULL: nobody yet; they are kept */
};

/* NULL where a provider of that name sends nothing. */
const struct inbound *inbound_named(const char *provider);
/* Has at most max messages taken down that are due; *n: how many were looked at. */
OD_MUST_USE bool inbound_work(struct desk *desk, int max, int *n, struct err *err);

/* inbound_track.c: what carriers say of parcels. */
extern const struct inbound inbound_easypost, inbound_shipengine;
/* inbound_notice.c: what became of mails and texts. */
extern const struct inbound inbound_twilio, inbound_sendgrid, inbound_postmark;

#endif
