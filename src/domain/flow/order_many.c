/*
 * See order_many.h. What an order may have done to it is the action table's matter.
 */
#include "domain/flow/order_many.h"

#include <assert.h>
#include <string.h>

#include "base/i18n.h"
#include "base/limits.h"
#include "base/mem.h"
#include "base/strbuf.h"
#include "domain/order/order_rules.h"

const char *many_state_name(enum many_state state)
{
    static const char *const names[] = { "can", "cannot", "done", "refused" };

    return names[state];
}

const char *many_state_words(enum many_state state)
{
    static const char *const words[] = { N_("can be done"), N_("cannot"), N_("done"),
                                         N_("refused") };

    return _(words[state]);
}

static bool many_takes(const struct action *action)
{
    for (const struct action_input *in = action->inputs; in != NULL && in->name != NULL; in++)
        if (strcmp(in->name, "line") == 0 || in->kind == ACTION_IN_LINES)
            return false;
    return true;
}

bool many_at(const struct many_deeds *deeds, int at, struct many_work *out)
{
    for (const struct action *a = order_document.actions; a->name != NULL; a++) {
        if (!many_takes(a) || at-- > 0)
            continue;
        *out = (struct many_work){ .action = a };
        return true;
    }
    for (const struct many_deed *d = deeds->v; d != NULL && d->action.name != NULL; d++) {
        if (at-- > 0)
            continue;
        *out = (struct many_work){ &d->action, d, deeds->ctx };
        return true;
    }
    return false;
}

bool many_find(const struct many_deeds *deeds, const char *name, struct arena *arena,
               struct many_work *out, struct err *err)
{
    struct many_work work;
    struct strbuf names;

    strbuf_init(&names, arena, 600);
    for (int i = 0; many_at(deeds, i, &work); i++) {
        if (strcmp(work.action->name, name) == 0) {
            *out = work;
            return true;
        }
        strbuf_addf(&names, "%s%s", i > 0 ? ", " : "", work.action->name);
    }
    return err_field(err, ERR_INVALID, "action",
                     _("\"%s\" cannot be done to many orders. There are: %s."), name, names.s);
}

bool many_check(struct desk *desk, const struct many_work *work,
                const struct action_values *values, struct err *err)
{
    for (const struct action_input *in = work->action->inputs; in != NULL && in->name != NULL; in++)
        if (in->is_required && action_value(values, in->name) == NULL)
            return err_field(err, ERR_INVALID, in->name, _("\"%s\" is missing."), _(in->label));
    return work->deed == NULL || work->deed->check == NULL ||
           work->deed->check(desk, values, work->ctx, err);
}

static bool allows(struct desk *desk, const struct many_work *work, const struct order *o,
                   struct arena *tmp, struct err *why)
{
    const struct many_deed *deed = work->deed;

    if (deed == NULL)
        return action_allows(desk, &order_document, work->action, o, tmp, why);
    if (!desk_may(desk, deed->right, why))
        return false;
    if ((work->action->from & UINT32_C(1) << o->status) == 0)
        return err_set(why, ERR_STATE, _("%s is %s."), order_title(o, tmp),
                       order_shown_words(o->shown));
    return deed->may == NULL || deed->may(desk, o, work->ctx, why);
}

static void see(struct many_row *row, const struct order *o, struct arena *arena)
{
    row->version = o->version;
    row->number = o->number != NULL && o->number[0] != '\0'
                      ? arena_strdup(arena, o->number)
                      : arena_printf(arena, "D%lld", (long long)o->id.v);
    row->customer_name = arena_strdup(arena, o->customer_name);
    row->shown = o->shown;
}

bool many_preview(struct desk *desk, const struct many_work *work, const int64_t *ids, int n,
                  struct arena *arena, struct many_rows *out, struct err *err)
{
    struct many_rows rows = { arena_array(arena, n + 1, struct many_row), n, 0 };

    if (n > LIMIT_BULK_ORDERS)
        return err_set(err, ERR_LIMIT,
                       _("More than %d orders at once are too many. Narrow the search."),
                       LIMIT_BULK_ORDERS);
    for (int i = 0; i < n; i++) {
        OD_ARENA *tmp = arena_new();
        struct many_row *row = &rows.v[i];
        struct err why = ERR_INIT;
        struct order *o;

        *row = (struct many_row){ .id = { ids[i] }, .state = MANY_CAN, .why = "" };
        if (!order_load(desk, row->id, tmp, &o, err))
            return false;
        see(row, o, arena);
        if (!allows(desk, work, o, tmp, &why)) {
            row->state = MANY_CANNOT;
            row->why = arena_strdup(arena, why.text);
        }
        rows.can += row->state == MANY_CAN;
    }
    *out = rows;
    return true;
}

/* The action table looks at the order in its transaction; a deed's use case at its version. */
static bool run_deed(struct desk *desk, const struct many_work *work, struct record_at at,
                     const struct action_values *values, struct err *err)
{
    OD_ARENA *tmp = arena_new();
    struct order *o;

    return order_load(desk, (struct order_id){ at.id }, tmp, &o, err) &&
           allows(desk, work, o, tmp, err) &&
           work->deed->run(desk, at, values, work->ctx, err);
}

/* It may, and is as it was looked at: else the deed says why not. */
static bool go_rows(struct desk *desk, const struct many_work *work,
                    const struct action_values *values, struct arena *arena, struct many_row *rows,
                    int n, struct err *err)
{
    OD_ARENA *tmp = arena_new();
    struct err why = ERR_INIT;
    struct order *o;

    if (!order_load(desk, rows[0].id, tmp, &o, err))
        return false;
    if (!allows(desk, work, o, tmp, &why)) {
        rows[0].state = MANY_REFUSED;
        rows[0].why = arena_strdup(arena, why.text);
        return true;
    }
    rows[0].state = MANY_CAN;
    return work->deed->run_rows(desk, rows, n, values, arena, err);
}

bool many_go(struct desk *desk, const struct many_work *work, const struct action_values *values,
             struct arena *arena, struct many_row *rows, int n, struct err *err)
{
    return work->deed != NULL && work->deed->run_rows != NULL
               ? go_rows(desk, work, values, arena, rows, n, err)
               : many_do(desk, work, values, arena, rows, err);
}

bool many_do(struct desk *desk, const struct many_work *work, const struct action_values *values,
             struct arena *arena, struct many_row *row, struct err *err)
{
    OD_ARENA *tmp = arena_new();
    struct record_at at = { row->id.v, row->version };
    struct err why = ERR_INIT;
    struct order *o;

    if (work->deed != NULL && work->deed->run_rows != NULL)
        return go_rows(desk, work, values, arena, row, 1, err);
    if (work->deed != NULL ? !run_deed(desk, work, at, values, &why)
                           : !act(desk, &order_document, at, work->action->name, values, &why)) {
        if (why.code == ERR_IO || why.code == ERR_CORRUPT || why.code == ERR_BUG) {
            *err = why;
            return false;
        }
        row->state = MANY_REFUSED;
        row->why = arena_strdup(arena, why.text);
        return true;
    }
    row->state = MANY_DONE;
    row->why = "";
    if (!order_load(desk, row->id, tmp, &o, err))
        return false;
    see(row, o, arena);
    return true;
}
