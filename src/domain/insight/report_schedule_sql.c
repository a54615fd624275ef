/*
 * Scheduled reports in the store. One that was removed stays as a row, for what was sent of it.
 */
#include "domain/insight/report_schedule.h"

#include <string.h>

#include "base/i18n.h"
#include "base/mem.h"
#include "base/utf8.h"
#include "base/vec.h"
#include "domain/desk/event.h"
#include "domain/insight/queue_parts.h"
#include "domain/outside/notice_desk.h"
#include "store/store.h"

struct schedule_list OD_VEC(struct report_schedule);

/* --- loading ---------------------------------------------------------------------------------- */

#define SCHEDULE_COLUMNS                                                                           \
    "SELECT s.id, s.name, s.report, s.period, s.group_by, s.compare, s.site_id, s.channel_id,"     \
    " s.days, s.top, s.form, s.recipients, s.lang, s.every, s.on_day, s.at_minute, s.is_on,"       \
    " s.next_ms, s.last_ms, s.last_error, u.login, u.name, u.role, u.is_active, s.version"         \
    " FROM report_schedule s"                                                                      \
    " JOIN app_user u ON u.id = s.owner_id"

static void read_row(struct stmt *q, struct arena *arena, struct report_schedule *s)
{
    s->id = get_i64(q);
    s->name = get_text(q, arena);
    s->report = get_text(q, arena);
    s->period = get_text(q, arena);
    s->by = get_text(q, arena);
    s->compare = get_text(q, arena);
    s->site.v = get_ref(q);
    s->channel.v = get_ref(q);
    s->days = (int)get_i64(q);
    s->top = (int)get_i64(q);
    s->form = (enum report_mail_form)get_i64(q);
    s->to = get_text(q, arena);
    s->lang = get_text(q, arena);
    s->when.every = (enum schedule_every)get_i64(q);
    s->when.day = (int)get_i64(q);
    s->when.minute = (int)get_i64(q);
    s->is_on = get_i64(q) != 0;
    s->next.ms = get_i64(q);
    s->last.ms = get_i64(q);
    s->last_error = get_text(q, arena);
    s->owner = get_text(q, arena);
    s->owner_name = get_text(q, arena);
    s->owner_role = (enum role)get_i64(q);
    s->has_owner = get_i64(q) != 0;
    s->version = get_i64(q);
}

OD_SQL(sql_schedule_list, "schedule.list",
       SCHEDULE_COLUMNS " WHERE s.removed_ms = 0"
                        " ORDER BY s.name_fold, s.id");

/* The last mail did not go to everybody. */
#define SCHEDULE_FAILED "s.removed_ms = 0 AND s.last_error <> ''"

OD_SQL(sql_schedule_list_failed, "schedule.list_failed",
       SCHEDULE_COLUMNS " WHERE " SCHEDULE_FAILED
                        " ORDER BY s.name_fold, s.id");

static bool list_read(struct stmt **q, struct arena *arena, struct report_schedules *out,
                      struct err *err)
{
    struct schedule_list list = { 0 };

    while (sql_row(*q))
        read_row(*q, arena, vec_push(arena, &list));
    if (!sql_done(q, err))
        return false;
    *out = (struct report_schedules){ list.v, list.n };
    return true;
}

bool report_schedules_load(struct desk *desk, struct arena *arena, struct report_schedules *out,
                           struct err *err)
{
    OD_STMT *q = sql_read(desk_db(desk), &sql_schedule_list);

    return list_read(&q, arena, out, err);
}

bool report_schedules_failed(struct desk *desk, struct arena *arena, struct report_schedules *out,
                             struct err *err)
{
    OD_STMT *q = sql_read(desk_db(desk), &sql_schedule_list_failed);

    return list_read(&q, arena, out, err);
}

OD_SQL(sql_schedule_load, "schedule.load",
       SCHEDULE_COLUMNS " WHERE s.removed_ms = 0 AND s.id = $1");

bool report_schedule_load(struct desk *desk, int64_t id, struct arena *arena,
                          struct report_schedule **out, struct err *err)
{
    struct report_schedule *s = NULL;
    OD_STMT *q = sql_read(desk_db(desk), &sql_schedule_load);

    put_i64(q, id);
    while (sql_row(q)) {
        s = arena_new_of(arena, struct report_schedule);
        read_row(q, arena, s);
    }
    if (!sql_done(&q, err))
        return false;
    if (s == NULL)
        return err_set(err, ERR_NOT_FOUND, _("This scheduled report is not there any more."));
    *out = s;
    return true;
}

OD_SQL(sql_schedule_named, "schedule.named",
       "SELECT id"
       " FROM report_schedule"
       " WHERE name_fold = $1 AND removed_ms = 0");

static bool id_of_name(struct desk *desk, const char *name, int64_t *out, struct err *err)
{
    OD_ARENA *tmp = arena_new();
    bool found;
    OD_STMT *q = sql_read(desk_db(desk), &sql_schedule_named);

    *out = 0;
    put_text(q, utf8_fold(tmp, name));
    return sql_one_i64(&q, &found, out, err);
}

bool report_schedule_find(struct desk *desk, const char *name, struct arena *arena,
                          struct report_schedule **out, struct err *err)
{
    int64_t id;

    if (!id_of_name(desk, name, &id, err))
        return false;
    if (id == 0)
        return err_set(err, ERR_NOT_FOUND,
                       _("There is no scheduled report \"%.80s\"; see: orderdesk report schedule "
                         "list"),
                       name);
    return report_schedule_load(desk, id, arena, out, err);
}

/* --- saving ----------------------------------------------------------------------------------- */

static bool conflict(struct err *err)
{
    return err_set(err, ERR_CONFLICT,
                   _("This scheduled report was changed or removed meanwhile."));
}

/* As it is now, where it is still the version that was loaded. */
static bool load_same(struct desk *desk, const struct report_schedule *s, struct arena *arena,
                      struct report_schedule **out, struct err *err)
{
    if (!report_schedule_load(desk, s->id, arena, out, err)) {
        if (err->code != ERR_NOT_FOUND)
            return false;
        err_clear(err);
        return conflict(err);
    }
    return (*out)->version == s->version || conflict(err);
}

OD_SQL(sql_schedule_count, "schedule.count",
       "SELECT COUNT(*)"
       " FROM report_schedule"
       " WHERE removed_ms = 0");

/* The name is nobody else's, and there are not too many. */
static bool has_place(struct desk *desk, const struct report_schedule *s, struct err *err)
{
    int64_t other, n = 0;
    bool found;
    OD_STMT *q = NULL;

    if (!id_of_name(desk, s->name, &other, err))
        return false;
    if (other != 0 && other != s->id)
        return err_field(err, ERR_CONFLICT, "name",
                         _("There is a scheduled report \"%.80s\" already."), s->name);
    if (s->id != 0)
        return true;
    q = sql_read(desk_db(desk), &sql_schedule_count);
    if (!sql_one_i64(&q, &found, &n, err))
        return false;
    return n < REPORT_SCHEDULES || err_set(err, ERR_LIMIT,
                                           _("%d scheduled reports are enough. Remove one first."),
                                           REPORT_SCHEDULES);
}

static void put_values(struct stmt *q, const struct report_schedule *s, struct user_id owner,
                       struct arena *arena)
{
    put_text(q, s->name);
    put_text(q, utf8_fold(arena, s->name));
    put_text(q, s->report);
    put_text(q, s->period);
    put_text(q, s->by);
    put_text(q, s->compare);
    put_ref(q, s->site.v);
    put_ref(q, s->channel.v);
    put_i64(q, s->days);
    put_i64(q, s->top);
    put_i64(q, s->form);
    put_text(q, s->to);
    put_text(q, s->lang);
    put_i64(q, s->when.every);
    put_i64(q, s->when.day);
    put_i64(q, s->when.minute);
    put_i64(q, s->is_on);
    put_i64(q, s->next.ms);
    put_i64(q, owner.v);
}

OD_SQL(sql_schedule_insert, "schedule.insert",
       "INSERT INTO report_schedule (name, name_fold, report, period, group_by, compare, site_id,"
       " channel_id, days, top, form, recipients, lang, every, on_day, at_minute, is_on, next_ms,"
       " owner_id)"
       " VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18,"
       " $19)"
       " RETURNING id");
OD_SQL(sql_schedule_update, "schedule.update",
       "UPDATE report_schedule"
       " SET name = $1, name_fold = $2, report = $3, period = $4, group_by = $5, compare = $6,"
       " site_id = $7, channel_id = $8, days = $9, top = $10, form = $11, recipients = $12,"
       " lang = $13, every = $14, on_day = $15, at_minute = $16, is_on = $17, next_ms = $18,"
       " owner_id = $19, last_error = '', version = version + 1"
       " WHERE id = $20 AND version = $21");

static bool write_row(struct tx *tx, struct desk *desk, const struct report_schedule *s,
                      int64_t *id, struct err *err)
{
    OD_ARENA *tmp = arena_new();
    OD_STMT *q = sql_write(tx, s->id == 0 ? &sql_schedule_insert : &sql_schedule_update);
    int64_t changed = 0;

    put_values(q, s, desk_user(desk)->id, tmp);
    if (s->id == 0)
        return sql_run_id(&q, id, err);
    *id = s->id;
    put_i64(q, s->id);
    put_i64(q, s->version);
    return sql_run(&q, &changed, err) && (changed == 1 || conflict(err));
}

static bool is_same_time(const struct schedule_when *a, const struct schedule_when *b)
{
    return a->every == b->every && a->day == b->day && a->minute == b->minute;
}

/* A moment that has come and is not taken up yet stays, unless the time itself was changed. */
static struct stamp next_of(struct desk *desk, const struct report_schedule *s,
                            const struct report_schedule *old)
{
    if (!s->is_on)
        return (struct stamp){ 0 };
    if (old != NULL && old->is_on && is_same_time(&old->when, &s->when))
        return old->next;
    return schedule_next(&s->when, desk_now(desk));
}

static bool note(struct tx *tx, struct desk *desk, const struct report_schedule *s, int64_t id,
                 const char *kind, struct err *err)
{
    OD_ARENA *tmp = arena_new();
    struct event_note n = { .kind = kind, .after_json = event_json(tmp, "name", s->name) };

    return event_add(tx, desk, "report_schedule", id, &n, err);
}

bool report_schedule_save(struct desk *desk, const struct report_schedule *in, int64_t *id,
                          struct err *err)
{
    OD_ARENA *tmp = arena_new();
    struct report_schedule s, *old = NULL;
    OD_TX tx = { 0 };
    int64_t saved = 0;

    if (!desk_may(desk, "report.schedule", err) ||
        !report_schedule_check(desk, in, tmp, &s, err) ||
        !desk_begin(desk, "report.schedule", &tx, err) ||
        (s.id != 0 && !load_same(desk, &s, tmp, &old, err)) || !has_place(desk, &s, err))
        return false;
    s.next = next_of(desk, &s, old);
    if (!write_row(&tx, desk, &s, &saved, err) ||
        !note(&tx, desk, &s, saved, "report.schedule", err) || !tx_commit(&tx, err))
        return false;
    *id = saved;
    return true;
}

OD_SQL(sql_schedule_switch, "schedule.switch",
       "UPDATE report_schedule"
       " SET is_on = $1, next_ms = $2, version = version + 1"
       " WHERE id = $3 AND version = $4");

bool report_schedule_switch(struct desk *desk, const struct report_schedule *s, bool is_on,
                            struct err *err)
{
    OD_ARENA *tmp = arena_new();
    struct report_schedule *now, wanted;
    OD_TX tx = { 0 };
    OD_STMT *q = NULL;

    if (!desk_begin(desk, "report.schedule", &tx, err) || !load_same(desk, s, tmp, &now, err))
        return false;
    if (now->is_on == is_on)
        return true;
    wanted = *now;
    wanted.is_on = is_on;
    q = sql_write(&tx, &sql_schedule_switch);
    put_i64(q, is_on);
    put_i64(q, next_of(desk, &wanted, now).ms);
    put_i64(q, now->id);
    put_i64(q, now->version);
    return sql_run(&q, NULL, err) &&
           note(&tx, desk, now, now->id, is_on ? "report.schedule_on" : "report.schedule_off",
                err) &&
           tx_commit(&tx, err);
}

OD_SQL(sql_schedule_remove, "schedule.remove",
       "UPDATE report_schedule"
       " SET removed_ms = $1, is_on = 0, next_ms = 0, last_error = '', version = version + 1"
       " WHERE id = $2 AND version = $3");

bool report_schedule_remove(struct desk *desk, const struct report_schedule *s, struct err *err)
{
    OD_ARENA *tmp = arena_new();
    struct report_schedule *now;
    OD_TX tx = { 0 };
    OD_STMT *q = NULL;

    if (!desk_begin(desk, "report.schedule", &tx, err) || !load_same(desk, s, tmp, &now, err))
        return false;
    q = sql_write(&tx, &sql_schedule_remove);
    put_i64(q, desk_now(desk).ms);
    put_i64(q, now->id);
    put_i64(q, now->version);
    return sql_run(&q, NULL, err) &&
           note(&tx, desk, now, now->id, "report.schedule_remove", err) && tx_commit(&tx, err);
}

bool report_schedule_send(struct desk *desk, const struct report_schedule *s, const char *to,
                          struct err *err)
{
    OD_ARENA *tmp = arena_new();
    struct mailing_start start = { .schedule = s->id, .due = desk_now(desk), .is_trial = true };
    struct report_schedule *now;
    const struct report *report;
    const char *why, *one = NULL;
    OD_TX tx = { 0 };
    int n;

    if (to != NULL && to[0] != '\0' && !report_schedule_to(to, tmp, &one, err))
        return false;
    if (!desk_begin(desk, "report.schedule", &tx, err) || !load_same(desk, s, tmp, &now, err) ||
        !report_find(now->report, &report, err) ||
        !report_schedule_may_send(desk, now, report, err) ||
        !notice_why_not(desk, NOTICE_MAIL, tmp, &why, err))
        return false;
    if (why[0] != '\0')
        return err_set(err, ERR_STATE, "%s", why);
    start.to = one != NULL ? one : now->to;
    if (!mailing_begin(&tx, desk, &start, &n, err))
        return false;
    if (n == 0)
        return err_set(err, ERR_STATE, _("It was sent this very moment already."));
    return note(&tx, desk, now, now->id, "report.schedule_send", err) && tx_commit(&tx, err);
}

/* --- what did not go -------------------------------------------------------------------------- */

OD_SQL(sql_schedule_failed, "schedule.failed",
       "SELECT COUNT(*), CAST(0 AS BIGINT), COALESCE(MIN(last_ms), 0)"
       " FROM report_schedule s"
       " WHERE " SCHEDULE_FAILED);

bool queue_reports(struct desk *desk, struct tally *out, struct err *err)
{
    OD_STMT *q = sql_read(desk_db(desk), &sql_schedule_failed);

    return queue_tally_get(&q, out, err);
}
