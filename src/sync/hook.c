/*
 * The messages we know: EasyPost's "tracker.created" and "tracker.updated", whose result is a
 * tracker, and ShipEngine's "API_TRACK", whose data is a parcel. Both have all that is known of it,
 * so one that is late, or comes before the one before it, does no harm.
 */
#include "sync/hook.h"

#include <string.h>

#include "base/i18n.h"
#include "base/limits.h"
#include "domain/outside/track.h"
#include "sync/provider_easypost.h"
#include "sync/provider_shipengine.h"
#include "sync/ship_json.h"

static bool take_report(struct tx *tx, struct desk *desk, const struct hook_message *m,
                        const struct strbuf *text, struct arena *arena, struct err *err)
{
    const struct json *report;

    if (text->is_cut)
        return err_set(err, ERR_INVALID, _("The message is too long."));
    return json_parse(text->s, text->len, arena, &report, err) &&
           track_take(tx, desk, m->provider, report, arena, NULL, err);
}

/* --- EasyPost --------------------------------------------------------------------------------- */

static bool is_easypost_tracker(const struct hook_message *m)
{
    static const char begin[] = "tracker.";

    return strncmp(ship_text(m->body, "description"), begin, sizeof begin - 1) == 0;
}

static bool take_easypost(struct tx *tx, struct desk *desk, const struct hook_message *m,
                          struct arena *arena, struct err *err)
{
    struct json_out w;
    struct strbuf b;

    strbuf_init(&b, arena, LIMIT_JSON_BYTES);
    json_out_init(&w, &b);
    easypost_put_tracker(&w, json_get(m->body, "result"));
    return take_report(tx, desk, m, &b, arena, err);
}

/* --- ShipEngine ------------------------------------------------------------------------------- */

static bool is_shipengine_track(const struct hook_message *m)
{
    return strcmp(ship_text(m->body, "resource_type"), "API_TRACK") == 0;
}

static bool take_shipengine(struct tx *tx, struct desk *desk, const struct hook_message *m,
                            struct arena *arena, struct err *err)
{
    struct json_out w;
    struct strbuf b;

    strbuf_init(&b, arena, LIMIT_JSON_BYTES);
    json_out_init(&w, &b);
    shipengine_put_tracking(&w, json_get(m->body, "data"), "");
    return take_report(tx, desk, m, &b, arena, err);
}

const struct hook hooks[] = {
    { "easypost", is_easypost_tracker, take_easypost },
    { "shipengine", is_shipengine_track, take_shipengine },
    { NULL, NULL, NULL },
};

const struct hook *hook_of(const struct hook_message *m)
{
    for (const struct hook *h = hooks; h->provider != NULL; h++)
        if (strcmp(h->provider, m->provider) == 0 && h->is_mine(m))
            return h;
    return NULL;
}
