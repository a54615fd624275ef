/*
 * The two ledgers of what happened, and their values in the side table that erasure may empty.
 */
#include "domain/desk/event.h"

#include <assert.h>
#include <string.h>

#include "base/i18n.h"
#include "base/mem.h"
#include "base/vec.h"
#include "store/store.h"

#define LEDGER_LOG 1
#define LEDGER_ORDER 2

struct events OD_VEC(struct event);

OD_SQL(sql_event_value, "event.value",
       "INSERT INTO event_value (ledger, event_id, before_json, after_json)"
       " VALUES ($1, $2, $3, $4)");

static bool add_values(struct tx *tx, int ledger, int64_t id, const struct event_note *note,
                       struct err *err)
{
    struct stmt *q;

    if (note->before_json == NULL && note->after_json == NULL)
        return true;
    q = sql_write(tx, &sql_event_value);
    put_i64(q, ledger);
    put_i64(q, id);
    put_text(q, note->before_json);
    put_text(q, note->after_json);
    return sql_run(&q, NULL, err);
}

OD_SQL(sql_event_add, "event.add",
       "INSERT INTO event_log (at_ms, user_id, kind, record_kind, record_id, reason_id, fields)"
       " VALUES ($1, $2, $3, $4, $5, $6, $7)"
       " RETURNING id");

bool event_add(struct tx *tx, struct desk *desk, const char *record_kind, int64_t record_id,
               const struct event_note *note, struct err *err)
{
    int64_t id = 0;
    OD_STMT *q = sql_write(tx, &sql_event_add);

    assert(note->kind != NULL);
    put_i64(q, desk_now(desk).ms);
    put_i64(q, desk_user(desk)->id.v);
    put_text(q, note->kind);
    put_text(q, record_kind);
    put_i64(q, record_id);
    put_ref(q, note->reason.v);
    put_text(q, note->fields != NULL ? note->fields : "");
    return sql_run_id(&q, &id, err) && add_values(tx, LEDGER_LOG, id, note, err);
}

OD_SQL(sql_event_add_order, "event.add_order",
       "INSERT INTO order_event (order_id, at_ms, user_id, kind, reason_id, fields)"
       " VALUES ($1, $2, $3, $4, $5, $6)"
       " RETURNING id");

bool event_add_order(struct tx *tx, struct desk *desk, struct order_id order,
                     const struct event_note *note, struct err *err)
{
    int64_t id = 0;
    OD_STMT *q = sql_write(tx, &sql_event_add_order);

    assert(note->kind != NULL);
    put_i64(q, order.v);
    put_i64(q, desk_now(desk).ms);
    put_i64(q, desk_user(desk)->id.v);
    put_text(q, note->kind);
    put_ref(q, note->reason.v);
    put_text(q, note->fields != NULL ? note->fields : "");
    return sql_run_id(&q, &id, err) && add_values(tx, LEDGER_ORDER, id, note, err);
}

/* Reads all rows of one of the two lists. */
static bool read_events(struct stmt **q, struct arena *arena, struct event_list *out,
                        struct err *err)
{
    struct events list = { 0 };

    while (sql_row(*q)) {
        struct event *e = vec_push(arena, &list);

        e->id = get_i64(*q);
        e->at.ms = get_i64(*q);
        e->user = get_text(*q, arena);
        e->kind = get_text(*q, arena);
        e->reason = get_text(*q, arena);
        e->fields = get_text(*q, arena);
        e->before_json = get_text(*q, arena);
        e->after_json = get_text(*q, arena);
        e->reason = e->reason == NULL || e->reason[0] == '\0' ? "" : _(e->reason);
    }
    if (!sql_done(q, err))
        return false;
    *out = (struct event_list){ list.v, list.n };
    return true;
}

OD_SQL(sql_event_list, "event.list",
       "SELECT e.id, e.at_ms, u.name, e.kind, r.label, e.fields, v.before_json, v.after_json"
       " FROM event_log AS e"
       " JOIN app_user AS u ON u.id = e.user_id"
       " LEFT JOIN reason_code AS r ON r.id = e.reason_id"
       " LEFT JOIN event_value AS v ON v.ledger = 1 AND v.event_id = e.id"
       " WHERE e.record_kind = $1 AND e.record_id = $2"
       " ORDER BY e.id DESC"
       " LIMIT $3");

bool event_list_record(struct desk *desk, const char *record_kind, int64_t record_id, int max,
                       struct arena *arena, struct event_list *out, struct err *err)
{
    OD_STMT *q = sql_read(desk_db(desk), &sql_event_list);

    put_text(q, record_kind);
    put_i64(q, record_id);
    put_i64(q, max);
    return read_events(&q, arena, out, err);
}

OD_SQL(sql_event_list_order, "event.list_order",
       "SELECT e.id, e.at_ms, u.name, e.kind, r.label, e.fields, v.before_json, v.after_json"
       " FROM order_event AS e"
       " JOIN app_user AS u ON u.id = e.user_id"
       " LEFT JOIN reason_code AS r ON r.id = e.reason_id"
       " LEFT JOIN event_value AS v ON v.ledger = 2 AND v.event_id = e.id"
       " WHERE e.order_id = $1"
       " ORDER BY e.id DESC"
       " LIMIT $2");

bool event_list_order(struct desk *desk, struct order_id id, int max, struct arena *arena,
                      struct event_list *out, struct err *err)
{
    OD_STMT *q = sql_read(desk_db(desk), &sql_event_list_order);

    put_i64(q, id.v);
    put_i64(q, max);
    return read_events(&q, arena, out, err);
}

static const struct event_word {
    const char *kind, *words;
} event_table[] = {
    { "channel.save", N_("channel changed") },
    { "customer.address", N_("address changed") },
    { "customer.contact", N_("contact changed") },
    { "customer.new", N_("customer made") },
    { "customer.save", N_("customer changed") },
    { "item.new", N_("item made") },
    { "item.save", N_("item changed") },
    { "item.substitute", N_("alternative added") },
    { "order.allocate", N_("stock allocated") },
    { "order.cancel", N_("canceled") },
    { "order.confirm", N_("confirmed") },
    { "order.discard", N_("discarded") },
    { "order.draft", N_("draft begun") },
    { "order.edit", N_("changed") },
    { "order.header", N_("header changed") },
    { "order.hold", N_("put on hold") },
    { "order.hold_release", N_("hold released") },
    { "order.import", N_("imported") },
    { "order.line", N_("line changed") },
    { "order.line_cut", N_("line taken out") },
    { "order.new", N_("order made") },
    { "order.reject", N_("sent back to draft") },
    { "order.release", N_("stock released") },
    { "order.release_hold", N_("hold released") },
    { "order.submit", N_("submitted") },
    { "order.take", N_("order taken") },
    { "price.save", N_("price changed") },
    { "setting.set", N_("setting changed") },
    { "site.save", N_("site changed") },
    { "stock.count", N_("stock counted") },
    { "stock.receive", N_("stock received") },
    { "stock.set", N_("stock settings changed") },
    { "tax.save", N_("tax changed") },
    { "user.own_password", N_("own password changed") },
    { "user.password", N_("password changed") },
    { "user.save", N_("user changed") },
};

const char *event_words(const char *kind)
{
    for (size_t i = 0; i < OD_LEN(event_table); i++) {
        if (strcmp(event_table[i].kind, kind) == 0)
            return _(event_table[i].words);
    }
    return kind;
}
