/*
 * What customers are told: of which events, over which way, in whose words. Who is told and what
 * became of it is in notice_desk.h.
 */
#ifndef OD_DOMAIN_OUTSIDE_NOTICE_H
#define OD_DOMAIN_OUTSIDE_NOTICE_H

#include <stdbool.h>
#include <stdint.h>

#include "base/compiler.h"
#include "base/err.h"

struct arena;

/* Stored values; one that is not in the table of notice_event.c is told to nobody. */
enum notice_event {
    NOTICE_CONFIRMATION = 1,
    NOTICE_CHANGE = 2,
    NOTICE_BACKORDER = 3,
    NOTICE_SHIPPED = 4,
    NOTICE_PICKUP = 5,
    NOTICE_DELIVERED = 6,
    NOTICE_EXCEPTION = 7,
    NOTICE_CANCELED = 8,
};
enum notice_channel { NOTICE_MAIL = 1, NOTICE_SMS = 2 };

/* What {name} stands for in a text; each is a text, "" where there is nothing. */
enum notice_value {
    VALUE_COMPANY,
    VALUE_CUSTOMER,
    VALUE_CONTACT,
    VALUE_NUMBER,
    VALUE_PO,
    VALUE_DATE,
    VALUE_TOTAL,
    VALUE_LINES,
    VALUE_WAITING,
    VALUE_PROMISED,
    VALUE_SHIP_TO,
    VALUE_CARRIER,
    VALUE_TRACKING,
    VALUE_LINK,
    VALUE_CODE,
    VALUE_UNTIL,
    VALUE_SITE,
    VALUE_ARRIVES,
    VALUE_COUNT,
};
struct notice_values {
    const char *v[VALUE_COUNT];
};

/* One row of the table of events: what else is told (an invoice, a refund) joins as a row. */
struct notice_kind {
    enum notice_event event;
    const char *name;     /* stable: "confirmation" */
    const char *label;    /* N_() */
    const char *topic;    /* of the row in the outbox that raises it */
    const char *record;   /* what it is about: "order", "shipment", "fulfillment" */
    const char *setting;  /* none, mail, sms or both */
    uint32_t values;      /* bits of enum notice_value that its texts may have */
    bool is_goods;        /* whoever receives the goods is told too */
    bool is_gathered;     /* several within minutes become one */
    const char *document; /* paper that may go along (setting notice.attach); NULL: none */
};
extern const struct notice_kind notice_kinds[]; /* ends with name NULL */

const struct notice_kind *notice_kind_of(enum notice_event event); /* NULL */
const struct notice_kind *notice_kind_of_topic(const char *topic); /* NULL */
/* ERR_INVALID, field "event", with the names that exist. */
OD_MUST_USE bool notice_kind_find(const char *name, const struct notice_kind **out,
                                  struct err *err);
const char *notice_channel_name(enum notice_channel channel);  /* stable: "mail", "sms" */
const char *notice_channel_words(enum notice_channel channel); /* translated */
OD_MUST_USE bool notice_channel_find(const char *name, enum notice_channel *out, struct err *err);
/* "number": as it stands between braces. */
const char *notice_value_name(enum notice_value value);
const char *notice_value_words(enum notice_value value); /* translated: "number of the order" */

/* --- texts (notice_text.c) -------------------------------------------------------------------- */

/* Subject (one line, "" of a text message) and body (lines). Limits in bytes. */
struct notice_words {
    const char *subject, *body;
};
#define NOTICE_SUBJECT_BYTES 200
#define NOTICE_BODY_BYTES    8000
#define NOTICE_SMS_PARTS     4 /* that a text message may have with its values filled in */

/*
 * May the text be one of this event? Braces name values that it has; {{ is a brace.
 * err  ERR_INVALID with the place, the name and the names that there are; field
 */
OD_MUST_USE bool notice_text_check(const struct notice_kind *kind, const char *text,
                                   const char *field, struct arena *arena, struct err *err);
/* Where the first thing that is not of this event begins, in bytes; -1: nothing. */
int notice_text_wrong_at(const struct notice_kind *kind, const char *text);
/*
 * Puts the values in. What a value holds is never read as a text again, so braces in a customer's
 * name stay braces. A line whose values are all empty is left out, and so is a paragraph; is_line:
 * of several lines one is made.
 */
const char *notice_text_fill(const char *text, const struct notice_values *values, bool is_line,
                             struct arena *arena);
/* The same text as HTML: escaped, paragraphs, http addresses as links. Nothing else becomes a tag.
 */
const char *notice_html(const char *text, const char *lang, struct arena *arena);

/* The program's own words; false where it has none in that language ("en", "de"). */
bool notice_words_built_in(enum notice_event event, enum notice_channel channel, const char *lang,
                           struct arena *arena, struct notice_words *out);
/* The texts they come from (notice_words_data.c, from data/templates). */
extern const char notice_words_en[], notice_words_de[];

#endif
