/*
 * RS: reports that are mailed regularly, when they go next and what became of the last mail.
 */
#include <stddef.h>

#include "base/i18n.h"
#include "base/mem.h"
#include "domain/desk/money_text.h"
#include "domain/insight/report_schedule.h"
#include "tui/app.h"
#include "tui/dialog.h"
#include "tui/listing.h"
#include "tui/screens.h"

struct schedules {
    struct listing l;
    struct report_schedules all; /* in s.data */
    enum schedules_show show;
};

static struct schedules *self(struct screen *s)
{
    return (struct schedules *)s;
}

static const struct list_column columns[] = {
    { N_("Name"), 22, 12, 0, false, false },
    { N_("Report"), 9, 8, 2, false, false },
    { N_("When"), 26, 20, 1, false, false },
    { N_("Next"), 12, 8, 0, false, false },
    { N_("Last"), 12, 8, 3, false, false },
    { N_("Receiver"), 24, 12, 4, false, false },
    { N_("Status"), 24, 20, 0, false, true },
    { 0 },
};

static void put(struct screen *s, int at, struct list_row *row, const char **cells)
{
    const struct report_schedule *r = &self(s)->all.v[at];

    cells[0] = r->name;
    cells[1] = r->report;
    cells[2] = schedule_when_words(&r->when, s->data);
    cells[3] = r->is_on ? text_when(s->desk, s->data, r->next) : "";
    cells[4] = r->last.ms > 0 ? text_when(s->desk, s->data, r->last) : "";
    cells[5] = r->to;
    cells[6] = r->last_error[0] != '\0' ? r->last_error : r->is_on ? _("on") : _("off");
    row->id = r->id;
    row->style = r->last_error[0] != '\0' ? STYLE_WARN : r->is_on ? STYLE_TEXT : STYLE_DIM;
}

static bool refresh(struct screen *s, struct err *err)
{
    struct report_schedules all;

    if (self(s)->show == SCHEDULES_FAILED ? !report_schedules_failed(s->desk, s->data, &all, err)
                                          : !report_schedules_load(s->desk, s->data, &all, err))
        return false;
    self(s)->all = all;
    listing_show(s, all.n, put);
    return true;
}

/* --- commands --------------------------------------------------------------------------------- */

static const struct report_schedule *at_cursor(const struct screen *s)
{
    int at = listing_at(s);

    return at >= 0 ? &((const struct schedules *)s)->all.v[at] : NULL;
}

static bool may_save(const struct screen *s, struct err *why)
{
    return desk_may(s->desk, "report.schedule", why);
}

static bool may_change(const struct screen *s, struct err *why)
{
    return may_save(s, why) && listing_has_row(s, why);
}

static void name_it(struct schedules *r)
{
    bool is_all = r->show == SCHEDULES_ALL;

    r->l.s.context = is_all ? NULL : _("not mailed");
    r->l.list.empty = is_all ? _("No report is mailed regularly yet. F6 makes one; so does m on a "
                                 "report.")
                             : _("Every report went to everybody. F11 shows all.");
}

static bool run_show(struct screen *s, struct err *err)
{
    struct schedules *r = self(s);

    r->show = r->show == SCHEDULES_ALL ? SCHEDULES_FAILED : SCHEDULES_ALL;
    name_it(r);
    return screen_refresh(s, err);
}

/* The cursor comes to what was made, which is none of those that failed. */
static bool made(struct screen *s, int64_t id, struct err *err)
{
    if (self(s)->show == SCHEDULES_FAILED && !run_show(s, err))
        return false;
    (void)list_select(&self(s)->l.list, id);
    return true;
}

static bool push_record(struct screen *s, int64_t id, struct err *err)
{
    const struct record_arg arg = { .kind = "schedule", .id = id, .saved = id == 0 ? made : NULL };

    return app_push(s->app, &scr_record, &arg, err);
}

static bool run_new(struct screen *s, struct err *err)
{
    return push_record(s, 0, err);
}

static bool run_edit(struct screen *s, struct err *err)
{
    return push_record(s, list_selected(&self(s)->l.list), err);
}

static bool open_row(struct screen *s, struct err *err)
{
    return may_change(s, err) && run_edit(s, err);
}

static bool run_switch(struct screen *s, struct err *err)
{
    const struct report_schedule *r = at_cursor(s);
    bool is_on = !r->is_on;

    if (!report_schedule_switch(s->desk, r, is_on, err) || !screen_refresh(s, err))
        return false;
    app_say(s->app, is_on ? _("It is mailed by itself again.") : _("It is not mailed any more."));
    return true;
}

/* What a dialog was about, where the list still has it. */
static const struct report_schedule *asked(const struct screen *s, int64_t id, struct err *err)
{
    const struct report_schedule *r = at_cursor(s);

    if (r != NULL && r->id == id)
        return r;
    (void)err_set(err, ERR_CONFLICT, _("The list changed meanwhile. Nothing was done."));
    return NULL;
}

static bool send_answered(struct screen *s, const struct dialog_result *d, struct err *err)
{
    const struct report_schedule *r = asked(s, d->tag, err);

    if (r == NULL || !report_schedule_send(s->desk, r, d->text, err) || !screen_refresh(s, err))
        return false;
    app_say(s->app, _("It is on its way. .sy shows the mails that wait."));
    return true;
}

static bool run_send(struct screen *s, struct err *err)
{
    const struct report_schedule *r = at_cursor(s);
    const struct dialog dialog = { .title = _("Mail it now"),
                                   .text = _("To one address, or to several with commas between. "
                                             "Its times stay as they are."),
                                   .label = _("Receiver"),
                                   .preset = r->to,
                                   .needs_text = true,
                                   .tag = r->id };

    (void)err;
    dialog_ask(s, &dialog, send_answered);
    return true;
}

static bool remove_answered(struct screen *s, const struct dialog_result *d, struct err *err)
{
    const struct report_schedule *r;

    if (!d->yes)
        return true;
    r = asked(s, d->tag, err);
    if (r == NULL || !report_schedule_remove(s->desk, r, err) || !screen_refresh(s, err))
        return false;
    app_say(s->app, _("Removed."));
    return true;
}

static bool run_remove(struct screen *s, struct err *err)
{
    const struct report_schedule *r = at_cursor(s);
    const struct dialog dialog = { .title = r->name,
                                   .text = _("It is not mailed any more; what waits to be sent is "
                                             "not sent. F7 switches it off instead."),
                                   .yes_key = "r",
                                   .yes_label = _("remove it"),
                                   .tag = r->id };

    (void)err;
    dialog_confirm(s, &dialog, remove_answered);
    return true;
}

static bool enter(struct screen *s, const void *arg, struct err *err)
{
    (void)err;
    if (arg != NULL)
        self(s)->show = *(const enum schedules_show *)arg;
    listing_begin(s, columns, open_row);
    name_it(self(s));
    s->hint = _("Enter changes one, F7 switches it on or off, F8 mails it now.");
    return true;
}

static const char *help(const struct screen *s)
{
    const struct report_schedule *r = at_cursor(s);

    if (r != NULL && r->last_error[0] != '\0')
        return r->last_error;
    return _("Reports that are mailed by themselves. Each goes once for each due time, also where "
             "several desks are open; what was missed while none was goes once, late. The state "
             "says why the last one did not go to everybody. It is sent in the name of who saved "
             "it last.");
}

static const struct command commands[] = {
    { "schedules.edit", "F4 C-t e", N_("Change"), N_("Change the row under the cursor."),
      may_change, run_edit },
    { "schedules.new", "F6 C-n n", N_("New"), N_("A new report to be mailed regularly."), may_save,
      run_new },
    { "schedules.switch", "F7 C-p o", N_("On or off"), N_("Mail it by itself, or do not."),
      may_change, run_switch },
    { "schedules.send", "F8 M-x s", N_("Mail now"),
      N_("Mail it once now, to try it or because it is wanted."), may_change, run_send },
    { "schedules.show", "F11 M-v", N_("Show"),
      N_("Show all, or only those that did not go to everybody the last time."), NULL, run_show },
    { "schedules.remove", "d M-d", N_("Remove"), N_("Forget it for good."), may_change,
      run_remove },
    { 0 },
};

const struct screen_ops scr_schedules = {
    .name = "schedules",
    .code = "RS",
    .title = N_("Reports by mail"),
    .size = sizeof(struct schedules),
    .commands = commands,
    .enter = enter,
    .refresh = refresh,
    .draw = listing_draw,
    .key = listing_key,
    .resize = listing_resize,
    .help = help,
    .list = listing_list,
    .close = listing_close,
};
