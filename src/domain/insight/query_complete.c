/*
 * What a word of the query bar may become: the names of fields, and what they may say.
 */
#include <string.h>
#include <strings.h>

#include "base/i18n.h"
#include "base/mem.h"
#include "base/vec.h"
#include "domain/catalog/item.h"
#include "domain/catalog/price_list.h"
#include "domain/catalog/ship_method.h"
#include "domain/desk/access.h"
#include "domain/flow/fulfillment.h"
#include "domain/insight/query_parts.h"
#include "domain/insight/report.h"
#include "domain/order/order_rules.h"

/* So many letters of a name are typed before it is offered: shorter words are searched for. */
#define NAME_MIN 3

struct completion_vec OD_VEC(struct query_completion);

struct completer {
    struct desk *desk;
    struct arena *arena;
    const char *typed;
    int max;
    struct completion_vec list;
};

static void add(struct completer *c, const char *text, const char *detail)
{
    if (c->list.n < c->max && strncasecmp(text, c->typed, strlen(c->typed)) == 0)
        *vec_push(c->arena, &c->list) = (struct query_completion){ text, detail };
}

/* --- values ---------------------------------------------------------------------------------- */

static void add_fixed(struct completer *c, enum query_value_kind values)
{
    const char *name;

    for (int i = 0; (name = query_fixed_value(values, i)) != NULL; i++) {
        const char *words = "";
        enum order_shown shown;
        enum hold_kind hold;
        enum fulfillment_status work;

        if (values == VALUE_WEEKDAY)
            words = report_weekday(i);
        if (values == VALUE_STATUS && order_shown_parse(name, &shown))
            words = order_shown_words(shown);
        if (values == VALUE_HOLD && hold_kind_parse(name, &hold))
            words = hold_kind_words(hold);
        if (values == VALUE_WORK && fulfillment_status_parse(name, &work))
            words = fulfillment_status_words(work);
        add(c, name, words);
    }
}

static void add_days(struct completer *c)
{
    static const char *const days[] = { "today",      "yesterday", "tomorrow",   "this-week",
                                        "last-week",  "next-week", "this-month", "last-month",
                                        "next-month", "this-year", "last-year",  "-7",
                                        "-30" };

    for (size_t i = 0; i < OD_LEN(days); i++)
        add(c, days[i], "");
}

static bool add_channels(struct completer *c, struct err *err)
{
    struct channel_list list;

    if (!channel_list_load(c->desk, c->arena, &list, err))
        return false;
    for (int i = 0; i < list.n; i++)
        add(c, list.v[i].code, list.v[i].name);
    return true;
}

static bool add_sites(struct completer *c, struct err *err)
{
    struct site_list list;

    if (!site_list_load(c->desk, c->arena, &list, err))
        return false;
    for (int i = 0; i < list.n; i++)
        add(c, list.v[i].code, list.v[i].name);
    return true;
}

static bool add_users(struct completer *c, struct err *err)
{
    struct user_list list;

    if (!user_list_load(c->desk, c->arena, &list, err))
        return false;
    for (int i = 0; i < list.n; i++)
        add(c, list.v[i].login, list.v[i].name);
    return true;
}

static bool add_carriers(struct completer *c, struct err *err)
{
    struct carriers list;

    if (!carriers_load(c->desk, c->arena, &list, err))
        return false;
    for (int i = 0; i < list.n; i++)
        add(c, list.v[i].code, list.v[i].name);
    return true;
}

static bool add_groups(struct completer *c, struct err *err)
{
    struct customer_groups list;

    if (!customer_groups_load(c->desk, c->arena, &list, err))
        return false;
    for (int i = 0; i < list.n; i++)
        add(c, list.v[i].code, list.v[i].name);
    return true;
}

/* Customers and items by whatever is typed of them; what stands there then is the code. */
static bool add_customers(struct completer *c, struct err *err)
{
    struct customer_rows rows;

    if (!lookup_customers(c->desk, c->typed, c->max, c->arena, &rows, err))
        return false;
    for (int i = 0; i < rows.n; i++)
        *vec_push(c->arena, &c->list) = (struct query_completion){ rows.v[i].code, rows.v[i].name };
    return true;
}

static bool add_items(struct completer *c, struct err *err)
{
    struct item_rows rows;

    if (!lookup_items(c->desk, c->typed, c->max, c->arena, &rows, err))
        return false;
    for (int i = 0; i < rows.n; i++)
        *vec_push(c->arena, &c->list) =
            (struct query_completion){ rows.v[i].sku, rows.v[i].description };
    return true;
}

/* One with a gap stands in quotes, one with a comma would be two. */
static bool add_categories(struct completer *c, struct err *err)
{
    const char *name = "";

    while (c->list.n < c->max) {
        if (!query_next_category(c->desk, name, c->arena, &name, err))
            return false;
        if (name == NULL)
            return true;
        if (strncasecmp(name, c->typed, strlen(c->typed)) == 0 && !strpbrk(name, "\","))
            *vec_push(c->arena, &c->list) = (struct query_completion){
                strchr(name, ' ') ? arena_printf(c->arena, "\"%s\"", name) : name, ""
            };
    }
    return true;
}

static bool add_values(struct completer *c, enum query_value_kind values, struct err *err)
{
    switch (values) {
    case VALUE_ANY:
        return true;
    case VALUE_STATUS:
    case VALUE_IS:
    case VALUE_SORT:
    case VALUE_HOLD:
    case VALUE_WORK:
    case VALUE_WEEKDAY:
        add_fixed(c, values);
        return true;
    case VALUE_DAY:
        add_days(c);
        return true;
    case VALUE_CHANNEL:
        return add_channels(c, err);
    case VALUE_SITE:
        return add_sites(c, err);
    case VALUE_USER:
        return add_users(c, err);
    case VALUE_CARRIER:
        return add_carriers(c, err);
    case VALUE_GROUP:
        return add_groups(c, err);
    case VALUE_CUSTOMER:
        return add_customers(c, err);
    case VALUE_ITEM:
        return add_items(c, err);
    case VALUE_CATEGORY:
        return add_categories(c, err);
    }
    return true;
}

/* --- the word -------------------------------------------------------------------------------- */

/* Where the word begins that ends at the cursor; -1 inside of quotes. */
static int word_from(const char *text, int at)
{
    bool is_quoted = false;
    int from = 0;

    for (int i = 0; i < at; i++) {
        if (text[i] == '"')
            is_quoted = !is_quoted;
        else if (text[i] == ' ' && !is_quoted)
            from = i + 1;
    }
    if (is_quoted)
        return -1;
    if (text[from] != '\0' && strchr("ocp", text[from]) && text[from + 1] == ':' && from + 2 <= at)
        from += 2;
    return text[from] == '-' && from < at ? from + 1 : from;
}

static void complete_name(struct completer *c, uint32_t kinds)
{
    enum query_value_kind values;
    const char *name;
    uint32_t of;

    if (strlen(c->typed) < NAME_MIN)
        return;
    for (int i = 0; (name = query_field_name(i, &of, &values)) != NULL; i++)
        if (of & kinds)
            add(c, arena_printf(c->arena, "%s:", name), "");
}

static bool complete_value(struct completer *c, const char *field, uint32_t kinds, struct err *err)
{
    enum query_value_kind values;
    const char *name;
    uint32_t of;

    for (int i = 0; (name = query_field_name(i, &of, &values)) != NULL; i++)
        if (strcmp(name, field) == 0 && (of & kinds))
            return add_values(c, values, err);
    return true;
}

bool query_complete(struct desk *desk, const char *text, int at, enum find_kind kind, int max,
                    struct arena *arena, struct query_completions *out, struct err *err)
{
    struct completer c = { .desk = desk, .arena = arena, .max = max };
    uint32_t kinds = kind == FIND_ALL ? KINDS_ALL : KIND(kind);
    int from = word_from(text, at);
    const char *word, *colon;

    *out = (struct query_completions){ NULL, 0, 0, 0, false };
    if (from < 0 || from >= at || (text[at] != '\0' && text[at] != ' '))
        return true;
    word = arena_strndup(arena, text + from, (size_t)(at - from));
    colon = strchr(word, ':');
    if (colon) {
        const char *comma = strrchr(colon, ','), *begin = comma ? comma + 1 : colon + 1;

        begin += comma == NULL && strncmp(word, "sort:-", 6) == 0;
        c.typed = begin;
        from += (int)(begin - word);
        if (!complete_value(&c, arena_strndup(arena, word, (size_t)(colon - word)), kinds, err))
            return false;
    } else {
        c.typed = word;
        complete_name(&c, kinds);
    }
    if (c.list.n == 1 && strcasecmp(c.list.v[0].text, c.typed) == 0)
        return true;
    *out = (struct query_completions){ c.list.v, c.list.n, from, at, colon != NULL };
    return true;
}
