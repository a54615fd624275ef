/*
 * What a person at the terminal waits for (TUI, Budgets), beside a bare ncursesw program in the
 * same run, turn and turn about: first screen, a step in a list, a typed character, a page, many
 * keys at once; bytes, processor time and memory with them.
 *
 * bench_tui [--keys N] [--starts N] [--desk FILE --user NAME]
 */
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "base/mem.h"
#include "bench/bench.h"
#include "bench/benchdesk.h"
#include "bench/tty.h"
#include "domain/flow/fulfillment.h"
#include "domain/flow/wave.h"

#define DOWN       "\033OB" /* as a terminal sends it to a program that asks for its keypad */
#define PAGE_DOWN  "\033[6~"
#define CODE_LINE  "\033[20~"
#define NEW_RECORD "\033OS"
#define BACKSPACE  "\177"

/* Silence that ends an answer: below the 60 ms after which a screen looks up the row's detail. */
#define KEY_QUIET_MS   12
#define START_QUIET_MS 45
#define SETTLE_MS      150

struct program {
    const char *const *argv;
    struct tty tty;
    struct series first, last;
    int64_t bytes, cpu_ns;
    int n;
};

struct pair {
    struct program ours, floor;
    const char *home;
    const char
        *pick[3]; /* code line of a pick, a scan, and the one that takes it back; NULL: none */
};

static void forget(struct program *p)
{
    series_free(&p->first);
    series_free(&p->last);
    p->bytes = p->cpu_ns = p->n = 0;
}

static void note(struct program *p, struct answer a)
{
    series_add(&p->first, a.first_ns);
    series_add(&p->last, a.last_ns);
    p->bytes += a.bytes;
    p->n++;
}

/* --- starting --------------------------------------------------------------------------------- */

static void start_once(struct program *p, const char *home)
{
    p->tty = tty_start(p->argv, home);
    note(p, tty_first(&p->tty, START_QUIET_MS));
    tty_stop(&p->tty);
}

static void print_starts(struct pair *p)
{
    struct program *o = &p->ours, *f = &p->floor;
    double floor = (double)series_at(&f->last, 50);

    bench_title("Start, 80x24, %d times", o->n);
    bench_row(
        "first byte, p50", bench_ms(series_at(&o->first, 50)), bench_ms(series_at(&f->first, 50)),
        bench_ratio((double)series_at(&o->first, 50), (double)series_at(&f->first, 50)), "6 ms");
    bench_row("first complete screen, p50", bench_ms(series_at(&o->last, 50)),
              bench_ms(series_at(&f->last, 50)),
              bench_ratio((double)series_at(&o->last, 50), floor), "12 ms");
    bench_row("first complete screen, p10", bench_ms(series_at(&o->last, 10)),
              bench_ms(series_at(&f->last, 10)),
              bench_ratio((double)series_at(&o->last, 10), (double)series_at(&f->last, 10)), "");
    bench_row("bytes", bench_count(o->bytes / o->n, "B"), bench_count(f->bytes / f->n, "B"), "",
              "4096 B");
}

static void measure_starts(struct pair *p, int starts)
{
    for (int i = 0; i < starts; i++) {
        start_once(&p->ours, p->home);
        start_once(&p->floor, p->home);
    }
    print_starts(p);
    forget(&p->ours);
    forget(&p->floor);
}

/* --- keys ------------------------------------------------------------------------------------- */

static void press(struct program *p, const char *keys)
{
    int64_t cpu = tty_cpu_ns(&p->tty);

    note(p, tty_send(&p->tty, keys, KEY_QUIET_MS));
    p->cpu_ns += tty_cpu_ns(&p->tty) - cpu;
}

struct budget {
    const char *p50, *p99, *bytes, *cpu;
};

static void print_keys(struct pair *p, const char *what, const struct budget *budget)
{
    struct program *o = &p->ours, *f = &p->floor;
    int64_t ours = series_at(&o->last, 50), floor = series_at(&f->last, 50);
    int64_t ours99 = series_at(&o->last, 99), floor99 = series_at(&f->last, 99);

    bench_title("%s, %d times", what, o->n);
    bench_row("shown, p50", bench_ms(ours), bench_ms(floor),
              bench_ratio((double)ours, (double)floor), budget->p50);
    bench_row("shown, p99", bench_ms(ours99), bench_ms(floor99),
              bench_ratio((double)ours99, (double)floor99), budget->p99);
    bench_row("bytes", bench_count((o->bytes + o->n / 2) / o->n, "B"),
              bench_count((f->bytes + f->n / 2) / f->n, "B"),
              bench_ratio((double)o->bytes, (double)f->bytes), budget->bytes);
    bench_row("processor time", bench_us(o->cpu_ns / o->n), bench_us(f->cpu_ns / f->n),
              bench_ratio((double)o->cpu_ns, (double)f->cpu_ns), budget->cpu);
}

/* keys in turn, each to one program and then the other. */
static void measure_keys(struct pair *p, const char *what, const char *const *keys, int n,
                         const struct budget *budget)
{
    int kinds = 0;

    while (keys[kinds])
        kinds++;
    for (int i = 0; i < n; i++) {
        press(i % 2 ? &p->floor : &p->ours, keys[i % kinds]);
        press(i % 2 ? &p->ours : &p->floor, keys[i % kinds]);
    }
    print_keys(p, what, budget);
    forget(&p->ours);
    forget(&p->floor);
    tty_settle(&p->ours.tty, SETTLE_MS);
}

static void measure_burst(struct pair *p, const char *what, const char *key, int times,
                          const char *time_goal, const char *bytes_goal)
{
    char keys[2000] = "";
    struct answer ours, floor;

    for (int i = 0; i < times; i++)
        strcat(keys, key);
    ours = tty_send(&p->ours.tty, keys, START_QUIET_MS);
    floor = tty_send(&p->floor.tty, keys, START_QUIET_MS);
    bench_row(what, bench_ms(ours.last_ns), bench_ms(floor.last_ns),
              bench_ratio((double)ours.last_ns, (double)floor.last_ns), time_goal);
    bench_row("  bytes", bench_count(ours.bytes, "B"), bench_count(floor.bytes, "B"),
              bench_ratio(ours.bytes, floor.bytes), bytes_goal);
    tty_settle(&p->ours.tty, SETTLE_MS);
}

static void measure_idle(struct pair *p)
{
    const struct tty *o = &p->ours.tty, *f = &p->floor.tty;
    int64_t wakeups, cpu;
    int bytes;

    /* What was typed is written down within two seconds, and that waits for the disk. */
    (void)usleep(2700000);
    (void)tty_settle(&p->ours.tty, 1);
    wakeups = tty_wakeups(o);
    cpu = tty_cpu_ns(o);
    (void)usleep(3000000);
    bytes = tty_settle(&p->ours.tty, 1);
    bench_title("At rest and in memory");
    bench_row("bytes in 3 s", bench_count(bytes, "B"), "", "", "0 B");
    bench_row("wake-ups in 3 s", bench_count(tty_wakeups(o) - wakeups, ""), "", "", "6");
    bench_row("processor time in 3 s", bench_us(tty_cpu_ns(o) - cpu), "", "", "");
    bench_row("resident", bench_count(tty_memory_kb(o, "Rss"), "kB"),
              bench_count(tty_memory_kb(f, "Rss"), "kB"), "", "9216 kB");
    bench_row("proportional", bench_count(tty_memory_kb(o, "Pss"), "kB"),
              bench_count(tty_memory_kb(f, "Pss"), "kB"), "", "6144 kB");
}

static void go(struct pair *p, const char *code)
{
    tty_send(&p->ours.tty, CODE_LINE, SETTLE_MS);
    tty_send(&p->ours.tty, code, SETTLE_MS);
}

static void measure_session(struct pair *p, int keys)
{
    static const struct budget step = { "1.25 x", "floor + 0.5 ms", "260 B", "260 us" };
    static const struct budget echo = { "1.2 x", "floor + 0.5 ms", "40 B", "100 us" };
    static const struct budget search = { "", "16 ms", "", "" };
    static const struct budget scan = { "", "10 ms and the sync", "", "" };
    static const struct budget page = { "", "5 ms", "2253 B", "" };
    static const char *const down[] = { DOWN, NULL }, *const next_page[] = { PAGE_DOWN, NULL };
    static const char *const typing[] = { "n", BACKSPACE, NULL };

    p->ours.tty = tty_start(p->ours.argv, p->home);
    p->floor.tty = tty_start(p->floor.argv, p->home);
    (void)tty_first(&p->ours.tty, START_QUIET_MS);
    (void)tty_first(&p->floor.tty, START_QUIET_MS);
    go(p, "OD\r");
    measure_keys(p, "Down in the list of orders", down, keys, &step);
    measure_keys(p, "Page down in the list of orders", next_page, keys / 10, &page);
    bench_title("Many keys in one write, list of orders");
    measure_burst(p, "300 times Down", DOWN, 300, "10 ms", "3072 B");
    measure_keys(p, "A character typed into the search, rows with it", typing, keys, &search);
    if (p->pick[0]) {
        const char *const scans[] = { p->pick[1], p->pick[2], NULL };

        go(p, p->pick[0]);
        measure_keys(p, "A scan, committed and shown", scans, keys / 3, &scan);
    }
    go(p, "OE\r");
    measure_keys(p, "A character typed for a customer, matches with it", typing, keys, &search);
    go(p, "CU\r");
    tty_send(&p->ours.tty, NEW_RECORD, SETTLE_MS);
    measure_keys(p, "A character typed into a field (new customer)", typing, keys, &echo);
    measure_idle(p);
    tty_stop(&p->ours.tty);
    tty_stop(&p->floor.tty);
}

/* A pick of the newest order, of which one line takes two scans or more. */
static void make_pick(struct pair *p, const char *path, struct arena *arena)
{
    OD_DESK *desk = benchdesk_open(path);
    struct err err = ERR_INIT;
    struct fulfillment *f;
    struct fulfillment_rows rows;
    struct wave wave;

    bench_must(wave_release(desk, 1, arena, &wave, &err), &err);
    bench_must(fulfillment_queue(desk, &(struct fulfillment_filter){ 0 }, 1, arena, &rows, &err),
               &err);
    bench_check(rows.n == 1, "nothing was released");
    bench_must(fulfillment_load(desk, rows.v[0].id, arena, &f, &err), &err);
    for (int i = 0; i < f->line_count; i++)
        if (f->lines[i].qty.milli > QTY_PER_UNIT)
            p->pick[1] = arena_printf(arena, "%s\r", f->lines[i].sku);
    bench_check(p->pick[1] != NULL, "every line takes one scan");
    p->pick[0] = arena_printf(arena, "PK %s\r", f->number);
    p->pick[2] = ".UNDO\r";
}

static const char *option(int argc, char **argv, const char *name, const char *otherwise)
{
    for (int i = 1; i + 1 < argc; i++)
        if (strcmp(argv[i], name) == 0)
            return argv[i + 1];
    return otherwise;
}

int main(int argc, char **argv)
{
    const char *desk = option(argc, argv, "--desk", NULL);
    const char *ours[] = {
        "./orderdesk", "--desk", NULL, "--user", option(argc, argv, "--user", "anna"), NULL
    };
    static const char *const bare[] = { "tests/bench/floor", NULL };
    struct pair p = { .home = bench_path("") };
    struct benchdesk shop;
    OD_ARENA *arena = arena_new();

    if (!desk) {
        desk = bench_path("desk.db");
        benchdesk_make(&shop, desk, 500, 200, 1000);
        make_pick(&p, desk, arena);
    }
    ours[2] = desk;
    p.ours.argv = ours;
    p.floor.argv = bare;
    measure_starts(&p, bench_option(argc, argv, "--starts", 40));
    measure_session(&p, bench_option(argc, argv, "--keys", 300));
    bench_end();
    return 0;
}
