/*
 * Memory: allocation that cannot fail (the program aborts when memory is gone; all truth is in
 * committed transactions), and arenas, in which a screen, a command or a use case keeps all its
 * records and frees them at once.
 */
#ifndef OD_BASE_MEM_H
#define OD_BASE_MEM_H

#include <stddef.h>

#include "base/compiler.h"

void *xmalloc(size_t size) OD_MUST_USE;
void *xcalloc(size_t count, size_t size) OD_MUST_USE;
void *xrealloc(void *old, size_t size) OD_MUST_USE;
char *xstrdup(const char *text) OD_MUST_USE;
/* Frees; NULL is fine. */
void xfree(void *p);

struct arena;

/* A new empty arena; the first block is taken with the first allocation. */
struct arena *arena_new(void) OD_MUST_USE;
/* Frees everything in it and the arena itself; NULL is fine. */
void arena_free(struct arena *arena);
/* Forgets everything in it, keeps one block for use again. Pointers into it are dead. */
void arena_reset(struct arena *arena);
/* Bytes handed out so far; for tests and the log. */
size_t arena_used(const struct arena *arena);

/* size bytes, aligned for any type, not cleared. size 0 gives a valid pointer. */
void *arena_alloc(struct arena *arena, size_t size) OD_MUST_USE;
/* count * size bytes of zeros; the product is checked. */
void *arena_calloc(struct arena *arena, size_t count, size_t size) OD_MUST_USE;
/* A copy; NULL stays NULL. */
char *arena_strdup(struct arena *arena, const char *text) OD_MUST_USE;
/* A copy of at most len bytes, terminated. */
char *arena_strndup(struct arena *arena, const char *text, size_t len) OD_MUST_USE;
/* printf into the arena. */
char *arena_printf(struct arena *arena, const char *fmt, ...) OD_PRINTF(2, 3) OD_MUST_USE;
/* Copy of size bytes. */
void *arena_memdup(struct arena *arena, const void *data, size_t size) OD_MUST_USE;

/* One zeroed record of a type. */
#define arena_new_of(arena, type) ((type *)arena_calloc((arena), 1, sizeof(type)))
#define arena_array(arena, n, type) ((type *)arena_calloc((arena), (size_t)(n), sizeof(type)))

static inline void arena_cleanup(struct arena **arena)
{
    arena_free(*arena);
}
/* OD_ARENA *tmp = arena_new();  freed at the end of the scope */
#define OD_ARENA OD_CLEANUP(arena_cleanup) struct arena

#endif
