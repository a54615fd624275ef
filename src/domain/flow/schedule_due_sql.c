/*
 * What is due of scheduled reports: a mailing with a mail for each address, each with its job. The
 * report itself is made by the worker, outside any transaction.
 */
#include <string.h>

#include "base/i18n.h"
#include "base/mem.h"
#include "base/vec.h"
#include "domain/desk/action.h"
#include "domain/desk/mail_way.h"
#include "domain/desk/outbox.h"
#include "domain/flow/schedule.h"
#include "domain/flow/timer_work.h"
#include "store/store.h"

#define TOPIC_MAIL_SEND "mail.send" /* outside/notice_topic.h, which this layer does not see */
/* What was sent is kept so long as bytes; that it was sent, for good. */
#define CONTENT_KEPT_MS (INT64_C(90) * 24 * 60 * 60 * 1000)

/* --- one mailing ------------------------------------------------------------------------------ */

OD_SQL(sql_mailing_insert, "mailing.insert",
       "INSERT INTO report_mailing (schedule_id, due_ms, is_trial, user_id)"
       " VALUES ($1, $2, $3, $4)"
       " ON CONFLICT (schedule_id, due_ms, is_trial) DO NOTHING"
       " RETURNING id");
OD_SQL(sql_mailing_mail, "mailing.mail",
       "INSERT INTO report_mail (mailing_id, recipient, state)"
       " VALUES ($1, $2, 1)"
       " RETURNING id");

static bool add_mail(struct tx *tx, struct desk *desk, int64_t mailing, const char *address,
                     const char *provider, struct err *err)
{
    struct outbox_job job = { .topic = TOPIC_MAIL_SEND,
                              .record_kind = RECORD_REPORT_MAIL,
                              .provider = provider };
    OD_STMT *q = sql_write(tx, &sql_mailing_mail);

    put_i64(q, mailing);
    put_text(q, address);
    return sql_run_id(&q, &job.record_id, err) && outbox_add(tx, desk, &job, err);
}

static bool add_mails(struct tx *tx, struct desk *desk, int64_t mailing, const char *to,
                      const char *provider, int *n, struct err *err)
{
    OD_ARENA *tmp = arena_new();
    size_t gap = strlen(SCHEDULE_TO_GAP);

    while (to[0] != '\0') {
        const char *end = strstr(to, SCHEDULE_TO_GAP);
        size_t len = end != NULL ? (size_t)(end - to) : strlen(to);

        if (!add_mail(tx, desk, mailing, arena_strndup(tmp, to, len), provider, err))
            return false;
        ++*n;
        to += len + (end != NULL ? gap : 0);
    }
    return true;
}

OD_SQL(sql_mailing_state, "mailing.state",
       "UPDATE report_schedule"
       " SET last_ms = $1, last_error = $2"
       " WHERE id = $3");
OD_SQL(sql_mailing_empty, "mailing.empty",
       "UPDATE report_mailing"
       " SET content = NULL"
       " WHERE schedule_id = $1 AND due_ms < $2 AND content IS NOT NULL"
       " AND NOT EXISTS (SELECT 1 FROM report_mail m"
       " WHERE m.mailing_id = report_mailing.id AND m.state IN (1, 7))");

bool mailing_begin(struct tx *tx, struct desk *desk, const struct mailing_start *in, int *n,
                   struct err *err)
{
    OD_ARENA *tmp = arena_new();
    const char *provider, *why;
    int64_t mailing = 0;
    bool is_new;
    OD_STMT *q = NULL;

    *n = 0;
    if (!mail_way(desk, tmp, &provider, &why, err))
        return false;
    q = sql_write(tx, &sql_mailing_insert);
    put_i64(q, in->schedule);
    put_i64(q, in->due.ms);
    put_i64(q, in->is_trial);
    put_i64(q, desk_user(desk)->id.v);
    if (!sql_one_i64(&q, &is_new, &mailing, err))
        return false;
    if (!is_new)
        return true;
    if (why[0] == '\0' && !add_mails(tx, desk, mailing, in->to, provider, n, err))
        return false;
    q = sql_write(tx, &sql_mailing_state);
    put_i64(q, in->due.ms);
    put_text(q, why);
    put_i64(q, in->schedule);
    if (!sql_run(&q, NULL, err))
        return false;
    q = sql_write(tx, &sql_mailing_empty);
    put_i64(q, in->schedule);
    put_i64(q, desk_now(desk).ms - CONTENT_KEPT_MS);
    return sql_run(&q, NULL, err);
}

/* --- what is due ------------------------------------------------------------------------------ */

OD_SQL(sql_schedule_due, "schedule.due",
       "SELECT s.id, CAST(0 AS BIGINT), " TIMER_TRIES
       " FROM report_schedule s" TIMER_NOT_PUT_OFF("5", "s.id", "$1")
       " AND s.next_ms > 0 AND s.next_ms <= $1 AND s.id > $2"
       " ORDER BY s.id"
       " LIMIT $3");

static bool load_due(struct desk *desk, int64_t after, int max, struct arena *arena,
                     struct timer_rows *out, struct err *err)
{
    OD_STMT *q = sql_read(desk_db(desk), &sql_schedule_due);

    put_i64(q, desk_now(desk).ms);
    put_i64(q, after);
    put_i64(q, max);
    return timer_rows_get(&q, arena, out, err);
}

struct due {
    int64_t id, next_ms;
    struct schedule_when when;
    const char *to;
};

OD_SQL(sql_schedule_one, "schedule.one",
       "SELECT next_ms, every, on_day, at_minute, recipients"
       " FROM report_schedule"
       " WHERE id = $1");

static bool load_one(struct desk *desk, struct arena *arena, struct due *out, struct err *err)
{
    OD_STMT *q = sql_read(desk_db(desk), &sql_schedule_one);

    put_i64(q, out->id);
    while (sql_row(q)) {
        out->next_ms = get_i64(q);
        out->when.every = (enum schedule_every)get_i64(q);
        out->when.day = (int)get_i64(q);
        out->when.minute = (int)get_i64(q);
        out->to = get_text(q, arena);
    }
    return sql_done(&q, err);
}

OD_SQL(sql_schedule_on, "schedule.on",
       "UPDATE report_schedule"
       " SET next_ms = $1"
       " WHERE id = $2 AND next_ms = $3");

/* Of several moments that passed while nobody was here the last one is done. */
static bool run_one(struct action_run *run, const struct timer_row *row, enum timer_end *end,
                    struct err *err)
{
    struct stamp now = desk_now(run->desk);
    struct mailing_start start = { .schedule = row->id };
    struct due due = { .id = row->id };
    OD_STMT *q = NULL;
    int mails = 0;

    if (!load_one(run->desk, run->arena, &due, err))
        return false;
    start.due = schedule_last(&due.when, now);
    start.to = due.to;
    if (start.due.ms < due.next_ms)
        start.due.ms = due.next_ms;
    q = sql_write(run->tx, &sql_schedule_on);
    put_i64(q, schedule_next(&due.when, now).ms);
    put_i64(q, due.id);
    put_i64(q, due.next_ms);
    if (!sql_run(&q, NULL, err) || !mailing_begin(run->tx, run->desk, &start, &mails, err))
        return false;
    *end = mails > 0 ? TIMER_DONE : TIMER_DONE_QUIETLY;
    return true;
}

bool schedules_run(struct desk *desk, int *n, struct err *err)
{
    static const struct timer_work work = { TIMER_REPORT, 1, load_due, run_one };

    return timer_each(desk, &work, n, err);
}
