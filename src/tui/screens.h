/*
 * Every screen, and what each wants to be pushed with. All are pushed by app_push.
 */
#ifndef OD_TUI_SCREENS_H
#define OD_TUI_SCREENS_H

#include "base/id.h"
#include "tui/browse.h"
#include "tui/nav.h"

/* DB: no argument. */
extern const struct screen_ops scr_home;

/* FI: a list with a query bar. */
struct browse_arg {
    const struct browse *browse; /* NULL: all kinds */
    const char *text;            /* in the query bar at first; NULL: none */
};
extern const struct screen_ops scr_browse;

/* OD: a struct order_id. */
extern const struct screen_ops scr_order;

/* OE. A zeroed one is a new order with the cursor on the customer. */
struct order_edit_arg {
    struct order_id draft;       /* go on with this draft or change this order */
    struct customer_id customer; /* new, for this customer */
    const char *customer_text;   /* new, with this typed in the customer field */
};
extern const struct screen_ops scr_order_edit;

/* CH: the change of a placed order. */
struct change_arg {
    struct order_id order;
    int line_no; /* the cursor begins on the quantity of this line; 0: on the new line */
};
extern const struct screen_ops scr_change;

/* CU: a struct customer_id. PR: a struct item_id. */
extern const struct screen_ops scr_customer;
extern const struct screen_ops scr_item;

/* DU: no argument. Two side by side: a struct pair_arg. */
extern const struct screen_ops scr_pairs;
struct pair_arg {
    struct customer_id low, high;
};
extern const struct screen_ops scr_pair;

/* A form for one record of any kind that has a field table (scr_record.c knows the kinds). */
struct record_arg {
    const char *kind; /* "customer", "address", "item" */
    int64_t id;       /* 0: a new one */
    int64_t parent;   /* address: of this customer */
    const char *text; /* preset of the first field */
    /* Called after a save while the screen below is on top again; NULL: nothing. */
    bool (*saved)(struct screen *below, int64_t id, struct err *err);
};
extern const struct screen_ops scr_record;

/* Help: the keys of the screen below, and all. */
struct help_arg {
    const struct screen *about; /* read during enter only */
};
extern const struct screen_ops scr_help;

#endif
