/* See record_vfs.h. */
#include "fault/record_vfs.h"

#include <assert.h>
#include <string.h>

#include <sqlite3.h>

#include "base/mem.h"

struct recorded_file {
    sqlite3_file base;
    enum record_file which;
    sqlite3_file *real; /* behind it, in the same room */
};

static struct {
    sqlite3_vfs vfs, *real;
    struct record *log;
    int count, cap;
    const char *only;
    bool is_paused;
} recorder;

static void add(enum record_op op, enum record_file file, int64_t at, const void *data, size_t len)
{
    struct record *r;

    if (recorder.is_paused)
        return;
    if (recorder.count == recorder.cap) {
        recorder.cap = recorder.cap > 0 ? recorder.cap * 2 : 1024;
        recorder.log = xrealloc(recorder.log, (size_t)recorder.cap * sizeof *recorder.log);
    }
    r = &recorder.log[recorder.count++];
    *r = (struct record){ .op = op, .file = file, .at = at, .len = len };
    if (data) {
        r->data = xmalloc(len);
        memcpy(r->data, data, len);
    }
}

static struct recorded_file *mine(sqlite3_file *f)
{
    return (struct recorded_file *)f;
}

static sqlite3_file *real_of(sqlite3_file *f)
{
    return mine(f)->real;
}

static int r_close(sqlite3_file *f)
{
    return real_of(f)->pMethods->xClose(real_of(f));
}

static int r_read(sqlite3_file *f, void *data, int len, sqlite3_int64 at)
{
    return real_of(f)->pMethods->xRead(real_of(f), data, len, at);
}

static int r_write(sqlite3_file *f, const void *data, int len, sqlite3_int64 at)
{
    int rc = real_of(f)->pMethods->xWrite(real_of(f), data, len, at);

    if (rc == SQLITE_OK)
        add(RECORD_WRITE, mine(f)->which, at, data, (size_t)len);
    return rc;
}

static int r_truncate(sqlite3_file *f, sqlite3_int64 size)
{
    int rc = real_of(f)->pMethods->xTruncate(real_of(f), size);

    if (rc == SQLITE_OK)
        add(RECORD_TRUNCATE, mine(f)->which, size, NULL, 0);
    return rc;
}

static int r_sync(sqlite3_file *f, int flags)
{
    int rc = real_of(f)->pMethods->xSync(real_of(f), flags);

    if (rc == SQLITE_OK)
        add(RECORD_SYNC, mine(f)->which, 0, NULL, 0);
    return rc;
}

static int r_size(sqlite3_file *f, sqlite3_int64 *size)
{
    return real_of(f)->pMethods->xFileSize(real_of(f), size);
}

static int r_lock(sqlite3_file *f, int level)
{
    return real_of(f)->pMethods->xLock(real_of(f), level);
}

static int r_unlock(sqlite3_file *f, int level)
{
    return real_of(f)->pMethods->xUnlock(real_of(f), level);
}

static int r_check_lock(sqlite3_file *f, int *out)
{
    return real_of(f)->pMethods->xCheckReservedLock(real_of(f), out);
}

static int r_control(sqlite3_file *f, int op, void *arg)
{
    return real_of(f)->pMethods->xFileControl(real_of(f), op, arg);
}

static int r_sector(sqlite3_file *f)
{
    (void)f;
    return RECORD_SECTOR;
}

static int r_device(sqlite3_file *f)
{
    (void)f;
    return 0; /* promises nothing, so the engine must not rely on anything */
}

static int r_shm_map(sqlite3_file *f, int page, int size, int extend, void volatile **out)
{
    return real_of(f)->pMethods->xShmMap(real_of(f), page, size, extend, out);
}

static int r_shm_lock(sqlite3_file *f, int offset, int n, int flags)
{
    return real_of(f)->pMethods->xShmLock(real_of(f), offset, n, flags);
}

static void r_shm_barrier(sqlite3_file *f)
{
    real_of(f)->pMethods->xShmBarrier(real_of(f));
}

static int r_shm_unmap(sqlite3_file *f, int delete)
{
    return real_of(f)->pMethods->xShmUnmap(real_of(f), delete);
}

static const sqlite3_io_methods methods = {
    .iVersion = 2,
    .xClose = r_close,
    .xRead = r_read,
    .xWrite = r_write,
    .xTruncate = r_truncate,
    .xSync = r_sync,
    .xFileSize = r_size,
    .xLock = r_lock,
    .xUnlock = r_unlock,
    .xCheckReservedLock = r_check_lock,
    .xFileControl = r_control,
    .xSectorSize = r_sector,
    .xDeviceCharacteristics = r_device,
    .xShmMap = r_shm_map,
    .xShmLock = r_shm_lock,
    .xShmBarrier = r_shm_barrier,
    .xShmUnmap = r_shm_unmap,
};

/* The desk at `only`, and what lies beside it; all where there is none. */
static bool is_recorded(const char *name)
{
    return !recorder.only || strncmp(name, recorder.only, strlen(recorder.only)) == 0;
}

static int v_open(sqlite3_vfs *vfs, const char *name, sqlite3_file *f, int flags, int *out)
{
    struct recorded_file *file = mine(f);
    int rc;

    (void)vfs;
    file->base.pMethods = NULL;
    file->which = flags & SQLITE_OPEN_WAL ? RECORD_LOG : RECORD_DESK;
    file->real = (sqlite3_file *)(file + 1);
    if (!is_recorded(name))
        return recorder.real->xOpen(recorder.real, name, f, flags, out);
    assert(flags & (SQLITE_OPEN_WAL | SQLITE_OPEN_MAIN_DB)); /* no other files are expected */
    rc = recorder.real->xOpen(recorder.real, name, file->real, flags, out);
    if (file->real->pMethods)
        file->base.pMethods = &methods;
    return rc;
}

void record_vfs_register(void)
{
    recorder.real = sqlite3_vfs_find(NULL);
    assert(recorder.real);
    recorder.vfs = *recorder.real;
    recorder.vfs.zName = RECORD_VFS;
    recorder.vfs.szOsFile = (int)sizeof(struct recorded_file) + recorder.real->szOsFile;
    recorder.vfs.xOpen = v_open;
    sqlite3_vfs_register(&recorder.vfs, 0);
}

void record_only(const char *path)
{
    recorder.only = path;
    sqlite3_vfs_register(&recorder.vfs, 1);
}

void record_pause(bool is_paused)
{
    recorder.is_paused = is_paused;
}

void record_begin(void)
{
    for (int i = 0; i < recorder.count; i++)
        xfree(recorder.log[i].data);
    recorder.count = 0;
}

int record_count(void)
{
    return recorder.count;
}

const struct record *record_at(int index)
{
    assert(index >= 0 && index < recorder.count);
    return &recorder.log[index];
}
