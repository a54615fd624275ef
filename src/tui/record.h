/*
 * What one kind of record gives to the record form: its fields, how they are filled and saved.
 * Kinds are in the other files record_*.c; the form itself is scr_record.c.
 */
#ifndef OD_TUI_RECORD_H
#define OD_TUI_RECORD_H

#include "base/id.h"
#include "domain/desk/diff.h"
#include "domain/desk/typing.h"
#include "tui/form.h"
#include "tui/nav.h"
#include "tui/screens.h"

struct record;

struct record_kind {
    const char *name;              /* as in record_arg */
    const char *title, *title_new; /* N_() */
    const struct form_field *fields;
    const struct form_ops *ops; /* NULL: none */
    /* Fills the form from what is stored and keeps that in r->before; with r->id 0 presets. */
    bool (*load)(struct record *r, struct err *err);
    /* Saves what the form says over r->before. */
    bool (*save)(struct record *r, int64_t *id, struct err *err);
    /* What differs between r->before and what is stored now; then r->before is what is stored. The
     * form is left as it was typed. */
    bool (*compare)(struct record *r, struct field_diffs *out, struct err *err);
    /* What a person should know of a new one that was saved, "" where nothing. NULL: never. */
    const char *(*doubts)(struct desk *desk, int64_t id, struct arena *arena);
};

struct record {
    struct screen s;
    const struct record_kind *kind;
    struct form form;
    int64_t id, parent;
    const void *preset; /* as in record_arg; during load only */
    const char *doubt;  /* set by save: said instead of "Saved."; NULL */
    bool (*saved)(struct screen *below, int64_t id, struct err *err);
    void *before;             /* the kind's record as last read, in s.arena */
    char key[UUID_TEXT_SIZE]; /* of a new one: made before the first try */
    /* record_typing.c: what is typed is kept aside until it is saved */
    struct form_typing typing;     /* its row; fields only while it is written */
    const char *was[FORM_FIELDS];  /* texts as the form was opened, in s.arena */
    struct arena *kept_arena;
    const char *kept;              /* what was written down last, in kept_arena */
    int ticks;                     /* since then */
};

/* --- record_typing.c: a lost terminal loses nothing --- */

/* After the form is filled: remembers what stands there, and puts back what was typed and not saved
 * when the terminal died; tells so. */
void record_typing_begin(struct record *r, bool is_offered);
/* Writes down what is typed, where it is not yet; without making anyone wait. */
void record_typing_keep(struct record *r);
/* At a tick: the same, now and then. */
void record_typing_tick(struct record *r);

extern const struct record_kind record_customer, record_address, record_contact, record_item,
    record_price_list, record_price_rule, record_customer_group, record_exchange_rate,
    record_carrier, record_ship_method, record_ship_rate, record_notice, record_schedule;

/* A yes-or-no field. */
extern const struct form_choice record_yes_no[];
static inline const char *record_bool(bool v)
{
    return v ? "yes" : "no";
}
void record_choose(struct record *r, const char *field, bool yes);
bool record_is_yes(const struct record *r, const char *field);
/* Shorthands by field name. */
const char *record_text(const struct record *r, const char *field);
void record_set(struct record *r, const char *field, const char *text);

#endif
