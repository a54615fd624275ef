/*
 * How a person wants the screens: colors, keys, a screen reader. The configuration files say it for
 * the station, preferences in the desk for the user wherever that is; the user goes first.
 */
#ifndef OD_TUI_TASTE_H
#define OD_TUI_TASTE_H

#include "base/conf.h"
#include "tui/app.h"
#include "tui/key.h"
#include "tui/style.h"

struct desk;

struct taste {
    enum theme theme;
    enum app_keys key_bar;
    bool a11y, mouse;
    struct key_map keys;
    const char *warning; /* what could not be followed, for the message line; NULL */
};

/*
 * Files first, then the user's preferences. A file that puts two commands on one key is refused
 * (ERR_INVALID); preferences that cannot be followed (a newer program has other keys) are left out
 * with a warning.
 */
OD_MUST_USE bool taste_load(struct desk *desk, const struct conf_stack *conf, struct arena *arena,
                            struct taste *out, struct err *err);

/* The names of preferences: "theme", "keys", "a11y", "mouse", and "key.COMMAND" for each command;
 * the help of the first four. Ends with name NULL. */
struct taste_name {
    const char *name, *choices, *help;
};
extern const struct taste_name taste_names[];

/*
 * Sets a preference of the user if it can be followed together with the others: known name, fitting
 * value, no two commands on one key. "" takes it away. ERR_INVALID, ERR_NOT_FOUND.
 */
OD_MUST_USE bool taste_set(struct desk *desk, const char *name, const char *value,
                           struct err *err);

/* Asks for the colors, shows them at once and keeps them as the user's preference: `.theme`. */
OD_MUST_USE bool taste_ask_theme(struct app *app, const char *rest, struct err *err);

/* The mouse on or off (rest "on", "off"; "" turns it round), kept as the user's preference:
 * `.mouse`. */
OD_MUST_USE bool taste_switch_mouse(struct app *app, const char *rest, struct err *err);

#endif
