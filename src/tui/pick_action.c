/*
 * PK, what one can do: booking picks, undo, skip, short, pack, hand over, and the other actions.
 */
#include "tui/pick_screen.h"

#include <stdio.h>
#include <string.h>

#include "base/i18n.h"
#include "base/mem.h"
#include "domain/desk/money_text.h"
#include "domain/desk/setting.h"
#include "domain/flow/scan_command.h"
#include "print/documents.h"
#include "tui/dialog.h"
#include "tui/force.h"
#include "tui/screens.h"

static struct pk *pk_self(struct screen *s)
{
    return (struct pk *)s;
}

/* --- booking ---------------------------------------------------------------------------------- */

/* Every scan stands alone: whatever others did meanwhile, the rules are asked anew. */
bool pk_act(struct pk *pk, const char *action, const struct action_value *given, int n,
            struct err *err)
{
    struct action_values values = { given, n };
    struct err second = ERR_INIT;

    if (act(pk->s.desk, &fulfillment_document, (struct record_at){ .id = pk->id }, action, &values,
            err))
        return true;
    (void)!screen_refresh(&pk->s, &second);
    return false;
}

bool pk_book(struct pk *pk, const char *action, const struct action_value *given, int n,
             struct err *err)
{
    if (!pk_act(pk, action, given, n, err))
        return false;
    screen_reread(&pk->s);
    return true;
}

static bool book_item(struct pk *pk, const char *action, const char *code, struct qty qty,
                      struct err *err)
{
    char text[DECIMAL_TEXT_SIZE];
    struct action_value given[] = {
        { "item", code },
        { "qty", qty_format(qty, desk_form(pk->s.desk), text) },
    };

    return pk_book(pk, action, given, 2, err);
}

static void remember(struct pk *pk, const char *sku, struct qty qty)
{
    if (pk->undo_n == PK_UNDO) {
        memmove(&pk->undo[0], &pk->undo[1], sizeof pk->undo - sizeof pk->undo[0]);
        pk->undo_n--;
    }
    (void)snprintf(pk->undo[pk->undo_n].sku, sizeof pk->undo[0].sku, "%s", sku);
    pk->undo[pk->undo_n++].qty = qty;
}

void pk_finish_picked(struct pk *pk)
{
    struct err err = ERR_INIT;

    if (pk->f->status == FULFILLMENT_PICKING && pk_count_left(pk->f) == 0)
        (void)!pk_book(pk, "finish", NULL, 0, &err);
}

bool pk_pick(struct pk *pk, const char *sku, struct qty qty, struct err *err)
{
    OD_ARENA *tmp = arena_new();

    sku = arena_strdup(tmp, sku);
    if (!book_item(pk, "pick", sku, qty, err))
        return false;
    remember(pk, sku, qty);
    pk->wrong[0] = '\0';
    pk_finish_picked(pk);
    return true;
}

/* --- commands --------------------------------------------------------------------------------- */

static bool qty_typed(struct screen *s, const struct dialog_result *r, struct err *err)
{
    struct pk *pk = pk_self(s);
    const struct fulfillment_line *l = pk_expected(pk, 0);
    struct qty qty;

    if (l == NULL)
        return err_set(err, ERR_STATE, _("All is picked."));
    return qty_parse(r->text, l->qty_decimals, app_form(s->app), &qty, err) &&
           pk_pick(pk, l->sku, qty, err);
}

bool pk_has_line(const struct screen *s, struct err *why)
{
    const struct pk *pk = (const struct pk *)s;

    if (pk->f != NULL && pk_is_open(pk->f) && pk_expected(pk, 0) != NULL)
        return true;
    return err_set(why, ERR_STATE, _("Nothing is left to be picked."));
}

/* Of the expected item, or of the one that is scanned next into a package. */
static bool may_count(const struct screen *s, struct err *why)
{
    const struct pk *pk = (const struct pk *)s;

    return (pk->f != NULL && pk_is_packing(pk)) || pk_has_line(s, why);
}

static bool run_qty(struct screen *s, struct err *err)
{
    struct pk *pk = pk_self(s);
    const struct fulfillment_line *l = pk_expected(pk, 0);
    OD_ARENA *tmp = arena_new();
    struct dialog dialog;

    if (pk_is_packing(pk)) {
        pk->asks = PK_QTY;
        return true;
    }
    dialog = (struct dialog){ .title = arena_printf(tmp, _("Pick %s"), l->sku),
                             .text = _("How many did you take?"),
                             .label = _("Quantity"),
                             .preset = text_qty(s->desk, tmp, fulfillment_left(l)),
                             .needs_text = true };

    (void)err;
    dialog_ask(s, &dialog, qty_typed);
    return true;
}

bool pk_undo(struct screen *s, struct err *err)
{
    struct pk *pk = pk_self(s);

    if (pk_is_packing(pk))
        return pk_take_out(pk, err);
    if (pk->undo_n == 0)
        return err_set(err, ERR_STATE,
                       _("Nothing was picked on this screen that could be undone."));
    if (!book_item(pk, "put_back", pk->undo[pk->undo_n - 1].sku, pk->undo[pk->undo_n - 1].qty, err))
        return false;
    pk->undo_n--;
    app_say(s->app, _("Put %s back."), pk->undo[pk->undo_n].sku);
    return true;
}

bool pk_skip(struct screen *s, struct err *err)
{
    struct pk *pk = pk_self(s);
    const struct fulfillment_line *next = pk_expected(pk, 1);

    if (next == NULL)
        return err_set(err, ERR_STATE, _("There is no other line to go on with."));
    pk->focus = next->id;
    pk->at_place = 0;
    return screen_refresh(s, err);
}

/* "2 3.4": packages, and the weight of all in kg. */
static bool packed(struct screen *s, const struct dialog_result *r, struct err *err)
{
    struct pk *pk = pk_self(s);
    OD_ARENA *tmp = arena_new();
    char *text = arena_strdup(tmp, r->text);
    char *weight = strchr(text, ' ');
    struct action_value given[2] = { { "packages", text }, { "weight", NULL } };

    if (weight != NULL) {
        *weight = '\0';
        given[1].value = weight + 1 + strspn(weight + 1, " ");
    }
    return pk_book(pk, "pack", given, 2, err);
}

/* By scan: one package, not weighed. */
static bool pack_scanned(struct pk *pk, struct err *err)
{
    if (!pk_book(pk, "pack", NULL, 0, err))
        return false;
    app_say(pk->s.app, _("%s is packed."), pk->f->number);
    return true;
}

static bool ship_with(struct pk *pk, const struct action_value *given, int n, struct err *err)
{
    if (!pk_book(pk, "ship", given, n, err))
        return false;
    app_say(pk->s.app, _("%s is shipped."), pk->f->number);
    return true;
}

static bool ship_forced(struct screen *s, const struct dialog_result *r, struct err *err)
{
    OD_ARENA *tmp = arena_new();
    struct pk *pk = pk_self(s);
    const struct action_value given[] = { { "carrier", pk->carrier },
                                          { "tracking", pk->tracking },
                                          { "force", "yes" },
                                          { "reason", force_reason(s, r, tmp) } };

    return ship_with(pk, given, OD_LEN(given), err);
}

/* Hands it over; NULL where the carrier or its number is not known. What was said is kept for a
 * manager who is asked about it. */
static bool pk_ship(struct pk *pk, const char *carrier, const char *tracking, struct err *err)
{
    struct action_value given[2] = { { "carrier", carrier }, { "tracking", tracking } };

    if (ship_with(pk, given, 2, err))
        return true;
    (void)snprintf(pk->carrier, sizeof pk->carrier, "%s", carrier != NULL ? carrier : "");
    (void)snprintf(pk->tracking, sizeof pk->tracking, "%s", tracking != NULL ? tracking : "");
    return force_asks(&pk->s, 0, ship_forced, err);
}

/* "DHL 00340434": carrier and number; the number alone, or nothing. */
static bool handed_over(struct screen *s, const struct dialog_result *r, struct err *err)
{
    OD_ARENA *tmp = arena_new();
    char *text = arena_strdup(tmp, r->text);
    char *blank = strrchr(text, ' ');

    if (blank == NULL)
        return pk_ship(pk_self(s), NULL, text, err);
    *blank = '\0';
    return pk_ship(pk_self(s), text, blank + 1, err);
}

/* The next step: pack what is picked, hand over what is packed. */
bool pk_done(struct screen *s, struct err *err)
{
    struct pk *pk = pk_self(s);
    struct dialog dialog = { .title = pk->f->number };

    if (pk->f->status == FULFILLMENT_PACKED && pk->f->kind == FULFILLMENT_PICKUP)
        return pk_book(pk, "ready", NULL, 0, err);
    if (pk->f->status == FULFILLMENT_PACKED) {
        dialog.text = _("Hand over: carrier and tracking number, or empty.");
        dialog.label = _("Tracking");
        dialog_ask(s, &dialog, handed_over);
        return true;
    }
    if (pk->f->status > FULFILLMENT_PACKED)
        return err_set(err, ERR_STATE, _("%s is %s."), pk->f->number,
                       fulfillment_status_words(pk->f->status));
    if (pk_expected(pk, 0) != NULL)
        return err_set(err, ERR_STATE,
                       _("%s is not picked to the end. Pick it, or say that it is short (F11)."),
                       pk_expected(pk, 0)->sku);
    if (pk_is_packing(pk))
        return pk_book(pk, "pack", NULL, 0, err);
    dialog.text = _("Pack: packages, and the weight of all in kg where it is known.");
    dialog.label = _("Packages");
    dialog.preset = "1";
    dialog.needs_text = true;
    dialog_ask(s, &dialog, packed);
    return true;
}

/* --- the other actions ------------------------------------------------------------------------ */

static bool cancel_given(struct screen *s, const struct dialog_result *r, struct err *err)
{
    OD_ARENA *tmp = arena_new();
    struct action_value given = { "reason", reason_code(s->desk, "cancel", r->id, tmp) };

    return pk_book(pk_self(s), "cancel", &given, 1, err);
}

/* Ids of choices from here on are papers, by enum document_kind. */
#define PRINT_CHOICES 1000

static bool print_paper(struct pk *pk, enum document_kind kind, struct err *err)
{
    const struct printing *how = app_printing(pk->s.app);
    const struct document_ask ask = { .kind = kind, .fulfillment = pk->id };
    OD_ARENA *tmp = arena_new();
    const char *number;

    if (how == NULL)
        return err_set(err, ERR_STATE,
                       _("This station prints nothing. Set print_command in its configuration."));
    app_busy(pk->s.app, _("printing"));
    if (!document_print(pk->s.desk, &ask, how, tmp, &number, err))
        return false;
    app_say(pk->s.app, _("%s went to the printer."), number);
    return true;
}

/* --- scanned commands ------------------------------------------------------------------------- */

bool pk_answer(struct pk *pk, const char *text, struct err *err)
{
    const struct fulfillment_line *l = pk_expected(pk, 0);
    struct action_value given = { "tote", text };
    struct qty qty;

    if (pk->asks == PK_TOTE) {
        if (!pk_book(pk, "tote", &given, 1, err))
            return false;
        pk->asks = PK_SCAN;
        app_say(pk->s.app, _("Tote %s it is."), pk->f->tote);
        return true;
    }
    if (pk->asks == PK_WEIGHT)
        return pk_weigh(pk, text, err);
    if (pk_is_packing(pk))
        return pk_count(pk, text, err);
    if (!pk_has_line(&pk->s, err) ||
        !qty_parse(text, l->qty_decimals, app_form(pk->s.app), &qty, err) ||
        !pk_pick(pk, l->sku, qty, err))
        return false;
    pk->asks = PK_SCAN;
    return true;
}

/* As F10, without its questions: all in one package; what is packed leaves by another scan. */
static bool done_scanned(struct pk *pk, struct err *err)
{
    bool is_pickup = pk->f->kind == FULFILLMENT_PICKUP;

    if (pk->f->status == FULFILLMENT_PACKED && !is_pickup)
        return err_set(err, ERR_STATE, _("%s is packed. .SHIP hands it over."), pk->f->number);
    if (pk->f->status <= FULFILLMENT_PICKED && pk_expected(pk, 0) == NULL && !pk_is_packing(pk))
        return pack_scanned(pk, err);
    return pk_done(&pk->s, err);
}

/* A word that asks for another scan, or takes the question back. */
static bool ask(struct pk *pk, enum pk_asks what, struct err *err)
{
    if (what == PK_QTY && !may_count(&pk->s, err))
        return false;
    pk->asks = what;
    return true;
}

bool pk_command(struct pk *pk, const char *code, bool *is_one, struct err *err)
{
    *is_one = true;
    pk->asks = PK_SCAN;
    pk->count.milli = 0;
    switch (scan_command_of(code)) {
    case SCAN_SHORT:
        return pk_short_scanned(pk, scan_command_rest(code), err);
    case SCAN_SKIP:
        return pk_skip(&pk->s, err);
    case SCAN_UNDO:
        return pk_undo(&pk->s, err);
    case SCAN_QTY:
        return ask(pk, PK_QTY, err);
    case SCAN_TOTE:
        return ask(pk, PK_TOTE, err);
    case SCAN_DONE:
        return done_scanned(pk, err);
    case SCAN_BOX:
        return pk_box(&pk->s, err);
    case SCAN_PACK:
        return pack_scanned(pk, err);
    case SCAN_SHIP:
        return pk_ship(pk, NULL, NULL, err);
    case SCAN_SLIP:
        return print_paper(pk, DOCUMENT_PACKING_SLIP, err);
    case SCAN_LABEL:
        return labels_ask_here(&pk->s, pk->id, err);
    case SCAN_WEIGHT:
        return ask(pk, PK_WEIGHT, err);
    }
    *is_one = false;
    return true;
}

static bool assign_given(struct screen *s, const struct dialog_result *r, struct err *err)
{
    OD_ARENA *tmp = arena_new();
    struct action_value given = { "user", arena_strdup(tmp, r->text) };

    return pk_book(pk_self(s), "assign", &given, 1, err);
}

static bool take_action(struct screen *s, const struct action *a, struct err *err)
{
    OD_ARENA *tmp = arena_new();
    struct dialog dialog = { .title = _(a->label), .text = _(a->help) };

    if (strcmp(a->name, "assign") == 0) {
        dialog.label = _(a->inputs->label);
        dialog.preset = desk_user(s->desk)->login;
        dialog_ask(s, &dialog, assign_given);
        return true;
    }

    if (strcmp(a->name, "cancel") == 0) {
        if (!dialog_reasons(s, "cancel", tmp, &dialog, err))
            return false;
        dialog_choose(s, &dialog, cancel_given);
        return true;
    }
    return pk_book(pk_self(s), a->name, NULL, 0, err);
}

static bool action_chosen(struct screen *s, const struct dialog_result *r, struct err *err)
{
    if (r->id >= PRINT_CHOICES)
        return print_paper(pk_self(s), (enum document_kind)(r->id - PRINT_CHOICES), err);
    return take_action(s, &fulfillment_document.actions[r->id], err);
}

/* Those that need no item or number; the others have keys of their own. */
static bool is_offered(const struct action *a)
{
    return a->inputs == NULL || strcmp(a->name, "cancel") == 0 || strcmp(a->name, "assign") == 0;
}

/* The papers of its state. */
static void add_papers(const struct pk *pk, struct dialog_choice *choices, int *n)
{
    enum fulfillment_status status = pk->f->status;

    if (status <= FULFILLMENT_PICKED)
        choices[(*n)++] = (struct dialog_choice){ .key = "p",
                                                  .label = _("Print the pick list"),
                                                  .id = PRINT_CHOICES + DOCUMENT_PICK_LIST };
    if (status >= FULFILLMENT_PICKED && status != FULFILLMENT_CANCELED)
        choices[(*n)++] = (struct dialog_choice){ .key = "l",
                                                  .label = _("Print the packing slip"),
                                                  .id = PRINT_CHOICES + DOCUMENT_PACKING_SLIP };
    if (status >= FULFILLMENT_PACKED && status != FULFILLMENT_CANCELED)
        choices[(*n)++] = (struct dialog_choice){ .key = "a",
                                                  .label = _("Print the labels"),
                                                  .id = PRINT_CHOICES + DOCUMENT_LABEL };
}

static bool run_actions(struct screen *s, struct err *err)
{
    struct pk *pk = pk_self(s);
    OD_ARENA *tmp = arena_new();
    struct dialog dialog = { .title = pk->f->number };
    struct action_offers offers = { 0 };
    struct dialog_choice *choices;

    actions_of(s->desk, &fulfillment_document, pk->f, tmp, &offers);
    choices = arena_array(tmp, offers.n + 3, struct dialog_choice);
    for (int i = 0; i < offers.n; i++) {
        const struct action *a = offers.v[i].action;

        if (!is_offered(a))
            continue;
        choices[dialog.n++] = (struct dialog_choice){ .key = a->key,
                                                      .label = _(a->label),
                                                      .note = offers.v[i].why_not,
                                                      .is_off = !offers.v[i].is_allowed,
                                                      .id = a - fulfillment_document.actions };
    }
    add_papers(pk, choices, &dialog.n);
    if (dialog.n == 0)
        return err_set(err, ERR_STATE, _("Nothing can be done with %s any more."), pk->f->number);
    dialog.choices = choices;
    dialog_choose(s, &dialog, action_chosen);
    return true;
}

static bool run_label(struct screen *s, struct err *err)
{
    return labels_ask_here(s, pk_self(s)->id, err);
}

const struct command pk_commands[] = {
    { "pick.qty", "F4 C-t", N_("Quantity"), N_("Type how many of the expected item were taken."),
      may_count, run_qty },
    { "pick.actions", "F6 C-n", N_("Actions"),
      N_("Start, finish, unpack, take back, cancel, print."), NULL, run_actions },
    { "pick.label", "C-b M-l", N_("Label"), N_("The carriers' labels of what is packed: asked for,"
      " and how far they are."), NULL, run_label },
    { "pick.undo", "F7 C-z", N_("Undo"), N_("Put back what was scanned last."), NULL, pk_undo },
    { "pick.skip", "F8 C-y", N_("Skip"), N_("Another line first."), NULL, pk_skip },
    { "pick.done", "F10 C-o", N_("Done"), N_("Pack what is picked; hand over what is packed."),
      NULL, pk_done },
    { "pick.short", "F11 M-v", N_("Short"), N_("The expected item is not there, or damaged."),
      pk_has_line, pk_short },
    { 0 },
};
