/*
 * Runs the unit tests of the domain.
 */
#include "support/run.h"
#include "unit/domain_suites.h"

int main(void)
{
    /* One a line, sorted. */
    static Suite *(*const suites[])(void) = {
        access_suite,
        action_suite,
        address_suite,
        audit_suite,
        backorder_suite,
        bulk_suite,
        bundle_suite,
        cash_suite, country_suite,
        customer_suite,
        desk_suite,
        entry_line_suite,
        document_suite,
        entry_suite,
        exchange_suite,
        goods_suite,
        import_again_suite,
        import_match_suite,
        import_suite,
        item_suite,
        merge_suite,
        metric_suite,
        report_sales_suite,
        today_suite,
        report_ship_suite,
        order_action_suite,
        courier_suite,
        scan_suite,
        folder_suite,
        fulfillment_suite,
        label_suite,
        manifest_form_suite,
        address_check_suite,
        tolerance_suite,
        package_suite,
        ship_charge_suite,
        ship_method_suite,
        order_change_suite,
        order_hold_suite,
        order_many_suite,
        order_rules_suite,
        later_suite,
        order_suite,
        pricing_suite,
        queue_suite,
        report_suite,
        search_many_suite,
        search_mend_suite,
        search_or_suite,
        search_suite,
        ship_policy_suite,
        pickup_suite, promise_suite, source_suite, notice_suite, notice_text_suite,
        stock_suite,
        tax_parts_suite,
        tax_suite,
        to_fix_suite,
        upkeep_suite,
        kept_paper_suite,
        pick_work_suite,
        pick_wave_suite,
        view_suite,
    };

    return run_suites(suites, sizeof suites / sizeof suites[0]);
}
