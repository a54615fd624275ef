/*
 * What a scheduled report says when it is mailed: its words, and its file.
 */
#ifndef OD_PRINT_REPORT_MAIL_H
#define OD_PRINT_REPORT_MAIL_H

#include <stdint.h>

#include "base/compiler.h"
#include "base/err.h"

struct desk;

/*
 * Makes the report that a mail belongs to, in its language and with the rights of its owner, of the
 * day on which it was due, and keeps it; where that is done already, or the schedule was removed,
 * nothing. Outside any transaction: a report may read for seconds. The file is to the letter what
 * `report NAME --csv` or --pdf gives for the same ask.
 * err  ERR_DENIED: the owner is no user any more, or may not see it; those of
 *      report_schedule_ask() where it cannot be made any more; ERR_LIMIT: larger than
 *      LIMIT_REPORT_FILE_BYTES, or as text LIMIT_REPORT_TEXT_BYTES; ERR_BUSY, ERR_IO: try again
 */
OD_MUST_USE bool report_mail_make(struct desk *desk, int64_t mail, struct err *err);
/* Is there something to make of it still? Quick; where it is not allowed, or cannot be made any
 * more, the errors above say so. */
OD_MUST_USE bool report_mail_is_needed(struct desk *desk, int64_t mail, bool *is_needed,
                                       struct err *err);
/* Sets ERR_LIMIT with its sentence; false. */
bool report_mail_too_large(struct err *err);

#endif
