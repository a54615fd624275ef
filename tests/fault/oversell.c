/*
 * The last units of an item, wanted by several desks at once (DOMAIN R3; RELIABILITY G7): processes
 * on a real file allocate one by one until they are refused, and exactly what was there is
 * promised. The control looks first and takes afterwards, in two transactions, with all processes
 * looking before the first takes; it must oversell, else this test could not tell.
 *
 * oversell [--writers N] [--units N]
 */
#include <dirent.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/mem.h"
#include "domain/catalog/item.h"
#include "domain/desk/desk.h"
#include "domain/stock/stock.h"
#include "store/store.h"

#define MAX_WRITERS 64

struct race {
    char folder[64];
    const char *where; /* the desk's file */
    int writers;
    int64_t units;
    struct item_id item;
    struct site_id site;
    struct order_id orders[MAX_WRITERS];
    struct line_id lines[MAX_WRITERS];
    int ready[2]; /* each process writes a byte here when it has come so far */
    int go[2];    /* closed by the parent when all have */
};

static void must(bool is_ok, const struct err *err)
{
    if (is_ok)
        return;
    fprintf(stderr, "%s [%s]\n", err->text, err->cause);
    exit(EXIT_FAILURE);
}

static void must_system(bool is_ok, const char *what)
{
    if (is_ok)
        return;
    perror(what);
    exit(EXIT_FAILURE);
}

/* --- the desk ----------------------------------------------------------------------------------
 */

static const struct sql sql_order = {
    .name = "test.order",
    .text = "INSERT INTO sales_order (status, channel_id, site_id, currency, created_ms,"
            " updated_ms, created_by, shown_status)"
            " VALUES (5, $1, $2, 'GBP', 1, 1, $3, 17)"
            " RETURNING id",
};
static const struct sql sql_line = {
    .name = "test.line",
    .text = "INSERT INTO order_line (order_id, line_no, kind, item_id, sku, description,"
            " ordered_qty)"
            " VALUES ($1, 1, 1, $2, 'X', 'X', $3)"
            " RETURNING id",
};

static void add_order(struct race *r, struct desk *desk, int at)
{
    struct err err = ERR_INIT;
    OD_TX tx = { 0 };
    struct stmt *q;

    must(desk_begin(desk, "order.draft", &tx, &err), &err);
    q = sql_write(&tx, &sql_order);
    put_i64(q, desk_company(desk)->channel.v);
    put_i64(q, r->site.v);
    put_i64(q, desk_user(desk)->id.v);
    must(sql_run_id(&q, &r->orders[at].v, &err), &err);
    q = sql_write(&tx, &sql_line);
    put_i64(q, r->orders[at].v);
    put_i64(q, r->item.v);
    put_i64(q, r->units * QTY_PER_UNIT);
    must(sql_run_id(&q, &r->lines[at].v, &err), &err);
    must(tx_commit(&tx, &err), &err);
}

/* A new desk with so many units of one item, and an order for each process. */
static void set_up(struct race *r, const char *name, int64_t units, struct arena *arena)
{
    const struct item item = {
        .sku = "LAST", .kind = ITEM_STOCK, .description = "The last ones", .is_active = true
    };
    struct err err = ERR_INIT;
    struct desk_new in = { .login = "anna", .company = "Race", .country = "GB" };
    OD_DESK *desk = NULL;

    r->where = arena_printf(arena, "%s/%s.db", r->folder, name);
    in.where = r->where;
    in.clock = clock_system();
    must(desk_create(&in, &desk, &err), &err);
    r->site = desk_company(desk)->site;
    must(item_save(desk, &item, NULL, NULL, &r->item, &err), &err);
    must(stock_receive(desk, r->item, r->site, (struct qty){ units * QTY_PER_UNIT },
                       NULL, &err), &err);
    for (int i = 0; i < r->writers; i++)
        add_order(r, desk, i);
}

static struct desk *open_desk(const struct race *r)
{
    const struct desk_open_options options = { .where = r->where,
                                               .login = "anna",
                                               .clock = clock_system() };
    struct err err = ERR_INIT;
    struct desk *desk = NULL;

    must(desk_open(&options, &desk, &err), &err);
    return desk;
}

static struct stock_level level_of(const struct race *r, struct desk *desk)
{
    OD_ARENA *tmp = arena_new();
    struct err err = ERR_INIT;
    struct stock_levels levels;

    must(stock_levels_load(desk, r->item, (struct order_id){ 0 }, tmp, &levels, &err), &err);
    levels.v[0].site_code = levels.v[0].bin = NULL;
    return levels.v[0];
}

/* --- the processes -----------------------------------------------------------------------------
 */

/* Says "so far" and waits until all have. */
static void meet(const struct race *r)
{
    char byte = 'r';
    ssize_t got;

    must_system(write(r->ready[1], &byte, 1) == 1, "write");
    do
        got = read(r->go[0], &byte, 1);
    while (got < 0 && errno == EINTR);
    must_system(got == 0, "read");
}

/* Takes one unit after the other until there is none; how many it got. */
static int64_t take_all(const struct race *r, int at)
{
    OD_DESK *desk = open_desk(r);
    struct stock_want want = {
        .line = r->lines[at], .item = r->item, .site = r->site, .qty = { QTY_PER_UNIT }
    };
    int64_t got = 0;

    meet(r);
    do {
        struct err err = ERR_INIT;
        OD_TX tx = { 0 };

        must(desk_begin(desk, "order.confirm", &tx, &err), &err);
        must(stock_allocate(&tx, desk, r->orders[at], &want, 1, &err), &err);
        must(tx_commit(&tx, &err), &err);
        got += want.got.milli / QTY_PER_UNIT;
    } while (want.got.milli > 0 && got <= r->units); /* without its guard it would never end */
    return got;
}

static const struct sql sql_naive = {
    .name = "test.naive",
    .text = "UPDATE stock_level"
            " SET allocated_qty = allocated_qty + 1000"
            " WHERE item_id = $1 AND site_id = $2",
};

/* What must not be done: looks, and takes what it saw in another transaction. */
static int64_t take_naively(const struct race *r, int at)
{
    OD_DESK *desk = open_desk(r);
    struct err err = ERR_INIT;
    OD_TX tx = { 0 };
    struct qty seen = level_of(r, desk).free;
    struct stmt *q;

    (void)at;
    meet(r);
    if (seen.milli < QTY_PER_UNIT)
        return 0;
    must(desk_begin(desk, "order.confirm", &tx, &err), &err);
    q = sql_write(&tx, &sql_naive);
    put_i64(q, r->item.v);
    put_i64(q, r->site.v);
    must(sql_run(&q, NULL, &err), &err);
    must(tx_commit(&tx, &err), &err);
    return 1;
}

static pid_t start(struct race *r, int64_t (*take)(const struct race *, int), int at, int result)
{
    pid_t pid = fork();
    int64_t got;

    must_system(pid >= 0, "fork");
    if (pid > 0)
        return pid;
    (void)close(r->go[1]);
    got = take(r, at);
    must_system(write(result, &got, sizeof got) == (ssize_t)sizeof got, "write");
    _exit(EXIT_SUCCESS);
}

static void read_all(int fd, void *out, size_t size)
{
    char *to = out;

    while (size > 0) {
        ssize_t got = read(fd, to, size);

        if (got < 0 && errno == EINTR)
            continue;
        if (got <= 0) {
            fprintf(stderr, "a process ended before its time\n");
            exit(EXIT_FAILURE);
        }
        to += got;
        size -= (size_t)got;
    }
}

/* Lets all processes go at once; how many units they say they got together. */
static int64_t race(struct race *r, int64_t (*take)(const struct race *, int))
{
    pid_t pids[MAX_WRITERS];
    int64_t sum = 0;
    int result[2];
    char byte;

    must_system(pipe(r->ready) == 0 && pipe(r->go) == 0 && pipe(result) == 0, "pipe");
    for (int i = 0; i < r->writers; i++)
        pids[i] = start(r, take, i, result[1]);
    (void)close(r->ready[1]);
    (void)close(result[1]);
    for (int i = 0; i < r->writers; i++)
        read_all(r->ready[0], &byte, 1);
    (void)close(r->go[1]);
    for (int i = 0; i < r->writers; i++) {
        int64_t got = 0;

        read_all(result[0], &got, sizeof got);
        sum += got;
    }
    for (int i = 0; i < r->writers; i++) {
        int status = 0;

        must_system(waitpid(pids[i], &status, 0) == pids[i], "waitpid");
        must_system(WIFEXITED(status) && WEXITSTATUS(status) == 0, "a process");
    }
    (void)close(r->ready[0]);
    (void)close(r->go[0]);
    (void)close(result[0]);
    return sum;
}

/* --- what must come out ------------------------------------------------------------------------
 */

static bool guarded_sells_what_is_there(struct race *r, struct arena *arena)
{
    struct stock_level level;
    struct stock_sums sums;
    struct err err = ERR_INIT;
    OD_DESK *desk = NULL;
    int64_t got;

    set_up(r, "guarded", r->units, arena);
    got = race(r, take_all);
    desk = open_desk(r);
    level = level_of(r, desk);
    must(stock_sums_load(desk, r->item, r->site, &sums, &err), &err);
    printf("guarded: %d processes got %lld of %lld; counter %lld, rows %lld\n", r->writers,
           (long long)got, (long long)r->units, (long long)(level.allocated.milli / QTY_PER_UNIT),
           (long long)(sums.allocated.milli / QTY_PER_UNIT));
    return got == r->units && level.allocated.milli == r->units * QTY_PER_UNIT &&
           sums.allocated.milli == level.allocated.milli && level.free.milli == 0;
}

static bool control_oversells(struct race *r, struct arena *arena)
{
    int64_t got;

    set_up(r, "control", 1, arena);
    got = race(r, take_naively);
    printf("control: %d processes got %lld of 1\n", r->writers, (long long)got);
    return got > 1;
}

static void remove_folder(const char *folder, struct arena *arena)
{
    DIR *dir = opendir(folder);
    const struct dirent *entry;

    while (dir != NULL && (entry = readdir(dir)) != NULL) {
        if (entry->d_name[0] != '.')
            (void)unlink(arena_printf(arena, "%s/%s", folder, entry->d_name));
    }
    if (dir != NULL)
        (void)closedir(dir);
    (void)rmdir(folder);
}

static void read_args(struct race *r, int argc, char **argv)
{
    for (int i = 1; i + 1 < argc; i += 2) {
        long n = strtol(argv[i + 1], NULL, 10);

        if (strcmp(argv[i], "--writers") == 0 && n > 0 && n <= MAX_WRITERS)
            r->writers = (int)n;
        else if (strcmp(argv[i], "--units") == 0 && n > 0)
            r->units = n;
        else
            argc = 0;
    }
    if (argc % 2 == 0) {
        fprintf(stderr, "usage: oversell [--writers N] [--units N]\n");
        exit(2);
    }
}

int main(int argc, char **argv)
{
    OD_ARENA *arena = arena_new();
    struct race r = { .folder = "/tmp/orderdesk-oversell.XXXXXX", .writers = 8, .units = 20 };
    bool is_guarded, can_tell;

    read_args(&r, argc, argv);
    must_system(mkdtemp(r.folder) != NULL, "mkdtemp");
    is_guarded = guarded_sells_what_is_there(&r, arena);
    can_tell = r.writers == 1 || control_oversells(&r, arena);
    remove_folder(r.folder, arena);
    if (!is_guarded)
        fprintf(stderr, "FAILED: not exactly what was there was promised\n");
    if (!can_tell)
        fprintf(stderr, "FAILED: the control did not oversell, so this test proves nothing\n");
    return is_guarded && can_tell ? EXIT_SUCCESS : EXIT_FAILURE;
}
