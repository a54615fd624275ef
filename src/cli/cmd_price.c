/*
 * Commands of prices: what something costs, for whom, from when. Lists are in cmd_price_list.c.
 */
#include "cli/cmd_price.h"

#include <string.h>

#include "base/i18n.h"
#include "base/limits.h"
#include "base/mem.h"
#include "cli/cmd_item.h"
#include "cli/find.h"
#include "domain/catalog/item.h"
#include "domain/catalog/price_list.h"
#include "domain/desk/desk.h"
#include "domain/order/price_answer.h"
#include "domain/party/customer.h"

/* --- showing ---------------------------------------------------------------------------------- */

static const struct price_list *list_of(const struct price_lists *lists, struct price_list_id id)
{
    for (int i = 0; i < lists->n; i++)
        if (lists->v[i].id.v == id.v)
            return &lists->v[i];
    return NULL;
}

static const char *group_code(const struct customer_groups *groups, int64_t id)
{
    for (int i = 0; i < groups->n; i++)
        if (groups->v[i].id == id)
            return groups->v[i].code;
    return "";
}

static const char *rule_target(struct cli *c, const struct price_rule *r)
{
    if (r->item.v != 0)
        return r->sku;
    return r->category[0] == '\0' ? PRICE_OF_ALL
                                  : arena_printf(c->arena, PRICE_OF_CATEGORY "%s", r->category);
}

/* What "show" and "rules" need to name what a rule refers to. */
struct names {
    struct price_lists lists;
    struct customer_groups groups;
};

static bool put_rule(struct cli *c, const struct price_rule *r, const struct names *names,
                     struct err *err)
{
    static const char *const kinds[] = { "price", "percent", "amount" };
    const struct price_list *list = list_of(&names->lists, r->list);
    const char *currency = list == NULL ? desk_company(c->desk)->currency : list->currency;
    struct customer *customer = NULL;

    if (r->customer.v != 0 && !customer_load(c->desk, r->customer, c->arena, &customer, err))
        return false;
    out_cell(c->out, list == NULL ? "" : list->code);
    out_cell(c->out, customer == NULL ? "" : customer->code);
    out_cell_qty(c->out, r->min_qty);
    if (r->kind == PRICE_PERCENT)
        out_cell(c->out, "");
    else
        out_cell_price(c->out, r->price, currency);
    out_cell_date(c->out, r->valid_from);
    out_cell_date(c->out, r->valid_to);
    out_cell(c->out, group_code(&names->groups, r->group_id));
    out_cell(c->out, rule_target(c, r));
    out_cell(c->out, kinds[r->kind - PRICE_FIXED]);
    if (r->kind == PRICE_PERCENT)
        out_cell_rate(c->out, r->percent);
    else
        out_cell(c->out, "");
    out_cell(c->out, r->contract_ref);
    out_cell_bool(c->out, r->is_by_promise);
    out_cell_i64(c->out, r->id);
    out_cell_i64(c->out, r->version);
    return true;
}

static const struct out_column rule_columns[] = {
    { "price_list", N_("Price list"), OUT_TEXT },
    { "customer", N_("Customer"), OUT_TEXT },
    { "from_qty", N_("From"), OUT_NUMBER },
    { "price", N_("Price"), OUT_MONEY },
    { "valid_from", N_("Valid from"), OUT_TEXT },
    { "valid_to", N_("Valid to"), OUT_TEXT },
    { "group", N_("Group"), OUT_TEXT },
    { "of", N_("Of"), OUT_TEXT },
    { "kind", N_("Kind"), OUT_TEXT },
    { "percent_off", /* xgettext:no-c-format */ N_("% off"), OUT_NUMBER },
    { "contract", N_("Contract"), OUT_TEXT },
    { "by_promise", N_("By promise"), OUT_TEXT },
    { "id", N_("Id"), OUT_NUMBER },
    { "version", N_("Version"), OUT_NUMBER },
    { NULL, NULL, OUT_TEXT },
};

static bool load_names(struct cli *c, struct names *names, struct err *err)
{
    return price_lists_load(c->desk, c->arena, &names->lists, err) &&
           customer_groups_load(c->desk, c->arena, &names->groups, err);
}

static bool put_rules(struct cli *c, struct item_id id, const char *name, struct err *err)
{
    struct names names;
    struct price_rules rules;

    if (!load_names(c, &names, err) || !price_rules_of_item(c->desk, id, c->arena, &rules, err))
        return false;
    out_list_begin(c->out, name, rule_columns);
    for (int i = 0; i < rules.n; i++)
        if (!put_rule(c, &rules.v[i], &names, err))
            return false;
    out_list_end(c->out);
    return true;
}

bool put_prices(struct cli *c, struct item_id id, struct err *err)
{
    return put_rules(c, id, "prices", err);
}

static bool run_price_show(struct cli *c, struct err *err)
{
    struct item *item;

    return find_item(c, verb_arg(c, 0), &item, err) && put_rules(c, item->id, NULL, err);
}

static bool take_filter(struct cli *c, struct price_rule_filter *f, struct err *err)
{
    const char *list_code = verb_opt(c, "price-list"), *customer_code = verb_opt(c, "customer");
    const char *code = verb_opt(c, "group");
    struct customer *customer;
    struct customer_group *group;
    struct price_list *list;

    if ((list_code != NULL) + (customer_code != NULL) + (code != NULL) != 1)
        return verb_misused(c, err, _("Give one of --price-list, --customer and --group."));
    if (list_code != NULL) {
        if (!find_price_list(c, list_code, &list, err))
            return false;
        f->list = list->id;
    }
    if (customer_code != NULL) {
        if (!find_customer(c, customer_code, &customer, err))
            return false;
        f->customer = customer->id;
    }
    if (code != NULL) {
        if (!find_group(c, code, &group, err))
            return false;
        f->group_id = group->id;
    }
    return true;
}

static bool run_price_rules(struct cli *c, struct err *err)
{
    struct price_rule_filter filter = { .max = LIMIT_PAGE_ROWS };
    struct names names;
    struct price_rules page = { 0 };

    if (!take_filter(c, &filter, err) || !load_names(c, &names, err))
        return false;
    out_list_begin(c->out, NULL, rule_columns);
    do {
        OD_ARENA *arena = arena_new();

        if (!price_rules_load(c->desk, &filter, arena, &page, err))
            return false;
        for (int i = 0; i < page.n; i++)
            if (!put_rule(c, &page.v[i], &names, err))
                return false;
        if (page.n > 0)
            filter.after_id = page.v[page.n - 1].id;
    } while (page.n == LIMIT_PAGE_ROWS);
    out_list_end(c->out);
    return true;
}

static bool run_price_why(struct cli *c, struct err *err)
{
    const char *customer_code = verb_opt(c, "customer"), *channel = verb_opt(c, "channel");
    const char *qty = verb_opt(c, "qty"), *words;
    struct price_question q = { .qty = { 0 } };
    struct customer *customer;
    struct item *item;

    if (!find_item(c, verb_arg(c, 0), &item, err) ||
        (qty != NULL && !find_qty(item, qty, &q.qty, err)) ||
        (channel != NULL && !find_channel_id(c, channel, &q.channel, err)))
        return false;
    q.item = item->id;
    if (customer_code != NULL) {
        if (!find_customer(c, customer_code, &customer, err))
            return false;
        q.customer = customer->id;
    }
    if (!price_answer(c->desk, &q, c->arena, &words, err))
        return false;
    out_text(c->out, "why", words);
    return true;
}

/* --- setting ---------------------------------------------------------------------------------- */

/* "4711", "category:tools" or "all:". *item NULL without an item. */
static bool take_target(struct cli *c, const char *text, struct price_rule *rule,
                        struct item **item, struct err *err)
{
    *item = NULL;
    rule->category = "";
    if (strcmp(text, PRICE_OF_ALL) == 0)
        return true;
    if (strncmp(text, PRICE_OF_CATEGORY, strlen(PRICE_OF_CATEGORY)) == 0) {
        rule->category = text + strlen(PRICE_OF_CATEGORY);
        return rule->category[0] != '\0' ||
               err_field(err, ERR_INVALID, "category",
                         _("Name the category, or write %s for everything."), PRICE_OF_ALL);
    }
    if (!find_item(c, text, item, err))
        return false;
    rule->item = (*item)->id;
    return true;
}

static bool take_who(struct cli *c, struct price_rule *rule, struct err *err)
{
    const char *code = verb_opt(c, "customer"), *group = verb_opt(c, "group");
    struct customer *customer;
    struct customer_group *of;

    if (code != NULL) {
        if (!find_customer(c, code, &customer, err))
            return false;
        rule->customer = customer->id;
    }
    if (group != NULL) {
        if (!find_group(c, group, &of, err))
            return false;
        rule->group_id = of->id;
    }
    return true;
}

static bool take_when(struct cli *c, const struct item *item, struct price_rule *rule,
                      struct err *err)
{
    const char *from = verb_opt(c, "from"), *valid_from = verb_opt(c, "valid-from");
    const char *valid_to = verb_opt(c, "valid-to");

    if (from != NULL && !(item != NULL ? find_qty(item, from, &rule->min_qty, err)
                                       : qty_parse(from, 3, NULL, &rule->min_qty, err)))
        return err_at(err, "from");
    if (valid_from != NULL && !find_date("valid-from", valid_from, &rule->valid_from, err))
        return false;
    return valid_to == NULL || find_date("valid-to", valid_to, &rule->valid_to, err);
}

/* Everything of a rule but its value; *list is the one it stands on. */
static bool take_rule(struct cli *c, struct price_rule *rule, struct price_list **list,
                      struct err *err)
{
    struct item *item;

    *rule = (struct price_rule){ .contract_ref = verb_opt(c, "contract"),
                                 .is_by_promise = verb_flag(c, "by-promise") };
    if (!find_version(c, &rule->version, err))
        return false;
    if (!find_price_list(c, verb_arg(c, 0), list, err) ||
        !take_target(c, verb_arg(c, 1), rule, &item, err) || !take_who(c, rule, err))
        return false;
    rule->list = (*list)->id;
    return take_when(c, item, rule, err);
}

/* Saves, and says what may not be meant. */
static bool save_rule(struct cli *c, const struct price_rule *rule, struct err *err)
{
    const char *doubts;

    if (!price_rule_save(c->desk, rule, err) ||
        !price_rule_doubts(c->desk, rule, c->arena, &doubts, err))
        return false;
    if (doubts[0] != '\0')
        cli_note(c, doubts);
    return true;
}

static bool run_price_set(struct cli *c, struct err *err)
{
    struct price_rule rule;
    struct price_list *list;

    if (!take_rule(c, &rule, &list, err))
        return false;
    if (!price_parse(verb_arg(c, 2), list->currency, NULL, &rule.price, err))
        return err_at(err, "price");
    rule.kind = PRICE_FIXED;
    return save_rule(c, &rule, err);
}

static bool run_price_off(struct cli *c, struct err *err)
{
    const char *text = verb_arg(c, 2);
    size_t len = strlen(text);
    struct price_rule rule;
    struct price_list *list;

    if (!take_rule(c, &rule, &list, err))
        return false;
    rule.kind = len > 0 && text[len - 1] == '%' ? PRICE_PERCENT : PRICE_AMOUNT;
    if (rule.kind == PRICE_PERCENT ? !rate_parse(text, NULL, &rule.percent, err)
                                   : !price_parse(text, list->currency, NULL, &rule.price, err))
        return err_at(err, "off");
    return save_rule(c, &rule, err);
}

static bool run_price_drop(struct cli *c, struct err *err)
{
    int64_t id, version;

    return find_int("id", verb_arg(c, 0), 1, INT64_MAX, &id, err) &&
           find_version(c, &version, err) && price_rule_drop(c->desk, id, version, err);
}

static bool run_price_floor(struct cli *c, struct err *err)
{
    static const struct out_column columns[] = {
        { "sku", N_("Item"), OUT_TEXT },
        { "floor", N_("Floor price"), OUT_MONEY },
        { NULL, NULL, OUT_TEXT },
    };
    const char *currency = desk_company(c->desk)->currency;
    struct price floor, was;
    struct item *item;

    if (!find_item(c, verb_arg(c, 0), &item, err))
        return false;
    if (verb_arg(c, 1) != NULL) {
        if (!price_parse(verb_arg(c, 1), currency, NULL, &floor, err))
            return err_at(err, "price");
        if (verb_opt(c, "was") != NULL &&
            !price_parse(verb_opt(c, "was"), currency, NULL, &was, err))
            return err_at(err, "was");
        return price_floor_save(c->desk, item->id, floor, verb_opt(c, "was") != NULL ? &was : NULL,
                                err);
    }
    if (!price_floor_load(c->desk, item->id, &floor, err))
        return false;
    out_record_begin(c->out, columns);
    out_cell(c->out, item->sku);
    out_cell_price(c->out, floor, currency);
    out_record_end(c->out);
    return true;
}

static const struct verb_option set_options[] = {
    { "from", "QTY", VERB_OPTIONAL, N_("From this quantity on.") },
    { "customer", "CODE", VERB_OPTIONAL, N_("For this customer only: a contract price.") },
    { "group", "CODE", VERB_OPTIONAL, N_("For the customers of this group only.") },
    { "valid-from", "DATE", VERB_OPTIONAL, N_("First day.") },
    { "valid-to", "DATE", VERB_OPTIONAL, N_("Last day.") },
    { "contract", "TEXT", VERB_OPTIONAL, N_("Where it is agreed.") },
    { "by-promise", NULL, VERB_OPTIONAL,
      N_("Its days are for the promised day, not for that of the order.") },
    { "if-version", "N", VERB_OPTIONAL, N_("Only where the rule still has this version.") },
    { NULL, NULL, VERB_OPTIONAL, NULL },
};
static const struct verb_option drop_options[] = {
    { "if-version", "N", VERB_OPTIONAL, N_("Only where the rule still has this version.") },
    { NULL, NULL, VERB_OPTIONAL, NULL },
};
static const struct verb_option floor_options[] = {
    { "was", "PRICE", VERB_OPTIONAL, N_("Only where the floor still is this.") },
    { NULL, NULL, VERB_OPTIONAL, NULL },
};
static const struct verb_option rules_options[] = {
    { "price-list", "CODE", VERB_OPTIONAL, N_("Those of a list that are for everybody.") },
    { "customer", "CODE", VERB_OPTIONAL, N_("Those of a customer: the contract prices.") },
    { "group", "CODE", VERB_OPTIONAL, N_("Those of a group.") },
    { NULL, NULL, VERB_OPTIONAL, NULL },
};

static const struct verb_option why_options[] = {
    { "customer", "CODE", VERB_OPTIONAL, N_("For this customer; else for whoever comes.") },
    { "qty", "QTY", VERB_OPTIONAL, N_("How many; else one.") },
    { "channel", "CODE", VERB_OPTIONAL, N_("Where it is ordered; else by phone.") },
    { NULL, NULL, VERB_OPTIONAL, NULL },
};

const struct verb verbs_price[] = {
    { "price", "show", "SKU", NULL, VERB_DESK, run_price_show, N_("Show every price of an item.") },
    { "price", "why", "SKU", why_options, VERB_DESK, run_price_why,
      N_("Say what an item costs today, and why: every rule that could give a price.") },
    { "price", "rules", "", rules_options, VERB_DESK, run_price_rules,
      N_("List the rules of a price list, a customer or a group.") },
    { "price", "set", "LIST SKU PRICE", set_options, VERB_DESK, run_price_set,
      N_("Set a price on a list, from a quantity on, for a customer or a group. SKU may be"
         " category:NAME or all: too.") },
    { "price", "off", "LIST SKU OFF", set_options, VERB_DESK, run_price_off,
      /* xgettext:no-c-format */
      N_("Take something off what the next lower source of prices says: 10% or an amount. SKU may"
         " be category:NAME or all: too.") },
    { "price", "drop", "ID", drop_options, VERB_DESK, run_price_drop, N_("Take a rule away.") },
    { "price", "floor", "SKU [PRICE]", floor_options, VERB_DESK, run_price_floor,
      N_("Set or show the price without tax, in the company's money, below which only a manager"
         " sells an item; 0 for none.") },
    { 0 },
};
