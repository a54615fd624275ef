/*
 * What the use case costs over the bare statements of the same rows (RELIABILITY G1): a recording
 * run notes every statement with its values; then the use case and the bare library do the same
 * work on two copies of the same desk, turn and turn about, on the same disk.
 *
 * bench_confirm [--rounds N] [--taken N] [--items N] [--statements 1] [--only create|take]
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "bench/bench.h"
#include "bench/benchdesk.h"
#include "bench/recorder.h"
#include "domain/desk/desk.h"

struct bench {
    struct benchdesk shop;
    int rounds, taken;
    bool shows_statements;
    struct record_at *drafts; /* NULL: orders are created whole */
};

static void do_one(struct bench *b, struct desk *desk, int at)
{
    if (b->drafts)
        benchdesk_take(desk, b->drafts[at]);
    else
        benchdesk_create(&b->shop, desk, b->taken + at);
}

static struct recorder *record(struct bench *b, const char *base)
{
    const char *path = bench_path("recorded.db");
    struct recorder *r;
    OD_DESK *desk = NULL;

    bench_copy(base, path);
    desk = benchdesk_open(path);
    r = recorder_start(desk_db(desk));
    for (int i = 0; i < b->rounds; i++) {
        do_one(b, desk, i);
        recorder_next(r);
    }
    return r;
}

/* Functions of their own, so that callgrind can count inside of them (counts.sh). */
__attribute__((noinline)) static void bare_rows(struct replay *p, int at)
{
    replay_run(p, at, REPLAY_ROWS);
}

__attribute__((noinline)) static void bare_all(struct replay *p, int at)
{
    replay_run(p, at, REPLAY_ALL);
}

struct times {
    struct series ours, bare, reads;
};

/* One round on each desk; who comes first changes from round to round. */
static void round_of(struct bench *b, struct desk *desk, struct replay *bare, struct replay *reads,
                     int at, struct times *t)
{
    for (int turn = 0; turn < 3; turn++) {
        int64_t before = bench_now_ns();

        switch ((turn + at) % 3) {
        case 0:
            do_one(b, desk, at);
            series_add(&t->ours, bench_now_ns() - before);
            break;
        case 1:
            bare_rows(bare, at);
            series_add(&t->bare, bench_now_ns() - before);
            break;
        default:
            bare_all(reads, at);
            series_add(&t->reads, bench_now_ns() - before);
            break;
        }
    }
}

static void print(struct times *t, const struct recorder *r, int at, const char *what)
{
    double ours = (double)series_at(&t->ours, 50);

    bench_title("%s, %d statements, %d of them writing; %d rounds", what,
                recorder_count(r, at, false), recorder_count(r, at, true), t->ours.n);
    bench_row("median, over bare statements of the rows", bench_us(series_at(&t->ours, 50)),
              bench_us(series_at(&t->bare, 50)),
              bench_ratio(ours, (double)series_at(&t->bare, 50)), "1.3, bar 1.6");
    bench_row("median, over all its statements bare", bench_us(series_at(&t->ours, 50)),
              bench_us(series_at(&t->reads, 50)),
              bench_ratio(ours, (double)series_at(&t->reads, 50)), "");
    bench_row("10th percentile, over bare statements", bench_us(series_at(&t->ours, 10)),
              bench_us(series_at(&t->bare, 10)),
              bench_ratio((double)series_at(&t->ours, 10), (double)series_at(&t->bare, 10)), "");
    bench_row("99th percentile, over bare statements", bench_us(series_at(&t->ours, 99)),
              bench_us(series_at(&t->bare, 99)),
              bench_ratio((double)series_at(&t->ours, 99), (double)series_at(&t->bare, 99)), "");
}

static void measure(struct bench *b, const char *base, const char *what)
{
    const char *ours = bench_path("ours.db"), *bare = bench_path("bare.db"),
               *reads = bench_path("reads.db");
    struct recorder *r = record(b, base);
    struct replay *p_bare, *p_reads;
    struct times t = { 0 };
    OD_DESK *desk = NULL;

    bench_copy(base, ours);
    bench_copy(base, bare);
    bench_copy(base, reads);
    desk = benchdesk_open(ours);
    p_bare = replay_open(bare, r);
    p_reads = replay_open(reads, r);
    for (int i = 0; i < b->rounds; i++)
        round_of(b, desk, p_bare, p_reads, i, &t);
    print(&t, r, b->rounds / 2, what);
    if (b->shows_statements)
        recorder_print(r, b->rounds / 2);
    replay_close(p_bare);
    replay_close(p_reads);
    series_free(&t.ours);
    series_free(&t.bare);
    series_free(&t.reads);
}

static bool is_only(int argc, char **argv, const char *what)
{
    for (int i = 1; i + 1 < argc; i++)
        if (strcmp(argv[i], "--only") == 0)
            return strcmp(argv[i + 1], what) == 0;
    return true;
}

static void make_drafts(struct bench *b, const char *base)
{
    OD_DESK *desk = benchdesk_open(base);

    b->drafts = calloc((size_t)b->rounds, sizeof *b->drafts);
    bench_check(b->drafts != NULL, "calloc");
    for (int i = 0; i < b->rounds; i++)
        b->drafts[i] = benchdesk_draft(&b->shop, desk, i);
}

int main(int argc, char **argv)
{
    struct bench b = { .rounds = bench_option(argc, argv, "--rounds", 400),
                       .taken = bench_option(argc, argv, "--taken", 1000),
                       .shows_statements = bench_option(argc, argv, "--statements", 0) != 0 };
    const char *base = bench_path("base.db");

    benchdesk_make(&b.shop, base, bench_option(argc, argv, "--items", 500), 200, b.taken);
    if (is_only(argc, argv, "create"))
        measure(&b, base, "A whole order of 5 lines, confirmed by one call (order_create)");
    if (is_only(argc, argv, "take")) {
        make_drafts(&b, base);
        measure(&b, base, "A draft of 5 lines, submitted and confirmed (order_take)");
    }
    bench_end();
    return 0;
}
