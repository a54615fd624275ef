/*
 * The job that asks whether carriers know an address (party/address_check.h), and its end.
 */
#ifndef OD_DOMAIN_OUTSIDE_ADDRESS_TASK_H
#define OD_DOMAIN_OUTSIDE_ADDRESS_TASK_H

#include "domain/outside/topic.h"

/* For the table of topics; the record is a row of address_check. */
OD_MUST_USE bool address_task_compose(struct desk *desk, const struct queue_row *row,
                                      struct arena *arena, struct topic_task *out,
                                      struct err *err);
OD_MUST_USE bool address_task_apply(struct tx *tx, struct desk *desk, const struct topic_end *end,
                                    struct arena *arena, struct err *err);

#endif
