/*
 * Papers: as lines and as text.
 */
#include <check.h>
#include <stdlib.h>
#include <string.h>

#include "base/limits.h"
#include "base/mem.h"
#include "base/utf8.h"
#include "print/paper.h"

static struct arena *arena;
static struct err err;
static struct paper paper;

static void set_up(void)
{
    arena = arena_new();
    err_clear(&err);
    paper_init(&paper, arena, "10482-F1", false);
}

static void tear_down(void)
{
    arena_free(arena);
}

static void add_table(void)
{
    const char *columns[] = {
        paper_column_text(arena, (struct paper_column){ PAPER_LEFT, 8, "Item" }),
        paper_column_text(arena, (struct paper_column){ PAPER_RIGHT, 5, "Qty" }),
        paper_column_text(arena, (struct paper_column){ PAPER_BOX, 3, "" }),
    };
    const char *open[] = { "a long name", "12", "" };
    const char *done[] = { "4711", "1,000", "x" };

    paper_add(&paper, PAPER_COLUMNS, columns, 3);
    paper_add(&paper, PAPER_ROW, open, 3);
    paper_add(&paper, PAPER_ROW, done, 3);
}

static const char *lines_of(const struct paper *p)
{
    struct strbuf b;

    strbuf_init(&b, arena, LIMIT_PAPER_BYTES);
    paper_write(p, &b);
    return b.s;
}

START_TEST(cells_are_wrapped_and_aligned_within_their_column)
{
    add_table();
    ck_assert_str_eq(paper_as_text(&paper, arena), "Item        Qty\n"
                                                   "--------------------\n"
                                                   "a long       12  [ ]\n"
                                                   "name\n"
                                                   "4711      1,000  [x]\n");
}
END_TEST

START_TEST(no_line_of_text_is_wider_than_80_columns)
{
    const char *word = "\xe5\x80\x89\xe5\xba\xab"; /* two wide characters */
    struct strbuf b;

    strbuf_init(&b, arena, 10000);
    for (int i = 0; i < 100; i++)
        strbuf_addf(&b, "%s%s", word, i % 7 == 0 ? " " : "");
    paper_add_text(&paper, PAPER_TITLE, b.s);
    paper_add_text(&paper, PAPER_TEXT, b.s);
    paper_add_pair(&paper, b.s, b.s);
    for (const char *at = paper_as_text(&paper, arena); *at != '\0';) {
        size_t len = strcspn(at, "\n");

        ck_assert_int_le(utf8_cols(arena_strndup(arena, at, len)), PAPER_TEXT_COLS);
        at += len + 1;
    }
}
END_TEST

START_TEST(nothing_that_drives_a_printer_comes_through)
{
    paper_add_text(&paper, PAPER_TEXT, "open\x1bp the\tdrawer\n");
    ck_assert_str_eq(paper_as_text(&paper, arena), "open?p the?drawer?\n");
    ck_assert_ptr_null(strchr(lines_of(&paper), '\x1b'));
}
END_TEST

START_TEST(a_pair_without_a_value_is_left_out)
{
    paper_add_pair(&paper, "Your order", "");
    paper_add_pair(&paper, "Due", "2026-11-24");
    ck_assert_str_eq(paper_as_text(&paper, arena), "Due             2026-11-24\n");
}
END_TEST

START_TEST(a_paper_comes_back_from_its_lines)
{
    struct paper again;

    paper.is_letter = true;
    paper_add_text(&paper, PAPER_CODE, "10482-F1");
    paper_add_text(&paper, PAPER_TITLE, "Pick list");
    paper_add_text(&paper, PAPER_TEXT, "");
    paper_add_pair(&paper, "Due", "tomorrow");
    add_table();
    ck_assert_msg(paper_read(lines_of(&paper), arena, &again, &err), "%s", err.text);
    ck_assert(again.is_letter);
    ck_assert_int_eq(again.n, paper.n);
    ck_assert_str_eq(lines_of(&again), lines_of(&paper));
}
END_TEST

START_TEST(what_is_no_paper_is_refused)
{
    static const char *const wrong[] = {
        "",
        "paper 1\ta4\tx\n",                                   /* cut off */
        "paper 2\ta4\tx\nend\n",                              /* a later form */
        "paper 1\ta3\tx\nend\n",                              /* another size */
        "paper 1\ta4\tx\nsong\tla\nend\n",                    /* no such part */
        "paper 1\ta4\tx\npair\tonly\nend\n",                  /* too few texts */
        "paper 1\ta4\tx\nrow\ta\nend\n",                      /* a row of no columns */
        "paper 1\ta4\tx\ncolumns\t<10a\t<10b\nrow\ta\nend\n", /* too short a row */
        "paper 1\ta4\tx\ncolumns\t<00a\nend\n",               /* no width */
        "paper 1\ta4\tx\ncolumns\t?10a\nend\n",               /* no such alignment */
        "paper 1\ta4\tx\nrow\t1\t2\t3\t4\t5\t6\t7\t8\t9\t10\nend\n",
    };
    struct paper out;

    for (size_t i = 0; i < OD_LEN(wrong); i++) {
        ck_assert_msg(!paper_read(wrong[i], arena, &out, &err), "taken: %s", wrong[i]);
        ck_assert_int_eq(err.code, ERR_INVALID);
    }
    ck_assert(paper_read("paper 1\ta4\tx\nend\n", arena, &out, &err));
}
END_TEST

START_TEST(a_paper_has_at_most_so_many_parts)
{
    struct paper out;

    for (int i = 0; i < LIMIT_PAPER_PARTS; i++)
        paper_add_text(&paper, PAPER_TEXT, "x");
    ck_assert(paper_read(lines_of(&paper), arena, &out, &err));
    paper_add_text(&paper, PAPER_TEXT, "x");
    ck_assert(!paper_read(lines_of(&paper), arena, &out, &err));
    ck_assert_int_eq(err.code, ERR_LIMIT);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("print");
    TCase *tests = tcase_create("paper");
    SRunner *runner = srunner_create(suite);
    int failed;

    tcase_add_checked_fixture(tests, set_up, tear_down);
    tcase_add_test(tests, cells_are_wrapped_and_aligned_within_their_column);
    tcase_add_test(tests, no_line_of_text_is_wider_than_80_columns);
    tcase_add_test(tests, nothing_that_drives_a_printer_comes_through);
    tcase_add_test(tests, a_pair_without_a_value_is_left_out);
    tcase_add_test(tests, a_paper_comes_back_from_its_lines);
    tcase_add_test(tests, what_is_no_paper_is_refused);
    tcase_add_test(tests, a_paper_has_at_most_so_many_parts);
    suite_add_tcase(suite, tests);
    srunner_run_all(runner, CK_ENV);
    failed = srunner_ntests_failed(runner);
    srunner_free(runner);
    return failed == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
