/*
 * Many writers on one desk: never two at once, no step of a counter lost, no unit sold twice.
 * Shares and waits are printed beside those of the engine's own waiting; they are not judged.
 *
 * usage: race [--writers N] [--ms N] [--units N]
 */
#include <assert.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/clock.h"
#include "fault/fault_support.h"
#include "store/db_impl.h"
#include "store/store.h"

#define WRITERS_MAX 64
#define WAITS_MAX   20000

struct share {
    atomic_int inside;   /* writers between begin and commit */
    atomic_int overlaps; /* times that was not one */
    atomic_int go;
    struct lane {
        int commits, waits;
        int wait_us[WAITS_MAX];
    } lane[WRITERS_MAX];
};

struct race {
    const char *path;
    int writers, ms, units;
    bool has_turnstile;
    struct share *share;
};

static const struct sql sql_step = { .name = "race.step",
                                     .text = "UPDATE sequence"
                                             " SET next_value = next_value + 1"
                                             " WHERE name = 'race'" };

/* One turn; without the turnstile as the engine alone would do it. */
static bool one_step(struct db *db, struct race *race, struct err *err)
{
    struct share *share = race->share;
    OD_TX tx = { 0 };
    struct stmt *q;

    if (!race->has_turnstile)
        db->has_long_turn = true;
    if (!tx_begin(db, 30000, &tx, err))
        return false;
    if (atomic_fetch_add(&share->inside, 1) != 0)
        atomic_fetch_add(&share->overlaps, 1);
    q = sql_write(&tx, &sql_step);
    if (!sql_run(&q, NULL, err))
        return false;
    atomic_fetch_sub(&share->inside, 1);
    return tx_commit(&tx, err);
}

static void write_until(struct race *race, int index)
{
    struct lane *lane = &race->share->lane[index];
    struct err err = ERR_INIT;
    struct db *db = fault_open(race->path);
    int64_t end_ms;

    while (!atomic_load(&race->share->go))
        usleep(100);
    end_ms = clock_monotonic_ms() + race->ms;
    while (clock_monotonic_ms() < end_ms) {
        int64_t before = clock_monotonic_ns();

        if (!one_step(db, race, &err)) {
            if (err.code == ERR_BUSY && !race->has_turnstile)
                continue; /* starved: that is what the other way is for */
            fault_die("step", &err);
        }
        lane->commits++;
        if (lane->waits < WAITS_MAX)
            lane->wait_us[lane->waits++] = (int)((clock_monotonic_ns() - before) / 1000);
    }
    db->has_long_turn = false;
    db_close(db);
}

static int compare_int(const void *a, const void *b)
{
    int x = *(const int *)a, y = *(const int *)b;

    return (x > y) - (x < y);
}

static void print_shares(const struct race *race)
{
    int least = INT32_MAX, most = 0, sum = 0, n = 0;
    int *all = calloc((size_t)race->writers * WAITS_MAX, sizeof *all);

    assert(all);
    for (int i = 0; i < race->writers; i++) {
        const struct lane *lane = &race->share->lane[i];

        least = lane->commits < least ? lane->commits : least;
        most = lane->commits > most ? lane->commits : most;
        sum += lane->commits;
        memcpy(all + n, lane->wait_us, (size_t)lane->waits * sizeof *all);
        n += lane->waits;
    }
    qsort(all, (size_t)n, sizeof *all, compare_int);
    printf("%s, %d writers: %d commits/s, least/most %.2f, wait p50 %.2f p99 %.2f max %.2f ms\n",
           race->has_turnstile ? "turnstile" : "engine's waiting", race->writers,
           (int)((int64_t)sum * 1000 / race->ms), most > 0 ? (double)least / most : 0.0,
           n > 0 ? all[n / 2] / 1000.0 : 0, n > 0 ? all[(int64_t)n * 99 / 100] / 1000.0 : 0,
           n > 0 ? all[n - 1] / 1000.0 : 0);
    free(all);
}

static int64_t sum_of_commits(const struct race *race)
{
    int64_t sum = 0;

    for (int i = 0; i < race->writers; i++)
        sum += race->share->lane[i].commits;
    return sum;
}

static void run_all(struct race *race, void (*work)(struct race *race, int index))
{
    pid_t pids[WRITERS_MAX];

    memset(race->share, 0, sizeof *race->share);
    for (int i = 0; i < race->writers; i++) {
        pids[i] = fork();
        if (pids[i] == 0) {
            work(race, i);
            _exit(0);
        }
    }
    atomic_store(&race->share->go, 1);
    for (int i = 0; i < race->writers; i++) {
        int status = -1;

        waitpid(pids[i], &status, 0);
        fault_check(status == 0, "a writer ended with status %d", status);
    }
}

static void race_steps(struct race *race)
{
    struct db *db = fault_open(race->path);
    int64_t before = fault_ask(db, "SELECT next_value FROM sequence"), after;

    db_close(db);
    run_all(race, write_until);
    print_shares(race);
    fault_check(race->share->overlaps == 0, "%d times two wrote at once",
                (int)race->share->overlaps);
    db = fault_open(race->path);
    after = fault_ask(db, "SELECT next_value FROM sequence");
    fault_check(after - before == sum_of_commits(race), "%lld steps counted, %lld committed",
                (long long)(after - before), (long long)sum_of_commits(race));
    db_close(db);
}

/* --- the last unit --- */

static const struct sql sql_sell = { .name = "race.sell",
                                     .text = "UPDATE stock_level"
                                             " SET allocated_qty = allocated_qty + 1000"
                                             " WHERE item_id = 1"
                                             " AND on_hand_qty - allocated_qty >= 1000" };

static bool sell_one(struct db *db, bool *sold, struct err *err)
{
    OD_TX tx = { 0 };
    int64_t changed = 0;
    struct stmt *q;

    if (!tx_begin(db, 30000, &tx, err))
        return false;
    q = sql_write(&tx, &sql_sell);
    if (!sql_run(&q, &changed, err))
        return false;
    *sold = changed == 1;
    return tx_commit(&tx, err);
}

static void sell_all(struct race *race, int index)
{
    struct err err = ERR_INIT;
    struct db *db = fault_open(race->path);
    bool sold = true;

    while (!atomic_load(&race->share->go))
        usleep(100);
    while (sold) {
        if (!sell_one(db, &sold, &err))
            fault_die("sell", &err);
        race->share->lane[index].commits += sold;
    }
    db_close(db);
}

static void race_for_units(struct race *race)
{
    run_all(race, sell_all);
    printf("%d units, %d writers: %lld sold\n", race->units, race->writers,
           (long long)sum_of_commits(race));
    fault_check(sum_of_commits(race) == race->units, "%d units, %lld sold", race->units,
                (long long)sum_of_commits(race));
}

/* The detector must find what it is for: a sale by what was read before the transaction. */
static void control_oversells(const char *path)
{
    static const struct sql naive = { .name = "race.naive",
                                      .text = "UPDATE stock_level"
                                              " SET allocated_qty = $1 + 1000"
                                              " WHERE item_id = 1" };
    struct db *a = fault_open(path), *b = fault_open(path);
    struct db *both[] = { a, b };
    struct err err = ERR_INIT;
    int64_t seen;

    fault_exec(a, "UPDATE stock_level SET on_hand_qty = 1000, allocated_qty = 0");
    seen = fault_ask(a, "SELECT allocated_qty FROM stock_level"); /* both read "one is left" */
    for (int i = 0; i < 2; i++) {
        struct tx tx = { 0 };
        struct stmt *q;

        fault_check(tx_begin(both[i], 1000, &tx, &err), "control: %s", err.text);
        q = sql_write(&tx, &naive);
        put_i64(q, seen);
        fault_check(sql_run(&q, NULL, &err) && tx_commit(&tx, &err), "control: %s", err.text);
    }
    fault_check(fault_ask(a, "SELECT allocated_qty FROM stock_level") == 1000,
                "the control did not oversell");
    db_close(b);
    db_close(a);
}

static void prepare(struct race *race)
{
    char sql[200];
    struct db *db = fault_create(race->path);

    fault_exec(db, "INSERT INTO sequence (name, next_value) VALUES ('race', 1)");
    fault_exec(db, "INSERT INTO tax_class (id, code, name) VALUES (1, 's', 'S')");
    fault_exec(db, "INSERT INTO site (id, code, name) VALUES (1, 'A', 'A')");
    fault_exec(db, "INSERT INTO item (id, sku, description, tax_class_id, search_text, created_ms)"
                   " VALUES (1, 'X', 'X', 1, 'x', 1)");
    snprintf(sql, sizeof sql,
             "INSERT INTO stock_level (item_id, site_id, on_hand_qty) VALUES (1, 1, %d000)",
             race->units);
    fault_exec(db, sql);
    db_close(db);
}

int main(int argc, char **argv)
{
    struct race race = { .writers = 8, .ms = 1000, .units = 200, .has_turnstile = true };

    race.writers = fault_option(argc, argv, "--writers", race.writers);
    race.ms = fault_option(argc, argv, "--ms", race.ms);
    race.units = fault_option(argc, argv, "--units", race.units);
    if (race.writers < 1 || race.writers > WRITERS_MAX)
        return 99;
    race.path = fault_path("race.db");
    race.share =
        mmap(NULL, sizeof *race.share, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
    assert(race.share != MAP_FAILED);
    prepare(&race);
    race_steps(&race);
    race.has_turnstile = false;
    race_steps(&race);
    race.has_turnstile = true;
    race_for_units(&race);
    control_oversells(race.path);
    return fault_end();
}
