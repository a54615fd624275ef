/*
 * See report_wait.h.
 */
#include "tui/report_wait.h"

#include <stdio.h>

#include "base/clock.h"
#include "base/i18n.h"
#include "tui/app.h"

#define AT_ONCE_MS 150

void report_wait_begin(struct report_wait *wait, struct app *app,
                       bool (*use)(struct screen *s, struct key k))
{
    wait->app = app;
    wait->use = use;
    wait->since_ms = clock_monotonic_ms();
    wait->said_s = -1;
}

static bool go_on(void *ctx, int64_t rows)
{
    struct report_wait *w = ctx;
    int64_t ms = clock_monotonic_ms() - w->since_ms;
    char *text = w->busy[ms / 1000 % 2];

    (void)rows;
    if (w->is_short)
        return ms < AT_ONCE_MS;
    if (w->said_s != ms / 1000) {
        w->said_s = ms / 1000;
        (void)snprintf(text, sizeof w->busy[0], _("working %d s, Esc stops"), (int)(ms / 1000));
        app_busy(w->app, text);
    }
    return app_work_on(w->app, w->use);
}

struct report_progress report_wait_progress(struct report_wait *wait, bool is_short)
{
    wait->is_short = is_short;
    return (struct report_progress){ .go_on = go_on, .ctx = wait };
}
