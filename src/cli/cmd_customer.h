/*
 * The commands that add and change customers, for the table in cmd_customer.c.
 */
#ifndef OD_CLI_CMD_CUSTOMER_H
#define OD_CLI_CMD_CUSTOMER_H

#include <stdbool.h>

#include "base/err.h"
#include "cli/verb.h"

/* The word for a customer's backorder policy: "item", "deny", "allow". */
const char *customer_backorders(int policy);
bool run_customer_new(struct cli *c, struct err *err);
bool run_customer_set(struct cli *c, struct err *err);
bool run_customer_address(struct cli *c, struct err *err);
bool run_customer_label(struct cli *c, struct err *err);
bool run_customer_contact(struct cli *c, struct err *err);

#endif
