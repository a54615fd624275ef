/*
 * How long the steps of an order take: median and 90th percentile by group, their spread, and what
 * each carrier makes of it. Percentiles are exact: the times of a year are kept and put in order,
 * 8 bytes for each step.
 */
#include <stdlib.h>
#include <string.h>

#include "base/i18n.h"
#include "base/mem.h"
#include "base/vec.h"
#include "domain/insight/rep_ship.h"
#include "domain/insight/report_parts.h"

#define HOUR_MS INT64_C(3600000)
#define DAY_MS  (24 * HOUR_MS)

/* --- what is kept ------------------------------------------------------------------------------
 */

struct row {
    int64_t key, took[REP_STEPS];
};
struct rows {
    struct arena *arena;
    struct row *v;
    int n, cap;
    struct report_progress *progress;
};

static void keep(struct rows *rows, const struct rep_shipment *s)
{
    struct row *r = vec_push(rows->arena, rows);

    r->key = s->key;
    memcpy(r->took, s->took, sizeof r->took);
}

static int by_key(const void *a, const void *b)
{
    const struct row *x = a, *y = b;

    return (x->key > y->key) - (x->key < y->key);
}

struct spread {
    int n; /* of which the time is known */
    int64_t median, p90;
};

/* work has room for n times. */
static struct spread spread_of(const struct row *v, int n, enum rep_step step, int64_t *work)
{
    struct spread s = { 0 };

    for (int i = 0; i < n; i++)
        if (v[i].took[step] >= 0)
            work[s.n++] = v[i].took[step];
    if (s.n == 0)
        return s;
    figure_sort(work, s.n);
    s.median = figure_percentile(work, s.n, 50);
    s.p90 = figure_percentile(work, s.n, 90);
    return s;
}

/* The sum of each key, and that of all rows. */
static void sum_by_key(struct rows *rows, struct figure_sums *sums, struct figure_sum *whole,
                       void (*sum)(const struct row *v, int n, int64_t *work,
                                   struct figure_sum *out))
{
    int64_t *work = arena_array(rows->arena, rows->n + 1, int64_t);

    sum(rows->v, rows->n, work, whole);
    if (rows->n > 1)
        qsort(rows->v, (size_t)rows->n, sizeof *rows->v, by_key);
    for (int i = 0, len; i < rows->n; i += len) {
        for (len = 1; i + len < rows->n && rows->v[i + len].key == rows->v[i].key;)
            len++;
        sum(&rows->v[i], len, work, figure_of(sums, rows->v[i].key));
    }
}

/* --- times ------------------------------------------------------------------------------------ */

enum { SHIPMENTS, KNOWN, TIMES = KNOWN + REP_STEPS, SUMS = TIMES + 2 * REP_STEPS };
_Static_assert(SUMS <= FIGURE_MAX, "a sum has room for the times of all steps");

static const struct report_column time_columns[] = {
    { "group", N_("Group"), REPORT_TEXT, false },
    { "shipments", N_("Shipments"), REPORT_COUNT, true },
    { "pick_median", N_("To picked"), REPORT_DURATION, false },
    { "pick_p90", N_("90 % in"), REPORT_DURATION, false },
    { "ship_median", N_("To shipped"), REPORT_DURATION, false },
    { "ship_p90", N_("90 % in"), REPORT_DURATION, false },
    { "deliver_median", N_("To delivered"), REPORT_DURATION, false },
    { "deliver_p90", N_("90 % in"), REPORT_DURATION, false },
    { 0 },
};

static void fill_times(const struct figure_sum *sum, struct report_value *v)
{
    v[0] = report_n(sum->v[SHIPMENTS]);
    for (int s = 0; s < REP_STEPS; s++) {
        if (sum->v[KNOWN + s] == 0)
            continue;
        v[1 + 2 * s] = report_n(sum->v[TIMES + 2 * s]);
        v[2 + 2 * s] = report_n(sum->v[TIMES + 2 * s + 1]);
    }
}

static void sum_times(const struct row *v, int n, int64_t *work, struct figure_sum *sum)
{
    sum->v[SHIPMENTS] = n;
    for (int s = 0; s < REP_STEPS; s++) {
        struct spread spread = spread_of(v, n, (enum rep_step)s, work);

        sum->v[KNOWN + s] = spread.n;
        sum->v[TIMES + 2 * s] = spread.median;
        sum->v[TIMES + 2 * s + 1] = spread.p90;
    }
}

static void take_times(void *ctx, const struct rep_shipment *s)
{
    struct rows *rows = ctx;
    const struct figure_sum one = { .key = s->key, .v[SHIPMENTS] = 1 };

    keep(rows, s);
    figure_keep(rows->progress, &one, &s->row);
}

static bool load_times(struct desk *desk, const struct report_ask *ask,
                       struct report_progress *progress, struct arena *arena,
                       struct report_table *out, struct err *err)
{
    OD_ARENA *tmp = arena_new();
    struct rows rows = { .arena = tmp, .progress = progress };
    struct figure_sums sums = { .arena = tmp };
    struct figure_words words = { .arena = arena }; /* lines point into it */
    struct figure_sum whole = { 0 };
    const struct figure_shape shape = { .columns = time_columns,
                                        .fill = fill_times,
                                        .order = SHIPMENTS,
                                        .words = &words,
                                        .find = "",
                                        .is_shipped = true,
                                        .whole = &whole };

    figure_behind(progress, fill_times);
    if (!rep_ship_walk(desk, ask, REP_SHIP_TIMES, progress, &words, take_times, &rows, err))
        return false;
    sum_by_key(&rows, &sums, &whole, sum_times);
    return figure_lines(desk, ask, &sums, &shape, arena, out, err);
}

const struct report report_times = {
    .name = "times",
    .words = N_("How long orders take"),
    .definition = N_("Of the shipments that left or were collected in the period: from the order's "
                     "confirmation until the goods were picked, from it until they left, and from "
                     "then until they were delivered. A half takes no longer than the median, nine "
                     "of ten no longer than the second figure; both are times that occurred. Times "
                     "run day and night. What is not known of a shipment does not count."),
    .asks = REPORT_ASKS_PERIOD | REPORT_ASKS_SITE | REPORT_ASKS_CHANNEL | REPORT_ASKS_COMPARE,
    .groups = REP_SHIP_GROUPS,
    .by = REPORT_BY_WEEK,
    .period = "last-30-days",
    .chart = REPORT_CHART_LINE,
    .chart_column = "ship_median",
    .load = load_times,
};

/* --- spread ----------------------------------------------------------------------------------- */

static const struct {
    int64_t up_to_ms;
    const char *words;
} classes[] = {
    { HOUR_MS, N_("up to 1 hour") },        { 4 * HOUR_MS, N_("up to 4 hours") },
    { 12 * HOUR_MS, N_("up to 12 hours") }, { DAY_MS, N_("up to 1 day") },
    { 2 * DAY_MS, N_("up to 2 days") },     { 3 * DAY_MS, N_("up to 3 days") },
    { 5 * DAY_MS, N_("up to 5 days") },     { 7 * DAY_MS, N_("up to 7 days") },
    { 14 * DAY_MS, N_("up to 14 days") },   { INT64_MAX, N_("longer") },
};
#define CLASSES ((int)OD_LEN(classes))

struct counts {
    int64_t by[CLASSES][REP_STEPS];
    struct report_progress *progress;
};

static void count_class(void *ctx, const struct rep_shipment *s)
{
    struct counts *counts = ctx;

    for (int step = 0; step < REP_STEPS; step++) {
        struct figure_sum one = { 0 };
        int c = 0;

        if (s->took[step] < 0)
            continue;
        while (s->took[step] > classes[c].up_to_ms)
            c++;
        counts->by[c][step]++;
        one.key = c;
        one.v[step] = 1;
        figure_keep(counts->progress, &one, &s->row);
    }
}

static const struct report_column spread_columns[] = {
    { "within", N_("Within"), REPORT_TEXT, false },
    { "picked", N_("Picked"), REPORT_COUNT, true },
    { "picked_share", N_("Picked, %"), REPORT_SHARE, false },
    { "shipped", N_("Shipped"), REPORT_COUNT, true },
    { "shipped_share", N_("Shipped, %"), REPORT_SHARE, false },
    { "delivered", N_("Delivered"), REPORT_COUNT, true },
    { "delivered_share", N_("Delivered, %"), REPORT_SHARE, false },
    { 0 },
};

static void fill_spread(const struct figure_sum *sum, struct report_value *v)
{
    for (int s = 0; s < REP_STEPS; s++)
        v[2 * s] = report_n(sum->v[s]);
}

static bool load_spread(struct desk *desk, const struct report_ask *ask,
                        struct report_progress *progress, struct arena *arena,
                        struct report_table *out, struct err *err)
{
    struct counts counts = { .progress = progress };
    struct figure_words words = { .arena = arena };
    int64_t all[REP_STEPS] = { 0 };

    figure_behind(progress, fill_spread);
    if (!rep_ship_walk(desk, ask, REP_SHIP_TIMES, progress, &words, count_class, &counts, err))
        return false;
    for (int c = 0; c < CLASSES; c++)
        for (int s = 0; s < REP_STEPS; s++)
            all[s] += counts.by[c][s];
    report_begin(out, spread_columns, arena);
    for (int c = 0; c < CLASSES; c++) {
        struct report_line *line = report_add(out, arena);

        line->at = c;
        line->group = c;
        line->v[0] = report_text(_(classes[c].words));
        for (int s = 0; s < REP_STEPS; s++) {
            line->v[1 + 2 * s] = report_n(counts.by[c][s]);
            line->v[2 + 2 * s] = figure_rate(counts.by[c][s], all[s]);
        }
    }
    return true;
}

const struct report report_spread = {
    .name = "spread",
    .words = N_("How long orders take, spread"),
    .definition = N_("The times of the report on how long orders take, by class: each shipment "
                     "counts once for each step, in the first class that it fits in."),
    .asks = REPORT_ASKS_PERIOD | REPORT_ASKS_SITE | REPORT_ASKS_CHANNEL | REPORT_ASKS_COMPARE,
    .period = "last-30-days",
    .chart = REPORT_CHART_BARS,
    .chart_column = "shipped",
    .load = load_spread,
};

/* --- carriers --------------------------------------------------------------------------------- */

enum { ALL, DELIVERED, LOST, BACK, TROUBLE, TRANSIT_KNOWN, TRANSIT, TRANSIT_P90 };

struct carriers {
    struct figure_sums *sums;
    struct rows rows;
};

static void count_carrier(void *ctx, const struct rep_shipment *s)
{
    struct carriers *c = ctx;
    struct figure_sum one = { .key = s->key, .v[ALL] = 1 };

    one.v[DELIVERED] = s->status == 2;
    one.v[LOST] = s->status == 3;
    one.v[BACK] = s->status == 5;
    one.v[TROUBLE] = s->had_trouble;
    figure_add(c->sums, c->rows.progress, &one, &s->row);
    keep(&c->rows, s);
}

static void set_transit(const struct row *v, int n, int64_t *work, struct figure_sum *sum)
{
    struct spread spread = spread_of(v, n, REP_DELIVER, work);

    sum->v[TRANSIT_KNOWN] = spread.n;
    sum->v[TRANSIT] = spread.median;
    sum->v[TRANSIT_P90] = spread.p90;
}

static const struct report_column carrier_columns[] = {
    { "group", N_("Group"), REPORT_TEXT, false },
    { "shipments", N_("Shipments"), REPORT_COUNT, true },
    { "delivered", N_("Delivered"), REPORT_COUNT, true },
    { "transit_median", N_("On the way"), REPORT_DURATION, false },
    { "transit_p90", N_("90 % in"), REPORT_DURATION, false },
    { "trouble", N_("In trouble"), REPORT_COUNT, true },
    { "trouble_rate", N_("In trouble, %"), REPORT_SHARE, false },
    { "lost", N_("Lost"), REPORT_COUNT, true },
    { "lost_rate", N_("Lost, %"), REPORT_SHARE, false },
    { "back", N_("Sent back"), REPORT_COUNT, true },
    { 0 },
};

static void fill_carrier(const struct figure_sum *sum, struct report_value *v)
{
    v[0] = report_n(sum->v[ALL]);
    v[1] = report_n(sum->v[DELIVERED]);
    if (sum->v[TRANSIT_KNOWN] > 0) {
        v[2] = report_n(sum->v[TRANSIT]);
        v[3] = report_n(sum->v[TRANSIT_P90]);
    }
    v[4] = report_n(sum->v[TROUBLE]);
    v[5] = figure_rate(sum->v[TROUBLE], sum->v[ALL]);
    v[6] = report_n(sum->v[LOST]);
    v[7] = figure_rate(sum->v[LOST], sum->v[ALL]);
    v[8] = report_n(sum->v[BACK]);
}

static bool load_carriers(struct desk *desk, const struct report_ask *ask,
                          struct report_progress *progress, struct arena *arena,
                          struct report_table *out, struct err *err)
{
    OD_ARENA *tmp = arena_new();
    struct figure_sums sums = { .arena = tmp };
    struct figure_words words = { .arena = arena }; /* lines point into it */
    struct carriers c = { &sums, { .arena = tmp, .progress = progress } };
    struct figure_sum whole;
    const struct figure_shape shape = { .columns = carrier_columns,
                                        .fill = fill_carrier,
                                        .order = ALL,
                                        .words = &words,
                                        .find = "",
                                        .is_shipped = true,
                                        .whole = &whole };

    figure_behind(progress, fill_carrier);
    if (!rep_ship_walk(desk, ask, REP_SHIP_TROUBLE, progress, &words, count_carrier, &c, err))
        return false;
    whole = figure_whole(&sums);
    sum_by_key(&c.rows, &sums, &whole, set_transit);
    return figure_lines(desk, ask, &sums, &shape, arena, out, err);
}

const struct report report_carriers = {
    .name = "carriers",
    .words = N_("Carriers"),
    .definition = N_("Shipments that left in the period, by carrier: how many are delivered, how "
                     "long those were on the way (median, and nine of ten), of how many the "
                     "carrier told trouble, what was lost and what is on its way back."),
    .asks = REPORT_ASKS_PERIOD | REPORT_ASKS_SITE | REPORT_ASKS_CHANNEL | REPORT_ASKS_COMPARE,
    .groups = REP_SHIP_GROUPS,
    .by = REPORT_BY_CARRIER,
    .period = "last-30-days",
    .chart = REPORT_CHART_BARS,
    .chart_column = "shipments",
    .load = load_carriers,
};
