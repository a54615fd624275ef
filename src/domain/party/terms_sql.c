/*
 * Payment terms in the store. What customers choose from is customer_sql.c.
 */
#include "domain/party/terms.h"

#include <string.h>
#include <strings.h>

#include "base/i18n.h"
#include "base/mem.h"
#include "base/vec.h"
#include "domain/desk/event.h"
#include "domain/desk/text.h"
#include "store/store.h"

struct terms_vec OD_VEC(struct payment_terms);

OD_SQL(sql_terms_all, "terms.all",
       "SELECT id, code, name, days, is_cash, version"
       " FROM payment_terms"
       " ORDER BY days, code");

bool payment_terms_load(struct desk *desk, struct arena *arena, struct payment_terms_list *out,
                        struct err *err)
{
    struct terms_vec all = { 0 };
    OD_STMT *q = sql_read(desk_db(desk), &sql_terms_all);

    while (sql_row(q)) {
        struct payment_terms *t = vec_push(arena, &all);

        t->id = get_i64(q);
        t->code = get_text(q, arena);
        t->name = get_text(q, arena);
        t->days = (int)get_i64(q);
        t->is_cash = get_i64(q) != 0;
        t->version = get_i64(q);
    }
    if (!sql_done(&q, err))
        return false;
    *out = (struct payment_terms_list){ all.v, all.n };
    return true;
}

bool payment_terms_find(struct desk *desk, const char *code, struct arena *arena,
                        struct payment_terms **out, struct err *err)
{
    struct payment_terms_list all;

    if (!payment_terms_load(desk, arena, &all, err))
        return false;
    *out = NULL;
    for (int i = 0; i < all.n; i++)
        if (strcasecmp(all.v[i].code, code) == 0)
            *out = &all.v[i];
    return true;
}

static bool terms_clean(struct payment_terms *t, struct arena *arena, struct err *err)
{
    if (!text_code(t->code, "code", arena, &t->code, err) ||
        !text_required(t->name, "name", _("the name"), arena, &t->name, err))
        return false;
    if (t->code[0] == '\0')
        return err_field(err, ERR_INVALID, "code", _("Fill in: %s."), _("the code"));
    return (t->days >= 0 && t->days <= TERMS_DAYS_MAX) ||
           err_field(err, ERR_LIMIT, "days", _("Give from 0 to %d days."), TERMS_DAYS_MAX);
}

OD_SQL(sql_terms_add, "terms.add",
       "INSERT INTO payment_terms (code, name, days, is_cash)"
       " VALUES ($1, $2, $3, $4)"
       " RETURNING id");

OD_SQL(sql_terms_update, "terms.update",
       "UPDATE payment_terms"
       " SET code = $1, name = $2, days = $3, is_cash = $4, version = version + 1"
       " WHERE id = $5 AND version = $6"
       " RETURNING id");

static bool terms_put(struct tx *tx, struct payment_terms *t, struct err *err)
{
    bool found;
    OD_STMT *q = sql_write(tx, t->id == 0 ? &sql_terms_add : &sql_terms_update);

    put_text(q, t->code);
    put_text(q, t->name);
    put_i64(q, t->days);
    put_i64(q, t->is_cash);
    if (t->id != 0) {
        put_i64(q, t->id);
        put_i64(q, t->version);
    }
    if (!sql_one_i64(&q, &found, &t->id, err))
        return false;
    return found || err_set(err, ERR_CONFLICT, _("%s was changed by someone else."), t->code);
}

bool payment_terms_save(struct desk *desk, const struct payment_terms *in, struct err *err)
{
    OD_ARENA *tmp = arena_new();
    OD_TX tx = { 0 };
    struct payment_terms t = *in, *same;
    struct event_note note = { .kind = "terms.save", .fields = "terms" };

    if (!desk_begin(desk, "terms.save", &tx, err) || !terms_clean(&t, tmp, err) ||
        !payment_terms_find(desk, t.code, tmp, &same, err))
        return false;
    if (same != NULL && same->id != t.id)
        return err_field(err, ERR_INVALID, "code", _("There are payment terms %s already."),
                         t.code);
    return terms_put(&tx, &t, err) && event_add(&tx, desk, "terms", t.id, &note, err) &&
           tx_commit(&tx, err);
}

OD_SQL(sql_terms_is_cash, "terms.is_cash",
       "SELECT is_cash"
       " FROM payment_terms"
       " WHERE id = $1");

bool terms_is_cash(struct desk *desk, int64_t id, bool *out, struct err *err)
{
    bool found;
    int64_t is_cash = 0;
    OD_STMT *q = sql_read(desk_db(desk), &sql_terms_is_cash);

    put_i64(q, id);
    if (!sql_one_i64(&q, &found, &is_cash, err))
        return false;
    *out = found && is_cash != 0;
    return true;
}
