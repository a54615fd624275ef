/*
 * The stack of screens. A screen that is left may still be running (its own command left it), so
 * it is freed later, when the shell says that nobody is inside.
 */
#include "tui/nav.h"

#include <assert.h>

#include "base/i18n.h"
#include "base/mem.h"
#include "tui/app.h"

static void screen_free(struct screen *s)
{
    struct arena *arena = s->arena;

    if (s->ops->close != NULL)
        s->ops->close(s);
    arena_free(s->data);
    arena_free(arena);
}

static struct screen *screen_new(struct app *app, const struct screen_ops *ops)
{
    struct arena *arena = arena_new();
    struct screen *s;

    assert(ops->size >= sizeof *s);
    s = arena_calloc(arena, 1, ops->size);
    s->ops = ops;
    s->app = app;
    s->desk = app_desk(app);
    s->arena = arena;
    s->data = arena_new();
    s->rows = app_rows(app) > APP_FRAME_ROWS ? app_rows(app) - APP_FRAME_ROWS : 0;
    s->cols = app_cols(app);
    return s;
}

bool screen_refresh(struct screen *s, struct err *err)
{
    struct arena *old = s->data;

    if (s->ops->refresh == NULL)
        return true;
    s->data = arena_new();
    s->is_stale = false;
    s->read_ms = app_now(s->app).ms;
    if (s->ops->refresh(s, err)) {
        arena_free(old);
        return true;
    }
    arena_free(s->data);
    s->data = old;
    return false;
}

void screen_reread(struct screen *s)
{
    struct err err = ERR_INIT;

    if (screen_refresh(s, &err))
        return;
    s->is_stale = true;
    app_warn(s->app, _("It is booked, but it could not be read again: %s"), err.text);
}

void screen_resize(struct screen *s, int rows, int cols)
{
    s->rows = rows;
    s->cols = cols;
    if (s->ops->resize != NULL)
        s->ops->resize(s, rows, cols);
}

/* A screen that is ready to be shown, NULL where it could not be entered. */
static struct screen *make(struct app *app, const struct screen_ops *ops, const void *arg,
                           struct err *err)
{
    struct screen *s = screen_new(app, ops);

    if (ops->enter(s, arg, err)) {
        screen_resize(s, s->rows, s->cols);
        if (screen_refresh(s, err))
            return s;
    }
    screen_free(s);
    return NULL;
}

bool nav_push(struct nav *nav, struct app *app, const struct screen_ops *ops, const void *arg,
              struct err *err)
{
    struct screen *s;

    if (nav->n == LIMIT_NAV_DEPTH)
        return err_set(err, ERR_LIMIT,
                       _("Too many screens are open. Go back with F12 or home with F3."));
    s = make(app, ops, arg, err);
    if (s == NULL)
        return false;
    nav->v[nav->n++] = s;
    return true;
}

static bool may_leave(struct screen *s, struct err *err)
{
    return s->ops->leave == NULL || s->ops->leave(s, err);
}

static void let_die(struct nav *nav, struct screen *s)
{
    s->next_dead = nav->dead;
    nav->dead = s;
}

bool nav_pop(struct nav *nav, struct err *err)
{
    assert(nav->n > 0);
    if (!may_leave(nav->v[nav->n - 1], err))
        return false;
    let_die(nav, nav->v[--nav->n]);
    return true;
}

bool nav_replace(struct nav *nav, struct app *app, const struct screen_ops *ops, const void *arg,
                 struct err *err)
{
    struct screen *fresh;

    assert(nav->n > 0);
    if (!may_leave(nav->v[nav->n - 1], err))
        return false;
    fresh = make(app, ops, arg, err);
    if (fresh == NULL)
        return false;
    let_die(nav, nav->v[nav->n - 1]);
    nav->v[nav->n - 1] = fresh;
    return true;
}

void nav_bury(struct nav *nav)
{
    while (nav->dead != NULL) {
        struct screen *s = nav->dead;

        nav->dead = s->next_dead;
        screen_free(s);
    }
}

void nav_close(struct nav *nav)
{
    while (nav->n > 0)
        let_die(nav, nav->v[--nav->n]);
    nav_bury(nav);
}

struct screen *nav_top(const struct nav *nav)
{
    return nav->n > 0 ? nav->v[nav->n - 1] : NULL;
}

struct screen *nav_below(const struct nav *nav)
{
    return nav->n > 1 ? nav->v[nav->n - 2] : NULL;
}
