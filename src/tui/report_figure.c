/*
 * From a figure of a report to the list behind it. A part of the screen of a report.
 */
#include <stddef.h>

#include "base/i18n.h"
#include "base/mem.h"
#include "domain/insight/report_behind.h"
#include "tui/app.h"
#include "tui/dialog.h"
#include "tui/report_screen.h"
#include "tui/screens.h"

/* Of a choice: its column, and whether it is of the other period. */
#define BEFORE REPORT_COLUMNS

static const char *line_words(const struct rp *rp, const struct report_line *line,
                              struct arena *arena)
{
    const char *all = "";

    for (int c = 0; c < rp->table.column_n; c++)
        if (rp->table.columns[c].kind == REPORT_TEXT && line->v[c].text != NULL)
            all = arena_printf(arena, "%s%s%s", all, all[0] != '\0' ? " " : "", line->v[c].text);
    return all;
}

/* The line under the cursor, the one of totals too; NULL: there is none. */
static const struct report_line *line_at(struct screen *s, struct report_line *total,
                                         struct arena *arena)
{
    const struct report_line *line = rp_selected(s);

    if (line != NULL || listing_at(s) < 0)
        return line;
    return report_total_line(&rp_self(s)->table, arena, total) ? total : NULL;
}

static bool open_figure(struct screen *s, const struct report_line *line, bool is_total, int column,
                        bool is_before, struct err *err)
{
    OD_ARENA *tmp = arena_new();
    struct rp *rp = rp_self(s);
    const char *title = report_column_title(&rp->table, column);
    struct behind_arg arg = {
        .report = rp->report,
        .ask = rp->shown,
        .figure = { line->group, is_total, is_before, column },
        .line = line_words(rp, line, tmp),
        .column = is_before ? arena_printf(tmp, _("%s, before"), title) : title,
        .kind = rp->table.columns[column].kind,
        .find = is_before ? NULL : line->find,
    };

    if (column == rp->table.find_column && arg.find != NULL)
        return app_push(s->app, &scr_browse,
                        &(struct browse_arg){ .browse = &browse_orders, .text = arg.find }, err);
    return app_push(s->app, &scr_behind, &arg, err);
}

bool rp_open_row(struct screen *s, struct err *err)
{
    OD_ARENA *tmp = arena_new();
    struct rp *rp = rp_self(s);
    struct report_line total;
    const struct report_line *line = line_at(s, &total, tmp);
    int column = report_main_column(&rp->table);
    bool is_gone;

    if (line != NULL && line->item.v != 0)
        return app_push(s->app, &scr_item, &line->item, err);
    if (line == NULL || column < 0)
        return err_set(err, ERR_STATE, _("There is no list behind this line."));
    is_gone = line->before != NULL && line->v[column].n == 0 && line->before[column].n != 0;
    return report_line_has_rows(line, err) &&
           open_figure(s, line, line == &total, column, is_gone, err);
}

bool rp_has_figures(const struct screen *s, struct err *why)
{
    const struct rp *rp = (const struct rp *)s;

    if (rp->shows_chart || listing_at(s) < 0)
        return err_set(why, ERR_STATE, _("Nothing is selected."));
    return report_main_column(&rp->table) > 0 ||
           err_set(why, ERR_STATE, _("There is no list behind this line."));
}

static bool chosen(struct screen *s, const struct dialog_result *r, struct err *err)
{
    OD_ARENA *tmp = arena_new();
    struct report_line total;
    const struct report_line *line = line_at(s, &total, tmp);
    int column = (int)(r->id % BEFORE);

    /* Where it was read anew meanwhile there may be no line any more. */
    if (line == NULL || column >= rp_self(s)->table.column_n)
        return err_set(err, ERR_STATE, _("Nothing is selected."));
    return open_figure(s, line, line == &total, column, r->id >= BEFORE, err);
}

static struct dialog_choice choice_of(const struct rp *rp, const struct report_value *v, int column,
                                      bool is_before, struct arena *arena)
{
    const char *title = report_column_title(&rp->table, column);

    return (struct dialog_choice){
        .label = is_before ? arena_printf(arena, _("%s, before"), title) : title,
        .note = report_value_text(rp->l.s.desk, rp->table.columns[column].kind, v[column], arena),
        .id = column + (is_before ? BEFORE : 0),
    };
}

bool rp_figures(struct screen *s, struct err *err)
{
    OD_ARENA *tmp = arena_new();
    struct rp *rp = rp_self(s);
    struct report_line total;
    const struct report_line *line = line_at(s, &total, tmp);
    struct dialog_choice choices[2 * REPORT_COLUMNS];
    struct dialog dialog = { .title = _("Open the list behind"), .choices = choices };

    if (line == NULL)
        return err_set(err, ERR_STATE, _("Nothing is selected."));
    if (!report_line_has_rows(line, err))
        return false;
    dialog.text = line_words(rp, line, tmp);
    for (int c = 0; c < rp->table.column_n; c++)
        if (report_column_has_rows(&rp->table, c))
            choices[dialog.n++] = choice_of(rp, line->v, c, false, tmp);
    for (int c = 0; line->before != NULL && c < rp->table.column_n; c++)
        if (report_column_has_rows(&rp->table, c))
            choices[dialog.n++] = choice_of(rp, line->before, c, true, tmp);
    dialog_choose(s, &dialog, chosen);
    return true;
}
