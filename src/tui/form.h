/*
 * Labeled fields in a flow. A form's table says what the fields are; the callbacks of its owner say
 * what is right. An error stays at its field with an `x`, and the cursor goes there.
 *
 * Keys: Enter Tab next, Shift-Tab Up back, Down next, F4 the list of a lookup or choice, ^Y the
 * value the owner repeats, the rest as in tui/field.h.
 */
#ifndef OD_TUI_FORM_H
#define OD_TUI_FORM_H

#include <stdbool.h>
#include <stdint.h>

#include "base/date.h"
#include "base/err.h"
#include "base/money.h"
#include "tui/canvas.h"
#include "tui/field.h"
#include "tui/key.h"
#include "tui/lookup.h"

struct app;
struct arena;
struct screen;

enum form_kind {
    FORM_TEXT,
    FORM_CODE,   /* upper case as typed */
    FORM_NUMBER, /* quantity or count: digits, sign, point, group */
    FORM_MONEY,
    FORM_DATE,   /* anything date_parse_typed knows; shown short when left */
    FORM_CHOICE, /* one of choices; Space or the first letter goes on, F4 lists */
    FORM_LOOKUP, /* results per keystroke; the owner gets the row */
    FORM_SECRET,
    FORM_SHOW /* not an entry: text the owner sets */
};

enum form_flags {
    FORM_SAME_LINE = 1,  /* beside the field before it where there is room */
    FORM_CODE_LINE = 2,  /* `.code` and Enter in it runs the code; bare digits are its own */
    FORM_KEEP_RIGHT = 4, /* aligned right when not focused (numbers) */
    FORM_OPTIONAL = 8    /* Enter at the field before skips it; Tab stops */
};

struct form_choice {
    const char *value; /* stable */
    const char *label; /* N_() */
};

/* Ends with a row without a name. */
struct form_field {
    const char *name;  /* as in err.field */
    const char *label; /* N_() */
    enum form_kind kind;
    int cols;          /* of the entry */
    int flags;
    const char *help;  /* N_(); F1 */
    const struct form_choice *choices; /* FORM_CHOICE; ends without value */
    lookup_find *find;                 /* FORM_LOOKUP; gets the form's ctx */
};

#define FORM_FIELDS 48

struct form;

/* What the owner does. ctx is form.ctx. All may be NULL. */
struct form_ops {
    /* The cursor is about to leave a field whose text changed, or that is empty, for the next one.
     * False: it stays there, err shown. Sets notes and other fields; saves the draft. In a lookup
     * that found nothing form_id is 0: refuse, or take the text as it is. */
    bool (*left)(void *ctx, struct form *f, int field, struct err *err);
    /* A lookup row was taken; before left. */
    void (*picked)(void *ctx, struct form *f, int field, const struct lookup_row *row);
    /* ^Y: the value to repeat; NULL for none. */
    const char *(*repeat)(void *ctx, const struct form *f, int field);
};

struct form_slot {
    struct field field;
    struct lookup lookup;
    const char *note; /* after the entry */
    enum style note_style;
    int64_t id;       /* of the lookup row that was taken; 0 where the text is free */
    char *label;      /* instead of the table's; NULL */
    bool is_hidden, is_read_only, is_changed, has_error;
    bool was_typed; /* changed since the cursor came in */
    int row, col;   /* of the label, from the last layout */
};

struct form {
    struct app *app; /* NULL in tests: errors go nowhere */
    void *ctx;
    const struct form_field *fields;
    const struct form_ops *ops;
    struct form_slot *slots;
    struct arena *arena;
    int n, focus, cols; /* cols: the width that was laid out */
    int label_cols, rows;
};

enum form_event {
    FORM_UNUSED,
    FORM_USED,
    FORM_CHANGED, /* text of the focused field */
    FORM_DONE,    /* Enter, Tab or Down went past the last field */
    FORM_BACK,    /* Up or Shift-Tab went past the first */
    FORM_RUN_CODE /* form_text of the focused field is a code line (".oe"), run it */
};

/* fields and ops must live on (static tables); arena the screen's own. */
void form_init(struct form *f, struct app *app, struct arena *arena,
               const struct form_field *fields, const struct form_ops *ops, void *ctx);
/* Frees what lookups hold. */
void form_close(struct form *f);
/* Lays out for a width; draw needs it once and after each resize. Gives the rows it takes. */
int form_layout(struct form *f, int cols);
/* c begins where the form does. Results of a lookup are drawn later, over what lies below. */
void form_draw(const struct form *f, struct canvas *c, bool has_focus);
enum form_event form_key(struct form *f, struct key k);
/* For a screen that is one form: runs done at its end and says why that failed, dropping what was
 * typed ahead. False: the key was not the form's. */
bool form_end_key(struct screen *s, enum form_event event,
                  bool (*done)(struct screen *s, struct err *err));
/* Live queries; call from screen_ops.settle. */
void form_settle(struct form *f);

/* Index of a field by name; asserts that it exists. form_find: -1 where it does not. */
int form_index(const struct form *f, const char *name);
int form_find(const struct form *f, const char *name);
const char *form_text(const struct form *f, int field);
/* Sets text without calling left; not "changed". Moves no cursor. */
void form_set(struct form *f, int field, const char *text);
void form_set_id(struct form *f, int field, int64_t id);
int64_t form_id(const struct form *f, int field);
/* Another label than the table's, copied; the layout follows. */
void form_set_label(struct form *f, int field, const char *label);
/* What stands after the entry; copied; NULL for none. */
void form_set_note(struct form *f, int field, enum style style, const char *note);
/* The column behind a field's note, from the last layout. */
int form_note_end(const struct form *f, int field);
void form_hide(struct form *f, int field, bool hidden);
void form_read_only(struct form *f, int field, bool read_only);
/* Has anything been typed since form_init or form_accept? */
bool form_is_changed(const struct form *f);
bool form_field_changed(const struct form *f, int field);
/* All that is there counts as saved. */
void form_accept(struct form *f);
void form_focus(struct form *f, int field);
/* The cursor to the first field that takes text. */
void form_focus_first(struct form *f);
/* Marks the field that err names with `x`, puts the cursor there and shows err; queued keys are
 * dropped. For errors of the save. */
void form_error(struct form *f, const struct err *err);
/* Leaves the focused field as Enter would, without moving: before F10 saves. */
OD_MUST_USE bool form_finish(struct form *f, struct err *err);
const char *form_help(const struct form *f);

/* Typed values. An empty field is ERR_INVALID at that field; of a date it means no date. */
OD_MUST_USE bool form_get_int(const struct form *f, int field, int64_t min, int64_t max,
                              int64_t *out, struct err *err);
OD_MUST_USE bool form_get_qty(const struct form *f, int field, int decimals, struct qty *out,
                              struct err *err);
OD_MUST_USE bool form_get_money(const struct form *f, int field, const char *cur,
                                struct money *out, struct err *err);
OD_MUST_USE bool form_get_date(const struct form *f, int field, struct date *out,
                               struct err *err);
/* Text as if a person had typed it: it counts as changed. */
void form_type(struct form *f, int field, const char *text, int64_t id);
/* Shows a date as people of this desk write it (ISO), "" for none. */
void form_set_date(struct form *f, int field, struct date d);
/* Value of the choice that is set; NULL for none. */
const char *form_choice(const struct form *f, int field);
void form_set_choice(struct form *f, int field, const char *value);

#endif
