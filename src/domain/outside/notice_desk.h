/*
 * Notices of a desk: who is told of what happened to an order, in which words, and what became of
 * it. The router of events calls notice_route; the topics mail.send and sms.send call
 * notice_compose before and notice_apply after a provider did its work.
 */
#ifndef OD_DOMAIN_OUTSIDE_NOTICE_DESK_H
#define OD_DOMAIN_OUTSIDE_NOTICE_DESK_H

#include "domain/desk/desk.h"
#include "domain/outside/notice.h"

struct job;
struct job_result;
struct order;

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

/* --- for the worker --------------------------------------------------------------------------- */

/* What happened: a row of the outbox that has no provider. */
struct notice_cause {
    int64_t outbox_id;
    const char *topic, *record_kind;
    int64_t record_id;
    struct order_id order;
    struct stamp created;
};

/*
 * Writes down who is told of it, and work for the outbox of each; in the caller's transaction. The
 * same cause again adds nothing. Nobody is told of a topic that is not in the table, of what the
 * settings leave out, of imported history, and of what happened more than notice.max_hours ago.
 * made  how many notices there are more
 */
OD_MUST_USE bool notice_route(struct tx *tx, struct desk *desk, const struct notice_cause *cause,
                              int *made, struct err *err);

/*
 * The task of a notice for its provider, as it is true now: JSON of mail.send {from, from_name,
 * reply_to, to, subject, text, html, message_id, language} or sms.send {to, text}, in the arena.
 * document: the paper that should go along (notice.attach), "" for none; the caller makes the file.
 * drop: it must not go out any more, and why; then json is NULL (notice_drop writes it down).
 */
struct notice_task {
    const char *json, *drop, *document;
};
/* key: of the row in the outbox; the Message-ID is made of it, so that it stays over all tries. */
OD_MUST_USE bool notice_compose(struct desk *desk, int64_t id, const char *key, struct arena *arena,
                                struct notice_task *out, struct err *err);
/*
 * Takes down how a try ended, on the order's timeline too where it is over. A text message that is
 * refused because its receiver said stop, and a mail whose address does not exist, block what they
 * were sent to. Of the job task and provider's id are read.
 */
OD_MUST_USE bool notice_apply(struct tx *tx, struct desk *desk, int64_t id, const struct job *job,
                              const char *provider, const struct job_result *result,
                              struct err *err);
OD_MUST_USE bool notice_drop(struct tx *tx, struct desk *desk, int64_t id, const char *why,
                             struct err *err);
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
/* By a person; action "notice.block". One that is blocked stays as it is. */
OD_MUST_USE bool notice_block_add(struct desk *desk, enum notice_channel channel,
                                  const char *recipient, const char *note, struct err *err);
/* Action "notice.block". ERR_NOT_FOUND. */
OD_MUST_USE bool notice_block_lift(struct desk *desk, enum notice_channel channel,
                                   const char *recipient, struct err *err);

#endif
