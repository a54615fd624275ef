/*
 * WV, what is asked for in dialogs: quantities, who picks, and what becomes of a pick or a paper.
 */
#include "base/i18n.h"
#include "base/mem.h"
#include "domain/desk/money_text.h"
#include "print/documents.h"
#include "tui/dialog.h"
#include "tui/screens.h"
#include "tui/wave_screen.h"

static struct wv *wv_self(struct screen *s)
{
    return (struct wv *)s;
}

static bool qty_typed(struct screen *s, const struct dialog_result *r, struct err *err)
{
    struct wv *wv = wv_self(s);
    const struct pick_wave_line *l = wv_at_hand(wv, err);
    struct qty qty, left;

    if (l == NULL || !qty_parse(r->text, 3, app_form(s->app), &qty, err))
        return false;
    left = pick_wave_left(&wv->lines, l);
    if (qty.milli <= 0 || qty.milli > left.milli)
        return err_set(err, ERR_INVALID, _("%s wants at most %s."), l->number,
                       text_qty(s->desk, s->data, left));
    return wv_take(wv, l, qty, err);
}

bool wv_qty(struct screen *s, struct err *err)
{
    struct wv *wv = wv_self(s);
    const struct pick_wave_line *l = wv_at_hand(wv, err);
    OD_ARENA *tmp = arena_new();
    struct dialog dialog = { .label = _("Quantity"), .needs_text = true };

    if (l == NULL)
        return false;
    dialog.title = arena_printf(tmp, _("Pick %s"), l->sku);
    dialog.text = arena_printf(tmp, _("How many did you take for %s?"), l->number);
    dialog.preset = text_qty(s->desk, tmp, pick_wave_left(&wv->lines, l));
    dialog_ask(s, &dialog, qty_typed);
    return true;
}

/* --- the other actions ------------------------------------------------------------------------ */

enum { CHOICE_TAKE = 1, CHOICE_OPEN, CHOICE_DROP, CHOICE_PRINT };

static bool print_wave(struct wv *wv, struct err *err)
{
    const struct printing *how = app_printing(wv->s.app);
    const struct document_ask ask = { .kind = DOCUMENT_WAVE, .wave = wv->id };
    OD_ARENA *tmp = arena_new();
    const char *number;

    if (how == NULL)
        return err_set(err, ERR_STATE,
                       _("This station prints nothing. Set print_command in its configuration."));
    app_busy(wv->s.app, _("printing"));
    if (!document_print(wv->s.desk, &ask, how, tmp, &number, err))
        return false;
    app_say(wv->s.app, _("%s went to the printer."), number);
    return true;
}

/* The pick of the row that the cursor is on. */
static bool selected(struct wv *wv, int64_t *out, struct err *err)
{
    const struct pick_wave_line *l = wv_line(wv, list_selected(&wv->list));

    if (l == NULL)
        return err_set(err, ERR_NOT_FOUND, _("Nothing is selected."));
    *out = l->fulfillment;
    return true;
}

static bool action_chosen(struct screen *s, const struct dialog_result *r, struct err *err)
{
    struct wv *wv = wv_self(s);
    int64_t id;

    switch (r->id) {
    case CHOICE_TAKE:
        return pick_wave_assign(s->desk, wv->id, r->tag, desk_user(s->desk)->id, err) &&
               screen_refresh(s, err);
    case CHOICE_OPEN:
        return selected(wv, &id, err) && app_push(s->app, &scr_pick, &id, err);
    case CHOICE_DROP:
        return selected(wv, &id, err) && pick_wave_drop(s->desk, wv->id, id, err) &&
               screen_refresh(s, err);
    default:
        return print_wave(wv, err);
    }
}

static bool run_actions(struct screen *s, struct err *err)
{
    struct wv *wv = wv_self(s);
    const struct dialog_choice choices[] = {
        { .key = "t", .label = _("Take the wave for yourself"), .id = CHOICE_TAKE },
        { .key = "o", .label = _("Open the pick of the selected line"), .id = CHOICE_OPEN },
        { .key = "x", .label = _("Take the pick of the selected line out"), .id = CHOICE_DROP },
        { .key = "p", .label = _("Print the pick list of the wave"), .id = CHOICE_PRINT },
    };
    struct dialog dialog = { .title = wv->w->number,
                             .choices = choices,
                             .n = OD_LEN(choices),
                             .tag = wv->w->version };

    (void)err;
    dialog_choose(s, &dialog, action_chosen);
    return true;
}

const struct command wv_commands[] = {
    { "wave.qty", "F4 C-t", N_("Quantity"), N_("Type how many of the expected item were taken."),
      NULL, wv_qty },
    { "wave.actions", "F6 C-n", N_("Actions"),
      N_("Take over, open or take out a pick, print the list."), NULL, run_actions },
    { "wave.undo", "F7 C-z", N_("Undo"), N_("Take back what was scanned last."), NULL, wv_undo },
    { "wave.skip", "F8 C-y", N_("Skip"), N_("Another place first."), NULL, wv_skip },
    { "wave.short", "F11 M-v", N_("Short"),
      N_("The expected item is not there for this order, or damaged."), NULL, wv_short },
    { 0 },
};
