/*
 * The record form for price lists and groups of customers, and what the forms of prices share.
 * Rules are in record_rule.c, exchange rates in record_rate.c.
 */
#include "tui/record_price.h"

#include <assert.h>
#include <string.h>

#include "base/i18n.h"
#include "base/mem.h"
#include "base/vec.h"
#include "domain/catalog/price_list.h"
#include "domain/desk/money_text.h"
#include "tui/app.h"

static bool begins_with(const char *text, const char *typed)
{
    return strncasecmp(text, typed, strlen(typed)) == 0;
}

static void add_list(const struct price_list *list, struct arena *arena, struct lookup_rows *out)
{
    struct lookup_row *row = vec_push(arena, out);

    row->id = list->id.v;
    row->value = list->code;
    row->detail = list->name;
    row->note = arena_printf(arena, "%s%s", list->currency, list->is_active ? "" : _("  not used"));
}

bool record_find_list(void *ctx, const char *text, struct arena *arena, struct lookup_rows *out,
                      struct err *err)
{
    const struct record *r = ctx;
    struct price_lists lists;

    if (!price_lists_load(r->s.desk, arena, &lists, err))
        return false;
    for (int i = 0; i < lists.n; i++) {
        if (!begins_with(lists.v[i].code, text) && !begins_with(lists.v[i].name, text))
            continue;
        out->is_more = out->n == LOOKUP_ROWS;
        if (out->is_more)
            return true;
        add_list(&lists.v[i], arena, out);
    }
    return true;
}

bool record_find_group(void *ctx, const char *text, struct arena *arena, struct lookup_rows *out,
                       struct err *err)
{
    const struct record *r = ctx;
    struct customer_groups groups;

    if (!customer_groups_load(r->s.desk, arena, &groups, err))
        return false;
    for (int i = 0; i < groups.n; i++) {
        struct lookup_row *row;

        if (!begins_with(groups.v[i].code, text) && !begins_with(groups.v[i].name, text))
            continue;
        out->is_more = out->n == LOOKUP_ROWS;
        if (out->is_more)
            return true;
        row = vec_push(arena, out);
        row->id = groups.v[i].id;
        row->value = groups.v[i].code;
        row->detail = groups.v[i].name;
    }
    return true;
}

bool record_take_currency(const struct record *r, char out[4], struct err *err)
{
    const struct currency *currency = currency_find(record_text(r, "currency"));

    if (currency == NULL)
        return err_field(err, ERR_INVALID, "currency",
                         _("\"%s\" is no currency. Write its three letters, for example EUR."),
                         record_text(r, "currency"));
    memcpy(out, currency->code, 4);
    return true;
}

/* --- price lists ------------------------------------------------------------------------------ */

static const struct form_field list_fields[] = {
    { "code", N_("Code"), FORM_CODE, 12, 0, N_("How the list is called; unique."), NULL, NULL },
    { "name", N_("Name"), FORM_TEXT, 40, 0, N_("As on screens."), NULL, NULL },
    { "currency", N_("Currency"), FORM_CODE, 4, FORM_OPTIONAL,
      N_("Three letters. A list that has prices keeps its currency."), NULL, NULL },
    { "tax", N_("With tax"), FORM_CHOICE, 4, FORM_SAME_LINE | FORM_OPTIONAL,
      N_("Do its prices include tax? A list that has prices keeps this."), record_yes_no, NULL },
    { "parent", N_("Parent list"), FORM_LOOKUP, 12, FORM_OPTIONAL,
      N_("Its prices hold where this list has none of its own; F4 lists them, empty: none."), NULL,
      record_find_list },
    { "adjust", N_("Plus %"), FORM_NUMBER, 8, FORM_SAME_LINE | FORM_OPTIONAL,
      /* xgettext:no-c-format */
      N_("Added to the parent's prices; -5 is 5 % less."), NULL, NULL },
    { "valid_from", N_("Valid from"), FORM_DATE, 12, FORM_OPTIONAL, N_("First day; empty: always."),
      NULL, NULL },
    { "valid_to", N_("to"), FORM_DATE, 12, FORM_SAME_LINE | FORM_OPTIONAL,
      N_("Last day; empty: without end."), NULL, NULL },
    { "active", N_("In use"), FORM_CHOICE, 4, FORM_OPTIONAL,
      N_("Prices of a list that is not in use count for nothing."), record_yes_no, NULL },
    { 0 },
};

static bool list_by_id(struct record *r, int64_t id, struct price_list **out, struct err *err)
{
    struct price_lists lists;
    struct price_list *is;

    if (!price_lists_load(r->s.desk, r->s.arena, &lists, err))
        return false;
    if ((is = price_list_of(&lists, (struct price_list_id){ id })) != NULL)
        *out = is;
    return is != NULL ||
           err_set(err, ERR_NOT_FOUND, _("This price list is not in the desk any more."));
}

void record_set_list(struct record *r, const char *field, int64_t id)
{
    struct price_list *list = NULL;
    struct err none = ERR_INIT;

    if (id == 0 || !list_by_id(r, id, &list, &none))
        return;
    record_set(r, field, list->code);
    form_set_id(&r->form, form_index(&r->form, field), id);
}

/* No day, and the last of all, are both "without end". */
void record_set_days(struct record *r, struct date from, struct date to)
{
    const struct date none = { 0 };

    form_set_date(&r->form, form_index(&r->form, "valid_from"), from);
    form_set_date(&r->form, form_index(&r->form, "valid_to"), to.year < 9999 ? to : none);
}

bool record_get_days(struct record *r, struct date *from, struct date *to, struct err *err)
{
    return form_get_date(&r->form, form_index(&r->form, "valid_from"), from, err) &&
           form_get_date(&r->form, form_index(&r->form, "valid_to"), to, err);
}

static bool list_form(struct record *r, struct err *err)
{
    struct price_list *list = arena_new_of(r->s.arena, struct price_list);

    *list = (struct price_list){ .code = "", .name = "", .is_active = true };
    memcpy(list->currency, desk_company(r->s.desk)->currency, sizeof list->currency);
    if (r->id != 0 && !list_by_id(r, r->id, &list, err))
        return false;
    r->before = list;
    record_set(r, "code", list->code);
    record_set(r, "name", list->name);
    record_set(r, "currency", list->currency);
    record_choose(r, "tax", list->is_tax_incl);
    record_set_list(r, "parent", list->parent.v);
    if (list->adjust_ppm != 0)
        record_set(r, "adjust",
                   text_rate(r->s.desk, r->s.arena, (struct rate){ list->adjust_ppm }));
    record_set_days(r, list->valid_from, list->valid_to);
    record_choose(r, "active", list->is_active);
    form_hide(&r->form, form_index(&r->form, "active"), r->id == 0);
    return true;
}

/* The record that a lookup field names; 0 for none. */
bool record_lookup_id(struct record *r, const char *field, int64_t *out, struct err *err)
{
    int at = form_index(&r->form, field);

    *out = record_text(r, field)[0] == '\0' ? 0 : form_id(&r->form, at);
    if (*out == 0 && record_text(r, field)[0] != '\0')
        return err_field(err, ERR_INVALID, field, _("There is no \"%s\" here; F4 lists them."),
                         record_text(r, field));
    return true;
}

static bool list_store(struct record *r, int64_t *id, struct err *err)
{
    struct price_list list = *(struct price_list *)r->before;
    struct rate adjust = { 0 };
    struct price_list_id made;

    list.code = record_text(r, "code");
    list.name = record_text(r, "name");
    list.is_tax_incl = record_is_yes(r, "tax");
    list.is_active = r->id == 0 || record_is_yes(r, "active");
    if (!record_take_currency(r, list.currency, err) ||
        !record_lookup_id(r, "parent", &list.parent.v, err) ||
        !record_get_days(r, &list.valid_from, &list.valid_to, err))
        return false;
    if (record_text(r, "adjust")[0] != '\0' &&
        !rate_parse(record_text(r, "adjust"), app_form(r->s.app), &adjust, err))
        return err_at(err, "adjust");
    list.adjust_ppm = adjust.ppm;
    if (!price_list_save(r->s.desk, &list, &made, err))
        return false;
    *id = made.v;
    return true;
}

/* --- what differs ----------------------------------------------------------------------------- */

#define DIFFS_MAX 16

void record_diff(struct record *r, struct field_diffs *out, const char *label, const char *before,
                 const char *now)
{
    if (out->v == NULL)
        out->v = arena_array(r->s.arena, DIFFS_MAX, struct field_diff);
    if (strcmp(before, now) == 0)
        return;
    assert(out->n < DIFFS_MAX);
    out->v[out->n++] = (struct field_diff){ label, label, before, now };
}

void record_diff_days(struct record *r, struct field_diffs *out, const struct date was[2],
                      const struct date is[2])
{
    struct desk *desk = r->s.desk;
    struct arena *a = r->s.arena;

    record_diff(r, out, _("Valid from"), text_date(desk, a, was[0]), text_date(desk, a, is[0]));
    record_diff(r, out, _("Valid to"), text_date(desk, a, was[1]), text_date(desk, a, is[1]));
}

static const char *code_of(struct record *r, struct price_list_id id)
{
    struct price_list *list = NULL;
    struct err none = ERR_INIT;

    return id.v != 0 && list_by_id(r, id.v, &list, &none) ? list->code : "";
}

static const char *adjust_text(struct record *r, const struct price_list *list)
{
    return text_rate(r->s.desk, r->s.arena, (struct rate){ list->adjust_ppm });
}

static bool list_differs(struct record *r, struct field_diffs *out, struct err *err)
{
    const struct price_list *was = r->before;
    struct price_list *is = NULL;

    if (!list_by_id(r, r->id, &is, err))
        return false;
    record_diff(r, out, _("Code"), was->code, is->code);
    record_diff(r, out, _("Name"), was->name, is->name);
    record_diff(r, out, _("Currency"), was->currency, is->currency);
    record_diff(r, out, _("With tax"), record_bool(was->is_tax_incl), record_bool(is->is_tax_incl));
    record_diff(r, out, _("Parent list"), code_of(r, was->parent), code_of(r, is->parent));
    record_diff(r, out, _("Plus %"), adjust_text(r, was), adjust_text(r, is));
    record_diff_days(r, out, (const struct date[]){ was->valid_from, was->valid_to },
                     (const struct date[]){ is->valid_from, is->valid_to });
    record_diff(r, out, _("In use"), record_bool(was->is_active), record_bool(is->is_active));
    r->before = is;
    return true;
}

const struct record_kind record_price_list = {
    .name = "price_list",
    .title = N_("Price list"),
    .title_new = N_("New price list"),
    .fields = list_fields,
    .load = list_form,
    .save = list_store,
    .compare = list_differs,
};

/* --- groups of customers ---------------------------------------------------------------------- */

static const struct form_field group_fields[] = {
    { "code", N_("Code"), FORM_CODE, 12, 0, N_("How the group is called; unique."), NULL, NULL },
    { "name", N_("Name"), FORM_TEXT, 40, 0, N_("As on screens."), NULL, NULL },
    { 0 },
};

static bool group_by_id(struct record *r, int64_t id, struct customer_group **out, struct err *err)
{
    struct customer_groups groups;

    if (!customer_groups_load(r->s.desk, r->s.arena, &groups, err))
        return false;
    for (int i = 0; i < groups.n; i++) {
        if (groups.v[i].id == id) {
            *out = &groups.v[i];
            return true;
        }
    }
    return err_set(err, ERR_NOT_FOUND, _("This group is not in the desk any more."));
}

void record_set_group(struct record *r, const char *field, int64_t id)
{
    struct customer_group *group = NULL;
    struct err none = ERR_INIT;

    if (id == 0 || !group_by_id(r, id, &group, &none))
        return;
    record_set(r, field, group->code);
    form_set_id(&r->form, form_index(&r->form, field), id);
}

static bool group_form(struct record *r, struct err *err)
{
    struct customer_group *group = arena_new_of(r->s.arena, struct customer_group);

    *group = (struct customer_group){ .code = "", .name = "" };
    if (r->id != 0 && !group_by_id(r, r->id, &group, err))
        return false;
    r->before = group;
    record_set(r, "code", group->code);
    record_set(r, "name", group->name);
    return true;
}

static bool group_store(struct record *r, int64_t *id, struct err *err)
{
    struct customer_group group = *(struct customer_group *)r->before;

    group.code = record_text(r, "code");
    group.name = record_text(r, "name");
    return customer_group_save(r->s.desk, &group, id, err);
}

static bool group_differs(struct record *r, struct field_diffs *out, struct err *err)
{
    const struct customer_group *was = r->before;
    struct customer_group *is = NULL;

    if (!group_by_id(r, r->id, &is, err))
        return false;
    record_diff(r, out, _("Code"), was->code, is->code);
    record_diff(r, out, _("Name"), was->name, is->name);
    r->before = is;
    return true;
}

const struct record_kind record_customer_group = {
    .name = "customer_group",
    .title = N_("Group of customers"),
    .title_new = N_("New group of customers"),
    .fields = group_fields,
    .load = group_form,
    .save = group_store,
    .compare = group_differs,
};
