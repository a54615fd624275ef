/*
 * The rows behind a figure: kept while the report is made, and what they are called.
 */
#include "domain/insight/report_behind.h"

#include <stddef.h>
#include <string.h>

#include "base/i18n.h"
#include "base/limits.h"
#include "base/mem.h"
#include "base/utf8.h"
#include "domain/insight/figure_line.h"
#include "domain/insight/report_parts.h"
#include "store/store.h"

/* --- keeping ---------------------------------------------------------------------------------- */

void figure_behind(struct report_progress *progress, figure_fill *fill)
{
    if (progress->behind != NULL)
        progress->behind->fill = fill;
}

static bool is_asked(const struct report_behind *b, int64_t key)
{
    const struct figure_sum *of;

    if (b->is_all)
        return true;
    if (b->of == NULL)
        return key == b->group;
    of = figure_find(b->of, key);
    return (of != NULL ? of->v[0] : b->of_none) == b->group;
}

void figure_keep(struct report_progress *progress, const struct figure_sum *one,
                 const struct report_row *row)
{
    struct report_behind *b = progress->behind;
    struct report_value v[REPORT_COLUMNS] = { 0 };
    struct report_row *kept;

    if (b == NULL || b->fill == NULL || !is_asked(b, one->key))
        return;
    b->fill(one, v);
    if (b->column < 1 || !v[b->column - 1].is_set || v[b->column - 1].n == 0)
        return;
    if (b->out->n == b->max) {
        b->out->more++;
        return;
    }
    kept = vec_push(b->arena, b->out);
    *kept = *row;
    kept->n = v[b->column - 1].n;
}

void figure_add(struct figure_sums *sums, struct report_progress *progress,
                const struct figure_sum *one, const struct report_row *row)
{
    int64_t *v = figure_of(sums, one->key)->v;

    for (int i = 0; i < FIGURE_MAX; i++)
        v[i] += one->v[i];
    if (progress->behind != NULL)
        figure_keep(progress, one, row);
}

/* --- which figure ----------------------------------------------------------------------------- */

bool report_column_has_rows(const struct report_table *table, int column)
{
    return table->columns[column].is_sum;
}

int report_main_column(const struct report_table *table)
{
    int first = -1;

    for (int c = 0; c < table->column_n; c++) {
        if (!report_column_has_rows(table, c))
            continue;
        if (table->columns[c].kind == REPORT_COUNT)
            return c;
        first = first < 0 ? c : first;
    }
    return first;
}

static const char *texts_of(const struct report_table *table, const struct report_line *line,
                            struct arena *arena)
{
    const char *all = "";

    for (int c = 0; c < table->column_n; c++)
        if (table->columns[c].kind == REPORT_TEXT && line->v[c].text != NULL)
            all = arena_printf(arena, "%s%s%s", all, all[0] != '\0' ? " " : "", line->v[c].text);
    return all;
}

const struct report_line *report_line_named(const struct report_table *table, const char *name,
                                            struct arena *arena)
{
    const char *folded = utf8_fold(arena, name);

    for (int i = 0; i < table->n; i++) {
        const struct report_line *line = &table->v[i];

        if ((line->key != NULL && line->key[0] != '\0' &&
             strcmp(utf8_fold(arena, line->key), folded) == 0) ||
            strcmp(utf8_fold(arena, texts_of(table, line, arena)), folded) == 0)
            return line;
    }
    return NULL;
}

bool report_line_has_rows(const struct report_line *line, struct err *err)
{
    if (line->is_rest)
        return err_set(err, ERR_STATE,
                       _("This line is all that is beyond the largest. Ask for more lines to see "
                         "what is behind each."));
    if (line->item.v != 0)
        return err_set(err, ERR_STATE, _("Behind this line is one item: %s"), line->v[0].text);
    return true;
}

/* --- once more -------------------------------------------------------------------------------- */

static bool no_rows(struct err *err)
{
    return err_set(err, ERR_STATE, _("This figure is no count and no sum: no list is behind it."));
}

bool report_behind(struct desk *desk, const struct report *report, const struct report_ask *ask,
                   const struct report_figure *figure, struct report_progress *progress,
                   struct arena *arena, struct report_rows *out, struct err *err)
{
    OD_ARENA *tmp = arena_new();
    struct report_rows rows = { 0 };
    struct report_behind behind = { .group = figure->group,
                                    .is_all = figure->is_all,
                                    .column = figure->column,
                                    .arena = arena,
                                    .out = &rows,
                                    .max = LIMIT_FILE_ROWS };
    struct report_progress own = progress != NULL ? *progress : (struct report_progress){ 0 };
    struct report_ask once = figure->is_before ? report_ask_before(ask) : *ask;
    struct report_table table;

    once.compare = REPORT_COMPARE_NONE;
    once.top = 0;
    own.behind = &behind;
    if (!report_run(desk, report, &once, &own, tmp, &table, err))
        return false;
    if (behind.fill == NULL || figure->column < 0 || figure->column >= table.column_n ||
        !report_column_has_rows(&table, figure->column))
        return no_rows(err);
    *out = rows;
    return true;
}

/* --- what they are called --------------------------------------------------------------------- */

OD_SQL(sql_report_row_order, "report.row_order",
       "SELECT COALESCE(number, ''), customer_name, placed_ms"
       " FROM sales_order"
       " WHERE id = $1");
OD_SQL(sql_report_row_shipment, "report.row_shipment",
       "SELECT f.number, s.carrier, s.tracking, s.shipped_ms"
       " FROM shipment s"
       " JOIN fulfillment f ON f.id = s.fulfillment_id"
       " WHERE s.id = $1");
OD_SQL(sql_report_row_pick, "report.row_pick",
       "SELECT number"
       " FROM fulfillment"
       " WHERE id = $1");
OD_SQL(sql_report_row_item, "report.row_item",
       "SELECT sku, description"
       " FROM item"
       " WHERE id = $1");

static struct stmt *read_one(struct desk *desk, const struct sql *sql, int64_t id)
{
    struct stmt *q = sql_read(desk_db(desk), sql);

    put_i64(q, id);
    return q;
}

static bool read_shipment(struct desk *desk, const struct report_row *row, struct arena *arena,
                          struct report_row_words *w, struct err *err)
{
    bool is_sent = row->shipment != 0;
    OD_STMT *q = read_one(desk, is_sent ? &sql_report_row_shipment : &sql_report_row_pick,
                          is_sent ? row->shipment : row->pick);

    if (sql_row(q)) {
        w->pick = get_text(q, arena);
        if (is_sent) {
            w->carrier = get_text(q, arena);
            w->tracking = get_text(q, arena);
            w->at.ms = get_i64(q);
        }
    }
    return sql_done(&q, err);
}

static bool read_item(struct desk *desk, const struct report_row *row, struct arena *arena,
                      struct report_row_words *w, struct err *err)
{
    OD_STMT *q = read_one(desk, &sql_report_row_item, row->item.v);

    if (sql_row(q)) {
        w->sku = get_text(q, arena);
        w->description = get_text(q, arena);
    }
    return sql_done(&q, err);
}

bool report_row_read(struct desk *desk, const struct report_row *row, struct arena *arena,
                     struct report_row_words *out, struct err *err)
{
    struct report_row_words w = { "", "", { 0 }, "", "", "", "", "" };
    OD_STMT *q = read_one(desk, &sql_report_row_order, row->order.v);

    if (sql_row(q)) {
        w.number = get_text(q, arena);
        w.customer = get_text(q, arena);
        w.at.ms = get_i64(q);
    }
    if (!sql_done(&q, err) ||
        ((row->shipment != 0 || row->pick != 0) && !read_shipment(desk, row, arena, &w, err)) ||
        (row->item.v != 0 && !read_item(desk, row, arena, &w, err)))
        return false;
    *out = w;
    return true;
}
