/*
 * The rows of items; for item.c only.
 */
#ifndef OD_DOMAIN_CATALOG_ITEM_SQL_H
#define OD_DOMAIN_CATALOG_ITEM_SQL_H

#include "domain/catalog/item.h"

struct barcode;

/* *out NULL where there is none. */
OD_MUST_USE bool item_row_load(struct desk *desk, struct item_id id, struct arena *arena,
                               struct item **out, struct err *err);
/* Each gives id 0 where there is none. */
OD_MUST_USE bool item_id_of_sku(struct desk *desk, const char *sku, struct item_id *out,
                                struct err *err);
/* pack: what one scan counts. */
OD_MUST_USE bool item_id_of_barcode(struct desk *desk, const char *barcode, struct item_id *out,
                                    struct qty *pack, struct err *err);
OD_MUST_USE bool item_id_of_channel_sku(struct desk *desk, struct channel_id channel,
                                        const char *external_sku, struct item_id *out,
                                        struct err *err);
/* Is it on an order line or in the stock ledger? */
OD_MUST_USE bool item_row_is_used(struct desk *desk, struct item_id id, bool *out, struct err *err);
OD_MUST_USE bool item_row_insert(struct tx *tx, const struct item *item, const char *search_text,
                                 struct stamp now, struct item_id *out, struct err *err);
/* Version tested and raised; ERR_CONFLICT. */
OD_MUST_USE bool item_set_search_text(struct tx *tx, struct item_id id, const char *search_text,
                                      struct err *err);
OD_MUST_USE bool item_row_update(struct tx *tx, const struct item *item, const char *search_text,
                                 struct err *err);
OD_MUST_USE bool item_barcode_add(struct tx *tx, struct item_id id, const struct barcode *barcode,
                                  struct err *err);
/* Units by factor, then name. */
OD_MUST_USE bool item_units_load(struct desk *desk, struct item_id id, struct arena *arena,
                                 const struct item_unit **out, struct err *err);
/* Now in place of before (NULL: none). */
OD_MUST_USE bool item_units_put(struct tx *tx, struct item_id id, const struct item_unit *before,
                                const struct item_unit *now, struct err *err);
/* Texts by language. */
OD_MUST_USE bool item_texts_load(struct desk *desk, struct item_id id, struct arena *arena,
                                 const struct item_text **out, struct err *err);
/* Now in place of before (NULL: none). */
OD_MUST_USE bool item_texts_put(struct tx *tx, struct item_id id, const struct item_text *before,
                                const struct item_text *now, struct err *err);
OD_MUST_USE bool item_barcode_remove(struct tx *tx, struct item_id id, const char *barcode,
                                     struct err *err);
OD_MUST_USE bool item_parts_put(struct tx *tx, struct item_id id, const struct item_part *before,
                                const struct item_part *now, struct err *err);
/* Has an order line of the bundle stock allocated? */
OD_MUST_USE bool item_parts_promised(struct desk *desk, struct item_id id, bool *out,
                                     struct err *err);
OD_MUST_USE bool item_substitute_put(struct tx *tx, struct item_id id, struct item_id substitute,
                                     int rank, struct err *err);
/* Rows that went: 1 or 0. */
OD_MUST_USE bool item_substitute_take(struct tx *tx, struct item_id id, struct item_id substitute,
                                      int64_t *rows, struct err *err);
/* ids of the substitutes on sale, in order. */
OD_MUST_USE bool item_substitute_ids(struct desk *desk, struct item_id id, struct arena *arena,
                                     struct item_id **out, int *n, struct err *err);

#endif
