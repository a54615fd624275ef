/*
 * The query bar: its language, what it finds, pages both ways, and look-ups while typing.
 */
#include <string.h>

#include "base/limits.h"
#include "domain/catalog/item.h"
#include "domain/insight/query.h"
#include "domain/insight/search.h"
#include "store/tx.h"
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

static const struct query *parse(const char *text, enum find_kind kind)
{
    const struct query *q = NULL;

    ck_ok(query_parse(text, kind, shop.desk, shop.arena, &q, &err));
    return q;
}

static struct order_rows orders(const char *text)
{
    struct order_rows rows;

    ck_ok(find_orders(shop.desk, parse(text, FIND_ALL), NULL, 50, shop.arena, &rows, &err));
    return rows;
}

static struct customer_rows customers(const char *text)
{
    struct customer_rows rows;

    ck_ok(find_customers(shop.desk, parse(text, FIND_ALL), NULL, 50, shop.arena, &rows, &err));
    return rows;
}

static struct item_rows items(const char *text)
{
    struct item_rows rows;

    ck_ok(find_items(shop.desk, parse(text, FIND_ALL), NULL, 50, shop.arena, &rows, &err));
    return rows;
}

static void refuse(const char *text, enum err_code code, const char *field)
{
    const struct query *q;

    ck_refused(query_parse(text, FIND_ALL, shop.desk, shop.arena, &q, &err), code);
    ck_assert_str_eq(err.field, field);
}

/* --- the language -------------------------------------------------------------------------------- */

START_TEST(an_unknown_field_is_refused_with_those_that_exist)
{
    refuse("colour:red", ERR_INVALID, "query");
    ck_assert_ptr_nonnull(strstr(err.text, "status"));
    ck_assert_ptr_nonnull(strstr(err.text, "customer"));
}
END_TEST

/* The bytes of the word that a refusal blames, as text. */
static const char *blamed(const char *text)
{
    const struct query *q;
    struct query_word word;
    struct err why = ERR_INIT;

    if (query_parse_at(text, FIND_ALL, shop.desk, shop.arena, &q, &word, &why) || word.from < 0)
        return "";
    return arena_strndup(shop.arena, text + word.from, (size_t)(word.to - word.from));
}

START_TEST(a_refusal_knows_the_word_that_is_wrong)
{
    ck_assert_str_eq(blamed("acme status:nope leeds"), "status:nope");
    ck_assert_str_eq(blamed("acme \"two words\" -is:nope"), "-is:nope");
    ck_assert_str_eq(blamed("müller total>abc"), "total>abc");
    ck_assert_str_eq(blamed("0113 496 0142 date:xx"), "date:xx");
    ck_assert_str_eq(blamed("c: total>5"), "total>5");
    ck_assert_str_eq(blamed("o:acme o:total>abc"), "total>abc");
    ck_assert_str_eq(blamed("p:brk c:acme x"), "c:acme");
    ck_assert_str_eq(blamed("  po:\"a b\"  colour:red"), "colour:red");
    ck_assert_str_eq(blamed("acme status:allocated"), "");
}
END_TEST

START_TEST(records_are_counted_to_a_cap)
{
    int n;

    ck_ok(find_count(shop.desk, parse("", FIND_ITEM), FIND_ITEM, 1000, shop.arena, &n, &err));
    ck_assert_int_eq(n, items("").n);
    ck_ok(find_count(shop.desk, parse("", FIND_ITEM), FIND_ITEM, 2, shop.arena, &n, &err));
    ck_assert_int_eq(n, 2);
    ck_ok(find_count(shop.desk, parse("brk", FIND_ITEM), FIND_ITEM, 9, shop.arena, &n, &err));
    ck_assert_int_eq(n, items("brk").n);
    ck_ok(find_count(shop.desk, parse("acme is:active", FIND_CUSTOMER), FIND_CUSTOMER, 9,
                     shop.arena, &n, &err));
    ck_assert_int_eq(n, customers("acme").n);
    ck_ok(find_count(shop.desk, parse("sku:nix", FIND_ORDER), FIND_ORDER, 9, shop.arena, &n,
                     &err));
    ck_assert_int_eq(n, 0);
    testshop_order(&shop, shop.bracket, 1, true);
    testshop_order(&shop, shop.bracket, 1, true);
    ck_ok(find_count(shop.desk, parse("acme sort:-total", FIND_ORDER), FIND_ORDER, 9, shop.arena,
                     &n, &err));
    ck_assert_int_eq(n, orders("acme").n);
    ck_assert_int_ge(n, 2);
}
END_TEST

START_TEST(quotes_make_words_of_anything)
{
    ck_assert_int_eq(query_kind(parse("\"colour:red\"", FIND_ALL)), FIND_ALL);
    ck_assert_int_eq(orders("\"colour:red\"").n, 0);
}
END_TEST

START_TEST(an_unknown_status_is_refused_with_those_that_exist)
{
    refuse("status:shiped", ERR_INVALID, "status");
    ck_assert_ptr_nonnull(strstr(err.text, "shipped"));
}
END_TEST

START_TEST(what_is_no_date_no_amount_no_state_is_refused)
{
    refuse("date:soon", ERR_INVALID, "date");
    refuse("date:2026-02-30", ERR_INVALID, "date");
    refuse("date:30.2.2026", ERR_INVALID, "date");
    refuse("date:2026-01-01..x", ERR_INVALID, "date");
    refuse("total:1..x", ERR_INVALID, "total");
    refuse("since:2026-01-01..today", ERR_INVALID, "since");
    refuse("promised:next-day", ERR_INVALID, "promised");
    refuse("sort:colour", ERR_INVALID, "sort");
    refuse("-sort:total", ERR_INVALID, "sort");
    refuse("total>much", ERR_INVALID, "total");
    refuse("is:red", ERR_INVALID, "is");
}
END_TEST

static void be_noted(struct customer *c)
{
    c->note = "Back door; ring Zoë 50% of the time";
}

START_TEST(notes_are_looked_through_anywhere_whatever_the_case)
{
    struct order *noted = testshop_order(&shop, shop.bracket, 1, true);

    (void)testshop_order(&shop, shop.bracket, 2, true);
    (void)testshop_customer(&shop, "NOTED", be_noted);
    ck_ok(testshop_act(&shop, noted, "note", "note", "Leave at the GATE house", &err));
    noted = testshop_load(&shop, noted->id.v);
    ck_ok(testshop_act(&shop, noted, "note_warehouse", "note", "forklift needed", &err));

    ck_assert_int_eq(orders("note:\"the gate\"").n, 1);
    ck_assert_int_eq(orders("note:LIFT").n, 1);
    ck_assert_int_eq(orders("note:tractor").n, 0);
    ck_assert_int_eq(orders("note:tractor,gate").n, 1);
    ck_assert_int_eq(orders("-note:gate").n, 1);
    ck_assert_int_eq(orders("note:gate customer:acme").n, 1);
    ck_assert_int_eq(customers("note:zoe").n, 1);
    ck_assert_int_eq(customers("note:50%").n, 1);
    ck_assert_int_eq(customers("note:5_%").n, 0);
    ck_assert_int_eq(items("note:gate").n, 0);
    ck_assert_int_eq(orders("note:li").n, 1); /* too short for the index */
    ck_assert_int_eq(orders("note:li,gate").n, 1);
    ck_assert_int_eq(orders("note:lq").n, 0);
    ck_assert_int_eq(customers("note:0%").n, 1);
    ck_assert_int_eq(orders("note:gate leeds").n, 1);
    ck_assert_int_eq(orders("note:gate sort:total").n, 1);
}
END_TEST

static void is_written(const char *note, int64_t id)
{
    struct order *o = testshop_load(&shop, id);
    OD_TX tx = { 0 };

    ck_ok(desk_begin(shop.desk, "order.draft", &tx, &err));
    o->note = note;
    ck_ok(order_save(&tx, shop.desk, o, &err));
    ck_ok(tx_commit(&tx, &err));
}

START_TEST(a_note_that_was_changed_is_found_by_its_new_words_alone)
{
    struct order *o = testshop_order(&shop, shop.bracket, 1, false);
    struct item *item = NULL;

    is_written("ring the \"big\" bell", o->id.v);
    ck_assert_int_eq(orders("note:bell").n, 1);
    ck_ok(testshop_act(&shop, testshop_load(&shop, o->id.v), "note", "note", "Ümlaut", &err));
    ck_assert_int_eq(orders("note:bell").n, 1);
    ck_assert_int_eq(orders("note:umlaut").n, 1);
    is_written("knock", o->id.v);
    ck_assert_int_eq(orders("note:bell").n, 0);
    ck_assert_int_eq(orders("note:knock").n, 1);
    ck_assert_int_eq(orders("note:umlaut").n, 1);
    is_written("", o->id.v);
    ck_assert_int_eq(orders("note:knock").n, 0);

    ck_ok(item_load(shop.desk, shop.bracket, shop.arena, &item, &err));
    item->note = "fragile";
    ck_ok(item_save(shop.desk, item, NULL, NULL, &shop.bracket, &err));
    ck_assert_int_eq(items("note:agil").n, 1);
    ck_ok(item_load(shop.desk, shop.bracket, shop.arena, &item, &err));
    item->note = "sturdy";
    ck_ok(item_save(shop.desk, item, NULL, NULL, &shop.bracket, &err));
    ck_assert_int_eq(items("note:agil").n, 0);
    ck_assert_int_eq(items("note:sturdy").n, 1);
}
END_TEST

START_TEST(a_search_may_name_as_much_as_there_is)
{
    ck_assert_int_eq(
        orders("note:a,b,c,d,e,f,g,h -note:a,b,c,d,e,f,g,h po:a,b,c,d,e,f,g,h"
               " -po:a,b,c,d,e,f,g,h city:a,b,c,d,e,f,g,h -city:a,b,c,d,e,f,g,h"
               " postcode:1,2,3,4,5,6,7,8 -postcode:1,2,3,4,5,6,7,8 number:1,2,3,4,5,6,7,8"
               " -number:1,2,3,4,5,6,7,8 external:a,b,c,d,e,f,g,h -external:a,b,c,d,e,f,g,h"
               " channel:phone,counter by:anna total>1 date:2026 promised:2026")
            .n,
        0);
}
END_TEST

START_TEST(sixteen_words_are_taken_and_seventeen_are_not)
{
    ck_assert_int_eq(orders("a b c d e f g h i j k l m n o p").n, 0);
    refuse("a b c d e f g h i j k l m n o p q", ERR_LIMIT, "query");
}
END_TEST

START_TEST(a_text_longer_than_a_line_is_refused)
{
    char text[LIMIT_TEXT_BYTES + 2];

    memset(text, 'a', sizeof text - 1);
    text[sizeof text - 1] = '\0';
    refuse(text, ERR_LIMIT, "query");
    text[LIMIT_TEXT_BYTES] = '\0';
    ck_assert_int_eq(orders(text).n, 0);
}
END_TEST

START_TEST(narrowing_words_choose_the_kind)
{
    ck_assert_int_eq(query_kind(parse("o: acme", FIND_ALL)), FIND_ORDER);
    ck_assert_int_eq(query_kind(parse("c:acme", FIND_ALL)), FIND_CUSTOMER);
    ck_assert_int_eq(query_kind(parse("p:brk", FIND_ALL)), FIND_ITEM);
    ck_assert_int_eq(query_kind(parse("acme", FIND_ALL)), FIND_ALL);
    ck_assert_int_eq(query_kind(parse("status:draft", FIND_ALL)), FIND_ORDER);
    ck_assert_int_eq(customers("p:acme").n, 0);
    ck_assert_int_eq(customers("c:acme").n, 1);
    ck_assert_int_eq(customers("c:-acme").n, customers("-acme").n);
}
END_TEST

START_TEST(what_no_kind_has_together_is_refused)
{
    refuse("c: status:draft", ERR_INVALID, "query");
    refuse("is:active is:late", ERR_INVALID, "query");
}
END_TEST

START_TEST(a_field_without_a_value_asks_nothing_yet)
{
    ck_assert_int_eq(customers("customer:").n, 1);
    ck_assert_int_eq(orders("total>").n, orders("").n);
}
END_TEST

START_TEST(signs_of_the_index_language_are_only_text)
{
    static const char *const texts[] = { "\"", "*", "AND", "a* OR b", "NEAR(a b)", "'; --", "-",
                                         "^acme", "(", "{search_text}: a", "\xE2\x80\x93" };

    for (size_t i = 0; i < OD_LEN(texts); i++) {
        const struct query *q;
        struct order_rows rows;

        if (query_parse(texts[i], FIND_ORDER, shop.desk, shop.arena, &q, &err))
            ck_ok(find_orders(shop.desk, q, NULL, 10, shop.arena, &rows, &err));
    }
}
END_TEST

/* --- orders -------------------------------------------------------------------------------------- */

START_TEST(words_find_an_order_by_number_customer_and_town)
{
    struct order *o = testshop_order(&shop, shop.bracket, 2, true);

    ck_assert_int_eq(orders(o->number).n, 1);
    ck_assert_int_eq(orders("acm lee").n, 1);
    ck_assert_int_eq(orders("LÉEDS").n, 1);
    ck_assert_int_eq(orders("bristol").n, 0);
    ck_assert_int_eq(orders(arena_printf(shop.arena, "number:%s", o->number)).n, 1);
    ck_assert_int_eq(orders("number:999999").n, 0);
}
END_TEST

START_TEST(each_field_finds_its_orders_and_no_others)
{
    struct order *confirmed = testshop_order(&shop, shop.bracket, 2, true);
    struct order *submitted = testshop_order(&shop, shop.deny, 1, false);

    ck_assert_int_eq(orders("status:allocated").n, 1);
    ck_assert_int_eq(orders("status:allocated").v[0].id.v, confirmed->id.v);
    ck_assert_int_eq(orders("status:allocated,submitted").n, 2);
    ck_assert_int_eq(orders("status:canceled").n, 0);
    ck_assert_int_eq(orders("is:open").n, 2);
    ck_assert_int_eq(orders("customer:acme").n, 2);
    ck_assert_int_eq(orders("customer:nobody").n, 0);
    ck_assert_int_eq(orders("channel:phone").n, 2);
    ck_assert_int_eq(orders("o:channel:phone").n, 2);
    ck_assert_int_eq(orders("o:-channel:phone").n, 0);
    ck_assert_int_eq(orders("channel:counter").n, 0);
    ck_assert_int_eq(orders("sku:brk-21").n, 1);
    ck_assert_int_eq(orders("sku:brk-21").v[0].id.v, submitted->id.v);
    ck_assert_int_eq(orders("sku:nothing").n, 0);
    ck_assert_int_eq(orders("by:anna").n, 2);
    ck_assert_int_eq(orders("by:bert").n, 0);
    ck_assert_int_eq(orders("is:imported").n, 0);
    ck_assert_int_eq(orders("status:submitted customer:acme sku:brk-21 by:anna acme").n, 1);
}
END_TEST

START_TEST(a_customers_own_reference_is_compared_whole_and_without_case)
{
    struct record_at at = testshop_draft(&shop);
    struct order_header in = { .customer_po = "PO-77/a" };
    struct order *o;

    ck_ok(order_set_header(shop.desk, &at, &in, shop.arena, &o, &err));
    testshop_line(&shop, &at, shop.bracket, 1);
    o = testshop_load(&shop, at.id);
    ck_assert(testshop_act(&shop, o, "submit", NULL, NULL, &err));

    ck_assert_int_eq(orders("po:po-77/A").n, 1);
    ck_assert_int_eq(orders("po:po-77").n, 0);
    ck_assert_int_eq(orders("po-77").n, 1);
}
END_TEST

START_TEST(dates_are_days_of_the_desk)
{
    testshop_order(&shop, shop.bracket, 1, true);

    ck_assert_int_eq(orders("date:today").n, 1);
    ck_assert_int_eq(orders("date:yesterday").n, 0);
    ck_assert_int_eq(orders("date:-7").n, 1);
    ck_assert_int_eq(orders("date:2026-11-22").n, 1);
    ck_assert_int_eq(orders("date:22.11.2026").n, 1);
    ck_assert_int_eq(orders("date:1.11.2026..22.11.2026").n, 1);
    ck_assert_int_eq(orders("date:23.11.2026..").n, 0);
    ck_assert_int_eq(orders("date:2026-11").n, 1);
    ck_assert_int_eq(orders("date:2026").n, 1);
    ck_assert_int_eq(orders("date:2026-12").n, 0);
    ck_assert_int_eq(orders("date:2026-11-22..").n, 1);
    ck_assert_int_eq(orders("date:..2026-11-21").n, 0);
    ck_assert_int_eq(orders("date:2026-11-01..2026-11-30").n, 1);
    ck_assert_int_eq(orders("acme date:2026-11-22").n, 1);
    ck_assert_int_eq(orders("acme date:2026-11-21").n, 0);
    ck_assert_int_eq(orders("acme date:2019").n, 0);
    ck_assert_int_eq(orders("acme date:2026").n, 1);
}
END_TEST

START_TEST(totals_compare_without_their_bounds)
{
    testshop_order(&shop, shop.bracket, 2, true); /* 10.20 with tax */

    ck_assert_int_eq(orders("total>10").n, 1);
    ck_assert_int_eq(orders("total>10.20").n, 0);
    ck_assert_int_eq(orders("total<10.21").n, 1);
    ck_assert_int_eq(orders("total<10.20").n, 0);
    ck_assert_int_eq(orders("total>10 total<11").n, 1);
}
END_TEST

START_TEST(late_is_open_with_the_promise_over)
{
    testshop_order(&shop, shop.bracket, 2, true);
    ck_assert_int_eq(orders("is:late").n, 0);

    testdesk_wait(shop.desk, INT64_C(30) * 24 * 3600 * 1000);

    ck_assert_int_eq(orders("is:late").n, 1);
}
END_TEST

START_TEST(backordered_are_those_with_goods_missing)
{
    testshop_order(&shop, shop.bracket, 39, true);
    ck_assert_int_eq(orders("is:backordered").n, 0);

    testshop_order(&shop, shop.bracket, 3, true);

    ck_assert_int_eq(orders("is:backordered").n, 1);
    ck_assert_int_eq(orders("status:backordered").n, 1);
}
END_TEST

START_TEST(what_must_not_be_there_is_left_out)
{
    struct order *confirmed = testshop_order(&shop, shop.bracket, 2, true);
    struct order *submitted = testshop_order(&shop, shop.deny, 1, false);

    ck_assert_int_eq(orders("acme -leeds").n, 0);
    ck_assert_int_eq(orders("acme -bristol").n, 2);
    ck_assert_int_eq(orders("-leeds").n, 0);
    ck_assert_int_eq(orders("-bristol -york").n, 2);
    ck_assert_int_eq(orders("-\"acme leeds\"").n, 0);
    ck_assert_int_eq(orders("-status:allocated").n, 1);
    ck_assert_int_eq(orders("-status:allocated").v[0].id.v, submitted->id.v);
    ck_assert_int_eq(orders("-status:allocated,submitted").n, 0);
    ck_assert_int_eq(orders("is:open -status:submitted").v[0].id.v, confirmed->id.v);
    ck_assert_int_eq(orders("-is:open").n, 0);
    ck_assert_int_eq(orders("-sku:brk-21").v[0].id.v, confirmed->id.v);
    ck_assert_int_eq(orders("-customer:acme").n, 0);
    ck_assert_int_eq(orders("-customer:nobody").n, 2);
    ck_assert_int_eq(orders("-by:anna").n, 0);
    ck_assert_int_eq(orders("-channel:phone").n, 0);
    ck_assert_int_eq(orders("-is:late -is:held -is:imported -is:backordered").n, 2);
    ck_assert_int_eq(orders("-is:changing").n, 2);
    ck_assert_int_eq(orders(arena_printf(shop.arena, "-number:%s", confirmed->number)).n, 1);
    ck_assert_int_eq(customers("-acme").n, 0);
    ck_assert_int_eq(items("-brk is:active").n + items("brk is:active").n, items("is:active").n);
    ck_assert_int_eq(customers("-is:inactive").n, 1);
    refuse("-date:today -date:yesterday", ERR_LIMIT, "date");
}
END_TEST

START_TEST(a_minus_before_a_word_is_no_relative_day)
{
    testshop_order(&shop, shop.bracket, 1, true);

    ck_assert_int_eq(orders("date:-7").n, 1);
    ck_assert_int_eq(orders("-date:-7").n, 0);
    ck_assert_int_eq(orders("-7").n, 1); /* orders without a word that begins with 7 */
    ck_assert_int_eq(orders("-acme").n, 0);
    ck_assert_int_eq(orders("-").n, 1);
}
END_TEST

START_TEST(periods_are_of_the_desks_calendar)
{
    testshop_order(&shop, shop.bracket, 1, true); /* Sunday, 22 November 2026 */

    ck_assert_int_eq(orders("date:this-week").n, 1);
    ck_assert_int_eq(orders("date:2026-11-16..2026-11-22").n, 1);
    ck_assert_int_eq(orders("date:last-week").n, 0);
    ck_assert_int_eq(orders("date:this-month").n, 1);
    ck_assert_int_eq(orders("date:last-month..this-month").n, 1);
    ck_assert_int_eq(orders("date:last-month").n, 0);
    ck_assert_int_eq(orders("date:this-year -date:last-year").n, 1);
    ck_assert_int_eq(orders("since:today").n, 1);
    ck_assert_int_eq(orders("since:tomorrow").n, 0);
    ck_assert_int_eq(orders("before:today").n, 0);
    ck_assert_int_eq(orders("before:tomorrow").n, 1);
    ck_assert_int_eq(orders("since:last-month before:this-month").n, 0);
    ck_assert_int_eq(orders("promised:today..+14").n, 1);
    ck_assert_int_eq(orders("promised:-7").n + orders("-promised:-7").n, 1);
}
END_TEST

START_TEST(amounts_are_ranges_too)
{
    testshop_order(&shop, shop.bracket, 2, true); /* 10.20 with tax */

    ck_assert_int_eq(orders("total:10.20").n, 1);
    ck_assert_int_eq(orders("total:10").n, 0);
    ck_assert_int_eq(orders("total:10.20..11").n, 1);
    ck_assert_int_eq(orders("total:9..10.20").n, 1);
    ck_assert_int_eq(orders("total:..10.19").n, 0);
    ck_assert_int_eq(orders("total:10.21..").n, 0);
    ck_assert_int_eq(orders("total>=10.20").n, 1);
    ck_assert_int_eq(orders("total<=10.19").n, 0);
    ck_assert_int_eq(orders("-total:10..11").n, 0);
}
END_TEST

START_TEST(where_it_goes_is_asked_without_accents_and_gaps)
{
    struct order *o = testshop_order(&shop, shop.bracket, 1, true);

    ck_assert_int_eq(orders("city:leeds").n, 1);
    ck_assert_int_eq(orders("city:LEÉ").n, 1);
    ck_assert_int_eq(orders("city:acme").n, 0);
    ck_assert_int_eq(orders("-city:leeds").n, 0);
    ck_assert_int_eq(orders("city:york,leeds").n, 1);
    ck_assert_int_eq(orders("city:\"100%\"").n, 0);
    ck_assert_int_eq(orders(arena_printf(shop.arena, "postcode:%c", o->ship_postcode[0])).n, 1);
    ck_assert_int_eq(orders(arena_printf(shop.arena, "postcode:\"%s\"", o->ship_postcode)).n, 1);
    ck_assert_int_eq(orders(arena_printf(shop.arena, "postcode:%s",
                                         query_squeeze(o->ship_postcode, shop.arena))).n, 1);
    ck_assert_int_eq(orders("postcode:zz9").n, 0);
    ck_assert_int_eq(customers("city:leeds").n, 1);
    ck_assert_int_eq(customers("postcode:zz9").n, 0);
}
END_TEST

START_TEST(a_part_of_an_items_code_is_enough)
{
    testshop_order(&shop, shop.bracket, 1, true);

    ck_assert_int_eq(orders("sku:rk-2").n, 1);
    ck_assert_int_eq(items("sku:rk-2").n, 2);
    ck_assert_int_eq(items("sku:brk-20").n, 1);
    ck_assert_int_eq(orders("sku:brk-20,brk-21").n, 1);
    ck_assert_int_eq(orders("sku:rk-9").n, 0);
}
END_TEST

static void have_phone(struct customer *c)
{
    c->phone = "+44 (0)113 496-0199";
}

START_TEST(a_telephone_number_is_found_in_any_groups)
{
    testshop_customer(&shop, "PHON", have_phone);

    ck_assert_int_eq(customers("0113 496 0199").n, 1);
    ck_assert_int_eq(customers("c:0113 4960 199").n, 1);
    ck_assert_int_eq(customers("01134960199").n, 1);
    ck_assert_int_eq(customers("0113-4960199").n, 1);
    ck_assert_int_eq(customers("+441134960199").n, 1);
    ck_assert_int_eq(customers("496 0199").n, 1);
    ck_assert_int_eq(customers("4960199").n, 1);
    ck_assert_int_eq(customers("0113 496 0198").n, 0);
    ck_assert_int_eq(customers("01134960198").n, 0);
}
END_TEST

/* --- sorting ------------------------------------------------------------------------------------- */

static int64_t key_of(const char *sort, const struct order_row *r)
{
    return strstr(sort, "total")    ? r->total.minor
           : strstr(sort, "status") ? (int64_t)r->shown
           : strstr(sort, "placed") ? r->placed.ms
                                    : r->id.v;
}

/* All ids by pages of three, from one end; each page goes on where the last one ended. */
static int walk(const char *text, bool backward, int64_t *ids, const char *sort)
{
    struct find_from from = { .backward = backward };
    bool is_newest = strstr(sort, "newest") != NULL;
    bool is_down = (strstr(sort, ":-") != NULL) != is_newest;
    struct order_rows rows;
    int64_t last = 0;
    int n = 0;

    do {
        ck_ok(find_orders(shop.desk, parse(text, FIND_ORDER), &from, 3, shop.arena, &rows, &err));
        for (int i = 0; i < rows.n; i++) {
            int64_t key = key_of(sort, &rows.v[i]);

            if (n > 0 && !strstr(sort, "customer") && !strstr(sort, "promised"))
                ck_assert(is_down != backward ? key <= last : key >= last);
            last = key;
            ids[n++] = from.id = rows.v[i].id.v;
            from.key = rows.v[i].sort_key;
        }
    } while (rows.n == 3);
    return n;
}

START_TEST(every_order_of_rows_is_walked_both_ways_without_gap_or_double)
{
    static const char *const sorts[] = { "sort:newest", "sort:-newest",   "sort:total",
                                         "sort:-total", "sort:placed",    "sort:-status",
                                         "sort:status", "sort:customer",  "sort:-promised" };
    static const char *const queries[] = { "", "acme ", "is:open ", "customer:acme " };

    for (int i = 0; i < 7; i++) {
        testshop_order(&shop, shop.bracket, i % 3 + 1, i % 2 == 0);
        testdesk_wait(shop.desk, 60000);
    }
    for (size_t s = 0; s < OD_LEN(sorts); s++) {
        for (size_t k = 0; k < OD_LEN(queries); k++) {
            const char *text = arena_printf(shop.arena, "%s%s", queries[k], sorts[s]);
            int64_t down[20], up[20];

            ck_assert_int_eq(walk(text, false, down, sorts[s]), 7);
            ck_assert_int_eq(walk(text, true, up, sorts[s]), 7);
            for (int i = 0; i < 7; i++)
                ck_assert_int_eq(up[i], down[6 - i]);
        }
    }
}
END_TEST

/* --- pages --------------------------------------------------------------------------------------- */

START_TEST(pages_of_orders_walk_down_and_up_without_gap_or_double)
{
    int64_t down[7], up[7];
    struct find_from from = { 0 };
    struct order_rows rows;
    int n = 0;

    for (int i = 0; i < 7; i++)
        testshop_order(&shop, shop.fitting, 1, false);
    do {
        ck_ok(find_orders(shop.desk, parse("customer:acme", FIND_ORDER), from.id ? &from : NULL, 3,
                          shop.arena, &rows, &err));
        for (int i = 0; i < rows.n; i++)
            down[n++] = from.id = rows.v[i].id.v;
    } while (rows.n == 3);
    ck_assert_int_eq(n, 7);
    from = (struct find_from){ .backward = true };
    n = 0;
    do {
        ck_ok(find_orders(shop.desk, parse("customer:acme", FIND_ORDER), &from, 3, shop.arena,
                          &rows, &err));
        for (int i = 0; i < rows.n; i++)
            up[n++] = from.id = rows.v[i].id.v;
    } while (rows.n == 3);

    ck_assert_int_eq(n, 7);
    for (int i = 0; i < 7; i++)
        ck_assert_int_eq(up[i], down[6 - i]);
}
END_TEST

START_TEST(pages_of_customers_go_by_name)
{
    struct customer_rows first, rest;
    struct find_from from = { 0 };

    testshop_customer(&shop, "ZULU", NULL);
    testshop_customer(&shop, "BETA", NULL);
    ck_ok(find_customers(shop.desk, parse("", FIND_CUSTOMER), NULL, 2, shop.arena, &first, &err));
    from.id = first.v[1].id.v;
    from.key = first.v[1].name;
    ck_ok(find_customers(shop.desk, parse("", FIND_CUSTOMER), &from, 2, shop.arena, &rest, &err));

    ck_assert_str_eq(first.v[0].code, "ACME");
    ck_assert_str_eq(first.v[1].code, "BETA");
    ck_assert_int_eq(rest.n, 1);
    ck_assert_str_eq(rest.v[0].code, "ZULU");
}
END_TEST

/* More than are put in order: the names are walked. */
START_TEST(a_word_of_thousands_of_customers_pages_by_name_all_the_same)
{
    const struct query *q = parse("leeds", FIND_CUSTOMER);
    struct find_from from = { 0 };
    struct customer_rows rows;
    const char *last = "";
    int n = 0;

    for (int i = 0; i < 2001; i++)
        testshop_customer(&shop, arena_printf(shop.arena, "Z%04d", (i * 7) % 2001), NULL);
    do {
        ck_ok(find_customers(shop.desk, q, from.id ? &from : NULL, LIMIT_PAGE_ROWS, shop.arena,
                             &rows, &err));
        for (int i = 0; i < rows.n; i++, n++) {
            ck_assert_int_lt(strcmp(last, rows.v[i].name), 0);
            last = from.key = rows.v[i].name;
            from.id = rows.v[i].id.v;
        }
    } while (rows.n == LIMIT_PAGE_ROWS);
    ck_assert_int_eq(n, 2002);
    from = (struct find_from){ .backward = true };
    ck_ok(find_customers(shop.desk, q, &from, 1, shop.arena, &rows, &err));
    ck_assert_str_eq(rows.v[0].name, last);
    ck_assert_int_eq(customers("leeds -z").n, 1);
}
END_TEST

START_TEST(items_show_what_is_free_and_what_it_costs)
{
    struct item_rows rows = items("brk");

    ck_assert_int_eq(rows.n, 2);
    ck_assert_str_eq(rows.v[0].sku, "BRK-20");
    ck_assert_int_eq(rows.v[0].free.milli, 40 * QTY_PER_UNIT);
    ck_assert(rows.v[0].has_price);
    ck_assert_int_eq(rows.v[0].price.v, 4250000);
    ck_assert_int_eq(rows.v[1].free.milli, 40 * QTY_PER_UNIT); /* 10 here and 30 there */

    testshop_order(&shop, shop.bracket, 5, true);

    ck_assert_int_eq(items("brk-20").v[0].free.milli, 35 * QTY_PER_UNIT);
}
END_TEST

/* --- look-ups ------------------------------------------------------------------------------------ */

static void be_named(struct customer *c)
{
    c->name = "Acmeville Traders";
}

static void be_inactive(struct customer *c)
{
    c->is_active = false;
}

START_TEST(a_code_comes_before_names_and_words)
{
    struct customer_rows rows;

    testshop_customer(&shop, "ZZ", be_named);
    testshop_customer(&shop, "ACMEX", NULL);
    ck_ok(lookup_customers(shop.desk, "acme", 10, shop.arena, &rows, &err));

    ck_assert_int_eq(rows.n, 3);
    ck_assert_str_eq(rows.v[0].code, "ACME");
    ck_assert_str_eq(rows.v[1].code, "ACMEX");
    ck_assert_str_eq(rows.v[2].code, "ZZ");
    ck_ok(lookup_customers(shop.desk, "acme", 2, shop.arena, &rows, &err));
    ck_assert_int_eq(rows.n, 2);
}
END_TEST

START_TEST(words_anywhere_are_found_and_inactive_customers_are_not)
{
    struct customer_rows rows;

    testshop_customer(&shop, "GONE", be_inactive);
    ck_ok(lookup_customers(shop.desk, "leeds", 10, shop.arena, &rows, &err));

    ck_assert_int_eq(rows.n, 1);
    ck_assert_str_eq(rows.v[0].city, "Leeds");
    ck_ok(lookup_customers(shop.desk, "gone", 10, shop.arena, &rows, &err));
    ck_assert_int_eq(rows.n, 0);
}
END_TEST

START_TEST(nothing_typed_finds_nothing)
{
    struct customer_rows found;
    struct item_rows rows;

    ck_ok(lookup_customers(shop.desk, "", 10, shop.arena, &found, &err));
    ck_assert_int_eq(found.n, 0);
    ck_ok(lookup_items(shop.desk, " -", 10, shop.arena, &rows, &err));
    ck_assert_int_eq(rows.n, 0);
}
END_TEST

START_TEST(items_are_looked_up_by_sku_barcode_and_words)
{
    static const char *const barcodes[] = { "4006381333931", NULL };
    struct item_rows rows;
    struct item *item;

    ck_ok(item_load(shop.desk, shop.hose, shop.arena, &item, &err));
    item->description = "Garden hose, green";
    item->barcodes = barcodes;
    ck_ok(item_save(shop.desk, item, NULL, NULL, &shop.hose, &err));

    ck_ok(lookup_items(shop.desk, "brk", 10, shop.arena, &rows, &err));
    ck_assert_int_eq(rows.n, 2);
    ck_ok(lookup_items(shop.desk, "4006381333931", 10, shop.arena, &rows, &err));
    ck_assert_int_eq(rows.n, 1);
    ck_assert_str_eq(rows.v[0].sku, "HOSE");
    ck_ok(lookup_items(shop.desk, "green gard", 10, shop.arena, &rows, &err));
    ck_assert_int_eq(rows.n, 1);
    ck_assert_str_eq(rows.v[0].sku, "HOSE");
}
END_TEST

static TCase *language_cases(void)
{
    TCase *tc = tcase_create("language");

    tcase_add_checked_fixture(tc, set_up, tear_down);
    tcase_add_test(tc, an_unknown_field_is_refused_with_those_that_exist);
    tcase_add_test(tc, a_refusal_knows_the_word_that_is_wrong);
    tcase_add_test(tc, records_are_counted_to_a_cap);
    tcase_add_test(tc, quotes_make_words_of_anything);
    tcase_add_test(tc, an_unknown_status_is_refused_with_those_that_exist);
    tcase_add_test(tc, what_is_no_date_no_amount_no_state_is_refused);
    tcase_add_test(tc, sixteen_words_are_taken_and_seventeen_are_not);
    tcase_add_test(tc, a_text_longer_than_a_line_is_refused);
    tcase_add_test(tc, narrowing_words_choose_the_kind);
    tcase_add_test(tc, what_no_kind_has_together_is_refused);
    tcase_add_test(tc, a_field_without_a_value_asks_nothing_yet);
    tcase_add_test(tc, signs_of_the_index_language_are_only_text);
    return tc;
}

static TCase *find_cases(void)
{
    TCase *tc = tcase_create("find");

    tcase_add_checked_fixture(tc, set_up, tear_down);
    tcase_add_test(tc, words_find_an_order_by_number_customer_and_town);
    tcase_add_test(tc, each_field_finds_its_orders_and_no_others);
    tcase_add_test(tc, a_customers_own_reference_is_compared_whole_and_without_case);
    tcase_add_test(tc, dates_are_days_of_the_desk);
    tcase_add_test(tc, totals_compare_without_their_bounds);
    tcase_add_test(tc, what_must_not_be_there_is_left_out);
    tcase_add_test(tc, a_minus_before_a_word_is_no_relative_day);
    tcase_add_test(tc, periods_are_of_the_desks_calendar);
    tcase_add_test(tc, amounts_are_ranges_too);
    tcase_add_test(tc, where_it_goes_is_asked_without_accents_and_gaps);
    tcase_add_test(tc, a_part_of_an_items_code_is_enough);
    tcase_add_test(tc, a_telephone_number_is_found_in_any_groups);
    tcase_add_test(tc, every_order_of_rows_is_walked_both_ways_without_gap_or_double);
    tcase_add_test(tc, late_is_open_with_the_promise_over);
    tcase_add_test(tc, backordered_are_those_with_goods_missing);
    tcase_add_test(tc, pages_of_orders_walk_down_and_up_without_gap_or_double);
    tcase_add_test(tc, pages_of_customers_go_by_name);
    tcase_add_test(tc, a_word_of_thousands_of_customers_pages_by_name_all_the_same);
    tcase_add_test(tc, notes_are_looked_through_anywhere_whatever_the_case);
    tcase_add_test(tc, a_note_that_was_changed_is_found_by_its_new_words_alone);
    tcase_add_test(tc, a_search_may_name_as_much_as_there_is);
    tcase_add_test(tc, items_show_what_is_free_and_what_it_costs);
    return tc;
}

static TCase *lookup_cases(void)
{
    TCase *tc = tcase_create("lookup");

    tcase_add_checked_fixture(tc, set_up, tear_down);
    tcase_add_test(tc, a_code_comes_before_names_and_words);
    tcase_add_test(tc, words_anywhere_are_found_and_inactive_customers_are_not);
    tcase_add_test(tc, nothing_typed_finds_nothing);
    tcase_add_test(tc, items_are_looked_up_by_sku_barcode_and_words);
    return tc;
}

Suite *search_suite(void)
{
    Suite *s = suite_create("search");

    suite_add_tcase(s, language_cases());
    suite_add_tcase(s, find_cases());
    suite_add_tcase(s, lookup_cases());
    return s;
}
