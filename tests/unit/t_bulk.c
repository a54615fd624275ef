/*
 * Many lines at once: rows of the grammar and of CSV, bad ones beside good ones.
 */
#include <string.h>

#include "base/limits.h"
#include "base/os.h"
#include "base/strbuf.h"
#include "domain/order/bulk.h"
#include "domain/stock/stock.h"
#include "support/testorder.h"
#include "unit/domain_suites.h"
#include "unit/temp.h"

static struct testshop shop;
static struct err err;
static struct entry_form form;

static void set_up(void)
{
    testshop_open(&shop);
    err_clear(&err);
    form = entry_form_of(shop.desk, NULL, NULL);
}

static void tear_down(void)
{
    testshop_close(&shop);
}

static struct bulk rows_of(const char *text)
{
    struct bulk rows;

    ck_ok(bulk_read(shop.desk, text, &form, shop.arena, &rows, &err));
    return rows;
}

static const char *many(const char *row, int n)
{
    struct strbuf b;

    strbuf_init(&b, shop.arena, LIMIT_BULK_BYTES);
    for (int i = 0; i < n; i++)
        strbuf_addf(&b, "%s\n", row);
    return b.s;
}

START_TEST(each_row_is_a_line_whatever_ends_it)
{
    struct bulk rows = rows_of("BRK-20 2\r\nBRK-21*3\r\r  \nFIT\t1\nHOSE;0.75\nBRK-20,4");

    ck_assert_int_eq(rows.n, 5);
    ck_assert_int_eq(rows.bad, 0);
    ck_assert_int_eq(rows.v[0].in.qty.milli, 2000);
    ck_assert_int_eq(rows.v[1].number, 2);
    ck_assert_int_eq(rows.v[2].in.item.v, shop.fitting.v);
    ck_assert_int_eq(rows.v[3].in.qty.milli, 750);
    ck_assert_int_eq(rows.v[4].in.qty.milli, 4000);
}
END_TEST

START_TEST(a_row_that_names_columns_makes_it_csv)
{
    struct bulk rows = rows_of("Description,Quantity,SKU,price,discount,site,date,unit\n"
                               "\"Bracket, \"\"big\"\"\",2,BRK-20,4.10,5,LEEDS,2099-01-02,ea\n"
                               ",7,BRK-21\n");

    ck_assert_int_eq(rows.n, 2);
    ck_assert_str_eq(rows.v[0].text, "BRK-20 2 ea @4.10 -5% wh:LEEDS on:2099-01-02");
    ck_assert_int_eq(rows.bad, 0);
    ck_assert_int_eq(rows.v[0].in.site.v, shop.leeds.v);
    ck_assert(rows.v[0].in.has_price && rows.v[0].in.has_disc);
    ck_assert_int_eq(rows.v[1].in.qty.milli, 7000);
}
END_TEST

START_TEST(a_header_without_a_quantity_is_a_bad_row)
{
    ck_assert_int_eq(rows_of("sku;price\nBRK-20;2\n").bad, 1);
}
END_TEST

START_TEST(bad_rows_keep_their_text_and_say_why)
{
    struct bulk rows = rows_of("BRK-20 2\nNOPE 3\nBRK-20 x\n");

    ck_assert_int_eq(rows.bad, 2);
    ck_assert_int_eq(rows.v[1].err.code, ERR_NOT_FOUND);
    ck_assert_str_eq(bulk_rest(&rows, shop.arena), "NOPE 3\nBRK-20 x");
    ck_assert_ptr_nonnull(strstr(bulk_report(&rows, shop.arena), "Row 2, NOPE 3: "));
    ck_assert_ptr_nonnull(strstr(bulk_report(&rows, shop.arena), "Row 3, BRK-20 x: "));
}
END_TEST

START_TEST(good_rows_go_in_and_what_the_order_refuses_is_bad_too)
{
    struct record_at at = testshop_draft(&shop);
    struct bulk rows = rows_of("BRK-20 2\nNOPE 3\nHOSE 0.6\nFIT 1\n");
    struct order *o = NULL;

    ck_ok(order_put_rows(shop.desk, &at, &rows, shop.arena, &o, &err));
    ck_assert_int_eq(rows.bad, 2);
    ck_assert_int_eq(rows.v[2].err.code, ERR_INVALID);
    o = testshop_load(&shop, at.id);
    ck_assert_int_eq(o->line_count, 2);
    ck_assert_int_eq(o->lines[1].item.v, shop.fitting.v);
    ck_assert_int_eq(at.version, o->version);
}
END_TEST

START_TEST(rows_that_are_all_bad_save_nothing)
{
    struct record_at at = testshop_draft(&shop);
    int64_t version = at.version;
    struct bulk rows = rows_of("NOPE 3\nHOSE 0.6\n");
    struct order *o = NULL;

    ck_ok(order_put_rows(shop.desk, &at, &rows, shop.arena, &o, &err));
    ck_assert_int_eq(rows.bad, 2);
    ck_assert_ptr_null(o);
    ck_assert_int_eq(testshop_load(&shop, at.id)->version, version);
}
END_TEST

START_TEST(a_thousand_rows_are_read_and_no_more)
{
    struct record_at at = testshop_draft(&shop);
    struct bulk rows = rows_of(many("BRK-20 1", LIMIT_ORDER_LINES));
    struct order *o = NULL;

    ck_assert_int_eq(rows.n, LIMIT_ORDER_LINES);
    ck_ok(order_put_rows(shop.desk, &at, &rows, shop.arena, &o, &err));
    ck_assert_int_eq(o->line_count, LIMIT_ORDER_LINES);
    ck_assert_int_eq(o->lines[999].unit_price.v, 4000000);
    rows = rows_of("BRK-20 1");
    ck_ok(order_put_rows(shop.desk, &at, &rows, shop.arena, &o, &err));
    ck_assert_int_eq(rows.v[0].err.code, ERR_LIMIT);
    ck_refused(bulk_read(shop.desk, many("BRK-20 1", LIMIT_ORDER_LINES + 1), &form, shop.arena,
                         &rows, &err),
               ERR_LIMIT);
}
END_TEST

START_TEST(a_file_is_read_without_its_mark_and_refused_when_it_is_no_text)
{
    char dir[TEMP_DIR_SIZE], *text;
    const char *path;

    temp_begin(dir);
    path = arena_printf(shop.arena, "%s/lines.txt", dir);
    ck_ok(os_write_file(path,
                        "\xEF\xBB\xBF"
                        "BRK-20 2\n",
                        12, &err));
    ck_ok(bulk_read_file(path, shop.arena, &text, &err));
    ck_assert_str_eq(text, "BRK-20 2\n");
    ck_ok(os_write_file(path, "BRK-20\0 2\n", 10, &err));
    ck_refused(bulk_read_file(path, shop.arena, &text, &err), ERR_INVALID);
    ck_ok(os_write_file(path, "caf\xE9 2\n", 7, &err));
    ck_ok(bulk_read_file(path, shop.arena, &text, &err));
    ck_assert_str_eq(text, "caf\xC3\xA9 2\n");
    ck_ok(os_write_file(path, "\xFF\xFE" "B\0 \0002\0\n\0", 10, &err));
    ck_ok(bulk_read_file(path, shop.arena, &text, &err));
    ck_assert_str_eq(text, "B 2\n");
    text = arena_alloc(shop.arena, LIMIT_BULK_BYTES + 1);
    memset(text, ' ', LIMIT_BULK_BYTES + 1);
    ck_ok(os_write_file(path, text, LIMIT_BULK_BYTES, &err));
    ck_ok(bulk_read_file(path, shop.arena, &text, &err));
    ck_assert_int_eq(strlen(text), LIMIT_BULK_BYTES);
    text = arena_alloc(shop.arena, LIMIT_BULK_BYTES + 1);
    memset(text, ' ', LIMIT_BULK_BYTES + 1);
    ck_ok(os_write_file(path, text, LIMIT_BULK_BYTES + 1, &err));
    ck_refused(bulk_read_file(path, shop.arena, &text, &err), ERR_LIMIT);
    ck_refused(bulk_read_file("/nowhere/lines", shop.arena, &text, &err), ERR_NOT_FOUND);
    temp_end(dir);
}
END_TEST

/* Of goods; a bundle or a service has none. */
static int64_t free_alone(const struct order *o, const struct order_line *l)
{
    struct stock_levels levels;
    int64_t site = l->site.v ? l->site.v : o->site.v;

    ck_ok(stock_levels_load(shop.desk, l->item, o->id, shop.arena, &levels, &err));
    for (int i = 0; i < levels.n; i++)
        if (levels.v[i].site.v == site)
            return levels.v[i].free.milli;
    return 0;
}

START_TEST(stock_asked_for_all_lines_at_once_is_what_each_is_told)
{
    struct record_at at = testshop_draft(&shop), other = testshop_draft(&shop);
    struct bulk rows = rows_of("BRK-20 4\nBRK-21 2\nBRK-21 2 LEEDS\nFIT 1\nHOSE 1.5\n; words");
    struct line_frees all;
    struct order *o;
    int at_line = 0;

    testshop_line(&shop, &other, shop.bracket, 15); /* keeps them for itself */
    testshop_order(&shop, shop.bracket, 5, true);
    ck_ok(order_put_rows(shop.desk, &at, &rows, shop.arena, &o, &err));
    ck_ok(stock_free_of_lines(shop.desk, o->id, shop.arena, &all, &err));
    ck_assert_int_eq(all.n, 4);
    for (int i = 0; i < o->line_count; i++) {
        if (o->lines[i].kind != LINE_STOCK)
            continue;
        ck_assert_int_eq(all.v[at_line].line.v, o->lines[i].id.v);
        ck_assert_int_eq(all.v[at_line++].free.milli, free_alone(o, &o->lines[i]));
    }
    ck_assert_int_eq(all.v[0].free.milli, 20000);
    ck_assert_int_eq(all.v[2].free.milli, 30000);
    testdesk_wait(shop.desk, INT64_C(86400000)); /* nobody keeps anything now */
    ck_ok(stock_free_of_lines(shop.desk, o->id, shop.arena, &all, &err));
    ck_assert_int_eq(all.v[0].free.milli, 35000);
}
END_TEST

Suite *bulk_suite(void)
{
    Suite *s = suite_create("bulk");
    TCase *tc = tcase_create("bulk");

    tcase_add_checked_fixture(tc, set_up, tear_down);
    tcase_add_test(tc, each_row_is_a_line_whatever_ends_it);
    tcase_add_test(tc, a_row_that_names_columns_makes_it_csv);
    tcase_add_test(tc, a_header_without_a_quantity_is_a_bad_row);
    tcase_add_test(tc, bad_rows_keep_their_text_and_say_why);
    tcase_add_test(tc, good_rows_go_in_and_what_the_order_refuses_is_bad_too);
    tcase_add_test(tc, rows_that_are_all_bad_save_nothing);
    tcase_add_test(tc, a_thousand_rows_are_read_and_no_more);
    tcase_add_test(tc, a_file_is_read_without_its_mark_and_refused_when_it_is_no_text);
    tcase_add_test(tc, stock_asked_for_all_lines_at_once_is_what_each_is_told);
    suite_add_tcase(s, tc);
    return s;
}
