/*
 * CSV, read and written.
 */
#include <string.h>

#include "base/csv.h"
#include "base/limits.h"
#include "base/mem.h"
#include "base/strbuf.h"
#include "unit/suites.h"
#include "unit/temp.h"

static struct arena *arena;
static struct err err;
static char dir[TEMP_DIR_SIZE];
static struct csv_reader *r;

static void set_up(void)
{
    arena = arena_new();
    err_clear(&err);
    r = NULL;
    temp_begin(dir);
}

static void tear_down(void)
{
    csv_close(r);
    temp_end(dir);
    arena_free(arena);
}

static void open_bytes(const char *data, size_t len)
{
    const char *path = temp_put(arena, dir, "in.csv", data, len);

    ck_assert_msg(csv_open(&r, path, NULL, &err), "%s", err.text);
}

static void open_text(const char *text)
{
    open_bytes(text, strlen(text));
}

static void expect_row(const char *a, const char *b)
{
    ck_assert_msg(csv_next(r, &err), "%s", err.text);
    ck_assert_str_eq(csv_cell(r, 0), a);
    ck_assert_str_eq(csv_cell(r, 1), b);
}

static void expect_end(void)
{
    ck_assert(!csv_next(r, &err));
    ck_assert_int_eq(err.code, ERR_NONE);
}

START_TEST(records_are_read_by_header)
{
    open_text("Id,Name\r\n1,Alfreds Futterkiste\r\n2,\"Ana, \"\"the\"\" one\"\r\n");

    ck_assert_int_eq(csv_column_count(r), 2);
    ck_assert_str_eq(csv_header(r, 1), "Name");
    ck_assert_int_eq(csv_column(r, "Name"), 1);
    ck_assert_int_eq(csv_column(r, " name "), 1);
    ck_assert_int_eq(csv_column(r, "Phone"), -1);
    expect_row("1", "Alfreds Futterkiste");
    expect_row("2", "Ana, \"the\" one");
    ck_assert_str_eq(csv_cell(r, -1), "");
    ck_assert_str_eq(csv_cell(r, 2), "");
    expect_end();
    expect_end();
}
END_TEST

START_TEST(an_exact_header_goes_before_one_of_other_case)
{
    open_text("NAME,name\na,b\n");

    ck_assert_int_eq(csv_column(r, "name"), 1);
    ck_assert_int_eq(csv_column(r, "Name"), 0);
}
END_TEST

START_TEST(the_delimiter_is_found_in_the_header)
{
    open_text("a;\"b,c,d\";e\n1;2,5;3\n");
    expect_row("1", "2,5");
    csv_close(r);
    open_text("a\tb\n1\t2\n");
    expect_row("1", "2");
    csv_close(r);
    open_text("a|b\n1|2\n");
    ck_assert_int_eq(csv_form(r).delimiter, '|');
    expect_row("1", "2");
    csv_close(r);
    open_text("only\nx;y\n");
    expect_row("x;y", "");
}
END_TEST

START_TEST(a_delimiter_that_is_given_is_used)
{
    const char *path = temp_put(arena, dir, "in.csv", "a|b,c,d\n1|2\n", 12);

    ck_assert(csv_open(&r, path, &(struct csv_form){ .delimiter = '|' }, &err));
    expect_row("1", "2");
}
END_TEST

START_TEST(a_byte_order_mark_is_skipped)
{
    open_text("\xEF\xBB\xBFId,Name\n1,x\n");

    ck_assert_int_eq(csv_column(r, "Id"), 0);
    ck_assert_str_eq(csv_header(r, 0), "Id");
}
END_TEST

START_TEST(blanks_belong_to_their_cell)
{
    open_text("a,b\n  x ,\ty\n");
    expect_row("  x ", "\ty");
}
END_TEST

START_TEST(empty_records_are_skipped_and_lines_counted)
{
    open_text("a,b\n\n1,2\r\n,\n\"x\ny\",3\n\n4,5");

    expect_row("1", "2");
    ck_assert_int_eq(csv_line(r), 3);
    expect_row("x\ny", "3");
    ck_assert_int_eq(csv_line(r), 5);
    expect_row("4", "5");
    ck_assert_int_eq(csv_line(r), 8);
    expect_end();
}
END_TEST

START_TEST(lines_that_end_in_cr_alone_are_lines)
{
    open_text("a,b\r1,2\r3,4\r");

    expect_row("1", "2");
    ck_assert_int_eq(csv_line(r), 2);
    expect_row("3", "4");
    ck_assert_int_eq(csv_line(r), 3);
    expect_end();
}
END_TEST

START_TEST(records_longer_than_a_block_are_whole)
{
    char *cell = arena_alloc(arena, LIMIT_CSV_CELL_BYTES + 1);

    memset(cell, 'x', LIMIT_CSV_CELL_BYTES);
    cell[LIMIT_CSV_CELL_BYTES] = '\0';
    open_text(arena_printf(arena, "a,b\n%s,\"%s\"\n1,2\n", cell, cell));

    expect_row(cell, cell);
    expect_row("1", "2");
}
END_TEST

START_TEST(a_cell_past_its_limit_is_refused_and_the_next_record_read)
{
    char *cell = arena_alloc(arena, LIMIT_CSV_CELL_BYTES + 2);

    memset(cell, 'x', LIMIT_CSV_CELL_BYTES + 1);
    cell[LIMIT_CSV_CELL_BYTES + 1] = '\0';
    open_text(arena_printf(arena, "a,b\n%s,1\n1,2\n", cell));

    ck_assert(!csv_next(r, &err));
    ck_assert_int_eq(err.code, ERR_LIMIT);
    expect_row("1", "2");
}
END_TEST

START_TEST(a_cell_without_end_stops_the_reading)
{
    size_t size = 1024 * 1024;
    char *text = arena_alloc(arena, size);

    memset(text, 'x', size);
    memcpy(text, "a,b\n\"", 5);
    open_bytes(text, size);

    ck_assert(!csv_next(r, &err));
    ck_assert_int_eq(err.code, ERR_LIMIT);
    err_clear(&err);
    expect_end();
}
END_TEST

START_TEST(cells_past_the_last_column_are_refused)
{
    char text[2 * LIMIT_CSV_COLUMNS + 16] = "a,b\n";
    size_t n = 4;

    for (int i = 0; i < LIMIT_CSV_COLUMNS; i++) {
        text[n++] = '1';
        text[n++] = ',';
    }
    memcpy(text + n, "1\n", 3);
    open_text(text);

    ck_assert(!csv_next(r, &err));
    ck_assert_int_eq(err.code, ERR_LIMIT);
}
END_TEST

static void open_as(const char *data, size_t len, const struct csv_form *form)
{
    ck_assert_msg(csv_open(&r, temp_put(arena, dir, "in.csv", data, len), form, &err), "%s",
                  err.text);
}

START_TEST(quotation_marks_are_letters_where_the_file_has_none)
{
    static const char text[] = "a\tb\n15\" rack\t\"big\n";

    open_as(text, sizeof text - 1, &(struct csv_form){ .has_no_quotes = true });
    expect_row("15\" rack", "\"big");
    ck_assert(csv_form(r).has_no_quotes);
}
END_TEST

START_TEST(a_cell_that_is_not_utf8_is_named_and_the_next_record_read)
{
    static const char text[] = "Id,Name\n1,M\xFCller\n2,x\n";

    open_as(text, sizeof text - 1, &(struct csv_form){ .encoding = ENCODING_UTF8 });
    ck_assert(!csv_next(r, &err));
    ck_assert_int_eq(err.code, ERR_INVALID);
    ck_assert_str_eq(err.field, "Name");
    ck_assert_ptr_nonnull(strstr(err.text, "Line 2, column 2"));
    expect_row("2", "x");
}
END_TEST

START_TEST(one_stray_byte_in_a_file_of_utf8_is_refused_alone)
{
    open_text("Id,Name\n1,M\xC3\xBCller\n2,K\xC3\xB6nig\n3,M\xFCller\n4,x\n");
    ck_assert_int_eq(csv_form(r).encoding, ENCODING_UTF8);
    expect_row("1", "M\xC3\xBCller");
    expect_row("2", "K\xC3\xB6nig");
    ck_assert(!csv_next(r, &err));
    ck_assert_int_eq(err.code, ERR_INVALID);
    err_clear(&err);
    expect_row("4", "x");
}
END_TEST

/* The file "a,b\n<u umlaut>,<euro>\n" in each way of writing it, and what it is told to be. */
START_TEST(encodings_are_found_out)
{
    static const struct {
        const char *bytes;
        size_t len;
        enum encoding encoding;
        const char *second;
    } files[] = {
        { "a,b\n\xC3\xBC,\xE2\x82\xAC\n", 11, ENCODING_UTF8, "\xE2\x82\xAC" },
        { "\xEF\xBB\xBF" "a,b\n\xC3\xBC,x\n", 12, ENCODING_UTF8, "x" },
        { "\xFF\xFE" "a\0,\0b\0\n\0\xFC\0,\0\xAC\x20\n\0", 18, ENCODING_UTF16LE,
          "\xE2\x82\xAC" },
        { "\xFE\xFF\0a\0,\0b\0\n\0\xFC\0,\x20\xAC\0\n", 18, ENCODING_UTF16BE,
          "\xE2\x82\xAC" },
        { "a\0,\0b\0\n\0\xFC\0,\0x\0\n\0", 16, ENCODING_UTF16LE, "x" },
        { "\0a\0,\0b\0\n\0\xFC\0,\0x\0\n", 16, ENCODING_UTF16BE, "x" },
        { "a,b\n\xFC,\x80\n", 8, ENCODING_CP1252, "\xE2\x82\xAC" },
        { "a,b\n\xFC,\xE9\n", 8, ENCODING_LATIN1, "\xC3\xA9" },
    };

    for (size_t i = 0; i < OD_LEN(files); i++) {
        open_bytes(files[i].bytes, files[i].len);
        ck_assert_int_eq(csv_form(r).encoding, files[i].encoding);
        ck_assert_int_eq(csv_column(r, "a"), 0);
        expect_row("\xC3\xBC", files[i].second);
        expect_end();
        csv_close(r);
        r = NULL;
    }
}
END_TEST

START_TEST(an_encoding_that_is_told_goes_before_what_the_bytes_say)
{
    open_as("a,b\n\xFC,\xC3\xBC\n", 9, &(struct csv_form){ .encoding = ENCODING_CP1252 });
    expect_row("\xC3\xBC", "\xC3\x83\xC2\xBC");
}
END_TEST

START_TEST(what_an_encoding_has_no_letter_for_is_refused_in_its_row)
{
    /* Windows-1252 has none at 81, UTF-16 none at a lone half of a pair. */
    open_as("a,b\n1,\x81\n2,x\n", 12, &(struct csv_form){ .encoding = ENCODING_CP1252 });
    ck_assert(!csv_next(r, &err));
    ck_assert_int_eq(err.code, ERR_INVALID);
    err_clear(&err);
    expect_row("2", "x");
    csv_close(r);
    open_bytes("\xFF\xFE" "a\0,\0b\0\n\0" "1\0,\0\0\xD8\n\0" "2\0,\0x\0\n\0", 26);
    ck_assert(!csv_next(r, &err));
    ck_assert_int_eq(err.code, ERR_INVALID);
    err_clear(&err);
    expect_row("2", "x");
    expect_end();
}
END_TEST

START_TEST(characters_over_the_edges_of_blocks_are_whole)
{
    size_t cells = 30000, n = 8;
    char *text = arena_alloc(arena, 8 + cells * 6);

    memcpy(text, "a\0,\0b\0\n\0", 8);
    for (size_t i = 0; i < cells; i++) {
        memcpy(text + n, i % 3 == 2 ? "\n\0" : i % 3 == 1 ? ",\0\x3D\xD8\0\xDE" : "\xAC\x20",
               i % 3 == 1 ? 6 : 2);
        n += i % 3 == 1 ? 6 : 2;
    }
    open_as(text, n, &(struct csv_form){ .encoding = ENCODING_UTF16LE });
    for (size_t i = 0; i < cells / 3; i++)
        expect_row("\xE2\x82\xAC", "\xF0\x9F\x98\x80");
    expect_end();
}
END_TEST

START_TEST(encodings_have_names)
{
    enum encoding encoding = ENCODING_UNKNOWN;

    ck_assert(encoding_parse("UTF-16LE", &encoding, &err));
    ck_assert_int_eq(encoding, ENCODING_UTF16LE);
    ck_assert(encoding_parse("iso-8859-1", &encoding, &err));
    ck_assert_str_eq(encoding_name(encoding), "Latin-1");
    ck_assert(encoding_parse("windows-1252", &encoding, &err));
    ck_assert_int_eq(encoding, ENCODING_CP1252);
    ck_assert(!encoding_parse("ebcdic", &encoding, &err));
    ck_assert_int_eq(err.code, ERR_INVALID);
    ck_assert_int_eq(encoding, ENCODING_CP1252);
}
END_TEST

START_TEST(records_of_another_width_than_the_header_are_refused)
{
    open_text("a,b\n1\n1,2,3\n1,2,,\n4,5\n");
    ck_assert(!csv_next(r, &err));
    ck_assert_int_eq(err.code, ERR_INVALID);
    ck_assert_int_eq(csv_line(r), 2);
    ck_assert_str_eq(csv_cell(r, 0), "1");
    err_clear(&err);
    ck_assert(!csv_next(r, &err));
    ck_assert_int_eq(csv_line(r), 3);
    ck_assert_str_eq(csv_cell(r, 2), "3");
    ck_assert_ptr_nonnull(strstr(err.text, "3 cells"));
    err_clear(&err);
    expect_row("1", "2");
    expect_row("4", "5");
    expect_end();
}
END_TEST

START_TEST(a_nul_byte_is_refused)
{
    open_bytes("a,b\n1,x\0y\n", 10);

    ck_assert(!csv_next(r, &err));
    ck_assert_int_eq(err.code, ERR_INVALID);
}
END_TEST

START_TEST(quotes_that_do_not_match_are_refused)
{
    static const char *const wrong[] = { "a,b\n1,\"x\n2,y\n", "a,b\n1,\"x\"y\n",
                                         "a,b\n1,x\"y\"\n" };

    for (size_t i = 0; i < OD_LEN(wrong); i++) {
        open_text(wrong[i]);
        err_clear(&err);
        ck_assert_msg(!csv_next(r, &err), "%s", wrong[i]);
        ck_assert_int_eq(err.code, ERR_INVALID);
        err_clear(&err);
        expect_end();
        csv_close(r);
        r = NULL;
    }
}
END_TEST

static enum err_code open_refused(const char *data, size_t len)
{
    const char *path = temp_put(arena, dir, "in.csv", data, len);

    ck_assert(!csv_open(&r, path, NULL, &err));
    ck_assert_ptr_null(r);
    return err.code;
}

START_TEST(files_without_a_header_are_refused)
{
    ck_assert_int_eq(open_refused("", 0), ERR_INVALID);
    ck_assert_int_eq(open_refused("\n\n", 2), ERR_INVALID);
    ck_assert_int_eq(open_refused("\xFF\xFE", 2), ERR_INVALID);
    ck_assert_int_eq(open_refused("M\0,b\n", 5), ERR_INVALID);
}
END_TEST

START_TEST(a_line_that_says_the_delimiter_is_no_header)
{
    open_text("sep=;\r\nid;name, in full\r\n1;a\r\n");
    ck_assert_int_eq(csv_form(r).delimiter, ';');
    ck_assert_str_eq(csv_header(r, 1), "name, in full");
    expect_row("1", "a");
    ck_assert_int_eq(csv_line(r), 3);
    expect_end();
    csv_close(r);
    r = NULL;
    open_text("SEP=|\na|b,c,d\n1|2\n");
    ck_assert_str_eq(csv_header(r, 1), "b,c,d");
    expect_row("1", "2");
    csv_close(r);
    r = NULL;
    open_text("sep=;,name\n1,2\n"); /* more stands on the line: a header like any */
    ck_assert_str_eq(csv_header(r, 1), "name");
    expect_row("1", "2");
    csv_close(r);
    r = NULL;
    open_text("sep=;;");
    ck_assert_int_eq(csv_column_count(r), 3);
}
END_TEST

START_TEST(a_missing_file_is_not_found_and_a_folder_unreadable)
{
    ck_assert(!csv_open(&r, temp_path(arena, dir, "none.csv"), NULL, &err));
    ck_assert_int_eq(err.code, ERR_NOT_FOUND);
    ck_assert(!csv_open(&r, dir, NULL, &err));
    ck_assert_int_eq(err.code, ERR_IO);
}
END_TEST

START_TEST(progress_ends_at_the_size)
{
    int64_t done, size;

    open_text("a,b\n1,2\n3,4\n");
    csv_progress(r, &done, &size);
    ck_assert_int_eq(size, 12);
    ck_assert_int_eq(done, 4);
    while (csv_next(r, &err))
        ;
    csv_progress(r, &done, &size);
    ck_assert_int_eq(done, 12);
}
END_TEST

static const char *written(const char *cell)
{
    char *out = arena_calloc(arena, 1, 200);
    FILE *f = fmemopen(out, 200, "w");

    csv_put(f, cell, true);
    ck_assert_int_eq(fclose(f), 0);
    return out;
}

START_TEST(a_cell_of_a_text_is_as_one_of_a_file)
{
    static const char *const cells[] = { "",     "plain", "a,b", "a\"\"b\"", "\"", "\r\n",
                                         " a ",  "=1,1",  "-",   "'@x",      "\t", "-12.50" };

    for (size_t i = 0; i < OD_LEN(cells); i++) {
        struct strbuf b;

        strbuf_init(&b, arena, 100);
        csv_add(&b, csv_guard(cells[i], arena), true);
        ck_assert_str_eq(b.s, written(cells[i]));
        csv_add(&b, "=", false);
        ck_assert_str_eq(b.s, arena_printf(arena, "%s,=", written(cells[i])));
    }
}
END_TEST

START_TEST(cells_are_quoted_where_needed)
{
    ck_assert_str_eq(written("plain"), "plain");
    ck_assert_str_eq(written(""), "");
    ck_assert_str_eq(written("a,b"), "\"a,b\"");
    ck_assert_str_eq(written("a;b"), "\"a;b\"");
    ck_assert_str_eq(written("a\"b"), "\"a\"\"b\"");
    ck_assert_str_eq(written("a\nb"), "\"a\nb\"");
    ck_assert_str_eq(written(" a"), "\" a\"");
}
END_TEST

START_TEST(formulas_are_guarded_and_numbers_are_not)
{
    ck_assert_str_eq(written("=1+1"), "'=1+1");
    ck_assert_str_eq(written("@SUM(A1)"), "'@SUM(A1)");
    ck_assert_str_eq(written("+49 40 123"), "'+49 40 123");
    ck_assert_str_eq(written("-cmd"), "'-cmd");
    ck_assert_str_eq(written("-"), "'-");
    ck_assert_str_eq(written("\t=1"), "\"'\t=1\"");
    ck_assert_str_eq(written("-12.50"), "-12.50");
    ck_assert_str_eq(written("+7"), "+7");
    ck_assert_str_eq(written("'tis"), "'tis");
}
END_TEST

START_TEST(what_is_written_is_read_back)
{
    static const char *const cells[] = { "=1+1", "'=1+1",     "''@x",         "'tis", "-5",
                                         "-x",   "a\"b,c\nd", " x ",          "\t",   "+",
                                         "'",    "''-'x",     "M\xC3\xBCller" };
    const char *path = temp_path(arena, dir, "out.csv");
    FILE *f = fopen(path, "w");

    csv_put(f, "a", true);
    csv_put(f, "b", false);
    csv_end_row(f);
    for (size_t i = 0; i < OD_LEN(cells); i++) {
        csv_put(f, cells[i], true);
        csv_put(f, "end", false);
        csv_end_row(f);
    }
    ck_assert_int_eq(fclose(f), 0);

    ck_assert(csv_open(&r, path, NULL, &err));
    for (size_t i = 0; i < OD_LEN(cells); i++) {
        ck_assert_msg(csv_next(r, &err), "%s", err.text);
        ck_assert_str_eq(csv_unguard(csv_cell(r, 0)), cells[i]);
        ck_assert_str_eq(csv_cell(r, 1), "end");
    }
    expect_end();
}
END_TEST

static void add_writer(Suite *s)
{
    TCase *tc = tcase_create("writer");

    tcase_add_checked_fixture(tc, set_up, tear_down);
    tcase_add_test(tc, cells_are_quoted_where_needed);
    tcase_add_test(tc, formulas_are_guarded_and_numbers_are_not);
    tcase_add_test(tc, a_cell_of_a_text_is_as_one_of_a_file);
    tcase_add_test(tc, what_is_written_is_read_back);
    suite_add_tcase(s, tc);
}

Suite *csv_suite(void)
{
    Suite *s = suite_create("csv");
    TCase *tc = tcase_create("reader");

    tcase_add_checked_fixture(tc, set_up, tear_down);
    tcase_add_test(tc, records_are_read_by_header);
    tcase_add_test(tc, an_exact_header_goes_before_one_of_other_case);
    tcase_add_test(tc, the_delimiter_is_found_in_the_header);
    tcase_add_test(tc, a_delimiter_that_is_given_is_used);
    tcase_add_test(tc, a_byte_order_mark_is_skipped);
    tcase_add_test(tc, blanks_belong_to_their_cell);
    tcase_add_test(tc, empty_records_are_skipped_and_lines_counted);
    tcase_add_test(tc, lines_that_end_in_cr_alone_are_lines);
    tcase_add_test(tc, records_longer_than_a_block_are_whole);
    tcase_add_test(tc, a_cell_past_its_limit_is_refused_and_the_next_record_read);
    tcase_add_test(tc, a_cell_without_end_stops_the_reading);
    tcase_add_test(tc, cells_past_the_last_column_are_refused);
    tcase_add_test(tc, a_cell_that_is_not_utf8_is_named_and_the_next_record_read);
    tcase_add_test(tc, one_stray_byte_in_a_file_of_utf8_is_refused_alone);
    tcase_add_test(tc, encodings_are_found_out);
    tcase_add_test(tc, quotation_marks_are_letters_where_the_file_has_none);
    tcase_add_test(tc, an_encoding_that_is_told_goes_before_what_the_bytes_say);
    tcase_add_test(tc, what_an_encoding_has_no_letter_for_is_refused_in_its_row);
    tcase_add_test(tc, characters_over_the_edges_of_blocks_are_whole);
    tcase_add_test(tc, encodings_have_names);
    tcase_add_test(tc, records_of_another_width_than_the_header_are_refused);
    tcase_add_test(tc, a_nul_byte_is_refused);
    tcase_add_test(tc, quotes_that_do_not_match_are_refused);
    tcase_add_test(tc, files_without_a_header_are_refused);
    tcase_add_test(tc, a_line_that_says_the_delimiter_is_no_header);
    tcase_add_test(tc, a_missing_file_is_not_found_and_a_folder_unreadable);
    tcase_add_test(tc, progress_ends_at_the_size);
    suite_add_tcase(s, tc);
    add_writer(s);
    return s;
}
