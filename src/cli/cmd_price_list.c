/*
 * Commands of price lists and groups of customers. The prices themselves are in cmd_price.c.
 */
#include <string.h>

#include "base/i18n.h"
#include "base/limits.h"
#include "base/mem.h"
#include "cli/cmd_price.h"
#include "cli/find.h"
#include "domain/catalog/price_list.h"

bool find_price_list(struct cli *c, const char *code, struct price_list **out, struct err *err)
{
    if (!price_list_find(c->desk, code, c->arena, out, err))
        return false;
    return *out != NULL ||
           err_field(err, ERR_INVALID, "price-list",
                     _("There is no price list %s; see: orderdesk price list"), code);
}

bool find_group(struct cli *c, const char *code, struct customer_group **out, struct err *err)
{
    if (!customer_group_find(c->desk, code, c->arena, out, err))
        return false;
    return *out != NULL || err_field(err, ERR_INVALID, "group",
                                     _("There is no group %s; see: orderdesk group list"), code);
}

/* --- lists ------------------------------------------------------------------------------------ */

static bool run_price_list(struct cli *c, struct err *err)
{
    static const struct out_column columns[] = {
        { "code", N_("Code"), OUT_TEXT },         { "name", N_("Name"), OUT_TEXT },
        { "currency", N_("Currency"), OUT_TEXT }, { "is_tax_incl", N_("Includes tax"), OUT_BOOL },
        { "is_active", N_("Active"), OUT_BOOL },  { "parent", N_("Parent list"), OUT_TEXT },
        { "adjust", N_("Plus %"), OUT_NUMBER },   { "valid_from", N_("Valid from"), OUT_TEXT },
        { "valid_to", N_("Valid to"), OUT_TEXT }, { NULL, NULL, OUT_TEXT },
    };
    struct price_lists lists;

    if (!price_lists_load(c->desk, c->arena, &lists, err))
        return false;
    out_list_begin(c->out, NULL, columns);
    for (int i = 0; i < lists.n; i++) {
        out_cell(c->out, lists.v[i].code);
        out_cell(c->out, lists.v[i].name);
        out_cell(c->out, lists.v[i].currency);
        out_cell_bool(c->out, lists.v[i].is_tax_incl);
        out_cell_bool(c->out, lists.v[i].is_active);
        out_cell(c->out, price_list_code_of(&lists, lists.v[i].parent));
        out_cell_rate(c->out, (struct rate){ lists.v[i].adjust_ppm });
        out_cell_date(c->out, lists.v[i].valid_from);
        out_cell_date(c->out, lists.v[i].valid_to);
    }
    out_list_end(c->out);
    return true;
}

/* The options that "new" and "change" share. */
static bool take_list(struct cli *c, struct price_list *list, struct err *err)
{
    const char *parent = verb_opt(c, "parent"), *adjust = verb_opt(c, "adjust");
    const char *from = verb_opt(c, "valid-from"), *to = verb_opt(c, "valid-to");
    struct price_list *above;
    struct rate rate;

    if (parent != NULL && parent[0] == '\0')
        list->parent.v = list->adjust_ppm = 0;
    if (parent != NULL && parent[0] != '\0') {
        if (!find_price_list(c, parent, &above, err))
            return err_at(err, "parent");
        list->parent = above->id;
    }
    if (adjust != NULL) {
        if (!rate_parse(adjust, NULL, &rate, err))
            return err_at(err, "adjust");
        list->adjust_ppm = rate.ppm;
    }
    if (from != NULL && !find_date("valid-from", from, &list->valid_from, err))
        return false;
    return to == NULL || find_date("valid-to", to, &list->valid_to, err);
}

static bool run_price_new(struct cli *c, struct err *err)
{
    const char *currency = verb_opt(c, "currency");
    struct price_list list = { .code = verb_arg(c, 0),
                               .name = verb_arg(c, 1),
                               .is_tax_incl = verb_flag(c, "tax-included"),
                               .is_active = true };
    struct price_list_id id;

    if (currency == NULL)
        currency = desk_company(c->desk)->currency;
    if (currency_find(currency) == NULL)
        return err_field(err, ERR_INVALID, "currency",
                         _("\"%s\" is no currency; give its three letters, like EUR."), currency);
    memcpy(list.currency, currency_find(currency)->code, sizeof list.currency);
    return take_list(c, &list, err) && price_list_save(c->desk, &list, &id, err);
}

static bool run_price_change(struct cli *c, struct err *err)
{
    const char *active = verb_opt(c, "active");
    struct price_list *list;
    struct price_list_id id;

    if (!find_price_list(c, verb_arg(c, 0), &list, err) || !take_list(c, list, err))
        return false;
    if (verb_opt(c, "name") != NULL)
        list->name = verb_opt(c, "name");
    if (active != NULL && !find_bool("active", active, &list->is_active, err))
        return false;
    return price_list_save(c->desk, list, &id, err);
}

/* --- groups ----------------------------------------------------------------------------------- */

static bool run_group_list(struct cli *c, struct err *err)
{
    static const struct out_column columns[] = {
        { "code", N_("Code"), OUT_TEXT },
        { "name", N_("Name"), OUT_TEXT },
        { NULL, NULL, OUT_TEXT },
    };
    struct customer_groups groups;

    if (!customer_groups_load(c->desk, c->arena, &groups, err))
        return false;
    out_list_begin(c->out, NULL, columns);
    for (int i = 0; i < groups.n; i++) {
        out_cell(c->out, groups.v[i].code);
        out_cell(c->out, groups.v[i].name);
    }
    out_list_end(c->out);
    return true;
}

static bool run_group_new(struct cli *c, struct err *err)
{
    const struct customer_group group = { .code = verb_arg(c, 0), .name = verb_arg(c, 1) };
    int64_t id;

    return customer_group_save(c->desk, &group, &id, err);
}

static bool run_group_set(struct cli *c, struct err *err)
{
    struct customer_group *group;
    int64_t id;

    if (!find_group(c, verb_arg(c, 0), &group, err))
        return false;
    if (verb_opt(c, "name") != NULL)
        group->name = verb_opt(c, "name");
    return customer_group_save(c->desk, group, &id, err);
}

static bool run_group_members(struct cli *c, struct err *err)
{
    static const struct out_column columns[] = {
        { "code", N_("Customer"), OUT_TEXT },
        { "name", N_("Name"), OUT_TEXT },
        { "is_active", N_("Active"), OUT_BOOL },
        { NULL, NULL, OUT_TEXT },
    };
    struct group_member_filter filter = { .after = "", .max = LIMIT_PAGE_ROWS };
    struct group_members page = { 0 };
    struct customer_group *group;

    if (!find_group(c, verb_arg(c, 0), &group, err))
        return false;
    filter.group_id = group->id;
    out_list_begin(c->out, NULL, columns);
    do {
        if (!group_members_load(c->desk, &filter, c->arena, &page, err))
            return false;
        for (int i = 0; i < page.n; i++) {
            out_cell(c->out, page.v[i].code);
            out_cell(c->out, page.v[i].name);
            out_cell_bool(c->out, page.v[i].is_active);
        }
        if (page.n > 0)
            filter.after = page.v[page.n - 1].code;
    } while (page.n == LIMIT_PAGE_ROWS);
    out_list_end(c->out);
    return true;
}

#define LIST_OPTIONS                                                                               \
    { "parent", "CODE", VERB_OPTIONAL,                                                             \
      N_("The parent list: its prices are used where this list has no price of its own;"           \
         " \"\" removes the parent.") },                                                           \
        { "adjust", "PERCENT", VERB_OPTIONAL,                                                      \
          /* xgettext:no-c-format */                                                               \
          N_("What is added to inherited prices; --adjust=-5 is 5 % less.") },                     \
        { "valid-from", "DATE", VERB_OPTIONAL, N_("First day.") },                                 \
    {                                                                                              \
        "valid-to", "DATE", VERB_OPTIONAL, N_("Last day.")                                         \
    }

static const struct verb_option new_options[] = {
    { "currency", "CUR", VERB_OPTIONAL, N_("Its currency; else the company's.") },
    { "tax-included", NULL, VERB_OPTIONAL, N_("Its prices include tax.") },
    LIST_OPTIONS,
    { NULL, NULL, VERB_OPTIONAL, NULL },
};
static const struct verb_option change_options[] = {
    { "name", "NAME", VERB_OPTIONAL, N_("Name.") },
    { "active", "yes|no", VERB_OPTIONAL, N_("In use.") },
    LIST_OPTIONS,
    { NULL, NULL, VERB_OPTIONAL, NULL },
};
static const struct verb_option group_options[] = {
    { "name", "NAME", VERB_OPTIONAL, N_("Name.") },
    { NULL, NULL, VERB_OPTIONAL, NULL },
};

const struct verb verbs_price_list[] = {
    { "price", "list", "", NULL, VERB_DESK, run_price_list, N_("List the price lists.") },
    { "price", "new", "CODE NAME", new_options, VERB_DESK, run_price_new, N_("Add a price list.") },
    { "price", "change", "CODE", change_options, VERB_DESK, run_price_change,
      N_("Change a price list.") },
    { "group", "list", "", NULL, VERB_DESK, run_group_list,
      N_("List the groups of customers that share prices.") },
    { "group", "new", "CODE NAME", NULL, VERB_DESK, run_group_new,
      N_("Add a group of customers.") },
    { "group", "set", "CODE", group_options, VERB_DESK, run_group_set, N_("Rename a group.") },
    { "group", "members", "CODE", NULL, VERB_DESK, run_group_members,
      N_("List the customers of a group; customer set CODE --group puts one in.") },
    { 0 },
};
