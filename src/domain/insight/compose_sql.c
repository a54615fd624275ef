/*
 * What the query bar asks, as SQL: the one place where statements are put together, from constant
 * fragments and never from values. What each kind of record is asked stands in search_*_sql.c.
 */
#include "domain/insight/compose.h"

#include <assert.h>

#include "base/mem.h"
#include "domain/catalog/item.h"
#include "domain/desk/access.h"
#include "domain/party/customer.h"
#include "store/store.h"

#define SQL_BYTES 8000

/* --- putting a statement together ------------------------------------------------------------ */

void compose_begin(struct composer *c, struct arena *arena)
{
    *c = (struct composer){ 0 };
    strbuf_init(&c->text, arena, SQL_BYTES);
    strbuf_init(&c->text_pg, arena, SQL_BYTES);
}

static void add_numbered(struct strbuf *text, const char *fragment, int n)
{
    for (const char *at = fragment; *at; at++) {
        if (*at == '#')
            strbuf_addf(text, "$%d", ++n);
        else
            strbuf_addc(text, *at);
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

/* --- names ----------------------------------------------------------------------------------- */

bool query_resolve(struct desk *desk, const struct query *q, struct arena *arena,
                   struct resolved *out, bool *is_empty, struct err *err)
{
    struct customer *customer = NULL;
    struct item *item = NULL;
    struct channel *channel = NULL;
    struct user *user = NULL;

    *out = (struct resolved){ 0 };
    if ((q->customer && !customer_find(desk, q->customer, arena, &customer, err)) ||
        (q->sku && !item_find(desk, q->sku, (struct channel_id){ 0 }, arena, &item, err)) ||
        (q->channel && !channel_find(desk, q->channel, arena, &channel, err)) ||
        (q->by && !user_find(desk, q->by, arena, &user, err)))
        return false;
    out->customer = customer ? customer->id.v : 0;
    out->item = item ? item->id.v : 0;
    out->channel = channel ? channel->id.v : 0;
    out->user = user ? user->id.v : 0;
    *is_empty = (q->customer && !customer) || (q->sku && !item) || (q->channel && !channel) ||
                (q->by && !user);
    return true;
}
