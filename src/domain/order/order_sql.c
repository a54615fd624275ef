/*
 * The order in the store: loading with what guards need to know beside it, finding by number, and
 * taking numbers. Saving is order_save_sql.c.
 */
#include "domain/order/order.h"

#include <string.h>

#include "base/i18n.h"
#include "base/mem.h"
#include "domain/desk/setting.h"
#include "domain/stock/fulfillment_state.h"
#include "domain/order/order_head.h"
#include "domain/order/order_parts.h"
#include "store/store.h"

/* Numbers of the desk have so many digits at least; shorter ones are of elsewhere. */
#define NUMBER_DIGITS 5

static void get_currency(struct stmt *q, struct arena *arena, char out[4])
{
    const char *text = get_text(q, arena);

    memset(out, 0, 4);
    if (text)
        memcpy(out, text, strnlen(text, 3));
}

static void get_identity(struct stmt *q, struct order *o, struct arena *arena)
{
    o->id.v = get_i64(q);
    o->number = get_text(q, arena);
    o->kind = (int)get_i64(q);
    o->status = (enum order_status)get_i64(q);
    o->is_history = get_i64(q) != 0;
    o->customer.v = get_ref(q);
    o->contact.v = get_ref(q);
    o->channel.v = get_i64(q);
    o->site.v = get_i64(q);
    o->external_id = get_text(q, arena);
    o->customer_po = get_text(q, arena);
    o->customer_code = get_text(q, arena);
    o->customer_name = get_text(q, arena);
    o->channel_code = get_text(q, arena);
    o->site_code = get_text(q, arena);
    o->created_by = get_text(q, arena);
    o->terms_code = get_text(q, arena);
    o->terms_name = get_text(q, arena);
}

static void get_places(struct stmt *q, struct order *o, struct arena *arena)
{
    o->bill_address.v = get_ref(q);
    o->ship_address.v = get_ref(q);
    o->ship_name = get_text(q, arena);
    o->ship_line1 = get_text(q, arena);
    o->ship_line2 = get_text(q, arena);
    o->ship_city = get_text(q, arena);
    o->ship_region = get_text(q, arena);
    o->ship_postcode = get_text(q, arena);
    o->ship_country = get_text(q, arena);
}

static void get_amounts(struct stmt *q, struct order *o, struct arena *arena)
{
    get_currency(q, arena, o->currency);
    o->fx.e9 = get_i64(q);
    o->fx_source = get_text(q, arena);
    o->is_tax_incl = get_i64(q) != 0;
    o->tax_round = (int)get_i64(q);
    o->round_mode = (enum round_mode)get_i64(q);
    o->tax_zone_id = get_ref(q);
    o->disc.ppm = (int32_t)get_i64(q);
    o->disc_minor = get_i64(q);
    o->goods_minor = get_i64(q);
    o->charges_minor = get_i64(q);
    o->discount_minor = get_i64(q);
    o->tax_minor = get_i64(q);
    o->total_minor = get_i64(q);
    o->base_total_minor = get_i64(q);
}

static void get_course(struct stmt *q, struct order *o, struct arena *arena)
{
    o->ship_policy = (int)get_i64(q);
    o->pay_policy = (int)get_i64(q);
    o->payment_terms_id = get_ref(q);
    o->ship_method = get_text(q, arena);
    o->note = get_text(q, arena);
    o->created.ms = get_i64(q);
    o->updated.ms = get_i64(q);
    o->placed.ms = get_i64(q);
    o->confirmed.ms = get_i64(q);
    o->ended.ms = get_i64(q);
    o->requested = get_date(q, arena);
    o->promised = get_date(q, arena);
    o->created_by_id.v = get_i64(q);
    o->open.milli = get_i64(q);
    o->backordered.milli = get_i64(q);
    o->shown = (enum order_shown)get_i64(q);
    o->hold_blocks = (uint32_t)get_i64(q);
    o->version = get_i64(q);
}

static void get_party(struct stmt *q, struct order *o, struct arena *arena)
{
    struct order_party *p = &o->party;

    p->is_active = get_i64(q) != 0;
    p->is_po_required = get_i64(q) != 0;
    p->is_credit_held = get_i64(q) != 0;
    p->has_credit_limit = get_i64_or_null(q, &p->credit_limit_minor);
    p->backorder_policy = (int)get_i64(q);
    p->tax_zone_id = get_ref(q);
    p->price_list.v = get_ref(q);
    p->group_id = get_ref(q);
    p->is_best_price = get_i64(q) != 0;
    p->tax_exempt_cert = get_text(q, arena);
    p->tax_exempt_until = get_date(q, arena);
    get_currency(q, arena, p->currency);
    p->tolerance.over.is_said = get_i64_or_null(q, &p->tolerance.over.ppm);
    p->tolerance.under.is_said = get_i64_or_null(q, &p->tolerance.under.ppm);
    o->channel_list.v = get_ref(q);
    o->remorse_minutes = (int)get_i64(q);
    o->open_fulfillments = (int)get_i64(q);
}

OD_SQL(sql_order_load, "order.load",
       "SELECT o.id, COALESCE(o.number, ''), o.kind, o.status, o.is_history, o.customer_id,"
       " o.contact_id, o.channel_id, o.site_id, COALESCE(o.external_id, ''), o.customer_po,"
       " COALESCE(c.code, ''), CASE WHEN o.status = 1 THEN COALESCE(c.name, '')"
       " ELSE o.customer_name END, ch.code, s.code, u.login, COALESCE(t.code, ''),"
       " COALESCE(CASE WHEN o.status = 1 OR o.terms_name = '' THEN t.name"
       " ELSE o.terms_name END, ''),"
       " o.bill_address_id, o.ship_address_id, o.ship_name, o.ship_line1, o.ship_line2,"
       " o.ship_city, o.ship_region, o.ship_postcode, o.ship_country,"
       " o.currency, o.fx_e9, o.fx_source, o.is_tax_incl, o.tax_round, o.round_mode, o.tax_zone_id,"
       " o.disc_ppm, o.disc_minor, o.goods_minor, o.charges_minor, o.discount_minor,"
       " o.tax_minor, o.total_minor, o.base_total_minor,"
       " o.ship_policy, o.pay_policy, o.payment_terms_id, o.ship_method, o.note, o.created_ms,"
       " o.updated_ms, o.placed_ms, o.confirmed_ms, o.ended_ms, o.requested_date,"
       " o.promised_date, o.created_by, o.open_qty, o.backordered_qty, o.shown_status,"
       " o.hold_blocks, o.version,"
       " COALESCE(c.is_active, 1), COALESCE(c.is_po_required, 0),"
       " COALESCE(c.is_credit_held, 0), c.credit_limit_minor, COALESCE(c.backorder_policy, 0),"
       " c.tax_zone_id, c.price_list_id, c.group_id, COALESCE(c.is_best_price, 0),"
       " COALESCE(c.tax_exempt_cert, ''),"
       " COALESCE(c.tax_exempt_until_date, ''), COALESCE(c.currency, ''),"
       " c.over_ship_ppm, c.under_ship_ppm,"
       " ch.price_list_id, ch.remorse_minutes,"
       " CAST((SELECT COUNT(*) FROM fulfillment f"
       " WHERE f.order_id = o.id AND " FULFILLMENT_IS_OPEN("f") ") AS BIGINT),"
       " o.search_text, o.max_sites, o.partial_after_date, o.cancel_backorders,"
       " o.cash_step_minor, o.rounding_minor, o.pickup_site_id, COALESCE(p.code, ''),"
       " o.arrives_date, o.latest_ship_date, o.priority"
       " FROM sales_order o"
       " JOIN channel ch ON ch.id = o.channel_id"
       " JOIN site s ON s.id = o.site_id"
       " JOIN app_user u ON u.id = o.created_by"
       " LEFT JOIN customer c ON c.id = o.customer_id"
       " LEFT JOIN payment_terms t ON t.id = o.payment_terms_id"
       " LEFT JOIN site p ON p.id = o.pickup_site_id"
       " WHERE o.id = $1");

bool order_load_head(struct desk *desk, struct order_id id, struct arena *arena, struct order **out,
                     struct err *err)
{
    struct order *o = NULL;
    OD_STMT *q = sql_read(desk_db(desk), &sql_order_load);

    put_i64(q, id.v);
    if (sql_row(q)) {
        struct order_saved *saved = arena_new_of(arena, struct order_saved);

        o = arena_new_of(arena, struct order);
        get_identity(q, o, arena);
        get_places(q, o, arena);
        get_amounts(q, o, arena);
        get_course(q, o, arena);
        get_party(q, o, arena);
        saved->search_text = get_text(q, arena);
        o->max_sites = (int)get_i64(q);
        o->partial_after = get_date(q, arena);
        o->cancel_backorders = get_i64(q) != 0;
        o->cash_step_minor = get_i64(q);
        o->rounding_minor = get_i64(q);
        o->pickup.v = get_ref(q);
        o->pickup_site = get_text(q, arena);
        o->arrives = get_date(q, arena);
        o->latest_ship = get_date(q, arena);
        o->priority = (int)get_i64(q);
        o->may_part = date_is_set(o->partial_after) &&
                      date_cmp(o->partial_after, desk_today(desk)) <= 0;
        saved->shown = o->shown;
        saved->base_total_minor = o->base_total_minor;
        memcpy(o->base_currency, desk_company(desk)->currency, sizeof o->base_currency);
        o->saved = saved;
        o->arena = arena;
    }
    if (!sql_done(&q, err))
        return false;
    if (!o)
        return err_set(err, ERR_NOT_FOUND, _("This order is not here any more."));
    *out = o;
    return true;
}

void order_remember(struct order *o, struct arena *arena, enum order_shown counted_as,
                    int64_t counted_minor, const char *search_text)
{
    struct order_saved *saved = arena_new_of(arena, struct order_saved);

    saved->line_count = o->line_count;
    saved->tax_count = o->tax_count;
    if (o->line_count > 0)
        saved->lines = arena_memdup(arena, o->lines, (size_t)o->line_count * sizeof *o->lines);
    if (o->tax_count > 0)
        saved->taxes = arena_memdup(arena, o->taxes, (size_t)o->tax_count * sizeof *o->taxes);
    saved->shown = counted_as;
    saved->base_total_minor = counted_minor;
    saved->search_text = search_text;
    saved->header = arena_memdup(arena, o, sizeof *o);
    o->saved = saved;
}

bool order_load(struct desk *desk, struct order_id id, struct arena *arena, struct order **out,
                struct err *err)
{
    struct order *o = NULL;

    if (!order_load_head(desk, id, arena, &o, err) || !order_lines_load(desk, o, arena, err) ||
        !order_taxes_load(desk, o, arena, err) || !order_holds_load(desk, o, arena, err))
        return false;
    order_remember(o, arena, o->shown, o->base_total_minor, o->saved->search_text);
    /* A draft follows the day's rate until it is placed. */
    if (o->status == ORDER_DRAFT && !order_take_rate(desk, o, err))
        return false;
    *out = o;
    return true;
}

OD_SQL(sql_order_of_number, "order.of_number",
       "SELECT id FROM sales_order"
       " WHERE number = $1");
/* The newest that was called so elsewhere, and what it is called here. */
OD_SQL(sql_order_of_external, "order.of_external",
       "SELECT id, COALESCE(number, '')"
       " FROM sales_order"
       " WHERE external_id = $1"
       " ORDER BY id DESC"
       " LIMIT 1");

bool order_find(struct desk *desk, const char *number, struct order_id *out, struct err *err)
{
    OD_ARENA *tmp = arena_new();
    bool is_ours = false;
    int64_t ours = 0, theirs = 0;
    const char *called = "";
    OD_STMT *q = sql_read(desk_db(desk), &sql_order_of_number);
    OD_STMT *ext = sql_read(desk_db(desk), &sql_order_of_external);

    put_text(q, number);
    if (!sql_one_i64(&q, &is_ours, &ours, err))
        return false;
    put_text(ext, number);
    while (sql_row(ext)) {
        theirs = get_i64(ext);
        called = get_text(ext, tmp);
    }
    if (!sql_done(&ext, err))
        return false;
    /* Opening one of them in silence would be the wrong one half of the time. */
    if (is_ours && theirs != 0 && theirs != ours)
        return err_set(err, ERR_STATE,
                       _("Two orders go by %s: one of this desk, and %s, which was %s at its "
                         "channel. Look for number:%s."),
                       number, called, number, number);
    out->v = is_ours ? ours : theirs;
    return true;
}

bool order_number_is_wrong(const char *number)
{
    size_t len = strspn(number, "0123456789");

    return len >= NUMBER_DIGITS && number[len] == '\0' && !check_digit_ok(number);
}

bool order_number_next(struct tx *tx, struct arena *arena, const char **out, struct err *err)
{
    int64_t n;
    const char *digits;

    if (!sequence_next(tx, "order", &n, err))
        return false;
    digits = arena_printf(arena, "%lld", (long long)n);
    *out = arena_printf(arena, "%s%c", digits, check_digit(digits));
    return true;
}
