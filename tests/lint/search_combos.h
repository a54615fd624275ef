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

enum { COMBO_BITS = 17 };

static void combo_query(uint32_t bits, struct query *q, struct resolved *r)
{
    *q = (struct query){ .kinds = 14, .today = { 2026, 11, 22 } };
    *r = (struct resolved){ 0 };
    q->match = bits & 1 << 0 ? "\"a\"*" : NULL;
    q->number = bits & 1 << 1 ? "1" : NULL;
    r->item = bits & 1 << 2 ? 1 : 0;
    r->customer = bits & 1 << 3 ? 1 : 0;
    q->is_late = bits & 1 << 4;
    q->is_backordered = bits & 1 << 5;
    if (bits & 1 << 6)
        q->shown = 1u << SHOWN_ALLOCATED;
    if (bits & 1 << 7)
        q->shown |= 1u << SHOWN_ON_HOLD | 1u << SHOWN_SUBMITTED;
    if (bits & 1 << 8)
        q->shown |= 1u << SHOWN_INVOICED | 1u << SHOWN_CANCELED;
    q->has_placed = bits & (1 << 9 | 1 << 10);
    q->placed_from_ms = 1;
    q->placed_to_ms = bits & 1 << 9 ? 1000 : INT64_MAX;
    r->channel = bits & 1 << 11 ? 1 : 0;
    r->user = bits & 1 << 12 ? 1 : 0;
    q->po = bits & 1 << 13 ? "1" : NULL;
    q->has_total_over = q->has_total_under = bits & 1 << 14;
    q->is_imported = bits & 1 << 15;
    q->is_held = bits & 1 << 15;
    q->active = bits & 1 << 16 ? 1 : 0;
}

static void combo_see(uint32_t bits, const struct find_from *from,
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

        (void)snprintf(name, sizeof name, "find.%zu with conditions %x", i, (unsigned)bits);
        compose_begin(&c, tmp);
        composers[i](&c, &q, &r, from, 50);
        compose_end(&c, name, &sql);
        see(&sql, arg);
    }
}

static void each_search(void (*see)(const struct sql *sql, void *arg), void *arg)
{
    static const struct find_from from_row = { 5, "a", false, false };
    static const struct find_from backward = { 5, "a", true, true };
    uint32_t all = (UINT32_C(1) << COMBO_BITS) - 1;

    for (int a = 0; a < COMBO_BITS; a++) {
        for (int b = a; b < COMBO_BITS; b++) {
            combo_see(UINT32_C(1) << a | UINT32_C(1) << b, NULL, see, arg);
            combo_see(UINT32_C(1) << a | UINT32_C(1) << b, &from_row, see, arg);
        }
        combo_see(UINT32_C(1) << a, &backward, see, arg);
    }
    combo_see(0, NULL, see, arg);
    combo_see(0, &from_row, see, arg);
    combo_see(all, &backward, see, arg);
}

#endif
