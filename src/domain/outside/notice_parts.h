/*
 * Between the files of notices.
 */
#ifndef OD_DOMAIN_OUTSIDE_NOTICE_PARTS_H
#define OD_DOMAIN_OUTSIDE_NOTICE_PARTS_H

#include "domain/order/order.h"
#include "domain/outside/notice_desk.h"

/* --- notice_who.c ----------------------------------------------------------------------------- */

struct notice_to {
    enum notice_channel channel;
    const char *address;
    int64_t contact;
    const char *why_not; /* it cannot be sent there; NULL: it can */
};
struct notice_tos {
    struct notice_to *v;
    int n;
};
/* Who is told of an order's event, by bits 1 << enum notice_channel; each address once. lang: the
 * customer's, or the firm's notice.lang. */
OD_MUST_USE bool notice_who(struct desk *desk, const struct notice_kind *kind,
                            const struct order *order, unsigned channels, struct arena *arena,
                            struct notice_tos *out, struct err *err);
OD_MUST_USE bool notice_lang(struct desk *desk, const struct order *order, struct arena *arena,
                             const char **out, struct err *err);
/* The address as it is sent to: a mail's domain in small letters, a phone as E.164 of the country.
 * err  ERR_INVALID, field "recipient" */
OD_MUST_USE bool notice_address(enum notice_channel channel, const char *text, const char *country,
                                struct arena *arena, const char **out, struct err *err);

/* --- notice_send.c ---------------------------------------------------------------------------- */

/* The members of a mail.send, with the firm's address as its sender; html "" for none. key: of the
 * row in the outbox. ERR_STATE: no sender is set */
struct notice_mail {
    const char *to, *subject, *text, *html, *lang, *key;
};
struct json_out;
OD_MUST_USE bool notice_put_mail(struct desk *desk, const struct notice_mail *mail,
                                 struct json_out *w, struct arena *arena, struct err *err);

/* --- notice_sql.c ----------------------------------------------------------------------------- */

/* A new one with its work in the outbox where it waits; *made false: it was there already. user of
 * the desk. */
OD_MUST_USE bool notice_insert(struct tx *tx, struct desk *desk, const struct notice *in,
                               int64_t *id, bool *made, struct err *err);
/* Does one of that event wait for this address, its work not begun? */
OD_MUST_USE bool notice_is_gathered(struct desk *desk, const struct notice *in, bool *out,
                                    struct err *err);
/* The highest resend there is of the same. */
OD_MUST_USE bool notice_last_resend(struct desk *desk, const struct notice *in, int64_t *out,
                                    struct err *err);
struct notice_outcome {
    enum notice_state state;
    const char *subject, *text; /* "": stay as they are */
    const char *error, *provider, *remote_id;
    struct stamp sent, ended; /* 0: stay */
};
OD_MUST_USE bool notice_put_outcome(struct tx *tx, int64_t id, const struct notice_outcome *in,
                                    struct err *err);
/* By the provider's name for it; 0: none. */
OD_MUST_USE bool notice_of_remote(struct desk *desk, const char *provider, const char *remote_id,
                                  int64_t *out, struct err *err);
/* On the timeline of its order. */
OD_MUST_USE bool notice_tell(struct tx *tx, struct desk *desk, const struct notice *n,
                             const char *kind, const char *why, struct err *err);

/* --- notice_block_sql.c ----------------------------------------------------------------------- */

OD_MUST_USE bool notice_block_add_in(struct tx *tx, struct desk *desk, enum notice_channel channel,
                                     const char *recipient, enum notice_block_reason reason,
                                     const char *note, struct err *err);

/* --- notice_route.c --------------------------------------------------------------------------- */

/* Text messages are not sent at night: the instant from which one may go. */
OD_MUST_USE bool notice_due(struct desk *desk, enum notice_channel channel, struct stamp wanted,
                            struct stamp *out, struct err *err);
/* The setting for a way: notice.mail_provider, notice.sms_provider; "" for none. */
OD_MUST_USE bool notice_provider(struct desk *desk, enum notice_channel channel,
                                 struct arena *arena, const char **out, struct err *err);

/* --- notice_values.c, notice_values_sql.c ----------------------------------------------------- */

/* What it is about, as it stands now. */
struct notice_subject {
    const struct notice_kind *kind;
    const struct order *order;
    int64_t record;  /* of shipment and fulfillment events */
    int64_t contact; /* 0: the customer */
    const char *lang;
};
OD_MUST_USE bool notice_values_load(struct desk *desk, const struct notice_subject *in,
                                    struct arena *arena, struct notice_values *out,
                                    struct err *err);
/* Words of the template, in the language, else in notice.lang, else English. */
OD_MUST_USE bool notice_template_for(struct desk *desk, const struct notice_kind *kind,
                                     enum notice_channel channel, const char *lang,
                                     struct arena *arena, struct notice_template **out,
                                     struct err *err);
/* Numbers of the parcels of a shipment's fulfillment, each once, after the shipment's own. */
struct notice_parcels {
    const char **v;
    int n;
};
OD_MUST_USE bool notice_parcels_load(struct desk *desk, int64_t fulfillment, const char *first,
                                     struct arena *arena, struct notice_parcels *out,
                                     struct err *err);
OD_MUST_USE bool notice_contact_name(struct desk *desk, int64_t contact, struct arena *arena,
                                     const char **out, struct err *err);
/* The shipment that an event of that time told of: the last one that had been shipped by then;
 * 0: none, or it was collected at a counter. */
OD_MUST_USE bool notice_shipment_at(struct desk *desk, struct order_id order, struct stamp at,
                                    int64_t *out, struct err *err);
/* The newest shipment or open pickup of an order, for a preview; 0: none. */
OD_MUST_USE bool notice_record_of(struct desk *desk, const struct notice_kind *kind,
                                  struct order_id order, int64_t *out, struct err *err);

#endif
