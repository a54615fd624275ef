/*
 * Runs the suites of this folder. CK_RUN_SUITE=golden with OD_UPDATE_SCREENS=1 writes the golden
 * files anew (make update-screens).
 */
#include <stdlib.h>

#include "screen/screen_suites.h"

int main(void)
{
    SRunner *runner = srunner_create(keystrokes_suite());
    int failed;

    srunner_add_suite(runner, commands_suite());
    srunner_add_suite(runner, lock_suite());
    srunner_add_suite(runner, mouse_suite());
    srunner_add_suite(runner, notices_screen_suite());
    srunner_add_suite(runner, templates_suite());
    srunner_add_suite(runner, goods_screen_suite());
    srunner_add_suite(runner, listing_screen_suite());
    srunner_add_suite(runner, picking_suite());
    srunner_add_suite(runner, waves_suite());
    srunner_add_suite(runner, ways_suite());
    srunner_add_suite(runner, syncing_suite());
    srunner_add_suite(runner, labels_suite());
    srunner_add_suite(runner, shipping_suite());
    srunner_add_suite(runner, tracking_suite());
    srunner_add_suite(runner, screens_suite());
    srunner_add_suite(runner, order_asks_suite());
    srunner_add_suite(runner, prices_suite());
    srunner_add_suite(runner, views_suite());
    srunner_add_suite(runner, pairs_suite());
    srunner_add_suite(runner, typing_suite());
    srunner_add_suite(runner, golden_suite());
    srunner_add_suite(runner, intake_suite());
    srunner_run_all(runner, CK_ENV);
    failed = srunner_ntests_failed(runner);
    srunner_free(runner);
    return failed == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
