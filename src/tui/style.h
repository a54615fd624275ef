/*
 * Named styles, and what each theme makes of them. A meaning never rests on color alone: `!`, `x`,
 * `>` or a word stands beside it, so the styles may all look alike without loss.
 */
#ifndef OD_TUI_STYLE_H
#define OD_TUI_STYLE_H

#include <stdbool.h>

enum style {
    STYLE_TEXT,
    STYLE_TITLE,  /* row 1 */
    STYLE_HEAD,   /* heads of columns and groups */
    STYLE_DIM,    /* what cannot be done now, hints */
    STYLE_STRONG, /* numbers to read out, totals */
    STYLE_SELECT, /* the row with the cursor */
    STYLE_MARK,   /* a marked row */
    STYLE_FIELD,  /* an entry, not focused */
    STYLE_FOCUS,  /* the entry with the cursor */
    STYLE_OK,
    STYLE_WARN,  /* with `!` */
    STYLE_ERROR, /* with `x` */
    STYLE_KEY,   /* name of a key in the bar */
    STYLE_BAR,   /* its label */
    STYLE_POPUP, /* pop-ups: lists of a field, dialogs, palette */
    STYLE_POPUP_SELECT,
    STYLE_HEADLINE, /* head of a pop-up */
    STYLE_COUNT
};

enum style_attr { ATTR_BOLD = 1, ATTR_REVERSE = 2, ATTR_UNDERLINE = 4, ATTR_DIM = 8 };

/* Colors of the first eight of a terminal; -1 its own. */
struct style_look {
    signed char fg, bg;
    unsigned char attrs;
};

enum theme {
    THEME_DEFAULT,
    THEME_LIGHT,
    THEME_DARK,
    THEME_CONTRAST,
    THEME_MONO,
    THEME_COLOR8,
    THEME_COUNT
};

struct style_look style_look(enum theme theme, enum style style);
/* "default", "light", "dark", "contrast", "mono", "colour8"; false for another name. */
bool theme_find(const char *name, enum theme *out);
const char *theme_name(enum theme theme);

#endif
