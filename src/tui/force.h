/*
 * Asking a manager whether goods leave that the books do not have (DOMAIN R9).
 */
#ifndef OD_TUI_FORCE_H
#define OD_TUI_FORCE_H

#include "tui/dialog.h"

/* Is the refusal one that may be forced, by the user of this desk? Then asks why, with the refusal
 * above, and takes the error back; done gets the reason's id and the tag. False: err stands. */
OD_MUST_USE bool force_asks(struct screen *s, int64_t tag, dialog_done *done, struct err *err);
/* The code of the reason that was chosen, in arena. */
const char *force_reason(struct screen *s, const struct dialog_result *r, struct arena *arena);

#endif
