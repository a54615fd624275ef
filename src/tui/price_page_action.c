/*
 * The page of prices, what one can do: make, change, end and drop rules; put customers in a group
 * and take them out.
 */
#include <stdlib.h>
#include <string.h>

#include "base/i18n.h"
#include "base/mem.h"
#include "domain/desk/money_text.h"
#include "tui/app.h"
#include "tui/dialog.h"
#include "tui/price_page.h"

static struct price_page *self(struct screen *s)
{
    return (struct price_page *)s;
}

static bool may_save(const struct screen *s, struct err *why)
{
    return desk_may(s->desk, "price.save", why);
}

static bool may_save_rule(const struct screen *s, struct err *why)
{
    if (((const struct price_page *)s)->shows_members)
        return err_set(why, ERR_STATE, _("Go to the rules (1) first."));
    return may_save(s, why);
}

static bool may_change_row(const struct screen *s, struct err *why)
{
    const struct price_page *p = (const struct price_page *)s;

    return p->shows_members ? desk_may(s->desk, "customer.save", why) : may_save(s, why);
}

static bool selected(struct price_page *p, int64_t *id, struct err *err)
{
    *id = list_selected(&p->list);
    return *id != 0 || err_set(err, ERR_NOT_FOUND, _("Nothing is selected."));
}

/* --- members ---------------------------------------------------------------------------------- */

/* The customer as it is now, in another group or none; the version guards what others changed. */
static bool move_customer(struct screen *s, struct customer *c, int64_t group_id, struct err *err)
{
    struct customer_id id;

    c->group_id = group_id;
    return customer_save(s->desk, c, NULL, NULL, &id, err) && screen_refresh(s, err);
}

static bool member_typed(struct screen *s, const struct dialog_result *r, struct err *err)
{
    struct price_page *p = self(s);
    OD_ARENA *tmp = arena_new();
    struct customer *c = NULL;

    if (!customer_find(s->desk, r->text, tmp, &c, err))
        return false;
    if (c == NULL)
        return err_set(err, ERR_NOT_FOUND, _("There is no customer %.40s."), r->text);
    if (c->group_id == p->at.id)
        return err_set(err, ERR_STATE, _("%s is in the group already."), c->code);
    if (!move_customer(s, c, p->at.id, err))
        return false;
    if (c->group_code[0] != '\0')
        app_say(s->app, _("%s %s is in this group now, and no more in %s."), c->code, c->name,
                c->group_code);
    else
        app_say(s->app, _("%s %s is in this group now."), c->code, c->name);
    return true;
}

static bool add_member(struct price_page *p)
{
    struct dialog dialog = { .title = _("Put a customer in the group"),
                             .text = _("A customer is in one group at a time."),
                             .label = _("Code of the customer"),
                             .needs_text = true };

    dialog_ask(&p->s, &dialog, member_typed);
    return true;
}

static bool member_dropped(struct screen *s, const struct dialog_result *r, struct err *err)
{
    OD_ARENA *tmp = arena_new();
    struct customer *c = NULL;

    if (!r->yes)
        return true;
    if (!customer_load(s->desk, (struct customer_id){ r->tag }, tmp, &c, err))
        return false;
    if (c->group_id == self(s)->at.id && !move_customer(s, c, 0, err))
        return false;
    app_say(s->app, _("%s %s is in no group now."), c->code, c->name);
    return true;
}

/* --- rules ------------------------------------------------------------------------------------ */

/* What the page says about a new rule of its own. */
static bool run_new(struct screen *s, struct err *err)
{
    struct price_page *p = self(s);
    struct price_rule rule = { .category = "" };
    struct record_arg arg = { .kind = "price_rule",
                              .parent = p->at.id * RULE_PAGES + RULE_OF_LIST + (int)p->at.of,
                              .preset = &rule };

    if (p->shows_members)
        return add_member(p);
    if (p->at.of == PRICE_OF_LIST)
        rule.list.v = p->at.id;
    if (p->at.of == PRICE_OF_GROUP)
        rule.group_id = p->at.id;
    if (p->at.of == PRICE_OF_CUSTOMER) {
        rule.customer.v = p->at.id;
        rule.list = p->customer->price_list;
    }
    for (int i = 0; rule.list.v == 0 && i < p->lists.n; i++)
        if (strcmp(p->lists.v[i].code, PRICE_LIST_BASE) == 0)
            rule.list = p->lists.v[i].id;
    return app_push(s->app, &scr_record, &arg, err);
}

bool price_page_open(struct price_page *p, struct err *err)
{
    struct record_arg arg = { .kind = "price_rule" };
    struct customer_id customer;

    if (!selected(p, &arg.id, err))
        return false;
    customer.v = arg.id;
    if (p->shows_members)
        return app_push(p->s.app, &scr_customer, &customer, err);
    return may_save(&p->s, err) && app_push(p->s.app, &scr_record, &arg, err);
}

static bool run_edit(struct screen *s, struct err *err)
{
    return price_page_open(self(s), err);
}

static bool end_typed(struct screen *s, const struct dialog_result *r, struct err *err)
{
    const struct list_row *row = list_selected_row(&self(s)->list);
    OD_ARENA *tmp = arena_new();
    struct price_rule rule;

    if (row == NULL || row->id != r->tag)
        return err_set(err, ERR_CONFLICT, _("This rule is not there any more."));
    if (!price_rule_load(s->desk, r->tag, tmp, &rule, err))
        return false;
    rule.version = strtoll(row->key, NULL, 10);
    if (!date_parse_typed(r->text, desk_today(s->desk), &rule.valid_to, err) ||
        !price_rule_save(s->desk, &rule, err) || !screen_refresh(s, err))
        return false;
    app_say(s->app, _("The last day of this rule is %s."), text_date(s->desk, tmp, rule.valid_to));
    return true;
}

static bool run_end(struct screen *s, struct err *err)
{
    struct price_page *p = self(s);
    char today[DATE_TEXT_SIZE];
    struct dialog dialog = { .title = _("End this rule"),
                             .text = _("It holds until the end of this day."),
                             .label = _("Last day"),
                             .needs_text = true };

    if (!selected(p, &dialog.tag, err))
        return false;
    dialog.preset = date_format(desk_today(s->desk), today);
    dialog_ask(s, &dialog, end_typed);
    return true;
}

static bool rule_dropped(struct screen *s, const struct dialog_result *r, struct err *err)
{
    const struct list_row *row = list_selected_row(&self(s)->list);

    if (!r->yes)
        return true;
    if (row == NULL || row->id != r->tag)
        return err_set(err, ERR_CONFLICT, _("This rule is not there any more."));
    if (!price_rule_drop(s->desk, r->tag, strtoll(row->key, NULL, 10), err) ||
        !screen_refresh(s, err))
        return false;
    app_say(s->app, _("The rule is gone."));
    return true;
}

static bool run_drop(struct screen *s, struct err *err)
{
    struct price_page *p = self(s);
    struct dialog dialog = { 0 };

    if (!selected(p, &dialog.tag, err))
        return false;
    if (p->shows_members) {
        dialog.title = _("Take this customer out of the group?");
        dialog.text = _("The group's rules will not hold for it any more.");
        dialog.yes_label = _("take it out");
        dialog_confirm(s, &dialog, member_dropped);
        return true;
    }
    dialog.title = _("Drop this rule?");
    dialog.text = _("For a rule that was a mistake. One that was right once is ended (x) instead; "
                    "orders keep their prices either way.");
    dialog.yes_label = _("drop the rule");
    dialog_confirm(s, &dialog, rule_dropped);
    return true;
}

/* The list, the group or the customer itself. */
static bool run_record(struct screen *s, struct err *err)
{
    static const char *const kinds[] = { "price_list", "customer_group", "customer" };
    struct price_page *p = self(s);
    struct record_arg arg = { .kind = kinds[p->at.of], .id = p->at.id };

    return app_push(s->app, &scr_record, &arg, err);
}

static bool may_save_record(const struct screen *s, struct err *why)
{
    const struct price_page *p = (const struct price_page *)s;

    return desk_may(s->desk, p->at.of == PRICE_OF_CUSTOMER ? "customer.save" : "price.save", why);
}

const struct command price_commands[] = {
    { "price.edit", "F4 C-t e", N_("Change"), N_("Change the rule under the cursor."),
      may_save_rule, run_edit },
    { "price.new", "F6 C-n n", N_("New"),
      N_("A new rule; among the customers of a group: put one in."), may_change_row, run_new },
    { "price.end", "x M-x", N_("End"), N_("The last day of the rule under the cursor."),
      may_save_rule, run_end },
    { "price.drop", "d M-d", N_("Drop"),
      N_("Drop a rule that was a mistake; among the customers of a group: take one out."),
      may_change_row, run_drop },
    { "price.record", "l M-l", N_("Its data"),
      N_("Change the price list, the group or the customer itself."), may_save_record, run_record },
    { 0 },
};
