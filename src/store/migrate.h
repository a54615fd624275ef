/*
 * Brings an older desk file up to date: numbered steps, each one transaction with its stamp, a
 * backup beside the file before the first. Private to the store.
 */
#ifndef OD_STORE_MIGRATE_H
#define OD_STORE_MIGRATE_H

#include <stdbool.h>
#include <stdint.h>

#include "base/err.h"

struct db;

struct migration {
    int version;        /* the file's version after this step */
    int oldest_program; /* programs that know fewer steps must not open the file then */
    const char *sql;
};

/* What a program knows: the schema of a new file, and the steps to it from older ones. */
struct migration_plan {
    const char *schema_sql;
    int version;                   /* of schema_sql */
    int oldest_program;            /* stamped on new files */
    const struct migration *steps; /* ascending by version, the last one is `version` */
    int step_count;
};

/* Of this program: made at build from schema.sql and data/migrations. */
extern const struct migration_plan migration_plan_program;

/* Loads the schema into an empty store and stamps it, in one transaction. */
OD_MUST_USE bool migrate_build(struct db *db, int64_t now_ms, struct err *err);

/* Version of the file, and whether this program may open it: ERR_STATE with what to do. */
OD_MUST_USE bool migrate_check(struct db *db, struct err *err);

/* Runs the steps that are missing, after a backup; db is writable and has not the turn. */
OD_MUST_USE bool migrate_run(struct db *db, int64_t now_ms, struct err *err);

#endif
