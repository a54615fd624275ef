/*
 * The taxes of one line together: what they make of an amount, and what each has in that.
 */
#include <string.h>

#include "base/decimal.h"
#include "domain/catalog/tax_parts.h"

/* In the order of enum tax_category, from 1. */
static const char *const categories[] = { "standard", "zero", "exempt", "reverse" };

const char *tax_category_name(enum tax_category category)
{
    return categories[category - TAX_STANDARD];
}

bool tax_category_find(const char *name, enum tax_category *out)
{
    for (size_t i = 0; i < OD_LEN(categories); i++)
        if (strcmp(name, categories[i]) == 0) {
            *out = (enum tax_category)((int)i + TAX_STANDARD);
            return true;
        }
    return false;
}

int64_t tax_part_ppm(const struct tax_part *part)
{
    return part->category == TAX_STANDARD ? part->rate.ppm : 0;
}

struct tax_fraction tax_burden(const struct tax_part *parts, int n, bool is_incl)
{
    __int128 gross = 1, net = 1;

    for (int pass = 1; pass <= TAX_PASSES_MAX; pass++) {
        int64_t ppm = 0;

        for (int i = 0; i < n; i++)
            ppm += parts[i].pass == pass ? tax_part_ppm(&parts[i]) : 0;
        if (ppm == 0)
            continue;
        gross *= PPM + ppm;
        net *= PPM;
    }
    return (struct tax_fraction){ gross - net, is_incl ? gross : net };
}

__int128 tax_part_weight(const struct tax_part *parts, int n, int at)
{
    __int128 weight = tax_part_ppm(&parts[at]);

    if (weight == 0)
        return 0;
    for (int pass = 1; pass <= TAX_PASSES_MAX; pass++) {
        int64_t ppm = 0;

        for (int i = 0; i < n; i++)
            ppm += parts[i].pass == pass ? tax_part_ppm(&parts[i]) : 0;
        if (ppm > 0 && pass != parts[at].pass)
            weight *= pass < parts[at].pass ? PPM + ppm : PPM;
    }
    return weight;
}

int64_t tax_put_on(int64_t v, const struct tax_part *parts, int n)
{
    struct tax_fraction f = tax_burden(parts, n, false);

    return round_div(v * (f.den + f.num), f.den, ROUND_HALF_UP);
}

int64_t tax_take_out(int64_t v, const struct tax_part *parts, int n)
{
    struct tax_fraction f = tax_burden(parts, n, true);

    return round_div(v * (f.den - f.num), f.den, ROUND_HALF_UP);
}

int64_t tax_burden_ppm(const struct tax_part *parts, int n)
{
    struct tax_fraction f = tax_burden(parts, n, false);

    return round_div(f.num * PPM, f.den, ROUND_HALF_UP);
}

static bool has_rate(const struct tax_rates *rates, int64_t class_id)
{
    for (int i = 0; i < rates->n; i++)
        if (rates->v[i].class_id == class_id)
            return true;
    return false;
}

int tax_parts_of(const struct tax_rates *rates, int64_t class_id, struct tax_part *out)
{
    int n = 0;

    if (class_id != 0 && class_id == rates->as_goods_class && !has_rate(rates, class_id))
        class_id = rates->usual_class;

    for (int i = 0; i < rates->n; i++) {
        const struct tax_rate *rate = &rates->v[i];
        const char *code = rate->code == NULL ? "" : rate->code;
        bool is_there = rate->class_id != class_id;

        for (int k = 0; k < n && k < TAX_PARTS_MAX; k++)
            is_there = is_there || strcmp(out[k].code, code) == 0;
        if (!is_there && n < TAX_PARTS_MAX)
            out[n] = (struct tax_part){ .code = code,
                                        .name = rate->name,
                                        .rate = rate->rate,
                                        .category = rate->category,
                                        .pass = rate->pass > 0 ? rate->pass : 1 };
        n += !is_there;
    }
    return n;
}
