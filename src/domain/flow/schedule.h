/*
 * When scheduled reports are due, and putting what is due into the outbox. What a schedule holds
 * and who may change it is in insight/report_schedule.h.
 */
#ifndef OD_DOMAIN_FLOW_SCHEDULE_H
#define OD_DOMAIN_FLOW_SCHEDULE_H

#include "domain/desk/desk.h"

struct tx;

enum schedule_every {
    SCHEDULE_DAILY = 1,
    SCHEDULE_WEEKDAYS = 2, /* Monday to Friday */
    SCHEDULE_WEEKLY = 3,
    SCHEDULE_MONTHLY = 4,
};
/* A time of the firm's zone. */
struct schedule_when {
    enum schedule_every every;
    int day;    /* weekly: 0 Monday .. 6; monthly: 1 .. 31, in a shorter month its last day */
    int minute; /* 0 .. 1439 */
};

/*
 * The first due moment behind an instant, and the last one not after it. A minute that the clocks
 * leave out is the next one that there is; of one that comes twice the first counts, once.
 */
struct stamp schedule_next(const struct schedule_when *when, struct stamp after);
struct stamp schedule_last(const struct schedule_when *when, struct stamp now);

/*
 * Does what is due: each schedule once for each due moment, however many processes try, and of
 * those that were missed the last one alone. One transaction each; nothing due writes nothing.
 * *n: how many reports were put into the outbox.
 */
OD_MUST_USE bool schedules_run(struct desk *desk, int *n, struct err *err);

/* A mailing of a schedule, with a mail and its job for each address; in the caller's transaction.
 * Where no mails are sent at all, that is the schedule's last error. */
struct mailing_start {
    int64_t schedule;
    struct stamp due; /* the days of the report are those of its day */
    const char *to;   /* addresses, ", " between */
    bool is_trial;    /* sent by hand */
};
/* *n: how many mails it has; 0: none are sent, or there is one of that moment already, and nothing
 * was written. */
OD_MUST_USE bool mailing_begin(struct tx *tx, struct desk *desk, const struct mailing_start *in,
                               int *n, struct err *err);

#define RECORD_REPORT_MAIL "report_mail" /* record kind of its jobs, whose topic is mail.send */
#define SCHEDULE_TO_GAP ", "

#endif
