/*
 * Receipts, counts, transfers, and what is set aside.
 */
#include <string.h>

#include "domain/desk/setting.h"
#include "domain/flow/arrival.h"
#include "domain/flow/backorder.h"
#include "domain/flow/fulfillment.h"
#include "domain/insight/audit.h"
#include "domain/insight/report.h"
#include "domain/insight/stock_report.h"
#include "domain/stock/doc.h"
#include "domain/stock/stock.h"
#include "store/store.h"
#include "support/testorder.h"
#include "support/teststock.h"
#include "unit/domain_suites.h"

static struct testshop shop;
static struct err err;

static void set_up(void)
{
    err_clear(&err);
    testshop_open(&shop);
}

static void tear_down(void)
{
    struct audit audit;

    /* Whatever a test did, the books add up. */
    testdesk_sign_in(shop.desk, "anna");
    ck_ok(audit_run(shop.desk, AUDIT_FULL, shop.arena, &audit, &err));
    if (audit.n > 0)
        ck_abort_msg("%s: %s %s", audit.v[0].check, audit.v[0].record, audit.v[0].words);
    testshop_close(&shop);
}

static struct stock_level level(struct item_id item, struct site_id site)
{
    return teststock_level(shop.desk, item, site, (struct order_id){ 0 });
}

static struct reason_id reason(const char *code)
{
    struct reason_id id = { 0 };

    ck_ok(reason_find(shop.desk, "stock", code, &id, &err));
    return id;
}

static int64_t make(enum stock_doc_kind kind, struct site_id site, struct site_id to)
{
    const struct stock_doc_new in = { .kind = kind, .site = site, .to_site = to, .ref = "DN 7" };
    int64_t id = 0;

    ck_ok(stock_doc_create(shop.desk, &in, NULL, &id, &err));
    return id;
}

static bool put(int64_t id, struct item_id item, int64_t n)
{
    const struct stock_doc_put in = { .item = item, .qty = units(n) };

    err_clear(&err);
    return stock_doc_put_line(shop.desk, id, &in, &err);
}

static bool scan(int64_t id, struct item_id item)
{
    const struct stock_doc_put in = { .item = item, .qty = units(1), .is_more = true };

    return stock_doc_put_line(shop.desk, id, &in, &err);
}

static struct stock_doc *load(int64_t id)
{
    struct stock_doc *doc;

    ck_ok(stock_doc_load(shop.desk, id, shop.arena, &doc, &err));
    return doc;
}

static struct record_at at(int64_t id)
{
    return (struct record_at){ id, load(id)->version };
}

/* --- receipts --------------------------------------------------------------------------------- */

START_TEST(a_receipt_is_scanned_and_booked_whole)
{
    int64_t id = make(DOC_RECEIPT, shop.main, shop.main);
    struct stock_movements moves;

    ck_assert_str_eq(load(id)->number, "R-1001");
    ck_ok(scan(id, shop.bracket));
    ck_ok(scan(id, shop.bracket));
    ck_ok(put(id, shop.deny, 5));
    ck_assert_int_eq(level(shop.bracket, shop.main).on_hand.milli, 40000);
    ck_ok(receipt_book(shop.desk, at(id), &err));

    ck_assert_int_eq(level(shop.bracket, shop.main).on_hand.milli, 42000);
    ck_assert_int_eq(level(shop.deny, shop.main).on_hand.milli, 15000);
    ck_assert_int_eq(load(id)->status, DOC_DONE);
    ck_ok(stock_movements_load(shop.desk, shop.bracket, 0, 1, shop.arena, &moves, &err));
    ck_assert_str_eq(moves.v[0].doc_number, "R-1001");
    ck_assert_int_eq(moves.v[0].kind, STOCK_RECEIVED);
    ck_refused(receipt_book(shop.desk, at(id), &err), ERR_STATE);
    ck_assert(!put(id, shop.deny, 6));
    ck_assert_int_eq(err.code, ERR_STATE);
}
END_TEST

START_TEST(what_comes_damaged_is_set_aside_and_not_for_sale)
{
    int64_t id = make(DOC_RECEIPT, shop.main, shop.main);
    struct qty aside = units(2), too_many = units(6);
    struct stock_doc_put in = { .item = shop.bracket, .qty = units(5), .aside = &too_many };

    ck_refused(stock_doc_put_line(shop.desk, id, &in, &err), ERR_INVALID);
    ck_assert_str_eq(err.field, "aside");
    in.aside = &aside;
    ck_ok(stock_doc_put_line(shop.desk, id, &in, &err));
    ck_ok(receipt_book(shop.desk, at(id), &err));

    ck_assert_int_eq(level(shop.bracket, shop.main).on_hand.milli, 43000);
    ck_assert_int_eq(level(shop.bracket, shop.main).free.milli, 43000);
    ck_assert_int_eq(level(shop.bracket, shop.main).aside.milli, 2000);
}
END_TEST

START_TEST(a_receipt_is_taken_back_while_its_goods_are_there_and_not_promised)
{
    int64_t id = make(DOC_RECEIPT, shop.main, shop.main);
    struct order *o;

    ck_ok(put(id, shop.bracket, 5));
    ck_ok(receipt_book(shop.desk, at(id), &err));
    o = testshop_order(&shop, shop.bracket, 41, true);
    ck_refused(receipt_undo(shop.desk, at(id), &err), ERR_STATE);
    ck_ok(testshop_act(&shop, o, "cancel", "reason", "other", &err));
    ck_ok(receipt_undo(shop.desk, at(id), &err));

    ck_assert_int_eq(level(shop.bracket, shop.main).on_hand.milli, 40000);
    ck_refused(receipt_undo(shop.desk, at(id), &err), ERR_STATE);
}
END_TEST

START_TEST(complaint_3_a_receipt_that_someone_changed_is_not_booked_unseen)
{
    int64_t id = make(DOC_RECEIPT, shop.main, shop.main);
    struct record_at seen;

    ck_refused(receipt_book(shop.desk, at(id), &err), ERR_STATE); /* no lines */
    ck_ok(put(id, shop.bracket, 5));
    seen = at(id);
    ck_ok(put(id, shop.bracket, 500));
    ck_refused(receipt_book(shop.desk, seen, &err), ERR_CONFLICT);
    ck_assert_int_eq(level(shop.bracket, shop.main).on_hand.milli, 40000);
}
END_TEST

/* How many levels have that bin. */
static int64_t at_home(const char *bin)
{
    return testshop_number(
        shop.desk,
        arena_printf(shop.arena, "SELECT COUNT(*) FROM stock_level WHERE bin = '%s'", bin));
}

START_TEST(the_place_of_an_item_is_learned_once)
{
    int64_t id = make(DOC_RECEIPT, shop.main, shop.main);
    struct stock_doc_put in = { .item = shop.bracket, .qty = units(1), .bin = "A-01" };

    ck_ok(stock_doc_put_line(shop.desk, id, &in, &err));
    ck_ok(receipt_book(shop.desk, at(id), &err));
    ck_assert_int_eq(at_home("A-01"), 1);
    id = make(DOC_RECEIPT, shop.main, shop.main);
    in.bin = "B-02";
    ck_ok(stock_doc_put_line(shop.desk, id, &in, &err));
    ck_ok(receipt_book(shop.desk, at(id), &err));
    ck_assert_int_eq(at_home("A-01"), 1);
}
END_TEST

START_TEST(lines_that_cannot_be_are_refused_at_their_field)
{
    int64_t id = make(DOC_RECEIPT, shop.main, shop.main);
    const struct stock_doc_put half = { .item = shop.bracket, .qty = { 500 } };

    ck_assert(!put(id, shop.bracket, 0));
    ck_assert_str_eq(err.field, "qty");
    ck_assert(!put(id, shop.bracket, -1));
    ck_assert_str_eq(err.field, "qty");
    ck_assert(!put(id, shop.fitting, 1));
    ck_assert_int_eq(err.code, ERR_STATE);
    ck_assert_str_eq(err.field, "item");
    ck_assert(!put(id, (struct item_id){ 999 }, 1));
    ck_assert_int_eq(err.code, ERR_NOT_FOUND);
    ck_refused(stock_doc_put_line(shop.desk, id, &half, &err), ERR_INVALID);
    ck_refused(stock_doc_cut_line(shop.desk, id, shop.deny, &err), ERR_NOT_FOUND);
    ck_assert_int_eq(load(id)->line_count, 0);
    ck_ok(stock_doc_drop(shop.desk, at(id), &err));
    ck_assert_int_eq(load(id)->status, DOC_DROPPED);
    testdesk_be(shop.desk, ROLE_CLERK);
    ck_assert(!put(id, shop.bracket, 1));
    ck_assert_int_eq(err.code, ERR_DENIED);
}
END_TEST

START_TEST(the_same_key_makes_one)
{
    const struct stock_doc_new in = { .kind = DOC_RECEIPT, .site = shop.main };
    const struct stock_doc_new other = { .kind = DOC_RECEIPT, .site = shop.leeds };
    int64_t a, b;

    ck_ok(stock_doc_create(shop.desk, &in, "k", &a, &err));
    ck_ok(stock_doc_create(shop.desk, &in, "k", &b, &err));
    ck_assert_int_eq(a, b);
    ck_refused(stock_doc_create(shop.desk, &other, "k", &b, &err), ERR_INVALID);
}
END_TEST

/* --- counts ----------------------------------------------------------------------------------- */

START_TEST(a_count_is_against_the_books_of_the_instant_it_was_counted)
{
    int64_t id = make(DOC_COUNT, shop.main, shop.main);

    ck_ok(put(id, shop.bracket, 38)); /* the books say 40 */
    ck_ok(stock_receive(shop.desk, shop.bracket, shop.main, units(10), NULL, &err));
    ck_refused(count_post(shop.desk, at(id), (struct reason_id){ 0 }, &err), ERR_INVALID);
    ck_assert_str_eq(err.field, "reason");
    ck_ok(count_post(shop.desk, at(id), reason("count"), &err));

    ck_assert_int_eq(level(shop.bracket, shop.main).on_hand.milli, 48000);
}
END_TEST

START_TEST(what_is_picked_is_not_at_its_place_and_not_missing)
{
    struct order *o = testshop_order(&shop, shop.bracket, 6, true);
    int64_t id = make(DOC_COUNT, shop.main, shop.main);
    struct fulfillment_rows rows;
    struct record_at work;

    ck_ok(testshop_act(&shop, o, "release", NULL, NULL, &err));
    ck_ok(fulfillments_of_order(shop.desk, o->id, shop.arena, &rows, &err));
    work = (struct record_at){ .id = rows.v[0].id };
    ck_ok(act(shop.desk, &fulfillment_document, work, "pick", NULL, &err));
    ck_ok(put(id, shop.bracket, 33)); /* of the 34 that should be on the shelf */
    ck_ok(act(shop.desk, &fulfillment_document, work, "pack", NULL, &err));
    ck_ok(act(shop.desk, &fulfillment_document, work, "ship", NULL, &err));
    ck_ok(count_post(shop.desk, at(id), reason("count"), &err));

    ck_assert_int_eq(level(shop.bracket, shop.main).on_hand.milli, 33000);
}
END_TEST

START_TEST(a_count_is_posted_when_all_of_it_is_counted)
{
    int64_t id = make(DOC_COUNT, shop.main, shop.main);
    const struct stock_setting a = { .bin = "A-01" }, b = { .bin = "B-01" };
    int added;

    ck_ok(stock_set(shop.desk, shop.bracket, shop.main, &a, &err));
    ck_ok(stock_set(shop.desk, shop.deny, shop.main, &b, &err));
    ck_refused(stock_doc_add_bins(shop.desk, id, "C", "D", &added, &err), ERR_NOT_FOUND);
    ck_ok(stock_doc_add_bins(shop.desk, id, "A", "B", &added, &err));
    ck_assert_int_eq(added, 1);
    ck_ok(stock_doc_add_bins(shop.desk, id, "A", "B-01", &added, &err));
    ck_assert_int_eq(added, 1);
    ck_ok(put(id, shop.bracket, 40));
    ck_refused(count_post(shop.desk, at(id), reason("count"), &err), ERR_STATE);
    ck_ok(put(id, shop.deny, 0));
    ck_ok(count_post(shop.desk, at(id), reason("count"), &err));

    ck_assert_int_eq(level(shop.bracket, shop.main).on_hand.milli, 40000);
    ck_assert_int_eq(level(shop.deny, shop.main).on_hand.milli, 0);
}
END_TEST

START_TEST(what_a_picker_does_not_find_is_asked_to_be_counted_once)
{
    struct order *o = testshop_order(&shop, shop.bracket, 6, true);
    struct action_value v[] = { { "item", "BRK-20" }, { "qty", "1" }, { "reason", "damaged" } };
    const struct action_values values = { v, 3 };
    struct fulfillment_rows rows;
    struct stock_docs docs;
    struct record_at pick;

    ck_ok(testshop_act(&shop, o, "release", NULL, NULL, &err));
    ck_ok(fulfillments_of_order(shop.desk, o->id, shop.arena, &rows, &err));
    pick = (struct record_at){ .id = rows.v[0].id };
    ck_ok(act(shop.desk, &fulfillment_document, pick, "short", &values, &err));
    ck_assert_int_eq(testdesk_count(shop.desk, "stock_doc"), 0);
    ck_assert_int_eq(level(shop.bracket, shop.main).aside.milli, 1000);

    v[2].value = "not_found";
    ck_ok(act(shop.desk, &fulfillment_document, pick, "short", &values, &err));
    ck_ok(act(shop.desk, &fulfillment_document, pick, "short", &values, &err));
    ck_ok(stock_docs_load(shop.desk, DOC_COUNT, true, 0, 10, shop.arena, &docs, &err));
    ck_assert_int_eq(docs.n, 1);
    ck_assert_str_eq(docs.v[0].ref, rows.v[0].number);
    ck_assert(!load(docs.v[0].id)->lines[0].is_counted);
}
END_TEST

/* --- transfers -------------------------------------------------------------------------------- */

START_TEST(a_transfer_is_under_way_between_the_sites_and_comes_in_parts)
{
    int64_t id = make(DOC_TRANSFER, shop.main, shop.leeds);
    struct transfer_got got = { shop.bracket, units(4) };

    ck_ok(put(id, shop.bracket, 10));
    ck_ok(transfer_send(shop.desk, at(id), &err));
    ck_assert_int_eq(level(shop.bracket, shop.main).on_hand.milli, 30000);
    ck_assert_int_eq(level(shop.bracket, shop.leeds).incoming.milli, 10000);
    ck_assert_int_eq(level(shop.bracket, shop.leeds).free.milli, 0);
    ck_ok(transfer_receive(shop.desk, at(id), &got, 1, &err));
    ck_assert_int_eq(level(shop.bracket, shop.leeds).on_hand.milli, 4000);
    ck_assert_int_eq(level(shop.bracket, shop.leeds).incoming.milli, 6000);
    ck_assert_int_eq(load(id)->status, DOC_SENT);
    got.qty = units(7);
    ck_refused(transfer_receive(shop.desk, at(id), &got, 1, &err), ERR_STATE);
    ck_refused(transfer_unsend(shop.desk, at(id), &err), ERR_STATE);
    ck_ok(transfer_receive(shop.desk, at(id), NULL, 0, &err));

    ck_assert_int_eq(level(shop.bracket, shop.leeds).on_hand.milli, 10000);
    ck_assert_int_eq(load(id)->status, DOC_DONE);
}
END_TEST

START_TEST(what_is_sent_for_a_line_is_promised_to_it_first)
{
    struct order *early, *late;
    struct stock_doc_put in = { .item = shop.deny, .qty = units(4) };
    struct transfer_got got = { shop.bracket, units(3) };
    int64_t id = make(DOC_TRANSFER, shop.leeds, shop.main);

    early = testshop_order(&shop, shop.bracket, 45, true); /* 5 are short at MAIN */
    late = testshop_order(&shop, shop.bracket, 5, true);
    ck_ok(stock_receive(shop.desk, shop.bracket, shop.leeds, units(20), NULL, &err));
    in.for_line = &late->lines[0].id;
    ck_refused(stock_doc_put_line(shop.desk, id, &in, &err), ERR_STATE); /* another item */
    ck_assert_str_eq(err.field, "for");
    in.item = shop.bracket;
    in.qty = units(8);
    ck_ok(stock_doc_put_line(shop.desk, id, &in, &err));
    ck_assert_str_eq(load(id)->lines[0].for_order, late->number);
    ck_ok(transfer_send(shop.desk, at(id), &err));
    ck_ok(transfer_receive(shop.desk, at(id), &got, 1, &err));
    ck_assert_int_eq(testshop_load(&shop, late->id.v)->lines[0].allocated.milli, 3000);
    ck_ok(transfer_receive(shop.desk, at(id), NULL, 0, &err));

    ck_assert_int_eq(testshop_load(&shop, late->id.v)->lines[0].allocated.milli, 5000);
    ck_assert_int_eq(testshop_load(&shop, early->id.v)->lines[0].allocated.milli, 40000);
    ck_assert_int_eq(level(shop.bracket, shop.main).free.milli, 3000); /* what it did not lack */
}
END_TEST

START_TEST(what_is_sent_for_a_line_that_is_canceled_is_free)
{
    struct order *o = testshop_order(&shop, shop.bracket, 45, true);
    int64_t id = make(DOC_TRANSFER, shop.leeds, shop.main);
    int64_t back = make(DOC_TRANSFER, shop.main, shop.leeds);
    const struct stock_doc_put in = { .item = shop.bracket,
                                      .qty = units(5),
                                      .for_line = &o->lines[0].id };

    ck_refused(stock_doc_put_line(shop.desk, back, &in, &err), ERR_STATE); /* elsewhere */
    ck_ok(stock_receive(shop.desk, shop.bracket, shop.leeds, units(5), NULL, &err));
    ck_ok(stock_doc_put_line(shop.desk, id, &in, &err));
    ck_ok(transfer_send(shop.desk, at(id), &err));
    ck_ok(testshop_act(&shop, o, "cancel", "reason", "other", &err));
    ck_ok(transfer_receive(shop.desk, at(id), NULL, 0, &err));
    ck_assert_int_eq(level(shop.bracket, shop.main).free.milli, 45000);
}
END_TEST

START_TEST(complaint_5_what_orders_have_does_not_leave_for_another_site)
{
    int64_t id = make(DOC_TRANSFER, shop.main, shop.leeds);

    testshop_order(&shop, shop.bracket, 35, true);
    ck_ok(put(id, shop.bracket, 6));
    ck_refused(transfer_send(shop.desk, at(id), &err), ERR_STATE);
    ck_ok(put(id, shop.bracket, 5));
    ck_ok(transfer_send(shop.desk, at(id), &err));
    ck_assert_int_eq(level(shop.bracket, shop.main).on_hand.milli, 35000);
}
END_TEST

START_TEST(sending_is_taken_back_and_what_never_comes_is_written_off)
{
    const struct stock_doc_new same = { .kind = DOC_TRANSFER,
                                        .site = shop.main,
                                        .to_site = shop.main };
    int64_t id = make(DOC_TRANSFER, shop.main, shop.leeds), no;
    struct transfer_got got = { shop.bracket, units(4) };

    ck_refused(stock_doc_create(shop.desk, &same, NULL, &no, &err), ERR_INVALID);
    ck_assert_str_eq(err.field, "to");
    ck_ok(put(id, shop.bracket, 10));
    ck_ok(transfer_send(shop.desk, at(id), &err));
    ck_ok(transfer_unsend(shop.desk, at(id), &err));
    ck_assert_int_eq(level(shop.bracket, shop.main).on_hand.milli, 40000);
    ck_ok(transfer_send(shop.desk, at(id), &err));
    ck_ok(transfer_receive(shop.desk, at(id), &got, 1, &err));
    ck_refused(transfer_close(shop.desk, at(id), (struct reason_id){ 0 }, &err), ERR_INVALID);
    ck_ok(transfer_close(shop.desk, at(id), reason("lost"), &err));

    ck_assert_int_eq(level(shop.bracket, shop.leeds).on_hand.milli, 4000);
    ck_assert_int_eq(level(shop.bracket, shop.leeds).incoming.milli, 0);
    ck_assert_int_eq(load(id)->lines[0].lost.milli, 6000);
    ck_assert_int_eq(load(id)->status, DOC_DONE);
}
END_TEST

/* --- set aside -------------------------------------------------------------------------------- */

START_TEST(what_is_set_aside_comes_back_or_is_written_off_with_a_reason)
{
    struct stock_aside in = { shop.bracket, shop.main, units(5), reason("damaged") };

    ck_ok(stock_set_aside(shop.desk, &in, &err));
    ck_assert_int_eq(level(shop.bracket, shop.main).on_hand.milli, 35000);
    in.qty = units(2);
    ck_ok(stock_aside_good(shop.desk, &in, &err));
    ck_assert_int_eq(level(shop.bracket, shop.main).on_hand.milli, 37000);
    in.qty = units(4);
    ck_refused(stock_aside_scrap(shop.desk, &in, &err), ERR_STATE);
    in.qty = units(3);
    ck_ok(stock_aside_scrap(shop.desk, &in, &err));
    ck_assert_int_eq(level(shop.bracket, shop.main).aside.milli, 0);
    ck_refused(stock_aside_good(shop.desk, &in, &err), ERR_STATE);
    in.reason.v = 0;
    ck_refused(stock_set_aside(shop.desk, &in, &err), ERR_INVALID);
    ck_assert_str_eq(err.field, "reason");
}
END_TEST

START_TEST(what_orders_have_is_not_set_aside)
{
    struct stock_aside in = { shop.bracket, shop.main, units(6), reason("damaged") };

    testshop_order(&shop, shop.bracket, 35, true);
    ck_refused(stock_set_aside(shop.desk, &in, &err), ERR_STATE);
    in.qty = units(5);
    ck_ok(stock_set_aside(shop.desk, &in, &err));
}
END_TEST

/* --- reports ---------------------------------------------------------------------------------- */

static struct stock_rows report(enum stock_report kind, int days)
{
    struct report_progress none = { 0 };
    struct stock_rows rows;

    ck_ok(stock_report_load(shop.desk, kind, (struct site_id){ 0 }, days, 100, &none, shop.arena,
                            &rows, &err));
    return rows;
}

static bool is_in(const struct stock_rows *rows, const char *sku)
{
    for (int i = 0; i < rows->n; i++)
        if (strcmp(rows->v[i].sku, sku) == 0)
            return true;
    return false;
}

START_TEST(what_is_low_counts_what_orders_have)
{
    const struct qty at_30 = units(30);
    const struct stock_setting in = { .reorder = &at_30 };

    ck_ok(stock_set(shop.desk, shop.bracket, shop.main, &in, &err));
    ck_assert_int_eq(report(STOCK_LOW, 0).n, 0);
    testshop_order(&shop, shop.bracket, 10, true);
    ck_assert_int_eq(report(STOCK_LOW, 0).n, 0);
    testshop_order(&shop, shop.bracket, 1, true);
    ck_assert_int_eq(report(STOCK_LOW, 0).n, 1);
    ck_assert_str_eq(report(STOCK_LOW, 0).v[0].sku, "BRK-20");
}
END_TEST

START_TEST(slow_short_lived_and_too_much_go_by_what_left)
{
    int64_t id = make(DOC_TRANSFER, shop.main, shop.leeds);
    struct stock_rows rows;

    ck_assert_int_eq(report(STOCK_SLOW, 90).n, 0); /* it has only just come */
    testdesk_wait(shop.desk, INT64_C(100) * 86400000);
    rows = report(STOCK_SLOW, 90);
    ck_assert(is_in(&rows, "BRK-20"));
    ck_ok(put(id, shop.bracket, 30));
    ck_ok(transfer_send(shop.desk, at(id), &err));

    rows = report(STOCK_SLOW, 90);
    ck_assert(!is_in(&rows, "BRK-20"));
    ck_assert(is_in(&rows, "BRK-21"));
    rows = report(STOCK_COVER, 31); /* 10 are left, 30 went in 90 days: 30 days */
    ck_assert_int_eq(rows.n, 1);
    ck_assert_int_eq(rows.v[0].cover_days, 30);
    ck_assert_int_eq(report(STOCK_COVER, 30).n, 0);
    rows = report(STOCK_OVER, 29);
    ck_assert(is_in(&rows, "BRK-20"));
    rows = report(STOCK_OVER, 30);
    ck_assert(!is_in(&rows, "BRK-20"));
    ck_assert(is_in(&rows, "BRK-21"));
}
END_TEST

START_TEST(rows_beyond_the_bound_are_counted)
{
    const struct site_id all = { 0 };
    struct report_progress none = { 0 };
    struct stock_rows rows;
    int n;

    testdesk_wait(shop.desk, INT64_C(100) * 86400000);
    n = report(STOCK_SLOW, 90).n;
    ck_assert_int_gt(n, 1);
    ck_ok(stock_report_load(shop.desk, STOCK_SLOW, all, 90, n, &none, shop.arena, &rows, &err));
    ck_assert_int_eq(rows.n, n);
    ck_assert_int_eq(rows.more, 0);
    ck_ok(stock_report_load(shop.desk, STOCK_SLOW, all, 90, n - 1, &none, shop.arena, &rows,
                            &err));
    ck_assert_int_eq(rows.n, n - 1);
    ck_assert_int_eq(rows.more, 1);
}
END_TEST

START_TEST(what_ran_out_and_came_anew_is_not_there_for_long)
{
    int64_t id = make(DOC_TRANSFER, shop.main, shop.leeds);
    struct stock_rows rows;

    ck_ok(put(id, shop.bracket, 40)); /* all that is there */
    ck_ok(transfer_send(shop.desk, at(id), &err));
    testdesk_wait(shop.desk, INT64_C(100) * 86400000);
    id = make(DOC_RECEIPT, shop.main, shop.main);
    ck_ok(put(id, shop.bracket, 20));
    ck_ok(put(id, shop.deny, 5)); /* to ten that lie there all the time */
    ck_ok(receipt_book(shop.desk, at(id), &err));
    testdesk_wait(shop.desk, 86400000);
    rows = report(STOCK_SLOW, 90);
    ck_assert(!is_in(&rows, "BRK-20"));
    ck_assert(is_in(&rows, "BRK-21"));
    rows = report(STOCK_OVER, 365);
    ck_assert(!is_in(&rows, "BRK-20"));
    ck_assert(is_in(&rows, "BRK-21"));
    testdesk_wait(shop.desk, INT64_C(90) * 86400000);
    rows = report(STOCK_SLOW, 90);
    ck_assert(is_in(&rows, "BRK-20"));
    rows = report(STOCK_OVER, 365);
    ck_assert(is_in(&rows, "BRK-20"));
}
END_TEST

START_TEST(a_heap_of_which_little_leaves_lasts_as_long_as_it_does)
{
    int64_t id = make(DOC_RECEIPT, shop.main, shop.main);
    struct stock_rows rows;

    ck_ok(put(id, shop.bracket, 99999961)); /* to 40 */
    ck_ok(receipt_book(shop.desk, at(id), &err));
    testdesk_wait(shop.desk, INT64_C(100) * 86400000);
    id = make(DOC_TRANSFER, shop.main, shop.leeds);
    ck_ok(put(id, shop.bracket, 1));
    ck_ok(transfer_send(shop.desk, at(id), &err));
    rows = report(STOCK_OVER, 365);
    for (int i = 0; i < rows.n; i++)
        if (strcmp(rows.v[i].sku, "BRK-20") == 0)
            ck_assert_int_eq(rows.v[i].cover_days, INT64_C(9000000000));
    ck_assert(is_in(&rows, "BRK-20"));
}
END_TEST

static void damage(const char *text)
{
    const struct sql sql = { "test.damage", text, NULL, NULL };
    OD_TX tx = { 0 };
    OD_STMT *q = NULL;

    ck_ok(tx_begin(desk_db(shop.desk), 1000, &tx, &err));
    q = sql_write(&tx, &sql);
    ck_ok(sql_run(&q, NULL, &err));
    ck_ok(tx_commit(&tx, &err));
}

START_TEST(complaint_3_check_finds_and_mends_what_is_aside_and_what_arrived)
{
    struct stock_aside in = { shop.bracket, shop.main, units(5), reason("damaged") };
    int64_t id = make(DOC_TRANSFER, shop.main, shop.leeds);
    struct audit audit;

    ck_ok(stock_set_aside(shop.desk, &in, &err));
    ck_ok(put(id, shop.bracket, 10));
    ck_ok(transfer_send(shop.desk, at(id), &err));
    damage("UPDATE stock_level SET aside_qty = 9 WHERE aside_qty = 5000");
    damage("UPDATE stock_doc_line SET done_qty = 3");
    ck_ok(audit_run(shop.desk, AUDIT_FIX, shop.arena, &audit, &err));

    ck_assert_int_eq(audit.n, 2);
    ck_assert_str_eq(audit.v[0].check, "stock.aside");
    ck_assert_str_eq(audit.v[1].check, "transfer.received");
}
END_TEST

Suite *goods_suite(void)
{
    Suite *suite = suite_create("goods");
    TCase *tests = tcase_create("goods");

    tcase_add_checked_fixture(tests, set_up, tear_down);
    tcase_add_test(tests, a_receipt_is_scanned_and_booked_whole);
    tcase_add_test(tests, what_comes_damaged_is_set_aside_and_not_for_sale);
    tcase_add_test(tests, a_receipt_is_taken_back_while_its_goods_are_there_and_not_promised);
    tcase_add_test(tests, complaint_3_a_receipt_that_someone_changed_is_not_booked_unseen);
    tcase_add_test(tests, the_place_of_an_item_is_learned_once);
    tcase_add_test(tests, lines_that_cannot_be_are_refused_at_their_field);
    tcase_add_test(tests, the_same_key_makes_one);
    tcase_add_test(tests, a_count_is_against_the_books_of_the_instant_it_was_counted);
    tcase_add_test(tests, what_is_picked_is_not_at_its_place_and_not_missing);
    tcase_add_test(tests, a_count_is_posted_when_all_of_it_is_counted);
    tcase_add_test(tests, what_a_picker_does_not_find_is_asked_to_be_counted_once);
    tcase_add_test(tests, a_transfer_is_under_way_between_the_sites_and_comes_in_parts);
    tcase_add_test(tests, what_is_sent_for_a_line_is_promised_to_it_first);
    tcase_add_test(tests, what_is_sent_for_a_line_that_is_canceled_is_free);
    tcase_add_test(tests, complaint_5_what_orders_have_does_not_leave_for_another_site);
    tcase_add_test(tests, sending_is_taken_back_and_what_never_comes_is_written_off);
    tcase_add_test(tests, what_is_set_aside_comes_back_or_is_written_off_with_a_reason);
    tcase_add_test(tests, what_orders_have_is_not_set_aside);
    tcase_add_test(tests, what_is_low_counts_what_orders_have);
    tcase_add_test(tests, slow_short_lived_and_too_much_go_by_what_left);
    tcase_add_test(tests, rows_beyond_the_bound_are_counted);
    tcase_add_test(tests, what_ran_out_and_came_anew_is_not_there_for_long);
    tcase_add_test(tests, a_heap_of_which_little_leaves_lasts_as_long_as_it_does);
    tcase_add_test(tests, complaint_3_check_finds_and_mends_what_is_aside_and_what_arrived);
    suite_add_tcase(suite, tests);
    return suite;
}
