/*
 * The choice of sites: every set of few sites is tried against all that the lines lack together.
 */
#include "domain/order/source.h"

#include <assert.h>
#include <string.h>

#include "base/limits.h"
#include "base/mem.h"

/* --- one set ---------------------------------------------------------------------------------- */

/* A try of one set of sites. */
struct trial {
    const struct source_problem *p;
    uint64_t set;
    int64_t *left;             /* of what is free */
    struct source_take *takes; /* NULL: only count */
    int n;
    uint64_t givers;
    int whole_lines;
    int64_t covered;
    bool is_covering;
};

static bool may_give(const struct trial *t, const struct source_need *need, int site)
{
    uint64_t bit = UINT64_C(1) << site;

    if ((t->set & bit) == 0 || !t->p->sites[site].is_open)
        return false;
    if (need->pinned >= 0)
        return need->pinned == site;
    return t->p->sites[site].may_serve && (need->out & bit) == 0;
}

/* How much of the need the site has left; of a bundle whole kits. */
static int64_t has_left(const struct trial *t, const struct source_need *need, int site)
{
    int64_t least = need->qty.milli;

    for (int i = 0; i < need->part_count; i++) {
        int64_t left = t->left[need->parts[i].item * t->p->site_count + site];

        if (need->is_bundle)
            left = left / need->parts[i].qty.milli * QTY_PER_UNIT;
        least = left < least ? left : least;
    }
    if (need->is_bundle)
        least -= least % QTY_PER_UNIT;
    if (need->is_whole && least < need->qty.milli)
        return 0;
    return need->part_count > 0 ? least : 0;
}

static void take(struct trial *t, int index, int site, int64_t milli)
{
    const struct source_need *need = &t->p->needs[index];

    for (int i = 0; i < need->part_count; i++)
        t->left[need->parts[i].item * t->p->site_count + site] -=
            need->is_bundle ? milli / QTY_PER_UNIT * need->parts[i].qty.milli : milli;
    if (t->takes != NULL)
        t->takes[t->n] = (struct source_take){ index, site, { milli } };
    t->n++;
    t->covered += milli;
    t->givers |= UINT64_C(1) << site;
}

/* The first site that has all of it, else that with most of it; -1: none has any. */
static int best_alone(const struct trial *t, const struct source_need *need, int64_t *much)
{
    int best = -1;

    *much = 0;
    for (int s = 0; s < t->p->site_count; s++) {
        int64_t left = may_give(t, need, s) ? has_left(t, need, s) : 0;

        if (left > *much) {
            *much = left;
            best = s;
        }
        if (*much == need->qty.milli)
            break;
    }
    return best;
}

static void serve(struct trial *t, int index)
{
    const struct source_need *need = &t->p->needs[index];
    int64_t much, left = need->qty.milli;
    int best = best_alone(t, need, &much);

    if (best >= 0 && (much == need->qty.milli || need->is_bundle)) {
        take(t, index, best, much);
        t->whole_lines += much == need->qty.milli;
        t->is_covering = t->is_covering && much == need->qty.milli;
        return;
    }
    for (int s = 0; best >= 0 && s < t->p->site_count && left > 0; s++) {
        int64_t some = may_give(t, need, s) ? has_left(t, need, s) : 0;

        some = some < left ? some : left;
        if (some > 0)
            take(t, index, s, some);
        left -= some;
    }
    t->is_covering = t->is_covering && left == 0;
}

/* Lines tied to a site choose first, then loose goods, then bundles, as they are allocated. */
static int turn_of(const struct source_need *need)
{
    return (need->pinned >= 0 ? 0 : need->out != 0 ? 1 : 2) + (need->is_bundle ? 3 : 0);
}

static void try_set(struct trial *t)
{
    const struct source_problem *p = t->p;

    memcpy(t->left, p->free, (size_t)(p->item_count * p->site_count) * sizeof *t->left);
    t->n = t->whole_lines = 0;
    t->covered = 0;
    t->givers = 0;
    t->is_covering = true;
    for (int turn = 0; turn < 6; turn++)
        for (int i = 0; i < p->need_count; i++)
            if (turn_of(&p->needs[i]) == turn)
                serve(t, i);
}

/* --- which set -------------------------------------------------------------------------------- */

static int bits_of(uint64_t set)
{
    return __builtin_popcountll(set);
}

static int64_t sum_over(const struct source_problem *p, uint64_t set, bool is_distance)
{
    int64_t sum = 0;

    for (int s = 0; s < p->site_count; s++)
        if (set & (UINT64_C(1) << s))
            sum += is_distance ? p->sites[s].distance : p->sites[s].priority;
    return sum;
}

static bool has_own(const struct source_problem *p, uint64_t set)
{
    for (int s = 0; s < p->site_count; s++)
        if (p->sites[s].is_own)
            return (set & (UINT64_C(1) << s)) != 0;
    return false;
}

/* Sites stand in the order of their ids where all else is equal: lower bits are lower ids. */
static bool is_better(const struct source_problem *p, const struct trial *a, const struct trial *b)
{
    uint64_t differ;
    int64_t sum_a, sum_b;

    if (a->covered != b->covered)
        return a->covered > b->covered;
    if (bits_of(a->set) != bits_of(b->set))
        return bits_of(a->set) < bits_of(b->set);
    if (a->whole_lines != b->whole_lines)
        return a->whole_lines > b->whole_lines;
    if (has_own(p, a->set) != has_own(p, b->set))
        return has_own(p, a->set);
    for (int is_distance = 0; is_distance < 2; is_distance++) {
        sum_a = sum_over(p, a->set, is_distance);
        sum_b = sum_over(p, b->set, is_distance);
        if (sum_a != sum_b)
            return sum_a < sum_b;
    }
    differ = a->set ^ b->set;
    return (a->set & differ & (~differ + 1)) != 0;
}

static uint64_t used_sites(const struct source_problem *p)
{
    uint64_t used = 0;

    for (int s = 0; s < p->site_count; s++)
        if (p->sites[s].is_used)
            used |= UINT64_C(1) << s;
    return used;
}

/* What a site alone could give of everything. */
static int64_t worth(const struct source_problem *p, int64_t *left, int site)
{
    struct trial t = { .p = p, .set = UINT64_C(1) << site, .left = left };

    try_set(&t);
    return t.covered;
}

/* The sites to be combined: those with anything to give, at most SOURCE_TRIED_SITES. */
static int candidates_of(const struct source_problem *p, uint64_t used, int64_t *left, int *out)
{
    int64_t worths[LIMIT_SITES];
    int n = 0;

    for (int s = 0; s < p->site_count; s++) {
        int64_t w;
        int at;

        if (used & (UINT64_C(1) << s))
            continue;
        w = worth(p, left, s);
        if (w == 0)
            continue;
        if (n == SOURCE_TRIED_SITES && w <= worths[n - 1])
            continue;
        at = n < SOURCE_TRIED_SITES ? n++ : n - 1;
        for (; at > 0 && worths[at - 1] < w; at--) {
            worths[at] = worths[at - 1];
            out[at] = out[at - 1];
        }
        worths[at] = w;
        out[at] = s;
    }
    return n;
}

void source_choose(const struct source_problem *p, struct arena *arena, struct source_choice *out)
{
    size_t cells = (size_t)(p->item_count * p->site_count);
    int64_t *left = arena_array(arena, (int)cells + 1, int64_t);
    uint64_t used = used_sites(p);
    int max = p->max_sites > bits_of(used) ? p->max_sites : bits_of(used);
    int tried[SOURCE_TRIED_SITES], n;
    struct trial best = { .p = p, .set = used, .left = left };

    assert(p->site_count <= LIMIT_SITES);
    n = candidates_of(p, used, left, tried);
    try_set(&best);
    for (uint32_t combo = 1; combo < UINT32_C(1) << n; combo++) {
        struct trial t = { .p = p, .set = used, .left = left };

        if (bits_of(used) + bits_of(combo) > max)
            continue;
        for (int i = 0; i < n; i++)
            if (combo & (UINT32_C(1) << i))
                t.set |= UINT64_C(1) << tried[i];
        if (best.is_covering && bits_of(t.set) > bits_of(best.set))
            continue;
        try_set(&t);
        if (is_better(p, &t, &best))
            best = t;
    }
    best.takes = arena_array(arena, p->need_count * max + 1, struct source_take);
    try_set(&best);
    *out = (struct source_choice){ .v = best.takes,
                                   .n = best.n,
                                   .sites = best.givers,
                                   .whole_lines = best.whole_lines,
                                   .covered = best.covered,
                                   .is_covering = best.is_covering };
}
