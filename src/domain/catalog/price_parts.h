/*
 * What the files of prices share among themselves and with nobody else.
 */
#ifndef OD_DOMAIN_CATALOG_PRICE_PARTS_H
#define OD_DOMAIN_CATALOG_PRICE_PARTS_H

#include "domain/catalog/price_list.h"

/* ERR_NOT_FOUND, field "list". */
OD_MUST_USE bool price_list_by_id(struct desk *desk, struct price_list_id id, struct arena *arena,
                                  struct price_list **out, struct err *err);
#endif
