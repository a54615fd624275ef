/*
 * Items, their barcodes and substitutes in the store.
 */
#include "domain/catalog/item_sql.h"

#include "base/i18n.h"
#include "base/vec.h"
#include "domain/catalog/barcode.h"
#include "store/store.h"

struct code_vec OD_VEC(const char *);
struct id_vec OD_VEC(struct item_id);
struct unit_vec OD_VEC(struct item_unit);

OD_SQL(sql_item_barcodes, "item.barcodes",
       "SELECT barcode, pack_qty"
       " FROM item_barcode"
       " WHERE item_id = $1"
       " ORDER BY barcode");

static bool barcodes_load(struct desk *desk, struct item *item, struct arena *arena,
                          struct err *err)
{
    struct code_vec codes = { 0 };
    OD_STMT *q = sql_read(desk_db(desk), &sql_item_barcodes);

    put_i64(q, item->id.v);
    while (sql_row(q)) {
        struct barcode b = { .code = get_text(q, arena) };

        b.pack.milli = get_i64(q);
        *vec_push(arena, &codes) = barcode_text(&b, arena);
    }
    if (!sql_done(&q, err))
        return false;
    *vec_push(arena, &codes) = NULL;
    item->barcodes = codes.v;
    return true;
}

/* Few items have units of their own, or texts; those of the others are not asked for. */
struct item_has {
    bool units, texts;
};

static void row_get(struct stmt *q, struct arena *arena, struct item *item, struct item_has *has)
{
    item->id.v = get_i64(q);
    item->sku = get_text(q, arena);
    item->kind = (enum item_kind)get_i64(q);
    item->description = get_text(q, arena);
    item->category = get_text(q, arena);
    item->uom = get_text(q, arena);
    item->qty_decimals = (int)get_i64(q);
    item->tax_class_id = get_i64(q);
    item->tax_class = get_text(q, arena);
    item->weight_g = get_i64(q);
    item->backorder = (enum backorder_policy)get_i64(q);
    item->min_qty.milli = get_i64(q);
    item->qty_step.milli = get_i64(q);
    item->lead_days = (int)get_i64(q);
    item->is_active = get_i64(q) != 0;
    item->note = get_text(q, arena);
    item->version = get_i64(q);
    item->backorder_limit.milli = get_i64(q);
    item->hs_code = get_text(q, arena);
    item->origin = get_text(q, arena);
    item->tolerance.over.is_said = get_i64_or_null(q, &item->tolerance.over.ppm);
    item->tolerance.under.is_said = get_i64_or_null(q, &item->tolerance.under.ppm);
    has->units = get_i64(q) != 0;
    has->texts = get_i64(q) != 0;
}

OD_SQL(sql_item_load, "item.load",
       "SELECT i.id, i.sku, i.kind, i.description, i.category, i.uom, i.qty_decimals,"
       " i.tax_class_id, t.code, i.weight_g, i.backorder_policy, i.min_qty, i.qty_step,"
       " i.lead_days, i.is_active, i.note, i.version, i.backorder_limit_qty, i.hs_code,"
       " i.origin, i.over_ship_ppm, i.under_ship_ppm,"
       " CASE WHEN EXISTS (SELECT 1 FROM item_uom u WHERE u.item_id = i.id) THEN 1 ELSE 0 END,"
       " CASE WHEN EXISTS (SELECT 1 FROM item_text x WHERE x.item_id = i.id) THEN 1 ELSE 0 END"
       " FROM item i"
       " JOIN tax_class t ON t.id = i.tax_class_id"
       " WHERE i.id = $1");

bool item_row_load(struct desk *desk, struct item_id id, struct arena *arena, struct item **out,
                   struct err *err)
{
    struct item *item = NULL;
    struct item_has has = { 0 };
    OD_STMT *q = sql_read(desk_db(desk), &sql_item_load);

    put_i64(q, id.v);
    if (sql_row(q)) {
        item = arena_new_of(arena, struct item);
        row_get(q, arena, item, &has);
    }
    if (!sql_done(&q, err) || (item != NULL && !barcodes_load(desk, item, arena, err)) ||
        (has.units && !item_units_load(desk, id, arena, &item->units, err)) ||
        (has.texts && !item_texts_load(desk, id, arena, &item->texts, err)) ||
        (item != NULL && item->kind == ITEM_BUNDLE &&
         !item_parts_load(desk, id, arena, &item->parts, err)))
        return false;
    *out = item;
    return true;
}

OD_SQL(sql_item_of_sku, "item.of_sku",
       "SELECT id"
       " FROM item"
       " WHERE sku = $1");

bool item_id_of_sku(struct desk *desk, const char *sku, struct item_id *out, struct err *err)
{
    bool found;
    struct item_id id = { 0 };
    OD_STMT *q = sql_read(desk_db(desk), &sql_item_of_sku);

    put_text(q, sku);
    if (!sql_one_i64(&q, &found, &id.v, err))
        return false;
    *out = id;
    return true;
}

OD_SQL(sql_item_of_barcode, "item.of_barcode",
       "SELECT item_id, pack_qty"
       " FROM item_barcode"
       " WHERE barcode = $1");

bool item_id_of_barcode(struct desk *desk, const char *barcode, struct item_id *out,
                        struct qty *pack, struct err *err)
{
    struct item_id id = { 0 };
    struct qty counts = { 0 };
    OD_STMT *q = sql_read(desk_db(desk), &sql_item_of_barcode);

    put_text(q, barcode);
    if (sql_row(q)) {
        id.v = get_i64(q);
        counts.milli = get_i64(q);
    }
    if (!sql_done(&q, err))
        return false;
    *out = id;
    *pack = counts;
    return true;
}

OD_SQL(sql_item_of_channel_sku, "item.of_channel_sku",
       "SELECT item_id"
       " FROM channel_sku"
       " WHERE channel_id = $1 AND external_sku = $2");

bool item_id_of_channel_sku(struct desk *desk, struct channel_id channel, const char *external_sku,
                            struct item_id *out, struct err *err)
{
    bool found;
    struct item_id id = { 0 };
    OD_STMT *q = sql_read(desk_db(desk), &sql_item_of_channel_sku);

    put_i64(q, channel.v);
    put_text(q, external_sku);
    if (!sql_one_i64(&q, &found, &id.v, err))
        return false;
    *out = id;
    return true;
}

OD_SQL(sql_item_set_channel_sku, "item.set_channel_sku",
       "INSERT INTO channel_sku (channel_id, external_sku, item_id)"
       " VALUES ($1, $2, $3)"
       " ON CONFLICT (channel_id, external_sku) DO UPDATE SET item_id = excluded.item_id");

bool item_set_channel_sku_in(struct tx *tx, struct channel_id channel, const char *external_sku,
                             struct item_id id, struct err *err)
{
    OD_STMT *q = sql_write(tx, &sql_item_set_channel_sku);

    put_i64(q, channel.v);
    put_text(q, external_sku);
    put_i64(q, id.v);
    return sql_run(&q, NULL, err);
}

OD_SQL(sql_item_is_used, "item.is_used",
       "SELECT CASE WHEN EXISTS (SELECT 1 FROM order_line WHERE item_id = $1)"
       " OR EXISTS (SELECT 1 FROM stock_movement WHERE item_id = $1)"
       " OR EXISTS (SELECT 1 FROM bundle_component WHERE item_id = $1)"
       " THEN 1 ELSE 0 END");

bool item_row_is_used(struct desk *desk, struct item_id id, bool *out, struct err *err)
{
    bool found;
    int64_t used = 0;
    OD_STMT *q = sql_read(desk_db(desk), &sql_item_is_used);

    put_i64(q, id.v);
    if (!sql_one_i64(&q, &found, &used, err))
        return false;
    *out = used != 0;
    return true;
}

/* The columns that insert and update share, in their order. */
static void row_put(struct stmt *q, const struct item *item, const char *search_text)
{
    put_text(q, item->sku);
    put_i64(q, item->kind);
    put_text(q, item->description);
    put_text(q, item->category);
    put_text(q, item->uom);
    put_i64(q, item->qty_decimals);
    put_i64(q, item->tax_class_id);
    put_i64(q, item->weight_g);
    put_i64(q, item->backorder);
    put_i64(q, item->min_qty.milli);
    put_i64(q, item->qty_step.milli);
    put_i64(q, item->lead_days);
    put_i64(q, item->is_active);
    put_text(q, item->note);
    put_text(q, search_text);
    put_i64(q, item->backorder_limit.milli);
    put_text(q, item->hs_code);
    put_text(q, item->origin);
    put_i64_or_null(q, !item->tolerance.over.is_said, item->tolerance.over.ppm);
    put_i64_or_null(q, !item->tolerance.under.is_said, item->tolerance.under.ppm);
}

OD_SQL(sql_item_insert, "item.insert",
       "INSERT INTO item (sku, kind, description, category, uom, qty_decimals, tax_class_id,"
       " weight_g, backorder_policy, min_qty, qty_step, lead_days, is_active, note, search_text,"
       " backorder_limit_qty, hs_code, origin, over_ship_ppm, under_ship_ppm, created_ms)"
       " VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17,"
       " $18, $19, $20, $21)"
       " RETURNING id");

bool item_row_insert(struct tx *tx, const struct item *item, const char *search_text,
                     struct stamp now, struct item_id *out, struct err *err)
{
    OD_STMT *q = sql_write(tx, &sql_item_insert);

    row_put(q, item, search_text);
    put_i64(q, now.ms);
    return sql_run_id(&q, &out->v, err);
}

OD_SQL(sql_item_update, "item.update",
       "UPDATE item"
       " SET sku = $1, kind = $2, description = $3, category = $4, uom = $5, qty_decimals = $6,"
       " tax_class_id = $7, weight_g = $8, backorder_policy = $9, min_qty = $10, qty_step = $11,"
       " lead_days = $12, is_active = $13, note = $14, search_text = $15,"
       " backorder_limit_qty = $16, hs_code = $17, origin = $18, over_ship_ppm = $19,"
       " under_ship_ppm = $20, version = version + 1"
       " WHERE id = $21 AND version = $22");

bool item_row_update(struct tx *tx, const struct item *item, const char *search_text,
                     struct err *err)
{
    int64_t changed;
    OD_STMT *q = sql_write(tx, &sql_item_update);

    row_put(q, item, search_text);
    put_i64(q, item->id.v);
    put_i64(q, item->version);
    if (!sql_run(&q, &changed, err))
        return false;
    if (changed == 0)
        return err_set(err, ERR_CONFLICT, _("Item %s was changed by someone else."), item->sku);
    return true;
}

OD_SQL(sql_item_set_search_text, "item.set_search_text",
       "UPDATE item"
       " SET search_text = $1"
       " WHERE id = $2");

bool item_set_search_text(struct tx *tx, struct item_id id, const char *search_text,
                          struct err *err)
{
    OD_STMT *q = sql_write(tx, &sql_item_set_search_text);

    put_text(q, search_text);
    put_i64(q, id.v);
    return sql_run(&q, NULL, err);
}

OD_SQL(sql_item_barcode_add, "item.barcode_add",
       "INSERT INTO item_barcode (barcode, item_id, pack_qty)"
       " VALUES ($1, $2, $3)");

bool item_barcode_add(struct tx *tx, struct item_id id, const struct barcode *barcode,
                      struct err *err)
{
    OD_STMT *q = sql_write(tx, &sql_item_barcode_add);

    put_text(q, barcode->code);
    put_i64(q, id.v);
    put_i64(q, barcode->pack.milli);
    return sql_run(&q, NULL, err);
}

OD_SQL(sql_item_barcode_remove, "item.barcode_remove",
       "DELETE FROM item_barcode"
       " WHERE barcode = $1 AND item_id = $2");

bool item_barcode_remove(struct tx *tx, struct item_id id, const char *barcode, struct err *err)
{
    OD_STMT *q = sql_write(tx, &sql_item_barcode_remove);

    put_text(q, barcode);
    put_i64(q, id.v);
    return sql_run(&q, NULL, err);
}

OD_SQL(sql_item_units, "item.units",
       "SELECT code, factor_qty"
       " FROM item_uom"
       " WHERE item_id = $1"
       " ORDER BY factor_qty, code");

bool item_units_load(struct desk *desk, struct item_id id, struct arena *arena,
                     const struct item_unit **out, struct err *err)
{
    struct unit_vec units = { 0 };
    OD_STMT *q = sql_read(desk_db(desk), &sql_item_units);

    put_i64(q, id.v);
    while (sql_row(q)) {
        struct item_unit *u = vec_push(arena, &units);

        u->code = get_text(q, arena);
        u->factor.milli = get_i64(q);
    }
    if (!sql_done(&q, err))
        return false;
    *vec_push(arena, &units) = (struct item_unit){ 0 };
    *out = units.v;
    return true;
}

OD_SQL(sql_item_units_clear, "item.units_clear",
       "DELETE FROM item_uom"
       " WHERE item_id = $1");
OD_SQL(sql_item_unit_add, "item.unit_add",
       "INSERT INTO item_uom (item_id, code, factor_qty)"
       " VALUES ($1, $2, $3)");

bool item_units_put(struct tx *tx, struct item_id id, const struct item_unit *before,
                    const struct item_unit *now, struct err *err)
{
    OD_STMT *q = NULL;

    if (before == now)
        return true;
    if (before != NULL && before->code != NULL) {
        q = sql_write(tx, &sql_item_units_clear);
        put_i64(q, id.v);
        if (!sql_run(&q, NULL, err))
            return false;
    }
    for (; now != NULL && now->code != NULL; now++) {
        q = sql_write(tx, &sql_item_unit_add);
        put_i64(q, id.v);
        put_text(q, now->code);
        put_i64(q, now->factor.milli);
        if (!sql_run(&q, NULL, err))
            return false;
    }
    return true;
}

OD_SQL(sql_item_substitute_put, "item.substitute_put",
       "INSERT INTO item_substitute (item_id, substitute_id, rank)"
       " VALUES ($1, $2, $3)"
       " ON CONFLICT (item_id, substitute_id) DO UPDATE SET rank = excluded.rank");

bool item_substitute_put(struct tx *tx, struct item_id id, struct item_id substitute, int rank,
                         struct err *err)
{
    OD_STMT *q = sql_write(tx, &sql_item_substitute_put);

    put_i64(q, id.v);
    put_i64(q, substitute.v);
    put_i64(q, rank);
    return sql_run(&q, NULL, err);
}

OD_SQL(sql_item_substitute_take, "item.substitute_take",
       "DELETE FROM item_substitute"
       " WHERE item_id = $1 AND substitute_id = $2");

bool item_substitute_take(struct tx *tx, struct item_id id, struct item_id substitute,
                          int64_t *rows, struct err *err)
{
    OD_STMT *q = sql_write(tx, &sql_item_substitute_take);

    put_i64(q, id.v);
    put_i64(q, substitute.v);
    return sql_run(&q, rows, err);
}

OD_SQL(sql_item_substitutes, "item.substitutes",
       "SELECT i.id"
       " FROM item_substitute s"
       " JOIN item i ON i.id = s.substitute_id"
       " WHERE s.item_id = $1 AND i.is_active = 1"
       " ORDER BY s.rank, i.sku");

bool item_substitute_ids(struct desk *desk, struct item_id id, struct arena *arena,
                         struct item_id **out, int *n, struct err *err)
{
    struct id_vec ids = { 0 };
    OD_STMT *q = sql_read(desk_db(desk), &sql_item_substitutes);

    put_i64(q, id.v);
    while (sql_row(q))
        vec_push(arena, &ids)->v = get_i64(q);
    if (!sql_done(&q, err))
        return false;
    *out = ids.v;
    *n = ids.n;
    return true;
}
