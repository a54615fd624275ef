/*
 * Papers that are kept: revisions, what is the same, and what is not what was kept.
 */
#include "domain/flow/kept_paper.h"
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

/* Changes the store behind everyone's back. */
static void damage(const char *text)
{
    const struct sql sql = { "test.damage", text, NULL, NULL };
    OD_TX tx = { 0 };
    OD_STMT *q = NULL;

    ck_ok(tx_begin(desk_db(shop.desk), 1000, &tx, &err));
    q = sql_write(&tx, &sql);
    ck_ok(sql_run(&q, NULL, &err));
    ck_ok(tx_commit(&tx, &err));
}

static struct kept_paper *keep(const char *content, const char *lang)
{
    const struct kept_paper in = {
        .kind = DOCUMENT_PACKING_SLIP, .subject = "10482-F1", .lang = lang, .content = content
    };
    struct kept_paper *out = NULL;

    ck_ok(kept_paper_add(shop.desk, &in, shop.arena, &out, &err));
    return out;
}

static struct kept_paper *load(int revision)
{
    struct kept_paper *out = NULL;

    ck_ok(kept_paper_load(shop.desk, DOCUMENT_PACKING_SLIP, "10482-F1", revision, shop.arena, &out,
                          &err));
    return out;
}

START_TEST(what_says_the_same_is_the_same_revision)
{
    ck_assert_int_eq(keep("one", "")->revision, 1);
    testdesk_wait(shop.desk, 60000);
    ck_assert_int_eq(keep("one", "")->revision, 1);
    ck_assert_int_eq(keep("one", "")->made.ms, TESTDESK_NOW_MS);
    ck_assert_int_eq(testdesk_count(shop.desk, "document"), 1);
}
END_TEST

START_TEST(what_says_something_else_is_the_next)
{
    (void)keep("one", "");
    ck_assert_int_eq(keep("two", "")->revision, 2);
    ck_assert_int_eq(keep("two", "de")->revision, 3);
    ck_assert_int_eq(keep("one", "")->revision, 4);

    ck_assert_str_eq(load(1)->content, "one");
    ck_assert_str_eq(load(2)->content, "two");
    ck_assert_str_eq(load(3)->lang, "de");
    ck_assert_int_eq(load(0)->revision, 4);
    ck_assert_str_eq(load(0)->by, "anna");
}
END_TEST

START_TEST(each_document_of_each_subject_counts_for_itself)
{
    const struct kept_paper other = {
        .kind = DOCUMENT_LABEL, .subject = "10482-F1", .lang = "", .content = "one"
    };
    struct kept_paper *out;

    (void)keep("one", "");
    (void)keep("two", "");
    ck_ok(kept_paper_add(shop.desk, &other, shop.arena, &out, &err));
    ck_assert_int_eq(out->revision, 1);
}
END_TEST

START_TEST(what_was_never_printed_is_not_found)
{
    struct kept_paper *out;

    (void)keep("one", "");
    ck_refused(
        kept_paper_load(shop.desk, DOCUMENT_PACKING_SLIP, "10482-F1", 2, shop.arena, &out, &err),
        ERR_NOT_FOUND);
    ck_refused(kept_paper_load(shop.desk, DOCUMENT_LABEL, "10482-F1", 0, shop.arena, &out, &err),
               ERR_NOT_FOUND);
}
END_TEST

START_TEST(a_paper_that_was_changed_in_the_file_is_not_given_out)
{
    struct kept_paper *out;

    (void)keep("one", "");
    damage("UPDATE document SET content = 'another'");
    ck_refused(
        kept_paper_load(shop.desk, DOCUMENT_PACKING_SLIP, "10482-F1", 1, shop.arena, &out, &err),
        ERR_CORRUPT);
}
END_TEST

START_TEST(every_role_may_print)
{
    (void)keep("one", "");
    testdesk_be(shop.desk, ROLE_CLERK);
    ck_assert_int_eq(keep("two", "")->revision, 2);
    testdesk_be(shop.desk, ROLE_WAREHOUSE);
    ck_assert_int_eq(keep("three", "")->revision, 3);
    testdesk_be(shop.desk, ROLE_MANAGER);
    ck_assert_int_eq(keep("four", "")->revision, 4);
}
END_TEST

START_TEST(the_papers_of_an_order_are_listed_newest_first)
{
    struct order *o = testshop_order(&shop, shop.bracket, 1, true);
    struct kept_paper in = {
        .kind = DOCUMENT_PICK_LIST, .subject = "x-F1", .lang = "", .content = "a", .order = o->id
    };
    struct kept_paper *out;
    struct kept_papers list;

    ck_ok(kept_paper_add(shop.desk, &in, shop.arena, &out, &err));
    in.content = "b";
    ck_ok(kept_paper_add(shop.desk, &in, shop.arena, &out, &err));
    (void)keep("of no order", "");

    ck_ok(kept_papers_of_order(shop.desk, o->id, 10, shop.arena, &list, &err));
    ck_assert_int_eq(list.n, 2);
    ck_assert_int_eq(list.v[0].revision, 2);
    ck_ok(kept_papers_of_order(shop.desk, o->id, 1, shop.arena, &list, &err));
    ck_assert_int_eq(list.n, 1);
    ck_ok(kept_papers_of(shop.desk, "10482-F1", 10, shop.arena, &list, &err));
    ck_assert_int_eq(list.n, 1);
}
END_TEST

START_TEST(each_document_is_known_by_its_name)
{
    for (int k = DOCUMENT_PICK_LIST; k <= DOCUMENT_MANIFEST; k++) {
        enum document_kind kind;

        ck_assert(document_kind_parse(document_kind_name((enum document_kind)k), &kind));
        ck_assert_int_eq(kind, k);
    }
    ck_assert(!document_kind_parse("invoice", &(enum document_kind){ 0 }));
}
END_TEST

Suite *kept_paper_suite(void)
{
    Suite *suite = suite_create("kept_paper");
    TCase *tests = tcase_create("kept");

    tcase_add_checked_fixture(tests, set_up, tear_down);
    tcase_add_test(tests, what_says_the_same_is_the_same_revision);
    tcase_add_test(tests, what_says_something_else_is_the_next);
    tcase_add_test(tests, each_document_of_each_subject_counts_for_itself);
    tcase_add_test(tests, what_was_never_printed_is_not_found);
    tcase_add_test(tests, a_paper_that_was_changed_in_the_file_is_not_given_out);
    tcase_add_test(tests, every_role_may_print);
    tcase_add_test(tests, the_papers_of_an_order_are_listed_newest_first);
    tcase_add_test(tests, each_document_is_known_by_its_name);
    suite_add_tcase(suite, tests);
    return suite;
}
