/*
 * Drafts: every edit is one transaction - load, change, price, save, hold stock. What an edit does
 * to header and lines is in draft_header.c and draft_line.c.
 */
#include <string.h>

#include "base/i18n.h"
#include "base/json.h"
#include "base/mem.h"
#include "base/strbuf.h"
#include "domain/desk/event.h"
#include "domain/desk/idem.h"
#include "domain/desk/setting.h"
#include "domain/order/bulk.h"
#include "domain/order/charge.h"
#include "domain/order/draft.h"
#include "domain/order/order.h"
#include "domain/order/order_parts.h"
#include "domain/order/order_rules.h"
#include "domain/order/source.h"
#include "domain/stock/stock.h"
#include "store/tx.h"

bool order_draft_new(struct desk *desk, struct channel_id channel, const char *key,
                     struct order_id *out, struct err *err)
{
    OD_ARENA *tmp = arena_new();
    OD_TX tx = { 0 };
    struct event_note note = { .kind = "order.draft" };
    struct order *order;
    bool is_done;
    int64_t id;

    if (!desk_begin(desk, "order.draft", &tx, err) ||
        !idem_check(&tx, key, "order.draft", "", &is_done, &id, err))
        return false;
    if (is_done) {
        out->v = id;
        return true;
    }
    if (!order_blank(desk, channel, tmp, &order, err) || !order_save(&tx, desk, order, err) ||
        !event_add_order(&tx, desk, order->id, &note, err) ||
        !idem_record(&tx, desk, key, "order.draft", "", order->id.v, err) || !tx_commit(&tx, err))
        return false;
    *out = order->id;
    return true;
}

/* An edit under way. */
struct edit {
    struct desk *desk;
    struct tx tx;
    struct record_at *at;
    struct arena *arena;
    struct order *order;
    const struct order *before; /* as it was loaded */
};

static void edit_cleanup(struct edit *e)
{
    tx_end(&e->tx);
}
#define EDIT OD_CLEANUP(edit_cleanup) struct edit

/* The order with its lines, so that an edit can be held against it. */
static const struct order *order_copy(const struct order *o, struct arena *arena)
{
    struct order *copy = arena_memdup(arena, o, sizeof *o);

    if (o->line_count > 0)
        copy->lines = arena_memdup(arena, o->lines, (size_t)o->line_count * sizeof *o->lines);
    return copy;
}

static bool edit_begin(struct edit *e, struct err *err)
{
    struct order *o;

    if (!desk_begin(e->desk, "order.draft", &e->tx, err) ||
        !order_load(e->desk, (struct order_id){ e->at->id }, e->arena, &o, err))
        return false;
    if (o->status != ORDER_DRAFT)
        return err_set(err, ERR_STATE,
                       _("%s is %s and no draft any more. Open it to see what may be done."),
                       order_title(o, e->arena), order_shown_words(o->shown));
    if (e->at->version != 0 && e->at->version != o->version)
        return err_set(err, ERR_CONFLICT,
                       _("This draft was changed by someone else meanwhile. Look at the"
                         " differences, then enter it again."));
    e->order = o;
    e->before = order_copy(o, e->arena);
    return true;
}

bool order_hold_stock(struct tx *tx, struct desk *desk, const struct order *order,
                      struct stamp expires, struct arena *arena, struct err *err)
{
    struct source_plan plan;
    struct stock_want *wants;

    if (!source_plan(desk, order, NULL, arena, &plan, err))
        return false;
    wants = source_wants(&plan, order, arena);
    return stock_hold_set(tx, desk, order->id, wants, plan.choice.n, expires, err);
}

/* Keeps what is free for the draft for some minutes from now; 0 minutes: not at all. */
static bool edit_hold(struct edit *e, struct err *err)
{
    int64_t minutes;

    if (!setting_get_int(e->desk, "order.hold_minutes", &minutes, err))
        return false;
    if (minutes == 0 || e->order->line_count == 0)
        return stock_hold_drop(&e->tx, e->order->id, err);
    return order_hold_stock(&e->tx, e->desk, e->order,
                            (struct stamp){ desk_now(e->desk).ms + minutes * 60000 }, e->arena,
                            err);
}

static bool edit_save(struct edit *e, bool is_repricing, struct err *err)
{
    if (!order_price(e->desk, e->order, is_repricing, e->arena, err) ||
        !order_charge_settle(e->desk, e->order, e->before->ship_method, e->arena, err) ||
        !order_prices_are_allowed(e->desk, e->before, e->order, err))
        return false;
    /* Soft holds point at their lines: those of a line that goes must go first. */
    if (order_lost_lines(e->order) && !stock_hold_drop(&e->tx, e->order->id, err))
        return false;
    return order_save(&e->tx, e->desk, e->order, err) && edit_hold(e, err);
}

static bool edit_commit(struct edit *e, struct order **out, struct err *err)
{
    if (!tx_commit(&e->tx, err))
        return false;
    e->at->version = e->order->version;
    *out = e->order;
    return true;
}

bool order_set_header(struct desk *desk, struct record_at *at, const struct order_header *in,
                      struct arena *arena, struct order **out, struct err *err)
{
    EDIT e = { .desk = desk, .at = at, .arena = arena };
    bool is_repricing = in->customer || in->currency;

    if (!edit_begin(&e, err) || !order_change_header(desk, e.order, in, err) ||
        !edit_save(&e, is_repricing, err))
        return false;
    return edit_commit(&e, out, err);
}

bool order_note_price(struct tx *tx, struct desk *desk, const struct order *order,
                      const struct order_line *l, struct err *err)
{
    OD_ARENA *tmp = arena_new();
    struct event_note note = { .kind = "order.price",
                               .reason = l->price_reason,
                               .fields = "price" };
    char price[MONEY_TEXT_SIZE];
    struct json_out w;
    struct strbuf b;

    strbuf_init(&b, tmp, 4000);
    json_out_init(&w, &b);
    json_begin_object(&w, NULL);
    json_put_i64(&w, "line", l->line_no);
    json_put_text(&w, "sku", l->sku);
    json_put_text(&w, "price", price_format(l->unit_price, order->currency, NULL, price));
    json_end_object(&w);
    note.after_json = b.s;
    return event_add_order(tx, desk, order->id, &note, err);
}

bool order_note_prices(struct tx *tx, struct desk *desk, const struct order *order, struct err *err)
{
    for (int i = 0; i < order->line_count; i++)
        if (order->lines[i].price_source == PRICE_MANUAL &&
            !order_note_price(tx, desk, order, &order->lines[i], err))
            return false;
    return true;
}

static bool has_price(const struct order *order, const struct order_line *l, struct err *err)
{
    if (l->price_source != PRICE_NONE || l->kind == LINE_COMMENT)
        return true;
    return err_field(err, ERR_INVALID, "price",
                     _("%s has no price in %s. Type one, as in \"%s 1 @9.90\"."), l->sku,
                     order->currency, l->sku);
}

bool order_check_prices(struct desk *desk, const struct order *order, struct err *err)
{
    for (int i = 0; i < order->line_count; i++)
        if (!has_price(order, &order->lines[i], err))
            return err_wrap(err, _("Line %d:"), order->lines[i].line_no);
    return order_prices_are_allowed(desk, NULL, order, err);
}

bool order_put_one(struct desk *desk, struct order *order, int line_no, const struct line_input *in,
                   struct arena *arena, struct err *err)
{
    const struct order_line *old = line_no ? order_line_at(order, line_no) : NULL;
    struct item_id before = old ? old->item : (struct item_id){ 0 };
    const struct order_line *l;

    if (!order_change_line(desk, order, line_no, in, err))
        return false;
    if (before.v != 0 && before.v != in->item.v &&
        !order_price_item(desk, order, before, arena, err))
        return false;
    if (in->comment)
        return true;
    if (!order_price_item(desk, order, in->item, arena, err))
        return false;
    l = line_no ? order_line_at(order, line_no) : &order->lines[order->line_count - 1];
    return has_price(order, l, err);
}

static bool change_one(struct edit *e, int line_no, const struct line_input *in, struct err *err)
{
    const struct order_line *l;

    if (!order_put_one(e->desk, e->order, line_no, in, e->arena, err))
        return false;
    l = line_no ? order_line_at(e->order, line_no) : &e->order->lines[e->order->line_count - 1];
    return !in->has_price || order_note_price(&e->tx, e->desk, e->order, l, err);
}

bool order_put_line(struct desk *desk, struct record_at *at, int line_no,
                    const struct line_input *in, struct arena *arena, struct order **out,
                    struct err *err)
{
    EDIT e = { .desk = desk, .at = at, .arena = arena };

    if (!edit_begin(&e, err) || !change_one(&e, line_no, in, err) || !edit_save(&e, false, err))
        return false;
    return edit_commit(&e, out, err);
}

bool order_put_lines(struct desk *desk, struct record_at *at, const struct line_input *in, int n,
                     struct arena *arena, struct order **out, struct err *err)
{
    EDIT e = { .desk = desk, .at = at, .arena = arena };

    if (!edit_begin(&e, err))
        return false;
    for (int i = 0; i < n; i++)
        if (!change_one(&e, 0, &in[i], err))
            return err_wrap(err, _("Line %d:"), i + 1);
    if (!edit_save(&e, false, err))
        return false;
    return edit_commit(&e, out, err);
}

/* Is it the row's own fault, and not the desk's? */
static bool is_bad_row(enum err_code code)
{
    return code == ERR_INVALID || code == ERR_LIMIT || code == ERR_STATE || code == ERR_NOT_FOUND ||
           code == ERR_DENIED;
}

/* A row that the order refuses leaves no line behind. */
static bool try_row(struct edit *e, struct bulk_row *row, struct bulk *rows, struct err *err)
{
    struct order *o = e->order;
    int before = o->line_count;

    if (change_one(e, 0, &row->in, &row->err))
        return true;
    if (!is_bad_row(row->err.code)) {
        if (err)
            *err = row->err;
        return false;
    }
    rows->bad++;
    if (o->line_count == before)
        return true;
    order_remove_line(o, o->lines[o->line_count - 1].line_no);
    return order_price_item(e->desk, o, row->in.item, e->arena, err);
}

bool order_put_rows(struct desk *desk, struct record_at *at, struct bulk *rows, struct arena *arena,
                    struct order **out, struct err *err)
{
    EDIT e = { .desk = desk, .at = at, .arena = arena };

    if (!edit_begin(&e, err))
        return false;
    for (int i = 0; i < rows->n; i++)
        if (rows->v[i].err.code == ERR_NONE && !try_row(&e, &rows->v[i], rows, err))
            return false;
    if (rows->bad == rows->n)
        return true;
    return edit_save(&e, false, err) && edit_commit(&e, out, err);
}

/* What the way it is sent costs would be back at once. */
static bool may_cut(struct edit *e, const struct order_line *l, struct err *err)
{
    const struct ship_method *m;

    if (!order_charge_is(e->desk, e->order, l, e->arena, &m, err))
        return false;
    return m == NULL || err_field(err, ERR_STATE, "line",
                                  _("This is what %s costs. Type another price, also 0, or choose"
                                    " another way to send it."),
                                  m->code);
}

bool order_cut_line(struct desk *desk, struct record_at *at, int line_no, struct arena *arena,
                    struct order **out, struct err *err)
{
    EDIT e = { .desk = desk, .at = at, .arena = arena };
    struct order_line *l;
    struct item_id item;

    if (!edit_begin(&e, err))
        return false;
    l = order_line_at(e.order, line_no);
    if (!l)
        return err_field(err, ERR_NOT_FOUND, "line", _("There is no line %d."), line_no);
    if (!may_cut(&e, l, err))
        return false;
    item = l->item;
    order_remove_line(e.order, line_no);
    if (!order_price_item(desk, e.order, item, arena, err) || !edit_save(&e, false, err))
        return false;
    return edit_commit(&e, out, err);
}

/* Adds what one line of the earlier order wanted, or its SKU to those that cannot be had. */
static bool repeat_line(struct edit *e, const struct order_line *old, struct strbuf *left_out,
                        struct err *err)
{
    struct line_input in = {
        .item = old->item,
        .qty = old->ordered,
        .has_unit = true,
        .unit = old->unit,
        .unit_qty = old->unit_qty,
    };
    struct err why = ERR_INIT;

    if (old->item.v == 0 || (!line_has_stock(old) && old->kind != LINE_SERVICE))
        return true;
    if (order_change_line(e->desk, e->order, 0, &in, &why)) {
        struct order_line *l = &e->order->lines[e->order->line_count - 1];

        if (!order_price_item(e->desk, e->order, in.item, e->arena, err))
            return false;
        if (l->price_source != PRICE_NONE)
            return true;
        order_remove_line(e->order, l->line_no);
    } else if (why.code != ERR_STATE && why.code != ERR_INVALID) {
        if (err)
            *err = why;
        return false;
    }
    strbuf_addf(left_out, "%s%s", left_out->len > 0 ? ", " : "", old->sku);
    return true;
}

bool order_repeat_last(struct desk *desk, struct record_at *at, struct arena *arena,
                       struct order **out, const char **left_out, struct err *err)
{
    EDIT e = { .desk = desk, .at = at, .arena = arena };
    struct order_id last_id;
    struct order *last;
    struct strbuf skus;

    if (!edit_begin(&e, err))
        return false;
    if (e.order->customer.v == 0)
        return err_field(err, ERR_STATE, "customer", _("Choose the customer first."));
    if (!order_last_of_customer(desk, e.order, &last_id, err))
        return false;
    if (last_id.v == 0)
        return err_set(err, ERR_NOT_FOUND, _("%s has not ordered before."), e.order->customer_name);
    if (!order_load(desk, last_id, arena, &last, err))
        return false;
    strbuf_init(&skus, arena, 400);
    for (int i = 0; i < last->line_count; i++)
        if (!repeat_line(&e, &last->lines[i], &skus, err))
            return false;
    if (!edit_save(&e, false, err) || !edit_commit(&e, out, err))
        return false;
    *left_out =
        skus.len > 0 ? arena_printf(arena, _("Left out, not for sale now: %s."), skus.s) : "";
    return true;
}
