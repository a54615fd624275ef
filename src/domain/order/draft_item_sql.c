/*
 * Small reads of an edited draft: the item of a line, the site, the channel, the order before.
 */
#include <string.h>

#include "base/i18n.h"
#include "base/mem.h"
#include "domain/catalog/item.h"
#include "domain/order/draft.h"
#include "domain/order/order_parts.h"
#include "domain/party/terms.h"
#include "store/store.h"

bool order_line_contents(struct desk *desk, struct order_line *line, struct arena *arena,
                         struct err *err)
{
    const struct item_part *parts;

    if (!item_parts_load(desk, line->item, arena, &parts, err))
        return false;
    line->contents = item_parts_text(parts, desk_form(desk), arena);
    return true;
}

OD_SQL(sql_draft_item, "draft.item",
       "SELECT sku, kind, description, uom, qty_decimals, tax_class_id, backorder_policy,"
       " min_qty, qty_step, lead_days, is_active, weight_g, over_ship_ppm,"
       " under_ship_ppm"
       " FROM item"
       " WHERE id = $1");

bool order_read_item(struct desk *desk, struct item_id item, struct order_line *line,
                     struct arena *arena, struct err *err)
{
    bool found = false;
    OD_STMT *q = sql_read(desk_db(desk), &sql_draft_item);

    put_i64(q, item.v);
    if (sql_row(q)) {
        found = true;
        line->item = item;
        line->sku = get_text(q, arena);
        line->kind = (enum line_kind)get_i64(q);
        line->description = get_text(q, arena);
        line->uom = get_text(q, arena);
        line->qty_decimals = (int)get_i64(q);
        line->tax_class_id = get_i64(q);
        line->item_backorder = (int)get_i64(q);
        line->min_qty.milli = get_i64(q);
        line->qty_step.milli = get_i64(q);
        line->lead_days = (int)get_i64(q);
        line->is_item_active = get_i64(q) != 0;
        line->weight_g = get_i64(q);
        line->item_tolerance.over.is_said = get_i64_or_null(q, &line->item_tolerance.over.ppm);
        line->item_tolerance.under.is_said = get_i64_or_null(q, &line->item_tolerance.under.ppm);
    }
    if (!sql_done(&q, err))
        return false;
    if (line->kind == LINE_BUNDLE && !order_line_contents(desk, line, arena, err))
        return false;
    return found || err_field(err, ERR_NOT_FOUND, "item", _("This item is not here any more."));
}

OD_SQL(sql_draft_site, "draft.site",
       "SELECT code, is_active"
       " FROM site"
       " WHERE id = $1");

bool order_read_site(struct desk *desk, struct site_id site, struct arena *arena, const char **code,
                     struct err *err)
{
    bool is_active = false;
    OD_STMT *q = sql_read(desk_db(desk), &sql_draft_site);

    put_i64(q, site.v);
    if (sql_row(q)) {
        *code = get_text(q, arena);
        is_active = get_i64(q) != 0;
    }
    if (!sql_done(&q, err))
        return false;
    return is_active || err_field(err, ERR_INVALID, "site", _("There is no such active site."));
}

bool order_change_site(struct desk *desk, struct order *order, struct site_id site, struct err *err)
{
    if (!order_read_site(desk, site, order->arena, &order->site_code, err))
        return false;
    order->site = site;
    return true;
}

OD_SQL(sql_draft_channel, "draft.channel",
       "SELECT code, price_list_id, site_id, is_active, remorse_minutes"
       " FROM channel"
       " WHERE id = $1");

static bool read_channel(struct desk *desk, struct order *order, struct site_id *site,
                         struct err *err)
{
    bool is_active = false;
    OD_STMT *q = sql_read(desk_db(desk), &sql_draft_channel);

    put_i64(q, order->channel.v);
    if (sql_row(q)) {
        order->channel_code = get_text(q, order->arena);
        order->channel_list.v = get_ref(q);
        site->v = get_ref(q);
        is_active = get_i64(q) != 0;
        order->remorse_minutes = (int)get_i64(q);
    }
    if (!sql_done(&q, err))
        return false;
    return is_active ||
           err_field(err, ERR_INVALID, "channel", _("There is no such active channel."));
}

bool order_blank(struct desk *desk, struct channel_id channel, struct arena *arena,
                 struct order **out, struct err *err)
{
    const struct company *company = desk_company(desk);
    struct order *o = arena_new_of(arena, struct order);
    struct site_id site = { 0 };

    o->arena = arena;
    o->kind = 1;
    o->status = ORDER_DRAFT;
    o->channel = channel.v ? channel : company->channel;
    o->number = o->external_id = o->customer_po = o->customer_code = o->customer_name = "";
    o->terms_code = o->terms_name = "";
    o->ship_name = o->ship_line1 = o->ship_line2 = o->ship_city = "";
    o->ship_region = o->ship_postcode = o->ship_country = o->ship_method = o->note = "";
    o->created_by = desk_user(desk)->login;
    o->created_by_id = desk_user(desk)->id;
    memcpy(o->currency, company->currency, sizeof o->currency);
    memcpy(o->base_currency, company->currency, sizeof o->base_currency);
    o->fx.e9 = FX_ONE;
    o->fx_source = "";
    o->is_tax_incl = company->is_tax_incl;
    o->tax_round = company->tax_round;
    o->round_mode = company->round_mode;
    o->ship_policy = 1;
    o->pickup_site = "";
    o->pay_policy = PAY_TERMS;
    o->party.is_active = true;
    o->party.tax_exempt_cert = "";
    o->holds = arena_array(arena, ORDER_HOLDS_MAX, struct order_hold);
    if (!read_channel(desk, o, &site, err) ||
        !order_change_site(desk, o, site.v ? site : company->site, err))
        return false;
    *out = o;
    return true;
}

OD_SQL(sql_draft_last_order, "draft.last_order",
       "SELECT id FROM sales_order"
       " WHERE customer_id = $1 AND placed_ms > 0 AND status IN (4, 5, 6) AND id <> $2"
       " ORDER BY placed_ms DESC, id DESC"
       " LIMIT 1");

bool order_last_of_customer(struct desk *desk, const struct order *order, struct order_id *out,
                            struct err *err)
{
    bool found;
    int64_t id = 0;
    OD_STMT *q = sql_read(desk_db(desk), &sql_draft_last_order);

    put_i64(q, order->customer.v);
    put_i64(q, order->id.v);
    if (!sql_one_i64(&q, &found, &id, err))
        return false;
    out->v = found ? id : 0;
    return true;
}
