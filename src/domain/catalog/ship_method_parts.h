/*
 * What the files of ship methods share among themselves.
 */
#ifndef OD_DOMAIN_CATALOG_SHIP_METHOD_PARTS_H
#define OD_DOMAIN_CATALOG_SHIP_METHOD_PARTS_H

#include <stdbool.h>

#include "base/compiler.h"
#include "base/err.h"

struct arena;

/* "gb,fr:75" is "GB, FR:75". ERR_INVALID, ERR_LIMIT, field "places". */
OD_MUST_USE bool ship_places_clean(const char *in, struct arena *arena, const char **out,
                                   struct err *err);

#endif
