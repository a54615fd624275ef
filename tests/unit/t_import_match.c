/*
 * Whom imported rows are of: what is certain attaches, what is doubtful makes a record and files a
 * pair.
 */
#include <stdio.h>
#include <string.h>

#include "base/conf.h"
#include "base/csv.h"
#include "domain/intake/import.h"
#include "domain/party/merge.h"
#include "domain/party/pair.h"
#include "support/testorder.h"
#include "unit/domain_suites.h"
#include "unit/temp.h"

static struct testshop shop;
static char dir[TEMP_DIR_SIZE];
static struct err err;

static void set_up(void)
{
    err_clear(&err);
    testshop_open(&shop);
    temp_begin(dir);
}

static void tear_down(void)
{
    temp_end(dir);
    testshop_close(&shop);
}

static const char *file(const char *name, const char *text)
{
    const char *path = arena_printf(shop.arena, "%s/%s", dir, name);
    FILE *f = fopen(path, "w");

    ck_assert_ptr_nonnull(f);
    ck_assert_int_ge(fputs(text, f), 0);
    ck_assert_int_eq(fclose(f), 0);
    return path;
}

static struct import_counts import(enum import_kind kind, const char *rows, const char *map)
{
    OD_CSV *csv = NULL;
    OD_CONF *conf = NULL;
    struct import_in in = { .kind = kind, .source = "test" };
    struct import_counts counts;

    ck_ok(csv_open(&csv, file("rows.csv", rows), NULL, &err));
    if (map)
        ck_ok(conf_load(&conf, file("map.ini", map), &err));
    in.rows = csv;
    in.map = conf;
    ck_ok(import_run(shop.desk, &in, &counts, &err));
    return counts;
}

#define ORDER_HEAD "order,customer,name,mail,phone,zip,date,sku,qty,price\n"
#define ORDER_MAP                                                                                  \
    "[map]\nkind = orders\nmake = customers\n[columns]\norder = order\ncustomer = customer\n"      \
    "customer_name = name\nemail = mail\nphone = phone\nship_postcode = zip\ndate = date\n"        \
    "sku = sku\nqty = qty\nprice = price\n"

/* One order; who, mail, phone and zip as the file says them. */
static void order(const char *number, const char *who)
{
    const char *rows = arena_printf(shop.arena, ORDER_HEAD "%s,%s,2025-01-05,BRK-20,1,4.25\n",
                                    number, who);

    ck_assert_int_eq(import(IMPORT_ORDERS, rows, ORDER_MAP).fresh, 1);
}

static const char *buyer(const char *number)
{
    struct order_id id;
    struct order *o;
    struct customer *c;

    ck_ok(order_find(shop.desk, number, &id, &err));
    ck_ok(order_load(shop.desk, id, shop.arena, &o, &err));
    ck_ok(customer_load(shop.desk, o->customer, shop.arena, &c, &err));
    return c->code;
}

static struct customer_id add(const char *code, enum customer_kind kind, const char *name,
                              const char *email, const char *phone)
{
    struct customer in = { .code = code, .name = name, .email = email, .phone = phone,
                           .kind = kind, .is_active = true };
    struct address at = { .line1 = "1 High St", .city = "Leeds", .postcode = "LS1 4AB",
                          .country = "GB" };
    struct customer_id id;

    ck_ok(customer_save(shop.desk, &in, &at, NULL, &id, &err));
    return id;
}

/* "A-B mail|..." of the pairs that wait. */
static const char *waiting(void)
{
    struct customer_pairs pairs;
    const char *out = "";

    ck_ok(customer_pairs_load(shop.desk, 0, 100, shop.arena, &pairs, &err));
    for (int i = 0; i < pairs.n; i++)
        out = arena_printf(shop.arena, "%s%s-%s %s|", out, pairs.v[i].low_code,
                           pairs.v[i].high_code, pair_why_words(pairs.v[i].why, shop.arena));
    return out;
}

START_TEST(the_only_private_one_with_the_mail_is_the_buyer)
{
    add("ANN", CUSTOMER_B2C, "Ann Lee", "ann@example.com", NULL);
    order("X1", "w-77,A. Lee,ANN@example.com,,");

    ck_assert_str_eq(buyer("X1"), "ANN");
    ck_assert_str_eq(waiting(), "");
}
END_TEST

START_TEST(the_channels_name_is_kept_from_then_on)
{
    add("ANN", CUSTOMER_B2C, "Ann Lee", "ann@example.com", NULL);
    order("X1", "w-77,A. Lee,ann@example.com,,");
    order("X2", "w-77,A. Lee,other@example.com,,");

    ck_assert_str_eq(buyer("X2"), "ANN");
}
END_TEST

START_TEST(phone_with_name_and_post_code_is_certain_too)
{
    add("ANN", CUSTOMER_B2C, "Ann Lee", NULL, "0113 496 0000");
    order("X1", "w-77,ann LEE,new@example.com,+441134960000,ls14ab");

    ck_assert_str_eq(buyer("X1"), "ANN");
    ck_assert_str_eq(waiting(), "");
}
END_TEST

START_TEST(phone_alone_is_a_question)
{
    add("ANN", CUSTOMER_B2C, "Ann Lee", NULL, "0113 496 0000");
    order("X1", "w-77,Bob Ray,,+441134960000,YO1 1AA");

    ck_assert_str_eq(buyer("X1"), "W-77");
    ck_assert_str_eq(waiting(), "ANN-W-77 phone|");
}
END_TEST

START_TEST(name_and_post_code_alone_are_a_question)
{
    add("ANN", CUSTOMER_B2C, "Ann Lee", NULL, NULL);
    order("X1", "w-77,Ann Lee,,,LS1 4AB");

    ck_assert_str_eq(buyer("X1"), "W-77");
    ck_assert_str_eq(waiting(), "ANN-W-77 name and post code|");
}
END_TEST

START_TEST(a_mail_that_several_have_is_a_question)
{
    add("ANN", CUSTOMER_B2C, "Ann Lee", "home@example.com", NULL);
    add("BOB", CUSTOMER_B2C, "Bob Lee", "home@example.com", NULL);
    order("X1", "w-77,C. Lee,home@example.com,,");

    ck_assert_str_eq(buyer("X1"), "W-77");
    ck_assert_str_eq(waiting(), "ANN-BOB mail|ANN-W-77 mail|BOB-W-77 mail|");
}
END_TEST

START_TEST(a_firm_is_known_by_its_code_only)
{
    add("FIRM", CUSTOMER_B2B, "Firm", "ann@firm.example", NULL);
    order("X1", "w-77,Ann,ann@firm.example,,");
    order("X2", "firm,Ann,,,");

    ck_assert_str_eq(buyer("X1"), "W-77");
    ck_assert_str_eq(buyer("X2"), "FIRM");
    ck_assert_str_eq(waiting(), "FIRM-W-77 mail|");
}
END_TEST

START_TEST(orders_of_one_that_was_merged_are_those_of_the_other)
{
    struct customer_id a = add("ANN", CUSTOMER_B2C, "Ann Lee", "ann@example.com", NULL);
    struct customer_id b = add("BOB", CUSTOMER_B2C, "Bob Ray", "bob@example.com", NULL);
    struct customer_merge in = { .kept = b, .gone = a };

    order("X1", "w-77,Ann Lee,ann@example.com,,");
    ck_ok(customer_merge(shop.desk, &in, NULL, &err));
    order("X2", "ann,Ann Lee,,,");
    order("X3", "w-77,Ann Lee,,,");
    order("X4", "w-78,Ann Lee,ann@example.com,,");

    ck_assert_str_eq(buyer("X1"), "BOB");
    ck_assert_str_eq(buyer("X2"), "BOB");
    ck_assert_str_eq(buyer("X3"), "BOB");
    ck_assert_str_eq(buyer("X4"), "BOB");
}
END_TEST

/* ---- rows of customers ---------------------------------------------------------------------- */

START_TEST(a_row_is_of_the_one_with_its_name_at_the_channel)
{
    ck_assert_int_eq(
        import(IMPORT_CUSTOMERS, "code,name,country,external_id\nA,Alpha,GB,77\n", NULL).fresh, 1);
    ck_assert_int_eq(import(IMPORT_CUSTOMERS,
                            "code,name,country,external_id,phone\nB,Alpha,GB,77,0113 4960000\n",
                            NULL)
                         .changed,
                     1);
    ck_assert_int_eq(testshop_number(shop.desk, "SELECT COUNT(*) FROM customer"
                                                " WHERE code = 'A' AND phone > ''"),
                     1);
    ck_assert_int_eq(testshop_number(shop.desk, "SELECT COUNT(*) FROM customer WHERE code = 'B'"),
                     0);
}
END_TEST

START_TEST(a_private_row_of_the_same_name_and_mail_is_the_same)
{
    add("ANN", CUSTOMER_B2C, "Ann Lee", "ann@example.com", NULL);
    ck_assert_int_eq(import(IMPORT_CUSTOMERS,
                            "code,name,country,kind,email\n"
                            "C1,ann lee,GB,b2c,ANN@example.com\n"
                            "C2,Bob Lee,GB,b2c,ann@example.com\n"
                            "C3,Ann Lee,GB,b2b,ann@example.com\n",
                            NULL)
                         .fresh,
                     2);
    order("X1", "C1,,,,");

    ck_assert_str_eq(buyer("X1"), "ANN");
    ck_assert_str_eq(waiting(), "ANN-C2 mail|ANN-C3 mail|C2-C3 mail|");
}
END_TEST

START_TEST(the_row_of_one_that_was_merged_changes_nothing)
{
    struct customer_id a, b;
    struct customer_merge in;
    struct customer *c;

    ck_assert_int_eq(import(IMPORT_CUSTOMERS, "code,name,country\nA,Alpha,GB\n", NULL).fresh, 1);
    ck_ok(customer_find(shop.desk, "A", shop.arena, &c, &err));
    a = c->id;
    b = add("B", CUSTOMER_B2B, "Beta", NULL, NULL);
    in = (struct customer_merge){ .kept = b, .gone = a };
    ck_ok(customer_merge(shop.desk, &in, NULL, &err));

    ck_assert_int_eq(
        import(IMPORT_CUSTOMERS, "code,name,country\nA,Alpha Two,GB\n", NULL).same, 1);
    ck_ok(customer_load(shop.desk, b, shop.arena, &c, &err));
    ck_assert_str_eq(c->name, "Beta");
}
END_TEST

Suite *import_match_suite(void)
{
    Suite *s = suite_create("import_match");
    TCase *tc = tcase_create("match");

    tcase_add_checked_fixture(tc, set_up, tear_down);
    tcase_add_test(tc, the_only_private_one_with_the_mail_is_the_buyer);
    tcase_add_test(tc, the_channels_name_is_kept_from_then_on);
    tcase_add_test(tc, phone_with_name_and_post_code_is_certain_too);
    tcase_add_test(tc, phone_alone_is_a_question);
    tcase_add_test(tc, name_and_post_code_alone_are_a_question);
    tcase_add_test(tc, a_mail_that_several_have_is_a_question);
    tcase_add_test(tc, a_firm_is_known_by_its_code_only);
    tcase_add_test(tc, orders_of_one_that_was_merged_are_those_of_the_other);
    tcase_add_test(tc, a_row_is_of_the_one_with_its_name_at_the_channel);
    tcase_add_test(tc, a_private_row_of_the_same_name_and_mail_is_the_same);
    tcase_add_test(tc, the_row_of_one_that_was_merged_changes_nothing);
    suite_add_tcase(s, tc);
    return s;
}
