/*
 * Papers: putting one together, and its form as lines between the front end and the program that
 * makes PDF of it.
 */
#include "print/paper.h"

#include <assert.h>
#include <string.h>

#include "base/limits.h"
#include "base/mem.h"
#include "base/utf8.h"
#include "base/vec.h"

#define PAPER_FORM "paper 1"
#define PAPER_END  "end"

/* By enum paper_kind: the word of a line, and how many texts it has. */
static const struct {
    const char *word;
    int min, max;
} kinds[] = {
    { "code", 1, 1 },          { "title", 1, 1 }, { "head", 1, 1 },
    { "text", 1, 1 },          { "pair", 2, 2 },  { "columns", 1, PAPER_CELLS },
    { "row", 1, PAPER_CELLS }, { "big", 1, 1 },   { "bar", 2, 2 },
    { "page", 0, 0 },
};

/* By enum paper_label; the first two are sheets. */
static const char *const sizes[] = { "a4", "letter", "label", "a6" };

static const char *size_name(const struct paper *p)
{
    return sizes[p->label == LABEL_NONE ? (int)p->is_letter : (int)p->label + 1];
}

void paper_init(struct paper *p, struct arena *arena, const char *name, bool is_letter)
{
    *p = (struct paper){ .arena = arena, .is_letter = is_letter, .made = "", .lang = "" };
    p->name = utf8_safe(arena, name);
}

void paper_init_label(struct paper *p, struct arena *arena, const char *name, enum paper_label size)
{
    paper_init(p, arena, name, false);
    p->label = size;
}

void paper_add(struct paper *p, enum paper_kind kind, const char *const *texts, int n)
{
    struct paper_part *part = vec_push(p->arena, p);

    assert(n >= kinds[kind].min && n <= kinds[kind].max);
    part->kind = kind;
    part->n = n;
    part->v = arena_array(p->arena, n + 1, const char *);
    for (int i = 0; i < n; i++)
        part->v[i] = utf8_safe(p->arena, texts[i] != NULL ? texts[i] : "");
}

void paper_add_text(struct paper *p, enum paper_kind kind, const char *text)
{
    paper_add(p, kind, &text, 1);
}

void paper_add_pair(struct paper *p, const char *label, const char *value)
{
    const char *both[] = { label, value };

    if (value != NULL && value[0] != '\0')
        paper_add(p, PAPER_PAIR, both, 2);
}

void paper_add_bar(struct paper *p, const char *code, const char *words)
{
    const char *both[] = { code, words };

    paper_add(p, PAPER_BAR, both, 2);
}

void paper_add_page(struct paper *p)
{
    if (p->n > 0)
        paper_add(p, PAPER_PAGE, NULL, 0);
}

/* --- columns ---------------------------------------------------------------------------------- */

static const char aligns[] = "<>#"; /* by enum paper_align */

const char *paper_column_text(struct arena *arena, struct paper_column column)
{
    return arena_printf(arena, "%c%02d%s", aligns[column.align], column.width, column.title);
}

bool paper_column(const char *text, struct paper_column *out)
{
    const char *align = text[0] != '\0' ? strchr(aligns, text[0]) : NULL;
    int width;

    if (align == NULL || text[1] < '0' || text[1] > '9' || text[2] < '0' || text[2] > '9')
        return false;
    width = (text[1] - '0') * 10 + text[2] - '0';
    if (width == 0 || width > PAPER_TEXT_COLS)
        return false;
    *out = (struct paper_column){ (enum paper_align)(align - aligns), width, text + 3 };
    return true;
}

/* --- as lines --------------------------------------------------------------------------------- */

void paper_write(const struct paper *p, struct strbuf *out)
{
    strbuf_addf(out, PAPER_FORM "\t%s\t%s", size_name(p), p->name);
    if (p->made[0] != '\0')
        strbuf_addf(out, "\t%s", p->made);
    strbuf_addc(out, '\n');
    for (int i = 0; i < p->n; i++) {
        strbuf_add(out, kinds[p->v[i].kind].word);
        for (int k = 0; k < p->v[i].n; k++)
            strbuf_addf(out, "\t%s", p->v[i].v[k]);
        strbuf_addc(out, '\n');
    }
    strbuf_add(out, PAPER_END "\n");
}

/* Parts a line at its tabs; 0 where there are too many. */
static int part_line(char *line, const char *fields[PAPER_CELLS + 1])
{
    int n = 0;

    for (char *at = line; at != NULL;) {
        char *tab = strchr(at, '\t');

        if (n > PAPER_CELLS)
            return 0;
        fields[n++] = at;
        if (tab != NULL)
            *tab++ = '\0';
        at = tab;
    }
    return n;
}

static bool read_head(char *line, struct arena *arena, struct paper *out)
{
    const char *fields[PAPER_CELLS + 1];
    int n = part_line(line, fields);

    if ((n != 3 && n != 4) || strcmp(fields[0], PAPER_FORM) != 0)
        return false;
    for (size_t i = 0; i < OD_LEN(sizes); i++) {
        if (strcmp(fields[1], sizes[i]) != 0)
            continue;
        paper_init(out, arena, fields[2], i == 1);
        out->label = i < 2 ? LABEL_NONE : (enum paper_label)(i - 1);
        out->made = n == 4 ? utf8_safe(arena, fields[3]) : "";
        return true;
    }
    return false;
}

/* Columns that together are no wider than the text. */
static bool read_columns(const char *const *fields, int n)
{
    int cols = (n - 1) * PAPER_TEXT_GAP;
    struct paper_column column;

    for (int i = 0; i < n; i++) {
        if (!paper_column(fields[i], &column))
            return false;
        cols += column.width;
    }
    return cols <= PAPER_TEXT_COLS;
}

/* columns: how many the rows have so far; a row must fit them. */
static bool read_part(char *line, struct paper *out, int *columns)
{
    const char *fields[PAPER_CELLS + 1];
    int n = part_line(line, fields) - 1;

    for (size_t k = 0; k < OD_LEN(kinds); k++) {
        if (n < kinds[k].min || n > kinds[k].max || strcmp(fields[0], kinds[k].word) != 0)
            continue;
        if (k == PAPER_ROW && n != *columns)
            return false;
        if (k == PAPER_COLUMNS && !read_columns(fields + 1, n))
            return false;
        if (k == PAPER_COLUMNS)
            *columns = n;
        paper_add(out, (enum paper_kind)k, fields + 1, n);
        return true;
    }
    return false;
}

bool paper_read(const char *text, struct arena *arena, struct paper *out, struct err *err)
{
    int columns = 0, number = 0;

    for (const char *at = text; *at != '\0'; number++) {
        size_t len = strcspn(at, "\n");
        char *line = arena_strndup(arena, at, len);

        if (number > 0 && strcmp(line, PAPER_END) == 0)
            return true;
        if (number > LIMIT_PAPER_PARTS)
            return err_set(err, ERR_LIMIT, "paper: more than %d parts", LIMIT_PAPER_PARTS);
        if (number == 0 ? !read_head(line, arena, out) : !read_part(line, out, &columns))
            return err_set(err, ERR_INVALID, "paper: line %d is none", number + 1);
        at += len + (at[len] == '\n');
    }
    return err_set(err, ERR_INVALID, "paper: it has no end");
}
