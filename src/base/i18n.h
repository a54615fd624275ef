/*
 * Marks for text that people read: _() translates now, N_() marks a constant that is translated
 * where it is shown. ngettext() comes with libintl.
 */
#ifndef OD_BASE_I18N_H
#define OD_BASE_I18N_H

#include <libintl.h>

#define _(text) gettext(text)
#define N_(text) text

/* Sets the locale of the environment and finds the catalogues; first thing after os_harden.
 * ORDERDESK_LOCALEDIR names their folder (not for a set-id program). */
void i18n_start(void);
/* From now on texts are in this language ("de"); "" leaves that of the locale, and so does a
 * terminal that is not in UTF-8. Changes the environment: before any thread or child. */
void i18n_use(const char *lang);

#endif
