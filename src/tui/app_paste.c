/*
 * A paste in brackets arrives as one thing, however the line cut it up: first the screen may take
 * it whole (many lines into a grid), else it goes key by key into the field that has the cursor.
 * It never runs a command. Where no text is wanted a scanned number or code is taken for one.
 */
#include <string.h>

#include "base/i18n.h"
#include "base/mem.h"
#include "base/strbuf.h"
#include "base/utf8.h"
#include "tui/app_priv.h"

void app_paste_begin(struct app *app)
{
    arena_free(app->paste_arena);
    app->paste_arena = arena_new();
    strbuf_init(&app->paste, app->paste_arena, LIMIT_PASTE_BYTES);
    app->is_pasting = true;
}

void app_paste_key(struct app *app, struct key k)
{
    char bytes[5];
    int n = 1;

    if (k.sym == K_ENTER)
        bytes[0] = '\n';
    else if (k.sym == K_TAB)
        bytes[0] = '\t';
    else if (k.sym < K_ENTER)
        n = utf8_put(k.sym, bytes);
    else
        return;
    strbuf_addn(&app->paste, bytes, (size_t)n);
}

/* The text, one key after the other. False: the first one was not wanted, so none is. */
static bool feed(struct app *app, const char *text)
{
    bool is_first = true;

    while (*text != '\0') {
        uint32_t cp = utf8_next(&text);
        uint32_t sym = cp == '\n' ? (uint32_t)K_ENTER : cp == '\t' ? (uint32_t)K_TAB : cp;

        if (!app_offer_pasted(app, key_make(sym, KEY_PASTED)) && is_first)
            return false;
        is_first = false;
    }
    return true;
}

/* A number, or a dot and a code, alone, as a scanner or a copied cell has it. */
static bool is_scan(const char *text, size_t len)
{
    if (len == 0 || len > LIMIT_CODE_BYTES)
        return false;
    if (text[0] == '.')
        return len > 1 && strcspn(text, " \t\n") >= len;
    return strspn(text, "0123456789") >= len;
}

/* With a line end it acts, as Enter would; without, it waits in the code line. */
static bool take_scan(struct app *app, const char *text)
{
    OD_ARENA *tmp = arena_new();
    size_t len = strcspn(text, "\n");
    struct err err = ERR_INIT;
    const char *code;

    if (text[len] != '\0' && text[len + 1] != '\0')
        return false;
    if (!is_scan(text, len))
        return false;
    code = arena_strndup(tmp, text, len);
    if (text[len] == '\0')
        app_open_palette(app, code);
    else if (!app_run_code(app, code, &err))
        app_error(app, &err);
    return true;
}

void app_paste_end(struct app *app)
{
    struct screen *s = app_screen(app);
    const char *text = app->paste.s;

    if (!app->is_pasting)
        return;
    app->is_pasting = false;
    if (app->paste.is_cut) {
        app_warn(app, _("What was pasted is longer than %d characters. Nothing was done."),
                 LIMIT_PASTE_BYTES);
        return;
    }
    if (text[0] == '\0')
        return;
    if (app->popup == NULL && s->ops->paste != NULL && s->ops->paste(s, text))
        return;
    if (!feed(app, text) && !(app->popup == NULL && take_scan(app, text)))
        app_warn(app, "%s", _("Text can be pasted into a field only. Nothing was done."));
}
