/*
 * Import and export. The domain reads and writes the rows; here are the files around it: maps,
 * refused rows, progress, the summary.
 */
#include <string.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/conf.h"
#include "base/csv.h"
#include "base/i18n.h"
#include "base/limits.h"
#include "base/mem.h"
#include "base/os.h"
#include "cli/datadir.h"
#include "cli/find.h"
#include "cli/verb.h"
#include "domain/catalog/item.h"
#include "domain/desk/desk.h"
#include "domain/intake/import.h"

#define PROGRESS_EVERY_MS 200

/* --- import ----------------------------------------------------------------------------------- */

/* One file on its way in. */
struct intake {
    struct cli *c;
    const char *path;
    const char *refused_path;
    struct os_out refused;
    bool is_refused_open;
    struct err refused_err; /* why the refused rows cannot be written */
    bool is_shown;          /* progress on a terminal */
    struct csv_form form;
    struct csv_reader *rows;
    int64_t began_ms, shown_ms;
};

static const char *base_name(const char *path)
{
    const char *slash = strrchr(path, '/');

    return slash == NULL ? path : slash + 1;
}

/* Columns of the file itself: one of refused rows that comes in again has ours already. */
static int own_columns(const struct csv_reader *row)
{
    int n = csv_column_count(row);

    if (n > 2 && strcmp(csv_header(row, n - 2), "line") == 0 &&
        strcmp(csv_header(row, n - 1), "reason") == 0)
        return n - 2;
    return n;
}

static void write_refused_head(FILE *file, const struct csv_reader *row)
{
    int n = own_columns(row);

    for (int i = 0; i < n; i++)
        csv_put(file, csv_header(row, i), i == 0);
    csv_put(file, "line", n == 0);
    csv_put(file, "reason", false);
    csv_end_row(file);
}

static void take_refused(void *arg, const struct import_refusal *r, const struct csv_reader *row)
{
    struct intake *in = arg;
    int n = own_columns(row);
    char line[DECIMAL_TEXT_SIZE];

    if (in->refused_err.code != ERR_NONE)
        return;
    if (!in->is_refused_open) {
        if (!os_out_open(&in->refused, in->refused_path, &in->refused_err))
            return;
        in->is_refused_open = true;
        write_refused_head(in->refused.file, row);
    }
    for (int i = 0; i < n; i++)
        csv_put(in->refused.file, i < r->n ? r->cells[i] : "", i == 0);
    csv_put(in->refused.file, decimal_format(r->line, 0, 0, NULL, line), n == 0);
    csv_put(in->refused.file, r->reason, false);
    csv_end_row(in->refused.file);
}

/* One line that is written over and over:
 * "Northwind.csv: 1200 read, 3 refused, 850/s, 42%, 0:07 left". */
static bool show_progress(void *arg, const struct import_counts *so_far)
{
    struct intake *in = arg;
    int64_t now = clock_monotonic_ms();
    int64_t spent = now - in->began_ms, done, size;

    if (!in->is_shown || now - in->shown_ms < PROGRESS_EVERY_MS)
        return true;
    in->shown_ms = now;
    csv_progress(in->rows, &done, &size);
    (void)fprintf(stderr, "\r");
    (void)fprintf(stderr, _("%s: %lld read, %lld refused, %lld a second"), base_name(in->path),
                  (long long)so_far->read, (long long)so_far->refused,
                  (long long)(spent > 0 ? so_far->read * 1000 / spent : 0));
    if (size > 0)
        (void)fprintf(stderr, ", %lld%%", (long long)(done * 100 / size));
    if (size > done && done > 0) {
        int64_t left_s = spent / 1000 * (size - done) / done;

        (void)fprintf(stderr, _(", %lld:%02lld left"), (long long)(left_s / 60),
                      (long long)(left_s % 60));
    }
    (void)fprintf(stderr, "  ");
    (void)fflush(stderr);
    return true;
}

static bool open_csv(struct csv_reader **out, const char *path, const struct csv_form *form,
                     struct err *err)
{
    if (csv_open(out, path, form, err))
        return true;
    if (err->code == ERR_NOT_FOUND)
        err->code = ERR_IO;
    return false;
}

/* A path, or the name of a map that came with the program ("northwind-orders"). */
static bool open_map(struct cli *c, struct conf **out, struct err *err)
{
    const char *name = verb_opt(c, "map");
    const char *dir = datadir(c->arena);

    if (name == NULL)
        return true;
    if (!os_file_exists(name) && strchr(name, '/') == NULL && dir != NULL) {
        const char *path = arena_printf(c->arena, "%s/maps/%s.ini", dir, name);

        if (os_file_exists(path))
            name = path;
    }
    if (conf_load(out, name, err))
        return true;
    if (err->code == ERR_NOT_FOUND)
        err->code = ERR_IO;
    return false;
}

/* "Windows-1252 ; 1.234,56 DD.MM.YYYY": how the file was read, where it has such a thing. */
static const char *read_as(struct cli *c, const struct intake *in, const struct import_counts *n)
{
    struct csv_form form = csv_form(in->rows);
    const struct import_form *is = &n->read_as;
    char group[2] = { is->group, '\0' };
    const char *number = arena_printf(c->arena, " 1%s234%c56", group, is->point);

    return arena_printf(c->arena, "%s %s%s%s%s", encoding_name(form.encoding),
                        form.delimiter == '\t' ? "TAB" : (char[]){ form.delimiter, '\0' },
                        n->has_numbers ? number : "", n->has_dates ? " " : "",
                        !n->has_dates ? "" : *is->date_form ? is->date_form : "YYYY-MM-DD");
}

static void put_counts(struct cli *c, const struct intake *in, const struct import_counts *n,
                       bool is_orders)
{
    out_cell(c->out, base_name(in->path));
    out_cell_i64(c->out, n->read);
    out_cell_i64(c->out, n->fresh);
    out_cell_i64(c->out, n->changed);
    out_cell_i64(c->out, n->same);
    out_cell_i64(c->out, n->refused);
    out_cell_i64(c->out, n->proposed);
    for (int i = 0; i < 2; i++) {
        if (is_orders)
            out_cell_i64(c->out, i == 0 ? n->lines : n->flagged);
        else
            out_cell(c->out, "");
    }
    out_cell(c->out, in->is_refused_open ? in->refused_path : "");
    out_cell(c->out, read_as(c, in, n));
}

/* The refused rows appear as a whole or not at all. */
static bool end_refused(struct intake *in, bool is_done, struct err *err)
{
    bool is_kept = true;

    if (is_done && in->refused_err.code != ERR_NONE) {
        *err = in->refused_err;
        is_kept = false;
    }
    if (!in->is_refused_open)
        return is_kept;
    if (is_kept)
        is_kept = os_out_commit(&in->refused, is_done ? err : NULL);
    os_out_close(&in->refused);
    return is_kept;
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

static bool import_file(struct cli *c, struct import_in *what, const char *path, int64_t *refused,
                        struct err *err)
{
    struct intake in = { .c = c, .path = path, .refused_err = ERR_INIT };
    const char *stem = strcmp(path, "-") == 0 ? "import" : path;
    struct import_counts counts = { 0 };
    const char *lines_path = verb_opt(c, "lines");
    bool is_pipe = strcmp(path, "-") == 0 || (lines_path != NULL && strcmp(lines_path, "-") == 0);
    OD_CSV *rows = NULL;
    OD_CSV *lines = NULL;
    OD_CSV *peek = NULL;
    OD_CSV *peek_lines = NULL;
    bool is_done;

    if (!read_form(c, &in.form, &what->form, err) || !open_csv(&rows, path, &in.form, err) ||
        (lines_path != NULL && !open_csv(&lines, lines_path, &in.form, err)) ||
        (!is_pipe && !open_csv(&peek, path, &in.form, err)) ||
        (!is_pipe && lines_path != NULL && !open_csv(&peek_lines, lines_path, &in.form, err)))
        return false;
    in.refused_path = arena_printf(c->arena, "%s.refused.csv", stem);
    in.is_shown = isatty(STDERR_FILENO) && c->file == stdout;
    in.began_ms = in.shown_ms = clock_monotonic_ms();
    in.rows = rows;
    what->rows = rows;
    what->lines = lines;
    what->peek = peek;
    what->peek_lines = peek_lines;
    what->source = base_name(path);
    what->arg = &in;
    is_done = import_run(c->desk, what, &counts, err);
    if (in.is_shown)
        (void)fprintf(stderr, "\r\033[K");
    if (!end_refused(&in, is_done, err) || !is_done)
        return false;
    if (counts.lines_left > 0)
        cli_note(c, arena_printf(c->arena,
                                 _("%lld lines of the second file belong to no order of the "
                                   "first."),
                                 (long long)counts.lines_left));
    *refused += counts.refused;
    put_counts(c, &in, &counts, what->kind == IMPORT_ORDERS);
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
        { "proposed", N_("Proposed"), OUT_NUMBER },
        { "lines", N_("Order lines"), OUT_NUMBER },
        { "flagged", N_("Flagged"), OUT_NUMBER },
        { "refused_file", N_("Refused rows"), OUT_TEXT },
        { "read_as", N_("Read as"), OUT_TEXT },
        { NULL, NULL, OUT_TEXT },
    };
    struct import_in what = { .refused = take_refused,
                              .progress = show_progress,
                              .is_number_kept = verb_flag(c, "keep-numbers"),
                              .is_dry_run = verb_flag(c, "dry-run") };
    OD_CONF *map = NULL;
    int64_t refused = 0;

    if (!import_kind_parse(verb_arg(c, 0), &what.kind, err))
        return verb_misused(c, err, "%s", arena_strdup(c->arena, err->text));
    if (verb_opt(c, "lines") != NULL && (what.kind != IMPORT_ORDERS || c->arg_count > 2))
        return verb_misused(c, err, _("--lines belongs to one file of orders."));
    if (!open_map(c, &map, err) || !find_channel_id(c, verb_opt(c, "channel"), &what.channel, err))
        return false;
    what.map = map;
    out_list_begin(c->out, NULL, columns);
    for (int i = 1; i < c->arg_count; i++)
        if (!import_file(c, &what, c->args[i], &refused, err))
            return false;
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
      N_("Take in customers, items, prices, stock or orders from CSV files.") },
    { "", "export", "KIND [QUERY...]", NULL, VERB_DESK, run_export,
      N_("Give out orders, lines, customers, items, prices, stock or events as CSV or JSON.") },
    { 0 },
};
