/*
 * Taxes of a line as exact fractions; for the files of tax only.
 */
#ifndef OD_DOMAIN_CATALOG_TAX_PARTS_H
#define OD_DOMAIN_CATALOG_TAX_PARTS_H

#include "domain/catalog/tax.h"

/* The exact tax of an amount is amount * num / den. */
struct tax_fraction {
    __int128 num, den;
};

/* Its rate where it is of the standard category, else 0. */
int64_t tax_part_ppm(const struct tax_part *part);
/* All taxes of a line, of its net or of its gross: the product of (1 + rates of a pass), less 1. */
struct tax_fraction tax_burden(const struct tax_part *parts, int n, bool is_incl);
/* What one of them weighs in the burden's num: weights add up to it, or to a multiple of it. */
__int128 tax_part_weight(const struct tax_part *parts, int n, int at);

#endif
