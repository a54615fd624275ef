/*
 * Mails of scheduled reports in the store: what one says, and what became of it.
 */
#include "domain/outside/report_mail.h"

#include <string.h>

#include "base/i18n.h"
#include "base/json.h"
#include "base/mem.h"
#include "base/strbuf.h"
#include "domain/flow/schedule.h"
#include "domain/outside/notice_parts.h"
#include "domain/outside/queue.h"
#include "domain/outside/topic.h"
#include "store/store.h"

#define TASK_BYTES 4000000

bool report_mail_is(const struct queue_row *row)
{
    return row->record_kind != NULL && strcmp(row->record_kind, RECORD_REPORT_MAIL) == 0;
}

OD_SQL(sql_report_mail_load, "report_mail.load",
       "SELECT r.mailing_id, r.recipient, r.state, m.schedule_id, m.due_ms, m.is_trial, m.made_ms,"
       " m.subject, m.body, m.file_name, m.media_type, m.content, s.name, s.recipients, s.lang,"
       " s.removed_ms"
       " FROM report_mail r"
       " JOIN report_mailing m ON m.id = r.mailing_id"
       " JOIN report_schedule s ON s.id = m.schedule_id"
       " WHERE r.id = $1");

static void read_mail(struct stmt *q, struct arena *arena, struct report_mail *m)
{
    m->mailing = get_i64(q);
    m->recipient = get_text(q, arena);
    m->state = (enum notice_state)get_i64(q);
    m->schedule = get_i64(q);
    m->due.ms = get_i64(q);
    m->is_trial = get_i64(q) != 0;
    m->is_made = get_i64(q) != 0;
    m->made.subject = get_text(q, arena);
    m->made.body = get_text(q, arena);
    m->made.file_name = get_text(q, arena);
    m->made.media_type = get_text(q, arena);
    m->made.data = get_blob(q, arena, &m->made.len);
    m->name = get_text(q, arena);
    m->to = get_text(q, arena);
    m->lang = get_text(q, arena);
    m->is_removed = get_i64(q) != 0;
}

bool report_mail_load(struct desk *desk, int64_t id, struct arena *arena, struct report_mail *out,
                      struct err *err)
{
    struct report_mail m = { .id = id };
    OD_STMT *q = sql_read(desk_db(desk), &sql_report_mail_load);

    put_i64(q, id);
    while (sql_row(q))
        read_mail(q, arena, &m);
    if (!sql_done(&q, err))
        return false;
    if (m.mailing == 0)
        return err_set(err, ERR_NOT_FOUND, _("The mail of this report is not there any more."));
    *out = m;
    return true;
}

OD_SQL(sql_report_mail_keep, "report_mail.keep",
       "UPDATE report_mailing"
       " SET subject = $1, body = $2, file_name = $3, media_type = $4, content = $5, made_ms = $6"
       " WHERE id = $7 AND made_ms = 0");

bool report_mail_keep(struct desk *desk, int64_t mailing, const struct report_made *made,
                      struct err *err)
{
    OD_TX tx = { 0 };
    OD_STMT *q = NULL;

    if (!desk_begin(desk, "sync.work", &tx, err))
        return false;
    q = sql_write(&tx, &sql_report_mail_keep);
    put_text(q, made->subject);
    put_text(q, made->body);
    put_text(q, made->file_name);
    put_text(q, made->media_type);
    put_blob(q, made->data != NULL ? made->data : "", made->len);
    put_i64(q, desk_now(desk).ms);
    put_i64(q, mailing);
    return sql_run(&q, NULL, err) && tx_commit(&tx, err);
}

/* --- sending ---------------------------------------------------------------------------------- */

/* Is the address one of those of the schedule still? Both lists are written by the same hand. */
static bool is_receiver(const struct report_mail *m)
{
    size_t len = strlen(m->recipient);

    for (const char *at = m->to; (at = strstr(at, m->recipient)) != NULL; at += len)
        if ((at == m->to || at[-1] == ' ') && (at[len] == '\0' || at[len] == ','))
            return true;
    return false;
}

static bool why_dropped(struct desk *desk, const struct report_mail *m, struct arena *arena,
                        const char **why, struct err *err)
{
    struct notice_block *block;

    *why = NULL;
    if (!notice_block_find(desk, NOTICE_MAIL, m->recipient, arena, &block, err))
        return false;
    if (m->state == NOTICE_SENT || m->state == NOTICE_ARRIVED || m->state == NOTICE_BOUNCED)
        *why = _("It has ended already.");
    else if (m->is_removed)
        *why = _("The scheduled report was removed.");
    else if (!m->is_trial && !is_receiver(m))
        *why = _("The address was taken out of the scheduled report.");
    else if (block != NULL)
        *why = arena_printf(arena, _("This address is blocked: %s."),
                            notice_block_words(block->reason));
    return true;
}

static void add_file(const struct report_made *made, struct arena *arena, struct job_files *out)
{
    struct job_file *file;

    if (made->file_name[0] == '\0')
        return;
    file = arena_new_of(arena, struct job_file);
    *file = (struct job_file){ made->file_name, made->media_type, made->data, made->len };
    *out = (struct job_files){ file, 1 };
}

bool report_mail_compose(struct desk *desk, const struct queue_row *row, struct arena *arena,
                         struct topic_task *out, struct err *err)
{
    struct topic_task task = { 0 };
    struct notice_mail mail = { .html = "", .key = row->key };
    struct report_mail m;
    struct json_out w;
    struct strbuf b;

    if (!report_mail_load(desk, row->record_id, arena, &m, err) ||
        !why_dropped(desk, &m, arena, &task.not_needed, err))
        return false;
    if (task.not_needed == NULL) {
        if (!m.is_made || (m.made.file_name[0] != '\0' && m.made.data == NULL))
            return err_set(err, ERR_STATE, _("The report of this mail is not kept any more."));
        mail.to = m.recipient;
        mail.subject = m.made.subject;
        mail.text = m.made.body;
        mail.lang = m.lang;
        strbuf_init(&b, arena, TASK_BYTES);
        json_out_init(&w, &b);
        json_begin_object(&w, NULL);
        if (!notice_put_mail(desk, &mail, &w, arena, err))
            return false;
        json_end_object(&w);
        task.json = b.s;
        add_file(&m.made, arena, &task.files);
    }
    *out = task;
    return true;
}

/* --- what came of it -------------------------------------------------------------------------- */

OD_SQL(sql_report_mail_end, "report_mail.end",
       "UPDATE report_mail"
       " SET state = $1, error = $2, provider = $3,"
       " remote_id = CASE WHEN $4 = '' THEN remote_id ELSE $4 END, ended_ms = $5"
       " WHERE id = $6");

static bool put_end(struct tx *tx, struct desk *desk, const struct topic_end *end,
                    enum notice_state state, const char *error, struct err *err)
{
    OD_STMT *q = sql_write(tx, &sql_report_mail_end);
    bool is_over = state != NOTICE_WAITS && state != NOTICE_PERHAPS;

    put_i64(q, state);
    put_text(q, error);
    put_text(q, end->row->provider);
    put_text(q, end->result->remote_id != NULL ? end->result->remote_id : "");
    put_i64(q, is_over ? desk_now(desk).ms : 0);
    put_i64(q, end->row->record_id);
    return sql_run(&q, NULL, err);
}

OD_SQL(sql_report_mail_error, "report_mail.error",
       "UPDATE report_schedule"
       " SET last_error = $1"
       " WHERE id = $2 AND removed_ms = 0");
/* Gone, where nothing else of the same moment failed. */
OD_SQL(sql_report_mail_fine, "report_mail.fine",
       "UPDATE report_schedule"
       " SET last_error = ''"
       " WHERE id = $1 AND last_error <> '' AND last_ms = $2"
       " AND NOT EXISTS (SELECT 1 FROM report_mail r WHERE r.mailing_id = $3"
       " AND r.state IN (4, 5, 7))");

static bool put_error(struct tx *tx, const struct report_mail *m, const char *why,
                      struct arena *arena, struct err *err)
{
    OD_STMT *q = sql_write(tx, &sql_report_mail_error);

    put_text(q, arena_printf(arena, "%s: %s", m->recipient, why));
    put_i64(q, m->schedule);
    return sql_run(&q, NULL, err);
}

static bool put_fine(struct tx *tx, const struct report_mail *m, struct err *err)
{
    OD_STMT *q = sql_write(tx, &sql_report_mail_fine);

    put_i64(q, m->schedule);
    put_i64(q, m->due.ms);
    put_i64(q, m->mailing);
    return sql_run(&q, NULL, err);
}

bool report_mail_apply(struct tx *tx, struct desk *desk, const struct topic_end *end,
                       struct arena *arena, struct err *err)
{
    const char *why = end->result->message != NULL ? end->result->message : "";
    struct report_mail m;

    if (!report_mail_load(desk, end->row->record_id, arena, &m, err))
        return false;
    /* A provider's later word may have come first. */
    if (m.state == NOTICE_ARRIVED || m.state == NOTICE_BOUNCED)
        return true;
    switch (end->state) {
    case QUEUE_DONE:
        if (end->result->end == JOB_DONE)
            return put_end(tx, desk, end, NOTICE_SENT, "", err) && put_fine(tx, &m, err);
        return put_end(tx, desk, end, NOTICE_NOT_SENT, why, err);
    case QUEUE_DEAD:
        return put_end(tx, desk, end, NOTICE_FAILED, why, err) &&
               put_error(tx, &m, why, arena, err);
    case QUEUE_UNKNOWN:
        return put_end(tx, desk, end, NOTICE_PERHAPS, why, err) &&
               put_error(tx, &m, why, arena, err);
    case QUEUE_QUEUED:
    case QUEUE_SENDING:
    case QUEUE_RETRY:
        return put_end(tx, desk, end, NOTICE_WAITS, why, err);
    }
    return err_set(err, ERR_BUG, "a try ended in no known way");
}

OD_SQL(sql_report_mail_remote, "report_mail.remote",
       "SELECT id"
       " FROM report_mail"
       " WHERE provider = $1 AND remote_id = $2 AND remote_id <> ''"
       " ORDER BY id DESC"
       " LIMIT 1");
OD_SQL(sql_report_mail_told, "report_mail.told",
       "UPDATE report_mail"
       " SET state = $1, error = $2, ended_ms = $3"
       " WHERE id = $4");

bool report_mail_told(struct tx *tx, struct desk *desk, const struct notice_report *in,
                      bool *found, struct err *err)
{
    OD_ARENA *tmp = arena_new();
    bool is_bounce = in->state == NOTICE_BOUNCED;
    struct report_mail m;
    int64_t id = 0;
    OD_STMT *q = sql_read(desk_db(desk), &sql_report_mail_remote);

    put_text(q, in->provider);
    put_text(q, in->remote_id);
    if (!sql_one_i64(&q, found, &id, err))
        return false;
    if (!*found)
        return true;
    if (!report_mail_load(desk, id, tmp, &m, err))
        return false;
    if (m.state == in->state || m.state == NOTICE_BOUNCED)
        return true;
    q = sql_write(tx, &sql_report_mail_told);
    put_i64(q, in->state);
    put_text(q, is_bounce ? in->why : "");
    put_i64(q, desk_now(desk).ms);
    put_i64(q, id);
    if (!sql_run(&q, NULL, err))
        return false;
    return !is_bounce ||
           (put_error(tx, &m, in->why, tmp, err) &&
            (!in->is_final || notice_block_add_in(tx, desk, NOTICE_MAIL, m.recipient,
                                                  NOTICE_BLOCK_BOUNCED, in->why, err)));
}
