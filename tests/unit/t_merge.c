/*
 * Customers that may be one: who is taken for whom, the queue, merging and its way back.
 */
#include <string.h>

#include "base/mem.h"
#include "domain/catalog/price_list.h"
#include "domain/desk/event.h"
#include "domain/flow/change.h"
#include "domain/insight/audit.h"
#include "domain/insight/search.h"
#include "domain/party/merge.h"
#include "domain/party/pair.h"
#include "store/store.h"
#include "support/testorder.h"
#include "unit/domain_suites.h"

static struct testshop shop;
static struct err err;

static void set_up(void)
{
    err_clear(&err);
    testshop_open(&shop);
}

static void tear_down(void)
{
    testshop_close(&shop);
}

/* A private customer; texts may be NULL. */
static struct customer_id add(const char *name, const char *email, const char *phone,
                              const char *postcode)
{
    struct customer in = { .name = name, .email = email, .phone = phone, .kind = CUSTOMER_B2C,
                           .is_active = true };
    struct address at = { .line1 = "1 High St", .city = "Leeds", .postcode = postcode,
                          .country = "GB" };
    struct customer_id id;

    ck_ok(customer_save(shop.desk, &in, postcode ? &at : NULL, NULL, &id, &err));
    return id;
}

static struct customer *load(struct customer_id id)
{
    struct customer *c;

    ck_ok(customer_load(shop.desk, id, shop.arena, &c, &err));
    return c;
}

static struct customer_pairs waiting(void)
{
    struct customer_pairs pairs;

    ck_ok(customer_pairs_load(shop.desk, 0, 100, shop.arena, &pairs, &err));
    return pairs;
}

static struct merge_moved merge(struct customer_id gone, struct customer_id kept)
{
    struct customer_merge in = { .kept = kept, .gone = gone };
    struct merge_moved moved = { 0 };

    ck_ok(customer_merge(shop.desk, &in, &moved, &err));
    return moved;
}

static void unmerge(struct customer_id gone)
{
    ck_ok(customer_unmerge(shop.desk, gone, NULL, &err));
}

static void check_is_clean(void)
{
    struct audit audit;

    ck_ok(audit_run(shop.desk, AUDIT_FULL, shop.arena, &audit, &err));
    for (int i = 0; i < audit.n; i++)
        ck_abort_msg("%s %s %s", audit.v[i].check, audit.v[i].record, audit.v[i].words);
}

/* How many the query bar finds. */
static int found(const char *text)
{
    const struct query *q;
    struct customer_rows rows;

    ck_ok(query_parse(text, FIND_CUSTOMER, shop.desk, shop.arena, &q, &err));
    ck_ok(find_customers(shop.desk, q, NULL, 50, shop.arena, &rows, &err));
    return rows.n;
}

static int64_t exposure(struct customer_id id)
{
    struct credit credit;

    ck_ok(credit_load(shop.desk, id, (struct order_id){ 0 }, &credit, &err));
    return credit.exposure_minor;
}

/* ---- the queue ------------------------------------------------------------------------------ */

START_TEST(equal_mail_phone_or_name_and_post_code_file_a_pair)
{
    add("Ann Smith", "ann@example.com", "0113 496 0000", "LS1 4AB");
    add("Zoe", "ANN@example.com", NULL, NULL);
    add("Max", NULL, "+44 (0)113 4960000", NULL);
    add("ann  SMITH.", NULL, NULL, "LS14AB");
    add("Ann Smith", NULL, NULL, "LS1 4AX");

    ck_assert_int_eq(waiting().n, 3);
    ck_assert_int_eq(waiting().v[0].why, PAIR_MAIL);
    ck_assert_int_eq(waiting().v[1].why, PAIR_PHONE);
    ck_assert_int_eq(waiting().v[2].why, PAIR_PLACE);
    ck_assert_str_eq(waiting().v[2].low_name, "Ann Smith");
    ck_assert_str_eq(pair_why_words(PAIR_MAIL | PAIR_PLACE, shop.arena),
                     "mail, name and post code");
}
END_TEST

START_TEST(several_marks_in_common_are_one_pair)
{
    add("Ann", "ann@example.com", "0113 496 0000", "LS1 4AB");
    add("Ann", "ann@example.com", "0113 496 0000", "LS1 4AB");

    ck_assert_int_eq(waiting().n, 1);
    ck_assert_int_eq(waiting().v[0].why, PAIR_MAIL | PAIR_PHONE | PAIR_PLACE);
}
END_TEST

/* A switchboard is nobody: with the sixth the mark is not asked after any more. */
START_TEST(a_mark_that_more_than_five_have_says_nothing)
{
    for (int i = 0; i < 6; i++)
        add(arena_printf(shop.arena, "P%d", i), "info@example.com", NULL, NULL);
    ck_assert_int_eq(waiting().n, 10);
    add("P6", "info@example.com", NULL, NULL);

    ck_assert_int_eq(waiting().n, 10);
}
END_TEST

START_TEST(what_was_said_not_to_be_the_same_never_comes_back)
{
    struct customer_id a = add("Ann", "ann@example.com", NULL, NULL);
    struct customer_id b = add("Bob", "ann@example.com", NULL, NULL);
    int n;

    ck_ok(customer_pair_dismiss(shop.desk, b, a, &err));
    ck_assert_int_eq(waiting().n, 0);
    ck_ok(customer_pairs_scan(shop.desk, &n, &err));

    ck_assert_int_eq(n, 0);
    ck_ok(customer_pairs_count(shop.desk, &n, &err));
    ck_assert_int_eq(n, 0);
    ck_refused(customer_pair_dismiss(shop.desk, a, a, &err), ERR_INVALID);
}
END_TEST

START_TEST(looking_through_all_finds_what_was_there_before)
{
    struct customer_id b;
    struct customer *c;
    int n;

    add("Ann", "ann@example.com", "0113 496 0000", "LS1 4AB");
    b = add("Bob", NULL, NULL, NULL);
    c = load(b);
    c->phone = "0113 4960000";
    c->email = "Ann@Example.com";
    ck_ok(customer_save(shop.desk, c, NULL, NULL, &b, &err));
    ck_assert_int_eq(waiting().n, 0);

    ck_ok(customer_pairs_scan(shop.desk, &n, &err));
    ck_assert_int_eq(n, 1);
    ck_assert_int_eq(waiting().n, 1);
}
END_TEST

START_TEST(clerks_say_who_is_another_managers_merge)
{
    struct customer_id a = add("Ann", "ann@example.com", NULL, NULL);
    struct customer_id b = add("Bob", "ann@example.com", NULL, NULL);
    struct customer_merge in = { .kept = a, .gone = b };

    testdesk_be(shop.desk, ROLE_CLERK);
    ck_refused(customer_merge(shop.desk, &in, NULL, &err), ERR_DENIED);
    err_clear(&err);
    ck_ok(customer_pair_dismiss(shop.desk, a, b, &err));
    testdesk_be(shop.desk, ROLE_MANAGER);
    ck_ok(customer_merge(shop.desk, &in, NULL, &err));
}
END_TEST

/* ---- merging -------------------------------------------------------------------------------- */

/* ACME with an order and a draft, a contact, a contract price and a name at a channel. */
static struct order *fill_acme(void)
{
    struct order *o = testshop_order(&shop, shop.bracket, 4, true);
    struct contact who = { .name = "Kim", .title = "", .email = "kim@acme.example", .phone = "",
                           .roles = CONTACT_ORDERS, .is_active = true };
    struct price_list *base = NULL;
    struct price_rule rule = { .item = shop.bracket, .customer = shop.acme,
                               .price = { 3 * 1000000 } };
    struct contact_id contact;

    testshop_draft(&shop);
    ck_ok(contact_save(shop.desk, shop.acme, &who, &contact, &err));
    ck_ok(price_list_find(shop.desk, "BASE", shop.arena, &base, &err));
    rule.list = base->id;
    ck_ok(price_rule_save(shop.desk, &rule, &err));
    return o;
}

START_TEST(all_of_one_moves_to_the_other)
{
    struct order *o = fill_acme();
    struct customer_id b = testshop_customer(&shop, "BETA", NULL);
    int64_t owed = exposure(shop.acme);
    struct merge_moved moved = merge(shop.acme, b);
    struct customer *now;

    ck_assert_int_eq(moved.orders, 2);
    ck_assert_int_eq(moved.contacts, 1);
    ck_assert_int_eq(moved.addresses, 1);
    ck_assert_int_eq(moved.prices, 1);
    ck_assert_int_gt(owed, 0);
    ck_assert_int_eq(exposure(b), owed);
    ck_assert_int_eq(exposure(shop.acme), 0);
    ck_assert_int_eq(testshop_load(&shop, o->id.v)->customer.v, b.v);
    ck_assert_str_eq(testshop_load(&shop, o->id.v)->customer_name, o->customer_name);
    ck_assert_int_eq(testshop_load(&shop, o->id.v)->version, o->version + 1);
    now = load(b);
    ck_assert_int_eq(now->contact_count, 1);
    ck_assert_int_eq(load(shop.acme)->merged_into.v, b.v);
    ck_assert(!load(shop.acme)->is_active);
    check_is_clean();
}
END_TEST

/* What was typed for an order before the merge is applied after it, or after its undoing. */
START_TEST(an_open_change_goes_on_with_its_order)
{
    struct order *o = testshop_order(&shop, shop.bracket, 4, true);
    struct customer_id b = testshop_customer(&shop, "BETA", NULL);
    struct change_line six = { .line_no = 1, .has_qty = true, .in.qty = { 6 * QTY_PER_UNIT } };
    struct order_change typed = { .order = o->id, .base_version = o->version }, *open;
    struct change_preview p;

    change_put_line(&typed, o, &six, shop.arena);
    ck_ok(change_save(shop.desk, &typed, &err));
    merge(shop.acme, b);
    unmerge(shop.acme);
    merge(shop.acme, b);
    ck_ok(change_find(shop.desk, o->id, shop.arena, &open, &err));
    ck_ok(change_apply(shop.desk, open, shop.arena, &p, &err));

    ck_assert_int_eq(testshop_load(&shop, o->id.v)->lines[0].ordered.milli, 6 * QTY_PER_UNIT);
    check_is_clean();
}
END_TEST

START_TEST(a_draft_goes_on_for_the_one_that_was_kept)
{
    struct record_at at = testshop_draft(&shop);
    struct customer_id b = testshop_customer(&shop, "BETA", NULL);
    struct order_taken taken;
    struct order *o;

    (void)testshop_line(&shop, &at, shop.bracket, 2);
    merge(shop.acme, b);
    ck_refused(order_take(shop.desk, at, true, shop.arena, &taken, &err), ERR_CONFLICT);
    err_clear(&err);
    at.version = testshop_load(&shop, at.id)->version;
    ck_ok(order_take(shop.desk, at, true, shop.arena, &taken, &err));

    o = testshop_load(&shop, at.id);
    ck_assert_int_eq(o->customer.v, b.v);
    ck_assert_str_eq(o->customer_name, "BETA");
    check_is_clean();
}
END_TEST

START_TEST(an_order_begun_for_one_that_was_merged_meanwhile_is_of_the_other)
{
    struct customer_id b = testshop_customer(&shop, "BETA", NULL);
    struct record_at at;

    merge(shop.acme, b);
    at = testshop_draft(&shop);
    ck_assert_int_eq(testshop_load(&shop, at.id)->customer.v, b.v);
    check_is_clean();
}
END_TEST

START_TEST(its_code_leads_to_the_one_that_was_kept)
{
    struct customer_id b = testshop_customer(&shop, "BETA", NULL);
    struct customer *c;

    merge(shop.acme, b);

    ck_ok(customer_find(shop.desk, "acme", shop.arena, &c, &err));
    ck_assert_str_eq(c->code, "BETA");
    ck_assert_int_eq(found("acme"), 1);
    ck_assert_int_eq(found("beta"), 1);
    ck_assert_int_eq(found("is:inactive"), 0);
    ck_assert_int_eq(found("customer:acme"), 1);
}
END_TEST

/* An address in the same words stays with its orders and is not listed twice. */
START_TEST(what_both_have_is_listed_once)
{
    struct customer_id b = testshop_customer(&shop, "BETA", NULL);
    struct contact who = { .name = "Kim", .title = "", .email = "kim@acme.example", .phone = "",
                           .roles = CONTACT_ORDERS, .is_active = true };
    struct address other = { .customer = shop.acme, .name = "", .line1 = "7 Quay", .city = "Hull",
                             .postcode = "HU1 1AA", .country = "GB" };
    struct contact_id contact;
    struct address_id address;

    ck_ok(contact_save(shop.desk, shop.acme, &who, &contact, &err));
    ck_ok(contact_save(shop.desk, b, &who, &contact, &err));
    ck_ok(address_add(shop.desk, &other, &address, &err));
    merge(shop.acme, b);

    ck_assert_int_eq(load(b)->contact_count, 1);
    ck_assert_int_eq(load(b)->address_count, 2);
    ck_assert_int_eq(load(b)->addresses[1].number, 3);
    ck_assert_str_eq(load(b)->addresses[1].line1, "7 Quay");

    unmerge(shop.acme);
    ck_assert_int_eq(load(shop.acme)->contact_count, 1);
    ck_assert_int_eq(load(shop.acme)->address_count, 2);
    ck_assert_int_eq(load(shop.acme)->addresses[1].number, 2);
}
END_TEST

static void be_held(struct customer *c)
{
    c->is_credit_held = true;
    c->is_po_required = true;
    c->phone = "0113 496 0000";
    c->email = "held@example.com";
    c->note = "Ring twice.";
    c->has_credit_limit = true;
    c->credit_limit_minor = 5000;
}

static void be_noted(struct customer *c)
{
    c->email = "kept@example.com";
    c->note = "Back door.";
}

START_TEST(empty_fields_are_filled_and_go_back)
{
    struct customer_id gone = testshop_customer(&shop, "GONE", be_held);
    struct customer_id kept = testshop_customer(&shop, "KEPT", be_noted);
    struct customer *c = load(gone);

    c->not_from = "LEEDS";
    c->ship_method = "van";
    ck_ok(customer_save(shop.desk, c, NULL, NULL, &gone, &err));
    merge(gone, kept);
    c = load(kept);
    ck_assert_str_eq(c->not_from, "LEEDS");
    ck_assert_str_eq(c->ship_method, "van");
    ck_assert_str_eq(c->email, "kept@example.com");
    ck_assert_str_eq(c->phone, "0113 496 0000");
    ck_assert_str_eq(c->note, "Back door.\nRing twice.");
    ck_assert_int_eq(found("note:twice"), 1);
    ck_assert(c->is_credit_held && c->is_po_required);
    ck_assert(!c->has_credit_limit);

    unmerge(gone);
    c = load(kept);
    ck_assert_str_eq(c->not_from, "");
    ck_assert_str_eq(c->ship_method, "");
    ck_assert_str_eq(c->phone, "");
    ck_assert_str_eq(c->note, "Back door.");
    ck_assert(!c->is_credit_held && !c->is_po_required);
    ck_assert(load(gone)->is_active);
    ck_assert_str_eq(load(gone)->note, "Ring twice.");
    ck_assert_int_eq(found("note:twice"), 1);
    ck_assert_int_eq(found("note:twice,back"), 2);
}
END_TEST

START_TEST(a_field_that_was_changed_since_stays)
{
    struct customer_id gone = testshop_customer(&shop, "GONE", be_held);
    struct customer_id kept = testshop_customer(&shop, "KEPT", NULL);
    struct customer *c;

    merge(gone, kept);
    c = load(kept);
    c->phone = "0113 496 9999";
    ck_ok(customer_save(shop.desk, c, NULL, NULL, &kept, &err));
    unmerge(gone);

    ck_assert_str_eq(load(kept)->phone, "0113 496 9999");
    ck_assert_str_eq(load(kept)->email, "");
}
END_TEST

START_TEST(one_without_an_address_takes_them_over_and_gives_them_back)
{
    struct customer_id kept = add("Ann", NULL, NULL, NULL);

    merge(shop.acme, kept);
    ck_assert_int_eq(load(kept)->address_count, 1);
    ck_assert_int_eq(load(kept)->bill_address.v, load(kept)->addresses[0].id.v);
    unmerge(shop.acme);

    ck_assert_int_eq(load(kept)->bill_address.v, 0);
    ck_assert_int_eq(load(shop.acme)->address_count, 1);
    ck_assert_int_eq(load(shop.acme)->bill_address.v, load(shop.acme)->addresses[0].id.v);
}
END_TEST

START_TEST(undone_everything_is_where_it_was)
{
    struct order *o = fill_acme();
    struct customer_id b = testshop_customer(&shop, "BETA", NULL);
    int64_t owed = exposure(shop.acme);

    merge(shop.acme, b);
    unmerge(shop.acme);

    ck_assert_int_eq(exposure(shop.acme), owed);
    ck_assert_int_eq(exposure(b), 0);
    ck_assert_int_eq(testshop_load(&shop, o->id.v)->customer.v, shop.acme.v);
    ck_assert_int_eq(load(shop.acme)->contact_count, 1);
    ck_assert_int_eq(load(b)->contact_count, 0);
    ck_assert_int_eq(found("acme"), 1);
    ck_assert_int_eq(found("kim"), 1);
    ck_assert_int_eq(testshop_number(shop.desk, "SELECT COUNT(*) FROM price_rule"
                                                " JOIN customer ON customer.id = customer_id"
                                                " WHERE code = 'ACME'"),
                     1);
    check_is_clean();
    ck_refused(customer_unmerge(shop.desk, shop.acme, NULL, &err), ERR_STATE);
}
END_TEST

START_TEST(orders_taken_since_stay_with_the_one_that_was_kept)
{
    struct customer_id gone = testshop_customer(&shop, "GONE", NULL);
    struct order *o;

    merge(gone, shop.acme);
    o = testshop_order(&shop, shop.bracket, 1, true);
    unmerge(gone);

    ck_assert_int_eq(testshop_load(&shop, o->id.v)->customer.v, shop.acme.v);
}
END_TEST

START_TEST(an_address_in_use_does_not_go_back)
{
    struct address other = { .customer = shop.acme, .name = "", .line1 = "7 Quay", .city = "Hull",
                             .postcode = "HU1 1AA", .country = "GB" };
    struct customer_id kept = testshop_customer(&shop, "KEPT", NULL);
    struct address_id address;
    struct customer *c;

    ck_ok(address_add(shop.desk, &other, &address, &err));
    merge(shop.acme, kept);
    c = load(kept);
    c->ship_address = address;
    ck_ok(customer_save(shop.desk, c, NULL, NULL, &kept, &err));

    ck_refused(customer_unmerge(shop.desk, shop.acme, NULL, &err), ERR_STATE);
    ck_assert_int_eq(load(shop.acme)->merged_into.v, kept.v);
}
END_TEST

START_TEST(both_records_say_what_happened)
{
    struct customer_id kept = testshop_customer(&shop, "KEPT", NULL);
    struct customer_id two[2] = { kept, shop.acme };
    struct event_list events;

    merge(shop.acme, kept);
    for (int i = 0; i < 2; i++) {
        ck_ok(event_list_record(shop.desk, "customer", two[i].v, 1, shop.arena, &events, &err));
        ck_assert_str_eq(events.v[0].kind, "customer.merge");
    }
    unmerge(shop.acme);
    for (int i = 0; i < 2; i++) {
        ck_ok(event_list_record(shop.desk, "customer", two[i].v, 1, shop.arena, &events, &err));
        ck_assert_str_eq(events.v[0].kind, "customer.unmerge");
    }
}
END_TEST

START_TEST(a_merge_is_of_what_was_looked_at)
{
    struct customer_id kept = testshop_customer(&shop, "KEPT", NULL);
    struct customer_merge in = { .kept = kept, .gone = shop.acme, .kept_version = 1 };
    struct customer *c;

    c = load(kept);
    in.kept_version = c->version - 1;
    ck_refused(customer_merge(shop.desk, &in, NULL, &err), ERR_CONFLICT);
    in.kept_version = c->version;
    in.gone_version = load(shop.acme)->version + 1;
    ck_refused(customer_merge(shop.desk, &in, NULL, &err), ERR_CONFLICT);
    in.gone_version--;
    err_clear(&err);
    ck_ok(customer_merge(shop.desk, &in, NULL, &err));
    ck_ok(customer_merge(shop.desk, &in, NULL, &err));
    ck_assert_int_eq(testdesk_count(shop.desk, "customer_merge"), 1);
}
END_TEST

START_TEST(one_that_was_merged_takes_nothing_more)
{
    struct customer_id kept = testshop_customer(&shop, "KEPT", NULL), id;
    struct customer_id third = testshop_customer(&shop, "THIRD", NULL);
    struct customer_merge in = { .kept = shop.acme, .gone = third };
    struct contact who = { .name = "Kim", .title = "", .email = "", .phone = "",
                           .is_active = true };
    struct address at = { .customer = shop.acme, .name = "", .line1 = "7 Quay", .city = "Hull",
                          .postcode = "HU1 1AA", .country = "GB" };
    struct contact_id contact;
    struct address_id address;
    struct customer *c;

    merge(shop.acme, kept);
    c = load(shop.acme);
    c->name = "Other";
    ck_refused(customer_save(shop.desk, c, NULL, NULL, &id, &err), ERR_STATE);
    ck_refused(contact_save(shop.desk, shop.acme, &who, &contact, &err), ERR_STATE);
    ck_refused(address_add(shop.desk, &at, &address, &err), ERR_STATE);
    ck_refused(customer_merge(shop.desk, &in, NULL, &err), ERR_STATE);
    ck_refused(customer_pair_dismiss(shop.desk, shop.acme, third, &err), ERR_STATE);
    in = (struct customer_merge){ .kept = kept, .gone = kept };
    ck_refused(customer_merge(shop.desk, &in, NULL, &err), ERR_INVALID);
}
END_TEST

START_TEST(merges_follow_each_other_and_are_undone_from_the_last)
{
    struct customer_id b = testshop_customer(&shop, "BETA", NULL);
    struct customer_id c = testshop_customer(&shop, "GAMMA", NULL);
    struct customer *now;

    merge(shop.acme, b);
    merge(b, c);
    ck_ok(customer_find(shop.desk, "ACME", shop.arena, &now, &err));
    ck_assert_str_eq(now->code, "GAMMA");
    ck_assert_int_eq(found("acme"), 1);
    ck_refused(customer_unmerge(shop.desk, shop.acme, NULL, &err), ERR_STATE);
    err_clear(&err);
    unmerge(b);
    ck_ok(customer_find(shop.desk, "ACME", shop.arena, &now, &err));
    ck_assert_str_eq(now->code, "BETA");
    unmerge(shop.acme);
    check_is_clean();
}
END_TEST

START_TEST(the_queue_follows_a_merge)
{
    struct customer_id a = add("Ann", "ann@example.com", NULL, NULL);
    struct customer_id b = add("Bob", "ann@example.com", NULL, NULL);
    struct customer_id c = add("Cid", "cid@example.com", NULL, NULL);

    merge(a, c);
    ck_assert_int_eq(waiting().n, 1);
    ck_assert_int_eq(waiting().v[0].low.v, b.v);
    ck_assert_int_eq(waiting().v[0].high.v, c.v);

    unmerge(a);
    ck_assert_int_eq(waiting().n, 2);
    merge(b, a);
    ck_assert_int_eq(waiting().n, 1);
    ck_assert_int_eq(waiting().v[0].low.v, a.v);
    unmerge(b);
    ck_assert_int_eq(waiting().n, 3);
}
END_TEST

/* Whoever calls by what the other was known by is taken for the one that is kept. */
START_TEST(marks_of_one_that_was_merged_are_those_of_the_other)
{
    struct customer_id a = add("Ann", "ann@example.com", NULL, NULL);
    struct customer_id b = add("Bob", "bob@example.com", NULL, NULL), c;

    merge(a, b);
    c = add("Cid", "ann@example.com", NULL, NULL);

    ck_assert_int_eq(waiting().n, 1);
    ck_assert_int_eq(waiting().v[0].low.v, b.v);
    ck_assert_int_eq(waiting().v[0].high.v, c.v);
}
END_TEST

Suite *merge_suite(void)
{
    Suite *s = suite_create("merge");
    TCase *queue = tcase_create("queue"), *merging = tcase_create("merging");

    tcase_add_checked_fixture(queue, set_up, tear_down);
    tcase_add_test(queue, equal_mail_phone_or_name_and_post_code_file_a_pair);
    tcase_add_test(queue, several_marks_in_common_are_one_pair);
    tcase_add_test(queue, a_mark_that_more_than_five_have_says_nothing);
    tcase_add_test(queue, what_was_said_not_to_be_the_same_never_comes_back);
    tcase_add_test(queue, looking_through_all_finds_what_was_there_before);
    tcase_add_test(queue, clerks_say_who_is_another_managers_merge);
    suite_add_tcase(s, queue);
    tcase_add_checked_fixture(merging, set_up, tear_down);
    tcase_add_test(merging, all_of_one_moves_to_the_other);
    tcase_add_test(merging, an_open_change_goes_on_with_its_order);
    tcase_add_test(merging, a_draft_goes_on_for_the_one_that_was_kept);
    tcase_add_test(merging, an_order_begun_for_one_that_was_merged_meanwhile_is_of_the_other);
    tcase_add_test(merging, its_code_leads_to_the_one_that_was_kept);
    tcase_add_test(merging, what_both_have_is_listed_once);
    tcase_add_test(merging, empty_fields_are_filled_and_go_back);
    tcase_add_test(merging, a_field_that_was_changed_since_stays);
    tcase_add_test(merging, one_without_an_address_takes_them_over_and_gives_them_back);
    tcase_add_test(merging, undone_everything_is_where_it_was);
    tcase_add_test(merging, orders_taken_since_stay_with_the_one_that_was_kept);
    tcase_add_test(merging, an_address_in_use_does_not_go_back);
    tcase_add_test(merging, both_records_say_what_happened);
    tcase_add_test(merging, a_merge_is_of_what_was_looked_at);
    tcase_add_test(merging, one_that_was_merged_takes_nothing_more);
    tcase_add_test(merging, merges_follow_each_other_and_are_undone_from_the_last);
    tcase_add_test(merging, the_queue_follows_a_merge);
    tcase_add_test(merging, marks_of_one_that_was_merged_are_those_of_the_other);
    suite_add_tcase(s, merging);
    return s;
}
