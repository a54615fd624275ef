/*
 * The themes. The default one uses the terminal's own colors and three more that are readable on
 * light and on dark grounds; white, black, blue and yellow are not.
 */
#include "tui/style.h"

#include <stddef.h>
#include <string.h>

#include "base/compiler.h"

enum { OWN = -1, BLACK = 0, RED, GREEN, YELLOW, BLUE, MAGENTA, CYAN, WHITE };

typedef const struct style_look looks[STYLE_COUNT];

static looks look_default = {
    [STYLE_TEXT] = { OWN, OWN, 0 },
    [STYLE_TITLE] = { OWN, OWN, ATTR_BOLD },
    [STYLE_HEAD] = { OWN, OWN, ATTR_UNDERLINE },
    [STYLE_DIM] = { OWN, OWN, ATTR_DIM },
    [STYLE_STRONG] = { OWN, OWN, ATTR_BOLD },
    [STYLE_SELECT] = { OWN, OWN, ATTR_REVERSE },
    [STYLE_MARK] = { MAGENTA, OWN, ATTR_BOLD },
    [STYLE_FIELD] = { OWN, OWN, ATTR_UNDERLINE },
    [STYLE_FOCUS] = { OWN, OWN, ATTR_REVERSE },
    [STYLE_OK] = { GREEN, OWN, 0 },
    [STYLE_WARN] = { MAGENTA, OWN, 0 },
    [STYLE_ERROR] = { RED, OWN, ATTR_BOLD },
    [STYLE_KEY] = { OWN, OWN, ATTR_BOLD },
    [STYLE_BAR] = { OWN, OWN, 0 },
    [STYLE_POPUP] = { OWN, OWN, 0 },
    [STYLE_POPUP_SELECT] = { OWN, OWN, ATTR_REVERSE },
    [STYLE_HEADLINE] = { OWN, OWN, ATTR_BOLD | ATTR_REVERSE },
};

static looks look_mono = {
    [STYLE_TEXT] = { OWN, OWN, 0 },
    [STYLE_TITLE] = { OWN, OWN, ATTR_BOLD },
    [STYLE_HEAD] = { OWN, OWN, ATTR_UNDERLINE },
    [STYLE_DIM] = { OWN, OWN, 0 },
    [STYLE_STRONG] = { OWN, OWN, ATTR_BOLD },
    [STYLE_SELECT] = { OWN, OWN, ATTR_REVERSE },
    [STYLE_MARK] = { OWN, OWN, ATTR_BOLD },
    [STYLE_FIELD] = { OWN, OWN, ATTR_UNDERLINE },
    [STYLE_FOCUS] = { OWN, OWN, ATTR_REVERSE },
    [STYLE_OK] = { OWN, OWN, 0 },
    [STYLE_WARN] = { OWN, OWN, ATTR_BOLD },
    [STYLE_ERROR] = { OWN, OWN, ATTR_BOLD },
    [STYLE_KEY] = { OWN, OWN, ATTR_BOLD },
    [STYLE_BAR] = { OWN, OWN, 0 },
    [STYLE_POPUP] = { OWN, OWN, 0 },
    [STYLE_POPUP_SELECT] = { OWN, OWN, ATTR_REVERSE },
    [STYLE_HEADLINE] = { OWN, OWN, ATTR_BOLD | ATTR_REVERSE },
};

static looks look_light = {
    [STYLE_TEXT] = { OWN, OWN, 0 },
    [STYLE_TITLE] = { BLUE, OWN, ATTR_BOLD },
    [STYLE_HEAD] = { BLUE, OWN, ATTR_UNDERLINE },
    [STYLE_DIM] = { OWN, OWN, ATTR_DIM },
    [STYLE_STRONG] = { OWN, OWN, ATTR_BOLD },
    [STYLE_SELECT] = { WHITE, BLUE, 0 },
    [STYLE_MARK] = { MAGENTA, OWN, ATTR_BOLD },
    [STYLE_FIELD] = { OWN, OWN, ATTR_UNDERLINE },
    [STYLE_FOCUS] = { WHITE, BLUE, 0 },
    [STYLE_OK] = { GREEN, OWN, 0 },
    [STYLE_WARN] = { MAGENTA, OWN, 0 },
    [STYLE_ERROR] = { RED, OWN, ATTR_BOLD },
    [STYLE_KEY] = { BLUE, OWN, ATTR_BOLD },
    [STYLE_BAR] = { OWN, OWN, 0 },
    [STYLE_POPUP] = { OWN, OWN, 0 },
    [STYLE_POPUP_SELECT] = { WHITE, BLUE, 0 },
    [STYLE_HEADLINE] = { WHITE, BLUE, ATTR_BOLD },
};

static looks look_dark = {
    [STYLE_TEXT] = { OWN, OWN, 0 },
    [STYLE_TITLE] = { CYAN, OWN, ATTR_BOLD },
    [STYLE_HEAD] = { CYAN, OWN, ATTR_UNDERLINE },
    [STYLE_DIM] = { OWN, OWN, ATTR_DIM },
    [STYLE_STRONG] = { OWN, OWN, ATTR_BOLD },
    [STYLE_SELECT] = { BLACK, CYAN, 0 },
    [STYLE_MARK] = { YELLOW, OWN, ATTR_BOLD },
    [STYLE_FIELD] = { OWN, OWN, ATTR_UNDERLINE },
    [STYLE_FOCUS] = { BLACK, CYAN, 0 },
    [STYLE_OK] = { GREEN, OWN, 0 },
    [STYLE_WARN] = { YELLOW, OWN, 0 },
    [STYLE_ERROR] = { RED, OWN, ATTR_BOLD },
    [STYLE_KEY] = { CYAN, OWN, ATTR_BOLD },
    [STYLE_BAR] = { OWN, OWN, 0 },
    [STYLE_POPUP] = { OWN, OWN, 0 },
    [STYLE_POPUP_SELECT] = { BLACK, CYAN, 0 },
    [STYLE_HEADLINE] = { BLACK, CYAN, ATTR_BOLD },
};

static looks look_contrast = {
    [STYLE_TEXT] = { WHITE, BLACK, ATTR_BOLD },
    [STYLE_TITLE] = { BLACK, WHITE, 0 },
    [STYLE_HEAD] = { WHITE, BLACK, ATTR_BOLD | ATTR_UNDERLINE },
    [STYLE_DIM] = { WHITE, BLACK, 0 },
    [STYLE_STRONG] = { YELLOW, BLACK, ATTR_BOLD },
    [STYLE_SELECT] = { BLACK, YELLOW, 0 },
    [STYLE_MARK] = { CYAN, BLACK, ATTR_BOLD },
    [STYLE_FIELD] = { WHITE, BLACK, ATTR_BOLD | ATTR_UNDERLINE },
    [STYLE_FOCUS] = { BLACK, YELLOW, 0 },
    [STYLE_OK] = { GREEN, BLACK, ATTR_BOLD },
    [STYLE_WARN] = { YELLOW, BLACK, ATTR_BOLD },
    [STYLE_ERROR] = { WHITE, RED, ATTR_BOLD },
    [STYLE_KEY] = { YELLOW, BLACK, ATTR_BOLD },
    [STYLE_BAR] = { WHITE, BLACK, ATTR_BOLD },
    [STYLE_POPUP] = { WHITE, BLACK, ATTR_BOLD },
    [STYLE_POPUP_SELECT] = { BLACK, YELLOW, 0 },
    [STYLE_HEADLINE] = { BLACK, WHITE, 0 },
};

static looks look_colour8 = {
    [STYLE_TEXT] = { WHITE, BLACK, 0 },
    [STYLE_TITLE] = { WHITE, BLUE, ATTR_BOLD },
    [STYLE_HEAD] = { CYAN, BLACK, 0 },
    [STYLE_DIM] = { CYAN, BLACK, 0 },
    [STYLE_STRONG] = { WHITE, BLACK, ATTR_BOLD },
    [STYLE_SELECT] = { BLACK, CYAN, 0 },
    [STYLE_MARK] = { YELLOW, BLACK, ATTR_BOLD },
    [STYLE_FIELD] = { WHITE, BLACK, ATTR_UNDERLINE },
    [STYLE_FOCUS] = { BLACK, WHITE, 0 },
    [STYLE_OK] = { GREEN, BLACK, 0 },
    [STYLE_WARN] = { YELLOW, BLACK, ATTR_BOLD },
    [STYLE_ERROR] = { WHITE, RED, ATTR_BOLD },
    [STYLE_KEY] = { WHITE, BLACK, ATTR_BOLD },
    [STYLE_BAR] = { BLACK, CYAN, 0 },
    [STYLE_POPUP] = { WHITE, BLACK, 0 },
    [STYLE_POPUP_SELECT] = { BLACK, CYAN, 0 },
    [STYLE_HEADLINE] = { WHITE, BLUE, ATTR_BOLD },
};

static const struct {
    const char *name;
    const struct style_look *looks;
} themes[THEME_COUNT] = {
    [THEME_DEFAULT] = { "default", look_default },
    [THEME_LIGHT] = { "light", look_light },
    [THEME_DARK] = { "dark", look_dark },
    [THEME_CONTRAST] = { "contrast", look_contrast },
    [THEME_MONO] = { "mono", look_mono },
    [THEME_COLOR8] = { "colour8", look_colour8 },
};

struct style_look style_look(enum theme theme, enum style style)
{
    return themes[theme].looks[style];
}

bool theme_find(const char *name, enum theme *out)
{
    for (size_t i = 0; i < OD_LEN(themes); i++) {
        if (strcmp(themes[i].name, name) == 0) {
            *out = (enum theme)i;
            return true;
        }
    }
    return false;
}

const char *theme_name(enum theme theme)
{
    return themes[theme].name;
}
