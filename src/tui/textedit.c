/*
 * Editing text of several lines. Rows are found anew from the beginning at every key: the text is
 * short, and nothing has to be kept in step with it.
 */
#include "tui/textedit.h"

#include <string.h>

#include "base/mem.h"
#include "base/utf8.h"

/* A character with the marks that follow it. */
static int next_char(const struct textedit *t, int at)
{
    const char *p = t->text + at, *after;

    if (at >= t->len)
        return t->len;
    if (*p == '\n')
        return at + 1;
    (void)utf8_next(&p);
    for (after = p; *p != '\0' && *p != '\n'; p = after)
        if (utf8_cp_cols(utf8_next(&after)) > 0)
            break;
    return (int)(p - t->text);
}

static int char_cols(const struct textedit *t, int at)
{
    const char *p = t->text + at;

    return utf8_cp_cols(utf8_next(&p));
}

static int prev_char(const struct textedit *t, int at)
{
    int before = at - 1;

    /* To the begin of a character, and on over marks. */
    while (before > 0 && (((unsigned char)t->text[before] & 0xC0) == 0x80 ||
                          (t->text[before] != '\n' && char_cols(t, before) == 0)))
        before--;
    return before > 0 ? before : 0;
}

/* The end of the row that begins at from, and where the next one does; *next -1: it is the last. */
static int row_end(const struct textedit *t, int from, int *next)
{
    int used = 0, blank = 0, room = t->cols > 1 ? t->cols - 1 : 1, at = from;

    while (at < t->len && t->text[at] != '\n') {
        int n = next_char(t, at), w = char_cols(t, at);

        if (used + w > room && at > from) {
            *next = blank > from ? blank : at;
            return *next;
        }
        used += w;
        if (t->text[at] == ' ')
            blank = n;
        at = n;
    }
    *next = at < t->len ? at + 1 : -1;
    return at;
}

/* Where the row with that number begins; of one past the end the last, and *row is its number. */
static int row_begin(const struct textedit *t, int *row)
{
    int from = 0, next;

    for (int i = 0; i < *row; i++) {
        (void)row_end(t, from, &next);
        if (next < 0) {
            *row = i;
            break;
        }
        from = next;
    }
    return from;
}

/* The row of a byte, and where it begins. */
static int row_of(const struct textedit *t, int at, int *begin)
{
    int from = 0, row = 0, next;

    for (;;) {
        (void)row_end(t, from, &next);
        if (next < 0 || next > at)
            break;
        from = next;
        row++;
    }
    *begin = from;
    return row;
}

static int cols_between(const struct textedit *t, int from, int to)
{
    int cols = 0;

    for (; from < to; from = next_char(t, from))
        cols += char_cols(t, from);
    return cols;
}

/* Scrolls as far as is needed to have the cursor in sight. */
static void show_cursor(struct textedit *t)
{
    int begin, row = row_of(t, t->at, &begin), rows = t->rows > 0 ? t->rows : 1;

    if (row < t->top)
        t->top = row;
    if (row >= t->top + rows)
        t->top = row - rows + 1;
}

void textedit_set(struct textedit *t, const char *text)
{
    size_t n = strlen(text);

    while (n > TEXTEDIT_BYTES || (n > 0 && ((unsigned char)text[n] & 0xC0) == 0x80))
        n--;
    memmove(t->text, text, n);
    t->text[n] = '\0';
    t->len = (int)n;
    t->at = t->top = 0;
    t->goal = -1;
    t->can_undo = false;
}

void textedit_resize(struct textedit *t, int rows, int cols)
{
    t->rows = rows;
    t->cols = cols;
    show_cursor(t);
}

void textedit_point(struct textedit *t, int at)
{
    t->at = at < 0 ? 0 : at > t->len ? t->len : at;
    t->goal = -1;
    show_cursor(t);
}

static void keep_undo(struct textedit *t)
{
    memcpy(t->undo, t->text, sizeof t->undo);
    t->can_undo = true;
}

static bool put(struct textedit *t, const char *bytes, int n)
{
    if (t->len + n > TEXTEDIT_BYTES)
        return false;
    memmove(t->text + t->at + n, t->text + t->at, (size_t)(t->len - t->at) + 1);
    memcpy(t->text + t->at, bytes, (size_t)n);
    t->len += n;
    textedit_point(t, t->at + n);
    return true;
}

bool textedit_insert(struct textedit *t, const char *text)
{
    OD_ARENA *tmp = arena_new();
    const char *safe;
    size_t n = strlen(text);

    /* Far too long: do not even clean it. */
    if (n > 4 * TEXTEDIT_BYTES ||
        !utf8_clean(text, n, UTF8_TEXT, TEXTEDIT_BYTES, tmp, &safe, &(struct err){ 0 }) ||
        t->len + (int)strlen(safe) > TEXTEDIT_BYTES)
        return false;
    keep_undo(t);
    return put(t, safe, (int)strlen(safe));
}

static enum field_did move_to(struct textedit *t, int at)
{
    textedit_point(t, at);
    return FIELD_MOVED;
}

static enum field_did erase(struct textedit *t, int from, int to)
{
    if (from == to)
        return FIELD_MOVED;
    memmove(t->text + from, t->text + to, (size_t)(t->len - to) + 1);
    t->len -= to - from;
    textedit_point(t, from);
    return FIELD_CHANGED;
}

static enum field_did undo(struct textedit *t)
{
    OD_ARENA *tmp = arena_new();
    const char *now;
    int at = t->at;

    if (!t->can_undo)
        return FIELD_MOVED;
    now = arena_strdup(tmp, t->text);
    textedit_set(t, t->undo);
    memcpy(t->undo, now, strlen(now) + 1);
    t->can_undo = true;
    while (at > 0 && at < t->len && ((unsigned char)t->text[at] & 0xC0) == 0x80)
        at--;
    textedit_point(t, at);
    return FIELD_CHANGED;
}

/* By rows; the cursor stays in its column as far as the row has one. */
static enum field_did move_rows(struct textedit *t, int by)
{
    int begin, row = row_of(t, t->at, &begin), to = row + by > 0 ? row + by : 0, from, next, end;
    int goal = t->goal >= 0 ? t->goal : cols_between(t, begin, t->at), cols = 0;

    from = row_begin(t, &to);
    if (to == row)
        return FIELD_UNUSED;
    end = row_end(t, from, &next);
    /* Where it was wrapped, its end is the beginning of the next one. */
    if (next == end && end > from)
        end = prev_char(t, end);
    while (from < end && cols < goal) {
        cols += char_cols(t, from);
        from = next_char(t, from);
    }
    textedit_point(t, from);
    t->goal = goal;
    return FIELD_MOVED;
}

static enum field_did move_in_row(struct textedit *t, bool to_end)
{
    int begin, next, end;

    (void)row_of(t, t->at, &begin);
    end = row_end(t, begin, &next);
    if (next == end && end > begin)
        end = prev_char(t, end);
    return move_to(t, to_end ? end : begin);
}

static enum field_did ctrl_key(struct textedit *t, char letter)
{
    int from = t->at;

    switch (letter) {
    case 'a':
    case 'e':
        return move_in_row(t, letter == 'e');
    case 'u':
        while (from > 0 && t->text[from - 1] != '\n')
            from--;
        break;
    case 'w':
        while (from > 0 && t->text[from - 1] == ' ')
            from--;
        while (from > 0 && t->text[from - 1] != ' ' && t->text[from - 1] != '\n')
            from--;
        break;
    case 'z':
        return undo(t);
    default:
        return FIELD_UNUSED;
    }
    if (from != t->at)
        keep_undo(t);
    return erase(t, from, t->at);
}

static enum field_did type(struct textedit *t, uint32_t cp)
{
    char bytes[5];
    int n = utf8_put(cp, bytes);

    if (utf8_is_unsafe(cp))
        return FIELD_REFUSED;
    return put(t, bytes, n) ? FIELD_CHANGED : FIELD_REFUSED;
}

enum field_did textedit_key(struct textedit *t, struct key k)
{
    int page = t->rows > 1 ? t->rows - 1 : 1;

    if (k.sym == K_ENTER && (k.mods & ~KEY_PASTED) == 0)
        return put(t, "\n", 1) ? FIELD_CHANGED : FIELD_REFUSED;
    if (k.sym == K_TAB && (k.mods & KEY_PASTED) != 0)
        return put(t, " ", 1) ? FIELD_CHANGED : FIELD_REFUSED;
    if (key_is_text(k))
        return type(t, k.sym);
    if (k.mods == KEY_CTRL && k.sym >= 'a' && k.sym <= 'z')
        return ctrl_key(t, (char)k.sym);
    if (k.mods != 0)
        return FIELD_UNUSED;
    switch (k.sym) {
    case K_LEFT:
        return move_to(t, prev_char(t, t->at));
    case K_RIGHT:
        return move_to(t, next_char(t, t->at));
    case K_UP:
    case K_DOWN:
        return move_rows(t, k.sym == K_UP ? -1 : 1);
    case K_PAGE_UP:
    case K_PAGE_DOWN:
        return move_rows(t, k.sym == K_PAGE_UP ? -page : page);
    case K_HOME:
    case K_END:
        return move_in_row(t, k.sym == K_END);
    case K_BACKSPACE:
        return erase(t, prev_char(t, t->at), t->at);
    case K_DELETE:
        return erase(t, t->at, next_char(t, t->at));
    default:
        return FIELD_UNUSED;
    }
}

void textedit_draw(const struct textedit *t, struct canvas *c, enum style style, bool has_focus)
{
    OD_ARENA *tmp = arena_new();
    int top = t->top, from = row_begin(t, &top), next, begin, row = row_of(t, t->at, &begin);

    for (int i = 0; i < c->rows; i++) {
        int end = from >= 0 ? row_end(t, from, &next) : 0;

        canvas_fill(c, i, 0, c->cols, ' ', style);
        if (from < 0)
            continue;
        (void)canvas_text(c, i, 0, -1, style,
                          arena_strndup(tmp, t->text + from, (size_t)(end - from)));
        from = next;
    }
    if (has_focus)
        canvas_cursor(c, row - top, cols_between(t, begin, t->at));
}
