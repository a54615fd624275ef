/*
 * Address forms: every country with one address that is right and ones that are not; labels and
 * telephone numbers.
 */
#include <string.h>

#include "base/mem.h"
#include "domain/desk/country.h"
#include "domain/party/address_form.h"
#include "support/testdesk.h"
#include "unit/domain_suites.h"

#define COUNTRIES_AT_LEAST 58

static struct arena *arena;
static struct err err;

static void set_up(void)
{
    arena = arena_new();
    err_clear(&err);
}

static void tear_down(void)
{
    arena_free(arena);
}

/* The first region of a country's list, "" where it has none. */
static const char *some_region(const struct address_form *f)
{
    const char *codes = address_region_codes(f->country, arena);

    if (codes == NULL)
        return address_form_needs(f, 'S') ? "Somewhere" : "";
    return arena_strndup(arena, codes, strcspn(codes, " "));
}

static struct address right_for(const struct address_form *f)
{
    return (struct address){ .name = "",
                             .line1 = "Main Street 1",
                             .line2 = "",
                             .city = "Town",
                             .region = some_region(f),
                             .postcode = f->example,
                             .country = f->country,
                             .phone = "" };
}

static void refused(const struct address *a, const char *field)
{
    struct address out;

    ck_refused(address_form_check(a, arena, &out, &err), ERR_INVALID);
    ck_assert_str_eq(err.field, field);
}

static const char *without_gaps_and_small(const char *text)
{
    char *out = arena_strdup(arena, text), *to = out;

    for (; *text != '\0'; text++)
        if (*text != ' ' && *text != '-')
            *to++ = (char)(*text >= 'A' && *text <= 'Z' ? *text - 'A' + 'a' : *text);
    *to = '\0';
    return out;
}

START_TEST(a_right_address_passes_and_its_post_code_gets_its_form)
{
    const struct address_form *f = address_form_at(_i);
    struct address a, out;

    if (f == NULL)
        return;
    a = right_for(f);
    ck_assert_ptr_nonnull(country_name(f->country));
    ck_ok(address_form_check(&a, arena, &out, &err));
    a.postcode = without_gaps_and_small(f->example);
    ck_ok(address_form_check(&a, arena, &out, &err));
    ck_assert_str_eq(out.postcode, f->example);
}
END_TEST

START_TEST(a_post_code_of_elsewhere_is_refused_with_an_example)
{
    const struct address_form *f = address_form_at(_i);
    struct address a;

    if (f == NULL || f->postcode[0] == '\0')
        return;
    a = right_for(f);
    a.postcode = arena_printf(arena, "%s#", f->example);
    refused(&a, "postcode");
    ck_assert_ptr_nonnull(strstr(err.text, f->example));
    a.postcode = "1";
    refused(&a, "postcode");
}
END_TEST

START_TEST(what_a_country_needs_is_asked_for)
{
    static const struct {
        char part;
        const char *field;
    } parts[] = { { 'C', "city" }, { 'S', "region" }, { 'Z', "postcode" } };
    const struct address_form *f = address_form_at(_i);

    for (size_t i = 0; f != NULL && i < OD_LEN(parts); i++) {
        struct address a = right_for(f), out;

        *(parts[i].part == 'C' ? &a.city : parts[i].part == 'S' ? &a.region : &a.postcode) = "";
        if (address_form_needs(f, parts[i].part))
            refused(&a, parts[i].field);
        else
            ck_ok(address_form_check(&a, arena, &out, &err));
        ck_assert(!address_form_needs(f, parts[i].part) || address_form_has(f, parts[i].part));
    }
}
END_TEST

START_TEST(there_are_forms_for_most_that_mail_goes_to)
{
    int n = 0;

    while (address_form_at(n) != NULL)
        n++;
    ck_assert_int_ge(n, COUNTRIES_AT_LEAST);
    ck_assert_ptr_null(address_form_of("ZZ"));
}
END_TEST

START_TEST(regions_are_found_by_code_and_by_words_of_the_name)
{
    struct regions found;

    address_regions("US", "or", 9, arena, &found);
    ck_assert_int_eq(found.n, 1);
    ck_assert_str_eq(found.v[0].value, "OR");
    address_regions("US", "me", 9, arena, &found); /* Maine before New Mexico */
    ck_assert_int_eq(found.n, 2);
    ck_assert_str_eq(found.v[0].code, "ME");
    ck_assert_str_eq(found.v[1].code, "NM");
    address_regions("JP", "tok", 9, arena, &found);
    ck_assert_int_eq(found.n, 2); /* Tokyo, Tokushima */
    ck_assert_str_eq(found.v[0].value, "Tokyo");
    address_regions("US", "", 9, arena, &found);
    ck_assert_int_eq(found.n, 9);
    address_regions("GB", "", 9, arena, &found);
    ck_assert_int_eq(found.n, 0);
}
END_TEST

START_TEST(regions_go_by_code_or_name)
{
    struct address a = right_for(address_form_of("US")), out;

    a.region = "california";
    ck_ok(address_form_check(&a, arena, &out, &err));
    ck_assert_str_eq(out.region, "CA");
    a.region = "Kalifornien";
    refused(&a, "region");
    a = right_for(address_form_of("JP"));
    a.region = "13";
    ck_ok(address_form_check(&a, arena, &out, &err));
    ck_assert_str_eq(out.region, "Tokyo");
    a = right_for(address_form_of("BR"));
    a.region = "S\xC3\xA3o Paulo";
    ck_ok(address_form_check(&a, arena, &out, &err));
    ck_assert_str_eq(out.region, "SP");
}
END_TEST

START_TEST(a_country_that_is_none_is_refused)
{
    struct address a = right_for(address_form_of("DE"));

    a.country = "Atlantis";
    refused(&a, "country");
    a.country = "ZZ";
    refused(&a, "country");
}
END_TEST

START_TEST(a_country_without_a_form_takes_what_is_there)
{
    struct address a = {
        .line1 = "Hut 1", .city = "", .region = "", .postcode = "?", .country = "AF"
    };
    struct address out;

    ck_assert_ptr_null(address_form_of(a.country));

    ck_ok(address_form_check(&a, arena, &out, &err));
    ck_assert_str_eq(out.postcode, "?");
}
END_TEST

START_TEST(labels_are_as_the_country_has_them)
{
    struct address us = { .name = "",
                          .line1 = "1 Infinite Loop",
                          .line2 = "Floor 2",
                          .city = "Cupertino",
                          .region = "CA",
                          .postcode = "95014",
                          .country = "US" };
    struct address de = { .name = "Lager",
                          .line1 = "Torstr. 1",
                          .line2 = "",
                          .city = "Berlin",
                          .region = "",
                          .postcode = "10119",
                          .country = "DE" };
    struct address gb = { .name = "",
                          .line1 = "12 Dock Street",
                          .line2 = "",
                          .city = "Leeds",
                          .region = "",
                          .postcode = "LS10 1LX",
                          .country = "GB" };

    ck_assert_str_eq(address_label(&us, "Apple", "GB", arena),
                     "Apple\n1 Infinite Loop\nFloor 2\nCUPERTINO, CA 95014\nUNITED STATES");
    ck_assert_str_eq(address_label(&de, "ACME", "DE", arena), "Lager\nTorstr. 1\n10119 Berlin");
    ck_assert_str_eq(address_label(&gb, "ACME", "GB", arena),
                     "ACME\n12 Dock Street\nLEEDS\nLS10 1LX");
}
END_TEST

START_TEST(telephone_numbers_are_brought_to_e_164)
{
    static const struct {
        const char *text, *country, *number;
    } rows[] = {
        { "0113 496 0000", "GB", "+441134960000" },
        { "+44 (0)113 496-0000", "FR", "+441134960000" },
        { "0049 30 123456", "GB", "+4930123456" },
        { "030/123456", "DE", "+4930123456" },
        { "(408) 996-1010", "US", "+14089961010" },
        { "1 408 996 1010", "US", "+14089961010" },
        { "06 1234 5678", "IT", "+390612345678" },
        { "612345678", "ES", "+34612345678" },
    };
    static const char *const none[] = { "call me", "", "12", "+1234567890123456", "0113 x 12" };

    for (size_t i = 0; i < OD_LEN(rows); i++)
        ck_assert_str_eq(phone_e164(rows[i].text, rows[i].country, arena), rows[i].number);
    for (size_t i = 0; i < OD_LEN(none); i++)
        ck_assert_ptr_null(phone_e164(none[i], "GB", arena));
    ck_assert_ptr_null(phone_e164("0113 496 0000", "ZZ", arena));
}
END_TEST

Suite *address_suite(void)
{
    Suite *s = suite_create("address");
    TCase *tc = tcase_create("address");

    tcase_add_checked_fixture(tc, set_up, tear_down);
    tcase_add_loop_test(tc, a_right_address_passes_and_its_post_code_gets_its_form, 0, 70);
    tcase_add_loop_test(tc, a_post_code_of_elsewhere_is_refused_with_an_example, 0, 70);
    tcase_add_loop_test(tc, what_a_country_needs_is_asked_for, 0, 70);
    tcase_add_test(tc, there_are_forms_for_most_that_mail_goes_to);
    tcase_add_test(tc, regions_are_found_by_code_and_by_words_of_the_name);
    tcase_add_test(tc, regions_go_by_code_or_name);
    tcase_add_test(tc, a_country_that_is_none_is_refused);
    tcase_add_test(tc, a_country_without_a_form_takes_what_is_there);
    tcase_add_test(tc, labels_are_as_the_country_has_them);
    tcase_add_test(tc, telephone_numbers_are_brought_to_e_164);
    suite_add_tcase(s, tc);
    return s;
}
