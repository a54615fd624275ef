/*
 * Every statement that the query bar can put together out of one or two conditions, or of all, from
 * the first row, from a row on, and backward.
 */
#ifndef OD_TESTS_LINT_SEARCH_COMBOS_H
#define OD_TESTS_LINT_SEARCH_COMBOS_H

#include "base/mem.h"
#include "domain/insight/compose.h"
#include "domain/order/order.h"
#include "store/sql.h"

enum { COMBO_BITS = 31 };

static struct query_range combo_range(bool is_set, int64_t from, int64_t to)
{
    return (struct query_range){ is_set, from, to };
}

static void combo_names(struct query *q, struct resolved *r, bool is_on, int sign)
{
    struct query_names names = { { "1", "2" }, is_on ? 2 : 0 };

    q->po[sign] = q->city[sign] = q->postcode[sign] = q->category[sign] = q->note[sign] =
        names;
    r->channel[sign].n = r->user[sign].n = is_on;
}

/* What hangs on an order, and small conditions of one column. */
static void combo_links(struct query *q, struct resolved *r, int sign)
{
    q->tracking[sign] = q->carrier[sign] = (struct query_names){ { "1", "2" }, 2 };
    q->hold[sign] = q->work[sign] = 6;
    q->weekday[sign] = q->hour[sign] = 5;
    q->shipped[sign] = q->priority[sign] = combo_range(true, 1, 2);
    q->wanted[sign] = combo_range(true, 20260101, 20261231);
    q->states[sign] |= QUERY_PICKUP;
    r->picker[sign].n = r->site[sign].n = r->group[sign].n = 1;
}

static void combo_query(uint32_t bits, struct query *q, struct resolved *r)
{
    *q = (struct query){ .kinds = 14, .today = { 2026, 11, 22 }, .is_sort_down = true };
    *r = (struct resolved){ 0 };
    q->match = bits & 1 << 0 ? "\"a\"*" : NULL;
    q->number[QUERY_IS] = (struct query_names){ { "1", "2" }, bits & 1 << 1 ? 2 : 0 };
    r->item[QUERY_IS].n = bits & 1 << 2 ? 2 : 0;
    r->customer[QUERY_IS].n = bits & 1 << 3 ? 2 : 0;
    q->states[QUERY_IS] = (bits & 1 << 4 ? QUERY_LATE : 0u) |
                          (bits & 1 << 5 ? QUERY_BACKORDERED : 0u) |
                          (bits & 1 << 15 ? QUERY_IMPORTED | QUERY_HELD : 0u) |
                          (bits & 1 << 16 ? QUERY_ACTIVE | QUERY_PROPOSED : 0u) |
                          (bits & 1 << 18 ? QUERY_UNMAPPED | QUERY_BAD_ADDRESS : 0u) |
                          (bits & 1 << 27 ? QUERY_CHANGING : 0u);
    if (bits & 1 << 6)
        q->shown = 1u << SHOWN_ALLOCATED;
    if (bits & 1 << 7)
        q->shown |= 1u << SHOWN_ON_HOLD | 1u << SHOWN_SUBMITTED;
    if (bits & 1 << 8)
        q->shown |= 1u << SHOWN_INVOICED | 1u << SHOWN_CANCELED;
    q->has_shown = q->shown != 0;
    q->placed[QUERY_IS] =
        combo_range(bits & (1 << 9 | 1 << 10), 1, bits & 1 << 9 ? 1000 : INT64_MAX);
    combo_names(q, r, bits & 1 << 11, QUERY_IS);
    q->note[QUERY_IS].v[0] = "abc";
    r->has_few_notes = q->note[QUERY_IS].n > 0 && bits & 1 << 12;
    q->external[QUERY_IS].n = bits & 1 << 12 ? 1 : 0;
    q->external[QUERY_IS].v[0] = "1";
    r->max_id = bits & 1 << 13 ? 7 : 0;
    q->total[QUERY_IS] = combo_range(bits & 1 << 14, 1, 2);
    q->promised[QUERY_IS] = combo_range(bits & 1 << 14, 20260101, 20261231);
    q->match_not = bits & 1 << 17 ? "\"a\"*" : NULL;
    combo_names(q, r, bits & 1 << 18, QUERY_NOT);
    if (bits & 1 << 19) {
        q->number[QUERY_NOT] = q->external[QUERY_NOT] = (struct query_names){ { "1" }, 1 };
        r->item[QUERY_NOT].n = r->customer[QUERY_NOT].n = 2;
        q->states[QUERY_NOT] = 255;
        q->placed[QUERY_NOT] = q->total[QUERY_NOT] = combo_range(true, 1, 2);
        q->promised[QUERY_NOT] = combo_range(true, 20260101, 20261231);
    }
    for (int s = FIND_PLACED; s <= FIND_TOTAL; s++)
        if (bits & UINT32_C(1) << (19 + s))
            q->sort = (enum find_sort)s;
    q->words = q->begin = bits & 1 << 0 ? "\"a\"*" : NULL;
    r->match = bits & 1 << 0 ? "(\"ab\" OR \"ac\")" : NULL;
    q->words_not = (struct query_names){ { "\"a\"*", "\"b\"" }, bits & 1 << 25 ? 2 : 0 };
    if (bits & 1 << 26)
        r->item[QUERY_IS].n = 1;
    if (bits & (1 << 28 | 1 << 29))
        combo_links(q, r, QUERY_IS);
    r->few_links = bits & 1 << 28 ? (1u << LINKS) - 1 : 0;
    r->is_small_group = bits & 1 << 28;
    r->few_placed = bits & 1 << 28 ? "[1,2]" : NULL;
    r->category.is_known = bits & (1 << 28 | 1 << 29);
    r->category.has_few_lines = bits & 1 << 28;
    r->category.n = r->category.is_known ? 2 : 0;
    r->category.v[0] = r->category.v[1] = "Tools";
    if (bits & 1 << 30)
        combo_links(q, r, QUERY_NOT);
}

static void combo_see_count(uint32_t bits, const struct query *q, const struct resolved *r,
                            void (*see)(const struct sql *sql, void *arg), void *arg)
{
    OD_ARENA *tmp = arena_new();
    struct composer c;
    struct sql sql;
    char name[80];

    (void)snprintf(name, sizeof name, "find.count with conditions %x", (unsigned)bits);
    compose_begin(&c, tmp);
    compose_order_count(&c, q, r, 2001);
    compose_end(&c, name, &sql);
    sql.scan_reason = "looked at until there are too many";
    see(&sql, arg);
}

/* Records counted to a cap. */
static void combo_see_records(uint32_t bits, const struct query *q, const struct resolved *r,
                              void (*see)(const struct sql *sql, void *arg), void *arg)
{
    static void (*const counts[])(struct composer *, const struct query *, const struct resolved *,
                                  int) = { compose_customer_count, compose_item_count };

    for (size_t i = 0; i < sizeof counts / sizeof counts[0]; i++) {
        OD_ARENA *tmp = arena_new();
        struct composer c;
        struct sql sql;
        char name[80];

        (void)snprintf(name, sizeof name, "find.count.%zu with conditions %x", i, (unsigned)bits);
        compose_begin(&c, tmp);
        counts[i](&c, q, r, 1000);
        compose_end(&c, name, &sql);
        sql.scan_reason = "looked at until there are enough";
        see(&sql, arg);
    }
}

/* What leads, as the domain may choose it: 0 as ever, then the other ways. */
enum { COMBO_WAYS = 5 };
static void combo_ways(uint32_t bits, int way, const struct query *q, const struct resolved *r,
                       struct composer *c)
{
    bool is_sort_indexed =
        q->sort == FIND_PLACED || q->sort == FIND_STATUS || q->sort == FIND_TOTAL;

    c->is_walked = is_sort_indexed && !q->match;
    c->is_by_total = way == 1 && q->total[QUERY_IS].is_set && !c->is_walked;
    c->is_total_set = way == 2 && q->total[QUERY_IS].is_set && !c->is_walked;
    c->has_words_in = (way == 3 || c->is_by_total) && q->words;
    c->has_item_in = way == 3 && r->item[QUERY_IS].n > 0;
    c->is_by_item = way == 4 && bits & 1 << 26 && q->sort == FIND_NEWEST && !q->match;
    c->way = q->match ? (enum record_way)way : RECORDS_SORTED;
    c->last_key = "z";
}

static void combo_see(uint32_t bits, int way, const struct find_from *from,
                      void (*see)(const struct sql *sql, void *arg), void *arg)
{
    static void (*const composers[])(struct composer *, const struct query *,
                                     const struct resolved *, const struct find_from *, int) = {
        compose_orders,
        compose_customers,
        compose_items,
    };
    struct query q;
    struct resolved r;
    char name[80];

    combo_query(bits, &q, &r);
    for (size_t i = 0; i < sizeof composers / sizeof composers[0]; i++) {
        OD_ARENA *tmp = arena_new();
        struct composer c;
        struct sql sql;

        (void)snprintf(name, sizeof name, "find.%zu.%d with conditions %x", i, way,
                       (unsigned)bits);
        compose_begin(&c, tmp);
        combo_ways(bits, way, &q, &r, &c);
        composers[i](&c, &q, &r, from, 50);
        compose_end(&c, name, &sql);
        if (q.sort != FIND_NEWEST)
            sql.scan_reason = "all that fits is put in order, or an index is walked";
        see(&sql, arg);
    }
    for (int link = 0; link < LINKS && bits == 1 << 28; link++) {
        OD_ARENA *tmp = arena_new();
        struct composer c;
        struct sql sql;

        (void)snprintf(name, sizeof name, "find.links of %d", link);
        compose_begin(&c, tmp);
        compose_link_rows(&c, &q, &r, (enum order_link)link);
        compose_end(&c, name, &sql);
        see(&sql, arg);
    }
    combo_see_count(bits, &q, &r, see, arg);
    combo_see_records(bits, &q, &r, see, arg);
}

static void each_search(void (*see)(const struct sql *sql, void *arg), void *arg)
{
    static const struct find_from from_row = { 5, "a", false, false };
    static const struct find_from backward = { 5, "a", true, true };
    uint32_t all = (UINT32_C(1) << COMBO_BITS) - 1;

    for (int way = 0; way < COMBO_WAYS; way++) {
        for (int a = 0; a < COMBO_BITS; a++) {
            for (int b = a; b < COMBO_BITS; b++) {
                combo_see(UINT32_C(1) << a | UINT32_C(1) << b, way, NULL, see, arg);
                combo_see(UINT32_C(1) << a | UINT32_C(1) << b, way, &from_row, see, arg);
            }
            combo_see(UINT32_C(1) << a, way, &backward, see, arg);
        }
    }
    combo_see(0, 0, NULL, see, arg);
    combo_see(0, 0, &from_row, see, arg);
    combo_see(all, 0, &backward, see, arg);
}

#endif
