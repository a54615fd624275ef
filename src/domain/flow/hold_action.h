/*
 * The actions that hold an order and let it go again, for the order's table.
 */
#ifndef OD_DOMAIN_FLOW_HOLD_ACTION_H
#define OD_DOMAIN_FLOW_HOLD_ACTION_H

#include "domain/desk/action.h"
#include "domain/order/order.h"

#define HOLD_FROM ((UINT32_C(1) << ORDER_SUBMITTED) | (UINT32_C(1) << ORDER_CONFIRMED))

extern const struct action_input hold_inputs[], wait_inputs[], hold_data_inputs[], release_inputs[];

bool order_may_hold(const void *record, struct err *err);
bool order_may_wait(const void *record, struct err *err);
bool order_may_hold_data(const void *record, struct err *err);
bool order_may_release_hold(const void *record, struct err *err);
bool order_may_lift(struct desk *desk, const void *record, struct err *err);

bool order_hold(struct action_run *run, void *record, const struct action_values *values,
                struct err *err);
bool order_wait(struct action_run *run, void *record, const struct action_values *values,
                struct err *err);
bool order_hold_data(struct action_run *run, void *record, const struct action_values *values,
                     struct err *err);
bool order_release_hold(struct action_run *run, void *record, const struct action_values *values,
                        struct err *err);

/* Their rows. */
#define ORDER_HOLD_ACTIONS                                                                         \
    { .name = "hold",                                                                              \
      .label = N_("Hold"),                                                                         \
      .help =                                                                                      \
          N_("Stop picking and shipping, or what is chosen, until someone releases the hold."),    \
      .key = "h",                                                                                  \
      .from = HOLD_FROM,                                                                           \
      .to = ACTION_KEEPS_STATE,                                                                    \
      .inputs = hold_inputs,                                                                       \
      .guard = order_may_hold,                                                                     \
      .apply = order_hold },                                                                       \
        { .name = "wait",                                                                          \
          .label = N_("Wait until"),                                                               \
          .help = N_(                                                                              \
              "The customer asks to wait: no picking before a day, then it goes on by itself."),   \
          .key = "w",                                                                              \
          .from = HOLD_FROM,                                                                       \
          .to = ACTION_KEEPS_STATE,                                                                \
          .inputs = wait_inputs,                                                                   \
          .guard = order_may_wait,                                                                 \
          .apply = order_wait },                                                                   \
        { .name = "hold_data",                                                                     \
          .label = N_("Hold for data"),                                                            \
          .help = N_("Something must be cleared up first: no confirming and no picking before."),  \
          .key = "d",                                                                              \
          .from = HOLD_FROM,                                                                       \
          .to = ACTION_KEEPS_STATE,                                                                \
          .inputs = hold_data_inputs,                                                              \
          .guard = order_may_hold_data,                                                            \
          .apply = order_hold_data },                                                              \
    {                                                                                              \
        .name = "release_hold", .label = N_("Release hold"),                                       \
        .help = N_("Lift a hold, with the reason why it may go on."), .key = "r",                  \
        .from = HOLD_FROM, .to = ACTION_KEEPS_STATE, .inputs = release_inputs,                     \
        .guard = order_may_release_hold, .may = order_may_lift, .apply = order_release_hold,       \
        .is_quick = true                                                                           \
    }

#endif
