/*
 * Commands of carriers and ship methods.
 */
#include <string.h>

#include "base/i18n.h"
#include "base/mem.h"
#include "cli/find.h"
#include "cli/verb.h"
#include "domain/catalog/ship_method.h"

/* --- carriers --------------------------------------------------------------------------------- */

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

/* --- methods ---------------------------------------------------------------------------------- */

static bool run_method_list(struct cli *c, struct err *err)
{
    static const struct out_column columns[] = {
        { "code", N_("Code"), OUT_TEXT },         { "name", N_("Name"), OUT_TEXT },
        { "carrier", N_("Carrier"), OUT_TEXT },   { "service", N_("Service"), OUT_TEXT },
        { "cutoff", N_("Cut-off"), OUT_TEXT },    { "max_weight_g", N_("At most, g"), OUT_NUMBER },
        { "places", N_("Places"), OUT_TEXT },     { "is_active", N_("Active"), OUT_BOOL },
        { "version", N_("Version"), OUT_NUMBER }, { NULL, NULL, OUT_TEXT },
    };
    struct ship_methods all;

    if (!ship_methods_load(c->desk, c->arena, &all, err))
        return false;
    out_list_begin(c->out, NULL, columns);
    for (int i = 0; i < all.n; i++) {
        const struct ship_method *m = &all.v[i];

        out_cell(c->out, m->code);
        out_cell(c->out, m->name);
        out_cell(c->out, m->carrier);
        out_cell(c->out, m->service);
        out_cell(c->out, m->cutoff_minute < 0
                             ? ""
                             : arena_printf(c->arena, "%02d:%02d", m->cutoff_minute / 60,
                                            m->cutoff_minute % 60));
        out_cell_i64(c->out, m->max_weight_g);
        out_cell(c->out, m->places);
        out_cell_bool(c->out, m->is_active);
        out_cell_i64(c->out, m->version);
    }
    out_list_end(c->out);
    return true;
}

static const struct verb_option method_options[] = {
    { "name", "NAME", VERB_OPTIONAL, N_("Name.") },
    { "carrier", "CODE", VERB_OPTIONAL, N_("Who takes it; \"\" for nobody.") },
    { "service", "TEXT", VERB_OPTIONAL, N_("The carrier's word for it.") },
    { "cutoff", "HH:MM", VERB_OPTIONAL, N_("Packed later it is late; \"\" for the site's.") },
    { "max-weight", "KG", VERB_OPTIONAL, N_("The heaviest order it takes; 0 for any.") },
    { "places", "LIST", VERB_OPTIONAL,
      N_("Where it goes: countries, also with the beginning of a post code: 'GB, FR:75'; \"\" for "
         "anywhere.") },
    { "active", "yes|no", VERB_OPTIONAL, N_("In use.") },
    { "if-version", "N", VERB_OPTIONAL, N_("Only if it is still this version.") },
    { NULL, NULL, VERB_OPTIONAL, NULL },
};

static bool take_cutoff(const char *text, int *out, struct err *err)
{
    char hour_text[3] = "";
    int64_t hour, minute;

    *out = -1;
    if (text[0] == '\0')
        return true;
    if (strlen(text) != 5 || text[2] != ':')
        return err_field(err, ERR_INVALID, "cutoff",
                         _("--cutoff is a time of the day like 15:00, not \"%s\"."), text);
    memcpy(hour_text, text, 2);
    if (!find_int("cutoff", hour_text, 0, 23, &hour, err) ||
        !find_int("cutoff", text + 3, 0, 59, &minute, err))
        return false;
    *out = (int)(hour * 60 + minute);
    return true;
}

static bool save_method(struct cli *c, struct ship_method *m, struct err *err)
{
    const struct {
        const char *option;
        const char **field;
    } texts[] = {
        { "name", &m->name },
        { "carrier", &m->carrier },
        { "service", &m->service },
        { "places", &m->places },
    };
    struct qty kg;

    for (size_t i = 0; i < OD_LEN(texts); i++)
        if (verb_opt(c, texts[i].option) != NULL)
            *texts[i].field = verb_opt(c, texts[i].option);
    if (verb_opt(c, "cutoff") != NULL &&
        !take_cutoff(verb_opt(c, "cutoff"), &m->cutoff_minute, err))
        return false;
    if (verb_opt(c, "max-weight") != NULL) {
        if (!qty_parse(verb_opt(c, "max-weight"), 3, desk_form(c->desk), &kg, err))
            return err_at(err, "max_weight");
        m->max_weight_g = kg.milli;
    }
    if (verb_opt(c, "active") != NULL &&
        !find_bool("active", verb_opt(c, "active"), &m->is_active, err))
        return false;
    return take_version(c, &m->version, err) && ship_method_save(c->desk, m, err);
}

static bool run_method_new(struct cli *c, struct err *err)
{
    struct ship_method m = { .code = verb_arg(c, 0),
                             .name = verb_arg(c, 1),
                             .carrier = "",
                             .service = "",
                             .cutoff_minute = -1,
                             .places = "",
                             .is_active = true };

    return save_method(c, &m, err);
}

static bool run_method_set(struct cli *c, struct err *err)
{
    struct ship_method *m;

    if (!ship_method_find(c->desk, verb_arg(c, 0), c->arena, &m, err))
        return false;
    return m != NULL
               ? save_method(c, m, err)
               : err_set(err, ERR_NOT_FOUND, _("There is no ship method %.40s."), verb_arg(c, 0));
}

const struct verb verbs_carrier[] = {
    { "carrier", "list", "", NULL, VERB_DESK, run_carrier_list, N_("List the carriers."), NULL },
    { "carrier", "new", "CODE NAME", carrier_options, VERB_DESK, run_carrier_new,
      N_("Add a carrier."), NULL },
    { "carrier", "set", "CODE", carrier_options, VERB_DESK, run_carrier_set,
      N_("Change a carrier."), NULL },
    { "method", "list", "", NULL, VERB_DESK, run_method_list, N_("List the ways an order is sent."),
      NULL },
    { "method", "new", "CODE NAME", method_options, VERB_DESK, run_method_new,
      N_("Add a way to send orders. From the first one on, orders name one of them."), NULL },
    { "method", "set", "CODE", method_options, VERB_DESK, run_method_set,
      N_("Change a way to send orders."), NULL },
    { NULL, NULL, NULL, NULL, VERB_NOTHING, NULL, NULL, NULL },
};
