/*
 * A grid on a canvas: rows, the row that takes text, and results below it.
 */
#include "tui/grid.h"

#include <stdio.h>

#include "base/i18n.h"
#include "tui/columns.h"

/* How many rows of results are kept in sight below the entry. */
static int results(const struct grid *g)
{
    return g->lookup.is_open ? g->lookup.rows.n : 0;
}

/* The first row shown: the cursor and its results are in sight. */
static int first_row(const struct grid *g, int height)
{
    int below = results(g) < height - 1 ? results(g) : height - 1;
    int top = g->at + 1 + below - height;

    return top > 0 ? top : 0;
}

static void draw_entries(const struct grid *g, struct canvas *c, int row,
                         const struct column_place *places, bool has_focus)
{
    for (int i = 0; i < g->entries; i++) {
        const struct column_place *place = &places[g->entry_column[i]];
        bool is_here = has_focus && i == g->entry && g->at <= g->n;
        bool is_wrong = i == g->error_entry;

        if (place->cols == 0)
            continue;
        (void)canvas_text(c, row, place->col - 1, 1, is_wrong ? STYLE_ERROR : STYLE_TEXT,
                          is_wrong ? "x" : "[");
        (void)canvas_text(c, row, place->col + place->cols, 1, STYLE_TEXT, "]");
        field_draw(&g->fields[i], c, row, place->col, place->cols,
                   is_here ? STYLE_FOCUS : STYLE_FIELD, is_here);
    }
}

static void draw_new_row(const struct grid *g, struct canvas *c, int row,
                         const struct column_place *places, bool has_focus)
{
    char number[16];

    (void)snprintf(number, sizeof number, "%d", g->n + 1);
    if (g->entry_column[0] > 0)
        (void)canvas_text_right(c, row, places[0].col, places[0].cols, STYLE_DIM, number);
    if (g->at == g->n || grid_has_text(g))
        draw_entries(g, c, row, places, has_focus && g->at == g->n);
}

static void draw_old_row(const struct grid *g, struct canvas *c, int row, int at,
                         const struct column_place *places, bool has_focus)
{
    bool is_here = at == g->at && has_focus, is_edited = at == g->editing;
    enum style over = is_here && !is_edited ? STYLE_SELECT : STYLE_COUNT;

    if (over == STYLE_SELECT)
        canvas_fill(c, row, 0, c->cols, ' ', STYLE_SELECT);
    columns_draw_row(c, row, g->columns, places, &g->rows[at], over);
    if (at == g->at)
        (void)canvas_text(c, row, 1, 1, over == STYLE_COUNT ? STYLE_TEXT : over, ">");
    if (is_edited)
        draw_entries(g, c, row, places, has_focus);
    else if (is_here)
        canvas_cursor(c, row, 1);
}

void grid_draw(const struct grid *g, struct canvas *c, bool has_focus)
{
    struct column_place places[LIST_COLUMNS];
    int row = 1, top;
    bool is_active = g->at == g->n || g->editing == g->at;

    columns_fit(g->columns, c->cols, places);
    columns_draw_head(c, 0, g->columns, places);
    top = first_row(g, c->rows - 1);
    for (int at = top; at <= g->n && row < c->rows; at++) {
        /* Enter in a line that is typed is the keyboard's: it may take the order. */
        if (has_focus && results(g) == 0 && at != g->at)
            canvas_hit_row(c, row, at - g->at);
        if (at < g->n)
            draw_old_row(g, c, row++, at, places, has_focus);
        else if (g->editing < 0)
            draw_new_row(g, c, row++, places, has_focus);
        if (at == g->at && is_active && has_focus)
            row += lookup_draw(&g->lookup, c, row, COLUMNS_BEGIN + 2);
    }
}
