/*
 * The run of an import: records are read ahead, then applied many to a transaction, each checked
 * before it writes. A refused one stops nothing; a failure in the middle of writing rolls back and
 * the same records go one by one.
 */
#include "domain/intake/import.h"

#include <assert.h>
#include <string.h>

#include "base/clock.h"
#include "base/csv.h"
#include "base/i18n.h"
#include "base/limits.h"
#include "base/mem.h"
#include "base/os.h"
#include "base/secret.h"
#include "base/strbuf.h"
#include "domain/desk/index.h"
#include "domain/desk/text.h"
#include "domain/intake/import_parts.h"
#include "store/tx.h"

#define DIGEST_TEXT_BYTES ((size_t)16 * 1024 * 1024)

/* --- reading ahead --------------------------------------------------------------------------- */

struct import_row import_row_copy(const struct csv_reader *r, struct arena *arena)
{
    int n = csv_column_count(r);
    const char **cells = arena_array(arena, n, const char *);

    for (int i = 0; i < n; i++)
        cells[i] = arena_strdup(arena, csv_cell(r, i));
    return (struct import_row){ csv_line(r), cells, n };
}

static void tell_refused(struct import_job *job, const struct import_row *row, const char *reason)
{
    struct import_refusal refusal = { row->line, reason, row->cells, row->n };

    if (job->in->refused)
        job->in->refused(job->in->arg, &refusal, job->in->rows);
}

static void tell_warned(struct import_job *job, const struct import_record *r)
{
    struct import_refusal warning = { r->rows[0].line, r->warning, r->rows[0].cells, r->rows[0].n };

    if (job->in->warned)
        job->in->warned(job->in->arg, &warning, job->in->rows);
}

void import_warn(struct import_job *job, struct import_record *r, const char *words)
{
    r->warning = r->warning ? arena_printf(job->records, "%s %s", r->warning, words)
                            : arena_strdup(job->records, words);
}

void import_refuse_row(struct import_job *job, const struct import_row *row, const char *reason)
{
    job->counts.read++;
    job->counts.refused++;
    tell_refused(job, row, reason);
}

static void digest_field(const struct import_map *m, const struct import_row *row, int field,
                         struct strbuf *text, struct arena *tmp)
{
    const struct import_columns *more = &m->more[field];

    strbuf_add(text, m->fields[field].name);
    strbuf_addc(text, '=');
    strbuf_add(text, map_text(m, row, field, tmp));
    strbuf_addc(text, '\n');
    for (int i = 0; more->is_sum && i < more->n; i++)
        if (more->v[i] < row->n)
            strbuf_addf(text, "+%s\n", row->cells[more->v[i]]);
}

/* Everything that the map takes from the record; what it does not take may change freely. */
static const char *digest_of(struct import_job *job, const struct import_record *r)
{
    OD_ARENA *tmp = arena_new();
    const struct import_map *m = &job->map;
    char hex[SECRET_DIGEST_SIZE];
    struct strbuf text;

    strbuf_init(&text, tmp, DIGEST_TEXT_BYTES);
    for (int i = 0; i < m->field_count; i++) {
        bool is_of_line = m->fields[i].is_of_line;
        const struct import_row *rows = is_of_line ? r->lines : r->rows;
        int n = is_of_line ? r->line_count : m->is_summed[i] ? r->row_count : 1;

        for (int k = 0; map_has(m, i) && k < n; k++)
            digest_field(m, &rows[k], i, &text, tmp);
    }
    for (int i = 0; i < m->charge_count; i++)
        for (int k = 0; k < (m->charges[i].is_of_line ? r->row_count : 1); k++)
            if (m->charges[i].column < r->rows[k].n)
                strbuf_addf(&text, "charge.%s=%s\n", m->charges[i].sku,
                            r->rows[k].cells[m->charges[i].column]);
    assert(!text.is_cut);
    return arena_strdup(job->records, secret_digest(text.s, text.len, hex));
}

bool import_finish_record(struct import_job *job, struct import_record *r)
{
    const char *name = job->map.fields[0].name;
    struct err why = ERR_INIT;

    r->digest = digest_of(job, r);
    if (text_line(r->id, name, job->records, &r->id, &why) && r->id[0] != '\0')
        return true;
    if (why.code == ERR_NONE)
        err_field(&why, ERR_INVALID, name, _("The field %s is empty."), name);
    for (int i = 0; i < r->row_count; i++)
        import_refuse_row(job, &r->rows[i], arena_strdup(job->records, why.text));
    return false;
}

bool import_read_rows(struct import_job *job, struct import_record *out, int max, int *n,
                      struct err *err)
{
    struct csv_reader *file = job->in->rows;

    *n = 0;
    while (*n < max) {
        struct err why = ERR_INIT;
        struct import_row *row = arena_new_of(job->records, struct import_row);
        struct import_record *r = &out[*n];

        if (!csv_next(file, &why)) {
            if (why.code == ERR_NONE)
                break;
            if (why.code != ERR_INVALID && why.code != ERR_LIMIT) {
                *err = why;
                return false;
            }
            *row = import_row_copy(file, job->records);
            import_refuse_row(job, row, why.text);
            continue;
        }
        *row = import_row_copy(file, job->records);
        *r = (struct import_record){ .rows = row, .row_count = 1, .lines = row, .line_count = 1 };
        r->id = map_text(&job->map, row, 0, job->records);
        *n += import_finish_record(job, r);
    }
    return true;
}

/* --- applying -------------------------------------------------------------------------------- */

/* Does the error speak about the record, not about the desk? A bug is one of that record's data, as
 * a rule of the store says no: the others need not wait for it. */
static bool is_refusal(enum err_code code)
{
    return code == ERR_INVALID || code == ERR_LIMIT || code == ERR_NOT_FOUND ||
           code == ERR_STATE || code == ERR_CONFLICT || code == ERR_BUG;
}

static void mark_refused(struct import_job *job, struct import_record *r, const struct err *why)
{
    r->outcome = IMPORT_REFUSED;
    r->reason = arena_strdup(job->records, why->text);
}

/* A warning of what did not come in says nothing. */
static bool is_warned(const struct import_record *r)
{
    return r->warning && r->outcome != IMPORT_REFUSED && r->outcome != IMPORT_SAME;
}

static void count(struct import_counts *counts, const struct import_record *r)
{
    counts->read++;
    counts->warned += is_warned(r);
    switch (r->outcome) {
    case IMPORT_FRESH:
        counts->fresh++;
        break;
    case IMPORT_CHANGED:
        counts->changed++;
        break;
    case IMPORT_SAME:
        counts->same++;
        break;
    case IMPORT_REFUSED:
        counts->refused++;
        break;
    case IMPORT_PROPOSED:
        counts->proposed++;
        break;
    }
    if (r->outcome != IMPORT_FRESH)
        return;
    counts->lines += r->line_count;
    counts->flagged += r->is_flagged;
}

/* What is committed now counts, and the refused are told of. */
static void settle(struct import_job *job, const struct import_record *records, int n)
{
    for (int i = 0; i < n; i++) {
        count(&job->counts, &records[i]);
        if (is_warned(&records[i]))
            tell_warned(job, &records[i]);
        for (int k = 0; records[i].outcome == IMPORT_REFUSED && k < records[i].row_count; k++)
            tell_refused(job, &records[i].rows[k], records[i].reason);
    }
}

/* What is known and comes in once more: a second time in one file it is not the whole order. */
static void meet(struct import_job *job, const struct import_record *r)
{
    if (job->met)
        id_set_add(job->met, r->id);
}

/* Applies one record inside tx. A refusal before anything was written is kept with the record. */
static bool apply_one(struct import_job *job, struct tx *tx, struct import_record *r,
                      struct err *err)
{
    struct err why = ERR_INIT;

    arena_reset(job->work);
    r->is_writing = r->is_flagged = false;
    r->warning = NULL;
    r->known = (struct import_known){ 0 };
    if (job->ops->is_remembered && !import_known(job, r, &r->known, err))
        return false;
    if (r->known.is_same) {
        meet(job, r);
        r->outcome = IMPORT_SAME;
        return true;
    }
    if (job->ops->apply(job, tx, r, &why))
        return true;
    if (r->is_writing || !is_refusal(why.code)) {
        *err = why;
        return false;
    }
    mark_refused(job, r, &why);
    return true;
}

static bool commit(struct import_job *job, struct tx *tx, const struct import_record *records,
                   int n, struct err *err)
{
    struct import_counts counts = job->counts;
    int64_t batch = job->batch;

    if (job->in->is_dry_run) {
        tx_end(tx);
        return true;
    }
    for (int i = 0; i < n; i++)
        count(&counts, &records[i]);
    if (import_batch_put(job, tx, &counts, err) && index_catch_up(tx, err) && tx_commit(tx, err))
        return true;
    job->batch = batch;
    return false;
}

/* The import stands in line as everyone does, and would have every second turn of a full line: so
 * after it gave way it stays off for a moment: the desks wait less, the import takes longer. */
static bool is_turn_over(struct import_job *job, const struct tx *tx, int64_t begun_ms)
{
    int64_t now_ms = clock_monotonic_ms();

    /* Asking takes two calls of the system, as long as some of the record's statements. */
    if (now_ms != job->asked_ms)
        job->gave_way = tx_is_awaited(tx);
    job->asked_ms = now_ms;
    return job->gave_way || now_ms - begun_ms >= job->batch_ms;
}

/* One transaction over as many records as the time allows, at least one; *done of them are through.
 * False with is_dirty: one of the first *done failed while it wrote, and nothing was kept. */
static bool apply_some(struct import_job *job, struct import_record *records, int n, int *done,
                       bool *is_dirty, struct err *err)
{
    OD_TX tx = { 0 };
    const char *right = arena_printf(job->records, "import.%s", job->ops->name);
    int64_t batch = job->batch, begun_ms;

    *done = 0;
    *is_dirty = false;
    if (job->gave_way)
        os_pause_ms(IMPORT_PAUSE_MS);
    job->gave_way = false;
    if (!desk_begin(job->desk, right, &tx, err))
        return false;
    begun_ms = clock_monotonic_ms();
    index_put_off(&tx, job->records);
    if (!import_batch_put(job, &tx, &job->counts, err))
        return false;
    while (*done < n && (*done == 0 || !is_turn_over(job, &tx, begun_ms))) {
        struct import_record *r = &records[(*done)++];

        if (apply_one(job, &tx, r, err))
            continue;
        *is_dirty = r->is_writing && is_refusal(err->code);
        job->batch = batch;
        return false;
    }
    import_pace_settle(job);
    if (!commit(job, &tx, records, *done, err)) {
        job->batch = batch;
        return false;
    }
    if (job->in->is_dry_run)
        job->batch = batch;
    return true;
}

/* The same records again, each in a transaction of its own: the one at fault is refused. */
static bool apply_singly(struct import_job *job, struct import_record *records, int n,
                         struct err *err)
{
    for (int i = 0; i < n; i++) {
        struct err why = ERR_INIT;
        bool is_dirty;
        int done;

        if (!apply_some(job, &records[i], 1, &done, &is_dirty, &why)) {
            if (!is_dirty) {
                *err = why;
                return false;
            }
            mark_refused(job, &records[i], &why);
        }
        settle(job, &records[i], 1);
    }
    return true;
}

/* Takes the records that are in already off, without waiting for a turn to write. */
static bool skip_same(struct import_job *job, struct import_record *records, int n, int *same,
                      struct err *err)
{
    for (*same = 0; job->ops->is_remembered && *same < n; (*same)++) {
        struct import_known known;

        if (!import_known(job, &records[*same], &known, err))
            return false;
        if (!known.is_same)
            break;
        meet(job, &records[*same]);
        records[*same].outcome = IMPORT_SAME;
    }
    settle(job, records, *same);
    return true;
}

bool import_apply(struct import_job *job, struct import_record *records, int n, struct err *err)
{
    int at = 0;

    while (at < n) {
        struct err why = ERR_INIT;
        bool is_dirty;
        int same, done;

        if (!skip_same(job, records + at, n - at, &same, err))
            return false;
        at += same;
        if (at == n)
            break;
        if (apply_some(job, records + at, n - at, &done, &is_dirty, &why)) {
            settle(job, records + at, done);
        } else if (!is_dirty) {
            *err = why;
            return false;
        } else if (!apply_singly(job, records + at, done, err)) {
            return false;
        }
        at += done;
    }
    return true;
}
