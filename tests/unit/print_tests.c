/*
 * Papers: as lines and as text.
 */
#include <check.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/limits.h"
#include "base/mem.h"
#include "base/utf8.h"
#include "print/paper.h"
#include "print/template.h"

static struct arena *arena;
static struct err err;
static struct paper paper;

static void set_up(void)
{
    arena = arena_new();
    err_clear(&err);
    paper_init(&paper, arena, "10482-F1", false);
}

static void tear_down(void)
{
    arena_free(arena);
}

static void add_table(void)
{
    const char *columns[] = {
        paper_column_text(arena, (struct paper_column){ PAPER_LEFT, 8, "Item" }),
        paper_column_text(arena, (struct paper_column){ PAPER_RIGHT, 5, "Qty" }),
        paper_column_text(arena, (struct paper_column){ PAPER_BOX, 3, "" }),
    };
    const char *open[] = { "a long name", "12", "" };
    const char *done[] = { "4711", "1,000", "x" };

    paper_add(&paper, PAPER_COLUMNS, columns, 3);
    paper_add(&paper, PAPER_ROW, open, 3);
    paper_add(&paper, PAPER_ROW, done, 3);
}

static const char *lines_of(const struct paper *p)
{
    struct strbuf b;

    strbuf_init(&b, arena, LIMIT_PAPER_BYTES);
    paper_write(p, &b);
    return b.s;
}

START_TEST(cells_are_wrapped_and_aligned_within_their_column)
{
    add_table();
    ck_assert_str_eq(paper_as_text(&paper, arena), "Item        Qty\n"
                                                   "--------------------\n"
                                                   "a long       12  [ ]\n"
                                                   "name\n"
                                                   "4711      1,000  [x]\n");
}
END_TEST

START_TEST(no_line_of_text_is_wider_than_80_columns)
{
    const char *word = "\xe5\x80\x89\xe5\xba\xab"; /* two wide characters */
    struct strbuf b;

    strbuf_init(&b, arena, 10000);
    for (int i = 0; i < 100; i++)
        strbuf_addf(&b, "%s%s", word, i % 7 == 0 ? " " : "");
    paper_add_text(&paper, PAPER_TITLE, b.s);
    paper_add_text(&paper, PAPER_TEXT, b.s);
    paper_add_pair(&paper, b.s, b.s);
    for (const char *at = paper_as_text(&paper, arena); *at != '\0';) {
        size_t len = strcspn(at, "\n");

        ck_assert_int_le(utf8_cols(arena_strndup(arena, at, len)), PAPER_TEXT_COLS);
        at += len + 1;
    }
}
END_TEST

START_TEST(nothing_that_drives_a_printer_comes_through)
{
    paper_add_text(&paper, PAPER_TEXT, "open\x1bp the\tdrawer\n");
    ck_assert_str_eq(paper_as_text(&paper, arena), "open?p the?drawer?\n");
    ck_assert_ptr_null(strchr(lines_of(&paper), '\x1b'));
}
END_TEST

START_TEST(a_pair_without_a_value_is_left_out)
{
    paper_add_pair(&paper, "Your order", "");
    paper_add_pair(&paper, "Due", "2026-11-24");
    ck_assert_str_eq(paper_as_text(&paper, arena), "Due             2026-11-24\n");
}
END_TEST

START_TEST(a_paper_comes_back_from_its_lines)
{
    struct paper again;

    paper.is_letter = true;
    paper_add_text(&paper, PAPER_CODE, "10482-F1");
    paper_add_text(&paper, PAPER_TITLE, "Pick list");
    paper_add_text(&paper, PAPER_TEXT, "");
    paper_add_pair(&paper, "Due", "tomorrow");
    add_table();
    ck_assert_msg(paper_read(lines_of(&paper), arena, &again, &err), "%s", err.text);
    ck_assert(again.is_letter);
    ck_assert_int_eq(again.n, paper.n);
    ck_assert_str_eq(lines_of(&again), lines_of(&paper));
}
END_TEST

START_TEST(labels_come_back_from_their_lines_too)
{
    static const enum paper_label sizes[] = { LABEL_4X6, LABEL_A6 };
    struct paper again;

    for (size_t i = 0; i < OD_LEN(sizes); i++) {
        paper_init_label(&paper, arena, "10482-F1", sizes[i]);
        paper.made = "2026-11-22T14:03Z";
        paper_add_page(&paper); /* nothing before it: none */
        paper_add_text(&paper, PAPER_BIG, "Jones");
        paper_add_page(&paper);
        paper_add_bar(&paper, "10482-F1", "");
        ck_assert_int_eq(paper.n, 3);
        ck_assert_msg(paper_read(lines_of(&paper), arena, &again, &err), "%s", err.text);
        ck_assert_int_eq(again.label, sizes[i]);
        ck_assert_str_eq(again.made, paper.made);
        ck_assert_str_eq(lines_of(&again), lines_of(&paper));
    }
}
END_TEST

/* --- ZPL --------------------------------------------------------------------------------------
 */

/* What a strict reader of ZPL finds: fields of labels, each within the label and closed. */
struct zpl {
    int labels, fields, bars;
    int width, height, module;
    int x, y;
    char last[200]; /* data of the last field, decoded */
    char all[2000]; /* of all, '|' behind each */
};

static int zpl_number(const char **at)
{
    char *end;
    long n = strtol(*at, &end, 10);

    ck_assert_msg(end != *at && n >= 0, "a number is missing: %.20s", *at);
    *at = end;
    return (int)n;
}

static int zpl_next(const char **at)
{
    ck_assert_int_eq(**at, ',');
    ++*at;
    return zpl_number(at);
}

static bool zpl_is(const char **at, const char *command)
{
    if (strncmp(*at, command, strlen(command)) != 0)
        return false;
    *at += strlen(command);
    return true;
}

/* Data up to the ^ that ends it; _ and two digits are a byte. */
static void zpl_data(struct zpl *z, const char **at)
{
    size_t n = 0;

    for (; **at != '^'; ++*at) {
        char c = **at;

        ck_assert_msg((unsigned char)c >= ' ' && c != '~', "a command within data: %.20s", *at);
        if (c == '_') {
            const char hex[3] = { (*at)[1], (*at)[2], '\0' };
            char *end;

            c = (char)strtol(hex, &end, 16);
            ck_assert_ptr_eq(end, hex + 2);
            *at += 2;
        }
        ck_assert_uint_lt(n + 1, sizeof z->last);
        z->last[n++] = c;
    }
    z->last[n] = '\0';
    ck_assert_msg(zpl_is(at, "^FS\n"), "a field is not closed: %.20s", *at);
    ck_assert_uint_lt(strlen(z->all) + n + 2, sizeof z->all);
    (void)snprintf(z->all + strlen(z->all), n + 2, "%s|", z->last);
    z->fields++;
}

static void zpl_field(struct zpl *z, const char **at)
{
    bool is_bar = false;
    int height;

    z->x = zpl_number(at);
    z->y = zpl_next(at);
    if (zpl_is(at, "^BY")) {
        z->module = zpl_number(at);
        ck_assert_msg(zpl_is(at, "^BCN"), "%.20s", *at);
        height = zpl_next(at);
        ck_assert(zpl_is(at, ",N,N,N,A"));
        is_bar = true;
        z->bars++;
    } else {
        ck_assert_msg(zpl_is(at, "^A0N"), "%.20s", *at);
        height = zpl_next(at);
        ck_assert_int_eq(height, zpl_next(at));
    }
    ck_assert(zpl_is(at, "^FH_^FD"));
    zpl_data(z, at);
    ck_assert_int_le(z->y + height, z->height);
    /* Start, check and stop of Code 128 are 35 modules, a character at most 11. */
    if (is_bar && strspn(z->last, "0123456789") != strlen(z->last))
        ck_assert_int_le(z->x + z->module * (35 + 11 * (int)strlen(z->last)), z->width);
}

static void zpl_read(const char *text, struct zpl *z)
{
    *z = (struct zpl){ 0 };
    while (*text != '\0') {
        ck_assert_msg(zpl_is(&text, "^XA\n^CI28\n^PW"), "no label begins: %.20s", text);
        z->width = zpl_number(&text);
        ck_assert(zpl_is(&text, "\n^LL"));
        z->height = zpl_number(&text);
        ck_assert(zpl_is(&text, "\n^LH0,0\n"));
        while (zpl_is(&text, "^FO"))
            zpl_field(z, &text);
        ck_assert_msg(zpl_is(&text, "^PQ1\n^XZ\n"), "the label is not closed: %.20s", text);
        z->labels++;
    }
}

static void zpl_of(int dpi, struct zpl *z)
{
    const char *text;

    ck_assert_msg(paper_as_zpl(&paper, dpi, arena, &text, &err), "%s", err.text);
    zpl_read(text, z);
}

START_TEST(a_label_is_zpl_of_its_size)
{
    static const struct {
        enum paper_label size;
        int dpi, width, height;
    } wanted[] = {
        { LABEL_4X6, 203, 812, 1218 },
        { LABEL_4X6, 300, 1200, 1800 },
        { LABEL_A6, 203, 839, 1182 }, /* 105 x 148 mm, at 8 and 11.8 dots a mm */
        { LABEL_A6, 300, 1240, 1748 },
    };
    struct zpl z;

    for (size_t i = 0; i < OD_LEN(wanted); i++) {
        paper_init_label(&paper, arena, "10482-F1", wanted[i].size);
        paper_add_bar(&paper, "10482-F1", "");
        paper_add_page(&paper);
        paper_add_text(&paper, PAPER_BIG, "second");
        zpl_of(wanted[i].dpi, &z);
        ck_assert_int_eq(z.labels, 2);
        ck_assert_int_eq(z.bars, 1);
        ck_assert_int_eq(z.width, wanted[i].width);
        ck_assert_int_eq(z.height, wanted[i].height);
        ck_assert_str_eq(z.all, "10482-F1|10482-F1|second|");
    }
}
END_TEST

START_TEST(nothing_on_a_label_is_a_command_of_zpl)
{
    struct zpl z;

    paper_init_label(&paper, arena, "x", LABEL_4X6);
    paper_add_text(&paper, PAPER_TEXT, "^XZ~JA_5E\\ M\xc3\xbcller");
    zpl_of(203, &z);
    ck_assert_str_eq(z.last, "^XZ~JA_5E\\ M\xc3\xbcller");
}
END_TEST

START_TEST(bars_that_would_not_be_read_are_words)
{
    struct zpl z;

    paper_init_label(&paper, arena, "x", LABEL_4X6);
    paper_add_bar(&paper, "A>B", ""); /* > begins a command of Code 128 */
    paper_add_bar(&paper, "M\xc3\xbc", "");
    paper_add_bar(&paper, "", "words");
    zpl_of(203, &z);
    ck_assert_int_eq(z.bars, 0);
    /* 367 modules of two dots are the most that 734 dots have; 28 letters are 363. */
    paper_add_bar(&paper, "ABCDEFGHIJKLMNOPQRSTUVWXYZAB", "");
    zpl_of(203, &z);
    ck_assert_int_eq(z.bars, 1);
    ck_assert_int_eq(z.module, 2);
    paper_init_label(&paper, arena, "x", LABEL_4X6);
    paper_add_bar(&paper, "ABCDEFGHIJKLMNOPQRSTUVWXYZABC", "");
    zpl_of(203, &z);
    ck_assert_int_eq(z.bars, 0);
}
END_TEST

START_TEST(a_long_text_ends_with_the_label)
{
    struct zpl z;

    paper_init_label(&paper, arena, "x", LABEL_4X6);
    for (int i = 0; i < 100; i++)
        paper_add_text(&paper, PAPER_BIG, "line after line after line after line after line");
    zpl_of(203, &z);
    ck_assert_int_gt(z.fields, 20);
    ck_assert_int_eq(z.labels, 1);
}
END_TEST

START_TEST(a_sheet_is_no_zpl)
{
    const char *text;

    ck_assert(!paper_as_zpl(&paper, 203, arena, &text, &err));
    ck_assert_int_eq(err.code, ERR_INVALID);
}
END_TEST

/* --- templates --------------------------------------------------------------------------------
 */

static const struct template_fields some = { .number = "10482-F1", .company = "Acme", .po = NULL };

static struct template words_of(const char *text)
{
    struct template t;

    ck_assert_msg(template_read(text, "en.txt", DOCUMENT_PACKING_SLIP, arena, &t, &err), "%s",
                  err.text);
    return t;
}

START_TEST(a_template_gives_title_and_lines_of_its_own_document)
{
    struct template t = words_of("# words\n[pick-list]\ntitle = none of mine\nbelow = nor this\n"
                                 "\n[packing-slip]\r\ntitle = Slip {number}, {company}{po}\r\n"
                                 "above = one\nabove=two = 2\nbelow = {company} Ltd\n");

    template_begin(&t, &some, "other", &paper);
    template_end(&t, &some, &paper);
    ck_assert_str_eq(paper_as_text(&paper, arena), "SLIP 10482-F1, ACME\none\ntwo = 2\n\n"
                                                   "Acme Ltd\n");
}
END_TEST

START_TEST(where_a_template_is_silent_the_programs_own_words_stand)
{
    struct template t = words_of("[packing-slip]\n");

    template_begin(&t, &some, "Packing slip", &paper);
    template_end(&t, &some, &paper);
    ck_assert_str_eq(paper_as_text(&paper, arena), "PACKING SLIP\n");
}
END_TEST

START_TEST(a_wrong_template_is_refused_with_its_line)
{
    static const struct {
        const char *text, *where;
    } wrong[] = {
        { "title = of nothing\n", "en.txt, line 1" },
        { "[invoice]\n", "en.txt, line 1" },
        { "\n[label\n", "en.txt, line 2" },
        { "[label]\nfoot = x\n", "en.txt, line 2" },
        { "[label]\nwords\n", "en.txt, line 2" },
        /* of another document too, so that it is found before that is printed */
        { "[label]\n\nbelow = {nummer}\n", "en.txt, line 3" },
        { "[packing-slip]\nbelow = an open {\n", "en.txt, line 2" },
        { "[packing-slip]\nbelow = M\xfcller\n", "en.txt, line 2" },
    };
    struct template t;
    struct strbuf many;

    for (size_t i = 0; i < OD_LEN(wrong); i++) {
        err_clear(&err);
        ck_assert(!template_read(wrong[i].text, "en.txt", DOCUMENT_PACKING_SLIP, arena, &t, &err));
        ck_assert_int_eq(err.code, ERR_INVALID);
        ck_assert_msg(strstr(err.text, wrong[i].where) != NULL, "%s", err.text);
    }
    strbuf_init(&many, arena, 10000);
    strbuf_add(&many, "[packing-slip]\n");
    for (int i = 0; i < TEMPLATE_LINES; i++)
        strbuf_add(&many, "below = x\n");
    ck_assert_int_eq(words_of(many.s).below_n, TEMPLATE_LINES);
    strbuf_add(&many, "below = x\n");
    ck_assert(!template_read(many.s, "en.txt", DOCUMENT_PACKING_SLIP, arena, &t, &err));
}
END_TEST

START_TEST(what_is_no_paper_is_refused)
{
    static const char *const wrong[] = {
        "",
        "paper 1\ta4\tx\n",                                   /* cut off */
        "paper 2\ta4\tx\nend\n",                              /* a later form */
        "paper 1\ta3\tx\nend\n",                              /* another size */
        "paper 1\ta4\tx\tnow\tthen\nend\n",                   /* too long a head */
        "paper 1\ta4\tx\nbar\tonly\nend\n",                   /* a bar without words */
        "paper 1\ta4\tx\npage\tx\nend\n",                     /* a page with words */
        "paper 1\ta4\tx\nsong\tla\nend\n",                    /* no such part */
        "paper 1\ta4\tx\npair\tonly\nend\n",                  /* too few texts */
        "paper 1\ta4\tx\nrow\ta\nend\n",                      /* a row of no columns */
        "paper 1\ta4\tx\ncolumns\t<10a\t<10b\nrow\ta\nend\n", /* too short a row */
        "paper 1\ta4\tx\ncolumns\t<00a\nend\n",               /* no width */
        "paper 1\ta4\tx\ncolumns\t<10a\t>05b\t#63c\nend\n",   /* wider than a line */
        "paper 1\ta4\tx\ncolumns\t?10a\nend\n",               /* no such alignment */
        "paper 1\ta4\tx\nrow\t1\t2\t3\t4\t5\t6\t7\t8\t9\t10\nend\n",
    };
    struct paper out;

    for (size_t i = 0; i < OD_LEN(wrong); i++) {
        ck_assert_msg(!paper_read(wrong[i], arena, &out, &err), "taken: %s", wrong[i]);
        ck_assert_int_eq(err.code, ERR_INVALID);
    }
    ck_assert(paper_read("paper 1\ta4\tx\nend\n", arena, &out, &err));
}
END_TEST

START_TEST(a_paper_has_at_most_so_many_parts)
{
    struct paper out;

    for (int i = 0; i < LIMIT_PAPER_PARTS; i++)
        paper_add_text(&paper, PAPER_TEXT, "x");
    ck_assert(paper_read(lines_of(&paper), arena, &out, &err));
    paper_add_text(&paper, PAPER_TEXT, "x");
    ck_assert(!paper_read(lines_of(&paper), arena, &out, &err));
    ck_assert_int_eq(err.code, ERR_LIMIT);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("print");
    TCase *tests = tcase_create("paper");
    SRunner *runner = srunner_create(suite);
    int failed;

    tcase_add_checked_fixture(tests, set_up, tear_down);
    tcase_add_test(tests, cells_are_wrapped_and_aligned_within_their_column);
    tcase_add_test(tests, no_line_of_text_is_wider_than_80_columns);
    tcase_add_test(tests, nothing_that_drives_a_printer_comes_through);
    tcase_add_test(tests, a_pair_without_a_value_is_left_out);
    tcase_add_test(tests, a_paper_comes_back_from_its_lines);
    tcase_add_test(tests, labels_come_back_from_their_lines_too);
    tcase_add_test(tests, a_label_is_zpl_of_its_size);
    tcase_add_test(tests, nothing_on_a_label_is_a_command_of_zpl);
    tcase_add_test(tests, bars_that_would_not_be_read_are_words);
    tcase_add_test(tests, a_long_text_ends_with_the_label);
    tcase_add_test(tests, a_sheet_is_no_zpl);
    tcase_add_test(tests, a_template_gives_title_and_lines_of_its_own_document);
    tcase_add_test(tests, where_a_template_is_silent_the_programs_own_words_stand);
    tcase_add_test(tests, a_wrong_template_is_refused_with_its_line);
    tcase_add_test(tests, what_is_no_paper_is_refused);
    tcase_add_test(tests, a_paper_has_at_most_so_many_parts);
    suite_add_tcase(suite, tests);
    srunner_run_all(runner, CK_ENV);
    failed = srunner_ntests_failed(runner);
    srunner_free(runner);
    return failed == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
