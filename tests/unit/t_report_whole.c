/*
 * What holds of every report: its lines add up to its totals, whatever it is grouped by, beside
 * another period, cut to the largest, as a table, as CSV and as JSON. And stock of which parcels
 * were taken back.
 */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/csv.h"
#include "base/json.h"
#include "domain/flow/fulfillment.h"
#include "domain/insight/figure_line.h"
#include "domain/insight/report_behind.h"
#include "domain/insight/report_file.h"
#include "domain/insight/report_text.h"
#include "domain/insight/search.h"
#include "domain/insight/stock_report.h"
#include "domain/stock/stock.h"
#include "support/testreport.h"
#include "unit/domain_suites.h"

#define NOVEMBER "2026-11-01..2026-11-30"
#define DAY_MS   INT64_C(86400000)

static struct testshop shop;
static struct err err;

static void set_up(void)
{
    err_clear(&err);
    testshop_open(&shop);
}

static void tear_down(void)
{
    testshop_close(&shop);
}

/* --- a desk with all kinds of events ---------------------------------------------------------- */

/* The n-th of sixty orders over October and November: canceled for some reason or none, short,
 * open, of two customers, channels, sites and people. */
static int64_t order_of(int n, struct customer_id bolt)
{
    int status = n % 7 == 0 ? ORDER_CANCELED : n % 5 == 0 ? ORDER_CONFIRMED : ORDER_CLOSED;
    int64_t o = testreport_order(
        &shop, &(struct testreport_order){
                   .placed = arena_printf(shop.arena, "2026-%02d-%02dT%02d:%02d:00Z", 10 + n % 2,
                                          1 + n % 28, n % 24, n % 60),
                   .confirmed = arena_printf(shop.arena, "2026-%02d-%02dT%02d:59:00Z", 10 + n % 2,
                                             1 + n % 28, n % 24),
                   .status = status,
                   .channel = 1 + n % 2,
                   .person = 1,
                   .site = n % 3 == 0 ? shop.leeds.v : shop.main.v,
                   .customer = n % 4 == 0 ? bolt.v : shop.acme.v,
                   .minor = 1000 + n * 37 });
    int canceled = status == ORDER_CANCELED ? 9 : n % 9 == 0 ? 4 : 0;

    testreport_line(&shop, o,
                    &(struct testreport_line){ .item = n % 2 ? shop.bracket.v : shop.hose.v,
                                               .ordered = 9,
                                               .canceled = canceled,
                                               .net = 331 + n });
    testreport_line(&shop, o,
                    &(struct testreport_line){ .item = n % 3 ? shop.deny.v : 0,
                                               .ordered = 2,
                                               .net = n % 8 == 0 ? -50 : 517 });
    testreport_line(
        &shop, o,
        &(struct testreport_line){ .item = shop.freight.v, .kind = LINE_CHARGE, .ordered = 1 });
    if (canceled > 0 && n % 14 != 0)
        testreport_do(&shop,
                      arena_printf(shop.arena,
                                   "INSERT INTO order_event (order_id, at_ms, user_id, kind,"
                                   " reason_id) SELECT %lld, 1, 1, '%s', MIN(id) FROM reason_code"
                                   " WHERE code = '%s'",
                                   (long long)o,
                                   status == ORDER_CANCELED ? "order.cancel" : "order.cancel_line",
                                   n % 21 == 0 ? "customer" : "no_stock"));
    return o;
}

/* One or two parcels of most, of which some were taken back, lost, late or under way. */
static void ship(int64_t order, int n, struct user_id ben)
{
    static const char *const carriers[] = { "DHL", "UPS", "" };

    testreport_shipment(
        &shop, order,
        &(struct testreport_shipment){
            .shipped = arena_printf(shop.arena, "2026-11-%02dT%02d:30:00Z", 1 + n % 29, n % 24),
            .picked = n % 5 ? arena_printf(shop.arena, "2026-11-%02dT00:00:00Z", 1 + n % 29) : NULL,
            .packed = arena_printf(shop.arena, "2026-11-%02dT00:10:00Z", 1 + n % 29),
            .ended = arena_printf(shop.arena, "2026-12-%02dT08:00:00Z", 1 + n % 9),
            .promised = n % 4 ? arena_printf(shop.arena, "2026-11-%02d", 10 + n % 9) : NULL,
            .status = 1 + n % 5,
            .carrier = carriers[n % 3],
            .site = n % 3 == 0 ? shop.leeds.v : shop.main.v,
            .person = n % 2 ? 1 : (int)ben.v,
            .picker = n % 4 ? (int)ben.v : 0,
            .qty = 1 + n % 11 });
}

static void all_kinds(void)
{
    struct customer_id bolt = testshop_customer(&shop, "BOLT", NULL);
    struct user_id ben = testdesk_add_user(shop.desk, "ben", ROLE_WAREHOUSE);

    for (int n = 1; n <= 60; n++) {
        int64_t o = order_of(n, bolt);

        for (int i = 0; i < n % 3; i++)
            ship(o, n + 17 * i, ben);
    }
    testreport_do(&shop,
                  "INSERT INTO fulfillment_line (fulfillment_id, order_line_id, item_id, qty,"
                  " picked_qty, short_qty) SELECT f.id, l.id, l.item_id, 9000, 3000 * (f.id % 3),"
                  " 1000 * (f.id % 2) FROM fulfillment f JOIN order_line l"
                  " ON l.order_id = f.order_id WHERE l.kind = 1 AND l.item_id IS NOT NULL");
    testreport_do(&shop, "UPDATE sales_order SET backordered_qty = 1000 WHERE status = 5");
    testreport_do(&shop, "UPDATE order_line SET unit_price_v = 1990000, disc_ppm = 50000");
    testreport_do(&shop, "INSERT INTO parcel_track (shipment_id, tracking, moved_ms)"
                         " SELECT id, 'T' || CAST(id AS TEXT), 1 FROM shipment WHERE id % 3 = 0");
    testreport_do(&shop,
                  "INSERT INTO tracking_event (track_id, provider, event_key, at_ms, status, raw,"
                  " message, city, region, country, user_id, came_ms)"
                  " SELECT id, 'p', tracking, 1, 6, '', '', '', '', '', 1, 1 FROM parcel_track");
    testshop_order(&shop, shop.bracket, 60, true);
    testshop_order(&shop, shop.deny, 3, true);
    testdesk_wait(shop.desk, DAY_MS);
}

/* --- sums ------------------------------------------------------------------------------------- */

static const char *label(const struct report *r, const struct report_ask *ask, const char *column)
{
    return arena_printf(shop.arena, "%s by %s, compared %s, top %d: %s", r->name,
                        report_by_name(ask->by), report_compare_name(ask->compare), ask->top,
                        column);
}

static void lines_are(const struct report *r, const struct report_ask *ask,
                      const struct report_table *t)
{
    struct report_line total;
    bool has_total = report_total_line(t, shop.arena, &total);

    for (int c = 0; c < t->column_n; c++) {
        int64_t now = 0, before = 0;

        if (!t->columns[c].is_sum)
            continue;
        for (int i = 0; i < t->n; i++) {
            now += t->v[i].v[c].is_set ? t->v[i].v[c].n : 0;
            if (t->v[i].before != NULL && t->v[i].before[c].is_set)
                before += t->v[i].before[c].n;
        }
        ck_assert_msg(has_total && total.v[c].is_set && total.v[c].n == now, "%s",
                      label(r, ask, t->columns[c].name));
        if (t->total_before != NULL)
            ck_assert_msg(total.before[c].n == before, "%s, before",
                          label(r, ask, t->columns[c].name));
    }
}

/* A cell of a file in the whole numbers of its column. */
static int64_t whole_of(enum report_value_kind kind, const char *cell)
{
    double scale = kind == REPORT_MONEY ? 100 : kind == REPORT_COUNT ? 1 : 1000;

    return llround(strtod(csv_unguard(cell), NULL) * scale);
}

static char *written(const struct report_table *t, enum report_form form)
{
    char *text = NULL;
    size_t len = 0;
    FILE *file = open_memstream(&text, &len);

    ck_assert_ptr_nonnull(file);
    report_put(shop.desk, t, form, NULL, file);
    ck_assert_int_eq(fclose(file), 0);
    return text;
}

static void files_are(const struct report *r, const struct report_ask *ask,
                      const struct report_table *t)
{
    char *csv_text = written(t, REPORT_CSV), *json = written(t, REPORT_JSON);
    const struct json *rows;
    int64_t in_csv[REPORT_COLUMNS] = { 0 }, in_json[REPORT_COLUMNS] = { 0 };
    int lines = 0;
    OD_CSV *csv = NULL;

    ck_ok(csv_open_bytes(&csv, csv_text, strlen(csv_text), NULL, &err));
    for (; csv_next(csv, &err); lines++)
        for (int c = 0; c < t->column_n; c++)
            in_csv[c] +=
                whole_of(t->columns[c].kind, csv_cell(csv, csv_column(csv, t->columns[c].name)));
    ck_assert_int_eq(err.code, ERR_NONE);
    ck_ok(json_parse(json, strlen(json), shop.arena, &rows, &err));
    ck_assert_int_eq(json_len(rows), lines);
    ck_assert_int_eq(t->n, lines);
    for (int i = 0; i < lines; i++)
        for (int c = 0; c < t->column_n; c++) {
            const char *cell = json_text(json_get(json_at(rows, i), t->columns[c].name));

            in_json[c] += cell != NULL ? whole_of(t->columns[c].kind, cell) : 0;
        }
    for (int c = 0; c < t->column_n; c++)
        if (t->columns[c].is_sum)
            ck_assert_msg(in_csv[c] == t->total[c].n && in_json[c] == t->total[c].n, "%s in a file",
                          label(r, ask, t->columns[c].name));
    free(csv_text);
    free(json);
}

static struct report_ask ask_of(const struct report *r, enum report_by by)
{
    struct report_ask ask;

    ck_ok(report_ask_usual(shop.desk, r, &ask, &err));
    ask.by = by;
    if ((r->asks & REPORT_ASKS_PERIOD) != 0)
        ck_ok(report_period(shop.desk, NOVEMBER, &ask.from, &ask.to, &err));
    return ask;
}

static struct report_table run(const struct report *r, const struct report_ask *ask)
{
    struct report_table t;

    ck_ok(report_run(shop.desk, r, ask, NULL, shop.arena, &t, &err));
    return t;
}

START_TEST(lines_of_every_report_add_up_to_its_totals_in_every_group_and_file)
{
    int tables = 0;

    all_kinds();
    for (const struct report *const *r = report_all(); *r != NULL; r++) {
        struct report_table first = { 0 };
        bool is_seen = false;

        for (int by = 0; by < REPORT_BYS; by++) {
            struct report_ask ask;

            if ((*r)->groups != 0 ? ((*r)->groups & REPORT_GROUP(by)) == 0 : by != REPORT_BY_NONE)
                continue;
            ask = ask_of(*r, (enum report_by)by);
            for (int way = 0; way < 6; way++) {
                struct report_table t;

                ask.compare = (enum report_compare)(way / 2);
                ask.top = way % 2 * 2;
                if (way >= 2 && ((*r)->asks & REPORT_ASKS_COMPARE) == 0)
                    continue;
                t = run(*r, &ask);
                lines_are(*r, &ask, &t);
                files_are(*r, &ask, &t);
                first = is_seen ? first : t;
                for (int c = 0; c < t.column_n; c++) {
                    if (!t.columns[c].is_sum)
                        continue;
                    ck_assert_msg(t.total[c].n == first.total[c].n, "%s in another group",
                                  label(*r, &ask, t.columns[c].name));
                    /* The desk has what each column counts. */
                    ck_assert_msg(t.total[c].n != 0, "%s: nothing to add up",
                                  label(*r, &ask, t.columns[c].name));
                }
                is_seen = true;
                tables++;
            }
        }
    }
    ck_assert_int_gt(tables, 300);
}
END_TEST

/* --- what is behind ---------------------------------------------------------------------------- */

/* As many rows as a count says; and they add up to whatever it is. */
static void rows_are(const struct report *r, const struct report_ask *ask,
                     const struct report_table *t, const struct report_figure *figure,
                     int64_t should)
{
    OD_ARENA *tmp = arena_new();
    const char *column = t->columns[figure->column].name;
    struct report_rows rows;
    int64_t sum = 0;

    ck_ok(report_behind(shop.desk, r, ask, figure, NULL, tmp, &rows, &err));
    for (int i = 0; i < rows.n; i++) {
        ck_assert_int_gt(rows.v[i].order.v, 0);
        sum += rows.v[i].n;
    }
    ck_assert_msg(sum == should, "%s: %lld behind %lld", label(r, ask, column), (long long)sum,
                  (long long)should);
    if (t->columns[figure->column].kind == REPORT_COUNT)
        ck_assert_msg(rows.n == should, "%s: rows", label(r, ask, column));
}

static int figures_are(const struct report *r, const struct report_ask *ask,
                       const struct report_table *t)
{
    int figures = 0;

    for (int c = 0; c < t->column_n; c++) {
        if (!report_column_has_rows(t, c))
            continue;
        rows_are(r, ask, t, &(struct report_figure){ .is_all = true, .column = c }, t->total[c].n);
        for (int i = 0; i < t->n; i++) {
            struct report_figure f = { .group = t->v[i].group, .column = c };

            /* Of the hours of a week most have nothing. */
            if (t->v[i].v[c].n != 0 || i < 3)
                rows_are(r, ask, t, &f, t->v[i].v[c].n);
            f.is_before = true;
            if (t->v[i].before != NULL && (t->v[i].before[c].n != 0 || i < 3))
                rows_are(r, ask, t, &f, t->v[i].before[c].n);
            figures++;
        }
    }
    return figures;
}

static void finds_are(const struct report *r, const struct report_ask *ask,
                      const struct report_table *t)
{
    for (int i = 0; i < t->n && t->find_column > 0; i++) {
        const struct query *q;
        int n;

        if (t->v[i].find == NULL)
            continue;
        ck_ok(query_parse(t->v[i].find, FIND_ORDER, shop.desk, shop.arena, &q, &err));
        ck_ok(find_count(shop.desk, q, FIND_ORDER, 1000, shop.arena, &n, &err));
        ck_assert_msg(n == t->v[i].v[t->find_column].n, "%s: %s finds %d",
                      label(r, ask, t->columns[t->find_column].name), t->v[i].find, n);
    }
}

START_TEST(behind_every_figure_are_as_many_rows_as_it_says)
{
    int counted = 0;

    all_kinds();
    for (const struct report *const *r = report_all(); *r != NULL; r++) {
        for (int by = 0; by < REPORT_BYS; by++) {
            struct report_ask ask;
            struct report_table t;

            if ((*r)->groups != 0 ? ((*r)->groups & REPORT_GROUP(by)) == 0 : by != REPORT_BY_NONE)
                continue;
            ask = ask_of(*r, (enum report_by)by);
            if (((*r)->asks & REPORT_ASKS_COMPARE) != 0)
                ask.compare = REPORT_COMPARE_PERIOD;
            t = run(*r, &ask);
            if (report_main_column(&t) < 0) {
                for (int i = 0; i < t.n; i++)
                    ck_assert_int_ne(t.v[i].item.v, 0); /* an item, which is opened */
                continue;
            }
            ck_assert_int_gt(t.n, 0);
            counted++;
            ck_assert_int_gt(figures_are(*r, &ask, &t), 0);
            finds_are(*r, &ask, &t);
        }
    }
    ck_assert_int_gt(counted, 60);
    {
        struct report_ask ask = testreport_ask(&shop, "low", NULL, NULL);
        struct report_rows rows;
        const struct report *low;

        ck_ok(report_find("low", &low, &err));
        ck_refused(report_behind(shop.desk, low, &ask, &(struct report_figure){ .is_all = true },
                                 NULL, shop.arena, &rows, &err),
                   ERR_STATE);
        err_clear(&err);
        ck_refused(report_line_has_rows(&(struct report_line){ .is_rest = true }, &err), ERR_STATE);
    }
}
END_TEST

START_TEST(rates_are_rounded_the_same_below_zero)
{
    ck_assert_int_eq(figure_rate(2, 3).n, 666667);
    ck_assert_int_eq(figure_rate(-2, 3).n, -666667);
    ck_assert_int_eq(figure_rate(-1, 3).n, -333333);
    ck_assert(!figure_rate(1, 0).is_set);
    ck_assert(!figure_rate(1, -3).is_set);
    ck_assert_int_eq(figure_mean(-5, 2).n, -3);
}
END_TEST

/* --- stock ------------------------------------------------------------------------------------ */

static struct report_progress none;

static const struct stock_row *stock_of(enum stock_report kind, int days, struct item_id item)
{
    struct stock_rows rows;

    ck_ok(stock_report_load(shop.desk, kind, shop.main, days, 100, &none, shop.arena, &rows, &err));
    for (int i = 0; i < rows.n; i++)
        if (rows.v[i].item.v == item.v)
            return &rows.v[i];
    return NULL;
}

static void work(const char *action, const char *name, const char *value)
{
    struct action_value given[] = { { name, value } };
    struct action_values values = { given, name != NULL };
    int64_t id = testshop_number(shop.desk, "SELECT MAX(id) FROM fulfillment");

    err_clear(&err);
    ck_ok(act(shop.desk, &fulfillment_document, (struct record_at){ .id = id }, action, &values,
              &err));
}

static void send(int units)
{
    struct order *o = testshop_order(&shop, shop.bracket, units, true);

    ck_ok(testshop_act(&shop, o, "release", NULL, NULL, &err));
    work("pick", NULL, NULL);
    if (testshop_number(shop.desk, "SELECT status FROM fulfillment ORDER BY id DESC LIMIT 1") <
        FULFILLMENT_PICKED)
        work("finish", NULL, NULL);
    work("pack", "weight", "1.2");
    work("ship", NULL, NULL);
}

START_TEST(a_parcel_that_was_taken_back_did_not_leave)
{
    const struct stock_row *row;
    struct stamp left;

    testdesk_wait(shop.desk, 100 * DAY_MS);
    send(4);
    left = desk_now(shop.desk);
    testdesk_wait(shop.desk, 40 * DAY_MS);
    ck_assert_ptr_nonnull(stock_of(STOCK_SLOW, 30, shop.bracket));
    send(6);
    ck_assert_ptr_null(stock_of(STOCK_SLOW, 30, shop.bracket));
    testdesk_wait(shop.desk, DAY_MS / 24);
    work("unship", NULL, NULL);
    row = stock_of(STOCK_SLOW, 30, shop.bracket);
    ck_assert_ptr_nonnull(row);
    ck_assert_int_eq(row->last.ms, left.ms);
    ck_assert_int_eq(row->left.milli, 4000);
    ck_assert_int_eq(row->on_hand.milli, 36000);
    row = stock_of(STOCK_COVER, 811, shop.bracket); /* 36 last 36 * 90 / 4 days */
    ck_assert_ptr_nonnull(row);
    ck_assert_int_eq(row->cover_days, 810);
    ck_assert_ptr_null(stock_of(STOCK_COVER, 810, shop.bracket));
}
END_TEST

static bool never(void *ctx, int64_t rows)
{
    (void)rows;
    ++*(int *)ctx;
    return false;
}

START_TEST(reports_of_stock_count_what_they_read_and_can_be_stopped)
{
    int64_t there = testshop_number(shop.desk, "SELECT COUNT(*) FROM stock_movement");
    struct report_ask ask = testreport_ask(&shop, "slow", NULL, NULL);
    const struct report *slow;
    struct report_progress counted = { 0 };
    struct report_table t;
    int asked = 0;
    struct report_progress stopped = { .go_on = never, .ctx = &asked };

    testreport_do(&shop, "INSERT INTO stock_movement (at_ms, user_id, kind, item_id, site_id, qty)"
                         " WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n"
                         " WHERE i < 900) SELECT i, 1, 3, 1, 1, 1000 FROM n");
    ck_ok(report_find("slow", &slow, &err));
    ck_ok(report_run(shop.desk, slow, &ask, &counted, shop.arena, &t, &err));
    ck_assert_int_eq(counted.rows, there + 900);
    ck_refused(report_run(shop.desk, slow, &ask, &stopped, shop.arena, &t, &err), ERR_BUSY);
    ck_assert_int_eq(asked, 1);
    ck_assert_int_le(stopped.rows, 256);
}
END_TEST

START_TEST(what_is_not_there_is_not_looked_at_where_it_cannot_be_listed)
{
    static const enum stock_report kinds[] = { STOCK_SLOW, STOCK_OVER, STOCK_COVER };
    int64_t there = testshop_number(shop.desk, "SELECT COUNT(*) FROM stock_movement");
    int64_t gone;

    testreport_do(&shop, "UPDATE stock_level SET on_hand_qty = 0 WHERE item_id = 1");
    gone = testshop_number(shop.desk, "SELECT COUNT(*) FROM stock_movement WHERE item_id = 1");
    ck_assert_int_gt(gone, 0);
    for (size_t i = 0; i < OD_LEN(kinds); i++) {
        struct report_progress counted = { 0 };
        struct stock_rows rows;

        ck_ok(stock_report_load(shop.desk, kinds[i], (struct site_id){ 0 }, 30, 10, &counted,
                                shop.arena, &rows, &err));
        ck_assert_int_eq(counted.rows, kinds[i] == STOCK_COVER ? there : there - gone);
    }
}
END_TEST

Suite *report_whole_suite(void)
{
    Suite *s = suite_create("report_whole");
    TCase *tc = tcase_create("report_whole");

    tcase_set_timeout(tc, 60);
    tcase_add_checked_fixture(tc, set_up, tear_down);
    tcase_add_test(tc, lines_of_every_report_add_up_to_its_totals_in_every_group_and_file);
    tcase_add_test(tc, behind_every_figure_are_as_many_rows_as_it_says);
    tcase_add_test(tc, rates_are_rounded_the_same_below_zero);
    tcase_add_test(tc, a_parcel_that_was_taken_back_did_not_leave);
    tcase_add_test(tc, reports_of_stock_count_what_they_read_and_can_be_stopped);
    tcase_add_test(tc, what_is_not_there_is_not_looked_at_where_it_cannot_be_listed);
    suite_add_tcase(s, tc);
    return s;
}
