/*
 * Guards and effects of a fulfillment's life, DOMAIN section 4: picking by scan or by list, short
 * picks. Packing is package.c.
 */
#include <assert.h>
#include <string.h>

#include "base/i18n.h"
#include "base/limits.h"
#include "base/mem.h"
#include "domain/catalog/item.h"
#include "domain/catalog/scan.h"
#include "domain/desk/access.h"
#include "domain/desk/money_text.h"
#include "domain/desk/setting.h"
#include "domain/flow/fulfillment_parts.h"
#include "domain/flow/order_steps.h"
#include "domain/flow/put_away.h"
#include "domain/flow/source_steps.h"
#include "domain/flow/tote.h"
#include "domain/order/order_rules.h"
#include "domain/order/promise.h"
#include "domain/stock/doc.h"
#include "domain/stock/kit.h"
#include "domain/stock/stock.h"

struct qty fulfillment_left(const struct fulfillment_line *l)
{
    return (struct qty){ l->qty.milli - l->picked.milli };
}

const char *fulfillment_line_for_customer(const struct fulfillment_line *l)
{
    return l->customer_text[0] != '\0' ? l->customer_text : l->description;
}

static const char *qty_of(struct action_run *run, struct qty q)
{
    return text_qty(run->desk, run->arena, q);
}

struct order_line *fulfillment_order_line(const struct fulfillment *f,
                                          const struct fulfillment_line *l)
{
    for (int i = 0; i < f->order->line_count; i++)
        if (f->order->lines[i].id.v == l->line.v)
            return &f->order->lines[i];
    return NULL;
}

/* --- which line ------------------------------------------------------------------------------- */

static bool is_listed(const struct fulfillment *f, struct item_id item)
{
    for (int i = 0; i < f->line_count; i++)
        if (f->lines[i].item.v == item.v && f->lines[i].qty.milli > 0)
            return true;
    return false;
}

/* By SKU, barcode or a scan as it comes. */
bool fulfillment_item(struct desk *desk, const struct fulfillment *f, const char *code,
                      struct arena *arena, struct item **out, struct err *err)
{
    struct scan scan;

    scan_read(code, arena, &scan);
    if (!item_find(desk, scan.code, f->order->channel, arena, out, err))
        return false;
    if (*out != NULL && scan.count > 0) {
        int64_t unit = (*out)->scan_pack.milli > 0 ? (*out)->scan_pack.milli : QTY_PER_UNIT;

        (*out)->scan_pack.milli =
            scan.count < LIMIT_QTY_MILLI / unit ? scan.count * unit : LIMIT_QTY_MILLI;
    }
    if (*out == NULL)
        return err_field(err, ERR_NOT_FOUND, "item", _("No item has the code %.40s."), code);
    if (!is_listed(f, (*out)->id))
        return err_field(err, ERR_STATE, "item",
                         _("Wrong item: %s is not on the list of %s. Put it back."), (*out)->sku,
                         f->number);
    return true;
}

bool fulfillment_match(struct desk *desk, const struct fulfillment *f, const char *code,
                       struct fulfillment_line **out, struct qty *pack, struct err *err)
{
    OD_ARENA *tmp = arena_new();
    struct item *item;

    if (!fulfillment_item(desk, f, code, tmp, &item, err))
        return false;
    *pack = item->scan_pack.milli > 0 ? item->scan_pack : (struct qty){ QTY_PER_UNIT };
    for (int i = 0; i < f->line_count; i++) {
        *out = &f->lines[i];
        if ((*out)->item.v == item->id.v && fulfillment_left(*out).milli > 0)
            return true;
    }
    return err_field(err, ERR_STATE, "item", _("All of %s is picked. Put this one back."),
                     item->sku);
}

/* How much may be said of an item. */
struct range {
    struct qty most; /* that is picked, or still to be */
    struct qty over; /* beyond that */
    bool is_picked;
};

/* Sum over the lines of one item: what is to go, or what is picked. */
static struct qty sum_of(const struct fulfillment *f, struct item_id item, bool is_picked)
{
    struct qty sum = { 0 };

    for (int i = 0; i < f->line_count; i++)
        if (f->lines[i].item.v == item.v)
            sum.milli +=
                is_picked ? f->lines[i].picked.milli : fulfillment_left(&f->lines[i]).milli;
    return sum;
}

/* The typed quantity of an item, else all there is of it; at most that, and where it is typed what
 * may be over. */
static bool read_qty(struct action_run *run, const struct item *item, const char *text,
                     const struct range *range, struct qty *out, struct err *err)
{
    struct qty most = range->most;

    *out = most;
    if (most.milli == 0 && range->is_picked)
        return err_field(err, ERR_STATE, "item", _("Nothing of %s is picked."), item->sku);
    if (most.milli == 0 && (text == NULL || range->over.milli == 0))
        return err_field(err, ERR_STATE, "item", _("All of %s is picked."), item->sku);
    if (text == NULL)
        return true;
    if (!qty_parse(text, item->qty_decimals, desk_form(run->desk), out, err))
        return err_at(err, "qty");
    if (out->milli <= 0)
        return err_field(err, ERR_INVALID, "qty", _("Type how many, more than zero."));
    if (range->over.milli > 0 && out->milli > most.milli + range->over.milli)
        return err_field(err, ERR_INVALID, "qty",
                         _("Only %s of %s are still to be picked, and %s more may be delivered."),
                         qty_of(run, most), item->sku, qty_of(run, range->over));
    if (out->milli > most.milli + range->over.milli)
        return err_field(err, ERR_INVALID, "qty",
                         range->is_picked ? _("Only %s of %s are picked.")
                                          : _("Only %s of %s are still to be picked."),
                         qty_of(run, most), item->sku);
    return true;
}

/* --- start, pick, put back -------------------------------------------------------------------- */

static void assign_to_me(struct action_run *run, struct fulfillment *f)
{
    f->assigned_to_id = desk_user(run->desk)->id;
    f->assigned_to = desk_user(run->desk)->login;
}

bool fulfillment_step_start(struct action_run *run, void *record,
                            const struct action_values *values, struct err *err)
{
    (void)values;
    (void)err;
    assign_to_me(run, record);
    return true;
}

/* Whoever may pick may be told to. */
bool fulfillment_step_assign(struct action_run *run, void *record,
                             const struct action_values *values, struct err *err)
{
    struct fulfillment *f = record;
    const char *login = action_value(values, "user");
    struct user *user;

    f->assigned_to_id = (struct user_id){ 0 };
    f->assigned_to = "";
    if (login == NULL)
        return true;
    if (!user_find(run->desk, login, run->arena, &user, err))
        return err_at(err, "user");
    if (user == NULL || !user->is_active)
        return err_field(err, ERR_NOT_FOUND, "user", _("There is no user %.40s."), login);
    if (!role_may(user->role, "fulfillment.pick"))
        return err_field(err, ERR_INVALID, "user", _("%s may not pick (%s)."), user->login,
                         role_name(user->role));
    f->assigned_to_id = user->id;
    f->assigned_to = user->login;
    return true;
}

bool fulfillment_step_tote(struct action_run *run, void *record, const struct action_values *values,
                           struct err *err)
{
    return tote_bind(run->tx, run->desk, record, action_value(values, "tote"), err);
}

static void pick_some(struct fulfillment *f, struct item_id item, struct qty qty)
{
    for (int i = 0; i < f->line_count && qty.milli > 0; i++) {
        struct fulfillment_line *l = &f->lines[i];
        int64_t some = fulfillment_left(l).milli;

        if (l->item.v != item.v)
            continue;
        some = some < qty.milli ? some : qty.milli;
        l->picked.milli += some;
        qty.milli -= some;
    }
    assert(qty.milli == 0);
}

/* A scan counts what its code stands for. */
static bool pick_item(struct action_run *run, struct fulfillment *f, const char *code,
                      const char *qty_text, struct err *err)
{
    struct range range = { 0 };
    struct item *item;
    struct qty qty, most;

    if (!fulfillment_item(run->desk, f, code, run->arena, &item, err))
        return false;
    most = range.most = sum_of(f, item->id, false);
    range.over = fulfillment_may_be_over(f, item->id);
    if (!read_qty(run, item, qty_text, &range, &qty, err))
        return false;
    if (qty_text == NULL && item->scan_pack.milli > 0) {
        if (item->scan_pack.milli > most.milli)
            return err_field(err, ERR_STATE, "item",
                             _("This code stands for %s of %s, and only %s are still to be"
                               " picked."),
                             qty_of(run, item->scan_pack), item->sku, qty_of(run, most));
        qty = item->scan_pack;
    }
    pick_some(f, item->id, qty.milli < most.milli ? qty : most);
    return qty.milli <= most.milli ||
           fulfillment_pick_over(run, f, item, (struct qty){ qty.milli - most.milli }, err);
}

bool fulfillment_step_pick(struct action_run *run, void *record, const struct action_values *values,
                           struct err *err)
{
    struct fulfillment *f = record;
    const char *code = action_value(values, "item");
    const char *qty = action_value(values, "qty");

    if (f->assigned_to_id.v == 0)
        assign_to_me(run, f);
    if (code != NULL)
        return pick_item(run, f, code, qty, err);
    if (qty != NULL)
        return err_field(err, ERR_INVALID, "item", _("Say of which item: its SKU or barcode."));
    for (int i = 0; i < f->line_count; i++)
        f->lines[i].picked = f->lines[i].qty;
    return true;
}

/* What is beyond the order goes back before what was ordered. */
static bool put_over_back(struct action_run *run, struct fulfillment *f, struct item_id item,
                          struct qty *qty, struct err *err)
{
    bool is_any = false;

    for (int i = f->line_count - 1; i >= 0; i--) {
        struct qty given;

        if (f->lines[i].item.v != item.v)
            continue;
        if (!fulfillment_over_back(run, f, &f->lines[i], *qty, &given, err))
            return false;
        qty->milli -= given.milli;
        is_any = is_any || given.milli > 0;
    }
    return !is_any || order_price(run->desk, f->order, false, run->arena, err);
}

bool fulfillment_step_put_back(struct action_run *run, void *record,
                               const struct action_values *values, struct err *err)
{
    struct fulfillment *f = record;
    struct range range = { .is_picked = true };
    struct item *item;
    struct qty qty;

    if (!fulfillment_item(run->desk, f, action_value(values, "item"), run->arena, &item, err))
        return false;
    range.most = sum_of(f, item->id, true);
    if (!read_qty(run, item, action_value(values, "qty"), &range, &qty, err))
        return false;
    packages_drop(f);
    if (!put_over_back(run, f, item->id, &qty, err))
        return false;
    for (int i = f->line_count - 1; i >= 0 && qty.milli > 0; i--) {
        struct fulfillment_line *l = &f->lines[i];
        int64_t some = l->picked.milli < qty.milli ? l->picked.milli : qty.milli;

        if (l->item.v != item->id.v)
            continue;
        l->picked.milli -= some;
        qty.milli -= some;
    }
    return true;
}

/* --- short ------------------------------------------------------------------------------------ */

static bool is_damaged(struct action_run *run, bool *out, struct err *err)
{
    struct reason_id damaged;

    if (!reason_find(run->desk, "short", "damaged", &damaged, err))
        return false;
    *out = damaged.v == run->reason.v;
    return true;
}

/* So much of a line's allocation at the site goes back; of a bundle kits. */
static bool give_back(struct action_run *run, struct fulfillment *f, struct order_line *ol,
                      struct qty qty, struct err *err)
{
    const struct stock_leave back = {
        .order = f->order->id, .line = ol->id, .site = f->site, .qty = qty
    };
    struct qty released = { 0 };

    if (qty.milli == 0)
        return true;
    if (!stock_release_at(run->tx, run->desk, &back, &released, err))
        return false;
    ol->allocated.milli -= released.milli;
    return true;
}

/* One component is short: all of that line go down to the whole kits it still makes. What is picked
 * beyond is to be put away. */
static bool short_kit(struct action_run *run, struct fulfillment *f, struct fulfillment_line *l,
                      int64_t kits_before, struct err *err)
{
    int64_t kits = l->qty.milli / l->per_kit.milli;
    struct qty lost = { (kits_before - kits) * QTY_PER_UNIT };

    for (int i = 0; i < f->line_count; i++) {
        struct fulfillment_line *part = &f->lines[i], extra;

        if (part->line.v != l->line.v)
            continue;
        part->qty.milli = kits * part->per_kit.milli;
        extra = *part;
        extra.picked.milli -= part->qty.milli;
        if (extra.picked.milli <= 0)
            continue;
        if (!put_away_ask_line(run->tx, run->desk, f, &extra, err))
            return false;
        part->picked = part->qty;
    }
    return give_back(run, f, fulfillment_order_line(f, l), lost, err);
}

/* Of a line that leaves whole nothing goes now: what was picked is to be put away. */
static bool short_whole(struct action_run *run, struct fulfillment *f, struct fulfillment_line *l,
                        struct qty missing, struct err *err)
{
    struct qty all = { l->qty.milli + missing.milli };

    if (!put_away_ask_line(run->tx, run->desk, f, l, err))
        return false;
    packages_drop(f);
    l->qty.milli = l->picked.milli = 0;
    return give_back(run, f, fulfillment_order_line(f, l), all, err);
}

static bool short_line(struct action_run *run, struct fulfillment *f, struct fulfillment_line *l,
                       struct qty qty, struct err *err)
{
    const struct stock_leave off = {
        .order = f->order->id, .line = l->line, .item = l->item, .site = f->site, .qty = qty
    };
    int64_t kits_before = l->per_kit.milli > 0 ? l->qty.milli / l->per_kit.milli : 0;
    bool damaged;

    l->qty.milli -= qty.milli;
    l->shorted.milli += qty.milli;
    l->short_reason = run->reason;
    if (l->per_kit.milli > 0) {
        if (!short_kit(run, f, l, kits_before, err))
            return false;
    } else if (fulfillment_order_line(f, l)->is_whole) {
        if (!short_whole(run, f, l, qty, err))
            return false;
    } else if (!give_back(run, f, fulfillment_order_line(f, l), qty, err)) {
        return false;
    }
    /* What was not found is looked for: somebody counts it. */
    return is_damaged(run, &damaged, err) &&
           stock_write_off(run->tx, run->desk, &off, damaged, run->reason, err) &&
           (damaged ||
            stock_doc_ask_count(run->tx, run->desk, l->item, f->site, f->number, err));
}

/* What came up short is looked for at another site. The lines get a new day; the others keep
 * theirs. */
static bool look_elsewhere(struct action_run *run, struct fulfillment *f, struct item_id item,
                           const struct qty *before, struct err *err)
{
    struct qty *lost = arena_array(run->arena, f->order->line_count + 1, struct qty);
    bool *only = arena_array(run->arena, f->order->line_count + 1, bool);
    const struct reroute in = {
        .only = only, .site = f->site, .why = REROUTE_SHORT, .is_sent = true
    };
    int64_t got;

    for (int i = 0; i < f->line_count; i++)
        if (f->lines[i].item.v == item.v)
            only[fulfillment_order_line(f, &f->lines[i]) - f->order->lines] = true;
    if (!order_step_elsewhere(run, f->order, &in, &got, err))
        return false;
    for (int i = 0; i < f->order->line_count; i++)
        lost[i].milli = line_backordered(&f->order->lines[i]).milli - before[i].milli;
    if (f->order->cancel_backorders && !order_step_drop(run, f->order, lost, err))
        return false;
    return order_promise(run->desk, f->order, only, err);
}

bool fulfillment_step_short(struct action_run *run, void *record,
                            const struct action_values *values, struct err *err)
{
    struct fulfillment *f = record;
    struct qty *before = arena_array(run->arena, f->order->line_count + 1, struct qty);
    struct range range = { 0 };
    struct item *item;
    struct qty qty;

    for (int i = 0; i < f->order->line_count; i++)
        before[i] = line_backordered(&f->order->lines[i]);
    if (!fulfillment_item(run->desk, f, action_value(values, "item"), run->arena, &item, err))
        return false;
    range.most = sum_of(f, item->id, false);
    if (!read_qty(run, item, action_value(values, "qty"), &range, &qty, err))
        return false;
    for (int i = f->line_count - 1; i >= 0 && qty.milli > 0; i--) {
        struct fulfillment_line *l = &f->lines[i];
        int64_t some = fulfillment_left(l).milli;

        if (l->item.v != item->id.v || some == 0)
            continue;
        some = some < qty.milli ? some : qty.milli;
        if (!short_line(run, f, l, (struct qty){ some }, err))
            return false;
        qty.milli -= some;
    }
    return look_elsewhere(run, f, item->id, before, err);
}

/* --- finish ----------------------------------------------------------------------------------- */

bool fulfillment_may_finish(const void *record, struct err *err)
{
    const struct fulfillment *f = record;
    int64_t picked = 0;

    for (int i = 0; i < f->line_count; i++) {
        const struct fulfillment_line *l = &f->lines[i];

        if (fulfillment_left(l).milli > 0)
            return err_set(err, ERR_STATE,
                           _("%s is not picked to the end. Pick it, or say that it is short."),
                           l->sku);
        picked += l->picked.milli;
    }
    return picked > 0 || err_set(err, ERR_STATE, _("Nothing of %s is picked."), f->number);
}
