/*
 * The lines of a draft: what one may be, adding, changing and taking out. In memory; draft.c saves.
 */
#include <string.h>

#include "base/i18n.h"
#include "base/limits.h"
#include "base/mem.h"
#include "domain/catalog/item.h"
#include "domain/desk/setting.h"
#include "domain/desk/text.h"
#include "domain/order/draft.h"
#include "domain/order/order.h"
#include "domain/order/order_parts.h"

struct order_line *order_line_at(const struct order *order, int line_no)
{
    for (int i = 0; i < order->line_count; i++)
        if (order->lines[i].line_no == line_no)
            return &order->lines[i];
    return NULL;
}

bool line_may_backorder(const struct order *order, const struct order_line *line)
{
    int policy =
        order->party.backorder_policy ? order->party.backorder_policy : line->item_backorder;

    return policy != BACKORDER_DENY;
}

bool line_qty_is_good(struct desk *desk, const struct order_line *line, struct qty qty,
                      struct err *err)
{
    const struct decimal_form *form = desk ? desk_form(desk) : NULL;
    static const int64_t unit[] = { 1000, 100, 10, 1 };
    char text[DECIMAL_TEXT_SIZE];

    if (qty.milli <= 0)
        return err_field(err, ERR_INVALID, "qty", _("Say how many of %s."), line->sku);
    if (qty.milli > LIMIT_QTY_MILLI)
        return err_field(err, ERR_LIMIT, "qty", _("That is more of %s than one line can hold."),
                         line->sku);
    if (qty.milli % unit[line->qty_decimals] != 0)
        return err_field(err, ERR_INVALID, "qty",
                         line->qty_decimals == 0 ? _("%s is sold in whole units only.")
                                                 : _("%s is not sold in parts that small."),
                         line->sku);
    if (qty.milli < line->min_qty.milli)
        return err_field(err, ERR_INVALID, "qty", _("%s is sold from %s on."), line->sku,
                         qty_format(line->min_qty, form, text));
    if (line->qty_step.milli > 0 && qty.milli % line->qty_step.milli != 0)
        return err_field(err, ERR_INVALID, "qty", _("%s is sold in steps of %s."), line->sku,
                         qty_format(line->qty_step, form, text));
    return true;
}

/* Twice what is needed, so that a thousand lines are copied a dozen times and not a thousand. */
static void make_room(struct order *order)
{
    int room = order->line_count < 4 ? 8 : 2 * order->line_count;
    struct order_line *lines = arena_array(order->arena, room, struct order_line);

    if (order->line_count > 0)
        memcpy(lines, order->lines, (size_t)order->line_count * sizeof *lines);
    order->lines = lines;
    order->line_room = room;
}

static struct order_line *add_line(struct order *order, struct err *err)
{
    int last = 0;

    if (order->line_count >= LIMIT_ORDER_LINES) {
        err_set(err, ERR_LIMIT, _("An order has at most %d lines. Start a second order."),
                LIMIT_ORDER_LINES);
        return NULL;
    }
    for (int i = 0; i < order->line_count; i++)
        last = order->lines[i].line_no > last ? order->lines[i].line_no : last;
    if (order->line_count >= order->line_room)
        make_room(order);
    order->lines[order->line_count] = (struct order_line){ .line_no = last + 1 };
    return &order->lines[order->line_count++];
}

void order_remove_line(struct order *order, int line_no)
{
    int kept = 0;

    for (int i = 0; i < order->line_count; i++)
        if (order->lines[i].line_no != line_no)
            order->lines[kept++] = order->lines[i];
    order->line_count = kept;
}

static bool change_price(struct desk *desk, struct order_line *line, const struct line_input *in,
                         struct err *err)
{
    if (in->is_unlock) {
        line->is_price_locked = false;
        line->price_reason.v = 0;
    }
    if (!in->has_price)
        return true;
    if (!desk_may(desk, "order.price", err))
        return err_at(err, "price");
    if (in->price.v < 0 || in->price.v > LIMIT_PRICE_V)
        return err_field(err, ERR_INVALID, "price",
                         _("A price is between 0 and the largest"
                           " amount the desk can hold."));
    line->price_reason = in->price_reason;
    if (in->price_reason.v == 0 && !reason_find(desk, "price", "agreed", &line->price_reason, err))
        return false;
    line->unit_price = in->price;
    line->price_source = PRICE_MANUAL;
    line->price_rule_id = 0;
    line->is_price_locked = true;
    return true;
}

static bool change_day(struct desk *desk, struct order_line *line, const struct line_input *in,
                       struct err *err)
{
    if (!in->has_requested)
        return true;
    if (date_is_set(in->requested) && date_cmp(in->requested, desk_today(desk)) < 0)
        return err_field(err, ERR_INVALID, "date", _("The wished date has passed."));
    line->requested = in->requested;
    return true;
}

/* Beyond what item and customer allow only who may give prices away may say. */
static bool change_tolerance(struct desk *desk, const struct order *order,
                             struct order_line *line, const struct line_input *in,
                             struct err *err)
{
    const struct tolerance none = { 0 };
    int64_t usual = tolerance_first(line->item_tolerance.over, order->party.tolerance.over, none);

    if (in->has_over && in->tolerance.over.is_said && in->tolerance.over.ppm > usual &&
        !tolerance_is_equal(in->tolerance.over, line->tolerance.over) &&
        !desk_may(desk, "order.tolerance", err))
        return err_at(err, "over");
    if (in->has_over)
        line->tolerance.over = in->tolerance.over;
    if (in->has_under)
        line->tolerance.under = in->tolerance.under;
    if (in->has_whole)
        line->is_whole = in->is_whole;
    if (line->kind == LINE_STOCK ||
        !(line->is_whole || line->tolerance.over.is_said || line->tolerance.under.is_said))
        return true;
    return err_field(err, ERR_INVALID, in->has_over ? "over" : in->has_under ? "under" : "whole",
                     _("%s is no item of stock: only those are delivered in parts, or more of them"
                       " than was ordered."),
                     line->sku);
}

static bool change_terms(struct desk *desk, const struct order *order, struct order_line *line,
                         const struct line_input *in, struct err *err)
{
    struct arena *arena = order->arena;
    const char *code;

    if (in->has_disc) {
        if (in->disc.ppm < 0 || in->disc.ppm > PPM)
            return err_field(err, ERR_INVALID, "disc", _("A discount is between 0 and 100 %%."));
        line->disc = in->disc;
    }
    if (in->has_site && in->site.v &&
        (!order_may_come_from(order, in->site, err) ||
         !order_read_site(desk, in->site, arena, &code, err)))
        return false;
    if (in->has_site) {
        line->site = in->site;
        line->site_code = in->site.v ? code : "";
    }
    if (in->has_unit) {
        line->unit = arena_strdup(arena, in->unit ? in->unit : "");
        line->unit_qty = line->unit[0] ? in->unit_qty : (struct qty){ QTY_PER_UNIT };
    }
    return change_day(desk, line, in, err) && change_tolerance(desk, order, line, in, err) &&
           change_price(desk, line, in, err);
}

/* Another item on the same line starts over; the number and the id stay. */
static void start_over(struct order_line *line)
{
    *line = (struct order_line){
        .id = line->id,
        .line_no = line->line_no,
        .unit = "",
        .unit_qty = { QTY_PER_UNIT },
        .site_code = "",
    };
}

/* Puts the line in its place, or behind the others. */
static bool place_line(struct order *order, struct order_line *old, struct order_line *line,
                       struct err *err)
{
    if (!old) {
        old = add_line(order, err);
        if (!old)
            return false;
        line->line_no = old->line_no;
    }
    *old = *line;
    return true;
}

/* A line of words: it says something to whoever packs, and has no goods, price or tax. */
static bool change_comment(struct order *order, struct order_line *old, const char *words,
                           struct err *err)
{
    struct order_line line = { .is_item_active = true };

    if (old)
        line = *old;
    start_over(&line);
    line.kind = LINE_COMMENT;
    line.is_item_active = true;
    line.sku = line.uom = "";
    if (!text_required(words, "item", _("the words of the line"), order->arena, &line.description,
                       err))
        return false;
    return place_line(order, old, &line, err);
}

void line_input_merge_ways(struct line_input *into, const struct line_input *in)
{
    if (in->has_over)
        into->tolerance.over = in->tolerance.over;
    if (in->has_under)
        into->tolerance.under = in->tolerance.under;
    if (in->has_whole)
        into->is_whole = in->is_whole;
    into->has_over = into->has_over || in->has_over;
    into->has_under = into->has_under || in->has_under;
    into->has_whole = into->has_whole || in->has_whole;
}

bool order_change_line(struct desk *desk, struct order *order, int line_no,
                       const struct line_input *in, struct err *err)
{
    struct order_line *old = line_no ? order_line_at(order, line_no) : NULL;
    struct order_line line = { 0 };

    if (line_no && !old)
        return err_field(err, ERR_NOT_FOUND, "line", _("There is no line %d."), line_no);
    if (in->comment)
        return change_comment(order, old, in->comment, err);
    if (old)
        line = *old;
    if (!old || line.item.v != in->item.v) {
        start_over(&line);
        if (!order_read_item(desk, in->item, &line, order->arena, err))
            return false;
    }
    if (!line.is_item_active)
        return err_field(err, ERR_STATE, "item", _("%s is not sold any more."), line.sku);
    /* What was picked beyond the order is in no step that it is sold in. */
    if (!line_qty_is_good(desk, &line, (struct qty){ in->qty.milli - line.over.milli }, err) ||
        !change_terms(desk, order, &line, in, err))
        return false;
    line.ordered = in->qty;
    return place_line(order, old, &line, err);
}
