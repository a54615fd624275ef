/*
 * Order entry, the header: customer, ship-to, PO, date, discount. Each field is saved in the draft
 * as it is left.
 */
#include "domain/order/ship_policy.h"
#include "tui/order_edit.h"
#include "tui/pickup_lookup.h"

#include <string.h>

#include "base/i18n.h"
#include "base/mem.h"
#include "base/vec.h"
#include "domain/desk/money_text.h"
#include "domain/insight/search.h"
#include "tui/ship_way.h"
#include "tui/terms_lookup.h"

/* F4 in the empty field. */
static bool all_customers(struct oe *oe, struct arena *arena, struct customer_rows *out,
                          struct err *err)
{
    const struct query *query;

    return query_parse("", FIND_CUSTOMER, oe->s.desk, arena, &query, err) &&
           find_customers(oe->s.desk, query, NULL, LOOKUP_ROWS + 1, arena, out, err);
}

static bool find_customer(void *ctx, const char *text, struct arena *arena, struct lookup_rows *out,
                          struct err *err)
{
    struct oe *oe = oe_of(ctx);
    struct customer_rows rows;

    if (!(text[0] == '\0' ? all_customers(oe, arena, &rows, err)
                          : lookup_customers(oe->s.desk, text, LOOKUP_ROWS + 1, arena, &rows, err)))
        return false;
    out->is_more = rows.n > LOOKUP_ROWS;
    for (int i = 0; i < rows.n && i < LOOKUP_ROWS; i++) {
        const struct customer_row *row = &rows.v[i];
        struct lookup_row *to = vec_push(arena, out);

        to->id = row->id.v;
        to->value = row->code;
        to->detail = row->name;
        to->note = arena_printf(arena, "%s %s%s", row->city, row->postcode,
                                row->is_credit_held ? _("  credit held !") : "");
    }
    return true;
}

static bool find_address(void *ctx, const char *text, struct arena *arena, struct lookup_rows *out,
                         struct err *err)
{
    struct oe *oe = oe_of(ctx);

    for (int i = 0; oe->customer != NULL && i < oe->customer->address_count; i++) {
        const struct address *a = &oe->customer->addresses[i];
        struct lookup_row *to;
        const char *number = arena_printf(arena, "%02d", a->number);

        if (text[0] != '\0' && strcmp(text, number) != 0 && strcmp(text, number + 1) != 0)
            continue;
        if (out->n == LOOKUP_ROWS) {
            out->is_more = true;
            break;
        }
        to = vec_push(arena, out);
        to->id = a->id.v;
        to->value = number;
        to->detail = address_line(a, arena);
    }
    return pickup_lookup(oe->s.desk, text, arena, out, err);
}

static bool find_way(void *ctx, const char *text, struct arena *arena, struct lookup_rows *out,
                     struct err *err)
{
    struct oe *oe = oe_of(ctx);

    return ship_way_rows(oe->s.desk, oe->order, text, arena, out, err);
}

static bool find_terms(void *ctx, const char *text, struct arena *arena, struct lookup_rows *out,
                       struct err *err)
{
    return terms_rows(oe_of(ctx)->s.desk, text, arena, out, err);
}

/* Fields that seldom matter are passed by Enter; Tab and Up stop at them. */
static const struct form_field oe_fields[] = {
    { "customer", N_("Customer"), FORM_LOOKUP, 10, FORM_CODE_LINE,
      N_("Code or some letters of name, city or phone. F4 lists, F6 makes a new one."), NULL,
      find_customer },
    { "ship_to", N_("Ship to"), FORM_LOOKUP, 4, FORM_OPTIONAL,
      N_("Number of the customer's address, or @SITE: it is collected there. F4 lists both."), NULL,
      find_address },
    { "customer_po", N_("PO"), FORM_TEXT, 16, FORM_OPTIONAL, N_("The customer's own order number."),
      NULL, NULL },
    { "requested", N_("Wanted"), FORM_DATE, 10, FORM_SAME_LINE | FORM_OPTIONAL,
      N_("Day the customer wants it: 24.11., +3, fri, 2026-11-24."), NULL, NULL },
    { "disc", N_("Disc %"), FORM_NUMBER, 5, FORM_SAME_LINE | FORM_OPTIONAL,
      N_("Discount on the whole order in percent."), NULL, NULL },
    { "ship_policy", N_("Ship"), FORM_TEXT, 1, FORM_SAME_LINE | FORM_OPTIONAL,
      N_("a: as available, c: complete, all together, s: single, then the rest is canceled."), NULL,
      NULL },
    { "ship_method", N_("By"), FORM_LOOKUP, 10, FORM_SAME_LINE | FORM_OPTIONAL,
      N_("How it is sent; F4 lists the ways, what each costs and when it arrives."), NULL,
      find_way },
    { "latest_ship", N_("Latest"), FORM_DATE, 10, FORM_SAME_LINE | FORM_OPTIONAL,
      N_("Last day on which it may leave; a later promise is said, and shows up on the dashboard."),
      NULL, NULL },
    { "priority", N_("Prio"), FORM_NUMBER, 1, FORM_SAME_LINE | FORM_OPTIONAL,
      N_("Who is served first where stock is short: 0 to 9, 9 is first."), NULL, NULL },
    { "terms", N_("Terms"), FORM_LOOKUP, 8, FORM_SAME_LINE | FORM_OPTIONAL,
      N_("How this order is paid; empty: as its customer does. F4 lists the terms."), NULL,
      find_terms },
    { 0 },
};

/* Saves what header names; what came of it is the screen's order from then on. */
static bool set_header(struct oe *oe, const struct order_header *header, struct err *err)
{
    struct order *order = NULL;
    struct arena *fresh;

    if (!oe_need_draft(oe, err))
        return false;
    fresh = arena_new();
    return oe_edited(oe, order_set_header(oe->s.desk, &oe->at, header, fresh, &order, err), fresh,
                     &order, err);
}

bool oe_set_customer(struct oe *oe, struct customer_id id, struct err *err)
{
    struct order_header header = { .customer = &id };

    if (!set_header(oe, &header, err) || !oe_load_customer(oe, err))
        return false;
    oe_head_show(oe);
    return oe_lines_show(oe, err);
}

bool oe_set_ship_to(struct oe *oe, struct address_id id, struct err *err)
{
    struct order_header header = { .ship_address = &id };

    if (!set_header(oe, &header, err) || !oe_load_customer(oe, err))
        return false;
    oe_head_show(oe);
    return true;
}

/* What the clerk must know of this customer before the first line. */
static void say_of_customer(struct oe *oe)
{
    const char *note = oe->customer->note;

    if (oe->credit.is_held)
        app_warn(oe->s.app, _("Credit held: orders wait for a release. %s"), note);
    else if (note[0] != '\0')
        app_say(oe->s.app, "%s", note);
}

static bool left_customer(struct oe *oe, struct form *f, int field, struct err *err)
{
    const char *text = form_text(f, field);

    if (form_id(f, field) != 0) {
        if (!oe_set_customer(oe, (struct customer_id){ form_id(f, field) }, err))
            return false;
        say_of_customer(oe);
        return true;
    }
    if (text[0] == '\0')
        return err_field(err, ERR_INVALID, "customer",
                         _("Who is calling? Type a code or some letters of the name."));
    return err_field(err, ERR_NOT_FOUND, "customer",
                     _("No customer fits \"%s\". F6 makes a new one."), text);
}

static bool left_ship_to(struct oe *oe, struct form *f, int field, struct err *err)
{
    struct site_id counter = pickup_of_row(form_id(f, field));
    struct order_header collected = { .pickup = &counter };

    if (counter.v != 0) {
        if (!set_header(oe, &collected, err) || !oe_load_customer(oe, err))
            return err_at(err, "ship_to");
        oe_head_show(oe);
        return oe_lines_show(oe, err);
    }
    if (form_id(f, field) != 0)
        return oe_set_ship_to(oe, (struct address_id){ form_id(f, field) }, err);
    return err_field(err, ERR_NOT_FOUND, "ship_to",
                     _("There is no address \"%s\". F4 lists them, F6 adds one."),
                     form_text(f, field));
}

/* A field of the header whose text is its value. */
static bool left_text(struct oe *oe, struct form *f, int field, struct err *err)
{
    struct order_header header = { 0 };
    const char *name = f->fields[field].name;
    struct date day;
    struct rate disc = { 0 };
    int policy;
    int64_t priority = 0;
    int level;

    if (strcmp(name, "latest_ship") == 0) {
        if (!form_get_date(f, field, &day, err))
            return false;
        header.latest_ship = &day;
        return set_header(oe, &header, err);
    }
    if (strcmp(name, "requested") == 0) {
        if (!form_get_date(f, field, &day, err))
            return false;
        header.requested = &day;
    } else if (strcmp(name, "disc") == 0) {
        if (form_text(f, field)[0] != '\0' &&
            !rate_parse(form_text(f, field), app_form(oe->s.app), &disc, err))
            return err_at(err, "disc");
        header.disc = &disc;
    } else if (strcmp(name, "ship_policy") == 0) {
        if (!ship_policy_parse(form_text(f, field), &policy, err))
            return false;
        header.ship_policy = &policy;
    } else if (strcmp(name, "priority") == 0) {
        if (form_text(f, field)[0] != '\0' && !form_get_int(f, field, 0, 9, &priority, err))
            return err_at(err, "priority");
        level = (int)priority;
        header.priority = &level;
    } else if (strcmp(name, "ship_method") == 0) {
        header.ship_method = form_text(f, field);
    } else if (strcmp(name, "terms") == 0) {
        header.terms = form_text(f, field);
    } else {
        header.customer_po = form_text(f, field);
    }
    return set_header(oe, &header, err) && oe_lines_show(oe, err);
}

static bool head_left(void *ctx, struct form *f, int field, struct err *err)
{
    struct oe *oe = oe_of(ctx);
    const char *name = f->fields[field].name;

    if (strcmp(name, "customer") == 0)
        return left_customer(oe, f, field, err);
    if (strcmp(name, "ship_to") == 0)
        return left_ship_to(oe, f, field, err);
    return left_text(oe, f, field, err);
}

static const char *head_repeat(void *ctx, const struct form *f, int field)
{
    struct oe *oe = oe_of(ctx);

    if (strcmp(f->fields[field].name, "customer_po") == 0 && oe->history.n > 0)
        return oe->history.v[0].customer_po;
    return NULL;
}

static const struct form_ops head_ops = { .left = head_left, .repeat = head_repeat };

void oe_head_init(struct oe *oe)
{
    form_init(&oe->head, oe->s.app, oe->s.arena, oe_fields, &head_ops, oe);
    form_focus_first(&oe->head);
}

void oe_head_show(struct oe *oe)
{
    struct form *f = &oe->head;
    const struct order *o = oe->order;
    OD_ARENA *tmp = arena_new();
    const char *ship_to = "";
    int field;

    if (o == NULL)
        return;
    field = form_index(f, "customer");
    if (oe->customer != NULL) {
        form_set(f, field, oe->customer->code);
        form_set_id(f, field, oe->customer->id.v);
        form_set_note(f, field, STYLE_TEXT, oe->customer->name);
    }
    field = form_index(f, "ship_to");
    for (int i = 0; oe->customer != NULL && i < oe->customer->address_count; i++) {
        const struct address *a = &oe->customer->addresses[i];

        if (a->id.v != o->ship_address.v)
            continue;
        form_set(f, field, arena_printf(tmp, "%02d", a->number));
        form_set_id(f, field, a->id.v);
        ship_to = address_line(a, tmp);
    }
    form_set_note(f, field, STYLE_TEXT, ship_to);
    pickup_show(f, field, o->pickup, o->pickup_site);
    form_set(f, form_index(f, "customer_po"), o->customer_po);
    form_set_date(f, form_index(f, "requested"), o->requested);
    form_set(f, form_index(f, "disc"), o->disc.ppm == 0 ? "" : text_rate(oe->s.desk, tmp, o->disc));
    form_set(f, form_index(f, "ship_policy"),
             arena_printf(tmp, "%.1s", ship_policy_name(o->ship_policy)));
    form_set(f, form_index(f, "ship_method"), o->ship_method);
    form_set_date(f, form_index(f, "latest_ship"), o->latest_ship);
    form_set(f, form_index(f, "priority"),
             o->priority == 0 ? "" : arena_printf(tmp, "%d", o->priority));
    form_set(f, form_index(f, "terms"), o->terms_code);
    form_accept(f);
}
