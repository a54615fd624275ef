/*
 * Labels in the store, and what of other records their tasks need.
 */
#include <string.h>

#include "base/i18n.h"
#include "base/mem.h"
#include "base/os.h"
#include "base/vec.h"
#include "domain/flow/package.h"
#include "domain/outside/label_parts.h"
#include "domain/stock/fulfillment_state.h"
#include "store/store.h"

struct label_vec OD_VEC(struct label);

#define LABEL_COLUMNS                                                                              \
    "SELECT l.id, l.fulfillment_id, f.order_id, l.package_number, o.number, f.number, l.state,"    \
    " l.provider, l.rule, l.max_days, l.want_carrier, l.want_service, l.format, l.rates, l.rate,"  \
    " l.remote_id, l.tracker, l.carrier, l.service, l.tracking, l.cost_minor, l.currency,"         \
    " l.error, u.login, l.asked_ms, l.bought_ms, l.ended_ms, l.version,"                           \
    " CASE WHEN EXISTS (SELECT 1 FROM label_file x WHERE x.label_id = l.id) THEN 1 ELSE 0 END,"    \
    " l.refund, l.refund_ms"                                                                       \
    " FROM parcel_label l"                                                                         \
    " JOIN fulfillment f ON f.id = l.fulfillment_id"                                               \
    " JOIN sales_order o ON o.id = f.order_id"                                                     \
    " JOIN app_user u ON u.id = l.asked_by"

static void label_read(struct stmt *q, struct arena *arena, struct label *l)
{
    const char *currency;
    int64_t minor;

    l->id = get_i64(q);
    l->fulfillment = get_i64(q);
    l->order.v = get_i64(q);
    l->package = get_text(q, arena);
    l->order_number = get_text(q, arena);
    l->fulfillment_number = get_text(q, arena);
    l->state = (enum label_state)get_i64(q);
    l->provider = get_text(q, arena);
    l->wish.rule = (enum label_rule)get_i64(q);
    l->wish.max_days = (int)get_i64(q);
    l->wish.carrier = get_text(q, arena);
    l->wish.service = get_text(q, arena);
    l->format = get_text(q, arena);
    l->rates = get_text(q, arena);
    l->rate = get_text(q, arena);
    l->remote_id = get_text(q, arena);
    l->tracker = get_text(q, arena);
    l->carrier = get_text(q, arena);
    l->service = get_text(q, arena);
    l->tracking = get_text(q, arena);
    minor = get_i64(q);
    currency = get_text(q, arena);
    l->cost.minor = minor;
    if (currency_find(currency) != NULL)
        l->cost = money_make(minor, currency);
    l->error = get_text(q, arena);
    l->asked_by = get_text(q, arena);
    l->asked.ms = get_i64(q);
    l->bought.ms = get_i64(q);
    l->ended.ms = get_i64(q);
    l->version = get_i64(q);
    l->has_file = get_i64(q) != 0;
    l->refund = (enum label_refund)get_i64(q);
    l->refund_ms = get_i64(q);
}

static bool labels_read(struct stmt **q, struct arena *arena, struct labels *out, struct err *err)
{
    struct label_vec list = { 0 };

    while (sql_row(*q))
        label_read(*q, arena, vec_push(arena, &list));
    if (!sql_done(q, err))
        return false;
    *out = (struct labels){ list.v, list.n };
    return true;
}

OD_SQL(sql_label_load, "label.load", LABEL_COLUMNS " WHERE l.id = $1");

bool label_load(struct desk *desk, int64_t id, struct arena *arena, struct label **out,
                struct err *err)
{
    struct labels list;
    OD_STMT *q = sql_read(desk_db(desk), &sql_label_load);

    put_i64(q, id);
    if (!labels_read(&q, arena, &list, err))
        return false;
    if (list.n == 0)
        return err_set(err, ERR_NOT_FOUND, _("There is no such label."));
    *out = &list.v[0];
    return true;
}

OD_SQL(sql_labels_of, "label.of",
       LABEL_COLUMNS " WHERE l.fulfillment_id = $1"
                     " ORDER BY l.id DESC");

bool labels_of(struct desk *desk, int64_t fulfillment, struct arena *arena, struct labels *out,
               struct err *err)
{
    OD_STMT *q = sql_read(desk_db(desk), &sql_labels_of);

    put_i64(q, fulfillment);
    return labels_read(&q, arena, out, err);
}

OD_SQL(sql_labels_state, "label.of_state",
       LABEL_COLUMNS " WHERE l.state = $1"
                     " ORDER BY l.id DESC"
                     " LIMIT $2");

/* A failed one is over once the parcel has another, or its fulfillment is no longer packed here. */
#define LABEL_WAITS                                                                                \
    " WHERE l.state IN (2, 5, 9)"                                                                  \
    " AND (l.state <> 5 OR (f.status IN (4, 5) AND NOT EXISTS (SELECT 1"                           \
    " FROM parcel_label n WHERE n.fulfillment_id = l.fulfillment_id"                               \
    " AND n.package_number = l.package_number AND n.id > l.id)))"

OD_SQL(sql_labels_waiting, "label.waiting",
       LABEL_COLUMNS LABEL_WAITS
                     " ORDER BY l.id DESC"
                     " LIMIT $1");

bool labels_of_state(struct desk *desk, int state, int max, struct arena *arena, struct labels *out,
                     struct err *err)
{
    OD_STMT *q = sql_read(desk_db(desk), state == 0 ? &sql_labels_waiting : &sql_labels_state);

    if (state != 0)
        put_i64(q, state);
    put_i64(q, max);
    return labels_read(&q, arena, out, err);
}

OD_SQL(sql_labels_count, "label.count_waiting",
       "SELECT COUNT(*),"
       " COALESCE(MIN(CASE WHEN l.ended_ms > 0 THEN l.ended_ms ELSE l.asked_ms END), 0)"
       " FROM parcel_label l"
       " JOIN fulfillment f ON f.id = l.fulfillment_id" LABEL_WAITS);

bool labels_count_waiting(struct desk *desk, int *n, struct stamp *oldest, struct err *err)
{
    int64_t count = 0, since_ms = 0;
    OD_STMT *q = sql_read(desk_db(desk), &sql_labels_count);

    if (sql_row(q)) {
        count = get_i64(q);
        since_ms = get_i64(q);
    }
    if (!sql_done(&q, err))
        return false;
    *n = (int)count;
    oldest->ms = since_ms;
    return true;
}

/* Put in order by the parcel first: by the id alone, all labels there ever were are walked. */
OD_SQL_SCAN(sql_labels_packed, "label.packed", "its index has only what is open",
            LABEL_COLUMNS " WHERE f.status = 4 AND " FULFILLMENT_IS_OPEN("f")
                          " ORDER BY l.package_number, l.id DESC");

bool labels_of_packed(struct desk *desk, struct arena *arena, struct labels *out, struct err *err)
{
    OD_STMT *q = sql_read(desk_db(desk), &sql_labels_packed);

    return labels_read(&q, arena, out, err);
}

OD_SQL(sql_label_find, "label.find",
       LABEL_COLUMNS " JOIN package p ON p.number = l.package_number"
                     " WHERE p.number = $1 AND l.fulfillment_id = p.fulfillment_id"
                     " ORDER BY CASE WHEN l.state <= 4 THEN 0 ELSE 1 END, l.id DESC"
                     " LIMIT 1");

bool label_find(struct desk *desk, const char *package, struct arena *arena, struct label **out,
                struct err *err)
{
    struct labels list;
    OD_STMT *q = sql_read(desk_db(desk), &sql_label_find);

    put_text(q, package);
    if (!labels_read(&q, arena, &list, err))
        return false;
    if (list.n == 0)
        return err_field(err, ERR_NOT_FOUND, "package",
                         _("No carrier's label was asked for parcel %.60s."), package);
    *out = &list.v[0];
    return true;
}

OD_SQL(sql_label_insert, "label.insert",
       "INSERT INTO parcel_label (fulfillment_id, package_number, provider, state, rule, max_days,"
       " want_carrier, want_service, format, asked_by, asked_ms, station, print_state)"
       " VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)"
       " RETURNING id");

bool label_insert(struct tx *tx, struct desk *desk, struct label *in, struct err *err)
{
    OD_ARENA *tmp = arena_new();
    OD_STMT *q = sql_write(tx, &sql_label_insert);

    put_i64(q, in->fulfillment);
    put_text(q, in->package);
    put_text(q, in->provider);
    put_i64(q, in->state);
    put_i64(q, in->wish.rule);
    put_i64(q, in->wish.max_days);
    put_text(q, in->wish.carrier);
    put_text(q, in->wish.service);
    put_text(q, in->format);
    put_i64(q, desk_user(desk)->id.v);
    put_i64(q, desk_now(desk).ms);
    put_text(q, os_host_name(tmp));
    put_i64(q, in->prints_itself ? 1 : 0);
    return sql_run_id(&q, &in->id, err);
}

OD_SQL(sql_label_write, "label.write",
       "UPDATE parcel_label"
       " SET state = $1, rates = $2, rate = $3, remote_id = $4, tracker = $5, carrier = $6,"
       " service = $7, tracking = $8, cost_minor = $9, currency = $10, error = $11,"
       " bought_ms = $12, ended_ms = $13, refund = $14, refund_ms = $15, version = version + 1"
       " WHERE id = $16 AND version = $17");

bool label_write(struct tx *tx, struct label *l, struct err *err)
{
    int64_t changed;
    OD_STMT *q = sql_write(tx, &sql_label_write);

    put_i64(q, l->state);
    put_text(q, l->rates);
    put_text(q, l->rate);
    put_text(q, l->remote_id);
    put_text(q, l->tracker);
    put_text(q, l->carrier);
    put_text(q, l->service);
    put_text(q, l->tracking);
    put_i64(q, l->cost.minor);
    put_text(q, l->cost.cur);
    put_text(q, l->error);
    put_i64(q, l->bought.ms);
    put_i64(q, l->ended.ms);
    put_i64(q, l->refund);
    put_i64(q, l->refund_ms);
    put_i64(q, l->id);
    put_i64(q, l->version);
    if (!sql_run(&q, &changed, err))
        return false;
    l->version++;
    return changed == 1 ||
           err_set(err, ERR_CONFLICT,
                   _("The label of %s changed meanwhile. Look at it again first."), l->package);
}

OD_SQL(sql_label_track, "label.track_package",
       "UPDATE package"
       " SET tracking = $1"
       " WHERE number = $2");

bool label_track_package(struct tx *tx, const char *package, const char *tracking, struct err *err)
{
    OD_STMT *q = sql_write(tx, &sql_label_track);

    put_text(q, tracking);
    put_text(q, package);
    return sql_run(&q, NULL, err);
}

OD_SQL(sql_label_untrack, "label.untrack_package",
       "UPDATE package"
       " SET tracking = ''"
       " WHERE number = $1 AND tracking = $2 AND tracking <> ''");

bool label_untrack_package(struct tx *tx, const struct label *l, bool *had, struct err *err)
{
    int64_t changed;
    OD_STMT *q = sql_write(tx, &sql_label_untrack);

    put_text(q, l->package);
    put_text(q, l->tracking);
    if (!sql_run(&q, &changed, err))
        return false;
    *had = changed > 0;
    return true;
}

/* --- printing by itself ----------------------------------------------------------------------- */

OD_SQL(sql_label_to_print, "label.to_print",
       LABEL_COLUMNS " WHERE l.print_state = 1 AND l.station = $1 AND l.asked_by = $2"
                     " AND l.state = 4"
                     " AND EXISTS (SELECT 1 FROM label_file y WHERE y.label_id = l.id)"
                     " ORDER BY l.id"
                     " LIMIT 1");

bool label_find_print(struct desk *desk, struct arena *arena, struct label **out, struct err *err)
{
    struct labels list;
    OD_STMT *q = sql_read(desk_db(desk), &sql_label_to_print);

    put_text(q, os_host_name(arena));
    put_i64(q, desk_user(desk)->id.v);
    if (!labels_read(&q, arena, &list, err))
        return false;
    *out = list.n > 0 ? &list.v[0] : NULL;
    return true;
}

OD_SQL(sql_label_printed, "label.printed",
       "UPDATE parcel_label"
       " SET print_state = 2"
       " WHERE id = $1 AND print_state = 1");

bool label_mark_printed(struct tx *tx, int64_t id, bool *is_mine, struct err *err)
{
    int64_t changed;
    OD_STMT *q = sql_write(tx, &sql_label_printed);

    put_i64(q, id);
    if (!sql_run(&q, &changed, err))
        return false;
    *is_mine = changed == 1;
    return true;
}

/* --- files ------------------------------------------------------------------------------------ */

OD_SQL(sql_label_file_put, "label.file_put",
       "INSERT INTO label_file (label_id, media_type, content, came_ms)"
       " VALUES ($1, $2, $3, $4)"
       " ON CONFLICT (label_id) DO UPDATE SET media_type = excluded.media_type,"
       " content = excluded.content, came_ms = excluded.came_ms");

bool label_file_put(struct tx *tx, struct desk *desk, int64_t label, const struct job_file *file,
                    struct err *err)
{
    OD_STMT *q = sql_write(tx, &sql_label_file_put);

    put_i64(q, label);
    put_text(q, file->media_type);
    put_blob(q, file->data, file->len);
    put_i64(q, desk_now(desk).ms);
    return sql_run(&q, NULL, err);
}

OD_SQL(sql_label_file, "label.file",
       "SELECT media_type, content"
       " FROM label_file"
       " WHERE label_id = $1");

bool label_file_load(struct desk *desk, int64_t id, struct arena *arena, struct job_file *out,
                     struct err *err)
{
    struct job_file file = { .name = "label" };
    OD_STMT *q = sql_read(desk_db(desk), &sql_label_file);

    put_i64(q, id);
    if (sql_row(q)) {
        file.media_type = get_text(q, arena);
        file.data = get_blob(q, arena, &file.len);
    }
    if (!sql_done(&q, err))
        return false;
    if (file.data == NULL)
        return err_set(err, ERR_NOT_FOUND, _("The file of this label has not come yet."));
    *out = file;
    return true;
}

/* --- other records ---------------------------------------------------------------------------- */

OD_SQL(sql_label_contact, "label.contact",
       "SELECT COALESCE(a.phone, ''), COALESCE(k.phone, ''), COALESCE(k.email, ''),"
       " COALESCE(c.phone, ''), COALESCE(c.email, '')"
       " FROM sales_order o"
       " LEFT JOIN address a ON a.id = o.ship_address_id"
       " LEFT JOIN contact k ON k.id = o.contact_id"
       " LEFT JOIN customer c ON c.id = o.customer_id"
       " WHERE o.id = $1");

static const char *first_of(const char *a, const char *b, const char *c)
{
    return a[0] != '\0' ? a : b[0] != '\0' ? b : c;
}

bool label_contact(struct desk *desk, struct order_id order, struct arena *arena,
                   const char **phone, const char **email, struct err *err)
{
    const char *text[5] = { "", "", "", "", "" };
    OD_STMT *q = sql_read(desk_db(desk), &sql_label_contact);

    put_i64(q, order.v);
    if (sql_row(q))
        for (size_t i = 0; i < OD_LEN(text); i++)
            text[i] = get_text(q, arena);
    *phone = first_of(text[0], text[1], text[3]);
    *email = first_of(text[2], text[4], "");
    return sql_done(&q, err);
}

OD_SQL(sql_label_sender, "label.sender",
       "SELECT line1, city, region, postcode, country"
       " FROM site"
       " WHERE id = $1");

bool label_sender_load(struct desk *desk, struct site_id site, struct arena *arena,
                       struct label_sender *out, struct err *err)
{
    OD_STMT *q = sql_read(desk_db(desk), &sql_label_sender);

    *out = (struct label_sender){ "", "", "", "", "" };
    put_i64(q, site.v);
    if (sql_row(q)) {
        out->line1 = get_text(q, arena);
        out->city = get_text(q, arena);
        out->region = get_text(q, arena);
        out->postcode = get_text(q, arena);
        out->country = get_text(q, arena);
    }
    return sql_done(&q, err);
}
