/*
 * The paper that goes along with a mail: made above the domain, added before it is sent.
 */
#ifndef OD_SYNC_ATTACH_H
#define OD_SYNC_ATTACH_H

#include "base/compiler.h"
#include "base/err.h"
#include "domain/outside/job.h"

struct arena;
struct desk;
struct queue_row;

/*
 * What notice_document says of the notice that a mail.send job sends, as a PDF in the arena;
 * *out stays as it is where nothing goes along. A paper that cannot be made of the record as it is
 * now (the goods went back on the shelf) is left out.
 * err  ERR_IO: the PDF could not be made, try again
 */
OD_MUST_USE bool attach_paper(struct desk *desk, const struct queue_row *row, struct arena *arena,
                              struct job_files *out, struct err *err);
/* Before a job is composed: the report of a mail.send that sends one is made, where it is not
 * yet. The errors of report_mail_make(). */
OD_MUST_USE bool attach_report(struct desk *desk, const struct queue_row *row, struct err *err);
/* Is there one to be made? The errors of report_mail_is_needed(). */
OD_MUST_USE bool attach_report_is_needed(struct desk *desk, const struct queue_row *row,
                                         bool *is_needed, struct err *err);

#endif
