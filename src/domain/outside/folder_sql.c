/*
 * What the desk keeps of the folder exchange.
 */
#include "base/mem.h"
#include "base/vec.h"
#include "domain/desk/outbox.h"
#include "domain/outside/folder_parts.h"
#include "store/store.h"

/* --- out -------------------------------------------------------------------------------------- */

/* Of its order, whose open jobs are few: the partner has many while its folder is away. */
OD_SQL(sql_folder_job_waits, "folder.job_waits",
       "SELECT id"
       " FROM outbox"
       " WHERE order_id = $1 AND state <> 3 AND state IN (1, 4) AND topic = 'file.write'"
       " AND record_kind = $2 AND record_id = $3 AND payload = $4"
       " LIMIT 1");

bool folder_job_waits(struct desk *desk, const struct outbox_job *job, bool *out, struct err *err)
{
    int64_t id;
    OD_STMT *q = sql_read(desk_db(desk), &sql_folder_job_waits);

    put_i64(q, job->order.v);
    put_text(q, job->record_kind);
    put_i64(q, job->record_id);
    put_text(q, job->payload);
    return sql_one_i64(&q, out, &id, err);
}

OD_SQL(sql_folder_shipment_at, "folder.shipment_at",
       "SELECT CASE WHEN status <> 4 THEN id ELSE 0 END, fulfillment_id"
       " FROM shipment"
       " WHERE order_id = $1 AND shipped_ms <= $2"
       " ORDER BY shipped_ms DESC, id DESC"
       " LIMIT 1");

bool folder_shipment_at(struct desk *desk, struct order_id order, struct stamp at,
                        int64_t *shipment, int64_t *fulfillment, struct err *err)
{
    OD_STMT *q = sql_read(desk_db(desk), &sql_folder_shipment_at);

    *shipment = *fulfillment = 0;
    put_i64(q, order.v);
    put_i64(q, at.ms);
    if (sql_row(q)) {
        *shipment = get_i64(q);
        *fulfillment = get_i64(q);
    }
    return sql_done(&q, err);
}

OD_SQL(sql_folder_shipment_of, "folder.shipment_of",
       "SELECT fulfillment_id"
       " FROM shipment"
       " WHERE id = $1");

bool folder_shipment_of(struct desk *desk, int64_t shipment, int64_t *fulfillment, struct err *err)
{
    bool found;
    OD_STMT *q = sql_read(desk_db(desk), &sql_folder_shipment_of);

    *fulfillment = 0;
    put_i64(q, shipment);
    return sql_one_i64(&q, &found, fulfillment, err);
}

/* --- answers ---------------------------------------------------------------------------------- */

OD_SQL(sql_folder_answer, "folder.answer",
       "SELECT is_accepted, reason"
       " FROM folder_answer"
       " WHERE record_kind = $1 AND record_id = $2");

bool folder_answer_load(struct desk *desk, const char *record_kind, int64_t record,
                        struct arena *arena, bool *found, struct folder_answer *out,
                        struct err *err)
{
    OD_STMT *q = sql_read(desk_db(desk), &sql_folder_answer);

    put_text(q, record_kind);
    put_i64(q, record);
    *found = sql_row(q);
    if (*found) {
        *out = (struct folder_answer){ .record_kind = record_kind, .record = record };
        out->is_accepted = get_i64(q) != 0;
        out->reason = get_text(q, arena);
    }
    return sql_done(&q, err);
}

OD_SQL(sql_folder_answer_put, "folder.answer_put",
       "INSERT INTO folder_answer (record_kind, record_id, is_accepted, reason, at_ms)"
       " VALUES ($1, $2, $3, $4, $5)"
       " ON CONFLICT (record_kind, record_id) DO UPDATE"
       " SET is_accepted = excluded.is_accepted, reason = excluded.reason,"
       " at_ms = excluded.at_ms");

bool folder_answer_put(struct tx *tx, struct desk *desk, const struct folder_answer *in,
                       struct err *err)
{
    OD_STMT *q = sql_write(tx, &sql_folder_answer_put);

    put_text(q, in->record_kind);
    put_i64(q, in->record);
    put_i64(q, in->is_accepted);
    put_text(q, in->reason);
    put_i64(q, desk_now(desk).ms);
    return sql_run(&q, NULL, err);
}

/* --- announced goods -------------------------------------------------------------------------- */

OD_SQL(sql_folder_asn, "folder.asn",
       "SELECT doc_id, doc_version"
       " FROM folder_asn"
       " WHERE number = $1");

bool folder_asn_load(struct desk *desk, const char *number, struct folder_asn *out,
                     struct err *err)
{
    OD_STMT *q = sql_read(desk_db(desk), &sql_folder_asn);

    *out = (struct folder_asn){ .number = number };
    put_text(q, number);
    if (sql_row(q)) {
        out->doc = get_i64(q);
        out->version = get_i64(q);
    }
    return sql_done(&q, err);
}

OD_SQL(sql_folder_asn_put, "folder.asn_put",
       "INSERT INTO folder_asn (number, doc_id, doc_version)"
       " VALUES ($1, $2, $3)"
       " ON CONFLICT (number) DO UPDATE"
       " SET doc_id = excluded.doc_id, doc_version = excluded.doc_version");

bool folder_asn_put(struct tx *tx, const struct folder_asn *in, struct err *err)
{
    OD_STMT *q = sql_write(tx, &sql_folder_asn_put);

    put_text(q, in->number);
    put_i64(q, in->doc);
    put_i64(q, in->version);
    return sql_run(&q, NULL, err);
}

/* --- files ------------------------------------------------------------------------------------ */

#define FILE_COLUMNS                                                                               \
    "SELECT f.id, f.name, f.kind, f.report, u.login, f.taken, f.same, f.refused, f.read_ms,"       \
    " f.is_waiting"                                                                                \
    " FROM folder_file f"                                                                          \
    " JOIN app_user u ON u.id = f.read_by"

struct file_vec OD_VEC(struct folder_file);

static void read_file(struct stmt *q, struct arena *arena, struct folder_file *out)
{
    out->id = get_i64(q);
    out->name = get_text(q, arena);
    out->kind = get_text(q, arena);
    out->report = get_text(q, arena);
    out->by = get_text(q, arena);
    out->taken = (int)get_i64(q);
    out->same = (int)get_i64(q);
    out->refused = (int)get_i64(q);
    out->read.ms = get_i64(q);
    out->is_waiting = get_i64(q) != 0;
}

OD_SQL(sql_folder_file_find, "folder.file_find",
       FILE_COLUMNS
       " WHERE f.name = $1 AND f.digest = $2"
       " ORDER BY f.id DESC"
       " LIMIT 1");

bool folder_file_find(struct desk *desk, const char *name, const char *digest,
                      struct arena *arena, bool *found, struct folder_file *out, struct err *err)
{
    OD_STMT *q = sql_read(desk_db(desk), &sql_folder_file_find);

    put_text(q, name);
    put_text(q, digest);
    *found = sql_row(q);
    if (*found)
        read_file(q, arena, out);
    return sql_done(&q, err);
}

OD_SQL(sql_folder_files, "folder.files",
       FILE_COLUMNS
       " WHERE f.id < $1"
       " ORDER BY f.id DESC"
       " LIMIT $2");

bool folder_files_load(struct desk *desk, int64_t before_id, int max, struct arena *arena,
                       struct folder_files *out, struct err *err)
{
    struct file_vec list = { 0 };
    OD_STMT *q = sql_read(desk_db(desk), &sql_folder_files);

    put_i64(q, before_id > 0 ? before_id : INT64_MAX);
    put_i64(q, max);
    while (sql_row(q))
        read_file(q, arena, vec_push(arena, &list));
    *out = (struct folder_files){ list.v, list.n };
    return sql_done(&q, err);
}

OD_SQL(sql_folder_waiting, "folder.waiting",
       FILE_COLUMNS
       " WHERE f.is_waiting = 1"
       " ORDER BY f.name, f.id");

bool folder_waiting_load(struct desk *desk, struct arena *arena, struct folder_files *out,
                         struct err *err)
{
    struct file_vec list = { 0 };
    OD_STMT *q = sql_read(desk_db(desk), &sql_folder_waiting);

    while (sql_row(q))
        read_file(q, arena, vec_push(arena, &list));
    *out = (struct folder_files){ list.v, list.n };
    return sql_done(&q, err);
}

OD_SQL(sql_folder_file_add, "folder.file_add",
       "INSERT INTO folder_file (name, digest, kind, taken, same, refused, report, read_ms,"
       " read_by, is_waiting)"
       " VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)");

bool folder_file_add(struct tx *tx, struct desk *desk, const struct folder_file *in,
                     const char *digest, struct err *err)
{
    OD_STMT *q = sql_write(tx, &sql_folder_file_add);

    put_text(q, in->name);
    put_text(q, digest);
    put_text(q, in->kind);
    put_i64(q, in->taken);
    put_i64(q, in->same);
    put_i64(q, in->refused);
    put_text(q, in->report);
    put_i64(q, desk_now(desk).ms);
    put_i64(q, desk_user(desk)->id.v);
    put_i64(q, in->is_waiting);
    return sql_run(&q, NULL, err);
}

OD_SQL(sql_folder_left, "folder.left",
       "UPDATE folder_file"
       " SET is_waiting = 0"
       " WHERE is_waiting = 1 AND name = $1");

bool folder_left(struct desk *desk, const char *name, struct err *err)
{
    OD_TX tx = { 0 };
    OD_STMT *q = NULL;

    if (!desk_begin(desk, "sync.work", &tx, err))
        return false;
    q = sql_write(&tx, &sql_folder_left);
    put_text(q, name);
    return sql_run(&q, NULL, err) && tx_commit(&tx, err);
}
