/*
 * The page of a price list, a group or a customer's contracts, among its own files: scr_price.c
 * (the screen), price_page_action.c (what one can do).
 */
#ifndef OD_TUI_PRICE_PAGE_H
#define OD_TUI_PRICE_PAGE_H

#include "domain/catalog/price_list.h"
#include "domain/party/customer.h"
#include "tui/list.h"
#include "tui/nav.h"
#include "tui/screens.h"

struct price_page {
    struct screen s;
    struct price_arg at;
    struct price_lists lists; /* these five in s.data */
    struct customer_groups groups;
    const struct price_list *price_list; /* PRICE_OF_LIST */
    const struct customer_group *group;  /* PRICE_OF_GROUP */
    const struct customer *customer;     /* PRICE_OF_CUSTOMER */
    struct list list;
    bool shows_members; /* of a group, instead of its rules */
};

extern const struct command price_commands[];

/* The rule or member under the cursor goes to its form or page. */
OD_MUST_USE bool price_page_open(struct price_page *p, struct err *err);

#endif
