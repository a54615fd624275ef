/*
 * The files around an import: opening them, writing what was refused and what is odd, how far it
 * is.
 */
#include "domain/intake/import_file.h"

#include <stdio.h>
#include <string.h>

#include "base/clock.h"
#include "base/conf.h"
#include "base/datadir.h"
#include "base/i18n.h"
#include "base/mem.h"
#include "base/os.h"
#include "base/vec.h"

/* Rows that go out beside the file. */
struct side_file {
    const char *path;
    const char *word; /* head of the last column */
    struct os_out out;
    bool is_open;
    struct err err; /* why it cannot be written */
};

struct remark_vec OD_VEC(struct import_remark);

struct import_file {
    struct arena *arena;
    struct import_in in;
    struct csv_reader *rows, *lines, *peek, *peek_lines;
    struct conf *map;
    struct import_job *job;
    struct side_file refused, warnings;
    struct remark_vec remarks;
    int64_t began_ms;
};

/* --- what goes out ---------------------------------------------------------------------------- */

/* Columns of the file itself: one of refused rows that comes in again has ours already. */
static int own_columns(const struct csv_reader *row)
{
    int n = csv_column_count(row);

    if (n > 2 && strcmp(csv_header(row, n - 2), "line") == 0 &&
        (strcmp(csv_header(row, n - 1), "reason") == 0 ||
         strcmp(csv_header(row, n - 1), "warning") == 0))
        return n - 2;
    return n;
}

static void put_head(struct side_file *s, const struct csv_reader *row)
{
    int n = own_columns(row);

    for (int i = 0; i < n; i++)
        csv_put(s->out.file, csv_header(row, i), i == 0);
    csv_put(s->out.file, "line", n == 0);
    csv_put(s->out.file, s->word, false);
    csv_end_row(s->out.file);
}

static void put_row(struct side_file *s, const struct import_refusal *r,
                    const struct csv_reader *row)
{
    int n = own_columns(row);
    char line[DECIMAL_TEXT_SIZE];

    if (s->err.code != ERR_NONE)
        return;
    if (!s->is_open) {
        if (!os_out_open(&s->out, s->path, &s->err))
            return;
        s->is_open = true;
        put_head(s, row);
    }
    for (int i = 0; i < n; i++)
        csv_put(s->out.file, i < r->n ? r->cells[i] : "", i == 0);
    csv_put(s->out.file, decimal_format(r->line, 0, 0, NULL, line), n == 0);
    csv_put(s->out.file, r->reason, false);
    csv_end_row(s->out.file);
}

static void remark(struct import_file *f, const struct import_refusal *r, bool is_refusal)
{
    if (f->remarks.n == IMPORT_REMARKS)
        return;
    *vec_push(f->arena, &f->remarks) =
        (struct import_remark){ r->line, arena_strdup(f->arena, r->reason), is_refusal };
}

static void take_refused(void *arg, const struct import_refusal *r, const struct csv_reader *row)
{
    struct import_file *f = arg;

    put_row(&f->refused, r, row);
    remark(f, r, true);
}

static void take_warned(void *arg, const struct import_refusal *r, const struct csv_reader *row)
{
    struct import_file *f = arg;

    put_row(&f->warnings, r, row);
    remark(f, r, false);
}

/* Appears as a whole or not at all. */
static bool end_side(struct side_file *s, struct err *err)
{
    bool is_kept;

    if (s->err.code != ERR_NONE) {
        if (err)
            *err = s->err;
        return false;
    }
    if (!s->is_open)
        return true;
    is_kept = os_out_commit(&s->out, err);
    os_out_close(&s->out);
    s->is_open = false;
    return is_kept;
}

/* --- opening ---------------------------------------------------------------------------------- */

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
static bool open_map(struct import_file *f, const char *name, struct err *err)
{
    const char *dir = datadir(f->arena);

    if (!name)
        return true;
    if (!os_file_exists(name) && !strchr(name, '/') && dir) {
        const char *path = arena_printf(f->arena, "%s/maps/%s.ini", dir, name);

        if (os_file_exists(path))
            name = path;
    }
    if (conf_load(&f->map, name, err))
        return true;
    if (err->code == ERR_NOT_FOUND)
        err->code = ERR_IO;
    return false;
}

static const char *base_name(const char *path)
{
    const char *slash = strrchr(path, '/');

    return slash ? slash + 1 : path;
}

/* What has no size ("-", a pipe by name) can be read only once: nobody looks ahead in it. */
static bool is_pipe(const struct csv_reader *r)
{
    int64_t done, size = 1;

    if (r)
        csv_progress(r, &done, &size);
    return size == 0;
}

static bool open_files(struct import_file *f, const struct import_file_in *in,
                       const struct csv_form *form, struct err *err)
{
    if (!open_csv(&f->rows, in->path, form, err) ||
        (in->lines_path && !open_csv(&f->lines, in->lines_path, form, err)))
        return false;
    return is_pipe(f->rows) || is_pipe(f->lines) ||
           (open_csv(&f->peek, in->path, form, err) &&
            (!in->lines_path || open_csv(&f->peek_lines, in->lines_path, form, err)));
}

static bool start(struct import_file *f, struct desk *desk, const struct import_file_in *in,
                  struct err *err)
{
    const char *stem = strcmp(in->path, "-") == 0 ? "import" : in->path;
    struct csv_form form = in->form;
    const char *quotes;

    f->refused = (struct side_file){ .path = arena_printf(f->arena, "%s.refused.csv", stem),
                                     .word = "reason",
                                     .err = ERR_INIT };
    f->warnings = (struct side_file){ .path = arena_printf(f->arena, "%s.warnings.csv", stem),
                                      .word = "warning",
                                      .err = ERR_INIT };
    if (!open_map(f, in->map, err))
        return false;
    quotes = f->map ? conf_get(f->map, "map", "quotes") : NULL;
    form.has_no_quotes = quotes && strcmp(quotes, "none") == 0;
    if (!open_files(f, in, &form, err))
        return false;
    f->in = (struct import_in){ .kind = in->kind,
                                .rows = f->rows,
                                .lines = f->lines,
                                .peek = f->peek,
                                .peek_lines = f->peek_lines,
                                .form = in->cells,
                                .map = f->map,
                                .channel = in->channel,
                                .source = arena_strdup(f->arena, base_name(in->path)),
                                .is_dry_run = in->is_dry_run,
                                .is_number_kept = in->is_number_kept,
                                .may_take_long = in->may_take_long,
                                .refused = take_refused,
                                .warned = take_warned,
                                .arg = f };
    f->began_ms = clock_monotonic_ms();
    return import_open(desk, &f->in, &f->job, err);
}

bool import_file_open(struct desk *desk, const struct import_file_in *in, struct import_file **out,
                      struct err *err)
{
    struct arena *arena = arena_new();
    struct import_file *f = arena_new_of(arena, struct import_file);

    f->arena = arena;
    if (!start(f, desk, in, err)) {
        import_file_close(f);
        return false;
    }
    *out = f;
    return true;
}

bool import_file_step(struct import_file *f, bool *is_over, struct err *err)
{
    return import_step(f->job, is_over, err);
}

bool import_file_end(struct import_file *f, struct err *err)
{
    return import_end(f->job, err) && end_side(&f->refused, err) && end_side(&f->warnings, err);
}

void import_file_close(struct import_file *f)
{
    if (!f)
        return;
    import_close(f->job);
    if (f->refused.is_open)
        os_out_close(&f->refused.out);
    if (f->warnings.is_open)
        os_out_close(&f->warnings.out);
    csv_close(f->rows);
    csv_close(f->lines);
    csv_close(f->peek);
    csv_close(f->peek_lines);
    conf_close(f->map);
    arena_free(f->arena);
}

/* --- telling ---------------------------------------------------------------------------------- */

const struct import_counts *import_file_counts(const struct import_file *f)
{
    return import_counts_of(f->job);
}

struct import_pace import_file_pace(const struct import_file *f)
{
    struct import_pace p = { .percent = -1, .left_s = -1 };
    int64_t spent = clock_monotonic_ms() - f->began_ms, done, size;

    csv_progress(f->rows, &done, &size);
    if (spent > 0)
        p.a_second = import_counts_of(f->job)->read * 1000 / spent;
    if (size > 0)
        p.percent = done < size ? (int)(done * 100 / size) : 100;
    if (size > 0 && done > 0)
        p.left_s = done < size ? (int64_t)((__int128)spent * (size - done) / done / 1000) : 0;
    return p;
}

struct import_remarks import_file_remarks(const struct import_file *f)
{
    return (struct import_remarks){ f->remarks.v, f->remarks.n };
}

const char *import_file_refused(const struct import_file *f)
{
    return import_counts_of(f->job)->refused > 0 ? f->refused.path : "";
}

const char *import_file_warnings(const struct import_file *f)
{
    return import_counts_of(f->job)->warned > 0 ? f->warnings.path : "";
}

const char *import_file_unread(const struct import_file *f)
{
    return import_unread(f->job);
}

const char *import_file_read_as(const struct import_file *f, struct arena *arena)
{
    const struct import_counts *n = import_counts_of(f->job);
    struct csv_form form = csv_form(f->rows);
    const struct import_form *is = &n->read_as;
    char group[2] = { is->group, '\0' };
    const char *number = arena_printf(arena, " 1%s234%c56", group, is->point);

    return arena_printf(arena, "%s %s%s%s%s", encoding_name(form.encoding),
                        form.delimiter == '\t' ? "TAB" : (char[]){ form.delimiter, '\0' },
                        n->has_numbers ? number : "", n->has_dates ? " " : "",
                        !n->has_dates    ? ""
                        : *is->date_form ? is->date_form
                                         : "YYYY-MM-DD");
}
