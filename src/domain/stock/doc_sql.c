/*
 * Rows of receipts, counts and transfers.
 */
#include "base/i18n.h"
#include "base/mem.h"
#include "base/vec.h"
#include "domain/desk/setting.h"
#include "domain/desk/text.h"
#include "domain/stock/fulfillment_state.h"
#include "domain/stock/doc_parts.h"
#include "store/store.h"

struct doc_vec OD_VEC(struct stock_doc);
struct doc_line_vec OD_VEC(struct stock_doc_line);

/* --- reading ---------------------------------------------------------------------------------- */

#define DOC_COLUMNS                                                                                \
    "SELECT d.id, d.kind, d.status, d.number, d.ref, u.login, d.site_id, COALESCE(d.to_site_id, "  \
    "0),"                                                                                          \
    " s.code, COALESCE(t.code, ''), d.due_date, d.created_ms, d.ended_ms, d.version,"              \
    " (SELECT COUNT(*) FROM stock_doc_line l WHERE l.doc_id = d.id)"                               \
    " FROM stock_doc d"                                                                            \
    " JOIN app_user u ON u.id = d.created_by"                                                      \
    " JOIN site s ON s.id = d.site_id"                                                             \
    " LEFT JOIN site t ON t.id = d.to_site_id"

static void get_doc(struct stmt *q, struct arena *arena, struct stock_doc *doc)
{
    doc->id = get_i64(q);
    doc->kind = (enum stock_doc_kind)get_i64(q);
    doc->status = (enum stock_doc_status)get_i64(q);
    doc->number = get_text(q, arena);
    doc->ref = get_text(q, arena);
    doc->created_by = get_text(q, arena);
    doc->site.v = get_i64(q);
    doc->to_site.v = get_i64(q);
    doc->site_code = get_text(q, arena);
    doc->to_code = get_text(q, arena);
    doc->due = get_date(q, arena);
    doc->created.ms = get_i64(q);
    doc->ended.ms = get_i64(q);
    doc->version = get_i64(q);
    doc->line_count = (int)get_i64(q);
}

OD_SQL(sql_doc_lines, "stock_doc.lines",
       "SELECT l.item_id, i.sku, i.description, i.uom, i.qty_decimals, l.qty, l.aside_qty,"
       " l.done_qty, l.lost_qty, l.base_qty, l.is_counted, l.bin, COALESCE(v.bin, ''),"
       " COALESCE(l.for_line_id, 0), COALESCE(o.number, ''), COALESCE(f.line_no, 0)"
       " FROM stock_doc_line l"
       " LEFT JOIN order_line f ON f.id = l.for_line_id"
       " LEFT JOIN sales_order o ON o.id = f.order_id"
       " JOIN item i ON i.id = l.item_id"
       " LEFT JOIN stock_level v ON v.item_id = l.item_id AND v.site_id = $1"
       " WHERE l.doc_id = $2"
       " ORDER BY CASE WHEN $3 = 1 THEN COALESCE(v.bin, '') ELSE '' END,"
       " CASE WHEN $3 = 1 THEN i.sku ELSE '' END, l.id");

static bool lines_load(struct desk *desk, struct arena *arena, struct stock_doc *doc,
                       struct err *err)
{
    struct doc_line_vec lines = { 0 };
    OD_STMT *q = sql_read(desk_db(desk), &sql_doc_lines);

    put_i64(q, doc->site.v);
    put_i64(q, doc->id);
    put_i64(q, doc->kind == DOC_COUNT);
    while (sql_row(q)) {
        struct stock_doc_line *l = vec_push(arena, &lines);

        l->item.v = get_i64(q);
        l->sku = get_text(q, arena);
        l->description = get_text(q, arena);
        l->uom = get_text(q, arena);
        l->qty_decimals = (int)get_i64(q);
        l->qty.milli = get_i64(q);
        l->aside.milli = get_i64(q);
        l->done.milli = get_i64(q);
        l->lost.milli = get_i64(q);
        l->base.milli = get_i64(q);
        l->is_counted = get_i64(q) != 0;
        l->bin = get_text(q, arena);
        l->home = get_text(q, arena);
        l->for_line.v = get_i64(q);
        l->for_order = get_text(q, arena);
        l->for_line_no = (int)get_i64(q);
    }
    doc->lines = lines.v;
    doc->line_count = lines.n;
    return sql_done(&q, err);
}

OD_SQL(sql_doc_load, "stock_doc.load", DOC_COLUMNS " WHERE d.id = $1");

bool stock_doc_load(struct desk *desk, int64_t id, struct arena *arena, struct stock_doc **out,
                    struct err *err)
{
    struct stock_doc *doc = arena_new_of(arena, struct stock_doc);
    bool found;
    OD_STMT *q = sql_read(desk_db(desk), &sql_doc_load);

    put_i64(q, id);
    found = sql_row(q);
    if (found)
        get_doc(q, arena, doc);
    if (!sql_done(&q, err))
        return false;
    if (!found)
        return err_set(err, ERR_NOT_FOUND, _("There is no such receipt, count or transfer."));
    if (!lines_load(desk, arena, doc, err))
        return false;
    *out = doc;
    return true;
}

OD_SQL(sql_doc_find, "stock_doc.find",
       "SELECT id"
       " FROM stock_doc"
       " WHERE number = $1");

bool stock_doc_find(struct desk *desk, const char *number, int64_t *out, struct err *err)
{
    OD_ARENA *tmp = arena_new();
    const char *code = text_code_typed(number, tmp);
    bool found;
    OD_STMT *q = sql_read(desk_db(desk), &sql_doc_find);

    put_text(q, code != NULL ? code : "");
    if (!sql_one_i64(&q, &found, out, err))
        return false;
    return found || err_field(err, ERR_NOT_FOUND, "number",
                              _("There is no receipt, count or transfer %.40s."), number);
}

OD_SQL(sql_docs, "stock_doc.list",
       DOC_COLUMNS " WHERE d.id < $1 AND ($2 = 0 OR d.kind = $2) AND d.status <= $3"
                   " ORDER BY d.id DESC"
                   " LIMIT $4");

bool stock_docs_load(struct desk *desk, enum stock_doc_kind kind, bool is_open, int64_t before_id,
                     int max, struct arena *arena, struct stock_docs *out, struct err *err)
{
    struct doc_vec docs = { 0 };
    OD_STMT *q = sql_read(desk_db(desk), &sql_docs);

    put_i64(q, before_id == 0 ? INT64_MAX : before_id);
    put_i64(q, kind);
    put_i64(q, is_open ? DOC_SENT : DOC_DROPPED);
    put_i64(q, max);
    while (sql_row(q))
        get_doc(q, arena, vec_push(arena, &docs));
    if (!sql_done(&q, err))
        return false;
    *out = (struct stock_docs){ docs.v, docs.n };
    return true;
}

OD_SQL(sql_doc_counts_item, "stock_doc.counts_item",
       "SELECT d.id"
       " FROM stock_doc_line l"
       " JOIN stock_doc d ON d.id = l.doc_id"
       " WHERE l.item_id = $1 AND l.is_counted = 0 AND d.site_id = $2 AND d.kind = 2"
       " AND d.status = 1"
       " LIMIT 1");

bool doc_counts_item(struct desk *desk, struct stock_place place, bool *out, struct err *err)
{
    int64_t id;
    OD_STMT *q = sql_read(desk_db(desk), &sql_doc_counts_item);

    put_i64(q, place.item.v);
    put_i64(q, place.site.v);
    return sql_one_i64(&q, out, &id, err);
}

/* Picked for orders, and not gone: out of its place, on hand still. */
OD_SQL(sql_doc_on_the_way, "stock_doc.on_the_way",
       "SELECT CAST(COALESCE(SUM(c.picked_qty), 0) AS BIGINT)"
       " FROM (SELECT DISTINCT order_line_id"
       " FROM allocation"
       " WHERE item_id = $1 AND site_id = $2) a"
       " JOIN fulfillment_line c ON c.order_line_id = a.order_line_id AND c.item_id = $1"
       " JOIN fulfillment f ON f.id = c.fulfillment_id"
       " WHERE f.site_id = $2 AND " FULFILLMENT_IS_OPEN("f"));

bool doc_in_place(struct desk *desk, struct stock_place place, struct qty *on_hand, struct err *err)
{
    OD_STMT *q = sql_read(desk_db(desk), &sql_doc_on_the_way);
    int64_t picked = 0;
    bool found;

    put_i64(q, place.item.v);
    put_i64(q, place.site.v);
    if (!sql_one_i64(&q, &found, &picked, err))
        return false;
    on_hand->milli -= picked;
    return true;
}

/* --- writing ---------------------------------------------------------------------------------- */

OD_SQL(sql_doc_insert, "stock_doc.insert",
       "INSERT INTO stock_doc (kind, number, site_id, to_site_id, status, ref, due_date,"
       " created_by, created_ms)"
       " VALUES ($1, $2, $3, $4, 1, $5, $6, $7, $8)"
       " RETURNING id");

bool doc_insert(struct tx *tx, struct desk *desk, const struct stock_doc_new *in, int64_t *out,
                struct err *err)
{
    static const char letters[] = "?RCT";
    OD_ARENA *tmp = arena_new();
    char due[DATE_TEXT_SIZE];
    int64_t n;
    OD_STMT *q = NULL;

    if (!sequence_next(tx, stock_doc_kind_name(in->kind), &n, err))
        return false;
    q = sql_write(tx, &sql_doc_insert);
    put_i64(q, in->kind);
    put_text(q, arena_printf(tmp, "%c-%lld", letters[in->kind], (long long)n));
    put_i64(q, in->site.v);
    put_ref(q, in->to_site.v);
    put_text(q, in->ref != NULL ? in->ref : "");
    put_text(q, date_is_set(in->due) ? date_format(in->due, due) : "");
    put_i64(q, desk_user(desk)->id.v);
    put_i64(q, desk_now(desk).ms);
    return sql_run_id(&q, out, err);
}

OD_SQL(sql_doc_touch, "stock_doc.touch",
       "UPDATE stock_doc"
       " SET version = version + 1"
       " WHERE id = $1");

bool doc_touch(struct tx *tx, int64_t id, struct err *err)
{
    OD_STMT *q = sql_write(tx, &sql_doc_touch);

    put_i64(q, id);
    return sql_run(&q, NULL, err);
}

static bool seen_version(struct stmt **q, const struct stock_doc *doc, struct err *err)
{
    int64_t changed;

    if (!sql_run(q, &changed, err))
        return false;
    return changed == 1 || err_set(err, ERR_CONFLICT,
                                   _("%s was changed by someone else. Look again."), doc->number);
}

OD_SQL(sql_doc_due, "stock_doc.due",
       "UPDATE stock_doc"
       " SET due_date = $1, version = version + 1"
       " WHERE id = $2 AND version = $3");

bool doc_save_due(struct tx *tx, const struct stock_doc *doc, struct date due, struct err *err)
{
    char text[DATE_TEXT_SIZE];
    OD_STMT *q = sql_write(tx, &sql_doc_due);

    put_text(q, date_is_set(due) ? date_format(due, text) : "");
    put_i64(q, doc->id);
    put_i64(q, doc->version);
    return seen_version(&q, doc, err);
}

OD_SQL(sql_doc_status, "stock_doc.status",
       "UPDATE stock_doc"
       " SET status = $1, ended_ms = $2, version = version + 1"
       " WHERE id = $3 AND version = $4");

bool doc_set_status(struct tx *tx, struct desk *desk, const struct stock_doc *doc,
                    enum stock_doc_status status, struct err *err)
{
    OD_STMT *q = sql_write(tx, &sql_doc_status);

    put_i64(q, status);
    put_i64(q, status >= DOC_DONE ? desk_now(desk).ms : 0);
    put_i64(q, doc->id);
    put_i64(q, doc->version);
    return seen_version(&q, doc, err);
}

OD_SQL(sql_doc_line_save, "stock_doc.line_save",
       "INSERT INTO stock_doc_line (doc_id, item_id, qty, aside_qty, done_qty, lost_qty, base_qty,"
       " is_counted, bin, for_line_id)"
       " VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)"
       " ON CONFLICT (doc_id, item_id) DO UPDATE"
       " SET qty = excluded.qty, aside_qty = excluded.aside_qty, done_qty = excluded.done_qty,"
       " lost_qty = excluded.lost_qty, base_qty = excluded.base_qty,"
       " is_counted = excluded.is_counted, bin = excluded.bin,"
       " for_line_id = excluded.for_line_id");

bool doc_line_save(struct tx *tx, int64_t doc, const struct stock_doc_line *line, struct err *err)
{
    OD_STMT *q = sql_write(tx, &sql_doc_line_save);

    put_i64(q, doc);
    put_i64(q, line->item.v);
    put_i64(q, line->qty.milli);
    put_i64(q, line->aside.milli);
    put_i64(q, line->done.milli);
    put_i64(q, line->lost.milli);
    put_i64(q, line->base.milli);
    put_i64(q, line->is_counted);
    put_text(q, line->bin);
    put_ref(q, line->for_line.v);
    return sql_run(&q, NULL, err);
}

/* Of a set (kind 4) nothing is sent: its parts are. */
OD_SQL(sql_doc_for_line, "stock_doc.for_line",
       "SELECT l.item_id, COALESCE(l.site_id, o.site_id)"
       " FROM order_line l"
       " JOIN sales_order o ON o.id = l.order_id"
       " WHERE l.id = $1 AND l.kind = 1 AND l.item_id IS NOT NULL AND o.status = 5"
       " AND o.is_history = 0");

bool doc_for_line(struct desk *desk, struct line_id line, struct stock_place *out, struct err *err)
{
    OD_STMT *q = sql_read(desk_db(desk), &sql_doc_for_line);

    *out = (struct stock_place){ 0 };
    put_i64(q, line.v);
    if (sql_row(q)) {
        out->item.v = get_i64(q);
        out->site.v = get_i64(q);
    }
    return sql_done(&q, err);
}

OD_SQL(sql_doc_line_delete, "stock_doc.line_delete",
       "DELETE FROM stock_doc_line"
       " WHERE doc_id = $1 AND item_id = $2");

bool doc_line_delete(struct tx *tx, int64_t doc, struct item_id item, bool *done, struct err *err)
{
    int64_t changed;
    OD_STMT *q = sql_write(tx, &sql_doc_line_delete);

    put_i64(q, doc);
    put_i64(q, item.v);
    if (!sql_run(&q, &changed, err))
        return false;
    *done = changed == 1;
    return true;
}

OD_SQL_SCAN(sql_doc_add_bins, "stock_doc.add_bins", "beginning a count is rare",
            "INSERT INTO stock_doc_line (doc_id, item_id, qty)"
            " SELECT $1, v.item_id, 0"
            " FROM stock_level v"
            " WHERE v.site_id = $2 AND ($3 = '' OR v.bin >= $3)"
            " AND ($4 = '' OR v.bin <= $4)"
            " AND ($3 = '' OR v.bin <> '')"
            " AND NOT EXISTS (SELECT 1 FROM stock_doc_line l"
            " WHERE l.doc_id = $1 AND l.item_id = v.item_id)"
            " ORDER BY v.bin, v.item_id"
            " LIMIT 1000");

bool doc_add_bins(struct tx *tx, const struct stock_doc *doc, const char *from, const char *to,
                  int *added, struct err *err)
{
    int64_t changed;
    OD_STMT *q = sql_write(tx, &sql_doc_add_bins);

    put_i64(q, doc->id);
    put_i64(q, doc->site.v);
    put_text(q, from);
    put_text(q, to);
    if (!sql_run(&q, &changed, err))
        return false;
    *added = (int)changed;
    return true;
}
