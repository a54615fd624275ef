/*
 * Rows with one-line entry. The new row is active as soon as the cursor is on it; a row that is
 * there only while it is edited.
 */
#include "tui/grid.h"

#include <assert.h>
#include <string.h>

#include "base/i18n.h"
#include "tui/app.h"
#include "tui/columns.h"

void grid_init(struct grid *g, struct app *app, const struct list_column *columns,
               const int *entry_columns, const struct grid_ops *ops, void *ctx)
{
    *g = (struct grid){ .app = app, .columns = columns, .ops = ops, .ctx = ctx };
    while (entry_columns[g->entries] >= 0) {
        assert(g->entries < GRID_ENTRIES);
        g->entry_column[g->entries] = entry_columns[g->entries];
        g->entries++;
    }
    g->editing = g->error_entry = -1;
    lookup_init(&g->lookup, ops->find, ctx);
}

void grid_close(struct grid *g)
{
    lookup_free(&g->lookup);
}

static void clear_entry(struct grid *g)
{
    for (int i = 0; i < g->entries; i++)
        field_clear(&g->fields[i]);
    g->entry = 0;
    g->error_entry = -1;
    g->lookup_id = 0;
    lookup_close(&g->lookup);
}

static int row_of(const struct grid *g, int64_t id)
{
    for (int i = 0; i < g->n; i++) {
        if (g->rows[i].id == id)
            return i;
    }
    return -1;
}

void grid_set_rows(struct grid *g, const struct list_row *rows, int n)
{
    bool was_new = g->at >= g->n;
    int64_t id = grid_row_id(g);
    int at;

    g->rows = rows;
    g->n = n;
    if (was_new) {
        g->at = n;
        g->editing = -1;
        return;
    }
    at = row_of(g, id);
    if (at < 0 && g->editing >= 0) {
        /* The row being edited was taken away: what was typed has no place any more. */
        g->editing = -1;
        clear_entry(g);
    }
    g->at = at >= 0 ? at : g->at < n ? g->at : n;
    if (g->editing >= 0)
        g->editing = g->at;
}

void grid_resize(struct grid *g, int rows)
{
    g->height = rows > 2 ? rows - 1 : 1;
}

const char *grid_text(const struct grid *g, int entry)
{
    return g->fields[entry].text;
}

void grid_set_text(struct grid *g, int entry, const char *text)
{
    field_set(&g->fields[entry], text);
    if (entry == g->entry)
        field_focus(&g->fields[entry]);
}

void grid_point(struct grid *g, int at)
{
    field_point(&g->fields[g->entry], at);
}

int64_t grid_lookup_id(const struct grid *g)
{
    return g->lookup_id;
}

int64_t grid_row_id(const struct grid *g)
{
    return g->at < g->n ? g->rows[g->at].id : 0;
}

static void focus_entry(struct grid *g, int entry)
{
    g->entry = entry;
    lookup_close(&g->lookup);
    field_focus(&g->fields[entry]);
}

void grid_edit(struct grid *g, int entry)
{
    if (g->at < g->n && g->editing != g->at) {
        clear_entry(g);
        for (int i = 0; i < g->entries; i++)
            field_set(&g->fields[i], g->rows[g->at].cells[g->entry_column[i]]);
        g->editing = g->at;
    }
    focus_entry(g, entry < g->entries ? entry : g->entries - 1);
}

void grid_new(struct grid *g)
{
    clear_entry(g);
    g->editing = -1;
    g->at = g->n;
}

bool grid_has_text(const struct grid *g)
{
    for (int i = 0; i < g->entries; i++) {
        if (!field_is_empty(&g->fields[i]))
            return true;
    }
    return false;
}

void grid_go(struct grid *g, int64_t row_id)
{
    int at = row_id == 0 ? g->n : row_of(g, row_id);

    if (g->editing >= 0)
        clear_entry(g);
    g->editing = -1;
    g->at = at >= 0 ? at : g->n;
}

static bool is_active(const struct grid *g)
{
    return g->at == g->n || g->editing == g->at;
}

static enum grid_event fail(struct grid *g, const struct err *err)
{
    g->error_entry = g->entry;
    if (g->app != NULL)
        app_error_drop(g->app, err);
    return GRID_USED;
}

/* What the results make of the first entry. False: stay (err may be empty: choose one first). */
static bool take_lookup(struct grid *g, struct err *err)
{
    const struct lookup_row *row = NULL;
    enum lookup_pick pick;

    if (g->ops->find == NULL || (g->lookup_id != 0 && !g->lookup.is_open))
        return true;
    if (field_is_empty(&g->fields[0]) && g->lookup.selected < 0)
        return true;
    if (!lookup_enter(&g->lookup, g->fields[0].text, &pick, &row, err))
        return false;
    if (pick == LOOKUP_SEVERAL) {
        if (g->app != NULL)
            app_say(g->app, "%s", _("Several fit. Enter takes the marked one; arrows choose."));
        return false;
    }
    if (pick == LOOKUP_TAKEN) {
        field_set(&g->fields[0], row->value);
        g->lookup_id = row->id;
    }
    lookup_close(&g->lookup);
    return true;
}

static enum grid_event commit(struct grid *g)
{
    struct err err = ERR_INIT;
    bool is_new = g->at == g->n;

    if (!g->ops->commit(g->ctx, g, grid_row_id(g), &err))
        return fail(g, &err);
    clear_entry(g);
    g->editing = -1;
    if (is_new)
        g->at = g->n;
    return GRID_COMMITTED;
}

/* Enter or Tab in an entry: on to the next, or the row is done. */
static enum grid_event leave_entry(struct grid *g)
{
    enum grid_next next = GRID_NEXT_COLUMN;
    struct err err = ERR_INIT;
    int entry = g->entry;

    if (entry == 0 && !take_lookup(g, &err))
        return err.code == ERR_NONE ? GRID_USED : fail(g, &err);
    if (g->ops->entered != NULL && !g->ops->entered(g->ctx, g, grid_row_id(g), entry, &next, &err))
        return fail(g, &err);
    g->error_entry = -1;
    if (next == GRID_COMMIT || entry == g->entries - 1)
        return commit(g);
    focus_entry(g, entry + 1);
    return GRID_USED;
}

static enum grid_event remove_row(struct grid *g)
{
    struct err err = ERR_INIT;

    if (g->at == g->n) {
        if (!grid_has_text(g))
            return GRID_UNUSED;
        clear_entry(g);
        return GRID_USED;
    }
    if (g->ops->remove == NULL)
        return GRID_UNUSED;
    if (!g->ops->remove(g->ctx, g, grid_row_id(g), &err))
        return fail(g, &err);
    clear_entry(g);
    g->editing = -1;
    return GRID_REMOVED;
}

static void walk_to(struct grid *g, int at)
{
    g->at = at < 0 ? 0 : at > g->n ? g->n : at;
}

/* Up and Down while a row is edited: what was typed is committed first. */
static enum grid_event walk_off(struct grid *g, int by)
{
    enum grid_event did = commit(g);

    if (did == GRID_COMMITTED)
        walk_to(g, g->at + by);
    return did;
}

static enum grid_event active_move(struct grid *g, struct key k)
{
    bool is_new = g->at == g->n;

    if (key_is(k, K_UP) || key_is(k, K_DOWN)) {
        int by = key_is(k, K_UP) ? -1 : 1;

        if (!is_new)
            return walk_off(g, by);
        if (by > 0)
            return GRID_USED;
        if (g->n == 0)
            return GRID_BACK;
        walk_to(g, g->n - 1);
        return GRID_USED;
    }
    if (k.sym == K_TAB && k.mods == KEY_SHIFT) {
        if (g->entry == 0)
            return GRID_BACK;
        focus_entry(g, g->entry - 1);
        return GRID_USED;
    }
    if (key_is(k, K_ESC) && !is_new) {
        clear_entry(g);
        g->editing = -1;
        return GRID_USED;
    }
    return GRID_UNUSED;
}

static enum grid_event active_enter(struct grid *g, bool is_tab)
{
    if (g->entry == 0 && g->at == g->n && !grid_has_text(g) && g->lookup.selected < 0)
        return is_tab ? GRID_UNUSED : GRID_FINISH;
    /* ".." is the owner's own: the last order again. */
    if (g->entry == 0 && !is_tab && grid_text(g, 0)[0] == '.' && grid_text(g, 0)[1] != '.')
        return GRID_RUN_CODE;
    return leave_entry(g);
}

static enum grid_event edit_text(struct grid *g, struct key k)
{
    switch (field_key(&g->fields[g->entry], k)) {
    case FIELD_CHANGED:
        g->error_entry = -1;
        if (g->entry == 0) {
            g->lookup_id = 0;
            lookup_touch(&g->lookup);
        }
        return GRID_USED;
    case FIELD_REFUSED:
        if (g->app != NULL)
            app_bell(g->app);
        return GRID_USED;
    case FIELD_MOVED:
        return GRID_USED;
    case FIELD_UNUSED:
        break;
    }
    return GRID_UNUSED;
}

static enum grid_event active_key(struct grid *g, struct key k)
{
    enum grid_event did;

    if (g->entry == 0 && lookup_key(&g->lookup, g->fields[0].text, k))
        return GRID_USED;
    if (key_is(k, K_ENTER) || key_is(k, K_TAB))
        return active_enter(g, key_is(k, K_TAB));
    if (g->entry == 0 && g->ops->find != NULL && (key_function(k) == 4 || key_is_ctrl(k, 't'))) {
        lookup_ask(&g->lookup);
        return GRID_USED;
    }
    if (key_is_ctrl(k, 'd'))
        return remove_row(g);
    did = active_move(g, k);
    return did != GRID_UNUSED ? did : edit_text(g, k);
}

/* The entry that F4 and digits go to on a row that is there: the one after the first. */
static int usual_entry(const struct grid *g)
{
    return g->entries > 1 ? 1 : 0;
}

static enum grid_event row_key(struct grid *g, struct key k)
{
    int page = g->height > 1 ? g->height - 1 : 1;

    if (key_function(k) == 4 || key_is_ctrl(k, 't') || key_is(k, K_ENTER)) {
        grid_edit(g, usual_entry(g));
        return GRID_USED;
    }
    if (key_is_ctrl(k, 'd') || key_is(k, K_DELETE))
        return remove_row(g);
    if (k.mods != 0)
        return GRID_UNUSED;
    if (k.sym >= '0' && k.sym <= '9') {
        grid_edit(g, usual_entry(g));
        return edit_text(g, k);
    }
    switch (k.sym) {
    case K_UP:
        if (g->at == 0)
            return GRID_BACK;
        walk_to(g, g->at - 1);
        return GRID_USED;
    case K_DOWN:
    case K_TAB:
        walk_to(g, g->at + 1);
        return GRID_USED;
    case K_PAGE_UP:
        walk_to(g, g->at - page);
        return GRID_USED;
    case K_PAGE_DOWN:
        walk_to(g, g->at + page);
        return GRID_USED;
    case K_HOME:
        walk_to(g, 0);
        return GRID_USED;
    case K_END:
        walk_to(g, g->n);
        return GRID_USED;
    default:
        return GRID_UNUSED;
    }
}

enum grid_event grid_key(struct grid *g, struct key k)
{
    return is_active(g) ? active_key(g, k) : row_key(g, k);
}

void grid_settle(struct grid *g)
{
    struct err err = ERR_INIT;

    if (!is_active(g) || g->entry != 0)
        return;
    if (!lookup_settle(&g->lookup, g->fields[0].text, &err) && g->app != NULL)
        app_error(g->app, &err);
}
