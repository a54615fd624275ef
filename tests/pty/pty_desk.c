/*
 * The program itself in a real terminal, on the demo's desk: an order by telephone with its keys
 * counted, a line that breaks in the middle, two terminals, sizes, and keys at random.
 */
#include <check.h>
#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/mem.h"
#include "support/pty.h"
#include "support/rng.h"

#define PATH_BYTES 512
/* TUI budget: 22 characters of data and 10 keys; cap 35. */
#define PHONE_ORDER_KEYS 35

static char folder[64], program[PATH_BYTES], desk_env[PATH_BYTES], home_env[PATH_BYTES];
static char data_env[PATH_BYTES];
static const char *env[] = { desk_env, home_env, data_env, NULL };
static struct pty *pty;

static const char *from_env(const char *name, const char *fallback)
{
    const char *value = getenv(name);

    return value != NULL ? value : fallback;
}

/* Runs the program without a terminal; gives its exit status. */
static int run(const char *const *args)
{
    int status = 0;
    pid_t pid = fork();

    if (pid == 0) {
        for (int i = 0; env[i] != NULL; i++)
            (void)putenv((char *)env[i]);
        if (freopen("/dev/null", "w", stdout) == NULL)
            _exit(127);
        (void)execv(args[0], (char *const *)args);
        _exit(127);
    }
    ck_assert_int_eq(waitpid(pid, &status, 0), pid);
    return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

static void make_desk(void)
{
    const char *const args[] = { program, "demo", "--keep", folder, NULL };

    (void)snprintf(program, sizeof program, "%s/orderdesk", from_env("builddir", "."));
    (void)snprintf(folder, sizeof folder, "/tmp/od-desk-XXXXXX");
    ck_assert_ptr_nonnull(mkdtemp(folder));
    (void)snprintf(desk_env, sizeof desk_env, "ORDERDESK_DESK=%s/desk.db", folder);
    (void)snprintf(home_env, sizeof home_env, "HOME=%s", folder);
    (void)snprintf(data_env, sizeof data_env, "ORDERDESK_DATADIR=%s/data", from_env("srcdir", "."));
    ck_assert_int_eq(run(args), 0);
}

static void remove_desk(void)
{
    const char *const args[] = { "/bin/rm", "-rf", folder, NULL };

    (void)run(args);
}

static struct pty *open_screens(int rows, int cols)
{
    static const char *args[] = { program, NULL };
    struct pty_start start = { .argv = args, .env = env, .rows = rows, .cols = cols };
    struct pty *p = pty_open(&start);

    ck_assert_msg(pty_wait(p, "DB Dashboard"), "no dashboard");
    return p;
}

static void set_up(void)
{
    pty = open_screens(24, 80);
}

static void tear_down(void)
{
    pty_close(pty);
}

static void see(const char *text)
{
    OD_ARENA *tmp = arena_new();

    ck_assert_msg(pty_wait(pty, text), "\"%s\" did not come:\n%s", text, pty_screen(pty, tmp));
}

/* A key each: one byte, or a sequence that begins with ESC. */
static int keys_in(const char *bytes)
{
    int keys = 0;

    for (; *bytes != '\0'; bytes++) {
        keys++;
        if (*bytes == '\033')
            bytes += strspn(bytes + 1, "[O0123456789~ABCDEFGHPQRS");
    }
    return keys;
}

START_TEST(an_order_by_telephone_takes_at_most_35_keys)
{
    static const char keys[] = "\033[17~" "1042\r" "4711\r12\r" "6200\r3\r" "6201\r4\r" "\r" "\r";

    pty_send(pty, keys);
    see("confirmed, total");

    ck_assert_int_le(keys_in(keys), PHONE_ORDER_KEYS);
    ck_assert(pty_shows(pty, "ACME Tools Ltd"));
}
END_TEST

START_TEST(every_way_to_the_dashboard_and_to_the_screens_works)
{
    static const struct {
        const char *keys, *shown;
    } ways[] = {
        { "\033OQ", " FI " },      { "\033OR", "DB Dashboard" }, { "\0332", " FI " },
        { "\030", "DB Dashboard" }, { ".oe\r", " OE " },         { "\033OR", "DB Dashboard" },
        { ":cu\r", "ustomers" },   { "\033OR", "DB Dashboard" }, { ".pr 4711\r", "4711" },
        { "\033", "DB Dashboard" }, { "/", " FI " },             { "\033[24~", "DB Dashboard" },
    };

    for (size_t i = 0; i < sizeof ways / sizeof ways[0]; i++) {
        pty_send(pty, ways[i].keys);
        see(ways[i].shown);
        pty_wait_quiet(pty, 50);
    }
}
END_TEST

START_TEST(a_line_that_breaks_leaves_the_draft)
{
    pty_send(pty, "\033[17~" "1043\r" "4711\r5\r" "62");
    see("[62");
    pty_signal(pty, SIGHUP);
    ck_assert_int_eq(pty_wait_exit(pty), 0);
    pty_close(pty);

    pty = open_screens(24, 80);

    see("Acorn Fabric");
    pty_send(pty, "a");
    see(" OE ");
    see("Packing tape");
    see("[62");
}
END_TEST

START_TEST(a_program_that_is_killed_leaves_all_but_the_half_typed_field)
{
    pty_send(pty, "\033[17~" "1044\r" "4711\r5\r" "62");
    see("[62");
    pty_signal(pty, SIGKILL);
    ck_assert_int_eq(pty_wait_exit(pty), -1);
    pty_close(pty);

    pty = open_screens(24, 80);

    see("Albion Mari");
    pty_send(pty, "a");
    see("Packing tape");
}
END_TEST

/* Ends the program with a signal, and starts it again. */
static void lose_terminal(int signal_number)
{
    pty_signal(pty, signal_number);
    (void)pty_wait_exit(pty);
    pty_close(pty);
    pty = open_screens(24, 80);
}

START_TEST(a_customer_half_typed_stands_there_after_a_hangup)
{
    pty_send(pty, ".oe\r" "\033[17~");
    see("New customer");
    pty_send(pty, "Half Way Ltd\r" "7 Mill");
    see("[7 Mill");
    lose_terminal(SIGHUP);

    pty_send(pty, ".oe\r" "\033[17~");
    see("Half Way Ltd");
    see("[7 Mill");
    pty_send(pty, "\033");
    see("Leave without saving");
    pty_send(pty, "l");
    (void)pty_wait_gone(pty, "New customer");
}
END_TEST

START_TEST(a_customer_half_changed_stands_there_after_a_kill)
{
    pty_send(pty, ".cu 1047\r");
    see("CU 1047");
    pty_send(pty, "\033OS");
    see("Credit limit");
    pty_send(pty, "Further\r" "\025" "0113 49");
    see("[0113 49");
    pty_wait_quiet(pty, 3000);
    lose_terminal(SIGKILL);

    pty_send(pty, ".cu 1047\r");
    see("CU 1047");
    pty_send(pty, "\033OS");
    see("[0113 49");
    see("Further");
    see("did not save");
}
END_TEST

START_TEST(a_line_half_typed_in_a_change_stands_there_after_a_kill)
{
    char number[16] = "";
    OD_ARENA *tmp = arena_new();
    const char *at;

    pty_send(pty, "\033[17~" "1048\r" "4711\r5\r" "\r" "\r");
    see("confirmed, total");
    at = strstr(pty_screen(pty, tmp), "Order 1");
    ck_assert_ptr_nonnull(at);
    (void)snprintf(number, sizeof number, "%.5s\r", at + 6);
    pty_send(pty, "\033OR");
    see("DB Dashboard");
    pty_send(pty, number);
    see(" OD ");
    pty_send(pty, "\033OS");
    see("Change order");
    pty_send(pty, "\033[17~" "620");
    see("[620");
    pty_wait_quiet(pty, 3000);
    lose_terminal(SIGKILL);

    pty_send(pty, number);
    see(" OD ");
    pty_send(pty, "\033OS");
    see("[620");
    see("with what was half typed");
}
END_TEST

/* Dashboard, list, order page, order entry, help. */
static const char *const visits[] = { "", "/", "/o:\r", "\033[17~1042\r4711", "?" };

START_TEST(a_screen_nobody_touches_writes_nothing)
{
    size_t n = 1;

    pty_send(pty, visits[_i]);
    pty_wait_quiet(pty, 800);
    /* The clock in row 1 may turn a minute meanwhile, but not in both of two looks. */
    for (int look = 0; look < 2 && n > 0; look++) {
        pty_forget(pty);
        pty_wait_quiet(pty, 1500);
        (void)pty_output(pty, &n);
    }

    ck_assert_uint_eq(n, 0);
}
END_TEST

START_TEST(no_color_is_kept_by_every_screen)
{
    static const char *args[] = { program, NULL };
    static const char *plain[] = { desk_env, home_env, data_env, "NO_COLOR=1", NULL };
    struct pty_start start = { .argv = args, .env = plain, .rows = 45, .cols = 140 };

    pty_close(pty);
    pty = pty_open(&start);
    see("DB Dashboard");
    for (size_t i = 0; i < sizeof visits / sizeof visits[0]; i++) {
        pty_send(pty, visits[i]);
        pty_wait_quiet(pty, 100);
        pty_send(pty, "\033OR");
        see("DB Dashboard");
    }

    ck_assert_int_eq(pty_count_colors(pty), 0);
}
END_TEST

START_TEST(a_desk_whose_file_was_replaced_is_told)
{
    char from[PATH_BYTES], to[PATH_BYTES];

    (void)snprintf(from, sizeof from, "%s/desk.db", folder);
    (void)snprintf(to, sizeof to, "%s/moved.db", folder);
    ck_assert_int_eq(rename(from, to), 0);
    see("The file of this desk was moved or replaced");
    ck_assert_int_eq(rename(to, from), 0);
}
END_TEST

/* Made large by hand: what lies behind its last frame is nothing to the engine. */
START_TEST(a_log_that_somebody_holds_is_said_on_the_dashboard)
{
    OD_ARENA *tmp = arena_new();

    ck_assert(!pty_shows(pty, "holds the desk's log"));
    ck_assert_int_eq(truncate(arena_printf(tmp, "%s/desk.db-wal", folder), 70000000), 0);
    pty_send(pty, "\033[15~");

    see("holds the desk's log, which grew to 70 MB");
}
END_TEST

START_TEST(an_order_of_another_terminal_shows_without_a_key)
{
    struct pty *other = open_screens(24, 80);

    pty_send(other, "\033[17~" "1046\r" "4711\r1\r" "\r" "\r");
    ck_assert(pty_wait(other, "confirmed, total"));
    pty_close(other);

    see("Beck Mi");
}
END_TEST

/* The rows that read otherwise in two pictures, as bits from the top. */
static uint64_t rows_changed(const char *before, const char *after)
{
    uint64_t changed = 0;

    for (int row = 0; *before != '\0' || *after != '\0'; row++) {
        size_t a = strcspn(before, "\n"), b = strcspn(after, "\n");

        if (a != b || memcmp(before, after, a) != 0)
            changed |= UINT64_C(1) << row;
        before += a + (before[a] != '\0');
        after += b + (after[b] != '\0');
    }
    return changed;
}

/* A reader reads out what is painted and follows the cursor. */
START_TEST(for_a_screen_reader_only_the_message_row_speaks_and_the_cursor_follows)
{
    static const char *args[] = { program, "--config", NULL, NULL };
    struct pty_start start = { .argv = args, .env = env, .rows = 24, .cols = 80 };
    OD_ARENA *tmp = arena_new();
    char *config = arena_printf(tmp, "%s/reader.conf", folder);
    const char *before;
    FILE *file = fopen(config, "w");
    struct pty *other;
    int row, next_row, col;

    ck_assert_ptr_nonnull(file);
    (void)fputs("[orderdesk]\na11y = on\n", file);
    (void)fclose(file);
    args[2] = config;
    pty_close(pty);
    pty = pty_open(&start);
    see("DB Dashboard");
    pty_send(pty, ".od\r");
    see(" FI ");
    pty_send(pty, "\033[B");
    pty_wait_quiet(pty, 700); /* past a tick */
    pty_cursor(pty, &row, &col);
    pty_send(pty, "\033[B");
    pty_wait_quiet(pty, 200);
    pty_cursor(pty, &next_row, &col);
    ck_assert_int_eq(next_row, row + 1);
    ck_assert(!pty_shows(pty, "changed, F5"));
    before = pty_screen(pty, tmp);

    other = open_screens(24, 80);
    pty_send(other, "\033[17~" "1046\r" "4711\r1\r" "\r" "\r");
    ck_assert(pty_wait(other, "confirmed, total"));
    pty_close(other);
    see("changed, F5");
    pty_wait_quiet(pty, 1200);

    /* Row 23, counted from 1. */
    ck_assert_msg(rows_changed(before, pty_screen(pty, tmp)) == UINT64_C(1) << 22, "%s\n%s", before,
                  pty_screen(pty, tmp));
    pty_cursor(pty, &row, &col);
    ck_assert_int_eq(row, next_row);
    pty_send(pty, "\033[15~");
    see("Beck Mill");
}
END_TEST

START_TEST(the_first_frame_and_a_step_in_a_list_cost_few_bytes)
{
    size_t first, step;

    (void)pty_wait(pty, "F1Help");
    pty_wait_quiet(pty, 100);
    (void)pty_output(pty, &first);
    pty_send(pty, "\033OQ");
    see("ord ");
    pty_wait_quiet(pty, 200);
    pty_forget(pty);
    pty_send(pty, "\033[B");
    pty_wait_quiet(pty, 200);
    (void)pty_output(pty, &step);

    ck_assert_uint_le(first, 4096);
    ck_assert_uint_gt(step, 0);
    ck_assert_uint_le(step, 700);
    ck_assert_int_eq(pty_count_clears(pty), 0);
}
END_TEST

START_TEST(every_screen_survives_every_size)
{
    static const char *const places[] = { ".fi\r", ".oe\r", ".od\r", ".cu 1042\r", ".pr 4711\r",
                                           "\033OP\033OP", "\033[20~" };
    static const int sizes[][2] = { { 1, 1 }, { 3, 200 }, { 60, 2 }, { 10, 40 }, { 8, 20 },
                                    { 11, 47 }, { 40, 120 }, { 100, 300 }, { 24, 80 } };

    for (size_t i = 0; i < sizeof places / sizeof places[0]; i++) {
        pty_send(pty, places[i]);
        for (size_t s = 0; s < sizeof sizes / sizeof sizes[0]; s++) {
            pty_resize(pty, sizes[s][0], sizes[s][1]);
            pty_wait_quiet(pty, 20);
        }
        see("Help ");
        pty_send(pty, "\033");
        pty_wait_quiet(pty, 60);
        pty_send(pty, "\030");
        see("DB Dashboard");
    }
}
END_TEST

/* Keys that a cat on the keyboard would find. OD_SEED=N takes other ones. */
static const char *const stray[] = {
    "\r",       "\t",       "\033[A",   "\033[B",   "\033[C",  "\033[D", "\033[H",  "\033[F",
    "\033[5~",  "\033[6~",  "\033OP",   "\033OQ",   "\033OS",  "\033[15~", "\033[17~", "\033[18~",
    "\033[19~", "\033[20~", "\033[21~", "\033[23~", "\033[24~", "\177",  "\025",    "\027",
    "\004",     "\031",     "\032",     "\013",     "\017",    " ",      "1",       "4711",
    "bol",      "y",        "n",        "x",        "?",       ":",      ".",       "\033[Z",
    "ü",        "-5",       "w",        "c",        "e",       "..",     "\033[200~paste\r\033[201~",
};

START_TEST(keys_and_sizes_at_random_never_end_the_program)
{
    struct rng rng = { strtoull(from_env("OD_SEED", "20261122"), NULL, 10) };

    for (int i = 0; i < 1500; i++) {
        if (i % 50 == 49)
            pty_resize(pty, (int)rng_below(&rng, 60) + 1, (int)rng_below(&rng, 150) + 1);
        pty_send(pty, stray[rng_below(&rng, sizeof stray / sizeof stray[0])]);
        pty_drain(pty);
    }
    pty_resize(pty, 24, 80);
    see("Help ");
    pty_signal(pty, SIGTERM);

    ck_assert_int_eq(pty_wait_exit(pty), 0);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("pty desk");
    TCase *tests = tcase_create("desk");
    SRunner *runner;
    int failed;

    tcase_set_timeout(tests, 120);
    tcase_add_unchecked_fixture(tests, make_desk, remove_desk);
    tcase_add_checked_fixture(tests, set_up, tear_down);
    tcase_add_test(tests, an_order_by_telephone_takes_at_most_35_keys);
    tcase_add_test(tests, every_way_to_the_dashboard_and_to_the_screens_works);
    tcase_add_test(tests, a_line_that_breaks_leaves_the_draft);
    tcase_add_test(tests, a_program_that_is_killed_leaves_all_but_the_half_typed_field);
    tcase_add_test(tests, a_customer_half_typed_stands_there_after_a_hangup);
    tcase_add_test(tests, a_customer_half_changed_stands_there_after_a_kill);
    tcase_add_test(tests, a_line_half_typed_in_a_change_stands_there_after_a_kill);
    tcase_add_loop_test(tests, a_screen_nobody_touches_writes_nothing, 0,
                        (int)(sizeof visits / sizeof visits[0]));
    tcase_add_test(tests, no_color_is_kept_by_every_screen);
    tcase_add_test(tests, a_desk_whose_file_was_replaced_is_told);
    tcase_add_test(tests, a_log_that_somebody_holds_is_said_on_the_dashboard);
    tcase_add_test(tests, an_order_of_another_terminal_shows_without_a_key);
    tcase_add_test(tests, for_a_screen_reader_only_the_message_row_speaks_and_the_cursor_follows);
    tcase_add_test(tests, the_first_frame_and_a_step_in_a_list_cost_few_bytes);
    tcase_add_test(tests, every_screen_survives_every_size);
    tcase_add_test(tests, keys_and_sizes_at_random_never_end_the_program);
    suite_add_tcase(suite, tests);
    runner = srunner_create(suite);
    srunner_run_all(runner, CK_ENV);
    failed = srunner_ntests_failed(runner);
    srunner_free(runner);
    return failed == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
