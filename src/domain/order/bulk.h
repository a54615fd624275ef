/*
 * Many lines at once: a pasted or read text, one line of the order a row, by the entry grammar or
 * as CSV. A bad row stops no other; it keeps its text, so that it can be mended.
 */
#ifndef OD_DOMAIN_ORDER_BULK_H
#define OD_DOMAIN_ORDER_BULK_H

#include "domain/order/entry.h"

struct bulk_row {
    int number;            /* of the row in the text, from 1 */
    const char *text;      /* what stands for it in the entry grammar */
    struct line_input in;  /* where it is good */
    struct err err;        /* why not; code ERR_NONE: it is good */
    struct entry_spot bad; /* the word at fault in text */
};
struct bulk {
    struct bulk_row *v;
    int n, cap;
    int bad; /* how many of them */
};

/* A file of them, "-" for standard input; its encoding is found out as that of imports
 * (textfile.h). ERR_NOT_FOUND, ERR_IO, ERR_LIMIT, ERR_INVALID (no text). */
OD_MUST_USE bool bulk_read_file(const char *path, struct arena *arena, char **out, struct err *err);
/*
 * Rows that are blank are left out. CSV is known by a first row that names its columns: sku (or
 * item, barcode) and qty (quantity), and of unit, price, discount, site, date those there are; the
 * delimiter is a tab, ; or comma. Without it cells parted by tab or ; are words of the grammar.
 * err  ERR_LIMIT: more rows than an order has lines. A bad row is no error here.
 */
OD_MUST_USE bool bulk_read(struct desk *desk, const char *text, const struct entry_form *form,
                           struct arena *arena, struct bulk *out, struct err *err);
/*
 * Adds the good rows to a draft, all in one transaction. What the order itself refuses (a quantity
 * that is not sold, no price) becomes a bad row like the others. Nothing is saved where none is
 * good: then *out stays as it is.
 */
OD_MUST_USE bool order_put_rows(struct desk *desk, struct record_at *at, struct bulk *rows,
                                struct arena *arena, struct order **out, struct err *err);
/* "12 4711x: No item fits ...", a line for each bad row, for a person. */
const char *bulk_report(const struct bulk *rows, struct arena *arena);
/* The texts of the bad rows, a line each; "" for none. */
const char *bulk_rest(const struct bulk *rows, struct arena *arena);

#endif
