#include "fault/kill_support.h"

#include <string.h>

#include "base/os.h"
#include "fault/fault_support.h"

uint64_t kill_seed;

unsigned kill_lot(unsigned below)
{
    kill_seed = kill_seed * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
    return (unsigned)(kill_seed >> 33) % below;
}

struct desk *kill_desk(const char *path, struct stamp now)
{
    struct desk_open_options in = { .where = path, .login = "anna" };
    struct err err = ERR_INIT;
    struct desk *desk = NULL;

    in.clock = clock_fixed(now);
    if (!desk_open(&in, &desk, &err))
        fault_die("desk_open", &err);
    return desk;
}

const char *kill_book(const char *path, size_t max, struct arena *arena)
{
    struct err err = ERR_INIT;
    char *text;

    if (!os_file_exists(path))
        return "";
    if (!os_read_file(path, max, arena, &text, NULL, &err))
        fault_die("book", &err);
    return text;
}

int kill_times(const char *text, const char *what)
{
    int n = 0;

    for (const char *at = strstr(text, what); at != NULL; at = strstr(at + 1, what))
        n++;
    return n;
}
