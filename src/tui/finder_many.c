/*
 * The find screen, marks and what is done to many orders: those marked, else all that is found.
 */
#include <stddef.h>

#include "base/i18n.h"
#include "base/limits.h"
#include "base/mem.h"
#include "base/vec.h"
#include "domain/flow/order_many.h"
#include "print/order_deeds.h"
#include "tui/app.h"
#include "tui/dialog.h"
#include "tui/finder.h"
#include "tui/screens.h"

struct choices OD_VEC(struct dialog_choice);
struct ids OD_VEC(int64_t);

bool finder_may_mark(const struct screen *s, struct err *why)
{
    if (((const struct finder *)s)->shown != &browse_orders)
        return err_set(why, ERR_STATE, _("Choose orders with Tab first."));
    return true;
}

bool finder_mark(struct screen *s, struct err *err)
{
    struct finder *f = (struct finder *)s;

    if (list_selected(&f->list) == 0)
        return err_set(err, ERR_STATE, _("Nothing is selected."));
    return list_key(&f->list, (struct key){ .sym = ' ' });
}

/* All that the search finds, one more at most than can be done at once. */
static bool find_all(struct finder *f, struct arena *arena, struct ids *out, struct err *err)
{
    struct find_from from = { 0 };
    const struct query *q;
    struct order_rows rows;

    if (!query_parse_whole(f->bar.text, FIND_ORDER, f->s.desk, arena, &q, err))
        return false;
    do {
        if (!find_orders(f->s.desk, q, &from, LIMIT_PAGE_ROWS, arena, &rows, err))
            return false;
        for (int i = 0; i < rows.n; i++)
            *vec_push(arena, out) = rows.v[i].id.v;
        if (rows.n > 0)
            from = (struct find_from){ .id = rows.v[rows.n - 1].id.v,
                                       .key = rows.v[rows.n - 1].sort_key };
    } while (rows.n == LIMIT_PAGE_ROWS && out->n <= LIMIT_BULK_ORDERS);
    return true;
}

/* What was not done stays marked. */
static void left(struct screen *owner, const int64_t *ids, int n)
{
    struct finder *f = (struct finder *)owner;

    if (!f->had_marks && n == 0)
        return;
    list_clear_marks(&f->list);
    for (int i = 0; i < n; i++)
        list_mark(&f->list, ids[i]);
}

static bool action_chosen(struct screen *s, const struct dialog_result *r, struct err *err)
{
    struct finder *f = (struct finder *)s;
    OD_ARENA *tmp = arena_new();
    const struct many_deeds deeds = order_deeds(app_printing(s->app));
    struct many_arg arg = { .owner = s, .left = left };
    struct ids ids = { 0 };

    if (!many_at(&deeds, (int)r->id - 1, &arg.work))
        return err_set(err, ERR_NOT_FOUND, _("Nothing is selected."));

    f->had_marks = f->list.marks_n > 0;
    if (!f->had_marks && !find_all(f, tmp, &ids, err))
        return false;
    arg.ids = f->had_marks ? f->list.marks : ids.v;
    arg.n = f->had_marks ? f->list.marks_n : ids.n;
    return app_push(s->app, &scr_many, &arg, err);
}

bool finder_many(struct screen *s, struct err *err)
{
    struct finder *f = (struct finder *)s;
    OD_ARENA *tmp = arena_new();
    struct dialog d = { .title = _("Do to many") };
    const struct many_deeds deeds = order_deeds(app_printing(s->app));
    struct choices choices = { 0 };
    struct many_work work;

    if (f->list.rows.n == 0 || f->is_mended)
        return err_set(err, ERR_STATE, _("Nothing is found."));
    d.text = f->list.marks_n > 0
                 ? arena_printf(tmp, _("To the marked orders: %d."), f->list.marks_n)
                 : _("To all orders that are found; F7 marks some.");
    for (int i = 0; many_at(&deeds, i, &work); i++)
        *vec_push(tmp, &choices) =
            (struct dialog_choice){ .key = work.deed != NULL ? work.action->key : NULL,
                                    .label = _(work.action->label),
                                    .id = i + 1 };
    d.choices = choices.v;
    d.n = choices.n;
    dialog_choose(s, &d, action_chosen);
    return true;
}
