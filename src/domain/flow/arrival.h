/*
 * Receipts and transfers where orders meet them: goods that come, go or get another day. In the
 * same transaction what came for a line of an order is promised to it, and the lines that wait
 * there for these items are dated anew where more or less is on its way, or on another day.
 */
#ifndef OD_DOMAIN_FLOW_ARRIVAL_H
#define OD_DOMAIN_FLOW_ARRIVAL_H

#include "domain/stock/doc.h"

/* Rights "stock.receive", "stock.count" or "stock.transfer"; at.version 0: whatever is there. */

/* An open one without lines. key as with stock_receive(). err.field: "site", "to", "ref". */
OD_MUST_USE bool stock_doc_create(struct desk *desk, const struct stock_doc_new *in,
                                  const char *key, int64_t *out, struct err *err);
/* See struct stock_doc_entry. */
OD_MUST_USE bool stock_doc_enter(struct desk *desk, const struct stock_doc_entry *in,
                                 const char *key, int64_t *out, int *line, struct err *err);
/* Sets or raises the line of an item, which it makes where there is none. In a count the books are
 * read at the same instant, so that what moves later is not taken for a difference. err.field:
 * "item", "qty", "aside", "bin"; ERR_STATE where it is not open. */
OD_MUST_USE bool stock_doc_put_line(struct desk *desk, int64_t id, const struct stock_doc_put *in,
                                    struct err *err);
OD_MUST_USE bool stock_doc_cut_line(struct desk *desk, int64_t id, struct item_id item,
                                    struct err *err);
/* Another day on which it should be there (unset: nobody knows) of a receipt that is open, or of a
 * transfer that is not all received; else ERR_STATE. */
OD_MUST_USE bool stock_doc_set_due(struct desk *desk, struct record_at at, struct date due,
                                   struct err *err);
/* Gives an open one up; nothing was booked. */
OD_MUST_USE bool stock_doc_drop(struct desk *desk, struct record_at at, struct err *err);
/* On hand rises by what came, but for what is damaged: that is set aside. An item without a place
 * at the site gets the one that was typed. */
OD_MUST_USE bool receipt_book(struct desk *desk, struct record_at at, struct err *err);
/* Takes it back by counter-movements; ERR_STATE where goods of it are gone or promised. */
OD_MUST_USE bool receipt_undo(struct desk *desk, struct record_at at, struct err *err);
/* Goods leave the site and are incoming at the other; ERR_STATE beyond what no order has. */
OD_MUST_USE bool transfer_send(struct desk *desk, struct record_at at, struct err *err);
/* They never left; ERR_STATE once something was received. */
OD_MUST_USE bool transfer_unsend(struct desk *desk, struct record_at at, struct err *err);
/* Goods of a transfer came, n 0: all that is still under way. What was sent for a line of an order
 * is promised to it, as far as it lacks it. */
OD_MUST_USE bool transfer_receive(struct desk *desk, struct record_at at,
                                  const struct transfer_got *got, int n, struct err *err);
/* What is still under way never comes: written off at the other site, with the reason. */
OD_MUST_USE bool transfer_close(struct desk *desk, struct record_at at, struct reason_id reason,
                                struct err *err);

/* In the caller's transaction, which changed the document itself: the lines that wait for an item
 * of it are dated anew; item 0: for any. */
OD_MUST_USE bool arrival_redate(struct tx *tx, struct desk *desk, int64_t doc,
                                struct item_id item, struct arena *arena, struct err *err);

#endif
