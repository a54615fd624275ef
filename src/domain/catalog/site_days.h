/*
 * The days on which goods leave a site: those of the week, and the days of the calendar on which it
 * is closed all the same.
 */
#ifndef OD_DOMAIN_CATALOG_SITE_DAYS_H
#define OD_DOMAIN_CATALOG_SITE_DAYS_H

#include "domain/catalog/item.h"

#define SITE_WORK_DAYS_USUAL 31  /* Monday to Friday */
#define SITE_WORK_DAYS_ALL   127
/* Days that one call closes or opens. */
#define SITE_CLOSED_SPAN_MAX 366

/*
 * "mon-fri", "mon tue sat", "tue-sat,sun": names of days as in English, any case.
 * err  ERR_INVALID, field "work_days"
 */
OD_MUST_USE bool site_days_parse(const char *text, int *out, struct err *err);
/* "mon tue wed thu fri" */
const char *site_days_words(int work_days, struct arena *arena);

/*
 * When lines get stock there: "confirm", "manual", or the days before a line is wanted, "14".
 * err  ERR_INVALID, field "allocate"
 */
OD_MUST_USE bool site_allocate_parse(const char *text, struct site *site, struct err *err);
const char *site_allocate_words(const struct site *site, struct arena *arena); /* as it reads it */

struct site_day {
    struct date day;
    const char *why;
};
struct site_days {
    struct site_day *v;
    int n;
};
/* The days from one on on which a site is closed, by day. */
OD_MUST_USE bool site_closed_load(struct desk *desk, struct site_id site, struct date from,
                                  struct arena *arena, struct site_days *out, struct err *err);
/*
 * The site is closed on the days from first to last, both included, or (is_open) works on them as
 * on others again; "site.save". Orders keep their days: flow/source_steps.h has site_days_close(),
 * which dates them anew.
 * err  ERR_INVALID, field "day" (last before first, the past), ERR_LIMIT, field "until"
 */
struct site_close_days {
    struct site_id site;
    struct date first, last; /* last unset: the first alone */
    const char *why;         /* "Christmas"; NULL none */
    bool is_open;
};
OD_MUST_USE bool site_close_days(struct desk *desk, const struct site_close_days *in,
                                 struct err *err);

/* --- for site_sql.c --------------------------------------------------------------------------- */

/* For the log: what is new or changed. */
struct event_note;
void site_note(const struct site *before, const struct site *now, struct arena *arena,
               struct event_note *note);

#endif
