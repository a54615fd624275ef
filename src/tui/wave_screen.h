/*
 * What the files of the screen WV share: its state, and what scans and keys both do.
 */
#ifndef OD_TUI_WAVE_SCREEN_H
#define OD_TUI_WAVE_SCREEN_H

#include "base/limits.h"
#include "domain/flow/pick_wave.h"
#include "tui/app.h"
#include "tui/field.h"
#include "tui/list.h"

#define WV_UNDO      50
#define WV_HEAD_ROWS 6

/* What is in the hand and goes into a tote next. */
struct wv_hand {
    int64_t fulfillment; /* 0: nothing */
    int64_t line;
    char sku[LIMIT_CODE_BYTES + 1];
    struct qty qty;
};

struct wv {
    struct screen s;
    int64_t id;
    struct pick_wave *w; /* in s.data, as the lines are */
    struct pick_wave_lines lines;
    struct list list;
    struct field scan;
    bool is_opened;
    bool verifies_place;                /* setting pick.verify_place */
    bool is_new_tote;                   /* the next scan is one more tote, the old one is full */
    char place[LIMIT_CODE_BYTES + 1];   /* that was scanned last */
    int64_t focus; /* the line that is worked at; 0: the first */
    struct wv_hand hand;
    char wrong[480]; /* what was wrong with the last scan */
    int canceled;    /* fulfillments that were canceled, as last seen */
    struct wv_hand undo[WV_UNDO];
    int undo_n;
};

extern const struct command wv_commands[];

/* The line the screen asks for, NULL where nothing is left. */
const struct pick_wave_line *wv_expected(const struct wv *wv);
/* By its id; NULL where it is gone. */
const struct pick_wave_line *wv_line(const struct wv *wv, int64_t id);
/* Canceled by someone, not because all of it came up short. */
bool wv_was_canceled(const struct pick_wave_line *line);
/* How many fulfillments want the line's item. */
int wv_count_takers(const struct wv *wv, const struct pick_wave_line *line);

/* wave_scan.c: what a scanner or a person sent, with Enter behind it. */
void wv_scanned(struct wv *wv);

/* The line that commands are about: in the hand, else the expected one. err  ERR_STATE: none */
const struct pick_wave_line *wv_at_hand(const struct wv *wv, struct err *err);
/* Takes so many into the hand for a line; the next scan is its tote. */
bool wv_take(struct wv *wv, const struct pick_wave_line *l, struct qty qty, struct err *err);
bool wv_undo(struct screen *s, struct err *err);
bool wv_skip(struct screen *s, struct err *err);
bool wv_short(struct screen *s, struct err *err);
/* wave_action.c */
bool wv_qty(struct screen *s, struct err *err);

/* wave_draw.c */
void wv_draw(const struct screen *s, struct canvas *c);
void wv_draw_small(const struct screen *s, struct canvas *c, const char *message);

#endif
