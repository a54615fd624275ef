/*
 * Customers with addresses and contacts, and their credit.
 */
#include <string.h>

#include "base/mem.h"
#include "domain/desk/diff.h"
#include "domain/desk/event.h"
#include "domain/party/customer.h"
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

static struct customer fresh(const char *code, const char *name)
{
    return (struct customer){ .code = code, .name = name, .is_active = true };
}

static const struct address dock = {
    .line1 = "12 Dock Rd",
    .city = "Leeds",
    .postcode = "LS1 4AB",
    .country = "UK",
};

static struct customer *add(const char *code, const char *name)
{
    struct customer in = fresh(code, name), *out = NULL;
    struct customer_id id = { 0 };

    ck_ok(customer_save(desk, &in, &dock, NULL, &id, &err));
    ck_ok(customer_load(desk, id, arena, &out, &err));
    return out;
}

/* Ids of customers that the index finds for a word. */
static int64_t found_by(const char *match)
{
    static const struct sql sql = { "test.match",
                                    "SELECT COUNT(*) FROM customer_fts"
                                    " WHERE customer_fts MATCH $1",
                                    NULL, NULL };
    struct stmt *q = sql_read(desk_db(desk), &sql);
    int64_t n = 0;
    bool found = false;

    put_text(q, match);
    ck_ok(sql_one_i64(&q, &found, &n, &err));
    return n;
}

/* What it is found by, as it stands in its row. */
static const char *found_as(struct customer_id id)
{
    static const struct sql sql = { "test.words",
                                    "SELECT search_text || '|' || phone_key || '|' || place_key"
                                    " FROM customer WHERE id = $1",
                                    NULL, NULL };
    struct stmt *q = sql_read(desk_db(desk), &sql);
    const char *text = NULL;

    put_i64(q, id.v);
    if (sql_row(q))
        text = get_text(q, arena);
    ck_ok(sql_done(&q, &err));
    return text;
}

/* ---- the record ------------------------------------------------------------------------------ */

START_TEST(a_new_customer_gets_a_number_the_firms_currency_and_its_address)
{
    struct customer *c = add("", "Brückner & Söhne");

    ck_assert_str_eq(c->code, "1001");
    ck_assert_str_eq(c->currency, "GBP");
    ck_assert_int_eq(c->kind, CUSTOMER_B2B);
    ck_assert_str_eq(c->terms_name, "30 days net");
    ck_assert_int_eq(c->terms_days, 30);
    ck_assert_int_eq(c->address_count, 1);
    ck_assert_int_eq(c->addresses[0].number, 1);
    ck_assert_str_eq(c->addresses[0].country, "GB");
    ck_assert_int_eq(c->bill_address.v, c->addresses[0].id.v);
    ck_assert_int_eq(c->ship_address.v, c->addresses[0].id.v);
}
END_TEST

START_TEST(the_usual_way_is_kept_as_one_clean_line)
{
    struct customer in = fresh("K9", "Kelmore Tools"), *c;
    struct customer_id id = { 0 };

    in.ship_method = " own\x7f van\n";
    ck_ok(customer_save(desk, &in, &dock, NULL, &id, &err));
    ck_ok(customer_load(desk, id, arena, &c, &err));
    ck_assert_str_eq(c->ship_method, "own van");
}
END_TEST

START_TEST(made_at_once_with_address_and_contact_it_is_found_by_all_of_them)
{
    struct customer in = fresh("K1", "Kelmore Tools"), *c;
    struct contact contact = { .name = "Grete Holm", .title = "", .email = "grete@kel.example",
                               .phone = "0113 496 0142", .roles = CONTACT_PAYS, .is_active = true };
    struct customer_id id = { 0 };
    struct event_list events;
    const char *written;
    OD_TX tx = { 0 };

    in.phone = "0113 496 0777";
    ck_ok(desk_begin(desk, "customer.new", &tx, &err));
    ck_ok(customer_make_in(&tx, desk, &in, &dock, &contact, &id, &err));
    written = found_as(id);
    ck_ok(customer_reindex(&tx, desk, id, &err)); /* from the rows */
    ck_ok(tx_commit(&tx, &err));
    ck_assert_str_eq(found_as(id), written);
    ck_assert_int_eq(found_by("kelmore AND grete AND leeds AND 0142 AND 0777"), 1);
    ck_ok(customer_load(desk, id, arena, &c, &err));
    ck_assert_int_eq(c->version, 2);
    ck_assert_int_eq(c->contact_count, 1);
    ck_assert_int_eq(c->contacts[0].roles, CONTACT_PAYS);
    ck_assert_int_eq(c->bill_address.v, c->addresses[0].id.v);
    ck_ok(event_list_record(desk, "customer", id.v, 9, arena, &events, &err));
    ck_assert_int_eq(events.n, 2);
    ck_assert_str_eq(events.v[0].kind, "customer.contact");
    ck_assert_str_eq(events.v[1].kind, "customer.new");
}
END_TEST

START_TEST(a_number_that_is_taken_is_left_out)
{
    add("1001", "Typed");
    add("1002", "Typed too");

    ck_assert_str_eq(add("", "Next")->code, "1003");
}
END_TEST

START_TEST(codes_are_found_whatever_their_case_and_blanks)
{
    struct customer *c = NULL;

    add(" alfki ", "Alfreds Futterkiste");

    ck_ok(customer_find(desk, "  AlfKi", arena, &c, &err));
    ck_assert_str_eq(c->code, "ALFKI");
    ck_ok(customer_find(desk, "nobody", arena, &c, &err));
    ck_assert_ptr_null(c);
    ck_ok(customer_find(desk, "", arena, &c, &err));
    ck_assert_ptr_null(c);
}
END_TEST

START_TEST(a_code_is_taken_once)
{
    struct customer in = fresh("alfki", "Other");
    struct customer_id id;

    add("ALFKI", "Alfreds Futterkiste");

    ck_refused(customer_save(desk, &in, NULL, NULL, &id, &err), ERR_CONFLICT);
    ck_assert_str_eq(err.field, "code");
}
END_TEST

static void refuse(struct customer in, const char *field)
{
    struct customer_id id;

    ck_refused(customer_save(desk, &in, NULL, NULL, &id, &err), ERR_INVALID);
    ck_assert_str_eq(err.field, field);
    ck_assert_int_eq(testdesk_count(desk, "customer"), 0);
}

START_TEST(a_customer_without_sense_is_refused_with_the_field)
{
    struct customer c = fresh("", "   ");

    refuse(c, "name");
    c = fresh("", "X");
    memcpy(c.currency, "XYZ", 4);
    refuse(c, "currency");
    c = fresh("", "X");
    c.email = "no at sign";
    refuse(c, "email");
    c = fresh("", "X");
    c.note = "card 4111 1111 1111 1111";
    refuse(c, "note");
    c = fresh("", "X");
    c.has_credit_limit = true;
    c.credit_limit_minor = -1;
    refuse(c, "credit_limit");
    c = fresh("", "X");
    c.payment_terms_id = 99;
    refuse(c, "terms");
    c = fresh("", "X");
    c.price_list.v = 99;
    refuse(c, "price_list");
    c = fresh("", "X");
    c.site.v = 99;
    refuse(c, "site");
    c = fresh("", "X");
    c.tax_zone_id = 99;
    refuse(c, "tax_zone");
    c = fresh("", "X");
    c.backorder_policy = 3;
    refuse(c, "backorders");
    c = fresh("", "X");
    c.name = "bad \xFF byte";
    refuse(c, "name");
}
END_TEST

START_TEST(a_change_raises_the_version_and_is_written_down)
{
    struct customer *c = add("ALFKI", "Alfreds Futterkiste");
    struct event_list events;
    struct customer_id id;

    c->phone = "030-0074321";
    c->has_credit_limit = true;
    c->credit_limit_minor = 500000;
    ck_ok(customer_save(desk, c, NULL, NULL, &id, &err));

    ck_ok(event_list_record(desk, "customer", id.v, 10, arena, &events, &err));
    ck_assert_int_eq(events.n, 2);
    ck_assert_str_eq(events.v[0].kind, "customer.save");
    ck_assert_str_eq(events.v[0].fields, "phone credit_limit");
    ck_assert_ptr_nonnull(strstr(events.v[0].after_json, "5000.00 GBP"));
    ck_assert_str_eq(events.v[1].kind, "customer.new");
    ck_assert_ptr_null(events.v[1].before_json);
}
END_TEST

START_TEST(a_stale_version_is_a_conflict_and_version_zero_is_not)
{
    struct customer *c = add("ALFKI", "Alfreds Futterkiste");
    struct customer_id id;

    c->phone = "1";
    ck_ok(customer_save(desk, c, NULL, NULL, &id, &err));
    c->phone = "2";
    ck_refused(customer_save(desk, c, NULL, NULL, &id, &err), ERR_CONFLICT);
    c->version = 0;
    ck_ok(customer_save(desk, c, NULL, NULL, &id, &err));
}
END_TEST

START_TEST(saving_without_a_change_writes_nothing)
{
    struct customer *c = add("ALFKI", "Alfreds Futterkiste"), *again = NULL;
    int64_t events = testdesk_count(desk, "event_log");
    struct customer_id id;

    ck_ok(customer_save(desk, c, NULL, NULL, &id, &err));

    ck_assert_int_eq(testdesk_count(desk, "event_log"), events);
    ck_ok(customer_load(desk, id, arena, &again, &err));
    ck_assert_int_eq(again->version, c->version);
}
END_TEST

START_TEST(a_key_makes_one_customer)
{
    struct customer in = fresh("", "Once"), other = fresh("", "Twice");
    struct customer_id first, second;

    ck_ok(customer_save(desk, &in, &dock, "key-1", &first, &err));
    ck_ok(customer_save(desk, &in, &dock, "key-1", &second, &err));

    ck_assert_int_eq(first.v, second.v);
    ck_assert_int_eq(testdesk_count(desk, "customer"), 1);
    ck_refused(customer_save(desk, &other, &dock, "key-1", &second, &err), ERR_INVALID);
}
END_TEST

START_TEST(another_customers_address_cannot_be_taken)
{
    struct customer *one = add("ONE", "One"), *two = add("TWO", "Two");
    struct customer_id id;

    one->ship_address = two->ship_address;

    ck_refused(customer_save(desk, one, NULL, NULL, &id, &err), ERR_INVALID);
}
END_TEST

START_TEST(the_warehouse_does_not_write_customers)
{
    struct customer in = fresh("", "X");
    struct customer_id id;

    testdesk_be(desk, ROLE_WAREHOUSE);

    ck_refused(customer_save(desk, &in, NULL, NULL, &id, &err), ERR_DENIED);
}
END_TEST

START_TEST(differences_are_named_with_both_values)
{
    struct customer *before = add("ALFKI", "Alfreds"), now = *before;
    struct field_diffs diffs;

    now.name = "Alfreds Futterkiste";
    now.is_credit_held = true;
    customer_compare(before, &now, arena, &diffs);

    ck_assert_int_eq(diffs.n, 2);
    ck_assert_str_eq(diffs.v[0].field, "name");
    ck_assert_str_eq(diffs.v[0].before, "Alfreds");
    ck_assert_str_eq(diffs.v[0].now, "Alfreds Futterkiste");
    ck_assert_str_eq(diffs.v[1].field, "is_credit_held");
}
END_TEST

/* ---- search index ---------------------------------------------------------------------------- */

START_TEST(the_index_finds_name_town_contact_and_phone_and_forgets_the_old)
{
    struct customer *c = add("BRUCK", "Brückner & Söhne");
    struct contact contact = { .name = "Grete Maier", .phone = "0221/4711-00", .is_active = true };
    struct contact_id contact_id;
    struct customer_id id;

    ck_ok(contact_save(desk, c->id, &contact, &contact_id, &err));
    ck_assert_int_eq(found_by("bruckn*"), 1);
    ck_assert_int_eq(found_by("leeds"), 1);
    ck_assert_int_eq(found_by("maier"), 1);
    ck_assert_int_eq(found_by("0221471100"), 1);

    ck_ok(customer_load(desk, c->id, arena, &c, &err));
    c->name = "Hansen";
    ck_ok(customer_save(desk, c, NULL, NULL, &id, &err));

    ck_assert_int_eq(found_by("bruckn*"), 0);
    ck_assert_int_eq(found_by("hansen"), 1);
}
END_TEST

/* ---- addresses ------------------------------------------------------------------------------- */

START_TEST(a_second_address_gets_the_next_number)
{
    struct customer *c = add("ALFKI", "Alfreds");
    struct address in = dock;
    struct address_id id;

    in.customer = c->id;
    in.city = "York";
    ck_ok(address_add(desk, &in, &id, &err));

    ck_ok(customer_load(desk, c->id, arena, &c, &err));
    ck_assert_int_eq(c->address_count, 2);
    ck_assert_int_eq(c->addresses[1].number, 2);
    ck_assert_int_ne(c->ship_address.v, id.v);
    ck_assert_int_eq(found_by("york"), 1);
}
END_TEST

START_TEST(a_corrected_address_takes_the_number_over_and_the_old_row_stays)
{
    struct customer *c = add("ALFKI", "Alfreds");
    struct address in = c->addresses[0], *old = NULL;
    struct address_id id;

    in.postcode = "LS1 4AC";
    ck_ok(address_add(desk, &in, &id, &err));

    ck_ok(address_load(desk, in.id, arena, &old, &err));
    ck_assert(!old->is_current);
    ck_assert_str_eq(old->postcode, "LS1 4AB");
    ck_ok(customer_load(desk, c->id, arena, &c, &err));
    ck_assert_int_eq(c->address_count, 1);
    ck_assert_int_eq(c->addresses[0].number, 1);
    ck_assert_int_eq(c->addresses[0].id.v, id.v);
    ck_assert_int_eq(c->bill_address.v, id.v);
    ck_assert_int_eq(c->ship_address.v, id.v);
}
END_TEST

START_TEST(the_same_address_again_makes_no_new_row)
{
    struct customer *c = add("ALFKI", "Alfreds");
    struct address_id id;

    ck_ok(address_add(desk, &c->addresses[0], &id, &err));

    ck_assert_int_eq(id.v, c->addresses[0].id.v);
    ck_assert_int_eq(testdesk_count(desk, "address"), 1);
}
END_TEST

START_TEST(a_second_try_adds_no_second_address_or_contact)
{
    struct customer *c = add("ALFKI", "Alfreds");
    struct contact contact = { .name = "Grete Maier", .is_active = true };
    struct address in = dock;
    struct address_id first, second;
    struct contact_id grete, again;
    int64_t events;

    in.customer = c->id;
    in.city = "York";
    ck_ok(address_add(desk, &in, &first, &err));
    ck_ok(contact_save(desk, c->id, &contact, &grete, &err));
    events = testdesk_count(desk, "event_log");
    ck_ok(address_add(desk, &in, &second, &err));
    ck_ok(contact_save(desk, c->id, &contact, &again, &err));

    ck_assert_int_eq(first.v, second.v);
    ck_assert_int_eq(grete.v, again.v);
    ck_assert_int_eq(testdesk_count(desk, "address"), 2);
    ck_assert_int_eq(testdesk_count(desk, "contact"), 1);
    ck_assert_int_eq(testdesk_count(desk, "event_log"), events);
}
END_TEST

START_TEST(an_address_without_street_or_with_an_unknown_number_is_refused)
{
    struct customer *c = add("ALFKI", "Alfreds");
    struct address in = dock;
    struct address_id id;

    in.customer = c->id;
    in.line1 = "";
    ck_refused(address_add(desk, &in, &id, &err), ERR_INVALID);
    ck_assert_str_eq(err.field, "line1");
    in = dock;
    in.customer = c->id;
    in.number = 7;
    ck_refused(address_add(desk, &in, &id, &err), ERR_INVALID);
    in.number = 0;
    in.customer.v = 99;
    ck_refused(address_add(desk, &in, &id, &err), ERR_NOT_FOUND);
    ck_assert_int_eq(testdesk_count(desk, "address"), 1);
}
END_TEST

START_TEST(a_country_that_is_none_is_refused_with_its_field)
{
    struct customer *c = add("ALFKI", "Alfreds");
    struct address in = dock;
    struct address_id id;

    in.customer = c->id;
    in.country = "Ruritania";
    ck_refused(address_add(desk, &in, &id, &err), ERR_INVALID);
    ck_assert_str_eq(err.field, "country");
}
END_TEST

START_TEST(an_address_line_follows_its_country)
{
    struct address de = { .line1 = "Obere Str. 57", .city = "Berlin", .postcode = "12209",
                          .country = "DE" };
    struct address us = { .line1 = "2732 Baker Blvd.", .city = "Eugene", .region = "OR",
                          .postcode = "97403", .country = "US" };
    struct address gb = dock;

    gb.country = "GB";

    ck_assert_str_eq(address_line(&gb, arena), "12 Dock Rd, Leeds LS1 4AB, GB");
    ck_assert_str_eq(address_line(&de, arena), "Obere Str. 57, 12209 Berlin, DE");
    ck_assert_str_eq(address_line(&us, arena), "2732 Baker Blvd., Eugene, OR 97403, US");
}
END_TEST

/* ---- contacts -------------------------------------------------------------------------------- */

START_TEST(a_contact_is_added_changed_and_taken_away)
{
    struct customer *c = add("ALFKI", "Alfreds");
    struct contact in = { .name = "Maria Anders", .is_active = true };
    struct contact_id id;

    ck_ok(contact_save(desk, c->id, &in, &id, &err));
    in.id = id;
    in.title = "Sales";
    ck_ok(contact_save(desk, c->id, &in, &id, &err));

    ck_ok(customer_load(desk, c->id, arena, &c, &err));
    ck_assert_int_eq(c->contact_count, 1);
    ck_assert_str_eq(c->contacts[0].title, "Sales");
    ck_assert_int_eq(c->contacts[0].roles, CONTACT_ORDERS);

    in.is_active = false;
    ck_ok(contact_save(desk, c->id, &in, &id, &err));
    ck_ok(customer_load(desk, c->id, arena, &c, &err));
    ck_assert_int_eq(c->contact_count, 0);
}
END_TEST

START_TEST(a_contact_that_someone_changed_since_is_not_written_over)
{
    struct customer *c = add("ALFKI", "Alfreds");
    struct contact in = { .name = "Maria Anders", .is_active = true };
    struct contact mine, theirs;
    struct field_diffs diffs;
    struct contact_id id;

    ck_ok(contact_save(desk, c->id, &in, &id, &err));
    ck_ok(customer_load(desk, c->id, arena, &c, &err));
    mine = theirs = c->contacts[0];
    theirs.phone = "030 1";
    theirs.roles = CONTACT_ORDERS | CONTACT_PAYS;
    ck_ok(contact_save(desk, c->id, &theirs, &id, &err));
    mine.phone = "030 2";
    ck_refused(contact_save(desk, c->id, &mine, &id, &err), ERR_CONFLICT);
    ck_ok(customer_load(desk, c->id, arena, &c, &err));
    contact_compare(&theirs, &c->contacts[0], arena, &diffs);
    ck_assert_int_eq(diffs.n, 0);
    contact_compare(&mine, &c->contacts[0], arena, &diffs);
    ck_assert_int_eq(diffs.n, 2);
    ck_assert_str_eq(diffs.v[0].now, "030 1");
    ck_assert_str_eq(diffs.v[1].now, "orders, pays");
    mine.version = c->contacts[0].version;
    ck_ok(contact_save(desk, c->id, &mine, &id, &err));
}
END_TEST

START_TEST(a_contact_of_someone_else_or_without_name_is_refused)
{
    struct customer *one = add("ONE", "One"), *two = add("TWO", "Two");
    struct contact in = { .name = "Maria Anders", .is_active = true };
    struct contact_id id;

    ck_ok(contact_save(desk, one->id, &in, &id, &err));
    in.id = id;
    ck_refused(contact_save(desk, two->id, &in, &id, &err), ERR_NOT_FOUND);
    in.id.v = 0;
    in.name = "";
    ck_refused(contact_save(desk, one->id, &in, &id, &err), ERR_INVALID);
    in.name = "X";
    in.roles = 16;
    ck_refused(contact_save(desk, one->id, &in, &id, &err), ERR_INVALID);
    in.roles = 0;
    in.email = "@";
    ck_refused(contact_save(desk, one->id, &in, &id, &err), ERR_INVALID);
}
END_TEST

/* ---- credit ---------------------------------------------------------------------------------- */

static const struct sql sql_test_order = {
    "test.order",
    "INSERT INTO sales_order (status, customer_id, channel_id, site_id, currency, total_minor,"
    " base_total_minor, created_ms, updated_ms, created_by, open_qty, shown_status, is_history)"
    " VALUES ($1, $2, $3, $4, $5, $6, $7, 1, 1, $8, $9, 1, $10)"
    " RETURNING id",
    NULL, NULL
};

struct test_order {
    int status;
    const char *currency;
    int64_t open_qty, is_history;
};

static int64_t add_order(struct customer_id customer, struct test_order in)
{
    OD_TX tx = { 0 };
    int64_t id = 0;
    struct stmt *q;

    ck_ok(desk_begin(desk, "order.new", &tx, &err));
    q = sql_write(&tx, &sql_test_order);
    put_i64(q, in.status);
    put_i64(q, customer.v);
    put_i64(q, desk_company(desk)->channel.v);
    put_i64(q, desk_company(desk)->site.v);
    put_text(q, in.currency);
    put_i64(q, 1000);
    put_i64(q, 900);
    put_i64(q, desk_user(desk)->id.v);
    put_i64(q, in.open_qty);
    put_i64(q, in.is_history);
    ck_ok(sql_run_id(&q, &id, &err));
    ck_ok(tx_commit(&tx, &err));
    return id;
}

START_TEST(credit_counts_open_orders_once_and_leaves_out_the_current_one)
{
    struct customer *c = add("ALFKI", "Alfreds");
    struct customer_id id;
    struct credit credit;
    int64_t current;

    c->has_credit_limit = true;
    c->credit_limit_minor = 2500;
    ck_ok(customer_save(desk, c, NULL, NULL, &id, &err));
    add_order(c->id, (struct test_order){ 4, "GBP", 1000, 0 });
    current = add_order(c->id, (struct test_order){ 5, "GBP", 1000, 0 });
    add_order(c->id, (struct test_order){ 5, "EUR", 1000, 0 }); /* by its value in GBP */
    add_order(c->id, (struct test_order){ 1, "GBP", 1000, 0 }); /* draft */
    add_order(c->id, (struct test_order){ 7, "GBP", 1000, 0 }); /* canceled */
    add_order(c->id, (struct test_order){ 5, "GBP", 0, 0 });    /* nothing open */
    add_order(c->id, (struct test_order){ 5, "GBP", 1000, 1 }); /* history */

    ck_ok(credit_load(desk, c->id, (struct order_id){ 0 }, &credit, &err));
    ck_assert(credit.has_limit);
    ck_assert_int_eq(credit.exposure_minor, 2900);
    ck_assert_int_eq(credit.room_minor, -400);

    ck_ok(credit_load(desk, c->id, (struct order_id){ current }, &credit, &err));
    ck_assert_int_eq(credit.exposure_minor, 1900);
    ck_assert_int_eq(credit.room_minor, 600);
}
END_TEST

START_TEST(credit_of_nobody_is_not_found)
{
    struct credit credit;

    ck_refused(credit_load(desk, (struct customer_id){ 9 }, (struct order_id){ 0 }, &credit, &err),
               ERR_NOT_FOUND);
}
END_TEST

START_TEST(payment_terms_are_offered_by_days)
{
    struct choices choices;

    ck_ok(payment_terms_choices(desk, arena, &choices, &err));
    ck_assert_int_eq(choices.n, 2);
    ck_assert_str_eq(choices.v[0].code, "COD");
}
END_TEST

Suite *customer_suite(void)
{
    Suite *s = suite_create("customer");
    TCase *tc = tcase_create("customer");

    tcase_add_checked_fixture(tc, set_up, tear_down);
    tcase_add_test(tc, a_new_customer_gets_a_number_the_firms_currency_and_its_address);
    tcase_add_test(tc, the_usual_way_is_kept_as_one_clean_line);
    tcase_add_test(tc, made_at_once_with_address_and_contact_it_is_found_by_all_of_them);
    tcase_add_test(tc, a_number_that_is_taken_is_left_out);
    tcase_add_test(tc, codes_are_found_whatever_their_case_and_blanks);
    tcase_add_test(tc, a_code_is_taken_once);
    tcase_add_test(tc, a_customer_without_sense_is_refused_with_the_field);
    tcase_add_test(tc, a_change_raises_the_version_and_is_written_down);
    tcase_add_test(tc, a_stale_version_is_a_conflict_and_version_zero_is_not);
    tcase_add_test(tc, saving_without_a_change_writes_nothing);
    tcase_add_test(tc, a_key_makes_one_customer);
    tcase_add_test(tc, another_customers_address_cannot_be_taken);
    tcase_add_test(tc, the_warehouse_does_not_write_customers);
    tcase_add_test(tc, differences_are_named_with_both_values);
    tcase_add_test(tc, the_index_finds_name_town_contact_and_phone_and_forgets_the_old);
    tcase_add_test(tc, a_second_address_gets_the_next_number);
    tcase_add_test(tc, a_corrected_address_takes_the_number_over_and_the_old_row_stays);
    tcase_add_test(tc, the_same_address_again_makes_no_new_row);
    tcase_add_test(tc, a_second_try_adds_no_second_address_or_contact);
    tcase_add_test(tc, an_address_without_street_or_with_an_unknown_number_is_refused);
    tcase_add_test(tc, a_country_that_is_none_is_refused_with_its_field);
    tcase_add_test(tc, an_address_line_follows_its_country);
    tcase_add_test(tc, a_contact_is_added_changed_and_taken_away);
    tcase_add_test(tc, a_contact_that_someone_changed_since_is_not_written_over);
    tcase_add_test(tc, a_contact_of_someone_else_or_without_name_is_refused);
    tcase_add_test(tc, credit_counts_open_orders_once_and_leaves_out_the_current_one);
    tcase_add_test(tc, credit_of_nobody_is_not_found);
    tcase_add_test(tc, payment_terms_are_offered_by_days);
    suite_add_tcase(s, tc);
    return s;
}
