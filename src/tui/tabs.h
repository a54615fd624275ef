/*
 * The tabs of a page ("1 Stock  2 Prices"): drawn in one row, chosen by their digit.
 */
#ifndef OD_TUI_TABS_H
#define OD_TUI_TABS_H

#include <stdbool.h>

#include "tui/canvas.h"
#include "tui/key.h"

/* names: N_(), each beginning with its digit; ends with NULL. at: the one that is shown, from 0. */
void tabs_draw(struct canvas *c, int row, const char *const *names, int at);
/* Is k the digit of one of them? Then *out_at is that one, from 0. */
bool tabs_key(struct key k, const char *const *names, int *out_at);

#endif
