/*
 * Putting statements together, for the query bar only: from constant fragments, never from values.
 */
#ifndef OD_DOMAIN_INSIGHT_COMPOSE_H
#define OD_DOMAIN_INSIGHT_COMPOSE_H

#include "base/strbuf.h"
#include "domain/desk/desk.h"
#include "domain/insight/query.h"
#include "domain/insight/search.h"

#define COMPOSE_PARAMS 40

struct sql;
struct stmt;

struct sql_param {
    const char *text; /* NULL: the number */
    int64_t number;
};

struct composer {
    struct strbuf text, text_pg; /* alike but for full text */
    struct sql_param param[COMPOSE_PARAMS];
    int params;
    bool is_led;    /* a condition leads already */
    bool is_sorted; /* the leader's index does not give the order of the page */
};

/* Names of the query as rows of the desk; an unknown one finds nothing. */
struct resolved {
    int64_t customer, item, channel, user;
};
OD_MUST_USE bool query_resolve(struct desk *desk, const struct query *q, struct arena *arena,
                               struct resolved *out, bool *is_empty, struct err *err);

void compose_begin(struct composer *c, struct arena *arena);
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
void compose_end(const struct composer *c, const char *name, struct sql *out);
/* The statement with its parameters put, ready for sql_row. */
struct stmt *compose_read(struct desk *desk, const struct composer *c, const char *name);

/* The full-text expression of query_match as PostgreSQL writes it. */
#define TSQUERY(param)                                                                             \
    "to_tsquery('simple', REPLACE(REPLACE(REPLACE(" param                                          \
    ", '\"*', ':*'), '\"', ''), ' AND ', ' & '))"

/* The comparison of a walk over ascending keys, as a fragment between column and value. */
const char *compose_beyond(const struct find_from *from, bool is_ascending);
bool compose_is_from_row(const struct find_from *from);

void compose_orders(struct composer *c, const struct query *q, const struct resolved *r,
                    const struct find_from *from, int max);
void compose_customers(struct composer *c, const struct query *q, const struct resolved *r,
                       const struct find_from *from, int max);
void compose_items(struct composer *c, const struct query *q, const struct resolved *r,
                   const struct find_from *from, int max);

#endif
