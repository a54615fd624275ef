/*
 * Price rules in the store, and the use cases that change them.
 */
#include <string.h>

#include "base/i18n.h"
#include "base/limits.h"
#include "base/mem.h"
#include "base/vec.h"
#include "domain/catalog/catalog_text.h"
#include "domain/catalog/price_list.h"
#include "domain/catalog/price_parts.h"
#include "domain/desk/event.h"
#include "domain/desk/text.h"
#include "store/store.h"

struct rule_vec OD_VEC(struct price_rule);

static const char *or_empty(const char *text)
{
    return text != NULL ? text : "";
}

bool price_rule_is_plain(const struct price_rule *rule)
{
    return (rule->kind == 0 || rule->kind == PRICE_FIXED) && rule->item.v != 0 &&
           rule->group_id == 0 && rule->customer.v == 0;
}

/* --- loading ---------------------------------------------------------------------------------- */

#define RULE_COLUMNS                                                                               \
    "r.id, r.price_list_id, r.item_id, r.category, r.customer_id, r.group_id, r.kind, r.min_qty,"  \
    " r.price_v, r.percent_ppm, r.valid_from_date, r.valid_to_date, r.contract_ref, r.version,"    \
    " COALESCE(i.sku, ''), r.is_by_promise"                                                        \
    " FROM price_rule r"                                                                           \
    " LEFT JOIN item i ON i.id = r.item_id"

static void get_rule(struct stmt *q, struct arena *arena, struct price_rule *rule)
{
    *rule = (struct price_rule){ .id = get_i64(q) };
    rule->list.v = get_i64(q);
    rule->item.v = get_ref(q);
    rule->category = get_text(q, arena);
    rule->customer.v = get_ref(q);
    rule->group_id = get_ref(q);
    rule->kind = (enum price_kind)get_i64(q);
    rule->min_qty.milli = get_i64(q);
    rule->price.v = get_i64(q);
    rule->percent.ppm = (int32_t)get_i64(q);
    rule->valid_from = catalog_date(get_text(q, arena));
    rule->valid_to = catalog_date(get_text(q, arena));
    rule->contract_ref = get_text(q, arena);
    rule->version = get_i64(q);
    rule->sku = get_text(q, arena);
    rule->is_by_promise = get_i64(q) != 0;
}

static bool get_rules(struct stmt **q, struct arena *arena, struct price_rules *out,
                      struct err *err)
{
    struct rule_vec rules = { 0 };

    while (sql_row(*q))
        get_rule(*q, arena, vec_push(arena, &rules));
    if (!sql_done(q, err))
        return false;
    *out = (struct price_rules){ .v = rules.v, .n = rules.n };
    return true;
}

OD_SQL(sql_price_rules_of_item, "price.rules_of_item",
       "SELECT " RULE_COLUMNS " JOIN price_list l ON l.id = r.price_list_id"
       " WHERE r.item_id = $1"
       " ORDER BY CASE WHEN r.customer_id IS NULL THEN 0 ELSE 1 END, l.code, r.customer_id,"
       " r.min_qty, r.valid_from_date, r.id"
       " LIMIT $2");

bool price_rules_of_item(struct desk *desk, struct item_id item, struct arena *arena,
                         struct price_rules *out, struct err *err)
{
    OD_STMT *q = sql_read(desk_db(desk), &sql_price_rules_of_item);

    put_i64(q, item.v);
    put_i64(q, LIMIT_PAGE_ROWS);
    return get_rules(&q, arena, out, err);
}

OD_SQL(sql_price_rules_of_customer, "price.rules_of_customer",
       "SELECT " RULE_COLUMNS " WHERE r.customer_id = $1 AND r.id > $2"
       " ORDER BY r.id"
       " LIMIT $3");
OD_SQL(sql_price_rules_of_group, "price.rules_of_group",
       "SELECT " RULE_COLUMNS " WHERE r.group_id = $1 AND r.id > $2"
       " ORDER BY r.id"
       " LIMIT $3");
OD_SQL(sql_price_rules_of_list, "price.rules_of_list",
       "SELECT " RULE_COLUMNS
       " WHERE r.price_list_id = $1 AND r.customer_id IS NULL AND r.group_id IS NULL"
       " AND r.id > $2"
       " ORDER BY r.id"
       " LIMIT $3");

/* The same from the end: what stands before a rule, the nearest first. */
OD_SQL(sql_price_rules_up_customer, "price.rules_up_customer",
       "SELECT " RULE_COLUMNS " WHERE r.customer_id = $1 AND r.id < $2"
       " ORDER BY r.id DESC"
       " LIMIT $3");
OD_SQL(sql_price_rules_up_group, "price.rules_up_group",
       "SELECT " RULE_COLUMNS " WHERE r.group_id = $1 AND r.id < $2"
       " ORDER BY r.id DESC"
       " LIMIT $3");
OD_SQL(sql_price_rules_up_list, "price.rules_up_list",
       "SELECT " RULE_COLUMNS
       " WHERE r.price_list_id = $1 AND r.customer_id IS NULL AND r.group_id IS NULL"
       " AND r.id < $2"
       " ORDER BY r.id DESC"
       " LIMIT $3");

bool price_rules_load(struct desk *desk, const struct price_rule_filter *filter,
                      struct arena *arena, struct price_rules *out, struct err *err)
{
    static const struct sql *const sqls[][2] = {
        { &sql_price_rules_of_customer, &sql_price_rules_up_customer },
        { &sql_price_rules_of_group, &sql_price_rules_up_group },
        { &sql_price_rules_of_list, &sql_price_rules_up_list },
    };
    int of = filter->customer.v != 0 ? 0 : filter->group_id != 0 ? 1 : 2;
    bool is_from_end = filter->is_backward && filter->after_id == 0;
    OD_STMT *q = sql_read(desk_db(desk), sqls[of][filter->is_backward]);

    put_i64(q, of == 0 ? filter->customer.v : of == 1 ? filter->group_id : filter->list.v);
    put_i64(q, is_from_end ? INT64_MAX : filter->after_id);
    put_i64(q, filter->max);
    return get_rules(&q, arena, out, err);
}

OD_SQL(sql_price_rule_find, "price.rule_find",
       "SELECT " RULE_COLUMNS " WHERE r.item_id IS NOT DISTINCT FROM $1"
       " AND r.customer_id IS NOT DISTINCT FROM $2 AND r.group_id IS NOT DISTINCT FROM $3"
       " AND r.price_list_id = $4 AND r.min_qty = $5 AND r.valid_from_date = $6"
       " AND lower(r.category) = lower($7)"
       " ORDER BY r.id"
       " LIMIT 1");

bool price_rule_at(struct desk *desk, const struct price_rule *rule, struct arena *arena,
                   struct price_rule *out, struct err *err)
{
    OD_STMT *q = sql_read(desk_db(desk), &sql_price_rule_find);
    struct price_rules rules;

    put_ref(q, rule->item.v);
    put_ref(q, rule->customer.v);
    put_ref(q, rule->group_id);
    put_i64(q, rule->list.v);
    put_i64(q, rule->min_qty.milli);
    put_text(q, catalog_from_text(rule->valid_from, arena));
    put_text(q, or_empty(rule->category));
    *out = (struct price_rule){ 0 };
    if (!get_rules(&q, arena, &rules, err))
        return false;
    if (rules.n > 0)
        *out = rules.v[0];
    return true;
}

OD_SQL(sql_price_rule_load, "price.rule_load", "SELECT " RULE_COLUMNS " WHERE r.id = $1");

bool price_rule_load(struct desk *desk, int64_t id, struct arena *arena, struct price_rule *out,
                     struct err *err)
{
    OD_STMT *q = sql_read(desk_db(desk), &sql_price_rule_load);
    struct price_rules rules;

    put_i64(q, id);
    if (!get_rules(&q, arena, &rules, err))
        return false;
    if (rules.n == 0)
        return err_set(err, ERR_NOT_FOUND, _("This price is not in the desk any more."));
    *out = rules.v[0];
    return true;
}

/* --- writing ---------------------------------------------------------------------------------- */

/* Columns of both statements below, in their order. */
static void put_rule(struct stmt *q, const struct price_rule *rule, struct arena *arena)
{
    put_i64(q, rule->kind);
    put_i64(q, rule->min_qty.milli);
    put_i64(q, rule->price.v);
    put_i64(q, rule->percent.ppm);
    put_text(q, catalog_from_text(rule->valid_from, arena));
    put_text(q, catalog_to_text(rule->valid_to, arena));
    put_text(q, rule->contract_ref);
    put_i64(q, rule->is_by_promise);
}

OD_SQL(sql_price_rule_insert, "price.rule_insert",
       "INSERT INTO price_rule (kind, min_qty, price_v, percent_ppm, valid_from_date,"
       " valid_to_date, contract_ref, is_by_promise, price_list_id, item_id, category, customer_id,"
       " group_id)"
       " VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)"
       " RETURNING id");

static bool rule_insert(struct tx *tx, struct price_rule *rule, struct arena *arena,
                        struct err *err)
{
    OD_STMT *q = sql_write(tx, &sql_price_rule_insert);

    put_rule(q, rule, arena);
    put_i64(q, rule->list.v);
    put_ref(q, rule->item.v);
    put_text(q, rule->category);
    put_ref(q, rule->customer.v);
    put_ref(q, rule->group_id);
    return sql_run_id(&q, &rule->id, err);
}

OD_SQL(sql_price_rule_update, "price.rule_update",
       "UPDATE price_rule"
       " SET kind = $1, min_qty = $2, price_v = $3, percent_ppm = $4, valid_from_date = $5,"
       " valid_to_date = $6, contract_ref = $7, is_by_promise = $8, version = version + 1"
       " WHERE id = $9 AND COALESCE(item_id, 0) = $10 AND price_list_id = $11");

static bool rule_update(struct tx *tx, const struct price_rule *rule, struct arena *arena,
                        struct err *err)
{
    int64_t changed;
    OD_STMT *q = sql_write(tx, &sql_price_rule_update);

    put_rule(q, rule, arena);
    put_i64(q, rule->id);
    put_i64(q, rule->item.v);
    put_i64(q, rule->list.v);
    if (!sql_run(&q, &changed, err))
        return false;
    if (changed == 0)
        return err_set(err, ERR_NOT_FOUND, _("This price is not in the desk any more."));
    return true;
}

static bool check_value(const struct price_rule *rule, struct err *err)
{
    if (rule->kind < PRICE_FIXED || rule->kind > PRICE_AMOUNT)
        return err_field(err, ERR_INVALID, "kind",
                         _("A rule is a price, a percentage off or an amount off."));
    if (rule->kind == PRICE_PERCENT && (rule->percent.ppm < 0 || rule->percent.ppm > PPM))
        return err_field(err, ERR_INVALID, "percent",
                         _("What comes off is from 0 to 100 percent."));
    if (rule->price.v < 0)
        return err_field(err, ERR_INVALID, "price", _("A price cannot be below zero."));
    if (rule->price.v > LIMIT_PRICE_V)
        return err_field(err, ERR_LIMIT, "price", _("The price is larger than the desk can hold."));
    return true;
}

static bool check_rule(const struct price_rule *rule, struct err *err)
{
    if (!check_value(rule, err))
        return false;
    if (rule->min_qty.milli < 0)
        return err_field(err, ERR_INVALID, "min_qty", _("A quantity cannot be below zero."));
    if (rule->min_qty.milli > LIMIT_QTY_MILLI)
        return err_field(err, ERR_LIMIT, "min_qty",
                         _("The quantity is larger than the desk can hold."));
    if (rule->customer.v != 0 && rule->group_id != 0)
        return err_field(err, ERR_INVALID, "group",
                         _("A rule is for one customer or for a group, not for both."));
    if (rule->is_by_promise && rule->customer.v == 0)
        return err_field(err, ERR_INVALID, "by_promise",
                         _("Only the contract of a customer can go by the promised day."));
    if (date_is_set(rule->valid_from) && date_is_set(rule->valid_to) &&
        date_cmp(rule->valid_to, rule->valid_from) < 0)
        return err_field(err, ERR_INVALID, "valid_to",
                         _("The price would end before it begins. Correct one of the dates."));
    return true;
}

static bool clean_rule(const struct price_rule *in, struct arena *arena, struct price_rule *out,
                       struct err *err)
{
    *out = *in;
    if (out->kind == 0)
        out->kind = PRICE_FIXED;
    if (out->kind == PRICE_PERCENT)
        out->price.v = 0;
    else
        out->percent.ppm = 0;
    if (!text_line(or_empty(in->contract_ref), "contract", arena, &out->contract_ref, err) ||
        !text_line(out->item.v != 0 ? "" : or_empty(in->category), "category", arena,
                   &out->category, err))
        return false;
    return check_rule(out, err);
}

/* "4.25", "10 %", "-0.50": as the log writes a rule down. */
static const char *value_text(const struct price_rule *rule, const char *currency,
                              struct arena *arena)
{
    char text[MONEY_TEXT_SIZE], rate[DECIMAL_TEXT_SIZE];

    if (rule->id == 0 && rule->kind == 0)
        return "";
    if (rule->kind == PRICE_PERCENT)
        return arena_printf(arena, "%s %%", rate_format(rule->percent, NULL, rate));
    return arena_printf(arena, "%s%s", rule->kind == PRICE_AMOUNT ? "-" : "",
                        price_format(rule->price, currency, NULL, text));
}

/* Where the change of a rule is written down: at its item, customer, group or list. */
static bool rule_event(struct tx *tx, struct desk *desk, const struct price_rule *before,
                       const struct price_rule *now, const struct price_list *list, struct err *err)
{
    OD_ARENA *tmp = arena_new();
    struct event_note note = { .kind = "price.save" };
    const struct price_rule *at = now->list.v != 0 ? now : before;
    struct diff_vec diffs = { 0 };
    char qty[DECIMAL_TEXT_SIZE];
    const char *field =
        arena_printf(tmp, "price.%s.%s", list->code, qty_format(at->min_qty, NULL, qty));

    diff_text(tmp, &diffs, field, field, value_text(before, list->currency, tmp),
              value_text(now, list->currency, tmp));
    if (before->list.v != 0 && now->list.v != 0)
        diff_text(tmp, &diffs, "valid_to", "valid_to", catalog_to_text(before->valid_to, tmp),
                  catalog_to_text(now->valid_to, tmp));
    diff_text(tmp, &diffs, "contract", "contract", before->contract_ref, now->contract_ref);
    diff_text(tmp, &diffs, "by_promise", "by_promise", before->is_by_promise ? "yes" : "",
              now->is_by_promise ? "yes" : "");
    diff_note(&diffs, tmp, &note);
    if (at->item.v != 0)
        return event_add(tx, desk, "item", at->item.v, &note, err);
    if (at->customer.v != 0)
        return event_add(tx, desk, "customer", at->customer.v, &note, err);
    if (at->group_id != 0)
        return event_add(tx, desk, "customer_group", at->group_id, &note, err);
    return event_add(tx, desk, "price_list", at->list.v, &note, err);
}

bool price_rule_is_same(const struct price_rule *a, const struct price_rule *b)
{
    return a->kind == b->kind && a->price.v == b->price.v && a->percent.ppm == b->percent.ppm &&
           date_cmp(a->valid_to, b->valid_to) == 0 && a->is_by_promise == b->is_by_promise &&
           strcmp(or_empty(a->contract_ref), or_empty(b->contract_ref)) == 0;
}

bool price_rule_save_in(struct tx *tx, struct desk *desk, const struct price_rule *in,
                        struct err *err)
{
    OD_ARENA *tmp = arena_new();
    struct price_rule rule, before, none = { 0 };
    struct price_list *list;
    bool is_there;

    if (!clean_rule(in, tmp, &rule, err) || !price_list_by_id(desk, rule.list, tmp, &list, err) ||
        !price_rule_at(desk, &rule, tmp, &before, err))
        return false;
    is_there = before.id != 0 && !rule.must_be_new && (rule.id == 0 || rule.id == before.id);
    if (is_there && rule.version != 0 && rule.version != before.version)
        return err_set(err, ERR_CONFLICT,
                       _("This price was changed by someone else. Look at it again."));
    if (is_there && price_rule_is_same(&before, &rule))
        return true;
    if (before.id != 0 && !is_there)
        return err_field(err, ERR_CONFLICT, "min_qty",
                         _("The list has a price from this quantity and day already."));
    if (is_there)
        rule.id = before.id;
    else if (rule.id != 0 && !price_rule_load(desk, rule.id, tmp, &before, err))
        return false;
    if (!is_there && rule.version != 0 && rule.version != before.version)
        return err_set(err, ERR_CONFLICT,
                       _("This price was changed by someone else. Look at it again."));
    if (rule.id == 0 ? !rule_insert(tx, &rule, tmp, err) : !rule_update(tx, &rule, tmp, err))
        return false;
    return rule_event(tx, desk, before.id != 0 ? &before : &none, &rule, list, err);
}

bool price_rule_save(struct desk *desk, const struct price_rule *in, struct err *err)
{
    OD_TX tx = { 0 };

    if (!desk_begin(desk, "price.save", &tx, err) || !price_rule_save_in(&tx, desk, in, err))
        return false;
    return tx_commit(&tx, err);
}

OD_SQL(sql_price_rule_delete, "price.rule_delete",
       "DELETE FROM price_rule"
       " WHERE id = $1");

bool price_rule_drop(struct desk *desk, int64_t id, int64_t version, struct err *err)
{
    OD_ARENA *tmp = arena_new();
    OD_TX tx = { 0 };
    struct price_rule before, none = { 0 };
    struct price_list *list;
    OD_STMT *q = NULL;

    if (!desk_begin(desk, "price.save", &tx, err) ||
        !price_rule_load(desk, id, tmp, &before, err) ||
        !price_list_by_id(desk, before.list, tmp, &list, err))
        return false;
    if (version != 0 && version != before.version)
        return err_set(err, ERR_CONFLICT,
                       _("This price was changed by someone else. Look at it again."));
    q = sql_write(&tx, &sql_price_rule_delete);
    put_i64(q, id);
    return sql_run(&q, NULL, err) && rule_event(&tx, desk, &before, &none, list, err) &&
           tx_commit(&tx, err);
}
