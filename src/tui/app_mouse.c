/*
 * The mouse, where a person wants one: a click or a turn of the wheel is the keys that would do the
 * same, so no screen knows of it. What can be clicked the last frame says (canvas_hit).
 */
#include "base/i18n.h"
#include "tui/app_priv.h"
#include "tui/term.h"

#define WHEEL_ROWS 3

static void press(struct app *app, struct key k, int times)
{
    for (int i = 0; i < times && !app->is_quitting; i++)
        app_dispatch(app, k);
}

bool app_mouse_key(struct app *app, struct key k, bool is_fresh)
{
    const struct cells_hit *hit;
    enum key_mouse what;
    int row, col;

    if (!key_mouse(k, &what, &row, &col))
        return false;
    /* Keys before it in the same turn may have changed what stands where it was clicked. */
    if (!is_fresh)
        app_finish_pass(app);
    if (app->is_quitting)
        return true;
    hit = cells_hit_at(app->cells, row, col);
    if (what != MOUSE_CLICK) {
        if (app->cells->scrolls)
            press(app, key_make(what == MOUSE_WHEEL_UP ? K_UP : K_DOWN, 0), WHEEL_ROWS);
    } else if (hit != NULL) {
        press(app, hit->key, hit->times);
    }
    return true;
}

bool app_has_mouse(const struct app *app)
{
    return app->config.mouse;
}

void app_set_mouse(struct app *app, bool is_on)
{
    app->config.mouse = is_on;
    app->config.term->ops->set_mouse(app->config.term, is_on);
}
