/*
 * What an item must look like, and how two versions of one differ; for item.c. Pure.
 */
#ifndef OD_DOMAIN_CATALOG_ITEM_RULES_H
#define OD_DOMAIN_CATALOG_ITEM_RULES_H

#include "domain/catalog/catalog_text.h"
#include "domain/catalog/item.h"

extern const char *const item_no_barcodes[]; /* an empty list */

bool item_has_barcode(const char *const *codes, const char *code);

/*
 * in as it will be stored, in the arena: codes in capitals, text cleaned, defaults filled in;
 * refuses what can be refused without looking at other records. barcodes NULL stays NULL.
 * err  ERR_INVALID, ERR_LIMIT (field)
 */
OD_MUST_USE bool item_clean(const struct item *in, struct arena *arena, struct item *out,
                            struct err *err);

/* in as it is stored: by language, cleaned; NULL stays. ERR_INVALID, ERR_LIMIT ("descriptions") */
OD_MUST_USE bool item_texts_clean(const struct item_text *in, struct arena *arena,
                                  const struct item_text **out, struct err *err);

/* Words for people are translated; those for the log and for hashes are not. */
enum words_for { FOR_PEOPLE, FOR_LOG };
struct diff_vec item_differences(const struct item *before, const struct item *now,
                                 enum words_for whom, struct arena *arena);

#endif
