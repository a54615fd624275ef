/*
 * Editing one line. The cursor is a byte offset that always stands between two characters, a
 * character being a base with the marks that follow it.
 */
#include "tui/field.h"

#include <string.h>

#include "base/mem.h"
#include "base/utf8.h"

static int max_bytes(const struct field *f)
{
    return f->max > 0 && f->max < FIELD_BYTES ? f->max : FIELD_BYTES - 1;
}

void field_set(struct field *f, const char *text)
{
    size_t len = text == NULL ? 0 : strlen(text), room = (size_t)max_bytes(f);

    /* Never in the middle of a character. */
    while (len > room || (len > 0 && ((unsigned char)text[len] & 0xC0) == 0x80))
        len--;
    if (len > 0)
        memmove(f->text, text, len);
    f->text[len] = '\0';
    f->len = f->at = (int)len;
    f->is_fresh = f->can_undo = false;
}

void field_clear(struct field *f)
{
    field_set(f, "");
}

bool field_is_empty(const struct field *f)
{
    return f->len == 0;
}

bool field_wants_blank(const struct field *f, struct key k)
{
    return key_is(k, ' ') && !field_is_empty(f);
}

void field_focus(struct field *f)
{
    f->at = f->len;
    f->is_fresh = f->len > 0;
}

static int next_char(const struct field *f, int at)
{
    const char *p = f->text + at, *after;

    if (at >= f->len)
        return f->len;
    (void)utf8_next(&p);
    for (after = p; *p != '\0'; p = after) {
        if (utf8_cp_cols(utf8_next(&after)) > 0)
            break;
    }
    return (int)(p - f->text);
}

static int prev_char(const struct field *f, int at)
{
    int before = 0;

    for (int i = 0; i < at; i = next_char(f, i))
        before = i;
    return before;
}

static void keep_undo(struct field *f)
{
    memcpy(f->undo, f->text, sizeof f->undo);
    f->can_undo = true;
}

static void cut(struct field *f, int from, int to)
{
    memmove(f->text + from, f->text + to, (size_t)(f->len - to) + 1);
    f->len -= to - from;
    f->at = from;
}

/* A mark joins the character before it; the cursor stays behind that. */
static void compose(struct field *f)
{
    OD_ARENA *tmp = arena_new();
    char *head = utf8_nfc(arena_strndup(tmp, f->text, (size_t)f->at), tmp);
    size_t len = strlen(head);

    if (len > (size_t)f->at)
        return;
    memcpy(f->text, head, len);
    memmove(f->text + len, f->text + f->at, (size_t)(f->len - f->at) + 1);
    f->len -= f->at - (int)len;
    f->at = (int)len;
}

static enum field_did insert(struct field *f, uint32_t cp)
{
    char bytes[5];
    int n;

    if (utf8_is_unsafe(cp))
        return FIELD_REFUSED;
    if (f->is_fresh) {
        keep_undo(f);
        cut(f, 0, f->len);
    }
    f->is_fresh = false;
    n = utf8_put(cp, bytes);
    if (f->len + n > max_bytes(f))
        return FIELD_REFUSED;
    memmove(f->text + f->at + n, f->text + f->at, (size_t)(f->len - f->at) + 1);
    memcpy(f->text + f->at, bytes, (size_t)n);
    f->len += n;
    f->at += n;
    if (utf8_cp_cols(cp) == 0)
        compose(f);
    return FIELD_CHANGED;
}

static enum field_did move_to(struct field *f, int at)
{
    f->at = at;
    f->is_fresh = false;
    return FIELD_MOVED;
}

static enum field_did erase(struct field *f, int from, int to)
{
    f->is_fresh = false;
    if (from == to)
        return FIELD_MOVED;
    cut(f, from, to);
    return FIELD_CHANGED;
}

/* The word before the cursor and the blanks behind it. */
static int word_begin(const struct field *f)
{
    int at = f->at;

    while (at > 0 && f->text[at - 1] == ' ')
        at--;
    while (at > 0 && f->text[at - 1] != ' ')
        at--;
    return at;
}

static enum field_did undo(struct field *f)
{
    char now[FIELD_BYTES];

    if (!f->can_undo)
        return FIELD_MOVED;
    memcpy(now, f->text, sizeof now);
    field_set(f, f->undo);
    memcpy(f->undo, now, sizeof f->undo);
    f->can_undo = true;
    return FIELD_CHANGED;
}

static enum field_did ctrl_key(struct field *f, char letter)
{
    switch (letter) {
    case 'a':
        return move_to(f, 0);
    case 'e':
        return move_to(f, f->len);
    case 'u':
        keep_undo(f);
        return erase(f, 0, f->len);
    case 'w':
        keep_undo(f);
        return erase(f, word_begin(f), f->at);
    case 'z':
        return undo(f);
    default:
        return FIELD_UNUSED;
    }
}

void field_point(struct field *f, int at)
{
    f->at = at < 0 ? 0 : at > f->len ? f->len : at;
    f->is_fresh = false;
}

enum field_did field_key(struct field *f, struct key k)
{
    /* A line end in a paste parts words; it must not act. */
    if (k.mods & KEY_PASTED && (k.sym == K_ENTER || k.sym == K_TAB))
        return f->len == 0 ? FIELD_MOVED : insert(f, ' ');
    if (key_is_text(k))
        return insert(f, k.sym);
    if (k.mods == KEY_CTRL && k.sym >= 'a' && k.sym <= 'z')
        return ctrl_key(f, (char)k.sym);
    if (k.mods != 0)
        return FIELD_UNUSED;
    switch (k.sym) {
    case K_LEFT:
        return move_to(f, prev_char(f, f->at));
    case K_RIGHT:
        return move_to(f, next_char(f, f->at));
    case K_HOME:
        return move_to(f, 0);
    case K_END:
        return move_to(f, f->len);
    case K_BACKSPACE:
        return erase(f, prev_char(f, f->at), f->at);
    case K_DELETE:
        return erase(f, f->at, next_char(f, f->at));
    default:
        return FIELD_UNUSED;
    }
}

/* First column shown, so that the cursor is in sight; it moves by half a field at a time. */
static int first_col(int cursor, int cols)
{
    int half = cols / 2 > 0 ? cols / 2 : 1;

    return cursor < cols ? 0 : ((cursor - cols) / half + 1) * half;
}

static void draw(struct canvas *c, int row, int col, int cols, enum style style, bool has_focus,
                 const char *text, int cursor)
{
    struct canvas view = canvas_view(c, row, col, 1, cols);
    int first = has_focus ? first_col(cursor, cols) : 0;

    canvas_fill(&view, 0, 0, view.cols, ' ', style);
    text += utf8_fit(text, first);
    (void)canvas_text(&view, 0, 0, -1, style, text);
    if (has_focus)
        canvas_cursor(&view, 0, cursor - first);
}

void field_draw(const struct field *f, struct canvas *c, int row, int col, int cols,
                enum style style, bool has_focus)
{
    char head[FIELD_BYTES];

    memcpy(head, f->text, (size_t)f->at);
    head[f->at] = '\0';
    draw(c, row, col, cols, style, has_focus, f->text, utf8_cols(head));
}

void field_draw_secret(const struct field *f, struct canvas *c, int row, int col, int cols,
                       enum style style, bool has_focus)
{
    char stars[FIELD_BYTES];
    int n = 0, before = 0;

    for (int at = 0; at < f->len; at = next_char(f, at)) {
        before += at < f->at;
        stars[n++] = '*';
    }
    stars[n] = '\0';
    draw(c, row, col, cols, style, has_focus, stars, before);
}
