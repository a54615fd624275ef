/*
 * What the partner sent: its rows of one fulfillment pick, pack and ship it, by the actions a
 * person would take. What they leave out goes with the next fulfillment of the order.
 */
#include <string.h>

#include "base/i18n.h"
#include "base/mem.h"
#include "base/vec.h"
#include "domain/flow/package.h"
#include "domain/flow/shipment.h"
#include "domain/outside/folder_parts.h"

struct shipping {
    struct folder_run *run;
    struct folder_unit *unit;
    struct fulfillment *f;
    bool has_items;
};

static bool step(struct shipping *s, const char *action, const struct action_value *v, int n,
                 struct err *err)
{
    const struct action_values values = { v, n };

    return act_in(s->run->tx, s->run->desk, &fulfillment_document,
                  (struct record_at){ .id = s->f->id }, action, &values, err);
}

static bool step_item(struct shipping *s, const char *action, const char *item, int64_t milli,
                      struct err *err)
{
    const struct action_value v[] = { { "item", item },
                                      { "qty", folder_typed(s->run->desk, milli, s->run->arena) } };

    return step(s, action, v, 2, err);
}

/* --- was it told before? ---------------------------------------------------------------------- */

static bool has_number(const struct fulfillment *f, const struct shipments *list, const char *text)
{
    for (int i = 0; i < f->packages.n; i++)
        if (strcmp(f->packages.v[i].tracking, text) == 0)
            return true;
    for (int i = 0; i < list->n; i++)
        if (list->v[i].fulfillment == f->id && list->v[i].status != SHIPMENT_VOIDED &&
            strcmp(list->v[i].tracking, text) == 0)
            return true;
    return false;
}

static bool has_all_numbers(const struct shipping *s, const struct fulfillment *f,
                            const struct shipments *list)
{
    for (int i = 0; i < s->unit->n; i++) {
        const char *text = s->unit->rows[i]->v[FIELD_TRACKING];

        if (text[0] == '\0' || !has_number(f, list, text))
            return false;
    }
    return true;
}

/* Rows that name only their order, of what left already: else they would be taken for the next
 * fulfillment of it, and that shipped by the numbers of this one. */
static bool find_told(struct shipping *s, bool *out, struct err *err)
{
    const struct folder_row *row = s->unit->rows[0];
    struct folder_run *run = s->run;
    struct fulfillment_rows rows;
    struct shipments list;
    struct order_id order;

    *out = false;
    if (row->v[FIELD_FULFILLMENT][0] != '\0')
        return true;
    if (!order_find(run->desk, row->v[FIELD_ORDER], &order, err))
        return false;
    if (order.v == 0)
        return true;
    if (!fulfillments_of_order(run->desk, order, run->arena, &rows, err) ||
        !shipments_of_order(run->desk, order, run->arena, &list, err))
        return false;
    for (int i = 0; !*out && i < rows.n; i++) {
        struct fulfillment *f;

        if (rows.v[i].status != FULFILLMENT_SHIPPED)
            continue;
        if (!fulfillment_load(run->desk, rows.v[i].id, run->arena, &f, err))
            return false;
        *out = has_all_numbers(s, f, &list);
    }
    return true;
}

/* The fulfillment that the rest of the order waits in, for the sentence. */
static const char *still_open(struct shipping *s, struct err *err)
{
    struct fulfillment_rows rows;

    if (!fulfillments_of_order(s->run->desk, s->f->order->id, s->run->arena, &rows, err))
        return NULL;
    for (int i = 0; i < rows.n; i++)
        if (rows.v[i].status < FULFILLMENT_SHIPPED && rows.v[i].id != s->f->id)
            return rows.v[i].number;
    return "";
}

static bool check_gone(struct shipping *s, struct err *err)
{
    struct shipments list;
    const char *other;
    bool is_told = true;

    if (!shipments_of_order(s->run->desk, s->f->order->id, s->run->arena, &list, err))
        return false;
    for (int i = 0; i < s->unit->n; i++) {
        const char *text = s->unit->rows[i]->v[FIELD_TRACKING];

        is_told = is_told && (text[0] == '\0' || has_number(s->f, &list, text));
    }
    if (is_told)
        return true;
    other = still_open(s, err);
    if (other == NULL)
        return false;
    return other[0] != '\0'
               ? err_set(err, ERR_STATE, _("%s has left already; what is still to go is %s."),
                         s->f->number, other)
               : err_set(err, ERR_STATE, _("%s has left already, with another number."),
                         s->f->number);
}

/* --- quantities ------------------------------------------------------------------------------- */

/* An item of the fulfillment with what the rows say of it, all together. */
struct told {
    struct item_id item;
    const char *code;
    int64_t milli, left;
};
struct told_vec OD_VEC(struct told);

static bool read_told(struct shipping *s, struct told_vec *out, struct err *err)
{
    for (int i = 0; i < s->unit->n; i++) {
        const struct folder_row *row = s->unit->rows[i];
        struct fulfillment_line *l;
        struct qty pack;
        struct told *t = NULL;
        int64_t milli;

        s->unit->at = i;
        if (row->v[FIELD_ITEM][0] == '\0')
            return err_field(err, ERR_INVALID, "item",
                             _("It names no item, and other rows of %s do."), s->f->number);
        if (!folder_milli(row->v[FIELD_QTY], FIELD_QTY, &milli, err) ||
            !fulfillment_match(s->run->desk, s->f, row->v[FIELD_ITEM], &l, &pack, err))
            return false;
        for (int k = 0; k < out->n; k++)
            if (out->v[k].item.v == l->item.v)
                t = &out->v[k];
        if (t == NULL) {
            t = vec_push(s->run->arena, out);
            t->item = l->item;
            t->code = l->sku;
        }
        t->milli += milli;
    }
    return true;
}

/* What the list has of it, or of one that the rows do not name, still to be picked. */
static void count_left(const struct shipping *s, struct told_vec *list)
{
    for (int i = 0; i < s->f->line_count; i++) {
        const struct fulfillment_line *l = &s->f->lines[i];
        struct told *t = NULL;

        for (int k = 0; k < list->n; k++)
            if (list->v[k].item.v == l->item.v)
                t = &list->v[k];
        if (t == NULL) {
            t = vec_push(s->run->arena, list);
            t->item = l->item;
            t->code = l->sku;
        }
        t->left += fulfillment_left(l).milli;
    }
}

/* First what is left out, so that the last piece finishes the pick. */
static bool pick_told(struct shipping *s, struct err *err)
{
    struct told_vec list = { 0 };
    bool is_rest = false;

    if (!read_told(s, &list, err))
        return false;
    s->unit->at = 0;
    count_left(s, &list);
    for (int i = 0; i < list.n; i++) {
        const struct told *t = &list.v[i];

        if (t->milli >= t->left)
            continue;
        is_rest = true;
        if (!step_item(s, "leave", t->code, t->left - t->milli, err))
            return false;
    }
    for (int i = 0; i < list.n; i++)
        if (list.v[i].milli > 0 &&
            !step_item(s, "pick", list.v[i].code, list.v[i].milli, err))
            return false;
    if (is_rest)
        *vec_push(s->run->arena, &s->run->rests) = s->f->order->id;
    return true;
}

/* --- packages --------------------------------------------------------------------------------- */

static bool measure(struct shipping *s, const char *package, const struct folder_row *row,
                    struct err *err)
{
    struct action_value v[3];
    int64_t grams;
    int n = 0;

    if (row->v[FIELD_WEIGHT][0] != '\0') {
        if (!folder_milli(row->v[FIELD_WEIGHT], FIELD_WEIGHT, &grams, err))
            return false;
        v[n++] = (struct action_value){ "weight",
                                        folder_typed(s->run->desk, grams, s->run->arena) };
    }
    if (row->v[FIELD_TRACKING][0] != '\0')
        v[n++] = (struct action_value){ "tracking", row->v[FIELD_TRACKING] };
    if (n == 0)
        return true;
    if (package != NULL)
        v[n++] = (struct action_value){ "package", package };
    return step(s, "measure", v, n, err);
}

/* Rows of one number are one parcel; each begins with the row that is not in one yet. */
static bool pack_told(struct shipping *s, struct err *err)
{
    bool *is_in = arena_array(s->run->arena, s->unit->n, bool);

    for (int i = 0; i < s->unit->n; i++) {
        const struct folder_row *first = s->unit->rows[i];

        if (is_in[i])
            continue;
        s->unit->at = i;
        if (!step(s, "box", NULL, 0, err))
            return false;
        for (int k = i; k < s->unit->n; k++) {
            const struct folder_row *row = s->unit->rows[k];
            int64_t milli;

            if (strcmp(row->v[FIELD_TRACKING], first->v[FIELD_TRACKING]) != 0)
                continue;
            is_in[k] = true;
            s->unit->at = k;
            if (!folder_milli(row->v[FIELD_QTY], FIELD_QTY, &milli, err) ||
                !step_item(s, "put_in", row->v[FIELD_ITEM], milli, err))
                return false;
        }
        s->unit->at = i;
        if (!measure(s, NULL, first, err))
            return false;
    }
    return step(s, "pack", NULL, 0, err);
}

/* As many packages as rows; of one its contents are known. */
static bool pack_rows(struct shipping *s, struct err *err)
{
    const struct action_value packages = { "packages",
                                           arena_printf(s->run->arena, "%d", s->unit->n) };

    if (!step(s, "pack", &packages, 1, err))
        return false;
    for (int i = 0; i < s->unit->n; i++) {
        s->unit->at = i;
        if (!measure(s, arena_printf(s->run->arena, "%d", i + 1), s->unit->rows[i], err))
            return false;
    }
    s->unit->at = 0;
    return true;
}

static bool pack(struct shipping *s, struct err *err)
{
    bool is_to_pick = s->f->status == FULFILLMENT_RELEASED || s->f->status == FULFILLMENT_PICKING;

    if (s->f->status == FULFILLMENT_PACKED)
        return true;
    if (s->has_items)
        return (!is_to_pick || pick_told(s, err)) && pack_told(s, err);
    return (!is_to_pick || step(s, "pick", NULL, 0, err)) && pack_rows(s, err);
}

static bool leave(struct shipping *s, struct err *err)
{
    static const enum folder_field fields[] = { FIELD_CARRIER, FIELD_SERVICE, FIELD_TRACKING };
    struct action_value v[OD_LEN(fields)];
    int n = 0;

    for (size_t i = 0; i < OD_LEN(fields); i++) {
        const char *text = "";

        for (int k = 0; k < s->unit->n && text[0] == '\0'; k++)
            text = s->unit->rows[k]->v[fields[i]];
        if (text[0] != '\0')
            v[n++] = (struct action_value){ folder_field_name(fields[i]), text };
    }
    return step(s, "ship", v, n, err);
}

bool folder_ship_take(struct folder_run *run, struct folder_unit *unit, bool *is_same,
                      struct err *err)
{
    struct shipping s = { .run = run, .unit = unit };
    int rests = run->rests.n;

    for (int i = 0; i < unit->n; i++)
        s.has_items = s.has_items || unit->rows[i]->v[FIELD_ITEM][0] != '\0';
    if (!find_told(&s, is_same, err))
        return false;
    if (*is_same)
        return true;
    if (!folder_fulfillment(run, unit->rows[0], &s.f, err))
        return false;
    if (s.f->status == FULFILLMENT_SHIPPED) {
        *is_same = true;
        return check_gone(&s, err);
    }
    if (s.f->status == FULFILLMENT_CANCELED)
        return err_set(err, ERR_STATE, _("%s was canceled; nothing of it should have left."),
                       s.f->number);
    if (pack(&s, err) && leave(&s, err))
        return true;
    run->rests.n = rests;
    return false;
}
