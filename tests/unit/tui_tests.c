/*
 * Runs the unit tests of the terminal front end, each in a process of its own (CK_FORK=no for a debugger).
 */
#include <stdlib.h>

#include "unit/tui_suites.h"

int main(void)
{
    /* One a line, sorted. */
    static Suite *(*const suites[])(void) = {
        app_suite,
        canvas_suite,
        command_suite,
        dialog_suite,
        field_suite,
        form_suite,
        grid_suite,
        key_suite,
        list_suite,
        palette_suite,
        style_suite,
        term_frame_suite,
        term_input_suite,
        textedit_suite,
        textview_suite,
    };
    SRunner *runner = srunner_create(NULL);
    int failed;

    for (size_t i = 0; i < sizeof suites / sizeof suites[0]; i++)
        srunner_add_suite(runner, suites[i]());
    srunner_run_all(runner, CK_ENV);
    failed = srunner_ntests_failed(runner);
    srunner_free(runner);
    return failed == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
