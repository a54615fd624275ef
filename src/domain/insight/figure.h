/*
 * What the single reports share: days and hours of the desk's zone for instants by the hundred
 * thousand, sums by a key, an order's value shared out to its lines, percentiles. Pure.
 */
#ifndef OD_DOMAIN_INSIGHT_FIGURE_H
#define OD_DOMAIN_INSIGHT_FIGURE_H

#include <stdbool.h>
#include <stdint.h>

#include "base/date.h"

struct arena;

/* --- instants --------------------------------------------------------------------------------- */

/* Remembers the quarter of an hour it was asked for last: the zone is asked once for each. {0} is a
 * new one. */
struct figure_zone {
    int64_t quarter; /* since 1970, and one; 0: none yet */
    int64_t day;
    int hour;
};
/* The day of an instant in the desk's zone, as date_to_days() counts, and the hour of it there.
 * Offsets of zones are whole quarters of an hour. */
int64_t figure_day(struct figure_zone *zone, struct stamp at);
int figure_hour(struct figure_zone *zone, struct stamp at);

/* The first day of the week (Monday) and of the month that a day is in. */
int64_t figure_week(int64_t day);
int64_t figure_month(int64_t day);

/* --- sums ------------------------------------------------------------------------------------- */

#define FIGURE_MAX 10

/* What was counted under a key; what each of v is, its report knows. */
struct figure_sum {
    int64_t key;
    int64_t v[FIGURE_MAX];
};
/* In the order in which the keys came. {0} with an arena is empty. */
struct figure_sums {
    struct arena *arena;
    struct figure_sum *v;
    int n, cap;
    int *slot; /* 1 + index, 0 empty; a power of two of them */
    int slots;
};
/* Makes room for n keys at once. */
void figure_room(struct figure_sums *sums, int n);
/* The sum under a key, zeros where it is new; its address holds until the next call. */
struct figure_sum *figure_of(struct figure_sums *sums, int64_t key);
/* NULL where the key never came. */
const struct figure_sum *figure_find(const struct figure_sums *sums, int64_t key);
/* All of them together. */
struct figure_sum figure_whole(const struct figure_sums *sums);

/* --- shares ----------------------------------------------------------------------------------- */

/*
 * What the i-th of the parts has of a total: parts as they come are added up, and the total is cut
 * at each sum, rounded down; so the shares are the total exactly, and each is its part where the
 * parts add up to it. before and after: the sum of the parts without and with this one, of all.
 * Where all is 0 the last part has the total: is_last.
 */
int64_t figure_share(int64_t total, int64_t before, int64_t after, int64_t all, bool is_last);

/* --- percentiles ------------------------------------------------------------------------------ */

/* Puts the values in order. */
void figure_sort(int64_t *v, int n);
/* The nearest rank of sorted values: the smallest that percent of them do not exceed. n > 0,
 * percent 1..100. */
int64_t figure_percentile(const int64_t *sorted, int n, int percent);

#endif
