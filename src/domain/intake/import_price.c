/*
 * Prices from files: a row is a price of an item, a category or everything on a list from a
 * quantity on, for all, one customer or a group; or what comes off what the next lower source says.
 * Not remembered by the file's names: a row says what the price is.
 */
#include <string.h>

#include "base/i18n.h"
#include "base/mem.h"
#include "domain/catalog/item.h"
#include "domain/catalog/pricing.h"
#include "domain/intake/import_parts.h"
#include "domain/party/customer.h"

enum {
    F_SKU,
    F_PRICE,
    F_LIST,
    F_MIN_QTY,
    F_CUSTOMER,
    F_VALID_FROM,
    F_VALID_TO,
    F_GROUP,
    F_KIND,
    F_PERCENT,
    F_CONTRACT,
    F_BY_PROMISE,
    F_COUNT
};

static const struct import_field price_fields[F_COUNT] = {
    [F_SKU] = { "sku", true, false, FIELD_TEXT },
    [F_PRICE] = { "price", true, false, FIELD_NUMBER },
    [F_LIST] = { "list", false, false, FIELD_TEXT },
    [F_MIN_QTY] = { "min_qty", false, false, FIELD_NUMBER },
    [F_CUSTOMER] = { "customer", false, false, FIELD_TEXT },
    [F_VALID_FROM] = { "valid_from", false, false, FIELD_DATE },
    [F_VALID_TO] = { "valid_to", false, false, FIELD_DATE },
    [F_GROUP] = { "group", false, false, FIELD_TEXT },
    [F_KIND] = { "kind", false, false, FIELD_TEXT },
    [F_PERCENT] = { "percent", false, false, FIELD_NUMBER },
    [F_CONTRACT] = { "contract", false, false, FIELD_TEXT },
    [F_BY_PROMISE] = { "by_promise", false, false, FIELD_TEXT },
};

/* Who the row is for: a customer, a group, or everybody. */
static bool find_who(struct import_job *job, const struct import_record *r, struct price_rule *rule,
                     struct err *err)
{
    const char *code = map_text(&job->map, r->rows, F_CUSTOMER, job->work);
    const char *group_code = map_text(&job->map, r->rows, F_GROUP, job->work);
    struct customer *customer = NULL;
    struct customer_group *group = NULL;

    if ((*code && !customer_find(job->desk, code, job->work, &customer, err)) ||
        (*group_code && !customer_group_find(job->desk, group_code, job->work, &group, err)))
        return false;
    if (*code && !customer)
        return err_field(err, ERR_NOT_FOUND, "customer",
                         _("There is no customer %s. Import customers first."), code);
    if (*group_code && !group)
        return err_field(err, ERR_NOT_FOUND, "group",
                         _("There is no group %s. Import groups first."), group_code);
    if (customer)
        rule->customer = customer->id;
    if (group)
        rule->group_id = group->id;
    return true;
}

/* "4711", "category:tools" or "all:"; *decimals of the item's quantities. */
static bool find_target(struct import_job *job, const struct import_record *r,
                        struct price_rule *rule, int *decimals, struct err *err)
{
    struct item *item = NULL;

    *decimals = 3;
    rule->category = "";
    if (strcmp(r->id, PRICE_OF_ALL) == 0)
        return true;
    if (strncmp(r->id, PRICE_OF_CATEGORY, strlen(PRICE_OF_CATEGORY)) == 0) {
        rule->category = r->id + strlen(PRICE_OF_CATEGORY);
        return *rule->category != '\0' ||
               err_field(err, ERR_INVALID, "category",
                         _("Name the category, or write %s for everything."), PRICE_OF_ALL);
    }
    if (!item_find(job->desk, r->id, job->channel, job->work, &item, err))
        return false;
    if (!item)
        return err_field(err, ERR_NOT_FOUND, "sku", _("There is no item %s. Import items first."),
                         r->id);
    rule->item = item->id;
    *decimals = item->qty_decimals;
    return true;
}

static bool take_kind(struct import_job *job, const struct import_record *r,
                      struct price_rule *rule, struct err *err)
{
    static const char *const kinds[] = { "price", "percent", "amount" };
    const char *kind = map_text(&job->map, r->rows, F_KIND, job->work);

    rule->kind = PRICE_FIXED;
    if (*kind == '\0')
        return true;
    for (size_t i = 0; i < OD_LEN(kinds); i++)
        if (strcmp(kind, kinds[i]) == 0) {
            rule->kind = (enum price_kind)((int)i + PRICE_FIXED);
            return true;
        }
    return err_field(err, ERR_INVALID, "kind", _("\"%s\" is neither price, percent nor amount."),
                     kind);
}

/* The price, the percentage or the amount that comes off. */
static bool take_value(struct import_job *job, const struct import_record *r, const char *currency,
                       struct price_rule *rule, struct err *err)
{
    const struct import_map *m = &job->map;

    if (!take_kind(job, r, rule, err))
        return false;
    if (rule->kind == PRICE_PERCENT) {
        if (*map_text(m, r->rows, F_PERCENT, job->work) == '\0')
            return err_field(err, ERR_INVALID, "percent", _("The percentage is missing."));
        return map_rate(m, r->rows, F_PERCENT, job->work, &rule->percent, err);
    }
    rule->price.v = -1;
    if (!map_price(m, r->rows, F_PRICE, currency, job->work, &rule->price, err))
        return false;
    if (rule->price.v < 0)
        return err_field(err, ERR_INVALID, "price", _("The price is missing or less than 0."));
    return true;
}

static bool make_rule(struct import_job *job, const struct import_record *r,
                      struct price_rule *rule, struct err *err)
{
    const struct import_map *m = &job->map;
    const char *code = map_text(m, r->rows, F_LIST, job->work);
    struct price_list *list = NULL;
    int decimals;

    *rule = (struct price_rule){ .contract_ref = map_text(m, r->rows, F_CONTRACT, job->work) };
    if (!price_list_find(job->desk, *code ? code : PRICE_LIST_BASE, job->work, &list, err) ||
        !find_target(job, r, rule, &decimals, err))
        return false;
    if (!list)
        return err_field(err, ERR_NOT_FOUND, "list", _("There is no price list %s."), code);
    rule->list = list->id;
    return find_who(job, r, rule, err) && take_value(job, r, list->currency, rule, err) &&
           map_qty(m, r->rows, F_MIN_QTY, decimals, job->work, &rule->min_qty, err) &&
           map_date(m, r->rows, F_VALID_FROM, job->work, &rule->valid_from, err) &&
           map_date(m, r->rows, F_VALID_TO, job->work, &rule->valid_to, err) &&
           map_bool(m, r->rows, F_BY_PROMISE, job->work, &rule->is_by_promise, err);
}

static bool apply_price(struct import_job *job, struct tx *tx, struct import_record *r,
                        struct err *err)
{
    struct price_rule rule, before;

    if (!make_rule(job, r, &rule, err) || !price_rule_at(job->desk, &rule, job->work, &before, err))
        return false;
    r->outcome = before.id == 0 ? IMPORT_FRESH : IMPORT_CHANGED;
    if (before.id != 0 && !map_has(&job->map, F_VALID_TO))
        rule.valid_to = before.valid_to;
    if (before.id != 0 && !map_has(&job->map, F_CONTRACT))
        rule.contract_ref = before.contract_ref;
    if (before.id != 0 && !map_has(&job->map, F_BY_PROMISE))
        rule.is_by_promise = before.is_by_promise;
    if (before.id != 0 && price_rule_is_same(&before, &rule)) {
        r->outcome = IMPORT_SAME;
        return true;
    }
    r->is_writing = true;
    return price_rule_save_in(tx, job->desk, &rule, err);
}

const struct import_ops import_prices = { "prices", price_fields, F_COUNT, false, apply_price };
