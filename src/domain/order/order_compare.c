/*
 * Two versions of an order side by side, for the page that shows a conflict.
 */
#include <string.h>

#include "base/i18n.h"
#include "base/mem.h"
#include "base/vec.h"
#include "domain/order/order.h"
#include "domain/order/order_parts.h"
#include "domain/order/order_rules.h"
#include "domain/order/ship_policy.h"

struct diff_list OD_VEC(struct field_diff);

struct compare {
    struct arena *arena;
    struct diff_list list;
};

static const char *plain(const char *text)
{
    return text ? text : "";
}

static void compare_text(struct compare *c, const char *field, const char *label,
                         const char *before, const char *now)
{
    struct field_diff *d;

    if (strcmp(plain(before), plain(now)) == 0)
        return;
    d = vec_push(c->arena, &c->list);
    d->field = field;
    d->label = label;
    d->before = plain(before);
    d->now = plain(now);
}

static const char *of_money(struct compare *c, int64_t minor, const char *currency)
{
    char text[MONEY_TEXT_SIZE];

    return arena_strdup(c->arena, money_format_code(money_make(minor, currency), text));
}

static const char *of_date(struct compare *c, struct date d)
{
    char text[DATE_TEXT_SIZE];

    return arena_strdup(c->arena, date_format(d, text));
}

static const char *of_rate(struct compare *c, struct rate r)
{
    char text[DECIMAL_TEXT_SIZE];

    return arena_printf(c->arena, "%s %%", rate_format(r, NULL, text));
}

static const char *of_qty(struct compare *c, const struct order_line *l)
{
    char text[DECIMAL_TEXT_SIZE];

    return arena_strdup(c->arena, qty_format(l->ordered, NULL, text));
}

/* A whole line in a few words; of a line of words those. */
static const char *of_line(struct compare *c, const struct order_line *l)
{
    if (!l)
        return "";
    return l->kind == LINE_COMMENT ? plain(l->description)
                                   : arena_printf(c->arena, "%s %s", l->sku, of_qty(c, l));
}

static const char *of_canceled(struct compare *c, const struct order_line *l)
{
    char text[DECIMAL_TEXT_SIZE];

    return l->canceled.milli == 0 ? ""
                                  : arena_strdup(c->arena, qty_format(l->canceled, NULL, text));
}

static const char *of_price(struct compare *c, const struct order_line *l, const char *currency)
{
    char text[MONEY_TEXT_SIZE];

    return arena_strdup(c->arena, price_format(l->unit_price, currency, NULL, text));
}

static const char *place_of(struct compare *c, const struct order *o)
{
    return arena_printf(c->arena, "%s, %s, %s %s", plain(o->ship_name), plain(o->ship_line1),
                        plain(o->ship_city), plain(o->ship_postcode));
}

static void compare_header(struct compare *c, const struct order *a, const struct order *b)
{
    compare_text(c, "status", _("Status"), order_shown_words(a->shown),
                 order_shown_words(b->shown));
    compare_text(c, "customer", _("Customer"), a->customer_name, b->customer_name);
    compare_text(c, "ship_to", _("Ship to"), place_of(c, a), place_of(c, b));
    compare_text(c, "pickup", _("Collected at"), plain(a->pickup_site), plain(b->pickup_site));
    compare_text(c, "site", _("Site"), a->site_code, b->site_code);
    compare_text(c, "customer_po", _("Customer PO"), a->customer_po, b->customer_po);
    compare_text(c, "ship_method", _("Ship method"), a->ship_method, b->ship_method);
    compare_text(c, "ship_policy", _("Ships"), ship_policy_words(a->ship_policy),
                 ship_policy_words(b->ship_policy));
    compare_text(c, "terms", _("Payment terms"), plain(a->terms_name), plain(b->terms_name));
    compare_text(c, "partial_after", _("In parts from"), of_date(c, a->partial_after),
                 of_date(c, b->partial_after));
    compare_text(c, "cancel_backorders", _("Missing goods"),
                 a->cancel_backorders ? _("canceled") : _("backordered"),
                 b->cancel_backorders ? _("canceled") : _("backordered"));
    compare_text(c, "priority", _("Priority"), arena_printf(c->arena, "%d", a->priority),
                 arena_printf(c->arena, "%d", b->priority));
    compare_text(c, "note", _("Note"), a->note, b->note);
    compare_text(c, "requested", _("Wished date"), of_date(c, a->requested),
                 of_date(c, b->requested));
    compare_text(c, "latest_ship", _("Leaves no later than"), of_date(c, a->latest_ship),
                 of_date(c, b->latest_ship));
    compare_text(c, "promised", _("Promised date"), of_date(c, a->promised),
                 of_date(c, b->promised));
    compare_text(c, "arrives", _("Arrives"), of_date(c, a->arrives), of_date(c, b->arrives));
    compare_text(c, "disc", _("Discount"), of_rate(c, a->disc), of_rate(c, b->disc));
    compare_text(c, "disc_minor", _("Discount amount"), of_money(c, a->disc_minor, a->currency),
                 of_money(c, b->disc_minor, b->currency));
}

static void compare_line(struct compare *c, const struct order_line *a, const struct order_line *b,
                         const char *currency)
{
    int no = a ? a->line_no : b->line_no;
    const char *field = arena_printf(c->arena, "line %d", no);

    if (!a || !b) {
        compare_text(c, field, arena_printf(c->arena, _("Line %d"), no), of_line(c, a),
                     of_line(c, b));
        return;
    }
    compare_text(c, field, arena_printf(c->arena, _("Line %d item"), no), a->sku, b->sku);
    compare_text(c, field, arena_printf(c->arena, _("Line %d quantity"), no), of_qty(c, a),
                 of_qty(c, b));
    compare_text(c, field, arena_printf(c->arena, _("Line %d site"), no), plain(a->site_code),
                 plain(b->site_code));
    compare_text(c, field, arena_printf(c->arena, _("Line %d wished date"), no),
                 of_date(c, a->requested), of_date(c, b->requested));
    compare_text(c, field, arena_printf(c->arena, _("Line %d canceled"), no), of_canceled(c, a),
                 of_canceled(c, b));
    compare_text(c, field, arena_printf(c->arena, _("Line %d price"), no), of_price(c, a, currency),
                 of_price(c, b, currency));
    compare_text(c, field, arena_printf(c->arena, _("Line %d discount"), no), of_rate(c, a->disc),
                 of_rate(c, b->disc));
}

void order_compare(const struct order *before, const struct order *now, struct arena *arena,
                   struct field_diffs *out)
{
    struct compare c = { .arena = arena };

    compare_header(&c, before, now);
    for (int i = 0; i < before->line_count; i++)
        compare_line(&c, &before->lines[i], order_line_at(now, before->lines[i].line_no),
                     now->currency);
    for (int i = 0; i < now->line_count; i++)
        if (!order_line_at(before, now->lines[i].line_no))
            compare_line(&c, NULL, &now->lines[i], now->currency);
    compare_text(&c, "total", _("Total"), of_money(&c, before->total_minor, before->currency),
                 of_money(&c, now->total_minor, now->currency));
    *out = (struct field_diffs){ .v = c.list.v, .n = c.list.n };
}
