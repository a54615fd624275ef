/*
 * Wants sorted and summed, and what is free shared out among them.
 */
#include "domain/stock/want.h"

#include <assert.h>
#include <stdlib.h>

#include "base/limits.h"
#include "base/mem.h"

static int by_place(const void *a, const void *b)
{
    const struct sorted_want *x = a, *y = b;

    if (x->want->item.v != y->want->item.v)
        return x->want->item.v < y->want->item.v ? -1 : 1;
    if (x->want->site.v != y->want->site.v)
        return x->want->site.v < y->want->site.v ? -1 : 1;
    return x->asked - y->asked;
}

struct sorted_want *wants_sorted(struct stock_want *wants, int n, struct arena *arena)
{
    struct sorted_want *sorted = arena_array(arena, n, struct sorted_want);

    for (int i = 0; i < n; i++) {
        assert(wants[i].qty.milli >= 0 && wants[i].qty.milli <= LIMIT_QTY_MILLI);
        wants[i].got.milli = 0;
        sorted[i] = (struct sorted_want){ &wants[i], i };
    }
    qsort(sorted, (size_t)n, sizeof sorted[0], by_place);
    return sorted;
}

struct stock_place want_place(const struct sorted_want *s)
{
    return (struct stock_place){ s->want->item, s->want->site };
}

int want_run(const struct sorted_want *sorted, int n)
{
    int len = 1;

    while (len < n && sorted[len].want->item.v == sorted[0].want->item.v &&
           sorted[len].want->site.v == sorted[0].want->site.v)
        len++;
    return len;
}

struct qty want_share(struct sorted_want *run, int n, struct qty free)
{
    struct qty left = { free.milli > 0 ? free.milli : 0 };
    struct qty given = { 0 };

    for (int i = 0; i < n; i++) {
        struct stock_want *want = run[i].want;
        int64_t take = want->qty.milli <= left.milli ? want->qty.milli : left.milli;

        if (want->is_whole && take < want->qty.milli)
            take = 0;
        want->got.milli = take;
        left.milli -= take;
        given.milli += take;
    }
    return given;
}

struct qty want_sum(const struct sorted_want *run, int n)
{
    struct qty sum = { 0 };

    for (int i = 0; i < n; i++)
        sum.milli += run[i].want->qty.milli;
    return sum;
}
