/*
 * What a picker waits for: the first page of a long queue of open work, all of it or what is
 * mine, a scan from the code to what the screen shows next, committed, beside a bare commit of the
 * engine, and a wave of 200. And what is shipped at the end of the day, 200 orders at once. With
 * --desk in a copy of a desk that gen made, with orders that come from several sites.
 *
 * bench_pick [--open N] [--tries N] [--only queue|scan|wave|ship] [--desk PATH]
 */
#include <sqlite3.h>
#include <stdio.h>
#include <string.h>

#include "base/mem.h"
#include "bench/bench.h"
#include "bench/benchdesk.h"
#include "domain/flow/dispatch.h"
#include "domain/flow/fulfillment.h"
#include "domain/flow/order_action.h"
#include "domain/flow/pick_wave.h"
#include "domain/flow/wave.h"

#define PAGE  66  /* rows that a list of 22 reads: its own page and one on each side */
#define TAKEN 200 /* orders taken and released one by one; the others are copies of their work */

/* The work of the orders that were taken here, as it is when it is released. */
struct own_work {
    int64_t after; /* the newest order that was there before */
    int64_t ids[TAKEN * BENCH_LINES];
    int n;
};

static const char make_copies[] =
    "WITH RECURSIVE n (k) AS (SELECT 1 UNION ALL SELECT k + 1 FROM n WHERE k < ?1)"
    " INSERT INTO fulfillment (order_id, seq, number, site_id, status, due_date, released_ms)"
    " SELECT order_id, seq + k * 100, number || '-' || k, site_id, status, due_date, released_ms"
    " FROM fulfillment, n WHERE order_id > ?2;";
static const char make_lines[] =
    "INSERT INTO fulfillment_line (fulfillment_id, order_line_id, item_id, qty)"
    " SELECT c.id, l.order_line_id, l.item_id, l.qty"
    " FROM fulfillment c"
    " JOIN fulfillment f ON f.order_id = c.order_id AND f.seq = c.seq % 100"
    " JOIN fulfillment_line l ON l.fulfillment_id = f.id"
    " WHERE c.seq >= 100 AND c.order_id > ?2 AND ?1 > 0;";

static void run(sqlite3 *db, const char *text, int64_t value, int64_t after)
{
    sqlite3_stmt *q = NULL;

    bench_check(sqlite3_prepare_v2(db, text, -1, &q, NULL) == SQLITE_OK, sqlite3_errmsg(db));
    bench_check(sqlite3_bind_int64(q, 1, value) == SQLITE_OK, "a value cannot be bound");
    if (sqlite3_bind_parameter_count(q) > 1)
        bench_check(sqlite3_bind_int64(q, 2, after) == SQLITE_OK, "a value cannot be bound");
    bench_check(sqlite3_step(q) == SQLITE_DONE, sqlite3_errmsg(db));
    (void)sqlite3_finalize(q);
}

static int64_t number_of(sqlite3 *db, const char *text)
{
    sqlite3_stmt *q = NULL;
    int64_t n;

    bench_check(sqlite3_prepare_v2(db, text, -1, &q, NULL) == SQLITE_OK, sqlite3_errmsg(db));
    bench_check(sqlite3_step(q) == SQLITE_ROW, sqlite3_errmsg(db));
    n = sqlite3_column_int64(q, 0);
    (void)sqlite3_finalize(q);
    return n;
}

static void read_own(sqlite3 *db, struct own_work *own)
{
    sqlite3_stmt *q = NULL;

    bench_check(sqlite3_prepare_v2(db, "SELECT id FROM fulfillment WHERE order_id > ?1 ORDER BY id",
                                   -1, &q, NULL) == SQLITE_OK,
                sqlite3_errmsg(db));
    bench_check(sqlite3_bind_int64(q, 1, own->after) == SQLITE_OK, "a value cannot be bound");
    while (sqlite3_step(q) == SQLITE_ROW && own->n < (int)OD_LEN(own->ids))
        own->ids[own->n++] = sqlite3_column_int64(q, 0);
    (void)sqlite3_finalize(q);
}

/* Straight into the file: as many open pieces of work as asked, where there are fewer. Gives how
 * many there are. */
static int make_work(const char *path, int open, struct own_work *own)
{
    static const char count[] = "SELECT COUNT(*) FROM fulfillment WHERE status IN (1, 2)";
    sqlite3 *db = NULL;
    int there;

    bench_check(sqlite3_open(path, &db) == SQLITE_OK, "the desk cannot be opened");
    read_own(db, own);
    there = (int)number_of(db, count);
    if (open > there) {
        run(db, make_copies, (open - there) / own->n, own->after);
        run(db, make_lines, 1, own->after);
    }
    there = (int)number_of(db, count);
    (void)sqlite3_close(db);
    return there;
}

/* Order by order: others may wait to be released before them. */
static void release_all(const char *path, struct own_work *own)
{
    OD_DESK *desk = benchdesk_open(path);
    struct err err = ERR_INIT;

    for (int64_t id = own->after + 1; id <= own->after + TAKEN; id++) {
        const struct record_at at = { .id = id };

        bench_must(act(desk, &order_document, at, "release", NULL, &err), &err);
    }
}

static int64_t newest_order(const char *path)
{
    sqlite3 *db = NULL;
    int64_t id;

    bench_check(sqlite3_open(path, &db) == SQLITE_OK, "the desk cannot be opened");
    id = number_of(db, "SELECT MAX(id) FROM sales_order");
    (void)sqlite3_close(db);
    return id;
}

/* --- what is counted -------------------------------------------------------------------------- */

void queue_page(struct desk *desk, const struct fulfillment_filter *filter);
void queue_page(struct desk *desk, const struct fulfillment_filter *filter)
{
    OD_ARENA *tmp = arena_new();
    struct fulfillment_rows rows;
    struct err err = ERR_INIT;

    bench_must(fulfillment_queue(desk, filter, PAGE, tmp, &rows, &err), &err);
}

/* As the pick screen does it: look up, book, read again. */
void scan_once(struct desk *desk, int64_t id, const char *code, const char *action);
void scan_once(struct desk *desk, int64_t id, const char *code, const char *action)
{
    OD_ARENA *tmp = arena_new();
    const struct action_value given[] = { { "item", code }, { "qty", "1" } };
    const struct action_values values = { given, 2 };
    struct fulfillment_line *line;
    struct fulfillment *f;
    struct err err = ERR_INIT;
    struct qty pack;

    bench_must(fulfillment_load(desk, id, tmp, &f, &err), &err);
    if (strcmp(action, "pick") == 0)
        bench_must(fulfillment_match(desk, f, code, &line, &pack, &err), &err);
    bench_must(
        act(desk, &fulfillment_document, (struct record_at){ .id = id }, action, &values, &err),
        &err);
}

/* --- figures ---------------------------------------------------------------------------------- */

static void measure_queue(struct desk *desk, int tries)
{
    const struct fulfillment_filter all = { 0 }, mine = { .assigned_to = desk_user(desk)->id };
    const struct fulfillment_filter *const filters[] = { &all, &mine };
    static const char *const names[] = { "first page, p50", "first page of mine (none), p50" };

    for (size_t k = 0; k < OD_LEN(filters); k++) {
        struct series times = { 0 };

        for (int i = 0; i < tries; i++) {
            int64_t begin = bench_now_ns();

            queue_page(desk, filters[k]);
            series_add(&times, bench_now_ns() - begin);
        }
        bench_row(names[k], bench_ms(series_at(&times, 50)), "", "", "16 ms");
        series_free(&times);
    }
}

/* What the engine and the disk take for one row of their own, as safe as the desk's. */
static void measure_bare(int tries, struct series *times)
{
    sqlite3 *db = NULL;

    bench_check(sqlite3_open(bench_path("bare.db"), &db) == SQLITE_OK, "no desk can be made");
    bench_check(sqlite3_exec(db,
                             "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL;"
                             " CREATE TABLE t (id INTEGER PRIMARY KEY, n INTEGER)",
                             NULL, NULL, NULL) == SQLITE_OK,
                sqlite3_errmsg(db));
    for (int i = 0; i < tries; i++) {
        int64_t begin = bench_now_ns();

        run(db, "INSERT INTO t (n) VALUES (?1)", i, 0);
        series_add(times, bench_now_ns() - begin);
    }
    (void)sqlite3_close(db);
}

static void scan_row(const char *name, struct series *times, struct series *bare, double percent,
                     const char *budget)
{
    int64_t mine = series_at(times, percent), floor = series_at(bare, percent);

    bench_row(name, bench_ms(mine), bench_ms(floor), bench_ratio((double)mine, (double)floor),
              budget);
}

static void measure_scans(struct desk *desk, const struct own_work *own, int tries)
{
    OD_ARENA *tmp = arena_new();
    struct fulfillment *f;
    struct series times = { 0 }, bare = { 0 };
    struct err err = ERR_INIT;

    bench_must(fulfillment_load(desk, own->ids[0], tmp, &f, &err), &err);
    for (int i = 0; i < tries; i++) {
        int64_t begin = bench_now_ns();

        scan_once(desk, f->id, f->lines[0].sku, i % 2 == 0 ? "pick" : "put_back");
        series_add(&times, bench_now_ns() - begin);
    }
    measure_bare(tries, &bare);
    scan_row("a scan, committed and read again, p50", &times, &bare, 50, "");
    scan_row("  p99", &times, &bare, 99, "10 ms and the sync");
    series_free(&bare);
    series_free(&times);
}

/* Making one, and what its screen reads after each scan. */
static void measure_wave(struct desk *desk, struct site_id site, int tries)
{
    const struct pick_wave_ask ask = { .site = site, .max = PICK_WAVE_MOST };
    struct series times = { 0 };
    struct err err = ERR_INIT;
    int64_t id, begin = bench_now_ns();
    char name[60];
    int lines_n = 0;

    bench_must(pick_wave_new(desk, &ask, &id, &err), &err);
    bench_row("a wave of 200 is made", bench_ms(bench_now_ns() - begin), "", "", "");
    for (int i = 0; i < tries; i++) {
        OD_ARENA *tmp = arena_new();
        struct pick_wave_lines lines;
        struct pick_wave *w;

        begin = bench_now_ns();
        bench_must(pick_wave_load(desk, id, tmp, &w, &err), &err);
        bench_must(pick_wave_lines(desk, id, tmp, &lines, &err), &err);
        series_add(&times, bench_now_ns() - begin);
        lines_n = lines.n;
        bench_check(w->picks == PICK_WAVE_MOST, "the wave is smaller than asked");
    }
    (void)snprintf(name, sizeof name, "its walk of %d lines is read, p50", lines_n);
    bench_row(name, bench_ms(series_at(&times, 50)), "", "", "16 ms");
    series_free(&times);
}

void ship_all(struct desk *desk, struct arena *arena, struct dispatch *rows);
void ship_all(struct desk *desk, struct arena *arena, struct dispatch *rows)
{
    struct err err = ERR_INIT;

    bench_must(dispatch_ship(desk, "DHL", arena, rows, &err), &err);
}

/* The orders that were taken, not their copies, are picked and packed. */
static void measure_shipping(struct desk *desk, const struct own_work *own)
{
    static const char *const actions[] = { "pick", "pack" };
    OD_ARENA *tmp = arena_new();
    struct dispatch all, rows = { 0 };
    struct err err = ERR_INIT;
    int64_t begin, cpu;

    for (int i = 0; i < TAKEN; i++)
        for (size_t k = 0; k < OD_LEN(actions); k++)
            bench_must(act(desk, &fulfillment_document, (struct record_at){ .id = own->ids[i] },
                           actions[k], NULL, &err),
                       &err);
    bench_must(dispatch_load(desk, (struct site_id){ 0 }, DISPATCH_ROWS, tmp, &all, &err),
                   &err);
    rows.v = arena_array(tmp, all.n, struct dispatch_row);
    for (int i = 0; i < all.n; i++)
        for (int k = 0; k < TAKEN; k++)
            if (all.v[i].id == own->ids[k])
                rows.v[rows.n++] = all.v[i];
    bench_check(rows.n == TAKEN, "not all is packed");
    begin = bench_now_ns();
    cpu = bench_cpu_ns();
    ship_all(desk, tmp, &rows);
    cpu = bench_cpu_ns() - cpu;
    bench_row("200 packed orders shipped at once", bench_ms(bench_now_ns() - begin), "", "",
              "1000 ms");
    bench_row("  of that, on a processor", bench_ms(cpu), "", "", "");
    bench_check(rows.shipped == TAKEN, "not all was shipped");
}

static bool is_asked(int argc, char **argv, const char *what)
{
    for (int i = 1; i + 1 < argc; i++)
        if (strcmp(argv[i], "--only") == 0)
            return strcmp(argv[i + 1], what) == 0;
    return true;
}

static const char *desk_asked(int argc, char **argv)
{
    for (int i = 1; i + 1 < argc; i++)
        if (strcmp(argv[i], "--desk") == 0)
            return argv[i + 1];
    return NULL;
}

int main(int argc, char **argv)
{
    int open = bench_option(argc, argv, "--open", 10000);
    int tries = bench_option(argc, argv, "--tries", 200);
    const char *path = bench_path("desk.db"), *from = desk_asked(argc, argv);
    static struct own_work own;
    struct benchdesk shop;
    OD_DESK *desk = NULL;
    struct site_id site;

    if (from != NULL) {
        bench_copy(from, path);
        own.after = newest_order(path);
        benchdesk_add(&shop, path, 100, 50, TAKEN);
    } else {
        benchdesk_make(&shop, path, 100, 50, TAKEN);
    }
    release_all(path, &own);
    open = make_work(path, open, &own);
    desk = benchdesk_open(path);
    site = shop.sites > 0 ? shop.site[0] : desk_company(desk)->site;
    bench_title("Picking, %d pieces of work open, %lld orders, %d times", open,
                (long long)own.after + TAKEN, tries);
    if (is_asked(argc, argv, "queue"))
        measure_queue(desk, tries);
    if (is_asked(argc, argv, "scan"))
        measure_scans(desk, &own, tries);
    if (is_asked(argc, argv, "wave"))
        measure_wave(desk, site, tries);
    if (is_asked(argc, argv, "ship"))
        measure_shipping(desk, &own);
    bench_end();
    return 0;
}
