/*
 * What is scanned, and the units an item is ordered in: their forms as people type them. Pure.
 */
#ifndef OD_DOMAIN_CATALOG_BARCODE_H
#define OD_DOMAIN_CATALOG_BARCODE_H

#include "base/compiler.h"
#include "domain/catalog/item.h"

/* "4006381333931" counts one, "4006381333931*12" a pack of twelve; a leading = says that the code
 * is one of the house and has no check digit. */
struct barcode {
    const char *code;
    struct qty pack;
    bool is_house;
};

/* text as it is typed or as struct item has it. decimals of the item's quantities.
 * err  ERR_INVALID, ERR_LIMIT, field "barcodes" */
OD_MUST_USE bool barcode_parse(const char *text, int decimals, struct arena *arena,
                               struct barcode *out, struct err *err);
/* Back to text, without the sign of the house: "CODE" or "CODE*12". */
const char *barcode_text(const struct barcode *b, struct arena *arena);
/*
 * The check digit of GS1 (General Specifications 7.9) in a code of 8, 12, 13 or 14 digits. Other
 * codes have none and pass. err: ERR_INVALID, field "barcodes", with the digit that would fit.
 */
OD_MUST_USE bool barcode_check(const struct barcode *b, struct err *err);
/* The other ways to write the same code, nth from 0: a UPC-A with a leading 0 is an EAN-13, an
 * EAN-13 with one a GTIN-14 (GS1 General Specifications 3.3). NULL: there is none more. */
const char *barcode_twin(const char *code, int nth, struct arena *arena);

/* "box=12 pallet=480", blanks between; in the arena, ends with a NULL code.
 * err  ERR_INVALID, ERR_LIMIT, field "units" */
OD_MUST_USE bool units_parse(const char *text, const struct decimal_form *form, struct arena *arena,
                             const struct item_unit **out, struct err *err);
/* And back; "" for none. */
const char *units_text(const struct item_unit *units, const struct decimal_form *form,
                       struct arena *arena);
/* Each once, none the item's own, factors in no finer parts than its quantities. Field "units". */
OD_MUST_USE bool units_check(const struct item *item, struct err *err);
/* The unit of that name, whatever the case; the item's own gives a factor of one. NULL: none. */
const struct item_unit *unit_find(const struct item *item, const char *code, struct arena *arena);

#endif
