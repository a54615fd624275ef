/*
 * Which price counts and why: pure choice among the rows that pricing_sql.c loaded.
 */
#include "domain/catalog/pricing.h"

#include <string.h>

#include "base/i18n.h"
#include "base/mem.h"
#include "base/strbuf.h"

#define PRICE_WHY_BYTES 16000

const char *price_source_words(enum price_source source)
{
    switch (source) {
    case PRICE_NONE:
        return _("no price");
    case PRICE_MANUAL:
        return _("typed");
    case PRICE_IMPORTED:
        return _("imported");
    case PRICE_CONTRACT:
        return _("contract");
    case PRICE_GROUP:
        return _("group");
    case PRICE_CUSTOMER_LIST:
        return _("customer list");
    case PRICE_CHANNEL_LIST:
        return _("channel list");
    case PRICE_BASE_LIST:
        return _("base list");
    }
    return "?";
}

static bool is_valid_on(const struct price_candidate *c, struct date on)
{
    return (!date_is_set(c->valid_from) || date_cmp(c->valid_from, on) <= 0) &&
           (!date_is_set(c->valid_to) || date_cmp(on, c->valid_to) <= 0);
}

/* Starts no date earlier than any date. */
static int compare_from(struct date a, struct date b)
{
    if (!date_is_set(a) || !date_is_set(b))
        return (int)date_is_set(a) - (int)date_is_set(b);
    return date_cmp(a, b);
}

/* Does a go before b, both fitting? DOMAIN section 12. */
static bool goes_before(const struct price_candidate *a, const struct price_candidate *b)
{
    int from = compare_from(a->valid_from, b->valid_from);

    if (a->source != b->source)
        return a->source < b->source;
    if (a->min_qty.milli != b->min_qty.milli)
        return a->min_qty.milli > b->min_qty.milli;
    if (from != 0)
        return from > 0;
    return a->rule_id < b->rule_id;
}

const struct price_candidate *price_choose(const struct price_candidates *c, struct qty total_qty,
                                           struct date on)
{
    const struct price_candidate *best = NULL;

    for (int i = 0; i < c->n; i++) {
        const struct price_candidate *row = &c->v[i];

        if (row->min_qty.milli > total_qty.milli || !is_valid_on(row, on))
            continue;
        if (best == NULL || goes_before(row, best))
            best = row;
    }
    return best;
}

const struct price_candidate *price_next_break(const struct price_candidates *c,
                                               const struct price_candidate *chosen,
                                               struct qty total_qty, struct date on)
{
    const struct price_candidate *next = NULL;

    if (chosen == NULL)
        return NULL;
    for (int i = 0; i < c->n; i++) {
        const struct price_candidate *row = &c->v[i];

        if (row->source != chosen->source || strcmp(row->list_code, chosen->list_code) != 0 ||
            row->min_qty.milli <= total_qty.milli || !is_valid_on(row, on))
            continue;
        if (next == NULL || row->min_qty.milli < next->min_qty.milli ||
            (row->min_qty.milli == next->min_qty.milli && goes_before(row, next)))
            next = row;
    }
    return next;
}

static const char *day_text(struct arena *arena, struct date d)
{
    char text[DATE_TEXT_SIZE];

    return arena_strdup(arena, date_format(d, text));
}

static const char *qty_text(struct arena *arena, struct qty q)
{
    char text[DECIMAL_TEXT_SIZE];

    return arena_strdup(arena, qty_format(q, NULL, text));
}

/* What a row lacks against the chosen one, as a clause. */
static const char *why_not(const struct price_candidate *row, const struct price_candidate *chosen,
                           struct qty total_qty, struct date on, struct arena *arena)
{
    if (date_is_set(row->valid_from) && date_cmp(row->valid_from, on) > 0)
        return arena_printf(arena, _("only from %s on"), day_text(arena, row->valid_from));
    if (date_is_set(row->valid_to) && date_cmp(on, row->valid_to) > 0)
        return arena_printf(arena, _("ended on %s"), day_text(arena, row->valid_to));
    if (row->min_qty.milli > total_qty.milli)
        return arena_printf(arena, _("only from %s on, here are %s"), qty_text(arena, row->min_qty),
                            qty_text(arena, total_qty));
    if (chosen == NULL)
        return _("not used here");
    if (row->source != chosen->source)
        return arena_printf(arena, _("%s goes first"), price_source_words(chosen->source));
    if (row->min_qty.milli < chosen->min_qty.milli)
        return _("a row from a larger quantity goes first");
    if (compare_from(row->valid_from, chosen->valid_from) != 0)
        return _("a newer row goes first");
    return _("an older row of the same kind goes first");
}

static void add_row(struct strbuf *b, const struct price_candidate *row, const char *currency,
                    struct arena *arena)
{
    char price[MONEY_TEXT_SIZE];

    strbuf_addf(b, "%s %s: %s %s", price_source_words(row->source), row->list_code,
                price_format(row->price, currency, NULL, price), currency);
    if (row->min_qty.milli > 0)
        strbuf_addf(b, _(" from %s"), qty_text(arena, row->min_qty));
    if (row->is_tax_incl)
        strbuf_add(b, _(", tax included"));
}

const char *price_why(const struct price_candidates *c, const struct price_candidate *chosen,
                      struct qty total_qty, struct date on, const char *currency,
                      struct arena *arena)
{
    struct strbuf b;

    strbuf_init(&b, arena, PRICE_WHY_BYTES);
    if (c->n == 0)
        strbuf_addf(&b, _("No price list has this item in %s."), currency);
    for (int i = 0; i < c->n; i++) {
        const struct price_candidate *row = &c->v[i];

        if (i > 0)
            strbuf_addc(&b, '\n');
        add_row(&b, row, currency, arena);
        strbuf_add(&b, " - ");
        if (chosen != NULL && row->rule_id == chosen->rule_id)
            strbuf_add(&b, _("this one counts"));
        else
            strbuf_add(&b, why_not(row, chosen, total_qty, on, arena));
    }
    return b.s;
}
