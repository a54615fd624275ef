/*
 * Statements of merging: what a merge moves is written down row by row, so that it can go back.
 */
#include "base/i18n.h"
#include "base/vec.h"
#include "domain/party/merge_impl.h"
#include "domain/party/party_impl.h"
#include "store/store.h"

struct fields OD_VEC(struct merge_field);

/* --- the record of a merge ------------------------------------------------------------------- */

OD_SQL(sql_merge_insert, "merge.insert",
       "INSERT INTO customer_merge (kept_id, gone_id, was_active, user_id, at_ms)"
       " VALUES ($1, $2, $3, $4, $5)"
       " RETURNING id");

bool merge_insert(struct tx *tx, struct desk *desk, const struct merge_record *m, int64_t *out,
                  struct err *err)
{
    OD_STMT *q = sql_write(tx, &sql_merge_insert);

    put_i64(q, m->kept.v);
    put_i64(q, m->gone.v);
    put_i64(q, m->was_active);
    put_i64(q, desk_user(desk)->id.v);
    put_i64(q, desk_now(desk).ms);
    return sql_run_id(&q, out, err);
}

OD_SQL(sql_merge_field_insert, "merge.field_insert",
       "INSERT INTO customer_merge_field (merge_id, field, before_text, after_text)"
       " VALUES ($1, $2, $3, $4)");

bool merge_field_insert(struct tx *tx, int64_t merge, const struct merge_field *f, struct err *err)
{
    OD_STMT *q = sql_write(tx, &sql_merge_field_insert);

    put_i64(q, merge);
    put_text(q, f->field);
    put_text(q, f->before);
    put_text(q, f->after);
    return sql_run(&q, NULL, err);
}

OD_SQL(sql_merge_find, "merge.find",
       "SELECT id, kept_id, was_active"
       " FROM customer_merge"
       " WHERE gone_id = $1 AND undone_ms = 0"
       " ORDER BY id DESC"
       " LIMIT 1");

bool merge_find(struct desk *desk, struct customer_id gone, struct merge_record *out,
                struct err *err)
{
    OD_STMT *q = sql_read(desk_db(desk), &sql_merge_find);

    *out = (struct merge_record){ .gone = gone };
    put_i64(q, gone.v);
    if (sql_row(q)) {
        out->id = get_i64(q);
        out->kept.v = get_i64(q);
        out->was_active = get_i64(q) != 0;
    }
    return sql_done(&q, err);
}

OD_SQL(sql_merge_fields, "merge.fields",
       "SELECT field, before_text, after_text"
       " FROM customer_merge_field"
       " WHERE merge_id = $1");

bool merge_fields_load(struct desk *desk, int64_t merge, struct arena *arena,
                       struct merge_fields *out, struct err *err)
{
    struct fields list = { 0 };
    OD_STMT *q = sql_read(desk_db(desk), &sql_merge_fields);

    put_i64(q, merge);
    while (sql_row(q)) {
        struct merge_field *f = vec_push(arena, &list);

        f->field = get_text(q, arena);
        f->before = get_text(q, arena);
        f->after = get_text(q, arena);
    }
    if (!sql_done(&q, err))
        return false;
    *out = (struct merge_fields){ list.v, list.n };
    return true;
}

OD_SQL(sql_merge_undone, "merge.undone",
       "UPDATE customer_merge"
       " SET undone_by = $1, undone_ms = $2"
       " WHERE id = $3");

bool merge_set_undone(struct tx *tx, struct desk *desk, int64_t merge, struct err *err)
{
    OD_STMT *q = sql_write(tx, &sql_merge_undone);

    put_i64(q, desk_user(desk)->id.v);
    put_i64(q, desk_now(desk).ms);
    put_i64(q, merge);
    return sql_run(&q, NULL, err);
}

/* --- there ----------------------------------------------------------------------------------- */

/* Two steps of each kind: write down, then move. */
#define NOTE_ROWS "INSERT INTO customer_merge_row (merge_id, kind, record_id, name, was) SELECT "

OD_SQL(sql_merge_note_orders, "merge.note_orders",
       NOTE_ROWS "CAST($1 AS BIGINT), 1, id, '', 0 FROM sales_order WHERE customer_id = $2");
OD_SQL(sql_merge_note_contacts, "merge.note_contacts",
       NOTE_ROWS "CAST($1 AS BIGINT), 2, id, '', is_active FROM contact WHERE customer_id = $2");
OD_SQL(sql_merge_note_addresses, "merge.note_addresses",
       NOTE_ROWS "CAST($1 AS BIGINT), 3, id, '', number * 2 + is_current FROM address"
                 " WHERE customer_id = $2");
OD_SQL(sql_merge_note_prices, "merge.note_prices",
       NOTE_ROWS "CAST($1 AS BIGINT), 4, id, '', 0 FROM price_rule WHERE customer_id = $2");
OD_SQL(sql_merge_note_channels, "merge.note_channels",
       NOTE_ROWS "CAST($1 AS BIGINT), 5, channel_id, external_id, 0 FROM channel_customer"
                 " WHERE customer_id = $2");
OD_SQL(sql_merge_note_merged, "merge.note_merged",
       NOTE_ROWS "CAST($1 AS BIGINT), 6, id, '', 0 FROM customer WHERE merged_into_id = $2");

#define ROWS_AT(kind, merge)                                                                       \
    " IN (SELECT r.record_id FROM customer_merge_row AS r WHERE r.merge_id = " merge               \
    " AND r.kind = " kind ")"
#define ROWS_OF(kind) ROWS_AT(kind, "$2")

OD_SQL(sql_merge_move_orders, "merge.move_orders",
       "UPDATE sales_order"
       " SET customer_id = $1, version = version + 1"
       " WHERE customer_id = $2");
/* One in the same words is not listed twice. */
OD_SQL(sql_merge_move_contacts, "merge.move_contacts",
       "UPDATE contact"
       " SET customer_id = $1, version = version + 1, is_active = CASE WHEN EXISTS ("
       "SELECT 1 FROM contact AS k WHERE k.customer_id = $1 AND k.is_active = 1"
       " AND k.id NOT" ROWS_OF("2") " AND LOWER(k.name) = LOWER(contact.name)"
       " AND LOWER(k.email) = LOWER(contact.email) AND k.phone = contact.phone)"
       " THEN 0 ELSE is_active END"
       " WHERE id" ROWS_OF("2"));
OD_SQL(sql_merge_move_addresses, "merge.move_addresses",
       "UPDATE address"
       " SET customer_id = $1, number = number + $2,"
       " is_current = CASE WHEN EXISTS (SELECT 1 FROM address AS k WHERE k.customer_id = $1"
       " AND k.is_current = 1 AND k.id NOT" ROWS_AT("3", "$3")
       " AND LOWER(k.name) = LOWER(address.name) AND LOWER(k.line1) = LOWER(address.line1)"
       " AND LOWER(k.line2) = LOWER(address.line2)"
       " AND LOWER(k.city) = LOWER(address.city) AND k.postcode = address.postcode"
       " AND k.country = address.country) THEN 0 ELSE is_current END"
       " WHERE id" ROWS_AT("3", "$3"));
OD_SQL(sql_merge_move_prices, "merge.move_prices",
       "UPDATE price_rule"
       " SET customer_id = $1, version = version + 1"
       " WHERE customer_id = $2");
OD_SQL(sql_merge_move_channels, "merge.move_channels",
       "UPDATE channel_customer"
       " SET customer_id = $1"
       " WHERE customer_id = $2");
OD_SQL(sql_merge_move_merged, "merge.move_merged",
       "UPDATE customer"
       " SET merged_into_id = $1"
       " WHERE merged_into_id = $2");
/* A change that was typed for an order goes on with it. */
OD_SQL(sql_merge_carry_changes, "merge.carry_changes",
       "UPDATE order_change"
       " SET base_version = base_version + 1"
       " WHERE status = 1 AND order_id IN (SELECT r.record_id FROM customer_merge_row AS r"
       " JOIN sales_order AS o ON o.id = r.record_id"
       " WHERE r.merge_id = $1 AND r.kind = 1 AND o.customer_id = $2)");

static bool run_two(struct tx *tx, const struct sql *sql, int64_t a, int64_t b, int *count,
                    struct err *err)
{
    int64_t n = 0;
    OD_STMT *q = sql_write(tx, sql);

    put_i64(q, a);
    put_i64(q, b);
    if (!sql_run(&q, &n, err))
        return false;
    if (count != NULL)
        *count = (int)n;
    return true;
}

static bool move_addresses(struct tx *tx, struct desk *desk, const struct merge_record *m,
                           int *count, struct err *err)
{
    int64_t n = 0;
    int next = 0;
    OD_STMT *q = NULL;

    if (!address_next_number(desk, m->kept, &next, err))
        return false;
    q = sql_write(tx, &sql_merge_move_addresses);
    put_i64(q, m->kept.v);
    put_i64(q, next - 1);
    put_i64(q, m->id);
    if (!sql_run(&q, &n, err))
        return false;
    *count = (int)n;
    return true;
}

bool merge_move(struct tx *tx, struct desk *desk, const struct merge_record *m,
                struct merge_moved *moved, struct err *err)
{
    static const struct sql *const notes[] = {
        &sql_merge_note_orders, &sql_merge_note_contacts, &sql_merge_note_addresses,
        &sql_merge_note_prices, &sql_merge_note_channels, &sql_merge_note_merged,
    };
    int64_t kept = m->kept.v, gone = m->gone.v;

    for (size_t i = 0; i < OD_LEN(notes); i++)
        if (!run_two(tx, notes[i], m->id, gone, NULL, err))
            return false;
    return run_two(tx, &sql_merge_move_orders, kept, gone, &moved->orders, err) &&
           run_two(tx, &sql_merge_move_contacts, kept, m->id, &moved->contacts, err) &&
           move_addresses(tx, desk, m, &moved->addresses, err) &&
           run_two(tx, &sql_merge_move_prices, kept, gone, &moved->prices, err) &&
           run_two(tx, &sql_merge_move_channels, kept, gone, NULL, err) &&
           run_two(tx, &sql_merge_move_merged, kept, gone, NULL, err) &&
           run_two(tx, &sql_merge_carry_changes, m->id, kept, NULL, err);
}

/* --- and back -------------------------------------------------------------------------------- */

#define WAS_OF(table, kind)                                                                        \
    "(SELECT r.was FROM customer_merge_row AS r WHERE r.merge_id = $2 AND r.kind = " kind          \
    " AND r.record_id = " table ".id)"

OD_SQL(sql_merge_return_orders, "merge.return_orders",
       "UPDATE sales_order"
       " SET customer_id = $1, version = version + 1"
       " WHERE id" ROWS_OF("1") " AND customer_id = $3");
OD_SQL(sql_merge_return_contacts, "merge.return_contacts",
       "UPDATE contact"
       " SET customer_id = $1, version = version + 1, is_active = " WAS_OF("contact", "2")
       " WHERE id" ROWS_OF("2") " AND customer_id = $3");
OD_SQL(sql_merge_return_addresses, "merge.return_addresses",
       "UPDATE address"
       " SET customer_id = $1, number = " WAS_OF("address", "3") " / 2,"
       " is_current = " WAS_OF("address", "3") " % 2"
       " WHERE id" ROWS_OF("3") " AND customer_id = $3");
OD_SQL(sql_merge_return_prices, "merge.return_prices",
       "UPDATE price_rule"
       " SET customer_id = $1, version = version + 1"
       " WHERE id" ROWS_OF("4") " AND customer_id = $3");
OD_SQL(sql_merge_return_channels, "merge.return_channels",
       "UPDATE channel_customer"
       " SET customer_id = $1"
       " WHERE EXISTS (SELECT 1 FROM customer_merge_row AS r WHERE r.merge_id = $2 AND r.kind = 5"
       " AND r.record_id = channel_customer.channel_id AND r.name = channel_customer.external_id)"
       " AND customer_id = $3");
OD_SQL(sql_merge_return_merged, "merge.return_merged",
       "UPDATE customer"
       " SET merged_into_id = $1"
       " WHERE id" ROWS_OF("6") " AND merged_into_id = $3");

static bool run_back(struct tx *tx, const struct sql *sql, const struct merge_record *m,
                     int *count, struct err *err)
{
    int64_t n = 0;
    OD_STMT *q = sql_write(tx, sql);

    put_i64(q, m->gone.v);
    put_i64(q, m->id);
    put_i64(q, m->kept.v);
    if (!sql_run(&q, &n, err))
        return false;
    if (count != NULL)
        *count = (int)n;
    return true;
}

bool merge_move_back(struct tx *tx, const struct merge_record *m, struct merge_moved *moved,
                     struct err *err)
{
    return run_back(tx, &sql_merge_return_orders, m, &moved->orders, err) &&
           run_two(tx, &sql_merge_carry_changes, m->id, m->gone.v, NULL, err) &&
           run_back(tx, &sql_merge_return_contacts, m, &moved->contacts, err) &&
           run_back(tx, &sql_merge_return_addresses, m, &moved->addresses, err) &&
           run_back(tx, &sql_merge_return_prices, m, &moved->prices, err) &&
           run_back(tx, &sql_merge_return_channels, m, NULL, err) &&
           run_back(tx, &sql_merge_return_merged, m, NULL, err);
}

OD_SQL(sql_merge_address_used, "merge.address_used",
       "SELECT r.record_id"
       " FROM customer_merge_row AS r"
       " WHERE r.merge_id = $1 AND r.kind = 3"
       " AND (EXISTS (SELECT 1 FROM customer AS c WHERE c.id = $2"
       " AND (c.bill_address_id = r.record_id OR c.ship_address_id = r.record_id))"
       " OR EXISTS (SELECT 1 FROM sales_order AS o WHERE o.customer_id = $2"
       " AND o.status IN (1, 2, 4, 5)"
       " AND (o.ship_address_id = r.record_id OR o.bill_address_id = r.record_id)))"
       " LIMIT 1");

bool merge_address_in_use(struct desk *desk, const struct merge_record *m, bool *out,
                          struct err *err)
{
    int64_t id;
    OD_STMT *q = sql_read(desk_db(desk), &sql_merge_address_used);

    put_i64(q, m->id);
    put_i64(q, m->kept.v);
    return sql_one_i64(&q, out, &id, err);
}

/* --- the one that goes ----------------------------------------------------------------------- */

OD_SQL(sql_merge_point, "merge.point",
       "UPDATE customer"
       " SET merged_into_id = $1, is_active = $2, version = version + 1"
       " WHERE id = $3 AND version = $4");

bool merge_point(struct tx *tx, const struct customer *gone, struct customer_id into,
                 bool is_active, struct err *err)
{
    int64_t changed = 0;
    OD_STMT *q = sql_write(tx, &sql_merge_point);

    put_ref(q, into.v);
    put_i64(q, is_active);
    put_i64(q, gone->id.v);
    put_i64(q, gone->version);
    if (!sql_run(&q, &changed, err))
        return false;
    return changed == 1 ||
           err_set(err, ERR_CONFLICT, _("Customer %s was changed by someone else."), gone->name);
}

/* Who it may have been as well, the one that is kept may be. */
OD_SQL(sql_merge_pairs_hand_on, "merge.pairs_hand_on",
       "INSERT INTO customer_pair (low_id, high_id, why, found_ms)"
       " SELECT CASE WHEN x.other_id < $1 THEN x.other_id ELSE CAST($1 AS BIGINT) END,"
       " CASE WHEN x.other_id < $1 THEN CAST($1 AS BIGINT) ELSE x.other_id END,"
       " x.why, x.found_ms"
       " FROM (SELECT CASE WHEN low_id = $2 THEN high_id ELSE low_id END AS other_id, why, found_ms"
       " FROM customer_pair"
       " WHERE (low_id = $2 OR high_id = $2) AND status = 1) AS x"
       " WHERE x.other_id <> $1"
       " ON CONFLICT (low_id, high_id) DO NOTHING");
OD_SQL(sql_merge_pairs_end, "merge.pairs_end",
       "UPDATE customer_pair"
       " SET status = 2, ended_by = $1, ended_ms = $2"
       " WHERE (low_id = $3 OR high_id = $3) AND status = 1");

bool merge_pairs_end(struct tx *tx, struct desk *desk, const struct merge_record *m,
                     struct err *err)
{
    OD_STMT *q = NULL;

    if (!run_two(tx, &sql_merge_pairs_hand_on, m->kept.v, m->gone.v, NULL, err))
        return false;
    q = sql_write(tx, &sql_merge_pairs_end);
    put_i64(q, desk_user(desk)->id.v);
    put_i64(q, desk_now(desk).ms);
    put_i64(q, m->gone.v);
    return sql_run(&q, NULL, err);
}

OD_SQL(sql_merge_pairs_wait, "merge.pairs_wait",
       "UPDATE customer_pair"
       " SET status = 1, ended_by = NULL, ended_ms = 0"
       " WHERE (low_id = $1 OR high_id = $1) AND status = 2"
       " AND NOT EXISTS (SELECT 1 FROM customer AS c WHERE c.id IN (low_id, high_id)"
       " AND c.merged_into_id IS NOT NULL)");

bool merge_pairs_wait_again(struct tx *tx, struct customer_id gone, struct err *err)
{
    OD_STMT *q = sql_write(tx, &sql_merge_pairs_wait);

    put_i64(q, gone.v);
    return sql_run(&q, NULL, err);
}
