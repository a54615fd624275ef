/*
 * The shop that tests of orders sell in.
 */
#include "support/testorder.h"

#include "domain/catalog/pricing.h"
#include "domain/catalog/tax.h"
#include "domain/stock/stock.h"
#include "store/store.h"

static struct item_id add_item(struct testshop *shop, const char *sku, enum item_kind kind,
                               int64_t price_v, void (*change)(struct item *item))
{
    struct item item = {
        .sku = sku,
        .kind = kind,
        .description = sku,
        .uom = "ea",
        .category = "",
        .note = "",
        .backorder = BACKORDER_ALLOW,
        .is_active = true,
    };
    struct price price = { price_v };
    struct err err = ERR_INIT;
    struct item_id id;

    if (change)
        change(&item);
    ck_ok(item_save(shop->desk, &item, &price, NULL, &id, &err));
    return id;
}

static void be_bracket(struct item *item)
{
    item->lead_days = 5;
}

static void be_denied(struct item *item)
{
    item->backorder = BACKORDER_DENY;
}

static void be_hose(struct item *item)
{
    item->qty_decimals = 2;
    item->min_qty.milli = 500;
    item->qty_step.milli = 250;
}

static void stock(struct testshop *shop, struct item_id item, struct site_id site, int units)
{
    struct err err = ERR_INIT;

    ck_ok(stock_receive(shop->desk, item, site, (struct qty){ units * QTY_PER_UNIT }, NULL, &err));
}

static void add_break(struct testshop *shop, struct item_id item, int from, int64_t price_v)
{
    struct err err = ERR_INIT;
    struct price_list *base = NULL;
    struct price_rule rule = { .item = item,
                               .min_qty = { from * QTY_PER_UNIT },
                               .price = { price_v } };

    ck_ok(price_list_find(shop->desk, "BASE", shop->arena, &base, &err));
    ck_assert_ptr_nonnull(base);
    rule.list = base->id;
    ck_ok(price_rule_save(shop->desk, &rule, &err));
}

static void add_sites(struct testshop *shop)
{
    struct site leeds = {
        .code = "LEEDS",
        .name = "Leeds",
        .line1 = "",
        .city = "Leeds",
        .region = "",
        .postcode = "",
        .country = "GB",
        .priority = 200,
        .can_ship = true,
        .is_active = true,
    };
    struct err err = ERR_INIT;

    shop->main = desk_company(shop->desk)->site;
    ck_ok(site_save(shop->desk, &leeds, &shop->leeds, &err));
}

static void add_tax(struct testshop *shop)
{
    struct err err = ERR_INIT;
    struct tax_zones zones;
    struct tax_rate_set set = {
        .class_code = "standard", .name = "VAT 20%", .rate = { 200000 }, .category = TAX_STANDARD
    };

    ck_ok(tax_zones_load(shop->desk, shop->arena, &zones, &err));
    ck_assert_int_gt(zones.n, 0);
    set.zone = zones.v[0].code;
    ck_ok(tax_rate_save(shop->desk, &set, &err));
}

struct customer_id testshop_customer(struct testshop *shop, const char *code,
                                     void (*change)(struct customer *c))
{
    struct customer c = {
        .code = code,
        .name = code,
        .kind = CUSTOMER_B2B,
        .currency = "GBP",
        .is_active = true,
    };
    struct address a = {
        .name = "", .line1 = "12 Dock Rd", .city = "Leeds", .postcode = "LS1 4AB", .country = "GB"
    };
    struct err err = ERR_INIT;
    struct customer_id id;

    if (change)
        change(&c);
    ck_ok(customer_save(shop->desk, &c, &a, NULL, &id, &err));
    return id;
}

void testshop_fill(struct testshop *shop, struct desk *desk)
{
    shop->desk = desk;
    add_sites(shop);
    add_tax(shop);
    shop->acme = testshop_customer(shop, "ACME", NULL);
    shop->bracket = add_item(shop, "BRK-20", ITEM_STOCK, 4250000, be_bracket);
    shop->deny = add_item(shop, "BRK-21", ITEM_STOCK, 9990000, be_denied);
    shop->hose = add_item(shop, "HOSE", ITEM_STOCK, 2000000, be_hose);
    shop->fitting = add_item(shop, "FIT", ITEM_SERVICE, 50000000, NULL);
    shop->freight = add_item(shop, "FREIGHT", ITEM_CHARGE, 7500000, NULL);
    add_break(shop, shop->bracket, 10, 4000000);
    stock(shop, shop->bracket, shop->main, 40);
    stock(shop, shop->deny, shop->main, 10);
    stock(shop, shop->deny, shop->leeds, 30);
    stock(shop, shop->hose, shop->main, 100);
}

void testshop_open(struct testshop *shop)
{
    *shop = (struct testshop){ .arena = arena_new() };
    testshop_fill(shop, testdesk_new());
}

void testshop_close(struct testshop *shop)
{
    desk_close(shop->desk);
    arena_free(shop->arena);
}

struct record_at testshop_draft(struct testshop *shop)
{
    struct order_header in = { .customer = &shop->acme };
    struct record_at at = { 0 };
    struct err err = ERR_INIT;
    struct order_id id;
    struct order *o;

    ck_ok(order_draft_new(shop->desk, (struct channel_id){ 0 }, NULL, &id, &err));
    at.id = id.v;
    ck_ok(order_set_header(shop->desk, &at, &in, shop->arena, &o, &err));
    return at;
}

struct order *testshop_line(struct testshop *shop, struct record_at *at, struct item_id item,
                            int units)
{
    struct line_input in = { .item = item, .qty = { units * QTY_PER_UNIT } };
    struct err err = ERR_INIT;
    struct order *o = NULL;

    ck_ok(order_put_line(shop->desk, at, 0, &in, shop->arena, &o, &err));
    return o;
}

struct order *testshop_load(struct testshop *shop, int64_t id)
{
    struct err err = ERR_INIT;
    struct order *o = NULL;

    ck_ok(order_load(shop->desk, (struct order_id){ id }, shop->arena, &o, &err));
    return o;
}

struct order *testshop_order(struct testshop *shop, struct item_id item, int units, bool confirm)
{
    struct record_at at = testshop_draft(shop);
    struct order_taken taken;
    struct err err = ERR_INIT;

    testshop_line(shop, &at, item, units);
    ck_ok(order_take(shop->desk, at, confirm, shop->arena, &taken, &err));
    return testshop_load(shop, at.id);
}

bool testshop_act(struct testshop *shop, const struct order *order, const char *action,
                  const char *name, const char *value, struct err *err)
{
    struct action_value v = { name, value };
    struct action_values values = { &v, name ? 1 : 0 };
    struct record_at at = { order->id.v, order->version };

    return act(shop->desk, &order_document, at, action, &values, err);
}

int testshop_free(struct testshop *shop, struct item_id item)
{
    struct err err = ERR_INIT;
    struct stock_levels levels;

    ck_ok(stock_levels_load(shop->desk, item, (struct order_id){ 0 }, shop->arena, &levels, &err));
    for (int i = 0; i < levels.n; i++)
        if (levels.v[i].site.v == shop->main.v)
            return (int)(levels.v[i].free.milli / QTY_PER_UNIT);
    return 0;
}

/* The statement's text differs from call to call; the store compares it. */
int64_t testshop_number(struct desk *desk, const char *sql_text)
{
    static struct sql sql = { "test.number", NULL, NULL, NULL };
    struct err err = ERR_INIT;
    bool found = false;
    int64_t n = 0;
    struct stmt *q;

    sql.text = sql_text;
    q = sql_read(desk_db(desk), &sql);
    ck_ok(sql_one_i64(&q, &found, &n, &err));
    return n;
}
