/*
 * What a report is asked, as a line of fields: period, group, comparison, site, channel, days, top.
 * A report has only those that it asks. Enter in any of them reads the report anew.
 */
#include <stdlib.h>
#include <string.h>

#include "base/i18n.h"
#include "base/mem.h"
#include "domain/catalog/item.h"
#include "tui/app.h"
#include "tui/report_screen.h"

static const struct form_choice compares[] = {
    { "none", N_("none") },
    { "period", N_("before") },
    { "year", N_("year ago") },
    { NULL, NULL },
};

static void add(struct rp *rp, int *n, const struct form_field *field)
{
    rp->form_fields[*n] = *field;
    if (*n > 0)
        rp->form_fields[*n].flags |= FORM_SAME_LINE;
    ++*n;
}

static int choices_of(struct rp *rp)
{
    int n = 0;

    for (int by = REPORT_BY_DAY; by < REPORT_BYS; by++)
        if ((rp->report->groups & REPORT_GROUP(by)) != 0)
            rp->bys[n++] = (struct form_choice){ report_by_name((enum report_by)by),
                                                 report_by_label((enum report_by)by) };
    rp->bys[n] = (struct form_choice){ NULL, NULL };
    return n;
}

void rp_form_begin(struct screen *s)
{
    struct rp *rp = rp_self(s);
    unsigned asks = rp->report->asks;
    int n = 0;

    if ((asks & REPORT_ASKS_PERIOD) != 0)
        add(rp, &n,
            &(struct form_field){
                .name = "period",
                .label = N_("Period"),
                .kind = FORM_TEXT,
                .cols = 24,
                .flags = FORM_CODE_LINE,
                .help = N_("today, this-week, last-month, last-30-days, 2026-11, 2026, -7, or "
                           "FROM..TO of such.") });
    if (choices_of(rp) > 1)
        add(rp, &n,
            &(struct form_field){ .name = "by",
                                  .label = N_("Per"),
                                  .kind = FORM_CHOICE,
                                  .cols = 10,
                                  .choices = rp->bys,
                                  .help = N_("What the lines are grouped by.") });
    if ((asks & REPORT_ASKS_COMPARE) != 0)
        add(rp, &n,
            &(struct form_field){ .name = "compare",
                                  .label = N_("Beside"),
                                  .kind = FORM_CHOICE,
                                  .cols = 9,
                                  .choices = compares,
                                  .help = N_("The days before, or the same days a year ago.") });
    if ((asks & REPORT_ASKS_DAYS) != 0)
        add(rp, &n,
            &(struct form_field){ .name = "days",
                                  .label = N_("Days"),
                                  .kind = FORM_NUMBER,
                                  .cols = 6,
                                  .help = N_("How many days; F1 says of what.") });
    if ((asks & REPORT_ASKS_SITE) != 0)
        add(rp, &n,
            &(struct form_field){ .name = "site",
                                  .label = N_("Site"),
                                  .kind = FORM_CODE,
                                  .cols = 8,
                                  .help = N_("Of this site alone; empty: of all.") });
    if ((asks & REPORT_ASKS_CHANNEL) != 0)
        add(rp, &n,
            &(struct form_field){ .name = "channel",
                                  .label = N_("Channel"),
                                  .kind = FORM_TEXT,
                                  .cols = 10,
                                  .help = N_("Of this channel alone; empty: of all.") });
    add(rp, &n,
        &(struct form_field){ .name = "top",
                              .label = N_("Top"),
                              .kind = FORM_NUMBER,
                              .cols = 5,
                              .help = N_("So many lines, all others as one; empty: all.") });
    form_init(&rp->form, s->app, s->arena, rp->form_fields, NULL, s);
    if (form_find(&rp->form, "period") >= 0)
        form_set(&rp->form, form_index(&rp->form, "period"), rp->report->period);
    if (form_find(&rp->form, "by") >= 0)
        form_set_choice(&rp->form, form_index(&rp->form, "by"), report_by_name(rp->ask.by));
    if (form_find(&rp->form, "days") >= 0)
        form_set(&rp->form, form_index(&rp->form, "days"),
                 arena_printf(s->arena, "%d", rp->ask.days));
    if (form_find(&rp->form, "compare") >= 0)
        form_set_choice(&rp->form, form_index(&rp->form, "compare"), "none");
}

int rp_form_layout(struct rp *rp, int cols)
{
    return form_layout(&rp->form, cols);
}

bool rp_form_enter(struct screen *s, struct err *err)
{
    (void)err;
    rp_self(s)->is_asking = true;
    form_focus_first(&rp_self(s)->form);
    return true;
}

/* --- from the fields to an ask ---------------------------------------------------------------- */

const char *rp_form_text(const struct rp *rp, const char *name)
{
    int field = form_find(&rp->form, name);

    return field < 0 ? "" : form_text(&rp->form, field);
}

static bool take_site(struct screen *s, struct report_ask *ask, struct err *err)
{
    OD_ARENA *tmp = arena_new();
    const char *code = rp_form_text(rp_self(s), "site");
    struct site_list sites = { 0 };

    ask->site.v = 0;
    if (code[0] == '\0')
        return true;
    if (!site_list_load(s->desk, tmp, &sites, err))
        return false;
    for (int i = 0; i < sites.n; i++)
        if (strcmp(sites.v[i].code, code) == 0)
            ask->site = sites.v[i].id;
    return ask->site.v != 0 ||
           err_field(err, ERR_NOT_FOUND, "site", _("There is no site %s."), code);
}

static bool take_channel(struct screen *s, struct report_ask *ask, struct err *err)
{
    OD_ARENA *tmp = arena_new();
    const char *code = rp_form_text(rp_self(s), "channel");
    struct channel_list channels = { 0 };

    ask->channel.v = 0;
    if (code[0] == '\0')
        return true;
    if (!channel_list_load(s->desk, tmp, &channels, err))
        return false;
    for (int i = 0; i < channels.n; i++)
        if (strcmp(channels.v[i].code, code) == 0)
            ask->channel = channels.v[i].id;
    return ask->channel.v != 0 ||
           err_field(err, ERR_NOT_FOUND, "channel", _("There is no channel %s."), code);
}

static bool take_numbers(const struct rp *rp, struct report_ask *ask, struct err *err)
{
    int64_t n = 0;

    if (form_find(&rp->form, "days") >= 0) {
        if (!form_get_int(&rp->form, form_index(&rp->form, "days"), 1, REPORT_ASK_DAYS_MAX, &n,
                          err))
            return false;
        ask->days = (int)n;
    }
    ask->top = 0;
    if (rp_form_text(rp, "top")[0] == '\0')
        return true;
    if (!form_get_int(&rp->form, form_index(&rp->form, "top"), 1, REPORT_ASK_TOP_MAX, &n,
                      err))
        return false;
    ask->top = (int)n;
    return true;
}

static bool take(struct screen *s, struct report_ask *out, struct err *err)
{
    struct rp *rp = rp_self(s);
    struct report_ask ask = rp->ask;
    int by = form_find(&rp->form, "by"), compare = form_find(&rp->form, "compare");

    if (form_find(&rp->form, "period") >= 0 &&
        !report_period(s->desk, rp_form_text(rp, "period"), &ask.from, &ask.to, err))
        return false;
    if ((by >= 0 && !report_by_parse(rp->report, form_choice(&rp->form, by), &ask.by, err)) ||
        (compare >= 0 &&
         !report_compare_parse(form_choice(&rp->form, compare), &ask.compare, err)) ||
        !take_site(s, &ask, err) || !take_channel(s, &ask, err) || !take_numbers(rp, &ask, err))
        return false;
    *out = ask;
    return true;
}

static void run(struct screen *s)
{
    struct rp *rp = rp_self(s);
    struct report_ask ask;
    struct err err = ERR_INIT;

    if (!form_finish(&rp->form, &err) || !take(s, &ask, &err) || !rp_read(s, &ask, &err)) {
        form_error(&rp->form, &err);
        return;
    }
    form_accept(&rp->form);
    rp->is_asking = false;
}

bool rp_form_key(struct screen *s, struct key k)
{
    struct rp *rp = rp_self(s);
    struct err err = ERR_INIT;
    bool is_code = strchr("./", form_text(&rp->form, rp->form.focus)[0]) != NULL &&
                   form_text(&rp->form, rp->form.focus)[0] != '\0';

    if (key_is(k, K_ESC)) {
        rp->is_asking = false;
        return true;
    }
    if (key_is(k, K_ENTER) && !is_code) {
        run(s);
        return true;
    }
    switch (form_key(&rp->form, k)) {
    case FORM_UNUSED:
        return false;
    case FORM_USED:
    case FORM_CHANGED:
        return true;
    case FORM_DONE:
    case FORM_BACK:
        rp->is_asking = false;
        return true;
    case FORM_RUN_CODE:
        if (!app_run_code(s->app, form_text(&rp->form, rp->form.focus), &err))
            app_error(s->app, &err);
        return true;
    }
    return true;
}

bool rp_form_type(struct screen *s, struct key k)
{
    struct rp *rp = rp_self(s);

    if (key_is(k, K_ESC) || key_is(k, K_ENTER))
        return false;
    switch (form_key(&rp->form, k)) {
    case FORM_UNUSED:
    case FORM_RUN_CODE:
        return false;
    case FORM_USED:
    case FORM_CHANGED:
        return true;
    case FORM_DONE:
    case FORM_BACK:
        rp->is_asking = false;
        return true;
    }
    return true;
}
