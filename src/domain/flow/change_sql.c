/*
 * Change sets in the store: one row a changed field. The table of fields is here; what only
 * channels propose is in change_channel.c.
 */
#include <stdlib.h>
#include <string.h>

#include "base/i18n.h"
#include "base/mem.h"
#include "base/utf8.h"
#include "domain/flow/change_parts.h"
#include "store/store.h"

/* --- fields ----------------------------------------------------------------------------------- */

/* A field of a line: its text where the line has it, NULL where not; and back. */
struct line_field {
    const char *name;
    const char *(*get)(const struct change_line *l, struct arena *arena);
    void (*set)(struct change_line *l, const char *text);
};

static const char *number_text(bool has, int64_t v, struct arena *arena)
{
    return has ? arena_printf(arena, "%lld", (long long)v) : NULL;
}

#define NUMBER_FIELD(name, has, value, assign)                                                     \
    static const char *get_##name(const struct change_line *l, struct arena *arena)                \
    {                                                                                              \
        return number_text(has, value, arena);                                                     \
    }                                                                                              \
    static void set_##name(struct change_line *l, const char *text)                                \
    {                                                                                              \
        int64_t v = strtoll(text, NULL, 10);                                                       \
                                                                                                   \
        assign;                                                                                    \
    }

NUMBER_FIELD(item, l->is_new && !l->in.comment, l->in.item.v, (l->is_new = true, l->in.item.v = v))
NUMBER_FIELD(cut, l->is_cut, l->is_cut, l->is_cut = v != 0)
NUMBER_FIELD(qty, l->has_qty, l->in.qty.milli, (l->has_qty = true, l->in.qty.milli = v))
NUMBER_FIELD(price, l->in.has_price, l->in.price.v, (l->in.has_price = true, l->in.price.v = v))
NUMBER_FIELD(price_reason, l->in.price_reason.v != 0, l->in.price_reason.v,
             l->in.price_reason.v = v)
NUMBER_FIELD(unlock, l->in.is_unlock, l->in.is_unlock, l->in.is_unlock = v != 0)
NUMBER_FIELD(disc, l->in.has_disc, l->in.disc.ppm,
             (l->in.has_disc = true, l->in.disc.ppm = (int32_t)v))
NUMBER_FIELD(site, l->in.has_site, l->in.site.v, (l->in.has_site = true, l->in.site.v = v))
NUMBER_FIELD(unit_qty, l->in.has_unit, l->in.unit_qty.milli, l->in.unit_qty.milli = v)

NUMBER_FIELD(over, l->in.has_over, l->in.tolerance.over.is_said ? l->in.tolerance.over.ppm : -1,
             (l->in.has_over = true,
              l->in.tolerance.over = (struct tolerance){ v >= 0, v >= 0 ? v : 0 }))
NUMBER_FIELD(under, l->in.has_under,
             l->in.tolerance.under.is_said ? l->in.tolerance.under.ppm : -1,
             (l->in.has_under = true,
              l->in.tolerance.under = (struct tolerance){ v >= 0, v >= 0 ? v : 0 }))
NUMBER_FIELD(whole, l->in.has_whole, l->in.is_whole,
             (l->in.has_whole = true, l->in.is_whole = v != 0))

static const char *get_unit(const struct change_line *l, struct arena *arena)
{
    (void)arena;
    return !l->in.has_unit ? NULL : l->in.unit ? l->in.unit : "";
}

static void set_unit(struct change_line *l, const char *text)
{
    l->in.has_unit = true;
    l->in.unit = text;
}

static const char *date_text(bool has, struct date d, struct arena *arena)
{
    char text[DATE_TEXT_SIZE];

    if (!has)
        return NULL;
    return date_is_set(d) ? arena_strdup(arena, date_format(d, text)) : "";
}

static const char *get_requested(const struct change_line *l, struct arena *arena)
{
    return date_text(l->in.has_requested, l->in.requested, arena);
}

static void set_requested(struct change_line *l, const char *text)
{
    l->in.has_requested = text[0] == '\0' || date_parse(text, &l->in.requested, NULL);
}

static const char *get_comment(const struct change_line *l, struct arena *arena)
{
    (void)arena;
    return l->in.comment;
}

static void set_comment(struct change_line *l, const char *text)
{
    l->is_new = true;
    l->in.comment = text;
}

NUMBER_FIELD(disc_minor, l->has_disc_minor, l->disc_minor,
             (l->has_disc_minor = true, l->disc_minor = v))

static const char *get_sku(const struct change_line *l, struct arena *arena)
{
    (void)arena;
    return l->sku;
}

static void set_sku(struct change_line *l, const char *text)
{
    l->is_new = true;
    l->sku = text;
}

static const char *get_description(const struct change_line *l, struct arena *arena)
{
    (void)arena;
    return l->description;
}

static void set_description(struct change_line *l, const char *text)
{
    l->description = text;
}

static const struct line_field line_fields[] = {
    { "item", get_item, set_item },
    { "comment", get_comment, set_comment },
    { "cut", get_cut, set_cut },
    { "qty", get_qty, set_qty },
    { "price", get_price, set_price },
    { "price_reason", get_price_reason, set_price_reason },
    { "unlock", get_unlock, set_unlock },
    { "disc", get_disc, set_disc },
    { "site", get_site, set_site },
    { "unit", get_unit, set_unit },
    { "unit_qty", get_unit_qty, set_unit_qty },
    { "requested", get_requested, set_requested },
    { "over", get_over, set_over },
    { "under", get_under, set_under },
    { "whole", get_whole, set_whole },
    { "disc_minor", get_disc_minor, set_disc_minor },
    { "sku", get_sku, set_sku },
    { "description", get_description, set_description },
};

/* Value of a header field as text, NULL where it stays. */
static const char *header_text(const struct change_header *h, const char *field,
                               struct arena *arena)
{
    if (strcmp(field, "customer_po") == 0)
        return h->customer_po;
    if (strcmp(field, "ship_method") == 0)
        return h->ship_method;
    if (strcmp(field, "note") == 0)
        return h->note;
    if (strcmp(field, "terms") == 0)
        return h->terms;
    if (strcmp(field, "ship_address") == 0)
        return number_text(h->has_ship_address, h->ship_address.v, arena);
    if (strcmp(field, "pickup") == 0)
        return number_text(h->has_pickup, h->pickup.v, arena);
    if (strcmp(field, "disc") == 0)
        return number_text(h->has_disc, h->disc.ppm, arena);
    if (strcmp(field, "disc_minor") == 0)
        return number_text(h->has_disc_minor, h->disc_minor, arena);
    if (strcmp(field, "ship_policy") == 0)
        return number_text(h->ship_policy != 0, h->ship_policy, arena);
    if (strcmp(field, "cancel_backorders") == 0)
        return number_text(h->has_cancel_backorders, h->cancel_backorders, arena);
    if (strcmp(field, "priority") == 0)
        return number_text(h->has_priority, h->priority, arena);
    if (strcmp(field, "partial_after") == 0)
        return date_text(h->has_partial_after, h->partial_after, arena);
    if (strcmp(field, "latest_ship") == 0)
        return date_text(h->has_latest_ship, h->latest_ship, arena);
    return date_text(h->has_requested, h->requested, arena);
}

static void set_header(struct change_header *h, const char *field, const char *value)
{
    if (strcmp(field, "customer_po") == 0) {
        h->customer_po = value;
    } else if (strcmp(field, "ship_method") == 0) {
        h->ship_method = value;
    } else if (strcmp(field, "note") == 0) {
        h->note = value;
    } else if (strcmp(field, "terms") == 0) {
        h->terms = value;
    } else if (strcmp(field, "ship_address") == 0) {
        h->has_ship_address = true;
        h->ship_address.v = strtoll(value, NULL, 10);
    } else if (strcmp(field, "pickup") == 0) {
        h->has_pickup = true;
        h->pickup.v = strtoll(value, NULL, 10);
    } else if (strcmp(field, "disc") == 0) {
        h->has_disc = true;
        h->disc.ppm = (int32_t)strtoll(value, NULL, 10);
    } else if (strcmp(field, "disc_minor") == 0) {
        h->has_disc_minor = true;
        h->disc_minor = strtoll(value, NULL, 10);
    } else if (strcmp(field, "ship_policy") == 0) {
        h->ship_policy = (int)strtoll(value, NULL, 10);
    } else if (strcmp(field, "cancel_backorders") == 0) {
        h->has_cancel_backorders = true;
        h->cancel_backorders = strcmp(value, "1") == 0;
    } else if (strcmp(field, "priority") == 0) {
        h->has_priority = true;
        h->priority = (int)strtoll(value, NULL, 10);
    } else if (strcmp(field, "partial_after") == 0) {
        h->has_partial_after = value[0] == '\0' || date_parse(value, &h->partial_after, NULL);
    } else if (strcmp(field, "latest_ship") == 0) {
        h->has_latest_ship = value[0] == '\0' || date_parse(value, &h->latest_ship, NULL);
    } else if (strcmp(field, "requested") == 0) {
        h->has_requested = value[0] == '\0' || date_parse(value, &h->requested, NULL);
    }
}

static const char *const header_fields[] = { "customer_po",  "ship_method", "note",
                                             "ship_address", "requested",   "disc",
                                             "disc_minor",   "ship_policy", "partial_after",
                                             "cancel_backorders", "pickup",      "latest_ship",
                                             "priority",     "terms" };

/* --- reading ---------------------------------------------------------------------------------- */

OD_SQL(sql_change_open, "change.open",
       "SELECT c.id, c.base_version, u.login, c.opened_ms, c.reason_id, c.batch_id"
       " FROM order_change c"
       " JOIN app_user u ON u.id = c.opened_by"
       " WHERE c.order_id = $1 AND c.status = 1");

OD_SQL(sql_change_actions, "change.actions",
       "SELECT line_no, field, value"
       " FROM order_change_action"
       " WHERE change_id = $1"
       " ORDER BY line_no, field");

static void take_action(struct order_change *c, int line_no, const char *field, const char *value,
                        struct arena *arena)
{
    struct change_line *l;

    if (line_no == 0) {
        set_header(&c->header, field, value);
        change_set_channel(&c->channel, field, value);
        return;
    }
    l = change_line_at(c, line_no);
    if (!l) {
        l = vec_push(arena, &c->lines);
        l->line_no = line_no;
    }
    for (size_t i = 0; i < OD_LEN(line_fields); i++)
        if (strcmp(line_fields[i].name, field) == 0)
            line_fields[i].set(l, value);
}

bool change_find(struct desk *desk, struct order_id order, struct arena *arena,
                 struct order_change **out, struct err *err)
{
    struct order_change *c = NULL;
    OD_STMT *q = sql_read(desk_db(desk), &sql_change_open);
    OD_STMT *rows = NULL;

    put_i64(q, order.v);
    if (sql_row(q)) {
        c = arena_new_of(arena, struct order_change);
        c->order = order;
        c->id = get_i64(q);
        c->base_version = get_i64(q);
        c->opened_by = get_text(q, arena);
        c->opened.ms = get_i64(q);
        c->reason.v = get_ref(q);
        c->batch = get_ref(q);
    }
    if (!sql_done(&q, err))
        return false;
    *out = c;
    if (!c)
        return true;
    rows = sql_read(desk_db(desk), &sql_change_actions);
    put_i64(rows, c->id);
    while (sql_row(rows)) {
        int line_no = (int)get_i64(rows);
        const char *field = get_text(rows, arena);

        take_action(c, line_no, field, get_text(rows, arena), arena);
    }
    return sql_done(&rows, err);
}

/* --- writing ---------------------------------------------------------------------------------- */

OD_SQL(sql_change_put, "change.put",
       "INSERT INTO order_change_action"
       " (change_id, line_no, field, value)"
       " VALUES ($1, $2, $3, $4)");

static bool put_action(struct tx *tx, const struct order_change *c, int line_no, const char *field,
                       const char *value, struct err *err)
{
    OD_STMT *q = sql_write(tx, &sql_change_put);

    put_i64(q, c->id);
    put_i64(q, line_no);
    put_text(q, field);
    put_text(q, value);
    return sql_run(&q, NULL, err);
}

static bool put_line(struct tx *tx, const struct order_change *c, const struct change_line *l,
                     struct arena *arena, struct err *err)
{
    for (size_t i = 0; i < OD_LEN(line_fields); i++) {
        const char *text = line_fields[i].get(l, arena);

        if (text && !put_action(tx, c, l->line_no, line_fields[i].name, text, err))
            return false;
    }
    return true;
}

static bool put_actions(struct tx *tx, const struct order_change *c, struct err *err)
{
    OD_ARENA *tmp = arena_new();

    for (size_t i = 0; i < OD_LEN(header_fields); i++) {
        const char *text = header_text(&c->header, header_fields[i], tmp);

        if (text && !put_action(tx, c, 0, header_fields[i], text, err))
            return false;
    }
    for (int i = 0; change_channel_field(i); i++) {
        const char *text = change_channel_text(&c->channel, i, tmp);

        if (text && !put_action(tx, c, 0, change_channel_field(i), text, err))
            return false;
    }
    for (int i = 0; i < c->lines.n; i++)
        if (!put_line(tx, c, &c->lines.v[i], tmp, err))
            return false;
    return true;
}

OD_SQL(sql_change_insert, "change.insert",
       "INSERT INTO order_change"
       " (order_id, base_version, status, reason_id, opened_by, opened_ms, ended_by, ended_ms,"
       " batch_id)"
       " VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)"
       " RETURNING id");

bool change_insert(struct tx *tx, struct desk *desk, struct order_change *c,
                   enum change_status status, struct err *err)
{
    bool is_open = status == CHANGE_OPEN;
    OD_STMT *q = sql_write(tx, &sql_change_insert);

    put_i64(q, c->order.v);
    put_i64(q, c->base_version);
    put_i64(q, status);
    put_ref(q, c->reason.v);
    put_i64(q, desk_user(desk)->id.v);
    put_i64(q, desk_now(desk).ms);
    put_ref(q, is_open ? 0 : desk_user(desk)->id.v);
    put_i64(q, is_open ? 0 : desk_now(desk).ms);
    put_ref(q, c->batch);
    return sql_run_id(&q, &c->id, err) && put_actions(tx, c, err);
}

OD_SQL(sql_change_update, "change.update",
       "UPDATE order_change"
       " SET base_version = $1, reason_id = $2"
       " WHERE id = $3 AND status = 1");

OD_SQL(sql_change_clear, "change.clear",
       "DELETE FROM order_change_action"
       " WHERE change_id = $1");

bool change_write(struct tx *tx, const struct order_change *c, struct err *err)
{
    int64_t changed = 0;
    OD_STMT *q = sql_write(tx, &sql_change_update);
    OD_STMT *clear = NULL;

    put_i64(q, c->base_version);
    put_ref(q, c->reason.v);
    put_i64(q, c->id);
    if (!sql_run(&q, &changed, err))
        return false;
    if (changed == 0)
        return err_set(err, ERR_STATE,
                       _("This change was applied or dropped meanwhile. Look at the order again."));
    clear = sql_write(tx, &sql_change_clear);
    put_i64(clear, c->id);
    return sql_run(&clear, NULL, err) && put_actions(tx, c, err);
}

OD_SQL(sql_change_end, "change.end",
       "UPDATE order_change"
       " SET status = $1, ended_by = $2, ended_ms = $3, reason_id = $4"
       " WHERE id = $5 AND status = 1");

bool change_end(struct tx *tx, struct desk *desk, const struct order_change *c,
                enum change_status status, bool *changed, struct err *err)
{
    int64_t n = 0;
    OD_STMT *q = sql_write(tx, &sql_change_end);

    put_i64(q, status);
    put_i64(q, desk_user(desk)->id.v);
    put_i64(q, desk_now(desk).ms);
    put_ref(q, c->reason.v);
    put_i64(q, c->id);
    if (!sql_run(&q, &n, err))
        return false;
    *changed = n > 0;
    return true;
}

/* ---- what is half typed ---------------------------------------------------------------------- */

/* In the table of drafts: a placed order has no other row there. Status 4 and 5: submitted and
 * confirmed. */
OD_SQL(sql_change_typing_put, "change.typing_put",
       "INSERT INTO order_typing"
       " (order_id, field, text)"
       " SELECT o.id, 'change', CAST($1 AS TEXT)"
       " FROM sales_order o"
       " WHERE o.id = $2 AND o.status IN (4, 5)"
       " ON CONFLICT (order_id) DO UPDATE"
       " SET field = excluded.field, text = excluded.text");

bool change_keep_typing(struct desk *desk, struct order_id order, const char *text,
                        struct err *err)
{
    OD_ARENA *tmp = arena_new();
    OD_TX tx = { 0 };
    OD_STMT *q = NULL;

    if (!desk_begin(desk, "order.change", &tx, err))
        return false;
    if (text[0] == '\0')
        return order_forget_typing(&tx, order, err) && tx_commit(&tx, err);
    q = sql_write(&tx, &sql_change_typing_put);
    put_text(q, utf8_safe(tmp, text));
    put_i64(q, order.v);
    return sql_run(&q, NULL, err) && tx_commit(&tx, err);
}

bool change_typing(struct desk *desk, struct order_id order, struct arena *arena, const char **out,
                   struct err *err)
{
    const char *field, *text;

    if (!order_typing(desk, order, arena, &field, &text, err))
        return false;
    *out = strcmp(field, "change") == 0 ? text : "";
    return true;
}

OD_SQL(sql_change_end_with_order, "change.end_with_order",
       "UPDATE order_change"
       " SET status = 3, ended_by = $1, ended_ms = $2"
       " WHERE order_id = $3 AND status = 1");

bool change_end_with_order(struct tx *tx, struct desk *desk, struct order_id order, struct err *err)
{
    OD_STMT *q = sql_write(tx, &sql_change_end_with_order);

    put_i64(q, desk_user(desk)->id.v);
    put_i64(q, desk_now(desk).ms);
    put_i64(q, order.v);
    return sql_run(&q, NULL, err) && order_forget_typing(tx, order, err);
}
