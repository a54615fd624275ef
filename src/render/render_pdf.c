/*
 * Setting a paper in pages: everything in points, from the top down, twice: once to count the
 * pages, once to draw them.
 */
#include "render/render_pdf.h"

#include <string.h>

#include <cairo-pdf.h>
#include <pango/pangocairo.h>

#include "base/mem.h"
#include "print/paper.h"
#include "render/barcode.h"

#define MARGIN       50
#define LABEL_MARGIN 14
#define FOOT         30 /* of the margin: where the foot stands */
#define GAP          8  /* between columns */
#define LINE_ROOM    4  /* below a row */
#define TEXT_SIZE    10
#define TITLE_SIZE   18
#define FOOT_SIZE    8
#define LABEL_WIDTH  90
#define BAR_HEIGHT   36
#define BOX_SIZE     10
#define BLANK_LINE   12
#define BIG_SIZE     15
#define BAR_ROOM     6  /* below the words of a bar */
#define QUIET        10 /* modules that stay white on each side */
#define QUARTERS     4  /* of a point */
#define MODULE_MAX   6  /* of a bar, in quarters: 0.5 mm */
#define MODULE_MIN   3  /* below 0.26 mm few scanners read it */

struct page {
    const struct paper *paper;
    cairo_t *cr;
    int width, height; /* of the sheet */
    int margin;
    int y;             /* where the next part begins */
    int below;         /* the title is followed by nothing above this: the barcode stands there */
    int number, count; /* of pages; count 0 while they are counted */
    struct paper_column columns[PAPER_CELLS];
    int at[PAPER_CELLS], wide[PAPER_CELLS]; /* the columns on the page */
    int column_count;
};

static int inner(const struct page *p)
{
    return p->width - 2 * p->margin;
}

static PangoLayout *lay_out(const struct page *p, const char *text, int size, bool is_bold,
                            int width)
{
    PangoLayout *layout = pango_cairo_create_layout(p->cr);
    PangoFontDescription *font = pango_font_description_from_string("Sans");

    pango_font_description_set_absolute_size(font, size * PANGO_SCALE);
    pango_font_description_set_weight(font, is_bold ? PANGO_WEIGHT_BOLD : PANGO_WEIGHT_NORMAL);
    pango_layout_set_font_description(layout, font);
    pango_font_description_free(font);
    pango_layout_set_width(layout, width * PANGO_SCALE);
    pango_layout_set_wrap(layout, PANGO_WRAP_WORD_CHAR);
    pango_layout_set_text(layout, text, -1);
    return layout;
}

/* Draws and frees it; how high it is. */
static int put(const struct page *p, PangoLayout *layout, int x, int y)
{
    int height;

    pango_layout_get_pixel_size(layout, NULL, &height);
    cairo_move_to(p->cr, x, y);
    pango_cairo_show_layout(p->cr, layout);
    g_object_unref(layout);
    return height;
}

static void rule(const struct page *p, int y)
{
    cairo_rectangle(p->cr, p->margin, y, inner(p), 1);
    cairo_fill(p->cr);
}

/* --- pages ------------------------------------------------------------------------------------ */

static void end_page(struct page *p)
{
    OD_ARENA *tmp = arena_new();

    if (p->paper->label == LABEL_NONE) {
        const char *text = arena_printf(tmp, "%s    %d / %d", p->paper->name, p->number, p->count);
        PangoLayout *layout = lay_out(p, text, FOOT_SIZE, false, inner(p));

        pango_layout_set_alignment(layout, PANGO_ALIGN_RIGHT);
        (void)put(p, layout, p->margin, p->height - FOOT);
    }
    cairo_show_page(p->cr);
}

static void next_page(struct page *p)
{
    end_page(p);
    p->number++;
    p->y = p->margin;
    p->below = 0;
}

static void put_titles(struct page *p);

/* Goes on at the next page where there is no room for so much; titles: those of the columns. */
static void need(struct page *p, int height, bool with_titles)
{
    if (p->y + height <= p->height - p->margin || p->y == p->margin)
        return;
    next_page(p);
    if (with_titles)
        put_titles(p);
}

/* --- parts ------------------------------------------------------------------------------------ */

static void put_text(struct page *p, const char *text, int size, bool is_bold)
{
    PangoLayout *layout = lay_out(p, text, size, is_bold, inner(p));
    int height;

    pango_layout_get_pixel_size(layout, NULL, &height);
    need(p, height, false);
    p->y += put(p, layout, p->margin, p->y);
}

/* At the upper right; what is too wide for its half of the page, or no Code 128, has no bars. */
static void put_code(struct page *p, const char *text)
{
    struct barcode code;
    int x;
    PangoLayout *layout;

    if (!barcode_code128(text, &code) || code.width > inner(p) / 2)
        return;
    x = p->width - p->margin - code.width;
    for (int i = 0; i < code.width; i++)
        if (code.is_black[i])
            cairo_rectangle(p->cr, x + i, p->y, 1, BAR_HEIGHT);
    cairo_fill(p->cr);
    layout = lay_out(p, text, FOOT_SIZE, false, code.width);
    pango_layout_set_alignment(layout, PANGO_ALIGN_CENTER);
    p->below = p->y + BAR_HEIGHT + 2 + put(p, layout, x, p->y + BAR_HEIGHT + 2);
}

/* Bars in quarters of a point: modules may be a half or three quarters wide. */
static void draw_bars(const struct page *p, const struct barcode *bars, int module)
{
    cairo_matrix_t quarter;

    cairo_matrix_init_identity(&quarter);
    cairo_matrix_scale(&quarter, QUARTERS, QUARTERS);
    (void)cairo_matrix_invert(&quarter);
    cairo_save(p->cr);
    cairo_transform(p->cr, &quarter);
    for (int i = 0; i < bars->width; i++)
        if (bars->is_black[i])
            cairo_rectangle(p->cr, p->margin * QUARTERS + (QUIET + i) * module, p->y * QUARTERS,
                            module, BAR_HEIGHT * QUARTERS);
    cairo_fill(p->cr);
    cairo_restore(p->cr);
}

/* Across the page, as wide as it may be; too narrow to be read, or no Code 128: words alone. */
static void put_bar(struct page *p, const char *code, const char *words)
{
    struct barcode bars;
    int module = 0;

    need(p, BAR_HEIGHT + 2 + 2 * TEXT_SIZE + BAR_ROOM, false);
    if (barcode_code128(code, &bars))
        module = inner(p) * QUARTERS / (bars.width + 2 * QUIET);
    if (module > MODULE_MAX)
        module = MODULE_MAX;
    if (module >= MODULE_MIN) {
        draw_bars(p, &bars, module);
        p->y += BAR_HEIGHT + 2;
    }
    put_text(p, code, module >= MODULE_MIN ? FOOT_SIZE : TEXT_SIZE, module < MODULE_MIN);
    if (words[0] != '\0' && strcmp(words, code) != 0)
        put_text(p, words, TEXT_SIZE, false);
    p->y += BAR_ROOM;
}

static void put_title(struct page *p, const char *text)
{
    p->y += put(p, lay_out(p, text, TITLE_SIZE, true, inner(p) / 2 - GAP), p->margin, p->y);
    if (p->y < p->below)
        p->y = p->below;
}

static void put_pair(struct page *p, const char *label, const char *value)
{
    PangoLayout *left = lay_out(p, label, TEXT_SIZE, false, LABEL_WIDTH - GAP);
    PangoLayout *right = lay_out(p, value, TEXT_SIZE, true, inner(p) - LABEL_WIDTH);
    int height, other;

    pango_layout_get_pixel_size(left, NULL, &height);
    pango_layout_get_pixel_size(right, NULL, &other);
    height = height > other ? height : other;
    need(p, height, false);
    (void)put(p, left, p->margin, p->y);
    (void)put(p, right, p->margin + LABEL_WIDTH, p->y);
    p->y += height;
}

/* --- rows ------------------------------------------------------------------------------------- */

static void set_columns(struct page *p, const struct paper_part *part)
{
    int sum = 0, x = p->margin, room = inner(p) - (part->n - 1) * GAP;

    p->column_count = part->n;
    for (int i = 0; i < part->n; i++) {
        if (!paper_column(part->v[i], &p->columns[i])) /* paper_read let it through */
            p->columns[i] = (struct paper_column){ PAPER_LEFT, 1, "" };
        sum += p->columns[i].width;
    }
    for (int i = 0; i < part->n; i++) {
        p->at[i] = x;
        p->wide[i] = room * p->columns[i].width / sum;
        x += p->wide[i] + GAP;
    }
}

static void put_box(const struct page *p, int x, int y, bool is_ticked)
{
    cairo_set_line_width(p->cr, 1);
    cairo_rectangle(p->cr, x, y, BOX_SIZE, BOX_SIZE);
    if (is_ticked) {
        cairo_move_to(p->cr, x, y);
        cairo_line_to(p->cr, x + BOX_SIZE, y + BOX_SIZE);
        cairo_move_to(p->cr, x + BOX_SIZE, y);
        cairo_line_to(p->cr, x, y + BOX_SIZE);
    }
    cairo_stroke(p->cr);
}

/* The cells of a row laid out; NULL for a box. How high the row is. */
static int lay_out_row(const struct page *p, const char *const *cells, PangoLayout **out)
{
    int height = BOX_SIZE;

    for (int i = 0; i < p->column_count; i++) {
        const char *text = cells == NULL ? p->columns[i].title : cells[i];
        int own;

        out[i] = NULL;
        if (cells != NULL && p->columns[i].align == PAPER_BOX)
            continue;
        out[i] = lay_out(p, text, TEXT_SIZE, cells == NULL, p->wide[i]);
        if (p->columns[i].align == PAPER_RIGHT)
            pango_layout_set_alignment(out[i], PANGO_ALIGN_RIGHT);
        pango_layout_get_pixel_size(out[i], NULL, &own);
        if (own > height)
            height = own;
    }
    return height;
}

static void put_row(struct page *p, const char *const *cells)
{
    PangoLayout *layouts[PAPER_CELLS];
    int height = lay_out_row(p, cells, layouts) + LINE_ROOM;

    /* Titles stay with at least one row. */
    need(p, cells == NULL ? 3 * height : height, cells != NULL);
    for (int i = 0; i < p->column_count; i++) {
        if (layouts[i] == NULL)
            put_box(p, p->at[i], p->y + 1, cells != NULL && cells[i][0] != '\0');
        else
            (void)put(p, layouts[i], p->at[i], p->y);
    }
    p->y += height;
}

static void put_titles(struct page *p)
{
    put_row(p, NULL);
    rule(p, p->y - LINE_ROOM + 1);
    p->y += LINE_ROOM;
}

static void put_part(struct page *p, const struct paper_part *part)
{
    switch (part->kind) {
    case PAPER_CODE:
        put_code(p, part->v[0]);
        break;
    case PAPER_TITLE:
        put_title(p, part->v[0]);
        break;
    case PAPER_HEAD:
        put_text(p, part->v[0], TEXT_SIZE, true);
        break;
    case PAPER_TEXT:
        if (part->v[0][0] == '\0')
            p->y += BLANK_LINE;
        else
            put_text(p, part->v[0], TEXT_SIZE, false);
        break;
    case PAPER_PAIR:
        put_pair(p, part->v[0], part->v[1]);
        break;
    case PAPER_COLUMNS:
        set_columns(p, part);
        put_titles(p);
        break;
    case PAPER_ROW:
        put_row(p, part->v);
        break;
    case PAPER_BIG:
        put_text(p, part->v[0], BIG_SIZE, true);
        break;
    case PAPER_BAR:
        put_bar(p, part->v[0], part->v[1]);
        break;
    case PAPER_PAGE:
        next_page(p);
        break;
    }
}

/* --- the whole -------------------------------------------------------------------------------- */

static cairo_status_t write_bytes(void *closure, const unsigned char *data, unsigned int len)
{
    FILE *file = closure;

    /* Without a file the pages are only counted. */
    if (file == NULL || fwrite(data, 1, len, file) == len)
        return CAIRO_STATUS_SUCCESS;
    return CAIRO_STATUS_WRITE_ERROR;
}

/* ISO 216 A4 and A6, US letter, labels of 4 by 6 inches; in points. */
static void set_size(struct page *page)
{
    static const int label[][2] = { { 288, 432 }, { 298, 420 } };
    const struct paper *paper = page->paper;

    page->width = paper->is_letter ? 612 : 595;
    page->height = paper->is_letter ? 792 : 842;
    if (paper->label != LABEL_NONE) {
        page->width = label[paper->label - LABEL_4X6][0];
        page->height = label[paper->label - LABEL_4X6][1];
        page->margin = LABEL_MARGIN;
    }
    page->y = page->margin;
}

/* Draws all pages, of which there are count; *pages says how many there were. */
static bool draw(const struct paper *paper, FILE *file, int count, int *pages)
{
    struct page page = { .paper = paper, .margin = MARGIN, .number = 1, .count = count };
    cairo_surface_t *surface;
    cairo_status_t status;

    set_size(&page);
    surface = cairo_pdf_surface_create_for_stream(write_bytes, file, page.width, page.height);
    cairo_pdf_surface_set_metadata(surface, CAIRO_PDF_METADATA_TITLE, paper->name);
    if (paper->made[0] != '\0')
        cairo_pdf_surface_set_metadata(surface, CAIRO_PDF_METADATA_CREATE_DATE, paper->made);
    page.cr = cairo_create(surface);
    for (int i = 0; i < paper->n; i++)
        put_part(&page, &paper->v[i]);
    end_page(&page);
    status = cairo_status(page.cr);
    cairo_destroy(page.cr);
    cairo_surface_finish(surface);
    if (status == CAIRO_STATUS_SUCCESS)
        status = cairo_surface_status(surface);
    cairo_surface_destroy(surface);
    *pages = page.number;
    return status == CAIRO_STATUS_SUCCESS;
}

bool render_pdf(const struct paper *p, FILE *file, struct err *err)
{
    int pages;

    if (!draw(p, NULL, 0, &pages) || !draw(p, file, pages, &pages) || fflush(file) != 0)
        return err_set(err, ERR_IO, "the PDF cannot be drawn or written");
    return true;
}
