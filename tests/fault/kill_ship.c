/*
 * All that is packed is shipped at once, and the process is killed at any moment: each fulfillment
 * has left whole, with its shipment and its stock, or lies there packed as before; what is left goes
 * with the next try. The check of all books is clean after every kill.
 *
 * usage: kill_ship [--kills N] [--orders N] [--seed N]
 */
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/clock.h"
#include "domain/desk/setting.h"
#include "domain/flow/dispatch.h"
#include "domain/flow/fulfillment.h"
#include "domain/insight/audit.h"
#include "domain/stock/stock.h"
#include "fault/fault_support.h"
#include "fault/kill_support.h"
#include "support/testorder.h"

#define TRIES 60 /* more than enough to hit it in the middle once */

static const char *where;
static int kills = 8, orders = 200;
static int64_t stock;

static struct stamp now = { TESTDESK_NOW_MS };

/* One order of one unit, packed. */
static void pack_one(struct testshop *shop)
{
    static const char *const steps[] = { "pick", "pack" };
    struct order *o = testshop_order(shop, shop->bracket, 1, true);
    struct fulfillment_rows rows;
    struct err err = ERR_INIT;

    ck_ok(testshop_act(shop, o, "release", NULL, NULL, &err));
    ck_ok(fulfillments_of_order(shop->desk, o->id, shop->arena, &rows, &err));
    for (size_t i = 0; i < OD_LEN(steps); i++)
        ck_ok(act(shop->desk, &fulfillment_document, (struct record_at){ .id = rows.v[0].id },
                  steps[i], NULL, &err));
}

static void set_up(void)
{
    const struct desk_new in = { .where = where,
                                 .login = "anna",
                                 .company = "Kill",
                                 .country = "GB",
                                 .clock = clock_fixed(now) };
    struct testshop shop = { .arena = arena_new() };
    struct err err = ERR_INIT;
    struct desk *desk = NULL;

    ck_ok(desk_create(&in, &desk, &err));
    testshop_fill(&shop, desk);
    ck_ok(setting_set(desk, "order.remorse_minutes", "0", &err));
    ck_ok(setting_set(desk, "warehouse.release", "manual", &err));
    ck_ok(stock_receive(desk, shop.bracket, shop.main, (struct qty){ orders * QTY_PER_UNIT }, NULL,
                        &err));
    for (int i = 0; i < orders; i++)
        pack_one(&shop);
    stock = testshop_number(desk, "SELECT SUM(on_hand_qty) FROM stock_level");
    desk_close(desk);
    arena_free(shop.arena);
}

static int ship_all(void)
{
    OD_ARENA *tmp = arena_new();
    struct desk *desk = kill_desk(where, now);
    struct dispatch rows;
    struct err err = ERR_INIT;

    if (!dispatch_load(desk, (struct site_id){ 0 }, DISPATCH_ROWS, tmp, &rows, &err) ||
        !dispatch_ship(desk, "DHL", tmp, &rows, &err))
        fault_die("ship", &err);
    desk_close(desk);
    return rows.shipped;
}

/* As it was before anything left. */
static void unship_all(struct desk *desk)
{
    struct err err = ERR_INIT;

    for (;;) {
        int64_t id = testshop_number(desk, "SELECT COALESCE(MIN(id), 0) FROM fulfillment"
                                           " WHERE status = 5");

        if (id == 0)
            break;
        ck_ok(act(desk, &fulfillment_document, (struct record_at){ .id = id }, "unship", NULL,
                  &err));
    }
}

/* How many left. */
static int check_halves(struct desk *desk)
{
    static const char *const never[] = {
        "SELECT COUNT(*) FROM fulfillment WHERE status NOT IN (4, 5)",
        "SELECT COUNT(*) FROM fulfillment f WHERE (status = 5) <> (1 = (SELECT COUNT(*)"
        " FROM shipment s WHERE s.fulfillment_id = f.id AND s.status <> 4))",
        "SELECT COUNT(*) FROM order_line l WHERE shipped_qty <> (SELECT COALESCE(SUM(c.picked_qty),"
        " 0) FROM fulfillment_line c JOIN fulfillment f ON f.id = c.fulfillment_id"
        " WHERE f.status = 5 AND c.order_line_id = l.id)",
        "SELECT COUNT(*) FROM order_line l WHERE allocated_qty + shipped_qty <> ordered_qty",
    };
    OD_ARENA *tmp = arena_new();
    struct err err = ERR_INIT;
    struct audit audit;
    int64_t left = testshop_number(desk, "SELECT COUNT(*) FROM fulfillment WHERE status = 5");

    for (size_t i = 0; i < OD_LEN(never); i++)
        fault_check(testshop_number(desk, never[i]) == 0, "there are: %s", never[i]);
    fault_check(testshop_number(desk, "SELECT SUM(on_hand_qty) FROM stock_level") ==
                    stock - left * QTY_PER_UNIT,
                "%lld left, and the stock says else", (long long)left);
    ck_ok(audit_run(desk, AUDIT_FULL, tmp, &audit, &err));
    for (int i = 0; i < audit.n; i++)
        fault_check(false, "%s, %s: %s", audit.v[i].check, audit.v[i].record, audit.v[i].words);
    return (int)left;
}

/* Killed after so long; how many had left, and the rest goes. */
static int kill_one(unsigned after_us)
{
    const pid_t child = fork();
    struct desk *desk;
    int left, status = 0;

    ck_assert_int_ge(child, 0);
    if (child == 0) {
        (void)ship_all();
        _exit(0);
    }
    (void)usleep(after_us);
    (void)kill(child, SIGKILL);
    ck_assert_int_eq(waitpid(child, &status, 0), child);
    fault_check(WIFSIGNALED(status) || status == 0, "shipping ended with status %d", status);
    desk = kill_desk(where, now);
    left = check_halves(desk);
    desk_close(desk);
    fault_check(ship_all() == orders - left, "what was left did not go");
    desk = kill_desk(where, now);
    fault_check(check_halves(desk) == orders, "not all left in the end");
    unship_all(desk);
    fault_check(check_halves(desk) == 0, "not all came back");
    desk_close(desk);
    return left;
}

START_TEST(each_left_or_lies_there_and_none_is_half)
{
    int64_t begun;
    unsigned window_us;
    int amid = 0, tries = 0;
    struct desk *desk;

    where = fault_path("ship.db");
    set_up();
    begun = clock_monotonic_ms();
    ck_assert_int_eq(ship_all(), orders);
    window_us = (unsigned)(clock_monotonic_ms() - begun) * 1000 + 1000;
    desk = kill_desk(where, now);
    ck_assert_int_eq(check_halves(desk), orders);
    unship_all(desk);
    desk_close(desk);
    /* Goes on until kills in the midst were some; those before and after prove little. */
    while (tries < kills || (amid == 0 && tries < TRIES)) {
        int left = kill_one(kill_lot(window_us));

        tries++;
        amid += left > 0 && left < orders;
    }
    printf("%d kills while %d were shipped, %d of them in the midst\n", tries, orders, amid);
    ck_assert_int_eq(fault_count(), 0);
    ck_assert_int_gt(amid, 0);
}
END_TEST

int main(int argc, char **argv)
{
    Suite *suite = suite_create("kill_ship");
    TCase *tc = tcase_create("kill");
    SRunner *runner = srunner_create(suite);

    kills = fault_option(argc, argv, "--kills", kills);
    orders = fault_option(argc, argv, "--orders", orders);
    kill_seed = (uint64_t)fault_option(argc, argv, "--seed", 20261128);
    fault_in_memory();
    tcase_set_timeout(tc, 0);
    tcase_add_test(tc, each_left_or_lies_there_and_none_is_half);
    suite_add_tcase(suite, tc);
    srunner_set_fork_status(runner, CK_NOFORK);
    srunner_run_all(runner, CK_ENV);
    fault_check(srunner_ntests_failed(runner) == 0, "the test failed");
    srunner_free(runner);
    return fault_end();
}
