/*
 * The commands that enter and change orders, for the table in cmd_order.c.
 */
#ifndef OD_CLI_CMD_ORDER_H
#define OD_CLI_CMD_ORDER_H

#include <stdbool.h>

#include "base/err.h"
#include "base/id.h"
#include "cli/verb.h"

extern const struct verb_option order_new_options[], order_set_options[], order_line_options[];

extern const struct verb_option order_change_options[];
extern const struct verb_option order_many_options[];

struct address_id;
struct customer;
struct line_input;
struct order;
struct order_header;

/* A line in the grammar of the screens; order NULL: of a new one, in that currency. */
bool order_read_line(struct cli *c, const char *spec, const struct order *order,
                     const char *currency, struct line_input *out, struct err *err);
/* The number of one of the customer's addresses. */
bool order_read_ship_to(const struct customer *customer, const char *text, struct address_id *out,
                        struct err *err);

/* cmd_fulfillment.c: what the warehouse has of an order, and what left, as lists of this name. */
bool put_fulfillments(struct cli *c, struct order_id order, const char *name, struct err *err);
bool put_shipments(struct cli *c, struct order_id order, const char *name, struct err *err);
/* "5%" is a rate, "12.50" an amount of the currency; one of the two pointers is set. */
bool order_read_discount(struct cli *c, const char *text, const char *currency,
                         struct order_header *h, struct err *err);

/* cmd_order_show.c */
OD_MUST_USE bool order_put_lines_of(struct cli *c, const struct order *o, struct err *err);
void order_put_taxes(struct out *out, const struct order *o);

bool run_order_change(struct cli *c, struct err *err);
bool run_order_many(struct cli *c, struct err *err);
bool run_order_new(struct cli *c, struct err *err);
bool run_order_set(struct cli *c, struct err *err);
bool run_order_line(struct cli *c, struct err *err);
bool run_order_read(struct cli *c, struct err *err);
bool run_order_cut(struct cli *c, struct err *err);
bool run_order_repeat(struct cli *c, struct err *err);

/* cmd_source.c: how it may leave, into the header; pointers live in the command's arena. */
#define ORDER_POLICY_OPTIONS                                                                       \
    { "pickup", "SITE", VERB_OPTIONAL,                                                             \
      N_("The site where the customer collects it; -: it is sent.") },                             \
        { "ship-policy", "available|complete|single", VERB_OPTIONAL,                               \
          N_("How it leaves: as goods are there, all together, or once, without the rest.") },     \
        { "terms", "CODE", VERB_OPTIONAL,                                                          \
          N_("Payment terms of this order; \"-\": those of its customer.") },                      \
        { "latest-ship", "DATE", VERB_OPTIONAL,                                                    \
          N_("It should leave no later; a later promise is told. \"\": any day.") },               \
        { "partial-after", "DATE", VERB_OPTIONAL,                                                  \
          N_("The day from which a complete one may be parted; \"\": never.") },                   \
        { "priority", "0..9", VERB_OPTIONAL,                                                       \
          N_("Who is served first where stock is short; 9 is first.") },                           \
    {                                                                                              \
        "cancel-backorders", "yes|no", VERB_OPTIONAL,                                              \
            N_("Cancel what is missing at picking and nowhere else.")                              \
    }
OD_MUST_USE bool order_read_policy(struct cli *c, struct order_header *h, struct err *err);

#endif
