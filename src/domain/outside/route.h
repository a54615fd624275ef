/*
 * What an event of the desk ("order.confirmed") sets off outside: each row of the table in route.c
 * makes jobs or notices of it, in one transaction with the event's end. What nobody takes is done.
 */
#ifndef OD_DOMAIN_OUTSIDE_ROUTE_H
#define OD_DOMAIN_OUTSIDE_ROUTE_H

#include "domain/outside/queue.h"

struct route {
    const char *topic; /* of the event */
    /* Adds rows with outbox_add. Late events never get here (setting sync.event_hours). */
    bool (*take)(struct tx *tx, struct desk *desk, const struct queue_row *event,
                 struct arena *arena, struct err *err);
};

/* Several may take one topic; topic NULL behind the last. */
extern const struct route routes[];

#endif
