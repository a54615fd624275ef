/*
 * Live results: one query for all keys of a pass, and what Enter makes of the rows.
 */
#include "tui/lookup.h"

#include <string.h>

#include "base/mem.h"
#include "base/utf8.h"

void lookup_init(struct lookup *l, lookup_find *find, void *ctx)
{
    *l = (struct lookup){ .find = find, .ctx = ctx, .selected = -1 };
    if (find != NULL)
        l->arena = arena_new();
}

void lookup_free(struct lookup *l)
{
    arena_free(l->arena);
    l->arena = NULL;
}

void lookup_touch(struct lookup *l)
{
    if (l->find == NULL)
        return;
    l->is_stale = true;
    l->is_asked = false;
    l->selected = -1;
}

void lookup_ask(struct lookup *l)
{
    lookup_touch(l);
    l->is_asked = true;
}

void lookup_close(struct lookup *l)
{
    l->is_open = l->is_stale = l->is_asked = false;
    l->selected = -1;
    l->rows.n = 0;
}

bool lookup_settle(struct lookup *l, const char *text, struct err *err)
{
    struct lookup_rows rows = { 0 };
    struct arena *fresh;

    if (!l->is_stale)
        return true;
    l->is_stale = false;
    fresh = arena_new();
    /* Nothing pops up of itself: an empty field lists only what was asked for. */
    if ((text[0] != '\0' || l->is_asked) && !l->find(l->ctx, text, fresh, &rows, err)) {
        arena_free(fresh);
        return false;
    }
    arena_free(l->arena);
    l->arena = fresh;
    l->rows = rows;
    l->selected = -1;
    l->is_open = rows.n > 0;
    return true;
}

bool lookup_key(struct lookup *l, const char *text, struct key k)
{
    struct err err = ERR_INIT;
    int last;

    /* Typed ahead of the results: Down means a row of what is typed, not of what was there. */
    if (l->is_stale && (key_is(k, K_DOWN) || key_is(k, K_PAGE_DOWN)) &&
        !lookup_settle(l, text, &err))
        return false;
    last = l->rows.n - 1;
    if (!l->is_open || k.mods != 0)
        return false;
    switch (k.sym) {
    case K_DOWN:
        l->selected = l->selected < last ? l->selected + 1 : last;
        return true;
    case K_UP:
        if (l->selected < 0)
            return false;
        l->selected--;
        return true;
    case K_PAGE_DOWN:
        l->selected = last;
        return true;
    case K_PAGE_UP:
        l->selected = 0;
        return true;
    case K_ESC:
        lookup_close(l);
        return true;
    default:
        return false;
    }
}

/* The row whose value is what was typed, case and accents aside; -1 none. */
static int typed_whole(const struct lookup *l, const char *text)
{
    OD_ARENA *tmp = arena_new();
    const char *typed = utf8_fold(tmp, text);

    for (int i = 0; i < l->rows.n; i++) {
        if (strcmp(utf8_fold(tmp, l->rows.v[i].value), typed) == 0)
            return i;
    }
    return -1;
}

bool lookup_enter(struct lookup *l, const char *text, enum lookup_pick *pick,
                  const struct lookup_row **out, struct err *err)
{
    int at;

    if (l->selected < 0 && !l->is_open)
        l->is_stale = true;
    if (!lookup_settle(l, text, err))
        return false;
    *pick = LOOKUP_TAKEN;
    at = l->selected >= 0 ? l->selected : typed_whole(l, text);
    if (at < 0 && l->rows.n == 1 && !l->rows.is_more)
        at = 0;
    if (at >= 0) {
        *out = &l->rows.v[at];
        return true;
    }
    *pick = l->rows.n == 0 ? LOOKUP_NONE : LOOKUP_SEVERAL;
    if (*pick == LOOKUP_SEVERAL)
        l->selected = 0;
    return true;
}

static void draw_row(const struct lookup *l, struct canvas *c, int row, int i, int value_cols)
{
    const struct lookup_row *r = &l->rows.v[i];
    enum style style = i == l->selected ? STYLE_POPUP_SELECT : STYLE_POPUP;
    int note = r->note != NULL ? utf8_cols(r->note) : 0;
    int room = c->cols - value_cols - 2 - (note > 0 ? note + 2 : 0);

    canvas_fill(c, row, 0, c->cols, ' ', style);
    canvas_hit_row(c, row, i - l->selected);
    (void)canvas_text(c, row, 0, 1, style, i == l->selected ? ">" : " ");
    (void)canvas_text(c, row, 1, value_cols, style, r->value);
    if (room > 0)
        (void)canvas_text(c, row, value_cols + 2, room, style, r->detail);
    if (note > 0)
        (void)canvas_text(c, row, c->cols - note - 1, -1, style, r->note);
    if (i == l->selected)
        canvas_cursor(c, row, 0);
}

int lookup_draw(const struct lookup *l, struct canvas *c, int row, int col)
{
    struct canvas view = canvas_view(c, row, col, LOOKUP_ROWS, -1);
    int n = l->rows.n < view.rows ? l->rows.n : view.rows, value_cols = 1;

    if (!l->is_open)
        return 0;
    for (int i = 0; i < n; i++) {
        int cols = utf8_cols(l->rows.v[i].value);

        value_cols = cols > value_cols ? cols : value_cols;
    }
    if (value_cols > view.cols / 2)
        value_cols = view.cols / 2;
    for (int i = 0; i < n; i++) {
        /* What lies below must not show at the left of the results. */
        canvas_fill(c, row + i, 0, col, ' ', STYLE_POPUP);
        draw_row(l, &view, i, i, value_cols);
    }
    return n;
}
