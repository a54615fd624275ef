/*
 * What quantities mean, the shown status, totals and the invariants. Orders by hand, no store.
 */
#include "base/limits.h"
#include "base/mem.h"
#include "domain/catalog/tax.h"
#include "domain/order/order_rules.h"
#include "support/testdesk.h"
#include "unit/domain_suites.h"

static struct arena *arena;
static struct err err;
static struct order order;
static struct order_line lines[3];
static struct order_hold holds[ORDER_HOLDS_MAX];

static void set_up(void)
{
    arena = arena_new();
    err_clear(&err);
    memset(lines, 0, sizeof lines);
    for (int i = 0; i < 3; i++) {
        lines[i].line_no = i + 1;
        lines[i].kind = LINE_STOCK;
        lines[i].item.v = i + 1;
        lines[i].sku = "X";
        lines[i].tax_class_id = 1;
    }
    order = (struct order){
        .number = "10014",
        .status = ORDER_CONFIRMED,
        .customer = { 1 },
        .currency = "GBP",
        .fx = { 1000000000 },
        .tax_round = TAX_PER_RATE,
        .lines = lines,
        .line_count = 1,
        .holds = holds,
    };
}

static void tear_down(void)
{
    arena_free(arena);
}

/* ordered, canceled, allocated, picked, shipped, delivered of the first line, in units */
static void qtys(int ordered, int canceled, int allocated, int picked, int shipped, int delivered)
{
    lines[0].ordered.milli = ordered * QTY_PER_UNIT;
    lines[0].canceled.milli = canceled * QTY_PER_UNIT;
    lines[0].allocated.milli = allocated * QTY_PER_UNIT;
    lines[0].picked.milli = picked * QTY_PER_UNIT;
    lines[0].shipped.milli = shipped * QTY_PER_UNIT;
    lines[0].delivered.milli = delivered * QTY_PER_UNIT;
}

static int64_t open_units(void)
{
    return line_open(&lines[0]).milli / QTY_PER_UNIT;
}

START_TEST(open_is_what_is_ordered_and_neither_canceled_nor_shipped)
{
    qtys(10, 2, 0, 0, 3, 0);
    ck_assert_int_eq(open_units(), 5);
    qtys(10, 0, 0, 0, 12, 0); /* over-delivered */
    ck_assert_int_eq(open_units(), 0);
}
END_TEST

START_TEST(only_stock_is_backordered)
{
    qtys(10, 0, 4, 0, 0, 0);
    ck_assert_int_eq(line_backordered(&lines[0]).milli, 6000);
    lines[0].kind = LINE_SERVICE;
    lines[0].allocated.milli = 0;
    ck_assert_int_eq(line_backordered(&lines[0]).milli, 0);
}
END_TEST

START_TEST(what_is_picked_cannot_be_canceled)
{
    qtys(10, 0, 6, 4, 2, 0);
    ck_assert_int_eq(line_can_cancel(&lines[0]).milli, 4000);
}
END_TEST

static enum line_status status_of(int ordered, int canceled, int allocated, int picked, int shipped,
                                  int delivered)
{
    qtys(ordered, canceled, allocated, picked, shipped, delivered);
    return line_status(&lines[0], ORDER_CONFIRMED);
}

START_TEST(the_line_status_is_the_first_that_matches)
{
    ck_assert_int_eq(status_of(5, 5, 0, 0, 0, 0), LINE_ST_CANCELED);
    ck_assert_int_eq(status_of(5, 0, 0, 0, 5, 5), LINE_ST_DELIVERED);
    ck_assert_int_eq(status_of(5, 0, 0, 0, 5, 4), LINE_ST_SHIPPED);
    ck_assert_int_eq(status_of(5, 2, 0, 0, 3, 0), LINE_ST_SHIPPED);
    ck_assert_int_eq(status_of(5, 0, 2, 0, 3, 0), LINE_ST_PART_SHIPPED);
    ck_assert_int_eq(status_of(5, 0, 5, 5, 0, 0), LINE_ST_PICKED);
    ck_assert_int_eq(status_of(5, 0, 5, 3, 0, 0), LINE_ST_ALLOCATED);
    ck_assert_int_eq(status_of(5, 0, 3, 0, 0, 0), LINE_ST_PART_ALLOCATED);
    ck_assert_int_eq(status_of(5, 0, 0, 0, 0, 0), LINE_ST_BACKORDERED);
    ck_assert_int_eq(line_status(&lines[0], ORDER_DRAFT), LINE_ST_OPEN);
    qtys(5, 0, 0, 0, 5, 5);
    lines[0].returned_ok.milli = 3000;
    lines[0].returned_bad.milli = 2000;
    ck_assert_int_eq(line_status(&lines[0], ORDER_CONFIRMED), LINE_ST_RETURNED);
}
END_TEST

START_TEST(stored_ends_are_shown_whatever_the_quantities_say)
{
    static const struct {
        enum order_status status;
        enum order_shown shown;
    } rows[] = {
        { ORDER_CANCELED, SHOWN_CANCELED }, { ORDER_DISCARDED, SHOWN_DISCARDED },
        { ORDER_DRAFT, SHOWN_DRAFT },       { ORDER_QUOTED, SHOWN_QUOTED },
        { ORDER_EXPIRED, SHOWN_EXPIRED },
    };

    qtys(5, 0, 0, 0, 5, 5);
    for (size_t i = 0; i < OD_LEN(rows); i++) {
        order.status = rows[i].status;
        ck_assert_int_eq(order_shown(&order), rows[i].shown);
    }
}
END_TEST

static enum order_shown shown_of(int ordered, int canceled, int allocated, int picked, int shipped,
                                 int delivered)
{
    qtys(ordered, canceled, allocated, picked, shipped, delivered);
    return order_shown(&order);
}

START_TEST(the_progress_of_a_confirmed_order_is_shown_by_its_quantities)
{
    ck_assert_int_eq(shown_of(5, 0, 0, 0, 5, 5), SHOWN_DELIVERED);
    ck_assert_int_eq(shown_of(5, 0, 0, 0, 5, 0), SHOWN_SHIPPED);
    ck_assert_int_eq(shown_of(5, 0, 2, 0, 3, 0), SHOWN_PART_SHIPPED);
    ck_assert_int_eq(shown_of(5, 0, 5, 1, 0, 0), SHOWN_PICKING);
    ck_assert_int_eq(shown_of(5, 0, 5, 0, 0, 0), SHOWN_ALLOCATED);
    ck_assert_int_eq(shown_of(5, 0, 4, 0, 0, 0), SHOWN_BACKORDERED);
    lines[0].kind = LINE_SERVICE;
    ck_assert_int_eq(shown_of(5, 0, 0, 0, 0, 0), SHOWN_CONFIRMED);
}
END_TEST

START_TEST(returned_and_invoiced_come_before_delivered)
{
    qtys(5, 0, 0, 0, 5, 5);
    lines[0].invoiced.milli = 5000;
    ck_assert_int_eq(order_shown(&order), SHOWN_INVOICED);
    lines[0].returned_ok.milli = 5000;
    ck_assert_int_eq(order_shown(&order), SHOWN_RETURNED);
}
END_TEST

START_TEST(a_closed_order_of_services_alone_is_done)
{
    qtys(5, 0, 0, 0, 5, 5);
    lines[0].kind = LINE_SERVICE;
    ck_assert_int_eq(order_shown(&order), SHOWN_CONFIRMED);
    order.status = ORDER_CLOSED;

    ck_assert_int_eq(order_shown(&order), SHOWN_INVOICED);
}
END_TEST

START_TEST(a_hold_is_shown_where_it_blocks_the_next_step)
{
    qtys(5, 0, 5, 0, 0, 0);
    order.hold_blocks = BLOCK_PICK | BLOCK_SHIP;
    ck_assert_int_eq(order_shown(&order), SHOWN_ON_HOLD);
    order.status = ORDER_SUBMITTED; /* picking is not its next step */
    lines[0].allocated.milli = 0;
    ck_assert_int_eq(order_shown(&order), SHOWN_SUBMITTED);
    order.hold_blocks = BLOCK_CONFIRM;
    ck_assert_int_eq(order_shown(&order), SHOWN_ON_HOLD);
    holds[0].kind = HOLD_APPROVAL;
    order.hold_count = 1;
    ck_assert_int_eq(order_shown(&order), SHOWN_AWAITING_APPROVAL);
    order.status = ORDER_CONFIRMED;
    order.hold_blocks = BLOCK_PICK;
    qtys(5, 0, 0, 0, 5, 0); /* nothing left to pick */
    ck_assert_int_eq(order_shown(&order), SHOWN_SHIPPED);
}
END_TEST

START_TEST(names_of_shown_statuses_go_there_and_back_and_fit_a_column)
{
    for (int s = SHOWN_CANCELED; s <= SHOWN_CONFIRMED; s++) {
        enum order_shown back;

        ck_assert(order_shown_parse(order_shown_name((enum order_shown)s), &back));
        ck_assert_int_eq(back, s);
        ck_assert_int_le((int)strlen(order_shown_words((enum order_shown)s)), 12);
    }
    ck_assert(!order_shown_parse("nonsense", &(enum order_shown){ 0 }));
}
END_TEST

/* --- totals ----------------------------------------------------------------------------------- */

static struct tax_rate rate_rows[] = {
    { 1, { 200000 }, TAX_STANDARD, "VAT 20%" },
    { 2, { 0 }, TAX_ZERO, "zero" },
};
static const struct tax_rates rates = { .v = rate_rows, .n = 2 };

static void price_line(int i, enum line_kind kind, int units, int64_t price_v, int tax_class)
{
    lines[i].kind = kind;
    lines[i].ordered.milli = units * QTY_PER_UNIT;
    lines[i].unit_price.v = price_v;
    lines[i].tax_class_id = tax_class;
    order.line_count = i + 1;
}

START_TEST(totals_keep_goods_charges_discount_and_tax_apart)
{
    order.disc.ppm = 100000;
    price_line(0, LINE_STOCK, 3, 3330000, 1);
    price_line(1, LINE_SERVICE, 1, 10000000, 2);
    price_line(2, LINE_CHARGE, 1, 5000000, 1);
    ck_ok(order_total(&order, &rates, arena, &err));

    ck_assert_int_eq(order.goods_minor, 1999);
    ck_assert_int_eq(order.charges_minor, 500);
    ck_assert_int_eq(order.discount_minor, 200);
    ck_assert_int_eq(lines[2].order_disc_minor, 0);
    ck_assert_int_eq(order.tax_minor, 280); /* 20 % of 8.99 and 5.00 */
    ck_assert_int_eq(order.total_minor, 2579);
    ck_assert_int_eq(order.base_total_minor, 2579);
    ck_ok(order_is_sound(&order, &err));
}
END_TEST

START_TEST(tax_included_is_not_added_again)
{
    order.is_tax_incl = true;
    price_line(0, LINE_STOCK, 1, 12000000, 1);
    ck_ok(order_total(&order, &rates, arena, &err));

    ck_assert_int_eq(order.tax_minor, 200);
    ck_assert_int_eq(order.total_minor, 1200);
    ck_ok(order_is_sound(&order, &err));
}
END_TEST

START_TEST(a_discount_is_never_more_than_the_goods)
{
    order.disc_minor = 100000;
    price_line(0, LINE_STOCK, 1, 10000000, 1);
    price_line(1, LINE_CHARGE, 1, 5000000, 1);
    ck_ok(order_total(&order, &rates, arena, &err));

    ck_assert_int_eq(order.discount_minor, 1000);
    ck_assert_int_eq(order.total_minor, 600);
}
END_TEST

START_TEST(the_base_total_counts_in_the_digits_of_the_firms_currency)
{
    memcpy(order.currency, "JPY", 4);
    memcpy(order.base_currency, "GBP", 4);
    order.fx.e9 = 5000000; /* 1 yen is half a penny */
    price_line(0, LINE_STOCK, 1, 20000000, 2); /* 2,000 yen */
    ck_ok(order_total(&order, &rates, arena, &err));

    ck_assert_int_eq(order.total_minor, 2000);
    ck_assert_int_eq(order.base_total_minor, 1000);
}
END_TEST

START_TEST(a_tax_class_without_a_rate_is_refused)
{
    price_line(0, LINE_STOCK, 1, 10000000, 9);

    ck_refused(order_total(&order, &rates, arena, &err), ERR_INVALID);
    ck_assert_str_eq(err.field, "tax");
}
END_TEST

START_TEST(a_line_worth_too_much_is_refused)
{
    price_line(0, LINE_STOCK, 1, LIMIT_PRICE_V, 1);
    lines[0].ordered.milli = LIMIT_QTY_MILLI;

    ck_refused(order_total(&order, &rates, arena, &err), ERR_LIMIT);
}
END_TEST

START_TEST(an_order_without_lines_totals_nothing)
{
    order.line_count = 0;
    order.disc_minor = 500;
    ck_ok(order_total(&order, &rates, arena, &err));

    ck_assert_int_eq(order.total_minor, 0);
    ck_assert_int_eq(order.tax_count, 0);
}
END_TEST

/* --- invariants ------------------------------------------------------------------------------- */

static void sound_order(void)
{
    price_line(0, LINE_STOCK, 10, 10000000, 1);
    qtys(10, 1, 5, 2, 3, 1);
    ck_ok(order_total(&order, &rates, arena, &err));
    ck_ok(order_is_sound(&order, &err));
}

START_TEST(quantities_that_contradict_each_other_are_found)
{
    static const int bad[][6] = {
        { 10, 11, 0, 0, 0, 0 }, /* canceled > ordered */
        { 10, 0, 5, 6, 0, 0 },  /* picked > allocated */
        { 10, 0, 5, 0, 2, 3 },  /* delivered > shipped */
        { 10, 1, 0, 0, 10, 0 }, /* shipped > ordered - canceled */
        { 10, 0, 8, 0, 3, 0 },  /* allocated > open */
    };

    sound_order();
    for (size_t i = 0; i < OD_LEN(bad); i++) {
        qtys(bad[i][0], bad[i][1], bad[i][2], bad[i][3], bad[i][4], bad[i][5]);
        ck_refused(order_is_sound(&order, &err), ERR_BUG);
    }
    qtys(10, 0, 0, 0, 3, 0);
    lines[0].returned_bad.milli = 4000;
    ck_refused(order_is_sound(&order, &err), ERR_BUG);
}
END_TEST

START_TEST(sums_that_do_not_add_up_are_found_but_not_in_history)
{
    sound_order();
    order.total_minor++;
    ck_refused(order_is_sound(&order, &err), ERR_BUG);
    order.is_history = true;
    ck_ok(order_is_sound(&order, &err));
    order.is_history = false;
    order.total_minor--;
    lines[0].tax_minor++;
    ck_refused(order_is_sound(&order, &err), ERR_BUG);
    lines[0].tax_minor--;
    lines[0].order_disc_minor++;
    ck_refused(order_is_sound(&order, &err), ERR_BUG);
}
END_TEST

START_TEST(only_a_confirmed_order_has_stock_and_it_has_a_number_and_a_customer)
{
    sound_order();
    order.status = ORDER_SUBMITTED;
    ck_refused(order_is_sound(&order, &err), ERR_BUG);
    order.status = ORDER_CONFIRMED;
    order.number = "";
    ck_refused(order_is_sound(&order, &err), ERR_BUG);
    order.number = "10014";
    order.customer.v = 0;
    ck_refused(order_is_sound(&order, &err), ERR_BUG);
}
END_TEST

Suite *order_rules_suite(void)
{
    Suite *s = suite_create("order_rules");
    TCase *tc = tcase_create("order_rules");

    tcase_add_checked_fixture(tc, set_up, tear_down);
    tcase_add_test(tc, open_is_what_is_ordered_and_neither_canceled_nor_shipped);
    tcase_add_test(tc, only_stock_is_backordered);
    tcase_add_test(tc, what_is_picked_cannot_be_canceled);
    tcase_add_test(tc, the_line_status_is_the_first_that_matches);
    tcase_add_test(tc, stored_ends_are_shown_whatever_the_quantities_say);
    tcase_add_test(tc, the_progress_of_a_confirmed_order_is_shown_by_its_quantities);
    tcase_add_test(tc, returned_and_invoiced_come_before_delivered);
    tcase_add_test(tc, a_closed_order_of_services_alone_is_done);
    tcase_add_test(tc, a_hold_is_shown_where_it_blocks_the_next_step);
    tcase_add_test(tc, names_of_shown_statuses_go_there_and_back_and_fit_a_column);
    tcase_add_test(tc, totals_keep_goods_charges_discount_and_tax_apart);
    tcase_add_test(tc, tax_included_is_not_added_again);
    tcase_add_test(tc, a_discount_is_never_more_than_the_goods);
    tcase_add_test(tc, the_base_total_counts_in_the_digits_of_the_firms_currency);
    tcase_add_test(tc, a_tax_class_without_a_rate_is_refused);
    tcase_add_test(tc, a_line_worth_too_much_is_refused);
    tcase_add_test(tc, an_order_without_lines_totals_nothing);
    tcase_add_test(tc, quantities_that_contradict_each_other_are_found);
    tcase_add_test(tc, sums_that_do_not_add_up_are_found_but_not_in_history);
    tcase_add_test(tc, only_a_confirmed_order_has_stock_and_it_has_a_number_and_a_customer);
    suite_add_tcase(s, tc);
    return s;
}
