/*
 * The figures of a day: what was ordered, canceled, picked, sent and delivered on it, by channel
 * and site. Each figure follows from records that stay, so that it can be counted anew; the
 * transaction that changes such a record moves its figures. Reading them is insight/metric.h.
 */
#ifndef OD_DOMAIN_ORDER_METRIC_DAY_H
#define OD_DOMAIN_ORDER_METRIC_DAY_H

#include "base/vec.h"
#include "domain/order/order.h"

struct tx;

/* In the order of the columns of metric_day. */
enum metric {
    METRIC_ORDERS,         /* placed on the day, whatever became of them */
    METRIC_MINOR,          /* what those are worth now, in the firm's money, with tax */
    METRIC_LINES,          /* their lines of goods that were not canceled alone */
    METRIC_QTY,            /* and of how much, thousandths */
    METRIC_CANCELED,       /* orders canceled whole on the day */
    METRIC_CANCELED_MINOR, /* and what they were worth */
    METRIC_WAITING_LINES,  /* lines without all their stock when their order was confirmed */
    METRIC_PICKS,          /* lines picked, of what was packed on the day */
    METRIC_SHORT_PICKS,    /* lines of it that could not be picked whole */
    METRIC_SHIPMENTS,      /* that left or were collected, not voided */
    METRIC_SHIPPED_MINOR,  /* their goods, after discounts, without tax and charges */
    METRIC_SHIPPED_QTY,    /* thousandths; of a bundle whole kits */
    METRIC_DUE_SHIPMENTS,  /* those that had a promised day when they left */
    METRIC_LATE_SHIPMENTS, /* and left after it */
    METRIC_DELIVERED,      /* shipments that arrived on the day */
    METRIC_COUNT
};

struct metric_values {
    int64_t by[METRIC_COUNT];
};

/* One row: a day of the firm's time zone, a channel of orders, the site that an order takes stock
 * from, or of what the warehouse does the site where it is done. */
struct metric_row {
    struct date day;
    struct channel_id channel;
    struct site_id site;
    struct metric_values sum;
};
struct metric_rows OD_VEC(struct metric_row);

/* Adds values to the row of a key in memory, sign 1 or -1; the row is made where there is none. */
void metric_rows_add(struct metric_rows *rows, struct arena *arena, const struct metric_row *add,
                     int sign);
/* Moves the counters by what the rows say; rows of nothing but zeros write nothing. */
OD_MUST_USE bool metric_rows_write(struct tx *tx, const struct metric_rows *rows, struct err *err);

/* Writes down how many lines of an order that is confirmed now have to wait for stock; of one that
 * is confirmed a second time the first holds. */
OD_MUST_USE bool metric_note_waiting(struct tx *tx, const struct order *order, struct stamp now,
                                     struct err *err);

/*
 * What a fulfillment's picks and shipments count as the store has them now. Taken with sign -1
 * before a change and 1 after it, then written, they move what the change moved.
 */
OD_MUST_USE bool metric_take_picks(struct tx *tx, int64_t fulfillment, int sign,
                                   struct arena *arena, struct metric_rows *rows, struct err *err);
OD_MUST_USE bool metric_take_shipments(struct tx *tx, int64_t fulfillment, int sign,
                                       struct arena *arena, struct metric_rows *rows,
                                       struct err *err);

/* --- counting anew --------------------------------------------------------------------------- */

/* What the records say of a day. */
OD_MUST_USE bool metric_day_count(struct desk *desk, struct date day, struct arena *arena,
                                  struct metric_rows *out, struct err *err);
/* What is kept of it. */
OD_MUST_USE bool metric_day_kept(struct desk *desk, struct date day, struct arena *arena,
                                 struct metric_rows *out, struct err *err);
/* Puts counts in place of what is kept of a day. */
OD_MUST_USE bool metric_day_replace(struct tx *tx, struct date day, const struct metric_rows *rows,
                                    struct err *err);
/* The first day from one on of which there is something, in records or kept; year 0: none. */
OD_MUST_USE bool metric_next_day(struct desk *desk, struct date from, struct date *out,
                                 struct err *err);
/* Is all counted? After an update, and after another time zone, the days are counted anew in
 * slices (flow/upkeep.h); until then sums are of a part. */
OD_MUST_USE bool metric_is_whole(struct desk *desk, bool *out, struct err *err);

#endif
