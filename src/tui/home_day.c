/*
 * The dashboard's figures that compare: the same weekday of other weeks, thirty days, and who is
 * here doing what.
 */
#include "tui/home_screen.h"

#include "base/i18n.h"
#include "base/mem.h"
#include "domain/desk/event.h"
#include "domain/desk/money_text.h"
#include "domain/insight/metric.h"
#include "tui/app.h"

#define PEOPLE_SHOWN 6

int home_draw_past(const struct home *h, struct canvas *c, int row)
{
    OD_ARENA *tmp = arena_new();
    const struct today *t = &h->today;
    const char *cur = desk_company(h->s.desk)->currency;
    const char *last = text_money(h->s.desk, tmp, t->last_minor, cur);
    int col;

    if (t->weeks == 0) {
        canvas_text(c, row, 1, -1, STYLE_DIM, _("No such day a week ago to compare with."));
        return 1;
    }
    col = 1 + canvas_printf(c, row, 1, STYLE_TEXT, _("Week ago by %02d:%02d  orders %d.%d  %s"),
                            t->minute / 60, t->minute % 60, t->last_tenths / 10,
                            t->last_tenths % 10, last);
    col += canvas_printf(c, row, col, STYLE_TEXT,
                         ngettext("  mean of %d week  %d.%d  %s",
                                  "  mean of %d weeks  %d.%d  %s", (unsigned long)t->weeks),
                         t->weeks, t->mean_tenths / 10, t->mean_tenths % 10,
                         text_money(h->s.desk, tmp, t->mean_minor, cur));
    if (c->cols >= 100)
        canvas_printf(c, row, col, STYLE_DIM, _("   a week ago, whole day  %d"), t->last_whole);
    return 1;
}

static int most_of(const struct today *t)
{
    int most = 0;

    for (int i = 0; i < TODAY_DAYS; i++)
        if (t->days[i] > most)
            most = t->days[i];
    return most;
}

int home_draw_month(const struct home *h, struct canvas *c, int row)
{
    const struct today *t = &h->today;
    int most = most_of(t), sum = 0;
    bool is_read_out = app_a11y(h->s.app);

    for (int i = 0; i < TODAY_DAYS; i++)
        sum += t->days[i];
    if (!t->is_whole)
        canvas_printf(c, row, 1, STYLE_HEAD, _("%d days: still being counted"), TODAY_DAYS);
    else
        canvas_printf(c, row, 1, STYLE_HEAD, _("%d days: orders %d, most %d a day"), TODAY_DAYS,
                      sum, most);
    if (is_read_out)
        return 1;
    for (int i = 0; i < TODAY_DAYS; i++)
        canvas_level(c, row + 1, 1 + i, t->days[i] > 0 ? 1 + t->days[i] * 7 / most : 0, STYLE_TEXT);
    return 2;
}

/* What somebody does: what they pick, else what they did last, else since when they are here. */
static const char *doing(struct desk *desk, struct arena *arena, const struct person *p)
{
    if (p->picks > 1)
        return arena_printf(
            arena,
            ngettext("picks %s and %d more", "picks %s and %d more", (unsigned long)(p->picks - 1)),
            p->pick, p->picks - 1);
    if (p->picks == 1)
        return arena_printf(arena, _("picks %s"), p->pick);
    if (p->kind[0] != '\0')
        return arena_printf(arena, "%s %s  %s", text_when(desk, arena, p->at), p->number,
                            event_words(p->kind));
    return arena_printf(arena, _("here since %s"), text_when(desk, arena, p->since));
}

int home_draw_people(const struct home *h, struct canvas *c, int row)
{
    OD_ARENA *tmp = arena_new();
    int at = row;

    canvas_printf(c, at++, 1, STYLE_HEAD, _("Here now: %d"), h->people.n);
    for (int i = 0; i < h->people.n && i < PEOPLE_SHOWN; i++) {
        const struct person *p = &h->people.v[i];

        canvas_text(c, at, 2, 12, STYLE_TEXT, p->login);
        canvas_text(c, at++, 15, -1, STYLE_TEXT, doing(h->s.desk, tmp, p));
    }
    return at - row;
}

const char *home_figures_help(const struct home *h, struct arena *arena)
{
    (void)h;
    return arena_printf(
        arena,
        _("Today: %s %s Avg is the value of one of them.\n"
          "A week ago, mean: orders placed on the same weekday up to this time of the day; of the "
          "hour that is running the same share is counted. The mean is of up to %d weeks.\n"
          "Orders per hour: by the clock of the firm's time zone.\n"
          "%d days: orders by the day they were placed, today last.\n"
          "Late, hold, short: open orders past their promised day, on hold, waiting for stock."),
        metric_words(METRIC_ORDERS), metric_words(METRIC_MINOR), TODAY_WEEKS, TODAY_DAYS);
}
