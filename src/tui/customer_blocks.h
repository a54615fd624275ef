/*
 * CU, blocked: the addresses and numbers of a customer that are told nothing any more.
 */
#ifndef OD_TUI_CUSTOMER_BLOCKS_H
#define OD_TUI_CUSTOMER_BLOCKS_H

#include "domain/outside/notice_desk.h"
#include "tui/list.h"
#include "tui/nav.h"

extern const struct list_column customer_block_columns[];

/* blocks->n rows, whose ids are those of the blocks; cells in the arena. */
void customer_blocks_show(struct desk *desk, const struct notice_blocks *blocks,
                          struct arena *arena, struct list_row *rows);
/* Asks whether the block of that id is lifted, and lifts it.
 * err  ERR_NOT_FOUND: none is selected; ERR_DENIED */
OD_MUST_USE bool customer_unblock_ask(struct screen *s, const struct notice_blocks *blocks,
                                      int64_t id, struct err *err);

#endif
