/*
 * Live results below an entry: what form and grid show while a person types. The query runs after
 * the keys that were there (settle), or at once when Enter needs its answer.
 */
#ifndef OD_TUI_LOOKUP_H
#define OD_TUI_LOOKUP_H

#include <stdbool.h>
#include <stdint.h>

#include "base/err.h"
#include "tui/canvas.h"
#include "tui/key.h"

struct arena;

#define LOOKUP_ROWS 8

/* value goes into the field; detail is what stands beside it, already aligned by the finder. */
struct lookup_row {
    int64_t id;
    const char *value;
    const char *detail;
    const char *note; /* at the right; NULL for none */
};
struct lookup_rows {
    struct lookup_row *v;
    int n, cap;
    bool is_more; /* there are more than are here */
};

/* Rows for a text, at most LOOKUP_ROWS; an empty text may give the usual ones or none. */
typedef bool lookup_find(void *ctx, const char *text, struct arena *arena, struct lookup_rows *out,
                         struct err *err);

struct lookup {
    lookup_find *find;
    void *ctx;
    struct arena *arena; /* of the rows shown */
    struct lookup_rows rows;
    int selected;   /* -1: the typed text itself */
    bool is_stale;  /* the text changed since the last query */
    bool is_open;
    bool is_asked;  /* F4: an empty text lists the usual ones */
};

void lookup_init(struct lookup *l, lookup_find *find, void *ctx);
void lookup_free(struct lookup *l);
/* The text changed: results will follow. */
void lookup_touch(struct lookup *l);
/* F4: as lookup_touch, and an empty text is asked for too. */
void lookup_ask(struct lookup *l);
void lookup_close(struct lookup *l);
/* Runs the query where it is due. */
OD_MUST_USE bool lookup_settle(struct lookup *l, const char *text, struct err *err);
/* Down Up Page keys while it is open; true when used. Asks first where the rows are stale. */
bool lookup_key(struct lookup *l, const char *text, struct key k);

enum lookup_pick {
    LOOKUP_TAKEN,  /* *out is the row: chosen, the only one, or its value was typed whole */
    LOOKUP_NONE,   /* nothing fits */
    LOOKUP_SEVERAL /* the first is marked now; the next Enter takes it */
};
/* What Enter means. Asks first where the rows are stale; false only when that failed. */
OD_MUST_USE bool lookup_enter(struct lookup *l, const char *text, enum lookup_pick *pick,
                              const struct lookup_row **out, struct err *err);
/* Draws the open rows below row; gives how many rows it took. */
int lookup_draw(const struct lookup *l, struct canvas *c, int row, int col);

#endif
