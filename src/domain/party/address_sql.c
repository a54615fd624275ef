/*
 * Statements of addresses.
 */
#include "base/i18n.h"
#include "base/vec.h"
#include "domain/party/party_impl.h"
#include "store/store.h"

struct addresses OD_VEC(struct address);

static void read_address(struct stmt *q, struct arena *arena, struct address *a)
{
    a->id.v = get_i64(q);
    a->customer.v = get_i64(q);
    a->number = (int)get_i64(q);
    a->name = get_text(q, arena);
    a->line1 = get_text(q, arena);
    a->line2 = get_text(q, arena);
    a->city = get_text(q, arena);
    a->region = get_text(q, arena);
    a->postcode = get_text(q, arena);
    a->country = get_text(q, arena);
    a->phone = get_text(q, arena);
    a->is_current = get_i64(q) != 0;
}

OD_SQL(sql_address_list, "address.list",
       "SELECT id, customer_id, number, name, line1, line2, city, region, postcode, country,"
       " phone, is_current"
       " FROM address"
       " WHERE customer_id = $1 AND is_current = 1"
       " ORDER BY number, id");

bool addresses_load(struct desk *desk, struct customer_id id, struct arena *arena,
                    struct customer *out, struct err *err)
{
    struct addresses list = { 0 };
    OD_STMT *q = sql_read(desk_db(desk), &sql_address_list);

    put_i64(q, id.v);
    while (sql_row(q))
        read_address(q, arena, vec_push(arena, &list));
    if (!sql_done(&q, err))
        return false;
    out->addresses = list.v;
    out->address_count = list.n;
    return true;
}

OD_SQL(sql_address_load, "address.load",
       "SELECT id, customer_id, number, name, line1, line2, city, region, postcode, country,"
       " phone, is_current"
       " FROM address"
       " WHERE id = $1");

bool address_load(struct desk *desk, struct address_id id, struct arena *arena,
                  struct address **out, struct err *err)
{
    struct address *a = NULL;
    OD_STMT *q = sql_read(desk_db(desk), &sql_address_load);

    put_i64(q, id.v);
    if (sql_row(q)) {
        a = arena_new_of(arena, struct address);
        read_address(q, arena, a);
    }
    if (!sql_done(&q, err))
        return false;
    if (a == NULL)
        return err_set(err, ERR_NOT_FOUND, _("This address does not exist."));
    *out = a;
    return true;
}

OD_SQL(sql_address_next, "address.next_number",
       "SELECT CAST(COALESCE(MAX(number), 0) AS BIGINT)"
       " FROM address"
       " WHERE customer_id = $1");

bool address_next_number(struct desk *desk, struct customer_id id, int *out, struct err *err)
{
    int64_t last = 0;
    bool found;
    OD_STMT *q = sql_read(desk_db(desk), &sql_address_next);

    put_i64(q, id.v);
    if (!sql_one_i64(&q, &found, &last, err))
        return false;
    *out = (int)last + 1;
    return true;
}

OD_SQL(sql_address_insert, "address.insert",
       "INSERT INTO address (customer_id, number, name, line1, line2, city, region, postcode,"
       " country, phone, created_ms)"
       " VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)"
       " RETURNING id");

bool address_insert(struct tx *tx, struct desk *desk, const struct address *a,
                    struct address_id *out, struct err *err)
{
    OD_STMT *q = sql_write(tx, &sql_address_insert);

    put_i64(q, a->customer.v);
    put_i64(q, a->number);
    put_text(q, a->name);
    put_text(q, a->line1);
    put_text(q, a->line2);
    put_text(q, a->city);
    put_text(q, a->region);
    put_text(q, a->postcode);
    put_text(q, a->country);
    put_text(q, a->phone);
    put_i64(q, desk_now(desk).ms);
    return sql_run_id(&q, &out->v, err);
}

OD_SQL(sql_address_retire, "address.retire",
       "UPDATE address"
       " SET is_current = 0"
       " WHERE id = $1");

bool address_retire(struct tx *tx, struct address_id id, struct err *err)
{
    OD_STMT *q = sql_write(tx, &sql_address_retire);

    put_i64(q, id.v);
    return sql_run(&q, NULL, err);
}
