/*
 * Totes in the store. The index allows one open row for each code, whatever races.
 */
#include "domain/flow/tote.h"

#include "base/i18n.h"
#include "base/mem.h"
#include "domain/catalog/item.h"
#include "domain/desk/text.h"
#include "domain/flow/fulfillment.h"
#include "store/store.h"

OD_SQL(sql_tote_load, "tote.load",
       "SELECT code"
       " FROM fulfillment_tote"
       " WHERE fulfillment_id = $1 AND freed_ms = 0"
       " ORDER BY bound_ms DESC, id DESC"
       " LIMIT 1");

bool tote_load(struct desk *desk, int64_t fulfillment, struct arena *arena, const char **out,
               struct err *err)
{
    OD_STMT *q = sql_read(desk_db(desk), &sql_tote_load);

    *out = "";
    put_i64(q, fulfillment);
    if (sql_row(q))
        *out = get_text(q, arena);
    return sql_done(&q, err);
}

/* 3 is FULFILLMENT_PICKED: what is packed or over has left its totes. */
OD_SQL(sql_tote_find, "tote.find",
       "SELECT t.fulfillment_id, f.number"
       " FROM fulfillment_tote t"
       " JOIN fulfillment f ON f.id = t.fulfillment_id"
       " WHERE t.code = $1 AND t.freed_ms = 0 AND f.status <= 3");

bool tote_find(struct desk *desk, const char *code, struct arena *arena, int64_t *out,
               const char **number, struct err *err)
{
    OD_ARENA *tmp = arena_new();
    OD_STMT *q = NULL;
    const char *clean;

    *out = 0;
    *number = NULL;
    clean = text_code_typed(code, tmp);
    if (clean == NULL || clean[0] == '\0')
        return true;
    q = sql_read(desk_db(desk), &sql_tote_find);
    put_text(q, clean);
    if (sql_row(q)) {
        *out = get_i64(q);
        *number = get_text(q, arena);
    }
    return sql_done(&q, err);
}

OD_SQL(sql_tote_bind, "tote.bind",
       "INSERT INTO fulfillment_tote"
       " (fulfillment_id, code, bound_ms, bound_by)"
       " VALUES ($1, $2, $3, $4)");

OD_SQL(sql_tote_again, "tote.again",
       "UPDATE fulfillment_tote"
       " SET bound_ms = $1"
       " WHERE fulfillment_id = $2 AND code = $3 AND freed_ms = 0");

static bool row_write(struct tx *tx, struct desk *desk, int64_t fulfillment, const char *code,
                      bool is_again, struct err *err)
{
    OD_STMT *q = sql_write(tx, is_again ? &sql_tote_again : &sql_tote_bind);

    if (is_again)
        put_i64(q, desk_now(desk).ms);
    put_i64(q, fulfillment);
    put_text(q, code);
    if (!is_again) {
        put_i64(q, desk_now(desk).ms);
        put_i64(q, desk_user(desk)->id.v);
    }
    return sql_run(&q, NULL, err);
}

/* Whoever had it and needs it no more lets go, now that another asks. */
OD_SQL(sql_tote_free, "tote.free",
       "UPDATE fulfillment_tote"
       " SET freed_ms = $1"
       " WHERE code = $2 AND freed_ms = 0"
       " AND EXISTS (SELECT 1 FROM fulfillment f WHERE f.id = fulfillment_id AND f.status > 3)");

static bool let_go(struct tx *tx, struct desk *desk, const char *code, struct err *err)
{
    OD_STMT *q = sql_write(tx, &sql_tote_free);

    put_i64(q, desk_now(desk).ms);
    put_text(q, code);
    return sql_run(&q, NULL, err);
}

bool tote_bind(struct tx *tx, struct desk *desk, const struct fulfillment *f, const char *code,
               struct err *err)
{
    OD_ARENA *tmp = arena_new();
    const char *clean, *number;
    struct item *item;
    int64_t owner;

    if (!text_code(code, "tote", tmp, &clean, err))
        return false;
    if (clean[0] == '\0' || clean[0] == '.')
        return err_field(err, ERR_INVALID, "tote", _("Scan the code of a tote."));
    if (!item_find(desk, clean, f->order->channel, tmp, &item, err) ||
        !tote_find(desk, clean, tmp, &owner, &number, err))
        return false;
    if (item != NULL)
        return err_field(err, ERR_INVALID, "tote", _("%s is an item, not a tote."), item->sku);
    if (owner != 0 && owner != f->id)
        return err_field(err, ERR_STATE, "tote", _("Tote %s is the one of %s."), clean, number);
    return let_go(tx, desk, clean, err) && row_write(tx, desk, f->id, clean, owner == f->id, err);
}
