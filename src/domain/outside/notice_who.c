/*
 * Who is told: over each way the address that was given for the order, else the order's contact,
 * else the customer's who order; of goods also those who receive them; a customer's own mail
 * address where there is no such contact.
 */
#include <ctype.h>
#include <string.h>
#include <strings.h>

#include "base/i18n.h"
#include "base/mem.h"
#include "domain/desk/setting.h"
#include "domain/order/told.h"
#include "domain/outside/notice_parts.h"
#include "domain/party/address_form.h"
#include "domain/party/customer.h"

bool notice_lang(struct desk *desk, const struct order *order, struct arena *arena,
                 const char **out, struct err *err)
{
    struct customer *c;

    if (!customer_load(desk, order->customer, arena, &c, err))
        return false;
    *out = c->lang;
    return c->lang[0] != '\0' || setting_get(desk, "notice.lang", arena, out, err);
}

bool notice_address(enum notice_channel channel, const char *text, const char *country,
                    struct arena *arena, const char **out, struct err *err)
{
    const char *at = strchr(text, '@'), *phone;
    char *mail;

    if (channel == NOTICE_SMS) {
        phone = phone_e164(text, country, arena);
        if (phone == NULL)
            return err_field(err, ERR_INVALID, "recipient",
                             _("\"%.40s\" cannot be a number of %s. Write it with + and the number"
                               " of the country, like +44 113 4960000."),
                             text, country[0] != '\0' ? country : "?");
        *out = phone;
        return true;
    }
    if (at == NULL || at == text || at[1] == '\0' || strchr(at + 1, '@') != NULL ||
        text[strcspn(text, " \t\r\n<>,;\"")] != '\0')
        return err_field(err, ERR_INVALID, "recipient",
                         _("\"%.60s\" is no mail address. It looks like name@example.com."), text);
    mail = arena_strdup(arena, text);
    for (char *c = mail + (at - text); *c != '\0'; c++)
        *c = (char)tolower((unsigned char)*c);
    *out = mail;
    return true;
}

struct asking {
    struct desk *desk;
    struct arena *arena;
    const char *country;
    struct notice_tos *out;
    int room;
};

/* What is blocked or cannot be is kept with the reason, so that the order shows it. */
static bool add(struct asking *a, enum notice_channel channel, const char *text, int64_t contact,
                struct err *err)
{
    struct notice_to to = { .channel = channel, .address = text, .contact = contact };
    struct notice_block *block;
    struct err wrong = ERR_INIT;

    if (!notice_address(channel, text, a->country, a->arena, &to.address, &wrong)) {
        to.address = text;
        to.why_not = arena_strdup(a->arena, wrong.text);
    }
    for (int i = 0; i < a->out->n; i++)
        if (a->out->v[i].channel == channel && strcasecmp(a->out->v[i].address, to.address) == 0)
            return true;
    if (!notice_block_find(a->desk, channel, to.address, a->arena, &block, err))
        return false;
    if (block != NULL)
        to.why_not = arena_printf(a->arena, _("This address is blocked: %s."),
                                  notice_block_words(block->reason));
    if (a->out->n < a->room)
        a->out->v[a->out->n++] = to;
    return true;
}

static bool has_contact(const struct customer *c, int64_t id)
{
    for (int i = 0; i < c->contact_count; i++)
        if (c->contacts[i].id.v == id)
            return true;
    return false;
}

static bool orders(const struct contact *c, int64_t named)
{
    return named != 0 ? c->id.v == named : (c->roles & CONTACT_ORDERS) != 0;
}

static bool receives(const struct contact *c, const struct notice_kind *kind)
{
    return kind->is_goods && (c->roles & CONTACT_RECEIVES) != 0;
}

/* Mail: to the order's own address, or to those who order, or where none of them has a word on mail
 * to the customer's; and to those who receive. */
static bool add_mails(struct asking *a, const struct notice_kind *kind, const struct customer *c,
                      int64_t named, const char *own, struct err *err)
{
    bool is_answered = own[0] != '\0';

    if (is_answered && !add(a, NOTICE_MAIL, own, 0, err))
        return false;
    for (int i = 0; i < c->contact_count; i++) {
        const struct contact *k = &c->contacts[i];

        if (!receives(k, kind) && (own[0] != '\0' || !orders(k, named)))
            continue;
        is_answered = is_answered || k->email[0] != '\0' || k->no_mail;
        if (!k->no_mail && k->email[0] != '\0' && !add(a, NOTICE_MAIL, k->email, k->id.v, err))
            return false;
    }
    return is_answered || c->email[0] == '\0' || add(a, NOTICE_MAIL, c->email, 0, err);
}

/* Text messages: to the order's own phone, or to who orders and wants them; and who receives. */
static bool add_messages(struct asking *a, const struct notice_kind *kind,
                         const struct customer *c, int64_t named, const char *own, struct err *err)
{
    if (own[0] != '\0' && !add(a, NOTICE_SMS, own, 0, err))
        return false;
    for (int i = 0; i < c->contact_count; i++) {
        const struct contact *k = &c->contacts[i];

        if ((receives(k, kind) || (own[0] == '\0' && orders(k, named))) && k->by_sms &&
            !add(a, NOTICE_SMS, k->phone, k->id.v, err))
            return false;
    }
    return true;
}

bool notice_who(struct desk *desk, const struct notice_kind *kind, const struct order *order,
                unsigned channels, struct arena *arena, struct notice_tos *out, struct err *err)
{
    struct asking a = { .desk = desk, .arena = arena, .out = out };
    struct order_told own;
    struct customer *c;
    int64_t named;

    *out = (struct notice_tos){ 0 };
    if (!customer_load(desk, order->customer, arena, &c, err) ||
        !order_told_load(desk, order->id, arena, &own, err))
        return false;
    a.country = c->address_count > 0 ? c->addresses[0].country : desk_company(desk)->country;
    a.room = 2 * c->contact_count + 2;
    out->v = arena_array(arena, a.room, struct notice_to);
    named = has_contact(c, order->contact.v) ? order->contact.v : 0;
    if ((channels & (1U << NOTICE_MAIL)) != 0 && !add_mails(&a, kind, c, named, own.mail, err))
        return false;
    return (channels & (1U << NOTICE_SMS)) == 0 ||
           add_messages(&a, kind, c, named, own.phone, err);
}
