/*
 * A desk that was left alone: after some minutes without a key nothing is shown any more, and the
 * user's password brings it back. Behind it all goes on: refreshes, drafts, a lost line. Who has no
 * password signs in by the system, and the system's lock is theirs.
 */
#include <stdio.h>
#include <string.h>

#include "base/i18n.h"
#include "base/secret.h"
#include "base/utf8.h"
#include "tui/app_priv.h"

#define MINUTE_MS 60000

static void forget_typed(struct app_lock *lock)
{
    secret_wipe(lock->typed, sizeof lock->typed);
    lock->len = 0;
}

void app_lock_touch(struct app *app)
{
    app->lock.since_ms = app_now(app).ms;
}

void app_lock_tick(struct app *app)
{
    const struct app_hooks *hooks = app->config.hooks;
    struct app_lock *lock = &app->lock;
    int64_t now_ms = app_now(app).ms;

    if (lock->is_on || app->config.lock_minutes <= 0 || hooks->may_lock == NULL)
        return;
    /* A clock that was set back begins anew. */
    if (now_ms < lock->since_ms)
        lock->since_ms = now_ms;
    if (now_ms - lock->since_ms < (int64_t)app->config.lock_minutes * MINUTE_MS)
        return;
    lock->since_ms = now_ms;
    if (!hooks->may_lock(app->config.ctx))
        return;
    forget_typed(lock);
    lock->said[0] = '\0';
    lock->is_on = true;
    app->is_pasting = false;
    app->is_dirty = true;
}

static void try_to_open(struct app *app)
{
    struct app_lock *lock = &app->lock;
    struct err err = ERR_INIT;

    if (app->config.hooks->unlock(app->config.ctx, lock->typed, &err))
        lock->is_on = false;
    else
        (void)snprintf(lock->said, sizeof lock->said, "%s", err.text);
    forget_typed(lock);
    app_lock_touch(app);
}

static void erase_last(struct app_lock *lock)
{
    while (lock->len > 0 && ((unsigned char)lock->typed[lock->len - 1] & 0xC0) == 0x80)
        lock->typed[--lock->len] = '\0';
    if (lock->len > 0)
        lock->typed[--lock->len] = '\0';
}

static void type(struct app_lock *lock, uint32_t cp)
{
    char bytes[5];
    size_t n = (size_t)utf8_put(cp, bytes);

    if (lock->len + n >= sizeof lock->typed)
        return;
    memcpy(lock->typed + lock->len, bytes, n);
    lock->len += n;
    lock->typed[lock->len] = '\0';
}

bool app_lock_key(struct app *app, struct key k)
{
    struct app_lock *lock = &app->lock;

    if (!lock->is_on) {
        app_lock_touch(app);
        return false;
    }
    k.mods &= (uint8_t)~KEY_PASTED;
    if (key_is(k, K_ENTER))
        try_to_open(app);
    else if (key_is(k, K_BACKSPACE))
        erase_last(lock);
    else if (key_is(k, K_ESC) || key_is_ctrl(k, 'u'))
        forget_typed(lock);
    else if (key_is_text(k))
        type(lock, k.sym);
    return true;
}

void app_lock_draw(struct app *app, struct canvas *c)
{
    const struct app_lock *lock = &app->lock;
    int col = 1, typed = utf8_cols(lock->typed);

    (void)canvas_printf(c, 0, 1, STYLE_STRONG, _("Locked   %s"), app->config.user);
    (void)canvas_text(c, 2, 1, -1, STYLE_TEXT,
                      _("No key was pressed for a while. What was typed is kept."));
    col += canvas_text(c, 4, col, -1, STYLE_TEXT, _("Password:")) + 1;
    for (int i = 0; i < typed && col < c->cols - 2; i++)
        col += canvas_text(c, 4, col, 1, STYLE_FOCUS, "*");
    canvas_cursor(c, 4, col);
    (void)canvas_text(c, 6, 1, -1, STYLE_ERROR, lock->said);
}
