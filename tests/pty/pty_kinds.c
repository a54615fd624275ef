/*
 * Kinds of terminals and of locales: the keys that each really sends, colors only where there are
 * some, and text in the locale's own bytes.
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

static char folder[64], result_path[128], toy_path[512], locpath[128];
static const char *args[4];
static struct pty *pty;

/* What the key tops of each send, from the manuals of the terminals, not from terminfo alone. */
static const struct kind {
    const char *term, *home, *end, *f2, *f3, *f6, *f12, *backspace;
    bool has_color;
} kinds[] = {
    { "vt100", "\001", "\005", "\033OQ", "\033OR", "\016", "\033", "\b", false },
    { "vt220", "\033[1~", "\033[4~", "\033OQ", "\033OR", "\033[17~", "\033[24~", "\177", false },
    { "linux", "\033[1~", "\033[4~", "\033[[B", "\033[[C", "\033[17~", "\033[24~", "\177", true },
    { "screen", "\033[1~", "\033[4~", "\033OQ", "\033OR", "\033[17~", "\033[24~", "\177", true },
    { "tmux", "\033[1~", "\033[4~", "\033OQ", "\033OR", "\033[17~", "\033[24~", "\177", true },
    { "putty", "\033[1~", "\033[4~", "\033[12~", "\033[13~", "\033[17~", "\033[24~", "\177",
      true },
    { "rxvt", "\033[7~", "\033[8~", "\033[12~", "\033[13~", "\033[17~", "\033[24~", "\177", true },
    { "xterm", "\033OH", "\033OF", "\033OQ", "\033OR", "\033[17~", "\033[24~", "\177", true },
    { "xterm-256color", "\033[H", "\033[F", "\033OQ", "\033OR", "\033[17~", "\033[24~", "\177",
      true },
    { "xterm-direct", "\033OH", "\033OF", "\033OQ", "\033OR", "\033[17~", "\033[24~", "\177",
      true },
};

static void start_with(const struct pty_start *how)
{
    struct pty_start start = *how;

    args[0] = toy_path;
    args[1] = result_path;
    args[2] = "colour8";
    start.argv = args;
    pty = pty_open(&start);
}

static void see(const char *what, const char *text)
{
    OD_ARENA *tmp = arena_new();

    ck_assert_msg(pty_wait(pty, text), "%s: no \"%s\":\n%s", what, text, pty_screen(pty, tmp));
}

static void make_folder(void)
{
    const char *dir = getenv("builddir");

    (void)snprintf(folder, sizeof folder, "/tmp/od-kinds-XXXXXX");
    ck_assert_ptr_nonnull(mkdtemp(folder));
    (void)snprintf(result_path, sizeof result_path, "%s/result", folder);
    (void)snprintf(locpath, sizeof locpath, "LOCPATH=%s", folder);
    (void)snprintf(toy_path, sizeof toy_path, "%s/tests/pty/toy", dir != NULL ? dir : ".");
}

static int run(const char *const *words)
{
    int status = 0;
    pid_t pid = fork();

    if (pid == 0) {
        if (freopen("/dev/null", "w", stdout) == NULL || freopen("/dev/null", "w", stderr) == NULL)
            _exit(127);
        (void)execvp(words[0], (char *const *)words);
        _exit(127);
    }
    ck_assert_int_eq(waitpid(pid, &status, 0), pid);
    return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

static void remove_folder(void)
{
    const char *const words[] = { "rm", "-rf", folder, NULL };

    (void)run(words);
}

static void tear_down(void)
{
    if (pty != NULL)
        pty_close(pty);
    pty = NULL;
}

START_TEST(the_keys_and_colors_of_each_kind)
{
    const struct kind *k = &kinds[_i];
    struct pty_start how = { .term = k->term };

    start_with(&how);
    see(k->term, "F1Help");
    ck_assert_msg(pty_count_clears(pty) <= 1, "%s clears %d times", k->term,
                  pty_count_clears(pty));
    pty_send(pty, "abc");
    see(k->term, "[abc ");
    pty_send(pty, k->home);
    pty_send(pty, "x");
    see(k->term, "[xabc ");
    pty_send(pty, k->end);
    pty_send(pty, "yz");
    see(k->term, "[xabcyz ");
    pty_send(pty, k->backspace);
    see(k->term, "[xabcy ");
    pty_send(pty, k->f2);
    see(k->term, "TL Toys");
    pty_send(pty, k->f12);
    see(k->term, "TY Toy");
    pty_send(pty, k->f2);
    see(k->term, "TL Toys");
    pty_send(pty, k->f3);
    see(k->term, "TY Toy");
    ck_assert_msg((pty_count_colors(pty) > 0) == k->has_color, "%s has %d colors", k->term,
                  pty_count_colors(pty));
    pty_signal(pty, SIGTERM);
    ck_assert_int_eq(pty_wait_exit(pty), 0);
}
END_TEST

static const char *field_of_result(void)
{
    static char text[1024];
    FILE *file = fopen(result_path, "r");
    size_t n;

    ck_assert_ptr_nonnull(file);
    n = fread(text, 1, sizeof text - 1, file);
    text[n] = '\0';
    (void)fclose(file);
    return strstr(text, "field ") + 6;
}

/* 0xA4 is the currency sign in one and the euro in the other. */
static const struct charset {
    const char *name, *kept;
} charsets[] = {
    { "ISO-8859-1", "M\303\274ller \302\244\n" },
    { "ISO-8859-15", "M\303\274ller \342\202\254\n" },
};

START_TEST(latin_text_comes_and_goes_in_its_own_bytes)
{
    const struct charset *set = &charsets[_i];
    const char *env[] = { locpath, NULL };
    char lang[64], path[160];
    const char *const words[] = { "localedef", "-i", "en_GB", "-f", set->name, path, NULL };
    struct pty_start how = { .env = env, .lang = lang };
    const char *out;
    size_t n;

    (void)snprintf(lang, sizeof lang, "en_GB.%s", set->name);
    (void)snprintf(path, sizeof path, "%s/%s", folder, lang);
    if (run(words) != 0) {
        /* No sources of locales on this machine. */
        (void)fprintf(stderr, "skipped: localedef makes no %s here\n", lang);
        return;
    }
    start_with(&how);
    see(lang, "F1Help");
    pty_forget(pty);
    pty_send(pty, "M\374ller \244");
    see(lang, "ller");
    pty_wait_quiet(pty, 100);
    out = pty_output(pty, &n);
    ck_assert_msg(memchr(out, 0xFC, n) != NULL, "no u umlaut in its own byte");
    ck_assert_msg(memmem(out, n, "\303", 1) == NULL, "UTF-8 on a Latin terminal");
    pty_signal(pty, SIGTERM);
    ck_assert_int_eq(pty_wait_exit(pty), 0);
    ck_assert_str_eq(field_of_result(), set->kept);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("pty kinds");
    TCase *tests = tcase_create("kinds");
    SRunner *runner;
    int failed;

    tcase_set_timeout(tests, 60);
    tcase_add_unchecked_fixture(tests, make_folder, remove_folder);
    tcase_add_checked_fixture(tests, NULL, tear_down);
    tcase_add_loop_test(tests, the_keys_and_colors_of_each_kind, 0,
                        (int)(sizeof kinds / sizeof kinds[0]));
    tcase_add_loop_test(tests, latin_text_comes_and_goes_in_its_own_bytes, 0, 2);
    suite_add_tcase(suite, tests);
    runner = srunner_create(suite);
    srunner_run_all(runner, CK_ENV);
    failed = srunner_ntests_failed(runner);
    srunner_free(runner);
    return failed == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
