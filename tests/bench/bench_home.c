/*
 * What the dashboard reads, on desks of growing size: warm, part by part in processor time, and
 * cold by the clock: a desk opened anew after the system has forgotten its file.
 *
 * bench_home [--tries N] DESK...       the desks of tests/bench/gen
 */
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "base/mem.h"
#include "bench/bench.h"
#include "bench/benchdesk.h"
#include "domain/desk/backup.h"
#include "domain/insight/queue.h"
#include "domain/insight/today.h"
#include "domain/order/order.h"
#include "domain/party/pair.h"

#define ROWS 10 /* of lists, as the screen asks for */

static bool queues(struct desk *desk, struct arena *tmp, struct err *err)
{
    struct queues out;

    return queues_load(desk, tmp, &out, err);
}

static bool today(struct desk *desk, struct arena *tmp OD_UNUSED, struct err *err)
{
    struct day_figures day;
    struct today out;

    return day_figures_load(desk, desk_today(desk), &day, err) && today_load(desk, &out, err);
}

static bool people(struct desk *desk, struct arena *tmp, struct err *err)
{
    struct people out;

    return people_load(desk, tmp, &out, err);
}

static bool lists(struct desk *desk, struct arena *tmp, struct err *err)
{
    struct drafts drafts;
    struct recents recents;

    return order_drafts(desk, ROWS, tmp, &drafts, err) &&
           recents_load(desk, ROWS, tmp, &recents, err);
}

static bool house(struct desk *desk, struct arena *tmp OD_UNUSED, struct err *err)
{
    struct backup_state backups;
    int pairs;

    return backup_state_load(desk, &backups, err) && customer_pairs_count(desk, &pairs, err);
}

static const struct part {
    const char *name;
    bool (*load)(struct desk *desk, struct arena *tmp, struct err *err);
} parts[] = {
    { "queues", queues },
    { "the day beside other days", today },
    { "people", people },
    { "drafts, and what happened last", lists },
    { "backups, customers twice", house },
};
#define PARTS ((int)OD_LEN(parts))

static void load_all(struct desk *desk, int64_t took_ns[PARTS])
{
    for (int i = 0; i < PARTS; i++) {
        OD_ARENA *tmp = arena_new();
        struct err err = ERR_INIT;
        int64_t begin = bench_cpu_ns();

        bench_must(parts[i].load(desk, tmp, &err), &err);
        took_ns[i] = bench_cpu_ns() - begin;
    }
}

/* Nobody has the desk open, and all of it is in its file. */
static void forget(const char *path)
{
    int fd = open(path, O_RDONLY | O_CLOEXEC);

    bench_check(fd >= 0 && posix_fadvise(fd, 0, 0, POSIX_FADV_DONTNEED) == 0, path);
    close(fd);
}

static int64_t cold(const char *path)
{
    int64_t begin, took_ns[PARTS];
    struct desk *desk;

    forget(path);
    begin = bench_now_ns();
    desk = benchdesk_open(path);
    load_all(desk, took_ns);
    begin = bench_now_ns() - begin;
    desk_close(desk);
    return begin;
}

static void warm(const char *path, int tries)
{
    struct series part[PARTS] = { 0 }, all = { 0 };
    struct desk *desk = benchdesk_open(path);

    for (int i = 0; i < tries + 3; i++) {
        int64_t took_ns[PARTS], sum = 0;

        load_all(desk, took_ns);
        for (int k = 0; k < PARTS && i >= 3; k++) { /* the first ones warm the cache */
            series_add(&part[k], took_ns[k]);
            sum += took_ns[k];
        }
        if (i >= 3)
            series_add(&all, sum);
    }
    desk_close(desk);
    bench_row("warm, processor time, median", bench_ms(series_at(&all, 50)), "", "", "50 ms");
    for (int k = 0; k < PARTS; k++) {
        OD_ARENA *tmp = arena_new();

        bench_row(arena_printf(tmp, "  of it %s", parts[k].name), bench_ms(series_at(&part[k], 50)),
                  "", "", "");
        series_free(&part[k]);
    }
    series_free(&all);
}

int main(int argc, char **argv)
{
    int tries = bench_option(argc, argv, "--tries", 20), desks = 0;

    for (int i = 1; i < argc; i++) {
        struct series s = { 0 };

        if (strcmp(argv[i], "--tries") == 0) {
            i++;
            continue;
        }
        bench_title("The dashboard: %s", argv[i]);
        warm(argv[i], tries);
        for (int k = 0; k < 5; k++)
            series_add(&s, cold(argv[i]));
        bench_row("cold: desk opened, file not in memory, by the clock, median",
                  bench_ms(series_at(&s, 50)), "", "", "300 ms");
        series_free(&s);
        desks++;
    }
    bench_check(desks > 0, "name the desks that tests/bench/gen made");
    return 0;
}
