/*
 * What the query bar asks, as SQL: the only place where statements are put together, from constant
 * fragments and never from values. One condition leads (its index drives the search), all others
 * are filters with their own indexes switched off by a unary plus, so the planner cannot be wrong.
 */
#include <assert.h>
#include <string.h>

#include "base/limits.h"
#include "base/mem.h"
#include "base/strbuf.h"
#include "base/utf8.h"
#include "base/vec.h"
#include "domain/catalog/item.h"
#include "domain/desk/access.h"
#include "domain/insight/query.h"
#include "domain/insight/search.h"
#include "domain/order/order_rules.h"
#include "domain/party/customer.h"
#include "store/store.h"

#define SQL_BYTES 8000
#define PARAMS_MAX 40

/* --- putting a statement together ------------------------------------------------------------ */

struct sql_param {
    const char *text; /* NULL: the number */
    int64_t number;
};

struct composer {
    struct strbuf text, text_pg; /* alike but for full text */
    struct sql_param param[PARAMS_MAX];
    int params;
    bool is_led; /* a condition leads already */
};

static void compose_begin(struct composer *c, struct arena *arena)
{
    *c = (struct composer){ 0 };
    strbuf_init(&c->text, arena, SQL_BYTES);
    strbuf_init(&c->text_pg, arena, SQL_BYTES);
}

static void add_numbered(struct strbuf *text, const char *fragment, int n)
{
    for (const char *at = fragment; *at; at++) {
        if (*at == '#')
            strbuf_addf(text, "$%d", ++n);
        else
            strbuf_addc(text, *at);
    }
    assert(!text->is_cut && n <= PARAMS_MAX);
}

/* Adds a constant fragment, with the text PostgreSQL needs where it is another; each # in it
 * becomes the next $n, to be given by the param calls that follow, in order. */
static void compose2(struct composer *c, const char *fragment, const char *fragment_pg)
{
    add_numbered(&c->text, fragment, c->params);
    add_numbered(&c->text_pg, fragment_pg, c->params);
}

static void compose(struct composer *c, const char *fragment)
{
    compose2(c, fragment, fragment);
}

static void param_text(struct composer *c, const char *text)
{
    assert(text && c->params < PARAMS_MAX);
    c->param[c->params++] = (struct sql_param){ .text = text };
}

static void param_i64(struct composer *c, int64_t v)
{
    assert(c->params < PARAMS_MAX);
    c->param[c->params++] = (struct sql_param){ .number = v };
}

/* A condition that may lead: its text as the leader, and as a filter beside another leader. */
static void compose_either(struct composer *c, const char *leader, const char *filter)
{
    compose(c, c->is_led ? filter : leader);
    c->is_led = true;
}

static struct stmt *compose_read(struct desk *desk, const struct composer *c, const char *name)
{
    const struct sql sql = { name, c->text.s, c->text_pg.s, NULL };
    struct stmt *q = sql_read(desk_db(desk), &sql);

    for (int i = 0; i < c->params; i++) {
        if (c->param[i].text)
            put_text(q, c->param[i].text);
        else
            put_i64(q, c->param[i].number);
    }
    return q;
}

/* The full-text expression of query_match as PostgreSQL writes it. */
#define TSQUERY(param)                                                                             \
    "to_tsquery('simple', REPLACE(REPLACE(REPLACE(" param                                          \
    ", '\"*', ':*'), '\"', ''), ' AND ', ' & '))"

/* --- where a page begins --------------------------------------------------------------------- */

/* The comparison of a walk over ascending keys, as a fragment between column and value. */
static const char *beyond(const struct find_from *from, bool is_ascending)
{
    bool up = from && from->backward ? !is_ascending : is_ascending;

    if (from && from->inclusive)
        return up ? " >= " : " <= ";
    return up ? " > " : " < ";
}

static bool from_row(const struct find_from *from)
{
    return from && (from->id != 0 || from->key);
}

/* --- orders ---------------------------------------------------------------------------------- */

#define ORDER_COLUMNS                                                                              \
    "SELECT o.id, COALESCE(o.number, ''),"                                                         \
    " CASE WHEN o.customer_name <> '' THEN o.customer_name ELSE COALESCE(c.name, '') END,"         \
    " COALESCE(c.code, ''), o.ship_city, o.customer_po, COALESCE(o.external_id, ''),"              \
    " COALESCE(h.code, ''), COALESCE(u.login, ''), o.shown_status, o.status, o.placed_ms,"         \
    " o.promised_date, o.total_minor, o.currency, o.line_count"
#define ORDER_JOINS                                                                                \
    " LEFT JOIN customer c ON c.id = o.customer_id"                                                \
    " LEFT JOIN channel h ON h.id = o.channel_id"                                                  \
    " LEFT JOIN app_user u ON u.id = o.created_by"

#define ORDER_WORDS_HEAD                                                                           \
    ORDER_COLUMNS " FROM order_fts CROSS JOIN sales_order o" ORDER_JOINS " WHERE "

/* Names of the query as rows of the desk; an unknown one finds nothing. */
struct resolved {
    int64_t customer, item, channel, user;
};

static bool resolve(struct desk *desk, const struct query *q, struct arena *arena,
                    struct resolved *out, bool *is_empty, struct err *err)
{
    struct customer *customer = NULL;
    struct item *item = NULL;
    struct channel *channel = NULL;
    struct user *user = NULL;

    *out = (struct resolved){ 0 };
    if ((q->customer && !customer_find(desk, q->customer, arena, &customer, err)) ||
        (q->sku && !item_find(desk, q->sku, (struct channel_id){ 0 }, arena, &item, err)) ||
        (q->channel && !channel_find(desk, q->channel, arena, &channel, err)) ||
        (q->by && !user_find(desk, q->by, arena, &user, err)))
        return false;
    out->customer = customer ? customer->id.v : 0;
    out->item = item ? item->id.v : 0;
    out->channel = channel ? channel->id.v : 0;
    out->user = user ? user->id.v : 0;
    *is_empty = (q->customer && !customer) || (q->sku && !item) || (q->channel && !channel) ||
                (q->by && !user);
    return true;
}

static int count_bits(uint32_t bits)
{
    int n = 0;

    for (; bits; bits &= bits - 1)
        n++;
    return n;
}

/* The statuses that grow with the years are no way in; the open ones are few at any time. */
static const uint32_t shown_ended = 1u << SHOWN_CANCELED | 1u << SHOWN_DISCARDED |
                                    1u << SHOWN_RETURNED | 1u << SHOWN_INVOICED |
                                    1u << SHOWN_DELIVERED | 1u << SHOWN_SHIPPED;

static void compose_shown(struct composer *c, uint32_t shown)
{
    bool may_lead = count_bits(shown) == 1 || (shown & shown_ended) == 0;
    const char *mark = "";

    if (may_lead)
        compose_either(c, " AND o.shown_status IN (", " AND +o.shown_status IN (");
    else
        compose(c, " AND +o.shown_status IN (");
    for (int s = SHOWN_CANCELED; s <= SHOWN_CONFIRMED; s++) {
        if (!(shown & 1u << s))
            continue;
        compose(c, mark);
        compose(c, "#");
        param_i64(c, s);
        mark = ", ";
    }
    compose(c, ")");
}

/* Conditions that can lead, the most selective first. */
static void compose_order_leaders(struct composer *c, const struct query *q,
                                  const struct resolved *r)
{
    if (q->number) {
        compose(c, " AND o.id IN (SELECT n.id FROM sales_order n WHERE n.number = #");
        param_text(c, q->number);
        compose(c, " UNION ALL SELECT x.id FROM sales_order x WHERE x.external_id = #)");
        param_text(c, q->number);
        c->is_led = true;
    }
    if (r->item) {
        compose(c, " AND o.id IN (SELECT l.order_id FROM order_line l WHERE l.item_id = #)");
        param_i64(c, r->item);
        c->is_led = true;
    }
    if (r->customer) {
        compose_either(c, " AND o.customer_id = #", " AND +o.customer_id = #");
        param_i64(c, r->customer);
    }
    if (q->is_late) {
        compose_either(c, " AND o.status = 5", " AND +o.status = 5");
        compose(c, " AND o.promised_date > '' AND o.promised_date < # AND o.open_qty > 0");
        param_text(c, date_format(q->today, arena_alloc(c->text.arena, DATE_TEXT_SIZE)));
    }
    if (q->is_backordered) {
        compose_either(c, " AND o.status = 5", " AND +o.status = 5");
        compose(c, " AND o.backordered_qty > 0");
    }
    if (q->shown)
        compose_shown(c, q->shown);
    if (q->has_placed) {
        compose_either(c, " AND o.placed_ms >= #", " AND +o.placed_ms >= #");
        param_i64(c, q->placed_from_ms);
        compose(c, " AND +o.placed_ms < #");
        param_i64(c, q->placed_to_ms);
    }
}

static void compose_order_filters(struct composer *c, const struct query *q,
                                  const struct resolved *r)
{
    if (r->channel) {
        compose(c, " AND +o.channel_id = #");
        param_i64(c, r->channel);
    }
    if (r->user) {
        compose(c, " AND +o.created_by = #");
        param_i64(c, r->user);
    }
    if (q->po) {
        compose(c, " AND LOWER(o.customer_po) = LOWER(#)");
        param_text(c, q->po);
    }
    if (q->has_total_over) {
        compose(c, " AND o.base_total_minor > #");
        param_i64(c, q->total_over_minor);
    }
    if (q->has_total_under) {
        compose(c, " AND o.base_total_minor < #");
        param_i64(c, q->total_under_minor);
    }
    if (q->is_imported)
        compose(c, " AND o.is_history = 1");
    if (q->is_held)
        compose(c, " AND o.hold_blocks <> 0");
}

static struct order_row get_order_row(struct stmt *q, struct arena *arena)
{
    struct order_row row = { .id = { get_i64(q) } };
    const char *promised;
    int64_t total;

    row.number = get_text(q, arena);
    row.customer_name = get_text(q, arena);
    row.customer_code = get_text(q, arena);
    row.ship_city = get_text(q, arena);
    row.customer_po = get_text(q, arena);
    row.external_id = get_text(q, arena);
    row.channel_code = get_text(q, arena);
    row.created_by = get_text(q, arena);
    row.shown = (enum order_shown)get_i64(q);
    row.status = (enum order_status)get_i64(q);
    row.placed.ms = get_i64(q);
    promised = get_text(q, arena);
    if (*promised && !date_parse(promised, &row.promised, NULL))
        row.promised = (struct date){ 0 };
    total = get_i64(q);
    row.total = money_make(total, get_text(q, arena));
    row.line_count = (int)get_i64(q);
    return row;
}

struct order_page OD_VEC(struct order_row);

static void compose_orders(struct composer *c, const struct query *q, const struct resolved *r,
                           const struct find_from *from, int max)
{
    bool is_up = from && from->backward;

    if (q->match) {
        compose2(c, ORDER_WORDS_HEAD "order_fts MATCH #",
                 ORDER_WORDS_HEAD
                 "to_tsvector('simple', order_fts.search_text) @@ " TSQUERY("#"));
        param_text(c, q->match);
        compose(c, " AND o.id = order_fts.rowid");
    } else {
        compose(c, ORDER_COLUMNS " FROM sales_order o" ORDER_JOINS " WHERE o.id > 0");
    }
    if (from_row(from)) {
        compose(c, q->match ? " AND order_fts.rowid" : " AND o.id");
        compose(c, beyond(from, false));
        compose(c, "#");
        param_i64(c, from->id);
    }
    c->is_led = q->match != NULL;
    compose_order_leaders(c, q, r);
    compose_order_filters(c, q, r);
    compose(c, q->match ? " ORDER BY order_fts.rowid" : " ORDER BY o.id");
    compose(c, is_up ? " LIMIT #" : " DESC LIMIT #");
    param_i64(c, max);
}

bool find_orders(struct desk *desk, const struct query *q, const struct find_from *from, int max,
                 struct arena *arena, struct order_rows *out, struct err *err)
{
    struct composer c;
    struct resolved r;
    struct order_page page = { 0 };
    bool is_empty = !(q->kinds & 1u << FIND_ORDER);

    assert(max > 0 && max <= LIMIT_PAGE_ROWS);
    if (!is_empty && !resolve(desk, q, arena, &r, &is_empty, err))
        return false;
    *out = (struct order_rows){ 0 };
    if (is_empty)
        return true;
    compose_begin(&c, arena);
    compose_orders(&c, q, &r, from, max);

    OD_STMT *s = compose_read(desk, &c, "find.orders");

    while (sql_row(s))
        *vec_push(arena, &page) = get_order_row(s, arena);
    if (!sql_done(&s, err))
        return false;
    *out = (struct order_rows){ page.v, page.n };
    return true;
}

/* --- customers ------------------------------------------------------------------------------- */

#define CUSTOMER_COLUMNS                                                                           \
    "SELECT c.id, c.code, c.name, COALESCE(a.city, ''), COALESCE(a.postcode, ''), c.phone,"        \
    " c.is_active, c.is_credit_held"
#define CUSTOMER_WORDS_HEAD                                                                        \
    CUSTOMER_COLUMNS " FROM customer_fts CROSS JOIN customer c"                                    \
                     " LEFT JOIN address a ON a.id = c.bill_address_id WHERE "

struct customer_page OD_VEC(struct customer_row);

static void compose_customers(struct composer *c, const struct query *q, const struct resolved *r,
                              const struct find_from *from, int max)
{
    bool is_down = from && from->backward;

    if (q->match) {
        compose2(c, CUSTOMER_WORDS_HEAD "customer_fts MATCH #",
                 CUSTOMER_WORDS_HEAD
                 "to_tsvector('simple', customer_fts.search_text) @@ " TSQUERY("#"));
        param_text(c, q->match);
        compose(c, " AND c.id = customer_fts.rowid");
    } else {
        compose(c, CUSTOMER_COLUMNS " FROM customer c"
                                    " LEFT JOIN address a ON a.id = c.bill_address_id"
                                    " WHERE c.id > 0");
    }
    if (from_row(from)) {
        compose(c, " AND (c.name_fold, c.id)");
        compose(c, beyond(from, true));
        compose(c, "(#, #)");
        param_text(c, utf8_fold(c->text.arena, from->key ? from->key : ""));
        param_i64(c, from->id);
    }
    if (r->customer) {
        compose(c, " AND c.id = #");
        param_i64(c, r->customer);
    }
    if (q->active != 0)
        compose(c, q->active > 0 ? " AND c.is_active = 1" : " AND c.is_active = 0");
    if (q->is_held)
        compose(c, " AND c.is_credit_held = 1");
    compose(c, is_down ? " ORDER BY c.name_fold DESC, c.id DESC LIMIT #"
                       : " ORDER BY c.name_fold, c.id LIMIT #");
    param_i64(c, max);
}

bool find_customers(struct desk *desk, const struct query *q, const struct find_from *from, int max,
                    struct arena *arena, struct customer_rows *out, struct err *err)
{
    struct composer c;
    struct resolved r;
    struct customer_page page = { 0 };
    bool is_empty = !(q->kinds & 1u << FIND_CUSTOMER);

    assert(max > 0 && max <= LIMIT_PAGE_ROWS);
    if (!is_empty && !resolve(desk, q, arena, &r, &is_empty, err))
        return false;
    *out = (struct customer_rows){ 0 };
    if (is_empty)
        return true;
    compose_begin(&c, arena);
    compose_customers(&c, q, &r, from, max);

    OD_STMT *s = compose_read(desk, &c, "find.customers");

    while (sql_row(s))
        *vec_push(arena, &page) = get_customer_row(s, arena);
    if (!sql_done(&s, err))
        return false;
    *out = (struct customer_rows){ page.v, page.n };
    return true;
}

/* --- items ----------------------------------------------------------------------------------- */

#define ITEM_COLUMNS "SELECT i.id, i.sku, i.description, i.category, i.uom, i.kind, i.is_active"
#define ITEM_WORDS_HEAD ITEM_COLUMNS " FROM item_fts CROSS JOIN item i WHERE "

struct item_page OD_VEC(struct item_row);

static void compose_items(struct composer *c, const struct query *q, const struct resolved *r,
                          const struct find_from *from, int max)
{
    if (q->match) {
        compose2(c, ITEM_WORDS_HEAD "item_fts MATCH #",
                 ITEM_WORDS_HEAD "to_tsvector('simple', item_fts.search_text) @@ " TSQUERY("#"));
        param_text(c, q->match);
        compose(c, " AND i.id = item_fts.rowid");
    } else {
        compose(c, ITEM_COLUMNS " FROM item i WHERE i.sku > ''");
    }
    if (from_row(from)) {
        compose(c, " AND i.sku");
        compose(c, beyond(from, true));
        compose(c, "#");
        param_text(c, from->key ? from->key : "");
    }
    if (r->item) {
        compose(c, " AND i.id = #");
        param_i64(c, r->item);
    }
    if (q->active != 0)
        compose(c, q->active > 0 ? " AND i.is_active = 1" : " AND i.is_active = 0");
    compose(c, from && from->backward ? " ORDER BY i.sku DESC LIMIT #" : " ORDER BY i.sku LIMIT #");
    param_i64(c, max);
}

bool find_items(struct desk *desk, const struct query *q, const struct find_from *from, int max,
                struct arena *arena, struct item_rows *out, struct err *err)
{
    struct composer c;
    struct resolved r;
    struct item_page page = { 0 };
    bool is_empty = !(q->kinds & 1u << FIND_ITEM);

    assert(max > 0 && max <= LIMIT_PAGE_ROWS);
    if (!is_empty && !resolve(desk, q, arena, &r, &is_empty, err))
        return false;
    *out = (struct item_rows){ 0 };
    if (is_empty)
        return true;
    compose_begin(&c, arena);
    compose_items(&c, q, &r, from, max);

    OD_STMT *s = compose_read(desk, &c, "find.items");

    while (sql_row(s))
        *vec_push(arena, &page) = get_item_row(s, arena);
    if (!sql_done(&s, err) || !item_rows_fill(desk, page.v, page.n, err))
        return false;
    *out = (struct item_rows){ page.v, page.n };
    return true;
}
