/*
 * Entering orders: a whole one by one call, and drafts step by step. The grammar of a line is the
 * screens' own.
 */
#include <string.h>

#include "base/i18n.h"
#include "base/limits.h"
#include "base/mem.h"
#include "base/strbuf.h"
#include "base/utf8.h"
#include "base/vec.h"
#include "cli/cmd_order.h"
#include "cli/find.h"
#include "domain/catalog/item.h"
#include "domain/desk/desk.h"
#include "domain/flow/order_action.h"
#include "domain/order/bulk.h"
#include "domain/order/entry.h"
#include "domain/order/order.h"
#include "domain/order/source.h"
#include "domain/party/customer.h"

struct line_inputs OD_VEC(struct line_input);

/* --- reading the options ---------------------------------------------------------------------- */

bool order_read_line(struct cli *c, const char *spec, const struct order *order,
                     const char *currency, struct line_input *out, struct err *err)
{
    struct entry_form form = entry_form_of(c->desk, order, NULL);

    form.currency = currency;
    return entry_line(c->desk, spec, &form, c->arena, out, err);
}

static bool read_lines(struct cli *c, const char *currency, struct line_inputs *out,
                       struct err *err)
{
    const char *spec;

    for (int i = 0; (spec = verb_opt_at(c, "line", i)) != NULL; i++) {
        struct line_input in;

        if (i >= LIMIT_ORDER_LINES)
            return err_field(err, ERR_LIMIT, "line", _("An order has at most %d lines."),
                             LIMIT_ORDER_LINES);
        if (!order_read_line(c, spec, NULL, currency, &in, err)) {
            err_wrap(err, _("Line %d (%s):"), i + 1, utf8_safe(c->arena, spec));
            /* A code that is not known is bad input here, not a record that was asked for. */
            if (err->code == ERR_NOT_FOUND)
                err->code = ERR_INVALID;
            return false;
        }
        *vec_push(c->arena, out) = in;
    }
    return true;
}

/* Lines of a file, and what it said, for the idempotency key. */
struct file_lines {
    const char *path;          /* NULL: none was named */
    const struct order *order; /* NULL: a new one */
    const char *currency;
    const char *text;
};

static void put_bad_rows(struct cli *c, const struct bulk *rows)
{
    static const struct out_column columns[] = {
        { "row", N_("Row"), OUT_NUMBER },
        { "text", N_("Text"), OUT_TEXT },
        { "error", N_("What is wrong"), OUT_TEXT },
        { NULL, NULL, OUT_TEXT },
    };

    out_list_begin(c->out, NULL, columns);
    for (int i = 0; i < rows->n; i++) {
        if (rows->v[i].err.code == ERR_NONE)
            continue;
        out_cell_i64(c->out, rows->v[i].number);
        out_cell(c->out, rows->v[i].text);
        out_cell(c->out, rows->v[i].err.text);
    }
    out_list_end(c->out);
}

/* The rows of a file, all of them or none; each bad one is told. */
static bool read_file(struct cli *c, struct file_lines *file, struct line_inputs *out,
                      struct err *err)
{
    struct entry_form form = entry_form_of(c->desk, file->order, NULL);
    const char *path = file->path;
    struct bulk rows;
    char *text;

    form.currency = file->currency;
    if (path == NULL)
        return true;
    if (!bulk_read_file(path, c->arena, &text, err) ||
        !bulk_read(c->desk, text, &form, c->arena, &rows, err))
        return err_at(err, "lines-from");
    file->text = text;
    for (int i = 0; i < rows.n; i++)
        *vec_push(c->arena, out) = rows.v[i].in;
    if (rows.bad > 0)
        put_bad_rows(c, &rows);
    if (rows.bad > 0)
        return err_field(err, ERR_INVALID, "lines-from",
                         _("Rows that are wrong: %d of %d. Nothing was entered."), rows.bad,
                         rows.n);
    if (rows.n == 0)
        return err_field(err, ERR_INVALID, "lines-from", _("There is no line in %s."), path);
    if (out->n > LIMIT_ORDER_LINES)
        return err_field(err, ERR_LIMIT, "lines-from", _("An order has at most %d lines."),
                         LIMIT_ORDER_LINES);
    return true;
}

bool order_read_ship_to(const struct customer *customer, const char *text, struct address_id *out,
                        struct err *err)
{
    int64_t number;

    if (!find_int("ship-to", text, 1, INT32_MAX, &number, err))
        return false;
    for (int i = 0; i < customer->address_count; i++) {
        if (customer->addresses[i].number == number) {
            *out = customer->addresses[i].id;
            return true;
        }
    }
    return err_field(err, ERR_INVALID, "ship-to",
                     _("Customer %s has no address %s; see: orderdesk customer show %s"),
                     customer->code, text, customer->code);
}

bool order_read_discount(struct cli *c, const char *text, const char *currency,
                         struct order_header *h, struct err *err)
{
    size_t len = strlen(text);

    if (len > 0 && text[len - 1] == '%') {
        struct rate *rate = arena_new_of(c->arena, struct rate);

        if (!rate_parse(text, NULL, rate, err))
            return err_at(err, "discount");
        h->disc = rate;
    } else {
        struct money amount;

        if (!money_parse(text, currency, NULL, &amount, err))
            return err_at(err, "discount");
        h->disc_minor = arena_memdup(c->arena, &amount.minor, sizeof amount.minor);
    }
    return true;
}

/* Options that `order new` and `order set` share. customer NULL: a draft without one. */
static bool read_header(struct cli *c, const struct customer *customer, const char *currency,
                        struct order_header *h, struct err *err)
{
    const char *ship_to = verb_opt(c, "ship-to");
    const char *site = verb_opt(c, "site");
    const char *requested = verb_opt(c, "requested");
    struct address_id *address = arena_new_of(c->arena, struct address_id);
    struct site_id *site_id = arena_new_of(c->arena, struct site_id);
    struct date *date = arena_new_of(c->arena, struct date);
    int *sites = arena_new_of(c->arena, int);
    int64_t max = 0;

    h->customer_po = verb_opt(c, "po");
    h->note = verb_opt(c, "note");
    h->ship_method = verb_opt(c, "ship-method");
    h->currency = verb_opt(c, "currency");
    if (ship_to != NULL && customer == NULL)
        return err_field(err, ERR_STATE, "ship-to", _("The draft has no customer yet."));
    if (ship_to != NULL && !order_read_ship_to(customer, ship_to, address, err))
        return false;
    if (site != NULL && !find_site_id(c, site, site_id, err))
        return false;
    if (requested != NULL && !date_parse_typed(requested, desk_today(c->desk), date, err))
        return err_at(err, "requested");
    if (verb_opt(c, "max-sites") != NULL) {
        if (!find_int("max-sites", verb_opt(c, "max-sites"), 0, SOURCE_MOST_SITES, &max, err))
            return false;
        *sites = (int)max;
        h->max_sites = sites;
    }
    if (!order_read_policy(c, h, err))
        return false;
    h->ship_address = ship_to == NULL ? NULL : address;
    h->site = site == NULL ? NULL : site_id;
    h->requested = requested == NULL ? NULL : date;
    return verb_opt(c, "discount") == NULL ||
           order_read_discount(c, verb_opt(c, "discount"), currency, h, err);
}

static bool read_currency(const struct cli *c, const char *fallback, const char **out,
                          struct err *err)
{
    *out = verb_opt(c, "currency") == NULL ? fallback : verb_opt(c, "currency");
    if (currency_find(*out) == NULL)
        return err_field(err, ERR_INVALID, "currency",
                         _("\"%s\" is no currency; give its three letters, like EUR."), *out);
    return true;
}

/* What was asked, for the key: every option in order but those that change nothing in the order. */
static const char *asked(const struct cli *c, const char *file_text)
{
    struct strbuf b;

    strbuf_init(&b, c->arena, LIMIT_JSON_BYTES);
    for (int i = 0; i < c->value_count; i++) {
        bool is_global = false;

        for (const struct verb_option *o = verb_globals; o->name != NULL; o++)
            is_global = is_global || strcmp(o->name, c->values[i].name) == 0;
        if (!is_global)
            strbuf_addf(&b, "%s=%s\n", c->values[i].name, c->values[i].value);
    }
    strbuf_add(&b, file_text);
    return b.s;
}

/* --- new -------------------------------------------------------------------------------------- */

/* A shell wants the bare number; what the clerk should know goes beside it. */
static void put_taken(struct cli *c, const struct order_taken *taken, const char *status)
{
    static const struct out_column columns[] = {
        { "number", N_("Order"), OUT_TEXT },
        { "status", N_("Status"), OUT_TEXT },
        { "total", N_("Total"), OUT_MONEY },
        { "notes", N_("Notes"), OUT_TEXT },
        { NULL, NULL, OUT_TEXT },
    };
    const char *number = order_ref(c, taken->id, taken->number);

    if (c->form == OUT_TABLE) {
        out_text(c->out, "number", number);
        if (taken->notes != NULL && taken->notes[0] != '\0')
            cli_note(c, taken->notes);
        return;
    }
    out_record_begin(c->out, columns);
    out_cell(c->out, number);
    out_cell(c->out, status);
    out_cell_money(c->out, taken->total.minor, taken->total.cur);
    out_cell(c->out, taken->notes);
    out_record_end(c->out);
}

bool run_order_new(struct cli *c, struct err *err)
{
    struct order_header header = { 0 };
    struct line_inputs lines = { 0 };
    struct file_lines file = { .path = verb_opt(c, "lines-from"), .text = "" };
    struct order_new in = { .header = &header, .key = c->key };
    struct order_taken taken = { 0 };
    struct customer *customer;
    const char *currency;

    if (file.path == NULL && verb_opt(c, "line") == NULL)
        return verb_misused(c, err, _("Give the lines: --line, or --lines-from a file."));
    if (verb_flag(c, "draft") && verb_flag(c, "confirm"))
        return verb_misused(c, err, _("Choose one of --draft and --confirm."));
    if (!find_customer(c, verb_opt(c, "customer"), &customer, err)) {
        if (err->code == ERR_NOT_FOUND)
            err->code = ERR_INVALID;
        return false;
    }
    if (!read_currency(c, customer->currency, &currency, err))
        return false;
    file.currency = currency;
    if (!read_header(c, customer, currency, &header, err) ||
        !find_channel_id(c, verb_opt(c, "channel"), &in.channel, err) ||
        !read_lines(c, currency, &lines, err) || !read_file(c, &file, &lines, err))
        return false;
    in.customer = customer->id;
    in.lines = lines.v;
    in.line_count = lines.n;
    in.is_submit = !verb_flag(c, "draft");
    in.is_confirm = verb_flag(c, "confirm");
    in.content = asked(c, file.text);
    if (!order_create(c->desk, &in, c->arena, &taken, err))
        return false;
    put_taken(c, &taken, !in.is_submit ? "draft" : taken.is_confirmed ? "confirmed" : "submitted");
    return true;
}

/* --- drafts ----------------------------------------------------------------------------------- */

static void put_draft(struct cli *c, const struct order *o)
{
    static const struct out_column columns[] = {
        { "number", N_("Order"), OUT_TEXT },
        { "lines", N_("Lines"), OUT_NUMBER },
        { "total", N_("Total"), OUT_MONEY },
        { NULL, NULL, OUT_TEXT },
    };

    out_record_begin(c->out, columns);
    out_cell(c->out, order_ref(c, o->id, o->number));
    out_cell_i64(c->out, o->line_count);
    out_cell_money(c->out, o->total_minor, o->currency);
    out_record_end(c->out);
}

bool run_order_set(struct cli *c, struct err *err)
{
    struct order_header header = { 0 };
    struct customer *customer = NULL;
    struct order *o, *after;
    struct record_at at;
    const char *currency;

    if (!find_order(c, verb_arg(c, 0), &o, err))
        return false;
    if (verb_opt(c, "customer") != NULL) {
        if (!find_customer(c, verb_opt(c, "customer"), &customer, err))
            return false;
        header.customer = &customer->id;
    } else if (o->customer.v != 0 &&
               !customer_load(c->desk, o->customer, c->arena, &customer, err)) {
        return false;
    }
    at = (struct record_at){ .id = o->id.v, .version = o->version };
    if (!read_currency(c, o->currency, &currency, err) ||
        !read_header(c, customer, currency, &header, err) ||
        !order_set_header(c->desk, &at, &header, c->arena, &after, err))
        return false;
    put_draft(c, after);
    return true;
}

bool run_order_line(struct cli *c, struct err *err)
{
    struct line_input in;
    struct order *o, *after;
    struct record_at at;
    int64_t line_no = 0;

    if (!find_order(c, verb_arg(c, 0), &o, err) ||
        !order_read_line(c, verb_arg(c, 1), o, o->currency, &in, err))
        return false;
    if (verb_opt(c, "at") != NULL &&
        !find_int("at", verb_opt(c, "at"), 1, LIMIT_ORDER_LINES, &line_no, err))
        return false;
    at = (struct record_at){ .id = o->id.v, .version = o->version };
    if (!order_put_line(c->desk, &at, (int)line_no, &in, c->arena, &after, err))
        return false;
    put_draft(c, after);
    return true;
}

/* All rows of a file into a draft, or none. */
bool run_order_read(struct cli *c, struct err *err)
{
    struct file_lines file = { .path = verb_arg(c, 1), .text = "" };
    struct line_inputs lines = { 0 };
    struct order *o, *after;
    struct record_at at;

    if (!find_order(c, verb_arg(c, 0), &o, err))
        return false;
    file.order = o;
    file.currency = o->currency;
    at = (struct record_at){ .id = o->id.v, .version = o->version };
    if (!read_file(c, &file, &lines, err) ||
        !order_put_lines(c->desk, &at, lines.v, lines.n, c->arena, &after, err))
        return false;
    put_draft(c, after);
    return true;
}

bool run_order_cut(struct cli *c, struct err *err)
{
    struct order *o, *after;
    struct record_at at;
    int64_t line_no;

    if (!find_order(c, verb_arg(c, 0), &o, err) ||
        !find_int("line", verb_arg(c, 1), 1, LIMIT_ORDER_LINES, &line_no, err))
        return false;
    at = (struct record_at){ .id = o->id.v, .version = o->version };
    if (!order_cut_line(c->desk, &at, (int)line_no, c->arena, &after, err))
        return false;
    put_draft(c, after);
    return true;
}

bool run_order_repeat(struct cli *c, struct err *err)
{
    const char *left_out = "";
    struct order *o, *after;
    struct record_at at;

    if (!find_order(c, verb_arg(c, 0), &o, err))
        return false;
    at = (struct record_at){ .id = o->id.v, .version = o->version };
    if (!order_repeat_last(c->desk, &at, c->arena, &after, &left_out, err))
        return false;
    put_draft(c, after);
    if (left_out[0] != '\0')
        cli_note(c, left_out);
    return true;
}

#define HEADER_OPTIONS                                                                             \
    { "ship-to", "N", VERB_OPTIONAL, N_("Number of the customer's address.") },                    \
        { "po", "TEXT", VERB_OPTIONAL, N_("The customer's order number.") },                       \
        { "site", "CODE", VERB_OPTIONAL, N_("The site that is asked for stock first.") },          \
        ORDER_POLICY_OPTIONS,                                                                      \
        { "max-sites", "N", VERB_OPTIONAL,                                                         \
          N_("Sites it may be spread over, 1 to 5; 0: as the firm has it.") },                     \
        { "currency", "CUR", VERB_OPTIONAL, N_("Currency, else the customer's.") },                \
        { "discount", "D", VERB_OPTIONAL,                                                          \
          /* xgettext:no-c-format */                                                               \
          N_("Order discount: 5% or an amount.") },                                                \
        { "ship-method", "TEXT", VERB_OPTIONAL, N_("How it is sent.") },                           \
        { "requested", "DATE", VERB_OPTIONAL, N_("When the customer wants it.") },                 \
    {                                                                                              \
        "note", "TEXT", VERB_OPTIONAL, N_("A note on the order.")                                  \
    }

const struct verb_option order_new_options[] = {
    { "customer", "CODE", VERB_REQUIRED, N_("The customer.") },
    { "line", "'ITEM QTY [UNIT] [@PRICE] [-DISC%] [SITE] [DATE]'", VERB_MANY,
      N_("A line; give it once for each.") },
    { "lines-from", "FILE", VERB_OPTIONAL,
      N_("Lines of a file (- is standard input), a row each, or CSV with the columns sku and "
         "qty.") },
    { "channel", "CODE", VERB_OPTIONAL, N_("Where it comes from; else phone.") },
    HEADER_OPTIONS,
    { "confirm", NULL, VERB_OPTIONAL, N_("Confirm it and allocate stock.") },
    { "draft", NULL, VERB_OPTIONAL, N_("Leave it a draft without a number.") },
    { NULL, NULL, VERB_OPTIONAL, NULL },
};

const struct verb_option order_set_options[] = {
    { "customer", "CODE", VERB_OPTIONAL, N_("The customer.") },
    HEADER_OPTIONS,
    { NULL, NULL, VERB_OPTIONAL, NULL },
};

const struct verb_option order_line_options[] = {
    { "at", "LINE", VERB_OPTIONAL, N_("Put it in place of this line.") },
    { NULL, NULL, VERB_OPTIONAL, NULL },
};
