/*
 * What the query bar asks, as SQL: the one place where statements are put together, from constant
 * fragments and never from values. What each kind of record is asked stands in search_*_sql.c.
 */
#include "domain/insight/compose.h"

#include <assert.h>
#include <string.h>

#include "base/i18n.h"
#include "base/limits.h"
#include "base/mem.h"
#include "base/utf8.h"
#include "domain/catalog/item.h"
#include "domain/catalog/price_list.h"
#include "domain/desk/access.h"
#include "domain/desk/text.h"
#include "domain/party/customer.h"
#include "store/store.h"

#define SQL_BYTES 16000

/* --- putting a statement together ------------------------------------------------------------ */

void compose_begin(struct composer *c, struct arena *arena)
{
    *c = (struct composer){ 0 };
    strbuf_init(&c->text, arena, SQL_BYTES);
    strbuf_init(&c->text_pg, arena, SQL_BYTES);
}

void compose_begin_like(struct composer *c, const struct composer *like)
{
    struct arena *arena = like->text.arena;

    *c = *like;
    c->params = 0;
    strbuf_init(&c->text, arena, SQL_BYTES);
    strbuf_init(&c->text_pg, arena, SQL_BYTES);
}

static void add_numbered(struct strbuf *text, const char *fragment, int n)
{
    while (*fragment) {
        size_t len = strcspn(fragment, "#");

        strbuf_addn(text, fragment, len);
        fragment += len;
        if (*fragment) {
            strbuf_addf(text, "$%d", ++n);
            fragment++;
        }
    }
    assert(!text->is_cut && n <= COMPOSE_PARAMS);
}

void compose2(struct composer *c, const char *fragment, const char *fragment_pg)
{
    add_numbered(&c->text, fragment, c->params);
    add_numbered(&c->text_pg, fragment_pg, c->params);
}

void compose(struct composer *c, const char *fragment)
{
    compose2(c, fragment, fragment);
}

void param_text(struct composer *c, const char *text)
{
    assert(text && c->params < COMPOSE_PARAMS);
    c->param[c->params++] = (struct sql_param){ .text = text };
}

void param_i64(struct composer *c, int64_t v)
{
    assert(c->params < COMPOSE_PARAMS);
    c->param[c->params++] = (struct sql_param){ .number = v };
}

void compose_either(struct composer *c, const char *leader, const char *filter, bool gives_order)
{
    compose(c, c->is_led ? filter : leader);
    if (!c->is_led)
        c->is_sorted = !gives_order;
    c->is_led = true;
}

/* The parameters are numbered as the fragments are added, and given after them. */
void compose_ids(struct composer *c, const char *head, const struct resolved_ids *ids,
                 const char *tail)
{
    compose(c, head);
    for (int i = 0; i < ids->n; i++) {
        compose(c, i > 0 ? ", #" : "#");
        param_i64(c, ids->v[i]);
    }
    compose(c, tail);
}

void compose_numbers(struct composer *c, const char *head, const struct query_names *names,
                     const char *tail)
{
    compose(c, head);
    for (int i = 0; i < names->n; i++) {
        compose(c, i > 0 ? ", #" : "#");
        param_text(c, names->v[i]);
    }
    compose(c, tail);
}

void compose_range(struct composer *c, const char *fragment, const struct query_range *r)
{
    if (!r->is_set)
        return;
    compose(c, fragment);
    param_i64(c, r->from);
    param_i64(c, r->to);
}

void compose_words_in(struct composer *c, const struct word_sql *sql, const char *words)
{
    compose2(c, sql->in, sql->in_pg);
    param_text(c, words);
}

void compose_words_not(struct composer *c, const struct word_sql *sql, const struct query *q)
{
    for (int i = 0; i < q->words_not.n; i++) {
        compose2(c, sql->out, sql->out_pg);
        param_text(c, q->words_not.v[i]);
    }
    if (!q->match_not)
        return;
    compose2(c, sql->out_index, sql->out_index_pg);
    param_text(c, q->match_not);
}

/* A folded text as a pattern, with end behind it: its own signs stand for themselves. */
static const char *pattern_of(struct composer *c, const char *text, bool is_squeezed,
                              const char *end)
{
    struct arena *arena = c->text.arena;
    const char *folded = is_squeezed ? query_squeeze(text, arena) : utf8_fold(arena, text);
    struct strbuf b;

    strbuf_init(&b, arena, LIMIT_TEXT_BYTES * 2);
    for (; *folded; folded++) {
        if (strchr("%_!", *folded))
            strbuf_addc(&b, '!');
        strbuf_addc(&b, *folded);
    }
    strbuf_add(&b, end);
    return b.s;
}

static const char *begins_pattern(struct composer *c, const char *text, bool is_squeezed)
{
    bool is_whole = text[0] == '=';

    return pattern_of(c, text + is_whole, is_squeezed, is_whole ? "" : "%");
}

void compose_begins(struct composer *c, const char *column, const struct query_names names[2],
                    bool is_squeezed)
{
    for (int sign = QUERY_IS; sign <= QUERY_NOT; sign++) {
        for (int i = 0; i < names[sign].n; i++) {
            compose(c, i > 0 ? " OR " : sign == QUERY_NOT ? " AND NOT (" : " AND (");
            compose(c, is_squeezed ? "REPLACE(REPLACE(od_fold(" : "od_fold(");
            compose(c, column);
            compose(c, is_squeezed ? "), ' ', ''), '-', '') LIKE # ESCAPE '!'"
                                   : ") LIKE # ESCAPE '!'");
            param_text(c, begins_pattern(c, names[sign].v[i], is_squeezed));
        }
        if (names[sign].n > 0)
            compose(c, ")");
    }
}

void compose_has(struct composer *c, const char *condition, int params,
                 const struct query_names names[2])
{
    for (int sign = QUERY_IS; sign <= QUERY_NOT; sign++) {
        for (int i = 0; i < names[sign].n; i++) {
            const char *begins = pattern_of(c, names[sign].v[i], false, "%");

            compose(c, i > 0 ? " OR " : sign == QUERY_NOT ? " AND NOT (" : " AND (");
            compose(c, condition);
            for (int k = 0; k < params; k++)
                param_text(c, arena_printf(c->text.arena, "%%%s", begins));
        }
        if (names[sign].n > 0)
            compose(c, ")");
    }
}

void compose_end(const struct composer *c, const char *name, struct sql *out)
{
    *out = (struct sql){ name, c->text.s, c->text_pg.s, NULL };
}

struct stmt *compose_read(struct desk *desk, const struct composer *c, const char *name)
{
    struct stmt *q;
    struct sql sql;

    compose_end(c, name, &sql);
    q = sql_read_text(desk_db(desk), &sql);
    for (int i = 0; i < c->params; i++) {
        if (c->param[i].text)
            put_text(q, c->param[i].text);
        else
            put_i64(q, c->param[i].number);
    }
    return q;
}

/* --- where a page begins --------------------------------------------------------------------- */

const char *compose_beyond(const struct find_from *from, bool is_ascending)
{
    bool up = from && from->backward ? !is_ascending : is_ascending;

    if (from && from->inclusive)
        return up ? " >= " : " <= ";
    return up ? " > " : " < ";
}

bool compose_is_from_row(const struct find_from *from)
{
    return from && (from->id != 0 || from->key);
}

bool query_is_up(const struct query *q, const struct find_from *from)
{
    return q->is_sort_down == (from && from->backward);
}

/* --- names ----------------------------------------------------------------------------------- */

static bool add_id(struct resolved_ids *ids, int64_t id)
{
    if (id != 0 && ids->n < RESOLVED_ITEMS)
        ids->v[ids->n++] = id;
    return id != 0;
}

/* Of names that must be one is enough; of those that must not, unknown ones exclude nothing. */
static bool resolve_customers(struct desk *desk, const struct query_names *names,
                              struct arena *arena, struct resolved_ids *out, struct err *err)
{
    for (int i = 0; i < names->n; i++) {
        struct customer *customer = NULL;

        if (!customer_find(desk, names->v[i], arena, &customer, err))
            return false;
        add_id(out, customer ? customer->id.v : 0);
    }
    return true;
}

static bool resolve_channels(struct desk *desk, const struct query_names *names,
                             struct arena *arena, struct resolved_ids *out, struct err *err)
{
    for (int i = 0; i < names->n; i++) {
        struct channel *channel = NULL;

        if (!channel_find(desk, names->v[i], arena, &channel, err))
            return false;
        add_id(out, channel ? channel->id.v : 0);
    }
    return true;
}

static bool resolve_users(struct desk *desk, const struct query_names *names, struct arena *arena,
                          struct resolved_ids *out, struct err *err)
{
    for (int i = 0; i < names->n; i++) {
        struct user *user = NULL;

        if (!user_find(desk, names->v[i], arena, &user, err))
            return false;
        add_id(out, user ? user->id.v : 0);
    }
    return true;
}

static bool resolve_sites(struct desk *desk, const struct query_names *names, struct arena *arena,
                          struct resolved_ids *out, struct err *err)
{
    for (int i = 0; i < names->n; i++) {
        struct site *site = NULL;

        if (!site_find(desk, names->v[i], arena, &site, err))
            return false;
        add_id(out, site ? site->id.v : 0);
    }
    return true;
}

static bool resolve_groups(struct desk *desk, const struct query_names *names, struct arena *arena,
                           struct resolved_ids *out, struct err *err)
{
    for (int i = 0; i < names->n; i++) {
        struct customer_group *group = NULL;

        if (!customer_group_find(desk, names->v[i], arena, &group, err))
            return false;
        add_id(out, group ? group->id : 0);
    }
    return true;
}

OD_SQL2(sql_compose_phone, "find.phone",
        "SELECT rowid"
        " FROM customer_fts"
        " WHERE customer_fts MATCH $1"
        " LIMIT $2",
        "SELECT rowid"
        " FROM customer_fts"
        " WHERE to_tsvector('simple', search_text) @@ " TSQUERY("$1")
        " LIMIT $2");

/* Customers who have one of the numbers. */
static bool resolve_phones(struct desk *desk, const struct query_names *names, struct arena *arena,
                           struct resolved_ids *out, struct err *err)
{
    for (int i = 0; i < names->n; i++) {
        const char *match = query_phone(names->v[i], arena);
        OD_STMT *q = NULL;
        bool is_full = false;

        if (*match == '\0')
            continue;
        q = sql_read(desk_db(desk), &sql_compose_phone);
        put_text(q, match);
        put_i64(q, RESOLVED_ITEMS + 1);
        while (sql_row(q)) {
            is_full = is_full || out->n == RESOLVED_ITEMS;
            add_id(out, get_i64(q));
        }
        if (!sql_done(&q, err))
            return false;
        if (is_full)
            return err_field(err, ERR_LIMIT, "phone",
                             _("More than %d customers have \"%s\" in their number. Write more of "
                               "it."),
                             RESOLVED_ITEMS, names->v[i]);
    }
    return true;
}

/* Customers by number are customers by code, too: both must hold, or neither. */
static void join_phones(const struct query *q, const struct resolved_ids phone[2],
                        struct resolved_ids customer[2])
{
    struct resolved_ids both = { 0 };

    for (int i = 0; i < phone[QUERY_NOT].n; i++)
        add_id(&customer[QUERY_NOT], phone[QUERY_NOT].v[i]);
    if (q->phone[QUERY_IS].n == 0)
        return;
    for (int i = 0; i < phone[QUERY_IS].n; i++) {
        bool is_in = q->customer[QUERY_IS].n == 0;

        for (int k = 0; k < customer[QUERY_IS].n; k++)
            is_in = is_in || customer[QUERY_IS].v[k] == phone[QUERY_IS].v[i];
        add_id(&both, is_in ? phone[QUERY_IS].v[i] : 0);
    }
    customer[QUERY_IS] = both;
}

/* The codes are upper case; a walk over their index alone. */
OD_SQL2(sql_compose_sku_part, "find.sku_part",
        "SELECT id"
        " FROM item"
        " WHERE sku > '' AND INSTR(sku, $1) > 0"
        " ORDER BY sku"
        " LIMIT $2",
        "SELECT id"
        " FROM item"
        " WHERE sku > '' AND POSITION($1 IN sku) > 0"
        " ORDER BY sku"
        " LIMIT $2");

static bool resolve_part(struct desk *desk, const char *part, struct arena *arena,
                         struct resolved_ids *out, struct err *err)
{
    OD_STMT *q = NULL;
    const char *sku = text_code_typed(part, arena);
    bool is_full = false;

    if (!sku)
        return true;
    q = sql_read(desk_db(desk), &sql_compose_sku_part);
    put_text(q, sku);
    put_i64(q, RESOLVED_ITEMS + 1);
    while (sql_row(q)) {
        is_full = is_full || out->n == RESOLVED_ITEMS;
        add_id(out, get_i64(q));
    }
    if (!sql_done(&q, err))
        return false;
    return !is_full || err_field(err, ERR_LIMIT, "sku",
                                 _("More than %d items have \"%s\" in their code. Write more of "
                                   "it."),
                                 RESOLVED_ITEMS, part);
}

/* A whole code or barcode, else a part of codes. */
static bool resolve_items(struct desk *desk, const struct query_names *names, struct arena *arena,
                          struct resolved_ids *out, struct err *err)
{
    for (int i = 0; i < names->n; i++) {
        struct item *item = NULL;

        if (!item_find(desk, names->v[i], (struct channel_id){ 0 }, arena, &item, err))
            return false;
        if (!add_id(out, item ? item->id.v : 0) &&
            !resolve_part(desk, names->v[i], arena, out, err))
            return false;
    }
    return true;
}

bool query_resolve(struct desk *desk, const struct query *q, struct arena *arena,
                   struct resolved *out, bool *is_empty, struct err *err)
{
    struct resolved_ids phone[2] = { 0 };

    *out = (struct resolved){ 0 };
    for (int sign = QUERY_IS; sign <= QUERY_NOT; sign++)
        if (!resolve_customers(desk, &q->customer[sign], arena, &out->customer[sign], err) ||
            !resolve_phones(desk, &q->phone[sign], arena, &phone[sign], err) ||
            !resolve_channels(desk, &q->channel[sign], arena, &out->channel[sign], err) ||
            !resolve_users(desk, &q->by[sign], arena, &out->user[sign], err) ||
            !resolve_users(desk, &q->picker[sign], arena, &out->picker[sign], err) ||
            !resolve_sites(desk, &q->site[sign], arena, &out->site[sign], err) ||
            !resolve_groups(desk, &q->group[sign], arena, &out->group[sign], err) ||
            !resolve_items(desk, &q->sku[sign], arena, &out->item[sign], err))
            return false;
    join_phones(q, phone, out->customer);
    *is_empty = ((q->customer[0].n || q->phone[0].n) && !out->customer[0].n) ||
                (q->sku[0].n && !out->item[0].n) || (q->channel[0].n && !out->channel[0].n) ||
                (q->by[0].n && !out->user[0].n) || (q->picker[0].n && !out->picker[0].n) ||
                (q->site[0].n && !out->site[0].n) || (q->group[0].n && !out->group[0].n) ||
                (q->has_shown && q->shown == 0);
    return true;
}
