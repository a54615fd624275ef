/*
 * Orders out of rows. In one file the rows of an order follow each other; in two the lines are read
 * whole and asked for by the order's name, so the files may be sorted as they like.
 */
#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "base/csv.h"
#include "base/i18n.h"
#include "base/limits.h"
#include "base/mem.h"
#include "base/vec.h"
#include "domain/intake/import_parts.h"

/* Lines kept in memory at about 300 bytes each. */
#define FEED_LINES_MAX 5000000

struct feed_line {
    const char *id;
    struct import_row row;
    bool is_taken;
};

struct order_feed {
    struct feed_line *v; /* by id, then line of the file */
    int n, cap;
    struct import_row next; /* one file: the row that begins the next order */
    bool has_next, is_torn; /* torn: an unreadable row stood before it */
};

struct row_list OD_VEC(struct import_row);

static int by_id(const void *a, const void *b)
{
    const struct feed_line *x = a, *y = b;
    int order = strcmp(x->id, y->id);

    return order ? order : (x->row.line > y->row.line) - (x->row.line < y->row.line);
}

/* As many cells as the map asks for. */
static struct import_row copy_mapped(const struct import_job *job, const struct csv_reader *file)
{
    const struct import_map *m = &job->map;
    int n = m->line_key + 1;
    const char **cells;

    for (int i = 0; i < m->field_count; i++) {
        if (m->fields[i].is_of_line && m->column[i] >= n)
            n = m->column[i] + 1;
        for (int k = 0; m->fields[i].is_of_line && k < m->more[i].n; k++)
            n = m->more[i].v[k] >= n ? m->more[i].v[k] + 1 : n;
    }
    cells = arena_array(job->arena, n, const char *);
    for (int i = 0; i < n; i++)
        cells[i] = "";
    for (int i = 0; i < m->field_count; i++) {
        if (m->fields[i].is_of_line && m->column[i] >= 0)
            cells[m->column[i]] = arena_strdup(job->arena, csv_cell(file, m->column[i]));
        for (int k = 0; m->fields[i].is_of_line && k < m->more[i].n; k++)
            cells[m->more[i].v[k]] = arena_strdup(job->arena, csv_cell(file, m->more[i].v[k]));
    }
    return (struct import_row){ csv_line(file), cells, n };
}

/* What the cell of a line says is its order, as map_text cleans it. */
static const char *line_id(const char *cell, struct arena *arena)
{
    const char *text = csv_unguard(cell);
    size_t len;

    text += strspn(text, " ");
    len = strlen(text);
    while (len > 0 && text[len - 1] == ' ')
        len--;
    return arena_strndup(arena, text, len);
}

bool import_feed_open(struct import_job *job, struct err *err)
{
    struct csv_reader *file = job->in->lines;
    struct err why = ERR_INIT;

    job->feed = arena_new_of(job->arena, struct order_feed);
    while (file && csv_next(file, &why)) {
        struct feed_line *line;

        if (job->feed->n == FEED_LINES_MAX)
            return err_field(err, ERR_LIMIT, "lines",
                             _("The file of lines has more than %d lines. Part it."),
                             FEED_LINES_MAX);
        line = vec_push(job->arena, job->feed);
        line->id = line_id(csv_cell(file, job->map.line_key), job->arena);
        line->row = copy_mapped(job, file);
    }
    if (why.code != ERR_NONE) {
        *err = why;
        return err_wrap(err, _("The file of lines:"));
    }
    if (job->feed->n > 0)
        qsort(job->feed->v, (size_t)job->feed->n, sizeof *job->feed->v, by_id);
    return true;
}

void import_feed_count_left(struct import_job *job)
{
    for (int i = 0; i < job->feed->n; i++)
        job->counts.lines_left += !job->feed->v[i].is_taken;
}

/* The lines of the order, copied out of the sorted ones. */
static void take_lines(struct import_job *job, struct import_record *r)
{
    const struct feed_line key = { .id = r->id, .row = { .line = INT64_MIN } };
    struct order_feed *feed = job->feed;
    int low = 0, high = feed->n;
    struct row_list rows = { 0 };

    while (low < high) {
        int middle = low + (high - low) / 2;

        if (by_id(&feed->v[middle], &key) < 0)
            low = middle + 1;
        else
            high = middle;
    }
    for (; low < feed->n && strcmp(feed->v[low].id, r->id) == 0; low++) {
        *vec_push(job->records, &rows) = feed->v[low].row;
        feed->v[low].is_taken = true;
    }
    r->lines = rows.v;
    r->line_count = rows.n;
}

/* --- rows of the file of orders -------------------------------------------------------------- */

/* The next row, the one kept back first. *has false at the end. An unreadable row is refused and
 * noted as a tear. */
static bool next_row(struct import_job *job, struct import_row *out, bool *has, struct err *err)
{
    struct order_feed *feed = job->feed;

    *has = true;
    if (feed->has_next) {
        *out = feed->next;
        feed->has_next = false;
        return true;
    }
    for (;;) {
        struct err why = ERR_INIT;
        struct import_row row;

        if (csv_next(job->in->rows, &why)) {
            *out = import_row_copy(job->in->rows, job->records);
            return true;
        }
        if (why.code == ERR_NONE) {
            *has = false;
            return true;
        }
        if (why.code != ERR_INVALID && why.code != ERR_LIMIT) {
            *err = why;
            return false;
        }
        row = import_row_copy(job->in->rows, job->records);
        feed->is_torn = true;
        import_refuse_row(job, &row, why.text);
    }
}

static void refuse_rows(struct import_job *job, const struct row_list *rows, const char *reason)
{
    for (int i = 0; i < rows->n; i++)
        import_refuse_row(job, &rows->v[i], reason);
}

/* The rows of one order. *is_torn: an unreadable row beside them may be one of theirs. */
static bool read_group(struct import_job *job, struct row_list *rows, const char **id,
                       bool *is_torn, struct err *err)
{
    struct order_feed *feed = job->feed;
    struct import_row row;
    bool has;

    *rows = (struct row_list){ 0 };
    *is_torn = feed->is_torn;
    feed->is_torn = false;
    for (;;) {
        const char *row_id;

        if (!next_row(job, &row, &has, err))
            return false;
        *is_torn = *is_torn || feed->is_torn;
        if (!has)
            break;
        row_id = map_text(&job->map, &row, 0, job->records);
        if (rows->n == 0)
            *id = row_id;
        if (strcmp(row_id, *id) != 0) {
            feed->next = row;
            feed->has_next = true;
            break;
        }
        feed->is_torn = false; /* the tear was within this order */
        *vec_push(job->records, rows) = row;
        if (job->in->lines)
            break;
    }
    *is_torn = *is_torn && !job->in->lines;
    return true;
}

/* What is kept back for the next round must outlive the arena of this one; what this round began
 * with was kept too, and is still to be applied. */
static void keep_next(struct import_job *job)
{
    struct import_row *next = &job->feed->next;
    struct arena *kept;
    const char **cells;

    if (!job->feed->has_next)
        return;
    kept = job->kept[1];
    job->kept[1] = job->kept[0];
    job->kept[0] = kept;
    arena_reset(kept);
    cells = arena_array(kept, next->n, const char *);
    for (int i = 0; i < next->n; i++)
        cells[i] = arena_strdup(kept, next->cells[i]);
    next->cells = cells;
}

bool import_read_orders(struct import_job *job, struct import_record *out, int max, int *n,
                        struct err *err)
{
    *n = 0;
    while (*n < max) {
        struct import_record *r = &out[*n];
        struct row_list rows;
        const char *id = "";
        bool is_torn;

        if (!read_group(job, &rows, &id, &is_torn, err))
            return false;
        if (rows.n == 0)
            break;
        if (is_torn) {
            refuse_rows(job, &rows, _("A row beside this one cannot be read, so the order may not "
                                      "be whole."));
            continue;
        }
        *r = (struct import_record){ .id = id, .rows = rows.v, .row_count = rows.n,
                                     .lines = rows.v, .line_count = rows.n };
        if (job->in->lines)
            take_lines(job, r);
        *n += import_finish_record(job, r);
    }
    keep_next(job);
    return true;
}
