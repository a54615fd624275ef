/*
 * A folder that a partner looks into: each job is a file. Nothing is unclear for long: the name of
 * the file before it was published tells what became of it.
 */
#include <string.h>

#include "base/i18n.h"
#include "base/mem.h"
#include "domain/outside/folder.h"
#include "sync/folder_in.h"
#include "sync/provider.h"

static const char *const own_topics[] = { TOPIC_FILE, NULL };

static const char *missing(const struct provider_options *o, struct arena *arena)
{
    if (provider_option(o, "path")[0] == '\0')
        return arena_strdup(arena, _("The folder is not given (folder.path)."));
    return NULL;
}

static enum provider_next ask(struct provider_run *run, enum wire_method method,
                              struct wire_request *request)
{
    const struct job_files *files = &run->job->files;
    int64_t attempt;

    *request = (struct wire_request){
        .method = method,
        .url = arena_printf(run->arena, "%s/out", provider_option(run->options, "path")),
        .file = folder_try_file(run->remote_id, &attempt, run->arena),
        .is_write = method == WIRE_PUBLISH,
    };
    request->attempt = attempt;
    if (method == WIRE_PREPARE) {
        request->body = files->v[0].data;
        request->body_len = files->v[0].len;
    }
    return PROVIDER_SEND;
}

static enum provider_next end(struct provider_run *run, enum job_end how, const char *message,
                              struct job_result *result)
{
    int64_t attempt;

    *result = (struct job_result){
        .end = how, .code = "", .message = message, .remote_id = run->remote_id
    };
    /* What is done has no other try: the file alone is of interest. */
    if (how == JOB_DONE)
        result->remote_id = folder_try_file(run->remote_id, &attempt, run->arena);
    return PROVIDER_END;
}

/* Of what is refused nothing was published, so it may be done again. */
static enum provider_next refused(struct provider_run *run, const struct wire_reply *reply,
                                  struct job_result *result)
{
    enum job_end how = reply->status == 403   ? JOB_ACCOUNT
                       : reply->status == 409 ? JOB_PERMANENT
                                              : JOB_WAIT;

    return end(run, how, arena_strdup(run->arena, reply->body), result);
}

static enum provider_next next(struct provider_run *run, const struct wire_reply *reply,
                               struct wire_request *request, struct job_result *result)
{
    if (reply == NULL) {
        if (run->job->files.n != 1)
            return end(run, JOB_PERMANENT, _("The job has no file."), result);
        run->remote_id =
            folder_try_id(run->job->files.v[0].name, run->job->claim, run->arena);
        return ask(run, WIRE_PREPARE, request);
    }
    if (reply->status == 202)
        return end(run, JOB_UNCLEAR, arena_strdup(run->arena, reply->body), result);
    if (reply->status != 201)
        return refused(run, reply, result);
    if (run->step++ == 0)
        return ask(run, WIRE_PUBLISH, request);
    return end(run, JOB_DONE, "", result);
}

static enum provider_next lookup(struct provider_run *run, const struct wire_reply *reply,
                                 struct wire_request *request, struct job_result *result)
{
    if (run->remote_id == NULL || run->remote_id[0] == '\0')
        return end(run, JOB_UNCLEAR, _("Its file has no name."), result);
    if (reply == NULL)
        return ask(run, WIRE_LOOK, request);
    if (reply->status == 200)
        return end(run, JOB_DONE, "", result);
    return end(run, reply->status == 404 ? JOB_WAIT : JOB_UNCLEAR,
               arena_strdup(run->arena, reply->body), result);
}

const struct provider provider_folder = {
    .name = FOLDER_PROVIDER,
    .label = "Folder",
    .topics = own_topics,
    .missing = missing,
    .next = next,
    .lookup = lookup,
    .work = folder_in_work,
    .per_minute = 6000,
    .burst = 1000,
    .at_once = 1,
};
