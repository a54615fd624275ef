/*
 * From what is typed on a command line to the record it names. Each refuses with ERR_NOT_FOUND or
 * names the option at fault.
 */
#ifndef OD_CLI_FIND_H
#define OD_CLI_FIND_H

#include <stdbool.h>

#include "cli/verb.h"
#include "base/compiler.h"
#include "base/err.h"
#include "base/id.h"
#include "base/money.h"
#include "domain/insight/search.h"

struct cli;
struct customer;
struct item;
struct order;
struct site;

/* By the desk's number, the number at a channel, or "D17" for a draft. */
OD_MUST_USE bool find_order(struct cli *c, const char *text, struct order **out, struct err *err);
/* How an order is named in output: its number, "D17" for one that has none yet. */
const char *order_ref(struct cli *c, struct order_id id, const char *number);
OD_MUST_USE bool find_customer(struct cli *c, const char *code, struct customer **out,
                               struct err *err);
OD_MUST_USE bool find_item(struct cli *c, const char *code, struct item **out, struct err *err);
OD_MUST_USE bool find_site(struct cli *c, const char *code, struct site **out, struct err *err);
/* The desk's default site for NULL. */
OD_MUST_USE bool find_site_id(struct cli *c, const char *code, struct site_id *out,
                              struct err *err);
/* Leaves out as it is for NULL. */
OD_MUST_USE bool find_channel_id(struct cli *c, const char *code, struct channel_id *out,
                                 struct err *err);
/* The query that the arguments make together. */
const char *find_query(struct cli *c);
/* The options of commands that list records, and their search: view, then arguments. Tells c->out
 * which columns to give out. */
extern const struct verb_option find_list_options[];
OD_MUST_USE bool find_list(struct cli *c, enum find_kind kind, const struct query **out,
                           struct err *err);
/* A quantity of the item, as typed. */
OD_MUST_USE bool find_qty(const struct item *item, const char *text, struct qty *out,
                          struct err *err);
/* A percentage of an option, "": none; stays as it is where it was not given. */
OD_MUST_USE bool find_tolerance(const struct cli *c, const char *option, struct tolerance *out,
                                struct err *err);
/* A whole number of an option. ERR_INVALID with the option's name as field. */
/* --if-version: of the record as it was seen; 0 where it was not given. */
OD_MUST_USE bool find_version(struct cli *c, int64_t *out, struct err *err);
OD_MUST_USE bool find_int(const char *name, const char *text, int64_t min, int64_t max,
                          int64_t *out, struct err *err);
/* A day; "" is none. */
OD_MUST_USE bool find_date(const char *name, const char *text, struct date *out, struct err *err);
/* "yes", "no" and their like. */
OD_MUST_USE bool find_bool(const char *name, const char *text, bool *out, struct err *err);

#endif
