/*
 * Allocation that aborts when memory is gone, and arenas: chains of blocks that are filled from
 * the front and freed together.
 */
#include "base/mem.h"

#include <stdalign.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#if defined(__SANITIZE_ADDRESS__)
#define MEM_HAS_ASAN 1
#elif defined(__has_feature)
#if __has_feature(address_sanitizer)
#define MEM_HAS_ASAN 1
#endif
#endif

/* Under the address sanitizer every piece is a block of its own, so that it sees overruns. */
#ifdef MEM_HAS_ASAN
#define BLOCK_FIRST ((size_t)0)
#else
#define BLOCK_FIRST ((size_t)4096)
#endif
#define BLOCK_MOST ((size_t)256 * 1024)

struct block {
    struct block *next;
    size_t size, used;
    alignas(max_align_t) unsigned char data[];
};

struct arena {
    struct block *top; /* the block being filled; older ones follow */
    size_t next_size;  /* of the next ordinary block */
    size_t used;
};

OD_NORETURN static void out_of_memory(void)
{
    (void)fputs("orderdesk: out of memory\n", stderr);
    abort();
}

void *xmalloc(size_t size)
{
    void *p = malloc(size > 0 ? size : 1);

    if (p == NULL)
        out_of_memory();
    return p;
}

void *xcalloc(size_t count, size_t size)
{
    void *p = calloc(count > 0 ? count : 1, size > 0 ? size : 1);

    if (p == NULL)
        out_of_memory();
    return p;
}

void *xrealloc(void *old, size_t size)
{
    void *p = realloc(old, size > 0 ? size : 1);

    if (p == NULL)
        out_of_memory();
    return p;
}

char *xstrdup(const char *text)
{
    size_t size = strlen(text) + 1;

    return memcpy(xmalloc(size), text, size);
}

void xfree(void *p)
{
    free(p);
}

struct arena *arena_new(void)
{
    struct arena *arena = xcalloc(1, sizeof *arena);

    arena->next_size = BLOCK_FIRST;
    return arena;
}

static void free_blocks(struct block *b)
{
    while (b != NULL) {
        struct block *next = b->next;

        free(b);
        b = next;
    }
}

void arena_free(struct arena *arena)
{
    if (arena == NULL)
        return;
    free_blocks(arena->top);
    free(arena);
}

void arena_reset(struct arena *arena)
{
    struct block *keep = arena->top;

    arena->used = 0;
    if (keep == NULL)
        return;
    free_blocks(keep->next);
    keep->next = NULL;
    keep->used = 0;
#ifdef MEM_HAS_ASAN
    free(keep);
    arena->top = NULL;
#else
    /* One large record must not stay for good. */
    if (keep->size > BLOCK_MOST) {
        free(keep);
        arena->top = NULL;
    }
#endif
}

size_t arena_used(const struct arena *arena)
{
    return arena->used;
}

static struct block *block_new(size_t size)
{
    struct block *b;

    if (size > SIZE_MAX - sizeof *b)
        out_of_memory();
    b = xmalloc(sizeof *b + size);
    b->next = NULL;
    b->size = size;
    b->used = 0;
    return b;
}

/* A block with room for size. A piece too large for ordinary blocks gets its own, behind the one
 * being filled, so that what is left of that is still used. */
static struct block *add_block(struct arena *arena, size_t size)
{
    struct block *b;

    if (size > arena->next_size / 2 && arena->top != NULL) {
        b = block_new(size);
        b->next = arena->top->next;
        arena->top->next = b;
        return b;
    }
    b = block_new(size > arena->next_size ? size : arena->next_size);
    b->next = arena->top;
    arena->top = b;
    if (arena->next_size < BLOCK_MOST)
        arena->next_size *= 2;
    return b;
}

void *arena_alloc(struct arena *arena, size_t size)
{
    const size_t unit = alignof(max_align_t);
    struct block *b = arena->top;
    size_t room;
    void *p;

    if (size > SIZE_MAX / 2)
        out_of_memory();
    room = (size + unit - 1) / unit * unit;
    if (room == 0)
        room = unit;
#ifdef MEM_HAS_ASAN
    room = size > 0 ? size : 1;
    b = NULL;
#endif
    if (b == NULL || room > b->size - b->used)
        b = add_block(arena, room);
    p = b->data + b->used;
    b->used += room;
    arena->used += size;
    return p;
}

void *arena_calloc(struct arena *arena, size_t count, size_t size)
{
    void *p;

    if (size != 0 && count > SIZE_MAX / size)
        out_of_memory();
    p = arena_alloc(arena, count * size);
    memset(p, 0, count * size);
    return p;
}

void *arena_memdup(struct arena *arena, const void *data, size_t size)
{
    void *p = arena_alloc(arena, size);

    if (size > 0)
        memcpy(p, data, size);
    return p;
}

char *arena_strdup(struct arena *arena, const char *text)
{
    return text != NULL ? arena_memdup(arena, text, strlen(text) + 1) : NULL;
}

char *arena_strndup(struct arena *arena, const char *text, size_t len)
{
    size_t n = strnlen(text, len);
    char *copy = arena_alloc(arena, n + 1);

    memcpy(copy, text, n);
    copy[n] = '\0';
    return copy;
}

char *arena_printf(struct arena *arena, const char *fmt, ...)
{
    va_list args, again;
    char *text;
    int n;

    va_start(args, fmt);
    va_copy(again, args);
    n = vsnprintf(NULL, 0, fmt, args);
    assert(n >= 0);
    text = arena_alloc(arena, (size_t)n + 1);
    (void)vsnprintf(text, (size_t)n + 1, fmt, again);
    va_end(again);
    va_end(args);
    return text;
}
