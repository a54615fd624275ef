/*
 * Real desk files for the store's tests: a folder per test below one of the run, small statements,
 * children that do one thing.
 */
#ifndef OD_TESTS_UNIT_STORE_SUPPORT_H
#define OD_TESTS_UNIT_STORE_SUPPORT_H

#include <check.h>

#include "store/db_impl.h"
#include "store/store.h"

#define NOW_MS INT64_C(1763800000000)

/* A folder for this test, with a fresh name; removed at the end of the run. */
const char *fresh_folder(void);
/* "<folder>/<name>", good until the end of the test. */
const char *path_in(const char *folder, const char *name);
void remove_tree(const char *path);

/* A desk in a fresh folder; fails the test where it cannot be made. */
struct db *desk_new(void);
struct db *desk_at(const char *path);
struct db *open_at(const char *path);

/* Through a transaction of its own; fails the test where it cannot. */
void setting_put(struct db *db, const char *name, const char *value);
/* Inside a transaction. */
bool setting_add(struct tx *tx, const char *name, const char *value, struct err *err);
/* NULL where there is none. */
const char *setting_of(struct db *db, const char *name);
int64_t setting_count(struct db *db);

/* Runs fn in a child and gives its exit status; a signal gives 128 + its number. */
int in_child(void (*fn)(const void *arg), const void *arg);
/* Gives root away for good, so that permissions count; the folder must be reachable. */
void become_nobody(void);

void write_file(const char *path, const void *data, size_t len);
void copy_file(const char *from, const char *to);
bool exists(const char *path);
/* Names in a folder, without . and ..; sorted, blank between. */
const char *names_in(const char *folder);

#define ck_ok(call) ck_assert_msg((call), "%d %s [%s]", err.code, err.text, err.cause)
#define ck_refused(call, want)                                                                     \
    do {                                                                                           \
        bool refused_ok = (call);                                                                  \
        ck_assert(!refused_ok);                                                                    \
        ck_assert_msg(err.code == (want), "%d %s [%s]", err.code, err.text, err.cause);            \
        ck_assert(err.text[0] != '\0');                                                            \
    } while (0)

#endif
