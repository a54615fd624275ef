/*
 * Sourcing done: stock promised from the sites that were chosen, and chosen anew where a site does
 * not send after all. All run inside the caller's transaction and change the order in memory, but
 * site_close().
 */
#ifndef OD_DOMAIN_FLOW_SOURCE_STEPS_H
#define OD_DOMAIN_FLOW_SOURCE_STEPS_H

#include "domain/catalog/site_days.h"
#include "domain/desk/action.h"
#include "domain/order/source.h"

enum reroute_why {
    REROUTE_SHORT = 1,  /* missing when it was to be picked */
    REROUTE_CLOSED = 2, /* the site was closed */
    REROUTE_ASKED = 3,
};

/* Promises to the lines that are short what the best sites have, by guarded statements; the soft
 * holds of the order go. *got: the sum over lines. */
OD_MUST_USE bool order_step_source(struct action_run *run, struct order *order,
                                   const struct source_ask *ask, int64_t *got, struct err *err);
/* The same for goods that one site (0: none in particular) does not send: each line is noted as a
 * try, and what is found goes to the warehouse at once where is_sent. */
struct reroute {
    const bool *only; /* lines, by index */
    struct site_id site;
    enum reroute_why why;
    bool is_sent;
};
OD_MUST_USE bool order_step_elsewhere(struct action_run *run, struct order *order,
                                      const struct reroute *in, int64_t *got, struct err *err);

/* Actions of the order: a line to or away from a site ("line", "site", "not", "reason"); all that
 * is not picked chosen anew. */
bool order_may_reroute(const void *record, struct err *err);
OD_MUST_USE bool order_step_source_line(struct action_run *run, void *record,
                                        const struct action_values *values, struct err *err);
OD_MUST_USE bool order_step_reroute(struct action_run *run, void *record,
                                    const struct action_values *values, struct err *err);
extern const struct action_input order_source_inputs[];

/* Rows of the order's table of actions. */
#define ORDER_SOURCE_ACTIONS                                                                       \
    { .name = "source_line",                                                                       \
      .label = N_("Other site"),                                                                   \
      .help = N_("Say from which site a line comes, or from which it does not."),                  \
      .key = "o",                                                                                  \
      .from = IN(ORDER_CONFIRMED),                                                                 \
      .to = ACTION_KEEPS_STATE,                                                                    \
      .blocked_by = BLOCK_ALLOCATE,                                                                \
      .inputs = order_source_inputs,                                                               \
      .apply = order_step_source_line },                                                           \
    {                                                                                              \
        .name = "reroute", .label = N_("Sites anew"),                                              \
        .help = N_("Choose anew which sites send what is not picked yet."), .key = "y",            \
        .from = IN(ORDER_CONFIRMED), .to = ACTION_KEEPS_STATE, .blocked_by = BLOCK_ALLOCATE,       \
        .guard = order_may_reroute, .apply = order_step_reroute                                    \
    }

/* --- closing a site --------------------------------------------------------------------------- */

struct site_close_row {
    struct order_id order;
    const char *number;
    bool is_moved;     /* nothing of it is backordered for it */
    const char *words; /* what became of it, a sentence */
};
struct site_closed {
    struct site_close_row *v;
    int n, moved;
};
/*
 * Closes a site ("site.save"), then takes each order that counts on it away from there, one
 * transaction an order: picks of which nothing is picked end, their goods are looked for elsewhere.
 * What is picked leaves from there all the same. An order that is to be collected there is moved
 * nowhere: what stands ready is handed over, else it is held until someone says where it goes.
 * Again goes on where it was stopped.
 * err  ERR_STATE (the default site), ERR_DENIED; ERR_BUSY and the like stop it: what went before
 *      stays
 */
OD_MUST_USE bool site_close(struct desk *desk, struct site_id site, struct arena *arena,
                            struct site_closed *out, struct err *err);

/* --- days on which it is closed --------------------------------------------------------------- */

struct site_dated_row {
    struct order_id order;
    const char *number;
    struct date was, now; /* when it leaves; now unset: nobody knows */
};
struct site_dated {
    struct site_dated_row *v;
    int n;
};
/*
 * site_close_days(), and each open order of which something was to leave there on one of the days
 * is promised anew, with its work there, one transaction an order; out, in arena, has those that
 * leave on another day now. Days that are opened again date nothing. Again goes on where it was
 * stopped.
 */
OD_MUST_USE bool site_days_close(struct desk *desk, const struct site_close_days *in,
                                 struct arena *arena, struct site_dated *out, struct err *err);

/* reroute_sql.c: one try. */
OD_MUST_USE bool reroute_add(struct tx *tx, struct desk *desk, struct line_id line,
                             const struct reroute *in, struct qty looked_for, struct qty got,
                             struct err *err);

#endif
