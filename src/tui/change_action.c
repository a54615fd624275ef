/*
 * The change of a placed order, its keys: apply, drop, take one line back.
 */
#include <string.h>

#include "base/i18n.h"
#include "base/mem.h"
#include "base/strbuf.h"
#include "domain/desk/event.h"
#include "domain/desk/money_text.h"
#include "tui/change_screen.h"
#include "tui/dialog.h"

#define SINCE_EVENTS 50
#define SINCE_BYTES  8000

static struct ch *ch_self(struct screen *s)
{
    return (struct ch *)s;
}

/* What happened to the order since the change was begun; then it is meant for the order as it is.
 */
static void show_since(struct ch *ch)
{
    OD_ARENA *tmp = arena_new();
    struct event_list events = { 0 };
    struct err err = ERR_INIT;
    struct strbuf b;

    strbuf_init(&b, tmp, SINCE_BYTES);
    strbuf_addf(&b, "%s\n\n",
                _("Someone else changed this order since. What you typed is kept, and stands "
                  "against the order as it is now; F10 again applies it."));
    if (event_list_order(ch->s.desk, ch->id, SINCE_EVENTS, tmp, &events, &err))
        for (int i = 0; i < events.n && events.v[i].at.ms >= ch->change->opened.ms; i++)
            strbuf_addf(&b, "%s  %s  %s  %s\n", text_stamp(ch->s.desk, tmp, events.v[i].at),
                        events.v[i].user, event_words(events.v[i].kind), events.v[i].fields);
    app_show_text(ch->s.app, _("Changed by someone else"), b.s);
    if (!change_rebase(ch->s.desk, ch->change, &err) || !screen_refresh(&ch->s, &err))
        app_error(ch->s.app, &err);
}

/* What is half typed is taken first, as by Enter: nothing is applied that was not shown. */
static void take_typed(struct ch *ch)
{
    if (grid_key(&ch->grid, key_make(K_ENTER, 0)) != GRID_COMMITTED)
        return;
    grid_go(&ch->grid, 0);
    app_say(ch->s.app, "%s", _("Here is what the change does. F10 again applies it."));
}

static bool run_apply(struct screen *s, struct err *err)
{
    struct ch *ch = ch_self(s);
    struct app *app = s->app;
    OD_ARENA *tmp = arena_new();
    struct change_preview p = { 0 };
    int64_t delta;

    if (ch->focus == CH_LINES && grid_has_text(&ch->grid)) {
        take_typed(ch);
        return true;
    }
    if (ch->focus == CH_HEAD && !form_finish(&ch->head, err))
        return false;
    if (!change_apply(s->desk, ch->change, tmp, &p, err)) {
        if (err->code == ERR_CONFLICT)
            show_since(ch);
        return false;
    }
    ch->is_done = true;
    delta = p.after->total_minor - p.before->total_minor;
    if (!app_pop(app, err)) /* the screen is gone after this */
        return false;
    app_say(app, _("Order %s changed: %s, now %s %s (%s%s). %s"), p.after->number,
            text_money(app_desk(app), tmp, p.before->total_minor, p.before->currency),
            text_money(app_desk(app), tmp, p.after->total_minor, p.after->currency),
            p.after->currency, delta > 0 ? "+" : "",
            text_money(app_desk(app), tmp, delta, p.after->currency), p.holds);
    return true;
}

static bool drop_chosen(struct screen *s, const struct dialog_result *r, struct err *err)
{
    struct ch *ch = ch_self(s);
    struct app *app = s->app;

    if (!r->yes)
        return true;
    if (!change_drop(s->desk, ch->id, err))
        return false;
    ch->is_done = true;
    if (!app_pop(app, err))
        return false;
    app_say(app, _("The change is dropped; the order is as it was."));
    return true;
}

static bool run_drop(struct screen *s, struct err *err)
{
    struct ch *ch = ch_self(s);
    struct dialog dialog = { 0 };

    if (ch->change->id == 0)
        return err_set(err, ERR_STATE, _("Nothing is changed yet. Esc goes back."));
    dialog.title = _("Drop this change?");
    dialog.text = _("What was typed is gone then; the order stays as it is.");
    dialog.yes_label = _("drop");
    dialog_confirm(s, &dialog, drop_chosen);
    return true;
}

static bool run_undo(struct screen *s, struct err *err)
{
    struct ch *ch = ch_self(s);
    int64_t line = grid_row_id(&ch->grid);

    if (line == 0 || change_line_at(ch->change, (int)line) == NULL)
        return err_set(err, ERR_STATE, _("Go to a line that is changed."));
    change_forget_line(ch->change, (int)line);
    return ch_save(ch, err);
}

static bool run_new(struct screen *s, struct err *err)
{
    struct ch *ch = ch_self(s);

    (void)err;
    ch->focus = CH_LINES;
    grid_new(&ch->grid);
    return true;
}

static bool run_head(struct screen *s, struct err *err)
{
    (void)err;
    ch_self(s)->focus = CH_HEAD;
    return true;
}

/* Fields and rows take the key themselves. */
static bool run_list(struct screen *s, struct err *err)
{
    (void)s;
    return err_set(err, ERR_STATE, _("There is nothing to choose from here."));
}

const struct command ch_commands[] = {
    { "change.apply", "F10 C-o", N_("Apply"), N_("Do the change: lines, money, stock, at once."),
      NULL, run_apply },
    { "change.list", "F4 C-t", N_("List"),
      N_("What fits the field: addresses, reasons; on a line its quantity."), NULL, run_list },
    { "change.line", "F6 C-n", N_("Line"), N_("Add a line."), NULL, run_new },
    { "change.head", "F7 M-h", N_("Header"), N_("Address, PO, date, method, reason."), NULL,
      run_head },
    { "change.drop", "F8 M-d", N_("Drop"), N_("Throw the change away; the order stays as it is."),
      NULL, run_drop },
    { "change.undo", "C-z", N_("Undo"), N_("Take the change of this line back."), NULL, run_undo },
    { 0 },
};
