/*
 * The commands of prices and taxes, for the table in cmd_setup.c.
 */
#ifndef OD_CLI_CMD_SETUP_H
#define OD_CLI_CMD_SETUP_H

#include <stdbool.h>

#include "base/err.h"
#include "cli/verb.h"

struct price_list;

extern const struct verb_option price_new_options[], price_set_options[], tax_zone_options[],
    tax_rate_options[];

bool run_price_list(struct cli *c, struct err *err);
bool run_price_show(struct cli *c, struct err *err);
bool run_price_new(struct cli *c, struct err *err);
bool run_price_set(struct cli *c, struct err *err);
bool run_tax_list(struct cli *c, struct err *err);
bool run_tax_zone(struct cli *c, struct err *err);
bool run_tax_class(struct cli *c, struct err *err);
bool run_tax_rate(struct cli *c, struct err *err);

/* A price list by its code; field "price-list". */
OD_MUST_USE bool find_price_list(struct cli *c, const char *code, struct price_list **out,
                                 struct err *err);

#endif
