/*
 * The order page, what one can do: the actions of the order's table with what they ask, editing a
 * draft, the neighbours in the list, "why" and the card.
 */
#include "tui/order_page.h"

#include <assert.h>
#include <string.h>

#include "base/i18n.h"
#include "base/mem.h"
#include "domain/desk/money_text.h"
#include "domain/desk/setting.h"
#include "domain/flow/backorder.h"
#include "domain/flow/change.h"
#include "domain/flow/order_action.h"
#include "domain/order/order_rules.h"
#include "domain/order/source.h"
#include "tui/dialog.h"
#include "tui/difftext.h"
#include "tui/screens.h"

static struct od *od_self(struct screen *s)
{
    return (struct od *)s;
}

/* Someone else changed the order while its page was open: what is different now. */
static void show_changes(struct od *od)
{
    OD_ARENA *tmp = arena_new();
    struct field_diffs diffs = { 0 };
    struct order *now = NULL;
    struct err err = ERR_INIT;

    if (!order_load(od->s.desk, od->id, tmp, &now, &err))
        return;
    order_compare(od->order, now, tmp, &diffs);
    app_show_text(
        od->s.app, _("Changed by someone else"),
        diffs_table(_("The order was changed by someone else while you were looking at it. "
                      "Nothing was done; look, and ask again."),
                    &diffs, tmp));
}

/* Runs an action with what was asked, and says what came of it. */
static bool run_action(struct od *od, const struct action *action,
                       const struct action_values *values, struct err *err)
{
    struct record_at at = { od->order->id.v, od->order->version };
    struct err second = ERR_INIT;

    if (!act(od->s.desk, &order_document, at, action->name, values, err)) {
        if (err->code == ERR_CONFLICT)
            show_changes(od);
        (void)!screen_refresh(&od->s, &second);
        return false;
    }
    if (!screen_refresh(&od->s, err))
        return false;
    app_say(od->s.app, _("%s: %s is now %s."), _(action->label),
            order_document.title(od->order, od->s.data), order_shown_words(od->order->shown));
    return true;
}

static const struct action_input *input_named(const struct action *action, const char *name)
{
    for (const struct action_input *in = action->inputs; in != NULL && in->name != NULL; in++)
        if (strcmp(in->name, name) == 0)
            return in;
    return NULL;
}

/* The line and the hold are chosen on the page, the reason from a list before the form. */
static const char *const chosen_here[] = { "line", "kind", "reason", NULL };

static bool is_chosen_here(const struct action_input *in)
{
    return strcmp(in->name, chosen_here[0]) == 0 || strcmp(in->name, chosen_here[1]) == 0;
}

/* What a dialog asks of the person. */
static const struct action_input *asked(const struct action *action, bool is_reason)
{
    for (const struct action_input *in = action->inputs; in != NULL && in->name != NULL; in++)
        if ((in->kind == ACTION_IN_REASON) == is_reason && !is_chosen_here(in))
            return in;
    return NULL;
}

/* A reason and a line of text go into a dialog; what is more is a form. */
static bool needs_form(const struct action *action)
{
    int texts = 0;

    for (const struct action_input *in = action->inputs; in != NULL && in->name != NULL; in++)
        texts += in->kind != ACTION_IN_REASON && !is_chosen_here(in);
    return texts > 1;
}

#define GIVEN_MAX 8

/* What was given, with what was chosen on the page before it was asked. */
static bool run_with(struct od *od, const struct action_values *asked_for, struct err *err)
{
    OD_ARENA *tmp = arena_new();
    struct action_value given[GIVEN_MAX];
    struct action_values values = { given, 0 };

    assert(asked_for->n + 2 <= GIVEN_MAX);
    for (int i = 0; i < asked_for->n; i++)
        given[values.n++] = asked_for->v[i];
    if (input_named(od->asking, "line") != NULL)
        given[values.n++] = (struct action_value){
            "line", arena_printf(tmp, "%lld", (long long)od->asked_line)
        };
    if (od->asked_hold != NULL)
        given[values.n++] = (struct action_value){ "kind", od->asked_hold };
    return run_action(od, od->asking, &values, err);
}

static bool input_given(struct screen *s, const struct dialog_result *r, struct err *err)
{
    struct od *od = od_self(s);
    OD_ARENA *tmp = arena_new();
    const struct action_input *text = asked(od->asking, false), *reason = asked(od->asking, true);
    struct action_value given[2];
    struct action_values values = { given, 0 };

    if (reason != NULL)
        given[values.n++] =
            (struct action_value){ reason->name,
                                   reason_code(od->s.desk, reason->reason_kind, r->id, tmp) };
    if (text != NULL)
        given[values.n++] = (struct action_value){ text->name, r->text };
    return run_with(od, &values, err);
}

static bool form_given(struct screen *s, const struct action_values *values, struct err *err)
{
    struct od *od = od_self(s);
    OD_ARENA *tmp = arena_new();
    const struct action_input *reason = asked(od->asking, true);
    struct action_value given[GIVEN_MAX];
    struct action_values all = { given, 0 };

    assert(values->n < GIVEN_MAX);
    for (int i = 0; i < values->n; i++)
        given[all.n++] = values->v[i];
    if (reason != NULL)
        given[all.n++] =
            (struct action_value){ reason->name, reason_code(od->s.desk, reason->reason_kind,
                                                             od->asked_reason, tmp) };
    return run_with(od, &all, err);
}

/* "Cancel line 2", "Hold". */
static const char *asked_title(const struct od *od, struct arena *arena)
{
    const char *label = _(od->asking->label);

    return input_named(od->asking, "line") == NULL
               ? label
               : arena_printf(arena, "%s %lld", label, (long long)od->asked_line);
}

static bool ask_form(struct od *od, struct err *err)
{
    OD_ARENA *tmp = arena_new();
    const char *label = asked_title(od, tmp), *order = order_document.title(od->order, tmp);
    struct action_form_arg arg = { .title = arena_printf(tmp, "%s: %s", order, label),
                                   .action = od->asking,
                                   .except = chosen_here,
                                   .owner = &od->s,
                                   .done = form_given };

    return app_push(od->s.app, &scr_action, &arg, err);
}

static bool reason_chosen(struct screen *s, const struct dialog_result *r, struct err *err)
{
    od_self(s)->asked_reason = r->id;
    return ask_form(od_self(s), err);
}

static bool ask_reason(struct od *od, const struct action *action, struct err *err)
{
    OD_ARENA *tmp = arena_new();
    const struct action_input *text = asked(action, false);
    struct dialog dialog = { .title = _(action->label), .text = _(action->help) };

    if (!dialog_reasons(&od->s, asked(action, true)->reason_kind, tmp, &dialog, err))
        return false;
    dialog.title = asked_title(od, tmp);
    if (needs_form(action)) {
        dialog_choose(&od->s, &dialog, reason_chosen);
        return true;
    }
    if (text == NULL) {
        dialog_choose(&od->s, &dialog, input_given);
        return true;
    }
    dialog.label = _(text->label);
    dialog.is_quick = action->is_quick;
    dialog_reason(&od->s, &dialog, input_given);
    return true;
}

static bool ask_input(struct od *od, const struct action *action, struct err *err)
{
    const struct action_input *text = asked(action, false);
    struct dialog dialog = { .title = _(action->label), .text = _(action->help) };

    if (asked(action, true) != NULL)
        return ask_reason(od, action, err);
    if (needs_form(action))
        return ask_form(od, err);
    if (text == NULL)
        return run_action(od, action, NULL, err);
    dialog.label = _(text->label);
    dialog.needs_text = text->is_required;
    dialog_ask(&od->s, &dialog, input_given);
    return true;
}

static bool hold_chosen(struct screen *s, const struct dialog_result *r, struct err *err)
{
    struct od *od = od_self(s);

    od->asked_hold = hold_kind_name((enum hold_kind)r->id);
    return ask_input(od, od->asking, err);
}

/* Of several holds the one that is meant. */
static void ask_hold(struct od *od, const struct action *action)
{
    OD_ARENA *tmp = arena_new();
    struct dialog dialog = { .title = _(action->label), .n = od->order->hold_count };
    struct dialog_choice *choices = arena_array(tmp, dialog.n, struct dialog_choice);

    for (int i = 0; i < dialog.n; i++) {
        const struct order_hold *h = &od->order->holds[i];
        struct err why = ERR_INIT;

        choices[i].label = hold_kind_words(h->kind);
        choices[i].is_off = !hold_may_lift(od->s.desk, h, &why);
        choices[i].note = choices[i].is_off ? arena_strdup(tmp, why.text) : h->note;
        choices[i].id = (int64_t)h->kind;
    }
    dialog.choices = choices;
    dialog_choose(&od->s, &dialog, hold_chosen);
}

static bool start_action(struct od *od, const struct action *action, struct err *err)
{
    od->asking = action;
    od->asked_hold = NULL;
    if (input_named(action, "line") != NULL &&
        (od->tab > OD_QTY_TAB || list_selected(&od->list) == 0))
        return err_set(err, ERR_STATE, _("Go to the line first."));
    od->asked_line = list_selected(&od->list);
    if (input_named(action, "kind") != NULL && od->order->hold_count > 1) {
        ask_hold(od, action);
        return true;
    }
    return ask_input(od, action, err);
}

static bool action_chosen(struct screen *s, const struct dialog_result *r, struct err *err)
{
    return start_action(od_self(s), &order_document.actions[r->id], err);
}

static bool run_actions(struct screen *s, struct err *err)
{
    struct od *od = od_self(s);
    OD_ARENA *tmp = arena_new();
    struct action_offers offers = { 0 };
    struct dialog dialog = { 0 };
    struct dialog_choice *choices;

    actions_of(s->desk, &order_document, od->order, tmp, &offers);
    if (offers.n == 0)
        return err_set(err, ERR_STATE, _("Nothing can be done with this order any more."));
    choices = arena_array(tmp, offers.n, struct dialog_choice);
    for (int i = 0; i < offers.n; i++) {
        choices[i].key = offers.v[i].action->key;
        choices[i].label = _(offers.v[i].action->label);
        choices[i].note = offers.v[i].why_not;
        choices[i].is_off = !offers.v[i].is_allowed;
        choices[i].id = offers.v[i].action - order_document.actions;
    }
    dialog.title = order_document.title(od->order, tmp);
    dialog.choices = choices;
    dialog.n = offers.n;
    dialog_choose(s, &dialog, action_chosen);
    return true;
}

static bool may_edit(const struct screen *s, struct err *why)
{
    const struct od *od = (const struct od *)s;

    if (od->order == NULL || od->order->status == ORDER_DRAFT)
        return true;
    return desk_may(s->desk, "order.change", why) &&
           change_is_possible(od->change, od->order, why);
}

/* A draft is edited as it stands, a placed order by a change set that begins on the line under the
 * cursor. */
static bool run_edit(struct screen *s, struct err *err)
{
    struct od *od = od_self(s);
    struct order_edit_arg arg = { .draft = od->id };
    struct change_arg change = { .order = od->id };
    int64_t line = od->tab > OD_QTY_TAB ? 0 : list_selected(&od->list);

    if (od->order->status == ORDER_DRAFT)
        return app_replace(s->app, &scr_order_edit, &arg, err);
    change.line_no = (int)line;
    return app_push(s->app, &scr_change, &change, err);
}

static bool run_new(struct screen *s, struct err *err)
{
    struct order_edit_arg arg = { .customer = od_self(s)->order->customer };

    return app_push(s->app, &scr_order_edit, &arg, err);
}

static bool run_customer(struct screen *s, struct err *err)
{
    struct customer_id id = od_self(s)->order->customer;

    if (id.v == 0)
        return err_set(err, ERR_STATE, _("The draft has no customer yet."));
    return app_push(s->app, &scr_customer, &id, err);
}

static bool priority_given(struct screen *s, const struct dialog_result *r, struct err *err)
{
    const struct order *o = od_self(s)->order;
    const char *text = r->text;

    if (text[0] < '0' || text[0] > '9' || text[1] != '\0')
        return err_field(err, ERR_INVALID, "priority",
                         _("The priority is a number from 0 to 9; 9 is served first."));
    return order_set_priority(s->desk, o->id, text[0] - '0', o->version, err) &&
           screen_refresh(s, err);
}

static bool run_priority(struct screen *s, struct err *err)
{
    struct dialog dialog = { .title = _("Priority"),
                             .label = _("0 to 9; 9 is served first"),
                             .needs_text = true };

    if (!desk_may(s->desk, "order.priority", err))
        return false;
    dialog.preset = arena_printf(s->data, "%d", od_self(s)->priority);
    dialog_ask(s, &dialog, priority_given);
    return true;
}

static bool run_previous(struct screen *s, struct err *err)
{
    return app_step(s->app, -1, &od_self(s)->id.v, err);
}

static bool run_next(struct screen *s, struct err *err)
{
    return app_step(s->app, 1, &od_self(s)->id.v, err);
}

static bool run_why(struct screen *s, struct err *err)
{
    struct od *od = od_self(s);
    OD_ARENA *tmp = arena_new();
    const char *text = "";

    if (!order_why(s->desk, od->order, "", tmp, &text, err))
        return false;
    app_show_text(s->app, _("Why"), text);
    return true;
}

static bool run_sites(struct screen *s, struct err *err)
{
    OD_ARENA *tmp = arena_new();
    const char *text = "";

    if (!source_words(s->desk, od_self(s)->order, tmp, &text, err))
        return false;
    if (text[0] == '\0')
        return err_set(err, ERR_STATE, _("Nothing of this order is still to be sent."));
    app_show_text(s->app, _("Where it comes from"), text);
    return true;
}

static const struct action *release_action(void)
{
    return action_find(&order_document, "release_hold");
}

static bool may_release(const struct screen *s, struct err *why)
{
    const struct od *od = (const struct od *)s;
    OD_ARENA *tmp = arena_new();

    return od->order == NULL ||
           action_allows(s->desk, &order_document, release_action(), od->order, tmp, why);
}

static bool run_release(struct screen *s, struct err *err)
{
    return start_action(od_self(s), release_action(), err);
}

static bool run_card(struct screen *s, struct err *err)
{
    struct od *od = od_self(s);
    OD_ARENA *tmp = arena_new();
    const char *text = "";

    if (!order_card(s->desk, od->order, tmp, &text, err))
        return false;
    app_show_text(s->app, _("To read out"), text);
    return true;
}

const struct command od_commands[] = {
    { "order.edit", "F4 C-t e", N_("Change"),
      N_("Change the order, with a preview; go on with a draft or a change that is open."),
      may_edit, run_edit },
    { "order.new_for", "F6 C-n n", N_("New order"), N_("A new order for the same customer."), NULL,
      run_new },
    { "order.previous", "F7 [", N_("Prev"), N_("The order before it in the list."), NULL,
      run_previous },
    { "order.next", "F8 ]", N_("Next"), N_("The order after it in the list."), NULL, run_next },
    { "order.actions", "F10 C-o a", N_("Actions"),
      N_("Everything that can be done with this order, and why not."), NULL, run_actions },
    { "order.card", "F11 s", N_("Card"),
      N_("Where it is, when it comes, what is missing: to read "
         "out on the phone."),
      NULL, run_card },
    { "order.why", "w M-w", N_("Why"), N_("Why this status, price, tax, stock, credit, site."),
      NULL, run_why },
    { "order.customer", "c M-c", N_("Customer"), N_("The customer's page."), NULL, run_customer },
    { "order.sites", "f M-f", N_("Sites"),
      N_("Which site sends what, in how many parcels; F10 o takes a line to another one."), NULL,
      run_sites },
    { "order.priority", "y M-y", N_("Priority"),
      N_("Who is served first where stock is short: 0 to 9, 9 is first."), NULL, run_priority },
    { "order.print", "p M-p", N_("Print"),
      N_("A paper as things are now; on the tab of papers also one as it was."), NULL,
      order_page_print },
    { "order.tracks", "k M-k", N_("Parcels"), N_("Where its parcels are, as the carriers say."),
      NULL, order_page_tracks },
    { "order.notice", "v M-v", N_("View"),
      N_("What the customer was told, in full; of a notice that waits what it would say now."),
      order_page_on_notice, order_page_notice },
    { "order.resend", "r M-r", N_("Resend"),
      N_("The notice under the cursor again to the same address, as things are now."),
      order_page_on_notice, order_page_resend },
    { "order.take_address", "t M-t", N_("Take address"),
      N_("The address as the carrier writes it, for the order and the customer."),
      order_page_may_take, order_page_take_address },
    { "order.keep_address", "b M-b", N_("Keep address"),
      N_("The address stays as it is, whatever the carrier says."), order_page_may_keep,
      order_page_keep_address },
    { "order.release", "l M-l", N_("Lift hold"),
      N_("Release a hold; Enter takes the first reason, a digit another one and a note."),
      may_release, run_release },
    { 0 },
};
