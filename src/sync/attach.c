/*
 * From what a notice wants to go along to the file.
 */
#include "sync/attach.h"

#include <string.h>

#include "base/mem.h"
#include "domain/flow/shipment_parts.h"
#include "domain/outside/notice_desk.h"
#include "domain/outside/notice_topic.h"
#include "domain/outside/queue.h"
#include "domain/outside/report_mail.h"
#include "print/documents.h"
#include "print/report_mail.h"

/* It is kept as what goes out. */
static bool make(struct desk *desk, const struct notice *n, const char *document,
                 struct arena *arena, struct paper *out, struct err *err)
{
    struct document_ask ask = { .kind = DOCUMENT_CONFIRMATION, .order = n->order };
    struct shipment *s;
    int revision;

    if (strcmp(document, "confirmation") != 0) {
        if (!shipment_load(desk, n->record_id, arena, &s, err))
            return false;
        ask = (struct document_ask){ .kind = DOCUMENT_PACKING_SLIP,
                                     .fulfillment = s->fulfillment };
    }
    return document_issue(desk, &ask, arena, out, &revision, err);
}

bool attach_paper(struct desk *desk, const struct queue_row *row, struct arena *arena,
                  struct job_files *out, struct err *err)
{
    struct job_file *file;
    struct paper paper;
    struct notice *n;
    const char *document;

    if (strcmp(row->topic, TOPIC_MAIL) != 0 || report_mail_is(row))
        return true;
    if (!notice_document(desk, row->record_id, arena, &document, err) ||
        !notice_load(desk, row->record_id, arena, &n, err))
        return false;
    if (document[0] == '\0')
        return true;
    if (!make(desk, n, document, arena, &paper, err)) {
        if (err->code != ERR_STATE && err->code != ERR_NOT_FOUND)
            return false;
        err_clear(err);
        return true;
    }
    file = arena_new_of(arena, struct job_file);
    file->name = arena_printf(arena, "%s-%s.pdf", document, paper.name);
    file->media_type = "application/pdf";
    if (!paper_bytes(&paper, PAPER_AS_PDF, arena, &file->data, &file->len, err))
        return false;
    *out = (struct job_files){ file, 1 };
    return true;
}

bool attach_report(struct desk *desk, const struct queue_row *row, struct err *err)
{
    return !report_mail_is(row) || report_mail_make(desk, row->record_id, err);
}

bool attach_report_is_needed(struct desk *desk, const struct queue_row *row, bool *is_needed,
                             struct err *err)
{
    *is_needed = false;
    return !report_mail_is(row) || report_mail_is_needed(desk, row->record_id, is_needed, err);
}
