/*
 * The header of an imported order: who, when, where to, in which money.
 */
#include <assert.h>
#include <string.h>

#include "base/i18n.h"
#include "base/mem.h"
#include "domain/catalog/item.h"
#include "domain/desk/text.h"
#include "domain/intake/import_order.h"
#include "domain/order/order.h"
#include "domain/party/customer.h"
#include "domain/party/terms.h"

/* A year of two digits that was taken for one of four, or the zero of a spreadsheet. */
#define FIRST_YEAR 1971
#define LAST_YEAR  2199

/* By its name at the channel, else by code, else (where new ones may be made) by its marks. */
static bool find_customer(struct import_job *job, const struct import_record *r,
                          struct customer **out, struct err *err)
{
    const char *code;
    struct customer_id id;

    job->channel_name = NULL;
    job->matches = (struct customer_matches){ 0 };
    if (!text_line(map_text(&job->map, r->rows, F_CUSTOMER, job->work), "customer", job->work,
                   &code, err))
        return false;
    if (!import_channel_customer(job, code, &id, err))
        return false;
    if (id.v ? !customer_load(job->desk, id, job->work, out, err)
             : !customer_find(job->desk, code, job->work, out, err))
        return false;
    if (*out)
        return true;
    if (job->map.makes_customers && *code)
        return import_order_customer_by_marks(job, r, out, err) &&
               (*out || import_order_new_customer(job, r, code, out, err));
    return err_field(err, ERR_NOT_FOUND, "customer",
                     _("There is no customer %s. Import customers first."), *code ? code : "\"\"");
}

static const struct address *address_of(const struct customer *c, struct address_id id)
{
    for (int i = 0; i < c->address_count; i++)
        if (c->addresses[i].id.v == id.v)
            return &c->addresses[i];
    return NULL;
}

struct text_field {
    int field;
    const char **at;
};

static bool take_lines_of_text(struct import_job *job, const struct import_record *r,
                               const struct text_field *fields, size_t n, struct err *err)
{
    for (size_t i = 0; i < n; i++) {
        const char *text = map_text(&job->map, r->rows, fields[i].field, job->work);
        const char *name = job->map.fields[fields[i].field].name;

        if (!text_line(text, name, job->work, fields[i].at, err))
            return false;
    }
    return true;
}

static bool is_place_of(const struct order *o, const struct address *a, const char *customer_name)
{
    return strcmp(o->ship_name, *a->name ? a->name : customer_name) == 0 &&
           strcmp(o->ship_line1, a->line1) == 0 && strcmp(o->ship_line2, a->line2) == 0 &&
           strcmp(o->ship_city, a->city) == 0 && strcmp(o->ship_region, a->region) == 0 &&
           strcmp(o->ship_postcode, a->postcode) == 0 && strcmp(o->ship_country, a->country) == 0;
}

/* What the file says stands on the order; the customer's own address is linked where it is that. */
static bool take_ship_to(struct import_job *job, const struct import_record *r,
                         const struct customer *c, struct order *o, struct err *err)
{
    const struct text_field fields[] = {
        { F_SHIP_NAME, &o->ship_name },         { F_SHIP_ADDRESS, &o->ship_line1 },
        { F_SHIP_ADDRESS2, &o->ship_line2 },    { F_SHIP_CITY, &o->ship_city },
        { F_SHIP_REGION, &o->ship_region },     { F_SHIP_POSTCODE, &o->ship_postcode },
        { F_SHIP_COUNTRY, &o->ship_country },
    };
    const struct address *own = address_of(c, c->ship_address);
    const char *country;

    if (!take_lines_of_text(job, r, fields, OD_LEN(fields), err))
        return false;
    country = country_code(o->ship_country);
    if (country)
        o->ship_country = country;
    if (own && !*o->ship_line1 && !*o->ship_city && !*o->ship_postcode) {
        o->ship_name = *o->ship_name ? o->ship_name : *own->name ? own->name : c->name;
        o->ship_line1 = own->line1;
        o->ship_line2 = own->line2;
        o->ship_city = own->city;
        o->ship_region = own->region;
        o->ship_postcode = own->postcode;
        o->ship_country = own->country;
    }
    if (own && is_place_of(o, own, c->name))
        o->ship_address = own->id;
    o->bill_address = c->bill_address;
    return true;
}

static bool take_money(struct import_job *job, const struct import_record *r, struct order *o,
                       struct err *err)
{
    static const struct map_range rate = { 9, INT64_C(1000000000000000) };
    const struct company *company = desk_company(job->desk);
    const char *currency = map_text(&job->map, r->rows, F_CURRENCY, job->work);

    memcpy(o->currency, company->currency, sizeof o->currency);
    memcpy(o->base_currency, company->currency, sizeof o->base_currency);
    o->fx.e9 = 1000000000;
    o->tax_round = company->tax_round;
    o->round_mode = company->round_mode;
    if (*currency && !currency_find(currency))
        return err_field(err, ERR_INVALID, "currency", _("There is no currency %s."), currency);
    if (*currency)
        memcpy(o->currency, currency, sizeof o->currency);
    if (strcmp(o->currency, company->currency) != 0 &&
        !*map_text(&job->map, r->rows, F_FX, job->work))
        return err_field(err, ERR_INVALID, "fx",
                         _("The order is in %s and the desk in %s: the exchange rate is missing."),
                         o->currency, company->currency);
    if (!map_number(&job->map, r->rows, F_FX, &rate, job->work, &o->fx.e9, err) ||
        !map_rate(&job->map, r->rows, F_ORDER_DISCOUNT, job->work, &o->disc, err) ||
        !map_order_money(&job->map, r, F_ORDER_DISCOUNT_AMOUNT, o->currency, job->work,
                         &o->disc_minor, err))
        return false;
    if (o->fx.e9 <= 0 || o->disc.ppm < 0 || o->disc.ppm > PPM || o->disc_minor < 0)
        return err_field(err, ERR_INVALID, "order_discount",
                         _("Exchange rate and discounts must be more than 0, and a discount at "
                           "most 100%%."));
    return true;
}

static bool take_dates(struct import_job *job, const struct import_record *r, struct order *o,
                       struct err *err)
{
    struct date placed = { 0 };

    if (!map_when(&job->map, r->rows, F_DATE, job->work, &placed, &o->placed, err) ||
        !map_date(&job->map, r->rows, F_REQUESTED, job->work, &o->requested, err) ||
        !map_date(&job->map, r->rows, F_PROMISED, job->work, &o->promised, err))
        return false;
    if (!date_is_set(placed))
        return err_field(err, ERR_INVALID, "date", _("The order has no date."));
    if (placed.year < FIRST_YEAR || placed.year > LAST_YEAR)
        return err_field(err, ERR_INVALID, "date", _("An order of the year %d cannot be right."),
                         placed.year);
    return true;
}

/* Those of the customer where the file says none; a customer made with the order has none yet. */
static bool take_terms(struct import_job *job, const struct import_record *r,
                       const struct customer *c, struct order *o, struct err *err)
{
    const char *code = map_text(&job->map, r->rows, F_TERMS, job->work);
    struct payment_terms *said;

    o->payment_terms_id = c->payment_terms_id;
    o->terms_code = c->terms_code ? c->terms_code : "";
    o->terms_name = c->terms_name ? c->terms_name : "";
    o->pay_policy = c->terms_is_cash ? PAY_COD : PAY_TERMS;
    if (!*code)
        return true;
    if (!payment_terms_find(job->desk, code, job->work, &said, err))
        return false;
    if (!said)
        return err_field(err, ERR_NOT_FOUND, "terms", _("There are no payment terms %.40s."),
                         code);
    o->payment_terms_id = said->id;
    o->terms_code = said->code;
    o->terms_name = said->name;
    o->pay_policy = said->is_cash ? PAY_COD : PAY_TERMS;
    return true;
}

bool import_order_header(struct import_job *job, const struct import_record *r, struct order *o,
                         struct err *err)
{
    const struct company *company = desk_company(job->desk);
    const struct text_field fields[] = {
        { F_ORDER, &o->external_id },       { F_PO, &o->customer_po },
        { F_CUSTOMER_NAME, &o->customer_name }, { F_SHIP_METHOD, &o->ship_method },
    };
    struct customer *c;

    if (!find_customer(job, r, &c, err) ||
        !take_lines_of_text(job, r, fields, OD_LEN(fields), err) ||
        !text_note(map_text(&job->map, r->rows, F_NOTE, job->work), "note", job->work, &o->note,
                   err) ||
        !take_ship_to(job, r, c, o, err) || !take_money(job, r, o, err) ||
        !take_dates(job, r, o, err) || !take_terms(job, r, c, o, err))
        return false;
    o->kind = 1;
    o->is_history = true;
    o->customer = c->id;
    o->customer_code = c->code;
    if (!*o->customer_name)
        o->customer_name = c->name;
    o->channel = job->channel;
    o->site = c->site.v ? c->site : company->site;
    o->ship_policy = 1;
    return true;
}

/* --- lines ----------------------------------------------------------------------------------- */

void import_order_line_item(struct order_line *l, const struct item *item)
{
    l->item = item->id;
    l->tax_class_id = item->tax_class_id;
    l->uom = item->uom;
    l->qty_decimals = item->qty_decimals;
}

void import_order_line(struct order_line *l, const struct item *item, int line_no)
{
    static_assert((int)LINE_STOCK == (int)ITEM_STOCK && (int)LINE_SERVICE == (int)ITEM_SERVICE &&
                      (int)LINE_CHARGE == (int)ITEM_CHARGE && (int)LINE_BUNDLE == (int)ITEM_BUNDLE,
                  "a line is of the kind of its item");

    *l = (struct order_line){ .line_no = line_no, .kind = (enum line_kind)item->kind };
    l->sku = item->sku;
    l->description = item->description;
    l->price_source = PRICE_IMPORTED;
    l->is_price_locked = true;
    l->tax_category = 1;
    import_order_line_item(l, item);
}
