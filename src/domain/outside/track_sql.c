/*
 * Numbers that are followed, in the store.
 */
#include <assert.h>
#include <string.h>

#include "base/i18n.h"
#include "base/mem.h"
#include "base/vec.h"
#include "domain/desk/setting.h"
#include "domain/outside/track_parts.h"
#include "store/store.h"

#define DAY_MS (INT64_C(24) * 60 * 60 * 1000)

struct track_vec OD_VEC(struct track);

#define TRACK_COLUMNS                                                                              \
    "SELECT t.id, t.shipment_id, s.fulfillment_id, s.order_id, o.number, o.customer_name,"         \
    " f.number, s.carrier, t.tracking, t.provider, t.tracker, t.carrier, t.signed_by, t.status,"   \
    " s.status, s.shipped_ms, t.moved_ms, t.next_ms, t.is_open,"                                   \
    " t.due_date"                                                                                  \
    " FROM parcel_track t"                                                                         \
    " JOIN shipment s ON s.id = t.shipment_id"                                                     \
    " JOIN fulfillment f ON f.id = s.fulfillment_id"                                               \
    " JOIN sales_order o ON o.id = s.order_id"

static void track_read(struct stmt *q, struct arena *arena, struct track *t)
{
    t->id = get_i64(q);
    t->shipment = get_i64(q);
    t->fulfillment = get_i64(q);
    t->order.v = get_i64(q);
    t->order_number = get_text(q, arena);
    t->customer_name = get_text(q, arena);
    t->fulfillment_number = get_text(q, arena);
    t->shipper = get_text(q, arena);
    t->tracking = get_text(q, arena);
    t->provider = get_text(q, arena);
    t->tracker = get_text(q, arena);
    t->carrier = get_text(q, arena);
    t->signed_by = get_text(q, arena);
    t->status = (enum track_status)get_i64(q);
    t->shipment_status = (int)get_i64(q);
    t->shipped.ms = get_i64(q);
    t->moved.ms = get_i64(q);
    t->next_ms = get_i64(q);
    t->is_open = get_i64(q) != 0;
    t->due = get_date(q, arena);
}

static bool tracks_read(struct stmt **q, struct arena *arena, struct tracks *out, struct err *err)
{
    struct track_vec list = { 0 };

    while (sql_row(*q))
        track_read(*q, arena, vec_push(arena, &list));
    if (!sql_done(q, err))
        return false;
    *out = (struct tracks){ list.v, list.n };
    return true;
}

/* --- lists ------------------------------------------------------------------------------------ */

OD_SQL(sql_track_load, "track.load", TRACK_COLUMNS " WHERE t.id = $1");

bool track_load(struct desk *desk, int64_t id, struct arena *arena, struct track **out,
                struct err *err)
{
    struct tracks list;
    OD_STMT *q = sql_read(desk_db(desk), &sql_track_load);

    put_i64(q, id);
    if (!tracks_read(&q, arena, &list, err))
        return false;
    if (list.n == 0)
        return err_set(err, ERR_NOT_FOUND, _("This parcel is not followed."));
    *out = &list.v[0];
    return true;
}

OD_SQL(sql_tracks_of_order, "track.of_order",
       TRACK_COLUMNS " WHERE s.order_id = $1"
                     " ORDER BY t.id");

bool tracks_of_order(struct desk *desk, struct order_id order, struct arena *arena,
                     struct tracks *out, struct err *err)
{
    OD_STMT *q = sql_read(desk_db(desk), &sql_tracks_of_order);

    put_i64(q, order.v);
    return tracks_read(&q, arena, out, err);
}

/* The index has the open ones alone; what the shipment says since counts too. */
OD_SQL(sql_tracks_open, "track.open",
       TRACK_COLUMNS " WHERE t.is_open = 1 AND s.status IN (1, 5)"
                     " AND t.moved_ms < $1"
                     " ORDER BY t.moved_ms, t.id"
                     " LIMIT $2");
OD_SQL(sql_tracks_quiet, "track.quiet",
       TRACK_COLUMNS " WHERE t.is_open = 1 AND s.status = 1 AND t.status <= 4"
                     " AND t.moved_ms < $1"
                     " ORDER BY t.moved_ms, t.id"
                     " LIMIT $2");
OD_SQL(sql_tracks_trouble, "track.trouble",
       TRACK_COLUMNS " WHERE t.is_open = 1 AND s.status = 1 AND t.status = 6"
                     " AND t.moved_ms < $1"
                     " ORDER BY t.moved_ms, t.id"
                     " LIMIT $2");
OD_SQL(sql_tracks_lost, "track.lost",
       TRACK_COLUMNS " WHERE t.is_open = 1 AND s.status IN (1, 5) AND t.status = 8"
                     " AND t.moved_ms < $1"
                     " ORDER BY t.moved_ms, t.id"
                     " LIMIT $2");

bool tracks_load(struct desk *desk, enum track_show show, int max, struct arena *arena,
                 struct tracks *out, struct err *err)
{
    static const struct sql *const lists[] = { &sql_tracks_open, &sql_tracks_quiet,
                                               &sql_tracks_trouble, &sql_tracks_lost };
    int64_t before = INT64_MAX, days = 0;
    OD_STMT *q = NULL;

    if (show == TRACKS_QUIET) {
        if (!setting_get_int(desk, "track.quiet_days", &days, err))
            return false;
        before = days > 0 ? desk_now(desk).ms - days * DAY_MS : 0;
    }
    q = sql_read(desk_db(desk), lists[show]);
    put_i64(q, before);
    put_i64(q, max);
    return tracks_read(&q, arena, out, err);
}

OD_SQL(sql_track_due_day, "track.due_day",
       "SELECT COALESCE(MAX(t.due_date), '')"
       " FROM shipment s"
       " JOIN parcel_track t ON t.shipment_id = s.id"
       " WHERE s.order_id = $1 AND ($2 = 0 OR s.id = $3) AND s.status = 1 AND t.is_open = 1");

bool track_due(struct desk *desk, struct order_id order, int64_t shipment, struct date *out,
               struct err *err)
{
    OD_ARENA *tmp = arena_new();
    struct date due = { 0 };
    OD_STMT *q = sql_read(desk_db(desk), &sql_track_due_day);

    put_i64(q, order.v);
    put_i64(q, shipment);
    put_i64(q, shipment);
    if (sql_row(q))
        due = get_date(q, tmp);
    if (!sql_done(&q, err))
        return false;
    *out = date_is_set(due) && date_cmp(due, desk_today(desk)) >= 0 ? due : (struct date){ 0 };
    return true;
}

/* --- whose number it is ----------------------------------------------------------------------- */

/* Carriers use their numbers again after some months: the newest shipment has it. */
OD_SQL(sql_track_shipment, "track.shipment",
       "SELECT x.id, x.number"
       " FROM (SELECT s.id AS id, s.tracking AS number"
       " FROM shipment s"
       " WHERE s.tracking = $1 AND s.tracking <> '' AND s.status <> 4"
       " UNION"
       " SELECT s.id, p.tracking"
       " FROM package p"
       " JOIN shipment s ON s.fulfillment_id = p.fulfillment_id"
       " WHERE p.tracking = $1 AND p.tracking <> '' AND s.status <> 4"
       " UNION"
       " SELECT s.id, s.tracking"
       " FROM fulfillment f"
       " JOIN shipment s ON s.fulfillment_id = f.id"
       " WHERE f.number = $1 AND s.status <> 4) AS x"
       " ORDER BY x.id DESC"
       " LIMIT 1");

bool track_shipment(struct desk *desk, const char *number, struct arena *arena, int64_t *shipment,
                    const char **tracking, struct err *err)
{
    int64_t id = 0;
    OD_STMT *q = sql_read(desk_db(desk), &sql_track_shipment);

    put_text(q, number);
    if (sql_row(q)) {
        id = get_i64(q);
        *tracking = get_text(q, arena);
    }
    if (!sql_done(&q, err))
        return false;
    if (id == 0)
        return err_field(err, ERR_NOT_FOUND, "number",
                         _("No shipment has the number %.60s. Give the carrier's number, or that of"
                           " the fulfillment that left."),
                         number);
    *shipment = id;
    return true;
}

OD_SQL(sql_tracks_of_shipment, "track.of_shipment",
       TRACK_COLUMNS " WHERE t.shipment_id = $1 AND ($2 = '' OR t.tracking = $3)"
                     " ORDER BY t.id");

bool tracks_of_number(struct desk *desk, const char *number, struct arena *arena,
                      struct tracks *out, struct err *err)
{
    const char *tracking;
    int64_t shipment;
    OD_STMT *q = NULL;

    if (!track_shipment(desk, number, arena, &shipment, &tracking, err))
        return false;
    /* All of them where the shipment is named by its fulfillment. */
    if (strcmp(tracking, number) != 0)
        tracking = "";
    q = sql_read(desk_db(desk), &sql_tracks_of_shipment);
    put_i64(q, shipment);
    put_text(q, tracking);
    put_text(q, tracking);
    return tracks_read(&q, arena, out, err);
}

#define NUMBERS_OF_SHIPMENT                                                                        \
    "(SELECT s.tracking AS number FROM shipment s WHERE s.id = $1 AND s.tracking <> ''"            \
    " UNION"                                                                                       \
    " SELECT p.tracking"                                                                           \
    " FROM shipment s"                                                                             \
    " JOIN package p ON p.fulfillment_id = s.fulfillment_id"                                       \
    " WHERE s.id = $1 AND p.tracking <> '') AS x"

OD_SQL(sql_track_current, "track.current",
       "SELECT COUNT(*)"
       " FROM " NUMBERS_OF_SHIPMENT " WHERE x.number = $2");
OD_SQL(sql_track_undelivered, "track.undelivered",
       "SELECT COUNT(*)"
       " FROM " NUMBERS_OF_SHIPMENT
       " WHERE NOT EXISTS (SELECT 1 FROM parcel_track t WHERE t.shipment_id = $1"
       " AND t.tracking = x.number AND t.status = 5)");

bool track_is_current(struct desk *desk, const struct track *t, bool *out, struct err *err)
{
    OD_STMT *q = sql_read(desk_db(desk), &sql_track_current);
    int64_t n = 0;
    bool found;

    put_i64(q, t->shipment);
    put_text(q, t->tracking);
    if (!sql_one_i64(&q, &found, &n, err))
        return false;
    *out = n > 0 || t->tracking[0] == '\0';
    return true;
}

bool track_undelivered(struct desk *desk, int64_t shipment, int *out, struct err *err)
{
    OD_STMT *q = sql_read(desk_db(desk), &sql_track_undelivered);
    int64_t n = 0;
    bool found;

    put_i64(q, shipment);
    if (!sql_one_i64(&q, &found, &n, err))
        return false;
    *out = (int)n;
    return true;
}

/* --- writing ---------------------------------------------------------------------------------- */

OD_SQL(sql_track_of, "track.of",
       TRACK_COLUMNS " WHERE t.shipment_id = $1 AND t.tracking = $2");

/* The label that was bought last for this number says who knows it. States as in label.h. */
OD_SQL(sql_track_label, "track.label",
       "SELECT l.provider, l.tracker, l.carrier"
       " FROM shipment s"
       " JOIN parcel_label l ON l.fulfillment_id = s.fulfillment_id"
       " WHERE s.id = $1 AND l.tracking = $2 AND l.state IN (4, 9)"
       " ORDER BY l.id DESC"
       " LIMIT 1");

OD_SQL(sql_track_insert, "track.insert",
       "INSERT INTO parcel_track (shipment_id, tracking, moved_ms)"
       " SELECT s.id, $1, s.shipped_ms"
       " FROM shipment s"
       " WHERE s.id = $2");

struct asked {
    const char *provider, *tracker, *carrier;
};

static bool who_is_asked(struct desk *desk, int64_t shipment, const char *tracking,
                         struct arena *arena, struct asked *out, struct err *err)
{
    OD_STMT *q = sql_read(desk_db(desk), &sql_track_label);

    *out = (struct asked){ "", "", "" };
    put_i64(q, shipment);
    put_text(q, tracking);
    if (sql_row(q)) {
        out->provider = get_text(q, arena);
        out->tracker = get_text(q, arena);
        out->carrier = get_text(q, arena);
    }
    if (!sql_done(&q, err))
        return false;
    if (out->provider[0] != '\0' || tracking[0] == '\0')
        return true;
    if (!setting_get(desk, "track.provider", arena, &out->provider, err))
        return false;
    if (strcmp(out->provider, "none") == 0)
        out->provider = "";
    return true;
}

static bool find_row(struct desk *desk, int64_t shipment, const char *tracking,
                     struct arena *arena, struct tracks *out, struct err *err)
{
    OD_STMT *q = sql_read(desk_db(desk), &sql_track_of);

    put_i64(q, shipment);
    put_text(q, tracking);
    return tracks_read(&q, arena, out, err);
}

OD_SQL(sql_track_write, "track.write",
       "UPDATE parcel_track"
       " SET status = $1, provider = $2, tracker = $3, carrier = $4, signed_by = $5, moved_ms = $6,"
       " next_ms = $7, is_open = $8, due_date = $9"
       " WHERE id = $10");

bool track_write(struct tx *tx, const struct track *t, struct err *err)
{
    char due[DATE_TEXT_SIZE];
    OD_STMT *q = sql_write(tx, &sql_track_write);

    put_i64(q, t->status);
    put_text(q, t->provider);
    put_text(q, t->tracker);
    put_text(q, t->carrier);
    put_text(q, t->signed_by);
    put_i64(q, t->moved.ms);
    put_i64(q, t->next_ms);
    put_i64(q, t->is_open);
    put_text(q, date_is_set(t->due) ? date_format(t->due, due) : "");
    put_i64(q, t->id);
    return sql_run(&q, NULL, err);
}

/* Nobody could be asked after it until now. */
static bool give_provider(struct tx *tx, struct desk *desk, struct track *t, struct arena *arena,
                          struct err *err)
{
    struct asked who;

    if (!who_is_asked(desk, t->shipment, t->tracking, arena, &who, err))
        return false;
    if (who.provider[0] == '\0')
        return true;
    t->provider = who.provider;
    t->tracker = who.tracker;
    t->carrier = who.carrier;
    if (t->is_open && t->next_ms == 0)
        t->next_ms = desk_now(desk).ms;
    return track_write(tx, t, err);
}

static bool insert(struct tx *tx, int64_t shipment, const char *tracking, struct err *err)
{
    OD_STMT *q = sql_write(tx, &sql_track_insert);

    put_text(q, tracking);
    put_i64(q, shipment);
    return sql_run(&q, NULL, err);
}

bool track_begin(struct tx *tx, struct desk *desk, int64_t shipment, const char *tracking,
                 struct arena *arena, struct track **out, struct err *err)
{
    struct tracks there;

    if (!find_row(desk, shipment, tracking, arena, &there, err))
        return false;
    if (there.n == 0 && (!insert(tx, shipment, tracking, err) ||
                         !find_row(desk, shipment, tracking, arena, &there, err)))
        return false;
    assert(there.n == 1);
    *out = &there.v[0];
    return there.v[0].provider[0] != '\0' || give_provider(tx, desk, *out, arena, err);
}
