/*
 * Orders from files, as history: their own numbers, dates and totals are kept, nothing is allocated
 * and nothing leaves the house. What was shipped there is closed here; the rest stays open work.
 */
#include <assert.h>
#include <string.h>
#include <strings.h>

#include "base/i18n.h"
#include "base/limits.h"
#include "base/mem.h"
#include "base/strbuf.h"
#include "domain/catalog/item.h"
#include "domain/catalog/tax.h"
#include "domain/desk/event.h"
#include "domain/desk/text.h"
#include "domain/intake/import_order.h"
#include "domain/intake/import_parts.h"
#include "domain/order/order.h"
#include "domain/order/order_rules.h"
#include "domain/party/customer.h"

/* A difference to the file's total up to the channel's tolerance is shown, as a line of its own or,
 * since no line is worth less than nothing, in the order's discount (DOMAIN T6). With a larger one
 * a new order that is open comes in with what its lines add up to, and is held. */
#define ROUNDING_SKU "ROUNDING"

static const struct import_field order_fields[F_COUNT] = {
    [F_ORDER] = { "order", true, false, FIELD_TEXT },
    [F_CUSTOMER] = { "customer", true, false, FIELD_TEXT },
    [F_DATE] = { "date", true, false, FIELD_DATE },
    [F_REQUESTED] = { "requested", false, false, FIELD_DATE },
    [F_PROMISED] = { "promised", false, false, FIELD_DATE },
    [F_SHIPPED] = { "shipped", false, false, FIELD_DATE },
    [F_STATUS] = { "status", false, false, FIELD_TEXT },
    [F_PO] = { "po", false, false, FIELD_TEXT },
    [F_CURRENCY] = { "currency", false, false, FIELD_TEXT },
    [F_FX] = { "fx", false, false, FIELD_NUMBER },
    [F_CUSTOMER_NAME] = { "customer_name", false, false, FIELD_TEXT },
    [F_EMAIL] = { "email", false, false, FIELD_TEXT },
    [F_PHONE] = { "phone", false, false, FIELD_TEXT },
    [F_SHIP_NAME] = { "ship_name", false, false, FIELD_TEXT },
    [F_SHIP_ADDRESS] = { "ship_address", false, false, FIELD_TEXT },
    [F_SHIP_ADDRESS2] = { "ship_address2", false, false, FIELD_TEXT },
    [F_SHIP_CITY] = { "ship_city", false, false, FIELD_TEXT },
    [F_SHIP_REGION] = { "ship_region", false, false, FIELD_TEXT },
    [F_SHIP_POSTCODE] = { "ship_postcode", false, false, FIELD_TEXT },
    [F_SHIP_COUNTRY] = { "ship_country", false, false, FIELD_TEXT },
    [F_SHIP_METHOD] = { "ship_method", false, false, FIELD_TEXT },
    [F_TERMS] = { "terms", false, false, FIELD_TEXT },
    [F_NOTE] = { "note", false, false, FIELD_TEXT },
    [F_ORDER_DISCOUNT] = { "order_discount", false, false, FIELD_NUMBER },
    [F_ORDER_DISCOUNT_AMOUNT] = { "order_discount_amount", false, false, FIELD_AMOUNT },
    [F_TAX] = { "tax", false, false, FIELD_AMOUNT },
    [F_TOTAL] = { "total", false, false, FIELD_AMOUNT },
    [F_SKU] = { "sku", true, true, FIELD_TEXT },
    [F_QTY] = { "qty", true, true, FIELD_NUMBER },
    [F_PRICE] = { "price", true, true, FIELD_NUMBER },
    [F_DESCRIPTION] = { "description", false, true, FIELD_TEXT },
    [F_DISCOUNT] = { "discount", false, true, FIELD_NUMBER },
    [F_DISCOUNT_AMOUNT] = { "discount_amount", false, true, FIELD_AMOUNT },
};

/* --- lines ----------------------------------------------------------------------------------- */

/* What a cancellation takes back stands below 0 in the file. */
static bool read_qty(struct import_job *job, const struct import_row *row, bool is_cancellation,
                     int decimals, struct qty *out, struct err *err)
{
    const char *text;

    if (!is_cancellation)
        return map_qty(&job->map, row, F_QTY, decimals, job->work, out, err);
    text = map_text(&job->map, row, F_QTY, job->work);
    if (*text != '-')
        return err_field(err, ERR_INVALID, "qty",
                         _("What a cancellation takes back must have a quantity below 0."));
    return qty_parse(text + 1, decimals, &job->map.form, out, err);
}

static bool read_line(struct import_job *job, const struct import_row *row, bool is_cancellation,
                      struct order *o, struct err *err)
{
    const struct import_map *m = &job->map;
    struct order_line *l = &o->lines[o->line_count];
    const char *sku = map_text(m, row, F_SKU, job->work);
    const char *description;
    struct item *item;

    if (!text_line(map_text(m, row, F_DESCRIPTION, job->work), "description", job->work,
                   &description, err) ||
        !import_order_item(job, sku, description, &item, err))
        return false;
    import_order_line(l, item, ++o->line_count);
    if (*description)
        l->description = description;
    if (!read_qty(job, row, is_cancellation, item->qty_decimals, &l->ordered, err) ||
        !map_price(m, row, F_PRICE, o->currency, job->work, &l->unit_price, err) ||
        !map_rate(m, row, F_DISCOUNT, job->work, &l->disc, err) ||
        !map_money(m, row, F_DISCOUNT_AMOUNT, o->currency, job->work, &l->disc_minor, err))
        return false;
    if (l->ordered.milli <= 0)
        return err_field(err, ERR_INVALID, "qty", _("A quantity must be more than 0."));
    if (m->is_price_of_line)
        l->unit_price.v = round_div((__int128)l->unit_price.v * QTY_PER_UNIT, l->ordered.milli,
                                    ROUND_HALF_UP);
    if (l->unit_price.v < 0 || l->disc.ppm < 0 || l->disc.ppm > PPM || l->disc_minor < 0)
        return err_field(err, ERR_INVALID, "price",
                         _("Prices and discounts may not be less than 0, nor a discount more than "
                           "100%%."));
    return true;
}

static bool read_lines(struct import_job *job, const struct import_record *r, struct order *o,
                       struct err *err)
{
    if (r->line_count == 0)
        return err_field(err, ERR_INVALID, "sku", _("The order has no lines."));
    if (r->line_count + job->map.charge_count + 1 > LIMIT_ORDER_LINES)
        return err_field(err, ERR_LIMIT, "sku", _("An order has at most %d lines."),
                         LIMIT_ORDER_LINES);
    o->lines = arena_array(job->work, r->line_count + job->map.charge_count + 1, struct order_line);
    for (int i = 0; i < r->line_count; i++)
        if (!read_line(job, &r->lines[i], import_is_cancellation(job, r), o, err))
            return err_wrap(err, _("Line %lld of the file:"), (long long)r->lines[i].line);
    return true;
}

/* A line worth an amount: freight, the difference to a total. The item may have to be made. */
static bool add_amount(struct import_job *job, struct order *o, const char *sku, const char *words,
                       int64_t minor, struct err *err)
{
    struct order_line *l = &o->lines[o->line_count];
    struct item fresh = { .sku = sku, .kind = ITEM_CHARGE, .description = words, .uom = "" };
    struct item *item = NULL;

    if (!item_find(job->desk, sku, (struct channel_id){ 0 }, job->work, &item, err))
        return false;
    if (item && item->kind != ITEM_CHARGE)
        return err_field(err, ERR_STATE, "sku", _("Item %s is not a charge."), sku);
    if (minor < 0)
        return err_field(err, ERR_INVALID, sku, _("A charge may not be less than 0."));
    import_order_line(l, item ? item : &fresh, ++o->line_count);
    l->ordered.milli = QTY_PER_UNIT;
    l->unit_price.v = minor * PRICE_PER_MINOR;
    return true;
}

static bool read_charges(struct import_job *job, const struct import_record *r, struct order *o,
                         struct err *err)
{
    for (int i = 0; i < job->map.charge_count; i++) {
        const struct import_charge *charge = &job->map.charges[i];
        int64_t minor;

        if (!map_charge(&job->map, r, charge, o->currency, &minor, err))
            return false;
        if (minor != 0 && !add_amount(job, o, charge->sku, charge->header, minor, err))
            return false;
    }
    return true;
}

/* --- amounts --------------------------------------------------------------------------------- */

/* A total that nobody can explain: a person asks the channel before anything is picked. */
static bool doubt_total(struct import_job *job, struct import_record *r, const struct order *o,
                        int64_t said, bool may_hold, struct err *err)
{
    char theirs[MONEY_TEXT_SIZE], ours[MONEY_TEXT_SIZE];
    const char *words =
        arena_printf(job->work,
                     _("The total says %s, and the lines, charges and tax add up to %s."),
                     money_format_code(money_make(said, o->currency), theirs),
                     money_format_code(money_make(o->total_minor, o->currency), ours));

    if (!may_hold)
        return err_field(err, ERR_INVALID, "total", "%s", words);
    job->hold_note = words;
    r->is_flagged = true;
    return true;
}

/* The file's total is the truth; a small difference is shown as a line, a large one raises a hold
 * or, where nothing can be held any more, is refused. */
static bool settle_total(struct import_job *job, struct import_record *r, struct order *o,
                         bool may_hold, struct err *err)
{
    int64_t tax_minor = 0, said, tolerance;

    o->is_tax_incl = job->map.is_tax_incl;
    if (!map_order_money(&job->map, r, F_TAX, o->currency, job->work, &tax_minor, err) ||
        !order_total_billed(o, tax_minor, job->work, err))
        return false;
    said = o->total_minor;
    if (!map_order_money(&job->map, r, F_TOTAL, o->currency, job->work, &said, err))
        return false;
    if (said == o->total_minor)
        return true;
    if (!o->is_tax_incl && said == o->total_minor - tax_minor) {
        o->is_tax_incl = true; /* the prices hold the tax already */
        return order_total_billed(o, tax_minor, job->work, err);
    }
    if (!import_total_tolerance(job, &tolerance, err))
        return false;
    if (said < o->total_minor - tolerance || said > o->total_minor + tolerance)
        return doubt_total(job, r, o, said, may_hold, err);
    if (said < o->total_minor)
        o->disc_minor += o->total_minor - said;
    else if (!add_amount(job, o, ROUNDING_SKU, _("Rounding"), said - o->total_minor, err))
        return false;
    return order_total_billed(o, tax_minor, job->work, err) &&
           (o->total_minor == said ||
            err_field(err, ERR_INVALID, "total", _("The total is less than charges and tax.")));
}

/* Nothing is sold for nothing by mistake and nobody notices: the note names such lines. */
static bool flag_free_lines(struct import_job *job, struct import_record *r, struct order *o,
                            struct err *err)
{
    struct strbuf words;

    strbuf_init(&words, job->work, LIMIT_NOTE_BYTES);
    for (int i = 0; i < o->line_count; i++) {
        if (o->lines[i].unit_price.v != 0)
            continue;
        strbuf_addf(&words, words.len > 0 ? ", %d" : _("Without a price: line %d"),
                    o->lines[i].line_no);
    }
    if (words.len == 0)
        return true;
    r->is_flagged = true;
    return text_note(*o->note ? arena_printf(job->work, "%s\n%s", o->note, words.s) : words.s,
                     "note", job->work, &o->note, err);
}

/* --- how far it went there ------------------------------------------------------------------- */

enum course { COURSE_OPEN, COURSE_SHIPPED, COURSE_CANCELED };

static bool read_course(struct import_job *job, const struct import_record *r, bool is_shipped,
                        enum course *out, struct err *err)
{
    static const struct {
        const char *word;
        enum course course;
    } words[] = {
        { "open", COURSE_OPEN },         { "submitted", COURSE_OPEN },
        { "confirmed", COURSE_OPEN },    { "awaiting_approval", COURSE_OPEN },
        { "on_hold", COURSE_OPEN },      { "allocated", COURSE_OPEN },
        { "backordered", COURSE_OPEN },  { "picking", COURSE_OPEN },
        { "shipped", COURSE_SHIPPED },   { "delivered", COURSE_SHIPPED },
        { "invoiced", COURSE_SHIPPED },  { "closed", COURSE_SHIPPED },
        { "canceled", COURSE_CANCELED },
    };
    const char *text = map_text(&job->map, r->rows, F_STATUS, job->work);

    *out = is_shipped ? COURSE_SHIPPED : COURSE_OPEN;
    if (import_is_cancellation(job, r)) {
        *out = COURSE_CANCELED;
        return true;
    }
    if (*text == '\0')
        return true;
    for (size_t i = 0; i < OD_LEN(words); i++) {
        if (strcasecmp(words[i].word, text) != 0)
            continue;
        *out = words[i].course;
        return true;
    }
    return err_field(err, ERR_INVALID, "status",
                     _("\"%s\" is no status to import. There are: open, shipped, canceled; others "
                       "are told by [values.status] of a map."),
                     text);
}

static void set_course(struct order *o, enum course course, struct date shipped)
{
    o->confirmed = o->placed;
    o->status = course == COURSE_OPEN       ? ORDER_CONFIRMED
                : course == COURSE_CANCELED ? ORDER_CANCELED
                                            : ORDER_CLOSED;
    if (course != COURSE_OPEN)
        o->ended = date_is_set(shipped) ? date_begin(shipped) : o->placed;
    for (int i = 0; i < o->line_count; i++) {
        struct order_line *l = &o->lines[i];

        if (course == COURSE_CANCELED)
            l->canceled = l->ordered;
        if (course == COURSE_SHIPPED)
            l->shipped = l->delivered = l->invoiced = l->ordered;
    }
}

/* --- the whole order ------------------------------------------------------------------------- */

static bool make_order(struct import_job *job, struct import_record *r, bool is_new,
                       struct order *o, struct err *err)
{
    struct date shipped = { 0 };
    enum course course;

    if (!import_order_header(job, r, o, err) ||
        !map_date(&job->map, r->rows, F_SHIPPED, job->work, &shipped, err) ||
        !read_course(job, r, date_is_set(shipped), &course, err) || !read_lines(job, r, o, err) ||
        !read_charges(job, r, o, err) ||
        !settle_total(job, r, o, is_new && course == COURSE_OPEN, err) ||
        !flag_free_lines(job, r, o, err))
        return false;
    if (date_is_set(shipped) && date_begin(shipped).ms < o->placed.ms)
        return err_field(err, ERR_INVALID, "shipped",
                         _("It was shipped before it was placed. Check the dates."));
    set_course(o, course, shipped);
    return true;
}

/* Of a known order that was canceled there nothing else is asked: such rows often have no amounts.
 */
static bool read_order(struct import_job *job, struct import_record *r, const struct order *known,
                       struct order *o, struct err *err)
{
    enum course course = COURSE_OPEN;

    if (known && !read_course(job, r, false, &course, err))
        return false;
    if (course != COURSE_CANCELED)
        return make_order(job, r, known == NULL, o, err);
    *o = *known;
    o->status = ORDER_CANCELED;
    return true;
}

static bool take_number(struct import_job *job, struct tx *tx, const struct import_record *r,
                        struct order *o, struct err *err)
{
    if (!job->in->is_number_kept)
        return import_leave_room(tx, r->id, err) &&
               order_number_next(tx, job->work, &o->number, err);
    o->number = r->id;
    return import_pass_number(tx, r->id, err);
}

/* "D65": people and commands name drafts so. */
static bool is_draft_name(const char *number)
{
    size_t digits = strspn(number + 1, "0123456789");

    return (number[0] == 'D' || number[0] == 'd') && digits > 0 && number[1 + digits] == '\0';
}

static bool check_number(struct import_job *job, const struct import_record *r, struct err *err)
{
    struct order_id id;
    struct order *o;

    if (!job->in->is_number_kept)
        return true;
    if (is_draft_name(r->id))
        return err_field(err, ERR_CONFLICT, "order",
                         _("%s is how drafts are called here, so it cannot be a number."), r->id);
    if (!order_find(job->desk, r->id, &id, err))
        return false;
    if (id.v == 0)
        return true;
    if (!order_load(job->desk, id, job->work, &o, err))
        return false;
    if (strcmp(o->number, r->id) != 0)
        return true;
    return err_field(err, ERR_CONFLICT, "order", _("Number %s is another order's already."), r->id);
}

/* One with lines that wait for an item is held from the start, and so is one whose total is in
 * doubt; that hold does not end by itself when the items are found. */
static bool save_order(struct import_job *job, struct tx *tx, struct order *o, struct err *err)
{
    if (o->status != ORDER_CONFIRMED || (!order_has_unmapped(o) && !job->hold_note))
        return order_save(tx, job->desk, o, err);
    o->arena = job->work;
    o->holds = arena_array(job->work, ORDER_HOLDS_MAX, struct order_hold);
    return order_insert(tx, job->desk, o, err) &&
           (!job->hold_note || hold_open(tx, job->desk, o, HOLD_DATA, BLOCK_PICK, job->hold_note,
                                         err)) &&
           order_hold_unmapped(tx, job->desk, o, NULL, err) && order_save(tx, job->desk, o, err);
}

/* The customer's own address was looked at when it was made. */
static void warn_of_place(struct import_job *job, struct import_record *r, const struct order *o)
{
    struct address to = { .name = o->ship_name, .line1 = o->ship_line1, .line2 = o->ship_line2,
                          .city = o->ship_city, .region = o->ship_region,
                          .postcode = o->ship_postcode, .country = o->ship_country, .phone = "" };

    if (o->ship_address.v == 0)
        import_warn_address(job, r, &to);
}

static bool apply_order(struct import_job *job, struct tx *tx, struct import_record *r,
                        struct err *err)
{
    const struct event_note note = { .kind = "order.import" };
    struct order *o = arena_new_of(job->work, struct order);
    struct order *known;

    job->hold_note = NULL;
    if (!import_order_known(job, r, &known, err))
        return false;
    if ((!known && !check_number(job, r, err)) || !read_order(job, r, known, o, err))
        return false;
    warn_of_place(job, r, o);
    if (known)
        return import_order_again(job, tx, r, known, o, err);
    r->is_writing = true;
    if (!import_make_items(job, tx, o, err) || !import_make_customer(job, tx, o, err) ||
        !take_number(job, tx, r, o, err) || !save_order(job, tx, o, err) ||
        !import_link_cancellation(job, tx, r, o, err) ||
        !event_add_order(tx, job->desk, o->id, &note, err) ||
        !metric_add(tx, o->placed, o->base_total_minor, err) ||
        !import_remember(job, tx, r, o->id.v, err))
        return false;
    r->outcome = IMPORT_FRESH;
    return true;
}

const struct import_ops import_orders = { "orders", order_fields, F_COUNT, true, apply_order };
