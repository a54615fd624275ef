/*
 * Which events become files for the partner.
 */
#include <string.h>

#include "base/mem.h"
#include "domain/desk/outbox.h"
#include "domain/desk/setting.h"
#include "domain/outside/folder_parts.h"

bool folder_has_word(const char *list, const char *word)
{
    size_t len = strlen(word);

    for (const char *at = list; len > 0 && *at != '\0';) {
        size_t n = strcspn(at, " ");

        if (n == len && memcmp(at, word, n) == 0)
            return true;
        at += n;
        at += strspn(at, " ");
    }
    return false;
}

bool folder_way_load(struct desk *desk, struct arena *arena, struct folder_way *out,
                     struct err *err)
{
    const char *format;

    if (!setting_get(desk, "folder.events", arena, &out->events, err) ||
        !setting_get(desk, "folder.sites", arena, &out->sites, err) ||
        !setting_get(desk, "folder.format", arena, &format, err))
        return false;
    out->is_json = strcmp(format, "json") == 0;
    return true;
}

bool folder_serves(const struct folder_way *way, const char *site_code)
{
    return way->sites[0] == '\0' || folder_has_word(way->sites, site_code);
}

bool folder_serves_order(struct desk *desk, const struct folder_way *way, const struct order *o,
                         struct arena *arena, bool *out, struct err *err)
{
    struct fulfillment_rows rows;

    *out = folder_serves(way, o->site_code);
    for (int i = 0; !*out && i < o->line_count; i++)
        *out = o->lines[i].site_code != NULL && folder_has_word(way->sites, o->lines[i].site_code);
    if (*out)
        return true;
    if (!fulfillments_of_order(desk, o->id, arena, &rows, err))
        return false;
    for (int i = 0; !*out && i < rows.n; i++)
        *out = folder_serves(way, rows.v[i].site_code);
    return true;
}

/* --- adding jobs ------------------------------------------------------------------------------ */

struct routing {
    struct tx *tx;
    struct desk *desk;
    struct arena *arena;
    const struct queue_row *event;
    struct folder_way way;
};

static bool add(struct routing *r, const char *topic, const char *record_kind, int64_t record,
                struct err *err)
{
    const struct outbox_job job = { .topic = TOPIC_FILE,
                                    .record_kind = record_kind,
                                    .record_id = record,
                                    .order = r->event->order,
                                    .payload =
                                        arena_printf(r->arena, "{\"event\":\"%s\"}", topic),
                                    .provider = FOLDER_PROVIDER };
    bool is_there;

    if (!folder_job_waits(r->desk, &job, &is_there, err))
        return false;
    return is_there || outbox_add(r->tx, r->desk, &job, err);
}

static bool is_begun(enum fulfillment_status s)
{
    return s == FULFILLMENT_RELEASED || s == FULFILLMENT_PICKING;
}

/* What became of a fulfillment by now counts: one that ended is not changed any more. */
static bool of_fulfillment(struct routing *r, const char *topic, int64_t id, struct err *err)
{
    struct fulfillment *f;

    if (!fulfillment_load(r->desk, id, r->arena, &f, err))
        return false;
    if (strcmp(topic, OUTBOX_FULFILLMENT_CHANGED) == 0 && f->status == FULFILLMENT_CANCELED)
        topic = OUTBOX_FULFILLMENT_CANCELED;
    else if (strcmp(topic, OUTBOX_FULFILLMENT_CHANGED) == 0 && !is_begun(f->status))
        return true;
    if (!folder_has_word(r->way.events, topic) || !folder_serves(&r->way, f->site_code))
        return true;
    return add(r, topic, "fulfillment", id, err);
}

/* Another address, or another day, is news for who has a part of the order in hand. */
static bool of_its_fulfillments(struct routing *r, struct err *err)
{
    struct fulfillment_rows rows;

    if (!fulfillments_of_order(r->desk, r->event->order, r->arena, &rows, err))
        return false;
    for (int i = 0; i < rows.n; i++)
        if (is_begun(rows.v[i].status) &&
            !of_fulfillment(r, OUTBOX_FULFILLMENT_CHANGED, rows.v[i].id, err))
            return false;
    return true;
}

static bool of_shipment(struct routing *r, int64_t shipment, int64_t fulfillment, struct err *err)
{
    struct fulfillment *f;

    if (shipment == 0 || !folder_has_word(r->way.events, r->event->topic))
        return true;
    if (!fulfillment_load(r->desk, fulfillment, r->arena, &f, err))
        return false;
    return !folder_serves(&r->way, f->site_code) ||
           add(r, r->event->topic, "shipment", shipment, err);
}

static bool of_order(struct routing *r, struct err *err)
{
    struct order *o;
    bool is_ours;

    if (!folder_has_word(r->way.events, r->event->topic))
        return true;
    if (!order_load(r->desk, r->event->order, r->arena, &o, err) ||
        !folder_serves_order(r->desk, &r->way, o, r->arena, &is_ours, err))
        return false;
    return !is_ours || o->is_history || add(r, r->event->topic, "order", o->id.v, err);
}

bool folder_route(struct tx *tx, struct desk *desk, const struct queue_row *event,
                  struct arena *arena, struct err *err)
{
    struct routing r = { .tx = tx, .desk = desk, .arena = arena, .event = event };
    int64_t shipment, fulfillment;

    if (!folder_way_load(desk, arena, &r.way, err))
        return false;
    if (r.way.events[0] == '\0' || event->order.v == 0)
        return true;
    if (strcmp(event->record_kind, "fulfillment") == 0)
        return of_fulfillment(&r, event->topic, event->record_id, err);
    if (strcmp(event->record_kind, "shipment") == 0)
        return folder_shipment_of(desk, event->record_id, &fulfillment, err) &&
               of_shipment(&r, event->record_id, fulfillment, err);
    if (strcmp(event->topic, OUTBOX_ORDER_SHIPPED) == 0)
        return folder_shipment_at(desk, event->order, event->created, &shipment, &fulfillment,
                                  err) &&
               of_shipment(&r, shipment, fulfillment, err);
    if (strcmp(event->topic, OUTBOX_ORDER_CHANGED) == 0 && !of_its_fulfillments(&r, err))
        return false;
    return of_order(&r, err);
}
