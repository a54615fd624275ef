/*
 * Pages of customers and items whose words many records have: which way the next one is put
 * together.
 */
#include "domain/insight/record_way.h"

#include "base/mem.h"
#include "base/utf8.h"
#include "store/store.h"

/* So many are put in order for each page. Of more the rows are walked in their own order and those
 * that have the words are taken; where so many rows give no page, the words stand close together
 * elsewhere, and all are put in order after all. */
#define COMMON     1000
#define COMMON_ALL 300 /* of the best of all kinds, where what begins so goes first */
#define WALK_ROWS  800
#define WALK_FAR   8000
/* Beside those that begin with the words so few others are put in order at once. */
#define FEW_REST 1500
/* To put so many in order costs less than the far walk. */
#define SORTED_HITS 8000
#define HITS_CAP 50000

#define HITS_PG(fts)                                                                               \
    "SELECT COUNT(*) FROM (SELECT rowid FROM " fts " WHERE to_tsvector('simple', search_text)"     \
    " @@ " TSQUERY("$1") " LIMIT $2) h"
OD_SQL2(sql_find_customer_hits, "find.customer_hits",
        "SELECT COUNT(*)"
        " FROM (SELECT rowid FROM customer_fts WHERE customer_fts MATCH $1 LIMIT $2) h",
        HITS_PG("customer_fts"));
OD_SQL2(sql_find_item_hits, "find.item_hits",
        "SELECT COUNT(*)"
        " FROM (SELECT rowid FROM item_fts WHERE item_fts MATCH $1 LIMIT $2) h",
        HITS_PG("item_fts"));

#define LAST_UP(key, from)                                                                         \
    "SELECT COUNT(*), COALESCE(MAX(k.v), '')"                                                      \
    " FROM (SELECT " key " AS v FROM " from " WHERE " key " >= $1 ORDER BY " key " LIMIT $2) k"
#define LAST_DOWN(key, from)                                                                       \
    "SELECT COUNT(*), COALESCE(MIN(k.v), '')"                                                      \
    " FROM (SELECT " key " AS v FROM " from " WHERE " key " <= $1 ORDER BY " key " DESC LIMIT $2) k"
OD_SQL(sql_find_customer_last_up, "find.customer_last_up", LAST_UP("name_fold", "customer"));
OD_SQL(sql_find_customer_last_down, "find.customer_last_down", LAST_DOWN("name_fold", "customer"));
OD_SQL(sql_find_item_last_up, "find.item_last_up", LAST_UP("sku", "item"));
OD_SQL(sql_find_item_last_down, "find.item_last_down", LAST_DOWN("sku", "item"));

#define BEGUN(key, from)                                                                           \
    "SELECT COUNT(*) FROM (SELECT id FROM " from " WHERE " key " >= $1 AND " key " < $2 LIMIT $3) k"
OD_SQL(sql_find_customer_begun, "find.customer_begun", BEGUN("name_fold", "customer"));
OD_SQL(sql_find_item_begun, "find.item_begun", BEGUN("sku", "item"));

struct record_sql {
    const struct sql *hits, *begun, *last_up, *last_down;
};
static const struct record_sql of_kind[] = {
    [FIND_CUSTOMER] = { &sql_find_customer_hits, &sql_find_customer_begun,
                        &sql_find_customer_last_up, &sql_find_customer_last_down },
    [FIND_ITEM] = { &sql_find_item_hits, &sql_find_item_begun, &sql_find_item_last_up,
                    &sql_find_item_last_down },
};

/* How many records have the words, at most max. */
static bool count_hits(struct page_find *p, enum find_kind kind, int max, int64_t *n,
                       struct err *err)
{
    OD_STMT *s = sql_read(desk_db(p->desk), of_kind[kind].hits);
    bool found;

    put_text(s, p->r.match);
    put_i64(s, max);
    return sql_one_i64(&s, &found, n, err);
}

/* How many begin with them, at most HITS_CAP; 0 where a name cannot begin so. */
static bool count_begun(struct page_find *p, enum find_kind kind, int64_t *n, struct err *err)
{
    const char *begin = p->q->begin;
    OD_STMT *s = NULL;
    bool found;

    *n = 0;
    if (!begin)
        return true;
    if (kind == FIND_ITEM)
        begin = utf8_upper(p->arena, begin);
    s = sql_read(desk_db(p->desk), of_kind[kind].begun);
    put_text(s, begin);
    put_text(s, query_prefix_end(begin, p->arena));
    put_i64(s, HITS_CAP);
    return sql_one_i64(&s, &found, n, err);
}

/* Where the walk ends that begins at the page's row. */
static bool end_walk(struct page_find *p, enum find_kind kind, int rows, struct err *err)
{
    bool is_down = p->from && p->from->backward;
    const char *key = p->from ? p->from->key : NULL;
    const struct record_sql *sql = &of_kind[kind];
    OD_STMT *s = sql_read(desk_db(p->desk), is_down ? sql->last_down : sql->last_up);

    if (key && kind == FIND_CUSTOMER)
        key = utf8_fold(p->arena, key);
    if (!key)
        key = is_down ? query_prefix_end("", p->arena) : "";
    put_text(s, key);
    put_i64(s, rows);
    if (sql_row(s)) {
        p->is_last = get_i64(s) < rows;
        p->c.last_key = get_text(s, p->arena);
    }
    return sql_done(&s, err);
}

/* Where the best of all kinds together are wanted no page follows: of many those come first that
 * begin so. */
bool record_choose_way(struct page_find *p, enum find_kind kind, struct err *err)
{
    const struct query *q = p->q;
    bool is_best = query_kind(q) == FIND_ALL && !p->from;
    int max = is_best ? COMMON_ALL : COMMON;
    int64_t hits = 0;

    compose_begin(&p->c, p->arena);
    p->is_last = true;
    if (!q->match)
        return true;
    if (!query_spell(p->desk, kind, q->match, p->arena, &p->r.match, err) ||
        !count_hits(p, kind, max + 1, &hits, err))
        return false;
    if (hits <= max)
        return true;
    if (is_best) {
        p->c.way = q->begin ? RECORDS_BEGIN : RECORDS_OLDEST;
        p->is_last = p->c.way == RECORDS_OLDEST;
        return true;
    }
    if (!q->words)
        return true;
    p->c.way = RECORDS_WALKED;
    return end_walk(p, kind, WALK_ROWS, err);
}

/* The walk beside the page's row found too few: rare ones, or close together elsewhere. No more
 * hits are counted than the choice needs. */
static bool widen_near(struct page_find *p, enum find_kind kind, struct err *err)
{
    int64_t hits = 0, begun = 0, most;

    if (!count_begun(p, kind, &begun, err))
        return false;
    most = begun + FEW_REST > SORTED_HITS ? begun + FEW_REST : SORTED_HITS;
    if (most > HITS_CAP)
        most = HITS_CAP;
    if (!count_hits(p, kind, (int)most + 1, &hits, err))
        return false;
    if (begun > 0 && hits < HITS_CAP && hits - begun <= FEW_REST) {
        p->c.way = RECORDS_SPLIT;
        return true;
    }
    if (hits <= SORTED_HITS) {
        p->c.way = RECORDS_SORTED;
        return true;
    }
    p->c.way = RECORDS_WALKED;
    return end_walk(p, kind, WALK_FAR, err);
}

bool record_widen(struct page_find *p, enum find_kind kind, int *found, struct err *err)
{
    enum record_way way = p->c.way;
    bool is_near = !p->is_far;

    compose_begin(&p->c, p->arena);
    p->is_last = p->is_far = true;
    if (way == RECORDS_BEGIN) {
        p->c.way = RECORDS_OLDEST;
        return true;
    }
    *found = 0;
    if (is_near)
        return widen_near(p, kind, err);
    p->c.way = p->q->begin ? RECORDS_SPLIT : RECORDS_SORTED;
    return true;
}
