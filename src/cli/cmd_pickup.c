/*
 * Commands of the counter: what waits to be collected.
 */
#include <limits.h>

#include "base/i18n.h"
#include "cli/find.h"
#include "cli/verb.h"
#include "domain/flow/pickup.h"

static const struct verb_option list_options[] = {
    { "site", "CODE", VERB_OPTIONAL, N_("Of this site only.") },
    { NULL, NULL, VERB_OPTIONAL, NULL },
};

static bool run_pickups(struct cli *c, struct err *err)
{
    static const struct out_column columns[] = {
        { "number", N_("Fulfillment"), OUT_TEXT }, { "status", N_("Status"), OUT_TEXT },
        { "until", N_("Kept until"), OUT_TEXT },   { "customer_name", N_("Customer"), OUT_TEXT },
        { "phone", N_("Phone"), OUT_TEXT },        { "site", N_("Site"), OUT_TEXT },
        { "packages", N_("Packages"), OUT_NUMBER }, { "on_hold", N_("On hold"), OUT_BOOL },
        { NULL, NULL, OUT_TEXT },
    };
    struct site_id site = { 0 };
    struct pickup_rows rows;

    if (verb_opt(c, "site") != NULL && !find_site_id(c, verb_opt(c, "site"), &site, err))
        return false;
    if (!pickup_list(c->desk, site, INT_MAX, c->arena, &rows, err))
        return false;
    out_list_begin(c->out, NULL, columns);
    for (int i = 0; i < rows.n; i++) {
        const struct pickup_row *r = &rows.v[i];

        out_cell(c->out, r->number);
        out_cell(c->out, r->status == FULFILLMENT_READY ? "ready" : "put_back");
        out_cell_date(c->out, r->until);
        out_cell(c->out, r->customer_name);
        out_cell(c->out, r->phone);
        out_cell(c->out, r->site_code);
        out_cell_i64(c->out, r->packages);
        out_cell_bool(c->out, r->is_held);
    }
    out_list_end(c->out);
    return true;
}

const struct verb verbs_pickup[] = {
    { "fulfillment", "pickups", "", list_options, VERB_DESK, run_pickups,
      N_("List what waits to be collected, and what nobody came for and is to be put back.") },
    { 0 },
};
