/*
 * See inbox.h.
 */
#include "domain/outside/inbox.h"

#include "base/compiler.h"
#include "base/i18n.h"
#include "base/mem.h"
#include "base/vec.h"
#include "store/store.h"

#define MINUTE_MS (INT64_C(60) * 1000)
#define GIVEN_UP_MS (INT64_C(7) * 24 * 60 * MINUTE_MS)

struct rows OD_VEC(struct inbox_row);

OD_SQL(sql_inbox_put, "inbox.put",
       "INSERT INTO inbox (provider, external_id, topic, content, state, came_ms)"
       " VALUES ($1, $2, $3, $4, 1, $5)"
       " ON CONFLICT (provider, external_id) DO NOTHING");

bool inbox_put(struct desk *desk, const char *provider, const struct inbox_rows *rows, int *n_new,
               struct err *err)
{
    OD_TX tx = { 0 };

    *n_new = 0;
    if (!desk_begin(desk, "sync.work", &tx, err))
        return false;
    for (int i = 0; i < rows->n; i++) {
        const struct inbox_row *in = &rows->v[i];
        OD_STMT *q = sql_write(&tx, &sql_inbox_put);
        int64_t n = 0;

        put_text(q, provider);
        put_text(q, in->external_id);
        put_text(q, in->topic);
        put_text(q, in->content);
        put_i64(q, desk_now(desk).ms);
        if (!sql_run(&q, &n, err))
            return false;
        *n_new += n > 0;
    }
    return tx_commit(&tx, err);
}

OD_SQL(sql_inbox_due, "inbox.due",
       "SELECT id, provider, external_id, topic, content, state, tries, came_ms"
       " FROM inbox"
       " WHERE state = 1 AND next_ms <= $1"
       " ORDER BY next_ms, id"
       " LIMIT $2");

bool inbox_due(struct desk *desk, int max, struct arena *arena, struct inbox_rows *out,
               struct err *err)
{
    struct rows rows = { 0 };
    OD_STMT *q = sql_read(desk_db(desk), &sql_inbox_due);

    put_i64(q, desk_now(desk).ms);
    put_i64(q, max);
    while (sql_row(q)) {
        struct inbox_row *r = vec_push(arena, &rows);

        r->id = get_i64(q);
        r->provider = get_text(q, arena);
        r->external_id = get_text(q, arena);
        r->topic = get_text(q, arena);
        r->content = get_text(q, arena);
        r->state = (enum inbox_state)get_i64(q);
        r->tries = (int)get_i64(q);
        r->came.ms = get_i64(q);
    }
    if (!sql_done(&q, err))
        return false;
    *out = (struct inbox_rows){ rows.v, rows.n };
    return true;
}

OD_SQL(sql_inbox_end, "inbox.end",
       "UPDATE inbox"
       " SET state = $1, why = $2, tries = tries + 1, next_ms = $3"
       " WHERE id = $4 AND state = 1 AND tries = $5");

/* Two workers may hold the same row: the second changes nothing, and takes back what it did. */
static bool end_row(struct tx *tx, const struct inbox_row *row, enum inbox_state state,
                    const char *why, int64_t next_ms, struct err *err)
{
    int64_t n = 0;
    OD_STMT *q = sql_write(tx, &sql_inbox_end);

    put_i64(q, state);
    put_text(q, why);
    put_i64(q, next_ms);
    put_i64(q, row->id);
    put_i64(q, row->tries);
    if (!sql_run(&q, &n, err))
        return false;
    return n == 1 || err_set(err, ERR_CONFLICT, _("Another worker took it."));
}

/* How long until it is looked at again: what it is about may be on its way here. */
static int64_t wait_ms(int tries)
{
    static const int minutes[] = { 1, 5, 15, 60, 240, 720 };
    int last = (int)OD_LEN(minutes) - 1;

    return minutes[tries < last ? tries : last] * MINUTE_MS;
}

/* Nothing of it was written: only the row says how it went. */
static bool end_alone(struct desk *desk, const struct inbox_row *row, enum inbox_state state,
                      const char *why, int64_t next_ms, struct err *err)
{
    OD_TX tx = { 0 };

    return desk_begin(desk, "sync.work", &tx, err) &&
           end_row(&tx, row, state, why, next_ms, err) && tx_commit(&tx, err);
}

/* It stays for now; after some days it is given up. */
static bool end_later(struct desk *desk, const struct inbox_row *row, const char *why,
                      enum inbox_state *state, struct err *err)
{
    int64_t now = desk_now(desk).ms;
    bool is_over = now - row->came.ms > GIVEN_UP_MS;

    *state = is_over ? INBOX_REFUSED : INBOX_WAITS;
    return end_alone(desk, row, *state, why, is_over ? 0 : now + wait_ms(row->tries), err);
}

static bool end_unknown(struct desk *desk, const struct inbox_row *row, enum inbox_state *state,
                        struct err *err)
{
    return end_later(desk, row, _("What it is about is not known here."), state, err);
}

/* What was not found, or is refused, leaves nothing behind. */
static bool take_down(struct desk *desk, const struct inbox_row *row, inbox_take *take,
                      bool *found, struct err *err)
{
    OD_ARENA *tmp = arena_new();
    OD_TX tx = { 0 };

    *found = false;
    if (!desk_begin(desk, "sync.work", &tx, err) || !take(&tx, desk, row, tmp, found, err))
        return false;
    return !*found || (end_row(&tx, row, INBOX_TAKEN, "", 0, err) && tx_commit(&tx, err));
}

bool inbox_work(struct desk *desk, const struct inbox_row *row, inbox_take *take,
                enum inbox_state *state, struct err *err)
{
    OD_ARENA *tmp = arena_new();
    const char *why;
    bool found, is_wrong;

    if (take == NULL)
        return end_unknown(desk, row, state, err);
    if (!take_down(desk, row, take, &found, err)) {
        /* Of the disk or of the turn; all else must not hold up the messages behind it. */
        if (err->code == ERR_IO || err->code == ERR_BUSY)
            return false;
        is_wrong = err->code == ERR_INVALID;
        why = arena_strdup(tmp, err->text);
        err_clear(err);
        if (!is_wrong)
            return end_later(desk, row, why, state, err);
        *state = INBOX_REFUSED;
        return end_alone(desk, row, INBOX_REFUSED, why, 0, err);
    }
    if (!found)
        return end_unknown(desk, row, state, err);
    *state = INBOX_TAKEN;
    return true;
}
