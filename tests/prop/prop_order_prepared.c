/*
 * States that chance seldom reaches in prop_order, prepared from goods and an order of their own:
 * packages taken apart, shipments that arrive, transfers that come in parts, what waits and gets
 * some, many orders at once, lines whose day for stock comes. What is done there may be refused all
 * the same: others were there before.
 */
#include "base/compiler.h"
#include "base/mem.h"
#include "domain/catalog/item.h"
#include "domain/catalog/site_days.h"
#include "domain/desk/setting.h"
#include "domain/flow/arrival.h"
#include "domain/flow/backorder.h"
#include "domain/flow/fulfillment.h"
#include "domain/flow/shipment.h"
#include "domain/flow/timer.h"
#include "domain/stock/doc.h"
#include "domain/stock/stock.h"
#include "prop/prop_world.h"

void set_when(struct world *w, const char *word)
{
    struct err err = ERR_INIT;
    struct site *site;

    ck_ok(site_find(w->shop.desk, "MAIN", w->shop.arena, &site, &err));
    ck_ok(site_allocate_parse(word, site, &err));
    ck_ok(site_save(w->shop.desk, site, &site->id, &err));
}

static void receive(struct world *w, struct item_id item, int units)
{
    struct err err = ERR_INIT;

    settle(w, "receive",
           stock_receive(w->shop.desk, item, w->shop.main, (struct qty){ units * QTY_PER_UNIT },
                         NULL, &err),
           &err);
}

/* A confirmed order of one line; id 0 where it was refused. */
static struct order_id order_of(struct world *w, struct item_id item, int units, int days)
{
    const struct date wanted = date_add_days(desk_today(w->shop.desk), days);
    const struct order_header header = { .requested = days > 0 ? &wanted : NULL };
    struct line_input line = { .item = item, .qty = { units * QTY_PER_UNIT } };
    const struct order_new in = { .customer = w->shop.acme,
                                  .header = &header,
                                  .lines = &line,
                                  .line_count = 1,
                                  .is_submit = true,
                                  .is_confirm = true };
    struct order_taken taken = { 0 };
    struct err err = ERR_INIT;

    settle(w, "order prepared", order_create(w->shop.desk, &in, w->shop.arena, &taken, &err), &err);
    return taken.id;
}

static void act_on(struct world *w, struct order_id order, const char *action)
{
    struct err err = ERR_INIT;
    bool is_ok = testshop_act(&w->shop, testshop_load(&w->shop, order.v), action, NULL, NULL, &err);

    settle(w, action, is_ok, &err);
}

/* The same with its goods, of which there are some more; nobody regrets it any more. */
static struct order_id stocked_order(struct world *w)
{
    const struct item_id item = w->items[pick(0, 2)];
    struct order_id order;

    receive(w, item, 6);
    order = order_of(w, item, (int)pick(2, 4), 0);
    if (order.v == 0)
        return order;
    testdesk_wait(w->shop.desk, 21 * 60000);
    act_on(w, order, "allocate");
    return order;
}

/* What left arrives, comes back, or is never seen again. */
static void after_shipping(struct world *w, struct order_id order)
{
    static const char *const actions[] = { "deliver", "deliver", "send_back", "lose" };
    const char *const action = actions[pick(0, 3)];
    const struct action_value reason = { "reason", "no_trace" };
    const struct action_values values = { &reason, strcmp(action, "lose") == 0 };
    struct shipments list;
    struct err err = ERR_INIT;

    ck_ok(shipments_of_order(w->shop.desk, order, w->shop.arena, &list, &err));
    for (int i = 0; i < list.n; i++)
        settle(w, action,
               act(w->shop.desk, &shipment_document, (struct record_at){ .id = list.v[i].id },
                   action, &values, &err),
               &err);
}

static void force_packed(struct world *w, struct order_id order)
{
    struct fulfillment_rows rows;
    struct fulfillment *f;
    struct err err = ERR_INIT;

    ck_ok(fulfillments_of_order(w->shop.desk, order, w->shop.arena, &rows, &err));
    if (rows.n == 0)
        return;
    ck_ok(fulfillment_load(w->shop.desk, rows.v[0].id, w->shop.arena, &f, &err));
    if (f->status == FULFILLMENT_PACKED)
        step_force(w, f);
}

static void prepare_packages(struct world *w, int at)
{
    static const char *const steps[] = { "pick", "box", "put_in", "take_out", "put_in", "pack" };
    const struct order_id order = stocked_order(w);

    (void)at;
    if (order.v == 0)
        return;
    act_on(w, order, "release");
    for (size_t i = 0; i < OD_LEN(steps); i++)
        step_of_work(w, order, steps[i], NULL, NULL);
    if (pick(0, 3) == 0) {
        step_of_work(w, order, "unpack", NULL, NULL);
        return;
    }
    if (pick(0, 2) == 0)
        force_packed(w, order);
    step_of_work(w, order, "ship", NULL, NULL);
    if (pick(0, 2) == 0)
        step_of_work(w, order, "unship", NULL, NULL);
    else
        after_shipping(w, order);
}

static struct record_at doc_at(struct world *w, int64_t id)
{
    struct err err = ERR_INIT;
    struct stock_doc *doc;

    ck_ok(stock_doc_load(w->shop.desk, id, w->shop.arena, &doc, &err));
    return (struct record_at){ doc->id, doc->version };
}

/* A transfer is under way: some of it comes, then the rest, or never. */
static void prepare_transfer(struct world *w, int at)
{
    const struct item_id item = w->items[pick(0, 2)];
    const struct stock_doc_new in = { .kind = DOC_TRANSFER,
                                      .site = w->shop.main,
                                      .to_site = w->shop.leeds };
    const struct stock_doc_put put = { .item = item, .qty = { 4 * QTY_PER_UNIT } };
    const struct transfer_got got = { .item = item, .qty = { pick(1, 3) * QTY_PER_UNIT } };
    struct desk *const desk = w->shop.desk;
    struct reason_id reason;
    struct err err = ERR_INIT;
    int64_t id;
    bool is_ok;

    (void)at;
    ck_ok(reason_find(desk, "stock", "other", &reason, &err));
    receive(w, item, 8);
    ck_ok(stock_doc_create(desk, &in, NULL, &id, &err));
    ck_ok(stock_doc_put_line(desk, id, &put, &err));
    is_ok = transfer_send(desk, doc_at(w, id), &err);
    settle(w, "send", is_ok, &err);
    if (!is_ok)
        return;
    if (pick(0, 3) == 0) {
        settle(w, "unsend", transfer_unsend(desk, doc_at(w, id), &err), &err);
        return;
    }
    if (pick(0, 3) != 0)
        settle(w, "some comes", transfer_receive(desk, doc_at(w, id), &got, 1, &err), &err);
    if (pick(0, 1))
        settle(w, "all comes", transfer_receive(desk, doc_at(w, id), NULL, 0, &err), &err);
    else if (pick(0, 1))
        settle(w, "come no more", transfer_close(desk, doc_at(w, id), reason, &err), &err);
}

/* Something is doubtful, and turns out to be good or not. */
static void prepare_aside(struct world *w, int at)
{
    struct stock_aside in = { .item = w->items[pick(0, 2)],
                              .site = w->shop.main,
                              .qty = { QTY_PER_UNIT } };
    struct err err = ERR_INIT;

    (void)at;
    ck_ok(reason_find(w->shop.desk, "stock", "other", &in.reason, &err));
    receive(w, in.item, 3);
    settle(w, "set aside", stock_set_aside(w->shop.desk, &in, &err), &err);
    if (pick(0, 1))
        settle(w, "good after all", stock_aside_good(w->shop.desk, &in, &err), &err);
    else
        settle(w, "scrap", stock_aside_scrap(w->shop.desk, &in, &err), &err);
}

/* What there is leaves, and the rest is not wanted any more. */
static void cancel_rest(struct world *w, struct order_id order)
{
    static const char *const steps[] = { "pick", "pack", "ship" };
    struct err err = ERR_INIT;
    bool is_ok;

    testdesk_wait(w->shop.desk, 21 * 60000);
    act_on(w, order, "release");
    for (size_t i = 0; i < OD_LEN(steps); i++)
        step_of_work(w, order, steps[i], NULL, NULL);
    is_ok = testshop_act(&w->shop, testshop_load(&w->shop, order.v), "cancel_rest", "reason",
                         "other", &err);
    settle(w, "cancel_rest", is_ok, &err);
}

/* More is wanted than there is; some comes, and somebody says who gets it. */
static void prepare_backorder(struct world *w, int at)
{
    static const struct backorder_filter fillable = { .is_fillable = true };
    struct backorders list;
    struct err err = ERR_INIT;
    struct order_id order;
    struct qty got;

    settle(w, "fill mode",
           site_set_fill_mode(w->shop.desk, w->shop.main, FILL_PROPOSE, &err), &err);
    order = order_of(w, w->items[0], (int)pick(40, 90), 0);
    if (order.v != 0 && at >= 0)
        w->orders[at] = order.v;
    receive(w, w->items[0], (int)pick(2, 6));
    ck_ok(backorders_load(w->shop.desk, &fillable, w->shop.arena, &list, &err));
    if (list.n > 0)
        settle(w, "give",
               backorder_give(w->shop.desk, list.v[pick(0, list.n - 1)].line,
                              (struct qty){ pick(0, 1) * QTY_PER_UNIT }, &got, &err),
               &err);
    if (order.v != 0 && pick(0, 1))
        cancel_rest(w, order);
}

/* An order that may be released, held and set free, with all the others at once. */
static void prepare_many(struct world *w, int at)
{
    const struct order_id order = at >= 0 ? stocked_order(w) : (struct order_id){ 0 };

    if (order.v != 0)
        w->orders[at] = order.v;
    if (pick(0, 1)) {
        step_many_of(w, "hold", "note");
        step_many_of(w, "release_hold", "reason");
    }
    step_many_of(w, "release", NULL);
}

/* Lines that get their stock three days before they are wanted, and the days go by. */
static void prepare_due(struct world *w, int at)
{
    const struct item_id item = w->items[pick(0, 2)];
    struct timers_done done = { 0 };
    struct err err = ERR_INIT;
    struct order_id order;

    set_when(w, "3");
    receive(w, item, 4);
    order = order_of(w, item, 2, (int)pick(6, 9));
    if (order.v != 0 && at >= 0)
        w->orders[at] = order.v;
    testdesk_wait(w->shop.desk, 7 * INT64_C(86400000));
    settle(w, "timers", timers_run(w->shop.desk, &done, &err), &err);
    settle(w, "comes due", done.due > 0, &(struct err){ .code = ERR_STATE });
    if (pick(0, 1))
        set_when(w, "confirm");
}

void step_prepared(struct world *w, int at)
{
    static void (*const steps[])(struct world *, int) = { prepare_packages, prepare_transfer,
                                                          prepare_backorder, prepare_many,
                                                          prepare_due, prepare_aside };

    testdesk_be(w->shop.desk, ROLE_ADMIN);
    steps[pick(0, (int64_t)OD_LEN(steps) - 1)](w, at);
}
