/*
 * Notes and the names of attachments, in the order they were written.
 */
#include "domain/order/note.h"

#include <assert.h>

#include "base/i18n.h"
#include "base/mem.h"
#include "base/vec.h"
#include "domain/desk/index.h"
#include "domain/desk/text.h"
#include "store/store.h"

struct notes OD_VEC(struct order_note);

OD_SQL(sql_order_notes, "order.notes",
       "SELECT n.id, n.kind, n.text, n.ref, u.name, n.at_ms"
       " FROM order_note n"
       " JOIN app_user u ON u.id = n.user_id"
       " WHERE n.order_id = $1"
       " ORDER BY n.id DESC"
       " LIMIT $2");

bool order_notes_load(struct desk *desk, struct order_id order, int max, struct arena *arena,
                      struct order_notes *out, struct err *err)
{
    struct notes list = { 0 };
    OD_STMT *q = sql_read(desk_db(desk), &sql_order_notes);

    put_i64(q, order.v);
    put_i64(q, max);
    while (sql_row(q)) {
        struct order_note *n = vec_push(arena, &list);

        n->id = get_i64(q);
        n->kind = (enum note_kind)get_i64(q);
        n->text = get_text(q, arena);
        n->ref = get_text(q, arena);
        n->by = get_text(q, arena);
        n->at.ms = get_i64(q);
    }
    *out = (struct order_notes){ list.v, list.n };
    return sql_done(&q, err);
}

/* The last part of a path or an address: what a person calls it. */
static const char *name_of(const char *ref)
{
    const char *name = ref;

    for (const char *c = ref; *c; c++)
        if ((*c == '/' || *c == '\\') && c[1])
            name = c + 1;
    return name;
}

static bool clean(const struct order_note *in, struct arena *arena, struct order_note *out,
                  struct err *err)
{
    *out = *in;
    out->ref = "";
    if (in->kind != NOTE_ATTACHMENT)
        return text_note(in->text, "note", arena, &out->text, err) &&
               (out->text[0] ||
                err_field(err, ERR_INVALID, "note", _("Write what is to be noted.")));
    if (!text_required(in->ref, "ref", _("where it is: a path or an address"), arena, &out->ref,
                       err) ||
        !text_line(in->text, "title", arena, &out->text, err))
        return false;
    if (!out->text[0])
        out->text = name_of(out->ref);
    return true;
}

OD_SQL(sql_order_note_add, "order.note_add",
       "INSERT INTO order_note"
       " (order_id, kind, text, ref, user_id, at_ms)"
       " VALUES ($1, $2, $3, $4, $5, $6)");

bool order_note_add(struct tx *tx, struct desk *desk, struct order_id order,
                    const struct order_note *in, struct err *err)
{
    OD_ARENA *tmp = arena_new();
    struct order_note note;
    OD_STMT *q = NULL;

    if (!clean(in, tmp, &note, err))
        return false;
    q = sql_write(tx, &sql_order_note_add);
    put_i64(q, order.v);
    put_i64(q, note.kind);
    put_text(q, note.text);
    put_text(q, note.ref);
    put_i64(q, desk_user(desk)->id.v);
    put_i64(q, desk_now(desk).ms);
    return sql_run(&q, NULL, err) && note_index(tx, desk, INDEX_ORDER, order.v, err);
}

static const struct kind_row {
    enum note_kind kind;
    const char *name, *words;
} rows[] = {
    { NOTE_INTERNAL, "internal", N_("for us") },
    { NOTE_CUSTOMER, "customer", N_("for the customer") },
    { NOTE_WAREHOUSE, "warehouse", N_("for the warehouse") },
    { NOTE_ATTACHMENT, "attachment", N_("attachment") },
};

const char *note_kind_words(enum note_kind kind)
{
    assert(kind >= NOTE_INTERNAL && kind <= NOTE_ATTACHMENT);
    return _(rows[kind - 1].words);
}

const char *note_kind_name(enum note_kind kind)
{
    assert(kind >= NOTE_INTERNAL && kind <= NOTE_ATTACHMENT);
    return rows[kind - 1].name;
}
