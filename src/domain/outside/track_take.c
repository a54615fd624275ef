/*
 * Taking down what carriers say, and what follows from it. Messages come twice, hours late and out
 * of order: each event is kept once, the state is that of the newest by its own time, and only an
 * event that is both new and the newest sets anything off.
 */
#include <string.h>

#include "base/i18n.h"
#include "base/json.h"
#include "base/mem.h"
#include "base/utf8.h"
#include "base/vec.h"
#include "domain/desk/event.h"
#include "domain/desk/outbox.h"
#include "domain/flow/shipment.h"
#include "domain/outside/track_parts.h"

/* Events of one report; carriers tell some dozens. */
#define EVENTS_MAX 500
/* Of a text of theirs. */
#define WORDS 200
/* Clocks of carriers go wrong, and times without a zone are taken as UTC. */
#define AHEAD_MS (INT64_C(24) * 60 * 60 * 1000)

struct told OD_VEC(struct track_event);

/* --- reading a report ------------------------------------------------------------------------- */

static const char *text_of(const struct json *v, const char *name, struct arena *arena)
{
    const char *text = json_text(json_get(v, name));

    return text != NULL ? utf8_cut(arena, utf8_safe(arena, text), WORDS) : "";
}

static enum track_status status_of(const struct json *v)
{
    const char *name = json_text(json_get(v, "status"));
    enum track_status status;

    return name != NULL && track_status_find(name, &status, NULL) ? status : TRACK_UNKNOWN;
}

static struct stamp time_of(const struct json *v)
{
    const char *text = json_text(json_get(v, "at"));
    struct stamp at;

    return text != NULL && text[0] != '\0' && stamp_parse(text, &at, NULL) ? at
                                                                           : (struct stamp){ 0 };
}

/* The day of a time, as the carrier names it: of a parcel that is expected, midnight stands for a
 * day, which no zone shifts. */
static struct date day_of(const struct json *v, const char *name)
{
    const char *text = json_text(json_get(v, name));
    char day[DATE_TEXT_SIZE] = "";
    struct date date;

    if (text == NULL || strlen(text) < sizeof day - 1)
        return (struct date){ 0 };
    memcpy(day, text, sizeof day - 1);
    return date_parse(day, &date, NULL) ? date : (struct date){ 0 };
}

static void read_event(const struct json *v, const char *provider, struct arena *arena,
                       struct track_event *e)
{
    e->at = e->came = time_of(v);
    e->status = status_of(v);
    e->raw = text_of(v, "raw", arena);
    e->message = text_of(v, "message", arena);
    e->city = text_of(v, "city", arena);
    e->region = text_of(v, "region", arena);
    e->country = text_of(v, "country", arena);
    e->provider = provider;
}

/* Oldest first, as some tell them and others do not; of one instant the later told stands last. */
static void order_events(struct told *list)
{
    int n = list->n;

    if (n > 1 && list->v[0].at.ms > list->v[n - 1].at.ms) {
        for (int i = 0; i < n / 2; i++) {
            struct track_event e = list->v[i];

            list->v[i] = list->v[n - 1 - i];
            list->v[n - 1 - i] = e;
        }
    }
    for (int i = 1; i < n; i++) {
        struct track_event e = list->v[i];
        int k = i;

        for (; k > 0 && list->v[k - 1].at.ms > e.at.ms; k--)
            list->v[k] = list->v[k - 1];
        list->v[k] = e;
    }
}

/* The state of the whole, where its events do not say it: it is as new as they are. */
static void add_summary(const struct json *report, const char *provider, struct stamp shipped,
                        struct arena *arena, struct told *list)
{
    struct track_event e = { 0 };
    enum track_status last = TRACK_NONE;
    struct stamp newest = { 0 };

    read_event(report, provider, arena, &e);
    e.city = e.region = e.country = "";
    for (int i = 0; i < list->n; i++) {
        newest = list->v[i].at;
        if (list->v[i].status != TRACK_NONE && list->v[i].status != TRACK_UNKNOWN)
            last = list->v[i].status;
    }
    if (e.status == last || e.status == TRACK_NONE ||
        (e.status == TRACK_UNKNOWN && (e.raw[0] == '\0' || list->n > 0)))
        return;
    if (e.at.ms < newest.ms)
        e.at = newest;
    if (e.at.ms == 0)
        e.at = shipped;
    e.came = e.at;
    *vec_push(arena, list) = e;
}

static void read_report(const struct json *report, const char *provider, struct stamp shipped,
                        struct arena *arena, struct told *out)
{
    const struct json *events = json_get(report, "events");

    for (int i = 0; i < json_len(events) && i < EVENTS_MAX; i++)
        read_event(json_at(events, i), provider, arena, vec_push(arena, out));
    order_events(out);
    add_summary(report, provider, shipped, arena, out);
}

/* --- what follows ----------------------------------------------------------------------------- */

static bool run_action(struct tx *tx, struct desk *desk, const struct track *t, const char *name,
                       struct err *err)
{
    struct action_value note[] = { { "note", _("The carrier says so.") } };
    const struct action_values values = { note, 1 };

    return act_in(tx, desk, &shipment_document, (struct record_at){ .id = t->shipment }, name,
                  &values, err);
}

/* All parcels of it have arrived; what the carrier brings back does not arrive at the customer. */
static bool deliver(struct tx *tx, struct desk *desk, struct track *t, bool *is_told,
                    struct err *err)
{
    bool may = t->shipment_status == SHIPMENT_IN_TRANSIT || t->shipment_status == SHIPMENT_LOST;
    int open = 0;

    if (!may || (t->tracking[0] != '\0' && !track_undelivered(desk, t->shipment, &open, err)))
        return !may;
    if (open > 0)
        return true;
    *is_told = true;
    t->shipment_status = SHIPMENT_DELIVERED;
    return run_action(tx, desk, t, "deliver", err);
}

static bool send_back(struct tx *tx, struct desk *desk, struct track *t, bool *is_told,
                      struct err *err)
{
    if (t->shipment_status != SHIPMENT_IN_TRANSIT)
        return true;
    *is_told = true;
    t->shipment_status = SHIPMENT_RETURNING;
    return run_action(tx, desk, t, "send_back", err);
}

/* The customer is told that there is trouble. */
static bool tell_trouble(struct tx *tx, struct desk *desk, const struct track *t, struct err *err)
{
    const struct outbox_job job = { .topic = OUTBOX_SHIPMENT_EXCEPTION,
                                    .record_kind = "shipment",
                                    .record_id = t->shipment,
                                    .order = t->order };

    return t->shipment_status != SHIPMENT_IN_TRANSIT || outbox_add(tx, desk, &job, err);
}

static bool note_status(struct tx *tx, struct desk *desk, const struct track *t, struct err *err)
{
    OD_ARENA *tmp = arena_new();
    struct event_note note = { .kind = "track.status", .fields = "tracking" };

    note.after_json = event_json(tmp, "tracking", track_status_name((int)t->status));
    return event_add_order(tx, desk, t->order, &note, err);
}

/* The newest one is new. */
static bool follow(struct tx *tx, struct desk *desk, struct track *t, enum track_status was,
                   struct err *err)
{
    bool is_told = false, ok = true;

    if (t->status == TRACK_DELIVERED)
        ok = deliver(tx, desk, t, &is_told, err);
    else if (t->status == TRACK_RETURNED)
        ok = send_back(tx, desk, t, &is_told, err);
    else if (t->status == TRACK_EXCEPTION && was != TRACK_EXCEPTION)
        ok = tell_trouble(tx, desk, t, err);
    return ok && (is_told || t->status == was || note_status(tx, desk, t, err));
}

/* Nothing more comes of one that has arrived, is back, or never left. */
static bool is_over(const struct track *t)
{
    bool is_on = t->shipment_status == SHIPMENT_IN_TRANSIT ||
                 t->shipment_status == SHIPMENT_RETURNING;

    return !is_on || t->status == TRACK_DELIVERED || t->status == TRACK_CANCELED;
}

static bool put_all(struct tx *tx, struct desk *desk, struct track *t,
                    const struct track_events *events, int *n, struct err *err)
{
    int64_t now = desk_now(desk).ms;
    struct stamp before = t->shipped;

    *n = 0;
    for (int i = 0; i < events->n; i++) {
        struct track_event e = events->v[i];
        bool is_new;

        if (e.at.ms == 0)
            e.at = before;
        if (e.at.ms > now + AHEAD_MS)
            e.at.ms = now;
        before = e.at;
        if (!track_event_put(tx, desk, t, &e, &is_new, err))
            return false;
        *n += is_new;
        if (is_new && e.at.ms > t->moved.ms)
            t->moved = e.at;
    }
    return true;
}

bool track_tell(struct tx *tx, struct desk *desk, struct track *t,
                const struct track_events *events, struct arena *arena, int *n, struct err *err)
{
    enum track_status was = t->status, status = t->status;
    int64_t last, newest;

    (void)arena;
    if (!track_last_id(desk, t->id, &last, err) || !put_all(tx, desk, t, events, n, err) ||
        !track_newest(desk, t->id, &newest, &status, err))
        return false;
    if (newest > 0)
        t->status = status;
    /* Others of the shipment are counted by what is written. */
    if (!track_write(tx, t, err))
        return false;
    if (newest > last && !follow(tx, desk, t, was, err))
        return false;
    t->is_open = !is_over(t);
    if (!t->is_open && t->next_ms > 0)
        t->next_ms = 0;
    return track_write(tx, t, err);
}

bool track_report(struct tx *tx, struct desk *desk, struct track *t, const char *provider,
                  const struct json *report, struct arena *arena, int *n, struct err *err)
{
    const char *tracker = text_of(report, "tracker", arena), *by;
    struct track_events events;
    struct told told = { 0 };
    struct date due;

    /* Who told of it once is asked from then on. */
    if (t->provider[0] == '\0' && t->tracking[0] != '\0')
        t->provider = provider;
    if (tracker[0] != '\0' && strcmp(t->provider, provider) == 0)
        t->tracker = tracker;
    by = text_of(report, "signed_by", arena);
    if (by[0] != '\0')
        t->signed_by = by;
    due = day_of(report, "due");
    if (date_is_set(due))
        t->due = due;
    read_report(report, provider, t->shipped, arena, &told);
    events = (struct track_events){ told.v, told.n };
    return track_tell(tx, desk, t, &events, arena, n, err);
}

bool track_take(struct tx *tx, struct desk *desk, const char *provider, const struct json *report,
                struct arena *arena, int *n, struct err *err)
{
    const char *number = text_of(report, "tracking", arena), *tracking;
    struct track *t;
    int64_t shipment;
    int count;

    if (number[0] == '\0')
        return err_field(err, ERR_INVALID, "tracking", _("The message names no parcel."));
    return track_shipment(desk, number, arena, &shipment, &tracking, err) &&
           track_begin(tx, desk, shipment, tracking, arena, &t, err) &&
           track_report(tx, desk, t, provider, report, arena, n != NULL ? n : &count, err);
}
