/* The turn to write: one at a time, given up on time, free again whatever happens to its holder. */
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/clock.h"
#include "store/backup.h"
#include "unit/store_suites.h"
#include "unit/store_support.h"

static struct err err;

/* A child that holds the turn at path until it is killed. */
static pid_t holder_at(const char *path)
{
    int ready[2];
    char c;
    pid_t pid;

    ck_assert_int_eq(pipe(ready), 0);
    pid = fork();
    ck_assert_int_ge(pid, 0);
    if (pid == 0) {
        struct db *db = NULL;
        struct tx tx = { 0 };

        if (!db_open(&db, path, NOW_MS, &err) || !tx_begin(db, 5000, &tx, &err))
            _exit(1);
        if (write(ready[1], "x", 1) == 1)
            for (;;)
                pause();
        _exit(1);
    }
    close(ready[1]);
    ck_assert_int_eq(read(ready[0], &c, 1), 1);
    close(ready[0]);
    return pid;
}

static void end_holder(pid_t pid)
{
    kill(pid, SIGKILL);
    waitpid(pid, NULL, 0);
}

START_TEST(who_cannot_have_the_turn_in_time_is_told)
{
    struct db *db = desk_new();
    pid_t pid = holder_at(db_where(db));
    OD_TX tx = { 0 };

    int64_t start = clock_monotonic_ms();
    char words[40];
    ck_refused(tx_begin(db, 200, &tx, &err), ERR_BUSY);

    snprintf(words, sizeof words, "Process %ld ", (long)pid);
    ck_assert_msg(strstr(err.text, words) != NULL, "%s", err.text);
    ck_assert_int_ge(clock_monotonic_ms() - start, 200);
    end_holder(pid);
    db_close(db);
}
END_TEST

START_TEST(without_patience_nobody_waits)
{
    struct db *db = desk_new();
    pid_t pid = holder_at(db_where(db));
    OD_TX tx = { 0 };

    ck_refused(tx_begin(db, 0, &tx, &err), ERR_BUSY);

    end_holder(pid);
    db_close(db);
}
END_TEST

static bool wait_three_times(void *arg, int waited_ms)
{
    int *asked = arg;

    ck_assert_int_ge(waited_ms, 0);
    return ++*asked < 3;
}

START_TEST(a_person_can_give_up_waiting)
{
    struct db *db = desk_new();
    pid_t pid = holder_at(db_where(db));
    OD_TX tx = { 0 };
    int asked = 0;
    db_on_wait(db, wait_three_times, &asked);

    ck_refused(tx_begin(db, 60000, &tx, &err), ERR_BUSY);

    ck_assert_int_eq(asked, 3);
    end_holder(pid);
    db_close(db);
}
END_TEST

START_TEST(the_turn_of_a_killed_process_is_free)
{
    struct db *db = desk_new();
    pid_t pid = holder_at(db_where(db));
    ck_assert_int_eq(db_turn_holder(db_where(db)), pid);

    end_holder(pid);

    setting_put(db, "a", "1");
    db_close(db);
}
END_TEST

START_TEST(the_holder_is_named_while_it_holds)
{
    struct db *db = desk_new();
    OD_TX tx = { 0 };
    ck_assert_int_eq(db_turn_holder(db_where(db)), 0);
    ck_ok(tx_begin(db, 0, &tx, &err));

    ck_assert_int_eq(db_turn_holder(db_where(db)), getpid());

    tx_end(&tx);
    ck_assert_int_eq(db_turn_holder(db_where(db)), 0);
    db_close(db);
}
END_TEST

/* The second in line must not keep DESK.next when it gives up, or the line stops for good. */
START_TEST(who_gives_up_leaves_the_line)
{
    struct db *db = desk_new(), *other = open_at(db_where(db));
    OD_TX tx = { 0 };
    OD_TX no = { 0 };
    ck_ok(tx_begin(db, 0, &tx, &err));
    ck_refused(tx_begin(other, 120, &no, &err), ERR_BUSY);
    tx_end(&tx);

    ck_ok(tx_begin(db, 0, &tx, &err));

    tx_end(&tx);
    db_close(other);
    db_close(db);
}
END_TEST

START_TEST(deleted_lock_files_are_made_anew)
{
    struct db *db = desk_new(), *other = open_at(db_where(db));
    const char *where = db_where(db);
    char name[4200];
    OD_TX tx = { 0 };
    OD_TX no = { 0 };
    snprintf(name, sizeof name, "%s.lock", where);
    ck_assert_int_eq(unlink(name), 0);
    snprintf(name, sizeof name, "%s.next", where);
    ck_assert_int_eq(unlink(name), 0);

    ck_ok(tx_begin(db, 0, &tx, &err));

    ck_refused(tx_begin(other, 0, &no, &err), ERR_BUSY);
    ck_assert_ptr_null(strstr(err.cause, "sqlite")); /* by the turnstile, not by its net */
    tx_end(&tx);
    db_close(other);
    db_close(db);
}
END_TEST

static volatile sig_atomic_t alarms;

static void on_alarm(int sig)
{
    (void)sig;
    alarms = alarms + 1;
}

START_TEST(waiting_leaves_the_alarm_of_the_program_alone)
{
    struct db *db = desk_new(), *other = open_at(db_where(db));
    struct sigaction mine = { .sa_handler = on_alarm }, now;
    OD_TX tx = { 0 };
    OD_TX no = { 0 };
    sigaction(SIGALRM, &mine, NULL);
    ck_ok(tx_begin(db, 0, &tx, &err));
    ck_refused(tx_begin(other, 150, &no, &err), ERR_BUSY);
    tx_end(&tx);

    sigaction(SIGALRM, NULL, &now);
    ck_assert(now.sa_handler == on_alarm);
    ck_assert_int_eq(alarms, 0);
    raise(SIGALRM);
    ck_assert_int_eq(alarms, 1);
    db_close(other);
    db_close(db);
}
END_TEST

START_TEST(lock_files_have_the_mode_of_the_desk_whatever_the_umask)
{
    const char *folder = fresh_folder();
    struct stat st;
    chmod(folder, 02770);
    umask(077);

    db_close(desk_at(path_in(folder, "desk.db")));

    ck_assert_int_eq(stat(path_in(folder, "desk.db"), &st), 0);
    ck_assert_int_eq(st.st_mode & 0777, 0660);
    ck_assert_int_eq(stat(path_in(folder, "desk.db.lock"), &st), 0);
    ck_assert_int_eq(st.st_mode & 0777, 0660);
    ck_assert_int_eq(stat(path_in(folder, "desk.db.next"), &st), 0);
    ck_assert_int_eq(st.st_mode & 0777, 0660);
}
END_TEST

/* Four processes add to one counter by reading and writing it; nobody's step may be lost. */
static void count_up(const void *arg)
{
    static const struct sql get = { .name = "test.get",
                                    .text = "SELECT CAST(value AS INTEGER) FROM setting" };
    static const struct sql set = { .name = "test.set", .text = "UPDATE setting SET value = $1" };
    struct db *db = NULL;

    if (!db_open(&db, arg, NOW_MS, &err))
        _exit(2);
    for (int i = 0; i < 50; i++) {
        struct tx tx = { 0 };
        struct stmt *q;
        char text[24];
        bool found;
        int64_t v = 0;

        if (!tx_begin(db, 30000, &tx, &err))
            _exit(3);
        q = sql_read(db, &get);
        if (!sql_one_i64(&q, &found, &v, &err))
            _exit(4);
        snprintf(text, sizeof text, "%lld", (long long)v + 1);
        q = sql_write(&tx, &set);
        put_text(q, text);
        if (!sql_run(&q, NULL, &err) || !tx_commit(&tx, &err))
            _exit(5);
    }
    db_close(db);
}

START_TEST(writers_come_one_at_a_time)
{
    const char *path = path_in(fresh_folder(), "desk.db");
    struct db *db = desk_at(path);
    pid_t pids[4];
    setting_put(db, "n", "0");
    db_close(db);

    for (int i = 0; i < 4; i++) {
        pids[i] = fork();
        if (pids[i] == 0) {
            count_up(path);
            _exit(0);
        }
    }
    for (int i = 0; i < 4; i++) {
        int status = -1;
        ck_assert_int_eq(waitpid(pids[i], &status, 0), pids[i]);
        ck_assert_int_eq(status, 0);
    }

    db = open_at(path);
    ck_assert_str_eq(setting_of(db, "n"), "200");
    db_close(db);
}
END_TEST

Suite *turnstile_suite(void)
{
    Suite *s = suite_create("turnstile");
    TCase *tc = tcase_create("turnstile");

    tcase_set_timeout(tc, 60);
    tcase_add_test(tc, who_cannot_have_the_turn_in_time_is_told);
    tcase_add_test(tc, without_patience_nobody_waits);
    tcase_add_test(tc, a_person_can_give_up_waiting);
    tcase_add_test(tc, the_turn_of_a_killed_process_is_free);
    tcase_add_test(tc, the_holder_is_named_while_it_holds);
    tcase_add_test(tc, who_gives_up_leaves_the_line);
    tcase_add_test(tc, deleted_lock_files_are_made_anew);
    tcase_add_test(tc, waiting_leaves_the_alarm_of_the_program_alone);
    tcase_add_test(tc, lock_files_have_the_mode_of_the_desk_whatever_the_umask);
    tcase_add_test(tc, writers_come_one_at_a_time);
    suite_add_tcase(s, tc);
    return s;
}
