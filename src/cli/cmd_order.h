/*
 * The commands that enter and change orders, for the table in cmd_order.c.
 */
#ifndef OD_CLI_CMD_ORDER_H
#define OD_CLI_CMD_ORDER_H

#include <stdbool.h>

#include "base/err.h"
#include "cli/verb.h"

extern const struct verb_option order_new_options[], order_set_options[], order_line_options[];

bool run_order_new(struct cli *c, struct err *err);
bool run_order_set(struct cli *c, struct err *err);
bool run_order_line(struct cli *c, struct err *err);
bool run_order_cut(struct cli *c, struct err *err);
bool run_order_repeat(struct cli *c, struct err *err);

#endif
