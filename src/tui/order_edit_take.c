/*
 * Order entry, the end: from the lines to the total, what is to be said before the order is taken,
 * taking it, and the commands of the screen.
 */
#include "tui/order_edit.h"

#include <string.h>

#include "base/i18n.h"
#include "base/mem.h"
#include "domain/desk/money_text.h"
#include "domain/flow/address_take.h"
#include "domain/flow/order_action.h"
#include "domain/order/offer.h"
#include "domain/order/promise.h"
#include "domain/order/source.h"
#include "tui/dialog.h"
#include "tui/screens.h"

static struct oe *oe_self(struct screen *s)
{
    return (struct oe *)s;
}

static bool take(struct oe *oe, struct err *err)
{
    struct order_taken taken;
    OD_ARENA *tmp = arena_new();
    struct screen *s = &oe->s;
    struct app *app = s->app;
    struct desk *desk = s->desk;

    if (oe->order == NULL)
        return err_field(err, ERR_INVALID, "customer", _("Choose the customer first."));
    if (!order_take(desk, oe->at, true, tmp, &taken, err)) {
        if (err->code == ERR_CONFLICT)
            (void)!oe_edited(oe, false, arena_new(), NULL, err);
        return false;
    }
    /* The screen is gone after this; the message goes to the page of the new order. */
    if (!app_replace(app, &scr_order, &taken.id, err))
        return false;
    app_say(app,
            taken.is_confirmed ? _("Order %s confirmed, total %s %s. %s")
                               : _("Order %s submitted, total %s %s, not confirmed yet. %s"),
            taken.number, text_money(desk, tmp, taken.total.minor, taken.total.cur),
            taken.total.cur, taken.notes);
    return true;
}

void oe_go_to_field(struct oe *oe, const struct err *err)
{
    if (form_find(&oe->head, err->field) >= 0) {
        oe_focus(oe, OE_HEAD);
        form_error(&oe->head, err);
    } else {
        if (oe->focus == OE_TOTAL)
            oe_focus(oe, OE_LINES);
        app_error_drop(oe->s.app, err);
    }
}

/* When it leaves if it is taken now. */
static void say_when(struct oe *oe)
{
    OD_ARENA *tmp = arena_new();
    struct desk *desk = oe->s.desk;
    struct err ignored = ERR_INIT; /* then it is told once it is taken */
    struct order dated;

    if (!order_would_leave(desk, oe->order, tmp, &dated, &ignored))
        return;
    if (order_is_past_latest(&dated))
        app_warn(oe->s.app, "%s", order_latest_words(desk, &dated, tmp));
    else if (date_is_set(dated.arrives))
        app_say(oe->s.app,
                _("It leaves on %s and is there by %s. Enter takes it, Esc goes back."),
                text_date(desk, tmp, dated.promised), text_date(desk, tmp, dated.arrives));
    else if (date_is_set(dated.promised))
        app_say(oe->s.app, _("It leaves on %s. Enter takes the order, Esc goes back."),
                text_date(desk, tmp, dated.promised));
}

/* What the clerk should say before the order is taken. */
static void warn_before_taking(struct oe *oe)
{
    OD_ARENA *tmp = arena_new();
    struct duplicates found = { 0 };
    struct err err = ERR_INIT;
    int64_t room = oe_credit_room(oe);

    say_when(oe);
    if (oe->credit.is_held)
        app_warn(oe->s.app, _("The customer's credit is held: the order will wait for a release."));
    else if (room < 0)
        app_warn(oe->s.app, _("%s %s over the credit limit: the order will wait for a release."),
                 text_money(oe->s.desk, tmp, -room, oe->order->currency), oe->order->currency);
    if (order_duplicates(oe->s.desk, oe->order, oe->arena, &found, &err) && found.n > 0)
        app_warn(oe->s.app, "%s", found.v[0].words);
}

void oe_finish_lines(struct oe *oe)
{
    struct err err = ERR_INIT;

    if (oe->order == NULL || oe->order->line_count == 0) {
        err_set(&err, ERR_INVALID, _("The order has no line yet. Type an item."));
        app_error_drop(oe->s.app, &err);
        return;
    }
    if (oe->customer != NULL && oe->customer->is_po_required && oe->order->customer_po[0] == '\0') {
        err_field(&err, ERR_INVALID, "customer_po",
                  _("%s demands an order number of its own. Type the PO."), oe->customer->name);
        oe_go_to_field(oe, &err);
        return;
    }
    oe_focus(oe, OE_TOTAL);
    warn_before_taking(oe);
}

bool oe_total_key(struct oe *oe, struct key k)
{
    struct err err = ERR_INIT;

    if (key_is(k, K_ENTER)) {
        if (!take(oe, &err))
            oe_go_to_field(oe, &err);
        return true;
    }
    if (key_is(k, K_UP) || key_is(k, K_ESC)) {
        oe_focus(oe, OE_LINES);
        return true;
    }
    return false;
}

/* --- commands ----------------------------------------------------------------------------------
 */

static bool run_take(struct screen *s, struct err *err)
{
    struct oe *oe = oe_self(s);

    if (oe->focus == OE_LINES && grid_has_text(&oe->grid))
        return err_set(err, ERR_STATE,
                       _("The line is not finished: press Enter to take it, or ^U to clear it."));
    if (oe->focus == OE_HEAD && !form_finish(&oe->head, err))
        return false;
    if (oe->focus != OE_TOTAL) {
        oe_finish_lines(oe);
        return true;
    }
    return oe_total_key(oe, key_make(K_ENTER, 0));
}

static bool customer_made(struct screen *below, int64_t id, struct err *err)
{
    struct oe *oe = oe_self(below);

    if (!oe_set_customer(oe, (struct customer_id){ id }, err))
        return false;
    oe_focus(oe, OE_LINES);
    return true;
}

static bool address_made(struct screen *below, int64_t id, struct err *err)
{
    return oe_set_ship_to(oe_self(below), (struct address_id){ id }, err);
}

static bool run_new(struct screen *s, struct err *err)
{
    struct oe *oe = oe_self(s);
    struct record_arg arg = { 0 };

    if (oe->focus != OE_HEAD) {
        oe_focus(oe, OE_LINES);
        grid_new(&oe->grid);
        return true;
    }
    if (oe->head.focus == form_index(&oe->head, "ship_to") && oe->customer != NULL) {
        arg.kind = "address";
        arg.parent = oe->customer->id.v;
        arg.saved = address_made;
        return app_push(s->app, &scr_record, &arg, err);
    }
    arg.kind = "customer";
    arg.text = oe->customer == NULL ? form_text(&oe->head, oe->head.focus) : NULL;
    arg.saved = customer_made;
    return app_push(s->app, &scr_record, &arg, err);
}

static bool offer_chosen(struct screen *s, const struct dialog_result *r, struct err *err)
{
    return oe_offer(oe_self(s), (int)r->tag, (char)r->id, err);
}

static bool run_offers(struct screen *s, struct err *err)
{
    struct oe *oe = oe_self(s);
    OD_ARENA *tmp = arena_new();
    struct offers offers = { 0 };
    struct dialog dialog = { 0 };
    struct dialog_choice *choices;
    int line_no = (int)grid_row_id(&oe->grid);

    if (line_no == 0)
        line_no = oe->short_line;
    if (oe->order == NULL || line_no == 0)
        return err_set(err, ERR_STATE, _("No line is short. Go to a line first."));
    if (!order_offers(s->desk, oe->order, line_no, tmp, &offers, err))
        return false;
    if (offers.n == 0)
        return err_set(err, ERR_STATE, _("Line %d is not short."), line_no);
    choices = arena_array(tmp, offers.n, struct dialog_choice);
    for (int i = 0; i < offers.n; i++) {
        choices[i].key = arena_printf(tmp, "%c", offers.v[i].key);
        choices[i].label = offers.v[i].words;
        choices[i].id = offers.v[i].key;
    }
    dialog.title = arena_printf(tmp, _("Line %d is short"), line_no);
    dialog.choices = choices;
    dialog.n = offers.n;
    dialog.tag = line_no;
    dialog_choose(s, &dialog, offer_chosen);
    return true;
}

static bool run_undo(struct screen *s, struct err *err)
{
    return oe_undo(oe_self(s), err);
}

static bool run_why(struct screen *s, struct err *err)
{
    struct oe *oe = oe_self(s);
    OD_ARENA *tmp = arena_new();
    const char *text = "";
    int64_t line = grid_row_id(&oe->grid);
    const char *what = line != 0 ? arena_printf(tmp, "price %d", (int)line) : "";

    if (oe->order == NULL)
        return err_set(err, ERR_STATE, _("There is nothing to explain yet."));
    if (!order_why(s->desk, oe->order, what, tmp, &text, err))
        return false;
    app_show_text(s->app, _("Why"), text);
    return true;
}

static bool may_take_address(const struct screen *s, struct err *why)
{
    return address_has_proposal(((const struct oe *)s)->verdict) ||
           err_set(why, ERR_STATE, _("No carrier proposes another way to write this address."));
}

/* What is half typed elsewhere stays in its field. */
static bool run_take_address(struct screen *s, struct err *err)
{
    struct oe *oe = oe_self(s);
    struct arena *fresh = arena_new();
    struct order *order = NULL;
    bool ok = order_address_take(s->desk, oe->at, err) &&
              order_load(s->desk, oe->order->id, fresh, &order, err);

    if (!oe_edited(oe, ok, fresh, &order, err) || !oe_load_customer(oe, err) ||
        !oe_lines_show(oe, err))
        return false;
    oe_head_show(oe);
    app_say(s->app, _("The address is as the carrier writes it."));
    return true;
}

static bool run_sites(struct screen *s, struct err *err)
{
    struct oe *oe = oe_self(s);
    OD_ARENA *tmp = arena_new();
    const char *text = "";

    if (oe->order == NULL || oe->order->line_count == 0)
        return err_set(err, ERR_STATE, _("There is no line yet that a site could send."));
    if (!source_words(s->desk, oe->order, tmp, &text, err))
        return false;
    app_show_text(s->app, _("Where it comes from"), text);
    return true;
}

static bool discard_chosen(struct screen *s, const struct dialog_result *r, struct err *err)
{
    struct oe *oe = oe_self(s);

    if (!r->yes)
        return true;
    if (!act(s->desk, &order_document, oe->at, "discard", NULL, err))
        return false;
    oe->at.id = 0;
    oe->order = NULL;
    grid_set_rows(&oe->grid, NULL, 0);
    grid_new(&oe->grid);
    form_set(&oe->head, form_index(&oe->head, "customer"), "");
    return app_pop(s->app, err);
}

static bool run_discard(struct screen *s, struct err *err)
{
    struct oe *oe = oe_self(s);
    struct dialog dialog = { 0 };

    if (oe->at.id == 0)
        return err_set(err, ERR_STATE, _("There is no draft to discard."));
    dialog.title = _("Discard this draft?");
    dialog.text = _("Its lines are gone then, and what they held is free again.");
    dialog.yes_label = _("discard");
    dialog_confirm(s, &dialog, discard_chosen);
    return true;
}

/* Fields with a list take the key themselves. */
static bool run_list(struct screen *s, struct err *err)
{
    (void)s;
    return err_set(err, ERR_STATE, _("There is nothing to choose from here."));
}

const struct command oe_commands[] = {
    { "order_edit.take", "F10 C-o", N_("Take order"),
      N_("Check the order, then take it: it gets its number and its stock."), NULL, run_take },
    { "order_edit.list", "F4 C-t", N_("List"),
      N_("What fits the field: customers, addresses, items; on a line its quantity."), NULL,
      run_list },
    { "order_edit.new", "F6 C-n", N_("New"),
      N_("In the customer field a new customer, in the ship-to a new address, else a new line."),
      NULL, run_new },
    { "order_edit.offers", "F7 M-o", N_("Short line"),
      N_("Ways out of a line that is short: backorder, send what is there, other site, "
         "alternative."),
      NULL, run_offers },
    { "order_edit.why", "F11 M-w", N_("Why"),
      N_("Why this price, this tax, this stock: for the line under the cursor."), NULL, run_why },
    { "order_edit.undo", "C-z", N_("Undo"), N_("Put the line back that was taken out last."), NULL,
      run_undo },
    { "order_edit.discard", "F8 M-d", N_("Discard"), N_("Throw this draft away."), NULL,
      run_discard },
    { "order_edit.read", "M-r", N_("Read lines"),
      N_("Add the lines of a file, typed rows or CSV; several rows may also be pasted."), NULL,
      oe_run_read },
    { "order_edit.sites", "M-f", N_("Sites"),
      N_("Which site would send what, in how many parcels, before the order is taken."), NULL,
      run_sites },
    { "order_edit.take_address", "M-t", N_("Take address"),
      N_("The address as the carrier writes it, for the order and the customer."), may_take_address,
      run_take_address },
    { 0 },
};
