/*
 * Imports and exports: what files may look like, what is refused and why, what a second time does.
 */
#include <stdio.h>
#include <string.h>

#include "base/conf.h"
#include "base/csv.h"
#include "base/strbuf.h"
#include "domain/insight/audit.h"
#include "domain/intake/import.h"
#include "domain/intake/to_fix.h"
#include "domain/stock/stock.h"
#include "support/testorder.h"
#include "unit/domain_suites.h"
#include "unit/temp.h"

static struct testshop shop;
static struct err err;
static char dir[TEMP_DIR_SIZE];
static struct strbuf refusals; /* "LINE reason|" */
static struct strbuf warnings; /* the same */

static void set_up(void)
{
    err_clear(&err);
    testshop_open(&shop);
    temp_begin(dir);
    strbuf_init(&refusals, shop.arena, 10000);
    strbuf_init(&warnings, shop.arena, 10000);
}

static void tear_down(void)
{
    temp_end(dir);
    testshop_close(&shop);
}

static const char *file(const char *name, const char *text)
{
    const char *path = arena_printf(shop.arena, "%s/%s", dir, name);
    FILE *f = fopen(path, "w");

    ck_assert_ptr_nonnull(f);
    ck_assert_int_ge(fputs(text, f), 0);
    ck_assert_int_eq(fclose(f), 0);
    return path;
}

static void note_refusal(void *arg, const struct import_refusal *r, const struct csv_reader *row)
{
    (void)arg;
    ck_assert_ptr_nonnull(csv_header(row, 0));
    strbuf_addf(&refusals, "%lld %s|", (long long)r->line, r->reason);
}

static void note_warning(void *arg, const struct import_refusal *r, const struct csv_reader *row)
{
    (void)arg;
    ck_assert_ptr_nonnull(csv_header(row, 0));
    strbuf_addf(&warnings, "%lld %s|", (long long)r->line, r->reason);
}

struct texts {
    const char *rows, *lines, *map;
    bool is_dry_run, is_number_kept;
    struct import_form form;
};

/* Runs an import; false with err where the whole is refused. */
static bool try_import(enum import_kind kind, const struct texts *in, struct import_counts *out)
{
    OD_CSV *rows = NULL;
    OD_CSV *lines = NULL;
    OD_CSV *peek = NULL;
    OD_CSV *peek_lines = NULL;
    OD_CONF *map = NULL;
    struct import_in run = { .kind = kind, .source = "test", .refused = note_refusal,
                             .warned = note_warning,
                             .is_dry_run = in->is_dry_run,
                             .is_number_kept = in->is_number_kept,
                             .form = in->form };

    strbuf_clear(&refusals);
    strbuf_clear(&warnings);
    ck_ok(csv_open(&rows, file("rows.csv", in->rows), NULL, &err));
    ck_ok(csv_open(&peek, file("rows.csv", in->rows), NULL, &err));
    if (in->lines) {
        ck_ok(csv_open(&lines, file("lines.csv", in->lines), NULL, &err));
        ck_ok(csv_open(&peek_lines, file("lines.csv", in->lines), NULL, &err));
    }
    run.peek = peek;
    run.peek_lines = peek_lines;
    if (in->map)
        ck_ok(conf_load(&map, file("map.ini", in->map), &err));
    run.rows = rows;
    run.lines = lines;
    run.map = map;
    return import_run(shop.desk, &run, out, &err);
}

static struct import_counts import(enum import_kind kind, const char *rows)
{
    struct texts in = { .rows = rows };
    struct import_counts counts;

    ck_ok(try_import(kind, &in, &counts));
    return counts;
}

static struct import_counts import_with(enum import_kind kind, struct texts in)
{
    struct import_counts counts;

    ck_ok(try_import(kind, &in, &counts));
    return counts;
}

static void is_refused(const char *word)
{
    ck_assert_msg(strstr(refusals.s, word), "no \"%s\" in: %s", word, refusals.s);
}

static struct customer *customer(const char *code)
{
    struct customer *c = NULL;

    ck_ok(customer_find(shop.desk, code, shop.arena, &c, &err));
    ck_assert_ptr_nonnull(c);
    return c;
}

static struct order *order(const char *number)
{
    struct order_id id;

    ck_ok(order_find(shop.desk, number, &id, &err));
    ck_assert_int_ne(id.v, 0);
    return testshop_load(&shop, id.v);
}

static void is_clean(void)
{
    struct audit audit;

    ck_ok(audit_run(shop.desk, false, shop.arena, &audit, &err));
    for (int i = 0; i < audit.n; i++)
        ck_abort_msg("%s %s %s", audit.v[i].check, audit.v[i].record, audit.v[i].words);
}

/* --- the file and the map ------------------------------------------------------------------------ */

START_TEST(a_missing_column_is_told_before_anything_is_read)
{
    struct texts in = { .rows = "code,country\nA,GB\n" };
    struct import_counts counts;

    ck_refused(try_import(IMPORT_CUSTOMERS, &in, &counts), ERR_INVALID);
    ck_assert_str_eq(err.field, "name");
}
END_TEST

START_TEST(a_map_names_columns_constants_and_words)
{
    struct import_counts n = import_with(
        IMPORT_CUSTOMERS,
        (struct texts){ .rows = "Nr;Firma;Land;Ort;Str\n7;Müller & Söhne;Schland;Köln;Am Tor 1\n",
                        .map = "[map]\nkind = customers\n[columns]\ncode = Nr\nname = Firma\n"
                               "country = Land\ncity = Ort\naddress = Str\n[constants]\n"
                               "currency = EUR\n[values.country]\nschland = DE\n" });
    struct customer *c = customer("7");

    ck_assert_int_eq(n.fresh, 1);
    ck_assert_str_eq(c->name, "Müller & Söhne");
    ck_assert_str_eq(c->currency, "EUR");
    ck_assert_int_eq(c->address_count, 1);
    ck_assert_str_eq(c->addresses[0].country, "DE");
    ck_assert_str_eq(c->addresses[0].city, "Köln");
}
END_TEST

START_TEST(faults_of_a_map_are_named)
{
    static const char *const maps[] = {
        "[map]\nkind = items\n[columns]\ncode = code\nname = name\ncountry = country\n",
        "[map]\nkind = customers\n[columns]\ncode = Nummer\n",
        "[map]\nkind = customers\n[columns]\ncolour = code\n",
        "[map]\nkind = customers\nspeed = high\n[columns]\ncode = code\n",
        "[map]\nkind = customers\npoint = x\n[columns]\ncode = code\n",
        "[map]\nkind = customers\n[rows]\ncode = code\n",
        "[map]\nkind = customers\n[constants]\ncolour = red\n",
        "[map]\nkind = customers\n[values.colour]\na = b\n",
    };

    for (size_t i = 0; i < OD_LEN(maps); i++) {
        struct texts in = { .rows = "code,name,country\nA,B,GB\n", .map = maps[i] };
        struct import_counts counts;

        err_clear(&err);
        ck_assert_msg(!try_import(IMPORT_CUSTOMERS, &in, &counts), "map %zu is taken", i);
        ck_assert_int_eq(err.code, ERR_INVALID);
    }
    ck_assert_int_eq(testdesk_count(shop.desk, "customer"), 1);
}
END_TEST

START_TEST(lines_belong_to_orders_only)
{
    struct texts in = { .rows = "code,name,country\nA,B,GB\n", .lines = "order\n1\n" };
    struct import_counts counts;

    ck_refused(try_import(IMPORT_CUSTOMERS, &in, &counts), ERR_INVALID);
}
END_TEST

/* --- refusals and repeats ------------------------------------------------------------------------ */

START_TEST(a_refused_row_stops_nothing_and_its_reason_is_told)
{
    struct import_counts n =
        import(IMPORT_CUSTOMERS, "code,name,country,email\nA,Alpha,GB,\n,Nameless,GB,\nB,,GB,\n"
                                 "C,Gamma,GB,no mail\nD,Delta,GB,d@example.com\n");

    ck_assert_int_eq(n.read, 5);
    ck_assert_int_eq(n.fresh, 2);
    ck_assert_int_eq(n.refused, 3);
    is_refused("3 ");
    is_refused("4 ");
    is_refused("5 \"no mail\"");
    customer("A");
    customer("D");
    is_clean();
}
END_TEST

START_TEST(a_row_that_is_not_text_is_refused_alone)
{
    struct import_counts n =
        import(IMPORT_CUSTOMERS, "code,name,country\nA,\xC3\x84lph\xC3\xA4,GB\n"
                                 "B,B\xFFta,GB\nC,Gamma,GB\n");

    ck_assert_int_eq(n.fresh, 2);
    ck_assert_int_eq(n.refused, 1);
    is_refused("3 ");
}
END_TEST

/* --- what an order names and the desk does not know ------------------------------------------------ */

#define SHOP_MAP                                                                                    \
    "[map]\nkind = orders\nmake = items customers\ncancels = C\n"                                   \
    "[columns]\norder = No\ncustomer = Who\ncustomer_name = Who\ndate = Day\nsku = Code\n"           \
    "description = Words\nqty = Pieces\nprice = Each\n"                                             \
    "[constants]\ncustomer = WALKIN\ncustomer_name = Walk-in\nstatus = shipped\n"                   \
    "[cut]\ncustomer = .0\n[charges]\npost = Postage\n"
#define SHOP_HEAD "No,Who,Day,Code,Words,Pieces,Each\n"

static struct cancel_links links_of(const char *number)
{
    struct cancel_links links;

    ck_ok(order_cancel_links(shop.desk, order(number)->id, shop.arena, &links, &err));
    return links;
}

START_TEST(items_and_customers_are_made_where_the_map_says_so)
{
    struct texts in = { .rows = SHOP_HEAD "1,77.0,2025-02-03,New1,Lamp,2,3.50\n"
                                          "1,77.0,2025-02-03,NEW1,Lamp,1,3.50\n"
                                          "1,77.0,2025-02-03,POST,POSTAGE,1,4.00\n"
                                          "2,,2025-02-03,NEW2,,1,0\n",
                        .map = SHOP_MAP };
    struct import_counts n = import_with(IMPORT_ORDERS, in);
    struct item *item;

    ck_assert_int_eq(n.fresh, 2);
    ck_assert_int_eq(n.lines, 4);
    ck_assert_int_eq(n.flagged, 1);
    ck_assert_str_eq(order("1")->customer_code, "77");
    ck_assert_str_eq(order("2")->customer_code, "WALKIN");
    ck_assert_str_eq(order("2")->customer_name, "Walk-in");
    ck_assert_ptr_nonnull(strstr(order("2")->note, "line 1"));
    ck_assert_int_eq(order("1")->lines[0].item.v, order("1")->lines[1].item.v);
    ck_assert_int_eq(order("1")->lines[2].kind, LINE_CHARGE);
    ck_ok(item_find(shop.desk, "POST", (struct channel_id){ 0 }, shop.arena, &item, &err));
    ck_assert_str_eq(item->description, "Postage");
    ck_ok(item_find(shop.desk, "NEW2", (struct channel_id){ 0 }, shop.arena, &item, &err));
    ck_assert_str_eq(item->description, "NEW2");
    ck_assert_int_eq(import_with(IMPORT_ORDERS, in).same, 2);
    is_clean();
}
END_TEST

START_TEST(a_refused_order_makes_nothing)
{
    struct texts in = { .rows = SHOP_HEAD "1,77.0,2025-02-03,NEW1,Lamp,0,3.50\n", .map = SHOP_MAP };
    int64_t items = testdesk_count(shop.desk, "item");
    int64_t customers = testdesk_count(shop.desk, "customer");

    ck_assert_int_eq(import_with(IMPORT_ORDERS, in).refused, 1);
    ck_assert_int_eq(testdesk_count(shop.desk, "item"), items);
    ck_assert_int_eq(testdesk_count(shop.desk, "customer"), customers);
}
END_TEST

START_TEST(a_cancellation_is_a_canceled_order_linked_to_the_likeliest)
{
    struct texts in = { .rows = SHOP_HEAD "1,7,2025-02-03,A1,Lamp,5,2\n1,7,2025-02-03,B1,Bulb,5,1\n"
                                          "2,7,2025-02-04,A1,Lamp,5,2\n"
                                          "3,8,2025-02-05,A1,Lamp,5,2\n3,8,2025-02-05,B1,Bulb,5,1\n"
                                          "C4,7,2025-02-06,A1,Lamp,-2,2\nC4,7,2025-02-06,B1,Bulb,-5,1\n"
                                          "C5,7,2025-02-06,A1,Lamp,-6,2\n"
                                          "C6,,2025-02-06,A1,Lamp,-1,2\n"
                                          "C7,7,2025-02-06,A1,Lamp,1,2\n"
                                          "8,7,2025-02-06,A1,Lamp,-1,2\n",
                        .map = SHOP_MAP };
    struct import_counts n = import_with(IMPORT_ORDERS, in);

    ck_assert_int_eq(n.fresh, 6);
    ck_assert_int_eq(n.refused, 2);
    ck_assert_int_eq(order("C4")->status, ORDER_CANCELED);
    ck_assert_int_eq(order("C4")->total_minor, 900);
    ck_assert_int_eq(order("C4")->lines[0].canceled.milli, 2000);
    ck_assert_str_eq(links_of("C4").cancels, order("1")->number);
    ck_assert_str_eq(links_of("1").canceled_by, order("C4")->number);
    ck_assert_str_eq(links_of("C5").cancels, "");
    ck_assert_str_eq(links_of("C6").cancels, "");
    ck_assert_int_eq(order("1")->status, ORDER_CLOSED);
    is_clean();
}
END_TEST

START_TEST(a_row_read_one_too_far_is_whole_in_the_next_round)
{
    struct strbuf rows;
    struct texts in = { .map = SHOP_MAP };

    strbuf_init(&rows, shop.arena, 100000);
    strbuf_add(&rows, SHOP_HEAD);
    for (int i = 0; i < 250; i++)
        strbuf_addf(&rows, "%s%d,7,2025-02-03,A%d,Lamp,%s1,2\n", i % 2 ? "C" : "", i, i,
                    i % 2 ? "-" : "");
    in.rows = rows.s;
    ck_assert_int_eq(import_with(IMPORT_ORDERS, in).fresh, 250);
    ck_assert_str_eq(order("100")->lines[0].sku, "A100");
    ck_assert_str_eq(order("200")->lines[0].sku, "A200");
}
END_TEST

/* --- how dates and numbers are written ------------------------------------------------------------ */

static struct import_counts order_of(const char *date, const char *qty, const char *price)
{
    struct texts in = { .rows = arena_printf(shop.arena,
                                             "order;customer;date;sku;qty;price\n"
                                             "1;ACME;%s;BRK-20;%s;%s\n",
                                             date, qty, price) };

    return import_with(IMPORT_ORDERS, in);
}

START_TEST(dates_and_decimals_are_found_out_and_said)
{
    struct import_counts n = order_of("24.11.2025", "2", "1.234,56");

    ck_assert_int_eq(n.fresh, 1);
    ck_assert_str_eq(n.read_as.date_form, "D.M.YYYY");
    ck_assert_int_eq(n.read_as.point, ',');
    ck_assert_int_eq(n.read_as.group, '.');
    ck_assert_int_eq(order("1")->total_minor, 246912);
    ck_assert_int_eq(date_cmp(stamp_to_date(order("1")->placed), (struct date){ 2025, 11, 24 }), 0);
}
END_TEST

START_TEST(one_clear_date_tells_of_all_and_its_time_is_kept)
{
    struct import_counts n =
        import(IMPORT_ORDERS, "order,customer,date,sku,qty,price\n"
                              "1,ACME,12/1/2010 8:26,BRK-20,1,\"1,234.5\"\n"
                              "2,ACME,12/13/2010 2:05 PM,BRK-20,1,1.5\n"
                              "3,ACME,13/12/2010,BRK-20,1,1.5\n");

    ck_assert_str_eq(n.read_as.date_form, "M/D/YYYY");
    ck_assert_int_eq(n.fresh, 2);
    ck_assert_int_eq(n.refused, 1);
    is_refused("4 Column date");
    ck_assert_int_eq(date_cmp(stamp_to_date(order("1")->placed), (struct date){ 2010, 12, 1 }), 0);
    ck_assert_int_eq(stamp_minute_of_day(order("1")->placed), 8 * 60 + 26);
    ck_assert_int_eq(stamp_minute_of_day(order("2")->placed), 14 * 60 + 5);
    ck_assert_int_eq(order("1")->total_minor, 123450);
}
END_TEST

START_TEST(what_can_be_read_in_two_ways_is_sent_back_with_the_question)
{
    static const char rows[] = "order,customer,date,sku,qty,price\n1,ACME,12/1/2010,BRK-20,1,2.50\n";
    static const char sum[] = "order;customer;date;sku;qty;price\n1;ACME;2010-12-01;BRK-20;1;1.234\n";
    struct texts in = { .rows = rows };
    struct import_counts n;

    ck_refused(try_import(IMPORT_ORDERS, &in, &n), ERR_INVALID);
    ck_assert_str_eq(err.field, "dates");
    in.form = (struct import_form){ .date_form = "D/M/YYYY" };
    ck_ok(try_import(IMPORT_ORDERS, &in, &n));
    ck_assert_int_eq(date_cmp(stamp_to_date(order("1")->placed), (struct date){ 2010, 1, 12 }), 0);
    in = (struct texts){ .rows = sum };
    ck_refused(try_import(IMPORT_ORDERS, &in, &n), ERR_INVALID);
    ck_assert_str_eq(err.field, "point");
    in.form.point = ',';
    in.rows = "order;customer;date;sku;qty;price\n2;ACME;2010-12-01;BRK-20;1;1.234\n";
    ck_ok(try_import(IMPORT_ORDERS, &in, &n));
    ck_assert_int_eq(order("2")->total_minor, 123400);
}
END_TEST

START_TEST(times_that_are_none_are_refused)
{
    static const char *const wrong[] = { "24:00", "8:60", "8", "13:00 PM", "8:26 XM", "8:26:99" };

    for (size_t i = 0; i < OD_LEN(wrong); i++) {
        struct import_counts n = order_of(
            arena_printf(shop.arena, "2025-11-24 %s", wrong[i]), "1", "2.50");

        ck_assert_msg(n.refused == 1, "%s", wrong[i]);
    }
    ck_assert_int_eq(order_of("2025-11-24 23:59:59", "1", "2.50").fresh, 1);
}
END_TEST

START_TEST(orders_of_years_that_cannot_be_are_refused)
{
    ck_assert_int_eq(order_of("0025-02-04", "1", "2.50").refused, 1);
    ck_assert_int_eq(order_of("1970-12-31", "1", "2.50").refused, 1);
    ck_assert_int_eq(order_of("2200-01-01", "1", "2.50").refused, 1);
    ck_assert_int_eq(order_of("1971-01-01", "1", "2.50").fresh, 1);
}
END_TEST

START_TEST(a_field_that_two_columns_are_called_by_is_refused)
{
    struct texts in = { .rows = "code,name,country,Name\nA1,One,GB,Two\n" };
    struct texts other = { .rows = "code,name,country,Shade,shade\nA1,One,GB,red,blue\n" };
    struct import_counts counts;

    ck_refused(try_import(IMPORT_CUSTOMERS, &in, &counts), ERR_INVALID);
    ck_assert_str_eq(err.field, "Name");
    err_clear(&err);
    ck_ok(try_import(IMPORT_CUSTOMERS, &other, &counts)); /* nobody reads those */
}
END_TEST

START_TEST(rows_of_another_width_are_refused_with_what_they_hold)
{
    struct import_counts n = import(IMPORT_CUSTOMERS, "code,name,country\nA,Alpha,GB\nB,Beta\n"
                                                      "C,Gamma,GB,more\nD,Delta,GB,\n");

    ck_assert_int_eq(n.fresh, 2);
    ck_assert_int_eq(n.refused, 2);
    is_refused("3 Line 3 has 2 cells");
    is_refused("more");
}
END_TEST

START_TEST(the_same_file_again_changes_nothing_also_after_a_clerks_edit)
{
    static const char rows[] = "code,name,country,phone\nA,Alpha,GB,(5) 555-4729\n";
    struct customer *c;
    int64_t events;

    ck_assert_int_eq(import(IMPORT_CUSTOMERS, rows).fresh, 1);
    c = customer("A");
    c->phone = "000";
    ck_ok(customer_save(shop.desk, c, NULL, NULL, &c->id, &err));
    events = testdesk_count(shop.desk, "event_log");

    ck_assert_int_eq(import(IMPORT_CUSTOMERS, rows).same, 1);
    ck_assert_str_eq(customer("A")->phone, "000");
    ck_assert_int_eq(testdesk_count(shop.desk, "event_log"), events);
}
END_TEST

START_TEST(a_changed_row_changes_what_it_says_and_leaves_the_rest)
{
    import(IMPORT_CUSTOMERS, "code,name,country,address,city,phone,note\n"
                             "A,Alpha,GB,1 Old St,Leeds,1,pays late\n");

    struct import_counts n = import(
        IMPORT_CUSTOMERS, "code,name,country,address,city,phone\nA,Alpha Ltd,GB,2 New St,York,1\n");
    struct customer *c = customer("A");

    ck_assert_int_eq(n.changed, 1);
    ck_assert_str_eq(c->name, "Alpha Ltd");
    ck_assert_str_eq(c->note, "pays late");
    ck_assert_int_eq(c->address_count, 1);
    ck_assert_str_eq(c->addresses[0].line1, "2 New St");
    ck_assert_int_eq(c->bill_address.v, c->addresses[0].id.v);
}
END_TEST

START_TEST(a_record_made_by_hand_is_known_by_its_code)
{
    struct import_counts n = import(IMPORT_CUSTOMERS, "code,name,country\nacme,ACME,GB\n");

    ck_assert_int_eq(n.same, 1);
    ck_assert_int_eq(testdesk_count(shop.desk, "customer"), 1);
}
END_TEST

START_TEST(a_dry_run_counts_and_writes_nothing)
{
    struct import_counts n = import_with(
        IMPORT_CUSTOMERS,
        (struct texts){ .rows = "code,name,country\nA,Alpha,GB\nB,,GB\n", .is_dry_run = true });

    ck_assert_int_eq(n.fresh, 1);
    ck_assert_int_eq(n.refused, 1);
    ck_assert_int_eq(testdesk_count(shop.desk, "customer"), 1);
    ck_assert_int_eq(testdesk_count(shop.desk, "import_batch"), 0);
    ck_assert_int_eq(testdesk_count(shop.desk, "import_record"), 0);
}
END_TEST

START_TEST(more_rows_than_a_transaction_takes_all_come_in_with_refused_ones_between)
{
    struct strbuf rows;
    struct import_counts n;

    strbuf_init(&rows, shop.arena, 100000);
    strbuf_add(&rows, "sku,description,price\n");
    for (int i = 0; i < 350; i++)
        strbuf_addf(&rows, "S%d,Thing %d,%s\n", i, i, i % 50 == 7 ? "dear" : "1.50");
    n = import(IMPORT_ITEMS, rows.s);

    ck_assert_int_eq(n.read, 350);
    ck_assert_int_eq(n.fresh, 343);
    ck_assert_int_eq(n.refused, 7);
    ck_assert_int_eq(testshop_number(shop.desk, "SELECT new_count FROM import_batch"), 343);
    ck_assert_int_eq(testshop_number(shop.desk, "SELECT refused_count FROM import_batch"), 7);
}
END_TEST

START_TEST(a_row_that_fails_while_it_writes_takes_no_other_with_it)
{
    struct import_counts n =
        import(IMPORT_CUSTOMERS, "code,name,country,address,contact,contact_email\n"
                                 "A,Alpha,GB,1 St,Ann,ann@example.com\n"
                                 "B,Beta,GB,1 St,Bob,no mail\n"
                                 "C,Gamma,GB,1 St,Cid,cid@example.com\n");

    ck_assert_int_eq(n.fresh, 2);
    ck_assert_int_eq(n.refused, 1);
    is_refused("3 ");
    ck_assert_int_eq(testdesk_count(shop.desk, "customer"), 3); /* with ACME, without Beta */
    is_clean();
}
END_TEST

static int found(const char *word)
{
    return (int)testshop_number(
        shop.desk, arena_printf(shop.arena,
                                "SELECT COUNT(*) FROM customer_fts WHERE customer_fts MATCH '%s'",
                                word));
}

START_TEST(what_one_batch_makes_and_changes_again_is_found_as_it_is_at_the_end)
{
    struct import_counts n =
        import(IMPORT_CUSTOMERS, "code,name,country,address,contact\n"
                                 "A,Quince,GB,1 St,Ann\n"
                                 "B,Medlar,GB,2 St,Bob\n"
                                 "A,Sorb,GB,3 St,Cid\n");

    ck_assert_int_eq(n.refused, 0);
    ck_assert_int_eq(found("quince"), 0);
    ck_assert_int_eq(found("sorb"), 1);
    ck_assert_int_eq(found("ann"), 1);
    ck_assert_int_eq(found("cid"), 1);
    ck_assert_int_eq(found("medlar"), 1);
    ck_assert_int_eq(found("bob"), 1);
    is_clean();
}
END_TEST

START_TEST(what_another_file_changes_is_found_by_its_new_words_only)
{
    import(IMPORT_CUSTOMERS, "code,name,country\nA,Quince,GB\nB,Medlar,GB\n");
    import(IMPORT_CUSTOMERS, "code,name,country\nB,Rowan,GB\nC,Sloe,GB\nB,Sorb,GB\nA,Sloe,GB\n");

    ck_assert_int_eq(found("quince"), 0);
    ck_assert_int_eq(found("medlar"), 0);
    ck_assert_int_eq(found("rowan"), 0);
    ck_assert_int_eq(found("sorb"), 1);
    ck_assert_int_eq(found("sloe"), 2);
    is_clean();
}
END_TEST

START_TEST(a_batch_that_is_taken_back_leaves_no_words_and_its_good_rows_are_found_once)
{
    import(IMPORT_CUSTOMERS, "code,name,country,address,contact,contact_email\n"
                             "A,Quince,GB,1 St,Ann,ann@example.com\n"
                             "B,Medlar,GB,1 St,Bob,no mail\n"
                             "C,Sorb,GB,1 St,Cid,cid@example.com\n");

    ck_assert_int_eq(found("quince"), 1);
    ck_assert_int_eq(found("medlar"), 0);
    ck_assert_int_eq(found("sorb"), 1);
    is_clean();
}
END_TEST

START_TEST(cells_that_a_spreadsheet_would_run_come_in_as_they_were)
{
    import(IMPORT_CUSTOMERS, "code,name,country\nA,'=Sum Ltd,GB\nB,'t Hooft,NL\n");

    ck_assert_str_eq(customer("A")->name, "=Sum Ltd");
    ck_assert_str_eq(customer("B")->name, "'t Hooft");
}
END_TEST

START_TEST(a_warehouse_user_may_not_import)
{
    struct texts in = { .rows = "code,name,country\nA,Alpha,GB\n" };
    struct import_counts counts;

    testdesk_be(shop.desk, ROLE_WAREHOUSE);
    ck_refused(try_import(IMPORT_CUSTOMERS, &in, &counts), ERR_DENIED);
}
END_TEST

/* --- items and stock ----------------------------------------------------------------------------- */

START_TEST(items_come_with_price_kind_and_barcode_and_change_by_price)
{
    struct import_counts n =
        import(IMPORT_ITEMS, "sku,description,price,kind,barcode,active\n"
                             "a-1,Anvil,12.5,stock,4006381333931,yes\nfee,Fee,3,charge,,no\n");
    struct item *item = NULL;

    ck_assert_int_eq(n.fresh, 2);
    ck_ok(item_find(shop.desk, "4006381333931", (struct channel_id){ 0 }, shop.arena, &item, &err));
    ck_assert_str_eq(item->sku, "A-1");
    ck_ok(item_find(shop.desk, "FEE", (struct channel_id){ 0 }, shop.arena, &item, &err));
    ck_assert_int_eq(item->kind, ITEM_CHARGE);
    ck_assert(!item->is_active);

    n = import(IMPORT_ITEMS, "sku,description,price\na-1,Anvil,13\n");
    ck_assert_int_eq(n.changed, 1);
}
END_TEST

START_TEST(decimal_commas_are_read_where_the_map_says_so)
{
    import_with(IMPORT_ITEMS,
                (struct texts){ .rows = "sku;description;price\nX;Thing;1.234,50\n",
                                .map = "[map]\nkind = items\npoint = \",\"\ngroup = .\n[columns]\n"
                                       "sku = sku\ndescription = description\nprice = price\n" });

    ck_assert_int_eq(testshop_number(shop.desk, "SELECT r.price_v FROM price_rule r"
                                                " JOIN item i ON i.id = r.item_id"
                                                " WHERE i.sku = 'X'"),
                     INT64_C(1234500000));
}
END_TEST

START_TEST(prices_come_by_list_quantity_and_customer_and_again_change_nothing)
{
    static const char rows[] = "sku,price,list,min_qty,customer,valid_from\n"
                               "BRK-20,4.25,BASE,,,\nBRK-20,3.90,,10,,\nHOSE,1.50,BASE,,ACME,\n"
                               "HOSE,1.80,BASE,,,2027-01-01\n";
    struct import_counts n = import(IMPORT_PRICES, rows);

    ck_assert_int_eq(n.same, 1);    /* as it was */
    ck_assert_int_eq(n.changed, 1); /* from 4.00 */
    ck_assert_int_eq(n.fresh, 2);
    ck_assert_int_eq(import(IMPORT_PRICES, rows).same, 4);
    ck_assert_int_eq(testshop_number(shop.desk, "SELECT price_v FROM price_rule"
                                                " WHERE min_qty = 10000"),
                     3900000);
}
END_TEST

START_TEST(prices_of_nothing_are_refused)
{
    struct import_counts n = import(IMPORT_PRICES, "sku,price,list,customer\nNONE,1,,\n"
                                                   "BRK-20,1,MOON,\nBRK-20,1,,NOBODY\n"
                                                   "BRK-20,,,\nBRK-20,-1,,\n");

    ck_assert_int_eq(n.refused, 5);
}
END_TEST

START_TEST(stock_is_what_the_file_counts_and_again_after_the_desk_moved_on)
{
    static const char rows[] = "sku,site,on_hand,reorder\nBRK-20,MAIN,25,5\nHOSE,MAIN,100,\n";
    struct stock_levels levels;
    struct import_counts n = import(IMPORT_STOCK, rows);

    ck_assert_int_eq(n.changed, 1);
    ck_assert_int_eq(n.same, 1);
    ck_assert_int_eq(import(IMPORT_STOCK, rows).same, 2);
    ck_ok(stock_receive(shop.desk, shop.bracket, shop.main, (struct qty){ 1000 }, NULL, &err));
    ck_assert_int_eq(import(IMPORT_STOCK, rows).changed, 1);
    ck_ok(stock_levels_load(shop.desk, shop.bracket, (struct order_id){ 0 }, shop.arena, &levels,
                            &err));
    ck_assert_int_eq(levels.v[0].on_hand.milli, 25000);
    ck_assert_int_eq(levels.v[0].reorder.milli, 5000);
    is_clean();
}
END_TEST

START_TEST(stock_of_nothing_and_nowhere_is_refused)
{
    struct import_counts n = import(
        IMPORT_STOCK,
        "sku,site,on_hand\nNONE,MAIN,1\nBRK-20,MOON,1\nFIT,MAIN,1\nBRK-20,MAIN,\nBRK-20,MAIN,1.5\n"
        "BRK-20,MAIN,-3\n");

    ck_assert_int_eq(n.refused, 6);
}
END_TEST

/* --- maps of marketplaces ------------------------------------------------------------------------ */

#define MARKET_MAP                                                                                 \
    "[map]\nkind = orders\nprice = line\n%s[columns]\norder = Id\ncustomer = Who\ndate = Day\n"   \
    "po = PO | Ref\n[lines]\nsku = Code\nqty = Pieces\nprice = Sum\ntax = Tax + Duty + Fee ?\n"    \
    "discount_amount = Less ?\norder_discount_amount = Off\ncharge.post = Post\n"
#define MARKET_ROWS                                                                                \
    "Id,Who,Day,PO,Ref,Code,Pieces,Sum,Tax,Duty,Off,Post\n"                                        \
    "1,ACME,2025-02-03,,R7,BRK-20,3,10.00,1.00,0.50,0.25,2.00\n"                                   \
    "1,ACME,2025-02-03,,R7,BRK-21,1,5.00,0.75,,,1.00\n"

static struct order *market_order(const char *more)
{
    struct texts in = { .rows = MARKET_ROWS, .map = arena_printf(shop.arena, MARKET_MAP, more) };

    ck_assert_int_eq(import_with(IMPORT_ORDERS, in).fresh, 1);
    return order("1");
}

START_TEST(rows_have_their_share_of_tax_discount_and_charges)
{
    struct order *o = market_order("");

    ck_assert_int_eq(o->lines[0].net_minor, 1000); /* three for 10.00 */
    ck_assert_int_eq(o->lines[0].unit_price.v, 3333333);
    ck_assert_int_eq(o->tax_minor, 225);
    ck_assert_int_eq(o->discount_minor, 25);
    ck_assert_int_eq(o->charges_minor, 300);
    ck_assert_int_eq(o->total_minor, 1500 - 25 + 300 + 225);
    ck_assert_str_eq(o->customer_po, "R7"); /* where PO is empty */
    is_clean();
}
END_TEST

START_TEST(tax_may_be_in_the_prices)
{
    struct order *o = market_order("tax = included\n");

    ck_assert(o->is_tax_incl);
    ck_assert_int_eq(o->tax_minor, 225);
    ck_assert_int_eq(o->total_minor, 1500 - 25 + 300);
    is_clean();
}
END_TEST

START_TEST(a_changed_share_is_other_content)
{
    struct texts in = { .map = arena_printf(shop.arena, MARKET_MAP, "") };

    market_order("");
    in.rows = "Id,Who,Day,PO,Ref,Code,Pieces,Sum,Tax,Duty,Off,Post\n"
              "1,ACME,2025-02-03,,R7,BRK-20,3,10.00,1.00,0.50,0.25,2.00\n"
              "1,ACME,2025-02-03,,R7,BRK-21,1,5.00,0.75,0.10,,1.00\n";
    ck_assert_int_eq(import_with(IMPORT_ORDERS, in).proposed, 1);
    in.rows = "Id,Who,Day,PO,Ref,Code,Pieces,Sum,Tax,Duty,Off,Post\n"
              "1,ACME,2025-02-03,,R7,BRK-20,3,10.00,1.00,0.50,0.25,2.00\n"
              "1,ACME,2025-02-03,,R7,BRK-21,1,5.00,0.75,,,1.50\n";
    ck_assert_int_eq(import_with(IMPORT_ORDERS, in).proposed, 1);
}
END_TEST

START_TEST(faults_of_sums_are_named)
{
    static const char *const maps[] = {
        "[map]\nkind = orders\n[columns]\norder = Id\ncustomer = Who\ndate = Day\nsku = Code + PO\n"
        "qty = Pieces\nprice = Sum\n",
        "[map]\nkind = orders\n[columns]\norder = Id\ncustomer = Who\ndate = Day\nsku = Code\n"
        "qty = Pieces\nprice = Sum\ntax = Tax + None\n",
        "[map]\nkind = orders\n[columns]\norder = Id\ncustomer = Who\ndate = Day\nsku = Code | None\n"
        "qty = Pieces\nprice = Sum\n",
        "[map]\nkind = orders\n[columns]\norder = Id\ncustomer = Who\ndate = Day\nsku = None ?\n"
        "qty = Pieces\nprice = Sum\n",
    };
    struct import_counts n;

    for (size_t i = 0; i < OD_LEN(maps); i++) {
        struct texts in = { .rows = MARKET_ROWS, .map = maps[i] };

        ck_refused(try_import(IMPORT_ORDERS, &in, &n), ERR_INVALID);
    }
}
END_TEST

/* --- warnings ------------------------------------------------------------------------------------ */

static void is_warned(const char *word)
{
    ck_assert_msg(strstr(warnings.s, word), "no \"%s\" in: %s", word, warnings.s);
}

START_TEST(odd_addresses_of_customers_come_in_with_a_warning)
{
    static const char rows[] = "code,name,country,address,city,postcode\n"
                               "A,Ann,GB,1 Mill Rd,Leeds,LS1 4AP\n"
                               "B,Bob,GB,1 Mill Rd,Leeds,XX\n"
                               "C,Cid,Atlantis,1 Mill Rd,Leeds,1\n"
                               "D,Dan,US,1 Main St,Reno,89501\n"
                               "E,Eve,GB,,,\n";
    struct import_counts n = import(IMPORT_CUSTOMERS, rows);

    ck_assert_int_eq(n.fresh, 5);
    ck_assert_int_eq(n.warned, 3);
    is_warned("3 \"XX\" is no");
    is_warned("4 \"Atlantis\" is no country.");
    is_warned("5 An address in United States needs: State.");
    ck_assert_str_eq(customer("B")->addresses[0].postcode, "XX");
    ck_assert_int_eq(import(IMPORT_CUSTOMERS, rows).warned, 0); /* it is in already */
}
END_TEST

START_TEST(odd_places_of_orders_come_in_with_a_warning_and_refused_rows_have_none)
{
    struct import_counts n = import(
        IMPORT_ORDERS, "order,customer,date,ship_address,ship_city,ship_postcode,ship_country,sku,"
                       "qty,price\n"
                       "W-1,ACME,2025-03-01,,,,,BRK-20,2,4.00\n"
                       "W-2,ACME,2025-03-01,Weg 1,Bonn,5311,DE,BRK-20,2,4.00\n"
                       "W-3,ACME,2025-03-01,Weg 1,Bonn,53111,DE,BRK-20,2,4.00\n"
                       "W-4,ACME,2025-03-01,Weg 1,Bonn,5311,DE,BRK-20,0,4.00\n"
                       "W-5,ACME,2025-03-01,Weg 1,Bonn,53111,,BRK-20,1,4.00\n");

    ck_assert_int_eq(n.fresh, 4);
    ck_assert_int_eq(n.refused, 1);
    ck_assert_int_eq(n.warned, 2);
    is_warned("3 \"5311\" is no");
    is_warned("6 The address names no country.");
    ck_assert_ptr_null(strstr(warnings.s, "5 \""));
    ck_assert_int_eq(testshop_number(shop.desk, "SELECT MAX(warned_count) FROM import_batch"), 2);
}
END_TEST

/* --- orders -------------------------------------------------------------------------------------- */

#define ORDER_HEAD "order,customer,date,shipped,sku,qty,price\n"

START_TEST(an_order_of_several_rows_comes_in_as_history)
{
    struct import_counts n =
        import(IMPORT_ORDERS, ORDER_HEAD "W-1,ACME,2025-03-01,2025-03-04,BRK-20,2,4.00\n"
                                         "W-1,ACME,2025-03-01,2025-03-04,BRK-21,1,9.00\n"
                                         "W-2,ACME,2025-03-02,,BRK-20,1,4.00\n");
    struct order *shipped = order("W-1"), *open = order("W-2");

    ck_assert_int_eq(n.fresh, 2);
    ck_assert_int_eq(n.lines, 3);
    ck_assert(shipped->is_history);
    ck_assert_int_eq(shipped->status, ORDER_CLOSED);
    ck_assert_int_eq(shipped->shown, SHOWN_INVOICED);
    ck_assert_int_eq(shipped->total_minor, 1700);
    ck_assert_int_eq(shipped->tax_minor, 0); /* the desk's 20 % have no say in it */
    ck_assert_int_eq(shipped->placed.ms, date_begin((struct date){ 2025, 3, 1 }).ms);
    ck_assert_int_eq(open->status, ORDER_CONFIRMED);
    ck_assert_int_eq(open->shown, SHOWN_BACKORDERED);
    ck_assert_str_ne(open->number, "W-2");
    ck_assert_str_eq(open->ship_city, "Leeds");
    ck_assert_int_eq(open->ship_address.v, customer("ACME")->ship_address.v);
    ck_assert_int_eq(testdesk_count(shop.desk, "allocation"), 0);
    is_clean();
}
END_TEST

START_TEST(an_order_with_one_bad_line_is_refused_whole)
{
    struct import_counts n =
        import(IMPORT_ORDERS, ORDER_HEAD "W-1,ACME,2025-03-01,,BRK-20,2,4.00\n"
                                         "W-1,ACME,2025-03-01,,,1,9.00\n"
                                         "W-2,NOBODY,2025-03-02,,BRK-20,1,4.00\n"
                                         "W-3,ACME,someday,,BRK-20,1,4.00\n"
                                         "W-4,ACME,2025-03-02,2025-03-01,BRK-20,1,4.00\n"
                                         "W-5,ACME,2025-03-02,,BRK-20,0,4.00\n"
                                         "W-6,ACME,2025-03-02,,BRK-20,-1,4.00\n"
                                         "W-7,ACME,2025-03-02,,BRK-20,1,-4.00\n"
                                         "W-8,ACME,2025-03-02,,BRK-20,1,4.00\n");

    ck_assert_int_eq(n.fresh, 1);
    ck_assert_int_eq(n.refused, 7);
    is_refused("2 ");
    is_refused("3 ");
    is_refused("The line names no item");
    is_refused("There is no customer NOBODY");
    ck_assert_int_eq(testdesk_count(shop.desk, "sales_order"), 1);
}
END_TEST

START_TEST(rows_of_one_order_must_follow_each_other)
{
    struct import_counts n =
        import(IMPORT_ORDERS, ORDER_HEAD "W-1,ACME,2025-03-01,,BRK-20,2,4.00\n"
                                         "W-2,ACME,2025-03-01,,BRK-20,2,4.00\n"
                                         "W-1,ACME,2025-03-01,,BRK-21,1,4.00\n");

    ck_assert_int_eq(n.fresh, 2);
    ck_assert_int_eq(n.refused, 1);
    is_refused("4 Order W-1 came in before");
}
END_TEST

START_TEST(an_unreadable_row_refuses_the_orders_beside_it)
{
    struct import_counts n =
        import(IMPORT_ORDERS, ORDER_HEAD "W-1,ACME,2025-03-01,,BRK-20,2,4.00\n"
                                         "W-1,ACME,2025-03-01,,BRK-20\n"
                                         "W-1,ACME,2025-03-01,,BRK-21,1,4.00\n"
                                         "W-2,ACME,2025-03-01,,BRK-20,2,4.00\n");

    ck_assert_int_eq(n.fresh, 1);
    ck_assert_int_eq(testdesk_count(shop.desk, "sales_order"), 1);
    order("W-2");
}
END_TEST

START_TEST(the_same_order_is_the_same_and_another_content_is_proposed)
{
    ck_assert_int_eq(
        import(IMPORT_ORDERS, ORDER_HEAD "W-1,ACME,2025-03-01,,BRK-20,2,4.00\n").fresh, 1);
    ck_assert_int_eq(
        import(IMPORT_ORDERS, ORDER_HEAD "W-1,ACME,2025-03-01,,BRK-20,2,4.00\n").same, 1);
    ck_assert_int_eq(
        import(IMPORT_ORDERS, ORDER_HEAD "W-1,ACME,2025-03-01,,BRK-20,3,4.00\n").proposed, 1);
    ck_assert_int_eq(order("W-1")->lines[0].ordered.milli, 2000);
    ck_assert_int_eq(testdesk_count(shop.desk, "sales_order"), 1);
}
END_TEST

#define TWO_FILES                                                                                  \
    "[map]\nkind = orders\ndate_form = DD.MM.YYYY\ndiscount = fraction\n[columns]\norder = Id\n"   \
    "customer = Who\ndate = Day\ncharge.post = Postage\n[lines]\norder = Of\nsku = Code\n"         \
    "qty = Pieces\nprice = Each\ndiscount = Less\n"

START_TEST(lines_in_a_second_file_find_their_order_in_any_sequence)
{
    struct texts in = { .rows = "Id,Who,Day,Postage\n1,ACME,03.02.2025,4.95\n2,ACME,04.02.2025,\n"
                                "3,ACME,05.02.2025,1\n",
                        .lines = "Of,Code,Pieces,Each,Less\n2,BRK-20,1,4,0\n1,BRK-20,2,10,0.05\n"
                                 "9,BRK-20,1,4,0\n1,BRK-21,1,9,0\n",
                        .map = TWO_FILES };
    struct import_counts n;
    struct order *o;

    ck_ok(try_import(IMPORT_ORDERS, &in, &n));
    o = order("1");

    ck_assert_int_eq(n.fresh, 2);
    ck_assert_int_eq(n.refused, 1); /* 3 has no lines */
    ck_assert_int_eq(n.lines, 3);
    ck_assert_int_eq(n.lines_left, 1);
    ck_assert_int_eq(o->line_count, 3);
    ck_assert_int_eq(o->lines[0].disc.ppm, 50000);
    ck_assert_int_eq(o->goods_minor, 1900 + 900);
    ck_assert_int_eq(o->charges_minor, 495);
    ck_assert_str_eq(o->lines[2].sku, "POST");
    ck_assert_int_eq(o->lines[2].kind, LINE_CHARGE);
    ck_assert_int_eq(order("2")->line_count, 1);
    is_clean();
}
END_TEST

START_TEST(a_file_of_lines_that_cannot_be_read_lets_nothing_in)
{
    struct texts in = { .rows = "Id,Who,Day,Postage\n1,ACME,03.02.2025,4.95\n",
                        .lines = "Of,Code,Pieces,Each,Less\n1,BRK-20,1,4,0\n1,BRK-20,2,10\n",
                        .map = TWO_FILES };
    struct import_counts n;

    ck_refused(try_import(IMPORT_ORDERS, &in, &n), ERR_INVALID);
    ck_assert_int_eq(testdesk_count(shop.desk, "sales_order"), 0);
}
END_TEST

START_TEST(tax_and_total_of_the_file_are_kept_small_differences_shown_and_large_ones_held)
{
    struct import_counts n = import(IMPORT_ORDERS,
                                    "order,customer,date,sku,qty,price,tax,total\n"
                                    "A,ACME,2025-03-01,BRK-20,2,4.00,1.52,9.52\n"
                                    "B,ACME,2025-03-01,BRK-20,2,4.00,1.52,9.55\n"
                                    "C,ACME,2025-03-01,BRK-20,2,4.00,1.52,20.00\n"
                                    "D,ACME,2025-03-01,BRK-20,2,4.00,1.28,8.00\n");

    ck_assert_int_eq(n.fresh, 4);
    ck_assert_int_eq(order("C")->total_minor, 952);
    ck_assert_int_eq(order("C")->hold_count, 1);
    ck_assert_int_eq(order("C")->holds[0].kind, HOLD_DATA);
    ck_assert(!order("C")->holds[0].is_auto);
    ck_assert_ptr_nonnull(strstr(order("C")->holds[0].note, "20.00 GBP"));
    ck_assert_ptr_nonnull(strstr(order("C")->holds[0].note, "9.52 GBP"));
    ck_assert_int_eq(order("A")->hold_count, 0);
    ck_assert_int_eq(order("A")->tax_minor, 152);
    ck_assert_int_eq(order("A")->total_minor, 952);
    ck_assert_int_eq(order("B")->total_minor, 955);
    ck_assert_int_eq(order("B")->charges_minor, 3);
    ck_assert(order("D")->is_tax_incl);
    ck_assert_int_eq(order("D")->total_minor, 800);
    ck_assert_int_eq(order("D")->taxes[0].base_minor, 672);
}
END_TEST

START_TEST(a_total_that_is_a_little_less_is_shown_as_discount)
{
    struct import_counts n = import(IMPORT_ORDERS,
                                    "order,customer,date,sku,qty,price,tax,total\n"
                                    "A,ACME,2025-03-01,BRK-20,2,4.00,1.52,9.51\n"
                                    "B,ACME,2025-03-01,BRK-20,2,4.00,1.52,8.52\n"
                                    "C,ACME,2025-03-01,BRK-20,2,4.00,1.52,8.51\n"
                                    "D,ACME,2025-03-01,BRK-20,1,0.00,0.50,0.40\n");

    ck_assert_int_eq(n.fresh, 3);
    ck_assert_int_eq(n.refused, 1);
    ck_assert_int_eq(order("C")->hold_count, 1);
    ck_assert_int_eq(order("A")->total_minor, 951);
    ck_assert_int_eq(order("A")->discount_minor, 1);
    ck_assert_int_eq(order("A")->line_count, 1);
    ck_assert_int_eq(order("B")->total_minor, 852);
    ck_assert_int_eq(order("B")->discount_minor, 100);
}
END_TEST

START_TEST(how_much_a_total_may_differ_is_said_by_the_channel)
{
    struct channel *web;
    struct import_counts n;

    ck_ok(channel_find(shop.desk, "phone", shop.arena, &web, &err));
    ck_assert_int_eq(web->total_tolerance_minor, CHANNEL_TOLERANCE_MINOR);
    web->total_tolerance_minor = 2;
    ck_ok(channel_save(shop.desk, web, &web->id, &err));
    n = import(IMPORT_ORDERS, "order,customer,date,sku,qty,price,tax,total\n"
                              "A,ACME,2025-03-01,BRK-20,2,4.00,1.52,9.54\n"
                              "B,ACME,2025-03-01,BRK-20,2,4.00,1.52,9.55\n");
    ck_assert_int_eq(n.fresh, 2);
    ck_assert_int_eq(order("A")->hold_count, 0);
    ck_assert_int_eq(order("A")->total_minor, 954);
    ck_assert_int_eq(order("B")->hold_count, 1);
    web->total_tolerance_minor = -1;
    web->version = 0;
    ck_refused(channel_save(shop.desk, web, &web->id, &err), ERR_LIMIT);
    ck_assert_str_eq(err.field, "total_tolerance");
}
END_TEST

START_TEST(a_total_in_doubt_is_refused_of_what_is_over_or_here_already)
{
    struct import_counts n =
        import(IMPORT_ORDERS, "order,customer,date,sku,qty,price,tax,total,status\n"
                              "A,ACME,2025-03-01,BRK-20,2,4.00,1.52,20.00,shipped\n"
                              "B,ACME,2025-03-01,BRK-20,2,4.00,1.52,9.52,open\n");

    ck_assert_int_eq(n.fresh, 1);
    ck_assert_int_eq(n.refused, 1);
    n = import(IMPORT_ORDERS, "order,customer,date,sku,qty,price,tax,total,status\n"
                              "B,ACME,2025-03-01,BRK-20,2,4.00,1.52,20.00,open\n");
    ck_assert_int_eq(n.refused, 1);
}
END_TEST

START_TEST(a_total_in_doubt_stays_held_when_its_items_are_found)
{
    struct mapped_counts done;
    const struct order *o;

    import(IMPORT_ORDERS, "order,customer,date,sku,qty,price,tax,total\n"
                          "A,ACME,2025-03-01,NOBODYS,2,4.00,1.52,20.00\n");
    o = order("A");
    ck_assert_int_eq(o->hold_count, 1);
    ck_ok(channel_sku_map(shop.desk, o->channel, "NOBODYS", shop.bracket, &done, &err));
    ck_assert_int_eq(done.lines, 1);
    ck_assert_int_eq(order("A")->hold_count, 1);
}
END_TEST

START_TEST(another_currency_needs_its_rate)
{
    struct import_counts n =
        import(IMPORT_ORDERS, "order,customer,date,sku,qty,price,currency,fx\n"
                              "A,ACME,2025-03-01,BRK-20,2,4.00,USD,\n"
                              "B,ACME,2025-03-01,BRK-20,2,4.00,USD,0.8\n"
                              "C,ACME,2025-03-01,BRK-20,2,4.00,XXQ,1\n");

    ck_assert_int_eq(n.fresh, 1);
    ck_assert_int_eq(n.refused, 2);
    ck_assert_int_eq(order("B")->total_minor, 800);
    ck_assert_int_eq(order("B")->base_total_minor, 640);
}
END_TEST

START_TEST(a_currency_without_cents_is_worth_as_much_in_one_with_them)
{
    import(IMPORT_ORDERS, "order,customer,date,sku,qty,price,currency,fx,tax\n"
                          "A,ACME,2025-03-01,BRK-20,2,4000,JPY,0.006,\n"
                          "B,ACME,2025-03-01,BRK-20,2,4000,JPY,0.006,800\n");

    ck_assert_int_eq(order("A")->total_minor, 8000);
    ck_assert_int_eq(order("A")->base_total_minor, 4800); /* 48.00 */
    ck_assert_int_eq(order("B")->total_minor, 8800);
    ck_assert_int_eq(order("B")->base_total_minor, 5280);
}
END_TEST

START_TEST(canceled_orders_stay_canceled)
{
    import(IMPORT_ORDERS, "order,customer,date,sku,qty,price,status\n"
                          "A,ACME,2025-03-01,BRK-20,2,4.00,canceled\n"
                          "B,ACME,2025-03-01,BRK-20,2,4.00,shipped\n"
                          "C,ACME,2025-03-01,BRK-20,2,4.00,on the moon\n");

    ck_assert_int_eq(order("A")->shown, SHOWN_CANCELED);
    ck_assert_int_eq(order("B")->status, ORDER_CLOSED);
    is_refused("on the moon");
    is_clean();
}
END_TEST

START_TEST(kept_numbers_are_the_desks_own_and_its_next_ones_lie_beyond)
{
    struct texts in = { .rows = ORDER_HEAD "88123,ACME,2025-03-01,,BRK-20,2,4.00\n",
                        .is_number_kept = true };
    struct import_counts n;
    struct order *next;

    ck_ok(try_import(IMPORT_ORDERS, &in, &n));
    ck_assert_str_eq(order("88123")->number, "88123");
    next = testshop_order(&shop, shop.bracket, 1, true);
    ck_assert_str_eq(arena_strndup(shop.arena, next->number, 4), "8813");

    in.rows = arena_printf(shop.arena, ORDER_HEAD "%s,ACME,2025-03-01,,BRK-20,2,4.00\n",
                           next->number);
    ck_ok(try_import(IMPORT_ORDERS, &in, &n));
    ck_assert_int_eq(n.refused, 1);
    is_refused("another order's");
}
END_TEST

/* --- exports ------------------------------------------------------------------------------------- */

struct sink_text {
    struct strbuf text;
    int rows;
};

static void see_head(void *arg, const char *const *names, int n)
{
    struct sink_text *s = arg;

    for (int i = 0; i < n; i++)
        strbuf_addf(&s->text, "%s|", names[i]);
    strbuf_addc(&s->text, '\n');
}

static bool see_row(void *arg, const char *const *cells, int n, struct err *why)
{
    (void)why;
    ((struct sink_text *)arg)->rows++;
    see_head(arg, cells, n);
    return true;
}

static bool export(const char *kind, const char *query, struct sink_text *out)
{
    struct export_sink sink = { see_head, see_row, out };

    *out = (struct sink_text){ .rows = 0 };
    strbuf_init(&out->text, shop.arena, 100000);
    return export_run(shop.desk, kind, query, &sink, &err);
}

START_TEST(every_kind_is_exported_and_the_query_chooses)
{
    struct sink_text out;

    testshop_order(&shop, shop.bracket, 2, true);
    testshop_order(&shop, shop.deny, 1, false);
    testshop_draft(&shop);
    ck_ok(export("orders", NULL, &out));
    ck_assert_int_eq(out.rows, 2); /* a draft has no number */
    ck_ok(export("orders", "status:allocated", &out));
    ck_assert_int_eq(out.rows, 1);
    ck_ok(export("lines", NULL, &out));
    ck_assert_int_eq(out.rows, 2);
    ck_assert_ptr_nonnull(strstr(out.text.s, "|BRK-20|"));
    ck_ok(export("customers", "", &out));
    ck_assert_int_eq(out.rows, 1);
    ck_ok(export("items", "brk", &out));
    ck_assert_int_eq(out.rows, 2);
    ck_ok(export("prices", "brk-20", &out));
    ck_assert_int_eq(out.rows, 2);
    ck_ok(export("stock", NULL, &out));
    ck_assert_int_eq(out.rows, 4);
    ck_ok(export("events", NULL, &out));
    ck_assert_int_ge(out.rows, 5);
    ck_assert_ptr_nonnull(strstr(out.text.s, "order.confirm"));
}
END_TEST

START_TEST(how_much_more_or_less_may_come_goes_out_as_it_came_in)
{
    struct customer *c;
    struct item *item;
    struct sink_text out;

    ck_assert_int_eq(import(IMPORT_ITEMS, "sku,description,price,over_ship,under_ship\n"
                                          "PIPE,Pipe,1.00,7.5,3%\n").fresh, 1);
    ck_assert_int_eq(import(IMPORT_CUSTOMERS, "code,name,country,over_ship,under_ship\n"
                                              "HULL,Hull Yard,GB,0,12\n").fresh, 1);
    ck_ok(item_find(shop.desk, "PIPE", (struct channel_id){ 0 }, shop.arena, &item, &err));
    ck_assert_int_eq(item->tolerance.over.ppm, 75000);
    ck_assert_int_eq(item->tolerance.under.ppm, 30000);
    ck_ok(customer_find(shop.desk, "HULL", shop.arena, &c, &err));
    ck_assert(c->tolerance.over.is_said);
    ck_assert_int_eq(c->tolerance.over.ppm, 0);
    ck_assert_int_eq(c->tolerance.under.ppm, 120000);
    ck_ok(export("items", "pipe", &out));
    ck_assert_ptr_nonnull(strstr(out.text.s, "over_ship|under_ship|"));
    ck_assert_ptr_nonnull(strstr(out.text.s, "|7.5|3|"));
    ck_ok(export("customers", "hull", &out));
    ck_assert_ptr_nonnull(strstr(out.text.s, "|0|12|"));
    /* An empty cell takes it back; a column that is not there leaves it. */
    import(IMPORT_ITEMS, "sku,description,price,under_ship\nPIPE,Pipe,1.00,\n");
    ck_ok(item_find(shop.desk, "PIPE", (struct channel_id){ 0 }, shop.arena, &item, &err));
    ck_assert_int_eq(item->tolerance.over.ppm, 75000);
    ck_assert(!item->tolerance.under.is_said);
    ck_assert_int_eq(import(IMPORT_ITEMS, "sku,description,price,over_ship\n"
                                          "PIPE,Pipe,1.00,much\n").refused, 1);
}
END_TEST

START_TEST(descriptions_in_other_languages_go_out_as_they_came_in)
{
    static const char file[] = "sku,description,price,descriptions\n"
                               "PIPE,Pipe,1.00,\"fr: Tuyau; coudé\nde: Rohr\"\n";
    struct item *item;
    struct sink_text out;

    ck_assert_int_eq(import(IMPORT_ITEMS, file).fresh, 1);
    ck_ok(export("items", "pipe", &out));
    ck_assert_ptr_nonnull(strstr(out.text.s, "de: Rohr; fr: Tuyau; coudé"));
    /* The same again is the same, a column that is not there leaves them, an empty cell does not. */
    ck_assert_int_eq(import(IMPORT_ITEMS, "sku,description,price,descriptions\n"
                                          "PIPE,Pipe,1.00,de: Rohr; fr: Tuyau; coudé\n").same, 1);
    ck_assert_int_eq(import(IMPORT_ITEMS, "sku,description,price\nPIPE,Pipe 2,1.00\n").changed, 1);
    ck_ok(item_find(shop.desk, "PIPE", (struct channel_id){ 0 }, shop.arena, &item, &err));
    ck_assert_str_eq(item_texts_text(item->texts, shop.arena), "de: Rohr; fr: Tuyau; coudé");
    ck_assert_int_eq(import(IMPORT_ITEMS, "sku,description,price,descriptions\n"
                                          "PIPE,Pipe,1.00,\n").changed, 1);
    ck_ok(item_find(shop.desk, "PIPE", (struct channel_id){ 0 }, shop.arena, &item, &err));
    ck_assert_str_eq(item_texts_text(item->texts, shop.arena), "");
    ck_assert_int_eq(import(IMPORT_ITEMS, "sku,description,price,descriptions\n"
                                          "PIPE,Pipe,1.00,Rohr\n").refused, 1);
}
END_TEST

START_TEST(words_of_a_channel_stay_and_others_are_in_the_customers_language)
{
    struct order *o;

    import(IMPORT_ITEMS, "sku,description,price,descriptions\nPIPE,Pipe,1.00,de: Rohr\n");
    import(IMPORT_CUSTOMERS, "code,name,country,lang\nHULL,Hull Yard,DE,de_AT\n");
    ck_assert_int_eq(import(IMPORT_ORDERS, "order,customer,date,sku,description,qty,price\n"
                                           "1,HULL,2026-11-01,PIPE,,1,1.5\n"
                                           "1,HULL,2026-11-01,PIPE,Rohr von uns,1,1.5\n").fresh, 1);
    o = order("1");
    ck_assert_str_eq(o->lines[0].description, "Pipe");
    ck_assert_str_eq(order_line_for_customer(&o->lines[0]), "Rohr");
    ck_assert_str_eq(order_line_for_customer(&o->lines[1]), "Rohr von uns");
}
END_TEST

START_TEST(what_cannot_be_exported_is_refused)
{
    struct sink_text out;

    ck_refused(export("secrets", NULL, &out), ERR_INVALID);
    ck_refused(export("events", "acme", &out), ERR_INVALID);
    ck_refused(export("orders", "colour:red", &out), ERR_INVALID);
    testdesk_be(shop.desk, ROLE_CLERK);
    ck_refused(export("customers", NULL, &out), ERR_DENIED);
}
END_TEST

static TCase *file_cases(void)
{
    TCase *tc = tcase_create("file");

    tcase_add_checked_fixture(tc, set_up, tear_down);
    tcase_add_test(tc, a_missing_column_is_told_before_anything_is_read);
    tcase_add_test(tc, a_map_names_columns_constants_and_words);
    tcase_add_test(tc, faults_of_a_map_are_named);
    tcase_add_test(tc, lines_belong_to_orders_only);
    tcase_add_test(tc, a_refused_row_stops_nothing_and_its_reason_is_told);
    tcase_add_test(tc, a_row_that_is_not_text_is_refused_alone);
    tcase_add_test(tc, items_and_customers_are_made_where_the_map_says_so);
    tcase_add_test(tc, a_refused_order_makes_nothing);
    tcase_add_test(tc, a_cancellation_is_a_canceled_order_linked_to_the_likeliest);
    tcase_add_test(tc, a_row_read_one_too_far_is_whole_in_the_next_round);
    tcase_add_test(tc, dates_and_decimals_are_found_out_and_said);
    tcase_add_test(tc, one_clear_date_tells_of_all_and_its_time_is_kept);
    tcase_add_test(tc, what_can_be_read_in_two_ways_is_sent_back_with_the_question);
    tcase_add_test(tc, times_that_are_none_are_refused);
    tcase_add_test(tc, orders_of_years_that_cannot_be_are_refused);
    tcase_add_test(tc, a_field_that_two_columns_are_called_by_is_refused);
    tcase_add_test(tc, rows_of_another_width_are_refused_with_what_they_hold);
    tcase_add_test(tc, the_same_file_again_changes_nothing_also_after_a_clerks_edit);
    tcase_add_test(tc, a_changed_row_changes_what_it_says_and_leaves_the_rest);
    tcase_add_test(tc, a_record_made_by_hand_is_known_by_its_code);
    tcase_add_test(tc, a_dry_run_counts_and_writes_nothing);
    tcase_add_test(tc, more_rows_than_a_transaction_takes_all_come_in_with_refused_ones_between);
    tcase_add_test(tc, a_row_that_fails_while_it_writes_takes_no_other_with_it);
    tcase_add_test(tc, what_one_batch_makes_and_changes_again_is_found_as_it_is_at_the_end);
    tcase_add_test(tc, what_another_file_changes_is_found_by_its_new_words_only);
    tcase_add_test(tc, a_batch_that_is_taken_back_leaves_no_words_and_its_good_rows_are_found_once);
    tcase_add_test(tc, cells_that_a_spreadsheet_would_run_come_in_as_they_were);
    tcase_add_test(tc, a_warehouse_user_may_not_import);
    tcase_add_test(tc, items_come_with_price_kind_and_barcode_and_change_by_price);
    tcase_add_test(tc, decimal_commas_are_read_where_the_map_says_so);
    tcase_add_test(tc, prices_come_by_list_quantity_and_customer_and_again_change_nothing);
    tcase_add_test(tc, prices_of_nothing_are_refused);
    tcase_add_test(tc, stock_is_what_the_file_counts_and_again_after_the_desk_moved_on);
    tcase_add_test(tc, stock_of_nothing_and_nowhere_is_refused);
    tcase_add_test(tc, rows_have_their_share_of_tax_discount_and_charges);
    tcase_add_test(tc, tax_may_be_in_the_prices);
    tcase_add_test(tc, a_changed_share_is_other_content);
    tcase_add_test(tc, faults_of_sums_are_named);
    tcase_add_test(tc, odd_addresses_of_customers_come_in_with_a_warning);
    tcase_add_test(tc, odd_places_of_orders_come_in_with_a_warning_and_refused_rows_have_none);
    return tc;
}

static TCase *order_cases(void)
{
    TCase *tc = tcase_create("orders");

    tcase_add_checked_fixture(tc, set_up, tear_down);
    tcase_add_test(tc, an_order_of_several_rows_comes_in_as_history);
    tcase_add_test(tc, an_order_with_one_bad_line_is_refused_whole);
    tcase_add_test(tc, rows_of_one_order_must_follow_each_other);
    tcase_add_test(tc, an_unreadable_row_refuses_the_orders_beside_it);
    tcase_add_test(tc, the_same_order_is_the_same_and_another_content_is_proposed);
    tcase_add_test(tc, lines_in_a_second_file_find_their_order_in_any_sequence);
    tcase_add_test(tc, a_file_of_lines_that_cannot_be_read_lets_nothing_in);
    tcase_add_test(
        tc, tax_and_total_of_the_file_are_kept_small_differences_shown_and_large_ones_held);
    tcase_add_test(tc, a_total_that_is_a_little_less_is_shown_as_discount);
    tcase_add_test(tc, how_much_a_total_may_differ_is_said_by_the_channel);
    tcase_add_test(tc, a_total_in_doubt_is_refused_of_what_is_over_or_here_already);
    tcase_add_test(tc, a_total_in_doubt_stays_held_when_its_items_are_found);
    tcase_add_test(tc, another_currency_needs_its_rate);
    tcase_add_test(tc, a_currency_without_cents_is_worth_as_much_in_one_with_them);
    tcase_add_test(tc, canceled_orders_stay_canceled);
    tcase_add_test(tc, kept_numbers_are_the_desks_own_and_its_next_ones_lie_beyond);
    tcase_add_test(tc, every_kind_is_exported_and_the_query_chooses);
    tcase_add_test(tc, how_much_more_or_less_may_come_goes_out_as_it_came_in);
    tcase_add_test(tc, descriptions_in_other_languages_go_out_as_they_came_in);
    tcase_add_test(tc, words_of_a_channel_stay_and_others_are_in_the_customers_language);
    tcase_add_test(tc, what_cannot_be_exported_is_refused);
    return tc;
}

Suite *import_suite(void)
{
    Suite *s = suite_create("import");

    suite_add_tcase(s, file_cases());
    suite_add_tcase(s, order_cases());
    return s;
}
