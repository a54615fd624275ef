/*
 * The event loop: one wait, all keys that are there, one settling, one frame.
 */
#include <stdio.h>
#include <string.h>

#include "base/clock.h"
#include "base/i18n.h"
#include "base/limits.h"
#include "tui/app_priv.h"
#include "tui/term.h"

#define TICK_MS 500
#define REST_MS 60
/* Keys are taken for this long before a frame is due; long enough for a flood on a busy machine. */
#define DRAIN_MS 50
/* So many keys in one turn come from a machine, not a finger: then the line brings more of them
 * within a moment, and one frame does for all. */
#define FLOOD_KEYS 8
#define FLOOD_MS   2

/* All keys that wait, bounded in number and time, so that a frame comes even under a flood. Gives
 * how many there were. */
static int take_keys(struct app *app)
{
    struct term *term = app->config.term;
    int64_t end = clock_monotonic_ms() + DRAIN_MS;
    struct key k;
    int n = 0;

    while (n < LIMIT_KEY_BURST && !app->is_quitting && term->ops->read(term, &k)) {
        n++;
        app_dispatch(app, k);
        app->key_ms = clock_monotonic_ms();
        if (app->key_ms > end)
            break;
    }
    return n;
}

static void settle(struct app *app)
{
    struct screen *top = nav_top(&app->nav);

    app->is_settling = true;
    if (app->popup != NULL) {
        if (app->popup->settle != NULL)
            app->popup->settle(app->popup);
    } else if (top != NULL && top->ops->settle != NULL) {
        top->ops->settle(top);
    }
    app->is_settling = false;
}

static void rest(struct app *app)
{
    struct screen *top = nav_top(&app->nav);

    if (app->is_resting || top == NULL)
        return;
    app->is_resting = true;
    if (top->ops->rest == NULL)
        return;
    app->is_settling = true;
    top->ops->rest(top);
    app->is_settling = false;
}

static void hang_up(struct app *app)
{
    for (int i = app->nav.n - 1; i >= 0; i--) {
        struct screen *s = app->nav.v[i];

        if (s->ops->hangup != NULL)
            s->ops->hangup(s);
    }
    app->is_quitting = true;
}

/* What a wait brought; gives the number of keys. */
static int take_events(struct app *app, int events)
{
    if (events & TERM_HANGUP) {
        hang_up(app);
        return 0;
    }
    if (events & TERM_RESIZED)
        app_fit(app);
    if (events & TERM_CONTINUED) {
        app->config.term->ops->repaint(app->config.term);
        app_fit(app);
    }
    return events & TERM_KEYS ? take_keys(app) : 0;
}

/* Waits for events, and while they are a flood of keys for the next of them. */
static void take_turn(struct app *app, int timeout_ms)
{
    struct term *term = app->config.term;
    int keys = take_events(app, term->ops->wait(term, timeout_ms));
    int64_t end = clock_monotonic_ms() + DRAIN_MS;

    while (keys >= FLOOD_KEYS && !app->is_quitting && clock_monotonic_ms() < end) {
        int events = term->ops->wait(term, FLOOD_MS);

        if (events == 0)
            break;
        (void)take_events(app, events);
    }
}

void app_finish_pass(struct app *app)
{
    settle(app);
    app_bury(app);
    if (app->is_dirty && !app->is_quitting)
        app_draw(app);
}

static void sound_alarm(struct app *app)
{
    const struct app_hooks *hooks = app->config.hooks;
    const char *text = hooks->alarm != NULL ? hooks->alarm(app->config.ctx) : NULL;

    if (text != NULL &&
        (app->message.level != STATUS_WARN || strcmp(app->message.text, text) != 0))
        app_warn(app, "%s", text);
}

static bool is_due(const struct app *app, const struct screen *s)
{
    int64_t since_ms = app_now(app).ms - s->read_ms;

    return since_ms >= s->calm_ms || since_ms < 0; /* below 0: the clock was set back */
}

/* Another desk committed: the screen on top reads it. */
static void take_changes(struct app *app, struct screen *top)
{
    const struct app_hooks *hooks = app->config.hooks;
    bool has_changed = hooks->changed != NULL && hooks->changed(app->config.ctx);
    struct err err = ERR_INIT;

    app->is_queue_old |= has_changed;
    if (has_changed && hooks->follow != NULL)
        hooks->follow(app);
    /* A reader would read out every row that changes: only the message row says so. */
    if (has_changed && app->config.a11y) {
        app_set_pending(app, _("changed, F5"));
        app->is_dirty = true;
        return;
    }
    top->is_stale = top->is_stale || has_changed;
    if (!top->is_stale || !is_due(app, top))
        return;
    top->is_stale = false; /* also where nothing is read on it */
    if (!screen_refresh(top, &err))
        app_error(app, &err);
    app->is_dirty = true;
}

/* Counted between keys, and painted only where it reads otherwise than before. */
static void count_queue(struct app *app)
{
    const struct app_hooks *hooks = app->config.hooks;
    int64_t now = clock_monotonic_ms();
    char text[APP_QUEUE_BYTES] = "";
    struct err ignored = ERR_INIT;

    if (hooks->queue == NULL || !app->is_queue_old || now < app->queue_ms ||
        app->config.term->ops->has_input(app->config.term))
        return;
    app->queue_ms = now + APP_QUEUE_MS;
    app->is_queue_old = false;
    if (!hooks->queue(app->config.ctx, text, sizeof text, &ignored) ||
        strcmp(text, app->queue) == 0)
        return;
    (void)snprintf(app->queue, sizeof app->queue, "%s", text);
    app->is_dirty |= !app->config.a11y;
}

void app_tick(struct app *app)
{
    struct screen *top = nav_top(&app->nav);

    take_changes(app, top);
    count_queue(app);
    if (app->config.beside != NULL)
        app->config.beside(app->config.beside_ctx);
    if (top->ops->tick != NULL) {
        app->is_settling = true;
        top->ops->tick(top);
        app->is_settling = false;
    }
    sound_alarm(app);
    app_lock_tick(app);
    if (!app->config.a11y && stamp_minute_of_day(app_now(app)) != app->minute)
        app->is_dirty = true;
    app_finish_pass(app);
}

bool app_start(struct app *app, const void *arg, struct err *err)
{
    if (!app_push(app, app->config.home, arg, err))
        return false;
    app_lock_touch(app);
    app_finish_pass(app);
    return true;
}

bool app_work_on(struct app *app, bool (*use)(struct screen *s, struct key k))
{
    struct term *term = app->config.term;

    while (app_has_input(app)) {
        if (app->has_held || !term->ops->read(term, &app->held))
            return false;
        if (app->popup != NULL || app->lock.is_on || app->is_pasting ||
            !use(nav_top(&app->nav), app->held)) {
            app->has_held = true;
            return false;
        }
        app->key_ms = clock_monotonic_ms();
        app->is_resting = false;
        app->cancel_presses = app->f1_presses = 0;
        app_lock_touch(app);
        app_draw(app);
    }
    return true;
}

/* Pieces of long work, of every screen that has some. True: there is more. */
static bool work(struct app *app)
{
    bool has_more = false;

    app->is_settling = true; /* a key that waits ends a piece of work */
    for (int i = 0; i < app->nav.n && !app->is_quitting; i++) {
        struct screen *s = app->nav.v[i];

        has_more = (s->ops->work != NULL && s->ops->work(s)) || has_more;
    }
    app->is_settling = false;
    if (app->has_held) {
        app->has_held = false;
        app_dispatch(app, app->held);
        app->key_ms = clock_monotonic_ms();
    }
    return has_more;
}

bool app_pass(struct app *app)
{
    struct term *term = app->config.term;

    /* A busy machine may need several turns for the keys that are there. */
    do {
        (void)take_events(app, term->ops->wait(term, 0));
        app_finish_pass(app);
    } while (!app->is_quitting && term->ops->has_input(term));
    (void)work(app);
    rest(app);
    app_finish_pass(app);
    return !app->is_quitting;
}

/* Until the next tick, or until the keys have rested. */
static int wait_ms(const struct app *app, int64_t now)
{
    int64_t due = app->tick_ms + TICK_MS;

    if (!app->is_resting && app->key_ms + REST_MS < due)
        due = app->key_ms + REST_MS;
    return due > now ? (int)(due - now) : 0;
}

static void run_due(struct app *app)
{
    int64_t now = clock_monotonic_ms();

    if (!app->is_resting && now >= app->key_ms + REST_MS)
        rest(app);
    if (now >= app->tick_ms + TICK_MS) {
        app->tick_ms = now;
        app_tick(app);
    }
}

static void tell_started(struct app *app)
{
    const struct app_hooks *hooks = app->config.hooks;
    struct err err = ERR_INIT;

    if (hooks->started != NULL && !hooks->started(app->config.ctx, &err))
        app_error(app, &err);
    app->is_queue_old = true;
}

bool app_run(struct app *app, const void *arg, struct err *err)
{
    bool has_work = false;

    if (!app_start(app, arg, err))
        return false;
    tell_started(app);
    app->tick_ms = clock_monotonic_ms();
    while (!app->is_quitting) {
        take_turn(app, has_work ? 0 : wait_ms(app, clock_monotonic_ms()));
        if (app->is_quitting)
            break;
        has_work = work(app);
        run_due(app);
        app_finish_pass(app);
    }
    return true;
}
