/*
 * The maps that came with the program, by kind.
 */
#include <dirent.h>
#include <stdlib.h>
#include <string.h>

#include "base/conf.h"
#include "base/datadir.h"
#include "base/mem.h"
#include "base/vec.h"
#include "domain/intake/import_file.h"

/* More than any folder of maps has. */
#define MAPS_MAX 200

struct names OD_VEC(const char *);

static int by_name(const void *a, const void *b)
{
    return strcmp(*(const char *const *)a, *(const char *const *)b);
}

static bool is_of_kind(const char *path, const char *kind)
{
    OD_CONF *conf = NULL;
    struct err err = ERR_INIT;
    const char *says;

    if (!conf_load(&conf, path, &err))
        return false;
    says = conf_get(conf, "map", "kind");
    return says && strcmp(says, kind) == 0;
}

struct import_maps import_maps_of(enum import_kind kind, struct arena *arena)
{
    const char *dir = datadir(arena);
    struct names names = { 0 };
    struct dirent *entry;
    DIR *folder;

    if (!dir)
        return (struct import_maps){ 0 };
    dir = arena_printf(arena, "%s/maps", dir);
    folder = opendir(dir);
    while (folder && names.n < MAPS_MAX && (entry = readdir(folder)) != NULL) {
        const char *dot = strrchr(entry->d_name, '.');

        if (dot && strcmp(dot, ".ini") == 0 &&
            is_of_kind(arena_printf(arena, "%s/%s", dir, entry->d_name), import_kind_name(kind)))
            *vec_push(arena, &names) =
                arena_strndup(arena, entry->d_name, (size_t)(dot - entry->d_name));
    }
    if (folder)
        (void)closedir(folder);
    if (names.n > 0)
        qsort(names.v, (size_t)names.n, sizeof names.v[0], by_name);
    return (struct import_maps){ names.v, names.n };
}
