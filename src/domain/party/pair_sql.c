/*
 * Customers that may be one: marks, matches, and the queue of pairs.
 */
#include "domain/party/pair.h"

#include <assert.h>
#include <ctype.h>
#include <string.h>

#include "base/i18n.h"
#include "base/limits.h"
#include "base/strbuf.h"
#include "base/utf8.h"
#include "base/vec.h"
#include "domain/desk/event.h"
#include "domain/party/address_form.h"
#include "domain/party/party_impl.h"
#include "store/store.h"

static_assert(PAIR_MAIL == 1 && PAIR_PHONE == 2 && PAIR_PLACE == 4, "stored bits");
static_assert(PAIR_WAITS == 1 && PAIR_MERGED == 2 && PAIR_NOT_SAME == 3, "stored values");

/* A shorter number is an extension. */
#define PHONE_DIGITS_MIN 6
/* A mark that more have says nothing. */
#define MARK_OWNERS 5

/* --- marks ----------------------------------------------------------------------------------- */

/* Letters and digits alone, folded: "Müller & Co." is "mullerco". */
static const char *bare(const char *text, struct arena *arena)
{
    const char *folded = utf8_fold(arena, text);
    char *out = arena_alloc(arena, strlen(folded) + 1);
    size_t n = 0;

    for (; *folded != '\0'; folded++)
        if (isalnum((unsigned char)*folded) || (unsigned char)*folded >= 0x80)
            out[n++] = *folded;
    out[n] = '\0';
    return out;
}

static const char *phone_key(const char *phone, const char *country, struct arena *arena)
{
    const char *number = phone[0] != '\0' ? phone_e164(phone, country, arena) : NULL;
    char *digits;
    size_t n = 0;

    if (number != NULL)
        return number;
    digits = arena_alloc(arena, strlen(phone) + 1);
    for (; *phone != '\0'; phone++)
        if (isdigit((unsigned char)*phone))
            digits[n++] = *phone;
    digits[n] = '\0';
    return n >= PHONE_DIGITS_MIN ? digits : "";
}

static const char *text_of(const char *text)
{
    return text != NULL ? text : "";
}

void customer_marks_make(struct desk *desk, const struct customer *c, const struct address *place,
                         struct arena *arena, struct customer_marks *out)
{
    const char *country = place != NULL ? text_of(place->country) : "";
    const char *postcode = place != NULL ? bare(text_of(place->postcode), arena) : "";
    const char *name = bare(text_of(c->name), arena);

    if (country[0] == '\0')
        country = desk_company(desk)->country;
    out->email = text_of(c->email);
    out->phone_key = phone_key(text_of(c->phone), country, arena);
    out->place_key = name[0] != '\0' && postcode[0] != '\0'
                         ? arena_printf(arena, "%s %s", name, postcode)
                         : "";
}

void customer_marks_of(struct desk *desk, const struct customer *c, struct arena *arena,
                       struct customer_marks *out)
{
    const struct address *place = c->address_count > 0 ? &c->addresses[0] : NULL;

    for (int i = 0; i < c->address_count; i++)
        if (c->addresses[i].id.v == c->bill_address.v)
            place = &c->addresses[i];
    customer_marks_make(desk, c, place, arena, out);
}

/* --- matches --------------------------------------------------------------------------------- */

#define OWNERS_OF(mark)                                                                            \
    "SELECT COALESCE(merged_into_id, 0), id, code, kind, name_fold"                                \
    " FROM customer"                                                                               \
    " WHERE " mark                                                                                 \
    " ORDER BY id"                                                                                 \
    " LIMIT 6"
static_assert(MARK_OWNERS + 1 == 6, "the statements read one more than count");

OD_SQL(sql_pair_by_mail, "pair.by_mail", OWNERS_OF("LOWER(email) = LOWER($1)"));
OD_SQL(sql_pair_by_phone, "pair.by_phone", OWNERS_OF("phone_key = $1 AND phone_key > ''"));
OD_SQL(sql_pair_by_place, "pair.by_place", OWNERS_OF("place_key = $1 AND place_key > ''"));
/* Who one is that was merged. */
OD_SQL(sql_pair_by_id, "pair.by_id",
       "SELECT 0, id, code, kind, name_fold"
       " FROM customer"
       " WHERE id = $1");

struct match_list OD_VEC(struct customer_match);

/* Each customer once, with all that fits; what too many have was read and says nothing. */
static void join_matches(const struct match_list *all, struct arena *arena,
                         struct customer_matches *out)
{
    struct match_list list = { 0 };
    int owners[PAIR_PLACE + 1] = { 0 };

    for (int i = 0; i < all->n; i++)
        owners[all->v[i].why]++;
    for (int i = 0; i < all->n; i++) {
        int at = 0;

        if (owners[all->v[i].why] > MARK_OWNERS)
            continue;
        while (at < list.n && list.v[at].id.v != all->v[i].id.v)
            at++;
        if (at < list.n)
            list.v[at].why |= all->v[i].why;
        else
            *vec_push(arena, &list) = all->v[i];
    }
    *out = (struct customer_matches){ list.v, list.n };
}

/* The rest of a row of the statements above, after who it is now. */
static void read_match(struct stmt *q, int why, struct arena *arena, struct customer_match *m)
{
    m->why = why;
    m->id.v = get_i64(q);
    m->code = get_text(q, arena);
    m->is_firm = get_i64(q) == CUSTOMER_B2B;
    m->name_fold = get_text(q, arena);
}

static bool lead_on(struct desk *desk, int64_t id, struct arena *arena, struct customer_match *m,
                    struct err *err)
{
    OD_STMT *q = sql_read(desk_db(desk), &sql_pair_by_id);

    put_i64(q, id);
    if (sql_row(q)) {
        (void)get_i64(q);
        read_match(q, m->why, arena, m);
    }
    return sql_done(&q, err);
}

static bool find_by(struct desk *desk, const struct sql *sql, const char *mark, int why,
                    struct arena *arena, struct match_list *out, struct err *err)
{
    int64_t now[MARK_OWNERS + 1];
    int first = out->n;
    OD_STMT *q = NULL;

    if (mark[0] == '\0')
        return true;
    q = sql_read(desk_db(desk), sql);
    put_text(q, mark);
    while (sql_row(q)) {
        now[out->n - first] = get_i64(q);
        read_match(q, why, arena, vec_push(arena, out));
    }
    if (!sql_done(&q, err))
        return false;
    for (int i = first; i < out->n; i++)
        if (now[i - first] != 0 && !lead_on(desk, now[i - first], arena, &out->v[i], err))
            return false;
    return true;
}

bool customer_matches_find(struct desk *desk, const struct customer_marks *marks,
                           struct arena *arena, struct customer_matches *out, struct err *err)
{
    struct match_list all = { 0 };

    if (!find_by(desk, &sql_pair_by_mail, marks->email, PAIR_MAIL, arena, &all, err) ||
        !find_by(desk, &sql_pair_by_phone, marks->phone_key, PAIR_PHONE, arena, &all, err) ||
        !find_by(desk, &sql_pair_by_place, marks->place_key, PAIR_PLACE, arena, &all, err))
        return false;
    join_matches(&all, arena, out);
    return true;
}

/* --- the queue ------------------------------------------------------------------------------- */

OD_SQL(sql_pair_file, "pair.file",
       "INSERT INTO customer_pair (low_id, high_id, why, found_ms)"
       " VALUES ($1, $2, $3, $4)"
       " ON CONFLICT (low_id, high_id) DO NOTHING");

static bool file_pair(struct tx *tx, struct desk *desk, int64_t a, int64_t b, int why,
                      struct err *err)
{
    OD_STMT *q = sql_write(tx, &sql_pair_file);

    put_i64(q, a < b ? a : b);
    put_i64(q, a < b ? b : a);
    put_i64(q, why);
    put_i64(q, desk_now(desk).ms);
    return sql_run(&q, NULL, err);
}

bool customer_matches_file(struct tx *tx, struct desk *desk, struct customer_id id,
                           const struct customer_matches *matches, struct err *err)
{
    for (int i = 0; i < matches->n; i++)
        if (matches->v[i].id.v != id.v &&
            !file_pair(tx, desk, id.v, matches->v[i].id.v, matches->v[i].why, err))
            return false;
    return true;
}

bool customer_pairs_file(struct tx *tx, struct desk *desk, struct customer_id id,
                         const struct customer_marks *marks, struct err *err)
{
    OD_ARENA *tmp = arena_new();
    struct customer_matches matches;

    return customer_matches_find(desk, marks, tmp, &matches, err) &&
           customer_matches_file(tx, desk, id, &matches, err);
}

struct pair_list OD_VEC(struct customer_pair);

static bool read_pairs(struct stmt **q, struct arena *arena, struct customer_pairs *out,
                       struct err *err)
{
    struct pair_list list = { 0 };

    while (sql_row(*q)) {
        struct customer_pair *p = vec_push(arena, &list);

        p->id = get_i64(*q);
        p->why = (int)get_i64(*q);
        p->found.ms = get_i64(*q);
        p->low.v = get_i64(*q);
        p->low_code = get_text(*q, arena);
        p->low_name = get_text(*q, arena);
        p->high.v = get_i64(*q);
        p->high_code = get_text(*q, arena);
        p->high_name = get_text(*q, arena);
    }
    if (!sql_done(q, err))
        return false;
    *out = (struct customer_pairs){ list.v, list.n };
    return true;
}

#define PAIR_COLUMNS                                                                               \
    "SELECT p.id, p.why, p.found_ms, l.id, l.code, l.name, h.id, h.code, h.name"                   \
    " FROM customer_pair AS p"                                                                     \
    " JOIN customer AS l ON l.id = p.low_id"                                                       \
    " JOIN customer AS h ON h.id = p.high_id"

OD_SQL(sql_pair_list, "pair.list",
       PAIR_COLUMNS " WHERE p.status = 1 AND p.id > $1"
                    " ORDER BY p.id"
                    " LIMIT $2");

bool customer_pairs_load(struct desk *desk, int64_t after, int max, struct arena *arena,
                         struct customer_pairs *out, struct err *err)
{
    OD_STMT *q = sql_read(desk_db(desk), &sql_pair_list);

    assert(max > 0);
    put_i64(q, after);
    put_i64(q, max);
    return read_pairs(&q, arena, out, err);
}

OD_SQL(sql_pair_of, "pair.of",
       PAIR_COLUMNS " WHERE (p.low_id = $1 OR p.high_id = $1) AND p.status = 1"
                    " ORDER BY p.id"
                    " LIMIT $2");

bool customer_pairs_of(struct desk *desk, struct customer_id id, int max, struct arena *arena,
                       struct customer_pairs *out, struct err *err)
{
    OD_STMT *q = sql_read(desk_db(desk), &sql_pair_of);

    put_i64(q, id.v);
    put_i64(q, max);
    return read_pairs(&q, arena, out, err);
}

bool customer_doubts(struct desk *desk, struct customer_id id, struct arena *arena,
                     const char **out, struct err *err)
{
    struct customer_pairs pairs;
    const struct customer_pair *p;
    bool is_low;

    *out = "";
    if (!customer_pairs_of(desk, id, 1, arena, &pairs, err))
        return false;
    if (pairs.n == 0)
        return true;
    p = &pairs.v[0];
    is_low = p->low.v == id.v;
    *out = arena_printf(arena, _("This may be the same as %s %s (%s)."),
                        is_low ? p->high_code : p->low_code, is_low ? p->high_name : p->low_name,
                        pair_why_words(p->why, arena));
    return true;
}

OD_SQL(sql_pair_find, "pair.find",
       PAIR_COLUMNS " WHERE p.low_id = $1 AND p.high_id = $2 AND p.status = 1");

bool customer_pair_find(struct desk *desk, struct customer_id a, struct customer_id b,
                        struct arena *arena, struct customer_pair **out, struct err *err)
{
    struct customer_pairs found;
    OD_STMT *q = sql_read(desk_db(desk), &sql_pair_find);

    put_i64(q, a.v < b.v ? a.v : b.v);
    put_i64(q, a.v < b.v ? b.v : a.v);
    if (!read_pairs(&q, arena, &found, err))
        return false;
    *out = found.n > 0 ? &found.v[0] : NULL;
    return true;
}

OD_SQL(sql_pair_count, "pair.count",
       "SELECT COUNT(*)"
       " FROM customer_pair"
       " WHERE status = 1");

bool customer_pairs_count(struct desk *desk, int *out, struct err *err)
{
    OD_STMT *q = sql_read(desk_db(desk), &sql_pair_count);
    int64_t n = 0;
    bool found;

    if (!sql_one_i64(&q, &found, &n, err))
        return false;
    *out = (int)n;
    return true;
}

OD_SQL(sql_pair_orders, "pair.orders",
       "SELECT COUNT(*), CAST(COALESCE(MAX(placed_ms), 0) AS BIGINT)"
       " FROM sales_order"
       " WHERE customer_id = $1");

bool customer_orders_count(struct desk *desk, struct customer_id id, int *out, struct stamp *last,
                           struct err *err)
{
    OD_STMT *q = sql_read(desk_db(desk), &sql_pair_orders);

    *out = 0;
    last->ms = 0;
    put_i64(q, id.v);
    if (sql_row(q)) {
        *out = (int)get_i64(q);
        last->ms = get_i64(q);
    }
    return sql_done(&q, err);
}

const char *pair_why_words(int why, struct arena *arena)
{
    static const struct {
        int bit;
        const char *words;
    } names[] = {
        { PAIR_MAIL, N_("mail") },
        { PAIR_PHONE, N_("phone") },
        { PAIR_PLACE, N_("name and post code") },
    };
    const char *out = "";

    for (size_t i = 0; i < OD_LEN(names); i++)
        if (why & names[i].bit)
            out = arena_printf(arena, "%s%s%s", out, out[0] != '\0' ? ", " : "", _(names[i].words));
    return out;
}

OD_SQL(sql_pair_dismiss, "pair.dismiss",
       "INSERT INTO customer_pair (low_id, high_id, why, found_ms, status, ended_by, ended_ms)"
       " VALUES ($1, $2, 7, $3, 3, $4, $5)"
       " ON CONFLICT (low_id, high_id) DO UPDATE"
       " SET status = 3, ended_by = excluded.ended_by, ended_ms = excluded.ended_ms");

/* Whatever stood there. */
static bool set_apart(struct tx *tx, struct desk *desk, struct customer_id a, struct customer_id b,
                      struct err *err)
{
    OD_STMT *q = sql_write(tx, &sql_pair_dismiss);

    put_i64(q, a.v < b.v ? a.v : b.v);
    put_i64(q, a.v < b.v ? b.v : a.v);
    put_i64(q, desk_now(desk).ms);
    put_i64(q, desk_user(desk)->id.v);
    put_i64(q, desk_now(desk).ms);
    return sql_run(&q, NULL, err);
}

bool customer_pair_dismiss(struct desk *desk, struct customer_id a, struct customer_id b,
                           struct err *err)
{
    OD_ARENA *tmp = arena_new();
    OD_TX tx = { 0 };
    struct event_note note = { .kind = "customer.pair" };
    struct customer *one, *other;

    if (a.v == b.v)
        return err_set(err, ERR_INVALID, _("This is one customer, not two."));
    if (!desk_begin(desk, "customer.pair", &tx, err) ||
        !customer_load(desk, a, tmp, &one, err) || !customer_load(desk, b, tmp, &other, err) ||
        !customer_is_itself(one, err) || !customer_is_itself(other, err))
        return false;
    note.after_json = event_json(tmp, "other", other->code);
    if (!set_apart(&tx, desk, a, b, err) ||
        !event_add(&tx, desk, "customer", a.v, &note, err))
        return false;
    note.after_json = event_json(tmp, "other", one->code);
    return event_add(&tx, desk, "customer", b.v, &note, err) && tx_commit(&tx, err);
}

/* --- looking through all --------------------------------------------------------------------- */

/* Who stands in none of the groups of equal marks costs nothing; groups that are too large say
 * nothing. why is joined over the three passes by the order of them: the first one names it. */
#define SCAN(why, mark, is_set)                                                                    \
    "INSERT INTO customer_pair (low_id, high_id, why, found_ms)"                                   \
    " SELECT a.id, b.id, " why ", CAST($1 AS BIGINT)"                                              \
    " FROM (SELECT " mark " AS mark FROM customer WHERE " is_set " AND merged_into_id IS NULL"     \
    " GROUP BY " mark " HAVING COUNT(*) BETWEEN 2 AND 5) AS g"                                     \
    " JOIN customer AS a ON "

OD_SQL_SCAN(sql_pair_scan_mail, "pair.scan_mail", "asked for by a person",
            SCAN("1", "LOWER(email)", "email > ''") "LOWER(a.email) = g.mark"
            " JOIN customer AS b ON LOWER(b.email) = g.mark"
            " WHERE a.id < b.id AND a.merged_into_id IS NULL AND b.merged_into_id IS NULL"
            " ON CONFLICT (low_id, high_id) DO NOTHING");
OD_SQL(sql_pair_scan_phone, "pair.scan_phone",
       SCAN("2", "phone_key", "phone_key > ''") "a.phone_key = g.mark AND a.phone_key > ''"
       " JOIN customer AS b ON b.phone_key = g.mark AND b.phone_key > ''"
       " WHERE a.id < b.id AND a.merged_into_id IS NULL AND b.merged_into_id IS NULL"
       " ON CONFLICT (low_id, high_id) DO NOTHING");
OD_SQL(sql_pair_scan_place, "pair.scan_place",
       SCAN("4", "place_key", "place_key > ''") "a.place_key = g.mark AND a.place_key > ''"
       " JOIN customer AS b ON b.place_key = g.mark AND b.place_key > ''"
       " WHERE a.id < b.id AND a.merged_into_id IS NULL AND b.merged_into_id IS NULL"
       " ON CONFLICT (low_id, high_id) DO NOTHING");

bool customer_pairs_scan(struct desk *desk, int *found, struct err *err)
{
    static const struct sql *const scans[] = { &sql_pair_scan_mail, &sql_pair_scan_phone,
                                               &sql_pair_scan_place };
    OD_TX tx = { 0 };

    *found = 0;
    if (!desk_begin(desk, "customer.pair", &tx, err))
        return false;
    for (size_t i = 0; i < OD_LEN(scans); i++) {
        OD_STMT *q = sql_write(&tx, scans[i]);
        int64_t n = 0;

        put_i64(q, desk_now(desk).ms);
        if (!sql_run(&q, &n, err))
            return false;
        *found += (int)n;
    }
    return tx_commit(&tx, err);
}
