/*
 * The suites of the domain's unit tests, one a file, sorted.
 */
#ifndef OD_TESTS_UNIT_DOMAIN_SUITES_H
#define OD_TESTS_UNIT_DOMAIN_SUITES_H

#include <check.h>

Suite *access_suite(void);
Suite *action_suite(void);
Suite *address_suite(void);
Suite *audit_suite(void);
Suite *bulk_suite(void);
Suite *backorder_suite(void);
Suite *goods_suite(void);
Suite *bundle_suite(void);
Suite *cash_suite(void);
Suite *country_suite(void);
Suite *customer_suite(void);
Suite *desk_suite(void);
Suite *entry_line_suite(void);
Suite *document_suite(void);
Suite *entry_suite(void);
Suite *exchange_suite(void);
Suite *import_again_suite(void);
Suite *import_match_suite(void);
Suite *import_suite(void);
Suite *item_suite(void);
Suite *merge_suite(void);
Suite *metric_suite(void);
Suite *report_sales_suite(void);
Suite *today_suite(void);
Suite *report_ship_suite(void);
Suite *report_whole_suite(void);
Suite *queue_whole_suite(void);
Suite *order_action_suite(void);
Suite *courier_suite(void);
Suite *scan_suite(void);
Suite *folder_suite(void);
Suite *fulfillment_suite(void);
Suite *tolerance_suite(void);
Suite *order_change_suite(void);
Suite *order_hold_suite(void);
Suite *order_many_suite(void);
Suite *order_rules_suite(void);
Suite *order_suite(void);
Suite *label_suite(void);
Suite *manifest_form_suite(void);
Suite *address_check_suite(void);
Suite *package_suite(void);
Suite *ship_charge_suite(void);
Suite *ship_method_suite(void);
Suite *pricing_suite(void);
Suite *queue_suite(void);
Suite *report_suite(void);
Suite *search_many_suite(void);
Suite *search_mend_suite(void);
Suite *search_or_suite(void);
Suite *search_suite(void);
Suite *ship_policy_suite(void);
Suite *pickup_suite(void);
Suite *notice_suite(void);
Suite *notice_text_suite(void);
Suite *promise_suite(void);
Suite *source_suite(void);
Suite *stock_suite(void);
Suite *tax_parts_suite(void);
Suite *tax_suite(void);
Suite *to_fix_suite(void);
Suite *upkeep_suite(void);
Suite *kept_paper_suite(void);
Suite *pick_work_suite(void);
Suite *pick_wave_suite(void);
Suite *view_suite(void);

#endif
