/*
 * The shell: event loop, message line, screen stack, pop-ups. It knows no domain; what it needs
 * from there comes through hooks, and screens get the desk through it.
 */
#ifndef OD_TUI_APP_H
#define OD_TUI_APP_H

#include <stdbool.h>

#include "base/compiler.h"
#include "base/date.h"
#include "base/decimal.h"
#include "base/err.h"
#include "tui/nav.h"
#include "tui/palette.h"
#include "tui/style.h"

struct arena;
struct desk;
struct log;
struct printing;

/* The smallest terminal of the shell; what knows handhelds (draw_small) needs less. */
#define APP_MIN_ROWS 10
#define APP_MIN_COLS 40

struct term;

/* Title, message line and key bar. */
#define APP_FRAME_ROWS 3

/* The table of screens by code; ends with a row without a code. */
struct app_code {
    const char *code;  /* "OE" */
    const char *label; /* N_(): for the palette */
    /* `.oe 1042`: rest is "1042", "" where nothing follows. */
    bool (*go)(struct app *app, const char *rest, struct err *err);
};

/* What the shell asks of those who start it. ctx is config.ctx. All but now may be NULL. */
struct app_hooks {
    struct stamp (*now)(void *ctx);
    /* Has another process committed since this was last asked? About a microsecond. */
    bool (*changed)(void *ctx);
    /* Records for the palette by what was typed. */
    bool (*find)(struct app *app, const char *text, struct arena *arena, struct palette_rows *out,
                 struct err *err);
    /* Opens a record that find gave. */
    bool (*open)(struct app *app, const struct palette_row *row, struct err *err);
    /* A bare number and Enter. */
    bool (*number)(struct app *app, const char *digits, struct err *err);
    /* The number of a paper, as a scanner sends it, and Enter; *is_one: there is such a paper. */
    bool (*paper)(struct app *app, const char *text, bool *is_one, struct err *err);
    /* Once, when the first screen is shown: what need not be waited for before. */
    bool (*started)(void *ctx, struct err *err);
    /* What the person must know at once whatever they do, said at every tick; NULL: nothing. */
    const char *(*alarm)(void *ctx);
    /* Work for the outside that waits or is in trouble, a few words for row 1; "" for none. Asked
     * every few seconds where something was committed. NULL: not shown. */
    bool (*queue)(void *ctx, char *out, size_t size, struct err *err);
    /* Can the user open a locked screen again? NULL: it is never locked. */
    bool (*may_lock)(void *ctx);
    /* Is it the user's password? ERR_DENIED, ERR_BUSY */
    bool (*unlock)(void *ctx, const char *password, struct err *err);
    /* After another process committed: what this station does by itself (prints a label that
     * came); what it says stands in the message line. */
    void (*follow)(struct app *app);
};

/* Which names the key bar shows. */
enum app_keys { APP_KEYS_AUTO, APP_KEYS_F, APP_KEYS_CTRL };

struct app_config {
    struct term *term; /* closed by app_free */
    struct desk *desk; /* handed on to the screens */
    void *ctx;         /* of the hooks */
    const struct app_hooks *hooks;
    void (*beside)(void *ctx); /* each half-second: what runs beside the screens; NULL: nothing */
    void *beside_ctx;
    const struct app_code *codes;
    const struct screen_ops *home; /* F3 */
    const struct screen_ops *find; /* F2; NULL: none */
    const struct screen_ops *help; /* F1 a third time: all help; gets struct help_arg */
    const struct key_map *keys;    /* the user's; NULL: none */
    struct log *log;               /* NULL: none */
    const char *user;              /* "anna (clerk)" */
    const char *place;             /* "Leeds" */
    enum theme theme;
    enum app_keys key_bar;
    bool a11y;                /* clock and counters stand still, no panes */
    int lock_minutes;         /* without a key until the screen is locked; 0: never */
    bool mouse;               /* the terminal was opened with it */
    bool suspend;             /* ^Z stops the program instead of undoing */
    struct decimal_form form; /* how numbers are typed and shown */
    const struct printing *printing; /* of this station; NULL: it prints nothing */
};

/* The config is copied, its texts are not. */
struct app *app_new(const struct app_config *config);
void app_free(struct app *app);

/*
 * Pushes the first screen and runs until the person leaves or the terminal is gone (then every
 * screen's hangup was called). False: the first screen could not be entered.
 */
OD_MUST_USE bool app_run(struct app *app, const void *arg, struct err *err);
/* One pass of the loop for tests: all keys that are there, one settling, one frame. False: over. */
bool app_pass(struct app *app);
/* A half-second went by: live refresh, clock, ticks of the screen. For tests; the loop does it. */
void app_tick(struct app *app);
/* Starts without the loop, for tests: pushes home, draws. */
OD_MUST_USE bool app_start(struct app *app, const void *arg, struct err *err);

/* --- for screens ------------------------------------------------------------------------------ */

struct desk *app_desk(const struct app *app);
void *app_ctx(const struct app *app);
struct stamp app_now(const struct app *app);
const struct decimal_form *app_form(const struct app *app);
/* Columns of the terminal: lists show more, panes appear at 120 (never with a11y). */
int app_cols(const struct app *app);
int app_rows(const struct app *app);
bool app_a11y(const struct app *app);
const struct key_map *app_key_map(const struct app *app);
/* How this station prints; NULL: not at all. */
const struct printing *app_printing(const struct app *app);
/* The rows that hold on every screen: for help and palette. */
const struct command *app_commands(void);

/* The message line: information, a warning (`!`), an error (`x`, bell). It stays until the next key
 * that does something, errors until something succeeds. */
void app_say(struct app *app, const char *fmt, ...) OD_PRINTF(2, 3);
void app_warn(struct app *app, const char *fmt, ...) OD_PRINTF(2, 3);
/* IO, CORRUPT and BUG are logged and shown in a dialog as well. */
void app_error(struct app *app, const struct err *err);
/* An error in a form: as app_error, and the keys already queued behind it are dropped. */
void app_error_drop(struct app *app, const struct err *err);
/* The last messages, newest first, as text for `.msg`. */
const char *app_messages(const struct app *app, struct arena *arena);
/* "12 new, F5" at the right of the message line; NULL clears. Copied. */
void app_set_pending(struct app *app, const char *text);
void app_bell(struct app *app);
/* For someone who does not look: a scan that was refused. */
void app_bell_twice(struct app *app);

/* Other colors for this session. */
void app_set_theme(struct app *app, enum theme theme);
/* The mouse for this session; while it is on, the terminal itself marks and copies nothing. */
bool app_has_mouse(const struct app *app);
void app_set_mouse(struct app *app, bool is_on);
/* Paint again before the next wait; drawing happens by itself after keys and ticks. */
void app_redraw(struct app *app);
/* "working" or "waiting" in row 1 at once, while a call into the desk takes long; the next frame
 * takes it away. */
void app_busy(struct app *app, const char *text);
/* Does a key wait? Live queries (settle, rest) and work give up and go on after it. Always
 * false inside a command or a key: what those ask must be answered. */
bool app_has_input(const struct app *app);
/* Do more keys wait behind the one that is handled? Then they came at once, as a scanner's do. */
bool app_has_keys(const struct app *app);
/* Says that what is done now was asked for by a code, as a scanner sends it: a question that
 * comes of it waits for scans too. Gives what was said before, to be said again at the end. */
bool app_set_scan(struct app *app, bool is_scan);
bool app_is_scan(const struct app *app);
/*
 * A piece of work that cannot be taken up again: keys that wait and that use() takes are done in
 * between, with a frame. use() and the screen's draw must not touch the store, which is at work.
 * False: a key waits that is for others; the work ends now, and the key is done after it.
 */
bool app_work_on(struct app *app, bool (*use)(struct screen *s, struct key k));

/* arg is read by enter and need not live on. */
OD_MUST_USE bool app_push(struct app *app, const struct screen_ops *ops, const void *arg,
                          struct err *err);
/* Leaves the top screen; at the last one asks to quit. False: it stays. */
bool app_pop(struct app *app, struct err *err);
/* Replaces the top screen ("next record", a draft that became an order). */
OD_MUST_USE bool app_replace(struct app *app, const struct screen_ops *ops, const void *arg,
                             struct err *err);
/* Back to home; what screens hold is saved by their leave. */
bool app_home(struct app *app, struct err *err);
/* F7 F8: the top screen goes on to the record beside its own in the view it was opened from. id is
 * where the screen keeps its record; where that one cannot be read, the screen stays as it was. */
OD_MUST_USE bool app_step(struct app *app, int by, int64_t *id, struct err *err);
/* F5 of the top screen. */
bool app_refresh(struct app *app, struct err *err);
/* Leaves the program when the loop comes round; screens are asked (leave). */
void app_quit(struct app *app);

/* ".oe 1042", "10482": the screen's code_line, then codes, then hooks->number. */
OD_MUST_USE bool app_run_code(struct app *app, const char *text, struct err *err);
/* The palette, with text in it ("" for none). */
void app_open_palette(struct app *app, const char *text);
/* A scrolling text over the screen: "why", the history of messages. Copied. */
void app_show_text(struct app *app, const char *title, const char *text);
/* The pop-up that is open; dialog.c and palette.c use it. NULL: none. */
struct popup *app_popup(const struct app *app);
void app_set_popup(struct app *app, struct popup *popup);
struct screen *app_screen(const struct app *app);

#endif
