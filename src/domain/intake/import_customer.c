/*
 * Customers from files. What the file says goes over what is there, field by field; what it does
 * not say stays.
 */
#include <string.h>
#include <strings.h>

#include "base/i18n.h"
#include "base/mem.h"
#include "base/utf8.h"
#include "domain/catalog/item.h"
#include "domain/catalog/pricing.h"
#include "domain/catalog/tax.h"
#include "domain/desk/text.h"
#include "domain/intake/import_parts.h"
#include "domain/order/ship_policy.h"
#include "domain/party/customer.h"

enum {
    F_CODE,
    F_NAME,
    F_COUNTRY,
    F_KIND,
    F_CURRENCY,
    F_LANG,
    F_TAX_NUMBER,
    F_EMAIL,
    F_PHONE,
    F_NOTE,
    F_ADDRESS,
    F_ADDRESS2,
    F_CITY,
    F_REGION,
    F_POSTCODE,
    F_ADDRESS_NAME,
    F_CONTACT,
    F_CONTACT_TITLE,
    F_CONTACT_EMAIL,
    F_CONTACT_PHONE,
    F_CREDIT_LIMIT,
    F_CREDIT_HELD,
    F_PO_REQUIRED,
    F_TERMS,
    F_PRICE_LIST,
    F_SITE,
    F_ACTIVE,
    F_EXTERNAL_ID,
    F_GROUP,
    F_BEST_PRICE,
    F_TAX_ZONE,
    F_TAX_EXEMPT,
    F_TAX_EXEMPT_UNTIL,
    F_SHIP_METHOD,
    F_SHIP_POLICY,
    F_NOT_FROM,
    F_OVER_SHIP,
    F_UNDER_SHIP,
    F_COUNT
};

static const struct import_field customer_fields[F_COUNT] = {
    [F_CODE] = { "code", true, false, FIELD_TEXT },
    [F_NAME] = { "name", true, false, FIELD_TEXT },
    [F_COUNTRY] = { "country", true, false, FIELD_TEXT },
    [F_KIND] = { "kind", false, false, FIELD_TEXT },
    [F_CURRENCY] = { "currency", false, false, FIELD_TEXT },
    [F_LANG] = { "lang", false, false, FIELD_TEXT },
    [F_TAX_NUMBER] = { "tax_number", false, false, FIELD_TEXT },
    [F_EMAIL] = { "email", false, false, FIELD_TEXT },
    [F_PHONE] = { "phone", false, false, FIELD_TEXT },
    [F_NOTE] = { "note", false, false, FIELD_TEXT },
    [F_ADDRESS] = { "address", false, false, FIELD_TEXT },
    [F_ADDRESS2] = { "address2", false, false, FIELD_TEXT },
    [F_CITY] = { "city", false, false, FIELD_TEXT },
    [F_REGION] = { "region", false, false, FIELD_TEXT },
    [F_POSTCODE] = { "postcode", false, false, FIELD_TEXT },
    [F_ADDRESS_NAME] = { "address_name", false, false, FIELD_TEXT },
    [F_CONTACT] = { "contact", false, false, FIELD_TEXT },
    [F_CONTACT_TITLE] = { "contact_title", false, false, FIELD_TEXT },
    [F_CONTACT_EMAIL] = { "contact_email", false, false, FIELD_TEXT },
    [F_CONTACT_PHONE] = { "contact_phone", false, false, FIELD_TEXT },
    [F_CREDIT_LIMIT] = { "credit_limit", false, false, FIELD_NUMBER },
    [F_CREDIT_HELD] = { "credit_held", false, false, FIELD_TEXT },
    [F_PO_REQUIRED] = { "po_required", false, false, FIELD_TEXT },
    [F_TERMS] = { "terms", false, false, FIELD_TEXT },
    [F_PRICE_LIST] = { "price_list", false, false, FIELD_TEXT },
    [F_SITE] = { "site", false, false, FIELD_TEXT },
    [F_ACTIVE] = { "active", false, false, FIELD_TEXT },
    [F_EXTERNAL_ID] = { "external_id", false, false, FIELD_TEXT },
    [F_GROUP] = { "group", false, false, FIELD_TEXT },
    [F_BEST_PRICE] = { "best_price", false, false, FIELD_TEXT },
    [F_TAX_ZONE] = { "tax_zone", false, false, FIELD_TEXT },
    [F_TAX_EXEMPT] = { "tax_exempt", false, false, FIELD_TEXT },
    [F_TAX_EXEMPT_UNTIL] = { "tax_exempt_until", false, false, FIELD_DATE },
    [F_SHIP_METHOD] = { "ship_method", false, false, FIELD_TEXT },
    [F_SHIP_POLICY] = { "ship_policy", false, false, FIELD_TEXT },
    [F_NOT_FROM] = { "not_from", false, false, FIELD_TEXT },
    [F_OVER_SHIP] = { "over_ship", false, false, FIELD_NUMBER },
    [F_UNDER_SHIP] = { "under_ship", false, false, FIELD_NUMBER },
};

/* What is being made of one row. */
struct made {
    struct customer customer;
    struct address address;
    struct contact contact;
    bool has_address, has_contact;
    const struct customer *before; /* NULL: a new one */
    bool is_merged;                /* the row's customer is another now, and has a row of its own */
    bool is_attached;              /* found by its marks: the row's code becomes its name here */
};

struct text_field {
    int field;
    const char **at;
};

static void take_texts(struct import_job *job, const struct import_row *row,
                       const struct text_field *fields, size_t n)
{
    for (size_t i = 0; i < n; i++)
        if (map_has(&job->map, fields[i].field))
            *fields[i].at = map_text(&job->map, row, fields[i].field, job->work);
}

static bool take_choices(struct import_job *job, const struct import_row *row, struct made *d,
                         struct err *err)
{
    const struct import_map *m = &job->map;
    struct customer *c = &d->customer;
    const char *terms = map_text(m, row, F_TERMS, job->work);
    const char *list = map_text(m, row, F_PRICE_LIST, job->work);
    const char *site = map_text(m, row, F_SITE, job->work);
    struct choices known = { 0 };
    struct price_list *price_list = NULL;
    struct site *found = NULL;
    bool is_found = *terms == '\0';

    if ((*terms && !payment_terms_choices(job->desk, job->work, &known, err)) ||
        (*list && !price_list_find(job->desk, list, job->work, &price_list, err)) ||
        (*site && !site_find(job->desk, site, job->work, &found, err)))
        return false;
    for (int i = 0; i < known.n; i++) {
        if (strcasecmp(known.v[i].code, terms) != 0)
            continue;
        c->payment_terms_id = known.v[i].id;
        is_found = true;
    }
    if (!is_found)
        return err_field(err, ERR_NOT_FOUND, "terms", _("There are no payment terms %s."), terms);
    if (*list && !price_list)
        return err_field(err, ERR_NOT_FOUND, "price_list", _("There is no price list %s."), list);
    if (*site && !found)
        return err_field(err, ERR_NOT_FOUND, "site", _("There is no site %s."), site);
    if (price_list)
        c->price_list = price_list->id;
    if (found)
        c->site = found->id;
    return true;
}

static bool take_group(struct import_job *job, const struct import_row *row, struct made *d,
                       struct err *err)
{
    const char *code = map_text(&job->map, row, F_GROUP, job->work);
    struct customer_group *group = NULL;

    if (!map_bool(&job->map, row, F_BEST_PRICE, job->work, &d->customer.is_best_price, err))
        return false;
    if (!map_has(&job->map, F_GROUP))
        return true;
    if (*code && !customer_group_find(job->desk, code, job->work, &group, err))
        return false;
    if (*code && !group)
        return err_field(err, ERR_NOT_FOUND, "group",
                         _("There is no group %s. Import groups first."), code);
    d->customer.group_id = group ? group->id : 0;
    d->customer.group_code = group ? group->code : "";
    return true;
}

static bool take_tax(struct import_job *job, const struct import_row *row, struct made *d,
                     struct err *err)
{
    const char *code = map_text(&job->map, row, F_TAX_ZONE, job->work);
    int64_t id = 0;

    if (map_has(&job->map, F_TAX_EXEMPT_UNTIL))
        d->customer.tax_exempt_until = (struct date){ 0 };
    if (!map_date(&job->map, row, F_TAX_EXEMPT_UNTIL, job->work, &d->customer.tax_exempt_until,
                  err))
        return false;
    if (!map_has(&job->map, F_TAX_ZONE))
        return true;
    if (*code && !tax_zone_find(job->desk, code, &id, err))
        return false;
    if (*code && id == 0)
        return err_field(err, ERR_NOT_FOUND, "tax_zone",
                         _("There is no tax zone %s. Import taxes first."), code);
    d->customer.tax_zone_id = id;
    d->customer.tax_zone = code;
    return true;
}

static bool take_kind(struct import_job *job, const struct import_row *row, struct made *d,
                      struct err *err)
{
    const char *kind = map_text(&job->map, row, F_KIND, job->work);

    if (strcasecmp(kind, "b2b") == 0)
        d->customer.kind = CUSTOMER_B2B;
    else if (strcasecmp(kind, "b2c") == 0)
        d->customer.kind = CUSTOMER_B2C;
    else if (*kind)
        return err_field(err, ERR_INVALID, "kind", _("\"%s\" is neither b2b nor b2c."), kind);
    return true;
}

static bool take_currency(struct import_job *job, const struct import_row *row, struct made *d,
                          struct err *err)
{
    const char *code = map_text(&job->map, row, F_CURRENCY, job->work);

    if (*code == '\0')
        return true;
    if (!currency_find(code))
        return err_field(err, ERR_INVALID, "currency", _("There is no currency %s."), code);
    memcpy(d->customer.currency, code, sizeof d->customer.currency);
    return true;
}

static bool take_numbers(struct import_job *job, const struct import_row *row, struct made *d,
                         struct err *err)
{
    const struct import_map *m = &job->map;
    struct customer *c = &d->customer;
    const char *policy = map_text(m, row, F_SHIP_POLICY, job->work);

    if (!take_kind(job, row, d, err) || !take_currency(job, row, d, err) ||
        !map_bool(m, row, F_CREDIT_HELD, job->work, &c->is_credit_held, err) ||
        !map_bool(m, row, F_PO_REQUIRED, job->work, &c->is_po_required, err) ||
        !map_tolerances(m, row, F_OVER_SHIP, F_UNDER_SHIP, job->work, &c->tolerance, err) ||
        !map_bool(m, row, F_ACTIVE, job->work, &c->is_active, err) ||
        (*policy && !ship_policy_parse(policy, &c->ship_policy, err)))
        return false;
    if (!map_has(m, F_CREDIT_LIMIT))
        return true;
    c->has_credit_limit = *map_text(m, row, F_CREDIT_LIMIT, job->work) != '\0';
    return map_money(m, row, F_CREDIT_LIMIT, c->currency, job->work, &c->credit_limit_minor, err);
}

static void take_address(struct import_job *job, const struct import_row *row, struct made *d)
{
    struct address *a = &d->address;
    const struct text_field fields[] = {
        { F_ADDRESS_NAME, &a->name }, { F_ADDRESS, &a->line1 },   { F_ADDRESS2, &a->line2 },
        { F_CITY, &a->city },         { F_REGION, &a->region },   { F_POSTCODE, &a->postcode },
        { F_COUNTRY, &a->country },
    };
    const char *code;

    take_texts(job, row, fields, OD_LEN(fields));
    code = country_code(a->country);
    if (code)
        a->country = code;
    /* A country alone is no place to send anything to. */
    d->has_address = *a->line1 || *a->line2 || *a->city || *a->postcode;
}

static void take_contact(struct import_job *job, const struct import_row *row, struct made *d)
{
    struct contact *c = &d->contact;
    const char *name = map_text(&job->map, row, F_CONTACT, job->work);
    const struct text_field fields[] = {
        { F_CONTACT, &c->name },
        { F_CONTACT_TITLE, &c->title },
        { F_CONTACT_EMAIL, &c->email },
        { F_CONTACT_PHONE, &c->phone },
    };

    d->has_contact = *name != '\0';
    for (int i = 0; d->before && i < d->before->contact_count; i++)
        if (strcmp(d->before->contacts[i].name, name) == 0)
            *c = d->before->contacts[i];
    take_texts(job, row, fields, OD_LEN(fields));
}

static const struct address *address_of(const struct customer *c, struct address_id id)
{
    for (int i = 0; i < c->address_count; i++)
        if (c->addresses[i].id.v == id.v)
            return &c->addresses[i];
    return NULL;
}

/* The one of its name at the channel, else the only private one of the same name and mail; other
 * likeness is a question for a person, and filed when the new one is made. */
static bool find_by_marks(struct import_job *job, const struct import_record *r,
                          struct customer **out, struct err *err)
{
    const struct import_map *m = &job->map;
    const char *external_id = map_text(m, r->rows, F_EXTERNAL_ID, job->work);
    struct customer_marks marks = { map_text(m, r->rows, F_EMAIL, job->work), "", "" };
    const char *name = utf8_fold(job->work, map_text(m, r->rows, F_NAME, job->work));
    struct customer_matches all = { 0 };
    struct customer_id id = { 0 };

    if (*external_id && !import_channel_customer(job, external_id, &id, err))
        return false;
    if (id.v == 0 && strcasecmp(map_text(m, r->rows, F_KIND, job->work), "b2c") == 0 &&
        !customer_matches_find(job->desk, &marks, job->work, &all, err))
        return false;
    if (all.n == 1 && !all.v[0].is_firm && strcmp(all.v[0].name_fold, name) == 0)
        id = all.v[0].id;
    return id.v == 0 || customer_load(job->desk, id, job->work, out, err);
}

/* Whose row it is; NULL: of nobody yet. */
static bool find_before(struct import_job *job, const struct import_record *r, struct made *d,
                        struct customer **out, struct err *err)
{
    const struct import_known known = r->known;

    if (known.is_known ? !customer_load(job->desk, (struct customer_id){ known.record_id },
                                        job->work, out, err)
                       : !customer_find_itself(job->desk, r->id, job->work, out, err))
        return false;
    d->is_merged = *out && (*out)->merged_into.v != 0;
    if (*out)
        return true;
    if (!find_by_marks(job, r, out, err))
        return false;
    d->is_attached = *out != NULL;
    return true;
}

/* The record the row is about, or an empty one, as the ground to write on. */
static bool begin_draft(struct import_job *job, const struct import_record *r, struct made *d,
                        struct err *err)
{
    struct customer *before = NULL;
    const struct address *address;

    if (!find_before(job, r, d, &before, err))
        return false;
    d->contact = (struct contact){ .name = "", .title = "", .email = "", .phone = "",
                                   .roles = CONTACT_ORDERS, .is_active = true };
    d->address = (struct address){ .name = "", .line1 = "", .line2 = "", .city = "", .region = "",
                                   .postcode = "", .country = "", .phone = "", .is_current = true };
    d->before = before;
    if (!before) {
        if (job->terms == 0 && !customer_default_terms(job->desk, &job->terms, err))
            return false;
        d->customer = (struct customer){ .code = r->id, .name = "", .lang = "", .tax_number = "",
                                         .tax_exempt_cert = "", .email = "", .phone = "",
                                         .note = "", .kind = CUSTOMER_B2B, .is_active = true,
                                         .payment_terms_id = job->terms };
        memcpy(d->customer.currency, desk_company(job->desk)->currency,
               sizeof d->customer.currency);
        return true;
    }
    d->customer = *before;
    address = address_of(before, before->bill_address);
    if (address)
        d->address = *address;
    return true;
}

static bool make_draft(struct import_job *job, const struct import_record *r, struct made *d,
                       struct err *err)
{
    struct customer *c = &d->customer;
    const struct text_field fields[] = {
        { F_NAME, &c->name },   { F_LANG, &c->lang },   { F_TAX_NUMBER, &c->tax_number },
        { F_EMAIL, &c->email }, { F_PHONE, &c->phone }, { F_NOTE, &c->note },
        { F_TAX_EXEMPT, &c->tax_exempt_cert }, { F_SHIP_METHOD, &c->ship_method },
        { F_NOT_FROM, &c->not_from },
    };

    *d = (struct made){ 0 };
    if (!begin_draft(job, r, d, err))
        return false;
    if (d->is_merged)
        return true;
    take_texts(job, r->rows, fields, OD_LEN(fields));
    if (*c->name == '\0')
        return err_field(err, ERR_INVALID, "name", _("The customer has no name."));
    take_address(job, r->rows, d);
    take_contact(job, r->rows, d);
    return take_numbers(job, r->rows, d, err) && take_choices(job, r->rows, d, err) &&
           take_group(job, r->rows, d, err) && take_tax(job, r->rows, d, err);
}

/* --- writing --------------------------------------------------------------------------------- */

static bool is_address_new(const struct made *d)
{
    const struct address *a = &d->address, *b;

    if (!d->has_address || !d->before)
        return false;
    b = address_of(d->before, d->before->bill_address);
    return !b || strcmp(a->name, b->name) != 0 || strcmp(a->line1, b->line1) != 0 ||
           strcmp(a->line2, b->line2) != 0 || strcmp(a->city, b->city) != 0 ||
           strcmp(a->region, b->region) != 0 || strcmp(a->postcode, b->postcode) != 0 ||
           strcmp(a->country, b->country) != 0;
}

static bool is_contact_new(const struct made *d)
{
    if (!d->has_contact)
        return false;
    for (int i = 0; d->before && i < d->before->contact_count; i++) {
        const struct contact *c = &d->before->contacts[i];

        if (c->id.v == d->contact.id.v)
            return strcmp(c->title, d->contact.title) != 0 ||
                   strcmp(c->email, d->contact.email) != 0 ||
                   strcmp(c->phone, d->contact.phone) != 0;
    }
    return true;
}

static bool write_new(struct import_job *job, struct tx *tx, struct made *d,
                      struct customer_id *id, struct err *err)
{
    return customer_make_in(tx, job->desk, &d->customer, d->has_address ? &d->address : NULL,
                            d->has_contact ? &d->contact : NULL, id, err);
}

/* Writes what differs; the address takes the place of the bill-to. */
static bool write_changes(struct import_job *job, struct tx *tx, struct made *d, bool *changed,
                          struct err *err)
{
    struct field_diffs diffs = { 0 };
    struct customer_id id = d->before->id;
    struct address_id address;
    struct contact_id contact;

    customer_compare(d->before, &d->customer, job->work, &diffs);
    *changed = diffs.n > 0 || is_address_new(d) || is_contact_new(d);
    if (is_contact_new(d) && !contact_save_in(tx, job->desk, id, &d->contact, &contact, err))
        return false;
    if (diffs.n > 0 && !customer_save_in(tx, job->desk, &d->customer, NULL, &id, err))
        return false;
    if (!is_address_new(d))
        return true;
    d->address.id.v = 0;
    d->address.customer = id;
    return address_add_in(tx, job->desk, &d->address, &address, err);
}

static bool apply(struct import_job *job, struct tx *tx, struct import_record *r, struct err *err)
{
    struct made d;
    struct customer_id id;
    const char *external_id;
    bool changed = true;

    if (!make_draft(job, r, &d, err) ||
        !text_line(map_text(&job->map, r->rows, F_EXTERNAL_ID, job->work), "external_id",
                   job->work, &external_id, err))
        return false;
    r->is_writing = true;
    if (d.is_merged) {
        r->outcome = IMPORT_SAME;
        return import_remember(job, tx, r, d.before->id.v, err);
    }
    if (d.before ? !write_changes(job, tx, &d, &changed, err) : !write_new(job, tx, &d, &id, err))
        return false;
    if (d.before)
        id = d.before->id;
    r->outcome = !d.before ? IMPORT_FRESH : changed ? IMPORT_CHANGED : IMPORT_SAME;
    if (d.has_address)
        import_warn_address(job, r, &d.address);
    if ((*external_id && !import_set_channel_customer(job, tx, external_id, id, err)) ||
        (d.is_attached && !import_set_channel_customer(job, tx, r->id, id, err)))
        return false;
    return import_remember(job, tx, r, id.v, err);
}

const struct import_ops import_customers = { "customers", customer_fields, F_COUNT, true, apply };
