/*
 * Forms: the way of the cursor, lookups, errors at the field, values.
 */
#include <string.h>

#include "base/mem.h"
#include "base/utf8.h"
#include "base/vec.h"
#include "tui/form.h"
#include "unit/tui_suites.h"

enum { CUSTOMER, KIND, PO, DATE, QTY, SHOWN };

static struct arena *arena;
static struct form form;
static struct cells *cells;
static int queries, left_calls, refused;
static int64_t picked_id;

static bool find(void *ctx, const char *text, struct arena *a, struct lookup_rows *out,
                 struct err *err)
{
    static const struct lookup_row all[] = {
        { 1, "1042", "ACME Tools", NULL },
        { 2, "1043", "ACME Paints", NULL },
        { 3, "2000", "Baker", NULL },
    };

    (void)ctx;
    (void)err;
    queries++;
    for (size_t i = 0; i < sizeof all / sizeof all[0]; i++) {
        const char *folded = utf8_fold(a, all[i].detail);

        if (strncmp(all[i].value, text, strlen(text)) == 0 ||
            strncmp(folded, text, strlen(text)) == 0)
            *(struct lookup_row *)vec_push(a, out) = all[i];
    }
    return true;
}

static const struct form_choice kinds[] = {
    { "stock", "Stock" }, { "service", "Service" }, { "charge", "Charge" }, { 0 }
};

static const struct form_field fields[] = {
    [CUSTOMER] = { "customer", "Customer", FORM_LOOKUP, 8, FORM_CODE_LINE, "Who buys?", NULL,
                   find },
    [KIND] = { "kind", "Kind", FORM_CHOICE, 8, 0, NULL, kinds, NULL },
    [PO] = { "po", "PO", FORM_CODE, 8, FORM_SAME_LINE | FORM_OPTIONAL, NULL, NULL, NULL },
    [DATE] = { "date", "Promise", FORM_DATE, 10, 0, NULL, NULL, NULL },
    [QTY] = { "qty", "Quantity", FORM_NUMBER, 6, FORM_KEEP_RIGHT, NULL, NULL, NULL },
    [SHOWN] = { "shown", "Total", FORM_SHOW, 0, 0, NULL, NULL, NULL },
    { 0 },
};

static bool left(void *ctx, struct form *f, int field, struct err *err)
{
    (void)ctx;
    left_calls++;
    if (field == refused)
        return err_set(err, ERR_INVALID, "Not this.");
    if (field == CUSTOMER && form_id(f, CUSTOMER) == 0)
        return err_set(err, ERR_NOT_FOUND, "No such customer.");
    return true;
}

static void picked(void *ctx, struct form *f, int field, const struct lookup_row *row)
{
    (void)ctx;
    (void)f;
    (void)field;
    picked_id = row->id;
}

static const char *repeat(void *ctx, const struct form *f, int field)
{
    (void)ctx;
    (void)f;
    return field == CUSTOMER ? "2000" : NULL;
}

static const struct form_ops ops = { left, picked, repeat };

static void set_up(void)
{
    arena = arena_new();
    cells = cells_new(8, 60, false);
    queries = left_calls = 0;
    picked_id = 0;
    refused = -1;
    form_init(&form, NULL, arena, fields, &ops, NULL);
    (void)form_layout(&form, 60);
}

static void tear_down(void)
{
    form_close(&form);
    cells_free(cells);
    arena_free(arena);
}

static void type(const char *text)
{
    while (*text != '\0')
        (void)form_key(&form, key_make(utf8_next(&text), 0));
}

static enum form_event press(const char *name)
{
    struct key k;

    ck_assert(key_parse(name, &k, NULL));
    return form_key(&form, k);
}

static char *drawn(void)
{
    struct canvas c = canvas_of(cells);

    canvas_clear(&c);
    form_draw(&form, &c, true);
    canvas_draw_late(&c);
    return cells_dump(cells, arena);
}

START_TEST(enter_takes_the_row_whose_value_was_typed)
{
    type("1042");
    ck_assert_int_eq(press("Enter"), FORM_USED);

    ck_assert_int_eq(form_id(&form, CUSTOMER), 1);
    ck_assert_int_eq(picked_id, 1);
    ck_assert_int_eq(form.focus, KIND);
}
END_TEST

START_TEST(enter_takes_the_only_row)
{
    type("bak");
    (void)press("Enter");

    ck_assert_str_eq(form_text(&form, CUSTOMER), "2000");
    ck_assert_int_eq(form.focus, KIND);
}
END_TEST

START_TEST(enter_on_several_marks_the_first_and_stays)
{
    type("acme");
    (void)press("Enter");
    ck_assert_int_eq(form.focus, CUSTOMER);
    ck_assert_int_eq(left_calls, 0);

    (void)press("Down");
    (void)press("Enter");

    ck_assert_int_eq(form_id(&form, CUSTOMER), 2);
}
END_TEST

START_TEST(one_query_serves_all_the_keys_of_a_pass)
{
    type("acme");
    ck_assert_int_eq(queries, 0);

    form_settle(&form);
    form_settle(&form);

    ck_assert_int_eq(queries, 1);
    ck_assert_ptr_nonnull(strstr(drawn(), "ACME Paints"));
}
END_TEST

START_TEST(the_cursor_stays_where_the_owner_refuses)
{
    type("9999");
    (void)press("Enter");

    ck_assert_int_eq(form.focus, CUSTOMER);
    ck_assert(form.slots[CUSTOMER].has_error);
    ck_assert_str_eq(form_text(&form, CUSTOMER), "9999");
    ck_assert_int_eq(drawn()[0], 'x');
}
END_TEST

START_TEST(typing_takes_the_error_mark_away_only_when_the_field_is_right)
{
    type("9999");
    (void)press("Enter");
    (void)press("C-u");
    type("1042");
    (void)press("Enter");

    ck_assert(!form.slots[CUSTOMER].has_error);
}
END_TEST

START_TEST(changed_text_forgets_the_row_that_was_taken)
{
    type("1042");
    (void)press("Enter");
    form_focus(&form, CUSTOMER);
    (void)press("End");
    (void)press("Backspace");

    ck_assert_int_eq(form_id(&form, CUSTOMER), 0);
}
END_TEST

START_TEST(enter_passes_optional_fields_and_tab_does_not)
{
    form_focus(&form, KIND);
    (void)press("Enter");
    ck_assert_int_eq(form.focus, DATE);

    form_focus(&form, KIND);
    (void)press("Tab");
    ck_assert_int_eq(form.focus, PO);
}
END_TEST

START_TEST(up_and_shift_tab_go_back)
{
    form_focus(&form, PO);
    (void)press("Up");
    ck_assert_int_eq(form.focus, KIND);
    (void)press("S-Tab");
    ck_assert_int_eq(form.focus, CUSTOMER);
    ck_assert_int_eq(press("Up"), FORM_BACK);
}
END_TEST

START_TEST(enter_in_the_last_field_is_done)
{
    form_focus(&form, QTY);
    type("3");

    ck_assert_int_eq(press("Enter"), FORM_DONE);
    ck_assert_int_eq(form.focus, QTY);
}
END_TEST

START_TEST(a_hidden_or_read_only_field_is_passed)
{
    form_hide(&form, KIND, true);
    form_read_only(&form, DATE, true);
    form_focus(&form, PO);

    (void)press("Tab");

    ck_assert_int_eq(form.focus, QTY);
    (void)press("Up");
    (void)press("Up");
    ck_assert_int_eq(form.focus, CUSTOMER);
}
END_TEST

START_TEST(a_code_in_the_code_line_field_is_handed_out)
{
    type(".oe 1042");

    ck_assert_int_eq(press("Enter"), FORM_RUN_CODE);
    ck_assert_str_eq(form_text(&form, CUSTOMER), ".oe 1042");
}
END_TEST

START_TEST(a_choice_goes_on_by_space_and_by_letter)
{
    form_set_choice(&form, KIND, "stock");
    form_focus(&form, KIND);
    (void)press("Space");
    ck_assert_str_eq(form_choice(&form, KIND), "service");
    (void)press("c");
    ck_assert_str_eq(form_choice(&form, KIND), "charge");
    (void)press("s");
    ck_assert_str_eq(form_choice(&form, KIND), "stock");
    (void)press("s");
    ck_assert_str_eq(form_choice(&form, KIND), "service");
    (void)press("Left");
    ck_assert_str_eq(form_choice(&form, KIND), "stock");
}
END_TEST

START_TEST(a_code_field_is_upper_case)
{
    form_focus(&form, PO);
    type("po-77");

    ck_assert_str_eq(form_text(&form, PO), "PO-77");
}
END_TEST

START_TEST(a_number_field_takes_no_letters)
{
    form_focus(&form, QTY);
    type("1x2");

    ck_assert_str_eq(form_text(&form, QTY), "12");
}
END_TEST

START_TEST(a_date_is_written_out_when_it_is_left)
{
    struct date d;

    form_focus(&form, DATE);
    type("24.11.2026");
    (void)press("Enter");

    ck_assert_str_eq(form_text(&form, DATE), "2026-11-24");
    ck_assert(form_get_date(&form, DATE, &d, NULL));
    ck_assert_int_eq(d.day, 24);
}
END_TEST

START_TEST(a_date_that_is_none_keeps_the_cursor)
{
    form_focus(&form, DATE);
    type("32.11.2026");
    (void)press("Enter");

    ck_assert_int_eq(form.focus, DATE);
    ck_assert(form.slots[DATE].has_error);
}
END_TEST

START_TEST(ctrl_y_repeats_what_the_owner_knows)
{
    (void)press("C-y");

    ck_assert_str_eq(form_text(&form, CUSTOMER), "2000");
}
END_TEST

START_TEST(an_error_of_the_save_sends_the_cursor_to_its_field)
{
    struct err err = ERR_INIT;

    (void)err_field(&err, ERR_INVALID, "qty", "Too many.");
    form_error(&form, &err);

    ck_assert_int_eq(form.focus, QTY);
    ck_assert(form.slots[QTY].has_error);
}
END_TEST

START_TEST(finishing_takes_the_focused_field_as_enter_would)
{
    struct err err = ERR_INIT;

    type("bak");
    ck_assert(form_finish(&form, &err));
    ck_assert_int_eq(form_id(&form, CUSTOMER), 3);
    ck_assert_int_eq(form.focus, CUSTOMER);

    (void)press("C-u");
    type("acme");
    ck_assert(!form_finish(&form, &err));
    ck_assert_str_eq(err.field, "customer");
}
END_TEST

START_TEST(changes_are_known_until_they_are_accepted)
{
    ck_assert(!form_is_changed(&form));
    form_focus(&form, PO);
    type("x");
    ck_assert(form_is_changed(&form));
    ck_assert(form_field_changed(&form, PO));

    form_accept(&form);

    ck_assert(!form_is_changed(&form));
}
END_TEST

START_TEST(values_outside_their_bounds_name_their_field)
{
    struct err err = ERR_INIT;
    int64_t value = 0;
    struct qty qty;

    ck_assert(!form_get_int(&form, QTY, 1, 10, &value, &err));
    ck_assert_str_eq(err.field, "qty");
    form_set(&form, QTY, "10");
    ck_assert(form_get_int(&form, QTY, 1, 10, &value, &err));
    form_set(&form, QTY, "11");
    ck_assert(!form_get_int(&form, QTY, 1, 10, &value, &err));
    ck_assert_int_eq(err.code, ERR_LIMIT);
    ck_assert(form_get_qty(&form, QTY, 0, &qty, &err));
    ck_assert_int_eq(qty.milli, 11000);
}
END_TEST

START_TEST(fields_flow_side_by_side_where_there_is_room)
{
    form_set_note(&form, CUSTOMER, STYLE_TEXT, "ACME Tools Ltd");

    ck_assert_str_eq(drawn(), " Customer [        ] ACME Tools Ltd\n"
                              " Kind     [        ]  PO [        ]\n"
                              " Promise  [          ]\n"
                              " Quantity [      ]\n"
                              " Total\n\n\n\n");
    ck_assert_int_eq(form_layout(&form, 24), 6);
}
END_TEST

Suite *form_suite(void)
{
    Suite *suite = suite_create("form");
    TCase *tests = tcase_create("form");

    tcase_add_checked_fixture(tests, set_up, tear_down);
    tcase_add_test(tests, enter_takes_the_row_whose_value_was_typed);
    tcase_add_test(tests, enter_takes_the_only_row);
    tcase_add_test(tests, enter_on_several_marks_the_first_and_stays);
    tcase_add_test(tests, one_query_serves_all_the_keys_of_a_pass);
    tcase_add_test(tests, the_cursor_stays_where_the_owner_refuses);
    tcase_add_test(tests, typing_takes_the_error_mark_away_only_when_the_field_is_right);
    tcase_add_test(tests, changed_text_forgets_the_row_that_was_taken);
    tcase_add_test(tests, enter_passes_optional_fields_and_tab_does_not);
    tcase_add_test(tests, up_and_shift_tab_go_back);
    tcase_add_test(tests, enter_in_the_last_field_is_done);
    tcase_add_test(tests, a_hidden_or_read_only_field_is_passed);
    tcase_add_test(tests, a_code_in_the_code_line_field_is_handed_out);
    tcase_add_test(tests, a_choice_goes_on_by_space_and_by_letter);
    tcase_add_test(tests, a_code_field_is_upper_case);
    tcase_add_test(tests, a_number_field_takes_no_letters);
    tcase_add_test(tests, a_date_is_written_out_when_it_is_left);
    tcase_add_test(tests, a_date_that_is_none_keeps_the_cursor);
    tcase_add_test(tests, ctrl_y_repeats_what_the_owner_knows);
    tcase_add_test(tests, an_error_of_the_save_sends_the_cursor_to_its_field);
    tcase_add_test(tests, finishing_takes_the_focused_field_as_enter_would);
    tcase_add_test(tests, changes_are_known_until_they_are_accepted);
    tcase_add_test(tests, values_outside_their_bounds_name_their_field);
    tcase_add_test(tests, fields_flow_side_by_side_where_there_is_room);
    suite_add_tcase(suite, tests);
    return suite;
}
