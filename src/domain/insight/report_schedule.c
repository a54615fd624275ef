/*
 * Rules of scheduled reports: what may be asked and by whom it can be received, and the words for
 * when one is due.
 */
#include "domain/insight/report_schedule.h"

#include <assert.h>
#include <string.h>
#include <strings.h>

#include "base/date.h"
#include "base/i18n.h"
#include "base/mem.h"
#include "base/strbuf.h"
#include "base/utf8.h"
#include "domain/desk/access.h"
#include "domain/desk/setting.h"
#include "domain/desk/text.h"
#include "domain/outside/notice_parts.h"

/* --- what is asked ---------------------------------------------------------------------------- */

bool report_schedule_ask(const struct report_schedule *s, struct date day,
                         const struct report **report, struct report_ask *out, struct err *err)
{
    struct report_ask ask = { .site = s->site, .channel = s->channel, .top = s->top };
    const struct report *r;

    if (!report_find(s->report, &r, err))
        return err_at(err, "report");
    ask.by = r->by;
    ask.days = s->days > 0 ? s->days : r->days;
    if ((r->asks & REPORT_ASKS_PERIOD) == 0 && s->period[0] != '\0')
        return err_field(err, ERR_INVALID, "period", _("This report is of now, not of a period."));
    if ((r->asks & REPORT_ASKS_PERIOD) != 0 &&
        !report_period_on(day, s->period[0] != '\0' ? s->period : r->period, &ask.from, &ask.to,
                          err))
        return false;
    if (s->days > 0 && (r->asks & REPORT_ASKS_DAYS) == 0)
        return err_field(err, ERR_INVALID, "days",
                         _("This report does not ask for a number of days."));
    if ((s->by[0] != '\0' && !report_by_parse(r, s->by, &ask.by, err)) ||
        !report_compare_parse(s->compare, &ask.compare, err) || !report_ask_check(r, &ask, err))
        return false;
    *report = r;
    *out = ask;
    return true;
}

/* Another day has other days of the report: else it would say the same for ever. */
static bool is_relative(const struct report_schedule *s, struct date today, struct err *err)
{
    struct date later = date_add_days(today, 800);
    const struct report *report;
    struct report_ask now, then;

    if (!report_schedule_ask(s, today, &report, &now, err))
        return false;
    if ((report->asks & REPORT_ASKS_PERIOD) == 0)
        return true;
    if (!report_schedule_ask(s, later, &report, &then, err))
        return false;
    return (date_cmp(now.from, then.from) != 0 && date_cmp(now.to, then.to) != 0) ||
           err_field(err, ERR_INVALID, "period",
                     _("\"%.40s\" would be the same days each time. Write yesterday, last-week, "
                       "last-month, last-30-days or -7."),
                     s->period);
}

/* --- who gets it ------------------------------------------------------------------------------ */

static bool is_named(const char *list, const char *address)
{
    size_t len = strlen(address);

    for (const char *at = list; *at != '\0';) {
        size_t n = strcspn(at, ",");

        if (n == len && strncasecmp(at, address, len) == 0)
            return true;
        at += n;
        at += strspn(at, SCHEDULE_TO_GAP);
    }
    return false;
}

bool report_schedule_to(const char *text, struct arena *arena, const char **out, struct err *err)
{
    static const char gaps[] = ",; \t\r\n";
    struct strbuf b;
    int n = 0;

    strbuf_init(&b, arena, REPORT_SCHEDULE_TO * 260);
    for (const char *at = text + strspn(text, gaps); *at != '\0'; at += strspn(at, gaps)) {
        size_t len = strcspn(at, gaps);
        struct err wrong = ERR_INIT;
        const char *address;

        if (!notice_address(NOTICE_MAIL, arena_strndup(arena, at, len), "", arena, &address,
                            &wrong))
            return err_field(err, wrong.code, "to", "%s", wrong.text);
        for (const char *c = address; *c != '\0'; c++)
            if ((unsigned char)*c <= ' ' || (unsigned char)*c > '~')
                return err_field(err, ERR_INVALID, "to",
                                 _("\"%.60s\" has a letter that mail servers do not take."),
                                 address);
        at += len;
        if (is_named(b.s, address))
            continue;
        if (++n > REPORT_SCHEDULE_TO || len > 254)
            return err_field(err, ERR_LIMIT, "to",
                             _("At most %d addresses of at most %d letters fit."),
                             REPORT_SCHEDULE_TO, 254);
        strbuf_addf(&b, "%s%s", n > 1 ? SCHEDULE_TO_GAP : "", address);
    }
    if (n == 0)
        return err_field(err, ERR_INVALID, "to", _("Write at least one mail address."));
    /* A field of a form would cut a longer list, perhaps in the middle of an address. */
    return text_line(b.s, "to", arena, out, err);
}

bool report_schedule_check(struct desk *desk, const struct report_schedule *in,
                           struct arena *arena, struct report_schedule *out, struct err *err)
{
    struct report_schedule s = *in;
    const struct report *report;
    struct report_ask ask;

    if (!utf8_clean(s.name, strlen(s.name), UTF8_LINE, REPORT_SCHEDULE_NAME, arena, &s.name, err))
        return err_at(err, "name");
    if (s.name[0] == '\0')
        return err_field(err, ERR_INVALID, "name", _("Give it a name, like Sales of the week."));
    if (!text_line(s.period, "period", arena, &s.period, err) ||
        !is_relative(&s, desk_today(desk), err) ||
        !report_schedule_ask(&s, desk_today(desk), &report, &ask, err))
        return false;
    if (report->right != NULL && !desk_may(desk, report->right, err))
        return err_at(err, "report");
    if (s.form == REPORT_MAIL_PDF && report->chart == REPORT_CHART_NONE)
        return err_field(err, ERR_INVALID, "format",
                         _("This report has no chart. Choose csv or text."));
    if (!report_schedule_to(s.to, arena, &s.to, err))
        return false;
    if ((s.lang[0] == '\0' && !setting_get(desk, "notice.lang", arena, &s.lang, err)) ||
        !notice_lang_check(s.lang, err))
        return false;
    /* As it is now: what is usual of a report may be another in the next release. */
    if ((report->asks & REPORT_ASKS_PERIOD) != 0 && s.period[0] == '\0')
        s.period = report->period;
    s.by = report->groups != 0 ? report_by_name(ask.by) : "";
    s.days = (report->asks & REPORT_ASKS_DAYS) != 0 ? ask.days : 0;
    *out = s;
    return true;
}

/* --- in whose name it goes -------------------------------------------------------------------- */

bool report_schedule_owner_may(const struct report_schedule *s, const struct report *report,
                               struct err *err)
{
    if (!s->has_owner)
        return err_set(err, ERR_DENIED,
                       _("%.60s, in whose name the report is sent, is no user any more. Save it"
                         " again to send it in yours."),
                       s->owner_name);
    if (!role_may(s->owner_role, "report.schedule") ||
        (report->right != NULL && !role_may(s->owner_role, report->right)))
        return err_set(err, ERR_DENIED,
                       _("%.60s, in whose name the report is sent, may not see it any more. Save it"
                         " again to send it in yours."),
                       s->owner_name);
    return true;
}

bool report_schedule_may_send(struct desk *desk, const struct report_schedule *s,
                              const struct report *report, struct err *err)
{
    return desk_may(desk, "report.schedule", err) &&
           (report->right == NULL || desk_may(desk, report->right, err)) &&
           report_schedule_owner_may(s, report, err);
}

/* --- words ------------------------------------------------------------------------------------ */

static const char *const forms[] = { "csv", "pdf", "text" };
static const char *const everys[] = { "daily", "weekdays", "weekly", "monthly" };
static const struct {
    const char *name, *label;
} days[] = {
    { "monday", N_("each Monday at %s") },     { "tuesday", N_("each Tuesday at %s") },
    { "wednesday", N_("each Wednesday at %s") }, { "thursday", N_("each Thursday at %s") },
    { "friday", N_("each Friday at %s") },     { "saturday", N_("each Saturday at %s") },
    { "sunday", N_("each Sunday at %s") },
};

const char *report_mail_form_name(enum report_mail_form form)
{
    assert(form >= REPORT_MAIL_CSV && form <= REPORT_MAIL_TEXT);
    return forms[form - 1];
}

bool report_mail_form_parse(const char *text, enum report_mail_form *out, struct err *err)
{
    for (int i = 0; i < (int)OD_LEN(forms); i++) {
        if (strcmp(text, forms[i]) == 0) {
            *out = (enum report_mail_form)(i + 1);
            return true;
        }
    }
    return err_field(err, ERR_INVALID, "format",
                     _("\"%.40s\" cannot be mailed. It is csv, pdf (the chart) or text."), text);
}

const char *schedule_every_name(enum schedule_every every)
{
    assert(every >= SCHEDULE_DAILY && every <= SCHEDULE_MONTHLY);
    return everys[every - 1];
}

static bool parse_every(const char *text, enum schedule_every *out, struct err *err)
{
    for (int i = 0; i < (int)OD_LEN(everys); i++) {
        if (strcmp(text, everys[i]) == 0) {
            *out = (enum schedule_every)(i + 1);
            return true;
        }
    }
    return err_field(err, ERR_INVALID, "every",
                     _("\"%.40s\" is not how often. It is daily, weekdays, weekly or monthly."),
                     text);
}

/* At most two digits; -1: it is no number. */
static int number_of(const char *text, size_t len)
{
    int n = 0;

    if (len < 1 || len > 2)
        return -1;
    for (size_t i = 0; i < len; i++) {
        if (text[i] < '0' || text[i] > '9')
            return -1;
        n = n * 10 + text[i] - '0';
    }
    return n;
}

static bool parse_day(const char *text, struct schedule_when *out, struct err *err)
{
    size_t len = strlen(text);

    if (out->every == SCHEDULE_MONTHLY) {
        out->day = number_of(text, len);
        return (out->day >= 1 && out->day <= 31) ||
               err_field(err, ERR_INVALID, "on", _("Write which day of the month: 1 to 31."));
    }
    if (out->every != SCHEDULE_WEEKLY)
        return len == 0 ||
               err_field(err, ERR_INVALID, "on", _("A day is said of weekly and monthly alone."));
    for (int i = 0; i < (int)OD_LEN(days); i++) {
        out->day = i;
        if (len >= 2 && strncasecmp(text, days[i].name, len) == 0)
            return true;
    }
    return err_field(err, ERR_INVALID, "on", _("Write which day of the week: monday to sunday."));
}

bool schedule_when_parse(const char *every, const char *on, const char *at,
                         struct schedule_when *out, struct err *err)
{
    struct schedule_when when = { 0 };
    size_t colon = strcspn(at, ":");
    int hour = number_of(at, colon);
    int minute = at[colon] == ':' ? number_of(at + colon + 1, strlen(at + colon + 1)) : 0;

    if (!parse_every(every, &when.every, err) || !parse_day(on, &when, err))
        return false;
    if (hour < 0 || hour > 23 || minute < 0 || minute > 59)
        return err_field(err, ERR_INVALID, "at", _("Write a time of the day, like 7:30."));
    when.minute = hour * 60 + minute;
    *out = when;
    return true;
}

const char *schedule_on_text(const struct schedule_when *when, struct arena *arena)
{
    if (when->every == SCHEDULE_WEEKLY)
        return days[when->day].name;
    return when->every == SCHEDULE_MONTHLY ? arena_printf(arena, "%d", when->day) : "";
}

const char *schedule_at_text(const struct schedule_when *when, struct arena *arena)
{
    return arena_printf(arena, "%02d:%02d", when->minute / 60, when->minute % 60);
}

const char *schedule_when_words(const struct schedule_when *when, struct arena *arena)
{
    const char *at = schedule_at_text(when, arena);

    switch (when->every) {
    case SCHEDULE_DAILY:
        return arena_printf(arena, _("each day at %s"), at);
    case SCHEDULE_WEEKDAYS:
        return arena_printf(arena, _("Monday to Friday at %s"), at);
    case SCHEDULE_WEEKLY:
        return arena_printf(arena, _(days[when->day].label), at);
    case SCHEDULE_MONTHLY:
        return arena_printf(arena, _("day %d of the month at %s"), when->day, at);
    }
    return "";
}
