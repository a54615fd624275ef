/*
 * Reports of stock, from levels and ledger. A level's ledger is walked from its end back, as far as
 * the report looks: what is low, and what is set aside, has an index.
 */
#include "domain/insight/stock_report.h"

#include <stddef.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/vec.h"
#include "domain/insight/report.h"
#include "domain/stock/stock.h"
#include "store/store.h"

#define DAY_MS INT64_C(86400000)

struct row_vec OD_VEC(struct stock_row);

/* One report as it is made. */
struct stock_run {
    struct desk *desk;
    enum stock_report kind;
    int days;
    int64_t pace_ms, there_ms; /* beginning of the pace, and of the days that stock must be there */
    struct report_progress *progress;
};

/* --- what the ledger says --------------------------------------------------------------------- */

OD_SQL(sql_report_ledger, "report.ledger",
       "SELECT at_ms, kind, qty, COALESCE(order_line_id, 0), COALESCE(doc_id, 0)"
       " FROM stock_movement"
       " WHERE item_id = $1 AND site_id = $2"
       " ORDER BY id DESC");

/* What was taken back, of what left earlier and was not met yet. */
struct back {
    int64_t line, doc, milli;
};
struct backs OD_VEC(struct back);

static struct back *back_of(struct backs *backs, int64_t line, int64_t doc)
{
    for (int i = 0; i < backs->n; i++)
        if (backs->v[i].line == line && backs->v[i].doc == doc)
            return &backs->v[i];
    return NULL;
}

/* How much of what a movement took away stayed away. Movements come newest first. */
static int64_t stayed_away(struct backs *backs, int64_t line, int64_t doc, int64_t milli,
                           struct arena *arena)
{
    struct back *back = back_of(backs, line, doc);
    int64_t met;

    if (milli > 0 && back == NULL) {
        back = vec_push(arena, backs);
        *back = (struct back){ line, doc, 0 };
    }
    if (milli > 0) {
        back->milli += milli;
        return 0;
    }
    if (back == NULL)
        return -milli;
    met = back->milli < -milli ? back->milli : -milli;
    back->milli -= met;
    return -milli - met;
}

/* Whether a movement of the kind changes what is on hand. */
static bool is_on_hand(int64_t kind)
{
    return kind != STOCK_ALLOCATED && kind != STOCK_RELEASED && kind != STOCK_QUARANTINED;
}

/* Fills left and last, and what came and went since there_ms. Ends where nothing is asked for any
 * more; a day later, for two clocks may differ. */
static bool walk_ledger(const struct stock_run *run, struct stock_row *r, int64_t *moved,
                        struct err *err)
{
    OD_ARENA *tmp = arena_new();
    struct backs backs = { 0 };
    int64_t first = run->pace_ms < run->there_ms ? run->pace_ms : run->there_ms;
    OD_STMT *q = sql_read(desk_db(run->desk), &sql_report_ledger);

    *moved = 0;
    put_i64(q, r->item.v);
    put_i64(q, r->site.v);
    while (sql_row(q)) {
        int64_t at = get_i64(q), kind = get_i64(q), milli = get_i64(q), line = get_i64(q);
        int64_t doc = get_i64(q), away = 0;

        if (!report_step(run->progress))
            return report_stopped(err);
        if (at < first - DAY_MS && r->last.ms != 0)
            return true;
        if (kind == STOCK_SHIPPED || kind == STOCK_TRANSFER_OUT)
            away = stayed_away(&backs, line, doc, milli, tmp);
        if (away > 0 && at > r->last.ms)
            r->last.ms = at;
        if (at >= run->pace_ms)
            r->left.milli += away;
        if (at >= run->there_ms && is_on_hand(kind))
            *moved += milli;
    }
    return sql_done(&q, err);
}

/* --- which levels it lists -------------------------------------------------------------------- */

/* $1 is the site or 0. */
#define LEVELS                                                                                     \
    "SELECT v.item_id, v.site_id, v.on_hand_qty, v.allocated_qty, v.reorder_qty,"                  \
    " CAST((SELECT COALESCE(SUM(t.qty - t.done_qty), 0)"                                           \
    " FROM stock_doc_line t"                                                                       \
    " JOIN stock_doc d ON d.id = t.doc_id"                                                         \
    " WHERE t.item_id = v.item_id AND d.to_site_id = v.site_id AND d.status = 2) AS BIGINT),"      \
    " v.aside_qty, i.sku, i.description, s.code, v.bin"                                            \
    " FROM stock_level v"                                                                          \
    " JOIN item i ON i.id = v.item_id"                                                             \
    " JOIN site s ON s.id = v.site_id"                                                             \
    " WHERE ($1 = 0 OR v.site_id = $1)"

OD_SQL_SCAN(sql_report_low, "report.low", "its index has only what is low",
            LEVELS " AND v.reorder_qty > 0 AND v.reorder_qty > v.on_hand_qty - v.allocated_qty");
OD_SQL_SCAN(sql_report_aside, "report.aside", "a report looks at everything",
            LEVELS " AND v.aside_qty > 0");
OD_SQL_SCAN(sql_report_there, "report.there", "a report looks at everything",
            LEVELS " AND v.on_hand_qty > 0");
OD_SQL_SCAN(sql_report_levels, "report.levels", "a report looks at everything", LEVELS);

static void get_numbers(struct stmt *q, struct stock_row *r)
{
    *r = (struct stock_row){ .item.v = get_i64(q) };
    r->site.v = get_i64(q);
    r->on_hand.milli = get_i64(q);
    r->allocated.milli = get_i64(q);
    r->reorder.milli = get_i64(q);
    r->incoming.milli = get_i64(q);
    r->aside.milli = get_i64(q);
}

/* Behind the numbers, so that only those of what is listed are kept: most levels are not. */
static void get_texts(struct stmt *q, struct arena *arena, struct stock_row *r)
{
    r->sku = get_text(q, arena);
    r->description = get_text(q, arena);
    r->site_code = get_text(q, arena);
    r->bin = get_text(q, arena);
}

/* What is there, at the pace, beside so many days of it. */
static int lasts(const struct stock_row *r, int days)
{
    __int128 a = (__int128)r->on_hand.milli * STOCK_PACE_DAYS, b = (__int128)r->left.milli * days;

    return (a > b) - (a < b);
}

/* moved: since there_ms; where more is on hand, some of it was there then. */
static bool is_listed(const struct stock_run *run, const struct stock_row *r, int64_t moved)
{
    bool was_there = r->on_hand.milli > moved;

    switch (run->kind) {
    case STOCK_LOW:
    case STOCK_ASIDE:
        return true;
    case STOCK_SLOW:
        return was_there && r->last.ms < run->there_ms;
    case STOCK_COVER:
        return r->left.milli > 0 && lasts(r, run->days) < 0;
    case STOCK_OVER:
        return was_there && (r->left.milli <= 0 || lasts(r, run->days) > 0);
    }
    return false;
}

/* --- in order --------------------------------------------------------------------------------- */

/* The worst has the least. */
static int64_t place_of(enum stock_report kind, const struct stock_row *r)
{
    switch (kind) {
    case STOCK_LOW:
        return (r->on_hand.milli - r->allocated.milli) * 1000 / r->reorder.milli;
    case STOCK_SLOW:
        return r->last.ms;
    case STOCK_COVER:
        return r->cover_days;
    case STOCK_OVER:
        return r->cover_days < 0 ? INT64_MIN : -r->cover_days;
    case STOCK_ASIDE:
        return 0;
    }
    return 0;
}

struct placed {
    int64_t place;
    const struct stock_row *row;
};

static int by_place(const void *a, const void *b)
{
    const struct placed *x = a, *y = b;
    int order = strcmp(x->row->sku, y->row->sku);

    if (x->place != y->place)
        return x->place < y->place ? -1 : 1;
    return order != 0 ? order : strcmp(x->row->site_code, y->row->site_code);
}

/* In order, and only the first max of them. */
static void put_in_order(enum stock_report kind, struct row_vec *rows, int max)
{
    OD_ARENA *tmp = arena_new();
    struct placed *order = arena_array(tmp, rows->n + 1, struct placed);
    struct stock_row *old = arena_array(tmp, rows->n + 1, struct stock_row);

    for (int i = 0; i < rows->n; i++) {
        old[i] = rows->v[i];
        order[i] = (struct placed){ place_of(kind, &old[i]), &old[i] };
    }
    qsort(order, (size_t)rows->n, sizeof *order, by_place);
    rows->n = rows->n < max ? rows->n : max;
    for (int i = 0; i < rows->n; i++)
        rows->v[i] = *order[i].row;
}

/* --- the report ------------------------------------------------------------------------------- */

static const struct sql *sql_of(enum stock_report kind)
{
    switch (kind) {
    case STOCK_LOW:
        return &sql_report_low;
    case STOCK_ASIDE:
        return &sql_report_aside;
    case STOCK_SLOW:
    case STOCK_OVER:
        return &sql_report_there;
    case STOCK_COVER:
        return &sql_report_levels;
    }
    return &sql_report_levels;
}

/* found: how many are listed. Never more than 2 * max + 1 are kept, the worst among them. */
static bool load_rows(const struct stock_run *run, struct site_id site, int max,
                      struct arena *arena, struct row_vec *rows, int *found, struct err *err)
{
    OD_ARENA *tmp = arena_new();
    OD_STMT *q = sql_read(desk_db(run->desk), sql_of(run->kind));

    put_i64(q, site.v);
    while (sql_row(q)) {
        struct stock_row r;
        int64_t moved;
        bool is_kept;

        get_numbers(q, &r);
        if (!walk_ledger(run, &r, &moved, err))
            return false;
        r.cover_days = r.left.milli <= 0 ? -1 : r.on_hand.milli * STOCK_PACE_DAYS / r.left.milli;
        is_kept = is_listed(run, &r, moved);
        get_texts(q, is_kept ? arena : tmp, &r);
        arena_reset(tmp);
        if (!is_kept)
            continue;
        *(struct stock_row *)vec_push(arena, rows) = r;
        ++*found;
        if (rows->n > 2 * max)
            put_in_order(run->kind, rows, max);
    }
    return sql_done(&q, err);
}

bool stock_report_load(struct desk *desk, enum stock_report kind, struct site_id site, int days,
                       int max, struct report_progress *progress, struct arena *arena,
                       struct stock_rows *out, struct err *err)
{
    int64_t now = desk_now(desk).ms;
    struct stock_run run = { desk, kind, days, now - STOCK_PACE_DAYS * DAY_MS, 0, progress };
    struct row_vec rows = { 0 };
    int found = 0;

    run.there_ms = kind == STOCK_SLOW ? now - days * DAY_MS : run.pace_ms;
    if (!load_rows(&run, site, max, arena, &rows, &found, err))
        return false;
    put_in_order(kind, &rows, max);
    *out = (struct stock_rows){ rows.v, rows.n, found - rows.n };
    return true;
}
