/*
 * Civil dates and instants. A stamp is UTC milliseconds; a date is a business day in the desk's
 * time zone. Nothing here reads the clock (base/clock.h does).
 */
#ifndef OD_BASE_DATE_H
#define OD_BASE_DATE_H

#include <stdbool.h>
#include <stdint.h>

#include "base/err.h"

/* UTC milliseconds since 1970-01-01T00:00Z. */
struct stamp {
    int64_t ms;
};

/* A civil date, proleptic Gregorian, year 1..9999; year 0 means "no date". */
struct date {
    int16_t year;
    int8_t month, day;
};

#define DATE_TEXT_SIZE 11  /* "2026-11-22" and NUL */
#define STAMP_TEXT_SIZE 25 /* "2026-11-22T14:03:07.123Z" and NUL */

bool date_is_set(struct date d);
bool date_is_valid(struct date d);
/* <0, 0, >0 */
int date_cmp(struct date a, struct date b);
/* Days since 1970-01-01. */
int64_t date_to_days(struct date d);
struct date date_from_days(int64_t days);
struct date date_add_days(struct date d, int days);
/* 0 Monday .. 6 Sunday */
int date_weekday(struct date d);

/* ISO text; "" for no date. */
const char *date_format(struct date d, char out[DATE_TEXT_SIZE]);
/* Strict YYYY-MM-DD. ERR_INVALID. */
OD_MUST_USE bool date_parse(const char *text, struct date *out, struct err *err);

/*
 * What people type, against today: "2026-11-24", "24.11.2026", "24.11.", "24 nov", "24/11" (day
 * first), "today", "tomorrow", "+3" (days), "mon".."sun" (the next one). A date without a year is
 * the next such day from today on. ERR_INVALID with a sentence that shows examples.
 */
OD_MUST_USE bool date_parse_typed(const char *text, struct date today, struct date *out,
                                  struct err *err);

/* The parts of a date in the order of a map's form: a pattern of "YYYY MM DD YY M D", with the
 * separators as they stand ("DD/MM/YYYY", "M/D/YY"). For imports. ERR_INVALID. */
OD_MUST_USE bool date_parse_form(const char *text, const char *form, struct date *out,
                                 struct err *err);

/* ISO 8601 UTC with milliseconds; "" for 0. */
const char *stamp_format(struct stamp s, char out[STAMP_TEXT_SIZE]);
/* ISO 8601 with Z, an offset, or none (then UTC); seconds and fraction may be missing. */
OD_MUST_USE bool stamp_parse(const char *text, struct stamp *out, struct err *err);

/* The day of an instant in the process's time zone (TZ, set once from the desk's setting). */
struct date stamp_to_date(struct stamp s);
/* Hour and minute of it there, 0..1439. */
int stamp_minute_of_day(struct stamp s);
/* The instant at which a day begins there. */
struct stamp date_begin(struct date d);

/* A minute of it, 0..1439; where clocks are put, the one that the system takes. */
struct stamp stamp_of_day(struct date d, int minute);

/* "24 Nov" for lists, "24 Nov 2025" where the year is not today's. For the screen; translated. */
const char *date_short(struct date d, struct date today, char *out, int size);

#endif
