/*
 * What the files of the commands of receipts, counts and transfers share: cmd_goods.c has the
 * commands, cmd_goods_new.c reads typed lines and makes new ones.
 */
#ifndef OD_CLI_CMD_GOODS_H
#define OD_CLI_CMD_GOODS_H

#include "cli/verb.h"
#include "domain/stock/doc.h"

struct item;

struct typed_line {
    struct item *item;
    struct qty qty, aside;
    bool has_qty;
};

/* The group of the command says which kind it is of. */
enum stock_doc_kind goods_kind(const struct cli *c);
/* The options --line, in c->arena. */
OD_MUST_USE bool goods_read_lines(struct cli *c, struct typed_line **out, int *n, struct err *err);
/* What became free goes to who waits, where the site does that by itself. */
OD_MUST_USE bool goods_fill_auto(struct cli *c, struct err *err);
OD_MUST_USE bool goods_run_new(struct cli *c, struct err *err);

#endif
