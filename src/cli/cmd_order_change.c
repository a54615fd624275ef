/*
 * Changing a placed order from a shell: one call is one change set, previewed, applied, or left
 * open for later.
 */
#include <ctype.h>
#include <string.h>

#include "base/i18n.h"
#include "base/limits.h"
#include "base/mem.h"
#include "base/utf8.h"
#include "cli/cmd_order.h"
#include "cli/find.h"
#include "domain/desk/diff.h"
#include "domain/desk/setting.h"
#include "domain/flow/change.h"
#include "domain/order/entry.h"
#include "domain/order/order_rules.h"
#include "domain/party/customer.h"

/* --- reading the options ---------------------------------------------------------------------- */

static const char *skip_blanks(const char *text)
{
    return text + strspn(text, " \t");
}

/* The line that a specification begins with; *rest what follows. */
static bool read_line_no(const struct order *o, const char *option, const char *text,
                         const struct order_line **out, const char **rest, struct err *err)
{
    char digits[12] = { 0 };
    size_t n = strspn(text, "0123456789");
    int64_t line_no;

    if (n == 0 || n >= sizeof digits || (text[n] != '\0' && !isspace((unsigned char)text[n])))
        return err_field(err, ERR_INVALID, option,
                         _("Begin with the number of the line, as in \"2 qty 6\"."));
    memcpy(digits, text, n);
    if (!find_int(option, digits, 1, LIMIT_ORDER_LINES, &line_no, err))
        return false;
    *rest = skip_blanks(text + n);
    for (int i = 0; i < o->line_count; i++)
        if (o->lines[i].line_no == (int)line_no) {
            *out = &o->lines[i];
            return true;
        }
    return err_field(err, ERR_INVALID, option, _("There is no line %s."), digits);
}

/* "2 qty 6", "2 6", "2 @3.20", "2 -5%": the grammar of a line, for the item that stands there. */
static bool read_change(struct cli *c, const struct order *o, const char *spec,
                        struct change_line *out, struct err *err)
{
    const struct order_line *l = NULL;
    struct entry_form form = entry_form_of(c->desk, o, NULL);
    const char *rest, *text;
    struct entry entry;

    if (!read_line_no(o, "line", spec, &l, &rest, err))
        return false;
    if (strncmp(rest, "qty", 3) == 0 && isspace((unsigned char)rest[3]))
        rest = skip_blanks(rest + 3);
    if (rest[0] == '\0')
        return err_field(err, ERR_INVALID, "line", _("Say what becomes of line %d: \"%d qty 6\"."),
                         l->line_no, l->line_no);
    text = arena_printf(c->arena, "%s %s", l->sku, rest);
    if (!entry_parse(text, &form, c->arena, &entry, err) ||
        !order_read_line(c, text, o, o->currency, &out->in, err))
        return false;
    out->line_no = l->line_no;
    out->has_qty = entry.has_qty;
    return true;
}

static bool wrap_option(struct cli *c, const char *option, const char *spec, struct err *err)
{
    if (err && err->code == ERR_NOT_FOUND)
        err->code = ERR_INVALID;
    return err_wrap(err, "--%s '%s':", option, utf8_safe(c->arena, spec));
}

static bool read_lines(struct cli *c, const struct order *o, struct order_change *change,
                       struct err *err)
{
    const struct order_line *l = NULL;
    const char *spec, *rest;

    for (int i = 0; (spec = verb_opt_at(c, "line", i)) != NULL; i++) {
        struct change_line line = { 0 };

        if (!read_change(c, o, spec, &line, err))
            return wrap_option(c, "line", spec, err);
        change_put_line(change, o, &line, c->arena);
    }
    for (int i = 0; (spec = verb_opt_at(c, "cut", i)) != NULL; i++) {
        struct change_line line = { .is_cut = true };

        if (!read_line_no(o, "cut", spec, &l, &rest, err))
            return false;
        line.line_no = l->line_no;
        change_put_line(change, o, &line, c->arena);
    }
    for (int i = 0; (spec = verb_opt_at(c, "list-price", i)) != NULL; i++) {
        struct change_line line = { .in.is_unlock = true };

        if (!read_line_no(o, "list-price", spec, &l, &rest, err))
            return false;
        line.line_no = l->line_no;
        change_put_line(change, o, &line, c->arena);
    }
    for (int i = 0; (spec = verb_opt_at(c, "add", i)) != NULL; i++) {
        struct change_line line = { 0 };

        if (!order_read_line(c, spec, o, o->currency, &line.in, err))
            return wrap_option(c, "add", spec, err);
        change_put_line(change, o, &line, c->arena);
    }
    return true;
}

/* One of the two ways takes the place of the other. */
static bool read_discount(struct cli *c, const struct order *o, struct change_header *h,
                          struct err *err)
{
    struct order_header in = { 0 };

    if (!order_read_discount(c, verb_opt(c, "discount"), o->currency, &in, err))
        return false;
    h->has_disc = h->has_disc_minor = true;
    h->disc = in.disc ? *in.disc : (struct rate){ 0 };
    h->disc_minor = in.disc_minor ? *in.disc_minor : 0;
    return true;
}

static bool read_header(struct cli *c, const struct order *o, struct change_header *h,
                        struct err *err)
{
    const char *ship_to = verb_opt(c, "ship-to");
    const char *requested = verb_opt(c, "requested");
    struct order_header policy = { 0 };
    struct customer *customer;

    if (verb_opt(c, "po"))
        h->customer_po = verb_opt(c, "po");
    if (verb_opt(c, "ship-method"))
        h->ship_method = verb_opt(c, "ship-method");
    if (verb_opt(c, "note"))
        h->note = verb_opt(c, "note");
    if (requested) {
        h->has_requested = true;
        if (requested[0] && !date_parse_typed(requested, desk_today(c->desk), &h->requested, err))
            return err_at(err, "requested");
    }
    if (verb_opt(c, "discount") && !read_discount(c, o, h, err))
        return false;
    if (!order_read_policy(c, &policy, err))
        return false;
    h->terms = policy.terms ? policy.terms : h->terms;
    h->ship_policy = policy.ship_policy ? *policy.ship_policy : h->ship_policy;
    if (policy.pickup) {
        h->has_pickup = true;
        h->pickup = *policy.pickup;
    }
    if (policy.priority) {
        h->has_priority = true;
        h->priority = *policy.priority;
    }
    if (policy.partial_after) {
        h->has_partial_after = true;
        h->partial_after = *policy.partial_after;
    }
    if (policy.latest_ship) {
        h->has_latest_ship = true;
        h->latest_ship = *policy.latest_ship;
    }
    if (policy.cancel_backorders) {
        h->has_cancel_backorders = true;
        h->cancel_backorders = *policy.cancel_backorders;
    }
    if (!ship_to)
        return true;
    h->has_ship_address = true;
    return customer_load(c->desk, o->customer, c->arena, &customer, err) &&
           order_read_ship_to(customer, ship_to, &h->ship_address, err);
}

/* --- telling ---------------------------------------------------------------------------------- */

static void put_diffs(struct cli *c, const struct change_preview *p)
{
    static const struct out_column columns[] = {
        { "what", N_("What"), OUT_TEXT },
        { "before", N_("Before"), OUT_TEXT },
        { "after", N_("After"), OUT_TEXT },
        { NULL, NULL, OUT_TEXT },
    };

    out_list_begin(c->out, "changes", columns);
    for (int i = 0; i < p->diffs.n; i++) {
        out_cell(c->out, p->diffs.v[i].label);
        out_cell(c->out, p->diffs.v[i].before);
        out_cell(c->out, p->diffs.v[i].now);
    }
    out_list_end(c->out);
}

static const struct order_line *old_line(const struct change_preview *p, int line_no)
{
    static const struct order_line none;

    for (int i = 0; i < p->before->line_count; i++)
        if (p->before->lines[i].line_no == line_no)
            return &p->before->lines[i];
    return &none;
}

/* What is promised, and what of it comes or goes. */
static void put_stock(struct cli *c, const struct change_preview *p)
{
    static const struct out_column columns[] = {
        { "line", N_("Line"), OUT_NUMBER },
        { "sku", N_("SKU"), OUT_TEXT },
        { "allocated_before", N_("Allocated before"), OUT_NUMBER },
        { "allocated", N_("Allocated"), OUT_NUMBER },
        { "backordered_before", N_("Backordered before"), OUT_NUMBER },
        { "backordered", N_("Backordered"), OUT_NUMBER },
        { NULL, NULL, OUT_TEXT },
    };

    out_list_begin(c->out, "stock", columns);
    for (int i = 0; i < p->after->line_count; i++) {
        const struct order_line *l = &p->after->lines[i], *old = old_line(p, l->line_no);

        if (l->allocated.milli == old->allocated.milli &&
            line_backordered(l).milli == line_backordered(old).milli)
            continue;
        out_cell_i64(c->out, l->line_no);
        out_cell(c->out, l->sku);
        out_cell_qty(c->out, old->allocated);
        out_cell_qty(c->out, l->allocated);
        out_cell_qty(c->out, old->kind ? line_backordered(old) : (struct qty){ 0 });
        out_cell_qty(c->out, line_backordered(l));
    }
    out_list_end(c->out);
}

static void put_change(struct cli *c, const struct change_preview *p, const char *state)
{
    static const struct out_column columns[] = {
        { "number", N_("Order"), OUT_TEXT },
        { "change", N_("Change"), OUT_TEXT },
        { "status", N_("Status"), OUT_TEXT },
        { "total_before", N_("Total before"), OUT_MONEY },
        { "total", N_("Total"), OUT_MONEY },
        { "net_difference", N_("Net difference"), OUT_MONEY },
        { "tax_difference", N_("Tax difference"), OUT_MONEY },
        { "total_difference", N_("Difference"), OUT_MONEY },
        { "new_holds", N_("New holds"), OUT_TEXT },
        { "is_stale", N_("Order changed since"), OUT_BOOL },
        { NULL, NULL, OUT_TEXT },
    };
    const struct order *a = p->before, *b = p->after;
    int64_t total = b->total_minor - a->total_minor, tax = b->tax_minor - a->tax_minor;

    out_record_begin(c->out, columns);
    out_cell(c->out, order_ref(c, b->id, b->number));
    out_cell(c->out, state);
    out_cell(c->out, order_shown_name(b->shown));
    out_cell_money(c->out, a->total_minor, a->currency);
    out_cell_money(c->out, b->total_minor, b->currency);
    out_cell_money(c->out, total - tax, b->currency);
    out_cell_money(c->out, tax, b->currency);
    out_cell_money(c->out, total, b->currency);
    out_cell(c->out, p->holds);
    out_cell_bool(c->out, p->is_stale);
    put_diffs(c, p);
    put_stock(c, p);
    out_record_end(c->out);
}

/* --- the command ------------------------------------------------------------------------------ */

/* A preview whose change would be refused ends as applying it would. */
static bool show(struct cli *c, const struct order_change *change, const char *state,
                 struct err *err)
{
    struct change_preview p;

    if (!change_preview(c->desk, change, c->arena, &p, err))
        return false;
    if (p.refusal[0] != '\0')
        return err_field(err, p.code, p.field, "%s", p.refusal);
    put_change(c, &p, state);
    return true;
}

static bool apply(struct cli *c, struct order_change *change, struct err *err)
{
    struct change_preview p = { 0 };

    if (verb_opt(c, "reason") &&
        !reason_find(c->desk, "change", verb_opt(c, "reason"), &change->reason, err))
        return false;
    if (verb_flag(c, "current") && !change_rebase(c->desk, change, err))
        return false;
    if (!change_apply(c->desk, change, c->arena, &p, err))
        return false;
    p.is_stale = false;
    put_change(c, &p, "applied");
    return true;
}

static bool drop(struct cli *c, const struct order *o, struct err *err)
{
    if (!change_drop(c->desk, o->id, err))
        return false;
    out_text(c->out, "number", order_ref(c, o->id, o->number));
    return true;
}

/* Without an edit: what is open is shown or applied. */
static bool run_open(struct cli *c, struct order_change *open, const struct order *o,
                     struct err *err)
{
    if (!open)
        return err_set(err, ERR_STATE,
                       _("No change of order %s is open. Say what changes: --line '2 qty 6'."),
                       order_ref(c, o->id, o->number));
    return verb_flag(c, "apply") ? apply(c, open, err) : show(c, open, "open", err);
}

static bool run_edit(struct cli *c, struct order_change *change, struct order_change *open,
                     struct err *err)
{
    if (verb_flag(c, "preview"))
        return show(c, change, "preview", err);
    if (verb_flag(c, "keep"))
        return change_save(c->desk, change, err) && show(c, change, "open", err);
    if (open && !verb_flag(c, "apply"))
        return err_set(
            err, ERR_STATE,
            _("%s has left a change of this order open. Add --apply to apply both, --keep"
              " to add to it, or drop it first with --drop."),
            open->opened_by);
    return apply(c, change, err);
}

bool run_order_change(struct cli *c, struct err *err)
{
    int ways = verb_flag(c, "preview") + verb_flag(c, "keep") + verb_flag(c, "apply") +
               verb_flag(c, "drop");
    struct order_change fresh = { 0 }, *open, *change, *edits = &fresh;
    struct order *o;

    if (ways > 1)
        return verb_misused(c, err, _("Choose one of --preview, --keep, --apply and --drop."));
    if (!find_order(c, verb_arg(c, 0), &o, err))
        return false;
    fresh.order = o->id;
    if (verb_flag(c, "drop"))
        return drop(c, o, err);
    if (!change_find(c->desk, o->id, c->arena, &open, err) || !change_is_possible(open, o, err))
        return false;
    change = open ? open : &fresh;
    /* Read apart first: is anything asked for at all? */
    if (!read_lines(c, o, edits, err) || !read_header(c, o, &edits->header, err))
        return false;
    if (change_is_empty(edits))
        return run_open(c, open, o, err);
    if (open && open->batch)
        return err_set(err, ERR_STATE,
                       _("An import proposes a change of order %s. Apply it with --apply or drop "
                         "it with --drop first."),
                       order_ref(c, o->id, o->number));
    if (open && (!read_lines(c, o, open, err) || !read_header(c, o, &open->header, err)))
        return false;
    return run_edit(c, change, open, err);
}

const struct verb_option order_change_options[] = {
    { "line", "'LINE [qty] QTY [UNIT] [@PRICE] [-DISC%] [SITE] [DATE]'", VERB_MANY,
      N_("What becomes of a line; give it once for each.") },
    { "add", "'ITEM QTY [UNIT] [@PRICE] [-DISC%] [SITE] [DATE]'", VERB_MANY,
      N_("A new line; give it once for each.") },
    { "cut", "LINE", VERB_MANY, N_("Cancel what is open of a line.") },
    { "list-price", "LINE", VERB_MANY, N_("Back to the price of the lists.") },
    { "ship-to", "N", VERB_OPTIONAL, N_("Number of the customer's address.") },
    { "requested", "DATE", VERB_OPTIONAL, N_("When the customer wants it; empty: no date.") },
    { "ship-method", "TEXT", VERB_OPTIONAL, N_("How it is sent.") },
    ORDER_POLICY_OPTIONS,
    { "po", "TEXT", VERB_OPTIONAL, N_("The customer's order number.") },
    { "note", "TEXT", VERB_OPTIONAL, N_("The note on the order.") },
    { "discount", "D", VERB_OPTIONAL,
      N_("Discount of the whole order in place of what it had: 5% or an amount; 0 for none.") },
    { "reason", "CODE", VERB_OPTIONAL, N_("Why; else \"customer\".") },
    { "preview", NULL, VERB_OPTIONAL, N_("Only show what it would do.") },
    { "keep", NULL, VERB_OPTIONAL, N_("Leave it open, to be applied or dropped later.") },
    { "apply", NULL, VERB_OPTIONAL, N_("Apply the change that is open.") },
    { "current", NULL, VERB_OPTIONAL,
      N_("Apply it to the order as it is now, though it was changed since.") },
    { "drop", NULL, VERB_OPTIONAL, N_("Drop the change that is open.") },
    { NULL, NULL, VERB_OPTIONAL, NULL },
};
