/*
 * Items, sites and bare order rows for tests.
 */
#include "support/teststock.h"

#include "base/mem.h"
#include "store/store.h"
#include "support/testdesk.h"

struct item_id teststock_item_of(struct desk *desk, const char *sku, enum item_kind kind)
{
    struct err err = ERR_INIT;
    struct item_id id = { 0 };
    const struct item item = { .sku = sku, .kind = kind, .description = sku, .is_active = true };

    ck_ok(item_save(desk, &item, NULL, NULL, &id, &err));
    return id;
}

struct item_id teststock_item(struct desk *desk, const char *sku)
{
    return teststock_item_of(desk, sku, ITEM_STOCK);
}

struct site_id teststock_site(struct desk *desk, const char *code, int priority)
{
    struct err err = ERR_INIT;
    struct site_id id = { 0 };
    const struct site site = {
        .code = code, .name = code, .priority = priority, .can_ship = true, .is_active = true
    };

    ck_ok(site_save(desk, &site, &id, &err));
    return id;
}

struct site_id teststock_main(struct desk *desk)
{
    return desk_company(desk)->site;
}

void teststock_receive(struct desk *desk, struct item_id item, struct site_id site, int64_t n)
{
    struct err err = ERR_INIT;

    ck_ok(stock_receive(desk, item, site, units(n), NULL, &err));
}

static const struct sql sql_test_order = {
    .name = "test.order",
    .text = "INSERT INTO sales_order (status, channel_id, site_id, currency, created_ms,"
            " updated_ms, created_by, shown_status)"
            " VALUES ($1, $2, $3, 'GBP', 1, 1, $4, 3)"
            " RETURNING id",
};

static struct order_id order_insert(struct tx *tx, struct desk *desk, int status)
{
    struct err err = ERR_INIT;
    struct order_id id = { 0 };
    struct stmt *q = sql_write(tx, &sql_test_order);

    put_i64(q, status);
    put_i64(q, desk_company(desk)->channel.v);
    put_i64(q, desk_company(desk)->site.v);
    put_i64(q, desk_user(desk)->id.v);
    ck_ok(sql_run_id(&q, &id.v, &err));
    return id;
}

static const struct sql sql_test_line = {
    .name = "test.line",
    .text = "INSERT INTO order_line (order_id, line_no, kind, item_id, sku, description,"
            " ordered_qty)"
            " SELECT CAST($1 AS BIGINT), 1 + COUNT(*), 1, CAST($2 AS BIGINT), 'X', 'X',"
            " CAST($3 AS BIGINT)"
            " FROM order_line"
            " WHERE order_id = $1"
            " RETURNING id",
};

static struct line_id line_insert(struct tx *tx, struct order_id order, struct item_id item,
                                  int64_t n)
{
    struct err err = ERR_INIT;
    struct line_id id = { 0 };
    struct stmt *q = sql_write(tx, &sql_test_line);

    put_i64(q, order.v);
    put_i64(q, item.v);
    put_i64(q, units(n).milli);
    ck_ok(sql_run_id(&q, &id.v, &err));
    return id;
}

struct test_line teststock_order(struct desk *desk, int status, struct item_id item, int64_t n)
{
    struct err err = ERR_INIT;
    OD_TX tx = { 0 };
    struct test_line out;

    ck_ok(desk_begin(desk, "order.draft", &tx, &err));
    out.order = order_insert(&tx, desk, status);
    out.line = line_insert(&tx, out.order, item, n);
    ck_ok(tx_commit(&tx, &err));
    return out;
}

struct line_id teststock_line(struct desk *desk, struct order_id order, struct item_id item,
                              int64_t n)
{
    struct err err = ERR_INIT;
    OD_TX tx = { 0 };
    struct line_id id;

    ck_ok(desk_begin(desk, "order.draft", &tx, &err));
    id = line_insert(&tx, order, item, n);
    ck_ok(tx_commit(&tx, &err));
    return id;
}

struct stock_want teststock_want(struct line_id line, struct item_id item, struct site_id site,
                                 int64_t n)
{
    return (struct stock_want){ .line = line, .item = item, .site = site, .qty = units(n) };
}

void teststock_allocate(struct desk *desk, struct order_id order, struct stock_want *wants, int n)
{
    struct err err = ERR_INIT;
    OD_TX tx = { 0 };

    ck_ok(desk_begin(desk, "order.confirm", &tx, &err));
    ck_ok(stock_allocate(&tx, desk, order, wants, n, &err));
    ck_ok(tx_commit(&tx, &err));
}

void teststock_hold(struct desk *desk, struct order_id order, struct stock_want *wants, int n,
                    int64_t for_ms)
{
    struct err err = ERR_INIT;
    OD_TX tx = { 0 };
    struct stamp expires = { desk_now(desk).ms + for_ms };

    ck_ok(desk_begin(desk, "order.draft", &tx, &err));
    ck_ok(stock_hold_set(&tx, desk, order, wants, n, expires, &err));
    ck_ok(tx_commit(&tx, &err));
}

struct qty teststock_release(struct desk *desk, struct test_line line, struct qty qty)
{
    struct err err = ERR_INIT;
    OD_TX tx = { 0 };
    struct qty released = { -1 };

    ck_ok(desk_begin(desk, "order.cancel", &tx, &err));
    ck_ok(stock_release(&tx, desk, line.order, line.line, qty, &released, &err));
    ck_ok(tx_commit(&tx, &err));
    return released;
}

struct stock_level teststock_level(struct desk *desk, struct item_id item, struct site_id site,
                                   struct order_id order)
{
    OD_ARENA *tmp = arena_new();
    struct err err = ERR_INIT;
    struct stock_levels levels;

    ck_ok(stock_levels_load(desk, item, order, tmp, &levels, &err));
    for (int i = 0; i < levels.n; i++) {
        if (levels.v[i].site.v == site.v) {
            levels.v[i].site_code = levels.v[i].bin = NULL; /* they end with the arena */
            return levels.v[i];
        }
    }
    ck_abort_msg("the site is not among the levels");
    return (struct stock_level){ 0 };
}

int64_t teststock_ask(struct desk *desk, const char *text)
{
    static struct sql sql = { .name = "test.ask" };
    struct err err = ERR_INIT;
    int64_t v = 0;
    bool found = false;
    struct stmt *q;

    sql.text = text; /* the store compares it */
    q = sql_read(desk_db(desk), &sql);
    ck_ok(sql_one_i64(&q, &found, &v, &err));
    ck_assert(found);
    return v;
}
