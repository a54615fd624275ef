/*
 * Runs the suites of the queue for the outside.
 */
#include <stdlib.h>

#include "unit/outside_suites.h"

int main(void)
{
    Suite *(*const suites[])(void) = { attach_suite,      inbox_suite,      queue_person_suite,
                                       queue_rules_suite, queue_work_suite, track_suite,
                                       worker_suite };
    SRunner *runner = srunner_create(NULL);
    int failed;

    for (size_t i = 0; i < sizeof suites / sizeof suites[0]; i++)
        srunner_add_suite(runner, suites[i]());
    srunner_run_all(runner, CK_ENV);
    failed = srunner_ntests_failed(runner);
    srunner_free(runner);
    return failed == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
