/*
 * CH, the change of a placed order: what was, what will be, and what that does to money, stock and
 * holds, before anything happens. F10 applies it whole; Esc leaves it open, and it is offered
 * again.
 */
#include <string.h>

#include "base/i18n.h"
#include "base/mem.h"
#include "domain/desk/money_text.h"
#include "domain/desk/setting.h"
#include "domain/order/order_rules.h"
#include "domain/order/promise.h"
#include "tui/change_screen.h"
#include "tui/screens.h"

/* Money, what it means for stock and holds, what stands in the way. */
#define CH_FOOT_ROWS 3
/* Below this many rows the header is not shown while lines are typed. */
#define CH_HEAD_FROM 12

static struct ch *ch_self(struct screen *s)
{
    return (struct ch *)s;
}

static int head_rows(const struct ch *ch, int rows)
{
    return ch->focus != CH_HEAD && rows < CH_HEAD_FROM ? 0 : ch->head.rows;
}

static void fit_grid(struct ch *ch)
{
    if (ch->rows > 0)
        grid_resize(&ch->grid, ch->rows - head_rows(ch, ch->rows) - CH_FOOT_ROWS);
}

/* --- reading ---------------------------------------------------------------------------------- */

/* Where nothing can be previewed - the desk is busy or read-only - that is said in its place. */
static void read_preview(struct ch *ch, struct arena *arena)
{
    struct change_preview p = {
        .before = ch->order, .after = ch->order, .refusal = "", .field = "", .holds = ""
    };
    struct err err = ERR_INIT;

    if (!change_is_empty(ch->change) && !change_preview(ch->s.desk, ch->change, arena, &p, &err)) {
        p = (struct change_preview){ .before = ch->order,
                                     .after = ch->order,
                                     .refusal = arena_strdup(arena, err.text),
                                     .field = "",
                                     .holds = "",
                                     .code = err.code };
    }
    ch->preview = p;
}

static bool read_change(struct ch *ch, struct arena *arena, struct err *err)
{
    struct order_change *open = NULL;

    if (!change_find(ch->s.desk, ch->id, arena, &open, err))
        return false;
    if (open == NULL) {
        open = arena_new_of(arena, struct order_change);
        open->order = ch->id;
        open->base_version = ch->order->version;
        open->reason = ch->change != NULL ? ch->change->reason : (struct reason_id){ 0 };
    }
    ch->change = open;
    return true;
}

static bool refresh(struct screen *s, struct err *err)
{
    struct ch *ch = ch_self(s), was = *ch;

    if (ch->is_done)
        return true;
    if (!order_load(s->desk, ch->id, s->data, &ch->order, err) ||
        !customer_load(s->desk, ch->order->customer, s->data, &ch->customer, err) ||
        !reason_list_load(s->desk, "change", s->data, &ch->reasons, err) ||
        !read_change(ch, s->data, err) ||
        !change_is_possible(ch->change, ch->order, err)) {
        ch->order = was.order;
        ch->customer = was.customer;
        ch->reasons = was.reasons;
        ch->change = was.change;
        return false;
    }
    read_preview(ch, s->data);
    s->title = arena_printf(s->data, _("Change order %s  %s"), ch->order->number,
                            ch->order->customer_name);
    s->context = ch->change->id == 0 ? _("unchanged")
                                     : arena_printf(s->data, _("open %s %s"),
                                                    text_when(s->desk, s->data, ch->change->opened),
                                                    ch->change->opened_by);
    if (!form_is_changed(&ch->head))
        ch_head_show(ch);
    else
        ch_head_mark(ch);
    fit_grid(ch); /* what was may have taken a row */
    if (!ch_lines_show(ch, err))
        return false;
    if (!ch->is_started && ch->first_line != 0) {
        grid_go(&ch->grid, ch->first_line);
        if (grid_row_id(&ch->grid) != 0 && ch->change->id == 0)
            grid_edit(&ch->grid, CH_ENTRY_QTY);
    }
    if (!ch->is_started)
        ch_typing_show(ch);
    ch->is_started = true;
    return true;
}

bool ch_save(struct ch *ch, struct err *err)
{
    return change_save(ch->s.desk, ch->change, err) && screen_refresh(&ch->s, err);
}

static bool enter(struct screen *s, const void *arg, struct err *err)
{
    struct ch *ch = ch_self(s);
    const struct change_arg *in = arg;
    struct order_change *open = NULL;
    OD_ARENA *tmp = arena_new();

    ch->id = in->order;
    ch->first_line = in->line_no;
    ch->focus = CH_LINES;
    ch_head_init(ch);
    ch_lines_init(ch);
    ch_typing_init(ch);
    s->hint = _("Item, or \"item qty @price -5%\"; F10 applies, Esc leaves the change open.");
    if (!change_find(s->desk, ch->id, tmp, &open, err))
        return false;
    if (open != NULL && open->batch != 0)
        app_say(s->app, _("The channel sent this order again, with this change. F10 applies it, F8 "
                          "drops it."));
    else if (open != NULL)
        app_say(s->app, _("Here is the change as %s left it. F10 applies it, F8 drops it."),
                open->opened_by);
    return true;
}

/* --- drawing ---------------------------------------------------------------------------------- */

static const char *signed_money(const struct ch *ch, struct arena *arena, int64_t minor)
{
    return arena_printf(arena, "%s%s", minor > 0 ? "+" : "",
                        text_money(ch->s.desk, arena, minor, ch->order->currency));
}

static void draw_money(const struct ch *ch, struct canvas *c, int row)
{
    OD_ARENA *tmp = arena_new();
    const struct order *a = ch->preview.before, *b = ch->preview.after;
    int64_t total = b->total_minor - a->total_minor, tax = b->tax_minor - a->tax_minor;

    canvas_text(c, row, 1, -1, STYLE_STRONG,
                arena_printf(tmp, _("Was %s  Now %s %s  %s  (net %s, tax %s)"),
                             text_money(ch->s.desk, tmp, a->total_minor, a->currency),
                             text_money(ch->s.desk, tmp, b->total_minor, b->currency), b->currency,
                             signed_money(ch, tmp, total), signed_money(ch, tmp, total - tax),
                             signed_money(ch, tmp, tax)));
}

/* Allocated, backordered and freed over all lines, and the date that comes of it. */
static void draw_stock(const struct ch *ch, struct canvas *c, int row)
{
    OD_ARENA *tmp = arena_new();
    const struct order *a = ch->preview.before, *b = ch->preview.after;
    const char *text = "", *now;

    if (b->backordered.milli != a->backordered.milli)
        text = arena_printf(tmp, _("Backordered %s, was %s.  "),
                            text_qty(ch->s.desk, tmp, b->backordered),
                            text_qty(ch->s.desk, tmp, a->backordered));
    now = date_is_set(b->promised) ? text_date(ch->s.desk, tmp, b->promised) : _("no date");
    if (date_is_set(a->promised) != date_is_set(b->promised) ||
        (date_is_set(b->promised) && date_cmp(a->promised, b->promised) != 0))
        text = arena_printf(tmp, _("%sPromise %s, was %s."), text, now,
                            date_is_set(a->promised) ? text_date(ch->s.desk, tmp, a->promised)
                                                     : _("no date"));
    canvas_text(c, row, 1, -1, STYLE_TEXT, text);
}

static void draw_warning(const struct ch *ch, struct canvas *c, int row)
{
    OD_ARENA *tmp = arena_new();
    const struct change_preview *p = &ch->preview;
    const char *text = "";

    if (p->refusal[0] != '\0')
        text = p->refusal;
    else if (p->holds[0] != '\0')
        text = arena_printf(tmp, _("It will be on hold: %s"), p->holds);
    else if (order_is_past_latest(p->after))
        text = order_latest_words(ch->s.desk, p->after, tmp);
    else if (p->is_stale)
        text = _("Someone changed the order since; F10 shows what.");
    if (text[0] == '\0')
        return;
    canvas_text(c, row, 0, 2, STYLE_WARN, p->refusal[0] != '\0' ? "x" : "!");
    canvas_text(c, row, 2, -1, STYLE_WARN, text);
}

static void draw(const struct screen *s, struct canvas *c)
{
    const struct ch *ch = (const struct ch *)s;
    int top = head_rows(ch, c->rows), body = c->rows - top - CH_FOOT_ROWS;
    struct canvas head = canvas_view(c, 0, 0, ch->focus == CH_HEAD ? -1 : top, -1);
    struct canvas lines = canvas_view(c, top, 0, body > 0 ? body : 0, -1);

    if (ch->order == NULL)
        return;
    grid_draw(&ch->grid, &lines, ch->focus == CH_LINES);
    draw_money(ch, c, c->rows - 3);
    draw_stock(ch, c, c->rows - 2);
    draw_warning(ch, c, c->rows - 1);
    if (top > 0)
        form_draw(&ch->head, &head, ch->focus == CH_HEAD);
}

static void resize(struct screen *s, int rows, int cols)
{
    struct ch *ch = ch_self(s);

    (void)form_layout(&ch->head, cols);
    ch->rows = rows;
    fit_grid(ch);
}

/* --- keys ------------------------------------------------------------------------------------- */

static bool head_key(struct ch *ch, struct key k)
{
    if (key_is(k, K_ESC) && form_field_changed(&ch->head, ch->head.focus) &&
        !ch->head.slots[ch->head.focus].lookup.is_open) {
        ch_head_show(ch);
        return true;
    }
    switch (form_key(&ch->head, k)) {
    case FORM_UNUSED:
        return false;
    case FORM_DONE:
        ch->focus = CH_LINES;
        grid_go(&ch->grid, 0);
        return true;
    case FORM_USED:
    case FORM_CHANGED:
    case FORM_BACK:
    case FORM_RUN_CODE:
        return true;
    }
    return true;
}

static bool lines_key(struct ch *ch, struct key k)
{
    OD_ARENA *tmp = arena_new();
    struct err err = ERR_INIT;
    const char *text;

    if (key_is_ctrl(k, 'z') && !grid_has_text(&ch->grid))
        return false;
    switch (grid_key(&ch->grid, k)) {
    case GRID_UNUSED:
        return false;
    case GRID_FINISH:
        app_say(ch->s.app, "%s",
                change_is_empty(ch->change) ? _("Nothing is changed yet. Esc goes back.")
                                            : _("F10 applies the change, Esc leaves it open."));
        return true;
    case GRID_BACK:
        ch->focus = CH_HEAD;
        return true;
    case GRID_RUN_CODE:
        text = arena_strdup(tmp, grid_text(&ch->grid, CH_ENTRY_ITEM));
        grid_set_text(&ch->grid, CH_ENTRY_ITEM, "");
        if (!app_run_code(ch->s.app, text, &err))
            app_error_drop(ch->s.app, &err);
        return true;
    case GRID_COMMITTED:
        if (key_is(k, K_ENTER) || key_is(k, K_TAB))
            grid_go(&ch->grid, 0);
        return true;
    case GRID_REMOVED:
    case GRID_USED:
        return true;
    }
    return true;
}

static bool key(struct screen *s, struct key k)
{
    struct ch *ch = ch_self(s);

    return ch->focus == CH_HEAD ? head_key(ch, k) : lines_key(ch, k);
}

static void settle(struct screen *s)
{
    struct ch *ch = ch_self(s);

    if (ch->focus == CH_HEAD)
        form_settle(&ch->head);
    else
        grid_settle(&ch->grid);
}

static bool leave(struct screen *s, struct err *err)
{
    struct ch *ch = ch_self(s);

    (void)err;
    if (!ch->is_done)
        ch_typing_keep(ch);
    if (!ch->is_done && ch->change != NULL && ch->change->id != 0 && ch->change->batch == 0)
        app_say(s->app, _("The change of order %s is open; F4 on its page goes on with it."),
                ch->order->number);
    return true;
}

static const char *help(const struct screen *s)
{
    const struct ch *ch = (const struct ch *)s;

    if (ch->focus == CH_HEAD)
        return form_help(&ch->head);
    return _(
        "On a line its new quantity, or 6 @3.20 -5%; ^D cuts a line, ^Z takes its change back. "
        "On the empty line an item to add. Up past the first line goes to address, PO, date "
        "and method. Nothing happens to the order before F10.");
}

static void close_screen(struct screen *s)
{
    struct ch *ch = ch_self(s);

    form_close(&ch->head);
    grid_close(&ch->grid);
    arena_free(ch->entry_arena);
    arena_free(ch->kept_arena);
}

static void tick(struct screen *s)
{
    ch_typing_tick(ch_self(s));
}

static void hangup(struct screen *s)
{
    ch_typing_keep(ch_self(s));
}

const struct screen_ops scr_change = {
    .name = "change",
    .code = "CH",
    .title = N_("Change order"),
    .size = sizeof(struct ch),
    .commands = ch_commands,
    .enter = enter,
    .refresh = refresh,
    .draw = draw,
    .key = key,
    .settle = settle,
    .resize = resize,
    .leave = leave,
    .tick = tick,
    .hangup = hangup,
    .help = help,
    .close = close_screen,
};
