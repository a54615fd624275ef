/*
 * How an order may leave.
 */
#include "domain/order/ship_policy.h"

#include <ctype.h>
#include <string.h>

#include "base/i18n.h"
#include "domain/order/order_rules.h"

static const struct {
    const char *name, *words;
} policies[] = {
    [SHIP_AS_AVAILABLE] = { "available", N_("what is there") },
    [SHIP_COMPLETE] = { "complete", N_("all together") },
    [SHIP_SINGLE] = { "single", N_("once, the rest is canceled") },
};

/* One made by hand has none yet: it leaves as orders do. */
static int known(int policy)
{
    return policy < SHIP_AS_AVAILABLE || policy > SHIP_SINGLE ? SHIP_AS_AVAILABLE : policy;
}

const char *ship_policy_name(int policy)
{
    return policies[known(policy)].name;
}

const char *ship_policy_words(int policy)
{
    return _(policies[known(policy)].words);
}

bool ship_policy_parse(const char *text, int *out, struct err *err)
{
    size_t len = strlen(text);

    for (int i = SHIP_AS_AVAILABLE; len > 0 && i <= SHIP_SINGLE; i++) {
        size_t same = 0;

        while (same < len && tolower((unsigned char)text[same]) == policies[i].name[same])
            same++;
        if (same == len) {
            *out = i;
            return true;
        }
    }
    return err_field(err, ERR_INVALID, "ship_policy",
                     _("Type available, complete or single, or the first letter."));
}

bool ship_policy_allows(const struct order *o, struct err *err)
{
    char day[DATE_TEXT_SIZE];

    if (o->ship_policy != SHIP_COMPLETE || o->may_part)
        return true;
    for (int i = 0; i < o->line_count; i++) {
        const struct order_line *l = &o->lines[i];

        if (line_backordered(l).milli + line_later(l).milli == 0)
            continue;
        if (date_is_set(o->partial_after))
            return err_set(err, ERR_STATE,
                           _("Order %s goes out all together, and %s is not all there. From %s on"
                             " it may go in parts."),
                           o->number, l->sku, date_format(o->partial_after, day));
        return err_set(err, ERR_STATE,
                       _("Order %s goes out all together, and %s is not all there yet."),
                       o->number, l->sku);
    }
    return true;
}
