/*
 * What the files of receipts, counts and transfers share among themselves.
 */
#ifndef OD_DOMAIN_STOCK_DOC_PARTS_H
#define OD_DOMAIN_STOCK_DOC_PARTS_H

#include "domain/stock/doc.h"
#include "domain/stock/stock_sql.h"

/* doc.c: loads it inside the transaction; another version is ERR_CONFLICT, another kind
 * ERR_NOT_FOUND, another status ERR_STATE. */
OD_MUST_USE bool doc_load_at(struct desk *desk, struct record_at at, enum stock_doc_kind kind,
                             enum stock_doc_status status, struct arena *arena,
                             struct stock_doc **out, struct err *err);
/* doc_sql.c: another status, and one version on. ended: it is over now. */
OD_MUST_USE bool doc_set_status(struct tx *tx, struct desk *desk, const struct stock_doc *doc,
                                enum stock_doc_status status, struct err *err);
OD_MUST_USE bool doc_insert(struct tx *tx, struct desk *desk, const struct stock_doc_new *in,
                            int64_t *out, struct err *err);
/* Another day, and one version on. */
OD_MUST_USE bool doc_save_due(struct tx *tx, const struct stock_doc *doc, struct date due,
                              struct err *err);
OD_MUST_USE bool doc_touch(struct tx *tx, int64_t id, struct err *err);
OD_MUST_USE bool doc_line_save(struct tx *tx, int64_t doc, const struct stock_doc_line *line,
                               struct err *err);
OD_MUST_USE bool doc_line_delete(struct tx *tx, int64_t doc, struct item_id item, bool *done,
                                 struct err *err);
OD_MUST_USE bool doc_add_bins(struct tx *tx, const struct stock_doc *doc, const char *from,
                              const char *to, int *added, struct err *err);
OD_MUST_USE bool doc_counts_item(struct desk *desk, struct stock_place place, bool *out,
                                 struct err *err);
/* Takes off what is picked there for orders and not gone: who counts does not find it. */
OD_MUST_USE bool doc_in_place(struct desk *desk, struct stock_place place, struct qty *on_hand,
                              struct err *err);
/* doc.c: what the use cases of their names do, inside a transaction. */
OD_MUST_USE bool doc_create(struct tx *tx, struct desk *desk, const struct stock_doc_new *in,
                            int64_t *out, struct err *err);
OD_MUST_USE bool doc_put_bins(struct tx *tx, struct desk *desk, int64_t id, const char *from,
                              const char *to, int *added, struct err *err);
/* doc_sql.c: of which item a line of a confirmed order is, and where its stock comes from; item 0:
 * there is no such line. */
OD_MUST_USE bool doc_for_line(struct desk *desk, struct line_id line, struct stock_place *out,
                              struct err *err);

#endif
