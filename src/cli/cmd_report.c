/*
 * Reports: every one of the table, as table, CSV and JSON like every list.
 */
#include <string.h>

#include "base/clock.h"
#include "base/i18n.h"
#include "base/mem.h"
#include "base/os.h"
#include "cli/find.h"
#include "cli/verb.h"
#include "domain/desk/desk.h"
#include "domain/insight/report.h"
#include "domain/insight/report_behind.h"
#include "domain/insight/report_text.h"
#include "print/report_chart.h"

#define PROGRESS_AFTER_MS 1000

static bool run_list(struct cli *c, struct err *err)
{
    static const struct out_column columns[] = {
        { "name", N_("Report"), OUT_TEXT },           { "words", N_("What it tells"), OUT_TEXT },
        { "by", N_("Grouped by"), OUT_TEXT },         { "period", N_("Usual period"), OUT_TEXT },
        { "definition", N_("Counted is"), OUT_TEXT }, { NULL, NULL, OUT_TEXT },
    };

    (void)err;
    out_list_begin(c->out, NULL, columns);
    for (const struct report *const *r = report_all(); *r != NULL; r++) {
        if ((*r)->right != NULL && !desk_may(c->desk, (*r)->right, NULL))
            continue;
        out_cell(c->out, (*r)->name);
        out_cell(c->out, _((*r)->words));
        out_cell(c->out, report_groups_text(*r, c->arena));
        out_cell(c->out, (*r)->period != NULL ? (*r)->period : "");
        out_cell(c->out, _((*r)->definition));
    }
    out_list_end(c->out);
    return true;
}

/* --- what is asked ---------------------------------------------------------------------------- */

/* --from and --to, each a day or a longer time of which it is the begin and the end. */
static bool ask_days(struct cli *c, struct report_ask *ask, struct err *err)
{
    const char *from = verb_opt(c, "from"), *to = verb_opt(c, "to"), *period;
    struct date other;

    period = verb_opt(c, "period");
    if (period != NULL && !report_period(c->desk, period, &ask->from, &ask->to, err))
        return false;
    if (from != NULL && !report_period(c->desk, from, &ask->from, &other, err))
        return err_at(err, "from");
    if (to != NULL && !report_period(c->desk, to, &other, &ask->to, err))
        return err_at(err, "to");
    return true;
}

static bool ask_of(struct cli *c, const struct report *report, struct report_ask *out,
                   struct err *err)
{
    const char *by = verb_opt(c, "by"), *compare = verb_opt(c, "compare");
    const char *site = verb_opt(c, "site");
    bool has_days = verb_opt(c, "period") || verb_opt(c, "from") || verb_opt(c, "to");
    struct report_ask ask;
    int64_t days, top = 0;

    if (!report_ask_usual(c->desk, report, &ask, err))
        return false;
    days = ask.days;
    if (has_days && (report->asks & REPORT_ASKS_PERIOD) == 0)
        return err_field(err, ERR_INVALID, "period", _("This report is of now, not of a period."));
    if (verb_opt(c, "days") && (report->asks & REPORT_ASKS_DAYS) == 0)
        return err_field(err, ERR_INVALID, "days",
                         _("This report does not ask for a number of days."));
    if (!ask_days(c, &ask, err) || (by != NULL && !report_by_parse(report, by, &ask.by, err)) ||
        (compare != NULL && !report_compare_parse(compare, &ask.compare, err)) ||
        (site != NULL && !find_site_id(c, site, &ask.site, err)) ||
        !find_channel_id(c, verb_opt(c, "channel"), &ask.channel, err) ||
        (verb_opt(c, "days") &&
         !find_int("days", verb_opt(c, "days"), 1, REPORT_ASK_DAYS_MAX, &days, err)) ||
        (verb_opt(c, "top") &&
         !find_int("top", verb_opt(c, "top"), 1, REPORT_ASK_TOP_MAX, &top, err)))
        return false;
    ask.days = (int)days;
    ask.top = (int)top;
    *out = ask;
    return true;
}

/* --- what it gives ---------------------------------------------------------------------------- */

static enum out_type type_of(enum report_value_kind kind)
{
    switch (kind) {
    case REPORT_TEXT:
    case REPORT_DATE:
    case REPORT_STAMP:
        return OUT_TEXT;
    case REPORT_MONEY:
        return OUT_MONEY;
    case REPORT_COUNT:
    case REPORT_QTY:
    case REPORT_SHARE:
    case REPORT_DURATION:
    case REPORT_NUMBER:
        return OUT_NUMBER;
    }
    return OUT_TEXT;
}

static const struct out_column *columns_of(struct cli *c, const struct report_fields *fields)
{
    struct out_column *columns = arena_array(c->arena, fields->n + 1, struct out_column);

    for (int i = 0; i < fields->n; i++)
        columns[i] = (struct out_column){ fields->v[i].name, fields->v[i].title,
                                          type_of(fields->v[i].kind) };
    return columns;
}

static void put_value(struct cli *c, enum report_value_kind kind, struct report_value v)
{
    if (!v.is_set)
        out_cell(c->out, "");
    else if (kind == REPORT_MONEY)
        out_cell_money(c->out, v.n, desk_company(c->desk)->currency);
    else if (kind == REPORT_STAMP)
        out_cell_stamp(c->out, (struct stamp){ v.n });
    else if (out_form(c->out) == OUT_TABLE)
        out_cell(c->out, report_value_text(c->desk, kind, v, c->arena));
    else
        out_cell(c->out, report_value_plain(kind, v, c->arena));
}

static void put_line(struct cli *c, const struct report_table *table,
                     const struct report_fields *fields, const struct report_line *line)
{
    for (int i = 0; i < fields->n; i++)
        put_value(c, fields->v[i].kind, report_field_value(table, line, &fields->v[i]));
}

static void put_table(struct cli *c, const struct report_table *table)
{
    struct report_fields fields;
    struct report_line total;

    report_fields_of(table, c->arena, &fields);
    out_list_begin(c->out, NULL, columns_of(c, &fields));
    for (int i = 0; i < table->n; i++)
        put_line(c, table, &fields, &table->v[i]);
    /* Programs add up for themselves: a line that is none of the lines would be counted too. */
    if (out_form(c->out) == OUT_TABLE && report_total_line(table, c->arena, &total))
        put_line(c, table, &fields, &total);
    out_list_end(c->out);
}

static bool tell(void *ctx, int64_t rows)
{
    int64_t *since = ctx;
    int64_t now = clock_monotonic_ms();

    (void)rows;
    if (*since > 0 && now - *since > PROGRESS_AFTER_MS) {
        *since = 0;
        (void)fprintf(stderr, "%s\n", _("The report is being made."));
    }
    return true;
}

static bool put_chart(struct cli *c, const struct report *report, const struct report_ask *ask,
                      const struct report_table *table, enum chart_form form, const char *path,
                      struct err *err)
{
    struct os_out out;
    const char *data;
    size_t len;
    bool is_ok;

    if (strcmp(path, "-") == 0)
        return err_field(err, ERR_INVALID, form == CHART_SVG ? "svg" : "pdf",
                         _("Name a file for the chart."));
    if (!report_draw(c->desk, report, ask, table, form, c->arena, &data, &len, err) ||
        !os_out_open(&out, path, err))
        return false;
    (void)fwrite(data, 1, len, out.file);
    is_ok = os_out_commit(&out, err);
    os_out_close(&out);
    return is_ok;
}

/* --- what is behind a figure ------------------------------------------------------------------ */

static bool no_column(struct cli *c, const struct report_table *table, const char *name,
                      struct err *err)
{
    const char *all = "";

    for (int i = 0; i < table->column_n; i++)
        if (report_column_has_rows(table, i))
            all = arena_printf(c->arena, "%s%s%s", all, all[0] != '\0' ? ", " : "",
                               table->columns[i].name);
    return err_field(err, ERR_INVALID, "figure",
                     _("This report has no figure \"%s\" with a list behind it. There are: %s."),
                     name, all);
}

static bool figure_of(struct cli *c, const struct report_table *table, struct report_figure *out,
                      struct err *err)
{
    const char *name = verb_opt(c, "behind"), *column = verb_opt(c, "figure");
    const struct report_line *line;

    *out = (struct report_figure){ .is_all = strcmp(name, "all") == 0, .column = -1 };
    if (!out->is_all) {
        line = report_line_named(table, name, c->arena);
        if (line == NULL)
            return err_field(err, ERR_NOT_FOUND, "behind",
                             _("The report has no line \"%s\". Write it as it stands there, or "
                               "all."),
                             name);
        if (!report_line_has_rows(line, err))
            return false;
        out->group = line->group;
    }
    if (column == NULL)
        out->column = report_main_column(table);
    for (int i = 0; column != NULL && i < table->column_n; i++)
        if (strcmp(table->columns[i].name, column) == 0 && report_column_has_rows(table, i))
            out->column = i;
    return out->column >= 0 || no_column(c, table, column != NULL ? column : "", err);
}

static bool put_rows(struct cli *c, const struct report_rows *rows, enum report_value_kind kind,
                     struct err *err)
{
    const struct out_column columns[] = {
        { "order", N_("Order"), OUT_TEXT },       { "customer", N_("Customer"), OUT_TEXT },
        { "at", N_("When"), OUT_TEXT },           { "pick", N_("Pick"), OUT_TEXT },
        { "carrier", N_("Carrier"), OUT_TEXT },   { "tracking", N_("Tracking"), OUT_TEXT },
        { "sku", N_("Item"), OUT_TEXT },          { "description", N_("Description"), OUT_TEXT },
        { "counts", N_("Counts"), type_of(kind) }, { NULL, NULL, OUT_TEXT },
    };
    OD_ARENA *tmp = arena_new();

    out_list_begin(c->out, NULL, columns);
    for (int i = 0; i < rows->n; i++) {
        const struct report_row *row = &rows->v[i];
        struct report_row_words w;

        arena_reset(tmp);
        if (!report_row_read(c->desk, row, tmp, &w, err))
            return false;
        out_cell(c->out, w.number);
        out_cell(c->out, w.customer);
        out_cell_stamp(c->out, w.at);
        out_cell(c->out, w.pick);
        out_cell(c->out, w.carrier);
        out_cell(c->out, w.tracking);
        out_cell(c->out, w.sku);
        out_cell(c->out, w.description);
        put_value(c, kind, report_n(row->n));
    }
    out_list_end(c->out);
    return true;
}

static bool put_behind(struct cli *c, const struct report *report, const struct report_ask *ask,
                       const struct report_table *table, struct err *err)
{
    struct report_figure figure;
    struct report_rows rows;

    if (!figure_of(c, table, &figure, err) ||
        !report_behind(c->desk, report, ask, &figure, NULL, c->arena, &rows, err))
        return false;
    if (rows.more > 0)
        return err_set(err, ERR_LIMIT,
                       _("These are more than %d rows. Ask for fewer days, or one site."), rows.n);
    return put_rows(c, &rows, table->columns[figure.column].kind, err);
}

static bool run_report(struct cli *c, struct err *err)
{
    int64_t since = clock_monotonic_ms();
    struct report_progress progress = { .go_on = tell, .ctx = &since };
    const struct report *report;
    struct report_ask ask;
    struct report_table table;

    if (!report_find(verb_arg(c, 0), &report, err) || !ask_of(c, report, &ask, err) ||
        !report_run(c->desk, report, &ask, &progress, c->arena, &table, err))
        return false;
    if (verb_opt(c, "behind") != NULL)
        return put_behind(c, report, &ask, &table, err);
    if (verb_opt(c, "figure") != NULL)
        return err_field(err, ERR_INVALID, "figure", _("Say of which line, with --behind."));
    if (verb_opt(c, "svg") == NULL && verb_opt(c, "pdf") == NULL)
        put_table(c, &table);
    return (verb_opt(c, "svg") == NULL ||
            put_chart(c, report, &ask, &table, CHART_SVG, verb_opt(c, "svg"), err)) &&
           (verb_opt(c, "pdf") == NULL ||
            put_chart(c, report, &ask, &table, CHART_PDF, verb_opt(c, "pdf"), err));
}

static const struct verb_option report_options[] = {
    { "period", "WORDS", VERB_OPTIONAL,
      N_("Of these days: this-month, last-30-days, 2026-11, A..B ...") },
    { "from", "DAY", VERB_OPTIONAL, N_("From this day on.") },
    { "to", "DAY", VERB_OPTIONAL, N_("Until this day, which is counted too.") },
    { "by", "GROUP", VERB_OPTIONAL, N_("What the lines are grouped by; see: report list.") },
    { "compare", "WITH", VERB_OPTIONAL,
      N_("Beside them the days before (period) or a year before (year).") },
    { "site", "CODE", VERB_OPTIONAL, N_("Of this site alone.") },
    { "channel", "CODE", VERB_OPTIONAL, N_("Of this channel alone.") },
    { "days", "N", VERB_OPTIONAL, N_("How many days, of reports about stock.") },
    { "top", "N", VERB_OPTIONAL, N_("So many lines, all others as one.") },
    { "behind", "LINE", VERB_OPTIONAL,
      N_("Instead, each order, line or shipment that this line counts; all: of the total.") },
    { "figure", "COLUMN", VERB_OPTIONAL,
      N_("With --behind: of this column, by its name in CSV; else of the first count.") },
    { "svg", "FILE", VERB_OPTIONAL, N_("The chart as SVG instead of the table.") },
    { "pdf", "FILE", VERB_OPTIONAL, N_("The chart as PDF instead of the table.") },
    { NULL, NULL, VERB_OPTIONAL, NULL },
};

const struct verb verbs_report[] = {
    { "report", "list", "", NULL, VERB_DESK, run_list,
      N_("List the reports, and what each of them counts."), NULL },
    { "report", "run", "NAME", report_options, VERB_DESK, run_report,
      N_("Give a report; without the word run too: report sales --period last-month."), NULL },
    { 0 },
};
