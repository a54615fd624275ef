/* See cut.h. */
#include "fault/cut.h"

#include <assert.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/compiler.h"
#include "base/mem.h"

#define IMAGE_MAX (64 * 1024 * 1024)

/* One file as bytes. */
struct image {
    unsigned char *data;
    int64_t size;
};

static uint64_t seed;
static struct image start[RECORD_FILES], drawn[RECORD_FILES];

void cut_seed(uint64_t s)
{
    seed = s;
}

uint64_t cut_seed_now(void)
{
    return seed;
}

unsigned cut_lot(unsigned below)
{
    seed = seed * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
    return (unsigned)(seed >> 33) % below;
}

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
        if (cut_lot(2))
            image_write(image, r->at + (int64_t)done, r->data + done, n);
        done += n;
    }
}

static void apply(struct image *image, const struct record *r, bool is_safe, enum left left)
{
    if (r->op == RECORD_SYNC || (!is_safe && left == LEFT_NOTHING))
        return;
    if (!is_safe && left == LEFT_SOME_WRITES && cut_lot(2))
        return;
    if (r->op == RECORD_TRUNCATE && (is_safe || left == LEFT_ALL || cut_lot(2)))
        image_resize(image, r->at);
    else if (r->op == RECORD_WRITE && !is_safe && left == LEFT_SOME_SECTORS)
        apply_part(image, r);
    else if (r->op == RECORD_WRITE)
        image_write(image, r->at, r->data, r->len);
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

    if (!image->data)
        image->data = xmalloc(IMAGE_MAX);
    image->size = 0;
    if (!file)
        return;
    image->size = (int64_t)fread(image->data, 1, IMAGE_MAX, file);
    fclose(file);
}

/* "<path><suffix>", good until the next call. */
static const char *beside(const char *path, const char *suffix)
{
    static char name[320];

    snprintf(name, sizeof name, "%s%s", path, suffix);
    return name;
}

void cut_begin(const char *path)
{
    read_image(path, &start[RECORD_DESK]);
    read_image(beside(path, "-wal"), &start[RECORD_LOG]);
    record_begin();
}

static void draw(const struct cut *cut)
{
    int synced[RECORD_FILES] = { 0 };

    for (int i = 0; i < cut->at && cut->is_sync_honest; i++)
        if (record_at(i)->op == RECORD_SYNC)
            synced[record_at(i)->file] = i;
    for (int f = 0; f < RECORD_FILES; f++) {
        if (!drawn[f].data)
            drawn[f].data = xmalloc(IMAGE_MAX);
        memcpy(drawn[f].data, start[f].data, (size_t)start[f].size);
        drawn[f].size = start[f].size;
    }
    for (int i = 0; i < cut->at; i++) {
        const struct record *r = record_at(i);

        apply(&drawn[r->file], r, i < synced[r->file], cut->left);
    }
}

void cut_draw(const struct cut *cut, const char *path)
{
    draw(cut);
    write_image(path, &drawn[RECORD_DESK]);
    write_image(beside(path, "-wal"), &drawn[RECORD_LOG]);
}

void cut_remove(const char *path)
{
    static const char *const suffixes[] = { "", "-wal", "-shm" };

    for (size_t i = 0; i < OD_LEN(suffixes); i++)
        unlink(beside(path, suffixes[i]));
}

void cut_end(void)
{
    for (int f = 0; f < RECORD_FILES; f++) {
        xfree(start[f].data);
        xfree(drawn[f].data);
    }
    record_begin();
}
