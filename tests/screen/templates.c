/*
 * The words of notices: the list, the editor, what is refused, a trial.
 */
#include <string.h>

#include "domain/desk/setting.h"
#include "domain/outside/notice_desk.h"
#include "screen/screen_suites.h"

static struct testscreen ts;
static struct err err;

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
    ck_ok(setting_set(ts.desk, "notice.mail_provider", "smtp", &err));
    ck_ok(setting_set(ts.desk, "notice.from", "desk@example.org", &err));
}

static void tear_down(void)
{
    testscreen_close(&ts);
}

static struct notice_template *stored(enum notice_channel channel, const char *lang)
{
    struct notice_template *t;

    ck_ok(notice_template_find(ts.desk, NOTICE_CONFIRMATION, channel, lang, ts.shop.arena, &t,
                               &err));
    return t;
}

/* The first row: the confirmation by mail, in English; below it in German, then by text. */
static void open_mail(void)
{
    go(".nt");
    testscreen_press(&ts, "Enter");
}

static void open_sms(void)
{
    go(".nt");
    testscreen_press(&ts, "Down Down Enter");
    ck_shows(&ts, "confirmation by text message, en");
}

START_TEST(the_list_says_whose_words_each_are)
{
    const struct notice_template own = { .event = NOTICE_CONFIRMATION,
                                         .channel = NOTICE_MAIL,
                                         .lang = "fr",
                                         .words = { "Bonjour", "Merci" } };

    ck_ok(notice_template_save(ts.desk, &own, &err));
    go(".nt");
    ck_shows(&ts, "Bonjour");
    ck_shows(&ts, "own");
    ck_shows(&ts, "the program's");
    ck_shows(&ts, "ready to be collected");
}
END_TEST

START_TEST(own_words_are_typed_and_saved)
{
    open_mail();
    testscreen_press(&ts, "C-u");
    testscreen_type(&ts, "Order {number}");
    testscreen_press(&ts, "Tab");
    testscreen_type(&ts, "Hello,\nall is well.\n");
    ck_assert(!stored(NOTICE_MAIL, "en")->is_own);
    testscreen_press(&ts, "F10");
    ck_shows(&ts, "Saved.");
    ck_shows(&ts, "own words");
    ck_assert(stored(NOTICE_MAIL, "en")->is_own);
    ck_assert_str_eq(stored(NOTICE_MAIL, "en")->words.subject, "Order {number}");
    ck_assert(strncmp(stored(NOTICE_MAIL, "en")->words.body, "Hello,\nall is well.\n", 20) == 0);
    /* Once more: the version it has now is the base. */
    testscreen_type(&ts, "Again. ");
    testscreen_press(&ts, "F10");
    ck_shows(&ts, "Saved.");
    ck_assert_int_eq(stored(NOTICE_MAIL, "en")->version, 2);
}
END_TEST

START_TEST(a_value_goes_into_the_subject_whole_or_not_at_all)
{
    char long_text[NOTICE_SUBJECT_BYTES - 3];

    memset(long_text, 'a', sizeof long_text - 1);
    long_text[sizeof long_text - 1] = '\0';
    open_mail();
    testscreen_press(&ts, "C-u");
    testscreen_type(&ts, long_text);
    testscreen_press(&ts, "F4 Enter");
    ck_shows(&ts, "There is no room for it.");
    testscreen_press(&ts, "Esc F10");
    ck_shows(&ts, "Saved.");
    ck_assert_str_eq(stored(NOTICE_MAIL, "en")->words.subject, long_text);
}
END_TEST

START_TEST(a_wrong_name_is_refused_with_the_cursor_on_it)
{
    open_mail();
    testscreen_press(&ts, "Tab");
    testscreen_type(&ts, "Hello {nobody}!\n");
    testscreen_press(&ts, "F10");
    ck_shows(&ts, "is not known in this notice");
    ck_assert(!stored(NOTICE_MAIL, "en")->is_own);
    /* The cursor stands on the brace: what is erased there is the name. */
    for (int i = 0; i < 8; i++)
        testscreen_press(&ts, "Delete");
    testscreen_press(&ts, "F10");
    ck_shows(&ts, "Saved.");
    ck_assert(strncmp(stored(NOTICE_MAIL, "en")->words.body, "Hello !\n", 8) == 0);
}
END_TEST

START_TEST(a_name_of_another_notice_is_refused_in_the_subject)
{
    open_mail();
    testscreen_press(&ts, "C-u");
    testscreen_type(&ts, "Code {code}");
    testscreen_press(&ts, "Tab F10");
    ck_shows(&ts, "{code} is not known");
    testscreen_press(&ts, "Delete Delete Delete Delete Delete Delete F10");
    ck_shows(&ts, "Saved.");
    ck_assert_str_eq(stored(NOTICE_MAIL, "en")->words.subject, "Code");
}
END_TEST

START_TEST(values_are_listed_and_put_in)
{
    open_mail();
    testscreen_press(&ts, "Tab F4");
    ck_shows(&ts, "number of the order");
    ck_hides(&ts, "code to collect it with");
    testscreen_press(&ts, "Down Down Down Enter");
    testscreen_press(&ts, "F10");
    ck_assert(strncmp(stored(NOTICE_MAIL, "en")->words.body, "{number}", 8) == 0);
}
END_TEST

START_TEST(parts_are_counted_while_typing)
{
    open_sms();
    /* The text of the program goes; what is counted is what is typed. */
    for (int i = 0; i < 40; i++)
        testscreen_press(&ts, "C-e C-u Delete");
    testscreen_type(&ts, "0123456789");
    ck_shows(&ts, "Parts: 1 of at most 4, room for 150 more (GSM 7-bit)");
    testscreen_type(&ts, "\xd0\x96"); /* a Cyrillic letter */
    ck_shows(&ts, "room for 59 more (UCS-2, because of \xd0\x96)");
}
END_TEST

START_TEST(too_many_parts_are_refused)
{
    open_sms();
    for (int i = 0; i < 700; i++)
        testscreen_burst(&ts, "x");
    ck_shows(&ts, "! ");
    testscreen_press(&ts, "F10");
    ck_shows(&ts, "Make it shorter");
    ck_assert(!stored(NOTICE_SMS, "en")->is_own);
}
END_TEST

START_TEST(the_latest_order_shows_how_it_looks)
{
    struct order *o;

    open_mail();
    testscreen_press(&ts, "F7");
    ck_shows(&ts, "There is no order yet");
    o = testshop_order(&ts.shop, ts.shop.bracket, 4, true);
    testscreen_press(&ts, "Tab");
    testscreen_type(&ts, "This is {number}.\n\n");
    testscreen_press(&ts, "F7");
    ck_shows(&ts, arena_printf(ts.shop.arena, "This is %s.", o->number));
    ck_assert(!stored(NOTICE_MAIL, "en")->is_own);
}
END_TEST

START_TEST(a_trial_goes_to_a_typed_address_once_saved)
{
    struct notices all;
    struct order *o = testshop_order(&ts.shop, ts.shop.bracket, 4, true);

    open_mail();
    testscreen_press(&ts, "Tab");
    testscreen_type(&ts, "Hello\n");
    testscreen_press(&ts, "F6");
    ck_shows(&ts, "F10 first");
    testscreen_press(&ts, "F10 F6");
    testscreen_type(&ts, "nowhere\n");
    ck_shows(&ts, "is no mail address");
    ck_ok(notices_of_order(ts.desk, o->id, ts.shop.arena, &all, &err));
    ck_assert_int_eq(all.n, 0);
    testscreen_press(&ts, "C-u");
    testscreen_type(&ts, "me@example.com\n");
    ck_shows(&ts, "waits to be sent to me@example.com");
    ck_ok(notices_of_order(ts.desk, o->id, ts.shop.arena, &all, &err));
    ck_assert_int_eq(all.n, 1);
    ck_assert(all.v[0].is_test);
    ck_assert_str_eq(all.v[0].recipient, "me@example.com");
}
END_TEST

START_TEST(words_of_someone_else_are_not_written_over_unseen)
{
    struct notice_template other = { .event = NOTICE_CONFIRMATION,
                                     .channel = NOTICE_MAIL,
                                     .lang = "en",
                                     .words = { "Theirs", "Their words" } };

    open_mail();
    testscreen_press(&ts, "Tab");
    testscreen_type(&ts, "Mine. ");
    ck_ok(notice_template_save(ts.desk, &other, &err));
    testscreen_press(&ts, "F10");
    ck_shows(&ts, "Their words");
    ck_assert_str_eq(stored(NOTICE_MAIL, "en")->words.body, "Their words");
    testscreen_press(&ts, "Esc F10");
    ck_shows(&ts, "Saved.");
    ck_assert(strncmp(stored(NOTICE_MAIL, "en")->words.body, "Mine. ", 6) == 0);
}
END_TEST

START_TEST(typing_is_not_lost_by_esc)
{
    open_mail();
    testscreen_press(&ts, "Tab");
    testscreen_type(&ts, "Hello");
    testscreen_press(&ts, "Esc");
    ck_shows(&ts, "Leave without saving?");
    testscreen_press(&ts, "Esc F10");
    ck_shows(&ts, "Saved.");
    testscreen_press(&ts, "Esc");
    ck_shows(&ts, "Words of notices");
}
END_TEST

START_TEST(a_language_is_added_and_thrown_away)
{
    go(".nt");
    testscreen_press(&ts, "F6");
    testscreen_type(&ts, "French\n");
    ck_shows(&ts, "two small letters");
    testscreen_press(&ts, "C-u");
    testscreen_type(&ts, "fr\n");
    ck_shows(&ts, "confirmation by mail, fr");
    testscreen_press(&ts, "C-u");
    testscreen_type(&ts, "Bonjour");
    testscreen_press(&ts, "F10 Esc");
    ck_shows(&ts, "Bonjour");
    /* The firm's come first. */
    testscreen_press(&ts, "Home d");
    ck_shows(&ts, "thrown away");
    testscreen_press(&ts, "t");
    ck_assert_ptr_null(stored(NOTICE_MAIL, "fr"));
    testscreen_press(&ts, "Home d");
    ck_shows(&ts, "own words already");
}
END_TEST

START_TEST(a_clerk_reads_and_changes_nothing)
{
    testdesk_be(ts.desk, ROLE_CLERK);
    open_mail();
    testscreen_press(&ts, "Tab");
    testscreen_type(&ts, "x");
    ck_hides(&ts, "xDear");
    testscreen_press(&ts, "F4");
    ck_hides(&ts, "number of the order");
    testscreen_press(&ts, "Esc");
    ck_shows(&ts, "Words of notices");
    testscreen_press(&ts, "F6");
    ck_hides(&ts, "In another language");
    ck_assert(!stored(NOTICE_MAIL, "en")->is_own);
}
END_TEST

/* --- settings ---------------------------------------------------------------------------------- */

static const char *setting(const char *name)
{
    const char *value;

    ck_ok(setting_get(ts.desk, name, ts.shop.arena, &value, &err));
    return value;
}

static void open_settings(void)
{
    go(".nt");
    testscreen_press(&ts, "F7");
    ck_shows(&ts, "Settings of notices");
}

/* The second entry after the two choices of who sends. */
static void type_from(const char *text)
{
    testscreen_press(&ts, "Tab Tab C-u");
    testscreen_type(&ts, text);
}

START_TEST(settings_are_changed_on_a_form)
{
    open_settings();
    ck_shows(&ts, "desk@example.org");
    type_from("shop@example.org");
    testscreen_press(&ts, "F10");
    ck_shows(&ts, "Words of notices");
    ck_assert_str_eq(setting("notice.from"), "shop@example.org");
    ck_assert_str_eq(setting("notice.mail_provider"), "smtp");
}
END_TEST

START_TEST(a_wrong_setting_is_refused_at_its_field_and_nothing_is_saved)
{
    open_settings();
    testscreen_press(&ts, "Tab Right");
    testscreen_press(&ts, "Tab C-u");
    testscreen_type(&ts, "no address");
    testscreen_press(&ts, "F10");
    ck_shows(&ts, "is no mail address");
    ck_shows(&ts, "no address");
    ck_assert_str_eq(setting("notice.from"), "desk@example.org");
    ck_assert_str_eq(setting("notice.sms_provider"), "none");
    /* The cursor is there. */
    testscreen_press(&ts, "C-u");
    testscreen_type(&ts, "shop@example.org");
    testscreen_press(&ts, "F10");
    ck_assert_str_eq(setting("notice.from"), "shop@example.org");
    ck_assert_str_eq(setting("notice.sms_provider"), "twilio");
}
END_TEST

START_TEST(a_setting_of_someone_else_is_not_written_over_unseen)
{
    open_settings();
    type_from("shop@example.org");
    ck_ok(setting_set(ts.desk, "notice.from", "other@example.org", &err));
    testscreen_press(&ts, "F10");
    ck_shows(&ts, "Changed by someone else");
    ck_shows(&ts, "other@example.org");
    ck_assert_str_eq(setting("notice.from"), "other@example.org");
    testscreen_press(&ts, "Esc F10");
    ck_assert_str_eq(setting("notice.from"), "shop@example.org");
}
END_TEST

START_TEST(another_setting_of_someone_else_stays)
{
    open_settings();
    type_from("shop@example.org");
    ck_ok(setting_set(ts.desk, "notice.quiet_from", "20", &err));
    testscreen_press(&ts, "F10");
    ck_assert_str_eq(setting("notice.from"), "shop@example.org");
    ck_assert_str_eq(setting("notice.quiet_from"), "20");
}
END_TEST

/* Its names are those of the table: each setting of notices is on the form. */
START_TEST(each_setting_of_notices_is_on_the_form)
{
    int n = 0;

    open_settings();
    for (const struct setting_def *d = setting_defs; d->name != NULL; d++)
        n += strncmp(d->name, "notice.", 7) == 0;
    for (int i = 0; i < n - 1; i++)
        testscreen_press(&ts, "Tab");
    ck_shows(&ts, "Settings of notices");
    testscreen_press(&ts, "Tab");
    ck_shows(&ts, "Words of notices");
}
END_TEST

START_TEST(settings_are_for_those_who_may_set_them)
{
    testdesk_be(ts.desk, ROLE_MANAGER);
    go(".nt");
    testscreen_press(&ts, "F7");
    ck_hides(&ts, "Settings of notices");
    ck_shows(&ts, "Words of notices");
}
END_TEST

Suite *templates_suite(void)
{
    Suite *s = suite_create("words of notices");
    TCase *t = tcase_create("words");

    tcase_add_checked_fixture(t, set_up, tear_down);
    tcase_add_test(t, the_list_says_whose_words_each_are);
    tcase_add_test(t, own_words_are_typed_and_saved);
    tcase_add_test(t, a_value_goes_into_the_subject_whole_or_not_at_all);
    tcase_add_test(t, a_wrong_name_is_refused_with_the_cursor_on_it);
    tcase_add_test(t, a_name_of_another_notice_is_refused_in_the_subject);
    tcase_add_test(t, values_are_listed_and_put_in);
    tcase_add_test(t, parts_are_counted_while_typing);
    tcase_add_test(t, too_many_parts_are_refused);
    tcase_add_test(t, the_latest_order_shows_how_it_looks);
    tcase_add_test(t, a_trial_goes_to_a_typed_address_once_saved);
    tcase_add_test(t, words_of_someone_else_are_not_written_over_unseen);
    tcase_add_test(t, typing_is_not_lost_by_esc);
    tcase_add_test(t, a_language_is_added_and_thrown_away);
    tcase_add_test(t, a_clerk_reads_and_changes_nothing);
    tcase_add_test(t, settings_are_changed_on_a_form);
    tcase_add_test(t, a_wrong_setting_is_refused_at_its_field_and_nothing_is_saved);
    tcase_add_test(t, a_setting_of_someone_else_is_not_written_over_unseen);
    tcase_add_test(t, another_setting_of_someone_else_stays);
    tcase_add_test(t, each_setting_of_notices_is_on_the_form);
    tcase_add_test(t, settings_are_for_those_who_may_set_them);
    suite_add_tcase(s, t);
    return s;
}
