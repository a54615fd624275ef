/*
 * Notices of a desk: who is told of what happened to an order, in which words, and what became of
 * it. route.c has notice_route for the events of the table, topic.c notice_compose and notice_apply
 * for mail.send and sms.send.
 */
#ifndef OD_DOMAIN_OUTSIDE_NOTICE_DESK_H
#define OD_DOMAIN_OUTSIDE_NOTICE_DESK_H

#include "domain/desk/desk.h"
#include "domain/outside/notice.h"

struct customer;
struct order;
struct queue_row;
struct topic_end;
struct topic_task;

enum notice_state {
    NOTICE_WAITS = 1,
    NOTICE_SENT = 2,
    NOTICE_ARRIVED = 3,  /* the provider says it was delivered */
    NOTICE_BOUNCED = 4,  /* it came back */
    NOTICE_FAILED = 5,   /* the provider refused it for good */
    NOTICE_NOT_SENT = 6, /* it was not tried: error says why */
    NOTICE_PERHAPS = 7,  /* the end of the try is not clear */
};
const char *notice_state_name(enum notice_state state);  /* stable: "sent" */
const char *notice_state_words(enum notice_state state); /* translated */

struct notice {
    int64_t id;
    struct order_id order;
    enum notice_event event;
    const char *record_kind; /* "order", "shipment", "fulfillment", "change" */
    int64_t record_id;
    enum notice_channel channel;
    const char *recipient; /* mail address, or phone as E.164 */
    int resend;            /* 0: by itself; else how often on purpose */
    int64_t contact;       /* 0: none */
    const char *lang;
    enum notice_state state;
    bool is_test;
    const char *subject, *text; /* as sent; "" before */
    const char *error, *provider;
    struct stamp created, due, sent, ended;
};
struct notices {
    struct notice *v;
    int n;
};

/* Of an order, newest first, at most LIMIT_PAGE_ROWS. */
OD_MUST_USE bool notices_of_order(struct desk *desk, struct order_id order, struct arena *arena,
                                  struct notices *out, struct err *err);
/* ERR_NOT_FOUND */
OD_MUST_USE bool notice_load(struct desk *desk, int64_t id, struct arena *arena,
                             struct notice **out, struct err *err);
/* Why nothing goes out over this way ("No provider is set for mail: ..."), in the arena; "" where
 * it does. */
OD_MUST_USE bool notice_why_not(struct desk *desk, enum notice_channel channel, struct arena *arena,
                                const char **out, struct err *err);

/* One who is told of an event, were it to happen now; why_not "" where it can be sent. */
struct notice_receiver {
    enum notice_event event;
    enum notice_channel channel;
    const char *address, *why_not;
};
struct notice_receivers {
    struct notice_receiver *v;
    int n;
};
/* Who is told of what may come of an order, in the order of the table of events; none where nothing
 * is sent, and of imported history. */
OD_MUST_USE bool notice_receivers_of(struct desk *desk, struct order_id order, struct arena *arena,
                                     struct notice_receivers *out, struct err *err);

/* --- for the worker --------------------------------------------------------------------------- */

/*
 * Writes down who is told of an event, and work for the outbox of each; in the caller's
 * transaction. The same event again adds nothing. Nobody is told of a topic that is not in the
 * table, of what the settings leave out, and of imported history.
 */
OD_MUST_USE bool notice_route(struct tx *tx, struct desk *desk, const struct queue_row *event,
                              struct arena *arena, struct err *err);

/*
 * The task of a notice for its provider, as it is true now: mail.send {from, from_name, reply_to,
 * to, subject, text, html, message_id, language} or sms.send {to, text}. The message_id has no <>
 * and is made of the row's key, so that it stays over all tries. Not needed: the order was
 * canceled, the parcel taken back, the pickup collected, the address blocked in the meantime.
 */
OD_MUST_USE bool notice_compose(struct desk *desk, const struct queue_row *row, struct arena *arena,
                                struct topic_task *out, struct err *err);
/*
 * Takes down how a try ended, on the order's timeline too where it is over. A text message that is
 * refused because its receiver said stop, and a mail whose address does not exist, block what they
 * were sent to.
 */
OD_MUST_USE bool notice_apply(struct tx *tx, struct desk *desk, const struct topic_end *end,
                              struct arena *arena, struct err *err);
/* The paper that should go along with it (setting notice.attach): "confirmation", "packing-slip",
 * "" for none. Papers are made above the domain: whoever sends asks and adds the file. */
OD_MUST_USE bool notice_document(struct desk *desk, int64_t id, struct arena *arena,
                                 const char **out, struct err *err);
/*
 * What a provider says later of one it sent: NOTICE_ARRIVED or NOTICE_BOUNCED, why (bounced for
 * good: is_final blocks the address). Told twice is told once; arrived does not follow on bounced.
 * found  false: no such notice
 */
struct notice_report {
    const char *provider, *remote_id, *why;
    enum notice_state state;
    bool is_final;
};
OD_MUST_USE bool notice_report(struct tx *tx, struct desk *desk, const struct notice_report *in,
                               bool *found, struct err *err);

/* --- for people ------------------------------------------------------------------------------- */

/*
 * Sends it again to the same, as it is true now; action "notice.resend".
 * err  ERR_NOT_FOUND; ERR_STATE: it still waits, the address is blocked, nothing can be sent
 */
OD_MUST_USE bool notice_resend(struct desk *desk, int64_t id, int64_t *out, struct err *err);
/* What it said, in the arena; *is_sent false: it has not gone out, so what it would say now.
 * err  ERR_STATE: a notice of a newer program */
OD_MUST_USE bool notice_words_of(struct desk *desk, const struct notice *n, struct arena *arena,
                                 struct notice_words *out, bool *is_sent, struct err *err);
/* The newest order to show a notice with: one that has what it is about, else the newest of all;
 * *out 0: there is no order yet. */
OD_MUST_USE bool notice_latest_order(struct desk *desk, enum notice_event event,
                                     struct order_id *out, struct err *err);
/* To a typed address with the values of a real order; action "notice.test". lang "": the
 * customer's. ERR_INVALID, field "recipient"; ERR_STATE */
struct notice_try {
    struct order_id order;
    enum notice_event event;
    enum notice_channel channel;
    const char *lang, *recipient;
};
OD_MUST_USE bool notice_test(struct desk *desk, const struct notice_try *in, int64_t *out,
                             struct err *err);
/* What it would say now. words: instead of the template's own, checked; NULL: the template's. */
OD_MUST_USE bool notice_preview(struct desk *desk, const struct notice_try *in,
                                const struct notice_words *words, struct arena *arena,
                                struct notice_words *out, struct err *err);

/* --- templates -------------------------------------------------------------------------------- */

struct notice_template {
    enum notice_event event;
    enum notice_channel channel;
    const char *lang; /* two small letters, "en" */
    struct notice_words words;
    bool is_own;     /* the firm's; else the program's */
    int64_t version; /* 0: the program's */
};
struct notice_templates {
    struct notice_template *v;
    int n;
};

/* The firm's and, where it has none, the program's; by event, way and language. */
OD_MUST_USE bool notice_templates_load(struct desk *desk, struct arena *arena,
                                       struct notice_templates *out, struct err *err);
/* *out NULL where there is none in that language. */
OD_MUST_USE bool notice_template_find(struct desk *desk, enum notice_event event,
                                      enum notice_channel channel, const char *lang,
                                      struct arena *arena, struct notice_template **out,
                                      struct err *err);
/* Is it the code of a language (ISO 639-1)? ERR_INVALID, field "lang" */
OD_MUST_USE bool notice_lang_check(const char *lang, struct err *err);
/*
 * Checks and saves the firm's own words; action "template.save". version: that was looked at, 0 the
 * program's.
 * err  ERR_INVALID, ERR_LIMIT (field "lang", "subject", "body"), ERR_CONFLICT
 */
OD_MUST_USE bool notice_template_save(struct desk *desk, const struct notice_template *in,
                                      struct err *err);
/* Back to the program's words; action "template.save". ERR_NOT_FOUND: the firm has none. */
OD_MUST_USE bool notice_template_drop(struct desk *desk, const struct notice_template *in,
                                      struct err *err);

/* --- who is told nothing any more ------------------------------------------------------------- */

enum notice_block_reason {
    NOTICE_BLOCK_BOUNCED = 1,
    NOTICE_BLOCK_STOP = 2,
    NOTICE_BLOCK_BY_US = 3
};
const char *notice_block_name(enum notice_block_reason reason); /* "bounced", for scripts */
const char *notice_block_words(enum notice_block_reason reason); /* translated */

struct notice_block {
    int64_t id;
    enum notice_channel channel;
    const char *recipient, *note, *user;
    enum notice_block_reason reason;
    struct stamp at;
};
struct notice_blocks {
    struct notice_block *v;
    int n;
};
/* Newest first, at most LIMIT_PAGE_ROWS below before_id (0: from the newest). */
OD_MUST_USE bool notice_blocks_load(struct desk *desk, int64_t before_id, struct arena *arena,
                                    struct notice_blocks *out, struct err *err);
/* *out NULL where it is not blocked. */
OD_MUST_USE bool notice_block_find(struct desk *desk, enum notice_channel channel,
                                   const char *recipient, struct arena *arena,
                                   struct notice_block **out, struct err *err);
/* Those of a customer and its contacts, each once. */
OD_MUST_USE bool notice_blocks_of(struct desk *desk, const struct customer *customer,
                                  struct arena *arena, struct notice_blocks *out,
                                  struct err *err);
/* By a person; action "notice.block". One that is blocked stays as it is. */
OD_MUST_USE bool notice_block_add(struct desk *desk, enum notice_channel channel,
                                  const char *recipient, const char *note, struct err *err);
/* Action "notice.block". ERR_NOT_FOUND. */
OD_MUST_USE bool notice_block_lift(struct desk *desk, enum notice_channel channel,
                                   const char *recipient, struct err *err);

#endif
