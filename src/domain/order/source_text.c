/*
 * The choice of sites in words: what comes from where, how many parcels, and which sites were left
 * out.
 */
#include "base/i18n.h"
#include "base/mem.h"
#include "base/strbuf.h"
#include "domain/desk/money_text.h"
#include "domain/order/order_rules.h"
#include "domain/order/source.h"
#include "domain/stock/stock.h"

/* More lines than this are counted, not told. */
#define TOLD_LINES 40

struct telling {
    struct desk *desk;
    const struct order *order;
    struct arena *arena;
    const struct source_plan *plan;
    struct strbuf b;
};

/* What of a line is there already, then what is planned, then what nobody has. */
static bool tell_line(struct telling *t, int index, struct err *err)
{
    const struct order_line *l = &t->order->lines[index];
    const struct source_plan *plan = t->plan;
    int64_t left = line_backordered(l).milli;
    const char *sep = "";
    struct stock_shares shares;
    int tries;

    if (!stock_shares_of_line(t->desk, l->id, t->arena, &shares, err))
        return false;
    strbuf_addf(&t->b, _("Line %d %s:"), l->line_no, l->sku);
    for (int i = 0; i < shares.n; i++, sep = ",")
        strbuf_addf(&t->b, _("%s %s allocated at %s"), sep,
                    text_qty(t->desk, t->arena, shares.v[i].qty), shares.v[i].site_code);
    for (int i = 0; i < plan->choice.n; i++) {
        const struct source_take *take = &plan->choice.v[i];

        if (plan->p.needs[take->need].line != index)
            continue;
        strbuf_addf(&t->b, _("%s %s from %s"), sep, text_qty(t->desk, t->arena, take->qty),
                    plan->p.sites[take->site].code);
        left -= take->qty.milli;
        sep = ",";
    }
    if (left > 0)
        strbuf_addf(&t->b, _("%s %s backordered at %s"), sep,
                    text_qty(t->desk, t->arena, (struct qty){ left }),
                    l->site.v ? l->site_code : t->order->site_code);
    strbuf_add(&t->b, ".");
    if (!source_tries(t->desk, l->id, &tries, err))
        return false;
    if (tries > 0)
        strbuf_addf(&t->b,
                    ngettext(" Another site was looked for %d time.",
                             " Another site was looked for %d times.", (unsigned long)tries),
                    tries);
    strbuf_add(&t->b, "\n");
    return true;
}

static bool tell_lines(struct telling *t, struct err *err)
{
    int told = 0, more = 0;

    for (int i = 0; i < t->order->line_count; i++) {
        const struct order_line *l = &t->order->lines[i];

        if (!line_has_stock(l) || line_open(l).milli == 0)
            continue;
        if (told++ >= TOLD_LINES)
            more++;
        else if (!tell_line(t, i, err))
            return false;
    }
    if (more > 0)
        strbuf_addf(&t->b,
                    ngettext("%d more line is not shown.\n", "%d more lines are not shown.\n",
                             (unsigned long)more),
                    more);
    return true;
}

/* Sites that send something: of what is planned, and of what is there already. */
static void tell_parcels(struct telling *t)
{
    const struct source_plan *plan = t->plan;
    struct strbuf codes;
    int n = 0;

    strbuf_init(&codes, t->arena, 200);
    for (int i = 0; i < plan->p.site_count; i++) {
        if ((plan->choice.sites & (UINT64_C(1) << i)) == 0 && !plan->p.sites[i].has_goods)
            continue;
        strbuf_addf(&codes, "%s%s", n > 0 ? ", " : "", plan->p.sites[i].code);
        n++;
    }
    if (n == 0) {
        strbuf_add(&t->b, _("No site can send anything of it now.\n"));
        return;
    }
    strbuf_addf(&t->b, ngettext("%d parcel, from %s", "%d parcels, from %s", (unsigned long)n), n,
                codes.s);
    strbuf_addf(&t->b,
                ngettext(" (at most %d site).\n", " (at most %d sites).\n",
                         (unsigned long)plan->p.max_sites),
                plan->p.max_sites);
}

static void tell_left_out(struct telling *t)
{
    for (int i = 0; i < t->plan->p.site_count; i++) {
        const struct source_site *s = &t->plan->p.sites[i];

        if (!s->may_serve)
            strbuf_addf(&t->b, _("Not from %s: %s.\n"), s->code, s->why_not);
    }
}

bool source_words(struct desk *desk, const struct order *order, struct arena *arena,
                  const char **out, struct err *err)
{
    struct source_plan plan = { 0 };
    struct telling t = { .desk = desk, .order = order, .arena = arena, .plan = &plan };

    strbuf_init(&t.b, arena, 8000);
    *out = "";
    if (order->open.milli == 0 && order->status != ORDER_DRAFT)
        return true;
    if (!source_plan(desk, order, NULL, arena, &plan, err))
        return false;
    tell_parcels(&t);
    if (!tell_lines(&t, err))
        return false;
    tell_left_out(&t);
    *out = t.b.s;
    return true;
}
