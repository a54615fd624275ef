/*
 * The rules that could price a line: those of the item in the lists, and where there are any those
 * of the customer, of its group, and of categories.
 */
#include <string.h>

#include "base/i18n.h"
#include "base/mem.h"
#include "base/vec.h"
#include "domain/catalog/catalog_text.h"
#include "domain/catalog/pricing.h"
#include "store/store.h"

struct candidate_vec OD_VEC(struct price_candidate);

/*
 * Seeks: of the customer, of its group, and of the lists with those they inherit from; each for
 * rules of the item, and for rules of its category or of everything. They stand apart because one
 * condition over all of them reads every rule of a list. Lists are few and are looked through: IN
 * would have the engine build a table for every line that is priced, and the plus signs keep it
 * from going by list where going by item finds a handful. Percent does not ask for the currency.
 */
#define RULE_COLUMNS                                                                               \
    "r.id, r.kind, r.item_id, r.category, r.min_qty, r.price_v, r.percent_ppm,"                    \
    " r.valid_from_date, r.valid_to_date, r.is_by_promise"
#define OWN_RULES(who, source)                                                                     \
    "SELECT " source ", 0, " RULE_COLUMNS ", l.code, l.name, l.currency, l.is_tax_incl, 0, 0, ''," \
    " ''"                                                                                          \
    " FROM price_rule r"                                                                           \
    " JOIN price_list l ON l.id = r.price_list_id"                                                 \
    " WHERE r." who " AND l.is_active = 1 AND (l.currency = $2 OR r.kind = 2)"
#define LIST_RULES                                                                                 \
    "SELECT CASE WHEN l.id = $1 THEN 5 WHEN l.id = $2 THEN 6 ELSE 7 END,"                          \
    " CASE WHEN r.price_list_id = l.id THEN 0 WHEN r.price_list_id = p.id THEN 1 ELSE 2 "          \
    "END, " RULE_COLUMNS ", s.code, s.name, s.currency, s.is_tax_incl, l.adjust_ppm,"              \
    " COALESCE(p.adjust_ppm, 0), l.valid_from_date, l.valid_to_date"                               \
    " FROM price_list l"                                                                           \
    " LEFT JOIN price_list p ON p.id = l.parent_id"                                                \
    " JOIN price_rule r ON (+r.price_list_id = l.id OR +r.price_list_id = p.id"                    \
    " OR +r.price_list_id = p.parent_id)"                                                          \
    " JOIN price_list s ON s.id = r.price_list_id"                                                 \
    " WHERE (+l.id = $1 OR +l.id = $2 OR l.code = $3)"                                             \
    " AND l.is_active = 1 AND (l.currency = $4 OR l.code = $3 OR r.kind = 2)"                      \
    " AND r.customer_id IS NULL AND r.group_id IS NULL"
#define OF_ITEM(item) " AND r.item_id = " item
#define OF_CATEGORY(item)                                                                          \
    " AND r.item_id IS NULL AND (r.category = ''"                                                  \
    " OR EXISTS (SELECT 1 FROM item i WHERE i.id = " item                                          \
    " AND substr(lower(i.category) || '/', 1, length(r.category) + 1)"                             \
    " = lower(r.category) || '/'))"

/* What most firms and customers have none of is asked first: the whole in one statement took three
 * times as long on every line, and longer still to prepare. */
OD_SQL(sql_price_rare, "price.rare",
       "SELECT CASE WHEN EXISTS (SELECT 1 FROM price_rule r WHERE r.customer_id = $1)"
       " THEN 1 ELSE 0 END,"
       " CASE WHEN EXISTS (SELECT 1 FROM price_rule r WHERE r.item_id IS NULL"
       " AND r.customer_id IS NULL AND r.group_id IS NULL) THEN 1 ELSE 0 END");
OD_SQL(sql_price_list_item, "price.list_item", LIST_RULES OF_ITEM("$5"));
OD_SQL(sql_price_list_category, "price.list_category", LIST_RULES OF_CATEGORY("$5"));
OD_SQL(sql_price_customer, "price.customer",
       OWN_RULES("customer_id = $1", "3") OF_ITEM("$3") " UNION ALL "
           OWN_RULES("customer_id = $1", "3") OF_CATEGORY("$3"));
OD_SQL(sql_price_group, "price.group",
       OWN_RULES("group_id = $1", "4") OF_ITEM("$3") " UNION ALL "
           OWN_RULES("group_id = $1", "4") OF_CATEGORY("$3"));

static void get_currency(struct stmt *q, struct arena *arena, char out[4])
{
    const char *code = get_text(q, arena);

    memset(out, 0, 4);
    memcpy(out, code, strnlen(code, 3));
}

static void get_rule(struct stmt *q, struct arena *arena, struct price_candidate *row)
{
    bool is_of_item;

    row->source = (enum price_source)get_i64(q);
    row->depth = (int)get_i64(q);
    row->rule_id = get_i64(q);
    row->kind = (enum price_kind)get_i64(q);
    is_of_item = get_ref(q) != 0;
    row->category = get_text(q, arena);
    row->scope = is_of_item              ? PRICE_OF_ITEM
                 : row->category[0] != 0 ? 1 + (int)strlen(row->category)
                                         : 0;
    row->min_qty.milli = get_i64(q);
    row->price.v = get_i64(q);
    row->percent.ppm = (int32_t)get_i64(q);
    row->valid_from = catalog_date(get_text(q, arena));
    row->valid_to = catalog_date(get_text(q, arena));
    row->is_by_promise = get_i64(q) != 0;
}

static struct date later(struct date a, struct date b)
{
    if (!date_is_set(a) || !date_is_set(b))
        return date_is_set(a) ? a : b;
    return date_cmp(a, b) >= 0 ? a : b;
}

static struct date earlier(struct date a, struct date b)
{
    if (!date_is_set(a) || !date_is_set(b))
        return date_is_set(a) ? a : b;
    return date_cmp(a, b) <= 0 ? a : b;
}

/* The list it is read from, and what that and its parent add to an inherited price. */
static void get_list(struct stmt *q, struct arena *arena, struct price_candidate *row)
{
    int64_t adjust, parent_adjust;

    row->list_code = get_text(q, arena);
    row->list_name = get_text(q, arena);
    get_currency(q, arena, row->currency);
    row->is_tax_incl = get_i64(q) != 0;
    adjust = get_i64(q);
    parent_adjust = get_i64(q);
    if (row->depth > 0)
        row->factor_e12 = (PPM + adjust) * (row->depth > 1 ? PPM + parent_adjust : PPM);
    row->valid_from = later(row->valid_from, catalog_date(get_text(q, arena)));
    row->valid_to = earlier(row->valid_to, catalog_date(get_text(q, arena)));
    row->here = row->price;
}

static bool load_rows(struct stmt *q, struct arena *arena, struct candidate_vec *rows,
                      struct err *err)
{
    while (sql_row(q)) {
        struct price_candidate *row = vec_push(arena, rows);

        get_rule(q, arena, row);
        get_list(q, arena, row);
    }
    return sql_done(&q, err);
}

static struct stmt *ask_lists(struct desk *desk, const struct sql *sql, const struct price_ask *ask)
{
    struct stmt *q = sql_read(desk_db(desk), sql);

    put_i64(q, ask->customer_list.v);
    put_i64(q, ask->channel_list.v);
    put_text(q, PRICE_LIST_BASE);
    put_text(q, ask->currency);
    put_i64(q, ask->item.v);
    return q;
}

static struct stmt *ask_own(struct desk *desk, const struct sql *sql, int64_t who,
                            const struct price_ask *ask)
{
    struct stmt *q = sql_read(desk_db(desk), sql);

    put_i64(q, who);
    put_text(q, ask->currency);
    put_i64(q, ask->item.v);
    return q;
}

static bool has_rare(struct desk *desk, const struct price_ask *ask, bool *of_customer,
                     bool *of_category, struct err *err)
{
    OD_STMT *q = sql_read(desk_db(desk), &sql_price_rare);

    *of_customer = *of_category = false;
    put_i64(q, ask->customer.v);
    if (sql_row(q)) {
        *of_customer = get_i64(q) != 0;
        *of_category = get_i64(q) != 0;
    }
    return sql_done(&q, err);
}

static bool load_unsorted(struct desk *desk, const struct price_ask *ask, struct arena *arena,
                          struct candidate_vec *rows, struct err *err)
{
    bool of_customer, of_category;

    if (!has_rare(desk, ask, &of_customer, &of_category, err) ||
        !load_rows(ask_lists(desk, &sql_price_list_item, ask), arena, rows, err))
        return false;
    if (of_category &&
        !load_rows(ask_lists(desk, &sql_price_list_category, ask), arena, rows, err))
        return false;
    if (of_customer &&
        !load_rows(ask_own(desk, &sql_price_customer, ask->customer.v, ask), arena, rows, err))
        return false;
    return ask->group_id == 0 ||
           load_rows(ask_own(desk, &sql_price_group, ask->group_id, ask), arena, rows, err);
}

/* In the order of precedence, so that "why" reads from the strongest row down; rows of one quantity
 * and place by day, whichever of them holds today. */
static bool is_after(const struct price_candidate *a, const struct price_candidate *b)
{
    if (a->source != b->source)
        return a->source > b->source;
    if (a->depth != b->depth)
        return a->depth > b->depth;
    if (a->scope != b->scope)
        return a->scope < b->scope;
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
