/* See benchdesk.h. */
#include "bench/benchdesk.h"

#include <stdio.h>

#include "base/mem.h"
#include "bench/bench.h"
#include "domain/catalog/item.h"
#include "domain/catalog/tax.h"
#include "domain/flow/order_action.h"
#include "domain/order/order.h"
#include "domain/party/customer.h"
#include "domain/stock/stock.h"
#include "store/tx.h"

#define NOW_MS INT64_C(1795356180000) /* 2026-11-22T14:03:00Z */

static void add_item(struct benchdesk *b, struct desk *desk, int number, struct arena *tmp)
{
    struct item item = {
        .sku = arena_printf(tmp, "%s-%05d", b->sites > 0 ? "PICK" : "BOL", number),
        .kind = ITEM_STOCK,
        .description = arena_printf(tmp, "Bolt number %d, zinc plated", number),
        .uom = "ea",
        .category = "",
        .note = "",
        .backorder = BACKORDER_ALLOW,
        .is_active = true,
    };
    struct price price = { 1000000 + number * 1000 };
    struct err err = ERR_INIT;

    bench_must(item_save(desk, &item, &price, NULL, &b->item[number], &err), &err);
    bench_must(stock_receive(desk, b->item[number],
                             b->sites > 0 ? b->site[number % b->sites] : desk_company(desk)->site,
                             (struct qty){ 1000000 * QTY_PER_UNIT }, NULL, &err),
               &err);
}

static void add_site(struct benchdesk *b, struct desk *desk, int number, struct arena *tmp)
{
    struct site site = { .code = arena_printf(tmp, "PICK%d", number + 1),
                         .name = arena_printf(tmp, "Hall %d", number + 1),
                         .line1 = "",
                         .city = "",
                         .region = "",
                         .postcode = "",
                         .country = "GB",
                         .priority = 50 + number,
                         .can_ship = true,
                         .is_active = true };
    struct err err = ERR_INIT;

    bench_must(site_save(desk, &site, &b->site[number], &err), &err);
}

static void add_customer(struct benchdesk *b, struct desk *desk, int number, struct arena *tmp)
{
    struct customer customer = {
        .code = arena_printf(tmp, "%s%05d", b->sites > 0 ? "PICK" : "C", number),
        .name = arena_printf(tmp, "Customer number %d Ltd", number),
        .kind = CUSTOMER_B2B,
        .currency = "GBP",
        .is_active = true,
    };
    struct address address = { .name = "",
                               .line1 = arena_printf(tmp, "%d Dock Road", number),
                               .city = "Leeds",
                               .postcode = "LS1 4AB",
                               .country = "GB" };
    struct err err = ERR_INIT;

    bench_must(customer_save(desk, &customer, &address, NULL, &b->customer[number], &err), &err);
}

static void add_tax(struct desk *desk, struct arena *tmp)
{
    struct err err = ERR_INIT;
    struct tax_zones zones;
    struct tax_rate_set set = {
        .class_code = "standard", .name = "VAT 20%", .rate = { 200000 }, .category = TAX_STANDARD
    };

    bench_must(tax_zones_load(desk, tmp, &zones, &err), &err);
    bench_check(zones.n > 0, "no tax zone");
    set.zone = zones.v[0].code;
    bench_must(tax_rate_save(desk, &set, &err), &err);
}

static void fill(struct benchdesk *b, struct desk *desk, int taken)
{
    OD_ARENA *tmp = arena_new();

    b->item = xcalloc((size_t)b->items, sizeof *b->item);
    b->customer = xcalloc((size_t)b->customers, sizeof *b->customer);
    for (int i = 0; i < b->items; i++)
        add_item(b, desk, i, tmp);
    for (int i = 0; i < b->customers; i++)
        add_customer(b, desk, i, tmp);
    for (int i = 0; i < taken; i++)
        benchdesk_create(b, desk, i);
}

void benchdesk_make(struct benchdesk *b, const char *path, int items, int customers, int taken)
{
    OD_ARENA *tmp = arena_new();
    struct err err = ERR_INIT;
    struct desk_new in = {
        .where = path, .login = "anna", .company = "Bench", .country = "GB", .time_zone = "UTC"
    };
    OD_DESK *desk = NULL;

    in.clock = clock_fixed((struct stamp){ NOW_MS });
    bench_must(desk_create(&in, &desk, &err), &err);
    *b = (struct benchdesk){ .items = items, .customers = customers };
    add_tax(desk, tmp);
    fill(b, desk, taken);
}

void benchdesk_add(struct benchdesk *b, const char *path, int items, int customers, int taken)
{
    OD_ARENA *tmp = arena_new();
    OD_DESK *desk = benchdesk_open(path);

    *b = (struct benchdesk){ .items = items, .customers = customers, .sites = BENCH_SITES };
    for (int i = 0; i < b->sites; i++)
        add_site(b, desk, i, tmp);
    fill(b, desk, taken);
}

struct desk *benchdesk_open(const char *path)
{
    struct desk_open_options options = { .where = path, .login = "anna" };
    struct err err = ERR_INIT;
    struct desk *desk = NULL;

    options.clock = clock_fixed((struct stamp){ NOW_MS });
    bench_must(desk_open(&options, &desk, &err), &err);
    return desk;
}

static void fill_lines(const struct benchdesk *b, int number, struct line_input lines[BENCH_LINES])
{
    for (int i = 0; i < BENCH_LINES; i++)
        lines[i] = (struct line_input){
            .item = b->item[(number * 7 + i * 31) % b->items],
            .qty = { (1 + (number + i) % 4) * QTY_PER_UNIT },
        };
}

struct record_at benchdesk_draft(struct benchdesk *b, struct desk *desk, int number)
{
    OD_ARENA *tmp = arena_new();
    struct line_input lines[BENCH_LINES];
    struct order_header header = { .customer = &b->customer[number % b->customers] };
    struct err err = ERR_INIT;
    struct record_at at = { 0 };
    struct order_id id;
    struct order *order;

    fill_lines(b, number, lines);
    bench_must(order_draft_new(desk, (struct channel_id){ 0 }, NULL, &id, &err), &err);
    at.id = id.v;
    bench_must(order_set_header(desk, &at, &header, tmp, &order, &err), &err);
    bench_must(order_put_lines(desk, &at, lines, BENCH_LINES, tmp, &order, &err), &err);
    return at;
}

void benchdesk_take(struct desk *desk, struct record_at at)
{
    OD_ARENA *tmp = arena_new();
    struct err err = ERR_INIT;
    struct order_taken taken = { 0 };

    bench_must(order_take(desk, at, true, tmp, &taken, &err), &err);
    bench_check(taken.is_confirmed, "the order was not confirmed");
}

void benchdesk_create(struct benchdesk *b, struct desk *desk, int number)
{
    OD_ARENA *tmp = arena_new();
    struct line_input lines[BENCH_LINES];
    struct order_new in = {
        .customer = b->customer[number % b->customers],
        .lines = lines,
        .line_count = BENCH_LINES,
        .is_submit = true,
        .is_confirm = true,
    };
    struct err err = ERR_INIT;
    struct order_taken taken = { 0 };

    fill_lines(b, number, lines);
    bench_must(order_create(desk, &in, tmp, &taken, &err), &err);
    bench_check(taken.is_confirmed, "the order was not confirmed");
}
