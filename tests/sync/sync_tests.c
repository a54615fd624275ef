/*
 * Runs the tests of what is pure in sync: secrets, mail, text messages.
 */
#include <stdlib.h>

#include "sync/suites.h"

int main(void)
{
    static Suite *(*const suites[])(void) = { secrets_suite, mime_suite, message_suite,
                                                signature_suite };
    SRunner *runner = srunner_create(NULL);
    int failed;

    for (size_t i = 0; i < sizeof suites / sizeof suites[0]; i++)
        srunner_add_suite(runner, suites[i]());
    srunner_run_all(runner, CK_ENV);
    failed = srunner_ntests_failed(runner);
    srunner_free(runner);
    return failed == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
