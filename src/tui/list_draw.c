/*
 * A list on a canvas: head, rows, the mark and the `>`.
 */
#include "tui/list.h"

#include "base/decimal.h"
#include "base/i18n.h"
#include "base/mem.h"
#include "base/strbuf.h"
#include "tui/app.h"
#include "tui/columns.h"

#define FOOT_BYTES 120

static void draw_row(const struct list *l, struct canvas *c, int row, int at,
                     const struct column_place *places, bool has_focus)
{
    const struct list_row *r = &l->rows.v[at];
    bool is_selected = at == l->selected, is_marked = list_is_marked(l, r->id);
    enum style over = is_selected && has_focus ? STYLE_SELECT
                      : is_marked              ? STYLE_MARK
                                               : STYLE_COUNT;

    if (is_selected && has_focus)
        canvas_fill(c, row, 0, c->cols, ' ', STYLE_SELECT);
    columns_draw_row(c, row, l->columns, places, r, over);
    if (is_marked)
        (void)canvas_text(c, row, 0, 1, over, "*");
    if (l->selected >= 0)
        canvas_hit_row(c, row, at - l->selected);
    if (!is_selected)
        return;
    (void)canvas_text(c, row, 1, 1, over == STYLE_COUNT ? STYLE_TEXT : over, ">");
    if (has_focus)
        canvas_cursor(c, row, 1);
}

/* The text that stands there instead of rows, by lines. */
static void draw_empty(const struct list *l, struct canvas *c, int row, bool has_focus)
{
    if (l->empty != NULL)
        (void)canvas_text(c, row, COLUMNS_BEGIN, -1, STYLE_TEXT, l->empty);
    if (has_focus)
        canvas_cursor(c, row, 1);
}

void list_put_cursor(const struct list *l, struct canvas *c)
{
    if (l->rows.n > 0)
        canvas_cursor(c, l->selected - l->top + (l->hides_head ? 0 : 1), 1);
}

void list_draw(const struct list *l, struct canvas *c, bool has_focus)
{
    struct column_place places[LIST_COLUMNS];
    int row = 0, height;

    columns_fit(l->columns, c->cols, places);
    if (!l->hides_head)
        columns_draw_head(c, row++, l->columns, places);
    if (l->rows.n == 0) {
        draw_empty(l, c, row, has_focus);
        return;
    }
    height = c->rows - row;
    for (int i = 0; i < height && l->top + i < l->rows.n; i++)
        draw_row(l, c, row + i, l->top + i, places, has_focus);
}

char *list_foot(const struct list *l, struct arena *arena)
{
    int64_t n = l->total >= 0 ? l->total : l->at_begin && l->at_end ? l->rows.n : -1;
    char number[DECIMAL_TEXT_SIZE];
    struct strbuf b;

    strbuf_init(&b, arena, FOOT_BYTES);
    if (n < 0)
        return b.s;
    (void)decimal_format(n, 0, 0, l->app != NULL ? app_form(l->app) : NULL, number);
    if (l->marks_n > 0)
        strbuf_addf(&b, _("%d marked of %s"), l->marks_n, number);
    else
        strbuf_addf(&b, ngettext("%s row", "%s rows", (unsigned long)n), number);
    return b.s;
}
