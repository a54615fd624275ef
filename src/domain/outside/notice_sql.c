/*
 * Statements of notices, and the words of their states.
 */
#include <assert.h>

#include "base/i18n.h"
#include "base/limits.h"
#include "base/mem.h"
#include "base/vec.h"
#include "domain/desk/event.h"
#include "domain/outside/notice_parts.h"
#include "domain/outside/notice_topic.h"
#include "store/store.h"

static_assert(NOTICE_WAITS == 1 && NOTICE_SENT == 2 && NOTICE_ARRIVED == 3 && NOTICE_BOUNCED == 4 &&
                  NOTICE_FAILED == 5 && NOTICE_NOT_SENT == 6 && NOTICE_PERHAPS == 7,
              "stored values");

struct rows OD_VEC(struct notice);

static const struct {
    const char *name, *words;
} states[] = {
    [NOTICE_WAITS] = { "waiting", N_("waits") },
    [NOTICE_SENT] = { "sent", N_("sent") },
    [NOTICE_ARRIVED] = { "delivered", N_("delivered") },
    [NOTICE_BOUNCED] = { "bounced", N_("came back") },
    [NOTICE_FAILED] = { "failed", N_("failed") },
    [NOTICE_NOT_SENT] = { "not_sent", N_("not sent") },
    [NOTICE_PERHAPS] = { "unknown", N_("perhaps sent") },
};

const char *notice_state_name(enum notice_state state)
{
    return states[state].name;
}

const char *notice_state_words(enum notice_state state)
{
    return _(states[state].words);
}

/* --- reading ---------------------------------------------------------------------------------- */

#define COLUMNS                                                                                    \
    "SELECT id, order_id, event, record_kind, record_id, channel, recipient, resend, contact_id,"  \
    " lang, state, is_test, subject, text, error, provider, created_ms, due_ms, sent_ms, ended_ms" \
    " FROM notice"

static void read_notice(struct stmt *q, struct arena *arena, struct notice *n)
{
    n->id = get_i64(q);
    n->order.v = get_i64(q);
    n->event = (enum notice_event)get_i64(q);
    n->record_kind = get_text(q, arena);
    n->record_id = get_i64(q);
    n->channel = (enum notice_channel)get_i64(q);
    n->recipient = get_text(q, arena);
    n->resend = (int)get_i64(q);
    n->contact = get_ref(q);
    n->lang = get_text(q, arena);
    n->state = (enum notice_state)get_i64(q);
    n->is_test = get_i64(q) != 0;
    n->subject = get_text(q, arena);
    n->text = get_text(q, arena);
    n->error = get_text(q, arena);
    n->provider = get_text(q, arena);
    n->created.ms = get_i64(q);
    n->due.ms = get_i64(q);
    n->sent.ms = get_i64(q);
    n->ended.ms = get_i64(q);
}

OD_SQL(sql_notice_of_order, "notice.of_order",
       COLUMNS " WHERE order_id = $1"
               " ORDER BY id DESC"
               " LIMIT $2");

bool notices_of_order(struct desk *desk, struct order_id order, struct arena *arena,
                      struct notices *out, struct err *err)
{
    struct rows list = { 0 };
    OD_STMT *q = sql_read(desk_db(desk), &sql_notice_of_order);

    put_i64(q, order.v);
    put_i64(q, LIMIT_PAGE_ROWS);
    while (sql_row(q))
        read_notice(q, arena, vec_push(arena, &list));
    if (!sql_done(&q, err))
        return false;
    *out = (struct notices){ list.v, list.n };
    return true;
}

OD_SQL(sql_notice_load, "notice.load", COLUMNS " WHERE id = $1");

bool notice_load(struct desk *desk, int64_t id, struct arena *arena, struct notice **out,
                 struct err *err)
{
    struct notice *n = NULL;
    OD_STMT *q = sql_read(desk_db(desk), &sql_notice_load);

    put_i64(q, id);
    if (sql_row(q)) {
        n = arena_new_of(arena, struct notice);
        read_notice(q, arena, n);
    }
    if (!sql_done(&q, err))
        return false;
    if (n == NULL)
        return err_field(err, ERR_NOT_FOUND, "notice", _("There is no notice %lld."),
                         (long long)id);
    *out = n;
    return true;
}

OD_SQL(sql_notice_gathered, "notice.gathered",
       "SELECT n.id"
       " FROM notice AS n"
       " JOIN outbox AS j ON j.id = n.outbox_id"
       " WHERE n.order_id = $1 AND n.event = $2 AND n.channel = $3 AND n.recipient = $4"
       " AND n.state = 1 AND j.state IN (1, 4)"
       " LIMIT 1");

bool notice_is_gathered(struct desk *desk, const struct notice *in, bool *out, struct err *err)
{
    int64_t id;
    OD_STMT *q = sql_read(desk_db(desk), &sql_notice_gathered);

    put_i64(q, in->order.v);
    put_i64(q, in->event);
    put_i64(q, in->channel);
    put_text(q, in->recipient);
    return sql_one_i64(&q, out, &id, err);
}

OD_SQL(sql_notice_last_resend, "notice.last_resend",
       "SELECT COALESCE(MAX(resend), 0)"
       " FROM notice"
       " WHERE order_id = $1 AND event = $2 AND record_kind = $3 AND record_id = $4"
       " AND channel = $5 AND recipient = $6");

bool notice_last_resend(struct desk *desk, const struct notice *in, int64_t *out, struct err *err)
{
    bool found;
    OD_STMT *q = sql_read(desk_db(desk), &sql_notice_last_resend);

    put_i64(q, in->order.v);
    put_i64(q, in->event);
    put_text(q, in->record_kind);
    put_i64(q, in->record_id);
    put_i64(q, in->channel);
    put_text(q, in->recipient);
    return sql_one_i64(&q, &found, out, err);
}

OD_SQL(sql_notice_of_remote, "notice.of_remote",
       "SELECT id"
       " FROM notice"
       " WHERE provider = $1 AND remote_id = $2 AND remote_id <> ''"
       " ORDER BY id DESC"
       " LIMIT 1");

bool notice_of_remote(struct desk *desk, const char *provider, const char *remote_id, int64_t *out,
                      struct err *err)
{
    bool found;
    OD_STMT *q = sql_read(desk_db(desk), &sql_notice_of_remote);

    *out = 0;
    put_text(q, provider);
    put_text(q, remote_id);
    return sql_one_i64(&q, &found, out, err);
}

/* --- writing ---------------------------------------------------------------------------------- */

OD_SQL(sql_notice_job, "notice.job",
       "INSERT INTO outbox (topic, provider, order_id, record_kind, record_id, payload, idem_key,"
       " next_ms, created_ms)"
       " VALUES ($1, $2, $3, 'notice', $4, '{}', $5, $6, $7)"
       " RETURNING id");

OD_SQL(sql_notice_has_job, "notice.has_job",
       "UPDATE notice"
       " SET outbox_id = $1"
       " WHERE id = $2");

/* A provider gets the jobs of an order one after the other, so its notices go out in order. */
static bool add_job(struct tx *tx, struct desk *desk, const struct notice *in, int64_t id,
                    struct err *err)
{
    OD_ARENA *tmp = arena_new();
    const char *provider;
    char key[UUID_TEXT_SIZE];
    int64_t job;
    OD_STMT *q = NULL;

    if (!notice_provider(desk, in->channel, tmp, &provider, err))
        return false;
    q = sql_write(tx, &sql_notice_job);
    put_text(q, in->channel == NOTICE_MAIL ? TOPIC_MAIL : TOPIC_SMS);
    put_text(q, provider);
    put_i64(q, in->order.v);
    put_i64(q, id);
    put_text(q, uuid7(desk_now(desk), key));
    put_i64(q, in->due.ms);
    put_i64(q, desk_now(desk).ms);
    if (!sql_run_id(&q, &job, err))
        return false;
    q = sql_write(tx, &sql_notice_has_job);
    put_i64(q, job);
    put_i64(q, id);
    return sql_run(&q, NULL, err);
}

OD_SQL(sql_notice_insert, "notice.insert",
       "INSERT INTO notice (order_id, event, record_kind, record_id, channel, recipient, resend,"
       " contact_id, lang, state, is_test, error, user_id, created_ms, due_ms)"
       " VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15)"
       " ON CONFLICT (order_id, event, record_kind, record_id, channel, recipient, resend)"
       " DO NOTHING"
       " RETURNING id");

bool notice_insert(struct tx *tx, struct desk *desk, const struct notice *in, int64_t *id,
                   bool *made, struct err *err)
{
    OD_STMT *q = sql_write(tx, &sql_notice_insert);

    put_i64(q, in->order.v);
    put_i64(q, in->event);
    put_text(q, in->record_kind);
    put_i64(q, in->record_id);
    put_i64(q, in->channel);
    put_text(q, in->recipient);
    put_i64(q, in->resend);
    put_ref(q, in->contact);
    put_text(q, in->lang);
    put_i64(q, in->state);
    put_i64(q, in->is_test);
    put_text(q, in->error);
    put_i64(q, desk_user(desk)->id.v);
    put_i64(q, desk_now(desk).ms);
    put_i64(q, in->due.ms);
    return sql_one_i64(&q, made, id, err) &&
           (!*made || in->state != NOTICE_WAITS || add_job(tx, desk, in, *id, err));
}

OD_SQL(sql_notice_outcome, "notice.outcome",
       "UPDATE notice"
       " SET state = $1, error = $2,"
       " subject = CASE WHEN $3 = '' THEN subject ELSE $3 END,"
       " text = CASE WHEN $4 = '' THEN text ELSE $4 END,"
       " provider = CASE WHEN $5 = '' THEN provider ELSE $5 END,"
       " remote_id = CASE WHEN $6 = '' THEN remote_id ELSE $6 END,"
       " sent_ms = CASE WHEN sent_ms < $7 THEN $7 ELSE sent_ms END,"
       " ended_ms = CASE WHEN ended_ms < $8 THEN $8 ELSE ended_ms END"
       " WHERE id = $9");

bool notice_put_outcome(struct tx *tx, int64_t id, const struct notice_outcome *in, struct err *err)
{
    const char *const texts[] = { in->subject, in->text, in->provider, in->remote_id };
    OD_STMT *q = sql_write(tx, &sql_notice_outcome);

    put_i64(q, in->state);
    put_text(q, in->error != NULL ? in->error : "");
    for (size_t i = 0; i < OD_LEN(texts); i++)
        put_text(q, texts[i] != NULL ? texts[i] : "");
    put_i64(q, in->sent.ms);
    put_i64(q, in->ended.ms);
    put_i64(q, id);
    return sql_run(&q, NULL, err);
}

bool notice_tell(struct tx *tx, struct desk *desk, const struct notice *n, const char *kind,
                 const char *why, struct err *err)
{
    OD_ARENA *tmp = arena_new();
    const struct notice_kind *k = notice_kind_of(n->event);
    struct event_note note = { .kind = kind };

    note.fields =
        arena_printf(tmp, "%s %s", k != NULL ? k->name : "?", notice_channel_name(n->channel));
    note.after_json = event_json(
        tmp, "to", why[0] == '\0' ? n->recipient : arena_printf(tmp, "%s: %s", n->recipient, why));
    return event_add_order(tx, desk, n->order, &note, err);
}
