/*
 * Regions that a site ships to, and how far an address is from it. Pure.
 */
#ifndef OD_DOMAIN_CATALOG_REGION_H
#define OD_DOMAIN_CATALOG_REGION_H

#include <stdbool.h>

#include "base/err.h"

struct arena;

/* Is a place with this country and post code in a list like "GB IE FR-75"? "" is everywhere. */
bool region_allows(const char *list, const char *country, const char *postcode);
/* Checks such a list and brings it into its form: capitals, one blank between.
 * err  ERR_INVALID, field "ships_to" */
OD_MUST_USE bool region_clean(const char *text, struct arena *arena, const char **out,
                              struct err *err);
/* How far a ship-to is from a site, by country and the beginning of the post code. */
int region_distance(const char *from_country, const char *from_postcode, const char *to_country,
                    const char *to_postcode);

#endif
