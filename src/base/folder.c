/*
 * See folder.h. Names never hold a slash: a caller that takes one from outside has it from
 * folder_list.
 */
#include "base/folder.h"

#include <assert.h>
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/i18n.h"
#include "base/mem.h"
#include "base/os.h"
#include "base/vec.h"

struct entry_vec OD_VEC(struct folder_entry);

static const char *path_of(const char *dir, const char *name, struct arena *arena)
{
    assert(strchr(name, '/') == NULL);
    return arena_printf(arena, "%s/%s", dir, name);
}

static bool refuse(const char *path, bool is_write, struct err *err)
{
    int why = errno;
    enum err_code code = why == ENOENT || why == ENOTDIR                  ? ERR_NOT_FOUND
                         : why == EACCES || why == EPERM || why == EROFS ? ERR_DENIED
                                                                         : ERR_IO;

    (void)err_set(err, code,
                  is_write ? _("%s cannot be written: %s.") : _("%s cannot be read: %s."), path,
                  strerror(why));
    return err_cause(err, "errno %d: %s", why, strerror(why));
}

static bool refuse_read(const char *path, struct err *err)
{
    return refuse(path, false, err);
}

static bool refuse_write(const char *path, struct err *err)
{
    return refuse(path, true, err);
}

/* --- looking ---------------------------------------------------------------------------------- */

static int by_name(const void *a, const void *b)
{
    return strcmp(((const struct folder_entry *)a)->name, ((const struct folder_entry *)b)->name);
}

static void describe(int fd, struct folder_entry *e)
{
    struct clock clock = clock_system();
    int64_t changed;
    struct stat info;

    if (fstatat(fd, e->name, &info, AT_SYMLINK_NOFOLLOW) != 0)
        return;
    e->is_folder = S_ISDIR(info.st_mode);
    changed = (int64_t)info.st_mtim.tv_sec * 1000 + info.st_mtim.tv_nsec / 1000000;
    e->age_ms = clock_now(&clock).ms - changed;
    /* The clock of a file server may go before ours. */
    if (e->age_ms < 0)
        e->age_ms = -e->age_ms;
}

bool folder_list(const char *dir, int max, struct arena *arena, struct folder_entries *out,
                 struct err *err)
{
    int fd = os_open(dir, O_RDONLY | O_DIRECTORY, 0);
    DIR *stream = fd >= 0 ? fdopendir(fd) : NULL;
    struct entry_vec list = { 0 };
    struct dirent *entry;

    *out = (struct folder_entries){ 0 };
    if (stream == NULL) {
        (void)refuse_read(dir, err);
        if (fd >= 0)
            (void)close(fd);
        return false;
    }
    while ((entry = readdir(stream)) != NULL) {
        if (entry->d_name[0] == '.')
            continue;
        if (list.n == max) {
            out->is_cut = true;
            break;
        }
        vec_push(arena, &list)->name = arena_strdup(arena, entry->d_name);
    }
    for (int i = 0; i < list.n; i++)
        describe(fd, &list.v[i]);
    (void)closedir(stream);
    if (list.n > 0)
        qsort(list.v, (size_t)list.n, sizeof *list.v, by_name);
    out->v = list.v;
    out->n = list.n;
    return true;
}

bool folder_has(const char *dir, const char *name)
{
    OD_ARENA *tmp = arena_new();
    struct stat info;

    return lstat(path_of(dir, name, tmp), &info) == 0;
}

bool folder_find(const char *dir, const char *name, bool *is_there, struct err *err)
{
    OD_ARENA *tmp = arena_new();
    const char *path = path_of(dir, name, tmp);
    struct stat info;

    *is_there = lstat(path, &info) == 0;
    return *is_there || errno == ENOENT || refuse_read(path, err);
}

/* --- reading ---------------------------------------------------------------------------------- */

static bool read_plain(int fd, const char *path, size_t max, struct arena *arena, char **out,
                       size_t *len, struct err *err)
{
    struct stat info;
    size_t room, n = 0;
    char *data;

    if (fstat(fd, &info) != 0)
        return refuse_read(path, err);
    if (!S_ISREG(info.st_mode))
        return err_set(err, ERR_INVALID, _("%s is no plain file."), path);
    if (info.st_size > (off_t)max)
        return err_set(err, ERR_LIMIT, _("%s is too large; at most %zu bytes are read."), path,
                       max);
    room = (size_t)info.st_size;
    data = arena_alloc(arena, room + 1);
    while (n < room) {
        ssize_t some = read(fd, data + n, room - n);

        if (some < 0 && errno == EINTR)
            continue;
        if (some < 0)
            return refuse_read(path, err);
        if (some == 0)
            break;
        n += (size_t)some;
    }
    data[n] = '\0';
    *out = data;
    *len = n;
    return true;
}

bool folder_read(const char *dir, const char *name, size_t max, struct arena *arena, char **out,
                 size_t *len, struct err *err)
{
    OD_ARENA *tmp = arena_new();
    const char *path = path_of(dir, name, tmp);
    int fd = os_open(path, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_NOCTTY, 0);
    bool ok;

    if (fd < 0 && errno == ELOOP)
        return err_set(err, ERR_INVALID, _("%s is no plain file."), path);
    if (fd < 0)
        return refuse_read(path, err);
    ok = read_plain(fd, path, max, arena, out, len, err);
    (void)close(fd);
    return ok;
}

/* --- writing ---------------------------------------------------------------------------------- */

/* Some file systems cannot sync a folder; the data itself is written by then. */
static bool sync_folder(const char *dir, struct err *err)
{
    int fd = os_open(dir, O_RDONLY | O_DIRECTORY, 0);
    bool ok;

    if (fd < 0)
        return refuse_write(dir, err);
    ok = fsync(fd) == 0 || errno == EINVAL || errno == ENOTSUP;
    if (!ok)
        (void)refuse_write(dir, err);
    (void)close(fd);
    return ok;
}

static bool write_all(int fd, const char *data, size_t len)
{
    while (len > 0) {
        ssize_t n = write(fd, data, len);

        if (n < 0 && errno == EINTR)
            continue;
        if (n < 0)
            return false;
        data += n;
        len -= (size_t)n;
    }
    return fsync(fd) == 0;
}

bool folder_remove(const char *dir, const char *name, struct err *err)
{
    OD_ARENA *tmp = arena_new();
    const char *path = path_of(dir, name, tmp);

    return unlink(path) == 0 || errno == ENOENT || refuse_write(path, err);
}

bool folder_prepare(const char *dir, const char *temp, const char *data, size_t len,
                    struct err *err)
{
    OD_ARENA *tmp = arena_new();
    const char *path = path_of(dir, temp, tmp);
    int fd;
    bool ok;

    /* What an earlier try left; a link of that name is not followed. */
    if (!folder_remove(dir, temp, err))
        return false;
    fd = os_open(path, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW, 0666);
    if (fd < 0)
        return refuse_write(path, err);
    ok = write_all(fd, data, len);
    if (!ok)
        (void)refuse_write(path, err);
    if (close(fd) != 0 && ok)
        ok = refuse_write(path, err);
    if (!ok) {
        (void)unlink(path);
        return false;
    }
    return sync_folder(dir, err);
}

/* Never over what is there, also where it appeared this moment. A file system that cannot promise
 * that (some of other machines) has it looked at first; a second name by link() would be worse
 * there: killed between it and the removal of the first, a file would be both sent and not sent. */
static bool rename_beside(const char *old, const char *new)
{
    struct stat info;

    if (renameat2(AT_FDCWD, old, AT_FDCWD, new, RENAME_NOREPLACE) == 0)
        return true;
    if (errno != EINVAL && errno != ENOSYS)
        return false;
    if (lstat(new, &info) == 0) {
        errno = EEXIST;
        return false;
    }
    return errno == ENOENT && rename(old, new) == 0;
}

bool folder_move(const char *from_dir, const char *from, const char *to_dir, const char *to,
                 struct err *err)
{
    OD_ARENA *tmp = arena_new();
    const char *old = path_of(from_dir, from, tmp), *new = path_of(to_dir, to, tmp);

    if (!rename_beside(old, new))
        return errno == EEXIST ? err_set(err, ERR_STATE, _("There is a file %s already."), new)
                               : refuse_write(new, err);
    return sync_folder(to_dir, err) &&
           (strcmp(from_dir, to_dir) == 0 || sync_folder(from_dir, err));
}

bool folder_make(const char *dir, struct err *err)
{
    if (mkdir(dir, 0777) != 0 && errno != EEXIST)
        return refuse_write(dir, err);
    return true;
}
