/*
 * Options of providers: defaults, files and commands of secrets, and what is refused.
 */
#include <string.h>
#include <sys/stat.h>

#include "base/compiler.h"
#include "sync/secrets.h"
#include "sync/suites.h"
#include "unit/temp.h"

static struct arena *arena;
static struct err err;
static char dir[TEMP_DIR_SIZE];
static struct conf_stack conf;
static struct provider_options *options;

static void set_up(void)
{
    arena = arena_new();
    err_clear(&err);
    temp_begin(dir);
    conf = (struct conf_stack){ .n = 0 };
    options = NULL;
}

static void tear_down(void)
{
    provider_options_close(options);
    if (conf.n > 0)
        conf_close(conf.file[0]);
    temp_end(dir);
    arena_free(arena);
}

static const char *secret_file(const char *text, mode_t mode)
{
    const char *path = temp_put(arena, dir, "secret", text, strlen(text));

    ck_assert_int_eq(chmod(path, mode), 0);
    return path;
}

static bool open_with(const char *lines)
{
    const char *text = arena_printf(arena, "[smtp]\n%s\n", lines);
    const char *path = temp_put(arena, dir, "desk.conf", text, strlen(text));

    ck_assert_msg(conf_load(&conf.file[0], path, &err), "%s", err.text);
    conf.n = 1;
    ck_assert_msg(conf_check(&conf, NULL, &err), "%s", err.text);
    return provider_options_open(&options, &conf, "smtp", &err);
}

START_TEST(options_of_the_section_are_there_and_others_are_not)
{
    ck_assert_msg(open_with("url = smtp://a:25\nuser = desk\n[sync]\nproxy = x"), "%s", err.text);
    ck_assert_str_eq(provider_option(options, "url"), "smtp://a:25");
    ck_assert_str_eq(provider_option(options, "user"), "desk");
    ck_assert_str_eq(provider_option(options, "proxy"), "");
    ck_assert_str_eq(provider_option(options, "password"), "");
}
END_TEST

START_TEST(without_any_line_the_defaults_hold)
{
    ck_assert(provider_options_open(&options, &conf, "easypost", &err));
    ck_assert_str_eq(provider_option(options, "url"), "https://api.easypost.com/v2");
    ck_assert_str_eq(provider_option(options, "mode"), "production");
    ck_assert_str_eq(provider_option(options, "key"), "");
}
END_TEST

START_TEST(a_secret_is_read_from_a_file_of_ones_own)
{
    const char *path = secret_file("open sesame\n", _i == 0 ? 0600 : 0400);

    ck_assert_msg(open_with(arena_printf(arena, "password_file = %s", path)), "%s", err.text);
    ck_assert_str_eq(provider_option(options, "password"), "open sesame");
    ck_assert_str_eq(provider_option(options, "password_file"), "");
    ck_assert(provider_options_leak(options, "AUTH open sesame!"));
    ck_assert(!provider_options_leak(options, "AUTH open"));
}
END_TEST

static const mode_t open_modes[] = { 0640, 0604, 0660, 0644, 0610 };

START_TEST(a_file_that_others_may_read_is_refused_with_what_to_run)
{
    const char *path = secret_file("open sesame\n", open_modes[_i]);

    ck_assert(!open_with(arena_printf(arena, "password_file = %s", path)));
    ck_assert_int_eq(err.code, ERR_INVALID);
    ck_assert_str_eq(err.field, "smtp.password_file");
    ck_assert_ptr_nonnull(strstr(err.text, arena_printf(arena, "chmod 600 %s", path)));
    ck_assert_ptr_null(strstr(err.text, "sesame"));
}
END_TEST

START_TEST(a_file_that_is_not_there_or_none_is_refused)
{
    ck_assert(!open_with(arena_printf(arena, "password_file = %s%s", dir, _i == 0 ? "/no" : "")));
    ck_assert_int_eq(err.code, _i == 0 ? ERR_NOT_FOUND : ERR_INVALID);
    ck_assert_str_eq(err.field, "smtp.password_file");
}
END_TEST

static const char *const no_secrets[] = { "", "\n", "one\ntwo\n", "a\x01z\n" };

START_TEST(what_is_not_one_line_is_no_secret)
{
    const char *path = secret_file(no_secrets[_i], 0600);

    ck_assert(!open_with(arena_printf(arena, "password_file = %s", path)));
    ck_assert_int_eq(err.code, ERR_INVALID);
    ck_assert_ptr_null(strstr(err.text, "two"));
}
END_TEST

START_TEST(a_secret_has_at_most_4096_bytes)
{
    char *text = arena_calloc(arena, 1, 4099);

    memset(text, 'x', (size_t)4096 + (size_t)_i);
    ck_assert_int_eq(
        open_with(arena_printf(arena, "password_file = %s", secret_file(text, 0600))), _i == 0);
}
END_TEST

START_TEST(a_command_gives_a_secret_without_a_shell)
{
    ck_assert_msg(open_with("password_command = printf %s $HOME"), "%s", err.text);
    ck_assert_str_eq(provider_option(options, "password"), "$HOME");
}
END_TEST

START_TEST(a_command_that_fails_is_refused_under_its_option)
{
    ck_assert(!open_with(_i == 0 ? "password_command = false"
                                 : "password_command = no-such-program-here"));
    ck_assert_str_eq(err.field, "smtp.password_command");
}
END_TEST

START_TEST(of_file_and_command_the_file_counts)
{
    const char *path = secret_file("of the file", 0600);

    ck_assert(open_with(
        arena_printf(arena, "password_command = echo of-command\npassword_file = %s", path)));
    ck_assert_str_eq(provider_option(options, "password"), "of the file");
}
END_TEST

Suite *secrets_suite(void)
{
    Suite *suite = suite_create("secrets");
    TCase *t = tcase_create("secrets");

    suite_add_tcase(suite, t);
    tcase_add_checked_fixture(t, set_up, tear_down);
    tcase_add_test(t, options_of_the_section_are_there_and_others_are_not);
    tcase_add_test(t, without_any_line_the_defaults_hold);
    tcase_add_loop_test(t, a_secret_is_read_from_a_file_of_ones_own, 0, 2);
    tcase_add_loop_test(t, a_file_that_others_may_read_is_refused_with_what_to_run, 0,
                        (int)OD_LEN(open_modes));
    tcase_add_loop_test(t, a_file_that_is_not_there_or_none_is_refused, 0, 2);
    tcase_add_loop_test(t, what_is_not_one_line_is_no_secret, 0, (int)OD_LEN(no_secrets));
    tcase_add_loop_test(t, a_secret_has_at_most_4096_bytes, 0, 2);
    tcase_add_test(t, a_command_gives_a_secret_without_a_shell);
    tcase_add_loop_test(t, a_command_that_fails_is_refused_under_its_option, 0, 2);
    tcase_add_test(t, of_file_and_command_the_file_counts);
    return suite;
}
