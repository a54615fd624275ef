/*
 * Orders that come in again: the same is the same, other content is proposed to a clerk, once.
 */
#include <stdio.h>
#include <string.h>

#include "base/csv.h"
#include "domain/desk/event.h"
#include "domain/desk/setting.h"
#include "domain/flow/change.h"
#include "domain/flow/fulfillment.h"
#include "domain/flow/wave.h"
#include "domain/insight/audit.h"
#include "domain/insight/queue.h"
#include "domain/intake/import.h"
#include "domain/intake/to_fix.h"
#include "domain/order/order_rules.h"
#include "domain/party/terms.h"
#include "domain/stock/stock.h"
#include "support/testorder.h"
#include "unit/domain_suites.h"
#include "unit/temp.h"

#define HEAD "order,customer,date,status,po,ship_city,tax,sku,qty,price\n"
#define FIRST HEAD "W-1,ACME,2025-03-01,open,,,1.00,BRK-20,2,4.00\nW-1,ACME,,,,,,FIT,1,50\n"
#define MORE HEAD "W-1,ACME,2025-03-01,open,,,2.00,BRK-20,5,4.00\nW-1,ACME,,,,,,FIT,1,50\n"

static struct testshop shop;
static struct err err;
static char dir[TEMP_DIR_SIZE];
static char refusal[400];

static void set_up(void)
{
    err_clear(&err);
    refusal[0] = '\0';
    testshop_open(&shop);
    temp_begin(dir);
}

static void tear_down(void)
{
    temp_end(dir);
    testshop_close(&shop);
}

static void note_refusal(void *arg, const struct import_refusal *r, const struct csv_reader *row)
{
    (void)arg;
    (void)row;
    (void)snprintf(refusal, sizeof refusal, "%s", r->reason);
}

static struct import_counts run(const char *rows, bool is_dry_run)
{
    const char *path = arena_printf(shop.arena, "%s/rows.csv", dir);
    FILE *f = fopen(path, "w");
    OD_CSV *file = NULL;
    struct import_in in = { .kind = IMPORT_ORDERS, .source = "test", .refused = note_refusal,
                            .is_dry_run = is_dry_run };
    struct import_counts counts;

    ck_assert_ptr_nonnull(f);
    ck_assert_int_ge(fputs(rows, f), 0);
    ck_assert_int_eq(fclose(f), 0);
    ck_ok(csv_open(&file, path, NULL, &err));
    in.rows = file;
    ck_ok(import_run(shop.desk, &in, &counts, &err));
    return counts;
}

static struct import_counts import(const char *rows)
{
    return run(rows, false);
}

static struct order *order(const char *number)
{
    struct order_id id;

    ck_ok(order_find(shop.desk, number, &id, &err));
    ck_assert_int_ne(id.v, 0);
    return testshop_load(&shop, id.v);
}

static struct order_change *proposal(void)
{
    struct order_change *change;

    ck_ok(change_find(shop.desk, order("W-1")->id, shop.arena, &change, &err));
    return change;
}

static struct order *accept(void)
{
    struct order_change *change = proposal();
    struct change_preview p;

    ck_assert_ptr_nonnull(change);
    ck_ok(change_apply(shop.desk, change, shop.arena, &p, &err));
    return order("W-1");
}

static int queued(void)
{
    struct queues queues;

    ck_ok(queues_load(shop.desk, shop.arena, &queues, &err));
    for (int i = 0; i < queues.n; i++)
        if (strcmp(queues.v[i].name, "proposed") == 0)
            return queues.v[i].count;
    ck_abort_msg("no such queue");
    return -1;
}

static void is_clean(void)
{
    struct audit audit;

    ck_ok(audit_run(shop.desk, false, shop.arena, &audit, &err));
    for (int i = 0; i < audit.n; i++)
        ck_abort_msg("%s %s %s", audit.v[i].check, audit.v[i].record, audit.v[i].words);
}

static bool has_event(const char *kind)
{
    struct event_list events;

    ck_ok(event_list_order(shop.desk, order("W-1")->id, 50, shop.arena, &events, &err));
    for (int i = 0; i < events.n; i++)
        if (strcmp(events.v[i].kind, kind) == 0)
            return true;
    return false;
}

/* What the newest of that kind says is different. */
static const char *fields_of(const char *kind)
{
    struct event_list events;

    ck_ok(event_list_order(shop.desk, order("W-1")->id, 50, shop.arena, &events, &err));
    for (int i = 0; i < events.n; i++)
        if (strcmp(events.v[i].kind, kind) == 0)
            return events.v[i].fields;
    return "";
}

START_TEST(other_content_is_proposed_and_the_order_stays_until_a_clerk_says_so)
{
    struct import_counts n;

    ck_assert_int_eq(import(FIRST).fresh, 1);
    n = import(MORE);
    ck_assert_int_eq(n.proposed, 1);
    ck_assert_int_eq(n.refused + n.fresh + n.same + n.changed, 0);
    ck_assert_int_eq(order("W-1")->lines[0].ordered.milli, 2000);
    ck_assert_int_eq(order("W-1")->total_minor, 5900);
    ck_assert_int_ne(proposal()->batch, 0);
    ck_assert_int_eq(queued(), 1);
    ck_assert(has_event("order.change_propose"));
    is_clean();
}
END_TEST

START_TEST(a_clerk_applies_it_whole_with_the_money_of_the_file)
{
    struct order *o;

    import(FIRST);
    import(MORE);
    testdesk_be(shop.desk, ROLE_CLERK);
    o = accept();
    ck_assert_int_eq(o->lines[0].ordered.milli, 5000);
    ck_assert_int_eq(o->tax_minor, 200);
    ck_assert_int_eq(o->total_minor, 7200);
    ck_assert_int_eq(o->lines[0].tax_minor + o->lines[1].tax_minor, 200);
    ck_assert_ptr_null(proposal());
    ck_assert_int_eq(queued(), 0);
    ck_assert(has_event("order.change"));
    testdesk_be(shop.desk, ROLE_MANAGER);
    is_clean();
}
END_TEST

START_TEST(the_same_content_proposes_nothing_twice_also_after_it_was_dropped)
{
    int64_t first;

    import(FIRST);
    import(MORE);
    first = proposal()->id;
    ck_assert_int_eq(import(MORE).same, 1);
    ck_assert_int_eq(proposal()->id, first);
    ck_ok(change_drop(shop.desk, order("W-1")->id, &err));
    ck_assert_int_eq(import(MORE).same, 1);
    ck_assert_ptr_null(proposal());
    ck_assert_int_eq(order("W-1")->lines[0].ordered.milli, 2000);
    ck_assert_int_eq(testdesk_count(shop.desk, "order_change"), 1);
}
END_TEST

START_TEST(newer_content_takes_the_place_of_what_waits_and_the_first_takes_it_back)
{
    import(FIRST);
    import(MORE);
    ck_assert_int_eq(
        import(HEAD "W-1,ACME,2025-03-01,open,,,2.00,BRK-20,7,4.00\nW-1,ACME,,,,,,FIT,1,50\n")
            .proposed,
        1);
    ck_assert_int_eq(proposal()->lines.n, 1);
    ck_assert_int_eq(proposal()->lines.v[0].in.qty.milli, 7000);
    ck_assert_int_eq(import(FIRST).same, 1);
    ck_assert_ptr_null(proposal());
    ck_assert_int_eq(queued(), 0);
}
END_TEST

START_TEST(lines_come_go_and_wait_for_an_item_and_the_address_follows)
{
    struct order *o;

    import(FIRST);
    import(HEAD "W-1,ACME,2025-03-01,open,PO7,Hull,1.00,BRK-20,2,3.50\n"
                "W-1,ACME,,,,,,their-9,3,1\nW-1,ACME,,,,,,HOSE,1.5,2\n");
    o = accept();
    ck_assert_int_eq(o->line_count, 4);
    ck_assert_int_eq(o->lines[0].unit_price.v, 3500000);
    ck_assert_int_eq(o->lines[1].canceled.milli, 1000); /* FIT is gone */
    ck_assert(line_is_unmapped(&o->lines[2]));
    ck_assert_int_eq(o->lines[3].item.v, shop.hose.v);
    ck_assert_int_eq(o->lines[3].ordered.milli, 1500);
    ck_assert_str_eq(o->customer_po, "PO7");
    ck_assert_str_eq(o->ship_city, "Hull");
    ck_assert_int_eq(o->ship_address.v, 0);
    ck_assert_int_eq(o->total_minor, 700 + 300 + 300 + 100);
    ck_assert_int_eq(o->holds[0].kind, HOLD_DATA);
    is_clean();
    /* and again the first: the line that is gone is a new one */
    import(FIRST);
    o = accept();
    ck_assert_int_eq(o->total_minor, 5900);
    ck_assert_int_eq(o->hold_count, 0);
    is_clean();
}
END_TEST

START_TEST(what_is_canceled_there_is_canceled_here_when_the_clerk_says_so)
{
    struct order *o;

    import(FIRST);
    ck_ok(testshop_act(&shop, order("W-1"), "allocate", NULL, NULL, &err));
    ck_assert_int_eq(testshop_free(&shop, shop.bracket), 38);
    ck_assert_int_eq(import(HEAD "W-1,ACME,2025-03-01,canceled,,,1.00,BRK-20,2,4.00\n"
                                 "W-1,ACME,,,,,,FIT,1,50\n")
                         .proposed,
                     1);
    o = accept();
    ck_assert_int_eq(o->status, ORDER_CANCELED);
    ck_assert_int_eq(testshop_free(&shop, shop.bracket), 40);
    is_clean();
}
END_TEST

START_TEST(what_was_shipped_there_is_closed_here_and_its_stock_is_free)
{
    struct order *o;

    import(FIRST);
    ck_ok(testshop_act(&shop, order("W-1"), "allocate", NULL, NULL, &err));
    import(HEAD "W-1,ACME,2025-03-01,shipped,,,1.00,BRK-20,2,4.00\nW-1,ACME,,,,,,FIT,1,50\n");
    o = accept();
    ck_assert_int_eq(o->status, ORDER_CLOSED);
    ck_assert_int_eq(o->lines[0].shipped.milli, 2000);
    ck_assert_int_eq(testshop_free(&shop, shop.bracket), 40);
    is_clean();
    import(MORE); /* closed: it stays as it is, and the file hears so */
    ck_assert_ptr_nonnull(strstr(refusal, "stays as it is"));
    ck_assert_int_eq(order("W-1")->lines[0].ordered.milli, 2000);
}
END_TEST

START_TEST(what_was_shipped_there_is_no_work_of_the_warehouse_any_more)
{
    struct audit audit;
    struct order *o;

    import(FIRST);
    ck_ok(testshop_act(&shop, order("W-1"), "allocate", NULL, NULL, &err));
    ck_ok(testshop_act(&shop, order("W-1"), "release", NULL, NULL, &err));
    import(HEAD "W-1,ACME,2025-03-01,shipped,,,1.00,BRK-20,2,4.00\nW-1,ACME,,,,,,FIT,1,50\n");
    o = accept();

    ck_assert_int_eq(o->status, ORDER_CLOSED);
    ck_assert_int_eq(o->open_fulfillments, 0);
    ck_assert_int_eq(o->lines[0].shipped.milli, 2000);
    testdesk_be(shop.desk, ROLE_ADMIN);
    ck_ok(audit_run(shop.desk, AUDIT_FULL, shop.arena, &audit, &err));
    ck_assert_msg(audit.n == 0, "%s", audit.n > 0 ? audit.v[0].words : "");
}
END_TEST

START_TEST(what_is_open_and_allocated_goes_to_the_warehouse_as_any_order)
{
    struct order *o;
    struct wave wave;
    int64_t pick;

    import(FIRST);
    ck_ok(testshop_act(&shop, order("W-1"), "allocate", NULL, NULL, &err));
    ck_ok(wave_release(shop.desk, WAVE_ORDERS, shop.arena, &wave, &err));
    ck_assert_int_eq(wave.released, 1);
    o = order("W-1");
    ck_assert_int_eq(o->shown, SHOWN_PICKING);
    ck_assert_int_eq(o->total_minor, 5900);
    ck_ok(fulfillment_find(shop.desk, "W-1", &pick, &err));
    is_clean();
}
END_TEST

START_TEST(a_slip_of_a_number_with_small_letters_is_found)
{
    const char *path = arena_printf(shop.arena, "%s/kept.csv", dir);
    FILE *f = fopen(path, "w");
    OD_CSV *file = NULL;
    struct import_in in = { .kind = IMPORT_ORDERS, .source = "test", .is_number_kept = true };
    struct import_counts counts;
    int64_t pick;

    ck_assert_ptr_nonnull(f);
    ck_assert_int_ge(fputs(HEAD "ref9,ACME,2025-03-01,open,,,1.00,BRK-20,2,4.00\n", f), 0);
    ck_assert_int_eq(fclose(f), 0);
    ck_ok(csv_open(&file, path, NULL, &err));
    in.rows = file;
    ck_ok(import_run(shop.desk, &in, &counts, &err));
    ck_ok(testshop_act(&shop, order("ref9"), "allocate", NULL, NULL, &err));
    ck_ok(testshop_act(&shop, order("ref9"), "release", NULL, NULL, &err));
    ck_ok(fulfillment_find(shop.desk, arena_printf(shop.arena, "%s-f1", order("ref9")->number),
                           &pick, &err));
}
END_TEST

START_TEST(a_code_that_is_known_by_now_comes_as_its_item)
{
    struct mapped_counts done;
    struct order *o;

    import(FIRST);
    import(HEAD "W-1,ACME,2025-03-01,open,,,1.00,BRK-20,2,4.00\nW-1,ACME,,,,,,FIT,1,50\n"
                "W-1,ACME,,,,,,THEIR-9,3,2.00\n");
    ck_ok(channel_sku_map(shop.desk, order("W-1")->channel, "THEIR-9", shop.deny, &done, &err));
    o = accept();

    ck_assert_int_eq(o->line_count, 3);
    ck_assert_int_eq(o->lines[2].item.v, shop.deny.v);
    ck_assert_int_eq(o->lines[2].ordered.milli, 3000);
    ck_assert_int_eq(o->hold_count, 0);
}
END_TEST

START_TEST(an_order_that_moved_on_is_not_overwritten_unseen)
{
    struct order_change *change;
    struct change_preview p;

    import(FIRST);
    import(MORE);
    change = proposal();
    ck_ok(testshop_act(&shop, order("W-1"), "allocate", NULL, NULL, &err));
    ck_refused(change_apply(shop.desk, change, shop.arena, &p, &err), ERR_CONFLICT);
    ck_ok(change_rebase(shop.desk, change, &err));
    ck_ok(change_apply(shop.desk, change, shop.arena, &p, &err));
    ck_assert_int_eq(order("W-1")->lines[0].ordered.milli, 5000);
    ck_assert_int_eq(order("W-1")->lines[0].allocated.milli, 2000);
    is_clean();
}
END_TEST

START_TEST(less_gives_stock_back)
{
    import(FIRST);
    ck_ok(testshop_act(&shop, order("W-1"), "allocate", NULL, NULL, &err));
    import(HEAD "W-1,ACME,2025-03-01,open,,,0.50,BRK-20,1,4.00\nW-1,ACME,,,,,,FIT,1,50\n");
    ck_assert_int_eq(accept()->lines[0].allocated.milli, 1000);
    ck_assert_int_eq(testshop_free(&shop, shop.bracket), 39);
    is_clean();
}
END_TEST

START_TEST(a_proposal_is_not_edited_and_history_is_not_changed_by_hand)
{
    struct order_change *change, typed = { 0 };
    struct change_preview p;

    import(FIRST);
    typed.order = order("W-1")->id;
    typed.header.note = "by hand";
    ck_refused(change_save(shop.desk, &typed, &err), ERR_STATE);
    ck_refused(change_apply(shop.desk, &typed, shop.arena, &p, &err), ERR_STATE);
    import(MORE);
    change = proposal();
    change->header.note = "by hand";
    ck_refused(change_save(shop.desk, change, &err), ERR_STATE);
    ck_ok(change_apply(shop.desk, change, shop.arena, &p, &err));
    ck_assert_str_eq(order("W-1")->note, "");
}
END_TEST

START_TEST(another_customer_or_currency_is_no_change_of_the_same_order)
{
    testshop_customer(&shop, "OTHER", NULL);
    import(FIRST);
    ck_assert_int_eq(import(HEAD "W-1,OTHER,2025-03-01,open,,,1.00,BRK-20,2,4.00\n").refused, 1);
    ck_assert_ptr_nonnull(strstr(refusal, "another customer"));
    ck_assert_ptr_null(proposal());
}
END_TEST

START_TEST(terms_stay_where_the_file_says_none)
{
    const char *head = "order,customer,date,status,sku,qty,price,terms\n";

    import(arena_printf(shop.arena, "%sW-1,ACME,2025-03-01,open,BRK-20,2,4.10,COD\n", head));
    ck_assert_str_eq(order("W-1")->terms_code, "COD");
    ck_assert_int_eq(
        import(arena_printf(shop.arena, "%sW-1,ACME,2025-03-01,open,BRK-20,3,4.10,\n", head))
            .proposed,
        1);
    ck_assert_ptr_null(proposal()->header.terms);
    ck_assert_str_eq(accept()->terms_code, "COD");
    is_clean();
}
END_TEST

START_TEST(terms_are_the_files_where_it_says_them_else_the_customers)
{
    const char *head = "order,customer,date,status,sku,qty,price,terms\n";
    struct order *o;

    ck_ok(setting_set(shop.desk, "order.cash_steps", "GBP 0.5", &err));
    import(arena_printf(shop.arena, "%sW-1,ACME,2025-03-01,open,BRK-20,2,4.10,\n", head));
    ck_assert_str_eq(order("W-1")->terms_code, "NET30");
    ck_assert_int_eq(order("W-1")->pay_policy, PAY_TERMS);
    import(arena_printf(shop.arena, "%sW-2,ACME,2025-03-01,open,BRK-20,2,4.10,cod\n", head));
    ck_assert_str_eq(order("W-2")->terms_code, "COD");
    ck_assert_int_eq(order("W-2")->pay_policy, PAY_COD);
    import(arena_printf(shop.arena, "%sW-3,ACME,2025-03-01,open,BRK-20,2,4.10,LATER\n", head));
    ck_assert_ptr_nonnull(strstr(refusal, "LATER"));

    ck_assert_int_eq(import(arena_printf(shop.arena,
                                         "%sW-1,ACME,2025-03-01,open,BRK-20,2,4.10,COD\n", head))
                         .proposed,
                     1);
    ck_assert_str_eq(fields_of("order.change_propose"), "terms");
    o = accept();
    ck_assert_str_eq(o->terms_code, "COD");
    ck_assert_int_eq(o->total_minor, 820); /* as it came, and not rounded */
    is_clean();
}
END_TEST

START_TEST(what_a_file_says_nothing_of_stays)
{
    struct order *o;

    import(HEAD "W-1,ACME,2025-03-01,open,PO7,Hull,1.00,BRK-20,2,4.00\n");
    ck_assert_int_eq(import("order,customer,date,sku,qty,price\nW-1,ACME,2025-03-01,BRK-20,3,4.00\n")
                         .proposed,
                     1);
    o = accept();
    ck_assert_str_eq(o->customer_po, "PO7");
    ck_assert_str_eq(o->ship_city, "Hull");
    ck_assert_int_eq(o->tax_minor, 100);
    ck_assert_int_eq(o->total_minor, 1300);
}
END_TEST

START_TEST(a_row_that_only_says_canceled_needs_no_amounts)
{
    import(FIRST);
    ck_assert_int_eq(import(HEAD "W-1,ACME,2025-03-01,canceled,,,,BRK-20,0,\n").proposed, 1);
    ck_assert_int_eq(accept()->status, ORDER_CANCELED);
    is_clean();
}
END_TEST

START_TEST(rows_of_one_order_that_are_apart_propose_nothing)
{
    static const char apart[] = HEAD "W-1,ACME,2025-03-01,open,,,0,BRK-20,2,4.00\n"
                                     "W-2,ACME,2025-03-01,open,,,0,BRK-20,2,4.00\n"
                                     "W-1,ACME,2025-03-01,open,,,0,BRK-21,1,4.00\n";

    ck_assert_int_eq(import(apart).refused, 1);
    ck_assert_int_eq(import(apart).refused, 1);
    ck_assert_int_eq(import(apart).same, 2);
    ck_assert_ptr_null(proposal());
}
END_TEST

START_TEST(a_dry_run_counts_proposals_and_leaves_none)
{
    import(FIRST);
    ck_assert_int_eq(run(MORE, true).proposed, 1);
    ck_assert_ptr_null(proposal());
    ck_assert_int_eq(import(MORE).proposed, 1);
}
END_TEST

START_TEST(an_order_that_is_canceled_here_takes_its_proposal_along)
{
    import(FIRST);
    import(MORE);
    ck_ok(testshop_act(&shop, order("W-1"), "cancel", "reason", "customer", &err));
    ck_assert_ptr_null(proposal());
    ck_assert_int_eq(queued(), 0);
}
END_TEST

Suite *import_again_suite(void)
{
    Suite *s = suite_create("import_again");
    TCase *tc = tcase_create("import_again");

    tcase_add_checked_fixture(tc, set_up, tear_down);
    tcase_add_test(tc, other_content_is_proposed_and_the_order_stays_until_a_clerk_says_so);
    tcase_add_test(tc, a_clerk_applies_it_whole_with_the_money_of_the_file);
    tcase_add_test(tc, the_same_content_proposes_nothing_twice_also_after_it_was_dropped);
    tcase_add_test(tc, newer_content_takes_the_place_of_what_waits_and_the_first_takes_it_back);
    tcase_add_test(tc, lines_come_go_and_wait_for_an_item_and_the_address_follows);
    tcase_add_test(tc, what_is_canceled_there_is_canceled_here_when_the_clerk_says_so);
    tcase_add_test(tc, what_was_shipped_there_is_closed_here_and_its_stock_is_free);
    tcase_add_test(tc, what_was_shipped_there_is_no_work_of_the_warehouse_any_more);
    tcase_add_test(tc, what_is_open_and_allocated_goes_to_the_warehouse_as_any_order);
    tcase_add_test(tc, a_slip_of_a_number_with_small_letters_is_found);
    tcase_add_test(tc, a_code_that_is_known_by_now_comes_as_its_item);
    tcase_add_test(tc, an_order_that_moved_on_is_not_overwritten_unseen);
    tcase_add_test(tc, less_gives_stock_back);
    tcase_add_test(tc, a_proposal_is_not_edited_and_history_is_not_changed_by_hand);
    tcase_add_test(tc, another_customer_or_currency_is_no_change_of_the_same_order);
    tcase_add_test(tc, terms_stay_where_the_file_says_none);
    tcase_add_test(tc, terms_are_the_files_where_it_says_them_else_the_customers);
    tcase_add_test(tc, what_a_file_says_nothing_of_stays);
    tcase_add_test(tc, a_row_that_only_says_canceled_needs_no_amounts);
    tcase_add_test(tc, rows_of_one_order_that_are_apart_propose_nothing);
    tcase_add_test(tc, a_dry_run_counts_proposals_and_leaves_none);
    tcase_add_test(tc, an_order_that_is_canceled_here_takes_its_proposal_along);
    suite_add_tcase(s, tc);
    return s;
}
