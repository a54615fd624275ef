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

/* Nothing is told by a disk that fails, nor by a folder that is not there now (a share that is not
 * mounted): that is looked at last, for it may have gone meanwhile. */
static int look(const char *dir, const char *temp, struct err *err)
{
    OD_ARENA *tmp = arena_new();
    struct folder_entries some;
    bool is_there;

    if (!folder_find(dir, temp, &is_there, err) || !folder_list(dir, 1, tmp, &some, err))
        return status_of(err);
    return is_there ? 404 : 200;
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
    const char *temp = arena_printf(arena, ".%s.tmp", request->file);
    int64_t begun = clock_monotonic_ms();
    struct err err = ERR_INIT;
    int status = 201;

    assert(wire_is_file(request));
    if (request->method == WIRE_LOOK)
        status = look(dir, temp, &err);
    else if (request->method == WIRE_PUBLISH)
        status = publish(dir, temp, request->file, &err);
    else if (!folder_prepare(dir, temp, request->body, request->body_len, &err))
        status = status_of(&err);
    *reply = (struct wire_reply){ .end = WIRE_ANSWERED,
                                  .status = status,
                                  .body = arena_strdup(arena, err.text),
                                  .retry_after_ms = -1,
                                  .why = "",
                                  .took_ms = clock_monotonic_ms() - begun };
    reply->body_len = strlen(reply->body);
}
