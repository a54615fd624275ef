/*
 * The table of what customers are told, and the names of ways and values.
 */
#include <assert.h>
#include <string.h>

#include "base/i18n.h"
#include "base/mem.h"
#include "domain/desk/outbox.h"
#include "domain/outside/notice.h"
#include "domain/outside/notice_topic.h"

#define V(name) (UINT32_C(1) << VALUE_##name)
#define OF_ORDER                                                                                   \
    (V(COMPANY) | V(CUSTOMER) | V(CONTACT) | V(NUMBER) | V(PO) | V(DATE) | V(TOTAL) | V(LINES) |   \
     V(WAITING) | V(PROMISED) | V(SHIP_TO))
#define OF_PARCEL (OF_ORDER | V(CARRIER) | V(TRACKING) | V(LINK) | V(ARRIVES))

const struct notice_kind notice_kinds[] = {
    { NOTICE_CONFIRMATION, "confirmation", N_("confirmation"), OUTBOX_ORDER_CONFIRMED, "order",
      "notice.confirmation", OF_ORDER, false, false, "confirmation" },
    { NOTICE_CHANGE, "change", N_("change"), OUTBOX_ORDER_CHANGED, "order", "notice.change",
      OF_ORDER, false, true, "confirmation" },
    { NOTICE_BACKORDER, "backorder", N_("later date"), TOPIC_PROMISE, "order", "notice.backorder",
      OF_ORDER, false, true, NULL },
    { NOTICE_SHIPPED, "shipped", N_("shipped"), OUTBOX_ORDER_SHIPPED, "shipment", "notice.shipped",
      OF_PARCEL, true, false, "packing-slip" },
    { NOTICE_PICKUP, "pickup", N_("ready to be collected"), OUTBOX_PICKUP_READY, "fulfillment",
      "notice.pickup", OF_ORDER | V(CODE) | V(UNTIL) | V(SITE), true, false, NULL },
    { NOTICE_DELIVERED, "delivered", N_("delivered"), OUTBOX_SHIPMENT_DELIVERED, "shipment",
      "notice.delivered", OF_PARCEL, true, false, NULL },
    { NOTICE_EXCEPTION, "exception", N_("trouble on the way"), OUTBOX_SHIPMENT_EXCEPTION,
      "shipment", "notice.exception", OF_PARCEL, true, false, NULL },
    { NOTICE_CANCELED, "canceled", N_("canceled"), OUTBOX_ORDER_CANCELED, "order",
      "notice.canceled", OF_ORDER, false, false, NULL },
    { 0 },
};

const struct notice_kind *notice_kind_of(enum notice_event event)
{
    for (const struct notice_kind *k = notice_kinds; k->name != NULL; k++)
        if (k->event == event)
            return k;
    return NULL;
}

const struct notice_kind *notice_kind_of_topic(const char *topic)
{
    for (const struct notice_kind *k = notice_kinds; k->name != NULL; k++)
        if (strcmp(k->topic, topic) == 0)
            return k;
    return NULL;
}

bool notice_kind_find(const char *name, const struct notice_kind **out, struct err *err)
{
    OD_ARENA *tmp = arena_new();
    const char *names = "";

    for (const struct notice_kind *k = notice_kinds; k->name != NULL; k++) {
        if (strcmp(k->name, name) == 0) {
            *out = k;
            return true;
        }
        names = arena_printf(tmp, "%s%s%s", names, names[0] != '\0' ? ", " : "", k->name);
    }
    return err_field(err, ERR_INVALID, "event", _("There is no notice \"%.40s\". There are: %s."),
                     name, names);
}

const char *notice_channel_name(enum notice_channel channel)
{
    return channel == NOTICE_MAIL ? "mail" : "sms";
}

const char *notice_channel_words(enum notice_channel channel)
{
    return channel == NOTICE_MAIL ? _("mail") : _("text message");
}

bool notice_channel_find(const char *name, enum notice_channel *out, struct err *err)
{
    for (enum notice_channel c = NOTICE_MAIL; c <= NOTICE_SMS; c++)
        if (strcmp(name, notice_channel_name(c)) == 0) {
            *out = c;
            return true;
        }
    return err_field(err, ERR_INVALID, "channel",
                     _("\"%.40s\" is no way to tell somebody. Give "
                       "mail or sms."),
                     name);
}

const char *notice_value_name(enum notice_value value)
{
    static const char *const names[VALUE_COUNT] = {
        [VALUE_COMPANY] = "company",
        [VALUE_CUSTOMER] = "customer",
        [VALUE_CONTACT] = "contact",
        [VALUE_NUMBER] = "number",
        [VALUE_PO] = "po",
        [VALUE_DATE] = "date",
        [VALUE_TOTAL] = "total",
        [VALUE_LINES] = "lines",
        [VALUE_WAITING] = "waiting",
        [VALUE_PROMISED] = "promised",
        [VALUE_SHIP_TO] = "ship_to",
        [VALUE_CARRIER] = "carrier",
        [VALUE_TRACKING] = "tracking",
        [VALUE_LINK] = "link",
        [VALUE_CODE] = "code",
        [VALUE_UNTIL] = "until",
        [VALUE_SITE] = "site",
        [VALUE_ARRIVES] = "arrives",
    };

    assert(value < VALUE_COUNT);
    return names[value];
}

const char *notice_value_words(enum notice_value value)
{
    static const char *const words[VALUE_COUNT] = {
        [VALUE_COMPANY] = N_("the firm's name"),
        [VALUE_CUSTOMER] = N_("the customer's name"),
        [VALUE_CONTACT] = N_("the person it goes to"),
        [VALUE_NUMBER] = N_("number of the order"),
        [VALUE_PO] = N_("the customer's own number of it"),
        [VALUE_DATE] = N_("day of the order"),
        [VALUE_TOTAL] = N_("what it costs"),
        [VALUE_LINES] = N_("quantities and goods, one a line"),
        [VALUE_WAITING] = N_("what waits for stock, one a line"),
        [VALUE_PROMISED] = N_("the promised day"),
        [VALUE_SHIP_TO] = N_("where it is sent, in one line"),
        [VALUE_CARRIER] = N_("name of the carrier"),
        [VALUE_TRACKING] = N_("numbers of the parcels"),
        [VALUE_LINK] = N_("page of the carrier about the parcel"),
        [VALUE_CODE] = N_("code to collect it with"),
        [VALUE_UNTIL] = N_("day until which it waits"),
        [VALUE_SITE] = N_("where it is collected"),
        [VALUE_ARRIVES] = N_("day on which it should be there"),
    };

    assert(value < VALUE_COUNT);
    return _(words[value]);
}
