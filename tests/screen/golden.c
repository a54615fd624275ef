/*
 * Golden screens: tests/screen/NAME.keys is played on an 80x24 and a 140x45 terminal, and what
 * stands there at the end is compared with NAME.80x24.screen and NAME.140x45.screen. A keys file
 * has one word a line: `press F6 Enter`, `type acm`, `enter acm` (with Enter), `told in_transit`
 * (what a carrier says of the parcel of the last order), `set label.provider easypost` (a setting),
 * `came rates.get {...}` (what the worker takes down of the newest job of that kind) and `gaveup
 * label.buy No.` (it is given up, with these words); # comments.
 */
#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "domain/desk/setting.h"
#include "domain/outside/queue_person.h"
#include "domain/outside/topic.h"
#include "domain/outside/track.h"
#include "screen/screen_suites.h"
#include "store/tx.h"

#define CASES      128
#define PATH_BYTES 4096
#define FILE_BYTES 65536

static char cases[CASES][64];
static int case_count;

static const char *folder(void)
{
    static char path[PATH_BYTES];
    const char *srcdir = getenv("srcdir");

    (void)snprintf(path, sizeof path, "%s/tests/screen", srcdir != NULL ? srcdir : ".");
    return path;
}

static int by_name(const void *a, const void *b)
{
    return strcmp(a, b);
}

static void find_cases(void)
{
    DIR *dir = opendir(folder());
    struct dirent *entry;

    while (dir != NULL && (entry = readdir(dir)) != NULL && case_count < CASES) {
        size_t len = strlen(entry->d_name);

        if (len < 6 || len > sizeof cases[0] || strcmp(entry->d_name + len - 5, ".keys") != 0)
            continue;
        (void)snprintf(cases[case_count++], sizeof cases[0], "%.*s", (int)(len - 5), entry->d_name);
    }
    if (dir != NULL)
        (void)closedir(dir);
    qsort(cases, (size_t)case_count, sizeof cases[0], by_name);
}

static void tell(struct testscreen *ts, const char *status)
{
    OD_ARENA *tmp = arena_new();
    struct err err = ERR_INIT;
    struct track_new in = { .message = "Depot Hull", .place = "Hull" };

    in.number = arena_printf(tmp, "%s-F1", testscreen_last_order(ts)->number);
    ck_ok(track_status_find(status, &in.status, &err));
    ck_ok(track_add(ts->desk, &in, &err));
}

static void set_setting(struct testscreen *ts, char *rest)
{
    struct err err = ERR_INIT;
    char *value = strchr(rest, ' ');

    ck_assert_ptr_nonnull(value);
    *value++ = '\0';
    testdesk_be(ts->desk, ROLE_ADMIN);
    ck_ok(setting_set(ts->desk, rest, value, &err));
}

/* The newest job of a kind ended, as the worker takes it down; the screen sees it at its tick. */
static void end_job(struct testscreen *ts, char *rest, bool is_done)
{
    OD_ARENA *tmp = arena_new();
    struct queue_filter filter = { .is_job = true };
    struct err err = ERR_INIT;
    struct queue_rows rows;
    char *data = strchr(rest, ' ');
    struct job_result result = { .end = JOB_PERMANENT, .code = "", .remote_id = "" };
    struct topic_end end = { .result = &result, .state = QUEUE_DEAD };
    OD_TX tx = { 0 };

    ck_assert_ptr_nonnull(data);
    *data++ = '\0';
    if (is_done) {
        result.end = JOB_DONE;
        end.state = QUEUE_DONE;
        result.message = "";
        result.data = data;
    } else {
        result.message = data;
    }
    ck_ok(queue_list(ts->desk, &filter, 50, tmp, &rows, &err));
    for (int i = 0; i < rows.n && end.row == NULL; i++)
        if (strcmp(rows.v[i].topic, rest) == 0)
            end.row = &rows.v[i];
    ck_assert_msg(end.row != NULL, "no job %s", rest);
    ck_ok(desk_begin(ts->desk, "sync.work", &tx, &err));
    ck_ok(topic_named(rest)->apply(&tx, ts->desk, &end, tmp, &err));
    ck_ok(tx_commit(&tx, &err));
    testscreen_tick(ts, true);
}

static void play_line(struct testscreen *ts, char *line)
{
    char *rest = strchr(line, ' ');

    if (line[0] == '\0' || line[0] == '#')
        return;
    ck_assert_msg(rest != NULL, "a line of keys without keys: %s", line);
    rest++;
    if (strncmp(line, "press ", 6) == 0) {
        testscreen_press(ts, rest);
    } else if (strncmp(line, "type ", 5) == 0) {
        testscreen_type(ts, rest);
    } else if (strncmp(line, "told ", 5) == 0) {
        tell(ts, rest);
    } else if (strncmp(line, "set ", 4) == 0) {
        set_setting(ts, rest);
    } else if (strncmp(line, "came ", 5) == 0) {
        end_job(ts, rest, true);
    } else if (strncmp(line, "gaveup ", 7) == 0) {
        end_job(ts, rest, false);
    } else {
        ck_assert_msg(strncmp(line, "enter ", 6) == 0, "no word of a keys file: %s", line);
        testscreen_type(ts, rest);
        testscreen_press(ts, "Enter");
    }
}

static void play(struct testscreen *ts, const char *name)
{
    char path[PATH_BYTES + 128], line[1024];
    FILE *file;

    (void)snprintf(path, sizeof path, "%s/%s.keys", folder(), name);
    file = fopen(path, "r");
    ck_assert_msg(file != NULL, "cannot read %s", path);
    while (fgets(line, sizeof line, file) != NULL) {
        line[strcspn(line, "\n")] = '\0';
        play_line(ts, line);
    }
    (void)fclose(file);
}

static void compare(struct testscreen *ts, const char *name, int rows, int cols)
{
    char path[PATH_BYTES + 128];
    static char wanted[FILE_BYTES];
    const char *shown = testscreen_dump(ts);
    FILE *file;
    size_t n;

    (void)snprintf(path, sizeof path, "%s/%s.%dx%d.screen", folder(), name, cols, rows);
    if (getenv("OD_UPDATE_SCREENS") != NULL) {
        file = fopen(path, "w");
        ck_assert_msg(file != NULL, "cannot write %s", path);
        (void)fputs(shown, file);
        (void)fclose(file);
        return;
    }
    file = fopen(path, "r");
    ck_assert_msg(file != NULL, "cannot read %s; make update-screens writes it", path);
    n = fread(wanted, 1, sizeof wanted - 1, file);
    wanted[n] = '\0';
    (void)fclose(file);
    ck_assert_msg(strcmp(wanted, shown) == 0, "%s shows\n%s\ninstead of\n%s", path, shown, wanted);
}

static void run(const char *name, int rows, int cols)
{
    struct testscreen ts;

    testscreen_open(&ts, rows, cols);
    play(&ts, name);
    compare(&ts, name, rows, cols);
    testscreen_close(&ts);
}

START_TEST(the_screen_is_the_golden_one_at_80x24)
{
    run(cases[_i], 24, 80);
}
END_TEST

START_TEST(the_screen_is_the_golden_one_at_140x45)
{
    run(cases[_i], 45, 140);
}
END_TEST

/* The dashboard has more panes the wider it is. */
static const struct {
    int rows, cols;
} wide_sizes[] = { { 35, 120 }, { 45, 160 } };

START_TEST(the_dashboard_is_the_golden_one_at_each_width)
{
    run("home", wide_sizes[_i].rows, wide_sizes[_i].cols);
}
END_TEST

/* What a handheld shows: worked at on a usual terminal, then seen on a small one. */
static const char *const small[] = { "pick", "picks", "wave" };
static const struct {
    int rows, cols;
} small_sizes[] = { { 8, 20 }, { 10, 40 } };

START_TEST(the_screen_is_the_golden_one_of_a_handheld)
{
    for (size_t k = 0; k < OD_LEN(small_sizes); k++) {
        struct testscreen ts;

        testscreen_open(&ts, 24, 80);
        play(&ts, small[_i]);
        testscreen_resize(&ts, small_sizes[k].rows, small_sizes[k].cols);
        compare(&ts, small[_i], small_sizes[k].rows, small_sizes[k].cols);
        testscreen_close(&ts);
    }
}
END_TEST

START_TEST(there_are_golden_screens)
{
    ck_assert_int_gt(case_count, 15);
    ck_assert_int_lt(case_count, CASES);
}
END_TEST

Suite *golden_suite(void)
{
    Suite *suite = suite_create("golden");
    TCase *tc = tcase_create("screens");

    find_cases();
    tcase_add_test(tc, there_are_golden_screens);
    tcase_add_loop_test(tc, the_screen_is_the_golden_one_at_80x24, 0, case_count);
    tcase_add_loop_test(tc, the_screen_is_the_golden_one_at_140x45, 0, case_count);
    tcase_add_loop_test(tc, the_screen_is_the_golden_one_of_a_handheld, 0, OD_LEN(small));
    tcase_add_loop_test(tc, the_dashboard_is_the_golden_one_at_each_width, 0, OD_LEN(wide_sizes));
    suite_add_tcase(suite, tc);
    return suite;
}
