/*
 * A day at the desk for tests that hurt it: the use cases one after another, and of each how much
 * of it is there afterwards. What each step works on was made before, so that one that is refused
 * does not stop the next.
 */
#ifndef OD_TESTS_FAULT_DESK_DAY_H
#define OD_TESTS_FAULT_DESK_DAY_H

#include "support/testorder.h"

#define DAY_ROUNDS_MAX 40
/* The clock of the desk moves on by this much before each round. */
#define DAY_MS (INT64_C(24) * 60 * 60 * 1000)

enum day_step {
    DAY_ORDER,       /* a whole order by one call, with its key */
    DAY_TYPED,       /* field by field, taken at the end */
    DAY_CHANGE,      /* a change set, applied */
    DAY_OPEN_CHANGE, /* one that is saved and stays open */
    DAY_HOLD,
    DAY_TIMER, /* a hold ends by itself */
    DAY_NOTE,
    DAY_ATTACH,
    DAY_CANCEL,
    DAY_PRICE, /* a contract price */
    DAY_IMPORT, /* of items */
    DAY_IMPORT_ORDERS,
    DAY_IMPORT_LISTS, /* of prices: the lists, below what stands on one */
    DAY_IMPORT_PRICES,
    DAY_IMPORT_CUSTOMERS,
    DAY_BACKUP, /* a copy, and its row */
    DAY_LAST,   /* an order once more */
    /* in the warehouse and towards the outside (desk_ware.h) */
    DAY_RELEASE,
    DAY_PICK, /* to its end */
    DAY_PACK,
    DAY_LABEL, /* of a carrier, asked for */
    DAY_RATES, /* its rates came, one is bought */
    DAY_SHIP,
    DAY_PAPER,   /* kept as it went out */
    DAY_NOTICE,  /* to a customer */
    DAY_FOLDER,  /* a file of a partner: it was sent, and a row that is refused */
    DAY_ADDRESS, /* carriers are asked about it */
    DAY_TEXTS,   /* of an item, in other languages */
    DAY_STEPS
};
/* Two days, one after the other: the second is as long as the first, and a fault meets one. */
#define DAY_OF_DESK_END DAY_RELEASE

struct desk_day {
    struct testshop shop; /* its arena; its desk is closed */
    char where[200], fresh[200], copies[200];
    int rounds;
    struct order_id made[DAY_ROUNDS_MAX][DAY_STEPS]; /* what the steps work on */
};

/* Makes a desk at `fresh`, below the folder of this run, ready for so many rounds, and closes
 * it. */
void day_set_up(struct desk_day *day, int rounds);
void day_close(struct desk_day *day);
/* Opens the desk at `where` on the day of that round. NULL with err. */
struct desk *day_open(const struct desk_day *day, int round, struct err *err);
OD_MUST_USE bool day_do(const struct desk_day *day, struct desk *desk, int round,
                        enum day_step step, struct err *err);
/* Is it many transactions, so that some of it may be there? What is missing goes in when it is done
 * again. */
static inline bool day_is_import(enum day_step step)
{
    return step >= DAY_IMPORT && step <= DAY_IMPORT_CUSTOMERS;
}
/* How much of a step is there; `whole` of it is all. Only of an import may some be there. */
int64_t day_there(struct desk *desk, const struct desk_day *day, int round, enum day_step step);
int64_t day_whole(enum day_step step);
const char *day_name(enum day_step step);
/* Path of the copy that DAY_BACKUP makes; in arena. */
const char *day_copy(const struct desk_day *day, int round, struct arena *arena);

#endif
