/*
 * Items, sites and channels.
 */
#include <string.h>

#include "base/mem.h"
#include "domain/catalog/catalog_text.h"
#include "domain/catalog/item.h"
#include "domain/catalog/pricing.h"
#include "domain/catalog/tax.h"
#include "domain/desk/event.h"
#include "store/tx.h"
#include "support/testdesk.h"
#include "support/teststock.h"
#include "unit/domain_suites.h"

static struct desk *desk;
static struct arena *arena;
static struct err err;
static struct item_id id;
static const struct channel_id no_channel;

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

static struct item bolt(void)
{
    return (struct item){
        .sku = "brk-20", .kind = ITEM_STOCK, .description = "Brake bolt", .is_active = true
    };
}

static struct item *saved(const struct item *in)
{
    struct item *out = NULL;

    ck_ok(item_save(desk, in, NULL, NULL, &id, &err));
    ck_ok(item_load(desk, id, arena, &out, &err));
    return out;
}

static struct item *found(const char *code)
{
    struct item *out = NULL;

    ck_ok(item_find(desk, code, no_channel, arena, &out, &err));
    return out;
}

/* --- what an item is ------------------------------------------------------------------------- */

START_TEST(a_new_item_gets_capitals_and_the_usual_unit_class_and_backorders)
{
    struct item in = bolt();

    struct item *item = saved(&in);

    ck_assert_str_eq(item->sku, "BRK-20");
    ck_assert_str_eq(item->uom, "ea");
    ck_assert_str_eq(item->tax_class, "standard");
    ck_assert_int_eq(item->backorder, BACKORDER_ALLOW);
    ck_assert_int_eq(item->version, 1);
    ck_assert_ptr_null(item->barcodes[0]);
}
END_TEST

static void refuse(const struct item *in, enum err_code code, const char *field)
{
    ck_refused(item_save(desk, in, NULL, NULL, &id, &err), code);
    ck_assert_str_eq(err.field, field);
    ck_assert_int_eq(testdesk_count(desk, "item"), 0);
}

START_TEST(an_item_without_code_or_description_is_refused)
{
    struct item in = bolt();

    in.sku = " ";
    refuse(&in, ERR_INVALID, "sku");
    in = bolt();
    in.description = NULL;
    refuse(&in, ERR_INVALID, "description");
}
END_TEST

START_TEST(a_code_with_a_blank_or_of_65_bytes_is_refused_and_of_64_taken)
{
    char code[66] = "";
    struct item in = bolt();

    in.sku = "BRK 20";
    refuse(&in, ERR_INVALID, "sku");
    memset(code, 'A', 65);
    in.sku = code;
    refuse(&in, ERR_LIMIT, "sku");
    code[64] = '\0';
    ck_assert_str_eq(saved(&in)->sku, code);
}
END_TEST

START_TEST(numbers_out_of_range_are_refused)
{
    struct item in = bolt();

    in.qty_decimals = 4;
    refuse(&in, ERR_INVALID, "qty_decimals");
    in = bolt();
    in.weight_g = -1;
    refuse(&in, ERR_INVALID, "weight");
    in = bolt();
    in.lead_days = 3651;
    refuse(&in, ERR_LIMIT, "lead_days");
    in = bolt();
    in.min_qty.milli = -1000;
    refuse(&in, ERR_INVALID, "min_qty");
    in = bolt();
    in.kind = (enum item_kind)(ITEM_BUNDLE + 1);
    refuse(&in, ERR_INVALID, "kind");
    in = bolt();
    in.backorder = (enum backorder_policy)7;
    refuse(&in, ERR_INVALID, "backorder");
    in = bolt();
    in.tax_class_id = 999;
    refuse(&in, ERR_INVALID, "tax_class");
}
END_TEST

START_TEST(a_step_finer_than_the_items_quantities_is_refused_and_one_as_fine_taken)
{
    struct item in = bolt();

    in.qty_decimals = 1;
    in.qty_step.milli = 250;
    refuse(&in, ERR_INVALID, "qty_step");
    in.qty_step.milli = 500;
    ck_assert_int_eq(saved(&in)->qty_step.milli, 500);
}
END_TEST

START_TEST(every_field_comes_back_as_it_was_saved)
{
    static const char *const codes[] = { "5000112345674", "X-1", NULL };
    struct item in = bolt();

    in.kind = ITEM_SERVICE;
    in.category = "Brakes";
    in.uom = "m";
    in.note = "Two\nlines";
    in.qty_decimals = 3;
    in.weight_g = 250;
    in.backorder = BACKORDER_DENY;
    in.min_qty.milli = 1500;
    in.qty_step.milli = 125;
    in.lead_days = 14;
    in.barcodes = codes;
    struct item *item = saved(&in);

    ck_assert_int_eq(item->kind, ITEM_SERVICE);
    ck_assert_str_eq(item->category, "Brakes");
    ck_assert_str_eq(item->uom, "m");
    ck_assert_str_eq(item->note, "Two\nlines");
    ck_assert_int_eq(item->qty_decimals, 3);
    ck_assert_int_eq(item->weight_g, 250);
    ck_assert_int_eq(item->backorder, BACKORDER_DENY);
    ck_assert_int_eq(item->min_qty.milli, 1500);
    ck_assert_int_eq(item->qty_step.milli, 125);
    ck_assert_int_eq(item->lead_days, 14);
    ck_assert_str_eq(item->barcodes[0], "5000112345674");
    ck_assert_str_eq(item->barcodes[1], "X-1");
    ck_assert_ptr_null(item->barcodes[2]);
    ck_assert(item->is_active);
}
END_TEST

START_TEST(kinds_have_stable_words_and_others_are_refused)
{
    enum item_kind kind;

    ck_ok(item_kind_parse("charge", &kind, &err));
    ck_assert_int_eq(kind, ITEM_CHARGE);
    ck_ok(item_kind_parse("bundle", &kind, &err));
    ck_assert_int_eq(kind, ITEM_BUNDLE);
    ck_refused(item_kind_parse("set", &kind, &err), ERR_INVALID);
    ck_refused(item_kind_parse(NULL, &kind, &err), ERR_INVALID);
    ck_assert_str_eq(err.field, "kind");
}
END_TEST

/* --- finding --------------------------------------------------------------------------------- */

START_TEST(an_item_is_found_by_sku_in_any_case_then_barcode_then_the_channels_code)
{
    static const char *const codes[] = { "5000112345674", NULL };
    struct item in = bolt();
    struct item *out = NULL;
    struct channel_id phone = desk_company(desk)->channel;
    OD_TX tx = { 0 };

    in.barcodes = codes;
    saved(&in);
    ck_ok(desk_begin(desk, "item.save", &tx, &err));
    ck_ok(item_set_channel_sku_in(&tx, phone, "their-7", id, &err));
    ck_ok(tx_commit(&tx, &err));

    ck_assert_int_eq(found("Brk-20")->id.v, id.v);
    ck_assert_int_eq(found("5000112345674")->id.v, id.v);
    ck_assert_ptr_null(found("their-7"));
    ck_ok(item_find(desk, "their-7", phone, arena, &out, &err));
    ck_assert_int_eq(out->id.v, id.v);
    ck_assert_ptr_null(found(""));
    ck_assert_ptr_null(found("BRK-2"));
}
END_TEST

START_TEST(an_id_that_is_no_items_is_not_found)
{
    struct item *out;

    ck_refused(item_load(desk, (struct item_id){ 77 }, arena, &out, &err), ERR_NOT_FOUND);
}
END_TEST

START_TEST(a_barcode_is_found_with_any_zeros_that_fill_it_up)
{
    static const char *const stored[] = { "04006381333979", "012345678905", "96385074", NULL };
    static const char *const scanned[] = { "4006381333979",  "04006381333979", "0012345678905",
                                           "00012345678905", "00000096385074", "96385074" };
    struct item in = bolt();

    in.barcodes = stored;
    saved(&in);
    for (size_t i = 0; i < OD_LEN(scanned); i++)
        ck_assert_msg(found(scanned[i]) != NULL, "%s", scanned[i]);
    ck_assert_ptr_null(found("14006381333976"));
}
END_TEST

START_TEST(a_code_belongs_to_one_item_as_sku_and_as_barcode)
{
    static const char *const codes[] = { "5000112345674", NULL };
    static const char *const taken[] = { "brk-20", NULL };
    struct item first = bolt(), second = bolt();

    first.barcodes = codes;
    saved(&first);
    ck_refused(item_save(desk, &second, NULL, NULL, &id, &err), ERR_CONFLICT);
    ck_assert_str_eq(err.field, "sku");
    second.sku = "5000112345674";
    ck_refused(item_save(desk, &second, NULL, NULL, &id, &err), ERR_CONFLICT);
    second.sku = "OTHER";
    second.barcodes = codes;
    ck_refused(item_save(desk, &second, NULL, NULL, &id, &err), ERR_CONFLICT);
    ck_assert_str_eq(err.field, "barcodes");
    ck_assert_ptr_nonnull(strstr(err.text, "BRK-20"));
    second.barcodes = taken;
    ck_refused(item_save(desk, &second, NULL, NULL, &id, &err), ERR_CONFLICT);
    ck_assert_int_eq(testdesk_count(desk, "item"), 1);
}
END_TEST

/* --- changing -------------------------------------------------------------------------------- */

START_TEST(saving_from_a_stale_version_is_a_conflict)
{
    struct item in = bolt();
    struct item item = *saved(&in);

    item.description = "First";
    ck_ok(item_save(desk, &item, NULL, NULL, &id, &err));
    item.description = "Second";

    ck_refused(item_save(desk, &item, NULL, NULL, &id, &err), ERR_CONFLICT);
    ck_assert_str_eq(found("BRK-20")->description, "First");
}
END_TEST

START_TEST(version_0_takes_whatever_is_there)
{
    struct item in = bolt();
    struct item item = *saved(&in);

    item.description = "First";
    ck_ok(item_save(desk, &item, NULL, NULL, &id, &err));
    item.description = "Second";
    item.version = 0;

    ck_ok(item_save(desk, &item, NULL, NULL, &id, &err));
    ck_assert_int_eq(found("BRK-20")->version, 3);
}
END_TEST

START_TEST(saving_what_is_there_changes_and_logs_nothing)
{
    struct item in = bolt();
    struct item item = *saved(&in);
    int64_t events = testdesk_count(desk, "event_log");

    ck_ok(item_save(desk, &item, NULL, NULL, &id, &err));

    ck_assert_int_eq(found("BRK-20")->version, 1);
    ck_assert_int_eq(testdesk_count(desk, "event_log"), events);
}
END_TEST

START_TEST(a_change_is_logged_with_its_fields_and_values)
{
    struct item in = bolt();
    struct item item = *saved(&in);
    struct event_list events;

    item.description = "Brake bolt, long";
    item.is_active = false;
    ck_ok(item_save(desk, &item, NULL, NULL, &id, &err));
    ck_ok(event_list_record(desk, "item", id.v, 10, arena, &events, &err));

    ck_assert_int_eq(events.n, 2);
    ck_assert_str_eq(events.v[0].kind, "item.save");
    ck_assert_str_eq(events.v[0].fields, "description is_active");
    ck_assert_str_eq(events.v[0].before_json,
                     "{\"description\":\"Brake bolt\",\"is_active\":\"yes\"}");
    ck_assert_str_eq(events.v[1].kind, "item.new");
}
END_TEST

START_TEST(barcodes_given_replace_those_stored_and_none_given_leaves_them)
{
    static const char *const first[] = { "1111", "2222", "1111", NULL };
    static const char *const second[] = { "2222", "3333", NULL };
    struct item in = bolt();

    in.barcodes = first;
    in = *saved(&in);
    ck_assert_str_eq(in.barcodes[1], "2222");
    ck_assert_ptr_null(in.barcodes[2]);
    in.barcodes = second;
    in = *saved(&in);
    in.barcodes = NULL;
    in.description = "Other";
    in = *saved(&in);

    ck_assert_str_eq(in.barcodes[0], "2222");
    ck_assert_str_eq(in.barcodes[1], "3333");
    ck_assert_ptr_null(in.barcodes[2]);
    ck_assert_ptr_null(found("1111"));
}
END_TEST

START_TEST(fifty_barcodes_are_taken_and_one_more_refused)
{
    const char *codes[52] = { NULL };
    struct item in = bolt();

    for (int i = 0; i < 51; i++)
        codes[i] = arena_printf(arena, "9%03d", i);
    in.barcodes = (const char *const *)codes;
    refuse(&in, ERR_LIMIT, "barcodes");
    codes[50] = NULL;
    ck_assert_str_eq(saved(&in)->barcodes[49], "9049");
}
END_TEST

START_TEST(the_kind_of_an_item_with_stock_stays)
{
    struct item in = bolt();
    struct item item = *saved(&in);

    item.kind = ITEM_SERVICE;
    ck_ok(item_save(desk, &item, NULL, NULL, &id, &err));
    item.kind = ITEM_STOCK;
    item.version = 0;
    ck_ok(item_save(desk, &item, NULL, NULL, &id, &err));
    teststock_receive(desk, id, teststock_main(desk), 1);
    item.kind = ITEM_SERVICE;

    ck_refused(item_save(desk, &item, NULL, NULL, &id, &err), ERR_STATE);
    ck_assert_str_eq(err.field, "kind");
}
END_TEST

START_TEST(descriptions_in_other_languages_go_by_language_and_may_hold_semicolons)
{
    struct item in = bolt();
    struct item item;
    const struct item_text *texts;

    ck_ok(item_texts_parse(" fr: Vis; zinguée ;de:Schraube M8\nnl: Bout", arena, &in.texts, &err));
    item = *saved(&in);
    ck_assert_str_eq(item_texts_text(item.texts, arena),
                     "de: Schraube M8; fr: Vis; zinguée; nl: Bout");
    ck_ok(item_texts_parse(item_texts_text(item.texts, arena), arena, &texts, &err));
    ck_assert_str_eq(item_texts_text(texts, arena), item_texts_text(item.texts, arena));
    ck_assert_int_eq(
        teststock_ask(desk, "SELECT COUNT(*) FROM item_fts WHERE item_fts MATCH '\"zinguee\"'"), 1);
    /* None said leaves them, others take their place, none at all takes them away. */
    item.texts = NULL;
    item.note = "spare";
    ck_ok(item_save(desk, &item, NULL, NULL, &id, &err));
    ck_assert_str_eq(item_texts_text(found("BRK-20")->texts, arena),
                     "de: Schraube M8; fr: Vis; zinguée; nl: Bout");
    item.version = 0;
    ck_ok(item_texts_parse("de: Bolzen; ", arena, &item.texts, &err));
    ck_ok(item_save(desk, &item, NULL, NULL, &id, &err));
    ck_assert_str_eq(item_texts_text(found("BRK-20")->texts, arena), "de: Bolzen");
    ck_ok(item_texts_parse("", arena, &item.texts, &err));
    ck_ok(item_save(desk, &item, NULL, NULL, &id, &err));
    ck_assert_int_eq(teststock_ask(desk, "SELECT COUNT(*) FROM item_text"), 0);
    ck_assert_int_eq(
        teststock_ask(desk, "SELECT COUNT(*) FROM item_fts WHERE item_fts MATCH '\"bolzen\"'"), 0);
}
END_TEST

START_TEST(what_is_no_description_in_a_language_is_refused)
{
    static const char *const wrong[] = { "Schraube", "DE: Schraube", "deu: Schraube", "de Schraube",
                                         "de:", "de: ;", "de: ;fr: Vis", "de: a; de: b", "d: a" };
    const struct item_text *texts;

    for (size_t i = 0; i < OD_LEN(wrong); i++) {
        ck_refused(item_texts_parse(wrong[i], arena, &texts, &err), ERR_INVALID);
        ck_assert_str_eq(err.field, "descriptions");
    }
}
END_TEST

START_TEST(twenty_other_languages_are_taken_and_one_more_refused)
{
    const char *all = "aa: x";
    const struct item_text *texts;

    for (int i = 1; i < 20; i++)
        all = arena_printf(arena, "%s; a%c: x", all, 'a' + i);
    ck_ok(item_texts_parse(all, arena, &texts, &err));
    ck_assert_str_eq(item_texts_text(texts, arena), all);
    all = arena_printf(arena, "%s; ba: x", all);
    ck_refused(item_texts_parse(all, arena, &texts, &err), ERR_LIMIT);
}
END_TEST

START_TEST(the_search_index_follows_the_item)
{
    static const char *const codes[] = { "5000112345674", NULL };
    struct item in = bolt();
    struct item item;

    in.barcodes = codes;
    item = *saved(&in);
    item.description = "Schraube";
    ck_ok(item_save(desk, &item, NULL, NULL, &id, &err));

    ck_assert_int_eq(
        teststock_ask(desk, "SELECT COUNT(*) FROM item_fts WHERE item_fts MATCH '\"schraube\"'"),
        1);
    ck_assert_int_eq(
        teststock_ask(desk, "SELECT COUNT(*) FROM item_fts WHERE item_fts MATCH '\"brake\"'"), 0);
    ck_assert_int_eq(
        teststock_ask(desk, "SELECT COUNT(*) FROM item_fts WHERE item_fts MATCH '\"5000\"*'"), 1);
}
END_TEST

START_TEST(the_base_price_goes_to_the_base_list_and_the_same_again_changes_nothing)
{
    struct item in = bolt();
    struct price price = { 42500 };
    struct price_rules rules;
    int64_t events;

    ck_ok(item_save(desk, &in, &price, NULL, &id, &err));
    events = testdesk_count(desk, "event_log");
    in = *found("BRK-20");
    ck_ok(item_save(desk, &in, &price, NULL, &id, &err));
    ck_ok(price_rules_of_item(desk, id, arena, &rules, &err));

    ck_assert_int_eq(rules.n, 1);
    ck_assert_int_eq(rules.v[0].price.v, 42500);
    ck_assert_int_eq(rules.v[0].min_qty.milli, 0);
    ck_assert_int_eq(testdesk_count(desk, "event_log"), events);
}
END_TEST

START_TEST(a_price_below_zero_leaves_no_item_behind)
{
    struct item in = bolt();
    struct price price = { -1 };

    ck_refused(item_save(desk, &in, &price, NULL, &id, &err), ERR_INVALID);
    ck_assert_str_eq(err.field, "price");
    ck_assert_int_eq(testdesk_count(desk, "item"), 0);
}
END_TEST

START_TEST(the_same_key_makes_one_item_and_other_content_is_refused)
{
    struct item in = bolt();
    struct item_id again = { 0 };
    static const char key[] = "0193b0f0-0000-7000-8000-000000000001";

    ck_ok(item_save(desk, &in, NULL, key, &id, &err));
    ck_ok(item_save(desk, &in, NULL, key, &again, &err));
    ck_assert_int_eq(again.v, id.v);
    in.description = "Another";
    ck_refused(item_save(desk, &in, NULL, key, &again, &err), ERR_INVALID);
    ck_assert_int_eq(testdesk_count(desk, "item"), 1);
}
END_TEST

START_TEST(a_clerk_may_not_make_items)
{
    struct item in = bolt();

    testdesk_be(desk, ROLE_CLERK);

    ck_refused(item_save(desk, &in, NULL, NULL, &id, &err), ERR_DENIED);
}
END_TEST

START_TEST(substitutes_come_by_rank_without_those_out_of_sale_or_the_item_itself)
{
    struct item_id a = teststock_item(desk, "A"), b = teststock_item(desk, "B");
    struct item_id c = teststock_item(desk, "C"), d = teststock_item(desk, "D");
    struct item *gone = NULL;
    struct item_list list;

    ck_ok(item_add_substitute(desk, a, b, 2, &err));
    ck_ok(item_add_substitute(desk, a, c, 1, &err));
    ck_ok(item_add_substitute(desk, a, d, 0, &err));
    ck_ok(item_load(desk, d, arena, &gone, &err));
    gone->is_active = false;
    ck_ok(item_save(desk, gone, NULL, NULL, &id, &err));
    ck_ok(item_substitutes_load(desk, a, arena, &list, &err));

    ck_assert_int_eq(list.n, 2);
    ck_assert_str_eq(list.v[0]->sku, "C");
    ck_assert_str_eq(list.v[1]->sku, "B");
    ck_refused(item_add_substitute(desk, a, a, 1, &err), ERR_INVALID);
    ck_refused(item_add_substitute(desk, a, (struct item_id){ 999 }, 1, &err), ERR_NOT_FOUND);
}
END_TEST

START_TEST(a_substitute_is_taken_back_once)
{
    struct item_id a = teststock_item(desk, "A"), b = teststock_item(desk, "B");
    struct item_id c = teststock_item(desk, "C");
    struct item_list list;

    ck_ok(item_add_substitute(desk, a, b, 1, &err));
    ck_ok(item_add_substitute(desk, a, c, 2, &err));
    ck_ok(item_drop_substitute(desk, a, b, &err));
    ck_ok(item_substitutes_load(desk, a, arena, &list, &err));

    ck_assert_int_eq(list.n, 1);
    ck_assert_str_eq(list.v[0]->sku, "C");
    ck_refused(item_drop_substitute(desk, a, b, &err), ERR_NOT_FOUND);
    testdesk_be(desk, ROLE_CLERK);
    ck_refused(item_drop_substitute(desk, a, c, &err), ERR_DENIED);
}
END_TEST

START_TEST(differences_name_the_field_and_both_values)
{
    struct item before = bolt(), now = bolt();
    struct field_diffs diffs;

    now.min_qty = units(6);
    now.backorder = BACKORDER_DENY;
    before.backorder = BACKORDER_ALLOW;
    item_compare(&before, &now, arena, &diffs);

    ck_assert_int_eq(diffs.n, 2);
    ck_assert_str_eq(diffs.v[0].field, "min_qty");
    ck_assert_str_eq(diffs.v[0].before, "");
    ck_assert_str_eq(diffs.v[0].now, "6");
    ck_assert_str_eq(diffs.v[1].before, "allowed");
    ck_assert_str_eq(diffs.v[1].now, "denied");
}
END_TEST

/* --- sites and channels ---------------------------------------------------------------------- */

START_TEST(sites_come_by_priority_then_code)
{
    struct site_list sites;
    struct site *site;

    teststock_site(desk, "leeds", 50);
    teststock_site(desk, "BATH", 100);
    ck_ok(site_list_load(desk, arena, &sites, &err));
    ck_ok(site_find(desk, "Leeds", arena, &site, &err));

    ck_assert_int_eq(sites.n, 3);
    ck_assert_str_eq(sites.v[0].code, "LEEDS");
    ck_assert_str_eq(sites.v[1].code, "BATH");
    ck_assert_str_eq(sites.v[2].code, "MAIN");
    ck_assert_str_eq(site->code, "LEEDS");
    ck_ok(site_find(desk, "YORK", arena, &site, &err));
    ck_assert_ptr_null(site);
}
END_TEST

START_TEST(a_site_keeps_its_code_to_itself_and_its_version)
{
    struct site *site;
    struct site_id out;

    teststock_site(desk, "LEEDS", 50);
    ck_ok(site_find(desk, "LEEDS", arena, &site, &err));
    site->city = "Leeds";
    ck_ok(site_save(desk, site, &out, &err));
    ck_refused(site_save(desk, site, &out, &err), ERR_CONFLICT);
    site->version = 0;
    site->code = "main";
    ck_refused(site_save(desk, site, &out, &err), ERR_CONFLICT);
    ck_assert_str_eq(err.field, "code");
    site->id.v = 99;
    site->code = "NEW";
    ck_refused(site_save(desk, site, &out, &err), ERR_NOT_FOUND);
}
END_TEST

START_TEST(changes_of_sites_and_channels_are_logged_with_their_fields)
{
    struct site_id leeds = teststock_site(desk, "LEEDS", 50);
    struct channel_id phone = desk_company(desk)->channel;
    struct site *site;
    struct channel *channel;
    struct event_list events;

    ck_ok(site_find(desk, "LEEDS", arena, &site, &err));
    site->city = "Leeds";
    site->can_return = true;
    ck_ok(site_save(desk, site, &leeds, &err));
    ck_ok(event_list_record(desk, "site", leeds.v, 10, arena, &events, &err));
    ck_assert_int_eq(events.n, 2);
    ck_assert_str_eq(events.v[0].fields, "city can_return");
    ck_ok(channel_find(desk, "phone", arena, &channel, &err));
    channel->name = "By phone";
    ck_ok(channel_save(desk, channel, &phone, &err));
    ck_ok(event_list_record(desk, "channel", phone.v, 10, arena, &events, &err));
    ck_assert_str_eq(events.v[0].fields, "name");
    ck_assert_str_eq(events.v[0].after_json, "{\"name\":\"By phone\"}");
}
END_TEST

START_TEST(a_site_with_a_wrong_field_is_refused)
{
    struct site site = { .code = "X", .name = "X", .is_active = true };
    struct site_id out;

    site.country = "GBX";
    ck_refused(site_save(desk, &site, &out, &err), ERR_INVALID);
    ck_assert_str_eq(err.field, "country");
    site.country = "gb";
    site.priority = -1;
    ck_refused(site_save(desk, &site, &out, &err), ERR_INVALID);
    ck_assert_str_eq(err.field, "priority");
    site.priority = 1;
    site.name = "";
    ck_refused(site_save(desk, &site, &out, &err), ERR_INVALID);
    ck_assert_str_eq(err.field, "name");
    site.name = "X";
    ck_ok(site_save(desk, &site, &out, &err));
}
END_TEST

START_TEST(the_default_site_and_one_with_allocated_stock_cannot_be_closed)
{
    struct item_id item = teststock_item(desk, "A");
    struct site_id leeds = teststock_site(desk, "LEEDS", 50);
    struct test_line line = teststock_order(desk, 5, item, 2);
    struct stock_want want = teststock_want(line.line, item, leeds, 2);
    struct site *site;
    struct site_id out;

    ck_ok(site_find(desk, "MAIN", arena, &site, &err));
    site->is_active = false;
    ck_refused(site_save(desk, site, &out, &err), ERR_STATE);
    teststock_receive(desk, item, leeds, 5);
    teststock_allocate(desk, line.order, &want, 1);
    ck_ok(site_find(desk, "LEEDS", arena, &site, &err));
    site->is_active = false;
    ck_refused(site_save(desk, site, &out, &err), ERR_STATE);
    teststock_release(desk, line, units(2));
    ck_ok(site_save(desk, site, &out, &err));
}
END_TEST

START_TEST(a_desk_has_at_most_64_sites)
{
    struct site site = { .name = "X", .is_active = true };
    struct site_id out;

    for (int i = 0; i < 63; i++)
        teststock_site(desk, arena_printf(arena, "S%d", i), i);
    site.code = "ONEMORE";
    ck_refused(site_save(desk, &site, &out, &err), ERR_LIMIT);
}
END_TEST

START_TEST(a_channel_is_found_in_any_case_and_saved_under_its_rules)
{
    struct channel channel = { .code = "Web", .name = "Shop", .kind = CHANNEL_WEB };
    struct channel *out;
    struct channel_id made;

    channel.is_active = true;
    ck_ok(channel_save(desk, &channel, &made, &err));
    ck_ok(channel_find(desk, "WEB", arena, &out, &err));
    ck_assert_str_eq(out->code, "web");
    ck_refused(channel_save(desk, &channel, &made, &err), ERR_CONFLICT);
    out->name = "Web shop";
    ck_ok(channel_save(desk, out, &made, &err));
    ck_refused(channel_save(desk, out, &made, &err), ERR_CONFLICT);
    channel.code = "fax";
    channel.kind = 7;
    ck_refused(channel_save(desk, &channel, &made, &err), ERR_INVALID);
    ck_assert_str_eq(err.field, "kind");
    channel.kind = CHANNEL_WEB;
    channel.id.v = 99;
    ck_refused(channel_save(desk, &channel, &made, &err), ERR_NOT_FOUND);
}
END_TEST

START_TEST(the_channel_of_typed_orders_stays_open)
{
    struct channel *phone;
    struct channel_id out;

    ck_ok(channel_find(desk, "phone", arena, &phone, &err));
    phone->is_active = false;

    ck_refused(channel_save(desk, phone, &out, &err), ERR_STATE);
}
END_TEST

Suite *item_suite(void)
{
    Suite *suite = suite_create("item");
    TCase *tc = tcase_create("item");

    tcase_add_checked_fixture(tc, set_up, tear_down);
    tcase_add_test(tc, a_new_item_gets_capitals_and_the_usual_unit_class_and_backorders);
    tcase_add_test(tc, an_item_without_code_or_description_is_refused);
    tcase_add_test(tc, a_code_with_a_blank_or_of_65_bytes_is_refused_and_of_64_taken);
    tcase_add_test(tc, numbers_out_of_range_are_refused);
    tcase_add_test(tc, a_step_finer_than_the_items_quantities_is_refused_and_one_as_fine_taken);
    tcase_add_test(tc, every_field_comes_back_as_it_was_saved);
    tcase_add_test(tc, kinds_have_stable_words_and_others_are_refused);
    tcase_add_test(tc, an_item_is_found_by_sku_in_any_case_then_barcode_then_the_channels_code);
    tcase_add_test(tc, an_id_that_is_no_items_is_not_found);
    tcase_add_test(tc, a_barcode_is_found_with_any_zeros_that_fill_it_up);
    tcase_add_test(tc, a_code_belongs_to_one_item_as_sku_and_as_barcode);
    tcase_add_test(tc, saving_from_a_stale_version_is_a_conflict);
    tcase_add_test(tc, version_0_takes_whatever_is_there);
    tcase_add_test(tc, saving_what_is_there_changes_and_logs_nothing);
    tcase_add_test(tc, a_change_is_logged_with_its_fields_and_values);
    tcase_add_test(tc, barcodes_given_replace_those_stored_and_none_given_leaves_them);
    tcase_add_test(tc, fifty_barcodes_are_taken_and_one_more_refused);
    tcase_add_test(tc, the_kind_of_an_item_with_stock_stays);
    tcase_add_test(tc, descriptions_in_other_languages_go_by_language_and_may_hold_semicolons);
    tcase_add_test(tc, what_is_no_description_in_a_language_is_refused);
    tcase_add_test(tc, twenty_other_languages_are_taken_and_one_more_refused);
    tcase_add_test(tc, the_search_index_follows_the_item);
    tcase_add_test(tc, the_base_price_goes_to_the_base_list_and_the_same_again_changes_nothing);
    tcase_add_test(tc, a_price_below_zero_leaves_no_item_behind);
    tcase_add_test(tc, the_same_key_makes_one_item_and_other_content_is_refused);
    tcase_add_test(tc, a_clerk_may_not_make_items);
    tcase_add_test(tc, substitutes_come_by_rank_without_those_out_of_sale_or_the_item_itself);
    tcase_add_test(tc, a_substitute_is_taken_back_once);
    tcase_add_test(tc, differences_name_the_field_and_both_values);
    tcase_add_test(tc, sites_come_by_priority_then_code);
    tcase_add_test(tc, a_site_keeps_its_code_to_itself_and_its_version);
    tcase_add_test(tc, changes_of_sites_and_channels_are_logged_with_their_fields);
    tcase_add_test(tc, a_site_with_a_wrong_field_is_refused);
    tcase_add_test(tc, the_default_site_and_one_with_allocated_stock_cannot_be_closed);
    tcase_add_test(tc, a_desk_has_at_most_64_sites);
    tcase_add_test(tc, a_channel_is_found_in_any_case_and_saved_under_its_rules);
    tcase_add_test(tc, the_channel_of_typed_orders_stays_open);
    suite_add_tcase(suite, tc);
    return suite;
}
