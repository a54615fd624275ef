/*
 * Runs the suites of this folder. CK_RUN_SUITE=golden with OD_UPDATE_SCREENS=1 writes the golden
 * files anew (make update-screens).
 */
#include "screen/screen_suites.h"
#include "support/run.h"

int main(void)
{
    static Suite *(*const suites[])(void) = {
        keystrokes_suite,
        releasing_suite,
        commands_suite,
        lock_suite,
        dashboard_suite, queue_lists_suite,
        mouse_suite,
        notices_screen_suite,
        schedules_suite,
        templates_suite,
        goods_screen_suite,
        listing_screen_suite,
        list_files_screen_suite,
        reports_screen_suite,
        picking_suite,
        morning_suite,
        waves_suite,
        ways_suite,
        syncing_suite,
        labels_suite, addresses_suite,
        shipping_suite,
        tracking_suite,
        screens_suite,
        order_asks_suite,
        prices_suite,
        views_suite,
        pairs_suite,
        typing_suite,
        finding_suite,
        golden_suite,
        intake_suite,
    };

    return run_suites(suites, sizeof suites / sizeof suites[0]);
}
