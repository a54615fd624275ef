/*
 * BO, what waits for stock: who is served first on top, what each would get now. F10 gives what is
 * free in that order, F6 gives to one line out of turn.
 */
#include "base/i18n.h"
#include "base/mem.h"
#include "domain/desk/money_text.h"
#include "domain/flow/backorder.h"
#include "tui/app.h"
#include "tui/dialog.h"
#include "tui/listing.h"
#include "tui/screens.h"

#define DAY_MS INT64_C(86400000)

struct bo {
    struct listing l;
    struct backorders rows; /* in s.data */
    enum backorder_show show;
};

static struct bo *bo_self(struct screen *s)
{
    return (struct bo *)s;
}

static const struct list_column columns[] = {
    { N_("Order"), 8, 7, 0, false, false },
    { N_("Ln"), 3, 3, 3, true, false },
    { N_("Customer"), 22, 8, 2, false, true },
    { N_("Item"), 14, 9, 0, false, false },
    { N_("Site"), 7, 5, 1, false, false },
    { N_("Short"), 8, 6, 0, true, false },
    { N_("To give"), 8, 7, 0, true, false },
    { N_("Promised"), 9, 8, 0, false, false },
    { N_("Days"), 5, 4, 1, true, false },
    { N_("Incoming"), 9, 8, 2, true, false },
    { N_("Comes"), 9, 7, 3, false, false },
    { N_("Pri"), 3, 3, 1, true, false },
    { 0 },
};

static const char *some(struct screen *s, struct qty q)
{
    return q.milli > 0 ? text_qty(s->desk, s->data, q) : "";
}

static void put_row(struct screen *s, int at, struct list_row *row, const char **cells)
{
    const struct backorder *b = &bo_self(s)->rows.v[at];
    int64_t days = (desk_now(s->desk).ms - b->confirmed.ms) / DAY_MS;
    struct arena *a = s->data;

    cells[0] = b->number;
    cells[1] = arena_printf(a, "%d", b->line_no);
    cells[2] = b->customer_name;
    cells[3] = b->sku;
    cells[4] = b->site_code;
    cells[5] = some(s, b->qty);
    cells[6] = b->is_held ? _("held !") : some(s, b->give);
    cells[7] = date_is_set(b->promised) ? text_date(s->desk, a, b->promised) : "?";
    cells[8] = arena_printf(a, "%lld", (long long)days);
    cells[9] = some(s, b->incoming);
    cells[10] = date_is_set(b->incoming_date) ? text_date(s->desk, a, b->incoming_date) : "";
    cells[11] = b->priority > 0 ? arena_printf(a, "%d", b->priority) : "";
    row->id = b->line.v;
    row->style = b->is_held ? STYLE_WARN : STYLE_TEXT;
}

static void name_it(struct bo *bo)
{
    switch (bo->show) {
    case BACKORDER_FILLABLE:
        bo->l.s.context = _("can be filled now");
        bo->l.list.empty = _("Nothing that waits can be filled now. F4 shows all that waits.");
        break;
    case BACKORDER_ALL:
        bo->l.s.context = _("all that waits");
        bo->l.list.empty = _("Nothing waits for stock.");
        break;
    case BACKORDER_UNDATED:
        bo->l.s.context = _("no day is known");
        bo->l.list.empty = _("Every line that waits has a day.");
        break;
    case BACKORDER_AGED:
        bo->l.s.context = _("waits long");
        bo->l.list.empty = _("No line waits longer than the setting backorder.age_days allows.");
        break;
    }
}

static bool refresh(struct screen *s, struct err *err)
{
    struct bo *bo = bo_self(s);
    const struct backorder_filter filter = { .is_fillable = bo->show == BACKORDER_FILLABLE,
                                             .is_undated = bo->show == BACKORDER_UNDATED,
                                             .is_aged = bo->show == BACKORDER_AGED,
                                             .max = listing_max(s, BACKORDERS_MAX) };
    struct backorders now;

    if (!backorders_load(s->desk, &filter, s->data, &now, err))
        return false;
    bo->rows = now;
    listing_show(s, now.n, put_row);
    return true;
}

static const struct backorder *selected(struct screen *s)
{
    return &bo_self(s)->rows.v[listing_at(s)];
}

static bool open_row(struct screen *s, struct err *err)
{
    return app_push(s->app, &scr_order, &selected(s)->order, err);
}

static bool enter(struct screen *s, const void *arg, struct err *err)
{
    struct bo *bo = bo_self(s);

    (void)err;
    if (arg != NULL)
        bo->show = *(const enum backorder_show *)arg;
    listing_begin(s, columns, open_row);
    name_it(bo);
    s->hint = _("F10 gives what is free in this order; F6 gives to the line under the cursor.");
    return true;
}

static bool run_holders(struct screen *s, struct err *err)
{
    return app_push(s->app, &scr_holders, &selected(s)->item, err);
}

static bool run_show(struct screen *s, struct err *err)
{
    struct bo *bo = bo_self(s);

    bo->show = (enum backorder_show)(bo->show + 1);
    if (bo->show > BACKORDER_AGED)
        bo->show = BACKORDER_FILLABLE;
    name_it(bo);
    return screen_refresh(s, err);
}

static bool given(struct screen *s, const struct dialog_result *r, struct err *err)
{
    struct qty qty = { 0 }, got;

    if ((r->text[0] != '\0' && !qty_parse(r->text, 3, app_form(s->app), &qty, err)) ||
        !backorder_give(s->desk, (struct line_id){ r->tag }, qty, &got, err))
        return false;
    app_say(s->app, _("The line has %s more."), text_qty(s->desk, s->data, got));
    return screen_refresh(s, err);
}

static bool run_give(struct screen *s, struct err *err)
{
    const struct backorder *b = selected(s);
    struct dialog dialog = { .title = _("Give to this line"),
                             .text = arena_printf(s->data, _("Order %s lacks %s of %s."), b->number,
                                                  text_qty(s->desk, s->data, b->qty), b->sku),
                             .label = _("How many (empty: all that is free)"),
                             .tag = b->line.v };

    if (!desk_may(s->desk, "order.fill", err))
        return false;
    dialog_ask(s, &dialog, given);
    return true;
}

static bool filled(struct screen *s, const struct dialog_result *r, struct err *err)
{
    static const struct backorder_filter filter = { .is_fillable = true };
    struct backorder_filled some = { 1, 0 };
    int lines = 0;

    if (!r->yes)
        return true;
    app_busy(s->app, _("working"));
    for (; some.lines > 0; lines += some.lines)
        if (!backorders_fill(s->desk, &filter, &some, err))
            return false;
    app_say(s->app,
            ngettext("%d line has its stock.", "%d lines have their stock.", (unsigned long)lines),
            lines);
    return screen_refresh(s, err);
}

static bool run_fill(struct screen *s, struct err *err)
{
    static const struct backorder_filter filter = { .is_fillable = true };
    struct backorders all;
    struct dialog dialog = { .title = _("Fill backorders"), .yes_label = _("give it") };

    if (!desk_may(s->desk, "order.fill", err) ||
        !backorders_load(s->desk, &filter, s->data, &all, err))
        return false;
    if (all.n == 0)
        return err_set(err, ERR_STATE, _("Nothing that waits can be filled now."));
    dialog.text = arena_printf(
        s->data,
        ngettext("%d line gets what is free.", "%d lines get what is free.", (unsigned long)all.n),
        all.n);
    dialog_confirm(s, &dialog, filled);
    return true;
}

static const char *help(const struct screen *s)
{
    (void)s;
    return _(
        "What is sold and not there. The order with the highest priority is served first, then "
        "the earliest promised day, then who waits longest. An order on hold is passed over.");
}

static const struct command commands[] = {
    { "backorders.show", "F4 C-t", N_("Show"),
      N_("Show what can be filled now, all that waits, what nobody knows a day for, or what waits "
         "long."),
      NULL, run_show },
    { "backorders.give", "F6 C-n g", N_("Give"), N_("Give to this line out of turn."),
      listing_has_row, run_give },
    { "backorders.holders", "F7 w", N_("Who has it"), N_("Which orders have this item's stock."),
      listing_has_row, run_holders },
    { "backorders.fill", "F10 C-o", N_("Fill"), N_("Give what is free, in this order."), NULL,
      run_fill },
    { 0 },
};

const struct screen_ops scr_backorders = {
    .name = "backorders",
    .code = "BO",
    .title = N_("Backorders"),
    .size = sizeof(struct bo),
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
