/*
 * Which price counts and why: pure choice among the rules that price_candidate_sql.c loaded.
 */
#include "domain/catalog/pricing.h"

#include <string.h>

#include "base/i18n.h"
#include "base/limits.h"
#include "base/mem.h"
#include "base/strbuf.h"

#define PRICE_WHY_BYTES 16000
#define E12             INT64_C(1000000000000)

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

/* --- the choice ------------------------------------------------------------------------------- */

/* The day that has to lie in its dates. */
static struct date day_of(const struct price_candidate *c, const struct price_want *want)
{
    return c->is_by_promise && date_is_set(want->promised) ? want->promised : want->on;
}

static bool is_valid_on(const struct price_candidate *c, struct date on)
{
    return (!date_is_set(c->valid_from) || date_cmp(c->valid_from, on) <= 0) &&
           (!date_is_set(c->valid_to) || date_cmp(on, c->valid_to) <= 0);
}

static bool fits(const struct price_candidate *c, const struct price_want *want)
{
    return c->min_qty.milli <= want->total_qty.milli && is_valid_on(c, day_of(c, want));
}

/* Starts no date earlier than any date. */
static int compare_from(struct date a, struct date b)
{
    if (!date_is_set(a) || !date_is_set(b))
        return (int)date_is_set(a) - (int)date_is_set(b);
    return date_cmp(a, b);
}

/* Does a go before b, both fitting and of one source? DOMAIN section 12. */
static bool goes_before(const struct price_candidate *a, const struct price_candidate *b)
{
    int from = compare_from(a->valid_from, b->valid_from);

    if (a->depth != b->depth)
        return a->depth < b->depth;
    if (a->scope != b->scope)
        return a->scope > b->scope;
    if (a->min_qty.milli != b->min_qty.milli)
        return a->min_qty.milli > b->min_qty.milli;
    if (from != 0)
        return from > 0;
    return a->rule_id < b->rule_id;
}

static bool is_fixed(const struct price_candidate *c)
{
    return c->kind != PRICE_PERCENT && c->kind != PRICE_AMOUNT;
}

/* Can it give a price where the sources below give one, or none? */
static bool is_usable(const struct price_candidate *c, bool has_lower)
{
    return !c->lacks_rate && (is_fixed(c) || has_lower);
}

static const struct price_candidate *best_of(const struct price_candidates *c,
                                             enum price_source source,
                                             const struct price_want *want, bool has_lower)
{
    const struct price_candidate *best = NULL;

    for (int i = 0; i < c->n; i++) {
        const struct price_candidate *row = &c->v[i];

        if (row->source == source && fits(row, want) && is_usable(row, has_lower) &&
            (best == NULL || goes_before(row, best)))
            best = row;
    }
    return best;
}

static int64_t times(int64_t v, int64_t num, int64_t den)
{
    __int128 up = (__int128)v * num;

    if (up > (__int128)LIMIT_PRICE_V * den)
        return LIMIT_PRICE_V;
    return round_div(up, den, ROUND_HALF_UP);
}

/* What a rule makes of the price below it. */
static struct price apply(const struct price_candidate *c, struct price lower)
{
    int64_t v = c->here.v;

    if (c->kind == PRICE_PERCENT)
        v = times(lower.v, PPM - c->percent.ppm, PPM);
    if (c->kind == PRICE_AMOUNT)
        v = lower.v > c->here.v ? lower.v - c->here.v : 0;
    return (struct price){ c->factor_e12 == 0 ? v : times(v, c->factor_e12, E12) };
}

static void step_up(struct price_result *r, const struct price_candidate *c)
{
    r->price = apply(c, r->price);
    r->chosen = c;
    if (is_fixed(c)) {
        r->step_count = 0;
        r->is_converted = false;
    }
    r->steps[r->step_count++] = c;
    r->is_converted |= c->is_converted;
}

void price_resolve(const struct price_candidates *c, const struct price_want *want,
                   struct price_result *out)
{
    struct price_result now = { 0 }, best = { 0 };

    for (int source = PRICE_BASE_LIST; source >= PRICE_CONTRACT; source--) {
        const struct price_candidate *row =
            best_of(c, (enum price_source)source, want, now.chosen != NULL);

        if (row == NULL)
            continue;
        step_up(&now, row);
        if (best.chosen == NULL || now.price.v <= best.price.v)
            best = now;
    }
    *out = want->is_best ? best : now;
}

bool price_next_break(const struct price_candidates *c, const struct price_want *want,
                      const struct price_result *now, struct price_break *out)
{
    bool found = false;

    for (int i = 0; now->chosen != NULL && i < c->n; i++) {
        struct price_want more = *want;
        struct price_result then;

        if (c->v[i].min_qty.milli <= want->total_qty.milli ||
            (found && c->v[i].min_qty.milli >= out->from.milli))
            continue;
        more.total_qty = c->v[i].min_qty;
        price_resolve(c, &more, &then);
        if (then.price.v >= now->price.v)
            continue;
        *out = (struct price_break){ more.total_qty, then.price };
        found = true;
    }
    return found;
}

/* --- why -------------------------------------------------------------------------------------- */

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

static bool is_step(const struct price_result *r, const struct price_candidate *c)
{
    for (int i = 0; i < r->step_count; i++)
        if (r->steps[i] == c)
            return true;
    return false;
}

/* The row of the same source that counts, or the chosen one. */
static const struct price_candidate *winner_over(const struct price_result *r,
                                                 const struct price_candidate *row)
{
    for (int i = 0; i < r->step_count; i++)
        if (r->steps[i]->source == row->source)
            return r->steps[i];
    return r->chosen;
}

/* What a row lacks that would fit, against the one that counts. */
static const char *why_passed_over(const struct price_candidate *row,
                                   const struct price_candidate *by, const struct price_want *want,
                                   struct arena *arena)
{
    if (row->source != by->source)
        return want->is_best
                   ? arena_printf(arena, _("%s is lower"), price_source_words(by->source))
                   : arena_printf(arena, _("%s goes first"), price_source_words(by->source));
    if (!is_fixed(row) && is_fixed(by))
        return _("there is no price below it to take this off");
    if (row->depth != by->depth)
        return _("the list's own price goes before the inherited one");
    if (row->scope != by->scope)
        return by->scope == PRICE_OF_ITEM ? _("a price of the item itself goes first")
                                          : _("a nearer category goes first");
    if (row->min_qty.milli < by->min_qty.milli)
        return _("a row from a larger quantity goes first");
    if (compare_from(row->valid_from, by->valid_from) != 0)
        return _("a newer row goes first");
    return _("an older row of the same kind goes first");
}

static const char *why_not(const struct price_candidate *row, const struct price_result *r,
                           const struct price_want *want, struct arena *arena)
{
    struct date day = day_of(row, want);

    if (date_is_set(row->valid_from) && date_cmp(row->valid_from, day) > 0)
        return arena_printf(arena, _("only from %s on"), day_text(arena, row->valid_from));
    if (date_is_set(row->valid_to) && date_cmp(day, row->valid_to) > 0)
        return arena_printf(arena, _("ended on %s"), day_text(arena, row->valid_to));
    if (row->min_qty.milli > want->total_qty.milli)
        return arena_printf(arena, _("only from %s on, here are %s"), qty_text(arena, row->min_qty),
                            qty_text(arena, want->total_qty));
    if (row->lacks_rate)
        return arena_printf(arena, _("there is no exchange rate to bring %s over"), row->currency);
    if (r->chosen == NULL)
        return is_fixed(row) ? _("not used here")
                             : _("there is no price below it to take this off");
    return why_passed_over(row, winner_over(r, row), want, arena);
}

static void add_value(struct strbuf *b, const struct price_candidate *row, const char *currency)
{
    const char *money = row->currency[0] != '\0' ? row->currency : currency;
    char text[MONEY_TEXT_SIZE], rate[DECIMAL_TEXT_SIZE];

    if (row->kind == PRICE_PERCENT)
        strbuf_addf(b, _("%s %% off"), rate_format(row->percent, NULL, rate));
    else if (row->kind == PRICE_AMOUNT)
        strbuf_addf(b, _("%s %s off"), price_format(row->price, money, NULL, text), money);
    else
        strbuf_addf(b, "%s %s", price_format(row->price, money, NULL, text), money);
}

static void add_row(struct strbuf *b, const struct price_candidate *row, const char *currency,
                    struct arena *arena)
{
    char text[MONEY_TEXT_SIZE];

    strbuf_addf(b, "%s %s: ", price_source_words(row->source), row->list_code);
    add_value(b, row, currency);
    if (row->min_qty.milli > 0)
        strbuf_addf(b, _(" from %s"), qty_text(arena, row->min_qty));
    if (row->scope != PRICE_OF_ITEM && row->category != NULL && row->category[0] != '\0')
        strbuf_addf(b, _(", all of %s"), row->category);
    else if (row->scope == 0)
        strbuf_add(b, _(", all items"));
    if (row->is_tax_incl && row->kind != PRICE_PERCENT)
        strbuf_add(b, _(", tax included"));
    if (row->is_by_promise)
        strbuf_add(b, _(", by the promised day"));
    if (row->depth > 0)
        strbuf_addf(b, _(", inherited: times %s"),
                    decimal_format(row->factor_e12, 12, 0, NULL, text));
    if (row->is_converted)
        strbuf_addf(b, _(", brought over as %s %s"), price_format(row->here, currency, NULL, text),
                    currency);
}

const char *price_why(const struct price_candidates *c, const struct price_result *result,
                      const struct price_want *want, const char *currency, struct arena *arena)
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
        if (row == result->chosen)
            strbuf_add(&b, _("this one counts"));
        else if (is_step(result, row))
            strbuf_add(&b, _("the price that this comes off"));
        else
            strbuf_add(&b, why_not(row, result, want, arena));
    }
    return b.s;
}
