/*
 * The decoder of terminal bytes: families of terminals, splits at every byte, rubbish.
 */
#include <locale.h>
#include <string.h>

#include "base/mem.h"
#include "tui/term_input.h"
#include "unit/tui_suites.h"

static struct term_input in;
static char seen[4096];

static void set_up(void)
{
    memset(&in, 0, sizeof in);
    ck_assert_ptr_nonnull(setlocale(LC_ALL, "C.UTF-8"));
}

static void take(bool is_final)
{
    struct key k;

    while (term_input_next(&in, is_final, &k)) {
        char name[KEY_NAME_SIZE];
        bool is_pasted = k.mods & KEY_PASTED;

        k.mods &= (uint8_t)~KEY_PASTED;
        strncat(seen, is_pasted ? "p:" : "", sizeof seen - strlen(seen) - 1);
        strncat(seen, key_text(k, name), sizeof seen - strlen(seen) - 1);
        strncat(seen, " ", sizeof seen - strlen(seen) - 1);
    }
}

/* The keys of bytes that come at once, as names. */
static const char *keys_of(const char *bytes)
{
    seen[0] = '\0';
    term_input_clear(&in);
    (void)term_input_feed(&in, bytes, strlen(bytes));
    take(false);
    take(true);
    return seen;
}

START_TEST(home_and_end_are_known_in_every_form)
{
    ck_assert_str_eq(keys_of("\033[H\033OH\033[1~\033[7~"), "Home Home Home Home ");
    ck_assert_str_eq(keys_of("\033[F\033OF\033[4~\033[8~"), "End End End End ");
}
END_TEST

START_TEST(function_keys_are_known_in_every_form)
{
    ck_assert_str_eq(keys_of("\033OP\033[11~\033[[A"), "F1 F1 F1 ");
    ck_assert_str_eq(keys_of("\033OS\033[14~\033[[D"), "F4 F4 F4 ");
    ck_assert_str_eq(keys_of("\033[15~\033[[E\033[17~\033[21~\033[24~"), "F5 F5 F6 F10 F12 ");
}
END_TEST

START_TEST(keypad_digits_are_digits)
{
    ck_assert_str_eq(keys_of("\033Op\033Oy\033On\033OM"), "0 9 . Enter ");
}
END_TEST

START_TEST(alt_and_a_key_come_as_one)
{
    ck_assert_str_eq(keys_of("\0332\033x"), "M-2 M-x ");
}
END_TEST

START_TEST(esc_alone_is_esc_only_when_nothing_follows_in_time)
{
    struct key k;

    (void)term_input_feed(&in, "\033", 1);
    ck_assert(!term_input_next(&in, false, &k));
    ck_assert(term_input_is_partial(&in));

    ck_assert(term_input_next(&in, true, &k));
    ck_assert_uint_eq(k.sym, K_ESC);
}
END_TEST

START_TEST(both_backspaces_erase)
{
    ck_assert_str_eq(keys_of("\b\x7F"), "Backspace Backspace ");
}
END_TEST

START_TEST(return_and_line_feed_are_one_enter_each_and_together_one)
{
    ck_assert_str_eq(keys_of("\r\n\n\r"), "Enter Enter Enter ");
}
END_TEST

START_TEST(modifiers_of_xterm_are_read)
{
    ck_assert_str_eq(keys_of("\033[1;5A\033[3;2~\033[Z"), "C-Up S-Delete S-Tab ");
}
END_TEST

START_TEST(unknown_sequences_are_swallowed_whole)
{
    ck_assert_str_eq(keys_of("a\033[?1;2cb\033[99~c\033]11;rgb:0/0/0\ad\033P1$r\033\\e"),
                     "a b c d e ");
}
END_TEST

START_TEST(the_answer_about_synchronized_frames_is_taken_and_types_nothing)
{
    ck_assert_str_eq(keys_of("a\033[?2026;0$y\033[?2026;4$y\033[?2004;1$yb"), "a b ");
    ck_assert(!in.says_sync);
    ck_assert_str_eq(keys_of("a\033[?2026;2$yb"), "a b ");
    ck_assert(in.says_sync);
}
END_TEST

START_TEST(half_a_sequence_types_nothing)
{
    ck_assert_str_eq(keys_of("a\033[1;5"), "a ");
}
END_TEST

START_TEST(a_paste_is_text_whatever_is_in_it)
{
    ck_assert_str_eq(keys_of("\033[200~a\r\003\033[15~b\033[201~c"),
                     "PasteBegin p:a p:Enter p:b PasteEnd c ");
}
END_TEST

START_TEST(keys_are_the_same_however_the_bytes_are_split)
{
    static const char stream[] = "4711\r\033[A\033OPü\0332\033[200~x\033[201~\033[6~é\r\n";
    char whole[sizeof seen];

    (void)strncpy(whole, keys_of(stream), sizeof whole - 1);
    whole[sizeof whole - 1] = '\0';
    for (size_t cut = 1; cut < sizeof stream - 1; cut++) {
        seen[0] = '\0';
        term_input_clear(&in);
        (void)term_input_feed(&in, stream, cut);
        take(false);
        (void)term_input_feed(&in, stream + cut, sizeof stream - 1 - cut);
        take(false);
        take(true);
        ck_assert_str_eq(seen, whole);
    }
}
END_TEST

START_TEST(a_paste_behind_an_esc_that_came_too_early_is_still_a_paste)
{
    static const char rest[] = "[200~a\rb\033[201~c";

    for (size_t cut = 0; cut < sizeof rest - 1; cut++) {
        seen[0] = '\0';
        term_input_clear(&in);
        (void)term_input_feed(&in, "\033", 1);
        take(true);
        (void)term_input_feed(&in, rest, cut);
        take(false);
        (void)term_input_feed(&in, rest + cut, sizeof rest - 1 - cut);
        take(false);
        ck_assert_str_eq(seen, "Esc PasteBegin p:a p:Enter p:b PasteEnd c ");
    }
}
END_TEST

START_TEST(a_bracket_typed_behind_an_esc_is_typed)
{
    seen[0] = '\0';
    (void)term_input_feed(&in, "\033", 1);
    take(true);
    (void)term_input_feed(&in, "[", 1);
    take(false);
    take(true);
    (void)term_input_feed(&in, "200~", 4);
    take(false);

    ck_assert_str_eq(seen, "Esc [ 2 0 0 ~ ");
}
END_TEST

START_TEST(the_end_of_a_paste_can_be_given_once)
{
    struct key k;

    ck_assert(!term_input_end_paste(&in, &k));
    ck_assert_str_eq(keys_of("\033[200~a"), "PasteBegin p:a ");
    ck_assert(term_input_end_paste(&in, &k));
    ck_assert_uint_eq(k.sym, K_PASTE_END);
    ck_assert(!term_input_end_paste(&in, &k));
    (void)term_input_feed(&in, "b", 1);
    seen[0] = '\0';
    take(false);
    ck_assert_str_eq(seen, "b ");
}
END_TEST

START_TEST(bytes_that_are_no_text_are_dropped)
{
    ck_assert_str_eq(keys_of("a\xFF\xC3(b"), "a ( b ");
}
END_TEST

START_TEST(sequences_of_the_terminal_come_first)
{
    term_input_define(&in, "\033[H", K_F1 + 6);

    ck_assert_str_eq(keys_of("\033[H"), "F7 ");
    term_input_define(&in, NULL, K_UP);
    term_input_define(&in, "x", K_UP);
    ck_assert_str_eq(keys_of("x"), "x ");
}
END_TEST

START_TEST(a_burst_larger_than_the_buffer_says_what_it_took)
{
    static char flood[TERM_INPUT_BYTES + 100];

    memset(flood, 'x', sizeof flood);

    ck_assert_uint_eq(term_input_feed(&in, flood, sizeof flood), TERM_INPUT_BYTES);
}
END_TEST

START_TEST(the_mouse_is_keys_where_it_was_asked_for_and_nothing_elsewhere)
{
    ck_assert_str_eq(keys_of("\033[<0;5;3Mx"), "x ");
    in.has_mouse = true;
    ck_assert_str_eq(keys_of("\033[<0;5;3M\033[<0;5;3mx"), "Click:2:4 x ");
    ck_assert_str_eq(keys_of("\033[<64;1;1M\033[<65;80;24M"), "WheelUp:0:0 WheelDown:23:79 ");
    /* Other buttons, moves, rubbish. */
    ck_assert_str_eq(keys_of("\033[<2;5;3M\033[<32;5;3M\033[<0;0;3M\033[<0;5M\033[<0;9999;1Mx"),
                     "x ");
    /* The old way, with bytes that could be keys. */
    ck_assert_str_eq(keys_of("\033[M !!\033[M;;Ax"), "x ");
    ck_assert_str_eq(keys_of("\033[200~a\033[<0;5;3Mb\033[201~"), "PasteBegin p:a p:b PasteEnd ");
}
END_TEST

START_TEST(a_click_cut_anywhere_is_the_same_click)
{
    static const char click[] = "\033[<0;15;3M";

    in.has_mouse = true;
    for (size_t cut = 2; cut < sizeof click - 1; cut++) {
        seen[0] = '\0';
        term_input_clear(&in);
        (void)term_input_feed(&in, click, cut);
        take(false);
        (void)term_input_feed(&in, click + cut, sizeof click - 1 - cut);
        take(false);
        ck_assert_str_eq(seen, "Click:2:14 ");
    }
}
END_TEST

/* Bytes with a silence before place `cut`, as long as anything is waited for. */
static void ask_and_answer(const char *bytes, size_t cut)
{
    memset(&in, 0, sizeof in);
    in.awaits_ground = TERM_INPUT_GROUND_KEYS;
    seen[0] = '\0';
    (void)term_input_feed(&in, bytes, cut);
    take(false);
    take(true);
    (void)term_input_feed(&in, bytes + cut, strlen(bytes) - cut);
    take(false);
    take(true);
}

START_TEST(the_color_of_the_ground_is_understood)
{
    ask_and_answer("\033]11;rgb:ffff/ffff/ffff\033\\x", 0);
    ck_assert_str_eq(seen, "x ");
    ck_assert_int_eq(in.ground, TERM_GROUND_LIGHT);
    ask_and_answer("\033]11;rgb:00/2b/36\ax", 0);
    ck_assert_str_eq(seen, "x ");
    ck_assert_int_eq(in.ground, TERM_GROUND_DARK);
    ask_and_answer("\033]11;rgb:f/f/e\033\\", 0);
    ck_assert_int_eq(in.ground, TERM_GROUND_LIGHT);
    ask_and_answer("\033]11;rgb:ffff/ffff\033\\\033]11;rgb:///\033\\\033]11;rgb:fffff/0/0\ax", 0);
    ck_assert_str_eq(seen, "x ");
    ck_assert_int_eq(in.ground, TERM_GROUND_UNKNOWN);
}
END_TEST

START_TEST(an_answer_cut_by_any_silence_is_never_typed)
{
    static const char *const answers[] = { "\033]11;rgb:ffff/eeee/dddd\033\\",
                                           "\033]11;rgb:ffff/eeee/dddd\a" };

    for (int i = 0; i < 2; i++) {
        for (size_t cut = 1; cut < strlen(answers[i]); cut++) {
            ask_and_answer(answers[i], cut);
            /* Behind its first byte it cannot be told from Esc. */
            ck_assert_str_eq(seen, cut == 1 ? "Esc " : "");
            ck_assert_int_eq(in.ground, TERM_GROUND_LIGHT);
            ck_assert_str_eq(keys_of("]a"), "] a ");
        }
    }
}
END_TEST

START_TEST(who_types_while_the_answer_is_awaited_loses_nothing)
{
    ask_and_answer("\033x1;/\033y", 1);
    ck_assert_str_eq(seen, "Esc x 1 ; / M-y ");
    ck_assert_int_eq(in.ground, TERM_GROUND_UNKNOWN);
}
END_TEST

Suite *term_input_suite(void)
{
    Suite *suite = suite_create("term_input");
    TCase *tests = tcase_create("term_input");

    tcase_add_checked_fixture(tests, set_up, NULL);
    tcase_add_test(tests, home_and_end_are_known_in_every_form);
    tcase_add_test(tests, function_keys_are_known_in_every_form);
    tcase_add_test(tests, keypad_digits_are_digits);
    tcase_add_test(tests, alt_and_a_key_come_as_one);
    tcase_add_test(tests, esc_alone_is_esc_only_when_nothing_follows_in_time);
    tcase_add_test(tests, both_backspaces_erase);
    tcase_add_test(tests, return_and_line_feed_are_one_enter_each_and_together_one);
    tcase_add_test(tests, modifiers_of_xterm_are_read);
    tcase_add_test(tests, unknown_sequences_are_swallowed_whole);
    tcase_add_test(tests, the_answer_about_synchronized_frames_is_taken_and_types_nothing);
    tcase_add_test(tests, half_a_sequence_types_nothing);
    tcase_add_test(tests, a_paste_is_text_whatever_is_in_it);
    tcase_add_test(tests, keys_are_the_same_however_the_bytes_are_split);
    tcase_add_test(tests, a_paste_behind_an_esc_that_came_too_early_is_still_a_paste);
    tcase_add_test(tests, a_bracket_typed_behind_an_esc_is_typed);
    tcase_add_test(tests, the_end_of_a_paste_can_be_given_once);
    tcase_add_test(tests, bytes_that_are_no_text_are_dropped);
    tcase_add_test(tests, sequences_of_the_terminal_come_first);
    tcase_add_test(tests, a_burst_larger_than_the_buffer_says_what_it_took);
    tcase_add_test(tests, the_mouse_is_keys_where_it_was_asked_for_and_nothing_elsewhere);
    tcase_add_test(tests, a_click_cut_anywhere_is_the_same_click);
    tcase_add_test(tests, the_color_of_the_ground_is_understood);
    tcase_add_test(tests, an_answer_cut_by_any_silence_is_never_typed);
    tcase_add_test(tests, who_types_while_the_answer_is_awaited_loses_nothing);
    suite_add_tcase(suite, tests);
    return suite;
}
