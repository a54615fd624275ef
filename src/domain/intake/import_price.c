/*
 * Prices from files: a row is a price of an item on a list from a quantity on, for all or for one
 * customer. Not remembered by the file's names: a row says what the price is.
 */
#include "base/i18n.h"
#include "base/mem.h"
#include "domain/catalog/item.h"
#include "domain/catalog/pricing.h"
#include "domain/intake/import_parts.h"
#include "domain/party/customer.h"

enum { F_SKU, F_PRICE, F_LIST, F_MIN_QTY, F_CUSTOMER, F_VALID_FROM, F_VALID_TO, F_COUNT };

static const struct import_field price_fields[F_COUNT] = {
    [F_SKU] = { "sku", true, false, FIELD_TEXT },
    [F_PRICE] = { "price", true, false, FIELD_NUMBER },
    [F_LIST] = { "list", false, false, FIELD_TEXT },
    [F_MIN_QTY] = { "min_qty", false, false, FIELD_NUMBER },
    [F_CUSTOMER] = { "customer", false, false, FIELD_TEXT },
    [F_VALID_FROM] = { "valid_from", false, false, FIELD_DATE },
    [F_VALID_TO] = { "valid_to", false, false, FIELD_DATE },
};

/* List, item and customer that the row names. */
static bool find_names(struct import_job *job, const struct import_record *r,
                       struct price_list **list, struct item **item, struct price_rule *rule,
                       struct err *err)
{
    const char *code = map_text(&job->map, r->rows, F_LIST, job->work);
    const char *customer_code = map_text(&job->map, r->rows, F_CUSTOMER, job->work);
    struct customer *customer = NULL;

    if (!price_list_find(job->desk, *code ? code : "BASE", job->work, list, err) ||
        !item_find(job->desk, r->id, job->channel, job->work, item, err) ||
        (*customer_code && !customer_find(job->desk, customer_code, job->work, &customer, err)))
        return false;
    if (!*item)
        return err_field(err, ERR_NOT_FOUND, "sku", _("There is no item %s. Import items first."),
                         r->id);
    if (!*list)
        return err_field(err, ERR_NOT_FOUND, "list", _("There is no price list %s."), code);
    if (*customer_code && !customer)
        return err_field(err, ERR_NOT_FOUND, "customer",
                         _("There is no customer %s. Import customers first."), customer_code);
    rule->list = (*list)->id;
    rule->item = (*item)->id;
    if (customer)
        rule->customer = customer->id;
    return true;
}

static bool make_rule(struct import_job *job, const struct import_record *r,
                      struct price_rule *rule, struct err *err)
{
    const struct import_map *m = &job->map;
    struct price_list *list = NULL;
    struct item *item = NULL;

    *rule = (struct price_rule){ .price = { -1 } };
    if (!find_names(job, r, &list, &item, rule, err) ||
        !map_price(m, r->rows, F_PRICE, list->currency, job->work, &rule->price, err) ||
        !map_qty(m, r->rows, F_MIN_QTY, item->qty_decimals, job->work, &rule->min_qty, err) ||
        !map_date(m, r->rows, F_VALID_FROM, job->work, &rule->valid_from, err) ||
        !map_date(m, r->rows, F_VALID_TO, job->work, &rule->valid_to, err))
        return false;
    if (rule->price.v < 0)
        return err_field(err, ERR_INVALID, "price", _("The price is missing or less than 0."));
    return true;
}

static bool is_place_of(const struct price_rule *a, const struct price_rule *b)
{
    return a->list.v == b->list.v && a->group_id == b->group_id && a->customer.v == b->customer.v &&
           a->min_qty.milli == b->min_qty.milli && date_cmp(a->valid_from, b->valid_from) == 0;
}

static bool apply_price(struct import_job *job, struct tx *tx, struct import_record *r,
                        struct err *err)
{
    struct price_rule rule;
    struct price_rules rules;

    if (!make_rule(job, r, &rule, err) ||
        !price_rules_of_item(job->desk, rule.item, job->work, &rules, err))
        return false;
    r->outcome = IMPORT_FRESH;
    for (int i = 0; i < rules.n; i++) {
        if (!is_place_of(&rules.v[i], &rule))
            continue;
        if (!map_has(&job->map, F_VALID_TO))
            rule.valid_to = rules.v[i].valid_to;
        r->outcome = rules.v[i].kind == PRICE_FIXED && rules.v[i].price.v == rule.price.v &&
                             date_cmp(rules.v[i].valid_to, rule.valid_to) == 0
                         ? IMPORT_SAME
                         : IMPORT_CHANGED;
    }
    if (r->outcome == IMPORT_SAME)
        return true;
    r->is_writing = true;
    return price_rule_save_in(tx, job->desk, &rule, err);
}

const struct import_ops import_prices = { "prices", price_fields, F_COUNT, false, apply_price };
