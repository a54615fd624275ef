/*
 * Due moments of a schedule. Days are gone through one by one, and times of a day compared as hours
 * and minutes on the clock: then an hour that comes twice, or never, is no case of its own.
 */
#include <assert.h>

#include "base/date.h"
#include "domain/flow/schedule.h"

#define HALF_HOUR_MS (INT64_C(30) * 60 * 1000)
/* Each schedule has a day within so many. */
#define DAYS_MOST 62

static int last_of_month(struct date d)
{
    struct date next = d.month == 12 ? (struct date){ (int16_t)(d.year + 1), 1, 1 }
                                     : (struct date){ d.year, (int8_t)(d.month + 1), 1 };

    return date_add_days(next, -1).day;
}

static bool is_day(const struct schedule_when *when, struct date d)
{
    int last = last_of_month(d);

    switch (when->every) {
    case SCHEDULE_DAILY:
        return true;
    case SCHEDULE_WEEKDAYS:
        return date_weekday(d) < 5;
    case SCHEDULE_WEEKLY:
        return date_weekday(d) == when->day;
    case SCHEDULE_MONTHLY:
        return d.day == (when->day < last ? when->day : last);
    }
    return false;
}

static bool shows(struct stamp s, struct date d, int minute)
{
    return date_cmp(stamp_to_date(s), d) == 0 && stamp_minute_of_day(s) == minute;
}

/* Where no minute of the day is left, the first of the next one. */
static struct stamp moment(struct date d, int minute)
{
    struct stamp s = stamp_of_day(d, minute), earlier;

    for (int m = minute; !shows(s, d, m); s = stamp_of_day(d, m))
        if (++m == 24 * 60)
            return date_begin(date_add_days(d, 1));
    /* The system takes either of two. */
    for (int half = 2; half > 0; half--) {
        earlier.ms = s.ms - half * HALF_HOUR_MS;
        if (shows(earlier, d, minute))
            return earlier;
    }
    return s;
}

struct stamp schedule_next(const struct schedule_when *when, struct stamp after)
{
    struct date d = stamp_to_date(after);

    assert(when->minute >= 0 && when->minute < 24 * 60);
    for (int i = 0; i < DAYS_MOST; i++, d = date_add_days(d, 1)) {
        struct stamp at;

        if (!is_day(when, d) || (i == 0 && when->minute <= stamp_minute_of_day(after)))
            continue;
        at = moment(d, when->minute);
        if (at.ms > after.ms)
            return at;
    }
    assert(false && "a schedule has a day in each month");
    return (struct stamp){ 0 };
}

struct stamp schedule_last(const struct schedule_when *when, struct stamp now)
{
    struct date d = stamp_to_date(now);

    assert(when->minute >= 0 && when->minute < 24 * 60);
    for (int i = 0; i < DAYS_MOST; i++, d = date_add_days(d, -1)) {
        struct stamp at;

        if (!is_day(when, d))
            continue;
        at = moment(d, when->minute);
        if (at.ms <= now.ms)
            return at;
    }
    assert(false && "a schedule has a day in each month");
    return (struct stamp){ 0 };
}
