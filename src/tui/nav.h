/*
 * Screens, what they are made of, and the stack of them.
 */
#ifndef OD_TUI_NAV_H
#define OD_TUI_NAV_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/err.h"
#include "base/limits.h"
#include "tui/canvas.h"
#include "tui/command.h"
#include "tui/key.h"

struct app;
struct arena;
struct desk;
struct list;

/* First member of every screen's own struct. */
struct screen {
    const struct screen_ops *ops;
    struct app *app;
    struct desk *desk;
    struct arena *arena;  /* lives as long as the screen */
    struct arena *data;   /* what the last refresh read; see screen_ops.refresh */
    const char *title;    /* row 1 after the code; NULL: ops->title */
    const char *context;  /* row 1, in the middle ("draft D31 saved 14:03:12"); NULL for none */
    const char *hint;     /* message line while there is no message; NULL for none */
    int rows, cols;       /* of the body */
    int calm_ms;          /* set by a refresh that reads much; 0: each commit is read */
    int64_t read_ms;      /* when refresh began last, or the reading that it left to work ended */
    bool is_stale;        /* the shell's: another desk committed since */
    struct screen *next_dead; /* the shell's */
};

/* All but name, size, commands, enter and draw may be NULL. */
struct screen_ops {
    const char *name;  /* section of commands: "order" */
    const char *code;  /* "OD"; "" where it has none */
    const char *title; /* N_() */
    size_t size;       /* bytes of the screen's own struct, zeroed before enter */
    const struct command *commands;
    bool keeps_back; /* F12 has its place in the key bar, whatever else has room */

    /* Takes the argument of the push (copies what it keeps), sets up widgets. False: not pushed. */
    bool (*enter)(struct screen *s, const void *arg, struct err *err);
    /*
     * Reads the domain into s->data, which is fresh. Called after enter, on F5, when another desk
     * committed (not sooner than calm_ms after the last time), and when the screen comes back to
     * the top. On failure the screen must still point into what it had before: the old data arena
     * is put back.
     */
    bool (*refresh)(struct screen *s, struct err *err);
    /* Pure: no store, no clock. c is the body, between title and message line. */
    void (*draw)(const struct screen *s, struct canvas *c);
    /* On a terminal too small for the shell, of at least 20 columns and 8 rows: all there is to
     * see, with the message of the shell. NULL: the screen asks for a larger one. */
    void (*draw_small)(const struct screen *s, struct canvas *c, const char *message);
    /* Typed text and movement, before the commands; true when used. */
    bool (*key)(struct screen *s, struct key k);
    /*
     * A paste in brackets, whole: UTF-8, lines parted by \n, cells by \t, at most
     * LIMIT_PASTE_BYTES. True when taken; else its characters come through key, with KEY_PASTED.
     */
    bool (*paste)(struct screen *s, const char *text);
    /* After all keys that were there, before drawing: live queries (form_settle, grid_settle). */
    void (*settle)(struct screen *s);
    /* 60 ms after the last key: what follows the cursor (previews); app_redraw where there is
     * something new to show. */
    void (*rest)(struct screen *s);
    /* Each half-second: drafts that could not be saved, clocks of the screen. */
    void (*tick)(struct screen *s);
    /* A piece of long work, at most some 50 ms, whenever no key waits; also while another screen is
     * on top. True: there is more. */
    bool (*work)(struct screen *s);
    void (*resize)(struct screen *s, int rows, int cols);
    /* Is about to be left: saves what was typed. False with err: stay. */
    bool (*leave)(struct screen *s, struct err *err);
    /* The terminal is gone: save what can be saved at once. Every screen of the stack gets it. */
    void (*hangup)(struct screen *s);
    /* A code line ("3", ".xy") the screen takes for itself before the shell looks at it. */
    bool (*code_line)(struct screen *s, const char *text);
    /* The record beside the one that was opened from here (F7 F8 of the screen above): moves the
     * selection and gives its id. False at the ends: err says so. */
    bool (*step)(struct screen *s, int by, int64_t *out_id, struct err *err);
    /* Help for the focused field or row; NULL: the screen's own help. */
    const char *(*help)(const struct screen *s);
    /* The list that is shown, which list_file.h writes to a file; NULL while there is none. All its
     * rows are those of its source, or those that stand there after a refresh. */
    struct list *(*list)(struct screen *s);
    /* Ends what the arenas do not (list_close ...); also after an enter that failed half-way. A
     * screen that popped itself is closed only when the keys of this pass are done. */
    void (*close)(struct screen *s);
};

struct nav {
    struct screen *v[LIMIT_NAV_DEPTH];
    int n;
    struct screen *dead; /* left, but perhaps still running: nav_bury frees them */
};

/* Makes the screen, enters and refreshes it and puts it on top. */
OD_MUST_USE bool nav_push(struct nav *nav, struct app *app, const struct screen_ops *ops,
                          const void *arg, struct err *err);
/* Leaves the top one. False: it wants to stay. */
OD_MUST_USE bool nav_pop(struct nav *nav, struct err *err);
/* Leaves the top one and puts another in its place; on failure all stays as it was. */
OD_MUST_USE bool nav_replace(struct nav *nav, struct app *app, const struct screen_ops *ops,
                             const void *arg, struct err *err);
/* Closes and frees those that were left. */
void nav_bury(struct nav *nav);
/* Tells a screen its size. */
void screen_resize(struct screen *s, int rows, int cols);
/* Frees all without asking. */
void nav_close(struct nav *nav);
struct screen *nav_top(const struct nav *nav);
/* The screen below the top one; NULL where there is none. */
struct screen *nav_below(const struct nav *nav);
/* Runs refresh with a fresh data arena, and puts the old one back on failure. */
OD_MUST_USE bool screen_refresh(struct screen *s, struct err *err);
/* After something was booked: it stays booked where only reading it again fails. That is said, and
 * the screen shows what it had until it is read at a later tick. */
void screen_reread(struct screen *s);

#endif
