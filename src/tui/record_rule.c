/*
 * The record form for price rules: what something costs from a quantity on, or what comes off; of
 * an item, a category or everything; for all who buy from a list, a group or one customer.
 */
#include <string.h>

#include "base/i18n.h"
#include "base/mem.h"
#include "base/vec.h"
#include "domain/catalog/item.h"
#include "domain/catalog/price_list.h"
#include "domain/desk/money_text.h"
#include "domain/insight/search.h"
#include "domain/party/customer.h"
#include "tui/app.h"
#include "tui/record_price.h"

static const struct form_choice targets[] = {
    { "item", N_("item") },
    { "category", N_("category") },
    { "all", N_("everything") },
    { 0 },
};

static const struct form_choice rule_kinds[] = {
    { "price", N_("price") },
    { "percent", N_("percent off") },
    { "amount", N_("amount off") },
    { 0 },
};

static bool find_item(void *ctx, const char *text, struct arena *arena, struct lookup_rows *out,
                      struct err *err)
{
    const struct record *r = ctx;
    struct item_rows rows;

    if (!lookup_items(r->s.desk, text, LOOKUP_ROWS + 1, arena, &rows, err))
        return false;
    out->is_more = rows.n > LOOKUP_ROWS;
    for (int i = 0; i < rows.n && i < LOOKUP_ROWS; i++) {
        struct lookup_row *row = vec_push(arena, out);

        row->id = rows.v[i].id.v;
        row->value = rows.v[i].sku;
        row->detail = rows.v[i].description;
    }
    return true;
}

static bool find_customer(void *ctx, const char *text, struct arena *arena, struct lookup_rows *out,
                          struct err *err)
{
    const struct record *r = ctx;
    struct customer_rows rows;

    if (!lookup_customers(r->s.desk, text, LOOKUP_ROWS + 1, arena, &rows, err))
        return false;
    out->is_more = rows.n > LOOKUP_ROWS;
    for (int i = 0; i < rows.n && i < LOOKUP_ROWS; i++) {
        struct lookup_row *row = vec_push(arena, out);

        row->id = rows.v[i].id.v;
        row->value = rows.v[i].code;
        row->detail = rows.v[i].name;
        row->note = rows.v[i].city;
    }
    return true;
}

static const struct form_choice rule_days[] = {
    { "order", N_("the order") },
    { "promise", N_("the promise") },
    { 0 },
};

/* Names as the domain's errors have them. */
static const struct form_field rule_fields[] = {
    { "list", N_("Price list"), FORM_LOOKUP, 12, 0,
      N_("It gives the currency, and says whether prices are with tax; F4 lists them."), NULL,
      record_find_list },
    { "of", N_("Of"), FORM_CHOICE, 12, FORM_OPTIONAL,
      N_("An item goes before its category, a category before everything."), targets, NULL },
    { "item", N_("Item"), FORM_LOOKUP, 20, 0, N_("Code or words of the item."), NULL, find_item },
    { "category", N_("Category"), FORM_TEXT, 24, 0,
      N_("As items have it; what is below it (tools/drills) is meant too."), NULL, NULL },
    { "kind", N_("It is"), FORM_CHOICE, 14, FORM_OPTIONAL,
      N_("What comes off is taken off the price of the next lower source."), rule_kinds, NULL },
    { "price", N_("Price"), FORM_NUMBER, 12, 0, N_("For one unit, in the money of the list."), NULL,
      NULL },
    { "percent", /* xgettext:no-c-format */ N_("% off"), FORM_NUMBER, 8, 0, N_("From 0 to 100."),
      NULL, NULL },
    { "min_qty", N_("From quantity"), FORM_NUMBER, 10, FORM_OPTIONAL,
      N_("A price break: it holds from this quantity on; empty: always."), NULL, NULL },
    { "valid_from", N_("Valid from"), FORM_DATE, 12, FORM_OPTIONAL, N_("First day; empty: always."),
      NULL, NULL },
    { "valid_to", N_("to"), FORM_DATE, 12, FORM_SAME_LINE | FORM_OPTIONAL,
      N_("Last day; empty: without end."), NULL, NULL },
    { "customer", N_("Only customer"), FORM_LOOKUP, 12, FORM_OPTIONAL,
      N_("A contract price: for this customer alone."), NULL, find_customer },
    { "group", N_("Only group"), FORM_LOOKUP, 12, FORM_OPTIONAL,
      N_("For the customers of this group alone; F4 lists them."), NULL, record_find_group },
    { "contract", N_("Contract"), FORM_TEXT, 24, FORM_OPTIONAL, N_("Where it is agreed."), NULL,
      NULL },
    { "by_promise", N_("Days are of"), FORM_CHOICE, 16, FORM_OPTIONAL,
      N_("Which day must lie in its days; a contract may go by the promise."), rule_days, NULL },
    { 0 },
};

static bool is_chosen(const struct form *f, const char *field, const char *value)
{
    const char *choice = form_choice(f, form_index(f, field));

    return choice != NULL && strcmp(choice, value) == 0;
}

/* Only the entries that the two choices leave. */
static void follow_choices(struct form *f)
{
    bool is_percent = is_chosen(f, "kind", "percent");

    form_hide(f, form_index(f, "item"), !is_chosen(f, "of", "item"));
    form_hide(f, form_index(f, "category"), !is_chosen(f, "of", "category"));
    form_hide(f, form_index(f, "percent"), !is_percent);
    form_hide(f, form_index(f, "price"), is_percent);
    form_set_label(f, form_index(f, "price"),
                   is_chosen(f, "kind", "amount") ? _("Amount off") : _("Price"));
}

static bool left(void *ctx, struct form *f, int field, struct err *err)
{
    const char *name = f->fields[field].name;
    int64_t id;

    follow_choices(f);
    return f->fields[field].kind != FORM_LOOKUP || record_lookup_id(ctx, name, &id, err);
}

static void picked(void *ctx, struct form *f, int field, const struct lookup_row *row)
{
    (void)ctx;
    form_set_note(f, field, STYLE_DIM, row->detail);
}

static const struct form_ops rule_ops = { .left = left, .picked = picked };

static void set_choice(struct record *r, const char *field, const char *value)
{
    form_set_choice(&r->form, form_index(&r->form, field), value);
}

static const char *currency_of(struct record *r, int64_t list_id)
{
    struct price_lists lists;
    struct err none = ERR_INIT;

    if (price_lists_load(r->s.desk, r->s.arena, &lists, &none))
        for (int i = 0; i < lists.n; i++)
            if (lists.v[i].id.v == list_id)
                return lists.v[i].currency;
    return desk_company(r->s.desk)->currency;
}

static bool set_item(struct record *r, struct item_id id, struct err *err)
{
    struct item *item = NULL;

    if (id.v == 0)
        return true;
    if (!item_load(r->s.desk, id, r->s.arena, &item, err))
        return false;
    record_set(r, "item", item->sku);
    form_set_id(&r->form, form_index(&r->form, "item"), id.v);
    form_set_note(&r->form, form_index(&r->form, "item"), STYLE_DIM, item->description);
    return true;
}

static bool set_customer(struct record *r, struct customer_id id, struct err *err)
{
    struct customer *customer = NULL;

    if (id.v == 0)
        return true;
    if (!customer_load(r->s.desk, id, r->s.arena, &customer, err))
        return false;
    record_set(r, "customer", customer->code);
    form_set_id(&r->form, form_index(&r->form, "customer"), id.v);
    form_set_note(&r->form, form_index(&r->form, "customer"), STYLE_DIM, customer->name);
    return true;
}

/* What a rule is of and for whom stays; another one is another rule. */
static void fix_place(struct record *r)
{
    static const char *const fixed[] = { "list", "of", "item", "category", "customer", "group" };

    for (size_t i = 0; i < OD_LEN(fixed); i++)
        form_read_only(&r->form, form_index(&r->form, fixed[i]), true);
}

static void set_value(struct record *r, const struct price_rule *rule)
{
    struct arena *a = r->s.arena;

    if (rule->kind == PRICE_PERCENT)
        record_set(r, "percent", text_rate(r->s.desk, a, rule->percent));
    else
        record_set(r, "price", text_price(r->s.desk, a, rule->price, currency_of(r, rule->list.v)));
}

static bool set_place(struct record *r, const struct price_rule *rule, struct err *err)
{
    bool is_category = rule->category != NULL && rule->category[0] != '\0';

    record_set_list(r, "list", rule->list.v);
    record_set_group(r, "group", rule->group_id);
    if (is_category)
        record_set(r, "category", rule->category);
    set_choice(r, "of",
               is_category                       ? "category"
               : rule->item.v == 0 && r->id != 0 ? "all"
                                                 : "item");
    return set_item(r, rule->item, err) && set_customer(r, rule->customer, err);
}

static bool rule_form(struct record *r, struct err *err)
{
    struct price_rule *rule = arena_new_of(r->s.arena, struct price_rule);

    if (r->id == 0 && r->preset != NULL)
        *rule = *(const struct price_rule *)r->preset;
    if (r->id != 0 && !price_rule_load(r->s.desk, r->id, r->s.arena, rule, err))
        return false;
    r->before = rule;
    set_choice(r, "kind",
               rule->kind == PRICE_PERCENT  ? "percent"
               : rule->kind == PRICE_AMOUNT ? "amount"
                                            : "price");
    set_choice(r, "by_promise", rule->is_by_promise ? "promise" : "order");
    if (!set_place(r, rule, err))
        return false;
    if (r->id != 0) {
        set_value(r, rule);
        if (rule->min_qty.milli != 0)
            record_set(r, "min_qty", text_qty(r->s.desk, r->s.arena, rule->min_qty));
        record_set_days(r, rule->valid_from, rule->valid_to);
        record_set(r, "contract", rule->contract_ref);
        fix_place(r);
    }
    follow_choices(&r->form);
    return true;
}

/* What it is of and for whom. */
static bool take_place(struct record *r, struct price_rule *rule, struct err *err)
{
    if (!record_lookup_id(r, "list", &rule->list.v, err) ||
        !record_lookup_id(r, "customer", &rule->customer.v, err) ||
        !record_lookup_id(r, "group", &rule->group_id, err))
        return false;
    rule->item.v = 0;
    rule->category = is_chosen(&r->form, "of", "category") ? record_text(r, "category") : "";
    if (is_chosen(&r->form, "of", "item") && !record_lookup_id(r, "item", &rule->item.v, err))
        return false;
    if (rule->list.v == 0)
        return err_field(err, ERR_INVALID, "list", _("Say which price list it belongs to."));
    if (is_chosen(&r->form, "of", "item") && rule->item.v == 0)
        return err_field(err, ERR_INVALID, "item", _("Say which item it is of."));
    if (is_chosen(&r->form, "of", "category") && rule->category[0] == '\0')
        return err_field(err, ERR_INVALID, "category", _("Say which category it is of."));
    return true;
}

static bool take_min_qty(struct record *r, struct price_rule *rule, struct err *err)
{
    struct item *item = NULL;

    rule->min_qty.milli = 0;
    if (record_text(r, "min_qty")[0] == '\0')
        return true;
    if (rule->item.v != 0 && !item_load(r->s.desk, rule->item, r->s.arena, &item, err))
        return false;
    return form_get_qty(&r->form, form_index(&r->form, "min_qty"),
                        item != NULL ? item->qty_decimals : 3, &rule->min_qty, err);
}

static bool take_value(struct record *r, struct price_rule *rule, struct err *err)
{
    const struct decimal_form *form = app_form(r->s.app);

    rule->kind = is_chosen(&r->form, "kind", "percent")  ? PRICE_PERCENT
                 : is_chosen(&r->form, "kind", "amount") ? PRICE_AMOUNT
                                                         : PRICE_FIXED;
    if (record_text(r, rule->kind == PRICE_PERCENT ? "percent" : "price")[0] == '\0')
        return err_field(err, ERR_INVALID, rule->kind == PRICE_PERCENT ? "percent" : "price",
                         _("Type what it costs, or what comes off."));
    if (rule->kind == PRICE_PERCENT)
        return rate_parse(record_text(r, "percent"), form, &rule->percent, err) ||
               err_at(err, "percent");
    return price_parse(record_text(r, "price"), currency_of(r, rule->list.v), form, &rule->price,
                       err) ||
           err_at(err, "price");
}

static bool rule_store(struct record *r, int64_t *id, struct err *err)
{
    struct price_rule rule = *(struct price_rule *)r->before;
    const char *doubts = "";

    rule.contract_ref = record_text(r, "contract");
    rule.is_by_promise = is_chosen(&r->form, "by_promise", "promise");
    rule.must_be_new = r->id == 0;
    if (!take_place(r, &rule, err) || !take_value(r, &rule, err) || !take_min_qty(r, &rule, err) ||
        !record_get_days(r, &rule.valid_from, &rule.valid_to, err) ||
        !price_rule_save(r->s.desk, &rule, err))
        return false;
    *id = r->id;
    /* It is saved: what cannot be asked about it is no refusal. */
    if (price_rule_doubts(r->s.desk, &rule, r->s.arena, &doubts, err))
        r->doubt = doubts[0] != '\0' ? doubts : NULL;
    else
        err_clear(err);
    return true;
}

const char *price_rule_value(struct desk *desk, const struct price_rule *rule, const char *currency,
                             struct arena *arena)
{
    const char *price = text_price(desk, arena, rule->price, currency);

    if (rule->kind == PRICE_PERCENT)
        return arena_printf(arena, _("%s %% off"), text_rate(desk, arena, rule->percent));
    return rule->kind == PRICE_AMOUNT ? arena_printf(arena, _("%s off"), price) : price;
}

static bool rule_differs(struct record *r, struct field_diffs *out, struct err *err)
{
    struct arena *a = r->s.arena;
    const struct price_rule *was = r->before;
    struct price_rule *is = arena_new_of(a, struct price_rule);
    const char *currency = currency_of(r, was->list.v);

    if (!price_rule_load(r->s.desk, r->id, a, is, err))
        return false;
    record_diff(r, out, _("Price"), price_rule_value(r->s.desk, was, currency, a),
                price_rule_value(r->s.desk, is, currency, a));
    record_diff(r, out, _("From quantity"), text_qty(r->s.desk, a, was->min_qty),
                text_qty(r->s.desk, a, is->min_qty));
    record_diff_days(r, out, (const struct date[]){ was->valid_from, was->valid_to },
                     (const struct date[]){ is->valid_from, is->valid_to });
    record_diff(r, out, _("Contract"), was->contract_ref, is->contract_ref);
    record_diff(r, out, _("Days are of"), was->is_by_promise ? _("the promise") : _("the order"),
                is->is_by_promise ? _("the promise") : _("the order"));
    r->before = is;
    return true;
}

const struct record_kind record_price_rule = {
    .name = "price_rule",
    .title = N_("Price rule"),
    .title_new = N_("New price rule"),
    .fields = rule_fields,
    .ops = &rule_ops,
    .load = rule_form,
    .save = rule_store,
    .compare = rule_differs,
};
