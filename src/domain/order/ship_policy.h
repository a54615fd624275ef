/*
 * How an order may leave: in parts as goods are there, all of it together, or once and the rest is
 * canceled (DOMAIN B1, B4). Pure.
 */
#ifndef OD_DOMAIN_ORDER_SHIP_POLICY_H
#define OD_DOMAIN_ORDER_SHIP_POLICY_H

#include "domain/order/order.h"

enum ship_policy {
    SHIP_AS_AVAILABLE = 1,
    SHIP_COMPLETE = 2,
    SHIP_SINGLE = 3,
};

const char *ship_policy_name(int policy);  /* stable: "complete" */
const char *ship_policy_words(int policy); /* translated */
/* A name or its beginning, any case: "c". err: ERR_INVALID, field "ship_policy" */
OD_MUST_USE bool ship_policy_parse(const char *text, int *out, struct err *err);
/* May it go to the warehouse, or leave, as it stands? ERR_STATE says what it waits for. */
OD_MUST_USE bool ship_policy_allows(const struct order *order, struct err *err);

#endif
