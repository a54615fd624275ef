/*
 * Instants: ISO 8601 and the days of the process's time zone, for which the C library is asked.
 */
#include "base/date.h"

#include <assert.h>
#include <string.h>
#include <time.h>

#include "base/i18n.h"

#define MS_PER_SECOND   INT64_C(1000)
#define SECONDS_PER_DAY INT64_C(86400)
#define MS_PER_DAY      (SECONDS_PER_DAY * MS_PER_SECOND)

/* Division that rounds down, for instants before 1970. */
static int64_t floor_div(int64_t a, int64_t b)
{
    return a / b - (a % b < 0 ? 1 : 0);
}

/* value as width digits with leading zeros. */
static char *put_digits(char *out, int64_t value, int width)
{
    for (int i = width - 1; i >= 0; i--, value /= 10)
        out[i] = (char)('0' + value % 10);
    return out + width;
}

const char *stamp_format(struct stamp s, char out[STAMP_TEXT_SIZE])
{
    int64_t days = floor_div(s.ms, MS_PER_DAY);
    struct date d = date_from_days(days);
    char *end = out;

    if (s.ms != 0 && date_is_set(d)) {
        int64_t ms = s.ms - days * MS_PER_DAY;

        end = out + strlen(date_format(d, out));
        *end++ = 'T';
        end = put_digits(end, ms / 3600000, 2);
        *end++ = ':';
        end = put_digits(end, ms / 60000 % 60, 2);
        *end++ = ':';
        end = put_digits(end, ms / 1000 % 60, 2);
        *end++ = '.';
        end = put_digits(end, ms % 1000, 3);
        *end++ = 'Z';
    }
    *end = '\0';
    return out;
}

static bool take_char(const char **s, char c)
{
    if (**s != c)
        return false;
    (*s)++;
    return true;
}

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

static bool take_two(const char **s, int *out)
{
    if (!is_digit((*s)[0]) || !is_digit((*s)[1]))
        return false;
    *out = ((*s)[0] - '0') * 10 + ((*s)[1] - '0');
    *s += 2;
    return true;
}

static bool take_iso_date(const char **s, struct date *out)
{
    char day[DATE_TEXT_SIZE];

    if (strnlen(*s, sizeof day) < sizeof day)
        return false;
    memcpy(day, *s, sizeof day - 1);
    day[sizeof day - 1] = '\0';
    *s += sizeof day - 1;
    return date_parse(day, out, NULL);
}

/* The digits after the point of the seconds; finer ones than milliseconds are dropped. */
static bool take_fraction(const char **s, int *ms)
{
    int unit = 100;

    if (!is_digit(**s))
        return false;
    for (; is_digit(**s); (*s)++, unit /= 10)
        *ms += unit * (**s - '0');
    return true;
}

/* "14:03", "14:03:07", "14:03:07.123": milliseconds of the day. */
static bool take_time(const char **s, int64_t *out)
{
    int hour, minute, second = 0, ms = 0;

    if (!take_two(s, &hour) || !take_char(s, ':') || !take_two(s, &minute))
        return false;
    if (take_char(s, ':')) {
        if (!take_two(s, &second))
            return false;
        if ((take_char(s, '.') || take_char(s, ',')) && !take_fraction(s, &ms))
            return false;
    }
    *out = ((hour * 60 + minute) * 60 + second) * MS_PER_SECOND + ms;
    return hour < 24 && minute < 60 && second < 60;
}

/* "Z", "+02:00", "+0200", "+02" or nothing: minutes to take off. */
static bool take_offset(const char **s, int *out)
{
    int sign = **s == '-' ? -1 : 1, hour, minute = 0;

    *out = 0;
    if (**s == '\0' || take_char(s, 'Z') || take_char(s, 'z'))
        return true;
    if (!take_char(s, '+') && !take_char(s, '-'))
        return false;
    if (!take_two(s, &hour))
        return false;
    if ((take_char(s, ':') || **s != '\0') && !take_two(s, &minute))
        return false;
    *out = sign * (hour * 60 + minute);
    return hour < 24 && minute < 60;
}

bool stamp_parse(const char *text, struct stamp *out, struct err *err)
{
    const char *s = text;
    struct date d;
    int64_t ms;
    int offset;

    if (!take_iso_date(&s, &d) ||
        !(take_char(&s, 'T') || take_char(&s, 't') || take_char(&s, ' ')) || !take_time(&s, &ms) ||
        !take_offset(&s, &offset) || *s != '\0')
        return err_set(err, ERR_INVALID,
                       _("\"%s\" is not a time; write it as 2026-11-24T14:03:00Z."), text);
    out->ms = date_to_days(d) * MS_PER_DAY + ms - (int64_t)offset * 60 * MS_PER_SECOND;
    return true;
}

static bool local_time(int64_t seconds, struct tm *out)
{
    time_t t = (time_t)seconds;

    return localtime_r(&t, out) != NULL;
}

struct date stamp_to_date(struct stamp s)
{
    struct tm tm;

    if (!local_time(floor_div(s.ms, MS_PER_SECOND), &tm) || tm.tm_year + 1900 < 1 ||
        tm.tm_year + 1900 > 9999)
        return (struct date){ 0 };
    return (struct date){ (int16_t)(tm.tm_year + 1900), (int8_t)(tm.tm_mon + 1),
                          (int8_t)tm.tm_mday };
}

int stamp_minute_of_day(struct stamp s)
{
    struct tm tm;

    if (!local_time(floor_div(s.ms, MS_PER_SECOND), &tm))
        return 0;
    return tm.tm_hour * 60 + tm.tm_min;
}

/* Is the local day of an instant before d? Far years do not fit a struct date. */
static bool is_before(int64_t seconds, struct date d)
{
    struct tm tm;

    if (!local_time(seconds, &tm))
        return seconds < 0;
    if (tm.tm_year + 1900 != d.year)
        return tm.tm_year + 1900 < d.year;
    if (tm.tm_mon + 1 != d.month)
        return tm.tm_mon + 1 < d.month;
    return tm.tm_mday < d.day;
}

/* Searched rather than asked of mktime(): where clocks go forward at midnight no 00:00 exists,
 * and where they go back at one there are two. */
struct stamp date_begin(struct date d)
{
    int64_t middle = date_to_days(d) * SECONDS_PER_DAY;
    int64_t before = middle - 26 * 3600; /* surely the day before, in every time zone */
    int64_t after = middle + 26 * 3600;  /* surely this day or later */

    while (after - before > 1) {
        int64_t half = before + (after - before) / 2;

        if (is_before(half, d))
            before = half;
        else
            after = half;
    }
    return (struct stamp){ after * MS_PER_SECOND };
}

struct stamp stamp_of_day(struct date d, int minute)
{
    struct tm tm = { .tm_year = d.year - 1900, .tm_mon = d.month - 1, .tm_mday = d.day,
                     .tm_hour = minute / 60, .tm_min = minute % 60, .tm_isdst = -1 };

    assert(minute >= 0 && minute < 24 * 60);
    return (struct stamp){ (int64_t)mktime(&tm) * MS_PER_SECOND };
}
