/*
 * A cell as the wide characters that curses takes.
 */
#ifndef OD_TUI_TERM_CELL_H
#define OD_TUI_TERM_CELL_H

#include <wchar.h>

#include "tui/canvas.h"

/* A cell's text for this locale; `?` where it cannot show it, or would take other columns. Gives
 * the number of characters. */
int term_cell_text(const struct cell *cell, wchar_t out[sizeof cell->text]);

#endif
