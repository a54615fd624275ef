/*
 * The page of a price list, of a group of customers, or of what is agreed with one customer: its
 * rules, and the members of a group. Rows come in pages, for the base list has as many as there are
 * items.
 */
#include "tui/price_page.h"

#include <string.h>

#include "base/i18n.h"
#include "base/mem.h"
#include "base/vec.h"
#include "domain/desk/money_text.h"
#include "tui/app.h"
#include "tui/record_price.h"
#include "tui/tabs.h"

#define PRICE_HEAD_ROWS 3

static const char *const tab_names[] = { N_("1 Rules"), N_("2 Customers in it"), NULL };

static struct price_page *self(struct screen *s)
{
    return (struct price_page *)s;
}

static const struct list_column rule_columns[] = {
    { N_("Of"), 20, 10, 0, false, true },         { N_("List"), 10, 6, 2, false, false },
    { N_("From"), 9, 6, 0, true, false },         { N_("Price"), 14, 10, 0, true, false },
    { N_("Valid from"), 11, 0, 1, false, false }, { N_("to"), 11, 0, 1, false, false },
    { N_("Contract"), 14, 8, 3, false, false },   { 0 },
};
enum { RULE_COLUMNS = sizeof(rule_columns) / sizeof(rule_columns[0]) - 1 };

static const struct list_column member_columns[] = {
    { N_("Customer"), 12, 8, 0, false, false },
    { N_("Name"), 40, 10, 0, false, true },
    { N_("Status"), 12, 10, 1, false, false },
    { 0 },
};

/* --- rules ------------------------------------------------------------------------------------ */

static const char *target(const struct price_rule *r, struct arena *arena)
{
    if (r->item.v != 0)
        return r->sku;
    return r->category[0] == '\0' ? _("everything")
                                  : arena_printf(arena, _("all of %s"), r->category);
}

/* key is the version, so that a change goes to the row that was seen. */
static void rule_row(const struct price_page *p, const struct price_rule *r, struct arena *a,
                     struct list_row *row)
{
    struct desk *desk = p->s.desk;
    const struct price_list *list = price_list_of(&p->lists, r->list);
    const char *currency = list != NULL ? list->currency : desk_company(desk)->currency;
    const char **cells = arena_array(a, RULE_COLUMNS, const char *);

    cells[0] = target(r, a);
    cells[1] = list != NULL ? list->code : "";
    cells[2] = r->min_qty.milli != 0 ? text_qty(desk, a, r->min_qty) : "";
    cells[3] = price_rule_value(desk, r, currency, a);
    cells[4] = text_date(desk, a, r->valid_from);
    cells[5] = r->valid_to.year < 9999 ? text_date(desk, a, r->valid_to) : "";
    cells[6] = r->contract_ref;
    *row = (struct list_row){ .id = r->id, .cells = cells };
    row->key = arena_printf(a, "%lld", (long long)r->version);
    if (date_is_set(r->valid_to) && date_cmp(r->valid_to, desk_today(desk)) < 0)
        row->style = STYLE_DIM;
}

static bool rule_page(void *ctx, const struct list_from *from, int count, struct arena *arena,
                      struct list_rows *out, struct err *err)
{
    const struct price_page *p = ctx;
    struct price_rule_filter filter = { .max = count, .is_backward = from->backward };
    struct price_rules rules;

    switch (p->at.of) {
    case PRICE_OF_LIST:
        filter.list.v = p->at.id;
        break;
    case PRICE_OF_GROUP:
        filter.group_id = p->at.id;
        break;
    case PRICE_OF_CUSTOMER:
        filter.customer.v = p->at.id;
        break;
    }
    if (from->at != NULL)
        filter.after_id = from->at->id + (from->inclusive ? (from->backward ? 1 : -1) : 0);
    if (!price_rules_load(p->s.desk, &filter, arena, &rules, err))
        return false;
    for (int i = 0; i < rules.n; i++)
        rule_row(p, &rules.v[i], arena, vec_push(arena, out));
    return true;
}

/* --- members ---------------------------------------------------------------------------------- */

static bool member_page(void *ctx, const struct list_from *from, int count, struct arena *arena,
                        struct list_rows *out, struct err *err)
{
    const struct price_page *p = ctx;
    struct group_member_filter filter = { .group_id = p->at.id,
                                          .after = from->at != NULL ? from->at->key : "",
                                          .is_inclusive = from->inclusive,
                                          .is_backward = from->backward,
                                          .max = count };
    struct group_members members;

    if (!group_members_load(p->s.desk, &filter, arena, &members, err))
        return false;
    for (int i = 0; i < members.n; i++) {
        const struct group_member *m = &members.v[i];
        struct list_row *row = vec_push(arena, out);
        const char **cells = arena_array(arena, 3, const char *);

        cells[0] = m->code;
        cells[1] = m->name;
        cells[2] = m->is_active ? "" : _("not active");
        *row = (struct list_row){ .id = m->id.v, .key = m->code, .cells = cells };
        row->style = m->is_active ? STYLE_TEXT : STYLE_DIM;
    }
    return true;
}

static int64_t member_count(void *ctx)
{
    const struct price_page *p = ctx;
    struct err none = ERR_INIT;
    int64_t n = -1;

    return group_member_count(p->s.desk, p->at.id, &n, &none) ? n : -1;
}

static const struct list_source rule_source = { rule_page, NULL };
static const struct list_source member_source = { member_page, member_count };

/* --- the screen ------------------------------------------------------------------------------- */

static bool show(struct price_page *p, struct err *err)
{
    list_close(&p->list);
    list_init(&p->list, p->s.app, p->shows_members ? member_columns : rule_columns,
              p->shows_members ? &member_source : &rule_source, p);
    p->list.empty = p->shows_members ? _("No customer is in it. F6 puts one in.")
                                     : _("No rule yet. F6 makes one.");
    p->s.hint = p->shows_members
                    ? _("Enter opens the customer, F6 puts one in, d takes one out.")
                    : _("Enter or F4 changes a rule, F6 makes one, x ends one on a day.");
    list_resize(&p->list, p->s.rows - PRICE_HEAD_ROWS);
    return list_load(&p->list, err);
}

/* What the page is about, as it is now. */
static bool load_head(struct price_page *p, struct price_page *now, struct err *err)
{
    struct arena *a = p->s.data;
    struct customer *customer = NULL;

    if (!price_lists_load(p->s.desk, a, &now->lists, err) ||
        !customer_groups_load(p->s.desk, a, &now->groups, err))
        return false;
    for (int i = 0; p->at.of == PRICE_OF_LIST && i < now->lists.n; i++)
        if (now->lists.v[i].id.v == p->at.id)
            now->price_list = &now->lists.v[i];
    for (int i = 0; p->at.of == PRICE_OF_GROUP && i < now->groups.n; i++)
        if (now->groups.v[i].id == p->at.id)
            now->group = &now->groups.v[i];
    if (p->at.of == PRICE_OF_CUSTOMER) {
        struct customer_id id = { p->at.id };

        if (!customer_load(p->s.desk, id, a, &customer, err))
            return false;
        now->customer = customer;
    }
    return now->price_list != NULL || now->group != NULL || now->customer != NULL ||
           err_set(err, ERR_NOT_FOUND, _("This is not in the desk any more."));
}

/* The heads of one page for those of another; the list stays. */
static void take_head(struct price_page *p, const struct price_page *from)
{
    p->lists = from->lists;
    p->groups = from->groups;
    p->price_list = from->price_list;
    p->group = from->group;
    p->customer = from->customer;
}

static const char *page_title(const struct price_page *p)
{
    struct arena *a = p->s.data;

    if (p->price_list != NULL)
        return arena_printf(a, "%s  %s", p->price_list->code, p->price_list->name);
    if (p->group != NULL)
        return arena_printf(a, "%s  %s", p->group->code, p->group->name);
    return arena_printf(a, _("Prices of %s  %s"), p->customer->code, p->customer->name);
}

/* The rows name lists, so the new heads come first; where the rows fail, the old ones are back. */
static bool refresh(struct screen *s, struct err *err)
{
    struct price_page *p = self(s), old = *p, now = { 0 };

    if (!load_head(p, &now, err))
        return false;
    take_head(p, &now);
    if (!(p->list.source == NULL ? show(p, err) : list_reload(&p->list, err))) {
        take_head(p, &old);
        return false;
    }
    s->title = page_title(p);
    return true;
}

static bool enter(struct screen *s, const void *arg, struct err *err)
{
    struct price_page *p = self(s);

    (void)err;
    p->at = *(const struct price_arg *)arg;
    list_init(&p->list, s->app, rule_columns, NULL, p);
    return true;
}

static void draw_list_head(const struct price_page *p, struct canvas *c)
{
    OD_ARENA *tmp = arena_new();
    const struct price_list *l = p->price_list, *parent = price_list_of(&p->lists, l->parent);
    struct desk *desk = p->s.desk;

    canvas_printf(c, 0, 1, STYLE_TEXT, "%s   %s%s", l->currency,
                  l->is_tax_incl ? _("prices with tax") : _("prices without tax"),
                  l->is_active ? "" : _("   NOT IN USE !"));
    if (parent != NULL)
        canvas_printf(c, 1, 1, STYLE_TEXT, _("Else the prices of %s %s%s %%"), parent->code,
                      l->adjust_ppm < 0 ? "" : "+",
                      text_rate(desk, tmp, (struct rate){ l->adjust_ppm }));
    canvas_text(c, 2, 1, -1, STYLE_DIM,
                _("Rules for everybody. Those of a group or a customer stand on their pages."));
    if (date_is_set(l->valid_from) || (date_is_set(l->valid_to) && l->valid_to.year < 9999))
        canvas_text_right(c, 0, c->cols / 2, c->cols - c->cols / 2 - 1, STYLE_TEXT,
                          arena_printf(tmp, _("valid %s to %s"),
                                       date_is_set(l->valid_from)
                                           ? text_date(desk, tmp, l->valid_from)
                                           : _("always"),
                                       l->valid_to.year < 9999 && date_is_set(l->valid_to)
                                           ? text_date(desk, tmp, l->valid_to)
                                           : _("without end")));
}

static void draw_customer_head(const struct price_page *p, struct canvas *c)
{
    const struct customer *who = p->customer;

    canvas_text(c, 0, 1, -1, STYLE_TEXT, _("What is agreed with this customer goes first."));
    canvas_printf(c, 1, 1, STYLE_TEXT, _("Then group %s, list %s%s"),
                  who->group_code[0] != '\0' ? who->group_code : "-",
                  who->price_list_code[0] != '\0' ? who->price_list_code : "-",
                  who->is_best_price ? _("   gets the lowest of all") : "");
}

static void draw(const struct screen *s, struct canvas *c)
{
    const struct price_page *p = (const struct price_page *)s;
    struct canvas body = canvas_view(c, PRICE_HEAD_ROWS, 0, -1, -1);

    switch (p->at.of) {
    case PRICE_OF_LIST:
        draw_list_head(p, c);
        break;
    case PRICE_OF_GROUP:
        canvas_text(c, 0, 1, -1, STYLE_TEXT, _("Rules for all customers of the group."));
        tabs_draw(c, 2, tab_names, p->shows_members ? 1 : 0);
        break;
    case PRICE_OF_CUSTOMER:
        draw_customer_head(p, c);
        break;
    }
    list_draw(&p->list, &body, true);
}

static bool key(struct screen *s, struct key k)
{
    struct price_page *p = self(s);
    struct err err = ERR_INIT;
    int tab;

    if (list_key(&p->list, k))
        return true;
    if (key_is(k, K_ENTER)) {
        if (!price_page_open(p, &err))
            app_error(s->app, &err);
        return true;
    }
    if (p->at.of != PRICE_OF_GROUP || !tabs_key(k, tab_names, &tab))
        return false;
    p->shows_members = tab == 1;
    if (!show(p, &err))
        app_error(s->app, &err);
    return true;
}

static bool step(struct screen *s, int by, int64_t *out_id, struct err *err)
{
    struct price_page *p = self(s);

    if (!p->shows_members)
        return err_set(err, ERR_STATE, _("There is no list of customers to walk."));
    return list_step(&p->list, by, out_id, err);
}

static void resize(struct screen *s, int rows, int cols)
{
    (void)cols;
    list_resize(&self(s)->list, rows - PRICE_HEAD_ROWS);
}

static void close_screen(struct screen *s)
{
    list_close(&self(s)->list);
}

static struct list *shown_list(struct screen *s)
{
    return &self(s)->list;
}

const struct screen_ops scr_price = {
    .name = "price",
    .code = "PL",
    .title = N_("Prices"),
    .size = sizeof(struct price_page),
    .commands = price_commands,
    .enter = enter,
    .refresh = refresh,
    .draw = draw,
    .key = key,
    .resize = resize,
    .step = step,
    .list = shown_list,
    .close = close_screen,
};
