/*
 * Texts that are against us on what leaves as a file: charts as SVG and PDF, papers as PDF, text and
 * ZPL, mails. What is drawn is whole and well-formed whatever stands in it, a label has no command
 * but the program's own, a mail no header but its own.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/limits.h"
#include "base/os.h"
#include "base/strbuf.h"
#include "print/chart.h"
#include "print/paper.h"
#include "support/bad_text.h"
#include "sync/mime.h"

/* So many texts go into one drawing; the last of all is plain, to see that it is whole. */
#define ROUND_TEXTS 40
#define LONG_BYTES  20000
#define LAST        "thelastofall"

static struct prop prop;
static char folder[] = "/tmp/prop_sinks_paper.XXXXXX";

static const char *bad(struct arena *arena)
{
    return bad_text_make(&prop, arena);
}

static const char *long_bad(struct arena *arena)
{
    struct strbuf b;

    strbuf_init(&b, arena, LONG_BYTES + 1000);
    while (b.len < LONG_BYTES)
        strbuf_add(&b, bad(arena));
    return b.s;
}

static int count_of(const char *text, const char *part)
{
    int n = 0;

    for (const char *at = strstr(text, part); at != NULL; at = strstr(at + 1, part))
        n++;
    return n;
}

/* --- what is drawn ---------------------------------------------------------------------------- */

static const char *render(const char *lines, size_t lines_len, struct arena *arena, size_t *len)
{
    const char *dir = getenv("builddir");
    const char *argv[] = { arena_printf(arena, "%s/orderdesk-render", dir != NULL ? dir : "."),
                           NULL };
    struct os_run run = { .argv = argv, .input = lines, .input_len = lines_len };
    struct err err = ERR_INIT;
    char *out;

    if (!os_run(&run, arena, &out, len, &err))
        ck_abort_msg("nothing was drawn: %s", err.text);
    return out;
}

/* False where the machine has no such program; aborts where it refuses the file. */
static bool judged(const char *const *argv, struct arena *arena, char **out)
{
    struct os_run run = { .argv = argv };
    struct err err = ERR_INIT;

    if (os_run(&run, arena, out, NULL, &err))
        return true;
    if (err.code != ERR_NOT_FOUND)
        ck_abort_msg("%s: %s", argv[0], err.text);
    return false;
}

static const char *keep(const char *name, const char *bytes, size_t len, struct arena *arena)
{
    const char *path = arena_printf(arena, "%s/%s", folder, name);
    FILE *file = fopen(path, "w");

    ck_assert_ptr_nonnull(file);
    ck_assert_uint_eq(fwrite(bytes, 1, len, file), len);
    ck_assert_int_eq(fclose(file), 0);
    return path;
}

static void check_svg(const char *svg, size_t len, struct arena *arena)
{
    const char *path = keep("drawn.svg", svg, len, arena);
    const char *lint[] = { "xmllint", "--noout", "--nonet", path, NULL };
    char *said;

    ck_assert_uint_eq(strlen(svg), len); /* no zero byte */
    ck_assert_int_eq(strncmp(svg, "<?xml", 5), 0);
    ck_assert_ptr_nonnull(strstr(svg, "</svg>"));
    check_kept(svg, false);
    ck_assert_int_eq(count_of(svg, "<script"), 0);
    ck_assert_int_eq(count_of(svg, "</svg>"), 1);
    (void)judged(lint, arena, &said);
}

/* Its text is read back where the machine can: whole, and without control characters. */
static void check_pdf(const char *pdf, size_t len, struct arena *arena)
{
    const char *path = keep("drawn.pdf", pdf, len, arena);
    const char *read[] = { "pdftotext", "-enc", "UTF-8", path, "-", NULL };
    char *text;

    ck_assert_uint_gt(len, 100);
    ck_assert_int_eq(strncmp(pdf, "%PDF-", 5), 0);
    ck_assert_int_eq(strncmp(pdf + len - 6, "%%EOF\n", 6), 0);
    if (!judged(read, arena, &text))
        return;
    ck_assert(utf8_is_valid(text, strlen(text)));
    for (const char *at = text; *at != '\0'; at++)
        ck_assert((unsigned char)*at >= ' ' || *at == '\n' || *at == '\f');
    ck_assert_ptr_nonnull(strstr(text, LAST));
}

/* Between the tabs that part its texts. */
static void check_lines(const char *lines, struct arena *arena)
{
    char *copy = arena_strdup(arena, lines);

    for (char *at = copy; *at != '\0'; at++)
        if (*at == '\t')
            *at = ' ';
    check_kept(copy, false);
}

static void check_chart_lines(const struct chart *in, const char *lines, struct arena *arena)
{
    struct chart out;
    struct err err = ERR_INIT;

    check_lines(lines, arena);
    ck_assert(chart_read(lines, arena, &out, &err));
    ck_assert_int_eq(out.n, in->n);
    for (int i = 0; i < in->n; i++) {
        ck_assert_int_eq(out.v[i].value, in->v[i].value);
        check_kept(out.v[i].label, true);
        check_kept(out.v[i].text, true);
    }
}

static void draw_chart(enum chart_kind kind, enum chart_form form, struct arena *arena)
{
    struct chart_point points[CHART_BARS_MOST];
    struct chart chart = { .kind = kind, .form = form, .title = bad(arena),
                           .subtitle = long_bad(arena), .legend = bad(arena),
                           .legend_before = bad(arena), .most = LAST, .made = "",
                           .v = points, .n = CHART_BARS_MOST };
    struct strbuf lines;
    const char *drawn;
    size_t len;

    for (int i = 0; i < chart.n; i++)
        points[i] = (struct chart_point){ bad(arena), i + 1, i, bad(arena), i };
    strbuf_init(&lines, arena, LIMIT_PAPER_BYTES);
    chart_write(&chart, &lines);
    check_chart_lines(&chart, lines.s, arena);
    drawn = render(lines.s, lines.len, arena, &len);
    if (form == CHART_SVG)
        check_svg(drawn, len, arena);
    else if (kind != CHART_HEAT) /* that has no word for the largest value */
        check_pdf(drawn, len, arena);
}

static void add_parts(struct paper *p, struct arena *arena)
{
    const struct paper_column column = { PAPER_LEFT, 20, bad(arena) };
    const char *columns[] = { paper_column_text(arena, column), "<20Words" };
    const char *cells[] = { bad(arena), bad(arena) };

    paper_add_text(p, PAPER_TITLE, bad(arena));
    paper_add_text(p, PAPER_HEAD, bad(arena));
    paper_add_text(p, PAPER_TEXT, bad(arena));
    paper_add_pair(p, bad(arena), bad(arena));
    paper_add_text(p, PAPER_BIG, bad(arena));
    paper_add_bar(p, bad(arena), bad(arena));
    paper_add_text(p, PAPER_CODE, bad(arena));
    if (p->label != LABEL_NONE)
        return;
    paper_add(p, PAPER_COLUMNS, columns, 2);
    paper_add(p, PAPER_ROW, cells, 2);
}

static void draw_paper(struct arena *arena)
{
    struct paper p, again;
    struct strbuf lines;
    struct err err = ERR_INIT;
    const char *drawn;
    size_t len;

    paper_init(&p, arena, bad(arena), prop_between(&prop, 0, 1) == 0);
    for (int i = 0; i < ROUND_TEXTS / 10; i++)
        add_parts(&p, arena);
    paper_add_text(&p, PAPER_TEXT, long_bad(arena));
    paper_add_text(&p, PAPER_TEXT, LAST);
    strbuf_init(&lines, arena, LIMIT_PAPER_BYTES);
    paper_write(&p, &lines);
    check_lines(lines.s, arena);
    ck_assert(paper_read(lines.s, arena, &again, &err));
    ck_assert_int_eq(again.n, p.n);
    check_kept(paper_as_text(&p, arena), false);
    drawn = render(lines.s, lines.len, arena, &len);
    check_pdf(drawn, len, arena);
}

/* --- labels ----------------------------------------------------------------------------------- */

/* Between ^FD and ^FS nothing begins a command, and there is no other between them than ours. */
static void check_zpl(const char *zpl)
{
    static const char *const known[] = { "^XA", "^XZ", "^CI", "^PW", "^LL", "^LH", "^FO",
                                         "^A0", "^FH", "^FD", "^FS", "^BY", "^BC", "^PQ" };

    check_kept(zpl, false);
    ck_assert_int_eq(count_of(zpl, "^FD"), count_of(zpl, "^FS"));
    ck_assert_int_eq(count_of(zpl, "^XA"), 2);
    ck_assert_int_eq(count_of(zpl, "^XZ"), 2);
    ck_assert_ptr_null(strchr(zpl, '~'));
    for (const char *at = strchr(zpl, '^'); at != NULL; at = strchr(at + 1, '^')) {
        bool is_known = false;

        for (size_t i = 0; i < OD_LEN(known); i++)
            is_known = is_known || strncmp(at, known[i], 3) == 0;
        ck_assert_msg(is_known, "a command that is none of ours: %.20s", at);
    }
    for (const char *at = strstr(zpl, "^FD"); at != NULL; at = strstr(at + 1, "^FD"))
        ck_assert_int_eq(strncmp(strchr(at + 1, '^'), "^FS", 3), 0);
}

static void label(struct arena *arena)
{
    struct err err = ERR_INIT;
    struct paper p;
    const char *zpl;

    paper_init_label(&p, arena, bad(arena), LABEL_4X6);
    add_parts(&p, arena);
    paper_add_page(&p);
    add_parts(&p, arena);
    ck_assert(paper_as_zpl(&p, prop_between(&prop, 0, 1) == 0 ? 203 : 300, arena, &zpl, &err));
    check_zpl(zpl);
}

/* --- mails ------------------------------------------------------------------------------------ */

static const char *const headers[] = {
    "From:", "To:", "Subject:", "Date:", "Message-ID:", "Reply-To:", "MIME-Version:",
    "Content-Type:", "Content-Transfer-Encoding:", "Content-Language:", "Content-Disposition:",
    "Auto-Submitted:", "Content-",
};

static void check_head(const char *mail)
{
    for (const char *at = mail; strncmp(at, "\r\n", 2) != 0; at = strstr(at, "\r\n") + 2) {
        bool is_known = *at == ' ' || *at == '\t';

        for (size_t i = 0; i < OD_LEN(headers); i++)
            is_known = is_known || strncmp(at, headers[i], strlen(headers[i])) == 0;
        ck_assert_msg(is_known, "a header that is none of ours: %.60s", at);
        ck_assert_ptr_nonnull(strstr(at, "\r\n"));
    }
}

static int mail(struct arena *arena)
{
    const char *to[] = { "ann@example.com" };
    struct job_file file = { bad(arena), bad(arena), "x", 1 };
    struct mime_mail in = { .from = "desk@example.com", .from_name = bad(arena), .reply_to = "",
                            .to = to, .n_to = 1, .subject = bad(arena), .text = bad(arena),
                            .html = "", .message_id = "k1@example.com", .language = "",
                            .at = { INT64_C(1795874587000) }, .files = { &file, 1 } };
    struct err err = ERR_INIT;
    const char *text;
    size_t len;

    if (!is_taken(mime_compose(&in, arena, &text, &len, &err), &err))
        return 0;
    ck_assert_uint_eq(strlen(text), len);
    for (const char *at = text; *at != '\0'; at++) {
        ck_assert_uint_lt((unsigned char)*at, 0x80);
        ck_assert((unsigned char)*at >= ' ' || *at == '\t' || (*at == '\r' && at[1] == '\n') ||
                  (*at == '\n' && at[-1] == '\r'));
    }
    check_head(text);
    return 1;
}

/* --- rounds ----------------------------------------------------------------------------------- */

START_TEST(what_is_drawn_is_whole_whatever_stands_in_it)
{
    ck_assert_ptr_nonnull(mkdtemp(folder));
    for (int i = 0; i < prop.rounds; i += 6 * ROUND_TEXTS) {
        OD_ARENA *arena = arena_new();

        for (int kind = CHART_BARS; kind <= CHART_HEAT; kind++) {
            draw_chart((enum chart_kind)kind, CHART_SVG, arena);
            draw_chart((enum chart_kind)kind, CHART_PDF, arena);
        }
        draw_paper(arena);
        draw_paper(arena);
        (void)unlink(arena_printf(arena, "%s/drawn.svg", folder));
        (void)unlink(arena_printf(arena, "%s/drawn.pdf", folder));
    }
    ck_assert_int_eq(rmdir(folder), 0);
}
END_TEST

START_TEST(no_text_is_a_command_of_a_printer_or_a_header_of_a_mail)
{
    int mails = 0;

    for (int i = 0; i < prop.rounds; i++) {
        OD_ARENA *arena = arena_new();

        label(arena);
        mails += mail(arena);
    }
    ck_assert_int_gt(mails, prop.rounds / 20);
}
END_TEST

int main(int argc, char **argv)
{
    Suite *suite = suite_create("prop_sinks_paper");
    TCase *tc = tcase_create("sinks");
    SRunner *runner = srunner_create(suite);
    int failed;

    prop = prop_args(argc, argv, 500);
    tcase_add_test(tc, what_is_drawn_is_whole_whatever_stands_in_it);
    tcase_add_test(tc, no_text_is_a_command_of_a_printer_or_a_header_of_a_mail);
    suite_add_tcase(suite, tc);
    srunner_set_fork_status(runner, CK_NOFORK);
    srunner_run_all(runner, CK_ENV);
    failed = srunner_ntests_failed(runner);
    srunner_free(runner);
    if (failed > 0)
        fprintf(stderr, "again with: --seed and the same --rounds\n");
    return failed == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
