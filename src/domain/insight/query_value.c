/*
 * The fields of the query bar: which there are, what they may say, and what days and amounts are
 * meant by the ways to write them.
 */
#include <assert.h>
#include <stddef.h>
#include <string.h>

#include "base/date.h"
#include "base/decimal.h"
#include "base/i18n.h"
#include "base/limits.h"
#include "base/mem.h"
#include "domain/insight/query_parts.h"
#include "domain/order/order_rules.h"

#define SHOWN_OPEN                                                                                 \
    (1u << SHOWN_AWAITING_APPROVAL | 1u << SHOWN_ON_HOLD | 1u << SHOWN_SUBMITTED |                 \
     1u << SHOWN_PART_SHIPPED | 1u << SHOWN_PICKING | 1u << SHOWN_ALLOCATED |                      \
     1u << SHOWN_BACKORDERED | 1u << SHOWN_CONFIRMED)
#define SHOWN_ALL ((1u << (SHOWN_CONFIRMED + 1)) - (1u << SHOWN_CANCELED))

static_assert(SHOWN_CONFIRMED < 31, "a set of display statuses is one word");

/* --- names ----------------------------------------------------------------------------------- */

/* The next of several names with commas between; NULL at the end. */
static const char *next_name(struct query_parser *p, const char **at)
{
    size_t len;

    *at += strspn(*at, ",");
    if (**at == '\0')
        return NULL;
    len = strcspn(*at, ",");
    *at += len;
    return arena_strndup(p->arena, *at - len, len);
}

static bool take_names(struct query_parser *p, const char *field, const char *value,
                       struct query_names *out, struct err *err)
{
    const char *name;

    while ((name = next_name(p, &value)) != NULL) {
        if (out->n == QUERY_NAMES)
            return err_field(err, ERR_LIMIT, field, _("\"%s:\" takes at most %d names."), field,
                             QUERY_NAMES);
        out->v[out->n++] = name;
    }
    return true;
}

static bool take_status(struct query_parser *p, const char *value, int sign, struct err *err)
{
    uint32_t set = 0;
    const char *name;

    while ((name = next_name(p, &value)) != NULL) {
        enum order_shown shown;

        if (!order_shown_parse(name, &shown)) {
            struct strbuf names;

            strbuf_init(&names, p->arena, 400);
            for (int s = SHOWN_CANCELED; s <= SHOWN_CONFIRMED; s++)
                strbuf_addf(&names, "%s%s", s > SHOWN_CANCELED ? ", " : "",
                            order_shown_name((enum order_shown)s));
            return err_field(err, ERR_INVALID, "status",
                             _("There is no status \"%s\". There are: %s."), name, names.s);
        }
        set |= 1u << shown;
    }
    *(sign == QUERY_NOT ? &p->q->shown_not : &p->q->shown) |= set;
    return true;
}

static bool take_is(struct query_parser *p, const char *value, int sign, struct err *err)
{
    static const struct {
        const char *name;
        uint32_t kinds;
        enum query_state state; /* 0: open, a set of statuses */
        bool is_turned;
    } states[] = {
        { "open", KIND(FIND_ORDER), 0, false },
        { "late", KIND(FIND_ORDER), QUERY_LATE, false },
        { "too_late", KIND(FIND_ORDER), QUERY_TOO_LATE, false },
        { "backordered", KIND(FIND_ORDER), QUERY_BACKORDERED, false },
        { "imported", KIND(FIND_ORDER), QUERY_IMPORTED, false },
        { "unmapped", KIND(FIND_ORDER), QUERY_UNMAPPED, false },
        { "proposed", KIND(FIND_ORDER), QUERY_PROPOSED, false },
        { "bad_address", KIND(FIND_ORDER), QUERY_BAD_ADDRESS, false },
        { "held", KIND(FIND_ORDER) | KIND(FIND_CUSTOMER), QUERY_HELD, false },
        { "changing", KIND(FIND_ORDER), QUERY_CHANGING, false },
        { "active", KIND(FIND_CUSTOMER) | KIND(FIND_ITEM), QUERY_ACTIVE, false },
        { "inactive", KIND(FIND_CUSTOMER) | KIND(FIND_ITEM), QUERY_ACTIVE, true },
    };

    for (size_t i = 0; i < OD_LEN(states); i++) {
        if (strcmp(value, states[i].name) != 0)
            continue;
        p->q->kinds &= states[i].kinds;
        if (states[i].state == 0)
            *(sign == QUERY_NOT ? &p->q->shown_not : &p->q->shown_only) |= SHOWN_OPEN;
        else
            p->q->states[states[i].is_turned ? 1 - sign : sign] |= states[i].state;
        return true;
    }
    return err_field(err, ERR_INVALID, "is",
                     _("\"is:%s\" is not known. There are: is:open, is:late, is:backordered, "
                       "is:held, is:imported, is:unmapped, is:bad_address, is:proposed, "
                       "is:changing, is:active, is:inactive."),
                     value);
}

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

/* One of the forms above, or two of them with ".." between; "-7" alone reaches until today. */
static bool parse_range(struct query_parser *p, const char *value, struct span *out)
{
    const char *dots = strstr(value, "..");
    struct span from = { 0 }, to = { 0 };

    if (!dots) {
        if (!parse_days(p, value, out))
            return false;
        if (value[0] == '-')
            out->to = p->q->today;
        if (value[0] == '+')
            out->from = p->q->today;
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

static bool take_date(struct query_parser *p, const char *value, int sign, struct err *err)
{
    struct span span = { 0 };

    if (!parse_range(p, value, &span))
        return no_date("date", value, err);
    return put_placed(p, "date", span, sign, err);
}

/* From the beginning of those days on. */
static bool take_since(struct query_parser *p, const char *value, int sign, struct err *err)
{
    struct span span = { 0 };

    if (strstr(value, "..") || !parse_days(p, value, &span))
        return no_date("since", value, err);
    span.to = (struct date){ 0 };
    return put_placed(p, "since", span, sign, err);
}

/* Until the day before those days. */
static bool take_before(struct query_parser *p, const char *value, int sign, struct err *err)
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

static bool take_promised(struct query_parser *p, const char *value, int sign, struct err *err)
{
    struct span span = { 0 };

    if (!parse_range(p, value, &span))
        return no_date("promised", value, err);
    return put_range(p->q->promised, sign, "promised",
                     date_is_set(span.from) ? day_number(span.from) : 1,
                     date_is_set(span.to) ? day_number(span.to) : 99991231, err);
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

/* value begins with the sign where there was one: ">100", "<100", "100..200", "100". */
static bool parse_amounts(struct query_parser *p, const char *value, int64_t *from, int64_t *to)
{
    const char *dots = strstr(value, "..");

    *from = -LIMIT_MONEY_MINOR;
    *to = LIMIT_MONEY_MINOR;
    if (value[0] == '>' || value[0] == '<') {
        bool is_equal = value[1] == '=';
        int64_t *end = value[0] == '>' ? from : to;

        if (!parse_amount(p, value + 1 + is_equal, end))
            return false;
        *end += is_equal ? 0 : value[0] == '>' ? 1 : -1;
        return true;
    }
    if (!dots) {
        if (!parse_amount(p, value, from))
            return false;
        *to = *from;
        return true;
    }
    return (dots == value ||
            parse_amount(p, arena_strndup(p->arena, value, (size_t)(dots - value)), from)) &&
           (dots[2] == '\0' || parse_amount(p, dots + 2, to));
}

static bool take_total(struct query_parser *p, const char *value, int sign, struct err *err)
{
    int64_t from, to;

    if (!parse_amounts(p, value, &from, &to))
        return err_field(err, ERR_INVALID, "total",
                         _("\"total%s%s\" has no amount. Write total>100, total<=99.50, "
                           "total:100..200 or total:99.50."),
                         strchr("<>", value[0]) ? "" : ":", value);
    return put_range(p->q->total, sign, "total", from, to, err);
}

/* --- how the rows go ------------------------------------------------------------------------- */

static bool take_sort(struct query_parser *p, const char *value, int sign, struct err *err)
{
    static const char *const names[] = {
        [FIND_NEWEST] = "newest",          [FIND_PLACED] = "placed",
        [FIND_STATUS] = "status",          [FIND_CUSTOMER_NAME] = "customer",
        [FIND_PROMISED] = "promised",      [FIND_TOTAL] = "total",
    };
    bool is_down = value[0] == '-';
    const char *name = value + is_down;

    for (size_t i = 0; i < OD_LEN(names) && sign == QUERY_IS; i++) {
        if (strcmp(name, names[i]) != 0)
            continue;
        p->q->sort = (enum find_sort)i;
        /* "Newest" says which way it goes. */
        p->q->is_sort_down = i == FIND_NEWEST ? !is_down : is_down;
        return true;
    }
    return err_field(err, ERR_INVALID, "sort",
                     _("\"sort:%s\" is not known. There are: sort:newest, sort:placed, "
                       "sort:status, sort:customer, sort:promised, sort:total. A - before the "
                       "name (sort:-total) puts the largest first."),
                     value);
}

/* --- the table ------------------------------------------------------------------------------- */

struct query_field {
    const char *name;
    uint32_t kinds;
    bool (*take)(struct query_parser *p, const char *value, int sign, struct err *err);
    size_t names_at; /* where take is NULL: struct query_names [2] that the value goes to */
    bool has_words;  /* its words are in the index too, which then leads the search */
};

static const struct query_field query_fields[] = {
    { "status", KIND(FIND_ORDER), take_status, 0, false },
    { "customer", KIND(FIND_ORDER) | KIND(FIND_CUSTOMER), NULL, offsetof(struct query, customer),
      false },
    { "channel", KIND(FIND_ORDER), NULL, offsetof(struct query, channel), false },
    { "sku", KIND(FIND_ORDER) | KIND(FIND_ITEM), NULL, offsetof(struct query, sku), false },
    { "number", KIND(FIND_ORDER), NULL, offsetof(struct query, number), false },
    { "external", KIND(FIND_ORDER), NULL, offsetof(struct query, external), false },
    { "po", KIND(FIND_ORDER), NULL, offsetof(struct query, po), true },
    { "city", KIND(FIND_ORDER) | KIND(FIND_CUSTOMER), NULL, offsetof(struct query, city), true },
    { "postcode", KIND(FIND_ORDER) | KIND(FIND_CUSTOMER), NULL, offsetof(struct query, postcode),
      true },
    { "category", KIND(FIND_ITEM), NULL, offsetof(struct query, category), true },
    { "note", KINDS_ALL, NULL, offsetof(struct query, note), false },
    { "by", KIND(FIND_ORDER), NULL, offsetof(struct query, by), false },
    { "date", KIND(FIND_ORDER), take_date, 0, false },
    { "since", KIND(FIND_ORDER), take_since, 0, false },
    { "before", KIND(FIND_ORDER), take_before, 0, false },
    { "promised", KIND(FIND_ORDER), take_promised, 0, false },
    { "total", KIND(FIND_ORDER), take_total, 0, false },
    { "is", KINDS_ALL, take_is, 0, false },
    { "sort", KIND(FIND_ORDER), take_sort, 0, false },
};

static bool unknown_field(struct query_parser *p, const char *name, struct err *err)
{
    struct strbuf names;

    strbuf_init(&names, p->arena, 400);
    for (size_t i = 0; i < OD_LEN(query_fields); i++)
        strbuf_addf(&names, "%s%s", i > 0 ? ", " : "", query_fields[i].name);
    return err_field(err, ERR_INVALID, "query",
                     _("There is no search field \"%s\". There are: %s. To search for the text "
                       "itself, put it in quotes."),
                     name, names.s);
}

void query_end(struct query *q)
{
    q->has_shown = q->shown != 0 || q->shown_not != 0 || q->shown_only != 0;
    q->shown = (q->shown ? q->shown : SHOWN_ALL) & ~q->shown_not;
    if (q->shown_only)
        q->shown &= q->shown_only;
}

bool query_take_field(struct query_parser *p, const char *name, const char *value, int sign,
                      struct err *err)
{
    for (size_t i = 0; i < OD_LEN(query_fields); i++) {
        const struct query_field *f = &query_fields[i];
        struct query_names *names;

        if (strcmp(name, f->name) != 0)
            continue;
        if (value[strspn(value, "<>=")] == '\0')
            return true;
        p->q->kinds &= f->kinds;
        if (f->take)
            return f->take(p, value, sign, err);
        names = (struct query_names *)(void *)((char *)p->q + f->names_at) + sign;
        if (!take_names(p, f->name, value, names, err))
            return false;
        /* Of several names any may be the one: no words lead then. */
        if (!f->has_words || sign == QUERY_NOT || names->n != 1)
            return true;
        return strcmp(f->name, "postcode") == 0 ? query_take_code(p, names->v[0], err)
                                                : query_take_words(p, names->v[0], err);
    }
    return unknown_field(p, name, err);
}
