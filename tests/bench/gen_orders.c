/*
 * Orders of a generated desk. Days have seasons, weekdays and hours; customers and items are
 * skewed; the last weeks are still open, what is older is shipped or canceled. Money is counted by
 * the domain itself. Movements of stock reach back as far as RECENT_DAYS, what was before is in the
 * first receipt.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/date.h"
#include "base/mem.h"
#include "bench/bench.h"
#include "bench/gen.h"
#include "domain/catalog/tax.h"
#include "domain/desk/index.h"
#include "domain/order/order_rules.h"

#define DAYS        1096
#define RECENT_DAYS 60
#define LINES_MAX   14
#define DRAFTS      30
#define USERS       5
#define CHANNELS    5
#define HOUR_MS     (GEN_DAY_MS / 24)

struct hour_sum {
    int64_t orders, minor;
};

struct writer {
    struct gen *g;
    sqlite3_stmt *order, *line, *tax, *hold, *event, *allocation, *movement, *work, *work_line;
    struct arena *tmp; /* of one order */
    int64_t line_id;
    struct hour_sum hours[DAYS][24], shown[SHOWN_CONFIRMED + 1];
};

/* --- when ------------------------------------------------------------------------------------- */

/* By month, weekday (Monday first) and hour, in thousandths of an average one. */
static const int months[] = { 850, 880, 1000, 980, 1010, 1040, 950, 800, 1050, 1120, 1250, 1070 };
static const int weekdays[] = { 1350, 1250, 1180, 1150, 1120, 420, 130 };
static const int hours[24] = { 2,   1,   1,   1,   2,   6,   18,  60,  150, 190, 170, 140,
                               95,  120, 150, 160, 140, 90,  50,  30,  24,  18,  10,  5 };

static struct stamp day_begin(int day)
{
    return (struct stamp){ GEN_NOW_MS - GEN_NOW_MS % GEN_DAY_MS - (DAYS - 1 - day) * GEN_DAY_MS };
}

static int64_t weight_of(int day)
{
    struct stamp at = day_begin(day);
    int weekday = (int)((at.ms / GEN_DAY_MS + 3) % 7); /* 1970-01-01 was a Thursday */
    int64_t growth = 1000 + day * 250 / DAYS;
    int64_t w = growth * months[stamp_to_date(at).month - 1] / 1000 * weekdays[weekday] / 1000;

    return day == DAYS - 1 ? w * (GEN_NOW_MS % GEN_DAY_MS) / GEN_DAY_MS : w;
}

static int64_t moment_of(struct gen *g, int day)
{
    int64_t begin = day_begin(day).ms, ms;

    do {
        int left = (int)rng_below(&g->rng, 1633), hour = 0; /* the sum of hours */

        while (hour < 23 && left >= hours[hour])
            left -= hours[hour++];
        ms = begin + hour * HOUR_MS + gen_between(&g->rng, 0, HOUR_MS - 1);
    } while (ms >= GEN_NOW_MS);
    return ms;
}

static int by_time(const void *a, const void *b)
{
    int64_t x = *(const int64_t *)a, y = *(const int64_t *)b;

    return (x > y) - (x < y);
}

/* The instants of all orders, ascending. */
static int64_t *moments(struct gen *g)
{
    int64_t *at = xcalloc((size_t)g->orders, sizeof *at), total = 0, sum = 0;
    int n = 0;

    for (int day = 0; day < DAYS; day++)
        total += weight_of(day);
    for (int day = 0; day < DAYS; day++) {
        int from = n, to;

        sum += weight_of(day);
        to = (int)((__int128)g->orders * sum / total);
        while (n < to)
            at[n++] = moment_of(g, day);
        qsort(at + from, (size_t)(n - from), sizeof *at, by_time);
    }
    return at;
}

/* --- what ------------------------------------------------------------------------------------- */

static struct order_line line_of(struct writer *w, int line_no)
{
    struct gen *g = w->g;
    int at = gen_skewed(&g->rng, g->items);
    const struct gen_item *item = &g->item[at];
    int64_t qty = gen_in_1000(&g->rng, 600) ? gen_between(&g->rng, 1, 6)
                                            : gen_between(&g->rng, 1, 10) * 10;

    return (struct order_line){ .line_no = line_no,
                                .kind = LINE_STOCK,
                                .item = { at + 1 },
                                .sku = item->sku,
                                .description = item->description,
                                .uom = "ea",
                                .tax_class_id = 1,
                                .unit_price = { item->price_v },
                                .list_price = { item->price_v },
                                .price_source = PRICE_BASE_LIST,
                                .ordered = { qty * QTY_PER_UNIT } };
}

static void fill_customer(struct writer *w, struct order *o)
{
    struct gen *g = w->g;
    int at = gen_skewed(&g->rng, g->customers);
    const struct gen_customer *c = &g->customer[at];

    o->customer.v = at + 1;
    o->bill_address.v = o->ship_address.v = at + 1;
    o->customer_code = c->code;
    o->customer_name = o->ship_name = c->name;
    o->ship_line1 = c->line1;
    o->ship_city = c->city;
    o->ship_postcode = c->postcode;
    o->customer_po = c->has_po ? arena_printf(w->tmp, "PO-%05d",
                                              (int)gen_between(&g->rng, 1, 99999))
                               : "";
}

static void fill_source(struct writer *w, struct order *o, int at)
{
    static const int64_t of_share[] = { 1, 1, 1, 1, 2, 3, 3, 3, 4, 5 };
    struct gen *g = w->g;

    o->channel.v = of_share[rng_below(&g->rng, 10)];
    o->created_by_id.v = gen_between(&g->rng, 1, USERS);
    o->external_id = o->channel.v == 3   ? arena_printf(w->tmp, "W%07d", at + 311)
                     : o->channel.v == 4 ? arena_printf(w->tmp, "203-%07d-%05d", at * 7 + 13,
                                                        (int)gen_between(&g->rng, 0, 99999))
                     : o->channel.v == 5 ? arena_printf(w->tmp, "EDI-%d", 500000 + at)
                                         : "";
}

static void fill_lines(struct writer *w, struct order *o)
{
    struct gen *g = w->g;
    int n = 1;

    while (n < LINES_MAX && gen_in_1000(&g->rng, 815))
        n++;
    o->line_count = n;
    o->lines = arena_array(w->tmp, n, struct order_line);
    for (int i = 0; i < n; i++)
        o->lines[i] = line_of(w, i + 1);
    if (gen_in_1000(&g->rng, 80))
        o->disc.ppm = 50000;
}

/* --- how far it is ---------------------------------------------------------------------------- */

static void ship(struct order *o, bool is_delivered)
{
    for (int i = 0; i < o->line_count; i++) {
        o->lines[i].shipped = o->lines[i].ordered;
        o->lines[i].delivered = is_delivered ? o->lines[i].ordered : (struct qty){ 0 };
    }
}

static void allocate(struct writer *w, struct order *o)
{
    bool is_part_shipped = o->line_count > 1 && gen_in_1000(&w->g->rng, 60);

    for (int i = 0; i < o->line_count; i++) {
        struct order_line *l = &o->lines[i];

        if (i == 0 && is_part_shipped)
            l->shipped = l->ordered;
        else if (!w->g->item[l->item.v - 1].is_scarce)
            l->allocated = l->ordered;
    }
}

/* With the warehouse: a half of what may be picked is released, some of it begun or picked. */
static void release(struct writer *w, struct order *o)
{
    bool is_begun = gen_in_1000(&w->g->rng, 250), is_picked = gen_in_1000(&w->g->rng, 400);

    for (int i = 0; i < o->line_count; i++) {
        struct order_line *l = &o->lines[i];

        if (l->allocated.milli == 0)
            continue;
        if (is_begun && (is_picked || o->open_fulfillments == 0))
            l->picked = l->allocated;
        o->open_fulfillments = 1;
    }
}

static void hold(struct writer *w, struct order *o)
{
    o->holds = arena_array(w->tmp, 1, struct order_hold);
    o->holds[0] = (struct order_hold){ .kind = HOLD_CREDIT,
                                       .blocks = BLOCK_PICK | BLOCK_SHIP,
                                       .note = "Over the credit limit" };
    o->hold_count = 1;
    o->hold_blocks = (uint32_t)o->holds[0].blocks;
}

static void confirm(struct writer *w, struct order *o)
{
    int64_t days = gen_between(&w->g->rng, 1, 5);

    o->status = ORDER_CONFIRMED;
    o->confirmed.ms = o->placed.ms + gen_between(&w->g->rng, 1000, HOUR_MS);
    o->promised = date_add_days(stamp_to_date(o->placed), (int)days);
    allocate(w, o);
    if (gen_in_1000(&w->g->rng, 35))
        hold(w, o);
    else if (gen_in_1000(&w->g->rng, 500))
        release(w, o);
}

static void close_order(struct writer *w, struct order *o, int64_t age_days)
{
    o->status = ORDER_CLOSED;
    o->confirmed.ms = o->placed.ms + gen_between(&w->g->rng, 1000, HOUR_MS);
    o->promised = date_add_days(stamp_to_date(o->placed), 3);
    o->ended.ms = o->placed.ms + gen_between(&w->g->rng, HOUR_MS, 4 * GEN_DAY_MS);
    if (o->ended.ms >= GEN_NOW_MS)
        o->ended.ms = GEN_NOW_MS - 1;
    ship(o, age_days > 12);
}

/* What is three weeks old is done, but for one in three hundred. */
static void fill_course(struct writer *w, struct order *o)
{
    int64_t age_days = (GEN_NOW_MS - o->placed.ms) / GEN_DAY_MS;
    unsigned open = age_days > 21 ? 3 : age_days > 3 ? 300 - (unsigned)age_days * 13 : 850;

    if (gen_in_1000(&w->g->rng, 25)) {
        o->status = ORDER_CANCELED;
        o->ended.ms = o->placed.ms + gen_between(&w->g->rng, 0, (GEN_NOW_MS - o->placed.ms) / 2);
        for (int i = 0; i < o->line_count; i++)
            o->lines[i].canceled = o->lines[i].ordered;
    } else if (!gen_in_1000(&w->g->rng, open)) {
        close_order(w, o, age_days);
    } else if (age_days <= 3 && gen_in_1000(&w->g->rng, 60)) {
        o->status = ORDER_SUBMITTED;
    } else {
        confirm(w, o);
    }
}

/* --- writing ---------------------------------------------------------------------------------- */

#define ORDER_COLUMNS                                                                              \
    "id, number, status, customer_id, channel_id, external_id, site_id, customer_po,"              \
    " customer_name, bill_address_id, ship_address_id, ship_name, ship_line1, ship_city,"          \
    " ship_postcode, ship_country, currency, tax_zone_id, disc_ppm, goods_minor, discount_minor,"  \
    " tax_minor, total_minor, base_total_minor, payment_terms_id, created_ms, updated_ms,"         \
    " placed_ms, confirmed_ms, ended_ms, promised_date, created_by, line_count, open_qty,"         \
    " backordered_qty, shown_status, hold_blocks, search_text"
#define LINE_COLUMNS                                                                               \
    "id, order_id, line_no, kind, item_id, sku, description, uom, tax_class_id, unit_price_v,"     \
    " list_price_v, price_source, net_minor, order_disc_minor, tax_minor, tax_ppm, tax_category,"  \
    " ordered_qty, canceled_qty, allocated_qty, shipped_qty, delivered_qty, picked_qty"
#define MOVEMENT_COLUMNS "at_ms, user_id, kind, item_id, site_id, qty, order_id, order_line_id"

static const char *words_of(struct writer *w, const struct order *o)
{
    const char *const parts[] = {
        o->number,        o->external_id, o->customer_po, o->customer_code,
        o->customer_name, o->ship_name,   o->ship_city,   o->ship_postcode,
    };
    const char *given[OD_LEN(parts)];
    int n = 0;

    for (size_t i = 0; i < OD_LEN(parts); i++)
        if (parts[i] && parts[i][0])
            given[n++] = parts[i];
    return o->number[0] ? index_text(w->tmp, given, n) : "";
}

static void put_order(struct writer *w, const struct order *o)
{
    char promised[DATE_TEXT_SIZE] = "";
    int64_t id = o->id.v;

    if (date_is_set(o->promised))
        date_format(o->promised, promised);
    gen_put(w->order, "iniiinittiittttttiiiiiiiiiiiiitiiiiiit", id, o->number, (int64_t)o->status,
            o->customer.v, o->channel.v, o->external_id, GEN_SITE, o->customer_po,
            o->customer_name, o->bill_address.v, o->ship_address.v, o->ship_name, o->ship_line1,
            o->ship_city, o->ship_postcode, "GB", "GBP", INT64_C(1), (int64_t)o->disc.ppm,
            o->goods_minor, o->discount_minor, o->tax_minor, o->total_minor, o->base_total_minor,
            INT64_C(1), o->created.ms, o->ended.ms ? o->ended.ms : o->created.ms, o->placed.ms,
            o->confirmed.ms, o->ended.ms, promised, o->created_by_id.v, (int64_t)o->line_count,
            o->open.milli, o->backordered.milli, (int64_t)o->shown, (int64_t)o->hold_blocks,
            words_of(w, o));
    for (int i = 0; i < o->tax_count; i++)
        gen_put(w->tax, "iiitii", id, (int64_t)o->taxes[i].category, (int64_t)o->taxes[i].rate.ppm,
                o->taxes[i].name, o->taxes[i].base_minor, o->taxes[i].tax_minor);
    for (int i = 0; i < o->hold_count; i++)
        gen_put(w->hold, "iiitii", id, (int64_t)o->holds[i].kind, (int64_t)o->holds[i].blocks,
                o->holds[i].note, o->created_by_id.v, o->placed.ms);
}

/* Stock that is promised to the line now, and what left lately. */
static void put_stock(struct writer *w, const struct order *o, const struct order_line *l)
{
    struct gen_item *item = &w->g->item[l->item.v - 1];
    int64_t site = GEN_SITE, at = o->confirmed.ms;

    if (l->allocated.milli > 0) {
        item->allocated_milli += l->allocated.milli;
        gen_put(w->allocation, "iiiii", l->id.v, l->item.v, site, l->allocated.milli, at);
        gen_put(w->movement, "iiiiiiii", at, o->created_by_id.v, INT64_C(3), l->item.v, site,
                l->allocated.milli, o->id.v, l->id.v);
    }
    if (l->shipped.milli > 0 && GEN_NOW_MS - o->placed.ms < RECENT_DAYS * GEN_DAY_MS) {
        item->shipped_milli += l->shipped.milli;
        gen_put(w->movement, "iiiiiiii", at, o->created_by_id.v, INT64_C(5), l->item.v, site,
                -l->shipped.milli, o->id.v, l->id.v);
    }
}

static void put_lines(struct writer *w, struct order *o)
{
    for (int i = 0; i < o->line_count; i++) {
        struct order_line *l = &o->lines[i];

        l->id.v = ++w->line_id;
        gen_put(w->line, "iiiiitttiiiiiiiiiiiiiii", l->id.v, o->id.v, (int64_t)l->line_no,
                (int64_t)l->kind, l->item.v, l->sku, l->description, l->uom, l->tax_class_id,
                l->unit_price.v, l->list_price.v, (int64_t)l->price_source, l->net_minor,
                l->order_disc_minor, l->tax_minor, (int64_t)l->tax_rate.ppm,
                (int64_t)l->tax_category, l->ordered.milli, l->canceled.milli,
                l->allocated.milli, l->shipped.milli, l->delivered.milli, l->picked.milli);
        put_stock(w, o, l);
    }
}

/* 1 released, 2 begun, 3 picked; whoever began has it. */
static void put_work(struct writer *w, const struct order *o)
{
    char due[DATE_TEXT_SIZE];
    int64_t picked = 0, lines = 0, status;

    if (o->open_fulfillments == 0)
        return;
    for (int i = 0; i < o->line_count; i++) {
        lines += o->lines[i].allocated.milli > 0;
        picked += o->lines[i].picked.milli > 0;
    }
    status = picked == 0 ? 1 : picked < lines ? 2 : 3;
    date_format(o->promised, due);
    gen_put(w->work, "iiitiitin", o->id.v, o->id.v, INT64_C(1),
            arena_printf(w->tmp, "%s-F1", o->number), GEN_SITE, status, due, o->confirmed.ms,
            status == 1 ? NULL : arena_printf(w->tmp, "%d", (int)o->created_by_id.v));
    for (int i = 0; i < o->line_count; i++)
        if (o->lines[i].allocated.milli > 0)
            gen_put(w->work_line, "iiiii", o->id.v, o->lines[i].id.v, o->lines[i].item.v,
                    o->lines[i].allocated.milli, o->lines[i].picked.milli);
}

static void put_events(struct writer *w, const struct order *o)
{
    if (o->status == ORDER_DRAFT)
        return;
    gen_put(w->event, "iiit", o->id.v, o->placed.ms, o->created_by_id.v, "order.submit");
    if (o->confirmed.ms)
        gen_put(w->event, "iiit", o->id.v, o->confirmed.ms, o->created_by_id.v, "order.confirm");
    if (o->status == ORDER_CANCELED)
        gen_put(w->event, "iiit", o->id.v, o->ended.ms, o->created_by_id.v, "order.cancel");
}

/* --- one order -------------------------------------------------------------------------------- */

static void settle(struct writer *w, struct order *o)
{
    struct tax_rate rate = { 1, { 200000 }, TAX_STANDARD, "VAT 20%" };
    struct tax_rates rates = { .v = &rate, .n = 1 };
    struct err err = ERR_INIT;

    bench_must(order_total(o, &rates, w->tmp, &err), &err);
    for (int i = 0; i < o->line_count; i++) {
        o->open.milli += line_open(&o->lines[i]).milli;
        o->backordered.milli += line_backordered(&o->lines[i]).milli;
    }
    o->shown = order_shown(o);
    bench_must(order_is_sound(o, &err), &err);
}

static void count(struct writer *w, const struct order *o)
{
    w->shown[o->shown].orders++;
    w->shown[o->shown].minor += o->base_total_minor;
    if (o->placed.ms > 0) {
        int64_t ms = o->placed.ms - day_begin(0).ms;
        struct hour_sum *h = &w->hours[ms / GEN_DAY_MS][ms % GEN_DAY_MS / HOUR_MS];

        h->orders++;
        h->minor += o->base_total_minor;
    }
}

/* at: from 0, in order of time; the last ones are drafts and have no instant. */
static void make_order(struct writer *w, int at, int64_t placed_ms)
{
    char digits[20];
    struct order o = {
        .id = { at + 1 }, .number = "", .kind = 1, .status = ORDER_DRAFT, .currency = "GBP",
        .fx = { 1000000000 }, .tax_round = TAX_PER_RATE, .tax_zone_id = 1,
        .created = { placed_ms ? placed_ms : GEN_NOW_MS - (at % 300 + 1) * 60000 },
    };

    arena_reset(w->tmp);
    fill_customer(w, &o);
    fill_source(w, &o, at);
    fill_lines(w, &o);
    if (placed_ms) {
        snprintf(digits, sizeof digits, "%d", 1001 + at);
        o.number = arena_printf(w->tmp, "%s%c", digits, check_digit(digits));
        o.placed.ms = placed_ms;
        fill_course(w, &o);
    } else {
        o.channel.v = 1;
        o.external_id = o.customer_name = "";
    }
    settle(w, &o);
    put_order(w, &o);
    put_lines(w, &o);
    put_work(w, &o);
    put_events(w, &o);
    count(w, &o);
}

/* --- what is counted beside them -------------------------------------------------------------- */

static void put_counters(struct writer *w)
{
    sqlite3_stmt *shown =
        gen_insert(w->g->db, "order_count", "shown_status, orders, base_total_minor");
    sqlite3_stmt *hour =
        gen_insert(w->g->db, "metric_hour", "day_date, hour, orders, base_total_minor");

    for (int s = 1; s <= SHOWN_CONFIRMED; s++)
        if (w->shown[s].orders)
            gen_put(shown, "iii", (int64_t)s, w->shown[s].orders, w->shown[s].minor);
    for (int d = 0; d < DAYS; d++) {
        char day[DATE_TEXT_SIZE];

        date_format(stamp_to_date(day_begin(d)), day);
        for (int h = 0; h < 24; h++)
            if (w->hours[d][h].orders)
                gen_put(hour, "tiii", day, (int64_t)h, w->hours[d][h].orders, w->hours[d][h].minor);
    }
    sqlite3_finalize(shown);
    sqlite3_finalize(hour);
}

static void put_levels(struct writer *w)
{
    struct gen *g = w->g;
    int64_t site = GEN_SITE, before = GEN_NOW_MS - (RECENT_DAYS + 1) * GEN_DAY_MS;
    sqlite3_stmt *level = gen_insert(
        g->db, "stock_level", "item_id, site_id, on_hand_qty, allocated_qty, reorder_qty, bin");
    sqlite3_stmt *movement = gen_insert(g->db, "stock_movement", MOVEMENT_COLUMNS);

    for (int i = 0; i < g->items; i++) {
        const struct gen_item *it = &g->item[i];
        char bin[20];
        int64_t free = it->is_scarce ? 0 : gen_between(&g->rng, 5, 900) * QTY_PER_UNIT;
        int64_t on_hand = it->allocated_milli + free;

        snprintf(bin, sizeof bin, "%c-%02d-%02d", 'A' + i % 26, i / 26 % 60, i / 1560 % 12);
        gen_put(level, "iiiiit", (int64_t)i + 1, site, on_hand, it->allocated_milli,
                INT64_C(20) * QTY_PER_UNIT, bin);
        if (on_hand + it->shipped_milli > 0)
            gen_put(movement, "iiiiiiii", before, INT64_C(1), INT64_C(1), (int64_t)i + 1, site,
                    on_hand + it->shipped_milli, INT64_C(0), INT64_C(0));
    }
    sqlite3_finalize(level);
    sqlite3_finalize(movement);
}

void gen_make_orders(struct gen *g)
{
    struct writer *w = xcalloc(1, sizeof *w);
    int64_t *at = moments(g);

    w->g = g;
    w->tmp = arena_new();
    w->order = gen_insert(g->db, "sales_order", ORDER_COLUMNS);
    w->line = gen_insert(g->db, "order_line", LINE_COLUMNS);
    w->tax = gen_insert(g->db, "order_tax",
                        "order_id, category, rate_ppm, name, base_minor, tax_minor");
    w->hold =
        gen_insert(g->db, "order_hold", "order_id, kind, blocks, note, opened_by, opened_ms");
    w->event = gen_insert(g->db, "order_event", "order_id, at_ms, user_id, kind");
    w->allocation =
        gen_insert(g->db, "allocation", "order_line_id, item_id, site_id, qty, at_ms");
    w->movement = gen_insert(g->db, "stock_movement", MOVEMENT_COLUMNS);
    w->work = gen_insert(g->db, "fulfillment",
                         "id, order_id, seq, number, site_id, status, due_date, released_ms,"
                         " assigned_to");
    w->work_line = gen_insert(g->db, "fulfillment_line",
                              "fulfillment_id, order_line_id, item_id, qty, picked_qty");
    for (int i = 0; i < g->orders; i++)
        make_order(w, i, at[i]);
    for (int i = 0; i < DRAFTS; i++)
        make_order(w, g->orders + i, 0);
    put_counters(w);
    put_levels(w);
    sqlite3_stmt *const all[] = { w->order, w->line,       w->tax,     w->hold,
                                  w->event, w->allocation, w->movement,
                                  w->work,  w->work_line };
    for (size_t i = 0; i < OD_LEN(all); i++)
        sqlite3_finalize(all[i]);
    arena_free(w->tmp);
    free(w);
    free(at);
}
