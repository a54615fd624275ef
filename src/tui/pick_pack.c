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
    given[0] = (struct action_value){ "item", arena_strdup(tmp, l->sku) };
    given[1] = (struct action_value){ "qty", qty_format(pack, app_form(pk->s.app), text) };
    return pk_book(pk, "put_in", given, 2, err);
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

static bool measure(struct pk *pk, const char *package, const char *name, const char *value,
                    struct err *err)
{
    OD_ARENA *tmp = arena_new();
    struct action_value given[2] = { { name, value }, { "package", NULL } };

    if (package == NULL && pk->f->packages.n > 0)
        package = at_hand(pk)->number;
    given[1].value = package != NULL ? arena_strdup(tmp, package) : NULL;
    if (!pk_book(pk, "measure", given, 2, err))
        return false;
    app_say(pk->s.app, _("%s: %s is noted."), given[1].value, value);
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
    rest = l->error[0] != '\0'      ? l->error
           : l->cost.cur[0] != '\0' ? text_money(pk->s.desk, tmp, l->cost.minor, l->cost.cur)
                                    : "";
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
