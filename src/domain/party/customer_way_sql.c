/*
 * How a customer's goods go: the usual ship method, and the sites it is not served from.
 */
#include <string.h>
#include <strings.h>

#include "base/i18n.h"
#include "base/limits.h"
#include "base/mem.h"
#include "base/strbuf.h"
#include "base/vec.h"
#include "domain/catalog/ship_method.h"
#include "domain/party/party_impl.h"
#include "store/store.h"

#define LIST_BYTES 2000

/* --- the usual ship method -------------------------------------------------------------------- */

bool customer_method_check(struct desk *desk, const char *before, struct customer *c,
                           struct arena *arena, struct err *err)
{
    const char *typed = c->ship_method != NULL ? c->ship_method : "";

    c->ship_method = typed;
    return strcmp(typed, before) == 0 ||
           ship_method_settle(desk, typed, arena, &c->ship_method, err);
}

/* --- sites ------------------------------------------------------------------------------------ */

struct own_site {
    int64_t id;
    const char *code;
    bool is_named;
};
struct own_sites OD_VEC(struct own_site);

OD_SQL(sql_customer_sites, "customer.sites",
       "SELECT id, code"
       " FROM site"
       " ORDER BY priority, code");

/* The next word of a list; false at its end. */
static bool next_code(const char **at, char *out, size_t size)
{
    size_t n;

    *at += strspn(*at, ", ");
    n = strcspn(*at, ", ");
    if (n == 0)
        return false;
    if (n >= size)
        n = size - 1;
    memcpy(out, *at, n);
    out[n] = '\0';
    *at += strcspn(*at, ", ");
    return true;
}

/* The sites of the desk, those that the list names marked. */
static bool mark_sites(struct desk *desk, const char *list, struct arena *arena,
                       struct own_sites *out, struct err *err)
{
    char code[LIMIT_CODE_BYTES + 1];
    OD_STMT *q = sql_read(desk_db(desk), &sql_customer_sites);

    while (sql_row(q)) {
        struct own_site *s = vec_push(arena, out);

        s->id = get_i64(q);
        s->code = get_text(q, arena);
    }
    if (!sql_done(&q, err))
        return false;
    while (next_code(&list, code, sizeof code)) {
        bool is_known = false;

        for (int i = 0; i < out->n; i++) {
            if (strcasecmp(out->v[i].code, code) == 0)
                is_known = out->v[i].is_named = true;
        }
        if (!is_known)
            return err_field(err, ERR_NOT_FOUND, "not_from", _("There is no site %.40s."), code);
    }
    return true;
}

bool customer_not_from_check(struct desk *desk, struct customer *c, struct arena *arena,
                             struct err *err)
{
    struct own_sites sites = { 0 };
    struct strbuf b;

    if (c->not_from == NULL || c->not_from[0] == '\0') {
        c->not_from = "";
        return true;
    }
    if (!mark_sites(desk, c->not_from, arena, &sites, err))
        return false;
    strbuf_init(&b, arena, LIST_BYTES);
    for (int i = 0; i < sites.n; i++)
        if (sites.v[i].is_named)
            strbuf_addf(&b, "%s%s", b.len > 0 ? ", " : "", sites.v[i].code);
    if (b.is_cut)
        return err_field(err, ERR_LIMIT, "not_from", _("These are too many sites."));
    c->not_from = b.s;
    return true;
}

OD_SQL(sql_customer_not_from, "customer.not_from",
       "SELECT s.code"
       " FROM customer_site_out o"
       " JOIN site s ON s.id = o.site_id"
       " WHERE o.customer_id = $1"
       " ORDER BY s.priority, s.code");

bool customer_not_from_load(struct desk *desk, struct customer *c, struct arena *arena,
                            struct err *err)
{
    OD_STMT *q = sql_read(desk_db(desk), &sql_customer_not_from);
    const char *all = "";

    put_i64(q, c->id.v);
    while (sql_row(q))
        all = arena_printf(arena, "%s%s%s", all, all[0] != '\0' ? ", " : "", get_text(q, arena));
    c->not_from = all;
    return sql_done(&q, err);
}

OD_SQL(sql_customer_not_from_drop, "customer.not_from_drop",
       "DELETE FROM customer_site_out"
       " WHERE customer_id = $1");
OD_SQL(sql_customer_not_from_add, "customer.not_from_add",
       "INSERT INTO customer_site_out (customer_id, site_id)"
       " VALUES ($1, $2)");

bool customer_not_from_write(struct tx *tx, struct desk *desk, const struct customer *c,
                             struct err *err)
{
    OD_ARENA *tmp = arena_new();
    struct own_sites sites = { 0 };
    OD_STMT *q = sql_write(tx, &sql_customer_not_from_drop);

    put_i64(q, c->id.v);
    if (!sql_run(&q, NULL, err) || !mark_sites(desk, c->not_from, tmp, &sites, err))
        return false;
    for (int i = 0; i < sites.n; i++) {
        OD_STMT *add = NULL;

        if (!sites.v[i].is_named)
            continue;
        add = sql_write(tx, &sql_customer_not_from_add);
        put_i64(add, c->id.v);
        put_i64(add, sites.v[i].id);
        if (!sql_run(&add, NULL, err))
            return false;
    }
    return true;
}
