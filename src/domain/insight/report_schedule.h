/*
 * Reports that are mailed regularly: which report, asked what, to whom, when. What is due is begun
 * by flow/schedule.h; the worker makes the report of it (print/report_mail.h) and sends it.
 */
#ifndef OD_DOMAIN_INSIGHT_REPORT_SCHEDULE_H
#define OD_DOMAIN_INSIGHT_REPORT_SCHEDULE_H

#include "domain/flow/schedule.h"
#include "domain/insight/report.h"

/* Stored values. */
enum report_mail_form {
    REPORT_MAIL_CSV = 1, /* a file of its lines */
    REPORT_MAIL_PDF = 2, /* its chart */
    REPORT_MAIL_TEXT = 3 /* the lines stand in the mail itself */
};

#define REPORT_SCHEDULE_NAME 80 /* bytes */
#define REPORT_SCHEDULE_TO   20 /* addresses */
#define REPORT_SCHEDULES     200

struct report_schedule {
    int64_t id; /* 0: a new one */
    const char *name;
    const char *report;  /* its name, "sales" */
    const char *period;  /* relative words, "last-week", seen from the day on which it is due */
    const char *by;      /* "day" ...; "": the report's usual one */
    const char *compare; /* "none", "period", "year" */
    struct site_id site;
    struct channel_id channel;
    int days, top; /* as in struct report_ask */
    enum report_mail_form form;
    const char *to;   /* addresses, commas between */
    const char *lang; /* "en"; saved as "" it is the setting notice.lang */
    struct schedule_when when;
    bool is_on;
    struct stamp next;      /* due moment to come; 0: off */
    struct stamp last;      /* that was taken up last; 0: none yet */
    const char *last_error; /* why the last one did not go to everybody, "" else */
    const char *owner;      /* login of who saved it last; read only, and so are the three above */
    const char *owner_name; /* and these three */
    enum role owner_role;
    bool has_owner; /* false: that user is none any more */
    int64_t version;
};
struct report_schedules {
    struct report_schedule *v;
    int n;
};

/* By name; failed: only those that did not go to everybody the last time, which the queue "reports"
 * counts. */
OD_MUST_USE bool report_schedules_load(struct desk *desk, struct arena *arena,
                                       struct report_schedules *out, struct err *err);
OD_MUST_USE bool report_schedules_failed(struct desk *desk, struct arena *arena,
                                         struct report_schedules *out, struct err *err);
/* ERR_NOT_FOUND; also where it was removed. By name: case and accents do not matter. */
OD_MUST_USE bool report_schedule_load(struct desk *desk, int64_t id, struct arena *arena,
                                      struct report_schedule **out, struct err *err);
OD_MUST_USE bool report_schedule_find(struct desk *desk, const char *name, struct arena *arena,
                                      struct report_schedule **out, struct err *err);
/*
 * Checks and saves ("report.schedule"): a new one, or with id over the version that was loaded. The
 * acting user owns it from then on, and it may be sent what that user may see. An ask left empty is
 * the report's usual one.
 * err  ERR_INVALID, ERR_LIMIT, ERR_NOT_FOUND (field "name", "report", "period", "by", "compare",
 *      "site", "channel", "days", "top", "format", "to", "lang", "on"); ERR_CONFLICT: changed or
 *      removed since, or (field "name") there is another one of this name
 */
OD_MUST_USE bool report_schedule_save(struct desk *desk, const struct report_schedule *in,
                                      int64_t *id, struct err *err);
/* "report.schedule". Switched on it begins with the next due moment. ERR_CONFLICT as above. */
OD_MUST_USE bool report_schedule_switch(struct desk *desk, const struct report_schedule *s,
                                        bool is_on, struct err *err);
/* "report.schedule". What waits to be sent is not sent any more. ERR_CONFLICT as above. */
OD_MUST_USE bool report_schedule_remove(struct desk *desk, const struct report_schedule *s,
                                        struct err *err);
/* May its owner, in whose name it is sent, still have the report mailed? ERR_DENIED: is no user any
 * more, or may not. */
OD_MUST_USE bool report_schedule_owner_may(const struct report_schedule *s,
                                           const struct report *report, struct err *err);
/* May the acting user send it now? Who sends it must be allowed to see the report, and so must its
 * owner. ERR_DENIED */
OD_MUST_USE bool report_schedule_may_send(struct desk *desk, const struct report_schedule *s,
                                          const struct report *report, struct err *err);
/*
 * Sends it now ("report.schedule"), as if it were due: to its addresses, or to one alone. Its due
 * moments stay as they are.
 * to   NULL or "": to all
 * err  ERR_INVALID (field "to"); ERR_STATE: no mails are sent here, or it was sent this very
 *      moment; those of report_schedule_may_send()
 */
OD_MUST_USE bool report_schedule_send(struct desk *desk, const struct report_schedule *s,
                                      const char *to, struct err *err);

/* --- report_schedule.c ------------------------------------------------------------------------ */

/* The report and what it is asked, of a day; the errors of report_schedule_save. */
OD_MUST_USE bool report_schedule_ask(const struct report_schedule *s, struct date day,
                                     const struct report **report, struct report_ask *out,
                                     struct err *err);
/* What may be saved, with texts as they are kept. country: of the firm. */
OD_MUST_USE bool report_schedule_check(struct desk *desk, const struct report_schedule *in,
                                       struct arena *arena, struct report_schedule *out,
                                       struct err *err);
/* One address or several, as they are kept: together at most LIMIT_TEXT_BYTES. err  ERR_INVALID,
 * ERR_LIMIT; field "to" */
OD_MUST_USE bool report_schedule_to(const char *text, struct arena *arena, const char **out,
                                    struct err *err);

/* "csv", "pdf", "text". */
const char *report_mail_form_name(enum report_mail_form form);
OD_MUST_USE bool report_mail_form_parse(const char *text, enum report_mail_form *out,
                                        struct err *err);
/* "daily", "weekdays", "weekly", "monthly". */
const char *schedule_every_name(enum schedule_every every);
/*
 * every as above; on "" or a day of the week ("monday", "mon") or month ("1".."31"); at "7:30".
 * err  ERR_INVALID, field "every", "on" or "at"
 */
OD_MUST_USE bool schedule_when_parse(const char *every, const char *on, const char *at,
                                     struct schedule_when *out, struct err *err);
/* "monday", "1", "" and "07:30": as schedule_when_parse takes them; in the arena. */
const char *schedule_on_text(const struct schedule_when *when, struct arena *arena);
const char *schedule_at_text(const struct schedule_when *when, struct arena *arena);
/* "each Monday at 07:30"; translated, in the arena. */
const char *schedule_when_words(const struct schedule_when *when, struct arena *arena);

#endif
