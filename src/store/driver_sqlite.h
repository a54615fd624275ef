/* What the two files of the SQLite driver share; for nobody else. */
#ifndef OD_STORE_DRIVER_SQLITE_H
#define OD_STORE_DRIVER_SQLITE_H

#include "store/driver.h"

struct sqlite3;
struct sqlite3_stmt;

struct driver_db {
    struct sqlite3 *db;
    struct sqlite3_stmt *data_version, *begin, *commit, *stamp; /* prepared at their first use */
    int wal_pages;
    bool is_poisoned;
    bool (*give_up)(void *arg);
    void *give_up_arg;
};

/* Says what a code of the engine means; returns false. Memory that is gone ends the program. */
bool lite_fault(struct driver_db *d, int rc, struct err *err);
/* Runs SQL without parameters and results. */
bool lite_exec(struct driver_db *d, const char *sql, struct err *err);
/* First column of the first row as text, cut to size; "" where there is none. */
bool lite_ask(struct driver_db *d, const char *sql, char *out, size_t size, struct err *err);
bool lite_open(struct driver_db **out, const char *path, enum driver_mode mode, const char *vfs,
               struct err *err);
void lite_close(struct driver_db *d, bool is_last_word);

#endif
