/*
 * The query bar where a word has one letter wrong, and what a word may become.
 */
#include <string.h>
#include <strings.h>

#include "base/limits.h"
#include "domain/insight/search.h"
#include "support/testorder.h"
#include "unit/domain_suites.h"

static struct testshop shop;
static struct err err;

static void schmidt(struct customer *c)
{
    c->name = "Schmidt & Söhne Werkzeuge";
}

static void schmitz(struct customer *c)
{
    c->name = "Schmitz Rohre";
}

static void set_up(void)
{
    err_clear(&err);
    testshop_open(&shop);
    testshop_customer(&shop, "S1", schmidt);
    testshop_customer(&shop, "S2", schmitz);
}

static void tear_down(void)
{
    testshop_close(&shop);
}

static const char *mended(const char *text, enum find_kind kind)
{
    struct query_mended out;

    ck_ok(query_mend(shop.desk, text, kind, shop.arena, &out, &err));
    return out.text != NULL ? out.text : "";
}

START_TEST(each_slip_of_one_letter_is_mended)
{
    static const char *const slips[] = { "schimdt", "scnmidt", "shmidt", "schmiddt", "xschmidt",
                                         "chmidt",  "SCHMIDX", "Schnidt" };

    for (size_t i = 0; i < OD_LEN(slips); i++)
        ck_assert_msg(strcmp(mended(slips[i], FIND_CUSTOMER), "schmidt") == 0, "%s: %s", slips[i],
                      mended(slips[i], FIND_CUSTOMER));
    ck_assert_str_eq(mended("wekrzeuge", FIND_ALL), "werkzeuge");
    ck_assert_str_eq(mended("sohnee", FIND_ALL), "sohne");
}
END_TEST

START_TEST(two_letters_wrong_are_two_words)
{
    ck_assert_str_eq(mended("shcmitd", FIND_CUSTOMER), "");
    ck_assert_str_eq(mended("xyzzy", FIND_CUSTOMER), "");
    ck_assert_str_eq(mended("schmidtxx", FIND_CUSTOMER), "");
}
END_TEST

START_TEST(what_is_as_likely_is_shown_together)
{
    ck_assert_str_eq(mended("schmiz", FIND_CUSTOMER), "schmitz");
    ck_assert_str_eq(mended("schmix", FIND_CUSTOMER), "schmid or schmit");
}
END_TEST

START_TEST(only_words_that_no_record_has_are_mended)
{
    ck_assert_str_eq(mended("schmi", FIND_CUSTOMER), "");
    ck_assert_str_eq(mended("shmidt rohre is:active -acme", FIND_CUSTOMER),
                     "schmidt rohre is:active -acme");
    ck_assert_str_eq(mended("\"shmidt\"", FIND_CUSTOMER), "");
    ck_assert_str_eq(mended("city:leedx", FIND_CUSTOMER), "");
    ck_assert_str_eq(mended("-shmidt", FIND_CUSTOMER), "");
    ck_assert_str_eq(mended("sohx", FIND_CUSTOMER), "sohn");
    ck_assert_str_eq(mended("shn", FIND_CUSTOMER), "");
    ck_assert_str_eq(mended("brk20x", FIND_ITEM), "");
    ck_assert_str_eq(mended("shmidt xyzzy", FIND_CUSTOMER), "");
}
END_TEST

START_TEST(words_are_those_of_the_kind_that_is_looked_for)
{
    struct order *o = testshop_order(&shop, shop.bracket, 1, true);
    struct order_rows rows;
    const struct query *q;

    (void)o;
    ck_assert_str_eq(mended("shmidt", FIND_ITEM), "");
    ck_assert_str_eq(mended("shmidt", FIND_ORDER), "");
    ck_assert_str_eq(mended("o:leedz", FIND_ORDER), "o: leeds");
    ck_ok(query_parse(mended("o:leedz", FIND_ORDER), FIND_ORDER, shop.desk, shop.arena, &q, &err));
    ck_ok(find_orders(shop.desk, q, NULL, 5, shop.arena, &rows, &err));
    ck_assert_int_eq(rows.n, 1);
}
END_TEST

/* What is offered at the end of a text, blanks between. */
static const char *offered(const char *text, enum find_kind kind)
{
    struct query_completions out;
    const char *all = "";

    err_clear(&err);
    ck_ok(query_complete(shop.desk, text, (int)strlen(text), kind, 8, shop.arena, &out, &err));
    for (int i = 0; i < out.n; i++)
        all = arena_printf(shop.arena, "%s%s%s", all, i > 0 ? " " : "", out.v[i].text);
    return all;
}

START_TEST(names_of_fields_are_offered_from_three_letters_on)
{
    ck_assert_str_eq(offered("sta", FIND_ALL), "status:");
    ck_assert_str_eq(offered("st", FIND_ALL), "");
    ck_assert_str_eq(offered("acme -pro", FIND_ORDER), "promised:");
    ck_assert_str_eq(offered("o:sta", FIND_ALL), "status:");
    ck_assert_str_eq(offered("sta", FIND_ITEM), "");
    ck_assert_str_eq(offered("\"sta", FIND_ALL), "");
    ck_assert_str_eq(offered("c", FIND_ALL), "");
    ck_assert_str_eq(offered("", FIND_ALL), "");
}
END_TEST

START_TEST(values_of_fields_are_offered_as_they_begin)
{
    static const char *const some[] = { "channel:ph", "site:l",     "by:a",  "work:pic",
                                        "hold:cred",  "customer:s", "sku:brk" };
    static const char *const are[] = { "PHONE", "LEEDS", "anna", "picking picked",
                                       "credit", "S1 S2", "BRK-20 BRK-21" };

    ck_assert_str_eq(offered("status:on", FIND_ALL), "on_hold");
    ck_assert_str_eq(offered("status:draft,on", FIND_ALL), "on_hold");
    ck_assert_str_eq(offered("sort:-to", FIND_ORDER), "total");
    ck_assert_str_eq(offered("date:last", FIND_ORDER), "last-week last-month last-year");
    ck_assert_str_eq(offered("status:on_hold", FIND_ALL), "");
    ck_assert_str_eq(offered("colour:r", FIND_ALL), "");
    ck_assert_str_eq(offered("status:o", FIND_ITEM), "");
    for (size_t i = 0; i < OD_LEN(some); i++)
        ck_assert_msg(strcasecmp(offered(some[i], FIND_ALL), are[i]) == 0, "%s: %s", some[i],
                      offered(some[i], FIND_ALL));
}
END_TEST

START_TEST(what_is_offered_knows_what_it_takes_the_place_of)
{
    struct query_completions out;

    ck_ok(query_complete(shop.desk, "acme status:draft,on leeds", 20, FIND_ALL, 8, shop.arena, &out,
                         &err));
    ck_assert_int_eq(out.n, 1);
    ck_assert_int_eq(out.from, 18);
    ck_assert_int_eq(out.to, 20);
    ck_assert(out.is_value);
    ck_ok(query_complete(shop.desk, "acme status:draft,on leeds", 19, FIND_ALL, 8, shop.arena, &out,
                         &err));
    ck_assert_int_eq(out.n, 0);
}
END_TEST

Suite *search_mend_suite(void)
{
    Suite *suite = suite_create("search_mend");
    TCase *tc = tcase_create("search_mend");

    tcase_add_checked_fixture(tc, set_up, tear_down);
    tcase_add_test(tc, each_slip_of_one_letter_is_mended);
    tcase_add_test(tc, two_letters_wrong_are_two_words);
    tcase_add_test(tc, what_is_as_likely_is_shown_together);
    tcase_add_test(tc, only_words_that_no_record_has_are_mended);
    tcase_add_test(tc, words_are_those_of_the_kind_that_is_looked_for);
    tcase_add_test(tc, names_of_fields_are_offered_from_three_letters_on);
    tcase_add_test(tc, values_of_fields_are_offered_as_they_begin);
    tcase_add_test(tc, what_is_offered_knows_what_it_takes_the_place_of);
    suite_add_tcase(suite, tc);
    return suite;
}
