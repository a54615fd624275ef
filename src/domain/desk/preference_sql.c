/*
 * Preferences: one JSON object of texts in the user's row.
 */
#include "domain/desk/preference.h"

#include <string.h>

#include "base/i18n.h"
#include "base/json.h"
#include "base/mem.h"
#include "base/vec.h"
#include "domain/desk/desk_impl.h"
#include "domain/desk/text.h"
#include "store/store.h"

/* More than a person has commands; every one of them on other keys fits. */
#define PREFERENCES_MAX 200

struct entries OD_VEC(struct preference);

OD_SQL(sql_preference_load, "preference.load",
       "SELECT preferences"
       " FROM app_user"
       " WHERE id = $1");

static bool load(struct desk *desk, struct arena *arena, struct entries *out, struct err *err)
{
    const struct json *all = NULL;
    const char *text = "{}";
    OD_STMT *q = sql_read(desk->db, &sql_preference_load);

    put_i64(q, desk->user.id.v);
    if (sql_row(q))
        text = get_text(q, arena);
    if (!sql_done(&q, err))
        return false;
    /* What cannot be read is no preference; the desk goes on without. */
    if (!json_parse(text, strlen(text), arena, &all, NULL) || json_kind(all) != JSON_OBJECT)
        return true;
    for (int i = 0; i < json_len(all); i++) {
        const char *name = json_name(all, i), *value = json_text(json_get(all, name));

        if (value != NULL)
            *vec_push(arena, out) = (struct preference){ name, value };
    }
    return true;
}

bool preferences_load(struct desk *desk, struct arena *arena, struct preferences *out,
                      struct err *err)
{
    struct entries entries = { 0 };

    if (!load(desk, arena, &entries, err))
        return false;
    *out = (struct preferences){ entries.v, entries.n };
    return true;
}

const char *preference_get(const struct preferences *p, const char *name)
{
    for (int i = 0; i < p->n; i++)
        if (strcmp(p->v[i].name, name) == 0)
            return p->v[i].value;
    return NULL;
}

static const char *as_json(const struct entries *entries, struct arena *arena)
{
    struct strbuf b;
    struct json_out w;

    strbuf_init(&b, arena, LIMIT_JSON_BYTES);
    json_out_init(&w, &b);
    json_begin_object(&w, NULL);
    for (int i = 0; i < entries->n; i++)
        if (entries->v[i].value[0] != '\0')
            json_put_text(&w, entries->v[i].name, entries->v[i].value);
    json_end_object(&w);
    return b.s;
}

/* The entry of a name, a new one where there is none; NULL: there are too many. */
static struct preference *entry_of(struct entries *entries, const char *name, struct arena *arena)
{
    struct preference *fresh;

    for (int i = 0; i < entries->n; i++)
        if (strcmp(entries->v[i].name, name) == 0)
            return &entries->v[i];
    if (entries->n == PREFERENCES_MAX)
        return NULL;
    fresh = vec_push(arena, entries);
    *fresh = (struct preference){ name, "" };
    return fresh;
}

OD_SQL(sql_preference_put, "preference.put",
       "UPDATE app_user"
       " SET preferences = $1"
       " WHERE id = $2");

bool preference_set(struct desk *desk, const char *name, const char *value, struct err *err)
{
    OD_ARENA *tmp = arena_new();
    OD_TX tx = { 0 };
    struct entries entries = { 0 };
    struct preference *entry;
    OD_STMT *q = NULL;

    if (!text_line(name, "name", tmp, &name, err) ||
        !text_line(value == NULL ? "" : value, "value", tmp, &value, err) ||
        !desk_begin(desk, "user.preferences", &tx, err) || !load(desk, tmp, &entries, err))
        return false;
    entry = entry_of(&entries, name, tmp);
    if (entry == NULL)
        return err_field(err, ERR_LIMIT, "name", _("Nobody has more than %d preferences."),
                         PREFERENCES_MAX);
    entry->value = value;
    q = sql_write(&tx, &sql_preference_put);
    put_text(q, as_json(&entries, tmp));
    put_i64(q, desk->user.id.v);
    return sql_run(&q, NULL, err) && tx_commit(&tx, err);
}
