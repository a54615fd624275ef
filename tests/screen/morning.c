/*
 * A morning in the warehouse from scans alone: no key is pressed, every code comes in one burst
 * with the suffix of its scanner. Played on a terminal of 80x24 and on a handheld of 20x8; then the
 * books are looked at.
 */
#include <stdio.h>
#include <string.h>

#include "base/mem.h"
#include "domain/catalog/item.h"
#include "domain/flow/backorder.h"
#include "domain/flow/fulfillment.h"
#include "domain/flow/package.h"
#include "domain/insight/audit.h"
#include "domain/order/order.h"
#include "domain/stock/stock.h"
#include "screen/screen_suites.h"
#include "support/term_mem.h"

static struct testscreen ts;
static struct err err;
static int scans;
static bool is_handheld;

#define TAPE_EAN  "4006381333931"
#define TAPE_PACK "04006381333979" /* twelve of the same */
#define FILM_EAN  "5901234123457"

/* --- the world -------------------------------------------------------------------------------- */

static struct item_id item_of(const char *sku)
{
    struct item *item = NULL;

    ck_ok(item_find(ts.desk, sku, (struct channel_id){ 0 }, ts.shop.arena, &item, &err));
    ck_assert_ptr_nonnull(item);
    return item->id;
}

static void give_codes(const char *sku, const char *const *codes, const char *bin)
{
    const struct stock_setting lies = { .bin = bin };
    struct item *item = NULL;

    ck_ok(item_find(ts.desk, sku, (struct channel_id){ 0 }, ts.shop.arena, &item, &err));
    item->barcodes = codes;
    ck_ok(item_save(ts.desk, item, NULL, NULL, &item->id, &err));
    ck_ok(stock_set(ts.desk, item->id, ts.shop.main, &lies, &err));
}

static void set_up_at(int rows, int cols)
{
    static const char *const tape[] = { TAPE_EAN, TAPE_PACK "*12", NULL };
    static const char *const film[] = { FILM_EAN, NULL };
    struct site *leeds;
    struct site_id id;

    err_clear(&err);
    scans = 0;
    is_handheld = rows < APP_MIN_ROWS;
    testscreen_open(&ts, rows, cols);
    ck_ok(site_find(ts.desk, "LEEDS", ts.shop.arena, &leeds, &err));
    leeds->can_pickup = true;
    ck_ok(site_save(ts.desk, leeds, &id, &err));
    ck_ok(site_set_fill_mode(ts.desk, ts.shop.main, FILL_AUTO, &err));
    give_codes("4711", tape, "A-01");
    give_codes("4712", NULL, "A-02");
    give_codes("4713", film, "B-01");
}

static void set_up_terminal(void)
{
    set_up_at(24, 80);
}

static void set_up_handheld(void)
{
    set_up_at(8, 20);
}

static void tear_down(void)
{
    testscreen_close(&ts);
}

/* What the office did the day before: confirmed, and with the warehouse where it is covered. */
static struct order *sold(const char *const *skus, const int *units, struct site_id pickup)
{
    const struct order_header at_counter = { .pickup = &pickup };
    struct record_at at = testshop_draft(&ts.shop);
    struct order_taken taken;
    struct order *o;

    if (pickup.v != 0)
        ck_ok(order_set_header(ts.desk, &at, &at_counter, ts.shop.arena, &o, &err));
    for (int i = 0; skus[i] != NULL; i++)
        testshop_line(&ts.shop, &at, item_of(skus[i]), units[i]);
    ck_ok(order_take(ts.desk, at, true, ts.shop.arena, &taken, &err));
    o = testshop_load(&ts.shop, at.id);
    if (o->backordered.milli == 0)
        ck_ok(testshop_act(&ts.shop, o, "release", NULL, NULL, &err));
    return testshop_load(&ts.shop, at.id);
}

static struct order *sold_one(const char *sku, int units)
{
    return sold((const char *const[]){ sku, NULL }, (const int[]){ units }, (struct site_id){ 0 });
}

static struct fulfillment *work_of(const struct order *o)
{
    struct fulfillment_rows rows;
    struct fulfillment *f;

    ck_ok(fulfillments_of_order(ts.desk, o->id, ts.shop.arena, &rows, &err));
    ck_assert_int_ge(rows.n, 1);
    ck_ok(fulfillment_load(ts.desk, rows.v[0].id, ts.shop.arena, &f, &err));
    return f;
}

/* --- the scanner ------------------------------------------------------------------------------ */

/* One burst; Enter and Tab take turns as what the scanner puts behind it. */
static void scan(const char *code)
{
    OD_ARENA *tmp = arena_new();
    bool has_tab = ++scans % 2 == 0;

    testscreen_burst(&ts, has_tab ? code : arena_printf(tmp, "%s\n", code));
    if (has_tab)
        testscreen_press(&ts, "Tab");
}

/* The number of a paper as Code 128. */
static void scan_paper(const char *number)
{
    OD_ARENA *tmp = arena_new();

    scan(arena_printf(tmp, "]C0%s", number));
}

/* A handheld parts it over its two rows. */
#define ck_says(text)                                                                              \
    do {                                                                                           \
        if (!is_handheld)                                                                          \
            ck_shows(&ts, text);                                                                   \
    } while (0)

static int64_t ask(const char *sql)
{
    return testshop_number(ts.desk, sql);
}

static int64_t on_hand(const char *sku, const char *site)
{
    return ask(arena_printf(ts.shop.arena,
                            "SELECT COALESCE(SUM(l.on_hand_qty), 0) / 1000 FROM stock_level l"
                            " JOIN item i ON i.id = l.item_id JOIN site s ON s.id = l.site_id"
                            " WHERE i.sku = '%s' AND s.code = '%s'",
                            sku, site));
}

static int64_t units(struct qty q)
{
    return q.milli / QTY_PER_UNIT;
}

/* --- the morning ------------------------------------------------------------------------------ */

/* 15 tape, 4 brown, 3 film, of which one is damaged and one not found. */
static void pick(const struct fulfillment *f)
{
    int bells = term_mem_counts(ts.term).bells;

    scan_paper(f->number);
    ck_shows(&ts, "A-01");
    scan("4712x"); /* nothing of this name */
    scan(FILM_EAN "0");
    ck_assert_int_ge(term_mem_counts(ts.term).bells, bells + 2);
    ck_says("No item has the code");
    scan("BRK-20");
    ck_shows(&ts, "Wrong item");
    scan("]C101" TAPE_PACK "10LOT7");   /* a pack of twelve, its lot read over */
    ck_hides(&ts, "Wrong item");
    scan("]E0" TAPE_EAN);
    scan(".UNDO");
    testscreen_burst(&ts, TAPE_EAN "\n" TAPE_EAN "\n"); /* two codes in one read */
    scan("]C102" "04006381333931" "3701|21SER9");
    scan("A-02");
    scan(".QTY");
    scan("4");
    scan("4712");
    ck_shows(&ts, "4713");
    scan(FILM_EAN);
    scan(".SHORT damaged");
    ck_shows(&ts, "picked");
}

/* Two parcels; a number of UPS comes from the label. */
static void pack(const struct fulfillment *f)
{
    scan(".BOX");
    scan(TAPE_PACK);
    scan("2.4kg");
    scan("300x200x150");
    scan(".BOX");
    scan(".QTY");
    scan("3");
    scan("4711");
    scan(".QTY");
    scan("4");
    scan("4712");
    scan(FILM_EAN);
    scan(".WEIGHT");
    scan("1.1");
    scan(".DONE");
    ck_assert_int_eq(work_of(f->order)->status, FULFILLMENT_PACKED);
    scan(".DONE"); /* what leaves is said by another scan */
    ck_assert_int_eq(work_of(f->order)->status, FULFILLMENT_PACKED);
    scan("1Z5R89390357567127");
    scan(".SHIP");
    ck_assert_int_eq(work_of(f->order)->status, FULFILLMENT_SHIPPED);
}

/* The next slip; it leaves from the ship screen, and the carrier takes both. */
static void ship(const struct fulfillment *f)
{
    scan_paper(f->number);
    scan(FILM_EAN);
    scan(".DONE");
    scan(".SH");
    scan(".SHIP"); /* nothing was scanned */
    ck_assert_int_eq(work_of(f->order)->status, FULFILLMENT_PACKED);
    scan_paper(f->number);
    scan(".SHIP");
    ck_assert_int_eq(work_of(f->order)->status, FULFILLMENT_SHIPPED);
    scan(".MANIFEST");
    ck_says("packages");
    scan(".SHIP");
    scan_paper("M1");
    ck_says("M1, UPS");
    scan(".SHIP");
    ck_says("M1 is handed over");
    ck_assert_int_eq(ask("SELECT COUNT(*) FROM manifest WHERE status = 1"), 0);
    scan(".BACK");
}

static void collect(const struct fulfillment *f)
{
    scan(".WQ");
    scan_paper(f->number);
    scan("BRK-21");
    scan("BRK-21");
    scan(".DONE");
    scan(".DONE");
    ck_assert_int_eq(work_of(f->order)->status, FULFILLMENT_READY);
    scan(".PU");
    scan(work_of(f->order)->pickup_code);
    ck_assert_int_eq(work_of(f->order)->status, FULFILLMENT_COLLECTED);
}

static void receive(const struct order *waiting)
{
    ck_assert_int_gt(testshop_load(&ts.shop, waiting->id.v)->backordered.milli, 0);
    scan(".RC");
    scan(".NEW");
    scan(".NEXT");
    scan(".NO"); /* once more, from the beginning */
    scan(".NEW");
    scan(".OK"); /* the first site */
    scan("]C0DN-4477");
    ck_shows(&ts, "R-1001");
    scan("4712");
    scan("NOSUCH");
    ck_says("No item has the code NOSUCH");
    scan(".QTY");
    scan("100");
    scan(".DAMAGED");
    scan("1");
    scan(".DONE");
    scan("4712"); /* no answer: no digit of it chooses */
    ck_assert_int_eq(ask("SELECT COUNT(*) FROM stock_doc WHERE status = 1"), 1);
    scan(".OK");
    ck_assert_int_eq(testshop_load(&ts.shop, waiting->id.v)->backordered.milli, 0);
}

/* What the damaged pick asked for is counted, and one more. */
static void count(void)
{
    scan(".CT");
    scan(".NEW");
    scan(".OK");
    scan(".OK");
    ck_shows(&ts, "C-1001");
    scan(FILM_EAN);
    scan(".QTY");
    scan("194");
    scan(".DONE");
    scan(".OK");
    scan(".OK"); /* the first reason */
    ck_assert_int_eq(ask("SELECT COUNT(*) FROM stock_doc WHERE status = 1"), 0);
}

/* An order is given up that was picked: its goods go back. */
static void put_away(const struct order *o)
{
    const struct action_value other = { "reason", "other" };
    const struct action_values values = { &other, 1 };
    const struct fulfillment *f = work_of(o);

    scan(".WQ");
    scan_paper(f->number);
    scan(TAPE_EAN);
    scan(".BACK");
    ck_ok(act(ts.desk, &fulfillment_document, (struct record_at){ .id = f->id }, "cancel", &values,
              &err));
    scan(".PA");
    scan("A-01"); /* the item comes first */
    ck_assert_int_eq(ask("SELECT COUNT(*) FROM put_away WHERE done_ms = 0"), 1);
    scan(TAPE_EAN);
    scan("A-01");
    ck_assert_int_eq(ask("SELECT COUNT(*) FROM put_away WHERE done_ms = 0"), 0);
}

static void transfer(void)
{
    scan(".TR");
    scan(".NEW");
    scan(".OK");
    scan(".OK");
    ck_shows(&ts, "T-1001");
    scan(TAPE_PACK);
    scan(".DONE");
    scan(".OK");
    ck_assert_int_eq(on_hand("4711", "LEEDS"), 0);
    scan(".BACK");
    scan(".BACK");
    scan(".TR");
    scan("T-1001");
    scan(".DONE");
    scan(".OK");
    ck_assert_int_eq(on_hand("4711", "LEEDS"), 12);
}

static void look_at_the_books(const struct order *first, const struct order *second)
{
    const struct order *o = testshop_load(&ts.shop, first->id.v);
    struct fulfillment *f = work_of(first);
    struct audit audit;

    ck_assert_int_eq(units(o->lines[0].shipped), 15);
    ck_assert_int_eq(units(o->lines[1].shipped), 4);
    ck_assert_int_eq(units(o->lines[2].shipped), 1);
    ck_assert_int_eq(units(testshop_load(&ts.shop, second->id.v)->lines[0].shipped), 1);
    ck_assert_int_eq(f->packages.n, 2);
    ck_assert_int_eq(f->weight_g, 3500);
    ck_assert_str_eq(f->packages.v[0].tracking, "1Z5R89390357567127");
    ck_assert_int_eq(on_hand("4711", "MAIN"), 200 - 15 - 12);
    ck_assert_int_eq(on_hand("4712", "MAIN"), 200 - 4 + 99);
    ck_assert_int_eq(on_hand("4713", "MAIN"), 194);
    ck_assert_int_eq(on_hand("BRK-21", "LEEDS"), 28);
    ck_ok(audit_run(ts.desk, AUDIT_FULL, ts.shop.arena, &audit, &err));
    ck_assert_msg(audit.n == 0, "%s: %s", audit.n > 0 ? audit.v[0].record : "",
                  audit.n > 0 ? audit.v[0].words : "");
}

static void play(void)
{
    const struct order *first =
        sold((const char *const[]){ "4711", "4712", "4713", NULL }, (const int[]){ 15, 4, 3 },
             (struct site_id){ 0 });
    const struct order *second = sold_one("4713", 1), *given_up = sold_one("4711", 2);
    const struct order *counter =
        sold((const char *const[]){ "BRK-21", NULL }, (const int[]){ 2 }, ts.shop.leeds);
    const struct order *waiting = sold_one("4712", 210);

    if (is_handheld)
        scan(".WQ"); /* where the program begins there */
    pick(work_of(first));
    pack(work_of(first));
    ship(work_of(second));
    collect(work_of(counter));
    receive(waiting);
    count();
    put_away(given_up);
    transfer();
    look_at_the_books(first, second);
}

START_TEST(a_morning_is_worked_from_scans_alone)
{
    play();
}
END_TEST

Suite *morning_suite(void)
{
    Suite *suite = suite_create("morning");
    TCase *terminal = tcase_create("80x24"), *handheld = tcase_create("20x8");

    tcase_set_timeout(terminal, 120);
    tcase_add_checked_fixture(terminal, set_up_terminal, tear_down);
    tcase_add_test(terminal, a_morning_is_worked_from_scans_alone);
    suite_add_tcase(suite, terminal);
    tcase_set_timeout(handheld, 120);
    tcase_add_checked_fixture(handheld, set_up_handheld, tear_down);
    tcase_add_test(handheld, a_morning_is_worked_from_scans_alone);
    suite_add_tcase(suite, handheld);
    return suite;
}
