/*
 * The providers that send of themselves.
 */
#include "sync/inbound.h"

#include <string.h>

#include "base/mem.h"

static const struct inbound *const all[] = { &inbound_easypost, &inbound_shipengine,
                                             &inbound_twilio, &inbound_sendgrid,
                                             &inbound_postmark };

const struct inbound *inbound_named(const char *provider)
{
    for (size_t i = 0; i < OD_LEN(all); i++)
        if (strcmp(all[i]->provider, provider) == 0)
            return all[i];
    return NULL;
}

bool inbound_work(struct desk *desk, int max, int *n, struct err *err)
{
    OD_ARENA *tmp = arena_new();
    struct inbox_rows due;

    if (!inbox_due(desk, max, tmp, &due, err))
        return false;
    for (int i = 0; i < due.n; i++) {
        const struct inbound *in = inbound_named(due.v[i].provider);
        enum inbox_state state;

        if (!inbox_work(desk, &due.v[i], in != NULL ? in->take : NULL, &state, err))
            return false;
    }
    *n = due.n;
    return true;
}
