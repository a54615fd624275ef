/*
 * Putting statements together, for the query bar only: from constant fragments, never from values.
 */
#ifndef OD_DOMAIN_INSIGHT_COMPOSE_H
#define OD_DOMAIN_INSIGHT_COMPOSE_H

#include "base/strbuf.h"
#include "domain/desk/desk.h"
#include "domain/insight/query.h"
#include "domain/insight/search.h"

#define COMPOSE_PARAMS 400
/* Items whose code has a part in it, as a filter of orders. */
#define RESOLVED_ITEMS 50

struct sql;
struct stmt;

struct sql_param {
    const char *text; /* NULL: the number */
    int64_t number;
};

/* How a page of customers or items with words is put together. */
enum record_way {
    RECORDS_SORTED = 0, /* all that has the words is put in order */
    RECORDS_WALKED,     /* in their order up to last_key, those that have the words are taken */
    RECORDS_BEGIN,      /* in their order, those that begin with the words */
    RECORDS_OLDEST,     /* as they were made */
    RECORDS_SPLIT,      /* in order: those that begin with the words, and the rest put in order */
};

struct composer {
    struct strbuf text, text_pg; /* alike but for full text */
    struct sql_param param[COMPOSE_PARAMS];
    int params;
    bool is_led;    /* a condition leads already */
    bool is_sorted; /* the leader's index does not give the order of the page */
    bool is_by_shown; /* the index of display statuses leads */
    bool is_placed; /* the index of placed_ms leads */
    bool is_walked; /* in: the index of the sort leads */
    bool is_count;  /* in: rows are only counted, in any order */
    bool has_words_in;    /* in: another condition leads, the words are looked for in the rows */
    bool has_item_in;     /* in: another condition leads, the items are looked for in its lines */
    bool is_by_item;      /* in: the lines of the first item lead */
    bool is_by_total;     /* in: the index of totals leads */
    bool is_total_set;    /* in: who has the total is known before a row is read */
    enum record_way way;  /* in, of customers and items */
    const char *last_key; /* in, of RECORDS_WALKED */
};

/* What hangs on an order, each with an index of its own (search_link_sql.c). */
enum order_link {
    LINK_TRACKING,
    LINK_CARRIER,
    LINK_SHIPPED,
    LINK_WORK,
    LINK_PICKER,
    LINK_HOLD,
    LINK_PRIORITY,
    LINK_WANTED,
    LINK_PICKUP,
    LINKS,
};

/* Names of the query as rows of the desk. */
struct resolved_ids {
    int64_t v[RESOLVED_ITEMS];
    int n;
};
/* Categories as items have them, that begin as is asked or are it. */
#define RESOLVED_CATEGORIES 40
struct resolved_category {
    const char *v[RESOLVED_CATEGORIES];
    int n;
    bool is_known; /* these are all; else each row is asked */
    bool has_few_items; /* resolved.item has them: few */
    bool has_few_lines; /* many items, on few lines */
};
struct resolved {
    struct resolved_ids customer[2], channel[2], user[2], item[2], site[2], group[2], picker[2];
    int64_t min_id, max_id; /* orders that can fit, where that is known; else 0 */
    const char *match; /* the words as the index has them (query_spell), or NULL */
    unsigned few_links; /* bits 1 << enum order_link: few orders have it, so it leads */
    bool is_small_group; /* few customers are in the groups that must be */
    struct resolved_category category;
    const char *few_placed; /* JSON: the orders of those weekdays and hours, few; NULL: not known */
    bool has_few_notes; /* few records have the notes that must be: they lead (search_note_sql.c) */
};
/* is_empty: a name that must be is unknown. err ERR_LIMIT where too many items have the part. */
OD_MUST_USE bool query_resolve(struct desk *desk, const struct query *q, struct arena *arena,
                               struct resolved *out, bool *is_empty, struct err *err);

void compose_begin(struct composer *c, struct arena *arena);
/* An empty one that goes the same way. */
void compose_begin_like(struct composer *c, const struct composer *like);
/* Adds a constant fragment; each # in it becomes the next $n, to be given by the param calls that
 * follow, in order. */
void compose(struct composer *c, const char *fragment);
/* The same where PostgreSQL needs another text. */
void compose2(struct composer *c, const char *fragment, const char *fragment_pg);
/* A condition that may lead: its text as the leader, and as a filter beside another leader.
 * gives_order: the index it leads with has the order of the page. */
void compose_either(struct composer *c, const char *leader, const char *filter, bool gives_order);
void param_text(struct composer *c, const char *text);
void param_i64(struct composer *c, int64_t v);
/* head, a list of parameters with commas between, tail. */
void compose_ids(struct composer *c, const char *head, const struct resolved_ids *ids,
                 const char *tail);
void compose_numbers(struct composer *c, const char *head, const struct query_names *names,
                     const char *tail);
/* " AND (column LIKE # OR column LIKE # ...)" for folded texts that begin so, or are so where "="
 * stands before the name; is_squeezed: gaps do not count. sign QUERY_NOT: none of them. */
void compose_begins(struct composer *c, const char *column, const struct query_names names[2],
                    bool is_squeezed);
/* A condition with params times # for a pattern: a folded text has one of the names anywhere. sign
 * QUERY_NOT: none of them. */
void compose_has(struct composer *c, const char *condition, int params,
                 const struct query_names names[2]);
/* The fragment with both ends as parameters, where the range is set. */
void compose_range(struct composer *c, const char *fragment, const struct query_range *r);
void compose_end(const struct composer *c, const char *name, struct sql *out);
/* The statement with its parameters put, ready for sql_row. */
struct stmt *compose_read(struct desk *desk, const struct composer *c, const char *name);

/* The full-text expression of query_match as PostgreSQL writes it. */
#define TSQUERY(param)                                                                             \
    "to_tsquery('simple', REPLACE(REPLACE(REPLACE(REPLACE(REPLACE(" param                          \
    ", '\"*', ':*'), '\"', ''), ' AND ', ' & '), ' OR ', ' | '), ' NOT ', ' & !'))"
/* Words of a row at hand: of a plain expression in its folded text, of any in the index. */
struct word_sql {
    const char *in, *out, *in_pg, *out_pg, *out_index, *out_index_pg;
};
#define WORD_SQL(fts, column, row)                                                                 \
    {                                                                                              \
        .in = " AND od_words(" column ", #) = 1", .out = " AND od_words(" column ", #) = 0",       \
        .in_pg = " AND to_tsvector('simple', " column ") @@ " TSQUERY("#"),                        \
        .out_pg = " AND NOT to_tsvector('simple', " column ") @@ " TSQUERY("#"),                   \
        .out_index = " AND NOT EXISTS (SELECT 1 FROM " fts " WHERE " fts " MATCH # AND " fts       \
                     ".rowid = " row ")",                                                          \
        .out_index_pg = " AND NOT EXISTS (SELECT 1 FROM " fts " WHERE to_tsvector('simple', " fts  \
                        ".search_text) @@ " TSQUERY("#") " AND " fts ".rowid = " row ")",          \
    }
/* Has the row the words of a plain expression? */
void compose_words_in(struct composer *c, const struct word_sql *sql, const char *words);
/* Has it none of those that must not be there? Nothing where the query has none. */
void compose_words_not(struct composer *c, const struct word_sql *sql, const struct query *q);

/* --- search_note_sql.c --- */

/* Sets has_few_notes of a kind of record, also where the index of notes is still being made: then
 * false, and notes are looked through with the rows. */
OD_MUST_USE bool note_resolve(struct desk *desk, const struct query *q, enum find_kind kind,
                              struct resolved *out, struct err *err);
/* The conditions on notes; id and otherwise (params times #, a pattern each) are those of rows. */
void compose_notes(struct composer *c, const struct query *q, const struct resolved *r,
                   enum find_kind kind, const char *id, const char *otherwise, int params);

/* --- search_days_sql.c --- */

/* Sets min_id and max_id of orders, is_empty where nothing was placed on those days. */
OD_MUST_USE bool days_resolve(struct desk *desk, const struct query *q, struct resolved *out,
                              bool *is_empty, struct err *err);
/* The first and the last moment within a range at which an order was placed; unset where none was.
 */
OD_MUST_USE bool days_bound(struct desk *desk, const struct query_range *asked,
                            struct query_range *out, struct err *err);

void compose_promised(struct composer *c, const struct query *q);
/* Leads where the days are few and nothing else does. */
void compose_placed(struct composer *c, const struct query *q);

/* --- search_when_sql.c --- */

/* Sets few_placed where few orders are of the weekdays and hours that must be. */
OD_MUST_USE bool when_resolve(struct desk *desk, const struct query *q, struct arena *arena,
                              struct resolved *out, bool *is_empty, struct err *err);
/* The conditions on weekday and hour of orders. */
void compose_when(struct composer *c, const struct query *q, const struct resolved *r);

/* --- search_group_sql.c --- */

/* Sets category of orders; where it has few items, and no item is asked for, those are the items
 * that lead. */
OD_MUST_USE bool group_resolve(struct desk *desk, const struct query *q, struct arena *arena,
                               struct resolved *out, bool *is_empty, struct err *err);
/* The conditions on the category of what was ordered. */
void compose_groups(struct composer *c, const struct query *q, const struct resolved *r);

/* --- search_link_sql.c --- */

/* Sets few_links of orders, is_small_group of customers. */
OD_MUST_USE bool link_resolve(struct desk *desk, const struct query *q, enum find_kind kind,
                              struct resolved *out, struct err *err);
/* The conditions on what hangs on an order. */
void compose_links(struct composer *c, const struct query *q, const struct resolved *r);
/* Orders of one kind of these alone, for counting. */
void compose_link_rows(struct composer *c, const struct query *q, const struct resolved *r,
                       enum order_link link);

/* The comparison of a walk over ascending keys, as a fragment between column and value. */
const char *compose_beyond(const struct find_from *from, bool is_ascending);
/* search_wait_sql.c: orders that wait for an item, a decision, an address; few, and indexes have
 * just these. */
void compose_waiting(struct composer *c, const struct query *q);
bool compose_is_from_row(const struct find_from *from);

/* --- one side of "or"; search_or.c puts them together --- */
OD_MUST_USE bool find_orders_side(struct desk *desk, const struct query *q,
                                  const struct find_from *from, int max, struct arena *arena,
                                  struct order_rows *out, struct err *err);
OD_MUST_USE bool find_customers_side(struct desk *desk, const struct query *q,
                                     const struct find_from *from, int max, struct arena *arena,
                                     struct customer_rows *out, struct err *err);
OD_MUST_USE bool find_items_side(struct desk *desk, const struct query *q,
                                 const struct find_from *from, int max, struct arena *arena,
                                 struct item_rows *out, struct err *err);
OD_MUST_USE bool find_count_side(struct desk *desk, const struct query *q, enum find_kind kind,
                                 int max, struct arena *arena, int *out, struct err *err);

/* Do ids and keys grow along the walk? */
bool query_is_up(const struct query *q, const struct find_from *from);
/* Are all that can fit known by something that few orders have? It leads, and its condition stands
 * with the others. */
bool resolved_is_few(const struct resolved *r);
/* Can the display statuses that are asked for lead a search? */
bool query_shown_leads(const struct query *q);
/* A page that is sorted otherwise than by newest comes from an index where c->is_walked, else all
 * that fits is put in order. */
void compose_orders(struct composer *c, const struct query *q, const struct resolved *r,
                    const struct find_from *from, int max);
/* How many orders fit, at most max. */
void compose_order_count(struct composer *c, const struct query *q, const struct resolved *r,
                         int max);
void compose_customers(struct composer *c, const struct query *q, const struct resolved *r,
                       const struct find_from *from, int max);
void compose_items(struct composer *c, const struct query *q, const struct resolved *r,
                   const struct find_from *from, int max);

void compose_customer_count(struct composer *c, const struct query *q, const struct resolved *r,
                            int max);
void compose_item_count(struct composer *c, const struct query *q, const struct resolved *r,
                        int max);

#endif
