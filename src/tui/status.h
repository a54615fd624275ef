/*
 * The three rows of the shell: title, message line, key bar.
 */
#ifndef OD_TUI_STATUS_H
#define OD_TUI_STATUS_H

#include <stdbool.h>

#include "base/date.h"
#include "tui/canvas.h"
#include "tui/command.h"

struct status_title {
    const char *code, *title, *context;
    const char *place, *user;
    const char *busy;  /* "working"; NULL */
    const char *queue; /* "sync 3!"; "" or NULL */
    struct stamp now;  /* 0: no clock */
};
/* Row `row` of c: code, title, context in the middle, then place, user, clock and queue at the
 * right; what has no room goes in the order place, context, user, clock. */
void status_draw_title(struct canvas *c, int row, const struct status_title *t);

enum status_level { STATUS_NONE, STATUS_SAY, STATUS_WARN, STATUS_ERROR };

struct status_message {
    enum status_level level;
    char text[480];
    char pending[80]; /* at the right */
};
/* A message too long for one row begins in the row above. */
void status_draw_message(struct canvas *c, int row, const struct status_message *m,
                         const char *hint);

#define STATUS_BAR_TABLES 3
#define STATUS_BAR_KEYS   32

/*
 * The keys of tables (the screen's, of lists, the global ones) that fit, in the order of the
 * keyboard. Choosing reads every table, and most frames have the same tables as the one before: so
 * it is kept with what it was chosen for. A cleared one is chosen anew.
 */
struct status_bar {
    const struct command *tables[STATUS_BAR_TABLES + 1]; /* NULL-terminated */
    const struct key_map *map;
    bool prefer_ctrl;
    bool keeps_back; /* as screen_ops has it */
    int cols, n;
    struct status_bar_key {
        const struct command *cmd;
        struct key key;
        int number; /* of its F-key, 0 where it has none */
        char name[KEY_NAME_SIZE];
        int name_cols; /* with the blank behind a letter */
    } v[STATUS_BAR_KEYS];
};
/* Commands whose `when` says no are dim. */
void status_draw_keys(struct canvas *c, int row, struct status_bar *bar, const struct screen *s);

#endif
