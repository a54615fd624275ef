/*
 * Statements of contacts.
 */
#include "base/vec.h"
#include "domain/party/party_impl.h"
#include "store/store.h"

struct contacts OD_VEC(struct contact);

static void read_contact(struct stmt *q, struct arena *arena, struct contact *c)
{
    c->id.v = get_i64(q);
    c->name = get_text(q, arena);
    c->title = get_text(q, arena);
    c->email = get_text(q, arena);
    c->phone = get_text(q, arena);
    c->roles = (int)get_i64(q);
    c->is_active = get_i64(q) != 0;
    c->version = get_i64(q);
    c->no_mail = get_i64(q) != 0;
    c->by_sms = get_i64(q) != 0;
}

OD_SQL(sql_contact_list, "contact.list",
       "SELECT id, name, title, email, phone, roles, is_active, version,"
       " no_mail, by_sms"
       " FROM contact"
       " WHERE customer_id = $1 AND is_active = 1"
       " ORDER BY id");

bool contacts_load(struct desk *desk, struct customer_id id, struct arena *arena,
                   struct customer *out, struct err *err)
{
    struct contacts list = { 0 };
    OD_STMT *q = sql_read(desk_db(desk), &sql_contact_list);

    put_i64(q, id.v);
    while (sql_row(q))
        read_contact(q, arena, vec_push(arena, &list));
    if (!sql_done(&q, err))
        return false;
    out->contacts = list.v;
    out->contact_count = list.n;
    return true;
}

OD_SQL(sql_contact_load, "contact.load",
       "SELECT id, name, title, email, phone, roles, is_active, version,"
       " no_mail, by_sms"
       " FROM contact"
       " WHERE id = $1 AND customer_id = $2");

bool contact_load(struct desk *desk, struct customer_id customer, struct contact_id id,
                  struct arena *arena, struct contact **out, struct err *err)
{
    struct contact *c = NULL;
    OD_STMT *q = sql_read(desk_db(desk), &sql_contact_load);

    put_i64(q, id.v);
    put_i64(q, customer.v);
    if (sql_row(q)) {
        c = arena_new_of(arena, struct contact);
        read_contact(q, arena, c);
    }
    if (!sql_done(&q, err))
        return false;
    *out = c;
    return true;
}

OD_SQL(sql_contact_insert, "contact.insert",
       "INSERT INTO contact (customer_id, name, title, email, phone, roles, is_active,"
       " no_mail, by_sms)"
       " VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)"
       " RETURNING id");

bool contact_insert(struct tx *tx, struct customer_id customer, const struct contact *c,
                    struct contact_id *out, struct err *err)
{
    OD_STMT *q = sql_write(tx, &sql_contact_insert);

    put_i64(q, customer.v);
    put_text(q, c->name);
    put_text(q, c->title);
    put_text(q, c->email);
    put_text(q, c->phone);
    put_i64(q, c->roles);
    put_i64(q, c->is_active);
    put_i64(q, c->no_mail);
    put_i64(q, c->by_sms);
    return sql_run_id(&q, &out->v, err);
}

OD_SQL(sql_contact_update, "contact.update",
       "UPDATE contact"
       " SET name = $1, title = $2, email = $3, phone = $4, roles = $5, is_active = $6,"
       " no_mail = $7, by_sms = $8, version = version + 1"
       " WHERE id = $9");

bool contact_update(struct tx *tx, const struct contact *c, struct err *err)
{
    OD_STMT *q = sql_write(tx, &sql_contact_update);

    put_text(q, c->name);
    put_text(q, c->title);
    put_text(q, c->email);
    put_text(q, c->phone);
    put_i64(q, c->roles);
    put_i64(q, c->is_active);
    put_i64(q, c->no_mail);
    put_i64(q, c->by_sms);
    put_i64(q, c->id.v);
    return sql_run(&q, NULL, err);
}
