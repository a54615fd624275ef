/*
 * One try of one job: its task is put together, the provider is asked what to send, and what comes
 * back is given to it, until it knows the end.
 */
#include <string.h>

#include "base/i18n.h"
#include "base/json.h"
#include "base/mem.h"
#include "domain/desk/desk.h"
#include "domain/outside/compose.h"
#include "sync/attach.h"
#include "sync/wire_file.h"
#include "sync/worker_impl.h"

static void end_try(struct slot *s, enum job_end end, const char *message)
{
    s->result = (struct job_result){
        .end = end, .code = "", .message = message, .remote_id = s->run.remote_id
    };
    s->is_ended = true;
}

/* The desk's own trouble: the try costs nothing. */
static void end_ours(struct slot *s, const struct err *err)
{
    end_try(s, JOB_WAIT, arena_strdup(s->arena, err->text));
    s->is_ours = true;
}

/* A JOB_WAIT of a look-up says "do it": only an answer may say that, never a lost connection. */
static void check_lookup(struct slot *s)
{
    bool is_sure = (s->last_status >= 200 && s->last_status < 300) || s->last_status == 404;

    if (s->is_lookup && s->result.end == JOB_WAIT && !is_sure)
        s->result.end = JOB_UNCLEAR;
}

/* Before a write leaves it is written down that it does. False: the try has ended. */
static bool mark(struct slot *s)
{
    const char *id = s->run.remote_id != NULL ? s->run.remote_id : "";
    struct err err = ERR_INIT;

    if (s->is_lookup || !s->request.is_write)
        return true;
    if (s->marked_id != NULL && strcmp(s->marked_id, id) == 0)
        return true;
    if (!queue_mark_out(s->w->config.desk, &s->row, s->w->name, id, &err)) {
        /* An earlier write of this try may have gone: only its end is unclear then. */
        if (s->marked_id == NULL)
            end_ours(s, &err);
        else
            end_try(s, JOB_UNCLEAR, arena_strdup(s->arena, err.text));
        return false;
    }
    s->marked_id = id;
    return true;
}

static void send_it(struct slot *s)
{
    struct err err = ERR_INIT;

    if (!mark(s))
        return;
    s->sent = desk_now(s->w->config.desk);
    if (wire_is_file(&s->request)) {
        struct wire_reply reply;

        wire_file_do(&s->request, s->arena, &reply);
        try_go_on(s, &reply);
        return;
    }
    if (!wire_engine_start(s->w->config.engine, &s->request, s, &err))
        end_ours(s, &err);
}

void try_go_on(struct slot *s, const struct wire_reply *reply)
{
    const struct provider *p = s->p->config->provider;
    enum provider_next next;

    if (reply != NULL) {
        talk_add(s, reply);
        s->last_status = reply->end == WIRE_ANSWERED ? reply->status : 0;
    }
    if (s->talk.n >= TRY_STEPS) {
        end_try(s, s->marked_id != NULL ? JOB_UNCLEAR : JOB_PERMANENT,
                _("The provider's part of the program does not come to an end."));
        return;
    }
    s->result = (struct job_result){ .code = "", .message = "", .remote_id = "" };
    next = (s->is_lookup ? p->lookup : p->next)(&s->run, reply, &s->request, &s->result);
    if (next == PROVIDER_SEND) {
        send_it(s);
        return;
    }
    s->is_ended = true;
    check_lookup(s);
}

/* A look-up goes on without a task where none can be made any more. */
static bool put_task(struct slot *s, struct err *err)
{
    struct topic_task task;
    struct job *job = &s->job;

    if (!queue_compose(s->w->config.desk, &s->row, s->arena, &task, err)) {
        if (!s->is_lookup || err->code == ERR_BUSY || err->code == ERR_IO)
            return false;
        task = (struct topic_task){ .json = "{}" };
    }
    if (task.not_needed != NULL && !s->is_lookup) {
        end_try(s, JOB_PERMANENT, task.not_needed);
        s->result.code = "not_needed";
        s->is_not_needed = true;
        return true;
    }
    if (task.json == NULL)
        task.json = "{}";
    job->files = task.files;
    if (!s->is_lookup && !attach_paper(s->w->config.desk, &s->row, s->arena, &job->files, err))
        return false;
    if (!json_parse(task.json, strlen(task.json), s->arena, &job->task, err))
        return false;
    s->row.task = job->task;
    return true;
}

static void fail(struct slot *s, const struct err *err)
{
    if (err->code == ERR_BUSY || err->code == ERR_IO)
        end_ours(s, err);
    else
        end_try(s, JOB_PERMANENT, arena_strdup(s->arena, err->text));
}

/* What was made is sent. */
static void begin_sending(struct slot *s)
{
    struct err err = ERR_INIT;

    if (!put_task(s, &err))
        fail(s, &err);
    else if (!s->is_ended)
        try_go_on(s, NULL);
}

/* A report is made beside the worker, where it is known how to start what makes it. */
static bool make_report(struct slot *s, struct err *err)
{
    struct worker *w = s->w;
    bool is_needed;

    if (s->is_lookup)
        return true;
    if (w->config.make_argv == NULL)
        return attach_report(w->config.desk, &s->row, err);
    return attach_report_is_needed(w->config.desk, &s->row, &is_needed, err) &&
           (!is_needed || report_child_start(w, s, err));
}

void try_made(struct slot *s)
{
    struct err err = ERR_INIT;
    bool is_needed;

    if (!attach_report_is_needed(s->w->config.desk, &s->row, &is_needed, &err))
        fail(s, &err);
    else if (is_needed)
        end_try(s, JOB_PERMANENT, _("The report cannot be made; the log says why."));
    else
        begin_sending(s);
}

void try_not_made(struct slot *s, const struct err *err, int64_t wait_ms)
{
    fail(s, err);
    s->result.wait_ms = wait_ms;
}

void try_begin(struct slot *s)
{
    struct err err = ERR_INIT;

    s->job = (struct job){ .outbox_id = s->row.id,
                           .topic = s->row.topic,
                           .key = s->row.key,
                           .attempts = s->row.attempts,
                           .claim = s->row.claim,
                           .remote_id = s->row.remote_id };
    s->run = (struct provider_run){ .job = &s->job,
                                    .options = s->p->config->options,
                                    .arena = s->arena,
                                    .remote_id = s->row.remote_id };
    if (!make_report(s, &err))
        fail(s, &err);
    else if (!s->is_making)
        begin_sending(s);
}

void try_free(struct slot *s)
{
    for (int i = 0; i <= TRY_STEPS; i++)
        arena_free(s->kept[i]);
    arena_free(s->arena);
    if (s->p != NULL && !s->is_making)
        s->p->under_way--;
    memset(s, 0, sizeof *s);
}
