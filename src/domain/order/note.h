/*
 * Notes on an order, each with its writer and time: for us, for the customer, for the warehouse;
 * and the names of what is attached. An attachment is a path or an address; the file is not kept
 * here.
 */
#ifndef OD_DOMAIN_ORDER_NOTE_H
#define OD_DOMAIN_ORDER_NOTE_H

#include "domain/desk/desk.h"

enum note_kind {
    NOTE_INTERNAL = 1,
    NOTE_CUSTOMER = 2,
    NOTE_WAREHOUSE = 3,
    NOTE_ATTACHMENT = 4,
};

struct order_note {
    int64_t id;
    enum note_kind kind;
    const char *text, *ref; /* of an attachment its title, and where it is */
    const char *by;         /* name of the user */
    struct stamp at;
};
struct order_notes {
    struct order_note *v;
    int n;
};

/* Newest first, at most max. */
OD_MUST_USE bool order_notes_load(struct desk *desk, struct order_id order, int max,
                                  struct arena *arena, struct order_notes *out, struct err *err);
/* Cleans text and ref; ERR_INVALID, fields "note", "title", "ref". */
OD_MUST_USE bool order_note_add(struct tx *tx, struct desk *desk, struct order_id order,
                                const struct order_note *note, struct err *err);
const char *note_kind_words(enum note_kind kind); /* translated: "for the customer" */
const char *note_kind_name(enum note_kind kind);  /* stable: "customer" */

#endif
