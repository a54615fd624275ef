/*
 * Taxes of an order from the amounts of its lines: pure. Most lines have those of their class; a
 * charge may go with the goods, and then is divided among the classes of these by what they cost.
 */
#include <assert.h>
#include <string.h>

#include "base/i18n.h"
#include "base/limits.h"
#include "base/mem.h"
#include "domain/catalog/tax.h"
#include "domain/order/order_parts.h"
#include "domain/order/order_rules.h"

/* What the goods of each class cost after discounts. */
struct goods {
    int64_t *class_ids, *amounts;
    int n;
    int64_t total_minor;
};

struct work {
    struct order *o;
    const struct tax_rates *rates;
    struct arena *arena;
    struct goods goods;
    struct tax_line *lines; /* as tax sees them; of a charge that is divided, one for each class */
    int *of;                /* index of the order's line */
    int n;
};

static int64_t amount_of(const struct order_line *l)
{
    return l->net_minor - l->order_disc_minor;
}

/* --- lines with the taxes of their class ------------------------------------------------------ */

/* The taxes of its class: one alone stands in the line, several are parts of it. */
static bool set_line_taxes(struct order_line *l, const struct tax_part *parts, int n,
                           struct arena *arena, struct err *err)
{
    if (n == 0)
        return err_field(err, ERR_INVALID, "tax",
                         _("Line %d (%s): there is no tax rate for its tax class where the"
                           " goods go. Ask a manager to add it."),
                         l->line_no, l->sku);
    if (n > TAX_PARTS_MAX || tax_burden_ppm(parts, n) > LIMIT_RATE_PPM)
        return err_field(err, ERR_LIMIT, "tax",
                         _("Line %d (%s): its tax class has more than %d taxes where the goods go,"
                           " or more than 1000 percent. Ask a manager to correct the rates."),
                         l->line_no, l->sku, TAX_PARTS_MAX);
    l->tax_rate.ppm = (int32_t)tax_burden_ppm(parts, n);
    l->tax_category = (int)parts[0].category;
    l->tax_code = n == 1 ? parts[0].code : "";
    l->tax_part_count = n == 1 ? 0 : n;
    /* Always anew: what the store holds is compared with what was there. */
    l->tax_parts = n == 1 ? NULL : arena_memdup(arena, parts, (size_t)n * sizeof *parts);
    if (n == 1)
        l->tax_rate = parts[0].rate;
    return true;
}

static void add_line(struct work *w, int at)
{
    const struct order_line *l = &w->o->lines[at];

    w->of[w->n] = at;
    w->lines[w->n++] = (struct tax_line){
        .amount_minor = amount_of(l),
        .qty = line_billed(l),
        .rate = l->tax_rate,
        .category = (enum tax_category)l->tax_category,
        .code = l->tax_code,
        .parts = l->tax_parts,
        .part_count = l->tax_part_count,
    };
}

/* --- charges that go with the goods ----------------------------------------------------------- */

static bool goes_with_goods(const struct work *w, const struct order_line *l)
{
    return l->kind == LINE_CHARGE && l->tax_class_id != 0 &&
           l->tax_class_id == w->rates->as_goods_class;
}

static void add_goods(struct goods *goods, const struct order_line *l)
{
    int at = 0;

    while (at < goods->n && goods->class_ids[at] != l->tax_class_id)
        at++;
    if (at == goods->n)
        goods->class_ids[goods->n++] = l->tax_class_id;
    goods->amounts[at] += amount_of(l);
    goods->total_minor += amount_of(l);
}

/* What is not worth anything says nothing about the taxes of a charge. */
static struct goods goods_of(const struct order *o, struct arena *arena)
{
    struct goods goods = { .class_ids = arena_array(arena, o->line_count, int64_t),
                           .amounts = arena_array(arena, o->line_count, int64_t) };

    for (int i = 0; i < o->line_count; i++) {
        const struct order_line *l = &o->lines[i];

        if (l->kind != LINE_CHARGE && l->kind != LINE_COMMENT && amount_of(l) > 0)
            add_goods(&goods, l);
    }
    return goods;
}

int64_t order_tax_class(const struct order *o, const struct tax_rates *rates, int64_t class_id,
                        struct arena *arena)
{
    struct goods goods;
    int most = 0;

    if (class_id == 0 || class_id != rates->as_goods_class)
        return class_id;
    goods = goods_of(o, arena);
    for (int i = 1; i < goods.n; i++)
        if (goods.amounts[i] > goods.amounts[most])
            most = i;
    return goods.n > 0 ? goods.class_ids[most] : class_id;
}

/* Divides it among the classes of the goods by largest remainder. A class that gets nothing of it
 * is left out, but for the first of all where the charge itself is nothing. */
static void add_divided(struct work *w, int at)
{
    const struct order_line *l = &w->o->lines[at];
    int64_t *shares = arena_array(w->arena, w->goods.n, int64_t);

    split_minor(amount_of(l), w->goods.amounts, w->goods.n, shares);
    for (int i = 0; i < w->goods.n; i++) {
        struct tax_part parts[TAX_PARTS_MAX];
        int n;

        if (shares[i] == 0 && (amount_of(l) > 0 || i > 0))
            continue;
        n = tax_parts_of(w->rates, w->goods.class_ids[i], parts);
        w->of[w->n] = at;
        w->lines[w->n++] = (struct tax_line){
            .amount_minor = shares[i],
            .qty = { QTY_PER_UNIT }, /* a share is no number of units: it is rounded as one */
            .parts = arena_memdup(w->arena, parts, (size_t)n * sizeof *parts),
            .part_count = n, /* its goods were not refused, so they fit */
            .rate.ppm = (int32_t)tax_burden_ppm(parts, n),
        };
    }
}

static bool is_same_tax(const struct tax_part *a, const struct tax_part *b)
{
    return a->category == b->category && a->pass == b->pass && a->rate.ppm == b->rate.ppm &&
           strcmp(a->code, b->code) == 0;
}

static void merge_part(struct tax_part *parts, int *n, const struct tax_part *part)
{
    for (int i = 0; i < *n; i++)
        if (is_same_tax(&parts[i], part)) {
            parts[i].base_minor += part->base_minor;
            parts[i].tax_minor += part->tax_minor;
            return;
        }
    parts[(*n)++] = *part;
}

/* The line of a charge from its shares, the first of which is w->lines[from]. */
static bool join(struct work *w, int from, struct err *err)
{
    struct order_line *l = &w->o->lines[w->of[from]];
    struct tax_part *parts;
    __int128 weighed = 0;
    int most = 0, n = 0, to = from;

    for (; to < w->n && w->of[to] == w->of[from]; to++) {
        most += w->lines[to].part_count;
        weighed += (__int128)w->lines[to].rate.ppm * w->lines[to].amount_minor;
    }
    parts = arena_array(w->arena, most, struct tax_part);
    for (int i = from; i < to; i++) {
        l->tax_minor += w->lines[i].tax_minor;
        for (int k = 0; k < w->lines[i].part_count; k++)
            merge_part(parts, &n, &w->lines[i].parts[k]);
    }
    if (n > ORDER_LINE_TAXES_MAX)
        return err_field(err, ERR_LIMIT, "tax",
                         _("Line %d (%s): the goods it goes with have more than %d taxes. Give it"
                           " a tax class of its own."),
                         l->line_no, l->sku, ORDER_LINE_TAXES_MAX);
    l->tax_rate = w->lines[from].rate;
    if (to - from > 1)
        l->tax_rate.ppm = (int32_t)round_div(weighed, amount_of(l), ROUND_HALF_UP);
    l->tax_category = (int)parts[0].category;
    l->tax_code = n == 1 ? parts[0].code : "";
    l->tax_part_count = n == 1 ? 0 : n;
    l->tax_parts = n == 1 ? NULL : parts;
    return true;
}

/* --- the order -------------------------------------------------------------------------------- */

static bool prepare(struct work *w, struct err *err)
{
    struct order *o = w->o;
    int room = 0;

    for (int i = 0; i < o->line_count; i++) {
        struct tax_part parts[TAX_PARTS_MAX];
        struct order_line *l = &o->lines[i];

        if (l->kind != LINE_COMMENT && !(goes_with_goods(w, l) && w->goods.n > 0) &&
            !set_line_taxes(l, parts, tax_parts_of(w->rates, l->tax_class_id, parts), w->arena,
                            err))
            return false;
        room += goes_with_goods(w, l) && w->goods.n > 0 ? w->goods.n : 1;
    }
    w->lines = arena_array(w->arena, room, struct tax_line);
    w->of = arena_array(w->arena, room, int);
    for (int i = 0; i < o->line_count; i++) {
        o->lines[i].tax_minor = 0;
        if (o->lines[i].kind == LINE_COMMENT)
            continue;
        if (goes_with_goods(w, &o->lines[i]) && w->goods.n > 0)
            add_divided(w, i);
        else
            add_line(w, i);
    }
    return true;
}

static const char *rate_name(const struct tax_rates *rates, const struct tax_group *g)
{
    for (int i = 0; i < rates->n; i++) {
        const struct tax_rate *r = &rates->v[i];

        if (r->rate.ppm == g->rate.ppm && r->category == g->category &&
            strcmp(r->code == NULL ? "" : r->code, g->code) == 0)
            return r->name;
    }
    return "";
}

static void set_tax_rows(struct order *o, const struct tax_sum *sum, const struct tax_rates *rates,
                         struct arena *arena)
{
    o->tax_minor = sum->tax_minor;
    o->tax_count = sum->n;
    o->taxes = arena_array(arena, sum->n, struct order_tax_row);
    for (int i = 0; i < sum->n; i++)
        o->taxes[i] = (struct order_tax_row){
            .category = (int)sum->groups[i].category,
            .rate = sum->groups[i].rate,
            .name = rate_name(rates, &sum->groups[i]),
            .code = sum->groups[i].code,
            .pass = sum->groups[i].pass,
            .base_minor = sum->groups[i].base_minor,
            .tax_minor = sum->groups[i].tax_minor,
        };
}

bool order_set_taxes(struct order *o, const struct tax_rates *rates, struct arena *arena,
                     struct err *err)
{
    struct work w = { .o = o, .rates = rates, .arena = arena, .goods = goods_of(o, arena) };
    struct tax_sum sum = { 0 };

    if (!prepare(&w, err))
        return false;
    if (w.n > 0)
        tax_compute(w.lines, w.n, o->is_tax_incl, (enum tax_round)o->tax_round, o->round_mode,
                    arena, &sum);
    for (int i = 0; i < w.n; i++) {
        struct order_line *l = &o->lines[w.of[i]];

        if (!goes_with_goods(&w, l) || w.goods.n == 0)
            l->tax_minor = w.lines[i].tax_minor;
        else if ((i == 0 || w.of[i - 1] != w.of[i]) && !join(&w, i, err))
            return false;
    }
    set_tax_rows(o, &sum, rates, arena);
    return true;
}
