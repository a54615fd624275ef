/*
 * OE, order entry: a draft from the first letters of the customer to the number that is read back.
 * The header is in order_edit_head.c, the lines in order_edit_lines.c; here is what holds them
 * together: the draft, its saving, conflicts, the total, and taking the order.
 */
#include "tui/order_edit.h"

#include <string.h>

#include "base/i18n.h"
#include "base/mem.h"
#include "domain/desk/money_text.h"
#include "domain/order/order_rules.h"
#include "tui/difftext.h"
#include "tui/screens.h"

#define OE_HISTORY 8

static struct oe *oe_self(struct screen *s)
{
    return (struct oe *)s;
}

static void show_saved(struct oe *oe)
{
    oe->s.context = arena_printf(oe->arena, _("draft D%lld saved %s"), (long long)oe->at.id,
                                 text_stamp(oe->s.desk, oe->arena, oe->order->updated));
}

bool oe_need_draft(struct oe *oe, struct err *err)
{
    char key[UUID_TEXT_SIZE];
    struct order_id id;
    struct arena *fresh;
    struct order *order = NULL;

    if (oe->at.id != 0)
        return true;
    if (!order_draft_new(oe->s.desk, (struct channel_id){ 0 }, uuid7(app_now(oe->s.app), key), &id,
                         err))
        return false;
    oe->at.id = id.v;
    fresh = arena_new();
    return oe_edited(oe, order_load(oe->s.desk, id, fresh, &order, err), fresh, &order, err);
}

/* The three columns of a conflict, to be read while what was typed still stands in its field. */
static void show_conflict(struct oe *oe, const struct order *now)
{
    OD_ARENA *tmp = arena_new();
    struct field_diffs diffs = { 0 };

    order_compare(oe->order, now, tmp, &diffs);
    app_show_text(
        oe->s.app, _("Changed by someone else"),
        diffs_table(_("Someone else changed this order meanwhile. What you typed is kept; "
                      "Enter saves it over what stands here now."),
                    &diffs, tmp));
}

static void take_over(struct oe *oe, struct arena *fresh, struct order *order)
{
    /* The grid holds the rows it shows until it gets the next, and its cursor by them. */
    if (oe->arena != oe->rows_arena)
        arena_free(oe->arena);
    oe->arena = fresh;
    oe->order = order;
    oe->at.version = order->version;
    oe->warning = "";
    show_saved(oe);
}

bool oe_edited(struct oe *oe, bool ok, struct arena *fresh, struct order *const *order,
               struct err *err)
{
    struct err second = ERR_INIT;
    struct order *now = NULL;

    if (ok) {
        take_over(oe, fresh, *order);
        return true;
    }
    arena_reset(fresh);
    if (err->code == ERR_CONFLICT && oe->order != NULL &&
        order_load(oe->s.desk, oe->order->id, fresh, &now, &second)) {
        show_conflict(oe, now);
        take_over(oe, fresh, now);
        oe_head_show(oe);
        /* An error here would hide the conflict, which the person is reading. */
        (void)!oe_lines_show(oe, &second);
        return false;
    }
    arena_free(fresh);
    return false;
}

/* Drafts, this one among them, are no order yet. */
static struct order_rows without_drafts(struct order_rows rows)
{
    int n = 0;

    for (int i = 0; i < rows.n; i++)
        if (rows.v[i].number[0] != '\0')
            rows.v[n++] = rows.v[i];
    rows.n = n;
    return rows;
}

bool oe_load_customer(struct oe *oe, struct err *err)
{
    struct arena *fresh = arena_new();
    struct customer *customer = NULL;
    struct order_rows history = { 0 };
    struct credit credit = { 0 };
    struct address_verdict *verdict = NULL;

    if (oe->order->customer.v != 0 &&
        (!customer_load(oe->s.desk, oe->order->customer, fresh, &customer, err) ||
         !credit_load(oe->s.desk, oe->order->customer, oe->order->id, &credit, err) ||
         !orders_of_customer(oe->s.desk, oe->order->customer, OE_HISTORY, fresh, &history, err) ||
         !order_verdict_find(oe->s.desk, oe->order, fresh, &verdict, err))) {
        arena_free(fresh);
        return false;
    }
    arena_free(oe->customer_arena);
    oe->customer_arena = fresh;
    oe->verdict = verdict;
    oe->customer = customer;
    oe->history = without_drafts(history);
    oe->credit = credit;
    return true;
}

void oe_focus(struct oe *oe, enum oe_focus focus)
{
    oe->focus = focus;
    switch (focus) {
    case OE_HEAD:
        oe->s.hint = form_help(&oe->head);
        break;
    case OE_LINES:
        oe->s.hint =
            /* xgettext:no-c-format */
            _("Item, or \"item 2 box @price -5% site day\"; \"..\" repeats; empty ends.");
        break;
    case OE_TOTAL:
        oe->s.hint = _("Enter takes the order. Esc goes back to the lines.");
        break;
    }
}

/* --- the screen
 * ----------------------------------------------------------------------------------- */

static bool load_draft(struct oe *oe, struct order_id id, struct err *err)
{
    struct arena *fresh = arena_new();
    struct order *order = NULL;
    const char *field = NULL, *text = NULL;

    oe->at.id = id.v;
    if (!oe_edited(oe, order_load(oe->s.desk, id, fresh, &order, err), fresh, &order, err))
        return false;
    if (oe->order->status != ORDER_DRAFT)
        return err_set(err, ERR_STATE, _("Order %s is no draft any more."), oe->order->number);
    if (!oe_load_customer(oe, err) ||
        !order_typing(oe->s.desk, id, oe->arena, &field, &text, err) || !oe_lines_show(oe, err))
        return false;
    oe_head_show(oe);
    oe_focus(oe, oe->customer != NULL ? OE_LINES : OE_HEAD);
    if (text == NULL || text[0] == '\0')
        return true;
    if (oe->focus == OE_LINES)
        oe_mend_load(oe, text);
    else
        form_set(&oe->head, form_index(&oe->head, "customer"), text);
    app_say(oe->s.app, _("Here is the draft as you left it, with what was half typed."));
    return true;
}

static bool enter(struct screen *s, const void *arg, struct err *err)
{
    struct oe *oe = oe_self(s);
    const struct order_edit_arg *in = arg;

    oe->arena = arena_new();
    oe->customer_arena = arena_new();
    oe->mend_arena = arena_new();
    oe->mend = "";
    oe->warning = "";
    oe->info = "";
    oe_head_init(oe);
    oe_lines_init(oe);
    oe_focus(oe, OE_HEAD);
    s->context = _("new");
    if (in == NULL)
        return true;
    if (in->draft.v != 0)
        return load_draft(oe, in->draft, err);
    if (in->customer.v != 0) {
        if (!oe_set_customer(oe, in->customer, err))
            return false;
        oe_focus(oe, OE_LINES);
    } else if (in->customer_text != NULL) {
        form_set(&oe->head, form_index(&oe->head, "customer"), in->customer_text);
    }
    return true;
}

/* Another process committed: stock and credit beside the cursor may be others now. */
static bool refresh(struct screen *s, struct err *err)
{
    struct oe *oe = oe_self(s);
    struct arena *fresh;
    struct order *order = NULL;

    if (oe->order == NULL)
        return true;
    fresh = arena_new();
    if (!order_load(s->desk, oe->order->id, fresh, &order, err)) {
        arena_free(fresh);
        return false;
    }
    if (order->version != oe->order->version && order->status == ORDER_DRAFT) {
        show_conflict(oe, order);
        take_over(oe, fresh, order);
        oe_head_show(oe);
    } else {
        if (order->version != oe->at.version && oe->at.version != 0)
            app_warn(s->app, _("This draft was finished elsewhere."));
        arena_free(fresh);
    }
    return oe_load_customer(oe, err) && oe_lines_show(oe, err);
}

/* What the customer may still owe, this order taken off; below 0 it will be held. */
int64_t oe_credit_room(const struct oe *oe)
{
    bool is_partial;

    if (!oe->credit.has_limit)
        return 0;
    return oe->credit.room_minor -
           (oe->order != NULL
                ? order_counts_minor(oe->s.desk, oe->order, &oe->credit, &is_partial)
                : 0);
}

static void resize(struct screen *s, int rows, int cols)
{
    struct oe *oe = oe_self(s);

    (void)form_layout(&oe->head, cols);
    grid_resize(&oe->grid, rows - oe_head_rows(oe, rows) - OE_FOOT_ROWS);
}

/* --- keys ---------------------------------------------------------------------------------------
 */

static bool is_overtyped(const struct oe *oe)
{
    return oe->customer != NULL && form_field_changed(&oe->head, oe->head.focus) &&
           !oe->head.slots[oe->head.focus].lookup.is_open;
}

static bool head_key(struct oe *oe, struct key k)
{
    struct err err = ERR_INIT;

    /* Esc takes back what is typed over a value that was right; it leaves only where there is none.
     */
    if (key_is(k, K_ESC) && is_overtyped(oe)) {
        oe_head_show(oe);
        return true;
    }
    switch (form_key(&oe->head, k)) {
    case FORM_UNUSED:
        return false;
    case FORM_DONE:
        oe_focus(oe, OE_LINES);
        return true;
    case FORM_RUN_CODE:
        if (!app_run_code(oe->s.app, form_text(&oe->head, oe->head.focus), &err))
            app_error_drop(oe->s.app, &err);
        return true;
    case FORM_USED:
    case FORM_CHANGED:
    case FORM_BACK:
        return true;
    }
    return true;
}

static bool lines_key(struct oe *oe, struct key k)
{
    struct err err = ERR_INIT;
    bool ok = true;
    OD_ARENA *tmp = NULL;
    bool was_new = grid_row_id(&oe->grid) == 0;
    const char *text;

    /* Undo of text first; with none it is the command that brings a line back. */
    if (key_is_ctrl(k, 'z') && !grid_has_text(&oe->grid))
        return false;
    switch (grid_key(&oe->grid, k)) {
    case GRID_UNUSED:
        return false;
    case GRID_FINISH:
        if (!oe_mend_next(oe))
            oe_finish_lines(oe);
        return true;
    case GRID_BACK:
        oe_focus(oe, OE_HEAD);
        return true;
    case GRID_RUN_CODE:
        tmp = arena_new();
        text = arena_strdup(tmp, grid_text(&oe->grid, OE_ENTRY_ITEM));
        grid_set_text(&oe->grid, OE_ENTRY_ITEM, "");
        if (!oe_line_code(oe, text, &err, &ok))
            ok = app_run_code(oe->s.app, text, &err);
        if (!ok)
            app_error_drop(oe->s.app, &err);
        return true;
    case GRID_COMMITTED:
        /* What is typed next is a new line, and not the quantity of the one just changed. */
        if (key_is(k, K_ENTER) || key_is(k, K_TAB))
            grid_go(&oe->grid, 0);
        if (!was_new || !oe_mend_next(oe))
            oe_mend_show(oe);
        return true;
    case GRID_REMOVED:
        oe_mend_show(oe);
        return true;
    case GRID_USED:
        if (was_new && key_is_ctrl(k, 'd'))
            (void)oe_mend_next(oe);
        return true;
    }
    return true;
}

static bool key(struct screen *s, struct key k)
{
    struct oe *oe = oe_self(s);

    switch (oe->focus) {
    case OE_HEAD:
        return head_key(oe, k);
    case OE_LINES:
        return lines_key(oe, k);
    case OE_TOTAL:
        return oe_total_key(oe, k);
    }
    return false;
}

static void settle(struct screen *s)
{
    struct oe *oe = oe_self(s);

    if (oe->focus == OE_HEAD) {
        form_settle(&oe->head);
        s->hint = form_help(&oe->head);
    }
    if (oe->focus == OE_LINES)
        grid_settle(&oe->grid);
}

/* What is typed and not accepted yet goes into the draft; NULL where there is nothing. */
static const char *typing_of(const struct oe *oe, struct arena *arena, const char **field)
{
    const char *customer = form_text(&oe->head, form_index(&oe->head, "customer"));

    *field = "item";
    if (grid_has_text(&oe->grid) || oe->mend[0] != '\0')
        return oe_mend_text(oe, arena);
    *field = "customer";
    if (oe->customer == NULL && customer[0] != '\0')
        return customer;
    return NULL;
}

/* Saves it without making anyone wait; what finds no turn is tried again at the tick. */
static void keep_typing(struct oe *oe)
{
    OD_ARENA *tmp = arena_new();
    struct err err = ERR_INIT;
    const char *field;
    const char *text = typing_of(oe, tmp, &field);

    if (text == NULL && oe->at.id == 0)
        return;
    desk_set_wait(oe->s.desk, LIMIT_DRAFT_WAIT_MS);
    oe->is_unsaved =
        !oe_need_draft(oe, &err) ||
        !order_keep_typing(oe->s.desk, (struct order_id){ oe->at.id }, field, text, &err);
    desk_set_wait(oe->s.desk, LIMIT_WRITE_WAIT_MS);
}

static void tick(struct screen *s)
{
    if (oe_self(s)->is_unsaved)
        keep_typing(oe_self(s));
}

/* A draft without a customer and lines is no work to keep: it is left behind only if something was
 * typed. */
static bool leave(struct screen *s, struct err *err)
{
    struct oe *oe = oe_self(s);
    OD_ARENA *tmp = arena_new();

    (void)err;
    if (oe->at.id != 0 || typing_of(oe, tmp, &(const char *){ NULL }) != NULL)
        keep_typing(oe);
    return true;
}

static void hangup(struct screen *s)
{
    keep_typing(oe_self(s));
}

static const char *help(const struct screen *s)
{
    const struct oe *oe = (const struct oe *)s;

    if (oe->focus == OE_HEAD)
        return form_help(&oe->head);
    return _(
        "Type a code or some letters of an item; Down and Enter take a result. A whole line goes "
        "in one field: 4711 12 @3.20 -5%, or 4711*12; \"2 box\" orders in a unit of the item, "
        "a site's code and a day (fri, 24.12.) say whence and when, \"; words\" is a line of "
        "words. "
        "\"..\" repeats the customer's last order. "
        "A line that is short shows its ways out: .b backorders, .s sends what is there, .o takes "
        "it from another site, .a takes the alternative. Enter on the empty line finishes.");
}

static void close_screen(struct screen *s)
{
    struct oe *oe = oe_self(s);

    form_close(&oe->head);
    grid_close(&oe->grid);
    if (oe->rows_arena != oe->arena)
        arena_free(oe->rows_arena);
    arena_free(oe->arena);
    arena_free(oe->customer_arena);
    arena_free(oe->entry_arena);
    arena_free(oe->mend_arena);
    arena_free(oe->removed_arena);
}

const struct screen_ops scr_order_edit = {
    .name = "order_edit",
    .code = "OE",
    .title = N_("New order"),
    .size = sizeof(struct oe),
    .commands = oe_commands,
    .enter = enter,
    .refresh = refresh,
    .draw = oe_draw,
    .key = key,
    .paste = oe_paste,
    .settle = settle,
    .tick = tick,
    .resize = resize,
    .leave = leave,
    .hangup = hangup,
    .help = help,
    .close = close_screen,
};
