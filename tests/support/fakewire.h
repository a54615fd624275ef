/*
 * A network that is a function: in place of sync/http.c in a test program. And a provider for it.
 */
#ifndef OD_TESTS_SUPPORT_FAKEWIRE_H
#define OD_TESTS_SUPPORT_FAKEWIRE_H

#include "sync/http.h"
#include "sync/provider.h"

struct fake_wire {
    /* What a request is answered; false: not yet (it stays under way). NULL: 200 "{}". */
    bool (*answer)(const struct wire_request *request, struct wire_reply *reply);
    int started, under_way, most_under_way, writes, reads;
};
extern struct fake_wire fake_wire;

/* Sends one POST (a write) to https://fake/KEY, then is done by the body's text as its id; looks
 * up with a GET of the same: 200 done, 404 not done, else it cannot be told. */
extern const struct provider fake_provider;
/* The same, without a look-up. */
extern const struct provider blind_provider;

#endif
