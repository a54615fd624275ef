/*
 * Asking for the form that a carrier scans at the hand-over, and keeping it.
 */
#include "domain/outside/form_task.h"

#include "base/i18n.h"
#include "base/json.h"
#include "base/mem.h"
#include "base/strbuf.h"
#include "domain/flow/manifest_form.h"

#define TASK_BYTES ((size_t)512 * 1024)

bool form_task_compose(struct desk *desk, const struct queue_row *row, struct arena *arena,
                       struct topic_task *out, struct err *err)
{
    struct topic_task task = { 0 };
    struct form_parcels parcels;
    struct manifest_form *f;
    struct json_out w;
    struct strbuf b;

    if (!manifest_form_load(desk, row->record_id, arena, &f, err) ||
        !manifest_form_parcels(desk, f->id, arena, &parcels, err))
        return false;
    if (f->state != FORM_MAKING)
        task.not_needed = _("It is not wanted any more.");
    strbuf_init(&b, arena, TASK_BYTES);
    json_out_init(&w, &b);
    json_begin_object(&w, NULL);
    json_begin_array(&w, "parcels");
    for (int i = 0; i < parcels.n; i++) {
        json_begin_object(&w, NULL);
        json_put_text(&w, "shipment", parcels.v[i].shipment);
        json_put_text(&w, "tracking", parcels.v[i].tracking);
        json_end_object(&w);
    }
    json_end_array(&w);
    json_end_object(&w);
    if (b.is_cut)
        return err_set(err, ERR_LIMIT, _("%s has too many parcels for one form."), f->number);
    task.json = b.s;
    *out = task;
    return true;
}

/* A form that is there without a file is none: a person said it was done, and may ask again. */
bool form_task_apply(struct tx *tx, struct desk *desk, const struct topic_end *end,
                     struct arena *arena, struct err *err)
{
    const struct job_result *result = end->result;
    const char *message = result->message != NULL ? result->message : "";
    bool is_done = end->state == QUEUE_DONE && result->end == JOB_DONE && result->files.n > 0;
    struct form_file file = { 0 };
    struct manifest_form *f;

    if (!manifest_form_load(desk, end->row->record_id, arena, &f, err))
        return false;
    if (f->state != FORM_MAKING)
        return true; /* told twice */
    if (is_done) {
        file = (struct form_file){ result->files.v[0].media_type, result->files.v[0].data,
                                   result->files.v[0].len };
        f->state = FORM_THERE;
        f->message = "";
        return manifest_form_write(tx, desk, f, &file, err);
    }
    f->message = message[0] != '\0' ? message : _("It was given up.");
    if (end->state == QUEUE_DONE || end->state == QUEUE_DEAD)
        f->state = FORM_FAILED;
    return manifest_form_write(tx, desk, f, NULL, err);
}
