/*
 * An entry as a line: the item, its units and packs, the site and the day; barcodes and units of an
 * item themselves.
 */
#include <string.h>

#include "base/limits.h"
#include "domain/catalog/barcode.h"
#include "domain/order/entry.h"
#include "domain/order/order_rules.h"
#include "support/testorder.h"
#include "unit/domain_suites.h"

static struct testshop shop;
static struct err err;
static struct entry_spot bad;
static struct entry_form form;

static struct qty units(int64_t n)
{
    return (struct qty){ n * QTY_PER_UNIT };
}

static void save(struct item *item)
{
    struct item_id id;

    ck_ok(item_save(shop.desk, item, NULL, NULL, &id, &err));
}

/* 4711: ea, box of 12, drum of 2.5 refused; a barcode for one and one for a pack of 12. */
static void set_up(void)
{
    static const char *const codes[] = { "4006381333931", "5000112345674*12", NULL };
    static const struct item_unit more[] = { { "box", { 12000 } },
                                             { "pallet", { 480000 } },
                                             { 0 } };
    struct price price = { 1350000 };
    struct item item = {
        .sku = "4711",
        .kind = ITEM_STOCK,
        .description = "Packing tape",
        .category = "",
        .uom = "ea",
        .note = "",
        .backorder = BACKORDER_ALLOW,
        .is_active = true,
        .barcodes = codes,
        .units = more,
    };
    struct item_id id;

    testshop_open(&shop);
    err_clear(&err);
    ck_ok(item_save(shop.desk, &item, &price, NULL, &id, &err));
    form = entry_form_of(shop.desk, NULL, NULL);
    form.bad = &bad;
}

static void tear_down(void)
{
    testshop_close(&shop);
}

static struct line_input line_of(const char *text)
{
    struct line_input in = { 0 };

    ck_ok(entry_line(shop.desk, text, &form, shop.arena, &in, &err));
    return in;
}

static void refused(const char *text, enum err_code code, const char *field, const char *word)
{
    struct line_input in;

    ck_refused(entry_line(shop.desk, text, &form, shop.arena, &in, &err), code);
    ck_assert_str_eq(err.field, field);
    ck_assert_int_eq(bad.len, (int)strlen(word));
    ck_assert_int_eq(strncmp(text + bad.at, word, strlen(word)), 0);
}

START_TEST(a_unit_is_counted_in_the_items_own)
{
    struct line_input in = line_of("4711 2 box");

    ck_assert_int_eq(in.qty.milli, 24000);
    ck_assert_str_eq(in.unit, "box");
    ck_assert_int_eq(in.unit_qty.milli, 12000);
    ck_assert_int_eq(line_of("4711 2BOX").qty.milli, 24000);
    ck_assert_int_eq(line_of("4711 box").qty.milli, 12000);
    ck_assert_int_eq(line_of("4711 0.5 box").qty.milli, 6000);
    ck_assert_int_eq(line_of("4711 24 ea").qty.milli, 24000);
    ck_assert_str_eq(line_of("4711 24 ea").unit, "");
}
END_TEST

START_TEST(a_part_of_a_unit_that_is_no_whole_piece_is_refused)
{
    refused("4711 1.3 box", ERR_INVALID, "qty", "1.3");
    refused("4711 1.5", ERR_INVALID, "qty", "1.5");
}
END_TEST

START_TEST(a_quantity_in_units_has_the_limit_of_pieces)
{
    ck_assert_int_eq(line_of("4711 2083333 pallet").qty.milli, INT64_C(999999840000));
    refused("4711 2083334 pallet", ERR_LIMIT, "qty", "2083334");
}
END_TEST

START_TEST(a_word_that_is_nothing_is_pointed_at)
{
    refused("4711 12 boxes", ERR_INVALID, "unit", "boxes");
    refused("4711 2pack", ERR_INVALID, "unit", "pack");
    refused("4711 12 box pallet", ERR_INVALID, "unit", "pallet");
    refused("9999 12", ERR_NOT_FOUND, "item", "9999");
    refused("4711 1 wh:NOWHERE", ERR_INVALID, "site", "wh:NOWHERE");
    refused("4711 1 MAIN LEEDS", ERR_INVALID, "site", "LEEDS");
    refused("4711 1 fri mon", ERR_INVALID, "date", "mon");
    refused("4711 1 on:soon", ERR_INVALID, "date", "on:soon");
    refused("4711 1 2020-01-01", ERR_INVALID, "date", "2020-01-01");
}
END_TEST

START_TEST(a_word_that_may_be_two_things_is_asked_about)
{
    static const struct item_unit more[] = { { "leeds", { 2000 } }, { 0 } };
    struct item *item;

    ck_ok(item_find(shop.desk, "4711", (struct channel_id){ 0 }, shop.arena, &item, &err));
    item->units = more;
    save(item);

    refused("4711 1 LEEDS", ERR_INVALID, "unit", "LEEDS");
    ck_assert_int_eq(line_of("4711 1 wh:LEEDS").site.v, shop.leeds.v);
    ck_assert_int_eq(line_of("4711 1leeds").qty.milli, 2000);
}
END_TEST

START_TEST(site_and_day_may_come_in_any_order)
{
    struct line_input a = line_of("4711 LEEDS 12 +3");
    struct line_input b = line_of("4711 +3 12 wh:leeds @1.20 -5%");

    ck_assert(a.has_site && a.has_requested);
    ck_assert_int_eq(a.site.v, shop.leeds.v);
    ck_assert_int_eq(date_cmp(a.requested, date_add_days(desk_today(shop.desk), 3)), 0);
    ck_assert_int_eq(b.site.v, shop.leeds.v);
    ck_assert_int_eq(date_cmp(a.requested, b.requested), 0);
    ck_assert_int_eq(b.qty.milli, 12000);
    ck_assert(b.has_price && b.has_disc);
    ck_assert_int_eq(line_of("4711 1 wh:-").site.v, 0);
    ck_assert(line_of("4711 1 wh:-").has_site);
    ck_assert(!date_is_set(line_of("4711 1 on:-").requested));
}
END_TEST

START_TEST(a_barcode_adds_its_pack)
{
    struct line_input in = line_of("5000112345674");

    ck_assert_int_eq(in.qty.milli, 12000);
    ck_assert_str_eq(in.unit, "box");
    ck_assert_int_eq(line_of("5000112345674 3").qty.milli, 36000);
    ck_assert_int_eq(line_of("3*5000112345674").qty.milli, 36000);
    ck_assert_int_eq(line_of("5000112345674 5 ea").qty.milli, 5000);
    ck_assert_int_eq(line_of("4006381333931").qty.milli, 1000);
    ck_assert_int_eq(line_of("4711").qty.milli, 1000);
}
END_TEST

START_TEST(the_star_finds_out_which_side_is_the_item)
{
    struct item other = {
        .sku = "12",
        .kind = ITEM_STOCK,
        .description = "Twelve",
        .category = "",
        .uom = "ea",
        .note = "",
        .backorder = BACKORDER_ALLOW,
        .is_active = true,
    };

    ck_assert_int_eq(line_of("4711*12").qty.milli, 12000);
    ck_assert_int_eq(line_of("12*4711").qty.milli, 12000);
    ck_assert_int_eq(line_of("3 * BRK-20").qty.milli, 3000);
    refused("77*88", ERR_NOT_FOUND, "item", "77");
    save(&other);
    refused("4711*12", ERR_INVALID, "item", "4711");
    ck_assert_int_eq(line_of("BRK-20*12").qty.milli, 12000);
    ck_assert_int_eq(line_of("4711 12").qty.milli, 12000);
}
END_TEST

START_TEST(a_line_keeps_the_unit_the_site_and_the_day)
{
    struct record_at at = testshop_draft(&shop);
    struct line_input in = line_of("4711 2 box LEEDS +3");
    struct order *o;
    struct qty count;

    ck_ok(order_put_line(shop.desk, &at, 0, &in, shop.arena, &o, &err));
    o = testshop_load(&shop, at.id);

    ck_assert_int_eq(o->lines[0].ordered.milli, 24000);
    ck_assert_str_eq(o->lines[0].uom, "ea");
    ck_assert(order_line_in_units(&o->lines[0], &count));
    ck_assert_int_eq(count.milli, 2000);
    ck_assert_str_eq(o->lines[0].site_code, "LEEDS");
    ck_assert_int_eq(date_cmp(o->lines[0].requested, in.requested), 0);
    ck_assert_int_eq(o->lines[0].net_minor, 24 * 135);
    ck_assert_ptr_nonnull(
        strstr(order_line_words(shop.desk, &o->lines[0], shop.arena), "(2 box, LEEDS, "));
}
END_TEST

START_TEST(a_quantity_that_is_no_whole_unit_is_shown_in_pieces)
{
    struct record_at at = testshop_draft(&shop);
    struct line_input in = line_of("4711 2 box"), less = { .item = in.item, .qty = units(30) };
    struct order *o;
    struct qty count;

    ck_ok(order_put_line(shop.desk, &at, 0, &in, shop.arena, &o, &err));
    ck_ok(order_put_line(shop.desk, &at, 1, &less, shop.arena, &o, &err));
    ck_assert(order_line_in_units(&o->lines[0], &count));
    ck_assert_int_eq(count.milli, 2500);
    in = line_of("4711 30");
    ck_ok(order_put_line(shop.desk, &at, 1, &in, shop.arena, &o, &err));
    ck_assert(!order_line_in_units(&o->lines[0], &count));
    ck_assert_str_eq(order_line_words(shop.desk, &o->lines[0], shop.arena), "Packing tape");
}
END_TEST

START_TEST(a_line_is_promised_for_its_own_day_and_the_order_for_the_last)
{
    struct record_at at = testshop_draft(&shop);
    struct line_input late = line_of("BRK-20 2 +30"), now = line_of("BRK-20 1");
    struct order_taken taken;
    struct order *o;

    ck_ok(order_put_line(shop.desk, &at, 0, &late, shop.arena, &o, &err));
    ck_ok(order_put_line(shop.desk, &at, 0, &now, shop.arena, &o, &err));
    ck_ok(order_take(shop.desk, at, true, shop.arena, &taken, &err));
    o = testshop_load(&shop, taken.id.v);

    ck_assert_int_eq(date_cmp(o->lines[0].promised, late.requested), 0);
    ck_assert_int_eq(date_cmp(o->promised, late.requested), 0);
    ck_assert(date_is_set(o->lines[1].promised));
    ck_assert_int_lt(date_cmp(o->lines[1].promised, o->promised), 0);
}
END_TEST

START_TEST(a_line_of_words_costs_nothing_and_goes_with_the_order)
{
    struct record_at at = testshop_draft(&shop);
    struct line_input words = line_of("; mind the dog");
    struct order_taken taken;
    struct order *o;

    ck_ok(order_put_line(shop.desk, &at, 0, &words, shop.arena, &o, &err));
    ck_assert_int_eq(o->total_minor, 0);
    ck_refused(order_take(shop.desk, at, true, shop.arena, &taken, &err), ERR_STATE);
    testshop_line(&shop, &at, shop.bracket, 2);
    ck_ok(order_take(shop.desk, at, true, shop.arena, &taken, &err));
    o = testshop_load(&shop, taken.id.v);

    ck_assert_int_eq(o->lines[0].kind, LINE_COMMENT);
    ck_assert_str_eq(o->lines[0].description, "mind the dog");
    ck_assert_int_eq(o->lines[0].net_minor, 0);
    ck_assert(o->shown == SHOWN_ALLOCATED);
}
END_TEST

/* --- barcodes and units of the item ----------------------------------------------------------- */

static bool parse_and_check(const char *text)
{
    struct barcode b;

    return barcode_parse(text, 0, shop.arena, &b, &err) && barcode_check(&b, &err);
}

START_TEST(check_digits_of_the_gs1_codes_are_verified)
{
    static const char *const good[] = { "4006381333931", "5000112345674",  "96385074",
                                        "036000291452",  "00012345600012", "12345",
                                        "ABC-1" };
    static const char *const wrong[] = { "4006381333932", "96385075", "036000291453",
                                         "00012345600013" };

    for (size_t i = 0; i < OD_LEN(good); i++)
        ck_ok(parse_and_check(good[i]));
    for (size_t i = 0; i < OD_LEN(wrong); i++) {
        ck_refused(parse_and_check(wrong[i]), ERR_INVALID);
        ck_assert_str_eq(err.field, "barcodes");
        ck_ok(parse_and_check(arena_printf(shop.arena, "=%s", wrong[i])));
    }
}
END_TEST

START_TEST(a_wrong_barcode_is_refused_unless_it_is_of_the_house)
{
    static const char *const wrong[] = { "4006381333932", NULL },
                             *house[] = { "=4006381333932", NULL };
    struct item *item;

    ck_ok(item_load(shop.desk, shop.bracket, shop.arena, &item, &err));
    item->barcodes = wrong;
    ck_refused(item_save(shop.desk, item, NULL, NULL, &item->id, &err), ERR_INVALID);
    item->barcodes = house;
    save(item);
    ck_ok(item_find(shop.desk, "4006381333932", (struct channel_id){ 0 }, shop.arena, &item, &err));
    ck_assert_int_eq(item->id.v, shop.bracket.v);
    /* What is there already is not asked again. */
    item->description = "Bracket, new";
    save(item);
}
END_TEST

START_TEST(upc_a_is_found_as_ean_13_and_back)
{
    static const char *const codes[] = { "036000291452", NULL };
    struct item *item;

    ck_ok(item_load(shop.desk, shop.bracket, shop.arena, &item, &err));
    item->barcodes = codes;
    save(item);
    ck_ok(item_find(shop.desk, "0036000291452", (struct channel_id){ 0 }, shop.arena, &item, &err));
    ck_assert_ptr_nonnull(item);
    ck_assert_int_eq(item->id.v, shop.bracket.v);
}
END_TEST

START_TEST(packs_that_are_none_are_refused)
{
    struct barcode b;

    ck_refused(barcode_parse("4006381333931*0", 0, shop.arena, &b, &err), ERR_INVALID);
    ck_refused(barcode_parse("4006381333931*x", 0, shop.arena, &b, &err), ERR_INVALID);
    ck_refused(barcode_parse("4006381333931*1.5", 0, shop.arena, &b, &err), ERR_INVALID);
    ck_ok(barcode_parse("4006381333931*1.5", 1, shop.arena, &b, &err));
    ck_refused(barcode_parse("*12", 0, shop.arena, &b, &err), ERR_INVALID);
}
END_TEST

static bool units_are_good(const char *text)
{
    struct item item = { .sku = "X", .uom = "ea" };

    return units_parse(text, NULL, shop.arena, &item.units, &err) && units_check(&item, &err);
}

START_TEST(units_are_refused_with_their_field)
{
    static const char *const wrong[] = { "box",    "box=",  "=12",  "box=0",       "box=1.5",
                                         "box=x",  "ea=12", "EA=2", "box=1 BOX=2", "2box=12",
                                         "b@x=12", "b*=1",  "a.b=3" };

    ck_ok(units_are_good(""));
    ck_ok(units_are_good("box=12  pallet=480"));
    for (size_t i = 0; i < OD_LEN(wrong); i++) {
        ck_refused(units_are_good(wrong[i]), ERR_INVALID);
        ck_assert_str_eq(err.field, "units");
    }
}
END_TEST

START_TEST(an_item_has_twenty_units_at_most)
{
    const char *text = "";

    for (int i = 0; i < LIMIT_ITEM_UNITS; i++)
        text = arena_printf(shop.arena, "%s u%c=%d", text, 'a' + i, i + 2);
    ck_ok(units_are_good(text));
    ck_refused(units_are_good(arena_printf(shop.arena, "%s z=99", text)), ERR_LIMIT);
}
END_TEST

START_TEST(units_and_packs_are_kept_and_may_be_taken_away)
{
    static const struct item_unit none[] = { { 0 } };
    struct item *item;

    ck_ok(item_find(shop.desk, "4711", (struct channel_id){ 0 }, shop.arena, &item, &err));
    ck_assert_str_eq(units_text(item->units, NULL, shop.arena), "box=12 pallet=480");
    ck_assert_str_eq(item->barcodes[1], "5000112345674*12");
    item->units = NULL;
    item->note = "x";
    save(item);
    ck_ok(item_load(shop.desk, item->id, shop.arena, &item, &err));
    ck_assert_str_eq(units_text(item->units, NULL, shop.arena), "box=12 pallet=480");
    item->units = none;
    save(item);
    ck_ok(item_load(shop.desk, item->id, shop.arena, &item, &err));
    ck_assert_ptr_null(item->units);
}
END_TEST

Suite *entry_line_suite(void)
{
    Suite *s = suite_create("entry_line");
    TCase *tc = tcase_create("entry_line");

    tcase_add_checked_fixture(tc, set_up, tear_down);
    tcase_add_test(tc, a_unit_is_counted_in_the_items_own);
    tcase_add_test(tc, a_part_of_a_unit_that_is_no_whole_piece_is_refused);
    tcase_add_test(tc, a_quantity_in_units_has_the_limit_of_pieces);
    tcase_add_test(tc, a_word_that_is_nothing_is_pointed_at);
    tcase_add_test(tc, a_word_that_may_be_two_things_is_asked_about);
    tcase_add_test(tc, site_and_day_may_come_in_any_order);
    tcase_add_test(tc, a_barcode_adds_its_pack);
    tcase_add_test(tc, the_star_finds_out_which_side_is_the_item);
    tcase_add_test(tc, a_line_keeps_the_unit_the_site_and_the_day);
    tcase_add_test(tc, a_quantity_that_is_no_whole_unit_is_shown_in_pieces);
    tcase_add_test(tc, a_line_is_promised_for_its_own_day_and_the_order_for_the_last);
    tcase_add_test(tc, a_line_of_words_costs_nothing_and_goes_with_the_order);
    tcase_add_test(tc, check_digits_of_the_gs1_codes_are_verified);
    tcase_add_test(tc, a_wrong_barcode_is_refused_unless_it_is_of_the_house);
    tcase_add_test(tc, upc_a_is_found_as_ean_13_and_back);
    tcase_add_test(tc, packs_that_are_none_are_refused);
    tcase_add_test(tc, units_are_refused_with_their_field);
    tcase_add_test(tc, an_item_has_twenty_units_at_most);
    tcase_add_test(tc, units_and_packs_are_kept_and_may_be_taken_away);
    suite_add_tcase(s, tc);
    return s;
}
