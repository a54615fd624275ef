/*
 * The item page's own struct, shared by its files: scr_item.c (the screen) and item_page_action.c
 * (what one can do).
 */
#ifndef OD_TUI_ITEM_PAGE_H
#define OD_TUI_ITEM_PAGE_H

#include "base/id.h"
#include "domain/catalog/item.h"
#include "domain/catalog/pricing.h"
#include "domain/stock/stock.h"
#include "tui/listing.h"
#include "tui/nav.h"
#include "tui/screens.h"

enum pr_tab { PR_STOCK_TAB, PR_PRICES_TAB, PR_LEDGER_TAB, PR_INSTEAD_TAB };

struct pr {
    struct listing l;
    struct item_id id;
    struct item *item; /* these in s.data */
    struct stock_levels levels;
    struct price_rules rules;
    struct price_lists lists;
    struct stock_movements movements;
    struct item_list instead;            /* what is offered where it is short */
    struct stock_levels *instead_levels; /* of each, NULL v where it has no stock */
    int64_t *balances; /* of each level while the ledger is put; see balance_at() */
    enum pr_tab tab;
    struct qty counted;       /* while its reason is asked for */
    char key[UUID_TEXT_SIZE]; /* of the receipt being typed: a second try takes in nothing */
};

extern const struct command item_commands[];

/* Enter: the price goes to its form, the item that stands in to its page, a movement to what moved
 * it. */
OD_MUST_USE bool item_page_open(struct screen *s, struct err *err);

#endif
