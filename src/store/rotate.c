/*
 * Rotation of backups. A name says when its copy was made, so that nothing has to be remembered
 * about the folder but whose it is; that stands in a small file, which is the lock as well.
 */
#include "store/rotate.h"

#include <assert.h>
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/i18n.h"
#include "base/mem.h"
#include "base/vec.h"
#include "store/backup.h"
#include "store/db_impl.h"

#define MARKER ".orderdesk-backups"
#define PREFIX "desk-"
/* "desk-2026-11-23T100000Z.db" */
#define NAME_LENGTH 26

struct copy {
    const char *name;
    struct stamp made;
};
struct copies OD_VEC(struct copy);
struct names OD_VEC(const char *);

/* ---- what stays ------------------------------------------------------------------------------ */

enum period { PERIOD_DAY, PERIOD_WEEK, PERIOD_MONTH };

static int64_t period_of(struct stamp made, enum period period)
{
    struct date day = stamp_to_date(made);

    switch (period) {
    case PERIOD_DAY:
        return date_to_days(day);
    case PERIOD_WEEK:
        return date_to_days(day) - date_weekday(day);
    case PERIOD_MONTH:
        return (int64_t)day.year * 12 + day.month;
    }
    return 0;
}

/* The newest copy of each of the last max periods that have one. */
static void choose_by(const struct stamp *made, int n, enum period period, int max, bool *is_kept)
{
    int64_t last = INT64_MAX;

    for (int i = 0; i < n && max > 0; i++) {
        int64_t this = period_of(made[i], period);

        if (this == last)
            continue;
        is_kept[i] = true;
        last = this;
        max--;
    }
}

void rotate_choose(const struct stamp *made, int n, const struct rotate_keep *keep, bool *is_kept)
{
    for (int i = 0; i < n; i++) {
        assert(i == 0 || made[i - 1].ms >= made[i].ms);
        is_kept[i] = i == 0;
    }
    choose_by(made, n, PERIOD_DAY, keep->days, is_kept);
    choose_by(made, n, PERIOD_WEEK, keep->weeks, is_kept);
    choose_by(made, n, PERIOD_MONTH, keep->months, is_kept);
}

/* ---- names ----------------------------------------------------------------------------------- */

static const char *name_of(struct stamp now, struct arena *arena)
{
    char text[STAMP_TEXT_SIZE];

    /* Without the colons, which some disks refuse, and the milliseconds. */
    stamp_format(now, text);
    return arena_printf(arena, PREFIX "%.13s%.2s%.2sZ.db", text, text + 14, text + 17);
}

/* Only a name that we would give ourselves is ours to remove. */
static bool is_copy_name(const char *name, struct arena *arena, struct stamp *made)
{
    const char *t = name + sizeof PREFIX - 1;

    if (strlen(name) != NAME_LENGTH || strncmp(name, PREFIX, sizeof PREFIX - 1) != 0)
        return false;
    if (!stamp_parse(arena_printf(arena, "%.13s:%.2s:%.2sZ", t, t + 13, t + 15), made, NULL))
        return false;
    return strcmp(name, name_of(*made, arena)) == 0;
}

/* What a killed backup left: our name, ".new-", eight digits, and what the engine put beside. */
static bool is_leftover_name(const char *name, struct arena *arena)
{
    struct stamp made;

    return strlen(name) > NAME_LENGTH && strncmp(name + NAME_LENGTH, ".new-", 5) == 0 &&
           is_copy_name(arena_strndup(arena, name, NAME_LENGTH), arena, &made);
}

static int by_newest(const void *a, const void *b)
{
    const struct copy *x = a, *y = b;

    return x->made.ms < y->made.ms ? 1 : x->made.ms > y->made.ms ? -1 : 0;
}

static bool list_folder(const char *folder, struct arena *arena, struct copies *copies,
                        struct names *leftovers, struct err *err)
{
    DIR *dir = opendir(folder);
    struct dirent *entry;
    struct stamp made;

    if (dir == NULL) {
        err_set(err, ERR_IO, _("The folder %s cannot be read."), folder);
        return err_cause(err, "%s", strerror(errno));
    }
    while ((entry = readdir(dir)) != NULL) {
        if (is_copy_name(entry->d_name, arena, &made))
            *vec_push(arena, copies) = (struct copy){ arena_strdup(arena, entry->d_name), made };
        else if (is_leftover_name(entry->d_name, arena))
            *vec_push(arena, leftovers) = arena_strdup(arena, entry->d_name);
    }
    closedir(dir);
    if (copies->n > 1)
        qsort(copies->v, (size_t)copies->n, sizeof copies->v[0], by_newest);
    return true;
}

/* ---- whose folder ---------------------------------------------------------------------------- */

/* The marker's text is the desk's path; an empty one is ours to fill. */
static bool claim(int fd, const char *folder, const char *desk, struct err *err)
{
    char text[PATH_MAX + 1];
    ssize_t n = pread(fd, text, sizeof text - 1, 0);

    if (n == 0 && pwrite(fd, desk, strlen(desk), 0) == (ssize_t)strlen(desk))
        return true;
    if (n <= 0)
        return err_set(err, ERR_IO, _("%s/%s cannot be written."), folder, MARKER);
    text[n] = '\0';
    if (strcmp(text, desk) == 0)
        return true;
    return err_set(err, ERR_STATE,
                   _("%s keeps the copies of another desk, %s. Give each desk a folder of its own, "
                     "or remove %s there if that desk is this one now."),
                   folder, text, MARKER);
}

/* A descriptor that holds the folder, -1 with the reason. */
static int hold_folder(const char *folder, const char *desk, struct err *err)
{
    OD_ARENA *tmp = arena_new();
    const char *path = arena_printf(tmp, "%s/%s", folder, MARKER);
    int fd = open(path, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600);

    if (fd < 0) {
        err_set(err, ERR_IO, _("%s cannot be written to. May you make files there?"), folder);
        err_cause(err, "%s", strerror(errno));
        return -1;
    }
    if (flock(fd, LOCK_EX | LOCK_NB) != 0)
        err_set(err, ERR_BUSY, _("Another backup is being made into %s just now."), folder);
    else if (claim(fd, folder, desk, err))
        return fd;
    close(fd);
    return -1;
}

static bool is_on_disk_of(const char *folder, const char *desk)
{
    struct stat a, b;

    return stat(folder, &a) == 0 && stat(desk, &b) == 0 && a.st_dev == b.st_dev;
}

/* ---- the work -------------------------------------------------------------------------------- */

static bool copy_checked(struct db *db, const char *path, struct rotate_report *out,
                         struct err *err)
{
    struct stat st;

    if (!db_backup(db, path, err))
        return false;
    /* Looked at again under its own name, as a restore would. */
    if (db_verify(path, err) && stat(path, &st) == 0) {
        out->path = path;
        out->bytes = st.st_size;
        return true;
    }
    unlink(path);
    return false;
}

/* A file that cannot be removed does not make the new copy a failure; it stays and counts. */
static void remove_rest(const char *folder, const struct copies *copies,
                        const struct rotate_keep *keep, struct arena *arena,
                        struct rotate_report *out)
{
    bool *is_kept = arena_array(arena, copies->n, bool);
    struct stamp *made = arena_array(arena, copies->n, struct stamp);

    for (int i = 0; i < copies->n; i++)
        made[i] = copies->v[i].made;
    rotate_choose(made, copies->n, keep, is_kept);
    for (int i = 0; i < copies->n; i++) {
        const char *path = arena_printf(arena, "%s/%s", folder, copies->v[i].name);

        /* The one that was just checked stays, also where clocks were wrong. */
        if (is_kept[i] || strcmp(path, out->path) == 0 || unlink(path) != 0)
            out->kept++;
        else
            out->removed++;
    }
}

static bool rotate_held(struct db *db, const char *folder, const struct rotate_keep *keep,
                        struct stamp now, struct arena *arena, struct rotate_report *out,
                        struct err *err)
{
    struct copies copies = { 0 };
    struct names leftovers = { 0 };
    const char *path = arena_printf(arena, "%s/%s", folder, name_of(now, arena));

    if (!list_folder(folder, arena, &copies, &leftovers, err))
        return false;
    for (int i = 0; i < leftovers.n; i++)
        unlink(arena_printf(arena, "%s/%s", folder, leftovers.v[i]));
    copies.n = 0;
    leftovers.n = 0;
    if (!copy_checked(db, path, out, err) ||
        !list_folder(folder, arena, &copies, &leftovers, err))
        return false;
    remove_rest(folder, &copies, keep, arena, out);
    return file_sync_folder_of(path, err);
}

bool db_rotate(struct db *db, const char *folder, const struct rotate_keep *keep, struct stamp now,
               struct arena *arena, struct rotate_report *out, struct err *err)
{
    struct rotate_report report = { 0 };
    char real[PATH_MAX], target[4096];
    struct stat st;
    unsigned mode;
    bool ok;
    int fd;

    assert(db->path != NULL);
    assert(keep->days >= 0 && keep->weeks >= 0 && keep->months >= 0);
    if (!realpath(folder, real) || stat(real, &st) != 0 || !S_ISDIR(st.st_mode))
        return err_set(err, ERR_NOT_FOUND,
                       _("There is no folder %s. Make it first; if it is on a disk of its own, see "
                         "that the disk is there."),
                       folder);
    /* Refused before anything is written there: a disk of the network, a name that is taken. */
    if (!file_look_new(arena_printf(arena, "%s/%s", real, name_of(now, arena)), target, &mode, err))
        return false;
    fd = hold_folder(real, db->path, err);
    if (fd < 0)
        return false;
    ok = rotate_held(db, arena_strdup(arena, real), keep, now, arena, &report, err);
    report.is_same_disk = is_on_disk_of(real, db->path);
    close(fd);
    if (ok)
        *out = report;
    return ok;
}
