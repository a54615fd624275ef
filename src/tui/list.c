/*
 * The window of a list: some pages around the cursor, loaded anew when the cursor comes to its
 * edge. What is selected and where it stands on the screen are kept over every load.
 */
#include "tui/list.h"

#include <assert.h>
#include <string.h>

#include "base/i18n.h"
#include "base/limits.h"
#include "base/mem.h"
#include "base/vec.h"
#include "tui/app.h"
#include "tui/columns.h"

#define HEIGHT_BEFORE_SIZE 24

void list_init(struct list *l, struct app *app, const struct list_column *columns,
               const struct list_source *source, void *ctx)
{
    *l = (struct list){ .app = app, .columns = columns, .source = source, .ctx = ctx };
    l->arena = arena_new();
    l->spare = arena_new();
    l->selected = -1;
    l->total = -1;
    l->at_begin = l->at_end = true;
}

void list_close(struct list *l)
{
    arena_free(l->arena);
    arena_free(l->spare);
    xfree(l->marks);
    xfree(l->file);
    *l = (struct list){ .selected = -1 };
}

static int page_rows(const struct list *l)
{
    int height = l->height > 0 ? l->height : HEIGHT_BEFORE_SIZE;

    return height * 3 < LIMIT_PAGE_ROWS ? height * 3 : LIMIT_PAGE_ROWS;
}

/* Keeps the selected row on the screen, and the screen full where there are rows. */
static void keep_in_sight(struct list *l)
{
    int height = l->height > 0 ? l->height : HEIGHT_BEFORE_SIZE;

    if (l->selected < l->top)
        l->top = l->selected;
    if (l->selected >= l->top + height)
        l->top = l->selected - height + 1;
    if (l->at_end && l->top > l->rows.n - height)
        l->top = l->rows.n - height;
    if (l->top < 0)
        l->top = 0;
}

static void turn_round(struct list_rows *rows)
{
    for (int i = 0, j = rows->n - 1; i < j; i++, j--) {
        struct list_row swap = rows->v[i];

        rows->v[i] = rows->v[j];
        rows->v[j] = swap;
    }
}

/* The loaded rows become the window. */
static void take_window(struct list *l, const struct list_rows *rows, int selected, int on_screen)
{
    struct arena *old = l->arena;

    l->arena = l->spare;
    l->spare = old;
    l->rows = *rows;
    l->selected = rows->n == 0 ? -1 : selected;
    l->top = selected - on_screen;
    if (l->source->count != NULL)
        l->total = l->source->count(l->ctx);
    keep_in_sight(l);
}

static bool ask(struct list *l, const struct list_from *from, int count, struct list_rows *out,
                struct err *err)
{
    *out = (struct list_rows){ 0 };
    return l->source->page(l->ctx, from, count, l->spare, out, err);
}

/* From the beginning, or backward from the end: what can be seen and one row more. Each letter of
 * a search asks for this; who goes on from there gets whole pages. */
static bool load_end(struct list *l, bool backward, struct err *err)
{
    struct list_from from = { .backward = backward };
    struct list_rows rows;
    int count = (l->height > 0 ? l->height : HEIGHT_BEFORE_SIZE) + 1;

    arena_reset(l->spare);
    if (!ask(l, &from, count, &rows, err))
        return false;
    if (backward)
        turn_round(&rows);
    l->at_begin = !backward || rows.n < count;
    l->at_end = backward || rows.n < count;
    take_window(l, &rows, backward ? rows.n - 1 : 0, backward ? l->height - 1 : 0);
    return true;
}

/* A window around a row of the present one, which keeps its place on the screen. */
static bool load_around(struct list *l, int at, struct err *err)
{
    struct list_from back = { &l->rows.v[at], false, true };
    struct list_from ahead = { &l->rows.v[at], true, false };
    int count = page_rows(l), on_screen = at - l->top, selected;
    struct list_rows before, after;

    arena_reset(l->spare);
    if (!ask(l, &back, count, &before, err) || !ask(l, &ahead, count, &after, err))
        return false;
    turn_round(&before);
    selected = before.n;
    for (int i = 0; i < after.n; i++)
        *(struct list_row *)vec_push(l->spare, &before) = after.v[i];
    l->at_begin = selected < count;
    l->at_end = after.n < count;
    if (selected >= before.n)
        selected = before.n - 1;
    take_window(l, &before, selected, on_screen);
    return true;
}

bool list_load(struct list *l, struct err *err)
{
    assert(l->source != NULL);
    return load_end(l, false, err);
}

bool list_reload(struct list *l, struct err *err)
{
    assert(l->source != NULL);
    if (l->selected < 0)
        return load_end(l, false, err);
    if (!load_around(l, l->selected, err))
        return false;
    /* Everything was taken away around the selection: what is left stands at an end. */
    return l->rows.n > 0 || load_end(l, false, err);
}

static int index_of(const struct list *l, int64_t id)
{
    for (int i = 0; i < l->rows.n; i++) {
        if (l->rows.v[i].id == id)
            return i;
    }
    return -1;
}

void list_set_rows(struct list *l, const struct list_row *rows, int n)
{
    int64_t id = list_selected(l);
    int at;

    arena_reset(l->spare);
    l->rows = (struct list_rows){ 0 };
    if (n > 0) {
        l->rows.v = arena_memdup(l->spare, rows, (size_t)n * sizeof *rows);
        l->rows.n = l->rows.cap = n;
    }
    arena_reset(l->arena);
    struct arena *old = l->arena;
    l->arena = l->spare;
    l->spare = old;
    at = index_of(l, id);
    if (at < 0)
        at = l->selected < n ? l->selected : n - 1;
    l->selected = at < 0 && n > 0 ? 0 : at;
    l->total = n;
    l->at_begin = l->at_end = true;
    keep_in_sight(l);
}

void list_resize(struct list *l, int rows)
{
    l->height = rows - (l->hides_head ? 0 : 1);
    if (l->height < 1)
        l->height = 1;
    keep_in_sight(l);
}

/* Moves by rows, loading where the window ends. False with err when that failed. */
static bool move_by(struct list *l, int by, struct err *err)
{
    int to = l->selected + by;
    bool is_outside = (to < 0 && !l->at_begin) || (to >= l->rows.n && !l->at_end);

    if (l->selected < 0)
        return true;
    if (is_outside && l->source != NULL) {
        if (!load_around(l, l->selected, err))
            return false;
        to = l->selected + by;
    }
    if (to >= l->rows.n)
        to = l->rows.n - 1;
    if (to < 0)
        to = 0;
    l->selected = l->rows.n > 0 ? to : -1;
    keep_in_sight(l);
    return true;
}

/* A page moves the view as far as the cursor, so that the cursor keeps its line. */
static bool page_by(struct list *l, int by, struct err *err)
{
    int on_screen = l->selected - l->top;

    if (!move_by(l, by, err))
        return false;
    l->top = l->selected - on_screen;
    keep_in_sight(l);
    return true;
}

static bool go_end(struct list *l, bool last, struct err *err)
{
    if (l->source != NULL && !(last ? l->at_end : l->at_begin))
        return load_end(l, last, err);
    l->selected = last ? l->rows.n - 1 : l->rows.n > 0 ? 0 : -1;
    keep_in_sight(l);
    return true;
}

bool list_is_marked(const struct list *l, int64_t id)
{
    int low = 0, high = l->marks_n;

    while (low < high) {
        int mid = low + (high - low) / 2;

        if (l->marks[mid] < id)
            low = mid + 1;
        else
            high = mid;
    }
    return low < l->marks_n && l->marks[low] == id;
}

static void add_mark(struct list *l, int64_t id)
{
    int at = l->marks_n;

    if (l->marks_n == l->marks_cap) {
        l->marks_cap = l->marks_cap > 0 ? l->marks_cap * 2 : 16;
        l->marks = xrealloc(l->marks, (size_t)l->marks_cap * sizeof *l->marks);
    }
    while (at > 0 && l->marks[at - 1] > id) {
        l->marks[at] = l->marks[at - 1];
        at--;
    }
    l->marks[at] = id;
    l->marks_n++;
}

static void remove_mark(struct list *l, int64_t id)
{
    int n = 0;

    for (int i = 0; i < l->marks_n; i++) {
        if (l->marks[i] != id)
            l->marks[n++] = l->marks[i];
    }
    l->marks_n = n;
}

static void toggle_mark(struct list *l)
{
    int64_t id = list_selected(l);

    if (id == 0)
        return;
    if (list_is_marked(l, id))
        remove_mark(l, id);
    else
        add_mark(l, id);
}

/* True when the key is one of the list's; err is set where a load failed. */
static bool take_key(struct list *l, struct key k, struct err *err)
{
    int page = l->height > 0 ? l->height : HEIGHT_BEFORE_SIZE;

    if (k.mods != 0)
        return false;
    switch (k.sym) {
    case K_UP:
        (void)move_by(l, -1, err);
        return true;
    case K_DOWN:
        (void)move_by(l, 1, err);
        return true;
    case K_PAGE_UP:
        (void)page_by(l, -page, err);
        return true;
    case K_PAGE_DOWN:
        (void)page_by(l, page, err);
        return true;
    case K_HOME:
        (void)go_end(l, false, err);
        return true;
    case K_END:
        (void)go_end(l, true, err);
        return true;
    case ' ':
        toggle_mark(l);
        (void)move_by(l, 1, err);
        return true;
    default:
        return false;
    }
}

bool list_key(struct list *l, struct key k)
{
    struct err err = ERR_INIT;
    bool used = take_key(l, k, &err);

    if (err.code != ERR_NONE && l->app != NULL)
        app_error(l->app, &err);
    return used;
}

const struct list_row *list_selected_row(const struct list *l)
{
    return l->selected >= 0 && l->selected < l->rows.n ? &l->rows.v[l->selected] : NULL;
}

int64_t list_selected(const struct list *l)
{
    const struct list_row *row = list_selected_row(l);

    return row != NULL ? row->id : 0;
}

bool list_select(struct list *l, int64_t id)
{
    int at = index_of(l, id);

    if (at < 0)
        return false;
    l->selected = at;
    keep_in_sight(l);
    return true;
}

bool list_step(struct list *l, int by, int64_t *out_id, struct err *err)
{
    int64_t before = list_selected(l);

    if (!move_by(l, by, err))
        return false;
    if (list_selected(l) == before)
        return err_set(err, ERR_NOT_FOUND, "%s",
                       by < 0 ? _("This is the first one.") : _("This is the last one."));
    *out_id = list_selected(l);
    return true;
}

int list_targets(const struct list *l, struct arena *arena, int64_t **out)
{
    int n = l->marks_n;
    int64_t *ids;

    if (n == 0 && list_selected(l) != 0) {
        ids = arena_array(arena, 1, int64_t);
        ids[0] = list_selected(l);
        *out = ids;
        return 1;
    }
    ids = arena_array(arena, n, int64_t);
    if (n > 0)
        memcpy(ids, l->marks, (size_t)n * sizeof *ids);
    *out = ids;
    return n;
}

void list_mark(struct list *l, int64_t id)
{
    if (!list_is_marked(l, id))
        add_mark(l, id);
}

void list_clear_marks(struct list *l)
{
    l->marks_n = 0;
}
