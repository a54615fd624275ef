/*
 * Groups of customers: who shares price rules.
 */
#include <assert.h>
#include <string.h>

#include "base/i18n.h"
#include "base/limits.h"
#include "base/mem.h"
#include "base/vec.h"
#include "domain/catalog/catalog_text.h"
#include "domain/catalog/price_list.h"
#include "domain/desk/event.h"
#include "domain/desk/text.h"
#include "store/store.h"

struct group_vec OD_VEC(struct customer_group);

OD_SQL(sql_customer_groups, "price.groups",
       "SELECT id, code, name, version"
       " FROM customer_group"
       " ORDER BY code");

bool customer_groups_load(struct desk *desk, struct arena *arena, struct customer_groups *out,
                          struct err *err)
{
    struct group_vec groups = { 0 };
    OD_STMT *q = sql_read(desk_db(desk), &sql_customer_groups);

    while (sql_row(q)) {
        struct customer_group *group = vec_push(arena, &groups);

        group->id = get_i64(q);
        group->code = get_text(q, arena);
        group->name = get_text(q, arena);
        group->version = get_i64(q);
    }
    if (!sql_done(&q, err))
        return false;
    *out = (struct customer_groups){ groups.v, groups.n };
    return true;
}

bool customer_group_find(struct desk *desk, const char *code, struct arena *arena,
                         struct customer_group **out, struct err *err)
{
    const char *upper = catalog_upper(arena, code);
    struct customer_groups groups;

    if (!customer_groups_load(desk, arena, &groups, err))
        return false;
    *out = NULL;
    for (int i = 0; i < groups.n; i++)
        if (strcmp(groups.v[i].code, upper) == 0)
            *out = &groups.v[i];
    return true;
}

static bool clean_group(struct customer_group *group, struct arena *arena, struct err *err)
{
    return catalog_code(&group->code, "code", CODE_UPPER, arena, err) &&
           text_required(group->name, "name", _("the name"), arena, &group->name, err);
}

/* The stored one, or none for a new one; a code that is another's is refused. */
static bool group_before(struct desk *desk, const struct customer_group *group, struct arena *arena,
                         struct customer_group *before, struct err *err)
{
    struct customer_groups groups;

    *before = (struct customer_group){ .code = "", .name = "" };
    if (!customer_groups_load(desk, arena, &groups, err))
        return false;
    for (int i = 0; i < groups.n; i++) {
        if (groups.v[i].id == group->id)
            *before = groups.v[i];
        else if (strcmp(groups.v[i].code, group->code) == 0)
            return err_field(err, ERR_CONFLICT, "code", _("There is a group %s already."),
                             group->code);
    }
    if (group->id != 0 && before->id == 0)
        return err_set(err, ERR_NOT_FOUND, _("This group is not in the desk any more."));
    if (group->version != 0 && group->version != before->version)
        return err_set(err, ERR_CONFLICT, _("Group %s was changed by someone else."), before->code);
    return true;
}

OD_SQL(sql_customer_group_insert, "price.group_insert",
       "INSERT INTO customer_group (code, name)"
       " VALUES ($1, $2)"
       " RETURNING id");
OD_SQL(sql_customer_group_update, "price.group_update",
       "UPDATE customer_group"
       " SET code = $1, name = $2, version = version + 1"
       " WHERE id = $3"
       " RETURNING id");

static bool group_put(struct tx *tx, const struct customer_group *group, int64_t *id,
                      struct err *err)
{
    OD_STMT *q =
        sql_write(tx, group->id == 0 ? &sql_customer_group_insert : &sql_customer_group_update);

    put_text(q, group->code);
    put_text(q, group->name);
    if (group->id != 0)
        put_i64(q, group->id);
    return sql_run_id(&q, id, err);
}

bool customer_group_save_in(struct tx *tx, struct desk *desk, const struct customer_group *in,
                            int64_t *id, struct err *err)
{
    OD_ARENA *tmp = arena_new();
    struct event_note note = { .kind = "price.save" };
    struct customer_group group = *in, before;
    struct diff_vec diffs = { 0 };

    if (!clean_group(&group, tmp, err) || !group_before(desk, &group, tmp, &before, err))
        return false;
    diff_text(tmp, &diffs, "code", "code", before.code, group.code);
    diff_text(tmp, &diffs, "name", "name", before.name, group.name);
    diff_note(&diffs, tmp, &note);
    return group_put(tx, &group, id, err) && event_add(tx, desk, "customer_group", *id, &note, err);
}

bool customer_group_save(struct desk *desk, const struct customer_group *in, int64_t *id,
                         struct err *err)
{
    OD_TX tx = { 0 };

    return desk_begin(desk, "price.save", &tx, err) &&
           customer_group_save_in(&tx, desk, in, id, err) && tx_commit(&tx, err);
}

/* --- who is in it ----------------------------------------------------------------------------- */

struct member_vec OD_VEC(struct group_member);

#define MEMBER_COLUMNS "SELECT id, code, name, is_active FROM customer"
OD_SQL(sql_group_members, "price.group_members",
       MEMBER_COLUMNS " WHERE group_id = $1 AND code > $2"
                      " ORDER BY code"
                      " LIMIT $3");
OD_SQL(sql_group_members_from, "price.group_members_from",
       MEMBER_COLUMNS " WHERE group_id = $1 AND code >= $2"
                      " ORDER BY code"
                      " LIMIT $3");
OD_SQL(sql_group_members_up, "price.group_members_up",
       MEMBER_COLUMNS " WHERE group_id = $1 AND code < $2"
                      " ORDER BY code DESC"
                      " LIMIT $3");
OD_SQL(sql_group_members_up_from, "price.group_members_up_from",
       MEMBER_COLUMNS " WHERE group_id = $1 AND code <= $2"
                      " ORDER BY code DESC"
                      " LIMIT $3");

bool group_members_load(struct desk *desk, const struct group_member_filter *filter,
                        struct arena *arena, struct group_members *out, struct err *err)
{
    static const struct sql *const sqls[2][2] = {
        { &sql_group_members, &sql_group_members_from },
        { &sql_group_members_up, &sql_group_members_up_from },
    };
    const char *from =
        filter->is_backward && filter->after[0] == '\0' ? "\xF4\x8F\xBF\xBF" : filter->after;
    struct member_vec members = { 0 };
    OD_STMT *q = sql_read(desk_db(desk), sqls[filter->is_backward][filter->is_inclusive]);

    assert(filter->max > 0 && filter->max <= LIMIT_PAGE_ROWS);
    put_i64(q, filter->group_id);
    put_text(q, from);
    put_i64(q, filter->max);
    while (sql_row(q)) {
        struct group_member *m = vec_push(arena, &members);

        m->id.v = get_i64(q);
        m->code = get_text(q, arena);
        m->name = get_text(q, arena);
        m->is_active = get_i64(q) != 0;
    }
    if (!sql_done(&q, err))
        return false;
    *out = (struct group_members){ members.v, members.n };
    return true;
}

OD_SQL(sql_group_member_count, "price.group_member_count",
       "SELECT COUNT(*)"
       " FROM customer"
       " WHERE group_id = $1");

bool group_member_count(struct desk *desk, int64_t group_id, int64_t *out, struct err *err)
{
    OD_STMT *q = sql_read(desk_db(desk), &sql_group_member_count);
    bool found;

    put_i64(q, group_id);
    return sql_one_i64(&q, &found, out, err);
}
