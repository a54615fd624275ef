/*
 * Orders that the customer collects: where the goods come from and which tax applies, ready with a
 * code, handed over, taken back, nobody came.
 */
#include <string.h>

#include "base/id.h"
#include "domain/catalog/item.h"
#include "domain/desk/setting.h"
#include "domain/flow/arrival.h"
#include "domain/flow/backorder.h"
#include "domain/flow/change.h"
#include "domain/flow/fulfillment.h"
#include "domain/flow/pickup.h"
#include "domain/flow/shipment.h"
#include "domain/flow/source_steps.h"
#include "domain/flow/timer.h"
#include "domain/insight/audit.h"
#include "domain/insight/queue.h"
#include "domain/order/order_rules.h"
#include "domain/order/source.h"
#include "domain/stock/stock.h"
#include "support/testorder.h"
#include "unit/domain_suites.h"

#define DAY_MS INT64_C(86400000)

static struct testshop shop;
static struct err err;

static void set_up(void)
{
    struct site *leeds;
    struct site_id id;

    err_clear(&err);
    testshop_open(&shop);
    ck_ok(site_find(shop.desk, "LEEDS", shop.arena, &leeds, &err));
    leeds->can_pickup = true;
    ck_ok(site_save(shop.desk, leeds, &id, &err));
}

static void tear_down(void)
{
    struct audit audit;

    err_clear(&err);
    testdesk_be(shop.desk, ROLE_ADMIN);
    ck_ok(audit_run(shop.desk, AUDIT_FULL, shop.arena, &audit, &err));
    ck_assert_msg(audit.n == 0, "%s: %s", audit.n > 0 ? audit.v[0].record : "",
                  audit.n > 0 ? audit.v[0].words : "");
    testshop_close(&shop);
}

/* A draft that is collected at a site. */
static struct record_at draft_at(struct site_id site)
{
    const struct order_header header = { .pickup = &site };
    struct record_at at = testshop_draft(&shop);
    struct order *o;

    ck_ok(order_set_header(shop.desk, &at, &header, shop.arena, &o, &err));
    return at;
}

/* Confirmed: so many BRK-21, of which MAIN has 10 and LEEDS 30, to be collected at LEEDS. */
static struct order *order_of(int units)
{
    struct record_at at = draft_at(shop.leeds);
    struct order_taken taken;

    testshop_line(&shop, &at, shop.deny, units);
    ck_ok(order_take(shop.desk, at, true, shop.arena, &taken, &err));
    return testshop_load(&shop, at.id);
}

static struct fulfillment *first_of(const struct order *o)
{
    struct fulfillment_rows rows;
    struct fulfillment *f;

    ck_ok(fulfillments_of_order(shop.desk, o->id, shop.arena, &rows, &err));
    ck_assert_int_ge(rows.n, 1);
    ck_ok(fulfillment_load(shop.desk, rows.v[0].id, shop.arena, &f, &err));
    return f;
}

static bool step(const struct fulfillment *f, const char *action, const char *name,
                 const char *value)
{
    const struct action_value v = { name, value };
    const struct action_values values = { &v, name ? 1 : 0 };

    err_clear(&err);
    return act(shop.desk, &fulfillment_document, (struct record_at){ .id = f->id }, action,
               &values, &err);
}

/* Picked, packed and ready. */
static struct fulfillment *ready_of(const struct order *o)
{
    struct fulfillment *f;

    ck_ok(testshop_act(&shop, o, "release", NULL, NULL, &err));
    f = first_of(o);
    ck_ok(step(f, "pick", NULL, NULL));
    ck_ok(step(f, "pack", NULL, NULL));
    ck_ok(step(f, "ready", NULL, NULL));
    return first_of(o);
}

START_TEST(goods_come_from_the_counter_alone)
{
    struct order *o = order_of(5);
    struct fulfillment *f;

    ck_assert_int_eq(o->site.v, shop.leeds.v);
    ck_assert_int_eq(o->ship_address.v, 0);
    ck_ok(testshop_act(&shop, o, "release", NULL, NULL, &err));
    f = first_of(o);
    ck_assert_int_eq(f->site.v, shop.leeds.v);
    ck_assert_int_eq(f->kind, FULFILLMENT_PICKUP);
}
END_TEST

START_TEST(what_the_counter_lacks_is_not_sent_from_elsewhere)
{
    struct record_at at = draft_at(shop.leeds);
    struct order_taken taken;
    struct order *o;

    testshop_line(&shop, &at, shop.bracket, 5); /* 40 at MAIN, none at LEEDS */
    ck_ok(order_take(shop.desk, at, true, shop.arena, &taken, &err));
    o = testshop_load(&shop, at.id);
    ck_assert_int_eq(o->lines[0].allocated.milli, 0);
}
END_TEST

/* The transfers that are open or under way, newest first. */
static struct stock_docs open_transfers(void)
{
    struct stock_docs docs;

    ck_ok(stock_docs_load(shop.desk, DOC_TRANSFER, true, 0, 10, shop.arena, &docs, &err));
    return docs;
}

START_TEST(what_the_counter_lacks_and_another_site_has_is_fetched_for_the_line)
{
    struct order *o = order_of(35); /* BRK-21 is not sold on backorder; 30 are there */
    struct stock_docs docs = open_transfers();
    struct stock_doc *doc;
    struct record_at at;

    ck_assert_int_eq(o->lines[0].allocated.milli, 30000);
    ck_assert_int_eq(docs.n, 1);
    ck_ok(stock_doc_load(shop.desk, docs.v[0].id, shop.arena, &doc, &err));
    ck_assert_int_eq(doc->status, DOC_OPEN);
    ck_assert_int_eq(doc->site.v, shop.main.v);
    ck_assert_int_eq(doc->to_site.v, shop.leeds.v);
    ck_assert_str_eq(doc->ref, o->number);
    ck_assert_int_eq(doc->lines[0].qty.milli, 5000);
    ck_assert_int_eq(doc->lines[0].for_line.v, o->lines[0].id.v);
    ck_assert(date_is_set(doc->due));
    ck_assert_int_eq(date_cmp(o->promised, doc->due), 0);
    at = (struct record_at){ .id = doc->id };
    ck_ok(transfer_send(shop.desk, at, &err));
    ck_ok(transfer_receive(shop.desk, at, NULL, 0, &err));
    ck_assert_int_eq(testshop_load(&shop, o->id.v)->lines[0].allocated.milli, 35000);
}
END_TEST

START_TEST(what_is_to_be_fetched_is_not_fetched_for_the_next_one_too)
{
    struct record_at at;
    struct order_taken taken;

    order_of(36); /* 6 of the 10 at MAIN */
    at = draft_at(shop.leeds);
    testshop_line(&shop, &at, shop.deny, 5);
    ck_refused(order_take(shop.desk, at, true, shop.arena, &taken, &err), ERR_STATE);
    ck_assert_int_eq(open_transfers().n, 1);
    at = draft_at(shop.leeds);
    testshop_line(&shop, &at, shop.deny, 4);
    ck_ok(order_take(shop.desk, at, true, shop.arena, &taken, &err));
    ck_assert_int_eq(open_transfers().n, 2);
}
END_TEST

START_TEST(an_order_that_is_canceled_gives_up_what_was_not_sent)
{
    struct order *gone = order_of(33), *stays;
    struct stock_docs docs;

    ck_assert_int_eq(open_transfers().n, 1);
    stays = order_of(2);
    ck_ok(testshop_act(&shop, gone, "cancel", "reason", "customer", &err));
    docs = open_transfers();
    ck_assert_int_eq(docs.n, 1);
    ck_assert_str_eq(docs.v[0].ref, stays->number);
}
END_TEST

START_TEST(an_order_that_is_sent_after_all_gives_up_what_was_not_sent_to_its_counter)
{
    struct order *o = order_of(33);
    struct order_change c = { .order = o->id, .base_version = o->version };
    struct change_preview done;

    ck_assert_int_eq(open_transfers().n, 1);
    c.header.has_pickup = true;
    ck_ok(change_apply(shop.desk, &c, shop.arena, &done, &err));
    ck_assert_int_eq(testshop_load(&shop, o->id.v)->pickup.v, 0);
    ck_assert_int_eq(open_transfers().n, 0);
}
END_TEST

static int64_t fetched(void)
{
    return testshop_number(shop.desk, "SELECT COALESCE(SUM(l.qty), 0) FROM stock_doc d"
                                      " JOIN stock_doc_line l ON l.doc_id = d.id"
                                      " WHERE d.kind = 3 AND d.status = 1");
}

static bool cancel_of(const struct order *o, const char *line, const char *qty)
{
    const struct action_value v[] = { { "line", line }, { "qty", qty }, { "reason", "customer" } };
    const struct action_values values = { v, 3 };

    return act(shop.desk, &order_document, (struct record_at){ .id = o->id.v }, "cancel_line",
               &values, &err);
}

static bool change_qty(const struct order *o, int line_no, int units)
{
    struct change_line line = { .line_no = line_no, .has_qty = true,
                                .in.qty = { units * QTY_PER_UNIT } };
    struct order_change c = { .order = o->id, .base_version = o->version, .lines = { &line, 1 } };
    struct change_preview done;

    err_clear(&err);
    return change_apply(shop.desk, &c, shop.arena, &done, &err);
}

START_TEST(a_line_that_is_canceled_gives_up_its_transfer_and_no_other)
{
    struct record_at at = draft_at(shop.leeds);
    struct order_taken taken;
    struct order *o;

    testshop_line(&shop, &at, shop.deny, 36);   /* 30 at LEEDS, 6 of 10 from MAIN */
    testshop_line(&shop, &at, shop.bracket, 4); /* none at LEEDS, 40 at MAIN */
    ck_ok(order_take(shop.desk, at, true, shop.arena, &taken, &err));
    o = testshop_load(&shop, at.id);
    ck_assert_int_eq(fetched(), 10000);

    ck_ok(cancel_of(o, "1", "2")); /* less of it comes */
    ck_assert_int_eq(fetched(), 8000);
    ck_assert_int_eq(open_transfers().n, 2);
    ck_ok(cancel_of(o, "1", "5")); /* what lies at LEEDS is enough */
    ck_assert_int_eq(fetched(), 4000);
    ck_assert_int_eq(open_transfers().n, 1);
    ck_assert_int_eq(testshop_load(&shop, at.id)->lines[0].allocated.milli, 29000);
}
END_TEST

static void receive(int units)
{
    ck_ok(stock_receive(shop.desk, shop.deny, shop.leeds, (struct qty){ units * QTY_PER_UNIT },
                        NULL, &err));
}

START_TEST(goods_that_come_to_the_counter_otherwise_are_not_fetched_any_more)
{
    struct order *o = order_of(38); /* 8 from MAIN */
    struct backorder_filled filled;
    struct qty got;

    receive(2);
    ck_ok(testshop_act(&shop, o, "allocate", NULL, NULL, &err));
    ck_assert_int_eq(fetched(), 6000);
    receive(1);
    ck_ok(backorder_give(shop.desk, o->lines[0].id, (struct qty){ QTY_PER_UNIT }, &got, &err));
    ck_assert_int_eq(fetched(), 5000);
    receive(1);
    ck_ok(testshop_act(&shop, testshop_load(&shop, o->id.v), "reroute", NULL, NULL, &err));
    ck_assert_int_eq(fetched(), 4000);
    receive(9);
    ck_ok(backorders_fill(shop.desk, &(struct backorder_filter){ 0 }, &filled, &err));
    ck_assert_int_eq(open_transfers().n, 0);
    ck_assert_int_eq(testshop_load(&shop, o->id.v)->lines[0].allocated.milli, 38000);
}
END_TEST

/* What is brought for the first line of an order. */
static int64_t fetched_for(const struct order *o)
{
    return testshop_number(
        shop.desk, arena_printf(shop.arena,
                                "SELECT COALESCE(SUM(t.qty), 0) FROM stock_doc_line t"
                                " JOIN stock_doc d ON d.id = t.doc_id"
                                " WHERE d.status = 1 AND t.for_line_id = %lld",
                                (long long)o->lines[0].id.v));
}

START_TEST(goods_of_another_order_at_the_counter_are_not_fetched_any_more)
{
    struct order *gives = order_of(2), *gets = order_of(35); /* 7 from MAIN */
    struct reallocation in = { .from = gives->lines[0].id,
                               .to = gets->lines[0].id,
                               .qty = { 2 * QTY_PER_UNIT } };
    struct qty moved;

    ck_assert_int_eq(fetched_for(gets), 7000);
    ck_ok(reason_find(shop.desk, "reallocate", "priority", &in.reason, &err));
    ck_ok(order_reallocate(shop.desk, &in, &moved, &err));
    ck_assert_int_eq(fetched_for(gets), 5000);
}
END_TEST

START_TEST(who_gives_goods_of_the_counter_away_is_brought_others)
{
    struct order *gives = order_of(20), *gets = order_of(15); /* 5 of the 10 at MAIN */
    struct reallocation in = { .from = gives->lines[0].id,
                               .to = gets->lines[0].id,
                               .qty = { 3 * QTY_PER_UNIT } };
    struct qty moved;

    ck_assert_int_eq(fetched_for(gives), 0);
    ck_assert_int_eq(fetched_for(gets), 5000);
    ck_ok(reason_find(shop.desk, "reallocate", "priority", &in.reason, &err));
    ck_ok(order_reallocate(shop.desk, &in, &moved, &err));
    ck_assert_int_eq(fetched_for(gives), 3000);
    ck_assert_int_eq(fetched_for(gets), 2000);
    ck_assert(date_is_set(testshop_load(&shop, gives->id.v)->promised));
}
END_TEST

START_TEST(what_is_under_way_for_a_line_stays_so)
{
    struct order *o = order_of(35);
    struct record_at at = { .id = open_transfers().v[0].id };

    ck_ok(transfer_send(shop.desk, at, &err));
    ck_ok(cancel_of(o, "1", "3"));
    ck_assert_int_eq(open_transfers().n, 1);
    ck_ok(transfer_receive(shop.desk, at, NULL, 0, &err));
    ck_assert_int_eq(testshop_load(&shop, o->id.v)->lines[0].allocated.milli, 32000);
}
END_TEST

START_TEST(a_change_fetches_more_or_less_of_what_is_collected)
{
    struct order *o = order_of(33);

    ck_ok(change_qty(o, 1, 37));
    ck_assert_int_eq(fetched(), 7000);
    ck_assert_int_eq(open_transfers().n, 2); /* what was asked for before stands */
    o = testshop_load(&shop, o->id.v);
    ck_refused(change_qty(o, 1, 41), ERR_STATE); /* 40 are there in all; it may not wait */
    ck_assert_int_eq(fetched(), 7000);
    ck_ok(change_qty(testshop_load(&shop, o->id.v), 1, 32));
    ck_assert_int_eq(fetched(), 2000);
    ck_ok(change_qty(testshop_load(&shop, o->id.v), 1, 20));
    ck_assert_int_eq(open_transfers().n, 0);
}
END_TEST

START_TEST(an_order_that_is_to_be_collected_after_all_is_fetched_to_its_counter)
{
    struct order *o = testshop_order(&shop, shop.bracket, 3, true); /* at MAIN alone */
    struct order_change c = { .order = o->id, .base_version = o->version };
    struct change_preview done;

    c.header.has_pickup = true;
    c.header.pickup = shop.leeds;
    ck_ok(change_apply(shop.desk, &c, shop.arena, &done, &err));
    ck_assert_int_eq(fetched(), 3000);
    ck_assert_int_eq(testshop_load(&shop, o->id.v)->lines[0].allocated.milli, 0);
}
END_TEST

/* How often the timeline says that it was put on hold. */
static int64_t held_events(const struct order *o)
{
    return testshop_number(
        shop.desk, arena_printf(shop.arena,
                                "SELECT COUNT(*) FROM order_event WHERE order_id = %lld"
                                " AND kind = 'order.hold_data'",
                                (long long)o->id.v));
}

START_TEST(a_counter_that_closes_hands_over_what_is_picked_and_holds_the_rest)
{
    struct order *ready = order_of(5), *waits;
    struct site_closed closed;

    ready_of(ready);
    waits = order_of(28); /* 25 at LEEDS, 3 from MAIN */
    ck_assert_int_eq(fetched(), 3000);
    ck_ok(site_close(shop.desk, shop.leeds, shop.arena, &closed, &err));
    ck_assert_int_eq(closed.n, 2);
    ck_assert_int_eq(closed.moved, 0);
    for (int i = 0; i < closed.n; i++)
        ck_assert_ptr_nonnull(strstr(closed.v[i].words, closed.v[i].order.v == ready->id.v
                                                            ? "handed over"
                                                            : "on hold"));
    ck_ok(step(first_of(ready), "collect", "code", first_of(ready)->pickup_code));

    ck_assert_int_eq(fetched(), 0);
    waits = testshop_load(&shop, waits->id.v);
    ck_assert_int_eq(waits->pickup.v, shop.leeds.v);
    ck_assert_int_eq(waits->hold_count, 1);
    ck_assert_int_eq(waits->holds[0].kind, HOLD_DATA);
    ck_assert_int_eq(held_events(waits), 1);
    ck_ok(site_close(shop.desk, shop.leeds, shop.arena, &closed, &err)); /* again does no harm */
    ck_assert_int_eq(testshop_load(&shop, waits->id.v)->hold_count, 1);
    ck_assert_int_eq(held_events(waits), 1);
}
END_TEST

/* Whoever answers the old question must see the new one, and nobody picks meanwhile. */
START_TEST(a_counter_that_closes_stops_an_order_that_waits_for_an_answer_already)
{
    struct order *o = order_of(28);
    struct site_closed closed;

    ck_ok(testshop_act(&shop, o, "hold_data", "note", "Which size?", &err));
    for (int times = 1; times <= 2; times++) { /* again does no harm */
        ck_ok(site_close(shop.desk, shop.leeds, shop.arena, &closed, &err));
        o = testshop_load(&shop, o->id.v);
        ck_assert_int_eq(o->hold_count, 1);
        ck_assert_ptr_nonnull(strstr(o->holds[0].note, "Which size? LEEDS, where"));
        ck_assert_ptr_null(strstr(strstr(o->holds[0].note, "LEEDS") + 1, "LEEDS"));
        ck_assert_int_ne(o->holds[0].blocks & BLOCK_PICK, 0);
        ck_assert_uint_ne(o->hold_blocks & BLOCK_PICK, 0);
        ck_assert_int_eq(held_events(o), 2);
    }
}
END_TEST

START_TEST(a_line_cannot_come_from_another_site)
{
    struct record_at at = draft_at(shop.leeds);
    struct line_input in = {
        .item = shop.deny, .qty = { QTY_PER_UNIT }, .has_site = true, .site = shop.main
    };
    struct order *o;

    ck_assert(!order_put_line(shop.desk, &at, 0, &in, shop.arena, &o, &err));
    ck_assert_int_eq(err.code, ERR_INVALID);
    ck_assert_str_eq(err.field, "site");
}
END_TEST

START_TEST(nothing_is_collected_where_no_counter_is)
{
    struct record_at at = testshop_draft(&shop);
    const struct order_header header = { .pickup = &shop.leeds };
    struct site *site;
    struct site_id id;
    struct order *o;

    ck_ok(site_find(shop.desk, "LEEDS", shop.arena, &site, &err));
    site->can_pickup = false;
    ck_ok(site_save(shop.desk, site, &id, &err));
    ck_assert(!order_set_header(shop.desk, &at, &header, shop.arena, &o, &err));
    ck_assert_int_eq(err.code, ERR_INVALID);
    ck_assert_str_eq(err.field, "pickup");
}
END_TEST

START_TEST(it_is_sent_again_when_an_address_is_chosen_or_no_counter)
{
    struct record_at at = draft_at(shop.leeds);
    const struct site_id none = { 0 };
    const struct order_header send = { .pickup = &none };
    struct order *o;

    ck_ok(order_set_header(shop.desk, &at, &send, shop.arena, &o, &err));
    ck_assert_int_eq(o->pickup.v, 0);
    ck_assert_int_ne(o->ship_address.v, 0);
}
END_TEST

START_TEST(ready_only_after_it_is_packed_and_collected_only_at_the_hand_over)
{
    struct order *o = order_of(5);
    struct fulfillment *f;
    int64_t before = testshop_number(shop.desk, "SELECT COUNT(*) FROM outbox"
                                                " WHERE topic = 'pickup.ready'");

    ck_ok(testshop_act(&shop, o, "release", NULL, NULL, &err));
    f = first_of(o);
    ck_ok(step(f, "pick", NULL, NULL));
    ck_assert(!step(f, "ready", NULL, NULL));
    ck_assert_int_eq(err.code, ERR_STATE);
    ck_ok(step(f, "pack", NULL, NULL));
    ck_assert(!step(f, "ship", NULL, NULL));
    ck_assert_int_eq(err.code, ERR_STATE);
    ck_ok(step(f, "ready", NULL, NULL));
    f = first_of(o);
    ck_assert_int_eq(f->status, FULFILLMENT_READY);
    ck_assert_uint_eq(strlen(f->pickup_code), 6);
    ck_assert(check_digit_ok(f->pickup_code));
    ck_assert_int_eq(date_cmp(f->pickup_until, date_add_days(desk_today(shop.desk), 7)), 0);
    ck_assert_int_eq(testshop_number(shop.desk, "SELECT COUNT(*) FROM outbox"
                                                " WHERE topic = 'pickup.ready'"),
                     before + 1);
    o = testshop_load(&shop, o->id.v);
    ck_assert_int_eq(o->lines[0].shipped.milli, 0);
    ck_assert_int_eq(o->open_fulfillments, 1);
}
END_TEST

START_TEST(the_code_hands_it_over_shipped_and_delivered_at_once)
{
    struct order *o = order_of(5);
    struct fulfillment *f = ready_of(o);
    struct shipments ships;

    ck_ok(step(f, "collect", "code",
               arena_printf(shop.arena, "%.3s %s", f->pickup_code, f->pickup_code + 3)));
    ck_assert_int_eq(first_of(o)->status, FULFILLMENT_COLLECTED);
    o = testshop_load(&shop, o->id.v);
    ck_assert_int_eq(o->lines[0].shipped.milli, 5 * QTY_PER_UNIT);
    ck_assert_int_eq(o->lines[0].delivered.milli, 5 * QTY_PER_UNIT);
    ck_assert_int_eq(o->lines[0].allocated.milli, 0);
    ck_assert_int_eq(o->shown, SHOWN_DELIVERED);
    ck_ok(shipments_of_order(shop.desk, o->id, shop.arena, &ships, &err));
    ck_assert_int_eq(ships.n, 1);
    ck_assert_int_eq(ships.v[0].status, SHIPMENT_DELIVERED);
    ck_assert_int_eq(ships.v[0].manifest, 0);
}
END_TEST

START_TEST(a_wrong_code_hands_nothing_over)
{
    struct fulfillment *f = ready_of(order_of(5));
    char *code = arena_strdup(shop.arena, f->pickup_code);

    code[2] = code[2] == '9' ? '0' : (char)(code[2] + 1); /* heard wrong */
    ck_assert(!step(f, "collect", "code", code));
    ck_assert_int_eq(err.code, ERR_INVALID);
    ck_assert_str_eq(err.field, "code");
    code[5] = '\0';
    code[5] = check_digit(code); /* another one's */
    ck_assert(!step(f, "collect", "code", code));
    ck_assert_int_eq(err.code, ERR_INVALID);
    ck_assert(!step(f, "collect", NULL, NULL));
    ck_assert_int_eq(err.code, ERR_INVALID);
    ck_ok(step(f, "collect", "id", "driving license, M. Scott"));
}
END_TEST

START_TEST(what_was_handed_over_by_mistake_is_taken_back_on_the_day)
{
    struct order *o = order_of(5);
    struct fulfillment *f = ready_of(o);
    char *code = arena_strdup(shop.arena, f->pickup_code);

    ck_ok(step(f, "collect", "code", code));
    ck_ok(step(f, "uncollect", NULL, NULL));
    f = first_of(o);
    ck_assert_int_eq(f->status, FULFILLMENT_READY);
    ck_assert_str_eq(f->pickup_code, code);
    o = testshop_load(&shop, o->id.v);
    ck_assert_int_eq(o->lines[0].delivered.milli, 0);
    ck_assert_int_eq(o->lines[0].shipped.milli, 0);
    ck_assert_int_eq(o->lines[0].allocated.milli, 5 * QTY_PER_UNIT);
    ck_ok(step(f, "collect", "code", code));
    testdesk_wait(shop.desk, DAY_MS);
    ck_assert(!step(f, "uncollect", NULL, NULL));
    ck_assert_int_eq(err.code, ERR_STATE);
}
END_TEST

START_TEST(what_was_collected_is_not_under_way_again)
{
    struct order *o = order_of(5);
    struct fulfillment *f = ready_of(o);
    struct shipments ships;

    ck_ok(step(f, "collect", "id", "known"));
    ck_ok(shipments_of_order(shop.desk, o->id, shop.arena, &ships, &err));
    ck_assert(!act(shop.desk, &shipment_document, (struct record_at){ .id = ships.v[0].id },
                   "reopen", NULL, &err));
    ck_assert_int_eq(err.code, ERR_STATE);
}
END_TEST

START_TEST(what_was_picked_too_much_is_given_back_when_nobody_comes)
{
    const struct action_value much[] = { { "item", "BRK-21" }, { "qty", "6" } };
    const struct action_values pick = { much, 2 };
    struct fulfillment *f;
    struct item *item;
    struct order *o;

    ck_ok(item_load(shop.desk, shop.deny, shop.arena, &item, &err));
    item->tolerance.over = (struct tolerance){ true, 200000 };
    ck_ok(item_save(shop.desk, item, NULL, NULL, &item->id, &err));
    o = order_of(5);
    ck_ok(testshop_act(&shop, o, "release", NULL, NULL, &err));
    f = first_of(o);
    ck_ok(act(shop.desk, &fulfillment_document, (struct record_at){ .id = f->id }, "pick", &pick,
              &err));
    ck_assert_int_eq(testshop_load(&shop, o->id.v)->lines[0].over.milli, 1000);
    ck_ok(step(f, "pack", NULL, NULL));
    ck_ok(step(f, "ready", NULL, NULL));
    ck_ok(step(f, "no_show", NULL, NULL));
    o = testshop_load(&shop, o->id.v);
    ck_assert_int_eq(o->lines[0].over.milli, 0);
    ck_assert_int_eq(o->lines[0].ordered.milli, 5000);
    ck_assert_int_eq(o->lines[0].allocated.milli, 5000);
}
END_TEST

static int64_t to_put_away(void)
{
    return testshop_number(shop.desk, "SELECT COUNT(*) FROM put_away WHERE done_ms = 0");
}

START_TEST(work_that_is_canceled_has_one_task_for_its_goods)
{
    struct order *o = order_of(5);
    struct fulfillment *f = ready_of(o);
    struct pickup_rows rows;

    ck_ok(step(f, "cancel", "reason", "other"));
    ck_assert_int_eq(to_put_away(), 0); /* it stands at the counter */
    ck_ok(pickup_list(shop.desk, (struct site_id){ 0 }, 10, shop.arena, &rows, &err));
    ck_assert_int_eq(rows.n, 1);
    ck_ok(step(f, "put_away", NULL, NULL));
    ck_ok(pickup_list(shop.desk, (struct site_id){ 0 }, 10, shop.arena, &rows, &err));
    ck_assert_int_eq(rows.n, 0);
}
END_TEST

START_TEST(nobody_came_leaves_the_stock_with_the_order_and_a_put_back)
{
    struct order *o = order_of(5);
    struct fulfillment *f = ready_of(o);
    struct pickup_rows rows;

    ck_ok(step(f, "no_show", NULL, NULL));
    o = testshop_load(&shop, o->id.v);
    ck_assert_int_eq(o->lines[0].allocated.milli, 5 * QTY_PER_UNIT);
    ck_assert_int_eq(o->lines[0].picked.milli, 0);
    ck_ok(pickup_list(shop.desk, (struct site_id){ 0 }, 10, shop.arena, &rows, &err));
    ck_assert_int_eq(rows.n, 1);
    ck_assert_int_eq(rows.v[0].status, FULFILLMENT_CANCELED);
    ck_ok(step(f, "put_away", NULL, NULL));
    ck_ok(pickup_list(shop.desk, (struct site_id){ 0 }, 10, shop.arena, &rows, &err));
    ck_assert_int_eq(rows.n, 0);
    ck_assert(!step(f, "put_away", NULL, NULL));
    ck_assert_int_eq(err.code, ERR_STATE);
    o = testshop_load(&shop, o->id.v);
    ck_ok(testshop_act(&shop, o, "release", NULL, NULL, &err)); /* it may be prepared again */
}
END_TEST

START_TEST(it_is_kept_through_its_last_day_and_not_longer)
{
    struct order *o = order_of(5);
    struct timers_done done;

    (void)ready_of(o);
    testdesk_wait(shop.desk, 7 * DAY_MS);
    ck_ok(timers_run(shop.desk, &done, &err));
    ck_assert_int_eq(done.pickups, 0);
    ck_assert_int_eq(first_of(o)->status, FULFILLMENT_READY);
    testdesk_wait(shop.desk, DAY_MS);
    ck_ok(timers_run(shop.desk, &done, &err));
    ck_assert_int_eq(done.pickups, 1);
    ck_assert_int_eq(first_of(o)->status, FULFILLMENT_CANCELED);
    ck_assert(first_of(o)->is_to_put_back);
}
END_TEST

START_TEST(a_code_or_a_number_finds_it)
{
    struct order *o = order_of(5);
    struct fulfillment *f = ready_of(o);
    char *wrong = arena_strdup(shop.arena, f->pickup_code);
    int64_t id = 0;

    ck_ok(pickup_find(shop.desk, f->pickup_code, &id, &err));
    ck_assert_int_eq(id, f->id);
    ck_ok(pickup_find(shop.desk, o->number, &id, &err));
    ck_assert_int_eq(id, f->id);
    wrong[1] = wrong[1] == '9' ? '0' : (char)(wrong[1] + 1);
    ck_assert(!pickup_find(shop.desk, wrong, &id, &err));
    ck_assert_int_eq(err.code, ERR_INVALID);
    ck_assert(!pickup_find(shop.desk, "nobody", &id, &err));
    ck_assert_int_eq(err.code, ERR_NOT_FOUND);
}
END_TEST

START_TEST(the_card_says_where_until_when_and_the_code)
{
    struct order *o = order_of(5);
    struct fulfillment *f = ready_of(o);
    const char *words;

    ck_ok(order_card(shop.desk, testshop_load(&shop, o->id.v), shop.arena, &words, &err));
    ck_assert_ptr_nonnull(strstr(words, "LEEDS"));
    ck_assert_ptr_nonnull(strstr(words, f->pickup_code + 3));
}
END_TEST

START_TEST(the_dashboard_counts_it_and_the_work_list_does_not)
{
    struct fulfillment_filter open = { 0 }, ready = { .status = FULFILLMENT_READY };
    struct fulfillment_rows rows;
    struct queues queues;

    (void)ready_of(order_of(5));
    ck_ok(queues_load(shop.desk, shop.arena, &queues, &err));
    for (int i = 0; i < queues.n; i++) {
        if (strcmp(queues.v[i].name, "pickups") == 0)
            ck_assert_int_eq(queues.v[i].count, 1);
        if (strcmp(queues.v[i].name, "to_pick") == 0)
            ck_assert_int_eq(queues.v[i].count, 0);
    }
    ck_ok(fulfillment_queue(shop.desk, &open, 10, shop.arena, &rows, &err));
    ck_assert_int_eq(rows.n, 0);
    ck_ok(fulfillment_queue(shop.desk, &ready, 10, shop.arena, &rows, &err));
    ck_assert_int_eq(rows.n, 1);
}
END_TEST

START_TEST(what_is_ready_cannot_be_canceled_from_the_order)
{
    struct order *o = order_of(5);

    (void)ready_of(o);
    (void)testshop_act(&shop, testshop_load(&shop, o->id.v), "cancel", "reason", "other", &err);
    o = testshop_load(&shop, o->id.v);
    ck_assert_int_eq(o->lines[0].picked.milli, 5 * QTY_PER_UNIT);
    ck_assert_int_eq(first_of(o)->status, FULFILLMENT_READY);
}
END_TEST

START_TEST(a_change_brings_it_to_the_counter_and_its_stock_there)
{
    struct order *o = testshop_order(&shop, shop.deny, 5, true); /* from MAIN */
    struct order_change c = { .order = o->id, .base_version = o->version };
    struct change_preview done;
    struct order *now;

    ck_assert_int_eq(o->lines[0].allocated.milli, 5 * QTY_PER_UNIT);
    c.header.has_pickup = true;
    c.header.pickup = shop.leeds;
    ck_ok(change_apply(shop.desk, &c, shop.arena, &done, &err));
    now = testshop_load(&shop, o->id.v);
    ck_assert_int_eq(now->pickup.v, shop.leeds.v);
    ck_assert_int_eq(now->lines[0].allocated.milli, 5 * QTY_PER_UNIT);
    ck_assert_int_eq(testshop_number(shop.desk, "SELECT COUNT(*) FROM allocation a"
                                                " JOIN site s ON s.id = a.site_id"
                                                " WHERE s.code = 'MAIN'"),
                     0);
}
END_TEST

Suite *pickup_suite(void)
{
    Suite *s = suite_create("pickup");
    TCase *tc = tcase_create("pickup");

    tcase_add_checked_fixture(tc, set_up, tear_down);
    tcase_add_test(tc, goods_come_from_the_counter_alone);
    tcase_add_test(tc, what_the_counter_lacks_is_not_sent_from_elsewhere);
    tcase_add_test(tc, what_the_counter_lacks_and_another_site_has_is_fetched_for_the_line);
    tcase_add_test(tc, what_is_to_be_fetched_is_not_fetched_for_the_next_one_too);
    tcase_add_test(tc, an_order_that_is_canceled_gives_up_what_was_not_sent);
    tcase_add_test(tc, an_order_that_is_sent_after_all_gives_up_what_was_not_sent_to_its_counter);
    tcase_add_test(tc, a_line_that_is_canceled_gives_up_its_transfer_and_no_other);
    tcase_add_test(tc, a_counter_that_closes_hands_over_what_is_picked_and_holds_the_rest);
    tcase_add_test(tc, who_gives_goods_of_the_counter_away_is_brought_others);
    tcase_add_test(tc, what_is_under_way_for_a_line_stays_so);
    tcase_add_test(tc, goods_that_come_to_the_counter_otherwise_are_not_fetched_any_more);
    tcase_add_test(tc, goods_of_another_order_at_the_counter_are_not_fetched_any_more);
    tcase_add_test(tc, a_change_fetches_more_or_less_of_what_is_collected);
    tcase_add_test(tc, an_order_that_is_to_be_collected_after_all_is_fetched_to_its_counter);
    tcase_add_test(tc, a_line_that_is_canceled_gives_up_its_transfer_and_no_other);
    tcase_add_test(tc, a_counter_that_closes_hands_over_what_is_picked_and_holds_the_rest);
    tcase_add_test(tc, what_is_under_way_for_a_line_stays_so);
    tcase_add_test(tc, a_change_fetches_more_or_less_of_what_is_collected);
    tcase_add_test(tc, an_order_that_is_to_be_collected_after_all_is_fetched_to_its_counter);
    tcase_add_test(tc, a_counter_that_closes_stops_an_order_that_waits_for_an_answer_already);
    tcase_add_test(tc, a_line_cannot_come_from_another_site);
    tcase_add_test(tc, nothing_is_collected_where_no_counter_is);
    tcase_add_test(tc, it_is_sent_again_when_an_address_is_chosen_or_no_counter);
    tcase_add_test(tc, ready_only_after_it_is_packed_and_collected_only_at_the_hand_over);
    tcase_add_test(tc, the_code_hands_it_over_shipped_and_delivered_at_once);
    tcase_add_test(tc, a_wrong_code_hands_nothing_over);
    tcase_add_test(tc, what_was_handed_over_by_mistake_is_taken_back_on_the_day);
    tcase_add_test(tc, what_was_collected_is_not_under_way_again);
    tcase_add_test(tc, what_was_picked_too_much_is_given_back_when_nobody_comes);
    tcase_add_test(tc, work_that_is_canceled_has_one_task_for_its_goods);
    tcase_add_test(tc, nobody_came_leaves_the_stock_with_the_order_and_a_put_back);
    tcase_add_test(tc, it_is_kept_through_its_last_day_and_not_longer);
    tcase_add_test(tc, a_code_or_a_number_finds_it);
    tcase_add_test(tc, the_card_says_where_until_when_and_the_code);
    tcase_add_test(tc, the_dashboard_counts_it_and_the_work_list_does_not);
    tcase_add_test(tc, what_is_ready_cannot_be_canceled_from_the_order);
    tcase_add_test(tc, a_change_brings_it_to_the_counter_and_its_stock_there);
    suite_add_tcase(s, tc);
    return s;
}
