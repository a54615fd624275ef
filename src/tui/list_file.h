/*
 * A list as a file for other programs, from any screen that shows one (screen_ops.list).
 */
#ifndef OD_TUI_LIST_FILE_H
#define OD_TUI_LIST_FILE_H

#include "tui/command.h"

/* What holds on every screen that shows a list: below the screen's own commands, above those that
 * hold everywhere. */
const struct command *list_commands(void);

#endif
