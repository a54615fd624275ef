/*
 * A list as a file for other programs, from any screen that shows one (screen_ops.list).
 */
#ifndef OD_TUI_LIST_FILE_H
#define OD_TUI_LIST_FILE_H

#include "tui/command.h"
#include "tui/dialog.h"

struct list;

/* What holds on every screen that shows a list: below the screen's own commands, above those that
 * hold everywhere. */
const struct command *list_commands(void);

/* Writes what a screen shows to the file that its list keeps the name of. */
typedef bool list_file_write(struct screen *s, struct err *err);
/*
 * A name was typed: the list keeps it, and the file is written. Where one of that name is there
 * already, it is asked first, and `answered` gets the answer, for list_file_answered.
 */
OD_MUST_USE bool list_file_named(struct screen *s, struct list *l, const char *name,
                                 list_file_write *write, dialog_done *answered, struct err *err);
/* What the answer was: written, or `ask` asks for the name again, which is typed still, also where
 * it could not be replaced; that is said. */
OD_MUST_USE bool list_file_answered(struct screen *s, const struct dialog_result *r,
                                    list_file_write *write,
                                    bool (*ask)(struct screen *s, struct err *err),
                                    struct err *err);

#endif
