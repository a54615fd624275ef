/*
 * A paper as text for any terminal and line printer: no escape sequences, at most 80 columns, long
 * texts wrapped within their column.
 */
#include <assert.h>
#include <string.h>

#include "base/limits.h"
#include "base/mem.h"
#include "base/utf8.h"
#include "print/paper.h"

#define LABEL_COLS 16
#define CELL_LINES 40 /* of one row; nothing that is kept is longer */

/* The next line of at most cols columns of *at, which goes on behind it: parted at a blank where
 * there is one. */
static const char *next_line(struct arena *arena, const char **at, int cols)
{
    size_t fit, len;

    *at += strspn(*at, " ");
    fit = len = utf8_fit(*at, cols);
    if (fit == 0) /* a wide character in a narrow column */
        fit = len = strlen(*at);
    if ((*at)[fit] != '\0' && (*at)[fit] != ' ') {
        while (len > 0 && (*at)[len - 1] != ' ')
            len--;
        if (len == 0)
            len = fit;
    }
    *at += len;
    fit = len;
    while (fit > 0 && (*at)[(ptrdiff_t)fit - (ptrdiff_t)len - 1] == ' ')
        fit--;
    return arena_strndup(arena, *at - len, fit);
}

static void add_padded(struct strbuf *b, const char *text, int cols, enum paper_align align)
{
    int blanks = cols - utf8_cols(text);

    if (align == PAPER_RIGHT && blanks > 0)
        strbuf_fill(b, ' ', blanks);
    strbuf_add(b, text);
    if (align != PAPER_RIGHT && blanks > 0)
        strbuf_fill(b, ' ', blanks);
}

static void end_line(struct strbuf *b)
{
    while (b->len > 0 && b->s[b->len - 1] == ' ')
        b->s[--b->len] = '\0';
    strbuf_addc(b, '\n');
}

static void add_wrapped(struct strbuf *b, const char *text, int indent, int cols)
{
    OD_ARENA *tmp = arena_new();

    for (bool is_first = true; is_first || *text != '\0'; is_first = false) {
        if (!is_first)
            strbuf_fill(b, ' ', indent);
        strbuf_add(b, next_line(tmp, &text, cols));
        end_line(b);
    }
}

/* cells, or the titles where cells is NULL, below one another within their columns. */
static void add_row(struct strbuf *b, const struct paper_column *columns, int n,
                    const char *const *cells)
{
    OD_ARENA *tmp = arena_new();
    const char *rest[PAPER_CELLS];
    bool is_more = true;

    for (int i = 0; i < n; i++) {
        rest[i] = cells == NULL ? columns[i].title : cells[i];
        if (cells != NULL && columns[i].align == PAPER_BOX)
            rest[i] = cells[i][0] != '\0' ? "[x]" : "[ ]";
    }
    for (int line = 0; is_more && line < CELL_LINES; line++) {
        is_more = false;
        for (int i = 0; i < n; i++) {
            if (i > 0)
                strbuf_fill(b, ' ', PAPER_TEXT_GAP);
            add_padded(b, next_line(tmp, &rest[i], columns[i].width), columns[i].width,
                       columns[i].align);
            is_more = is_more || rest[i][0] != '\0';
        }
        end_line(b);
    }
}

static int read_columns(const struct paper_part *part, struct paper_column out[PAPER_CELLS])
{
    for (int i = 0; i < part->n; i++) {
        bool is_one = paper_column(part->v[i], &out[i]);

        assert(is_one);
    }
    return part->n;
}

static void add_columns(struct strbuf *b, const struct paper_column *columns, int n)
{
    int cols = (n - 1) * PAPER_TEXT_GAP;

    for (int i = 0; i < n; i++)
        cols += columns[i].width;
    assert(cols <= PAPER_TEXT_COLS);
    add_row(b, columns, n, NULL);
    strbuf_fill(b, '-', cols);
    strbuf_addc(b, '\n');
}

static void add_pair(struct strbuf *b, const char *label, const char *value)
{
    if (utf8_cols(label) < LABEL_COLS) {
        add_padded(b, label, LABEL_COLS, PAPER_LEFT);
    } else {
        add_wrapped(b, label, 0, PAPER_TEXT_COLS);
        strbuf_fill(b, ' ', LABEL_COLS);
    }
    add_wrapped(b, value, LABEL_COLS, PAPER_TEXT_COLS - LABEL_COLS);
}

/* In text a code has no bars, but it can be typed. */
static void add_bar(struct strbuf *b, const char *code, const char *words)
{
    if (words[0] == '\0' || strcmp(code, words) == 0)
        add_wrapped(b, code, 0, PAPER_TEXT_COLS);
    else
        add_pair(b, code, words);
}

const char *paper_as_text(const struct paper *p, struct arena *arena)
{
    struct paper_column columns[PAPER_CELLS];
    struct strbuf b;
    int n = 0;

    strbuf_init(&b, arena, LIMIT_PAPER_BYTES);
    for (int i = 0; i < p->n; i++) {
        const struct paper_part *part = &p->v[i];

        switch (part->kind) {
        case PAPER_CODE: /* the title has the number */
            break;
        case PAPER_TITLE:
            add_wrapped(&b, utf8_upper(arena, part->v[0]), 0, PAPER_TEXT_COLS);
            break;
        case PAPER_HEAD:
        case PAPER_TEXT:
        case PAPER_BIG:
            add_wrapped(&b, part->v[0], 0, PAPER_TEXT_COLS);
            break;
        case PAPER_PAIR:
            add_pair(&b, part->v[0], part->v[1]);
            break;
        case PAPER_COLUMNS:
            n = read_columns(part, columns);
            add_columns(&b, columns, n);
            break;
        case PAPER_ROW:
            add_row(&b, columns, n, part->v);
            break;
        case PAPER_BAR:
            add_bar(&b, part->v[0], part->v[1]);
            break;
        case PAPER_PAGE:
            strbuf_fill(&b, '-', PAPER_TEXT_COLS);
            strbuf_addc(&b, '\n');
            break;
        }
    }
    return b.s;
}
