/*
 * Reports on the screen: asking, order, charts, files, and one that takes long.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/mem.h"
#include "domain/insight/report_file.h"
#include "domain/stock/stock.h"
#include "screen/screen_suites.h"
#include "store/store.h"
#include "support/term_mem.h"
#include "support/testorder.h"
#include "support/testreport.h"
#include "support/testscreen.h"
#include "tui/app.h"
#include "tui/canvas.h"
#include "tui/report_chart.h"
#include "tui/report_screen.h"
#include "tui/screens.h"

static struct testscreen ts;

static void set_up(void)
{
    testscreen_open(&ts, 24, 80);
}

static void tear_down(void)
{
    testscreen_close(&ts);
}

/* --- asking and order ------------------------------------------------------------------------- */

static void make_low(struct item_id item, int64_t at)
{
    const struct qty reorder = { at * QTY_PER_UNIT };
    const struct stock_setting low = { .reorder = &reorder };
    struct err err = ERR_INIT;

    ck_ok(stock_set(ts.desk, item, ts.shop.main, &low, &err));
}

START_TEST(what_is_asked_wrongly_stays_as_typed_and_the_old_lines_too)
{
    make_low(ts.shop.bracket, 900);
    testscreen_type(&ts, ".rp low\n");
    ck_shows(&ts, "BRK-20");
    testscreen_press(&ts, "F4");
    testscreen_type(&ts, "NOSUCH\n");
    ck_shows(&ts, "There is no site NOSUCH");
    ck_shows(&ts, "[NOSUCH");
    ck_shows(&ts, "BRK-20");
    testscreen_press(&ts, "C-u");
    testscreen_type(&ts, "MAIN\n");
    ck_shows(&ts, "BRK-20");
    testscreen_press(&ts, "F4 Tab");
    testscreen_type(&ts, "0\n");
    ck_shows(&ts, "[0 ");
    testscreen_press(&ts, "Esc Esc");
    testscreen_type(&ts, ".rp nosuch\n");
    ck_shows(&ts, "There is no report \"nosuch\"");
}
END_TEST

START_TEST(lines_beyond_the_top_are_one)
{
    make_low(ts.shop.bracket, 900);
    make_low(ts.shop.deny, 900);
    testscreen_type(&ts, ".rp low\n");
    testscreen_press(&ts, "F4 Tab");
    testscreen_type(&ts, "1\n");
    ck_shows(&ts, "1 other");
}
END_TEST

START_TEST(lines_are_sorted_by_the_column_that_is_chosen_and_turned_round)
{
    const char *a, *b;

    make_low(ts.shop.bracket, 900);
    make_low(ts.shop.deny, 800);
    testscreen_type(&ts, ".rp low\n");
    testscreen_press(&ts, "F7 1");
    a = testscreen_row(&ts, 3);
    b = testscreen_row(&ts, 4);
    ck_assert_int_lt(strcmp(a + 2, b + 2), 0);
    testscreen_press(&ts, "F7 1");
    ck_assert_int_gt(strcmp(testscreen_row(&ts, 3) + 2, testscreen_row(&ts, 4) + 2), 0);
}
END_TEST

START_TEST(the_list_opens_what_is_chosen_and_enter_the_item_behind_a_line)
{
    make_low(ts.shop.bracket, 900);
    testscreen_type(&ts, ".rp\n");
    for (int i = 0; i < 40 && strstr(testscreen_dump(&ts), ">low ") == NULL; i++)
        testscreen_press(&ts, "Down");
    ck_shows(&ts, ">low ");
    testscreen_press(&ts, "Enter");
    ck_shows(&ts, "Stock below the reorder point");
    testscreen_press(&ts, "F11");
    ck_shows(&ts, "This report has no chart");
    testscreen_press(&ts, "Enter");
    ck_assert_ptr_nonnull(strstr(testscreen_row(&ts, 0), "PR "));
}
END_TEST

START_TEST(a_group_is_called_what_it_is)
{
    testscreen_type(&ts, ".rp sales\n");
    ck_hides(&ts, "Group");
    ck_assert_ptr_nonnull(strstr(testscreen_row(&ts, 3), "Day"));
    testscreen_press(&ts, "F7");
    ck_hides(&ts, "Group");
    testscreen_press(&ts, "Esc F4 Tab Right Right Enter");
    ck_assert_ptr_nonnull(strstr(testscreen_row(&ts, 3), "Month"));
}
END_TEST

START_TEST(marks_go_with_their_lines_when_they_are_sorted)
{
    OD_ARENA *tmp = arena_new();
    char path[] = "/tmp/orderdesk-report.XXXXXX";
    int fd = mkstemp(path);
    char text[4000] = "";
    FILE *file;

    testscreen_type(&ts, ".rp sales\n");
    testscreen_press(&ts, "Space");
    ck_shows(&ts, "* 2026-10-24");
    testscreen_press(&ts, "F7 1 F7 1");
    ck_hides(&ts, "* 2026");
    testscreen_press(&ts, "F10");
    testscreen_type(&ts, arena_printf(tmp, "%s.csv\n", path));
    ck_shows(&ts, "1 row is in the file");
    file = fopen(arena_printf(tmp, "%s.csv", path), "r");
    ck_assert_ptr_nonnull(file);
    ck_assert_int_gt(fread(text, 1, sizeof text - 1, file), 0);
    (void)fclose(file);
    (void)close(fd);
    (void)unlink(path);
    (void)unlink(arena_printf(tmp, "%s.csv", path));
    ck_assert_ptr_nonnull(strstr(text, "2026-10-24"));
}
END_TEST

/* --- what is behind a figure ------------------------------------------------------------------ */

/* Two orders of today, the second with two lines of the bracket; and a parcel of the first. */
static void make_orders(void)
{
    int64_t id[2];

    for (int i = 0; i < 2; i++) {
        id[i] = testreport_order(&ts.shop,
                                 &(struct testreport_order){ .placed = "2026-11-20T10:00:00Z",
                                                             .minor = 900 + i });
        for (int n = 0; n <= i; n++)
            testreport_line(&ts.shop, id[i],
                            &(struct testreport_line){
                                .item = ts.shop.bracket.v, .ordered = 2, .net = 300 + n });
    }
    testreport_shipment(&ts.shop, id[0],
                        &(struct testreport_shipment){ .shipped = "2026-11-21T10:00:00Z",
                                                       .promised = "2026-11-20",
                                                       .carrier = "DHL",
                                                       .qty = 2 });
}

static const char *name_on_top(void)
{
    return app_screen(ts.app)->ops->name;
}

START_TEST(enter_opens_as_many_rows_as_the_line_counts_and_back_is_where_it_was)
{
    make_orders();
    testscreen_type(&ts, ".rp items\n");
    testscreen_press(&ts, "Enter");
    ck_assert_str_eq(name_on_top(), "behind");
    ck_shows(&ts, "BRK-20");
    ck_shows(&ts, "3 rows");
    testscreen_press(&ts, "Down Enter");
    ck_assert_str_eq(name_on_top(), "order");
    testscreen_press(&ts, "F12");
    ck_assert_int_eq(list_selected(scr_behind.list(app_screen(ts.app))), 2);
    testscreen_press(&ts, "F4"); /* the orders it is about */
    ck_shows(&ts, "sku:BRK-20");
    testscreen_press(&ts, "F12 F12");
    ck_assert_str_eq(name_on_top(), "report");
    ck_assert_int_eq(rp_self(app_screen(ts.app))->l.list.selected, 0);
    testscreen_press(&ts, "Down"); /* the totals */
    testscreen_press(&ts, "Enter");
    ck_shows(&ts, "3 rows");
}
END_TEST

START_TEST(f6_opens_what_is_behind_the_figure_that_is_chosen)
{
    make_orders();
    testscreen_type(&ts, ".rp promise\n");
    testscreen_press(&ts, "F6");
    ck_shows(&ts, "Open the list behind");
    testscreen_press(&ts, "Esc End F6 3 ");
    ck_shows(&ts, "Left late");
    ck_shows(&ts, "1 row");
    ck_shows(&ts, "DHL");
    testscreen_press(&ts, "F12 Home Enter");
    ck_shows(&ts, "Nothing was counted here.");
    ck_shows(&ts, "0 rows");
}
END_TEST

START_TEST(orders_that_a_search_finds_are_opened_in_find)
{
    make_orders();
    testscreen_type(&ts, ".rp sales\n");
    testscreen_press(&ts, "F7 1 F7 1 Enter");
    ck_shows(&ts, "-status:canceled");
    testscreen_press(&ts, "F12");
    ck_assert_str_eq(name_on_top(), "report");
}
END_TEST

START_TEST(lines_beyond_the_largest_say_what_opens_them)
{
    make_orders();
    testreport_line(&ts.shop, 1, &(struct testreport_line){ .item = ts.shop.hose.v, .ordered = 1 });
    testscreen_type(&ts, ".rp items\n");
    rp_self(app_screen(ts.app))->table.v[0].is_rest = true;
    testscreen_press(&ts, "Enter");
    ck_shows(&ts, "Ask for more lines");
    testscreen_press(&ts, "F6");
    ck_shows(&ts, "Ask for more lines");
}
END_TEST

START_TEST(every_report_has_back_in_its_key_bar_and_only_one_judges_what_is_aside)
{
    OD_ARENA *tmp = arena_new();

    for (const struct report *const *r = report_all(); *r != NULL; r++) {
        bool is_aside = strcmp((*r)->name, "aside") == 0;

        testscreen_type(&ts, arena_printf(tmp, ".rp %s\n", (*r)->name));
        ck_assert_msg(strstr(testscreen_row(&ts, 23), "F12Back") != NULL, "%s: %s", (*r)->name,
                      testscreen_row(&ts, 23));
        ck_assert_int_eq(strstr(testscreen_row(&ts, 23), "F8Scrap") != NULL, is_aside);
        testscreen_press(&ts, "F12");
    }
}
END_TEST

/* --- one that takes long ---------------------------------------------------------------------- */

/* So much stock that it cannot be gone through while one waits for a key. */
static void make_many(void)
{
    static const struct sql steps[] = {
        { .name = "test.items",
          .text = "INSERT INTO item (sku, description, tax_class_id, search_text, created_ms)"
                  " WITH RECURSIVE n (v) AS (SELECT 1 UNION ALL SELECT v + 1 FROM n"
                  " WHERE v < 100000)"
                  " SELECT 'N' || v, 'many', 1, '', 1 FROM n" },
        { .name = "test.levels",
          .text = "INSERT INTO stock_level (item_id, site_id, on_hand_qty)"
                  " SELECT id, 1, 5000 FROM item WHERE description = 'many'" },
        { .name = "test.moves",
          .text = "INSERT INTO stock_movement (item_id, site_id, kind, qty, at_ms, user_id)"
                  " SELECT id, 1, 1, 5000, 1000, 1 FROM item WHERE description = 'many'" },
    };
    OD_TX tx = { 0 };
    struct err err = ERR_INIT;

    ck_ok(desk_begin(ts.desk, "item.save", &tx, &err));
    for (size_t i = 0; i < OD_LEN(steps); i++) {
        OD_STMT *q = sql_write(&tx, &steps[i]);

        ck_ok(sql_run(&q, NULL, &err));
    }
    ck_ok(tx_commit(&tx, &err));
}

START_TEST(one_that_takes_long_is_given_up_by_esc_and_read_again_by_f5)
{
    make_many();
    term_mem_type(ts.term, ".rp slow");
    term_mem_press(ts.term, "Enter Esc");
    (void)app_pass(ts.app);
    ck_shows(&ts, "Stopped. F5 reads it again.");
    ck_hides(&ts, "many");
    testscreen_press(&ts, "F5");
    ck_shows(&ts, "many");
}
END_TEST

START_TEST(what_is_being_read_is_not_begun_anew_and_rests_from_its_end_on)
{
    struct rp *rp;
    struct err err = ERR_INIT;
    int64_t since_ms;

    make_many();
    testscreen_type(&ts, ".rp slow\n");
    ck_shows(&ts, "many");
    testdesk_wait(ts.desk, 20000);
    ts.has_changed = true;
    app_tick(ts.app);
    ck_shows(&ts, "is being");
    rp = rp_self(app_screen(ts.app));
    since_ms = rp->wait.since_ms;
    ck_ok(app_refresh(ts.app, &err));
    ck_assert_int_eq(rp->wait.since_ms, since_ms);
    testdesk_wait(ts.desk, 15000);
    (void)app_pass(ts.app);
    ck_hides(&ts, "is being");
    ts.has_changed = true;
    app_tick(ts.app);
    ck_hides(&ts, "is being");
    testdesk_wait(ts.desk, 11000);
    app_tick(ts.app);
    ck_shows(&ts, "is being");
}
END_TEST

static const char *key_meanwhile;

/* Pressed when the time is shown first while a report is read. */
static struct stamp now_and_press(void *ctx)
{
    struct screen *s = ts.app != NULL ? app_screen(ts.app) : NULL;

    (void)ctx;
    if (key_meanwhile != NULL && s != NULL && rp_self(s)->is_due && rp_self(s)->wait.said_s >= 0) {
        term_mem_press(ts.term, key_meanwhile);
        key_meanwhile = NULL;
    }
    return desk_now(ts.desk);
}

START_TEST(moving_in_the_lines_does_not_begin_the_reading_anew_and_esc_ends_it)
{
    struct rp *rp;

    make_many();
    testscreen_type(&ts, ".rp slow\n");
    rp = rp_self(app_screen(ts.app));
    ck_assert_int_eq(rp->l.list.selected, 0);
    ts.hooks.now = now_and_press;
    for (int i = 0; i < 2; i++) {
        testdesk_wait(ts.desk, 20000);
        ts.has_changed = true;
        app_tick(ts.app);
        ck_assert(rp->is_due);
        key_meanwhile = i == 0 ? "Down" : "Esc";
        (void)app_pass(ts.app);
        ck_assert_ptr_null(key_meanwhile);
        ck_assert(!rp->is_due);
        ck_assert_int_eq(rp->l.list.selected, 1);
        if (i == 0)
            ck_hides(&ts, "Stopped.");
    }
    ck_shows(&ts, "Stopped. F5 reads it again.");
}
END_TEST

START_TEST(typing_what_is_asked_next_does_not_begin_the_reading_anew)
{
    struct rp *rp;

    make_many();
    testscreen_type(&ts, ".rp slow\n");
    rp = rp_self(app_screen(ts.app));
    testscreen_press(&ts, "F4 C-u");
    ts.hooks.now = now_and_press;
    testdesk_wait(ts.desk, 20000);
    ts.has_changed = true;
    app_tick(ts.app);
    ck_assert(rp->is_due);
    key_meanwhile = "9";
    (void)app_pass(ts.app);
    ck_assert_ptr_null(key_meanwhile);
    ck_assert(!rp->is_due);
    ck_assert(rp->is_asking);
    ck_assert_str_eq(form_text(&rp->form, form_index(&rp->form, "days")), "9");
}
END_TEST

START_TEST(behind_a_pop_up_nothing_is_read_until_it_is_gone)
{
    struct rp *rp;

    make_many();
    testscreen_type(&ts, ".rp slow\n");
    rp = rp_self(app_screen(ts.app));
    testdesk_wait(ts.desk, 20000);
    testscreen_press(&ts, "F7");
    ck_assert_ptr_nonnull(app_popup(ts.app));
    ts.has_changed = true;
    app_tick(ts.app);
    ck_assert(rp->is_due);
    testscreen_press(&ts, "Down Up");
    (void)app_pass(ts.app);
    ck_assert(rp->is_due);
    ck_assert_int_eq(rp->wait.said_s, -1); /* not begun */
    testscreen_press(&ts, "Esc");
    (void)app_pass(ts.app);
    ck_assert_ptr_null(app_popup(ts.app));
    ck_assert(!rp->is_due);
}
END_TEST

START_TEST(one_that_was_stopped_waits_for_f5)
{
    make_many();
    term_mem_type(ts.term, ".rp slow");
    term_mem_press(ts.term, "Enter Esc");
    (void)app_pass(ts.app);
    testdesk_wait(ts.desk, 3600000);
    ts.has_changed = true;
    app_tick(ts.app);
    ck_hides(&ts, "is being");
    testscreen_press(&ts, "F5");
    ck_shows(&ts, "many");
}
END_TEST

START_TEST(no_file_is_made_of_what_is_not_read_yet)
{
    struct err err = ERR_INIT;
    struct rp *rp;

    make_many();
    term_mem_type(ts.term, ".rp slow");
    term_mem_press(ts.term, "Enter Esc");
    (void)app_pass(ts.app);
    testscreen_press(&ts, "F10");
    ck_hides(&ts, "Lines to a file");
    ck_shows(&ts, "What was asked is not read yet");
    testscreen_press(&ts, "F5");
    rp = rp_self(app_screen(ts.app));
    ck_ok(app_refresh(ts.app, &err)); /* the same anew */
    ck_assert(rp->is_due);
    ck_ok(rp_file(&rp->l.s, &err));
    testscreen_press(&ts, "Esc");
    ck_ok(app_refresh(ts.app, &err));
    rp->ask.days++; /* another */
    ck_assert(rp->is_due);
    ck_refused(rp_file(&rp->l.s, &err), ERR_STATE);
}
END_TEST

START_TEST(other_days_that_were_given_up_leave_the_old_ones_over_their_lines)
{
    testreport_do(&ts.shop,
                  "INSERT INTO sales_order (number, status, channel_id, site_id, customer_id,"
                  " created_by, currency, created_ms, updated_ms, placed_ms, shown_status)"
                  " WITH RECURSIVE n (v) AS (SELECT 1 UNION ALL SELECT v + 1 FROM n"
                  " WHERE v < 700000)"
                  " SELECT 'N' || v, 6, 1, 1, 1, 1, 'GBP', 1, 1, 1772600000000 + v, 12 FROM n");
    testscreen_type(&ts, ".rp sales\n");
    ck_shows(&ts, "2026-10-24 to");
    testscreen_press(&ts, "F4 C-u");
    term_mem_type(ts.term, "2026-03");
    term_mem_press(ts.term, "Enter Esc");
    (void)app_pass(ts.app);
    ck_shows(&ts, "Stopped. F5 reads it again.");
    ck_shows(&ts, "2026-10-24 to");
    testscreen_press(&ts, "F5");
    ck_shows(&ts, "2026-03-01 to");
}
END_TEST

/* --- charts ----------------------------------------------------------------------------------- */

static const struct report_column columns[] = {
    { "day", "Day", REPORT_TEXT, false },
    { "n", "Orders", REPORT_COUNT, true },
    { 0 },
};

static const struct report_column shares[] = {
    { "day", "Day", REPORT_TEXT, false },
    { "n", "On time", REPORT_COUNT, false },
    { 0 },
};

/* A value of -1 is not known. */
static struct cells *drawn_of(const struct report_column *of, enum report_chart kind,
                              enum report_by by, const int64_t *n, int count, int cols)
{
    const struct report report = { .name = "x", .chart = kind, .chart_column = "n" };
    const struct report_ask ask = { .from = { 2026, 11, 1 }, .to = { 2026, 11, 30 }, .by = by };
    struct cells *cells = cells_new(14, cols, true);
    struct canvas c = canvas_of(cells);
    struct report_table table;

    report_begin(&table, of, ts.shop.arena);
    for (int i = 0; i < count; i++) {
        struct report_line *line = report_add(&table, ts.shop.arena);

        line->v[0] = report_text(report_span_name(&ask, i, ts.shop.arena));
        line->v[1] = n[i] == -1 ? (struct report_value){ 0 } : report_n(n[i]);
        line->at = i;
    }
    report_chart_draw(&c, ts.desk, &report, &ask, &table);
    return cells;
}

static struct cells *drawn(enum report_chart kind, enum report_by by, const int64_t *n, int count,
                           int cols)
{
    return drawn_of(columns, kind, by, n, count, cols);
}

static int marks_in(struct cells *cells, int row, char mark)
{
    int n = 0;

    for (const char *c = cells_row(cells, row, ts.shop.arena); *c != '\0'; c++)
        n += *c == mark ? 1 : 0;
    return n;
}

START_TEST(bars_are_as_long_as_their_values_at_any_width)
{
    const int64_t n[] = { 100, 50, 0, 1 };
    const int widths[] = { 80, 140 };

    for (int i = 0; i < 2; i++) {
        struct cells *cells = drawn(REPORT_CHART_BARS, REPORT_BY_PERSON, n, 4, widths[i]);
        int whole = marks_in(cells, 1, '#');

        ck_assert_int_eq(whole, widths[i] - 24 - 16);
        ck_assert_int_eq(marks_in(cells, 2, '#'), whole / 2);
        ck_assert_int_eq(marks_in(cells, 3, '#'), 0);
        ck_assert_int_eq(marks_in(cells, 4, '#'), 1); /* little is not nothing */
        ck_assert_ptr_nonnull(strstr(cells_row(cells, 1, ts.shop.arena), "# 100"));
        cells_free(cells);
    }
}
END_TEST

START_TEST(bars_below_zero_go_as_far_with_another_mark)
{
    const int64_t n[] = { 50, -100, -25 };
    struct cells *cells = drawn(REPORT_CHART_BARS, REPORT_BY_PERSON, n, 3, 80);
    int whole = 80 - 24 - 16;
    const char *least = cells_row(cells, 2, ts.shop.arena);

    ck_assert_int_eq(marks_in(cells, 1, '#'), whole / 2);
    ck_assert_int_eq(marks_in(cells, 2, '#'), 0);
    ck_assert_int_eq((int)strspn(least + 25, "-"), whole);
    ck_assert_ptr_nonnull(strstr(least, "- -100"));
    ck_assert_int_eq((int)strspn(cells_row(cells, 3, ts.shop.arena) + 25, "-"), whole / 4);
    cells_free(cells);
}
END_TEST

START_TEST(a_month_of_days_is_a_curve_and_what_does_not_fit_is_put_together)
{
    int64_t n[366];
    struct cells *cells;

    for (int i = 0; i < 366; i++)
        n[i] = i == 2 ? 12 : i < 30 ? 6 : 0;
    cells = drawn(REPORT_CHART_BARS, REPORT_BY_DAY, n, 30, 80);
    ck_assert_int_eq(marks_in(cells, 1, '#'), 2); /* the highest alone, two columns wide */
    ck_assert_int_eq(marks_in(cells, 12, '#'), 60);
    ck_assert_ptr_nonnull(strstr(cells_row(cells, 13, ts.shop.arena), "2026-11-30"));
    cells_free(cells);
    cells = drawn(REPORT_CHART_BARS, REPORT_BY_DAY, n, 366, 80);
    ck_assert_ptr_nonnull(strstr(cells_row(cells, 0, ts.shop.arena), "each column 6 lines"));
    ck_assert_ptr_nonnull(strstr(cells_row(cells, 1, ts.shop.arena), "42"));
    cells_free(cells);
}
END_TEST

START_TEST(what_is_no_sum_is_put_together_as_its_mean)
{
    int64_t n[366];
    struct cells *cells;

    for (int i = 0; i < 366; i++)
        n[i] = i % 2 == 0 ? 90 : i % 6 == 1 ? 60 : -1;
    cells = drawn_of(shares, REPORT_CHART_LINE, REPORT_BY_DAY, n, 366, 80);
    ck_assert_ptr_nonnull(strstr(cells_row(cells, 0, ts.shop.arena), "each column 6 lines"));
    ck_assert_ptr_nonnull(strstr(cells_row(cells, 1, ts.shop.arena), " 82 ")); /* 330 of 4 */
    cells_free(cells);
}
END_TEST

START_TEST(hours_by_weekday_are_shades)
{
    const int widths[] = { 80, 140 };
    int64_t n[168] = { 0 };

    n[0] = 90;          /* Monday 0 */
    n[6 * 24 + 23] = 9; /* Sunday 23 */
    for (int i = 0; i < 2; i++) {
        struct cells *cells = drawn(REPORT_CHART_HEAT, REPORT_BY_NONE, n, 168, widths[i]);
        int each = (widths[i] - 6) / 24;
        const char *sunday = cells_row(cells, 8, ts.shop.arena);

        ck_assert_int_eq(cells_row(cells, 2, ts.shop.arena)[5], '@');
        ck_assert_int_eq(marks_in(cells, 2, '@'), each - 1);
        ck_assert_int_eq((int)strlen(sunday), 5 + 23 * each + each - 1);
        ck_assert_int_eq(sunday[strlen(sunday) - 1], '.');
        cells_free(cells);
    }
}
END_TEST

/* --- files ------------------------------------------------------------------------------------ */

START_TEST(a_file_is_what_its_name_says_for_the_owner_alone)
{
    OD_ARENA *tmp = arena_new();
    char path[] = "/tmp/orderdesk-report.XXXXXX";
    int fd = mkstemp(path);
    char text[4000] = "";
    const char *json = arena_printf(tmp, "%s.json", path);
    struct stat info;
    FILE *file;

    make_low(ts.shop.bracket, 900);
    testscreen_type(&ts, ".rp low\n");
    testscreen_press(&ts, "F10");
    testscreen_type(&ts, arena_printf(tmp, "%s.svg\n", path));
    ck_shows(&ts, "This report has no chart");
    ck_assert_int_ne(access(arena_printf(tmp, "%s.svg", path), F_OK), 0);
    testscreen_press(&ts, "C-u");
    testscreen_type(&ts, arena_printf(tmp, "%s\n", json));
    ck_shows(&ts, "1 row is in the file");
    file = fopen(json, "r");
    ck_assert_ptr_nonnull(file);
    ck_assert_int_gt(fread(text, 1, sizeof text - 1, file), 0);
    (void)fclose(file);
    ck_assert_int_eq(stat(json, &info), 0);
    ck_assert_int_eq(info.st_mode & 0777, 0600);
    ck_assert_int_eq(truncate(json, 1), 0);
    testscreen_press(&ts, "F10 Enter");
    ck_shows(&ts, "The file is there already");
    testscreen_press(&ts, "Esc");
    ck_shows(&ts, "Lines to a file");
    ck_assert_int_eq(stat(json, &info), 0);
    ck_assert_int_eq(info.st_size, 1);
    testscreen_press(&ts, "Enter r");
    ck_assert_int_eq(stat(json, &info), 0);
    ck_assert_int_gt(info.st_size, 1);
    (void)close(fd);
    (void)unlink(path);
    (void)unlink(json);
    ck_assert_int_eq(text[0], '[');
    ck_assert_ptr_nonnull(strstr(text, "\"sku\":\"BRK-20\""));
    ck_assert_ptr_nonnull(strstr(text, "\"reorder_point\":900"));
    ck_assert_ptr_nonnull(strstr(text, "\"cover_days\":null"));
}
END_TEST

Suite *reports_screen_suite(void)
{
    Suite *suite = suite_create("reports");
    TCase *tests = tcase_create("reports");

    tcase_set_timeout(tests, 120);
    tcase_add_checked_fixture(tests, set_up, tear_down);
    tcase_add_test(tests, what_is_asked_wrongly_stays_as_typed_and_the_old_lines_too);
    tcase_add_test(tests, lines_beyond_the_top_are_one);
    tcase_add_test(tests, lines_are_sorted_by_the_column_that_is_chosen_and_turned_round);
    tcase_add_test(tests, a_group_is_called_what_it_is);
    tcase_add_test(tests, marks_go_with_their_lines_when_they_are_sorted);
    tcase_add_test(tests, the_list_opens_what_is_chosen_and_enter_the_item_behind_a_line);
    tcase_add_test(tests, one_that_takes_long_is_given_up_by_esc_and_read_again_by_f5);
    tcase_add_test(tests, what_is_being_read_is_not_begun_anew_and_rests_from_its_end_on);
    tcase_add_test(tests, moving_in_the_lines_does_not_begin_the_reading_anew_and_esc_ends_it);
    tcase_add_test(tests, typing_what_is_asked_next_does_not_begin_the_reading_anew);
    tcase_add_test(tests, behind_a_pop_up_nothing_is_read_until_it_is_gone);
    tcase_add_test(tests, one_that_was_stopped_waits_for_f5);
    tcase_add_test(tests, no_file_is_made_of_what_is_not_read_yet);
    tcase_add_test(tests, other_days_that_were_given_up_leave_the_old_ones_over_their_lines);
    tcase_add_test(tests, bars_are_as_long_as_their_values_at_any_width);
    tcase_add_test(tests, bars_below_zero_go_as_far_with_another_mark);
    tcase_add_test(tests, a_month_of_days_is_a_curve_and_what_does_not_fit_is_put_together);
    tcase_add_test(tests, what_is_no_sum_is_put_together_as_its_mean);
    tcase_add_test(tests, hours_by_weekday_are_shades);
    tcase_add_test(tests, a_file_is_what_its_name_says_for_the_owner_alone);
    tcase_add_test(tests, enter_opens_as_many_rows_as_the_line_counts_and_back_is_where_it_was);
    tcase_add_test(tests, f6_opens_what_is_behind_the_figure_that_is_chosen);
    tcase_add_test(tests, orders_that_a_search_finds_are_opened_in_find);
    tcase_add_test(tests, lines_beyond_the_largest_say_what_opens_them);
    tcase_add_test(tests, every_report_has_back_in_its_key_bar_and_only_one_judges_what_is_aside);
    suite_add_tcase(suite, tests);
    return suite;
}
