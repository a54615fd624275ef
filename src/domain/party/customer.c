/*
 * Customers: checking and saving the record. Addresses and contacts have their own files.
 */
#include "domain/party/customer.h"

#include <assert.h>
#include <string.h>

#include "base/i18n.h"
#include "base/limits.h"
#include "base/mem.h"
#include "base/strbuf.h"
#include "domain/desk/event.h"
#include "domain/desk/idem.h"
#include "domain/desk/index.h"
#include "domain/desk/setting.h"
#include "domain/desk/text.h"
#include "domain/party/address_check.h"
#include "domain/party/address_form.h"
#include "domain/party/party_impl.h"
#include "store/tx.h"

static_assert(CUSTOMER_B2B == 1 && CUSTOMER_B2C == 2, "stored values");
static_assert(CONTACT_ORDERS == 1 && CONTACT_APPROVES == 2 && CONTACT_RECEIVES == 4 &&
                  CONTACT_PAYS == 8,
              "stored bits");

/* Numbers of the sequence that imported customers may have taken already. */
#define CODE_TRIES 10000

/* ---- checking -------------------------------------------------------------------------------- */

static bool check_texts(struct arena *arena, struct customer *c, struct err *err)
{
    const char *method = c->ship_method != NULL ? c->ship_method : "";

    return text_code(c->code, "code", arena, &c->code, err) &&
           text_required(c->name, "name", _("the customer's name"), arena, &c->name, err) &&
           text_line(c->lang, "lang", arena, &c->lang, err) &&
           text_line(c->tax_number, "tax_number", arena, &c->tax_number, err) &&
           text_line(c->tax_exempt_cert, "tax_exempt_cert", arena, &c->tax_exempt_cert, err) &&
           text_line(c->email, "email", arena, &c->email, err) &&
           text_line(c->phone, "phone", arena, &c->phone, err) &&
           text_line(method, "ship_method", arena, &c->ship_method, err) &&
           text_note(c->note, "note", arena, &c->note, err) && email_check(c->email, err);
}

static bool check_values(struct desk *desk, struct customer *c, struct err *err)
{
    if (c->kind == 0)
        c->kind = CUSTOMER_B2B;
    if (c->kind != CUSTOMER_B2B && c->kind != CUSTOMER_B2C)
        return err_field(err, ERR_INVALID, "kind", _("A customer is a firm or a person."));
    if (c->currency[0] == '\0')
        memcpy(c->currency, desk_company(desk)->currency, sizeof c->currency);
    if (currency_find(c->currency) == NULL)
        return err_field(err, ERR_INVALID, "currency",
                         _("There is no currency \"%.3s\". Use its ISO code, like EUR."),
                         c->currency);
    if (c->has_credit_limit &&
        (c->credit_limit_minor < 0 || c->credit_limit_minor > LIMIT_MONEY_MINOR))
        return err_field(err, ERR_INVALID, "credit_limit",
                         _("A credit limit is an amount of zero or more."));
    if (!c->has_credit_limit)
        c->credit_limit_minor = 0;
    if (c->backorder_policy < 0 || c->backorder_policy > 2)
        return err_field(err, ERR_INVALID, "backorders",
                         _("Backorders are as the item says, denied or allowed."));
    if (c->ship_policy == 0)
        c->ship_policy = 1;
    if (c->ship_policy < 1 || c->ship_policy > 3)
        return err_field(err, ERR_INVALID, "ship_policy",
                         _("Orders leave as goods are there, complete, or once."));
    if (date_is_set(c->tax_exempt_until) && !date_is_valid(c->tax_exempt_until))
        return err_field(err, ERR_INVALID, "tax_exempt_until", _("This date does not exist."));
    return true;
}

static bool check(struct desk *desk, const struct customer *in, struct arena *arena,
                  struct customer *out, struct err *err)
{
    *out = *in;
    return check_texts(arena, out, err) && check_values(desk, out, err) &&
           customer_refs_check(desk, out, arena, err) &&
           customer_not_from_check(desk, out, arena, err);
}

/* Is the address one of the customer's current ones? */
static bool is_own_address(const struct customer *c, struct address_id id)
{
    for (int i = 0; i < c->address_count; i++) {
        if (c->addresses[i].id.v == id.v)
            return true;
    }
    return id.v == 0;
}

/* Gives a new customer the next free number, or checks that a typed code is nobody else's. */
static bool settle_code(struct tx *tx, struct desk *desk, struct customer *c, struct arena *arena,
                        struct err *err)
{
    struct customer_id owner;
    int64_t number;

    if (c->code[0] != '\0') {
        if (!customer_id_of_code(desk, c->code, &owner, err))
            return false;
        if (owner.v != 0 && owner.v != c->id.v)
            return err_field(err, ERR_CONFLICT, "code", _("There is a customer %s already."),
                             c->code);
        return true;
    }
    if (c->id.v != 0)
        return err_field(err, ERR_INVALID, "code", _("Fill in: %s."), _("the customer's code"));
    for (int i = 0; i < CODE_TRIES; i++) {
        if (!sequence_next(tx, "customer", &number, err))
            return false;
        c->code = arena_printf(arena, "%lld", (long long)number);
        if (!customer_id_of_code(desk, c->code, &owner, err))
            return false;
        if (owner.v == 0)
            return true;
    }
    return err_field(err, ERR_LIMIT, "code", _("Too many numbers are taken: type a code."));
}

/* ---- comparing ------------------------------------------------------------------------------- */

static const char *yes_no(bool is)
{
    return is ? _("yes") : _("no");
}

static const char *limit_text(const struct customer *c, struct arena *arena)
{
    char out[MONEY_TEXT_SIZE];

    if (!c->has_credit_limit)
        return "";
    if (currency_find(c->currency) == NULL)
        return arena_printf(arena, "%lld", (long long)c->credit_limit_minor);
    return arena_strdup(arena,
                        money_format_code(money_make(c->credit_limit_minor, c->currency), out));
}

static const char *date_text(struct date d, struct arena *arena)
{
    char out[DATE_TEXT_SIZE];

    return arena_strdup(arena, date_format(d, out));
}

static const char *ship_policy_text(int policy)
{
    return policy == 2 ? _("all together") : policy == 3 ? _("once") : _("in parts");
}

/* What stands for a reference: its words where they are known, else the row's id. */
static const char *ref_text(int64_t id, const char *words, struct arena *arena)
{
    if (id == 0)
        return "";
    return words != NULL && words[0] != '\0' ? words : arena_printf(arena, "#%lld", (long long)id);
}

static const char *own_address_text(const struct customer *c, struct address_id id,
                                    struct arena *arena)
{
    for (int i = 0; i < c->address_count; i++) {
        if (c->addresses[i].id.v == id.v)
            return address_line(&c->addresses[i], arena);
    }
    return ref_text(id.v, NULL, arena);
}

static const char *backorder_text(int policy)
{
    return policy == 0 ? _("as the item") : policy == 1 ? _("denied") : _("allowed");
}

/* Labels as they are in the code: most of them are not shown. */
static void field_texts(const struct customer *c, struct arena *arena,
                        struct customer_field out[CUSTOMER_FIELDS])
{
    const struct customer_field fields[CUSTOMER_FIELDS] = {
        { "code", N_("Code"), c->code },
        { "name", N_("Name"), c->name },
        { "kind", N_("Kind"), c->kind == CUSTOMER_B2C ? _("person") : _("firm") },
        { "is_active", N_("Active"), yes_no(c->is_active) },
        { "currency", N_("Currency"), c->currency },
        { "lang", N_("Language"), c->lang },
        { "email", N_("Mail"), c->email },
        { "phone", N_("Phone"), c->phone },
        { "bill_address", N_("Bill to"), own_address_text(c, c->bill_address, arena) },
        { "ship_address", N_("Ship to"), own_address_text(c, c->ship_address, arena) },
        { "terms", N_("Payment terms"), ref_text(c->payment_terms_id, c->terms_name, arena) },
        { "credit_limit", N_("Credit limit"), limit_text(c, arena) },
        { "is_credit_held", N_("Credit hold"), yes_no(c->is_credit_held) },
        { "is_po_required", N_("PO required"), yes_no(c->is_po_required) },
        { "backorders", N_("Backorders"), backorder_text(c->backorder_policy) },
        { "over_ship", N_("Over-delivery %"), tolerance_text(c->tolerance.over, NULL, arena) },
        { "under_ship", N_("Under-delivery %"), tolerance_text(c->tolerance.under, NULL, arena) },
        { "ship_policy", N_("Orders leave"), ship_policy_text(c->ship_policy) },
        { "ship_method", N_("Usual way"), c->ship_method },
        { "not_from", N_("Not from"), c->not_from },
        { "price_list", N_("Price list"), ref_text(c->price_list.v, c->price_list_code, arena) },
        { "group", N_("Group"), ref_text(c->group_id, c->group_code, arena) },
        { "best_price", N_("Best price"), c->is_best_price ? _("yes") : _("no") },
        { "site", N_("Site"), ref_text(c->site.v, c->site_code, arena) },
        { "tax_zone", N_("Tax zone"), ref_text(c->tax_zone_id, c->tax_zone, arena) },
        { "tax_number", N_("Tax number"), c->tax_number },
        { "tax_exempt_cert", N_("Tax exemption"), c->tax_exempt_cert },
        { "tax_exempt_until", N_("Exempt until"), date_text(c->tax_exempt_until, arena) },
        { "note", N_("Note"), c->note },
    };

    for (int i = 0; i < CUSTOMER_FIELDS; i++)
        out[i] = (struct customer_field){ fields[i].name, fields[i].label,
                                          fields[i].text != NULL ? fields[i].text : "" };
}

void customer_field_texts(const struct customer *c, struct arena *arena,
                          struct customer_field out[CUSTOMER_FIELDS])
{
    field_texts(c, arena, out);
    for (int i = 0; i < CUSTOMER_FIELDS; i++)
        out[i].label = _(out[i].label);
}

/* Labels as in the code: the log has no need of them. */
static void compare(const struct customer *before, const struct customer *now, struct arena *arena,
                    struct field_diffs *out)
{
    struct customer_field old[CUSTOMER_FIELDS], fresh[CUSTOMER_FIELDS];
    struct field_diff *diffs = arena_array(arena, CUSTOMER_FIELDS, struct field_diff);
    int n = 0;

    field_texts(before, arena, old);
    field_texts(now, arena, fresh);
    for (int i = 0; i < CUSTOMER_FIELDS; i++) {
        if (strcmp(old[i].text, fresh[i].text) != 0)
            diffs[n++] = (struct field_diff){ fresh[i].name, fresh[i].label, old[i].text,
                                              fresh[i].text };
    }
    *out = (struct field_diffs){ diffs, n };
}

void customer_compare(const struct customer *before, const struct customer *now,
                      struct arena *arena, struct field_diffs *out)
{
    compare(before, now, arena, out);
    for (int i = 0; i < out->n; i++)
        out->v[i].label = _(out->v[i].label);
}

/* ---- saving ---------------------------------------------------------------------------------- */

/* What comes with a new customer, checked; NULL: nothing does. */
struct beginnings {
    struct address *address;
    struct contact *contact;
};

static bool check_beginnings(struct desk *desk, const struct address *address,
                          const struct contact *contact, struct arena *arena,
                          struct beginnings *out, struct err *err)
{
    *out = (struct beginnings){ 0 };
    if (address) {
        out->address = arena_new_of(arena, struct address);
        if (!address_check(desk, address, arena, out->address, err))
            return false;
        out->address->number = 1;
    }
    if (!contact)
        return true;
    out->contact = arena_new_of(arena, struct contact);
    return contact_check(contact, arena, out->contact, err);
}

static bool add_first_address(struct tx *tx, struct desk *desk, struct customer_id id,
                              struct address *address, struct err *err)
{
    struct address_id none = { 0 };

    address->customer = id;
    return address_insert(tx, desk, address, &address->id, err) &&
           customer_move_address(tx, id, none, address->id, err);
}

/* The words are made of what is in memory, so that the row is written with them. */
static bool save_new(struct tx *tx, struct desk *desk, struct customer *c,
                     const struct beginnings *with, struct arena *arena, struct err *err)
{
    const struct customer nobody = { 0 };
    struct event_note note = { .kind = "customer.new" };
    struct customer_words words;
    struct field_diffs diffs;

    if (c->bill_address.v != 0 || c->ship_address.v != 0)
        return err_field(err, ERR_INVALID, "bill_address",
                         _("This address belongs to another customer."));
    if (!settle_code(tx, desk, c, arena, err) || !customer_method_check(desk, "", c, arena, err))
        return false;
    c->addresses = with->address;
    c->address_count = with->address != NULL;
    c->contacts = with->contact;
    c->contact_count = with->contact != NULL && with->contact->is_active;
    customer_words_make(desk, c, arena, &words);
    if (!customer_insert(tx, desk, c, &words, arena, &c->id, err) ||
        (c->not_from[0] != '\0' && !customer_not_from_write(tx, desk, c, err)) ||
        (with->address && !add_first_address(tx, desk, c->id, with->address, err)))
        return false;
    compare(&nobody, c, arena, &diffs);
    event_note_diffs(&note, &diffs, true, arena);
    return customer_index_new(tx, desk, c->id, &words, err) &&
           (c->note[0] == '\0' || note_index(tx, desk, INDEX_CUSTOMER, c->id.v, err)) &&
           event_add(tx, desk, "customer", c->id.v, &note, err) &&
           (!with->contact || contact_add_first(tx, desk, c->id, with->contact, err));
}

bool customer_is_itself(const struct customer *c, struct err *err)
{
    return c->merged_into.v == 0 ||
           err_set(err, ERR_STATE, _("Customer %s is %s now: the two were merged."), c->code,
                   c->merged_into_code);
}

static bool save_changed(struct tx *tx, struct desk *desk, struct customer *c,
                         struct arena *arena, struct err *err)
{
    struct event_note note = { .kind = "customer.save" };
    struct customer *before;
    struct field_diffs diffs;

    if (!customer_load(desk, c->id, arena, &before, err))
        return false;
    if (!customer_is_itself(before, err))
        return false;
    if (c->version == 0)
        c->version = before->version;
    if (c->version != before->version)
        return err_set(err, ERR_CONFLICT, _("Customer %s was changed by someone else."),
                       before->name);
    c->addresses = before->addresses;
    c->address_count = before->address_count;
    if (!is_own_address(before, c->bill_address) || !is_own_address(before, c->ship_address))
        return err_field(err, ERR_INVALID, "bill_address",
                         _("This address belongs to another customer."));
    if (!settle_code(tx, desk, c, arena, err) ||
        !customer_method_check(desk, before->ship_method, c, arena, err))
        return false;
    compare(before, c, arena, &diffs);
    if (diffs.n == 0)
        return true;
    event_note_diffs(&note, &diffs, false, arena);
    return customer_update(tx, c, arena, err) && customer_reindex(tx, desk, c->id, err) &&
           (strcmp(c->not_from, before->not_from) == 0 ||
            customer_not_from_write(tx, desk, c, err)) &&
           (strcmp(c->note, before->note) == 0 ||
            note_index(tx, desk, INDEX_CUSTOMER, c->id.v, err)) &&
           event_add(tx, desk, "customer", c->id.v, &note, err);
}

bool customer_make_in(struct tx *tx, struct desk *desk, const struct customer *in,
                      const struct address *first_address, const struct contact *first_contact,
                      struct customer_id *out, struct err *err)
{
    OD_ARENA *tmp = arena_new();
    struct beginnings with;
    struct customer c;

    assert(in->id.v == 0);
    if (!check(desk, in, tmp, &c, err) ||
        !check_beginnings(desk, first_address, first_contact, tmp, &with, err) ||
        !save_new(tx, desk, &c, &with, tmp, err))
        return false;
    *out = c.id;
    return true;
}

bool customer_save_in(struct tx *tx, struct desk *desk, const struct customer *in,
                      const struct address *first_address, struct customer_id *out,
                      struct err *err)
{
    OD_ARENA *tmp = arena_new();
    struct customer c;

    if (in->id.v == 0)
        return customer_make_in(tx, desk, in, first_address, NULL, out, err);
    if (!check(desk, in, tmp, &c, err) || !save_changed(tx, desk, &c, tmp, err))
        return false;
    *out = c.id;
    return true;
}

/* What a key stands for: every field that is not empty, and the address. */
static const char *content_of(const struct customer *in, const struct address *address,
                              struct arena *arena)
{
    const struct customer nobody = { 0 };
    struct field_diffs diffs;
    struct strbuf b;

    compare(&nobody, in, arena, &diffs);
    strbuf_init(&b, arena, (size_t)CUSTOMER_FIELDS * LIMIT_NOTE_BYTES);
    for (int i = 0; i < diffs.n; i++)
        strbuf_addf(&b, "%s=%s\n", diffs.v[i].field, diffs.v[i].now);
    if (address != NULL) {
        struct address given = *address;

        given.country = given.country != NULL ? given.country : "";
        given.postcode = given.postcode != NULL ? given.postcode : "";
        strbuf_addf(&b, "address=%s\n", address_line(&given, arena));
    }
    return b.s;
}

bool customer_save(struct desk *desk, const struct customer *in,
                   const struct address *first_address, const char *key, struct customer_id *out,
                   struct err *err)
{
    OD_ARENA *tmp = arena_new();
    OD_TX tx = { 0 };
    const char *action = in->id.v == 0 ? "customer.new" : "customer.save";
    const char *content = content_of(in, first_address, tmp);
    struct customer_id id = in->id;
    struct address_verdict *verdict;
    struct address clean, formed;
    bool done;

    if (in->id.v != 0)
        key = NULL; /* a change has its version */
    if (first_address != NULL) {
        if (!address_check(desk, first_address, tmp, &clean, err) ||
            !address_form_check(&clean, tmp, &formed, err))
            return false;
        first_address = &formed;
    }
    if (!desk_begin(desk, action, &tx, err) ||
        !idem_check(&tx, key, action, content, &done, &id.v, err))
        return false;
    if (!done) {
        if (!customer_save_in(&tx, desk, in, first_address, &id, err) ||
            (first_address != NULL &&
             !address_ask(&tx, desk, first_address, tmp, &verdict, err)) ||
            !idem_record(&tx, desk, key, action, content, id.v, err) || !tx_commit(&tx, err))
            return false;
    }
    *out = id;
    return true;
}
