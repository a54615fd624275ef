/*
 * What customers are found by: their row in the search index, and the marks they are known again
 * by.
 */
#include <string.h>

#include "base/mem.h"
#include "base/vec.h"
#include "domain/desk/index.h"
#include "domain/party/pair.h"
#include "domain/party/party_impl.h"
#include "store/store.h"

struct parts OD_VEC(const char *);

/* ---- the search index ------------------------------------------------------------------------ */

/* The last digits of a number that callers say. */
#define PHONE_TAIL_MIN 4

OD_SQL(sql_customer_merged_words, "customer.merged_words",
       "SELECT code, name, email, phone"
       " FROM customer"
       " WHERE merged_into_id = $1"
       " ORDER BY id");

/* What those were called that were merged into it: callers still say it. */
static bool merged_words(struct desk *desk, struct customer_id id, struct arena *arena,
                         struct parts *out, struct err *err)
{
    OD_STMT *q = sql_read(desk_db(desk), &sql_customer_merged_words);

    put_i64(q, id.v);
    while (sql_row(q)) {
        const char *phone;

        *vec_push(arena, out) = get_text(q, arena);
        *vec_push(arena, out) = get_text(q, arena);
        *vec_push(arena, out) = get_text(q, arena);
        phone = get_text(q, arena);
        *vec_push(arena, out) = phone;
        *vec_push(arena, out) = index_tails(arena, phone, PHONE_TAIL_MIN, true);
    }
    return sql_done(&q, err);
}

static const char *search_text_of(const struct customer *c, struct parts merged,
                                  struct arena *arena)
{
    struct parts p = merged;

    *vec_push(arena, &p) = c->code;
    *vec_push(arena, &p) = c->name;
    *vec_push(arena, &p) = c->tax_number;
    *vec_push(arena, &p) = c->email;
    *vec_push(arena, &p) = c->phone;
    *vec_push(arena, &p) = index_tails(arena, c->phone, PHONE_TAIL_MIN, true);
    for (int i = 0; i < c->contact_count; i++) {
        *vec_push(arena, &p) = c->contacts[i].name;
        *vec_push(arena, &p) = c->contacts[i].email;
        *vec_push(arena, &p) = c->contacts[i].phone;
        *vec_push(arena, &p) = index_tails(arena, c->contacts[i].phone, PHONE_TAIL_MIN, true);
    }
    for (int i = 0; i < c->address_count; i++) {
        *vec_push(arena, &p) = c->addresses[i].name;
        *vec_push(arena, &p) = c->addresses[i].line1;
        *vec_push(arena, &p) = c->addresses[i].city;
        *vec_push(arena, &p) = c->addresses[i].postcode;
        *vec_push(arena, &p) = c->addresses[i].phone;
        *vec_push(arena, &p) = index_tails(arena, c->addresses[i].phone, PHONE_TAIL_MIN, true);
    }
    return index_text(arena, p.v, p.n);
}

OD_SQL(sql_customer_search_text, "customer.search_text",
       "SELECT search_text"
       " FROM customer"
       " WHERE id = $1");

static bool load_search_text(struct desk *desk, struct customer_id id, struct arena *arena,
                             const char **out, struct err *err)
{
    OD_STMT *q = sql_read(desk_db(desk), &sql_customer_search_text);

    *out = "";
    put_i64(q, id.v);
    if (sql_row(q))
        *out = get_text(q, arena);
    return sql_done(&q, err);
}

OD_SQL(sql_customer_set_search_text, "customer.set_search_text",
       "UPDATE customer"
       " SET search_text = $1, phone_key = $2, place_key = $3"
       " WHERE id = $4");

bool customer_reindex(struct tx *tx, struct desk *desk, struct customer_id id, struct err *err)
{
    OD_ARENA *tmp = arena_new();
    const char *old = "", *fresh = "";
    struct customer_marks marks;
    struct parts merged = { 0 };
    struct customer *c;
    OD_STMT *q = NULL;

    if (!customer_load(desk, id, tmp, &c, err) || !load_search_text(desk, id, tmp, &old, err) ||
        !merged_words(desk, id, tmp, &merged, err))
        return false;
    /* One that was merged is found as the one it is now. */
    if (c->merged_into.v == 0)
        fresh = search_text_of(c, merged, tmp);
    /* "" is one that was merged and is not in the index. */
    if (strcmp(old, fresh) != 0 && old[0] != '\0' && !index_remove(tx, INDEX_CUSTOMER, id.v, err))
        return false;
    customer_marks_of(desk, c, tmp, &marks);
    q = sql_write(tx, &sql_customer_set_search_text);
    put_text(q, fresh);
    put_text(q, marks.phone_key);
    put_text(q, marks.place_key);
    put_i64(q, id.v);
    return sql_run(&q, NULL, err) && (strcmp(old, fresh) == 0 || fresh[0] == '\0' ||
                                      index_add(tx, INDEX_CUSTOMER, id.v, fresh, err));
}

void customer_words_make(struct desk *desk, const struct customer *c, struct arena *arena,
                         struct customer_words *out)
{
    const struct parts none = { 0 };

    out->search_text = search_text_of(c, none, arena);
    customer_marks_of(desk, c, arena, &out->marks);
}

bool customer_index_new(struct tx *tx, struct desk *desk, struct customer_id id,
                        const struct customer_words *words, struct err *err)
{
    return index_add(tx, INDEX_CUSTOMER, id.v, words->search_text, err) &&
           customer_pairs_file(tx, desk, id, &words->marks, err);
}
