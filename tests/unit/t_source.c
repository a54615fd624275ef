/*
 * Which sites serve an order: the choice by itself, then in a desk of three sites: what is promised
 * from where, what is said of it, what happens when goods are missing or a site closes.
 */
#include <string.h>

#include "domain/catalog/region.h"
#include "domain/desk/setting.h"
#include "domain/flow/fulfillment.h"
#include "domain/flow/source_steps.h"
#include "domain/flow/timer.h"
#include "domain/insight/audit.h"
#include "domain/order/order_rules.h"
#include "domain/order/source.h"
#include "domain/stock/stock.h"
#include "support/testorder.h"
#include "unit/domain_suites.h"

#define SITES 4
#define ITEMS 4

/* --- the choice by itself --------------------------------------------------------------------- */

static struct arena *arena;
static struct source_site sites[SITES];
static struct source_part parts[ITEMS];
static struct source_need needs[ITEMS];
static int64_t stock[ITEMS * SITES];
static struct source_problem problem;
static struct source_choice choice;

static int64_t units(int n)
{
    return n * QTY_PER_UNIT;
}

/* Four open sites, the first the order's own; each need wants one item of its own. */
static void set_up_choice(void)
{
    arena = arena_new();
    memset(stock, 0, sizeof stock);
    for (int s = 0; s < SITES; s++)
        sites[s] = (struct source_site){ .id = { s + 1 },
                                         .code = "S",
                                         .priority = 100,
                                         .distance = 5,
                                         .is_own = s == 0,
                                         .is_open = true,
                                         .may_serve = true };
    for (int i = 0; i < ITEMS; i++) {
        parts[i] = (struct source_part){ i, { QTY_PER_UNIT } };
        needs[i] = (struct source_need){
            .line = i, .qty = { units(10) }, .pinned = -1, .parts = &parts[i], .part_count = 1
        };
    }
    problem = (struct source_problem){ .sites = sites,
                                       .site_count = SITES,
                                       .needs = needs,
                                       .need_count = 2,
                                       .item_count = ITEMS,
                                       .free = stock,
                                       .max_sites = 2 };
}

static void tear_down_choice(void)
{
    arena_free(arena);
}

static void has(int item, int site, int n)
{
    stock[item * SITES + site] = units(n);
}

static void choose(void)
{
    source_choose(&problem, arena, &choice);
}

START_TEST(one_site_that_has_all_goes_before_two)
{
    has(0, 0, 10);
    has(1, 1, 10);
    has(0, 3, 10);
    has(1, 3, 10);
    choose();

    ck_assert(choice.is_covering);
    ck_assert_uint_eq(choice.sites, 1u << 3);
}
END_TEST

START_TEST(of_equal_ones_the_orders_own_site_goes_first)
{
    for (int s = 0; s < SITES; s++) {
        has(0, s, 10);
        has(1, s, 10);
    }
    sites[2].priority = 1;
    choose();
    ck_assert_uint_eq(choice.sites, 1u << 0);

    has(0, 0, 0);
    choose();
    ck_assert_uint_eq(choice.sites, 1u << 2); /* then the lowest priority */
    sites[2].priority = 100;
    sites[3].distance = 1;
    choose();
    ck_assert_uint_eq(choice.sites, 1u << 3); /* then the nearest */
    sites[3].distance = 5;
    choose();
    ck_assert_uint_eq(choice.sites, 1u << 1); /* then the lowest id */
}
END_TEST

START_TEST(a_line_stays_whole_where_it_can)
{
    problem.need_count = 1;
    has(0, 0, 5);
    has(0, 1, 5);
    has(0, 2, 9);
    has(0, 3, 1);
    choose();
    ck_assert(choice.is_covering);
    ck_assert_uint_eq(choice.sites, 1u << 0 | 1u << 1);
    ck_assert_int_eq(choice.whole_lines, 0);

    problem.need_count = 2; /* the second line is whole at 2, and at nobody else */
    has(1, 2, 10);
    has(0, 3, 10);
    choose();
    ck_assert_uint_eq(choice.sites, 1u << 2 | 1u << 3);
    ck_assert_int_eq(choice.whole_lines, 2);
}
END_TEST

START_TEST(no_more_sites_than_are_allowed)
{
    problem.need_count = 3;
    has(0, 0, 10);
    has(1, 1, 10);
    has(2, 2, 10);
    choose();
    ck_assert(!choice.is_covering);
    ck_assert_int_eq(choice.covered, units(20));

    problem.max_sites = 3;
    choose();
    ck_assert(choice.is_covering);
    problem.max_sites = 1;
    choose();
    ck_assert_int_eq(choice.covered, units(10));
    ck_assert_uint_eq(choice.sites, 1u << 0);
}
END_TEST

START_TEST(what_nobody_covers_comes_with_most_goods_from_fewest_sites)
{
    has(0, 0, 3);
    has(0, 1, 4);
    has(1, 1, 4);
    has(0, 2, 7);
    has(1, 2, 1);
    choose();
    ck_assert(!choice.is_covering);
    ck_assert_int_eq(choice.covered, units(15)); /* 1 and 2: 10 and 5 */

    has(0, 1, 0);
    has(1, 1, 0);
    has(0, 2, 10);
    has(0, 0, 10);
    choose();
    ck_assert_uint_eq(choice.sites, 1u << 2); /* 11; 0 would add nothing */
}
END_TEST

START_TEST(a_site_that_sends_already_is_asked_before_another)
{
    problem.need_count = 1;
    has(0, 0, 10);
    has(0, 3, 10);
    sites[3].is_used = true;
    choose();
    ck_assert_uint_eq(choice.sites, 1u << 3);

    problem.max_sites = 1; /* and counts against the limit */
    has(0, 3, 4);
    choose();
    ck_assert_int_eq(choice.covered, units(4));
    problem.max_sites = 2;
    choose();
    ck_assert(choice.is_covering);
}
END_TEST

START_TEST(a_bundle_is_not_split)
{
    struct source_part kit[] = { { 0, { units(2) } }, { 1, { units(1) } } };

    needs[0] = (struct source_need){
        .qty = { units(4) }, .is_bundle = true, .pinned = -1, .parts = kit, .part_count = 2
    };
    problem.need_count = 1;
    has(0, 0, 6);
    has(1, 0, 9);
    has(0, 1, 4);
    has(1, 1, 9);
    choose();
    ck_assert(!choice.is_covering);
    ck_assert_int_eq(choice.covered, units(3)); /* not 5 of two sites */
    ck_assert_int_eq(choice.n, 1);
    has(0, 1, 9);
    choose();
    ck_assert(choice.is_covering);
    ck_assert_uint_eq(choice.sites, 1u << 1);
}
END_TEST

START_TEST(a_line_tied_to_a_site_comes_from_there_though_it_may_not_serve)
{
    problem.need_count = 1;
    has(0, 0, 10);
    has(0, 2, 4);
    needs[0].pinned = 2;
    sites[2].is_used = true;
    sites[2].may_serve = false;
    choose();
    ck_assert_int_eq(choice.covered, units(4));
    ck_assert_uint_eq(choice.sites, 1u << 2);
    sites[2].is_open = false;
    choose();
    ck_assert_int_eq(choice.covered, 0);
}
END_TEST

START_TEST(a_site_that_is_out_for_a_line_gives_it_nothing)
{
    has(0, 0, 10);
    has(1, 0, 10);
    has(0, 1, 10);
    needs[0].out = 1u << 0;
    choose();
    ck_assert(choice.is_covering);
    ck_assert_uint_eq(choice.sites, 1u << 0 | 1u << 1);
    sites[1].may_serve = false;
    choose();
    ck_assert_int_eq(choice.covered, units(10));
}
END_TEST

START_TEST(two_lines_of_one_item_share_what_there_is)
{
    needs[1].parts = &parts[0];
    has(0, 0, 12);
    has(0, 1, 12);
    choose();
    ck_assert(choice.is_covering);
    has(0, 1, 7);
    choose();
    ck_assert_int_eq(choice.covered, units(19));
}
END_TEST

START_TEST(regions_are_countries_and_beginnings_of_post_codes)
{
    const char *list;
    struct err err = ERR_INIT;

    ck_ok(region_clean(" gb, fr-75  IE-d0", arena, &list, &err));
    ck_assert_str_eq(list, "GB FR-75 IE-D0");
    ck_assert(region_allows(list, "GB", "LS1 4AB"));
    ck_assert(region_allows(list, "FR", "75001"));
    ck_assert(!region_allows(list, "FR", "69001"));
    ck_assert(!region_allows(list, "FR", "7"));
    ck_assert(region_allows(list, "IE", "d 02 X285"));
    ck_assert(!region_allows(list, "DE", "75001"));
    ck_assert(region_allows("", "DE", ""));
    ck_refused(region_clean("GB FRANCE", arena, &list, &err), ERR_INVALID);
    err_clear(&err);
    ck_refused(region_clean("FR-", arena, &list, &err), ERR_INVALID);
}
END_TEST

/* --- in a desk -------------------------------------------------------------------------------- */

static struct testshop shop;
static struct err err;
static struct site_id york;

static void put(struct item_id item, struct site_id site, int n)
{
    ck_ok(stock_receive(shop.desk, item, site, (struct qty){ units(n) }, NULL, &err));
}

static struct site *site_of(const char *code)
{
    struct site *s;

    ck_ok(site_find(shop.desk, code, shop.arena, &s, &err));
    ck_assert_ptr_nonnull(s);
    return s;
}

static void set_up(void)
{
    struct site s = { .code = "YORK",
                      .name = "York",
                      .line1 = "",
                      .city = "",
                      .region = "",
                      .postcode = "YO1",
                      .country = "GB",
                      .priority = 300,
                      .can_ship = true,
                      .is_active = true };

    err_clear(&err);
    testshop_open(&shop);
    ck_ok(site_save(shop.desk, &s, &york, &err));
    put(shop.bracket, york, 50);
}

static void tear_down(void)
{
    struct audit audit;

    err_clear(&err);
    testdesk_be(shop.desk, ROLE_ADMIN);
    ck_ok(audit_run(shop.desk, AUDIT_FULL, shop.arena, &audit, &err));
    ck_assert_msg(audit.n == 0, "%s: %s", audit.n > 0 ? audit.v[0].record : "",
                  audit.n > 0 ? audit.v[0].words : "");
    testshop_close(&shop);
}

static int64_t from(const struct order *o, int line, const char *code)
{
    struct stock_shares shares;

    ck_ok(stock_shares_of_line(shop.desk, o->lines[line - 1].id, shop.arena, &shares, &err));
    for (int i = 0; i < shares.n; i++)
        if (strcmp(shares.v[i].site_code, code) == 0)
            return shares.v[i].qty.milli;
    return 0;
}

static struct order *two_lines(int deny, int brackets, bool confirm)
{
    struct record_at at = testshop_draft(&shop);
    struct order_taken taken;

    testshop_line(&shop, &at, shop.deny, deny);
    testshop_line(&shop, &at, shop.bracket, brackets);
    if (confirm)
        ck_ok(order_take(shop.desk, at, true, shop.arena, &taken, &err));
    return testshop_load(&shop, at.id);
}

static bool act3(const struct order *o, const char *action, const char *a, const char *b,
                 const char *c, const char *d)
{
    const struct action_value v[] = { { a, b }, { c, d }, { "reason", "other" } };
    const struct action_values values = { v, 3 };

    err_clear(&err);
    return act(shop.desk, &order_document, (struct record_at){ .id = o->id.v }, action, &values,
               &err);
}

static struct order *again(const struct order *o)
{
    return testshop_load(&shop, o->id.v);
}

START_TEST(complaint_1_what_one_site_lacks_comes_from_the_next_and_no_unit_twice)
{
    struct order *o = testshop_order(&shop, shop.deny, 35, true), *second;
    struct record_at at = testshop_draft(&shop);
    struct order_taken taken;

    ck_assert_int_eq(from(o, 1, "MAIN") + from(o, 1, "LEEDS"), units(35));
    testshop_line(&shop, &at, shop.deny, 6); /* 5 are left, and it is not sold on backorder */
    ck_refused(order_take(shop.desk, at, true, shop.arena, &taken, &err), ERR_STATE);
    err_clear(&err);
    ck_ok(testshop_act(&shop, testshop_load(&shop, at.id), "discard", NULL, NULL, &err));
    second = testshop_order(&shop, shop.deny, 5, true);
    ck_assert_int_eq(second->backordered.milli, 0);
}
END_TEST

static int64_t held_at(struct site_id site)
{
    return testshop_number(shop.desk, arena_printf(shop.arena,
                                                   "SELECT COALESCE(SUM(qty), 0) FROM stock_hold"
                                                   " WHERE site_id = %lld",
                                                   (long long)site.v));
}

START_TEST(a_draft_keeps_what_it_needs_at_each_site_that_would_send_it)
{
    struct record_at mine = testshop_draft(&shop), other = testshop_draft(&shop);
    const struct qty *covered;
    struct order *o;

    testshop_line(&shop, &mine, shop.deny, 35); /* 10 at MAIN, 30 at LEEDS */
    ck_assert_int_eq(held_at(shop.main), units(10));
    ck_assert_int_eq(held_at(shop.leeds), units(25));

    o = testshop_line(&shop, &other, shop.deny, 8); /* what is left is the next one's */
    ck_assert_int_eq(held_at(shop.leeds), units(30));
    ck_ok(source_covered(shop.desk, o, shop.arena, &covered, &err));
    ck_assert_int_eq(covered[0].milli, units(5));
}
END_TEST

START_TEST(a_draft_keeps_nothing_where_its_customer_is_not_served_from)
{
    struct record_at at = testshop_draft(&shop);
    struct customer *c;

    ck_ok(customer_load(shop.desk, shop.acme, shop.arena, &c, &err));
    c->not_from = "MAIN";
    ck_ok(customer_save(shop.desk, c, NULL, NULL, &c->id, &err));
    testshop_line(&shop, &at, shop.deny, 8);
    ck_assert_int_eq(held_at(shop.main), 0);
    ck_assert_int_eq(held_at(shop.leeds), units(8));
}
END_TEST

START_TEST(all_lines_together_choose_the_sites)
{
    struct order *o;

    put(shop.deny, york, 20);
    o = two_lines(12, 45, true); /* MAIN has 10 and 40, LEEDS 30 and 0, YORK 20 and 50 */
    ck_assert_int_eq(from(o, 1, "YORK"), units(12));
    ck_assert_int_eq(from(o, 2, "YORK"), units(45));
}
END_TEST

START_TEST(the_own_site_alone_serves_where_the_firm_wants_it_so)
{
    struct order *o;

    ck_ok(setting_set(shop.desk, "order.sourcing", "own", &err));
    o = testshop_order(&shop, shop.bracket, 45, true);
    ck_assert_int_eq(from(o, 1, "MAIN"), units(40));
    ck_assert_int_eq(o->backordered.milli, units(5));
}
END_TEST

START_TEST(an_order_may_have_its_own_number_of_sites)
{
    struct record_at at = testshop_draft(&shop);
    int one = 1, six = 6;
    struct order_header in = { .max_sites = &six };
    struct order_taken taken;
    struct order *o;

    ck_refused(order_set_header(shop.desk, &at, &in, shop.arena, &o, &err), ERR_INVALID);
    ck_assert_str_eq(err.field, "max_sites");
    err_clear(&err);
    in.max_sites = &one;
    ck_ok(order_set_header(shop.desk, &at, &in, shop.arena, &o, &err));
    testshop_line(&shop, &at, shop.bracket, 60);
    ck_ok(order_take(shop.desk, at, true, shop.arena, &taken, &err));
    o = testshop_load(&shop, at.id);
    ck_assert_int_eq(from(o, 1, "YORK"), units(50));
    ck_assert_int_eq(o->backordered.milli, units(10));
}
END_TEST

static void set_not_from(const char *codes)
{
    struct customer *acme;

    ck_ok(customer_load(shop.desk, shop.acme, shop.arena, &acme, &err));
    acme->not_from = codes;
    ck_ok(customer_save(shop.desk, acme, NULL, NULL, &shop.acme, &err));
}

START_TEST(a_site_ships_where_it_may_and_to_whom_it_may)
{
    struct site *s = site_of("YORK");
    struct order *o;
    const char *words;

    s->ships_to = "GB-YO FR";
    ck_ok(site_save(shop.desk, s, &york, &err));
    o = testshop_order(&shop, shop.bracket, 45, true); /* goes to LS1 */
    ck_assert_int_eq(o->backordered.milli, units(5));
    ck_ok(source_words(shop.desk, o, shop.arena, &words, &err));
    ck_assert_msg(strstr(words, "Not from YORK: it does not ship to this address") != NULL, "%s",
                  words);

    s = site_of("YORK");
    s->ships_to = "";
    ck_ok(site_save(shop.desk, s, &york, &err));
    set_not_from("york");
    ck_refused(testshop_act(&shop, again(o), "allocate", NULL, NULL, &err), ERR_STATE);
    err_clear(&err);
    set_not_from("");
    ck_ok(testshop_act(&shop, again(o), "allocate", NULL, NULL, &err));
    ck_assert_int_eq(from(o, 1, "YORK"), units(5));
}
END_TEST

START_TEST(a_draft_says_what_taking_it_would_do_and_keeps_its_word)
{
    struct order *o = two_lines(12, 45, false);
    const char *words;
    struct order_taken taken;

    ck_ok(source_words(shop.desk, o, shop.arena, &words, &err));
    ck_assert_msg(strstr(words, "2 parcels, from LEEDS, YORK") != NULL, "%s", words);
    ck_assert_msg(strstr(words, "12 from LEEDS") != NULL, "%s", words);
    ck_assert_int_eq(again(o)->version, o->version);
    ck_ok(
        order_take(shop.desk, (struct record_at){ .id = o->id.v }, true, shop.arena, &taken, &err));
    o = again(o);
    ck_assert_int_eq(from(o, 1, "LEEDS"), units(12));
    ck_assert_int_eq(from(o, 2, "YORK"), units(45));
}
END_TEST

START_TEST(a_line_is_taken_to_another_site_with_a_reason)
{
    struct order *o = testshop_order(&shop, shop.bracket, 20, true);

    ck_assert_int_eq(from(o, 1, "MAIN"), units(20));
    ck_ok(act3(o, "source_line", "line", "1", "site", "YORK"));
    ck_assert_int_eq(from(o, 1, "YORK"), units(20));
    ck_assert_int_eq(from(o, 1, "MAIN"), 0);
    ck_assert_int_eq(testshop_free(&shop, shop.bracket), 40);
    ck_assert_int_eq(testshop_number(shop.desk, "SELECT COUNT(*) FROM order_event WHERE kind ="
                                                " 'order.source_line' AND reason_id IS NOT NULL"),
                     1);

    ck_ok(act3(o, "source_line", "line", "1", "not", "YORK"));
    ck_assert_int_eq(from(o, 1, "MAIN"), units(20));
    ck_refused(act3(o, "source_line", "line", "1", "site", "NIX"), ERR_INVALID);
    ck_assert_str_eq(err.field, "site");
    ck_refused(act3(o, "source_line", "line", "7", "site", "YORK"), ERR_INVALID);
    ck_assert_str_eq(err.field, "line");
    ck_refused(act3(o, "source_line", "line", "1", "site", NULL), ERR_INVALID);
    err_clear(&err);
    ck_refused(testshop_act(&shop, again(o), "source_line", "line", "1", &err), ERR_INVALID);
}
END_TEST

START_TEST(sites_chosen_anew_make_one_parcel_of_two)
{
    struct order *o = testshop_order(&shop, shop.bracket, 60, true);

    ck_assert_int_eq(from(o, 1, "MAIN"), units(40));
    put(shop.bracket, shop.leeds, 100);
    ck_ok(testshop_act(&shop, again(o), "reroute", NULL, NULL, &err));
    ck_assert_int_eq(from(o, 1, "LEEDS"), units(60));
}
END_TEST

START_TEST(a_confirmed_order_goes_to_the_warehouse_by_itself_where_the_firm_wants_it)
{
    struct order *o;

    ck_ok(setting_set(shop.desk, "warehouse.release", "auto", &err));
    o = testshop_order(&shop, shop.bracket, 60, true);
    ck_assert_int_eq(o->open_fulfillments, 2);
    ck_assert_int_eq(o->shown, SHOWN_PICKING);
    ck_assert_int_eq(testshop_order(&shop, shop.bracket, 3, false)->open_fulfillments, 0);
    o = testshop_order(&shop, shop.hose, 110, true);
    ck_assert_int_eq(o->open_fulfillments, 1);
    put(shop.hose, shop.main, 10);
    ck_ok(testshop_act(&shop, again(o), "allocate", NULL, NULL, &err));
    ck_assert_int_eq(again(o)->open_fulfillments, 2);
}
END_TEST

START_TEST(what_is_held_goes_by_itself_when_the_hold_ends)
{
    struct timers_done done;
    struct order *o;

    ck_ok(setting_set(shop.desk, "warehouse.release", "auto", &err));
    ck_ok(setting_set(shop.desk, "order.remorse_minutes", "30", &err));
    o = testshop_order(&shop, shop.bracket, 5, true);
    ck_assert_int_eq(o->open_fulfillments, 0);
    ck_ok(testshop_act(&shop, o, "hold", "note", "wait", &err));
    testdesk_wait(shop.desk, 31 * 60000);
    ck_ok(timers_run(shop.desk, &done, &err));
    ck_assert_int_eq(done.holds, 1);
    ck_assert_int_eq(again(o)->open_fulfillments, 0); /* the other hold is there still */
    ck_ok(testshop_act(&shop, again(o), "release_hold", "reason", "other", &err));
    ck_assert_int_eq(again(o)->open_fulfillments, 1);

    o = testshop_order(&shop, shop.bracket, 5, true);
    testdesk_wait(shop.desk, 31 * 60000);
    ck_ok(timers_run(shop.desk, &done, &err));
    ck_assert_int_eq(again(o)->open_fulfillments, 1);
}
END_TEST

static bool work(const struct order *o, int n, const char *action, const char *item,
                 const char *qty, const char *reason)
{
    const struct action_value v[] = { { "item", item }, { "qty", qty }, { "reason", reason } };
    const struct action_values values = { v, reason ? 3 : item ? 1 : 0 };
    struct fulfillment_rows rows;

    ck_ok(fulfillments_of_order(shop.desk, o->id, shop.arena, &rows, &err));
    ck_assert_int_ge(rows.n, n);
    return act(shop.desk, &fulfillment_document, (struct record_at){ .id = rows.v[n - 1].id },
               action, &values, &err);
}

START_TEST(what_is_missing_at_one_site_is_sent_from_another)
{
    struct order *o = testshop_order(&shop, shop.bracket, 20, true);
    const char *words;
    int tries;

    ck_ok(testshop_act(&shop, o, "release", NULL, NULL, &err));
    ck_ok(work(o, 1, "short", "BRK-20", "5", "not_found"));
    o = again(o);
    ck_assert_int_eq(from(o, 1, "MAIN"), units(15)); /* though MAIN has 15 more in its books */
    ck_assert_int_eq(from(o, 1, "YORK"), units(5));
    ck_assert_int_eq(o->open_fulfillments, 2);
    ck_ok(source_tries(shop.desk, o->lines[0].id, &tries, &err));
    ck_assert_int_eq(tries, 1);
    ck_ok(source_words(shop.desk, o, shop.arena, &words, &err));
    ck_assert_msg(strstr(words, "looked for 1 time") != NULL, "%s", words);
    ck_ok(work(o, 2, "pick", NULL, NULL, NULL));
    ck_ok(work(o, 2, "pack", NULL, NULL, NULL));
    ck_ok(work(o, 2, "ship", NULL, NULL, NULL));
    ck_assert_int_eq(again(o)->lines[0].shipped.milli, units(5));
}
END_TEST

START_TEST(what_is_missing_everywhere_waits)
{
    struct order *o = testshop_order(&shop, shop.bracket, 20, true);

    testshop_order(&shop, shop.bracket, 70, true); /* the rest of MAIN and YORK */
    ck_ok(testshop_act(&shop, o, "release", NULL, NULL, &err));
    ck_ok(work(o, 1, "short", "BRK-20", "5", "not_found"));
    ck_assert_int_eq(again(o)->backordered.milli, units(5));
    ck_assert_int_eq(again(o)->open_fulfillments, 1);
}
END_TEST

START_TEST(complaint_6_a_closed_site_gives_its_orders_away_and_nothing_is_lost)
{
    struct order *moved = testshop_order(&shop, shop.bracket, 45, true), *lost, *begun;
    struct site_closed closed;
    struct order_taken taken;
    struct record_at at = { 0 };

    /* All from YORK: the first whole, the second more than others have, the third half picked. */
    ck_assert_int_eq(from(moved, 1, "YORK"), units(45));
    put(shop.hose, york, 300);
    lost = testshop_order(&shop, shop.hose, 250, true);
    ck_assert_int_eq(from(lost, 1, "YORK"), units(250));
    put(shop.bracket, york, 60);
    at = testshop_draft(&shop);
    testshop_line(&shop, &at, shop.bracket, 50);
    ck_ok(order_take(shop.desk, at, true, shop.arena, &taken, &err));
    begun = testshop_load(&shop, at.id);
    ck_assert_int_eq(from(begun, 1, "YORK"), units(50));
    ck_ok(testshop_act(&shop, again(moved), "release", NULL, NULL, &err));
    ck_ok(testshop_act(&shop, again(begun), "release", NULL, NULL, &err));
    ck_ok(work(begun, 1, "pick", NULL, NULL, NULL));
    put(shop.bracket, shop.leeds, 100);

    ck_ok(site_close(shop.desk, york, shop.arena, &closed, &err));
    ck_assert_int_eq(closed.n, 3);
    ck_assert_int_eq(from(moved, 1, "YORK"), 0);
    ck_assert_int_eq(again(moved)->backordered.milli, 0);
    ck_assert_int_eq(again(moved)->open_fulfillments, 1); /* its new one; that of YORK is over */
    ck_assert_int_eq(testshop_number(shop.desk, "SELECT COUNT(*) FROM fulfillment"
                                                " WHERE status = 6"),
                     1);
    ck_assert_int_eq(from(lost, 1, "MAIN"), units(100));
    ck_assert_int_eq(again(lost)->backordered.milli, units(150));
    ck_assert_int_eq(from(begun, 1, "YORK"), units(50));
    ck_assert_int_eq(closed.moved, 2);
    ck_ok(site_close(shop.desk, york, shop.arena, &closed, &err)); /* again does no harm */
    ck_refused(site_close(shop.desk, shop.main, shop.arena, &closed, &err), ERR_STATE);
}
END_TEST

START_TEST(an_order_of_a_closed_site_becomes_one_of_the_default_site)
{
    struct order_header in = { .site = &york };
    struct record_at at = testshop_draft(&shop);
    struct site_closed closed;
    struct order_taken taken;
    struct order *o;

    ck_ok(order_set_header(shop.desk, &at, &in, shop.arena, &o, &err));
    testshop_line(&shop, &at, shop.bracket, 45);
    ck_ok(order_take(shop.desk, at, true, shop.arena, &taken, &err));
    ck_ok(site_close(shop.desk, york, shop.arena, &closed, &err));
    o = testshop_load(&shop, at.id);
    ck_assert_int_eq(o->site.v, shop.main.v);
    ck_assert_int_eq(from(o, 1, "MAIN"), units(40));
    ck_assert_int_eq(o->backordered.milli, units(5));
    ck_assert_int_eq(closed.moved, 0);
}
END_TEST

START_TEST(a_clerk_may_choose_the_site_but_not_close_it)
{
    struct order *o = testshop_order(&shop, shop.bracket, 20, true);
    struct site_closed closed;

    testdesk_be(shop.desk, ROLE_CLERK);
    ck_ok(act3(o, "source_line", "line", "1", "site", "YORK"));
    ck_refused(site_close(shop.desk, york, shop.arena, &closed, &err), ERR_DENIED);
    testdesk_be(shop.desk, ROLE_WAREHOUSE);
    ck_refused(act3(o, "source_line", "line", "1", "site", "MAIN"), ERR_DENIED);
}
END_TEST

Suite *source_suite(void)
{
    Suite *suite = suite_create("source");
    TCase *alone = tcase_create("choice");
    TCase *desk = tcase_create("desk");

    tcase_add_checked_fixture(alone, set_up_choice, tear_down_choice);
    tcase_add_test(alone, one_site_that_has_all_goes_before_two);
    tcase_add_test(alone, of_equal_ones_the_orders_own_site_goes_first);
    tcase_add_test(alone, a_line_stays_whole_where_it_can);
    tcase_add_test(alone, no_more_sites_than_are_allowed);
    tcase_add_test(alone, what_nobody_covers_comes_with_most_goods_from_fewest_sites);
    tcase_add_test(alone, a_site_that_sends_already_is_asked_before_another);
    tcase_add_test(alone, a_bundle_is_not_split);
    tcase_add_test(alone, a_line_tied_to_a_site_comes_from_there_though_it_may_not_serve);
    tcase_add_test(alone, a_site_that_is_out_for_a_line_gives_it_nothing);
    tcase_add_test(alone, two_lines_of_one_item_share_what_there_is);
    tcase_add_test(alone, regions_are_countries_and_beginnings_of_post_codes);
    suite_add_tcase(suite, alone);
    tcase_add_checked_fixture(desk, set_up, tear_down);
    tcase_add_test(desk, complaint_1_what_one_site_lacks_comes_from_the_next_and_no_unit_twice);
    tcase_add_test(desk, a_draft_keeps_what_it_needs_at_each_site_that_would_send_it);
    tcase_add_test(desk, a_draft_keeps_nothing_where_its_customer_is_not_served_from);
    tcase_add_test(desk, all_lines_together_choose_the_sites);
    tcase_add_test(desk, the_own_site_alone_serves_where_the_firm_wants_it_so);
    tcase_add_test(desk, an_order_may_have_its_own_number_of_sites);
    tcase_add_test(desk, a_site_ships_where_it_may_and_to_whom_it_may);
    tcase_add_test(desk, a_draft_says_what_taking_it_would_do_and_keeps_its_word);
    tcase_add_test(desk, a_line_is_taken_to_another_site_with_a_reason);
    tcase_add_test(desk, sites_chosen_anew_make_one_parcel_of_two);
    tcase_add_test(desk, a_confirmed_order_goes_to_the_warehouse_by_itself_where_the_firm_wants_it);
    tcase_add_test(desk, what_is_held_goes_by_itself_when_the_hold_ends);
    tcase_add_test(desk, what_is_missing_at_one_site_is_sent_from_another);
    tcase_add_test(desk, what_is_missing_everywhere_waits);
    tcase_add_test(desk, complaint_6_a_closed_site_gives_its_orders_away_and_nothing_is_lost);
    tcase_add_test(desk, an_order_of_a_closed_site_becomes_one_of_the_default_site);
    tcase_add_test(desk, a_clerk_may_choose_the_site_but_not_close_it);
    suite_add_tcase(suite, desk);
    return suite;
}
