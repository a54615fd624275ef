/*
 * Fitting columns into a width: the least needed go first, what grows takes the rest.
 */
#include "tui/columns.h"

#include <assert.h>
#include <stddef.h>

#include "base/i18n.h"

#define GAP 1

int columns_count(const struct list_column *columns)
{
    int n = 0;

    while (columns[n].title != NULL)
        n++;
    assert(n <= LIST_COLUMNS);
    return n;
}

/* What grows is what the list is about: others go before it shrinks. */
static int least(const struct list_column *column, bool shrinks)
{
    bool is_rigid = column->min_cols == 0 || (column->grows && !shrinks);

    return is_rigid ? column->cols : column->min_cols;
}

static int sum(const struct column_place *out, int n)
{
    int cols = 0;

    for (int i = 0; i < n; i++)
        cols += out[i].cols > 0 ? out[i].cols + GAP : 0;
    return cols > 0 ? cols - GAP : 0;
}

/* The column to drop next: the highest priority above 0, the last of those; -1 none. */
static int next_to_drop(const struct list_column *columns, const struct column_place *out, int n)
{
    int worst = -1, priority = 0;

    for (int i = 0; i < n; i++) {
        if (out[i].cols > 0 && columns[i].priority > 0 && columns[i].priority >= priority) {
            priority = columns[i].priority;
            worst = i;
        }
    }
    return worst;
}

/* Gives columns what they want beyond their least, from the left, as far as room reaches. */
static int widen(const struct list_column *columns, struct column_place *out, int n, int room)
{
    for (int i = 0; i < n && room > 0; i++) {
        int more = out[i].cols > 0 ? columns[i].cols - out[i].cols : 0;

        more = more > room ? room : more;
        out[i].cols += more;
        room -= more;
    }
    return room;
}

void columns_fit(const struct list_column *columns, int cols,
                 struct column_place out[LIST_COLUMNS])
{
    int n = columns_count(columns), room, at = COLUMNS_BEGIN, drop;

    for (int i = 0; i < n; i++)
        out[i].cols = least(&columns[i], false);
    cols -= COLUMNS_BEGIN;
    while (sum(out, n) > cols && (drop = next_to_drop(columns, out, n)) >= 0)
        out[drop].cols = 0;
    for (int i = 0; i < n && sum(out, n) > cols; i++)
        out[i].cols = out[i].cols > 0 ? least(&columns[i], true) : 0;
    room = widen(columns, out, n, cols - sum(out, n));
    for (int i = 0; i < n && room > 0; i++) {
        if (columns[i].grows && out[i].cols > 0) {
            out[i].cols += room;
            room = 0;
        }
    }
    for (int i = 0; i < n; i++) {
        out[i].col = at;
        at += out[i].cols > 0 ? out[i].cols + GAP : 0;
    }
}

static void draw_cell(struct canvas *c, int row, const struct list_column *column,
                      const struct column_place *place, enum style style, const char *text)
{
    if (column->is_right)
        (void)canvas_text_right(c, row, place->col, place->cols, style, text);
    else
        (void)canvas_text(c, row, place->col, place->cols, style, text);
}

void columns_draw_head(struct canvas *c, int row, const struct list_column *columns,
                       const struct column_place *places)
{
    for (int i = 0; columns[i].title != NULL; i++) {
        if (places[i].cols > 0 && columns[i].title[0] != '\0')
            draw_cell(c, row, &columns[i], &places[i], STYLE_HEAD, _(columns[i].title));
    }
}

void columns_draw_row(struct canvas *c, int row, const struct list_column *columns,
                      const struct column_place *places, const struct list_row *r, enum style over)
{
    for (int i = 0; columns[i].title != NULL; i++) {
        enum style style = over;

        if (places[i].cols == 0 || r->cells[i] == NULL)
            continue;
        if (over == STYLE_COUNT)
            style = r->styles != NULL ? (enum style)r->styles[i] : r->style;
        draw_cell(c, row, &columns[i], &places[i], style, r->cells[i]);
    }
}
