/*
 * Papers: to the printer, or into a file.
 */
#include <string.h>
#include <unistd.h>

#include "base/i18n.h"
#include "base/mem.h"
#include "base/os.h"
#include "cli/verb.h"
#include "domain/flow/fulfillment.h"
#include "print/documents.h"
#include "print/paper.h"

static const struct verb_option options[] = {
    { "output", "FILE", VERB_OPTIONAL,
      N_("Write to this file instead of printing (also -o FILE); - is standard output.") },
    { "pdf", NULL, VERB_OPTIONAL,
      N_("As PDF; else that where print_form says so, or the file's name ends in .pdf.") },
    { "text", NULL, VERB_OPTIONAL, N_("As text of 80 columns; else that on standard output.") },
    { NULL, NULL, VERB_OPTIONAL, NULL },
};

static bool ends_with(const char *text, const char *end)
{
    size_t len = strlen(text), n = strlen(end);

    return len >= n && strcmp(text + len - n, end) == 0;
}

static enum paper_form form_of(const struct cli *c, const char *path)
{
    if (verb_flag(c, "pdf"))
        return PAPER_AS_PDF;
    if (verb_flag(c, "text"))
        return PAPER_AS_TEXT;
    if (path != NULL && (strcmp(path, "-") == 0 || ends_with(path, ".txt")))
        return PAPER_AS_TEXT;
    if (path != NULL && ends_with(path, ".pdf"))
        return PAPER_AS_PDF;
    return strcmp(conf_text(&c->conf, "orderdesk.print_form"), "text") == 0 ? PAPER_AS_TEXT
                                                                            : PAPER_AS_PDF;
}

static bool write_paper(struct cli *c, enum document_kind kind, int64_t id, const char *path,
                        struct err *err)
{
    enum paper_form form = form_of(c, path);
    struct paper paper;
    const char *data;
    size_t len;

    if (form == PAPER_AS_PDF && strcmp(path, "-") == 0 && isatty(STDOUT_FILENO))
        return verb_misused(c, err, _("A terminal cannot show PDF: name a file, or use --text."));
    if (!document_make(c->desk, kind, id, c->arena, &paper, err) ||
        !paper_bytes(&paper, form, c->arena, &data, &len, err))
        return false;
    if (strcmp(path, "-") == 0 && form == PAPER_AS_TEXT) {
        out_text(c->out, "text", data);
        return true;
    }
    return os_write_file(path, data, len, err);
}

static bool run_print(struct cli *c, enum document_kind kind, struct err *err)
{
    const char *path = verb_opt(c, "output"), *number;
    struct printing how = { .command = conf_text(&c->conf, "orderdesk.print_command"),
                            .form = form_of(c, path) };
    int64_t id;

    if (verb_flag(c, "pdf") && verb_flag(c, "text"))
        return verb_misused(c, err, _("Choose one of --pdf and --text."));
    if (!fulfillment_find(c->desk, verb_arg(c, 0), &id, err))
        return false;
    if (path != NULL)
        return write_paper(c, kind, id, path, err);
    if (!document_print(c->desk, kind, id, &how, c->arena, &number, err))
        return false;
    cli_note(c, arena_printf(c->arena, _("%s went to the printer."), number));
    return true;
}

static bool run_pick_list(struct cli *c, struct err *err)
{
    return run_print(c, DOCUMENT_PICK_LIST, err);
}

static bool run_packing_slip(struct cli *c, struct err *err)
{
    return run_print(c, DOCUMENT_PACKING_SLIP, err);
}

const struct verb verbs_print[] = {
    { "print", "pick-list", "N", options, VERB_DESK, run_pick_list,
      N_("Print what is to be picked for a fulfillment, or for an order that has one open.") },
    { "print", "packing-slip", "N", options, VERB_DESK, run_packing_slip,
      N_("Print what goes with the packages of a fulfillment: no prices, in the customer's "
         "language.") },
    { NULL, NULL, NULL, NULL, VERB_NOTHING, NULL, NULL, NULL },
};
