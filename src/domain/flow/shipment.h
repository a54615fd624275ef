/*
 * Shipments: one hand-over of goods of an order to a carrier, with the carrier's number.
 */
#ifndef OD_DOMAIN_FLOW_SHIPMENT_H
#define OD_DOMAIN_FLOW_SHIPMENT_H

#include "domain/desk/action.h"
#include "domain/order/order.h"

enum shipment_status {
    SHIPMENT_IN_TRANSIT = 1,
    SHIPMENT_DELIVERED = 2,
    SHIPMENT_LOST = 3,
    SHIPMENT_VOIDED = 4,    /* taken back before it left */
    SHIPMENT_RETURNING = 5, /* the carrier brings it back */
};

struct shipment {
    int64_t id, fulfillment;
    const char *fulfillment_number;
    struct order_id order_id;
    enum shipment_status status;
    const char *carrier, *service, *tracking; /* "" where unknown */
    const char *by;                           /* login of who shipped it */
    struct stamp shipped, ended;
    int64_t version;
    int64_t manifest;    /* 0: none */
    struct site_id site; /* it left from */
    struct order *order; /* loaded by the actions only */
};
struct shipments {
    struct shipment *v;
    int n;
};

/* deliver, lose, to_carrier: permissions "shipment.deliver" ... */
extern const struct document shipment_document;

/* Of an order, oldest first. */
OD_MUST_USE bool shipments_of_order(struct desk *desk, struct order_id order, struct arena *arena,
                                    struct shipments *out, struct err *err);
/* By the carrier's number of it or of one of its packages, or by the number of its fulfillment (the
 * one that was not voided). err  ERR_NOT_FOUND, ERR_STATE where several have it */
OD_MUST_USE bool shipment_find(struct desk *desk, const char *number, int64_t *out,
                               struct err *err);
const char *shipment_status_name(int status);              /* stable: "in_transit" */
const char *shipment_status_words(enum shipment_status s); /* translated */

/* Is it on no closed manifest? ERR_STATE. */
OD_MUST_USE bool shipment_is_here(struct desk *desk, int64_t fulfillment, struct err *err);

/* --- for the actions of fulfillments ---------------------------------------------------------- */

/* Writes down that a fulfillment left, on the open manifest of its site, carrier and day; texts ""
 * where unknown. */
struct fulfillment;
struct shipment_worth {
    int64_t base_minor; /* its goods after discounts, without tax, in the firm's money */
    struct qty qty;     /* of a bundle kits */
    struct date promised; /* the order's day, as it is when it leaves */
};
struct shipment_new {
    int64_t fulfillment;
    struct order_id order;
    struct site_id site;
    struct shipment_worth worth;
    const char *carrier, *service, *tracking;
};
OD_MUST_USE bool shipment_add(struct tx *tx, struct desk *desk, const struct shipment_new *in,
                              struct err *err);
/*
 * Voids what left today, was not delivered and is on no closed manifest.
 * err  ERR_STATE, with the number it is told by
 */
OD_MUST_USE bool shipment_void(struct tx *tx, struct desk *desk, int64_t fulfillment,
                               const char *number, struct err *err);
/* What is picked of a fulfillment is worth, with its order. Pure. */
struct shipment_worth shipment_worth_of(const struct fulfillment *f);
/* Writes it down for a shipment that left before that was done; for upkeep. */
OD_MUST_USE bool shipment_worth_fill(struct tx *tx, struct desk *desk, int64_t id,
                                     struct err *err);
/* Another number of the carrier, as long as it was not handed over. ERR_STATE */
OD_MUST_USE bool shipment_retrack(struct tx *tx, struct desk *desk, int64_t fulfillment,
                                  const char *tracking, struct err *err);

#endif
