/*
 * From what happened to who is told, once; and when.
 */
#include <string.h>

#include "base/i18n.h"
#include "base/mem.h"
#include "base/vec.h"
#include "domain/desk/mail_way.h"
#include "domain/desk/setting.h"
#include "domain/outside/notice_parts.h"
#include "domain/outside/notice_topic.h"
#include "domain/outside/queue.h"

#define MINUTE_MS INT64_C(60000)

bool notice_provider(struct desk *desk, enum notice_channel channel, struct arena *arena,
                     const char **out, struct err *err)
{
    const char *why;

    if (channel == NOTICE_MAIL)
        return mail_way(desk, arena, out, &why, err);
    if (!setting_get(desk, "notice.sms_provider", arena, out, err))
        return false;
    if (strcmp(*out, "none") == 0)
        *out = "";
    return true;
}

bool notice_why_not(struct desk *desk, enum notice_channel channel, struct arena *arena,
                    const char **out, struct err *err)
{
    const char *provider;

    if (channel == NOTICE_MAIL)
        return mail_way(desk, arena, &provider, out, err);
    if (!notice_provider(desk, channel, arena, &provider, err))
        return false;
    *out = provider[0] != '\0' ? ""
                               : _("No text messages are sent: orderdesk setting set"
                                   " notice.sms_provider names who sends them.");
    return true;
}

/* The ways that the settings want for an event, and that lead somewhere. */
static bool channels_of(struct desk *desk, const struct notice_kind *kind, struct arena *arena,
                        unsigned *out, struct err *err)
{
    const char *wanted, *why;

    *out = 0;
    if (!setting_get(desk, kind->setting, arena, &wanted, err))
        return false;
    for (enum notice_channel c = NOTICE_MAIL; c <= NOTICE_SMS; c++) {
        if (strcmp(wanted, "both") != 0 && strcmp(wanted, notice_channel_name(c)) != 0)
            continue;
        if (!notice_why_not(desk, c, arena, &why, err))
            return false;
        *out |= why[0] == '\0' ? 1U << c : 0;
    }
    return true;
}

bool notice_due(struct desk *desk, enum notice_channel channel, struct stamp wanted,
                struct stamp *out, struct err *err)
{
    int64_t from, to;
    int minute = stamp_minute_of_day(wanted);
    bool is_quiet;

    *out = wanted;
    if (channel != NOTICE_SMS)
        return true;
    if (!setting_get_int(desk, "notice.quiet_from", &from, err) ||
        !setting_get_int(desk, "notice.quiet_to", &to, err))
        return false;
    from *= 60;
    to *= 60;
    is_quiet = from <= to ? minute >= from && minute < to : minute >= from || minute < to;
    if (is_quiet && from != to)
        *out = stamp_of_day(date_add_days(stamp_to_date(wanted), minute < to ? 0 : 1), (int)to);
    return true;
}

struct receivers OD_VEC(struct notice_receiver);

bool notice_receivers_of(struct desk *desk, struct order_id order, struct arena *arena,
                         struct notice_receivers *out, struct err *err)
{
    struct receivers list = { 0 };
    struct order *o;

    *out = (struct notice_receivers){ 0 };
    if (!order_load(desk, order, arena, &o, err))
        return false;
    if (o->is_history || o->customer.v == 0)
        return true;
    for (const struct notice_kind *k = notice_kinds; k->name != NULL; k++) {
        struct notice_tos tos = { 0 };
        unsigned channels;

        if (!channels_of(desk, k, arena, &channels, err) ||
            (channels != 0 && !notice_who(desk, k, o, channels, arena, &tos, err)))
            return false;
        for (int i = 0; i < tos.n; i++)
            *vec_push(arena, &list) = (struct notice_receiver){
                k->event, tos.v[i].channel, tos.v[i].address,
                tos.v[i].why_not != NULL ? tos.v[i].why_not : ""
            };
    }
    *out = (struct notice_receivers){ list.v, list.n };
    return true;
}

/* What of the order it is about. *record 0: nobody is told. */
static bool record_of(struct desk *desk, const struct notice_kind *kind,
                      const struct queue_row *event, const char **record_kind, int64_t *record,
                      struct err *err)
{
    *record_kind = kind->record;
    *record = event->record_id;
    if (kind->is_gathered) {
        *record_kind = "change";
        *record = event->id;
        return true;
    }
    return kind->event != NOTICE_SHIPPED || strcmp(event->record_kind, "shipment") == 0 ||
           notice_shipment_at(desk, event->order, event->created, record, err);
}

/* One recipient. */
static bool put(struct tx *tx, struct desk *desk, struct notice *n, const struct notice_to *to,
                bool is_gathered, struct err *err)
{
    bool is_there = false, is_new = false;
    int64_t id, minutes = 0;

    n->channel = to->channel;
    n->recipient = to->address;
    n->contact = to->contact;
    n->error = to->why_not != NULL ? to->why_not : "";
    n->state = to->why_not != NULL ? NOTICE_NOT_SENT : NOTICE_WAITS;
    if (is_gathered && (!notice_is_gathered(desk, n, &is_there, err) ||
                        !setting_get_int(desk, "notice.change_minutes", &minutes, err)))
        return false;
    if (is_there)
        return true;
    if (!notice_due(desk, to->channel, (struct stamp){ desk_now(desk).ms + minutes * MINUTE_MS },
                    &n->due, err) ||
        !notice_insert(tx, desk, n, &id, &is_new, err))
        return false;
    return true;
}

bool notice_route(struct tx *tx, struct desk *desk, const struct queue_row *event,
                  struct arena *arena, struct err *err)
{
    const struct notice_kind *kind = notice_kind_of_topic(event->topic);
    struct notice n = { .order = event->order, .subject = "", .text = "", .provider = "" };
    struct notice_tos tos;
    struct order *o;
    unsigned channels;

    if (kind == NULL || event->order.v == 0)
        return true;
    if (!channels_of(desk, kind, arena, &channels, err))
        return false;
    if (channels == 0)
        return true;
    n.event = kind->event;
    if (!order_load(desk, event->order, arena, &o, err) ||
        !record_of(desk, kind, event, &n.record_kind, &n.record_id, err))
        return false;
    if (o->is_history || o->customer.v == 0 || n.record_id == 0)
        return true;
    if (!notice_lang(desk, o, arena, &n.lang, err) ||
        !notice_who(desk, kind, o, channels, arena, &tos, err))
        return false;
    for (int i = 0; i < tos.n; i++)
        if (!put(tx, desk, &n, &tos.v[i], kind->is_gathered, err))
            return false;
    return true;
}
