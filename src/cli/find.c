/*
 * Records by the codes that people type. What a code may be is the domain's matter; here only the
 * sentence is added that says where to look.
 */
#include "cli/find.h"

#include <string.h>

#include "base/i18n.h"
#include "base/limits.h"
#include "base/mem.h"
#include "base/strbuf.h"
#include "cli/verb.h"
#include "domain/catalog/item.h"
#include "domain/desk/desk.h"
#include "domain/insight/view.h"
#include "domain/order/order.h"
#include "domain/party/customer.h"

bool find_order(struct cli *c, const char *text, struct order **out, struct err *err)
{
    struct order_id id = { 0 };
    struct err no_number = ERR_INIT;

    if (!order_find(c->desk, text, &id, err))
        return false;
    if (id.v == 0 && (text[0] == 'D' || text[0] == 'd') &&
        find_int("order", text + 1, 1, INT64_MAX / 2, &id.v, &no_number))
        return order_load(c->desk, id, c->arena, out, err);
    if (id.v == 0 && order_number_is_wrong(text))
        return err_set(err, ERR_NOT_FOUND,
                       _("There is no order %s, and its last digit does not fit: a digit is wrong,"
                         " or two are swapped."),
                       text);
    if (id.v == 0)
        return err_set(err, ERR_NOT_FOUND,
                       _("There is no order %s; look for it: orderdesk order "
                         "list WORDS"),
                       text);
    return order_load(c->desk, id, c->arena, out, err);
}

const char *order_ref(struct cli *c, struct order_id id, const char *number)
{
    if (number != NULL && number[0] != '\0')
        return number;
    return arena_printf(c->arena, "D%lld", (long long)id.v);
}

bool find_customer(struct cli *c, const char *code, struct customer **out, struct err *err)
{
    if (!customer_find_itself(c->desk, code, c->arena, out, err))
        return false;
    if (*out != NULL && (*out)->merged_into.v != 0) {
        cli_note(c, arena_printf(c->arena, _("Customer %s is %s now: the two were merged."),
                                 (*out)->code, (*out)->merged_into_code));
        return customer_load(c->desk, (*out)->merged_into, c->arena, out, err);
    }
    if (*out != NULL)
        return true;
    err_set(err, ERR_NOT_FOUND,
            _("There is no customer %s; look for one: orderdesk customer list "
              "WORDS"),
            code);
    return err_at(err, "customer");
}

bool find_item(struct cli *c, const char *code, struct item **out, struct err *err)
{
    if (!item_find(c->desk, code, (struct channel_id){ 0 }, c->arena, out, err))
        return false;
    if (*out != NULL)
        return true;
    err_set(err, ERR_NOT_FOUND, _("There is no item %s; look for one: orderdesk item list WORDS"),
            code);
    return err_at(err, "item");
}

bool find_site(struct cli *c, const char *code, struct site **out, struct err *err)
{
    if (!site_find(c->desk, code, c->arena, out, err))
        return false;
    if (*out != NULL)
        return true;
    err_set(err, ERR_NOT_FOUND, _("There is no site %s; see: orderdesk site list"), code);
    return err_at(err, "site");
}

bool find_site_id(struct cli *c, const char *code, struct site_id *out, struct err *err)
{
    struct site *site;

    if (code == NULL) {
        *out = desk_company(c->desk)->site;
        return true;
    }
    if (!find_site(c, code, &site, err))
        return false;
    *out = site->id;
    return true;
}

bool find_qty(const struct item *item, const char *text, struct qty *out, struct err *err)
{
    return qty_parse(text, item->qty_decimals, NULL, out, err) || err_at(err, "qty");
}

bool find_tolerance(const struct cli *c, const char *option, struct tolerance *out,
                    struct err *err)
{
    return verb_opt(c, option) == NULL ||
           tolerance_parse(verb_opt(c, option), NULL, option, out, err);
}

bool find_version(struct cli *c, int64_t *out, struct err *err)
{
    const char *text = verb_opt(c, "if-version");

    *out = 0;
    return text == NULL || find_int("if-version", text, 1, INT64_MAX, out, err);
}

bool find_int(const char *name, const char *text, int64_t min, int64_t max, int64_t *out,
              struct err *err)
{
    int64_t value;

    if (!decimal_parse(text, 0, max, NULL, &value, err))
        return err_at(err, name);
    if (value < min)
        return err_field(err, ERR_INVALID, name, _("\"%s\" is too small; the least is %lld."), text,
                         (long long)min);
    *out = value;
    return true;
}

bool find_bool(const char *name, const char *text, bool *out, struct err *err)
{
    static const char *const yes[] = { "yes", "true", "1", "on" };
    static const char *const no[] = { "no", "false", "0", "off" };

    for (size_t i = 0; i < OD_LEN(yes); i++) {
        if (strcmp(text, yes[i]) == 0) {
            *out = true;
            return true;
        }
        if (strcmp(text, no[i]) == 0) {
            *out = false;
            return true;
        }
    }
    return err_field(err, ERR_INVALID, name, _("--%s is yes or no, not \"%s\"."), name, text);
}

bool find_channel_id(struct cli *c, const char *code, struct channel_id *out, struct err *err)
{
    struct channel *channel;

    if (code == NULL)
        return true;
    if (!channel_find(c->desk, code, c->arena, &channel, err))
        return false;
    if (channel == NULL)
        return err_field(err, ERR_INVALID, "channel",
                         _("There is no channel %s; see: orderdesk channel list"), code);
    *out = channel->id;
    return true;
}

const char *find_query(struct cli *c)
{
    struct strbuf b;

    strbuf_init(&b, c->arena, LIMIT_NOTE_BYTES);
    for (int i = 0; i < c->arg_count; i++) {
        strbuf_add(&b, i > 0 ? " " : "");
        strbuf_add(&b, c->args[i]);
    }
    return b.s;
}

const struct verb_option find_list_options[] = {
    { "view", "NAME", VERB_OPTIONAL,
      N_("A saved view: its search and columns; QUERY narrows it.") },
    { "columns", "NAME,NAME", VERB_OPTIONAL, N_("Only these columns, by their names in --csv.") },
    { NULL, NULL, VERB_OPTIONAL, NULL },
};

/* A person who finds nothing is shown what a word with one letter wrong would find; a script is
 * not. */
static bool mend(struct cli *c, enum find_kind kind, const char *text, const struct query **q,
                 struct err *err)
{
    struct query_mended mended;
    int n = 0;

    if (out_form(c->out) != OUT_TABLE)
        return true;
    if (!find_count(c->desk, *q, kind, 1, c->arena, &n, err))
        return false;
    if (n > 0)
        return true;
    if (!query_mend(c->desk, text, kind, c->arena, &mended, err))
        return false;
    if (mended.text == NULL)
        return true;
    cli_note(c, arena_printf(c->arena, _("Nothing for \"%s\"; showing \"%s\"."), mended.was,
                             mended.is));
    return query_parse(mended.text, kind, c->desk, c->arena, q, err);
}

bool find_list(struct cli *c, enum find_kind kind, const struct query **out, struct err *err)
{
    const char *name = verb_opt(c, "view"), *columns = verb_opt(c, "columns");
    const char *text = find_query(c);
    struct view *view = NULL;

    if (name != NULL) {
        if (!view_load(c->desk, kind, name, c->arena, &view, err))
            return false;
        text = arena_printf(c->arena, "%s %s", view->query, text);
    }
    if (columns != NULL && !view_check_columns(kind, columns, c->arena, err))
        return false;
    out_only(c->out, columns != NULL ? columns : view != NULL ? view->columns : "");
    return query_parse_whole(text, kind, c->desk, c->arena, out, err) &&
           mend(c, kind, text, out, err);
}

bool find_date(const char *name, const char *text, struct date *out, struct err *err)
{
    if (text[0] == '\0') {
        *out = (struct date){ 0 };
        return true;
    }
    return date_parse(text, out, err) || err_at(err, name);
}
