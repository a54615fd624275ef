/*
 * Reports of stock as lines of a table: what is low, what does not move, how long it lasts, what is
 * too much, what is set aside.
 */
#include <stddef.h>

#include "base/i18n.h"
#include "domain/insight/report.h"
#include "domain/insight/report_parts.h"
#include "domain/insight/stock_report.h"

#define STOCK_MAX 100000
#define NARROW    "bin,incoming,description,allocated,reorder_point"

static const struct report_column columns[] = {
    { "sku", N_("Item"), REPORT_TEXT, false },
    { "description", N_("Description"), REPORT_TEXT, false },
    { "site", N_("Site"), REPORT_TEXT, false },
    { "bin", N_("Bin"), REPORT_TEXT, false },
    { "on_hand", N_("On hand"), REPORT_QTY, false },
    { "allocated", N_("Allocated"), REPORT_QTY, false },
    { "reorder_point", N_("Reorder at"), REPORT_QTY, false },
    { "incoming", N_("Incoming"), REPORT_QTY, false },
    { "left_90_days", N_("Left in 90 days"), REPORT_QTY, false },
    { "last_left", N_("Last left"), REPORT_STAMP, false },
    { "cover_days", N_("Lasts, days"), REPORT_COUNT, false },
    { "aside", N_("Set aside"), REPORT_QTY, false },
    { 0 },
};

static bool load(struct desk *desk, enum stock_report kind, const struct report_ask *ask,
                 struct report_progress *progress, struct arena *arena, struct report_table *out,
                 struct err *err)
{
    struct stock_rows rows;

    if (!stock_report_load(desk, kind, ask->site, ask->days, STOCK_MAX, progress, arena, &rows,
                           err))
        return false;
    report_begin(out, columns, arena);
    out->more = rows.more;
    for (int i = 0; i < rows.n; i++) {
        const struct stock_row *r = &rows.v[i];
        struct report_line *line = report_add(out, arena);
        const struct report_value values[] = {
            report_text(r->sku),
            report_text(r->description),
            report_text(r->site_code),
            report_text(r->bin),
            report_n(r->on_hand.milli),
            report_n(r->allocated.milli),
            report_n(r->reorder.milli),
            report_n(r->incoming.milli),
            report_n(r->left.milli),
            { NULL, r->last.ms, r->last.ms != 0 },
            { NULL, r->cover_days, r->cover_days >= 0 },
            report_n(r->aside.milli),
        };

        for (int c = 0; c < out->column_n; c++)
            line->v[c] = values[c];
        line->item = r->item;
        line->site = r->site;
    }
    return true;
}

static bool load_low(struct desk *desk, const struct report_ask *ask,
                     struct report_progress *progress, struct arena *arena,
                     struct report_table *out, struct err *err)
{
    return load(desk, STOCK_LOW, ask, progress, arena, out, err);
}

static bool load_slow(struct desk *desk, const struct report_ask *ask,
                      struct report_progress *progress, struct arena *arena,
                      struct report_table *out, struct err *err)
{
    return load(desk, STOCK_SLOW, ask, progress, arena, out, err);
}

static bool load_cover(struct desk *desk, const struct report_ask *ask,
                       struct report_progress *progress, struct arena *arena,
                       struct report_table *out, struct err *err)
{
    return load(desk, STOCK_COVER, ask, progress, arena, out, err);
}

static bool load_over(struct desk *desk, const struct report_ask *ask,
                      struct report_progress *progress, struct arena *arena,
                      struct report_table *out, struct err *err)
{
    return load(desk, STOCK_OVER, ask, progress, arena, out, err);
}

static bool load_aside(struct desk *desk, const struct report_ask *ask,
                       struct report_progress *progress, struct arena *arena,
                       struct report_table *out, struct err *err)
{
    return load(desk, STOCK_ASIDE, ask, progress, arena, out, err);
}

const struct report report_low = {
    .name = "low",
    .words = N_("Stock below the reorder point"),
    .definition = N_("What orders leave on the shelf is below the reorder point; the worst first."),
    .asks = REPORT_ASKS_SITE,
    .narrow = NARROW,
    .is_light = true,
    .load = load_low,
};

const struct report report_slow = {
    .name = "slow",
    .words = N_("Stock of which nothing left for long"),
    .definition = N_("On hand for so many days, and nothing of it left in them. What leaves is "
                     "what is shipped or goes to another site and is not taken back."),
    .asks = REPORT_ASKS_SITE | REPORT_ASKS_DAYS,
    .days = 90,
    .chart = REPORT_CHART_BARS,
    .chart_column = "on_hand",
    .narrow = NARROW,
    .load = load_slow,
};

const struct report report_cover = {
    .name = "cover",
    .words = N_("Stock that will not last long"),
    .definition = N_("Lasts less than so many days, at the pace of the last 90."),
    .asks = REPORT_ASKS_SITE | REPORT_ASKS_DAYS,
    .days = 14,
    .chart = REPORT_CHART_BARS,
    .chart_column = "cover_days",
    .narrow = NARROW,
    .load = load_cover,
};

const struct report report_over = {
    .name = "over",
    .words = N_("More stock than is needed"),
    .definition = N_("There for 90 days, and lasts longer than so many days at the pace of those, "
                     "or nothing leaves."),
    .asks = REPORT_ASKS_SITE | REPORT_ASKS_DAYS,
    .days = 365,
    .narrow = NARROW,
    .load = load_over,
};

const struct report report_aside = {
    .name = "aside",
    .words = N_("Stock that is set aside"),
    .definition = N_("Damaged or doubtful, and waits to be judged."),
    .asks = REPORT_ASKS_SITE,
    .narrow = NARROW,
    .is_light = true,
    .load = load_aside,
};
