/*
 * How much an import takes in at once: in one transaction, and in one step of reading ahead. Short
 * while others save or could, long where nobody else has the desk open.
 */
#include <stdbool.h>
#include <stdint.h>

#include "base/clock.h"
#include "domain/desk/access.h"
#include "domain/intake/import_parts.h"

/* So long it is not asked again whether anyone has the desk open, and so long after somebody was
 * met the import takes it that there will be others: scripts save without having come in. */
#define LOOK_MS 1000
#define MET_MS  10000

int import_batch_next_ms(int batch_ms, bool gave_way, bool is_alone)
{
    if (gave_way)
        return IMPORT_BATCH_BUSY_MS;
    if (batch_ms < IMPORT_BATCH_MS)
        return batch_ms + 1;
    if (!is_alone)
        return IMPORT_BATCH_MS;
    return batch_ms < IMPORT_BATCH_ALONE_MS / 2 ? batch_ms * 2 : IMPORT_BATCH_ALONE_MS;
}

int import_step_next(int records, int64_t took_ms, bool is_alone)
{
    int step_ms = is_alone ? IMPORT_BATCH_ALONE_MS : IMPORT_STEP_MS;
    int most = is_alone ? IMPORT_RECORDS_ALONE : IMPORT_RECORDS_MAX;

    if (took_ms < step_ms / 2 && records < most)
        records *= 2;
    else if (took_ms > step_ms && records > IMPORT_RECORDS_MIN)
        records = records * 2 / 3;
    return records < most ? records : most;
}

bool import_pace_look(struct import_job *job, struct err *err)
{
    int64_t now_ms = clock_monotonic_ms();

    if (!job->in->may_take_long || !job->is_of_names || now_ms < job->look_ms)
        return true;
    job->look_ms = now_ms + LOOK_MS;
    return presence_is_alone(job->desk, &job->is_alone, err);
}

/* Who was met comes again soon. */
void import_pace_settle(struct import_job *job)
{
    job->batch_ms = import_batch_next_ms(job->batch_ms, job->gave_way, job->is_alone);
    if (!job->gave_way)
        return;
    job->is_alone = false;
    job->look_ms = clock_monotonic_ms() + MET_MS;
}
