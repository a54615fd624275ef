/*
 * What quantities mean, and how amounts add up.
 */
#include "domain/order/order_rules.h"

#include <string.h>

#include "base/i18n.h"
#include "base/limits.h"
#include "base/mem.h"
#include "domain/catalog/tax.h"

/* --- quantities ------------------------------------------------------------------------------- */

static int64_t above_zero(int64_t v)
{
    return v > 0 ? v : 0;
}

/* Goods, known or not: they leave a site. */
static bool is_goods(const struct order_line *l)
{
    return l->kind == LINE_STOCK || l->kind == LINE_BUNDLE;
}

bool line_is_unmapped(const struct order_line *l)
{
    return l->kind == LINE_STOCK && l->item.v == 0;
}

bool line_has_stock(const struct order_line *l)
{
    return is_goods(l) && !line_is_unmapped(l);
}

bool order_has_unmapped(const struct order *o)
{
    for (int i = 0; i < o->line_count; i++)
        if (line_is_unmapped(&o->lines[i]) && line_billed(&o->lines[i]).milli > 0)
            return true;
    return false;
}

struct qty line_open(const struct order_line *l)
{
    return (struct qty){ above_zero(l->ordered.milli - l->canceled.milli - l->shipped.milli) };
}

static struct qty without_stock(const struct order_line *l)
{
    if (!line_has_stock(l))
        return (struct qty){ 0 };
    return (struct qty){ above_zero(line_open(l).milli - l->allocated.milli) };
}

struct qty line_backordered(const struct order_line *l)
{
    return date_is_set(l->later) ? (struct qty){ 0 } : without_stock(l);
}

struct qty line_later(const struct order_line *l)
{
    return date_is_set(l->later) ? without_stock(l) : (struct qty){ 0 };
}

bool order_is_share_frozen(const struct order *o)
{
    return o->status != ORDER_DRAFT && o->status != ORDER_DISCARDED && !o->is_history;
}

/* What the customer ordered and did not cancel. */
static struct qty line_wanted(const struct order_line *l)
{
    return (struct qty){ line_billed(l).milli - l->over.milli };
}

struct qty line_may_be_over(const struct order *o, const struct order_line *l)
{
    int64_t ppm =
        tolerance_first(l->tolerance.over, l->item_tolerance.over, o->party.tolerance.over);

    if (l->kind != LINE_STOCK || o->is_history)
        return (struct qty){ 0 };
    return (struct qty){ above_zero(tolerance_of(line_wanted(l), ppm, l->qty_decimals).milli -
                                    l->over.milli) };
}

struct qty line_may_stay_away(const struct order *o, const struct order_line *l)
{
    int64_t ppm =
        tolerance_first(l->tolerance.under, l->item_tolerance.under, o->party.tolerance.under);

    if (l->kind != LINE_STOCK || o->is_history)
        return (struct qty){ 0 };
    return tolerance_of(line_wanted(l), ppm, l->qty_decimals);
}

struct qty line_can_cancel(const struct order_line *l)
{
    /* Picked goods leave a tote only by the warehouse's hand. */
    return (struct qty){ above_zero(line_open(l).milli - l->picked.milli) };
}

static int64_t returned(const struct order_line *l)
{
    return l->returned_ok.milli + l->returned_bad.milli;
}

enum line_status line_status(const struct order_line *l, enum order_status order)
{
    int64_t open = line_open(l).milli;

    if (l->ordered.milli > 0 && l->canceled.milli == l->ordered.milli)
        return LINE_ST_CANCELED;
    if (open == 0 && l->shipped.milli > 0 && returned(l) >= l->shipped.milli)
        return LINE_ST_RETURNED;
    if (open == 0 && l->shipped.milli > 0)
        return l->delivered.milli >= l->shipped.milli ? LINE_ST_DELIVERED : LINE_ST_SHIPPED;
    if (l->shipped.milli > 0)
        return LINE_ST_PART_SHIPPED;
    if (l->picked.milli > 0 && l->picked.milli >= open)
        return LINE_ST_PICKED;
    if (l->allocated.milli > 0)
        return l->allocated.milli >= open ? LINE_ST_ALLOCATED : LINE_ST_PART_ALLOCATED;
    if (order == ORDER_CONFIRMED && line_backordered(l).milli > 0)
        return LINE_ST_BACKORDERED;
    return LINE_ST_OPEN;
}

/* --- the order's status ----------------------------------------------------------------------- */

/* Sums over the lines that leave a site. */
struct progress {
    int at_warehouse; /* open fulfillments */
    int64_t ordered, open, backordered, later, picked, shipped, delivered, returned, invoiced;
    int64_t to_invoice;
};

static struct progress progress_of(const struct order *o)
{
    struct progress p = { .at_warehouse = o->open_fulfillments };

    for (int i = 0; i < o->line_count; i++) {
        const struct order_line *l = &o->lines[i];

        if (!is_goods(l))
            continue;
        p.ordered += l->ordered.milli - l->canceled.milli;
        p.open += line_open(l).milli;
        p.backordered += line_backordered(l).milli;
        p.later += line_later(l).milli;
        p.picked += l->picked.milli;
        p.shipped += l->shipped.milli;
        p.delivered += l->delivered.milli;
        p.returned += returned(l);
        p.invoiced += l->invoiced.milli;
        p.to_invoice += l->shipped.milli - returned(l) - (l->invoiced.milli - l->credited.milli);
    }
    return p;
}

static bool has_hold(const struct order *o, enum hold_kind kind)
{
    for (int i = 0; i < o->hold_count; i++)
        if (o->holds[i].kind == kind)
            return true;
    return false;
}

/* Steps that come next, as hold bits. */
static uint32_t next_steps(const struct order *o, const struct progress *p)
{
    if (o->status == ORDER_SUBMITTED)
        return BLOCK_CONFIRM;
    if (o->status != ORDER_CONFIRMED || (p->open == 0 && p->ordered > 0))
        return 0;
    return BLOCK_PICK | BLOCK_SHIP | (p->backordered + p->later > 0 ? BLOCK_ALLOCATE : 0u);
}

/* What is held by someone: the time in which a customer may still cancel is nobody's work. */
static uint32_t waiting_blocks(const struct order *o)
{
    uint32_t blocks = 0;

    if (!has_hold(o, HOLD_REMORSE))
        return o->hold_blocks;
    for (int i = 0; i < o->hold_count; i++)
        if (o->holds[i].kind != HOLD_REMORSE)
            blocks |= (uint32_t)o->holds[i].blocks;
    return blocks;
}

static enum order_shown shown_by_progress(const struct progress *p)
{
    bool is_out = p->open == 0 && p->shipped > 0;

    if (is_out && p->returned >= p->shipped)
        return SHOWN_RETURNED;
    if (is_out && p->invoiced > 0 && p->to_invoice == 0 &&
        (p->delivered == 0 || p->delivered >= p->shipped))
        return SHOWN_INVOICED;
    if (is_out)
        return p->delivered >= p->shipped ? SHOWN_DELIVERED : SHOWN_SHIPPED;
    if (p->shipped > 0)
        return SHOWN_PART_SHIPPED;
    if (p->picked > 0 || p->at_warehouse > 0)
        return SHOWN_PICKING;
    if (p->backordered > 0)
        return SHOWN_BACKORDERED;
    return p->open > 0 && p->later == 0 ? SHOWN_ALLOCATED : SHOWN_CONFIRMED;
}

enum order_shown order_shown(const struct order *o)
{
    struct progress p;

    switch (o->status) {
    case ORDER_CANCELED:
        return SHOWN_CANCELED;
    case ORDER_DISCARDED:
        return SHOWN_DISCARDED;
    case ORDER_DRAFT:
        return SHOWN_DRAFT;
    case ORDER_QUOTED:
        return SHOWN_QUOTED;
    case ORDER_EXPIRED:
        return SHOWN_EXPIRED;
    case ORDER_SUBMITTED:
    case ORDER_CONFIRMED:
    case ORDER_CLOSED:
        break;
    }
    p = progress_of(o);
    if (o->status == ORDER_SUBMITTED && has_hold(o, HOLD_APPROVAL))
        return SHOWN_AWAITING_APPROVAL;
    if (waiting_blocks(o) & next_steps(o, &p))
        return SHOWN_ON_HOLD;
    if (o->status == ORDER_SUBMITTED)
        return SHOWN_SUBMITTED;
    if (o->status == ORDER_CLOSED && p.ordered == 0)
        return SHOWN_INVOICED; /* of services and charges nothing is ever shipped */
    return shown_by_progress(&p);
}

/* --- words ------------------------------------------------------------------------------------ */

const char *line_status_words(enum line_status s)
{
    switch (s) {
    case LINE_ST_CANCELED:
        return _("canceled");
    case LINE_ST_RETURNED:
        return _("returned");
    case LINE_ST_DELIVERED:
        return _("delivered");
    case LINE_ST_SHIPPED:
        return _("shipped");
    case LINE_ST_PART_SHIPPED:
        return _("part shipped");
    case LINE_ST_PACKED:
        return _("packed");
    case LINE_ST_PICKED:
        return _("picked");
    case LINE_ST_ALLOCATED:
        return _("allocated");
    case LINE_ST_PART_ALLOCATED:
        return _("part allocated");
    case LINE_ST_ON_ORDER:
        return _("on order");
    case LINE_ST_BACKORDERED:
        return _("backordered");
    case LINE_ST_OPEN:
        return _("open");
    }
    return "";
}

/* One row a shown status: the stable name, and words of at most 12 columns. */
static const struct shown_row {
    enum order_shown shown;
    const char *name, *words;
} shown_rows[] = {
    { SHOWN_CANCELED, "canceled", N_("canceled") },
    { SHOWN_DISCARDED, "discarded", N_("discarded") },
    { SHOWN_DRAFT, "draft", N_("draft") },
    { SHOWN_QUOTED, "quoted", N_("quoted") },
    { SHOWN_EXPIRED, "expired", N_("expired") },
    { SHOWN_AWAITING_APPROVAL, "awaiting_approval", N_("to approve") },
    { SHOWN_ON_HOLD, "on_hold", N_("on hold") },
    { SHOWN_SUBMITTED, "submitted", N_("submitted") },
    { SHOWN_RETURNED, "returned", N_("returned") },
    { SHOWN_INVOICED, "invoiced", N_("invoiced") },
    { SHOWN_DELIVERED, "delivered", N_("delivered") },
    { SHOWN_SHIPPED, "shipped", N_("shipped") },
    { SHOWN_PART_SHIPPED, "part_shipped", N_("part shipped") },
    { SHOWN_PICKING, "picking", N_("picking") },
    { SHOWN_ALLOCATED, "allocated", N_("allocated") },
    { SHOWN_BACKORDERED, "backordered", N_("backordered") },
    { SHOWN_CONFIRMED, "confirmed", N_("confirmed") },
};

static const struct shown_row *shown_row(enum order_shown s)
{
    for (size_t i = 0; i < OD_LEN(shown_rows); i++)
        if (shown_rows[i].shown == s)
            return &shown_rows[i];
    return NULL;
}

const char *order_shown_words(enum order_shown s)
{
    const struct shown_row *row = shown_row(s);

    return row ? _(row->words) : "";
}

const char *order_shown_name(enum order_shown s)
{
    const struct shown_row *row = shown_row(s);

    return row ? row->name : "";
}

bool order_shown_parse(const char *name, enum order_shown *out)
{
    for (size_t i = 0; i < OD_LEN(shown_rows); i++)
        if (strcmp(shown_rows[i].name, name) == 0) {
            *out = shown_rows[i].shown;
            return true;
        }
    return false;
}

const char *order_title(const struct order *o, struct arena *arena)
{
    if (o->number && o->number[0])
        return arena_printf(arena, _("Order %s"), o->number);
    return arena_printf(arena, _("Draft %lld"), (long long)o->id.v);
}

const char *order_status_name(enum order_status s)
{
    switch (s) {
    case ORDER_DRAFT:
        return "draft";
    case ORDER_QUOTED:
        return "quoted";
    case ORDER_EXPIRED:
        return "expired";
    case ORDER_SUBMITTED:
        return "submitted";
    case ORDER_CONFIRMED:
        return "confirmed";
    case ORDER_CLOSED:
        return "closed";
    case ORDER_CANCELED:
        return "canceled";
    case ORDER_DISCARDED:
        return "discarded";
    }
    return "";
}
