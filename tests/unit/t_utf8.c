/*
 * Text: columns, cutting, folding, and the door for text from outside.
 */
#include <string.h>

#include "base/mem.h"
#include "base/utf8.h"
#include "unit/suites.h"

#define E_ACUTE          "\xC3\xA9"
#define U_UMLAUT         "\xC3\xBC"
#define COMBINING_UMLAUT "\xCC\x88"
#define RLO              "\xE2\x80\xAE" /* right-to-left override */
#define ZWSP             "\xE2\x80\x8B" /* zero width space */
#define CSI8             "\xC2\x9B"     /* the C1 control that begins an escape sequence */

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

static const char *clean(const char *text, enum utf8_kind kind)
{
    const char *out = NULL;

    ck_assert(utf8_clean(text, strlen(text), kind, 1000, arena, &out, &err));
    return out;
}

START_TEST(broken_bytes_are_not_valid)
{
    static const char *const broken[] = {
        "\x80",             /* a continuation alone */
        "\xC3",             /* ends too early */
        "\xC0\xAF",         /* overlong */
        "\xED\xA0\x80",     /* a surrogate */
        "\xF4\x90\x80\x80", /* past U+10FFFF */
        "\xFF",
    };

    for (size_t i = 0; i < OD_LEN(broken); i++)
        ck_assert(!utf8_is_valid(broken[i], strlen(broken[i])));
    ck_assert(utf8_is_valid("a" E_ACUTE "\xF0\x9F\x98\x80", 7));
    ck_assert(utf8_is_valid("", 0));
}
END_TEST

START_TEST(next_ends_on_any_bytes)
{
    const char *text = "a\xFF" U_UMLAUT "\xE2\x82";

    ck_assert_uint_eq(utf8_next(&text), 'a');
    ck_assert_uint_eq(utf8_next(&text), 0xFFFD);
    ck_assert_uint_eq(utf8_next(&text), 0xFC);
    ck_assert_uint_eq(utf8_next(&text), 0xFFFD);
    ck_assert_uint_eq(utf8_next(&text), 0xFFFD);
    ck_assert_uint_eq(utf8_next(&text), 0);
    ck_assert_uint_eq(utf8_next(&text), 0);
}
END_TEST

START_TEST(put_and_next_are_inverse)
{
    static const uint32_t cps[] = { 'A', 0x7FF, 0x800, 0xFFFD, 0x10000, 0x10FFFF };

    for (size_t i = 0; i < OD_LEN(cps); i++) {
        char bytes[5];
        const char *at = bytes;

        int len = utf8_put(cps[i], bytes);

        ck_assert_int_eq(len, (int)strlen(bytes));
        ck_assert_uint_eq(utf8_next(&at), cps[i]);
        ck_assert_uint_eq(*at, '\0');
    }
}
END_TEST

START_TEST(a_surrogate_is_put_as_the_replacement)
{
    char bytes[5];

    ck_assert_int_eq(utf8_put(0xD800, bytes), 3);
    ck_assert_str_eq(bytes, "\xEF\xBF\xBD");
}
END_TEST

START_TEST(wide_characters_take_two_columns_and_marks_none)
{
    ck_assert_int_eq(utf8_cols("abc"), 3);
    ck_assert_int_eq(utf8_cols("日本"), 4);
    ck_assert_int_eq(utf8_cols("u" COMBINING_UMLAUT), 1);
    ck_assert_int_eq(utf8_cols(U_UMLAUT), 1);
    ck_assert_int_eq(utf8_cols("\x1B\x07"), 0);
}
END_TEST

START_TEST(fit_keeps_marks_with_their_base)
{
    ck_assert_uint_eq(utf8_fit("abc", 2), 2);
    ck_assert_uint_eq(utf8_fit("au" COMBINING_UMLAUT "b", 2), 4);
    ck_assert_uint_eq(utf8_fit("日本", 3), 3);
    ck_assert_uint_eq(utf8_fit("abc", 0), 0);
    ck_assert_uint_eq(utf8_fit("abc", 99), 3);
}
END_TEST

START_TEST(cut_marks_the_last_column)
{
    ck_assert_str_eq(utf8_cut(arena, "Alfreds Futterkiste", 8), "Alfreds~");
    ck_assert_str_eq(utf8_cut(arena, "Alfreds", 7), "Alfreds");
    ck_assert_str_eq(utf8_cut(arena, "日本語", 4), "日 ~");
    ck_assert_str_eq(utf8_cut(arena, "abc", 1), "~");
    ck_assert_str_eq(utf8_cut(arena, "abc", 0), "");
}
END_TEST

START_TEST(pad_gives_exactly_the_columns)
{
    static const char *const texts[] = { "", "a", "日本語", "u" COMBINING_UMLAUT "x",
                                         "a long text that is cut" };

    for (size_t i = 0; i < OD_LEN(texts); i++) {
        for (int cols = 0; cols < 30; cols++)
            ck_assert_int_eq(utf8_cols(utf8_pad(arena, texts[i], cols)), cols);
    }
}
END_TEST

START_TEST(fold_forgets_case_marks_and_extra_blanks)
{
    ck_assert_str_eq(utf8_fold(arena, "  M\xC3\xBCller \t STRASSE "), "muller strasse");
    ck_assert_str_eq(utf8_fold(arena, "Stra\xC3\x9F"
                                      "e"),
                     "strasse");
    ck_assert_str_eq(utf8_fold(arena, "u" COMBINING_UMLAUT), "u");
    ck_assert_str_eq(utf8_fold(arena, "\xC3\x98rsted \xC3\x86gir \xC5\x81\xC3\xB3"
                                      "d\xC5\xBA"),
                     "orsted aegir lodz");
    ck_assert_str_eq(utf8_fold(arena, "\xEF\xAC\x81ne"), "fine"); /* the ligature fi */
    ck_assert_str_eq(utf8_fold(arena, "a\xC2\xA0\xE3\x80\x80"
                                      "b"),
                     "a b"); /* no-break and ideographic blank */
}
END_TEST

START_TEST(folding_twice_changes_nothing)
{
    static const char *const texts[] = { "\xC3\x84\xC3\x96\xC3\x9C\xC3\x9F", "\xC4\xB0stanbul",
                                         "\xED\x91\x9C \xE6\x97\xA5", "\xEF\xB7\xBA",
                                         "bad \xFF bytes" };

    for (size_t i = 0; i < OD_LEN(texts); i++) {
        const char *once = utf8_fold(arena, texts[i]);

        ck_assert_str_eq(utf8_fold(arena, once), once);
    }
}
END_TEST

START_TEST(clean_removes_what_drives_a_terminal)
{
    ck_assert_str_eq(clean("a\x1B[2Jb\x07\x7F" CSI8 "c", UTF8_LINE), "a[2Jbc");
    ck_assert_str_eq(clean("in" RLO "v" ZWSP "oice\xEF\xBB\xBF", UTF8_LINE), "invoice");
    ck_assert_str_eq(clean("a\xF3\xA0\x81\x81"
                           "b",
                           UTF8_LINE),
                     "ab"); /* a tag character */
    ck_assert_str_eq(clean("a\xEF\xBF\xBF" "b\xEF\xB7\x90", UTF8_LINE), "ab"); /* no characters */
}
END_TEST

START_TEST(a_line_has_no_line_ends_and_a_text_has_only_newlines)
{
    ck_assert_str_eq(clean(" a\r\nb\tc\rd\n", UTF8_LINE), "a b c d");
    ck_assert_str_eq(clean("\n a\r\nb\tc\rd\n\n", UTF8_TEXT), "a\nb c\nd");
    ck_assert_str_eq(clean("a\xE2\x80\xA8"
                           "b\xC2\x85"
                           "c",
                           UTF8_LINE),
                     "a b c");
}
END_TEST

START_TEST(clean_composes)
{
    ck_assert_str_eq(clean("Mu" COMBINING_UMLAUT "ller", UTF8_LINE), "M" U_UMLAUT "ller");
}
END_TEST

START_TEST(clean_trims_blanks_of_every_kind)
{
    ck_assert_str_eq(clean("\xC2\xA0 a b \xE3\x80\x80", UTF8_LINE), "a b");
    ck_assert_str_eq(clean(" \n\t ", UTF8_TEXT), "");
    ck_assert_str_eq(clean(" a~b", UTF8_LINE), "a~b");
    ck_assert_str_eq(clean("a  b ", UTF8_LINE), "a  b");
    ck_assert_str_eq(clean("a\x7F", UTF8_LINE), "a");
}
END_TEST

START_TEST(clean_takes_bytes_up_to_the_length_also_nul)
{
    const char *out;

    ck_assert(utf8_clean("a\0b and more", 3, UTF8_LINE, 10, arena, &out, &err));
    ck_assert_str_eq(out, "ab");
    ck_assert(utf8_clean(NULL, 0, UTF8_LINE, 10, arena, &out, &err));
    ck_assert_str_eq(out, "");
}
END_TEST

START_TEST(invalid_text_is_refused)
{
    const char *out = "kept";

    ck_assert(!utf8_clean("a\xFF", 2, UTF8_LINE, 10, arena, &out, &err));
    ck_assert_int_eq(err.code, ERR_INVALID);
    ck_assert_str_eq(out, "kept");
}
END_TEST

START_TEST(text_one_byte_past_the_limit_is_refused)
{
    const char *out;

    ck_assert(utf8_clean("  12345  ", 9, UTF8_LINE, 5, arena, &out, &err));
    ck_assert(!utf8_clean("123456", 6, UTF8_LINE, 5, arena, &out, &err));
    ck_assert_int_eq(err.code, ERR_LIMIT);
}
END_TEST

START_TEST(safe_shows_marks_in_place_of_what_is_dangerous)
{
    ck_assert_str_eq(utf8_safe(arena, "a\x1B[2J\nb" CSI8 RLO "\xFF" U_UMLAUT),
                     "a?[2J?b???" U_UMLAUT);
}
END_TEST

START_TEST(composition_joins_typed_marks)
{
    ck_assert_str_eq(utf8_nfc("e\xCC\x81", arena), E_ACUTE);
    ck_assert_str_eq(utf8_nfc("\xFF", arena), "\xFF");
}
END_TEST

Suite *utf8_suite(void)
{
    Suite *s = suite_create("utf8");
    TCase *tc = tcase_create("utf8");

    tcase_add_checked_fixture(tc, set_up, tear_down);
    tcase_add_test(tc, broken_bytes_are_not_valid);
    tcase_add_test(tc, next_ends_on_any_bytes);
    tcase_add_test(tc, put_and_next_are_inverse);
    tcase_add_test(tc, a_surrogate_is_put_as_the_replacement);
    tcase_add_test(tc, wide_characters_take_two_columns_and_marks_none);
    tcase_add_test(tc, fit_keeps_marks_with_their_base);
    tcase_add_test(tc, cut_marks_the_last_column);
    tcase_add_test(tc, pad_gives_exactly_the_columns);
    tcase_add_test(tc, fold_forgets_case_marks_and_extra_blanks);
    tcase_add_test(tc, folding_twice_changes_nothing);
    tcase_add_test(tc, clean_removes_what_drives_a_terminal);
    tcase_add_test(tc, a_line_has_no_line_ends_and_a_text_has_only_newlines);
    tcase_add_test(tc, clean_composes);
    tcase_add_test(tc, clean_trims_blanks_of_every_kind);
    tcase_add_test(tc, clean_takes_bytes_up_to_the_length_also_nul);
    tcase_add_test(tc, invalid_text_is_refused);
    tcase_add_test(tc, text_one_byte_past_the_limit_is_refused);
    tcase_add_test(tc, safe_shows_marks_in_place_of_what_is_dangerous);
    tcase_add_test(tc, composition_joins_typed_marks);
    suite_add_tcase(s, tc);
    return s;
}
