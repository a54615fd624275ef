/*
 * What an order of a file names and the desk does not know: items and customers, made where the map
 * allows it; and the order that a cancellation takes back.
 */
#include <string.h>
#include <strings.h>

#include "base/conf.h"
#include "base/i18n.h"
#include "base/mem.h"
#include "domain/catalog/item.h"
#include "domain/desk/text.h"
#include "domain/intake/import_order.h"
#include "domain/order/order.h"
#include "domain/order/order_rules.h"
#include "domain/party/customer.h"
#include "domain/party/terms.h"

/* Quantities of what has no item yet may have all places there are. */
#define QTY_DECIMALS_MOST 3

/* --- items ----------------------------------------------------------------------------------- */

/* The words of a charge code of the map, NULL for what is none. */
static const char *charge_words(const struct import_map *m, const char *sku, struct arena *arena)
{
    char *name;

    if (!m->conf)
        return NULL;
    name = arena_strdup(arena, sku);
    for (char *c = name; *c; c++)
        if (*c >= 'A' && *c <= 'Z')
            *c = (char)(*c - 'A' + 'a');
    return conf_get(m->conf, "charges", name);
}

/* A line of what nobody knows yet: it comes in and waits for a clerk (to_fix.h). */
static bool unmapped_item(struct import_job *job, const char *sku, const char *description,
                          struct item **out, struct err *err)
{
    *out = arena_new_of(job->work, struct item);
    (*out)->kind = ITEM_STOCK;
    (*out)->uom = "";
    (*out)->qty_decimals = QTY_DECIMALS_MOST;
    (*out)->description = *description ? description : sku;
    return text_line(sku, "sku", job->work, &(*out)->sku, err);
}

bool import_order_item(struct import_job *job, const char *sku, const char *description,
                       struct item **out, struct err *err)
{
    const char *words;

    if (!text_line(sku, "sku", job->work, &sku, err))
        return false;
    if (!item_find(job->desk, sku, job->channel, job->work, out, err))
        return false;
    if (*out)
        return true;
    if (!*sku)
        return err_field(err, ERR_NOT_FOUND, "sku", _("The line names no item."));
    if (!job->map.makes_items)
        return unmapped_item(job, sku, description, out, err);
    words = charge_words(&job->map, sku, job->work);
    *out = arena_new_of(job->work, struct item);
    (*out)->kind = words ? ITEM_CHARGE : ITEM_STOCK;
    (*out)->uom = "ea";
    (*out)->description = words ? words : *description ? description : sku;
    return text_code(sku, "sku", job->work, &(*out)->sku, err);
}

static bool make_item(struct import_job *job, struct tx *tx, struct order_line *l, struct err *err)
{
    struct item fresh = { .sku = l->sku, .kind = (enum item_kind)l->kind,
                          .description = l->description, .category = "", .uom = "ea", .note = "",
                          .backorder = BACKORDER_ALLOW, .is_active = true };
    const char *words = charge_words(&job->map, l->sku, job->work);
    struct item *item;

    if (words)
        fresh.description = words;
    /* An earlier line of the order may have made it. */
    if (!item_find(job->desk, l->sku, (struct channel_id){ 0 }, job->work, &item, err))
        return false;
    if (!item && (!item_save_in(tx, job->desk, &fresh, NULL, &l->item, err) ||
                  !item_load(job->desk, l->item, job->work, &item, err)))
        return false;
    import_order_line_item(l, item);
    return true;
}

bool import_make_items(struct import_job *job, struct tx *tx, struct order *o, struct err *err)
{
    for (int i = 0; i < o->line_count; i++)
        if (o->lines[i].item.v == 0 && (job->map.makes_items || !line_is_unmapped(&o->lines[i])) &&
            !make_item(job, tx, &o->lines[i], err))
            return false;
    return true;
}

/* --- the customer ---------------------------------------------------------------------------- */

/* The only one that is private and has all of these marks; NULL: none, or several. Where a firm has
 * them too it is a question. */
static const struct customer_match *only_one(const struct customer_matches *all, int marks)
{
    const struct customer_match *found = NULL;

    for (int i = 0; i < all->n; i++) {
        if ((all->v[i].why & marks) != marks)
            continue;
        if (found || all->v[i].is_firm)
            return NULL;
        found = &all->v[i];
    }
    return found;
}

static bool has_mark(const struct customer_matches *all, int mark)
{
    for (int i = 0; i < all->n; i++)
        if (all->v[i].why & mark)
            return true;
    return false;
}

bool import_order_customer_by_marks(struct import_job *job, const struct import_record *r,
                                    struct customer **out, struct err *err)
{
    const struct import_map *m = &job->map;
    struct customer who = { .name = map_text(m, r->rows, F_CUSTOMER_NAME, job->work),
                            .email = map_text(m, r->rows, F_EMAIL, job->work),
                            .phone = map_text(m, r->rows, F_PHONE, job->work) };
    struct address place = { .postcode = map_text(m, r->rows, F_SHIP_POSTCODE, job->work),
                             .country = country_code(map_text(m, r->rows, F_SHIP_COUNTRY,
                                                              job->work)) };
    const struct customer_match *match;
    struct customer_marks marks;

    *out = NULL;
    customer_marks_make(job->desk, &who, &place, job->work, &marks);
    if (!customer_matches_find(job->desk, &marks, job->work, &job->matches, err))
        return false;
    match = only_one(&job->matches, has_mark(&job->matches, PAIR_MAIL) ? PAIR_MAIL
                                                                       : PAIR_PHONE | PAIR_PLACE);
    if (!match)
        return true;
    return text_line(map_text(m, r->rows, F_CUSTOMER, job->work), "customer", job->work,
                     &job->channel_name, err) &&
           customer_load(job->desk, match->id, job->work, out, err);
}

bool import_order_new_customer(struct import_job *job, const struct import_record *r,
                               const char *code, struct customer **out, struct err *err)
{
    const struct company *company = desk_company(job->desk);
    struct customer *c = arena_new_of(job->work, struct customer);

    *c = (struct customer){ .lang = "", .tax_number = "", .tax_exempt_cert = "", .email = "",
                            .phone = "", .note = "", .kind = CUSTOMER_B2C, .is_active = true };
    memcpy(c->currency, company->currency, sizeof c->currency);
    c->email = map_text(&job->map, r->rows, F_EMAIL, job->work);
    c->phone = map_text(&job->map, r->rows, F_PHONE, job->work);
    if (!text_code(code, "customer", job->work, &c->code, err) ||
        !text_line(map_text(&job->map, r->rows, F_CUSTOMER_NAME, job->work), "customer_name",
                   job->work, &c->name, err))
        return false;
    if (!*c->name)
        c->name = c->code;
    *out = job->fresh_customer = c;
    return true;
}

bool import_make_customer(struct import_job *job, struct tx *tx, struct order *o, struct err *err)
{
    struct customer *made;

    /* Who was known by his marks once is known by his name at the channel from then on. */
    if (o->customer.v != 0)
        return !job->channel_name ||
               import_set_channel_customer(job, tx, job->channel_name, o->customer, err);
    if (!customer_save_in(tx, job->desk, job->fresh_customer, NULL, &o->customer, err) ||
        !customer_matches_file(tx, job->desk, o->customer, &job->matches, err) ||
        !customer_load(job->desk, o->customer, job->work, &made, err))
        return false;
    if (o->payment_terms_id != 0)
        return true;
    o->payment_terms_id = made->payment_terms_id;
    o->terms_code = made->terms_code;
    o->terms_name = made->terms_name;
    o->pay_policy = made->terms_is_cash ? PAY_COD : PAY_TERMS;
    return true;
}

/* --- cancellations --------------------------------------------------------------------------- */

bool import_is_cancellation(const struct import_job *job, const struct import_record *r)
{
    const char *prefix = job->map.cancel_prefix;

    return prefix && strncasecmp(r->id, prefix, strlen(prefix)) == 0;
}

bool import_link_cancellation(struct import_job *job, struct tx *tx, const struct import_record *r,
                              const struct order *o, struct err *err)
{
    int column = job->map.column[F_CUSTOMER];

    /* Who stands for all that have no name bought nothing that could be found again. */
    if (!import_is_cancellation(job, r) || column < 0 || column >= r->rows->n ||
        !*r->rows->cells[column])
        return true;
    return order_link_canceled(tx, o, err);
}
