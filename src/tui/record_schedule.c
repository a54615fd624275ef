/*
 * The record form for a report that is mailed regularly.
 */
#include <stddef.h>
#include <string.h>

#include "base/i18n.h"
#include "base/mem.h"
#include "base/vec.h"
#include "domain/catalog/item.h"
#include "domain/insight/report_schedule.h"
#include "tui/record_price.h"

static const struct form_choice compares[] = {
    { "none", N_("none") },
    { "period", N_("before") },
    { "year", N_("year ago") },
    { 0 },
};
static const struct form_choice forms[] = {
    { "csv", N_("file of lines (CSV)") },
    { "pdf", N_("chart (PDF)") },
    { "text", N_("text of the mail") },
    { 0 },
};
static const struct form_choice everys[] = {
    { "daily", N_("each day") },
    { "weekdays", N_("Monday to Friday") },
    { "weekly", N_("each week") },
    { "monthly", N_("each month") },
    { 0 },
};

static lookup_find find_report;

static const struct form_field schedule_fields[] = {
    { "name", N_("Name"), FORM_TEXT, 40, 0,
      N_("What it is called, and what the subject of the mail begins with."), NULL, NULL },
    { "report", N_("Report"), FORM_LOOKUP, 14, 0, N_("Which report; F4 lists them."), NULL,
      find_report },
    { "period", N_("Period"), FORM_TEXT, 16, FORM_OPTIONAL,
      N_("Days seen from the one on which it is due: yesterday, last-week, last-month, "
         "last-30-days, -7. Empty: the report's usual ones."),
      NULL, NULL },
    { "by", N_("Per"), FORM_TEXT, 12, FORM_SAME_LINE | FORM_OPTIONAL,
      N_("What the lines are grouped by: day, week, item ...; empty: as the report usually is."),
      NULL, NULL },
    { "compare", N_("Beside"), FORM_CHOICE, 9, FORM_OPTIONAL,
      N_("The days before, or the same days a year ago."), compares, NULL },
    { "top", N_("Top"), FORM_NUMBER, 6, FORM_SAME_LINE | FORM_OPTIONAL,
      N_("So many lines, all others as one; empty: all."), NULL, NULL },
    { "days", N_("Days"), FORM_NUMBER, 6, FORM_SAME_LINE | FORM_OPTIONAL,
      N_("How many days, of reports about stock; empty: as usual."), NULL, NULL },
    { "site", N_("Site"), FORM_CODE, 8, FORM_OPTIONAL, N_("Of this site alone; empty: of all."),
      NULL, NULL },
    { "channel", N_("Channel"), FORM_TEXT, 10, FORM_SAME_LINE | FORM_OPTIONAL,
      N_("Of this channel alone; empty: of all."), NULL, NULL },
    { "format", N_("As"), FORM_CHOICE, 20, 0,
      N_("A file of its lines, its chart, or the lines in the mail itself."), forms, NULL },
    { "lang", N_("Language"), FORM_TEXT, 3, FORM_SAME_LINE | FORM_OPTIONAL,
      N_("Language of the mail, like en or de; empty: that of notices."), NULL, NULL },
    { "to", N_("Receiver"), FORM_TEXT, 60, 0,
      N_("Mail addresses of who gets it, commas between."), NULL, NULL },
    { "every", N_("How often"), FORM_CHOICE, 18, 0, N_("How often it is mailed."), everys, NULL },
    { "on", N_("Day"), FORM_TEXT, 10, FORM_SAME_LINE | FORM_OPTIONAL,
      N_("Each week: monday to sunday. Each month: 1 to 31, or the last of a shorter one."), NULL,
      NULL },
    { "at", N_("At"), FORM_TEXT, 6, FORM_SAME_LINE,
      N_("Time of the day at the firm, like 7:30. Where clocks are put it stays."), NULL, NULL },
    { "is_on", N_("Goes out"), FORM_CHOICE, 4, FORM_OPTIONAL,
      N_("No: it is only sent by hand."), record_yes_no, NULL },
    { 0 },
};

static bool find_report(void *ctx, const char *text, struct arena *arena, struct lookup_rows *out,
                        struct err *err)
{
    const struct record *r = ctx;
    size_t len = strlen(text);
    int64_t id = 0;

    (void)err;
    for (const struct report *const *at = report_all(); *at != NULL; at++) {
        struct lookup_row *row;

        id++;
        if (strncmp((*at)->name, text, len) != 0 ||
            ((*at)->right != NULL && !desk_may(r->s.desk, (*at)->right, NULL)))
            continue;
        out->is_more = out->n == LOOKUP_ROWS;
        if (out->is_more)
            return true;
        row = vec_push(arena, out);
        *row = (struct lookup_row){ .id = id, .value = (*at)->name, .detail = _((*at)->words) };
    }
    return true;
}

/* --- sites and channels by their codes ------------------------------------------------------- */

static bool code_of_site(struct record *r, struct site_id id, const char **out, struct err *err)
{
    struct site_list sites = { 0 };

    if (id.v != 0 && !site_list_load(r->s.desk, r->s.arena, &sites, err))
        return false;
    *out = site_code_of(&sites, id);
    return true;
}

static bool code_of_channel(struct record *r, struct channel_id id, const char **out,
                            struct err *err)
{
    struct channel_list channels = { 0 };

    if (id.v != 0 && !channel_list_load(r->s.desk, r->s.arena, &channels, err))
        return false;
    *out = channel_code_of(&channels, id);
    return true;
}

static bool take_places(struct record *r, struct report_schedule *s, struct err *err)
{
    const char *site = record_text(r, "site"), *channel = record_text(r, "channel");
    struct channel *c = NULL;
    struct site *at = NULL;

    if ((site[0] != '\0' && !site_find(r->s.desk, site, r->s.arena, &at, err)) ||
        (channel[0] != '\0' && !channel_find(r->s.desk, channel, r->s.arena, &c, err)))
        return false;
    if (site[0] != '\0' && at == NULL)
        return err_field(err, ERR_NOT_FOUND, "site", _("There is no site %s."), site);
    if (channel[0] != '\0' && c == NULL)
        return err_field(err, ERR_NOT_FOUND, "channel", _("There is no channel %s."), channel);
    s->site.v = at != NULL ? at->id.v : 0;
    s->channel.v = c != NULL ? c->id.v : 0;
    return true;
}

/* --- the form --------------------------------------------------------------------------------- */

static const char *number(struct record *r, int n)
{
    return n > 0 ? arena_printf(r->s.arena, "%d", n) : "";
}

static void choose(struct record *r, const char *field, const char *value)
{
    form_set_choice(&r->form, form_index(&r->form, field), value);
}

static bool fill(struct record *r, const struct report_schedule *s, struct err *err)
{
    const char *site, *channel;

    if (!code_of_site(r, s->site, &site, err) || !code_of_channel(r, s->channel, &channel, err))
        return false;
    record_set(r, "name", s->name);
    record_set(r, "report", s->report);
    record_set(r, "period", s->period);
    record_set(r, "by", s->by);
    choose(r, "compare", s->compare);
    record_set(r, "top", number(r, s->top));
    record_set(r, "days", number(r, s->days));
    record_set(r, "site", site);
    record_set(r, "channel", channel);
    choose(r, "format", report_mail_form_name(s->form));
    record_set(r, "lang", s->lang);
    record_set(r, "to", s->to);
    choose(r, "every", schedule_every_name(s->when.every));
    record_set(r, "on", schedule_on_text(&s->when, r->s.arena));
    record_set(r, "at", schedule_at_text(&s->when, r->s.arena));
    record_choose(r, "is_on", s->is_on);
    return true;
}

static bool schedule_form(struct record *r, struct err *err)
{
    struct report_schedule *s = arena_new_of(r->s.arena, struct report_schedule);

    if (r->id != 0) {
        if (!report_schedule_load(r->s.desk, r->id, r->s.arena, &s, err))
            return false;
    } else if (r->preset != NULL) {
        *s = *(const struct report_schedule *)r->preset;
    } else {
        *s = (struct report_schedule){ .name = "",
                                       .report = "",
                                       .period = "",
                                       .by = "",
                                       .compare = "none",
                                       .to = "",
                                       .lang = "",
                                       .form = REPORT_MAIL_CSV,
                                       .when = { SCHEDULE_DAILY, 0, 7 * 60 },
                                       .is_on = true };
    }
    r->before = s;
    return fill(r, s, err);
}

static bool take_number(struct record *r, const char *field, int64_t max, int *out,
                        struct err *err)
{
    int64_t n = 0;

    if (record_text(r, field)[0] != '\0' &&
        !form_get_int(&r->form, form_index(&r->form, field), 1, max, &n, err))
        return false;
    *out = (int)n;
    return true;
}

static const char *chosen(const struct record *r, const char *field)
{
    return form_choice(&r->form, form_index(&r->form, field));
}

static bool schedule_store(struct record *r, int64_t *id, struct err *err)
{
    struct report_schedule s = *(const struct report_schedule *)r->before;

    s.name = record_text(r, "name");
    s.report = record_text(r, "report");
    s.period = record_text(r, "period");
    s.by = record_text(r, "by");
    s.compare = chosen(r, "compare");
    s.lang = record_text(r, "lang");
    s.to = record_text(r, "to");
    s.is_on = record_is_yes(r, "is_on");
    return take_number(r, "top", REPORT_ASK_TOP_MAX, &s.top, err) &&
           take_number(r, "days", REPORT_ASK_DAYS_MAX, &s.days, err) && take_places(r, &s, err) &&
           report_mail_form_parse(chosen(r, "format"), &s.form, err) &&
           schedule_when_parse(chosen(r, "every"), record_text(r, "on"), record_text(r, "at"),
                               &s.when, err) &&
           report_schedule_save(r->s.desk, &s, id, err);
}

static bool schedule_differs(struct record *r, struct field_diffs *out, struct err *err)
{
    const struct report_schedule *was = r->before;
    struct report_schedule *is;
    struct arena *arena = r->s.arena;

    if (!report_schedule_load(r->s.desk, r->id, arena, &is, err))
        return false;
    record_diff(r, out, _("Name"), was->name, is->name);
    record_diff(r, out, _("Report"), was->report, is->report);
    record_diff(r, out, _("Period"), was->period, is->period);
    record_diff(r, out, _("Per"), was->by, is->by);
    record_diff(r, out, _("Beside"), was->compare, is->compare);
    record_diff(r, out, _("Top"), number(r, was->top), number(r, is->top));
    record_diff(r, out, _("Days"), number(r, was->days), number(r, is->days));
    record_diff(r, out, _("As"), report_mail_form_name(was->form),
                report_mail_form_name(is->form));
    record_diff(r, out, _("Language"), was->lang, is->lang);
    record_diff(r, out, _("Receiver"), was->to, is->to);
    record_diff(r, out, _("When"), schedule_when_words(&was->when, arena),
                schedule_when_words(&is->when, arena));
    record_diff(r, out, _("Goes out"), was->is_on ? _("yes") : _("no"),
                is->is_on ? _("yes") : _("no"));
    r->before = is;
    return true;
}

const struct record_kind record_schedule = {
    .name = "schedule",
    .title = N_("Report by mail"),
    .title_new = N_("New report by mail"),
    .fields = schedule_fields,
    .load = schedule_form,
    .save = schedule_store,
    .compare = schedule_differs,
};
