/*
 * Words of folded text, and whether a text has them.
 */
#include "base/compiler.h"
#include "base/words.h"
#include "unit/suites.h"

START_TEST(a_text_has_words_whole_or_begun)
{
    static const struct {
        const char *text, *match;
        bool is_there;
    } cases[] = {
        { "acme tools leeds", "\"acme\"", true },
        { "acme tools leeds", "\"acm\"", false },
        { "acme tools leeds", "\"acm\"*", true },
        { "acme tools leeds", "\"cme\"*", false },
        { "acme tools leeds", "\"leeds\"* AND \"acme\"*", true },
        { "acme tools leeds", "\"leeds\"* AND \"york\"*", false },
        { "a-b/c", "\"b\" AND \"c\"*", true },
        { "tools \xE6\x9D\xB1\xE4\xBA\xAC", "\"\xE6\x9D\xB1\"*", true },
        { "tools\xC2\xB7leeds", "\"leeds\"", true }, /* a middle dot is a gap */
        /* A sign of a vowel parts words, as in the index. */
        { "\xE0\xA4\xB9\xE0\xA4\xBF\xE0\xA4\xA8", "\"\xE0\xA4\xA8\"", true },
        { "\xE2\x84\x83", "\"\xE2\x84\x83\"", false }, /* nor is a sign a word */
        { "", "\"a\"*", false },
        { "acme", "\"acme\"* OR \"x\"*", false }, /* not plain */
        { "acme", "", false },
    };

    for (size_t i = 0; i < OD_LEN(cases); i++)
        ck_assert_msg(words_match(cases[i].text, cases[i].match) == cases[i].is_there, "%s: %s",
                      cases[i].text, cases[i].match);
}
END_TEST

START_TEST(plain_is_what_must_all_be_there)
{
    ck_assert(words_is_plain("\"a\"* AND \"b\""));
    ck_assert(!words_is_plain(""));
    ck_assert(!words_is_plain("(\"a\"* OR \"b\")"));
    ck_assert(!words_is_plain("\"a\"* NOT (\"b\")"));
    ck_assert(!words_is_plain("\"a\"* AND "));
    ck_assert(!words_is_plain("\"a"));
    ck_assert(!words_is_plain("\"\""));
}
END_TEST

Suite *words_suite(void)
{
    Suite *suite = suite_create("words");
    TCase *tc = tcase_create("words");

    tcase_add_test(tc, a_text_has_words_whole_or_begun);
    tcase_add_test(tc, plain_is_what_must_all_be_there);
    suite_add_tcase(suite, tc);
    return suite;
}
