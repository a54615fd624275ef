/*
 * Countries by code and by the names they go by.
 */
#include <string.h>

#include "base/compiler.h"
#include "base/money.h"
#include "domain/desk/country.h"
#include "unit/domain_suites.h"

static const char *code_of(const char *text)
{
    const char *code = country_code(text);

    return code != NULL ? code : "(none)";
}

START_TEST(a_country_is_known_by_code_and_by_its_names)
{
    ck_assert_str_eq(code_of("DE"), "DE");
    ck_assert_str_eq(code_of("de"), "DE");
    ck_assert_str_eq(code_of("DEU"), "DE");
    ck_assert_str_eq(code_of("Germany"), "DE");
    ck_assert_str_eq(code_of(" deutschland "), "DE");
    ck_assert_str_eq(code_of("Österreich"), "AT");
    ck_assert_str_eq(code_of("UK"), "GB");
    ck_assert_str_eq(code_of("EIRE"), "IE");
    ck_assert_str_eq(code_of("USA"), "US");
    ck_assert_str_eq(code_of("U.S.A."), "US");
    ck_assert_str_eq(code_of("The Netherlands"), "NL");
    ck_assert_str_eq(code_of("Côte d’Ivoire"), "CI");
    ck_assert_str_eq(code_of("Schweiz"), "CH");
    ck_assert_str_eq(code_of("España"), "ES");
}
END_TEST

START_TEST(every_country_of_the_northwind_company_is_known)
{
    static const char *const names[] = { "Argentina", "Austria", "Belgium", "Brazil", "Canada",
                                         "Denmark", "Finland", "France", "Germany", "Ireland",
                                         "Italy", "Mexico", "Norway", "Poland", "Portugal",
                                         "Spain", "Sweden", "Switzerland", "UK", "USA",
                                         "Venezuela" };

    for (size_t i = 0; i < OD_LEN(names); i++)
        ck_assert_msg(country_code(names[i]) != NULL, "%s", names[i]);
}
END_TEST

START_TEST(what_is_no_country_is_not_found)
{
    ck_assert_ptr_null(country_code(""));
    ck_assert_ptr_null(country_code(NULL));
    ck_assert_ptr_null(country_code("Atlantis"));
    ck_assert_ptr_null(country_code("|"));
    ck_assert_ptr_null(country_name("XX"));
    ck_assert_str_eq(country_currency("XX"), "");
}
END_TEST

START_TEST(every_row_finds_itself_and_has_a_known_currency)
{
    const char *last = "";
    int n = 0;

    for (const char *code; (code = country_at(n)) != NULL; n++) {
        const char *currency = country_currency(code);

        ck_assert_int_lt(strcmp(last, code), 0);
        ck_assert_str_eq(code_of(code), code);
        ck_assert_str_eq(code_of(country_name(code)), code);
        ck_assert_msg(currency[0] == '\0' || currency_find(currency) != NULL, "%s %s", code,
                      currency);
        last = code;
    }
    ck_assert_int_eq(n, 249 + 1); /* Kosovo */
}
END_TEST

Suite *country_suite(void)
{
    Suite *s = suite_create("country");
    TCase *tc = tcase_create("country");

    tcase_add_test(tc, a_country_is_known_by_code_and_by_its_names);
    tcase_add_test(tc, every_country_of_the_northwind_company_is_known);
    tcase_add_test(tc, what_is_no_country_is_not_found);
    tcase_add_test(tc, every_row_finds_itself_and_has_a_known_currency);
    suite_add_tcase(s, tc);
    return s;
}
