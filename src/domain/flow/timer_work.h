/*
 * How work that is due by itself is done row by row, so that one that cannot be done stops no
 * other: it is put off, said on its order's timeline, and tried again after a minute, two, four
 * ... at most a day.
 */
#ifndef OD_DOMAIN_FLOW_TIMER_WORK_H
#define OD_DOMAIN_FLOW_TIMER_WORK_H

#include "domain/desk/desk.h"

/* Values of timer_fault.kind. */
enum timer_kind {
    TIMER_HOLD = 1,     /* order_hold: its time is over */
    TIMER_LATER = 2,    /* sales_order: lines whose day for stock has come */
    TIMER_PICKUP = 3,   /* fulfillment: nobody came */
    TIMER_FILL = 4,     /* sales_order: a backorder that could be filled */
    TIMER_REPORT = 5,   /* report_schedule: to be mailed */
    TIMER_PART_DAY = 6, /* sales_order: may leave in parts from now on */
};

struct timer_row {
    int64_t id; /* of its kind's table */
    struct order_id order;
    int tries; /* that failed so far */
};
struct timer_rows {
    struct timer_row *v;
    int n, cap;
};

/* FROM the rows of a table: those that are put off are left out, and tries is known. now is the
 * parameter of the instant. */
#define TIMER_NOT_PUT_OFF(kind, id, now)                                                           \
    " LEFT JOIN timer_fault t ON t.kind = " kind " AND t.record_id = " id                          \
    " WHERE (t.next_ms IS NULL OR t.next_ms <= " now ")"
#define TIMER_TRIES "COALESCE(t.tries, 0)"

struct action_run;
struct stmt;

/* To the end of a statement that gives the row's id, its order's (0: none) and TIMER_TRIES. */
OD_MUST_USE bool timer_rows_get(struct stmt **q, struct arena *arena, struct timer_rows *out,
                                struct err *err);

enum timer_end {
    TIMER_NOT_DONE,     /* not for this desk to do, or not now: nothing of it is kept */
    TIMER_DONE,
    TIMER_DONE_QUIETLY, /* it is no more due, and counts for nothing */
};

/* Orders in one transaction: so few that nobody waits long behind it, so many that what is due,
 * which each of them reads anew, is not read for every order of a day with thousands. */
#define TIMER_BATCH 20

struct timer_work {
    enum timer_kind kind;
    int batch; /* rows in one transaction; 1 where a row that is not done would leave a part */
    /* What is due behind that id, in the order of ids, at most max. */
    bool (*load)(struct desk *desk, int64_t after, int max, struct arena *arena,
                 struct timer_rows *out, struct err *err);
    /* In a transaction; *end is TIMER_NOT_DONE before. */
    bool (*run)(struct action_run *run, const struct timer_row *row, enum timer_end *end,
                struct err *err);
};

/* Does all that is due of a kind, "timer.run"; with nothing due nothing is written. *n: how much
 * was done.
 * err  what stops them all: ERR_BUSY, ERR_IO, ERR_DENIED */
OD_MUST_USE bool timer_each(struct desk *desk, const struct timer_work *work, int *n,
                            struct err *err);

/* Is it the row's own fault, so that others may go on? */
bool timer_is_of_row(const struct err *why);
/* In a transaction of its own: not tried again before its time, and on its order's timeline where
 * the reason is a new one. */
OD_MUST_USE bool timer_put_off(struct desk *desk, enum timer_kind kind, const struct timer_row *row,
                               const struct err *why, struct err *err);
/* It was done after all. */
OD_MUST_USE bool timer_went_on(struct tx *tx, enum timer_kind kind, const struct timer_row *row,
                               struct err *err);
/* Orders that are put off now, for kinds that do not go through timer_each(). */
OD_MUST_USE bool timer_put_off_load(struct desk *desk, enum timer_kind kind, struct arena *arena,
                                    struct timer_rows *out, struct err *err);
OD_MUST_USE bool timer_tries_load(struct desk *desk, enum timer_kind kind, struct timer_row *row,
                                  struct err *err);
/* Behind all kinds: what was to be tried again when they began, and is due no more, is forgotten.
 * What comes to be tried while they are at work is the next round's. */
OD_MUST_USE bool timer_forget(struct desk *desk, struct stamp began, struct err *err);

#endif
