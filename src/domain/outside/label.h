/*
 * Carriers' labels: one is asked for a packed parcel, its rates come, one of them is bought, its
 * file is kept, and it is given back where the parcel does not leave. Who sells them is at work
 * outside; here is what the desk knows of it, and what it asks for. A label is asked for once:
 * while a parcel has one, or one is being bought, it gets no other.
 */
#ifndef OD_DOMAIN_OUTSIDE_LABEL_H
#define OD_DOMAIN_OUTSIDE_LABEL_H

#include "domain/desk/action.h"
#include "domain/outside/topic.h"

enum label_state {
    LABEL_WANTED = 1,
    LABEL_TO_CHOOSE = 2, /* its rates are there, a person chooses */
    LABEL_BUYING = 3,
    LABEL_BOUGHT = 4,
    LABEL_FAILED = 5,
    LABEL_TO_VOID = 6,
    LABEL_VOIDED = 7,
    LABEL_DROPPED = 8, /* it was not wanted any more before it was bought */
    LABEL_KEPT = 9,    /* was to be given back, and the carrier did not take it */
};

/* Of one that was given back: what became of its money. */
enum label_refund {
    REFUND_UNSAID = 0,
    REFUND_ASKED = 1,
    REFUND_PAID = 2,
    REFUND_REFUSED = 3, /* the label is LABEL_KEPT then */
};

enum label_rule { LABEL_CHEAPEST = 1, LABEL_FASTEST = 2, LABEL_CHOOSE = 3 };

/* Which of the rates: those of a carrier and service alone where named ("" any), that arrive within
 * so many days (0: any), and of them by the rule. */
struct label_wish {
    enum label_rule rule;
    int max_days;
    const char *carrier, *service;
};

/* What one way of sending costs. days -1: not said. */
struct label_rate {
    const char *id, *carrier, *service, *name, *account;
    struct money cost;
    int days;
};
struct label_rates {
    struct label_rate *v;
    int n;
};

struct label {
    int64_t id, fulfillment;
    struct order_id order;
    const char *package, *order_number, *fulfillment_number;
    enum label_state state;
    const char *provider;
    struct label_wish wish;
    const char *format; /* "PDF", "PNG", "ZPL" */
    const char *rates;  /* JSON; see label_rates_read() */
    const char *rate;   /* JSON of the one that is bought */
    const char *remote_id, *tracker;
    const char *carrier, *service, *tracking; /* "" before it is bought */
    struct money cost;
    const char *error; /* why it failed, or takes long; "" */
    const char *asked_by;
    struct stamp asked, bought, ended;
    bool has_file;
    enum label_refund refund;
    int64_t refund_ms; /* asked after again then; 0: not; REFUND_BEING_ASKED */
    bool prints_itself; /* said when it is asked for; not read */
    int64_t version;
};
struct labels {
    struct label *v;
    int n;
};

const char *label_state_name(int state);               /* stable: "bought" */
const char *label_state_words(enum label_state state); /* translated */
const char *label_words(const struct label *l);        /* the same, with what became of its money */
const char *label_refund_name(int refund);             /* stable: "asked", "" for nobody says */
/* Of labels, the newest first: the one of a parcel that counts, else its last; NULL. */
const struct label *label_counting(const struct labels *all, const char *package);
/* Of those that count for the parcels of a fulfillment the one most is left to do for; NULL. */
const struct label *label_most_pressing(const struct labels *all, int64_t fulfillment);
bool label_needs_person(enum label_state state);       /* to choose, failed, not taken back */

/* --- asking and choosing ---------------------------------------------------------------------- */

/*
 * Asks for labels of the parcels of a packed fulfillment that have none; package NULL: of all of
 * them, else of that one ("P2" or its number). wish NULL: by the order's ship method and the
 * settings. *n: how many. Right "fulfillment.label".
 * err  ERR_STATE (nobody makes labels; not packed; collected; handed over; all have one),
 *      ERR_INVALID (a parcel was not weighed, a country is missing), ERR_NOT_FOUND
 */
OD_MUST_USE bool label_ask(struct desk *desk, int64_t fulfillment, const char *package,
                           const struct label_wish *wish, int *n, struct err *err);
/* Buys that rate of a label whose rates are there; at as it was seen. "fulfillment.label".
 * err  ERR_STATE, ERR_CONFLICT, ERR_NOT_FOUND */
OD_MUST_USE bool label_choose(struct desk *desk, struct record_at at, const char *rate_id,
                              struct err *err);
/* Gives a bought label back, or stops one that is not bought yet. "fulfillment.label".
 * err  ERR_STATE, ERR_CONFLICT, ERR_NOT_FOUND */
OD_MUST_USE bool label_void(struct desk *desk, struct record_at at, struct err *err);

/* --- reading ---------------------------------------------------------------------------------- */

OD_MUST_USE bool label_load(struct desk *desk, int64_t id, struct arena *arena, struct label **out,
                            struct err *err);
/* Of a fulfillment, the newest first. */
OD_MUST_USE bool labels_of(struct desk *desk, int64_t fulfillment, struct arena *arena,
                           struct labels *out, struct err *err);
/* Those of a state, the newest first; state 0: that wait for a person (to choose, failed, not taken
 * back), where their parcel still waits for it. */
OD_MUST_USE bool labels_of_state(struct desk *desk, int state, int max, struct arena *arena,
                                 struct labels *out, struct err *err);
/* How many of those wait for a person, and since when the one that waits longest. */
OD_MUST_USE bool labels_count_waiting(struct desk *desk, int *n, struct stamp *oldest,
                                      struct err *err);
/* Of all parcels that are packed and not shipped, of each parcel the newest first. */
OD_MUST_USE bool labels_of_packed(struct desk *desk, struct arena *arena, struct labels *out,
                                  struct err *err);
/* The one of a parcel that counts, else its last. ERR_NOT_FOUND. */
OD_MUST_USE bool label_find(struct desk *desk, const char *package, struct arena *arena,
                            struct label **out, struct err *err);
/* Its file as it came. ERR_NOT_FOUND where there is none yet. */
OD_MUST_USE bool label_file_load(struct desk *desk, int64_t id, struct arena *arena,
                                 struct job_file *out, struct err *err);

/* --- printing by itself ----------------------------------------------------------------------- */

/*
 * With setting label.print a label that came is printed by the screens of the person who asked for
 * it, on the machine where it was asked for. Gives the oldest of them that nobody took yet, and
 * takes it, so that no other prints it too; *out NULL: there is none. What fails after that is
 * printed by hand. Right "fulfillment.label".
 */
OD_MUST_USE bool label_take_print(struct desk *desk, struct arena *arena, struct label **out,
                                  struct err *err);

/* --- rates: pure ------------------------------------------------------------------------------ */

/* Of the JSON of a label; what has no amount in a currency we know is left out. */
void label_rates_read(const char *json, struct arena *arena, struct label_rates *out);
/*
 * The one that fits the wish; ties go to the faster, then the cheaper, then the first.
 * err  ERR_STATE: none fits (says what there is), or they are in several currencies
 */
OD_MUST_USE bool label_rate_choose(const struct label_rates *rates, const struct label_wish *wish,
                                   int *out, struct err *err);

/* --- for the worker --------------------------------------------------------------------------- */

#define REFUND_BEING_ASKED (-1)
/* How long after it was given back the provider is asked again what became of the money: every day
 * for two weeks, every three days until two months have passed; 0: not any more. Pure. */
int64_t label_refund_wait_ms(int64_t age_ms);
/* Makes jobs of those that are due; *n: how many. */
OD_MUST_USE bool label_refund_tick(struct desk *desk, int *n, struct err *err);

/* For the table of topics: jobs of shipping_task.h whose record is a label. What is looked up needs
 * its shipment only, whatever became of the parcel. */
OD_MUST_USE bool label_compose(struct desk *desk, const struct queue_row *row, struct arena *arena,
                               struct topic_task *out, struct err *err);
OD_MUST_USE bool label_apply(struct tx *tx, struct desk *desk, const struct topic_end *end,
                             struct arena *arena, struct err *err);

#endif
