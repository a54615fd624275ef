/*
 * SH, the day's parcels: what is packed and should leave, most pressing first, and what waits for
 * the carrier. ship_scan.c has what scans mean; marked rows go together.
 */
#include <stdio.h>

#include "base/compiler.h"
#include "base/i18n.h"
#include "base/mem.h"
#include "base/strbuf.h"
#include "domain/desk/money_text.h"
#include "domain/flow/dispatch.h"
#include "domain/flow/fulfillment.h"
#include "domain/flow/manifest.h"
#include "domain/outside/label.h"
#include "tui/dialog.h"
#include "tui/force.h"
#include "tui/listing.h"
#include "tui/screens.h"
#include "tui/ship_forms.h"
#include "tui/ship_screen.h"

static struct sh *self(struct screen *s)
{
    return (struct sh *)s;
}

static struct list *list_of(struct screen *s)
{
    return self(s)->is_handing_over ? &self(s)->manifests : &self(s)->parcels;
}

/* --- what is shown ---------------------------------------------------------------------------- */

static const struct list_column parcel_columns[] = {
    { N_("Slip"), 12, 10, 0, false, false }, { N_("Leaves"), 12, 11, 0, false, false },
    { N_("Due"), 8, 6, 1, false, false },    { N_("Customer"), 26, 12, 0, false, true },
    { N_("By"), 14, 8, 0, false, false },    { N_("Packages"), 8, 8, 0, true, false },
    { N_("kg"), 9, 7, 1, true, false },      { N_("City"), 14, 8, 3, false, false },
    { N_("Site"), 8, 6, 2, false, false },   { N_("Label"), 14, 9, 0, false, false },
    { 0 },
};

static const struct list_column manifest_columns[] = {
    { N_("Manifest"), 9, 8, 0, false, false }, { N_("Day"), 10, 8, 0, false, false },
    { N_("Carrier"), 20, 10, 0, false, true }, { N_("Shipments"), 9, 9, 0, true, false },
    { N_("Packages"), 8, 8, 0, true, false },  { N_("kg"), 10, 7, 0, true, false },
    { N_("Site"), 8, 6, 1, false, false },     { 0 },
};

static const char *kg_text(const struct sh *sh, struct arena *arena, int64_t grams)
{
    return grams == 0 ? "" : text_qty(sh->s.desk, arena, (struct qty){ grams });
}

/* "late", "before 15:00", "later". */
static const char *when_text(const struct dispatch_row *r, struct arena *arena)
{
    if (r->is_held)
        return _("on hold !");
    if (r->when != DISPATCH_TODAY)
        return dispatch_when_words(r->when);
    return arena_printf(arena, _("before %02d:%02d"), r->cutoff_minute / 60, r->cutoff_minute % 60);
}

void sh_show_parcels(struct sh *sh)
{
    struct arena *a = sh->s.data;
    struct list_row *rows = arena_array(a, sh->rows.n + 1, struct list_row);
    int n = 0;

    for (int i = 0; i < sh->rows.n; i++) {
        const struct dispatch_row *r = &sh->rows.v[i];
        const char **cells = arena_array(a, OD_LEN(parcel_columns) - 1, const char *);
        const struct label *label = label_most_pressing(&sh->labels, r->id);

        if (sh->is_past && r->when != DISPATCH_LATE)
            continue;
        cells[0] = r->number;
        cells[1] = when_text(r, a);
        cells[2] = date_is_set(r->due) ? text_date(sh->s.desk, a, r->due) : "";
        cells[3] = r->customer_name;
        cells[4] =
            r->carrier[0] != '\0' ? arena_printf(a, "%s %s", r->carrier, r->method) : r->method;
        cells[5] = arena_printf(a, "%d", r->packages);
        cells[6] = kg_text(sh, a, r->weight_g);
        cells[7] = r->city;
        cells[8] = r->site_code;
        cells[9] = label != NULL ? label_state_words(label->state) : "";
        rows[n] = (struct list_row){ .id = r->id, .cells = cells };
        if (r->is_held || r->when == DISPATCH_LATE)
            rows[n].style = STYLE_WARN;
        n++;
    }
    list_set_rows(&sh->parcels, rows, n);
}

static void show_manifests(struct sh *sh)
{
    struct arena *a = sh->s.data;
    struct list_row *rows = arena_array(a, sh->open.n + 1, struct list_row);

    for (int i = 0; i < sh->open.n; i++) {
        const struct manifest *m = &sh->open.v[i];
        const char **cells = arena_array(a, OD_LEN(manifest_columns) - 1, const char *);

        cells[0] = m->number;
        cells[1] = text_date(sh->s.desk, a, m->day);
        cells[2] = m->carrier[0] != '\0' ? m->carrier : _("(no carrier)");
        cells[3] = arena_printf(a, "%d", m->shipments);
        cells[4] = arena_printf(a, "%d", m->packages);
        cells[5] = kg_text(sh, a, m->weight_g);
        cells[6] = m->site_code;
        rows[i] = (struct list_row){ .id = m->id, .cells = cells };
    }
    list_set_rows(&sh->manifests, rows, sh->open.n);
}

void sh_name_it(struct sh *sh)
{
    sh->s.context = sh->is_handing_over ? _("to hand over")
                    : sh->is_past       ? _("past cut-off")
                                        : _("packed, to ship");
    sh->s.hint = sh->is_handing_over
                     ? _("F10 when the carrier has it; F4 goes back to what is packed.")
                 : sh->is_past ? _("What should have left. F10 ships it; F4 shows all packed.")
                               : _("Scan a slip, then .SHIP. Space marks rows, F10 ships them.");
    sh->parcels.empty =
        sh->is_past ? _("All that should have left has left. F4 shows all that is packed.")
                    : _("Nothing is packed. Parcels come here from the packing table.");
}

static bool refresh(struct screen *s, struct err *err)
{
    struct sh *sh = self(s);
    struct manifests all;
    struct dispatch rows;
    struct labels labels;
    int n = 0, max = listing_max(s, DISPATCH_ROWS);

    if (!dispatch_load(s->desk, (struct site_id){ 0 }, max, s->data, &rows, err) ||
        !manifest_list(s->desk, &(struct manifest_filter){ .is_open = true }, max, s->data, &all,
                       err) ||
        !labels_of_packed(s->desk, s->data, &labels, err))
        return false;
    for (int i = 0; i < all.n; i++)
        if (all.v[i].shipments > 0)
            all.v[n++] = all.v[i];
    all.n = n;
    sh->rows = rows;
    sh->open = all;
    sh->labels = labels;
    sh_show_parcels(sh);
    show_manifests(sh);
    sh_show_wanted(sh);
    return true;
}

static bool enter(struct screen *s, const void *arg, struct err *err)
{
    struct sh *sh = self(s);

    (void)err;
    sh->is_past = arg != NULL && *(const int64_t *)arg == SHIP_PAST;
    sh->is_handing_over = arg != NULL && !sh->is_past;
    sh->manifest.wanted = sh->is_handing_over ? *(const int64_t *)arg : 0;
    list_init(&sh->parcels, s->app, parcel_columns, NULL, NULL);
    list_init(&sh->manifests, s->app, manifest_columns, NULL, NULL);
    sh->manifests.empty = _("Nothing waits for a carrier.");
    sh_name_it(sh);
    return true;
}

static void draw_counts(const struct sh *sh, struct canvas *c)
{
    int by[4] = { 0 }, packages = 0;

    for (int i = 0; i < sh->rows.n; i++)
        by[sh->rows.v[i].when]++;
    for (int i = 0; i < sh->open.n; i++)
        packages += sh->open.v[i].packages;
    canvas_printf(c, 0, 1, by[DISPATCH_LATE] > 0 ? STYLE_WARN : STYLE_DIM,
                  _("Late %d   today %d   later %d   shipped, not handed over: packages %d"),
                  by[DISPATCH_LATE], by[DISPATCH_TODAY], by[DISPATCH_LATER], packages);
}

static void draw(const struct screen *s, struct canvas *c)
{
    struct sh *sh = (struct sh *)s;
    struct canvas body = canvas_view(c, SH_BAR_ROWS, 0, -1, -1);
    int col;

    draw_counts(sh, c);
    list_draw(list_of(&sh->s), &body, false);
    col = canvas_text(c, 1, 1, -1, STYLE_HEAD, _("SCAN >")) + 2;
    field_draw(&sh->bar, c, 1, col, c->cols - col - 1, STYLE_FOCUS, true);
}

static void resize(struct screen *s, int rows, int cols)
{
    (void)cols;
    list_resize(&self(s)->parcels, rows - SH_BAR_ROWS);
    list_resize(&self(s)->manifests, rows - SH_BAR_ROWS);
}

/* --- shipping --------------------------------------------------------------------------------- */

const struct dispatch_row *sh_row(const struct sh *sh, int64_t id)
{
    for (int i = 0; i < sh->rows.n; i++)
        if (sh->rows.v[i].id == id)
            return &sh->rows.v[i];
    return NULL;
}

static const char *not_shipped(const struct dispatch *rows, struct arena *arena)
{
    struct strbuf b;

    strbuf_init(&b, arena, 20000);
    for (int i = 0; i < rows->n; i++)
        if (!rows->v[i].is_shipped)
            strbuf_addf(&b, "%s  %s\n    %s\n", rows->v[i].number, rows->v[i].customer_name,
                        rows->v[i].why_not);
    return b.s;
}

/* The rows of these ids, as they were seen; those that are gone since are left out. */
struct dispatch sh_chosen(const struct sh *sh, const int64_t *ids, int n, struct arena *arena)
{
    struct dispatch out = { arena_array(arena, n + 1, struct dispatch_row), 0, 0 };

    for (int i = 0; i < n; i++) {
        const struct dispatch_row *row = sh_row(sh, ids[i]);

        if (row != NULL)
            out.v[out.n++] = *row;
    }
    return out;
}

static bool ship_forced(struct screen *s, const struct dialog_result *r, struct err *err)
{
    OD_ARENA *tmp = arena_new();
    struct sh *sh = self(s);
    const struct record_at at = { .id = r->tag, .version = sh->forced.version };
    const struct action_value given[] = { { "carrier", sh->forced.carrier },
                                          { "force", "yes" },
                                          { "reason", force_reason(s, r, tmp) } };
    const struct action_values values = { given, OD_LEN(given) };
    struct fulfillment *f;

    if (!act(s->desk, &fulfillment_document, at, "ship", &values, err) ||
        !fulfillment_load(s->desk, at.id, tmp, &f, err)) {
        (void)!screen_refresh(s, NULL);
        return false;
    }
    app_say(s->app, _("%s is shipped."), f->number);
    screen_reread(s);
    return true;
}

/* One that stays: a manager is asked where the books are all that stops it. */
static bool stays(struct sh *sh, const struct dispatch_row *row, const char *carrier,
                  struct err *err)
{
    if (!row->may_be_forced)
        return err_set(err, ERR_STATE, "%s", row->why_not);
    sh->forced.version = row->version;
    (void)snprintf(sh->forced.carrier, sizeof sh->forced.carrier, "%s", carrier);
    (void)err_field(err, ERR_STATE, "force", "%s", row->why_not);
    return force_asks(&sh->s, row->id, ship_forced, err);
}

bool sh_ship(struct sh *sh, struct dispatch *rows, const char *carrier, struct err *err)
{
    OD_ARENA *tmp = arena_new();
    bool done;

    app_busy(sh->s.app, _("working"));
    /* The numbers are in the data that the refresh gives back. */
    for (int i = 0; i < rows->n; i++) {
        rows->v[i].number = arena_strdup(tmp, rows->v[i].number);
        rows->v[i].customer_name = arena_strdup(tmp, rows->v[i].customer_name);
    }
    done = dispatch_ship(sh->s.desk, carrier, tmp, rows, err);
    list_clear_marks(&sh->parcels);
    if (!screen_refresh(&sh->s, done ? err : NULL) || !done)
        return false;
    if (rows->n == 1 && rows->shipped == 0)
        return stays(sh, &rows->v[0], carrier, err);
    if (rows->n == 1)
        app_say(sh->s.app, _("%s is shipped."), rows->v[0].number);
    else
        app_say(sh->s.app, _("%d of %d are shipped."), rows->shipped, rows->n);
    if (rows->shipped < rows->n)
        app_show_text(sh->s.app, _("These did not leave"), not_shipped(rows, tmp));
    return true;
}

static bool ship_confirmed(struct screen *s, const struct dialog_result *r, struct err *err)
{
    struct sh *sh = self(s);
    OD_ARENA *tmp = arena_new();
    struct dispatch rows;
    const int64_t *ids = &r->tag;
    int64_t *marked;
    int n = 1;

    /* The cursor may have moved on to another slip, where its own left meanwhile. */
    if (r->tag == 0) {
        n = list_targets(&sh->parcels, tmp, &marked);
        ids = marked;
    }
    rows = sh_chosen(sh, ids, n, tmp);
    if (rows.n == 0)
        return err_set(err, ERR_CONFLICT, _("It is not here any more. Look again."));
    return sh_ship(sh, &rows, arena_strdup(tmp, r->text), err);
}

static bool run_ship(struct sh *sh, struct err *err)
{
    OD_ARENA *tmp = arena_new();
    struct dialog dialog = { .title = _("Ship"), .label = _("Carrier (empty: each its own)") };
    struct dispatch rows;
    int64_t *ids;
    int n = list_targets(&sh->parcels, tmp, &ids), packages = 0;

    rows = sh_chosen(sh, ids, n, tmp);
    if (rows.n == 0)
        return err_set(err, ERR_NOT_FOUND, _("Nothing is selected."));
    dialog.tag = rows.n == 1 ? rows.v[0].id : 0;
    for (int i = 0; i < rows.n; i++)
        packages += rows.v[i].packages;
    dialog.text = arena_printf(tmp,
                               ngettext("%d slip leaves. Packages: %d.",
                                        "%d slips leave. Packages: %d.", (unsigned long)rows.n),
                               rows.n, packages);
    dialog_ask(&sh->s, &dialog, ship_confirmed);
    return true;
}

/* --- handing over ----------------------------------------------------------------------------- */

const struct manifest *sh_manifest(const struct sh *sh, int64_t id)
{
    for (int i = 0; i < sh->open.n; i++)
        if (sh->open.v[i].id == id)
            return &sh->open.v[i];
    return NULL;
}

/* As it was seen: with this version. */
bool sh_hand_over(struct sh *sh, int64_t id, int64_t version, struct err *err)
{
    const struct manifest *m = sh_manifest(sh, id);
    OD_ARENA *tmp = arena_new();
    const char *number;

    if (m == NULL || m->version != version)
        return err_set(err, ERR_CONFLICT, _("It changed meanwhile. Look at the totals again."));
    number = arena_strdup(tmp, m->number);
    if (!act(sh->s.desk, &manifest_document, (struct record_at){ m->id, m->version }, "close", NULL,
             err)) {
        (void)!screen_refresh(&sh->s, NULL);
        return false;
    }
    app_say(sh->s.app, _("%s is handed over."), number);
    screen_reread(&sh->s);
    return true;
}

static bool hand_over(struct screen *s, const struct dialog_result *r, struct err *err)
{
    return !r->yes || sh_hand_over(self(s), list_selected(&self(s)->manifests), r->tag, err);
}

static bool run_hand_over(struct sh *sh, struct err *err)
{
    const struct manifest *m = sh_manifest(sh, list_selected(&sh->manifests));
    OD_ARENA *tmp = arena_new();
    struct dialog dialog = { .yes_label = _("handed over") };

    if (m == NULL)
        return err_set(err, ERR_NOT_FOUND, _("Nothing is selected."));
    dialog.title = m->number;
    dialog.tag = m->version;
    dialog.text =
        arena_printf(tmp, _("%s: shipments %d, packages %d, %s kg. None of it is taken back then."),
                     m->carrier[0] != '\0' ? m->carrier : _("The carrier"), m->shipments,
                     m->packages, text_qty(sh->s.desk, tmp, (struct qty){ m->weight_g }));
    dialog_confirm(&sh->s, &dialog, hand_over);
    return true;
}

/* --- keys and scans --------------------------------------------------------------------------- */

static bool run_leave(struct screen *s, struct err *err)
{
    return self(s)->is_handing_over ? run_hand_over(self(s), err) : run_ship(self(s), err);
}

static bool run_switch(struct screen *s, struct err *err)
{
    struct sh *sh = self(s);

    if (sh->is_past) {
        sh->is_past = false;
        sh_name_it(sh);
        return screen_refresh(s, err);
    }
    sh->is_handing_over = !sh->is_handing_over;
    sh_name_it(sh);
    return true;
}

/* The labels of the slip that was scanned, else of the selected one. */
bool sh_label(struct screen *s, struct err *err)
{
    struct sh *sh = self(s);
    int64_t id = sh->slip != 0 ? sh->slip : list_selected(&sh->parcels);

    if (sh->is_handing_over || id == 0)
        return err_set(err, ERR_NOT_FOUND, _("Nothing is selected."));
    return labels_ask_here(s, id, err);
}

static bool key(struct screen *s, struct key k)
{
    struct sh *sh = self(s);
    struct err err = ERR_INIT;

    if (key_is(k, K_ENTER) || (key_is(k, K_TAB) && !field_is_empty(&sh->bar))) {
        if (!sh_entered(sh, &err))
            app_error(s->app, &err);
        return true;
    }
    if (!field_wants_blank(&sh->bar, k) && list_key(list_of(s), k))
        return true;
    return field_key(&sh->bar, k) != FIELD_UNUSED;
}

static const struct command commands[] = {
    { "ship.switch", "F4 C-t", N_("Hand over"),
      N_("Between what is packed and what waits for the carrier."), NULL, run_switch },
    { "ship.label", "C-b M-l", N_("Label"),
      N_("The carriers' labels of the slip: asked for, and how far they are."), NULL, sh_label },
    { "ship.forms", "F7 M-f", N_("Forms"),
      N_("The carriers' forms of what was handed over: print one, ask again."), NULL,
      ship_forms_show },
    { "ship.leave", "F10 C-o", N_("Leaves"),
      N_("Ship the marked slips; or note that the carrier has what is on a manifest."), NULL,
      run_leave },
    { 0 },
};

static const char *help(const struct screen *s)
{
    (void)s;
    return _("Parcels that are packed, most pressing first. Scan a slip and then .SHIP, or mark "
             "rows with Space and press F10. ^B or .LABEL asks for the carriers' labels. F4 shows "
             "what is shipped and still here, by carrier; F10 there notes the hand-over with its "
             "packages and weight. A manifest's number, or .MANIFEST, and then .SHIP does so too.");
}

static void close_screen(struct screen *s)
{
    list_close(&self(s)->parcels);
    list_close(&self(s)->manifests);
}

const struct screen_ops scr_ship = {
    .name = "ship",
    .code = "SH",
    .title = N_("Ship"),
    .size = sizeof(struct sh),
    .commands = commands,
    .enter = enter,
    .refresh = refresh,
    .draw = draw,
    .draw_small = sh_draw_small,
    .key = key,
    .resize = resize,
    .help = help,
    .list = list_of,
    .close = close_screen,
};
