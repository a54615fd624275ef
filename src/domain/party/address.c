/*
 * Addresses: checking, adding, and one line of them. A row never changes; a correction is a new row
 * that takes the number over.
 */
#include <string.h>

#include "base/i18n.h"
#include "base/mem.h"
#include "base/strbuf.h"
#include "domain/desk/event.h"
#include "domain/desk/text.h"
#include "domain/party/address_check.h"
#include "domain/party/address_form.h"
#include "domain/party/party_impl.h"
#include "store/tx.h"

/* Countries where the post code stands before the town (UPU S42 address templates). */
static const char postcode_first[] =
    "AT BA BE BG BR CH CZ DE DK EE ES FI FR GL GR HR IL IS IT LI LT LU MC ME MK MX NL NO PL PT "
    "RO RS SE SI SK SM TN TR";

static bool is_postcode_first(const char *country)
{
    return country != NULL && strlen(country) == 2 && strstr(postcode_first, country) != NULL;
}

static void add_part(struct strbuf *b, const char *separator, const char *part)
{
    if (part == NULL || part[0] == '\0')
        return;
    if (b->len > 0)
        strbuf_add(b, separator);
    strbuf_add(b, part);
}

const char *address_line(const struct address *a, struct arena *arena)
{
    struct strbuf town, line;

    strbuf_init(&town, arena, 2000);
    if (is_postcode_first(a->country)) {
        add_part(&town, " ", a->postcode);
        add_part(&town, " ", a->city);
        add_part(&town, ", ", a->region);
    } else {
        add_part(&town, " ", a->city);
        add_part(&town, ", ", a->region);
        add_part(&town, " ", a->postcode);
    }
    strbuf_init(&line, arena, 4000);
    add_part(&line, ", ", a->line1);
    add_part(&line, ", ", a->line2);
    add_part(&line, ", ", town.s);
    add_part(&line, ", ", a->country);
    return line.s;
}

bool address_check(struct desk *desk, const struct address *in, struct arena *arena,
                   struct address *out, struct err *err)
{
    const char *country;

    *out = *in;
    if (!text_line(in->name, "address_name", arena, &out->name, err) ||
        !text_required(in->line1, "line1", _("street and number"), arena, &out->line1, err) ||
        !text_line(in->line2, "line2", arena, &out->line2, err) ||
        !text_line(in->city, "city", arena, &out->city, err) ||
        !text_line(in->region, "region", arena, &out->region, err) ||
        !text_line(in->postcode, "postcode", arena, &out->postcode, err) ||
        !text_line(in->country, "country", arena, &out->country, err) ||
        !text_line(in->phone, "address_phone", arena, &out->phone, err))
        return false;
    if (out->country[0] == '\0') {
        out->country = desk_company(desk)->country;
    } else {
        country = country_code(out->country);
        out->country = country != NULL ? country : out->country;
    }
    out->is_current = true;
    return true;
}

/* Same words in every field? Then nothing is new about it. */
static bool is_same(const struct address *a, const struct address *b)
{
    return strcmp(a->name, b->name) == 0 && strcmp(a->line1, b->line1) == 0 &&
           strcmp(a->line2, b->line2) == 0 && strcmp(a->city, b->city) == 0 &&
           strcmp(a->region, b->region) == 0 && strcmp(a->postcode, b->postcode) == 0 &&
           strcmp(a->country, b->country) == 0 && strcmp(a->phone, b->phone) == 0;
}

/* The current address of that number; NULL where there is none. */
static const struct address *of_number(const struct customer *c, int number)
{
    for (int i = 0; i < c->address_count; i++) {
        if (c->addresses[i].number == number)
            return &c->addresses[i];
    }
    return NULL;
}

/* What it would replace, or repeat: the address of its number; without a number one of the same
 * words, so that a second try adds nothing. */
static const struct address *standing_for(const struct customer *c, const struct address *a)
{
    if (a->number > 0)
        return of_number(c, a->number);
    for (int i = 0; i < c->address_count; i++) {
        if (is_same(&c->addresses[i], a))
            return &c->addresses[i];
    }
    return NULL;
}

/* Puts the new row in place of old (NULL: a number of its own). */
static bool put_address(struct tx *tx, struct desk *desk, const struct address *a,
                        const struct address *old, struct address_id *out, struct err *err)
{
    const struct address_id none = { 0 };

    if (old != NULL && !address_retire(tx, old->id, err))
        return false;
    return address_insert(tx, desk, a, out, err) &&
           customer_move_address(tx, a->customer, old != NULL ? old->id : none, *out, err) &&
           (old == NULL || customer_move_address(tx, a->customer, none, *out, err));
}

bool address_add_in(struct tx *tx, struct desk *desk, const struct address *in,
                    struct address_id *out, struct err *err)
{
    OD_ARENA *tmp = arena_new();
    struct event_note note = { .kind = "customer.address", .fields = "address" };
    struct customer *customer;
    const struct address *old;
    struct address a;

    if (!address_check(desk, in, tmp, &a, err) ||
        !customer_load(desk, in->customer, tmp, &customer, err) ||
        !customer_is_itself(customer, err))
        return false;
    old = standing_for(customer, &a);
    if (a.number > 0 && old == NULL)
        return err_field(err, ERR_INVALID, "number", _("%s has no address %d."), customer->name,
                         a.number);
    if (old != NULL && is_same(old, &a)) {
        *out = old->id;
        return true;
    }
    if (old == NULL && !address_next_number(desk, in->customer, &a.number, err))
        return false;
    if (old != NULL)
        note.before_json = event_json(tmp, "address", address_line(old, tmp));
    note.after_json = event_json(tmp, "address", address_line(&a, tmp));
    return put_address(tx, desk, &a, old, out, err) &&
           customer_reindex(tx, desk, in->customer, err) &&
           event_add(tx, desk, "customer", in->customer.v, &note, err);
}

bool address_add(struct desk *desk, const struct address *in, struct address_id *out,
                 struct err *err)
{
    OD_ARENA *tmp = arena_new();
    OD_TX tx = { 0 };
    struct address clean, formed;
    struct address_verdict *verdict;
    struct address_id id;

    if (!address_check(desk, in, tmp, &clean, err) ||
        !address_form_check(&clean, tmp, &formed, err) ||
        !desk_begin(desk, "customer.address", &tx, err) ||
        !address_add_in(&tx, desk, &formed, &id, err) ||
        !address_ask(&tx, desk, &formed, tmp, &verdict, err) || !tx_commit(&tx, err))
        return false;
    *out = id;
    return true;
}
