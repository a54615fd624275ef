/*
 * The order page's own struct, shared by its two files.
 */
#ifndef OD_TUI_ORDER_PAGE_H
#define OD_TUI_ORDER_PAGE_H

#include "domain/desk/event.h"
#include "domain/flow/change.h"
#include "domain/flow/kept_paper.h"
#include "domain/order/note.h"
#include "domain/order/order.h"
#include "domain/outside/notice_desk.h"
#include "tui/app.h"
#include "tui/list.h"
#include "tui/nav.h"

struct address_verdict;

enum od_tab {
    OD_LINES_TAB,
    OD_QTY_TAB,
    OD_EVENTS_TAB,
    OD_NOTES_TAB,
    OD_PAPERS_TAB,
    OD_NOTICES_TAB
};

struct od {
    struct screen s;
    struct order_id id;
    struct order *order; /* in s.data */
    struct event_list events;
    struct order_notes notes;
    struct kept_papers papers;
    struct notices notices;
    const char *no_notice; /* in s.data: why none went out */
    const char *told;      /* in s.data: where the next ones go */
    struct list list;
    struct address_verdict *verdict; /* of where it goes, in s.data; NULL: nobody was asked */
    struct order_change *change; /* that is open, in s.data; NULL: none */
    int priority;
    struct date due;             /* when carriers expect what is under way there; none: unknown */
    const char *holds;           /* in s.data; "" or NULL for none */
    enum od_tab tab;
    const char *asked_hold;      /* the kind that was chosen; NULL: the only one */
    int64_t asked_line;          /* under the cursor when it was asked for */
    int64_t asked_reason;        /* row of the reason that was chosen before the form */
    const struct action *asking; /* whose input a dialog or form is asking for */
};

extern const struct command od_commands[];

/* order_page_papers.c: papers that went out, and the command that prints. */
extern const struct list_column order_paper_columns[];
void order_paper_row(struct desk *desk, const struct kept_paper *p, struct arena *a,
                     struct list_row *row);
bool order_page_print(struct screen *s, struct err *err);
/* Where its parcels are. */
bool order_page_tracks(struct screen *s, struct err *err);

/* order_page_notices.c: what the customer was told, and the commands on it. */
extern const struct list_column order_notice_columns[];
void order_notice_row(struct desk *desk, const struct notice *n, struct arena *a,
                      struct list_row *row);
/* Also what stands over the list, where the next ones go, and in the empty list: why nothing goes
 * out. */
OD_MUST_USE bool order_notices_read(struct od *od, struct err *err);
bool order_page_on_notice(const struct screen *s, struct err *why); /* for command.can */
bool order_page_notice(struct screen *s, struct err *err);
bool order_page_resend(struct screen *s, struct err *err);

/* order_page_address.c: what carriers know of the address: beside it, or to be settled; "" none.
 * The commands that settle it, with their command.can. */
const char *order_address_note(const struct address_verdict *v, struct arena *arena);
const char *order_address_warning(const struct address_verdict *v, struct arena *arena);
bool order_page_may_take(const struct screen *s, struct err *why);
bool order_page_take_address(struct screen *s, struct err *err);
bool order_page_may_keep(const struct screen *s, struct err *why);
bool order_page_keep_address(struct screen *s, struct err *err);

/* "4.25 -5%", with `*` behind a price that was typed. */
const char *order_line_price(struct desk *desk, struct arena *arena, const struct order_line *l,
                             const char *currency);

#endif
