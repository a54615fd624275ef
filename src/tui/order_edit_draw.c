/*
 * Order entry, what it looks like: header with terms and credit, lines, the customer's last orders
 * beside them on wide screens, the total and what there is to say below.
 */
#include "tui/order_edit.h"

#include <string.h>

#include "base/i18n.h"
#include "base/mem.h"
#include "base/utf8.h"
#include "domain/desk/money_text.h"
#include "domain/order/order_rules.h"

/* From this width on the customer's last orders stand beside the lines. */
#define OE_PANE_FROM 120

/* The order's terms and the credit behind the name: as much of it as has room, the credit first. */
static void draw_customer(const struct oe *oe, struct canvas *c)
{
    OD_ARENA *tmp = arena_new();
    const struct customer *customer = oe->customer;
    const char *credit = "", *text;
    int64_t room = oe_credit_room(oe);
    bool is_alarm = oe->credit.is_held || room < 0;
    int from, room_cols;

    if (customer == NULL)
        return;
    if (oe->credit.is_held)
        credit = _("Credit held !");
    else if (oe->credit.has_limit)
        credit = arena_printf(
            tmp, _("Credit %s of %s%s"), text_money(oe->s.desk, tmp, room, customer->currency),
            text_money(oe->s.desk, tmp, oe->credit.limit_minor, customer->currency),
            room < 0 ? " !" : "");
    room_cols = c->cols - 3 - form_note_end(&oe->head, form_index(&oe->head, "customer"));
    text = arena_printf(tmp, "%s%s%s", oe->order->terms_name, credit[0] != '\0' ? "  " : "",
                        credit);
    if (utf8_cols(text) > room_cols)
        text = credit;
    /* On a narrow screen the name stays whole; that something is wrong shows all the same. */
    if (utf8_cols(text) > room_cols)
        text = is_alarm ? "!" : "";
    from = c->cols - utf8_cols(text) - 1;
    canvas_text(c, 0, from, -1, is_alarm ? STYLE_WARN : STYLE_TEXT, text);
}

/* "M-t: the carrier writes it so: ..."; "" where nothing is known. */
static const char *verdict_text(const struct oe *oe, struct arena *arena)
{
    const char *words = address_verdict_words(oe->verdict, arena);

    return address_has_proposal(oe->verdict) ? arena_printf(arena, _("M-t: %s"), words) : words;
}

static bool is_address_open(const struct oe *oe)
{
    return address_has_proposal(oe->verdict) || address_is_bad(oe->verdict);
}

/* What carriers know of the address, behind it; what is to be settled as a warning. */
static void draw_verdict(const struct oe *oe, struct canvas *c)
{
    OD_ARENA *tmp = arena_new();
    int field = form_index(&oe->head, "ship_to"), row = oe->head.slots[field].row;
    int from = form_note_end(&oe->head, field) + 2;

    if (oe->verdict == NULL || row >= oe_head_rows(oe, c->rows))
        return;
    canvas_text(c, row, from, -1, is_address_open(oe) ? STYLE_WARN : STYLE_DIM,
                verdict_text(oe, tmp));
}

static void draw_total(const struct oe *oe, struct canvas *c, int row)
{
    OD_ARENA *tmp = arena_new();
    const struct order *o = oe->order;
    const char *text;

    if (o == NULL)
        return;
    text =
        arena_printf(tmp, _("Lines %d  Goods %s%s%s  Tax %s%s  Total %s %s"), o->line_count,
                     text_money(oe->s.desk, tmp, o->goods_minor, o->currency),
                     o->discount_minor != 0
                         ? arena_printf(tmp, _("  Disc -%s"),
                                        text_money(oe->s.desk, tmp, o->discount_minor, o->currency))
                         : "",
                     o->charges_minor != 0
                         ? arena_printf(tmp, _("  Charges %s"),
                                        text_money(oe->s.desk, tmp, o->charges_minor, o->currency))
                         : "",
                     text_money(oe->s.desk, tmp, o->tax_minor, o->currency),
                     order_rounding_words(oe->s.desk, o, tmp),
                     text_money(oe->s.desk, tmp, o->total_minor, o->currency), o->currency);
    canvas_text(c, row, 1, -1, oe->focus == OE_TOTAL ? STYLE_SELECT : STYLE_STRONG, text);
    if (oe->focus != OE_TOTAL)
        return;
    canvas_text(c, row, 0, 1, STYLE_SELECT, ">");
    text = _("Enter takes it");
    canvas_text_right(c, row, c->cols - utf8_cols(text) - 1, utf8_cols(text), STYLE_STRONG, text);
    canvas_cursor(c, row, 0);
}

/* A note in as many rows as it takes, ended at blanks. */
static void draw_note(struct canvas *c, int row, const char *text)
{
    OD_ARENA *tmp = arena_new();

    canvas_text(c, row++, 1, -1, STYLE_HEAD, _("Note"));
    while (*text != '\0' && row < c->rows) {
        size_t fit = utf8_fit(text, c->cols - 2), n = fit;

        while (text[n] != '\0' && n > 0 && text[n] != ' ')
            n--;
        if (n == 0)
            n = fit > 0 ? fit : strlen(text);
        canvas_text(c, row++, 1, -1, STYLE_TEXT, arena_strndup(tmp, text, n));
        text += n + strspn(text + n, " ");
    }
}

static void draw_pane(const struct oe *oe, struct canvas *c)
{
    OD_ARENA *tmp = arena_new();
    int row = 0;

    canvas_text(c, row++, 1, -1, STYLE_HEAD, _("Last orders"));
    for (int i = 0; i < oe->history.n && row < c->rows; i++, row++) {
        const struct order_row *o = &oe->history.v[i];

        canvas_text(c, row, 1, 7, STYLE_TEXT, o->number);
        canvas_text(c, row, 9, 7, STYLE_TEXT, text_when(oe->s.desk, tmp, o->placed));
        canvas_text(c, row, 17, 13, STYLE_TEXT, order_shown_words(o->shown));
        canvas_text_right(c, row, 31, 12, STYLE_TEXT,
                          text_money(oe->s.desk, tmp, o->total.minor, o->total.cur));
        canvas_text(c, row, 45, -1, STYLE_TEXT, o->customer_po);
    }
    if (oe->customer != NULL && oe->customer->note[0] != '\0')
        draw_note(c, row + 1, oe->customer->note);
}

/* Below this the header is the customer alone while lines are typed. */
#define OE_FULL_HEAD_FROM 12

int oe_head_rows(const struct oe *oe, int rows)
{
    return oe->focus != OE_HEAD && rows < OE_FULL_HEAD_FROM ? 1 : oe->head.rows;
}

void oe_draw(const struct screen *s, struct canvas *c)
{
    OD_ARENA *tmp = arena_new();
    const struct oe *oe = (const struct oe *)s;
    int pane = c->cols >= OE_PANE_FROM && !app_a11y(s->app) ? c->cols * 3 / 5 : c->cols;
    int top = oe_head_rows(oe, c->rows), body = c->rows - top - OE_FOOT_ROWS;
    struct canvas head = canvas_view(c, 0, 0, oe->focus == OE_HEAD ? -1 : top, -1);
    struct canvas lines =
        canvas_view(c, top, 0, body > 0 ? body : 0, pane < c->cols ? pane - 1 : -1);
    struct canvas side;

    if (pane < c->cols) {
        side = canvas_view(c, top, pane, body > 0 ? body : 0, -1);
        canvas_vline(&side, 0, STYLE_DIM);
        side = canvas_view(&side, 0, 1, -1, -1);
        draw_pane(oe, &side);
    }
    grid_draw(&oe->grid, &lines, oe->focus == OE_LINES);
    draw_total(oe, c, c->rows - 2);
    if (oe->info[0] != '\0') {
        canvas_text(c, c->rows - 1, 2, -1, STYLE_TEXT, oe->info);
    } else if (oe->warning[0] != '\0') {
        canvas_text(c, c->rows - 1, 0, 2, STYLE_WARN, "!");
        canvas_text(c, c->rows - 1, 2, -1, STYLE_WARN, oe->warning);
    } else if (is_address_open(oe)) {
        canvas_text(c, c->rows - 1, 0, 2, STYLE_WARN, "!");
        canvas_text(c, c->rows - 1, 2, -1, STYLE_WARN, verdict_text(oe, tmp));
    }
    form_draw(&oe->head, &head, oe->focus == OE_HEAD);
    draw_customer(oe, c);
    draw_verdict(oe, c);
}
