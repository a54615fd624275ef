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

enum ink { INK_TEXT, INK_NOW, INK_BEFORE, INK_AXIS };

struct sheet {
    const struct chart *chart;
    cairo_t *cr;
    double most;
    bool has_before;
};

/* Dark on light, so that they differ on a printer without colors too. */
static void ink(const struct sheet *s, enum ink which)
{
    static const double colors[][3] = {
        { 0, 0, 0 }, { 0.12, 0.35, 0.6 }, { 0.72, 0.76, 0.8 }, { 0.5, 0.5, 0.5 }
    };

    cairo_set_source_rgb(s->cr, colors[which][0], colors[which][1], colors[which][2]);
}

static void text(const struct sheet *s, double x, double y, int width, int size,
                 PangoAlignment align, const char *words)
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
    cairo_move_to(s->cr, x, y);
    pango_cairo_show_layout(s->cr, layout);
    g_object_unref(layout);
}

static void box(const struct sheet *s, enum ink which, double x, double y, double w, double h)
{
    ink(s, which);
    cairo_rectangle(s->cr, x, y, w, h);
    cairo_fill(s->cr);
}

static double part(const struct sheet *s, int64_t value, double room)
{
    return value > 0 ? (double)value / s->most * room : 0;
}

static void draw_head(const struct sheet *s)
{
    const struct chart *chart = s->chart;
    double y = MARGIN + 42;

    text(s, MARGIN, MARGIN - 10, WIDTH - 2 * MARGIN, TITLE_SIZE, PANGO_ALIGN_LEFT, chart->title);
    text(s, MARGIN, MARGIN + 18, WIDTH - 2 * MARGIN, TEXT_SIZE, PANGO_ALIGN_LEFT, chart->subtitle);
    box(s, INK_NOW, MARGIN, y + 2, KEY_SIZE, KEY_SIZE);
    text(s, MARGIN + 14, y, 200, TEXT_SIZE, PANGO_ALIGN_LEFT, chart->legend);
    if (!s->has_before)
        return;
    box(s, INK_BEFORE, MARGIN + 230, y + 2, KEY_SIZE, KEY_SIZE);
    text(s, MARGIN + 244, y, 300, TEXT_SIZE, PANGO_ALIGN_LEFT, chart->legend_before);
}

static void draw_bars(const struct sheet *s)
{
    const struct chart *chart = s->chart;
    double room = WIDTH - 2 * MARGIN - LABEL_WIDTH - VALUE_WIDTH;
    double x = MARGIN + LABEL_WIDTH, each = (double)(BOTTOM - TOP) / chart->n;

    if (each > 30)
        each = 30;
    box(s, INK_AXIS, x - 1, TOP, 1, each * chart->n);
    box(s, INK_AXIS, x - 1, TOP + each * chart->n, room + 1, 1);
    text(s, x, TOP + each * chart->n + 2, 30, TEXT_SIZE, PANGO_ALIGN_LEFT, "0");
    text(s, x + 30, TOP + each * chart->n + 2, (int)room - 30, TEXT_SIZE, PANGO_ALIGN_RIGHT,
         chart->most);
    for (int i = 0; i < chart->n; i++) {
        const struct chart_point *p = &chart->v[i];
        double y = TOP + each * i, high = each * (s->has_before ? 0.45 : 0.8);

        text(s, MARGIN, y, LABEL_WIDTH - 8, TEXT_SIZE, PANGO_ALIGN_RIGHT, p->label);
        box(s, INK_NOW, x, y + each * 0.05, part(s, p->value, room), high);
        if (s->has_before)
            box(s, INK_BEFORE, x, y + each * 0.05 + high, part(s, p->before, room), high);
        text(s, x + part(s, p->value, room) + 4, y, VALUE_WIDTH, TEXT_SIZE, PANGO_ALIGN_LEFT,
             p->text);
    }
}

/* Columns from the left to the right; below them as many labels as there is room for. */
static void draw_line(const struct sheet *s)
{
    const struct chart *chart = s->chart;
    double x = MARGIN + AXIS_WIDTH, room = WIDTH - MARGIN - x, high = BOTTOM - TOP;
    double each = room / chart->n, wide = each * (s->has_before ? 0.4 : 0.8);
    int step = (int)(70 / each) + 1;

    box(s, INK_AXIS, x, BOTTOM, room, 1);
    box(s, INK_AXIS, x - 1, TOP, 1, high + 1);
    text(s, MARGIN, TOP - 6, AXIS_WIDTH - 6, TEXT_SIZE, PANGO_ALIGN_RIGHT, chart->most);
    text(s, MARGIN, BOTTOM - 8, AXIS_WIDTH - 6, TEXT_SIZE, PANGO_ALIGN_RIGHT, "0");
    for (int i = 0; i < chart->n; i++) {
        const struct chart_point *p = &chart->v[i];
        double up = part(s, p->value, high), old = part(s, p->before, high);

        if (s->has_before)
            box(s, INK_BEFORE, x + each * i, BOTTOM - old, wide, old);
        box(s, INK_NOW, x + each * i + (s->has_before ? wide : 0), BOTTOM - up, wide, up);
        if (i % step == 0)
            text(s, x + each * i, BOTTOM + 4, 68, TEXT_SIZE, PANGO_ALIGN_LEFT, p->label);
    }
}

static void draw_heat(const struct sheet *s)
{
    const struct chart *chart = s->chart;
    double x = MARGIN + 40, each = (WIDTH - MARGIN - x) / 24, high = 45;

    for (int hour = 0; hour < 24; hour++) {
        OD_ARENA *tmp = arena_new();

        text(s, x + each * hour, TOP, (int)each, TEXT_SIZE, PANGO_ALIGN_CENTER,
             arena_printf(tmp, "%02d", hour));
    }
    for (int i = 0; i < chart->n; i++) {
        const struct chart_point *p = &chart->v[i];
        double y = TOP + 16 + high * (p->at / 24), share = part(s, p->value, 1);

        if (i == 0 || chart->v[i - 1].at / 24 != p->at / 24)
            text(s, MARGIN, y + high / 2 - 6, 36, TEXT_SIZE, PANGO_ALIGN_LEFT, p->label);
        cairo_set_source_rgb(s->cr, 1 - 0.88 * share, 1 - 0.65 * share, 1 - 0.4 * share);
        cairo_rectangle(s->cr, x + each * (p->at % 24), y, each - 1, high - 1);
        cairo_fill(s->cr);
    }
    text(s, MARGIN, BOTTOM, WIDTH - 2 * MARGIN, TEXT_SIZE, PANGO_ALIGN_RIGHT, chart->most);
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
    struct sheet s = { chart, cairo_create(surface), (double)chart_most(chart),
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
        return err_set(err, ERR_IO, "the chart cannot be drawn or written");
    return true;
}
