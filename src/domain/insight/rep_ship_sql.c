/*
 * What left, shipment by shipment: whether it was on time, how much of the order it had, and what
 * became of it. The index shipment_shipped leads; the fulfillment and the order of a shipment are
 * read where something of them is asked for.
 */
#include "base/i18n.h"
#include "base/mem.h"
#include "domain/insight/rep_ship.h"
#include "domain/insight/report_parts.h"
#include "store/store.h"

/* Status 4 is taken back, 2 delivered; 6 of a tracking event is an exception. The ordered quantity
 * is asked for the first shipment of an order alone; lines of kind 1 and 4 are goods. */
OD_SQL(sql_report_shipments, "report.shipments",
       "SELECT s.id, s.order_id, s.shipped_ms, s.status, s.carrier, COALESCE(f.site_id, 0),"
       " COALESCE(o.channel_id, 0), s.ended_ms, COALESCE(f.picked_ms, 0),"
       " COALESCE(o.confirmed_ms, 0), s.promised_date, s.qty,"
       " CAST(CASE WHEN $1 = 0 OR EXISTS (SELECT 1 FROM shipment e"
       " WHERE e.order_id = s.order_id AND e.id < s.id AND e.status <> 4) THEN 0"
       " ELSE (SELECT COALESCE(SUM(l.ordered_qty), 0) FROM order_line l"
       " WHERE l.order_id = s.order_id AND l.kind IN (1, 4)) END AS BIGINT),"
       " CASE WHEN $2 = 1 AND EXISTS (SELECT 1 FROM parcel_track t"
       " JOIN tracking_event e ON e.track_id = t.id"
       " WHERE t.shipment_id = s.id AND e.status = 6) THEN 1 ELSE 0 END"
       " FROM shipment s"
       " LEFT JOIN fulfillment f ON f.id = CASE WHEN $3 = 1 THEN s.fulfillment_id END"
       " LEFT JOIN sales_order o ON o.id = CASE WHEN $4 = 1 THEN s.order_id END"
       " WHERE s.shipped_ms >= $5 AND s.shipped_ms < $6 AND s.status <> 4"
       " AND ($7 = 0 OR o.channel_id = $7) AND ($8 = 0 OR f.site_id = $8)"
       " ORDER BY s.shipped_ms");

static int64_t key_of(struct figure_when *when, struct figure_words *words, struct stamp at,
                      const char *carrier, int64_t site, int64_t channel)
{
    enum report_by by = when->ask->by;

    return by == REPORT_BY_CARRIER   ? figure_word_key(words, carrier)
           : by == REPORT_BY_SITE    ? site
           : by == REPORT_BY_CHANNEL ? channel
           : figure_is_time(by)      ? figure_when_key(when, at)
                                     : 0;
}

static int64_t between(int64_t from, int64_t to)
{
    return from > 0 && to >= from ? to - from : -1;
}

static struct rep_shipment get_shipment(struct stmt *q, struct figure_when *when,
                                        struct figure_words *words, struct arena *tmp)
{
    struct rep_shipment s = { 0 };
    int64_t id = get_i64(q);
    struct order_id order = { get_i64(q) };
    struct stamp shipped = { get_i64(q) };
    int status = (int)get_i64(q);
    const char *carrier = get_text(q, tmp);
    int64_t site = get_i64(q), channel = get_i64(q), ended = get_i64(q), picked = get_i64(q);
    int64_t confirmed = get_i64(q);
    struct date promised = get_date(q, tmp);

    s.row = (struct report_row){ .order = order, .shipment = id };
    s.key = key_of(when, words, shipped, carrier, site, channel);
    s.status = status;
    s.took[REP_PICK] = between(confirmed, picked);
    s.took[REP_SHIP] = between(confirmed, shipped.ms);
    s.took[REP_DELIVER] = status == 2 ? between(shipped.ms, ended) : -1;
    s.is_due = date_is_set(promised);
    s.is_late = s.is_due && figure_day(&when->zone, shipped) > date_to_days(promised);
    s.qty = get_i64(q);
    s.ordered_qty = get_i64(q);
    s.had_trouble = get_i64(q) != 0;
    return s;
}

bool rep_ship_walk(struct desk *desk, const struct report_ask *ask, unsigned wants,
                   struct report_progress *progress, struct figure_words *words,
                   void (*take)(void *ctx, const struct rep_shipment *shipment), void *ctx,
                   struct err *err)
{
    OD_ARENA *tmp = arena_new();
    struct figure_range range = figure_range(ask);
    struct figure_when when = { .ask = ask, .day = INT64_MIN };
    bool is_timed = (wants & REP_SHIP_TIMES) != 0;
    OD_STMT *q = sql_read(desk_db(desk), &sql_report_shipments);

    put_i64(q, (wants & REP_SHIP_FILL) != 0);
    put_i64(q, (wants & REP_SHIP_TROUBLE) != 0);
    put_i64(q, is_timed || ask->site.v != 0 || ask->by == REPORT_BY_SITE);
    put_i64(q, is_timed || ask->channel.v != 0 || ask->by == REPORT_BY_CHANNEL);
    put_i64(q, range.from_ms);
    put_i64(q, range.to_ms);
    put_i64(q, ask->channel.v);
    put_i64(q, ask->site.v);
    while (sql_row(q)) {
        struct rep_shipment s = get_shipment(q, &when, words, tmp);

        arena_reset(tmp);
        take(ctx, &s);
        if (!report_step(progress))
            return report_stopped(err);
    }
    return sql_done(&q, err);
}

/* --- promises kept ---------------------------------------------------------------------------- */

enum { SHIPMENTS, DUE, LATE };

static void count_promise(const struct rep_shipment *s, int64_t *v)
{
    v[SHIPMENTS] = 1;
    v[DUE] = s->is_due;
    v[LATE] = s->is_late;
}

static const struct report_column promise_columns[] = {
    { "group", N_("Group"), REPORT_TEXT, false },
    { "shipments", N_("Shipments"), REPORT_COUNT, true },
    { "promised", N_("Promised"), REPORT_COUNT, true },
    { "late", N_("Left late"), REPORT_COUNT, true },
    { "on_time", N_("On time"), REPORT_SHARE, false },
    { 0 },
};

static void fill_promise(const struct figure_sum *sum, struct report_value *v)
{
    v[0] = report_n(sum->v[SHIPMENTS]);
    v[1] = report_n(sum->v[DUE]);
    v[2] = report_n(sum->v[LATE]);
    v[3] = figure_rate(sum->v[DUE] - sum->v[LATE], sum->v[DUE]);
}

/* What one shipment counts, into zeros. */
typedef void count_shipment(const struct rep_shipment *s, int64_t *v);

struct counting {
    struct figure_sums sums;
    struct report_progress *progress;
    count_shipment *count;
    bool is_first; /* of an order's first shipment alone */
};

static void add_shipment(void *ctx, const struct rep_shipment *s)
{
    struct counting *c = ctx;
    struct figure_sum one = { .key = s->key };

    if (c->is_first && s->ordered_qty <= 0)
        return;
    c->count(s, one.v);
    figure_add(&c->sums, c->progress, &one, &s->row);
}

/* A report of sums alone. */
static bool load_sums(struct desk *desk, const struct report_ask *ask, unsigned wants,
                      struct report_progress *progress, struct figure_shape shape,
                      count_shipment *count, struct arena *arena, struct report_table *out,
                      struct err *err)
{
    OD_ARENA *tmp = arena_new();
    struct counting c = { { .arena = tmp }, progress, count, (wants & REP_SHIP_FILL) != 0 };
    struct figure_words words = { .arena = arena }; /* lines point into it */

    shape.words = &words;
    figure_behind(progress, shape.fill);
    return rep_ship_walk(desk, ask, wants, progress, &words, add_shipment, &c, err) &&
           figure_lines(desk, ask, &c.sums, &shape, arena, out, err);
}

static bool load_promise(struct desk *desk, const struct report_ask *ask,
                         struct report_progress *progress, struct arena *arena,
                         struct report_table *out, struct err *err)
{
    const struct figure_shape shape = { .columns = promise_columns,
                                        .fill = fill_promise,
                                        .order = SHIPMENTS,
                                        .find = "",
                                        .is_shipped = true };

    return load_sums(desk, ask, 0, progress, shape, count_promise, arena, out, err);
}

const struct report report_promise = {
    .name = "promise",
    .words = N_("Promises kept"),
    .definition = N_("Shipments that left or were collected in the period. Promised are those "
                     "whose order had a promised day when they left, late those that left after "
                     "it, in the firm's time zone; on time is the share of the promised ones that "
                     "left on their day or before. Shipments that were taken back do not count."),
    .asks = REPORT_ASKS_PERIOD | REPORT_ASKS_SITE | REPORT_ASKS_CHANNEL | REPORT_ASKS_COMPARE,
    .groups = REP_SHIP_GROUPS,
    .by = REPORT_BY_WEEK,
    .period = "last-30-days",
    .chart = REPORT_CHART_LINE,
    .chart_column = "on_time",
    .load = load_promise,
};

/* --- how much of it came at once -------------------------------------------------------------- */

enum { FIRST, COMPLETE, SENT, ORDERED };

static void count_fill(const struct rep_shipment *s, int64_t *v)
{
    v[FIRST] = 1;
    v[COMPLETE] = s->qty >= s->ordered_qty;
    v[SENT] = s->qty < s->ordered_qty ? s->qty : s->ordered_qty;
    v[ORDERED] = s->ordered_qty;
}

static const struct report_column fill_columns[] = {
    { "group", N_("Group"), REPORT_TEXT, false },
    { "orders", N_("Orders"), REPORT_COUNT, true },
    { "complete", N_("Complete"), REPORT_COUNT, true },
    { "complete_rate", N_("Complete, %"), REPORT_SHARE, false },
    { "ordered", N_("Ordered"), REPORT_QTY, true },
    { "sent", N_("Sent at first"), REPORT_QTY, true },
    { "fill_rate", N_("Fill rate"), REPORT_SHARE, false },
    { 0 },
};

static void fill_fill(const struct figure_sum *sum, struct report_value *v)
{
    v[0] = report_n(sum->v[FIRST]);
    v[1] = report_n(sum->v[COMPLETE]);
    v[2] = figure_rate(sum->v[COMPLETE], sum->v[FIRST]);
    v[3] = report_n(sum->v[ORDERED]);
    v[4] = report_n(sum->v[SENT]);
    v[5] = figure_rate(sum->v[SENT], sum->v[ORDERED]);
}

static bool load_fill(struct desk *desk, const struct report_ask *ask,
                      struct report_progress *progress, struct arena *arena,
                      struct report_table *out, struct err *err)
{
    const struct figure_shape shape = { .columns = fill_columns,
                                        .fill = fill_fill,
                                        .order = FIRST,
                                        .find = "",
                                        .is_shipped = true };

    return load_sums(desk, ask, REP_SHIP_FILL, progress, shape, count_fill, arena, out, err);
}

const struct report report_fill = {
    .name = "fill",
    .words = N_("Fill rate"),
    .definition = N_("Orders of which something left for the first time in the period, and how "
                     "much of their goods that first shipment had. Ordered is all that the order "
                     "has of goods, also what was canceled of it; bundles count as sets. Complete "
                     "are orders that left whole at once."),
    .asks = REPORT_ASKS_PERIOD | REPORT_ASKS_SITE | REPORT_ASKS_CHANNEL | REPORT_ASKS_COMPARE,
    .groups = REP_SHIP_GROUPS,
    .by = REPORT_BY_WEEK,
    .period = "last-30-days",
    .chart = REPORT_CHART_LINE,
    .chart_column = "fill_rate",
    .load = load_fill,
};
