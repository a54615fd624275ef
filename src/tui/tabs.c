/*
 * The tabs of a page.
 */
#include "tui/tabs.h"

#include <stddef.h>

#include "base/i18n.h"

void tabs_draw(struct canvas *c, int row, const char *const *names, int at)
{
    int col = 1;

    for (int i = 0; names[i] != NULL; i++) {
        int cols = canvas_text(c, row, col, -1, i == at ? STYLE_SELECT : STYLE_HEAD, _(names[i]));

        canvas_hit(c, row, col, cols, key_make((uint32_t)('1' + i), 0));
        col += cols + 2;
    }
}

bool tabs_key(struct key k, const char *const *names, int *out_at)
{
    for (int i = 0; names[i] != NULL; i++) {
        if (!key_is(k, (uint32_t)('1' + i)))
            continue;
        *out_at = i;
        return true;
    }
    return false;
}
