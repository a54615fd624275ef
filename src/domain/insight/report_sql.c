/*
 * The table of reports, and how one runs: rights, the load, the period it is compared with, totals,
 * the largest N; all in one view of the desk.
 */
#include "domain/insight/report.h"

#include <assert.h>
#include <string.h>

#include "base/clock.h"
#include "base/i18n.h"
#include "base/mem.h"
#include "base/strbuf.h"
#include "domain/insight/report_parts.h"
#include "store/store.h"

#define ASK_EVERY_MS 50
/* Looking at the clock costs more than a row. */
#define ASK_EVERY_ROWS 256

const struct report *const *report_all(void)
{
    static const struct report *const all[] = {
        &report_sales, &report_items, &report_rising, &report_falling, &report_hours,
        &report_canceled, &report_promise, &report_fill, &report_times, &report_spread,
        &report_carriers, &report_staff, &report_lost, &report_waiting,
        &report_low, &report_slow, &report_cover, &report_over, &report_aside, NULL,
    };

    return all;
}

bool report_find(const char *name, const struct report **out, struct err *err)
{
    OD_ARENA *tmp = arena_new();
    struct strbuf names;

    strbuf_init(&names, tmp, 400);
    for (const struct report *const *r = report_all(); *r != NULL; r++) {
        if (strcmp((*r)->name, name) == 0) {
            *out = *r;
            return true;
        }
        strbuf_addf(&names, "%s%s", names.len > 0 ? ", " : "", (*r)->name);
    }
    return err_field(err, ERR_NOT_FOUND, "report",
                     _("There is no report \"%.40s\". There are: %s."), name, names.s);
}

/* --- progress --------------------------------------------------------------------------------- */

static bool ask_progress(struct report_progress *p)
{
    int64_t now = clock_monotonic_ms();

    if (p->is_stopped)
        return false;
    if (now < p->next_ms)
        return true;
    p->next_ms = now + ASK_EVERY_MS;
    p->is_stopped = !p->go_on(p->ctx, p->rows);
    return !p->is_stopped;
}

bool report_step(struct report_progress *p)
{
    return ++p->rows % ASK_EVERY_ROWS != 0 || p->go_on == NULL || ask_progress(p);
}

bool report_stopped(struct err *err)
{
    return err_set(err, ERR_BUSY, _("The report was stopped."));
}

static bool give_up(void *arg)
{
    return !ask_progress(arg);
}

/* --- the other period ------------------------------------------------------------------------- */

static bool ends_month(struct date d)
{
    return date_add_days(d, 1).day == 1;
}

static struct date move_months(struct date first, int by)
{
    int month = first.year * 12 + first.month - 1 + by;

    return (struct date){ (int16_t)(month / 12), (int8_t)(month % 12 + 1), 1 };
}

static struct date year_before(struct date d)
{
    d.year--;
    if (!date_is_valid(d))
        d.day = 28; /* 29 February */
    return d;
}

struct report_ask report_ask_before(const struct report_ask *ask)
{
    struct report_ask old = *ask;

    old.compare = REPORT_COMPARE_NONE;
    if (ask->compare == REPORT_COMPARE_YEAR) {
        old.from = year_before(ask->from);
        old.to = ends_month(ask->to) ? date_add_days(year_before(date_add_days(ask->to, 1)), -1)
                                     : year_before(ask->to);
    } else if (ask->from.day == 1 && ends_month(ask->to)) {
        int months = (ask->to.year - ask->from.year) * 12 + ask->to.month - ask->from.month + 1;

        old.from = move_months(ask->from, -months);
        old.to = date_add_days(ask->from, -1);
    } else {
        int64_t days = date_to_days(ask->to) - date_to_days(ask->from) + 1;

        old.from = date_add_days(ask->from, (int)-days);
        old.to = date_add_days(ask->from, -1);
    }
    return old;
}

/* --- one run ---------------------------------------------------------------------------------- */

bool report_ask_check(const struct report *report, const struct report_ask *ask, struct err *err)
{
    if ((report->asks & REPORT_ASKS_PERIOD) != 0 &&
        (!date_is_valid(ask->from) || !date_is_valid(ask->to) || date_cmp(ask->from, ask->to) > 0))
        return err_field(err, ERR_INVALID, "period", _("The period ends before it begins."));
    if ((report->asks & REPORT_ASKS_PERIOD) != 0 &&
        date_to_days(ask->to) - date_to_days(ask->from) >= REPORT_DAYS_MAX)
        return err_field(err, ERR_LIMIT, "period",
                         _("These are more than %d days. Ask for fewer."), REPORT_DAYS_MAX);
    if (ask->site.v != 0 && (report->asks & REPORT_ASKS_SITE) == 0)
        return err_field(err, ERR_INVALID, "site", _("This report does not ask for a site."));
    if (ask->channel.v != 0 && (report->asks & REPORT_ASKS_CHANNEL) == 0)
        return err_field(err, ERR_INVALID, "channel", _("This report does not ask for a channel."));
    if (ask->compare != REPORT_COMPARE_NONE && (report->asks & REPORT_ASKS_COMPARE) == 0)
        return err_field(err, ERR_INVALID, "compare",
                         _("This report has nothing to be compared with."));
    if (ask->compare != REPORT_COMPARE_NONE && !date_is_valid(report_ask_before(ask).from))
        return err_field(err, ERR_INVALID, "period", _("There is no earlier period."));
    if (ask->top < 0)
        return err_field(err, ERR_INVALID, "top", _("Write how many lines, or nothing."));
    if (report->groups != 0 && (ask->by <= REPORT_BY_NONE || ask->by >= REPORT_BYS ||
                                (report->groups & REPORT_GROUP(ask->by)) == 0))
        return report_by_parse(report, report_by_name(ask->by), &(enum report_by){ 0 }, err);
    return true;
}

static bool load(struct desk *desk, const struct report *report, const struct report_ask *ask,
                 struct report_progress *progress, struct arena *arena, struct report_table *out,
                 struct err *err)
{
    if (!report->load(desk, ask, progress, arena, out, err))
        return progress->is_stopped ? report_stopped(err) : false;
    report_add_up(out);
    return true;
}

static bool run(struct desk *desk, const struct report *report, const struct report_ask *ask,
                struct report_progress *progress, struct arena *arena, struct report_table *out,
                struct err *err)
{
    OD_VIEW view = { 0 };
    struct report_table table, old;
    struct report_ask before;

    if (!read_view_begin(desk_db(desk), &view, err) ||
        !load(desk, report, ask, progress, arena, &table, err))
        return false;
    if (ask->compare != REPORT_COMPARE_NONE) {
        before = report_ask_before(ask);
        if (!load(desk, report, &before, progress, arena, &old, err))
            return false;
        report_beside(&table, &old, arena);
        table.before_from = before.from;
        table.before_to = before.to;
    }
    report_cut(&table, ask->top, arena);
    table.by = report->groups != 0 ? ask->by : REPORT_BY_NONE;
    *out = table;
    return true;
}

bool report_make(struct desk *desk, const struct report *report, const struct report_ask *ask,
                 struct report_progress *progress, struct arena *arena, struct report_table *out,
                 struct err *err)
{
    struct report_progress none = { 0 };
    bool is_ok;

    if (!report_ask_check(report, ask, err))
        return false;
    if (progress == NULL || progress->go_on == NULL)
        return run(desk, report, ask, progress != NULL ? progress : &none, arena, out, err);
    desk_on_progress(desk, give_up, progress);
    is_ok = run(desk, report, ask, progress, arena, out, err);
    desk_on_progress(desk, NULL, NULL);
    return is_ok;
}

bool report_run(struct desk *desk, const struct report *report, const struct report_ask *ask,
                struct report_progress *progress, struct arena *arena, struct report_table *out,
                struct err *err)
{
    return (report->right == NULL || desk_may(desk, report->right, err)) &&
           report_make(desk, report, ask, progress, arena, out, err);
}
