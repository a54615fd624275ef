/*
 * The shell's own struct, for the files app*.c and palette.c.
 */
#ifndef OD_TUI_APP_PRIV_H
#define OD_TUI_APP_PRIV_H

#include <stdint.h>

#include "base/strbuf.h"
#include "tui/app.h"
#include "tui/popup.h"
#include "tui/status.h"

#define APP_MESSAGES 40
/* Of a screen that knows handhelds. */
#define APP_SMALL_ROWS 8
#define APP_SMALL_COLS 20
/* Words of the queue in row 1. */
#define APP_QUEUE_BYTES 64
/* It is counted anew at most so often: a worker that drains commits all the time. */
#define APP_QUEUE_MS 2000

struct app_note {
    enum status_level level;
    struct stamp at;
    char text[480];
};

/* A screen that is locked because nobody was there. */
struct app_lock {
    bool is_on;
    int64_t since_ms; /* the last key, by the clock of the desk */
    char typed[256], said[480];
    size_t len;
};

struct app {
    struct app_config config;
    struct arena *arena;
    struct cells *cells;
    struct nav nav;
    struct popup *popup, *dead_popups;
    struct status_message message;
    struct status_bar bar;
    struct app_lock lock;
    struct app_note notes[APP_MESSAGES]; /* a ring; note_n counts all there were */
    int64_t note_n;
    const char *busy;
    bool is_dirty, is_quitting, is_ctrl_bar, is_pasting;
    struct arena *paste_arena; /* of the paste that is coming in; NULL before the first */
    struct strbuf paste;
    bool is_settling;         /* live queries run: they may give way to a key */
    struct key held; /* was read while a piece of work ran that it ends */
    bool has_held;
    bool is_scan; /* what is done now was asked for by a code */
    bool is_resting;          /* rest of the top screen is done since the last key */
    int f1_presses, cancel_presses;
    int64_t bell_ms, key_ms, tick_ms;
    int minute; /* that the clock shows */
    char queue[APP_QUEUE_BYTES];
    bool is_queue_old; /* something was committed since it was counted */
    int64_t queue_ms;
};

/* app_draw.c: the whole frame into the cells and onto the terminal. */
void app_draw(struct app *app);
void app_draw_busy(struct app *app);
/* The terminal has another size. */
void app_fit(struct app *app);

/* app_loop.c: live queries, what was left, and a frame where something changed. */
void app_finish_pass(struct app *app);

/* app_mouse.c: what the mouse did, as the keys it stands for. True: it was the mouse. is_fresh: the
 * last frame shows how things are. */
bool app_mouse_key(struct app *app, struct key k, bool is_fresh);

/* app_keys.c: one key to whom it belongs. */
/* app_word.c: a word behind a dot that no screen has as its code; false where it is none. */
bool app_run_word(struct app *app, const char *word);
void app_dispatch(struct app *app, struct key k);
/* Runs a command, or says why it cannot be run now. */
void app_run_command(struct app *app, const struct command *cmd);
void app_bury(struct app *app);
/* One key of a paste to the pop-up or the screen, never to a command; true when used. */
bool app_offer_pasted(struct app *app, struct key k);

/* app_paste.c: what stands between the brackets of a paste. */
void app_paste_begin(struct app *app);
void app_paste_key(struct app *app, struct key k);
void app_paste_end(struct app *app);

/* The last key was now. */
void app_lock_touch(struct app *app);
/* Locks where it is time to. */
void app_lock_tick(struct app *app);
/* True: the screen is locked and the key was its own. */
bool app_lock_key(struct app *app, struct key k);
void app_lock_draw(struct app *app, struct canvas *c);

#endif
