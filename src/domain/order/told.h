/*
 * The mail address and the phone that were given for one order, instead of those of the customer's
 * contacts: notices of the order go there.
 */
#ifndef OD_DOMAIN_ORDER_TOLD_H
#define OD_DOMAIN_ORDER_TOLD_H

#include "domain/desk/action.h"
#include "domain/order/order.h"

struct order_told {
    const char *mail, *phone; /* the phone as E.164; "": as the contacts say */
};

/* Both "" where nothing was given. */
OD_MUST_USE bool order_told_load(struct desk *desk, struct order_id order, struct arena *arena,
                                 struct order_told *out, struct err *err);
/* An action of the order; an input that is not given stays as it is, "-" takes it away; with
 * neither of both the contacts are told again.
 * err  ERR_INVALID, fields "mail", "phone" */
OD_MUST_USE bool order_step_tell(struct action_run *run, void *record,
                                 const struct action_values *values, struct err *err);
extern const struct action_input order_tell_inputs[];

#define ORDER_TELL_ACTION(states)                                                                  \
    {                                                                                              \
        .name = "tell", .label = N_("Notices to"),                                                 \
        .help = N_("Say to which mail address and phone the notices of this order go."),           \
        .key = "m", .from = (states), .to = ACTION_KEEPS_STATE, .inputs = order_tell_inputs,       \
        .apply = order_step_tell                                                                   \
    }

#endif
