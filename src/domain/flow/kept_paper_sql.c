/*
 * Papers in the store. A row is written once and never again.
 */
#include "domain/flow/kept_paper.h"

#include <assert.h>
#include <string.h>

#include "base/i18n.h"
#include "base/mem.h"
#include "base/secret.h"
#include "base/vec.h"
#include "store/store.h"

struct paper_vec OD_VEC(struct kept_paper);

static const struct {
    enum document_kind kind;
    const char *name, *words;
} kinds[] = {
    { DOCUMENT_PICK_LIST, "pick-list", N_("Pick list") },
    { DOCUMENT_PACKING_SLIP, "packing-slip", N_("Packing slip") },
    { DOCUMENT_LABEL, "label", N_("Label") },
    { DOCUMENT_MANIFEST, "manifest", N_("Manifest") },
    { DOCUMENT_WAVE, "wave", N_("Pick list of a wave") },
    { DOCUMENT_CONFIRMATION, "confirmation", N_("Order confirmation") },
};

const char *document_kind_name(enum document_kind kind)
{
    assert(kind >= DOCUMENT_PICK_LIST && kind <= DOCUMENT_CONFIRMATION);
    return kinds[kind - 1].name;
}

const char *document_kind_words(enum document_kind kind)
{
    assert(kind >= DOCUMENT_PICK_LIST && kind <= DOCUMENT_CONFIRMATION);
    return _(kinds[kind - 1].words);
}

bool document_kind_parse(const char *name, enum document_kind *out)
{
    for (size_t i = 0; i < OD_LEN(kinds); i++) {
        if (strcmp(kinds[i].name, name) == 0) {
            *out = kinds[i].kind;
            return true;
        }
    }
    return false;
}

/* --- reading ---------------------------------------------------------------------------------- */

#define PAPER_COLUMNS                                                                              \
    "SELECT d.id, d.kind, d.subject, d.order_id, d.revision, d.lang, d.digest, u.login, d.made_ms"

static void paper_row(struct stmt *q, struct arena *arena, struct kept_paper *p)
{
    p->id = get_i64(q);
    p->kind = (enum document_kind)get_i64(q);
    p->subject = get_text(q, arena);
    p->order.v = get_ref(q);
    p->revision = (int)get_i64(q);
    p->lang = get_text(q, arena);
    p->digest = get_text(q, arena);
    p->by = get_text(q, arena);
    p->made.ms = get_i64(q);
}

OD_SQL(sql_document_load, "document.load",
       PAPER_COLUMNS ", d.content"
                     " FROM document d"
                     " JOIN app_user u ON u.id = d.made_by"
                     " WHERE d.kind = $1 AND d.subject = $2 AND ($3 = 0 OR d.revision = $3)"
                     " ORDER BY d.revision DESC"
                     " LIMIT 1");

/* *out NULL where there is none. */
static bool paper_find(struct desk *desk, enum document_kind kind, const char *subject,
                       int revision, struct arena *arena, struct kept_paper **out, struct err *err)
{
    OD_STMT *q = sql_read(desk_db(desk), &sql_document_load);

    *out = NULL;
    put_i64(q, kind);
    put_text(q, subject);
    put_i64(q, revision);
    if (sql_row(q)) {
        *out = arena_new_of(arena, struct kept_paper);
        paper_row(q, arena, *out);
        (*out)->content = get_text(q, arena);
    }
    return sql_done(&q, err);
}

bool kept_paper_load(struct desk *desk, enum document_kind kind, const char *subject, int revision,
                     struct arena *arena, struct kept_paper **out, struct err *err)
{
    char digest[SECRET_DIGEST_SIZE];

    if (!paper_find(desk, kind, subject, revision, arena, out, err))
        return false;
    if (*out == NULL && revision > 0)
        return err_set(err, ERR_NOT_FOUND, _("There is no revision %d of the %s %s."), revision,
                       document_kind_words(kind), subject);
    if (*out == NULL)
        return err_set(err, ERR_NOT_FOUND, _("No %s of %s was printed yet."),
                       document_kind_words(kind), subject);
    if (strcmp(secret_digest((*out)->content, strlen((*out)->content), digest), (*out)->digest) !=
        0)
        return err_set(err, ERR_CORRUPT, _("Revision %d of the %s %s is not what was printed."),
                       (*out)->revision, document_kind_words(kind), subject);
    return true;
}

static bool papers_read(struct stmt **q, struct arena *arena, struct kept_papers *out,
                        struct err *err)
{
    struct paper_vec list = { 0 };

    while (sql_row(*q))
        paper_row(*q, arena, vec_push(arena, &list));
    *out = (struct kept_papers){ list.v, list.n };
    return sql_done(q, err);
}

OD_SQL(sql_document_of_order, "document.of_order",
       PAPER_COLUMNS " FROM document d"
                     " JOIN app_user u ON u.id = d.made_by"
                     " WHERE d.order_id = $1"
                     " ORDER BY d.id DESC"
                     " LIMIT $2");

bool kept_papers_of_order(struct desk *desk, struct order_id order, int max, struct arena *arena,
                          struct kept_papers *out, struct err *err)
{
    OD_STMT *q = sql_read(desk_db(desk), &sql_document_of_order);

    put_i64(q, order.v);
    put_i64(q, max);
    return papers_read(&q, arena, out, err);
}

OD_SQL(sql_document_of, "document.of",
       PAPER_COLUMNS " FROM document d"
                     " JOIN app_user u ON u.id = d.made_by"
                     " WHERE d.subject = $1"
                     " ORDER BY d.id DESC"
                     " LIMIT $2");

bool kept_papers_of(struct desk *desk, const char *subject, int max, struct arena *arena,
                    struct kept_papers *out, struct err *err)
{
    OD_STMT *q = sql_read(desk_db(desk), &sql_document_of);

    put_text(q, subject);
    put_i64(q, max);
    return papers_read(&q, arena, out, err);
}

/* --- writing ---------------------------------------------------------------------------------- */

OD_SQL(sql_document_add, "document.add",
       "INSERT INTO document"
       " (kind, subject, order_id, revision, lang, digest, content, made_ms, made_by)"
       " VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)");

static bool row_add(struct tx *tx, struct desk *desk, const struct kept_paper *p, struct err *err)
{
    OD_STMT *q = sql_write(tx, &sql_document_add);

    put_i64(q, p->kind);
    put_text(q, p->subject);
    put_ref(q, p->order.v);
    put_i64(q, p->revision);
    put_text(q, p->lang);
    put_text(q, p->digest);
    put_text(q, p->content);
    put_i64(q, p->made.ms);
    put_i64(q, desk_user(desk)->id.v);
    return sql_run(&q, NULL, err);
}

static bool is_same(const struct kept_paper *last, const char *digest, const char *lang)
{
    return last != NULL && strcmp(last->digest, digest) == 0 && strcmp(last->lang, lang) == 0;
}

bool kept_paper_add(struct desk *desk, const struct kept_paper *in, struct arena *arena,
                    struct kept_paper **out, struct err *err)
{
    char digest[SECRET_DIGEST_SIZE];
    struct kept_paper *last, *p;
    OD_TX tx = { 0 };

    (void)secret_digest(in->content, strlen(in->content), digest);
    if (!paper_find(desk, in->kind, in->subject, 0, arena, &last, err))
        return false;
    if (is_same(last, digest, in->lang)) {
        *out = last;
        return true;
    }
    /* Someone may have printed it meanwhile: asked again within the turn. */
    if (!desk_begin(desk, "paper.keep", &tx, err) ||
        !paper_find(desk, in->kind, in->subject, 0, arena, &last, err))
        return false;
    if (is_same(last, digest, in->lang)) {
        *out = last;
        return tx_commit(&tx, err);
    }
    p = arena_new_of(arena, struct kept_paper);
    *p = *in;
    p->revision = last == NULL ? 1 : last->revision + 1;
    p->digest = arena_strdup(arena, digest);
    p->made = desk_now(desk);
    p->by = arena_strdup(arena, desk_user(desk)->login);
    if (!row_add(&tx, desk, p, err) || !tx_commit(&tx, err))
        return false;
    *out = p;
    return true;
}
