/*
 * The string builder. The room doubles in the arena until the maximum is reached; from the first
 * piece that does not fit the builder takes no more, so that the text is always a true beginning.
 */
#include "base/strbuf.h"

#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include "base/mem.h"

#define STRBUF_FIRST ((size_t)64)

void strbuf_init(struct strbuf *b, struct arena *arena, size_t max)
{
    size_t room = max < STRBUF_FIRST ? max + 1 : STRBUF_FIRST;

    assert(max < SIZE_MAX / 2);
    *b = (struct strbuf){ .arena = arena, .cap = room, .max = max };
    b->s = arena_alloc(arena, room);
    b->s[0] = '\0';
}

void strbuf_clear(struct strbuf *b)
{
    b->len = 0;
    b->s[0] = '\0';
    b->is_cut = false;
}

/* Room for extra more bytes and the end mark; extra fits max. */
static void reserve(struct strbuf *b, size_t extra)
{
    size_t need = b->len + extra + 1;
    size_t room = b->cap;
    char *fresh;

    if (need <= b->cap)
        return;
    while (room < need)
        room *= 2;
    if (room > b->max + 1)
        room = b->max + 1;
    fresh = arena_alloc(b->arena, room);
    memcpy(fresh, b->s, b->len + 1);
    b->s = fresh;
    b->cap = room;
}

/* The longest start of text of at most len bytes that does not end inside a UTF-8 character. */
static size_t whole_chars(const char *text, size_t len)
{
    while (len > 0 && ((unsigned char)text[len] & 0xC0) == 0x80)
        len--;
    return len;
}

void strbuf_addn(struct strbuf *b, const char *text, size_t len)
{
    if (b->is_cut)
        return;
    if (len > b->max - b->len) {
        len = whole_chars(text, b->max - b->len);
        b->is_cut = true;
    }
    if (len == 0)
        return;
    reserve(b, len);
    memcpy(b->s + b->len, text, len);
    b->len += len;
    b->s[b->len] = '\0';
}

void strbuf_add(struct strbuf *b, const char *text)
{
    strbuf_addn(b, text, strlen(text));
}

void strbuf_addc(struct strbuf *b, char c)
{
    strbuf_addn(b, &c, 1);
}

void strbuf_addf(struct strbuf *b, const char *fmt, ...)
{
    va_list args, again;
    int n;

    if (b->is_cut)
        return;
    va_start(args, fmt);
    va_copy(again, args);
    n = vsnprintf(NULL, 0, fmt, args);
    assert(n >= 0);
    if ((size_t)n <= b->max - b->len) {
        reserve(b, (size_t)n);
        (void)vsnprintf(b->s + b->len, (size_t)n + 1, fmt, again);
        b->len += (size_t)n;
    } else {
        char *whole = arena_alloc(b->arena, (size_t)n + 1);

        (void)vsnprintf(whole, (size_t)n + 1, fmt, again);
        strbuf_addn(b, whole, (size_t)n);
    }
    va_end(again);
    va_end(args);
}

void strbuf_fill(struct strbuf *b, char c, int n)
{
    size_t len = n > 0 ? (size_t)n : 0;

    if (b->is_cut || len == 0)
        return;
    if (len > b->max - b->len) {
        len = b->max - b->len;
        b->is_cut = true;
    }
    reserve(b, len);
    memset(b->s + b->len, c, len);
    b->len += len;
    b->s[b->len] = '\0';
}
