/*
 * Files exchanged with a partner: what one for it says, what is made of one of its own, and what
 * that does to orders, stock and receipts.
 */
#include <string.h>

#include "base/json.h"
#include "domain/desk/setting.h"
#include "domain/flow/arrival.h"
#include "domain/flow/package.h"
#include "domain/outside/folder_parts.h"
#include "support/testorder.h"
#include "unit/domain_suites.h"

static struct testshop shop;
static struct desk *desk;
static struct arena *arena;
static struct err err;

static void set_up(void)
{
    err_clear(&err);
    testshop_open(&shop);
    desk = shop.desk;
    arena = shop.arena;
    ck_ok(setting_set(desk, "folder.events",
                      "order.changed fulfillment.released fulfillment.changed", &err));
}

static void tear_down(void)
{
    testshop_close(&shop);
}

static int64_t count(const char *sql)
{
    return testshop_number(desk, sql);
}

/* A released order of so many brackets: the number of its fulfillment. */
static const char *released(int units)
{
    struct order *o = testshop_order(&shop, shop.bracket, units, true);

    ck_ok(testshop_act(&shop, o, "release", NULL, NULL, &err));
    return arena_printf(arena, "%s-F1", o->number);
}

static struct fulfillment *load(const char *number)
{
    struct fulfillment *f;
    int64_t id;

    ck_ok(fulfillment_find(desk, number, &id, &err));
    ck_ok(fulfillment_load(desk, id, arena, &f, &err));
    return f;
}

static struct folder_report take(const char *name, const char *text)
{
    struct folder_in in = { .name = name, .bytes = text, .len = strlen(text) };
    struct folder_report report;

    ck_ok(folder_take(desk, &in, arena, &report, &err));
    return report;
}

#define CHECK_REPORT(r, t, s, x)                                                                   \
    do {                                                                                           \
        struct folder_report r_ = (r);                                                             \
        ck_assert_msg(r_.taken == (t) && r_.same == (s) && r_.refused == (x),                      \
                      "%d taken %d same %d refused: %s", r_.taken, r_.same, r_.refused, r_.text);  \
    } while (0)

/* ---- a file for the partner ------------------------------------------------------------------ */

START_TEST(a_cell_is_quoted_and_never_run)
{
    struct folder_line line = { .v = { [COLUMN_ITEM] = "=1+1", [COLUMN_QTY] = "2.5" } };
    struct folder_doc doc = { .lines = &line, .n = 1 };
    const char *text;
    size_t len;

    doc.head[HEAD_EVENT] = "order.confirmed";
    doc.head[HEAD_CUSTOMER_NAME] = "Smith, \"Son\"";
    doc.head[HEAD_PHONE] = "+44 113 496 0000";
    doc.head[HEAD_SHIP_NAME] = "-1+cmd";
    doc.head[HEAD_SHIP_LINE1] = "'=1";
    doc.head[HEAD_SHIP_LINE2] = "a;b";
    ck_ok(folder_text(&doc, false, arena, &text, &len, &err));
    ck_assert_uint_eq(strlen(text), len);
    ck_assert_ptr_nonnull(strstr(text, "\"Smith, \"\"Son\"\"\""));
    ck_assert_ptr_nonnull(strstr(text, ",+44 113 496 0000,"));
    ck_assert_ptr_nonnull(strstr(text, ",'-1+cmd,''=1,\"a;b\","));
    ck_assert_ptr_nonnull(strstr(text, ",,'=1+1,,2.5,\r\n"));
}
END_TEST

START_TEST(json_has_the_head_once_and_its_lines)
{
    struct folder_line lines[2] = { { .v = { [COLUMN_ITEM] = "A" } },
                                    { .v = { [COLUMN_ITEM] = "B\n" } } };
    struct folder_doc doc = { .lines = lines, .n = 2 };
    const struct json *root;
    const char *text;
    size_t len;

    doc.head[HEAD_ORDER] = "10482";
    ck_ok(folder_text(&doc, true, arena, &text, &len, &err));
    ck_ok(json_parse(text, len, arena, &root, &err));
    ck_assert_str_eq(json_text(json_get(root, "order")), "10482");
    ck_assert_int_eq(json_len(json_get(root, "lines")), 2);
    ck_assert_str_eq(json_text(json_get(json_at(json_get(root, "lines"), 1), "item")), "B\n");
    ck_assert_str_eq(json_text(json_get(root, "tracking")), "");
}
END_TEST

START_TEST(an_order_without_lines_is_one_row)
{
    struct folder_doc doc = { 0 };
    const char *text;
    size_t len;

    ck_ok(folder_text(&doc, false, arena, &text, &len, &err));
    ck_assert_ptr_eq(strstr(strstr(text, "\r\n") + 2, "\r\n"), text + len - 2);
}
END_TEST

/* ---- which events ---------------------------------------------------------------------------- */

static int route(void)
{
    int n;

    ck_ok(queue_route(desk, 100, &n, &err));
    return (int)count("SELECT COUNT(*) FROM outbox WHERE provider = 'folder'");
}

START_TEST(only_what_is_wanted_of_its_sites_becomes_a_file)
{
    (void)released(1);
    ck_assert_int_eq(route(), 1);
    ck_ok(setting_set(desk, "folder.sites", "LEEDS", &err));
    (void)released(1);
    ck_assert_int_eq(route(), 1);
    ck_ok(setting_set(desk, "folder.sites", "LEEDS, MAIN", &err));
    ck_ok(setting_set(desk, "folder.events", "order.confirmed", &err));
    (void)released(1);
    ck_assert_int_eq(route(), 2);
    ck_ok(setting_set(desk, "folder.events", "", &err));
    (void)released(1);
    ck_assert_int_eq(route(), 2);
}
END_TEST

static void leave_out(const char *number, const char *qty, enum err_code want)
{
    const struct action_value v[] = { { "item", "BRK-20" }, { "qty", qty } };
    const struct action_values values = { v, 2 };
    bool ok;

    err_clear(&err);
    ok = act(desk, &fulfillment_document, (struct record_at){ .id = load(number)->id }, "leave",
             &values, &err);
    ck_assert_int_eq(err.code, want);
    ck_assert_int_eq(ok, want == ERR_NONE);
}

START_TEST(changes_before_it_is_written_are_one_file)
{
    const char *number = released(5);

    ck_assert_int_eq(route(), 1);
    leave_out(number, "1", ERR_NONE);
    leave_out(number, "1", ERR_NONE);
    ck_assert_int_eq(route(), 2);
}
END_TEST

START_TEST(changes_before_another_try_are_one_file)
{
    const char *number = released(5);
    struct queue_way way = { .provider = FOLDER_PROVIDER, .per_minute = 6000, .burst = 1000 };
    struct job_result full = { .end = JOB_WAIT, .code = "", .message = "full", .remote_id = "" };
    struct queue_try tried = { .result = &full, .worker = "here:1" };
    enum queue_state state;
    struct queue_rows rows;

    leave_out(number, "1", ERR_NONE);
    ck_assert_int_eq(route(), 2);
    for (int i = 0; i < 2; i++) {
        ck_ok(queue_claim(desk, &way, "here:1", 60000, 1, arena, &rows, &err));
        ck_assert_int_eq(rows.n, 1);
        tried.row = &rows.v[0];
        full.end = i == 0 ? JOB_DONE : JOB_WAIT;
        ck_ok(queue_record(desk, &way, &tried, &state, &err));
    }
    ck_assert_int_eq(state, QUEUE_RETRY);
    leave_out(number, "1", ERR_NONE);
    ck_assert_int_eq(route(), 2);
}
END_TEST

START_TEST(what_is_left_out_stays_with_the_order)
{
    const char *number = released(5);
    struct order *o = testshop_load(&shop, load(number)->order->id.v);

    leave_out(number, "6", ERR_INVALID);
    leave_out(number, "0", ERR_INVALID);
    leave_out(number, "2", ERR_NONE);
    ck_assert_int_eq(load(number)->lines[0].qty.milli, 3 * QTY_PER_UNIT);
    o = testshop_load(&shop, o->id.v);
    ck_assert_int_eq(o->lines[0].allocated.milli, 5 * QTY_PER_UNIT);
    ck_ok(testshop_act(&shop, o, "release", NULL, NULL, &err));
    ck_assert_int_eq(load(arena_printf(arena, "%s-F2", o->number))->lines[0].qty.milli,
                     2 * QTY_PER_UNIT);
    leave_out(number, "3", ERR_NONE);
    ck_assert_int_eq(load(number)->status, FULFILLMENT_CANCELED);
}
END_TEST

static bool leave_item(const char *number, const char *sku)
{
    const struct action_value v = { "item", sku };
    const struct action_values values = { &v, 1 };

    return act(desk, &fulfillment_document, (struct record_at){ .id = load(number)->id }, "leave",
               &values, &err);
}

START_TEST(what_is_picked_is_not_left_out)
{
    const char *number = released(5);
    const struct action_values none = { 0 };

    ck_ok(act(desk, &fulfillment_document, (struct record_at){ .id = load(number)->id }, "pick",
              &none, &err));
    ck_refused(leave_item(number, "BRK-20"), ERR_STATE);
    ck_assert_str_eq(err.field, "item");
    ck_assert_int_eq(load(number)->lines[0].qty.milli, 5 * QTY_PER_UNIT);
}
END_TEST

START_TEST(a_part_of_a_bundle_is_not_left_out)
{
    const struct item_part parts[] = { { shop.bracket, "", { 3000 } },
                                       { shop.deny, "", { 2000 } },
                                       { { 0 }, "", { 0 } } };
    struct item item = { .sku = "SET", .kind = ITEM_BUNDLE, .description = "Starter set",
                         .category = "", .uom = "ea", .note = "",
                         .backorder = BACKORDER_ALLOW, .is_active = true, .parts = parts };
    struct price price = { 20000000 };
    struct item_id set;
    struct order *o;
    const char *number;

    ck_ok(item_save(desk, &item, &price, NULL, &set, &err));
    o = testshop_order(&shop, set, 2, true);
    ck_ok(testshop_act(&shop, o, "release", NULL, NULL, &err));
    number = arena_printf(arena, "%s-F1", o->number);
    ck_refused(leave_item(number, "BRK-21"), ERR_STATE);
    ck_assert_str_eq(err.field, "item");
    ck_assert_int_eq(count("SELECT SUM(qty) FROM fulfillment_line"), 10 * QTY_PER_UNIT);
}
END_TEST

/* ---- reading a file -------------------------------------------------------------------------- */

static enum err_code read_whole(const char *name, const char *text)
{
    struct folder_rows rows;

    err_clear(&err);
    return folder_rows_read(name, text, strlen(text), arena, &rows, &err) ? ERR_NONE : err.code;
}

START_TEST(a_file_that_is_none_is_refused_whole)
{
    ck_assert_int_eq(read_whole("ack.csv", "order,answer\n1,accepted\n"), ERR_NONE);
    ck_assert_int_eq(read_whole("ACK.TXT", "\"Order\";Answer\n1;accepted\n"), ERR_NONE);
    ck_assert_int_eq(read_whole("orders.csv", "order,answer\n1,accepted\n"), ERR_INVALID);
    ck_assert_int_eq(read_whole("ack.csv", "order,reply\n1,accepted\n"), ERR_INVALID);
    ck_assert_int_eq(read_whole("ack.csv", "number,answer\n1,accepted\n"), ERR_INVALID);
    ck_assert_int_eq(read_whole("ack.csv", "order,answer\n"), ERR_INVALID);
    ck_assert_int_eq(read_whole("ack.csv", ""), ERR_INVALID);
    ck_assert_int_eq(read_whole("ack.json", "{\"rows\":7}"), ERR_INVALID);
    ck_assert_int_eq(read_whole("ack.json", "[{\"order\":1,\"answer\":\"accepted\"}]"), ERR_NONE);
}
END_TEST

static const char *many_rows(int n)
{
    static const char head[] = "order,answer\n", row[] = "1,x\n";
    size_t len = sizeof head - 1;
    char *text = arena_alloc(arena, len + (size_t)n * (sizeof row - 1) + 1);

    memcpy(text, head, len);
    for (int i = 0; i < n; i++, len += sizeof row - 1)
        memcpy(text + len, row, sizeof row - 1);
    text[len] = '\0';
    return text;
}

START_TEST(a_file_has_a_bound)
{
    struct folder_rows rows;
    char *long_one = arena_alloc(arena, FOLDER_BYTES + 1);

    ck_assert_int_eq(read_whole("ack.csv", many_rows(FOLDER_ROWS)), ERR_NONE);
    ck_assert_int_eq(read_whole("ack.csv", many_rows(FOLDER_ROWS + 1)), ERR_LIMIT);
    memset(long_one, 'x', FOLDER_BYTES + 1);
    err_clear(&err);
    ck_assert(!folder_rows_read("ack.csv", long_one, FOLDER_BYTES + 1, arena, &rows, &err));
    ck_assert_int_eq(err.code, ERR_LIMIT);
}
END_TEST

START_TEST(numbers_have_a_point_and_are_more_than_nothing)
{
    static const char *const bad[] = { "", "0", "-1", "1,5", "1e3", "0.0001", "x" };
    int64_t milli;

    ck_ok(folder_milli("2.5", FIELD_QTY, &milli, &err));
    ck_assert_int_eq(milli, 2500);
    for (size_t i = 0; i < OD_LEN(bad); i++) {
        err_clear(&err);
        ck_assert(!folder_milli(bad[i], FIELD_QTY, &milli, &err));
        ck_assert_str_eq(err.field, "qty");
    }
}
END_TEST

/* ---- what it does ---------------------------------------------------------------------------- */

START_TEST(a_part_that_left_is_shipped_and_the_rest_goes_on)
{
    const char *number = released(5);
    const struct fulfillment *f;

    CHECK_REPORT(take("tracking-1.csv",
                      arena_printf(arena,
                                   "fulfillment,tracking,weight_kg,item,qty\n%s,T-1,2.5,BRK-20,2\n"
                                   "%s,T-2,,BRK-20,1\n",
                                   number, number)),
                 2, 0, 0);
    f = load(number);
    ck_assert_int_eq(f->status, FULFILLMENT_SHIPPED);
    ck_assert_int_eq(f->lines[0].picked.milli, 3 * QTY_PER_UNIT);
    ck_assert_int_eq(f->packages.n, 2);
    ck_assert_str_eq(f->packages.v[1].tracking, "T-2");
    ck_assert_int_eq(f->packages.v[0].weight_g, 2500);
    ck_assert_int_eq(testshop_free(&shop, shop.bracket), 35);
    f = load(arena_printf(arena, "%s-F2", f->order->number));
    ck_assert_int_eq(f->status, FULFILLMENT_RELEASED);
    ck_assert_int_eq(f->lines[0].qty.milli, 2 * QTY_PER_UNIT);
}
END_TEST

START_TEST(the_same_again_is_known_and_another_number_refused)
{
    const char *number = released(1);
    const char *text = arena_printf(arena, "fulfillment,tracking\n%s,T-1\n", number);
    struct folder_report again;

    CHECK_REPORT(take("tracking-1.csv", text), 1, 0, 0);
    again = take("tracking-1.csv", text);
    ck_assert(again.is_known);
    CHECK_REPORT(take("tracking-2.csv", text), 0, 1, 0);
    CHECK_REPORT(take("tracking-3.csv",
                      arena_printf(arena, "fulfillment,tracking\n%s,T-2\n", number)),
                 0, 0, 1);
    ck_assert_int_eq(count("SELECT COUNT(*) FROM shipment"), 1);
}
END_TEST

START_TEST(what_is_told_again_of_an_order_does_not_ship_its_rest)
{
    const struct order *o = load(released(5))->order;
    const char *text =
        arena_printf(arena, "order,tracking,item,qty\n%s,T-1,BRK-20,3\n", o->number);

    CHECK_REPORT(take("tracking-1.csv", text), 1, 0, 0);
    CHECK_REPORT(take("tracking-2.csv", text), 0, 1, 0);
    CHECK_REPORT(take("tracking-3.csv",
                      arena_printf(arena, "order,tracking\n%s,T-1\n", o->number)),
                 0, 1, 0);
    ck_assert_int_eq(load(arena_printf(arena, "%s-F2", o->number))->status, FULFILLMENT_RELEASED);
    text = arena_printf(arena, "order,tracking\n%s,T-2\n", o->number);
    CHECK_REPORT(take("tracking-4.csv", text), 1, 0, 0);
    ck_assert_int_eq(load(arena_printf(arena, "%s-F2", o->number))->status, FULFILLMENT_SHIPPED);
    CHECK_REPORT(take("tracking-5.csv", text), 0, 1, 0); /* also where none is open any more */
    ck_assert_int_eq(count("SELECT COUNT(*) FROM shipment"), 2);
}
END_TEST

START_TEST(rows_that_belong_together_are_taken_whole_or_not_at_all)
{
    const char *one = released(2), *two = released(2);

    CHECK_REPORT(take("tracking-1.csv",
                      arena_printf(arena,
                                   "fulfillment,tracking,item,qty\n%s,T-1,BRK-20,1\n"
                                   "%s,T-2,BRK-20,2\n%s,T-1,HOSE,1\n",
                                   one, two, one)),
                 1, 0, 2);
    ck_assert_int_eq(load(one)->status, FULFILLMENT_RELEASED);
    ck_assert_int_eq(load(one)->lines[0].picked.milli, 0);
    ck_assert_int_eq(load(two)->status, FULFILLMENT_SHIPPED);
}
END_TEST

START_TEST(a_row_that_cannot_be_read_spoils_what_it_belongs_to)
{
    const char *number = released(2);

    CHECK_REPORT(take("tracking-1.csv",
                      arena_printf(arena,
                                   "fulfillment,tracking,item,qty\n%s,T-1,BRK-20,1\n%s,T-1\n",
                                   number, number)),
                 0, 0, 2);
    ck_assert_int_eq(load(number)->status, FULFILLMENT_RELEASED);
}
END_TEST

START_TEST(a_row_whose_fulfillment_cannot_be_read_spoils_those_of_its_order)
{
    const char *one = released(2), *two = released(2);
    const char *number = load(one)->order->number, *other = load(two)->order->number;

    CHECK_REPORT(take("tracking-1.json",
                      arena_printf(arena,
                                   "[{\"fulfillment\":\"%s\",\"order\":\"%s\",\"tracking\":1,"
                                   "\"item\":\"BRK-20\",\"qty\":1},"
                                   "{\"fulfillment\":{},\"order\":\"%s\",\"tracking\":2,"
                                   "\"item\":\"BRK-20\",\"qty\":1},"
                                   "{\"fulfillment\":\"%s\",\"order\":\"%s\",\"tracking\":3}]",
                                   one, number, number, two, other)),
                 1, 0, 2);
    ck_assert_int_eq(load(one)->status, FULFILLMENT_RELEASED);
    ck_assert_int_eq(load(two)->status, FULFILLMENT_SHIPPED);
}
END_TEST

/* A fulfillment's number says whose it is. */
START_TEST(a_row_of_another_order_spoils_nothing)
{
    const char *one = released(2), *two = released(2);
    const char *number = load(one)->order->number;

    CHECK_REPORT(take("tracking-1.json",
                      arena_printf(arena,
                                   "[{\"fulfillment\":{},\"order\":\"%s\",\"tracking\":2},"
                                   "{\"fulfillment\":\"%s\",\"tracking\":1},"
                                   "{\"fulfillment\":\"%s\",\"tracking\":3}]",
                                   number, one, two)),
                 1, 0, 2);
    ck_assert_int_eq(load(one)->status, FULFILLMENT_RELEASED);
    ck_assert_int_eq(load(two)->status, FULFILLMENT_SHIPPED);
}
END_TEST

START_TEST(a_dry_run_changes_nothing)
{
    const char *number = released(1);
    const char *text = arena_printf(arena, "fulfillment,tracking\n%s,T-1\n", number);
    struct folder_in in = {
        .name = "tracking.csv", .bytes = text, .len = strlen(text), .is_dry = true
    };
    struct folder_report report;

    ck_ok(folder_take(desk, &in, arena, &report, &err));
    CHECK_REPORT(report, 1, 0, 0);
    ck_assert_int_eq(load(number)->status, FULFILLMENT_RELEASED);
    ck_assert_int_eq(count("SELECT COUNT(*) FROM folder_file"), 0);
}
END_TEST

START_TEST(a_refusal_holds_the_order_once)
{
    const char *number = released(1);
    const char *refused =
        arena_printf(arena, "fulfillment,answer,reason\n%s,refused,No such street\n", number);

    CHECK_REPORT(take("ack-1.csv", arena_printf(arena, "fulfillment,answer\n%s,refused\n", number)),
                 0, 0, 1);
    CHECK_REPORT(take("ack-2.csv", refused), 1, 0, 0);
    ck_assert_int_eq(load(number)->order->hold_count, 1);
    ck_assert_int_eq(load(number)->order->holds[0].kind, HOLD_DATA);
    CHECK_REPORT(take("ack-3.csv", refused), 0, 1, 0);
    CHECK_REPORT(take("ack-4.csv", arena_printf(arena, "fulfillment,answer\n%s,accepted\n", number)),
                 1, 0, 0);
    ck_assert_int_eq(load(number)->order->hold_count, 1);
    ck_assert_int_eq(count("SELECT COUNT(*) FROM order_event WHERE kind LIKE 'folder.%'"), 2);
}
END_TEST

START_TEST(what_of_another_site_is_said_is_refused)
{
    const char *number = released(1);

    ck_ok(setting_set(desk, "folder.sites", "LEEDS", &err));
    CHECK_REPORT(take("tracking.csv", arena_printf(arena, "fulfillment,tracking\n%s,T\n", number)),
                 0, 0, 1);
    CHECK_REPORT(take("ack.csv",
                      arena_printf(arena, "order,answer\n%s,accepted\n",
                                   load(number)->order->number)),
                 0, 0, 1);
    CHECK_REPORT(take("asn.csv", "asn,site,item,qty\nA-1,MAIN,BRK-20,4\n"), 0, 0, 1);
    CHECK_REPORT(take("asn-2.csv", "asn,item,qty\nA-1,BRK-20,4\n"), 1, 0, 0);
    ck_assert_int_eq(count("SELECT COUNT(*) FROM stock_doc d JOIN site s ON s.id = d.site_id"
                           " WHERE s.code = 'LEEDS' AND d.status = 1"),
                     1);
}
END_TEST

START_TEST(goods_that_are_announced_are_an_open_receipt)
{
    CHECK_REPORT(take("asn-1.csv", "asn,due,item,qty\nA-1,2026-12-01,BRK-20,4\nA-1,,BRK-20,2\n"
                                   "A-1,,BRK-21,1\n"),
                 3, 0, 0);
    ck_assert_int_eq(count("SELECT CAST(SUM(qty) AS BIGINT) FROM stock_doc_line"), 7000);
    CHECK_REPORT(take("asn-2.csv", "asn,due,item,qty\nA-1,2026-12-01,BRK-20,9\n"), 1, 0, 0);
    ck_assert_int_eq(count("SELECT CAST(SUM(qty) AS BIGINT) FROM stock_doc_line"), 9000);
    ck_assert_int_eq(count("SELECT COUNT(*) FROM stock_doc"), 1);
    CHECK_REPORT(take("asn-3.csv", "asn,due,item,qty\nA-1,2026-12-01,BRK-20,9.0\n"), 0, 1, 0);
    CHECK_REPORT(take("asn-4.csv", "asn,due,item,qty\nA-1,soon,BRK-20,9\n"), 0, 0, 1);
    CHECK_REPORT(take("asn-5.csv", "asn,site,item,qty\nA-2,MAIN,BRK-20,9\nA-2,LEEDS,BRK-20,9\n"),
                 0, 0, 2);
}
END_TEST

START_TEST(goods_of_a_receipt_that_was_given_up_are_announced_anew)
{
    const char *other = "asn,site,item,qty\nA-1,LEEDS,BRK-20,4\n";
    int64_t id;

    CHECK_REPORT(take("asn-1.csv", "asn,site,item,qty\nA-1,MAIN,BRK-20,4\n"), 1, 0, 0);
    CHECK_REPORT(take("asn-2.csv", other), 0, 0, 1);
    id = count("SELECT id FROM stock_doc");
    ck_ok(stock_doc_drop(desk, (struct record_at){ .id = id }, &err));
    CHECK_REPORT(take("asn-3.csv", "asn,site,item,qty\nA-1,MAIN,BRK-20,4\n"), 0, 1, 0);
    CHECK_REPORT(take("asn-5.csv", other), 1, 0, 0);
    CHECK_REPORT(take("asn-4.csv", "asn,site,item,qty\nA-1,LEEDS,BRK-20,5\n"), 1, 0, 0);
    ck_assert_int_eq(count("SELECT COUNT(*) FROM stock_doc d JOIN site s ON s.id = d.site_id"
                           " WHERE s.code = 'LEEDS' AND d.status = 1"),
                     1);
    ck_assert_int_eq(count("SELECT COUNT(*) FROM stock_doc"), 2);
}
END_TEST

START_TEST(who_reads_by_hand_needs_the_right_for_what_it_says)
{
    const char *text = "fulfillment,tracking\nnone,T-1\n";
    struct folder_in in = {
        .name = "tracking.csv", .bytes = text, .len = strlen(text), .is_by_hand = true
    };
    struct folder_report report;

    testdesk_be(desk, ROLE_CLERK);
    ck_assert(!folder_take(desk, &in, arena, &report, &err));
    ck_assert_int_eq(err.code, ERR_DENIED);
    err_clear(&err);
    in.is_by_hand = false;
    ck_ok(folder_take(desk, &in, arena, &report, &err));
}
END_TEST

Suite *folder_suite(void)
{
    Suite *s = suite_create("folder");
    TCase *tc = tcase_create("folder");

    tcase_add_checked_fixture(tc, set_up, tear_down);
    tcase_add_test(tc, a_cell_is_quoted_and_never_run);
    tcase_add_test(tc, json_has_the_head_once_and_its_lines);
    tcase_add_test(tc, an_order_without_lines_is_one_row);
    tcase_add_test(tc, only_what_is_wanted_of_its_sites_becomes_a_file);
    tcase_add_test(tc, changes_before_it_is_written_are_one_file);
    tcase_add_test(tc, changes_before_another_try_are_one_file);
    tcase_add_test(tc, what_is_left_out_stays_with_the_order);
    tcase_add_test(tc, what_is_picked_is_not_left_out);
    tcase_add_test(tc, a_part_of_a_bundle_is_not_left_out);
    tcase_add_test(tc, a_file_that_is_none_is_refused_whole);
    tcase_add_test(tc, a_file_has_a_bound);
    tcase_add_test(tc, numbers_have_a_point_and_are_more_than_nothing);
    tcase_add_test(tc, a_part_that_left_is_shipped_and_the_rest_goes_on);
    tcase_add_test(tc, the_same_again_is_known_and_another_number_refused);
    tcase_add_test(tc, what_is_told_again_of_an_order_does_not_ship_its_rest);
    tcase_add_test(tc, rows_that_belong_together_are_taken_whole_or_not_at_all);
    tcase_add_test(tc, a_row_that_cannot_be_read_spoils_what_it_belongs_to);
    tcase_add_test(tc, a_row_whose_fulfillment_cannot_be_read_spoils_those_of_its_order);
    tcase_add_test(tc, a_row_of_another_order_spoils_nothing);
    tcase_add_test(tc, a_dry_run_changes_nothing);
    tcase_add_test(tc, a_refusal_holds_the_order_once);
    tcase_add_test(tc, what_of_another_site_is_said_is_refused);
    tcase_add_test(tc, goods_that_are_announced_are_an_open_receipt);
    tcase_add_test(tc, goods_of_a_receipt_that_was_given_up_are_announced_anew);
    tcase_add_test(tc, who_reads_by_hand_needs_the_right_for_what_it_says);
    suite_add_tcase(s, tc);
    return s;
}
