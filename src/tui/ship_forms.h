/*
 * SH, carriers' forms of what was handed over.
 */
#ifndef OD_TUI_SHIP_FORMS_H
#define OD_TUI_SHIP_FORMS_H

#include "tui/app.h"

/* Lists those of the last days, and does with the chosen one what is left to do. */
bool ship_forms_show(struct screen *s, struct err *err);
/* Prints those that came and were asked for here (setting label.print). */
void ship_forms_print_arrived(struct app *app);

#endif
