/*
 * Every screen, and what each wants to be pushed with. All are pushed by app_push.
 */
#ifndef OD_TUI_SCREENS_H
#define OD_TUI_SCREENS_H

#include "base/id.h"
#include "domain/flow/order_many.h"
#include "domain/insight/report_behind.h"
#include "domain/outside/notice.h"
#include "domain/outside/track.h"
#include "tui/browse.h"
#include "tui/nav.h"

/* DB: no argument. */
extern const struct screen_ops scr_home;

/* FI: a list with a query bar. */
struct browse_arg {
    const struct browse *browse; /* NULL: all kinds */
    const char *text;            /* in the query bar at first; NULL: none */
    int64_t view_id;             /* a saved view instead of both; 0: none */
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

/* WQ, what the warehouse has to do: an enum picks_show, or NULL. PK, one fulfillment: its id, an
 * int64_t. */
enum picks_show { PICKS_OPEN, PICKS_LATE };
extern const struct screen_ops scr_picks;
extern const struct screen_ops scr_pick;
/* WV, a wave: its id, an int64_t. */
extern const struct screen_ops scr_wave;
/* SH, what leaves today: NULL; or an int64_t, the id of a manifest, or SHIP_PAST for what should
 * have left. */
#define SHIP_PAST (-1)
extern const struct screen_ops scr_ship;
/* LB, carriers' labels: a fulfillment's id, an int64_t; NULL: those that wait for a person. What a
 * way of sending costs, of one label: its id, an int64_t. */
extern const struct screen_ops scr_labels;
extern const struct screen_ops scr_rates;
/* One key: asks for the labels of a fulfillment that has none and opens LB on it.
 * err  as label_ask(), where there is nothing to show */
OD_MUST_USE bool labels_ask_here(struct screen *s, int64_t fulfillment, struct err *err);
/* Prints the labels that came and that are printed by themselves here. */
void labels_print_arrived(struct app *app);
/* PU, what waits to be collected: no argument. */
extern const struct screen_ops scr_pickup;

/* BO, what waits for stock: no argument. Who has an item: a struct item_id. */
/* BO, what waits: an enum backorder_show, or NULL. */
enum backorder_show { BACKORDER_FILLABLE, BACKORDER_ALL, BACKORDER_UNDATED, BACKORDER_AGED };
extern const struct screen_ops scr_backorders;
extern const struct screen_ops scr_holders;
/* GP, what left beyond the books; OV, where more is promised than is there; PA, what goes back to
 * its place; ND, what could not go on by itself: no argument. */
extern const struct screen_ops scr_gap;
extern const struct screen_ops scr_over;
extern const struct screen_ops scr_put_away;
extern const struct screen_ops scr_stuck;

/* RC, CT, TR, receipts, counts and transfers: an enum goods_list. One of them: its id, an
 * int64_t. */
enum goods_list { GOODS_RECEIPTS = 1, GOODS_COUNTS = 2, GOODS_TRANSFERS = 3, GOODS_COUNTS_OPEN };
extern const struct screen_ops scr_goods;
extern const struct screen_ops scr_goods_doc;

/* RP, the reports: no argument. One of them: its name, a string. */
extern const struct screen_ops scr_reports;
extern const struct screen_ops scr_report;
/* The one that is set aside has commands of its own. */
extern const struct screen_ops scr_aside;
const struct screen_ops *scr_report_of(const char *name);

/* What is behind a figure of a report. Texts are copied. */
struct behind_arg {
    const struct report *report;
    struct report_ask ask; /* as the table was made */
    struct report_figure figure;
    const char *line, *column; /* as they are called */
    enum report_value_kind kind;
    const char *find; /* the query of the orders it is about; NULL: none */
};
extern const struct screen_ops scr_behind;

/* RS, reports that are mailed regularly: an enum schedules_show, or NULL. */
enum schedules_show { SCHEDULES_ALL, SCHEDULES_FAILED };
extern const struct screen_ops scr_schedules;

/* SY, the work for the outside: an enum sync_tab, or NULL. */
enum sync_tab { SYNC_OPEN, SYNC_PERSON, SYNC_PROVIDERS, SYNC_ALL };
extern const struct screen_ops scr_sync;

/* CU: a struct customer_id. PR: a struct item_id. */
extern const struct screen_ops scr_customer;
extern const struct screen_ops scr_item;

/* PL, CG, XR: price lists, groups of customers, exchange rates; an enum prices_tab. */
enum prices_tab { PRICES_LISTS, PRICES_GROUPS, PRICES_RATES };
extern const struct screen_ops scr_prices;

/* The rules of a price list, of a group with its members, or of a customer. */
enum price_of { PRICE_OF_LIST, PRICE_OF_GROUP, PRICE_OF_CUSTOMER };
struct price_arg {
    enum price_of of;
    int64_t id;
};
extern const struct screen_ops scr_price;

/* ME, CR: ship methods and carriers; an enum ways_tab. A method with its prices: its id, an
 * int64_t. */
enum ways_tab { WAYS_METHODS, WAYS_CARRIERS };
extern const struct screen_ops scr_ways;
extern const struct screen_ops scr_method;

/* TK, parcels under way: one of the lists, or those of an order. What a carrier said of one: the id
 * of its track, an int64_t. */
struct tracks_arg {
    enum track_show show;
    struct order_id order; /* 0: of all */
};
extern const struct screen_ops scr_tracks;
extern const struct screen_ops scr_track;

/* NT, the words of notices: no argument. One of them, which need not be there yet; lang is
 * copied. */
extern const struct screen_ops scr_templates;
struct template_arg {
    enum notice_event event;
    enum notice_channel channel;
    const char *lang;
};
extern const struct screen_ops scr_template;

/* TF, IM: no argument. */
extern const struct screen_ops scr_to_fix;
extern const struct screen_ops scr_import;
/* DU: no argument. Two side by side: a struct pair_arg. */
extern const struct screen_ops scr_pairs;
struct pair_arg {
    struct customer_id low, high;
    struct customer_id *last_gone; /* where the queue keeps who was merged last */
};
extern const struct screen_ops scr_pair;
/* Parts who was merged last again; *last_gone 0: that there is nobody is said. */
OD_MUST_USE bool pair_undo(struct screen *s, struct customer_id *last_gone, struct err *err);

/* The page that a new rule is asked for on: the id of what it is about * RULE_PAGES + one of these.
 * What was half typed on one is not offered on another. */
enum rule_page { RULE_OF_LIST, RULE_OF_GROUP, RULE_OF_CUSTOMER, RULE_OF_ITEM, RULE_PAGES };

/* A form for one record of any kind that has a field table (scr_record.c knows the kinds). */
struct record_arg {
    const char *kind; /* "customer", "address", "item", "price_rule" ...: struct record_kind */
    int64_t id;       /* 0: a new one */
    int64_t parent;   /* address: of this customer; price_rule: asked for on this page; ship_rate:
                       * of this method; schedule: number of the report that it was asked for on */
    const char *text; /* preset of the first field */
    /* exchange_rate: a struct exchange_rate, its currency and day say which one; price_rule: a
     * struct price_rule with what is known of a new one; ship_rate: a struct ship_rate of the same
     * zone; schedule: a struct report_schedule with what is known of a new one. Read during enter;
     * NULL: nothing. */
    const void *preset;
    /* Called after a save while the screen below is on top again; NULL: nothing. */
    bool (*saved)(struct screen *below, int64_t id, struct err *err);
};
extern const struct screen_ops scr_record;

/* What an action asks, as a form: for those that ask more than a dialog can. */
struct action;
struct action_values;
struct action_form_arg {
    const char *title; /* translated; copied */
    const struct action *action;
    const char *const *except; /* inputs that the owner knows already; ends with NULL */
    struct screen *owner;      /* the screen below */
    /* Runs the action. False with err: the form stays, with what was typed. */
    bool (*done)(struct screen *owner, const struct action_values *values, struct err *err);
};
extern const struct screen_ops scr_action;

/* One action done to many orders. The owner, below, is told which were not done when it is left. */
struct many_arg {
    struct many_work work;
    const int64_t *ids; /* of orders; copied */
    int n;
    struct screen *owner;
    void (*left)(struct screen *owner, const int64_t *ids, int n);
};
extern const struct screen_ops scr_many;

/* Help: the keys of the screen below, and all. */
struct help_arg {
    const struct screen *about; /* read during enter only */
};
extern const struct screen_ops scr_help;

#endif
