/*
 * The words of tracking, how often a carrier is asked, and what people write down themselves.
 */
#include "domain/outside/track.h"

#include <string.h>

#include "base/i18n.h"
#include "base/mem.h"
#include "domain/desk/text.h"
#include "domain/outside/track_parts.h"
#include "store/tx.h"

#define HOUR_MS (INT64_C(60) * 60 * 1000)
#define DAY_MS  (24 * HOUR_MS)

static const struct {
    const char *name, *words;
    int hours, hours_later; /* between two questions; later: after EAGER_DAYS; 0: none */
} states[] = {
    [TRACK_NONE] = { "none", N_("nothing yet"), 3, 12 },
    [TRACK_LABEL_CREATED] = { "label_created", N_("label made"), 3, 12 },
    [TRACK_IN_TRANSIT] = { "in_transit", N_("on its way"), 4, 8 },
    [TRACK_OUT_FOR_DELIVERY] = { "out_for_delivery", N_("out for delivery"), 1, 4 },
    [TRACK_PICKUP_READY] = { "pickup_ready", N_("ready to be collected"), 12, 12 },
    [TRACK_DELIVERED] = { "delivered", N_("delivered"), 0, 0 },
    [TRACK_EXCEPTION] = { "exception", N_("exception"), 4, 8 },
    [TRACK_RETURNED] = { "returned", N_("on its way back"), 12, 24 },
    [TRACK_LOST] = { "lost", N_("lost"), 24, 24 },
    [TRACK_CANCELED] = { "canceled", N_("canceled"), 0, 0 },
    [TRACK_UNKNOWN] = { "unknown", N_("another word"), 0, 0 },
};
/* From these ages on it is asked less, once a day, and not at all. */
#define EAGER_DAYS 4
#define DAILY_DAYS 14
#define LAST_DAYS  60

const char *track_status_name(int status)
{
    return status >= TRACK_NONE && status <= TRACK_UNKNOWN ? states[status].name : "?";
}

const char *track_status_words(enum track_status status)
{
    return _(states[status].words);
}

bool track_status_find(const char *name, enum track_status *out, struct err *err)
{
    OD_ARENA *tmp = arena_new();
    const char *names = "";

    for (int s = TRACK_NONE; s < TRACK_UNKNOWN; s++) {
        if (strcmp(name, states[s].name) == 0) {
            *out = (enum track_status)s;
            return true;
        }
        names = arena_printf(tmp, "%s%s%s", names, s > TRACK_NONE ? ", " : "", states[s].name);
    }
    return err_field(err, ERR_INVALID, "status",
                     _("\"%.40s\" is no state of a parcel. There are: %s."), name, names);
}

int64_t track_wait_ms(enum track_status status, int64_t age_ms)
{
    int hours = age_ms < EAGER_DAYS * DAY_MS ? states[status].hours : states[status].hours_later;

    if (hours == 0 || age_ms >= LAST_DAYS * DAY_MS)
        return 0;
    return age_ms >= DAILY_DAYS * DAY_MS && hours < 24 ? DAY_MS : hours * HOUR_MS;
}

const char *track_place(const struct track_event *e, struct arena *arena)
{
    const char *parts[] = { e->city, e->region, e->country }, *out = "";

    for (size_t i = 0; i < OD_LEN(parts); i++)
        if (parts[i][0] != '\0')
            out = arena_printf(arena, "%s%s%s", out, out[0] != '\0' ? ", " : "", parts[i]);
    return out;
}

/* --- by hand ---------------------------------------------------------------------------------- */

static bool read_new(struct desk *desk, const struct track_new *in, struct arena *arena,
                     struct track_event *e, struct err *err)
{
    struct stamp now = desk_now(desk);

    *e = (struct track_event){ .status = in->status, .raw = "", .region = "", .country = "",
                               .provider = "" };
    if (in->at.ms > now.ms)
        return err_field(err, ERR_INVALID, "at", _("This time is still ahead."));
    e->at = e->came = in->at.ms != 0 ? in->at : now;
    return text_line(in->message, "message", arena, &e->message, err) &&
           text_line(in->place, "place", arena, &e->city, err);
}

bool track_add(struct desk *desk, const struct track_new *in, struct err *err)
{
    OD_ARENA *arena = arena_new();
    OD_TX tx = { 0 };
    struct track_event e;
    struct track_events events = { &e, 1 };
    struct track *t;
    const char *tracking;
    int64_t shipment;
    int n;

    if (!desk_begin(desk, "shipment.track", &tx, err) || !read_new(desk, in, arena, &e, err) ||
        !track_shipment(desk, in->number, arena, &shipment, &tracking, err) ||
        !track_begin(&tx, desk, shipment, tracking, arena, &t, err) ||
        !track_tell(&tx, desk, t, &events, arena, &n, err))
        return false;
    if (n == 0)
        return err_set(err, ERR_STATE, _("This is written down already."));
    return tx_commit(&tx, err);
}

bool track_poll(struct desk *desk, const char *number, struct err *err)
{
    OD_ARENA *arena = arena_new();
    OD_TX tx = { 0 };
    struct track *t;
    const char *tracking;
    int64_t shipment;

    if (!desk_begin(desk, "shipment.track", &tx, err) ||
        !track_shipment(desk, number, arena, &shipment, &tracking, err) ||
        !track_begin(&tx, desk, shipment, tracking, arena, &t, err))
        return false;
    if (t->next_ms == TRACK_BEING_ASKED)
        return err_set(err, ERR_STATE, _("The carrier is being asked after %s already."),
                       t->tracking);
    return track_ask(&tx, desk, t, err) && tx_commit(&tx, err);
}
