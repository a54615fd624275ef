/*
 * Reason codes: why something was overridden, canceled or adjusted.
 */
#include <assert.h>
#include <string.h>

#include "base/i18n.h"
#include "base/mem.h"
#include "base/strbuf.h"
#include "base/vec.h"
#include "domain/desk/desk_impl.h"
#include "domain/desk/setting.h"
#include "domain/desk/text.h"
#include "store/store.h"

struct reasons OD_VEC(struct reason);

OD_SQL(sql_reason_list, "reason.list",
       "SELECT id, kind, code, label"
       " FROM reason_code"
       " WHERE kind = $1 AND is_active = 1"
       " ORDER BY id");

bool reason_list_load(struct desk *desk, const char *kind, struct arena *arena,
                      struct reason_list *out, struct err *err)
{
    struct reasons list = { 0 };
    OD_STMT *q = sql_read(desk->db, &sql_reason_list);

    put_text(q, kind);
    while (sql_row(q)) {
        struct reason *r = vec_push(arena, &list);

        r->id.v = get_i64(q);
        r->kind = get_text(q, arena);
        r->code = get_text(q, arena);
        r->label = get_text(q, arena);
        if (r->label[0] != '\0')
            r->label = _(r->label);
    }
    if (!sql_done(&q, err))
        return false;
    *out = (struct reason_list){ list.v, list.n };
    return true;
}

const char *reason_code(struct desk *desk, const char *kind, int64_t id, struct arena *arena)
{
    struct reason_list list;
    struct err err = ERR_INIT;

    if (!reason_list_load(desk, kind, arena, &list, &err))
        return NULL;
    for (int i = 0; i < list.n; i++)
        if (list.v[i].id.v == id)
            return list.v[i].code;
    return NULL;
}

bool reason_find(struct desk *desk, const char *kind, const char *code, struct reason_id *out,
                 struct err *err)
{
    OD_ARENA *tmp = arena_new();
    struct reason_list list;
    struct strbuf known;

    if (!reason_list_load(desk, kind, tmp, &list, err))
        return false;
    strbuf_init(&known, tmp, 300);
    for (int i = 0; i < list.n; i++) {
        if (code != NULL && strcmp(list.v[i].code, code) == 0) {
            *out = list.v[i].id;
            return true;
        }
        strbuf_addf(&known, "%s%s", i > 0 ? ", " : "", list.v[i].code);
    }
    if (code == NULL || code[0] == '\0')
        return err_field(err, ERR_INVALID, "reason", _("Give a reason: %s."), known.s);
    return err_field(err, ERR_INVALID, "reason",
                     _("There is no reason \"%.40s\" for this. Give one of: %s."), code, known.s);
}
