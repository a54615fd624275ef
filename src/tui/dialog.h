/*
 * Questions over a screen. They end in the screen's callback; the screen stands still meanwhile.
 * A confirmation takes another key than the one that asked, and Enter alone never confirms what
 * cannot be undone. A scanner answers with .OK, .NO and .NEXT; of another code that is scanned
 * meanwhile no letter is taken for an answer.
 */
#ifndef OD_TUI_DIALOG_H
#define OD_TUI_DIALOG_H

#include <stdbool.h>
#include <stdint.h>

#include "base/compiler.h"
#include "base/err.h"
#include "tui/form.h"
#include "tui/nav.h"

struct dialog_choice {
    const char *key;   /* "1", "r"; NULL: numbered by itself */
    const char *label; /* translated */
    const char *note;  /* why not, where is_off */
    int64_t id;
    bool is_off; /* shown dim, cannot be chosen */
};

/* What came of it; lives during the callback. */
struct dialog_result {
    bool yes;         /* confirm: was it; choose and ask: always */
    int64_t id;       /* choose and reason: of the choice */
    const char *text; /* ask, reason: what was typed, "" for nothing */
    int64_t tag;      /* as given at the call */
};

/* False with err: the dialog stays and shows it. Not called when the person backs out by Esc,
 * except confirm, which then is a no. */
typedef bool dialog_done(struct screen *s, const struct dialog_result *r, struct err *err);

struct dialog {
    const char *title; /* translated, as all texts here; all are copied */
    const char *text;  /* what it means; NULL for none */
    const char *label; /* of the entry: ask, reason */
    const char *preset; /* text in the entry at first; NULL */
    const char *yes_key;  /* confirm: the key that says yes, "y" where NULL */
    const char *yes_label; /* "void the order" */
    const char *must_type; /* confirm: yes only by typing exactly this (an amount, a number) */
    const struct dialog_choice *choices; /* choose, reason */
    int n;
    int64_t tag;
    bool needs_text; /* ask, reason: empty text is refused */
    bool is_quick; /* reason: Enter takes a choice as it is; its digit, or Tab, goes to the text */
};

void dialog_confirm(struct screen *s, const struct dialog *d, dialog_done *done);
/* One of choices by its key, or by Up Down Enter. */
void dialog_choose(struct screen *s, const struct dialog *d, dialog_done *done);
/* One line of text. */
void dialog_ask(struct screen *s, const struct dialog *d, dialog_done *done);
/* A choice and a line of text beside it (a reason code and a note). */
void dialog_reason(struct screen *s, const struct dialog *d, dialog_done *done);
/* Gives d the desk's reasons of a kind ("stock", "cancel") as choices, in arena. */
OD_MUST_USE bool dialog_reasons(struct screen *s, const char *kind, struct arena *arena,
                                struct dialog *d, struct err *err);
/* A sentence with an OK: for errors that must be looked at. */
void dialog_tell(struct app *app, const char *title, const char *text);

#endif
