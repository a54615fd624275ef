/*
 * Names that a run has met, as hashes in an open table: a file of a million known orders costs some
 * dozen megabytes, and one of new orders nothing.
 */
#include <string.h>

#include "base/mem.h"
#include "domain/intake/import_parts.h"

#define FIRST_ROOM 64

struct id_set {
    struct arena *arena;
    uint64_t *v; /* 0: free */
    size_t n, room;
};

/* FNV-1a (Fowler, Noll, Vo), 64 bits; never 0. */
static uint64_t hash_of(const char *id)
{
    uint64_t hash = UINT64_C(14695981039346656037);

    for (; *id; id++)
        hash = (hash ^ (unsigned char)*id) * UINT64_C(1099511628211);
    return hash ? hash : 1;
}

struct id_set *id_set_new(struct arena *arena)
{
    struct id_set *set = arena_new_of(arena, struct id_set);

    set->arena = arena;
    return set;
}

/* Where the hash is, or would be. */
static size_t place_of(const struct id_set *set, uint64_t hash)
{
    size_t at = hash & (set->room - 1);

    while (set->v[at] != 0 && set->v[at] != hash)
        at = (at + 1) & (set->room - 1);
    return at;
}

bool id_set_has(const struct id_set *set, const char *id)
{
    return set->room > 0 && set->v[place_of(set, hash_of(id))] != 0;
}

static void grow(struct id_set *set)
{
    struct id_set old = *set;

    set->room = old.room ? old.room * 2 : FIRST_ROOM;
    set->v = arena_array(set->arena, set->room, uint64_t);
    for (size_t i = 0; i < old.room; i++)
        if (old.v[i] != 0)
            set->v[place_of(set, old.v[i])] = old.v[i];
}

void id_set_add(struct id_set *set, const char *id)
{
    uint64_t hash = hash_of(id);
    size_t at;

    if (set->n * 2 >= set->room)
        grow(set);
    at = place_of(set, hash);
    set->n += set->v[at] == 0;
    set->v[at] = hash;
}
