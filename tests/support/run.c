/*
 * The run of a test program's suites.
 */
#include <signal.h>
#include <stdlib.h>
#include <unistd.h>

#include "support/run.h"
#include "support/sanitizer.h"

int run_suites(Suite *(*const suites[])(void), size_t count)
{
    SRunner *runner = srunner_create(NULL);
    int failed;

    (void)signal(SIGPIPE, SIG_IGN); /* as os_harden does */
#ifdef OD_HAS_ASAN
    if (!getenv("CK_FORK")) {
        srunner_set_fork_status(runner, CK_NOFORK);
        (void)alarm(600);
    }
#endif
    for (size_t i = 0; i < count; i++)
        srunner_add_suite(runner, suites[i]());
    srunner_run_all(runner, CK_ENV);
    failed = srunner_ntests_failed(runner);
    srunner_free(runner);
    return failed == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
