/*
 * WV, what a scan means: with an empty hand a command, a place or an item; with something in it the
 * tote it goes into. Every piece is booked before it is acknowledged.
 */
#include <stdio.h>
#include <string.h>
#include <strings.h>

#include "base/i18n.h"
#include "base/mem.h"
#include "domain/catalog/item.h"
#include "domain/catalog/scan.h"
#include "domain/desk/money_text.h"
#include "domain/desk/setting.h"
#include "domain/flow/scan_command.h"
#include "domain/flow/tote.h"
#include "domain/flow/short_words.h"
#include "tui/dialog.h"
#include "tui/wave_screen.h"

#define SHORT_REASON "not_found" /* of a short that is scanned */

static struct wv *wv_self(struct screen *s)
{
    return (struct wv *)s;
}

static bool has_hand(const struct wv *wv)
{
    return wv->hand.fulfillment != 0;
}

const struct pick_wave_line *wv_at_hand(const struct wv *wv, struct err *err)
{
    const struct pick_wave_line *l =
        has_hand(wv) ? wv_line(wv, wv->hand.line) : wv_expected(wv);

    if (l == NULL)
        (void)err_set(err, ERR_STATE, _("Nothing is left to be picked."));
    return l;
}

/* --- booking ---------------------------------------------------------------------------------- */

static bool run(struct wv *wv, int64_t fulfillment, const char *action,
                const struct action_value *given, int n, struct err *err)
{
    struct action_values values = { given, n };

    if (act(wv->s.desk, &fulfillment_document, (struct record_at){ .id = fulfillment }, action,
            &values, err))
        return true;
    (void)!screen_refresh(&wv->s, NULL);
    return false;
}

static bool book(struct wv *wv, int64_t fulfillment, const char *action,
                 const struct action_value *given, int n, struct err *err)
{
    if (!run(wv, fulfillment, action, given, n, err))
        return false;
    screen_reread(&wv->s);
    return true;
}

static bool book_item(struct wv *wv, const char *action, const struct wv_hand *what,
                      struct err *err)
{
    char text[DECIMAL_TEXT_SIZE];
    struct action_value given[] = {
        { "item", what->sku },
        { "qty", qty_format(what->qty, desk_form(wv->s.desk), text) },
    };

    return book(wv, what->fulfillment, action, given, 2, err);
}

/* What is picked to its end needs no word for it. */
static void finish_picked(struct wv *wv, int64_t fulfillment)
{
    struct err err = ERR_INIT;
    bool is_picked = false;

    for (int i = 0; i < wv->lines.n; i++) {
        const struct pick_wave_line *l = &wv->lines.v[i];

        if (l->fulfillment != fulfillment)
            continue;
        if (l->status != FULFILLMENT_PICKING || l->picked.milli < l->qty.milli)
            return;
        is_picked = is_picked || l->picked.milli > 0;
    }
    if (is_picked)
        (void)!book(wv, fulfillment, "finish", NULL, 0, &err);
}

static void remember(struct wv *wv, const struct wv_hand *what)
{
    if (wv->undo_n == WV_UNDO) {
        memmove(&wv->undo[0], &wv->undo[1], sizeof wv->undo - sizeof wv->undo[0]);
        wv->undo_n--;
    }
    wv->undo[wv->undo_n++] = *what;
}

/* What is in the hand, into the tote of its order. */
static bool put_in(struct wv *wv, struct err *err)
{
    struct wv_hand what = wv->hand;
    const struct pick_wave_line *l;

    wv->focus = what.line;
    wv->hand = (struct wv_hand){ 0 };
    wv->is_new_tote = false;
    if (!book_item(wv, "pick", &what, err))
        return false;
    remember(wv, &what);
    l = wv_line(wv, what.line);
    if (l != NULL)
        app_say(wv->s.app, l->tote[0] != '\0' ? _("%s is in tote %s.") : _("%s is picked for %s."),
                l->sku, l->tote[0] != '\0' ? l->tote : l->number);
    finish_picked(wv, what.fulfillment);
    return true;
}

/* --- items ------------------------------------------------------------------------------------ */

static bool is_at_place(const struct wv *wv, const struct pick_wave_line *l, struct err *err)
{
    return !wv->verifies_place || l->bin[0] == '\0' || strcasecmp(l->bin, wv->place) == 0 ||
           err_set(err, ERR_STATE, _("Scan the place %s first."), l->bin);
}

/* Whose it is: the line that is worked at, else the next round the shelves that wants as many. */
static const struct pick_wave_line *taker(const struct wv *wv, struct item_id item, struct qty qty)
{
    const struct pick_wave_line *now = wv_expected(wv);
    int first = now != NULL ? (int)(now - wv->lines.v) : 0;

    for (int i = 0; i < wv->lines.n; i++) {
        const struct pick_wave_line *l = &wv->lines.v[(first + i) % wv->lines.n];

        if (l->item.v == item.v && pick_wave_wants(l) &&
            pick_wave_left(&wv->lines, l).milli >= qty.milli)
            return l;
    }
    return NULL;
}

bool wv_take(struct wv *wv, const struct pick_wave_line *l, struct qty qty, struct err *err)
{
    if (!is_at_place(wv, l, err))
        return false;
    wv->focus = l->id;
    wv->hand = (struct wv_hand){ .fulfillment = l->fulfillment, .line = l->id, .qty = qty };
    (void)snprintf(wv->hand.sku, sizeof wv->hand.sku, "%s", l->sku);
    if (l->tote[0] != '\0')
        app_say(wv->s.app, _("Into tote %s."), l->tote);
    else
        app_say(wv->s.app, _("Into a new tote: scan it. It is for %s."), l->number);
    return screen_refresh(&wv->s, err);
}

static bool scan_item(struct wv *wv, const char *code, struct err *err)
{
    OD_ARENA *tmp = arena_new();
    const struct pick_wave_line *l;
    struct item *item;
    struct qty pack;

    if (!pick_wave_item(wv->s.desk, &wv->lines, code, tmp, &item, &pack, err))
        return false;
    l = taker(wv, item->id, pack);
    if (l == NULL)
        return err_set(err, ERR_STATE,
                       _("This code stands for %s of %s. No order of the wave wants as many: scan "
                         "single ones, or .QTY."),
                       text_qty(wv->s.desk, tmp, pack), item->sku);
    return wv_take(wv, l, pack, err);
}

/* --- places ----------------------------------------------------------------------------------- */

/* The line whose place it is; NULL: none that waits. */
static const struct pick_wave_line *line_at(const struct wv *wv, const char *code)
{
    const struct pick_wave_line *now = wv_expected(wv);
    int first = now != NULL ? (int)(now - wv->lines.v) : 0;

    for (int i = 0; i < wv->lines.n; i++) {
        const struct pick_wave_line *l = &wv->lines.v[(first + i) % wv->lines.n];

        if (l->bin[0] != '\0' && strcasecmp(l->bin, code) == 0 && pick_wave_wants(l))
            return l;
    }
    return NULL;
}

static bool go_to(struct wv *wv, const struct pick_wave_line *l, struct err *err)
{
    wv->focus = l->id;
    (void)snprintf(wv->place, sizeof wv->place, "%s", l->bin);
    app_say(wv->s.app, _("Right place. Scan the item."));
    return screen_refresh(&wv->s, err);
}

/* --- totes ------------------------------------------------------------------------------------ */

/* The order of this wave that has the tote and wants what is in the hand, all of it. */
static const struct pick_wave_line *taker_of(const struct wv *wv, int64_t fulfillment)
{
    const struct pick_wave_line *hand = wv_line(wv, wv->hand.line);

    for (int i = 0; i < wv->lines.n && hand != NULL; i++) {
        const struct pick_wave_line *l = &wv->lines.v[i];

        if (l->fulfillment == fulfillment && l->item.v == hand->item.v && pick_wave_wants(l) &&
            pick_wave_left(&wv->lines, l).milli >= wv->hand.qty.milli)
            return l;
    }
    return NULL;
}

/* A free tote becomes the order's. */
static bool bind(struct wv *wv, const char *code, struct err *err)
{
    const struct action_value given = { "tote", code };

    return book(wv, wv->hand.fulfillment, "tote", &given, 1, err);
}

static bool scan_tote(struct wv *wv, const char *code, struct err *err)
{
    OD_ARENA *tmp = arena_new();
    const struct pick_wave_line *l = wv_line(wv, wv->hand.line), *other;
    const char *number;
    int64_t owner;

    if (!tote_find(wv->s.desk, code, tmp, &owner, &number, err))
        return false;
    if (owner == wv->hand.fulfillment)
        return put_in(wv, err);
    other = owner != 0 ? taker_of(wv, owner) : NULL;
    if (other != NULL) {
        wv->hand.fulfillment = other->fulfillment;
        wv->hand.line = other->id;
        return put_in(wv, err);
    }
    if (owner != 0)
        return err_set(err, ERR_STATE, _("Tote %s is the one of %s, which does not want this."),
                       code, number);
    if (l->tote[0] != '\0' && !wv->is_new_tote)
        return err_set(err, ERR_STATE,
                       _("This goes into tote %s. Where that is full, scan .TOTE and then the new "
                         "one."),
                       l->tote);
    return bind(wv, code, err) && put_in(wv, err);
}

/* Enter alone: enough where only one order can be meant. */
static bool no_tote(struct wv *wv, struct err *err)
{
    const struct pick_wave_line *l = wv_line(wv, wv->hand.line);
    int n = wv_count_takers(wv, l);

    if (n > 1)
        return err_set(err, ERR_STATE, _("%d orders of the wave want %s: scan the tote."), n,
                       l->sku);
    return put_in(wv, err);
}

/* --- commands --------------------------------------------------------------------------------- */

bool wv_undo(struct screen *s, struct err *err)
{
    struct wv *wv = wv_self(s);
    struct wv_hand last;

    if (has_hand(wv)) {
        wv->hand = (struct wv_hand){ 0 };
        wv->is_new_tote = false;
        app_say(s->app, _("Put it back on the shelf, or scan again."));
        return screen_refresh(s, err);
    }
    if (wv->undo_n == 0)
        return err_set(err, ERR_STATE,
                       _("Nothing was picked on this screen that could be undone."));
    last = wv->undo[wv->undo_n - 1];
    if (!book_item(wv, "put_back", &last, err))
        return false;
    wv->undo_n--;
    wv->focus = last.line;
    app_say(s->app, _("Put %s back."), last.sku);
    return screen_refresh(s, err);
}

/* On to the next place; what is in the hand must be somewhere first. */
bool wv_skip(struct screen *s, struct err *err)
{
    struct wv *wv = wv_self(s);
    const struct pick_wave_line *now = wv_expected(wv);
    int first = now != NULL ? (int)(now - wv->lines.v) : 0;

    if (has_hand(wv))
        return err_set(err, ERR_STATE, _("Scan the tote for %s first, or .UNDO."), wv->hand.sku);
    for (int i = 1; i < wv->lines.n && now != NULL; i++) {
        const struct pick_wave_line *l = &wv->lines.v[(first + i) % wv->lines.n];

        if (l->item.v != now->item.v && pick_wave_wants(l)) {
            wv->focus = l->id;
            return screen_refresh(s, err);
        }
    }
    return err_set(err, ERR_STATE, _("There is no other line to go on with."));
}

/* It is booked: what fails here is only shown, for after a refusal Enter would book the next line
 * as short. */
static void tell_short(struct wv *wv, int64_t fulfillment, const char *sku, const char *number,
                       const struct short_before *before)
{
    struct err err = ERR_INIT;
    OD_ARENA *tmp = arena_new();
    struct fulfillment *f;
    const char *words;

    if (!screen_refresh(&wv->s, &err) ||
        !fulfillment_load(wv->s.desk, fulfillment, tmp, &f, &err) ||
        !short_words(wv->s.desk, f, before, tmp, &words, &err)) {
        app_error(wv->s.app, &err);
        return;
    }
    app_say(wv->s.app, _("%s is short for %s; %s."), sku, number, words);
    finish_picked(wv, fulfillment);
}

static bool book_short(struct wv *wv, const struct pick_wave_line *l, const char *reason,
                       struct err *err)
{
    OD_ARENA *tmp = arena_new();
    const char *sku = arena_strdup(tmp, l->sku), *number = arena_strdup(tmp, l->number);
    int64_t fulfillment = l->fulfillment;
    const struct action_value given[] = { { "item", sku }, { "reason", reason } };
    struct short_before before;
    struct fulfillment *f;

    if (!fulfillment_load(wv->s.desk, fulfillment, tmp, &f, err) ||
        !short_before_load(wv->s.desk, f, l->id, tmp, &before, err))
        return false;
    wv->hand = (struct wv_hand){ 0 };
    if (!run(wv, fulfillment, "short", given, 2, err))
        return false;
    tell_short(wv, fulfillment, sku, number, &before);
    return true;
}

static bool short_given(struct screen *s, const struct dialog_result *r, struct err *err)
{
    OD_ARENA *tmp = arena_new();
    const struct pick_wave_line *l = wv_at_hand(wv_self(s), err);

    return l != NULL && book_short(wv_self(s), l, reason_code(s->desk, "short", r->id, tmp), err);
}

bool wv_short(struct screen *s, struct err *err)
{
    const struct pick_wave_line *l = wv_at_hand(wv_self(s), err);
    OD_ARENA *tmp = arena_new();
    struct dialog dialog = { 0 };

    if (l == NULL || !dialog_reasons(s, "short", tmp, &dialog, err))
        return false;
    dialog.title = arena_printf(tmp, _("%s is short for %s"), l->sku, l->number);
    dialog.text = _("All that this order still wants of it. Another site is asked for it, else the"
                    " order waits. Stock goes down.");
    dialog_choose(s, &dialog, short_given);
    return true;
}

static bool short_scanned(struct wv *wv, const char *reason, struct err *err)
{
    const struct pick_wave_line *l = wv_at_hand(wv, err);

    return l != NULL && book_short(wv, l, reason[0] != '\0' ? reason : SHORT_REASON, err);
}

static bool ask_tote(struct wv *wv, struct err *err)
{
    if (!has_hand(wv))
        return err_set(err, ERR_STATE, _("Scan the item first, then .TOTE and the new tote."));
    wv->is_new_tote = true;
    app_say(wv->s.app, _("Scan the new tote."));
    return true;
}

static bool command(struct wv *wv, const char *code, struct err *err)
{
    switch (scan_command_of(code)) {
    case SCAN_SHORT:
        return short_scanned(wv, scan_command_rest(code), err);
    case SCAN_SKIP:
        return wv_skip(&wv->s, err);
    case SCAN_UNDO:
        return wv_undo(&wv->s, err);
    case SCAN_QTY:
        return wv_qty(&wv->s, err);
    case SCAN_TOTE:
        return ask_tote(wv, err);
    case SCAN_DONE:
    case SCAN_BOX:
    case SCAN_PACK:
    case SCAN_SHIP:
    case SCAN_SLIP:
    case SCAN_LABEL:
    case SCAN_WEIGHT:
        return err_set(err, ERR_STATE, _("%s is not for a wave. Open the pick of the order."),
                       code);
    }
    return app_run_code(wv->s.app, code, err);
}

/* --- all -------------------------------------------------------------------------------------- */

static bool scan_code(struct wv *wv, const char *code, struct err *err)
{
    const struct pick_wave_line *now = wv_expected(wv), *at = line_at(wv, code);

    if (code[0] == '.')
        return command(wv, code, err);
    if (has_hand(wv))
        return scan_tote(wv, code, err);
    if (at != NULL && now != NULL && strcasecmp(now->bin, code) == 0)
        return go_to(wv, at, err);
    if (scan_item(wv, code, err))
        return true;
    if (err->code != ERR_NOT_FOUND || at == NULL)
        return false;
    err_clear(err);
    return go_to(wv, at, err);
}

void wv_scanned(struct wv *wv)
{
    OD_ARENA *tmp = arena_new();
    struct err err = ERR_INIT;
    struct scan scan;
    const char *code;
    bool ok;

    scan_read(wv->scan.text, tmp, &scan);
    code = scan.count > 0 ? arena_strdup(tmp, wv->scan.text) : scan.code;
    field_clear(&wv->scan);
    if (code[0] == '\0' && !has_hand(wv))
        return;
    ok = code[0] == '\0' ? no_tote(wv, &err) : scan_code(wv, code, &err);
    wv->wrong[0] = '\0';
    if (ok)
        return;
    (void)snprintf(wv->wrong, sizeof wv->wrong, "%s", err.text);
    app_bell_twice(wv->s.app);
}
