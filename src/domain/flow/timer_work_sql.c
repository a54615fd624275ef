/*
 * See timer_work.h. A transaction of several rows is tried first; where one of them fails, each
 * has its own.
 */
#include "domain/flow/timer_work.h"

#include <string.h>

#include "base/i18n.h"
#include "base/mem.h"
#include "base/vec.h"
#include "domain/desk/action.h"
#include "domain/desk/event.h"
#include "domain/flow/timer.h"
#include "store/store.h"

#define FIRST_MS  INT64_C(60000)    /* until it is tried again for the first time */
#define LONGEST_MS INT64_C(86400000) /* and at most */

struct fault_vec OD_VEC(struct timer_fault);

bool timer_is_of_row(const struct err *why)
{
    switch (why->code) {
    case ERR_INVALID:
    case ERR_LIMIT:
    case ERR_NOT_FOUND:
    case ERR_STATE:
    case ERR_CONFLICT:
    case ERR_CORRUPT:
    case ERR_BUG:
        return true;
    case ERR_NONE:
    case ERR_DENIED:
    case ERR_BUSY:
    case ERR_REMOTE:
    case ERR_IO:
        return false;
    }
    return false;
}

/* --- what is put off -------------------------------------------------------------------------- */

OD_SQL(sql_fault_words, "timer.fault_words",
       "SELECT words"
       " FROM timer_fault"
       " WHERE kind = $1 AND record_id = $2");

static bool is_new_reason(struct desk *desk, enum timer_kind kind, const struct timer_row *row,
                          const char *words, bool *out, struct err *err)
{
    OD_ARENA *tmp = arena_new();
    OD_STMT *q = sql_read(desk_db(desk), &sql_fault_words);

    *out = true;
    put_i64(q, kind);
    put_i64(q, row->id);
    while (sql_row(q))
        *out = strcmp(get_text(q, tmp), words) != 0;
    return sql_done(&q, err);
}

static int64_t distance_ms(int tries)
{
    int64_t ms = FIRST_MS;

    for (int i = 0; i < tries && ms < LONGEST_MS; i++)
        ms *= 2;
    return ms < LONGEST_MS ? ms : LONGEST_MS;
}

OD_SQL(sql_fault_put, "timer.fault_put",
       "INSERT INTO timer_fault (kind, record_id, order_id, tries, first_ms, next_ms, words)"
       " VALUES ($1, $2, $3, 1, $4, $5, $6)"
       " ON CONFLICT (kind, record_id) DO UPDATE"
       " SET tries = timer_fault.tries + 1, next_ms = excluded.next_ms, words = excluded.words");

static bool put_fault(struct desk *desk, enum timer_kind kind, const struct timer_row *row,
                      const char *words, bool is_said, struct err *err)
{
    OD_ARENA *tmp = arena_new();
    const struct event_note note = { .kind = "timer.stuck",
                                     .after_json = event_json(tmp, "why", words) };
    int64_t now_ms = desk_now(desk).ms;
    OD_TX tx = { 0 };
    OD_STMT *q = NULL;

    if (!desk_begin(desk, "timer.run", &tx, err))
        return false;
    q = sql_write(&tx, &sql_fault_put);
    put_i64(q, kind);
    put_i64(q, row->id);
    put_ref(q, row->order.v);
    put_i64(q, now_ms);
    put_i64(q, now_ms + distance_ms(row->tries));
    put_text(q, words);
    return sql_run(&q, NULL, err) &&
           (!is_said || event_add_order(&tx, desk, row->order, &note, err)) && tx_commit(&tx, err);
}

bool timer_put_off(struct desk *desk, enum timer_kind kind, const struct timer_row *row,
                   const struct err *why, struct err *err)
{
    OD_ARENA *tmp = arena_new();
    const char *words = why->cause[0] ? arena_printf(tmp, "%s (%s)", why->text, why->cause)
                                      : why->text;
    struct err unsaid = ERR_INIT;
    bool is_new;

    if (!is_new_reason(desk, kind, row, words, &is_new, err))
        return false;
    is_new = is_new && row->order.v != 0;
    /* Where its timeline is what does not take anything, it is put off all the same. */
    if (put_fault(desk, kind, row, words, is_new, &unsaid))
        return true;
    if (is_new && timer_is_of_row(&unsaid))
        return put_fault(desk, kind, row, words, false, err);
    if (err)
        *err = unsaid;
    return false;
}

OD_SQL(sql_fault_end, "timer.fault_end",
       "DELETE FROM timer_fault"
       " WHERE kind = $1 AND record_id = $2");

bool timer_went_on(struct tx *tx, enum timer_kind kind, const struct timer_row *row,
                   struct err *err)
{
    OD_STMT *q = NULL;

    if (row->tries == 0)
        return true;
    q = sql_write(tx, &sql_fault_end);
    put_i64(q, kind);
    put_i64(q, row->id);
    return sql_run(&q, NULL, err);
}

OD_SQL_SCAN(sql_fault_now, "timer.fault_now", "a table of the few that failed",
            "SELECT record_id"
            " FROM timer_fault"
            " WHERE kind = $1 AND next_ms > $2"
            " ORDER BY record_id");

bool timer_put_off_load(struct desk *desk, enum timer_kind kind, struct arena *arena,
                        struct timer_rows *out, struct err *err)
{
    OD_STMT *q = sql_read(desk_db(desk), &sql_fault_now);

    *out = (struct timer_rows){ 0 };
    put_i64(q, kind);
    put_i64(q, desk_now(desk).ms);
    while (sql_row(q)) {
        struct timer_row *row = vec_push(arena, out);

        row->id = row->order.v = get_i64(q);
    }
    return sql_done(&q, err);
}

OD_SQL(sql_fault_tries, "timer.fault_tries",
       "SELECT tries"
       " FROM timer_fault"
       " WHERE kind = $1 AND record_id = $2");

bool timer_tries_load(struct desk *desk, enum timer_kind kind, struct timer_row *row,
                      struct err *err)
{
    OD_STMT *q = sql_read(desk_db(desk), &sql_fault_tries);
    int64_t tries = 0;
    bool found;

    put_i64(q, kind);
    put_i64(q, row->id);
    if (!sql_one_i64(&q, &found, &tries, err))
        return false;
    row->tries = (int)tries;
    return true;
}

OD_SQL_SCAN(sql_fault_over_any, "timer.fault_over_any", "a table of the few that failed",
            "SELECT COUNT(*)"
            " FROM timer_fault"
            " WHERE next_ms <= $1");
OD_SQL_SCAN(sql_fault_over, "timer.fault_over", "a table of the few that failed",
            "DELETE FROM timer_fault"
            " WHERE next_ms <= $1");

bool timer_forget(struct desk *desk, struct stamp began, struct err *err)
{
    OD_STMT *q = sql_read(desk_db(desk), &sql_fault_over_any);
    OD_TX tx = { 0 };
    int64_t n = 0;
    bool found;

    put_i64(q, began.ms);
    if (!sql_one_i64(&q, &found, &n, err))
        return false;
    if (n == 0)
        return true;
    if (!desk_begin(desk, "timer.run", &tx, err))
        return false;
    q = sql_write(&tx, &sql_fault_over);
    put_i64(q, began.ms);
    return sql_run(&q, NULL, err) && tx_commit(&tx, err);
}

OD_SQL_SCAN(sql_faults, "timer.faults", "a table of the few that failed",
            "SELECT t.kind, t.record_id, COALESCE(t.order_id, 0), COALESCE(o.number, s.name, ''),"
            " t.tries, t.first_ms, t.next_ms, t.words"
            " FROM timer_fault t"
            " LEFT JOIN sales_order o ON o.id = t.order_id"
            " LEFT JOIN report_schedule s ON t.kind = 5 AND s.id = t.record_id"
            " ORDER BY t.first_ms, t.kind, t.record_id"
            " LIMIT $1");

bool timer_faults_load(struct desk *desk, int max, struct arena *arena, struct timer_faults *out,
                       struct err *err)
{
    struct fault_vec rows = { 0 };
    OD_STMT *q = sql_read(desk_db(desk), &sql_faults);

    put_i64(q, max);
    while (sql_row(q)) {
        struct timer_fault *f = vec_push(arena, &rows);

        f->kind = (int)get_i64(q);
        f->what = timer_kind_words(f->kind);
        f->record = get_i64(q);
        f->order.v = get_i64(q);
        f->of = get_text(q, arena);
        f->tries = (int)get_i64(q);
        f->first.ms = get_i64(q);
        f->next.ms = get_i64(q);
        f->words = get_text(q, arena);
    }
    *out = (struct timer_faults){ rows.v, rows.n };
    return sql_done(&q, err);
}

const char *timer_kind_words(int kind)
{
    switch ((enum timer_kind)kind) {
    case TIMER_HOLD:
        return _("end of a hold");
    case TIMER_LATER:
        return _("stock on its day");
    case TIMER_PICKUP:
        return _("nobody came for it");
    case TIMER_FILL:
        return _("filling what waits");
    case TIMER_REPORT:
        return _("report by mail");
    case TIMER_PART_DAY:
        return _("day for parts");
    }
    return "";
}

/* --- what is due ------------------------------------------------------------------------------ */

bool timer_rows_get(struct stmt **q, struct arena *arena, struct timer_rows *out, struct err *err)
{
    while (sql_row(*q)) {
        struct timer_row *row = vec_push(arena, out);

        row->id = get_i64(*q);
        row->order.v = get_i64(*q);
        row->tries = (int)get_i64(*q);
    }
    return sql_done(q, err);
}

/* --- one after another ------------------------------------------------------------------------ */

/* Where it stands among the rows. */
struct turn {
    int64_t after;
    int max;
    struct timer_rows rows; /* that were tried */
    int done;
};

/* What is due is read inside the transaction: another process may have done it. */
static bool take_turn(struct desk *desk, const struct timer_work *work, struct arena *arena,
                      struct turn *turn, struct err *err)
{
    OD_ARENA *tmp = arena_new();
    OD_TX tx = { 0 };
    struct action_run run = { .desk = desk, .tx = &tx, .arena = tmp };
    bool is_any = false;
    int n = 0;

    turn->rows = (struct timer_rows){ 0 };
    if (!desk_begin(desk, "timer.run", &tx, err) ||
        !work->load(desk, turn->after, turn->max, arena, &turn->rows, err))
        return false;
    for (int i = 0; i < turn->rows.n; i++) {
        enum timer_end end = TIMER_NOT_DONE;

        if (!work->run(&run, &turn->rows.v[i], &end, err))
            return false;
        if (end != TIMER_NOT_DONE && !timer_went_on(&tx, work->kind, &turn->rows.v[i], err))
            return false;
        is_any = is_any || end != TIMER_NOT_DONE;
        n += end == TIMER_DONE;
    }
    if (is_any && !tx_commit(&tx, err))
        return false;
    turn->done += n;
    return true;
}

bool timer_each(struct desk *desk, const struct timer_work *work, int *n, struct err *err)
{
    OD_ARENA *tmp = arena_new();
    struct turn turn = { .max = 1 };
    int64_t single_until = 0;

    *n = 0;
    if (!work->load(desk, 0, 1, tmp, &turn.rows, err))
        return false;
    while (turn.rows.n > 0) {
        struct err why = ERR_INIT;
        bool is_well;

        turn.max = turn.after < single_until ? 1 : work->batch;
        is_well = take_turn(desk, work, tmp, &turn, &why);
        if (!is_well && (turn.rows.n == 0 || !timer_is_of_row(&why))) {
            if (err)
                *err = why;
            return false;
        }
        if (!is_well && turn.rows.n > 1) {
            single_until = turn.rows.v[turn.rows.n - 1].id;
            continue;
        }
        if (!is_well && !timer_put_off(desk, work->kind, &turn.rows.v[0], &why, err))
            return false;
        *n = turn.done;
        if (turn.rows.n > 0)
            turn.after = turn.rows.v[turn.rows.n - 1].id;
    }
    return true;
}
