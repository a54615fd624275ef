/*
 * What became of goods that a picker did not find: what the line has now, beside what it had.
 */
#include "domain/flow/short_words.h"

#include <string.h>

#include "base/i18n.h"
#include "base/mem.h"
#include "base/strbuf.h"
#include "domain/order/order_rules.h"

#define SITES_TEXT 200

static const struct order_line *line_of(const struct order *o, struct line_id id)
{
    for (int i = 0; i < o->line_count; i++)
        if (o->lines[i].id.v == id.v)
            return &o->lines[i];
    return NULL;
}

bool short_before_load(struct desk *desk, const struct fulfillment *f, int64_t id,
                       struct arena *arena, struct short_before *out, struct err *err)
{
    const struct order_line *l;

    *out = (struct short_before){ 0 };
    for (int i = 0; i < f->line_count; i++)
        if (f->lines[i].id == id)
            out->line = f->lines[i].line;
    l = line_of(f->order, out->line);
    if (l == NULL)
        return true;
    out->backordered = line_backordered(l);
    out->canceled = l->canceled;
    return stock_shares_of_line(desk, l->id, arena, &out->shares, err);
}

static int64_t had_at(const struct short_before *before, const char *site)
{
    for (int i = 0; i < before->shares.n; i++)
        if (strcmp(before->shares.v[i].site_code, site) == 0)
            return before->shares.v[i].qty.milli;
    return 0;
}

/* The other sites that send more of it than before: "HULL, LEEDS". */
static bool senders(struct desk *desk, const struct fulfillment *f,
                    const struct short_before *before, struct arena *arena, const char **out,
                    struct err *err)
{
    struct stock_shares now;
    struct strbuf b;

    if (!stock_shares_of_line(desk, before->line, arena, &now, err))
        return false;
    strbuf_init(&b, arena, SITES_TEXT);
    for (int i = 0; i < now.n; i++)
        if (strcmp(now.v[i].site_code, f->site_code) != 0 &&
            now.v[i].qty.milli > had_at(before, now.v[i].site_code))
            strbuf_addf(&b, "%s%s", b.len > 0 ? ", " : "", now.v[i].site_code);
    *out = b.s;
    return true;
}

bool short_words(struct desk *desk, const struct fulfillment *f, const struct short_before *before,
                 struct arena *arena, const char **out, struct err *err)
{
    const struct order_line *l = line_of(f->order, before->line);
    bool waits = l != NULL && line_backordered(l).milli > before->backordered.milli;
    bool is_canceled = l != NULL && l->canceled.milli > before->canceled.milli;
    const char *sites;

    if (!senders(desk, f, before, arena, &sites, err))
        return false;
    if (sites[0] == '\0')
        *out = is_canceled && !waits ? _("nobody else has it, and it is canceled")
                                     : _("the order waits for it");
    else if (waits)
        *out = arena_printf(arena, _("some comes from %s, the order waits for the rest"), sites);
    else
        *out = arena_printf(arena, is_canceled ? _("some comes from %s, the rest is canceled")
                                               : _("it comes from %s"),
                            sites);
    return true;
}
