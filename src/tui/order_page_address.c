/*
 * OD, what carriers know of the order's address: how it is said, taking what the carrier writes,
 * and keeping the address as it is.
 */
#include "base/i18n.h"
#include "base/mem.h"
#include "domain/flow/address_take.h"
#include "domain/order/ship_check.h"
#include "tui/order_page.h"

static struct od *od_self(struct screen *s)
{
    return (struct od *)s;
}

const char *order_address_note(const struct address_verdict *v, struct arena *arena)
{
    return v == NULL || address_is_bad(v) || address_has_proposal(v)
               ? ""
               : address_verdict_words(v, arena);
}

const char *order_address_warning(const struct address_verdict *v, struct arena *arena)
{
    if (address_has_proposal(v))
        return arena_printf(arena, _("Address: %s. t takes it, b keeps ours.  "),
                            address_verdict_words(v, arena));
    if (address_is_bad(v))
        return arena_printf(arena, _("Address: %s. Correct it with F4, or b keeps it.  "),
                            address_verdict_words(v, arena));
    return "";
}

bool order_page_may_take(const struct screen *s, struct err *why)
{
    return address_has_proposal(((const struct od *)s)->verdict) ||
           err_set(why, ERR_STATE, _("No carrier proposes another way to write this address."));
}

bool order_page_may_keep(const struct screen *s, struct err *why)
{
    const struct address_verdict *v = ((const struct od *)s)->verdict;

    return address_has_proposal(v) || address_is_bad(v) ||
           err_set(why, ERR_STATE, _("Nobody says that something is wrong with this address."));
}

bool order_page_take_address(struct screen *s, struct err *err)
{
    const struct order *o = od_self(s)->order;

    if (!order_address_take(s->desk, (struct record_at){ o->id.v, o->version }, err) ||
        !screen_refresh(s, err))
        return false;
    app_say(s->app, _("The address is as the carrier writes it."));
    return true;
}

bool order_page_keep_address(struct screen *s, struct err *err)
{
    const struct order *o = od_self(s)->order;

    if (!order_address_keep(s->desk, (struct record_at){ o->id.v, o->version }, err) ||
        !screen_refresh(s, err))
        return false;
    app_say(s->app, _("The address stays as it is."));
    return true;
}
