/*
 * The fields of the query bar: which there are, and what they may say. Days and amounts are
 * query_value.c's.
 */
#include <assert.h>
#include <stddef.h>
#include <string.h>

#include "base/i18n.h"
#include "base/limits.h"
#include "base/mem.h"
#include "domain/flow/fulfillment.h"
#include "domain/insight/query_parts.h"
#include "domain/order/order_rules.h"

#define SHOWN_OPEN                                                                                 \
    (1u << SHOWN_AWAITING_APPROVAL | 1u << SHOWN_ON_HOLD | 1u << SHOWN_SUBMITTED |                 \
     1u << SHOWN_PART_SHIPPED | 1u << SHOWN_PICKING | 1u << SHOWN_ALLOCATED |                      \
     1u << SHOWN_BACKORDERED | 1u << SHOWN_CONFIRMED)
#define SHOWN_ALL ((1u << (SHOWN_CONFIRMED + 1)) - (1u << SHOWN_CANCELED))

static_assert(SHOWN_CONFIRMED < 31, "a set of display statuses is one word");

/* --- names ----------------------------------------------------------------------------------- */

const char *query_next_name(struct query_parser *p, const char **at)
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

    while ((name = query_next_name(p, &value)) != NULL) {
        if (strcmp(name, "=") == 0) { /* whole, but what? */
            p->q->has_idle = true;
            continue;
        }
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

    while ((name = query_next_name(p, &value)) != NULL) {
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
    { "held", KIND(FIND_ORDER) | KIND(FIND_CUSTOMER), QUERY_HELD, false },
    { "pickup", KIND(FIND_ORDER), QUERY_PICKUP, false },
    { "imported", KIND(FIND_ORDER), QUERY_IMPORTED, false },
    { "unmapped", KIND(FIND_ORDER), QUERY_UNMAPPED, false },
    { "proposed", KIND(FIND_ORDER), QUERY_PROPOSED, false },
    { "bad_address", KIND(FIND_ORDER), QUERY_BAD_ADDRESS, false },
    { "changing", KIND(FIND_ORDER), QUERY_CHANGING, false },
    { "active", KIND(FIND_CUSTOMER) | KIND(FIND_ITEM), QUERY_ACTIVE, false },
    { "inactive", KIND(FIND_CUSTOMER) | KIND(FIND_ITEM), QUERY_ACTIVE, true },
};

static bool take_is(struct query_parser *p, const char *value, int sign, struct err *err)
{
    struct strbuf names;

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
    strbuf_init(&names, p->arena, 400);
    for (size_t i = 0; i < OD_LEN(states); i++)
        strbuf_addf(&names, "%sis:%s", i > 0 ? ", " : "", states[i].name);
    return err_field(err, ERR_INVALID, "is", _("\"is:%s\" is not known. There are: %s."), value,
                     names.s);
}

/* What waits for someone, by why. */
static bool take_hold(struct query_parser *p, const char *value, int sign, struct err *err)
{
    const char *name;

    while ((name = query_next_name(p, &value)) != NULL) {
        struct strbuf names;
        enum hold_kind kind;

        if (hold_kind_parse(name, &kind)) {
            p->q->hold[sign] |= 1u << kind;
            continue;
        }
        strbuf_init(&names, p->arena, 400);
        for (int k = HOLD_APPROVAL; k <= HOLD_REMORSE; k++)
            strbuf_addf(&names, "%s%s", k > HOLD_APPROVAL ? ", " : "",
                        hold_kind_name((enum hold_kind)k));
        return err_field(err, ERR_INVALID, "hold",
                         _("There is no hold \"%s\". There are: %s."), name, names.s);
    }
    return true;
}

/* Only what is open in the warehouse: what left or was canceled is the order's status. */
static const enum fulfillment_status open_work[] = { FULFILLMENT_RELEASED, FULFILLMENT_PICKING,
                                                     FULFILLMENT_PICKED, FULFILLMENT_PACKED,
                                                     FULFILLMENT_READY };

static bool take_work(struct query_parser *p, const char *value, int sign, struct err *err)
{
    const char *name;

    while ((name = query_next_name(p, &value)) != NULL) {
        struct strbuf names;
        bool is_known = false;

        strbuf_init(&names, p->arena, 200);
        for (size_t i = 0; i < OD_LEN(open_work); i++) {
            const char *known = fulfillment_status_name(open_work[i]);

            strbuf_addf(&names, "%s%s", i > 0 ? ", " : "", known);
            if (strcmp(known, name) == 0) {
                p->q->work[sign] |= 1u << open_work[i];
                is_known = true;
            }
        }
        if (!is_known)
            return err_field(err, ERR_INVALID, "work",
                             _("The warehouse knows no \"%s\". There are: %s."), name, names.s);
    }
    return true;
}

static const char *const weekdays[] = { "mon", "tue", "wed", "thu", "fri", "sat", "sun" };

static bool take_weekday(struct query_parser *p, const char *value, int sign, struct err *err)
{
    const char *name;

    while ((name = query_next_name(p, &value)) != NULL) {
        unsigned bit = 0;

        for (size_t i = 0; i < OD_LEN(weekdays); i++)
            if (strcmp(name, weekdays[i]) == 0)
                bit = 1u << i;
        if (bit == 0)
            return err_field(err, ERR_INVALID, "weekday",
                             _("There is no weekday \"%s\". There are: %s."), name,
                             "mon, tue, wed, thu, fri, sat, sun");
        p->q->weekday[sign] |= bit;
    }
    return true;
}

/* --- how the rows go ------------------------------------------------------------------------- */

static const char *const sorts[] = {
    [FIND_NEWEST] = "newest",          [FIND_PLACED] = "placed",
    [FIND_STATUS] = "status",          [FIND_CUSTOMER_NAME] = "customer",
    [FIND_PROMISED] = "promised",      [FIND_TOTAL] = "total",
};

static bool take_sort(struct query_parser *p, const char *value, int sign, struct err *err)
{
    bool is_down = value[0] == '-';
    const char *name = value + is_down;

    for (size_t i = 0; i < OD_LEN(sorts) && sign == QUERY_IS; i++) {
        if (strcmp(name, sorts[i]) != 0)
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
    enum query_value_kind values;
    bool (*take)(struct query_parser *p, const char *value, int sign, struct err *err);
    size_t names_at; /* where take is NULL: struct query_names [2] that the value goes to */
    uint32_t worded; /* in the index of these kinds its words are, too, which then leads */
};

#define ORDERS        KIND(FIND_ORDER)
#define NAMES(member) NULL, offsetof(struct query, member), 0
#define WORDS(member) NULL, offsetof(struct query, member), KINDS_ALL
#define TAKEN(take)   take, 0, false

static const struct query_field query_fields[] = {
    { "status", ORDERS, VALUE_STATUS, TAKEN(take_status) },
    { "customer", ORDERS | KIND(FIND_CUSTOMER), VALUE_CUSTOMER, NAMES(customer) },
    { "channel", ORDERS, VALUE_CHANNEL, NAMES(channel) },
    { "sku", ORDERS | KIND(FIND_ITEM), VALUE_ITEM, NAMES(sku) },
    { "number", ORDERS, VALUE_ANY, NAMES(number) },
    { "external", ORDERS, VALUE_ANY, NAMES(external) },
    { "po", ORDERS, VALUE_ANY, WORDS(po) },
    { "phone", ORDERS | KIND(FIND_CUSTOMER), VALUE_ANY, NAMES(phone) },
    { "city", ORDERS | KIND(FIND_CUSTOMER), VALUE_ANY, WORDS(city) },
    { "postcode", ORDERS | KIND(FIND_CUSTOMER), VALUE_ANY, WORDS(postcode) },
    { "group", KIND(FIND_CUSTOMER), VALUE_GROUP, NAMES(group) },
    { "category", ORDERS | KIND(FIND_ITEM), VALUE_CATEGORY, NULL,
      offsetof(struct query, category), KIND(FIND_ITEM) },
    { "note", KINDS_ALL, VALUE_ANY, NAMES(note) },
    { "by", ORDERS, VALUE_USER, NAMES(by) },
    { "site", ORDERS, VALUE_SITE, NAMES(site) },
    { "work", ORDERS, VALUE_WORK, TAKEN(take_work) },
    { "picker", ORDERS, VALUE_USER, NAMES(picker) },
    { "carrier", ORDERS, VALUE_CARRIER, NAMES(carrier) },
    { "tracking", ORDERS, VALUE_ANY, NAMES(tracking) },
    { "hold", ORDERS, VALUE_HOLD, TAKEN(take_hold) },
    { "date", ORDERS, VALUE_DAY, TAKEN(query_take_date) },
    { "weekday", ORDERS, VALUE_WEEKDAY, TAKEN(take_weekday) },
    { "hour", ORDERS, VALUE_ANY, TAKEN(query_take_hour) },
    { "since", ORDERS, VALUE_DAY, TAKEN(query_take_since) },
    { "before", ORDERS, VALUE_DAY, TAKEN(query_take_before) },
    { "promised", ORDERS, VALUE_DAY, TAKEN(query_take_promised) },
    { "wanted", ORDERS, VALUE_DAY, TAKEN(query_take_wanted) },
    { "shipped", ORDERS, VALUE_DAY, TAKEN(query_take_shipped) },
    { "total", ORDERS, VALUE_ANY, TAKEN(query_take_total) },
    { "priority", ORDERS, VALUE_ANY, TAKEN(query_take_priority) },
    { "is", KINDS_ALL, VALUE_IS, TAKEN(take_is) },
    { "sort", ORDERS, VALUE_SORT, TAKEN(take_sort) },
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
        if (value[strspn(value, "<>=,")] == '\0') {
            p->q->has_idle = true;
            return true;
        }
        p->q->kinds &= f->kinds;
        if (f->take)
            return f->take(p, value, sign, err);
        names = (struct query_names *)(void *)((char *)p->q + f->names_at) + sign;
        if (!take_names(p, f->name, value, names, err))
            return false;
        p->q->has_idle |= names->n == 0;
        /* Of several names any may be the one: no words lead then. */
        if ((p->q->kinds & ~f->worded) != 0 || sign == QUERY_NOT || names->n != 1)
            return true;
        return strcmp(f->name, "postcode") == 0 ? query_take_code(p, names->v[0], err)
                                                : query_take_words(p, names->v[0], err);
    }
    return unknown_field(p, name, err);
}

/* --- for completion -------------------------------------------------------------------------- */

const char *query_field_name(int at, uint32_t *kinds, enum query_value_kind *values)
{
    if (at >= (int)OD_LEN(query_fields))
        return NULL;
    *kinds = query_fields[at].kinds;
    *values = query_fields[at].values;
    return query_fields[at].name;
}

const char *query_fixed_value(enum query_value_kind values, int at)
{
    if (values == VALUE_STATUS)
        return at <= SHOWN_CONFIRMED - SHOWN_CANCELED
                   ? order_shown_name((enum order_shown)(SHOWN_CANCELED + at))
                   : NULL;
    if (values == VALUE_IS)
        return at < (int)OD_LEN(states) ? states[at].name : NULL;
    if (values == VALUE_SORT)
        return at < (int)OD_LEN(sorts) ? sorts[at] : NULL;
    if (values == VALUE_HOLD)
        return at <= HOLD_REMORSE - HOLD_APPROVAL
                   ? hold_kind_name((enum hold_kind)(HOLD_APPROVAL + at))
                   : NULL;
    if (values == VALUE_WEEKDAY)
        return at < (int)OD_LEN(weekdays) ? weekdays[at] : NULL;
    if (values == VALUE_WORK)
        return at < (int)OD_LEN(open_work) ? fulfillment_status_name(open_work[at]) : NULL;
    return NULL;
}
