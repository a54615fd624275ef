/*
 * What a new desk holds, so that the first order can follow at once.
 */
#include <assert.h>

#include "base/i18n.h"
#include "domain/desk/desk_impl.h"
#include "store/store.h"

/* The first number of orders and customers, so that a new firm's look like any other's. */
#define FIRST_NUMBER 1001

OD_SQL(sql_founding_setting, "founding.setting",
       "INSERT INTO setting (name, value)"
       " VALUES ($1, $2)");

static bool add_setting(struct tx *tx, const char *name, const char *value, struct err *err)
{
    OD_STMT *q = sql_write(tx, &sql_founding_setting);

    put_text(q, name);
    put_text(q, value);
    return sql_run(&q, NULL, err);
}

OD_SQL(sql_founding_sequence, "founding.sequence",
       "INSERT INTO sequence (name, next_value)"
       " VALUES ($1, $2)");

static bool add_sequence(struct tx *tx, const char *name, struct err *err)
{
    OD_STMT *q = sql_write(tx, &sql_founding_sequence);

    put_text(q, name);
    put_i64(q, FIRST_NUMBER);
    return sql_run(&q, NULL, err);
}

OD_SQL(sql_founding_user, "founding.user",
       "INSERT INTO app_user (login, name, role, discount_limit_ppm)"
       " VALUES ($1, $2, 4, 1000000)");

static bool add_admin(struct tx *tx, const struct founding *in, struct err *err)
{
    OD_STMT *q = sql_write(tx, &sql_founding_user);

    put_text(q, in->login);
    put_text(q, in->user_name);
    return sql_run(&q, NULL, err);
}

OD_SQL(sql_founding_site, "founding.site",
       "INSERT INTO site (code, name, country)"
       " VALUES ($1, $2, $3)");

static bool add_site(struct tx *tx, const struct founding *in, struct err *err)
{
    OD_STMT *q = sql_write(tx, &sql_founding_site);

    put_text(q, "MAIN");
    put_text(q, _("Main site"));
    put_text(q, in->country);
    return sql_run(&q, NULL, err);
}

OD_SQL(sql_founding_channel, "founding.channel",
       "INSERT INTO channel (code, name, kind)"
       " VALUES ($1, $2, $3)");

static bool add_channel(struct tx *tx, const char *code, const char *name, int kind,
                        struct err *err)
{
    OD_STMT *q = sql_write(tx, &sql_founding_channel);

    put_text(q, code);
    put_text(q, name);
    put_i64(q, kind);
    return sql_run(&q, NULL, err);
}

OD_SQL(sql_founding_terms, "founding.terms",
       "INSERT INTO payment_terms (code, name, days, is_cash)"
       " VALUES ($1, $2, $3, $4)");

static bool add_terms(struct tx *tx, const char *code, const char *name, int days,
                      bool is_cash, struct err *err)
{
    OD_STMT *q = sql_write(tx, &sql_founding_terms);

    put_text(q, code);
    put_text(q, name);
    put_i64(q, days);
    put_i64(q, is_cash);
    return sql_run(&q, NULL, err);
}

OD_SQL(sql_founding_tax_class, "founding.tax_class",
       "INSERT INTO tax_class (code, name, is_as_goods)"
       " VALUES ($1, $2, $3)"
       " RETURNING id");
OD_SQL(sql_founding_tax_zone, "founding.tax_zone",
       "INSERT INTO tax_zone (code, name, country)"
       " VALUES ($1, $2, $3)"
       " RETURNING id");
OD_SQL(sql_founding_tax_rate, "founding.tax_rate",
       "INSERT INTO tax_rate (zone_id, class_id, name, rate_ppm, category)"
       " VALUES ($1, $2, $3, 0, 1)");

static bool add_tax_class(struct tx *tx, const char *code, const char *name, bool is_as_goods,
                          int64_t *id, struct err *err)
{
    OD_STMT *q = sql_write(tx, &sql_founding_tax_class);

    put_text(q, code);
    put_text(q, name);
    put_i64(q, is_as_goods);
    return sql_run_id(&q, id, err);
}

/* Rate 0 until the firm sets its own: no rate is guessed. */
static bool add_tax(struct tx *tx, const struct founding *in, struct err *err)
{
    int64_t class_id = 0, as_goods_id, zone_id = 0;
    OD_STMT *add_zone = NULL;
    OD_STMT *add_rate = NULL;

    if (!add_tax_class(tx, "standard", _("Standard rate"), false, &class_id, err) ||
        !add_tax_class(tx, "as-goods", _("As the goods"), true, &as_goods_id, err))
        return false;
    add_zone = sql_write(tx, &sql_founding_tax_zone);
    put_text(add_zone, "HOME");
    put_text(add_zone, _("Domestic"));
    put_text(add_zone, in->country);
    if (!sql_run_id(&add_zone, &zone_id, err))
        return false;
    add_rate = sql_write(tx, &sql_founding_tax_rate);
    put_i64(add_rate, zone_id);
    put_i64(add_rate, class_id);
    put_text(add_rate, _("Tax 0%"));
    return sql_run(&add_rate, NULL, err);
}

OD_SQL(sql_founding_price_list, "founding.price_list",
       "INSERT INTO price_list (code, name, currency)"
       " VALUES ($1, $2, $3)");

static bool add_price_list(struct tx *tx, const struct founding *in, struct err *err)
{
    OD_STMT *q = sql_write(tx, &sql_founding_price_list);

    put_text(q, "BASE");
    put_text(q, _("Base prices"));
    put_text(q, in->currency);
    return sql_run(&q, NULL, err);
}

/* ---- reason codes ---------------------------------------------------------------------------- */

static const struct {
    const char *kind, *code, *label;
} reasons[] = {
    { "cancel", "customer", N_("Customer asked for it") },
    { "cancel", "payment", N_("Payment declined") },
    { "cancel", "fraud", N_("Fraud suspected") },
    { "cancel", "no_stock", N_("Not in stock") },
    { "cancel", "clerk_error", N_("Entered by mistake") },
    { "cancel", "expired", N_("Expired") },
    { "cancel", "other", N_("Other reason") },
    { "change", "customer", N_("Customer asked for it") },
    { "change", "clerk_error", N_("Entered by mistake") },
    { "change", "no_stock", N_("Not in stock") },
    { "change", "other", N_("Other reason") },
    { "discard", "mistake", N_("Entered by mistake") },
    { "discard", "duplicate", N_("Entered twice") },
    { "discard", "customer", N_("Customer asked for it") },
    { "discard", "other", N_("Other reason") },
    { "price", "agreed", N_("Price agreed with the customer") },
    { "price", "match", N_("Competitor's price matched") },
    { "price", "damaged", N_("Goods with flaws") },
    { "price", "goodwill", N_("Goodwill") },
    { "price", "other", N_("Other reason") },
    { "stock", "count", N_("Stock count") },
    { "stock", "damaged", N_("Damaged") },
    { "stock", "lost", N_("Lost or stolen") },
    { "stock", "found", N_("Found again") },
    { "stock", "other", N_("Other reason") },
    { "hold", "customer", N_("Customer asked to wait") },
    { "hold", "payment", N_("Waiting for payment") },
    { "hold", "data", N_("Something must be cleared up") },
    { "hold", "other", N_("Other reason") },
    { "release", "checked", N_("Checked and in order") },
    { "release", "paid", N_("Paid") },
    { "release", "approved", N_("Approved by a manager") },
    { "release", "other", N_("Other reason") },
    { "reject", "price", N_("Price not accepted") },
    { "reject", "data", N_("Something must be corrected") },
    { "reject", "other", N_("Other reason") },
    { "short", "not_found", N_("Not at its place") },
    { "short", "damaged", N_("Damaged, set aside") },
    { "cancel", "single", N_("Only one shipment") },
    { "cancel", "tolerance", N_("Within the tolerance") },
    { "source", "nearer", N_("Nearer to the customer") },
    { "source", "customer", N_("The customer wants it so") },
    { "source", "not_there", N_("Not to be had there") },
    { "source", "other", N_("Other") },
    { "lost", "investigated", N_("Carrier found nothing") },
    { "lost", "no_trace", N_("No trace after pick-up") },
    { "lost", "destroyed", N_("Destroyed on the way") },
    { "reallocate", "priority", N_("More urgent order") },
    { "reallocate", "other", N_("Other reason") },
    { "force", "not_booked", N_("Came in, and is not booked yet") },
    { "force", "miscounted", N_("Counted wrongly") },
    { "force", "other", N_("Other reason") },
};

OD_SQL(sql_founding_reason, "founding.reason",
       "INSERT INTO reason_code (kind, code, label)"
       " VALUES ($1, $2, $3)");

/* Labels are stored as they stand here and translated where they are read. */
static bool add_reasons(struct tx *tx, struct err *err)
{
    for (size_t i = 0; i < OD_LEN(reasons); i++) {
        OD_STMT *q = sql_write(tx, &sql_founding_reason);

        put_text(q, reasons[i].kind);
        put_text(q, reasons[i].code);
        put_text(q, reasons[i].label);
        if (!sql_run(&q, NULL, err))
            return false;
    }
    return true;
}

bool founding_write(struct tx *tx, const struct founding *in, struct err *err)
{
    return add_setting(tx, "company.name", in->company, err) &&
           add_setting(tx, "company.country", in->country, err) &&
           add_setting(tx, "company.currency", in->currency, err) &&
           add_setting(tx, "company.time_zone", in->time_zone, err) &&
           add_setting(tx, "company.site", "MAIN", err) && add_sequence(tx, "order", err) &&
           add_sequence(tx, "customer", err) && add_sequence(tx, "receipt", err) &&
           add_sequence(tx, "count", err) && add_sequence(tx, "transfer", err) &&
           add_admin(tx, in, err) &&
           add_site(tx, in, err) && add_channel(tx, "phone", _("Telephone"), 1, err) &&
           add_channel(tx, "counter", _("Counter"), 2, err) &&
           add_terms(tx, "NET30", _("30 days net"), 30, false, err) &&
           add_terms(tx, "COD", _("Cash on delivery"), 0, true, err) && add_tax(tx, in, err) &&
           add_price_list(tx, in, err) && add_reasons(tx, err);
}
