/*
 * A round of the worker through the folder of a partner: what is read, what is moved where, and
 * what stays because it changed meanwhile or cannot be moved.
 */
#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/folder.h"
#include "base/os.h"
#include "domain/outside/folder.h"
#include "support/testorder.h"
#include "sync/folder_in.h"
#include "sync/provider.h"
#include "sync/secrets.h"
#include "unit/outside_suites.h"
#include "unit/temp.h"

static const char *const subs[] = { "in", "done", "refused" };
static char dir[TEMP_DIR_SIZE];
static struct testshop shop;
static struct arena *arena;
static struct conf_stack conf;
static struct provider_options *options;
static struct err err;
static struct provider_stucks stucks;

/* What the partner does between our reading and our moving. */
static const char *then_name, *then_text;
static int times_read;

bool __real_folder_take(struct desk *desk, const struct folder_in *in, struct arena *to,
                        struct folder_report *out, struct err *why);
bool __wrap_folder_take(struct desk *desk, const struct folder_in *in, struct arena *to,
                        struct folder_report *out, struct err *why);

/* What somebody does in the very moment a file gets its new name; and whether this file system can
 * move without writing over. */
static const char *move_dir, *move_name, *move_text;
static bool cannot_promise;

int __real_rename(const char *from, const char *to);
int __wrap_rename(const char *from, const char *to);
int __real_renameat2(int from_dir, const char *from, int to_dir, const char *to, unsigned how);
int __wrap_renameat2(int from_dir, const char *from, int to_dir, const char *to, unsigned how);

static const char *sub(const char *name)
{
    return temp_path(arena, dir, name);
}

static void put(const char *in, const char *name, const char *text)
{
    (void)temp_put(arena, sub(in), name, text, strlen(text));
}

static void then_at_move(void)
{
    const char *name = move_name;

    move_name = NULL;
    if (name != NULL)
        put(move_dir, name, move_text);
}

int __wrap_rename(const char *from, const char *to)
{
    then_at_move();
    return __real_rename(from, to);
}

int __wrap_renameat2(int from_dir, const char *from, int to_dir, const char *to, unsigned how)
{
    if (cannot_promise) {
        errno = EINVAL;
        return -1;
    }
    then_at_move();
    return __real_renameat2(from_dir, from, to_dir, to, how);
}

bool __wrap_folder_take(struct desk *desk, const struct folder_in *in, struct arena *to,
                        struct folder_report *out, struct err *why)
{
    bool ok = __real_folder_take(desk, in, to, out, why);

    times_read++;
    if (then_name != NULL && then_text != NULL)
        put("in", then_name, then_text);
    else if (then_name != NULL)
        (void)unlink(temp_path(arena, sub("in"), then_name));
    then_name = NULL;
    return ok;
}

static void set_up(void)
{
    const char *text;

    err_clear(&err);
    then_name = then_text = move_name = NULL;
    cannot_promise = false;
    memset(&stucks, 0, sizeof stucks);
    testshop_open(&shop);
    arena = shop.arena;
    temp_begin(dir);
    for (size_t i = 0; i < OD_LEN(subs); i++)
        ck_assert_int_eq(mkdir(sub(subs[i]), 0700), 0);
    text = arena_printf(arena, "[folder]\npath = %s\nsettle_seconds = 0\n", dir);
    ck_ok(os_write_file(sub("conf"), text, strlen(text), &err));
    ck_ok(conf_load(&conf.file[0], sub("conf"), &err));
    conf.n = 1;
    ck_ok(provider_options_open(&options, &conf, FOLDER_PROVIDER, &err));
}

static void tear_down(void)
{
    move_name = NULL;
    cannot_promise = false;
    provider_options_close(options);
    conf_close(conf.file[0]);
    for (size_t i = 0; i < OD_LEN(subs); i++)
        temp_end(sub(subs[i]));
    temp_end(dir);
    testshop_close(&shop);
}

/* One round; how many files it was through with. */
static int work(enum err_code want)
{
    int n;

    err_clear(&err);
    (void)!folder_in_work(options, shop.desk, &stucks, &n, &err);
    ck_assert_msg(err.code == want, "%s", err.text);
    return n;
}

static const char *text_of(const char *in, const char *name)
{
    char *text;
    size_t len;

    err_clear(&err);
    if (!folder_read(sub(in), name, 100000, arena, &text, &len, &err))
        return "(none)";
    return text;
}

static int read_so_far(void)
{
    return (int)testshop_number(shop.desk, "SELECT COUNT(*) FROM folder_file");
}

static int waiting(void)
{
    return (int)testshop_number(shop.desk, "SELECT COUNT(*) FROM folder_file WHERE is_waiting = 1");
}

#define ASN "asn,item,qty\n"

START_TEST(what_was_read_lies_in_done_or_refused)
{
    put("in", "asn-1.csv", ASN "A-1,BRK-20,4\n");
    put("in", "asn-2.csv", ASN "A-2,NONE,4\n");
    put("in", "asn-3.csv.part", ASN "A-3,BRK-20,4\n");
    ck_assert_int_eq(work(ERR_NONE), 2);
    ck_assert_str_eq(text_of("done", "asn-1.csv"), ASN "A-1,BRK-20,4\n");
    ck_assert_str_eq(text_of("refused", "asn-2.csv"), ASN "A-2,NONE,4\n");
    ck_assert_ptr_nonnull(strstr(text_of("refused", "asn-2.csv.txt"), "NONE"));
    ck_assert(folder_has(sub("in"), "asn-3.csv.part"));
    ck_assert_int_eq(waiting(), 0);
}
END_TEST

START_TEST(what_was_written_anew_since_it_was_read_is_read_too)
{
    put("in", "asn.csv", ASN "A-1,BRK-20,4\n");
    then_name = "asn.csv";
    then_text = ASN "A-2,BRK-20,5\n";
    ck_assert_int_eq(work(ERR_NONE), 1);
    ck_assert_str_eq(text_of("in", "asn.csv"), ASN "A-2,BRK-20,5\n");
    ck_assert_str_eq(text_of("done", "asn.csv"), "(none)");
    ck_assert_int_eq(waiting(), 0);
    ck_assert_int_eq(work(ERR_NONE), 1);
    ck_assert_int_eq(read_so_far(), 2);
    ck_assert_str_eq(text_of("done", "asn.csv"), ASN "A-2,BRK-20,5\n");
}
END_TEST

START_TEST(what_the_partner_took_back_after_it_was_read_is_no_trouble)
{
    put("in", "asn.csv", ASN "A-1,BRK-20,4\n");
    then_name = "asn.csv";
    ck_assert_int_eq(work(ERR_NONE), 1);
    ck_assert_int_eq(read_so_far(), 1);
    ck_assert_int_eq(waiting(), 0);
}
END_TEST

START_TEST(a_file_that_cannot_be_put_away_holds_up_none_behind_it)
{
    char name[256] = "asn-";

    memset(name + 4, '0', sizeof name - 5); /* as long as a name may be, so there is no NAME.txt */
    put("in", name, ASN "A-1,NONE,4\n");
    put("in", "asn-1.csv", ASN "A-2,BRK-20,5\n");
    for (int i = 1; i <= 1000; i++)
        put("done", i == 1 ? "asn-0.csv" : arena_printf(arena, "asn-0.csv.%d", i), "");
    put("in", "asn-0.csv", ASN "A-3,BRK-20,4\n");
    ck_assert_int_eq(work(ERR_IO), 1);
    ck_assert(folder_has(sub("in"), name));
    ck_assert(folder_has(sub("in"), "asn-0.csv"));
    ck_assert(folder_has(sub("done"), "asn-1.csv"));
    ck_assert_int_eq(waiting(), 2);
    ck_assert_int_eq(work(ERR_IO), 0);
    ck_assert_int_eq(read_so_far(), 3);
}
END_TEST

/* A file in "in" that is too long to have its reasons beside it. */
static const char *put_stuck(void)
{
    static char name[256];

    memset(name, '0', sizeof name - 1);
    memcpy(name, "asn-", 4);
    put("in", name, ASN "A-1,NONE,4\n");
    return name;
}

START_TEST(a_file_that_stays_is_left_alone_for_longer_each_time)
{
    static const int seconds[] = { 5, 20, 80, 300, 300 };
    const char *name = put_stuck();

    times_read = 0;
    ck_assert_int_eq(work(ERR_IO), 0);
    ck_assert_int_eq(times_read, 1);
    for (size_t i = 0; i < OD_LEN(seconds); i++) {
        testdesk_wait(shop.desk, (int64_t)seconds[i] * 1000 - 1);
        ck_assert_int_eq(work(ERR_IO), 0); /* said all the while */
        ck_assert_int_eq(times_read, 1 + (int)i);
        testdesk_wait(shop.desk, 1);
        ck_assert_int_eq(work(ERR_IO), 0);
        ck_assert_int_eq(times_read, 2 + (int)i);
    }
    /* Those behind it do not wait. */
    put("in", "asn-2.csv", ASN "A-2,BRK-20,4\n");
    ck_assert_int_eq(work(ERR_IO), 1);
    /* A person took it away; another of its name is read at once. */
    ck_assert_int_eq(unlink(temp_path(arena, sub("in"), name)), 0);
    ck_assert_int_eq(work(ERR_NONE), 0);
    put("in", name, ASN "A-9,BRK-20,4\n");
    ck_assert_int_eq(work(ERR_NONE), 1);
}
END_TEST

START_TEST(what_took_its_place_as_it_was_moved_is_read_too)
{
    static const char next[] = ASN "A-2,BRK-20,5\n";

    put("in", "asn.csv", ASN "A-1,BRK-20,4\n");
    move_dir = "in";
    move_name = "asn.csv";
    move_text = next;
    ck_assert_int_eq(work(ERR_NONE), 1);
    ck_assert_str_eq(text_of("in", "asn.csv"), next);
    ck_assert_int_eq(waiting(), 0);
    ck_assert_int_eq(work(ERR_NONE), 1);
    ck_assert_int_eq(read_so_far(), 2);
    ck_assert_str_eq(text_of("done", "asn.csv"), next);
}
END_TEST

START_TEST(nothing_is_written_over_that_appears_as_a_file_is_moved)
{
    put("in", "a", "ours");
    move_dir = "done";
    move_name = "a";
    move_text = "theirs";
    ck_assert(!folder_move(sub("in"), "a", sub("done"), "a", &err));
    ck_assert_int_eq(err.code, ERR_STATE);
    ck_assert_str_eq(text_of("in", "a"), "ours");
    ck_assert_str_eq(text_of("done", "a"), "theirs");
    /* Where the file system does not promise it, it is looked at first. */
    cannot_promise = true;
    err_clear(&err);
    ck_assert(!folder_move(sub("in"), "a", sub("done"), "a", &err));
    ck_assert_int_eq(err.code, ERR_STATE);
    ck_assert_str_eq(text_of("done", "a"), "theirs");
    err_clear(&err);
    ck_ok(folder_move(sub("in"), "a", sub("done"), "b", &err));
    ck_assert_str_eq(text_of("done", "b"), "ours");
    ck_assert_str_eq(text_of("in", "a"), "(none)");
}
END_TEST

START_TEST(a_report_is_written_over_no_file_of_the_partner)
{
    static const char refused[] = ASN "A-1,NONE,4\n", theirs[] = "neither\n";
    const char *report;

    put("in", "asn.csv.txt", theirs);
    ck_assert_int_eq(work(ERR_NONE), 1);
    put("in", "asn.csv", refused);
    ck_assert_int_eq(work(ERR_NONE), 1);
    ck_assert_str_eq(text_of("refused", "asn.csv.txt"), theirs);
    ck_assert_str_eq(text_of("refused", "asn.csv.2"), refused);
    report = text_of("refused", "asn.csv.2.txt");
    ck_assert_ptr_nonnull(strstr(report, "NONE"));
    /* Killed before it moved that: its own report is no other file. */
    (void)unlink(temp_path(arena, sub("refused"), "asn.csv.2"));
    put("in", "asn.csv", refused);
    ck_assert_int_eq(work(ERR_NONE), 1);
    ck_assert_str_eq(text_of("refused", "asn.csv.2"), refused);
    ck_assert(!folder_has(sub("refused"), "asn.csv.3"));
}
END_TEST

Suite *folder_in_suite(void)
{
    Suite *s = suite_create("folder_in");
    TCase *tc = tcase_create("folder_in");

    tcase_add_checked_fixture(tc, set_up, tear_down);
    tcase_add_test(tc, what_was_read_lies_in_done_or_refused);
    tcase_add_test(tc, what_was_written_anew_since_it_was_read_is_read_too);
    tcase_add_test(tc, what_the_partner_took_back_after_it_was_read_is_no_trouble);
    tcase_add_test(tc, a_file_that_cannot_be_put_away_holds_up_none_behind_it);
    tcase_add_test(tc, a_file_that_stays_is_left_alone_for_longer_each_time);
    tcase_add_test(tc, what_took_its_place_as_it_was_moved_is_read_too);
    tcase_add_test(tc, nothing_is_written_over_that_appears_as_a_file_is_moved);
    tcase_add_test(tc, a_report_is_written_over_no_file_of_the_partner);
    suite_add_tcase(s, tc);
    return s;
}
