/*
 * What a report is asked: words of groups and comparisons, periods, and which day, week or month of
 * the period a day is in.
 */
#include <assert.h>
#include <string.h>

#include "base/date.h"
#include "base/i18n.h"
#include "base/mem.h"
#include "base/strbuf.h"
#include "domain/catalog/item.h"
#include "domain/insight/query_parts.h"
#include "domain/insight/report.h"
#include "domain/insight/search.h"

#define PERIOD_BYTES 40

static const struct {
    const char *name, *words;
} bys[REPORT_BYS] = {
    [REPORT_BY_NONE] = { "none", "" },
    [REPORT_BY_DAY] = { "day", N_("Day") },
    [REPORT_BY_WEEK] = { "week", N_("Week") },
    [REPORT_BY_MONTH] = { "month", N_("Month") },
    [REPORT_BY_WEEKDAY] = { "weekday", N_("Weekday") },
    [REPORT_BY_HOUR] = { "hour", N_("Hour") },
    [REPORT_BY_ITEM] = { "item", N_("Item") },
    [REPORT_BY_CATEGORY] = { "category", N_("Category") },
    [REPORT_BY_CUSTOMER] = { "customer", N_("Customer") },
    [REPORT_BY_CHANNEL] = { "channel", N_("Channel") },
    [REPORT_BY_SITE] = { "site", N_("Site") },
    [REPORT_BY_PERSON] = { "person", N_("Person") },
    [REPORT_BY_CARRIER] = { "carrier", N_("Carrier") },
    [REPORT_BY_REASON] = { "reason", N_("Reason") },
};

const char *report_by_name(enum report_by by)
{
    assert(by >= REPORT_BY_NONE && by < REPORT_BYS);
    return bys[by].name;
}

const char *report_by_words(enum report_by by)
{
    assert(by > REPORT_BY_NONE && by < REPORT_BYS);
    return _(bys[by].words);
}

const char *report_by_label(enum report_by by)
{
    assert(by > REPORT_BY_NONE && by < REPORT_BYS);
    return bys[by].words;
}

bool report_by_parse(const struct report *report, const char *text, enum report_by *out,
                     struct err *err)
{
    OD_ARENA *tmp = arena_new();
    struct strbuf names;

    strbuf_init(&names, tmp, 300);
    for (int by = REPORT_BY_DAY; by < REPORT_BYS; by++) {
        if ((report->groups & REPORT_GROUP(by)) == 0)
            continue;
        if (strcmp(text, bys[by].name) == 0 || strcmp(text, _(bys[by].words)) == 0) {
            *out = (enum report_by)by;
            return true;
        }
        strbuf_addf(&names, "%s%s", names.len > 0 ? ", " : "", bys[by].name);
    }
    if (names.len == 0)
        return err_field(err, ERR_INVALID, "by", _("This report has no groups."));
    return err_field(err, ERR_INVALID, "by",
                     _("This report is not grouped by \"%.40s\". It can be by: %s."), text,
                     names.s);
}

static const char *const compares[] = { "none", "period", "year" };

const char *report_compare_name(enum report_compare compare)
{
    return compares[compare];
}

bool report_compare_parse(const char *text, enum report_compare *out, struct err *err)
{
    for (int i = 0; i < (int)OD_LEN(compares); i++) {
        if (strcmp(text, compares[i]) == 0) {
            *out = (enum report_compare)i;
            return true;
        }
    }
    return err_field(err, ERR_INVALID, "compare",
                     _("\"%.40s\" is no comparison. There are: none, period (the days before), "
                       "year (the same days a year before)."),
                     text);
}

/* --- periods --------------------------------------------------------------------------------- */

/* "last-30-days": those days end today. */
static bool last_days(const char *text, struct date today, struct date *from, struct date *to)
{
    int n = 0, at = 0;

    if (strncmp(text, "last-", 5) != 0)
        return false;
    for (text += 5; *text >= '0' && *text <= '9' && at < 5; text++, at++)
        n = n * 10 + (*text - '0');
    if (n < 1 || n > 36500 || (strcmp(text, "-days") != 0 && strcmp(text, "-day") != 0))
        return false;
    *from = date_add_days(today, 1 - n);
    *to = today;
    return true;
}

bool report_period_on(struct date today, const char *text, struct date *from, struct date *to,
                      struct err *err)
{
    struct date a = { 0 }, b = { 0 };
    char word[PERIOD_BYTES] = "";
    size_t n = 0;

    for (const char *c = text; *c != '\0' && n < PERIOD_BYTES - 1; c++) {
        bool is_gap = *c == ' ' && (n == 0 || word[n - 1] == '-' || c[1] == ' ' || c[1] == '\0');

        if (!is_gap)
            word[n++] = *c == ' ' ? '-' : (char)(*c >= 'A' && *c <= 'Z' ? *c + 32 : *c);
    }
    if (!last_days(word, today, &a, &b) &&
        (!query_days(word, today, &a, &b) || !date_is_set(a) || !date_is_set(b)))
        return err_field(err, ERR_INVALID, "period",
                         _("\"%.40s\" is no period. Write this-month, last-week, last-30-days, "
                           "2026-11, 2026, -7, today or 2026-01-01..2026-03-31."),
                         text);
    if (date_cmp(a, b) > 0)
        return err_field(err, ERR_INVALID, "period", _("The period ends before it begins."));
    *from = a;
    *to = b;
    return true;
}

bool report_period(struct desk *desk, const char *text, struct date *from, struct date *to,
                   struct err *err)
{
    return report_period_on(desk_today(desk), text, from, to, err);
}

bool report_ask_usual(struct desk *desk, const struct report *report, struct report_ask *out,
                      struct err *err)
{
    struct report_ask ask = { .by = report->by, .days = report->days };

    if ((report->asks & REPORT_ASKS_PERIOD) != 0 &&
        !report_period(desk, report->period, &ask.from, &ask.to, err))
        return false;
    *out = ask;
    return true;
}

/* --- days, weeks and months of a period ------------------------------------------------------ */

static int64_t monday_of(struct date d)
{
    return date_to_days(d) - date_weekday(d);
}

static int month_number(struct date d)
{
    return d.year * 12 + d.month - 1;
}

int64_t report_at(const struct report_ask *ask, struct date day)
{
    switch (ask->by) {
    case REPORT_BY_WEEK:
        return (monday_of(day) - monday_of(ask->from)) / 7;
    case REPORT_BY_MONTH:
        return month_number(day) - month_number(ask->from);
    case REPORT_BY_NONE:
    case REPORT_BY_DAY:
    case REPORT_BY_WEEKDAY:
    case REPORT_BY_HOUR:
    case REPORT_BY_ITEM:
    case REPORT_BY_CATEGORY:
    case REPORT_BY_CUSTOMER:
    case REPORT_BY_CHANNEL:
    case REPORT_BY_SITE:
    case REPORT_BY_PERSON:
    case REPORT_BY_CARRIER:
    case REPORT_BY_REASON:
    case REPORT_BYS:
        break;
    }
    return date_to_days(day) - date_to_days(ask->from);
}

static struct date month_begin(int number)
{
    return (struct date){ (int16_t)(number / 12), (int8_t)(number % 12 + 1), 1 };
}

/* The whole day, week or month, also where the period has only a part of it. */
static void whole_span(const struct report_ask *ask, int64_t at, struct date *first,
                       struct date *last)
{
    if (ask->by == REPORT_BY_WEEK) {
        *first = date_from_days(monday_of(ask->from) + at * 7);
        *last = date_add_days(*first, 6);
    } else if (ask->by == REPORT_BY_MONTH) {
        int month = month_number(ask->from) + (int)at;

        *first = month_begin(month);
        *last = date_add_days(month_begin(month + 1), -1);
    } else {
        *first = *last = date_add_days(ask->from, (int)at);
    }
}

void report_span(const struct report_ask *ask, int64_t at, struct date *first, struct date *last)
{
    whole_span(ask, at, first, last);
    if (date_cmp(*first, ask->from) < 0)
        *first = ask->from;
    if (date_cmp(*last, ask->to) > 0)
        *last = ask->to;
}

const char *report_span_name(const struct report_ask *ask, int64_t at, struct arena *arena)
{
    struct date first, last;
    char day[DATE_TEXT_SIZE];

    whole_span(ask, at, &first, &last);
    date_format(first, day);
    return ask->by == REPORT_BY_MONTH ? arena_strndup(arena, day, 7) : arena_strdup(arena, day);
}

const char *report_weekday(int weekday)
{
    static const char *const names[] = { N_("Mon"), N_("Tue"), N_("Wed"), N_("Thu"),
                                         N_("Fri"), N_("Sat"), N_("Sun") };

    assert(weekday >= 0 && weekday < 7);
    return _(names[weekday]);
}

/* " channel:WEB"; false: nobody knows it. */
static bool find_channel(struct desk *desk, struct channel_id id, struct arena *arena,
                         const char **out)
{
    struct channel_list list;
    const char *code;

    if (!channel_list_load(desk, arena, &list, NULL))
        return false;
    code = channel_code_of(&list, id);
    *out = arena_printf(arena, " channel:%s", code);
    return code[0] != '\0';
}

static bool find_site(struct desk *desk, struct site_id id, struct arena *arena, const char **out)
{
    struct site_list list;
    const char *code;

    if (!site_list_load(desk, arena, &list, NULL))
        return false;
    code = site_code_of(&list, id);
    *out = arena_printf(arena, " site:%s", code);
    return code[0] != '\0';
}

const char *report_find_days(struct desk *desk, const struct report_ask *ask, const char *field,
                             struct date from, struct date to, struct arena *arena)
{
    char a[DATE_TEXT_SIZE], b[DATE_TEXT_SIZE];
    const char *channel = "", *site = "";
    const char *days =
        date_cmp(from, to) == 0
            ? arena_printf(arena, "%s:%s", field, date_format(from, a))
            : arena_printf(arena, "%s:%s..%s", field, date_format(from, a), date_format(to, b));

    if ((ask->channel.v != 0 && !find_channel(desk, ask->channel, arena, &channel)) ||
        (ask->site.v != 0 && !find_site(desk, ask->site, arena, &site)))
        return NULL;
    return arena_printf(arena, "%s%s%s", days, channel, site);
}

const char *report_find_when(int weekday, int hour, struct arena *arena)
{
    const char *day = "", *gap = weekday >= 0 && hour >= 0 ? " " : "";

    if (weekday >= 0)
        day = arena_printf(arena, "weekday:%s", query_fixed_value(VALUE_WEEKDAY, weekday));
    return hour < 0 ? day : arena_printf(arena, "%s%shour:%d", day, gap, hour);
}
