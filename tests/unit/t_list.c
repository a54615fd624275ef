/*
 * Lists: paging by key, the selection that survives, columns, marks.
 */
#include <stdio.h>
#include <string.h>

#include "base/mem.h"
#include "base/vec.h"
#include "tui/columns.h"
#include "tui/list.h"
#include "unit/tui_suites.h"

#define MANY 10000

static struct arena *arena;
static struct cells *cells;
static struct list list;
static bool is_gone[MANY + 1]; /* rows taken away, by id */
static int many, pages, longest;
static bool fails;

/* Ids 1..many in order; the page walks from the row it is given. */
static bool page(void *ctx, const struct list_from *from, int count, struct arena *a,
                 struct list_rows *out, struct err *err)
{
    int64_t id = from->at == NULL ? from->backward ? many : 1 : from->at->id;
    int by = from->backward ? -1 : 1;

    (void)ctx;
    pages++;
    if (fails)
        return err_set(err, ERR_BUSY, "Busy.");
    if (from->at != NULL && !from->inclusive)
        id += by;
    for (; id >= 1 && id <= many && out->n < count; id += by) {
        struct list_row *row;
        const char **row_cells;

        if (is_gone[id])
            continue;
        row_cells = arena_array(a, 3, const char *);
        row_cells[0] = arena_printf(a, "%d", (int)id);
        row_cells[1] = "ACME Tools";
        row = vec_push(a, out);
        row->id = id;
        row->cells = row_cells;
    }
    longest = out->n > longest ? out->n : longest;
    return true;
}

static int64_t count(void *ctx)
{
    (void)ctx;
    return many;
}

static const struct list_source source = { page, count };
static const struct list_column columns[] = {
    { "Number", 8, 5, 0, false, false },
    { "Name", 12, 6, 0, false, true },
    { "City", 10, 0, 2, false, false },
    { 0 },
};

static void set_up(void)
{
    arena = arena_new();
    cells = cells_new(6, 40, false);
    memset(is_gone, 0, sizeof is_gone);
    many = MANY;
    pages = longest = 0;
    fails = false;
    list_init(&list, NULL, columns, &source, NULL);
    list_resize(&list, 6);
    ck_assert(list_load(&list, NULL));
}

static void tear_down(void)
{
    list_close(&list);
    cells_free(cells);
    arena_free(arena);
}

static void press(const char *name, int times)
{
    struct key k;

    ck_assert(key_parse(name, &k, NULL));
    while (times-- > 0)
        ck_assert(list_key(&list, k));
}

static char *drawn(void)
{
    struct canvas c = canvas_of(cells);

    canvas_clear(&c);
    list_draw(&list, &c, true);
    return cells_dump(cells, arena);
}

START_TEST(every_row_is_reached_by_down_and_by_up)
{
    for (int id = 1; id <= 200; id++) {
        ck_assert_int_eq(list_selected(&list), id);
        press("Down", 1);
    }
    for (int id = 201; id > 1; id--) {
        ck_assert_int_eq(list_selected(&list), id);
        press("Up", 1);
    }
    press("Up", 3);
    ck_assert_int_eq(list_selected(&list), 1);
}
END_TEST

START_TEST(end_and_home_cost_one_page_each)
{
    pages = 0;
    press("End", 1);

    ck_assert_int_eq(list_selected(&list), MANY);
    ck_assert_int_eq(pages, 1);
    press("Down", 2);
    ck_assert_int_eq(list_selected(&list), MANY);
    press("Home", 1);
    ck_assert_int_eq(list_selected(&list), 1);
    ck_assert_int_le(longest, 60);
}
END_TEST

START_TEST(a_page_moves_by_the_rows_that_are_shown)
{
    press("Down", 1);
    press("PageDown", 3);

    ck_assert_int_eq(list_selected(&list), 2 + 3 * 5);
    press("PageUp", 3);
    ck_assert_int_eq(list_selected(&list), 2);
}
END_TEST

START_TEST(the_selected_row_and_its_place_survive_a_reload)
{
    press("Down", 40);
    char *before = drawn();

    ck_assert(list_reload(&list, NULL));

    ck_assert_int_eq(list_selected(&list), 41);
    ck_assert_str_eq(drawn(), before);
}
END_TEST

START_TEST(rows_that_come_above_do_not_move_the_selection)
{
    is_gone[1] = is_gone[2] = true;
    ck_assert(list_load(&list, NULL));
    press("Down", 1);
    char *before = drawn();

    is_gone[1] = is_gone[2] = false;
    ck_assert(list_reload(&list, NULL));

    ck_assert_int_eq(list_selected(&list), 4);
    ck_assert_str_eq(drawn(), before);
    press("Up", 3);
    ck_assert_int_eq(list_selected(&list), 1);
}
END_TEST

START_TEST(the_row_in_its_place_is_selected_when_the_selected_one_is_gone)
{
    press("Down", 9);
    is_gone[10] = true;

    ck_assert(list_reload(&list, NULL));

    ck_assert_int_eq(list_selected(&list), 11);
}
END_TEST

START_TEST(the_last_row_is_selected_when_the_end_is_gone)
{
    press("End", 1);
    is_gone[MANY] = true;

    ck_assert(list_reload(&list, NULL));

    ck_assert_int_eq(list_selected(&list), MANY - 1);
}
END_TEST

START_TEST(a_list_that_becomes_empty_says_why)
{
    many = 0;
    list.empty = "Nothing waits here.";

    ck_assert(list_reload(&list, NULL));

    ck_assert_int_eq(list_selected(&list), 0);
    ck_assert_ptr_nonnull(strstr(drawn(), "Nothing waits here."));
    press("Down", 1);
    many = 3;
    ck_assert(list_reload(&list, NULL));
    ck_assert_int_eq(list_selected(&list), 1);
}
END_TEST

START_TEST(a_load_that_fails_leaves_the_old_rows)
{
    press("Down", 3);
    struct err err = ERR_INIT;
    fails = true;

    ck_assert(!list_reload(&list, &err));

    ck_assert_int_eq(err.code, ERR_BUSY);
    ck_assert_int_eq(list_selected(&list), 4);
    ck_assert_ptr_nonnull(strstr(drawn(), "ACME"));
}
END_TEST

START_TEST(marks_are_kept_by_id_and_are_the_targets)
{
    int64_t *ids;

    ck_assert_int_eq(list_targets(&list, arena, &ids), 1);
    ck_assert_int_eq(ids[0], 1);
    press("Down", 2);
    press("Space", 2);
    press("Home", 1);

    ck_assert_int_eq(list_targets(&list, arena, &ids), 2);
    ck_assert_int_eq(ids[0], 3);
    ck_assert_int_eq(ids[1], 4);
    ck_assert(list_is_marked(&list, 3));
    list_clear_marks(&list);
    ck_assert(!list_is_marked(&list, 3));
}
END_TEST

START_TEST(stepping_gives_ids_and_ends_at_the_ends)
{
    struct err err = ERR_INIT;
    int64_t id = 0;

    ck_assert(list_step(&list, 1, &id, &err));
    ck_assert_int_eq(id, 2);
    ck_assert(list_step(&list, -1, &id, &err));
    ck_assert(!list_step(&list, -1, &id, &err));
    ck_assert_int_eq(err.code, ERR_NOT_FOUND);
}
END_TEST

START_TEST(rows_set_from_outside_keep_the_selection)
{
    static const char *const row_cells[] = { "a", "b", "c" };
    const struct list_row rows[] = { { .id = 7, .cells = row_cells },
                                     { .id = 8, .cells = row_cells },
                                     { .id = 9, .cells = row_cells } };

    list_set_rows(&list, rows, 3);
    ck_assert(list_select(&list, 8));

    list_set_rows(&list, rows + 1, 2);
    ck_assert_int_eq(list_selected(&list), 8);
    list_set_rows(&list, rows, 1);
    ck_assert_int_eq(list_selected(&list), 7);
    list_set_rows(&list, NULL, 0);
    ck_assert_int_eq(list_selected(&list), 0);
}
END_TEST

START_TEST(the_cursor_stands_on_the_selected_row)
{
    press("Down", 2);
    (void)drawn();

    ck_assert_int_eq(cells->cursor_row, 3);
    ck_assert_str_eq(cells_row(cells, 3, arena), " >3        ACME Tools");
}
END_TEST

START_TEST(columns_go_by_priority_as_the_width_shrinks)
{
    struct column_place places[LIST_COLUMNS];

    columns_fit(columns, 60, places);
    ck_assert_int_eq(places[2].cols, 10);
    ck_assert_int_eq(places[1].cols, 60 - 2 - 8 - 10 - 2);

    columns_fit(columns, 20, places);
    ck_assert_int_eq(places[2].cols, 0);
    ck_assert_int_eq(places[0].cols + places[1].cols, 17);

    columns_fit(columns, 1, places);
    ck_assert_int_eq(places[0].cols, 5);
}
END_TEST

START_TEST(the_foot_counts)
{
    ck_assert_str_eq(list_foot(&list, arena), "10000 rows");
    press("Space", 1);
    ck_assert_str_eq(list_foot(&list, arena), "1 marked of 10000");
}
END_TEST

START_TEST(a_list_of_any_height_draws)
{
    for (int rows = 1; rows < 9; rows++) {
        list_resize(&list, rows);
        press("PageDown", 3);
        (void)drawn();
        ck_assert_int_ge(list.top, 0);
        ck_assert_int_le(list.top, list.selected);
        ck_assert_int_lt(list.selected, list.top + list.height);
    }
}
END_TEST

Suite *list_suite(void)
{
    Suite *suite = suite_create("list");
    TCase *tests = tcase_create("list");

    tcase_add_checked_fixture(tests, set_up, tear_down);
    tcase_add_test(tests, every_row_is_reached_by_down_and_by_up);
    tcase_add_test(tests, end_and_home_cost_one_page_each);
    tcase_add_test(tests, a_page_moves_by_the_rows_that_are_shown);
    tcase_add_test(tests, the_selected_row_and_its_place_survive_a_reload);
    tcase_add_test(tests, rows_that_come_above_do_not_move_the_selection);
    tcase_add_test(tests, the_row_in_its_place_is_selected_when_the_selected_one_is_gone);
    tcase_add_test(tests, the_last_row_is_selected_when_the_end_is_gone);
    tcase_add_test(tests, a_list_that_becomes_empty_says_why);
    tcase_add_test(tests, a_load_that_fails_leaves_the_old_rows);
    tcase_add_test(tests, marks_are_kept_by_id_and_are_the_targets);
    tcase_add_test(tests, stepping_gives_ids_and_ends_at_the_ends);
    tcase_add_test(tests, rows_set_from_outside_keep_the_selection);
    tcase_add_test(tests, the_cursor_stands_on_the_selected_row);
    tcase_add_test(tests, columns_go_by_priority_as_the_width_shrinks);
    tcase_add_test(tests, the_foot_counts);
    tcase_add_test(tests, a_list_of_any_height_draws);
    suite_add_tcase(suite, tests);
    return suite;
}
