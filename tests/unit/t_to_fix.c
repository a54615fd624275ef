/*
 * Imported lines that no item is known for: they come in, their order is held, and one word about
 * the channel's code mends them all.
 */
#include <stdio.h>
#include <string.h>

#include "base/csv.h"
#include "domain/insight/audit.h"
#include "domain/insight/queue.h"
#include "domain/insight/search.h"
#include "domain/intake/import.h"
#include "domain/intake/to_fix.h"
#include "domain/order/order_rules.h"
#include "support/testorder.h"
#include "unit/domain_suites.h"
#include "unit/temp.h"

#define HEAD "order,customer,date,shipped,sku,qty,price\n"

static struct testshop shop;
static struct err err;
static char dir[TEMP_DIR_SIZE];
static struct channel_id web;

static void set_up(void)
{
    struct channel ch = { .code = "web", .name = "Web", .kind = CHANNEL_WEB, .remorse_minutes = -1,
                          .is_active = true };

    err_clear(&err);
    testshop_open(&shop);
    temp_begin(dir);
    ck_ok(channel_save(shop.desk, &ch, &web, &err));
}

static void tear_down(void)
{
    temp_end(dir);
    testshop_close(&shop);
}

static struct import_counts import_at(struct channel_id channel, const char *rows)
{
    const char *path = arena_printf(shop.arena, "%s/rows.csv", dir);
    FILE *f = fopen(path, "w");
    OD_CSV *file = NULL;
    struct import_in run = { .kind = IMPORT_ORDERS, .source = "test", .channel = channel };
    struct import_counts counts;

    ck_assert_ptr_nonnull(f);
    ck_assert_int_ge(fputs(rows, f), 0);
    ck_assert_int_eq(fclose(f), 0);
    ck_ok(csv_open(&file, path, NULL, &err));
    run.rows = file;
    ck_ok(import_run(shop.desk, &run, &counts, &err));
    return counts;
}

static struct order *order(const char *number)
{
    struct order_id id;

    ck_ok(order_find(shop.desk, number, &id, &err));
    ck_assert_int_ne(id.v, 0);
    return testshop_load(&shop, id.v);
}

static int waiting(const char *query_text)
{
    const struct query *query;
    struct order_rows rows;

    ck_ok(query_parse(query_text, FIND_ORDER, shop.desk, shop.arena, &query, &err));
    ck_ok(find_orders(shop.desk, query, NULL, 50, shop.arena, &rows, &err));
    return rows.n;
}

static int queued(const char *name)
{
    struct queues queues;

    ck_ok(queues_load(shop.desk, shop.arena, &queues, &err));
    for (int i = 0; i < queues.n; i++)
        if (strcmp(queues.v[i].name, name) == 0)
            return queues.v[i].count;
    ck_abort_msg("no queue %s", name);
    return -1;
}

static void is_clean(void)
{
    struct audit audit;

    ck_ok(audit_run(shop.desk, false, shop.arena, &audit, &err));
    for (int i = 0; i < audit.n; i++)
        ck_abort_msg("%s %s %s", audit.v[i].check, audit.v[i].record, audit.v[i].words);
}

static struct mapped_counts map(const char *sku, struct item_id item)
{
    struct mapped_counts done;

    ck_ok(channel_sku_map(shop.desk, web, sku, item, &done, &err));
    return done;
}

START_TEST(a_line_of_an_unknown_code_comes_in_and_holds_its_order)
{
    struct import_counts n = import_at(web, HEAD "W-1,ACME,2025-03-01,,their-9,2,4.00\n"
                                                 "W-1,ACME,2025-03-01,,BRK-20,1,4.25\n");
    struct order *o = order("W-1");

    ck_assert_int_eq(n.fresh, 1);
    ck_assert_int_eq(o->total_minor, 1225);
    ck_assert(line_is_unmapped(&o->lines[0]));
    ck_assert_str_eq(o->lines[0].sku, "their-9");
    ck_assert(!line_is_unmapped(&o->lines[1]));
    ck_assert_int_eq(o->shown, SHOWN_ON_HOLD);
    ck_assert_int_eq(o->holds[0].kind, HOLD_DATA);
    ck_assert_ptr_nonnull(strstr(o->holds[0].note, "their-9"));
    ck_assert_int_eq(o->open.milli, 3000);
    ck_assert_int_eq(o->backordered.milli, 1000);
    ck_assert_int_eq(waiting("is:unmapped"), 1);
    ck_assert_int_eq(waiting("-is:unmapped"), 0);
    ck_assert_int_eq(queued("unmapped"), 1);
    is_clean();
}
END_TEST

START_TEST(what_has_an_item_is_allocated_and_the_rest_waits)
{
    import_at(web, HEAD "W-1,ACME,2025-03-01,,their-9,2,4.00\nW-1,ACME,2025-03-01,,BRK-20,1,4.25\n");
    ck_ok(testshop_act(&shop, order("W-1"), "allocate", NULL, NULL, &err));
    ck_assert_int_eq(order("W-1")->lines[0].allocated.milli, 0);
    ck_assert_int_eq(order("W-1")->lines[1].allocated.milli, 1000);
    ck_refused(testshop_act(&shop, order("W-1"), "allocate", NULL, NULL, &err), ERR_STATE);
    is_clean();
}
END_TEST

START_TEST(one_word_mends_every_line_of_the_code_at_that_channel_alone)
{
    struct mapped_counts done;
    struct item *item;

    import_at(web, HEAD "W-1,ACME,2025-03-01,,their-9,2,4.00\n"
                        "W-2,ACME,2025-03-02,,their-9,1,4.00\nW-2,ACME,2025-03-02,,other,1,1.00\n"
                        "W-3,ACME,2025-03-03,2025-03-04,their-9,3,4.00\n");
    import_at((struct channel_id){ 0 }, HEAD "P-1,ACME,2025-03-01,,their-9,2,4.00\n");
    done = map("their-9", shop.bracket);
    ck_assert_int_eq(done.lines, 3);
    ck_assert_int_eq(done.orders, 3);
    ck_assert_int_eq(done.released, 1); /* W-2 waits for "other", W-3 was never held */
    ck_assert_int_eq(order("W-1")->lines[0].item.v, shop.bracket.v);
    ck_assert_str_eq(order("W-1")->lines[0].sku, "BRK-20");
    ck_assert_int_eq(order("W-1")->hold_count, 0);
    ck_assert_int_eq(order("W-1")->shown, SHOWN_BACKORDERED);
    ck_assert_int_eq(order("W-2")->hold_count, 1);
    ck_assert(line_is_unmapped(&order("P-1")->lines[0]));
    ck_assert_int_eq(queued("unmapped"), 2);
    ck_ok(item_find(shop.desk, "their-9", web, shop.arena, &item, &err));
    ck_assert_int_eq(item->id.v, shop.bracket.v);
    import_at(web, HEAD "W-4,ACME,2025-03-05,,their-9,1,4.00\n");
    ck_assert_int_eq(order("W-4")->lines[0].item.v, shop.bracket.v);
    ck_assert_int_eq(order("W-4")->hold_count, 0);
    is_clean();
}
END_TEST

START_TEST(a_hold_of_a_person_stays)
{
    struct mapped_counts done;

    import_at(web, HEAD "W-1,ACME,2025-03-01,,their-9,2,4.00\n");
    ck_ok(testshop_act(&shop, order("W-1"), "hold", "note", "wait for me", &err));
    done = map("their-9", shop.bracket);
    ck_assert_int_eq(done.released, 1);
    ck_assert_int_eq(order("W-1")->hold_count, 1);
    ck_assert_int_eq(order("W-1")->holds[0].kind, HOLD_MANUAL);
}
END_TEST

START_TEST(a_data_hold_of_a_clerk_is_not_the_imports_to_end)
{
    import_at(web, HEAD "W-1,ACME,2025-03-01,,their-9,2,4.00\n");
    ck_ok(testshop_act(&shop, order("W-1"), "release_hold", "reason", "checked", &err));
    ck_ok(testshop_act(&shop, order("W-1"), "hold_data", "note", "which color?", &err));
    ck_assert_int_eq(map("their-9", shop.bracket).released, 0);
    ck_assert_int_eq(order("W-1")->hold_count, 1);
}
END_TEST

START_TEST(a_line_that_is_canceled_waits_for_nothing)
{
    struct action_value v[] = { { "line", "1" }, { "reason", "customer" } };
    struct action_values values = { v, 2 };
    struct order *o;

    import_at(web, HEAD "W-1,ACME,2025-03-01,,their-9,2,4.00\nW-1,ACME,2025-03-01,,BRK-20,1,4.25\n");
    o = order("W-1");
    ck_ok(act(shop.desk, &order_document, (struct record_at){ o->id.v, o->version }, "cancel_line",
              &values, &err));
    ck_assert_int_eq(order("W-1")->hold_count, 0);
    ck_assert_int_eq(waiting("is:unmapped"), 0);
    ck_assert_int_eq(queued("unmapped"), 0);
    is_clean();
}
END_TEST

START_TEST(an_item_that_cannot_count_the_quantity_is_refused_and_nothing_changes)
{
    struct mapped_counts done;

    import_at(web, HEAD "W-1,ACME,2025-03-01,,their-9,1,4.00\nW-2,ACME,2025-03-01,,their-9,1.5,4.00\n");
    ck_refused(channel_sku_map(shop.desk, web, "their-9", shop.bracket, &done, &err), ERR_STATE);
    ck_assert(line_is_unmapped(&order("W-1")->lines[0]));
    ck_assert_int_eq(testdesk_count(shop.desk, "channel_sku"), 0);
    ck_assert_int_eq(map("their-9", shop.hose).lines, 2);
    is_clean();
}
END_TEST

START_TEST(a_code_of_the_desk_no_code_and_a_charge_are_refused)
{
    struct mapped_counts done;

    ck_refused(channel_sku_map(shop.desk, web, "brk-21", shop.bracket, &done, &err), ERR_INVALID);
    ck_refused(channel_sku_map(shop.desk, web, "", shop.bracket, &done, &err), ERR_INVALID);
    ck_refused(channel_sku_map(shop.desk, web, "x", shop.freight, &done, &err), ERR_STATE);
    ck_refused(channel_sku_drop(shop.desk, web, "x", &err), ERR_NOT_FOUND);
    testdesk_be(shop.desk, ROLE_WAREHOUSE);
    ck_refused(channel_sku_map(shop.desk, web, "x", shop.bracket, &done, &err), ERR_DENIED);
    ck_refused(channel_sku_drop(shop.desk, web, "x", &err), ERR_DENIED);
}
END_TEST

START_TEST(codes_are_listed_dropped_and_what_was_mended_stays)
{
    struct channel_sku_list list;
    struct unmapped_list open;

    import_at(web, HEAD "W-1,ACME,2025-03-01,,their-9,2,4.00\nW-2,ACME,2025-03-01,,other,2,4.00\n"
                        "W-3,ACME,2025-03-01,,other,2,4.00\n");
    ck_ok(unmapped_load(shop.desk, 10, shop.arena, &open, &err));
    ck_assert_int_eq(open.n, 2);
    ck_assert_str_eq(open.v[0].sku, "other");
    ck_assert_int_eq(open.v[0].orders, 2);
    ck_assert_str_eq(open.v[0].newest_number, order("W-3")->number);
    map("their-9", shop.bracket);
    ck_ok(channel_skus_load(shop.desk, web, shop.arena, &list, &err));
    ck_assert_int_eq(list.n, 1);
    ck_assert_str_eq(list.v[0].item_sku, "BRK-20");
    ck_ok(channel_sku_drop(shop.desk, web, "their-9", &err));
    ck_ok(channel_skus_load(shop.desk, (struct channel_id){ 0 }, shop.arena, &list, &err));
    ck_assert_int_eq(list.n, 0);
    ck_assert_int_eq(order("W-1")->lines[0].item.v, shop.bracket.v);
    import_at(web, HEAD "W-5,ACME,2025-03-01,,their-9,2,4.00\n");
    ck_assert(line_is_unmapped(&order("W-5")->lines[0]));
}
END_TEST

Suite *to_fix_suite(void)
{
    Suite *s = suite_create("to_fix");
    TCase *tc = tcase_create("to_fix");

    tcase_add_checked_fixture(tc, set_up, tear_down);
    tcase_add_test(tc, a_line_of_an_unknown_code_comes_in_and_holds_its_order);
    tcase_add_test(tc, what_has_an_item_is_allocated_and_the_rest_waits);
    tcase_add_test(tc, one_word_mends_every_line_of_the_code_at_that_channel_alone);
    tcase_add_test(tc, a_hold_of_a_person_stays);
    tcase_add_test(tc, a_data_hold_of_a_clerk_is_not_the_imports_to_end);
    tcase_add_test(tc, a_line_that_is_canceled_waits_for_nothing);
    tcase_add_test(tc, an_item_that_cannot_count_the_quantity_is_refused_and_nothing_changes);
    tcase_add_test(tc, a_code_of_the_desk_no_code_and_a_charge_are_refused);
    tcase_add_test(tc, codes_are_listed_dropped_and_what_was_mended_stays);
    suite_add_tcase(s, tc);
    return s;
}
