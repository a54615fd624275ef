/*
 * The record forms for addresses and contacts of customers, and what they share with that of the
 * customers themselves.
 */
#include "tui/record_party.h"

#include <string.h>

#include "base/i18n.h"
#include "base/mem.h"
#include "base/vec.h"
#include "domain/desk/country.h"
#include "domain/desk/money_text.h"
#include "domain/party/address_form.h"
#include "domain/party/customer.h"
#include "tui/app.h"

/* Those of the country; where mail has no list of them any text will do. */
bool record_find_region(void *ctx, const char *text, struct arena *arena, struct lookup_rows *out,
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

void record_follow_country(struct record *r, bool is_region_kept)
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

static bool address_left(void *ctx, struct form *f, int field, struct err *err)
{
    (void)err;
    if (field == form_index(f, "country"))
        record_follow_country(ctx, true);
    return true;
}

static const struct form_ops address_ops = { .left = address_left };

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
      N_("State or county, where used; F4 lists those of the country."), NULL, record_find_region },
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
        record_follow_country(r, true);
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
    record_follow_country(r, true);
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
    { "orders", N_("Buys"), FORM_CHOICE, 4, FORM_OPTIONAL, N_("Places orders."), record_yes_no,
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
    record_choose(r, "orders", (before->roles & CONTACT_ORDERS) != 0);
    record_choose(r, "approves", (before->roles & CONTACT_APPROVES) != 0);
    record_choose(r, "receives", (before->roles & CONTACT_RECEIVES) != 0);
    record_choose(r, "pays", (before->roles & CONTACT_PAYS) != 0);
    record_choose(r, "mails", !before->no_mail);
    record_choose(r, "sms", before->by_sms);
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
