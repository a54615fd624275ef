/*
 * From the report on screen to one that is mailed regularly. A part of the screen of a report.
 */
#include <stddef.h>
#include <string.h>

#include "base/i18n.h"
#include "base/mem.h"
#include "domain/insight/report_schedule.h"
#include "tui/app.h"
#include "tui/report_screen.h"
#include "tui/screens.h"

bool rp_may_mail(const struct screen *s, struct err *why)
{
    return desk_may(s->desk, "report.schedule", why);
}

/* The period is the words in the form: its days of today would be others when it is due. */
bool rp_mail(struct screen *s, struct err *err)
{
    const struct rp *rp = rp_self(s);
    const struct report_schedule preset = {
        .name = _(rp->report->words),
        .report = rp->report->name,
        .period = rp_form_text(rp, "period"),
        .by = rp->report->groups != 0 ? report_by_name(rp->ask.by) : "",
        .compare = report_compare_name(rp->ask.compare),
        .site = rp->ask.site,
        .channel = rp->ask.channel,
        .days = (rp->report->asks & REPORT_ASKS_DAYS) != 0 ? rp->ask.days : 0,
        .top = rp->ask.top,
        .form = rp->shows_chart ? REPORT_MAIL_PDF : REPORT_MAIL_CSV,
        .to = "",
        .lang = "",
        .when = { SCHEDULE_DAILY, 0, 7 * 60 },
        .is_on = true,
    };
    /* What was half typed of one report is not offered on another. */
    struct record_arg arg = { .kind = "schedule", .parent = 1, .preset = &preset };

    for (const struct report *const *r = report_all(); *r != rp->report; r++)
        arg.parent++;
    return app_push(s->app, &scr_record, &arg, err);
}
