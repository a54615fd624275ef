/*
 * Two more things kept beside the records: the full-text index, looked at by a sample of records
 * that must be found by their own words, and the orders of each hour.
 */
#include <stdlib.h>
#include <string.h>

#include "base/date.h"
#include "base/i18n.h"
#include "base/mem.h"
#include "domain/insight/audit_parts.h"
#include "domain/insight/query.h"
#include "store/store.h"

/* Records looked at of each kind, the newest ones (in full all, so many at once), words of each. */
#define SAMPLE 500
#define SAMPLE_WORDS 8

struct sampled {
    int64_t id;
    const char *name, *text;
};
struct samples OD_VEC(struct sampled);

OD_SQL(sql_audit_sample_orders, "audit.sample_orders",
       "SELECT id, COALESCE(number, ''), search_text"
       " FROM sales_order"
       " WHERE id < $1"
       " ORDER BY id DESC"
       " LIMIT $2");
OD_SQL(sql_audit_sample_customers, "audit.sample_customers",
       "SELECT id, code, search_text"
       " FROM customer"
       " WHERE id < $1"
       " ORDER BY id DESC"
       " LIMIT $2");
OD_SQL(sql_audit_sample_items, "audit.sample_items",
       "SELECT id, sku, search_text"
       " FROM item"
       " WHERE id < $1"
       " ORDER BY id DESC"
       " LIMIT $2");

OD_SQL2(sql_audit_find_order, "audit.find_order",
        "SELECT rowid"
        " FROM order_fts"
        " WHERE order_fts MATCH $1 AND rowid = $2",
        "SELECT rowid"
        " FROM order_fts"
        " WHERE to_tsvector('simple', search_text) @@ to_tsquery('simple',"
        " REPLACE(REPLACE(REPLACE($1, '\"*', ':*'), '\"', ''), ' AND ', ' & ')) AND rowid = $2");
OD_SQL2(sql_audit_find_customer, "audit.find_customer",
        "SELECT rowid"
        " FROM customer_fts"
        " WHERE customer_fts MATCH $1 AND rowid = $2",
        "SELECT rowid"
        " FROM customer_fts"
        " WHERE to_tsvector('simple', search_text) @@ to_tsquery('simple',"
        " REPLACE(REPLACE(REPLACE($1, '\"*', ':*'), '\"', ''), ' AND ', ' & ')) AND rowid = $2");
OD_SQL2(sql_audit_find_item, "audit.find_item",
        "SELECT rowid"
        " FROM item_fts"
        " WHERE item_fts MATCH $1 AND rowid = $2",
        "SELECT rowid"
        " FROM item_fts"
        " WHERE to_tsvector('simple', search_text) @@ to_tsquery('simple',"
        " REPLACE(REPLACE(REPLACE($1, '\"*', ':*'), '\"', ''), ' AND ', ' & ')) AND rowid = $2");

OD_SQL2(sql_audit_rebuild_orders, "audit.rebuild_orders",
        "INSERT INTO order_fts (order_fts)"
        " VALUES ('rebuild')",
        "INSERT INTO order_fts (rowid, search_text)"
        " SELECT id, search_text FROM sales_order"
        " ON CONFLICT (rowid) DO UPDATE SET search_text = excluded.search_text");
OD_SQL2(sql_audit_rebuild_customers, "audit.rebuild_customers",
        "INSERT INTO customer_fts (customer_fts)"
        " VALUES ('rebuild')",
        "INSERT INTO customer_fts (rowid, search_text)"
        " SELECT id, search_text FROM customer"
        " ON CONFLICT (rowid) DO UPDATE SET search_text = excluded.search_text");
OD_SQL2(sql_audit_rebuild_items, "audit.rebuild_items",
        "INSERT INTO item_fts (item_fts)"
        " VALUES ('rebuild')",
        "INSERT INTO item_fts (rowid, search_text)"
        " SELECT id, search_text FROM item"
        " ON CONFLICT (rowid) DO UPDATE SET search_text = excluded.search_text");

static const struct index_check {
    const char *check;
    const struct sql *sample, *find, *rebuild;
} index_checks[] = {
    { "search.order", &sql_audit_sample_orders, &sql_audit_find_order, &sql_audit_rebuild_orders },
    { "search.customer", &sql_audit_sample_customers, &sql_audit_find_customer,
      &sql_audit_rebuild_customers },
    { "search.item", &sql_audit_sample_items, &sql_audit_find_item, &sql_audit_rebuild_items },
};

static bool load_samples(struct audit_run *run, const struct sql *sql, int64_t before,
                         struct arena *arena, struct samples *out, struct err *err)
{
    OD_STMT *q = sql_read(desk_db(run->desk), sql);

    put_i64(q, before);
    put_i64(q, SAMPLE);
    while (sql_row(q)) {
        struct sampled *s = vec_push(arena, out);

        s->id = get_i64(q);
        s->name = get_text(q, arena);
        s->text = get_text(q, arena);
    }
    return sql_done(&q, err);
}

/* The first words of a text. */
static const char *first_words(const char *text, struct arena *arena)
{
    size_t len = 0;

    for (int words = 0; text[len]; len++)
        if (text[len] == ' ' && ++words == SAMPLE_WORDS)
            break;
    return arena_strndup(arena, text, len);
}

static bool is_found(struct audit_run *run, const struct sql *sql, const struct sampled *s,
                     struct arena *arena, bool *out, struct err *err)
{
    OD_STMT *q = NULL;
    const char *match;
    int terms = 0;
    int64_t id;

    match = query_match(first_words(s->text, arena), &terms, arena);
    *out = true;
    if (terms == 0)
        return true;
    q = sql_read(desk_db(run->desk), sql);
    put_text(q, match);
    put_i64(q, s->id);
    return sql_one_i64(&q, out, &id, err);
}

static bool rebuild(struct tx *tx, const struct sql *sql, struct err *err)
{
    OD_STMT *q = sql_write(tx, sql);

    return sql_run(&q, NULL, err);
}

/* Records with a lower id than *before, from the newest; 0 afterwards: there are no more. */
static bool check_page(struct audit_run *run, const struct index_check *check, int64_t *before,
                       struct err *err)
{
    OD_ARENA *tmp = arena_new();
    struct samples samples = { 0 };

    if (!load_samples(run, check->sample, *before, tmp, &samples, err))
        return false;
    for (int i = 0; i < samples.n; i++) {
        bool found;

        if (!is_found(run, check->find, &samples.v[i], tmp, &found, err))
            return false;
        if (!found)
            (void)audit_add(run, arena_strdup(run->arena, samples.v[i].name),
                            _("is not found by its own words"), true);
        *before = samples.v[i].id;
    }
    run->records += samples.n;
    if (samples.n < SAMPLE)
        *before = 0;
    return true;
}

/* Page by page, each as it stood in one moment. */
static bool look_at_index(struct audit_run *run, const struct index_check *check, struct err *err)
{
    int64_t before = INT64_MAX;

    do {
        OD_VIEW view = { 0 };

        if (!audit_view(run, &view, err) ||
            !check_page(run, check, &before, err))
            return false;
    } while (run->is_full && before != 0);
    return true;
}

static bool check_index(struct audit_run *run, const struct index_check *check, struct err *err)
{
    OD_TX tx = { 0 };
    int first = run->faults.n;

    run->check = check->check;
    if (!look_at_index(run, check, err))
        return false;
    if (!run->is_fixing || run->faults.n == first)
        return true;
    for (int i = first; i < run->faults.n; i++)
        run->faults.v[i].is_fixed = true;
    return desk_begin(run->desk, "check.fix", &tx, err) && rebuild(&tx, check->rebuild, err) &&
           tx_commit(&tx, err);
}

bool audit_index(struct audit_run *run, struct err *err)
{
    for (size_t i = 0; i < OD_LEN(index_checks); i++)
        if (!check_index(run, &index_checks[i], err))
            return false;
    return true;
}

/* --- orders of the hours --------------------------------------------------------------------- */

struct hour {
    struct date day;
    int hour;
    int64_t orders, minor;
};
struct hours OD_VEC(struct hour);

OD_SQL(sql_audit_placed, "audit.placed",
       "SELECT placed_ms, base_total_minor"
       " FROM sales_order"
       " WHERE placed_ms > 0"
       " ORDER BY placed_ms");

static int hour_cmp(const struct hour *a, const struct hour *b)
{
    int order = date_cmp(a->day, b->day);

    return order ? order : a->hour - b->hour;
}

static int by_hour(const void *a, const void *b)
{
    return hour_cmp(a, b);
}

/* Where clocks go back by an hour at a quarter to (Chatham), two hours of the clock come again. */
static void join_hours(struct hours *hours)
{
    int n = 0;

    if (hours->n > 1)
        qsort(hours->v, (size_t)hours->n, sizeof *hours->v, by_hour);
    for (int i = 0; i < hours->n; i++) {
        struct hour *last = n > 0 ? &hours->v[n - 1] : NULL;

        if (last == NULL || hour_cmp(last, &hours->v[i]) != 0) {
            hours->v[n++] = hours->v[i];
            continue;
        }
        last->orders += hours->v[i].orders;
        last->minor += hours->v[i].minor;
    }
    hours->n = n;
}

/* The hours as the orders have them, in order of the clock. */
static bool load_real_hours(struct audit_run *run, struct arena *arena, struct hours *out,
                            struct err *err)
{
    OD_STMT *q = sql_read(desk_db(run->desk), &sql_audit_placed);

    while (sql_row(q)) {
        struct stamp at = { get_i64(q) };
        int64_t minor = get_i64(q);
        struct date day = stamp_to_date(at);
        int hour = stamp_minute_of_day(at) / 60;
        struct hour *h = out->n > 0 ? &out->v[out->n - 1] : NULL;

        if (!h || date_cmp(h->day, day) != 0 || h->hour != hour) {
            h = vec_push(arena, out);
            h->day = day;
            h->hour = hour;
        }
        h->orders++;
        h->minor += minor;
    }
    join_hours(out);
    return sql_done(&q, err);
}

OD_SQL(sql_audit_hours, "audit.hours",
       "SELECT day_date, hour, orders, base_total_minor"
       " FROM metric_hour"
       " WHERE orders <> 0"
       " ORDER BY day_date, hour");

static bool load_said_hours(struct audit_run *run, struct arena *arena, struct hours *out,
                            struct err *err)
{
    OD_STMT *q = sql_read(desk_db(run->desk), &sql_audit_hours);

    while (sql_row(q)) {
        struct hour *h = vec_push(arena, out);

        if (!date_parse(get_text(q, arena), &h->day, NULL))
            h->day = (struct date){ 0 };
        h->hour = (int)get_i64(q);
        h->orders = get_i64(q);
        h->minor = get_i64(q);
    }
    return sql_done(&q, err);
}

OD_SQL(sql_audit_fix_hour, "audit.fix_hour",
       "INSERT INTO metric_hour (day_date, hour, orders, base_total_minor)"
       " VALUES ($1, $2, $3, $4)"
       " ON CONFLICT (day_date, hour) DO UPDATE"
       " SET orders = excluded.orders, base_total_minor = excluded.base_total_minor");

static bool fix_hour(struct tx *tx, const struct hour *h, struct err *err)
{
    char day[DATE_TEXT_SIZE];
    OD_STMT *q = sql_write(tx, &sql_audit_fix_hour);

    put_text(q, date_format(h->day, day));
    put_i64(q, h->hour);
    put_i64(q, h->orders);
    put_i64(q, h->minor);
    return sql_run(&q, NULL, err);
}

static bool note_hour(struct audit_run *run, struct tx *tx, const struct hour *said,
                      const struct hour *real, struct err *err)
{
    char day[DATE_TEXT_SIZE];
    struct audit_fault *fault;

    if (said->orders == real->orders)
        return true;
    fault = audit_add(run, arena_printf(run->arena, "%s %02d:00", date_format(real->day, day),
                                        real->hour),
                      arena_printf(run->arena, _("says %lld orders, there are %lld"),
                                   (long long)said->orders, (long long)real->orders),
                      true);
    fault->is_fixed = run->is_fixing;
    return !run->is_fixing || fix_hour(tx, real, err);
}

/* Only how many: desks of before counted what an order was worth when it was placed. */
bool audit_metric_hour(struct audit_run *run, struct err *err)
{
    OD_ARENA *tmp = arena_new();
    OD_TX tx = { 0 };
    OD_VIEW view = { 0 };
    struct hours real = { 0 }, said = { 0 };
    int r = 0, s = 0;

    if (!audit_begin(run, &tx, &view, err) ||
        !load_real_hours(run, tmp, &real, err) || !load_said_hours(run, tmp, &said, err))
        return false;
    while (r < real.n || s < said.n) {
        int order = r == real.n ? 1 : s == said.n ? -1 : hour_cmp(&real.v[r], &said.v[s]);
        struct hour none = order > 0 ? said.v[s] : real.v[r];

        none.orders = none.minor = 0;
        if (!note_hour(run, &tx, order >= 0 ? &said.v[s] : &none, order <= 0 ? &real.v[r] : &none,
                       err))
            return false;
        r += order <= 0;
        s += order >= 0;
        run->records++;
    }
    return !run->is_fixing || tx_commit(&tx, err);
}
