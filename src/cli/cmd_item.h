/*
 * The commands of stock and prices for the table in cmd_item.c, and the lists that stand on an
 * item's page.
 */
#ifndef OD_CLI_CMD_ITEM_H
#define OD_CLI_CMD_ITEM_H

#include <stdbool.h>
#include <stdint.h>

#include "base/err.h"
#include "base/id.h"
#include "cli/verb.h"

extern const struct verb_option stock_site_options[], stock_count_options[], stock_set_options[];

bool run_stock_list(struct cli *c, struct err *err);
bool run_stock_gap(struct cli *c, struct err *err);
bool run_stock_moves(struct cli *c, struct err *err);
bool run_stock_receive(struct cli *c, struct err *err);
bool run_stock_count(struct cli *c, struct err *err);
bool run_stock_set(struct cli *c, struct err *err);

/* Stock by site as a list; name: inside a record, else NULL. */
OD_MUST_USE bool put_levels(struct cli *c, struct item_id id, const char *name, struct err *err);
/* Every price of an item, as the list "prices" inside a record. */
OD_MUST_USE bool put_prices(struct cli *c, struct item_id id, struct err *err);
/* A tax class by its code; field "tax-class". */
OD_MUST_USE bool tax_class_of(struct cli *c, const char *code, int64_t *out, struct err *err);

#endif
