/*
 * Who takes which event.
 */
#include "domain/outside/route.h"

#include <stddef.h>

#include "domain/desk/outbox.h"
#include "domain/outside/folder.h"
#include "domain/outside/notice_desk.h"
#include "domain/outside/notice_topic.h"

const struct route routes[] = {
    { OUTBOX_ORDER_CONFIRMED, notice_route },
    { OUTBOX_ORDER_CHANGED, notice_route },
    { OUTBOX_ORDER_CANCELED, notice_route },
    { OUTBOX_ORDER_SHIPPED, notice_route },
    { OUTBOX_PICKUP_READY, notice_route },
    { OUTBOX_SHIPMENT_DELIVERED, notice_route },
    { OUTBOX_SHIPMENT_EXCEPTION, notice_route },
    { TOPIC_PROMISE, notice_route },
    { OUTBOX_ORDER_CONFIRMED, folder_route },
    { OUTBOX_ORDER_CHANGED, folder_route },
    { OUTBOX_ORDER_CANCELED, folder_route },
    { OUTBOX_ORDER_SHIPPED, folder_route },
    { OUTBOX_FULFILLMENT_RELEASED, folder_route },
    { OUTBOX_FULFILLMENT_CHANGED, folder_route },
    { OUTBOX_FULFILLMENT_CANCELED, folder_route },
    { OUTBOX_SHIPMENT_DELIVERED, folder_route },
    { NULL, NULL },
};
