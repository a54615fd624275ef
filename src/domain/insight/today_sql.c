/*
 * The day so far beside other days, who is here, and what happened last: a few rows of metric_hour
 * and metric_day, however many orders there are.
 */
#include "domain/insight/today.h"

#include <assert.h>
#include <string.h>

#include "base/date.h"
#include "base/limits.h"
#include "base/mem.h"
#include "base/decimal.h"
#include "base/vec.h"
#include "domain/desk/access.h"
#include "domain/insight/metric.h"
#include "domain/insight/queue.h"
#include "store/store.h"

/* --- the day --------------------------------------------------------------------------------- */

OD_SQL(sql_queue_hours, "queue.hours",
       "SELECT hour, orders, base_total_minor"
       " FROM metric_hour"
       " WHERE day_date = $1");

static bool load_hours(struct desk *desk, struct date day, struct day_figures *out, struct err *err)
{
    char text[DATE_TEXT_SIZE];
    OD_STMT *q = sql_read(desk_db(desk), &sql_queue_hours);

    put_text(q, date_format(day, text));
    while (sql_row(q)) {
        int64_t hour = get_i64(q);
        struct day_hour h = { .orders = (int)get_i64(q) };

        h.base_total_minor = get_i64(q);
        assert(hour >= 0 && hour < 24);
        out->hours[hour] = h;
        out->orders += h.orders;
        out->base_total_minor += h.base_total_minor;
    }
    return sql_done(&q, err);
}

bool day_figures_load(struct desk *desk, struct date day, struct day_figures *out, struct err *err)
{
    struct day_figures figures = { 0 };

    if (!load_hours(desk, day, &figures, err))
        return false;
    *out = figures;
    return true;
}

/* --- what happened last ---------------------------------------------------------------------- */

OD_SQL(sql_queue_recent, "queue.recent",
       "SELECT e.order_id, o.number, o.customer_name, e.kind, u.name, e.at_ms"
       " FROM order_event e"
       " JOIN sales_order o ON o.id = e.order_id"
       " JOIN app_user u ON u.id = e.user_id"
       " WHERE o.number IS NOT NULL"
       " ORDER BY e.id DESC"
       " LIMIT $1");

struct recent_list OD_VEC(struct recent);

bool recents_load(struct desk *desk, int max, struct arena *arena, struct recents *out,
                  struct err *err)
{
    struct recent_list list = { 0 };
    OD_STMT *q = sql_read(desk_db(desk), &sql_queue_recent);

    assert(max > 0 && max <= LIMIT_PAGE_ROWS);
    put_i64(q, max);
    while (sql_row(q)) {
        struct recent *r = vec_push(arena, &list);

        r->order.v = get_i64(q);
        r->number = get_text(q, arena);
        r->customer_name = get_text(q, arena);
        r->kind = get_text(q, arena);
        r->user = get_text(q, arena);
        r->at.ms = get_i64(q);
    }
    if (!sql_done(&q, err))
        return false;
    *out = (struct recents){ list.v, list.n };
    return true;
}

/* --- beside other days ----------------------------------------------------------------------- */

OD_SQL(sql_today_first, "today.first",
       "SELECT COALESCE(MIN(day_date), '')"
       " FROM metric_hour");

static bool load_first(struct desk *desk, struct date *out, struct err *err)
{
    OD_ARENA *tmp = arena_new();
    OD_STMT *q = sql_read(desk_db(desk), &sql_today_first);

    if (sql_row(q))
        *out = get_date(q, tmp);
    return sql_done(&q, err);
}

/* Orders and their value in sixtieths, so that shares of an hour add up over the weeks. */
struct past {
    int64_t orders;
    __int128 minor;
};

/* Up to a minute of the day: of the hour that is running its share. */
static void add_until(const struct day_figures *day, int minute, struct past *sum)
{
    for (int h = 0; h <= minute / 60; h++) {
        int share = h < minute / 60 ? 60 : minute % 60;

        sum->orders += (int64_t)day->hours[h].orders * share;
        sum->minor += (__int128)day->hours[h].base_total_minor * share;
    }
}

static bool load_weeks(struct desk *desk, struct date first, struct today *t, struct err *err)
{
    struct past all = { 0 };

    for (int week = 1; week <= TODAY_WEEKS; week++) {
        struct date day = date_add_days(t->day, -7 * week);
        struct day_figures figures;

        if (!date_is_set(first) || date_cmp(day, first) < 0)
            break;
        if (!day_figures_load(desk, day, &figures, err))
            return false;
        add_until(&figures, t->minute, &all);
        if (week == 1) {
            t->last_tenths = (int)round_div(all.orders, 6, ROUND_HALF_UP);
            t->last_minor = round_div(all.minor, 60, ROUND_HALF_UP);
            t->last_whole = figures.orders;
        }
        t->weeks = week;
    }
    if (t->weeks > 0) {
        t->mean_tenths = (int)round_div(all.orders, INT64_C(6) * t->weeks, ROUND_HALF_UP);
        t->mean_minor = round_div(all.minor, INT64_C(60) * t->weeks, ROUND_HALF_UP);
    }
    return true;
}

static bool load_month(struct desk *desk, struct today *t, struct err *err)
{
    OD_ARENA *tmp = arena_new();
    const struct metric_range range = { .from = date_add_days(t->day, 1 - TODAY_DAYS),
                                        .until = t->day };
    struct metric_days days;

    if (!metric_days_load(desk, &range, tmp, &days, err))
        return false;
    for (int i = 0; i < TODAY_DAYS; i++)
        t->days[i] = (int)days.v[i].sum.by[METRIC_ORDERS];
    return true;
}

bool today_load(struct desk *desk, struct today *out, struct err *err)
{
    struct stamp now = desk_now(desk);
    struct today t = { .day = desk_today(desk), .minute = stamp_minute_of_day(now) };
    struct date first = { 0 };

    if (!load_first(desk, &first, err) || !load_weeks(desk, first, &t, err) ||
        !load_month(desk, &t, err) || !metric_is_whole(desk, &t.is_whole, err))
        return false;
    *out = t;
    return true;
}

/* --- who is here ----------------------------------------------------------------------------- */

/* Status 2 is FULFILLMENT_PICKING. */
OD_SQL_SCAN(sql_today_picking, "today.picking", "its index has the open ones only",
            "SELECT u.login, COUNT(*), MIN(f.number)"
            " FROM fulfillment f"
            " JOIN app_user u ON u.id = f.assigned_to"
            " WHERE f.status IN (1, 2, 3, 4, 7) AND f.status = 2"
            " GROUP BY u.login");

OD_SQL(sql_today_last, "today.last",
       "SELECT u.login, e.kind, o.number, e.at_ms"
       " FROM (SELECT user_id, order_id, kind, at_ms, id FROM order_event"
       " ORDER BY id DESC LIMIT $1) e"
       " JOIN app_user u ON u.id = e.user_id"
       " JOIN sales_order o ON o.id = e.order_id"
       " WHERE o.number IS NOT NULL"
       " ORDER BY e.id DESC");

static struct person *person_of(struct people *people, const char *login)
{
    for (int i = 0; i < people->n; i++)
        if (strcmp(people->v[i].login, login) == 0)
            return &people->v[i];
    return NULL;
}

static bool load_picking(struct desk *desk, struct arena *arena, struct people *people,
                         struct err *err)
{
    OD_STMT *q = sql_read(desk_db(desk), &sql_today_picking);

    while (sql_row(q)) {
        struct person *p = person_of(people, get_text(q, arena));
        int picks = (int)get_i64(q);
        const char *number = get_text(q, arena);

        if (p == NULL)
            continue;
        p->picks = picks;
        p->pick = number;
    }
    return sql_done(&q, err);
}

static bool load_last(struct desk *desk, struct arena *arena, struct people *people,
                      struct err *err)
{
    OD_STMT *q = sql_read(desk_db(desk), &sql_today_last);

    put_i64(q, TODAY_EVENTS);
    while (sql_row(q)) {
        struct person *p = person_of(people, get_text(q, arena));
        const char *kind = get_text(q, arena), *number = get_text(q, arena);
        struct stamp at = { get_i64(q) };

        if (p == NULL || p->kind[0] != '\0' || at.ms < p->since.ms)
            continue;
        p->kind = kind;
        p->number = number;
        p->at = at;
    }
    return sql_done(&q, err);
}

/* Who asks is here, also before their presence is written down. */
static void add_self(struct desk *desk, struct people *people)
{
    const struct desk_user *self = desk_user(desk);

    if (person_of(people, self->login) == NULL)
        people->v[people->n++] = (struct person){ .login = self->login,
                                                  .name = self->name,
                                                  .since = desk_now(desk),
                                                  .desks = 1,
                                                  .kind = "",
                                                  .number = "",
                                                  .pick = "" };
}

bool people_load(struct desk *desk, struct arena *arena, struct people *out, struct err *err)
{
    struct presence_list here;
    struct people people = { 0 };

    if (!presence_list_load(desk, arena, &here, err))
        return false;
    people.v = arena_array(arena, here.n + 1, struct person);
    for (int i = 0; i < here.n; i++) {
        struct person *p = person_of(&people, here.v[i].login);

        if (p != NULL) {
            p->desks++;
            continue;
        }
        people.v[people.n++] = (struct person){ .login = here.v[i].login,
                                                .name = here.v[i].name,
                                                .since = here.v[i].started,
                                                .desks = 1,
                                                .kind = "",
                                                .number = "",
                                                .pick = "" };
    }
    add_self(desk, &people);
    if (!load_picking(desk, arena, &people, err) || !load_last(desk, arena, &people, err))
        return false;
    *out = people;
    return true;
}
