/*
 * The find screen among its own files: scr_browse.c (the screen), finder_view.c (saved views and
 * columns), finder_complete.c (what a word of the bar may become), finder_many.c (marks and many
 * orders), finder_release.c (a hold lifted from the list).
 */
#ifndef OD_TUI_FINDER_H
#define OD_TUI_FINDER_H

#include "domain/desk/action.h"
#include "domain/insight/view.h"
#include "domain/order/order.h"
#include "tui/browse.h"
#include "tui/field.h"
#include "tui/list.h"
#include "tui/lookup.h"
#include "tui/textview.h"

struct finder {
    struct screen s;
    struct field bar;
    const struct browse *chosen; /* by Tab or at the push */
    const struct browse *shown;  /* chosen, or what a prefix in the bar says */
    struct list_source source;
    struct list list;
    struct list_column columns[LIST_COLUMNS + 1]; /* of shown; those that are off have no width */
    struct browse_query query;
    bool has_list, is_stale;
    bool is_on_row; /* the last key moved in the list: there the cursor stands, else in the bar */
    int place; /* of the selected row by the steps taken; 0 unknown */
    bool wants_mended;   /* nothing was found: to be done at rest */
    bool is_mended;      /* nothing was found, and words with another letter are shown */
    const char *problem; /* why the bar is no query; NULL */
    int problem_at;      /* where the cursor goes on Enter then; -1: it stays */
    struct arena *problem_arena, *mended_arena;
    struct textview pane;
    struct arena *pane_arena;
    int64_t pane_id; /* whose detail stands there */
    /* The view that was taken last, and the columns that were chosen; "" for all. */
    struct arena *view_arena;
    struct view view; /* id 0: none */
    const char *view_columns;
    struct lookup completion;
    int complete_from, complete_to; /* bytes of the bar that a row takes the place of */
    bool completes_value;
    bool had_marks; /* what is done to many began with marked rows */
    /* Of which order a hold is being released, and which. */
    struct record_at release;
    enum hold_kind release_kind;
};

/* Shows the kind that the bar or Tab says, in the columns that are on; nothing is loaded yet. */
void finder_show(struct finder *f);
void finder_fit_columns(struct finder *f);

/* Takes a saved view: its search, its kind and its columns. ERR_NOT_FOUND. */
bool finder_take_view(struct finder *f, int64_t id, struct err *err);
void finder_complete_begin(struct finder *f);
/* After the keys of a pass. */
void finder_complete_settle(struct finder *f);
/* Tab takes the first, of values Down and Enter choose; false: the key is the screen's. */
bool finder_complete_key(struct finder *f, struct key k);
/* Below the bar, which begins at col. */
void finder_complete_draw(const struct finder *f, struct canvas *c, int row, int col);

/* Rows are marked in the list of orders alone. */
bool finder_may_mark(const struct screen *s, struct err *why);
bool finder_mark(struct screen *s, struct err *err);
bool finder_many(struct screen *s, struct err *err);
/* A hold of the order under the cursor. */
bool finder_release(struct screen *s, struct err *err);

bool finder_views(struct screen *s, struct err *err);
bool finder_columns(struct screen *s, struct err *err);
bool finder_has_columns(const struct screen *s, struct err *why);

#endif
