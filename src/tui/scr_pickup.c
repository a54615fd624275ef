/*
 * PU, the counter: what waits to be collected, who waits longest first, and what nobody came for.
 * The code that a customer says, typed into the bar, finds the parcel; Enter hands it over.
 */
#include <stdio.h>
#include <string.h>

#include "base/i18n.h"
#include "base/limits.h"
#include "base/mem.h"
#include "domain/catalog/scan.h"
#include "domain/desk/money_text.h"
#include "domain/flow/fulfillment.h"
#include "domain/flow/pickup.h"
#include "tui/app.h"
#include "tui/dialog.h"
#include "tui/field.h"
#include "tui/force.h"
#include "tui/handheld.h"
#include "tui/listing.h"
#include "tui/screens.h"

#define BAR_ROWS 2

struct pu {
    struct screen s;
    struct list list;
    struct field bar;
    struct pickup_rows rows; /* in s.data */
    bool by_code; /* whether what was said is a code, while a manager is asked */
    char shown[LIMIT_TEXT_BYTES + 1];
};

static struct pu *self(struct screen *s)
{
    return (struct pu *)s;
}

/* --- what is shown ---------------------------------------------------------------------------- */

static const struct list_column columns[] = {
    { N_("Slip"), 12, 10, 0, false, false },     { N_("Customer"), 28, 12, 0, false, true },
    { N_("Phone"), 16, 10, 1, false, false },    { N_("Kept until"), 11, 10, 0, false, false },
    { N_("Packages"), 8, 8, 0, true, false },    { N_("What"), 14, 12, 0, false, false },
    { N_("Site"), 8, 6, 2, false, false },       { 0 },
};

static const char *what(const struct pickup_row *r)
{
    if (r->status == FULFILLMENT_CANCELED)
        return _("to put back");
    return r->is_held ? _("on hold !") : _("to collect");
}

static bool refresh(struct screen *s, struct err *err)
{
    struct pu *pu = self(s);
    struct list_row *rows;

    if (!pickup_list(s->desk, (struct site_id){ 0 }, listing_max(s, PICKUP_ROWS), s->data,
                     &pu->rows, err))
        return false;
    rows = arena_array(s->data, pu->rows.n + 1, struct list_row);
    for (int i = 0; i < pu->rows.n; i++) {
        const struct pickup_row *r = &pu->rows.v[i];
        const char **cells = arena_array(s->data, OD_LEN(columns) - 1, const char *);

        cells[0] = r->number;
        cells[1] = r->customer_name;
        cells[2] = r->phone;
        cells[3] = date_is_set(r->until) ? text_date(s->desk, s->data, r->until) : "";
        cells[4] = arena_printf(s->data, "%d", r->packages);
        cells[5] = what(r);
        cells[6] = r->site_code;
        rows[i] = (struct list_row){ .id = r->id, .cells = cells };
        if (r->is_held || r->status == FULFILLMENT_CANCELED)
            rows[i].style = STYLE_WARN;
    }
    list_set_rows(&pu->list, rows, pu->rows.n);
    return true;
}

static bool enter(struct screen *s, const void *arg, struct err *err)
{
    struct pu *pu = self(s);

    (void)arg;
    list_init(&pu->list, s->app, columns, NULL, pu);
    pu->list.empty = _("Nothing waits to be collected.");
    s->context = _("to be collected");
    s->hint = _("Type the code that the customer says; without one, choose the row and press F10.");
    (void)err;
    return true;
}

static void draw(const struct screen *s, struct canvas *c)
{
    const struct pu *pu = (const struct pu *)s;
    struct canvas body = canvas_view(c, BAR_ROWS, 0, -1, -1);
    int col = canvas_text(c, 0, 1, -1, STYLE_HEAD, _("Code or slip:")) + 2;

    list_draw(&pu->list, &body, true);
    field_draw(&pu->bar, c, 0, col, c->cols - col - 1, STYLE_FOCUS, true);
}

static void draw_small(const struct screen *s, struct canvas *c, const char *message)
{
    const struct pu *pu = (const struct pu *)s;
    const struct handheld h = { .head = _("To be collected"),
                                .list = &pu->list,
                                .columns = { 0, 1, 5 },
                                .prompt = _("CODE>"),
                                .bar = &pu->bar,
                                .message = message != s->hint ? message : "",
                                .keys = ".NEXT .DONE" };

    handheld_draw(&h, c);
}

static void resize(struct screen *s, int rows, int cols)
{
    (void)cols;
    list_resize(&self(s)->list, rows - BAR_ROWS);
}

/* --- handing over ----------------------------------------------------------------------------- */

static const struct pickup_row *row_of(const struct pu *pu, int64_t id)
{
    for (int i = 0; i < pu->rows.n; i++)
        if (pu->rows.v[i].id == id)
            return &pu->rows.v[i];
    return NULL;
}

static bool book(struct pu *pu, const struct pickup_row *row, const char *action,
                 const struct action_value *value, struct err *err)
{
    const struct action_values values = { value, value == NULL ? 0 : 1 };

    if (!act(pu->s.desk, &fulfillment_document, (struct record_at){ row->id, row->version }, action,
             &values, err))
        return false;
    screen_reread(&pu->s);
    return true;
}

static bool collect_forced(struct screen *s, const struct dialog_result *r, struct err *err)
{
    OD_ARENA *tmp = arena_new();
    struct pu *pu = self(s);
    const struct action_value v[] = { { pu->by_code ? "code" : "id", pu->shown },
                                      { "force", "yes" },
                                      { "reason", force_reason(s, r, tmp) } };
    const struct action_values values = { v, OD_LEN(v) };
    const struct pickup_row *row = row_of(pu, r->tag);
    const char *number;

    if (row == NULL)
        return err_set(err, ERR_CONFLICT, _("It is not here any more. Look again."));
    number = arena_strdup(tmp, row->number);
    if (!act(s->desk, &fulfillment_document, (struct record_at){ row->id, row->version },
             "collect", &values, err))
        return false;
    screen_reread(s);
    app_say(s->app, _("%s is handed over."), number);
    return true;
}

/* What was said is kept for a manager who is asked whether it leaves beyond the books. */
static bool collect(struct pu *pu, const struct pickup_row *row, const struct action_value *said,
                    struct err *err)
{
    OD_ARENA *tmp = arena_new();
    const char *number = arena_strdup(tmp, row->number);
    int64_t id = row->id;

    if (book(pu, row, "collect", said, err)) {
        app_say(pu->s.app, _("%s is handed over."), number);
        return true;
    }
    pu->by_code = strcmp(said->name, "code") == 0;
    (void)snprintf(pu->shown, sizeof pu->shown, "%s", said->value);
    return force_asks(&pu->s, id, collect_forced, err);
}

/* A code says which one, and that it is theirs; a slip only says which. */
static bool typed(struct pu *pu, struct err *err)
{
    char code[PICKUP_CODE_SIZE];
    struct action_value value = { "code", code };
    const struct pickup_row *row;
    struct err no_code = ERR_INIT;
    OD_ARENA *tmp = arena_new();
    struct scan scan;
    const char *text;
    int64_t id;

    scan_read(pu->bar.text, tmp, &scan);
    text = scan.code;
    if (text[0] == '.') {
        field_clear(&pu->bar);
        return app_run_code(pu->s.app, text, err);
    }
    if (!pickup_find(pu->s.desk, text, &id, err))
        return false;
    row = row_of(pu, id);
    if (row == NULL)
        return err_set(err, ERR_STATE, _("%s is not here to be collected."), text);
    (void)list_select(&pu->list, id);
    if (row->status != FULFILLMENT_READY || !pickup_code_read(text, code, &no_code)) {
        field_clear(&pu->bar);
        app_say(pu->s.app, _("%s, %s. F10 tells what can be done."), row->number,
                row->customer_name);
        return true;
    }
    if (!collect(pu, row, &value, err))
        return false;
    field_clear(&pu->bar);
    return true;
}

static const struct pickup_row *selected(struct pu *pu, struct err *err)
{
    const struct pickup_row *row = row_of(pu, list_selected(&pu->list));

    if (row == NULL)
        (void)err_set(err, ERR_NOT_FOUND, _("Nothing is selected."));
    return row;
}

static bool shown_id(struct screen *s, const struct dialog_result *r, struct err *err)
{
    const struct action_value value = { "id", r->text };
    const struct pickup_row *row = selected(self(s), err);

    return row != NULL && collect(self(s), row, &value, err);
}

enum choice { HAND_OVER = 1, NOBODY_CAME, NOT_READY, PUT_AWAY };

static bool chosen(struct screen *s, const struct dialog_result *r, struct err *err)
{
    struct pu *pu = self(s);
    const struct pickup_row *row = selected(pu, err);
    struct dialog dialog = { .needs_text = true };

    if (row == NULL)
        return false;
    switch ((enum choice)r->id) {
    case HAND_OVER:
        dialog.title = row->number;
        dialog.text = _("Who collects it, and what was shown? A number of a paper is not needed.");
        dialog.label = _("Shown");
        dialog_ask(s, &dialog, shown_id);
        return true;
    case NOBODY_CAME:
        return book(pu, row, "no_show", NULL, err);
    case NOT_READY:
        return book(pu, row, "unready", NULL, err);
    case PUT_AWAY:
        return book(pu, row, "put_away", NULL, err);
    }
    return true;
}

static bool run_actions(struct screen *s, struct err *err)
{
    static const struct dialog_choice ready[] = {
        { .key = "h", .label = N_("Hand over without a code"), .id = HAND_OVER },
        { .key = "n", .label = N_("Nobody came: it goes back"), .id = NOBODY_CAME },
        { .key = "u", .label = N_("Not ready after all"), .id = NOT_READY },
    };
    static const struct dialog_choice back[] = {
        { .key = "a", .label = N_("It is back at its places"), .id = PUT_AWAY },
    };
    const struct pickup_row *row = selected(self(s), err);
    struct dialog_choice choices[OD_LEN(ready)];
    bool is_ready = row != NULL && row->status == FULFILLMENT_READY;
    struct dialog dialog = { .choices = choices,
                             .n = is_ready ? (int)OD_LEN(ready) : (int)OD_LEN(back) };

    if (row == NULL)
        return false;
    dialog.title = row->number;
    for (int i = 0; i < dialog.n; i++) {
        choices[i] = is_ready ? ready[i] : back[i];
        choices[i].label = _(choices[i].label);
    }
    dialog_choose(s, &dialog, chosen);
    return true;
}

static bool run_order(struct screen *s, struct err *err)
{
    const struct pickup_row *row = selected(self(s), err);
    OD_ARENA *tmp = arena_new();
    struct fulfillment *f;

    return row != NULL && fulfillment_load(s->desk, row->id, tmp, &f, err) &&
           app_push(s->app, &scr_order, &f->order->id, err);
}

static bool key(struct screen *s, struct key k)
{
    struct pu *pu = self(s);
    struct err err = ERR_INIT;

    if (key_is(k, K_ENTER) || (key_is(k, K_TAB) && !field_is_empty(&pu->bar))) {
        if (field_is_empty(&pu->bar) ? !run_actions(s, &err) : !typed(pu, &err)) {
            app_error(s->app, &err);
            field_focus(&pu->bar); /* another scan takes its place, a mended one does not */
        }
        return true;
    }
    if (!field_wants_blank(&pu->bar, k) && list_key(&pu->list, k))
        return true;
    return field_key(&pu->bar, k) != FIELD_UNUSED;
}

static const struct command commands[] = {
    { "pickup.order", "F6 C-n", N_("Order"), N_("The page of the order."), NULL, run_order },
    { "pickup.actions", "F10 C-o", N_("Action"),
      N_("Hand over without a code, nobody came, not ready, put away."), NULL, run_actions },
    { 0 },
};

static const char *help(const struct screen *s)
{
    (void)s;
    return _("What is packed and waits for the customer. The code that the customer says, typed "
             "here, hands the goods over at once; a slip or an order's number finds the row. "
             "Without a code F10 asks who it is. What nobody came for stands below until it is "
             "back at its places.");
}

static void close_screen(struct screen *s)
{
    list_close(&self(s)->list);
}

static struct list *shown_list(struct screen *s)
{
    return &self(s)->list;
}

const struct screen_ops scr_pickup = {
    .name = "pickup",
    .code = "PU",
    .title = N_("To be collected"),
    .size = sizeof(struct pu),
    .commands = commands,
    .enter = enter,
    .refresh = refresh,
    .draw = draw,
    .draw_small = draw_small,
    .key = key,
    .resize = resize,
    .help = help,
    .list = shown_list,
    .close = close_screen,
};
