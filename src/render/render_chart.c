/*
 * Drawing a chart: title, legend and axis, and bars, columns over time, or shades of the hours of a
 * week. Everything in points, on one sheet of A4 across.
 */
#include "render/render_chart.h"

#include <string.h>

#include <cairo-pdf.h>
#include <cairo-svg.h>
#include <pango/pangocairo.h>

#include "base/mem.h"
#include "print/chart.h"

#define WIDTH       842 /* ISO 216 A4 */
#define HEIGHT      595
#define MARGIN      50
#define TITLE_SIZE  18
#define TEXT_SIZE   9
#define LABEL_WIDTH 170
#define VALUE_WIDTH 90
#define AXIS_WIDTH  70
#define TOP         (MARGIN + 62) /* below title, subtitle and legend */
#define BOTTOM      (HEIGHT - MARGIN - 20)
#define KEY_SIZE    8
#define LINE_HIGH   12 /* of a line of text */
#define BAR_MOST    30
#define LABEL_STEP  70

enum ink { INK_TEXT, INK_NOW, INK_BEFORE, INK_AXIS };

/* Places and sizes within the sheet are hundredths of a point. */
#define PT 100

struct sheet {
    const struct chart *chart;
    cairo_t *cr;
    int64_t most, below; /* the largest value; how far bars go below zero */
    bool has_before;
};

/* Dark on light, so that they differ on a printer without colors too. In percent. */
static void ink(const struct sheet *s, enum ink which)
{
    static const int colors[][3] = { { 0, 0, 0 }, { 12, 35, 60 }, { 72, 76, 80 }, { 50, 50, 50 } };
    const int *c = colors[which];

    cairo_set_source_rgb(s->cr, c[0] / 100.0, c[1] / 100.0, c[2] / 100.0);
}

/* width in points: what is too long is cut. */
static void text(const struct sheet *s, int x, int y, int width, int size, PangoAlignment align,
                 const char *words)
{
    PangoLayout *layout = pango_cairo_create_layout(s->cr);
    PangoFontDescription *font = pango_font_description_from_string("Sans");

    pango_font_description_set_absolute_size(font, size * PANGO_SCALE);
    pango_font_description_set_weight(font,
                                      size == TITLE_SIZE ? PANGO_WEIGHT_BOLD : PANGO_WEIGHT_NORMAL);
    pango_layout_set_font_description(layout, font);
    pango_font_description_free(font);
    pango_layout_set_width(layout, width * PANGO_SCALE);
    pango_layout_set_height(layout, 0);
    pango_layout_set_ellipsize(layout, PANGO_ELLIPSIZE_END);
    pango_layout_set_alignment(layout, align);
    pango_layout_set_text(layout, words, -1);
    ink(s, INK_TEXT);
    cairo_move_to(s->cr, x / 100.0, y / 100.0);
    pango_cairo_show_layout(s->cr, layout);
    g_object_unref(layout);
}

static void fill(const struct sheet *s, int x, int y, int w, int h)
{
    cairo_rectangle(s->cr, x / 100.0, y / 100.0, w / 100.0, h / 100.0);
    cairo_fill(s->cr);
}

static void box(const struct sheet *s, enum ink which, int x, int y, int w, int h)
{
    ink(s, which);
    fill(s, x, y, w, h);
}

static int part(const struct sheet *s, int64_t value, int room)
{
    __int128 all = (__int128)s->most + s->below;

    return value > 0 ? (int)((__int128)value * room / all) : 0;
}

/* A bar from the axis to the right, or to the left where it is below zero. */
static void bar(const struct sheet *s, enum ink which, int x, int y, int64_t value, int room,
                int high)
{
    int left = value < 0 ? part(s, value < -INT64_MAX ? INT64_MAX : -value, room) : 0;

    box(s, which, x - left, y, value < 0 ? left : part(s, value, room), high);
}

static void draw_head(const struct sheet *s)
{
    const struct chart *chart = s->chart;
    int x = MARGIN * PT, y = (MARGIN + 42) * PT, width = WIDTH - 2 * MARGIN;

    text(s, x, (MARGIN - 10) * PT, width, TITLE_SIZE, PANGO_ALIGN_LEFT, chart->title);
    text(s, x, (MARGIN + 18) * PT, width, TEXT_SIZE, PANGO_ALIGN_LEFT, chart->subtitle);
    box(s, INK_NOW, x, y + 2 * PT, KEY_SIZE * PT, KEY_SIZE * PT);
    text(s, x + 14 * PT, y, 200, TEXT_SIZE, PANGO_ALIGN_LEFT, chart->legend);
    if (!s->has_before)
        return;
    box(s, INK_BEFORE, x + 230 * PT, y + 2 * PT, KEY_SIZE * PT, KEY_SIZE * PT);
    text(s, x + 244 * PT, y, 300, TEXT_SIZE, PANGO_ALIGN_LEFT, chart->legend_before);
}

/* Below the bars: 0, which stands at zero from the left end, and the largest value. */
static void draw_bar_axis(const struct sheet *s, int x, int zero, int room, int high)
{
    int y = TOP * PT + high, right = room / PT - zero / PT - 30;

    box(s, INK_AXIS, x + zero - PT, TOP * PT, PT, high);
    box(s, INK_AXIS, x - PT, y, room + PT, PT);
    text(s, x + zero, y + 2 * PT, 30, TEXT_SIZE, PANGO_ALIGN_LEFT, "0");
    if (right > 0 && chart_most(s->chart) > 1)
        text(s, x + zero + 30 * PT, y + 2 * PT, right, TEXT_SIZE, PANGO_ALIGN_RIGHT,
             s->chart->most);
}

static void draw_bars(const struct sheet *s)
{
    const struct chart *chart = s->chart;
    int room = (WIDTH - 2 * MARGIN - LABEL_WIDTH - VALUE_WIDTH) * PT;
    int x = (MARGIN + LABEL_WIDTH) * PT, each = (BOTTOM - TOP) * PT / chart->n, high;
    int zero = part(s, s->below, room);

    if (each > BAR_MOST * PT)
        each = BAR_MOST * PT;
    high = each * (s->has_before ? 45 : 80) / 100;
    draw_bar_axis(s, x, zero, room, each * chart->n);
    x += zero;
    for (int i = 0; i < chart->n; i++) {
        const struct chart_point *p = &chart->v[i];
        int top = TOP * PT + each * i + each / 20, middle = top + each * 2 / 5;
        int y = each > LINE_HIGH * PT ? middle - LINE_HIGH * PT / 2 : top - each / 20;

        text(s, MARGIN * PT, y, LABEL_WIDTH - 8, TEXT_SIZE, PANGO_ALIGN_RIGHT, p->label);
        bar(s, INK_NOW, x, top, p->value, room, high);
        if (s->has_before)
            bar(s, INK_BEFORE, x, top + high, p->before, room, high);
        text(s, x + part(s, p->value, room) + 4 * PT, y, VALUE_WIDTH, TEXT_SIZE, PANGO_ALIGN_LEFT,
             p->text);
    }
}

/* Columns from the left to the right; below them as many labels as there is room for. */
static void draw_line(const struct sheet *s)
{
    const struct chart *chart = s->chart;
    int x = (MARGIN + AXIS_WIDTH) * PT, room = (WIDTH - MARGIN) * PT - x;
    int high = (BOTTOM - TOP) * PT, below = BOTTOM * PT;
    int wide = room / chart->n * (s->has_before ? 40 : 80) / 100;
    int step = LABEL_STEP * PT * chart->n / room + 1;

    box(s, INK_AXIS, x, below, room, PT);
    box(s, INK_AXIS, x - PT, TOP * PT, PT, high + PT);
    text(s, MARGIN * PT, (TOP - 6) * PT, AXIS_WIDTH - 6, TEXT_SIZE, PANGO_ALIGN_RIGHT, chart->most);
    text(s, MARGIN * PT, (BOTTOM - 8) * PT, AXIS_WIDTH - 6, TEXT_SIZE, PANGO_ALIGN_RIGHT, "0");
    for (int i = 0; i < chart->n; i++) {
        const struct chart_point *p = &chart->v[i];
        int up = part(s, p->value, high), old = part(s, p->before, high);
        int left = x + (int)((int64_t)room * i / chart->n);

        if (s->has_before)
            box(s, INK_BEFORE, left, below - old, wide, old);
        box(s, INK_NOW, left + (s->has_before ? wide : 0), below - up, wide, up);
        if (i % step == 0)
            text(s, left, below + 4 * PT, LABEL_STEP - 2, TEXT_SIZE, PANGO_ALIGN_LEFT, p->label);
    }
}

static void draw_heat(const struct sheet *s)
{
    const struct chart *chart = s->chart;
    int x = (MARGIN + 40) * PT, each = ((WIDTH - MARGIN) * PT - x) / 24, high = 45 * PT;

    for (int hour = 0; hour < 24; hour++) {
        OD_ARENA *tmp = arena_new();

        text(s, x + each * hour, TOP * PT, each / PT, TEXT_SIZE, PANGO_ALIGN_CENTER,
             arena_printf(tmp, "%02d", hour));
    }
    for (int i = 0; i < chart->n; i++) {
        const struct chart_point *p = &chart->v[i];
        int y = (TOP + 16) * PT + high * (p->at / 24), share = part(s, p->value, 10000);

        if (i == 0 || chart->v[i - 1].at / 24 != p->at / 24)
            text(s, MARGIN * PT, y + high / 2 - 6 * PT, 36, TEXT_SIZE, PANGO_ALIGN_LEFT, p->label);
        cairo_set_source_rgb(s->cr, 1 - share * 0.000088, 1 - share * 0.000065,
                             1 - share * 0.00004);
        fill(s, x + each * (p->at % 24), y, each - PT, high - PT);
    }
    box(s, INK_NOW, (WIDTH - MARGIN - KEY_SIZE) * PT, (BOTTOM + 2) * PT, KEY_SIZE * PT,
        KEY_SIZE * PT);
    text(s, MARGIN * PT, BOTTOM * PT, WIDTH - 2 * MARGIN - KEY_SIZE - 6, TEXT_SIZE,
         PANGO_ALIGN_RIGHT, chart->most);
}

static cairo_status_t write_bytes(void *closure, const unsigned char *data, unsigned int len)
{
    return fwrite(data, 1, len, closure) == len ? CAIRO_STATUS_SUCCESS : CAIRO_STATUS_WRITE_ERROR;
}

static cairo_surface_t *surface_of(const struct chart *chart, FILE *file)
{
    cairo_surface_t *surface;

    if (chart->form == CHART_SVG)
        return cairo_svg_surface_create_for_stream(write_bytes, file, WIDTH, HEIGHT);
    surface = cairo_pdf_surface_create_for_stream(write_bytes, file, WIDTH, HEIGHT);
    cairo_pdf_surface_set_metadata(surface, CAIRO_PDF_METADATA_TITLE, chart->title);
    if (chart->made[0] != '\0')
        cairo_pdf_surface_set_metadata(surface, CAIRO_PDF_METADATA_CREATE_DATE, chart->made);
    return surface;
}

bool render_chart(const struct chart *chart, FILE *file, struct err *err)
{
    cairo_surface_t *surface = surface_of(chart, file);
    struct sheet s = { chart, cairo_create(surface), chart_most(chart), chart_below(chart),
                       chart->legend_before[0] != '\0' };
    cairo_status_t status;

    draw_head(&s);
    if (chart->kind == CHART_HEAT)
        draw_heat(&s);
    else if (chart->kind == CHART_LINE && chart->n > 0)
        draw_line(&s);
    else if (chart->n > 0)
        draw_bars(&s);
    cairo_show_page(s.cr);
    status = cairo_status(s.cr);
    cairo_destroy(s.cr);
    cairo_surface_finish(surface);
    if (status == CAIRO_STATUS_SUCCESS)
        status = cairo_surface_status(surface);
    cairo_surface_destroy(surface);
    if (status != CAIRO_STATUS_SUCCESS || fflush(file) != 0)
        return err_set(err, ERR_IO, "the chart cannot be drawn or written: %s",
                       cairo_status_to_string(status));
    return true;
}
