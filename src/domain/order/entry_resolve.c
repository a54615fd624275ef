/*
 * The parts of an entry become what a line wants: item, quantity in its own unit, site and day.
 */
#include <ctype.h>
#include <string.h>

#include "base/i18n.h"
#include "base/limits.h"
#include "base/mem.h"
#include "base/strbuf.h"
#include "domain/catalog/barcode.h"
#include "domain/catalog/item.h"
#include "domain/desk/money_text.h"
#include "domain/order/entry.h"

/* A resolving under way. */
struct resolve {
    struct desk *desk;
    const struct entry *e;
    const struct entry_form *form;
    struct arena *arena;
    const struct item *item;
    const struct entry_word *qty; /* NULL: none */
    const struct item_unit *unit; /* NULL: none named */
    struct line_input in;
};

static bool at(const struct resolve *r, const struct entry_word *w)
{
    if (r->form->bad)
        *r->form->bad = w->spot;
    return false;
}

struct entry_form entry_form_of(struct desk *desk, const struct order *order,
                                const struct decimal_form *decimals)
{
    return (struct entry_form){
        .currency = order ? order->currency : desk_company(desk)->currency,
        .decimals = decimals,
        .today = desk_today(desk),
        .channel = order ? order->channel : (struct channel_id){ 0 },
    };
}

/* --- the item --------------------------------------------------------------------------------- */

static bool find(const struct resolve *r, const struct entry_word *w, struct item **out,
                 struct err *err)
{
    return item_find(r->desk, w->text, r->form->channel, r->arena, out, err);
}

static bool may_be_qty(const struct resolve *r, const char *word)
{
    int64_t ignored;

    return decimal_parse(word, 3, LIMIT_QTY_MILLI, r->form->decimals, &ignored, NULL);
}

static bool no_item(const struct resolve *r, const struct entry_word *w, struct err *err)
{
    err_field(err, ERR_NOT_FOUND, "item", _("No item fits \"%s\". Type some letters of its name."),
              w->text);
    return at(r, w);
}

/* "12*4711" and "4711*12": one side is an item, the other a quantity. */
static bool take_star(struct resolve *r, struct err *err)
{
    const struct entry_word *left = &r->e->code, *right = &r->e->star;
    struct item *a = NULL, *b = NULL;

    if ((may_be_qty(r, right->text) && !find(r, left, &a, err)) ||
        (may_be_qty(r, left->text) && !find(r, right, &b, err)))
        return false;
    if (a && b) {
        err_field(err, ERR_INVALID, "item",
                  _("%s and %s are both items here. Write the item, a blank and the quantity."),
                  left->text, right->text);
        return at(r, left);
    }
    if (!a && !b)
        return no_item(r, may_be_qty(r, right->text) ? left : right, err);
    r->item = a ? a : b;
    r->qty = a ? right : left;
    return true;
}

static bool take_item(struct resolve *r, struct err *err)
{
    struct item *item = NULL;

    r->qty = r->e->qty.text ? &r->e->qty : NULL;
    if (r->form->item) {
        r->item = r->form->item;
        r->qty = r->e->star.text ? &r->e->star : r->qty;
        return true;
    }
    if (r->e->star.text)
        return take_star(r, err);
    if (!find(r, &r->e->code, &item, err))
        return false;
    if (!item)
        return no_item(r, &r->e->code, err);
    r->item = item;
    return true;
}

/* --- unit, site, day -------------------------------------------------------------------------- */

static bool is_nothing(const char *text)
{
    return strcmp(text, "-") == 0;
}

static bool take_site(struct resolve *r, const struct entry_word *w, const struct site *site,
                      struct err *err)
{
    if (r->in.has_site) {
        err_field(err, ERR_INVALID, "site", _("There are two sites: \"%s\" is one."), w->text);
        return at(r, w);
    }
    r->in.has_site = true;
    r->in.site = site ? site->id : (struct site_id){ 0 };
    return true;
}

static bool take_day(struct resolve *r, const struct entry_word *w, struct err *err)
{
    if (r->in.has_requested) {
        err_field(err, ERR_INVALID, "date", _("There are two days: \"%s\" is one."), w->text);
        return at(r, w);
    }
    r->in.has_requested = true;
    if (is_nothing(w->text))
        return true;
    if (!date_parse_typed(w->text, r->form->today, &r->in.requested, err)) {
        err_at(err, "date");
        return at(r, w);
    }
    if (date_cmp(r->in.requested, r->form->today) >= 0)
        return true;
    err_field(err, ERR_INVALID, "date", _("The day \"%s\" has passed."), w->text);
    return at(r, w);
}

static bool take_unit(struct resolve *r, const struct entry_word *w, const struct item_unit *unit,
                      struct err *err)
{
    if (r->unit) {
        err_field(err, ERR_INVALID, "unit", _("There are two units: \"%s\" is one."), w->text);
        return at(r, w);
    }
    r->unit = unit;
    return true;
}

/* "ea, box of 12, pallet of 480" */
static const char *units_of(const struct resolve *r)
{
    struct strbuf b;

    strbuf_init(&b, r->arena, LIMIT_NOTE_BYTES);
    strbuf_add(&b, r->item->uom);
    for (const struct item_unit *u = r->item->units; u && u->code; u++)
        strbuf_addf(&b, _(", %s of %s"), u->code, text_qty(r->desk, r->arena, u->factor));
    return b.s;
}

static bool no_unit(const struct resolve *r, const struct entry_word *w, struct err *err)
{
    err_field(err, ERR_INVALID, "unit", _("\"%.40s\" is no unit of %s. It has: %s."), w->text,
              r->item->sku, units_of(r));
    return at(r, w);
}

static bool unclear(const struct resolve *r, const struct entry_word *w, struct err *err)
{
    err_field(err, ERR_INVALID, "unit",
              _("\"%s\" may be more than one thing. Write wh:%s for the site, on:%s for the day."),
              w->text, w->text, w->text);
    return at(r, w);
}

/* A word that may be a unit of the item, a site or a day, as long as it is one of them only. */
static bool take_word(struct resolve *r, const struct entry_word *w, struct err *err)
{
    const struct item_unit *unit = unit_find(r->item, w->text, r->arena);
    struct date day;
    struct site *site = NULL;
    bool is_day = date_parse_typed(w->text, r->form->today, &day, NULL);

    if (!site_find(r->desk, w->text, r->arena, &site, err))
        return false;
    if ((unit != NULL) + (site != NULL) + is_day > 1)
        return unclear(r, w, err);
    if (unit)
        return take_unit(r, w, unit, err);
    if (site)
        return take_site(r, w, site, err);
    if (is_day)
        return take_day(r, w, err);
    err_field(err, ERR_INVALID, "unit", _("\"%.40s\" is no unit of %s (%s), no site and no day."),
              w->text, r->item->sku, units_of(r));
    return at(r, w);
}

static bool take_named(struct resolve *r, struct err *err)
{
    const struct entry *e = r->e;
    struct site *site = NULL;

    if (e->unit.text) {
        const struct item_unit *unit = unit_find(r->item, e->unit.text, r->arena);

        if (!unit)
            return no_unit(r, &e->unit, err);
        r->unit = unit;
    }
    if (e->site.text) {
        if (!is_nothing(e->site.text) && !site_find(r->desk, e->site.text, r->arena, &site, err))
            return false;
        if (!is_nothing(e->site.text) && !site) {
            err_field(err, ERR_INVALID, "site", _("There is no site \"%.40s\"."), e->site.text);
            return at(r, &e->site);
        }
        if (!take_site(r, &e->site, site, err))
            return false;
    }
    return !e->date.text || take_day(r, &e->date, err);
}

/* --- the quantity ----------------------------------------------------------------------------- */

/* What one of the quantity is: the unit that was named, the pack that was scanned, else the item's
 * own. */
static struct qty factor_of(const struct resolve *r)
{
    if (r->unit)
        return r->unit->factor;
    return r->item->scan_pack.milli > 0 ? r->item->scan_pack : (struct qty){ QTY_PER_UNIT };
}

/* A pack that was scanned goes by the name of the unit of that size, where the item has one. */
static void name_unit(struct resolve *r, struct qty factor)
{
    const struct item_unit *u = r->unit;

    if (factor.milli == QTY_PER_UNIT)
        return;
    for (const struct item_unit *v = r->item->units; !u && v && v->code; v++)
        if (v->factor.milli == factor.milli)
            u = v;
    r->in.unit = u ? u->code : "";
    if (u)
        r->in.unit_qty = factor;
}

static bool is_whole(const struct item *item, __int128 milli)
{
    static const int64_t parts[] = { 1000, 100, 10, 1 };

    return milli % parts[item->qty_decimals] == 0;
}

static bool too_fine(const struct resolve *r, struct qty factor, struct err *err)
{
    int decimals = r->item->qty_decimals;

    err_field(err, ERR_INVALID, "qty",
              ngettext("\"%s\" of %s each is no quantity that %s is sold in (%d decimal).",
                       "\"%s\" of %s each is no quantity that %s is sold in (%d decimals).",
                       (unsigned long)decimals),
              r->qty->text, text_qty(r->desk, r->arena, factor), r->item->sku, decimals);
    return at(r, r->qty);
}

static bool take_qty(struct resolve *r, struct err *err)
{
    struct qty factor = factor_of(r), count = { QTY_PER_UNIT };
    int decimals = factor.milli == QTY_PER_UNIT ? r->item->qty_decimals : 3;
    __int128 milli;

    if (r->qty && !qty_parse(r->qty->text, decimals, r->form->decimals, &count, err)) {
        err_at(err, "qty");
        return at(r, r->qty);
    }
    milli = (__int128)count.milli * factor.milli;
    if (milli % QTY_PER_UNIT != 0 || !is_whole(r->item, milli / QTY_PER_UNIT))
        return too_fine(r, factor, err);
    milli /= QTY_PER_UNIT;
    if (milli > LIMIT_QTY_MILLI) {
        err_field(err, ERR_LIMIT, "qty", _("The quantity is larger than the desk can hold."));
        return r->qty ? at(r, r->qty) : false;
    }
    r->in.qty.milli = (int64_t)milli;
    r->in.has_unit = true;
    r->in.unit = "";
    r->in.unit_qty.milli = QTY_PER_UNIT;
    name_unit(r, factor);
    return true;
}

bool entry_resolve(struct desk *desk, const struct entry *e, const struct entry_form *form,
                   struct arena *arena, struct line_input *out, const struct item **item,
                   struct err *err)
{
    struct resolve r = { .desk = desk, .e = e, .form = form, .arena = arena };

    if (form->bad)
        *form->bad = (struct entry_spot){ 0 };
    if (e->comment) {
        r.in.comment = e->comment;
    } else {
        if (!take_item(&r, err) || !take_named(&r, err))
            return false;
        for (int i = 0; i < e->word_count; i++)
            if (!take_word(&r, &e->words[i], err))
                return false;
        if (!take_qty(&r, err))
            return false;
        r.in.item = r.item->id;
        r.in.has_price = e->has_price;
        r.in.price = e->price;
        r.in.has_disc = e->has_disc;
        r.in.disc = e->disc;
        r.in.has_over = e->has_over;
        r.in.has_under = e->has_under;
        r.in.tolerance = e->tolerance;
        r.in.has_whole = e->has_whole;
        r.in.is_whole = e->is_whole;
    }
    *out = r.in;
    if (item)
        *item = r.item;
    return true;
}

bool entry_line(struct desk *desk, const char *text, const struct entry_form *form,
                struct arena *arena, struct line_input *out, struct err *err)
{
    struct entry e;

    return entry_parse(text, form, arena, &e, err) &&
           entry_resolve(desk, &e, form, arena, out, NULL, err);
}
