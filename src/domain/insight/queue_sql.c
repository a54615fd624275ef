/*
 * Work queues. Counts come from order_count, or from an index that holds only what is counted; a
 * list over all orders is never walked here.
 */
#include "domain/insight/queue_parts.h"

#include <assert.h>
#include <limits.h>

#include "base/i18n.h"
#include "base/mem.h"
#include "base/vec.h"
#include "domain/flow/backorder.h"
#include "domain/flow/dispatch.h"
#include "domain/flow/gap.h"
#include "domain/outside/label.h"
#include "domain/outside/queue_person.h"
#include "domain/stock/fulfillment_state.h"
#include "store/store.h"

/* What several queues are made of is counted once. */
struct counted {
    struct tally by[SHOWN_CONFIRMED + 1];
    bool has_packed;
    struct dispatch_tally packed, past;
};

OD_SQL(sql_queue_counts, "queue.counts",
       "SELECT shown_status, orders, base_total_minor"
       " FROM order_count");

static bool load_counts(struct desk *desk, struct counted *out, struct err *err)
{
    OD_STMT *q = sql_read(desk_db(desk), &sql_queue_counts);

    *out = (struct counted){ 0 };
    while (sql_row(q)) {
        int64_t shown = get_i64(q);
        struct tally t = { .count = (int)get_i64(q) };

        t.minor = get_i64(q);
        if (shown >= SHOWN_CANCELED && shown <= SHOWN_CONFIRMED)
            out->by[shown] = t;
    }
    return sql_done(&q, err);
}

/* Status 5 is confirmed, the only one that can be late. */
OD_SQL(sql_queue_late, "queue.late",
       "SELECT COUNT(*), CAST(COALESCE(SUM(base_total_minor), 0) AS BIGINT),"
       " COALESCE(MIN(promised_date), '')"
       " FROM sales_order"
       " WHERE status = 5 AND promised_date > '' AND promised_date < $1 AND open_qty > 0");

OD_SQL(sql_queue_too_late, "queue.too_late",
       "SELECT COUNT(*), CAST(COALESCE(SUM(base_total_minor), 0) AS BIGINT),"
       " COALESCE(MIN(confirmed_ms), 0)"
       " FROM sales_order"
       " WHERE status = 5 AND open_qty > 0 AND latest_ship_date > ''"
       " AND (promised_date = '' OR promised_date > latest_ship_date)");

OD_SQL_SCAN(sql_queue_imported, "queue.imported", "its index has the open imported ones only",
            "SELECT COUNT(*), CAST(COALESCE(SUM(base_total_minor), 0) AS BIGINT),"
            " COALESCE(MIN(placed_ms), 0)"
            " FROM sales_order"
            " WHERE is_history = 1 AND status = 5 AND open_qty > 0");

/* An order with open work is confirmed and owes something; the plus has SQLite read the worth out
 * of the index sales_order_late instead of thousands of orders. */
OD_SQL_SCAN(sql_queue_fulfillments, "queue.fulfillments", "its index has the open ones only",
            "SELECT COUNT(*), CAST((SELECT COALESCE(SUM(o.base_total_minor), 0)"
            " FROM sales_order o"
            " WHERE o.status = 5 AND o.open_qty > 0"
            " AND +o.id IN (SELECT w.order_id FROM fulfillment w WHERE " FULFILLMENT_IS_OPEN(
                "w") " AND w.status IN (1, 2, 3, 4))) AS BIGINT),"
                     " COALESCE(MIN(released_ms), 0)"
                     " FROM fulfillment"
                     " WHERE " FULFILLMENT_IS_OPEN("fulfillment") " AND status IN (1, 2, 3, 4)");

/* An order with two late ones counts once in the value. */
OD_SQL_SCAN(
    sql_queue_late_pick, "queue.late_pick", "its index has the open ones only",
    "SELECT COUNT(*), CAST((SELECT COALESCE(SUM(o.base_total_minor), 0)"
    " FROM sales_order o"
    " WHERE o.status = 5 AND o.open_qty > 0"
    " AND +o.id IN (SELECT w.order_id FROM fulfillment w WHERE " FULFILLMENT_IS_OPEN(
        "w") " AND " FULFILLMENT_IS_LATE("w", "$1") ")) AS BIGINT),"
    " COALESCE(MIN(f.due_date), '')"
    " FROM fulfillment f"
    " WHERE " FULFILLMENT_IS_OPEN("f") " AND " FULFILLMENT_IS_LATE("f", "$1"));

OD_SQL_SCAN(sql_queue_changing, "queue.changing", "its index has the open changes only",
            "SELECT COUNT(*), CAST(COALESCE(SUM(o.base_total_minor), 0) AS BIGINT),"
            " COALESCE(MIN(g.opened_ms), 0)"
            " FROM order_change g"
            " CROSS JOIN sales_order o"
            " WHERE g.status = 1 AND g.batch_id IS NULL AND o.id = g.order_id");

OD_SQL(sql_queue_unmapped, "queue.unmapped",
       "SELECT COUNT(*), CAST(COALESCE(SUM(base_total_minor), 0) AS BIGINT),"
       " COALESCE(MIN(placed_ms), 0)"
       " FROM sales_order"
       " WHERE id IN (SELECT order_id FROM order_line"
       " WHERE item_id IS NULL AND kind = 1 AND ordered_qty > canceled_qty)");

OD_SQL(sql_queue_proposed, "queue.proposed",
       "SELECT COUNT(*), CAST(COALESCE(SUM(base_total_minor), 0) AS BIGINT),"
       " COALESCE((SELECT MIN(opened_ms) FROM order_change"
       " WHERE status = 1 AND batch_id IS NOT NULL), 0)"
       " FROM sales_order"
       " WHERE id IN (SELECT order_id FROM order_change"
       " WHERE status = 1 AND batch_id IS NOT NULL)");

OD_SQL(sql_queue_counts_open, "queue.counts_open",
       "SELECT COUNT(*), CAST(0 AS BIGINT), COALESCE(MIN(created_ms), 0)"
       " FROM stock_doc"
       " WHERE kind = 2 AND status <= 2 AND status = 1");

OD_SQL_SCAN(sql_queue_pickups, "queue.pickups", "its indexes have only what waits at counters",
            "SELECT (SELECT COUNT(*) FROM fulfillment WHERE status = 7)"
            " + (SELECT COUNT(*) FROM fulfillment WHERE is_to_put_back = 1), CAST(0 AS BIGINT),"
            " (SELECT COALESCE(MIN(packed_ms), 0) FROM fulfillment WHERE status = 7)");

OD_SQL_SCAN(sql_queue_low, "queue.low", "its index has only what is low",
            "SELECT COUNT(*), CAST(0 AS BIGINT), CAST(0 AS BIGINT)"
            " FROM stock_level"
            " WHERE reorder_qty > 0 AND reorder_qty > on_hand_qty - allocated_qty");

OD_SQL_SCAN(sql_queue_put_away, "queue.put_away", "its index has only what is to do",
            "SELECT COUNT(*), CAST(0 AS BIGINT), COALESCE(MIN(created_ms), 0)"
            " FROM put_away"
            " WHERE done_ms = 0");

OD_SQL_SCAN(sql_queue_over, "queue.over", "its index has only what is over",
            "SELECT COUNT(*), CAST(0 AS BIGINT), CAST(0 AS BIGINT)"
            " FROM stock_level"
            " WHERE allocated_qty > on_hand_qty AND allocated_qty > 0");

OD_SQL(sql_queue_address, "queue.address",
       "SELECT COUNT(*), CAST(COALESCE(SUM(o.base_total_minor), 0) AS BIGINT),"
       " COALESCE(MIN(k.answered_ms), 0)"
       " FROM address_check k"
       " CROSS JOIN order_address_check x"
       " CROSS JOIN sales_order o"
       " WHERE k.answer = 4 AND k.kept_by IS NULL AND k.answered_ms > 0 AND x.check_id = k.id"
       " AND o.id = x.order_id AND o.status IN (4, 5) AND o.open_qty > 0");

OD_SQL_SCAN(sql_queue_stuck, "queue.stuck", "a table of the few that failed",
            "SELECT COUNT(*),"
            " CAST((SELECT COALESCE(SUM(base_total_minor), 0)"
            " FROM sales_order"
            " WHERE id IN (SELECT order_id"
            " FROM timer_fault)) AS BIGINT),"
            " COALESCE(MIN(first_ms), 0)"
            " FROM timer_fault");

/* The earlier of two instants, where 0 is none. */
static int64_t earlier(int64_t a_ms, int64_t b_ms)
{
    return a_ms == 0 || (b_ms != 0 && b_ms < a_ms) ? b_ms : a_ms;
}

/* Lines that wait for stock, and what they are worth. */
static bool load_backorders(struct desk *desk, const struct backorder_filter *filter,
                            struct tally *out, struct err *err)
{
    OD_ARENA *tmp = arena_new();
    struct backorders all;

    if (!backorders_load(desk, filter, tmp, &all, err))
        return false;
    *out = (struct tally){ .count = all.n };
    for (int i = 0; i < all.n; i++) {
        out->minor += all.v[i].base_minor;
        out->since_ms = earlier(out->since_ms, all.v[i].confirmed.ms);
    }
    return true;
}

bool queue_tally_get(struct stmt **q, struct tally *out, struct err *err)
{
    if (sql_row(*q)) {
        out->count = (int)get_i64(*q);
        out->minor = get_i64(*q);
        out->since_ms = get_i64(*q);
    }
    return sql_done(q, err);
}

static bool load_late(struct desk *desk, struct tally *out, struct err *err)
{
    OD_ARENA *tmp = arena_new();
    char today[DATE_TEXT_SIZE];
    struct date day;
    OD_STMT *q = sql_read(desk_db(desk), &sql_queue_late);

    put_text(q, date_format(desk_today(desk), today));
    if (sql_row(q)) {
        out->count = (int)get_i64(q);
        out->minor = get_i64(q);
        day = get_date(q, tmp);
        out->since_ms = date_is_set(day) ? date_begin(day).ms : 0;
    }
    return sql_done(&q, err);
}

static bool load_by(struct desk *desk, const struct sql *sql, struct tally *out, struct err *err)
{
    OD_STMT *q = sql_read(desk_db(desk), sql);

    return queue_tally_get(&q, out, err);
}

/* The oldest of a status that a queue shows; the index has those alone. */
OD_SQL(sql_queue_oldest, "queue.oldest",
       "SELECT COALESCE(MIN(placed_ms), 0)"
       " FROM sales_order"
       " WHERE shown_status IN (6, 7, 8, 15, 16) AND shown_status = $1");

static bool load_oldest(struct desk *desk, uint32_t shown, int64_t *since_ms, struct err *err)
{
    *since_ms = 0;
    for (int s = SHOWN_CANCELED; s <= SHOWN_CONFIRMED; s++) {
        int64_t placed_ms = 0;
        bool found;
        OD_STMT *q = NULL;

        if ((shown & 1u << s) == 0)
            continue;
        q = sql_read(desk_db(desk), &sql_queue_oldest);
        put_i64(q, s);
        if (!sql_one_i64(&q, &found, &placed_ms, err))
            return false;
        *since_ms = earlier(*since_ms, placed_ms);
    }
    return true;
}

static struct tally sum_of(const struct counted *counts, uint32_t shown)
{
    struct tally t = { 0 };

    for (int s = SHOWN_CANCELED; s <= SHOWN_CONFIRMED; s++) {
        if (shown & 1u << s) {
            t.count += counts->by[s].count;
            t.minor += counts->by[s].minor;
        }
    }
    return t;
}

/* What is packed, and of it what should have left. An order in two parts counts once in the value.
 */
static bool load_packed(struct desk *desk, bool is_past, struct counted *counted, struct tally *out,
                        struct err *err)
{
    const struct dispatch_tally *t = is_past ? &counted->past : &counted->packed;

    if (!counted->has_packed && !dispatch_count(desk, &counted->packed, &counted->past, err))
        return false;
    counted->has_packed = true;
    *out = (struct tally){ t->rows, t->base_minor, t->oldest.ms };
    return true;
}

static bool load_late_pick(struct desk *desk, struct tally *out, struct err *err)
{
    OD_ARENA *tmp = arena_new();
    char today[DATE_TEXT_SIZE];
    struct date day;
    OD_STMT *q = sql_read(desk_db(desk), &sql_queue_late_pick);

    put_text(q, date_format(desk_today(desk), today));
    if (sql_row(q)) {
        out->count = (int)get_i64(q);
        out->minor = get_i64(q);
        day = get_date(q, tmp);
        out->since_ms = date_is_set(day) ? date_begin(day).ms : 0;
    }
    return sql_done(&q, err);
}

static bool load_person(struct desk *desk, struct tally *out, struct err *err)
{
    OD_ARENA *tmp = arena_new();
    struct queue_depth depth;

    if (!queue_depth_load(desk, tmp, &depth, err))
        return false;
    out->count = depth.person;
    out->since_ms = depth.person_since.ms;
    return true;
}

static bool load_gaps(struct desk *desk, struct tally *out, struct err *err)
{
    OD_ARENA *tmp = arena_new();
    struct gaps all;

    if (!gaps_load(desk, INT_MAX, tmp, &all, err))
        return false;
    *out = (struct tally){ .count = all.n };
    for (int i = 0; i < all.n; i++) {
        out->minor += all.v[i].base_minor;
        out->since_ms = earlier(out->since_ms, all.v[i].since.ms);
    }
    return true;
}

static bool load_labels(struct desk *desk, struct tally *out, struct err *err)
{
    struct stamp oldest;

    return labels_count_waiting(desk, &out->count, &oldest, err) &&
           ((out->since_ms = oldest.ms), true);
}

static bool load_tally(struct desk *desk, const struct queue_def *def, struct counted *counts,
                       struct tally *out, struct err *err)
{
    static const struct backorder_filter fillable = { .is_fillable = true,
                                                      .is_bare = true,
                                                      .max = INT_MAX };
    static const struct backorder_filter aged = { .is_aged = true,
                                                  .is_counted = true,
                                                  .max = INT_MAX };

    switch (def->source) {
    case BY_STATUS:
        *out = sum_of(counts, def->shown);
        return load_oldest(desk, def->shown, &out->since_ms, err);
    case BY_LATE:
        return load_late(desk, out, err);
    case BY_IMPORTED:
        return load_by(desk, &sql_queue_imported, out, err);
    case BY_FULFILLMENT:
        return load_by(desk, &sql_queue_fulfillments, out, err);
    case BY_CHANGE:
        return load_by(desk, &sql_queue_changing, out, err);
    case BY_UNMAPPED:
        return load_by(desk, &sql_queue_unmapped, out, err);
    case BY_PROPOSED:
        return load_by(desk, &sql_queue_proposed, out, err);
    case BY_FILLABLE:
        return load_backorders(desk, &fillable, out, err);
    case BY_AGED:
        return load_backorders(desk, &aged, out, err);
    case BY_COUNT:
        return load_by(desk, &sql_queue_counts_open, out, err);
    case BY_PUT_AWAY:
        return load_by(desk, &sql_queue_put_away, out, err);
    case BY_OVER:
        return load_by(desk, &sql_queue_over, out, err);
    case BY_PICKUP:
        return load_by(desk, &sql_queue_pickups, out, err);
    case BY_TOO_LATE:
        return load_by(desk, &sql_queue_too_late, out, err);
    case BY_QUIET:
        return queue_quiet(desk, out, err);
    case BY_EXCEPTION:
        return queue_trouble(desk, false, out, err);
    case BY_LOST:
        return queue_trouble(desk, true, out, err);
    case BY_ADDRESS:
        return load_by(desk, &sql_queue_address, out, err);
    case BY_REPORT:
        return queue_reports(desk, out, err);
    case BY_LABEL:
        return load_labels(desk, out, err);
    case BY_LATE_PICK:
        return load_late_pick(desk, out, err);
    case BY_PACKED:
        return load_packed(desk, false, counts, out, err);
    case BY_CUTOFF:
        return load_packed(desk, true, counts, out, err);
    case BY_PERSON:
        return load_person(desk, out, err);
    case BY_UNDATED:
        return queue_undated(desk, out, err);
    case BY_GAP:
        return load_gaps(desk, out, err);
    case BY_STUCK:
        return load_by(desk, &sql_queue_stuck, out, err);
    case BY_LOW:
        return load_by(desk, &sql_queue_low, out, err);
    }
    return true;
}

bool queues_load(struct desk *desk, struct arena *arena, struct queues *out, struct err *err)
{
    struct counted counts;
    struct queue *v = arena_array(arena, QUEUES + QUEUE_HOLDS, struct queue);
    const struct queue_def *order[QUEUES];
    int late = 0, n = 0;

    queue_defs_of(desk_user(desk)->role, order);
    if (!load_counts(desk, &counts, err))
        return false;
    for (int i = 0; i < QUEUES; i++) {
        const struct queue_def *def = order[i];
        struct tally t = { 0 };

        if (!load_tally(desk, def, &counts, &t, err))
            return false;
        if (def->source == BY_LATE)
            late = t.count;
        v[n++] = (struct queue){ def->name,    def->label, def->help, def->query,    def->is_alarm,
                                 def->is_rare, t.count,    t.minor,   { t.since_ms } };
        if ((def->shown & 1u << SHOWN_ON_HOLD) != 0 && t.count > 0) {
            int kinds;

            if (!queues_held(desk, arena, v + n, &kinds, err))
                return false;
            n += kinds;
        }
    }
    *out = (struct queues){
        .v = v,
        .n = n,
        .late = late,
        .on_hold = sum_of(&counts, 1u << SHOWN_ON_HOLD | 1u << SHOWN_AWAITING_APPROVAL).count,
        .backordered = sum_of(&counts, 1u << SHOWN_BACKORDERED).count,
    };
    return true;
}
