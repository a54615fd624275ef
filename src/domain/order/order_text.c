/*
 * The order in sentences: why it is as it is, and the card to read out on the phone.
 */
#include <string.h>

#include "base/i18n.h"
#include "base/mem.h"
#include "base/strbuf.h"
#include "domain/catalog/pricing.h"
#include "domain/catalog/tax.h"
#include "domain/desk/exchange.h"
#include "domain/desk/money_text.h"
#include "domain/order/charge.h"
#include "domain/order/order.h"
#include "domain/order/order_parts.h"
#include "domain/order/order_rules.h"
#include "domain/order/promise.h"
#include "domain/order/source.h"
#include "domain/party/customer.h"
#include "domain/stock/stock.h"

#define TEXT_MAX   60000
#define CARD_LINES 3

/* What a piece of "why" is written with. */
struct why {
    struct desk *desk;
    const struct order *order;
    struct arena *arena;
    struct strbuf b;
    int line_no; /* 0: all lines */
};

static const char *money(struct why *w, int64_t minor)
{
    return text_money(w->desk, w->arena, minor, w->order->currency);
}

/* "+0.02", "-0.02" */
static const char *signed_money(struct why *w, int64_t minor)
{
    return arena_printf(w->arena, "%s%s", minor > 0 ? "+" : "", money(w, minor));
}

/* --- status ----------------------------------------------------------------------------------- */

static void why_lines_status(struct why *w)
{
    for (int i = 0; i < w->order->line_count; i++) {
        const struct order_line *l = &w->order->lines[i];

        if (l->kind == LINE_COMMENT)
            continue;
        strbuf_addf(&w->b, _("Line %d %s: ordered %s, allocated %s, shipped %s: %s.\n"), l->line_no,
                    l->sku, text_qty(w->desk, w->arena, l->ordered),
                    text_qty(w->desk, w->arena, l->allocated),
                    text_qty(w->desk, w->arena, l->shipped),
                    line_status_words(line_status(l, w->order->status)));
        if (l->canceled.milli > 0)
            strbuf_addf(&w->b,
                        _("  %s of them are canceled; they are not in the totals, and their share"
                          " of the order discount left with them.\n"),
                        text_qty(w->desk, w->arena, l->canceled));
    }
}

static bool why_status(struct why *w, struct err *err)
{
    const struct order *o = w->order;

    (void)err;
    strbuf_addf(&w->b, _("Status: %s. Stored: %s"), order_shown_words(o->shown),
                order_status_name(o->status));
    if (o->is_history)
        strbuf_add(&w->b, _(", imported as it was"));
    strbuf_add(&w->b, ".\n");
    for (int i = 0; i < o->hold_count; i++)
        strbuf_addf(&w->b, _("Hold since %s, %s\n"),
                    text_stamp(w->desk, w->arena, o->holds[i].opened),
                    hold_sentence(w->desk, &o->holds[i], w->arena));
    why_lines_status(w);
    return true;
}

/* --- price ------------------------------------------------------------------------------------ */

static bool why_line_price(struct why *w, const struct order_line *l, struct err *err)
{
    struct qty total = order_item_qty(w->order, l->item, 0);
    const struct ship_method *method;
    struct list_price list;
    const char *words;

    strbuf_addf(&w->b, _("Line %d %s: %s each, %s"), l->line_no, l->sku,
                text_price(w->desk, w->arena, l->unit_price, w->order->currency),
                price_source_words(l->price_source));
    if (l->is_price_locked)
        strbuf_addf(&w->b, _("; the lists say %s"),
                    text_price(w->desk, w->arena, l->list_price, w->order->currency));
    if (l->disc.ppm > 0)
        strbuf_addf(&w->b, _(", less %s %%"), text_rate(w->desk, w->arena, l->disc));
    strbuf_addf(&w->b, _(": %s.\n"), money(w, l->net_minor));
    if (l->item.v == 0 || w->order->is_history)
        return true;
    if (!order_charge_is(w->desk, w->order, l, w->arena, &method, err))
        return false;
    if (method != NULL) {
        if (!order_charge_why(w->desk, w->order, method, w->arena, &words, err))
            return false;
        strbuf_addf(&w->b, "%s\n", words);
        return true;
    }
    if (!order_list_price(w->desk, w->order, l->item, l->tax_class_id, total, w->arena, &list, err))
        return false;
    strbuf_addf(
        &w->b, "%s\n",
        price_why(&list.candidates, &list.result, &list.want, w->order->currency, w->arena));
    if (w->order->party.is_best_price)
        strbuf_add(&w->b, _("The customer gets the lowest price of all of these.\n"));
    return true;
}

static bool why_price(struct why *w, struct err *err)
{
    for (int i = 0; i < w->order->line_count; i++) {
        const struct order_line *l = &w->order->lines[i];

        if (l->kind == LINE_COMMENT || (w->line_no && l->line_no != w->line_no))
            continue;
        if (!why_line_price(w, l, err))
            return false;
    }
    if (w->order->base_currency[0] != '\0' &&
        strcmp(w->order->currency, w->order->base_currency) != 0) {
        char rate[DECIMAL_TEXT_SIZE];

        strbuf_addf(&w->b, _("1 %s counts as %s %s (%s).\n"), w->order->currency,
                    exchange_format(w->order->fx, desk_form(w->desk), rate),
                    w->order->base_currency,
                    w->order->fx_source[0] ? w->order->fx_source : _("no source"));
    }
    if (w->order->discount_minor > 0 && w->line_no == 0)
        strbuf_addf(&w->b, _("Order discount: %s, shared out over the goods.\n"),
                    money(w, w->order->discount_minor));
    return true;
}

/* --- tax -------------------------------------------------------------------------------------- */

static const char *zone_words(struct why *w, struct err *err)
{
    struct tax_zones zones;

    if (!tax_zones_load(w->desk, w->arena, &zones, err))
        return NULL;
    for (int i = 0; i < zones.n; i++)
        if (zones.v[i].id == w->order->tax_zone_id)
            return arena_printf(w->arena, "%s (%s)", zones.v[i].name, zones.v[i].code);
    return _("none");
}

static bool why_tax(struct why *w, struct err *err)
{
    const struct order *o = w->order;
    const char *zone = zone_words(w, err);

    if (!zone)
        return false;
    strbuf_addf(&w->b, _("Tax zone: %s, %s. Prices are %s tax.\n"), zone,
                o->party.tax_zone_id ? _("set at the customer") : _("of the ship-to address"),
                o->is_tax_incl ? _("with") : _("without"));
    if (order_is_exempt(o, order_day(w->desk, o)))
        strbuf_addf(&w->b, _("The customer is exempt by certificate %s.\n"),
                    o->party.tax_exempt_cert);
    for (int i = 0; i < o->tax_count; i++)
        strbuf_addf(&w->b,
                    o->taxes[i].pass > 1 ? _("%s: %s %% of %s, with earlier taxes, is %s.\n")
                                         : _("%s: %s %% of %s is %s.\n"),
                    o->taxes[i].name, text_rate(w->desk, w->arena, o->taxes[i].rate),
                    money(w, o->taxes[i].base_minor), money(w, o->taxes[i].tax_minor));
    strbuf_add(&w->b, o->tax_round == TAX_PER_RATE
                          ? _("Rounded once for each rate, then shared out to the lines.\n")
                      : o->tax_round == TAX_PER_LINE ? _("Rounded on each line.\n")
                                                     : _("Rounded on each unit.\n"));
    if (o->cash_step_minor != 0)
        strbuf_addf(&w->b, _("Paid in cash, so the total is rounded to %s: %s, without tax.\n"),
                    money(w, o->cash_step_minor), signed_money(w, o->rounding_minor));
    return true;
}

const char *order_rounding_words(struct desk *desk, const struct order *order, struct arena *arena)
{
    struct why w = { .desk = desk, .order = order, .arena = arena };

    return order->rounding_minor == 0
               ? ""
               : arena_printf(arena, _("  Cash rounding %s"),
                              signed_money(&w, order->rounding_minor));
}

/* --- stock ------------------------------------------------------------------------------------ */

static bool why_line_stock(struct why *w, const struct order_line *l, struct err *err)
{
    struct stock_levels levels;
    struct stock_shares shares;

    if (!stock_shares_of_line(w->desk, l->id, w->arena, &shares, err) ||
        !stock_levels_load(w->desk, l->item, w->order->id, w->arena, &levels, err))
        return false;
    strbuf_addf(&w->b, _("Line %d %s: %s open"), l->line_no, l->sku,
                text_qty(w->desk, w->arena, line_open(l)));
    for (int i = 0; i < shares.n; i++)
        strbuf_addf(&w->b, _(", %s allocated at %s"), text_qty(w->desk, w->arena, shares.v[i].qty),
                    shares.v[i].site_code);
    if (w->order->status == ORDER_CONFIRMED && line_backordered(l).milli > 0)
        strbuf_addf(&w->b, _(", %s backordered"), text_qty(w->desk, w->arena, line_backordered(l)));
    if (line_later(l).milli > 0 && date_cmp(l->later, LATER_NEVER) == 0)
        strbuf_add(&w->b, _(", gets stock when somebody allocates it"));
    else if (line_later(l).milli > 0)
        strbuf_addf(&w->b, _(", gets stock from %s on"), text_date(w->desk, w->arena, l->later));
    strbuf_add(&w->b, ".\n");
    for (int i = 0; i < levels.n; i++) {
        const struct stock_level *s = &levels.v[i];

        if (s->on_hand.milli == 0 && s->allocated.milli == 0)
            continue;
        strbuf_addf(&w->b,
                    _("  %s: on hand %s, allocated %s, safety %s, held by others %s: %s"
                      " free.\n"),
                    s->site_code, text_qty(w->desk, w->arena, s->on_hand),
                    text_qty(w->desk, w->arena, s->allocated),
                    text_qty(w->desk, w->arena, s->safety), text_qty(w->desk, w->arena, s->held),
                    text_qty(w->desk, w->arena, s->free));
    }
    return true;
}

static bool why_stock(struct why *w, struct err *err)
{
    for (int i = 0; i < w->order->line_count; i++) {
        const struct order_line *l = &w->order->lines[i];

        if (!line_has_stock(l) || (w->line_no && l->line_no != w->line_no))
            continue;
        if (!why_line_stock(w, l, err))
            return false;
    }
    return true;
}

/* --- credit ----------------------------------------------------------------------------------- */

static bool why_credit(struct why *w, struct err *err)
{
    const struct order *o = w->order;
    bool is_partial;
    int64_t this_one;
    struct credit c;

    if (o->customer.v == 0)
        return true;
    if (!credit_load(w->desk, o->customer, o->id, &c, err))
        return false;
    this_one = order_counts_minor(w->desk, o, &c, &is_partial);
    if (c.is_held)
        strbuf_add(&w->b, _("The customer is on credit hold.\n"));
    if (c.is_partial || is_partial)
        strbuf_addf(&w->b,
                    _("Orders in other currencies are not counted: there is no exchange"
                      " rate for %s.\n"),
                    c.currency);
    if (!c.has_limit)
        strbuf_addf(&w->b, _("No credit limit. Other open orders: %s.\n"),
                    text_money(w->desk, w->arena, c.exposure_minor, c.currency));
    else
        strbuf_addf(&w->b, _("Credit limit %s, other open orders %s, this order %s: %s left.\n"),
                    text_money(w->desk, w->arena, c.limit_minor, c.currency),
                    text_money(w->desk, w->arena, c.exposure_minor, c.currency),
                    text_money(w->desk, w->arena, this_one, c.currency),
                    text_money(w->desk, w->arena, c.room_minor - this_one, c.currency));
    return true;
}

/* --- sites ------------------------------------------------------------------------------------ */

static bool why_source(struct why *w, struct err *err)
{
    const char *words;

    if (w->order->is_history)
        return true;
    if (!source_words(w->desk, w->order, w->arena, &words, err))
        return false;
    strbuf_add(&w->b, words);
    return true;
}

/* --- asking ----------------------------------------------------------------------------------- */

static const struct why_row {
    const char *what;
    bool takes_line;
    bool (*write)(struct why *w, struct err *err);
} why_rows[] = {
    { "status", false, why_status }, { "price", true, why_price },    { "tax", false, why_tax },
    { "stock", true, why_stock },    { "credit", false, why_credit },
    { "source", false, why_source },
};

/* "price 2": the row, and the line. NULL where there is no such question. */
static const struct why_row *find_row(struct why *w, const char *what)
{
    for (size_t i = 0; i < OD_LEN(why_rows); i++) {
        size_t len = strlen(why_rows[i].what);
        struct qty line = { 0 };

        if (strncmp(why_rows[i].what, what, len) != 0)
            continue;
        if (what[len] == '\0')
            return &why_rows[i];
        if (what[len] != ' ' || !why_rows[i].takes_line ||
            !qty_parse(what + len, 0, NULL, &line, NULL) || line.milli > QTY_PER_UNIT * 1000000)
            return NULL;
        w->line_no = (int)(line.milli / QTY_PER_UNIT);
        return order_line_at(w->order, w->line_no) ? &why_rows[i] : NULL;
    }
    return NULL;
}

bool order_why(struct desk *desk, const struct order *order, const char *what, struct arena *arena,
               const char **out, struct err *err)
{
    struct why w = { .desk = desk, .order = order, .arena = arena };
    const struct why_row *row = NULL;

    strbuf_init(&w.b, arena, TEXT_MAX);
    if (what && what[0]) {
        row = find_row(&w, what);
        if (!row)
            return err_field(err, ERR_INVALID, "what",
                             _("Ask for status, price, price LINE, tax, stock, stock LINE,"
                               " credit or source."));
        if (!row->write(&w, err))
            return false;
    }
    for (size_t i = 0; !row && i < OD_LEN(why_rows); i++)
        if (!why_rows[i].write(&w, err))
            return false;
    *out = w.b.s;
    return true;
}

/* --- the card --------------------------------------------------------------------------------- */

/* The kinds only: what is noted about a hold is not for the customer's ear. */
static const char *card_holds(struct why *w)
{
    struct strbuf b;

    strbuf_init(&b, w->arena, 500);
    for (int i = 0; i < w->order->hold_count; i++)
        if (w->order->holds[i].kind != HOLD_REMORSE)
            strbuf_addf(&b, "%s%s", b.len > 0 ? ", " : "",
                        hold_kind_words(w->order->holds[i].kind));
    return b.s;
}

static const char *card_where(struct why *w)
{
    const struct order *o = w->order;

    switch (o->shown) {
    case SHOWN_CANCELED:
        return _("It was canceled.");
    case SHOWN_DISCARDED:
        return _("It was discarded.");
    case SHOWN_DRAFT:
        return _("It is a draft and not placed yet.");
    case SHOWN_QUOTED:
        return _("It is a quote.");
    case SHOWN_EXPIRED:
        return _("It is a quote that has expired.");
    case SHOWN_AWAITING_APPROVAL:
        return _("It waits for approval.");
    case SHOWN_ON_HOLD:
        return arena_printf(w->arena, _("It is on hold (%s)."), card_holds(w));
    case SHOWN_SUBMITTED:
        return _("It is placed and waits to be confirmed.");
    case SHOWN_RETURNED:
        return _("It came back.");
    case SHOWN_INVOICED:
        return _("It is delivered and invoiced.");
    case SHOWN_DELIVERED:
        return _("It is delivered.");
    case SHOWN_SHIPPED:
        return _("It is shipped.");
    case SHOWN_PART_SHIPPED:
        return _("Part of it is shipped.");
    case SHOWN_PICKING:
        return _("The warehouse is picking it.");
    case SHOWN_ALLOCATED:
        return _("It is confirmed and all of it is in stock.");
    case SHOWN_BACKORDERED:
        return _("It is confirmed, but not all of it is in stock.");
    case SHOWN_CONFIRMED:
        return _("It is confirmed.");
    }
    return "";
}

static void card_missing(struct why *w)
{
    const struct order *o = w->order;
    int missing = 0;

    if (o->status != ORDER_CONFIRMED)
        return;
    for (int i = 0; i < o->line_count; i++) {
        const struct order_line *l = &o->lines[i];

        if (line_backordered(l).milli == 0)
            continue;
        if (missing++ < CARD_LINES)
            strbuf_addf(&w->b, _(" Missing: %s of %s, %s."),
                        text_qty(w->desk, w->arena, line_backordered(l)), l->description, l->sku);
    }
    if (missing > CARD_LINES)
        strbuf_addf(&w->b,
                    ngettext(" %d more line is missing.", " %d more lines are missing.",
                             (unsigned long)(missing - CARD_LINES)),
                    missing - CARD_LINES);
}

bool order_card(struct desk *desk, const struct order *order, struct arena *arena, const char **out,
                struct err *err)
{
    struct why w = { .desk = desk, .order = order, .arena = arena };
    const char *promised = text_date(desk, arena, order->promised);

    strbuf_init(&w.b, arena, TEXT_MAX);
    if (order->number[0])
        strbuf_addf(&w.b, _("Order %s for %s, placed %s."), order->number, order->customer_name,
                    text_stamp(desk, arena, order->placed));
    else
        strbuf_addf(&w.b, _("Draft for %s."),
                    order->customer_name[0] ? order->customer_name : _("nobody yet"));
    strbuf_addf(&w.b, " %s", card_where(&w));
    if (!order_pickup_words(desk, order, &w.b, arena, err))
        return false;
    if (order->status == ORDER_CONFIRMED && order->open.milli > 0 &&
        (order->hold_blocks & BLOCK_SHIP) == 0)
        strbuf_addf(&w.b,
                    promised[0] ? _(" It leaves on %s.") : _(" No date can be promised yet.%s"),
                    promised);
    if (order->status == ORDER_CONFIRMED && order->open.milli > 0) {
        if (date_is_set(order->arrives))
            strbuf_addf(&w.b, _(" It is there by %s."), text_date(desk, arena, order->arrives));
        if (order_is_past_latest(order))
            strbuf_addf(&w.b, " %s", order_latest_words(desk, order, arena));
    }
    card_missing(&w);
    if (order_cancel_free_until(order).ms != 0)
        strbuf_addf(&w.b, _(" It can be canceled freely until %s."),
                    text_stamp(desk, arena, order_cancel_free_until(order)));
    strbuf_addf(&w.b, _(" The total is %s %s."), money(&w, order->total_minor), order->currency);
    if (order->cash_step_minor != 0)
        strbuf_addf(&w.b, _(" It is paid in cash, so it is rounded to %s (%s)."),
                    money(&w, order->cash_step_minor), signed_money(&w, order->rounding_minor));
    *out = w.b.s;
    return true;
}
