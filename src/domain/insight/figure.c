/*
 * The arithmetic of reports: a year of orders is some hundred thousand rows, so nothing here asks
 * the zone, or the store, once a row.
 */
#include "domain/insight/figure.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"

#define QUARTER_MS  INT64_C(900000)
#define SLOTS_FIRST 64

/* --- instants --------------------------------------------------------------------------------- */

static void look(struct figure_zone *zone, struct stamp at)
{
    int64_t quarter = at.ms / QUARTER_MS + 1;

    if (quarter == zone->quarter)
        return;
    zone->quarter = quarter;
    zone->day = date_to_days(stamp_to_date(at));
    zone->hour = stamp_minute_of_day(at) / 60;
}

int64_t figure_day(struct figure_zone *zone, struct stamp at)
{
    look(zone, at);
    return zone->day;
}

int figure_hour(struct figure_zone *zone, struct stamp at)
{
    look(zone, at);
    return zone->hour;
}

int64_t figure_week(int64_t day)
{
    return day - date_weekday(date_from_days(day));
}

int64_t figure_month(int64_t day)
{
    return day - date_from_days(day).day + 1;
}

/* --- sums ------------------------------------------------------------------------------------- */

/* Where a key is, or the empty slot where it would be. */
static int slot_of(const struct figure_sums *sums, int64_t key)
{
    uint64_t h = (uint64_t)key * UINT64_C(0x9E3779B97F4A7C15);
    int at = (int)(h >> 32) & (sums->slots - 1);

    while (sums->slot[at] != 0 && sums->v[sums->slot[at] - 1].key != key)
        at = (at + 1) & (sums->slots - 1);
    return at;
}

/* Slots are never more than half full. */
static void grow_to(struct figure_sums *sums, int cap)
{
    struct figure_sum *v = arena_alloc(sums->arena, (size_t)cap * sizeof *v);

    if (sums->n > 0)
        memcpy(v, sums->v, (size_t)sums->n * sizeof *v);
    sums->v = v;
    sums->cap = cap;
    sums->slots = cap * 2;
    sums->slot = arena_array(sums->arena, sums->slots, int);
    for (int i = 0; i < sums->n; i++)
        sums->slot[slot_of(sums, v[i].key)] = i + 1;
}

void figure_room(struct figure_sums *sums, int n)
{
    int cap = sums->cap > 0 ? sums->cap : SLOTS_FIRST / 2;

    while (cap < n)
        cap *= 2;
    if (cap > sums->cap)
        grow_to(sums, cap);
}

struct figure_sum *figure_of(struct figure_sums *sums, int64_t key)
{
    int at;

    if (sums->n >= sums->cap)
        figure_room(sums, sums->cap + 1);
    at = slot_of(sums, key);
    if (sums->slot[at] == 0) {
        sums->v[sums->n] = (struct figure_sum){ .key = key };
        sums->slot[at] = ++sums->n;
    }
    return &sums->v[sums->slot[at] - 1];
}

const struct figure_sum *figure_find(const struct figure_sums *sums, int64_t key)
{
    int at;

    if (sums->n == 0)
        return NULL;
    at = slot_of(sums, key);
    return sums->slot[at] == 0 ? NULL : &sums->v[sums->slot[at] - 1];
}

struct figure_sum figure_whole(const struct figure_sums *sums)
{
    struct figure_sum all = { 0 };

    for (int i = 0; i < sums->n; i++)
        for (int k = 0; k < FIGURE_MAX; k++)
            all.v[k] += sums->v[i].v[k];
    return all;
}

/* --- shares ----------------------------------------------------------------------------------- */

int64_t figure_share(int64_t total, int64_t before, int64_t after, int64_t all, bool is_last)
{
    if (all == 0)
        return is_last ? total : 0;
    if (total == all) /* in the firm's own currency nothing is to be divided */
        return after - before;
    return (int64_t)((__int128)total * after / all) - (int64_t)((__int128)total * before / all);
}

/* --- percentiles ------------------------------------------------------------------------------ */

static int by_value(const void *a, const void *b)
{
    int64_t x = *(const int64_t *)a, y = *(const int64_t *)b;

    return (x > y) - (x < y);
}

void figure_sort(int64_t *v, int n)
{
    if (n > 1)
        qsort(v, (size_t)n, sizeof *v, by_value);
}

int64_t figure_percentile(const int64_t *sorted, int n, int percent)
{
    int64_t rank = ((int64_t)n * percent + 99) / 100;

    assert(n > 0 && percent >= 1 && percent <= 100);
    return sorted[rank - 1];
}
