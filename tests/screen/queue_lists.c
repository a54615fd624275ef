/*
 * Every queue of the dashboard opens a list of what it counts, no more and no less: a desk that has
 * rows of each, and beside them some that just do not belong there.
 */
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/compiler.h"
#include "base/mem.h"
#include "domain/catalog/item.h"
#include "domain/flow/change.h"
#include "domain/flow/fulfillment.h"
#include "domain/insight/queue.h"
#include "screen/screen_suites.h"
#include "support/testreport.h"
#include "tui/listing.h"

#define DAY_MS INT64_C(86400000)

static struct testscreen ts;
static struct err err;

/* What a row of the list is: one of what is counted, or several rows belong to one. */
enum unit { ROW, PLACE, ORDERS };

/* A new queue needs a line here, and a row in the desk below. */
static const struct {
    const char *queue, *head; /* of the screen that it opens: how row 1 begins */
    enum unit unit;
} lists[] = {
    { "submitted", "FI", ROW },  { "on_hold", "FI", ROW },    { "held_customer", "FI", ROW },
    { "held_manual", "FI", ROW }, { "backordered", "FI", ROW }, { "allocated", "FI", ROW },
    { "to_pick", "WQ", ROW },    { "late_pick", "WQ", ROW },  { "cutoff", "SH", ROW },
    { "packed", "SH", ROW },     { "late", "FI", ROW },       { "too_late", "FI", ROW },
    { "imported", "FI", ROW },   { "changing", "FI", ROW },   { "unmapped", "TF", ORDERS },
    { "bad_address", "FI", ROW }, { "proposed", "FI", ROW },   { "fillable", "BO", ROW },
    { "aged", "BO", ROW },       { "undated", "BO", ROW },    { "counts", "Counts", ROW },
    { "put_away", "PA", ROW },   { "over", "OV", PLACE },     { "gap", "GP", ROW },
    { "pickups", "PU", ROW },    { "quiet", "TK", ROW },      { "exception", "TK", ROW },
    { "lost", "TK", ROW },       { "labels", "LB", ROW },     { "person", "SY", ROW },
    { "reports", "RS", ROW },    { "stuck", "ND", ROW },      { "low", "RP", ROW },
};

/* --- the desk --------------------------------------------------------------------------------- */

static void run(const char *sql)
{
    testreport_do(&ts.shop, sql);
}

static struct item_id item_of(const char *sku)
{
    struct item *item = NULL;

    ck_ok(item_find(ts.desk, sku, (struct channel_id){ 0 }, ts.shop.arena, &item, &err));
    ck_assert_ptr_nonnull(item);
    return item->id;
}

static struct order *confirmed(struct item_id item, int units)
{
    return testshop_order(&ts.shop, item, units, true);
}

static void do_to(const struct order *o, const char *action, const char *name, const char *value)
{
    err_clear(&err);
    ck_ok(testshop_act(&ts.shop, o, action, name, value, &err));
}

/* A confirmed order with the warehouse, whose work is of this status and day. */
static int64_t work(int status, const char *due)
{
    struct order *o = confirmed(ts.shop.bracket, 1);

    do_to(o, "release", NULL, NULL);
    run(arena_printf(ts.shop.arena,
                     "UPDATE fulfillment SET status = %d, due_date = '%s', packed_ms = %d"
                     " WHERE order_id = %lld",
                     status, due, status == 4 ? 5000 : 0, (long long)o->id.v));
    return o->id.v;
}

static void begin_change(const struct order *o)
{
    struct order_change change = { .order = o->id, .base_version = o->version };
    struct change_line more = { .line_no = 1, .has_qty = true, .in.qty = { 9 * QTY_PER_UNIT } };

    change_put_line(&change, o, &more, ts.shop.arena);
    ck_ok(change_save(ts.desk, &change, &err));
}

static void orders(void)
{
    const struct order *o;

    (void)testshop_draft(&ts.shop);
    testshop_order(&ts.shop, ts.shop.bracket, 1, false);
    testshop_order(&ts.shop, ts.shop.bracket, 1, false);
    do_to(confirmed(ts.shop.bracket, 1), "hold", "note", "wait");
    o = confirmed(ts.shop.bracket, 1);
    do_to(o, "hold", "note", "wait");
    run(arena_printf(ts.shop.arena, "UPDATE order_hold SET kind = 8 WHERE order_id = %lld",
                     (long long)o->id.v));
    begin_change(confirmed(ts.shop.bracket, 1));
    o = confirmed(ts.shop.bracket, 1);
    run(arena_printf(ts.shop.arena,
                     "INSERT INTO order_change (order_id, base_version, status, opened_by,"
                     " opened_ms, batch_id) VALUES (%lld, 1, 1, 1, 80, 7), (1, 1, 3, 1, 10, 7)",
                     (long long)o->id.v));
    o = confirmed(ts.shop.bracket, 1);
    run(arena_printf(ts.shop.arena, "UPDATE sales_order SET is_history = 1 WHERE id = %lld",
                     (long long)o->id.v));
    do_to(confirmed(ts.shop.bracket, 1), "cancel", "reason", "customer");
}

static void warehouse(void)
{
    int64_t id = work(1, "2026-11-20"), today = work(2, "2026-11-22");

    (void)work(3, "");
    (void)work(4, "2026-11-21");
    (void)work(4, "2026-12-20");
    (void)work(4, "");
    run(arena_printf(ts.shop.arena,
                     "UPDATE sales_order SET promised_date = '2026-11-21', latest_ship_date ="
                     " '2026-11-20' WHERE id = %lld",
                     (long long)id));
    run(arena_printf(ts.shop.arena,
                     "UPDATE sales_order SET promised_date = '2026-11-22', latest_ship_date ="
                     " '2026-11-22' WHERE id = %lld",
                     (long long)today));
    run(arena_printf(ts.shop.arena,
                     "INSERT INTO fulfillment (order_id, seq, number, site_id, status, kind,"
                     " released_ms, packed_ms, pickup_code, is_to_put_back, due_date) VALUES"
                     " (%lld, 7, 'A-F7', 1, 7, 2, 1, 2, '482137', 0, '2026-11-20'),"
                     " (%lld, 8, 'A-F8', 1, 6, 2, 1, 2, '', 1, '2026-11-20'),"
                     " (%lld, 9, 'A-F9', 1, 6, 2, 1, 2, '', 0, '2026-11-20')",
                     (long long)id, (long long)id, (long long)id));
    run("INSERT INTO put_away (fulfillment_id, item_id, site_id, qty, created_ms, created_by,"
        " done_ms) VALUES (1, 1, 1, 1000, 55, 1, 0), (1, 2, 1, 1000, 55, 1, 99)");
    run("INSERT INTO stock_doc (kind, number, site_id, status, created_by, created_ms) VALUES"
        " (2, 'C-97', 1, 1, 1, 77), (2, 'C-98', 1, 3, 1, 33), (2, 'C-99', 1, 4, 1, 33),"
        " (1, 'R-99', 1, 1, 1, 33)");
}

/* After all orders: two that wait for stock, of which one could have it. */
static void stock(void)
{
    struct item_id tape = item_of("4711");
    struct order *o = confirmed(ts.shop.bracket, 60);
    struct arena *a = ts.shop.arena;

    run(arena_printf(a,
                     "UPDATE sales_order SET promised_date = '', confirmed_ms = confirmed_ms -"
                     " %lld WHERE id = %lld",
                     (long long)(30 * DAY_MS), (long long)o->id.v));
    run(arena_printf(a, "UPDATE order_line SET promised_date = '' WHERE order_id = %lld",
                     (long long)o->id.v));
    (void)confirmed(tape, 300);
    (void)confirmed(ts.shop.deny, 2);
    (void)confirmed(ts.shop.deny, 2);
    run(arena_printf(a,
                     "UPDATE stock_level SET on_hand_qty = on_hand_qty + 50000 WHERE item_id ="
                     " %lld AND site_id = 1",
                     (long long)tape.v));
    run(arena_printf(a,
                     "UPDATE stock_level SET on_hand_qty = 1000 WHERE item_id = %lld AND"
                     " site_id = 1",
                     (long long)ts.shop.deny.v));
    run(arena_printf(a,
                     "INSERT INTO stock_level (item_id, site_id, on_hand_qty, reorder_qty) VALUES"
                     " (%lld, %lld, -2000, 0), (%lld, %lld, 5000, 6000)",
                     (long long)ts.shop.bracket.v, (long long)ts.shop.leeds.v, (long long)tape.v,
                     (long long)ts.shop.leeds.v));
}

static void parcels(void)
{
    struct arena *a = ts.shop.arena;
    int64_t o = testreport_order(
        &ts.shop, &(struct testreport_order){ .placed = "2026-11-20T10:00Z", .minor = 7777 });

    testreport_line(&ts.shop, o, &(struct testreport_line){ .ordered = 2 });
    for (int i = 0; i < 4; i++)
        testreport_shipment(&ts.shop, o,
                            &(struct testreport_shipment){ .shipped = "2026-11-20T10:00Z" });
    run(arena_printf(a,
                     "INSERT INTO parcel_track (shipment_id, tracking, moved_ms, status)"
                     " SELECT id, 'T' || CAST(id AS TEXT), %lld + (id %% 4) * %lld,"
                     " CASE id %% 4 WHEN 0 THEN 2 WHEN 1 THEN 6 WHEN 2 THEN 8 ELSE 2 END"
                     " FROM shipment",
                     (long long)(desk_now(ts.desk).ms - 9 * DAY_MS), (long long)(3 * DAY_MS)));
    run(arena_printf(a,
                     "INSERT INTO parcel_label (fulfillment_id, package_number, provider, state,"
                     " rule, format, asked_by, asked_ms, ended_ms) SELECT id, n, 'easypost', s, 1,"
                     " 'PDF', 1, 500, 600 FROM fulfillment, (SELECT 'K1' AS n, 2 AS s UNION ALL"
                     " SELECT 'K2', 5 UNION ALL SELECT 'K2', 5 UNION ALL SELECT 'K3', 4)"
                     " WHERE id = (SELECT MIN(id) FROM fulfillment WHERE status = 4)"));
}

static void outside(void)
{
    run("INSERT INTO outbox (topic, provider, record_kind, record_id, idem_key, state, next_ms,"
        " created_ms)"
        " VALUES ('label.buy', 'easypost', 'label', 1, 'a', 5, 0, 900),"
        " ('label.buy', 'easypost', 'label', 1, 'b', 6, 0, 800),"
        " ('label.buy', 'easypost', 'label', 1, 'c', 6, 77, 10),"
        " ('label.buy', 'easypost', 'label', 1, 'd', 4, 77, 20),"
        " ('mail.send', 'smtp', 'notice', 1, 'f', 3, 0, 30),"
        " ('order.confirmed', '', 'order', 1, 'h', 5, 0, 870)");
    run("INSERT INTO report_schedule (name, name_fold, report, period, group_by, compare, days,"
        " top, form, recipients, lang, every, on_day, at_minute, is_on, next_ms, last_ms,"
        " last_error, removed_ms, owner_id)"
        " VALUES ('a', 'a', 'sales', '', 'day', 'none', 0, 0, 1, 'a@b.c', 'en', 1, 0, 0, 1, 9, 70,"
        " 'no', 0, 1), ('b', 'b', 'sales', '', 'day', 'none', 0, 0, 1, 'a@b.c', 'en', 1, 0, 0, 1,"
        " 9, 10, '', 0, 1), ('c', 'c', 'sales', '', 'day', 'none', 0, 0, 1, 'a@b.c', 'en', 1, 0,"
        " 0, 1, 9, 20, 'no', 5, 1), ('d', 'd', 'sales', '', 'day', 'none', 0, 0, 1, 'a@b.c', 'en',"
        " 1, 0, 0, 0, 0, 60, 'no', 0, 1)");
    run("INSERT INTO timer_fault (kind, record_id, order_id, tries, first_ms, next_ms, words)"
        " VALUES (2, 1, 1, 3, 5, 6, 'The site is closed.'), (5, 1, NULL, 1, 5, 6, 'No.')");
    run("INSERT INTO address_check (id, digest, line1, line2, city, region, postcode, country,"
        " provider, answer, kept_by, asked_ms, answered_ms)"
        " VALUES (1, 'a', '', '', '', '', '', 'GB', 'easypost', 4, NULL, 5, 900),"
        " (2, 'b', '', '', '', '', '', 'GB', 'easypost', 4, 1, 5, 700)");
    run("INSERT INTO order_address_check (order_id, check_id) SELECT id, CASE WHEN id = 1 THEN 2"
        " ELSE 1 END FROM sales_order WHERE id = 1 OR status = 7 OR id ="
        " (SELECT MIN(order_id) FROM fulfillment)");
}

/* Two lines of an imported order, one of them canceled, that no item is known for. */
static void imported(void)
{
    int64_t o = testreport_order(&ts.shop, &(struct testreport_order){
                                               .placed = "2026-11-20T10:00Z", .minor = 7777 });

    testreport_line(&ts.shop, o, &(struct testreport_line){ .ordered = 2 });
    o = testreport_order(&ts.shop, &(struct testreport_order){ .placed = "2026-11-20T10:00Z",
                                                               .minor = 7777 });
    testreport_line(&ts.shop, o, &(struct testreport_line){ .ordered = 2, .canceled = 2 });
}

static void set_up(void)
{
    err_clear(&err);
    testscreen_open(&ts, 45, 140);
    orders();
    warehouse();
    parcels();
    imported();
    outside();
    stock();
    testscreen_press(&ts, "F5");
}

static void tear_down(void)
{
    testscreen_close(&ts);
}

/* --- the lists -------------------------------------------------------------------------------- */

/* Neighbours of one item and site are one place. */
static int places(const struct list *l)
{
    int n = 0;

    for (int i = 0; i < l->rows.n; i++)
        n += i == 0 || strcmp(l->rows.v[i].cells[0], l->rows.v[i - 1].cells[0]) != 0 ||
             strcmp(l->rows.v[i].cells[1], l->rows.v[i - 1].cells[1]) != 0;
    return n;
}

static int shown(enum unit unit)
{
    struct screen *s = app_screen(ts.app);
    struct list *l = s->ops->list != NULL ? s->ops->list(s) : NULL;
    int n = 0;

    if (l == NULL)
        l = &((struct listing *)s)->list; /* of a report */
    switch (unit) {
    case ROW:
        return l->rows.n;
    case PLACE:
        return places(l);
    case ORDERS:
        for (int i = 0; i < l->rows.n; i++)
            n += atoi(l->rows.v[i].cells[4]);
        return n;
    }
    return n;
}

/* At: where it stands on the dashboard. */
static void check_one(const struct queue *q, int at, bool *is_seen)
{
    size_t i = 0;

    while (i < OD_LEN(lists) && strcmp(lists[i].queue, q->name) != 0)
        i++;
    ck_assert_msg(i < OD_LEN(lists), "queue %s: its list is not held against its count", q->name);
    ck_assert_msg(q->count > 0, "queue %s: this desk has nothing of it", q->name);
    is_seen[i] = true;
    testscreen_type(&ts, arena_printf(ts.shop.arena, "%d\n", at + 1));
    ck_assert_msg(strncmp(testscreen_row(&ts, 0) + 1, lists[i].head, strlen(lists[i].head)) == 0,
                  "queue %s opens\n%s", q->name, testscreen_dump(&ts));
    ck_assert_msg(shown(lists[i].unit) == q->count, "queue %s counts %d, its list has %d\n%s",
                  q->name, q->count, shown(lists[i].unit), testscreen_dump(&ts));
    testscreen_press(&ts, "F3");
}

START_TEST(each_queue_opens_what_it_counts)
{
    bool is_seen[OD_LEN(lists)] = { false };
    struct queues queues;

    ck_ok(queues_load(ts.desk, ts.shop.arena, &queues, &err));
    for (int i = 0; i < queues.n; i++)
        check_one(&queues.v[i], i, is_seen);
    for (size_t i = 0; i < OD_LEN(lists); i++)
        ck_assert_msg(is_seen[i], "there is no queue %s", lists[i].queue);
}
END_TEST

START_TEST(the_figures_of_the_day_open_its_orders)
{
    struct day_figures day;

    ck_ok(day_figures_load(ts.desk, desk_today(ts.desk), &day, &err));
    ck_assert_int_gt(day.orders, 10);
    testscreen_press(&ts, "F7");
    ck_shows(&ts, "date:today");
    ck_assert_msg(shown(ROW) == day.orders, "%d, not %d\n%s", shown(ROW), day.orders,
                  testscreen_dump(&ts));
}
END_TEST

/* --- what else there is ----------------------------------------------------------------------- */

/* The queue that this label is of, by Enter on its row. */
static void open_labeled(const char *label)
{
    int row = 1;

    testscreen_press(&ts, "F3 Home");
    while (row < 45 && strstr(testscreen_row(&ts, row), label) == NULL)
        row++;
    ck_assert_msg(row < 45, "no queue %s\n%s", label, testscreen_dump(&ts));
    testscreen_type(&ts, arena_printf(ts.shop.arena, "%d\n",
                                      atoi(testscreen_row(&ts, row) + 1)));
}

START_TEST(late_work_is_named_and_one_key_from_all)
{
    open_labeled("Late to pick");
    ck_shows(&ts, "late to pick");
    testscreen_press(&ts, "F11 F11");
    ck_shows(&ts, "late to pick, nobody's");
    ck_assert_int_eq(shown(ROW), 1);
    testscreen_press(&ts, "F11 F4");
    ck_shows(&ts, "all that is open");
    ck_assert_int_eq(shown(ROW), 6);
    testscreen_press(&ts, "F4 F4 F4 F4 F4");
    ck_shows(&ts, "late to pick");
    ck_assert_int_eq(shown(ROW), 1);
    testdesk_wait(ts.desk, DAY_MS);
    testscreen_press(&ts, "F5");
    ck_assert_int_eq(shown(ROW), 2);
}
END_TEST

START_TEST(what_is_past_its_cut_off_is_one_key_from_all_that_is_packed)
{
    open_labeled("Past cut-off");
    ck_shows(&ts, "past cut-off");
    ck_shows(&ts, "Late 1   today 1   later 1");
    testscreen_press(&ts, "F4");
    ck_shows(&ts, "packed, to ship");
    ck_assert_int_eq(shown(ROW), 3);
    testscreen_press(&ts, "F4");
    ck_shows(&ts, "to hand over");
}
END_TEST

START_TEST(a_scanned_slip_that_is_not_late_shows_all_that_is_packed)
{
    const char *slip;
    struct list *l;

    open_labeled("Packed, to ship");
    l = app_screen(ts.app)->ops->list(app_screen(ts.app));
    slip = arena_strdup(ts.shop.arena, l->rows.v[2].cells[0]);
    open_labeled("Past cut-off");
    ck_hides(&ts, slip);
    testscreen_type(&ts, arena_printf(ts.shop.arena, "%s\n", slip));
    ck_shows(&ts, ".SHIP ships it");
    ck_shows(&ts, "packed, to ship");
    l = app_screen(ts.app)->ops->list(app_screen(ts.app));
    ck_assert_int_eq(l->rows.n, 3);
    ck_assert_str_eq(list_selected_row(l)->cells[0], slip);
}
END_TEST

START_TEST(what_was_not_mailed_is_one_key_from_all_schedules)
{
    open_labeled("Reports not mailed");
    ck_shows(&ts, "not mailed");
    testscreen_press(&ts, "F11");
    ck_hides(&ts, "not mailed");
    ck_assert_int_eq(shown(ROW), 3);
    testscreen_press(&ts, "F11");
    ck_assert_int_eq(shown(ROW), 2);
    run("UPDATE report_schedule SET last_error = ''");
    testscreen_press(&ts, "F5");
    ck_shows(&ts, "Every report went to everybody. F11 shows all.");
}
END_TEST

START_TEST(a_new_schedule_is_shown_where_only_failed_ones_were)
{
    open_labeled("Reports not mailed");
    testscreen_press(&ts, "F6");
    testscreen_type(&ts, "Reorder");
    testscreen_press(&ts, "Tab");
    testscreen_type(&ts, "low");
    testscreen_press(&ts, "Tab Tab Tab Tab Tab Tab Tab Tab Tab Tab");
    testscreen_type(&ts, "lee@example.com");
    testscreen_press(&ts, "F10");
    ck_shows(&ts, "Saved.");
    ck_shows(&ts, ">Reorder");
    ck_assert_int_eq(shown(ROW), 4);
}
END_TEST

START_TEST(an_event_that_could_not_be_routed_is_tried_again_from_the_list)
{
    open_labeled("Sync, asks a person");
    ck_shows(&ts, "(events)");
    testscreen_press(&ts, "Home Enter");
    ck_shows(&ts, "order.confirmed");
    testscreen_press(&ts, "Esc F6");
    ck_shows(&ts, "is tried now.");
    ck_hides(&ts, "(events)");
    ck_assert_int_eq(shown(ROW), 2);
}
END_TEST

START_TEST(the_file_of_a_queue_has_its_rows)
{
    char folder[] = "/tmp/orderdesk-queue.XXXXXX";
    const char *path;

    ck_assert_ptr_nonnull(mkdtemp(folder));
    path = arena_printf(ts.shop.arena, "%s/a.csv", folder);
    open_labeled("Past cut-off");
    testscreen_press(&ts, "M-e");
    testscreen_type(&ts, arena_printf(ts.shop.arena, "%s\n", path));
    ck_shows(&ts, "1 row is in");
    open_labeled("Late to pick");
    testscreen_press(&ts, "M-e");
    testscreen_type(&ts, arena_printf(ts.shop.arena, "%s/b.csv\n", folder));
    ck_shows(&ts, "1 row is in");
    ck_assert_int_eq(unlink(path), 0);
    ck_assert_int_eq(unlink(arena_printf(ts.shop.arena, "%s/b.csv", folder)), 0);
    ck_assert_int_eq(rmdir(folder), 0);
}
END_TEST

Suite *queue_lists_suite(void)
{
    Suite *suite = suite_create("queue_lists");
    TCase *tc = tcase_create("queue_lists");

    tcase_set_timeout(tc, 60);
    tcase_add_checked_fixture(tc, set_up, tear_down);
    tcase_add_test(tc, each_queue_opens_what_it_counts);
    tcase_add_test(tc, the_figures_of_the_day_open_its_orders);
    tcase_add_test(tc, late_work_is_named_and_one_key_from_all);
    tcase_add_test(tc, what_is_past_its_cut_off_is_one_key_from_all_that_is_packed);
    tcase_add_test(tc, a_scanned_slip_that_is_not_late_shows_all_that_is_packed);
    tcase_add_test(tc, what_was_not_mailed_is_one_key_from_all_schedules);
    tcase_add_test(tc, a_new_schedule_is_shown_where_only_failed_ones_were);
    tcase_add_test(tc, an_event_that_could_not_be_routed_is_tried_again_from_the_list);
    tcase_add_test(tc, the_file_of_a_queue_has_its_rows);
    suite_add_tcase(suite, tc);
    return suite;
}
