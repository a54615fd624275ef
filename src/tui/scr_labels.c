/*
 * LB, carriers' labels: of the parcels of one fulfillment, or all that wait for a person. How far
 * each is stands there and follows by itself; it is asked for, chosen, printed and given back here.
 */
#include <string.h>

#include "base/i18n.h"
#include "base/mem.h"
#include "domain/desk/money_text.h"
#include "domain/flow/fulfillment.h"
#include "domain/flow/package.h"
#include "domain/outside/label.h"
#include "print/documents.h"
#include "tui/app.h"
#include "tui/dialog.h"
#include "tui/listing.h"
#include "tui/screens.h"
#include "tui/ship_forms.h"

#define PRINTS_AT_ONCE 20 /* the rest at the next change */

/* A parcel, and its label that counts, else its last; NULL: none was asked for. */
struct lb_row {
    const char *package;
    const struct label *label;
    int64_t id, fulfillment;
};

struct lb {
    struct listing l;
    int64_t fulfillment; /* 0: those that wait for a person */
    int64_t seen_version; /* of the label that it is asked about whether it is given back */
    struct lb_row *rows; /* in s.data */
};

static struct lb *self(const struct screen *s)
{
    return (struct lb *)s;
}

static const struct list_column columns[] = {
    { N_("Package"), 14, 12, 0, false, false }, { N_("Label"), 20, 16, 0, false, false },
    { N_("Carrier"), 10, 6, 1, false, false },  { N_("Service"), 16, 8, 2, false, false },
    { N_("Cost"), 12, 10, 0, true, false },      { N_("Tracking number"), 22, 12, 0, false, false },
    { N_("Since"), 6, 5, 0, true, false },      { N_("Why"), 30, 18, 0, false, true },
    { 0 },
};

/* --- what is shown ---------------------------------------------------------------------------- */

static struct stamp since(const struct label *l)
{
    return l->ended.ms != 0 ? l->ended : l->bought.ms != 0 ? l->bought : l->asked;
}

static const char *note_of(const struct label *l)
{
    if (l->error[0] != '\0')
        return l->error;
    return l->state == LABEL_BOUGHT && !l->has_file ? _("Its file is still to come.") : "";
}

static void put(struct screen *s, int at, struct list_row *row, const char **cells)
{
    const struct lb_row *r = &self(s)->rows[at];
    const struct label *l = r->label;

    row->id = r->id;
    cells[0] = r->package;
    if (l == NULL) {
        cells[1] = _("not asked for");
        row->style = STYLE_DIM;
        return;
    }
    cells[1] = label_words(l);
    cells[2] = l->carrier;
    cells[3] = l->service;
    cells[4] = text_cost(s->desk, s->data, l->cost);
    cells[5] = l->tracking;
    cells[6] = text_age(s->desk, s->data, since(l));
    cells[7] = note_of(l);
    if (label_needs_person(l->state))
        row->style = STYLE_WARN;
}

static bool load_parcels(struct screen *s, struct lb_row **out, int *n, struct err *err)
{
    struct fulfillment *f;
    struct labels all;
    struct lb_row *rows;

    if (!fulfillment_load(s->desk, self(s)->fulfillment, s->data, &f, err) ||
        !labels_of(s->desk, f->id, s->data, &all, err))
        return false;
    rows = arena_array(s->data, f->packages.n + 1, struct lb_row);
    for (int i = 0; i < f->packages.n; i++) {
        const struct package *p = &f->packages.v[i];

        rows[i] = (struct lb_row){ p->number, label_counting(&all, p->number), p->id, f->id };
    }
    s->title = arena_printf(s->data, _("Labels of %s"), f->number);
    s->context = f->order->customer_name;
    *out = rows;
    *n = f->packages.n;
    return true;
}

static bool load_waiting(struct screen *s, struct lb_row **out, int *n, struct err *err)
{
    struct labels all;
    struct lb_row *rows;

    if (!labels_of_state(s->desk, 0, listing_max(s, LIMIT_PAGE_ROWS), s->data, &all, err))
        return false;
    rows = arena_array(s->data, all.n + 1, struct lb_row);
    for (int i = 0; i < all.n; i++)
        rows[i] = (struct lb_row){ all.v[i].package, &all.v[i], all.v[i].id,
                                   all.v[i].fulfillment };
    s->context = _("that wait for a person");
    *out = rows;
    *n = all.n;
    return true;
}

static bool refresh(struct screen *s, struct err *err)
{
    struct lb *lb = self(s);
    struct lb_row *rows;
    int n;

    if (lb->fulfillment != 0 ? !load_parcels(s, &rows, &n, err) : !load_waiting(s, &rows, &n, err))
        return false;
    lb->rows = rows;
    listing_show(s, n, put);
    return true;
}

/* --- keys ------------------------------------------------------------------------------------- */

static const struct lb_row *selected(const struct screen *s)
{
    return &self(s)->rows[listing_at(s)];
}

static bool has_label(const struct screen *s, struct err *why)
{
    if (!listing_has_row(s, why))
        return false;
    return selected(s)->label != NULL ||
           err_set(why, ERR_STATE, _("No label was asked for %s: F10 does."), selected(s)->package);
}

static bool has_rates(const struct screen *s, struct err *why)
{
    if (!has_label(s, why))
        return false;
    return strcmp(selected(s)->label->rates, "[]") != 0 ||
           err_set(why, ERR_STATE, _("The rates of %s have not come."), selected(s)->package);
}

static bool has_file(const struct screen *s, struct err *why)
{
    if (!has_label(s, why))
        return false;
    return selected(s)->label->has_file ||
           err_set(why, ERR_STATE, _("The label of %s is not here."), selected(s)->package);
}

static bool run_rates(struct screen *s, struct err *err)
{
    return app_push(s->app, &scr_rates, &selected(s)->label->id, err);
}

static bool run_pick(struct screen *s, struct err *err)
{
    return app_push(s->app, &scr_pick, &selected(s)->fulfillment, err);
}

/* Enter: what is next for this one. */
static bool open_row(struct screen *s, struct err *err)
{
    const struct label *l = selected(s)->label;

    return l != NULL && l->state == LABEL_TO_CHOOSE ? run_rates(s, err) : run_pick(s, err);
}

static bool run_ask(struct screen *s, struct err *err)
{
    struct lb *lb = self(s);
    OD_ARENA *tmp = arena_new();
    const char *package = NULL;
    int64_t fulfillment = lb->fulfillment;
    int n;

    /* In the queue it is the one parcel; on a fulfillment all that have none. */
    if (fulfillment == 0) {
        if (!listing_has_row(s, err))
            return false;
        package = arena_strdup(tmp, selected(s)->package);
        fulfillment = selected(s)->fulfillment;
    }
    if (!label_ask(s->desk, fulfillment, package, NULL, &n, err) || !screen_refresh(s, err))
        return false;
    app_say(s->app, ngettext("%d label is asked for.", "%d labels are asked for.",
                             (unsigned long)n), n);
    return true;
}

static bool run_print(struct screen *s, struct err *err)
{
    OD_ARENA *tmp = arena_new();
    struct job_file file;

    if (!label_file_load(s->desk, selected(s)->label->id, tmp, &file, err))
        return false;
    if (app_printing(s->app) == NULL)
        return err_set(err, ERR_STATE,
                       _("This station prints nothing. Set print_command in its configuration."));
    app_busy(s->app, _("working"));
    if (!label_bytes_print(file.data, file.len, app_printing(s->app), err))
        return false;
    app_say(s->app, _("%s went to the printer."), selected(s)->package);
    return true;
}

static bool void_confirmed(struct screen *s, const struct dialog_result *r, struct err *err)
{
    const struct lb_row *row = listing_at(s) >= 0 ? selected(s) : NULL;

    if (!r->yes)
        return true;
    /* The list is live: what was asked about may be another now. */
    if (row == NULL || row->label == NULL || row->label->id != r->tag ||
        row->label->version != self(s)->seen_version)
        return err_set(err, ERR_CONFLICT, _("It changed meanwhile. Look at it again first."));
    if (!label_void(s->desk, (struct record_at){ row->label->id, row->label->version }, err) ||
        !screen_refresh(s, err))
        return false;
    app_say(s->app, _("It is given back; the row says when the carrier has taken it."));
    return true;
}

static bool run_void(struct screen *s, struct err *err)
{
    struct dialog dialog = { .title = _("Give the label back"), .yes_label = _("give it back") };
    OD_ARENA *tmp = arena_new();
    const struct lb_row *row = selected(s);

    (void)err;
    dialog.tag = row->label->id;
    self(s)->seen_version = row->label->version;
    dialog.text = arena_printf(tmp, _("The label of %s is %s. The parcel has none then."),
                               row->package, label_state_words(row->label->state));
    dialog_confirm(s, &dialog, void_confirmed);
    return true;
}

static bool enter(struct screen *s, const void *arg, struct err *err)
{
    struct lb *lb = self(s);

    (void)err;
    lb->fulfillment = arg != NULL ? *(const int64_t *)arg : 0;
    listing_begin(s, columns, open_row);
    lb->l.list.empty = lb->fulfillment != 0 ? _("Nothing is packed: pack it first.")
                                            : _("No label waits for a person.");
    s->hint = lb->fulfillment != 0
                  ? _("F10 asks for the labels; Enter on one that is to be chosen shows the rates.")
                  : _("Enter shows the rates or the parcel; F10 asks for a label once more.");
    return true;
}

static const char *help(const struct screen *s)
{
    (void)s;
    return _("The carriers' labels: asked for with F10, bought by whoever the firm set for it "
             "(setting label.provider), and followed here while that happens. F4 compares what the "
             "ways of sending cost, F7 prints the label as it came, F8 gives it back.");
}

static const struct command commands[] = {
    { "labels.rates", "F4 C-t", N_("Rates"), N_("What the ways of sending cost."), has_rates,
      run_rates },
    { "labels.pick", "F6 C-n", N_("Parcel"), N_("Pick and pack of this parcel."), listing_has_row,
      run_pick },
    { "labels.print", "F7 p", N_("Print"), N_("Print the label as it came."), has_file,
      run_print },
    { "labels.void", "F8 v", N_("Give back"),
      N_("Give the label back to the carrier, or stop it."), has_label, run_void },
    { "labels.ask", "F10 C-o", N_("Ask"),
      N_("Ask for the labels of the parcels that have none."), NULL, run_ask },
    { 0 },
};

const struct screen_ops scr_labels = {
    .name = "labels",
    .code = "LB",
    .title = N_("Carriers' labels"),
    .size = sizeof(struct lb),
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

bool labels_ask_here(struct screen *s, int64_t fulfillment, struct err *err)
{
    struct err why = ERR_INIT;
    struct labels all;
    bool asked;
    int n = 0;

    asked = label_ask(s->desk, fulfillment, NULL, NULL, &n, &why);
    /* What was asked for before is shown; with nothing to show the reason is all there is. */
    if (!asked && (why.code != ERR_STATE ||
                   !labels_of(s->desk, fulfillment, s->data, &all, err) || all.n == 0)) {
        *err = why;
        return false;
    }
    if (!app_push(s->app, &scr_labels, &fulfillment, err))
        return false;
    if (asked)
        app_say(s->app, ngettext("%d label is asked for.", "%d labels are asked for.",
                                 (unsigned long)n), n);
    else
        app_say(s->app, "%s", why.text);
    return true;
}

/* --- by itself -------------------------------------------------------------------------------- */

static bool print_one(struct app *app, const struct label *l, struct err *err)
{
    OD_ARENA *tmp = arena_new();
    struct job_file file;

    return label_file_load(app_desk(app), l->id, tmp, &file, err) &&
           label_bytes_print(file.data, file.len, app_printing(app), err);
}

/* Of labels; those of forms come behind them. */
static void print_arrived(struct app *app)
{
    OD_ARENA *tmp = arena_new();
    struct err err = ERR_INIT;
    struct label *l = NULL;

    for (int n = 0; n < PRINTS_AT_ONCE; n++) {
        if (!label_take_print(app_desk(app), tmp, &l, &err)) {
            app_error(app, &err);
            return;
        }
        if (l == NULL)
            return;
        if (print_one(app, l, &err))
            app_say(app, _("The label of %s came and went to the printer."), l->package);
        else
            app_warn(app, _("The label of %s came, but was not printed: %s"), l->package, err.text);
        err_clear(&err);
    }
}

void labels_print_arrived(struct app *app)
{
    /* A station without a printer leaves them to be printed by hand. */
    if (app_printing(app) == NULL || desk_read_only(app_desk(app))[0] != '\0')
        return;
    print_arrived(app);
    ship_forms_print_arrived(app);
}
