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

bool many_takes(const struct action *action)
{
    for (const struct action_input *in = action->inputs; in != NULL && in->name != NULL; in++)
        if (strcmp(in->name, "line") == 0 || in->kind == ACTION_IN_LINES)
            return false;
    return true;
}

bool many_action(const char *name, struct arena *arena, const struct action **out, struct err *err)
{
    struct strbuf names;

    *out = action_find(&order_document, name);
    if (*out != NULL && many_takes(*out))
        return true;
    strbuf_init(&names, arena, 600);
    for (const struct action *a = order_document.actions; a->name != NULL; a++)
        if (many_takes(a))
            strbuf_addf(&names, "%s%s", names.len > 0 ? ", " : "", a->name);
    return err_field(err, ERR_INVALID, "action",
                     _("\"%s\" cannot be done to many orders. There are: %s."), name, names.s);
}

bool many_check(const struct action *action, const struct action_values *values, struct err *err)
{
    for (const struct action_input *in = action->inputs; in != NULL && in->name != NULL; in++)
        if (in->is_required && action_value(values, in->name) == NULL)
            return err_field(err, ERR_INVALID, in->name, _("\"%s\" is missing."), _(in->label));
    return true;
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

bool many_preview(struct desk *desk, const struct action *action, const int64_t *ids, int n,
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
        if (!action_allows(desk, &order_document, action, o, tmp, &why)) {
            row->state = MANY_CANNOT;
            row->why = arena_strdup(arena, why.text);
        }
        rows.can += row->state == MANY_CAN;
    }
    *out = rows;
    return true;
}

bool many_do(struct desk *desk, const struct action *action, const struct action_values *values,
             struct arena *arena, struct many_row *row, struct err *err)
{
    OD_ARENA *tmp = arena_new();
    struct record_at at = { row->id.v, row->version };
    struct err why = ERR_INIT;
    struct order *o;

    if (!act(desk, &order_document, at, action->name, values, &why)) {
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
