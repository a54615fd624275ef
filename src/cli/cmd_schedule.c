/*
 * Commands of reports that are mailed regularly.
 */
#include <string.h>

#include "base/i18n.h"
#include "base/mem.h"
#include "base/strbuf.h"
#include "cli/find.h"
#include "cli/verb.h"
#include "domain/catalog/item.h"
#include "domain/insight/report_schedule.h"

/* --- list ------------------------------------------------------------------------------------- */

static bool run_list(struct cli *c, struct err *err)
{
    static const struct out_column columns[] = {
        { "name", N_("Name"), OUT_TEXT },          { "report", N_("Report"), OUT_TEXT },
        { "period", N_("Period"), OUT_TEXT },      { "by", N_("Per"), OUT_TEXT },
        { "compare", N_("Beside"), OUT_TEXT },     { "site", N_("Site"), OUT_TEXT },
        { "channel", N_("Channel"), OUT_TEXT },    { "format", N_("Format"), OUT_TEXT },
        { "to", N_("Receiver"), OUT_TEXT },        { "lang", N_("Language"), OUT_TEXT },
        { "every", N_("How often"), OUT_TEXT },    { "on", N_("Day"), OUT_TEXT },
        { "at", N_("At"), OUT_TEXT },              { "is_on", N_("On"), OUT_BOOL },
        { "next", N_("Next"), OUT_TEXT },          { "last", N_("Last"), OUT_TEXT },
        { "error", N_("Last error"), OUT_TEXT },   { "owner", N_("Owner"), OUT_TEXT },
        { "version", N_("Version"), OUT_NUMBER },  { NULL, NULL, OUT_TEXT },
    };
    struct channel_list channels = { 0 };
    struct site_list sites = { 0 };
    struct report_schedules all;

    if (!report_schedules_load(c->desk, c->arena, &all, err) ||
        !site_list_load(c->desk, c->arena, &sites, err) ||
        !channel_list_load(c->desk, c->arena, &channels, err))
        return false;
    out_list_begin(c->out, NULL, columns);
    for (int i = 0; i < all.n; i++) {
        const struct report_schedule *s = &all.v[i];

        out_cell(c->out, s->name);
        out_cell(c->out, s->report);
        out_cell(c->out, s->period);
        out_cell(c->out, s->by);
        out_cell(c->out, s->compare);
        out_cell(c->out, site_code_of(&sites, s->site));
        out_cell(c->out, channel_code_of(&channels, s->channel));
        out_cell(c->out, report_mail_form_name(s->form));
        out_cell(c->out, s->to);
        out_cell(c->out, s->lang);
        out_cell(c->out, schedule_every_name(s->when.every));
        out_cell(c->out, schedule_on_text(&s->when, c->arena));
        out_cell(c->out, schedule_at_text(&s->when, c->arena));
        out_cell_bool(c->out, s->is_on);
        out_cell_stamp(c->out, s->next);
        out_cell_stamp(c->out, s->last);
        out_cell(c->out, s->last_error);
        out_cell(c->out, s->owner);
        out_cell_i64(c->out, s->version);
    }
    out_list_end(c->out);
    return true;
}

/* --- add, set --------------------------------------------------------------------------------- */

static void take_text(const struct cli *c, const char *option, const char **text)
{
    if (verb_opt(c, option) != NULL)
        *text = verb_opt(c, option);
}

/* All addresses that were given, with commas between. */
static const char *addresses(struct cli *c)
{
    struct strbuf b;

    strbuf_init(&b, c->arena, 8000);
    for (int i = 0; verb_opt_at(c, "to", i) != NULL; i++)
        strbuf_addf(&b, "%s%s", i > 0 ? "," : "", verb_opt_at(c, "to", i));
    return b.s;
}

static bool take_number(struct cli *c, const char *option, int64_t max, int *out, struct err *err)
{
    int64_t n = 0;

    if (verb_opt(c, option) == NULL)
        return true;
    if (verb_opt(c, option)[0] != '\0' && !find_int(option, verb_opt(c, option), 1, max, &n, err))
        return false;
    *out = (int)n;
    return true;
}

static bool take_when(struct cli *c, struct schedule_when *when, struct err *err)
{
    const char *every = schedule_every_name(when->every);
    const char *on = schedule_on_text(when, c->arena), *at = schedule_at_text(when, c->arena);

    /* The day of the week is none of the month. */
    if (verb_opt(c, "every") != NULL && strcmp(verb_opt(c, "every"), every) != 0)
        on = "";
    take_text(c, "every", &every);
    take_text(c, "on", &on);
    take_text(c, "at", &at);
    return schedule_when_parse(every, on, at, when, err);
}

/* What options say over what is there. */
static bool take_options(struct cli *c, struct report_schedule *s, struct err *err)
{
    const char *site = verb_opt(c, "site"), *channel = verb_opt(c, "channel");

    take_text(c, "report", &s->report);
    take_text(c, "period", &s->period);
    take_text(c, "by", &s->by);
    take_text(c, "compare", &s->compare);
    take_text(c, "lang", &s->lang);
    if (verb_opt(c, "to") != NULL)
        s->to = addresses(c);
    if (site != NULL)
        s->site.v = 0;
    if (channel != NULL)
        s->channel.v = 0;
    return (site == NULL || site[0] == '\0' || find_site_id(c, site, &s->site, err)) &&
           (channel == NULL || channel[0] == '\0' ||
            find_channel_id(c, channel, &s->channel, err)) &&
           take_number(c, "days", REPORT_ASK_DAYS_MAX, &s->days, err) &&
           take_number(c, "top", REPORT_ASK_TOP_MAX, &s->top, err) &&
           (verb_opt(c, "format") == NULL ||
            report_mail_form_parse(verb_opt(c, "format"), &s->form, err)) &&
           take_when(c, &s->when, err);
}

static bool run_add(struct cli *c, struct err *err)
{
    struct report_schedule s = { .name = verb_arg(c, 0),
                                 .report = verb_arg(c, 1),
                                 .period = "",
                                 .by = "",
                                 .compare = "none",
                                 .lang = "",
                                 .form = REPORT_MAIL_CSV,
                                 .when = { SCHEDULE_DAILY, 0, 7 * 60 },
                                 .is_on = !verb_flag(c, "off") };
    int64_t id;

    return take_options(c, &s, err) && report_schedule_save(c->desk, &s, &id, err);
}

/* The one that the name is of; --if-version says which version it must be. */
static bool find(struct cli *c, struct report_schedule **out, struct err *err)
{
    int64_t seen = 0;

    if (!report_schedule_find(c->desk, verb_arg(c, 0), c->arena, out, err) ||
        !find_version(c, &seen, err))
        return false;
    if (verb_opt(c, "if-version") != NULL)
        (*out)->version = seen;
    return true;
}

static bool run_set(struct cli *c, struct err *err)
{
    struct report_schedule *s;
    int64_t id;

    if (!find(c, &s, err))
        return false;
    take_text(c, "name", &s->name);
    /* Another report has another ask. */
    if (verb_opt(c, "report") != NULL && strcmp(verb_opt(c, "report"), s->report) != 0) {
        s->by = s->period = "";
        s->compare = "none";
        s->days = 0;
        s->site.v = s->channel.v = 0;
    }
    return take_options(c, s, err) && report_schedule_save(c->desk, s, &id, err);
}

/* --- the others ------------------------------------------------------------------------------- */

static bool run_on(struct cli *c, struct err *err)
{
    struct report_schedule *s;

    return find(c, &s, err) && report_schedule_switch(c->desk, s, true, err);
}

static bool run_off(struct cli *c, struct err *err)
{
    struct report_schedule *s;

    return find(c, &s, err) && report_schedule_switch(c->desk, s, false, err);
}

static bool run_remove(struct cli *c, struct err *err)
{
    struct report_schedule *s;

    return find(c, &s, err) && report_schedule_remove(c->desk, s, err);
}

static bool run_now(struct cli *c, struct err *err)
{
    struct report_schedule *s;

    return find(c, &s, err) &&
           report_schedule_send(c->desk, s, verb_opt(c, "to") != NULL ? addresses(c) : NULL, err);
}

#define ASK_OPTIONS                                                                                \
    { "period", "WORDS", VERB_OPTIONAL,                                                            \
      N_("Days seen from the one on which it is due: yesterday, last-week, last-30-days ...") },   \
        { "by", "GROUP", VERB_OPTIONAL, N_("What the lines are grouped by; see: report list.") },  \
        { "compare", "WITH", VERB_OPTIONAL,                                                        \
          N_("Beside them the days before (period) or a year before (year).") },                   \
        { "site", "CODE", VERB_OPTIONAL, N_("Of this site alone.") },                              \
        { "channel", "CODE", VERB_OPTIONAL, N_("Of this channel alone.") },                        \
        { "days", "N", VERB_OPTIONAL, N_("How many days, of reports about stock.") },              \
        { "top", "N", VERB_OPTIONAL, N_("So many lines, all others as one.") },                    \
        { "format", "FORM", VERB_OPTIONAL,                                                         \
          N_("csv (a file of lines), pdf (the chart) or text (in the mail itself).") },            \
        { "lang", "LANG", VERB_OPTIONAL, N_("Language of the mail, like en or de.") },             \
        { "every", "TIMES", VERB_OPTIONAL, N_("daily, weekdays, weekly or monthly.") },            \
        { "on", "DAY", VERB_OPTIONAL,                                                              \
          N_("Weekly: monday to sunday; monthly: 1 to 31, or the last of a shorter month.") },     \
        { "at", "TIME", VERB_OPTIONAL, N_("Time of the day at the firm, like 7:30.") }
#define VERSION_OPTION                                                                             \
    { "if-version", "N", VERB_OPTIONAL, N_("Only if it is still this version.") }
#define END_OPTION { NULL, NULL, VERB_OPTIONAL, NULL }

static const struct verb_option add_options[] = {
    { "to", "ADDRESS", VERB_REPEATED, N_("Who gets it.") },
    ASK_OPTIONS,
    { "off", NULL, VERB_OPTIONAL, N_("Not sent by itself yet.") },
    END_OPTION,
};
static const struct verb_option set_options[] = {
    { "name", "TEXT", VERB_OPTIONAL, N_("Another name.") },
    { "report", "NAME", VERB_OPTIONAL, N_("Another report; see: report list.") },
    { "to", "ADDRESS", VERB_MANY, N_("Who gets it, instead of those before.") },
    ASK_OPTIONS,
    VERSION_OPTION,
    END_OPTION,
};
static const struct verb_option version_options[] = { VERSION_OPTION, END_OPTION };
static const struct verb_option now_options[] = {
    { "to", "ADDRESS", VERB_MANY, N_("To this address instead of its own.") },
    END_OPTION,
};

const struct verb verbs_schedule[] = {
    { "report", "schedule add", "NAME REPORT", add_options, VERB_DESK, run_add,
      N_("Mail a report regularly: report schedule add Week sales --every weekly --on monday "
         "--period last-week --to lee@example.com"),
      NULL },
    { "report", "schedule list", "", NULL, VERB_DESK, run_list,
      N_("List the reports that are mailed regularly, and what became of the last mail."), NULL },
    { "report", "schedule set", "NAME", set_options, VERB_DESK, run_set,
      N_("Change what is mailed, to whom or when; it is sent in your name then."), NULL },
    { "report", "schedule on", "NAME", version_options, VERB_DESK, run_on,
      N_("Mail it by itself, from the next time on."), NULL },
    { "report", "schedule off", "NAME", version_options, VERB_DESK, run_off,
      N_("Do not mail it by itself any more."), NULL },
    { "report", "schedule run", "NAME", now_options, VERB_DESK, run_now,
      N_("Mail it now as well, once."), NULL },
    { "report", "schedule remove", "NAME", version_options, VERB_DESK, run_remove,
      N_("Forget it; what waits to be sent is not sent any more."), NULL },
    { 0 },
};
