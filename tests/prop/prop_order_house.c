/*
 * What prop_order's people do in the house: receipts, counts and transfers in both their steps,
 * goods set aside, safety stock, what waits for stock, walks of many picks, the day's parcels, work
 * for many orders at once, and what goes back to its place.
 */
#include "base/compiler.h"
#include "base/mem.h"
#include "domain/desk/setting.h"
#include "domain/flow/arrival.h"
#include "domain/flow/backorder.h"
#include "domain/flow/dispatch.h"
#include "domain/flow/fulfillment.h"
#include "domain/flow/order_many.h"
#include "domain/flow/pick_wave.h"
#include "domain/flow/put_away.h"
#include "domain/flow/wave.h"
#include "domain/stock/doc.h"
#include "domain/stock/stock.h"
#include "prop/prop_world.h"

static struct reason_id reason(struct world *w, const char *kind)
{
    struct reason_id id = { 0 };
    struct err err = ERR_INIT;

    ck_ok(reason_find(w->shop.desk, kind, "other", &id, &err));
    return id;
}

static int64_t promised_at(struct world *w, struct item_id item, struct site_id site)
{
    return testshop_number(w->shop.desk,
                           arena_printf(w->shop.arena,
                                        "SELECT COALESCE(SUM(allocated_qty), 0) FROM stock_level"
                                        " WHERE item_id = %lld AND site_id = %lld",
                                        (long long)item.v, (long long)site.v));
}

/* A receipt, count or transfer of two lines, booked; then any further step that it may take. */
static void step_goods(struct world *w)
{
    const bool is_main = pick(0, 1);
    const struct stock_doc_new in = { .kind = (enum stock_doc_kind)pick(1, 3),
                                      .site = is_main ? w->shop.main : w->shop.leeds,
                                      .to_site = is_main ? w->shop.leeds : w->shop.main };
    struct desk *desk = w->shop.desk;
    struct record_at at = { 0 };
    struct err err = ERR_INIT;

    ck_ok(stock_doc_create(desk, &in, NULL, &at.id, &err));
    for (int i = 0; i < 2; i++) {
        struct qty aside = { in.kind == DOC_RECEIPT ? pick(0, 1) * QTY_PER_UNIT : 0 };
        struct stock_doc_put put = { .item = w->items[pick(0, 2)],
                                     .qty = { pick(1, 20) * QTY_PER_UNIT },
                                     .aside = &aside };

        if (in.kind == DOC_COUNT) /* no less than orders have: R8 has its own test */
            put.qty.milli += promised_at(w, put.item, in.site);
        settle(w, "goods line", stock_doc_put_line(desk, at.id, &put, &err), &err);
    }
    if (in.kind == DOC_COUNT) {
        if (pick(0, 3) == 0)
            settle(w, "drop count", stock_doc_drop(desk, at, &err), &err);
        else
            settle(w, "post count", count_post(desk, at, reason(w, "stock"), &err), &err);
        return;
    }
    if (in.kind == DOC_RECEIPT) {
        settle(w, "receipt", receipt_book(desk, at, &err), &err);
        if (pick(0, 2) == 0)
            settle(w, "take back", receipt_undo(desk, at, &err), &err);
        return;
    }
    settle(w, "send", transfer_send(desk, at, &err), &err);
    switch (pick(0, 3)) {
    case 0:
        settle(w, "unsend", transfer_unsend(desk, at, &err), &err);
        break;
    case 1:
        settle(w, "write off", transfer_close(desk, at, reason(w, "stock"), &err), &err);
        break;
    case 2:
        settle(w, "come in", transfer_receive(desk, at, NULL, 0, &err), &err);
        break;
    default:
        break;
    }
}

static void step_aside(struct world *w)
{
    struct stock_aside in = { w->items[pick(0, 2)], pick(0, 1) ? w->shop.main : w->shop.leeds,
                              { pick(1, 5) * QTY_PER_UNIT }, reason(w, "stock") };
    struct err err = ERR_INIT;
    int64_t there = testshop_number(w->shop.desk,
                                    "SELECT COALESCE(MAX(item_id * 1000 + site_id), 0)"
                                    " FROM stock_level WHERE aside_qty >= 1000");

    if (there > 0 && pick(0, 1)) {
        in.item.v = there / 1000;
        in.site.v = there % 1000;
        in.qty.milli = QTY_PER_UNIT;
    }

    switch (pick(0, 2)) {
    case 0:
        settle(w, "good after all", stock_aside_good(w->shop.desk, &in, &err), &err);
        break;
    case 1:
        settle(w, "scrap", stock_aside_scrap(w->shop.desk, &in, &err), &err);
        break;
    default:
        settle(w, "set aside", stock_set_aside(w->shop.desk, &in, &err), &err);
        break;
    }
}

/* The dashboard counts what the list shows. */
static void check_counted(struct world *w, const struct backorder_filter *filter,
                          const struct backorders *list)
{
    struct backorder_filter bare = *filter;
    struct backorders counted;
    struct err err = ERR_INIT;

    bare.is_bare = true;
    ck_ok(backorders_load(w->shop.desk, &bare, w->shop.arena, &counted, &err));
    ck_assert_int_eq(counted.n, list->n);
    for (int i = 0; i < list->n; i++) {
        ck_assert_int_eq(counted.v[i].line.v, list->v[i].line.v);
        ck_assert_int_eq(counted.v[i].give.milli, list->v[i].give.milli);
        ck_assert_int_eq(counted.v[i].base_minor, list->v[i].base_minor);
        ck_assert_int_eq(counted.v[i].confirmed.ms, list->v[i].confirmed.ms);
    }
}

static void step_fill(struct world *w)
{
    static const struct backorder_filter all = { 0 }, fillable = { .is_fillable = true };
    struct backorder_filled filled;
    struct backorders list;
    struct err err = ERR_INIT;
    struct qty got;

    ck_ok(backorders_load(w->shop.desk, &fillable, w->shop.arena, &list, &err));
    check_counted(w, &fillable, &list);
    ck_ok(backorders_load(w->shop.desk, &all, w->shop.arena, &list, &err));
    check_counted(w, &all, &list);
    if (list.n > 0 && pick(0, 1)) {
        settle(w, "give",
               backorder_give(w->shop.desk, list.v[pick(0, list.n - 1)].line, (struct qty){ 0 },
                              &got, &err),
               &err);
        return;
    }
    settle(w, "fill", backorders_fill(w->shop.desk, &all, &filled, &err), &err);
}

/* From who has something to who lacks it. */
static void step_reallocate(struct world *w, struct item_id item)
{
    const struct backorder_filter filter = { .item = item };
    struct reallocation in = { .reason = reason(w, "reallocate") };
    struct backorders lacks;
    struct holders has;
    struct err err = ERR_INIT;
    struct qty moved;

    ck_ok(backorders_load(w->shop.desk, &filter, w->shop.arena, &lacks, &err));
    ck_ok(holders_load(w->shop.desk, item, HOLDERS_MAX, w->shop.arena, &has, &err));
    if (lacks.n == 0 || has.n == 0)
        return;
    in.from = has.v[pick(0, has.n - 1)].line;
    in.to = lacks.v[pick(0, lacks.n - 1)].line;
    in.qty.milli = pick(0, 1) ? 0 : QTY_PER_UNIT;
    settle(w, "reallocate", order_reallocate(w->shop.desk, &in, &moved, &err), &err);
}

/* An order for more than there is. */
static void step_want_all(struct world *w)
{
    const int at = (int)pick(0, ORDERS - 1);
    struct line_input line = { .item = w->items[0], .qty = { 60 * QTY_PER_UNIT } };
    const struct order_new in = { .customer = w->shop.acme,
                                  .lines = &line,
                                  .line_count = 1,
                                  .is_submit = true,
                                  .is_confirm = true };
    struct order_taken taken = { 0 };
    struct err err = ERR_INIT;
    bool is_ok = order_create(w->shop.desk, &in, w->shop.arena, &taken, &err);

    settle(w, "want all", is_ok, &err);
    if (is_ok && testshop_load(&w->shop, w->orders[at])->status != ORDER_DRAFT)
        w->orders[at] = taken.id.v;
}

static void step_give_on(struct world *w)
{
    if (pick(0, 2) == 0)
        step_want_all(w);
    for (int i = 0; i < 3; i++)
        step_reallocate(w, w->items[i]);
}

/* A transfer that somebody sent before, be it for the shelf or for who collects: some of it comes,
 * all of it, or nothing ever. */
static void step_on_its_way(struct world *w)
{
    OD_ARENA *tmp = arena_new();
    struct stock_docs docs;
    struct stock_doc *doc;
    struct transfer_got got;
    struct record_at at;
    struct err err = ERR_INIT;

    ck_ok(stock_docs_load(w->shop.desk, DOC_TRANSFER, true, 0, 20, tmp, &docs, &err));
    if (docs.n == 0)
        return;
    ck_ok(stock_doc_load(w->shop.desk, docs.v[pick(0, docs.n - 1)].id, tmp, &doc, &err));
    if (doc->line_count == 0)
        return;
    at = (struct record_at){ doc->id, doc->version };
    if (doc->status == DOC_OPEN) {
        if (pick(0, 4) == 0)
            settle(w, "drop transfer", stock_doc_drop(w->shop.desk, at, &err), &err);
        else
            settle(w, "send later", transfer_send(w->shop.desk, at, &err), &err);
        return;
    }
    got.item = doc->lines[pick(0, doc->line_count - 1)].item;
    got.qty.milli = pick(1, 4) * QTY_PER_UNIT;
    switch (pick(0, 5)) {
    case 0:
        settle(w, "come no more", transfer_close(w->shop.desk, at, reason(w, "stock"), &err), &err);
        break;
    case 1:
        settle(w, "unsend later", transfer_unsend(w->shop.desk, at, &err), &err);
        break;
    case 2:
        settle(w, "all comes", transfer_receive(w->shop.desk, at, NULL, 0, &err), &err);
        break;
    default:
        settle(w, "some comes", transfer_receive(w->shop.desk, at, &got, 1, &err), &err);
        break;
    }
}

/* Somebody picks a walk of many orders: what the list says, in its totes; or leaves, or hands over.
 */
static void step_in_wave(struct world *w, int64_t id)
{
    OD_ARENA *tmp = arena_new();
    const struct pick_wave_line *l;
    struct pick_wave_lines lines;
    struct pick_wave *wave;
    struct fulfillment *f;
    struct err err = ERR_INIT;
    struct action_value given[2];
    struct action_values values = { given, 0 };

    ck_ok(pick_wave_load(w->shop.desk, id, tmp, &wave, &err));
    ck_ok(pick_wave_lines(w->shop.desk, id, tmp, &lines, &err));
    if (lines.n == 0 || pick(0, 7) == 0) {
        settle(w, "wave to",
               pick_wave_assign(w->shop.desk, id, pick(0, 3) ? wave->version : 0,
                                desk_user(w->shop.desk)->id, &err),
               &err);
        return;
    }
    l = &lines.v[pick(0, lines.n - 1)];
    if (pick(0, 7) == 0) {
        settle(w, "leave wave", pick_wave_drop(w->shop.desk, id, l->fulfillment, &err), &err);
        return;
    }
    ck_ok(fulfillment_load(w->shop.desk, l->fulfillment, tmp, &f, &err));
    if (pick(0, 3) == 0) {
        given[values.n++] = (struct action_value){ "tote", pick(0, 1) ? "T1" : "T2" };
        settle(w, "tote",
               act(w->shop.desk, &fulfillment_document, (struct record_at){ f->id, f->version },
                   "tote", &values, &err),
               &err);
        return;
    }
    given[values.n++] = (struct action_value){ "item", l->sku };
    if (pick(0, 1))
        given[values.n++] = (struct action_value){ "qty", "1" };
    settle(w, pick_wave_wants(l) ? "pick in wave" : "pick beside wave",
           act(w->shop.desk, &fulfillment_document, (struct record_at){ f->id, f->version }, "pick",
               &values, &err),
           &err);
}

static void step_wave(struct world *w)
{
    OD_ARENA *tmp = arena_new();
    struct pick_wave_ask ask = { .site = pick(0, 2) ? w->shop.main : w->shop.leeds,
                                 .max = (int)pick(1, 4) };
    struct pick_waves waves;
    struct wave released;
    struct err err = ERR_INIT;
    int64_t id;

    ck_ok(pick_wave_list(w->shop.desk, true, 10, tmp, &waves, &err));
    if (pick(0, 4) == 0) {
        settle(w, "release many",
               wave_release(w->shop.desk, (int)pick(1, 4), tmp, &released, &err), &err);
        return;
    }
    if (waves.n > 0 && pick(0, 3)) {
        id = waves.v[pick(0, waves.n - 1)].id;
        for (int i = 0; i < 4; i++)
            step_in_wave(w, id);
        return;
    }
    settle(w, "new wave", pick_wave_new(w->shop.desk, &ask, &id, &err), &err);
}

/* What the order has in the warehouse is picked and packed, where that may be. */
static void pack_some(struct world *w, struct order_id order)
{
    static const char *const actions[] = { "pick", "pack" };
    OD_ARENA *tmp = arena_new();
    struct fulfillment_rows work;
    struct err err = ERR_INIT;

    ck_ok(fulfillments_of_order(w->shop.desk, order, tmp, &work, &err));
    for (int i = 0; i < work.n; i++)
        for (size_t k = 0; k < OD_LEN(actions); k++)
            settle(w, actions[k],
                   act(w->shop.desk, &fulfillment_document, (struct record_at){ .id = work.v[i].id },
                       actions[k], NULL, &err),
                   &err);
}

/* All that is packed goes at once, but for what a rule stops. */
static void step_dispatch(struct world *w)
{
    OD_ARENA *tmp = arena_new();
    struct dispatch rows;
    struct err err = ERR_INIT;
    bool is_ok;

    for (int i = 0; i < ORDERS; i++)
        pack_some(w, (struct order_id){ w->orders[i] });
    ck_ok(dispatch_load(w->shop.desk, (struct site_id){ 0 }, DISPATCH_ROWS, tmp, &rows, &err));
    if (rows.n == 0)
        return;
    if (pick(0, 5) == 0)
        rows.v[0].version++; /* as it is not */
    is_ok = dispatch_ship(w->shop.desk, pick(0, 1) ? "DHL" : "", tmp, &rows, &err);
    settle(w, rows.shipped > 0 ? "dispatch" : "dispatch none", is_ok, &err);
    for (int i = 0; i < rows.n; i++)
        ck_assert(rows.v[i].is_shipped == (rows.v[i].why_not[0] == '\0'));
}

/* What is refused leaves its order as it was. */
void step_many_of(struct world *w, const char *action, const char *input)
{
    const struct action_value given = { input, "other" };
    const struct action_values values = { &given, input != NULL };
    struct many_work work;
    struct many_rows list;
    struct err err = ERR_INIT;

    ck_ok(many_find(NULL, action, w->shop.arena, &work, &err));
    ck_ok(many_preview(w->shop.desk, &work, w->orders, ORDERS, w->shop.arena, &list, &err));
    for (int i = 0; i < list.n; i++) {
        struct many_row *r = &list.v[i];
        int64_t before = r->version;

        if (r->state != MANY_CAN && pick(0, 3))
            continue;
        ck_ok(many_do(w->shop.desk, &work, &values, w->shop.arena, r, &err));
        ck_assert(r->state == MANY_DONE || r->state == MANY_REFUSED);
        if (r->state == MANY_REFUSED)
            ck_assert_int_eq(testshop_load(&w->shop, r->id.v)->version, before);
        else
            settle(w, arena_printf(w->shop.arena, "many %s", action), true, &err);
    }
}

static void step_many(struct world *w)
{
    static const char *const rows[][2] = {
        { "allocate", NULL },         { "release", NULL },         { "hold", "note" },
        { "release_hold", "reason" }, { "cancel_rest", "reason" }, { "confirm", NULL },
    };
    const char *const *row = rows[pick(0, (int64_t)OD_LEN(rows) - 1)];

    step_many_of(w, row[0], row[1]);
}

/* What canceled work left in the aisles lies at its place again. */
static void step_put_away(struct world *w)
{
    OD_ARENA *tmp = arena_new();
    struct put_aways list;
    struct err err = ERR_INIT;

    ck_ok(put_aways_load(w->shop.desk, (struct site_id){ 0 }, 300, tmp, &list, &err));
    if (list.n > 0)
        settle(w, "lies there",
               put_away_done(w->shop.desk, list.v[pick(0, list.n - 1)].id, &err), &err);
}

/* What is kept back, who comes first, and whether a site fills by itself. */
static void step_rules(struct world *w)
{
    const struct qty safety = { pick(0, 3) * QTY_PER_UNIT };
    const struct stock_setting set = { .bin = pick(0, 1) ? "A-01" : "B-02", .safety = &safety };
    const struct order *o = testshop_load(&w->shop, w->orders[pick(0, ORDERS - 1)]);
    struct err err = ERR_INIT;

    switch (pick(0, 2)) {
    case 0:
        settle(w, "safety stock",
               stock_set(w->shop.desk, w->items[pick(0, 2)], w->shop.main, &set, &err), &err);
        break;
    case 1:
        settle(w, "priority",
               order_set_priority(w->shop.desk, o->id, (int)pick(0, 9), o->version, &err), &err);
        break;
    default:
        settle(w, "fill mode",
               site_set_fill_mode(w->shop.desk, w->shop.main, pick(0, 1) ? FILL_AUTO : FILL_PROPOSE,
                                  &err),
               &err);
        break;
    }
}

void step_in_house(struct world *w)
{
    static void (*const steps[])(struct world *) = {
        step_goods,      step_aside, step_fill, step_give_on, step_on_its_way, step_on_its_way,
        step_wave,       step_wave,  step_wave, step_dispatch,   step_many,       step_put_away,
        step_rules,
    };

    testdesk_be(w->shop.desk, ROLE_ADMIN);
    steps[pick(0, (int64_t)OD_LEN(steps) - 1)](w);
}
