/*
 * Text in lines: wrapped at blanks, scrolled by rows.
 */
#include "tui/textview.h"

#include <string.h>

#include "base/mem.h"
#include "base/utf8.h"
#include "base/vec.h"
#include "tui/app.h"
#include "tui/popup.h"

#define POPUP_COLS 76
#define WIDTH_BEFORE_SIZE 80

void textview_init(struct textview *t)
{
    *t = (struct textview){ .arena = arena_new(), .text = "" };
}

void textview_close(struct textview *t)
{
    arena_free(t->arena);
    t->arena = NULL;
}

/* Bytes of the next piece of a line that fit cols: up to a blank where there is one. */
static int piece(const char *text, int len, int cols, struct arena *tmp)
{
    const char *line = arena_strndup(tmp, text, (size_t)len);
    int fit = (int)utf8_fit(line, cols), at;

    if (fit >= len)
        return len;
    for (at = fit; at > 0 && text[at] != ' '; at--)
        continue;
    if (at > 0)
        return at;
    return fit > 0 ? fit : len;
}

static void add_line(struct textview *t, const char *text, int len, enum style style)
{
    struct textview_line *line = vec_push(t->arena, &t->lines);

    *line = (struct textview_line){ text, len, style };
}

/* One line of the text, in as many rows as it needs. */
static void wrap_line(struct textview *t, const char *text, int len, struct arena *tmp)
{
    enum style style = STYLE_TEXT;
    int cols = t->cols > 0 ? t->cols : WIDTH_BEFORE_SIZE;

    if (len >= 2 && text[1] == ' ' && (text[0] == '#' || text[0] == '!'))
        style = text[0] == '#' ? STYLE_HEAD : STYLE_WARN;
    if (style == STYLE_HEAD) {
        text += 2;
        len -= 2;
    }
    if (len == 0)
        add_line(t, text, 0, style);
    while (len > 0) {
        int n = piece(text, len, cols, tmp);

        add_line(t, text, n, style);
        text += n;
        len -= n;
        while (len > 0 && *text == ' ') {
            text++;
            len--;
        }
    }
}

static int last_top(const struct textview *t)
{
    return t->lines.n > t->height ? t->lines.n - t->height : 0;
}

void textview_resize(struct textview *t, int rows, int cols)
{
    OD_ARENA *tmp = arena_new();
    const char *at = t->text;

    t->height = rows > 0 ? rows : 1;
    t->cols = cols;
    arena_reset(t->arena);
    t->lines = (struct textview_lines){ 0 };
    while (*at != '\0') {
        int len = (int)strcspn(at, "\n");

        wrap_line(t, at, len, tmp);
        at += len + (at[len] == '\n');
    }
    if (t->top > last_top(t))
        t->top = last_top(t);
}

void textview_set(struct textview *t, const char *text)
{
    t->text = text != NULL ? text : "";
    textview_resize(t, t->height, t->cols);
}

void textview_draw(const struct textview *t, struct canvas *c)
{
    for (int row = 0; row < c->rows && t->top + row < t->lines.n; row++) {
        const struct textview_line *line = &t->lines.v[t->top + row];
        OD_ARENA *tmp = arena_new();

        (void)canvas_text(c, row, 0, -1, line->style,
                          arena_strndup(tmp, line->text, (size_t)line->len));
    }
    canvas_cursor(c, 0, 0);
    canvas_scrolls(c);
}

bool textview_key(struct textview *t, struct key k)
{
    int top = t->top;

    if (k.mods != 0)
        return false;
    switch (k.sym) {
    case K_UP:
        top--;
        break;
    case K_DOWN:
        top++;
        break;
    case K_PAGE_UP:
        top -= t->height;
        break;
    case K_PAGE_DOWN:
    case ' ':
        top += t->height;
        break;
    case K_HOME:
        top = 0;
        break;
    case K_END:
        top = last_top(t);
        break;
    default:
        return false;
    }
    t->top = top < 0 ? 0 : top > last_top(t) ? last_top(t) : top;
    return true;
}

/* --- the popup -------------------------------------------------------------------------------- */

struct text_popup {
    struct popup popup;
    const char *title;
    struct textview view;
};

/* Size of the box on this screen; the text was wrapped for it when it was opened. */
static int box_rows(const struct text_popup *p, int room)
{
    int rows = p->view.lines.n + 1;

    return rows < room ? rows : room;
}

static void fit(struct text_popup *p)
{
    int rows = app_rows(p->popup.app) - APP_FRAME_ROWS, cols = app_cols(p->popup.app);

    textview_resize(&p->view, rows - 1, (cols < POPUP_COLS ? cols : POPUP_COLS) - 2);
}

static void popup_draw(const struct popup *popup, struct canvas *c)
{
    const struct text_popup *p = (const struct text_popup *)popup;
    int cols = c->cols < POPUP_COLS ? c->cols : POPUP_COLS;
    struct canvas box = popup_box(c, box_rows(p, c->rows), cols, p->title);

    textview_draw(&p->view, &box);
}

static void popup_key(struct popup *popup, struct key k)
{
    struct text_popup *p = (struct text_popup *)popup;

    fit(p);
    if (!textview_key(&p->view, k))
        popup_close(popup->app);
}

static void popup_end(struct popup *popup)
{
    textview_close(&((struct text_popup *)popup)->view);
}

void textview_popup(struct app *app, const char *title, const char *text)
{
    struct text_popup *p = popup_new(app, sizeof *p);

    p->popup.draw = popup_draw;
    p->popup.key = popup_key;
    p->popup.close = popup_end;
    p->title = arena_strdup(p->popup.arena, title);
    textview_init(&p->view);
    p->view.text = arena_strdup(p->popup.arena, text);
    fit(p);
    app_set_popup(app, &p->popup);
}
