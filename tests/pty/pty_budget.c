/*
 * What keys cost, where that repeats exactly: bytes to the terminal, cells painted for nothing,
 * clears, and waking up while nobody does anything. On a desk with more items than a burst has
 * keys.
 */
#include <check.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/mem.h"
#include "support/pty.h"
#include "support/sanitizer.h"

#define PATH_BYTES 512
#define ITEMS 400
/* Sanitizers keep a shadow of everything. */
#ifdef OD_HAS_ASAN
#define MOST_KB 1000000
#else
#define MOST_KB (9 * 1024)
#endif

static char folder[64], program[PATH_BYTES], desk_env[PATH_BYTES], home_env[PATH_BYTES];
static const char *env[] = { desk_env, home_env, NULL };
static struct pty *pty;

static void run(const char *const *words)
{
    int status = 0;
    pid_t pid = fork();

    if (pid == 0) {
        for (int i = 0; env[i] != NULL; i++)
            (void)putenv((char *)env[i]);
        if (freopen("/dev/null", "w", stdout) == NULL)
            _exit(127);
        (void)execvp(words[0], (char *const *)words);
        _exit(127);
    }
    ck_assert_int_eq(waitpid(pid, &status, 0), pid);
    ck_assert_msg(WIFEXITED(status) && WEXITSTATUS(status) == 0, "%s %s", words[0], words[1]);
}

/* Names that take their columns in other ways than their bytes; the prices must stand in line. */
static const char *const odd_names[] = {
    "plain", "M\303\274ller", "\346\240\252\345\274\217\344\274\232\347\244\276", "e\314\201te\314\201",
    "\360\237\230\200 smile", "\327\251\327\234\327\225\327\235", "\341\204\222\341\205\241\341\206\253",
};

static void write_items(const char *path)
{
    FILE *file = fopen(path, "w");

    ck_assert_ptr_nonnull(file);
    (void)fprintf(file, "sku,description,price\n");
    for (int i = 0; i < ITEMS; i++)
        (void)fprintf(file, "K%04d,%s,%d.50\n", i,
                      odd_names[(size_t)i % (sizeof odd_names / sizeof odd_names[0])], i + 1);
    (void)fclose(file);
}

static void make_desk(void)
{
    char items[PATH_BYTES];
    const char *dir = getenv("builddir");
    const char *const init[] = { program, "init", "--company", "Acme", "--country", "GB", NULL };
    const char *const import[] = { program, "import", "items", items, NULL };

    (void)snprintf(program, sizeof program, "%s/orderdesk", dir != NULL ? dir : ".");
    (void)snprintf(folder, sizeof folder, "/tmp/od-budget-XXXXXX");
    ck_assert_ptr_nonnull(mkdtemp(folder));
    (void)snprintf(desk_env, sizeof desk_env, "ORDERDESK_DESK=%s/desk.db", folder);
    (void)snprintf(home_env, sizeof home_env, "HOME=%s", folder);
    (void)snprintf(items, sizeof items, "%s/items.csv", folder);
    write_items(items);
    run(init);
    run(import);
}

static void remove_desk(void)
{
    const char *const words[] = { "rm", "-rf", folder, NULL };

    run(words);
}

static void see(const char *text)
{
    OD_ARENA *tmp = arena_new();

    ck_assert_msg(pty_wait(pty, text), "\"%s\" did not come:\n%s", text, pty_screen(pty, tmp));
}

static void set_up(void)
{
    static const char *args[] = { program, NULL };
    struct pty_start start = { .argv = args, .env = env };

    pty = pty_open(&start);
    see("F1Help");
    pty_wait_quiet(pty, 200);
}

static void tear_down(void)
{
    pty_close(pty);
}

/* Bytes that keys cost until nothing more comes; what comes late (previews) is counted too. */
static size_t cost(const char *keys)
{
    size_t n;

    pty_wait_quiet(pty, 150);
    pty_forget(pty);
    pty_send(pty, keys);
    pty_wait_quiet(pty, 250);
    (void)pty_output(pty, &n);
    return n;
}

static void open_items(void)
{
    pty_send(pty, ".pr\r");
    see(">K0000");
    pty_wait_quiet(pty, 150);
}

START_TEST(a_step_in_a_list_paints_two_rows)
{
    open_items();
    for (int i = 0; i < 5; i++) {
        size_t bytes = cost("\033[B");
        int painted = pty_count_painted(pty), changed = pty_count_changed(pty);

        ck_assert_msg(bytes > 0 && bytes <= 260, "%zu bytes", bytes);
        ck_assert_msg(painted - changed <= 115, "%d cells painted, %d changed", painted, changed);
    }
    see(">K0005");
}
END_TEST

/* Everything from the first byte to the dashboard at rest. */
static void check_start(int rows, int cols, size_t most)
{
    static const char *args[] = { program, NULL };
    struct pty_start start = { .argv = args, .env = env, .rows = rows, .cols = cols };
    size_t bytes;

    pty_close(pty);
    pty = pty_open(&start);
    see("F1Help");
    pty_wait_quiet(pty, 900); /* past the first tick */
    (void)pty_output(pty, &bytes);

    ck_assert_msg(bytes <= most, "%zu bytes at %dx%d", bytes, cols, rows);
    ck_assert_int_eq(pty_count_clears(pty), 1);
}

START_TEST(a_start_is_one_picture_of_at_most_4_kb)
{
    check_start(24, 80, 4096);
    check_start(40, 120, 4096);
}
END_TEST

/* Of this process alone, what it has in memory; -1 where it cannot be told. */
static long resident_kb(void)
{
    char path[64], line[256];
    long kb = -1;
    FILE *file;

    (void)snprintf(path, sizeof path, "/proc/%d/status", (int)pty_pid(pty));
    file = fopen(path, "r");
    while (file != NULL && fgets(line, sizeof line, file) != NULL)
        if (sscanf(line, "VmRSS: %ld kB", &kb) == 1)
            break;
    if (file != NULL)
        (void)fclose(file);
    return kb;
}

START_TEST(it_takes_at_most_9_mb_of_memory)
{
    static const char *const places[] = { ".oe\r", ".od\r", ".pr\r", ".cu\r", ".fi\r" };

    for (size_t i = 0; i < sizeof places / sizeof places[0]; i++) {
        pty_send(pty, places[i]);
        pty_wait_quiet(pty, 150);
        pty_send(pty, "\030");
        see("DB Dashboard");
    }
    ck_assert_int_le(resident_kb(), MOST_KB);
}
END_TEST

static void take_order(void)
{
    const char *const order[] = { program,  "order",  "new",     "--customer",
                                  "BUDGET", "--line", "K0001 1", NULL };

    run(order);
}

/* Another process takes an order: a few figures of the dashboard are others, and a line of what
 * happened last; all around them stays. */
START_TEST(a_dashboard_that_others_change_paints_what_changed)
{
    const char *const customer[] = { program,  "customer", "new", "Budget Ltd",
                                     "--code", "BUDGET",   NULL };
    const char *const address[] = { program,      "customer",   "address", "BUDGET",
                                    "--street",   "1 Dok Road", "--city",  "Leeds",
                                    "--postcode", "LS1 1AA",    NULL };
    size_t bytes;
    int painted, changed;

    run(customer);
    run(address);
    take_order();
    see(" 1001");
    pty_wait_quiet(pty, 1200);
    pty_forget(pty);
    take_order();
    see(" 1002");
    pty_wait_quiet(pty, 1200);
    (void)pty_output(pty, &bytes);
    painted = pty_count_painted(pty);
    changed = pty_count_changed(pty);

    ck_assert_int_eq(pty_count_clears(pty), 0);
    ck_assert_int_gt(changed, 0);
    ck_assert_msg(bytes <= 600, "%zu bytes", bytes);
    ck_assert_msg(painted - changed <= 60, "%d cells painted, %d changed", painted, changed);
}
END_TEST

START_TEST(the_end_of_a_list_costs_what_it_shows)
{
    size_t bytes;

    open_items();
    bytes = cost("\033[F");
    see(">K0399");

    ck_assert_msg(bytes > 0 && bytes <= 2200, "%zu bytes", bytes);
    ck_assert_int_eq(pty_count_clears(pty), 0);
}
END_TEST

START_TEST(a_letter_of_a_search_costs_its_own_and_the_rows_it_changes)
{
    static const char *const letters[] = { "p", "l", "a" };

    pty_send(pty, ".fi\r");
    see(" FI ");
    for (size_t i = 0; i < sizeof letters / sizeof letters[0]; i++) {
        size_t bytes = cost(letters[i]);

        ck_assert_msg(bytes > 0 && bytes <= 2200, "%zu bytes", bytes);
        ck_assert_int_eq(pty_count_clears(pty), 0);
    }
    see("plain");
}
END_TEST

START_TEST(a_page_costs_what_it_shows)
{
    size_t bytes;

    open_items();
    bytes = cost("\033[6~");

    ck_assert_msg(bytes <= 2200, "%zu bytes", bytes);
    ck_assert_int_eq(pty_count_clears(pty), 0);
}
END_TEST

/* The same for keys that are all there at once: the program is stopped while they are sent. */
static size_t cost_at_once(const char *keys)
{
    size_t n;

    pty_wait_quiet(pty, 150);
    pty_forget(pty);
    pty_signal(pty, SIGSTOP);
    pty_send(pty, keys);
    pty_signal(pty, SIGCONT);
    pty_wait_quiet(pty, 250);
    (void)pty_output(pty, &n);
    return n;
}

START_TEST(three_hundred_downs_at_once_are_one_picture_and_none_is_lost)
{
    char keys[300 * 3 + 1] = "";
    size_t bytes;

    for (int i = 0; i < 300; i++)
        memcpy(keys + i * 3, "\033[B", 4);
    open_items();
    bytes = cost_at_once(keys);
    see(">K0300");

    /* One picture is 660; a machine that takes ten times as long for the keys makes two or three. */
    ck_assert_msg(bytes <= 3000, "%zu bytes", bytes);
}
END_TEST

/* A line that is cut right behind the ESC of a Down, for longer than a lone Esc waits. A machine
 * so loaded that the gap grows tenfold gets another try. */
START_TEST(a_burst_of_keys_cut_behind_an_escape_is_no_esc)
{
    OD_ARENA *tmp = arena_new();
    bool is_there = false;

    open_items();
    for (int i = 0; i < 5 && !is_there; i++) {
        if (pty_find(pty, ">K0") < 0)
            open_items();
        pty_send(pty, "\033[H\033[B\033[B\033");
        (void)usleep(50000);
        pty_send(pty, "[B");
        pty_wait_quiet(pty, 400);
        is_there = pty_find(pty, ">K0003") >= 0;
    }
    ck_assert_msg(is_there, "%s", pty_screen(pty, tmp));
}
END_TEST

START_TEST(a_character_typed_into_a_field_costs_40_bytes)
{
    pty_send(pty, ".oe\r");
    see("Customer [");
    (void)cost("z");
    for (int i = 0; i < 3; i++) {
        size_t bytes = cost("z");

        ck_assert_msg(bytes > 0 && bytes <= 40, "%zu bytes", bytes);
    }
}
END_TEST

START_TEST(a_paste_of_400_characters_is_one_picture_and_none_is_lost)
{
    char paste[420] = "\033[200~";
    size_t bytes;

    for (int i = 0; i < 400; i++)
        paste[6 + i] = (char)('a' + i % 26);
    memcpy(paste + 406, "\033[201~", 7);
    pty_send(pty, ".fi\r");
    see(" FI ");
    bytes = cost_at_once(paste);

    ck_assert_msg(bytes <= 1500, "%zu bytes", bytes);
}
END_TEST

static int count(const char *what)
{
    size_t n, len = strlen(what);
    const char *all = pty_output(pty, &n);
    int found = 0;

    for (size_t i = 0; i + len <= n; i++)
        found += memcmp(all + i, what, len) == 0;
    return found;
}

/* Asked once at the start; used only where the terminal answers yes, and for what is large. */
START_TEST(a_terminal_that_says_so_gets_pictures_as_synchronized_pairs)
{
    ck_assert_int_eq(count("\033[?2026$p"), 1);
    open_items();
    ck_assert_int_eq(count("\033[?2026h"), 0);
    pty_send(pty, "\033[?2026;2$y");
    (void)cost("\033[B");
    ck_assert_int_eq(count("\033[?2026"), 0);
    (void)cost("\033[6~");
    ck_assert_int_eq(count("\033[?2026h"), 1);
    ck_assert_int_eq(count("\033[?2026l"), 1);
}
END_TEST

START_TEST(columns_stand_in_line_whatever_the_text)
{
    OD_ARENA *tmp = arena_new();
    int col = -1;

    open_items();
    for (int row = 0; row < 7; row++) {
        char price[16];
        int at;

        (void)snprintf(price, sizeof price, "%d.50", row + 1);
        at = pty_find(pty, price);
        ck_assert_msg(at >= 0, "no %s:\n%s", price, pty_screen(pty, tmp));
        if (col < 0)
            col = at;
        ck_assert_msg(at == col, "row %d: the price is in column %d, not %d:\n%s", row, at, col,
                      pty_screen(pty, tmp));
    }
}
END_TEST

START_TEST(sizes_that_change_while_it_is_busy_are_painted_once)
{
    pty_wait_quiet(pty, 200);
    pty_forget(pty);
    pty_signal(pty, SIGSTOP);
    for (int i = 0; i < 60; i++)
        pty_resize(pty, 24 + i % 20, 80 + i);
    pty_resize(pty, 30, 100);
    pty_signal(pty, SIGCONT);
    pty_wait_quiet(pty, 300);

    ck_assert_int_eq(pty_count_clears(pty), 1);
    see("F12Back");
}
END_TEST

static long long times_woken(void)
{
    char path[64], line[256];
    long long n = -1;
    FILE *file;

    (void)snprintf(path, sizeof path, "/proc/%d/status", (int)pty_pid(pty));
    file = fopen(path, "r");
    ck_assert_ptr_nonnull(file);
    while (fgets(line, sizeof line, file) != NULL)
        if (sscanf(line, "voluntary_ctxt_switches: %lld", &n) == 1)
            break;
    (void)fclose(file);
    return n;
}

/* Writing what was typed waits for the disk; after that a form is as quiet as a list. */
static void rest(void)
{
    long long before, begin, woken = 0, ms = 0;
    size_t n = 1;

    /* The clock may turn a minute in one of two looks. */
    for (int look = 0; look < 2 && n > 0; look++) {
        pty_forget(pty);
        before = times_woken();
        begin = pty_now_ms();
        pty_wait_quiet(pty, 2000);
        ms = pty_now_ms() - begin;
        woken = times_woken() - before;
        (void)pty_output(pty, &n);
    }

    ck_assert_uint_eq(n, 0);
    ck_assert_msg(woken <= ms / 500 + 1, "woken %lld times in %lld ms", woken, ms);
}

START_TEST(at_rest_it_writes_nothing_and_wakes_twice_a_second)
{
    pty_wait_quiet(pty, 700);
    rest();
}
END_TEST

START_TEST(a_form_with_something_typed_rests_once_that_is_kept)
{
    pty_send(pty, ".cu\r");
    see("F4New");
    pty_send(pty, "\033OS");
    see("F10Save");
    pty_send(pty, "n");
    pty_wait_quiet(pty, 2700); /* kept at the fourth tick */
    rest();
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("pty budget");
    TCase *tests = tcase_create("budget");
    SRunner *runner;
    int failed;

    tcase_set_timeout(tests, 60);
    tcase_add_unchecked_fixture(tests, make_desk, remove_desk);
    tcase_add_checked_fixture(tests, set_up, tear_down);
    tcase_add_test(tests, a_step_in_a_list_paints_two_rows);
    tcase_add_test(tests, a_start_is_one_picture_of_at_most_4_kb);
    tcase_add_test(tests, it_takes_at_most_9_mb_of_memory);
    tcase_add_test(tests, a_dashboard_that_others_change_paints_what_changed);
    tcase_add_test(tests, the_end_of_a_list_costs_what_it_shows);
    tcase_add_test(tests, a_letter_of_a_search_costs_its_own_and_the_rows_it_changes);
    tcase_add_test(tests, a_page_costs_what_it_shows);
    tcase_add_test(tests, three_hundred_downs_at_once_are_one_picture_and_none_is_lost);
    tcase_add_test(tests, a_burst_of_keys_cut_behind_an_escape_is_no_esc);
    tcase_add_test(tests, a_character_typed_into_a_field_costs_40_bytes);
    tcase_add_test(tests, a_paste_of_400_characters_is_one_picture_and_none_is_lost);
    tcase_add_test(tests, a_terminal_that_says_so_gets_pictures_as_synchronized_pairs);
    tcase_add_test(tests, columns_stand_in_line_whatever_the_text);
    tcase_add_test(tests, sizes_that_change_while_it_is_busy_are_painted_once);
    tcase_add_test(tests, at_rest_it_writes_nothing_and_wakes_twice_a_second);
    tcase_add_test(tests, a_form_with_something_typed_rests_once_that_is_kept);
    suite_add_tcase(suite, tests);
    runner = srunner_create(suite);
    srunner_run_all(runner, CK_ENV);
    failed = srunner_ntests_failed(runner);
    srunner_free(runner);
    return failed == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
