/*
 * Import and export. The domain reads and writes the rows; here are the files around it: maps,
 * refused rows, progress, the summary.
 */
#include <string.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/csv.h"
#include "base/i18n.h"
#include "base/limits.h"
#include "base/mem.h"
#include "cli/find.h"
#include "cli/verb.h"
#include "domain/catalog/item.h"
#include "domain/desk/desk.h"
#include "domain/intake/import_file.h"

#define PROGRESS_EVERY_MS 200

/* --- import ----------------------------------------------------------------------------------- */

static const char *base_name(const char *path)
{
    const char *slash = strrchr(path, '/');

    return slash == NULL ? path : slash + 1;
}

/* One line that is written over and over:
 * "Northwind.csv: 1200 read, 3 refused, 850 a second, 42%, 0:07 left". */
static void show_progress(const char *path, const struct import_file *f)
{
    const struct import_counts *n = import_file_counts(f);
    struct import_pace pace = import_file_pace(f);

    (void)fprintf(stderr, "\r");
    (void)fprintf(stderr, _("%s: %lld read, %lld refused, %lld a second"), base_name(path),
                  (long long)n->read, (long long)n->refused, (long long)pace.a_second);
    if (pace.percent >= 0)
        (void)fprintf(stderr, ", %d%%", pace.percent);
    if (pace.left_s > 0)
        (void)fprintf(stderr, _(", %lld:%02lld left"), (long long)(pace.left_s / 60),
                      (long long)(pace.left_s % 60));
    (void)fprintf(stderr, "  ");
    (void)fflush(stderr);
}

static void put_counts(struct cli *c, const char *path, const struct import_file *f,
                       bool is_orders)
{
    const struct import_counts *n = import_file_counts(f);
    const int64_t counts[] = { n->read, n->fresh, n->changed, n->same, n->refused, n->warned };
    const int64_t of_orders[] = { n->proposed, n->lines, n->flagged };

    out_cell(c->out, base_name(path));
    for (size_t i = 0; i < OD_LEN(counts); i++)
        out_cell_i64(c->out, counts[i]);
    for (size_t i = 0; i < OD_LEN(of_orders); i++) {
        if (is_orders)
            out_cell_i64(c->out, of_orders[i]);
        else
            out_cell(c->out, "");
    }
    out_cell(c->out, import_file_refused(f));
    out_cell(c->out, import_file_warnings(f));
    out_cell(c->out, import_file_read_as(f, c->arena));
    out_cell(c->out, arena_strdup(c->arena, import_file_unread(f)));
}

/* What the person says of how the file is written. */
static bool read_form(struct cli *c, struct csv_form *file, struct import_form *cells,
                      struct err *err)
{
    const char *encoding = verb_opt(c, "encoding"), *separator = verb_opt(c, "separator");
    const char *dates = verb_opt(c, "dates"), *point = verb_opt(c, "point");

    if (encoding != NULL && !encoding_parse(encoding, &file->encoding, err))
        return false;
    if (separator != NULL && strcmp(separator, "tab") == 0)
        file->delimiter = '\t';
    else if (separator != NULL && strlen(separator) == 1 && strchr(",;|\t:", *separator) != NULL)
        file->delimiter = *separator;
    else if (separator != NULL)
        return verb_misused(c, err, _("--separator is one of , ; | : or tab."));
    if (point != NULL && strcmp(point, ".") != 0 && strcmp(point, ",") != 0)
        return verb_misused(c, err, _("--point is . or ,"));
    if (point != NULL)
        cells->point = *point;
    if (dates != NULL && (strlen(dates) >= sizeof cells->date_form ||
                          strspn(dates, "YMD/.-") != strlen(dates)))
        return verb_misused(c, err, _("--dates is a form such as D/M/YYYY, M/D/YY or DD.MM.YYYY."));
    if (dates != NULL)
        (void)snprintf(cells->date_form, sizeof cells->date_form, "%s", dates);
    return true;
}

/* To the end, or to what it cannot go on after. */
static bool run_file(struct import_file *f, const char *path, bool is_shown, struct err *err)
{
    int64_t shown_ms = clock_monotonic_ms();
    bool is_over = false;

    while (!is_over) {
        if (!import_file_step(f, &is_over, err))
            return false;
        if (!is_shown || clock_monotonic_ms() - shown_ms < PROGRESS_EVERY_MS)
            continue;
        shown_ms = clock_monotonic_ms();
        show_progress(path, f);
    }
    return true;
}

static bool import_file(struct cli *c, const struct import_file_in *what, int64_t *refused,
                        struct err *err)
{
    bool is_shown = isatty(STDERR_FILENO) && c->file == stdout, is_done;
    const struct import_counts *counts;
    OD_IMPORT_FILE *f = NULL;

    if (!import_file_open(c->desk, what, &f, err))
        return false;
    is_done = run_file(f, what->path, is_shown, err);
    if (is_shown)
        (void)fprintf(stderr, "\r\033[K");
    if (!is_done || !import_file_end(f, err))
        return false;
    counts = import_file_counts(f);
    if (counts->lines_left > 0)
        cli_note(c, arena_printf(c->arena,
                                 _("%lld lines of the second file belong to no order of the "
                                   "first."),
                                 (long long)counts->lines_left));
    *refused += counts->refused;
    put_counts(c, what->path, f, what->kind == IMPORT_ORDERS);
    return true;
}

static bool run_import(struct cli *c, struct err *err)
{
    static const struct out_column columns[] = {
        { "file", N_("File"), OUT_TEXT },
        { "read", N_("Read"), OUT_NUMBER },
        { "new", N_("New"), OUT_NUMBER },
        { "changed", N_("Changed"), OUT_NUMBER },
        { "same", N_("Same"), OUT_NUMBER },
        { "refused", N_("Refused"), OUT_NUMBER },
        { "warned", N_("Warned"), OUT_NUMBER },
        { "proposed", N_("Proposed"), OUT_NUMBER },
        { "lines", N_("Order lines"), OUT_NUMBER },
        { "flagged", N_("Flagged"), OUT_NUMBER },
        { "refused_file", N_("Refused rows"), OUT_TEXT },
        { "warnings_file", N_("Warnings"), OUT_TEXT },
        { "read_as", N_("Read as"), OUT_TEXT },
        { "not_read", N_("Columns not read"), OUT_TEXT },
        { NULL, NULL, OUT_TEXT },
    };
    struct import_file_in what = { .lines_path = verb_opt(c, "lines"),
                                   .map = verb_opt(c, "map"),
                                   .is_number_kept = verb_flag(c, "keep-numbers"),
                                   .is_dry_run = verb_flag(c, "dry-run"),
                                   .may_take_long = true };
    int64_t refused = 0;

    if (!import_kind_parse(verb_arg(c, 0), &what.kind, err))
        return verb_misused(c, err, "%s", arena_strdup(c->arena, err->text));
    if (verb_opt(c, "lines") != NULL && (what.kind != IMPORT_ORDERS || c->arg_count > 2))
        return verb_misused(c, err, _("--lines belongs to one file of orders."));
    if (!read_form(c, &what.form, &what.cells, err) ||
        !find_channel_id(c, verb_opt(c, "channel"), &what.channel, err))
        return false;
    out_list_begin(c->out, NULL, columns);
    for (int i = 1; i < c->arg_count; i++) {
        what.path = c->args[i];
        if (!import_file(c, &what, &refused, err)) {
            out_list_end(c->out); /* of the files before it, which came in */
            return false;
        }
    }
    out_list_end(c->out);
    if (refused > 0)
        return err_set(err, ERR_INVALID,
                       ngettext("%lld row was refused; mend it in the file of refused rows and "
                                "import that.",
                                "%lld rows were refused; mend them in the file of refused rows and "
                                "import that.",
                                (unsigned long)refused),
                       (long long)refused);
    if (what.is_dry_run)
        cli_note(c, _("This was a dry run: nothing was written."));
    return true;
}

static bool run_imports(struct cli *c, struct err *err)
{
    static const struct out_column columns[] = {
        { "at", N_("Time"), OUT_TEXT },
        { "user", N_("User"), OUT_TEXT },
        { "kind", N_("Kind"), OUT_TEXT },
        { "file", N_("File"), OUT_TEXT },
        { "read", N_("Read"), OUT_NUMBER },
        { "new", N_("New"), OUT_NUMBER },
        { "changed", N_("Changed"), OUT_NUMBER },
        { "same", N_("Same"), OUT_NUMBER },
        { "refused", N_("Refused"), OUT_NUMBER },
        { "warned", N_("Warned"), OUT_NUMBER },
        { "proposed", N_("Proposed"), OUT_NUMBER },
        { NULL, NULL, OUT_TEXT },
    };
    struct import_batches list;

    if (!import_batches_load(c->desk, LIMIT_PAGE_ROWS, c->arena, &list, err))
        return false;
    out_list_begin(c->out, NULL, columns);
    for (int i = 0; i < list.n; i++) {
        const struct import_batch *b = &list.v[i];
        const int64_t counts[] = { b->counts.read,    b->counts.fresh,  b->counts.changed,
                                   b->counts.same,    b->counts.refused, b->counts.warned,
                                   b->counts.proposed };

        out_cell_stamp(c->out, b->at);
        out_cell(c->out, b->user);
        out_cell(c->out, b->kind);
        out_cell(c->out, b->source);
        for (size_t k = 0; k < OD_LEN(counts); k++)
            out_cell_i64(c->out, counts[k]);
    }
    out_list_end(c->out);
    return true;
}

/* --- export ----------------------------------------------------------------------------------- */

static void export_head(void *arg, const char *const *names, int n)
{
    struct cli *c = arg;
    struct out_column *columns = arena_array(c->arena, n + 1, struct out_column);

    for (int i = 0; i < n; i++)
        columns[i].name = columns[i].title = arena_strdup(c->arena, names[i]);
    out_list_begin(c->out, NULL, columns);
}

static bool export_row(void *arg, const char *const *cells, int n, struct err *err)
{
    struct cli *c = arg;

    for (int i = 0; i < n; i++)
        out_cell(c->out, cells[i]);
    return out_check(c->out, err);
}

static bool run_export(struct cli *c, struct err *err)
{
    struct export_sink sink = { .head = export_head, .row = export_row, .arg = c };
    const char *kind = verb_arg(c, 0);

    out_prefer_csv(c->out);
    c->args++;
    c->arg_count--;
    if (!export_run(c->desk, kind, c->arg_count > 0 ? find_query(c) : NULL, &sink, err))
        return false;
    out_list_end(c->out);
    return true;
}

static const struct verb_option import_options[] = {
    { "lines", "FILE", VERB_OPTIONAL, N_("The lines of orders, where they are in a second file.") },
    { "map", "FILE", VERB_OPTIONAL, N_("Which column means what; a file or a name.") },
    { "channel", "CODE", VERB_OPTIONAL, N_("The channel whose numbers the file has.") },
    { "encoding", "NAME", VERB_OPTIONAL,
      N_("utf-8, utf-16le, utf-16be, latin-1 or windows-1252; else found out.") },
    { "separator", "CHAR", VERB_OPTIONAL, N_("Between cells: , ; | : or tab; else found out.") },
    { "dates", "FORM", VERB_OPTIONAL,
      N_("How dates are written: D/M/YYYY, M/D/YY, DD.MM.YYYY; else found out.") },
    { "point", "CHAR", VERB_OPTIONAL, N_("The decimal point, . or , (else found out).") },
    { "keep-numbers", NULL, VERB_OPTIONAL, N_("Orders keep the numbers of the file.") },
    { "dry-run", NULL, VERB_OPTIONAL, N_("Check everything, write nothing.") },
    { NULL, NULL, VERB_OPTIONAL, NULL },
};

const struct verb verbs_data[] = {
    { "", "import", "KIND FILE...", import_options, VERB_DESK, run_import,
      N_("Take in customers, items, prices, stock, orders, price lists (lists), groups of"
         " customers (groups), taxes, exchange rates (rates), carriers or ship methods with their"
         " prices (methods) from CSV files.") },
    { "", "imports", "", NULL, VERB_DESK, run_imports, N_("List the imports that were made.") },
    { "", "export", "KIND [QUERY...]", NULL, VERB_DESK, run_export,
      N_("Give out orders, lines, customers, items, lists, groups, prices, stock, taxes, rates,"
         " carriers, methods or events as CSV or JSON; all but lines and events can be taken in"
         " again.") },
    { 0 },
};
