/*
 * WV, what is seen: where to go, what to take and into which tote; on the terminal of a handheld
 * that alone.
 */
#include "base/i18n.h"
#include "base/mem.h"
#include "base/strbuf.h"
#include "domain/desk/money_text.h"
#include "tui/handheld.h"
#include "tui/wave_screen.h"

/* The line whose tote is asked for, else the one that is to be taken. */
static const struct pick_wave_line *shown(const struct wv *wv)
{
    return wv->hand.fulfillment != 0 ? wv_line(wv, wv->hand.line) : wv_expected(wv);
}

/* "T-19", or that a new one is to be scanned. */
static const char *tote_words(const struct pick_wave_line *l)
{
    return l->tote[0] != '\0' ? l->tote : _("a new tote");
}

/* Those that were canceled: what is in their totes goes back. */
static const char *canceled_words(const struct wv *wv, struct arena *arena)
{
    const char *last = "";
    struct strbuf b;

    strbuf_init(&b, arena, 400);
    for (int i = 0; i < wv->lines.n; i++) {
        const struct pick_wave_line *l = &wv->lines.v[i];
        bool is_told = !wv_was_canceled(l);

        for (int k = 0; k < i && !is_told; k++)
            is_told = wv->lines.v[k].fulfillment == l->fulfillment;
        if (is_told)
            continue;
        strbuf_addf(&b, "%s%s %s", last, l->number, l->tote);
        last = ", ";
    }
    return b.s;
}

static void draw_work(const struct wv *wv, struct canvas *c)
{
    const struct pick_wave_line *l = shown(wv);
    OD_ARENA *tmp = arena_new();

    if (l == NULL) {
        canvas_printf(c, 0, 1, STYLE_HEAD, "%s", wv->s.hint != NULL ? wv->s.hint : "");
        return;
    }
    canvas_printf(c, 0, 1, STYLE_TEXT, _("GO TO   %s"), l->bin[0] != '\0' ? l->bin : "-");
    canvas_printf(c, 1, 1, STYLE_HEAD, _("PICK    %s  %s"), l->sku, l->description);
    canvas_printf(c, 2, 1, wv->hand.fulfillment != 0 ? STYLE_HEAD : STYLE_TEXT,
                  _("INTO    %s   %s  %s   %s of %s %s done"), tote_words(l), l->number,
                  l->customer_name, text_qty(wv->s.desk, tmp, l->picked),
                  text_qty(wv->s.desk, tmp, l->qty), l->uom);
}

void wv_draw(const struct screen *s, struct canvas *c)
{
    const struct wv *wv = (const struct wv *)s;
    struct canvas body = canvas_view(c, WV_HEAD_ROWS, 0, -1, -1);
    OD_ARENA *tmp = arena_new();
    const char *gone = canceled_words(wv, tmp);
    int col;

    draw_work(wv, c);
    if (gone[0] != '\0')
        canvas_printf(c, 3, 1, STYLE_WARN, _("! Canceled, put back what is in the tote: %s"), gone);
    if (wv->wrong[0] != '\0') {
        canvas_fill(c, 4, 0, c->cols, ' ', STYLE_ERROR);
        canvas_printf(c, 4, 1, STYLE_ERROR, "x %s", wv->wrong);
    }
    list_draw(&wv->list, &body, false);
    col = canvas_text(c, 5, 1, -1, STYLE_HEAD,
                      wv->hand.fulfillment != 0 ? _("TOTE >") : _("SCAN >")) +
          2;
    field_draw(&wv->scan, c, 5, col, c->cols - col - 1, STYLE_FOCUS, true);
}

/* --- the handheld ----------------------------------------------------------------------------- */

static void draw_small_work(const struct wv *wv, struct canvas *c)
{
    const struct pick_wave_line *l = shown(wv);
    OD_ARENA *tmp = arena_new();

    if (l == NULL) {
        (void)canvas_text(c, 2, 0, c->cols, STYLE_HEAD,
                          wv->w->open > 0 ? _("The rest is on hold") : _("All is picked"));
        return;
    }
    canvas_printf(c, 1, 0, STYLE_TEXT, _("BIN %s"), l->bin[0] != '\0' ? l->bin : "-");
    canvas_printf(c, 2, 0, STYLE_HEAD, "%s", l->sku);
    if (wv->hand.fulfillment != 0)
        canvas_printf(c, 3, 0, STYLE_HEAD, "> %s", tote_words(l));
    else
        canvas_printf(c, 3, 0, STYLE_TEXT, _("%s %s done %s"), text_qty(wv->s.desk, tmp, l->qty),
                      l->uom, text_qty(wv->s.desk, tmp, l->picked));
}

void wv_draw_small(const struct screen *s, struct canvas *c, const char *message)
{
    const struct wv *wv = (const struct wv *)s;
    OD_ARENA *tmp = arena_new();
    const char *gone = canceled_words(wv, tmp);
    int col;

    canvas_printf(c, 0, 0, STYLE_HEAD, "%s %d/%d", wv->w->number, wv->w->picks - wv->w->open,
                  wv->w->picks);
    draw_small_work(wv, c);
    if (wv->wrong[0] != '\0')
        handheld_message(c, STYLE_ERROR, wv->wrong);
    else if (gone[0] != '\0')
        handheld_message(c, STYLE_WARN, arena_printf(tmp, _("Canceled: %s"), gone));
    else if (message != NULL && message != wv->s.hint)
        handheld_message(c, STYLE_TEXT, message);
    (void)canvas_text(c, 7, 0, c->cols, STYLE_DIM,
                      wv->hand.fulfillment != 0 ? ".UNDO" : ".SHORT .SKIP .UNDO");
    col = canvas_text(c, 4, 0, -1, STYLE_HEAD,
                      wv->hand.fulfillment != 0 ? _("TOTE>") : _("SCAN>"));
    field_draw(&wv->scan, c, 4, col, c->cols - col, STYLE_FOCUS, true);
}
