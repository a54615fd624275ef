/*
 * The folder exchange from a shell: what was read of the partner, and reading one file by hand.
 */
#include <string.h>

#include "base/folder.h"
#include "base/i18n.h"
#include "base/limits.h"
#include "base/mem.h"
#include "cli/session.h"
#include "cli/verb.h"
#include "domain/outside/folder.h"

/* Why, a sentence a row; in a table all in one line. */
static const char *why(const struct cli *c, const char *report)
{
    char *text = arena_strdup(c->arena, report);
    size_t len = strlen(text);

    while (len > 0 && text[len - 1] == '\n')
        text[--len] = '\0';
    for (char *at = text; c->form == OUT_TABLE && *at != '\0'; at++)
        if (*at == '\n')
            *at = ' ';
    return text;
}

static bool run_folder(struct cli *c, struct err *err)
{
    static const struct out_column columns[] = {
        { "read", N_("Read"), OUT_TEXT },        { "file", N_("File"), OUT_TEXT },
        { "kind", N_("Kind"), OUT_TEXT },        { "taken", N_("Taken"), OUT_NUMBER },
        { "same", N_("Known"), OUT_NUMBER },     { "refused", N_("Refused"), OUT_NUMBER },
        { "by", N_("By"), OUT_TEXT },            { "report", N_("Why"), OUT_TEXT },
        { NULL, NULL, OUT_TEXT },
    };
    bool is_refused_only = verb_flag(c, "refused");
    int64_t before = 0;

    out_list_begin(c->out, NULL, columns);
    for (bool is_more = true; is_more && out_is_ok(c->out);) {
        OD_ARENA *page = arena_new();
        struct folder_files files;

        if (!folder_files_load(c->desk, before, LIMIT_PAGE_ROWS, page, &files, err))
            return false;
        for (int i = 0; i < files.n; i++) {
            const struct folder_file *f = &files.v[i];

            before = f->id;
            if (is_refused_only && f->refused == 0)
                continue;
            out_cell_stamp(c->out, f->read);
            out_cell(c->out, f->name);
            out_cell(c->out, f->kind);
            out_cell_i64(c->out, f->taken);
            out_cell_i64(c->out, f->same);
            out_cell_i64(c->out, f->refused);
            out_cell(c->out, f->by);
            out_cell(c->out, why(c, f->report));
        }
        is_more = files.n == LIMIT_PAGE_ROWS;
    }
    out_list_end(c->out);
    return true;
}

/* "DIR/NAME" in its two parts. */
static void split(const char *path, struct arena *arena, const char **dir, const char **name)
{
    const char *slash = strrchr(path, '/');

    *name = slash != NULL ? slash + 1 : path;
    *dir = slash == NULL   ? "."
           : slash == path ? "/"
                           : arena_strndup(arena, path, (size_t)(slash - path));
}

static bool run_read(struct cli *c, struct err *err)
{
    static const struct out_column columns[] = {
        { "kind", N_("Kind"), OUT_TEXT },        { "taken", N_("Taken"), OUT_NUMBER },
        { "same", N_("Known"), OUT_NUMBER },     { "refused", N_("Refused"), OUT_NUMBER },
        { "known", N_("Read before"), OUT_BOOL }, { "report", N_("Why"), OUT_TEXT },
        { NULL, NULL, OUT_TEXT },
    };
    struct folder_in in = { .is_by_hand = true, .is_dry = verb_flag(c, "dry-run") };
    struct folder_report report;
    const char *dir;
    char *bytes;

    split(verb_arg(c, 0), c->arena, &dir, &in.name);
    if (!folder_read(dir, in.name, FOLDER_BYTES, c->arena, &bytes, &in.len, err))
        return false;
    in.bytes = bytes;
    if (!folder_take(c->desk, &in, c->arena, &report, err))
        return false;
    out_record_begin(c->out, columns);
    out_cell(c->out, report.kind);
    out_cell_i64(c->out, report.taken);
    out_cell_i64(c->out, report.same);
    out_cell_i64(c->out, report.refused);
    out_cell_bool(c->out, report.is_known);
    out_cell(c->out, why(c, report.text));
    out_record_end(c->out);
    return report.refused == 0 ||
           err_set(err, ERR_INVALID, _("%d of the rows were refused."), report.refused);
}

static const struct verb_option folder_options[] = {
    { "refused", NULL, VERB_OPTIONAL, N_("Those of which something was refused.") },
    { NULL, NULL, VERB_OPTIONAL, NULL },
};
static const struct verb_option read_options[] = {
    { "dry-run", NULL, VERB_OPTIONAL, N_("Only tell what would be.") },
    { NULL, NULL, VERB_OPTIONAL, NULL },
};

const struct verb verbs_folder[] = {
    { "sync", "folder", "", folder_options, VERB_DESK, run_folder,
      N_("List the files of the partner that were read, the newest first, and what was refused."
         " How the exchange does is in `sync status`."),
      NULL },
    { "sync", "read", "FILE", read_options, VERB_DESK, run_read,
      N_("Read a file as the partner puts it into the folder: ack..., tracking... or asn..., CSV"
         " or .json. Each row is taken or refused; the file stays where it is."),
      NULL },
    { NULL, NULL, NULL, NULL, VERB_NOTHING, NULL, NULL, NULL },
};
