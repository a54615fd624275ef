/*
 * What customers were told, on the order's page and the customer's.
 */
#include <string.h>

#include "domain/desk/setting.h"
#include "domain/outside/notice_parts.h"
#include "domain/party/customer.h"
#include "print/documents.h"
#include "screen/screen_suites.h"
#include "store/tx.h"

static struct testscreen ts;
static struct err err;
static struct order *order;

static void set(const char *name, const char *value)
{
    ck_ok(setting_set(ts.desk, name, value, &err));
}

static void go(const char *line)
{
    testscreen_press(&ts, "F9");
    testscreen_type(&ts, line);
    testscreen_press(&ts, "Enter");
}

static void set_up(void)
{
    err_clear(&err);
    testscreen_open(&ts, 24, 80);
    set("notice.mail_provider", "smtp");
    set("notice.from", "desk@example.org");
    order = testshop_order(&ts.shop, ts.shop.bracket, 4, true);
}

static void tear_down(void)
{
    testscreen_close(&ts);
}

/* --- the order's page ------------------------------------------------------------------------- */

/* A notice of the confirmation to that address, as one that a test made. */
static int64_t told(const char *recipient)
{
    const struct notice_try t = { .order = order->id,
                                  .event = NOTICE_CONFIRMATION,
                                  .channel = NOTICE_MAIL,
                                  .lang = "en",
                                  .recipient = recipient };
    int64_t id;

    ck_ok(notice_test(ts.desk, &t, &id, &err));
    return id;
}

/* What the worker would have made of it. */
static void put_state(int64_t id, enum notice_state state, const char *error)
{
    const struct notice_outcome o = { .state = state, .text = "As it was sent", .error = error };
    OD_TX tx = { 0 };

    ck_ok(desk_begin(ts.desk, "timer.run", &tx, &err));
    ck_ok(notice_put_outcome(&tx, id, &o, &err));
    ck_ok(tx_commit(&tx, &err));
}

static struct notices all_of_order(void)
{
    struct notices all;

    ck_ok(notices_of_order(ts.desk, order->id, ts.shop.arena, &all, &err));
    return all;
}

static void open_notices(void)
{
    go(order->number);
    testscreen_press(&ts, "6");
}

START_TEST(an_order_without_a_notice_says_why)
{
    open_notices();
    ck_shows(&ts, "told nothing of this order yet");
    set("notice.mail_provider", "none");
    testscreen_press(&ts, "F5");
    ck_shows(&ts, "No mails are sent");
    testscreen_press(&ts, "Enter");
    ck_shows(&ts, "Nothing is selected");
}
END_TEST

START_TEST(where_the_next_ones_go_is_seen_before_and_is_typed_on_the_page)
{
    open_notices();
    ck_shows(&ts, "Next ones go to nobody.");
    testscreen_press(&ts, "F10 m");
    testscreen_type(&ts, "ed");
    testscreen_press(&ts, "F10");
    ck_shows(&ts, "\"ed\" is no mail address");
    testscreen_type(&ts, "@site.example");
    testscreen_press(&ts, "F10");
    ck_shows(&ts, "Next ones go to ed@site.example");
    ck_ok(notice_block_add(ts.desk, NOTICE_MAIL, "ed@site.example", "", &err));
    testscreen_press(&ts, "F5");
    ck_shows(&ts, "ed@site.example (not sent)");
}
END_TEST

START_TEST(the_confirmation_is_printed_from_the_page_and_again_as_it_was)
{
    struct printing printing = { .command = "true", .form = PAPER_AS_TEXT };
    struct kept_papers kept;

    ts.printing = &printing;
    testscreen_restart(&ts);
    go(order->number);
    testscreen_press(&ts, "p");
    ck_shows(&ts, "Order confirmation");
    testscreen_press(&ts, "Enter");
    ck_shows(&ts, "went to the printer");
    ck_ok(kept_papers_of_order(ts.desk, order->id, 9, ts.shop.arena, &kept, &err));
    ck_assert_int_eq(kept.n, 1);
    ck_assert_int_eq(kept.v[0].kind, DOCUMENT_CONFIRMATION);
    testscreen_press(&ts, "5 p");
    ck_shows(&ts, "Again: Order confirmation");
}
END_TEST

START_TEST(a_notice_is_seen_with_its_state_and_error)
{
    int64_t id = told("ann@example.com");

    put_state(id, NOTICE_FAILED, "no such user");
    open_notices();
    ck_shows(&ts, "confirmation (test)");
    ck_shows(&ts, "ann@example.com");
    ck_shows(&ts, "failed");
    ck_shows(&ts, "no such user");
    testscreen_press(&ts, "Enter");
    ck_shows(&ts, "As it was sent");
    ck_hides(&ts, "It would say now");
}
END_TEST

START_TEST(one_that_waits_shows_what_it_would_say)
{
    (void)told("ann@example.com");
    open_notices();
    testscreen_press(&ts, "v");
    ck_shows(&ts, "It would say now");
    ck_shows(&ts, "Subject: ");
    ck_shows(&ts, order->number);
}
END_TEST

START_TEST(it_is_sent_again_only_after_a_yes)
{
    int64_t id = told("ann@example.com");

    put_state(id, NOTICE_SENT, "");
    open_notices();
    testscreen_press(&ts, "r");
    ck_shows(&ts, "ann@example.com once more");
    testscreen_press(&ts, "n");
    ck_assert_int_eq(all_of_order().n, 1);
    testscreen_press(&ts, "r y");
    ck_shows(&ts, "It goes out again.");
    ck_assert_int_eq(all_of_order().n, 2);
    ck_assert_int_eq(all_of_order().v[0].state, NOTICE_WAITS);
    ck_assert_str_eq(all_of_order().v[0].recipient, "ann@example.com");
    /* The cursor is on the new one, which waits. */
    testscreen_press(&ts, "r");
    ck_shows(&ts, "waits to be sent");
    ck_assert_int_eq(all_of_order().n, 2);
}
END_TEST

START_TEST(what_is_blocked_is_not_sent_again)
{
    int64_t id = told("ann@example.com");

    put_state(id, NOTICE_BOUNCED, "");
    ck_ok(notice_block_add(ts.desk, NOTICE_MAIL, "ann@example.com", "", &err));
    open_notices();
    testscreen_press(&ts, "r y");
    ck_shows(&ts, "ann@example.com is blocked");
    ck_assert_int_eq(all_of_order().n, 1);
}
END_TEST

START_TEST(other_tabs_send_nothing_again)
{
    int64_t id = told("ann@example.com");

    put_state(id, NOTICE_SENT, "");
    go(order->number);
    testscreen_press(&ts, "r");
    ck_shows(&ts, "Notices are on the tab 6.");
    ck_assert_int_eq(all_of_order().n, 1);
}
END_TEST

/* --- the customer's page ---------------------------------------------------------------------- */

static void add_contact(const char *name, const char *email, const char *phone)
{
    const struct contact c = { .name = name, .title = "", .email = email, .phone = phone,
                               .roles = CONTACT_ORDERS, .is_active = true };
    struct contact_id id;

    ck_ok(contact_save(ts.desk, order->customer, &c, &id, &err));
}

static bool is_blocked(enum notice_channel channel, const char *recipient)
{
    struct notice_block *b;

    ck_ok(notice_block_find(ts.desk, channel, recipient, ts.shop.arena, &b, &err));
    return b != NULL;
}

static void open_blocked(void)
{
    struct customer *c;

    ck_ok(customer_load(ts.desk, order->customer, ts.shop.arena, &c, &err));
    go(arena_printf(ts.shop.arena, ".cu %s", c->code));
    testscreen_press(&ts, "4");
}

START_TEST(blocked_addresses_of_a_customer_are_shown_and_lifted)
{
    add_contact("Bert", "bert@EXAMPLE.com", "+441134960000");
    ck_ok(notice_block_add(ts.desk, NOTICE_MAIL, "bert@example.com", "full box", &err));
    ck_ok(notice_block_add(ts.desk, NOTICE_SMS, "+441134960000", "", &err));
    ck_ok(notice_block_add(ts.desk, NOTICE_MAIL, "stranger@example.com", "", &err));
    open_blocked();
    ck_shows(&ts, "bert@example.com");
    ck_shows(&ts, "full box");
    ck_shows(&ts, "+441134960000");
    ck_hides(&ts, "stranger@example.com");
    testscreen_press(&ts, "u n");
    ck_assert(is_blocked(NOTICE_MAIL, "bert@example.com"));
    testscreen_press(&ts, "Enter y");
    ck_shows(&ts, "bert@example.com is told of orders again");
    ck_assert(!is_blocked(NOTICE_MAIL, "bert@example.com"));
    ck_assert(is_blocked(NOTICE_SMS, "+441134960000"));
    ck_assert(is_blocked(NOTICE_MAIL, "stranger@example.com"));
}
END_TEST

START_TEST(nothing_is_lifted_from_another_tab)
{
    add_contact("Bert", "bert@example.com", "");
    ck_ok(notice_block_add(ts.desk, NOTICE_MAIL, "bert@example.com", "", &err));
    open_blocked();
    testscreen_press(&ts, "3 u");
    ck_shows(&ts, "on the tab 4");
    ck_assert(is_blocked(NOTICE_MAIL, "bert@example.com"));
}
END_TEST

START_TEST(how_a_contact_is_told_is_asked_in_its_form)
{
    struct customer *c;

    ck_ok(customer_load(ts.desk, order->customer, ts.shop.arena, &c, &err));
    go(arena_printf(ts.shop.arena, ".cu %s", c->code));
    testscreen_press(&ts, "p");
    testscreen_type(&ts, "Clara");
    testscreen_press(&ts, "Tab Tab");
    testscreen_type(&ts, "0113 496 0001");
    testscreen_press(&ts, "Tab");
    testscreen_type(&ts, "clara@example.com");
    /* Past who they are, to how they are told. */
    testscreen_press(&ts, "Tab Tab Tab Tab Tab");
    testscreen_press(&ts, "n Tab y F10");
    ck_ok(customer_load(ts.desk, order->customer, ts.shop.arena, &c, &err));
    for (int i = 0; i < c->contact_count; i++)
        if (strcmp(c->contacts[i].name, "Clara") == 0) {
            ck_assert(c->contacts[i].no_mail);
            ck_assert(c->contacts[i].by_sms);
            return;
        }
    ck_abort_msg("no Clara\n%s", testscreen_dump(&ts));
}
END_TEST

Suite *notices_screen_suite(void)
{
    Suite *s = suite_create("notices on screens");
    TCase *t = tcase_create("order"), *u = tcase_create("customer");

    tcase_add_checked_fixture(t, set_up, tear_down);
    tcase_add_test(t, an_order_without_a_notice_says_why);
    tcase_add_test(t, a_notice_is_seen_with_its_state_and_error);
    tcase_add_test(t, the_confirmation_is_printed_from_the_page_and_again_as_it_was);
    tcase_add_test(t, where_the_next_ones_go_is_seen_before_and_is_typed_on_the_page);
    tcase_add_test(t, one_that_waits_shows_what_it_would_say);
    tcase_add_test(t, it_is_sent_again_only_after_a_yes);
    tcase_add_test(t, what_is_blocked_is_not_sent_again);
    tcase_add_test(t, other_tabs_send_nothing_again);
    suite_add_tcase(s, t);
    tcase_add_checked_fixture(u, set_up, tear_down);
    tcase_add_test(u, blocked_addresses_of_a_customer_are_shown_and_lifted);
    tcase_add_test(u, nothing_is_lifted_from_another_tab);
    tcase_add_test(u, how_a_contact_is_told_is_asked_in_its_form);
    suite_add_tcase(s, u);
    return s;
}
