/*
 * Runs the unit tests of base, each in a process of its own (CK_FORK=no for a debugger).
 */
#include <stdlib.h>

#include "unit/suites.h"

int main(void)
{
    static Suite *(*const suites[])(void) = {
        mem_suite, strbuf_suite, err_suite, utf8_suite, date_suite,   decimal_suite, money_suite,
        id_suite,  json_suite,   csv_suite, conf_suite, secret_suite, log_suite,     os_suite,
        words_suite, os_run_suite, os_start_suite,
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
