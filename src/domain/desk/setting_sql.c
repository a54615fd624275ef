/*
 * The firm's settings: one table of what exists, with check, default and help; and what the desk
 * keeps of them. Number sequences are here too.
 */
#include "domain/desk/setting.h"

#include <assert.h>
#include <string.h>

#include "base/decimal.h"
#include "base/i18n.h"
#include "base/mem.h"
#include "base/os.h"
#include "domain/desk/cash.h"
#include "domain/desk/country.h"
#include "domain/desk/desk_impl.h"
#include "domain/desk/event.h"
#include "domain/desk/setting_check.h"
#include "domain/desk/text.h"
#include "store/store.h"

#define NOTICE_WAYS "none|mail|sms|both"
#define FOLDER_EVENTS                                                                              \
    "list:order.confirmed|order.changed|order.canceled|order.shipped|fulfillment.released|"        \
    "fulfillment.changed|fulfillment.canceled|shipment.delivered"

const struct setting_def setting_defs[] = {
    { "company.name", "", "text:200", N_("Name of the firm, on documents and in the title.") },
    { "company.country", "", "country", N_("Country of the firm.") },
    { "company.currency", "EUR", "currency", N_("Currency of the firm's books.") },
    { "company.time_zone", "", "zone",
      N_("Time zone of the desk's days, like Europe/London; empty: the machine's.") },
    { "company.site", "MAIN", "code", N_("Site that serves orders that name none.") },
    { "format.decimal", "point", "point|comma",
      N_("How numbers are written: 1,234.50 (point) or 1.234,50 (comma).") },
    { "tax.price_mode", "exclusive", "exclusive|inclusive",
      N_("Do prices without a price list hold the tax already?") },
    { "tax.round", "per_rate", "per_rate|per_line|per_unit",
      N_("Where tax is rounded: once per rate, per line or per unit.") },
    { "tax.round_mode", "half_up", "half_up|half_even|down|up", N_("How amounts are rounded.") },
    { "order.cash_steps", "", "cash",
      N_("Smallest amounts of cash by currency, like CHF 0.05, SEK 1: the total of an order whose"
         " payment terms are cash is rounded to it. Empty: nothing is rounded.") },
    { "order.hold_minutes", "15", "int:0:1440",
      N_("Minutes that a draft keeps stock for itself after its last change.") },
    { "order.submitted_hold_days", "2", "int:0:60",
      N_("Days that a submitted order keeps stock until it is confirmed.") },
    { "order.remorse_minutes", "0", "int:0:10080",
      N_("Minutes after confirming in which an order is not picked yet, so that the customer may"
         " cancel; a channel may have its own.") },
    { "order.duplicate_minutes", "10", "int:0:1440",
      N_("Minutes in which a second order with the same lines raises a warning.") },
    { "order.sourcing", "best", "best|own",
      N_("Where stock comes from: from the sites that serve the whole order best, or from the"
         " order's own site alone.") },
    { "order.max_sites", "2", "int:1:5",
      N_("Sites that an order may be spread over, so many parcels; an order may have its own.") },
    { "order.ship_method", "", "text:40",
      N_("Ship method of an order whose customer, channel and site have no usual one.") },
    { "pickup.days", "7", "int:1:90",
      N_("Days for which an order is kept ready to be collected; then its goods go back.") },
    { "transfer.days", "1", "int:0:60",
      N_("Days that goods are on their way from one site to another.") },
    { "warehouse.release", "manual", "manual|auto",
      N_("Who sends orders to the warehouse: a clerk or a wave (manual), or each order goes by"
         " itself as soon as it may leave, whatever brought that about (auto).") },
    { "backorder.age_days", "14", "int:0:365",
      N_("Days after which a line that waits for stock is shown as waiting long; 0: never.") },
    { "backup.warn_days", "7", "int:0:365",
      N_("Days after which the dashboard says that no copy of the desk was made; 0: never.") },
    { "pick.verify_place", "no", "no|yes",
      N_("Must the place be scanned before an item is taken from it?") },
    { "paper.label", "4x6", "4x6|a6", N_("Size of labels: 4 by 6 inches, or A6.") },
    { "label.provider", "none", "none|easypost|shipengine",
      N_("Who makes the carriers' labels: nobody (a number is typed), EasyPost or ShipEngine.") },
    { "label.rule", "cheapest", "cheapest|fastest|choose",
      N_("Which of the offered ways a label is bought for, where the ship method names none: the"
         " cheapest, the fastest, or the one that a person chooses.") },
    { "label.days", "0", "int:0:30",
      N_("Days that a parcel may be on its way when its label is chosen; 0: any.") },
    { "label.format", "pdf", "pdf|png|zpl", N_("What carriers' labels come as.") },
    { "label.print", "no", "no|yes",
      N_("Is a label that comes printed by itself, where it was asked for?") },
    { "label.form", "yes", "no|yes",
      N_("Is the carrier's form of its parcels asked for when a manifest is handed over?") },
    { "label.insure_from", "0", "int:0:1000000",
      N_("Goods in a parcel worth so much or more, in the firm's currency, are insured; 0:"
         " nothing is.") },
    { "label.phone", "", "text:40", N_("Telephone number of the sender on carriers' labels.") },
    { "address.provider", "none", "none|easypost|shipengine",
      N_("Who is asked whether carriers know an address that was typed; none: nobody.") },
    { "address.countries", "", "text:200",
      N_("Countries whose addresses are asked about, like GB US; empty: all.") },
    { "address.days", "180", "int:1:3650",
      N_("Days for which an answer on an address holds; then it is asked about again.") },
    { "address.hold", "no", "no|yes",
      N_("Is an order to an address that no carrier knows held until somebody settles it?") },
    { "track.provider", "none", "none|easypost|shipengine",
      N_("Who is asked after parcels whose number was typed; a label is asked after where it was"
         " bought.") },
    { "track.quiet_days", "5", "int:0:60",
      N_("Days without news from the carrier after which a parcel is shown; 0: never.") },
    { "customer.terms", "NET30", "code", N_("Payment terms of a new customer.") },
    { "sync.event_hours", "24", "int:1:720",
      N_("Hours after which what happened here sets off nothing outside any more, because no worker"
         " ran.") },
    { "notice.mail_provider", "none", "none|smtp|sendgrid|postmark",
      N_("Who sends mails to customers; none: nobody, then none are sent.") },
    { "notice.sms_provider", "none", "none|twilio",
      N_("Who sends text messages to customers; none: nobody.") },
    { "notice.from", "", "mail", N_("Address that mails to customers come from.") },
    { "notice.from_name", "", "text:100", N_("Name beside it; empty: that of the firm.") },
    { "notice.reply_to", "", "mail", N_("Address for answers; empty: the one they come from.") },
    { "notice.lang", "en", "text:2",
      N_("Language of notices to customers that have none, like en or de.") },
    { "notice.confirmation", "mail", NOTICE_WAYS, N_("How a confirmed order is told.") },
    { "notice.change", "mail", NOTICE_WAYS, N_("How a changed order is told.") },
    { "notice.backorder", "mail", NOTICE_WAYS, N_("How a later date is told.") },
    { "notice.shipped", "both", NOTICE_WAYS, N_("How it is told that a parcel left.") },
    { "notice.pickup", "both", NOTICE_WAYS,
      N_("How it is told that an order is ready to be collected.") },
    { "notice.delivered", "none", NOTICE_WAYS, N_("How it is told that a parcel arrived.") },
    { "notice.exception", "mail", NOTICE_WAYS, N_("How trouble with a parcel is told.") },
    { "notice.canceled", "mail", NOTICE_WAYS, N_("How a canceled order is told.") },
    { "notice.change_minutes", "5", "int:0:120",
      N_("Minutes in which several changes of an order become one notice.") },
    { "notice.quiet_from", "21", "int:0:23",
      N_("Hour from which no text messages are sent, in the desk's time zone.") },
    { "notice.quiet_to", "8", "int:0:23",
      N_("Hour until which none are sent; the same hour twice: at any time.") },
    { "notice.attach", "no", "no|yes",
      N_("Does a paper go along with a mail: with a confirmation, with what was shipped?") },
    { "folder.events", "", FOLDER_EVENTS,
      N_("What is written for the partner as a file, with blanks between: order.confirmed,"
         " order.changed, order.canceled, order.shipped, fulfillment.released,"
         " fulfillment.changed, fulfillment.canceled, shipment.delivered. Empty: nothing.") },
    { "folder.sites", "", "sites",
      N_("Sites that the partner works for, with blanks between; empty: all. It hears of no other,"
         " and may say nothing of one.") },
    { "folder.format", "csv", "csv|json", N_("What those files are.") },
    { NULL, NULL, NULL, NULL },
};

static const struct setting_def *find_def(const char *name, struct err *err)
{
    for (const struct setting_def *d = setting_defs; d->name != NULL; d++) {
        if (strcmp(d->name, name) == 0)
            return d;
    }
    err_field(err, ERR_NOT_FOUND, "name",
              _("There is no setting \"%.60s\". orderdesk setting list shows all of them."), name);
    return NULL;
}

OD_SQL(sql_setting_get, "setting.get",
       "SELECT value"
       " FROM setting"
       " WHERE name = $1");

bool setting_get(struct desk *desk, const char *name, struct arena *arena, const char **out,
                 struct err *err)
{
    const struct setting_def *def = find_def(name, err);
    const char *value = NULL;
    struct stmt *q;

    if (def == NULL)
        return false;
    q = sql_read(desk->db, &sql_setting_get);
    put_text(q, name);
    if (sql_row(q))
        value = get_text(q, arena);
    if (!sql_done(&q, err))
        return false;
    *out = value != NULL ? value : def->fallback;
    return true;
}

bool setting_get_int(struct desk *desk, const char *name, int64_t *out, struct err *err)
{
    OD_ARENA *tmp = arena_new();
    const char *value;

    if (!setting_get(desk, name, tmp, &value, err))
        return false;
    return decimal_parse(value, 0, INT64_MAX, NULL, out, err);
}

/* ---- checking -------------------------------------------------------------------------------- */

/* Reads "A:B" behind "int:"; our own table, so it is well formed. */
static int64_t bound(const char **at)
{
    int64_t v = 0;

    for (; **at >= '0' && **at <= '9'; (*at)++)
        v = v * 10 + (**at - '0');
    if (**at == ':')
        (*at)++;
    return v;
}

static bool check_int(const char *range, const char *value, struct err *err)
{
    int64_t min = bound(&range), max = bound(&range), v;

    if (!decimal_parse(value, 0, INT64_MAX, NULL, &v, NULL) || v < min || v > max)
        return err_field(err, ERR_INVALID, "value",
                         _("Give a whole number from %lld to %lld, not \"%.40s\"."),
                         (long long)min, (long long)max, value);
    return true;
}

/* One "@" with something on both sides, and nothing that a header could be led astray by. */
static bool is_mail(const char *v)
{
    const char *at = strchr(v, '@');

    for (const char *c = v; *c != '\0'; c++)
        if ((unsigned char)*c <= ' ' || *c == 0x7f || strchr("<>,;\"", *c) != NULL)
            return false;
    return at != NULL && at != v && at[1] != '\0' && strchr(at + 1, '@') == NULL;
}

/* Brings the value into the form that is stored. */
static bool check_value(const struct setting_def *def, struct arena *arena, const char **value,
                        struct err *err)
{
    const char *v = *value, *size = def->choices + 5;
    struct cash_steps steps;

    if (strncmp(def->choices, "int:", 4) == 0)
        return check_int(def->choices + 4, v, err);
    if (strncmp(def->choices, "text:", 5) == 0) {
        int64_t max = bound(&size);

        return strlen(v) <= (size_t)max ||
               err_field(err, ERR_LIMIT, "value", _("Give at most %lld characters."),
                         (long long)max);
    }
    if (strncmp(def->choices, "list:", 5) == 0)
        return setting_check_list(def->choices + 5, arena, value, err);
    if (strcmp(def->choices, "sites") == 0)
        return true; /* asked in setting_set, where the desk is */
    if (strcmp(def->choices, "zone") == 0)
        return v[0] == '\0' || os_is_time_zone(v) ||
               err_field(err, ERR_INVALID, "value",
                         _("There is no time zone \"%.40s\". Use a name like Europe/London."), v);
    if (strcmp(def->choices, "code") == 0)
        return text_code(v, "value", arena, value, err);
    if (strcmp(def->choices, "cash") == 0) {
        if (!cash_steps_parse(v, &steps, err))
            return false;
        *value = cash_steps_format(&steps, arena);
        return true;
    }
    if (strcmp(def->choices, "country") == 0) {
        *value = country_code(v);
        return *value != NULL ||
               err_field(err, ERR_INVALID, "value", _("There is no country \"%.40s\"."), v);
    }
    if (strcmp(def->choices, "mail") == 0)
        return v[0] == '\0' || is_mail(v) ||
               err_field(err, ERR_INVALID, "value",
                         _("\"%.60s\" is no mail address. It looks like name@example.com."), v);
    if (strcmp(def->choices, "currency") == 0)
        return text_code(v, "value", arena, value, err) &&
               (currency_find(*value) != NULL ||
                err_field(err, ERR_INVALID, "value",
                          _("There is no currency \"%.40s\". Use its ISO code, like EUR."), v));
    return setting_is_choice(def->choices, v) ||
           err_field(err, ERR_INVALID, "value", _("\"%.40s\" does not fit here. Choose of: %s."), v,
                     def->choices);
}

OD_SQL(sql_setting_site, "setting.site",
       "SELECT id"
       " FROM site"
       " WHERE code = $1");

bool setting_site(struct desk *desk, const char *code, int64_t *id, struct err *err)
{
    bool found;
    OD_STMT *q = sql_read(desk->db, &sql_setting_site);

    put_text(q, code);
    if (!sql_one_i64(&q, &found, id, err))
        return false;
    if (!found)
        return err_field(err, ERR_INVALID, "value", _("There is no site %.60s."), code);
    return true;
}

OD_SQL(sql_setting_put, "setting.put",
       "INSERT INTO setting (name, value)"
       " VALUES ($1, $2)"
       " ON CONFLICT (name) DO UPDATE SET value = excluded.value");

static bool put_setting(struct tx *tx, const char *name, const char *value, struct err *err)
{
    OD_STMT *q = sql_write(tx, &sql_setting_put);

    put_text(q, name);
    put_text(q, value);
    return sql_run(&q, NULL, err);
}

OD_SQL_SCAN(sql_setting_counts_money, "setting.counts_money", "stops at the first row",
            "SELECT CASE WHEN EXISTS (SELECT 1 FROM sales_order)"
            " OR EXISTS (SELECT 1 FROM price_rule)"
            " OR EXISTS (SELECT 1 FROM exchange_rate) THEN 1 ELSE 0 END");

OD_SQL(sql_setting_base_list, "setting.base_list",
       "UPDATE price_list"
       " SET currency = $1, version = version + 1"
       " WHERE code = 'BASE'");

/* The list of the house follows while it is empty. Later what was counted in one currency would be
 * read in the other. */
static bool change_currency(struct tx *tx, struct desk *desk, const char *from, const char *to,
                            struct err *err)
{
    bool found;
    int64_t counts = 0;
    OD_STMT *q = sql_read(desk->db, &sql_setting_counts_money);

    if (!sql_one_i64(&q, &found, &counts, err))
        return false;
    if (counts != 0)
        return err_field(err, ERR_STATE, "value",
                         _("This desk has prices or orders in %s, so its currency stays. Make a "
                           "new desk for another one."),
                         from);
    q = sql_write(tx, &sql_setting_base_list);
    put_text(q, to);
    return sql_run(&q, NULL, err);
}

/* What hangs on a setting changes with it. */
static bool follow(struct tx *tx, const char *name, const char *value, struct err *err)
{
    if (strcmp(name, "company.time_zone") != 0)
        return true;
    os_set_time_zone(value);
    return hours_recount(tx, err);
}

/* One of them, in the transaction. An error is of the field "value". */
static bool set_one(struct tx *tx, struct desk *desk, const struct setting_change *c,
                    struct err *err)
{
    OD_ARENA *tmp = arena_new();
    const struct setting_def *def = find_def(c->name, err);
    struct event_note note = { .kind = "setting.set", .fields = c->name };
    const char *before, *value = c->value;
    int64_t site;

    if (def == NULL || !text_line(value, "value", tmp, &value, err) ||
        !check_value(def, tmp, &value, err))
        return false;
    if (strcmp(c->name, "company.site") == 0 && !setting_site(desk, value, &site, err))
        return false;
    if (strcmp(def->choices, "sites") == 0 && !setting_check_sites(desk, tmp, &value, err))
        return false;
    if (!setting_get(desk, c->name, tmp, &before, err))
        return false;
    if (c->was != NULL && strcmp(before, c->was) != 0)
        return err_set(err, ERR_CONFLICT, _("The setting %s was changed meanwhile."), c->name);
    if (strcmp(before, value) == 0)
        return true;
    if (strcmp(c->name, "company.currency") == 0 && !change_currency(tx, desk, before, value, err))
        return false;
    note.before_json = event_json(tmp, c->name, before);
    note.after_json = event_json(tmp, c->name, value);
    return put_setting(tx, c->name, value, err) && follow(tx, c->name, value, err) &&
           event_add(tx, desk, "setting", 0, &note, err);
}

bool setting_set_all(struct desk *desk, const struct setting_change *v, int n, int *at,
                     struct err *err)
{
    OD_TX tx = { 0 };
    bool is_done = desk_begin(desk, "setting.set", &tx, err);

    *at = -1;
    for (int i = 0; is_done && i < n; i++) {
        is_done = set_one(&tx, desk, &v[i], err);
        *at = is_done ? -1 : i;
    }
    if (!is_done || !tx_commit(&tx, err)) {
        os_set_time_zone(desk->company.time_zone);
        return false;
    }
    return desk_company_load(desk, err);
}

bool setting_set(struct desk *desk, const char *name, const char *value, struct err *err)
{
    const struct setting_change change = { name, NULL, value };
    int at;

    return setting_set_all(desk, &change, 1, &at, err);
}

/* ---- the firm -------------------------------------------------------------------------------- */

OD_SQL(sql_setting_channel, "setting.channel",
       "SELECT id"
       " FROM channel"
       " WHERE code = $1");

static bool load_channel(struct desk *desk, struct err *err)
{
    bool found;
    OD_STMT *q = sql_read(desk->db, &sql_setting_channel);

    put_text(q, "phone");
    return sql_one_i64(&q, &found, &desk->company.channel.v, err);
}

/* Number of the choice in "a|b|c", from 0. */
static int choice_index(const char *choices, const char *value)
{
    int n = 0;

    for (const char *at = choices;; at++, n++) {
        size_t len = strcspn(at, "|");

        if (strlen(value) == len && memcmp(at, value, len) == 0)
            return n;
        at += len;
        if (*at == '\0')
            return 0;
    }
}

static_assert(ROUND_HALF_UP == 0 && ROUND_HALF_EVEN == 1 && ROUND_DOWN == 2 && ROUND_UP == 3,
              "order of tax.round_mode");

bool desk_company_load(struct desk *desk, struct err *err)
{
    OD_ARENA *tmp = arena_new();
    struct company *c = &desk->company;
    const char *name, *country, *zone, *currency, *site;
    const char *decimal, *mode, *round, *round_mode, *steps;

    if (!setting_get(desk, "company.name", tmp, &name, err) ||
        !setting_get(desk, "company.country", tmp, &country, err) ||
        !setting_get(desk, "company.time_zone", tmp, &zone, err) ||
        !setting_get(desk, "company.currency", tmp, &currency, err) ||
        !setting_get(desk, "company.site", tmp, &site, err) ||
        !setting_get(desk, "format.decimal", tmp, &decimal, err) ||
        !setting_get(desk, "tax.price_mode", tmp, &mode, err) ||
        !setting_get(desk, "tax.round", tmp, &round, err) ||
        !setting_get(desk, "tax.round_mode", tmp, &round_mode, err) ||
        !setting_get(desk, "order.cash_steps", tmp, &steps, err) ||
        !cash_steps_parse(steps, &c->cash_steps, err) ||
        !setting_site(desk, site, &c->site.v, err) || !load_channel(desk, err))
        return false;
    if (currency_find(currency) == NULL)
        return err_set(err, ERR_CORRUPT, _("The desk's currency (%.10s) is not known."), currency);
    memcpy(c->currency, currency, strlen(currency) + 1);
    c->name = desk_keep(desk, c->name, name);
    c->country = desk_keep(desk, c->country, country);
    if (c->time_zone == NULL || strcmp(c->time_zone, zone) != 0)
        os_set_time_zone(zone);
    c->time_zone = desk_keep(desk, c->time_zone, zone);
    c->is_tax_incl = strcmp(mode, "inclusive") == 0;
    c->tax_round = choice_index("per_rate|per_line|per_unit", round) + 1;
    c->round_mode = (enum round_mode)choice_index("half_up|half_even|down|up", round_mode);
    desk->form = strcmp(decimal, "comma") == 0 ? (struct decimal_form){ ',', '.' }
                                               : (struct decimal_form){ '.', ',' };
    return true;
}

/* ---- sequences ------------------------------------------------------------------------------- */

OD_SQL(sql_sequence_next, "sequence.next",
       "UPDATE sequence"
       " SET next_value = next_value + 1"
       " WHERE name = $1"
       " RETURNING next_value - 1");

bool sequence_next(struct tx *tx, const char *name, int64_t *out, struct err *err)
{
    bool found;
    OD_STMT *q = sql_write(tx, &sql_sequence_next);

    put_text(q, name);
    if (!sql_one_i64(&q, &found, out, err))
        return false;
    if (!found)
        return err_set(err, ERR_CORRUPT, _("The desk has no number sequence \"%s\"."), name);
    return true;
}
