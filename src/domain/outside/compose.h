/*
 * The task of a job, put together at the time of sending, from records of one moment.
 */
#ifndef OD_DOMAIN_OUTSIDE_COMPOSE_H
#define OD_DOMAIN_OUTSIDE_COMPOSE_H

#include "domain/outside/topic.h"

/* err  ERR_NOT_FOUND: no topic of this program; else the topic's */
OD_MUST_USE bool queue_compose(struct desk *desk, const struct queue_row *row,
                               struct arena *arena, struct topic_task *out, struct err *err);

#endif
