/*
 * PK, the packing table: once all is picked, .BOX begins a package, scans go into it, and what the
 * scales or a label say is noted.
 */
#include <string.h>
#include <strings.h>

#include "base/i18n.h"
#include "base/mem.h"
#include "domain/desk/money_text.h"
#include "domain/flow/courier.h"
#include "domain/flow/package.h"
#include "tui/dialog.h"
#include "tui/pick_screen.h"

bool pk_is_packing(const struct pk *pk)
{
    return pk->f->status == FULFILLMENT_PICKED && pk->f->packages.n > 0;
}

/* The package that was begun last. */
static const struct package *at_hand(const struct pk *pk)
{
    return &pk->f->packages.v[pk->f->packages.n - 1];
}

bool pk_box(struct screen *s, struct err *err)
{
    struct pk *pk = (struct pk *)s;

    if (!pk_book(pk, "box", NULL, 0, err))
        return false;
    app_say(s->app, _("Scan what goes into %s."), at_hand(pk)->number);
    return true;
}

bool pk_put_in(struct pk *pk, const char *code, struct err *err)
{
    OD_ARENA *tmp = arena_new();
    char text[DECIMAL_TEXT_SIZE];
    struct fulfillment_line *l;
    struct qty pack;
    struct action_value given[2];

    if (!package_match(pk->s.desk, pk->f, code, &l, &pack, err))
        return false;
    if (pk->count.milli > 0)
        pack = pk->count;
    pk->count.milli = 0;
    given[0] = (struct action_value){ "item", arena_strdup(tmp, l->sku) };
    given[1] = (struct action_value){ "qty", qty_format(pack, app_form(pk->s.app), text) };
    return pk_book(pk, "put_in", given, 2, err);
}

bool pk_count(struct pk *pk, const char *text, struct err *err)
{
    struct qty qty;

    if (!qty_parse(text, 3, app_form(pk->s.app), &qty, err))
        return false;
    if (qty.milli <= 0)
        return err_field(err, ERR_INVALID, "qty", _("Say how many go into the package."));
    pk->count = qty;
    pk->asks = PK_SCAN;
    app_say(pk->s.app, _("%s of the item that is scanned now go into %s."), text,
            at_hand(pk)->number);
    return true;
}

bool pk_take_out(struct pk *pk, struct err *err)
{
    OD_ARENA *tmp = arena_new();
    const char *number = arena_strdup(tmp, at_hand(pk)->number);

    if (!pk_book(pk, "take_out", NULL, 0, err))
        return false;
    app_say(pk->s.app, _("%s is taken apart again."), number);
    return true;
}

/* --- scales, rulers, labels ------------------------------------------------------------------- */

/* "2.4kg", "2,4 KG": digits and then the unit. */
static bool is_weight(const char *code, size_t *digits)
{
    *digits = strspn(code, "0123456789.,");
    return *digits > 0 && strcasecmp(code + *digits + strspn(code + *digits, " "), "kg") == 0;
}

static bool is_size(const char *code)
{
    const char *x = strpbrk(code, "xX");

    return x != NULL && x != code && strpbrk(x + 1, "xX") != NULL &&
           strspn(code, "0123456789xX") == strlen(code);
}

/* The first package without a number takes the one of a label. */
static bool is_label(const struct pk *pk, const char *code, const char **package)
{
    OD_ARENA *tmp = arena_new();
    struct courier_fits fits;

    *package = NULL;
    for (int i = pk->f->packages.n - 1; i >= 0; i--)
        if (pk->f->packages.v[i].tracking[0] == '\0')
            *package = pk->f->packages.v[i].number;
    return pk->f->status == FULFILLMENT_PACKED && *package != NULL &&
           courier_find(code, tmp, &fits, NULL) && (fits.n > 0 || fits.almost != NULL);
}

static int64_t weight_of(const struct pk *pk, const char *package)
{
    for (int i = 0; i < pk->f->packages.n; i++)
        if (strcmp(pk->f->packages.v[i].number, package) == 0)
            return pk->f->packages.v[i].weight_g;
    return 0;
}

static bool give_back(struct screen *s, const struct dialog_result *r, struct err *err)
{
    if (!r->yes)
        return true;
    if (!label_void(s->desk, (struct record_at){ .id = r->tag }, err) || !screen_refresh(s, err))
        return false;
    app_say(s->app, _("The label is given back. ^B asks for another."));
    return true;
}

/* A label was paid for another weight: the carrier charges what it weighs itself. */
static void ask_about_label(struct pk *pk, const char *package, int64_t before_g)
{
    const struct label *l = label_counting(&pk->labels, package);
    struct dialog dialog = { .title = package, .yes_label = _("give it back") };
    OD_ARENA *tmp = arena_new();

    if (l == NULL || l->state > LABEL_BOUGHT || weight_of(pk, package) == before_g)
        return;
    dialog.tag = l->id;
    dialog.text = arena_printf(tmp, _("Its label (%s) is for %s kg. Give that back?"),
                               label_state_words(l->state),
                               text_qty(pk->s.desk, tmp, (struct qty){ before_g }));
    dialog_confirm(&pk->s, &dialog, give_back);
}

static bool measure(struct pk *pk, const char *package, const char *name, const char *value,
                    struct err *err)
{
    OD_ARENA *tmp = arena_new();
    struct action_value given[2] = { { name, value }, { "package", NULL } };
    int64_t before_g;

    if (package == NULL && pk->f->packages.n > 0)
        package = at_hand(pk)->number;
    given[1].value = package != NULL ? arena_strdup(tmp, package) : NULL;
    before_g = given[1].value != NULL ? weight_of(pk, given[1].value) : 0;
    if (!pk_book(pk, "measure", given, 2, err))
        return false;
    app_say(pk->s.app, _("%s: %s is noted."), given[1].value, value);
    if (given[1].value != NULL && strcmp(name, "weight") == 0)
        ask_about_label(pk, given[1].value, before_g);
    return true;
}

bool pk_weigh(struct pk *pk, const char *text, struct err *err)
{
    OD_ARENA *tmp = arena_new();
    size_t digits;

    if (is_weight(text, &digits))
        text = arena_strndup(tmp, text, digits);
    if (!measure(pk, NULL, "weight", text, err))
        return false;
    pk->asks = PK_SCAN;
    return true;
}

/* While there are goods to scan, an item that is called like a size ("40x30x20") is the item. */
static bool is_goods(struct pk *pk, const char *code)
{
    struct err none = ERR_INIT;
    struct fulfillment_line *l;
    struct qty pack;

    if (pk_is_open(pk->f))
        return true;
    return pk->f->status == FULFILLMENT_PICKED &&
           package_match(pk->s.desk, pk->f, code, &l, &pack, &none);
}

bool pk_scan_measure(struct pk *pk, const char *code, bool *is_one, struct err *err)
{
    OD_ARENA *tmp = arena_new();
    const char *package;
    size_t digits;

    *is_one = false;
    if ((is_weight(code, &digits) || is_size(code)) && is_goods(pk, code))
        return true;
    *is_one = true;
    if (is_weight(code, &digits))
        return measure(pk, NULL, "weight", arena_printf(tmp, "%.*s", (int)digits, code), err);
    if (is_size(code))
        return measure(pk, NULL, "size", code, err);
    if (is_label(pk, code, &package))
        return measure(pk, package, "tracking", code, err);
    *is_one = false;
    return true;
}

/* --- what is shown ---------------------------------------------------------------------------- */

/* "Label bought, 7.90 EUR", or why there is none yet; right of the weight. */
static void draw_label(const struct pk *pk, const struct package *p, struct canvas *c)
{
    const struct label *l = label_counting(&pk->labels, p->number);
    OD_ARENA *tmp = arena_new();
    const char *rest;

    if (l == NULL)
        return;
    rest = l->error[0] != '\0' ? l->error : text_cost(pk->s.desk, tmp, l->cost);
    canvas_printf(c, 1, c->cols / 3, label_needs_person(l->state) ? STYLE_WARN : STYLE_TEXT,
                  _("Label of P%d: %s%s%s"), p->seq, label_state_words(l->state),
                  rest[0] != '\0' ? ", " : "", rest);
}

void pk_draw_packages(const struct pk *pk, struct canvas *c)
{
    const struct fulfillment *f = pk->f;
    OD_ARENA *tmp = arena_new();
    char kg[DECIMAL_TEXT_SIZE];
    const struct package *p;

    if (f->packages.n == 0)
        return;
    canvas_printf(c, 1, 1, STYLE_TEXT,
                  ngettext("%d package, %s kg", "%d packages, %s kg", (unsigned long)f->packages.n),
                  f->packages.n, qty_format((struct qty){ f->weight_g }, app_form(pk->s.app), kg));
    p = at_hand(pk);
    draw_label(pk, p, c);
    canvas_printf(c, 2, 1, STYLE_TEXT, "P%d  %s  %s  %s", p->seq,
                  package_contents(pk->s.desk, f, p, tmp), package_size(p, tmp), p->tracking);
}
