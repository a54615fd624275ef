/*
 * What the files of ship methods share among themselves.
 */
#ifndef OD_DOMAIN_CATALOG_SHIP_METHOD_PARTS_H
#define OD_DOMAIN_CATALOG_SHIP_METHOD_PARTS_H

#include <stddef.h>

#include "domain/catalog/ship_method.h"

/* The longest place of a list: "GB:" and a post code. */
#define SHIP_PLACE_SIZE 24

/* "gb,fr:75" is "GB, FR:75". ERR_INVALID, ERR_LIMIT, field "places". */
OD_MUST_USE bool ship_places_clean(const char *in, struct arena *arena, const char **out,
                                   struct err *err);
/* How closely a list names where it goes: 0 not at all, 1 as anywhere, 2 by the country, more by
 * the beginning of the post code or the region. */
int ship_places_match(const char *places, const struct ship_to *to);

/* "main,hull" is "MAIN, HULL", each a site of the desk. ERR_NOT_FOUND, field "sites". */
OD_MUST_USE bool ship_sites_clean(struct desk *desk, const char *in, struct arena *arena,
                                  const char **out, struct err *err);
/* The next word of a list, without blanks, in capitals; false at the end. */
bool ship_list_next(const char **at, char *out, size_t size);

#endif
