/* The inside of a store handle, shared by the files of src/store and by nobody else. */
#ifndef OD_STORE_DB_IMPL_H
#define OD_STORE_DB_IMPL_H

#include <signal.h>
#include <stdbool.h>
#include <stdint.h>

#include "store/db.h"
#include "store/driver.h"
#include "store/migrate.h"
#include "store/turnstile.h"

struct stmt;

/* Prepared statements by the address of their constant; open addressing, cap a power of two. */
struct stmt_cache {
    struct stmt **slot;
    int count, cap;
};

struct db {
    const struct driver *driver;
    struct driver_db *engine;
    char engine_name[64];
    char *where;            /* as given */
    char *path;             /* absolute, links resolved; NULL in memory */
    struct turnstile *turn; /* NULL: memory, or read-only */
    char *read_only_reason; /* NULL: it can be written */
    char *stop_reason;      /* NULL: writing goes on; set after a failed sync or damage */
    bool is_frozen;         /* opened without locks; see db_is_same_file */
    int64_t frozen_stamp;   /* file_stamp when it was */
    bool has_long_turn;     /* held over several transactions; they leave it alone */
    bool is_in_tx;
    bool is_doomed;     /* a write of this transaction failed in the engine */
    int schema_version; /* as seen when opened */
    const struct migration_plan *plan;
    struct stmt_cache cache;
    bool (*keep_waiting)(void *arg, int waited_ms);
    void *wait_arg;
    bool (*give_up)(void *arg);
    void *give_up_arg;
};

/* How tests reach what production never varies: the steps and the engine's way to the disk. */
struct db_seams {
    const struct migration_plan *plan; /* NULL: the program's own */
    const char *vfs;                   /* NULL: the engine's own */
};
OD_MUST_USE bool db_create_with(struct db **out, const char *where, int64_t now_ms,
                                const struct db_seams *seams, struct err *err);
OD_MUST_USE bool db_open_with(struct db **out, const char *where, int64_t now_ms,
                              const struct db_seams *seams, struct err *err);

/* Takes and gives the turn; without a turnstile (memory) both do nothing. */
OD_MUST_USE bool db_take_turn(struct db *db, int wait_ms, struct err *err);
void db_give_turn(struct db *db);

/* After a fault of the engine: is the handle still fit for writing? Remembers why not. */
void db_note_fault(struct db *db, const struct err *err);

/* Finalizes all cached statements; none may be in use but after a fault. */
void stmt_cache_clear(struct stmt_cache *cache);

/* The first column of the first row as an integer, outside of the cache; for housekeeping. */
OD_MUST_USE bool db_ask_i64(struct db *db, const char *sql, int64_t *out, struct err *err);

/* --- file.c: paths and files, shared by opening, creating, backing up and restoring --- */

struct file_facts {
    char path[4096];
    unsigned mode; /* permission bits */
    int64_t size;
    bool can_write;      /* file and folder, by our effective ids */
    bool is_frozen;      /* the file system is mounted read-only */
    const char *why_not; /* translated sentence, where can_write is false */
};

/* Looks at an existing desk file before the engine does; refuses what is none. */
OD_MUST_USE bool file_look(const char *where, struct file_facts *out, struct err *err);
/* Absolute path of a file that is to be made; refuses existing ones, a missing folder, a network
 * disk, and leftovers of an earlier desk beside it. *mode: the permission bits for it. */
OD_MUST_USE bool file_look_new(const char *where, char path[4096], unsigned *mode, struct err *err);
/* Makes an empty file beside path, under a name of its own, not yet visible as path. */
OD_MUST_USE bool file_make_temp(const char *path, unsigned mode, char temp[4096], struct err *err);
/* Syncs temp and gives it the name path, which must be free (ERR_STATE); syncs the folder. */
OD_MUST_USE bool file_publish(const char *temp, const char *path, struct err *err);
/* Removes a temp file and what the engine may have left beside it. */
void file_discard(const char *temp);
OD_MUST_USE bool file_sync(const char *path, struct err *err);
OD_MUST_USE bool file_sync_folder_of(const char *path, struct err *err);
/* Bytes of the file "<path><suffix>"; 0 where there is none. */
int64_t file_size_beside(const char *path, const char *suffix);
/* Is there such a file that is not empty? */
bool file_has_beside(const char *path, const char *suffix);
/* A number that changes when the file at path is written or replaced; 0 where there is none. */
int64_t file_stamp(const char *path);
/* Is there no room (disk, quota, size limit) for the small files the engine makes beside path? */
bool file_lacks_room_beside(const char *path);
/* At least LIMIT_FREE_BYTES stay free after size more bytes beside path. */
OD_MUST_USE bool file_has_room(const char *path, int64_t size, struct err *err);

#endif
