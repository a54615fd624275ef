/*
 * The commands on checked addresses, for the tables in cmd_order.c and cmd_customer.c.
 */
#ifndef OD_CLI_CMD_ADDRESS_H
#define OD_CLI_CMD_ADDRESS_H

#include "base/err.h"
#include "cli/verb.h"

extern const struct verb_option order_check_options[], customer_check_options[];

bool run_order_check_address(struct cli *c, struct err *err);
bool run_customer_check_address(struct cli *c, struct err *err);

#endif
