/*
 * Columns of lists and grids: which of them fit, and rows drawn in them.
 */
#ifndef OD_TUI_COLUMNS_H
#define OD_TUI_COLUMNS_H

#include "tui/canvas.h"
#include "tui/list.h"

/* Rows begin behind the mark and the `>`. */
#define COLUMNS_BEGIN 2

struct column_place {
    int col, cols; /* cols 0: dropped for want of room */
};

/* Number of columns of a table. */
int columns_count(const struct list_column *columns);
/* Drops columns by priority, then shrinks, then lets one grow. */
void columns_fit(const struct list_column *columns, int cols,
                 struct column_place out[LIST_COLUMNS]);
void columns_draw_head(struct canvas *c, int row, const struct list_column *columns,
                       const struct column_place *places);
/* over: STYLE_COUNT, or one style for all cells. */
void columns_draw_row(struct canvas *c, int row, const struct list_column *columns,
                      const struct column_place *places, const struct list_row *r,
                      enum style over);

#endif
