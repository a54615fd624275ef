/*
 * Commands that look at orders, and the actions of orders as commands. Entering and changing them
 * is in cmd_order_new.c.
 */
#include <string.h>

#include "base/i18n.h"
#include "base/limits.h"
#include "base/mem.h"
#include "cli/cmd_address.h"
#include "cli/cmd_order.h"
#include "cli/find.h"
#include "cli/verb_action.h"
#include "domain/desk/desk.h"
#include "domain/desk/event.h"
#include "domain/flow/order_action.h"
#include "domain/insight/search.h"
#include "domain/order/note.h"
#include "domain/order/order.h"
#include "domain/order/order_rules.h"
#include "domain/order/ship_policy.h"

/* Events that `order show` tells; the whole log is in `export events`. */
#define SHOW_EVENTS 100

static const struct out_column row_columns[] = {
    { "number", N_("Order"), OUT_TEXT },
    { "status", N_("Status"), OUT_TEXT },
    { "placed", N_("Placed"), OUT_TEXT },
    { "customer", N_("Customer"), OUT_TEXT },
    { "name", N_("Name"), OUT_TEXT },
    { "ship_to_city", N_("City"), OUT_TEXT },
    { "customer_po", N_("Their PO"), OUT_TEXT },
    { "external_id", N_("External id"), OUT_TEXT },
    { "promised", N_("Promised"), OUT_TEXT },
    { "lines", N_("Lines"), OUT_NUMBER },
    { "total", N_("Total"), OUT_MONEY },
    { "by", N_("By"), OUT_TEXT },
    { NULL, NULL, OUT_TEXT },
};

static void put_row(struct cli *c, const struct order_row *r)
{
    out_cell(c->out, order_ref(c, r->id, r->number));
    out_cell(c->out, order_shown_name(r->shown));
    out_cell_stamp(c->out, r->placed);
    out_cell(c->out, r->customer_code);
    out_cell(c->out, r->customer_name);
    out_cell(c->out, r->ship_city);
    out_cell(c->out, r->customer_po);
    out_cell(c->out, r->external_id);
    out_cell_date(c->out, r->promised);
    out_cell_i64(c->out, r->line_count);
    out_cell_money(c->out, r->total.minor, r->total.cur);
    out_cell(c->out, r->created_by);
}

static bool run_order_list(struct cli *c, struct err *err)
{
    OD_ARENA *kept = arena_new();
    struct find_from from = { 0 };
    const struct query *q;

    if (!find_list(c, FIND_ORDER, &q, err))
        return false;
    out_list_begin(c->out, NULL, row_columns);
    for (bool is_more = true; is_more && out_is_ok(c->out);) {
        OD_ARENA *page = arena_new();
        struct order_rows rows;

        if (!find_orders(c->desk, q, &from, LIMIT_PAGE_ROWS, page, &rows, err))
            return false;
        for (int i = 0; i < rows.n; i++) {
            put_row(c, &rows.v[i]);
            from.id = rows.v[i].id.v;
        }
        is_more = rows.n == LIMIT_PAGE_ROWS;
        arena_reset(kept);
        from.key = is_more ? arena_strdup(kept, rows.v[rows.n - 1].sort_key) : NULL;
    }
    out_list_end(c->out);
    return true;
}

/* --- show ------------------------------------------------------------------------------------- */

static const struct out_column order_columns[] = {
    { "number", N_("Order"), OUT_TEXT },
    { "status", N_("Status"), OUT_TEXT },
    { "state", N_("Stored state"), OUT_TEXT },
    { "customer", N_("Customer"), OUT_TEXT },
    { "customer_name", N_("Name"), OUT_TEXT },
    { "channel", N_("Channel"), OUT_TEXT },
    { "external_id", N_("External id"), OUT_TEXT },
    { "cancels", N_("Takes back"), OUT_TEXT },
    { "canceled_by", N_("Taken back by"), OUT_TEXT },
    { "customer_po", N_("Their PO"), OUT_TEXT },
    { "site", N_("Site"), OUT_TEXT },
    { "pickup", N_("Collected at"), OUT_TEXT },
    { "ship_to_name", N_("Ship to"), OUT_TEXT },
    { "ship_to_line1", N_("Street"), OUT_TEXT },
    { "ship_to_line2", N_("Street, more"), OUT_TEXT },
    { "ship_to_postcode", N_("Post code"), OUT_TEXT },
    { "ship_to_city", N_("City"), OUT_TEXT },
    { "ship_to_region", N_("Region"), OUT_TEXT },
    { "ship_to_country", N_("Country"), OUT_TEXT },
    { "ship_method", N_("Ship method"), OUT_TEXT },
    { "ship_policy", N_("Ships"), OUT_TEXT },
    { "partial_after", N_("In parts from"), OUT_TEXT },
    { "terms", N_("Terms"), OUT_TEXT },
    { "payment_terms", N_("Payment terms"), OUT_TEXT },
    { "note", N_("Note"), OUT_TEXT },
    { "created_by", N_("Entered by"), OUT_TEXT },
    { "created", N_("Created"), OUT_TEXT },
    { "placed", N_("Placed"), OUT_TEXT },
    { "confirmed", N_("Confirmed"), OUT_TEXT },
    { "requested", N_("Requested"), OUT_TEXT },
    { "promised", N_("Promised"), OUT_TEXT },
    { "arrives", N_("Arrives"), OUT_TEXT },
    { "latest_ship", N_("Leaves no later than"), OUT_TEXT },
    { "is_history", N_("Imported history"), OUT_BOOL },
    { "is_tax_incl", N_("Prices include tax"), OUT_BOOL },
    { "goods", N_("Goods"), OUT_MONEY },
    { "charges", N_("Charges"), OUT_MONEY },
    { "discount", N_("Discount"), OUT_MONEY },
    { "tax", N_("Tax"), OUT_MONEY },
    { "cash_rounding", N_("Cash rounding"), OUT_MONEY },
    { "total", N_("Total"), OUT_MONEY },
    { "version", N_("Version"), OUT_NUMBER },
    { NULL, NULL, OUT_TEXT },
};

static void put_header(struct cli *c, const struct order *o, const struct cancel_links *links)
{
    struct out *out = c->out;

    out_cell(out, order_ref(c, o->id, o->number));
    out_cell(out, order_shown_name(o->shown));
    out_cell(out, order_status_name(o->status));
    out_cell(out, o->customer_code);
    out_cell(out, o->customer_name);
    out_cell(out, o->channel_code);
    out_cell(out, o->external_id);
    out_cell(out, links->cancels);
    out_cell(out, links->canceled_by);
    out_cell(out, o->customer_po);
    out_cell(out, o->site_code);
    out_cell(out, o->pickup_site);
    out_cell(out, o->ship_name);
    out_cell(out, o->ship_line1);
    out_cell(out, o->ship_line2);
    out_cell(out, o->ship_postcode);
    out_cell(out, o->ship_city);
    out_cell(out, o->ship_region);
    out_cell(out, o->ship_country);
    out_cell(out, o->ship_method);
    out_cell(out, ship_policy_name(o->ship_policy));
    out_cell_date(out, o->partial_after);
    out_cell(out, o->terms_code);
    out_cell(out, o->terms_name);
    out_cell(out, o->note);
    out_cell(out, o->created_by);
    out_cell_stamp(out, o->created);
    out_cell_stamp(out, o->placed);
    out_cell_stamp(out, o->confirmed);
    out_cell_date(out, o->requested);
    out_cell_date(out, o->promised);
    out_cell_date(out, o->arrives);
    out_cell_date(out, o->latest_ship);
    out_cell_bool(out, o->is_history);
    out_cell_bool(out, o->is_tax_incl);
    out_cell_money(out, o->goods_minor, o->currency);
    out_cell_money(out, o->charges_minor, o->currency);
    out_cell_money(out, o->discount_minor, o->currency);
    out_cell_money(out, o->tax_minor, o->currency);
    out_cell_money(out, o->rounding_minor, o->currency);
    out_cell_money(out, o->total_minor, o->currency);
    out_cell_i64(out, o->version);
}

static void put_holds(struct out *out, const struct order *o)
{
    static const struct out_column columns[] = {
        { "hold", N_("On hold"), OUT_TEXT },        { "note", N_("Why"), OUT_TEXT },
        { "opened_by", N_("By"), OUT_TEXT },        { "opened", N_("Since"), OUT_TEXT },
        { "blocks", N_("Blocks"), OUT_TEXT },       { "until", N_("Ends by itself"), OUT_TEXT },
        { "lifted_by", N_("Lifted by"), OUT_TEXT }, { NULL, NULL, OUT_TEXT },
    };
    OD_ARENA *tmp = arena_new();

    if (o->hold_count == 0 && out_form(out) == OUT_TABLE)
        return;
    out_list_begin(out, "holds", columns);
    for (int i = 0; i < o->hold_count; i++) {
        out_cell(out, hold_kind_words(o->holds[i].kind));
        out_cell(out, o->holds[i].note);
        out_cell(out, o->holds[i].opened_by);
        out_cell_stamp(out, o->holds[i].opened);
        out_cell(out, hold_block_words(o->holds[i].blocks, tmp));
        out_cell_stamp(out, o->holds[i].until);
        out_cell(out, hold_lifter(&o->holds[i]));
    }
    out_list_end(out);
}

static bool put_notes(struct cli *c, const struct order *o, struct err *err)
{
    static const struct out_column columns[] = {
        { "at", N_("When"), OUT_TEXT },   { "user", N_("Who"), OUT_TEXT },
        { "for", N_("For"), OUT_TEXT },   { "text", N_("Note"), OUT_TEXT },
        { "ref", N_("Where"), OUT_TEXT }, { NULL, NULL, OUT_TEXT },
    };
    bool is_table = out_form(c->out) == OUT_TABLE;
    struct order_notes notes;

    if (!order_notes_load(c->desk, o->id, SHOW_EVENTS, c->arena, &notes, err))
        return false;
    if (notes.n == 0 && is_table)
        return true;
    out_list_begin(c->out, "notes", columns);
    for (int i = 0; i < notes.n; i++) {
        const struct order_note *n = &notes.v[i];

        out_cell_stamp(c->out, n->at);
        out_cell(c->out, n->by);
        out_cell(c->out, is_table ? note_kind_words(n->kind) : note_kind_name(n->kind));
        out_cell(c->out, n->text);
        out_cell(c->out, n->ref);
    }
    out_list_end(c->out);
    return true;
}

static bool put_events(struct cli *c, const struct order *o, struct err *err)
{
    static const struct out_column columns[] = {
        { "at", N_("When"), OUT_TEXT },       { "user", N_("Who"), OUT_TEXT },
        { "event", N_("What"), OUT_TEXT },    { "reason", N_("Why"), OUT_TEXT },
        { "fields", N_("Fields"), OUT_TEXT }, { NULL, NULL, OUT_TEXT },
    };
    struct event_list list;

    if (!event_list_order(c->desk, o->id, SHOW_EVENTS, c->arena, &list, err))
        return false;
    out_list_begin(c->out, "events", columns);
    for (int i = 0; i < list.n; i++) {
        out_cell_stamp(c->out, list.v[i].at);
        out_cell(c->out, list.v[i].user);
        out_cell(c->out,
                 out_form(c->out) == OUT_TABLE ? event_words(list.v[i].kind) : list.v[i].kind);
        out_cell(c->out, list.v[i].reason);
        out_cell(c->out, list.v[i].fields);
    }
    out_list_end(c->out);
    return true;
}

static bool run_order_show(struct cli *c, struct err *err)
{
    struct cancel_links links;
    struct order *o;

    if (!find_order(c, verb_arg(c, 0), &o, err) ||
        !order_cancel_links(c->desk, o->id, c->arena, &links, err))
        return false;
    out_record_begin(c->out, order_columns);
    put_header(c, o, &links);
    if (!order_put_lines_of(c, o, err))
        return false;
    order_put_taxes(c->out, o);
    put_holds(c->out, o);
    if (!put_fulfillments(c, o->id, "fulfillments", err) ||
        !put_shipments(c, o->id, "shipments", err) || !put_notes(c, o, err) ||
        !put_events(c, o, err))
        return false;
    verb_put_actions(c, &order_document, o);
    out_record_end(c->out);
    return true;
}

static bool run_order_why(struct cli *c, struct err *err)
{
    const char *what = "";
    const char *words;
    struct order *o;

    if (verb_arg(c, 2) != NULL)
        what = arena_printf(c->arena, "%s %s", verb_arg(c, 1), verb_arg(c, 2));
    else if (verb_arg(c, 1) != NULL)
        what = verb_arg(c, 1);
    if (!find_order(c, verb_arg(c, 0), &o, err) ||
        !order_why(c->desk, o, what, c->arena, &words, err))
        return false;
    out_text(c->out, "why", words);
    return true;
}

static bool run_order_card(struct cli *c, struct err *err)
{
    const char *words;
    struct order *o;

    if (!find_order(c, verb_arg(c, 0), &o, err) || !order_card(c->desk, o, c->arena, &words, err))
        return false;
    out_text(c->out, "card", words);
    return true;
}

/* --- actions ---------------------------------------------------------------------------------- */

bool run_order_action(struct cli *c, struct err *err)
{
    static const struct out_column columns[] = {
        { "number", N_("Order"), OUT_TEXT },
        { "status", N_("Status"), OUT_TEXT },
        { "total", N_("Total"), OUT_MONEY },
        { NULL, NULL, OUT_TEXT },
    };
    struct order *o, *after;

    if (!find_order(c, verb_arg(c, 0), &o, err) ||
        !verb_act(c, &order_document, o->id.v, err) ||
        !order_load(c->desk, o->id, c->arena, &after, err))
        return false;
    out_record_begin(c->out, columns);
    out_cell(c->out, order_ref(c, after->id, after->number));
    out_cell(c->out, order_shown_name(after->shown));
    out_cell_money(c->out, after->total_minor, after->currency);
    out_record_end(c->out);
    return true;
}

const struct verb verbs_order[] = {
    { "order", "new", "", order_new_options, VERB_DESK, run_order_new,
      N_("Enter an order and print its number.") },
    { "order", "list", "[QUERY...]", find_list_options, VERB_DESK, run_order_list,
      N_("List orders, newest first; QUERY as in the query bar.") },
    { "order", "show", "N", NULL, VERB_DESK, run_order_show,
      N_("Show an order with its lines, taxes, holds, events and what can be done.") },
    { "order", "why", "N [WHAT] [LINE]", NULL, VERB_DESK, run_order_why,
      N_("Tell why: status, price LINE, stock LINE, tax, credit or source.") },
    { "order", "card", "N", NULL, VERB_DESK, run_order_card,
      N_("Tell how an order stands, to be read out on the phone.") },
    { "order", "change", "N", order_change_options, VERB_DESK, run_order_change,
      N_("Change a placed order: preview what it does, then apply it whole.") },
    { "order", "check-address", "N", order_check_options, VERB_DESK, run_order_check_address,
      N_("Show what carriers know of an order's address; take what they write, or keep it.") },
    { "order", "set", "N", order_set_options, VERB_DESK, run_order_set,
      N_("Change header fields of a draft.") },
    { "order", "line", "N SPEC", order_line_options, VERB_DESK, run_order_line,
      N_("Add a line to a draft, or put it in place of another.") },
    { "order", "read", "N FILE", NULL, VERB_DESK, run_order_read,
      N_("Add the lines of a file to a draft, all or none; - is standard input.") },
    { "order", "cut", "N LINE", NULL, VERB_DESK, run_order_cut, N_("Take a line out of a draft.") },
    { "order", "bulk", "ACTION", order_many_options, VERB_DESK, run_order_many,
      N_("Do one action to all orders of a search, and tell what came of each.") },
    { "order", "repeat", "N", NULL, VERB_DESK, run_order_repeat,
      N_("Put the lines of the customer's last order into a draft.") },
    { 0 },
};
