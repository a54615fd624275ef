/*
 * The desk: founding, opening, settings, sequences, reasons, logs, keys and the search index.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/mem.h"
#include "domain/catalog/item.h"
#include "domain/catalog/pricing.h"
#include "domain/desk/desk_impl.h"
#include "domain/desk/event.h"
#include "domain/desk/idem.h"
#include "domain/desk/index.h"
#include "domain/desk/money_text.h"
#include "domain/desk/outbox.h"
#include "domain/desk/setting.h"
#include "domain/desk/text.h"
#include "store/store.h"
#include "support/testdesk.h"
#include "unit/domain_suites.h"

static struct desk *desk;
static struct arena *arena;
static struct err err;

static void set_up(void)
{
    err_clear(&err);
    arena = arena_new();
    desk = testdesk_new();
}

static void tear_down(void)
{
    desk_close(desk);
    arena_free(arena);
}

/* ---- founding and opening -------------------------------------------------------------------- */

START_TEST(a_new_desk_is_ready_for_the_first_order)
{
    const struct company *firm = desk_company(desk);

    ck_assert_str_eq(firm->name, "Dockside Supplies");
    ck_assert_str_eq(firm->country, "GB");
    ck_assert_str_eq(firm->currency, "GBP");
    ck_assert_int_gt(firm->site.v, 0);
    ck_assert_int_gt(firm->channel.v, 0);
    ck_assert_int_eq(desk_user(desk)->role, ROLE_ADMIN);
    ck_assert_int_eq(testdesk_count(desk, "payment_terms"), 2);
    ck_assert_int_eq(testdesk_count(desk, "channel"), 2);
    ck_assert_int_eq(testdesk_count(desk, "tax_rate"), 1);
    ck_assert_int_eq(testdesk_count(desk, "price_list"), 1);
}
END_TEST

static bool create_with(const char *country, const char *currency, const char *zone)
{
    struct desk_new in = { .where = DB_MEMORY, .login = "anna", .company = "Firm" };
    OD_DESK *fresh = NULL;
    bool ok;

    in.country = country;
    in.currency = currency;
    in.time_zone = zone;
    in.clock = clock_fixed((struct stamp){ TESTDESK_NOW_MS });
    err_clear(&err);
    ok = desk_create(&in, &fresh, &err);
    if (ok && country[0] != '\0')
        ck_assert_str_eq(desk_company(fresh)->currency, "JPY");
    return ok;
}

START_TEST(the_currency_follows_the_country)
{
    ck_ok(create_with("Japan", "", "UTC"));
}
END_TEST

START_TEST(founding_refuses_an_unknown_country_currency_or_time_zone)
{
    ck_refused(create_with("Atlantis", "", ""), ERR_INVALID);
    ck_assert_str_eq(err.field, "country");
    ck_refused(create_with("", "XYZ", ""), ERR_INVALID);
    ck_assert_str_eq(err.field, "currency");
    ck_refused(create_with("", "EUR", "Mars/Olympus"), ERR_INVALID);
    ck_assert_str_eq(err.field, "time_zone");
}
END_TEST

/* A folder of this test's own; the caller removes it. */
static const char *make_folder(void)
{
    char name[] = "/tmp/od-desk-XXXXXX";
    const char *made = mkdtemp(name);

    ck_assert_ptr_nonnull(made);
    return arena_strdup(arena, made);
}

static void remove_folder(const char *folder)
{
    static const char *const parts[] = { "desk.db", "desk.db-wal", "desk.db-shm", "desk.db.lock",
                                         "desk.db.next" };

    for (size_t i = 0; i < OD_LEN(parts); i++)
        (void)unlink(arena_printf(arena, "%s/%s", folder, parts[i]));
    (void)rmdir(folder);
}

START_TEST(a_desk_file_opens_for_its_users_only)
{
    const char *folder = make_folder();
    const char *where = arena_printf(arena, "%s/desk.db", folder);
    struct desk_new made = { .where = where, .login = "anna", .company = "Firm" };
    struct desk_open_options in = { .where = where, .login = "anna" };
    struct desk *one = NULL, *two = NULL;

    made.clock = in.clock = clock_fixed((struct stamp){ TESTDESK_NOW_MS });
    ck_ok(desk_create(&made, &one, &err));

    ck_ok(desk_open(&in, &two, &err));
    ck_assert_str_eq(desk_user(two)->login, "anna");
    in.login = "mallory";
    ck_refused(desk_open(&in, &two, &err), ERR_DENIED);
    ck_refused(desk_create(&made, &two, &err), ERR_STATE);

    desk_close(one);
    desk_close(two);
    remove_folder(folder);
}
END_TEST

START_TEST(a_desk_whose_making_was_cut_off_is_finished_by_the_next_try)
{
    const char *folder = make_folder();
    const char *where = arena_printf(arena, "%s/desk.db", folder);
    struct desk_new made = { .where = where, .login = "anna", .company = "Firm" };
    struct desk_open_options in = { .where = where, .login = "anna" };
    struct desk *one = NULL;
    struct db *db = NULL;

    made.clock = in.clock = clock_fixed((struct stamp){ TESTDESK_NOW_MS });
    ck_ok(db_create(&db, where, TESTDESK_NOW_MS, &err)); /* and no further */
    db_close(db);

    ck_refused(desk_open(&in, &one, &err), ERR_STATE);
    ck_ok(desk_create(&made, &one, &err));

    ck_assert_str_eq(desk_company(one)->name, "Firm");
    desk_close(one);
    remove_folder(folder);
}
END_TEST

START_TEST(a_given_password_must_be_the_users)
{
    const char *folder = make_folder();
    const char *where = arena_printf(arena, "%s/desk.db", folder);
    struct desk_new made = { .where = where, .login = "anna", .company = "Firm" };
    struct desk_open_options in = { .where = where, .login = "anna" };
    struct desk *one = NULL, *two = NULL;

    made.clock = in.clock = clock_fixed((struct stamp){ TESTDESK_NOW_MS });
    ck_ok(desk_create(&made, &one, &err));
    ck_ok(user_set_password(one, desk_user(one)->id, "correct horse", &err));

    in.password = "wrong horse";
    ck_refused(desk_open(&in, &two, &err), ERR_DENIED);
    in.password = "correct horse";
    ck_ok(desk_open(&in, &two, &err));

    desk_close(one);
    desk_close(two);
    remove_folder(folder);
}
END_TEST

START_TEST(another_process_is_noticed_and_its_settings_read)
{
    const char *folder = make_folder();
    const char *where = arena_printf(arena, "%s/desk.db", folder);
    struct desk_new made = { .where = where, .login = "anna", .company = "Firm" };
    struct desk_open_options in = { .where = where, .login = "anna" };
    struct desk *one = NULL, *two = NULL;

    made.clock = in.clock = clock_fixed((struct stamp){ TESTDESK_NOW_MS });
    ck_ok(desk_create(&made, &one, &err));
    ck_ok(desk_open(&in, &two, &err));
    (void)desk_changed(two);
    ck_assert(!desk_changed(two));

    ck_ok(setting_set(one, "company.name", "Firm & Sons", &err));

    ck_assert(desk_changed(two));
    ck_assert(!desk_changed(two));
    ck_assert_str_eq(desk_company(two)->name, "Firm & Sons");
    desk_close(one);
    desk_close(two);
    remove_folder(folder);
}
END_TEST

START_TEST(a_write_of_our_own_counts_as_a_change_once)
{
    (void)desk_changed(desk);

    ck_ok(setting_set(desk, "company.name", "Other", &err));

    ck_assert(desk_changed(desk));
    ck_assert(!desk_changed(desk));
}
END_TEST

/* ---- settings, sequences, reasons ------------------------------------------------------------ */

START_TEST(a_setting_has_its_default_until_it_is_set)
{
    const char *value;
    int64_t minutes = 0;

    ck_ok(setting_get(desk, "format.decimal", arena, &value, &err));
    ck_assert_str_eq(value, "point");
    ck_ok(setting_get_int(desk, "order.hold_minutes", &minutes, &err));
    ck_assert_int_eq(minutes, 15);
    ck_ok(setting_set(desk, "order.hold_minutes", "30", &err));
    ck_ok(setting_get_int(desk, "order.hold_minutes", &minutes, &err));
    ck_assert_int_eq(minutes, 30);
}
END_TEST

START_TEST(every_default_passes_its_own_check)
{
    for (const struct setting_def *d = setting_defs; d->name != NULL; d++) {
        if (strcmp(d->name, "company.country") != 0) /* none until the firm says so */
            ck_ok(setting_set(desk, d->name, d->fallback, &err));
    }
}
END_TEST

START_TEST(a_setting_outside_its_range_is_refused)
{
    ck_ok(setting_set(desk, "order.hold_minutes", "0", &err));
    ck_ok(setting_set(desk, "order.hold_minutes", "1440", &err));
    ck_refused(setting_set(desk, "order.hold_minutes", "1441", &err), ERR_INVALID);
    ck_refused(setting_set(desk, "order.hold_minutes", "-1", &err), ERR_INVALID);
    ck_refused(setting_set(desk, "order.hold_minutes", "ten", &err), ERR_INVALID);
    ck_refused(setting_set(desk, "format.decimal", "semicolon", &err), ERR_INVALID);
    ck_refused(setting_set(desk, "company.currency", "XYZ", &err), ERR_INVALID);
    ck_refused(setting_set(desk, "company.time_zone", "../etc/passwd", &err), ERR_INVALID);
    ck_refused(setting_set(desk, "company.site", "NOWHERE", &err), ERR_INVALID);
    ck_refused(setting_set(desk, "no.such", "1", &err), ERR_NOT_FOUND);
}
END_TEST

START_TEST(the_currency_changes_with_its_empty_list_and_not_under_prices)
{
    const struct price price = { 1000000 };
    struct item item = {
        .sku = "A-1", .kind = ITEM_SERVICE, .description = "One", .is_active = true
    };
    struct item_id id;
    struct price_list *base;

    ck_ok(setting_set(desk, "company.currency", "USD", &err));
    ck_ok(price_list_find(desk, "BASE", arena, &base, &err));
    ck_assert_str_eq(base->currency, "USD");
    ck_assert_str_eq(desk_company(desk)->currency, "USD");

    ck_ok(item_save(desk, &item, &price, NULL, &id, &err));
    ck_refused(setting_set(desk, "company.currency", "EUR", &err), ERR_STATE);
    ck_assert_str_eq(desk_company(desk)->currency, "USD");
}
END_TEST

START_TEST(a_changed_setting_is_written_down_with_both_values)
{
    struct event_list events;

    ck_ok(setting_set(desk, "format.decimal", "comma", &err));

    ck_ok(event_list_record(desk, "setting", 0, 10, arena, &events, &err));
    ck_assert_int_eq(events.n, 1);
    ck_assert_str_eq(events.v[0].kind, "setting.set");
    ck_assert_str_eq(events.v[0].user, "Anna");
    ck_assert_ptr_nonnull(strstr(events.v[0].before_json, "point"));
    ck_assert_ptr_nonnull(strstr(events.v[0].after_json, "comma"));
}
END_TEST

START_TEST(the_same_value_again_writes_nothing)
{
    ck_ok(setting_set(desk, "format.decimal", "comma", &err));
    ck_ok(setting_set(desk, "format.decimal", "comma", &err));

    ck_assert_int_eq(testdesk_count(desk, "event_log"), 1);
}
END_TEST

START_TEST(a_sequence_gives_each_number_once)
{
    OD_TX tx = { 0 };
    int64_t first = 0, second = 0;

    ck_ok(desk_begin(desk, "customer.new", &tx, &err));
    ck_ok(sequence_next(&tx, "customer", &first, &err));
    ck_ok(sequence_next(&tx, "customer", &second, &err));

    ck_assert_int_eq(first, 1001);
    ck_assert_int_eq(second, 1002);
    ck_refused(sequence_next(&tx, "nothing", &first, &err), ERR_CORRUPT);
}
END_TEST

START_TEST(an_unknown_reason_is_refused_with_those_that_exist)
{
    struct reason_id id = { 0 };

    ck_ok(reason_find(desk, "price", "agreed", &id, &err));
    ck_assert_int_gt(id.v, 0);
    ck_refused(reason_find(desk, "price", "whim", &id, &err), ERR_INVALID);
    ck_assert_str_eq(err.field, "reason");
    ck_assert_ptr_nonnull(strstr(err.text, "goodwill"));
    ck_refused(reason_find(desk, "price", NULL, &id, &err), ERR_INVALID);
}
END_TEST

/* ---- logs, outbox, keys ---------------------------------------------------------------------- */

START_TEST(events_come_newest_first_with_their_reason)
{
    struct event_list events;
    struct reason_id reason = { 0 };
    struct event_note note = { .kind = "item.save", .fields = "price" };
    OD_TX tx = { 0 };

    ck_ok(reason_find(desk, "stock", "lost", &reason, &err));
    ck_ok(desk_begin(desk, "item.save", &tx, &err));
    ck_ok(event_add(&tx, desk, "item", 7, &note, &err));
    note.reason = reason;
    note.after_json = "{}";
    ck_ok(event_add(&tx, desk, "item", 7, &note, &err));
    ck_ok(event_add(&tx, desk, "item", 8, &note, &err));
    ck_ok(tx_commit(&tx, &err));

    ck_ok(event_list_record(desk, "item", 7, 10, arena, &events, &err));
    ck_assert_int_eq(events.n, 2);
    ck_assert_str_eq(events.v[0].reason, "Lost or stolen");
    ck_assert_str_eq(events.v[0].after_json, "{}");
    ck_assert_str_eq(events.v[1].reason, "");
    ck_assert_ptr_null(events.v[1].after_json);
    ck_assert_int_eq(events.v[1].at.ms, TESTDESK_NOW_MS);
}
END_TEST

START_TEST(an_outbox_row_has_a_key_of_its_own)
{
    struct outbox_job job = { .topic = OUTBOX_STOCK_CHANGED, .record_kind = "item" };
    struct outbox_list rows;
    OD_TX tx = { 0 };

    job.record_id = 7;
    ck_ok(desk_begin(desk, "item.save", &tx, &err));
    ck_ok(outbox_add(&tx, desk, &job, &err));
    ck_ok(outbox_add(&tx, desk, &job, &err));
    ck_ok(tx_commit(&tx, &err));

    ck_ok(outbox_list_load(desk, 0, 10, arena, &rows, &err));
    ck_assert_int_eq(rows.n, 2);
    ck_assert_str_ne(rows.v[0].key, rows.v[1].key);
    ck_assert_str_eq(outbox_state_name(rows.v[0].state), "queued");
    ck_ok(outbox_list_load(desk, rows.v[0].id, 10, arena, &rows, &err));
    ck_assert_int_eq(rows.n, 1);
}
END_TEST

START_TEST(a_key_gives_its_record_again_and_refuses_other_content)
{
    OD_TX tx = { 0 };
    bool done = true;
    int64_t id = 0;

    ck_ok(desk_begin(desk, "order.new", &tx, &err));
    ck_ok(idem_check(&tx, "k1", "order.new", "3 bolts", &done, &id, &err));
    ck_assert(!done);
    ck_ok(idem_record(&tx, desk, "k1", "order.new", "3 bolts", 42, &err));

    ck_ok(idem_check(&tx, "k1", "order.new", "3 bolts", &done, &id, &err));
    ck_assert(done);
    ck_assert_int_eq(id, 42);
    ck_refused(idem_check(&tx, "k1", "order.new", "4 bolts", &done, &id, &err), ERR_INVALID);
    ck_refused(idem_check(&tx, "k1", "customer.new", "3 bolts", &done, &id, &err), ERR_INVALID);
    ck_ok(idem_check(&tx, NULL, "order.new", "x", &done, &id, &err));
    ck_assert(!done);
}
END_TEST

/* ---- search index, texts --------------------------------------------------------------------- */

START_TEST(index_text_is_folded_with_each_word_once_and_phones_as_digits)
{
    const char *const parts[] = { "Müller & Söhne", NULL, "", "MÜLLER Köln",
                                  "+49 (0)221 47-11-0" };

    const char *text = index_text(arena, parts, (int)OD_LEN(parts));

    ck_assert_str_eq(text, "muller & sohne koln +49 (0)221 47-11-0 49022147110");
}
END_TEST

START_TEST(amounts_follow_the_desks_form)
{
    ck_assert_str_eq(text_money(desk, arena, 123450, "GBP"), "1,234.50");

    ck_ok(setting_set(desk, "format.decimal", "comma", &err));

    ck_assert_str_eq(text_money(desk, arena, 123450, "GBP"), "1.234,50");
    ck_assert_str_eq(text_qty(desk, arena, (struct qty){ 2500 }), "2,5");
    ck_assert_str_eq(text_price(desk, arena, (struct price){ 3200500 }, "GBP"), "3,2005");
    ck_assert_str_eq(text_rate(desk, arena, (struct rate){ 125000 }), "12,5");
}
END_TEST

START_TEST(a_time_of_today_has_no_date)
{
    struct stamp now = { TESTDESK_NOW_MS }, earlier = { TESTDESK_NOW_MS - 86400000 };

    ck_assert_str_eq(text_stamp(desk, arena, now), "14:03");
    ck_assert_ptr_nonnull(strstr(text_stamp(desk, arena, earlier), "21"));
    ck_assert_str_eq(text_stamp(desk, arena, (struct stamp){ 0 }), "");
    ck_assert_str_eq(text_date(desk, arena, (struct date){ 0 }), "");
}
END_TEST

START_TEST(card_numbers_are_found_and_other_numbers_are_not)
{
    int at = -1;

    ck_assert(text_has_card_number("pay with 4111 1111 1111 1111 please", &at));
    ck_assert_int_eq(at, 9);
    ck_assert(text_has_card_number("378282246310005", NULL));
    ck_assert(text_has_card_number("5555-5555-5555-4444", NULL));
    ck_assert(text_has_card_number("30569309025904", NULL));
    ck_assert(!text_has_card_number("4111 1111 1111 1112", NULL)); /* sum is wrong */
    ck_assert(!text_has_card_number("4111 1111 1111 111", NULL));  /* too short */
    ck_assert(!text_has_card_number("9999999999999995", NULL));    /* no issuer */
    ck_assert(!text_has_card_number("call +44 113 496 0000 or 0113 496 0001", NULL));
    ck_assert(!text_has_card_number("41111111111111111111111111", NULL)); /* too long */
}
END_TEST

START_TEST(a_note_with_a_card_number_is_refused_with_its_field)
{
    const char *out;

    ck_refused(text_note("card: 4111111111111111", "note", arena, &out, &err), ERR_INVALID);
    ck_assert_str_eq(err.field, "note");
    ck_ok(text_note("ring at\nthe back", "note", arena, &out, &err));
    ck_assert_str_eq(out, "ring at\nthe back");
}
END_TEST

START_TEST(codes_are_upper_case_without_outer_blanks)
{
    const char *out;

    ck_ok(text_code("  brk  20x ", "code", arena, &out, &err));
    ck_assert_str_eq(out, "BRK 20X");
    ck_assert_ptr_null(text_code_typed("   ", arena));
}
END_TEST

Suite *desk_suite(void)
{
    Suite *s = suite_create("desk");
    TCase *tc = tcase_create("desk");

    tcase_add_checked_fixture(tc, set_up, tear_down);
    tcase_add_test(tc, a_new_desk_is_ready_for_the_first_order);
    tcase_add_test(tc, the_currency_follows_the_country);
    tcase_add_test(tc, founding_refuses_an_unknown_country_currency_or_time_zone);
    tcase_add_test(tc, a_desk_file_opens_for_its_users_only);
    tcase_add_test(tc, a_desk_whose_making_was_cut_off_is_finished_by_the_next_try);
    tcase_add_test(tc, a_given_password_must_be_the_users);
    tcase_add_test(tc, another_process_is_noticed_and_its_settings_read);
    tcase_add_test(tc, a_write_of_our_own_counts_as_a_change_once);
    tcase_add_test(tc, a_setting_has_its_default_until_it_is_set);
    tcase_add_test(tc, every_default_passes_its_own_check);
    tcase_add_test(tc, a_setting_outside_its_range_is_refused);
    tcase_add_test(tc, the_currency_changes_with_its_empty_list_and_not_under_prices);
    tcase_add_test(tc, a_changed_setting_is_written_down_with_both_values);
    tcase_add_test(tc, the_same_value_again_writes_nothing);
    tcase_add_test(tc, a_sequence_gives_each_number_once);
    tcase_add_test(tc, an_unknown_reason_is_refused_with_those_that_exist);
    tcase_add_test(tc, events_come_newest_first_with_their_reason);
    tcase_add_test(tc, an_outbox_row_has_a_key_of_its_own);
    tcase_add_test(tc, a_key_gives_its_record_again_and_refuses_other_content);
    tcase_add_test(tc, index_text_is_folded_with_each_word_once_and_phones_as_digits);
    tcase_add_test(tc, amounts_follow_the_desks_form);
    tcase_add_test(tc, a_time_of_today_has_no_date);
    tcase_add_test(tc, card_numbers_are_found_and_other_numbers_are_not);
    tcase_add_test(tc, a_note_with_a_card_number_is_refused_with_its_field);
    tcase_add_test(tc, codes_are_upper_case_without_outer_blanks);
    suite_add_tcase(s, tc);
    return s;
}
