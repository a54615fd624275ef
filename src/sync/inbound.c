/*
 * The providers that send of themselves, and EasyPost, whose events are about parcels.
 */
#include "sync/inbound.h"

#include <string.h>

#include "base/json.h"
#include "base/mem.h"
#include "base/vec.h"
#include "sync/signature.h"

/* ---- EasyPost -------------------------------------------------------------------------------- */

static bool easypost_is_genuine(const struct provider_options *o, const struct request *r,
                                struct arena *arena)
{
    struct signed_body body = { r->body, r->body_len };

    (void)arena;
    return signature_easypost(request_header(r, "X-Hmac-Signature"),
                              provider_option(o, "webhook_secret"), body);
}

static bool easypost_split(const struct request *r, struct arena *arena, struct inbox_rows *out)
{
    struct err ignored = ERR_INIT;
    const struct json *event;
    const char *id, *what;

    if (!json_parse(r->body, r->body_len, arena, &event, &ignored))
        return false;
    id = json_text(json_get(event, "id"));
    what = json_text(json_get(event, "description"));
    if (id == NULL || id[0] == '\0' || what == NULL)
        return false;
    out->v = arena_new_of(arena, struct inbox_row);
    out->v[0] = (struct inbox_row){ .external_id = id, .topic = what, .content = r->body };
    out->n = 1;
    return true;
}

static const struct inbound inbound_easypost = {
    .provider = "easypost",
    .needs = "webhook_secret",
    .is_genuine = easypost_is_genuine,
    .split = easypost_split,
};

/* ---- all ------------------------------------------------------------------------------------- */

static const struct inbound *const all[] = { &inbound_easypost, &inbound_twilio,
                                             &inbound_sendgrid, &inbound_postmark };

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
