/*
 * The providers there are, and what a reply means by the classes that hold for all of them.
 */
#include "sync/provider.h"

#include <string.h>

#include "base/i18n.h"
#include "base/mem.h"
#include "base/utf8.h"

/* How much of a provider's words is kept. */
#define WORDS 200

const struct provider *const providers[] = {
    &provider_easypost, &provider_shipengine, &provider_smtp, &provider_sendgrid,
    &provider_postmark, &provider_twilio, &provider_folder, NULL,
};

const struct provider *provider_named(const char *name)
{
    for (const struct provider *const *p = providers; *p != NULL; p++) {
        if (strcmp((*p)->name, name) == 0)
            return *p;
    }
    return NULL;
}

/* The code of a server that is busy, or of SMTP for "not now": nothing was done. */
static bool is_wait(const struct wire_request *request, int status)
{
    if (request->method == WIRE_MAIL)
        return status >= 400 && status < 500;
    return status == 425 || status == 429 || status == 503;
}

static bool is_account(const struct wire_request *request, int status)
{
    if (request->method == WIRE_MAIL)
        return status == 530 || status == 535;
    return status == 401 || status == 403;
}

static enum job_end end_of_answer(const struct wire_request *request, int status)
{
    if (is_wait(request, status))
        return JOB_WAIT;
    if (is_account(request, status))
        return JOB_ACCOUNT;
    /* 2xx that is no success is nonsense: something was cut, or another program answered. */
    if (request->method != WIRE_MAIL && (status == 408 || status >= 500 || status < 300))
        return request->is_write ? JOB_UNCLEAR : JOB_WAIT;
    return JOB_PERMANENT;
}

const char *provider_words(const char *text, struct arena *arena)
{
    return utf8_cut(arena, utf8_safe(arena, text), WORDS);
}

void provider_classify(const struct wire_request *request, const struct wire_reply *reply,
                       struct arena *arena, struct job_result *result)
{
    *result = (struct job_result){ .code = "", .remote_id = "" };
    switch (reply->end) {
    case WIRE_NOT_SENT:
        result->end = JOB_WAIT;
        result->message = arena_printf(arena, _("No connection: %s"), reply->why);
        return;
    case WIRE_UNCLEAR:
        result->end = request->is_write ? JOB_UNCLEAR : JOB_WAIT;
        result->message = arena_printf(arena, _("No whole answer came: %s"), reply->why);
        return;
    case WIRE_BARRED:
        result->end = JOB_ACCOUNT;
        result->message = arena_printf(arena, _("Not sent: %s"), reply->why);
        return;
    case WIRE_ANSWERED:
        break;
    }
    result->end = end_of_answer(request, reply->status);
    result->code = arena_printf(arena, "%d", reply->status);
    if (result->end == JOB_WAIT && reply->retry_after_ms > 0) {
        result->wait_ms = reply->retry_after_ms;
        result->is_pace = true;
    }
    result->message = arena_printf(arena, _("Answer %d: %s"), reply->status,
                                   provider_words(reply->body, arena));
}
