/*
 * What a line is called in its customer's language: read when the order is placed, or the line
 * comes to a placed one, and kept with it as all that it copies.
 */
#include <stddef.h>
#include <string.h>

#include "base/mem.h"
#include "domain/order/order.h"
#include "domain/order/order_parts.h"
#include "store/store.h"

OD_SQL(sql_order_customer_lang, "order.customer_lang",
       "SELECT SUBSTR(lang, 1, 2)"
       " FROM customer"
       " WHERE id = $1 AND lang <> ''");

static bool load_lang(struct desk *desk, const struct order *order, struct arena *arena,
                      const char **out, struct err *err)
{
    OD_STMT *q = sql_read(desk_db(desk), &sql_order_customer_lang);

    put_i64(q, order->customer.v);
    if (sql_row(q))
        *out = get_text(q, arena);
    return sql_done(&q, err);
}

/* Where the line has words of its own, those of a channel, they stay as they are. */
OD_SQL(sql_order_line_customer_text, "order.line_customer_text",
       "SELECT t.description"
       " FROM item i"
       " JOIN item_text t ON t.item_id = i.id AND t.lang = $1"
       " WHERE i.id = $2 AND i.description = $3");

static bool load_text(struct desk *desk, struct order_line *l, const char *lang,
                      struct arena *arena, struct err *err)
{
    OD_STMT *q = NULL;

    l->customer_text = "";
    if (lang == NULL || l->item.v == 0)
        return true;
    q = sql_read(desk_db(desk), &sql_order_line_customer_text);
    put_text(q, lang);
    put_i64(q, l->item.v);
    put_text(q, l->description);
    if (sql_row(q))
        l->customer_text = get_text(q, arena);
    return sql_done(&q, err);
}

static bool is_placed(const struct order *order)
{
    switch (order->status) {
    case ORDER_SUBMITTED:
    case ORDER_CONFIRMED:
    case ORDER_CLOSED:
    case ORDER_CANCELED:
        return true;
    case ORDER_DRAFT:
    case ORDER_QUOTED:
    case ORDER_EXPIRED:
    case ORDER_DISCARDED:
        break;
    }
    return false;
}

/* The line as it is stored; most stand where they stood. NULL: a new one. */
static const struct order_line *stored(const struct order_saved *saved, const struct order_line *l,
                                       int guess)
{
    if (l->id.v == 0)
        return NULL;
    if (guess < saved->line_count && saved->lines[guess].id.v == l->id.v)
        return &saved->lines[guess];
    for (int i = 0; i < saved->line_count; i++)
        if (saved->lines[i].id.v == l->id.v)
            return &saved->lines[i];
    return NULL;
}

static bool has_text(const struct order *order, const struct order_line *l, int at)
{
    const struct order_line *old = stored(order->saved, l, at);

    return old != NULL && old->item.v == l->item.v && strcmp(old->description, l->description) == 0;
}

bool order_customer_texts(struct desk *desk, struct order *order, struct arena *arena,
                          struct err *err)
{
    bool was_placed = order->saved != NULL && is_placed(order->saved->header);
    const char *lang = NULL;
    bool is_lang_known = false;

    if (!is_placed(order))
        return true;
    for (int i = 0; i < order->line_count; i++) {
        if (was_placed && has_text(order, &order->lines[i], i))
            continue;
        if (!is_lang_known && !load_lang(desk, order, arena, &lang, err))
            return false;
        is_lang_known = true;
        if (!load_text(desk, &order->lines[i], lang, arena, err))
            return false;
    }
    return true;
}

const char *order_line_for_customer(const struct order_line *l)
{
    return l->customer_text != NULL && l->customer_text[0] != '\0' ? l->customer_text
                                                                    : l->description;
}
