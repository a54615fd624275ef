/*
 * See folder_in.h.
 */
#include "sync/folder_in.h"

#include <assert.h>
#include <stdlib.h>
#include <stdio.h>
#include <string.h>

#include "base/folder.h"
#include "base/i18n.h"
#include "base/mem.h"
#include "domain/desk/desk.h"
#include "domain/outside/folder.h"
#include "domain/outside/queue_rules.h"

/* Names looked at, and files read, at a time. */
#define NAMES_A_ROUND 1000
#define FILES_A_ROUND 10
/* What cannot be read or moved is left alone for so long at most. */
#define STUCK_MOST_MS (INT64_C(5) * 60 * 1000)
/* Files of one name that are kept beside each other. */
#define SAME_NAMES 1000

struct inbox_place {
    const char *dir, *name;
};

struct inbox_dirs {
    const char *in, *done, *refused;
    int64_t settle_ms;
};

static bool ends_in(const char *name, const char *ending)
{
    size_t len = strlen(name), n = strlen(ending);

    return len >= n && strcmp(name + len - n, ending) == 0;
}

static bool is_whole(const struct folder_entry *e, int64_t settle_ms)
{
    return !e->is_folder && !ends_in(e->name, ".tmp") && !ends_in(e->name, ".part") &&
           e->age_ms >= settle_ms;
}

/* --- one file --------------------------------------------------------------------------------- */

/* May the report be written there? Also where one that was killed before it moved the file left the
 * same; never over another, which may be a file of the partner's. */
static bool is_room_for(const char *report, const char *dir, const char *name)
{
    OD_ARENA *tmp = arena_new();
    struct err ignored = ERR_INIT;
    size_t len, want = strlen(report);
    char *text;

    return !folder_has(dir, name) || (folder_read(dir, name, want, tmp, &text, &len, &ignored) &&
                                      len == want && memcmp(text, report, len) == 0);
}

static bool is_free(const char *dir, const char *name, const char *report)
{
    OD_ARENA *tmp = arena_new();

    return !folder_has(dir, name) &&
           (report == NULL || is_room_for(report, dir, arena_printf(tmp, "%s.txt", name)));
}

/* A name that is free there, "track.csv", then "track.csv.2" ..., its .txt too where there is a
 * report (else NULL). NULL: too many. */
static const char *free_name(const char *dir, const char *name, const char *report,
                             struct arena *arena)
{
    const char *free = name;

    for (int i = 2; !is_free(dir, free, report); i++) {
        if (i > SAME_NAMES)
            return NULL;
        free = arena_printf(arena, "%s.%d", name, i);
    }
    return free;
}

/* What cannot be read is refused with that as its one reason; trouble of the disk is not. */
static bool read_entry(const struct inbox_dirs *dirs, const struct folder_entry *e,
                       struct arena *arena, struct folder_in *in, struct err *err)
{
    struct err why = ERR_INIT;
    char *bytes;

    if (folder_read(dirs->in, e->name, FOLDER_BYTES, arena, &bytes, &in->len, &why)) {
        in->bytes = bytes;
        return true;
    }
    if (why.code == ERR_IO || why.code == ERR_NOT_FOUND) {
        *err = why;
        return false;
    }
    in->why_not = arena_strdup(arena, why.text);
    return true;
}

/* The reasons first: a file in "refused" has them beside it, whenever one looks. *place: where it
 * lies then. */
static bool put_away(const struct inbox_dirs *dirs, const char *name,
                     const struct folder_report *report, struct arena *arena,
                     struct inbox_place *place, struct err *err)
{
    const char *dir = report->refused > 0 ? dirs->refused : dirs->done;
    const char *reasons = report->refused > 0 ? report->text : NULL;
    const char *free = free_name(dir, name, reasons, arena);

    if (free == NULL)
        return err_set(err, ERR_IO, _("There are too many files %s in %s."), name, dir);
    *place = (struct inbox_place){ dir, free };
    if (reasons != NULL && !folder_prepare(dir, arena_printf(arena, "%s.txt", free), reasons,
                                           strlen(reasons), err))
        return false;
    return folder_move(dirs->in, name, dir, free, err);
}

/* The partner took it back: nothing is lost. */
static bool is_gone(const struct inbox_dirs *dirs, const struct folder_entry *e, struct err *err)
{
    if (err->code != ERR_NOT_FOUND || folder_has(dirs->in, e->name))
        return false;
    err_clear(err);
    return true;
}

static bool is_same(const struct folder_in *a, const struct folder_in *b)
{
    if (a->why_not != NULL || b->why_not != NULL)
        return a->why_not != NULL && b->why_not != NULL && strcmp(a->why_not, b->why_not) == 0;
    return a->len == b->len && memcmp(a->bytes, b->bytes, a->len) == 0;
}

/* What cannot be read says why with its path, which is another once it was moved. */
static bool is_same_moved(const struct folder_in *before, const struct folder_in *moved)
{
    if (before->why_not != NULL)
        return moved->why_not != NULL;
    return is_same(before, moved);
}

/* Another file took its place in the moment it was moved: it goes back and is read as any
 * other. Where the partner has put the next one there meanwhile, that wrote it over. */
static bool give_back(const struct inbox_dirs *dirs, const char *name,
                      const struct inbox_place *place, struct err *err)
{
    struct err why = ERR_INIT;

    if (folder_move(place->dir, place->name, dirs->in, name, &why) || why.code == ERR_STATE)
        return true;
    *err = why;
    return false;
}

/* A partner that writes to one name again and again may have done so since it was read: what lies
 * there now is another file, to be read when it is whole. Looked at before it is moved, and after,
 * for only what was moved cannot change its content any more. */
static bool put_away_as_read(const struct inbox_dirs *dirs, const struct folder_in *in,
                             const struct folder_report *report, struct arena *arena,
                             struct err *err)
{
    const struct folder_entry e = { .name = in->name };
    struct folder_in now = { .name = in->name };
    struct inbox_place place = { "", "" };
    struct inbox_dirs there = *dirs;
    struct folder_entry moved = { 0 };

    if (!read_entry(dirs, &e, arena, &now, err))
        return is_gone(dirs, &e, err);
    if (!is_same(in, &now))
        return true;
    if (!put_away(dirs, in->name, report, arena, &place, err))
        return is_gone(dirs, &e, err);
    there.in = place.dir;
    moved.name = place.name;
    now.why_not = NULL;
    if (!read_entry(&there, &moved, arena, &now, err))
        return is_gone(&there, &moved, err);
    return is_same_moved(in, &now) || give_back(dirs, in->name, &place, err);
}

/* False: the desk's trouble, which ends the round. What keeps this one file from being read or
 * moved is in *stuck: it is tried again at the next round. */
static bool take_entry(const struct inbox_dirs *dirs, const struct folder_entry *e,
                       struct desk *desk, struct err *stuck, struct err *err)
{
    OD_ARENA *tmp = arena_new();
    struct folder_in in = { .name = e->name };
    struct folder_report report;

    if (!read_entry(dirs, e, tmp, &in, stuck)) {
        (void)is_gone(dirs, e, stuck);
        return true;
    }
    if (!folder_take(desk, &in, tmp, &report, err))
        return false;
    return !put_away_as_read(dirs, &in, &report, tmp, stuck) || folder_left(desk, e->name, err);
}

/* --- all -------------------------------------------------------------------------------------- */

/* Moved before somebody was killed: if they come back, it is a person that wants them read. */
static bool forget_gone(const struct inbox_dirs *dirs, struct desk *desk, struct err *err)
{
    OD_ARENA *tmp = arena_new();
    struct folder_files waiting;

    if (!folder_waiting_load(desk, tmp, &waiting, err))
        return false;
    for (int i = 0; i < waiting.n; i++)
        if (!folder_has(dirs->in, waiting.v[i].name) &&
            !folder_left(desk, waiting.v[i].name, err))
            return false;
    return true;
}

/* --- what stays ------------------------------------------------------------------------------- */

static struct provider_stuck *stuck_find(struct provider_stucks *all, const char *name)
{
    for (int i = 0; i < all->n; i++)
        if (strncmp(all->v[i].name, name, sizeof all->v[i].name - 1) == 0)
            return &all->v[i];
    return NULL;
}

/* It did not go again, or for the first time. */
static void stuck_note(struct provider_stucks *all, const char *name, const struct err *why,
                       int64_t now_ms)
{
    struct provider_stuck *s = stuck_find(all, name);
    int64_t wait;

    if (s == NULL) {
        assert(all->n < PROVIDER_STUCK_MOST);
        s = &all->v[all->n++];
        *s = (struct provider_stuck){ 0 };
        (void)snprintf(s->name, sizeof s->name, "%s", name);
    }
    s->why = *why;
    s->tries++;
    wait = queue_backoff_ms(s->tries, 0);
    s->until_ms = now_ms + (wait < STUCK_MOST_MS ? wait : STUCK_MOST_MS);
}

static void stuck_drop(struct provider_stucks *all, struct provider_stuck *s)
{
    if (s != NULL)
        *s = all->v[--all->n];
}

/* Gone, by a person or the partner: should one of that name come, it is another. */
static void stuck_forget_gone(struct provider_stucks *all, const char *dir)
{
    for (int i = all->n - 1; i >= 0; i--)
        if (!folder_has(dir, all->v[i].name))
            stuck_drop(all, &all->v[i]);
}

/* Is it left alone now? A clock that went back leaves none alone. */
static bool is_left_alone(struct provider_stucks *all, const char *name, int64_t now_ms)
{
    const struct provider_stuck *s = stuck_find(all, name);

    return s != NULL ? now_ms < s->until_ms && s->until_ms - now_ms <= STUCK_MOST_MS
                     : all->n == PROVIDER_STUCK_MOST;
}

/* --- the round -------------------------------------------------------------------------------- */

static bool take_entries(const struct inbox_dirs *dirs, const struct folder_entries *all,
                         struct desk *desk, struct provider_stucks *stucks, int *n,
                         struct err *err)
{
    bool is_first = true;

    for (int i = 0; i < all->n && *n < FILES_A_ROUND; i++) {
        const char *name = all->v[i].name;
        int64_t now_ms = desk_now(desk).ms;
        struct err why = ERR_INIT;

        if (!is_whole(&all->v[i], dirs->settle_ms) || is_left_alone(stucks, name, now_ms))
            continue;
        if (is_first && (!folder_make(dirs->done, err) || !folder_make(dirs->refused, err)))
            return false;
        is_first = false;
        if (!take_entry(dirs, &all->v[i], desk, &why, err))
            return false;
        if (why.code != ERR_NONE) {
            stuck_note(stucks, name, &why, now_ms);
            continue;
        }
        stuck_drop(stucks, stuck_find(stucks, name));
        ++*n;
    }
    return true;
}

bool folder_in_work(const struct provider_options *o, struct desk *desk,
                    struct provider_stucks *stucks, int *n, struct err *err)
{
    OD_ARENA *tmp = arena_new();
    const char *path = provider_option(o, "path");
    const struct inbox_dirs dirs = {
        .in = arena_printf(tmp, "%s/in", path),
        .done = arena_printf(tmp, "%s/done", path),
        .refused = arena_printf(tmp, "%s/refused", path),
        .settle_ms = strtoll(provider_option(o, "settle_seconds"), NULL, 10) * 1000,
    };
    struct folder_entries all;

    *n = 0;
    if (!folder_list(dirs.in, NAMES_A_ROUND, tmp, &all, err) || !forget_gone(&dirs, desk, err))
        return false;
    stuck_forget_gone(stucks, dirs.in);
    if (!take_entries(&dirs, &all, desk, stucks, n, err))
        return false;
    if (stucks->n == 0)
        return true;
    *err = stucks->v[0].why;
    return false;
}
