/*
 * The imports that were made: a row each, with its counts.
 */
#include "base/mem.h"
#include "base/vec.h"
#include "domain/intake/import_file.h"
#include "store/store.h"

OD_SQL(sql_import_batches, "import.batches",
       "SELECT b.id, b.at_ms, u.login, b.kind, b.source, b.read_count, b.new_count,"
       " b.changed_count, b.same_count, b.refused_count, b.proposed_count, b.warned_count"
       " FROM import_batch b"
       " JOIN app_user u ON u.id = b.user_id"
       " ORDER BY b.id DESC"
       " LIMIT $1");

struct batch_vec OD_VEC(struct import_batch);

bool import_batches_load(struct desk *desk, int max, struct arena *arena,
                         struct import_batches *out, struct err *err)
{
    struct batch_vec list = { 0 };
    OD_STMT *q = sql_read(desk_db(desk), &sql_import_batches);

    put_i64(q, max);
    while (sql_row(q)) {
        struct import_batch *b = vec_push(arena, &list);

        b->id = get_i64(q);
        b->at.ms = get_i64(q);
        b->user = get_text(q, arena);
        b->kind = get_text(q, arena);
        b->source = get_text(q, arena);
        b->counts.read = get_i64(q);
        b->counts.fresh = get_i64(q);
        b->counts.changed = get_i64(q);
        b->counts.same = get_i64(q);
        b->counts.refused = get_i64(q);
        b->counts.proposed = get_i64(q);
        b->counts.warned = get_i64(q);
    }
    *out = (struct import_batches){ list.v, list.n };
    return sql_done(&q, err);
}
