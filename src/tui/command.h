/*
 * Command tables: one row gives keys, label in the key bar, help and what runs. Dispatch, key bar,
 * checks for conflicts, help pages, palette and man page read the same rows.
 */
#ifndef OD_TUI_COMMAND_H
#define OD_TUI_COMMAND_H

#include <stdbool.h>

#include "base/err.h"
#include "tui/key.h"

struct arena;
struct screen;

/* A table ends with a row without a name. */
struct command {
    const char *name;  /* "order.hold": in the user's key map; unique over all tables of a screen */
    const char *keys;  /* "F4 C-t f": first an F-key where there is one; "" for the palette only */
    const char *label; /* N_(), at most 12 columns; the key bar shows rows in order as room is */
    const char *help;  /* N_(), a sentence */
    /* NULL: always. False and the reason in why: shown dim, and the reason on a try. */
    bool (*when)(const struct screen *s, struct err *why);
    /* False with an error set: the shell shows it. */
    bool (*run)(struct screen *s, struct err *err);
};

#define COMMAND_LABEL_COLS 12

/* The row whose keys (the user's, else its own) hold k; NULL where none. Pasted keys never match.
 * Alt-digits stand for F-keys where no row names them. */
const struct command *command_find(const struct command *table, const struct key_map *map,
                                   struct key k);
const struct command *command_by_name(const struct command *table, const char *name);
/* The keys of a row after the user's map. */
int command_keys(const struct command *cmd, const struct key_map *map,
                 struct key out[KEYS_PER_COMMAND]);
/* The key the bar names: the first F-key, or with prefer_ctrl the first that is none. False where
 * the row has no key. */
bool command_bar_key(const struct command *cmd, const struct key_map *map, bool prefer_ctrl,
                     struct key *out);
/* All its keys as "F4 ^T f". */
char *command_keys_text(const struct command *cmd, const struct key_map *map, struct arena *arena);

/*
 * Are the tables sound together (as they lie over each other on one screen)? No two commands of a
 * table on one key, every key a key, every label short, every command with help.
 * err  ERR_INVALID: names both commands and the key
 */
OD_MUST_USE bool command_check(const struct command *table, const struct key_map *map,
                               struct err *err);

/* As command_check, for a screen's table over the one that holds everywhere, where one of the two
 * commands is on a key that the user chose; the program's own tables cover each other on purpose.
 */
OD_MUST_USE bool command_check_over(const struct command *table, const struct command *below,
                                    const struct key_map *map, struct err *err);

#endif
