/*
 * Random keys, texts, pastes, sizes, ticks and lost terminals into the real screens on a desk in
 * memory, also from a second terminal's side. After every pass: no cell holds a control character,
 * the cursor stands on the screen; after a round the desk adds up. A crash names its last keys.
 */
#include <signal.h>
#include <unistd.h>

#include "base/mem.h"
#include "base/utf8.h"
#include "domain/insight/audit.h"
#include "domain/order/order.h"
#include "prop/prop.h"
#include "support/bad_text.h"
#include "support/term_mem.h"
#include "support/testscreen.h"
#include "tui/canvas.h"

#define KEYS       400
#define TRAIL_SIZE 2000

static struct prop prop;
static struct testscreen ts;
/* What was done last, for a report from a signal handler. */
static char trail[2 * TRAIL_SIZE];
static size_t trail_len;

static const char *const named[] = {
    "Enter", "Enter", "Enter",  "Enter",  "Tab",       "Tab",   "S-Tab",  "Esc", "Up",
    "Down",  "Down",  "Left",   "Right",  "Home",      "End",   "PageUp",   "PageDown", "Delete",
    "Insert", "Backspace", "S-Left", "S-Right", "C-Home", "C-End", "Space", "Space",
};
static const char *const words[] = {
    "1042",  "1060", "acme", "ash",  "m\xc3\xbc", "4711",  "4712", "bol",    "BOL-M8-40", "12",
    "1",     "0",    "999",  "200",  "4711 3",    "@1.20", "-5%",  "..",     ".oe",       ".home",
    ".quit", ".fi",  "y",    "n",    "b",         "s",     "a",    "c:",     "o: acme",   "status:",
    "1,5",   "30.11.", "+3", "2026-11-30", "5%",  "10019", "10020", "\n",    "\n\n",      "e",
};

static int64_t pick(int64_t from, int64_t to)
{
    return prop_between(&prop, from, to);
}

static void note(const char *what)
{
    size_t len = strlen(what);

    if (len > 60)
        len = 60;
    if (trail_len + len + 1 > sizeof trail) {
        memmove(trail, trail + TRAIL_SIZE, trail_len - TRAIL_SIZE);
        trail_len -= TRAIL_SIZE;
    }
    memcpy(trail + trail_len, what, len);
    trail_len += len;
    trail[trail_len++] = ' ';
}

static void tell_trail(int sig)
{
    static const char head[] = "\nthe last keys: ";

    (void)!write(STDERR_FILENO, head, sizeof head - 1);
    (void)!write(STDERR_FILENO, trail, trail_len);
    (void)!write(STDERR_FILENO, "\n", 1);
    (void)signal(sig, SIG_DFL);
    (void)raise(sig);
}

/* --- what must hold --------------------------------------------------------------------------- */

static void look(void)
{
    const struct cells *cells = term_mem_cells(ts.term);

    ck_assert_int_eq(cells->rows, app_rows(ts.app));
    ck_assert_int_eq(cells->cols, app_cols(ts.app));
    ck_assert_int_lt(cells->cursor_row, cells->rows);
    ck_assert_int_lt(cells->cursor_col, cells->cols);
    for (int i = 0; i < cells->rows * cells->cols; i++) {
        const struct cell *cell = &cells->v[i];
        const char *bad = cell->cols == 0 ? NULL : bad_text_found(cell->text);

        /* Check writes a record for every assertion; these are too many. */
        if (bad != NULL)
            ck_abort_msg("a cell holds %s\n%s", bad, testscreen_dump(&ts));
        if (cell->cols == 2 && (i + 1) % cells->cols == 0)
            ck_abort_msg("half a character at the edge\n%s", testscreen_dump(&ts));
    }
}

/* --- steps ------------------------------------------------------------------------------------ */

static void pass(void)
{
    if (!app_pass(ts.app))
        testscreen_restart(&ts);
}

static void step_named(void)
{
    const char *name = named[pick(0, (int64_t)OD_LEN(named) - 1)];

    note(name);
    term_mem_press(ts.term, name);
}

/* F-keys, Ctrl and Alt with a letter or digit. */
static void step_command(void)
{
    char name[16];
    int kind = (int)pick(0, 5);

    if (kind <= 3)
        snprintf(name, sizeof name, "F%d", (int)pick(1, 12));
    else if (kind == 4)
        snprintf(name, sizeof name, "C-%c", (int)pick('a', 'y'));
    else
        snprintf(name, sizeof name, "M-%c",
                 (int)(pick(0, 3) > 0 ? pick('a', 'z') : pick('1', '9')));
    note(name);
    term_mem_press(ts.term, name);
}

static void step_word(void)
{
    const char *word = words[pick(0, (int64_t)OD_LEN(words) - 1)];

    note(word);
    for (; *word != '\0'; word++)
        if (*word == '\n')
            term_mem_press(ts.term, "Enter");
        else
            term_mem_type(ts.term, (char[]){ *word, '\0' });
}

static void step_bad_text(void)
{
    OD_ARENA *tmp = arena_new();
    const char *text = bad_text_make(&prop, tmp);

    note("(bad text)");
    if (pick(0, 1) == 0)
        term_mem_paste(ts.term, text);
    else
        term_mem_type(ts.term, text);
}

static void step_resize(void)
{
    int rows = (int)pick(1, 30), cols = (int)pick(1, 130);
    char what[32];

    if (pick(0, 4) == 0)
        rows = (int)pick(1, 100), cols = (int)pick(1, 300);
    else if (pick(0, 2) == 0)
        rows = 24, cols = 80;
    snprintf(what, sizeof what, "(%dx%d)", rows, cols);
    note(what);
    term_mem_resize(ts.term, rows, cols);
}

/* Somebody else cancels or discards what may be on the screen, then the screens hear of it. */
static void step_elsewhere(void)
{
    struct err err = ERR_INIT;
    int64_t id = testshop_number(ts.desk, "SELECT COALESCE(MAX(id), 0) FROM sales_order");

    note("(elsewhere)");
    if (id != 0 && pick(0, 1) == 0) {
        struct order *o = testshop_load(&ts.shop, id);

        (void)!testshop_act(&ts.shop, o, o->status == ORDER_DRAFT ? "discard" : "cancel",
                            o->status == ORDER_DRAFT ? NULL : "reason", "other", &err);
        ck_assert_msg(err.code != ERR_BUG && err.code != ERR_CORRUPT, "%s", err.text);
    }
    testscreen_tick(&ts, true);
}

static void step_lost(void)
{
    note("(hangup)");
    term_mem_event(ts.term, TERM_HANGUP);
}

static void step(void)
{
    static const struct {
        int until; /* of 100 */
        void (*run)(void);
    } steps[] = { { 38, step_named },    { 58, step_command },   { 90, step_word },
                  { 93, step_bad_text }, { 96, step_resize },    { 99, step_elsewhere },
                  { 100, step_lost } };
    int64_t at = pick(1, 100);
    int i = 0;

    while (at > steps[i].until)
        i++;
    steps[i].run();
}

static void round_of_keys(void)
{
    OD_ARENA *tmp = arena_new();
    struct audit audit;
    struct err err = ERR_INIT;

    trail_len = 0;
    testscreen_open(&ts, 24, 80);
    for (int i = 0; i < KEYS; i++) {
        step();
        /* Now and then keys come faster than the screen answers. */
        if (pick(0, 5) == 0)
            continue;
        pass();
        look();
    }
    pass();
    ck_ok(audit_run(ts.desk, false, tmp, &audit, &err));
    for (int i = 0; i < audit.n; i++)
        ck_abort_msg("%s: %s %s", audit.v[i].check, audit.v[i].record, audit.v[i].words);
    testscreen_close(&ts);
}

START_TEST(no_key_breaks_the_screens_or_the_desk)
{
    int rounds = prop.rounds;
    struct prop seeds = prop;

    for (int i = 0; i < rounds; i++) {
        if (i > 0)
            prop_seed(&prop, prop_next(&seeds));
        round_of_keys();
    }
}
END_TEST

int main(int argc, char **argv)
{
    Suite *suite = suite_create("prop_screens");
    TCase *tc = tcase_create("screens");
    SRunner *runner = srunner_create(suite);
    int failed;

    prop = prop_args(argc, argv, 12);
    fprintf(stderr, "seed %llu, %d rounds of %d keys\n", (unsigned long long)prop.seed, prop.rounds,
            KEYS);
    (void)signal(SIGABRT, tell_trail);
    (void)signal(SIGSEGV, tell_trail);
    tcase_add_test(tc, no_key_breaks_the_screens_or_the_desk);
    suite_add_tcase(suite, tc);
    srunner_set_fork_status(runner, CK_NOFORK);
    srunner_run_all(runner, CK_ENV);
    failed = srunner_ntests_failed(runner);
    srunner_free(runner);
    if (failed > 0)
        prop_failed(&prop, trail);
    return failed == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
