/*
 * A promise that changes is told once for a transaction, however often the order was saved in it:
 * the first save keeps what was promised, and before the commit it is compared with what is.
 */
#include <assert.h>

#include "base/json.h"
#include "base/strbuf.h"
#include "base/vec.h"
#include "domain/desk/diff.h"
#include "domain/desk/event.h"
#include "domain/desk/outbox.h"
#include "domain/order/order_parts.h"
#include "store/store.h"

/* Four dates, their names and the number. */
#define PAYLOAD_MAX 400

struct promised {
    struct order_id order;
    const char *number;
    bool is_open; /* confirmed, and something of it is still to leave */
    struct date leaves, arrives;
};
struct promise_notes {
    struct desk *desk;
    struct promised_vec OD_VEC(struct promised) was;
};

OD_SQL(sql_promise_now, "promise.now",
       "SELECT COALESCE(number, ''), promised_date, arrives_date,"
       " CASE WHEN status = 5 AND open_qty > 0 THEN 1 ELSE 0 END"
       " FROM sales_order"
       " WHERE id = $1");

static bool load_now(struct desk *desk, struct order_id id, struct arena *arena,
                     struct promised *out, struct err *err)
{
    OD_STMT *q = sql_read(desk_db(desk), &sql_promise_now);

    *out = (struct promised){ .order = id };
    put_i64(q, id.v);
    while (sql_row(q)) {
        out->number = get_text(q, arena);
        out->leaves = get_date(q, arena);
        out->arrives = get_date(q, arena);
        out->is_open = get_i64(q) != 0;
    }
    return sql_done(&q, err);
}

static bool is_same(const struct promised *a, const struct promised *b)
{
    return date_cmp(a->leaves, b->leaves) == 0 && date_cmp(a->arrives, b->arrives) == 0;
}

static void put_day(struct json_out *w, const char *name, struct date day)
{
    char text[DATE_TEXT_SIZE];

    json_put_text(w, name, date_format(day, text)); /* "": nobody knows */
}

static const char *payload_of(const struct promised *was, const struct promised *now,
                              struct arena *arena)
{
    struct strbuf b;
    struct json_out w;

    strbuf_init(&b, arena, PAYLOAD_MAX);
    json_out_init(&w, &b);
    json_begin_object(&w, NULL);
    put_day(&w, "promised_was", was->leaves);
    put_day(&w, "promised", now->leaves);
    put_day(&w, "arrives_was", was->arrives);
    put_day(&w, "arrives", now->arrives);
    json_end_object(&w);
    return b.s;
}

static void add_diff(struct field_diffs *diffs, const char *field, struct date was,
                     struct date now, struct arena *arena)
{
    char a[DATE_TEXT_SIZE], b[DATE_TEXT_SIZE];

    if (date_cmp(was, now) == 0)
        return;
    diffs->v[diffs->n++] = (struct field_diff){
        .field = field,
        .before = arena_strdup(arena, date_format(was, a)),
        .now = arena_strdup(arena, date_format(now, b)),
    };
}

static bool tell(struct tx *tx, struct desk *desk, const struct promised *was, struct arena *arena,
                 struct err *err)
{
    struct event_note note = { .kind = "order.promise" };
    struct outbox_job job = { .topic = OUTBOX_ORDER_PROMISE,
                              .record_kind = "order",
                              .record_id = was->order.v,
                              .order = was->order };
    struct field_diff both[2];
    struct field_diffs diffs = { both, 0 };
    struct promised now;

    if (!load_now(desk, was->order, arena, &now, err))
        return false;
    if (!now.is_open || is_same(was, &now))
        return true;
    add_diff(&diffs, "promised", was->leaves, now.leaves, arena);
    add_diff(&diffs, "arrives", was->arrives, now.arrives, arena);
    event_note_diffs(&note, &diffs, false, arena);
    job.payload = payload_of(was, &now, arena);
    return event_add_order(tx, desk, was->order, &note, err) && outbox_add(tx, desk, &job, err);
}

/* Before the commit. What a part of the transaction did that was taken back is as it was. */
static bool tell_all(struct tx *tx, void *data, struct err *err)
{
    OD_ARENA *tmp = arena_new();
    struct promise_notes *notes = data;

    for (int i = 0; i < notes->was.n; i++)
        if (!tell(tx, notes->desk, &notes->was.v[i], tmp, err))
            return false;
    return true;
}

void order_promise_note(struct tx *tx, struct desk *desk, const struct order *order)
{
    const struct order *old = order->saved ? order->saved->header : NULL;
    struct promise_notes *notes;
    struct promised was, now = { .leaves = order->promised, .arrives = order->arrives };

    if (!old || order->is_history || old->status != ORDER_CONFIRMED)
        return;
    was = (struct promised){ .order = order->id, .leaves = old->promised, .arrives = old->arrives };
    if (is_same(&was, &now))
        return;
    if (!tx->finish) {
        notes = arena_new_of(desk_turn(desk), struct promise_notes);
        notes->desk = desk;
        tx->finish = tell_all;
        tx->finish_data = notes;
    }
    assert(tx->finish == tell_all);
    notes = tx->finish_data;
    for (int i = 0; i < notes->was.n; i++)
        if (notes->was.v[i].order.v == order->id.v)
            return;
    *vec_push(desk_turn(desk), &notes->was) = was;
}
