/*
 * Commands of carriers.
 */
#include <string.h>

#include "base/i18n.h"
#include "base/mem.h"
#include "cli/find.h"
#include "cli/verb.h"
#include "domain/catalog/ship_method.h"

static bool run_carrier_list(struct cli *c, struct err *err)
{
    static const struct out_column columns[] = {
        { "code", N_("Code"), OUT_TEXT },         { "name", N_("Name"), OUT_TEXT },
        { "tracking_url", N_("Page"), OUT_TEXT }, { "is_active", N_("Active"), OUT_BOOL },
        { "version", N_("Version"), OUT_NUMBER }, { NULL, NULL, OUT_TEXT },
    };
    struct carriers all;

    if (!carriers_load(c->desk, c->arena, &all, err))
        return false;
    out_list_begin(c->out, NULL, columns);
    for (int i = 0; i < all.n; i++) {
        out_cell(c->out, all.v[i].code);
        out_cell(c->out, all.v[i].name);
        out_cell(c->out, all.v[i].tracking_url);
        out_cell_bool(c->out, all.v[i].is_active);
        out_cell_i64(c->out, all.v[i].version);
    }
    out_list_end(c->out);
    return true;
}

static const struct verb_option carrier_options[] = {
    { "name", "NAME", VERB_OPTIONAL, N_("Name.") },
    { "tracking-url", "URL", VERB_OPTIONAL, N_("Page of a parcel; %s stands for its number.") },
    { "active", "yes|no", VERB_OPTIONAL, N_("In use.") },
    { "if-version", "N", VERB_OPTIONAL, N_("Only if it is still this version.") },
    { NULL, NULL, VERB_OPTIONAL, NULL },
};

/* The version that was seen, where it is said. */
static bool take_version(struct cli *c, int64_t *version, struct err *err)
{
    int64_t seen = 0;

    if (!find_version(c, &seen, err))
        return false;
    if (seen != 0)
        *version = seen;
    return true;
}

static bool save_carrier(struct cli *c, struct carrier *in, struct err *err)
{
    if (verb_opt(c, "name") != NULL)
        in->name = verb_opt(c, "name");
    if (verb_opt(c, "tracking-url") != NULL)
        in->tracking_url = verb_opt(c, "tracking-url");
    if (verb_opt(c, "active") != NULL &&
        !find_bool("active", verb_opt(c, "active"), &in->is_active, err))
        return false;
    return take_version(c, &in->version, err) && carrier_save(c->desk, in, err);
}

static bool run_carrier_new(struct cli *c, struct err *err)
{
    struct carrier in = {
        .code = verb_arg(c, 0), .name = verb_arg(c, 1), .tracking_url = "", .is_active = true
    };

    return save_carrier(c, &in, err);
}

static bool run_carrier_set(struct cli *c, struct err *err)
{
    struct carrier *in;

    if (!carrier_find(c->desk, verb_arg(c, 0), c->arena, &in, err))
        return false;
    return in != NULL
               ? save_carrier(c, in, err)
               : err_set(err, ERR_NOT_FOUND, _("There is no carrier %.40s."), verb_arg(c, 0));
}

const struct verb verbs_carrier[] = {
    { "carrier", "list", "", NULL, VERB_DESK, run_carrier_list, N_("List the carriers."), NULL },
    { "carrier", "new", "CODE NAME", carrier_options, VERB_DESK, run_carrier_new,
      N_("Add a carrier."), NULL },
    { "carrier", "set", "CODE", carrier_options, VERB_DESK, run_carrier_set,
      N_("Change a carrier."), NULL },
    { NULL, NULL, NULL, NULL, VERB_NOTHING, NULL, NULL, NULL },
};
