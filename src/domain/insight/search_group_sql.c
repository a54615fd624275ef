/*
 * The category of what was ordered, as a condition of orders. The names that are meant are looked
 * up first, in the index of categories; where few items or few lines are of them, those lead.
 */
#include <stddef.h>
#include <string.h>

#include "base/mem.h"
#include "base/utf8.h"
#include "domain/insight/compose.h"
#include "store/store.h"

/* So many names of categories are looked at. */
#define NAMES_SEEN 1000
/* Items and lines that are looked up at once. */
#define FEW_ITEMS 3000
#define FEW_LINES 4000

/* --- the names -------------------------------------------------------------------------------- */

OD_SQL(sql_find_next_category, "find.next_category",
       "SELECT category"
       " FROM item"
       " WHERE category > $1"
       " ORDER BY category"
       " LIMIT 1");

bool query_next_category(struct desk *desk, const char *after, struct arena *arena,
                         const char **out, struct err *err)
{
    OD_STMT *q = sql_read(desk_db(desk), &sql_find_next_category);

    put_text(q, after);
    *out = sql_row(q) ? get_text(q, arena) : NULL;
    return sql_done(&q, err);
}

/* As compose_begins asks it. */
static bool is_asked(const struct query_names *asked, const char *category, struct arena *arena)
{
    const char *folded = utf8_fold(arena, category);

    for (int i = 0; i < asked->n; i++) {
        bool is_whole = asked->v[i][0] == '=';
        const char *name = utf8_fold(arena, asked->v[i] + is_whole);

        if (is_whole ? strcmp(folded, name) == 0 : strncmp(folded, name, strlen(name)) == 0)
            return true;
    }
    return false;
}

/* False in is_known: there are more than are looked at, or more are meant than there is room. */
static bool find_names(struct desk *desk, const struct query_names *asked, struct arena *arena,
                       struct resolved_category *out, struct err *err)
{
    const char *name = "";

    for (int seen = 0; seen < NAMES_SEEN; seen++) {
        if (!query_next_category(desk, name, arena, &name, err))
            return false;
        if (name == NULL) {
            out->is_known = true;
            return true;
        }
        if (!is_asked(asked, name, arena))
            continue;
        if (out->n == RESOLVED_CATEGORIES)
            return true;
        out->v[out->n++] = name;
    }
    return true;
}

static void compose_known(struct composer *c, const struct resolved_category *of)
{
    for (int i = 0; i < of->n; i++) {
        compose(c, i > 0 ? ", #" : "#");
        param_text(c, of->v[i]);
    }
    compose(c, ")");
}

/* --- how many --------------------------------------------------------------------------------- */

static bool find_few_items(struct desk *desk, struct arena *arena, struct resolved *out,
                           struct err *err)
{
    struct resolved_ids ids = { 0 };
    struct composer c;
    bool is_full = false;

    compose_begin(&c, arena);
    compose(&c, "SELECT i.id FROM item i WHERE i.category IN (");
    compose_known(&c, &out->category);
    compose(&c, " LIMIT #");
    param_i64(&c, RESOLVED_ITEMS + 1);

    OD_STMT *s = compose_read(desk, &c, "find.category");

    while (sql_row(s)) {
        int64_t id = get_i64(s);

        is_full = ids.n == RESOLVED_ITEMS;
        if (!is_full)
            ids.v[ids.n++] = id;
    }
    if (!sql_done(&s, err))
        return false;
    out->category.has_few_items = !is_full;
    if (!is_full)
        out->item[QUERY_IS] = ids;
    return true;
}

/* Counts what stands behind the names, at most max of it. */
static bool is_few(struct desk *desk, const struct resolved *r, const char *head, int max,
                   struct arena *arena, bool *out, struct err *err)
{
    struct composer c;
    int64_t n = 0;
    bool found;

    compose_begin(&c, arena);
    compose(&c, head);
    compose_known(&c, &r->category);
    compose(&c, " LIMIT #) k");
    param_i64(&c, max + 1);

    OD_STMT *s = compose_read(desk, &c, "find.category_size");

    if (!sql_one_i64(&s, &found, &n, err))
        return false;
    *out = n <= max;
    return true;
}

/* Many items, of which little was sold. */
static bool has_few_lines(struct desk *desk, const struct resolved *r, struct arena *arena,
                          bool *out, struct err *err)
{
    if (!is_few(desk, r, "SELECT COUNT(*) FROM (SELECT i.id FROM item i WHERE i.category IN (",
                FEW_ITEMS, arena, out, err))
        return false;
    return !*out ||
           is_few(desk, r,
                  "SELECT COUNT(*) FROM (SELECT l.order_id FROM item i CROSS JOIN order_line l"
                  " WHERE l.item_id = i.id AND i.category IN (",
                  FEW_LINES, arena, out, err);
}

bool group_resolve(struct desk *desk, const struct query *q, struct arena *arena,
                   struct resolved *out, bool *is_empty, struct err *err)
{
    const struct query_names *asked = &q->category[QUERY_IS];

    if (*is_empty || asked->n == 0)
        return true;
    if (!find_names(desk, asked, arena, &out->category, err))
        return false;
    if (!out->category.is_known)
        return true;
    if (out->category.n == 0) {
        *is_empty = true;
        return true;
    }
    if (q->sku[QUERY_IS].n > 0)
        return true;
    return find_few_items(desk, arena, out, err) &&
           (out->category.has_few_items ||
            has_few_lines(desk, out, arena, &out->category.has_few_lines, err));
}

/* --- the conditions --------------------------------------------------------------------------- */

static void compose_category(struct composer *c, const struct query_names *of, const char *head)
{
    const struct query_names names[2] = { *of };

    if (of->n == 0)
        return;
    compose(c, head);
    compose(c, " (SELECT 1 FROM order_line l CROSS JOIN item i WHERE l.order_id = o.id"
               " AND i.id = l.item_id");
    compose_begins(c, "i.category", names, false);
    compose(c, ")");
}

void compose_groups(struct composer *c, const struct query *q, const struct resolved *r)
{
    const struct resolved_category *known = &r->category;

    compose_category(c, &q->category[QUERY_NOT], " AND NOT EXISTS");
    if (known->has_few_items)
        return;
    if (!known->is_known || known->n == 0) {
        compose_category(c, &q->category[QUERY_IS], " AND EXISTS");
        return;
    }
    compose(c, known->has_few_lines
                   ? " AND o.id IN (SELECT l.order_id FROM item i CROSS JOIN order_line l"
                     " WHERE l.item_id = i.id AND i.category IN ("
                   : " AND EXISTS (SELECT 1 FROM order_line l CROSS JOIN item i"
                     " WHERE l.order_id = o.id AND i.id = l.item_id AND (i.category || '') IN (");
    compose_known(c, known);
    compose(c, ")");
}
