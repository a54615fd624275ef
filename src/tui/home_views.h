/*
 * The saved views on the dashboard and how many records each finds: counted to a cap, when nobody
 * types, and those that take long seldom.
 */
#ifndef OD_TUI_HOME_VIEWS_H
#define OD_TUI_HOME_VIEWS_H

#include "domain/insight/view.h"
#include "tui/nav.h"

/* At most so many are rows of the dashboard. */
#define HOME_VIEWS 9

struct home_view {
    int64_t id, version;
    enum find_kind kind;
    const char *name, *query;
    int count;
    bool is_known, is_refused, is_too_long;
    bool is_stale;      /* something was committed since it was counted */
    int64_t counted_ms; /* when, by the clock of the desk */
    int64_t cost_ms;    /* what counting took */
};
struct home_views {
    struct home_view *v; /* in the data of the last refresh */
    int n;
};

/* Reads the views into s->data; counts of views that are still the same stay, to be counted anew.
 */
OD_MUST_USE bool home_views_load(struct home_views *views, struct screen *s, struct err *err);
/* Counts those of the first n that were never counted, or with is_tick one that is due. Gives way
 * to a key. Has something changed? */
bool home_views_count(struct home_views *views, struct screen *s, int n, bool is_tick);
/* "12", "999+", "-" where counting takes too long, "?" where the search is none any more, "" not
 * yet. In the arena. */
const char *home_view_count(const struct home_view *v, struct arena *arena);

#endif
