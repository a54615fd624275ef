/*
 * Keys as the program sees them, their names ("C-n", "F2", "M-2", "?"), and the user's key map.
 * How a terminal sends them is the business of the back end (tui/term.h).
 */
#ifndef OD_TUI_KEY_H
#define OD_TUI_KEY_H

#include <stdbool.h>
#include <stdint.h>

#include "base/err.h"

struct arena;

/* Keys that are not characters. They begin behind Unicode; K_F1 + n is the n-th next F-key. */
enum {
    K_NONE = 0,
    K_ENTER = 0x110000,
    K_TAB,
    K_ESC,
    K_BACKSPACE,
    K_DELETE,
    K_INSERT,
    K_UP,
    K_DOWN,
    K_LEFT,
    K_RIGHT,
    K_HOME,
    K_END,
    K_PAGE_UP,
    K_PAGE_DOWN,
    K_F1,
    K_F12 = K_F1 + 11,
    K_PASTE_BEGIN, /* brackets of a paste; the keys between them have KEY_PASTED */
    K_PASTE_END,
};

enum key_mods {
    KEY_CTRL = 1,
    KEY_ALT = 2,
    KEY_SHIFT = 4,  /* of named keys only: a shifted letter is another letter */
    KEY_PASTED = 8, /* came in a paste: it is text and never a command */
};

/* sym is a code point or one of K_...; Ctrl-n is { 'n', KEY_CTRL }. */
struct key {
    uint32_t sym;
    uint8_t mods;
};

#define KEY_NAME_SIZE 24
#define KEYS_PER_COMMAND 6

struct key key_make(uint32_t sym, int mods);

/* What a mouse does, with the row and column from 0: keys like others, in the order they came. */
enum key_mouse { MOUSE_CLICK, MOUSE_WHEEL_UP, MOUSE_WHEEL_DOWN };
struct key key_make_mouse(enum key_mouse what, int row, int col);
/* False: k is no mouse's. */
bool key_mouse(struct key k, enum key_mouse *what, int *row, int *col);
bool key_equal(struct key a, struct key b);
/* A printable character without Ctrl or Alt (pasted or typed). */
bool key_is_text(struct key k);
/* Is it exactly this named key without modifiers (a pasted one never is)? */
bool key_is(struct key k, uint32_t sym);
/* Is it Ctrl and this letter? */
bool key_is_ctrl(struct key k, char letter);
/* F1..F12 as 1..12, also Alt-1..Alt-9, Alt-0 (10); 0 for all others. */
int key_function(struct key k);

/* "C-n", "M-2", "S-Tab", "F10", "Enter", "Space", "a". */
const char *key_text(struct key k, char out[KEY_NAME_SIZE]);
/* For the key bar: "F10", "^N", "Enter", "a". */
const char *key_label(struct key k, char out[KEY_NAME_SIZE]);
/* ERR_INVALID for a name that is none. Names of keys are read without regard to case. */
OD_MUST_USE bool key_parse(const char *name, struct key *out, struct err *err);
/* Several names parted by blanks into at most max keys; gives their number. */
OD_MUST_USE bool key_parse_list(const char *names, struct key *out, int max, int *n,
                                struct err *err);

/* The user's own keys by command name ("order.hold" = "F10 C-o"). */
struct key_binding {
    const char *command;
    struct key keys[KEYS_PER_COMMAND];
    int n;
};
struct key_map {
    struct key_binding *v;
    int n, cap;
};
/* Adds or replaces the keys of a command. ERR_INVALID names the key that is none. */
OD_MUST_USE bool key_map_set(struct key_map *map, struct arena *arena, const char *command,
                             const char *names, struct err *err);
/* NULL where the user has not bound it. map may be NULL. */
const struct key_binding *key_map_find(const struct key_map *map, const char *command);

#endif
