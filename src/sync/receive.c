/*
 * See receive.h.
 */
#include "sync/receive.h"

#include <string.h>

#include "base/i18n.h"
#include "base/limits.h"
#include "base/mem.h"
#include "base/strbuf.h"
#include "sync/inbound.h"

/* Head and body, and one more that tells of too much. */
#define READ_BYTES  (LIMIT_REQUEST_BYTES + LIMIT_WIRE_HEADER_BYTES + 1)
#define CHUNK_BYTES 16384

static void refuse(struct received *out, int status, const char *why)
{
    *out = (struct received){ .status = status, .why = why };
}

static bool keep(struct desk *desk, const char *provider, const struct inbox_rows *rows,
                 struct received *out, struct arena *arena)
{
    struct err err = ERR_INIT;

    if (!inbox_put(desk, provider, rows, &out->n_new, &err)) {
        refuse(out, 503, arena_strdup(arena, err.text));
        return false;
    }
    return true;
}

void receive_request(struct desk *desk, const struct provider_options *o, const char *provider,
                     const char *bytes, size_t len, struct arena *arena, struct received *out)
{
    const struct inbound *in = inbound_named(provider);
    struct inbox_rows rows = { 0 };
    struct request r;
    int status;

    *out = (struct received){ .status = 200, .why = "" };
    if (in == NULL || provider_option(o, in->needs)[0] == '\0') {
        refuse(out, 503, in == NULL ? _("Nothing comes from this provider.")
                                    : arena_printf(arena, _("%s.%s is not given"), provider,
                                                   in->needs));
        return;
    }
    status = len >= READ_BYTES ? 413 : request_read(bytes, len, arena, &r);
    if (status != 200)
        refuse(out, status, status == 413 ? _("It is too long.") : _("It is no whole request."));
    else if (strcmp(r.method, "POST") != 0)
        refuse(out, 400, _("It is no POST."));
    else if (!in->is_genuine(o, &r, arena))
        refuse(out, 401, _("Its signature does not fit."));
    else if (memchr(r.body, '\0', r.body_len) != NULL || !in->split(&r, arena, &rows))
        refuse(out, 400, _("Its content makes no sense."));
    else
        (void)keep(desk, provider, &rows, out, arena);
}

bool receive_read(FILE *in, struct arena *arena, const char **bytes, size_t *len)
{
    char *chunk = arena_alloc(arena, CHUNK_BYTES);
    struct strbuf b;
    size_t n;

    strbuf_init(&b, arena, READ_BYTES);
    while (b.len < READ_BYTES && (n = fread(chunk, 1, CHUNK_BYTES, in)) > 0)
        strbuf_addn(&b, chunk, n < READ_BYTES - b.len ? n : READ_BYTES - b.len);
    *bytes = b.s;
    *len = b.len;
    return ferror(in) == 0;
}

void receive_answer(FILE *out, const struct received *r)
{
    static const struct {
        int status;
        const char *words;
    } all[] = { { 200, "OK" }, { 400, "Bad Request" }, { 401, "Unauthorized" },
                { 413, "Content Too Large" }, { 501, "Not Implemented" },
                { 503, "Service Unavailable" } };
    const char *words = "";

    for (size_t i = 0; i < OD_LEN(all); i++)
        if (all[i].status == r->status)
            words = all[i].words;
    (void)fprintf(out, "HTTP/1.1 %d %s\r\nContent-Length: 0\r\nConnection: close\r\n\r\n",
                  r->status, words);
}
