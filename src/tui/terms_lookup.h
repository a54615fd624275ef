/*
 * Payment terms as the rows of a lookup.
 */
#ifndef OD_TUI_TERMS_LOOKUP_H
#define OD_TUI_TERMS_LOOKUP_H

#include "tui/lookup.h"

struct desk;

/* Those whose code begins with text, in arena. */
OD_MUST_USE bool terms_rows(struct desk *desk, const char *text, struct arena *arena,
                            struct lookup_rows *out, struct err *err);

#endif
