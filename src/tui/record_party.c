/*
 * The record form for customers, their addresses and contacts.
 */
#include "tui/record_price.h"

#include <string.h>

#include "base/i18n.h"
#include "base/mem.h"
#include "base/vec.h"
#include "domain/catalog/price_list.h"
#include "domain/desk/country.h"
#include "domain/desk/money_text.h"
#include "domain/party/address_form.h"
#include "domain/party/customer.h"
#include "domain/party/pair.h"
#include "tui/app.h"

/* --- customer --------------------------------------------------------------------------------- */

static bool find_terms(void *ctx, const char *text, struct arena *arena, struct lookup_rows *out,
                       struct err *err)
{
    struct record *r = ctx;
    struct choices terms = { 0 };

    if (!payment_terms_choices(r->s.desk, arena, &terms, err))
        return false;
    for (int i = 0; i < terms.n && out->n < LOOKUP_ROWS; i++) {
        struct lookup_row *row;

        if (text[0] != '\0' && strncasecmp(terms.v[i].code, text, strlen(text)) != 0)
            continue;
        row = vec_push(arena, out);
        row->id = terms.v[i].id;
        row->value = terms.v[i].code;
        row->detail = terms.v[i].name;
    }
    return true;
}

/* Those of the country; where mail has no list of them any text will do. */
static bool find_region(void *ctx, const char *text, struct arena *arena, struct lookup_rows *out,
                        struct err *err)
{
    const struct record *r = ctx;
    struct regions regions;

    (void)err;
    address_regions(country_code(record_text(r, "country")), text, LOOKUP_ROWS + 1, arena,
                    &regions);
    out->is_more = regions.n > LOOKUP_ROWS;
    for (int i = 0; i < regions.n && i < LOOKUP_ROWS; i++) {
        struct lookup_row *row = vec_push(arena, out);

        row->id = i + 1;
        row->value = regions.v[i].value;
        row->detail = regions.v[i].value == regions.v[i].code ? regions.v[i].name : "";
    }
    return true;
}

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
      find_region },
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
    { "note", N_("Note"), FORM_TEXT, 50, FORM_OPTIONAL, N_("Shown to whoever takes an order."),
      NULL, NULL },
    { "active", N_("Active"), FORM_CHOICE, 4, FORM_OPTIONAL,
      N_("An inactive customer gets no new orders."), record_yes_no, NULL },
    { 0 },
};

/* The entries of an address go by the country's own words; a region only where it needs one, and
 * the post code says how it looks there. */
static void follow_country(struct record *r, bool is_region_kept)
{
    const char *code = country_code(record_text(r, "country"));
    const struct address_form *f = address_form_of(code);
    int postcode = form_index(&r->form, "postcode"), region = form_index(&r->form, "region");

    form_set_label(&r->form, postcode, address_postcode_label(f));
    form_set_label(&r->form, region, address_region_label(f));
    if (!is_region_kept)
        form_hide(&r->form, region,
                  !address_form_needs(f, 'S') && record_text(r, "region")[0] == '\0');
}

static bool customer_left(void *ctx, struct form *f, int field, struct err *err)
{
    (void)err;
    if (field == form_index(f, "country"))
        follow_country(ctx, false);
    return true;
}

static bool address_left(void *ctx, struct form *f, int field, struct err *err)
{
    (void)err;
    if (field == form_index(f, "country"))
        follow_country(ctx, true);
    return true;
}

static const struct form_ops customer_ops = { .left = customer_left };
static const struct form_ops address_ops = { .left = address_left };

static void hide(struct record *r, const char *field)
{
    form_hide(&r->form, form_index(&r->form, field), true);
}

static void choose(struct record *r, const char *field, bool v)
{
    form_set_choice(&r->form, form_index(&r->form, field), record_bool(v));
}

static bool customer_form(struct record *r, struct err *err)
{
    struct customer *c = NULL;
    int terms = form_index(&r->form, "terms");

    choose(r, "credit_hold", false);
    choose(r, "po_required", false);
    choose(r, "best_price", false);
    choose(r, "active", true);
    if (r->id == 0) {
        hide(r, "active");
        record_set(r, "country", desk_company(r->s.desk)->country);
        follow_country(r, false);
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
    choose(r, "credit_hold", c->is_credit_held);
    choose(r, "po_required", c->is_po_required);
    choose(r, "best_price", c->is_best_price);
    record_set(r, "price_list", c->price_list_code);
    record_set(r, "group", c->group_code);
    choose(r, "active", c->is_active);
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
    c->is_active = r->id == 0 || record_is_yes(r, "active");
    if (form_id(&r->form, terms) != 0)
        c->payment_terms_id = form_id(&r->form, terms);
    else if (record_text(r, "terms")[0] != '\0' && form_field_changed(&r->form, terms))
        return err_field(err, ERR_INVALID, "terms", _("There are no terms \"%s\"; F4 lists them."),
                         record_text(r, "terms"));
    if (!prices_from_form(r, c, err))
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

/* --- address: a change makes a new one in its place ------------------------------------------- */

static const struct form_field address_fields[] = {
    { "name", N_("Name there"), FORM_TEXT, 40, FORM_OPTIONAL,
      N_("Of the firm or person at this address; empty: the customer's."), NULL, NULL },
    { "line1", N_("Street"), FORM_TEXT, 40, 0, N_("Street and number."), NULL, NULL },
    { "line2", N_("Further"), FORM_TEXT, 40, FORM_OPTIONAL, N_("Building, floor, care of."), NULL,
      NULL },
    { "postcode", N_("Post code"), FORM_CODE, 10, 0, N_("As written in that country."), NULL,
      NULL },
    { "city", N_("City"), FORM_TEXT, 24, FORM_SAME_LINE, N_("Town or city."), NULL, NULL },
    { "region", N_("Region"), FORM_LOOKUP, 20, FORM_OPTIONAL,
      N_("State or county, where used; F4 lists those of the country."), NULL, find_region },
    { "country", N_("Country"), FORM_TEXT, 16, FORM_SAME_LINE,
      N_("Two letters or the name: GB, Germany."), NULL, NULL },
    { "phone", N_("Phone there"), FORM_TEXT, 20, FORM_OPTIONAL, N_("For the carrier."), NULL,
      NULL },
    { 0 },
};

static bool address_form(struct record *r, struct err *err)
{
    struct address *a = NULL;

    if (r->id == 0) {
        record_set(r, "country", desk_company(r->s.desk)->country);
        follow_country(r, true);
        r->before = arena_new_of(r->s.arena, struct address);
        return true;
    }
    if (!address_load(r->s.desk, (struct address_id){ r->id }, r->s.arena, &a, err))
        return false;
    r->before = a;
    r->parent = a->customer.v;
    record_set(r, "name", a->name);
    record_set(r, "line1", a->line1);
    record_set(r, "line2", a->line2);
    record_set(r, "postcode", a->postcode);
    record_set(r, "city", a->city);
    record_set(r, "region", a->region);
    record_set(r, "country", a->country);
    record_set(r, "phone", a->phone);
    follow_country(r, true);
    return true;
}

static bool address_store(struct record *r, int64_t *id, struct err *err)
{
    const struct address *before = r->before;
    struct address a = { .customer = { r->parent },
                         .number = before->number,
                         .name = record_text(r, "name"),
                         .line1 = record_text(r, "line1"),
                         .line2 = record_text(r, "line2"),
                         .city = record_text(r, "city"),
                         .region = record_text(r, "region"),
                         .postcode = record_text(r, "postcode"),
                         .country = record_text(r, "country"),
                         .phone = record_text(r, "phone") };
    struct address_id made;

    if (!address_add(r->s.desk, &a, &made, err))
        return false;
    *id = made.v;
    return true;
}

/* Addresses are immutable: there is nothing to be in conflict with. */
static bool nothing_differs(struct record *r, struct field_diffs *out, struct err *err)
{
    (void)r;
    (void)out;
    (void)err;
    return true;
}

const struct record_kind record_address = {
    .name = "address",
    .title = N_("Address"),
    .title_new = N_("New address"),
    .fields = address_fields,
    .ops = &address_ops,
    .load = address_form,
    .save = address_store,
    .compare = nothing_differs,
};

/* --- contact ---------------------------------------------------------------------------------- */

static const struct form_field contact_fields[] = {
    { "name", N_("Name"), FORM_TEXT, 40, 0, N_("Of the person."), NULL, NULL },
    { "title", N_("Position"), FORM_TEXT, 30, FORM_OPTIONAL, N_("Buyer, stores, accounts ..."),
      NULL, NULL },
    { "phone", N_("Phone"), FORM_TEXT, 20, FORM_OPTIONAL, N_("As you would dial it."), NULL, NULL },
    { "email", N_("E-mail"), FORM_TEXT, 32, FORM_OPTIONAL, N_("For confirmations."), NULL, NULL },
    { "orders", N_("Orders"), FORM_CHOICE, 4, FORM_OPTIONAL, N_("Places orders."), record_yes_no,
      NULL },
    { "approves", N_("Approves"), FORM_CHOICE, 4, FORM_SAME_LINE | FORM_OPTIONAL,
      N_("Approves purchases."), record_yes_no, NULL },
    { "receives", N_("Receives"), FORM_CHOICE, 4, FORM_SAME_LINE | FORM_OPTIONAL,
      N_("Receives the goods."), record_yes_no, NULL },
    { "pays", N_("Pays"), FORM_CHOICE, 4, FORM_SAME_LINE | FORM_OPTIONAL, N_("Gets the invoices."),
      record_yes_no, NULL },
    { "mails", N_("Mails"), FORM_CHOICE, 4, FORM_OPTIONAL, N_("Is told by mail."), record_yes_no,
      NULL },
    { "sms", N_("Texts"), FORM_CHOICE, 4, FORM_SAME_LINE | FORM_OPTIONAL,
      N_("Is told by text message too."), record_yes_no, NULL },
    { 0 },
};

static const struct contact *contact_of(const struct customer *c, int64_t id)
{
    for (int i = 0; i < c->contact_count; i++)
        if (c->contacts[i].id.v == id)
            return &c->contacts[i];
    return NULL;
}

static bool contact_form(struct record *r, struct err *err)
{
    struct customer *c = NULL;
    const struct contact *stored = NULL;
    struct contact *before = arena_new_of(r->s.arena, struct contact);

    if (!customer_load(r->s.desk, (struct customer_id){ r->parent }, r->s.arena, &c, err))
        return false;
    *before = (struct contact){
        .roles = CONTACT_ORDERS, .is_active = true,
        .name = "", .title = "", .email = "", .phone = "",
    };
    if (r->id != 0 && (stored = contact_of(c, r->id)) == NULL)
        return err_set(err, ERR_NOT_FOUND, _("This contact is not there any more."));
    if (stored != NULL)
        *before = *stored;
    r->before = before;
    record_set(r, "name", before->name);
    record_set(r, "title", before->title);
    record_set(r, "phone", before->phone);
    record_set(r, "email", before->email);
    choose(r, "orders", (before->roles & CONTACT_ORDERS) != 0);
    choose(r, "approves", (before->roles & CONTACT_APPROVES) != 0);
    choose(r, "receives", (before->roles & CONTACT_RECEIVES) != 0);
    choose(r, "pays", (before->roles & CONTACT_PAYS) != 0);
    choose(r, "mails", !before->no_mail);
    choose(r, "sms", before->by_sms);
    return true;
}

static bool contact_store(struct record *r, int64_t *id, struct err *err)
{
    struct contact c = *(const struct contact *)r->before;
    struct contact_id made;

    c.name = record_text(r, "name");
    c.title = record_text(r, "title");
    c.phone = record_text(r, "phone");
    c.email = record_text(r, "email");
    c.roles = (record_is_yes(r, "orders") ? CONTACT_ORDERS : 0) |
              (record_is_yes(r, "approves") ? CONTACT_APPROVES : 0) |
              (record_is_yes(r, "receives") ? CONTACT_RECEIVES : 0) |
              (record_is_yes(r, "pays") ? CONTACT_PAYS : 0);
    c.no_mail = !record_is_yes(r, "mails");
    c.by_sms = record_is_yes(r, "sms");
    if (!contact_save(r->s.desk, (struct customer_id){ r->parent }, &c, &made, err))
        return false;
    *id = made.v;
    return true;
}

static bool contact_differs(struct record *r, struct field_diffs *out, struct err *err)
{
    struct customer *c = NULL;
    const struct contact *now;

    if (!customer_load(r->s.desk, (struct customer_id){ r->parent }, r->s.arena, &c, err))
        return false;
    now = contact_of(c, r->id);
    if (now == NULL)
        return err_set(err, ERR_NOT_FOUND, _("This contact is not there any more."));
    contact_compare(r->before, now, r->s.arena, out);
    r->before = arena_memdup(r->s.arena, now, sizeof *now);
    return true;
}

const struct record_kind record_contact = {
    .name = "contact",
    .title = N_("Contact"),
    .title_new = N_("New contact"),
    .fields = contact_fields,
    .load = contact_form,
    .save = contact_store,
    .compare = contact_differs,
};
