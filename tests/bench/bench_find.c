/*
 * Finding, paging and the dashboard on desks of growing size: each figure is the 99th percentile of
 * many tries in processor time (everything is in memory after the first), beside its goal and how
 * much it grew from the first desk to the last.
 *
 * bench_find [--tries N] DESK...        the desks of tests/bench/gen, smallest first
 */
#include <assert.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/limits.h"
#include "base/mem.h"
#include "bench/bench.h"
#include "bench/benchdesk.h"
#include "domain/insight/queue.h"
#include "domain/insight/search.h"
#include "domain/insight/today.h"
#include "support/rng.h"

#define DESKS   4
#define PAGE    40
#define RESULTS 100

/* Functions of their own, so that callgrind can count inside of them (counts.sh). */
#define COUNTED __attribute__((noinline))

struct bench {
    struct desk *desk;
    struct arena *tmp; /* of one try */
    struct rng rng;
    int orders, tries;
};

/* --- what is asked ---------------------------------------------------------------------------- */

/* As the find screen does for each key: the best of every kind. */
static void find_any(struct bench *b, const char *text)
{
    struct err err = ERR_INIT;
    const struct query *q;
    struct customer_rows customers;
    struct order_rows orders;
    struct item_rows items;

    bench_must(query_parse(text, FIND_ALL, b->desk, b->tmp, &q, &err), &err);
    bench_must(find_customers(b->desk, q, NULL, 8, b->tmp, &customers, &err), &err);
    bench_must(find_orders(b->desk, q, NULL, 24, b->tmp, &orders, &err), &err);
    bench_must(find_items(b->desk, q, NULL, 8, b->tmp, &items, &err), &err);
}

static void page_of(struct bench *b, const char *text, enum find_kind kind,
                    const struct find_from *from)
{
    struct err err = ERR_INIT;
    const struct query *q;
    struct customer_rows customers;
    struct order_rows orders;
    struct item_rows items;

    bench_must(query_parse(text, kind, b->desk, b->tmp, &q, &err), &err);
    if (kind == FIND_CUSTOMER)
        bench_must(find_customers(b->desk, q, from, PAGE, b->tmp, &customers, &err), &err);
    else if (kind == FIND_ITEM)
        bench_must(find_items(b->desk, q, from, PAGE, b->tmp, &items, &err), &err);
    else
        bench_must(find_orders(b->desk, q, from, PAGE, b->tmp, &orders, &err), &err);
}

COUNTED static void one_letter(struct bench *b, const char *arg OD_UNUSED)
{
    char text[] = { (char)('a' + rng_below(&b->rng, 26)), '\0' };

    find_any(b, text);
}

static void two_letters(struct bench *b, const char *arg OD_UNUSED)
{
    char text[] = { (char)('a' + rng_below(&b->rng, 26)), "aeioult"[rng_below(&b->rng, 7)], '\0' };

    find_any(b, text);
}

static void digits(struct bench *b, const char *arg OD_UNUSED)
{
    char text[8];

    snprintf(text, sizeof text, "%d", (int)rng_below(&b->rng, 10000));
    text[1 + rng_below(&b->rng, 4)] = '\0';
    find_any(b, text);
}

/* One of the words of arg, and as many letters of it as were typed so far. */
COUNTED static void typed(struct bench *b, const char *arg)
{
    int words = 1, at;
    size_t len;

    for (const char *c = arg; *c; c++)
        words += *c == '|';
    at = (int)rng_below(&b->rng, (uint64_t)words);
    while (at-- > 0)
        arg = strchr(arg, '|') + 1;
    len = 1 + rng_below(&b->rng, strcspn(arg, "|"));
    find_any(b, arena_strndup(b->tmp, arg, len));
}

COUNTED static void whole(struct bench *b, const char *arg)
{
    find_any(b, arg);
}

/* Nothing is found, and another word is looked for. */
COUNTED static void mended(struct bench *b, const char *arg)
{
    struct err err = ERR_INIT;
    struct query_mended out;

    find_any(b, arg);
    bench_must(query_mend(b->desk, arg, FIND_ALL, b->tmp, &out, &err), &err);
    find_any(b, out.text != NULL ? out.text : arg);
}

COUNTED static void orders(struct bench *b, const char *arg)
{
    page_of(b, arg, FIND_ORDER, NULL);
}

COUNTED static void orders_deep(struct bench *b, const char *arg)
{
    struct find_from from = { .id = 1 + (int64_t)rng_below(&b->rng, (uint64_t)b->orders) };

    page_of(b, arg, FIND_ORDER, &from);
}

static void orders_last(struct bench *b, const char *arg)
{
    struct find_from from = { .backward = true };

    page_of(b, arg, FIND_ORDER, &from);
}

static void customers(struct bench *b, const char *arg)
{
    page_of(b, arg, FIND_CUSTOMER, NULL);
}

/* What the word that is typed may become, as much of it as was typed so far. */
COUNTED static void completed(struct bench *b, const char *arg)
{
    struct err err = ERR_INIT;
    struct query_completions out;
    int colon = (int)strcspn(arg, ":");
    int at = arg[colon] == ':' ? colon + 1 : 3, len = (int)strlen(arg);

    at += (int)rng_below(&b->rng, (uint64_t)(len - at + 1));
    arg = arena_strndup(b->tmp, arg, (size_t)at);
    bench_must(query_complete(b->desk, arg, at, FIND_ALL, 8, b->tmp, &out, &err), &err);
}

/* As many at once as are read for what is done to all that is found. */
COUNTED static void orders_many(struct bench *b, const char *arg)
{
    struct err err = ERR_INIT;
    struct find_from from = { .id = 1 + (int64_t)rng_below(&b->rng, (uint64_t)b->orders) };
    const struct query *q;
    struct order_rows rows;

    bench_must(query_parse(arg, FIND_ORDER, b->desk, b->tmp, &q, &err), &err);
    bench_must(find_orders(b->desk, q, &from, LIMIT_PAGE_ROWS, b->tmp, &rows, &err), &err);
}

/* A page far down in an order of totals or of days. */
COUNTED static void orders_sorted(struct bench *b, const char *arg)
{
    char key[32];
    struct find_from from = { .id = 1 + (int64_t)rng_below(&b->rng, (uint64_t)b->orders),
                              .key = key };

    snprintf(key, sizeof key, "%d", (int)rng_below(&b->rng, 100000));
    page_of(b, arg, FIND_ORDER, &from);
}

/* A saved view's number on the dashboard. */
static void view_count(struct bench *b, const char *arg)
{
    struct err err = ERR_INIT;
    const struct query *q;
    int n;

    bench_must(query_parse(arg, FIND_ORDER, b->desk, b->tmp, &q, &err), &err);
    bench_must(find_count(b->desk, q, FIND_ORDER, 1000, b->tmp, &n, &err), &err);
}

COUNTED static void customers_deep(struct bench *b, const char *arg)
{
    char key[] = { (char)('a' + rng_below(&b->rng, 26)), (char)('a' + rng_below(&b->rng, 26)),
                   '\0' };
    struct find_from from = { .id = 1, .key = key };

    page_of(b, arg, FIND_CUSTOMER, &from);
}

static void items(struct bench *b, const char *arg)
{
    page_of(b, arg, FIND_ITEM, NULL);
}

static void customer_field(struct bench *b, const char *arg)
{
    struct err err = ERR_INIT;
    struct customer_rows rows;
    size_t len = 1 + rng_below(&b->rng, strlen(arg));

    bench_must(lookup_customers(b->desk, arena_strndup(b->tmp, arg, len), 8, b->tmp, &rows, &err),
               &err);
}

static void item_field(struct bench *b, const char *arg)
{
    struct err err = ERR_INIT;
    struct item_rows rows;
    size_t len = 1 + rng_below(&b->rng, strlen(arg));

    bench_must(lookup_items(b->desk, arena_strndup(b->tmp, arg, len), 8, b->tmp, &rows, &err),
               &err);
}

COUNTED static void dashboard(struct bench *b, const char *arg OD_UNUSED)
{
    struct err err = ERR_INIT;
    struct queues queues;
    struct day_figures day;
    struct recents recents;
    struct drafts drafts;
    struct today today;
    struct people people;

    bench_must(queues_load(b->desk, b->tmp, &queues, &err), &err);
    bench_must(day_figures_load(b->desk, desk_today(b->desk), &day, &err), &err);
    bench_must(today_load(b->desk, &today, &err), &err);
    bench_must(people_load(b->desk, b->tmp, &people, &err), &err);
    bench_must(recents_load(b->desk, 10, b->tmp, &recents, &err), &err);
    bench_must(order_drafts(b->desk, 10, b->tmp, &drafts, &err), &err);
}

COUNTED static void open_order(struct bench *b, const char *arg OD_UNUSED)
{
    struct err err = ERR_INIT;
    struct order_id id = { 1 + (int64_t)rng_below(&b->rng, (uint64_t)b->orders) };
    struct order *o;

    bench_must(order_load(b->desk, id, b->tmp, &o, &err), &err);
}

static const struct measure {
    const char *name;
    void (*run)(struct bench *b, const char *arg);
    const char *arg, *goal;
} measures[] = {
    { "find anything: one letter", one_letter, "", "16" },
    { "find anything: two letters", two_letters, "", "16" },
    { "find anything: digits", digits, "", "16" },
    { "find anything: a name as typed", typed, "kelmore|alton|muller|dunford|craw|zieby", "16" },
    { "find anything: two words as typed", typed, "leeds tools|kelmore ltd|hull bar|m8 bolt", "16" },
    { "find anything: in every record", whole, "bench", "16" },
    { "find anything: very common words", typed, "leeds|london|ltd|group", "16" },
    { "find anything: two very common words", whole, "leeds ltd", "16" },
    { "find anything: no hit", whole, "qzxv", "16" },
    { "find anything: common, and no hit", whole, "leeds qzxv", "16" },
    { "find anything: either of two names", whole, "alton or barton", "16" },
    { "find anything: one letter wrong", mended, "wahser", "16" },
    { "find anything: the first letter wrong", mended, "qcrew", "16" },
    { "find anything: nothing like it", mended, "qzxvqzxv", "16" },
    { "orders: a parcel, as a word", orders, "00340434161094", "16" },
    { "orders: work, carrier or hold", orders, "work:packed or carrier:dhl or hold:credit", "16" },
    { "orders: site, wanted", orders, "site:main wanted:today", "16" },
    { "orders: word, status", orders, "leeds status:backordered", "16" },
    { "orders: word, ended status", orders, "leeds status:canceled", "16" },
    { "orders: word, status, date", orders, "ltd status:delivered date:-30", "16" },
    { "orders: word, old date", orders, "leeds date:2024-03", "16" },
    { "orders: word, no such date", orders, "leeds date:2019", "16" },
    { "orders: word, large total", orders, "leeds total>90000", "16" },
    { "orders: large total", orders, "total>200000", "16" },
    { "orders: status, large total", orders, "status:canceled total>60000", "16" },
    { "orders: common status, date", orders, "status:delivered date:2024-06-03", "16" },
    { "orders: by, status", orders, "by:mia status:on_hold", "16" },
    { "orders: customer", orders, "customer:1001", "16" },
    { "orders: customer, word", orders, "customer:1001 leeds", "16" },
    { "orders: item", orders, "sku:BOL-M2-10", "16" },
    { "orders: item, status", orders, "sku:BOL-M2-10 status:canceled", "16" },
    { "orders: category", orders, "category:=Paint", "16" },
    { "orders: hour, often", orders, "hour:11", "16" },
    { "orders: hour of a weekday, a year", orders, "date:2026 weekday:sun hour:3", "16" },
    { "orders: hour of the night", orders, "hour:3", "16" },
    { "orders: a weekday", orders, "weekday:sun", "16" },
    { "orders: hour of a weekday, by total", orders, "weekday:sun hour:3 sort:total", "16" },
    { "orders: an old year", orders, "date:2024", "16" },
    { "orders: a part of a code", orders, "sku:BOL-M2-1", "16" },
    { "orders: a part of a code, status", orders, "sku:BOL-M2-1 status:canceled", "16" },
    { "orders: late", orders, "is:late", "16" },
    { "orders: open", orders, "is:open", "16" },
    { "orders: a change is open", orders, "is:changing", "16" },
    { "orders: a change is proposed", orders, "is:proposed", "16" },
    { "orders: a line waits for an item", orders, "is:unmapped", "16" },
    { "a view's count: open", view_count, "is:open", "16" },
    { "a view's count: word", view_count, "leeds", "16" },
    { "a view's count: changing", view_count, "is:changing", "16" },
    { "orders: channel", orders, "channel:edi", "16" },
    { "orders: channel, canceled", orders, "channel:edi status:canceled", "16" },
    { "orders: PO", orders, "po:PO-00123", "16" },
    { "orders: a note, no hit", orders, "note:qzxv", "16" },
    { "orders: a note of two letters, no hit", orders, "note:qz", "16" },
    { "customers: a note, no hit", customers, "note:qzxv", "16" },
    { "orders, page at any depth", orders_deep, "", "5" },
    { "orders, page at any depth: status", orders_deep, "status:delivered", "5" },
    { "orders, page at any depth: open", orders_deep, "is:open", "5" },
    { "orders, page at any depth: word", orders_deep, "leeds", "5" },
    { "orders, last page", orders_last, "", "5" },
    { "orders, last page: word", orders_last, "leeds", "5" },
    { "orders, page at any depth: category", orders_deep, "category:=Paint", "5" },
    { "orders, page at any depth: hour", orders_deep, "hour:11", "5" },
    { "orders, page at any depth: by total", orders_sorted, "sort:-total", "5" },
    { "orders, page at any depth: a year", orders_deep, "date:2024", "5" },
    { "orders, rows to be done to many", orders_many, "status:delivered", "16" },
    { "orders, rows to be done to many: open", orders_many, "is:open", "16" },
    { "customers, page at any depth", customers_deep, "", "5" },
    { "customers: common word", customers, "leeds", "16" },
    { "customers: common word, any depth", customers_deep, "leeds", "5" },
    { "customers: many of one name, far down", customers, "kel", "16" },
    { "customers: not active", customers, "is:inactive", "16" },
    { "items: common word", items, "bolt", "16" },
    { "items: many of one kind, far down", items, "widget", "16" },
    { "items: not active", items, "is:inactive", "16" },
    { "customer's field, as typed", customer_field, "kelmore tools", "16" },
    { "item's field, as typed", item_field, "bolt m8", "16" },
    { "completion: a field's name", completed, "status", "16" },
    { "completion: a status", completed, "status:on_hold", "16" },
    { "completion: a user", completed, "by:mia", "16" },
    { "completion: a customer", completed, "customer:kelmore tools", "16" },
    { "completion: an item", completed, "sku:bol m8", "16" },
    { "completion: a category", completed, "category:paint", "16" },
    { "completion: a category, none", completed, "category:qz", "16" },
    { "an order is loaded", open_order, "", "5" },
    { "the dashboard's figures", dashboard, "", "50" },
};

/* --- the table -------------------------------------------------------------------------------- */

static int count_orders(struct bench *b)
{
    struct err err = ERR_INIT;
    const struct query *q;
    struct order_rows rows;

    bench_must(query_parse("", FIND_ORDER, b->desk, b->tmp, &q, &err), &err);
    bench_must(find_orders(b->desk, q, NULL, 1, b->tmp, &rows, &err), &err);
    return rows.n > 0 ? (int)rows.v[0].id.v : 0;
}

static int64_t measure(struct bench *b, const struct measure *m)
{
    struct series s = { 0 };
    int64_t p99;

    b->rng.state = 7;
    for (int i = 0; i < b->tries; i++) {
        int64_t before;

        arena_reset(b->tmp);
        before = bench_cpu_ns();
        m->run(b, m->arg);
        /* The first ones prepare statements and warm the cache, as the first keys of a day do. */
        if (i >= 3)
            series_add(&s, bench_cpu_ns() - before);
        if (i >= 20 && series_at(&s, 50) > 100 * 1000000)
            break;
    }
    p99 = series_at(&s, 99);
    series_free(&s);
    return p99;
}

static void measure_desk(const char *path, int tries, const char *only, int64_t out[RESULTS],
                         int *size)
{
    OD_ARENA *tmp = arena_new();
    OD_DESK *desk = benchdesk_open(path);
    struct bench b = { .desk = desk, .tmp = tmp, .tries = tries };

    *size = b.orders = count_orders(&b);
    for (size_t i = 0; i < OD_LEN(measures); i++)
        if (!only || strstr(measures[i].name, only))
            out[i] = measure(&b, &measures[i]);
}

static void print(int desks, const int *sizes, int64_t results[DESKS][RESULTS], const char *only)
{
    printf("\nFinding and paging, 99th percentile in ms, by number of orders\n%-40s", "");
    for (int d = 0; d < desks; d++)
        printf(" %9d", sizes[d]);
    printf(" %7s  %s\n", "growth", "goal");
    for (size_t i = 0; i < OD_LEN(measures); i++) {
        double first = (double)results[0][i] / 1e6, last = (double)results[desks - 1][i] / 1e6;

        if (only && !strstr(measures[i].name, only))
            continue;
        printf("%-40s", measures[i].name);
        for (int d = 0; d < desks; d++)
            printf(" %9.2f", (double)results[d][i] / 1e6);
        printf(" %7s  %s%s\n", bench_ratio(last, first), measures[i].goal,
               last > strtod(measures[i].goal, NULL) ? "  missed" : "");
    }
    fflush(stdout);
}

int main(int argc, char **argv)
{
    static int64_t results[DESKS][RESULTS];
    int sizes[DESKS] = { 0 }, desks = 0, tries = bench_option(argc, argv, "--tries", 200);
    const char *only = NULL;

    static_assert(OD_LEN(measures) <= RESULTS, "room for all results");
    for (int i = 1; i < argc; i++) {
        if (strcmp(argv[i], "--only") == 0 && i + 1 < argc)
            only = argv[++i];
        else if (strcmp(argv[i], "--tries") == 0)
            i++;
        else if (desks < DESKS)
            measure_desk(argv[i], tries, only, results[desks], &sizes[desks]), desks++;
    }
    bench_check(desks > 0, "name the desks that tests/bench/gen made");
    print(desks, sizes, results, only);
    return 0;
}
