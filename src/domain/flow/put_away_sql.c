/*
 * Tasks to put away in the store.
 */
#include "domain/flow/put_away.h"

#include "base/i18n.h"
#include "base/mem.h"
#include "base/vec.h"
#include "domain/desk/event.h"
#include "domain/flow/fulfillment.h"
#include "store/store.h"

struct put_away_vec OD_VEC(struct put_away);

OD_SQL_SCAN(sql_put_aways, "put_away.list", "its index has only what is to do",
            "SELECT p.id, p.item_id, i.sku, i.description, s.code, COALESCE(v.bin, ''), f.number,"
            " p.qty, p.created_ms"
            " FROM put_away p"
            " JOIN item i ON i.id = p.item_id"
            " JOIN site s ON s.id = p.site_id"
            " JOIN fulfillment f ON f.id = p.fulfillment_id"
            " LEFT JOIN stock_level v ON v.item_id = p.item_id AND v.site_id = p.site_id"
            " WHERE p.done_ms = 0 AND ($1 = 0 OR p.site_id = $1)"
            " ORDER BY s.code, COALESCE(v.bin, ''), i.sku, p.id"
            " LIMIT $2");

bool put_aways_load(struct desk *desk, struct site_id site, int max, struct arena *arena,
                    struct put_aways *out, struct err *err)
{
    struct put_away_vec rows = { 0 };
    OD_STMT *q = sql_read(desk_db(desk), &sql_put_aways);

    put_i64(q, site.v);
    put_i64(q, max);
    while (sql_row(q)) {
        struct put_away *p = vec_push(arena, &rows);

        p->id = get_i64(q);
        p->item.v = get_i64(q);
        p->sku = get_text(q, arena);
        p->description = get_text(q, arena);
        p->site_code = get_text(q, arena);
        p->bin = get_text(q, arena);
        p->number = get_text(q, arena);
        p->qty.milli = get_i64(q);
        p->since.ms = get_i64(q);
    }
    if (!sql_done(&q, err))
        return false;
    *out = (struct put_aways){ rows.v, rows.n };
    return true;
}

OD_SQL(sql_put_away_find, "put_away.find",
       "SELECT fulfillment_id"
       " FROM put_away"
       " WHERE id = $1");

OD_SQL(sql_put_away_done, "put_away.done",
       "UPDATE put_away"
       " SET done_ms = $1, done_by = $2"
       " WHERE id = $3 AND done_ms = 0");

bool put_away_done(struct desk *desk, int64_t id, struct err *err)
{
    OD_TX tx = { 0 };
    const struct event_note note = { .kind = "stock.put_away" };
    int64_t fulfillment, changed;
    bool found;
    OD_STMT *q = NULL;

    if (!desk_begin(desk, "stock.put_away", &tx, err))
        return false;
    q = sql_read(desk_db(desk), &sql_put_away_find);
    put_i64(q, id);
    if (!sql_one_i64(&q, &found, &fulfillment, err))
        return false;
    if (!found)
        return err_set(err, ERR_NOT_FOUND, _("There is nothing with this number to put away."));
    q = sql_write(&tx, &sql_put_away_done);
    put_i64(q, desk_now(desk).ms);
    put_i64(q, desk_user(desk)->id.v);
    put_i64(q, id);
    if (!sql_run(&q, &changed, err))
        return false;
    if (changed != 1)
        return err_set(err, ERR_STATE, _("Somebody put it away already."));
    return event_add(&tx, desk, "fulfillment", fulfillment, &note, err) && tx_commit(&tx, err);
}

OD_SQL(sql_put_away_ask, "put_away.ask",
       "INSERT INTO put_away (fulfillment_id, item_id, site_id, qty, created_ms, created_by)"
       " VALUES ($1, $2, $3, $4, $5, $6)");

bool put_away_ask_line(struct tx *tx, struct desk *desk, const struct fulfillment *f,
                       const struct fulfillment_line *line, struct err *err)
{
    OD_STMT *q = NULL;

    if (line->picked.milli == 0)
        return true;
    q = sql_write(tx, &sql_put_away_ask);

    put_i64(q, f->id);
    put_i64(q, line->item.v);
    put_i64(q, f->site.v);
    put_i64(q, line->picked.milli);
    put_i64(q, desk_now(desk).ms);
    put_i64(q, desk_user(desk)->id.v);
    return sql_run(&q, NULL, err);
}

bool put_away_ask(struct tx *tx, struct desk *desk, const struct fulfillment *f, struct err *err)
{
    for (int i = 0; i < f->line_count; i++)
        if (!put_away_ask_line(tx, desk, f, &f->lines[i], err))
            return false;
    return true;
}
