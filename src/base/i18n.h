/*
 * Marks for text that people read: _() translates now, N_() marks a constant that is translated
 * where it is shown. ngettext() comes with libintl.
 */
#ifndef OD_BASE_I18N_H
#define OD_BASE_I18N_H

#include <libintl.h>

#include "base/compiler.h"

#define _(text) i18n_text(text)
#define N_(text) text

/* Sets the locale of the environment and finds the catalogues; first thing after os_harden.
 * ORDERDESK_LOCALEDIR names their folder (not for a set-id program). */
void i18n_start(void);
/* From now on texts are in this language ("de"); "" leaves that of the locale, and so does a
 * terminal that is not in UTF-8. Changes the environment: before any thread or child. */
void i18n_use(const char *lang);

/* The text in the language that is set; itself where that has no catalogue. A picture asks for some
 * thirty texts, and gettext looks for a catalogue anew at each of them. */
const char *i18n_text(const char *text) OD_FORMAT_ARG(1) OD_LEAF;
/* Looks again whether there is a catalogue: after every change of the language. */
void i18n_changed(void);

#endif
