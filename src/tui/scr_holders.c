/*
 * Who has an item: the orders that its stock is promised to, least urgent first. F10 takes it from
 * one of them for another that waits.
 */
#include "base/i18n.h"
#include "base/mem.h"
#include "domain/catalog/item.h"
#include "domain/desk/money_text.h"
#include "domain/flow/backorder.h"
#include "tui/app.h"
#include "tui/dialog.h"
#include "tui/listing.h"
#include "tui/screens.h"

/* So many that wait are offered. */
#define WAITING_MAX 9

struct who {
    struct listing l;
    struct item_id item;
    struct holders rows; /* in s.data */
    /* While a reallocation is asked for. */
    struct line_id from, to;
    struct site_id site;
};

static struct who *who_self(struct screen *s)
{
    return (struct who *)s;
}

static const struct list_column columns[] = {
    { N_("Order"), 8, 7, 0, false, false },
    { N_("Ln"), 3, 3, 2, true, false },
    { N_("Customer"), 26, 8, 0, false, true },
    { N_("Site"), 8, 6, 0, false, false },
    { N_("Has"), 9, 7, 0, true, false },
    { N_("Being picked"), 12, 12, 1, true, false },
    { N_("Promised"), 10, 8, 0, false, false },
    { N_("Pri"), 3, 3, 1, true, false },
    { 0 },
};

static void put_row(struct screen *s, int at, struct list_row *row, const char **cells)
{
    const struct holder *h = &who_self(s)->rows.v[at];
    struct arena *a = s->data;

    cells[0] = h->number;
    cells[1] = arena_printf(a, "%d", h->line_no);
    cells[2] = h->customer_name;
    cells[3] = h->site_code;
    cells[4] = text_qty(s->desk, a, h->qty);
    cells[5] = h->busy.milli > 0 ? text_qty(s->desk, a, h->busy) : "";
    cells[6] = date_is_set(h->promised) ? text_date(s->desk, a, h->promised) : "?";
    cells[7] = h->priority > 0 ? arena_printf(a, "%d", h->priority) : "";
    row->id = listing_id(h->line.v, h->site.v);
}

static bool refresh(struct screen *s, struct err *err)
{
    struct who *who = who_self(s);
    struct holders now;
    struct item *item;

    if (!item_load(s->desk, who->item, s->data, &item, err) ||
        !holders_load(s->desk, who->item, listing_max(s, HOLDERS_MAX), s->data, &now, err))
        return false;
    who->rows = now;
    s->title = arena_printf(s->data, _("Who has %s"), item->sku);
    listing_show(s, now.n, put_row);
    return true;
}

static const struct holder *selected(struct screen *s)
{
    return &who_self(s)->rows.v[listing_at(s)];
}

static bool open_row(struct screen *s, struct err *err)
{
    return app_push(s->app, &scr_order, &selected(s)->order, err);
}

static bool enter(struct screen *s, const void *arg, struct err *err)
{
    struct who *who = who_self(s);

    (void)err;
    who->item = *(const struct item_id *)arg;
    listing_begin(s, columns, open_row);
    who->l.list.empty = _("No order has any of it.");
    s->hint = _("Enter opens the order; F10 takes from it for one that waits.");
    return true;
}

/* --- taking it for another -------------------------------------------------------------------- */

static bool reason_given(struct screen *s, const struct dialog_result *r, struct err *err)
{
    struct who *who = who_self(s);
    struct reallocation in = {
        .from = who->from, .to = who->to, .site = who->site, .reason = { r->id }
    };
    struct qty moved;

    if ((r->text[0] != '\0' && !qty_parse(r->text, 3, app_form(s->app), &in.qty, err)) ||
        !order_reallocate(s->desk, &in, &moved, err))
        return false;
    app_say(s->app, _("%s went over; both orders say so."), text_qty(s->desk, s->data, moved));
    return screen_refresh(s, err);
}

static bool taker_chosen(struct screen *s, const struct dialog_result *r, struct err *err)
{
    OD_ARENA *tmp = arena_new();
    struct dialog dialog = { .title = _("Why?"), .label = _("How many (empty: all it lacks)") };

    who_self(s)->to.v = r->id;
    if (!dialog_reasons(s, "reallocate", tmp, &dialog, err))
        return false;
    dialog_reason(s, &dialog, reason_given);
    return true;
}

static bool run_take(struct screen *s, struct err *err)
{
    struct who *who = who_self(s);
    const struct holder *h = selected(s);
    const struct backorder_filter filter = { .item = who->item, .site = h->site };
    struct dialog_choice choices[WAITING_MAX];
    struct dialog dialog = { .title = _("Give it to which order?"), .choices = choices };
    struct backorders waiting;

    if (!desk_may(s->desk, "order.reallocate", err) ||
        !backorders_load(s->desk, &filter, s->data, &waiting, err))
        return false;
    for (int i = 0; i < waiting.n && dialog.n < WAITING_MAX; i++) {
        const struct backorder *b = &waiting.v[i];

        if (b->order.v != h->order.v)
            choices[dialog.n++] = (struct dialog_choice){
                .label = arena_printf(s->data, _("%s  %s  lacks %s"), b->number, b->customer_name,
                                      text_qty(s->desk, s->data, b->qty)),
                .id = b->line.v,
            };
    }
    if (dialog.n == 0)
        return err_set(err, ERR_STATE, _("No other order waits for it at %s."), h->site_code);
    who->from = h->line;
    who->site = h->site;
    dialog_choose(s, &dialog, taker_chosen);
    return true;
}

static const char *help(const struct screen *s)
{
    (void)s;
    return _("The orders that have stock of this item, least urgent first. What a picker has begun "
             "with stays where it is.");
}

static const struct command commands[] = {
    { "holders.take", "F10 C-o", N_("For another"),
      N_("Take it from this order for one that waits, with a reason."), listing_has_row, run_take },
    { 0 },
};

const struct screen_ops scr_holders = {
    .name = "holders",
    .code = "",
    .title = N_("Who has it"),
    .size = sizeof(struct who),
    .commands = commands,
    .enter = enter,
    .refresh = refresh,
    .draw = listing_draw,
    .key = listing_key,
    .resize = listing_resize,
    .help = help,
    .list = listing_list,
    .close = listing_close,
};
