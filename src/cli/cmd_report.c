/*
 * Reports of stock; as CSV and JSON like every list.
 */
#include <string.h>

#include "base/i18n.h"
#include "base/mem.h"
#include "cli/find.h"
#include "cli/verb.h"
#include "domain/desk/desk.h"
#include "domain/insight/stock_report.h"

#define REPORT_MAX 100000

static enum stock_report kind_of(const struct cli *c)
{
    for (enum stock_report kind = STOCK_LOW; kind < STOCK_ASIDE; kind++)
        if (strcmp(stock_report_name(kind), c->verb->name) == 0)
            return kind;
    return STOCK_ASIDE;
}

static void put_rows(struct out *o, const struct stock_rows *rows)
{
    static const struct out_column columns[] = {
        { "sku", N_("Item"), OUT_TEXT },
        { "description", N_("Description"), OUT_TEXT },
        { "site", N_("Site"), OUT_TEXT },
        { "bin", N_("Bin"), OUT_TEXT },
        { "on_hand", N_("On hand"), OUT_NUMBER },
        { "allocated", N_("Allocated"), OUT_NUMBER },
        { "reorder_point", N_("Reorder at"), OUT_NUMBER },
        { "incoming", N_("Incoming"), OUT_NUMBER },
        { "left_90_days", N_("Left in 90 days"), OUT_NUMBER },
        { "last_left", N_("Last left"), OUT_TEXT },
        { "cover_days", N_("Lasts, days"), OUT_TEXT },
        { "aside", N_("Set aside"), OUT_NUMBER },
        { NULL, NULL, OUT_TEXT },
    };
    OD_ARENA *tmp = arena_new();

    out_list_begin(o, NULL, columns);
    for (int i = 0; i < rows->n; i++) {
        const struct stock_row *r = &rows->v[i];

        out_cell(o, r->sku);
        out_cell(o, r->description);
        out_cell(o, r->site_code);
        out_cell(o, r->bin);
        out_cell_qty(o, r->on_hand);
        out_cell_qty(o, r->allocated);
        out_cell_qty(o, r->reorder);
        out_cell_qty(o, r->incoming);
        out_cell_qty(o, r->left);
        if (r->last.ms == 0)
            out_cell(o, "");
        else
            out_cell_stamp(o, r->last);
        out_cell(o, r->cover_days < 0 ? "" : arena_printf(tmp, "%d", r->cover_days));
        out_cell_qty(o, r->aside);
    }
    out_list_end(o);
}

static bool run_report(struct cli *c, struct err *err)
{
    enum stock_report kind = kind_of(c);
    int64_t days = stock_report_days(kind);
    struct site_id site = { 0 };
    struct stock_rows rows;

    if ((verb_opt(c, "site") != NULL && !find_site_id(c, verb_opt(c, "site"), &site, err)) ||
        (verb_opt(c, "days") != NULL &&
         !find_int("days", verb_opt(c, "days"), 1, 36500, &days, err)) ||
        !stock_report_load(c->desk, kind, site, (int)days, REPORT_MAX, c->arena, &rows, err))
        return false;
    put_rows(c->out, &rows);
    return true;
}

static const struct verb_option site_options[] = {
    { "site", "CODE", VERB_OPTIONAL, N_("Of this site alone.") },
    { NULL, NULL, VERB_OPTIONAL, NULL },
};
static const struct verb_option days_options[] = {
    { "site", "CODE", VERB_OPTIONAL, N_("Of this site alone.") },
    { "days", "N", VERB_OPTIONAL, N_("How many days.") },
    { NULL, NULL, VERB_OPTIONAL, NULL },
};

const struct verb verbs_report[] = {
    { "report", "low", "", site_options, VERB_DESK, run_report,
      N_("List stock below its reorder point, the worst first.") },
    { "report", "slow", "", days_options, VERB_DESK, run_report,
      N_("List stock of which nothing left in so many days, else 90.") },
    { "report", "cover", "", days_options, VERB_DESK, run_report,
      N_("List stock that lasts less than so many days, else 14, at the pace of the last 90.") },
    { "report", "over", "", days_options, VERB_DESK, run_report,
      N_("List stock that lasts longer than so many days, else 365.") },
    { "report", "aside", "", site_options, VERB_DESK, run_report,
      N_("List what is set aside and waits to be judged.") },
    { 0 },
};
