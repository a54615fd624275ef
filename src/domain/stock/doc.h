/*
 * Receipts, counts and transfers: goods typed or scanned line by line into an open document, each
 * line saved at once, and booked whole in one transaction. What was booked is taken back by
 * counter-movements as long as the goods are there.
 */
#ifndef OD_DOMAIN_STOCK_DOC_H
#define OD_DOMAIN_STOCK_DOC_H

#include "domain/desk/action.h"
#include "domain/desk/desk.h"

enum stock_doc_kind { DOC_RECEIPT = 1, DOC_COUNT = 2, DOC_TRANSFER = 3 };
enum stock_doc_status {
    DOC_OPEN = 1,
    DOC_SENT = 2, /* a transfer that is not all received */
    DOC_DONE = 3,
    DOC_DROPPED = 4, /* given up while it was open, or taken back */
};

struct stock_doc_line {
    struct item_id item;
    const char *sku, *description, *uom;
    int qty_decimals;
    struct qty qty;        /* came, was counted, is sent */
    struct qty aside;      /* of a receipt: of these so many are damaged */
    struct qty done, lost; /* of a transfer: received or written off there; of these written off */
    struct qty base;       /* of a count: on hand and not picked when it was counted */
    bool is_counted;
    const char *bin;  /* of a receipt: where it was put, "": not said */
    struct line_id for_line; /* of a transfer: who is promised it first; 0: nobody */
    const char *for_order;   /* the number of that order; "": nobody's */
    int for_line_no;
    const char *home; /* where it always lies at the site, "": nobody said */
};

struct stock_doc {
    int64_t id;
    enum stock_doc_kind kind;
    enum stock_doc_status status;
    const char *number, *ref, *created_by;
    struct site_id site, to_site; /* to_site 0 but of a transfer */
    const char *site_code, *to_code;
    struct date due; /* when it should be there */
    struct stamp created, ended;
    int64_t version;
    int line_count;
    struct stock_doc_line *lines; /* of a count by bin, then SKU; else as they were entered. NULL in
                                     a list */
};
struct stock_docs {
    struct stock_doc *v;
    int n;
};

/* err  ERR_NOT_FOUND */
OD_MUST_USE bool stock_doc_load(struct desk *desk, int64_t id, struct arena *arena,
                                struct stock_doc **out, struct err *err);
/* By its number, in any case; ERR_NOT_FOUND. */
OD_MUST_USE bool stock_doc_find(struct desk *desk, const char *number, int64_t *out,
                                struct err *err);
/* Newest first, below before_id (0: from the newest); kind 0: of all. is_open: only what is not
 * over. */
OD_MUST_USE bool stock_docs_load(struct desk *desk, enum stock_doc_kind kind, bool is_open,
                                 int64_t before_id, int max, struct arena *arena,
                                 struct stock_docs *out, struct err *err);
const char *stock_doc_kind_name(enum stock_doc_kind kind);       /* stable: "receipt" */
const char *stock_doc_kind_words(enum stock_doc_kind kind);      /* translated */
const char *stock_doc_status_name(enum stock_doc_status status); /* stable: "open" */
const char *stock_doc_status_words(enum stock_doc_status status);

/* --- entering --------------------------------------------------------------------------------- */

struct stock_doc_new {
    enum stock_doc_kind kind;
    struct site_id site, to_site;
    const char *ref; /* NULL: none */
    struct date due;
};

struct stock_doc_put {
    struct item_id item;
    struct qty qty;
    bool is_more;            /* so many more than the line says: a scan */
    bool is_asked;           /* of a count: it is still to be counted; qty is not looked at */
    const char *bin;         /* NULL: stays */
    const struct qty *aside; /* of a receipt, NULL: stays */
    /* Of a transfer, NULL: stays; 0: nobody. A line of the item that takes its stock where the
     * transfer goes, else ERR_STATE (field "for"). */
    const struct line_id *for_line;
};
/* One that is made with all its lines in one transaction, and booked (a receipt) or sent (a
 * transfer) in the same one unless is_left_open; a refusal of any line leaves nothing behind.
 * bins_from not NULL: of a count, with what has its place between the two. *line: where a line is
 * refused its index, else -1. With a key that was used before it is that one. stock_doc_enter() and
 * what else moves goods or their days is in flow/arrival.h. */
struct stock_doc_entry {
    struct stock_doc_new head;
    const struct stock_doc_put *lines;
    int n;
    const char *bins_from, *bins_to;
    bool is_left_open;
};
/* Lines of a count that are still to be counted: what has its place at the site between two bins
 * ("" and "": everywhere), both included; *added tells how many were new. */
OD_MUST_USE bool stock_doc_add_bins(struct desk *desk, int64_t id, const char *from, const char *to,
                                    int *added, struct err *err);
/* A count of one item, unless one that is open asks for it already; inside another use case. */
OD_MUST_USE bool stock_doc_ask_count(struct tx *tx, struct desk *desk, struct item_id item,
                                     struct site_id site, const char *why, struct err *err);

/* --- booking; at.version 0: whatever is there ----------- */

/* Each difference to the books at the instant of counting becomes an adjustment. ERR_STATE where a
 * line is not counted yet. */
OD_MUST_USE bool count_post(struct desk *desk, struct record_at at, struct reason_id reason,
                            struct err *err);
struct transfer_got {
    struct item_id item;
    struct qty qty;
};
/* What came for a line of an order. */
struct transfer_for {
    struct line_id line;
    struct qty qty;
};
struct transfer_fors {
    struct transfer_for *v;
    int n;
};

/* --- inside the use cases of flow/arrival.h, which say what they do ------ */

OD_MUST_USE bool doc_enter(struct tx *tx, struct desk *desk, const struct stock_doc_entry *in,
                           const char *key, int64_t *out, int *line, struct err *err);
OD_MUST_USE bool doc_put_line(struct tx *tx, struct desk *desk, int64_t id,
                              const struct stock_doc_put *in, struct err *err);
OD_MUST_USE bool doc_cut_line(struct tx *tx, struct desk *desk, int64_t id, struct item_id item,
                              struct err *err);
/* One line, open; who asks looked at everything. */
OD_MUST_USE bool doc_add(struct tx *tx, struct desk *desk, const struct stock_doc_new *in,
                         const struct stock_doc_line *line, int64_t *out, struct err *err);
OD_MUST_USE bool doc_drop(struct tx *tx, struct desk *desk, struct record_at at, struct err *err);
OD_MUST_USE bool doc_set_due(struct tx *tx, struct desk *desk, struct record_at at,
                             struct date due, struct err *err);
OD_MUST_USE bool doc_receipt_book(struct tx *tx, struct desk *desk, struct record_at at,
                                  struct err *err);
OD_MUST_USE bool doc_receipt_undo(struct tx *tx, struct desk *desk, struct record_at at,
                                  struct err *err);
OD_MUST_USE bool doc_transfer_send(struct tx *tx, struct desk *desk, struct record_at at,
                                   struct err *err);
OD_MUST_USE bool doc_transfer_unsend(struct tx *tx, struct desk *desk, struct record_at at,
                                     struct err *err);
/* out tells for whom it came, in arena. */
OD_MUST_USE bool doc_transfer_arrive(struct tx *tx, struct desk *desk, struct record_at at,
                                     const struct transfer_got *got, int n, struct arena *arena,
                                     struct transfer_fors *out, struct err *err);
OD_MUST_USE bool doc_transfer_close(struct tx *tx, struct desk *desk, struct record_at at,
                                    struct reason_id reason, struct err *err);
/* "stock.receive" ...: the right and the event. */
const char *doc_action(enum stock_doc_kind kind);

#endif
