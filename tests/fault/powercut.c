/*
 * Power cuts. A day at the desk is recorded write by write; then the disk is shown as a cut at some
 * moment might have left it: what was synced is there, of the rest any part, down to single
 * sectors. Every save acknowledged before the cut must be there, none by half, the file whole. The
 * same cuts with syncs that do nothing, and with the engine's weaker setting, must fail: else this
 * finds nothing.
 *
 * usage: powercut [--cuts N] [--seed N] [--saves N]
 */
#include <assert.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/mem.h"
#include "fault/fault_support.h"
#include "fault/record_vfs.h"
#include "store/backup.h"
#include "store/db_impl.h"
#include "store/store.h"

#define NOW_MS        INT64_C(1763800000000)
#define ROWS_PER_SAVE 3
#define IMAGE_MAX     (64 * 1024 * 1024)
#define SAVES_MAX     5000

static uint64_t seed;

static unsigned lot(unsigned below)
{
    seed = seed * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
    return (unsigned)(seed >> 33) % below;
}

/* One file as bytes. */
struct image {
    unsigned char *data;
    int64_t size;
};

/* A recorded day. */
struct day {
    struct image start[RECORD_FILES];
    int saves;
    int end_of[SAVES_MAX]; /* records there were when save i was acknowledged */
};

enum left { LEFT_NOTHING, LEFT_ALL, LEFT_SOME_WRITES, LEFT_SOME_SECTORS, LEFT_KINDS };

struct cut {
    int at;         /* this many records happened */
    enum left left; /* of what was not synced */
    bool is_sync_honest;
};

static void image_write(struct image *image, int64_t at, const unsigned char *data, size_t len)
{
    assert(at + (int64_t)len <= IMAGE_MAX);
    if (at > image->size)
        memset(image->data + image->size, 0, (size_t)(at - image->size));
    memcpy(image->data + at, data, len);
    if (at + (int64_t)len > image->size)
        image->size = at + (int64_t)len;
}

static void image_resize(struct image *image, int64_t size)
{
    if (size > image->size)
        memset(image->data + image->size, 0, (size_t)(size - image->size));
    image->size = size;
}

static void apply_part(struct image *image, const struct record *r)
{
    size_t done = 0;

    while (done < r->len) {
        size_t n = RECORD_SECTOR - (size_t)((r->at + (int64_t)done) % RECORD_SECTOR);

        if (n > r->len - done)
            n = r->len - done;
        if (lot(2))
            image_write(image, r->at + (int64_t)done, r->data + done, n);
        done += n;
    }
}

static void apply(struct image *image, const struct record *r, bool is_safe, enum left left)
{
    if (r->op == RECORD_SYNC || (!is_safe && left == LEFT_NOTHING))
        return;
    if (!is_safe && left == LEFT_SOME_WRITES && lot(2))
        return;
    if (r->op == RECORD_TRUNCATE && (is_safe || left == LEFT_ALL || lot(2)))
        image_resize(image, r->at);
    else if (r->op == RECORD_WRITE && !is_safe && left == LEFT_SOME_SECTORS)
        apply_part(image, r);
    else if (r->op == RECORD_WRITE)
        image_write(image, r->at, r->data, r->len);
}

/* The two files as the cut leaves them. */
static void draw(const struct day *day, const struct cut *cut, struct image out[RECORD_FILES])
{
    int synced[RECORD_FILES] = { 0 };

    for (int i = 0; i < cut->at && cut->is_sync_honest; i++)
        if (record_at(i)->op == RECORD_SYNC)
            synced[record_at(i)->file] = i;
    for (int f = 0; f < RECORD_FILES; f++) {
        memcpy(out[f].data, day->start[f].data, (size_t)day->start[f].size);
        out[f].size = day->start[f].size;
    }
    for (int i = 0; i < cut->at; i++) {
        const struct record *r = record_at(i);

        apply(&out[r->file], r, i < synced[r->file], cut->left);
    }
}

static void write_image(const char *path, const struct image *image)
{
    FILE *file = fopen(path, "w");

    if (!file || fwrite(image->data, 1, (size_t)image->size, file) != (size_t)image->size ||
        fclose(file) != 0)
        abort();
}

static void read_image(const char *path, struct image *image)
{
    FILE *file = fopen(path, "r");

    image->size = 0;
    if (!file)
        return;
    image->size = (int64_t)fread(image->data, 1, IMAGE_MAX, file);
    fclose(file);
}

/* What does not hold in the desk that a cut left; 0 is well. */
static int judge(const char *path, const struct day *day, const struct cut *cut)
{
    OD_ARENA *arena = arena_new();
    struct err err = ERR_INIT;
    struct db *db = NULL;
    const char *const *faults = NULL;
    int count = 0, bad = 0;
    int64_t rows = 0, saves = 0, acknowledged = 0;

    if (!db_open(&db, path, NOW_MS, &err))
        return 1;
    if (!db_integrity(db, arena, &faults, &count, &err) ||
        !db_ask_i64(db, "SELECT COUNT(*) FROM event_log", &rows, &err) ||
        !db_ask_i64(db, "SELECT COUNT(*) FROM idem_key", &saves, &err))
        count++;
    while (acknowledged < day->saves && day->end_of[acknowledged] <= cut->at)
        acknowledged++;
    bad += count > 0;
    bad += rows != ROWS_PER_SAVE * saves;
    bad += saves < acknowledged;
    bad += saves > acknowledged + 1;
    db_close(db);
    return bad;
}

static void remove_desk(const char *path)
{
    static const char *const suffixes[] = { "", "-wal", "-shm" };
    char name[300];

    for (size_t i = 0; i < OD_LEN(suffixes); i++) {
        snprintf(name, sizeof name, "%s%s", path, suffixes[i]);
        unlink(name);
    }
}

/* Cuts a recorded day n times; gives how many cuts left a desk that is not as it must be. */
static int cut_day(const struct day *day, int n, bool is_sync_honest, bool is_told)
{
    struct image image[RECORD_FILES];
    char path[300], log[320];
    int broken = 0;

    snprintf(path, sizeof path, "%s", fault_path("cut.db"));
    snprintf(log, sizeof log, "%s-wal", path);
    for (int f = 0; f < RECORD_FILES; f++)
        image[f].data = xmalloc(IMAGE_MAX);
    for (int i = 0; i < n; i++) {
        struct cut cut = { .at = (int)lot((unsigned)record_count() + 1),
                           .left = (enum left)(i % LEFT_KINDS),
                           .is_sync_honest = is_sync_honest };
        uint64_t seed_before = seed;

        draw(day, &cut, image);
        write_image(path, &image[RECORD_DESK]);
        write_image(log, &image[RECORD_LOG]);
        if (judge(path, day, &cut) > 0) {
            broken++;
            if (is_told)
                printf("cut %d at %d of %d, left %d, seed %llu\n", i, cut.at, record_count(),
                       (int)cut.left, (unsigned long long)seed_before);
        }
        remove_desk(path);
    }
    for (int f = 0; f < RECORD_FILES; f++)
        xfree(image[f].data);
    return broken;
}

/* --- the day --- */

static const struct sql sql_key = {
    .name = "powercut.key",
    .text = "INSERT INTO idem_key (key, command, content_hash, record_id, at_ms)"
            " VALUES ($1, 'save', '', $2, 1)",
};
static const struct sql sql_event = {
    .name = "powercut.event",
    .text = "INSERT INTO event_log (at_ms, user_id, kind, record_kind, record_id, fields)"
            " VALUES (1, 1, 'cut', 'save', $1, $2)",
};

static bool save_once(struct db *db, int index, struct err *err)
{
    char key[32], fields[400];
    OD_TX tx = { 0 };
    struct stmt *q;

    snprintf(key, sizeof key, "save-%08u-%d", lot(100000000), index);
    memset(fields, 'a' + index % 26, sizeof fields - 1);
    fields[sizeof fields - 1] = '\0';
    if (!tx_begin(db, 1000, &tx, err))
        return false;
    q = sql_write(&tx, &sql_key);
    put_text(q, key);
    put_i64(q, index);
    if (!sql_run(&q, NULL, err))
        return false;
    for (int i = 0; i < ROWS_PER_SAVE; i++) {
        q = sql_write(&tx, &sql_event);
        put_i64(q, index);
        put_text(q, fields);
        if (!sql_run(&q, NULL, err))
            return false;
    }
    return tx_commit(&tx, err);
}

static void record_day(const char *path, struct day *day, const char *setting)
{
    struct db_seams seams = { .vfs = RECORD_VFS };
    struct err err = ERR_INIT;
    struct db *db = fault_create(path);
    char log[320];

    fault_exec(db, "INSERT INTO app_user (id, login, name, role) VALUES (1, 'a', 'A', 1)");
    db_close(db);
    if (!db_open_with(&db, path, NOW_MS, &seams, &err))
        fault_die("open", &err);
    if (setting)
        fault_exec(db, setting);
    read_image(path, &day->start[RECORD_DESK]);
    snprintf(log, sizeof log, "%s-wal", path);
    read_image(log, &day->start[RECORD_LOG]);
    record_begin();
    for (int i = 0; i < day->saves; i++) {
        if (!save_once(db, i, &err))
            fault_die("save", &err);
        day->end_of[i] = record_count();
    }
    db_close(db);
    remove_desk(path);
}

int main(int argc, char **argv)
{
    static struct day day;
    int cuts = fault_option(argc, argv, "--cuts", 500), broken;

    seed = (uint64_t)fault_option(argc, argv, "--seed", 1);
    day.saves = fault_option(argc, argv, "--saves", 400);
    if (day.saves < 1 || day.saves > SAVES_MAX || cuts < 1)
        return 99;
    setvbuf(stdout, NULL, _IOLBF, 0);
    fault_in_memory();
    record_vfs_register();
    for (int f = 0; f < RECORD_FILES; f++)
        day.start[f].data = xmalloc(IMAGE_MAX);

    record_day(fault_path("day.db"), &day, NULL);
    broken = cut_day(&day, cuts, true, true);
    printf("%d cuts in %d saves (%d calls to the disk): %d broken\n", cuts, day.saves,
           record_count(), broken);
    fault_check(broken == 0, "%d of %d cuts", broken, cuts);

    broken = cut_day(&day, cuts / 10 + 20, false, false);
    printf("control, syncs that do nothing: %d of %d broken\n", broken, cuts / 10 + 20);
    fault_check(broken > 0, "cuts without syncs broke nothing");

    record_day(fault_path("day.db"), &day, "PRAGMA synchronous=NORMAL");
    broken = cut_day(&day, cuts / 10 + 20, true, false);
    printf("control, weaker setting: %d of %d broken\n", broken, cuts / 10 + 20);
    fault_check(broken > 0, "cuts with the weaker setting broke nothing");

    for (int f = 0; f < RECORD_FILES; f++)
        xfree(day.start[f].data);
    record_begin();
    return fault_end();
}
