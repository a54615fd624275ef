/*
 * What becomes of a fulfillment, for who works it somewhere else: an event of the outbox.
 */
#ifndef OD_DOMAIN_FLOW_PARTNER_H
#define OD_DOMAIN_FLOW_PARTNER_H

#include "domain/desk/action.h"
#include "domain/desk/outbox.h"

/* Adds the event OUTBOX_FULFILLMENT_..., where a partner is told of anything (folder.events). */
OD_MUST_USE bool partner_tell(struct action_run *run, const char *topic, int64_t fulfillment,
                              struct order_id order, struct err *err);

#endif
