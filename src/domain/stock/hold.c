/*
 * Soft holds: what a draft keeps for itself for a while. A save changes what differs: an order of a
 * thousand lines with one more is one row written.
 */
#include <assert.h>

#include "base/mem.h"
#include "domain/stock/want.h"

/* Holds swept with each save of a draft: more than one draft makes, so that they cannot pile up. */
#define STOCK_SWEEP_ROWS 200
/* Holds that end less than this before the time asked for are left alone. */
#define RENEW_SLACK_MS 60000

/* Setting holds under way: the rows that stood, of which at is the first not looked at. */
struct holding {
    struct tx *tx;
    struct desk *desk;
    struct order_id order;
    struct stamp expires;
    struct hold_row *rows;
    int n, at;
    bool is_stale; /* some row must have its end moved */
};

static int place_cmp(struct stock_place a, struct stock_place b)
{
    if (a.item.v != b.item.v)
        return a.item.v < b.item.v ? -1 : 1;
    return a.site.v < b.site.v ? -1 : a.site.v > b.site.v;
}

/* How many of the rows from at on are of one place. */
static int rows_at(const struct holding *h, int at)
{
    int len = 1;

    while (at + len < h->n && place_cmp(h->rows[at].place, h->rows[at + len].place) == 0)
        len++;
    return len;
}

static const struct hold_row *row_of_line(const struct holding *h, int len, struct line_id line)
{
    for (int i = h->at; i < h->at + len; i++)
        if (h->rows[i].line.v == line.v)
            return &h->rows[i];
    return NULL;
}

/* Does each want of the run hold all it wants, and nothing else stands there? Then it may stay. */
static bool is_held(const struct holding *h, int len, const struct sorted_want *run, int n)
{
    int held = 0;

    for (int i = 0; i < n; i++) {
        const struct hold_row *row = row_of_line(h, len, run[i].want->line);

        if (run[i].want->qty.milli == 0)
            continue;
        if (!row || row->qty.milli != run[i].want->qty.milli)
            return false;
        held++;
    }
    return held == len;
}

static bool hold_anew(struct holding *h, struct sorted_want *run, int n, struct err *err)
{
    struct qty free;

    if (!level_free(h->desk, want_place(run), desk_now(h->desk), &free, err))
        return false;
    want_share(run, n, free);
    for (int i = 0; i < n; i++)
        if (run[i].want->got.milli > 0 &&
            !hold_row_add(h->tx, h->order, run[i].want, h->expires, err))
            return false;
    return true;
}

/* Places that hold something and are before this one are not wanted any more. */
static bool drop_before(struct holding *h, const struct stock_place *place, struct err *err)
{
    while (h->at < h->n && (!place || place_cmp(h->rows[h->at].place, *place) < 0)) {
        if (!hold_rows_drop(h->tx, h->order, h->rows[h->at].place, err))
            return false;
        h->at += rows_at(h, h->at);
    }
    return true;
}

static bool hold_run(struct holding *h, struct sorted_want *run, int n, struct err *err)
{
    struct stock_place place = want_place(run);
    int len;

    if (!drop_before(h, &place, err))
        return false;
    if (h->at == h->n || place_cmp(h->rows[h->at].place, place) != 0)
        return hold_anew(h, run, n, err);
    len = rows_at(h, h->at);
    if (is_held(h, len, run, n)) {
        for (int i = 0; i < n; i++)
            run[i].want->got = run[i].want->qty;
        h->is_stale = h->is_stale || h->expires.ms - h->rows[h->at].expires.ms > RENEW_SLACK_MS;
        h->at += len;
        return true;
    }
    h->at += len;
    return hold_rows_drop(h->tx, h->order, place, err) && hold_anew(h, run, n, err);
}

/* Rows whose time is over hold nothing: others may have taken what they held. */
static bool load_rows(struct holding *h, struct stamp now, struct arena *arena, struct err *err)
{
    if (!hold_rows_load(h->desk, h->order, arena, &h->rows, &h->n, err))
        return false;
    for (int i = 0; i < h->n; i++)
        if (h->rows[i].expires.ms <= now.ms) {
            h->n = 0;
            return stock_hold_drop(h->tx, h->order, err);
        }
    return true;
}

bool stock_hold_set(struct tx *tx, struct desk *desk, struct order_id order,
                    struct stock_want *wants, int n, struct stamp expires, struct err *err)
{
    OD_ARENA *tmp = arena_new();
    struct sorted_want *sorted = wants_sorted(wants, n, tmp);
    struct holding h = { .tx = tx, .desk = desk, .order = order, .expires = expires };
    struct stamp now = desk_now(desk);

    assert(n == 0 || expires.ms > now.ms);
    if (!load_rows(&h, now, tmp, err) || !stock_hold_sweep(tx, now, STOCK_SWEEP_ROWS, err))
        return false;
    for (int i = 0; i < n;) {
        int len = want_run(&sorted[i], n - i);

        if (!hold_run(&h, &sorted[i], len, err))
            return false;
        i += len;
    }
    return drop_before(&h, NULL, err) && (!h.is_stale || hold_rows_renew(tx, order, expires, err));
}
