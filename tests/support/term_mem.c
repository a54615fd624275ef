/*
 * See term_mem.h.
 */
#include "support/term_mem.h"

#include <assert.h>
#include <string.h>

#include "base/limits.h"
#include "base/mem.h"
#include "base/utf8.h"

/* A paste of the greatest length, one more and its brackets. */
#define KEYS (LIMIT_PASTE_BYTES + 8)

struct term_mem {
    struct term term;
    struct key keys[KEYS];
    int first, end;
    int rows, cols, events;
    struct cells *shown;
    struct term_mem_counts counts;
};

static struct term_mem *of(struct term *term)
{
    return (struct term_mem *)term;
}

static int mem_wait(struct term *term, int timeout_ms)
{
    struct term_mem *t = of(term);
    int events = t->events;

    (void)timeout_ms;
    t->events = 0;
    return events | (t->first < t->end ? TERM_KEYS : 0);
}

static bool mem_read(struct term *term, struct key *out)
{
    struct term_mem *t = of(term);

    if (t->first == t->end)
        return false;
    *out = t->keys[t->first++];
    t->counts.keys++;
    if (t->first == t->end)
        t->first = t->end = 0;
    return true;
}

static bool mem_has_input(struct term *term)
{
    return of(term)->first < of(term)->end;
}

static void mem_drop_input(struct term *term)
{
    of(term)->first = of(term)->end = 0;
    of(term)->counts.drops++;
}

static void mem_size(struct term *term, int *rows, int *cols)
{
    *rows = of(term)->rows;
    *cols = of(term)->cols;
}

static void mem_show(struct term *term, const struct cells *cells)
{
    struct term_mem *t = of(term);

    cells_resize(t->shown, cells->rows, cells->cols);
    memcpy(t->shown->v, cells->v, (size_t)(cells->rows * cells->cols) * sizeof *cells->v);
    t->shown->cursor_row = cells->cursor_row;
    t->shown->cursor_col = cells->cursor_col;
    t->counts.frames++;
}

static void mem_repaint(struct term *term)
{
    of(term)->counts.repaints++;
}

static void mem_bell(struct term *term)
{
    of(term)->counts.bells++;
}

static void mem_set_theme(struct term *term, enum theme theme)
{
    term->mono = theme == THEME_MONO;
    of(term)->counts.repaints++;
}

static void mem_set_mouse(struct term *term, bool is_on)
{
    of(term)->counts.has_mouse = is_on;
}

static void mem_suspend(struct term *term)
{
    of(term)->events |= TERM_CONTINUED;
}

static void mem_close(struct term *term)
{
    cells_free(of(term)->shown);
    xfree(term);
}

struct term *term_mem_new(int rows, int cols, bool ascii)
{
    static const struct term_ops ops = {
        mem_wait,    mem_read, mem_has_input, mem_drop_input, mem_size, mem_show,
        mem_repaint, mem_bell, mem_set_theme, mem_set_mouse, mem_suspend, mem_close,
    };
    struct term_mem *t = xcalloc(1, sizeof *t);

    t->term.ops = &ops;
    t->term.ascii = ascii;
    t->term.mono = true;
    t->rows = rows;
    t->cols = cols;
    t->shown = cells_new(rows, cols, ascii);
    return &t->term;
}

static void push(struct term *term, struct key k)
{
    assert(of(term)->end < KEYS);
    of(term)->keys[of(term)->end++] = k;
}

void term_mem_key(struct term *term, struct key k)
{
    push(term, k);
}

void term_mem_press(struct term *term, const char *names)
{
    char name[KEY_NAME_SIZE];

    while (*(names += strspn(names, " ")) != '\0') {
        size_t len = strcspn(names, " ");
        struct key k = { 0, 0 };
        bool ok;

        assert(len < sizeof name);
        memcpy(name, names, len);
        name[len] = '\0';
        ok = key_parse(name, &k, NULL);
        assert(ok);
        push(term, k);
        names += len;
    }
}

void term_mem_type(struct term *term, const char *text)
{
    while (*text != '\0')
        push(term, key_make(utf8_next(&text), 0));
}

void term_mem_paste(struct term *term, const char *text)
{
    push(term, key_make(K_PASTE_BEGIN, 0));
    while (*text != '\0') {
        uint32_t cp = utf8_next(&text);

        if (cp == '\t')
            cp = K_TAB;
        push(term, key_make(cp == '\n' ? (uint32_t)K_ENTER : cp, KEY_PASTED));
    }
    push(term, key_make(K_PASTE_END, 0));
}

void term_mem_resize(struct term *term, int rows, int cols)
{
    of(term)->rows = rows;
    of(term)->cols = cols;
    of(term)->events |= TERM_RESIZED;
}

void term_mem_event(struct term *term, enum term_event event)
{
    of(term)->events |= (int)event;
}

const struct cells *term_mem_cells(const struct term *term)
{
    return ((const struct term_mem *)term)->shown;
}

char *term_mem_dump(const struct term *term, struct arena *arena)
{
    return cells_dump(term_mem_cells(term), arena);
}

char *term_mem_row(const struct term *term, int row, struct arena *arena)
{
    return cells_row(term_mem_cells(term), row, arena);
}

bool term_mem_shows(const struct term *term, const char *text)
{
    OD_ARENA *tmp = arena_new();

    return strstr(term_mem_dump(term, tmp), text) != NULL;
}

struct term_mem_counts term_mem_counts(const struct term *term)
{
    return ((const struct term_mem *)term)->counts;
}
