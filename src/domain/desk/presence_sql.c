/*
 * Who has the desk open. A row belongs to a process; rows of processes that died on this machine
 * are swept by the next one.
 */
#include <assert.h>
#include <string.h>

#include "base/limits.h"
#include "base/mem.h"
#include "base/os.h"
#include "base/vec.h"
#include "domain/desk/access.h"
#include "domain/desk/desk_impl.h"
#include "store/store.h"

struct presences OD_VEC(struct presence);
struct row_ids OD_VEC(int64_t);

static bool is_alive(const struct presence *p, const char *host)
{
    return strcmp(p->host, host) != 0 || os_process_lives(p->pid);
}

OD_SQL(sql_presence_list, "presence.list",
       "SELECT s.id, u.login, u.name, s.host, s.pid, s.started_ms"
       " FROM session AS s"
       " JOIN app_user AS u ON u.id = s.user_id"
       " ORDER BY s.started_ms, s.id");

/* The living in out, the ids of dead rows in dead. */
static bool read_presence(struct desk *desk, struct arena *arena, struct presences *out,
                          struct row_ids *dead, struct err *err)
{
    const char *host = os_host_name(arena);
    OD_STMT *q = sql_read(desk->db, &sql_presence_list);

    while (sql_row(q)) {
        int64_t id = get_i64(q);
        struct presence p = { 0 };

        p.login = get_text(q, arena);
        p.name = get_text(q, arena);
        p.host = get_text(q, arena);
        p.pid = get_i64(q);
        p.started.ms = get_i64(q);
        if (is_alive(&p, host))
            *vec_push(arena, out) = p;
        else
            *vec_push(arena, dead) = id;
    }
    return sql_done(&q, err);
}

bool presence_list_load(struct desk *desk, struct arena *arena, struct presence_list *out,
                        struct err *err)
{
    struct presences list = { 0 };
    struct row_ids dead = { 0 };

    if (!read_presence(desk, arena, &list, &dead, err))
        return false;
    *out = (struct presence_list){ list.v, list.n };
    return true;
}

OD_SQL(sql_presence_others, "presence.others",
       "SELECT host, pid"
       " FROM session"
       " WHERE id <> $1");

bool presence_is_alone(struct desk *desk, bool *out, struct err *err)
{
    OD_ARENA *tmp = arena_new();
    const char *host = os_host_name(tmp);
    bool is_alone = true;
    OD_STMT *q = sql_read(desk->db, &sql_presence_others);

    put_i64(q, desk->session_id);
    while (sql_row(q)) {
        struct presence p = { .host = get_text(q, tmp) };

        p.pid = get_i64(q);
        is_alone = is_alone && !is_alive(&p, host);
    }
    if (!sql_done(&q, err))
        return false;
    *out = is_alone;
    return true;
}

/* What was half typed there is offered again; ids of sessions come again. */
OD_SQL(sql_presence_free_typing, "presence.free_typing",
       "UPDATE form_typing"
       " SET session_id = 0"
       " WHERE session_id = $1");
OD_SQL(sql_presence_remove, "presence.remove",
       "DELETE FROM session"
       " WHERE id = $1");

static bool remove_row(struct tx *tx, int64_t id, struct err *err)
{
    OD_STMT *free_typing = sql_write(tx, &sql_presence_free_typing);
    OD_STMT *q = NULL;

    put_i64(free_typing, id);
    if (!sql_run(&free_typing, NULL, err))
        return false;
    q = sql_write(tx, &sql_presence_remove);
    put_i64(q, id);
    return sql_run(&q, NULL, err);
}

OD_SQL(sql_presence_add, "presence.add",
       "INSERT INTO session (user_id, host, pid, started_ms)"
       " VALUES ($1, $2, $3, $4)"
       " RETURNING id");

bool presence_enter(struct desk *desk, struct err *err)
{
    OD_ARENA *tmp = arena_new();
    OD_TX tx = { 0 };
    struct presences living = { 0 };
    struct row_ids dead = { 0 };
    bool has_news = desk->has_begun;
    int64_t id = 0;
    OD_STMT *q = NULL;

    assert(desk->session_id == 0);
    if (!desk_begin(desk, "session.enter", &tx, err) ||
        !read_presence(desk, tmp, &living, &dead, err))
        return false;
    for (int i = 0; i < dead.n; i++) {
        if (!remove_row(&tx, dead.v[i], err))
            return false;
    }
    q = sql_write(&tx, &sql_presence_add);
    put_i64(q, desk->user.id.v);
    put_text(q, os_host_name(tmp));
    put_i64(q, os_process_id());
    put_i64(q, desk_now(desk).ms);
    if (!sql_run_id(&q, &id, err) || !tx_commit(&tx, err))
        return false;
    desk->session_id = id;
    desk->has_begun = has_news; /* that one came in is no news to oneself */
    return true;
}

void presence_leave(struct desk *desk)
{
    OD_TX tx = { 0 };

    if (desk->session_id == 0)
        return;
    if (tx_begin(desk->db, LIMIT_DRAFT_WAIT_MS, &tx, NULL) &&
        remove_row(&tx, desk->session_id, NULL))
        (void)!tx_commit(&tx, NULL);
    desk->session_id = 0;
}
