/*
 * Looking for the program's own data, so that it runs from a build folder, from a moved
 * installation and from the place it was configured for.
 */
#include "cli/datadir.h"

#include <limits.h>
#include <stddef.h>
#include <string.h>
#include <unistd.h>

#include "base/compiler.h"
#include "base/mem.h"
#include "base/os.h"

/* The folder the running program lies in; NULL where the system does not tell. */
static const char *program_dir(struct arena *arena)
{
    char path[PATH_MAX];
    ssize_t len = readlink("/proc/self/exe", path, sizeof path - 1);
    char *slash;

    if (len <= 0)
        return NULL;
    path[len] = '\0';
    slash = strrchr(path, '/');
    if (slash == NULL)
        return NULL;
    *slash = '\0';
    return arena_strdup(arena, path);
}

const char *datadir(struct arena *arena)
{
    static const char *const beside[] = { "../data", "data", "../share/orderdesk" };
    const char *named = os_is_setid() ? NULL : os_env("ORDERDESK_DATADIR");
    const char *dir = os_is_setid() ? NULL : program_dir(arena);

    if (named != NULL)
        return named;
    for (size_t i = 0; dir != NULL && i < OD_LEN(beside); i++) {
        const char *path = arena_printf(arena, "%s/%s", dir, beside[i]);

        if (os_file_exists(arena_printf(arena, "%s/demo/setup.od", path)))
            return path;
    }
    return os_file_exists(OD_PKGDATADIR) ? OD_PKGDATADIR : NULL;
}
