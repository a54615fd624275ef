/*
 * See partner.h.
 */
#include "domain/flow/partner.h"

#include "domain/desk/setting.h"

bool partner_tell(struct action_run *run, const char *topic, int64_t fulfillment,
                  struct order_id order, struct err *err)
{
    const struct outbox_job job = {
        .topic = topic, .record_kind = "fulfillment", .record_id = fulfillment, .order = order
    };
    const char *events;

    return setting_get(run->desk, "folder.events", run->arena, &events, err) &&
           (events[0] == '\0' || outbox_add(run->tx, run->desk, &job, err));
}
