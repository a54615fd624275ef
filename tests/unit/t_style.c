/*
 * Themes.
 */
#include "tui/style.h"
#include "unit/tui_suites.h"

enum { RED = 1, GREEN = 2, MAGENTA = 5 };

START_TEST(the_default_theme_uses_only_colors_readable_on_any_ground)
{
    for (int s = 0; s < STYLE_COUNT; s++) {
        struct style_look look = style_look(THEME_DEFAULT, (enum style)s);

        ck_assert_int_eq(look.bg, -1);
        ck_assert(look.fg == -1 || look.fg == RED || look.fg == GREEN || look.fg == MAGENTA);
    }
}
END_TEST

START_TEST(the_mono_theme_has_no_color_and_still_shows_the_selection)
{
    for (int s = 0; s < STYLE_COUNT; s++) {
        struct style_look look = style_look(THEME_MONO, (enum style)s);

        ck_assert(look.fg == -1 && look.bg == -1);
    }
    ck_assert(style_look(THEME_MONO, STYLE_SELECT).attrs & ATTR_REVERSE);
    ck_assert(style_look(THEME_MONO, STYLE_FOCUS).attrs & ATTR_REVERSE);
}
END_TEST

START_TEST(every_theme_is_found_by_its_name)
{
    for (int t = 0; t < THEME_COUNT; t++) {
        enum theme found;

        ck_assert(theme_find(theme_name((enum theme)t), &found));
        ck_assert_int_eq(found, t);
    }
    enum theme found;
    ck_assert(!theme_find("pink", &found));
}
END_TEST

Suite *style_suite(void)
{
    Suite *suite = suite_create("style");
    TCase *tests = tcase_create("style");

    tcase_add_test(tests, the_default_theme_uses_only_colors_readable_on_any_ground);
    tcase_add_test(tests, the_mono_theme_has_no_color_and_still_shows_the_selection);
    tcase_add_test(tests, every_theme_is_found_by_its_name);
    suite_add_tcase(suite, tests);
    return suite;
}
