/*
 * The index of notes, held against the notes of the newest records (in full: of all).
 */
#include <string.h>

#include "base/i18n.h"
#include "base/mem.h"
#include "domain/desk/index.h"
#include "domain/insight/audit_parts.h"
#include "store/store.h"

/* Records looked at of each kind; in full so many at once. */
#define SAMPLE 500

struct noted {
    int64_t id;
    const char *name;
};
struct noteds OD_VEC(struct noted);

OD_SQL(sql_audit_note_orders, "audit.note_orders",
       "SELECT id, COALESCE(number, '')"
       " FROM sales_order"
       " WHERE id < $1"
       " ORDER BY id DESC"
       " LIMIT $2");
OD_SQL(sql_audit_note_customers, "audit.note_customers",
       "SELECT id, code"
       " FROM customer"
       " WHERE id < $1"
       " ORDER BY id DESC"
       " LIMIT $2");
OD_SQL(sql_audit_note_items, "audit.note_items",
       "SELECT id, sku"
       " FROM item"
       " WHERE id < $1"
       " ORDER BY id DESC"
       " LIMIT $2");
OD_SQL(sql_audit_note_row, "audit.note_row",
       "SELECT text"
       " FROM note_fts"
       " WHERE rowid = $1");
OD_SQL(sql_audit_note_reached, "audit.note_reached",
       "SELECT next_id"
       " FROM upkeep"
       " WHERE job = $1");

/* Where upkeep has not indexed an older desk's notes yet (flow/upkeep.h), nothing is claimed of the
 * records from *before on. */
static bool load_reached(struct audit_run *run, enum index_kind kind, int64_t *before,
                         struct err *err)
{
    OD_STMT *q = sql_read(desk_db(run->desk), &sql_audit_note_reached);

    *before = INT64_MAX;
    put_text(q, kind == INDEX_ORDER      ? "note.order"
                : kind == INDEX_CUSTOMER ? "note.customer"
                                         : "note.item");
    if (sql_row(q))
        *before = get_i64(q);
    return sql_done(&q, err);
}

static bool load_page(struct audit_run *run, enum index_kind kind, int64_t before,
                      struct arena *arena, struct noteds *out, struct err *err)
{
    OD_STMT *q = sql_read(desk_db(run->desk), kind == INDEX_ORDER      ? &sql_audit_note_orders
                                              : kind == INDEX_CUSTOMER ? &sql_audit_note_customers
                                                                       : &sql_audit_note_items);

    put_i64(q, before);
    put_i64(q, SAMPLE);
    while (sql_row(q)) {
        struct noted *n = vec_push(arena, out);

        n->id = get_i64(q);
        n->name = get_text(q, arena);
    }
    return sql_done(&q, err);
}

/* What stands in the index; NULL: nothing. */
static bool indexed_of(struct audit_run *run, int64_t row, struct arena *arena, const char **out,
                       struct err *err)
{
    OD_STMT *q = sql_read(desk_db(run->desk), &sql_audit_note_row);

    *out = NULL;
    put_i64(q, row);
    if (sql_row(q))
        *out = get_text(q, arena);
    return sql_done(&q, err);
}

static bool is_right(struct audit_run *run, enum index_kind kind, int64_t id, bool *out,
                     struct err *err)
{
    OD_ARENA *tmp = arena_new();
    const char *is, *should;

    if (!note_text(run->desk, kind, id, tmp, &should, err) ||
        !indexed_of(run, NOTES_OF(kind) + id, tmp, &is, err))
        return false;
    *out = is == NULL || should == NULL ? is == should : strcmp(is, should) == 0;
    return true;
}

/* Records below *before, from the newest; 0 afterwards: there are no more. */
static bool check_page(struct audit_run *run, struct tx *tx, enum index_kind kind,
                       int64_t *before, struct err *err)
{
    OD_ARENA *tmp = arena_new();
    struct noteds page = { 0 };

    if (!load_page(run, kind, *before, tmp, &page, err))
        return false;
    for (int i = 0; i < page.n; i++) {
        bool right;

        *before = page.v[i].id;
        if (!is_right(run, kind, page.v[i].id, &right, err))
            return false;
        if (right)
            continue;
        audit_add(run, arena_strdup(run->arena, page.v[i].name),
                  _("is not found by its notes as they stand"), true)
            ->is_fixed = run->is_fixing;
        if (run->is_fixing && !note_index(tx, run->desk, kind, page.v[i].id, err))
            return false;
    }
    run->records += page.n;
    if (page.n < SAMPLE)
        *before = 0;
    return true;
}

/* Page by page: what is compared is what is mended. */
static bool check_kind(struct audit_run *run, enum index_kind kind, struct err *err)
{
    int64_t before;

    if (!load_reached(run, kind, &before, err))
        return false;
    do {
        OD_TX tx = { 0 };
        OD_VIEW view = { 0 };

        if (!audit_begin(run, &tx, &view, err) || !check_page(run, &tx, kind, &before, err) ||
            (run->is_fixing && !tx_commit(&tx, err)))
            return false;
    } while (run->is_full && before != 0);
    return true;
}

bool audit_notes(struct audit_run *run, struct err *err)
{
    return check_kind(run, INDEX_ORDER, err) && check_kind(run, INDEX_CUSTOMER, err) &&
           check_kind(run, INDEX_ITEM, err);
}
