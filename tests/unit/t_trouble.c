/*
 * A desk in trouble that is nobody's fault: no room on the disk when it is opened, a reader that
 * does not let go, a writer that is stopped or killed with the turn in hand.
 */
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/file.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include "unit/store_suites.h"
#include "unit/store_support.h"

static struct err err;

/* --- no room ---------------------------------------------------------------------------------- */

/* The limit on the size of files refuses as a full disk does, and needs no disk of its own. */
static void leave_no_room(void)
{
    struct rlimit small = { 16384, 16384 };

    (void)signal(SIGXFSZ, SIG_IGN);
    ck_assert_int_eq(setrlimit(RLIMIT_FSIZE, &small), 0);
}

static void read_without_room(const void *path)
{
    struct tx tx = { 0 };
    struct db *db = NULL;

    leave_no_room();
    ck_ok(db_open(&db, path, NOW_MS, &err));
    ck_assert(db_is_read_only(db));
    ck_assert_str_ne(db_read_only_reason(db), "");
    ck_assert_str_eq(setting_of(db, "a"), "1");
    ck_refused(tx_begin(db, 0, &tx, &err), ERR_STATE);
    db_close(db);
}

START_TEST(without_room_on_the_disk_a_desk_is_read)
{
    const char *path = path_in(fresh_folder(), "desk.db");
    struct db *db = desk_at(path);
    setting_put(db, "a", "1");
    db_close(db);

    ck_assert_int_eq(in_child(read_without_room, path), 0);

    db = open_at(path); /* with room it is a desk as before */
    setting_put(db, "b", "2");
    db_close(db);
}
END_TEST

static void put_and_die(const void *path)
{
    struct db *db = open_at(path);

    setting_put(db, "a", "1");
    raise(SIGKILL);
    db_close(db);
}

/* The index of the log goes with its last user; killed, it stays, as after a power cut it does
 * not. */
static const char *leave_a_log(void)
{
    const char *folder = fresh_folder(), *path = path_in(folder, "desk.db");

    db_close(desk_at(path));
    ck_assert_int_eq(in_child(put_and_die, path), 128 + SIGKILL);
    ck_assert_int_eq(unlink(path_in(folder, "desk.db-shm")), 0);
    return path;
}

START_TEST(without_room_the_log_of_a_killed_desk_is_read_too)
{
    const char *path = leave_a_log();
    struct db *db;

    ck_assert_int_eq(in_child(read_without_room, path), 0);

    db = open_at(path);
    ck_assert_str_eq(setting_of(db, "a"), "1");
    setting_put(db, "b", "2");
    db_close(db);
}
END_TEST

static void refused_without_room(const void *path)
{
    struct db *db = NULL;

    leave_no_room();
    ck_refused(db_open(&db, path, NOW_MS, &err), ERR_BUSY);
}

/* Somebody else reads it alone already. */
START_TEST(without_room_who_cannot_read_alone_too_is_told_that_the_desk_is_busy)
{
    const char *path = leave_a_log();
    struct driver_db *alone = NULL;

    ck_ok(driver_sqlite.open(&alone, path, DRIVER_ALONE, NULL, &err));

    ck_assert_int_eq(in_child(refused_without_room, path), 0);

    driver_sqlite.close(alone, false);
}
END_TEST

struct talk {
    const char *path;
    int to_child[2], to_parent[2];
};

static void say(int fd)
{
    ck_assert_int_eq(write(fd, "x", 1), 1);
}

static void hear(int fd)
{
    char c;

    ck_assert_int_eq(read(fd, &c, 1), 1);
}

static void write_and_close_when_told(const struct talk *t)
{
    struct db *db;

    hear(t->to_parent[0]);
    db = open_at(t->path);
    setting_put(db, "b", "2");
    db_close(db); /* the log goes into the file and away */
    say(t->to_child[1]);
    _exit(0);
}

static void watch_without_room(const void *arg)
{
    const struct talk *t = arg;
    struct db *db = NULL;

    leave_no_room();
    ck_ok(db_open(&db, t->path, NOW_MS, &err));
    ck_assert(db_is_same_file(db));
    say(t->to_parent[1]);
    hear(t->to_child[0]);
    ck_assert(!db_is_same_file(db));
    ck_assert_int_eq(db_data_version(db), -1);
    db_close(db);
}

START_TEST(who_reads_without_room_notices_who_wrote_and_left)
{
    struct talk t = { .path = path_in(fresh_folder(), "desk.db") };
    int status;
    pid_t writer;
    db_close(desk_at(t.path));
    ck_assert_int_eq(pipe(t.to_child), 0);
    ck_assert_int_eq(pipe(t.to_parent), 0);
    writer = fork();
    if (writer == 0)
        write_and_close_when_told(&t);

    ck_assert_int_eq(in_child(watch_without_room, &t), 0);

    ck_assert_int_eq(waitpid(writer, &status, 0), writer);
}
END_TEST

/* --- a reader that does not let go ------------------------------------------------------------ */

/* About `mb` megabytes go through the log. */
static void write_much(struct db *db, int mb)
{
    static char value[100000];

    memset(value, 'v', sizeof value - 1);
    for (int i = 0; i < mb; i++) {
        OD_TX tx = { 0 };

        ck_ok(tx_begin(db, 0, &tx, &err));
        for (int j = 0; j < 10; j++) {
            char name[32];

            snprintf(name, sizeof name, "much-%d-%d-%lld", i, j, (long long)db_log_bytes(db));
            ck_ok(setting_add(&tx, name, value, &err));
        }
        ck_ok(tx_commit(&tx, &err));
    }
}

START_TEST(beside_a_held_reader_writing_goes_on_and_the_log_shrinks_again)
{
    const char *path = path_in(fresh_folder(), "desk.db");
    struct db *writer = desk_at(path), *reader = open_at(path);
    struct read_view view = { 0 };
    int64_t before;

    ck_ok(read_view_begin(reader, &view, &err));
    before = setting_count(reader);
    write_much(writer, 20);
    ck_assert_int_gt(db_log_bytes(writer), 16 * 1000 * 1000); /* nothing of it could go */
    ck_assert_int_eq(setting_count(reader), before);
    read_view_end(&view);
    write_much(writer, 12);

    ck_assert_int_lt(db_log_bytes(writer), 9 * 1000 * 1000);
    ck_assert_int_eq(setting_count(reader), setting_count(writer));
    db_close(reader);
    db_close(writer);
}
END_TEST

/* --- someone who waits ------------------------------------------------------------------------ */

/* About a megabyte goes through the log; someone comes meanwhile, and waits at the commit. */
static void write_awaited(struct db *db, int next, int round)
{
    static char value[100000];
    OD_TX tx = { 0 };

    memset(value, 'w', sizeof value - 1);
    ck_ok(tx_begin(db, 0, &tx, &err));
    ck_assert_int_eq(flock(next, LOCK_EX | LOCK_NB), 0);
    for (int j = 0; j < 10; j++) {
        char name[32];

        snprintf(name, sizeof name, "awaited-%d-%d", round, j);
        ck_ok(setting_add(&tx, name, value, &err));
    }
    ck_ok(tx_commit(&tx, &err));
    ck_assert_int_eq(flock(next, LOCK_UN), 0);
}

START_TEST(nobody_waits_while_the_log_is_brought_in_unless_it_is_long)
{
    const char *folder = fresh_folder();
    struct db *db = desk_at(path_in(folder, "desk.db"));
    int next = open(path_in(folder, "desk.db.next"), O_RDWR);

    ck_assert_int_ge(next, 0);
    for (int i = 0; i < 10; i++)
        write_awaited(db, next, i);
    ck_assert_int_gt(db_log_bytes(db), 9 * 1000 * 1000); /* twice what makes it go */
    for (int i = 10; i < 40; i++)
        write_awaited(db, next, i);
    ck_assert_int_lt(db_log_bytes(db), 20 * 1000 * 1000); /* 4,000 pages, and it starts over */
    close(next);
    db_close(db);
}
END_TEST

/* --- a writer that does not go on ------------------------------------------------------------- */

/* Stops, or waits to be killed, in the middle of a write. */
static void write_half(const struct talk *t)
{
    struct db *db = open_at(t->path);
    struct tx tx = { 0 };

    ck_ok(tx_begin(db, 1000, &tx, &err));
    ck_ok(setting_add(&tx, "half", "1", &err));
    say(t->to_parent[1]);
    hear(t->to_child[0]);
    ck_ok(tx_commit(&tx, &err));
    db_close(db);
    _exit(0);
}

static pid_t start_half(struct talk *t)
{
    pid_t pid;

    *t = (struct talk){ .path = path_in(fresh_folder(), "desk.db") };
    db_close(desk_at(t->path));
    ck_assert_int_eq(pipe(t->to_child), 0);
    ck_assert_int_eq(pipe(t->to_parent), 0);
    pid = fork();
    ck_assert_int_ge(pid, 0);
    if (pid == 0)
        write_half(t);
    hear(t->to_parent[0]);
    return pid;
}

START_TEST(a_stopped_writer_is_named_and_the_others_go_on_after_it)
{
    struct talk t;
    struct tx tx = { 0 };
    struct db *db;
    char pid_word[24];
    int status;
    pid_t pid = start_half(&t);
    ck_assert_int_eq(kill(pid, SIGSTOP), 0);
    ck_assert_int_eq(waitpid(pid, &status, WUNTRACED), pid);
    db = open_at(t.path); /* reading and opening go on beside it */
    ck_assert_ptr_null(setting_of(db, "half"));

    ck_refused(tx_begin(db, 200, &tx, &err), ERR_BUSY);
    snprintf(pid_word, sizeof pid_word, "%lld", (long long)pid);
    ck_assert_ptr_nonnull(strstr(err.text, pid_word));

    ck_assert_int_eq(kill(pid, SIGCONT), 0);
    say(t.to_child[1]);
    ck_assert_int_eq(waitpid(pid, &status, 0), pid);
    ck_assert_int_eq(status, 0);
    setting_put(db, "after", "1");
    ck_assert_str_eq(setting_of(db, "half"), "1");
    db_close(db);
}
END_TEST

START_TEST(after_a_killed_writer_the_next_goes_on_and_nothing_is_there_by_half)
{
    struct talk t;
    struct db *db;
    int status;
    pid_t pid = start_half(&t);
    ck_assert_int_eq(kill(pid, SIGKILL), 0);
    ck_assert_int_eq(waitpid(pid, &status, 0), pid);
    db = open_at(t.path);

    setting_put(db, "after", "1");

    ck_assert_ptr_null(setting_of(db, "half"));
    db_close(db);
}
END_TEST

Suite *trouble_suite(void)
{
    Suite *s = suite_create("trouble");
    TCase *tc = tcase_create("no room");

    tcase_add_test(tc, without_room_on_the_disk_a_desk_is_read);
    tcase_add_test(tc, without_room_the_log_of_a_killed_desk_is_read_too);
    tcase_add_test(tc, without_room_who_cannot_read_alone_too_is_told_that_the_desk_is_busy);
    tcase_add_test(tc, who_reads_without_room_notices_who_wrote_and_left);
    tcase_set_timeout(tc, 60);
    suite_add_tcase(s, tc);

    tc = tcase_create("others");
    tcase_add_test(tc, beside_a_held_reader_writing_goes_on_and_the_log_shrinks_again);
    tcase_add_test(tc, nobody_waits_while_the_log_is_brought_in_unless_it_is_long);
    tcase_add_test(tc, a_stopped_writer_is_named_and_the_others_go_on_after_it);
    tcase_add_test(tc, after_a_killed_writer_the_next_goes_on_and_nothing_is_there_by_half);
    tcase_set_timeout(tc, 60);
    suite_add_tcase(s, tc);
    return s;
}
