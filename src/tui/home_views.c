/*
 * See home_views.h.
 */
#include "tui/home_views.h"

#include "base/clock.h"
#include "base/mem.h"
#include "domain/desk/desk.h"
#include "domain/insight/search.h"
#include "tui/app.h"

#define COUNT_CAP      1000 /* 999 and more is not counted */
#define COUNT_MS       300  /* longer than this no view is counted */
#define COUNT_AGAIN_MS 2000
/* Of the time that goes by, counting takes at most a hundredth. */
#define COUNT_SHARE 100

bool home_views_load(struct home_views *views, struct screen *s, struct err *err)
{
    struct views list;
    struct home_views now = { 0 };

    if (!views_load(s->desk, FIND_ALL, s->data, &list, err))
        return false;
    now.v = arena_array(s->data, HOME_VIEWS, struct home_view);
    for (int i = 0; i < list.n && now.n < HOME_VIEWS; i++) {
        const struct view *v = &list.v[i];
        struct home_view *to = &now.v[now.n++];

        for (int k = 0; k < views->n; k++)
            if (views->v[k].id == v->id && views->v[k].version == v->version)
                *to = views->v[k];
        to->id = v->id;
        to->version = v->version;
        to->kind = v->kind;
        to->name = v->name;
        to->query = v->query;
        to->is_stale = true;
    }
    *views = now;
    return true;
}

struct budget {
    const struct app *app;
    int64_t end_ms;
};

static bool give_up(void *arg)
{
    const struct budget *b = arg;

    return app_has_input(b->app) || clock_monotonic_ms() > b->end_ms;
}

static bool find(struct screen *s, struct home_view *v, int *n, struct err *err)
{
    OD_ARENA *tmp = arena_new();
    const struct query *query;

    return query_parse(v->query, v->kind, s->desk, tmp, &query, err) &&
           find_count(s->desk, query, v->kind, COUNT_CAP, tmp, n, err);
}

/* False: a key waits, and nothing was learned. */
static bool count(struct screen *s, struct home_view *v)
{
    int64_t begin = clock_monotonic_ms();
    struct budget budget = { s->app, begin + COUNT_MS };
    struct err err = ERR_INIT;
    int n = 0;
    bool ok;

    desk_on_progress(s->desk, give_up, &budget);
    ok = find(s, v, &n, &err);
    desk_on_progress(s->desk, NULL, NULL);
    if (!ok && err.code == ERR_BUSY && app_has_input(s->app))
        return false;
    v->is_known = true;
    v->is_stale = false;
    v->is_too_long = !ok && err.code == ERR_BUSY;
    v->is_refused = !ok && !v->is_too_long;
    v->count = n;
    v->counted_ms = app_now(s->app).ms;
    v->cost_ms = clock_monotonic_ms() - begin;
    return true;
}

static bool is_due(const struct home_view *v, int64_t now_ms)
{
    int64_t pause = v->cost_ms * COUNT_SHARE;

    if (!v->is_known)
        return true;
    return v->is_stale &&
           now_ms - v->counted_ms >= (pause > COUNT_AGAIN_MS ? pause : COUNT_AGAIN_MS);
}

bool home_views_count(struct home_views *views, struct screen *s, int n, bool is_tick)
{
    bool has_changed = false;

    for (int i = 0; i < n && i < views->n; i++) {
        struct home_view *v = &views->v[i];

        if (is_tick ? !is_due(v, app_now(s->app).ms) : v->is_known)
            continue;
        if (!count(s, v))
            return has_changed;
        has_changed = true;
        if (is_tick)
            return true;
    }
    return has_changed;
}

const char *home_view_count(const struct home_view *v, struct arena *arena)
{
    if (!v->is_known)
        return "";
    if (v->is_refused)
        return "?";
    if (v->is_too_long)
        return "-";
    return v->count >= COUNT_CAP ? arena_printf(arena, "%d+", COUNT_CAP - 1)
                                 : arena_printf(arena, "%d", v->count);
}
