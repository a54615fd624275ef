/*
 * Commands of carriers' labels: asked for, chosen, given back, printed and saved.
 */
#include <limits.h>
#include <string.h>

#include "base/i18n.h"
#include "base/limits.h"
#include "base/mem.h"
#include "base/os.h"
#include "cli/find.h"
#include "domain/flow/fulfillment.h"
#include "domain/outside/label.h"
#include "print/documents.h"

#define DAYS_MAX 30

static const struct verb_option buy_options[] = {
    { "package", "P", VERB_OPTIONAL, N_("Of this package alone: P2, or its number.") },
    { "rule", "cheapest|fastest|choose", VERB_OPTIONAL,
      N_("Which rate is bought, instead of what the method and the settings say; choose: a person"
         " does, with label rates and label choose.") },
    { "days", "N", VERB_OPTIONAL, N_("That arrives within so many days; else any.") },
    { "carrier", "NAME", VERB_OPTIONAL, N_("Of this carrier alone.") },
    { "service", "NAME", VERB_OPTIONAL, N_("Of this service alone.") },
    { NULL, NULL, VERB_OPTIONAL, NULL },
};
static const struct verb_option list_options[] = {
    { "state", "STATE", VERB_OPTIONAL,
      N_("wanted, to_choose, buying, bought, failed, to_void, voided, dropped or kept; else those"
         " that wait for a person.") },
    { NULL, NULL, VERB_OPTIONAL, NULL },
};
static const struct verb_option seen_options[] = {
    { "if-version", "N", VERB_OPTIONAL, N_("Only if it is still at this version.") },
    { NULL, NULL, VERB_OPTIONAL, NULL },
};
static const struct verb_option save_options[] = {
    { "output", "FILE", VERB_REQUIRED, N_("Write to this file (also -o FILE).") },
    { NULL, NULL, VERB_OPTIONAL, NULL },
};

static const struct out_column columns[] = {
    { "package", N_("Package"), OUT_TEXT },
    { "state", N_("Status"), OUT_TEXT },
    { "carrier", N_("Carrier"), OUT_TEXT },
    { "service", N_("Service"), OUT_TEXT },
    { "tracking", N_("Tracking number"), OUT_TEXT },
    { "cost", N_("Cost"), OUT_MONEY },
    { "provider", N_("From"), OUT_TEXT },
    { "has_file", N_("File"), OUT_BOOL },
    { "asked", N_("Asked for"), OUT_TEXT },
    { "by", N_("By"), OUT_TEXT },
    { "error", N_("Why"), OUT_TEXT },
    { "version", N_("Version"), OUT_NUMBER },
    { "refund", N_("Refund"), OUT_TEXT },
    { NULL, NULL, OUT_TEXT },
};

static const char *cost_text(struct arena *arena, struct money cost)
{
    char text[MONEY_TEXT_SIZE];

    return cost.cur[0] == '\0' ? "" : arena_strdup(arena, money_format_code(cost, text));
}

static void put_label(struct cli *c, const struct label *l)
{
    out_cell(c->out, l->package);
    out_cell(c->out, out_form(c->out) == OUT_TABLE ? label_words(l)
                                                   : label_state_name((int)l->state));
    out_cell(c->out, l->carrier);
    out_cell(c->out, l->service);
    out_cell(c->out, l->tracking);
    out_cell(c->out, cost_text(c->arena, l->cost));
    out_cell(c->out, l->provider);
    out_cell_bool(c->out, l->has_file);
    out_cell_stamp(c->out, l->asked);
    out_cell(c->out, l->asked_by);
    out_cell(c->out, l->error);
    out_cell_i64(c->out, l->version);
    out_cell(c->out, label_refund_name((int)l->refund));
}

static void put_labels(struct cli *c, const struct labels *all)
{
    out_list_begin(c->out, NULL, columns);
    for (int i = 0; i < all->n; i++)
        put_label(c, &all->v[i]);
    out_list_end(c->out);
}

/* --- asking ----------------------------------------------------------------------------------- */

static bool rule_parse(const char *text, enum label_rule *out, struct err *err)
{
    static const char *const names[] = { "cheapest", "fastest", "choose" };

    for (size_t i = 0; i < OD_LEN(names); i++) {
        if (strcmp(text, names[i]) == 0) {
            *out = (enum label_rule)(i + 1);
            return true;
        }
    }
    return err_field(err, ERR_INVALID, "rule", _("--rule is cheapest, fastest or choose."));
}

/* *has_wish false: nothing was said, the method and the settings do. */
static bool read_wish(struct cli *c, struct label_wish *out, bool *has_wish, struct err *err)
{
    const char *rule = verb_opt(c, "rule"), *days = verb_opt(c, "days");
    const char *carrier = verb_opt(c, "carrier"), *service = verb_opt(c, "service");
    int64_t n = 0;

    *has_wish = rule != NULL || days != NULL || carrier != NULL || service != NULL;
    *out = (struct label_wish){ .rule = LABEL_CHEAPEST,
                                .carrier = carrier != NULL ? carrier : "",
                                .service = service != NULL ? service : "" };
    if ((rule != NULL && !rule_parse(rule, &out->rule, err)) ||
        (days != NULL && !find_int("days", days, 1, DAYS_MAX, &n, err)))
        return false;
    out->max_days = (int)n;
    return true;
}

static bool run_buy(struct cli *c, struct err *err)
{
    struct label_wish wish;
    struct labels all;
    bool has_wish;
    int64_t id;
    int n;

    if (!read_wish(c, &wish, &has_wish, err) ||
        !fulfillment_find(c->desk, verb_arg(c, 0), &id, err) ||
        !label_ask(c->desk, id, verb_opt(c, "package"), has_wish ? &wish : NULL, &n, err) ||
        !labels_of(c->desk, id, c->arena, &all, err))
        return false;
    all.n = n < all.n ? n : all.n;
    put_labels(c, &all);
    return true;
}

/* --- looking ---------------------------------------------------------------------------------- */

static bool run_list(struct cli *c, struct err *err)
{
    const char *state = verb_opt(c, "state");
    struct labels all;
    int64_t id;
    int found = 0;

    if (verb_arg(c, 0) != NULL) {
        if (!fulfillment_find(c->desk, verb_arg(c, 0), &id, err) ||
            !labels_of(c->desk, id, c->arena, &all, err))
            return false;
        put_labels(c, &all);
        return true;
    }
    for (int s = LABEL_WANTED; state != NULL && s <= LABEL_KEPT; s++)
        if (strcmp(state, label_state_name(s)) == 0)
            found = s;
    if (state != NULL && found == 0)
        return err_field(err, ERR_INVALID, "state", _("There is no such state of labels."));
    if (!labels_of_state(c->desk, found, INT_MAX, c->arena, &all, err))
        return false;
    put_labels(c, &all);
    return true;
}

static bool find(struct cli *c, struct label **out, struct err *err)
{
    return label_find(c->desk, verb_arg(c, 0), c->arena, out, err);
}

static bool show(struct cli *c, int64_t id, struct err *err)
{
    struct label *l;

    if (!label_load(c->desk, id, c->arena, &l, err))
        return false;
    out_record_begin(c->out, columns);
    put_label(c, l);
    out_record_end(c->out);
    return true;
}

static bool run_show(struct cli *c, struct err *err)
{
    struct label *l;

    return find(c, &l, err) && show(c, l->id, err);
}

static bool run_rates(struct cli *c, struct err *err)
{
    static const struct out_column rate_columns[] = {
        { "rate", N_("Offer"), OUT_TEXT },      { "carrier", N_("Carrier"), OUT_TEXT },
        { "service", N_("Service"), OUT_TEXT }, { "cost", N_("Cost"), OUT_MONEY },
        { "days", N_("Days"), OUT_NUMBER },     { NULL, NULL, OUT_TEXT },
    };
    struct label_rates rates;
    struct label *l;

    if (!find(c, &l, err))
        return false;
    label_rates_read(l->rates, c->arena, &rates);
    out_list_begin(c->out, NULL, rate_columns);
    for (int i = 0; i < rates.n; i++) {
        const struct label_rate *r = &rates.v[i];

        out_cell(c->out, r->id);
        out_cell(c->out, r->carrier);
        out_cell(c->out, r->name);
        out_cell(c->out, cost_text(c->arena, r->cost));
        out_cell(c->out, r->days < 0 ? "" : arena_printf(c->arena, "%d", r->days));
    }
    out_list_end(c->out);
    return true;
}

/* --- choosing, giving back -------------------------------------------------------------------- */

static bool run_choose(struct cli *c, struct err *err)
{
    struct label *l;
    int64_t version;

    return find_version(c, &version, err) && find(c, &l, err) &&
           label_choose(c->desk, (struct record_at){ l->id, version }, verb_arg(c, 1), err) &&
           show(c, l->id, err);
}

static bool run_void(struct cli *c, struct err *err)
{
    struct label *l;
    int64_t version;

    return find_version(c, &version, err) && find(c, &l, err) &&
           label_void(c->desk, (struct record_at){ l->id, version }, err) && show(c, l->id, err);
}

/* --- its file --------------------------------------------------------------------------------- */

static bool run_save(struct cli *c, struct err *err)
{
    struct job_file file;
    struct label *l;

    return find(c, &l, err) && label_file_load(c->desk, l->id, c->arena, &file, err) &&
           os_write_file(verb_opt(c, "output"), file.data, file.len, err);
}

static bool run_print(struct cli *c, struct err *err)
{
    struct printing how = { .command = conf_text(&c->conf, "orderdesk.print_command"),
                            .label_command = conf_text(&c->conf, "orderdesk.label_command") };
    struct job_file file;
    struct label *l;

    if (!find(c, &l, err) || !label_file_load(c->desk, l->id, c->arena, &file, err) ||
        !label_bytes_print(file.data, file.len, &how, err))
        return false;
    cli_note(c, arena_printf(c->arena, _("%s went to the printer."), l->package));
    return true;
}

const struct verb verbs_label[] = {
    { "label", "buy", "F", buy_options, VERB_DESK, run_buy,
      N_("Ask for the carriers' labels of packed packages; the worker buys them."), NULL },
    { "label", "list", "[F]", list_options, VERB_DESK, run_list,
      N_("List the labels of a fulfillment, or those that wait for a person."), NULL },
    { "label", "show", "PACKAGE", NULL, VERB_DESK, run_show, N_("Show the label of a package."),
      NULL },
    { "label", "rates", "PACKAGE", NULL, VERB_DESK, run_rates,
      N_("List what each way of sending a package costs, as it came for its label."), NULL },
    { "label", "choose", "PACKAGE RATE", seen_options, VERB_DESK, run_choose,
      N_("Buy the label of a package at that rate."), NULL },
    { "label", "void", "PACKAGE", seen_options, VERB_DESK, run_void,
      N_("Give a label back to the carrier, or stop one that is not bought yet."), NULL },
    { "label", "save", "PACKAGE", save_options, VERB_DESK, run_save,
      N_("Write the label of a package to a file, as it came."), NULL },
    { "label", "print", "PACKAGE", NULL, VERB_DESK, run_print,
      N_("Print the label of a package, as it came."), NULL },
    { NULL, NULL, NULL, NULL, VERB_NOTHING, NULL, NULL, NULL },
};
