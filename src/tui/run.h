/*
 * Opening the screens: what the command line calls when no command is given.
 */
#ifndef OD_TUI_RUN_H
#define OD_TUI_RUN_H

#include <stdbool.h>

#include "base/compiler.h"
#include "base/err.h"

struct app_config;
struct conf_stack;
struct desk;
struct log;
struct screen_ops;
struct worker_call;

/* Every screen, NULL behind the last. */
extern const struct screen_ops *const tui_screens[];

/* What the shell needs to know of a desk: hooks, codes, home, find, help, how numbers are written.
 * Terminal, user and options are the caller's. */
void tui_config(struct desk *desk, struct app_config *out);

/*
 * Takes over the terminal, opens the dashboard, runs until the person leaves or the terminal is
 * gone, and gives the terminal back. Enters the list of who is here, and leaves it. The desk stays
 * open.
 *
 * conf  the options of section "orderdesk" and the keys of section "keys"
 * log   may be NULL
 * call  how a worker is started beside the screens; NULL: not at all
 * err   ERR_STATE without a terminal that can show screens; what app_run refuses with
 */
OD_MUST_USE bool tui_run(struct desk *desk, const struct conf_stack *conf, struct log *log,
                         const struct worker_call *call, struct err *err);

#endif
