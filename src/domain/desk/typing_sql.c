/*
 * Half-typed forms, as JSON of their changed fields.
 */
#include "domain/desk/typing.h"

#include <string.h>

#include "base/i18n.h"
#include "base/json.h"
#include "base/limits.h"
#include "base/mem.h"
#include "base/utf8.h"
#include "base/vec.h"
#include "domain/desk/desk_impl.h"
#include "store/store.h"

struct typed_fields OD_VEC(struct typed_field);

/* --- as JSON: {"name":["before","typed",0]} --------------------------------------------------- */

static bool as_json(const struct form_typing *t, struct arena *arena, const char **out,
                    struct err *err)
{
    struct strbuf b;
    struct json_out w;

    strbuf_init(&b, arena, LIMIT_JSON_BYTES);
    json_out_init(&w, &b);
    json_begin_object(&w, NULL);
    for (int i = 0; i < t->n; i++) {
        json_begin_array(&w, t->v[i].name);
        json_put_text(&w, NULL, utf8_safe(arena, t->v[i].before));
        json_put_text(&w, NULL, utf8_safe(arena, t->v[i].typed));
        json_put_i64(&w, NULL, t->v[i].row_id);
        json_end_array(&w);
    }
    json_end_object(&w);
    *out = b.s;
    return !b.is_cut || err_set(err, ERR_LIMIT, _("Too much is typed to be kept unsaved."));
}

/* What is not as it was written down counts as nothing typed. */
static void of_json(const char *text, struct arena *arena, struct form_typing *t)
{
    const struct json *all;
    struct typed_fields list = { 0 };

    if (!json_parse(text, strlen(text), arena, &all, NULL))
        return;
    for (int i = 0; i < json_len(all); i++) {
        const char *name = json_name(all, i);
        const struct json *field = json_get(all, name);
        const char *before = json_text(json_at(field, 0)), *typed = json_text(json_at(field, 1));
        struct typed_field *f;

        if (before == NULL || typed == NULL)
            continue;
        f = vec_push(arena, &list);
        *f = (struct typed_field){ .name = arena_strdup(arena, name),
                                   .before = arena_strdup(arena, before),
                                   .typed = arena_strdup(arena, typed) };
        if (!json_i64(json_at(field, 2), &f->row_id))
            f->row_id = 0;
    }
    t->v = list.v;
    t->n = list.n;
}

/* --- rows ------------------------------------------------------------------------------------ */

OD_SQL(sql_form_typing_find, "form_typing.find",
       "SELECT id, idem_key, at_ms, fields"
       " FROM form_typing"
       " WHERE user_id = $1 AND form = $2 AND record_id = $3 AND parent_id = $4"
       " AND (session_id IN (0, $5) OR NOT EXISTS"
       " (SELECT 1 FROM session WHERE session.id = form_typing.session_id))"
       " AND NOT EXISTS (SELECT 1 FROM idem_key WHERE idem_key.key = form_typing.idem_key)"
       " ORDER BY at_ms DESC, id DESC"
       " LIMIT 1");

bool form_typing_find(struct desk *desk, const struct form_ref *ref, struct arena *arena,
                      struct form_typing **out, struct err *err)
{
    struct form_typing *t = NULL;
    OD_STMT *q = sql_read(desk->db, &sql_form_typing_find);

    put_i64(q, desk->user.id.v);
    put_text(q, ref->form);
    put_i64(q, ref->record);
    put_i64(q, ref->parent);
    put_i64(q, desk->session_id);
    if (sql_row(q)) {
        t = arena_new_of(arena, struct form_typing);
        t->id = get_i64(q);
        t->key = get_text(q, arena);
        t->at.ms = get_i64(q);
        of_json(get_text(q, arena), arena, t);
    }
    if (!sql_done(&q, err))
        return false;
    *out = t;
    return true;
}

OD_SQL(sql_form_typing_add, "form_typing.add",
       "INSERT INTO form_typing"
       " (user_id, form, record_id, parent_id, session_id, idem_key, fields, at_ms)"
       " VALUES ($1, $2, $3, $4, $5, $6, $7, $8)"
       " RETURNING id");

static bool add(struct tx *tx, struct desk *desk, const struct form_ref *ref,
                const struct form_typing *t, const char *fields, int64_t *id, struct err *err)
{
    OD_STMT *q = sql_write(tx, &sql_form_typing_add);

    put_i64(q, desk->user.id.v);
    put_text(q, ref->form);
    put_i64(q, ref->record);
    put_i64(q, ref->parent);
    put_i64(q, desk->session_id);
    put_text(q, t->key);
    put_text(q, fields);
    put_i64(q, desk_now(desk).ms);
    return sql_run_id(&q, id, err);
}

OD_SQL(sql_form_typing_change, "form_typing.change",
       "UPDATE form_typing"
       " SET session_id = $1, fields = $2, at_ms = $3"
       " WHERE id = $4 AND user_id = $5");

static bool change(struct tx *tx, struct desk *desk, int64_t id, const char *fields,
                   int64_t *changed, struct err *err)
{
    OD_STMT *q = sql_write(tx, &sql_form_typing_change);

    put_i64(q, desk->session_id);
    put_text(q, fields);
    put_i64(q, desk_now(desk).ms);
    put_i64(q, id);
    put_i64(q, desk->user.id.v);
    return sql_run(&q, changed, err);
}

bool form_typing_keep(struct desk *desk, const struct form_ref *ref, struct form_typing *t,
                      struct err *err)
{
    OD_ARENA *tmp = arena_new();
    OD_TX tx = { 0 };
    const char *fields;
    int64_t id = t->id, changed = 0;

    if (!as_json(t, tmp, &fields, err) || !desk_begin(desk, "form.keep", &tx, err) ||
        (id != 0 && !change(&tx, desk, id, fields, &changed, err)) ||
        (changed == 0 && !add(&tx, desk, ref, t, fields, &id, err)) || !tx_commit(&tx, err))
        return false;
    t->id = id;
    return true;
}

OD_SQL(sql_form_typing_drop, "form_typing.drop",
       "DELETE FROM form_typing"
       " WHERE user_id = $1 AND (id = $2"
       " OR EXISTS (SELECT 1 FROM idem_key WHERE idem_key.key = form_typing.idem_key))");

bool form_typing_forget(struct desk *desk, int64_t id, struct err *err)
{
    OD_TX tx = { 0 };
    OD_STMT *q = NULL;

    if (id == 0)
        return true;
    if (!desk_begin(desk, "form.keep", &tx, err))
        return false;
    q = sql_write(&tx, &sql_form_typing_drop);
    put_i64(q, desk->user.id.v);
    put_i64(q, id);
    return sql_run(&q, NULL, err) && tx_commit(&tx, err);
}
