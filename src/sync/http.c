/*
 * The engine: the requests that are under way, moved by curl's multi interface.
 */
#include "sync/http.h"

#include "base/clock.h"
#include "base/i18n.h"
#include "base/limits.h"
#include "base/secret.h"
#include "sync/http_parts.h"

#define USUAL_AT_ONCE 8

struct wire_engine {
    CURLM *multi;
    struct arena *arena; /* of the limits */
    struct wire_limits limits;
    struct transfer *under_way[LIMIT_WIRE_AT_ONCE]; /* NULL: free */
};

static bool refuse(CURLMcode code, struct err *err)
{
    err_set(err, ERR_IO, _("The network cannot be used: %s."), curl_multi_strerror(code));
    return err_cause(err, "curl multi %d", (int)code);
}

bool wire_engine_new(struct wire_engine **out, const struct wire_limits *limits, struct err *err)
{
    struct wire_engine *e;
    CURLM *multi;

    if (curl_global_init(CURL_GLOBAL_DEFAULT) != CURLE_OK)
        return refuse(CURLM_INTERNAL_ERROR, err);
    multi = curl_multi_init();
    if (multi == NULL) {
        curl_global_cleanup();
        return refuse(CURLM_OUT_OF_MEMORY, err);
    }
    e = xcalloc(1, sizeof *e);
    e->multi = multi;
    e->arena = arena_new();
    e->limits = *limits;
    e->limits.ca_file = arena_strdup(e->arena, limits->ca_file);
    e->limits.proxy = arena_strdup(e->arena, limits->proxy);
    if (e->limits.max_at_once <= 0)
        e->limits.max_at_once = USUAL_AT_ONCE;
    if (e->limits.max_at_once > LIMIT_WIRE_AT_ONCE)
        e->limits.max_at_once = LIMIT_WIRE_AT_ONCE;
    (void)curl_multi_setopt(multi, CURLMOPT_MAXCONNECTS, 2L * e->limits.max_at_once);
    *out = e;
    return true;
}

/* Headers hold keys of providers. */
static void wipe_list(struct curl_slist *list)
{
    for (struct curl_slist *at = list; at != NULL; at = at->next)
        secret_wipe(at->data, strlen(at->data));
    curl_slist_free_all(list);
}

static void transfer_free(struct wire_engine *e, struct transfer *t)
{
    if (t->easy != NULL) {
        (void)curl_multi_remove_handle(e->multi, t->easy);
        curl_easy_cleanup(t->easy);
    }
    wipe_list(t->headers);
    curl_slist_free_all(t->recipients);
    xfree(t->body);
    arena_free(t->arena);
    xfree(t);
}

void wire_engine_free(struct wire_engine *e)
{
    if (e == NULL)
        return;
    for (int i = 0; i < LIMIT_WIRE_AT_ONCE; i++) {
        if (e->under_way[i] != NULL)
            transfer_free(e, e->under_way[i]);
    }
    (void)curl_multi_cleanup(e->multi);
    arena_free(e->arena);
    xfree(e);
    curl_global_cleanup();
}

static struct transfer **free_place(struct wire_engine *e)
{
    for (int i = 0; i < e->limits.max_at_once; i++) {
        if (e->under_way[i] == NULL)
            return &e->under_way[i];
    }
    return NULL;
}

bool wire_engine_start(struct wire_engine *e, const struct wire_request *request, void *tag,
                       struct err *err)
{
    struct transfer **place = free_place(e);
    struct transfer *t;
    CURLMcode code;

    if (place == NULL)
        return err_set(err, ERR_BUSY, _("%d requests are under way already."),
                       e->limits.max_at_once);
    t = xcalloc(1, sizeof *t);
    t->arena = arena_new();
    t->request = *request;
    t->tag = tag;
    t->began_ms = clock_monotonic_ms();
    t->body_max = request->max_reply > 0 ? request->max_reply : LIMIT_WIRE_REPLY_BYTES;
    if (transfer_prepare(t, &e->limits)) {
        code = curl_multi_add_handle(e->multi, t->easy);
        if (code != CURLM_OK) {
            transfer_free(e, t);
            return refuse(code, err);
        }
    }
    *place = t;
    return true;
}

/* Takes one out that is done, with curl's word on it; NULL where none is. */
static struct transfer *take_done(struct wire_engine *e, CURLcode *code)
{
    const CURLMsg *message;
    struct transfer *t = NULL;
    int left;

    *code = CURLE_OK;
    for (int i = 0; i < LIMIT_WIRE_AT_ONCE && t == NULL; i++) {
        if (e->under_way[i] != NULL && e->under_way[i]->barred != NULL)
            t = e->under_way[i];
    }
    while (t == NULL && (message = curl_multi_info_read(e->multi, &left)) != NULL) {
        if (message->msg != CURLMSG_DONE)
            continue;
        *code = message->data.result;
        (void)curl_easy_getinfo(message->easy_handle, CURLINFO_PRIVATE, &t);
    }
    for (int i = 0; t != NULL && i < LIMIT_WIRE_AT_ONCE; i++) {
        if (e->under_way[i] == t)
            e->under_way[i] = NULL;
    }
    return t;
}

static bool is_idle(const struct wire_engine *e)
{
    for (int i = 0; i < LIMIT_WIRE_AT_ONCE; i++) {
        if (e->under_way[i] != NULL)
            return false;
    }
    return true;
}

bool wire_engine_wait(struct wire_engine *e, int timeout_ms, struct arena *arena, void **tag,
                      struct wire_reply *reply, bool *is_any, struct err *err)
{
    int64_t until = clock_monotonic_ms() + timeout_ms;

    for (;;) {
        int running;
        CURLcode code;
        CURLMcode state = curl_multi_perform(e->multi, &running);
        struct transfer *t = state == CURLM_OK ? take_done(e, &code) : NULL;
        int64_t left = until - clock_monotonic_ms();

        if (t != NULL) {
            transfer_reply(t, code, arena, reply);
            *tag = t->tag;
            *is_any = true;
            transfer_free(e, t);
            return true;
        }
        if (state == CURLM_OK && (left <= 0 || is_idle(e))) {
            *is_any = false;
            return true;
        }
        if (state == CURLM_OK)
            state = curl_multi_poll(e->multi, NULL, 0, (int)left, NULL);
        if (state != CURLM_OK)
            return refuse(state, err);
    }
}
