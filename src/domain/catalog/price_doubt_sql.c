/*
 * Floors of prices, and what may not be meant by a rule.
 */
#include <string.h>

#include "base/i18n.h"
#include "base/limits.h"
#include "base/mem.h"
#include "domain/catalog/catalog_text.h"
#include "domain/catalog/price_list.h"
#include "domain/catalog/price_parts.h"
#include "domain/desk/event.h"
#include "store/store.h"

/* --- floors ----------------------------------------------------------------------------------- */

OD_SQL(sql_price_floor, "price.floor",
       "SELECT floor_price_v"
       " FROM item"
       " WHERE id = $1");

bool price_floor_load(struct desk *desk, struct item_id item, struct price *out, struct err *err)
{
    bool found;
    OD_STMT *q = sql_read(desk_db(desk), &sql_price_floor);

    out->v = 0;
    put_i64(q, item.v);
    if (!sql_one_i64(&q, &found, &out->v, err))
        return false;
    return found || err_set(err, ERR_NOT_FOUND, _("This item is not here any more."));
}

OD_SQL(sql_price_floor_save, "price.floor_save",
       "UPDATE item"
       " SET floor_price_v = $1, version = version + 1"
       " WHERE id = $2");

bool price_floor_save_in(struct tx *tx, struct desk *desk, struct item_id item, struct price floor,
                         const struct price *was, struct err *err)
{
    OD_ARENA *tmp = arena_new();
    struct event_note note = { .kind = "price.save" };
    const char *currency = desk_company(desk)->currency;
    char old[MONEY_TEXT_SIZE], now[MONEY_TEXT_SIZE];
    struct diff_vec diffs = { 0 };
    struct price before;
    OD_STMT *q = NULL;

    if (!price_floor_load(desk, item, &before, err))
        return false;
    if (floor.v < 0)
        return err_field(err, ERR_INVALID, "floor", _("A price cannot be below zero."));
    if (floor.v > LIMIT_PRICE_V)
        return err_field(err, ERR_LIMIT, "floor", _("The price is larger than the desk can hold."));
    if (floor.v == before.v)
        return true;
    if (was != NULL && was->v != before.v)
        return err_field(err, ERR_CONFLICT, "floor",
                         _("The floor was changed by someone else: it is %s now."),
                         price_format(before, currency, NULL, old));
    diff_text(tmp, &diffs, "floor", "floor", price_format(before, currency, NULL, old),
              price_format(floor, currency, NULL, now));
    diff_note(&diffs, tmp, &note);
    q = sql_write(tx, &sql_price_floor_save);
    put_i64(q, floor.v);
    put_i64(q, item.v);
    return sql_run(&q, NULL, err) && event_add(tx, desk, "item", item.v, &note, err);
}

bool price_floor_save(struct desk *desk, struct item_id item, struct price floor,
                      const struct price *was, struct err *err)
{
    OD_TX tx = { 0 };

    return desk_begin(desk, "price.save", &tx, err) &&
           price_floor_save_in(&tx, desk, item, floor, was, err) && tx_commit(&tx, err);
}

/* --- doubts ----------------------------------------------------------------------------------- */

/* Rules of one customer or group that differ in nothing but the list, of one currency. */
OD_SQL(sql_price_doubt_twin, "price.doubt_twin",
       "SELECT l.code"
       " FROM price_rule r"
       " JOIN price_list l ON l.id = r.price_list_id"
       " JOIN price_list m ON m.currency = l.currency"
       " WHERE r.item_id IS NOT DISTINCT FROM $1 AND r.customer_id IS NOT DISTINCT FROM $2"
       " AND r.group_id IS NOT DISTINCT FROM $3 AND r.price_list_id <> $4 AND m.id = $4"
       " AND r.min_qty = $5 AND r.valid_from_date = $6 AND lower(r.category) = lower($7)"
       " ORDER BY r.id"
       " LIMIT 1");

static bool has_twin(struct desk *desk, const struct price_rule *rule, struct arena *arena,
                     const char **code, struct err *err)
{
    OD_STMT *q = sql_read(desk_db(desk), &sql_price_doubt_twin);

    put_ref(q, rule->item.v);
    put_ref(q, rule->customer.v);
    put_ref(q, rule->group_id);
    put_i64(q, rule->list.v);
    put_i64(q, rule->min_qty.milli);
    put_text(q, catalog_from_text(rule->valid_from, arena));
    put_text(q, rule->item.v == 0 && rule->category != NULL ? rule->category : "");
    *code = NULL;
    if (sql_row(q))
        *code = get_text(q, arena);
    return sql_done(&q, err);
}

OD_SQL_SCAN(sql_price_doubt_category, "price.doubt_category", "stops at the first item",
            "SELECT CASE WHEN EXISTS (SELECT 1 FROM item i"
            " WHERE substr(lower(i.category) || '/', 1, length($1) + 1) = lower($1) || '/')"
            " THEN 1 ELSE 0 END");

static bool has_items(struct desk *desk, const char *category, int64_t *out, struct err *err)
{
    bool found;
    OD_STMT *q = sql_read(desk_db(desk), &sql_price_doubt_category);

    put_text(q, category);
    return sql_one_i64(&q, &found, out, err);
}

static bool is_below_floor(struct desk *desk, const struct price_rule *rule, struct arena *arena,
                           bool *out, struct err *err)
{
    struct price_list *list;
    struct price floor;

    *out = false;
    if (rule->item.v == 0 || (rule->kind != 0 && rule->kind != PRICE_FIXED))
        return true;
    if (!price_list_by_id(desk, rule->list, arena, &list, err) ||
        !price_floor_load(desk, rule->item, &floor, err))
        return false;
    *out = !list->is_tax_incl && rule->price.v < floor.v &&
           strcmp(list->currency, desk_company(desk)->currency) == 0;
    return true;
}

bool price_rule_doubts(struct desk *desk, const struct price_rule *rule, struct arena *arena,
                       const char **out, struct err *err)
{
    bool is_low;
    const char *twin = NULL;
    int64_t items = 1;

    *out = "";
    if ((rule->customer.v != 0 || rule->group_id != 0) && !has_twin(desk, rule, arena, &twin, err))
        return false;
    if (rule->item.v == 0 && rule->category != NULL && rule->category[0] != '\0' &&
        !has_items(desk, rule->category, &items, err))
        return false;
    if (!is_below_floor(desk, rule, arena, &is_low, err))
        return false;
    if (twin != NULL)
        *out = arena_printf(arena,
                            _("List %s has a rule of the same rank; of the two the older one"
                              " counts."),
                            twin);
    else if (items == 0)
        *out = arena_printf(arena, _("No item has the category %s yet."), rule->category);
    else if (is_low)
        *out = _("This price is below the floor price of the item.");
    return true;
}
