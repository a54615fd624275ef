/*
 * Orders against their own lines: invariants, cached quantities and status, totals.
 */
#include <string.h>

#include "base/i18n.h"
#include "base/mem.h"
#include "base/strbuf.h"
#include "domain/catalog/tax.h"
#include "domain/insight/audit_parts.h"
#include "domain/order/order.h"
#include "domain/order/order_rules.h"
#include "store/tx.h"

#define PAGE_ORDERS 200

static const char *name_of(struct audit_run *run, const struct order *o)
{
    if (*o->number)
        return arena_printf(run->arena, _("order %s"), o->number);
    return arena_printf(run->arena, _("draft %lld"), (long long)o->id.v);
}

/* --- caches ---------------------------------------------------------------------------------- */

struct caches {
    int64_t open_milli, backordered_milli;
    uint32_t hold_blocks;
    enum order_shown shown;
};

static struct caches caches_of(const struct order *o)
{
    struct caches c = { 0 };
    struct order copy = *o;

    for (int i = 0; i < o->line_count; i++) {
        if (o->lines[i].kind != LINE_STOCK && o->lines[i].kind != LINE_BUNDLE)
            continue;
        c.open_milli += line_open(&o->lines[i]).milli;
        c.backordered_milli += line_backordered(&o->lines[i]).milli;
    }
    for (int i = 0; i < o->hold_count; i++)
        c.hold_blocks |= (uint32_t)o->holds[i].blocks;
    copy.hold_blocks = c.hold_blocks;
    c.shown = order_shown(&copy);
    return c;
}

/* What the caches say otherwise, as words; "" where nothing. */
static const char *cache_faults(const struct order *o, int line_count, struct arena *arena)
{
    struct caches c = caches_of(o);
    struct strbuf b;

    strbuf_init(&b, arena, 1000);
    if (o->open.milli != c.open_milli)
        strbuf_addf(&b, _("open says %lld, lines add up to %lld (thousandths). "),
                    (long long)o->open.milli, (long long)c.open_milli);
    if (o->backordered.milli != c.backordered_milli)
        strbuf_addf(&b, _("backordered says %lld, lines add up to %lld (thousandths). "),
                    (long long)o->backordered.milli, (long long)c.backordered_milli);
    if (o->hold_blocks != c.hold_blocks)
        strbuf_addf(&b, _("hold bits say %u, its holds %u. "), (unsigned)o->hold_blocks,
                    (unsigned)c.hold_blocks);
    if (o->shown != c.shown)
        strbuf_addf(&b, _("status says %s, lines say %s. "), order_shown_name(o->shown),
                    order_shown_name(c.shown));
    if (o->line_count != line_count)
        strbuf_addf(&b, _("line count says %d, there are %d. "), line_count, o->line_count);
    return b.s;
}

/* --- totals ---------------------------------------------------------------------------------- */

/* As they are frozen on the lines; of a class that is there already nothing counts twice. */
static struct tax_rates rates_of(const struct order *o, struct arena *arena)
{
    struct tax_rates rates = { .n = 0 };
    int most = 0;

    for (int i = 0; i < o->line_count; i++)
        most += o->lines[i].tax_part_count + 1;
    rates.v = arena_array(arena, most, struct tax_rate);
    for (int i = 0; i < o->line_count; i++) {
        const struct order_line *l = &o->lines[i];

        if (l->kind == LINE_COMMENT)
            continue;
        for (int k = 0; k < l->tax_part_count; k++) {
            const struct tax_part *part = &l->tax_parts[k];

            rates.v[rates.n++] = (struct tax_rate){ l->tax_class_id, part->rate, part->category, "",
                                                    part->code,      part->pass };
        }
        if (l->tax_part_count == 0)
            rates.v[rates.n++] = (struct tax_rate){
                l->tax_class_id, l->tax_rate, (enum tax_category)l->tax_category, "", l->tax_code, 1
            };
    }
    return rates;
}

/* Counted again from prices, quantities and the rates on the lines, on a copy. The base total of a
 * draft is as of the exchange rate of its last change. */
static bool totals_fault(struct desk *desk, const struct order *o, struct arena *arena,
                         const char **words, struct err *err)
{
    struct tax_rates rates = rates_of(o, arena);
    struct order copy = *o;

    *words = "";
    /* A canceled order keeps what it was worth; that its lines add up to it is order.sound. */
    if (o->is_history || o->line_count == 0 || o->status == ORDER_CANCELED)
        return true;
    copy.is_share_frozen = order_is_share_frozen(o);
    copy.lines = arena_memdup(arena, o->lines, (size_t)o->line_count * sizeof *o->lines);
    if ((o->charges_minor != 0 && !tax_rates_mark(desk, &rates, err)) ||
        !order_total(&copy, &rates, arena, err))
        return false;
    if (copy.goods_minor != o->goods_minor || copy.charges_minor != o->charges_minor ||
        copy.discount_minor != o->discount_minor || copy.tax_minor != o->tax_minor ||
        copy.rounding_minor != o->rounding_minor || copy.total_minor != o->total_minor ||
        (o->status != ORDER_DRAFT && copy.base_total_minor != o->base_total_minor))
        *words = arena_printf(arena, _("total says %lld, its lines add up to %lld (minor units)."),
                              (long long)o->total_minor, (long long)copy.total_minor);
    return true;
}

/* --- one order ------------------------------------------------------------------------------- */

/* Saving writes every cache anew but the count of lines, which it trusts. */
static bool mend(struct audit_run *run, struct order_id id, struct arena *arena, struct err *err)
{
    OD_TX tx = { 0 };
    struct order *o;

    return desk_begin(run->desk, "check.fix", &tx, err) &&
           order_load(run->desk, id, arena, &o, err) &&
           audit_put_line_count(&tx, id, o->line_count, err) &&
           order_save(&tx, run->desk, o, err) && tx_commit(&tx, err);
}

static bool look_at(struct audit_run *run, const struct audit_order_row *row, struct arena *arena,
                    struct err *err)
{
    struct err why = ERR_INIT;
    struct order *o;
    const char *words;

    if (!order_load(run->desk, row->id, arena, &o, err))
        return false;
    run->check = "order.sound";
    if (!order_is_sound(o, &why)) {
        (void)audit_add(run, name_of(run, o), arena_strdup(run->arena, why.text), false);
        return true;
    }
    run->check = "order.total";
    if (!totals_fault(run->desk, o, arena, &words, &why))
        words = why.text;
    if (*words)
        (void)audit_add(run, name_of(run, o), arena_strdup(run->arena, words), false);
    run->check = "order.cache";
    words = cache_faults(o, row->line_count, run->arena);
    if (*words) {
        struct audit_fault *fault = audit_add(run, name_of(run, o), words, true);

        if (run->is_fixing && !mend(run, row->id, arena, err))
            return false;
        fault->is_fixed = run->is_fixing;
    }
    return true;
}

bool audit_orders(struct audit_run *run, struct err *err)
{
    OD_ARENA *page = arena_new();
    OD_ARENA *work = arena_new();
    struct order_id after = { 0 };
    struct audit_order_rows rows;

    do {
        /* Mending takes turns of its own between the reads, and loads anew what it mends. */
        OD_VIEW view = { 0 };

        arena_reset(page);
        if (!run->is_fixing && !audit_view(run, &view, err))
            return false;
        if (!audit_order_page(run->desk, after, PAGE_ORDERS, page, &rows, err))
            return false;
        for (int i = 0; i < rows.n; i++) {
            arena_reset(work);
            if (!look_at(run, &rows.v[i], work, err))
                return false;
            after = rows.v[i].id;
            run->records++;
        }
    } while (rows.n == PAGE_ORDERS);
    return true;
}
