/*
 * The suites of the unit tests of the terminal front end, one a file, sorted.
 */
#ifndef OD_TESTS_UNIT_TUI_SUITES_H
#define OD_TESTS_UNIT_TUI_SUITES_H

#include <check.h>

Suite *app_suite(void);
Suite *canvas_suite(void);
Suite *command_suite(void);
Suite *dialog_suite(void);
Suite *field_suite(void);
Suite *form_suite(void);
Suite *grid_suite(void);
Suite *key_suite(void);
Suite *list_suite(void);
Suite *palette_suite(void);
Suite *style_suite(void);
Suite *term_frame_suite(void);
Suite *term_input_suite(void);
Suite *textedit_suite(void);
Suite *textview_suite(void);

#endif
