/*
 * Commands of payment terms.
 */
#include "base/decimal.h"
#include "base/i18n.h"
#include "cli/find.h"
#include "cli/verb.h"
#include "domain/party/terms.h"

static bool run_terms_list(struct cli *c, struct err *err)
{
    static const struct out_column columns[] = {
        { "code", N_("Code"), OUT_TEXT },     { "name", N_("Name"), OUT_TEXT },
        { "days", N_("Days"), OUT_NUMBER },   { "is_cash", N_("Cash"), OUT_BOOL },
        { "version", N_("Version"), OUT_NUMBER }, { NULL, NULL, OUT_TEXT },
    };
    struct payment_terms_list all;

    if (!payment_terms_load(c->desk, c->arena, &all, err))
        return false;
    out_list_begin(c->out, NULL, columns);
    for (int i = 0; i < all.n; i++) {
        out_cell(c->out, all.v[i].code);
        out_cell(c->out, all.v[i].name);
        out_cell_i64(c->out, all.v[i].days);
        out_cell_bool(c->out, all.v[i].is_cash);
        out_cell_i64(c->out, all.v[i].version);
    }
    out_list_end(c->out);
    return true;
}

static bool save_terms(struct cli *c, struct payment_terms *t, struct err *err)
{
    int64_t days = t->days, seen = 0;

    if (verb_opt(c, "name") != NULL)
        t->name = verb_opt(c, "name");
    if (verb_opt(c, "days") != NULL &&
        !decimal_parse(verb_opt(c, "days"), 0, TERMS_DAYS_MAX, NULL, &days, err))
        return err_at(err, "days");
    t->days = (int)days;
    if (verb_opt(c, "cash") != NULL &&
        !find_bool("cash", verb_opt(c, "cash"), &t->is_cash, err))
        return false;
    if (!find_version(c, &seen, err))
        return false;
    if (seen != 0)
        t->version = seen;
    return payment_terms_save(c->desk, t, err);
}

static bool run_terms_new(struct cli *c, struct err *err)
{
    struct payment_terms t = { .code = verb_arg(c, 0), .name = verb_arg(c, 1) };

    return save_terms(c, &t, err);
}

static bool run_terms_set(struct cli *c, struct err *err)
{
    struct payment_terms *t;

    if (!payment_terms_find(c->desk, verb_arg(c, 0), c->arena, &t, err))
        return false;
    return t != NULL
               ? save_terms(c, t, err)
               : err_set(err, ERR_NOT_FOUND, _("There are no payment terms %.40s."),
                         verb_arg(c, 0));
}

static const struct verb_option terms_options[] = {
    { "name", "NAME", VERB_OPTIONAL, N_("Name.") },
    { "days", "N", VERB_OPTIONAL, N_("Days until it is due; 0: at once.") },
    { "cash", "yes|no", VERB_OPTIONAL,
      N_("Paid in notes and coins: totals are rounded to the setting order.cash_steps.") },
    { "if-version", "N", VERB_OPTIONAL, N_("Only if it is still this version.") },
    { NULL, NULL, VERB_OPTIONAL, NULL },
};

const struct verb verbs_terms[] = {
    { "terms", "list", "", NULL, VERB_DESK, run_terms_list, N_("List the payment terms."), NULL },
    { "terms", "new", "CODE NAME", terms_options, VERB_DESK, run_terms_new,
      N_("Add payment terms."), NULL },
    { "terms", "set", "CODE", terms_options, VERB_DESK, run_terms_set,
      N_("Change payment terms; orders that are placed keep how they were rounded."), NULL },
    { NULL, NULL, NULL, NULL, VERB_NOTHING, NULL, NULL, NULL },
};
