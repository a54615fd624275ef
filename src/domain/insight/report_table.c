/*
 * The table that a report fills: lines, totals, the same lines of another period beside them, the
 * largest N, and order.
 */
#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "base/i18n.h"
#include "base/mem.h"
#include "base/vec.h"
#include "domain/insight/report.h"
#include "domain/insight/report_parts.h"

void report_begin(struct report_table *table, const struct report_column *columns,
                  struct arena *arena)
{
    *table = (struct report_table){ .columns = columns };
    while (columns[table->column_n].name != NULL)
        table->column_n++;
    assert(table->column_n > 0 && table->column_n <= REPORT_COLUMNS);
    table->total = arena_array(arena, table->column_n, struct report_value);
}

struct report_line *report_add(struct report_table *table, struct arena *arena)
{
    struct report_line *line = vec_push(arena, table);

    line->v = arena_array(arena, table->column_n, struct report_value);
    return line;
}

struct report_value report_text(const char *text)
{
    return (struct report_value){ text, 0, text != NULL };
}

struct report_value report_n(int64_t n)
{
    return (struct report_value){ NULL, n, true };
}

static void add_values(const struct report_table *table, struct report_value *sum,
                       const struct report_value *v)
{
    for (int c = 0; c < table->column_n; c++) {
        if (!table->columns[c].is_sum || v == NULL || !v[c].is_set)
            continue;
        sum[c].is_set = true;
        sum[c].n += v[c].n;
    }
}

void report_add_up(struct report_table *table)
{
    for (int c = 0; c < table->column_n; c++)
        if (table->columns[c].is_sum)
            table->total[c] = report_n(0);
    for (int i = 0; i < table->n; i++)
        add_values(table, table->total, table->v[i].v);
}

/* --- the other period ------------------------------------------------------------------------- */

/* Lines of the other period by what makes them the same; putting a hundred thousand of them in
 * order took as long as reading their names. */
struct places {
    const struct report_table *table;
    int *slot; /* 1 + index, 0 empty; a power of two of them, half of them empty */
    uint64_t slots;
};

static bool is_same(const struct report_line *x, const struct report_line *y)
{
    if (x->key == NULL || y->key == NULL)
        return x->key == y->key && x->at == y->at;
    return strcmp(x->key, y->key) == 0;
}

/* Where the line is, or the empty slot where it would be. FNV-1a, of 64 bits. */
static int *place_of(const struct places *p, const struct report_line *line)
{
    uint64_t h = UINT64_C(0xCBF29CE484222325);

    if (line->key == NULL)
        h = (h ^ (uint64_t)line->at) * UINT64_C(0x100000001B3);
    for (const char *c = line->key; c != NULL && *c != '\0'; c++)
        h = (h ^ (unsigned char)*c) * UINT64_C(0x100000001B3);
    h ^= h >> 32;
    while (p->slot[h & (p->slots - 1)] != 0 &&
           !is_same(&p->table->v[p->slot[h & (p->slots - 1)] - 1], line))
        h++;
    return &p->slot[h & (p->slots - 1)];
}

static struct places places_of(const struct report_table *table, struct arena *arena)
{
    struct places p = { .table = table, .slots = 2 };

    while (p.slots < (uint64_t)table->n * 2)
        p.slots *= 2;
    p.slot = arena_alloc(arena, (size_t)p.slots * sizeof *p.slot);
    memset(p.slot, 0, (size_t)p.slots * sizeof *p.slot);
    for (int i = 0; i < table->n; i++)
        *place_of(&p, &table->v[i]) = i + 1;
    return p;
}

/* What was there only before: nothing of it now. */
static void add_gone(struct report_table *table, const struct report_line *old, struct arena *arena)
{
    struct report_line *line = report_add(table, arena);
    struct report_value *v = line->v;

    *line = *old;
    line->v = v;
    line->find = NULL; /* it finds what was there before */
    line->before = old->v;
    for (int c = 0; c < table->column_n; c++) {
        if (table->columns[c].kind == REPORT_TEXT)
            v[c] = old->v[c];
        else if (table->columns[c].is_sum)
            v[c] = report_n(0);
    }
}

void report_beside(struct report_table *table, const struct report_table *old, struct arena *arena)
{
    OD_ARENA *tmp = arena_new();
    const struct places places = places_of(old, tmp);
    int n = table->n;

    for (int i = 0; i < n; i++) {
        struct report_line *line = &table->v[i];
        int same = *place_of(&places, line);

        line->before = same != 0 ? old->v[same - 1].v
                                 : arena_array(arena, table->column_n, struct report_value);
        if (same != 0)
            old->v[same - 1].is_rest = true; /* found; what is not is added below */
    }
    for (int i = 0; i < old->n; i++)
        if (!old->v[i].is_rest)
            add_gone(table, &old->v[i], arena);
    for (int i = 0; i < n; i++)
        for (int c = 0; c < table->column_n; c++)
            if (table->columns[c].is_sum && !table->v[i].before[c].is_set)
                table->v[i].before[c] = report_n(0);
    table->total_before = old->total;
}

/* --- the largest N ---------------------------------------------------------------------------- */

void report_cut(struct report_table *table, int top, struct arena *arena)
{
    struct report_value *v, *before = NULL;
    struct report_line *rest;
    int n = table->n, all = n + table->more, text = 0;

    top = top < 1 || top > n ? n : top;
    if (all <= top)
        return;
    v = arena_array(arena, table->column_n, struct report_value);
    if (table->total_before != NULL)
        before = arena_array(arena, table->column_n, struct report_value);
    for (int i = top; i < n; i++) {
        add_values(table, v, table->v[i].v);
        if (before != NULL)
            add_values(table, before, table->v[i].before);
    }
    while (text < table->column_n - 1 && table->columns[text].kind != REPORT_TEXT)
        text++;
    if (table->columns[text].kind == REPORT_TEXT)
        v[text] = report_text(arena_printf(
            arena, ngettext("%d other", "%d others", (unsigned long)(all - top)), all - top));
    rest = top < n ? &table->v[top] : report_add(table, arena);
    *rest = (struct report_line){ .v = v, .before = before, .at = -1, .is_rest = true };
    table->n = top + 1;
    table->more = 0;
}

/* --- order ------------------------------------------------------------------------------------ */

struct sorted {
    const struct report_line *line;
    int at, column;
    bool is_down;
};

static int by_value(const void *a, const void *b)
{
    const struct sorted *x = a, *y = b;
    const struct report_value *v = &x->line->v[x->column], *w = &y->line->v[y->column];
    int order = 0;

    if (x->line->is_rest != y->line->is_rest)
        return x->line->is_rest ? 1 : -1;
    if (v->is_set != w->is_set)
        return v->is_set ? -1 : 1;
    if (v->text != NULL && w->text != NULL)
        order = strcmp(v->text, w->text);
    else if (v->n != w->n)
        order = v->n < w->n ? -1 : 1;
    if (order != 0)
        return x->is_down ? -order : order;
    return (x->at > y->at) - (x->at < y->at);
}

void report_sort(struct report_table *table, int column, bool is_down)
{
    OD_ARENA *tmp = arena_new();
    struct sorted *rows = arena_array(tmp, table->n, struct sorted);
    struct report_line *old = arena_array(tmp, table->n, struct report_line);

    assert(column >= 0 && column < table->column_n);
    for (int i = 0; i < table->n; i++) {
        old[i] = table->v[i];
        rows[i] = (struct sorted){ &old[i], i, column, is_down };
    }
    if (table->n > 1)
        qsort(rows, (size_t)table->n, sizeof(*rows), by_value);
    for (int i = 0; i < table->n; i++)
        table->v[i] = *rows[i].line;
}

/* --- as a picture ----------------------------------------------------------------------------- */

enum report_chart report_chart_of(const struct report *report, const struct report_ask *ask)
{
    bool is_time =
        ask->by == REPORT_BY_DAY || ask->by == REPORT_BY_WEEK || ask->by == REPORT_BY_MONTH;

    if (report->chart == REPORT_CHART_LINE && !is_time)
        return REPORT_CHART_BARS;
    if (report->chart == REPORT_CHART_BARS && is_time)
        return REPORT_CHART_LINE;
    return report->chart;
}

int report_chart_column(const struct report *report, const struct report_table *table)
{
    if (report->chart == REPORT_CHART_NONE || report->chart_column == NULL)
        return -1;
    for (int c = 0; c < table->column_n; c++)
        if (strcmp(table->columns[c].name, report->chart_column) == 0)
            return c;
    return -1;
}
