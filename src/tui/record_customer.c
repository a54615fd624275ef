/*
 * The record form for customers. Addresses and contacts are in record_party.c.
 */
#include <string.h>
#include <strings.h>

#include "base/i18n.h"
#include "base/mem.h"
#include "base/vec.h"
#include "domain/catalog/price_list.h"
#include "domain/desk/money_text.h"
#include "domain/order/ship_policy.h"
#include "domain/party/customer.h"
#include "domain/party/pair.h"
#include "tui/app.h"
#include "tui/record_party.h"
#include "tui/record_price.h"
#include "tui/record_ship.h"
#include "tui/terms_lookup.h"

static bool find_terms(void *ctx, const char *text, struct arena *arena, struct lookup_rows *out,
                       struct err *err)
{
    struct record *r = ctx;

    return terms_rows(r->s.desk, text, arena, out, err);
}

static const struct form_choice policies[] = {
    { "available", N_("in parts") },
    { "complete", N_("all together") },
    { "single", N_("once") },
    { 0 },
};

/* The first lines are what a call needs; the rest has defaults and is passed by Enter. */
static const struct form_field customer_fields[] = {
    { "name", N_("Name"), FORM_TEXT, 40, 0, N_("Of the firm or the person."), NULL, NULL },
    { "line1", N_("Street"), FORM_TEXT, 40, 0, N_("Street and number of the first address."), NULL,
      NULL },
    { "postcode", N_("Post code"), FORM_CODE, 10, 0, N_("As written in that country."), NULL,
      NULL },
    { "city", N_("City"), FORM_TEXT, 24, FORM_SAME_LINE, N_("Town or city."), NULL, NULL },
    { "region", N_("Region"), FORM_LOOKUP, 20, 0,
      N_("By its code or its name, as mail wants it; F4 lists those of the country."), NULL,
      record_find_region },
    { "country", N_("Country"), FORM_TEXT, 16, 0, N_("Two letters or the name: GB, Germany."), NULL,
      NULL },
    { "phone", N_("Phone"), FORM_TEXT, 20, 0, N_("As you would dial it."), NULL, NULL },
    { "email", N_("E-mail"), FORM_TEXT, 32, FORM_SAME_LINE, N_("For confirmations."), NULL, NULL },
    { "code", N_("Code"), FORM_CODE, 12, FORM_OPTIONAL,
      N_("How the customer is called here; left empty, the next number."), NULL, NULL },
    { "terms", N_("Terms"), FORM_LOOKUP, 14, FORM_OPTIONAL, N_("Payment terms; F4 lists them."),
      NULL, find_terms },
    { "credit_limit", N_("Credit limit"), FORM_MONEY, 12, FORM_SAME_LINE | FORM_OPTIONAL,
      N_("Value of open orders up to which goods go out; empty for no limit."), NULL, NULL },
    { "credit_hold", N_("Credit held"), FORM_CHOICE, 4, FORM_OPTIONAL,
      N_("Every order of a held customer waits before picking."), record_yes_no, NULL },
    { "po_required", N_("PO required"), FORM_CHOICE, 4, FORM_SAME_LINE | FORM_OPTIONAL,
      N_("Does the customer demand an own order number on each order?"), record_yes_no, NULL },
    { "tax_number", N_("Tax number"), FORM_TEXT, 20, FORM_OPTIONAL, N_("VAT or other number."),
      NULL, NULL },
    { "price_list", N_("Price list"), FORM_LOOKUP, 12, FORM_OPTIONAL,
      N_("The list whose prices hold; empty: those of the channel, then BASE. F4 lists them."),
      NULL, record_find_list },
    { "group", N_("Group"), FORM_LOOKUP, 12, FORM_SAME_LINE | FORM_OPTIONAL,
      N_("The group whose price rules hold; F4 lists them."), NULL, record_find_group },
    { "best_price", N_("Best price"), FORM_CHOICE, 4, FORM_SAME_LINE | FORM_OPTIONAL,
      N_("Gets the lowest price of all that could hold, not the first."), record_yes_no, NULL },
    { "ship_method", N_("Usual way"), FORM_LOOKUP, 12, FORM_OPTIONAL,
      N_("How its orders are sent where nobody says else; empty: that of the channel, the site, "
         "the firm. F4 lists them."),
      NULL, record_find_method },
    { "ship_policy", N_("Leaves"), FORM_CHOICE, 12, FORM_SAME_LINE | FORM_OPTIONAL,
      N_("In parts as goods are there, all together, or once and the rest is canceled."), policies,
      NULL },
    { "not_from", N_("Not from"), FORM_CODE, 14, FORM_SAME_LINE | FORM_OPTIONAL,
      N_("Codes of the sites it is never served from: HULL, LEEDS. Empty: every site may."), NULL,
      NULL },
    { "over_ship", N_("Over %"), FORM_NUMBER, 8, FORM_OPTIONAL,
      N_("So many percent more may be delivered than is ordered, where the item says nothing."),
      NULL, NULL },
    { "under_ship", N_("Under %"), FORM_NUMBER, 8, FORM_SAME_LINE | FORM_OPTIONAL,
      N_("A rest of so many percent is not waited for, where the item says nothing."), NULL, NULL },
    { "note", N_("Note"), FORM_TEXT, 50, FORM_OPTIONAL, N_("Shown to whoever takes an order."),
      NULL, NULL },
    { "active", N_("Active"), FORM_CHOICE, 4, FORM_OPTIONAL,
      N_("An inactive customer gets no new orders."), record_yes_no, NULL },
    { 0 },
};

static bool customer_left(void *ctx, struct form *f, int field, struct err *err)
{
    (void)err;
    if (field == form_index(f, "country"))
        record_follow_country(ctx, false);
    return true;
}

static const struct form_ops customer_ops = { .left = customer_left };

static void hide(struct record *r, const char *field)
{
    form_hide(&r->form, form_index(&r->form, field), true);
}

static bool customer_form(struct record *r, struct err *err)
{
    struct customer *c = NULL;
    int terms = form_index(&r->form, "terms");

    record_choose(r, "credit_hold", false);
    record_choose(r, "po_required", false);
    record_choose(r, "best_price", false);
    record_choose(r, "active", true);
    if (r->id == 0) {
        hide(r, "active");
        form_set_choice(&r->form, form_index(&r->form, "ship_policy"),
                        ship_policy_name(SHIP_AS_AVAILABLE));
        record_set(r, "country", desk_company(r->s.desk)->country);
        record_follow_country(r, false);
        r->before = arena_new_of(r->s.arena, struct customer);
        ((struct customer *)r->before)->is_active = true;
        return true;
    }
    if (!customer_load(r->s.desk, (struct customer_id){ r->id }, r->s.arena, &c, err))
        return false;
    r->before = c;
    /* Addresses have their own form: they are never changed, only replaced. */
    hide(r, "line1");
    hide(r, "postcode");
    hide(r, "city");
    hide(r, "region");
    hide(r, "country");
    record_set(r, "name", c->name);
    record_set(r, "phone", c->phone);
    record_set(r, "email", c->email);
    record_set(r, "code", c->code);
    record_set(r, "tax_number", c->tax_number);
    record_set(r, "note", c->note);
    form_set(&r->form, terms, c->terms_name);
    form_set_id(&r->form, terms, c->payment_terms_id);
    if (c->has_credit_limit)
        record_set(r, "credit_limit",
                   text_money(r->s.desk, r->s.arena, c->credit_limit_minor, c->currency));
    record_choose(r, "credit_hold", c->is_credit_held);
    record_choose(r, "po_required", c->is_po_required);
    record_choose(r, "best_price", c->is_best_price);
    record_set(r, "price_list", c->price_list_code);
    record_set(r, "group", c->group_code);
    record_set(r, "ship_method", c->ship_method);
    form_set_choice(&r->form, form_index(&r->form, "ship_policy"),
                    ship_policy_name(c->ship_policy));
    record_set(r, "not_from", c->not_from);
    record_set(r, "over_ship", tolerance_text(c->tolerance.over, app_form(r->s.app), r->s.arena));
    record_set(r, "under_ship", tolerance_text(c->tolerance.under, app_form(r->s.app), r->s.arena));
    record_choose(r, "active", c->is_active);
    return true;
}

/* Codes of a price list and a group, as typed; empty is none. */
static bool prices_from_form(struct record *r, struct customer *c, struct err *err)
{
    const char *list_code = record_text(r, "price_list"), *code = record_text(r, "group");
    struct price_list *list = NULL;
    struct customer_group *group = NULL;

    if (list_code[0] != '\0' && !price_list_find(r->s.desk, list_code, r->s.arena, &list, err))
        return false;
    if (code[0] != '\0' && !customer_group_find(r->s.desk, code, r->s.arena, &group, err))
        return false;
    if (list_code[0] != '\0' && list == NULL)
        return err_field(err, ERR_INVALID, "price_list",
                         _("There is no price list %s; F4 lists them."), list_code);
    if (code[0] != '\0' && group == NULL)
        return err_field(err, ERR_INVALID, "group",
                         _("There is no group %s; F4 lists them."), code);
    c->price_list.v = list != NULL ? list->id.v : 0;
    c->group_id = group != NULL ? group->id : 0;
    c->is_best_price = record_is_yes(r, "best_price");
    return true;
}

static bool customer_from_form(struct record *r, struct customer *c, struct err *err)
{
    struct money limit;
    int terms = form_index(&r->form, "terms");
    const char *text = record_text(r, "credit_limit");

    c->name = record_text(r, "name");
    c->code = record_text(r, "code");
    c->phone = record_text(r, "phone");
    c->email = record_text(r, "email");
    c->tax_number = record_text(r, "tax_number");
    c->note = record_text(r, "note");
    c->is_credit_held = record_is_yes(r, "credit_hold");
    c->is_po_required = record_is_yes(r, "po_required");
    c->ship_method = record_text(r, "ship_method");
    c->not_from = record_text(r, "not_from");
    if (!ship_policy_parse(form_choice(&r->form, form_index(&r->form, "ship_policy")),
                           &c->ship_policy, err))
        return false;
    c->is_active = r->id == 0 || record_is_yes(r, "active");
    if (form_id(&r->form, terms) != 0)
        c->payment_terms_id = form_id(&r->form, terms);
    else if (record_text(r, "terms")[0] != '\0' && form_field_changed(&r->form, terms))
        return err_field(err, ERR_INVALID, "terms", _("There are no terms \"%s\"; F4 lists them."),
                         record_text(r, "terms"));
    if (!prices_from_form(r, c, err) ||
        !tolerance_parse(record_text(r, "over_ship"), app_form(r->s.app), "over_ship",
                         &c->tolerance.over, err) ||
        !tolerance_parse(record_text(r, "under_ship"), app_form(r->s.app), "under_ship",
                         &c->tolerance.under, err))
        return false;
    c->has_credit_limit = text[0] != '\0';
    if (!c->has_credit_limit)
        return true;
    if (!form_get_money(&r->form, form_index(&r->form, "credit_limit"),
                        c->currency[0] != '\0' ? c->currency : desk_company(r->s.desk)->currency,
                        &limit, err))
        return err_at(err, "credit_limit");
    c->credit_limit_minor = limit.minor;
    return true;
}

static bool customer_store(struct record *r, int64_t *id, struct err *err)
{
    struct customer c = *(struct customer *)r->before;
    struct address first = { .line1 = "" };
    struct customer_id made;
    bool has_address = false;

    if (!customer_from_form(r, &c, err))
        return false;
    if (r->id == 0) {
        first = (struct address){ .name = "",
                                  .line1 = record_text(r, "line1"),
                                  .line2 = "",
                                  .city = record_text(r, "city"),
                                  .region = record_text(r, "region"),
                                  .postcode = record_text(r, "postcode"),
                                  .country = record_text(r, "country"),
                                  .phone = "" };
        has_address = first.line1[0] != '\0' || first.city[0] != '\0';
    }
    if (!customer_save(r->s.desk, &c, has_address ? &first : NULL, r->id == 0 ? r->key : NULL,
                       &made, err))
        return false;
    *id = made.v;
    return true;
}

static bool customer_differs(struct record *r, struct field_diffs *out, struct err *err)
{
    struct customer *now = NULL;

    if (!customer_load(r->s.desk, (struct customer_id){ r->id }, r->s.arena, &now, err))
        return false;
    customer_compare(r->before, now, r->s.arena, out);
    r->before = now;
    return true;
}

static const char *customer_seems(struct desk *desk, int64_t id, struct arena *arena)
{
    const char *text = "";
    struct err err = ERR_INIT;

    return customer_doubts(desk, (struct customer_id){ id }, arena, &text, &err) ? text : "";
}

const struct record_kind record_customer = {
    .doubts = customer_seems,
    .name = "customer",
    .title = N_("Customer"),
    .title_new = N_("New customer"),
    .fields = customer_fields,
    .ops = &customer_ops,
    .load = customer_form,
    .save = customer_store,
    .compare = customer_differs,
};

