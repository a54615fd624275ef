/*
 * The desk's file before and beside the engine: what it is, who may write it, how a new one comes
 * to its name whole or not at all. Knows the suffixes the engine uses, nothing else of it.
 */
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <unistd.h>

#include "base/i18n.h"
#include "base/limits.h"
#include "base/os.h"
#include "base/secret.h"
#include "store/db_impl.h"

#define NAME_SIZE           4096
#define HEAD_SIZE           100
#define HEAD_APPLICATION_ID 68
/* Tries to find a free random name. */
#define TEMP_TRIES 20
/* The index of the log in its smallest form, and some. */
#define ROOM_BYTES 65536

static bool os_error(struct err *err, const char *path, const char *sentence)
{
    int os = errno;

    err_set(err, os == ENOENT ? ERR_NOT_FOUND : ERR_IO, sentence, path);
    return err_cause(err, "%s: %s", path, strerror(os));
}

/* The folder of an absolute path. */
static void folder_of(const char *path, char out[NAME_SIZE])
{
    const char *slash = strrchr(path, '/');
    size_t len = slash && slash > path ? (size_t)(slash - path) : 1;

    snprintf(out, NAME_SIZE, "%.*s", (int)len, slash ? path : ".");
}

static bool exists_beside(const char *path, const char *suffix, struct stat *st)
{
    char name[NAME_SIZE + 16];

    snprintf(name, sizeof name, "%s%s", path, suffix);
    return lstat(name, st) == 0;
}

int64_t file_size_beside(const char *path, const char *suffix)
{
    struct stat st;

    return exists_beside(path, suffix, &st) ? st.st_size : 0;
}

bool file_has_beside(const char *path, const char *suffix)
{
    return file_size_beside(path, suffix) > 0;
}

static bool may_write(const char *path)
{
    return faccessat(AT_FDCWD, path, W_OK, AT_EACCESS) == 0;
}

static bool may_write_beside(const char *path, const char *suffix)
{
    char name[NAME_SIZE + 16];
    struct stat st;

    snprintf(name, sizeof name, "%s%s", path, suffix);
    return lstat(name, &st) != 0 || may_write(name);
}

/* Why the file cannot be written; NULL where it can. */
static const char *why_not_writable(const char *path)
{
    char folder[NAME_SIZE];
    struct statvfs vfs;

    folder_of(path, folder);
    if (statvfs(path, &vfs) == 0 && (vfs.f_flag & ST_RDONLY))
        return N_("The disk of the desk is mounted read-only; it can be read, but not changed.");
    if (!may_write(path))
        return N_(
            "You may read the desk's file, but not change it. Ask for the right to write it.");
    if (!may_write(folder))
        return N_("The folder of the desk's file is read-only; the desk can be read, but not "
                  "changed.");
    if (!may_write_beside(path, "-wal") || !may_write_beside(path, "-shm"))
        return N_("Another account left files beside the desk's file that you may not change; the "
                  "desk can be read, but not changed.");
    return NULL;
}

/* Is it a desk's file, by its first bytes? */
static bool check_head(const char *where, const char *path, struct err *err)
{
    unsigned char head[HEAD_SIZE] = { 0 };
    const unsigned char *id = head + HEAD_APPLICATION_ID;
    int fd = open(path, O_RDONLY | O_CLOEXEC | O_NOCTTY | O_NONBLOCK);
    ssize_t got;

    if (fd < 0)
        return os_error(err, where, _("The desk's file %s cannot be read."));
    got = read(fd, head, sizeof head);
    close(fd);
    if (got < 0)
        return os_error(err, where, _("The desk's file %s cannot be read."));
    if (got != HEAD_SIZE || memcmp(head, "SQLite format 3", 16) != 0 ||
        (uint32_t)id[0] << 24 != (DRIVER_APPLICATION_ID & 0xff000000u) ||
        id[1] != (DRIVER_APPLICATION_ID >> 16 & 0xff) ||
        id[2] != (DRIVER_APPLICATION_ID >> 8 & 0xff) || id[3] != (DRIVER_APPLICATION_ID & 0xff))
        return err_set(err, ERR_CORRUPT,
                       _("%s is not the file of an orderdesk, or its start is damaged. Give the "
                         "path of your desk, or restore a backup."),
                       where);
    return true;
}

static bool refuse_network(const char *where, const char *path, struct err *err)
{
    const char *kind = "";

    if (!os_is_network_fs(path, &kind))
        return true;
    return err_set(
        err, ERR_IO,
        _("%s is on a network disk (%s), where locks cannot be trusted. Keep the desk on "
          "a disk of this machine."),
        where, kind);
}

bool file_look(const char *where, struct file_facts *out, struct err *err)
{
    struct file_facts f = { 0 };
    char real[PATH_MAX];
    struct stat st;

    if (!realpath(where, real) || stat(real, &st) != 0)
        return errno == ENOENT
                   ? err_set(err, ERR_NOT_FOUND,
                             _("There is no desk at %s. Make one with \"orderdesk init\"."), where)
                   : os_error(err, where, _("The desk's file %s cannot be opened."));
    if (S_ISDIR(st.st_mode))
        return err_set(err, ERR_STATE, _("%s is a folder, not the file of an orderdesk."), where);
    if (!S_ISREG(st.st_mode))
        return err_set(err, ERR_CORRUPT, _("%s is not the file of an orderdesk."), where);
    if (st.st_nlink > 1)
        return err_set(err, ERR_STATE,
                       _("%s has a second name (a hard link); two names of one desk damage it. "
                         "Remove the other name."),
                       where);
    if (!refuse_network(where, real, err) || !check_head(where, real, err))
        return false;
    snprintf(f.path, sizeof f.path, "%s", real);
    f.mode = st.st_mode & 0777;
    f.size = st.st_size;
    f.why_not = why_not_writable(real);
    f.can_write = f.why_not == NULL;
    *out = f;
    return true;
}

/* Nothing may stand at path, nor leftovers that the engine would take for the new file's own. */
static bool is_free(const char *where, const char *path, struct err *err)
{
    struct stat st;

    if (lstat(path, &st) == 0)
        return err_set(err, ERR_STATE, _("%s exists already; it was left as it is."), where);
    if (exists_beside(path, "-wal", &st) || exists_beside(path, "-journal", &st))
        return err_set(
            err, ERR_STATE,
            _("Beside %s stands a -wal or -journal file of an earlier desk. Move it away "
              "first."),
            where);
    return true;
}

bool file_look_new(const char *where, char path[4096], unsigned *mode, struct err *err)
{
    const char *slash = strrchr(where, '/');
    const char *name = slash ? slash + 1 : where;
    char folder[NAME_SIZE], real[PATH_MAX];
    struct stat st;

    folder_of(where, folder);
    if (*name == '\0' || strcmp(name, ".") == 0 || strcmp(name, "..") == 0)
        return err_set(err, ERR_STATE, _("%s is a folder; give the name of a file."), where);
    if (!realpath(folder, real) || stat(real, &st) != 0 || !S_ISDIR(st.st_mode))
        return err_set(err, ERR_NOT_FOUND, _("There is no folder %s. Make it first."), folder);
    if (strlen(real) > 3800 || strlen(name) > 250)
        return err_set(err, ERR_LIMIT, _("The path %.60s... is too long."), where);
    snprintf(path, NAME_SIZE, "%.3800s%s%.250s", real, strcmp(real, "/") == 0 ? "" : "/", name);
    *mode = st.st_mode & S_IWGRP ? 0660 : 0600;
    return refuse_network(where, real, err) && is_free(where, path, err);
}

bool file_make_temp(const char *path, unsigned mode, char temp[4096], struct err *err)
{
    int i, fd = -1;

    for (i = 0; fd < 0 && i < TEMP_TRIES; i++) {
        uint32_t lot;

        random_bytes(&lot, sizeof lot);
        snprintf(temp, NAME_SIZE, "%.4070s.new-%08x", path, (unsigned)lot);
        fd = open(temp, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0600);
        if (fd < 0 && errno != EEXIST)
            break;
    }
    if (fd < 0)
        return os_error(err, path, _("%s cannot be made. May you write in this folder?"));
    if (fchmod(fd, mode) != 0) { /* not by open: the umask would take the group away */
        os_error(err, path, _("%s cannot be given to the group of its folder."));
        close(fd);
        unlink(temp);
        return false;
    }
    close(fd);
    return true;
}

static bool sync_path(const char *path, int flags, struct err *err)
{
    int fd = open(path, O_RDONLY | O_CLOEXEC | flags);
    bool ok = fd >= 0 && fsync(fd) == 0;

    if (!ok)
        os_error(err, path, _("%s could not be brought safely to the disk."));
    if (fd >= 0)
        close(fd);
    return ok;
}

bool file_sync(const char *path, struct err *err)
{
    return sync_path(path, 0, err);
}

bool file_sync_folder_of(const char *path, struct err *err)
{
    char folder[NAME_SIZE];

    folder_of(path, folder);
    return sync_path(folder, O_DIRECTORY, err);
}

bool file_publish(const char *temp, const char *path, struct err *err)
{
    int rc;

    if (!file_sync(temp, err))
        return false;
    rc = renameat2(AT_FDCWD, temp, AT_FDCWD, path, RENAME_NOREPLACE);
    if (rc != 0 && (errno == EINVAL || errno == ENOSYS)) {
        rc = link(temp, path); /* disks without it; also never over a file */
        if (rc == 0)
            unlink(temp);
    }
    if (rc != 0 && errno == EEXIST)
        return err_set(err, ERR_STATE, _("%s exists already; it was left as it is."), path);
    if (rc != 0)
        return os_error(err, path, _("%s cannot be given its name."));
    return file_sync_folder_of(path, err);
}

void file_discard(const char *temp)
{
    static const char *const suffixes[] = { "", "-wal", "-shm", "-journal" };
    char name[NAME_SIZE + 16];
    size_t i;

    for (i = 0; i < OD_LEN(suffixes); i++) {
        snprintf(name, sizeof name, "%s%s", temp, suffixes[i]);
        unlink(name);
    }
}

int64_t file_stamp(const char *path)
{
    struct stat st;

    if (stat(path, &st) != 0)
        return 0;
    return (int64_t)((uint64_t)st.st_mtim.tv_sec * 1000000000 + (uint64_t)st.st_mtim.tv_nsec +
                     (uint64_t)st.st_size * 31 + (uint64_t)st.st_ino * 1000003);
}

bool file_lacks_room_beside(const char *path)
{
    static const char nothing[ROOM_BYTES];
    char name[NAME_SIZE + 16];
    bool lacks = false;
    uint32_t lot;
    int fd;

    random_bytes(&lot, sizeof lot);
    snprintf(name, sizeof name, "%.4070s.room-%08x", path, (unsigned)lot);
    fd = open(name, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0600);
    if (fd < 0)
        return errno == ENOSPC || errno == EDQUOT;
    /* What does not go in whole meets the end of the room; the rest of it says by its error. */
    if (pwrite(fd, nothing, sizeof nothing, 0) != (ssize_t)sizeof nothing)
        lacks = pwrite(fd, nothing, 1, sizeof nothing - 1) != 1 &&
                (errno == ENOSPC || errno == EDQUOT || errno == EFBIG);
    close(fd);
    unlink(name);
    return lacks;
}

bool file_has_room(const char *path, int64_t size, struct err *err)
{
    char folder[NAME_SIZE];
    long long room;

    folder_of(path, folder);
    room = os_free_bytes(folder);
    if (room < 0 || room - size >= LIMIT_FREE_BYTES)
        return true;
    return err_set(
        err, ERR_IO,
        _("There is not enough room on the disk for %s: %lld MB would be needed, %lld MB "
          "are free."),
        path, (long long)(size + LIMIT_FREE_BYTES) / 1000000, room / 1000000);
}
