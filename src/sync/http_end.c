/*
 * How a request ended, of what curl says and of what is known to have left.
 */
#include <string.h>

#include "base/clock.h"
#include "base/i18n.h"
#include "base/limits.h"
#include "sync/http_parts.h"

/* What curl refuses for us: nobody but a person can change that. */
static bool is_barred(CURLcode code)
{
    return code == CURLE_PEER_FAILED_VERIFICATION || code == CURLE_SSL_CACERT_BADFILE ||
           code == CURLE_SSL_CERTPROBLEM || code == CURLE_SSL_ISSUER_ERROR ||
           code == CURLE_UNSUPPORTED_PROTOCOL || code == CURLE_URL_MALFORMAT ||
           code == CURLE_USE_SSL_FAILED || code == CURLE_LOGIN_DENIED;
}

/* Seconds, or a date as RFC 9110 has it. A date counts from the server's own clock where it tells
 * that: clocks differ. -1: neither. */
static int64_t retry_after_ms(const struct wire_reply *reply)
{
    const char *text = wire_header_value(reply, "Retry-After");
    const char *date = wire_header_value(reply, "Date");
    struct clock clock = clock_system();
    int64_t wait_s = 0, now_s = -1;
    size_t digits;

    if (text == NULL)
        return -1;
    digits = strspn(text, "0123456789");
    if (digits > 0 && text[digits] == '\0') {
        for (size_t i = 0; i < digits && wait_s < LIMIT_WIRE_RETRY_MS; i++)
            wait_s = wait_s * 10 + (text[i] - '0');
    } else {
        int64_t until_s = curl_getdate(text, NULL);

        if (until_s < 0)
            return -1;
        if (date != NULL)
            now_s = curl_getdate(date, NULL);
        wait_s = until_s - (now_s >= 0 ? now_s : clock_now(&clock).ms / 1000);
    }
    if (wait_s < 0)
        return 0;
    return wait_s < LIMIT_WIRE_RETRY_MS / 1000 ? wait_s * 1000 : LIMIT_WIRE_RETRY_MS;
}

/* The reason in words that hold no secret. */
static const char *why_of(const struct transfer *t, CURLcode code, struct arena *arena)
{
    const char *secret = t->request.password;

    if (t->is_too_large)
        return arena_printf(arena, _("the answer is larger than %zu bytes."), t->body_max);
    if (code == CURLE_LOGIN_DENIED)
        return _("the server knows no way to sign in that is known here.");
    if (code == CURLE_ABORTED_BY_CALLBACK)
        return _("the connection ended before an answer came.");
    if (secret != NULL && secret[0] != '\0' && strstr(t->why, secret) != NULL)
        return curl_easy_strerror(code);
    if (t->why[0] == '\0')
        return curl_easy_strerror(code);
    return arena_strdup(arena, t->why);
}

static void end_failed(const struct transfer *t, CURLcode code, struct arena *arena,
                       struct wire_reply *reply)
{
    bool is_refused = t->request.method == WIRE_MAIL && reply->status >= 400;

    if (is_refused) {
        reply->end = WIRE_ANSWERED;
        return;
    }
    if (t->is_sent)
        reply->end = WIRE_UNCLEAR;
    else
        reply->end = is_barred(code) ? WIRE_BARRED : WIRE_NOT_SENT;
    reply->why = why_of(t, code, arena);
}

static void copy_headers(const struct transfer *t, struct arena *arena, struct wire_reply *reply)
{
    struct wire_header *copy = arena_array(arena, t->reply.n + 1, struct wire_header);

    for (int i = 0; i < t->reply.n; i++)
        copy[i] = (struct wire_header){ arena_strdup(arena, t->reply.v[i].name),
                                        arena_strdup(arena, t->reply.v[i].value) };
    reply->headers = copy;
    reply->n_headers = t->reply.n;
}

static void copy_body(const struct transfer *t, struct arena *arena, struct wire_reply *reply)
{
    if (t->request.method == WIRE_MAIL) {
        const char *said = t->said != NULL ? t->said : "";

        reply->body = arena_strdup(arena, strlen(said) > 4 ? said + 4 : said);
        reply->body_len = strlen(reply->body);
        return;
    }
    reply->body = t->body_len > 0 ? arena_memdup(arena, t->body, t->body_len + 1) : "";
    reply->body_len = t->body_len;
}

void transfer_reply(const struct transfer *t, CURLcode code, struct arena *arena,
                    struct wire_reply *reply)
{
    long status = 0;

    *reply = (struct wire_reply){ .body = "", .why = "", .retry_after_ms = -1 };
    reply->took_ms = clock_monotonic_ms() - t->began_ms;
    if (t->barred != NULL) {
        reply->end = WIRE_BARRED;
        reply->why = arena_strdup(arena, t->barred);
        return;
    }
    (void)curl_easy_getinfo(t->easy, CURLINFO_RESPONSE_CODE, &status);
    reply->status = (int)status;
    copy_headers(t, arena, reply);
    copy_body(t, arena, reply);
    reply->retry_after_ms = retry_after_ms(reply);
    if (code != CURLE_OK) {
        end_failed(t, code, arena, reply);
        return;
    }
    reply->end = WIRE_ANSWERED;
    if (t->request.method != WIRE_MAIL && status >= 300 && status < 400) {
        reply->end = WIRE_BARRED;
        reply->why =
            arena_printf(arena, _("the server sends us to another address (%ld)."), status);
    }
}
