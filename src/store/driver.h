/*
 * What the store asks of an engine: one struct of functions per engine, so that nothing above it
 * names one. Private to the store. The error codes of an engine are mapped in its driver only.
 */
#ifndef OD_STORE_DRIVER_H
#define OD_STORE_DRIVER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/err.h"

struct arena;
struct driver_db;
struct driver_stmt;

/* Written into every desk file ("odsk"); tells it from other files of the same engine. */
#define DRIVER_APPLICATION_ID INT32_C(0x6f64736b)

enum driver_mode {
    DRIVER_WRITE,  /* an existing file, for writing; never makes one */
    DRIVER_READ,   /* an existing file, for reading; takes part in the locks */
    DRIVER_FROZEN, /* an existing file that nobody can change now: no locks, no files beside it */
    DRIVER_ALONE,  /* an existing file and its log, for reading: makes no files, shuts others out */
    DRIVER_BUILD,  /* an empty file that only we know, about to become a desk */
    DRIVER_MEMORY  /* no file */
};

enum value_kind { VALUE_NULL, VALUE_I64, VALUE_TEXT, VALUE_BLOB };

struct value {
    enum value_kind kind;
    int64_t i64;
    const void *data; /* text is terminated, its length without the NUL */
    size_t len;
};

enum step { STEP_ROW, STEP_DONE, STEP_FAILED };

/* What preparing tells about a statement. */
struct shape {
    int params, columns;
    bool is_read_only;
    bool is_in_order; /* parameters are $1..$n in order of first use */
};

struct driver {
    const char *name;             /* "SQLite" */
    const char *(*version)(void); /* of the library that runs */

    const char *references_off, *references_on; /* outside a transaction only */
    const char *count_broken_references;        /* one integer */
    /* Rows of one text, each a fault; "ok" is none. */
    const char *quick_check, *full_check, *reference_check;

    /* vfs NULL is the engine's own way to the disk; tests name another one. */
    bool (*open)(struct driver_db **out, const char *path, enum driver_mode mode, const char *vfs,
                 struct err *err);
    /* is_last_word: may bring the log into the file (the caller has the turn). NULL is fine. */
    void (*close)(struct driver_db *d, bool is_last_word);
    bool (*is_read_only)(struct driver_db *d);
    /* Runs statements without parameters and results. */
    bool (*exec)(struct driver_db *d, const char *sql, struct err *err);

    bool (*prepare)(struct driver_db *d, const char *sql, struct driver_stmt **out,
                    struct shape *shape, struct err *err);
    void (*finalize)(struct driver_stmt *s);
    /* at counts from 0. Text and blob are copied. */
    bool (*put)(struct driver_stmt *s, int at, const struct value *v, struct err *err);
    enum step (*step)(struct driver_stmt *s, struct err *err);
    /* Valid until the next step. */
    void (*get)(struct driver_stmt *s, int at, struct value *out);
    /* Back to before the first row, parameters forgotten. */
    void (*reset)(struct driver_stmt *s);
    int64_t (*changes)(struct driver_db *d);

    bool (*begin)(struct driver_db *d, struct err *err);
    /* Reads that all see the same; ended by rollback. */
    bool (*begin_read)(struct driver_db *d, struct err *err);
    bool (*commit)(struct driver_db *d, struct err *err);
    void (*rollback)(struct driver_db *d);
    /* Some faults end a transaction by themselves. */
    bool (*is_in_tx)(struct driver_db *d);
    /* Was a sync refused, or damage seen? Then nothing more may be written through d. */
    bool (*is_poisoned)(struct driver_db *d);

    int64_t (*data_version)(struct driver_db *d);
    /* Number of the last migration step, in the file's head. */
    bool (*stamp)(struct driver_db *d, int *version, struct err *err);
    bool (*set_stamp)(struct driver_db *d, int version, struct err *err);
    bool (*is_same_file)(struct driver_db *d);
    /* Pages in the log after the last commit; 0 once it was brought into the file. */
    int (*log_pages)(struct driver_db *d);
    /* Brings the log into the file as far as readers allow; *is_whole: nothing is left in it. */
    bool (*checkpoint)(struct driver_db *d, bool *is_whole, struct err *err);
    /* Copies the whole store in one step into an empty file. */
    bool (*copy)(struct driver_db *d, const char *path, struct err *err);
    /* Keeps much of the file in memory, for work over many records; or as little as usual. */
    void (*widen)(struct driver_db *d, bool is_wide);
    void (*on_progress)(struct driver_db *d, bool (*give_up)(void *arg), void *arg);
};

extern const struct driver driver_sqlite;

#endif
