/*
 * A desk's store: opening by path or URL, what kind of file it is, whether others changed it, and
 * the cache of prepared statements. One handle belongs to one process and one thread and is opened
 * after fork and exec.
 */
#ifndef OD_STORE_DB_H
#define OD_STORE_DB_H

#include <stdbool.h>
#include <stdint.h>

#include "base/compiler.h"
#include "base/err.h"

struct db;

/* ":memory:" is a desk in memory for tests: no turnstile, no WAL, no file to ask after. */
#define DB_MEMORY ":memory:"

/*
 * Makes a new store at where from schema.sql and stamps it. Refuses an existing file (ERR_STATE),
 * a network disk (ERR_IO), a missing folder (ERR_NOT_FOUND). Mode 0600, or 0660 where the folder
 * is shared by its group. The file appears whole or not at all.
 */
OD_MUST_USE bool db_create(struct db **out, const char *where, int64_t now_ms, struct err *err);

/*
 * Opens an existing store, checks it (RELIABILITY's list: a regular local file, application id,
 * schema version, WAL, full sync and foreign keys read back, defensive) and brings an older one up
 * to date after a backup beside it. What cannot be written (mode, folder or disk read-only) opens
 * for reading: db_is_read_only tells, and writes are refused with the reason.
 *
 * err  ERR_NOT_FOUND (no file), ERR_STATE (a newer program's file: "Update orderdesk"; a folder),
 *      ERR_CORRUPT (not an orderdesk file, damaged), ERR_IO (network disk, disk, descriptors),
 *      ERR_BUSY
 */
OD_MUST_USE bool db_open(struct db **out, const char *where, int64_t now_ms, struct err *err);

/* Closes under the turnstile (or without a checkpoint where the turn does not come at once). NULL
 * and half-open handles are fine. */
void db_close(struct db *db);

const char *db_where(const struct db *db);
bool db_is_read_only(const struct db *db);
/* The sentence why, "" where it can be written. */
const char *db_read_only_reason(const struct db *db);
/* Name and version of the engine, for the log and --version. */
const char *db_engine(const struct db *db);
int db_schema_version(const struct db *db);
/* The version this program's schema.sql has, and the oldest it can migrate. */
int db_program_version(void);

/* A number that changes when ANOTHER connection committed; about a microsecond. -1 on an error:
 * then look again. */
int64_t db_data_version(struct db *db);

/* Bytes in the log beside the file, 0 where there is none. Commits bring it into the file; it grows
 * past a few MB only while some program reads one and the same moment of the desk. */
int64_t db_log_bytes(const struct db *db);

/* Is the file at its path still the one that is open? False: it was moved or replaced. */
bool db_is_same_file(struct db *db);

/* For work over many records: keeps 32 MB of the file in memory instead of 2, until it is said that
 * the work is over. */
void db_widen(struct db *db, bool is_wide);

/* Called about 20 times a second while a write waits its turn; false gives up (ERR_BUSY). */
void db_on_wait(struct db *db, bool (*keep_waiting)(void *arg, int waited_ms), void *arg);

/* Asked every few thousand engine steps during reads; true gives the running query up, which then
 * fails with ERR_BUSY. For live search. Never asked inside a write transaction. */
void db_on_progress(struct db *db, bool (*give_up)(void *arg), void *arg);

static inline void db_cleanup(struct db **db)
{
    db_close(*db);
}
#define OD_DB OD_CLEANUP(db_cleanup) struct db

#endif
