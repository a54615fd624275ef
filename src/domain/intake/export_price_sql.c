/*
 * Price lists, groups and the rules that say what something costs, as their imports read them: a
 * list behind the one it stands on; rules of items by SKU, then those of categories and of
 * everything; in an order that no number of the desk has a part in.
 */
#include "base/mem.h"
#include "domain/catalog/price_list.h"
#include "domain/insight/search.h"
#include "domain/intake/export_parts.h"
#include "store/store.h"

/* --- groups ---------------------------------------------------------------------------------- */

static const char *const group_columns[] = { "code", "name", NULL };

static bool run_groups(struct export_job *job, struct err *err)
{
    struct customer_groups groups;

    if (!customer_groups_load(job->desk, job->page, &groups, err))
        return false;
    for (int i = 0; i < groups.n; i++) {
        export_text(job, groups.v[i].code);
        export_text(job, groups.v[i].name);
        if (!export_row(job, err))
            return false;
    }
    return true;
}

const struct export_kind export_groups = { "groups", group_columns, 0, run_groups };

/* --- lists ----------------------------------------------------------------------------------- */

static const char *const list_columns[] = {
    "code",   "name",           "currency",   "tax_included", "active",
    "parent", "adjust_percent", "valid_from", "valid_to",     NULL,
};

static const struct price_list *list_of(const struct price_lists *lists, struct price_list_id id)
{
    for (int i = 0; i < lists->n; i++)
        if (lists->v[i].id.v == id.v)
            return &lists->v[i];
    return NULL;
}

static int depth_of(const struct price_lists *lists, const struct price_list *list)
{
    int depth = 0;

    for (; list != NULL && list->parent.v != 0 && depth <= PRICE_LIST_DEPTH; depth++)
        list = list_of(lists, list->parent);
    return depth;
}

static bool put_list(struct export_job *job, const struct price_list *list,
                     const struct price_list *parent, struct err *err)
{
    export_text(job, list->code);
    export_text(job, list->name);
    export_text(job, list->currency);
    export_bool(job, list->is_tax_incl);
    export_bool(job, list->is_active);
    export_text(job, parent == NULL ? "" : parent->code);
    export_rate(job, (struct rate){ list->adjust_ppm });
    export_date(job, list->valid_from);
    export_date(job, list->valid_to);
    return export_row(job, err);
}

static bool run_lists(struct export_job *job, struct err *err)
{
    struct price_lists lists;

    if (!price_lists_load(job->desk, job->page, &lists, err))
        return false;
    for (int depth = 0; depth <= PRICE_LIST_DEPTH; depth++)
        for (int i = 0; i < lists.n; i++)
            if (depth_of(&lists, &lists.v[i]) == depth &&
                !put_list(job, &lists.v[i], list_of(&lists, lists.v[i].parent), err))
                return false;
    return true;
}

const struct export_kind export_lists = { "lists", list_columns, 0, run_lists };

/* --- rules ----------------------------------------------------------------------------------- */

static const char *const price_columns[] = {
    "sku",      "price", "list", "min_qty", "customer", "valid_from", "valid_to",
    "currency", "group", "kind", "percent", "contract", "by_promise", NULL,
};

struct rule_row {
    const char *category, *list, *currency, *customer, *group, *contract, *from, *to;
    int64_t kind;
    struct qty min_qty;
    struct price price;
    struct rate percent;
    bool is_by_promise;
};
struct rule_rows OD_VEC(struct rule_row);

#define RULE_COLUMNS                                                                               \
    "SELECT r.category, l.code, l.currency, COALESCE(c.code, ''), COALESCE(g.code, ''),"           \
    " r.contract_ref, r.valid_from_date, CASE WHEN r.valid_to_date = '9999-12-31' THEN ''"         \
    " ELSE r.valid_to_date END, r.kind, r.min_qty, r.price_v, r.percent_ppm,"                      \
    " r.is_by_promise"                       \
    " FROM price_rule r"                                                                           \
    " JOIN price_list l ON l.id = r.price_list_id"                                                 \
    " LEFT JOIN customer c ON c.id = r.customer_id"                                                \
    " LEFT JOIN customer_group g ON g.id = r.group_id"
#define RULE_ORDER                                                                                 \
    " ORDER BY lower(r.category), l.code, COALESCE(c.code, ''), COALESCE(g.code, ''), r.min_qty,"  \
    " r.valid_from_date"

OD_SQL(sql_export_prices, "export.prices", RULE_COLUMNS " WHERE r.item_id = $1" RULE_ORDER);
OD_SQL(sql_export_other_prices, "export.other_prices",
       RULE_COLUMNS " WHERE r.item_id IS NULL" RULE_ORDER);

/* Read to the end before anything is written, so that no snapshot stays open. */
static bool load_rules(struct export_job *job, struct stmt **q, struct rule_rows *out,
                       struct err *err)
{
    *out = (struct rule_rows){ 0 };
    while (sql_row(*q)) {
        struct rule_row *row = vec_push(job->row, out);

        row->category = get_text(*q, job->row);
        row->list = get_text(*q, job->row);
        row->currency = get_text(*q, job->row);
        row->customer = get_text(*q, job->row);
        row->group = get_text(*q, job->row);
        row->contract = get_text(*q, job->row);
        row->from = get_text(*q, job->row);
        row->to = get_text(*q, job->row);
        row->kind = get_i64(*q);
        row->min_qty.milli = get_i64(*q);
        row->price.v = get_i64(*q);
        row->percent.ppm = (int32_t)get_i64(*q);
        row->is_by_promise = get_i64(*q) != 0;
    }
    return sql_done(q, err);
}

static bool put_rules(struct export_job *job, const char *sku, const struct rule_rows *rows,
                      struct err *err)
{
    static const char *const kinds[] = { "price", "percent", "amount" };

    for (int i = 0; i < rows->n; i++) {
        const struct rule_row *r = &rows->v[i];

        export_text(job, sku != NULL ? sku
                         : *r->category == 0
                             ? PRICE_OF_ALL
                             : arena_printf(job->row, PRICE_OF_CATEGORY "%s", r->category));
        if (r->kind == PRICE_PERCENT)
            export_text(job, "");
        else
            export_price(job, r->price, r->currency);
        export_text(job, r->list);
        export_qty(job, r->min_qty);
        export_text(job, r->customer);
        export_text(job, r->from);
        export_text(job, r->to);
        export_text(job, r->currency);
        export_text(job, r->group);
        export_text(job, kinds[r->kind - PRICE_FIXED]);
        if (r->kind == PRICE_PERCENT)
            export_rate(job, r->percent);
        else
            export_text(job, "");
        export_text(job, r->contract);
        export_bool(job, r->is_by_promise);
        if (!export_row(job, err))
            return false;
    }
    return true;
}

static bool put_prices(struct export_job *job, const struct item_row *row, struct err *err)
{
    OD_STMT *q = sql_read(desk_db(job->desk), &sql_export_prices);
    struct rule_rows rows;

    put_i64(q, row->id.v);
    return load_rules(job, &q, &rows, err) && put_rules(job, row->sku, &rows, err);
}

/* Of some items only their own rules; of all, the others too. */
static bool run_prices(struct export_job *job, struct err *err)
{
    OD_STMT *q = NULL;
    struct rule_rows rows;

    if (!export_each_item(job, put_prices, err))
        return false;
    if (!job->is_all)
        return true;
    arena_reset(job->row);
    q = sql_read(desk_db(job->desk), &sql_export_other_prices);
    return load_rules(job, &q, &rows, err) && put_rules(job, NULL, &rows, err);
}

const struct export_kind export_prices = { "prices", price_columns, FIND_ITEM, run_prices };
