/*
 * RP, one report: what it is asked, its lines as a list or a chart, what is behind a line, files.
 * It is read at once where that is quick; else in the pauses between keys, with progress, until it
 * is there or given up by Esc.
 */
#include <limits.h>
#include <string.h>

#include "base/clock.h"
#include "base/i18n.h"
#include "base/limits.h"
#include "base/mem.h"
#include "base/utf8.h"
#include "tui/app.h"
#include "tui/dialog.h"
#include "tui/report_chart.h"
#include "tui/report_screen.h"
#include "tui/screens.h"

/* Reading all anew at each commit elsewhere would keep the desk busy with nothing else: there is
 * a pause of so long after it, or of as long as it took. */
#define CALM_MS     10000
#define TOTAL_ID    INT64_MAX
#define COLUMN_MOST 30

/* --- reading ---------------------------------------------------------------------------------- */

/* Moving about in the old lines, or typing what is asked next, does not begin the new ones anew. */
static bool use_meanwhile(struct screen *s, struct key k)
{
    struct rp *rp = rp_self(s);

    if (rp->is_asking)
        return rp_form_type(s, k);
    return !rp->shows_chart && list_key(&rp->l.list, k);
}

static void fit_columns(struct rp *rp);
static void show(struct screen *s);

/* From the end of reading on: one that took longer than the pause would be due again at once. */
static void calm_down(struct rp *rp)
{
    struct screen *s = &rp->l.s;
    int64_t took_ms = clock_monotonic_ms() - rp->wait.since_ms;

    s->read_ms = app_now(s->app).ms;
    s->calm_ms = rp->report->is_light ? 0 : (int)(took_ms > CALM_MS ? took_ms : CALM_MS);
}

/* Into an arena of its own; what is shown stays where it fails. */
static bool read_now(struct screen *s, const struct report_ask *ask, bool is_short, struct err *err)
{
    struct rp *rp = rp_self(s);
    struct report_progress progress = report_wait_progress(&rp->wait, is_short);
    struct arena *fresh = arena_new();
    struct report_table table;

    if (!report_run(s->desk, rp->report, ask, &progress, fresh, &table, err)) {
        arena_free(fresh);
        return false;
    }
    arena_free(rp->arena);
    rp->arena = fresh;
    rp->table = table;
    rp->ask = *ask;
    rp->shown = *ask;
    rp->is_due = false;
    calm_down(rp);
    if (rp->sort_column >= rp->table.column_n)
        rp->sort_column = -1;
    if (rp->sort_column >= 0)
        report_sort(&rp->table, rp->sort_column, rp->is_sort_down);
    fit_columns(rp);
    return true;
}

/* What takes longer is read in pauses (work). */
static bool read_or_put_off(struct screen *s, const struct report_ask *ask, struct err *err)
{
    struct rp *rp = rp_self(s);

    report_wait_begin(&rp->wait, s->app, use_meanwhile);
    if (read_now(s, ask, true, err))
        return true;
    if (err->code != ERR_BUSY)
        return false;
    err_clear(err);
    rp->ask = *ask;
    rp->is_due = true;
    return true;
}

bool rp_read(struct screen *s, const struct report_ask *ask, struct err *err)
{
    if (!read_or_put_off(s, ask, err))
        return false;
    show(s);
    app_redraw(s->app);
    return true;
}

static bool refresh(struct screen *s, struct err *err)
{
    struct rp *rp = rp_self(s);
    struct report_ask ask = rp->ask;

    /* What is being read of the same ask is not begun anew. */
    if (!rp->is_due && !read_or_put_off(s, &ask, err))
        return false;
    show(s);
    return true;
}

static bool work(struct screen *s)
{
    struct rp *rp = rp_self(s);
    struct report_ask ask = rp->ask;
    struct err err = ERR_INIT;

    /* Each key of a pop-up would begin it anew: it waits until that is gone. */
    if (!rp->is_due || app_screen(s->app) != s || app_popup(s->app) != NULL)
        return false;
    if (read_now(s, &ask, false, &err)) {
        show(s);
    } else if (err.code == ERR_BUSY && app_has_input(s->app)) {
        return true;
    } else {
        rp->is_due = false;
        app_error(s->app, &err);
    }
    app_redraw(s->app);
    return rp->is_due;
}

/* --- showing ---------------------------------------------------------------------------------- */

static const char *cell_of(const struct rp *rp, const struct report_line *line, int field,
                           struct arena *arena)
{
    const struct report_field *f = &rp->fields.v[field];

    return report_value_text(rp->l.s.desk, f->kind, report_field_value(&rp->table, line, f), arena);
}

static bool is_named(const char *names, const char *name)
{
    size_t len = strlen(name);

    for (const char *at = names; at != NULL && *at != '\0';) {
        size_t n = strcspn(at, ",");

        if (n == len && strncmp(at, name, len) == 0)
            return true;
        at += n + (at[n] == ',' ? 1 : 0);
    }
    return false;
}

static int width_of(const struct rp *rp, int field, struct arena *tmp)
{
    int cols = utf8_cols(rp->fields.v[field].title);
    struct report_line total;

    for (int i = 0; i < rp->table.n && i < LIMIT_PAGE_ROWS; i++) {
        int n = utf8_cols(cell_of(rp, &rp->table.v[i], field, tmp));

        cols = n > cols ? n : cols;
    }
    if (report_total_line(&rp->table, tmp, &total)) {
        int n = utf8_cols(cell_of(rp, &total, field, tmp));

        cols = n > cols ? n : cols;
    }
    return cols > COLUMN_MOST ? COLUMN_MOST : cols;
}

static bool is_empty(const struct rp *rp, int field)
{
    for (int i = 0; i < rp->table.n; i++) {
        struct report_value v =
            report_field_value(&rp->table, &rp->table.v[i], &rp->fields.v[field]);

        if (v.is_set && (v.text == NULL || v.text[0] != '\0'))
            return false;
    }
    return rp->table.n > 0;
}

/* As wide as what stands in it; columns in which nothing stands are left out. */
static void fit_columns(struct rp *rp)
{
    OD_ARENA *tmp = arena_new();
    int n = 0, first = -1;

    report_fields_of(&rp->table, rp->arena, &rp->fields);
    for (int i = 0; i < rp->fields.n && n < LIST_COLUMNS; i++) {
        const struct report_field *f = &rp->fields.v[i];
        bool is_narrow = is_named(rp->report->narrow, rp->table.columns[f->column].name);
        bool is_words = f->kind == REPORT_TEXT;

        if (is_empty(rp, i))
            continue;
        if (is_words && first < 0)
            first = n;
        rp->at[n] = i;
        rp->columns[n++] = (struct list_column){
            .title = f->title,
            .cols = width_of(rp, i, tmp),
            .min_cols = is_words ? 8 : 0,
            .priority = (is_narrow ? 3 : 0) + (f->of != REPORT_NOW ? 1 + f->column / 2 : 0),
            .is_right = !is_words && f->kind != REPORT_STAMP && f->kind != REPORT_DATE,
        };
    }
    if (first >= 0)
        rp->columns[first].grows = true;
    rp->column_n = n;
    rp->columns[n] = (struct list_column){ 0 };
    rp->l.list.columns = rp->columns;
}

/* Marks go with their lines, however they are sorted. */
int64_t rp_row_id(const struct rp *rp, const struct report_line *line)
{
    int64_t id;

    if (line->item.v != 0)
        return listing_id(line->item.v, line->site.v);
    id = listing_id_of(line->at, line->key != NULL ? line->key : "");
    for (int i = 0; i < rp->table.column_n; i++)
        if (rp->table.columns[i].kind == REPORT_TEXT && line->v[i].text != NULL)
            id = listing_id_of(id, line->v[i].text);
    return id;
}

static void put_row(struct screen *s, int at, struct list_row *row, const char **cells)
{
    struct rp *rp = rp_self(s);
    struct report_line total;
    const struct report_line *line = at < rp->table.n ? &rp->table.v[at] : &total;

    if (line == &total && !report_total_line(&rp->table, s->data, &total))
        return;
    for (int i = 0; i < rp->column_n; i++)
        cells[i] = cell_of(rp, line, rp->at[i], s->data);
    row->id = line == &total ? TOTAL_ID : rp_row_id(rp, line);
    row->style = line == &total ? STYLE_STRONG : line->is_rest ? STYLE_DIM : STYLE_TEXT;
}

static void show(struct screen *s)
{
    struct rp *rp = rp_self(s);
    struct report_line total;
    bool has_total = rp->table.n > 0 && report_total_line(&rp->table, s->data, &total);
    const char *days = "";

    if ((rp->report->asks & REPORT_ASKS_PERIOD) != 0)
        days = report_period_text(rp->shown.from, rp->shown.to, s->data);
    if (date_is_set(rp->table.before_from) && !rp->is_due)
        days =
            arena_printf(s->data, _("%s, beside %s"), days,
                         report_period_text(rp->table.before_from, rp->table.before_to, s->data));
    s->context = rp->is_due ? _("is being read, Esc stops") : days;
    listing_show(s, rp->table.n + (has_total ? 1 : 0), put_row);
}

const struct report_line *rp_selected(const struct screen *s)
{
    const struct rp *rp = (const struct rp *)s;
    int at = listing_at(s);

    return at >= 0 && at < rp->table.n ? &rp->table.v[at] : NULL;
}

static void draw(const struct screen *s, struct canvas *c)
{
    const struct rp *rp = (const struct rp *)s;
    struct canvas below = canvas_view(c, rp->l.head_rows, 0, -1, -1);

    form_draw(&rp->form, c, rp->is_asking);
    if (rp->shows_chart)
        report_chart_draw(&below, s->desk, rp->report, &rp->shown, &rp->table);
    else
        list_draw(&rp->l.list, &below, !rp->is_asking);
}

static void resize(struct screen *s, int rows, int cols)
{
    struct rp *rp = rp_self(s);

    rp->l.head_rows = rp_form_layout(rp, cols);
    listing_resize(s, rows, cols);
}

/* --- keys ------------------------------------------------------------------------------------- */

static bool key(struct screen *s, struct key k)
{
    struct rp *rp = rp_self(s);

    if (rp->is_due && key_is(k, K_ESC)) {
        rp->is_due = false;
        s->calm_ms = INT_MAX; /* another desk's commit does not begin it again */
        show(s);
        app_say(s->app, _("Stopped. F5 reads it again."));
        return true;
    }
    if (rp->is_asking)
        return rp_form_key(s, k);
    if (rp->shows_chart)
        return false;
    return listing_key(s, k);
}

static bool enter(struct screen *s, const void *arg, struct err *err)
{
    struct rp *rp = rp_self(s);

    rp->sort_column = -1;
    rp->arena = arena_new();
    if (!report_find(arg, &rp->report, err) ||
        !report_ask_usual(s->desk, rp->report, &rp->ask, err))
        return false;
    rp->shown = rp->ask;
    s->title = _(rp->report->words);
    listing_begin(s, rp->columns, rp_open_row);
    rp_form_begin(s);
    rp->l.list.empty = _("Nothing. F4 asks for other days; F1 says what is counted.");
    s->hint = _("Enter opens what is behind a line. Space marks lines for F10, a file.");
    return true;
}

static void close_screen(struct screen *s)
{
    struct rp *rp = rp_self(s);

    if (rp->form.slots != NULL)
        form_close(&rp->form);
    arena_free(rp->arena);
    rp->arena = NULL;
    listing_close(s);
}

static bool sorted(struct screen *s, const struct dialog_result *r, struct err *err)
{
    struct rp *rp = rp_self(s);
    int column = (int)r->id;

    (void)err;
    rp->is_sort_down = column == rp->sort_column ? !rp->is_sort_down
                                                 : rp->table.columns[column].kind != REPORT_TEXT;
    rp->sort_column = column;
    report_sort(&rp->table, column, rp->is_sort_down);
    show(s);
    return true;
}

static bool run_sort(struct screen *s, struct err *err)
{
    struct rp *rp = rp_self(s);
    struct dialog_choice choices[REPORT_COLUMNS] = { 0 };

    (void)err;
    for (int c = 0; c < rp->table.column_n; c++) {
        choices[c].label = report_column_title(&rp->table, c);
        choices[c].id = c;
        if (c == rp->sort_column)
            choices[c].note = rp->is_sort_down ? _("now down") : _("now up");
    }
    dialog_choose(s,
                  &(struct dialog){ .title = _("Sort by"),
                                    .text = _("The same again turns round."),
                                    .choices = choices,
                                    .n = rp->table.column_n },
                  sorted);
    return true;
}

static bool has_chart(const struct screen *s, struct err *why)
{
    const struct rp *rp = (const struct rp *)s;

    return rp->report->chart != REPORT_CHART_NONE ||
           err_set(why, ERR_STATE, _("This report has no chart."));
}

static bool run_chart(struct screen *s, struct err *err)
{
    struct rp *rp = rp_self(s);

    (void)err;
    rp->shows_chart = !rp->shows_chart;
    app_redraw(s->app);
    return true;
}

static const char *help(const struct screen *s)
{
    const struct rp *rp = (const struct rp *)s;

    return rp->is_asking ? form_help(&rp->form) : _(rp->report->definition);
}

/* A name is that of one screen. */
#define ASK(name)                                                                                  \
    { name, "F4 C-t", N_("Ask"), N_("Another period, group or comparison."), NULL, rp_form_enter }
#define SORT(name)                                                                                 \
    { name, "F7 C-p", N_("Sort"), N_("The lines by one of the columns."), NULL, run_sort }
#define TO_FILE(name)                                                                              \
    { name, "F10 C-o M-e", N_("To a file"),                                                        \
      N_("The marked lines, or all, as a file for other programs."), NULL, rp_file }
#define MAIL(name)                                                                                 \
    { name, "m M-m", N_("Mail it"), N_("What is asked here, mailed regularly (.rs)."),             \
      rp_may_mail, rp_mail }

static const struct command commands[] = {
    ASK("report.ask"),
    { "report.figures", "F6 C-n", N_("Behind"),
      N_("The list behind one of the figures of the line, to be chosen."), rp_has_figures,
      rp_figures },
    SORT("report.sort"),
    TO_FILE("report.file"),
    { "report.chart", "F11 M-c", N_("Chart"), N_("The lines as a chart, and back."), has_chart,
      run_chart },
    MAIL("report.mail"),
    { 0 },
};

static const struct command aside_commands[] = {
    ASK("aside.ask"),
    { "report.good", "F6 C-n", N_("Good"), N_("What is set aside is good after all."), rp_is_aside,
      rp_good },
    SORT("aside.sort"),
    { "report.scrap", "F8 M-x", N_("Scrap"), N_("What is set aside is written off."), rp_is_aside,
      rp_scrap },
    TO_FILE("aside.file"),
    MAIL("aside.mail"),
    { 0 },
};

#define REPORT_OPS(table)                                                                          \
    .title = N_("Report"), .size = sizeof(struct rp), .commands = (table), .keeps_back = true,     \
    .enter = enter, .refresh = refresh, .draw = draw, .key = key, .work = work, .resize = resize,  \
    .help = help, .close = close_screen

const struct screen_ops scr_report = { .name = "report", .code = "RP", REPORT_OPS(commands) };
const struct screen_ops scr_aside = { .name = "aside", .code = "", REPORT_OPS(aside_commands) };

const struct screen_ops *scr_report_of(const char *name)
{
    return strcmp(name, "aside") == 0 ? &scr_aside : &scr_report;
}
