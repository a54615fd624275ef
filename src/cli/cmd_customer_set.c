/*
 * Commands that add and change customers, their addresses and contacts: options to records.
 */
#include "cli/cmd_customer.h"

#include <string.h>

#include "base/i18n.h"
#include "base/mem.h"
#include "cli/cmd_price.h"
#include "cli/find.h"
#include "domain/catalog/item.h"
#include "domain/catalog/pricing.h"
#include "domain/catalog/tax.h"
#include "domain/desk/desk.h"
#include "domain/order/ship_policy.h"
#include "domain/party/address_form.h"
#include "domain/party/customer.h"
#include "domain/party/pair.h"

/* --- the record ------------------------------------------------------------------------------- */

static bool take_terms(struct cli *c, const char *code, struct customer *cu, struct err *err)
{
    struct choices terms;

    if (!payment_terms_choices(c->desk, c->arena, &terms, err))
        return false;
    for (int i = 0; i < terms.n; i++) {
        if (strcmp(terms.v[i].code, code) == 0) {
            cu->payment_terms_id = terms.v[i].id;
            return true;
        }
    }
    return err_field(err, ERR_INVALID, "terms", _("There are no payment terms %s."), code);
}

static bool take_tax_zone(struct cli *c, const char *code, struct customer *cu, struct err *err)
{
    struct tax_zones zones;

    if (code[0] == '\0') {
        cu->tax_zone_id = 0;
        return true;
    }
    if (!tax_zones_load(c->desk, c->arena, &zones, err))
        return false;
    for (int i = 0; i < zones.n; i++) {
        if (strcmp(zones.v[i].code, code) == 0) {
            cu->tax_zone_id = zones.v[i].id;
            return true;
        }
    }
    return err_field(err, ERR_INVALID, "tax-zone",
                     _("There is no tax zone %s; see: orderdesk tax list"), code);
}

static bool take_price_list(struct cli *c, const char *code, struct customer *cu, struct err *err)
{
    struct price_list *list;

    if (code[0] == '\0') {
        cu->price_list.v = 0;
        return true;
    }
    if (!price_list_find(c->desk, code, c->arena, &list, err))
        return false;
    if (list == NULL)
        return err_field(err, ERR_INVALID, "price-list",
                         _("There is no price list %s; see: orderdesk price list"), code);
    cu->price_list = list->id;
    return true;
}

static bool take_group(struct cli *c, const char *code, struct customer *cu, struct err *err)
{
    struct customer_group *group;

    if (code[0] == '\0') {
        cu->group_id = 0;
        return true;
    }
    if (!find_group(c, code, &group, err))
        return false;
    cu->group_id = group->id;
    return true;
}

static bool take_credit(const char *text, struct customer *cu, struct err *err)
{
    struct money limit;

    cu->has_credit_limit = strcmp(text, "none") != 0;
    if (!cu->has_credit_limit)
        return true;
    if (!money_parse(text, cu->currency, NULL, &limit, err))
        return err_at(err, "credit-limit");
    cu->credit_limit_minor = limit.minor;
    return true;
}

static bool take_backorders(const char *text, struct customer *cu, struct err *err)
{
    for (int policy = BACKORDER_AS_ITEM; policy <= BACKORDER_ALLOW; policy++) {
        if (strcmp(text, customer_backorders(policy)) == 0) {
            cu->backorder_policy = policy;
            return true;
        }
    }
    return err_field(err, ERR_INVALID, "backorders",
                     _("--backorders is item, deny or allow, not \"%s\"."), text);
}

static bool take_codes(struct cli *c, struct customer *cu, struct err *err)
{
    const char *terms = verb_opt(c, "terms"), *zone = verb_opt(c, "tax-zone");
    const char *list = verb_opt(c, "price-list"), *site = verb_opt(c, "site");
    const char *currency = verb_opt(c, "currency"), *kind = verb_opt(c, "kind");
    const char *group = verb_opt(c, "group");

    if (currency != NULL && currency_find(currency) == NULL)
        return err_field(err, ERR_INVALID, "currency",
                         _("\"%s\" is no currency; give its three letters, like EUR."), currency);
    if (currency != NULL)
        memcpy(cu->currency, currency_find(currency)->code, sizeof cu->currency);
    if (kind != NULL && strcmp(kind, "b2b") != 0 && strcmp(kind, "b2c") != 0)
        return err_field(err, ERR_INVALID, "kind", _("--kind is b2b or b2c, not \"%s\"."), kind);
    if (kind != NULL)
        cu->kind = strcmp(kind, "b2c") == 0 ? CUSTOMER_B2C : CUSTOMER_B2B;
    if (site != NULL && site[0] == '\0')
        cu->site.v = 0;
    else if (site != NULL && !find_site_id(c, site, &cu->site, err))
        return false;
    return (terms == NULL || take_terms(c, terms, cu, err)) &&
           (zone == NULL || take_tax_zone(c, zone, cu, err)) &&
           (list == NULL || take_price_list(c, list, cu, err)) &&
           (group == NULL || take_group(c, group, cu, err));
}

static void take_texts(const struct cli *c, struct customer *cu)
{
    const struct {
        const char *option;
        const char **field;
    } texts[] = {
        { "name", &cu->name },
        { "email", &cu->email },
        { "phone", &cu->phone },
        { "language", &cu->lang },
        { "note", &cu->note },
        { "tax-number", &cu->tax_number },
        { "tax-exempt", &cu->tax_exempt_cert },
    };

    for (size_t i = 0; i < OD_LEN(texts); i++)
        if (verb_opt(c, texts[i].option) != NULL)
            *texts[i].field = verb_opt(c, texts[i].option);
}

static bool take_customer(struct cli *c, struct customer *cu, struct err *err)
{
    const struct {
        const char *option;
        bool *field;
    } flags[] = {
        { "active", &cu->is_active },
        { "credit-hold", &cu->is_credit_held },
        { "po-required", &cu->is_po_required },
        { "best-price", &cu->is_best_price },
    };
    const char *limit = verb_opt(c, "credit-limit"), *backorders = verb_opt(c, "backorders");
    const char *until = verb_opt(c, "tax-exempt-until");

    take_texts(c, cu);
    if (!take_codes(c, cu, err))
        return false;
    for (size_t i = 0; i < OD_LEN(flags); i++) {
        const char *text = verb_opt(c, flags[i].option);

        if (text != NULL && !find_bool(flags[i].option, text, flags[i].field, err))
            return false;
    }
    if (until != NULL && !date_parse(until, &cu->tax_exempt_until, err))
        return err_at(err, "tax-exempt-until");
    return find_tolerance(c, "over-ship", &cu->tolerance.over, err) &&
           find_tolerance(c, "under-ship", &cu->tolerance.under, err) &&
           (limit == NULL || take_credit(limit, cu, err)) &&
           (verb_opt(c, "ship-policy") == NULL ||
            ship_policy_parse(verb_opt(c, "ship-policy"), &cu->ship_policy, err)) &&
           (backorders == NULL || take_backorders(backorders, cu, err));
}

/* The address options as a record; false in *is_given where none was. */
static void take_address(const struct cli *c, struct address *a, bool *is_given)
{
    const struct {
        const char *option;
        const char **field;
    } texts[] = {
        { "address-name", &a->name }, { "street", &a->line1 },        { "street2", &a->line2 },
        { "city", &a->city },         { "region", &a->region },       { "postcode", &a->postcode },
        { "country", &a->country },   { "address-phone", &a->phone },
    };

    *is_given = false;
    for (size_t i = 0; i < OD_LEN(texts); i++) {
        const char *text = verb_opt(c, texts[i].option);

        if (*texts[i].field == NULL)
            *texts[i].field = "";
        if (text == NULL)
            continue;
        *texts[i].field = text;
        *is_given = true;
    }
}

static bool print_code(struct cli *c, struct customer_id id, struct err *err)
{
    const char *doubts;
    struct customer *saved;

    if (!customer_load(c->desk, id, c->arena, &saved, err) ||
        !customer_doubts(c->desk, id, c->arena, &doubts, err))
        return false;
    if (doubts[0] != '\0')
        cli_note(c, doubts);
    out_text(c->out, "code", saved->code);
    return true;
}

bool run_customer_new(struct cli *c, struct err *err)
{
    struct customer cu = {
        .code = verb_opt(c, "code") == NULL ? "" : verb_opt(c, "code"),
        .kind = CUSTOMER_B2B,
        .is_active = true,
        .lang = "",
        .tax_number = "",
        .tax_exempt_cert = "",
        .email = "",
        .phone = "",
        .note = "",
    };
    struct address address = { 0 };
    struct customer_id id;
    bool has_address;

    memcpy(cu.currency, desk_company(c->desk)->currency, sizeof cu.currency);
    if (!take_customer(c, &cu, err))
        return false;
    cu.name = verb_arg(c, 0);
    take_address(c, &address, &has_address);
    if (address.country[0] == '\0')
        address.country = desk_company(c->desk)->country;
    return customer_save(c->desk, &cu, has_address ? &address : NULL, c->key, &id, err) &&
           print_code(c, id, err);
}

bool run_customer_set(struct cli *c, struct err *err)
{
    struct customer *cu;
    struct customer_id id;

    return find_customer(c, verb_arg(c, 0), &cu, err) && take_customer(c, cu, err) &&
           customer_save(c->desk, cu, NULL, NULL, &id, err);
}

bool run_customer_address(struct cli *c, struct err *err)
{
    const char *number = verb_opt(c, "number");
    struct address address = { 0 };
    struct address_id id;
    struct customer *cu;
    int64_t n = 0;
    bool is_given;

    if (!find_customer(c, verb_arg(c, 0), &cu, err))
        return false;
    if (number != NULL && !find_int("number", number, 1, INT32_MAX, &n, err))
        return false;
    for (int i = 0; i < cu->address_count; i++)
        if (cu->addresses[i].number == n)
            address = cu->addresses[i];
    if (number != NULL && address.number == 0)
        return err_field(err, ERR_INVALID, "number", _("Customer %s has no address %s."), cu->code,
                         number);
    take_address(c, &address, &is_given);
    if (address.country[0] == '\0')
        address.country = desk_company(c->desk)->country;
    address.customer = cu->id;
    return address_add(c->desk, &address, &id, err);
}

bool run_customer_label(struct cli *c, struct err *err)
{
    const char *text = verb_opt(c, "number");
    struct customer *cu;
    int64_t n = 1;

    if (!find_customer(c, verb_arg(c, 0), &cu, err) ||
        (text != NULL && !find_int("number", text, 1, INT32_MAX, &n, err)))
        return false;
    for (int i = 0; i < cu->address_count; i++)
        if (cu->addresses[i].number == n) {
            out_text(c->out, "label",
                     address_label(&cu->addresses[i], cu->name, desk_company(c->desk)->country,
                                   c->arena));
            return true;
        }
    return err_field(err, ERR_NOT_FOUND, "number", _("Customer %s has no address %lld."), cu->code,
                     (long long)n);
}

bool run_customer_contact(struct cli *c, struct err *err)
{
    struct contact p = {
        .title = "", .email = "", .phone = "", .is_active = true, .roles = CONTACT_ORDERS
    };
    const char *text = verb_opt(c, "id");
    struct contact_id id;
    struct customer *cu;
    int64_t known = 0;
    bool by_mail = true;

    if (!find_customer(c, verb_arg(c, 0), &cu, err) ||
        (text != NULL && !find_int("id", text, 1, INT64_MAX / 2, &known, err)))
        return false;
    for (int i = 0; i < cu->contact_count; i++)
        if (cu->contacts[i].id.v == known)
            p = cu->contacts[i];
    if (known != 0 && p.id.v != known)
        return err_field(err, ERR_INVALID, "id", _("Customer %s has no contact %s."), cu->code,
                         text);
    if (verb_opt(c, "if-version") != NULL && !find_version(c, &p.version, err))
        return false;
    p.name = verb_arg(c, 1);
    if (verb_opt(c, "title") != NULL)
        p.title = verb_opt(c, "title");
    if (verb_opt(c, "email") != NULL)
        p.email = verb_opt(c, "email");
    if (verb_opt(c, "phone") != NULL)
        p.phone = verb_opt(c, "phone");
    if (verb_opt(c, "active") != NULL &&
        !find_bool("active", verb_opt(c, "active"), &p.is_active, err))
        return false;
    if (verb_opt(c, "mail") != NULL && !find_bool("mail", verb_opt(c, "mail"), &by_mail, err))
        return false;
    p.no_mail = verb_opt(c, "mail") != NULL ? !by_mail : p.no_mail;
    if (verb_opt(c, "sms") != NULL && !find_bool("sms", verb_opt(c, "sms"), &p.by_sms, err))
        return false;
    return contact_save(c->desk, cu->id, &p, &id, err);
}
