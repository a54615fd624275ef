/*
 * The log of what happened to every record: who, when, what, why, which fields, values before and
 * after. Orders have their own ledger. Append-only; written in the transaction of the change.
 */
#ifndef OD_DOMAIN_DESK_EVENT_H
#define OD_DOMAIN_DESK_EVENT_H

#include "domain/desk/desk.h"

struct event {
    int64_t id;
    struct stamp at;
    const char *user, *kind, *reason, *fields; /* reason: its label, "" without */
    const char *before_json, *after_json;      /* NULL where none or erased */
};
struct event_list {
    struct event *v;
    int n;
};

/* What to write down; NULL and 0 where nothing. */
struct event_note {
    const char *kind;  /* action name */
    struct user_id by; /* 0: the acting user */
    struct reason_id reason;
    const char *fields;      /* changed fields, blank between */
    const char *before_json; /* objects */
    const char *after_json;
};

/* An object of one text, for before_json and after_json. */
const char *event_json(struct arena *arena, const char *name, const char *value);
/* Fills fields and values of a note from what differs; a new record has no values before. */
struct field_diffs;
void event_note_diffs(struct event_note *note, const struct field_diffs *diffs, bool is_new,
                      struct arena *arena);

OD_MUST_USE bool event_add(struct tx *tx, struct desk *desk, const char *record_kind,
                           int64_t record_id, const struct event_note *note, struct err *err);
OD_MUST_USE bool event_add_order(struct tx *tx, struct desk *desk, struct order_id id,
                                 const struct event_note *note, struct err *err);
/* Newest first, at most max. */
OD_MUST_USE bool event_list_record(struct desk *desk, const char *record_kind, int64_t record_id,
                                   int max, struct arena *arena, struct event_list *out,
                                   struct err *err);
OD_MUST_USE bool event_list_order(struct desk *desk, struct order_id id, int max,
                                  struct arena *arena, struct event_list *out, struct err *err);
/* The words for an event kind on a timeline ("confirmed"), translated; an unknown kind as it is. */
const char *event_words(const char *kind);

#endif
