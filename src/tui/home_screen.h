/*
 * The struct of the dashboard, shared by its files: scr_home.c (what it knows and its keys) and
 * home_draw.c.
 */
#ifndef OD_TUI_HOME_SCREEN_H
#define OD_TUI_HOME_SCREEN_H

#include "domain/desk/backup.h"
#include "domain/insight/queue.h"
#include "tui/home_views.h"
#include "tui/screens.h"

#define HOME_DRAFTS 5 /* a to e: f lists */
#define HOME_RECENT 12

struct home {
    struct screen s;
    struct queues queues; /* these five in s.data */
    struct day_figures day;
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
void home_draw(const struct screen *s, struct canvas *c);

#endif
