/*
 * PK, what is seen: the line that is worked at, what was wrong, and the list; on the terminal of a
 * handheld the line alone.
 */
#include <stdio.h>
#include <string.h>

#include "base/i18n.h"
#include "base/mem.h"
#include "domain/desk/money_text.h"
#include "tui/handheld.h"
#include "tui/pick_screen.h"

static const char *prompt(const struct pk *pk)
{
    switch (pk->asks) {
    case PK_SCAN:
        return _("SCAN >");
    case PK_QTY:
        return _("HOW MANY >");
    case PK_TOTE:
        return _("TOTE >");
    case PK_WEIGHT:
        return _("KG >");
    }
    return "";
}

static void draw_state(const struct pk *pk, struct canvas *c)
{
    canvas_printf(c, 0, 1, STYLE_HEAD, "%s", fulfillment_status_words(pk->f->status));
    pk_draw_packages(pk, c);
}

static void draw_expected(const struct pk *pk, struct canvas *c)
{
    const struct fulfillment_line *l = pk_expected(pk, 0), *next = pk_expected(pk, 1);
    OD_ARENA *tmp = arena_new();

    if (l == NULL || !pk_is_open(pk->f)) {
        draw_state(pk, c);
        return;
    }
    canvas_printf(c, 0, 1, STYLE_TEXT, _("GO TO   %s"), l->bin[0] != '\0' ? l->bin : "-");
    if (next != NULL && next->bin[0] != '\0')
        canvas_printf(c, 0, c->cols / 2, STYLE_DIM, _("then %s"), next->bin);
    canvas_printf(c, 1, 1, STYLE_HEAD, _("PICK    %s  %s"), l->sku, l->description);
    canvas_printf(c, 2, 1, STYLE_TEXT, _("        %s %s   %s done"),
                  text_qty(pk->s.desk, tmp, l->qty), l->uom, text_qty(pk->s.desk, tmp, l->picked));
}

void pk_draw(const struct screen *s, struct canvas *c)
{
    const struct pk *pk = (const struct pk *)s;
    struct canvas body = canvas_view(c, PK_HEAD_ROWS, 0, -1, -1);
    int col;

    draw_expected(pk, c);
    if (pk->wrong[0] != '\0') {
        canvas_fill(c, 3, 0, c->cols, ' ', STYLE_ERROR);
        canvas_printf(c, 3, 1, STYLE_ERROR, "x %s", pk->wrong);
    }
    list_draw(&pk->list, &body, false);
    col = canvas_text(c, 4, 1, -1, STYLE_HEAD, prompt(pk)) + 2;
    field_draw(&pk->scan, c, 4, col, c->cols - col - 1, STYLE_FOCUS, true);
}

/* --- the handheld ----------------------------------------------------------------------------- */

#define SMALL_KEYS    7

/* "10482-F1 3/5 T-19": which slip, which of its lines, which tote. */
static void draw_small_head(const struct pk *pk, struct canvas *c)
{
    int done = pk->f->line_count - pk_count_left(pk->f);

    canvas_printf(c, 0, 0, STYLE_HEAD, "%s %d/%d %s", pk->f->number,
                  done < pk->f->line_count ? done + 1 : done, pk->f->line_count, pk->f->tote);
}

static void draw_small_line(const struct pk *pk, struct canvas *c)
{
    const struct fulfillment_line *l = pk_expected(pk, 0);
    OD_ARENA *tmp = arena_new();

    if (l == NULL || !pk_is_open(pk->f)) {
        struct canvas below = canvas_view(c, 1, 0, -1, -1);

        draw_state(pk, &below);
        return;
    }
    canvas_printf(c, 1, 0, STYLE_TEXT, _("BIN %s"), l->bin[0] != '\0' ? l->bin : "-");
    canvas_printf(c, 2, 0, STYLE_HEAD, "%s", l->sku);
    canvas_printf(c, 3, 0, STYLE_TEXT, _("%s %s done %s"), text_qty(pk->s.desk, tmp, l->qty),
                  l->uom, text_qty(pk->s.desk, tmp, l->picked));
}

static const char *small_keys(const struct pk *pk)
{
    if (pk_is_open(pk->f) && pk_count_left(pk->f) > 0)
        return ".SHORT .SKIP .UNDO";
    if (pk->f->status <= FULFILLMENT_PICKED)
        return ".PACK .BOX .UNDO";
    return pk->f->status == FULFILLMENT_PACKED ? ".SHIP .SLIP .LABEL" : "";
}

void pk_draw_small(const struct screen *s, struct canvas *c, const char *message)
{
    const struct pk *pk = (const struct pk *)s;
    int col;

    draw_small_head(pk, c);
    draw_small_line(pk, c);
    if (pk->wrong[0] != '\0')
        handheld_message(c, STYLE_ERROR, pk->wrong);
    else
        handheld_message(c, STYLE_TEXT, message != NULL ? message : "");
    (void)canvas_text(c, SMALL_KEYS, 0, c->cols, STYLE_DIM, small_keys(pk));
    col = canvas_text(c, 4, 0, -1, STYLE_HEAD, pk->asks == PK_SCAN ? _("SCAN>") : prompt(pk));
    field_draw(&pk->scan, c, 4, col, c->cols - col, STYLE_FOCUS, true);
}
