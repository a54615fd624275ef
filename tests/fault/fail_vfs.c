/* See fail_vfs.h. */
#include "fault/fail_vfs.h"

#include <assert.h>
#include <string.h>

#include <sqlite3.h>

struct fail_file {
    sqlite3_file base;
    sqlite3_file *real; /* behind it, in the same room */
};

static struct {
    sqlite3_vfs vfs, *real;
    enum fail_kind kind;
    int n, calls, hits;
    bool for_good;
} fail;

/* Counts a call; is it one that fails? */
static bool fails(enum fail_kind kind)
{
    bool hit;

    if (fail.n == 0 || kind != fail.kind)
        return false;
    fail.calls++;
    hit = fail.calls == fail.n || (fail.for_good && fail.calls > fail.n);
    fail.hits += hit;
    return hit;
}

static bool is_write_kind(void)
{
    return fail.kind == FAIL_WRITE || fail.kind == FAIL_SHORT_WRITE || fail.kind == FAIL_FULL;
}

static sqlite3_file *real_of(sqlite3_file *f)
{
    return ((struct fail_file *)f)->real;
}

static int f_close(sqlite3_file *f)
{
    return real_of(f)->pMethods->xClose(real_of(f));
}

static int f_read(sqlite3_file *f, void *data, int len, sqlite3_int64 at)
{
    if (fails(FAIL_READ))
        return SQLITE_IOERR_READ;
    return real_of(f)->pMethods->xRead(real_of(f), data, len, at);
}

static int f_write(sqlite3_file *f, const void *data, int len, sqlite3_int64 at)
{
    sqlite3_file *real = real_of(f);

    if (!is_write_kind() || !fails(fail.kind))
        return real->pMethods->xWrite(real, data, len, at);
    if (fail.kind != FAIL_WRITE)
        real->pMethods->xWrite(real, data, len / 2, at);
    return fail.kind == FAIL_FULL ? SQLITE_FULL : SQLITE_IOERR_WRITE;
}

static int f_truncate(sqlite3_file *f, sqlite3_int64 size)
{
    if (fails(FAIL_TRUNCATE))
        return SQLITE_IOERR_TRUNCATE;
    return real_of(f)->pMethods->xTruncate(real_of(f), size);
}

static int f_sync(sqlite3_file *f, int flags)
{
    if (fails(FAIL_SYNC))
        return SQLITE_IOERR_FSYNC;
    return real_of(f)->pMethods->xSync(real_of(f), flags);
}

static int f_size(sqlite3_file *f, sqlite3_int64 *size)
{
    if (fails(FAIL_SIZE))
        return SQLITE_IOERR_FSTAT;
    return real_of(f)->pMethods->xFileSize(real_of(f), size);
}

static int f_lock(sqlite3_file *f, int level)
{
    if (fails(FAIL_LOCK))
        return SQLITE_IOERR_LOCK;
    return real_of(f)->pMethods->xLock(real_of(f), level);
}

static int f_unlock(sqlite3_file *f, int level)
{
    return real_of(f)->pMethods->xUnlock(real_of(f), level);
}

static int f_check_lock(sqlite3_file *f, int *out)
{
    return real_of(f)->pMethods->xCheckReservedLock(real_of(f), out);
}

static int f_control(sqlite3_file *f, int op, void *arg)
{
    return real_of(f)->pMethods->xFileControl(real_of(f), op, arg);
}

static int f_sector(sqlite3_file *f)
{
    return real_of(f)->pMethods->xSectorSize(real_of(f));
}

static int f_device(sqlite3_file *f)
{
    return real_of(f)->pMethods->xDeviceCharacteristics(real_of(f));
}

static int f_shm_map(sqlite3_file *f, int page, int size, int extend, void volatile **out)
{
    if (fails(FAIL_SHARED))
        return SQLITE_IOERR_SHMMAP;
    return real_of(f)->pMethods->xShmMap(real_of(f), page, size, extend, out);
}

static int f_shm_lock(sqlite3_file *f, int offset, int n, int flags)
{
    /* Unlocking cannot fail: the engine does not look. */
    if ((flags & SQLITE_SHM_LOCK) && fails(FAIL_SHARED))
        return SQLITE_IOERR_SHMLOCK;
    return real_of(f)->pMethods->xShmLock(real_of(f), offset, n, flags);
}

static void f_shm_barrier(sqlite3_file *f)
{
    real_of(f)->pMethods->xShmBarrier(real_of(f));
}

static int f_shm_unmap(sqlite3_file *f, int delete)
{
    return real_of(f)->pMethods->xShmUnmap(real_of(f), delete);
}

static const sqlite3_io_methods methods = {
    .iVersion = 2,
    .xClose = f_close,
    .xRead = f_read,
    .xWrite = f_write,
    .xTruncate = f_truncate,
    .xSync = f_sync,
    .xFileSize = f_size,
    .xLock = f_lock,
    .xUnlock = f_unlock,
    .xCheckReservedLock = f_check_lock,
    .xFileControl = f_control,
    .xSectorSize = f_sector,
    .xDeviceCharacteristics = f_device,
    .xShmMap = f_shm_map,
    .xShmLock = f_shm_lock,
    .xShmBarrier = f_shm_barrier,
    .xShmUnmap = f_shm_unmap,
};

static int v_open(sqlite3_vfs *vfs, const char *name, sqlite3_file *f, int flags, int *out)
{
    struct fail_file *file = (struct fail_file *)f;
    int rc;

    (void)vfs;
    file->base.pMethods = NULL;
    file->real = (sqlite3_file *)(file + 1);
    if (fails(FAIL_OPEN))
        return SQLITE_CANTOPEN;
    rc = fail.real->xOpen(fail.real, name, file->real, flags, out);
    if (file->real->pMethods)
        file->base.pMethods = &methods;
    return rc;
}

static int v_delete(sqlite3_vfs *vfs, const char *name, int sync_folder)
{
    (void)vfs;
    if (fails(FAIL_DELETE))
        return SQLITE_IOERR_DELETE;
    return fail.real->xDelete(fail.real, name, sync_folder);
}

void fail_vfs_register(void)
{
    fail.real = sqlite3_vfs_find(NULL);
    assert(fail.real);
    fail.vfs = *fail.real;
    fail.vfs.zName = FAIL_VFS;
    fail.vfs.szOsFile = (int)sizeof(struct fail_file) + fail.real->szOsFile;
    fail.vfs.xOpen = v_open;
    fail.vfs.xDelete = v_delete;
    sqlite3_vfs_register(&fail.vfs, 0);
}

void fail_vfs_at(enum fail_kind kind, int n, bool for_good)
{
    fail.kind = kind;
    fail.n = n;
    fail.for_good = for_good;
    fail.calls = fail.hits = 0;
}

int fail_vfs_hits(void)
{
    return fail.hits;
}

const char *fail_kind_name(enum fail_kind kind)
{
    static const char *const names[FAIL_KINDS] = {
        "open",     "read", "write", "short write", "full",   "sync",
        "truncate", "size", "lock",  "shared",      "delete",
    };

    return names[kind];
}
