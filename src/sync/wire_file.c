/*
 * See wire_file.h.
 */
#include "sync/wire_file.h"

#include <assert.h>
#include <string.h>

#include "base/clock.h"
#include "base/folder.h"
#include "base/mem.h"

bool wire_is_file(const struct wire_request *request)
{
    return request->method == WIRE_PREPARE || request->method == WIRE_PUBLISH ||
           request->method == WIRE_LOOK;
}

static int status_of(const struct err *err)
{
    switch (err->code) {
    case ERR_NOT_FOUND:
    case ERR_DENIED:
        return 403;
    case ERR_STATE:
        return 409;
    default:
        return 507;
    }
}

/* Attempts before this one that may have left a file; there are hardly ever more. */
#define EARLIER 50

/* The name an attempt gives its file until it is published; of 0 as older versions did. */
static const char *temp_of(const struct wire_request *r, int64_t attempt, const char *ending,
                           struct arena *arena)
{
    return attempt == 0 ? arena_printf(arena, ".%s.%s", r->file, ending)
                        : arena_printf(arena, ".%s.%lld.%s", r->file, (long long)attempt, ending);
}

static bool prepare(const struct wire_request *r, struct err *err)
{
    OD_ARENA *tmp = arena_new();
    int64_t first = r->attempt > EARLIER ? r->attempt - EARLIER : 0;

    for (int64_t i = first; i < r->attempt; i++)
        if (!folder_remove(r->url, temp_of(r, i, "tmp", tmp), err) ||
            !folder_remove(r->url, temp_of(r, i, "off", tmp), err))
            return false;
    return folder_prepare(r->url, temp_of(r, r->attempt, "tmp", tmp), r->body, r->body_len, err);
}

/* Nothing is told by a disk that fails, nor by a folder that is not there now (a share that is not
 * mounted): that is looked at last, for it may have gone meanwhile. */
static int look(const struct wire_request *r, struct err *err)
{
    OD_ARENA *tmp = arena_new();
    const char *off = temp_of(r, r->attempt, "off", tmp);
    struct folder_entries some;
    bool is_off;

    if (!folder_find(r->url, off, &is_off, err))
        return status_of(err);
    if (is_off || folder_move(r->url, temp_of(r, r->attempt, "tmp", tmp), r->url, off, err))
        return 404;
    if (err->code != ERR_NOT_FOUND)
        return status_of(err);
    err_clear(err);
    return folder_list(r->url, 1, tmp, &some, err) ? 200 : status_of(err);
}

/* Once it has its name the partner may have it, whatever fails behind that. */
static int publish(const char *dir, const char *temp, const char *name, struct err *err)
{
    bool was_there = folder_has(dir, temp);

    if (folder_move(dir, temp, dir, name, err))
        return 201;
    return was_there && !folder_has(dir, temp) ? 202 : status_of(err);
}

void wire_file_do(const struct wire_request *request, struct arena *arena,
                  struct wire_reply *reply)
{
    const char *dir = request->url;
    const char *temp = temp_of(request, request->attempt, "tmp", arena);
    int64_t begun = clock_monotonic_ms();
    struct err err = ERR_INIT;
    int status = 201;

    assert(wire_is_file(request));
    if (request->method == WIRE_LOOK)
        status = look(request, &err);
    else if (request->method == WIRE_PUBLISH)
        status = publish(dir, temp, request->file, &err);
    else if (!prepare(request, &err))
        status = status_of(&err);
    *reply = (struct wire_reply){ .end = WIRE_ANSWERED,
                                  .status = status,
                                  .body = arena_strdup(arena, err.text),
                                  .retry_after_ms = -1,
                                  .why = "",
                                  .took_ms = clock_monotonic_ms() - begun };
    reply->body_len = strlen(reply->body);
}
