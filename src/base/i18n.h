/*
 * Marks for text that people read: _() translates now, N_() marks a constant that is translated
 * where it is shown. ngettext() comes with libintl.
 */
#ifndef OD_BASE_I18N_H
#define OD_BASE_I18N_H

#include <libintl.h>

#define _(text) gettext(text)
#define N_(text) text

#endif
