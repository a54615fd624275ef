/*
 * Price lists and their rows in the store, and the use cases that change them.
 */
#include <string.h>

#include "base/i18n.h"
#include "base/limits.h"
#include "base/vec.h"
#include "domain/catalog/catalog_text.h"
#include "domain/catalog/pricing.h"
#include "domain/desk/event.h"
#include "domain/desk/text.h"
#include "store/store.h"

struct candidate_vec OD_VEC(struct price_candidate);
struct list_vec OD_VEC(struct price_list);
struct rule_vec OD_VEC(struct price_rule);

/* --- prices for an order line ----------------------------------------------------------------- */

static enum price_source source_of(const struct price_ask *ask, int64_t customer, int64_t list)
{
    if (customer != 0)
        return PRICE_CONTRACT;
    if (list == ask->customer_list.v)
        return PRICE_CUSTOMER_LIST;
    if (list == ask->channel_list.v)
        return PRICE_CHANNEL_LIST;
    return PRICE_BASE_LIST;
}

OD_SQL(sql_price_candidates, "price.candidates",
       "SELECT r.id, r.customer_id, l.id, l.code, l.name, l.is_tax_incl, r.min_qty, r.price_v,"
       " r.valid_from_date, r.valid_to_date"
       " FROM price_rule r"
       " JOIN price_list l ON l.id = r.price_list_id"
       " WHERE r.item_id = $1 AND l.currency = $2 AND l.is_active = 1"
       " AND (r.customer_id = $3"
       " OR (r.customer_id IS NULL AND (l.id = $4 OR l.id = $5 OR l.code = $6)))"
       " ORDER BY r.id");

static bool load_unsorted(struct desk *desk, const struct price_ask *ask, struct arena *arena,
                          struct candidate_vec *rows, struct err *err)
{
    OD_STMT *q = sql_read(desk_db(desk), &sql_price_candidates);

    put_i64(q, ask->item.v);
    put_text(q, ask->currency);
    put_i64(q, ask->customer.v);
    put_i64(q, ask->customer_list.v);
    put_i64(q, ask->channel_list.v);
    put_text(q, PRICE_LIST_BASE);
    while (sql_row(q)) {
        struct price_candidate *row = vec_push(arena, rows);
        int64_t customer;

        row->rule_id = get_i64(q);
        customer = get_ref(q);
        row->source = source_of(ask, customer, get_i64(q));
        row->list_code = get_text(q, arena);
        row->list_name = get_text(q, arena);
        row->is_tax_incl = get_i64(q) != 0;
        row->min_qty.milli = get_i64(q);
        row->price.v = get_i64(q);
        row->valid_from = catalog_date(get_text(q, arena));
        row->valid_to = catalog_date(get_text(q, arena));
    }
    return sql_done(&q, err);
}

/* In the order of precedence, so that "why" reads from the strongest row down. */
static bool is_after(const struct price_candidate *a, const struct price_candidate *b)
{
    if (a->source != b->source)
        return a->source > b->source;
    if (a->min_qty.milli != b->min_qty.milli)
        return a->min_qty.milli > b->min_qty.milli;
    return a->rule_id > b->rule_id;
}

bool price_candidates_load(struct desk *desk, const struct price_ask *ask, struct arena *arena,
                           struct price_candidates *out, struct err *err)
{
    struct candidate_vec rows = { 0 };

    assert(ask->currency != NULL);
    if (!load_unsorted(desk, ask, arena, &rows, err))
        return false;
    for (int i = 1; i < rows.n; i++) {
        struct price_candidate row = rows.v[i];
        int at = i;

        for (; at > 0 && is_after(&rows.v[at - 1], &row); at--)
            rows.v[at] = rows.v[at - 1];
        rows.v[at] = row;
    }
    *out = (struct price_candidates){ .v = rows.v, .n = rows.n };
    return true;
}

/* --- lists ------------------------------------------------------------------------------------ */

OD_SQL(sql_price_lists, "price.lists",
       "SELECT id, code, name, currency, is_tax_incl, is_active, version"
       " FROM price_list"
       " ORDER BY code");

bool price_lists_load(struct desk *desk, struct arena *arena, struct price_lists *out,
                      struct err *err)
{
    struct list_vec lists = { 0 };
    OD_STMT *q = sql_read(desk_db(desk), &sql_price_lists);

    while (sql_row(q)) {
        struct price_list *list = vec_push(arena, &lists);
        const char *currency;

        list->id.v = get_i64(q);
        list->code = get_text(q, arena);
        list->name = get_text(q, arena);
        currency = get_text(q, arena);
        list->is_tax_incl = get_i64(q) != 0;
        list->is_active = get_i64(q) != 0;
        list->version = get_i64(q);
        memcpy(list->currency, currency, strnlen(currency, sizeof list->currency - 1));
    }
    if (!sql_done(&q, err))
        return false;
    *out = (struct price_lists){ .v = lists.v, .n = lists.n };
    return true;
}

bool price_list_find(struct desk *desk, const char *code, struct arena *arena,
                     struct price_list **out, struct err *err)
{
    const char *upper = catalog_upper(arena, code);
    struct price_lists lists;

    if (!price_lists_load(desk, arena, &lists, err))
        return false;
    *out = NULL;
    for (int i = 0; i < lists.n; i++) {
        if (strcmp(lists.v[i].code, upper) == 0)
            *out = &lists.v[i];
    }
    return true;
}

static bool list_by_id(struct desk *desk, struct price_list_id id, struct arena *arena,
                       struct price_list **out, struct err *err)
{
    struct price_lists lists;

    if (!price_lists_load(desk, arena, &lists, err))
        return false;
    for (int i = 0; i < lists.n; i++) {
        if (lists.v[i].id.v == id.v) {
            *out = &lists.v[i];
            return true;
        }
    }
    return err_field(err, ERR_NOT_FOUND, "list", _("This price list is not in the desk."));
}

OD_SQL(sql_price_list_has_rows, "price.list_has_rows",
       "SELECT CASE WHEN EXISTS (SELECT 1 FROM price_rule WHERE price_list_id = $1)"
       " THEN 1 ELSE 0 END");

/* Prices are numbers in the list's currency, with or without tax: what they mean cannot change
 * under them. */
static bool check_list_change(struct desk *desk, const struct price_list *before,
                              const struct price_list *list, struct err *err)
{
    bool found;
    int64_t has_rows = 0;
    OD_STMT *q = NULL;

    if (list->version != 0 && list->version != before->version)
        return err_set(err, ERR_CONFLICT, _("Price list %s was changed by someone else."),
                       before->code);
    if (strcmp(before->code, PRICE_LIST_BASE) == 0 &&
        (strcmp(list->code, PRICE_LIST_BASE) != 0 || !list->is_active))
        return err_field(err, ERR_STATE, "code",
                         _("The list %s is what all prices fall back to; it stays as it is."),
                         PRICE_LIST_BASE);
    if (strcmp(before->currency, list->currency) == 0 && before->is_tax_incl == list->is_tax_incl)
        return true;
    q = sql_read(desk_db(desk), &sql_price_list_has_rows);
    put_i64(q, list->id.v);
    if (!sql_one_i64(&q, &found, &has_rows, err))
        return false;
    if (has_rows != 0)
        return err_field(err, ERR_STATE, "currency",
                         _("Price list %s has prices, so its currency and tax stay. Make a new "
                           "list."),
                         before->code);
    return true;
}

static bool clean_list(const struct price_list *in, struct arena *arena, struct price_list *out,
                       struct err *err)
{
    *out = *in;
    if (!catalog_code(&out->code, "code", CODE_UPPER, arena, err) ||
        !text_required(out->name, "name", _("the name"), arena, &out->name, err))
        return false;
    if (currency_find(out->currency) == NULL)
        return err_field(err, ERR_INVALID, "currency",
                         _("\"%s\" is no currency. Write its three letters, for example EUR."),
                         out->currency);
    return true;
}

OD_SQL(sql_price_list_insert, "price.list_insert",
       "INSERT INTO price_list (code, name, currency, is_tax_incl, is_active)"
       " VALUES ($1, $2, $3, $4, $5)"
       " RETURNING id");

static bool list_insert(struct tx *tx, const struct price_list *list, int64_t *id, struct err *err)
{
    OD_STMT *q = sql_write(tx, &sql_price_list_insert);

    put_text(q, list->code);
    put_text(q, list->name);
    put_text(q, list->currency);
    put_i64(q, list->is_tax_incl);
    put_i64(q, list->is_active);
    return sql_run_id(&q, id, err);
}

OD_SQL(sql_price_list_update, "price.list_update",
       "UPDATE price_list"
       " SET code = $1, name = $2, currency = $3, is_tax_incl = $4, is_active = $5,"
       " version = version + 1"
       " WHERE id = $6 AND version = $7");

static bool list_update(struct tx *tx, const struct price_list *list, struct err *err)
{
    int64_t changed;
    OD_STMT *q = sql_write(tx, &sql_price_list_update);

    put_text(q, list->code);
    put_text(q, list->name);
    put_text(q, list->currency);
    put_i64(q, list->is_tax_incl);
    put_i64(q, list->is_active);
    put_i64(q, list->id.v);
    put_i64(q, list->version);
    if (!sql_run(&q, &changed, err))
        return false;
    if (changed == 0)
        return err_set(err, ERR_CONFLICT, _("Price list %s was changed by someone else."),
                       list->code);
    return true;
}

static void list_note(const struct price_list *before, const struct price_list *now,
                      struct arena *arena, struct event_note *note)
{
    static const struct price_list nothing;
    const struct price_list *old = before == NULL ? &nothing : before;
    struct diff_vec diffs = { 0 };

    diff_text(arena, &diffs, "code", "code", old->code, now->code);
    diff_text(arena, &diffs, "name", "name", old->name, now->name);
    diff_text(arena, &diffs, "currency", "currency", old->currency, now->currency);
    diff_text(arena, &diffs, "is_tax_incl", "is_tax_incl", old->is_tax_incl ? "yes" : "no",
              now->is_tax_incl ? "yes" : "no");
    diff_text(arena, &diffs, "is_active", "is_active", old->is_active ? "yes" : "no",
              now->is_active ? "yes" : "no");
    diff_note(&diffs, arena, note);
}

static bool list_put(struct tx *tx, struct desk *desk, struct price_list *list,
                     struct event_note *note, struct arena *arena, struct err *err)
{
    struct price_list *before = NULL, *same;

    if (!price_list_find(desk, list->code, arena, &same, err))
        return false;
    if (same != NULL && same->id.v != list->id.v)
        return err_field(err, ERR_CONFLICT, "code", _("There is a price list %s already."),
                         list->code);
    if (list->id.v != 0 && (!list_by_id(desk, list->id, arena, &before, err) ||
                            !check_list_change(desk, before, list, err)))
        return false;
    list_note(before, list, arena, note);
    if (before == NULL)
        return list_insert(tx, list, &list->id.v, err);
    list->version = before->version;
    return list_update(tx, list, err);
}

bool price_list_save(struct desk *desk, const struct price_list *in, struct price_list_id *out,
                     struct err *err)
{
    OD_ARENA *tmp = arena_new();
    OD_TX tx = { 0 };
    struct event_note note = { .kind = "price.save" };
    struct price_list list;

    if (!desk_begin(desk, "price.save", &tx, err) || !clean_list(in, tmp, &list, err) ||
        !list_put(&tx, desk, &list, &note, tmp, err) ||
        !event_add(&tx, desk, "price_list", list.id.v, &note, err) || !tx_commit(&tx, err))
        return false;
    *out = list.id;
    return true;
}

/* --- rows ------------------------------------------------------------------------------------- */

OD_SQL(sql_price_rule_find, "price.rule_find",
       "SELECT id, price_v, valid_to_date"
       " FROM price_rule"
       " WHERE item_id = $1 AND price_list_id = $2 AND COALESCE(customer_id, 0) = $3"
       " AND min_qty = $4 AND valid_from_date = $5"
       " ORDER BY id");

/* The stored row of the same place; before->id 0 where there is none. */
static bool rule_find(struct desk *desk, const struct price_rule *rule, struct arena *arena,
                      struct price_rule *before, struct err *err)
{
    OD_STMT *q = sql_read(desk_db(desk), &sql_price_rule_find);

    *before = (struct price_rule){ 0 };
    put_i64(q, rule->item.v);
    put_i64(q, rule->list.v);
    put_i64(q, rule->customer.v);
    put_i64(q, rule->min_qty.milli);
    put_text(q, catalog_from_text(rule->valid_from, arena));
    if (sql_row(q)) {
        before->id = get_i64(q);
        before->price.v = get_i64(q);
        before->valid_to = catalog_date(get_text(q, arena));
    }
    return sql_done(&q, err);
}

OD_SQL(sql_price_rule_insert, "price.rule_insert",
       "INSERT INTO price_rule (price_list_id, item_id, customer_id, min_qty, price_v,"
       " valid_from_date, valid_to_date)"
       " VALUES ($1, $2, $3, $4, $5, $6, $7)");

static bool rule_insert(struct tx *tx, const struct price_rule *rule, struct arena *arena,
                        struct err *err)
{
    OD_STMT *q = sql_write(tx, &sql_price_rule_insert);

    put_i64(q, rule->list.v);
    put_i64(q, rule->item.v);
    put_ref(q, rule->customer.v);
    put_i64(q, rule->min_qty.milli);
    put_i64(q, rule->price.v);
    put_text(q, catalog_from_text(rule->valid_from, arena));
    put_text(q, catalog_to_text(rule->valid_to, arena));
    return sql_run(&q, NULL, err);
}

OD_SQL(sql_price_rule_update, "price.rule_update",
       "UPDATE price_rule"
       " SET price_v = $1, min_qty = $2, valid_from_date = $3, valid_to_date = $4"
       " WHERE id = $5 AND item_id = $6 AND price_list_id = $7");

static bool rule_update(struct tx *tx, const struct price_rule *rule, struct arena *arena,
                        struct err *err)
{
    int64_t changed;
    OD_STMT *q = sql_write(tx, &sql_price_rule_update);

    put_i64(q, rule->price.v);
    put_i64(q, rule->min_qty.milli);
    put_text(q, catalog_from_text(rule->valid_from, arena));
    put_text(q, catalog_to_text(rule->valid_to, arena));
    put_i64(q, rule->id);
    put_i64(q, rule->item.v);
    put_i64(q, rule->list.v);
    if (!sql_run(&q, &changed, err))
        return false;
    if (changed == 0)
        return err_set(err, ERR_NOT_FOUND, _("This price is not in the desk any more."));
    return true;
}

static bool check_rule(const struct price_rule *rule, struct err *err)
{
    if (rule->price.v < 0)
        return err_field(err, ERR_INVALID, "price", _("A price cannot be below zero."));
    if (rule->price.v > LIMIT_PRICE_V)
        return err_field(err, ERR_LIMIT, "price", _("The price is larger than the desk can hold."));
    if (rule->min_qty.milli < 0)
        return err_field(err, ERR_INVALID, "min_qty", _("A quantity cannot be below zero."));
    if (rule->min_qty.milli > LIMIT_QTY_MILLI)
        return err_field(err, ERR_LIMIT, "min_qty",
                         _("The quantity is larger than the desk can hold."));
    if (date_is_set(rule->valid_from) && date_is_set(rule->valid_to) &&
        date_cmp(rule->valid_to, rule->valid_from) < 0)
        return err_field(err, ERR_INVALID, "valid_to",
                         _("The price would end before it begins. Correct one of the dates."));
    return true;
}

static bool rule_event(struct tx *tx, struct desk *desk, const struct price_rule *rule,
                       const struct price_list *list, const struct price *before,
                       struct arena *arena, struct err *err)
{
    struct event_note note = { .kind = "price.save" };
    struct diff_vec diffs = { 0 };
    char now_text[MONEY_TEXT_SIZE], before_text[MONEY_TEXT_SIZE] = "", qty[DECIMAL_TEXT_SIZE];
    const char *field =
        arena_printf(arena, "price.%s.%s", list->code, qty_format(rule->min_qty, NULL, qty));

    if (before != NULL)
        price_format(*before, list->currency, NULL, before_text);
    diff_text(arena, &diffs, field, field, before_text,
              price_format(rule->price, list->currency, NULL, now_text));
    diff_note(&diffs, arena, &note);
    return event_add(tx, desk, "item", rule->item.v, &note, err);
}

bool price_rule_save_in(struct tx *tx, struct desk *desk, const struct price_rule *in,
                        struct err *err)
{
    OD_ARENA *tmp = arena_new();
    struct price_rule rule = *in;
    struct price_rule before;
    struct price_list *list;
    bool is_there;

    if (!check_rule(&rule, err) || !list_by_id(desk, rule.list, tmp, &list, err) ||
        !rule_find(desk, &rule, tmp, &before, err))
        return false;
    is_there = before.id != 0 && (rule.id == 0 || rule.id == before.id);
    if (is_there && before.price.v == rule.price.v && date_cmp(before.valid_to, rule.valid_to) == 0)
        return true;
    if (before.id != 0 && !is_there)
        return err_field(err, ERR_CONFLICT, "min_qty",
                         _("The list has a price from this quantity and day already."));
    if (is_there)
        rule.id = before.id;
    if (rule.id == 0 ? !rule_insert(tx, &rule, tmp, err) : !rule_update(tx, &rule, tmp, err))
        return false;
    return rule_event(tx, desk, &rule, list, is_there ? &before.price : NULL, tmp, err);
}

bool price_rule_save(struct desk *desk, const struct price_rule *in, struct err *err)
{
    OD_TX tx = { 0 };

    if (!desk_begin(desk, "price.save", &tx, err) || !price_rule_save_in(&tx, desk, in, err))
        return false;
    return tx_commit(&tx, err);
}

OD_SQL(sql_price_rules_of_item, "price.rules_of_item",
       "SELECT r.id, r.price_list_id, r.item_id, r.customer_id, r.min_qty, r.price_v,"
       " r.valid_from_date, r.valid_to_date"
       " FROM price_rule r"
       " JOIN price_list l ON l.id = r.price_list_id"
       " WHERE r.item_id = $1"
       " ORDER BY CASE WHEN r.customer_id IS NULL THEN 0 ELSE 1 END, l.code, r.customer_id,"
       " r.min_qty, r.valid_from_date, r.id"
       " LIMIT $2");

bool price_rules_of_item(struct desk *desk, struct item_id item, struct arena *arena,
                         struct price_rules *out, struct err *err)
{
    struct rule_vec rules = { 0 };
    OD_STMT *q = sql_read(desk_db(desk), &sql_price_rules_of_item);

    put_i64(q, item.v);
    put_i64(q, LIMIT_PAGE_ROWS);
    while (sql_row(q)) {
        struct price_rule *rule = vec_push(arena, &rules);

        rule->id = get_i64(q);
        rule->list.v = get_i64(q);
        rule->item.v = get_i64(q);
        rule->customer.v = get_ref(q);
        rule->min_qty.milli = get_i64(q);
        rule->price.v = get_i64(q);
        rule->valid_from = catalog_date(get_text(q, arena));
        rule->valid_to = catalog_date(get_text(q, arena));
    }
    if (!sql_done(&q, err))
        return false;
    *out = (struct price_rules){ .v = rules.v, .n = rules.n };
    return true;
}
