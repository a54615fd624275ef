/*
 * Tax of an order from its lines (DOMAIN section 13, T2 to T5): pure. Amounts go through 128 bits;
 * each tax is rounded once, and the lines' shares add up to it exactly.
 */
#include "domain/catalog/tax.h"

#include <assert.h>
#include <stdlib.h>

#include "base/mem.h"

/* The exact tax of an amount is amount * num / den. */
struct fraction {
    int64_t num, den;
};

/* A line with what is left of its exact tax after rounding down. */
struct remainder {
    __int128 left;
    int index;
};

static struct fraction tax_fraction(struct rate rate, enum tax_category category, bool is_incl)
{
    int64_t ppm = category == TAX_STANDARD ? rate.ppm : 0;

    assert(ppm >= 0);
    return (struct fraction){ ppm, is_incl ? PPM + ppm : PPM };
}

static __int128 floor_div(__int128 num, __int128 den)
{
    __int128 whole = num / den;

    return num % den < 0 ? whole - 1 : whole;
}

/*
 * Tax of amount, rounded once. Where tax is included it is the net that is rounded (T4): the tax is
 * what is left, so that gross never changes.
 */
static int64_t tax_of(int64_t amount, struct fraction f, bool is_incl, enum round_mode round)
{
    if (!is_incl)
        return round_div((__int128)amount * f.num, f.den, round);
    return amount - round_div((__int128)amount * PPM, f.den, round);
}

/*
 * Tax rounded for one unit, times the quantity. Equal to rounding the unit's gross price wherever
 * the unit's own amount is whole minor units; where it is not, this never lets the tax of a zero
 * rate or a fraction of a cent go below zero. Rounded in the amount of which mode speaks: with tax
 * included that is the unit's net.
 */
static int64_t tax_by_unit(const struct tax_line *line, struct fraction f, bool is_incl,
                           enum round_mode round)
{
    __int128 amount = line->amount_minor < 0 ? -(__int128)line->amount_minor : line->amount_minor;
    __int128 num = amount * QTY_PER_UNIT * f.num;
    __int128 den = (__int128)line->qty.milli * f.den;
    __int128 unit_tax, tax;

    if (is_incl) {
        __int128 above = floor_div(amount * QTY_PER_UNIT, line->qty.milli) + 1;

        unit_tax = above - round_div(above * den - num, den, round);
    } else {
        unit_tax = round_div(num, den, round);
    }
    tax = round_div(unit_tax * line->qty.milli, QTY_PER_UNIT, round);
    if (is_incl && tax > amount)
        tax = amount; /* of prices below half a cent a unit rounding would take it all and more */
    return (int64_t)(line->amount_minor < 0 ? -tax : tax);
}

static bool is_in(const struct tax_line *line, const struct tax_group *group)
{
    return line->rate.ppm == group->rate.ppm && line->category == group->category;
}

static int by_left(const void *a, const void *b)
{
    const struct remainder *x = a, *y = b;

    if (x->left != y->left)
        return x->left > y->left ? -1 : 1;
    return x->index - y->index;
}

/*
 * Shares the group's tax out to its lines by largest remainder (T3). Each line gets its exact tax
 * rounded down; since the group's tax lies between the exact sum's neighbours, what is missing is
 * never more than one minor unit for each line with a remainder.
 */
static void share_out(struct tax_line *lines, int n, const struct tax_group *group,
                      struct fraction f, struct arena *arena)
{
    struct remainder *rests = arena_array(arena, n, struct remainder);
    int64_t left = group->tax_minor;
    int count = 0;

    for (int i = 0; i < n; i++) {
        __int128 num = (__int128)lines[i].amount_minor * f.num;
        int64_t share;

        if (!is_in(&lines[i], group))
            continue;
        share = (int64_t)floor_div(num, f.den);
        lines[i].tax_minor = share;
        left -= share;
        rests[count++] = (struct remainder){ num - (__int128)share * f.den, i };
    }
    assert(left >= 0 && left <= count);
    qsort(rests, (size_t)count, sizeof rests[0], by_left);
    for (int i = 0; i < left; i++)
        lines[rests[i].index].tax_minor++;
}

static void group_per_rate(struct tax_line *lines, int n, struct tax_group *group, bool is_incl,
                           enum round_mode round, struct arena *arena)
{
    struct fraction f = tax_fraction(group->rate, group->category, is_incl);

    group->tax_minor = tax_of(group->base_minor, f, is_incl, round);
    share_out(lines, n, group, f, arena);
}

static void group_by_lines(struct tax_line *lines, int n, struct tax_group *group, bool is_incl,
                           enum tax_round mode, enum round_mode round)
{
    struct fraction f = tax_fraction(group->rate, group->category, is_incl);

    for (int i = 0; i < n; i++) {
        if (!is_in(&lines[i], group))
            continue;
        if (mode == TAX_PER_UNIT && lines[i].qty.milli > 0)
            lines[i].tax_minor = tax_by_unit(&lines[i], f, is_incl, round);
        else
            lines[i].tax_minor = tax_of(lines[i].amount_minor, f, is_incl, round);
        group->tax_minor += lines[i].tax_minor;
    }
}

/* Where the line's group stands or belongs: by category, then rate descending. */
static struct tax_group *group_of(struct tax_sum *sum, const struct tax_line *line)
{
    int at = 0;

    while (at < sum->n && (sum->groups[at].category < line->category ||
                           (sum->groups[at].category == line->category &&
                            sum->groups[at].rate.ppm > line->rate.ppm)))
        at++;
    if (at < sum->n && is_in(line, &sum->groups[at]))
        return &sum->groups[at];
    for (int i = sum->n; i > at; i--)
        sum->groups[i] = sum->groups[i - 1];
    sum->n++;
    sum->groups[at] = (struct tax_group){ .rate = line->rate, .category = line->category };
    return &sum->groups[at];
}

void tax_compute(struct tax_line *lines, int n, bool is_incl, enum tax_round mode,
                 enum round_mode round, struct arena *arena, struct tax_sum *out)
{
    struct tax_sum sum = { .groups = arena_array(arena, n, struct tax_group) };

    assert(n >= 0);
    for (int i = 0; i < n; i++)
        group_of(&sum, &lines[i])->base_minor += lines[i].amount_minor;
    for (int i = 0; i < sum.n; i++) {
        struct tax_group *group = &sum.groups[i];

        if (mode == TAX_PER_RATE)
            group_per_rate(lines, n, group, is_incl, round, arena);
        else
            group_by_lines(lines, n, group, is_incl, mode, round);
        if (is_incl)
            group->base_minor -= group->tax_minor;
        sum.tax_minor += group->tax_minor;
    }
    *out = sum;
}
