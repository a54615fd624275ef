/*
 * What EasyPost and ShipEngine send of themselves: events of parcels.
 */
#include <string.h>

#include "base/json.h"
#include "base/mem.h"
#include "base/secret.h"
#include "sync/hook.h"
#include "sync/inbound.h"
#include "sync/signature.h"

/* One message of the whole body; without an id of its own it is known by its digest. */
static void one_message(const struct request *r, const char *id, const char *topic,
                        struct arena *arena, struct inbox_rows *out)
{
    char digest[SECRET_DIGEST_SIZE];

    if (id == NULL || id[0] == '\0')
        id = arena_strdup(arena, secret_digest(r->body, r->body_len, digest));
    out->v = arena_new_of(arena, struct inbox_row);
    out->v[0] = (struct inbox_row){ .external_id = id, .topic = topic, .content = r->body };
    out->n = 1;
}

/* What no hook knows is nobody's: it is kept and done. */
static bool track_hook_take(struct tx *tx, struct desk *desk, const struct inbox_row *row,
                            struct arena *arena, bool *found, struct err *err)
{
    struct hook_message m = { .provider = row->provider };
    const struct hook *hook;

    *found = true;
    if (!json_parse(row->content, strlen(row->content), arena, &m.body, err))
        return false;
    hook = hook_of(&m);
    if (hook == NULL || hook->take(tx, desk, &m, arena, err))
        return true;
    if (err->code != ERR_NOT_FOUND)
        return false;
    err_clear(err);
    *found = false;
    return true;
}

/* ---- EasyPost -------------------------------------------------------------------------------- */

static bool easypost_is_genuine(const struct provider_options *o, const struct request *r,
                                struct arena *arena)
{
    struct signed_body body = { r->body, r->body_len };

    (void)arena;
    return signature_easypost(request_header(r, "X-Hmac-Signature"),
                              provider_option(o, "webhook_secret"), body);
}

static bool easypost_split(const struct request *r, struct arena *arena, struct inbox_rows *out)
{
    struct err ignored = ERR_INIT;
    const struct json *event;
    const char *id, *what;

    if (!json_parse(r->body, r->body_len, arena, &event, &ignored))
        return false;
    id = json_text(json_get(event, "id"));
    what = json_text(json_get(event, "description"));
    if (id == NULL || id[0] == '\0' || what == NULL)
        return false;
    one_message(r, id, what, arena, out);
    return true;
}

const struct inbound inbound_easypost = { .provider = "easypost",
                                          .needs = "webhook_secret",
                                          .is_genuine = easypost_is_genuine,
                                          .split = easypost_split,
                                          .take = track_hook_take };

/* ---- ShipEngine, which signs nothing: its address has the secret, "?token=..." */

static bool shipengine_is_genuine(const struct provider_options *o, const struct request *r,
                                  struct arena *arena)
{
    const char *secret = provider_option(o, "webhook_secret");
    const char *token = strstr(r->target, "?token=");
    char mine[SECRET_DIGEST_SIZE], theirs[SECRET_DIGEST_SIZE];

    (void)arena;
    if (token == NULL || secret[0] == '\0')
        return false;
    token += strlen("?token=");
    /* Digests are compared, so that the time tells nothing of the secret. */
    return strcmp(secret_digest(secret, strlen(secret), mine),
                  secret_digest(token, strlen(token), theirs)) == 0;
}

static bool shipengine_split(const struct request *r, struct arena *arena, struct inbox_rows *out)
{
    struct err ignored = ERR_INIT;
    const struct json *event;
    const char *what;

    if (!json_parse(r->body, r->body_len, arena, &event, &ignored))
        return false;
    what = json_text(json_get(event, "resource_type"));
    if (what == NULL)
        return false;
    one_message(r, NULL, what, arena, out);
    return true;
}

const struct inbound inbound_shipengine = { .provider = "shipengine",
                                            .needs = "webhook_secret",
                                            .is_genuine = shipengine_is_genuine,
                                            .split = shipengine_split,
                                            .take = track_hook_take };
