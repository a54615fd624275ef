/*
 * Many desks on one file (RELIABILITY G3): 24 that save in the same moment, 8 that save without a
 * pause, and people at work beside an import; and how fast the import is. Every save is a whole
 * order of five lines.
 *
 * bench_turn [--desks N] [--writers N] [--rows N]
 */
#include <fcntl.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

#include "bench/bench.h"
#include "bench/benchdesk.h"

#define PROCESSES 64
#define SAVES     20000
#define ROUNDS    10
#define BUSY_MS   2000
#define THINK_US  20000
#define LINES_AN_ORDER 4
#define BESIDE    7
#define SYNC_BYTES 65536

struct lane {
    int saves;
    int64_t took_ns[SAVES];
};

struct board {
    atomic_int ready, go; /* go: the round that runs */
    atomic_bool is_over;
    struct lane lane[PROCESSES];
};

struct bench {
    struct benchdesk shop;
    const char *path;
    struct board *board;
    int desks, writers, rows;
};

static void save(struct bench *b, struct desk *desk, int index)
{
    struct lane *lane = &b->board->lane[index];
    int64_t before = bench_now_ns();

    benchdesk_create(&b->shop, desk, index * 1000 + lane->saves);
    if (lane->saves < SAVES)
        lane->took_ns[lane->saves++] = bench_now_ns() - before;
}

/* --- processes -------------------------------------------------------------------------------- */

static void wait_for_round(struct bench *b, int round)
{
    atomic_fetch_add(&b->board->ready, 1);
    while (atomic_load(&b->board->go) < round)
        (void)usleep(200);
}

static void save_in_rounds(struct bench *b, struct desk *desk, int index)
{
    for (int round = 1; round <= ROUNDS; round++) {
        wait_for_round(b, round);
        save(b, desk, index);
    }
}

static void save_without_pause(struct bench *b, struct desk *desk, int index)
{
    wait_for_round(b, 1);
    while (!atomic_load(&b->board->is_over))
        save(b, desk, index);
}

static void save_and_think(struct bench *b, struct desk *desk, int index)
{
    wait_for_round(b, 1);
    while (!atomic_load(&b->board->is_over)) {
        save(b, desk, index);
        (void)usleep(THINK_US);
    }
}

/* What the disk itself does meanwhile: as much as a save writes, in a file of its own. */
static void sync_and_think(struct bench *b, struct desk *desk OD_UNUSED, int index)
{
    static char block[SYNC_BYTES];
    struct lane *lane = &b->board->lane[index];
    int fd = open(bench_path("sync"), O_WRONLY | O_CREAT, 0600);

    bench_check(fd >= 0, "sync");
    wait_for_round(b, 1);
    while (!atomic_load(&b->board->is_over)) {
        int64_t before = bench_now_ns();

        bench_check(pwrite(fd, block, sizeof block, 0) == sizeof block && fdatasync(fd) == 0,
                    "sync");
        if (lane->saves < SAVES)
            lane->took_ns[lane->saves++] = bench_now_ns() - before;
        (void)usleep(THINK_US);
    }
    (void)close(fd);
}

/* The first seven save, the last one tells of the disk. */
static void beside(struct bench *b, struct desk *desk, int index)
{
    if (index < BESIDE)
        save_and_think(b, desk, index);
    else
        sync_and_think(b, desk, index);
}

typedef void work_fn(struct bench *b, struct desk *desk, int index);

static void start(struct bench *b, int n, work_fn *work, pid_t pids[PROCESSES])
{
    bench_check(n <= PROCESSES, "too many processes");
    for (int i = 0; i < n; i++) {
        b->board->lane[i].saves = 0;
        pids[i] = fork();
        bench_check(pids[i] >= 0, "fork");
        if (pids[i] == 0) {
            OD_DESK *desk = benchdesk_open(b->path);

            work(b, desk, i);
            desk_close(desk);
            _exit(0);
        }
    }
}

static void await_ready(struct bench *b, int n)
{
    while (atomic_load(&b->board->ready) < n)
        (void)usleep(200);
    atomic_store(&b->board->ready, 0);
}

static void end(struct bench *b, int n, const pid_t *pids)
{
    atomic_store(&b->board->is_over, true);
    for (int i = 0; i < n; i++) {
        int status = -1;

        (void)waitpid(pids[i], &status, 0);
        bench_check(status == 0, "a process failed");
    }
    atomic_store(&b->board->is_over, false);
    atomic_store(&b->board->go, 0);
    atomic_store(&b->board->ready, 0);
}

/* --- the three races -------------------------------------------------------------------------- */

static void all_at_once(struct bench *b)
{
    struct series last = { 0 }, middle = { 0 };
    pid_t pids[PROCESSES];

    start(b, b->desks, save_in_rounds, pids);
    for (int round = 1; round <= ROUNDS; round++) {
        await_ready(b, b->desks);
        atomic_store(&b->board->go, round);
    }
    end(b, b->desks, pids);
    for (int round = 0; round < ROUNDS; round++) {
        struct series waits = { 0 };

        for (int i = 0; i < b->desks; i++)
            series_add(&waits, b->board->lane[i].took_ns[round]);
        series_add(&last, series_at(&waits, 100));
        series_add(&middle, series_at(&waits, 50));
        series_free(&waits);
    }
    bench_title("%d desks save in the same moment, %d times", b->desks, ROUNDS);
    bench_row("the last has its number after, median", bench_ms(series_at(&last, 50)), "", "",
              "40 ms, bar 100");
    bench_row("the last, worst of all rounds", bench_ms(series_at(&last, 100)), "", "", "");
    bench_row("the median desk", bench_ms(series_at(&middle, 50)), "", "", "");
    series_free(&last);
    series_free(&middle);
}

static void shares(struct bench *b)
{
    struct series all = { 0 };
    int least = SAVES, most = 0, sum = 0;
    pid_t pids[PROCESSES];

    start(b, b->writers, save_without_pause, pids);
    await_ready(b, b->writers);
    atomic_store(&b->board->go, 1);
    (void)usleep(BUSY_MS * 1000);
    end(b, b->writers, pids);
    for (int i = 0; i < b->writers; i++) {
        const struct lane *lane = &b->board->lane[i];

        least = lane->saves < least ? lane->saves : least;
        most = lane->saves > most ? lane->saves : most;
        sum += lane->saves;
        for (int k = 0; k < lane->saves; k++)
            series_add(&all, lane->took_ns[k]);
    }
    bench_title("%d desks save without a pause, %d ms", b->writers, BUSY_MS);
    bench_row("share, least to most", bench_ratio(least, most), "", "", "0.95, bar 0.8");
    bench_row("orders of 5 lines a second, together", bench_count(sum * 1000 / BUSY_MS, ""), "", "",
              "");
    bench_row("a save, p50", bench_ms(series_at(&all, 50)), "", "", "");
    bench_row("a save, p99", bench_ms(series_at(&all, 99)), "", "", "");
    series_free(&all);
}

static void write_orders(struct bench *b, const char *path, const char *prefix)
{
    FILE *f = fopen(path, "w");

    bench_check(f != NULL, "orders");
    fprintf(f, "order,customer,date,sku,qty,price\n");
    for (int i = 0; i < b->rows; i++) {
        int order = i / LINES_AN_ORDER;

        fprintf(f, "%s%d,C%05d,2026-%02d-%02d,BOL-%05d,%d,%d.%02d\n", prefix, order,
                order % b->shop.customers, order % 10 + 1, order % 28 + 1,
                (order * 7 + i % LINES_AN_ORDER) % b->shop.items, i % 9 + 1, i % 50 + 1, i % 100);
    }
    bench_check(fclose(f) == 0, "orders");
}

/* The program itself, as anyone would; milliseconds it took. */
static int64_t import(const struct bench *b, const char *file)
{
    int64_t before = bench_now_ns();
    int status = -1;
    pid_t pid = fork();

    bench_check(pid >= 0, "fork");
    if (pid == 0) {
        (void)freopen("/dev/null", "w", stdout);
        (void)freopen("/dev/null", "w", stderr);
        (void)setenv("HOME", bench_path(""), 1);
        (void)execl("./orderdesk", "./orderdesk", "--desk", b->path, "--user", "anna", "import",
                    "orders", file, (char *)NULL);
        _exit(127);
    }
    (void)waitpid(pid, &status, 0);
    bench_check(status == 0, "import");
    return (bench_now_ns() - before) / 1000000;
}

static void print_rate(const struct bench *b, const char *what, int64_t ms)
{
    bench_row(what, bench_count((int64_t)b->rows * 1000 / (ms > 0 ? ms : 1), "rows/s"), "", "",
              "20000 rows/s alone");
}

static void beside_import(struct bench *b)
{
    const char *alone = bench_path("alone.csv"), *with = bench_path("beside.csv");
    struct series all = { 0 }, sync = { 0 };
    int64_t alone_ms, beside_ms;
    pid_t pids[PROCESSES];

    write_orders(b, alone, "A");
    write_orders(b, with, "B");
    alone_ms = import(b, alone);
    start(b, BESIDE + 1, beside, pids);
    await_ready(b, BESIDE + 1);
    atomic_store(&b->board->go, 1);
    beside_ms = import(b, with);
    end(b, BESIDE + 1, pids);
    for (int k = 0; k < b->board->lane[BESIDE].saves; k++)
        series_add(&sync, b->board->lane[BESIDE].took_ns[k]);
    for (int i = 0; i < BESIDE; i++)
        for (int k = 0; k < b->board->lane[i].saves; k++)
            series_add(&all, b->board->lane[i].took_ns[k]);
    bench_title("Import of %d order lines, %d an order; %d desks beside it", b->rows,
                LINES_AN_ORDER, BESIDE);
    print_rate(b, "import, alone", alone_ms);
    print_rate(b, "import, beside 7 desks", beside_ms);
    bench_row("saves beside it", bench_count(all.n, ""), "", "", "");
    bench_row("a save beside it, p50", bench_ms(series_at(&all, 50)), "", "", "");
    bench_row("a save beside it, p95", bench_ms(series_at(&all, 95)), "", "", "");
    bench_row("a save beside it, p99", bench_ms(series_at(&all, 99)), "", "", "10 ms, bar 25");
    bench_row("a save beside it, worst", bench_ms(series_at(&all, 100)), "", "", "");
    bench_row("the disk alone: 64 KB and a sync, p50", bench_ms(series_at(&sync, 50)), "", "", "");
    bench_row("the disk alone: 64 KB and a sync, p99", bench_ms(series_at(&sync, 99)), "", "", "");
    series_free(&all);
    series_free(&sync);
}

int main(int argc, char **argv)
{
    struct bench b = { .desks = bench_option(argc, argv, "--desks", 24),
                       .writers = bench_option(argc, argv, "--writers", 8),
                       .rows = bench_option(argc, argv, "--rows", 20000) };

    b.path = bench_path("desk.db");
    b.board =
        mmap(NULL, sizeof *b.board, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
    bench_check(b.board != MAP_FAILED, "mmap");
    benchdesk_make(&b.shop, b.path, 500, 200, 1000);
    if (bench_option(argc, argv, "--only-import", 0) == 0) {
        all_at_once(&b);
        shares(&b);
    }
    beside_import(&b);
    bench_end();
    return 0;
}
