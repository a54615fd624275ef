/*
 * Days of the calendar on which nothing leaves a site.
 */
#include "base/date.h"
#include "base/i18n.h"
#include "base/vec.h"
#include "domain/catalog/site_days.h"
#include "domain/desk/event.h"
#include "domain/desk/text.h"
#include "store/store.h"

struct day_vec OD_VEC(struct site_day);

OD_SQL(sql_site_closed, "site.closed",
       "SELECT day_date, why"
       " FROM site_closed"
       " WHERE site_id = $1 AND day_date >= $2"
       " ORDER BY day_date");

bool site_closed_load(struct desk *desk, struct site_id site, struct date from,
                      struct arena *arena, struct site_days *out, struct err *err)
{
    struct day_vec days = { 0 };
    char text[DATE_TEXT_SIZE];
    OD_STMT *q = sql_read(desk_db(desk), &sql_site_closed);

    put_i64(q, site.v);
    put_text(q, date_format(from, text));
    while (sql_row(q)) {
        struct site_day *d = vec_push(arena, &days);

        d->day = get_date(q, arena);
        d->why = get_text(q, arena);
    }
    *out = (struct site_days){ days.v, days.n };
    return sql_done(&q, err);
}

OD_SQL(sql_site_opened, "site.opened",
       "DELETE FROM site_closed"
       " WHERE site_id = $1 AND day_date >= $2 AND day_date <= $3");
OD_SQL(sql_site_closed_add, "site.closed_add",
       "INSERT INTO site_closed (site_id, day_date, why)"
       " VALUES ($1, $2, $3)");

static bool open_days(struct tx *tx, const struct site_close_days *in, struct date last,
                      struct err *err)
{
    char a[DATE_TEXT_SIZE], b[DATE_TEXT_SIZE];
    OD_STMT *q = sql_write(tx, &sql_site_opened);

    put_i64(q, in->site.v);
    put_text(q, date_format(in->first, a));
    put_text(q, date_format(last, b));
    return sql_run(&q, NULL, err);
}

static bool close_day(struct tx *tx, struct site_id site, struct date day, const char *why,
                      struct err *err)
{
    char text[DATE_TEXT_SIZE];
    OD_STMT *q = sql_write(tx, &sql_site_closed_add);

    put_i64(q, site.v);
    put_text(q, date_format(day, text));
    put_text(q, why);
    return sql_run(&q, NULL, err);
}

static bool check_span(struct desk *desk, const struct site_close_days *in, struct date last,
                       struct err *err)
{
    if (date_cmp(in->first, desk_today(desk)) < 0)
        return err_field(err, ERR_INVALID, "day", _("That day is over."));
    if (date_cmp(last, in->first) < 0)
        return err_field(err, ERR_INVALID, "until", _("The last day is before the first."));
    return date_to_days(last) - date_to_days(in->first) < SITE_CLOSED_SPAN_MAX ||
           err_field(err, ERR_LIMIT, "until", _("At most %d days are closed at once."),
                     SITE_CLOSED_SPAN_MAX);
}

bool site_close_days(struct desk *desk, const struct site_close_days *in, struct err *err)
{
    OD_ARENA *tmp = arena_new();
    OD_TX tx = { 0 };
    struct event_note note = { .kind = in->is_open ? "site.open_days" : "site.close_days" };
    struct date last = date_is_set(in->last) ? in->last : in->first;
    char a[DATE_TEXT_SIZE], b[DATE_TEXT_SIZE];
    const char *why;

    if (!desk_begin(desk, "site.save", &tx, err) || !check_span(desk, in, last, err) ||
        !text_line(in->why ? in->why : "", "why", tmp, &why, err) ||
        !open_days(&tx, in, last, err))
        return false;
    for (struct date d = in->first; !in->is_open && date_cmp(d, last) <= 0; d = date_add_days(d, 1))
        if (!close_day(&tx, in->site, d, why, err))
            return false;
    note.after_json = event_json(tmp, "days", arena_printf(tmp, "%s..%s", date_format(in->first, a),
                                                           date_format(last, b)));
    return event_add(&tx, desk, "site", in->site.v, &note, err) && tx_commit(&tx, err);
}
