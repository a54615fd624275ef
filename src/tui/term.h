/*
 * What the shell asks of a terminal. term_curses.c does it with ncurses; the tests have one in
 * memory. The shell holds one and calls it from its loop only.
 */
#ifndef OD_TUI_TERM_H
#define OD_TUI_TERM_H

#include <stdbool.h>

#include "base/err.h"
#include "tui/canvas.h"
#include "tui/key.h"
#include "tui/style.h"

/* Why term_wait came back. Several may be set; none: the time was up. */
enum term_event {
    TERM_KEYS = 1,
    TERM_RESIZED = 2,
    TERM_HANGUP = 4,    /* SIGHUP, SIGTERM or the terminal is gone: save and leave */
    TERM_CONTINUED = 8, /* back from a stop: everything must be painted again */
};

struct term {
    const struct term_ops *ops;
    bool ascii;  /* the locale cannot show Unicode */
    bool mono;   /* no colors, or NO_COLOR */
};

struct term_ops {
    /* Waits at most timeout_ms for keys or a signal; gives a set of enum term_event. */
    int (*wait)(struct term *term, int timeout_ms);
    /* The next key that is there without waiting; false where none is. */
    bool (*read)(struct term *term, struct key *out);
    /* Is input waiting, read or not? Cheap; long queries ask it. */
    bool (*has_input)(struct term *term);
    /* Drops keys that wait (after an error in a form). */
    void (*drop_input)(struct term *term);
    void (*size)(struct term *term, int *rows, int *cols);
    /* Brings the terminal to show exactly these cells. */
    void (*show)(struct term *term, const struct cells *cells);
    /* The next show paints everything. */
    void (*repaint)(struct term *term);
    void (*bell)(struct term *term);
    /* Other colors from the next show on, which paints everything. */
    void (*set_theme)(struct term *term, enum theme theme);
    /* Clicks and the wheel come as keys (key_mouse), or no more. */
    void (*set_mouse)(struct term *term, bool is_on);
    /* Hands the terminal to the shell that started us until it continues us. */
    void (*suspend)(struct term *term);
    /* Restores the terminal and frees. */
    void (*close)(struct term *term);
};

/* What of the user's settings a terminal needs. */
struct term_config {
    enum theme theme;
    bool mouse;     /* clicks and the wheel come as keys */
    bool esc_digit; /* Esc and then a digit is an F-key; Esc alone then takes 600 ms */
    bool sync;      /* ask a terminal whether it paints frames at once, and use it */
    int esc_ms;     /* how long Esc waits for more; 0: 25. The variable ESCDELAY goes first */
};

/*
 * Takes over the terminal of standard input and output with ncurses. ERR_STATE with a sentence for
 * the person where there is none, or one that cannot move the cursor (TERM=dumb, unknown TERM).
 */
OD_MUST_USE bool term_curses_open(struct term **out, const struct term_config *config,
                                  struct err *err);

#endif
