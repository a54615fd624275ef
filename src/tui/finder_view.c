/*
 * Saved views and columns of the find screen.
 */
#include <string.h>

#include "base/i18n.h"
#include "base/mem.h"
#include "base/strbuf.h"
#include "base/vec.h"
#include "domain/desk/access.h"
#include "tui/app.h"
#include "tui/dialog.h"
#include "tui/finder.h"

#define CHOOSE_SAVE  -1
#define CHOOSE_SHARE -2
#define CHOOSE_DROP  -3
#define CHOOSE_DONE  -4

struct choices OD_VEC(struct dialog_choice);

/* --- columns --------------------------------------------------------------------------------- */

static const char *chosen_columns(const struct finder *f)
{
    return f->view_columns != NULL && f->shown->kind != FIND_ALL ? f->view_columns : "";
}

void finder_fit_columns(struct finder *f)
{
    const char *columns = chosen_columns(f);
    int n = 0;

    for (; f->shown->columns[n].title != NULL; n++) {
        f->columns[n] = f->shown->columns[n];
        if (f->shown->column_names != NULL && !view_shows(columns, f->shown->column_names[n]))
            f->columns[n].cols = f->columns[n].min_cols = 0;
    }
    f->columns[n] = (struct list_column){ 0 };
}

bool finder_has_columns(const struct screen *s, struct err *why)
{
    if (((const struct finder *)s)->shown->column_names != NULL)
        return true;
    return err_set(why, ERR_STATE, _("Choose orders, customers or products with Tab first."));
}

static bool open_columns(struct finder *f);

/* One more or one less; the last one stays. */
static void turn_column(struct finder *f, int at)
{
    const char *columns = chosen_columns(f);
    struct strbuf b;

    strbuf_init(&b, f->view_arena, 400);
    for (int i = 0; f->shown->columns[i].title != NULL; i++) {
        const char *name = f->shown->column_names[i];

        if (view_shows(columns, name) != (i == at))
            strbuf_addf(&b, "%s%s", b.len > 0 ? "," : "", name);
    }
    if (b.len > 0)
        f->view_columns = b.s;
}

static bool column_chosen(struct screen *s, const struct dialog_result *r, struct err *err)
{
    struct finder *f = (struct finder *)s;

    (void)err;
    if (r->id == CHOOSE_DONE)
        return true;
    turn_column(f, (int)r->id - 1);
    finder_fit_columns(f);
    app_redraw(s->app);
    return open_columns(f);
}

static bool open_columns(struct finder *f)
{
    OD_ARENA *tmp = arena_new();
    struct choices choices = { 0 };
    struct dialog d = { .title = _("Columns"), .text = _("Each choice turns one on or off.") };
    const char *columns = chosen_columns(f);

    for (int i = 0; f->shown->columns[i].title != NULL; i++)
        *vec_push(tmp, &choices) = (struct dialog_choice){
            .label = arena_printf(tmp, "[%c] %s",
                                  view_shows(columns, f->shown->column_names[i]) ? 'x' : ' ',
                                  _(f->shown->columns[i].title)),
            .id = i + 1,
        };
    *vec_push(tmp, &choices) =
        (struct dialog_choice){ .key = "x", .label = _("Done"), .id = CHOOSE_DONE };
    d.choices = choices.v;
    d.n = choices.n;
    dialog_choose(&f->s, &d, column_chosen);
    return true;
}

bool finder_columns(struct screen *s, struct err *err)
{
    (void)err;
    return open_columns((struct finder *)s);
}

/* --- views ----------------------------------------------------------------------------------- */

static void remember(struct finder *f, const struct view *v)
{
    f->view = *v;
    f->view.name = arena_strdup(f->view_arena, v->name);
    f->view.query = arena_strdup(f->view_arena, v->query);
    f->view.columns = arena_strdup(f->view_arena, v->columns);
    f->view_columns = f->view.columns;
}

bool finder_take_view(struct finder *f, int64_t id, struct err *err)
{
    OD_ARENA *tmp = arena_new();
    struct views views;

    if (!views_load(f->s.desk, FIND_ALL, tmp, &views, err))
        return false;
    for (int i = 0; i < views.n; i++) {
        const struct view *v = &views.v[i];

        if (v->id != id)
            continue;
        remember(f, v);
        f->chosen = v->kind == FIND_CUSTOMER ? &browse_customers
                    : v->kind == FIND_ITEM   ? &browse_items
                                             : &browse_orders;
        field_set(&f->bar, v->query);
        finder_show(f);
        f->is_stale = true;
        return true;
    }
    return err_set(err, ERR_NOT_FOUND, _("This view was dropped meanwhile."));
}

/* The bar without the prefix that chose the kind. */
static const char *search_of(const struct finder *f)
{
    size_t len = strlen(f->shown->prefix);

    return f->bar.text + (strncmp(f->bar.text, f->shown->prefix, len) == 0 ? len : 0);
}

static bool save_named(struct screen *s, const struct dialog_result *r, struct err *err)
{
    struct finder *f = (struct finder *)s;
    OD_ARENA *tmp = arena_new();
    struct view *old, v = { .kind = f->shown->kind, .name = r->text, .query = search_of(f) };

    v.columns = chosen_columns(f);
    v.is_shared = r->tag == CHOOSE_SHARE;
    if (!view_find(s->desk, v.kind, v.name, tmp, &old, err))
        return false;
    if (old != NULL && old->is_mine) {
        v.id = old->id;
        /* Over the view that stands here: not over what someone made of it since. */
        v.version = old->id == f->view.id ? f->view.version : old->version;
    }
    if (!view_save(s->desk, &v, &v.id, err) || !view_find(s->desk, v.kind, v.name, tmp, &old, err))
        return false;
    if (old != NULL)
        remember(f, old);
    app_say(s->app, _("Saved as the view \"%s\"."), f->view.name);
    return true;
}

static bool ask_name(struct finder *f, int64_t how)
{
    struct dialog d = { .title = how == CHOOSE_SHARE ? _("A view for everybody") : _("A view"),
                        .label = _("Name"),
                        .preset = f->view.id != 0 ? f->view.name : NULL,
                        .tag = how,
                        .needs_text = true };

    dialog_ask(&f->s, &d, save_named);
    return true;
}

static bool view_chosen(struct screen *s, const struct dialog_result *r, struct err *err)
{
    struct finder *f = (struct finder *)s;

    if (r->id == CHOOSE_SAVE || r->id == CHOOSE_SHARE)
        return ask_name(f, r->id);
    if (r->id != CHOOSE_DROP)
        return finder_take_view(f, r->id, err);
    if (!view_drop(s->desk, &f->view, err))
        return false;
    app_say(s->app, _("The view \"%s\" is gone; the search stays."), f->view.name);
    f->view = (struct view){ 0 };
    return true;
}

static void add_views(struct finder *f, const struct views *views, struct arena *arena,
                      struct choices *out)
{
    for (int i = 0; i < views->n; i++) {
        const struct view *v = &views->v[i];

        *vec_push(arena, out) = (struct dialog_choice){
            .label = arena_printf(arena, "%s: %s%s%s", v->name, v->query,
                                  v->is_mine ? "" : arena_printf(arena, "  (%s)", v->owner),
                                  v->id == f->view.id ? "  *" : ""),
            .id = v->id,
        };
    }
}

static void add_actions(struct finder *f, struct arena *arena, struct choices *out)
{
    bool is_all = f->shown->kind == FIND_ALL;
    struct err no = ERR_INIT;

    *vec_push(arena, out) = (struct dialog_choice){
        .key = "s", .label = _("Save this search as a view"), .id = CHOOSE_SAVE, .is_off = is_all,
        .note = is_all ? _("choose orders, customers or products with Tab first") : NULL };
    *vec_push(arena, out) = (struct dialog_choice){
        .key = "a", .label = _("Save it for everybody"), .id = CHOOSE_SHARE,
        .is_off = is_all || !desk_may(f->s.desk, "view.share", &no),
        .note = is_all ? _("choose orders, customers or products with Tab first")
                       : arena_strdup(arena, no.text) };
    if (f->view.id != 0)
        *vec_push(arena, out) = (struct dialog_choice){
            .key = "d", .label = arena_printf(arena, _("Drop the view \"%s\""), f->view.name),
            .id = CHOOSE_DROP };
}

bool finder_views(struct screen *s, struct err *err)
{
    struct finder *f = (struct finder *)s;
    OD_ARENA *tmp = arena_new();
    struct dialog d = { .title = _("Views") };
    struct choices choices = { 0 };
    struct views views;

    if (!views_load(s->desk, f->shown->kind, tmp, &views, err))
        return false;
    if (views.n == 0)
        d.text = _("No view is saved yet.");
    add_views(f, &views, tmp, &choices);
    add_actions(f, tmp, &choices);
    d.choices = choices.v;
    d.n = choices.n;
    dialog_choose(s, &d, view_chosen);
    return true;
}
