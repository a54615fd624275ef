/*
 * Carriers' forms of manifests in the store: asked for, what came of them, printed by themselves.
 */
#include "domain/flow/manifest_form.h"

#include <string.h>

#include "base/i18n.h"
#include "base/mem.h"
#include "base/os.h"
#include "base/vec.h"
#include "domain/desk/event.h"
#include "domain/desk/outbox.h"
#include "domain/desk/setting.h"
#include "store/store.h"

/* As in outside/shipping_task.h, which this layer does not see. */
#define FORM_TOPIC "scanform.make"

static const struct {
    const char *name, *words;
} states[] = {
    { "making", N_("being made") },
    { "there", N_("there") },
    { "failed", N_("failed") },
};

const char *form_state_name(int state)
{
    return state >= FORM_MAKING && state <= FORM_FAILED ? states[state - 1].name : "?";
}

const char *form_state_words(enum form_state state)
{
    return _(states[state - 1].words);
}

/* --- reading ---------------------------------------------------------------------------------- */

#define FORM_COLUMNS                                                                               \
    "SELECT f.id, f.manifest_id, m.carrier, f.provider, f.state, f.message, u.login, f.asked_ms,"  \
    " f.ended_ms, f.version"                                                                       \
    " FROM manifest_form f"                                                                        \
    " JOIN manifest m ON m.id = f.manifest_id"                                                     \
    " JOIN app_user u ON u.id = f.asked_by"

static bool read_forms(struct stmt **q, struct arena *arena, struct manifest_forms *out,
                       struct err *err)
{
    struct forms OD_VEC(struct manifest_form) list = { 0 };

    while (sql_row(*q)) {
        struct manifest_form *f = vec_push(arena, &list);

        f->id = get_i64(*q);
        f->manifest = get_i64(*q);
        f->number = arena_printf(arena, "M%lld", (long long)f->manifest);
        f->carrier = get_text(*q, arena);
        f->provider = get_text(*q, arena);
        f->state = (enum form_state)get_i64(*q);
        f->message = get_text(*q, arena);
        f->asked_by = get_text(*q, arena);
        f->asked.ms = get_i64(*q);
        f->ended.ms = get_i64(*q);
        f->version = get_i64(*q);
    }
    *out = (struct manifest_forms){ list.v, list.n };
    return sql_done(q, err);
}

OD_SQL(sql_forms_of, "manifest_form.of",
       FORM_COLUMNS " WHERE f.manifest_id = $1"
                    " ORDER BY f.id DESC");

bool manifest_forms_of(struct desk *desk, int64_t manifest, struct arena *arena,
                       struct manifest_forms *out, struct err *err)
{
    OD_STMT *q = sql_read(desk_db(desk), &sql_forms_of);

    put_i64(q, manifest);
    return read_forms(&q, arena, out, err);
}

OD_SQL(sql_forms_since, "manifest_form.since",
       FORM_COLUMNS " WHERE f.asked_ms >= $1"
                    " ORDER BY f.asked_ms DESC, f.id DESC"
                    " LIMIT $2");

bool manifest_forms_since(struct desk *desk, struct stamp since, int max, struct arena *arena,
                          struct manifest_forms *out, struct err *err)
{
    OD_STMT *q = sql_read(desk_db(desk), &sql_forms_since);

    put_i64(q, since.ms);
    put_i64(q, max);
    return read_forms(&q, arena, out, err);
}

OD_SQL(sql_form_load, "manifest_form.load", FORM_COLUMNS " WHERE f.id = $1");

bool manifest_form_load(struct desk *desk, int64_t id, struct arena *arena,
                        struct manifest_form **out, struct err *err)
{
    struct manifest_forms all;
    OD_STMT *q = sql_read(desk_db(desk), &sql_form_load);

    put_i64(q, id);
    if (!read_forms(&q, arena, &all, err))
        return false;
    if (all.n == 0)
        return err_set(err, ERR_NOT_FOUND, _("There is no such form."));
    *out = &all.v[0];
    return true;
}

OD_SQL(sql_form_file, "manifest_form.file",
       "SELECT media_type, content"
       " FROM manifest_form"
       " WHERE id = $1 AND state = 2");

bool manifest_form_file(struct desk *desk, int64_t id, struct arena *arena, struct form_file *out,
                        struct err *err)
{
    struct form_file file = { 0 };
    OD_STMT *q = sql_read(desk_db(desk), &sql_form_file);

    put_i64(q, id);
    if (sql_row(q)) {
        file.media_type = get_text(q, arena);
        file.data = get_blob(q, arena, &file.len);
    }
    if (!sql_done(&q, err))
        return false;
    if (file.data == NULL)
        return err_set(err, ERR_NOT_FOUND, _("The carrier's form has not come."));
    *out = file;
    return true;
}

OD_SQL(sql_form_parcels, "manifest_form.parcels",
       "SELECT remote_id, tracking"
       " FROM parcel_label"
       " WHERE form_id = $1"
       " ORDER BY id");

bool manifest_form_parcels(struct desk *desk, int64_t id, struct arena *arena,
                           struct form_parcels *out, struct err *err)
{
    struct parcels OD_VEC(struct form_parcel) list = { 0 };
    OD_STMT *q = sql_read(desk_db(desk), &sql_form_parcels);

    put_i64(q, id);
    while (sql_row(q)) {
        struct form_parcel *p = vec_push(arena, &list);

        p->shipment = get_text(q, arena);
        p->tracking = get_text(q, arena);
    }
    *out = (struct form_parcels){ list.v, list.n };
    return sql_done(&q, err);
}

/* --- asking ----------------------------------------------------------------------------------- */

/* Bought labels of what is on it, that are in no form. */
#define FORMLESS(manifest)                                                                         \
    " FROM shipment s"                                                                             \
    " JOIN parcel_label l ON l.fulfillment_id = s.fulfillment_id"                                  \
    " WHERE s.manifest_id = " manifest " AND l.state = 4 AND l.form_id IS NULL"                    \
    " AND l.remote_id <> ''"

OD_SQL(sql_form_providers, "manifest_form.providers",
       "SELECT DISTINCT l.provider" FORMLESS("$1")
       " ORDER BY l.provider");
OD_SQL(sql_form_insert, "manifest_form.insert",
       "INSERT INTO manifest_form (manifest_id, provider, state, asked_by, asked_ms, station,"
       " print_state)"
       " VALUES ($1, $2, 1, $3, $4, $5, $6)"
       " RETURNING id");
OD_SQL(sql_form_fill, "manifest_form.fill",
       "UPDATE parcel_label"
       " SET form_id = $1"
       " WHERE id IN (SELECT l.id" FORMLESS("$2") " AND l.provider = $3)");

static bool ask_one(struct tx *tx, struct desk *desk, int64_t manifest, const char *provider,
                    bool prints_itself, struct err *err)
{
    OD_ARENA *tmp = arena_new();
    struct outbox_job job = { .topic = FORM_TOPIC,
                              .record_kind = "manifest_form",
                              .provider = provider };
    OD_STMT *q = sql_write(tx, &sql_form_insert);

    put_i64(q, manifest);
    put_text(q, provider);
    put_i64(q, desk_user(desk)->id.v);
    put_i64(q, desk_now(desk).ms);
    put_text(q, os_host_name(tmp));
    put_i64(q, prints_itself ? 1 : 0);
    if (!sql_run_id(&q, &job.record_id, err))
        return false;
    q = sql_write(tx, &sql_form_fill);
    put_i64(q, job.record_id);
    put_i64(q, manifest);
    put_text(q, provider);
    return sql_run(&q, NULL, err) && outbox_add(tx, desk, &job, err);
}

bool manifest_forms_ask(struct tx *tx, struct desk *desk, int64_t manifest, struct arena *arena,
                        int *n, struct err *err)
{
    struct texts OD_VEC(const char *) providers = { 0 };
    const char *wanted, *prints;
    OD_STMT *q = NULL;

    if (n != NULL)
        *n = 0;
    if (!setting_get(desk, "label.form", arena, &wanted, err) ||
        !setting_get(desk, "label.print", arena, &prints, err))
        return false;
    if (strcmp(wanted, "yes") != 0)
        return true;
    q = sql_read(desk_db(desk), &sql_form_providers);
    put_i64(q, manifest);
    while (sql_row(q))
        *vec_push(arena, &providers) = get_text(q, arena);
    if (!sql_done(&q, err))
        return false;
    for (int i = 0; i < providers.n; i++)
        if (!ask_one(tx, desk, manifest, providers.v[i], strcmp(prints, "yes") == 0, err))
            return false;
    if (n != NULL)
        *n = providers.n;
    return true;
}

bool manifest_form_again(struct desk *desk, int64_t manifest, struct err *err)
{
    const struct event_note note = { .kind = "manifest.form" };
    OD_ARENA *tmp = arena_new();
    OD_TX tx = { 0 };
    struct manifest *m;
    int n;

    if (!desk_begin(desk, "manifest.form", &tx, err) ||
        !manifest_load(desk, manifest, tmp, &m, err))
        return false;
    if (m->status != MANIFEST_CLOSED)
        return err_set(err, ERR_STATE, _("%s is not handed over yet."), m->number);
    if (!manifest_forms_ask(&tx, desk, manifest, tmp, &n, err))
        return false;
    if (n == 0)
        return err_set(err, ERR_STATE,
                       _("Nothing on %s lacks a form: its forms are there or being made, or no"
                         " label was bought for it (setting label.form)."),
                       m->number);
    return event_add(&tx, desk, "manifest", manifest, &note, err) && tx_commit(&tx, err);
}

/* --- what came of it -------------------------------------------------------------------------- */

OD_SQL(sql_form_write, "manifest_form.write",
       "UPDATE manifest_form"
       " SET state = $1, message = $2, ended_ms = $3, media_type = $4, content = $5,"
       " version = version + 1"
       " WHERE id = $6 AND version = $7");
OD_SQL(sql_form_empty, "manifest_form.empty",
       "UPDATE parcel_label"
       " SET form_id = NULL"
       " WHERE form_id = $1");

bool manifest_form_write(struct tx *tx, struct desk *desk, struct manifest_form *f,
                         const struct form_file *file, struct err *err)
{
    int64_t changed;
    OD_STMT *q = sql_write(tx, &sql_form_write);

    f->ended = f->state == FORM_MAKING ? (struct stamp){ 0 } : desk_now(desk);
    put_i64(q, f->state);
    put_text(q, f->message);
    put_i64(q, f->ended.ms);
    put_text(q, file != NULL ? file->media_type : "");
    put_blob(q, file != NULL ? file->data : "", file != NULL ? file->len : 0);
    put_i64(q, f->id);
    put_i64(q, f->version);
    if (!sql_run(&q, &changed, err))
        return false;
    if (changed != 1)
        return err_set(err, ERR_CONFLICT, _("The form of %s changed meanwhile."), f->number);
    f->version++;
    if (f->state != FORM_FAILED)
        return true;
    q = sql_write(tx, &sql_form_empty);
    put_i64(q, f->id);
    return sql_run(&q, NULL, err);
}

/* --- printing by itself ----------------------------------------------------------------------- */

OD_SQL(sql_form_to_print, "manifest_form.to_print",
       FORM_COLUMNS " WHERE f.print_state = 1 AND f.station = $1 AND f.asked_by = $2"
                    " AND f.state = 2"
                    " ORDER BY f.id"
                    " LIMIT 1");
OD_SQL(sql_form_printed, "manifest_form.printed",
       "UPDATE manifest_form"
       " SET print_state = 2"
       " WHERE id = $1 AND print_state = 1");

bool manifest_form_take_print(struct desk *desk, struct arena *arena, struct manifest_form **out,
                              struct err *err)
{
    struct manifest_forms all;
    int64_t changed;
    OD_TX tx = { 0 };
    OD_STMT *q = sql_read(desk_db(desk), &sql_form_to_print);

    *out = NULL;
    put_text(q, os_host_name(arena));
    put_i64(q, desk_user(desk)->id.v);
    if (!read_forms(&q, arena, &all, err))
        return false;
    if (all.n == 0)
        return true;
    if (!desk_begin(desk, "manifest.form", &tx, err))
        return false;
    q = sql_write(&tx, &sql_form_printed);
    put_i64(q, all.v[0].id);
    if (!sql_run(&q, &changed, err) || !tx_commit(&tx, err))
        return false;
    *out = changed == 1 ? &all.v[0] : NULL;
    return true;
}
