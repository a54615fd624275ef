/*
 * Commands of manifests: what each carrier takes along, and the hand-over.
 */
#include <limits.h>
#include <string.h>

#include "base/i18n.h"
#include "base/mem.h"
#include "base/os.h"
#include "cli/find.h"
#include "cli/verb_action.h"
#include "domain/flow/manifest_form.h"
#include "print/documents.h"

static const struct verb_option list_options[] = {
    { "site", "CODE", VERB_OPTIONAL, N_("Of this site only.") },
    { "open", NULL, VERB_OPTIONAL, N_("Only what is not handed over yet.") },
    { NULL, NULL, VERB_OPTIONAL, NULL },
};

static const struct out_column columns[] = {
    { "manifest", N_("Manifest"), OUT_TEXT },
    { "status", N_("Status"), OUT_TEXT },
    { "day", N_("Day"), OUT_TEXT },
    { "site", N_("Site"), OUT_TEXT },
    { "carrier", N_("Carrier"), OUT_TEXT },
    { "shipments", N_("Shipments"), OUT_NUMBER },
    { "packages", N_("Packages"), OUT_NUMBER },
    { "weight_g", N_("Weight, g"), OUT_NUMBER },
    { "closed", N_("Handed over"), OUT_TEXT },
    { "by", N_("By"), OUT_TEXT },
    { "version", N_("Version"), OUT_NUMBER },
    { NULL, NULL, OUT_TEXT },
};

static void put_manifest(struct cli *c, const struct manifest *m)
{
    out_cell(c->out, m->number);
    out_cell(c->out, out_form(c->out) == OUT_TABLE ? manifest_status_words(m->status)
                                                   : manifest_status_name((int)m->status));
    out_cell_date(c->out, m->day);
    out_cell(c->out, m->site_code);
    out_cell(c->out, m->carrier);
    out_cell_i64(c->out, m->shipments);
    out_cell_i64(c->out, m->packages);
    out_cell_i64(c->out, m->weight_g);
    out_cell_stamp(c->out, m->closed);
    out_cell(c->out, m->closed_by);
    out_cell_i64(c->out, m->version);
}

static bool run_list(struct cli *c, struct err *err)
{
    struct manifest_filter filter = { .is_open = verb_flag(c, "open") };
    struct manifests all;

    if (verb_opt(c, "site") != NULL && !find_site_id(c, verb_opt(c, "site"), &filter.site, err))
        return false;
    if (!manifest_list(c->desk, &filter, INT_MAX, c->arena, &all, err))
        return false;
    out_list_begin(c->out, NULL, columns);
    for (int i = 0; i < all.n; i++)
        put_manifest(c, &all.v[i]);
    out_list_end(c->out);
    return true;
}

static bool put_rows(struct cli *c, int64_t id, struct err *err)
{
    static const struct out_column row_columns[] = {
        { "fulfillment", N_("Fulfillment"), OUT_TEXT },
        { "order", N_("Order"), OUT_TEXT },
        { "customer_name", N_("Customer"), OUT_TEXT },
        { "packages", N_("Packages"), OUT_NUMBER },
        { "weight_g", N_("Weight, g"), OUT_NUMBER },
        { "tracking", N_("Tracking number"), OUT_TEXT },
        { NULL, NULL, OUT_TEXT },
    };
    struct manifest_rows rows;

    if (!manifest_shipments(c->desk, id, c->arena, &rows, err))
        return false;
    out_list_begin(c->out, "rows", row_columns);
    for (int i = 0; i < rows.n; i++) {
        out_cell(c->out, rows.v[i].number);
        out_cell(c->out, rows.v[i].order_number);
        out_cell(c->out, rows.v[i].customer_name);
        out_cell_i64(c->out, rows.v[i].packages);
        out_cell_i64(c->out, rows.v[i].weight_g);
        out_cell(c->out, rows.v[i].tracking);
    }
    out_list_end(c->out);
    return true;
}

static const struct out_column form_columns[] = {
    { "provider", N_("From"), OUT_TEXT },   { "state", N_("Form"), OUT_TEXT },
    { "why", N_("Why"), OUT_TEXT },         { "asked", N_("Asked for"), OUT_TEXT },
    { "by", N_("By"), OUT_TEXT },           { "ended", N_("Ended"), OUT_TEXT },
    { NULL, NULL, OUT_TEXT },
};

static void put_forms(struct cli *c, const char *name, const struct manifest_forms *all)
{
    out_list_begin(c->out, name, form_columns);
    for (int i = 0; i < all->n; i++) {
        const struct manifest_form *f = &all->v[i];

        out_cell(c->out, f->provider);
        out_cell(c->out, out_form(c->out) == OUT_TABLE ? form_state_words(f->state)
                                                       : form_state_name((int)f->state));
        out_cell(c->out, f->message);
        out_cell_stamp(c->out, f->asked);
        out_cell(c->out, f->asked_by);
        out_cell_stamp(c->out, f->ended);
    }
    out_list_end(c->out);
}

/* The newest that is there, of that provider where one is named. */
static bool load_file(struct cli *c, const struct manifest_forms *all, struct form_file *out,
                      struct err *err)
{
    const char *provider = verb_opt(c, "provider");

    for (int i = 0; i < all->n; i++)
        if (all->v[i].state == FORM_THERE &&
            (provider == NULL || strcmp(provider, all->v[i].provider) == 0))
            return manifest_form_file(c->desk, all->v[i].id, c->arena, out, err);
    return err_set(err, ERR_NOT_FOUND, _("The carrier's form has not come."));
}

static bool run_form(struct cli *c, struct err *err)
{
    struct printing how = { .command = conf_text(&c->conf, "orderdesk.print_command") };
    const char *output = verb_opt(c, "output");
    struct manifest_forms all;
    struct form_file file = { 0 };
    int64_t id;

    if (verb_flag(c, "again") + verb_flag(c, "print") + (output != NULL) > 1)
        return verb_misused(c, err, _("Choose one of --again, --print and --output."));
    if (!manifest_find(c->desk, verb_arg(c, 0), &id, err) ||
        (verb_flag(c, "again") && !manifest_form_again(c->desk, id, err)) ||
        !manifest_forms_of(c->desk, id, c->arena, &all, err))
        return false;
    if (output != NULL || verb_flag(c, "print")) {
        if (!load_file(c, &all, &file, err))
            return false;
        return output != NULL ? os_write_file(output, file.data, file.len, err)
                              : form_bytes_print(file.data, file.len, &how, err);
    }
    put_forms(c, NULL, &all);
    return true;
}

static const struct verb_option form_options[] = {
    { "again", NULL, VERB_OPTIONAL, N_("Ask once more for what is in no form.") },
    { "print", NULL, VERB_OPTIONAL, N_("Print the form, as it came.") },
    { "output", "FILE", VERB_OPTIONAL, N_("Write the form to this file (also -o FILE).") },
    { "provider", "NAME", VERB_OPTIONAL, N_("That of this provider, where several made one.") },
    { NULL, NULL, VERB_OPTIONAL, NULL },
};

static bool run_show(struct cli *c, struct err *err)
{
    struct manifest_forms forms;
    struct manifest *m;
    int64_t id;

    if (!manifest_find(c->desk, verb_arg(c, 0), &id, err) ||
        !manifest_load(c->desk, id, c->arena, &m, err) ||
        !manifest_forms_of(c->desk, id, c->arena, &forms, err))
        return false;
    out_record_begin(c->out, columns);
    put_manifest(c, m);
    if (!put_rows(c, id, err))
        return false;
    if (forms.n > 0 || out_form(c->out) != OUT_TABLE)
        put_forms(c, "forms", &forms);
    verb_put_actions(c, &manifest_document, m);
    out_record_end(c->out);
    return true;
}

bool run_manifest_action(struct cli *c, struct err *err)
{
    struct manifest *m;
    int64_t id;

    if (!manifest_find(c->desk, verb_arg(c, 0), &id, err) ||
        !verb_act(c, &manifest_document, id, err) ||
        !manifest_load(c->desk, id, c->arena, &m, err))
        return false;
    out_record_begin(c->out, columns);
    put_manifest(c, m);
    out_record_end(c->out);
    return true;
}

const struct verb verbs_manifest[] = {
    { "manifest", "list", "", list_options, VERB_DESK, run_list,
      N_("List what each carrier takes along from a site on a day, newest first."), NULL },
    { "manifest", "show", "M", NULL, VERB_DESK, run_show, N_("Show a manifest with its shipments."),
      NULL },
    { "manifest", "form", "M", form_options, VERB_DESK, run_form,
      N_("Show the carrier's forms of a manifest; print one, save it, or ask again."), NULL },
    { NULL, NULL, NULL, NULL, VERB_NOTHING, NULL, NULL, NULL },
};
