/*
 * The struct of the dashboard, shared by its files: scr_home.c (what it knows and its keys) and
 * home_draw.c.
 */
#ifndef OD_TUI_HOME_SCREEN_H
#define OD_TUI_HOME_SCREEN_H

#include "domain/desk/backup.h"
#include "domain/insight/today.h"
#include "tui/home_views.h"
#include "tui/screens.h"

#define HOME_DRAFTS 5 /* a to e: f lists */
#define HOME_RECENT 12

struct home {
    struct screen s;
    struct queues queues; /* these seven in s.data */
    struct day_figures day;
    struct today today;
    struct people people;
    struct drafts drafts;
    struct recents recents;
    struct home_views views;
    struct backup_state backups;
    int pairs;    /* of customers that may be one; a row where there are any */
    int selected; /* queues first, then the pairs, then drafts, then views */
};

/* Index of the first draft among the rows. */
int home_first_draft(const struct home *h);
/* Views are shown in what the rest leaves free: their head needs a row, and a gap another. */
int home_views_shown(const struct home *h);
/* home_day.c: the day beside other days, in the row of c; thirty days; who is here. Each gives the
 * rows it took. */
int home_draw_past(const struct home *h, struct canvas *c, int row);
int home_draw_month(const struct home *h, struct canvas *c, int row);
int home_draw_people(const struct home *h, struct canvas *c, int row);
/* What the figures above the queues count, in sentences; in the arena. */
const char *home_figures_help(const struct home *h, struct arena *arena);
/* How many rows the figures have, with what is said below them. */
int home_top(const struct home *h);
void home_draw(const struct screen *s, struct canvas *c);

#endif
