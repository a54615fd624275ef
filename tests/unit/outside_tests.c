/*
 * Runs the suites of the queue for the outside.
 */
#include "support/run.h"
#include "unit/outside_suites.h"

int main(void)
{
    Suite *(*const suites[])(void) = { attach_suite,       folder_in_suite,   inbox_suite,
                                       queue_person_suite, queue_rules_suite, queue_work_suite,
                                       report_child_suite, track_suite,       wire_file_suite,
                                       worker_suite };

    return run_suites(suites, sizeof suites / sizeof suites[0]);
}
