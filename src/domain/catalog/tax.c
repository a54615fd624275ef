/*
 * Tax of an order from its lines (DOMAIN section 13, T2 to T5): pure. Amounts go through 128 bits;
 * each tax is rounded once, and the lines' shares add up to it exactly.
 */
#include "domain/catalog/tax.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "base/limits.h"
#include "base/mem.h"
#include "domain/catalog/tax_parts.h"

/* A line with what is left of its exact tax after rounding down. */
struct remainder {
    __int128 left;
    const struct tax_line *line;
    int index;
};

struct tax_work {
    struct tax_line *lines; /* every line has parts here */
    int n;
    bool is_incl;
    enum tax_round mode;
    enum round_mode round;
    struct arena *arena;
    struct tax_sum sum;
};

static __int128 floor_div(__int128 num, __int128 den)
{
    __int128 whole = num / den;

    return num % den < 0 ? whole - 1 : whole;
}

/*
 * Tax of amount, rounded once. Where tax is included it is the net that is rounded (T4): the tax is
 * what is left, so that gross never changes.
 */
static int64_t tax_of(int64_t amount, struct tax_fraction f, bool is_incl, enum round_mode round)
{
    if (!is_incl)
        return round_div(amount * f.num, f.den, round);
    return amount - round_div(amount * (f.den - f.num), f.den, round);
}

/*
 * Tax rounded for one unit, times the quantity. Equal to rounding the unit's gross price wherever
 * the unit's own amount is whole minor units; where it is not, this never lets the tax of a zero
 * rate or a fraction of a cent go below zero. Rounded in the amount of which mode speaks: with tax
 * included that is the unit's net.
 */
static int64_t tax_by_unit(int64_t of_minor, struct qty qty, struct tax_fraction f, bool is_incl,
                           enum round_mode round)
{
    __int128 amount = of_minor < 0 ? -(__int128)of_minor : of_minor;
    __int128 num = amount * QTY_PER_UNIT * f.num;
    __int128 den = qty.milli * f.den;
    __int128 unit_tax, tax;

    if (is_incl) {
        __int128 above = floor_div(amount * QTY_PER_UNIT, qty.milli) + 1;

        unit_tax = above - round_div(above * den - num, den, round);
    } else {
        unit_tax = round_div(num, den, round);
    }
    tax = round_div(unit_tax * qty.milli, QTY_PER_UNIT, round);
    if (is_incl && tax > amount)
        tax = amount; /* of prices below half a cent a unit rounding would take it all and more */
    return (int64_t)(of_minor < 0 ? -tax : tax);
}

static int64_t tax_of_line(const struct tax_work *w, const struct tax_line *line, int64_t amount,
                           struct tax_fraction f)
{
    if (w->mode == TAX_PER_UNIT && line->qty.milli > 0)
        return tax_by_unit(amount, line->qty, f, w->is_incl, w->round);
    return tax_of(amount, f, w->is_incl, w->round);
}

/* --- which lines belong together -------------------------------------------------------------- */

/* By category, then pass, then rate descending, then code. */
static int part_order(const struct tax_part *a, const struct tax_part *b)
{
    if (a->category != b->category)
        return a->category < b->category ? -1 : 1;
    if (a->pass != b->pass)
        return a->pass - b->pass;
    if (a->rate.ppm != b->rate.ppm)
        return a->rate.ppm > b->rate.ppm ? -1 : 1;
    return strcmp(a->code, b->code);
}

/* Orders lines by the taxes they have; 0: the same ones. */
static int taxes_order(const struct tax_line *a, const struct tax_line *b)
{
    int by = a->part_count - b->part_count;

    for (int i = 0; by == 0 && i < a->part_count; i++)
        by = part_order(&a->parts[i], &b->parts[i]);
    return by;
}

static struct tax_part part_like(const struct tax_group *g)
{
    return (struct tax_part){
        .code = g->code, .rate = g->rate, .category = g->category, .pass = g->pass
    };
}

/* Where the part's group stands or belongs. */
static struct tax_group *group_of(struct tax_sum *sum, const struct tax_part *part)
{
    int at = 0;

    for (; at < sum->n; at++) {
        struct tax_part like = part_like(&sum->groups[at]);
        int by = part_order(&like, part);

        if (by == 0)
            return &sum->groups[at];
        if (by > 0)
            break;
    }
    for (int i = sum->n; i > at; i--)
        sum->groups[i] = sum->groups[i - 1];
    sum->n++;
    sum->groups[at] = (struct tax_group){
        .rate = part->rate, .category = part->category, .code = part->code, .pass = part->pass
    };
    return &sum->groups[at];
}

/* --- sharing out ------------------------------------------------------------------------------ */

/* Where remainders are equal, lines with the same taxes stand together: so the shares of a group
 * that later passes build on do not depend on the order of the lines. */
static int by_left(const void *a, const void *b)
{
    const struct remainder *x = a, *y = b;
    int by;

    if (x->left != y->left)
        return x->left > y->left ? -1 : 1;
    by = taxes_order(x->line, y->line);
    return by != 0 ? by : x->index - y->index;
}

/* Amounts that tax is shared out over, and the shares. */
struct shares {
    const struct tax_line *const *lines;
    const int64_t *amounts;
    int64_t *out;
    int n;
};

/*
 * Shares a tax out by largest remainder (T3). Each line gets its exact tax rounded down; since the
 * total lies between the exact sum's neighbours, what is missing is never more than one minor unit
 * for each line.
 */
static void share_out(int64_t total, struct tax_fraction f, const struct shares *s,
                      struct arena *arena)
{
    struct remainder *rests = arena_array(arena, s->n, struct remainder);
    int64_t left = total;

    for (int i = 0; i < s->n; i++) {
        __int128 num = s->amounts[i] * f.num;

        s->out[i] = (int64_t)floor_div(num, f.den);
        left -= s->out[i];
        rests[i] = (struct remainder){ num - s->out[i] * f.den, s->lines[i], i };
    }
    assert(left >= 0 && left <= s->n);
    if (s->n > 1)
        qsort(rests, (size_t)s->n, sizeof rests[0], by_left);
    for (int i = 0; i < left; i++)
        s->out[rests[i].index]++;
}

/* The largest of n counters, the first of equals. */
static int largest(const __int128 *v, int n)
{
    int at = 0;

    for (int i = 1; i < n; i++)
        if (v[i] > v[at])
            at = i;
    return at;
}

/*
 * Divides the tax inside lines with the same taxes among these: first the whole by largest
 * remainder, then each line's, so that both lines and taxes add up. Every cell is its quota rounded
 * down, or one more; the ones go to the taxes that lack most (Gale and Ryser: that always fits).
 */
static void divide(struct tax_line *const *lines, int n)
{
    const struct tax_line *like = lines[0];
    int k = like->part_count;
    __int128 weights[TAX_PARTS_MAX], rests[TAX_PARTS_MAX], lacks[TAX_PARTS_MAX], all = 0;
    int64_t total = 0, left;

    for (int i = 0; i < n; i++)
        total += lines[i]->tax_minor;
    for (int j = 0; j < k; j++)
        all += weights[j] = tax_part_weight(like->parts, k, j);
    if (all == 0)
        return; /* no tax in them: the parts stay at 0 */
    left = total;
    for (int j = 0; j < k; j++) {
        lacks[j] = floor_div(total * weights[j], all);
        rests[j] = total * weights[j] - lacks[j] * all;
        left -= (int64_t)lacks[j];
    }
    for (; left > 0; left--) {
        int j = largest(rests, k);

        lacks[j]++;
        rests[j] = -1;
    }
    for (int i = 0; i < n; i++)
        for (int j = 0; j < k; j++) {
            lines[i]->parts[j].tax_minor =
                (int64_t)floor_div(lines[i]->tax_minor * weights[j], all);
            lacks[j] -= lines[i]->parts[j].tax_minor;
        }
    for (int i = 0; i < n; i++) {
        __int128 wants[TAX_PARTS_MAX];

        memcpy(wants, lacks, sizeof wants);
        left = lines[i]->tax_minor;
        for (int j = 0; j < k; j++)
            left -= lines[i]->parts[j].tax_minor;
        for (; left > 0; left--) {
            int j = largest(wants, k);

            lines[i]->parts[j].tax_minor++;
            lacks[j]--;
            wants[j] = INT64_MIN;
        }
    }
}

/* --- prices without tax ----------------------------------------------------------------------- */

/* What a part is computed on: the amount and the taxes of earlier passes. */
static int64_t base_of(const struct tax_line *line, int64_t net, int pass)
{
    for (int i = 0; i < line->part_count; i++)
        if (line->parts[i].pass < pass)
            net += line->parts[i].tax_minor;
    return net;
}

static struct tax_part *part_in(const struct tax_line *line, const struct tax_group *group)
{
    struct tax_part like = part_like(group);

    for (int i = 0; i < line->part_count; i++)
        if (part_order(&line->parts[i], &like) == 0)
            return &line->parts[i];
    return NULL;
}

/* One tax on all lines that have it; those of earlier passes are there. */
static void compute_group(struct tax_work *w, struct tax_group *group)
{
    struct tax_part **parts = arena_array(w->arena, w->n, struct tax_part *);
    const struct tax_line **lines = arena_array(w->arena, w->n, const struct tax_line *);
    int64_t *amounts = arena_array(w->arena, w->n, int64_t);
    int64_t *out = arena_array(w->arena, w->n, int64_t);
    struct tax_part like = part_like(group);
    struct tax_fraction f = { tax_part_ppm(&like), PPM };
    int n = 0;

    for (int i = 0; i < w->n; i++) {
        struct tax_part *part = part_in(&w->lines[i], group);

        if (part == NULL)
            continue;
        parts[n] = part;
        lines[n] = &w->lines[i];
        amounts[n] = base_of(&w->lines[i], w->lines[i].amount_minor, group->pass);
        group->base_minor += amounts[n];
        if (w->mode != TAX_PER_RATE)
            group->tax_minor += out[n] = tax_of_line(w, lines[n], amounts[n], f);
        n++;
    }
    if (w->mode == TAX_PER_RATE) {
        group->tax_minor = tax_of(group->base_minor, f, false, w->round);
        share_out(group->tax_minor, f, &(struct shares){ lines, amounts, out, n }, w->arena);
    }
    for (int i = 0; i < n; i++) {
        parts[i]->base_minor = amounts[i];
        parts[i]->tax_minor = out[i];
    }
}

static void compute_excl(struct tax_work *w)
{
    for (int pass = 1; pass <= TAX_PASSES_MAX; pass++)
        for (int i = 0; i < w->sum.n; i++)
            if (w->sum.groups[i].pass == pass)
                compute_group(w, &w->sum.groups[i]);
    for (int i = 0; i < w->n; i++)
        for (int k = 0; k < w->lines[i].part_count; k++)
            w->lines[i].tax_minor += w->lines[i].parts[k].tax_minor;
}

/* --- prices with tax -------------------------------------------------------------------------- */

/* Lines with the same taxes: what is in them together, and in each. */
static void compute_alike(struct tax_work *w, struct tax_line **lines, int n)
{
    struct tax_fraction f = tax_burden(lines[0]->parts, lines[0]->part_count, true);
    int64_t *amounts = arena_array(w->arena, n, int64_t);
    int64_t *out = arena_array(w->arena, n, int64_t);
    int64_t gross = 0;

    for (int i = 0; i < n; i++) {
        amounts[i] = lines[i]->amount_minor;
        gross += amounts[i];
        if (w->mode != TAX_PER_RATE)
            out[i] = tax_of_line(w, lines[i], amounts[i], f);
    }
    if (w->mode == TAX_PER_RATE)
        share_out(tax_of(gross, f, true, w->round), f,
                  &(struct shares){ (const struct tax_line *const *)lines, amounts, out, n },
                  w->arena);
    for (int i = 0; i < n; i++) {
        lines[i]->tax_minor = out[i];
        if (w->mode != TAX_PER_RATE)
            divide(&lines[i], 1);
    }
    if (w->mode == TAX_PER_RATE)
        divide(lines, n);
}

static void compute_incl(struct tax_work *w)
{
    struct tax_line **alike = arena_array(w->arena, w->n, struct tax_line *);
    bool *is_done = arena_array(w->arena, w->n, bool);

    for (int i = 0; i < w->n; i++) {
        int n = 0;

        for (int k = i; k < w->n; k++)
            if (!is_done[k] && taxes_order(&w->lines[i], &w->lines[k]) == 0) {
                is_done[k] = true;
                alike[n++] = &w->lines[k];
            }
        if (n > 0)
            compute_alike(w, alike, n);
    }
    for (int i = 0; i < w->n; i++) {
        const struct tax_line *line = &w->lines[i];

        for (int k = 0; k < line->part_count; k++) {
            struct tax_part *part = &line->parts[k];
            struct tax_group *group = group_of(&w->sum, part);

            part->base_minor = base_of(line, line->amount_minor - line->tax_minor, part->pass);
            group->base_minor += part->base_minor;
            group->tax_minor += part->tax_minor;
        }
    }
}

/* Every line gets parts, and every tax its group; tells how many parts there are. */
static void prepare(struct tax_work *w, const struct tax_line *in)
{
    struct tax_part *single = arena_array(w->arena, w->n, struct tax_part);
    int parts = 0;

    w->lines = arena_array(w->arena, w->n, struct tax_line);
    for (int i = 0; i < w->n; i++) {
        struct tax_line *line = &w->lines[i];

        *line = in[i];
        line->tax_minor = 0;
        if (line->part_count == 0) {
            single[i] = (struct tax_part){ .code = line->code == NULL ? "" : line->code,
                                           .name = "",
                                           .rate = line->rate,
                                           .category = line->category,
                                           .pass = 1 };
            line->parts = &single[i];
            line->part_count = 1;
        }
        for (int k = 0; k < line->part_count; k++)
            line->parts[k].tax_minor = line->parts[k].base_minor = 0;
        assert(line->part_count <= TAX_PARTS_MAX);
        assert(tax_burden_ppm(line->parts, line->part_count) <= LIMIT_RATE_PPM);
        parts += line->part_count;
    }
    w->sum.groups = arena_array(w->arena, parts, struct tax_group);
    for (int i = 0; i < w->n; i++)
        for (int k = 0; k < w->lines[i].part_count; k++)
            group_of(&w->sum, &w->lines[i].parts[k]);
}

void tax_compute(struct tax_line *lines, int n, bool is_incl, enum tax_round mode,
                 enum round_mode round, struct arena *arena, struct tax_sum *out)
{
    struct tax_work w = {
        .n = n, .is_incl = is_incl, .mode = mode, .round = round, .arena = arena
    };

    assert(n >= 0);
    prepare(&w, lines);
    if (is_incl)
        compute_incl(&w);
    else
        compute_excl(&w);
    for (int i = 0; i < n; i++)
        lines[i].tax_minor = w.lines[i].tax_minor;
    for (int i = 0; i < w.sum.n; i++)
        w.sum.tax_minor += w.sum.groups[i].tax_minor;
    *out = w.sum;
}
