/*
 * Civil dates by day counts (after H. Hinnant's "chrono-compatible low-level date algorithms"),
 * ISO texts, and what people type. Instants and time zones are in stamp.c.
 */
#include "base/date.h"

#include <stdio.h>
#include <string.h>

#include "base/i18n.h"
#include "base/mem.h"
#include "base/utf8.h"

#define DAYS_FIRST INT64_C(-719162) /* 0001-01-01 */
#define DAYS_LAST  INT64_C(2932896) /* 9999-12-31 */

static const struct {
    const char *abbr, *name;
} months[12] = {
    { N_("Jan"), N_("January") }, { N_("Feb"), N_("February") }, { N_("Mar"), N_("March") },
    { N_("Apr"), N_("April") },   { N_("May"), N_("May") },      { N_("Jun"), N_("June") },
    { N_("Jul"), N_("July") },    { N_("Aug"), N_("August") },   { N_("Sep"), N_("September") },
    { N_("Oct"), N_("October") }, { N_("Nov"), N_("November") }, { N_("Dec"), N_("December") },
};

static const struct {
    const char *abbr, *name;
} weekdays[7] = {
    { N_("Mon"), N_("Monday") },   { N_("Tue"), N_("Tuesday") }, { N_("Wed"), N_("Wednesday") },
    { N_("Thu"), N_("Thursday") }, { N_("Fri"), N_("Friday") },  { N_("Sat"), N_("Saturday") },
    { N_("Sun"), N_("Sunday") },
};

static bool is_leap(int year)
{
    return year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
}

static int days_in_month(int year, int month)
{
    static const signed char days[12] = { 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31 };

    return month == 2 && is_leap(year) ? 29 : days[month - 1];
}

static bool make(int year, int month, int day, struct date *out)
{
    if (year < 1 || year > 9999 || month < 1 || month > 12 || day < 1 ||
        day > days_in_month(year, month))
        return false;
    *out = (struct date){ (int16_t)year, (int8_t)month, (int8_t)day };
    return true;
}

bool date_is_set(struct date d)
{
    return d.year != 0;
}

bool date_is_valid(struct date d)
{
    struct date same;

    return make(d.year, d.month, d.day, &same);
}

int date_cmp(struct date a, struct date b)
{
    if (a.year != b.year)
        return a.year < b.year ? -1 : 1;
    if (a.month != b.month)
        return a.month < b.month ? -1 : 1;
    if (a.day != b.day)
        return a.day < b.day ? -1 : 1;
    return 0;
}

int64_t date_to_days(struct date d)
{
    int64_t year = d.month <= 2 ? d.year - 1 : d.year;
    int64_t era = (year >= 0 ? year : year - 399) / 400;
    int64_t of_era = year - era * 400;
    int64_t of_year = (153 * (d.month + (d.month > 2 ? -3 : 9)) + 2) / 5 + d.day - 1;

    return era * 146097 + of_era * 365 + of_era / 4 - of_era / 100 + of_year - 719468;
}

struct date date_from_days(int64_t days)
{
    int64_t z, era, of_era, year, of_year, shifted, month;

    if (days < DAYS_FIRST || days > DAYS_LAST)
        return (struct date){ 0 };
    z = days + 719468;
    era = (z >= 0 ? z : z - 146096) / 146097;
    of_era = z - era * 146097;
    year = (of_era - of_era / 1460 + of_era / 36524 - of_era / 146096) / 365;
    of_year = of_era - (365 * year + year / 4 - year / 100);
    shifted = (5 * of_year + 2) / 153;
    month = shifted < 10 ? shifted + 3 : shifted - 9;
    year += era * 400 + (month <= 2 ? 1 : 0);
    return (struct date){ (int16_t)year, (int8_t)month,
                          (int8_t)(of_year - (153 * shifted + 2) / 5 + 1) };
}

struct date date_add_days(struct date d, int days)
{
    return date_is_set(d) ? date_from_days(date_to_days(d) + days) : d;
}

int date_weekday(struct date d)
{
    int64_t days = date_to_days(d) + 3; /* 1970-01-01 was a Thursday */

    return (int)((days % 7 + 7) % 7);
}

/* value as width digits with leading zeros. */
static char *put_digits(char *out, int64_t value, int width)
{
    for (int i = width - 1; i >= 0; i--, value /= 10)
        out[i] = (char)('0' + value % 10);
    return out + width;
}

const char *date_format(struct date d, char out[DATE_TEXT_SIZE])
{
    char *end = out;

    if (date_is_valid(d)) {
        end = put_digits(end, d.year, 4);
        *end++ = '-';
        end = put_digits(end, d.month, 2);
        *end++ = '-';
        end = put_digits(end, d.day, 2);
    }
    *end = '\0';
    return out;
}

/* Takes min to max digits; their count comes back, 0 where there are fewer. */
static int take_digits(const char **s, int min, int max, int *out)
{
    int n = 0, value = 0;

    while (n < max && (*s)[n] >= '0' && (*s)[n] <= '9') {
        value = value * 10 + ((*s)[n] - '0');
        n++;
    }
    if (n < min)
        return 0;
    *s += n;
    *out = value;
    return n;
}

static bool take_char(const char **s, char c)
{
    if (**s != c)
        return false;
    (*s)++;
    return true;
}

static void skip_blanks(const char **s)
{
    while (**s == ' ' || **s == '\t')
        (*s)++;
}

static bool take_iso_date(const char **s, struct date *out)
{
    int year, month, day;

    return take_digits(s, 4, 4, &year) != 0 && take_char(s, '-') &&
           take_digits(s, 2, 2, &month) != 0 && take_char(s, '-') &&
           take_digits(s, 2, 2, &day) != 0 && make(year, month, day, out);
}

bool date_parse(const char *text, struct date *out, struct err *err)
{
    const char *s = text;
    struct date d;

    if (!take_iso_date(&s, &d) || *s != '\0')
        return err_set(err, ERR_INVALID, _("\"%s\" is not a date; write it as 2026-11-24."), text);
    *out = d;
    return true;
}

/* Two digits of a year: 1970 to 2069, as POSIX reads them. */
static int full_year(int year, int digits)
{
    if (digits > 2)
        return year;
    return year + (year < 70 ? 2000 : 1900);
}

/* Is word (folded) the abbreviation, the name, or a start of the name of three letters or more? */
static bool is_word_for(struct arena *tmp, const char *word, const char *abbr, const char *name)
{
    const char *folded = utf8_fold(tmp, name);
    size_t len = strlen(word);

    if (strcmp(word, utf8_fold(tmp, abbr)) == 0)
        return true;
    return len >= 3 && strncmp(word, folded, len) == 0;
}

static int month_by_word(struct arena *tmp, const char *word)
{
    for (int i = 0; i < 12; i++) {
        if (is_word_for(tmp, word, months[i].abbr, months[i].name) ||
            is_word_for(tmp, word, _(months[i].abbr), _(months[i].name)))
            return i + 1;
    }
    return 0;
}

static int weekday_by_word(struct arena *tmp, const char *word)
{
    for (int i = 0; i < 7; i++) {
        if (is_word_for(tmp, word, weekdays[i].abbr, weekdays[i].name) ||
            is_word_for(tmp, word, _(weekdays[i].abbr), _(weekdays[i].name)))
            return i;
    }
    return -1;
}

static bool is_word(struct arena *tmp, const char *word, const char *plain, const char *translated)
{
    return strcmp(word, plain) == 0 || strcmp(word, utf8_fold(tmp, translated)) == 0;
}

/* "today", "tomorrow", "mon", "+3" */
static bool parse_relative(struct arena *tmp, const char *word, struct date today, struct date *out)
{
    const char *s = word;
    int days, weekday;

    if (is_word(tmp, word, "today", _("today"))) {
        *out = today;
        return true;
    }
    if (is_word(tmp, word, "tomorrow", _("tomorrow"))) {
        *out = date_add_days(today, 1);
        return date_is_set(*out);
    }
    if (take_char(&s, '+')) {
        if (take_digits(&s, 1, 4, &days) == 0 || *s != '\0')
            return false;
        *out = date_add_days(today, days);
        return date_is_set(*out);
    }
    weekday = weekday_by_word(tmp, word);
    if (weekday < 0)
        return false;
    days = (weekday - date_weekday(today) + 6) % 7 + 1;
    *out = date_add_days(today, days);
    return date_is_set(*out);
}

/* The next such day from today on; the 29th of February may be some years away. */
static bool next_such_day(struct date today, int month, int day, struct date *out)
{
    for (int year = today.year; year <= today.year + 8; year++) {
        struct date d;

        if (make(year, month, day, &d) && date_cmp(d, today) >= 0) {
            *out = d;
            return true;
        }
    }
    return false;
}

/* "24.11.", "24/11/2026", "24 nov", "24. november 26": day, month, perhaps a year. */
static bool parse_day_month(struct arena *tmp, const char *text, struct date today,
                            struct date *out)
{
    const char *s = text;
    int day, month, year, digits;
    char separator;

    if (take_digits(&s, 1, 2, &day) == 0)
        return false;
    separator = *s == '/' || *s == '.' ? *s++ : ' ';
    skip_blanks(&s);
    if (separator == ' ' || *s < '0' || *s > '9') {
        size_t len = strcspn(s, " .,/0123456789");

        month = len > 0 ? month_by_word(tmp, arena_strndup(tmp, s, len)) : 0;
        s += len;
        (void)(take_char(&s, '.') || take_char(&s, ','));
    } else {
        if (take_digits(&s, 1, 2, &month) == 0 || (*s != '\0' && !take_char(&s, separator)))
            return false;
    }
    skip_blanks(&s);
    if (month == 0)
        return false;
    if (*s == '\0')
        return next_such_day(today, month, day, out);
    digits = take_digits(&s, 2, 4, &year);
    return (digits == 2 || digits == 4) && *s == '\0' &&
           make(full_year(year, digits), month, day, out);
}

bool date_parse_typed(const char *text, struct date today, struct date *out, struct err *err)
{
    OD_ARENA *tmp = arena_new();
    const char *word = utf8_fold(tmp, text), *s = word;
    struct date d;

    if ((take_iso_date(&s, &d) && *s == '\0') || parse_relative(tmp, word, today, &d) ||
        parse_day_month(tmp, word, today, &d)) {
        *out = d;
        return true;
    }
    return err_set(err, ERR_INVALID,
                   _("\"%s\" is not a date. Examples: 24.11., 24 nov, 2026-11-24, +3, tomorrow, "
                     "fri."),
                   text);
}

static int count_same(const char *form, char c)
{
    int n = 0;

    while (form[n] == c)
        n++;
    return n;
}

/* One part of a form ("MM") from the text. */
static bool take_part(const char **s, char letter, int width, int *out)
{
    int digits = take_digits(s, width == 1 ? 1 : width, width == 1 ? 2 : width, out);

    if (digits == 0)
        return false;
    if (letter == 'Y')
        *out = full_year(*out, digits);
    return true;
}

bool date_parse_form(const char *text, const char *form, struct date *out, struct err *err)
{
    int year = 0, month = 0, day = 0;
    const char *s = text, *f = form;
    bool fits = true;

    while (fits && *f != '\0') {
        int width = count_same(f, *f);

        if (*f == 'Y' && (width == 4 || width == 2))
            fits = take_part(&s, 'Y', width, &year);
        else if (*f == 'M' && width <= 2)
            fits = take_part(&s, 'M', width, &month);
        else if (*f == 'D' && width <= 2)
            fits = take_part(&s, 'D', width, &day);
        else
            fits = take_char(&s, *f);
        f += *f == 'Y' || *f == 'M' || *f == 'D' ? width : 1;
    }
    if (!fits || *s != '\0' || !make(year, month, day, out))
        return err_set(err, ERR_INVALID, _("\"%s\" is not a date of the form %s."), text, form);
    return true;
}

/* Puts the parts where form says ("%2$s"), which printf takes ten times as long for: a list shows
 * two dates a row. */
static void put_parts(char *out, size_t size, const char *form, const char *const parts[3])
{
    size_t n = 0;

    while (*form != '\0' && n + 1 < size) {
        const char *part;

        if (form[0] != '%' || form[1] < '1' || form[1] > '3' || form[2] != '$') {
            out[n++] = *form++;
            continue;
        }
        for (part = parts[form[1] - '1']; *part != '\0' && n + 1 < size; part++)
            out[n++] = *part;
        form += strlen("%1$d");
    }
    out[n] = '\0';
}

static const char *number_text(int n, char out[12])
{
    char *at = out + 11;

    *at = '\0';
    do
        *--at = (char)('0' + n % 10);
    while ((n /= 10) > 0);
    return at;
}

const char *date_short(struct date d, struct date today, char *out, int size)
{
    char day[12], year[12];
    const char *parts[3];

    assert(size > 0);
    out[0] = '\0';
    if (!date_is_valid(d))
        return out;
    parts[0] = number_text(d.day, day);
    parts[1] = _(months[d.month - 1].abbr);
    parts[2] = number_text(d.year, year);
    if (d.year == today.year)
        /* TRANSLATORS: day and short month of a date in a list, "24 Nov" */
        put_parts(out, (size_t)size, _("%1$d %2$s"), parts);
    else
        /* TRANSLATORS: day, short month and year of a date in a list, "24 Nov 2025" */
        put_parts(out, (size_t)size, _("%1$d %2$s %3$d"), parts);
    return out;
}
