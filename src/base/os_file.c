/*
 * Files. Paths that people name are opened in os_open() alone, which lays down the rights of a
 * set-id program for that moment.
 */
#include "base/os.h"

#include <assert.h>
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/vfs.h>
#include <unistd.h>

#include "base/i18n.h"
#include "base/mem.h"

/* The real ids for a moment, and the program's own back. */
struct ids {
    uid_t uid;
    gid_t gid;
};

static struct ids drop_ids(void)
{
    struct ids own = { geteuid(), getegid() };

    if (own.gid != getgid() && setegid(getgid()) != 0)
        abort();
    if (own.uid != getuid() && seteuid(getuid()) != 0)
        abort();
    return own;
}

static void restore_ids(struct ids own)
{
    int kept = errno;

    if (geteuid() != own.uid && seteuid(own.uid) != 0)
        abort();
    if (getegid() != own.gid && setegid(own.gid) != 0)
        abort();
    errno = kept;
}

int os_open(const char *path, int flags, unsigned mode)
{
    struct ids own = drop_ids();
    int fd = open(path, flags | O_CLOEXEC, (mode_t)mode);

    restore_ids(own);
    return fd;
}

static bool refuse_read(const char *path, struct err *err)
{
    int why = errno;

    if (why == ENOENT || why == ENOTDIR)
        err_set(err, ERR_NOT_FOUND, _("There is no file %s."), path);
    else
        err_set(err, ERR_IO, _("The file %s cannot be read: %s."), path, strerror(why));
    return err_cause(err, "errno %d: %s", why, strerror(why));
}

static bool refuse_write(const char *path, struct err *err)
{
    int why = errno;

    err_set(err, ERR_IO, _("The file %s cannot be written: %s."), path, strerror(why));
    return err_cause(err, "errno %d: %s", why, strerror(why));
}

static bool make_one_dir(const char *path)
{
    struct ids own = drop_ids();
    int status = mkdir(path, 0700);

    restore_ids(own);
    return status == 0 || errno == EEXIST;
}

bool os_make_dir(const char *path, struct err *err)
{
    OD_ARENA *tmp = arena_new();
    char *part = arena_strdup(tmp, path);
    bool is_made = true;
    struct stat info;

    for (char *slash = strchr(part + 1, '/'); slash != NULL && is_made;
         slash = strchr(slash + 1, '/')) {
        *slash = '\0';
        is_made = stat(part, &info) == 0 || make_one_dir(part);
        *slash = '/';
    }
    if (is_made && make_one_dir(part) && stat(part, &info) == 0) {
        if (S_ISDIR(info.st_mode))
            return true;
        errno = ENOTDIR;
    }
    return err_set(err, ERR_IO, _("The folder %s cannot be made: %s."), path, strerror(errno));
}

bool os_file_exists(const char *path)
{
    return access(path, F_OK) == 0;
}

int64_t os_file_size(const char *path)
{
    struct stat info;

    return stat(path, &info) == 0 ? info.st_size : 0;
}

bool os_owns_file(const char *path)
{
    struct stat info;

    return stat(path, &info) == 0 && (getuid() == 0 || getuid() == info.st_uid);
}

/* Reads until the end or one byte past max; -1 with errno. */
static ssize_t read_all(int fd, char **data, size_t max, struct arena *arena)
{
    size_t len = 0, room = 4096;
    char *buffer = arena_alloc(arena, room);

    for (;;) {
        ssize_t n = read(fd, buffer + len, room - len - 1);

        if (n < 0 && errno == EINTR)
            continue;
        if (n < 0)
            return -1;
        len += (size_t)n;
        if (n == 0 || len > max)
            break;
        if (len == room - 1) {
            char *wider = arena_alloc(arena, room * 2);

            memcpy(wider, buffer, len);
            buffer = wider;
            room *= 2;
        }
    }
    buffer[len] = '\0';
    *data = buffer;
    return (ssize_t)len;
}

bool os_read_file(const char *path, size_t max, struct arena *arena, char **out, size_t *len,
                  struct err *err)
{
    OD_ARENA *tmp = arena_new();
    int fd = os_open(path, O_RDONLY | O_NOCTTY, 0);
    char *data;
    ssize_t n;

    if (fd < 0)
        return refuse_read(path, err);
    n = read_all(fd, &data, max, tmp);
    if (n < 0) {
        refuse_read(path, err);
        (void)close(fd);
        return false;
    }
    (void)close(fd);
    if ((size_t)n > max)
        return err_set(err, ERR_LIMIT, _("The file %s is too large; at most %zu bytes are read."),
                       path, max);
    *out = arena_memdup(arena, data, (size_t)n + 1);
    if (len != NULL)
        *len = (size_t)n;
    return true;
}

/* A rename is safe on disk when the folder is. Some file systems cannot sync a folder; the data
 * itself is written by then. */
static void sync_parent(const char *path)
{
    OD_ARENA *tmp = arena_new();
    const char *slash = strrchr(path, '/');
    const char *dir = ".";
    int fd;

    if (slash != NULL)
        dir = slash == path ? "/" : arena_strndup(tmp, path, (size_t)(slash - path));
    fd = os_open(dir, O_RDONLY | O_DIRECTORY, 0);
    if (fd < 0)
        return;
    (void)fsync(fd);
    (void)close(fd);
}

/* The mode of the file that is replaced, else what umask leaves of 0666. */
static mode_t mode_for(const char *path)
{
    struct stat info;
    mode_t mask;

    if (stat(path, &info) == 0)
        return info.st_mode & 0777;
    mask = umask(077);
    (void)umask(mask);
    return 0666 & ~mask;
}

/* Devices and pipes are written in place: a file renamed over /dev/null would be a disaster. */
static bool is_special(const char *path)
{
    struct stat info;

    return stat(path, &info) == 0 && !S_ISREG(info.st_mode);
}

static int open_temp(char *temp, const char *path, bool is_private)
{
    struct ids own = drop_ids();
    int fd = mkostemp(temp, O_CLOEXEC);

    restore_ids(own);
    if (fd >= 0 && fchmod(fd, is_private ? 0600 : mode_for(path)) != 0) {
        /* A file system without modes keeps its own. */
        errno = 0;
    }
    return fd;
}

static bool open_out(struct os_out *out, const char *path, bool is_private, struct err *err)
{
    int fd;

    *out = (struct os_out){ 0 };
    if (strcmp(path, "-") == 0) {
        out->file = stdout;
        return true;
    }
    if (is_special(path)) {
        fd = os_open(path, O_WRONLY | O_NOCTTY, 0);
    } else {
        size_t size = strlen(path) + sizeof ".XXXXXX";

        out->temp = xmalloc(size);
        (void)snprintf(out->temp, size, "%s.XXXXXX", path);
        fd = open_temp(out->temp, path, is_private);
    }
    if (fd < 0) {
        xfree(out->temp);
        out->temp = NULL;
        return refuse_write(path, err);
    }
    out->path = xstrdup(path);
    out->file = fdopen(fd, "w");
    if (out->file != NULL)
        return true;
    refuse_write(path, err);
    (void)close(fd);
    os_out_close(out);
    return false;
}

bool os_out_open(struct os_out *out, const char *path, struct err *err)
{
    return open_out(out, path, false, err);
}

bool os_out_open_private(struct os_out *out, const char *path, struct err *err)
{
    return open_out(out, path, true, err);
}

static bool flush_and_sync(FILE *file)
{
    if (ferror(file)) {
        errno = EIO;
        return false;
    }
    if (fflush(file) != 0)
        return false;
    /* Pipes and terminals have nothing to sync. */
    return fsync(fileno(file)) == 0 || errno == EINVAL || errno == ENOTSUP || errno == EROFS;
}

static int rename_as_user(const char *from, const char *to)
{
    struct ids own = drop_ids();
    int status = rename(from, to);

    restore_ids(own);
    return status;
}

bool os_out_commit(struct os_out *out, struct err *err)
{
    const char *name = out->path != NULL ? out->path : _("standard output");
    FILE *file = out->file;

    assert(file != NULL);
    if (!flush_and_sync(file))
        return refuse_write(name, err);
    if (file != stdout) {
        out->file = NULL;
        if (fclose(file) != 0)
            return refuse_write(name, err);
    }
    if (out->temp != NULL) {
        if (rename_as_user(out->temp, out->path) != 0)
            return refuse_write(name, err);
        sync_parent(out->path);
        xfree(out->temp);
        out->temp = NULL;
    }
    os_out_close(out);
    return true;
}

void os_out_close(struct os_out *out)
{
    if (out->file != NULL && out->file != stdout)
        (void)fclose(out->file);
    if (out->temp != NULL) {
        struct ids own = drop_ids();

        (void)unlink(out->temp);
        restore_ids(own);
    }
    xfree(out->temp);
    xfree(out->path);
    *out = (struct os_out){ 0 };
}

bool os_write_file(const char *path, const char *data, size_t len, struct err *err)
{
    struct os_out out;

    if (!os_out_open(&out, path, err))
        return false;
    if (fwrite(data, 1, len, out.file) != len) {
        refuse_write(path, err);
        os_out_close(&out);
        return false;
    }
    if (os_out_commit(&out, err))
        return true;
    os_out_close(&out);
    return false;
}

/* Magic numbers of statfs(2) whose locks or shared memory do not reach all who have the file. */
static const struct {
    unsigned long magic;
    const char *kind;
} network_kinds[] = {
    { 0x6969, "nfs" },        { 0x517B, "smb" },        { 0xFF534D42, "cifs" },
    { 0xFE534D42, "smb2" },   { 0x65735546, "fuse" },   { 0x01021997, "9p" },
    { 0x5346414F, "afs" },    { 0x6B414653, "kafs" },   { 0x73757245, "coda" },
    { 0x00C36400, "ceph" },   { 0x0BD00BD0, "lustre" }, { 0x01161970, "gfs2" },
    { 0x7461636F, "ocfs2" },  { 0x47504653, "gpfs" },   { 0x19830326, "beegfs" },
    { 0x786F4256, "vboxsf" }, { 0x564C, "ncp" },
};

/* statfs of the file or, where it does not exist yet, of its folder. */
static bool stat_fs(const char *path, struct statfs *out)
{
    OD_ARENA *tmp = arena_new();
    const char *slash = strrchr(path, '/');

    if (statfs(path, out) == 0)
        return true;
    if (slash == NULL)
        return statfs(".", out) == 0;
    if (slash == path)
        return statfs("/", out) == 0;
    return statfs(arena_strndup(tmp, path, (size_t)(slash - path)), out) == 0;
}

bool os_is_network_fs(const char *path, const char **kind)
{
    struct statfs info;

    if (!stat_fs(path, &info))
        return false;
    for (size_t i = 0; i < OD_LEN(network_kinds); i++) {
        /* The field is signed and as wide as a word; the magic numbers have 32 bits. */
        if (((unsigned long)info.f_type & 0xFFFFFFFFUL) != network_kinds[i].magic)
            continue;
        if (kind != NULL)
            *kind = network_kinds[i].kind;
        return true;
    }
    return false;
}

long long os_free_bytes(const char *path)
{
    struct statfs info;

    if (!stat_fs(path, &info))
        return -1;
    return (long long)info.f_bavail * (long long)info.f_bsize;
}
