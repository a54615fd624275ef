/*
 * Commands that set a desk up: sites and channels.
 */
#include <string.h>

#include "base/date.h"
#include "base/i18n.h"
#include "base/limits.h"
#include "base/mem.h"
#include "cli/cmd_price.h"
#include "cli/find.h"
#include "cli/verb.h"
#include "domain/catalog/item.h"
#include "domain/catalog/pricing.h"
#include "domain/catalog/site_days.h"
#include "domain/desk/desk.h"
#include "domain/flow/source_steps.h"

/* --- sites ------------------------------------------------------------------------------------ */

static bool run_site_list(struct cli *c, struct err *err)
{
    static const struct out_column columns[] = {
        { "code", N_("Code"), OUT_TEXT },           { "name", N_("Name"), OUT_TEXT },
        { "priority", N_("Priority"), OUT_NUMBER }, { "line1", N_("Street"), OUT_TEXT },
        { "postcode", N_("Post code"), OUT_TEXT },  { "city", N_("City"), OUT_TEXT },
        { "country", N_("Country"), OUT_TEXT },     { "can_ship", N_("Ships"), OUT_BOOL },
        { "can_pickup", N_("Pickup"), OUT_BOOL },   { "can_return", N_("Returns"), OUT_BOOL },
        { "is_active", N_("Active"), OUT_BOOL },    { "cutoff", N_("Cut-off"), OUT_TEXT },
        { "ships_to", N_("Ships to"), OUT_TEXT },   { "work_days", N_("Works on"), OUT_TEXT },
        { "allocate", N_("Gives stock"), OUT_TEXT },
        { NULL, NULL, OUT_TEXT },
    };
    struct site_list list;

    if (!site_list_load(c->desk, c->arena, &list, err))
        return false;
    out_list_begin(c->out, NULL, columns);
    for (int i = 0; i < list.n; i++) {
        out_cell(c->out, list.v[i].code);
        out_cell(c->out, list.v[i].name);
        out_cell_i64(c->out, list.v[i].priority);
        out_cell(c->out, list.v[i].line1);
        out_cell(c->out, list.v[i].postcode);
        out_cell(c->out, list.v[i].city);
        out_cell(c->out, list.v[i].country);
        out_cell_bool(c->out, list.v[i].can_ship);
        out_cell_bool(c->out, list.v[i].can_pickup);
        out_cell_bool(c->out, list.v[i].can_return);
        out_cell_bool(c->out, list.v[i].is_active);
        out_cell(c->out, arena_printf(c->arena, "%02d:%02d", list.v[i].cutoff_minute / 60,
                                      list.v[i].cutoff_minute % 60));
        out_cell(c->out, list.v[i].ships_to);
        out_cell(c->out, site_days_words(list.v[i].work_days, c->arena));
        out_cell(c->out, site_allocate_words(&list.v[i], c->arena));
    }
    out_list_end(c->out);
    return true;
}

/* "15:00" */
static bool take_cutoff(const char *text, struct site *s, struct err *err)
{
    int64_t hour, minute;
    char hour_text[3] = "";

    if (strlen(text) != 5 || text[2] != ':')
        return err_field(err, ERR_INVALID, "cutoff",
                         _("--cutoff is a time of the day like 15:00, not \"%s\"."), text);
    memcpy(hour_text, text, 2);
    if (!find_int("cutoff", hour_text, 0, 23, &hour, err) ||
        !find_int("cutoff", text + 3, 0, 59, &minute, err))
        return false;
    s->has_cutoff = true;
    s->cutoff_minute = (int)(hour * 60 + minute);
    return true;
}

static bool save_site(struct cli *c, struct site *s, struct err *err)
{
    const struct {
        const char *option;
        const char **field;
    } texts[] = {
        { "name", &s->name },     { "street", &s->line1 },      { "city", &s->city },
        { "region", &s->region }, { "postcode", &s->postcode }, { "country", &s->country },
        { "ships-to", &s->ships_to },
    };
    const struct {
        const char *option;
        bool *field;
    } flags[] = {
        { "ships", &s->can_ship },
        { "pickup", &s->can_pickup },
        { "returns", &s->can_return },
        { "active", &s->is_active },
    };
    const char *priority = verb_opt(c, "priority");
    struct site_id id;
    int64_t value;

    for (size_t i = 0; i < OD_LEN(texts); i++)
        if (verb_opt(c, texts[i].option) != NULL)
            *texts[i].field = verb_opt(c, texts[i].option);
    for (size_t i = 0; i < OD_LEN(flags); i++)
        if (verb_opt(c, flags[i].option) != NULL &&
            !find_bool(flags[i].option, verb_opt(c, flags[i].option), flags[i].field, err))
            return false;
    if (priority != NULL) {
        if (!find_int("priority", priority, 0, 10000, &value, err))
            return false;
        s->priority = (int)value;
    }
    if (verb_opt(c, "cutoff") != NULL && !take_cutoff(verb_opt(c, "cutoff"), s, err))
        return false;
    if (verb_opt(c, "work-days") != NULL &&
        !site_days_parse(verb_opt(c, "work-days"), &s->work_days, err))
        return err_at(err, "work-days");
    if (verb_opt(c, "allocate") != NULL && !site_allocate_parse(verb_opt(c, "allocate"), s, err))
        return false;
    return site_save(c->desk, s, &id, err);
}

static bool run_site_new(struct cli *c, struct err *err)
{
    struct site s = {
        .code = verb_arg(c, 0),
        .name = verb_arg(c, 1),
        .line1 = "",
        .city = "",
        .region = "",
        .postcode = "",
        .country = desk_company(c->desk)->country,
        .priority = 100,
        .can_ship = true,
        .can_pickup = true,
        .can_return = true,
        .is_active = true,
    };

    return save_site(c, &s, err);
}

static bool run_site_set(struct cli *c, struct err *err)
{
    struct site *s;

    return find_site(c, verb_arg(c, 0), &s, err) && save_site(c, s, err);
}

/* --- days on which one is closed -------------------------------------------------------------- */

static bool run_site_closed_days(struct cli *c, struct err *err)
{
    static const struct out_column columns[] = {
        { "day", N_("Day"), OUT_TEXT },
        { "why", N_("Why"), OUT_TEXT },
        { NULL, NULL, OUT_TEXT },
    };
    struct site_days days;
    struct site_id site;

    if (!find_site_id(c, verb_arg(c, 0), &site, err) ||
        !site_closed_load(c->desk, site, desk_today(c->desk), c->arena, &days, err))
        return false;
    out_list_begin(c->out, NULL, columns);
    for (int i = 0; i < days.n; i++) {
        out_cell_date(c->out, days.v[i].day);
        out_cell(c->out, days.v[i].why);
    }
    out_list_end(c->out);
    return true;
}

static bool read_days(struct cli *c, struct site_close_days *in, struct err *err)
{
    const char *until = verb_opt(c, "until");

    in->why = verb_opt(c, "why");
    if (!find_site_id(c, verb_arg(c, 0), &in->site, err))
        return false;
    if (!date_parse_typed(verb_arg(c, 1), desk_today(c->desk), &in->first, err))
        return err_at(err, "day");
    return until == NULL || date_parse_typed(until, desk_today(c->desk), &in->last, err) ||
           err_at(err, "until");
}

static bool run_site_close_days(struct cli *c, struct err *err)
{
    static const struct out_column columns[] = {
        { "order", N_("Order"), OUT_TEXT },
        { "promised_was", N_("Was promised"), OUT_TEXT },
        { "promised", N_("Promised"), OUT_TEXT },
        { NULL, NULL, OUT_TEXT },
    };
    struct site_close_days in = { 0 };
    struct site_dated dated;

    if (!read_days(c, &in, err) || !site_days_close(c->desk, &in, c->arena, &dated, err))
        return false;
    out_list_begin(c->out, NULL, columns);
    for (int i = 0; i < dated.n; i++) {
        out_cell(c->out, dated.v[i].number);
        out_cell_date(c->out, dated.v[i].was);
        out_cell_date(c->out, dated.v[i].now);
    }
    out_list_end(c->out);
    return true;
}

static bool run_site_open_days(struct cli *c, struct err *err)
{
    struct site_close_days in = { .is_open = true };

    return read_days(c, &in, err) && site_close_days(c->desk, &in, err);
}

/* --- channels --------------------------------------------------------------------------------- */

/* In the order of the file's values, from 1. */
static const char *const channel_kinds[] = { "phone",       "counter", "web",
                                             "marketplace", "edi",     "email" };

static bool run_channel_list(struct cli *c, struct err *err)
{
    static const struct out_column columns[] = {
        { "code", N_("Code"), OUT_TEXT }, { "name", N_("Name"), OUT_TEXT },
        { "kind", N_("Kind"), OUT_TEXT }, { "is_active", N_("Active"), OUT_BOOL },
        { "total_tolerance_minor", N_("Tolerance, cents"), OUT_NUMBER },
        { NULL, NULL, OUT_TEXT },
    };
    struct channel_list list;

    if (!channel_list_load(c->desk, c->arena, &list, err))
        return false;
    out_list_begin(c->out, NULL, columns);
    for (int i = 0; i < list.n; i++) {
        int kind = list.v[i].kind;

        out_cell(c->out, list.v[i].code);
        out_cell(c->out, list.v[i].name);
        out_cell(c->out,
                 kind >= 1 && kind <= (int)OD_LEN(channel_kinds) ? channel_kinds[kind - 1] : "");
        out_cell_bool(c->out, list.v[i].is_active);
        out_cell_i64(c->out, list.v[i].total_tolerance_minor);
    }
    out_list_end(c->out);
    return true;
}

static bool take_kind(const char *text, struct channel *ch, struct err *err)
{
    for (size_t i = 0; i < OD_LEN(channel_kinds); i++) {
        if (strcmp(text, channel_kinds[i]) == 0) {
            ch->kind = (int)i + 1;
            return true;
        }
    }
    return err_field(err, ERR_INVALID, "kind",
                     _("--kind is phone, counter, web, marketplace, edi or email, not \"%s\"."),
                     text);
}

static bool save_channel(struct cli *c, struct channel *ch, struct err *err)
{
    const char *kind = verb_opt(c, "kind"), *active = verb_opt(c, "active");
    const char *list_code = verb_opt(c, "price-list"), *remorse = verb_opt(c, "remorse");
    const char *site = verb_opt(c, "site"), *tolerance = verb_opt(c, "total-tolerance");
    struct channel_id id;
    int64_t minutes;
    struct price_list *list;

    if (verb_opt(c, "name") != NULL)
        ch->name = verb_opt(c, "name");
    if (kind != NULL && !take_kind(kind, ch, err))
        return false;
    if (active != NULL && !find_bool("active", active, &ch->is_active, err))
        return false;
    if (list_code != NULL && list_code[0] == '\0')
        ch->price_list.v = 0;
    if (list_code != NULL && list_code[0] != '\0') {
        if (!find_price_list(c, list_code, &list, err))
            return false;
        ch->price_list = list->id;
    }
    if (remorse != NULL && strcmp(remorse, "setting") == 0)
        ch->remorse_minutes = -1;
    else if (remorse != NULL) {
        if (!find_int("remorse", remorse, 0, 10080, &minutes, err))
            return false;
        ch->remorse_minutes = (int)minutes;
    }
    if (tolerance != NULL && !find_int("total-tolerance", tolerance, 0, LIMIT_MONEY_MINOR,
                                       &ch->total_tolerance_minor, err))
        return false;
    if (site != NULL && site[0] == '\0')
        ch->site.v = 0;
    else if (site != NULL && !find_site_id(c, site, &ch->site, err))
        return false;
    return channel_save(c->desk, ch, &id, err);
}

static bool run_channel_new(struct cli *c, struct err *err)
{
    struct channel ch = { .code = verb_arg(c, 0),
                          .name = verb_arg(c, 1),
                          .kind = 3,
                          .remorse_minutes = -1,
                          .total_tolerance_minor = CHANNEL_TOLERANCE_MINOR,
                          .is_active = true };

    return save_channel(c, &ch, err);
}

static bool run_channel_set(struct cli *c, struct err *err)
{
    struct channel *ch;

    if (!channel_find(c->desk, verb_arg(c, 0), c->arena, &ch, err))
        return false;
    if (ch == NULL)
        return err_set(err, ERR_NOT_FOUND, _("There is no channel %s; see: orderdesk channel list"),
                       verb_arg(c, 0));
    return save_channel(c, ch, err);
}

#define SITE_OPTIONS                                                                               \
    { "street", "TEXT", VERB_OPTIONAL, N_("Street.") },                                            \
        { "city", "TEXT", VERB_OPTIONAL, N_("City.") },                                            \
        { "region", "TEXT", VERB_OPTIONAL, N_("Region, state or county.") },                       \
        { "postcode", "TEXT", VERB_OPTIONAL, N_("Post code.") },                                   \
        { "country", "CC", VERB_OPTIONAL, N_("Country, two letters.") },                           \
        { "priority", "N", VERB_OPTIONAL, N_("A lower one is asked for stock first.") },           \
        { "ships", "yes|no", VERB_OPTIONAL, N_("Goods leave from here.") },                        \
        { "pickup", "yes|no", VERB_OPTIONAL, N_("Customers collect here.") },                      \
        { "returns", "yes|no", VERB_OPTIONAL, N_("Goods come back here.") },                       \
        { "cutoff", "HH:MM", VERB_OPTIONAL,                                                        \
          N_("What is confirmed later leaves a working day later.") },                             \
        { "work-days", "DAYS", VERB_OPTIONAL,                                                      \
          N_("Days of the week on which goods leave, like mon-fri or 'tue wed sat'.") },           \
        { "allocate", "confirm|DAYS|manual", VERB_OPTIONAL,                                        \
          N_("When lines get stock here: at confirming, so many days before they are wanted, or"   \
             " when somebody allocates it.") },                                                    \
        { "ships-to", "REGIONS", VERB_OPTIONAL,                                                    \
          N_("Countries, and beginnings of post codes, like 'GB FR-75'; \"\": everywhere.") },     \
    {                                                                                              \
        "active", "yes|no", VERB_OPTIONAL, N_("In use.")                                           \
    }

static const struct verb_option site_new_options[] = {
    SITE_OPTIONS,
    { NULL, NULL, VERB_OPTIONAL, NULL },
};
static const struct verb_option site_set_options[] = {
    { "name", "NAME", VERB_OPTIONAL, N_("Name.") },
    SITE_OPTIONS,
    { NULL, NULL, VERB_OPTIONAL, NULL },
};
static const struct verb_option close_days_options[] = {
    { "until", "DAY", VERB_OPTIONAL, N_("The last of them; the day alone without it.") },
    { "why", "TEXT", VERB_OPTIONAL, N_("Like Christmas.") },
    { NULL, NULL, VERB_OPTIONAL, NULL },
};
static const struct verb_option open_days_options[] = {
    { "until", "DAY", VERB_OPTIONAL, N_("The last of them; the day alone without it.") },
    { NULL, NULL, VERB_OPTIONAL, NULL },
};
static const struct verb_option channel_options[] = {
    { "kind", "KIND", VERB_OPTIONAL, N_("phone, counter, web, marketplace, edi or email.") },
    { "name", "NAME", VERB_OPTIONAL, N_("Name.") },
    { "price-list", "CODE", VERB_OPTIONAL, N_("The channel's price list; \"\" for none.") },
    { "remorse", "MINUTES", VERB_OPTIONAL,
      N_("Time in which a confirmed order is not picked yet; \"setting\": the firm's.") },
    { "site", "CODE", VERB_OPTIONAL, N_("Where its orders take stock; \"\" for the default.") },
    { "total-tolerance", "N", VERB_OPTIONAL,
      N_("By how many of the smallest units of money (cents) the total of an imported order may"
         " differ from its lines; one that differs more is held.") },
    { "active", "yes|no", VERB_OPTIONAL, N_("In use.") },
    { NULL, NULL, VERB_OPTIONAL, NULL },
};

const struct verb verbs_setup[] = {
    { "site", "list", "", NULL, VERB_DESK, run_site_list, N_("List the sites.") },
    { "site", "new", "CODE NAME", site_new_options, VERB_DESK, run_site_new, N_("Add a site.") },
    { "site", "set", "CODE", site_set_options, VERB_DESK, run_site_set, N_("Change a site.") },
    { "site", "close-days", "CODE DAY", close_days_options, VERB_DESK, run_site_close_days,
      N_("Nothing leaves the site on a day, or from a day to another; what was to leave then is "
         "promised anew, and listed.") },
    { "site", "open-days", "CODE DAY", open_days_options, VERB_DESK, run_site_open_days,
      N_("Take closed days back.") },
    { "site", "closed-days", "CODE", NULL, VERB_DESK, run_site_closed_days,
      N_("List the days to come on which a site is closed.") },
    { "channel", "list", "", NULL, VERB_DESK, run_channel_list,
      N_("List the channels orders come from.") },
    { "channel", "new", "CODE NAME", channel_options, VERB_DESK, run_channel_new,
      N_("Add a channel.") },
    { "channel", "set", "CODE", channel_options, VERB_DESK, run_channel_set,
      N_("Change a channel.") },
    { 0 },
};
