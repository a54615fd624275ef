/*
 * A lost terminal loses nothing that was typed: in a form, and in the change of an order.
 */
#include "screen/screen_suites.h"

static struct testscreen ts;
static struct err err;

static void set_up(void)
{
    err_clear(&err);
    testscreen_open(&ts, 24, 80);
}

static void tear_down(void)
{
    testscreen_close(&ts);
}

static int64_t kept(void)
{
    return testdesk_count(ts.desk, "form_typing");
}

static struct customer *find(const char *code)
{
    struct customer *c;

    ck_ok(customer_find(ts.desk, code, ts.shop.arena, &c, &err));
    ck_assert_ptr_nonnull(c);
    return c;
}

/* The form of a new customer, from order entry. */
static void new_customer(void)
{
    testscreen_press(&ts, "F6 F6");
    ck_shows(&ts, "New customer");
}

static void edit_customer(const char *code)
{
    testscreen_press(&ts, "F9");
    testscreen_type(&ts, ".cu ");
    testscreen_type(&ts, code);
    testscreen_press(&ts, "Enter F4");
    ck_shows(&ts, "Credit limit");
}

/* --- forms ------------------------------------------------------------------------------------ */

START_TEST(a_new_customer_half_typed_stands_there_again)
{
    new_customer();
    testscreen_type(&ts, "Half Ltd\n1 Mill Rd\nLS1");
    testscreen_restart(&ts);
    new_customer();

    ck_shows(&ts, "Half Ltd");
    ck_shows(&ts, "1 Mill Rd");
    ck_shows(&ts, "Here is what you typed at 14:03");
}
END_TEST

START_TEST(the_field_in_hand_is_kept_while_a_person_thinks)
{
    new_customer();
    testscreen_type(&ts, "Half");
    for (int i = 0; i < 4; i++)
        testscreen_tick(&ts, false);
    ck_assert_int_eq(kept(), 1);
    testscreen_restart(&ts);
    new_customer();

    ck_shows(&ts, "[Half ");
}
END_TEST

START_TEST(nobody_who_types_nothing_writes)
{
    new_customer();
    for (int i = 0; i < 8; i++)
        testscreen_tick(&ts, false);
    ck_assert_int_eq(kept(), 0);
    testscreen_type(&ts, "A\n");
    ck_assert_int_eq(kept(), 1);
}
END_TEST

START_TEST(what_is_saved_is_not_offered_again)
{
    new_customer();
    testscreen_type(&ts, "Half Ltd\n1 Mill Rd\n");
    testscreen_restart(&ts);
    new_customer();
    testscreen_type(&ts, "\n\nLS1 4AB\nLeeds\n\n\n\n");
    ck_shows(&ts, "Saved.");
    ck_assert_int_eq(kept(), 0);
    ck_assert_str_eq(find("1001")->name, "Half Ltd");
}
END_TEST

START_TEST(what_is_given_up_is_not_offered_again)
{
    new_customer();
    testscreen_type(&ts, "Half Ltd\n");
    testscreen_press(&ts, "Esc");
    testscreen_type(&ts, "l");
    ck_assert_int_eq(kept(), 0);
    testscreen_press(&ts, "F6");
    ck_hides(&ts, "Half Ltd");
}
END_TEST

START_TEST(a_form_opened_with_a_name_is_another_call)
{
    new_customer();
    testscreen_type(&ts, "Half Ltd\n");
    testscreen_restart(&ts);
    testscreen_press(&ts, "F6");
    testscreen_type(&ts, "Other");
    testscreen_press(&ts, "F6");

    ck_shows(&ts, "[Other");
    ck_hides(&ts, "Half Ltd");
    ck_assert_int_eq(kept(), 1);
}
END_TEST

START_TEST(a_change_of_a_customer_is_kept_over_what_others_saved)
{
    struct customer *c;
    struct customer_id id;

    edit_customer("1045");
    testscreen_type(&ts, "\n");
    testscreen_press(&ts, "C-u");
    testscreen_type(&ts, "0113 111\n");
    ck_assert_int_eq(kept(), 1);
    testscreen_restart(&ts);
    c = find("1045");
    c->phone = "0113 222";
    c->email = "new@c1045.example";
    ck_ok(customer_save(ts.desk, c, NULL, NULL, &id, &err));

    edit_customer("1045");
    ck_shows(&ts, "[0113 111 ");
    ck_shows(&ts, "! \"0113 222\" now");
    ck_shows(&ts, "new@c1045.example");
    ck_shows(&ts, "others changed what is marked");
    testscreen_press(&ts, "F10");
    ck_assert_str_eq(find("1045")->phone, "0113 111");
    ck_assert_str_eq(find("1045")->email, "new@c1045.example");
    ck_assert_int_eq(kept(), 0);
}
END_TEST

START_TEST(forms_of_other_records_and_users_are_their_own)
{
    edit_customer("1045");
    testscreen_type(&ts, "X\n");
    testscreen_restart(&ts);
    edit_customer("1042");
    ck_hides(&ts, "Here is what you typed");
    testscreen_press(&ts, "Esc F3");
    testdesk_be(ts.desk, ROLE_CLERK);
    edit_customer("1045");
    ck_hides(&ts, "Here is what you typed");
}
END_TEST

static void new_rule(const char *code)
{
    testscreen_press(&ts, "F9");
    testscreen_type(&ts, code);
    testscreen_press(&ts, "Enter F6");
    ck_shows(&ts, "New price rule");
}

START_TEST(what_a_half_typed_choice_brought_into_view_is_offered_too)
{
    new_rule(".pl base");
    testscreen_press(&ts, "S-Tab c Enter");
    testscreen_type(&ts, "tape");
    testscreen_press(&ts, "Tab p Tab");
    testscreen_type(&ts, "7.5");
    testscreen_press(&ts, "Tab");
    testscreen_restart(&ts);
    new_rule(".pl base");

    ck_shows(&ts, "tape");
    ck_shows(&ts, "7.5");
}
END_TEST

START_TEST(a_price_half_typed_on_one_page_is_not_offered_on_another)
{
    new_rule(".pl base");
    testscreen_type(&ts, "4711\n1.25");
    testscreen_press(&ts, "Tab");
    testscreen_restart(&ts);
    testscreen_press(&ts, "F9");
    testscreen_type(&ts, ".pr 4712");
    testscreen_press(&ts, "Enter");
    ck_shows(&ts, "4712");
    testscreen_press(&ts, "M-p");
    ck_shows(&ts, "New price rule");
    ck_hides(&ts, "Here is what you typed");
    testscreen_press(&ts, "Esc F3");
    new_rule(".pl base");
    ck_shows(&ts, "Here is what you typed");
    ck_shows(&ts, "1.25");
}
END_TEST

/* --- the change of an order --------------------------------------------------------------------- */

static void change_order(void)
{
    testscreen_press(&ts, "F6");
    testscreen_type(&ts, "1042\n4711 12\n4712 12\n\n\n");
    ck_shows(&ts, "confirmed");
    testscreen_press(&ts, "F3 F9");
    testscreen_type(&ts, testscreen_last_order(&ts)->number);
    testscreen_press(&ts, "Enter F4");
    ck_shows(&ts, "Change order");
}

static void ticks(int n)
{
    for (int i = 0; i < n; i++)
        testscreen_tick(&ts, false);
}

static int64_t half_typed(void)
{
    return testdesk_count(ts.desk, "order_typing");
}

static void reopen(void)
{
    testscreen_restart(&ts);
    testscreen_press(&ts, "F9");
    testscreen_type(&ts, testscreen_last_order(&ts)->number);
    testscreen_press(&ts, "Enter F4");
}

START_TEST(a_new_line_half_typed_in_a_change_stands_there_again)
{
    change_order();
    testscreen_press(&ts, "F6");
    testscreen_type(&ts, "BOL-M8-4");
    ticks(4);
    ck_assert_int_eq(half_typed(), 1);
    reopen();
    ck_shows(&ts, "[BOL-M8-4 ");
    ck_shows(&ts, "with what was half typed");
}
END_TEST

START_TEST(a_quantity_half_typed_in_a_change_stands_on_its_line_again)
{
    change_order();
    testscreen_press(&ts, "C-u");
    testscreen_type(&ts, "77");
    ticks(4);
    reopen();
    ck_shows(&ts, "[77 ");
    testscreen_press(&ts, "Enter");
    ticks(4);
    ck_assert_int_eq(half_typed(), 0);
    testscreen_press(&ts, "F10");
    ck_assert_int_eq(testscreen_last_order(&ts)->lines[0].ordered.milli, 77000);
}
END_TEST

START_TEST(a_change_nobody_types_in_writes_nothing)
{
    change_order();
    ticks(8);
    ck_assert_int_eq(half_typed(), 0);
}
END_TEST

START_TEST(a_line_of_words_in_a_change_is_looked_at_without_harm)
{
    testscreen_press(&ts, "F6");
    testscreen_type(&ts, "1042\n4711 12\n; call before\n\n\n");
    ck_shows(&ts, "confirmed");
    testscreen_press(&ts, "F3 F9");
    testscreen_type(&ts, testscreen_last_order(&ts)->number);
    testscreen_press(&ts, "Enter F4 Down Enter");
    ck_shows(&ts, "call before");
    ticks(4);
    ck_assert_int_eq(half_typed(), 0);
    testscreen_type(&ts, "2");
    ticks(4);
    ck_assert_int_eq(half_typed(), 1);
}
END_TEST

START_TEST(what_was_half_typed_goes_with_the_change)
{
    change_order();
    testscreen_type(&ts, "BOL-M8-4");
    testscreen_press(&ts, "F3");
    ck_assert_int_eq(half_typed(), 1);
    ck_ok(testshop_act(&ts.shop, testscreen_last_order(&ts), "cancel", "reason", "other", &err));
    ck_assert_int_eq(half_typed(), 0);
}
END_TEST

Suite *typing_suite(void)
{
    Suite *s = suite_create("typing");
    TCase *tc = tcase_create("typing");

    tcase_add_checked_fixture(tc, set_up, tear_down);
    tcase_add_test(tc, a_new_customer_half_typed_stands_there_again);
    tcase_add_test(tc, the_field_in_hand_is_kept_while_a_person_thinks);
    tcase_add_test(tc, nobody_who_types_nothing_writes);
    tcase_add_test(tc, what_is_saved_is_not_offered_again);
    tcase_add_test(tc, what_is_given_up_is_not_offered_again);
    tcase_add_test(tc, a_form_opened_with_a_name_is_another_call);
    tcase_add_test(tc, a_change_of_a_customer_is_kept_over_what_others_saved);
    tcase_add_test(tc, forms_of_other_records_and_users_are_their_own);
    tcase_add_test(tc, a_new_line_half_typed_in_a_change_stands_there_again);
    tcase_add_test(tc, a_quantity_half_typed_in_a_change_stands_on_its_line_again);
    tcase_add_test(tc, a_change_nobody_types_in_writes_nothing);
    tcase_add_test(tc, what_was_half_typed_goes_with_the_change);
    tcase_add_test(tc, a_line_of_words_in_a_change_is_looked_at_without_harm);
    tcase_add_test(tc, what_a_half_typed_choice_brought_into_view_is_offered_too);
    tcase_add_test(tc, a_price_half_typed_on_one_page_is_not_offered_on_another);
    suite_add_tcase(s, tc);
    return s;
}
