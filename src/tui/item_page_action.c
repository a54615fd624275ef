/*
 * The item page, what one can do: receive and count, set levels, prices, and what stands in for it.
 */
#include <string.h>

#include "base/i18n.h"
#include "base/mem.h"
#include "domain/desk/money_text.h"
#include "domain/desk/setting.h"
#include "domain/order/price_answer.h"
#include "domain/party/customer.h"
#include "tui/app.h"
#include "tui/dialog.h"
#include "tui/item_page.h"

static struct pr *pr_self(struct screen *s)
{
    return (struct pr *)s;
}

static bool has_stock(const struct screen *s, struct err *why)
{
    const struct pr *pr = (const struct pr *)s;

    if (pr->item != NULL && pr->item->kind == ITEM_STOCK && pr->tab == PR_STOCK_TAB)
        return true;
    return err_set(why, ERR_STATE, _("Go to a site in the stock list (1) first."));
}

static bool received(struct screen *s, const struct dialog_result *r, struct err *err)
{
    struct pr *pr = pr_self(s);
    struct qty qty;

    if (!qty_parse(r->text, pr->item->qty_decimals, app_form(s->app), &qty, err) ||
        !stock_receive(s->desk, pr->id, (struct site_id){ r->tag }, qty, pr->key, err) ||
        !screen_refresh(s, err))
        return false;
    app_say(s->app, _("Received."));
    return true;
}

static bool run_receive(struct screen *s, struct err *err)
{
    struct dialog dialog = { .title = _("Receive stock"),
                             .text = _("How much came in at this site?"),
                             .label = _("Quantity"),
                             .needs_text = true,
                             .tag = list_selected(&pr_self(s)->l.list) };

    if (!desk_may(s->desk, "stock.receive", err))
        return false;
    uuid7(app_now(s->app), pr_self(s)->key);
    dialog_ask(s, &dialog, received);
    return true;
}

static bool reason_chosen(struct screen *s, const struct dialog_result *r, struct err *err)
{
    struct pr *pr = pr_self(s);

    if (!stock_count(s->desk, pr->id, (struct site_id){ r->tag }, pr->counted,
                     (struct reason_id){ r->id }, err) ||
        !screen_refresh(s, err))
        return false;
    app_say(s->app, _("Counted."));
    return true;
}

/* The number comes before the reason: reasons are chosen by digits, which must not take the
 * number's first one away. */
static bool counted(struct screen *s, const struct dialog_result *r, struct err *err)
{
    struct pr *pr = pr_self(s);
    OD_ARENA *tmp = arena_new();
    struct dialog dialog = { .title = _("Count stock"), .text = _("Why is it so?"), .tag = r->tag };

    if (!qty_parse(r->text, pr->item->qty_decimals, app_form(s->app), &pr->counted, err) ||
        !dialog_reasons(s, "stock", tmp, &dialog, err))
        return false;
    dialog_choose(s, &dialog, reason_chosen);
    return true;
}

static bool run_count(struct screen *s, struct err *err)
{
    struct dialog dialog = { .title = _("Count stock"),
                             .text = _("What was counted at this site?"),
                             .label = _("Counted"),
                             .needs_text = true,
                             .tag = list_selected(&pr_self(s)->l.list) };

    if (!desk_may(s->desk, "stock.count", err))
        return false;
    dialog_ask(s, &dialog, counted);
    return true;
}

/* "5 20 A-12": safety stock, reorder point and, where it is said, the bin. */
static bool levels_typed(struct screen *s, const struct dialog_result *r, struct err *err)
{
    struct pr *pr = pr_self(s);
    OD_ARENA *tmp = arena_new();
    const char *bin = r->text + strspn(r->text, " ");
    struct stock_setting in = { 0 };
    struct qty values[2];

    for (size_t i = 0; i < OD_LEN(values); i++) {
        size_t len = strcspn(bin, " ");

        if (len == 0)
            return err_set(err, ERR_INVALID,
                           _("Type the safety stock, a blank and the reorder point: 5 20."));
        if (!qty_parse(arena_strndup(tmp, bin, len), pr->item->qty_decimals, app_form(s->app),
                       &values[i], err))
            return false;
        bin += len + strspn(bin + len, " ");
    }
    in.safety = &values[0];
    in.reorder = &values[1];
    in.bin = bin[0] != '\0' ? bin : NULL;
    if (!stock_set(s->desk, pr->id, (struct site_id){ r->tag }, &in, err) ||
        !screen_refresh(s, err))
        return false;
    app_say(s->app, _("Saved."));
    return true;
}

static bool run_levels(struct screen *s, struct err *err)
{
    struct pr *pr = pr_self(s);
    OD_ARENA *tmp = arena_new();
    struct dialog dialog = { .title = _("Safety stock and reorder point"),
                             .text = _("Safety stock is not sold. Below the reorder point the site "
                                       "is marked. A bin may follow."),
                             .label = _("Safety, reorder, bin"),
                             .needs_text = true,
                             .tag = list_selected(&pr->l.list) };

    if (!desk_may(s->desk, "stock.set", err))
        return false;
    for (int i = 0; i < pr->levels.n; i++) {
        const struct stock_level *l = &pr->levels.v[i];

        if (l->site.v == dialog.tag)
            dialog.preset = arena_printf(tmp, "%s %s %s", text_qty(s->desk, tmp, l->safety),
                                         text_qty(s->desk, tmp, l->reorder), l->bin);
    }
    dialog_ask(s, &dialog, levels_typed);
    return true;
}

/* --- prices ----------------------------------------------------------------------------------- */

static bool may_price(const struct screen *s, struct err *why)
{
    return desk_may(s->desk, "price.save", why);
}

/* On the base list at first; the form has the others. */
static bool run_price(struct screen *s, struct err *err)
{
    struct pr *pr = pr_self(s);
    struct price_rule rule = { .item = pr->id };
    struct record_arg arg = { .kind = "price_rule",
                              .parent = pr->id.v * RULE_PAGES + RULE_OF_ITEM,
                              .preset = &rule };

    for (int i = 0; i < pr->lists.n; i++)
        if (strcmp(pr->lists.v[i].code, PRICE_LIST_BASE) == 0)
            rule.list = pr->lists.v[i].id;
    return app_push(s->app, &scr_record, &arg, err);
}

/* "12 1042": how many, and for whom; either may be left out. */
static bool read_question(struct pr *pr, const char *text, struct price_question *q,
                          struct arena *arena, struct err *err)
{
    const char *qty = text + strspn(text, " ");
    size_t len = strcspn(qty, " ");
    const char *code = qty + len + strspn(qty + len, " ");
    struct customer *customer = NULL;

    if (len > 0 && !qty_parse(arena_strndup(arena, qty, len), pr->item->qty_decimals,
                              app_form(pr->l.s.app), &q->qty, err))
        return false;
    if (code[0] == '\0')
        return true;
    if (!customer_find(pr->l.s.desk, code, arena, &customer, err))
        return false;
    if (customer == NULL)
        return err_set(err, ERR_NOT_FOUND, _("There is no customer %.40s."), code);
    q->customer = customer->id;
    return true;
}

static bool question_typed(struct screen *s, const struct dialog_result *r, struct err *err)
{
    struct pr *pr = pr_self(s);
    OD_ARENA *tmp = arena_new();
    struct price_question q = { .item = pr->id };
    const char *text = "";

    if (!read_question(pr, r->text, &q, tmp, err) || !price_answer(s->desk, &q, tmp, &text, err))
        return false;
    app_show_text(s->app, _("Why this price"), text);
    return true;
}

static bool run_why(struct screen *s, struct err *err)
{
    struct dialog dialog = { .title = _("Why this price?"),
                             .text = _("How many, and the code of a customer: 12 1042. Without a "
                                       "customer for whoever comes."),
                             .label = _("Quantity, customer"),
                             .preset = "1" };

    (void)err;
    dialog_ask(s, &dialog, question_typed);
    return true;
}

/* --- what stands in --------------------------------------------------------------------------- */

static bool may_item(const struct screen *s, struct err *why)
{
    return desk_may(s->desk, "item.save", why);
}

static bool may_drop_substitute(const struct screen *s, struct err *why)
{
    const struct pr *pr = (const struct pr *)s;

    if (pr->tab != PR_INSTEAD_TAB || list_selected(&pr->l.list) == 0)
        return err_set(why, ERR_STATE, _("Go to an item in the list \"Instead\" (4) first."));
    return may_item(s, why);
}

/* "BRK-21" or "BRK-21 2": the code, and which is offered first. */
static bool substitute_typed(struct screen *s, const struct dialog_result *r, struct err *err)
{
    struct pr *pr = pr_self(s);
    OD_ARENA *tmp = arena_new();
    const char *code = r->text + strspn(r->text, " ");
    size_t len = strcspn(code, " ");
    const char *rank_text = code + len + strspn(code + len, " ");
    struct item *other = NULL;
    int64_t rank = pr->instead.n + 1;

    if (rank_text[0] != '\0' && (!decimal_parse(rank_text, 0, 1000, NULL, &rank, NULL) || rank < 1))
        return err_set(err, ERR_INVALID,
                       _("Behind the code goes a number from 1 to 1000: 1 is offered first."));
    if (!item_find(s->desk, arena_strndup(tmp, code, len), (struct channel_id){ 0 }, tmp, &other,
                   err))
        return false;
    if (other == NULL)
        return err_set(err, ERR_NOT_FOUND, _("There is no item %.40s."),
                       arena_strndup(tmp, code, len));
    if (!item_add_substitute(s->desk, pr->id, other->id, (int)rank, err) || !screen_refresh(s, err))
        return false;
    app_say(s->app, _("%s is offered where %s is short."), other->sku, pr->item->sku);
    return true;
}

static bool run_substitute(struct screen *s, struct err *err)
{
    struct dialog dialog = { .title = _("Offer another item where this one is short"),
                             .text = _("A number may follow; 1 is offered first."),
                             .label = _("Code"),
                             .needs_text = true };

    (void)err;
    dialog_ask(s, &dialog, substitute_typed);
    return true;
}

static bool substitute_dropped(struct screen *s, const struct dialog_result *r, struct err *err)
{
    struct pr *pr = pr_self(s);

    if (!r->yes)
        return true;
    if (!item_drop_substitute(s->desk, pr->id, (struct item_id){ r->tag }, err) ||
        !screen_refresh(s, err))
        return false;
    app_say(s->app, _("It is not offered any more."));
    return true;
}

static bool run_drop_substitute(struct screen *s, struct err *err)
{
    struct dialog dialog = { .title = _("Offer it no more?"),
                             .text = _("The item itself stays as it is."),
                             .yes_label = _("take it off"),
                             .tag = list_selected(&pr_self(s)->l.list) };

    (void)err;
    dialog_confirm(s, &dialog, substitute_dropped);
    return true;
}

/* What moved it: the receipt, count or transfer, else the order. */
static bool open_cause(struct pr *pr, int64_t movement, struct err *err)
{
    for (int i = 0; i < pr->movements.n; i++) {
        const struct stock_movement *m = &pr->movements.v[i];

        if (m->id != movement)
            continue;
        if (m->doc != 0)
            return app_push(pr->l.s.app, &scr_goods_doc, &m->doc, err);
        if (m->order.v != 0)
            return app_push(pr->l.s.app, &scr_order, &m->order, err);
    }
    return err_set(err, ERR_STATE, _("This stands for itself: no order or document moved it."));
}

bool item_page_open(struct screen *s, struct err *err)
{
    struct pr *pr = pr_self(s);
    struct record_arg arg = { .kind = "price_rule", .id = list_selected(&pr->l.list) };
    struct item_id item = { arg.id };

    if (pr->tab == PR_INSTEAD_TAB)
        return app_push(s->app, &scr_item, &item, err);
    if (pr->tab == PR_LEDGER_TAB)
        return open_cause(pr, arg.id, err);
    return may_price(s, err) && app_push(s->app, &scr_record, &arg, err);
}

static bool run_edit(struct screen *s, struct err *err)
{
    struct record_arg arg = { .kind = "item", .id = pr_self(s)->id.v };

    return app_push(s->app, &scr_record, &arg, err);
}

/* Orders that have the item, newest first: who waits for it. */
static bool run_orders(struct screen *s, struct err *err)
{
    OD_ARENA *tmp = arena_new();
    struct browse_arg arg = { .browse = &browse_orders,
                              .text = arena_printf(tmp, "sku:%s", pr_self(s)->item->sku) };

    return app_push(s->app, &scr_browse, &arg, err);
}

static bool run_holders(struct screen *s, struct err *err)
{
    return app_push(s->app, &scr_holders, &pr_self(s)->id, err);
}

static bool run_previous(struct screen *s, struct err *err)
{
    return app_step(s->app, -1, &pr_self(s)->id.v, err);
}

static bool run_next(struct screen *s, struct err *err)
{
    return app_step(s->app, 1, &pr_self(s)->id.v, err);
}

const struct command item_commands[] = {
    { "item.edit", "F4 C-t e", N_("Edit"), N_("Change the item."), NULL, run_edit },
    { "item.receive", "F6 C-n r", N_("Receive"), N_("Goods came in at the site under the cursor."),
      has_stock, run_receive },
    { "item.count", "F10 C-o c", N_("Count"), N_("Set the stock of the site to what was counted."),
      has_stock, run_count },
    { "item.previous", "F7 [", N_("Prev"), N_("The item before it in the list."), NULL,
      run_previous },
    { "item.next", "F8 ]", N_("Next"), N_("The item after it in the list."), NULL, run_next },
    { "item.orders", "o M-o", N_("Orders"), N_("Orders that have this item, newest first."), NULL,
      run_orders },
    { "item.levels", "l M-l", N_("Levels"),
      N_("Set safety stock, reorder point and bin of the site under the cursor."), has_stock,
      run_levels },
    { "item.holders", "h M-h", N_("Who has it"),
      N_("Which orders have its stock; from there it is given to another."), NULL, run_holders },
    { "item.price", "p M-p", N_("New price"), N_("A further price or discount of the item."),
      may_price, run_price },
    { "item.why", "w M-w", N_("Why"), N_("What it costs a customer today, and why."), NULL,
      run_why },
    { "item.substitute", "s M-s", N_("Instead"), N_("Offer another item where this one is short."),
      may_item, run_substitute },
    { "item.drop_substitute", "d M-d", N_("Not instead"),
      N_("Do not offer the item under the cursor any more."), may_drop_substitute,
      run_drop_substitute },
    { 0 },
};
