/*
 * Where carriers have the parcels that left: every event that a provider, a message from outside
 * or a person tells is kept, the newest by its own time is shown. It never blocks anything: what a
 * carrier says delivers a shipment once, and nothing it says takes that back.
 */
#ifndef OD_DOMAIN_OUTSIDE_TRACK_H
#define OD_DOMAIN_OUTSIDE_TRACK_H

#include "domain/desk/desk.h"
#include "domain/outside/topic.h"

/* As stored. */
enum track_status {
    TRACK_NONE = 0,
    TRACK_LABEL_CREATED = 1,
    TRACK_IN_TRANSIT = 2,
    TRACK_OUT_FOR_DELIVERY = 3,
    TRACK_PICKUP_READY = 4,
    TRACK_DELIVERED = 5,
    TRACK_EXCEPTION = 6,
    TRACK_RETURNED = 7,
    TRACK_LOST = 8,
    TRACK_CANCELED = 9,
    TRACK_UNKNOWN = 10, /* of an event alone: a word nobody knows; the state stays */
};
const char *track_status_name(int status);               /* stable: "in_transit" */
const char *track_status_words(enum track_status status); /* translated */
/* By its stable name, TRACK_UNKNOWN excepted. ERR_INVALID, field "status". */
OD_MUST_USE bool track_status_find(const char *name, enum track_status *out, struct err *err);

/* --- reading ---------------------------------------------------------------------------------- */

/* A number of a shipment that is followed. */
struct track {
    int64_t id, shipment, fulfillment;
    struct order_id order;
    const char *order_number, *customer_name, *fulfillment_number;
    const char *shipper;  /* carrier of the shipment, "" */
    const char *tracking; /* the carrier's number, "" */
    const char *provider; /* who is asked, "" */
    const char *tracker, *carrier; /* the provider's own words, "" */
    const char *signed_by;
    struct date due; /* when the carrier expects it there; none: it did not say */
    enum track_status status;
    int shipment_status; /* enum shipment_status */
    struct stamp shipped;
    struct stamp moved; /* newest event; when it left, where there is none */
    int64_t next_ms;    /* asked after again; 0 not by itself; -1 being asked */
    bool is_open;
};
struct tracks {
    struct track *v;
    int n;
};

enum track_show {
    TRACKS_OPEN = 0,  /* under way */
    TRACKS_QUIET = 1, /* under way, and no event for the days of the setting track.quiet_days */
    TRACKS_TROUBLE = 2, /* exceptions, of shipments that are under way */
    TRACKS_LOST = 3,    /* the carrier lost it, and nobody said so of the shipment yet */
};

/* The longest without an event first. */
OD_MUST_USE bool tracks_load(struct desk *desk, enum track_show show, int max,
                             struct arena *arena, struct tracks *out, struct err *err);
OD_MUST_USE bool tracks_of_order(struct desk *desk, struct order_id order, struct arena *arena,
                                 struct tracks *out, struct err *err);
/* Those of the shipment that track_add() would take for this number. ERR_NOT_FOUND: no shipment has
 * it. */
OD_MUST_USE bool tracks_of_number(struct desk *desk, const char *number, struct arena *arena,
                                  struct tracks *out, struct err *err);
OD_MUST_USE bool track_load(struct desk *desk, int64_t id, struct arena *arena,
                            struct track **out, struct err *err);

/* The last day on which a parcel that is still under way is expected there, of a shipment or, where
 * that is 0, of the order; none: no carrier said one, or it is past. */
OD_MUST_USE bool track_due(struct desk *desk, struct order_id order, int64_t shipment,
                           struct date *out, struct err *err);

struct track_event {
    int64_t id;
    struct stamp at, came;
    enum track_status status;
    const char *raw, *message, *city, *region, *country;
    const char *provider; /* "": a person */
    const char *by;       /* login */
};
struct track_events {
    struct track_event *v;
    int n;
};
/* Newest first, by their own time. */
OD_MUST_USE bool track_events_load(struct desk *desk, int64_t track, int max, struct arena *arena,
                                   struct track_events *out, struct err *err);
/* "Houston, TX, US" of an event, "" where nobody said. */
const char *track_place(const struct track_event *e, struct arena *arena);

/* --- by hand: right "shipment.track" ---------------------------------------------------------- */

struct track_new {
    const char *number; /* of a parcel, or of its fulfillment */
    enum track_status status;
    struct stamp at; /* 0: now */
    const char *message, *place; /* "" */
};
/*
 * Writes an event down that the carrier told some other way, with all it sets off.
 * err  ERR_NOT_FOUND, ERR_INVALID (a time ahead), ERR_STATE (it is there)
 */
OD_MUST_USE bool track_add(struct desk *desk, const struct track_new *in, struct err *err);
/* Has the provider asked now, however the parcel stands. err  ERR_NOT_FOUND, ERR_STATE (nobody can
 * be asked; it is being asked) */
OD_MUST_USE bool track_poll(struct desk *desk, const char *number, struct err *err);

/* --- what came from outside ------------------------------------------------------------------- */

/*
 * Takes down a report, an object as of "tracker.get" in shipping_task.h, in the caller's
 * transaction. What is there already is left out; *n (may be NULL): events that are new.
 * err  ERR_NOT_FOUND: no shipment has the number (yet): keep it and try later; ERR_INVALID
 */
struct json;
OD_MUST_USE bool track_take(struct tx *tx, struct desk *desk, const char *provider,
                            const struct json *report, struct arena *arena, int *n,
                            struct err *err);

/* --- for the worker --------------------------------------------------------------------------- */

/* After so long the carrier is asked again; 0: not any more. age_ms: since it left. */
int64_t track_wait_ms(enum track_status status, int64_t age_ms);
/* Begins to follow what left, and makes jobs of what is due, some at a time; lets go of questions
 * that were answered. *n: how much there was. */
OD_MUST_USE bool track_tick(struct desk *desk, int *n, struct err *err);

/* For the table of topics: "tracker.get", whose record is a track. */
OD_MUST_USE bool track_compose(struct desk *desk, const struct queue_row *row,
                               struct arena *arena, struct topic_task *out, struct err *err);
OD_MUST_USE bool track_apply(struct tx *tx, struct desk *desk, const struct topic_end *end,
                             struct arena *arena, struct err *err);

#endif
