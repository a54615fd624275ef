/* See fault_support.h. */
#include "fault/fault_support.h"

#include <ftw.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "store/db_impl.h"

#define NOW_MS INT64_C(1763800000000)

static char folder[64];
static const char *base = "/tmp";
static int faults;

int fault_option(int argc, char **argv, const char *name, int otherwise)
{
    for (int i = 1; i + 1 < argc; i++)
        if (strcmp(argv[i], name) == 0)
            return (int)strtol(argv[i + 1], NULL, 10);
    return otherwise;
}

void fault_in_memory(void)
{
    if (access("/dev/shm", W_OK) == 0)
        base = "/dev/shm";
}

const char *fault_path(const char *name)
{
    static char paths[4][200];
    static int next;
    char *path = paths[next++ % 4];

    if (folder[0] == '\0') {
        snprintf(folder, sizeof folder, "%s/orderdesk-fault-XXXXXX", base);
        if (!mkdtemp(folder)) {
            perror(folder);
            exit(99);
        }
    }
    snprintf(path, sizeof paths[0], "%s/%s", folder, name);
    return path;
}

void fault_die(const char *what, const struct err *err)
{
    fprintf(stderr, "%s: %s: %s [%s]\n", what, err_code_name(err->code), err->text, err->cause);
    _exit(70);
}

struct db *fault_create(const char *path)
{
    struct err err = ERR_INIT;
    struct db *db = NULL;

    if (!db_create(&db, path, NOW_MS, &err))
        fault_die("create", &err);
    return db;
}

struct db *fault_open(const char *path)
{
    struct err err = ERR_INIT;
    struct db *db = NULL;

    if (!db_open(&db, path, NOW_MS, &err))
        fault_die("open", &err);
    return db;
}

void fault_exec(struct db *db, const char *sql)
{
    struct err err = ERR_INIT;

    if (!db->driver->exec(db->engine, sql, &err))
        fault_die(sql, &err);
}

int64_t fault_ask(struct db *db, const char *sql)
{
    struct err err = ERR_INIT;
    int64_t v = 0;

    if (!db_ask_i64(db, sql, &v, &err))
        fault_die(sql, &err);
    return v;
}

void fault_check(bool holds, const char *fmt, ...)
{
    va_list args;

    if (holds)
        return;
    faults++;
    va_start(args, fmt);
    fputs("FAULT: ", stdout);
    vfprintf(stdout, fmt, args);
    putchar('\n');
    va_end(args);
}

void fault_forgive(int n)
{
    faults -= n;
}

int fault_count(void)
{
    return faults;
}

static int remove_one(const char *path, const struct stat *st, int kind, struct FTW *at)
{
    (void)st;
    (void)kind;
    (void)at;
    return remove(path);
}

int fault_end(void)
{
    if (faults == 0)
        nftw(folder, remove_one, 16, FTW_DEPTH | FTW_PHYS);
    else
        printf("%d faults; the files are kept in %s\n", faults, folder);
    return faults > 0;
}
