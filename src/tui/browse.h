/*
 * A list of records as a table: what scr_browse shows for orders, customers, items. One struct
 * browse a kind; browse_*.c define them.
 */
#ifndef OD_TUI_BROWSE_H
#define OD_TUI_BROWSE_H

#include <stdbool.h>
#include <stdint.h>

#include "base/err.h"
#include "domain/insight/search.h"
#include "tui/command.h"
#include "tui/list.h"
#include "tui/nav.h"

struct app;
struct arena;
struct desk;
struct order_row;

/* What a browse asks for: the desk, and the text of the query bar. */
struct browse_query {
    struct app *app;
    struct desk *desk;
    const char *text;
    bool is_cut; /* by browse_all: of some kind there are more than it shows */
};

/* Where a page of find_orders and the like begins. */
void browse_start(const struct list_from *from, struct find_from *out);
/* What is asked; of what goes to a file every word must ask for something. */
OD_MUST_USE bool browse_parse(const struct browse_query *bq, enum find_kind kind,
                              struct arena *arena, const struct query **out, struct err *err);
/* Its number; "D31" for a draft. */
const char *browse_order_number(const struct order_row *o, struct arena *arena);

struct browse {
    const char *name;   /* "orders" */
    const char *prefix; /* "o:" in the query bar */
    const char *title;  /* N_() */
    const char *empty;  /* N_(): "No order fits. F4 widens, F6 makes one." */
    const struct list_column *columns;
    enum find_kind kind;
    const char *const *column_names; /* of the columns, as views know them; NULL: all are shown */
    /* As list_page; ctx is a struct browse_query. */
    list_page *page;
    int64_t (*count)(void *ctx);
    /* What stands beside the list at 120 columns: lines of text. NULL: no preview. */
    bool (*preview)(const struct browse_query *q, int64_t id, struct arena *arena, const char **out,
                    struct err *err);
    /* Enter on a row. */
    bool (*open)(struct app *app, int64_t id, struct err *err);
    /* F6; NULL: none can be made here. */
    bool (*create)(struct app *app, const char *text, struct err *err);
    const struct command *commands; /* beside those of scr_browse; NULL */
};

/* Row ids of browse_all are id * BROWSE_ALL_KINDS + enum find_kind. */
#define BROWSE_ALL_KINDS 4
extern const struct browse browse_all;
extern const struct browse browse_orders;
extern const struct browse browse_customers;
extern const struct browse browse_items;

#endif
