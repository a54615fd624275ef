/*
 * What a bundle is made of, in the store and as people type it.
 */
#include <string.h>

#include "base/i18n.h"
#include "base/limits.h"
#include "base/mem.h"
#include "base/strbuf.h"
#include "base/vec.h"
#include "domain/catalog/item_rules.h"
#include "domain/catalog/item_sql.h"
#include "domain/desk/text.h"
#include "store/store.h"

struct part_vec OD_VEC(struct item_part);

static bool parts_read(struct stmt **q, struct arena *arena, const struct item_part **out,
                       struct err *err)
{
    struct part_vec parts = { 0 };

    while (sql_row(*q)) {
        struct item_part *p = vec_push(arena, &parts);

        p->item.v = get_i64(*q);
        p->sku = get_text(*q, arena);
        p->qty.milli = get_i64(*q);
    }
    if (!sql_done(q, err))
        return false;
    *vec_push(arena, &parts) = (struct item_part){ 0 };
    *out = parts.v;
    return true;
}

OD_SQL(sql_item_parts, "item.parts",
       "SELECT b.item_id, i.sku, b.qty"
       " FROM bundle_component b"
       " JOIN item i ON i.id = b.item_id"
       " WHERE b.bundle_id = $1"
       " ORDER BY i.sku");

bool item_parts_load(struct desk *desk, struct item_id id, struct arena *arena,
                     const struct item_part **out, struct err *err)
{
    OD_STMT *q = sql_read(desk_db(desk), &sql_item_parts);

    put_i64(q, id.v);
    return parts_read(&q, arena, out, err);
}

OD_SQL(sql_item_parts_of_line, "item.parts_of_line",
       "SELECT b.item_id, i.sku, b.qty"
       " FROM order_line l"
       " JOIN bundle_component b ON b.bundle_id = l.item_id"
       " JOIN item i ON i.id = b.item_id"
       " WHERE l.id = $1"
       " ORDER BY i.sku");

bool item_parts_of_line(struct desk *desk, struct line_id line, struct arena *arena,
                        const struct item_part **out, struct err *err)
{
    OD_STMT *q = sql_read(desk_db(desk), &sql_item_parts_of_line);

    put_i64(q, line.v);
    return parts_read(&q, arena, out, err);
}

OD_SQL(sql_item_parts_clear, "item.parts_clear",
       "DELETE FROM bundle_component"
       " WHERE bundle_id = $1");
OD_SQL(sql_item_part_add, "item.part_add",
       "INSERT INTO bundle_component (bundle_id, item_id, qty)"
       " VALUES ($1, $2, $3)");

bool item_parts_put(struct tx *tx, struct item_id id, const struct item_part *before,
                    const struct item_part *now, struct err *err)
{
    OD_STMT *q = NULL;

    if (before == now)
        return true;
    if (before != NULL && before->item.v != 0) {
        q = sql_write(tx, &sql_item_parts_clear);
        put_i64(q, id.v);
        if (!sql_run(&q, NULL, err))
            return false;
    }
    for (; now != NULL && now->item.v != 0; now++) {
        q = sql_write(tx, &sql_item_part_add);
        put_i64(q, id.v);
        put_i64(q, now->item.v);
        put_i64(q, now->qty.milli);
        if (!sql_run(&q, NULL, err))
            return false;
    }
    return true;
}

OD_SQL(sql_item_parts_promised, "item.parts_promised",
       "SELECT CASE WHEN EXISTS (SELECT 1"
       " FROM order_line l"
       " JOIN allocation a ON a.order_line_id = l.id"
       " WHERE l.item_id = $1) THEN 1 ELSE 0 END");

bool item_parts_promised(struct desk *desk, struct item_id id, bool *out, struct err *err)
{
    bool found;
    int64_t is = 0;
    OD_STMT *q = sql_read(desk_db(desk), &sql_item_parts_promised);

    put_i64(q, id.v);
    if (!sql_one_i64(&q, &found, &is, err))
        return false;
    *out = is != 0;
    return true;
}

/* --- as text ---------------------------------------------------------------------------------- */

static bool take_part(struct desk *desk, const char *word, const struct decimal_form *form,
                      struct arena *arena, struct part_vec *parts, struct err *err)
{
    const char *equals = strchr(word, '=');
    struct item *item = NULL;
    struct item_part *p;

    if (equals == NULL || equals == word || equals[1] == '\0')
        return err_field(err, ERR_INVALID, "components",
                         _("\"%s\" is no component: write its SKU and how many, BRK-20=2."), word);
    if (parts->n == LIMIT_BUNDLE_PARTS)
        return err_field(err, ERR_LIMIT, "components", _("A bundle has at most %d components."),
                         LIMIT_BUNDLE_PARTS);
    if (!item_find(desk, arena_strndup(arena, word, (size_t)(equals - word)),
                   (struct channel_id){ 0 }, arena, &item, err))
        return false;
    if (item == NULL)
        return err_field(err, ERR_INVALID, "components", _("There is no item for \"%s\"."), word);
    p = vec_push(arena, parts);
    p->item = item->id;
    p->sku = item->sku;
    return qty_parse(equals + 1, item->qty_decimals, form, &p->qty, err) ||
           err_at(err, "components");
}

bool item_parts_parse(struct desk *desk, const char *text, const struct decimal_form *form,
                      struct arena *arena, const struct item_part **out, struct err *err)
{
    struct part_vec parts = { 0 };
    const char *at;

    if (!text_note(text, "components", arena, &at, err))
        return false;
    while (*at != '\0') {
        size_t n = strcspn(at, " ;\n");

        if (n > 0 && !take_part(desk, arena_strndup(arena, at, n), form, arena, &parts, err))
            return false;
        at += n;
        at += strspn(at, " ;\n");
    }
    *vec_push(arena, &parts) = (struct item_part){ 0 };
    *out = parts.v;
    return true;
}

const char *item_parts_text(const struct item_part *parts, const struct decimal_form *form,
                            struct arena *arena)
{
    struct strbuf b;
    char qty[DECIMAL_TEXT_SIZE];

    strbuf_init(&b, arena, (LIMIT_CODE_BYTES + DECIMAL_TEXT_SIZE + 2) * LIMIT_BUNDLE_PARTS);
    for (; parts != NULL && parts->item.v != 0; parts++)
        strbuf_addf(&b, "%s%s=%s", b.len > 0 ? " " : "", parts->sku,
                    qty_format(parts->qty, form, qty));
    return b.s;
}
