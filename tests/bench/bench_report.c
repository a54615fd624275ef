/*
 * Every report over a year, by each of its groups, on desks of growing size: the best of some tries
 * in processor time, and how soon by the clock one that is stopped gives up.
 *
 * bench_report [--tries N] [--only NAME] DESK...       the desks of tests/bench/gen
 */
#include <stdio.h>
#include <string.h>

#include "base/clock.h"
#include "base/mem.h"
#include "bench/bench.h"
#include "bench/benchdesk.h"
#include "domain/insight/report.h"

#define GOAL "2 s"

static int64_t run(struct desk *desk, const struct report *report, const struct report_ask *ask,
                   int tries, int *lines)
{
    int64_t best = INT64_MAX;

    for (int i = 0; i < tries; i++) {
        OD_ARENA *tmp = arena_new();
        struct err err = ERR_INIT;
        struct report_table table;
        int64_t begin = bench_cpu_ns(), took;

        bench_must(report_run(desk, report, ask, NULL, tmp, &table, &err), &err);
        took = bench_cpu_ns() - begin;
        best = took < best ? took : best;
        *lines = table.n;
    }
    return best;
}

static void row(struct desk *desk, const struct report *report, const struct report_ask *ask,
                int tries)
{
    OD_ARENA *tmp = arena_new();
    int lines = 0;
    int64_t best = run(desk, report, ask, tries, &lines);
    const char *by = ask->by == REPORT_BY_NONE ? "" : report_by_name(ask->by);

    bench_row(arena_printf(tmp, "%s %s%s", report->name, by,
                           ask->compare == REPORT_COMPARE_NONE ? "" : ", year before"),
              bench_ms(best), bench_count(lines, "lines"), "", GOAL);
}

struct stop {
    int64_t begin_ms, said_ms;
};

/* Gives up once 150 ms are over. */
static bool until(void *ctx, int64_t rows)
{
    struct stop *stop = ctx;
    int64_t now = clock_monotonic_ms();

    (void)rows;
    if (now - stop->begin_ms < 150)
        return true;
    stop->said_ms = stop->said_ms ? stop->said_ms : now;
    return false;
}

static void stop_row(struct desk *desk, const struct report *report, const struct report_ask *ask)
{
    OD_ARENA *tmp = arena_new();
    struct err err = ERR_INIT;
    struct report_table table;
    struct stop stop = { .begin_ms = clock_monotonic_ms() };
    struct report_progress progress = { .go_on = until, .ctx = &stop };
    bool is_ok = report_run(desk, report, ask, &progress, tmp, &table, &err);

    if (!is_ok)
        bench_row(arena_printf(tmp, "%s, stopped after 150 ms, ends in", report->name),
                  bench_ms((clock_monotonic_ms() - stop.said_ms) * 1000000), "", "", "150 ms");
}

static void measure(struct desk *desk, const struct report *report, int tries)
{
    struct err err = ERR_INIT;
    struct report_ask ask;

    bench_must(report_ask_usual(desk, report, &ask, &err), &err);
    if (report->asks & REPORT_ASKS_PERIOD) {
        ask.to = desk_today(desk);
        ask.from = date_add_days(ask.to, -364);
    }
    if (report->groups == 0)
        row(desk, report, &ask, tries);
    for (int by = REPORT_BY_DAY; by < REPORT_BYS; by++) {
        if (!(report->groups & REPORT_GROUP(by)))
            continue;
        ask.by = (enum report_by)by;
        row(desk, report, &ask, tries);
    }
    ask.by = report->by;
    if (report->asks & REPORT_ASKS_COMPARE) {
        ask.compare = REPORT_COMPARE_YEAR;
        row(desk, report, &ask, tries);
    }
    stop_row(desk, report, &ask);
}

int main(int argc, char **argv)
{
    int tries = bench_option(argc, argv, "--tries", 3), desks = 0;
    const char *only = NULL;

    for (int i = 1; i < argc; i++) {
        struct desk *desk;

        if (strcmp(argv[i], "--tries") == 0) {
            i++;
            continue;
        }
        if (strcmp(argv[i], "--only") == 0 && i + 1 < argc) {
            only = argv[++i];
            continue;
        }
        desk = benchdesk_open(argv[i]);
        bench_title("Reports over a year: %s", argv[i]);
        for (const struct report *const *r = report_all(); *r != NULL; r++)
            if (!only || strcmp(only, (*r)->name) == 0)
                measure(desk, *r, tries);
        desk_close(desk);
        desks++;
    }
    bench_check(desks > 0, "name the desks that tests/bench/gen made");
    return 0;
}
