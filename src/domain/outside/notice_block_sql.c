/*
 * Addresses and numbers that get nothing any more.
 */
#include <assert.h>
#include <string.h>

#include "base/i18n.h"
#include "base/limits.h"
#include "base/mem.h"
#include "base/vec.h"
#include "domain/desk/event.h"
#include "domain/desk/text.h"
#include "domain/outside/notice_parts.h"
#include "domain/party/customer.h"
#include "store/store.h"

static_assert(NOTICE_BLOCK_BOUNCED == 1 && NOTICE_BLOCK_STOP == 2 && NOTICE_BLOCK_BY_US == 3,
              "stored values");

struct rows OD_VEC(struct notice_block);

const char *notice_block_name(enum notice_block_reason reason)
{
    switch (reason) {
    case NOTICE_BLOCK_BOUNCED:
        return "bounced";
    case NOTICE_BLOCK_STOP:
        return "stop";
    case NOTICE_BLOCK_BY_US:
        return "by_us";
    }
    return "";
}

const char *notice_block_words(enum notice_block_reason reason)
{
    switch (reason) {
    case NOTICE_BLOCK_BOUNCED:
        return _("what was sent there came back");
    case NOTICE_BLOCK_STOP:
        return _("its owner said stop");
    case NOTICE_BLOCK_BY_US:
        return _("by one of us");
    }
    return "?";
}

#define COLUMNS                                                                                    \
    "SELECT b.id, b.channel, b.recipient, b.reason, b.note, u.login, b.at_ms"                      \
    " FROM notice_block AS b"                                                                      \
    " JOIN app_user AS u ON u.id = b.user_id"

static void read_block(struct stmt *q, struct arena *arena, struct notice_block *b)
{
    b->id = get_i64(q);
    b->channel = (enum notice_channel)get_i64(q);
    b->recipient = get_text(q, arena);
    b->reason = (enum notice_block_reason)get_i64(q);
    b->note = get_text(q, arena);
    b->user = get_text(q, arena);
    b->at.ms = get_i64(q);
}

OD_SQL(sql_notice_block_list, "notice_block.list",
       COLUMNS " WHERE b.id < $1"
               " ORDER BY b.id DESC"
               " LIMIT $2");

bool notice_blocks_load(struct desk *desk, int64_t before_id, struct arena *arena,
                        struct notice_blocks *out, struct err *err)
{
    struct rows list = { 0 };
    OD_STMT *q = sql_read(desk_db(desk), &sql_notice_block_list);

    put_i64(q, before_id != 0 ? before_id : INT64_MAX);
    put_i64(q, LIMIT_PAGE_ROWS);
    while (sql_row(q))
        read_block(q, arena, vec_push(arena, &list));
    if (!sql_done(&q, err))
        return false;
    *out = (struct notice_blocks){ list.v, list.n };
    return true;
}

OD_SQL(sql_notice_block_find, "notice_block.find",
       COLUMNS " WHERE b.channel = $1 AND b.recipient = $2");

bool notice_block_find(struct desk *desk, enum notice_channel channel, const char *recipient,
                       struct arena *arena, struct notice_block **out, struct err *err)
{
    struct notice_block *b = NULL;
    OD_STMT *q = sql_read(desk_db(desk), &sql_notice_block_find);

    put_i64(q, channel);
    put_text(q, recipient);
    if (sql_row(q)) {
        b = arena_new_of(arena, struct notice_block);
        read_block(q, arena, b);
    }
    if (!sql_done(&q, err))
        return false;
    *out = b;
    return true;
}

static bool add_blocked(struct desk *desk, enum notice_channel channel, const char *text,
                        const char *country, struct arena *arena, struct rows *list,
                        struct err *err)
{
    struct err wrong = ERR_INIT;
    struct notice_block *b;
    const char *address;

    /* What is no address is told nothing anyway. */
    if (text[0] == '\0' || !notice_address(channel, text, country, arena, &address, &wrong))
        return true;
    if (!notice_block_find(desk, channel, address, arena, &b, err))
        return false;
    for (int i = 0; b != NULL && i < list->n; i++)
        if (list->v[i].id == b->id)
            return true;
    if (b != NULL)
        *vec_push(arena, list) = *b;
    return true;
}

bool notice_blocks_of(struct desk *desk, const struct customer *customer, struct arena *arena,
                      struct notice_blocks *out, struct err *err)
{
    const char *country = customer->address_count > 0 ? customer->addresses[0].country
                                                      : desk_company(desk)->country;
    struct rows list = { 0 };

    if (!add_blocked(desk, NOTICE_MAIL, customer->email, country, arena, &list, err))
        return false;
    for (int i = 0; i < customer->contact_count; i++) {
        const struct contact *c = &customer->contacts[i];

        if (!add_blocked(desk, NOTICE_MAIL, c->email, country, arena, &list, err) ||
            !add_blocked(desk, NOTICE_SMS, c->phone, country, arena, &list, err))
            return false;
    }
    *out = (struct notice_blocks){ list.v, list.n };
    return true;
}

/* The log has it under the id of the user who did it: the row itself may go. */
static bool log_it(struct tx *tx, struct desk *desk, const char *kind, const char *recipient,
                   struct err *err)
{
    OD_ARENA *tmp = arena_new();
    const struct event_note note = { .kind = kind,
                                     .fields = "recipient",
                                     .after_json = event_json(tmp, "recipient", recipient) };

    return event_add(tx, desk, "notice_block", desk_user(desk)->id.v, &note, err);
}

OD_SQL(sql_notice_block_add, "notice_block.add",
       "INSERT INTO notice_block (channel, recipient, reason, note, user_id, at_ms)"
       " VALUES ($1, $2, $3, $4, $5, $6)"
       " ON CONFLICT (channel, recipient) DO NOTHING");

bool notice_block_add_in(struct tx *tx, struct desk *desk, enum notice_channel channel,
                         const char *recipient, enum notice_block_reason reason, const char *note,
                         struct err *err)
{
    int64_t changed = 0;
    OD_STMT *q = sql_write(tx, &sql_notice_block_add);

    put_i64(q, channel);
    put_text(q, recipient);
    put_i64(q, reason);
    put_text(q, note);
    put_i64(q, desk_user(desk)->id.v);
    put_i64(q, desk_now(desk).ms);
    return sql_run(&q, &changed, err) &&
           (changed == 0 || log_it(tx, desk, "notice.block", recipient, err));
}

bool notice_block_add(struct desk *desk, enum notice_channel channel, const char *recipient,
                      const char *note, struct err *err)
{
    OD_ARENA *tmp = arena_new();
    OD_TX tx = { 0 };

    return desk_begin(desk, "notice.block", &tx, err) && text_line(note, "note", tmp, &note, err) &&
           notice_address(channel, recipient, desk_company(desk)->country, tmp, &recipient, err) &&
           notice_block_add_in(&tx, desk, channel, recipient, NOTICE_BLOCK_BY_US, note, err) &&
           tx_commit(&tx, err);
}

OD_SQL(sql_notice_block_lift, "notice_block.lift",
       "DELETE FROM notice_block"
       " WHERE channel = $1 AND recipient = $2");

bool notice_block_lift(struct desk *desk, enum notice_channel channel, const char *recipient,
                       struct err *err)
{
    OD_ARENA *tmp = arena_new();
    OD_TX tx = { 0 };
    int64_t changed = 0;
    struct stmt *q;

    if (!desk_begin(desk, "notice.block", &tx, err) ||
        !notice_address(channel, recipient, desk_company(desk)->country, tmp, &recipient, err))
        return false;
    q = sql_write(&tx, &sql_notice_block_lift);
    put_i64(q, channel);
    put_text(q, recipient);
    if (!sql_run(&q, &changed, err))
        return false;
    if (changed == 0)
        return err_field(err, ERR_NOT_FOUND, "recipient", _("%s is not blocked."), recipient);
    return log_it(&tx, desk, "notice.unblock", recipient, err) && tx_commit(&tx, err);
}
