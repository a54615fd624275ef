/*
 * Reading an order's header and lines from a file, apart from what is done with them.
 */
#ifndef OD_DOMAIN_INTAKE_IMPORT_ORDER_H
#define OD_DOMAIN_INTAKE_IMPORT_ORDER_H

#include "domain/intake/import_parts.h"

struct customer;
struct item;
struct order;
struct order_line;

/* Fields of an order; the table of their names is in import_order.c. */
enum import_order_field {
    F_ORDER,
    F_CUSTOMER,
    F_DATE,
    F_REQUESTED,
    F_PROMISED,
    F_SHIPPED,
    F_STATUS,
    F_PO,
    F_CURRENCY,
    F_FX,
    F_CUSTOMER_NAME,
    F_EMAIL,
    F_PHONE,
    F_SHIP_NAME,
    F_SHIP_ADDRESS,
    F_SHIP_ADDRESS2,
    F_SHIP_CITY,
    F_SHIP_REGION,
    F_SHIP_POSTCODE,
    F_SHIP_COUNTRY,
    F_SHIP_METHOD,
    F_TERMS,
    F_NOTE,
    F_ORDER_DISCOUNT,
    F_ORDER_DISCOUNT_AMOUNT,
    F_TAX,
    F_TOTAL,
    F_SKU,
    F_QTY,
    F_PRICE,
    F_DESCRIPTION,
    F_DISCOUNT,
    F_DISCOUNT_AMOUNT,
    F_COUNT
};

/* Customer, dates, ship-to, money and policies; no lines yet. */
OD_MUST_USE bool import_order_header(struct import_job *job, const struct import_record *r,
                                     struct order *o, struct err *err);
/* The item of a line. One that the desk does not know comes with id 0: it is made where the map
 * says so, and elsewhere the line waits for a clerk (to_fix.h). */
OD_MUST_USE bool import_order_item(struct import_job *job, const char *sku,
                                   const char *description, struct item **out, struct err *err);
/* The same for the customer, of id 0. */
OD_MUST_USE bool import_order_new_customer(struct import_job *job, const struct import_record *r,
                                           const char *code, struct customer **out,
                                           struct err *err);
/* The private customer that the row is certainly of: the only one with its mail address, or where
 * none has that, the only one with its phone and with its name and post code. *out NULL where there
 * is none, or where it is a question for a person: job->matches then says who it may be. */
OD_MUST_USE bool import_order_customer_by_marks(struct import_job *job,
                                                const struct import_record *r,
                                                struct customer **out, struct err *err);
/* Makes what came with id 0, once the order is known to be fine. */
OD_MUST_USE bool import_make_items(struct import_job *job, struct tx *tx, struct order *o,
                                   struct err *err);
OD_MUST_USE bool import_make_customer(struct import_job *job, struct tx *tx, struct order *o,
                                      struct err *err);
/* Does its name say that it takes another order back? Its quantities are below 0 then. */
bool import_is_cancellation(const struct import_job *job, const struct import_record *r);
OD_MUST_USE bool import_link_cancellation(struct import_job *job, struct tx *tx,
                                          const struct import_record *r, const struct order *o,
                                          struct err *err);
/*
 * import_change.c: the order that the record came in as; *out NULL where it is new. Refused where
 * it cannot be the same order once more: its rows were read in this run already.
 */
OD_MUST_USE bool import_order_known(struct import_job *job, const struct import_record *r,
                                    struct order **out, struct err *err);
/* What the record says otherwise becomes a proposal for a clerk; sets the outcome. */
OD_MUST_USE bool import_order_again(struct import_job *job, struct tx *tx,
                                    struct import_record *r, const struct order *old,
                                    struct order *now, struct err *err);
/* A line of the item, without quantity and price. */
void import_order_line(struct order_line *l, const struct item *item, int line_no);
/* The same for a line whose item was made after it. */
void import_order_line_item(struct order_line *l, const struct item *item);

#endif
