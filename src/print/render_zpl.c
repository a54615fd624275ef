/*
 * Labels in ZPL II, from the "ZPL II Programming Guide" of Zebra: each label is a format of its
 * own, texts are UTF-8 (^CI28) with what ZPL reads as commands as hexadecimal (^FH), codes are Code
 * 128
 * (^BC). Lines are parted here, by the widest usual letter, so that nothing runs off the label.
 */
#include <stdlib.h>
#include <string.h>

#include "base/i18n.h"
#include "base/limits.h"
#include "base/mem.h"
#include "base/utf8.h"
#include "print/paper.h"

/* In points, as on the PDF. */
#define MARGIN      14
#define TEXT_SIZE   10
#define BIG_SIZE    15
#define TITLE_SIZE  18
#define BAR_HEIGHT  40
#define BAR_ROOM    8
#define LINE_ROOM   2
#define LABEL_WIDTH 90

#define POINTS_PER_INCH 72
#define QUIET           20 /* modules, both sides */
#define MODULE_MAX      4  /* dots */
#define CODE_MAX        40 /* characters of a Code 128 */

struct strip {
    const struct paper *paper;
    struct arena *arena;
    struct strbuf *b;
    int dpi, width, height; /* dots */
    int y;
    bool is_open;
};

static int dots(const struct strip *s, int points)
{
    return points * s->dpi / POINTS_PER_INCH;
}

/* 4 by 6 inches, or 105 by 148 mm. */
static void set_size(struct strip *s)
{
    bool is_a6 = s->paper->label == LABEL_A6;

    s->width = is_a6 ? s->dpi * 1050 / 254 : s->dpi * 4;
    s->height = is_a6 ? s->dpi * 1480 / 254 : s->dpi * 6;
}

static void begin_label(struct strip *s)
{
    strbuf_addf(s->b, "^XA\n^CI28\n^PW%d\n^LL%d\n^LH0,0\n", s->width, s->height);
    s->y = dots(s, MARGIN);
    s->is_open = true;
}

static void end_label(struct strip *s)
{
    if (s->is_open)
        strbuf_add(s->b, "^PQ1\n^XZ\n");
    s->is_open = false;
}

/* What would end the field or begin a command goes as _ and two digits. */
static void add_data(struct strip *s, const char *text)
{
    strbuf_add(s->b, "^FH_^FD");
    for (; *text != '\0'; text++) {
        unsigned char c = (unsigned char)*text;

        if (c < ' ' || c == 0x7F || strchr("^~_\\", c) != NULL)
            strbuf_addf(s->b, "_%02X", c);
        else
            strbuf_addc(s->b, (char)c);
    }
    strbuf_add(s->b, "^FS\n");
}

/* How much of text, in bytes, goes on a line of so many columns; parted at a blank if it can. */
static size_t line_len(const char *text, int cols)
{
    size_t fit = utf8_fit(text, cols), len;

    if (fit == 0)
        return strlen(text);
    len = fit;
    if (text[fit] == '\0' || text[fit] == ' ')
        return fit;
    while (len > 0 && text[len - 1] != ' ')
        len--;
    return len > 0 ? len : fit;
}

/* Lines of text from x on; where the next may begin. */
static int put_text(struct strip *s, const char *text, int points, int x, int y)
{
    int size = dots(s, points), cols = (s->width - dots(s, MARGIN) - x) * 10 / (size * 6);

    do {
        size_t len;

        text += strspn(text, " ");
        len = line_len(text, cols < 1 ? 1 : cols);
        if (y + size > s->height)
            break;
        strbuf_addf(s->b, "^FO%d,%d^A0N,%d,%d", x, y, size, size);
        add_data(s, arena_strndup(s->arena, text, len));
        text += len;
        y += size + dots(s, LINE_ROOM);
    } while (*text != '\0');
    return y;
}

/* The width of the bars in modules at most; 0: no Code 128 for ^BC, where > begins a command. */
static int bar_modules(const char *code)
{
    size_t n = strlen(code), symbols = n;

    if (n == 0 || n > CODE_MAX)
        return 0;
    for (const char *c = code; *c != '\0'; c++)
        if (*c < ' ' || *c > '~' || *c == '>')
            return 0;
    if (strspn(code, "0123456789") == n)
        symbols = (n + 1) / 2 + 1;
    return (int)(11 * (symbols + 2) + 13); /* start, check, stop */
}

static void put_bar(struct strip *s, const char *code, const char *words)
{
    int inner = s->width - 2 * dots(s, MARGIN), modules = bar_modules(code);
    int module = modules > 0 ? inner / (modules + QUIET) : 0, height = dots(s, BAR_HEIGHT);
    int x = dots(s, MARGIN);

    if (module > MODULE_MAX)
        module = MODULE_MAX;
    /* Below two dots few printers and scanners agree. */
    if (module >= 2 && s->y + height <= s->height) {
        strbuf_addf(s->b, "^FO%d,%d^BY%d^BCN,%d,N,N,N,A", x + module * QUIET / 2, s->y, module,
                    height);
        add_data(s, code);
        s->y += height + dots(s, LINE_ROOM);
    }
    s->y = put_text(s, code, TEXT_SIZE, x, s->y);
    if (words[0] != '\0' && strcmp(words, code) != 0)
        s->y = put_text(s, words, TEXT_SIZE, x, s->y);
    s->y += dots(s, BAR_ROOM);
}

static void put_pair(struct strip *s, const char *label, const char *value)
{
    int x = dots(s, MARGIN);
    int left = put_text(s, label, TEXT_SIZE, x, s->y);
    int right = put_text(s, value, TEXT_SIZE, x + dots(s, LABEL_WIDTH), s->y);

    s->y = left > right ? left : right;
}

static void put_line(struct strip *s, const char *text, int points)
{
    s->y = text[0] == '\0' ? s->y + dots(s, TEXT_SIZE)
                           : put_text(s, text, points, dots(s, MARGIN), s->y);
}

static void put_part(struct strip *s, const struct paper_part *part)
{
    if (part->kind == PAPER_PAGE) {
        end_label(s);
        return;
    }
    if (!s->is_open)
        begin_label(s);
    switch (part->kind) {
    case PAPER_TITLE:
        put_line(s, part->v[0], TITLE_SIZE);
        break;
    case PAPER_BIG:
        put_line(s, part->v[0], BIG_SIZE);
        break;
    case PAPER_HEAD:
    case PAPER_TEXT:
        put_line(s, part->v[0], TEXT_SIZE);
        break;
    case PAPER_PAIR:
        put_pair(s, part->v[0], part->v[1]);
        break;
    case PAPER_BAR:
        put_bar(s, part->v[0], part->v[1]);
        break;
    case PAPER_CODE:
        put_bar(s, part->v[0], "");
        break;
    case PAPER_COLUMNS: /* a label has no table */
    case PAPER_ROW:
    case PAPER_PAGE:
        break;
    }
}

bool paper_as_zpl(const struct paper *p, int dpi, struct arena *arena, const char **out,
                  struct err *err)
{
    struct strbuf b;
    struct strip strip = { .paper = p, .arena = arena, .b = &b, .dpi = dpi };

    if (p->label == LABEL_NONE)
        return err_set(err, ERR_INVALID, _("Only labels can be had as ZPL; %s is a sheet."),
                       p->name);
    strbuf_init(&b, arena, LIMIT_PAPER_BYTES);
    set_size(&strip);
    for (int i = 0; i < p->n; i++)
        put_part(&strip, &p->v[i]);
    end_label(&strip);
    *out = b.s;
    return true;
}
