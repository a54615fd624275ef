/*
 * Saved views in the store.
 */
#include "domain/insight/view.h"

#include <assert.h>
#include <string.h>

#include "base/i18n.h"
#include "base/limits.h"
#include "base/mem.h"
#include "base/strbuf.h"
#include "base/utf8.h"
#include "base/vec.h"
#include "domain/desk/event.h"
#include "domain/desk/text.h"
#include "store/store.h"

static_assert(FIND_ORDER == 1 && FIND_CUSTOMER == 2 && FIND_ITEM == 3, "stored values");

/* --- kinds and columns ----------------------------------------------------------------------- */

const char *find_kind_name(enum find_kind kind)
{
    static const char *const names[] = { "all", "orders", "customers", "items" };

    return names[kind];
}

bool find_kind_parse(const char *name, enum find_kind *out)
{
    for (int kind = FIND_ORDER; kind <= FIND_ITEM; kind++) {
        if (strcmp(name, find_kind_name((enum find_kind)kind)) == 0) {
            *out = (enum find_kind)kind;
            return true;
        }
    }
    return false;
}

const char *const *view_columns(enum find_kind kind)
{
    static const char *const none[] = { NULL };
    static const char *const orders[] = { "number",       "name",        "status",      "placed",
                                          "promised",     "total",       "customer",    "lines",
                                          "ship_to_city", "customer_po", "external_id", "by",
                                          NULL };
    static const char *const customers[] = { "code",  "name",      "city",           "postcode",
                                             "phone", "is_active", "is_credit_held", NULL };
    static const char *const items[] = { "sku",       "description", "category", "kind",
                                         "uom",       "available",   "price",
                                         "is_active", NULL };

    return kind == FIND_ORDER      ? orders
           : kind == FIND_CUSTOMER ? customers
           : kind == FIND_ITEM     ? items
                                   : none;
}

bool view_shows(const char *columns, const char *column)
{
    size_t len = strlen(column);

    if (columns == NULL || columns[0] == '\0')
        return true;
    for (const char *at = columns; (at = strstr(at, column)) != NULL; at++)
        if ((at == columns || at[-1] == ',') && (at[len] == '\0' || at[len] == ','))
            return true;
    return false;
}

bool view_check_columns(enum find_kind kind, const char *columns, struct arena *arena,
                        struct err *err)
{
    const char *const *known = view_columns(kind);
    const char *at = columns;

    while (*at) {
        size_t len = strcspn(at, ",");
        const char *name = arena_strndup(arena, at, len);
        struct strbuf names;
        bool is_known = false;

        strbuf_init(&names, arena, 400);
        for (int i = 0; known[i]; i++) {
            strbuf_addf(&names, "%s%s", i > 0 ? ", " : "", known[i]);
            is_known = is_known || strcmp(known[i], name) == 0;
        }
        if (!is_known)
            return err_field(err, ERR_INVALID, "columns",
                             _("There is no column \"%s\". There are: %s."), name, names.s);
        at += len + (at[len] == ',');
    }
    return true;
}

/* --- loading --------------------------------------------------------------------------------- */

struct view_list OD_VEC(struct view);

OD_SQL(sql_view_list, "view.list",
       "SELECT v.id, v.kind, v.name, v.query, v.columns, u.login, v.is_shared,"
       " CASE WHEN v.owner_id = $1 THEN 1 ELSE 0 END AS is_mine, v.version"
       " FROM saved_view v"
       " JOIN app_user u ON u.id = v.owner_id"
       " WHERE (v.owner_id = $1 OR v.is_shared = 1)"
       " ORDER BY is_mine DESC, v.kind, v.name_fold, v.id");

bool views_load(struct desk *desk, enum find_kind kind, struct arena *arena, struct views *out,
                struct err *err)
{
    struct view_list list = { 0 };
    OD_STMT *q = sql_read(desk_db(desk), &sql_view_list);

    put_i64(q, desk_user(desk)->id.v);
    while (sql_row(q)) {
        struct view v = { .id = get_i64(q) };

        v.kind = (enum find_kind)get_i64(q);
        v.name = get_text(q, arena);
        v.query = get_text(q, arena);
        v.columns = get_text(q, arena);
        v.owner = get_text(q, arena);
        v.is_shared = get_i64(q) != 0;
        v.is_mine = get_i64(q) != 0;
        v.version = get_i64(q);
        if (kind == FIND_ALL || v.kind == kind)
            *vec_push(arena, &list) = v;
    }
    if (!sql_done(&q, err))
        return false;
    *out = (struct views){ list.v, list.n };
    return true;
}

bool view_find(struct desk *desk, enum find_kind kind, const char *name, struct arena *arena,
               struct view **out, struct err *err)
{
    const char *folded = utf8_fold(arena, name);
    struct views views;

    *out = NULL;
    if (!views_load(desk, kind, arena, &views, err))
        return false;
    for (int i = 0; i < views.n && !*out; i++)
        if (strcmp(utf8_fold(arena, views.v[i].name), folded) == 0)
            *out = &views.v[i];
    return true;
}

bool view_load(struct desk *desk, enum find_kind kind, const char *name, struct arena *arena,
               struct view **out, struct err *err)
{
    struct strbuf names;
    struct views views;

    if (!view_find(desk, kind, name, arena, out, err) ||
        (!*out && !views_load(desk, kind, arena, &views, err)))
        return false;
    if (*out)
        return true;
    strbuf_init(&names, arena, 600);
    for (int i = 0; i < views.n && names.len < 400; i++)
        strbuf_addf(&names, "%s%s", i > 0 ? ", " : "", views.v[i].name);
    if (views.n == 0)
        return err_field(err, ERR_NOT_FOUND, "view",
                         _("There is no view \"%s\", and no other one yet."), name);
    return err_field(err, ERR_NOT_FOUND, "view", _("There is no view \"%s\". There are: %s."), name,
                     names.s);
}

/* --- saving ---------------------------------------------------------------------------------- */

/* What may be saved, with its texts as they are kept. */
static bool check_view(struct desk *desk, struct view *v, struct arena *arena, struct err *err)
{
    const struct query *q;

    if (!utf8_clean(v->name, strlen(v->name), UTF8_LINE, LIMIT_VIEW_NAME, arena, &v->name,
                    err))
        return err_at(err, "name");
    if (v->name[0] == '\0')
        return err_field(err, ERR_INVALID, "name", _("Give the view a name."));
    if (!view_columns(v->kind)[0])
        return err_field(err, ERR_INVALID, "kind",
                         _("A view is of orders, customers or items, not of all at once. Choose "
                           "with Tab."));
    return text_line(v->query, "query", arena, &v->query, err) &&
           query_parse(v->query, v->kind, desk, arena, &q, err) &&
           view_check_columns(v->kind, v->columns, arena, err);
}

OD_SQL(sql_view_count, "view.count",
       "SELECT COUNT(*)"
       " FROM saved_view"
       " WHERE owner_id = $1");

static bool has_room(struct desk *desk, struct err *err)
{
    OD_STMT *q = sql_read(desk_db(desk), &sql_view_count);
    bool found;
    int64_t n = 0;

    put_i64(q, desk_user(desk)->id.v);
    if (!sql_one_i64(&q, &found, &n, err))
        return false;
    return n < LIMIT_VIEWS ||
           err_set(err, ERR_LIMIT, _("%d views are enough. Drop one first."), LIMIT_VIEWS);
}

/* A shared one is changed only by who may share; one that is not, by its owner. */
OD_SQL(sql_view_at, "view.at",
       "SELECT owner_id, is_shared"
       " FROM saved_view"
       " WHERE id = $1 AND version = $2");

static bool check_right(struct desk *desk, int64_t id, int64_t version, bool will_share,
                        struct err *err)
{
    OD_STMT *q = sql_read(desk_db(desk), &sql_view_at);
    bool found = false, is_mine = false, is_shared = false;

    put_i64(q, id);
    put_i64(q, version);
    while (sql_row(q)) {
        found = true;
        is_mine = get_i64(q) == desk_user(desk)->id.v;
        is_shared = get_i64(q) != 0;
    }
    if (!sql_done(&q, err))
        return false;
    if (id != 0 && !found)
        return err_set(err, ERR_CONFLICT, _("This view was changed or dropped meanwhile."));
    if (id != 0 && !is_mine && !is_shared)
        return err_set(err, ERR_DENIED, _("This view is someone else's."));
    return !(is_shared || will_share) || desk_may(desk, "view.share", err);
}

OD_SQL(sql_view_insert, "view.insert",
       "INSERT INTO saved_view (kind, name, name_fold, query, columns, is_shared, owner_id)"
       " VALUES ($1, $2, $3, $4, $5, $6, $7)"
       " ON CONFLICT (owner_id, kind, name_fold) DO NOTHING"
       " RETURNING id");

static bool insert(struct tx *tx, struct desk *desk, const struct view *v, struct arena *arena,
                   int64_t *id, struct err *err)
{
    OD_STMT *q = sql_write(tx, &sql_view_insert);

    *id = 0;
    put_i64(q, v->kind);
    put_text(q, v->name);
    put_text(q, utf8_fold(arena, v->name));
    put_text(q, v->query);
    put_text(q, v->columns);
    put_i64(q, v->is_shared);
    put_i64(q, desk_user(desk)->id.v);
    while (sql_row(q))
        *id = get_i64(q);
    if (!sql_done(&q, err))
        return false;
    return *id != 0 ||
           err_field(err, ERR_CONFLICT, "name", _("You have a view \"%s\" already."), v->name);
}

OD_SQL(sql_view_update, "view.update",
       "UPDATE saved_view"
       " SET name = $1, name_fold = $2, query = $3, columns = $4, is_shared = $5,"
       " version = version + 1"
       " WHERE id = $6 AND version = $7");

static bool update(struct tx *tx, const struct view *v, struct arena *arena, struct err *err)
{
    OD_STMT *q = sql_write(tx, &sql_view_update);

    put_text(q, v->name);
    put_text(q, utf8_fold(arena, v->name));
    put_text(q, v->query);
    put_text(q, v->columns);
    put_i64(q, v->is_shared);
    put_i64(q, v->id);
    put_i64(q, v->version);
    return sql_run(&q, NULL, err);
}

bool view_save(struct desk *desk, const struct view *view, int64_t *id, struct err *err)
{
    OD_ARENA *tmp = arena_new();
    OD_TX tx = { 0 };
    struct event_note note = { .kind = "view.save" };
    struct view v = *view;
    int64_t saved = v.id;

    if (!check_view(desk, &v, tmp, err) || !desk_begin(desk, "view.save", &tx, err) ||
        !check_right(desk, v.id, v.version, v.is_shared, err))
        return false;
    if (v.id == 0 ? !has_room(desk, err) || !insert(&tx, desk, &v, tmp, &saved, err)
                  : !update(&tx, &v, tmp, err))
        return false;
    note.after_json = event_json(tmp, "query", v.query);
    if (!event_add(&tx, desk, "view", saved, &note, err) || !tx_commit(&tx, err))
        return false;
    *id = saved;
    return true;
}

OD_SQL(sql_view_drop, "view.drop",
       "DELETE FROM saved_view"
       " WHERE id = $1 AND version = $2");

bool view_drop(struct desk *desk, const struct view *view, struct err *err)
{
    OD_ARENA *tmp = arena_new();
    OD_TX tx = { 0 };
    struct event_note note = { .kind = "view.drop" };

    note.before_json = event_json(tmp, "query", view->query);
    if (!desk_begin(desk, "view.save", &tx, err) ||
        !check_right(desk, view->id, view->version, false, err))
        return false;

    OD_STMT *q = sql_write(&tx, &sql_view_drop);

    put_i64(q, view->id);
    put_i64(q, view->version);
    return sql_run(&q, NULL, err) && event_add(&tx, desk, "view", view->id, &note, err) &&
           tx_commit(&tx, err);
}
