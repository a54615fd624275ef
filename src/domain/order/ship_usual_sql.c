/*
 * The usual way to send: the customer's, else that of the channel, the site, the firm.
 */
#include <string.h>

#include "base/i18n.h"
#include "base/mem.h"
#include "base/vec.h"
#include "domain/desk/event.h"
#include "domain/order/charge.h"
#include "store/store.h"

OD_SQL(sql_ship_usual, "ship_usual.of_order",
       "SELECT COALESCE("
       "NULLIF((SELECT ship_method FROM customer WHERE id = $1), ''),"
       " NULLIF((SELECT ship_method FROM channel WHERE id = $2), ''),"
       " NULLIF((SELECT ship_method FROM site WHERE id = $3), ''),"
       " (SELECT value FROM setting WHERE name = 'order.ship_method'), '')");

bool order_usual_method(struct desk *desk, const struct order *order, struct arena *arena,
                        const char **out, struct err *err)
{
    OD_STMT *q = sql_read(desk_db(desk), &sql_ship_usual);
    struct ship_to to = order_ship_to(order);
    const char *code = "";
    struct ship_method *m;

    put_i64(q, order->customer.v);
    put_i64(q, order->channel.v);
    put_i64(q, order->site.v);
    if (sql_row(q))
        code = get_text(q, arena);
    if (!sql_done(&q, err) || !ship_method_find(desk, code, arena, &m, err))
        return false;
    *out = m != NULL && m->is_active && ship_method_takes(m, &to, 0, NULL) ? m->code : "";
    return true;
}

/* --- setting it ------------------------------------------------------------------------------- */

OD_SQL(sql_ship_usual_customer, "ship_usual.set_customer",
       "UPDATE customer"
       " SET ship_method = $1, version = version + 1"
       " WHERE id = $2 AND ($3 = 0 OR version = $3)");

OD_SQL(sql_ship_usual_channel, "ship_usual.set_channel",
       "UPDATE channel"
       " SET ship_method = $1, version = version + 1"
       " WHERE id = $2 AND ($3 = 0 OR version = $3)");

OD_SQL(sql_ship_usual_site, "ship_usual.set_site",
       "UPDATE site"
       " SET ship_method = $1, version = version + 1"
       " WHERE id = $2 AND ($3 = 0 OR version = $3)");

static const struct {
    const char *entity, *right;
    const struct sql *set;
} kinds[] = {
    { "customer", "customer.save", &sql_ship_usual_customer },
    { "channel", "channel.save", &sql_ship_usual_channel },
    { "site", "site.save", &sql_ship_usual_site },
};

bool ship_usual_set(struct desk *desk, enum ship_usual_of of, int64_t id, int64_t version,
                    const char *method, struct err *err)
{
    OD_ARENA *tmp = arena_new();
    OD_TX tx = { 0 };
    OD_STMT *q = NULL;
    struct event_note note = { .kind = kinds[of].right, .fields = "ship_method" };
    int64_t changed = 0;

    if (!desk_begin(desk, kinds[of].right, &tx, err) ||
        !ship_method_settle(desk, method, tmp, &method, err))
        return false;
    q = sql_write(&tx, kinds[of].set);
    put_text(q, method);
    put_i64(q, id);
    put_i64(q, version);
    if (!sql_run(&q, &changed, err))
        return false;
    if (changed == 0)
        return err_set(err, ERR_CONFLICT, _("This was changed by someone else."));
    return event_add(&tx, desk, kinds[of].entity, id, &note, err) && tx_commit(&tx, err);
}

struct usual_vec OD_VEC(struct ship_usual);

OD_SQL_SCAN(sql_ship_usuals, "ship_usual.all", "a list for whoever sets the desk up",
            "SELECT 1 AS kind, code, name, ship_method FROM customer WHERE ship_method <> ''"
            " UNION ALL SELECT 2, code, name, ship_method FROM channel WHERE ship_method <> ''"
            " UNION ALL SELECT 3, code, name, ship_method FROM site WHERE ship_method <> ''"
            " ORDER BY kind, code");

bool ship_usuals_load(struct desk *desk, struct arena *arena, struct ship_usuals *out,
                      struct err *err)
{
    struct usual_vec all = { 0 };
    OD_STMT *q = sql_read(desk_db(desk), &sql_ship_usuals);

    while (sql_row(q)) {
        struct ship_usual *u = vec_push(arena, &all);

        u->of = (enum ship_usual_of)(get_i64(q) - 1);
        u->code = get_text(q, arena);
        u->name = get_text(q, arena);
        u->method = get_text(q, arena);
    }
    *out = (struct ship_usuals){ all.v, all.n };
    return sql_done(&q, err);
}

const char *ship_usual_name(enum ship_usual_of of)
{
    return kinds[of].entity;
}
