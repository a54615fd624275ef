/*
 * Looking for the program's own data, so that it runs from a build folder, from a moved
 * installation and from the place it was configured for.
 */
#include "base/datadir.h"

#include <stddef.h>

#include "base/compiler.h"
#include "base/mem.h"
#include "base/os.h"

const char *datadir(struct arena *arena)
{
    static const char *const beside[] = { "../data", "data", "../share/orderdesk" };
    const char *named = os_is_setid() ? NULL : os_env("ORDERDESK_DATADIR");
    const char *dir = os_is_setid() ? NULL : os_program_dir(arena);

    if (named != NULL)
        return named;
    for (size_t i = 0; dir != NULL && i < OD_LEN(beside); i++) {
        const char *path = arena_printf(arena, "%s/%s", dir, beside[i]);

        if (os_file_exists(arena_printf(arena, "%s/demo/setup.od", path)))
            return path;
    }
    return os_file_exists(OD_PKGDATADIR) ? OD_PKGDATADIR : NULL;
}
