/* See store_support.h. Globals are fine here: each test has a process of its own. */
#include "unit/store_support.h"

#include <dirent.h>
#include <fcntl.h>
#include <ftw.h>
#include <grp.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/mem.h"

static struct arena *test_arena(void)
{
    static struct arena *arena;

    if (!arena)
        arena = arena_new();
    return arena;
}

const char *fresh_folder(void)
{
    char *name = arena_printf(test_arena(), "%s/t-XXXXXX", getenv("OD_TEST_DIR"));

    ck_assert_ptr_nonnull(mkdtemp(name));
    ck_assert_int_eq(chmod(name, 0755), 0); /* for become_nobody */
    return name;
}

const char *path_in(const char *folder, const char *name)
{
    return arena_printf(test_arena(), "%s/%s", folder, name);
}

static int remove_one(const char *path, const struct stat *st, int kind, struct FTW *at)
{
    (void)st;
    (void)kind;
    (void)at;
    return remove(path);
}

void remove_tree(const char *path)
{
    nftw(path, remove_one, 16, FTW_DEPTH | FTW_PHYS);
}

struct db *desk_at(const char *path)
{
    struct err err = ERR_INIT;
    struct db *db = NULL;

    ck_ok(db_create(&db, path, NOW_MS, &err));
    return db;
}

struct db *desk_new(void)
{
    return desk_at(path_in(fresh_folder(), "desk.db"));
}

struct db *open_at(const char *path)
{
    struct err err = ERR_INIT;
    struct db *db = NULL;

    ck_ok(db_open(&db, path, NOW_MS, &err));
    return db;
}

static const struct sql sql_setting_add = { .name = "test.setting_add",
                                            .text = "INSERT INTO setting (name, value)"
                                                    " VALUES ($1, $2)" };

bool setting_add(struct tx *tx, const char *name, const char *value, struct err *err)
{
    OD_STMT *q = sql_write(tx, &sql_setting_add);

    put_text(q, name);
    put_text(q, value);
    return sql_run(&q, NULL, err);
}

void setting_put(struct db *db, const char *name, const char *value)
{
    struct err err = ERR_INIT;
    OD_TX tx = { 0 };

    ck_ok(tx_begin(db, 1000, &tx, &err));
    ck_ok(setting_add(&tx, name, value, &err));
    ck_ok(tx_commit(&tx, &err));
}

static const struct sql sql_setting_of = { .name = "test.setting_of",
                                           .text = "SELECT value FROM setting WHERE name = $1" };

const char *setting_of(struct db *db, const char *name)
{
    struct err err = ERR_INIT;
    const char *value = NULL;
    OD_STMT *q = sql_read(db, &sql_setting_of);

    put_text(q, name);
    if (sql_row(q))
        value = get_text(q, test_arena());
    ck_ok(sql_done(&q, &err));
    return value;
}

int64_t setting_count(struct db *db)
{
    struct err err = ERR_INIT;
    int64_t n = -1;

    ck_ok(db_ask_i64(db, "SELECT COUNT(*) FROM setting", &n, &err));
    return n;
}

int in_child(void (*fn)(const void *arg), const void *arg)
{
    int status = 0;
    pid_t pid = fork();

    ck_assert_int_ge(pid, 0);
    if (pid == 0) {
        fn(arg);
        _exit(0);
    }
    ck_assert_int_eq(waitpid(pid, &status, 0), pid);
    return WIFSIGNALED(status) ? 128 + WTERMSIG(status) : WEXITSTATUS(status);
}

void become_nobody(void)
{
    if (geteuid() != 0)
        return;
    ck_assert_int_eq(setgroups(0, NULL), 0);
    ck_assert_int_eq(setresgid(65534, 65534, 65534), 0);
    ck_assert_int_eq(setresuid(65534, 65534, 65534), 0);
}

void write_file(const char *path, const void *data, size_t len)
{
    FILE *file = fopen(path, "w");

    ck_assert_ptr_nonnull(file);
    ck_assert_uint_eq(fwrite(data, 1, len, file), len);
    ck_assert_int_eq(fclose(file), 0);
}

void copy_file(const char *from, const char *to)
{
    char block[65536];
    FILE *in = fopen(from, "r"), *out = fopen(to, "w");
    size_t n;

    ck_assert(in && out);
    while ((n = fread(block, 1, sizeof block, in)) > 0)
        ck_assert_uint_eq(fwrite(block, 1, n, out), n);
    fclose(in);
    ck_assert_int_eq(fclose(out), 0);
}

bool exists(const char *path)
{
    struct stat st;

    return lstat(path, &st) == 0;
}

const char *names_in(const char *folder)
{
    struct dirent **entries = NULL;
    const char *names = "";
    int i, n = scandir(folder, &entries, NULL, alphasort);

    for (i = 0; i < n; i++) {
        if (entries[i]->d_name[0] != '.')
            names =
                arena_printf(test_arena(), "%s%s%s", names, *names ? " " : "", entries[i]->d_name);
        free(entries[i]);
    }
    free(entries);
    return names;
}
