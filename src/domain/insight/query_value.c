/*
 * What days and amounts are meant by the ways to write them in the query bar. The fields that take
 * them stand in query_field.c.
 */
#include <string.h>

#include "base/date.h"
#include "base/decimal.h"
#include "base/i18n.h"
#include "base/limits.h"
#include "base/mem.h"
#include "domain/insight/query_parts.h"

/* --- days ------------------------------------------------------------------------------------ */

struct span {
    struct date from, to; /* both included; unset: open */
};

static struct span month_of(int year, int month)
{
    int next = month == 12 ? year + 1 : year;
    struct date end = { (int16_t)next, (int8_t)(month == 12 ? 1 : month + 1), 1 };

    return (struct span){ { (int16_t)year, (int8_t)month, 1 }, date_add_days(end, -1) };
}

/* "this-week", "last-month", "next-year" ...; weeks begin on Monday. */
static bool parse_period(struct date today, const char *text, struct span *out)
{
    static const char *const sides[] = { "last-", "this-", "next-" };
    int by = -2;

    for (int i = 0; i < 3; i++)
        if (strncmp(text, sides[i], 5) == 0)
            by = i - 1;
    if (by == -2)
        return false;
    if (strcmp(text + 5, "week") == 0) {
        struct date monday = date_add_days(today, by * 7 - date_weekday(today));

        *out = (struct span){ monday, date_add_days(monday, 6) };
    } else if (strcmp(text + 5, "month") == 0) {
        int month = today.month + by;

        *out = month_of(today.year + (month < 1 ? -1 : month > 12 ? 1 : 0),
                        month < 1 ? 12 : month > 12 ? 1 : month);
    } else if (strcmp(text + 5, "year") == 0) {
        int16_t year = (int16_t)(today.year + by);

        *out = (struct span){ { year, 1, 1 }, { year, 12, 31 } };
    } else {
        return false;
    }
    return true;
}

/* "1997", "1997-03", "1997-03-20", "20.3.1997", "today", "-7", "last-week": the days they mean. */
static bool parse_days(struct query_parser *p, const char *text, struct span *out)
{
    static const char *const near_days[] = { "yesterday", "today", "tomorrow" };
    struct date today = p->q->today, d = { 0 };
    size_t len = strlen(text);
    int64_t n;

    for (int i = 0; i < 3; i++) {
        if (strcmp(text, near_days[i]) == 0) {
            d = date_add_days(today, i - 1);
            *out = (struct span){ d, d };
            return true;
        }
    }
    if (parse_period(today, text, out))
        return true;
    if ((text[0] == '-' || text[0] == '+') &&
        decimal_parse(text + 1, 0, 36500, NULL, &n, NULL) && n >= 0) {
        d = date_add_days(today, text[0] == '-' ? (int)-n : (int)n);
    } else if (len == 4 && date_parse(arena_printf(p->arena, "%s-01-01", text), &d, NULL)) {
        *out = (struct span){ d, { d.year, 12, 31 } };
        return true;
    } else if (len == 7 && date_parse(arena_printf(p->arena, "%s-01", text), &d, NULL)) {
        *out = month_of(d.year, d.month);
        return true;
    } else if (!date_parse(text, &d, NULL) && !date_parse_form(text, "D.M.YYYY", &d, NULL)) {
        return false;
    }
    *out = (struct span){ d, d };
    return true;
}

/* One of the forms above, or two of them with ".." between. "-7" alone is the last seven days, of
 * which today is one, and "+7" the next seven. */
static bool parse_range(struct query_parser *p, const char *value, struct span *out)
{
    const char *dots = strstr(value, "..");
    struct span from = { 0 }, to = { 0 };

    if (!dots) {
        if (!parse_days(p, value, out))
            return false;
        if (value[0] == '-' && date_cmp(out->from, p->q->today) < 0)
            *out = (struct span){ date_add_days(out->from, 1), p->q->today };
        if (value[0] == '+' && date_cmp(out->to, p->q->today) > 0)
            *out = (struct span){ p->q->today, date_add_days(out->to, -1) };
        return true;
    }
    if (dots > value &&
        !parse_days(p, arena_strndup(p->arena, value, (size_t)(dots - value)), &from))
        return false;
    if (dots[2] && !parse_days(p, dots + 2, &to))
        return false;
    *out = (struct span){ from.from, to.to };
    return true;
}

bool query_days(const char *text, struct date today, struct date *from, struct date *to)
{
    OD_ARENA *tmp = arena_new();
    struct query q = { .today = today };
    struct query_parser p = { .arena = tmp, .q = &q };
    struct span span = { 0 };

    if (!parse_range(&p, text, &span))
        return false;
    *from = span.from;
    *to = span.to;
    return true;
}

/* Ranges of one field: both must hold. Of what must not be there is one. */
static bool put_range(struct query_range range[2], int sign, const char *field, int64_t from,
                      int64_t to, struct err *err)
{
    struct query_range *r = &range[sign];

    if (r->is_set && sign == QUERY_NOT)
        return err_field(err, ERR_LIMIT, field, _("\"-%s\" can be said only once."), field);
    if (r->is_set) {
        from = from > r->from ? from : r->from;
        to = to < r->to ? to : r->to;
    }
    *r = (struct query_range){ true, from, to };
    return true;
}

static bool no_date(const char *field, const char *value, struct err *err)
{
    return err_field(err, ERR_INVALID, field,
                     _("\"%s\" is no date. Write %s:2026-11-24, %s:2026-11, "
                       "%s:2026-01-01..2026-03-31, %s:today, %s:last-week, or %s:-7 "
                       "for the last seven days."),
                     value, field, field, field, field, field, field);
}

static bool put_placed(struct query_parser *p, const char *field, struct span span, int sign,
                       struct err *err)
{
    return put_range(
        p->q->placed, sign, field, date_is_set(span.from) ? date_begin(span.from).ms : 1,
        date_is_set(span.to) ? date_begin(date_add_days(span.to, 1)).ms - 1 : INT64_MAX, err);
}

bool query_take_date(struct query_parser *p, const char *value, int sign, struct err *err)
{
    struct span span = { 0 };

    if (!parse_range(p, value, &span))
        return no_date("date", value, err);
    return put_placed(p, "date", span, sign, err);
}

/* From the beginning of those days on. */
bool query_take_since(struct query_parser *p, const char *value, int sign, struct err *err)
{
    struct span span = { 0 };

    if (strstr(value, "..") || !parse_days(p, value, &span))
        return no_date("since", value, err);
    span.to = (struct date){ 0 };
    return put_placed(p, "since", span, sign, err);
}

/* Until the day before those days. */
bool query_take_before(struct query_parser *p, const char *value, int sign, struct err *err)
{
    struct span span = { 0 };

    if (strstr(value, "..") || !parse_days(p, value, &span))
        return no_date("before", value, err);
    span.to = date_add_days(span.from, -1);
    span.from = (struct date){ 0 };
    return put_placed(p, "before", span, sign, err);
}

static int64_t day_number(struct date d)
{
    return d.year * INT64_C(10000) + d.month * 100 + d.day;
}

bool query_is_narrow(const struct query *q)
{
    const struct query_range *placed = &q->placed[QUERY_IS];

    return placed->to != INT64_MAX && placed->to - placed->from <= INT64_C(32) * 24 * 3600 * 1000;
}

const char *query_day(int64_t yyyymmdd, struct arena *arena)
{
    return arena_printf(arena, "%04d-%02d-%02d", (int)(yyyymmdd / 10000),
                        (int)(yyyymmdd / 100 % 100), (int)(yyyymmdd % 100));
}

bool query_take_promised(struct query_parser *p, const char *value, int sign, struct err *err)
{
    struct span span = { 0 };

    if (!parse_range(p, value, &span))
        return no_date("promised", value, err);
    return put_range(p->q->promised, sign, "promised",
                     date_is_set(span.from) ? day_number(span.from) : 1,
                     date_is_set(span.to) ? day_number(span.to) : 99991231, err);
}

bool query_take_wanted(struct query_parser *p, const char *value, int sign, struct err *err)
{
    struct span span = { 0 };

    if (!parse_range(p, value, &span))
        return no_date("wanted", value, err);
    return put_range(p->q->wanted, sign, "wanted",
                     date_is_set(span.from) ? day_number(span.from) : 1,
                     date_is_set(span.to) ? day_number(span.to) : 99991231, err);
}

bool query_take_shipped(struct query_parser *p, const char *value, int sign, struct err *err)
{
    struct span span = { 0 };

    if (!parse_range(p, value, &span))
        return no_date("shipped", value, err);
    return put_range(
        p->q->shipped, sign, "shipped", date_is_set(span.from) ? date_begin(span.from).ms : 1,
        date_is_set(span.to) ? date_begin(date_add_days(span.to, 1)).ms - 1 : INT64_MAX, err);
}

/* --- amounts --------------------------------------------------------------------------------- */

static bool parse_amount(struct query_parser *p, const char *text, int64_t *out)
{
    const char *currency = desk_company(p->desk)->currency;
    struct money m;

    if (!money_parse(text, currency, desk_form(p->desk), &m, NULL) &&
        !money_parse(text, currency, NULL, &m, NULL))
        return false;
    *out = m.minor;
    return true;
}

/* A number as it is typed for one field. */
typedef bool parse_number(struct query_parser *p, const char *text, int64_t *out);

/* value begins with the sign where there was one: ">100", "<100", "100..200", "100". *from and *to
 * are the widest range that there is. */
static bool parse_numbers(struct query_parser *p, const char *value, parse_number *parse,
                          int64_t *from, int64_t *to)
{
    const char *dots = strstr(value, "..");

    if (value[0] == '>' || value[0] == '<') {
        bool is_equal = value[1] == '=';
        int64_t *end = value[0] == '>' ? from : to;

        if (!parse(p, value + 1 + is_equal, end))
            return false;
        *end += is_equal ? 0 : value[0] == '>' ? 1 : -1;
        return true;
    }
    if (!dots) {
        if (!parse(p, value, from))
            return false;
        *to = *from;
        return true;
    }
    return (dots == value ||
            parse(p, arena_strndup(p->arena, value, (size_t)(dots - value)), from)) &&
           (dots[2] == '\0' || parse(p, dots + 2, to));
}

bool query_take_total(struct query_parser *p, const char *value, int sign, struct err *err)
{
    int64_t from = -LIMIT_MONEY_MINOR, to = LIMIT_MONEY_MINOR;

    if (!parse_numbers(p, value, parse_amount, &from, &to))
        return err_field(err, ERR_INVALID, "total",
                         _("\"total%s%s\" has no amount. Write total>100, total<=99.50, "
                           "total:100..200 or total:99.50."),
                         strchr("<>", value[0]) ? "" : ":", value);
    return put_range(p->q->total, sign, "total", from, to, err);
}

static bool parse_priority(struct query_parser *p, const char *text, int64_t *out)
{
    (void)p;
    return decimal_parse(text, 0, 9, NULL, out, NULL) && *out >= 0;
}

bool query_take_priority(struct query_parser *p, const char *value, int sign, struct err *err)
{
    int64_t from = 0, to = 9;

    if (!parse_numbers(p, value, parse_priority, &from, &to))
        return err_field(err, ERR_INVALID, "priority",
                         _("\"priority%s%s\" is no priority. They go from 0 to 9: priority:9, "
                           "priority>5, priority:1..3."),
                         strchr("<>", value[0]) ? "" : ":", value);
    return put_range(p->q->priority, sign, "priority", from, to, err);
}

static bool parse_hour(struct query_parser *p, const char *text, int64_t *out)
{
    (void)p;
    return decimal_parse(text, 0, 23, NULL, out, NULL) && *out >= 0;
}

bool query_take_hour(struct query_parser *p, const char *value, int sign, struct err *err)
{
    const char *one;

    while ((one = query_next_name(p, &value)) != NULL) {
        int64_t from = 0, to = 23;

        if (!parse_numbers(p, one, parse_hour, &from, &to) || from > to)
            return err_field(err, ERR_INVALID, "hour",
                             _("\"hour%s%s\" is no hour. They go from 0 to 23: hour:9, "
                               "hour:9..12, hour>=18."),
                             strchr("<>", one[0]) ? "" : ":", one);
        for (int64_t h = from; h <= to; h++)
            p->q->hour[sign] |= 1u << h;
    }
    return true;
}
