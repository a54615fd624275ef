/*
 * The order in the store: loading with what guards need to know beside it, finding by number, and
 * saving what differs. Lines are in order_line_sql.c.
 */
#include "domain/order/order.h"

#include <assert.h>
#include <string.h>

#include "base/i18n.h"
#include "base/mem.h"
#include "domain/desk/index.h"
#include "domain/desk/setting.h"
#include "domain/order/order_parts.h"
#include "domain/order/order_rules.h"
#include "store/store.h"

struct date get_date(struct stmt *q, struct arena *arena)
{
    struct date d = { 0 };
    const char *text = get_text(q, arena);

    if (text && text[0] && !date_parse(text, &d, NULL))
        d = (struct date){ 0 };
    return d;
}

static void put_date(struct stmt *q, struct arena *arena, struct date d)
{
    char text[DATE_TEXT_SIZE];

    put_text(q, date_is_set(d) ? arena_strdup(arena, date_format(d, text)) : "");
}

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
    p->tax_exempt_cert = get_text(q, arena);
    p->tax_exempt_until = get_date(q, arena);
    get_currency(q, arena, p->currency);
    o->channel_list.v = get_ref(q);
    o->site_cutoff_minute = (int)get_i64(q);
}

OD_SQL(sql_order_load, "order.load",
       "SELECT o.id, COALESCE(o.number, ''), o.kind, o.status, o.is_history, o.customer_id,"
       " o.contact_id, o.channel_id, o.site_id, COALESCE(o.external_id, ''), o.customer_po,"
       " COALESCE(c.code, ''), CASE WHEN o.status = 1 THEN COALESCE(c.name, '')"
       " ELSE o.customer_name END, ch.code, s.code, u.login, COALESCE(t.name, ''),"
       " o.bill_address_id, o.ship_address_id, o.ship_name, o.ship_line1, o.ship_line2,"
       " o.ship_city, o.ship_region, o.ship_postcode, o.ship_country,"
       " o.currency, o.fx_e9, o.is_tax_incl, o.tax_round, o.round_mode, o.tax_zone_id,"
       " o.disc_ppm, o.disc_minor, o.goods_minor, o.charges_minor, o.discount_minor,"
       " o.tax_minor, o.total_minor, o.base_total_minor,"
       " o.ship_policy, o.pay_policy, o.payment_terms_id, o.ship_method, o.note, o.created_ms,"
       " o.updated_ms, o.placed_ms, o.confirmed_ms, o.ended_ms, o.requested_date,"
       " o.promised_date, o.created_by, o.open_qty, o.backordered_qty, o.shown_status,"
       " o.hold_blocks, o.version,"
       " COALESCE(c.is_active, 1), COALESCE(c.is_po_required, 0),"
       " COALESCE(c.is_credit_held, 0), c.credit_limit_minor, COALESCE(c.backorder_policy, 0),"
       " c.tax_zone_id, c.price_list_id, COALESCE(c.tax_exempt_cert, ''),"
       " COALESCE(c.tax_exempt_until_date, ''), COALESCE(c.currency, ''),"
       " ch.price_list_id, s.cutoff_minute, o.search_text"
       " FROM sales_order o"
       " JOIN channel ch ON ch.id = o.channel_id"
       " JOIN site s ON s.id = o.site_id"
       " JOIN app_user u ON u.id = o.created_by"
       " LEFT JOIN customer c ON c.id = o.customer_id"
       " LEFT JOIN payment_terms t ON t.id = o.payment_terms_id"
       " WHERE o.id = $1");

static bool load_header(struct desk *desk, struct order_id id, struct arena *arena,
                        struct order **out, struct err *err)
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

/* Remembers what the store holds now. */
static void remember(struct order *o, struct arena *arena, enum order_shown counted_as,
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
    o->saved = saved;
}

bool order_load(struct desk *desk, struct order_id id, struct arena *arena, struct order **out,
                struct err *err)
{
    struct order *o = NULL;

    if (!load_header(desk, id, arena, &o, err) || !order_lines_load(desk, o, arena, err) ||
        !order_taxes_load(desk, o, arena, err) || !order_holds_load(desk, o, arena, err))
        return false;
    remember(o, arena, o->shown, o->base_total_minor, o->saved->search_text);
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

/* What words find the order; a draft that never had a number is found in the list of drafts. */
static const char *search_text_of(const struct order *o, struct arena *arena)
{
    const char *const parts[] = {
        o->number,        o->external_id, o->customer_po, o->customer_code,
        o->customer_name, o->ship_name,   o->ship_city,   o->ship_postcode,
    };
    const char *given[OD_LEN(parts)];
    int n = 0;

    if (!(o->number && o->number[0]) && !(o->external_id && o->external_id[0]))
        return "";
    for (size_t i = 0; i < OD_LEN(parts); i++)
        if (parts[i] && parts[i][0])
            given[n++] = parts[i];
    return index_text(arena, given, n);
}

static const char *or_empty(const char *text)
{
    return text ? text : "";
}

static const char *or_null(const char *text)
{
    return text && text[0] ? text : NULL;
}

/* The columns that both inserting and updating write, in the order of both statements. */
static void put_header(struct stmt *q, const struct order *o, const char *search_text,
                       struct arena *arena)
{
    put_text(q, or_null(o->number));
    put_i64(q, o->status);
    put_ref(q, o->customer.v);
    put_ref(q, o->contact.v);
    put_i64(q, o->site.v);
    put_text(q, or_empty(o->customer_po));
    put_text(q, or_empty(o->customer_name));
    put_ref(q, o->bill_address.v);
    put_ref(q, o->ship_address.v);
    put_text(q, or_empty(o->ship_name));
    put_text(q, or_empty(o->ship_line1));
    put_text(q, or_empty(o->ship_line2));
    put_text(q, or_empty(o->ship_city));
    put_text(q, or_empty(o->ship_region));
    put_text(q, or_empty(o->ship_postcode));
    put_text(q, or_empty(o->ship_country));
    put_text(q, o->currency);
    put_i64(q, o->fx.e9);
    put_i64(q, o->is_tax_incl);
    put_i64(q, o->tax_round);
    put_i64(q, o->round_mode);
    put_ref(q, o->tax_zone_id);
    put_i64(q, o->disc.ppm);
    put_i64(q, o->disc_minor);
    put_i64(q, o->goods_minor);
    put_i64(q, o->charges_minor);
    put_i64(q, o->discount_minor);
    put_i64(q, o->tax_minor);
    put_i64(q, o->total_minor);
    put_i64(q, o->base_total_minor);
    put_i64(q, o->ship_policy);
    put_i64(q, o->pay_policy);
    put_ref(q, o->payment_terms_id);
    put_text(q, or_empty(o->ship_method));
    put_text(q, or_empty(o->note));
    put_i64(q, o->updated.ms);
    put_i64(q, o->placed.ms);
    put_i64(q, o->confirmed.ms);
    put_i64(q, o->ended.ms);
    put_date(q, arena, o->requested);
    put_date(q, arena, o->promised);
    put_i64(q, o->line_count);
    put_i64(q, o->open.milli);
    put_i64(q, o->backordered.milli);
    put_i64(q, o->shown);
    put_i64(q, o->hold_blocks);
    put_text(q, search_text);
}

OD_SQL(sql_order_insert, "order.insert",
       "INSERT INTO sales_order"
       " (number, status, customer_id, contact_id, site_id, customer_po, customer_name,"
       " bill_address_id, ship_address_id, ship_name, ship_line1, ship_line2, ship_city,"
       " ship_region, ship_postcode, ship_country, currency, fx_e9, is_tax_incl, tax_round,"
       " round_mode, tax_zone_id, disc_ppm, disc_minor, goods_minor, charges_minor,"
       " discount_minor, tax_minor, total_minor, base_total_minor, ship_policy, pay_policy,"
       " payment_terms_id, ship_method, note, updated_ms, placed_ms, confirmed_ms, ended_ms,"
       " requested_date, promised_date, line_count, open_qty, backordered_qty, shown_status,"
       " hold_blocks, search_text,"
       " kind, is_history, channel_id, external_id, created_ms, created_by)"
       " VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17,"
       " $18, $19, $20, $21, $22, $23, $24, $25, $26, $27, $28, $29, $30, $31, $32, $33, $34,"
       " $35, $36, $37, $38, $39, $40, $41, $42, $43, $44, $45, $46, $47, $48, $49, $50, $51,"
       " $52, $53)"
       " RETURNING id");

static bool insert_header(struct tx *tx, struct order *o, const char *search_text,
                          struct arena *arena, struct err *err)
{
    OD_STMT *q = sql_write(tx, &sql_order_insert);

    put_header(q, o, search_text, arena);
    put_i64(q, o->kind);
    put_i64(q, o->is_history);
    put_i64(q, o->channel.v);
    put_text(q, or_null(o->external_id));
    put_i64(q, o->created.ms);
    put_i64(q, o->created_by_id.v);
    if (!sql_run_id(&q, &o->id.v, err))
        return false;
    o->version = 1;
    return index_add(tx, INDEX_ORDER, o->id.v, search_text, err);
}

OD_SQL(sql_order_update, "order.update",
       "UPDATE sales_order"
       " SET number = $1, status = $2, customer_id = $3, contact_id = $4, site_id = $5,"
       " customer_po = $6, customer_name = $7, bill_address_id = $8, ship_address_id = $9,"
       " ship_name = $10, ship_line1 = $11, ship_line2 = $12, ship_city = $13,"
       " ship_region = $14, ship_postcode = $15, ship_country = $16, currency = $17,"
       " fx_e9 = $18, is_tax_incl = $19, tax_round = $20, round_mode = $21,"
       " tax_zone_id = $22, disc_ppm = $23, disc_minor = $24, goods_minor = $25,"
       " charges_minor = $26, discount_minor = $27, tax_minor = $28, total_minor = $29,"
       " base_total_minor = $30, ship_policy = $31, pay_policy = $32, payment_terms_id = $33,"
       " ship_method = $34, note = $35, updated_ms = $36, placed_ms = $37, confirmed_ms = $38,"
       " ended_ms = $39, requested_date = $40, promised_date = $41, line_count = $42,"
       " open_qty = $43, backordered_qty = $44, shown_status = $45, hold_blocks = $46,"
       " search_text = $47, version = version + 1"
       " WHERE id = $48 AND version = $49");

static bool update_header(struct tx *tx, struct order *o, const char *search_text,
                          struct arena *arena, struct err *err)
{
    bool is_indexed_anew = !o->saved || strcmp(o->saved->search_text, search_text) != 0;
    int64_t changed;
    OD_STMT *q = NULL;

    if (is_indexed_anew && !index_remove(tx, INDEX_ORDER, o->id.v, err))
        return false;
    q = sql_write(tx, &sql_order_update);
    put_header(q, o, search_text, arena);
    put_i64(q, o->id.v);
    put_i64(q, o->version);
    if (!sql_run(&q, &changed, err))
        return false;
    if (changed == 0)
        return err_set(err, ERR_CONFLICT, _("This order was changed by someone else meanwhile."));
    o->version++;
    return !is_indexed_anew || index_add(tx, INDEX_ORDER, o->id.v, search_text, err);
}

static void refresh_caches(struct order *o)
{
    o->open.milli = o->backordered.milli = 0;
    o->hold_blocks = 0;
    for (int i = 0; i < o->line_count; i++) {
        if (o->lines[i].kind != LINE_STOCK && o->lines[i].kind != LINE_BUNDLE)
            continue;
        o->open.milli += line_open(&o->lines[i]).milli;
        o->backordered.milli += line_backordered(&o->lines[i]).milli;
    }
    for (int i = 0; i < o->hold_count; i++)
        o->hold_blocks |= (uint32_t)o->holds[i].blocks;
    o->shown = order_shown(o);
}

static void settle(struct desk *desk, struct order *order)
{
    refresh_caches(order);
    order->updated = desk_now(desk);
    if (order->id.v != 0)
        return;
    if (order->created.ms == 0)
        order->created = order->updated;
    if (order->created_by_id.v == 0)
        order->created_by_id = desk_user(desk)->id;
}

/* Writes everything but the counters; *search_text in the order's arena, or in tmp. */
static bool write_order(struct tx *tx, struct desk *desk, struct order *order, struct arena *tmp,
                        const char **search_text, struct err *err)
{
    settle(desk, order);
    if (!order_is_sound(order, err))
        return false;
    *search_text = search_text_of(order, order->arena ? order->arena : tmp);
    if (order->id.v == 0 ? !insert_header(tx, order, *search_text, tmp, err)
                         : !update_header(tx, order, *search_text, tmp, err))
        return false;
    return order_lines_save(tx, order, err) && order_taxes_save(tx, order, err);
}

bool order_insert(struct tx *tx, struct desk *desk, struct order *order, struct err *err)
{
    OD_ARENA *tmp = arena_new();
    const char *search_text;

    assert(order->id.v == 0 && order->arena);
    if (!write_order(tx, desk, order, tmp, &search_text, err))
        return false;
    remember(order, order->arena, 0, 0, search_text);
    return true;
}

bool order_save(struct tx *tx, struct desk *desk, struct order *order, struct err *err)
{
    OD_ARENA *tmp = arena_new();
    const char *search_text;

    if (!write_order(tx, desk, order, tmp, &search_text, err) ||
        !order_count_move(tx, order->saved ? order->saved->shown : 0,
                          order->saved ? order->saved->base_total_minor : 0, order->shown,
                          order->base_total_minor, err))
        return false;
    if (order->arena)
        remember(order, order->arena, order->shown, order->base_total_minor, search_text);
    return true;
}
