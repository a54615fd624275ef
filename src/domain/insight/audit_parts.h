/*
 * The parts of `check` among themselves: a run that gathers faults, and the checks.
 */
#ifndef OD_DOMAIN_INSIGHT_AUDIT_PARTS_H
#define OD_DOMAIN_INSIGHT_AUDIT_PARTS_H

#include "base/vec.h"
#include "domain/insight/audit.h"

struct order;
struct read_view;
struct tx;

struct audit_faults OD_VEC(struct audit_fault);

struct audit_run {
    struct desk *desk;
    struct arena *arena; /* of the faults */
    bool is_fixing, is_full;
    struct audit_faults faults;
    const char *check; /* the one that runs */
    int records;
};

/* Notes a fault; words are in the run's arena. The pointer lives until the next fault. */
struct audit_fault *audit_add(struct audit_run *run, const char *record, const char *words,
                              bool is_fixable);

/* What is read from here on is of one moment: in the transaction that will mend it, else in a view.
 * One of the two is open afterwards. */
OD_MUST_USE bool audit_begin(struct audit_run *run, struct tx *tx, struct read_view *view,
                             struct err *err);

OD_MUST_USE bool audit_view(struct audit_run *run, struct read_view *view, struct err *err);

/* A counter and what its rows add up to: how many there are, those that differ as (two parts of
 * the key, name, what it says, what is right), and the statement that puts one right. */
struct counter_check {
    const struct sql *count, *differ, *fix;
};
OD_MUST_USE bool audit_counter(struct audit_run *run, const struct counter_check *check,
                               struct err *err);

/* Checks that compare in SQL (audit_sql.c). With is_fixing each runs whole in a transaction, so
 * that what is compared is what is mended. */
OD_MUST_USE bool audit_on_hand(struct audit_run *run, struct err *err);
OD_MUST_USE bool audit_allocated(struct audit_run *run, struct err *err);
OD_MUST_USE bool audit_line_allocated(struct audit_run *run, struct err *err);
OD_MUST_USE bool audit_order_count(struct audit_run *run, struct err *err);
OD_MUST_USE bool audit_metric_hour(struct audit_run *run, struct err *err);

/* Figures of days (audit_metric_sql.c), after the orders and shipments they are counted from. */
OD_MUST_USE bool audit_metric_day(struct audit_run *run, struct err *err);

/* The index of notes (audit_note_sql.c). */
OD_MUST_USE bool audit_notes(struct audit_run *run, struct err *err);

/* What fulfillments say (audit_warehouse_sql.c). */
OD_MUST_USE bool audit_picked(struct audit_run *run, struct err *err);
OD_MUST_USE bool audit_shipped(struct audit_run *run, struct err *err);
OD_MUST_USE bool audit_over(struct audit_run *run, struct err *err);
OD_MUST_USE bool audit_claims(struct audit_run *run, struct err *err);
OD_MUST_USE bool audit_package_lines(struct audit_run *run, struct err *err);
OD_MUST_USE bool audit_package_count(struct audit_run *run, struct err *err);
OD_MUST_USE bool audit_package_weight(struct audit_run *run, struct err *err);

/* Goods set aside and in transfers (audit_goods_sql.c). */
OD_MUST_USE bool audit_aside(struct audit_run *run, struct err *err);
OD_MUST_USE bool audit_transfers(struct audit_run *run, struct err *err);

/* Customers that were merged (audit_customer_sql.c). */
OD_MUST_USE bool audit_merged(struct audit_run *run, struct err *err);

/* The search index, by looking for a sample of records with their own words (audit_kept_sql.c). */
OD_MUST_USE bool audit_index(struct audit_run *run, struct err *err);

/* Orders one by one (audit_order.c), over pages of their ids. */
struct audit_order_row {
    struct order_id id;
    int line_count; /* as cached */
};
struct audit_order_rows OD_VEC(struct audit_order_row);
OD_MUST_USE bool audit_orders(struct audit_run *run, struct err *err);
OD_MUST_USE bool audit_put_line_count(struct tx *tx, struct order_id id, int line_count,
                                      struct err *err);
OD_MUST_USE bool audit_order_page(struct desk *desk, struct order_id after, int max,
                                  struct arena *arena, struct audit_order_rows *out,
                                  struct err *err);

#endif
