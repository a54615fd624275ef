/*
 * The folder exchange, its worker killed at any moment, its disk failing. The partner fetches what it
 * finds, at once, and answers each file with a number. In the end it has each file once, and nothing
 * that is half written; each of its answers was taken down once, and lies in "done".
 *
 * usage: kill_folder [--kills N] [--seed N]
 */
#include <dirent.h>
#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/folder.h"
#include "base/mem.h"
#include "base/os.h"
#include "domain/desk/setting.h"
#include "domain/outside/folder.h"
#include "domain/stock/stock.h"
#include "fault/fault_support.h"
#include "fault/kill_support.h"
#include "support/testorder.h"
#include "sync/http.h"
#include "sync/secrets.h"
#include "sync/wire_file.h"
#include "sync/worker.h"

/* A kill comes within this many microseconds after the worker began, or within what all its work
 * takes where that is longer. */
#define KILL_US     25000
#define FILES_MOST  10000
#define STOCK_UNITS 5000

static char where[200], dir[200];
static struct testshop shop;
static struct conf_stack conf;
static int kills, orders;
/* What the kills left behind: a file that was not published; one that was not moved. */
static int unpublished, unmoved;
static struct stamp now = { TESTDESK_NOW_MS };

static const char *sub(struct arena *arena, const char *name)
{
    return arena_printf(arena, "%s/%s", dir, name);
}

/* ---- the worst moments ----------------------------------------------------------------------- */

/* It also dies by itself right before a file gets its name or leaves its folder, and right after;
 * or the disk fails then. */
static bool is_victim, is_disk_bad;

int __real_renameat2(int from_dir, const char *from, int to_dir, const char *to, unsigned how);
int __wrap_renameat2(int from_dir, const char *from, int to_dir, const char *to, unsigned how);
int __real_fsync(int fd);
int __wrap_fsync(int fd);

int __wrap_renameat2(int from_dir, const char *from, int to_dir, const char *to, unsigned how)
{
    int status;

    if (is_victim && kill_lot(6) == 0)
        (void)raise(SIGKILL);
    status = __real_renameat2(from_dir, from, to_dir, to, how);
    if (is_victim && kill_lot(6) == 0)
        (void)raise(SIGKILL);
    is_disk_bad = is_victim && kill_lot(4) == 0;
    return status;
}

int __wrap_fsync(int fd)
{
    if (!is_disk_bad)
        return __real_fsync(fd);
    is_disk_bad = false;
    errno = EIO;
    return -1;
}

/* ---- the worker ------------------------------------------------------------------------------ */

static void work(bool is_to_end)
{
    struct provider_options *options = NULL;
    struct worker_provider one = { .provider = &provider_folder };
    struct worker_config config = { .providers = &one, .n_providers = 1 };
    struct wire_limits limits = { .max_at_once = WORKER_SLOTS };
    struct worker_done done = { 0 };
    struct err err = ERR_INIT;
    struct worker *worker;

    is_victim = !is_to_end;
    if (!provider_options_open(&options, &conf, "folder", &err))
        fault_die("options", &err);
    one.options = options;
    config.desk = kill_desk(where, now);
    if (!wire_engine_new(&config.engine, &limits, &err))
        fault_die("wire_engine_new", &err);
    worker = worker_new(&config);
    do {
        done.is_busy = false;
        if (!worker_round(worker, 0, &done, &err))
            fault_die("worker_round", &err);
    } while (!is_to_end || done.is_busy);
    worker_free(worker);
    wire_engine_free(config.engine);
    provider_options_close(options);
    desk_close(config.desk);
}

static unsigned window_us = KILL_US;

static void measure_window(void)
{
    int64_t begun = clock_monotonic_ms();
    pid_t child = fork();
    unsigned needed;

    if (child == 0) {
        work(true);
        _exit(0);
    }
    while (waitpid(child, NULL, 0) < 0 && errno == EINTR)
        ;
    needed = (unsigned)(clock_monotonic_ms() - begun) * 2000;
    if (needed > window_us)
        window_us = needed;
}

static void kill_one(void)
{
    OD_ARENA *tmp = arena_new();
    unsigned life_us = kill_lot(window_us);
    pid_t child = fork();
    struct desk *desk;
    struct dirent *e;
    int status;
    DIR *d;

    if (child == 0)
        work(false);
    if (child < 0)
        fault_die("fork", NULL);
    (void)usleep(life_us);
    (void)kill(child, SIGKILL);
    while (waitpid(child, &status, 0) < 0 && errno == EINTR)
        ;
    fault_check(WIFSIGNALED(status) && WTERMSIG(status) == SIGKILL, "the worker ended by itself");
    now.ms += 30000;
    d = opendir(sub(tmp, "out"));
    while ((e = readdir(d)) != NULL)
        unpublished += e->d_name[0] == '.' && strlen(e->d_name) > 2;
    (void)closedir(d);
    desk = kill_desk(where, now);
    unmoved += (int)testshop_number(desk, "SELECT COUNT(*) FROM folder_file WHERE is_waiting = 1");
    desk_close(desk);
}

/* ---- the partner ----------------------------------------------------------------------------- */

/* "fulfillment-released_10019-F1_000000123.csv" -> "10019-F1" */
static const char *number_of(const char *name, struct arena *arena)
{
    const char *from = strchr(name, '_');

    if (from == NULL)
        fault_die("a file without a number", NULL);
    return arena_strndup(arena, from + 1, strcspn(from + 1, "_"));
}

static void answer(const char *number, struct arena *arena)
{
    const char *text = arena_printf(arena, "fulfillment,tracking\n%s,T-%s\n", number, number);
    const char *name = arena_printf(arena, "tracking-%s.csv", number);
    struct err err = ERR_INIT;

    if (!folder_prepare(sub(arena, "in"), ".answer", text, strlen(text), &err) ||
        !folder_move(sub(arena, "in"), ".answer", sub(arena, "in"), name, &err))
        fault_die("answer", &err);
}

/* A file is known by the fulfillment it is about: a second one would be sent twice. */
static void fetch(void)
{
    OD_ARENA *tmp = arena_new();
    struct folder_entries files;
    struct err err = ERR_INIT;

    if (!folder_list(sub(tmp, "out"), FILES_MOST, tmp, &files, &err))
        fault_die("out", &err);
    for (int i = 0; i < files.n; i++) {
        const char *number = number_of(files.v[i].name, tmp);
        char *text;
        size_t len;

        if (!folder_read(sub(tmp, "out"), files.v[i].name, 100000, tmp, &text, &len, &err))
            fault_die("fetch", &err);
        fault_check(len > 2 && strcmp(text + len - 2, "\r\n") == 0 && strstr(text, number) != NULL,
                    "%s is not whole", files.v[i].name);
        if (!folder_move(sub(tmp, "out"), files.v[i].name, sub(tmp, "fetched"), number, &err)) {
            fault_check(false, "%s came twice", number);
            err_clear(&err);
            (void)unlink(sub(tmp, arena_printf(tmp, "out/%s", files.v[i].name)));
            continue;
        }
        answer(number, tmp);
    }
}

/* ---- the desk -------------------------------------------------------------------------------- */

static void add_order(void)
{
    struct err err = ERR_INIT;
    const struct order *o;

    shop.desk = kill_desk(where, now);
    o = testshop_order(&shop, shop.bracket, 1, true);
    if (!testshop_act(&shop, o, "release", NULL, NULL, &err))
        fault_die("release", &err);
    desk_close(shop.desk);
    orders++;
}

static void set_up(void)
{
    static const char *const subs[] = { "", "out", "in", "done", "refused", "fetched" };
    struct desk_new in = { .login = "anna", .user_name = "Anna", .company = "Dockside Supplies",
                           .country = "GB", .currency = "GBP", .time_zone = "UTC" };
    OD_ARENA *tmp = arena_new();
    struct err err = ERR_INIT;
    struct desk *desk = NULL;
    const char *text, *path;

    fault_in_memory();
    (void)snprintf(where, sizeof where, "%s", fault_path("folder.db"));
    (void)snprintf(dir, sizeof dir, "%s", fault_path("partner"));
    for (size_t i = 0; i < OD_LEN(subs); i++)
        if (mkdir(sub(tmp, subs[i]), 0700) != 0)
            fault_die("mkdir", NULL);
    text = arena_printf(tmp, "[folder]\npath = %s\nsettle_seconds = 0\n", dir);
    path = sub(tmp, "conf");
    if (!os_write_file(path, text, strlen(text), &err) ||
        !conf_load(&conf.file[0], path, &err))
        fault_die("conf", &err);
    conf.n = 1;
    in.where = where;
    in.clock = clock_fixed(now);
    if (!desk_create(&in, &desk, &err))
        fault_die("desk_create", &err);
    shop.arena = arena_new();
    testshop_fill(&shop, desk);
    if (!setting_set(desk, "folder.events", "fulfillment.released", &err) ||
        !stock_receive(desk, shop.bracket, shop.main,
                       (struct qty){ STOCK_UNITS * QTY_PER_UNIT }, NULL, &err))
        fault_die("set_up", &err);
    desk_close(desk);
}

static int look(const char *out, const char *name)
{
    const struct wire_request request = { .method = WIRE_LOOK, .url = out, .file = name };
    OD_ARENA *tmp = arena_new();
    struct wire_reply reply;

    wire_file_do(&request, tmp, &reply);
    return reply.status;
}

/* Only a sure no says that a file was published: a name that no disk takes stands for a broken one. */
static void check_looking(void)
{
    OD_ARENA *tmp = arena_new();
    struct err err = ERR_INIT;
    char name[300];

    memset(name, 'n', sizeof name - 1);
    name[sizeof name - 1] = '\0';
    if (!folder_prepare(sub(tmp, "fetched"), ".one.tmp", "", 0, &err))
        fault_die("prepare", &err);
    fault_check(look(sub(tmp, "fetched"), "one") == 404, "one that is prepared was published");
    fault_check(look(sub(tmp, "fetched"), "one") == 404, "looking twice tells another thing");
    fault_check(look(sub(tmp, "fetched"), "two") == 200, "one that has its name was not published");
    fault_check(look(sub(tmp, "fetched"), name) == 507, "a disk that fails says it was published");
    fault_check(look(sub(tmp, "none"), "one") == 403, "no folder says it was published");
}

static void check_end(void)
{
    static const char *const none[] = {
        "SELECT COUNT(*) FROM outbox WHERE provider = 'folder' AND state <> 3",
        "SELECT COUNT(*) FROM fulfillment WHERE status <> 5",
        "SELECT COUNT(*) FROM folder_file WHERE taken <> 1 OR refused <> 0 OR is_waiting = 1",
        "SELECT COUNT(*) FROM (SELECT name FROM folder_file GROUP BY name HAVING COUNT(*) > 1) n",
    };
    static const char *const each[] = {
        "SELECT COUNT(*) FROM outbox WHERE provider = 'folder'",
        "SELECT COUNT(*) FROM shipment WHERE status = 1",
        "SELECT COUNT(*) FROM folder_file",
    };
    OD_ARENA *tmp = arena_new();
    struct folder_entries done, left;
    struct desk *desk = kill_desk(where, now);
    struct err err = ERR_INIT;

    for (size_t i = 0; i < OD_LEN(none); i++)
        fault_check(testshop_number(desk, none[i]) == 0, "not 0: %s", none[i]);
    for (size_t i = 0; i < OD_LEN(each); i++)
        fault_check(testshop_number(desk, each[i]) == orders, "not %d: %s", orders, each[i]);
    if (!folder_list(sub(tmp, "done"), FILES_MOST, tmp, &done, &err) ||
        !folder_list(sub(tmp, "in"), FILES_MOST, tmp, &left, &err))
        fault_die("list", &err);
    fault_check(done.n == orders && left.n == 0, "%d answers are done, %d are not", done.n, left.n);
    /* The control: kills that never came at the worst moments prove nothing. */
    fault_check(unpublished > 0 && unmoved > 0, "no kill came between writing and renaming (%d), "
                "or between commit and moving (%d)", unpublished, unmoved);
    printf("window %u us; %d kills, %d files each way; %d not published and %d not moved when it was killed\n",
           window_us, kills, orders, unpublished, unmoved);
    desk_close(desk);
}

START_TEST(each_file_goes_and_comes_once)
{
    set_up();
    check_looking();
    add_order();
    measure_window();
    fetch();
    for (int i = 0; i < kills; i++) {
        add_order();
        kill_one();
        fetch();
    }
    for (int i = 0; i < 10; i++, now.ms += 20 * 60000) {
        work(true);
        fetch();
    }
    check_end();
    arena_free(shop.arena);
    conf_close(conf.file[0]);
    ck_assert_int_eq(fault_count(), 0);
}
END_TEST

int main(int argc, char **argv)
{
    Suite *suite = suite_create("kill_folder");
    TCase *tc = tcase_create("kill");
    SRunner *runner = srunner_create(suite);

    kills = fault_option(argc, argv, "--kills", 60);
    kill_seed = (uint64_t)fault_option(argc, argv, "--seed", 20261122);
    printf("seed %llu\n", (unsigned long long)kill_seed);
    tcase_set_timeout(tc, 0);
    tcase_add_test(tc, each_file_goes_and_comes_once);
    suite_add_tcase(suite, tc);
    srunner_set_fork_status(runner, CK_NOFORK);
    srunner_run_all(runner, CK_ENV);
    fault_check(srunner_ntests_failed(runner) == 0, "the test failed");
    srunner_free(runner);
    return fault_end();
}
