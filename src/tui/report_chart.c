/*
 * See report_chart.h.
 */
#include "tui/report_chart.h"

#include "base/i18n.h"
#include "base/mem.h"
#include "domain/insight/report_text.h"

#define LABEL_COLS 24
#define VALUE_COLS 14
#define HEAT_LABEL 5
static const char shades[] = " .:-=+*#%@";

struct chart {
    struct canvas *c;
    struct desk *desk;
    const struct report_table *table;
    int column;
    int64_t most; /* the largest value, at least 1 */
};

static int64_t value_of(const struct chart *chart, const struct report_line *line)
{
    const struct report_value *v = &line->v[chart->column];

    return v->is_set && v->n > 0 ? v->n : 0;
}

static const char *text_of(const struct chart *chart, int64_t n, struct arena *arena)
{
    return report_value_text(chart->desk, chart->table->columns[chart->column].kind, report_n(n),
                             arena);
}

/* Of so many columns, at least one where there is anything. */
static int part(const struct chart *chart, int64_t n, int room)
{
    int cols = (int)((__int128)n * room / chart->most);

    return cols == 0 && n > 0 && room > 0 ? 1 : cols;
}

/* --- bars ------------------------------------------------------------------------------------- */

/* How far a bar goes; one below zero goes as far, of another sign. */
static int64_t reach_of(const struct chart *chart, const struct report_line *line)
{
    const struct report_value *v = &line->v[chart->column];

    return !v->is_set ? 0 : v->n < 0 ? -v->n : v->n;
}

static void draw_bars(struct chart *chart)
{
    OD_ARENA *tmp = arena_new();
    struct canvas *c = chart->c;
    int label = c->cols / 3 < LABEL_COLS ? c->cols / 3 : LABEL_COLS;
    int room = c->cols - label - VALUE_COLS - 2, text = 0;

    while (text < chart->table->column_n - 1 && chart->table->columns[text].kind != REPORT_TEXT)
        text++;
    for (int i = 0; i < chart->table->n; i++) {
        int64_t reach = reach_of(chart, &chart->table->v[i]);

        chart->most = reach > chart->most ? reach : chart->most;
    }
    for (int i = 0; i < chart->table->n && i + 1 < c->rows; i++) {
        const struct report_line *line = &chart->table->v[i];
        int bar = part(chart, reach_of(chart, line), room);
        char sign = line->v[chart->column].n < 0 ? '-' : '#';

        canvas_text(
            c, i + 1, 1, label - 1, STYLE_TEXT,
            report_value_text(chart->desk, chart->table->columns[text].kind, line->v[text], tmp));
        canvas_fill(c, i + 1, label + 1, bar, sign, STYLE_TEXT);
        canvas_text(c, i + 1, label + 2 + bar, -1, STYLE_TEXT,
                    report_value_text(chart->desk, chart->table->columns[chart->column].kind,
                                      line->v[chart->column], tmp));
    }
    if (chart->table->n + 1 > c->rows)
        canvas_printf(c, 0, c->cols - 30, STYLE_DIM, _("the first %d of %d"), c->rows - 1,
                      chart->table->n);
}

/* --- over time -------------------------------------------------------------------------------- */

/* Points that do not fit are put together, so many to a column: their sum, or the mean of those
 * that are known where a sum says nothing (shares, times). */
static void put_together(const struct chart *chart, int each, int points, int64_t *sums)
{
    const struct report_table *table = chart->table;

    for (int i = 0; i < points; i++) {
        int known = 0;

        for (int k = i * each; k < (i + 1) * each && k < table->n; k++) {
            sums[i] += value_of(chart, &table->v[k]);
            known += table->v[k].v[chart->column].is_set;
        }
        if (!table->columns[chart->column].is_sum && known > 1)
            sums[i] /= known;
    }
}

static void draw_line(struct chart *chart)
{
    OD_ARENA *tmp = arena_new();
    struct canvas *c = chart->c;
    int n = chart->table->n, room = c->cols - VALUE_COLS - 1, rows = c->rows - 2;
    int each = room > 0 ? (n + room - 1) / room : n, width, points;
    int64_t *sums;

    if (n == 0 || room < 1 || rows < 2)
        return;
    points = (n + each - 1) / each;
    width = room / points;
    sums = arena_array(tmp, points, int64_t);
    put_together(chart, each, points, sums);
    chart->most = 1;
    for (int i = 0; i < points; i++)
        chart->most = sums[i] > chart->most ? sums[i] : chart->most;
    canvas_text_right(c, 1, 0, VALUE_COLS - 1, STYLE_DIM, text_of(chart, chart->most, tmp));
    canvas_text_right(c, rows, 0, VALUE_COLS - 1, STYLE_DIM, text_of(chart, 0, tmp));
    for (int i = 0; i < points; i++)
        for (int up = 0; up < part(chart, sums[i], rows); up++)
            canvas_fill(c, rows - up, VALUE_COLS + i * width, width > 2 ? width - 1 : width, '#',
                        STYLE_TEXT);
    canvas_text(c, rows + 1, VALUE_COLS, -1, STYLE_DIM, chart->table->v[0].v[0].text);
    canvas_text_right(c, rows + 1, VALUE_COLS + 12, points * width - 12, STYLE_DIM,
                      chart->table->v[n - 1].v[0].text);
    if (each > 1)
        canvas_printf(c, 0, c->cols - 30, STYLE_DIM, _("each column %d lines"), each);
}

/* --- weekday by hour -------------------------------------------------------------------------- */

static void draw_heat(const struct chart *chart)
{
    OD_ARENA *tmp = arena_new();
    struct canvas *c = chart->c;
    int width = (c->cols - HEAT_LABEL - 1) / 24;

    if (width < 1)
        return;
    for (int hour = 0; hour < 24; hour += width < 3 ? 3 : 1)
        canvas_printf(c, 1, HEAT_LABEL + hour * width, STYLE_DIM, "%02d", hour);
    for (int day = 0; day < 7; day++)
        canvas_text(c, 2 + day, 1, HEAT_LABEL - 1, STYLE_TEXT, report_weekday(day));
    for (int i = 0; i < chart->table->n; i++) {
        const struct report_line *line = &chart->table->v[i];
        int64_t n = value_of(chart, line);
        int shade = part(chart, n, (int)sizeof shades - 2);

        if (line->at >= 0 && line->at < 7 * 24)
            canvas_fill(c, 2 + (int)(line->at / 24), HEAT_LABEL + (int)(line->at % 24) * width,
                        width > 1 ? width - 1 : 1, shades[shade], STYLE_TEXT);
    }
    canvas_printf(c, 10, 1, STYLE_DIM, _("from '%c' few to '%c' %s"), shades[1],
                  shades[sizeof shades - 2], text_of(chart, chart->most, tmp));
}

void report_chart_draw(struct canvas *c, struct desk *desk, const struct report *report,
                       const struct report_ask *ask, const struct report_table *table)
{
    struct chart chart = { c, desk, table, report_chart_column(report, table), 1 };
    enum report_chart kind = report_chart_of(report, ask);

    if (chart.column < 0) {
        canvas_text(c, 1, 1, -1, STYLE_DIM, _("This report has no chart."));
        return;
    }
    canvas_text(c, 0, 1, -1, STYLE_HEAD, _(table->columns[chart.column].title));
    for (int i = 0; i < table->n; i++) {
        bool is_drawn = kind != REPORT_CHART_HEAT || !table->v[i].is_rest;
        int64_t n = is_drawn ? value_of(&chart, &table->v[i]) : 0;

        chart.most = n > chart.most ? n : chart.most;
    }
    if (table->n == 0) {
        canvas_text(c, 1, 1, -1, STYLE_DIM, _("There is nothing to draw."));
        return;
    }
    if (kind == REPORT_CHART_HEAT)
        draw_heat(&chart);
    else if (kind == REPORT_CHART_LINE)
        draw_line(&chart);
    else
        draw_bars(&chart);
}
