/*
 * The Northwind data comes in whole, goes out as it came, and comes in again. Needs the shared data
 * folder; without it the test is skipped.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/conf.h"
#include "base/csv.h"
#include "base/limits.h"
#include "base/mem.h"
#include "domain/catalog/item.h"
#include "domain/desk/outbox.h"
#include "domain/insight/audit.h"
#include "domain/insight/queue.h"
#include "domain/insight/search.h"
#include "domain/intake/import.h"
#include "domain/order/order.h"
#include "domain/party/customer.h"
#include "support/testdesk.h"
#include "support/testdash.h"
#include "unit/temp.h"

static char folder[800], maps[800];
static struct desk *desk;
static struct import_counts counts[4];
static struct arena *arena;

/* --- files in ------------------------------------------------------------------------------------ */

static void note_refusal(void *arg, const struct import_refusal *r, const struct csv_reader *row)
{
    (void)arg;
    (void)row;
    ck_abort_msg("line %lld was refused: %s", (long long)r->line, r->reason);
}

struct files {
    const char *rows, *lines, *map;
};

static struct import_counts take_in(struct desk *into, enum import_kind kind,
                                    const struct files *files)
{
    struct err err = ERR_INIT;
    struct import_counts out;
    OD_CSV *rows = NULL;
    OD_CSV *lines = NULL;
    OD_CONF *map = NULL;
    struct import_in in = { .kind = kind, .source = "northwind", .refused = note_refusal };

    ck_ok(csv_open(&rows, files->rows, NULL, &err));
    if (files->lines)
        ck_ok(csv_open(&lines, files->lines, NULL, &err));
    if (files->map)
        ck_ok(conf_load(&map, files->map, &err));
    in.rows = rows;
    in.lines = lines;
    in.map = map;
    ck_ok(import_run(into, &in, &out, &err));
    return out;
}

static struct import_counts take_in_northwind(enum import_kind kind)
{
    static const struct {
        const char *rows, *lines, *map;
    } names[] = {
        [IMPORT_CUSTOMERS] = { "customers.csv", NULL, "northwind-customers.ini" },
        [IMPORT_ITEMS] = { "products.csv", NULL, "northwind-items.ini" },
        [IMPORT_STOCK] = { "products.csv", NULL, "northwind-stock.ini" },
        [IMPORT_ORDERS] = { "orders.csv", "order_details.csv", "northwind-orders.ini" },
    };
    OD_ARENA *tmp = arena_new();
    struct files files = {
        arena_printf(tmp, "%s/%s", folder, names[kind].rows),
        names[kind].lines ? arena_printf(tmp, "%s/%s", folder, names[kind].lines) : NULL,
        arena_printf(tmp, "%s/%s", maps, names[kind].map),
    };

    return take_in(desk, kind, &files);
}

static void set_up(void)
{
    arena = arena_new();
    desk = testdesk_new();
    for (int kind = IMPORT_CUSTOMERS; kind <= IMPORT_ORDERS; kind++)
        counts[kind] = take_in_northwind((enum import_kind)kind);
}

static void tear_down(void)
{
    desk_close(desk);
    arena_free(arena);
}

/* --- all orders ---------------------------------------------------------------------------------- */

static void each_order(void (*look)(const struct order *o, void *arg), void *arg)
{
    struct err err = ERR_INIT;
    OD_ARENA *tmp = arena_new();
    const struct query *all;
    struct find_from from = { 0 };
    struct order_rows rows;

    ck_ok(query_parse("", FIND_ORDER, desk, arena, &all, &err));
    do {
        arena_reset(tmp);
        ck_ok(find_orders(desk, all, from.id ? &from : NULL, 100, tmp, &rows, &err));
        for (int i = 0; i < rows.n; i++) {
            struct order *o;

            ck_ok(order_load(desk, rows.v[i].id, tmp, &o, &err));
            look(o, arg);
            from.id = o->id.v;
        }
    } while (rows.n == 100);
}

struct sums {
    int orders, lines, charges, open, closed;
    __int128 exact; /* quantity x price x (1 - discount): 10^-15 of a unit */
    int64_t nets, freight, goods, total;
};

static void add_up(const struct order *o, void *arg)
{
    struct sums *s = arg;

    s->orders++;
    s->open += o->status == ORDER_CONFIRMED;
    s->closed += o->status == ORDER_CLOSED;
    s->goods += o->goods_minor;
    s->total += o->total_minor;
    ck_assert(o->is_history);
    for (int i = 0; i < o->line_count; i++) {
        const struct order_line *l = &o->lines[i];

        ck_assert_int_eq(l->allocated.milli, 0);
        if (l->kind == LINE_CHARGE) {
            s->charges++;
            s->freight += l->net_minor;
            ck_assert_str_eq(l->sku, "FREIGHT");
            continue;
        }
        s->lines++;
        s->nets += l->net_minor;
        s->exact += (__int128)l->ordered.milli * l->unit_price.v * (PPM - l->disc.ppm);
    }
}

/* --- claims -------------------------------------------------------------------------------------- */

START_TEST(every_row_comes_in)
{
    ck_assert_int_eq(counts[IMPORT_CUSTOMERS].fresh, 91);
    ck_assert_int_eq(counts[IMPORT_ITEMS].fresh, 77);
    ck_assert_int_eq(counts[IMPORT_STOCK].read, 77);
    ck_assert_int_eq(counts[IMPORT_STOCK].refused, 0);
    ck_assert_int_eq(counts[IMPORT_ORDERS].fresh, 830);
    ck_assert_int_eq(counts[IMPORT_ORDERS].lines, 2155);
    ck_assert_int_eq(counts[IMPORT_ORDERS].lines_left, 0);
    ck_assert_int_eq(testdesk_count(desk, "customer"), 91);
    ck_assert_int_eq(testdesk_count(desk, "item"), 78); /* and FREIGHT */
    ck_assert_int_eq(testdesk_count(desk, "sales_order"), 830);
}
END_TEST

START_TEST(amounts_are_those_of_the_data_to_the_last_digit)
{
    struct sums s = { 0 };

    each_order(add_up, &s);

    ck_assert_int_eq(s.orders, 830);
    ck_assert_int_eq(s.lines, 2155);
    /* thousandths x 10^-6 x ppm: 1,265,793.0395 exactly */
    ck_assert(s.exact == (__int128)INT64_C(12657930395) * INT64_C(100000000000));
    ck_assert_int_eq(s.nets, INT64_C(126579329));
    ck_assert_int_eq(s.goods, INT64_C(126579329));
    ck_assert_int_eq(s.charges, 830);
    ck_assert_int_eq(s.freight, INT64_C(6494269));
    ck_assert_int_eq(s.total, INT64_C(126579329) + INT64_C(6494269));
}
END_TEST

START_TEST(shipped_orders_are_closed_and_the_others_are_open_work)
{
    struct err err = ERR_INIT;
    struct sums s = { 0 };
    struct queues queues;

    each_order(add_up, &s);
    ck_ok(queues_load(desk, arena, &queues, &err));

    ck_assert_int_eq(s.open, 21);
    ck_assert_int_eq(s.closed, 809);
    for (int i = 0; i < queues.n; i++)
        if (strcmp(queues.v[i].name, "imported") == 0)
            ck_assert_int_eq(queues.v[i].count, 21);
    ck_assert_int_ge(testdash_check(desk), 3);
    testdash_check_day(desk);
}
END_TEST

START_TEST(a_second_import_changes_nothing)
{
    static const char *const tables[] = { "customer",    "address",   "contact",       "item",
                                          "price_rule",  "sales_order", "order_line",  "order_event",
                                          "event_log",   "stock_movement", "import_record",
                                          "metric_hour", "outbox" };
    int64_t before[OD_LEN(tables)];

    for (size_t i = 0; i < OD_LEN(tables); i++)
        before[i] = testdesk_count(desk, tables[i]);
    for (int kind = IMPORT_CUSTOMERS; kind <= IMPORT_ORDERS; kind++) {
        struct import_counts again = take_in_northwind((enum import_kind)kind);

        ck_assert_int_eq(again.read, counts[kind].read);
        ck_assert_int_eq(again.same, again.read);
    }
    for (size_t i = 0; i < OD_LEN(tables); i++)
        ck_assert_msg(testdesk_count(desk, tables[i]) == before[i], "%s changed", tables[i]);
}
END_TEST

START_TEST(nothing_is_allocated_held_or_sent_out)
{
    struct err err = ERR_INIT;
    struct outbox_list jobs;

    ck_assert_int_eq(testdesk_count(desk, "allocation"), 0);
    ck_assert_int_eq(testdesk_count(desk, "stock_hold"), 0);
    ck_ok(outbox_list_load(desk, 0, LIMIT_PAGE_ROWS, arena, &jobs, &err));
    for (int i = 0; i < jobs.n; i++)
        ck_assert_str_eq(jobs.v[i].topic, OUTBOX_STOCK_CHANGED); /* of the stock that was counted */
}
END_TEST

START_TEST(check_finds_nothing_wrong)
{
    struct err err = ERR_INIT;
    struct audit audit;

    ck_ok(audit_run(desk, false, arena, &audit, &err));

    for (int i = 0; i < audit.n; i++)
        ck_abort_msg("%s: %s %s", audit.v[i].check, audit.v[i].record, audit.v[i].words);
    ck_assert_int_ge(audit.records, 830);
}
END_TEST

START_TEST(an_order_is_found_by_its_old_and_its_new_number)
{
    struct err err = ERR_INIT;
    struct order_id by_old, by_new;
    const struct query *q;
    struct order_rows rows;
    struct order *o;

    ck_ok(order_find(desk, "10248", &by_old, &err));
    ck_assert_int_ne(by_old.v, 0);
    ck_ok(order_load(desk, by_old, arena, &o, &err));
    ck_assert(check_digit_ok(o->number));
    ck_ok(order_find(desk, o->number, &by_new, &err));
    ck_assert_int_eq(by_new.v, by_old.v);

    ck_ok(query_parse("10248", FIND_ALL, desk, arena, &q, &err));
    ck_ok(find_orders(desk, q, NULL, 20, arena, &rows, &err));
    ck_assert_int_ge(rows.n, 1);
    ck_ok(query_parse(arena_printf(arena, "number:%s", o->number), FIND_ALL, desk, arena, &q, &err));
    ck_ok(find_orders(desk, q, NULL, 20, arena, &rows, &err));
    ck_assert_int_eq(rows.n, 1);
    ck_assert_int_eq(rows.v[0].id.v, by_old.v);
    ck_assert_str_eq(rows.v[0].external_id, "10248");
}
END_TEST

START_TEST(no_number_of_the_desk_is_the_old_number_of_another_order)
{
    struct err err = ERR_INIT;

    for (int old = 10248; old <= 11077; old++) {
        struct order_id id;
        struct order *o;

        ck_ok(order_find(desk, arena_printf(arena, "%d", old), &id, &err));
        ck_ok(order_load(desk, id, arena, &o, &err));
        ck_assert_str_eq(o->external_id, arena_printf(arena, "%d", old));
    }
}
END_TEST

START_TEST(the_own_dates_and_the_ship_to_are_kept)
{
    struct err err = ERR_INIT;
    struct order_id id;
    struct order *o;

    ck_ok(order_find(desk, "10248", &id, &err));
    ck_ok(order_load(desk, id, arena, &o, &err));

    ck_assert_int_eq(o->placed.ms, date_begin((struct date){ 1996, 7, 4 }).ms);
    ck_assert_int_eq(o->ended.ms, date_begin((struct date){ 1996, 7, 16 }).ms);
    ck_assert_int_eq(date_cmp(o->requested, (struct date){ 1996, 8, 1 }), 0);
    ck_assert_str_eq(o->ship_name, "Vins et alcools Chevalier");
    ck_assert_str_eq(o->ship_line1, "59 rue de l'Abbaye");
    ck_assert_str_eq(o->ship_country, "FR");
    ck_assert_str_eq(o->ship_method, "Federal Shipping");
}
END_TEST

START_TEST(accents_do_not_matter_when_searching)
{
    struct err err = ERR_INIT;
    const struct query *q;
    struct customer_rows rows;

    ck_ok(query_parse("munch franken", FIND_CUSTOMER, desk, arena, &q, &err));
    ck_ok(find_customers(desk, q, NULL, 10, arena, &rows, &err));

    ck_assert_int_eq(rows.n, 1);
    ck_assert_str_eq(rows.v[0].code, "FRANK");
    ck_assert_str_eq(rows.v[0].city, "München");
}
END_TEST

/* --- files out ----------------------------------------------------------------------------------- */

static void put_head(void *arg, const char *const *names, int n)
{
    for (int i = 0; i < n; i++)
        csv_put(arg, names[i], i == 0);
    csv_end_row(arg);
}

static bool put_row(void *arg, const char *const *cells, int n, struct err *err)
{
    (void)err;
    put_head(arg, cells, n);
    return true;
}

/* Exports kind to a file in the temporary folder and gives its path. */
static const char *export_to(struct desk *from, const char *dir, const char *kind)
{
    struct err err = ERR_INIT;
    const char *path = arena_printf(arena, "%s/%s.csv", dir, kind);
    FILE *file = fopen(path, "w");
    struct export_sink sink = { put_head, put_row, file };

    ck_assert_ptr_nonnull(file);
    ck_ok(export_run(from, kind, NULL, &sink, &err));
    ck_assert_int_eq(fclose(file), 0);
    return path;
}

/* Every row of theirs has a row of ours with the same bytes in these columns. */
struct column_pair {
    const char *theirs, *ours;
};

static int compare_files(const char *their_path, const char *our_path,
                         const struct column_pair *pairs, size_t n)
{
    struct err err = ERR_INIT;
    OD_CSV *theirs = NULL;
    int rows = 0;

    ck_ok(csv_open(&theirs, their_path, NULL, &err));
    while (csv_next(theirs, &err)) {
        OD_CSV *ours = NULL;
        bool found = false;

        ck_ok(csv_open(&ours, our_path, NULL, &err));
        while (!found && csv_next(ours, &err)) {
            found = strcmp(csv_cell(theirs, csv_column(theirs, pairs[0].theirs)),
                           csv_cell(ours, csv_column(ours, pairs[0].ours))) == 0;
            for (size_t i = 0; found && i < n; i++)
                ck_assert_str_eq(
                    csv_unguard(csv_cell(ours, csv_column(ours, pairs[i].ours))),
                    csv_cell(theirs, csv_column(theirs, pairs[i].theirs)));
        }
        ck_assert_msg(found, "row %d is missing", rows + 1);
        rows++;
    }
    return rows;
}

START_TEST(customers_go_out_byte_for_byte_as_they_came)
{
    static const struct column_pair pairs[] = {
        { "CustomerID", "code" },     { "CompanyName", "name" },
        { "ContactName", "contact" }, { "ContactTitle", "contact_title" },
        { "Address", "address" },     { "City", "city" },
        { "Region", "region" },       { "PostalCode", "postcode" },
        { "Phone", "phone" },
    };
    char dir[TEMP_DIR_SIZE];
    const char *ours;
    int rows;

    temp_begin(dir);
    ours = export_to(desk, dir, "customers");
    rows = compare_files(arena_printf(arena, "%s/customers.csv", folder), ours, pairs,
                             OD_LEN(pairs));

    temp_end(dir);
    ck_assert_int_eq(rows, 91);
}
END_TEST

START_TEST(orders_go_out_byte_for_byte_as_they_came)
{
    static const struct column_pair pairs[] = {
        { "OrderID", "order" },           { "CustomerID", "customer" },
        { "OrderDate", "date" },          { "RequiredDate", "requested" },
        { "ShippedDate", "shipped" },     { "ShipName", "ship_name" },
        { "ShipAddress", "ship_address" }, { "ShipCity", "ship_city" },
        { "ShipRegion", "ship_region" },  { "ShipPostalCode", "ship_postcode" },
    };
    char dir[TEMP_DIR_SIZE];
    const char *ours;
    int rows;

    temp_begin(dir);
    ours = export_to(desk, dir, "orders");
    rows = compare_files(arena_printf(arena, "%s/orders.csv", folder), ours, pairs,
                             OD_LEN(pairs));

    temp_end(dir);
    ck_assert_int_eq(rows, 830);
}
END_TEST

START_TEST(what_was_exported_makes_the_same_desk_again)
{
    struct err err = ERR_INIT;
    char dir[TEMP_DIR_SIZE];
    struct files customers = { 0 }, items = { 0 }, stock = { 0 }, orders = { 0 };
    struct sums before = { 0 }, after = { 0 };
    struct import_counts taken;
    struct audit audit;

    temp_begin(dir);
    customers.rows = export_to(desk, dir, "customers");
    items.rows = export_to(desk, dir, "items");
    stock.rows = export_to(desk, dir, "stock");
    orders.rows = export_to(desk, dir, "orders");
    orders.lines = export_to(desk, dir, "lines");
    each_order(add_up, &before);
    desk_close(desk);
    desk = testdesk_new();
    ck_assert_int_eq(take_in(desk, IMPORT_CUSTOMERS, &customers).fresh, 91);
    ck_assert_int_eq(take_in(desk, IMPORT_ITEMS, &items).fresh, 78);
    ck_assert_int_eq(take_in(desk, IMPORT_STOCK, &stock).refused, 0);
    taken = take_in(desk, IMPORT_ORDERS, &orders);
    each_order(add_up, &after);
    temp_end(dir);

    ck_assert_int_eq(taken.fresh, 830);
    ck_assert_int_eq(taken.lines, 2155 + 830);
    ck_assert_mem_eq(&before, &after, sizeof before);
    ck_ok(audit_run(desk, false, arena, &audit, &err));
    ck_assert_int_eq(audit.n, 0);
}
END_TEST

static Suite *northwind_suite(void)
{
    Suite *s = suite_create("northwind");
    TCase *tc = tcase_create("northwind");

    tcase_set_timeout(tc, 120);
    tcase_add_unchecked_fixture(tc, set_up, tear_down);
    tcase_add_test(tc, every_row_comes_in);
    tcase_add_test(tc, amounts_are_those_of_the_data_to_the_last_digit);
    tcase_add_test(tc, shipped_orders_are_closed_and_the_others_are_open_work);
    tcase_add_test(tc, a_second_import_changes_nothing);
    tcase_add_test(tc, nothing_is_allocated_held_or_sent_out);
    tcase_add_test(tc, check_finds_nothing_wrong);
    tcase_add_test(tc, an_order_is_found_by_its_old_and_its_new_number);
    tcase_add_test(tc, no_number_of_the_desk_is_the_old_number_of_another_order);
    tcase_add_test(tc, the_own_dates_and_the_ship_to_are_kept);
    tcase_add_test(tc, accents_do_not_matter_when_searching);
    tcase_add_test(tc, customers_go_out_byte_for_byte_as_they_came);
    tcase_add_test(tc, orders_go_out_byte_for_byte_as_they_came);
    tcase_add_test(tc, what_was_exported_makes_the_same_desk_again);
    suite_add_tcase(s, tc);
    return s;
}

int main(void)
{
    const char *source = getenv("srcdir") ? getenv("srcdir") : ".";
    const char *shared = getenv("ORDERDESK_SHARED_DATA");
    SRunner *runner;
    int failed;

    if (shared)
        (void)snprintf(folder, sizeof folder, "%s/orders/northwind", shared);
    else
        (void)snprintf(folder, sizeof folder, "%s/../shared/data/orders/northwind", source);
    (void)snprintf(maps, sizeof maps, "%s/data/maps", source);
    if (access(folder, R_OK) != 0) {
        (void)printf("SKIP: no Northwind data at %s; set ORDERDESK_SHARED_DATA\n", folder);
        return 77;
    }
    runner = srunner_create(northwind_suite());
    srunner_run_all(runner, CK_ENV);
    failed = srunner_ntests_failed(runner);
    srunner_free(runner);
    return failed == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
