/*
 * Runs the unit tests of the store, each in a process of its own, on real files in one temporary
 * folder that is removed at the end.
 */
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>

#include "unit/store_support.h"
#include "unit/store_suites.h"

int main(void)
{
    static Suite *(*const suites[])(void) = {
        backup_suite, db_suite,        migrate_suite, rotate_suite,
        stmt_suite,   trouble_suite,   turnstile_suite, tx_suite,
    };
    char folder[] = "/tmp/orderdesk-test-XXXXXX";
    SRunner *runner = srunner_create(NULL);
    int failed;

    if (!mkdtemp(folder) || chmod(folder, 0755) != 0 || setenv("OD_TEST_DIR", folder, 1) != 0) {
        perror(folder);
        return 99;
    }
    for (size_t i = 0; i < sizeof suites / sizeof suites[0]; i++)
        srunner_add_suite(runner, suites[i]());
    srunner_run_all(runner, CK_ENV);
    failed = srunner_ntests_failed(runner);
    srunner_free(runner);
    remove_tree(folder);
    return failed == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
