/*
 * Codes: what is typed to get somewhere.
 */
#ifndef OD_TUI_CODES_H
#define OD_TUI_CODES_H

#include "tui/app.h"

/* ".oe" and the others; ends with a row without a code. */
const struct app_code *tui_codes(void);

/* Opens the order of a number that was typed. err ERR_NOT_FOUND; ERR_INVALID: its check digit */
bool tui_go_number(struct app *app, const char *digits, struct err *err);

/* Opens the work whose paper was scanned: a slip, a wave, a receipt, a count, a transfer, a
 * manifest; digits behind a scanner's prefix are an order. *is_one false: none of these, or
 * without such a prefix the code of an item. */
bool tui_go_paper(struct app *app, const char *text, bool *is_one, struct err *err);

#endif
