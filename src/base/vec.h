/*
 * A growable array of one type in an arena. Growth copies; the old room stays in the arena until
 * that ends, so a vec costs at most twice its final size.
 *
 *     struct names OD_VEC(const char *);      declares struct names { const char **v; int n, cap; }
 *     struct names names = { 0 };
 *     *vec_push(arena, &names) = "x";
 */
#ifndef OD_BASE_VEC_H
#define OD_BASE_VEC_H

#include <string.h>

#include "base/mem.h"

#define OD_VEC(type)                                                                               \
    {                                                                                              \
        type *v;                                                                                   \
        int n, cap;                                                                                \
    }

static inline void *vec_grow(struct arena *arena, void *old, int n, int *cap, size_t size)
{
    int room = *cap > 0 ? *cap * 2 : 8;
    void *fresh;

    if (n < *cap)
        return old;
    fresh = arena_calloc(arena, (size_t)room, size);
    if (n > 0)
        memcpy(fresh, old, (size_t)n * size);
    *cap = room;
    return fresh;
}

/* Makes room for one more element, zeroed, and gives its address. */
#define vec_push(arena, vec)                                                                       \
    ((vec)->v = vec_grow((arena), (vec)->v, (vec)->n, &(vec)->cap, sizeof *(vec)->v),              \
     &(vec)->v[(vec)->n++])

#endif
