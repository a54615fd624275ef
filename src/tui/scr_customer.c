/*
 * CU, a customer: who they are, credit, addresses, contacts, orders, and where they are told
 * nothing any more.
 */
#include <string.h>

#include "base/i18n.h"
#include "base/mem.h"
#include "base/vec.h"
#include "domain/desk/money_text.h"
#include "domain/order/order_rules.h"
#include "domain/party/address_check.h"
#include "domain/party/customer.h"
#include "tui/app.h"
#include "tui/customer_blocks.h"
#include "tui/list.h"
#include "tui/listing.h"
#include "tui/screens.h"
#include "tui/tabs.h"

#define CU_HEAD_ROWS 5
#define CU_ORDERS    200

enum cu_tab { CU_ORDERS_TAB, CU_ADDRESSES_TAB, CU_CONTACTS_TAB, CU_BLOCKED_TAB };

static const char *const tab_names[] = { N_("1 Orders"), N_("2 Addresses"), N_("3 Contacts"),
                                         N_("4 Blocked"), NULL };

struct cu {
    struct screen s;
    struct customer_id id;
    struct customer *customer; /* these four in s.data */
    struct credit credit;
    struct order_rows orders;
    struct notice_blocks blocks;
    struct address_verdict **verdicts; /* of its addresses, in s.data; NULL where never asked */
    struct list list;
    enum cu_tab tab;
};

static struct cu *cu_self(struct screen *s)
{
    return (struct cu *)s;
}

static const struct list_column order_columns[] = {
    { N_("Number"), 8, 0, 0, false, false },  { N_("Status"), 12, 10, 0, false, false },
    { N_("Placed"), 14, 8, 0, false, false }, { N_("Promise"), 10, 6, 2, false, false },
    { N_("PO"), 14, 8, 1, false, true },      { N_("Lines"), 5, 0, 3, true, false },
    { N_("Total"), 14, 10, 0, true, false },  { 0 },
};
static const struct list_column address_columns[] = {
    { N_("No"), 3, 0, 0, true, false },
    { N_("Name"), 20, 8, 1, false, false },
    { N_("Address"), 40, 20, 0, false, true },
    { N_("Used as"), 12, 8, 2, false, false },
    { N_("Carriers say"), 34, 20, 3, false, false },
    { 0 },
};
static const struct list_column contact_columns[] = {
    { N_("Name"), 20, 10, 0, false, true },
    { N_("Position"), 16, 8, 2, false, false },
    { N_("Phone"), 18, 10, 0, false, false },
    { N_("E-mail"), 24, 12, 1, false, false },
    { 0 },
};

static void show_orders(struct cu *cu, struct list_row *rows)
{
    struct arena *a = cu->s.data;

    for (int i = 0; i < cu->orders.n; i++) {
        const struct order_row *o = &cu->orders.v[i];
        const char **cells = arena_array(a, 7, const char *);

        cells[0] = browse_order_number(o, a);
        cells[1] = order_shown_words(o->shown);
        cells[2] = text_stamp(cu->s.desk, a, o->placed);
        cells[3] = text_date(cu->s.desk, a, o->promised);
        cells[4] = o->customer_po;
        cells[5] = arena_printf(a, "%d", o->line_count);
        cells[6] = text_money(cu->s.desk, a, o->total.minor, o->total.cur);
        rows[i] = (struct list_row){ .id = o->id.v, .cells = cells };
    }
}

static void show_addresses(struct cu *cu, struct list_row *rows)
{
    struct arena *a = cu->s.data;
    const struct customer *c = cu->customer;

    for (int i = 0; i < c->address_count; i++) {
        const char **cells = arena_array(a, 5, const char *);
        bool is_ship = c->addresses[i].id.v == c->ship_address.v;
        bool is_bill = c->addresses[i].id.v == c->bill_address.v;

        cells[0] = arena_printf(a, "%02d", c->addresses[i].number);
        cells[1] = c->addresses[i].name;
        cells[2] = address_line(&c->addresses[i], a);
        cells[3] = is_ship && is_bill ? _("ship, bill")
                   : is_ship          ? _("ship")
                   : is_bill          ? _("bill")
                                      : "";
        cells[4] = address_verdict_words(cu->verdicts[i], a);
        rows[i] = (struct list_row){ .id = c->addresses[i].id.v, .cells = cells };
    }
}

static void show_contacts(struct cu *cu, struct list_row *rows)
{
    const struct customer *c = cu->customer;

    for (int i = 0; i < c->contact_count; i++) {
        const char **cells = arena_array(cu->s.data, 4, const char *);

        cells[0] = c->contacts[i].name;
        cells[1] = c->contacts[i].title;
        cells[2] = c->contacts[i].phone;
        cells[3] = c->contacts[i].email;
        rows[i] = (struct list_row){ .id = c->contacts[i].id.v, .cells = cells };
    }
}

static void show_tab(struct cu *cu)
{
    int n = cu->tab == CU_ORDERS_TAB      ? cu->orders.n
            : cu->tab == CU_ADDRESSES_TAB ? cu->customer->address_count
            : cu->tab == CU_CONTACTS_TAB  ? cu->customer->contact_count
                                          : cu->blocks.n;
    struct list_row *rows = arena_array(cu->s.data, n > 0 ? n : 1, struct list_row);

    switch (cu->tab) {
    case CU_ORDERS_TAB:
        show_orders(cu, rows);
        cu->list.columns = order_columns;
        cu->list.empty = _("No order yet. F6 takes the first.");
        break;
    case CU_ADDRESSES_TAB:
        show_addresses(cu, rows);
        cu->list.columns = address_columns;
        cu->list.empty = _("No address yet. \"a\" adds one.");
        break;
    case CU_CONTACTS_TAB:
        show_contacts(cu, rows);
        cu->list.columns = contact_columns;
        cu->list.empty = _("No contact yet. \"p\" adds one.");
        break;
    case CU_BLOCKED_TAB:
        customer_blocks_show(cu->s.desk, &cu->blocks, cu->s.data, rows);
        cu->list.columns = customer_block_columns;
        cu->list.empty = _("No address or number of this customer is blocked.");
        break;
    }
    list_set_rows(&cu->list, rows, n);
}

/* Of one that was merged the page of the one it is now. */
static bool follow_merge(struct cu *cu, struct customer **customer, struct err *err)
{
    const struct customer *gone = *customer;

    if (gone->merged_into.v == 0)
        return true;
    if (!customer_load(cu->s.desk, gone->merged_into, cu->s.data, customer, err))
        return false;
    app_say(cu->s.app, _("Customer %s is %s now: the two were merged."), gone->code,
            gone->merged_into_code);
    return true;
}

static bool load_verdicts(struct cu *cu, const struct customer *c,
                          struct address_verdict ***out, struct err *err)
{
    struct address_verdict **all =
        arena_array(cu->s.data, c->address_count + 1, struct address_verdict *);

    for (int i = 0; i < c->address_count; i++)
        if (!address_verdict_find(cu->s.desk, &c->addresses[i], cu->s.data, &all[i], err))
            return false;
    *out = all;
    return true;
}

static bool refresh(struct screen *s, struct err *err)
{
    struct cu *cu = cu_self(s);
    struct address_verdict **verdicts;
    struct customer *customer = NULL;
    struct credit credit = { 0 };
    struct order_rows orders = { 0 };
    struct notice_blocks blocks = { 0 };

    if (!customer_load(s->desk, cu->id, s->data, &customer, err) ||
        !follow_merge(cu, &customer, err) ||
        !credit_load(s->desk, customer->id, (struct order_id){ 0 }, &credit, err) ||
        !orders_of_customer(s->desk, customer->id, listing_max(s, CU_ORDERS), s->data, &orders,
                            err) ||
        !notice_blocks_of(s->desk, customer, s->data, &blocks, err) ||
        !load_verdicts(cu, customer, &verdicts, err))
        return false;
    cu->id = customer->id;
    cu->customer = customer;
    cu->credit = credit;
    cu->orders = orders;
    cu->blocks = blocks;
    cu->verdicts = verdicts;
    s->title = arena_printf(s->data, "%s  %s", customer->code, customer->name);
    show_tab(cu);
    return true;
}

static bool enter(struct screen *s, const void *arg, struct err *err)
{
    struct cu *cu = cu_self(s);

    (void)err;
    cu->id = *(const struct customer_id *)arg;
    list_init(&cu->list, s->app, order_columns, NULL, NULL);
    return true;
}

static void draw(const struct screen *s, struct canvas *c)
{
    const struct cu *cu = (const struct cu *)s;
    const struct customer *who = cu->customer;
    struct canvas body = canvas_view(c, CU_HEAD_ROWS, 0, -1, -1);
    OD_ARENA *tmp = arena_new();

    canvas_printf(c, 0, 1, STYLE_TEXT, "%s   %s%s", who->phone, who->email,
                  who->is_active ? "" : _("   NOT ACTIVE !"));
    canvas_printf(c, 1, 1, STYLE_TEXT, _("%s   %s%s%s"), who->terms_name, who->currency,
                  who->is_po_required ? _("   PO required") : "",
                  who->tax_number[0] != '\0'
                      ? arena_printf(tmp, _("   Tax number %s"), who->tax_number)
                      : "");
    canvas_printf(
        c, 2, 1,
        cu->credit.is_held || (cu->credit.has_limit && cu->credit.room_minor < 0) ? STYLE_WARN
                                                                                  : STYLE_TEXT,
        _("Open orders %s%s%s"), text_money(s->desk, tmp, cu->credit.exposure_minor, who->currency),
        cu->credit.has_limit
            ? arena_printf(tmp, _("   credit %s of %s"),
                           text_money(s->desk, tmp, cu->credit.room_minor, who->currency),
                           text_money(s->desk, tmp, cu->credit.limit_minor, who->currency))
            : _("   no credit limit"),
        cu->credit.is_held ? _("   CREDIT HELD !") : "");
    if (who->note[0] != '\0')
        canvas_printf(c, 3, 1, STYLE_WARN, "! %s", who->note);
    tabs_draw(c, 4, tab_names, (int)cu->tab);
    list_draw(&cu->list, &body, true);
}

static bool open_row(struct cu *cu, struct err *err)
{
    int64_t id = list_selected(&cu->list);
    struct order_id order = { id };
    struct record_arg arg = { .id = id, .parent = cu->id.v };

    if (id == 0)
        return err_set(err, ERR_NOT_FOUND, _("Nothing is selected."));
    if (cu->tab == CU_ORDERS_TAB)
        return app_push(cu->s.app, &scr_order, &order, err);
    if (cu->tab == CU_BLOCKED_TAB)
        return customer_unblock_ask(&cu->s, &cu->blocks, id, err);
    arg.kind = cu->tab == CU_ADDRESSES_TAB ? "address" : "contact";
    return app_push(cu->s.app, &scr_record, &arg, err);
}

static bool key(struct screen *s, struct key k)
{
    struct cu *cu = cu_self(s);
    int tab;
    struct err err = ERR_INIT;

    if (list_key(&cu->list, k))
        return true;
    if (key_is(k, K_ENTER)) {
        if (!open_row(cu, &err))
            app_error(s->app, &err);
        return true;
    }
    if (!tabs_key(k, tab_names, &tab))
        return false;
    cu->tab = (enum cu_tab)tab;
    show_tab(cu);
    return true;
}

static bool step_order(struct screen *s, int by, int64_t *out_id, struct err *err)
{
    struct cu *cu = cu_self(s);

    if (cu->tab != CU_ORDERS_TAB)
        return err_set(err, ERR_STATE, _("There is no list of orders to walk."));
    return list_step(&cu->list, by, out_id, err);
}

static bool run_edit(struct screen *s, struct err *err)
{
    struct record_arg arg = { .kind = "customer", .id = cu_self(s)->id.v };

    return app_push(s->app, &scr_record, &arg, err);
}

static bool run_order(struct screen *s, struct err *err)
{
    struct order_edit_arg arg = { .customer = cu_self(s)->id };

    return app_push(s->app, &scr_order_edit, &arg, err);
}

static bool run_address(struct screen *s, struct err *err)
{
    struct record_arg arg = { .kind = "address", .parent = cu_self(s)->id.v };

    return app_push(s->app, &scr_record, &arg, err);
}

static bool run_contact(struct screen *s, struct err *err)
{
    struct record_arg arg = { .kind = "contact", .parent = cu_self(s)->id.v };

    return app_push(s->app, &scr_record, &arg, err);
}

static bool run_prices(struct screen *s, struct err *err)
{
    struct price_arg arg = { PRICE_OF_CUSTOMER, cu_self(s)->id.v };

    return app_push(s->app, &scr_price, &arg, err);
}

static bool is_on_blocked(const struct screen *s, struct err *why)
{
    const struct cu *cu = (const struct cu *)s;

    return (cu->tab == CU_BLOCKED_TAB && cu->blocks.n > 0) ||
           err_set(why, ERR_STATE, _("What is blocked is on the tab 4."));
}

static bool run_unblock(struct screen *s, struct err *err)
{
    return customer_unblock_ask(s, &cu_self(s)->blocks, list_selected(&cu_self(s)->list), err);
}

/* Of the address under the cursor; NULL where there is none. */
static const struct address_verdict *verdict_here(const struct cu *cu)
{
    int64_t id = list_selected(&cu->list);

    for (int i = 0; cu->tab == CU_ADDRESSES_TAB && i < cu->customer->address_count; i++)
        if (cu->customer->addresses[i].id.v == id)
            return cu->verdicts[i];
    return NULL;
}

static bool may_take(const struct screen *s, struct err *why)
{
    const struct cu *cu = (const struct cu *)s;

    if (cu->tab != CU_ADDRESSES_TAB)
        return err_set(why, ERR_STATE, _("The addresses are on the tab 2."));
    return address_has_proposal(verdict_here(cu)) ||
           err_set(why, ERR_STATE, _("No carrier proposes another way to write this address."));
}

static bool run_take(struct screen *s, struct err *err)
{
    struct address_id id = { list_selected(&cu_self(s)->list) };

    if (!address_take(s->desk, id, &id, err) || !screen_refresh(s, err))
        return false;
    app_say(s->app, _("The address is as the carrier writes it."));
    return true;
}

static bool run_previous(struct screen *s, struct err *err)
{
    return app_step(s->app, -1, &cu_self(s)->id.v, err);
}

static bool run_next(struct screen *s, struct err *err)
{
    return app_step(s->app, 1, &cu_self(s)->id.v, err);
}

static const struct command customer_commands[] = {
    { "customer.edit", "F4 C-t e", N_("Edit"), N_("Change the customer."), NULL, run_edit },
    { "customer.order", "F6 C-n n", N_("New order"), N_("Take an order for this customer."), NULL,
      run_order },
    { "customer.previous", "F7 [", N_("Prev"), N_("The customer before it in the list."), NULL,
      run_previous },
    { "customer.next", "F8 ]", N_("Next"), N_("The customer after it in the list."), NULL,
      run_next },
    { "customer.address", "a M-a", N_("New address"), N_("A further address."), NULL, run_address },
    { "customer.contact", "p M-p", N_("New contact"), N_("A further person."), NULL, run_contact },
    { "customer.prices", "r M-r", N_("Prices"), N_("What is agreed with this customer."), NULL,
      run_prices },
    { "customer.unblock", "u M-u", N_("Unblock"),
      N_("The address under the cursor is told of orders again."), is_on_blocked, run_unblock },
    { "customer.take_address", "t M-t", N_("Take address"),
      N_("The address under the cursor as the carrier writes it."), may_take, run_take },
    { 0 },
};

static void resize(struct screen *s, int rows, int cols)
{
    (void)cols;
    list_resize(&cu_self(s)->list, rows - CU_HEAD_ROWS);
}

static void close_screen(struct screen *s)
{
    list_close(&cu_self(s)->list);
}

static struct list *shown_list(struct screen *s)
{
    return &cu_self(s)->list;
}

const struct screen_ops scr_customer = {
    .name = "customer",
    .code = "CU",
    .title = N_("Customer"),
    .size = sizeof(struct cu),
    .commands = customer_commands,
    .enter = enter,
    .refresh = refresh,
    .draw = draw,
    .key = key,
    .resize = resize,
    .step = step_order,
    .list = shown_list,
    .close = close_screen,
};
