/*
 * Papers: to the printer, or into a file; made of things as they are, or as they were printed.
 */
#include <limits.h>
#include <string.h>
#include <unistd.h>

#include "base/i18n.h"
#include "base/mem.h"
#include "base/os.h"
#include "cli/cmd_order.h"
#include "cli/find.h"
#include "cli/verb.h"
#include "domain/catalog/item.h"
#include "domain/flow/fulfillment.h"
#include "domain/flow/manifest.h"
#include "domain/flow/pick_wave.h"
#include "print/documents.h"
#include "print/paper.h"

#define COPIES_MAX 500

#define OUTPUT_OPTIONS                                                                             \
    { "output", "FILE", VERB_OPTIONAL,                                                             \
      N_("Write to this file instead of printing (also -o FILE); - is standard output.") },        \
        { "pdf", NULL, VERB_OPTIONAL,                                                              \
          N_("As PDF; else that where print_form says so, or the file's name ends in .pdf.") },    \
    {                                                                                              \
        "text", NULL, VERB_OPTIONAL, N_("As text of 80 columns; else that on standard output.")    \
    }
#define LABEL_OPTIONS                                                                              \
    { "zpl", NULL, VERB_OPTIONAL,                                                                  \
      N_("As ZPL; else that where label_form says so, or the file's name ends in .zpl.") },        \
    {                                                                                              \
        "dpi", "N", VERB_OPTIONAL, N_("Of the ZPL printer: 203 (else) or 300.")                    \
    }
#define REVISION_OPTION                                                                            \
    {                                                                                              \
        "revision", "N", VERB_OPTIONAL, N_("As it was printed then; else as things are now.")      \
    }

static const struct verb_option options[] = {
    OUTPUT_OPTIONS,
    REVISION_OPTION,
    { NULL, NULL, VERB_OPTIONAL, NULL },
};
static const struct verb_option label_options[] = {
    OUTPUT_OPTIONS,
    LABEL_OPTIONS,
    REVISION_OPTION,
    { NULL, NULL, VERB_OPTIONAL, NULL },
};
static const struct verb_option shelf_options[] = {
    OUTPUT_OPTIONS,
    LABEL_OPTIONS,
    { "copies", "N", VERB_OPTIONAL, N_("So many labels; else one.") },
    { NULL, NULL, VERB_OPTIONAL, NULL },
};
static const struct verb_option sheet_options[] = {
    OUTPUT_OPTIONS,
    { NULL, NULL, VERB_OPTIONAL, NULL },
};
static const struct verb_option manifest_options[] = {
    OUTPUT_OPTIONS,
    REVISION_OPTION,
    { "site", "CODE", VERB_OPTIONAL, N_("Of this site; else of the firm's own.") },
    { "date", "DATE", VERB_OPTIONAL, N_("Of this day; else of today.") },
    { NULL, NULL, VERB_OPTIONAL, NULL },
};

/* --- where it goes ---------------------------------------------------------------------------- */

static bool ends_with(const char *text, const char *end)
{
    size_t len = strlen(text), n = strlen(end);

    return len >= n && strcmp(text + len - n, end) == 0;
}

static enum paper_form form_of_option(const struct cli *c, const char *name)
{
    enum paper_form form;

    return paper_form_parse(conf_text(&c->conf, name), &form) ? form : PAPER_AS_PDF;
}

static bool zpl_form(const struct cli *c, enum paper_form *out, struct err *err)
{
    const char *dpi = verb_opt(c, "dpi");

    *out = dpi != NULL && strcmp(dpi, "300") == 0 ? PAPER_AS_ZPL300 : PAPER_AS_ZPL;
    return dpi == NULL || strcmp(dpi, "203") == 0 || strcmp(dpi, "300") == 0 ||
           err_field(err, ERR_INVALID, "dpi", _("Printers of labels have 203 or 300 dpi."));
}

static bool form_of(struct cli *c, bool is_label, enum paper_form *out, struct err *err)
{
    const char *path = verb_opt(c, "output");
    int asked = verb_flag(c, "pdf") + verb_flag(c, "text") + (is_label && verb_flag(c, "zpl"));

    if (asked > 1)
        return verb_misused(c, err, _("Choose one of --pdf, --text and --zpl."));
    if (verb_flag(c, "pdf"))
        *out = PAPER_AS_PDF;
    else if (verb_flag(c, "text"))
        *out = PAPER_AS_TEXT;
    else if (is_label && (verb_flag(c, "zpl") || (path != NULL && ends_with(path, ".zpl"))))
        return zpl_form(c, out, err);
    else if (path != NULL && (strcmp(path, "-") == 0 || ends_with(path, ".txt")))
        *out = PAPER_AS_TEXT;
    else if (path != NULL && ends_with(path, ".pdf"))
        *out = PAPER_AS_PDF;
    else
        *out = form_of_option(c, is_label ? "orderdesk.label_form" : "orderdesk.print_form");
    return true;
}

static bool write_paper(struct cli *c, const struct paper *paper, enum paper_form form,
                        const char *path, struct err *err)
{
    const char *data;
    size_t len;

    if (!paper_bytes(paper, form, c->arena, &data, &len, err))
        return false;
    if (strcmp(path, "-") == 0 && form != PAPER_AS_PDF) {
        out_text(c->out, form == PAPER_AS_TEXT ? "text" : "zpl", data);
        return true;
    }
    return os_write_file(path, data, len, err);
}

/* Printed, or written where --output says. */
static bool give_out(struct cli *c, const struct paper *paper, enum paper_form form,
                     struct err *err)
{
    const char *path = verb_opt(c, "output");
    struct printing how = { .command = conf_text(&c->conf, "orderdesk.print_command"),
                            .form = form,
                            .label_command = conf_text(&c->conf, "orderdesk.label_command"),
                            .label_form = form };

    if (path != NULL)
        return write_paper(c, paper, form, path, err);
    if (!paper_print(paper, &how, err))
        return false;
    cli_note(c, arena_printf(c->arena, _("%s went to the printer."), paper->name));
    return true;
}

/* The form, where it can be shown there. */
static bool ready(struct cli *c, bool is_label, enum paper_form *form, struct err *err)
{
    const char *path = verb_opt(c, "output");

    if (!form_of(c, is_label, form, err))
        return false;
    if (*form == PAPER_AS_PDF && path != NULL && strcmp(path, "-") == 0 && isatty(STDOUT_FILENO))
        return verb_misused(c, err, _("A terminal cannot show PDF: name a file, or use --text."));
    return true;
}

/* --- documents, which are kept ---------------------------------------------------------------- */

static bool read_revision(const struct cli *c, int *out, struct err *err)
{
    const char *text = verb_opt(c, "revision");
    int64_t n = 0;

    if (text != NULL && !find_int("revision", text, 1, INT32_MAX, &n, err))
        return false;
    *out = (int)n;
    return true;
}

static bool issue(struct cli *c, struct document_ask *ask, struct err *err)
{
    struct paper paper;
    enum paper_form form;
    int revision;

    return ready(c, ask->kind == DOCUMENT_LABEL, &form, err) &&
           read_revision(c, &ask->revision, err) &&
           document_issue(c->desk, ask, c->arena, &paper, &revision, err) &&
           give_out(c, &paper, form, err);
}

static bool run_print(struct cli *c, enum document_kind kind, struct err *err)
{
    struct document_ask ask = { .kind = kind };

    return fulfillment_find(c->desk, verb_arg(c, 0), &ask.fulfillment, err) && issue(c, &ask, err);
}

static bool run_pick_list(struct cli *c, struct err *err)
{
    return run_print(c, DOCUMENT_PICK_LIST, err);
}

static bool run_packing_slip(struct cli *c, struct err *err)
{
    return run_print(c, DOCUMENT_PACKING_SLIP, err);
}

static bool run_label(struct cli *c, struct err *err)
{
    return run_print(c, DOCUMENT_LABEL, err);
}

static bool run_manifest(struct cli *c, struct err *err)
{
    struct document_ask ask = { .kind = DOCUMENT_MANIFEST, .site = desk_company(c->desk)->site };
    struct site *site;

    ask.day = desk_today(c->desk);
    if (verb_arg(c, 0) != NULL) {
        if (verb_opt(c, "site") != NULL || verb_opt(c, "date") != NULL)
            return verb_misused(c, err,
                                _("Name the manifest, or say --site and --date, not both."));
        return manifest_find(c->desk, verb_arg(c, 0), &ask.manifest, err) && issue(c, &ask, err);
    }
    if (verb_opt(c, "site") != NULL) {
        if (!find_site(c, verb_opt(c, "site"), &site, err))
            return false;
        ask.site = site->id;
    }
    if (verb_opt(c, "date") != NULL &&
        !date_parse_typed(verb_opt(c, "date"), desk_today(c->desk), &ask.day, err))
        return err_at(err, "date");
    return issue(c, &ask, err);
}

static bool run_confirmation(struct cli *c, struct err *err)
{
    struct document_ask ask = { .kind = DOCUMENT_CONFIRMATION };
    struct order *o;

    if (!find_order(c, verb_arg(c, 0), &o, err))
        return false;
    ask.order = o->id;
    return issue(c, &ask, err);
}

static bool run_wave(struct cli *c, struct err *err)
{
    struct document_ask ask = { .kind = DOCUMENT_WAVE };

    if (!pick_wave_find(c->desk, verb_arg(c, 0), &ask.wave, err))
        return false;
    if (ask.wave == 0)
        return err_set(err, ERR_NOT_FOUND, _("There is no wave %.40s."), verb_arg(c, 0));
    return issue(c, &ask, err);
}

/* --- what is not kept ------------------------------------------------------------------------- */

static bool run_shelf(struct cli *c,
                      bool (*make)(struct desk *, const char *, int, struct arena *, struct paper *,
                                   struct err *),
                      struct err *err)
{
    const char *text = verb_opt(c, "copies");
    struct paper paper;
    enum paper_form form;
    int64_t copies = 1;

    return (text == NULL || find_int("copies", text, 1, COPIES_MAX, &copies, err)) &&
           ready(c, true, &form, err) &&
           make(c->desk, verb_arg(c, 0), (int)copies, c->arena, &paper, err) &&
           give_out(c, &paper, form, err);
}

static bool run_item_label(struct cli *c, struct err *err)
{
    return run_shelf(c, label_of_item, err);
}

static bool run_place_label(struct cli *c, struct err *err)
{
    return run_shelf(c, label_of_place, err);
}

static bool run_commands(struct cli *c, struct err *err)
{
    struct paper paper;
    enum paper_form form;

    return ready(c, false, &form, err) && sheet_of_commands(c->desk, c->arena, &paper, err) &&
           give_out(c, &paper, form, err);
}

const struct verb verbs_print[] = {
    { "print", "pick-list", "N", options, VERB_DESK, run_pick_list,
      N_("Print what is to be picked for a fulfillment, or for an order that has one open."),
      NULL },
    { "print", "packing-slip", "N", options, VERB_DESK, run_packing_slip,
      N_("Print what goes with the packages of a fulfillment: no prices, in the customer's "
         "language."),
      NULL },
    { "print", "label", "N", label_options, VERB_DESK, run_label,
      N_("Print a label for each parcel of a fulfillment that is packed."), NULL },
    { "print", "manifest", "[M]", manifest_options, VERB_DESK, run_manifest,
      N_("Print a manifest (M17), or all that left a site on a day, to be signed for."), NULL },
    { "print", "wave", "W", options, VERB_DESK, run_wave,
      N_("Print what is to be picked for a wave, place by place, and into which tote."), NULL },
    { "print", "confirmation", "ORDER", options, VERB_DESK, run_confirmation,
      N_("Print what a customer ordered, with prices, in the customer's language."), NULL },
    { "print", "commands", "", sheet_options, VERB_DESK, run_commands,
      N_("Print the commands of the pick screen as barcodes."), NULL },
    { "print", "item-label", "ITEM", shelf_options, VERB_DESK, run_item_label,
      N_("Print labels for an item."), NULL },
    { "print", "place-label", "PLACE", shelf_options, VERB_DESK, run_place_label,
      N_("Print labels for a place on the shelves."), NULL },
    { NULL, NULL, NULL, NULL, VERB_NOTHING, NULL, NULL, NULL },
};

/* --- what was printed ------------------------------------------------------------------------- */

static const struct out_column kept_columns[] = {
    { "document", N_("Document"), OUT_TEXT },   { "of", N_("Of"), OUT_TEXT },
    { "revision", N_("Revision"), OUT_NUMBER }, { "language", N_("Language"), OUT_TEXT },
    { "printed", N_("Printed"), OUT_TEXT },     { "by", N_("By"), OUT_TEXT },
    { "digest", N_("Digest"), OUT_TEXT },       { NULL, NULL, OUT_TEXT },
};

/* By the number of an order or a fulfillment, else by the name of a manifest. */
static bool kept_load(struct cli *c, struct kept_papers *out, struct err *err)
{
    const char *text = verb_arg(c, 0);
    struct order_id order;

    if (!order_find(c->desk, text, &order, err))
        return false;
    if (order.v != 0)
        return kept_papers_of_order(c->desk, order, INT_MAX, c->arena, out, err);
    return kept_papers_of(c->desk, text, INT_MAX, c->arena, out, err);
}

static bool run_document_list(struct cli *c, struct err *err)
{
    struct kept_papers list;

    if (!kept_load(c, &list, err))
        return false;
    out_list_begin(c->out, NULL, kept_columns);
    for (int i = 0; i < list.n; i++) {
        const struct kept_paper *p = &list.v[i];

        out_cell(c->out, out_form(c->out) == OUT_TABLE ? document_kind_words(p->kind)
                                                       : document_kind_name(p->kind));
        out_cell(c->out, p->subject);
        out_cell_i64(c->out, p->revision);
        out_cell(c->out, p->lang);
        out_cell_stamp(c->out, p->made);
        out_cell(c->out, p->by);
        out_cell(c->out, out_form(c->out) == OUT_TABLE ? arena_strndup(c->arena, p->digest, 12)
                                                       : p->digest);
    }
    out_list_end(c->out);
    return true;
}

static bool kept_of(struct cli *c, struct paper *out, bool *is_label, struct err *err)
{
    struct kept_paper *kept;
    enum document_kind kind;
    int revision;

    if (!document_kind_parse(verb_arg(c, 0), &kind))
        return err_field(err, ERR_INVALID, "document",
                         _("A document is pick-list, packing-slip, label, manifest, wave or"
                           " confirmation."));
    *is_label = kind == DOCUMENT_LABEL;
    return read_revision(c, &revision, err) &&
           kept_paper_load(c->desk, kind, verb_arg(c, 1), revision, c->arena, &kept, err) &&
           document_of_kept(kept, c->arena, out, err);
}

static bool run_document_show(struct cli *c, struct err *err)
{
    struct paper paper;
    bool is_label;

    if (!kept_of(c, &paper, &is_label, err))
        return false;
    out_text(c->out, "text", paper_as_text(&paper, c->arena));
    return true;
}

static bool run_document_print(struct cli *c, struct err *err)
{
    struct paper paper;
    enum paper_form form;
    bool is_label;

    return kept_of(c, &paper, &is_label, err) && ready(c, is_label, &form, err) &&
           give_out(c, &paper, form, err);
}

static const struct verb_option show_options[] = {
    { "revision", "N", VERB_OPTIONAL, N_("This one; else the newest.") },
    { NULL, NULL, VERB_OPTIONAL, NULL },
};
static const struct verb_option again_options[] = {
    OUTPUT_OPTIONS,
    LABEL_OPTIONS,
    { "revision", "N", VERB_OPTIONAL, N_("This one; else the newest.") },
    { NULL, NULL, VERB_OPTIONAL, NULL },
};

const struct verb verbs_document[] = {
    { "document", "list", "N", NULL, VERB_DESK, run_document_list,
      N_("List what was printed of an order, a fulfillment (10482-F1), a manifest (M17), a wave "
         "(W12) or a day (\"2026-11-22 MAIN\")."),
      NULL },
    { "document", "show", "DOCUMENT N", show_options, VERB_DESK, run_document_show,
      N_("Show a pick-list, packing-slip, label, manifest, wave or confirmation as it was "
         "printed."), NULL },
    { "document", "print", "DOCUMENT N", again_options, VERB_DESK, run_document_print,
      N_("Print it again as it was, or save it with -o FILE."), NULL },
    { NULL, NULL, NULL, NULL, VERB_NOTHING, NULL, NULL, NULL },
};
