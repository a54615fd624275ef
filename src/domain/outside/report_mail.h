/*
 * One mail of a scheduled report. What it says is made once, by the worker (print/report_mail.h),
 * and kept before anything leaves: each recipient and each try gets the same.
 */
#ifndef OD_DOMAIN_OUTSIDE_REPORT_MAIL_H
#define OD_DOMAIN_OUTSIDE_REPORT_MAIL_H

#include <stddef.h>

#include "domain/outside/notice_desk.h"

struct arena;
struct queue_row;
struct topic_end;
struct topic_task;
struct tx;

/* What was made of a due moment. */
struct report_made {
    const char *subject, *body;
    const char *file_name, *media_type; /* "": no file */
    const char *data;
    size_t len;
};

struct report_mail {
    int64_t id, mailing, schedule;
    struct stamp due;
    bool is_trial, is_made;
    const char *recipient;
    enum notice_state state;
    struct report_made made; /* empty before */
    /* Of the schedule as it is now. */
    const char *name, *to, *lang;
    bool is_removed;
};

/* Is a job of the outbox one of these? */
bool report_mail_is(const struct queue_row *row);
/* ERR_NOT_FOUND */
OD_MUST_USE bool report_mail_load(struct desk *desk, int64_t id, struct arena *arena,
                                  struct report_mail *out, struct err *err);
/* Keeps what was made of a mailing ("sync.work"); the first one stays. */
OD_MUST_USE bool report_mail_keep(struct desk *desk, int64_t mailing,
                                  const struct report_made *made, struct err *err);

/* As struct topic has it. What was made goes along as a file. Not needed: the schedule was removed,
 * or the address is taken out of it or blocked. ERR_STATE: nothing is made of it yet. */
OD_MUST_USE bool report_mail_compose(struct desk *desk, const struct queue_row *row,
                                     struct arena *arena, struct topic_task *out, struct err *err);
/* What fails is the schedule's last error, until it goes. */
OD_MUST_USE bool report_mail_apply(struct tx *tx, struct desk *desk, const struct topic_end *end,
                                   struct arena *arena, struct err *err);
/* What a provider says later, as notice_report() has it. */
OD_MUST_USE bool report_mail_told(struct tx *tx, struct desk *desk,
                                  const struct notice_report *in, bool *found, struct err *err);

#endif
