/*
 * Making a desk: what `init` does, and what a person at a terminal is offered where there is none.
 */
#ifndef OD_CLI_NEWDESK_H
#define OD_CLI_NEWDESK_H

#include <stdbool.h>

#include "base/compiler.h"
#include "base/err.h"

struct cli;

/* What the new desk is told; NULL and "" where it follows from the machine or the country. */
struct newdesk {
    const char *company, *country, *currency, *time_zone;
};

/* Makes the folder and the desk at c->where and leaves it open as c->desk. */
OD_MUST_USE bool newdesk_make(struct cli *c, const struct newdesk *in, struct err *err);
/* Asks for company, country and currency, then makes it. */
OD_MUST_USE bool newdesk_ask(struct cli *c, struct err *err);

#endif
