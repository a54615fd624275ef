/*
 * Waves: what may be in one, in which order it is walked, and that a scan goes to an order that wants
 * it.
 */
#include <string.h>

#include "domain/flow/pick_wave.h"
#include "domain/stock/stock.h"
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

/* The fulfillment of a new order of one line. */
static int64_t released(struct item_id item, int n)
{
    struct order *o = testshop_order(&shop, item, n, true);
    struct fulfillment_rows rows;

    ck_ok(testshop_act(&shop, o, "release", NULL, NULL, &err));
    ck_ok(fulfillments_of_order(shop.desk, o->id, shop.arena, &rows, &err));
    return rows.v[rows.n - 1].id;
}

static struct fulfillment *pick(int64_t id)
{
    struct fulfillment *f;

    ck_ok(fulfillment_load(shop.desk, id, shop.arena, &f, &err));
    return f;
}

static bool work(int64_t id, const char *action, const char *name, const char *value)
{
    const struct action_value given = { name, value };
    const struct action_values values = { &given, name != NULL };

    err_clear(&err);
    return act(shop.desk, &fulfillment_document, (struct record_at){ .id = id }, action, &values,
               &err);
}

static bool made(const int64_t *ids, int n, int64_t *out)
{
    const struct pick_wave_ask ask = { .ids = ids, .n = n };

    err_clear(&err);
    return pick_wave_new(shop.desk, &ask, out, &err);
}

static struct pick_wave *wave(int64_t id)
{
    struct pick_wave *w;

    ck_ok(pick_wave_load(shop.desk, id, shop.arena, &w, &err));
    return w;
}

static struct pick_wave_lines lines(int64_t id)
{
    struct pick_wave_lines out;

    ck_ok(pick_wave_lines(shop.desk, id, shop.arena, &out, &err));
    return out;
}

static int open_waves(void)
{
    struct pick_waves all;

    ck_ok(pick_wave_list(shop.desk, true, 10, shop.arena, &all, &err));
    return all.n;
}

START_TEST(a_wave_walks_many_picks_by_place)
{
    int64_t ids[] = { released(shop.bracket, 2), released(shop.deny, 3), released(shop.bracket, 4) };
    struct pick_wave_lines l;
    int64_t id;

    ck_ok(made(ids, 3, &id));
    l = lines(id);
    ck_assert_int_eq(l.n, 3);
    ck_assert_str_eq(l.v[0].sku, "BRK-20");
    ck_assert_str_eq(l.v[1].sku, "BRK-20");
    ck_assert_str_eq(l.v[2].sku, "BRK-21");
    ck_assert_int_eq(l.v[0].fulfillment, ids[0]);
    ck_assert_int_eq(l.v[1].fulfillment, ids[2]);
    ck_assert_int_eq(wave(id)->picks, 3);
    ck_assert_int_eq(wave(id)->open, 3);
    ck_assert_int_eq(wave(id)->qty.milli, 9 * QTY_PER_UNIT);
}
END_TEST

START_TEST(a_wave_is_finished_when_all_is_picked)
{
    int64_t ids[] = { released(shop.bracket, 2), released(shop.bracket, 4) };
    int64_t id;

    ck_ok(made(ids, 2, &id));
    ck_assert_int_eq(open_waves(), 1);
    ck_ok(work(ids[0], "pick", NULL, NULL));
    ck_ok(work(ids[0], "finish", NULL, NULL));
    ck_assert_int_eq(wave(id)->open, 1);
    ck_assert_int_eq(open_waves(), 1);
    ck_ok(work(ids[1], "pick", NULL, NULL));
    ck_ok(work(ids[1], "finish", NULL, NULL));
    ck_assert_int_eq(wave(id)->open, 0);
    ck_assert_int_eq(wave(id)->picked.milli, 6 * QTY_PER_UNIT);
    ck_assert_int_eq(open_waves(), 0);
}
END_TEST

START_TEST(what_is_canceled_is_told_and_counts_no_more)
{
    int64_t ids[] = { released(shop.bracket, 2), released(shop.bracket, 4) };
    struct pick_wave_lines l;
    int64_t id;

    ck_ok(made(ids, 2, &id));
    ck_ok(work(ids[0], "cancel", "reason", "clerk_error"));
    l = lines(id);
    ck_assert_int_eq(l.n, 2);
    ck_assert_int_eq(l.v[0].status, FULFILLMENT_CANCELED);
    ck_assert(!pick_wave_wants(&l.v[0]));
    ck_assert(pick_wave_wants(&l.v[1]));
    ck_assert_int_eq(wave(id)->picks, 1);
}
END_TEST

START_TEST(a_pick_is_in_one_wave_only)
{
    int64_t ids[] = { released(shop.bracket, 2), released(shop.bracket, 4) };
    const int64_t twice[] = { ids[1], ids[1] };
    int64_t id;

    ck_ok(made(ids, 1, &id));
    ck_refused(made(ids, 2, &id), ERR_STATE);
    ck_assert_ptr_nonnull(strstr(err.text, "in wave W"));
    ck_refused(made(twice, 2, &id), ERR_INVALID);
    ck_assert_int_eq(testdesk_count(shop.desk, "wave"), 1);
    ck_ok(pick_wave_drop(shop.desk, id, ids[0], &err));
    ck_refused(pick_wave_drop(shop.desk, id, ids[0], &err), ERR_STATE);
    err_clear(&err);
    ck_ok(made(ids, 2, &id));
}
END_TEST

START_TEST(what_is_picked_or_on_hold_or_elsewhere_comes_into_no_wave)
{
    int64_t done = released(shop.bracket, 2), held = released(shop.bracket, 2);
    int64_t far[] = { released(shop.bracket, 1), released(shop.deny, 30) };
    int64_t id = 0;

    ck_ok(work(done, "pick", NULL, NULL));
    ck_ok(work(done, "finish", NULL, NULL));
    ck_refused(made(&done, 1, &id), ERR_STATE);
    ck_ok(testshop_act(&shop, pick(held)->order, "hold", "note", "wait", &err));
    ck_refused(made(&held, 1, &id), ERR_STATE);
    ck_assert_ptr_nonnull(strstr(err.text, "on hold"));
    ck_assert_int_ne(pick(far[1])->site.v, pick(far[0])->site.v);
    ck_refused(made(far, 2, &id), ERR_INVALID);
    ck_assert_int_eq(testdesk_count(shop.desk, "wave"), 0);
}
END_TEST

START_TEST(the_soonest_that_are_nobody_s_are_chosen)
{
    int64_t taken = released(shop.bracket, 2), a = released(shop.bracket, 3);
    int64_t b = released(shop.bracket, 4), id;
    struct pick_wave_ask ask = { .site = shop.main, .max = 2 };

    ck_ok(work(taken, "start", NULL, NULL));
    ck_ok(pick_wave_new(shop.desk, &ask, &id, &err));
    ck_assert_int_eq(wave(id)->picks, 2);
    ck_assert_int_eq(lines(id).v[0].fulfillment, a);
    ck_assert_int_eq(lines(id).v[1].fulfillment, b);
    ck_refused(pick_wave_new(shop.desk, &ask, &id, &err), ERR_STATE);
    ask.max = PICK_WAVE_MOST + 1;
    ck_refused(pick_wave_new(shop.desk, &ask, &id, &err), ERR_LIMIT);
}
END_TEST

START_TEST(a_wave_asked_for_twice_under_one_key_is_made_once)
{
    int64_t a = released(shop.bracket, 3), first, again;
    const struct pick_wave_ask ask = { .ids = &a, .n = 1, .key = "k-1" };

    ck_ok(pick_wave_new(shop.desk, &ask, &first, &err));
    ck_ok(pick_wave_new(shop.desk, &ask, &again, &err));
    ck_assert_int_eq(first, again);
    ck_assert_int_eq(testdesk_count(shop.desk, "wave"), 1);
}
END_TEST

START_TEST(the_picker_of_a_wave_has_all_that_is_open_in_it)
{
    int64_t ids[] = { released(shop.bracket, 2), released(shop.bracket, 4) };
    struct user_id ben = testdesk_add_user(shop.desk, "ben", ROLE_WAREHOUSE);
    struct user_id cleo = testdesk_add_user(shop.desk, "cleo", ROLE_CLERK);
    int64_t id, version;

    ck_ok(made(ids, 2, &id));
    version = wave(id)->version;
    ck_ok(pick_wave_assign(shop.desk, id, version, ben, &err));
    ck_assert_str_eq(wave(id)->picker, "ben");
    ck_assert_str_eq(pick(ids[0])->assigned_to, "ben");
    ck_assert_str_eq(pick(ids[1])->assigned_to, "ben");
    ck_refused(pick_wave_assign(shop.desk, id, version, ben, &err), ERR_CONFLICT);
    err_clear(&err);
    ck_refused(pick_wave_assign(shop.desk, id, 0, cleo, &err), ERR_INVALID);
    err_clear(&err);
    testdesk_be(shop.desk, ROLE_CLERK);
    ck_refused(pick_wave_assign(shop.desk, id, 0, ben, &err), ERR_DENIED);
}
END_TEST

START_TEST(a_scan_that_no_order_wants_is_refused)
{
    int64_t ids[] = { released(shop.bracket, 2), released(shop.bracket, 1) };
    struct pick_wave_lines l;
    struct item *item;
    struct qty pack;
    int64_t id;

    ck_ok(made(ids, 2, &id));
    l = lines(id);
    ck_ok(pick_wave_item(shop.desk, &l, "brk-20", shop.arena, &item, &pack, &err));
    ck_assert_int_eq(item->id.v, shop.bracket.v);
    ck_assert_int_eq(pack.milli, QTY_PER_UNIT);
    ck_refused(pick_wave_item(shop.desk, &l, "BRK-21", shop.arena, &item, &pack, &err), ERR_STATE);
    err_clear(&err);
    ck_refused(pick_wave_item(shop.desk, &l, "NONE", shop.arena, &item, &pack, &err),
               ERR_NOT_FOUND);
    ck_ok(work(ids[0], "pick", NULL, NULL));
    ck_ok(work(ids[1], "pick", NULL, NULL));
    l = lines(id);
    err_clear(&err);
    ck_refused(pick_wave_item(shop.desk, &l, "BRK-20", shop.arena, &item, &pack, &err), ERR_STATE);
}
END_TEST

START_TEST(a_wave_is_known_by_its_number)
{
    int64_t a = released(shop.bracket, 3), id, found;

    ck_ok(made(&a, 1, &id));
    ck_ok(pick_wave_find(shop.desk, wave(id)->number, &found, &err));
    ck_assert_int_eq(found, id);
    ck_ok(pick_wave_find(shop.desk, "w1", &found, &err));
    ck_assert_int_eq(found, id);
    ck_ok(pick_wave_find(shop.desk, "W1x", &found, &err));
    ck_assert_int_eq(found, 0);
    ck_ok(pick_wave_find(shop.desk, "", &found, &err));
    ck_assert_int_eq(found, 0);
    ck_ok(pick_wave_find(shop.desk, "W99", &found, &err));
    ck_assert_int_eq(found, 0);
}
END_TEST

Suite *pick_wave_suite(void)
{
    Suite *suite = suite_create("pick_wave");
    TCase *tests = tcase_create("waves");

    tcase_add_checked_fixture(tests, set_up, tear_down);
    tcase_add_test(tests, a_wave_walks_many_picks_by_place);
    tcase_add_test(tests, a_wave_is_finished_when_all_is_picked);
    tcase_add_test(tests, what_is_canceled_is_told_and_counts_no_more);
    tcase_add_test(tests, a_pick_is_in_one_wave_only);
    tcase_add_test(tests, what_is_picked_or_on_hold_or_elsewhere_comes_into_no_wave);
    tcase_add_test(tests, the_soonest_that_are_nobody_s_are_chosen);
    tcase_add_test(tests, a_wave_asked_for_twice_under_one_key_is_made_once);
    tcase_add_test(tests, the_picker_of_a_wave_has_all_that_is_open_in_it);
    tcase_add_test(tests, a_scan_that_no_order_wants_is_refused);
    tcase_add_test(tests, a_wave_is_known_by_its_number);
    suite_add_tcase(suite, tests);
    return suite;
}
