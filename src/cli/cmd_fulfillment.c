/*
 * Commands of the warehouse: the queue of what is to be picked, one fulfillment, shipments, and the
 * actions of both.
 */
#include <limits.h>
#include <string.h>

#include "base/i18n.h"
#include "base/limits.h"
#include "base/mem.h"
#include "cli/cmd_order.h"
#include "cli/find.h"
#include "cli/verb_action.h"
#include "domain/catalog/item.h"
#include "domain/desk/access.h"
#include "domain/desk/desk.h"
#include "domain/flow/courier.h"
#include "domain/flow/dispatch.h"
#include "domain/flow/fulfillment.h"
#include "domain/flow/package.h"
#include "domain/flow/shipment.h"
#include "domain/flow/wave.h"
#include "domain/order/order.h"

/* --- list ------------------------------------------------------------------------------------- */

static const struct verb_option list_options[] = {
    { "site", "CODE", VERB_OPTIONAL, N_("Of this site only.") },
    { "status", "STATUS", VERB_OPTIONAL, N_("released, picking, picked, packed or ready only.") },
    { "by", "LOGIN", VERB_OPTIONAL, N_("What this user picks; - is nobody.") },
    { NULL, NULL, VERB_OPTIONAL, NULL },
};

static const struct out_column row_columns[] = {
    { "number", N_("Fulfillment"), OUT_TEXT },
    { "status", N_("Status"), OUT_TEXT },
    { "due", N_("Due"), OUT_TEXT },
    { "site", N_("Site"), OUT_TEXT },
    { "customer_name", N_("Customer"), OUT_TEXT },
    { "lines", N_("Lines"), OUT_NUMBER },
    { "qty", N_("Quantity"), OUT_NUMBER },
    { "picked", N_("Picked"), OUT_NUMBER },
    { "assigned_to", N_("By"), OUT_TEXT },
    { "on_hold", N_("On hold"), OUT_BOOL },
    { "priority", N_("Priority"), OUT_NUMBER },
    { NULL, NULL, OUT_TEXT },
};

static void put_row(struct cli *c, const struct fulfillment_row *r)
{
    out_cell(c->out, r->number);
    out_cell(c->out, out_form(c->out) == OUT_TABLE ? fulfillment_status_words(r->status)
                                                   : fulfillment_status_name((int)r->status));
    out_cell_date(c->out, r->due);
    out_cell(c->out, r->site_code);
    out_cell(c->out, r->customer_name);
    out_cell_i64(c->out, r->line_count);
    out_cell_qty(c->out, r->qty);
    out_cell_qty(c->out, r->picked);
    out_cell(c->out, r->assigned_to);
    out_cell_bool(c->out, (r->hold_blocks & (BLOCK_PICK | BLOCK_SHIP)) != 0);
    out_cell_i64(c->out, r->priority);
}

static bool read_picker(struct cli *c, struct fulfillment_filter *out, struct err *err)
{
    const char *login = verb_opt(c, "by");
    struct user *user;

    out->is_free = strcmp(login, "-") == 0;
    if (out->is_free)
        return true;
    if (!user_find(c->desk, login, c->arena, &user, err))
        return false;
    if (user == NULL)
        return err_field(err, ERR_NOT_FOUND, "by", _("There is no user %.40s."), login);
    out->assigned_to = user->id;
    return true;
}

static bool read_filter(struct cli *c, struct fulfillment_filter *out, struct err *err)
{
    const char *status = verb_opt(c, "status");

    *out = (struct fulfillment_filter){ 0 };
    if (verb_opt(c, "site") != NULL && !find_site_id(c, verb_opt(c, "site"), &out->site, err))
        return false;
    if (verb_opt(c, "by") != NULL && !read_picker(c, out, err))
        return false;
    if (status == NULL ||
        (fulfillment_status_parse(status, &out->status) &&
         (out->status <= FULFILLMENT_PACKED || out->status == FULFILLMENT_READY)))
        return true;
    return err_field(err, ERR_INVALID, "status",
                     _("The status is one of released, picking, picked, packed, ready."));
}

static bool run_fulfillment_list(struct cli *c, struct err *err)
{
    struct fulfillment_filter filter;

    if (!read_filter(c, &filter, err))
        return false;
    out_list_begin(c->out, NULL, row_columns);
    for (bool is_more = true; is_more && out_is_ok(c->out);) {
        OD_ARENA *page = arena_new();
        struct fulfillment_rows rows;

        if (!fulfillment_queue(c->desk, &filter, LIMIT_PAGE_ROWS, page, &rows, err))
            return false;
        for (int i = 0; i < rows.n; i++) {
            put_row(c, &rows.v[i]);
            filter.due = rows.v[i].due;
            filter.id = rows.v[i].id;
        }
        is_more = rows.n == LIMIT_PAGE_ROWS;
    }
    out_list_end(c->out);
    return true;
}

/* --- release ---------------------------------------------------------------------------------- */

static const struct verb_option release_options[] = {
    { "max", "N", VERB_OPTIONAL, N_("At most so many orders; else 500.") },
    { NULL, NULL, VERB_OPTIONAL, NULL },
};

static bool run_release_all(struct cli *c, struct err *err)
{
    static const struct out_column columns[] = {
        { "order", N_("Order"), OUT_TEXT },
        { "customer_name", N_("Customer"), OUT_TEXT },
        { "is_released", N_("Released"), OUT_BOOL },
        { "why_not", N_("Why not"), OUT_TEXT },
        { NULL, NULL, OUT_TEXT },
    };
    const char *text = verb_opt(c, "max");
    int64_t max = WAVE_ORDERS;
    struct wave wave;

    if (text != NULL && !find_int("max", text, 1, LIMIT_PAGE_ROWS * 100, &max, err))
        return false;
    if (!wave_release(c->desk, (int)max, c->arena, &wave, err))
        return false;
    out_list_begin(c->out, NULL, columns);
    for (int i = 0; i < wave.n; i++) {
        out_cell(c->out, wave.v[i].number);
        out_cell(c->out, wave.v[i].customer_name);
        out_cell_bool(c->out, wave.v[i].is_released);
        out_cell(c->out, wave.v[i].why_not);
    }
    out_list_end(c->out);
    return true;
}

/* --- ship ------------------------------------------------------------------------------------- */

static const struct verb_option ship_all_options[] = {
    { "site", "CODE", VERB_OPTIONAL, N_("Of this site only.") },
    { "until", "late|today|later", VERB_OPTIONAL, N_("Only what is as pressing; else today.") },
    { "method", "TEXT", VERB_OPTIONAL, N_("Only what the order wants sent so.") },
    { "carrier", "TEXT", VERB_OPTIONAL, N_("Who takes it; else as numbers and orders say.") },
    { NULL, NULL, VERB_OPTIONAL, NULL },
};

static bool read_until(struct cli *c, enum dispatch_when *out, struct err *err)
{
    const char *text = verb_opt(c, "until");

    *out = DISPATCH_TODAY;
    if (text == NULL)
        return true;
    for (*out = DISPATCH_LATE; *out <= DISPATCH_LATER; (*out)++)
        if (strcmp(text, dispatch_when_name(*out)) == 0)
            return true;
    return err_field(err, ERR_INVALID, "until", _("--until is one of late, today, later."));
}

/* Takes out what was not asked for. */
static void narrow(struct cli *c, enum dispatch_when until, struct dispatch *rows)
{
    const char *method = verb_opt(c, "method");
    int n = 0;

    for (int i = 0; i < rows->n; i++)
        if (rows->v[i].when <= until && (method == NULL || strcmp(method, rows->v[i].method) == 0))
            rows->v[n++] = rows->v[i];
    rows->n = n;
}

static bool run_ship_all(struct cli *c, struct err *err)
{
    static const struct out_column columns[] = {
        { "number", N_("Fulfillment"), OUT_TEXT },  { "customer_name", N_("Customer"), OUT_TEXT },
        { "packages", N_("Packages"), OUT_NUMBER }, { "is_shipped", N_("Shipped"), OUT_BOOL },
        { "why_not", N_("Why not"), OUT_TEXT },     { NULL, NULL, OUT_TEXT },
    };
    const char *carrier = verb_opt(c, "carrier");
    struct site_id site = { 0 };
    enum dispatch_when until;
    struct dispatch rows;

    if (verb_opt(c, "site") != NULL && !find_site_id(c, verb_opt(c, "site"), &site, err))
        return false;
    if (!read_until(c, &until, err) ||
        !dispatch_load(c->desk, site, INT_MAX, c->arena, &rows, err))
        return false;
    narrow(c, until, &rows);
    if (!dispatch_ship(c->desk, carrier != NULL ? carrier : "", c->arena, &rows, err))
        return false;
    out_list_begin(c->out, NULL, columns);
    for (int i = 0; i < rows.n; i++) {
        out_cell(c->out, rows.v[i].number);
        out_cell(c->out, rows.v[i].customer_name);
        out_cell_i64(c->out, rows.v[i].packages);
        out_cell_bool(c->out, rows.v[i].is_shipped);
        out_cell(c->out, rows.v[i].why_not);
    }
    out_list_end(c->out);
    return true;
}

/* --- show ------------------------------------------------------------------------------------- */

static bool find_fulfillment(struct cli *c, struct fulfillment **out, struct err *err)
{
    int64_t id;

    return fulfillment_find(c->desk, verb_arg(c, 0), &id, err) &&
           fulfillment_load(c->desk, id, c->arena, out, err);
}

static const struct out_column head_columns[] = {
    { "number", N_("Fulfillment"), OUT_TEXT }, { "status", N_("Status"), OUT_TEXT },
    { "order", N_("Order"), OUT_TEXT }, { "customer_name", N_("Customer"), OUT_TEXT },
    { "ship_to_name", N_("Ship to"), OUT_TEXT }, { "ship_to_city", N_("City"), OUT_TEXT },
    { "ship_method", N_("Ship method"), OUT_TEXT },
    { "site", N_("Site"), OUT_TEXT }, { "due", N_("Due"), OUT_TEXT },
    { "assigned_to", N_("By"), OUT_TEXT }, { "tote", N_("Tote"), OUT_TEXT },
    { "packages", N_("Packages"), OUT_NUMBER },
    { "weight_g", N_("Weight, g"), OUT_NUMBER },
    { "pickup_code", N_("Code"), OUT_TEXT }, { "pickup_until", N_("Kept until"), OUT_TEXT },
    { "handed_to", N_("Handed to"), OUT_TEXT },
    { "released", N_("Released"), OUT_TEXT }, { "packed", N_("Packed"), OUT_TEXT },
    { "ended", N_("Ended"), OUT_TEXT },
    { "version", N_("Version"), OUT_NUMBER },
    { NULL, NULL, OUT_TEXT },
};

static void put_head(struct cli *c, const struct fulfillment *f)
{
    out_record_begin(c->out, head_columns);
    out_cell(c->out, f->number);
    out_cell(c->out, fulfillment_status_name((int)f->status));
    out_cell(c->out, f->order->number);
    out_cell(c->out, f->order->customer_name);
    out_cell(c->out, f->order->ship_name);
    out_cell(c->out, f->order->ship_city);
    out_cell(c->out, f->order->ship_method);
    out_cell(c->out, f->site_code);
    out_cell_date(c->out, f->due);
    out_cell(c->out, f->assigned_to);
    out_cell(c->out, f->tote);
    out_cell_i64(c->out, f->package_count);
    out_cell_i64(c->out, f->weight_g);
    out_cell(c->out, f->pickup_code);
    out_cell_date(c->out, f->pickup_until);
    out_cell(c->out, f->handed_to);
    out_cell_stamp(c->out, f->released);
    out_cell_stamp(c->out, f->packed);
    out_cell_stamp(c->out, f->ended);
    out_cell_i64(c->out, f->version);
}

static void put_lines(struct cli *c, const struct fulfillment *f)
{
    static const struct out_column columns[] = {
        { "bin", N_("Bin"), OUT_TEXT },
        { "sku", N_("Item"), OUT_TEXT },
        { "description", N_("Description"), OUT_TEXT },
        { "line", N_("Line"), OUT_NUMBER },
        { "qty", N_("Quantity"), OUT_NUMBER },
        { "uom", N_("Unit"), OUT_TEXT },
        { "picked", N_("Picked"), OUT_NUMBER },
        { "short", N_("Short"), OUT_NUMBER },
        { NULL, NULL, OUT_TEXT },
    };

    out_list_begin(c->out, "lines", columns);
    for (int i = 0; i < f->line_count; i++) {
        const struct fulfillment_line *l = &f->lines[i];

        out_cell(c->out, l->bin);
        out_cell(c->out, l->sku);
        out_cell(c->out, l->description);
        out_cell_i64(c->out, l->line_no);
        out_cell_qty(c->out, l->qty);
        out_cell(c->out, l->uom);
        out_cell_qty(c->out, l->picked);
        out_cell_qty(c->out, l->shorted);
    }
    out_list_end(c->out);
}

static void put_packages(struct cli *c, const struct fulfillment *f)
{
    static const struct out_column columns[] = {
        { "package", N_("Package"), OUT_TEXT },          { "contents", N_("Contents"), OUT_TEXT },
        { "weight_g", N_("Weight, g"), OUT_NUMBER },     { "size_mm", N_("Size, mm"), OUT_TEXT },
        { "tracking", N_("Tracking number"), OUT_TEXT }, { NULL, NULL, OUT_TEXT },
    };

    if (f->packages.n == 0 && out_form(c->out) == OUT_TABLE)
        return;
    out_list_begin(c->out, "packages", columns);
    for (int i = 0; i < f->packages.n; i++) {
        const struct package *p = &f->packages.v[i];

        out_cell(c->out, p->number);
        out_cell(c->out, package_contents(c->desk, f, p, c->arena));
        out_cell_i64(c->out, p->weight_g);
        out_cell(c->out, package_size(p, c->arena));
        out_cell(c->out, p->tracking);
    }
    out_list_end(c->out);
}

bool put_shipments(struct cli *c, struct order_id order, const char *name, struct err *err)
{
    static const struct out_column columns[] = {
        { "fulfillment", N_("Fulfillment"), OUT_TEXT },
        { "status", N_("Status"), OUT_TEXT },
        { "carrier", N_("Carrier"), OUT_TEXT },
        { "service", N_("Service"), OUT_TEXT },
        { "tracking", N_("Tracking number"), OUT_TEXT },
        { "shipped", N_("Shipped"), OUT_TEXT },
        { "ended", N_("Ended"), OUT_TEXT },
        { "by", N_("By"), OUT_TEXT },
        { NULL, NULL, OUT_TEXT },
    };
    struct shipments list;

    if (!shipments_of_order(c->desk, order, c->arena, &list, err))
        return false;
    if (list.n == 0 && out_form(c->out) == OUT_TABLE)
        return true;
    out_list_begin(c->out, name, columns);
    for (int i = 0; i < list.n; i++) {
        const struct shipment *s = &list.v[i];

        out_cell(c->out, s->fulfillment_number);
        out_cell(c->out, shipment_status_name((int)s->status));
        out_cell(c->out, s->carrier);
        out_cell(c->out, s->service);
        out_cell(c->out, s->tracking);
        out_cell_stamp(c->out, s->shipped);
        out_cell_stamp(c->out, s->ended);
        out_cell(c->out, s->by);
    }
    out_list_end(c->out);
    return true;
}

bool put_fulfillments(struct cli *c, struct order_id order, const char *name, struct err *err)
{
    struct fulfillment_rows rows;

    if (!fulfillments_of_order(c->desk, order, c->arena, &rows, err))
        return false;
    if (rows.n == 0 && out_form(c->out) == OUT_TABLE)
        return true;
    out_list_begin(c->out, name, row_columns);
    for (int i = 0; i < rows.n; i++)
        put_row(c, &rows.v[i]);
    out_list_end(c->out);
    return true;
}

static bool run_fulfillment_show(struct cli *c, struct err *err)
{
    struct fulfillment *f;

    if (!find_fulfillment(c, &f, err))
        return false;
    put_head(c, f);
    put_lines(c, f);
    put_packages(c, f);
    verb_put_actions(c, &fulfillment_document, f);
    out_record_end(c->out);
    return true;
}

/* --- actions ---------------------------------------------------------------------------------- */

bool run_fulfillment_action(struct cli *c, struct err *err)
{
    static const struct out_column columns[] = {
        { "number", N_("Fulfillment"), OUT_TEXT },
        { "status", N_("Status"), OUT_TEXT },
        { "qty", N_("Quantity"), OUT_NUMBER },
        { "picked", N_("Picked"), OUT_NUMBER },
        { NULL, NULL, OUT_TEXT },
    };
    struct qty qty = { 0 }, picked = { 0 };
    struct fulfillment *f;
    int64_t id;

    if (!fulfillment_find(c->desk, verb_arg(c, 0), &id, err) ||
        !verb_act(c, &fulfillment_document, id, err) ||
        !fulfillment_load(c->desk, id, c->arena, &f, err))
        return false;
    for (int i = 0; i < f->line_count; i++) {
        qty.milli += f->lines[i].qty.milli;
        picked.milli += f->lines[i].picked.milli;
    }
    out_record_begin(c->out, columns);
    out_cell(c->out, f->number);
    out_cell(c->out, fulfillment_status_name((int)f->status));
    out_cell_qty(c->out, qty);
    out_cell_qty(c->out, picked);
    out_record_end(c->out);
    return true;
}

bool run_shipment_action(struct cli *c, struct err *err)
{
    int64_t id;

    return shipment_find(c->desk, verb_arg(c, 0), &id, err) &&
           verb_act(c, &shipment_document, id, err);
}

static bool run_shipment_list(struct cli *c, struct err *err)
{
    struct order *o;

    return find_order(c, verb_arg(c, 0), &o, err) && put_shipments(c, o->id, NULL, err);
}

/* Whose number is it? */
static bool run_tracking(struct cli *c, struct err *err)
{
    static const struct out_column columns[] = {
        { "carrier", N_("Carrier"), OUT_TEXT },
        { "kind", N_("Kind of number"), OUT_TEXT },
        { "has_check", N_("Check digit"), OUT_BOOL },
        { "url", N_("Page"), OUT_TEXT },
        { NULL, NULL, OUT_TEXT },
    };
    struct courier_fits fits;

    if (!courier_find(verb_arg(c, 0), c->arena, &fits, err))
        return false;
    if (fits.almost != NULL)
        return err_set(err, ERR_INVALID,
                       _("%s has the form of a number of %s, but its check digit is wrong."),
                       fits.plain, fits.almost);
    if (fits.n == 0)
        return err_set(err, ERR_NOT_FOUND, _("%s is no tracking number of a carrier known here."),
                       fits.plain);
    out_list_begin(c->out, NULL, columns);
    for (int i = 0; i < fits.n; i++) {
        const char *at = strstr(fits.v[i].url, "%s");

        out_cell(c->out, fits.v[i].carrier);
        out_cell(c->out, fits.v[i].kind);
        out_cell_bool(c->out, fits.v[i].has_check);
        out_cell(c->out, at == NULL ? fits.v[i].url
                                    : arena_printf(c->arena, "%.*s%s%s", (int)(at - fits.v[i].url),
                                                   fits.v[i].url, fits.plain, at + 2));
    }
    out_list_end(c->out);
    return true;
}

const struct verb verbs_fulfillment[] = {
    { "fulfillment", "list", "", list_options, VERB_DESK, run_fulfillment_list,
      N_("List what the warehouse has to do, soonest first.") },
    { "fulfillment", "release-all", "", release_options, VERB_DESK, run_release_all,
      N_("Send every order whose goods are all put aside to the warehouse; a row for each.") },
    { "fulfillment", "ship-all", "", ship_all_options, VERB_DESK, run_ship_all,
      N_("Ship all that is packed and due; a row for each, with the reason where it stays."),
      NULL },
    { "fulfillment", "show", "N", NULL, VERB_DESK, run_fulfillment_show,
      N_("Show a fulfillment with its lines in the order of the shelves, and what can be done."),
      NULL },
    { NULL, NULL, NULL, NULL, VERB_NOTHING, NULL, NULL, NULL },
};

const struct verb verbs_shipment[] = {
    { "shipment", "list", "N", NULL, VERB_DESK, run_shipment_list,
      N_("List the shipments of an order.") },
    { "shipment", "carrier", "NUMBER", NULL, VERB_ALONE, run_tracking,
      N_("Tell whose tracking number it is, by its form and check digit.") },
    { NULL, NULL, NULL, NULL, VERB_NOTHING, NULL, NULL, NULL },
};
