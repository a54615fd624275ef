/*
 * See report_chart.h.
 */
#include "print/report_chart.h"

#include <string.h>

#include "base/i18n.h"
#include "base/limits.h"
#include "base/mem.h"
#include "base/os.h"
#include "base/vec.h"
#include "domain/insight/report_text.h"

#define RENDER "orderdesk-render"

static enum chart_kind kind_of(const struct report *report, const struct report_ask *ask)
{
    switch (report_chart_of(report, ask)) {
    case REPORT_CHART_LINE:
        return CHART_LINE;
    case REPORT_CHART_HEAT:
        return CHART_HEAT;
    case REPORT_CHART_NONE:
    case REPORT_CHART_BARS:
        break;
    }
    return CHART_BARS;
}

static int label_column(const struct report_table *table)
{
    for (int c = 0; c < table->column_n; c++)
        if (table->columns[c].kind == REPORT_TEXT)
            return c;
    return 0;
}

static void add_points(struct desk *desk, const struct report_table *table, int column,
                       struct arena *arena, struct chart *chart)
{
    enum report_value_kind kind = table->columns[column].kind;
    int label = label_column(table);
    int most = chart->kind == CHART_BARS ? CHART_BARS_MOST : CHART_POINTS - 1;

    for (int i = 0; i < table->n && chart->n < most; i++) {
        const struct report_line *line = &table->v[i];
        struct chart_point *p;

        if (chart->kind == CHART_HEAT && (line->at < 0 || line->at >= 7 * 24))
            continue;
        p = vec_push(arena, chart);
        p->at = chart->kind == CHART_HEAT ? (int)line->at : 0;
        p->label = chart->kind == CHART_HEAT
                       ? report_weekday(p->at / 24)
                       : report_value_text(desk, table->columns[label].kind, line->v[label], arena);
        p->value = line->v[column].is_set ? line->v[column].n : 0;
        if (chart->kind != CHART_HEAT && line->before != NULL && line->before[column].is_set)
            p->before = line->before[column].n;
        p->text = report_value_text(desk, kind, line->v[column], arena);
    }
}

static const char *subtitle_of(struct desk *desk, const struct report *report,
                               const struct report_ask *ask, const struct report_table *table,
                               int shown, struct arena *arena)
{
    struct strbuf b;

    strbuf_init(&b, arena, 400);
    strbuf_add(&b, desk_company(desk)->name);
    if ((report->asks & REPORT_ASKS_PERIOD) != 0)
        strbuf_addf(&b, "   %s", report_period_text(ask->from, ask->to, arena));
    if (shown < table->n)
        strbuf_addf(&b, _("   the first %d of %d"), shown, table->n);
    return b.s;
}

static bool chart_of(struct desk *desk, const struct report *report, const struct report_ask *ask,
                     const struct report_table *table, struct arena *arena, struct chart *out,
                     struct err *err)
{
    int column = report_chart_column(report, table);
    char made[STAMP_TEXT_SIZE];

    if (column < 0)
        return err_set(err, ERR_STATE, _("This report has no chart. CSV and JSON can be had."));
    if (table->n == 0)
        return err_set(err, ERR_STATE, _("There is nothing to draw."));
    *out = (struct chart){ .kind = kind_of(report, ask), .title = _(report->words) };
    add_points(desk, table, column, arena, out);
    out->subtitle = subtitle_of(desk, report, ask, table, out->n, arena);
    out->legend = _(table->columns[column].title);
    out->legend_before = table->total_before == NULL || out->kind == CHART_HEAT
                             ? ""
                             : report_period_text(table->before_from, table->before_to, arena);
    out->most =
        report_value_text(desk, table->columns[column].kind, report_n(chart_most(out)), arena);
    out->made = arena_strdup(arena, stamp_format(desk_now(desk), made));
    return true;
}

bool report_draw(struct desk *desk, const struct report *report, const struct report_ask *ask,
                 const struct report_table *table, enum chart_form form, struct arena *arena,
                 const char **data, size_t *len, struct err *err)
{
    const char *argv[] = { os_helper_path(RENDER, arena), NULL };
    struct os_run run = { .argv = argv };
    struct chart chart;
    struct strbuf text;
    char *drawn;

    if (!chart_of(desk, report, ask, table, arena, &chart, err))
        return false;
    chart.form = form;
    strbuf_init(&text, arena, LIMIT_PAPER_BYTES);
    chart_write(&chart, &text);
    run.input = text.s;
    run.input_len = text.len;
    if (!os_run(&run, arena, &drawn, len, err)) {
        if (err->code == ERR_NOT_FOUND)
            err->code = ERR_IO;
        return err_wrap(err, _("No chart can be drawn; CSV and JSON can be had. "));
    }
    *data = drawn;
    return true;
}
