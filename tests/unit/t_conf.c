/*
 * Configuration files and the table of options.
 */
#include <string.h>

#include "base/compiler.h"
#include "base/conf.h"
#include "base/limits.h"
#include "base/mem.h"
#include "unit/suites.h"
#include "unit/temp.h"

static struct arena *arena;
static struct err err;
static char dir[TEMP_DIR_SIZE];
static struct conf *c;

static void set_up(void)
{
    arena = arena_new();
    err_clear(&err);
    c = NULL;
    temp_begin(dir);
}

static void tear_down(void)
{
    conf_close(c);
    temp_end(dir);
    arena_free(arena);
}

static struct conf *load(const char *name, const char *text)
{
    const char *path = temp_put(arena, dir, name, text, strlen(text));
    struct conf *loaded = NULL;

    ck_assert_msg(conf_load(&loaded, path, &err), "%s", err.text);
    return loaded;
}

START_TEST(values_are_found_by_section_and_key)
{
    c = load("a.conf",
             "# comment\n[One]\nA = x y \nb=\"quoted ; # = \"\n\n[two]\r\na = 2 ; comment\r\n"
             "empty =\nsame = 'it'");

    ck_assert_str_eq(conf_get(c, "one", "a"), "x y");
    ck_assert_str_eq(conf_get(c, "one", "b"), "quoted ; # = ");
    ck_assert_str_eq(conf_get(c, "two", "a"), "2");
    ck_assert_str_eq(conf_get(c, "two", "empty"), "");
    ck_assert_str_eq(conf_get(c, "two", "same"), "it");
    ck_assert_ptr_null(conf_get(c, "two", "b"));
    ck_assert_ptr_null(conf_get(c, "three", "a"));
    ck_assert_ptr_nonnull(strstr(conf_path(c), "a.conf"));
}
END_TEST

START_TEST(sections_and_keys_are_listed_in_file_order)
{
    c = load("a.conf", "[z]\nb = 1\na = 2\n[a]\nx = 3\n[z]\nc = 4\n");

    ck_assert_str_eq(conf_section(c, 0), "z");
    ck_assert_str_eq(conf_section(c, 1), "a");
    ck_assert_ptr_null(conf_section(c, 2));
    ck_assert_str_eq(conf_key(c, "z", 0), "b");
    ck_assert_str_eq(conf_key(c, "z", 1), "a");
    ck_assert_str_eq(conf_key(c, "z", 2), "c");
    ck_assert_ptr_null(conf_key(c, "z", 3));
    ck_assert_ptr_null(conf_key(c, "nope", 0));
}
END_TEST

START_TEST(an_empty_file_has_nothing)
{
    c = load("a.conf", "");

    ck_assert_ptr_null(conf_section(c, 0));
}
END_TEST

static const struct {
    const char *text, *place;
} wrong[] = {
    { "\xEF\xBB\xBF[a]\n", "line 1" },
    { "[a]\nx = 1\nx = 2\n", "line 3" },
    { "[a]\nx = 1\nX = 2\n", "line 3" },
    { "[a]\nx = 1\n[A]\nx = 2\n", "line 4" },
    { "x = 1\n", "line 1" },
    { "[a]\nnonsense\n", "line 2" },
    { "[a]\nx", "line 2" },
    { "[a]\n= 1\n", "line 2" },
    { "[a\n", "line 1" },
    { "[]\n", "line 1" },
    { "[ ]\n", "line 1" },
    { "[a:b]\n", "line 1" },
    { "[a] x\n", "line 1" },
    { "[a]\nb:c = 1\n", "line 2" },
    { "[a]\nx = red#blue\n", "line 2" },
    { "[a]\nx = ;\n", "line 2" },
    { "[a]\nx = \"open\n", "line 2" },
    { "[a]\nx = \"one\" two\n", "line 2" },
    { "[a]\nx = 1 \\\n2\n", "line 2" },
    { "[a]\nx = \x1B[2J\n", "line 2" },
    { "[a]\nx = \xFF\n", "UTF-8" },
};

START_TEST(what_the_library_would_read_otherwise_is_refused_with_its_line)
{
    const char *path = temp_put(arena, dir, "a.conf", wrong[_i].text, strlen(wrong[_i].text));

    ck_assert_msg(!conf_load(&c, path, &err), "%s", wrong[_i].text);
    ck_assert_int_eq(err.code, ERR_INVALID);
    ck_assert_msg(strstr(err.text, wrong[_i].place) != NULL, "%s", err.text);
    ck_assert_ptr_null(c);
}
END_TEST

static const char *long_line(size_t bytes)
{
    char *text = arena_calloc(arena, 1, bytes + 16);

    memcpy(text, "[a]\nx=", 6);
    memset(text + 6, 'y', bytes - 2);
    memcpy(text + 6 + bytes - 2, "\nz=1\n", 6);
    return text;
}

START_TEST(a_line_at_its_limit_is_read_whole_and_one_past_it_refused)
{
    const char *text = long_line(LIMIT_CONF_LINE_BYTES + 1), *path;

    c = load("a.conf", long_line(LIMIT_CONF_LINE_BYTES));
    ck_assert_uint_eq(strlen(conf_get(c, "a", "x")), LIMIT_CONF_LINE_BYTES - 2);
    ck_assert_str_eq(conf_get(c, "a", "z"), "1");

    path = temp_put(arena, dir, "b.conf", text, strlen(text));
    conf_close(c);
    c = NULL;
    ck_assert(!conf_load(&c, path, &err));
    ck_assert_int_eq(err.code, ERR_INVALID);
}
END_TEST

START_TEST(a_missing_file_is_not_found)
{
    ck_assert(!conf_load(&c, temp_path(arena, dir, "none"), &err));
    ck_assert_int_eq(err.code, ERR_NOT_FOUND);
}
END_TEST

START_TEST(every_default_fits_its_option)
{
    const struct conf_stack none = { 0 };

    for (const struct option *o = conf_options; o->name != NULL; o++) {
        ck_assert_ptr_nonnull(strchr(o->name, '.'));
        ck_assert_ptr_nonnull(o->help);
        ck_assert(o->type != OPTION_CHOICE || o->choices != NULL);
        if (o->type == OPTION_BOOL)
            (void)conf_bool(&none, o->name);
        if (o->type == OPTION_INT)
            ck_assert_int_ge(conf_int(&none, o->name), o->min);
        if (o->type == OPTION_CHOICE)
            ck_assert_ptr_nonnull(strstr(o->choices, conf_text(&none, o->name)));
    }
}
END_TEST

START_TEST(later_files_go_over_earlier_ones_and_over_the_defaults)
{
    struct conf *a = load("a.conf", "[orderdesk]\nkeys = f\nesc_digit = yes\n");
    struct conf *b = load("b.conf", "[orderdesk]\nkeys = ctrl\nesc_wait_ms = 15\n");
    struct conf_stack s = { { a, b }, 2 };

    ck_assert_str_eq(conf_text(&s, "orderdesk.keys"), "ctrl");
    ck_assert(conf_bool(&s, "orderdesk.esc_digit"));
    ck_assert(!conf_bool(&s, "orderdesk.a11y"));
    ck_assert_int_eq(conf_int(&s, "orderdesk.esc_wait_ms"), 15);
    ck_assert_str_eq(conf_text(&s, "orderdesk.log_level"), "info");
    ck_assert_ptr_null(conf_text(&s, "orderdesk.desk"));
    ck_assert(conf_check(&s, NULL, &err));
    conf_close(a);
    conf_close(b);
}
END_TEST

static const char *const misfits[] = {
    "[orderdesk]\nkeyz = f\n",
    "[orderdesk]\nkeys = F9\n",
    "[orderdesk]\nkeys =\n",
    "[orderdesk]\nkeys = auto|f\n",
    "[orderdesk]\na11y = maybe\n",
    "[orderdesk]\nesc_wait_ms = 4\n",
    "[orderdesk]\nesc_wait_ms = 1001\n",
    "[orderdesk]\nesc_wait_ms = 5m\n",
    "[orderdesk]\nesc_wait_ms =\n",
    "[other]\nkeys = f\n",
};

START_TEST(unknown_options_and_values_that_do_not_fit_are_refused)
{
    struct conf_stack s = { { load("a.conf", misfits[_i]) }, 1 };

    c = s.file[0];
    ck_assert_msg(!conf_check(&s, NULL, &err), "%s", misfits[_i]);
    ck_assert_int_eq(err.code, ERR_INVALID);
    ck_assert_str_ne(err.field, "");
}
END_TEST

START_TEST(free_sections_hold_any_key)
{
    static const char *const free_sections[] = { "keys", NULL };
    struct conf_stack s = { { load("a.conf", "[keys]\norder.confirm = F7\n") }, 1 };

    c = s.file[0];
    ck_assert(conf_check(&s, free_sections, &err));
    ck_assert(!conf_check(&s, NULL, &err));
}
END_TEST

START_TEST(a_value_that_does_not_fit_counts_as_not_given)
{
    struct conf_stack s = { { load("a.conf", "[orderdesk]\nesc_wait_ms = 1001\n") }, 1 };

    c = s.file[0];
    ck_assert_int_eq(conf_int(&s, "orderdesk.esc_wait_ms"), 25);
}
END_TEST

START_TEST(asking_for_an_unknown_option_aborts)
{
    const struct conf_stack none = { 0 };

    ck_assert_ptr_null(conf_text(&none, "orderdesk.nope"));
}
END_TEST

Suite *conf_suite(void)
{
    Suite *s = suite_create("conf");
    TCase *tc = tcase_create("conf");

    tcase_add_checked_fixture(tc, set_up, tear_down);
    tcase_add_test(tc, values_are_found_by_section_and_key);
    tcase_add_test(tc, sections_and_keys_are_listed_in_file_order);
    tcase_add_test(tc, an_empty_file_has_nothing);
    tcase_add_loop_test(tc, what_the_library_would_read_otherwise_is_refused_with_its_line, 0,
                        (int)OD_LEN(wrong));
    tcase_add_test(tc, a_line_at_its_limit_is_read_whole_and_one_past_it_refused);
    tcase_add_test(tc, a_missing_file_is_not_found);
    tcase_add_test(tc, every_default_fits_its_option);
    tcase_add_test(tc, later_files_go_over_earlier_ones_and_over_the_defaults);
    tcase_add_loop_test(tc, unknown_options_and_values_that_do_not_fit_are_refused, 0,
                        (int)OD_LEN(misfits));
    tcase_add_test(tc, free_sections_hold_any_key);
    tcase_add_test(tc, a_value_that_does_not_fit_counts_as_not_given);
    tcase_add_test_raise_signal(tc, asking_for_an_unknown_option_aborts, 6);
    suite_add_tcase(s, tc);
    return s;
}
