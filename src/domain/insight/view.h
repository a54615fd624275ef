/*
 * Saved views: a search with a name, of one user or shared with all, and the columns it is shown
 * in. How its rows go is in the search itself ("sort:-total").
 */
#ifndef OD_DOMAIN_INSIGHT_VIEW_H
#define OD_DOMAIN_INSIGHT_VIEW_H

#include "domain/insight/search.h"

struct view {
    int64_t id; /* 0: a new one */
    enum find_kind kind;
    const char *name;
    const char *query;
    const char *columns; /* names with commas between, "" for the usual ones */
    const char *owner;   /* login; read only */
    bool is_shared, is_mine;
    int64_t version;
};
struct views {
    struct view *v;
    int n;
};

/* Those that the acting user may take: own ones, then shared ones of others, each by name.
 * kind FIND_ALL: of every kind. */
OD_MUST_USE bool views_load(struct desk *desk, enum find_kind kind, struct arena *arena,
                            struct views *out, struct err *err);
/* By name, accents and case folded; an own one before a shared one. NULL where there is none. */
OD_MUST_USE bool view_find(struct desk *desk, enum find_kind kind, const char *name,
                           struct arena *arena, struct view **out, struct err *err);
/* The same, but err ERR_NOT_FOUND names those there are. */
OD_MUST_USE bool view_load(struct desk *desk, enum find_kind kind, const char *name,
                           struct arena *arena, struct view **out, struct err *err);
/*
 * Saves ("view.save"; "view.share" where it is shared or was): a new one, or with id over the
 * version that was loaded.
 * err  ERR_INVALID, ERR_LIMIT (field "name", "columns" or of the query), ERR_CONFLICT: changed or
 *      dropped since, or the user has another one of this name
 */
OD_MUST_USE bool view_save(struct desk *desk, const struct view *view, int64_t *id,
                           struct err *err);
/* Own ones; shared ones with the right to share. ERR_CONFLICT as above. */
OD_MUST_USE bool view_drop(struct desk *desk, const struct view *view, struct err *err);

/* "orders", "customers", "items". */
const char *find_kind_name(enum find_kind kind);
OD_MUST_USE bool find_kind_parse(const char *name, enum find_kind *out);
/* Names of the columns that rows of a kind can be shown in; ends with NULL. */
const char *const *view_columns(enum find_kind kind);
/* err  ERR_INVALID, field "columns", with those there are */
OD_MUST_USE bool view_check_columns(enum find_kind kind, const char *columns, struct arena *arena,
                                    struct err *err);
/* Is column among the names of columns? All are where columns is NULL or "". */
bool view_shows(const char *columns, const char *column);

#endif
