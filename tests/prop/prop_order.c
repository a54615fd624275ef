/*
 * Random edits and actions on several orders by several users in a desk in memory. After every
 * step: orders are sound, allocations add up to the caches of lines and to the stock counters,
 * totals are the sum of their lines, and the counters by status are what counting gives.
 */
#include "base/mem.h"
#include "base/os.h"
#include "domain/catalog/site_days.h"
#include "domain/desk/setting.h"
#include "domain/flow/change.h"
#include "domain/flow/fulfillment.h"
#include "domain/flow/gap.h"
#include "domain/flow/manifest.h"
#include "domain/flow/shipment.h"
#include "domain/flow/source_steps.h"
#include "domain/flow/timer.h"
#include "domain/flow/upkeep.h"
#include "domain/insight/audit.h"
#include "domain/order/order_rules.h"
#include "domain/party/merge.h"
#include "domain/party/terms.h"
#include "domain/stock/stock.h"
#include "prop/prop_world.h"
#include "support/testdash.h"
#include "support/testfigures.h"
#include "support/testorder.h"

#define STEPS       90
#define HOUR_MS     INT64_C(3600000)
#define DAY_MS      (24 * HOUR_MS)
#define FIGURES_AT  15 /* steps between two looks at all figures */
#define MOST_NAMES  120
#define RELEASE_ROW 6 /* of the actions below */

static struct prop prop;

/* What was done, over all rounds. */
static struct done {
    char name[24];
    int times;
} done_rows[MOST_NAMES];
static int tries;

/* --- steps ------------------------------------------------------------------------------------ */

int64_t pick(int64_t from, int64_t to)
{
    return prop_between(&prop, from, to);
}

static void note(struct world *w, const char *what, const struct err *err, bool is_ok)
{
    snprintf(w->last, sizeof w->last, "%.20s: %.90s", what, is_ok ? "done" : err->text);
}

static int *times_done(const char *name)
{
    int i = 0;

    while (i < MOST_NAMES - 1 && done_rows[i].name[0] != '\0' &&
           strcmp(done_rows[i].name, name) != 0)
        i++;
    ck_assert_int_lt(i, MOST_NAMES - 1);
    (void)snprintf(done_rows[i].name, sizeof done_rows[i].name, "%s", name);
    return &done_rows[i].times;
}

void settle(struct world *w, const char *what, bool is_ok, const struct err *err)
{
    note(w, what, err, is_ok);
    *times_done(what) += is_ok;
    tries++;
    ck_assert_msg(is_ok || (err->code != ERR_BUG && err->code != ERR_IO &&
                            err->code != ERR_CORRUPT && err->code != ERR_CONFLICT),
                  "%s: %s %s", what, err->text, err->cause);
}

static void step_user(struct world *w)
{
    static const enum role roles[] = { ROLE_CLERK, ROLE_MANAGER, ROLE_ADMIN };

    testdesk_be(w->shop.desk, roles[pick(0, 2)]);
}

static void step_draft(struct world *w, int at)
{
    struct order *o = testshop_load(&w->shop, w->orders[at]);

    if (o->status == ORDER_DRAFT || o->status == ORDER_SUBMITTED)
        return;
    w->orders[at] = testshop_draft(&w->shop).id;
    snprintf(w->last, sizeof w->last, "draft");
}

static struct line_input some_line(struct world *w)
{
    struct line_input in = { .item = w->items[pick(0, 5)], .qty = { pick(1, 30) * 250 } };

    if (pick(0, 3) != 0)
        in.qty.milli = pick(1, 30) * QTY_PER_UNIT;
    in.has_price = pick(0, 4) == 0;
    in.price.v = pick(0, 30000000);
    in.is_unlock = !in.has_price && pick(0, 4) == 0;
    in.has_disc = pick(0, 3) == 0;
    in.disc.ppm = (int32_t)pick(0, 200000);
    in.has_site = pick(0, 4) == 0;
    in.site = pick(0, 1) ? w->shop.leeds : w->shop.main;
    in.has_whole = pick(0, 5) == 0 && in.item.v != w->items[5].v && in.item.v != w->items[3].v &&
                   in.item.v != w->items[4].v;
    in.is_whole = pick(0, 1);
    return in;
}

static void step_line(struct world *w, struct record_at at, const struct order *before)
{
    struct line_input in = some_line(w);
    struct err err = ERR_INIT;
    int line_no = 0;
    struct order *o;

    if (before->line_count > 0 && pick(0, 2) == 0)
        line_no = before->lines[pick(0, before->line_count - 1)].line_no;
    settle(w, line_no ? "change line" : "add line",
           order_put_line(w->shop.desk, &at, line_no, &in, w->shop.arena, &o, &err), &err);
}

static void step_cut(struct world *w, struct record_at at, const struct order *before)
{
    struct err err = ERR_INIT;
    struct order *o;

    if (before->line_count == 0)
        return;
    settle(w, "cut line",
           order_cut_line(w->shop.desk, &at, before->lines[pick(0, before->line_count - 1)].line_no,
                          w->shop.arena, &o, &err),
           &err);
}

static void step_header(struct world *w, struct record_at at)
{
    struct rate disc = { (int32_t)pick(0, 150000) };
    int64_t amount = pick(0, 500);
    int policy = (int)pick(1, 3), sites = (int)pick(0, 3);
    bool drop = pick(0, 1);
    const struct site_id counters[] = { w->shop.main, w->york, { 0 } };
    struct site_id counter = counters[pick(0, 2)];
    const struct date wanted = date_add_days(desk_today(w->shop.desk), (int)pick(0, 9));
    struct order_header in = { .requested = pick(0, 1) ? &wanted : NULL,
                               .pickup = pick(0, 2) == 0 ? &counter : NULL,
                               .disc = pick(0, 1) ? &disc : NULL,
                               .disc_minor = pick(0, 2) == 0 ? &amount : NULL,
                               .customer_po = pick(0, 1) ? "PO-1" : NULL,
                               .ship_policy = &policy,
                               .max_sites = pick(0, 1) ? &sites : NULL,
                               .cancel_backorders = &drop };
    struct err err = ERR_INIT;
    struct order *o;

    settle(w, "header", order_set_header(w->shop.desk, &at, &in, w->shop.arena, &o, &err), &err);
}

static void step_repeat(struct world *w, struct record_at at)
{
    struct err err = ERR_INIT;
    const char *left_out;
    struct order *o;

    settle(w, "repeat", order_repeat_last(w->shop.desk, &at, w->shop.arena, &o, &left_out, &err),
           &err);
}

static void step_take(struct world *w, struct record_at at)
{
    struct err err = ERR_INIT;
    struct order_taken taken;

    settle(w, "take", order_take(w->shop.desk, at, pick(0, 2) != 0, w->shop.arena, &taken, &err),
           &err);
}

static void step_action(struct world *w, const struct order *o)
{
    static const struct {
        const char *action, *name, *value;
    } rows[] = {
        { "submit", NULL, NULL },
        { "confirm", NULL, NULL },
        { "confirm", NULL, NULL },
        { "allocate", NULL, NULL },
        { "reject", "reason", "other" },
        { "hold", "note", "x" },
        { "release_hold", "reason", "other" },
        { "cancel", "reason", "other" },
        { "discard", NULL, NULL },
        { "note", "note", "x" },
        { "hold_data", "note", "x" },
        { "wait", "until", "+2" },
        { "cancel_rest", "reason", "other" },
        { "release", NULL, NULL },
        { "release", NULL, NULL },
    };
    size_t i;
    struct err err = ERR_INIT;
    bool is_ok;

    /* Mostly one that the order's state offers; now and then any. */
    do
        i = (size_t)pick(0, (int64_t)OD_LEN(rows) - 1);
    while ((action_find(&order_document, rows[i].action)->from & (1u << o->status)) == 0 &&
           pick(0, 9) != 0);
    if (o->hold_count > 0 && pick(0, 1))
        i = RELEASE_ROW;
    is_ok = testshop_act(&w->shop, o, rows[i].action, rows[i].name, rows[i].value, &err);
    settle(w, rows[i].action, is_ok, &err);
}

/* No more is picked beyond the order than its lines allowed before: one allowance a line. */
static void check_over(struct world *w, const struct order *before)
{
    const struct order *now = testshop_load(&w->shop, before->id.v);

    for (int i = 0; i < before->line_count; i++) {
        const struct order_line *l = &before->lines[i];

        ck_assert_int_eq(l->id.v, now->lines[i].id.v);
        ck_assert_msg(now->lines[i].over.milli - l->over.milli <=
                          line_may_be_over(before, l).milli,
                      "after \"%s\": line %d is %lld over", w->last, l->line_no,
                      (long long)now->lines[i].over.milli);
        w->over += now->lines[i].over.milli > l->over.milli;
    }
}

/* A pick is now and then of more than is listed. */
static const char *some_qty(struct world *w, const struct fulfillment *f, const char *sku,
                            bool is_pick)
{
    int64_t left = 0;

    for (int i = 0; i < f->line_count; i++)
        if (strcmp(f->lines[i].sku, sku) == 0)
            left += f->lines[i].qty.milli - f->lines[i].picked.milli;
    if (is_pick && pick(0, 1))
        return arena_printf(w->shop.arena, "%lld.%03lld",
                            (long long)(left / QTY_PER_UNIT + pick(1, 3)),
                            (long long)(left % QTY_PER_UNIT));
    return pick(0, 1) ? "1" : NULL;
}

static int64_t on_hand_of(struct world *w, struct item_id item, struct site_id site)
{
    struct stock_sums sums;
    struct err err = ERR_INIT;

    ck_ok(stock_sums_load(w->shop.desk, item, site, &sums, &err));
    return sums.on_hand.milli;
}

static int64_t gap_of(struct world *w, struct item_id item, struct site_id site)
{
    struct gaps gaps;
    struct err err = ERR_INIT;

    ck_ok(gaps_load(w->shop.desk, 1000, w->shop.arena, &gaps, &err));
    for (int i = 0; i < gaps.n; i++)
        if (gaps.v[i].item.v == item.v && gaps.v[i].site.v == site.v)
            return gaps.v[i].qty.milli;
    return 0;
}

/* A count finds less than is packed: it leaves only when it is forced, and only what is missing is;
 * what comes then makes the books whole. */
void step_force(struct world *w, const struct fulfillment *f)
{
    const struct action_value force[] = { { "force", "yes" }, { "reason", "other" } };
    const struct action_values values = { force, 2 };
    const struct record_at at = { f->id, f->version };
    const struct item_id item = f->lines[0].item;
    struct reason_id reason;
    struct err err = ERR_INIT;
    int64_t leaves = 0, had = on_hand_of(w, item, f->site), counted;
    bool is_out;

    for (int i = 0; i < f->line_count; i++)
        if (f->lines[i].item.v == item.v)
            leaves += f->lines[i].picked.milli;
    if (leaves == 0)
        return;
    counted = leaves > QTY_PER_UNIT && f->id % 2 == 0 ? leaves - QTY_PER_UNIT : 0;
    testdesk_be(w->shop.desk, ROLE_ADMIN);
    ck_ok(reason_find(w->shop.desk, "stock", "count", &reason, &err));
    ck_ok(stock_count(w->shop.desk, item, f->site, (struct qty){ counted }, reason, &err));
    ck_assert(!act(w->shop.desk, &fulfillment_document, at, "ship", NULL, &err));
    err_clear(&err);
    is_out = act(w->shop.desk, &fulfillment_document, at, "ship", &values, &err);
    ck_assert_msg(is_out || strcmp(err.field, "force") != 0, "%s", err.text);
    ck_assert_int_eq(on_hand_of(w, item, f->site), is_out ? counted - leaves : counted);
    ck_assert_int_eq(gap_of(w, item, f->site), is_out ? leaves - counted : 0);
    settle(w, "force", is_out, &err);
    if (is_out)
        testdash_check(w->shop.desk);
    err_clear(&err);
    ck_ok(stock_receive(w->shop.desk, item, f->site, (struct qty){ had - counted }, NULL, &err));
    ck_assert_int_eq(gap_of(w, item, f->site), 0);
}

/* Chance that costs no draw, so that a seed goes on as it did. */
static bool is_even_minute(const struct world *w)
{
    return desk_now(w->shop.desk).ms / 60000 % 2 == 0;
}

/* Any step of the warehouse on any fulfillment of the order. */
static void step_warehouse(struct world *w, const struct order *o)
{
    static const char *const actions[] = { "pick",   "pick",   "pick",   "pick",     "put_back",
                                           "short",  "finish", "pack",   "pack",     "put_in",
                                           "put_in", "box",    "box",    "take_out", "take_out", "measure",
                                           "ship",   "ship",   "unship", "unpack",   "cancel",
                                           "start",  "ready",  "ready",  "collect",
                                           "collect", "uncollect", "unready", "no_show",
                                           "put_away",
                                           "assign", "tote",  "leave" };
    struct fulfillment_rows rows;
    struct fulfillment *f;
    struct err err = ERR_INIT;
    const char *action;
    struct action_value given[3];
    struct action_values values = { given, 0 };

    ck_ok(fulfillments_of_order(w->shop.desk, o->id, w->shop.arena, &rows, &err));
    if (rows.n == 0 || pick(0, 7) == 0) {
        settle(
            w, "release",
            testshop_act(&w->shop, testshop_load(&w->shop, o->id.v), "release", NULL, NULL, &err),
            &err);
        return;
    }
    ck_ok(fulfillment_load(w->shop.desk, rows.v[pick(0, rows.n - 1)].id, w->shop.arena, &f, &err));
    do
        action = actions[pick(0, (int64_t)OD_LEN(actions) - 1)];
    while ((action_find(&fulfillment_document, action)->from & (1u << f->status)) == 0 &&
           pick(0, 9) != 0);
    if (strcmp(action, "ship") == 0 && f->status == FULFILLMENT_PACKED && is_even_minute(w)) {
        step_force(w, f);
        return;
    }
    if (strcmp(action, "measure") == 0)
        given[values.n++] = (struct action_value){ "weight", pick(0, 9) ? "1.25" : "0" };
    if (strcmp(action, "pack") == 0 && pick(0, 2) == 0)
        given[values.n++] = (struct action_value){ "packages", pick(0, 1) ? "1" : "3" };
    if (strcmp(action, "put_back") == 0 || strcmp(action, "short") == 0 ||
        strcmp(action, "leave") == 0 || (strcmp(action, "put_in") == 0 && pick(0, 1)) ||
        (strcmp(action, "pick") == 0 && pick(0, 1))) {
        const char *sku = f->lines[pick(0, f->line_count - 1)].sku;

        given[values.n++] = (struct action_value){ "item", sku };
        given[values.n++] = (struct action_value){
            "qty", some_qty(w, f, sku, strcmp(action, "pick") == 0)
        };
    }
    if (strcmp(action, "short") == 0)
        given[values.n++] = (struct action_value){ "reason", pick(0, 1) ? "damaged" : "not_found" };
    if (strcmp(action, "cancel") == 0)
        given[values.n++] = (struct action_value){ "reason", "other" };
    if (strcmp(action, "tote") == 0)
        given[values.n++] = (struct action_value){ "tote", pick(0, 1) ? "T1" : "T3" };
    if (strcmp(action, "assign") == 0 && pick(0, 1))
        given[values.n++] = (struct action_value){ "user", desk_user(w->shop.desk)->login };
    if (strcmp(action, "collect") == 0)
        given[values.n++] = pick(0, 3) ? (struct action_value){ "id", "known" }
                                       : (struct action_value){ "code", "123456" };
    settle(w, action,
           act(w->shop.desk, &fulfillment_document, (struct record_at){ f->id, f->version }, action,
               &values, &err),
           &err);
    check_over(w, f->order);
}

static void step_shipment(struct world *w, const struct order *o)
{
    static const char *const actions[] = { "deliver", "send_back", "lose", "reopen", "send_back" };
    const struct action_value reason = { "reason", "no_trace" };
    struct action_values values = { &reason, 0 };
    struct shipments list;
    struct err err = ERR_INIT;
    const char *action = actions[pick(0, 4)];

    ck_ok(shipments_of_order(w->shop.desk, o->id, w->shop.arena, &list, &err));
    for (int i = 0; i < ORDERS && list.n == 0; i++)
        ck_ok(shipments_of_order(w->shop.desk, (struct order_id){ w->orders[i] }, w->shop.arena,
                                 &list, &err));
    if (list.n == 0)
        return;
    values.n = strcmp(action, "lose") == 0;
    settle(w, action,
           act(w->shop.desk, &shipment_document,
               (struct record_at){ .id = list.v[pick(0, list.n - 1)].id }, action, &values, &err),
           &err);
}

/* The carrier comes, or a manager takes a hand-over back. */
static void step_manifest(struct world *w)
{
    struct manifests list;
    struct err err = ERR_INIT;
    const char *action = pick(0, 2) ? "close" : "reopen";

    ck_ok(manifest_list(w->shop.desk, &(struct manifest_filter){ 0 }, 20, w->shop.arena, &list,
                        &err));
    if (list.n == 0)
        return;
    settle(w, action,
           act(w->shop.desk, &manifest_document,
               (struct record_at){ .id = list.v[pick(0, list.n - 1)].id }, action, NULL, &err),
           &err);
}

static void some_change_line(struct world *w, struct order_change *c, const struct order *o)
{
    struct change_line l = { .in = some_line(w) };

    l.in.has_site = l.in.has_site && pick(0, 3) == 0;
    if (o->line_count > 0 && pick(0, 3) != 0) {
        l.line_no = o->lines[pick(0, o->line_count - 1)].line_no;
        l.is_cut = pick(0, 4) == 0;
        l.has_qty = pick(0, 3) != 0;
    }
    change_put_line(c, o, &l, w->shop.arena);
}

static void step_cancel_line(struct world *w, const struct order *o)
{
    const struct order_line *l = o->line_count > 0 ? &o->lines[pick(0, o->line_count - 1)] : NULL;
    const struct action_value v[] = {
        { "line", arena_printf(w->shop.arena, "%d", l ? l->line_no : 1) },
        { "reason", "other" },
        { "qty", pick(0, 1) ? "1" : NULL },
    };
    const struct action_values values = { v, 3 };
    struct err err = ERR_INIT;

    settle(w, "cancel line",
           act(w->shop.desk, &order_document, (struct record_at){ o->id.v, o->version },
               "cancel_line", &values, &err),
           &err);
}

/* A line is taken to a site or away from one, or all that is not picked is sourced anew. */
static void step_source(struct world *w, const struct order *o)
{
    static const char *const codes[] = { "MAIN", "LEEDS", "YORK" };
    const struct action_value v[] = {
        { "line", arena_printf(w->shop.arena, "%d",
                               o->line_count > 0
                                   ? o->lines[pick(0, o->line_count - 1)].line_no
                                   : 1) },
        { pick(0, 2) ? "site" : "not", codes[pick(0, 2)] },
        { "reason", "other" },
    };
    const struct action_values values = { v, 3 };
    bool is_line = pick(0, 2) != 0;
    struct err err = ERR_INIT;

    settle(w, is_line ? "source line" : "reroute",
           act(w->shop.desk, &order_document, (struct record_at){ o->id.v, o->version },
               is_line ? "source_line" : "reroute", is_line ? &values : NULL, &err),
           &err);
}

/* York closes, whoever has goods there, or opens again. */
static void step_york(struct world *w)
{
    struct err err = ERR_INIT;
    struct site_closed closed;
    struct site *york;

    testdesk_be(w->shop.desk, ROLE_ADMIN);
    ck_ok(site_find(w->shop.desk, "YORK", w->shop.arena, &york, &err));
    if (york->is_active) {
        settle(w, "close york", site_close(w->shop.desk, w->york, w->shop.arena, &closed, &err),
               &err);
        return;
    }
    york->is_active = true;
    settle(w, "open york", site_save(w->shop.desk, york, &w->york, &err), &err);
    settle(w, "stock york",
           stock_receive(w->shop.desk, w->items[pick(0, 1)], w->york,
                         (struct qty){ pick(1, 30) * QTY_PER_UNIT }, NULL, &err),
           &err);
}

void step_timers(struct world *w)
{
    struct timers_done done;
    struct err err = ERR_INIT;

    testdesk_wait(w->shop.desk, pick(0, 2) * 86400000);
    done.due = 0;
    settle(w, "timers", timers_run(w->shop.desk, &done, &err), &err);
    settle(w, "comes due", done.due > 0, &(struct err){ .code = ERR_STATE });
}

/* What a preview says is what applying does; what is refused changes nothing. */
static void step_change(struct world *w, const struct order *o)
{
    struct order_change fresh = { .order = o->id, .base_version = o->version }, *c = &fresh, *open;
    struct change_preview p = { 0 }, q = { 0 };
    struct err err = ERR_INIT;
    bool is_ok;

    ck_ok(change_find(w->shop.desk, o->id, w->shop.arena, &open, &err));
    if (open)
        c = open;
    for (int i = (int)pick(1, 3); i > 0; i--)
        some_change_line(w, c, o);
    if (pick(0, 4) == 0)
        c->header.customer_po = "PO-2";
    if (pick(0, 3) == 0) {
        settle(w, "keep change", change_save(w->shop.desk, c, &err), &err);
        return;
    }
    if (open && pick(0, 3) == 0) {
        settle(w, "drop change", change_drop(w->shop.desk, o->id, &err), &err);
        return;
    }
    if (open && c->base_version != o->version && !change_rebase(w->shop.desk, c, &err)) {
        settle(w, "rebase", false, &err);
        return;
    }
    if (change_is_empty(c)) /* a preview of nothing is no refusal, but there is nothing to apply */
        return;
    if (!change_preview(w->shop.desk, c, w->shop.arena, &p, &err)) {
        settle(w, "preview", false, &err);
        return;
    }
    ck_assert_int_eq(testshop_load(&w->shop, o->id.v)->version, o->version);
    is_ok = change_apply(w->shop.desk, c, w->shop.arena, &q, &err);
    settle(w, "change", is_ok, &err);
    ck_assert_msg(is_ok == (p.refusal[0] == '\0'), "preview: %s, applied: %s", p.refusal, err.text);
    if (!is_ok)
        return;
    ck_assert_int_eq(p.after->total_minor, q.after->total_minor);
    ck_assert_int_eq(p.after->backordered.milli, q.after->backordered.milli);
    ck_assert_uint_eq(p.after->hold_blocks, q.after->hold_blocks);
}

static void step_create(struct world *w, int at)
{
    struct line_input lines[] = { some_line(w), some_line(w), some_line(w) };
    struct order_new in = { .customer = pick(0, 2) ? w->shop.acme : w->twin,
                            .lines = lines,
                            .line_count = (int)pick(1, 3),
                            .is_submit = pick(0, 2) != 0,
                            .is_confirm = pick(0, 1) != 0 };
    struct order *o = testshop_load(&w->shop, w->orders[at]);
    struct order_taken taken = { 0 };
    struct err err = ERR_INIT;
    bool is_ok = order_create(w->shop.desk, &in, w->shop.arena, &taken, &err);

    settle(w, "create", is_ok, &err);
    if (is_ok && o->status != ORDER_DRAFT)
        w->orders[at] = taken.id.v;
}

static void step_stock(struct world *w)
{
    struct err err = ERR_INIT;
    struct item_id item = w->items[pick(0, 2)];

    settle(w, "receive",
           stock_receive(w->shop.desk, item, pick(0, 1) ? w->shop.main : w->shop.leeds,
                         (struct qty){ pick(1, 10) * QTY_PER_UNIT }, NULL, &err),
           &err);
}

void step_of_work(struct world *w, struct order_id order, const char *action, const char *name,
                  const char *value)
{
    const struct action_value given = { name, value };
    const struct action_values values = { &given, name != NULL };
    struct fulfillment_rows work;
    struct err err = ERR_INIT;

    ck_ok(fulfillments_of_order(w->shop.desk, order, w->shop.arena, &work, &err));
    if (work.n > 0)
        settle(w, action,
               act(w->shop.desk, &fulfillment_document, (struct record_at){ .id = work.v[0].id },
                   action, &values, &err),
               &err);
}

/* Somebody orders at the counter, and the goods stand ready; what becomes of them is anything. */
static void step_counter(struct world *w, int at)
{
    const struct site_id *counter = pick(0, 3) ? &w->shop.main : &w->york;
    const struct order_header header = { .pickup = counter };
    struct line_input line = { .item = w->items[pick(0, 2)],
                               .qty = { pick(1, 3) * QTY_PER_UNIT } };
    const struct order_new in = { .customer = w->shop.acme,
                                  .header = &header,
                                  .lines = &line,
                                  .line_count = 1,
                                  .is_submit = true,
                                  .is_confirm = true };
    struct order_taken taken = { 0 };
    struct timers_done done;
    struct err err = ERR_INIT;
    const struct order *o;
    bool is_ok;

    testdesk_be(w->shop.desk, ROLE_ADMIN);
    is_ok = order_create(w->shop.desk, &in, w->shop.arena, &taken, &err);
    settle(w, "order at counter", is_ok, &err);
    if (!is_ok)
        return;
    w->orders[at] = taken.id.v;
    testdesk_wait(w->shop.desk, 21 * 60000); /* nobody regrets it */
    settle(w, "timers", timers_run(w->shop.desk, &done, &err), &err);
    o = testshop_load(&w->shop, w->orders[at]);
    settle(w, "release", testshop_act(&w->shop, o, "release", NULL, NULL, &err), &err);
    step_of_work(w, o->id, "pick", NULL, NULL);
    step_of_work(w, o->id, "pack", NULL, NULL);
    step_of_work(w, o->id, "ready", NULL, NULL);
    switch (pick(0, 4)) {
    case 0:
        step_of_work(w, o->id, "collect", "id", "known");
        if (pick(0, 1))
            step_of_work(w, o->id, "uncollect", NULL, NULL);
        break;
    case 1:
        step_of_work(w, o->id, "no_show", NULL, NULL);
        if (pick(0, 1))
            step_of_work(w, o->id, "put_away", NULL, NULL);
        break;
    case 2:
        step_of_work(w, o->id, "unready", NULL, NULL);
        break;
    case 3:
        step_of_work(w, o->id, "cancel", "reason", "other");
        break;
    default:
        break; /* it stands there */
    }
}

/* An order beside those that everybody looks at goes the whole way out, soon or after its day, and
 * now and then comes back. */
static void step_sent(struct world *w)
{
    struct line_input line = { .item = w->items[pick(0, 2)],
                               .qty = { pick(1, 3) * QTY_PER_UNIT } };
    const struct order_new in = { .customer = w->shop.acme,
                                  .lines = &line,
                                  .line_count = 1,
                                  .is_submit = true,
                                  .is_confirm = true };
    struct order_taken taken = { 0 };
    struct err err = ERR_INIT;
    const struct order *o;
    bool is_ok;

    testdesk_be(w->shop.desk, ROLE_ADMIN);
    is_ok = order_create(w->shop.desk, &in, w->shop.arena, &taken, &err);
    settle(w, "order to send", is_ok, &err);
    if (!is_ok)
        return;
    testdesk_wait(w->shop.desk, 21 * 60000); /* nobody regrets it */
    step_timers(w);
    testdesk_be(w->shop.desk, ROLE_ADMIN);
    o = testshop_load(&w->shop, taken.id.v);
    settle(w, "release", testshop_act(&w->shop, o, "release", NULL, NULL, &err), &err);
    testdesk_wait(w->shop.desk, pick(0, 2) * 30 * HOUR_MS);
    for (int i = (int)pick(0, 1) * 4; i > 0; i--)
        step_warehouse(w, o);
    step_of_work(w, o->id, "pick", NULL, NULL);
    step_of_work(w, o->id, "pack", NULL, NULL);
    testdesk_wait(w->shop.desk, pick(0, 2) * 13 * HOUR_MS);
    step_of_work(w, o->id, "ship", NULL, NULL);
    testdesk_wait(w->shop.desk, pick(0, 1) * 13 * HOUR_MS);
    if (pick(0, 3) == 0)
        step_of_work(w, o->id, "unship", NULL, NULL);
    else if (pick(0, 1))
        step_shipment(w, o);
}

/* Somebody orders for a day to come: its lines have their stock, or get it when the day is near. */
static void step_for_later(struct world *w, int at)
{
    const struct date wanted = date_add_days(desk_today(w->shop.desk), (int)pick(4, 9));
    const struct order_header header = { .requested = &wanted };
    struct line_input line = { .item = w->items[pick(0, 2)],
                               .qty = { pick(1, 5) * QTY_PER_UNIT } };
    const struct order_new in = { .customer = w->shop.acme,
                                  .header = &header,
                                  .lines = &line,
                                  .line_count = 1,
                                  .is_submit = true,
                                  .is_confirm = true };
    struct order_taken taken = { 0 };
    struct timers_done done = { 0 };
    struct err err = ERR_INIT;
    bool is_ok;

    testdesk_be(w->shop.desk, ROLE_ADMIN);
    is_ok = order_create(w->shop.desk, &in, w->shop.arena, &taken, &err);
    settle(w, "order for later", is_ok, &err);
    if (!is_ok)
        return;
    w->orders[at] = taken.id.v;
    testdesk_wait(w->shop.desk, pick(1, 6) * 86400000);
    settle(w, "timers", timers_run(w->shop.desk, &done, &err), &err);
    settle(w, "comes due", done.due > 0, &(struct err){ .code = ERR_STATE });
}

/* A pick is hurried to the door; what did not go with it is now and then not wanted any more. */
static void step_rest(struct world *w, const struct order *o)
{
    struct err err = ERR_INIT;

    testdesk_be(w->shop.desk, ROLE_ADMIN);
    if (o->status != ORDER_CONFIRMED)
        return;
    step_of_work(w, o->id, "pick", NULL, NULL);
    step_of_work(w, o->id, "pack", NULL, NULL);
    step_of_work(w, o->id, "ship", NULL, NULL);
    if (pick(0, 4) == 0)
        step_of_work(w, o->id, "unship", NULL, NULL);
    if (pick(0, 1))
        settle(w, "cancel_rest",
               testshop_act(&w->shop, testshop_load(&w->shop, o->id.v), "cancel_rest", "reason",
                            "other", &err),
               &err);
    else if (pick(0, 1))
        step_manifest(w);
    else
        step_shipment(w, o);
}

static void step(struct world *w)
{
    int at = (int)pick(0, ORDERS - 1);
    struct order *o = testshop_load(&w->shop, w->orders[at]);
    struct record_at seen = { o->id.v, o->version };

    step_user(w);
    testdesk_wait(w->shop.desk, pick(0, 5) * 60000);
    if (pick(0, 7) == 0)
        testdesk_wait(w->shop.desk, pick(1, 9) * HOUR_MS);
    switch (pick(0, 35)) {
    case 0:
    case 1:
    case 2:
        step_line(w, seen, o);
        break;
    case 3:
        step_cut(w, seen, o);
        break;
    case 4:
        step_header(w, seen);
        break;
    case 5:
        step_take(w, seen);
        break;
    case 6:
    case 7:
    case 8:
        step_action(w, o);
        break;
    case 9:
        step_create(w, at);
        break;
    case 10:
        step_stock(w);
        break;
    case 11:
    case 12:
    case 13:
        step_change(w, o);
        break;
    case 14:
        step_cancel_line(w, o);
        break;
    case 15:
        step_timers(w);
        break;
    case 16:
    case 17:
    case 18:
        if (o->status != ORDER_CONFIRMED)
            break;
        testdesk_be(w->shop.desk, pick(0, 1) ? ROLE_WAREHOUSE : ROLE_ADMIN);
        for (int i = 0; i < 6; i++)
            step_warehouse(w, o);
        break;
    case 19:
    case 20:
        pick(0, 3) ? step_shipment(w, o) : step_manifest(w);
        break;
    case 21:
    case 22:
    case 23:
        step_in_house(w);
        break;
    case 24:
    case 25:
        if (o->status == ORDER_CONFIRMED)
            step_source(w, o);
        break;
    case 26:
        if (pick(0, 3) == 0)
            step_york(w);
        break;
    case 27:
    case 28:
        step_rest(w, o);
        break;
    case 29:
        if (o->status == ORDER_DRAFT)
            break;
        if (pick(0, 3) == 0)
            step_for_later(w, at);
        else
            step_counter(w, at);
        break;
    case 30:
    case 31:
        step_sent(w);
        break;
    case 32:
    case 33:
        step_prepared(w, o->status == ORDER_DRAFT ? -1 : at);
        break;
    default:
        if (pick(0, 1))
            step_draft(w, at);
        else
            step_repeat(w, seen);
        break;
    }
}

/* --- what holds after every step -------------------------------------------------------------- */

static const char *const never_rows[] = {
    /* caches of lines */
    "SELECT COUNT(*) FROM order_line l WHERE l.kind <> 4 AND l.allocated_qty <>"
    " (SELECT COALESCE(SUM(a.qty), 0) FROM allocation a WHERE a.order_line_id = l.id)",
    /* no more is kept for a line than is still to go */
    "SELECT COUNT(*) FROM order_line WHERE allocated_qty > ordered_qty - canceled_qty - shipped_qty",
    /* whole kits, and nothing of a kit beside them */
    "SELECT COUNT(*) FROM order_line l JOIN bundle_component b ON b.bundle_id = l.item_id"
    " WHERE l.kind = 4 AND l.allocated_qty * b.qty / 1000 <>"
    " (SELECT COALESCE(SUM(a.qty), 0) FROM allocation a WHERE a.order_line_id = l.id"
    " AND a.item_id = b.item_id)",
    /* counters of stock */
    "SELECT COUNT(*) FROM stock_level s WHERE s.allocated_qty <>"
    " (SELECT COALESCE(SUM(a.qty), 0) FROM allocation a WHERE a.item_id = s.item_id"
    " AND a.site_id = s.site_id)",
    "SELECT COUNT(*) FROM stock_level WHERE allocated_qty > on_hand_qty",
    /* the ledger */
    "SELECT COUNT(*) FROM stock_level s WHERE s.on_hand_qty <>"
    " (SELECT COALESCE(SUM(m.qty), 0) FROM stock_movement m WHERE m.item_id = s.item_id"
    " AND m.site_id = s.site_id AND m.kind NOT IN (3, 4, 7))",
    "SELECT COUNT(*) FROM stock_level s WHERE s.allocated_qty <>"
    " (SELECT COALESCE(SUM(m.qty), 0) FROM stock_movement m WHERE m.item_id = s.item_id"
    " AND m.site_id = s.site_id AND m.kind IN (3, 4, 5))",
    /* set aside, and on its way */
    "SELECT COUNT(*) FROM stock_level s WHERE s.aside_qty <>"
    " (SELECT COALESCE(SUM(m.qty), 0) FROM stock_movement m WHERE m.item_id = s.item_id"
    " AND m.site_id = s.site_id AND m.kind = 7)",
    "SELECT COUNT(*) FROM stock_doc_line l JOIN stock_doc d ON d.id = l.doc_id"
    " WHERE d.kind = 3 AND l.done_qty <> (SELECT COALESCE(SUM(m.qty), 0) FROM stock_movement m"
    " WHERE m.doc_id = d.id AND m.item_id = l.item_id AND m.kind = 9)",
    /* counters by status */
    "SELECT COUNT(*) FROM order_count c WHERE c.orders <>"
    " (SELECT COUNT(*) FROM sales_order o WHERE o.shown_status = c.shown_status)"
    " OR c.base_total_minor <> (SELECT COALESCE(SUM(o.base_total_minor), 0) FROM sales_order o"
    " WHERE o.shown_status = c.shown_status)",
    "SELECT COUNT(*) FROM sales_order o WHERE NOT EXISTS (SELECT 1 FROM order_count c"
    " WHERE c.shown_status = o.shown_status)",
    "SELECT (SELECT COALESCE(SUM(orders), 0) FROM metric_hour)"
    " - (SELECT COUNT(*) FROM sales_order WHERE placed_ms > 0)",
    "SELECT (SELECT COALESCE(SUM(base_total_minor), 0) FROM metric_hour)"
    " - (SELECT COALESCE(SUM(base_total_minor), 0) FROM sales_order WHERE placed_ms > 0)",
    /* tax rows */
    "SELECT COUNT(*) FROM sales_order o WHERE o.tax_minor <>"
    " (SELECT COALESCE(SUM(t.tax_minor), 0) FROM order_tax t WHERE t.order_id = o.id)",
    /* changes of what is over */
    "SELECT COUNT(*) FROM order_change c JOIN sales_order o ON o.id = c.order_id"
    " WHERE c.status = 1 AND o.status NOT IN (4, 5)",
    /* work for the warehouse of what is over, or more of it than was allocated */
    "SELECT COUNT(*) FROM fulfillment f JOIN sales_order o ON o.id = f.order_id"
    " WHERE f.status IN (1, 2, 3, 4, 7) AND o.status <> 5",
    "SELECT COUNT(*) FROM (SELECT c.order_line_id, c.item_id, SUM(c.qty) AS qty"
    " FROM fulfillment_line c JOIN fulfillment f ON f.id = c.fulfillment_id WHERE f.status IN (1, 2, 3, 4, 7)"
    " GROUP BY c.order_line_id, c.item_id) x WHERE x.qty >"
    " (SELECT COALESCE(SUM(a.qty), 0) FROM allocation a WHERE a.order_line_id = x.order_line_id"
    " AND a.item_id = x.item_id)",
    /* of what was voided or collected nothing is on a manifest; of what is handed over nothing is
     * back */
    "SELECT COUNT(*) FROM shipment s JOIN sales_order o ON o.id = s.order_id"
    " WHERE (s.status = 4 OR o.pickup_site_id IS NOT NULL) <> (s.manifest_id IS NULL)",
    "SELECT COUNT(*) FROM shipment s JOIN manifest m ON m.id = s.manifest_id"
    " JOIN fulfillment f ON f.id = s.fulfillment_id WHERE m.status = 2 AND f.status <> 5",
    /* packages of what is not picked, or with more or less in them than was */
    "SELECT COUNT(*) FROM package p JOIN fulfillment f ON f.id = p.fulfillment_id"
    " WHERE f.status NOT IN (3, 4, 5, 7, 8)",
    "SELECT COUNT(*) FROM fulfillment f WHERE f.status IN (4, 5, 7, 8) AND f.package_count = 0",
    "SELECT COUNT(*) FROM fulfillment_line c JOIN fulfillment f ON f.id = c.fulfillment_id"
    " WHERE c.picked_qty < (SELECT COALESCE(SUM(p.qty), 0) FROM package_line p"
    " WHERE p.fulfillment_line_id = c.id)",
    "SELECT COUNT(*) FROM fulfillment_line c JOIN fulfillment f ON f.id = c.fulfillment_id"
    " WHERE f.status IN (4, 5, 7, 8) AND EXISTS (SELECT 1 FROM package p JOIN package_line l"
    " ON l.package_id = p.id WHERE p.fulfillment_id = f.id)"
    " AND c.picked_qty <> (SELECT COALESCE(SUM(p.qty), 0) FROM package_line p"
    " WHERE p.fulfillment_line_id = c.id)",
    /* what gets stock later has none, and is still wanted */
    "SELECT COUNT(*) FROM order_line l JOIN sales_order o ON o.id = l.order_id"
    " WHERE l.allocate_from > '' AND (l.allocated_qty > 0 OR o.status <> 5"
    " OR l.canceled_qty + l.shipped_qty >= l.ordered_qty)",
    /* holds of what is over */
    "SELECT COUNT(*) FROM stock_hold h JOIN sales_order o ON o.id = h.order_id"
    " WHERE o.status NOT IN (1, 4)",
};

/* The order counted afresh from its lines alone; nothing is remembered of how it came to be. */
static void check_amounts(struct world *w, const struct order *o)
{
    int64_t goods = 0;

    if (o->status == ORDER_CANCELED || o->status == ORDER_DISCARDED)
        return;
    for (int i = 0; i < o->line_count; i++) {
        const struct order_line *l = &o->lines[i];

        ck_assert_int_eq(l->net_minor, line_net_minor(line_billed(l), l->unit_price, l->disc,
                                                      l->disc_minor, o->round_mode));
        ck_assert_msg(l->order_disc_minor >= 0 && l->order_disc_minor <= l->net_minor,
                      "after \"%s\": share of line %d", w->last, l->line_no);
        goods += l->kind == LINE_CHARGE ? 0 : l->net_minor;
    }
    ck_assert_int_eq(goods, o->goods_minor);
    /* A percentage stays one, to a unit of money for each line that was changed. */
    if (o->disc_minor == 0) {
        int64_t exact = round_div((__int128)goods * o->disc.ppm, PPM, o->round_mode);

        ck_assert_msg(o->discount_minor >= exact - STEPS && o->discount_minor <= exact + STEPS,
                      "after \"%s\": discount %lld, of goods %lld", w->last,
                      (long long)o->discount_minor, (long long)goods);
    }
}

/* Of two items more may be picked, or less is enough. */
static void allow_some(struct world *w)
{
    for (int i = 0; i < 3; i += 2) {
        struct err err = ERR_INIT;
        struct item *item;

        ck_ok(item_load(w->shop.desk, w->items[i], w->shop.arena, &item, &err));
        item->tolerance.over = (struct tolerance){ true, 500000 };
        item->tolerance.under = (struct tolerance){ true, 200000 };
        ck_ok(item_save(w->shop.desk, item, NULL, NULL, &w->items[i], &err));
    }
}

static void check(struct world *w)
{
    for (size_t i = 0; i < OD_LEN(never_rows); i++)
        ck_assert_msg(testshop_number(w->shop.desk, never_rows[i]) == 0, "after \"%s\": %s",
                      w->last, never_rows[i]);
    for (int i = 0; i < ORDERS; i++) {
        struct order *o = testshop_load(&w->shop, w->orders[i]);
        struct err err = ERR_INIT;

        ck_assert_msg(order_is_sound(o, &err), "after \"%s\": %s", w->last, err.text);
        check_amounts(w, o);
        ck_assert_msg(order_shown(o) == o->shown, "after \"%s\": shown status", w->last);
    }
}

static void check_audit(struct world *w)
{
    struct err err = ERR_INIT;
    struct audit audit;

    testdesk_be(w->shop.desk, ROLE_ADMIN);
    ck_ok(audit_run(w->shop.desk, false, w->shop.arena, &audit, &err));
    for (int i = 0; i < audit.n; i++)
        fprintf(stderr, "%s, %s: %s\n", audit.v[i].check, audit.v[i].record, audit.v[i].words);
    ck_assert_int_eq(audit.n, 0);
}

static void add_york(struct world *w)
{
    struct site s = { .code = "YORK",
                      .name = "York",
                      .line1 = "",
                      .city = "",
                      .region = "",
                      .postcode = "",
                      .country = "GB",
                      .priority = 300,
                      .can_ship = true,
                      .can_pickup = true,
                      .is_active = true };
    struct err err = ERR_INIT;

    ck_ok(site_save(w->shop.desk, &s, &w->york, &err));
    ck_ok(stock_receive(w->shop.desk, w->shop.bracket, w->york, (struct qty){ 25 * QTY_PER_UNIT },
                        NULL, &err));
    ck_ok(setting_set(w->shop.desk, "warehouse.release", pick(0, 3) ? "manual" : "auto", &err));
}

/* Two brackets, one of what is not sold short, and some hose. */
static struct item_id new_bundle(struct world *w)
{
    const struct item_part parts[] = { { w->shop.bracket, "", { 2000 } },
                                       { w->shop.deny, "", { 1000 } },
                                       { w->shop.hose, "", { 1500 } },
                                       { { 0 }, "", { 0 } } };
    struct item item = { .sku = "SET",
                         .kind = ITEM_BUNDLE,
                         .description = "Set",
                         .category = "",
                         .uom = "ea",
                         .note = "",
                         .backorder = BACKORDER_ALLOW,
                         .is_active = true,
                         .parts = parts };
    struct price price = { 15000000 };
    struct err err = ERR_INIT;
    struct item_id id;

    ck_ok(item_save(w->shop.desk, &item, &price, NULL, &id, &err));
    return id;
}

/* The firm's days are those of a zone far out, or the clocks are put while everybody works: in
 * Germany on 28 March 2027, in Chile on 4 April, at midnight. */
static void live_in(struct world *w, int round)
{
    static const struct {
        const char *zone;
        int days; /* from the day on which desks of tests begin */
    } places[] = { { "UTC", 0 },
                   { "Pacific/Kiritimati", 0 },
                   { "Europe/Berlin", 125 },
                   { "Pacific/Pago_Pago", 0 },
                   { "America/Santiago", 132 } };
    int at = round % (int)OD_LEN(places), days;
    struct err err = ERR_INIT;

    testdesk_wait(w->shop.desk, places[at].days * DAY_MS);
    ck_ok(setting_set(w->shop.desk, "company.time_zone", places[at].zone, &err));
    ck_ok(upkeep_run(w->shop.desk, 0, &days, &err));
}

static void step_merge(struct world *w)
{
    const struct customer_merge in = { .kept = w->shop.acme, .gone = w->twin };
    struct err err = ERR_INIT;

    testdesk_be(w->shop.desk, ROLE_ADMIN);
    settle(w, "merge", customer_merge(w->shop.desk, &in, NULL, &err), &err);
}

static void check_figures(struct world *w)
{
    testfigures_check(w->shop.desk, w->last);
    testdash_check(w->shop.desk);
}

/* Orders of the customer are paid in notes and coins, of which there may be large ones alone. */
static void pay_cash(struct world *w)
{
    static const char *const steps[] = { "GBP 0.05", "GBP 0.10", "GBP 7" };
    struct payment_terms *terms;
    struct customer *c;
    struct err err = ERR_INIT;

    ck_ok(setting_set(w->shop.desk, "order.cash_steps", steps[pick(0, 2)], &err));
    ck_ok(payment_terms_find(w->shop.desk, "COD", w->shop.arena, &terms, &err));
    ck_ok(customer_load(w->shop.desk, w->shop.acme, w->shop.arena, &c, &err));
    c->payment_terms_id = terms->id;
    ck_ok(customer_save(w->shop.desk, c, NULL, NULL, &w->shop.acme, &err));
}

/* Where this is run for long, each of them happened; else it would prove nothing about them. */
static void check_done(void)
{
    static const char *const names[] = {
        "take",          "change",       "cancel line",    "cancel_rest", "hold",
        "release_hold",  "source line",  "reroute",        "close york",  "timers",
        "pick",          "put_back",     "short",          "leave",       "finish",
        "box",           "put_in",       "take_out",       "pack",        "unpack",
        "ship",          "unship",       "cancel",         "ready",       "unready",
        "collect",       "uncollect",    "no_show",        "put_away",    "assign",
        "tote",          "deliver",      "lose",           "send_back",   "close",
        "receipt",       "take back",    "post count",     "send",        "unsend",
        "come in",       "write off",    "some comes",     "all comes",   "come no more",
        "set aside",     "scrap",        "good after all", "fill",        "give",
        "reallocate",    "new wave",     "pick in wave",   "leave wave",  "wave to",
        "release many",  "dispatch",     "many release",  "many hold",
        "many release_hold", "want all",
        "safety stock",  "priority", "order at counter", "order for later",
        "comes due",     "merge",        "force",
    };

    size_t rarest = 0;
    bool is_all = true;
    int sum = 0;

    for (int i = 0; i < MOST_NAMES; i++)
        sum += done_rows[i].times;
    for (size_t i = 0; i < OD_LEN(names); i++)
        if (*times_done(names[i]) < *times_done(names[rarest]))
            rarest = i;
    printf("%d rounds of %d steps: %d actions tried, %d done; rarest \"%s\", %d times\n",
           prop.rounds, STEPS, tries, sum, names[rarest], *times_done(names[rarest]));
    for (size_t i = 0; i < OD_LEN(names); i++) {
        if (*times_done(names[i]) > 0)
            continue;
        (void)fprintf(stderr, "\"%s\" was never done\n", names[i]);
        is_all = false;
    }
    ck_assert(is_all);
}

START_TEST(everything_adds_up_after_every_step)
{
    /* Lines get their stock at once, days before they are wanted, or when somebody says so. */
    static const char *const words[] = { "confirm", "confirm", "3", "manual" };
    int over = 0;

    for (int round = 0; round < prop.rounds; round++) {
        struct world w = { 0 };

        struct err err = ERR_INIT;

        testshop_open(&w.shop);
        live_in(&w, round);
        w.twin = testshop_customer(&w.shop, "TWIN", NULL);
        if (round % 3 == 0)
            pay_cash(&w);
        add_york(&w);
        set_when(&w, words[pick(0, 3)]);
        ck_ok(setting_set(w.shop.desk, "order.remorse_minutes", round % 2 ? "20" : "0", &err));
        w.items[0] = w.shop.bracket;
        w.items[1] = w.shop.deny;
        w.items[2] = w.shop.hose;
        w.items[3] = w.shop.fitting;
        w.items[4] = w.shop.freight;
        w.items[5] = new_bundle(&w);
        allow_some(&w);
        for (int i = 0; i < ORDERS; i++)
            w.orders[i] = testshop_draft(&w.shop).id;
        for (int i = 0; i < STEPS; i++) {
            step(&w);
            check(&w);
            if (i == STEPS / 2)
                step_merge(&w);
            if (i % FIGURES_AT == 0)
                check_figures(&w);
        }
        check_figures(&w);
        check_audit(&w);
        over += w.over;
        testshop_close(&w.shop);
        os_set_time_zone("UTC");
        prop_seed(&prop, prop_next(&prop));
    }
    if (prop.rounds >= 200) {
        ck_assert_msg(over > 0, "nothing was picked beyond an order");
        check_done();
    }
}
END_TEST

int main(int argc, char **argv)
{
    Suite *suite = suite_create("prop_order");
    TCase *tc = tcase_create("order");
    SRunner *runner = srunner_create(suite);
    int failed;

    prop = prop_args(argc, argv, 20);
    tcase_add_test(tc, everything_adds_up_after_every_step);
    suite_add_tcase(suite, tc);
    srunner_set_fork_status(runner, CK_NOFORK);
    srunner_run_all(runner, CK_ENV);
    failed = srunner_ntests_failed(runner);
    srunner_free(runner);
    if (failed > 0)
        prop_failed(&prop, "orders do not add up");
    return failed == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
