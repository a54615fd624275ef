/*
 * A folder of its own for a test that needs files.
 */
#ifndef OD_TESTS_UNIT_TEMP_H
#define OD_TESTS_UNIT_TEMP_H

#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <check.h>

#include "base/mem.h"

#define TEMP_DIR_SIZE 64

static inline void temp_begin(char dir[TEMP_DIR_SIZE])
{
    (void)snprintf(dir, TEMP_DIR_SIZE, "/tmp/orderdesk-unit.XXXXXX");
    ck_assert_ptr_nonnull(mkdtemp(dir));
}

/* Removes the folder and the plain files in it. */
static inline void temp_end(const char *dir)
{
    OD_ARENA *tmp = arena_new();
    DIR *d = opendir(dir);
    const struct dirent *e;

    ck_assert_ptr_nonnull(d);
    while ((e = readdir(d)) != NULL) {
        if (strcmp(e->d_name, ".") != 0 && strcmp(e->d_name, "..") != 0)
            (void)unlink(arena_printf(tmp, "%s/%s", dir, e->d_name));
    }
    (void)closedir(d);
    (void)rmdir(dir);
}

static inline const char *temp_path(struct arena *arena, const char *dir, const char *name)
{
    return arena_printf(arena, "%s/%s", dir, name);
}

static inline const char *temp_put(struct arena *arena, const char *dir, const char *name,
                                   const char *data, size_t len)
{
    const char *path = temp_path(arena, dir, name);
    FILE *f = fopen(path, "w");

    ck_assert_ptr_nonnull(f);
    ck_assert_uint_eq(fwrite(data, 1, len, f), len);
    ck_assert_int_eq(fclose(f), 0);
    return path;
}

#endif
