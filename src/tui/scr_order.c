/*
 * OD, the order page: header, lines with their price or their quantities, the timeline, "why", the
 * card to read out, and every action of the order with the reason why not. What the actions ask and
 * do is in order_page_action.c.
 */
#include "tui/order_page.h"

#include <string.h>

#include "base/i18n.h"
#include "base/mem.h"
#include "base/strbuf.h"
#include "base/utf8.h"
#include "domain/desk/event.h"
#include "domain/desk/money_text.h"
#include "domain/flow/backorder.h"
#include "domain/order/order_rules.h"
#include "domain/order/promise.h"
#include "domain/order/ship_check.h"
#include "domain/outside/track.h"
#include "domain/party/customer.h"
#include "tui/listing.h"
#include "tui/screens.h"
#include "tui/tabs.h"

#define OD_HEAD_ROWS 4
#define OD_HOLD_ROWS 2
#define OD_EVENTS    200

static const char *const tab_names[] = { N_("1 Lines"),  N_("2 Quantities"), N_("3 History"),
                                         N_("4 Notes"),  N_("5 Papers"),     N_("6 Notices"),
                                         NULL };

static struct od *od_self(struct screen *s)
{
    return (struct od *)s;
}

static const struct list_column line_columns[] = {
    { N_("Ln"), 3, 0, 0, true, false },
    { N_("Item"), 15, 10, 0, false, false },
    { N_("Description"), 19, 8, 0, false, true },
    { N_("Qty"), 8, 5, 0, true, false },
    { N_("UM"), 3, 0, 3, false, false },
    { N_("Price"), 13, 10, 2, true, false },
    { N_("Amount"), 11, 9, 0, true, false },
    { N_("Status"), 14, 11, 0, false, false },
    { 0 },
};

static const struct list_column qty_columns[] = {
    { N_("Ln"), 3, 0, 0, true, false },
    { N_("Item"), 14, 8, 0, false, true },
    { N_("ordered"), 8, 7, 0, true, false },
    { N_("canceled"), 9, 9, 3, true, false },
    { N_("allocated"), 9, 9, 0, true, false },
    { N_("backord."), 8, 8, 0, true, false },
    { N_("picked"), 7, 6, 4, true, false },
    { N_("shipped"), 8, 8, 0, true, false },
    { N_("deliv."), 7, 6, 5, true, false },
    { N_("returned"), 8, 8, 6, true, false },
    { N_("invoiced"), 9, 9, 7, true, false },
    { N_("credited"), 8, 8, 8, true, false },
    { 0 },
};

static const struct list_column event_columns[] = {
    { N_("When"), 16, 12, 0, false, false }, { N_("Who"), 14, 8, 0, false, false },
    { N_("What"), 24, 12, 0, false, false }, { N_("Why"), 20, 8, 2, false, false },
    { N_("Fields"), 16, 8, 3, false, true }, { 0 },
};

static const struct list_column note_columns[] = {
    { N_("When"), 16, 12, 0, false, false },
    { N_("Who"), 14, 8, 0, false, false },
    { N_("For"), 17, 10, 0, false, false },
    { N_("Note"), 28, 10, 0, false, true },
    { 0 },
};

const char *order_line_price(struct desk *desk, struct arena *arena, const struct order_line *l,
                             const char *currency)
{
    const char *price = text_price(desk, arena, l->unit_price, currency);
    const char *disc =
        l->disc.ppm == 0 ? "" : arena_printf(arena, " -%s%%", text_rate(desk, arena, l->disc));

    return arena_printf(arena, "%s%s%s", price, l->is_price_locked ? "*" : "", disc);
}

static void line_row(struct od *od, const struct order_line *l, struct arena *a,
                     struct list_row *row)
{
    struct desk *desk = od->s.desk;
    const char **cells = arena_array(a, 8, const char *);

    cells[0] = arena_printf(a, "%d", l->line_no);
    cells[1] = l->sku;
    cells[2] = order_line_words(desk, l, a);
    row->id = l->line_no;
    row->cells = cells;
    if (l->kind == LINE_COMMENT)
        return;
    cells[3] = text_qty(desk, a, l->ordered);
    cells[4] = l->uom;
    cells[5] = order_line_price(desk, a, l, od->order->currency);
    cells[6] = text_money(desk, a, l->net_minor, od->order->currency);
    cells[7] = line_status_words(line_status(l, od->order->status));
    if (line_backordered(l).milli > 0 && od->order->status == ORDER_CONFIRMED)
        row->style = STYLE_WARN;
}

static void qty_row(struct od *od, const struct order_line *l, struct arena *a,
                    struct list_row *row)
{
    struct desk *desk = od->s.desk;
    const char **cells = arena_array(a, 12, const char *);
    struct qty returned = { l->returned_ok.milli + l->returned_bad.milli };
    struct qty lacks = od->order->status == ORDER_CONFIRMED ? line_backordered(l)
                                                            : (struct qty){ 0 };
    const struct qty values[] = { l->ordered,   l->canceled,  l->allocated, lacks,
                                  l->picked,    l->shipped,   l->delivered, returned,
                                  l->invoiced,  l->credited };

    cells[0] = arena_printf(a, "%d", l->line_no);
    cells[1] = l->sku;
    for (size_t i = 0; i < OD_LEN(values); i++)
        cells[2 + i] = values[i].milli == 0 && i > 0 ? "." : text_qty(desk, a, values[i]);
    row->id = l->line_no;
    row->cells = cells;
}

static void event_row(struct od *od, const struct event *e, struct arena *a, struct list_row *row)
{
    const char **cells = arena_array(a, 5, const char *);

    cells[0] = text_stamp(od->s.desk, a, e->at);
    cells[1] = e->user;
    cells[2] = event_words(e->kind);
    cells[3] = e->reason;
    cells[4] = e->fields;
    row->id = e->id;
    row->cells = cells;
}

/* Of an attachment its title and where it is. */
static void note_row(struct od *od, const struct order_note *n, struct arena *a,
                     struct list_row *row)
{
    const char **cells = arena_array(a, 4, const char *);

    cells[0] = text_stamp(od->s.desk, a, n->at);
    cells[1] = n->by;
    cells[2] = note_kind_words(n->kind);
    cells[3] = n->ref[0] != '\0' ? arena_printf(a, "%s: %s", n->text, n->ref) : n->text;
    row->id = n->id;
    row->cells = cells;
}

static int tab_rows(const struct od *od)
{
    switch (od->tab) {
    case OD_LINES_TAB:
    case OD_QTY_TAB:
        return od->order->line_count;
    case OD_EVENTS_TAB:
        return od->events.n;
    case OD_NOTES_TAB:
        return od->notes.n;
    case OD_PAPERS_TAB:
        return od->papers.n;
    case OD_NOTICES_TAB:
        return od->notices.n;
    }
    return 0;
}

static const struct list_column *tab_columns(enum od_tab tab)
{
    switch (tab) {
    case OD_LINES_TAB:
        return line_columns;
    case OD_QTY_TAB:
        return qty_columns;
    case OD_EVENTS_TAB:
        return event_columns;
    case OD_NOTES_TAB:
        return note_columns;
    case OD_PAPERS_TAB:
        return order_paper_columns;
    case OD_NOTICES_TAB:
        return order_notice_columns;
    }
    return line_columns;
}

/* The rows of the tab that is shown, in the data of this refresh. */
static void show_tab(struct od *od)
{
    struct arena *a = od->s.data;
    const struct order *o = od->order;
    int n = tab_rows(od);
    struct list_row *rows = arena_array(a, n > 0 ? n : 1, struct list_row);

    for (int i = 0; i < n; i++) {
        switch (od->tab) {
        case OD_LINES_TAB:
            line_row(od, &o->lines[i], a, &rows[i]);
            break;
        case OD_QTY_TAB:
            qty_row(od, &o->lines[i], a, &rows[i]);
            break;
        case OD_EVENTS_TAB:
            event_row(od, &od->events.v[i], a, &rows[i]);
            break;
        case OD_NOTES_TAB:
            note_row(od, &od->notes.v[i], a, &rows[i]);
            break;
        case OD_PAPERS_TAB:
            order_paper_row(od->s.desk, &od->papers.v[i], a, &rows[i]);
            break;
        case OD_NOTICES_TAB:
            order_notice_row(od->s.desk, &od->notices.v[i], a, &rows[i]);
            break;
        }
    }
    od->list.columns = tab_columns(od->tab);
    od->list.empty = od->tab == OD_NOTICES_TAB ? od->no_notice : NULL;
    list_set_rows(&od->list, rows, n);
}

/* Why it waits, all holds of it: what each blocks, until when, who lifts it; "" for none. */
static const char *hold_text(struct desk *desk, const struct order *o, struct arena *arena)
{
    const char *text = "";

    for (int i = 0; i < o->hold_count; i++)
        text = arena_printf(arena, "%s%s%s", text, i > 0 ? "  " : "",
                            hold_sentence(desk, &o->holds[i], arena));
    return text;
}

/* That, and a change that was begun. */
static const char *waiting_text(const struct od *od)
{
    struct arena *a = od->s.data;
    const char *holds = arena_printf(a, "%s%s", order_address_warning(od->verdict, a),
                                     hold_text(od->s.desk, od->order, a));

    if (od->change == NULL)
        return holds;
    if (od->change->batch != 0)
        return arena_printf(a, _("The channel changed this order (%s): F4 shows how.  %s"),
                            text_when(od->s.desk, a, od->change->opened), holds);
    return arena_printf(a, _("A change is open since %s (%s): F4 goes on.  %s"),
                        text_when(od->s.desk, a, od->change->opened), od->change->opened_by, holds);
}

static int hold_rows(const struct od *od, int cols)
{
    if (od->holds == NULL || od->holds[0] == '\0')
        return 0;
    return utf8_cols(od->holds) + 4 > cols ? OD_HOLD_ROWS : 1;
}

/* Over the list of notices it says where the next ones go. */
static int told_rows(const struct od *od)
{
    return od->tab == OD_NOTICES_TAB;
}

static void resize(struct screen *s, int rows, int cols)
{
    struct od *od = od_self(s);

    list_resize(&od->list, rows - OD_HEAD_ROWS - hold_rows(od, cols) - told_rows(od));
}

static bool refresh(struct screen *s, struct err *err)
{
    struct od *od = od_self(s);
    struct order *order = NULL;
    struct event_list events = { 0 };
    struct order_notes notes = { 0 };
    struct kept_papers papers = { 0 };
    struct order_change *change = NULL;
    struct address_verdict *verdict = NULL;

    if (!order_load(s->desk, od->id, s->data, &order, err) ||
        !order_verdict_find(s->desk, order, s->data, &verdict, err) ||
        !order_priority(s->desk, od->id, &od->priority, err) ||
        !track_due(s->desk, od->id, 0, &od->due, err) ||
        !event_list_order(s->desk, od->id, listing_max(s, OD_EVENTS), s->data, &events, err) ||
        !order_notes_load(s->desk, od->id, listing_max(s, OD_EVENTS), s->data, &notes, err) ||
        !kept_papers_of_order(s->desk, od->id, listing_max(s, OD_EVENTS), s->data, &papers, err) ||
        !change_find(s->desk, od->id, s->data, &change, err) || !order_notices_read(od, err))
        return false;
    od->verdict = verdict;
    od->papers = papers;
    od->notes = notes;
    od->change = change;
    od->order = order;
    od->events = events;
    s->title = order->number[0] != '\0'
                   ? arena_printf(s->data, _("Order %s  %s"), order->number, order->customer_name)
                   : arena_printf(s->data, _("Draft D%lld  %s"), (long long)order->id.v,
                                  order->customer_name);
    s->context = arena_printf(s->data, "%s  %s%lld", order_shown_words(order->shown), _("rev "),
                              (long long)order->version);
    od->holds = waiting_text(od);
    resize(s, s->rows, s->cols);
    show_tab(od);
    return true;
}

static bool enter(struct screen *s, const void *arg, struct err *err)
{
    struct od *od = od_self(s);

    (void)err;
    od->id = *(const struct order_id *)arg;
    list_init(&od->list, s->app, line_columns, NULL, NULL);
    return true;
}

/* "(GST 5.00, QST 9.98)" where there are several taxes, else "". */
static const char *taxes_words(const struct od *od, struct arena *arena)
{
    const struct order *o = od->order;
    const char *words = "";

    if (o->tax_count < 2)
        return "";
    for (int i = 0; i < o->tax_count; i++)
        words = arena_printf(arena, "%s%s%s %s", words, i > 0 ? ", " : "",
                             o->taxes[i].code[0] != '\0' ? o->taxes[i].code : o->taxes[i].name,
                             text_money(od->s.desk, arena, o->taxes[i].tax_minor, o->currency));
    return arena_printf(arena, "(%s)", words);
}

static void draw_money(const struct od *od, struct canvas *c, struct arena *tmp)
{
    const struct order *o = od->order;
    struct desk *desk = od->s.desk;
    const char *taxes = taxes_words(od, tmp);
    const char *total = arena_printf(
        tmp, _("Total %s %s"), text_money(desk, tmp, o->total_minor, o->currency), o->currency);
    const char *sums = arena_printf(
        tmp, _("Goods %s%s%s  Tax %s%s  "), text_money(desk, tmp, o->goods_minor, o->currency),
        o->discount_minor != 0 ? arena_printf(tmp, _("  Disc -%s"),
                                              text_money(desk, tmp, o->discount_minor, o->currency))
                               : "",
        o->charges_minor != 0 ? arena_printf(tmp, _("  Charges %s"),
                                             text_money(desk, tmp, o->charges_minor, o->currency))
                              : "",
        text_money(desk, tmp, o->tax_minor, o->currency), order_rounding_words(desk, o, tmp));

    canvas_text(c, 2, 1, -1, STYLE_TEXT, sums);
    /* Each tax where there is room; "why" tells them all. */
    if (utf8_cols(sums) + utf8_cols(taxes) + utf8_cols(total) + 4 <= c->cols)
        canvas_text(c, 2, 1 + utf8_cols(sums), -1, STYLE_TEXT, taxes);
    canvas_text_right(c, 2, c->cols / 2, c->cols - c->cols / 2, STYLE_STRONG, total);
}

static void draw_head(const struct od *od, struct canvas *c)
{
    OD_ARENA *tmp = arena_new();
    const struct order *o = od->order;
    struct desk *desk = od->s.desk;
    struct address to = order_place(o);
    const char *known = order_address_note(od->verdict, tmp);
    const char *was = o->external_id != NULL && o->external_id[0] != '\0'
                          ? arena_printf(tmp, _("   was %s at %s"), o->external_id, o->channel_code)
                          : "";

    const char *promise = date_is_set(o->promised) ? text_date(desk, tmp, o->promised) : "-";
    const char *priority =
        od->priority > 0 ? arena_printf(tmp, _("Priority %d   "), od->priority) : "";

    if (date_is_set(od->due))
        promise = arena_printf(tmp, _("%s, carrier says %s"), promise,
                               text_date(desk, tmp, od->due));
    else if (date_is_set(o->arrives))
        promise = arena_printf(tmp, _("%s, there %s"), promise, text_date(desk, tmp, o->arrives));
    if (date_is_set(o->latest_ship))
        promise = arena_printf(tmp,
                               order_is_past_latest(o) ? _("%s (latest %s!)") : _("%s (latest %s)"),
                               promise, text_date(desk, tmp, o->latest_ship));
    canvas_printf(c, 0, 1, STYLE_TEXT, _("%s%s %s %s   Promise %s   PO %s   %s%s"), priority,
                  o->placed.ms != 0 ? _("Ordered") : _("Begun"),
                  text_stamp(desk, tmp, o->placed.ms != 0 ? o->placed : o->created), o->created_by,
                  promise, o->customer_po[0] != '\0' ? o->customer_po : "-", o->terms_name, was);
    canvas_printf(c, 1, 1, STYLE_TEXT, _("Ship to %s%s%s"), address_line(&to, tmp),
                  known[0] != '\0' ? "   " : "", known);
    draw_money(od, c, tmp);
}

static void draw_holds(const struct od *od, struct canvas *c, int row)
{
    OD_ARENA *tmp = arena_new();
    size_t n = strlen(od->holds);

    if (hold_rows(od, c->cols) == 0)
        return;
    canvas_text(c, row, 1, 1, STYLE_WARN, "!");
    if (hold_rows(od, c->cols) > 1) {
        n = utf8_fit(od->holds, c->cols - 4);
        while (n > 0 && od->holds[n] != ' ')
            n--;
        canvas_text(c, row + 1, 3, -1, STYLE_WARN, od->holds + n + (n > 0 ? 1 : 0));
    }
    canvas_text(c, row, 3, -1, STYLE_WARN, arena_strndup(tmp, od->holds, n));
}

static void draw(const struct screen *s, struct canvas *c)
{
    const struct od *od = (const struct od *)s;
    int top = OD_HEAD_ROWS + hold_rows(od, c->cols);
    struct canvas body = canvas_view(c, top, 0, -1, -1);

    draw_head(od, c);
    draw_holds(od, c, OD_HEAD_ROWS - 1);
    tabs_draw(c, top - 1, tab_names, (int)od->tab);
    if (told_rows(od) > 0) {
        canvas_text(c, top, 1, -1, STYLE_TEXT, od->told);
        body = canvas_view(c, top + told_rows(od), 0, -1, -1);
    }
    list_draw(&od->list, &body, true);
}

static bool key(struct screen *s, struct key k)
{
    struct od *od = od_self(s);
    struct err err = ERR_INIT;
    int tab;

    if (list_key(&od->list, k))
        return true;
    if (od->tab == OD_NOTICES_TAB && key_is(k, K_ENTER)) {
        if (!order_page_on_notice(s, &err) || !order_page_notice(s, &err))
            app_error(s->app, &err);
        return true;
    }
    if (!tabs_key(k, tab_names, &tab))
        return false;
    od->tab = (enum od_tab)tab;
    resize(s, s->rows, s->cols);
    show_tab(od);
    return true;
}

static void close_screen(struct screen *s)
{
    list_close(&od_self(s)->list);
}

static struct list *shown_list(struct screen *s)
{
    return &od_self(s)->list;
}

const struct screen_ops scr_order = {
    .name = "order",
    .code = "OD",
    .title = N_("Order"),
    .size = sizeof(struct od),
    .commands = od_commands,
    .enter = enter,
    .refresh = refresh,
    .draw = draw,
    .key = key,
    .resize = resize,
    .list = shown_list,
    .close = close_screen,
};
