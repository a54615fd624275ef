/*
 * Cells and views. Every write ends in put_cp(), which is where clipping and cleaning happen.
 */
#include "tui/canvas.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "base/limits.h"
#include "base/mem.h"
#include "base/strbuf.h"
#include "base/utf8.h"

#define PRINTF_BYTES 1000

static int hold(int value, int low, int high)
{
    return value < low ? low : value > high ? high : value;
}

static void blank(struct cell *cell, enum style style)
{
    *cell = (struct cell){ .text = " ", .len = 1, .cols = 1, .style = (uint8_t)style };
}

struct cells *cells_new(int rows, int cols, bool ascii)
{
    struct cells *cells = xcalloc(1, sizeof *cells);

    cells->ascii = ascii;
    cells_resize(cells, rows, cols);
    return cells;
}

void cells_free(struct cells *cells)
{
    if (cells == NULL)
        return;
    xfree(cells->v);
    xfree(cells);
}

void cells_resize(struct cells *cells, int rows, int cols)
{
    cells->rows = hold(rows, 1, LIMIT_SCREEN_ROWS);
    cells->cols = hold(cols, 1, LIMIT_SCREEN_COLS);
    xfree(cells->v);
    cells->v = xcalloc((size_t)(cells->rows * cells->cols), sizeof *cells->v);
    for (int i = 0; i < cells->rows * cells->cols; i++)
        blank(&cells->v[i], STYLE_TEXT);
    cells->cursor_row = cells->cursor_col = -1;
}

struct canvas canvas_of(struct cells *cells)
{
    return (struct canvas){ cells, 0, 0, cells->rows, cells->cols };
}

struct canvas canvas_view(const struct canvas *c, int row, int col, int rows, int cols)
{
    struct canvas view = { c->cells, 0, 0, 0, 0 };
    int first_row = hold(row, 0, c->rows), first_col = hold(col, 0, c->cols);
    int end_row = rows < 0 ? c->rows : hold(row + rows, first_row, c->rows);
    int end_col = cols < 0 ? c->cols : hold(col + cols, first_col, c->cols);

    view.row0 = c->row0 + first_row;
    view.col0 = c->col0 + first_col;
    view.rows = end_row - first_row;
    view.cols = end_col - first_col;
    return view;
}

static struct cell *cell_at(const struct canvas *c, int row, int col)
{
    if (row < 0 || col < 0 || row >= c->rows || col >= c->cols)
        return NULL;
    return &c->cells->v[(c->row0 + row) * c->cells->cols + c->col0 + col];
}

/* Half of a wide character that is about to be overwritten leaves a blank in its other half. */
static void part_wide(const struct canvas *c, int row, int col)
{
    struct cell *cell = cell_at(c, row, col);
    int at = c->col0 + col;

    if (cell->cols == 0 && at > 0)
        blank(cell - 1, cell[-1].style);
    if (cell->cols == 2 && at + 1 < c->cells->cols)
        blank(cell + 1, cell[1].style);
}

static void put_cell(struct canvas *c, int row, int col, enum style style, const char *bytes,
                     int len, int cols)
{
    struct cell *cell = cell_at(c, row, col);

    part_wide(c, row, col);
    if (cols == 2) {
        part_wide(c, row, col + 1);
        cell[1] = (struct cell){ .cols = 0, .style = (uint8_t)style };
    }
    *cell = (struct cell){ .len = (uint8_t)len, .cols = (uint8_t)cols, .style = (uint8_t)style };
    memcpy(cell->text, bytes, (size_t)len);
}

static void add_mark(struct cell *cell, const char *bytes, int len)
{
    if (cell == NULL || (size_t)(cell->len + len) >= sizeof cell->text)
        return;
    memcpy(cell->text + cell->len, bytes, (size_t)len);
    cell->len = (uint8_t)(cell->len + len);
}

void canvas_clear(struct canvas *c)
{
    for (int row = 0; row < c->rows; row++)
        canvas_fill(c, row, 0, c->cols, ' ', STYLE_TEXT);
}

/* Columns of text as it will be shown: what is unsafe takes one for its `?`. */
static int shown_cols(const char *text)
{
    int cols = 0;

    for (; *text >= ' ' && *text < 0x7F; text++)
        cols++;
    while (*text != '\0') {
        uint32_t cp = utf8_next(&text);

        cols += utf8_is_unsafe(cp) ? 1 : utf8_cp_cols(cp);
    }
    return cols;
}

/* The ASCII that text begins with, at most room of it; gives how much. *last: the cell of its end,
 * NULL where that is outside. Nearly all text is ASCII, and every frame writes all of it. */
static int put_ascii(struct canvas *c, int row, int col, int room, enum style style,
                     const char *text, struct cell **last)
{
    int n = 0, from = col < 0 ? -col : 0, end;
    struct cell *cell, fill = { .len = 1, .cols = 1, .style = (uint8_t)style };

    while (n < room && text[n] >= ' ' && text[n] < 0x7F)
        n++;
    end = n < c->cols - col ? n : c->cols - col;
    *last = NULL;
    if (row < 0 || row >= c->rows || from >= end)
        return n;
    part_wide(c, row, col + from);
    part_wide(c, row, col + end - 1);
    cell = cell_at(c, row, col + from);
    for (int i = from; i < end; i++) {
        fill.text[0] = text[i];
        *cell++ = fill;
    }
    if (end == n)
        *last = cell - 1;
    return n;
}

/* Writes until `room` columns are used; gives those used. */
static int put_text(struct canvas *c, int row, int col, int room, enum style style,
                    const char *text)
{
    struct cell *last = NULL;
    int used = put_ascii(c, row, col, room, style, text, &last);

    text += used;
    while (*text != '\0') {
        uint32_t cp = utf8_next(&text);
        char bytes[5];
        int cols, len;

        if (utf8_is_unsafe(cp))
            cp = '?';
        len = utf8_put(cp, bytes);
        cols = utf8_cp_cols(cp);
        if (cols == 0) {
            add_mark(last, bytes, len);
            continue;
        }
        if (used + cols > room)
            break;
        last = NULL;
        if (cell_at(c, row, col + used) != NULL && cell_at(c, row, col + used + cols - 1) != NULL) {
            put_cell(c, row, col + used, style, bytes, len, cols);
            last = cell_at(c, row, col + used);
        }
        used += cols;
    }
    return used;
}

int canvas_text(struct canvas *c, int row, int col, int max, enum style style, const char *text)
{
    int room = c->cols - col, used;

    if (text == NULL || row < 0 || row >= c->rows)
        return 0;
    if (max >= 0 && max < room)
        room = max;
    if (room <= 0)
        return 0;
    if (shown_cols(text) <= room)
        return put_text(c, row, col, room, style, text);
    used = put_text(c, row, col, room - 1, style, text);
    canvas_fill(c, row, col + used, room - 1 - used, ' ', style);
    (void)put_text(c, row, col + room - 1, 1, style, "~");
    return room;
}

int canvas_printf(struct canvas *c, int row, int col, enum style style, const char *fmt, ...)
{
    char text[PRINTF_BYTES];
    va_list args;

    va_start(args, fmt);
    (void)vsnprintf(text, sizeof text, fmt, args);
    va_end(args);
    return canvas_text(c, row, col, -1, style, text);
}

int canvas_text_right(struct canvas *c, int row, int col, int max, enum style style,
                      const char *text)
{
    int cols;

    if (text == NULL)
        return 0;
    cols = shown_cols(text);
    return canvas_text(c, row, cols < max ? col + max - cols : col, cols < max ? cols : max, style,
                       text);
}

void canvas_fill(struct canvas *c, int row, int col, int cols, char ch, enum style style)
{
    const struct cell fill = { .text = { ch }, .len = 1, .cols = 1, .style = (uint8_t)style };
    int end = hold(col + cols, 0, c->cols);
    struct cell *cell;

    col = hold(col, 0, c->cols);
    if (row < 0 || row >= c->rows || col >= end)
        return;
    part_wide(c, row, col);
    part_wide(c, row, end - 1);
    cell = cell_at(c, row, col);
    for (; col < end; col++)
        *cell++ = fill;
}

void canvas_glyph(struct canvas *c, int row, int col, enum glyph glyph, enum style style)
{
    static const struct {
        const char *ascii, *unicode;
    } glyphs[] = {
        [GLYPH_HLINE] = { "-", "\xE2\x94\x80" },
        [GLYPH_VLINE] = { "|", "\xE2\x94\x82" },
        [GLYPH_ELLIPSIS] = { "~", "\xE2\x80\xA6" },
        [GLYPH_BULLET] = { "*", "\xE2\x80\xA2" },
    };

    (void)canvas_text(c, row, col, 1, style,
                      c->cells->ascii ? glyphs[glyph].ascii : glyphs[glyph].unicode);
}

void canvas_level(struct canvas *c, int row, int col, int eighths, enum style style)
{
    static const char *const ascii[] = { " ", ".", ":", "-", "=", "+", "*", "#", "@" };
    static const char *const blocks[] = {
        " ",
        "\xE2\x96\x81",
        "\xE2\x96\x82",
        "\xE2\x96\x83",
        "\xE2\x96\x84",
        "\xE2\x96\x85",
        "\xE2\x96\x86",
        "\xE2\x96\x87",
        "\xE2\x96\x88",
    };
    int at = eighths < 0 ? 0 : eighths > 8 ? 8 : eighths;

    (void)canvas_text(c, row, col, 1, style, c->cells->ascii ? ascii[at] : blocks[at]);
}

void canvas_hline(struct canvas *c, int row, int col, int cols, enum style style)
{
    for (int i = 0; i < cols; i++)
        canvas_glyph(c, row, col + i, GLYPH_HLINE, style);
}

void canvas_vline(struct canvas *c, int col, enum style style)
{
    for (int row = 0; row < c->rows; row++)
        canvas_glyph(c, row, col, GLYPH_VLINE, style);
}

void canvas_restyle(struct canvas *c, int row, int col, int cols, enum style style)
{
    for (int i = 0; i < cols; i++) {
        struct cell *cell = cell_at(c, row, col + i);

        if (cell != NULL)
            cell->style = (uint8_t)style;
    }
}

void canvas_later(struct canvas *c, int row, int col, canvas_draw *draw, const void *what)
{
    c->cells->late = draw;
    c->cells->late_what = what;
    c->cells->late_row = c->row0 + row;
    c->cells->late_col = c->col0 + col;
}

void canvas_draw_late(struct canvas *c)
{
    canvas_draw *draw = c->cells->late;

    c->cells->late = NULL;
    if (draw != NULL)
        draw(c->cells->late_what, c, c->cells->late_row - c->row0, c->cells->late_col - c->col0);
}

static void add_hit(struct canvas *c, int row, int col, int cols, struct key key, int times)
{
    int end = hold(col + cols, 0, c->cols);

    col = hold(col, 0, c->cols);
    if (row < 0 || row >= c->rows || col >= end || c->cells->hits_n == CELLS_HITS)
        return;
    c->cells->hits[c->cells->hits_n++] =
        (struct cells_hit){ (short)(c->row0 + row), (short)(c->col0 + col), (short)(end - col),
                            (short)times, key };
}

void canvas_hit(struct canvas *c, int row, int col, int cols, struct key key)
{
    add_hit(c, row, col, cols, key, 1);
}

void canvas_hit_row(struct canvas *c, int row, int by)
{
    uint32_t sym = by > 0 ? K_DOWN : by < 0 ? K_UP : K_ENTER;

    add_hit(c, row, 0, c->cols, key_make(sym, 0), by > 0 ? by : by < 0 ? -by : 1);
    c->cells->scrolls = true;
}

void canvas_scrolls(struct canvas *c)
{
    c->cells->scrolls = true;
}

void canvas_forget_hits(struct canvas *c)
{
    c->cells->hits_n = 0;
    c->cells->scrolls = false;
}

const struct cells_hit *cells_hit_at(const struct cells *cells, int row, int col)
{
    for (int i = cells->hits_n - 1; i >= 0; i--) {
        const struct cells_hit *hit = &cells->hits[i];

        if (hit->row == row && col >= hit->col && col < hit->col + hit->cols)
            return hit;
    }
    return NULL;
}

void canvas_cursor(struct canvas *c, int row, int col)
{
    if (c->rows <= 0 || c->cols <= 0)
        return;
    c->cells->cursor_row = c->row0 + hold(row, 0, c->rows - 1);
    c->cells->cursor_col = c->col0 + hold(col, 0, c->cols - 1);
}

static void add_row(struct strbuf *b, const struct cells *cells, int row)
{
    const struct cell *line = &cells->v[row * cells->cols];
    int end = cells->cols;

    while (end > 0 && (line[end - 1].text[0] == ' ' && line[end - 1].len == 1))
        end--;
    for (int col = 0; col < end; col++)
        strbuf_addn(b, line[col].text, line[col].len);
}

char *cells_row(const struct cells *cells, int row, struct arena *arena)
{
    struct strbuf b;

    strbuf_init(&b, arena, (size_t)cells->cols * sizeof cells->v->text);
    if (row >= 0 && row < cells->rows)
        add_row(&b, cells, row);
    return b.s;
}

char *cells_dump(const struct cells *cells, struct arena *arena)
{
    struct strbuf b;

    strbuf_init(&b, arena, (size_t)cells->rows * ((size_t)cells->cols * 12 + 1));
    for (int row = 0; row < cells->rows; row++) {
        add_row(&b, cells, row);
        strbuf_addc(&b, '\n');
    }
    return b.s;
}
