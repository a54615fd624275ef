/*
 * What imports remember: batches, records by their names at a channel, and those names themselves.
 */
#include <string.h>

#include "base/decimal.h"
#include "base/mem.h"
#include "domain/intake/import_parts.h"
#include "store/store.h"

OD_SQL(sql_import_known, "import.known",
       "SELECT payload_hash, record_id, batch_id"
       " FROM import_record"
       " WHERE channel_id = $1 AND kind = $2 AND external_id = $3");

bool import_known(struct import_job *job, const struct import_record *r, struct import_known *out,
                  struct err *err)
{
    OD_STMT *q = sql_read(desk_db(job->desk), &sql_import_known);

    *out = (struct import_known){ 0 };
    put_i64(q, job->channel.v);
    put_text(q, job->ops->name);
    put_text(q, r->id);
    if (sql_row(q)) {
        out->is_known = true;
        out->is_same = strcmp(get_text(q, job->records), r->digest) == 0;
        out->record_id = get_i64(q);
        out->batch = get_i64(q);
    }
    return sql_done(&q, err);
}

OD_SQL(sql_import_remember, "import.remember",
       "INSERT INTO import_record"
       " (channel_id, kind, external_id, payload_hash, record_id, batch_id)"
       " VALUES ($1, $2, $3, $4, $5, $6)"
       " ON CONFLICT (channel_id, kind, external_id) DO UPDATE"
       " SET payload_hash = excluded.payload_hash, record_id = excluded.record_id,"
       " batch_id = excluded.batch_id");

bool import_remember(struct import_job *job, struct tx *tx, const struct import_record *r,
                     int64_t record_id, struct err *err)
{
    OD_STMT *q = sql_write(tx, &sql_import_remember);

    put_i64(q, job->channel.v);
    put_text(q, job->ops->name);
    put_text(q, r->id);
    put_text(q, r->digest);
    put_i64(q, record_id);
    put_i64(q, job->batch);
    return sql_run(&q, NULL, err);
}

void import_widen(struct import_job *job, bool is_wide)
{
    db_widen(desk_db(job->desk), is_wide);
}

OD_SQL(sql_import_batch_new, "import.batch_new",
       "INSERT INTO import_batch (at_ms, user_id, kind, source)"
       " VALUES ($1, $2, $3, $4)"
       " RETURNING id");

static bool make_batch(struct import_job *job, struct tx *tx, struct err *err)
{
    OD_STMT *q = sql_write(tx, &sql_import_batch_new);

    put_i64(q, desk_now(job->desk).ms);
    put_i64(q, desk_user(job->desk)->id.v);
    put_text(q, job->ops->name);
    put_text(q, job->in->source);
    return sql_run_id(&q, &job->batch, err);
}

OD_SQL(sql_import_batch_counts, "import.batch_counts",
       "UPDATE import_batch"
       " SET read_count = $1, new_count = $2, changed_count = $3, same_count = $4,"
       " refused_count = $5, proposed_count = $6, warned_count = $7"
       " WHERE id = $8");

bool import_batch_put(struct import_job *job, struct tx *tx, const struct import_counts *counts,
                      struct err *err)
{
    OD_STMT *q = NULL;

    if (job->batch == 0 && !make_batch(job, tx, err))
        return false;
    q = sql_write(tx, &sql_import_batch_counts);
    put_i64(q, counts->read);
    put_i64(q, counts->fresh);
    put_i64(q, counts->changed);
    put_i64(q, counts->same);
    put_i64(q, counts->refused);
    put_i64(q, counts->proposed);
    put_i64(q, counts->warned);
    put_i64(q, job->batch);
    return sql_run(&q, NULL, err);
}

OD_SQL(sql_import_channel_customer, "import.channel_customer",
       "SELECT customer_id"
       " FROM channel_customer"
       " WHERE channel_id = $1 AND external_id = $2");

bool import_channel_customer(struct import_job *job, const char *external_id,
                             struct customer_id *out, struct err *err)
{
    OD_STMT *q = sql_read(desk_db(job->desk), &sql_import_channel_customer);
    bool found;

    out->v = 0;
    put_i64(q, job->channel.v);
    put_text(q, external_id);
    return sql_one_i64(&q, &found, &out->v, err);
}

OD_SQL(sql_import_tolerance, "import.total_tolerance",
       "SELECT total_tolerance_minor"
       " FROM channel"
       " WHERE id = $1");

bool import_total_tolerance(struct import_job *job, int64_t *minor, struct err *err)
{
    OD_STMT *q = sql_read(desk_db(job->desk), &sql_import_tolerance);
    bool found;

    *minor = 0;
    put_i64(q, job->channel.v);
    return sql_one_i64(&q, &found, minor, err);
}

OD_SQL(sql_import_set_channel_customer, "import.set_channel_customer",
       "INSERT INTO channel_customer (channel_id, external_id, customer_id)"
       " VALUES ($1, $2, $3)"
       " ON CONFLICT (channel_id, external_id) DO UPDATE SET customer_id = excluded.customer_id");

bool import_set_channel_customer(struct import_job *job, struct tx *tx, const char *external_id,
                                 struct customer_id id, struct err *err)
{
    OD_STMT *q = sql_write(tx, &sql_import_set_channel_customer);

    put_i64(q, job->channel.v);
    put_text(q, external_id);
    put_i64(q, id.v);
    return sql_run(&q, NULL, err);
}

OD_SQL(sql_import_has_level, "import.has_level",
       "SELECT COUNT(*)"
       " FROM stock_level"
       " WHERE item_id = $1 AND site_id = $2");

bool import_has_level(struct desk *desk, struct item_id item, struct site_id site, bool *out,
                      struct err *err)
{
    OD_STMT *q = sql_read(desk_db(desk), &sql_import_has_level);
    bool found;
    int64_t n = 0;

    put_i64(q, item.v);
    put_i64(q, site.v);
    if (!sql_one_i64(&q, &found, &n, err))
        return false;
    *out = n > 0;
    return true;
}

/* Longer old numbers are never met by a sequence that counts orders. */
#define OLD_NUMBER_DIGITS 8

OD_SQL(sql_import_pass_number, "import.pass_number",
       "UPDATE sequence"
       " SET next_value = $1"
       " WHERE name = 'order' AND next_value < $2");

static bool raise_numbers(struct tx *tx, int64_t next, struct err *err)
{
    OD_STMT *q = sql_write(tx, &sql_import_pass_number);

    put_i64(q, next);
    put_i64(q, next);
    return sql_run(&q, NULL, err);
}

static bool is_digits(const char *text, size_t most)
{
    size_t n = strspn(text, "0123456789");

    return n > 0 && n <= most && text[n] == '\0';
}

bool import_pass_number(struct tx *tx, const char *number, struct err *err)
{
    int64_t v;

    /* A number is the sequence's value with a check digit behind it. */
    if (!is_digits(number, 12) ||
        !decimal_parse(number, 0, INT64_C(999999999999), NULL, &v, NULL))
        return true;
    return raise_numbers(tx, v / 10 + 1, err);
}

bool import_leave_room(struct tx *tx, const char *number, struct err *err)
{
    int64_t next = 1;

    if (!is_digits(number, OLD_NUMBER_DIGITS))
        return true;
    for (size_t i = 1; i < strlen(number); i++)
        next *= 10;
    return raise_numbers(tx, next, err);
}
