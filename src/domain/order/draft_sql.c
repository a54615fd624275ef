/*
 * Drafts: the list to go on with, and what is half typed in one.
 */
#include <string.h>

#include "base/i18n.h"
#include "base/mem.h"
#include "base/strbuf.h"
#include "base/utf8.h"
#include "base/vec.h"
#include "domain/order/order.h"
#include "domain/order/order_parts.h"
#include "store/store.h"

OD_SQL(sql_order_drafts, "order.drafts",
       "SELECT o.id, COALESCE(c.name, ''), o.line_count, o.updated_ms, o.total_minor, o.currency"
       " FROM sales_order o"
       " LEFT JOIN customer c ON c.id = o.customer_id"
       " WHERE o.created_by = $1 AND o.status = 1"
       " ORDER BY o.id DESC"
       " LIMIT $2");

bool order_drafts(struct desk *desk, int max, struct arena *arena, struct drafts *out,
                  struct err *err)
{
    struct list OD_VEC(struct draft) list = { 0 };
    OD_STMT *q = sql_read(desk_db(desk), &sql_order_drafts);

    put_i64(q, desk_user(desk)->id.v);
    put_i64(q, max);
    while (sql_row(q)) {
        struct draft *d = vec_push(arena, &list);
        int64_t minor;

        d->id.v = get_i64(q);
        d->customer_name = get_text(q, arena);
        d->line_count = (int)get_i64(q);
        d->updated.ms = get_i64(q);
        minor = get_i64(q);
        d->total = money_make(minor, get_text(q, arena));
    }
    if (!sql_done(&q, err))
        return false;
    *out = (struct drafts){ .v = list.v, .n = list.n };
    return true;
}

OD_SQL(sql_typing_put, "order.typing_put",
       "INSERT INTO order_typing"
       " (order_id, field, text)"
       " SELECT o.id, CAST($1 AS TEXT), CAST($2 AS TEXT)"
       " FROM sales_order o"
       " WHERE o.id = $3 AND o.status = 1"
       " ON CONFLICT (order_id) DO UPDATE"
       " SET field = excluded.field, text = excluded.text");

static bool put_typing(struct tx *tx, struct order_id id, const char *field, const char *text,
                       struct err *err)
{
    int64_t changed;
    OD_STMT *q = sql_write(tx, &sql_typing_put);

    put_text(q, field);
    put_text(q, text);
    put_i64(q, id.v);
    if (!sql_run(&q, &changed, err))
        return false;
    return changed == 1 ||
           err_set(err, ERR_STATE, _("This is no draft any more; what was typed is not kept."));
}

OD_SQL(sql_typing_forget, "order.typing_forget",
       "DELETE FROM order_typing"
       " WHERE order_id = $1");

bool order_forget_typing(struct tx *tx, struct order_id id, struct err *err)
{
    OD_STMT *q = sql_write(tx, &sql_typing_forget);

    put_i64(q, id.v);
    return sql_run(&q, NULL, err);
}

/* Rows that wait to be mended are parted by newlines; those stay. */
static const char *safe_rows(struct arena *arena, const char *text)
{
    const char *end;
    struct strbuf b;

    /* What is not UTF-8 becomes "?", byte by byte: nothing grows. */
    strbuf_init(&b, arena, strlen(text));
    for (; (end = strchr(text, '\n')) != NULL; text = end + 1) {
        strbuf_add(&b, utf8_safe(arena, arena_strndup(arena, text, (size_t)(end - text))));
        strbuf_addc(&b, '\n');
    }
    strbuf_add(&b, utf8_safe(arena, text));
    return b.s;
}

bool order_keep_typing(struct desk *desk, struct order_id id, const char *field, const char *text,
                       struct err *err)
{
    OD_ARENA *tmp = arena_new();
    OD_TX tx = { 0 };

    if (!desk_begin(desk, "order.draft", &tx, err))
        return false;
    /* Kept as it is, blanks and all, but it is shown again: nothing in it may be a control. */
    if (text)
        text = safe_rows(tmp, text);
    if (text && text[0] ? !put_typing(&tx, id, field, text, err)
                        : !order_forget_typing(&tx, id, err))
        return false;
    return tx_commit(&tx, err);
}

OD_SQL(sql_typing_get, "order.typing_get",
       "SELECT field, text"
       " FROM order_typing"
       " WHERE order_id = $1");

bool order_typing(struct desk *desk, struct order_id id, struct arena *arena, const char **field,
                  const char **text, struct err *err)
{
    const char *f = "", *t = "";
    OD_STMT *q = sql_read(desk_db(desk), &sql_typing_get);

    put_i64(q, id.v);
    if (sql_row(q)) {
        f = get_text(q, arena);
        t = get_text(q, arena);
    }
    if (!sql_done(&q, err))
        return false;
    *field = f;
    *text = t;
    return true;
}

OD_SQL(sql_orders_of_customer, "order.of_customer",
       "SELECT o.id, COALESCE(o.number, ''), o.customer_name, c.code, o.ship_city,"
       " o.customer_po, COALESCE(o.external_id, ''), ch.code, u.login, o.shown_status, o.status,"
       " o.placed_ms, o.promised_date, o.total_minor, o.currency, o.line_count"
       " FROM sales_order o"
       " JOIN customer c ON c.id = o.customer_id"
       " JOIN channel ch ON ch.id = o.channel_id"
       " JOIN app_user u ON u.id = o.created_by"
       " WHERE o.customer_id = $1"
       " ORDER BY o.placed_ms DESC, o.id DESC"
       " LIMIT $2");

bool orders_of_customer(struct desk *desk, struct customer_id id, int max, struct arena *arena,
                        struct order_rows *out, struct err *err)
{
    struct list OD_VEC(struct order_row) list = { 0 };
    OD_STMT *q = sql_read(desk_db(desk), &sql_orders_of_customer);

    put_i64(q, id.v);
    put_i64(q, max);
    while (sql_row(q)) {
        struct order_row *r = vec_push(arena, &list);
        int64_t minor;

        r->id.v = get_i64(q);
        r->number = get_text(q, arena);
        r->customer_name = get_text(q, arena);
        r->customer_code = get_text(q, arena);
        r->ship_city = get_text(q, arena);
        r->customer_po = get_text(q, arena);
        r->external_id = get_text(q, arena);
        r->channel_code = get_text(q, arena);
        r->created_by = get_text(q, arena);
        r->shown = (enum order_shown)get_i64(q);
        r->status = (enum order_status)get_i64(q);
        r->placed.ms = get_i64(q);
        r->promised = get_date(q, arena);
        minor = get_i64(q);
        r->total = money_make(minor, get_text(q, arena));
        r->line_count = (int)get_i64(q);
    }
    if (!sql_done(&q, err))
        return false;
    *out = (struct order_rows){ .v = list.v, .n = list.n };
    return true;
}
