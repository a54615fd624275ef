/*
 * Commands that look at customers, with their addresses, contacts and credit. Changing them is in
 * cmd_customer_set.c.
 */
#include "cli/cmd_customer.h"

#include "base/i18n.h"
#include "base/limits.h"
#include "base/mem.h"
#include "base/strbuf.h"
#include "cli/cmd_address.h"
#include "cli/find.h"
#include "cli/verb.h"
#include "domain/catalog/item.h"
#include "domain/desk/desk.h"
#include "domain/insight/search.h"
#include "domain/order/ship_policy.h"
#include "domain/party/address_form.h"
#include "domain/party/customer.h"

/* --- list, show ------------------------------------------------------------------------------- */

static bool run_customer_list(struct cli *c, struct err *err)
{
    static const struct out_column columns[] = {
        { "code", N_("Code"), OUT_TEXT },
        { "name", N_("Name"), OUT_TEXT },
        { "city", N_("City"), OUT_TEXT },
        { "postcode", N_("Post code"), OUT_TEXT },
        { "phone", N_("Phone"), OUT_TEXT },
        { "is_active", N_("Active"), OUT_BOOL },
        { "is_credit_held", N_("Credit hold"), OUT_BOOL },
        { NULL, NULL, OUT_TEXT },
    };
    OD_ARENA *kept = arena_new();
    struct find_from from = { 0 };
    const struct query *q;

    if (!find_list(c, FIND_CUSTOMER, &q, err))
        return false;
    out_list_begin(c->out, NULL, columns);
    for (bool is_more = true; is_more && out_is_ok(c->out);) {
        OD_ARENA *page = arena_new();
        struct customer_rows rows;

        if (!find_customers(c->desk, q, &from, LIMIT_PAGE_ROWS, page, &rows, err))
            return false;
        for (int i = 0; i < rows.n; i++) {
            const struct customer_row *r = &rows.v[i];

            out_cell(c->out, r->code);
            out_cell(c->out, r->name);
            out_cell(c->out, r->city);
            out_cell(c->out, r->postcode);
            out_cell(c->out, r->phone);
            out_cell_bool(c->out, r->is_active);
            out_cell_bool(c->out, r->is_credit_held);
        }
        is_more = rows.n == LIMIT_PAGE_ROWS;
        if (is_more) {
            arena_reset(kept);
            from.id = rows.v[rows.n - 1].id.v;
            from.key = arena_strdup(kept, rows.v[rows.n - 1].name);
        }
    }
    out_list_end(c->out);
    return true;
}

const char *customer_backorders(int policy)
{
    return policy == BACKORDER_DENY ? "deny" : policy == BACKORDER_ALLOW ? "allow" : "item";
}

static const struct out_column customer_columns[] = {
    { "code", N_("Code"), OUT_TEXT },
    { "name", N_("Name"), OUT_TEXT },
    { "kind", N_("Kind"), OUT_TEXT },
    { "currency", N_("Currency"), OUT_TEXT },
    { "language", N_("Language"), OUT_TEXT },
    { "email", N_("E-mail"), OUT_TEXT },
    { "phone", N_("Phone"), OUT_TEXT },
    { "payment_terms", N_("Payment terms"), OUT_TEXT },
    { "tax_number", N_("Tax number"), OUT_TEXT },
    { "tax_exempt_cert", N_("Tax exemption"), OUT_TEXT },
    { "tax_exempt_until", N_("Exempt until"), OUT_TEXT },
    { "backorders", N_("Backorders"), OUT_TEXT },
    { "ship_policy", N_("Orders leave"), OUT_TEXT },
    { "is_po_required", N_("PO required"), OUT_BOOL },
    { "is_active", N_("Active"), OUT_BOOL },
    { "is_credit_held", N_("Credit hold"), OUT_BOOL },
    { "credit_limit", N_("Credit limit"), OUT_MONEY },
    { "credit_used", N_("Credit used"), OUT_MONEY },
    { "credit_room", N_("Credit room"), OUT_MONEY },
    { "note", N_("Note"), OUT_TEXT },
    { "version", N_("Version"), OUT_NUMBER },
    { "phone_e164", N_("Phone, E.164"), OUT_TEXT },
    { "price_list", N_("Price list"), OUT_TEXT },
    { "group", N_("Group"), OUT_TEXT },
    { "best_price", N_("Best price"), OUT_BOOL },
    { "ship_method", N_("Usual way"), OUT_TEXT },
    { "not_from", N_("Not from"), OUT_TEXT },
    { "over_ship", N_("Over-delivery %"), OUT_NUMBER },
    { "under_ship", N_("Under-delivery %"), OUT_NUMBER },
    { NULL, NULL, OUT_TEXT },
};

/* For programs that dial: by the country of the first address. */
static const char *dialled(struct cli *c, const struct customer *cu)
{
    const char *country =
        cu->address_count > 0 ? cu->addresses[0].country : desk_company(c->desk)->country;
    const char *number = phone_e164(cu->phone, country, c->arena);

    return number != NULL ? number : "";
}

static void put_customer(struct cli *c, const struct customer *cu, const struct credit *credit)
{
    struct out *o = c->out;

    out_cell(o, cu->code);
    out_cell(o, cu->name);
    out_cell(o, cu->kind == CUSTOMER_B2C ? "b2c" : "b2b");
    out_cell(o, cu->currency);
    out_cell(o, cu->lang);
    out_cell(o, cu->email);
    out_cell(o, cu->phone);
    out_cell(o, cu->terms_name);
    out_cell(o, cu->tax_number);
    out_cell(o, cu->tax_exempt_cert);
    out_cell_date(o, cu->tax_exempt_until);
    out_cell(o, customer_backorders(cu->backorder_policy));
    out_cell(o, ship_policy_name(cu->ship_policy));
    out_cell_bool(o, cu->is_po_required);
    out_cell_bool(o, cu->is_active);
    out_cell_bool(o, cu->is_credit_held);
    if (credit->has_limit)
        out_cell_money(o, credit->limit_minor, cu->currency);
    else
        out_cell(o, "");
    out_cell_money(o, credit->exposure_minor, cu->currency);
    if (credit->has_limit)
        out_cell_money(o, credit->room_minor, cu->currency);
    else
        out_cell(o, "");
    out_cell(o, cu->note);
    out_cell_i64(o, cu->version);
    out_cell(o, dialled(c, cu));
    out_cell(o, cu->price_list_code);
    out_cell(o, cu->group_code);
    out_cell_bool(o, cu->is_best_price);
    out_cell(o, cu->ship_method);
    out_cell(o, cu->not_from);
    out_cell(o, tolerance_text(cu->tolerance.over, NULL, c->arena));
    out_cell(o, tolerance_text(cu->tolerance.under, NULL, c->arena));
}

static void put_addresses(struct out *o, const struct customer *cu)
{
    static const struct out_column columns[] = {
        { "number", N_("No."), OUT_NUMBER },       { "name", N_("Name"), OUT_TEXT },
        { "line1", N_("Street"), OUT_TEXT },       { "line2", N_("Street, more"), OUT_TEXT },
        { "postcode", N_("Post code"), OUT_TEXT }, { "city", N_("City"), OUT_TEXT },
        { "region", N_("Region"), OUT_TEXT },      { "country", N_("Country"), OUT_TEXT },
        { "phone", N_("Phone"), OUT_TEXT },        { "is_bill_to", N_("Bill-to"), OUT_BOOL },
        { "is_ship_to", N_("Ship-to"), OUT_BOOL }, { NULL, NULL, OUT_TEXT },
    };

    if (cu->address_count == 0 && out_form(o) == OUT_TABLE)
        return;
    out_list_begin(o, "addresses", columns);
    for (int i = 0; i < cu->address_count; i++) {
        const struct address *a = &cu->addresses[i];

        out_cell_i64(o, a->number);
        out_cell(o, a->name);
        out_cell(o, a->line1);
        out_cell(o, a->line2);
        out_cell(o, a->postcode);
        out_cell(o, a->city);
        out_cell(o, a->region);
        out_cell(o, a->country);
        out_cell(o, a->phone);
        out_cell_bool(o, a->id.v == cu->bill_address.v);
        out_cell_bool(o, a->id.v == cu->ship_address.v);
    }
    out_list_end(o);
}

static void put_contacts(struct out *o, const struct customer *cu)
{
    static const struct out_column columns[] = {
        { "id", N_("Id"), OUT_NUMBER },          { "name", N_("Contact"), OUT_TEXT },
        { "title", N_("Title"), OUT_TEXT },      { "email", N_("E-mail"), OUT_TEXT },
        { "phone", N_("Phone"), OUT_TEXT },      { "roles", N_("Does"), OUT_TEXT },
        { "is_active", N_("Active"), OUT_BOOL }, { "version", N_("Version"), OUT_NUMBER },
        { "by_mail", N_("Mail"), OUT_BOOL },     { "by_sms", N_("Text messages"), OUT_BOOL },
        { NULL, NULL, OUT_TEXT },
    };
    static const char *const names[] = { "orders", "approves", "receives", "pays" };

    if (cu->contact_count == 0 && out_form(o) == OUT_TABLE)
        return;
    out_list_begin(o, "contacts", columns);
    for (int i = 0; i < cu->contact_count; i++) {
        const struct contact *p = &cu->contacts[i];
        OD_ARENA *tmp = arena_new();
        struct strbuf roles;

        strbuf_init(&roles, tmp, LIMIT_TEXT_BYTES);
        for (int bit = 0; bit < (int)OD_LEN(names); bit++)
            if (p->roles & (1 << bit))
                strbuf_addf(&roles, "%s%s", roles.len > 0 ? " " : "", names[bit]);
        out_cell_i64(o, p->id.v);
        out_cell(o, p->name);
        out_cell(o, p->title);
        out_cell(o, p->email);
        out_cell(o, p->phone);
        out_cell(o, roles.s);
        out_cell_bool(o, p->is_active);
        out_cell_i64(o, p->version);
        out_cell_bool(o, !p->no_mail);
        out_cell_bool(o, p->by_sms);
    }
    out_list_end(o);
}

static bool run_customer_show(struct cli *c, struct err *err)
{
    struct credit credit;
    struct customer *cu;

    if (!find_customer(c, verb_arg(c, 0), &cu, err) ||
        !credit_load(c->desk, cu->id, (struct order_id){ 0 }, &credit, err))
        return false;
    out_record_begin(c->out, customer_columns);
    put_customer(c, cu, &credit);
    put_addresses(c->out, cu);
    put_contacts(c->out, cu);
    out_record_end(c->out);
    return true;
}

#define ADDRESS_OPTIONS                                                                            \
    { "street", "TEXT", VERB_OPTIONAL, N_("First line of the address.") },                         \
        { "street2", "TEXT", VERB_OPTIONAL, N_("Second line of the address.") },                   \
        { "city", "TEXT", VERB_OPTIONAL, N_("City.") },                                            \
        { "region", "TEXT", VERB_OPTIONAL, N_("Region, state or county.") },                       \
        { "postcode", "TEXT", VERB_OPTIONAL, N_("Post code.") },                                   \
        { "country", "CC", VERB_OPTIONAL, N_("Country, two letters; else the company's.") },       \
        { "address-name", "TEXT", VERB_OPTIONAL, N_("Name at the address, where it differs.") },   \
    {                                                                                              \
        "address-phone", "TEXT", VERB_OPTIONAL, N_("Phone at the address.")                        \
    }

#define RECORD_OPTIONS                                                                             \
    { "kind", "b2b|b2c", VERB_OPTIONAL, N_("Firm or consumer.") },                                 \
        { "currency", "CUR", VERB_OPTIONAL, N_("Currency of its orders.") },                       \
        { "email", "TEXT", VERB_OPTIONAL, N_("E-mail.") },                                         \
        { "phone", "TEXT", VERB_OPTIONAL, N_("Phone.") },                                          \
        { "language", "LANG", VERB_OPTIONAL, N_("Language of its documents.") },                   \
        { "terms", "CODE", VERB_OPTIONAL, N_("Payment terms.") },                                  \
        { "credit-limit", "AMOUNT", VERB_OPTIONAL, N_("Credit limit; \"none\" for none.") },       \
        { "credit-hold", "yes|no", VERB_OPTIONAL, N_("Hold every order for credit.") },            \
        { "po-required", "yes|no", VERB_OPTIONAL, N_("Orders need the customer's number.") },      \
        { "backorders", "item|deny|allow", VERB_OPTIONAL,                                          \
          N_("What is done when stock is short.") },                                               \
        { "over-ship", "PERCENT", VERB_OPTIONAL,                                                   \
          N_("How much more than ordered may be delivered.") },                                    \
        { "under-ship", "PERCENT", VERB_OPTIONAL,                                                  \
          N_("Which rest of a line is not waited for.") },                                         \
        { "ship-policy", "available|complete|single", VERB_OPTIONAL,                               \
          N_("How its new orders leave: in parts, all together, or once.") },                      \
        { "price-list", "CODE", VERB_OPTIONAL, N_("The customer's price list; \"\" for none.") },  \
        { "group", "CODE", VERB_OPTIONAL, N_("The group whose prices hold; \"\" for none.") },     \
        { "best-price", "yes|no", VERB_OPTIONAL,                                                   \
          N_("Gets the lowest price of all that could hold, not the first.") },                    \
        { "site", "CODE", VERB_OPTIONAL, N_("Where its goods are taken; \"\" for the default.") }, \
        { "tax-zone", "CODE", VERB_OPTIONAL, N_("Overrides the address's zone; \"\" for none.") }, \
        { "tax-number", "TEXT", VERB_OPTIONAL, N_("Its tax number.") },                            \
        { "tax-exempt", "TEXT", VERB_OPTIONAL,                                                     \
          N_("Certificate of an exemption; \"\" for none.") },                                     \
        { "tax-exempt-until", "DATE", VERB_OPTIONAL, N_("Last day of the exemption.") },           \
        { "active", "yes|no", VERB_OPTIONAL, N_("Take orders of it.") },                           \
    {                                                                                              \
        "note", "TEXT", VERB_OPTIONAL, N_("Shown to the clerk at order entry.")                    \
    }

static const struct verb_option new_options[] = {
    { "code", "CODE", VERB_OPTIONAL, N_("Its code, else the next number.") },
    RECORD_OPTIONS,
    ADDRESS_OPTIONS,
    { NULL, NULL, VERB_OPTIONAL, NULL },
};
static const struct verb_option set_options[] = {
    { "name", "NAME", VERB_OPTIONAL, N_("Name.") },
    RECORD_OPTIONS,
    { NULL, NULL, VERB_OPTIONAL, NULL },
};
static const struct verb_option address_options[] = {
    { "number", "N", VERB_OPTIONAL, N_("Put it in place of this one, else it is a new one.") },
    ADDRESS_OPTIONS,
    { NULL, NULL, VERB_OPTIONAL, NULL },
};
static const struct verb_option label_options[] = {
    { "number", "N", VERB_OPTIONAL, N_("Of the address; 1 where nothing is said.") },
    { NULL, NULL, VERB_OPTIONAL, NULL },
};
static const struct verb_option contact_options[] = {
    { "id", "ID", VERB_OPTIONAL, N_("Change this contact, else it is a new one.") },
    { "title", "TEXT", VERB_OPTIONAL, N_("What the person does there.") },
    { "email", "TEXT", VERB_OPTIONAL, N_("E-mail.") },
    { "phone", "TEXT", VERB_OPTIONAL, N_("Phone.") },
    { "active", "yes|no", VERB_OPTIONAL, N_("Still there.") },
    { "mail", "yes|no", VERB_OPTIONAL, N_("Gets notices by mail.") },
    { "sms", "yes|no", VERB_OPTIONAL, N_("Gets notices as text messages too.") },
    { "if-version", "N", VERB_OPTIONAL, N_("Only where it still has this version.") },
    { NULL, NULL, VERB_OPTIONAL, NULL },
};

const struct verb verbs_customer[] = {
    { "customer", "list", "[QUERY...]", find_list_options, VERB_DESK, run_customer_list,
      N_("List customers by name; QUERY as in the query bar.") },
    { "customer", "show", "CODE", NULL, VERB_DESK, run_customer_show,
      N_("Show a customer with addresses, contacts and credit.") },
    { "customer", "new", "NAME", new_options, VERB_DESK, run_customer_new,
      N_("Add a customer and print the code.") },
    { "customer", "set", "CODE", set_options, VERB_DESK, run_customer_set,
      N_("Change a customer.") },
    { "customer", "address", "CODE", address_options, VERB_DESK, run_customer_address,
      N_("Add an address, or correct one.") },
    { "customer", "check-address", "CODE", customer_check_options, VERB_DESK,
      run_customer_check_address,
      N_("Show what carriers know of an address; take what they write.") },
    { "customer", "label", "CODE", label_options, VERB_DESK, run_customer_label,
      N_("Print an address as its country wants it on a label.") },
    { "customer", "contact", "CODE NAME", contact_options, VERB_DESK, run_customer_contact,
      N_("Add a contact, or change one.") },
    { 0 },
};
