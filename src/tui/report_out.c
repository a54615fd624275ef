/*
 * RP, lines or the chart as a file. A part of the screen of a report.
 */
#include <stdio.h>
#include <string.h>

#include "base/i18n.h"
#include "base/mem.h"
#include "base/os.h"
#include "domain/insight/report_file.h"
#include "print/report_chart.h"
#include "tui/app.h"
#include "tui/list_file.h"
#include "tui/report_screen.h"

static bool is_chosen(const void *ctx, int line)
{
    const struct rp *rp = ctx;

    return rp->l.list.marks_n == 0 ||
           list_is_marked(&rp->l.list, rp_row_id(rp, &rp->table.v[line]));
}

static bool is_same(const struct report_ask *a, const struct report_ask *b)
{
    return date_cmp(a->from, b->from) == 0 && date_cmp(a->to, b->to) == 0 &&
           a->compare == b->compare && a->site.v == b->site.v && a->channel.v == b->channel.v &&
           a->by == b->by && a->days == b->days && a->top == b->top;
}

/* Lines that stand there while others are read are not what was asked for last. */
static bool is_there(const struct rp *rp, struct err *err)
{
    if (rp->table.columns != NULL && (!rp->is_due || is_same(&rp->ask, &rp->shown)))
        return true;
    return err_set(err, ERR_STATE,
                   _("What was asked is not read yet. Wait until it is; F5 reads what was "
                     "stopped."));
}

static bool write_file(struct screen *s, struct err *err)
{
    OD_ARENA *tmp = arena_new();
    struct rp *rp = rp_self(s);
    const char *path = rp->l.list.file;
    const struct report_lines_asked only = { is_chosen, rp };
    enum report_form form = REPORT_CSV;
    const char *data = NULL;
    size_t len = 0;
    struct os_out out;
    int n = 0;
    bool is_ok, is_chart;

    if (!is_there(rp, err))
        return false;
    (void)report_form_of(path, &form);
    is_chart = form == REPORT_SVG || form == REPORT_PDF;
    if ((is_chart &&
         !report_draw(s->desk, rp->report, &rp->shown, &rp->table,
                      form == REPORT_SVG ? CHART_SVG : CHART_PDF, tmp, &data, &len, err)) ||
        !os_out_open_private(&out, path, err))
        return false;
    if (is_chart)
        (void)fwrite(data, 1, len, out.file);
    else
        report_put(s->desk, &rp->table, form, &only, out.file);
    is_ok = os_out_commit(&out, err);
    os_out_close(&out);
    for (int i = 0; i < rp->table.n; i++)
        n += is_chosen(rp, i) ? 1 : 0;
    if (is_ok && is_chart)
        app_say(s->app, _("The chart is in the file."));
    else if (is_ok)
        app_say(s->app,
                ngettext("%d row is in the file.", "%d rows are in the file.", (unsigned long)n),
                n);
    return is_ok;
}

static bool replace_answered(struct screen *s, const struct dialog_result *r, struct err *err)
{
    return list_file_answered(s, r, write_file, rp_file, err);
}

static bool file_given(struct screen *s, const struct dialog_result *r, struct err *err)
{
    if (strcmp(r->text, "-") == 0) /* the terminal itself */
        return err_set(err, ERR_INVALID, _("Type the name of a file."));
    return list_file_named(s, &rp_self(s)->l.list, r->text, write_file, replace_answered, err);
}

bool rp_file(struct screen *s, struct err *err)
{
    const struct dialog dialog = { .title = _("Lines to a file"),
                                   .text = _("The marked lines, or all where none is marked; as "
                                             "CSV, or JSON where the name ends in .json; "
                                             "the chart where it ends in .svg or .pdf."),
                                   .label = _("File"),
                                   .preset = rp_self(s)->l.list.file,
                                   .needs_text = true };

    if (!is_there(rp_self(s), err))
        return false;
    dialog_ask(s, &dialog, file_given);
    return true;
}
