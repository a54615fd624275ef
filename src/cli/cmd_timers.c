/*
 * What is due by itself, for cron and timers, and what of it could not be done.
 */
#include <stddef.h>

#include "base/i18n.h"
#include "base/limits.h"
#include "cli/verb.h"
#include "domain/flow/timer.h"

static bool list_stuck(struct cli *c, struct err *err)
{
    static const struct out_column columns[] = {
        { "what", N_("What"), OUT_TEXT },    { "of", N_("Of"), OUT_TEXT },
        { "since", N_("Since"), OUT_TEXT },  { "tries", N_("Tries"), OUT_NUMBER },
        { "again", N_("Again"), OUT_TEXT },  { "why", N_("Why"), OUT_TEXT },
        { NULL, NULL, OUT_TEXT },
    };
    struct timer_faults all;

    if (!timer_faults_load(c->desk, LIMIT_FILE_ROWS, c->arena, &all, err))
        return false;
    out_list_begin(c->out, NULL, columns);
    for (int i = 0; i < all.n; i++) {
        out_cell(c->out, all.v[i].what);
        out_cell(c->out, all.v[i].of);
        out_cell_stamp(c->out, all.v[i].first);
        out_cell_i64(c->out, all.v[i].tries);
        out_cell_stamp(c->out, all.v[i].next);
        out_cell(c->out, all.v[i].words);
    }
    out_list_end(c->out);
    return true;
}

static bool run_timers(struct cli *c, struct err *err)
{
    static const struct out_column columns[] = {
        { "holds_ended", N_("Holds ended"), OUT_NUMBER },
        { "is_stock_let_go", N_("Stock let go"), OUT_BOOL },
        { "pickups", N_("Not collected"), OUT_NUMBER },
        { "reports", N_("Reports mailed"), OUT_NUMBER },
        { "reindexed", N_("Search entries made anew"), OUT_NUMBER },
        { "stuck", N_("Could not go on"), OUT_NUMBER },
        { NULL, NULL, OUT_TEXT },
    };
    struct timer_faults stuck;
    struct timers_done done;

    if (verb_flag(c, "stuck"))
        return list_stuck(c, err);
    if (!timers_run(c->desk, &done, err) ||
        !timer_faults_load(c->desk, LIMIT_FILE_ROWS, c->arena, &stuck, err))
        return false;
    out_record_begin(c->out, columns);
    out_cell_i64(c->out, done.holds);
    out_cell_bool(c->out, done.expired > 0);
    out_cell_i64(c->out, done.pickups);
    out_cell_i64(c->out, done.reports);
    out_cell_i64(c->out, done.reindexed);
    out_cell_i64(c->out, stuck.n);
    out_record_end(c->out);
    return true;
}

static const struct verb_option timers_options[] = {
    { "stuck", NULL, VERB_OPTIONAL,
      N_("Only list what could not go on by itself, why, and when it is tried again.") },
    { NULL, NULL, VERB_OPTIONAL, NULL },
};

const struct verb verbs_timers[] = {
    { "", "timers", "", timers_options, VERB_DESK, run_timers,
      N_("Do what is due by itself, as open desks do: end holds whose time is over, mail the "
         "reports that are due, finish what an update left. For cron and timers.") },
    { 0 },
};
