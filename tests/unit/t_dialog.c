/*
 * Questions over a screen.
 */
#include <string.h>

#include "support/term_mem.h"
#include "support/toyscreen.h"
#include "tui/dialog.h"
#include "unit/tui_suites.h"

static struct toy toy;
static int calls;
static bool yes, refuses;
static int64_t chosen, tag;
static char typed[100];

static bool done(struct screen *s, const struct dialog_result *r, struct err *err)
{
    (void)s;
    calls++;
    yes = r->yes;
    chosen = r->id;
    tag = r->tag;
    (void)strncpy(typed, r->text, sizeof typed - 1);
    return !refuses || err_set(err, ERR_INVALID, "Not like that.");
}

static void set_up(void)
{
    toy_open(&toy, NULL, 24, 80);
    calls = 0;
    yes = refuses = false;
    chosen = tag = 0;
    memset(typed, 0, sizeof typed);
}

static void tear_down(void)
{
    toy_close(&toy);
}

static const struct dialog_choice choices[] = {
    { "b", "backorder", NULL, 10, false },
    { "s", "send what is there", "nothing is there", 20, true },
    { NULL, "take another", NULL, 30, false },
};

/* As a scanner sends it: all keys are there at once. */
static void scan(const char *code)
{
    term_mem_type(toy.term, code);
    term_mem_press(toy.term, "Enter");
    for (int i = 0; i < 3; i++)
        (void)app_pass(toy.app);
}

START_TEST(a_scanner_confirms_or_refuses_and_no_letter_of_another_code_does)
{
    struct dialog d = { .title = "Void it?" };

    (void)app_set_scan(toy.app, true); /* what opens it was scanned */
    dialog_confirm(app_screen(toy.app), &d, done);
    scan("4711y");
    scan("y1n");
    ck_assert_int_eq(calls, 0);
    scan(".OK");
    ck_assert_int_eq(calls, 1);
    ck_assert(yes);
    dialog_confirm(app_screen(toy.app), &d, done);
    scan(".NO");
    ck_assert_int_eq(calls, 2);
    ck_assert(!yes);
}
END_TEST

START_TEST(a_scanner_chooses_by_next_and_ok)
{
    struct dialog d = { .title = "Short", .choices = choices, .n = 3 };

    (void)app_set_scan(toy.app, true);
    dialog_choose(app_screen(toy.app), &d, done);
    scan("s3b");
    ck_assert_int_eq(calls, 0);
    scan(".NEXT"); /* what cannot be chosen is passed over */
    scan(".OK");
    ck_assert_int_eq(chosen, 30);
    dialog_choose(app_screen(toy.app), &d, done);
    scan("b");
    ck_assert_int_eq(chosen, 10);
    dialog_choose(app_screen(toy.app), &d, done);
    scan(".BACK");
    ck_assert_int_eq(calls, 2);
    ck_assert_ptr_null(app_popup(toy.app));
}
END_TEST

START_TEST(a_scanned_text_is_taken_without_its_prefix_and_commands_are_none)
{
    struct dialog d = { .title = "Why", .label = "Note", .preset = "as usual" };

    dialog_ask(app_screen(toy.app), &d, done);
    scan(".SKIP");
    ck_assert_int_eq(calls, 0);
    scan("]C0DN-7");
    ck_assert_str_eq(typed, "DN-7");
    dialog_ask(app_screen(toy.app), &d, done);
    scan(".OK");
    ck_assert_str_eq(typed, "as usual");
}
END_TEST

START_TEST(confirm_takes_its_own_key_only)
{
    struct dialog d = { .title = "Void it?", .text = "It is gone then.", .yes_key = "v", .tag = 5 };

    dialog_confirm(app_screen(toy.app), &d, done);
    toy_press(&toy, "y x");
    ck_assert_int_eq(calls, 0);
    toy_press(&toy, "v");

    ck_assert(yes);
    ck_assert_int_eq(tag, 5);
    ck_assert_ptr_null(app_popup(toy.app));
}
END_TEST

START_TEST(enter_and_esc_are_a_no)
{
    struct dialog d = { .title = "Void it?" };

    (void)app_set_scan(toy.app, true); /* what opens it was scanned */
    dialog_confirm(app_screen(toy.app), &d, done);
    toy_press(&toy, "Enter");
    ck_assert(calls == 1 && !yes);
    dialog_confirm(app_screen(toy.app), &d, done);
    toy_press(&toy, "Esc");
    ck_assert(calls == 2 && !yes);
}
END_TEST

START_TEST(what_cannot_be_undone_is_confirmed_by_typing)
{
    struct dialog d = { .title = "Refund?", .must_type = "73.68" };

    dialog_confirm(app_screen(toy.app), &d, done);
    toy_press(&toy, "y Enter");
    ck_assert_int_eq(calls, 0);
    toy_press(&toy, "C-u");
    toy_type(&toy, "73.68");
    toy_press(&toy, "Enter");

    ck_assert(calls == 1 && yes);
}
END_TEST

START_TEST(a_choice_is_taken_by_its_key_or_its_number)
{
    struct dialog d = { .title = "Short", .choices = choices, .n = 3 };

    (void)app_set_scan(toy.app, true);
    dialog_choose(app_screen(toy.app), &d, done);
    toy_press(&toy, "3");
    ck_assert_int_eq(chosen, 30);
    dialog_choose(app_screen(toy.app), &d, done);
    toy_press(&toy, "b");
    ck_assert_int_eq(chosen, 10);
}
END_TEST

START_TEST(a_choice_that_is_off_says_why_and_is_passed_by_the_arrows)
{
    struct dialog d = { .title = "Short", .choices = choices, .n = 3 };

    (void)app_set_scan(toy.app, true);
    dialog_choose(app_screen(toy.app), &d, done);
    toy_press(&toy, "s");
    ck_assert_int_eq(calls, 0);
    ck_assert(term_mem_shows(toy.term, "! nothing is there"));
    toy_press(&toy, "Down Enter");

    ck_assert_int_eq(chosen, 30);
}
END_TEST

START_TEST(esc_leaves_a_choice_without_an_answer)
{
    struct dialog d = { .title = "Short", .choices = choices, .n = 3 };

    (void)app_set_scan(toy.app, true);
    dialog_choose(app_screen(toy.app), &d, done);
    toy_press(&toy, "Esc");

    ck_assert_int_eq(calls, 0);
    ck_assert_ptr_null(app_popup(toy.app));
}
END_TEST

START_TEST(a_refused_answer_keeps_the_question)
{
    struct dialog d = { .title = "Note", .label = "Note", .preset = "old", .needs_text = true };

    refuses = true;
    dialog_ask(app_screen(toy.app), &d, done);
    toy_type(&toy, "new");
    toy_press(&toy, "Enter");
    ck_assert_str_eq(typed, "new");
    ck_assert_ptr_nonnull(app_popup(toy.app));
    ck_assert(term_mem_shows(toy.term, "x Not like that."));

    refuses = false;
    toy_press(&toy, "Enter");
    ck_assert_ptr_null(app_popup(toy.app));
}
END_TEST

START_TEST(an_empty_answer_is_refused_where_one_is_needed)
{
    struct dialog d = { .title = "Note", .needs_text = true };

    dialog_ask(app_screen(toy.app), &d, done);
    toy_press(&toy, "Enter");

    ck_assert_int_eq(calls, 0);
}
END_TEST

START_TEST(a_reason_is_one_key_and_enter)
{
    struct dialog d = { .title = "Why?", .choices = choices, .n = 3, .label = "Note" };

    dialog_reason(app_screen(toy.app), &d, done);
    toy_press(&toy, "b Enter");
    ck_assert_int_eq(chosen, 10);
    ck_assert_str_eq(typed, "");

    dialog_reason(app_screen(toy.app), &d, done);
    toy_press(&toy, "3");
    toy_type(&toy, "bin empty");
    toy_press(&toy, "Enter");
    ck_assert_int_eq(chosen, 30);
    ck_assert_str_eq(typed, "bin empty");
}
END_TEST

static bool ask_again(struct screen *s, const struct dialog_result *r, struct err *err)
{
    struct dialog d = { .title = "And now?" };

    (void)r;
    (void)err;
    dialog_confirm(s, &d, done);
    return true;
}

START_TEST(an_answer_may_ask_the_next_question)
{
    struct dialog d = { .title = "First?" };

    dialog_confirm(app_screen(toy.app), &d, ask_again);
    toy_press(&toy, "y");
    ck_assert(term_mem_shows(toy.term, "And now?"));
    toy_press(&toy, "y");

    ck_assert(calls == 1 && yes);
}
END_TEST

Suite *dialog_suite(void)
{
    Suite *suite = suite_create("dialog");
    TCase *tests = tcase_create("dialog");

    tcase_add_checked_fixture(tests, set_up, tear_down);
    tcase_add_test(tests, confirm_takes_its_own_key_only);
    tcase_add_test(tests, a_scanner_confirms_or_refuses_and_no_letter_of_another_code_does);
    tcase_add_test(tests, a_scanner_chooses_by_next_and_ok);
    tcase_add_test(tests, a_scanned_text_is_taken_without_its_prefix_and_commands_are_none);
    tcase_add_test(tests, enter_and_esc_are_a_no);
    tcase_add_test(tests, what_cannot_be_undone_is_confirmed_by_typing);
    tcase_add_test(tests, a_choice_is_taken_by_its_key_or_its_number);
    tcase_add_test(tests, a_choice_that_is_off_says_why_and_is_passed_by_the_arrows);
    tcase_add_test(tests, esc_leaves_a_choice_without_an_answer);
    tcase_add_test(tests, a_refused_answer_keeps_the_question);
    tcase_add_test(tests, an_empty_answer_is_refused_where_one_is_needed);
    tcase_add_test(tests, a_reason_is_one_key_and_enter);
    tcase_add_test(tests, an_answer_may_ask_the_next_question);
    suite_add_tcase(suite, tests);
    return suite;
}
