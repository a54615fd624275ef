/*
 * Saving an order: caches, header, search index and counters; lines are in order_line_sql.c. Only
 * what differs from the store is written.
 */
#include <assert.h>
#include <string.h>

#include "base/i18n.h"
#include "base/mem.h"
#include "domain/desk/index.h"
#include "domain/order/order.h"
#include "domain/order/order_parts.h"
#include "domain/order/order_rules.h"
#include "domain/order/ship_check.h"
#include "store/store.h"

static void put_date(struct stmt *q, struct arena *arena, struct date d)
{
    char text[DATE_TEXT_SIZE];

    put_text(q, date_is_set(d) ? arena_strdup(arena, date_format(d, text)) : "");
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
    put_text(q, or_empty(o->fx_source));
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
    put_i64(q, o->max_sites);
    put_date(q, arena, o->partial_after);
    put_i64(q, o->cancel_backorders);
    put_i64(q, o->cash_step_minor);
    put_i64(q, o->rounding_minor);
    put_ref(q, o->pickup.v);
    put_date(q, arena, o->arrives);
    put_date(q, arena, o->latest_ship);
    put_i64(q, o->priority);
    put_text(q, or_empty(o->terms_name));
}

OD_SQL(sql_order_insert, "order.insert",
       "INSERT INTO sales_order"
       " (number, status, customer_id, contact_id, site_id, customer_po, customer_name,"
       " bill_address_id, ship_address_id, ship_name, ship_line1, ship_line2, ship_city,"
       " ship_region, ship_postcode, ship_country, currency, fx_e9, fx_source, is_tax_incl,"
       " tax_round, round_mode, tax_zone_id, disc_ppm, disc_minor, goods_minor, charges_minor,"
       " discount_minor, tax_minor, total_minor, base_total_minor, ship_policy, pay_policy,"
       " payment_terms_id, ship_method, note, updated_ms, placed_ms, confirmed_ms, ended_ms,"
       " requested_date, promised_date, line_count, open_qty, backordered_qty, shown_status,"
       " hold_blocks, search_text, max_sites, partial_after_date, cancel_backorders,"
       " cash_step_minor, rounding_minor, pickup_site_id, arrives_date, latest_ship_date,"
       " priority, terms_name, kind, is_history, channel_id, external_id, created_ms,"
       " created_by)"
       " VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17,"
       " $18, $19, $20, $21, $22, $23, $24, $25, $26, $27, $28, $29, $30, $31, $32, $33, $34,"
       " $35, $36, $37, $38, $39, $40, $41, $42, $43, $44, $45, $46, $47, $48, $49, $50, $51,"
       " $52, $53, $54, $55, $56, $57, $58, $59, $60, $61, $62, $63, $64)"
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
       " fx_e9 = $18, fx_source = $19, is_tax_incl = $20, tax_round = $21, round_mode = $22,"
       " tax_zone_id = $23, disc_ppm = $24, disc_minor = $25, goods_minor = $26,"
       " charges_minor = $27, discount_minor = $28, tax_minor = $29, total_minor = $30,"
       " base_total_minor = $31, ship_policy = $32, pay_policy = $33, payment_terms_id = $34,"
       " ship_method = $35, note = $36, updated_ms = $37, placed_ms = $38, confirmed_ms = $39,"
       " ended_ms = $40, requested_date = $41, promised_date = $42, line_count = $43,"
       " open_qty = $44, backordered_qty = $45, shown_status = $46, hold_blocks = $47,"
       " search_text = $48, max_sites = $49, partial_after_date = $50, cancel_backorders = $51,"
       " cash_step_minor = $52, rounding_minor = $53, pickup_site_id = $54,"
       " arrives_date = $55, latest_ship_date = $56, priority = $57,"
       " terms_name = $58, version = version + 1"
       " WHERE id = $59 AND version = $60");

static bool update_all(struct tx *tx, const struct order *o, const char *search_text,
                       struct arena *arena, int64_t *changed, struct err *err)
{
    OD_STMT *q = sql_write(tx, &sql_order_update);

    put_header(q, o, search_text, arena);
    put_i64(q, o->id.v);
    put_i64(q, o->version);
    return sql_run(&q, changed, err);
}

/* What happens to an order after it was placed: of eight indexes three are touched. */
OD_SQL(sql_order_progress, "order.progress",
       "UPDATE sales_order"
       " SET status = $1, updated_ms = $2, confirmed_ms = $3, ended_ms = $4,"
       " promised_date = $5, open_qty = $6, backordered_qty = $7, shown_status = $8,"
       " hold_blocks = $9, arrives_date = $10, version = version + 1"
       " WHERE id = $11 AND version = $12");

static bool update_progress(struct tx *tx, const struct order *o, struct arena *arena,
                            int64_t *changed, struct err *err)
{
    OD_STMT *q = sql_write(tx, &sql_order_progress);

    put_i64(q, o->status);
    put_i64(q, o->updated.ms);
    put_i64(q, o->confirmed.ms);
    put_i64(q, o->ended.ms);
    put_date(q, arena, o->promised);
    put_i64(q, o->open.milli);
    put_i64(q, o->backordered.milli);
    put_i64(q, o->shown);
    put_i64(q, o->hold_blocks);
    put_date(q, arena, o->arrives);
    put_i64(q, o->id.v);
    put_i64(q, o->version);
    return sql_run(&q, changed, err);
}

/* Does only what update_progress writes differ? Texts are equal where they are the same ones: what
 * was loaded and not touched. */
static bool is_progress_only(const struct order *o, const char *search_text)
{
    const struct order *was = o->saved ? o->saved->header : NULL;
    struct order now = *o;

    if (!was || strcmp(o->saved->search_text, search_text) != 0)
        return false;
    now.status = was->status;
    now.updated = was->updated;
    now.confirmed = was->confirmed;
    now.ended = was->ended;
    now.promised = was->promised;
    now.arrives = was->arrives;
    now.open = was->open;
    now.backordered = was->backordered;
    now.shown = was->shown;
    now.hold_blocks = was->hold_blocks;
    now.version = was->version;
    now.saved = was->saved;
    now.lines = was->lines;
    now.line_room = was->line_room;
    now.taxes = was->taxes;
    now.tax_count = was->tax_count;
    now.hold_count = was->hold_count;
    return memcmp(&now, was, sizeof now) == 0;
}

static bool update_header(struct tx *tx, struct order *o, const char *search_text,
                          struct arena *arena, struct err *err)
{
    bool is_indexed_anew = !o->saved || strcmp(o->saved->search_text, search_text) != 0;
    int64_t changed = 0;

    if (is_indexed_anew && !index_remove(tx, INDEX_ORDER, o->id.v, err))
        return false;
    if (is_progress_only(o, search_text) ? !update_progress(tx, o, arena, &changed, err)
                                         : !update_all(tx, o, search_text, arena, &changed, err))
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

/* An order without a note costs nothing here. */
static bool index_note(struct tx *tx, struct desk *desk, const struct order *o, bool is_new,
                       struct err *err)
{
    const char *now = or_empty(o->note);
    const char *was = o->saved ? or_empty(o->saved->header->note) : NULL;
    bool is_same = is_new ? now[0] == '\0' : was && strcmp(was, now) == 0;

    return is_same || note_index(tx, desk, INDEX_ORDER, o->id.v, err);
}

/* Writes everything but the counters; *search_text in the order's arena, or in tmp. */
static bool write_order(struct tx *tx, struct desk *desk, struct order *order, struct arena *tmp,
                        const char **search_text, struct err *err)
{
    bool is_new = order->id.v == 0;
    struct arena *arena = order->arena ? order->arena : tmp;

    settle(desk, order);
    if (!order_is_sound(order, err) || !order_customer_texts(desk, order, arena, err))
        return false;
    *search_text = search_text_of(order, arena);
    if (is_new ? !insert_header(tx, order, *search_text, tmp, err)
               : !update_header(tx, order, *search_text, tmp, err))
        return false;
    if (!index_note(tx, desk, order, is_new, err) || !order_lines_save(tx, order, err) ||
        !order_taxes_save(tx, order, err))
        return false;
    for (int i = 0; arena == tmp && i < order->line_count; i++)
        order->lines[i].customer_text = NULL; /* tmp ends */
    return true;
}

bool order_insert(struct tx *tx, struct desk *desk, struct order *order, struct err *err)
{
    OD_ARENA *tmp = arena_new();
    const char *search_text;

    assert(order->id.v == 0 && order->arena);
    if (!write_order(tx, desk, order, tmp, &search_text, err))
        return false;
    order_remember(order, order->arena, 0, 0, search_text);
    return true;
}

/* What is counted for the hour it was placed in follows what it is worth; its first placing counts
 * it there. */
static bool follow_hour(struct tx *tx, const struct order *order, struct err *err)
{
    const struct order_saved *saved = order->saved;

    return saved == NULL || saved->header->placed.ms == 0 ||
           metric_move(tx, saved->header->placed, saved->header->base_total_minor,
                       order->base_total_minor, err);
}

bool order_save(struct tx *tx, struct desk *desk, struct order *order, struct err *err)
{
    OD_ARENA *tmp = arena_new();
    const char *search_text;
    bool is_new = order->id.v == 0;

    order_promise_note(tx, desk, order);
    /* Before it is written, for a hold that it raises; a new one needs its id first. */
    if ((!is_new && !order_ship_check(tx, desk, order, err)) ||
        !write_order(tx, desk, order, tmp, &search_text, err) ||
        (is_new && !order_ship_check(tx, desk, order, err)) ||
        !order_count_move(tx, order->saved ? order->saved->shown : 0,
                          order->saved ? order->saved->base_total_minor : 0, order->shown,
                          order->base_total_minor, err) ||
        !follow_hour(tx, order, err) ||
        !metric_order_move(tx, order, desk_now(desk), err))
        return false;
    if (order->arena)
        order_remember(order, order->arena, order->shown, order->base_total_minor, search_text);
    return true;
}
