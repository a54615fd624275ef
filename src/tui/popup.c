/*
 * The frame of pop-ups: memory, and a box in the middle.
 */
#include "tui/popup.h"

#include "base/mem.h"
#include "tui/app.h"

void *popup_new(struct app *app, size_t size)
{
    struct arena *arena = arena_new();
    struct popup *p = arena_calloc(arena, 1, size);

    p->app = app;
    p->arena = arena;
    return p;
}

void popup_free(struct popup *p)
{
    if (p == NULL)
        return;
    if (p->close != NULL)
        p->close(p);
    arena_free(p->arena);
}

void popup_close(struct app *app)
{
    app_set_popup(app, NULL);
}

struct canvas popup_box(struct canvas *c, int rows, int cols, const char *headline)
{
    struct canvas box;

    if (rows > c->rows)
        rows = c->rows;
    if (cols > c->cols)
        cols = c->cols;
    /* A sliver of the screen left beside the box would read as part of it. */
    if (c->cols - cols < 8)
        cols = c->cols;
    box = canvas_view(c, (c->rows - rows) / 2, (c->cols - cols) / 2, rows, cols);
    for (int row = 0; row < box.rows; row++)
        canvas_fill(&box, row, 0, box.cols, ' ', STYLE_POPUP);
    canvas_fill(&box, 0, 0, box.cols, ' ', STYLE_HEADLINE);
    (void)canvas_text(&box, 0, 1, box.cols - 2, STYLE_HEADLINE, headline);
    return canvas_view(&box, 1, 1, box.rows - 1, box.cols - 2);
}
