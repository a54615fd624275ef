/*
 * A frame: title, body, message line, key bar, and what lies over them.
 */
#include <stdio.h>

#include <string.h>

#include "base/i18n.h"
#include "tui/app_priv.h"
#include "tui/list_file.h"
#include "tui/term.h"

static void draw_title(const struct app *app, struct canvas *c)
{
    const struct screen *s = nav_top(&app->nav);
    struct status_title t = {
        .code = s->ops->code,
        .title = s->title != NULL ? s->title : _(s->ops->title),
        .context = s->context,
        .place = app->config.place,
        .user = app->config.user,
        .busy = app->busy,
        .queue = app->queue,
    };

    if (!app->config.a11y)
        t.now = app_now(app);
    status_draw_title(c, 0, &t);
}

static void draw_keys(struct app *app, struct canvas *c)
{
    const struct screen *s = nav_top(&app->nav);
    struct status_bar now = { .map = app->config.keys, .prefer_ctrl = app->is_ctrl_bar,
                              .keeps_back = s->ops->keeps_back };
    struct status_bar *bar = &app->bar;
    int n = 0;

    if (s->ops->commands != NULL)
        now.tables[n++] = s->ops->commands;
    if (s->ops->list != NULL)
        now.tables[n++] = list_commands();
    now.tables[n] = app_commands();
    if (memcmp(bar->tables, now.tables, sizeof now.tables) != 0 ||
        bar->prefer_ctrl != now.prefer_ctrl)
        *bar = now;
    status_draw_keys(c, c->rows - 1, bar, s);
}

static void draw_all(struct app *app, struct canvas *c)
{
    const struct screen *s = nav_top(&app->nav);
    struct canvas body = canvas_view(c, 1, 0, c->rows - APP_FRAME_ROWS, -1);

    draw_title(app, c);
    draw_keys(app, c);
    canvas_cursor(&body, 0, 0);
    s->ops->draw(s, &body);
    canvas_draw_late(&body);
    /* A long message takes a row of the body. */
    status_draw_message(c, c->rows - 2, &app->message, s->hint);
    if (app->popup == NULL)
        return;
    canvas_forget_hits(c);
    app->popup->draw(app->popup, &body);
}

/* A screen that knows handhelds, and nothing else: a pop-up lies over all of it. */
static bool draw_handheld(const struct app *app, struct canvas *c)
{
    const struct screen *s = nav_top(&app->nav);

    if (s->ops->draw_small == NULL || c->rows < APP_SMALL_ROWS || c->cols < APP_SMALL_COLS)
        return false;
    s->ops->draw_small(s, c, app->message.level != STATUS_NONE ? app->message.text : s->hint);
    if (app->popup != NULL)
        app->popup->draw(app->popup, c);
    return true;
}

static void draw_too_small(const struct app *app, struct canvas *c)
{
    bool is_handheld = nav_top(&app->nav)->ops->draw_small != NULL;
    char text[80];

    if (draw_handheld(app, c))
        return;
    (void)snprintf(text, sizeof text, _("needs %dx%d, now %dx%d"),
                   is_handheld ? APP_SMALL_COLS : APP_MIN_COLS,
                   is_handheld ? APP_SMALL_ROWS : APP_MIN_ROWS, c->cols, c->rows);
    (void)canvas_text(c, 0, 0, -1, STYLE_TEXT, text);
    canvas_cursor(c, 0, 0);
}

void app_draw(struct app *app)
{
    struct canvas c = canvas_of(app->cells);

    app->is_dirty = false;
    app->busy = NULL;
    if (nav_top(&app->nav) == NULL)
        return;
    canvas_clear(&c);
    canvas_forget_hits(&c);
    if (app->lock.is_on)
        app_lock_draw(app, &c);
    else if (c.rows < APP_MIN_ROWS || c.cols < APP_MIN_COLS)
        draw_too_small(app, &c);
    else
        draw_all(app, &c);
    app->minute = stamp_minute_of_day(app_now(app));
    app->config.term->ops->show(app->config.term, app->cells);
}

void app_draw_busy(struct app *app)
{
    struct canvas c = canvas_of(app->cells);

    if (nav_top(&app->nav) == NULL || app->lock.is_on || c.rows < APP_MIN_ROWS ||
        c.cols < APP_MIN_COLS)
        return;
    draw_title(app, &c);
    app->config.term->ops->show(app->config.term, app->cells);
}

void app_fit(struct app *app)
{
    int rows, cols;

    app->config.term->ops->size(app->config.term, &rows, &cols);
    if (rows != app->cells->rows || cols != app->cells->cols)
        cells_resize(app->cells, rows, cols);
    for (int i = 0; i < app->nav.n; i++) {
        int body = app->cells->rows - APP_FRAME_ROWS;

        screen_resize(app->nav.v[i], body > 0 ? body : 0, app->cells->cols);
    }
    app->is_dirty = true;
}
