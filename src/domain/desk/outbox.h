/*
 * Work for the outside: one row in the transaction that caused it, taken up later by the worker.
 */
#ifndef OD_DOMAIN_DESK_OUTBOX_H
#define OD_DOMAIN_DESK_OUTBOX_H

#include "domain/desk/desk.h"

/* The topics written so far. */
#define OUTBOX_ORDER_SUBMITTED "order.submitted"
#define OUTBOX_ORDER_CONFIRMED "order.confirmed"
#define OUTBOX_ORDER_CHANGED "order.changed"
/* {"promised_was", "promised", "arrives_was", "arrives"}: days like 2026-11-24, "" where nobody
 * knows. */
#define OUTBOX_ORDER_PROMISE "order.promise"
#define OUTBOX_ORDER_CANCELED "order.canceled"
#define OUTBOX_ORDER_SHIPPED "order.shipped"
#define OUTBOX_PICKUP_READY "pickup.ready"
#define OUTBOX_SHIPMENT_DELIVERED "shipment.delivered"
#define OUTBOX_SHIPMENT_EXCEPTION "shipment.exception" /* lost, or on its way back */
/* Of a fulfillment; only where folder.events wants to know of any (flow/partner.h). */
#define OUTBOX_FULFILLMENT_RELEASED "fulfillment.released"
#define OUTBOX_FULFILLMENT_CHANGED "fulfillment.changed"
#define OUTBOX_FULFILLMENT_CANCELED "fulfillment.canceled"
#define OUTBOX_STOCK_CHANGED "channel.stock"

struct outbox_job {
    const char *topic, *record_kind;
    int64_t record_id;
    struct order_id order;   /* 0 where none */
    const char *payload;     /* JSON, "{}" where NULL */
    const char *provider;    /* who does it; NULL: an event, to be routed */
};

/* Gives the row its UUIDv7. */
OD_MUST_USE bool outbox_add(struct tx *tx, struct desk *desk, const struct outbox_job *job,
                            struct err *err);

struct outbox_row {
    int64_t id, record_id;
    const char *topic, *record_kind, *payload, *key, *last_error;
    int state, attempts;
    struct stamp created, next;
};
struct outbox_list {
    struct outbox_row *v;
    int n;
};
/* Newest first below before_id (0: from the newest). */
OD_MUST_USE bool outbox_list_load(struct desk *desk, int64_t before_id, int max,
                                  struct arena *arena, struct outbox_list *out, struct err *err);
const char *outbox_state_name(int state);

#endif
