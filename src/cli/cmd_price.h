/*
 * Price lists and groups by their codes, for other commands.
 */
#ifndef OD_CLI_CMD_PRICE_H
#define OD_CLI_CMD_PRICE_H

#include <stdbool.h>

#include "base/err.h"
#include "cli/verb.h"

struct customer_group;
struct price_list;

/* Field "price-list"; ERR_INVALID. */
OD_MUST_USE bool find_price_list(struct cli *c, const char *code, struct price_list **out,
                                 struct err *err);
/* Field "group"; ERR_INVALID. */
OD_MUST_USE bool find_group(struct cli *c, const char *code, struct customer_group **out,
                            struct err *err);

#endif
