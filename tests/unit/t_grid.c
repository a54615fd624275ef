/*
 * The grid: entry, results, commit, editing of rows.
 */
#include <string.h>

#include "base/mem.h"
#include "base/utf8.h"
#include "base/vec.h"
#include "tui/grid.h"
#include "unit/tui_suites.h"

static struct arena *arena;
static struct cells *cells;
static struct grid grid;

struct line {
    char item[32], qty[32];
    const char *cells[4];
};
static struct line lines[20];
static struct list_row rows[20];
static int n;
static bool refuses_commit;

static void show_lines(struct grid *g)
{
    for (int i = 0; i < n; i++) {
        lines[i].cells[0] = arena_printf(arena, "%d", i + 1);
        lines[i].cells[1] = lines[i].item;
        lines[i].cells[2] = lines[i].qty;
        lines[i].cells[3] = NULL;
        rows[i] = (struct list_row){ .id = i + 1, .cells = lines[i].cells };
    }
    grid_set_rows(g, rows, n);
}

static bool find(void *ctx, const char *text, struct arena *a, struct lookup_rows *out,
                 struct err *err)
{
    static const struct lookup_row all[] = {
        { 11, "BOL-M8-40", "Bolt M8x40", "0.12" },
        { 12, "BOL-M8-60", "Bolt M8x60", "0.15" },
        { 13, "WID-100", "Widget", "4.25" },
    };

    (void)ctx;
    (void)err;
    for (size_t i = 0; i < sizeof all / sizeof all[0]; i++) {
        if (strncmp(utf8_fold(a, all[i].value), utf8_fold(a, text), strlen(text)) == 0)
            *(struct lookup_row *)vec_push(a, out) = all[i];
    }
    return true;
}

static bool entered(void *ctx, struct grid *g, int64_t row_id, int entry, enum grid_next *next,
                    struct err *err)
{
    (void)ctx;
    (void)row_id;
    if (entry == 0 && strchr(grid_text(g, 0), '*') != NULL) {
        *next = GRID_COMMIT;
        return true;
    }
    if (entry == 0 && grid_lookup_id(g) == 0)
        return err_set(err, ERR_NOT_FOUND, "No such item.");
    if (entry == 1 && grid_text(g, 1)[0] == '\0')
        grid_set_text(g, 1, "1");
    return true;
}

static bool commit(void *ctx, struct grid *g, int64_t row_id, struct err *err)
{
    int at = row_id == 0 ? n : (int)row_id - 1;

    (void)ctx;
    if (refuses_commit)
        return err_set(err, ERR_BUSY, "Busy.");
    (void)strncpy(lines[at].item, grid_text(g, 0), sizeof lines[at].item - 1);
    (void)strncpy(lines[at].qty, grid_text(g, 1), sizeof lines[at].qty - 1);
    if (row_id == 0)
        n++;
    show_lines(g);
    return true;
}

static bool remove_line(void *ctx, struct grid *g, int64_t row_id, struct err *err)
{
    (void)ctx;
    (void)err;
    memmove(&lines[row_id - 1], &lines[row_id], (size_t)(n - row_id) * sizeof lines[0]);
    n--;
    show_lines(g);
    return true;
}

static const struct grid_ops ops = { find, entered, commit, remove_line };
static const struct list_column columns[] = {
    { "Ln", 3, 0, 0, true, false },
    { "Item", 12, 8, 0, false, false },
    { "Qty", 6, 0, 0, true, false },
    { "Note", 10, 0, 1, false, true },
    { 0 },
};
static const int entries[] = { 1, 2, -1 };

static void set_up(void)
{
    arena = arena_new();
    cells = cells_new(8, 60, false);
    memset(lines, 0, sizeof lines);
    n = 0;
    refuses_commit = false;
    grid_init(&grid, NULL, columns, entries, &ops, NULL);
    grid_resize(&grid, 8);
}

static void tear_down(void)
{
    grid_close(&grid);
    cells_free(cells);
    arena_free(arena);
}

static enum grid_event press(const char *name)
{
    struct key k;

    ck_assert(key_parse(name, &k, NULL));
    return grid_key(&grid, k);
}

static void type(const char *text)
{
    while (*text != '\0')
        (void)grid_key(&grid, key_make(utf8_next(&text), 0));
}

static void add_line(const char *item, const char *qty)
{
    type(item);
    ck_assert_int_eq(press("Enter"), GRID_USED);
    type(qty);
    ck_assert_int_eq(press("Enter"), GRID_COMMITTED);
}

static char *drawn(void)
{
    struct canvas c = canvas_of(cells);

    canvas_clear(&c);
    grid_draw(&grid, &c, true);
    return cells_dump(cells, arena);
}

START_TEST(item_and_quantity_make_a_line_and_the_next_one_waits)
{
    add_line("wid-100", "12");

    ck_assert_int_eq(n, 1);
    ck_assert_str_eq(lines[0].item, "WID-100");
    ck_assert_str_eq(lines[0].qty, "12");
    ck_assert_int_eq(grid_row_id(&grid), 0);
    ck_assert(!grid_has_text(&grid));
}
END_TEST

START_TEST(an_empty_line_and_enter_finish)
{
    add_line("wid-100", "12");

    ck_assert_int_eq(press("Enter"), GRID_FINISH);
}
END_TEST

START_TEST(an_empty_quantity_is_the_owners_default)
{
    add_line("wid-100", "");

    ck_assert_str_eq(lines[0].qty, "1");
}
END_TEST

START_TEST(a_whole_line_in_the_first_entry_commits_at_once)
{
    type("WID*12");

    ck_assert_int_eq(press("Enter"), GRID_COMMITTED);
    ck_assert_int_eq(n, 1);
}
END_TEST

START_TEST(down_chooses_among_the_results)
{
    type("bol");
    grid_settle(&grid);
    ck_assert_ptr_nonnull(strstr(drawn(), "Bolt M8x60"));
    (void)press("Down");
    (void)press("Down");
    (void)press("Enter");

    ck_assert_str_eq(grid_text(&grid, 0), "BOL-M8-60");
    ck_assert_int_eq(grid_lookup_id(&grid), 12);
    ck_assert_int_eq(grid.entry, 1);
}
END_TEST

START_TEST(down_typed_ahead_of_the_results_chooses_among_them)
{
    type("bol");
    (void)grid_key(&grid, key_make(K_DOWN, 0));
    (void)grid_key(&grid, key_make(K_DOWN, 0));
    (void)grid_key(&grid, key_make(K_ENTER, 0));

    ck_assert_int_eq(grid_lookup_id(&grid), 12);
}
END_TEST

START_TEST(an_unknown_item_keeps_the_cursor_and_what_was_typed)
{
    type("zzz");

    ck_assert_int_eq(press("Enter"), GRID_USED);
    ck_assert_int_eq(grid.entry, 0);
    ck_assert_int_eq(grid.error_entry, 0);
    ck_assert_str_eq(grid_text(&grid, 0), "zzz");
    ck_assert_ptr_nonnull(strstr(drawn(), "xzzz"));
}
END_TEST

START_TEST(a_commit_that_fails_keeps_what_was_typed)
{
    refuses_commit = true;
    type("wid-100");
    (void)press("Enter");
    type("7");

    ck_assert_int_eq(press("Enter"), GRID_USED);
    ck_assert_str_eq(grid_text(&grid, 1), "7");
    refuses_commit = false;
    ck_assert_int_eq(press("Enter"), GRID_COMMITTED);
}
END_TEST

START_TEST(f4_edits_the_quantity_of_the_row_under_the_cursor)
{
    add_line("wid-100", "4");
    add_line("bol-m8-40", "9");
    (void)press("Up");
    (void)press("Up");
    (void)press("F4");
    type("6");

    ck_assert_int_eq(press("Enter"), GRID_COMMITTED);
    ck_assert_str_eq(lines[0].qty, "6");
    ck_assert_str_eq(lines[0].item, "WID-100");
    ck_assert_int_eq(grid_row_id(&grid), 1);
}
END_TEST

START_TEST(a_digit_on_a_row_edits_its_quantity)
{
    add_line("wid-100", "4");
    (void)press("Up");
    type("15");
    (void)press("Enter");

    ck_assert_str_eq(lines[0].qty, "15");
}
END_TEST

START_TEST(esc_ends_an_edit_without_a_change)
{
    add_line("wid-100", "4");
    (void)press("Up");
    type("15");

    ck_assert_int_eq(press("Esc"), GRID_USED);
    ck_assert_str_eq(lines[0].qty, "4");
    ck_assert_int_eq(grid.editing, -1);
}
END_TEST

START_TEST(what_stands_in_the_new_row_survives_a_walk)
{
    add_line("wid-100", "4");
    type("bol");
    (void)press("Up");
    ck_assert_int_eq(grid_row_id(&grid), 1);
    (void)press("Down");

    ck_assert_str_eq(grid_text(&grid, 0), "bol");
}
END_TEST

START_TEST(ctrl_d_removes_the_row_and_empties_the_new_one)
{
    add_line("wid-100", "4");
    type("bol");
    ck_assert_int_eq(press("C-d"), GRID_USED);
    ck_assert(!grid_has_text(&grid));
    (void)press("Up");

    ck_assert_int_eq(press("C-d"), GRID_REMOVED);
    ck_assert_int_eq(n, 0);
    ck_assert_int_eq(grid_row_id(&grid), 0);
}
END_TEST

START_TEST(up_in_the_first_row_goes_back)
{
    ck_assert_int_eq(press("Up"), GRID_BACK);
    add_line("wid-100", "4");
    (void)press("Up");
    ck_assert_int_eq(press("Up"), GRID_BACK);
}
END_TEST

START_TEST(a_code_in_the_first_entry_is_handed_out)
{
    type(".fi");

    ck_assert_int_eq(press("Enter"), GRID_RUN_CODE);
}
END_TEST

START_TEST(the_entry_and_its_results_stay_in_sight)
{
    for (int i = 0; i < 9; i++)
        add_line("wid-100", "4");
    type("bol");
    grid_settle(&grid);

    ck_assert_ptr_nonnull(strstr(drawn(), "Bolt M8x60"));
    ck_assert_ptr_nonnull(strstr(drawn(), " 10[bol"));
}
END_TEST

START_TEST(the_grid_looks_like_its_picture)
{
    add_line("wid-100", "12");
    type("bo");

    ck_assert_str_eq(drawn(), "   Ln Item            Qty Note\n"
                              "    1 WID-100          12\n"
                              "    2[bo          [      ]\n\n\n\n\n\n");
}
END_TEST

START_TEST(a_row_being_edited_that_is_taken_away_ends_the_edit)
{
    add_line("wid-100", "4");
    (void)press("Up");
    type("9");

    n = 0;
    show_lines(&grid);

    ck_assert_int_eq(grid.editing, -1);
    ck_assert(!grid_has_text(&grid));
    ck_assert_int_eq(grid_row_id(&grid), 0);
}
END_TEST

Suite *grid_suite(void)
{
    Suite *suite = suite_create("grid");
    TCase *tests = tcase_create("grid");

    tcase_add_checked_fixture(tests, set_up, tear_down);
    tcase_add_test(tests, item_and_quantity_make_a_line_and_the_next_one_waits);
    tcase_add_test(tests, an_empty_line_and_enter_finish);
    tcase_add_test(tests, an_empty_quantity_is_the_owners_default);
    tcase_add_test(tests, a_whole_line_in_the_first_entry_commits_at_once);
    tcase_add_test(tests, down_chooses_among_the_results);
    tcase_add_test(tests, down_typed_ahead_of_the_results_chooses_among_them);
    tcase_add_test(tests, an_unknown_item_keeps_the_cursor_and_what_was_typed);
    tcase_add_test(tests, a_commit_that_fails_keeps_what_was_typed);
    tcase_add_test(tests, f4_edits_the_quantity_of_the_row_under_the_cursor);
    tcase_add_test(tests, a_digit_on_a_row_edits_its_quantity);
    tcase_add_test(tests, esc_ends_an_edit_without_a_change);
    tcase_add_test(tests, what_stands_in_the_new_row_survives_a_walk);
    tcase_add_test(tests, ctrl_d_removes_the_row_and_empties_the_new_one);
    tcase_add_test(tests, up_in_the_first_row_goes_back);
    tcase_add_test(tests, a_code_in_the_first_entry_is_handed_out);
    tcase_add_test(tests, the_entry_and_its_results_stay_in_sight);
    tcase_add_test(tests, the_grid_looks_like_its_picture);
    tcase_add_test(tests, a_row_being_edited_that_is_taken_away_ends_the_edit);
    suite_add_tcase(suite, tests);
    return suite;
}
