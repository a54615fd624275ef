/*
 * Contacts of a customer: who orders, approves, receives and pays.
 */
#include <string.h>

#include "base/i18n.h"
#include "base/mem.h"
#include "domain/desk/diff.h"
#include "domain/desk/event.h"
#include "domain/desk/text.h"
#include "domain/party/address_form.h"
#include "domain/party/party_impl.h"
#include "store/tx.h"

#define ROLES_ALL (CONTACT_ORDERS | CONTACT_APPROVES | CONTACT_RECEIVES | CONTACT_PAYS)

bool email_check(const char *email, struct err *err)
{
    const char *at = strchr(email, '@');

    if (email[0] == '\0')
        return true;
    if (at == NULL || at == email || at[1] == '\0' || strchr(at + 1, '@') != NULL ||
        strchr(email, ' ') != NULL)
        return err_field(err, ERR_INVALID, "email",
                         _("\"%.60s\" is no mail address. It looks like name@example.com."), email);
    return true;
}

bool contact_check(const struct contact *in, struct arena *arena, struct contact *out,
                   struct err *err)
{
    *out = *in;
    if (!text_required(in->name, "contact_name", _("the contact's name"), arena, &out->name, err) ||
        !text_line(in->title, "contact_title", arena, &out->title, err) ||
        !text_line(in->email, "email", arena, &out->email, err) ||
        !text_line(in->phone, "phone", arena, &out->phone, err) || !email_check(out->email, err))
        return false;
    if (in->roles < 0 || in->roles > ROLES_ALL)
        return err_field(err, ERR_INVALID, "roles", _("Choose what the contact does."));
    if (out->roles == 0)
        out->roles = CONTACT_ORDERS;
    return true;
}

static bool is_same(const struct contact *a, const struct contact *b)
{
    return strcmp(a->name, b->name) == 0 && strcmp(a->title, b->title) == 0 &&
           strcmp(a->email, b->email) == 0 && strcmp(a->phone, b->phone) == 0 &&
           a->roles == b->roles && a->is_active == b->is_active && a->no_mail == b->no_mail &&
           a->by_sms == b->by_sms;
}

static const char *roles_text(const struct contact *c, struct arena *arena)
{
    static const char *const names[] = { N_("orders"), N_("approves"), N_("receives"), N_("pays") };
    const char *text = "";

    for (int bit = 0; bit < (int)OD_LEN(names); bit++)
        if ((c->roles & (1 << bit)) != 0)
            text = arena_printf(arena, "%s%s%s", text, text[0] != '\0' ? ", " : "", _(names[bit]));
    return text;
}

void contact_compare(const struct contact *before, const struct contact *now, struct arena *arena,
                     struct field_diffs *out)
{
    const struct field_diff rows[] = {
        { "name", _("Name"), before->name, now->name },
        { "title", _("Position"), before->title, now->title },
        { "phone", _("Phone"), before->phone, now->phone },
        { "email", _("E-mail"), before->email, now->email },
        { "roles", _("Does"), roles_text(before, arena), roles_text(now, arena) },
        { "no_mail", _("Notices by mail"), before->no_mail ? _("no") : _("yes"),
          now->no_mail ? _("no") : _("yes") },
        { "by_sms", _("Text messages"), before->by_sms ? _("yes") : _("no"),
          now->by_sms ? _("yes") : _("no") },
        { "active", _("Still there"), before->is_active ? _("yes") : _("no"),
          now->is_active ? _("yes") : _("no") },
    };

    *out = (struct field_diffs){ arena_array(arena, (int)OD_LEN(rows), struct field_diff), 0 };
    for (size_t i = 0; i < OD_LEN(rows); i++)
        if (strcmp(rows[i].before, rows[i].now) != 0)
            out->v[out->n++] = rows[i];
}

/* A text message needs a number that can be dialed from anywhere. */
static bool check_sms(struct desk *desk, const struct customer *owner, const struct contact *c,
                      struct err *err)
{
    OD_ARENA *tmp = arena_new();
    const char *country =
        owner->address_count > 0 ? owner->addresses[0].country : desk_company(desk)->country;

    if (!c->by_sms || phone_e164(c->phone, country, tmp) != NULL)
        return true;
    return c->phone[0] == '\0'
               ? err_field(err, ERR_INVALID, "phone", _("A text message needs a phone number."))
               : err_field(err, ERR_INVALID, "phone",
                           _("\"%.40s\" cannot get text messages: write it with + and the number of"
                             " the country, like +44 113 4960000."),
                           c->phone);
}

/* One of the same words is what an earlier try made. */
static const struct contact *made_before(const struct customer *owner, const struct contact *c)
{
    for (int i = 0; c->id.v == 0 && i < owner->contact_count; i++) {
        if (is_same(&owner->contacts[i], c))
            return &owner->contacts[i];
    }
    return NULL;
}

static const char *contact_json(const struct contact *c, struct arena *arena)
{
    return event_json(arena, "contact",
                      arena_printf(arena, "%s, %s, %s, %s%s", c->name, c->title, c->email, c->phone,
                                   c->is_active ? "" : " (-)"));
}

bool contact_add_first(struct tx *tx, struct desk *desk, struct customer_id customer,
                       const struct contact *c, struct err *err)
{
    OD_ARENA *tmp = arena_new();
    struct event_note note = { .kind = "customer.contact", .fields = "contact",
                               .after_json = contact_json(c, tmp) };
    struct contact_id id;

    return contact_insert(tx, customer, c, &id, err) &&
           event_add(tx, desk, "customer", customer.v, &note, err);
}

bool contact_save_in(struct tx *tx, struct desk *desk, struct customer_id customer,
                     const struct contact *in, struct contact_id *out, struct err *err)
{
    OD_ARENA *tmp = arena_new();
    struct event_note note = { .kind = "customer.contact", .fields = "contact" };
    struct contact c, *before = NULL;
    const struct contact *twin;
    struct customer *owner;

    if (!contact_check(in, tmp, &c, err) || !customer_load(desk, customer, tmp, &owner, err) ||
        !customer_is_itself(owner, err) ||
        (c.id.v != 0 && !contact_load(desk, customer, c.id, tmp, &before, err)))
        return false;
    if (c.id.v != 0 && before == NULL)
        return err_set(err, ERR_NOT_FOUND, _("%s has no such contact."), owner->name);
    if (before != NULL && c.version != 0 && c.version != before->version && !is_same(before, &c))
        return err_set(err, ERR_CONFLICT, _("Contact %s was changed by someone else."),
                       before->name);
    if (!check_sms(desk, owner, &c, err))
        return false;
    twin = before != NULL && is_same(before, &c) ? before : made_before(owner, &c);
    if (twin != NULL) {
        *out = twin->id;
        return true;
    }
    if (before != NULL)
        note.before_json = contact_json(before, tmp);
    note.after_json = contact_json(&c, tmp);
    if (before != NULL ? !contact_update(tx, &c, err)
                       : !contact_insert(tx, customer, &c, &c.id, err))
        return false;
    *out = c.id;
    return customer_reindex(tx, desk, customer, err) &&
           event_add(tx, desk, "customer", customer.v, &note, err);
}

bool contact_save(struct desk *desk, struct customer_id customer, const struct contact *in,
                  struct contact_id *out, struct err *err)
{
    OD_TX tx = { 0 };
    struct contact_id id;

    if (!desk_begin(desk, "customer.contact", &tx, err) ||
        !contact_save_in(&tx, desk, customer, in, &id, err) || !tx_commit(&tx, err))
        return false;
    *out = id;
    return true;
}
