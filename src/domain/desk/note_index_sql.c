/*
 * The index of notes: read as they stand in the store, folded, one row a record. See schema.sql.
 */
#include <assert.h>
#include <stddef.h>

#include "base/mem.h"
#include "base/utf8.h"
#include "domain/desk/index.h"
#include "store/store.h"

OD_SQL(sql_note_of_order, "note.of_order",
       "SELECT note, 0 AS at"
       " FROM sales_order"
       " WHERE id = $1 AND note <> ''"
       " UNION ALL SELECT text, id"
       " FROM order_note"
       " WHERE order_id = $1"
       " ORDER BY at");
OD_SQL(sql_note_of_customer, "note.of_customer",
       "SELECT note, 0"
       " FROM customer"
       " WHERE id = $1 AND note <> ''");
OD_SQL(sql_note_of_item, "note.of_item",
       "SELECT note, 0"
       " FROM item"
       " WHERE id = $1 AND note <> ''");

bool note_text(struct desk *desk, enum index_kind kind, int64_t id, struct arena *arena,
               const char **out, struct err *err)
{
    static const struct sql *const statements[] = {
        [INDEX_ORDER] = &sql_note_of_order,
        [INDEX_CUSTOMER] = &sql_note_of_customer,
        [INDEX_ITEM] = &sql_note_of_item,
    };
    OD_STMT *q = sql_read(desk_db(desk), statements[kind]);
    const char *text = NULL;

    assert(kind != INDEX_NOTE && id > 0 && id < NOTES_EACH);
    put_i64(q, id);
    while (sql_row(q)) {
        const char *note = utf8_fold(arena, get_text(q, arena));

        (void)get_i64(q);
        text = text ? arena_printf(arena, "%s\n%s", text, note) : note;
    }
    if (!sql_done(&q, err))
        return false;
    *out = text;
    return true;
}

bool note_index(struct tx *tx, struct desk *desk, enum index_kind kind, int64_t id,
                struct err *err)
{
    OD_ARENA *tmp = arena_new();
    const char *text;

    if (!note_text(desk, kind, id, tmp, &text, err))
        return false;
    id += NOTES_OF(kind);
    return index_remove(tx, INDEX_NOTE, id, err) &&
           (!text || index_add(tx, INDEX_NOTE, id, text, err));
}
