/*
 * Payment terms of an order: its customer's, or others that were agreed for it alone.
 */
#include <stddef.h>
#include <string.h>

#include "base/i18n.h"
#include "base/mem.h"
#include "base/strbuf.h"
#include "domain/desk/cash.h"
#include "domain/order/order.h"
#include "domain/order/order_parts.h"
#include "domain/party/customer.h"
#include "domain/party/terms.h"

/* So much of a list of codes is said in a sentence. */
#define KNOWN_BYTES 300

static bool refuse_unknown(const struct payment_terms_list *all, const char *code,
                           struct arena *arena, struct err *err)
{
    struct strbuf known;

    strbuf_init(&known, arena, KNOWN_BYTES);
    for (int i = 0; i < all->n && known.len + strlen(all->v[i].code) + 2 <= KNOWN_BYTES; i++)
        strbuf_addf(&known, "%s%s", i > 0 ? ", " : "", all->v[i].code);
    return err_field(err, ERR_INVALID, "terms",
                     _("There are no payment terms %.40s. There are: %s."), code, known.s);
}

static const struct payment_terms *terms_at(const struct payment_terms_list *all, int64_t id)
{
    for (int i = 0; i < all->n; i++)
        if (all->v[i].id == id)
            return &all->v[i];
    return NULL;
}

/* To wait longer for the money than was agreed with the customer is not everybody's to say. */
static bool may_grant(struct desk *desk, const struct payment_terms *own,
                      const struct payment_terms *wanted, struct err *err)
{
    if (own == NULL || wanted->days <= own->days || desk_may(desk, "order.terms", err))
        return true;
    return err_field(err, ERR_DENIED, "terms",
                     _("%s pays within %d days otherwise. Only a manager gives more time."),
                     own->code, own->days);
}

/* What came in keeps the total that was paid for at its channel. */
static void take(struct desk *desk, struct order *order, const struct payment_terms *terms)
{
    int64_t step = cash_step_of(&desk_company(desk)->cash_steps, order->currency);

    order->payment_terms_id = terms->id;
    order->terms_code = terms->code;
    order->terms_name = terms->name;
    order->pay_policy = terms->is_cash ? PAY_COD : PAY_TERMS;
    if (order->external_id[0] == '\0')
        order->cash_step_minor = terms->is_cash ? step : 0;
}

bool order_take_terms(struct desk *desk, struct order *order, const char *code, struct err *err)
{
    struct payment_terms *found;

    if (!payment_terms_find(desk, code, order->arena, &found, err))
        return false;
    if (found == NULL)
        return err_field(err, ERR_INVALID, "terms", _("There are no payment terms %.40s."), code);
    take(desk, order, found);
    return true;
}

bool order_change_terms(struct desk *desk, struct order *order, const char *code, struct err *err)
{
    const struct payment_terms *own, *wanted = NULL;
    struct payment_terms_list all;
    struct payment_terms *found;
    struct customer *c;

    if (order->customer.v == 0)
        return err_field(err, ERR_STATE, "terms", _("Choose the customer first."));
    if (!customer_load(desk, order->customer, order->arena, &c, err) ||
        !payment_terms_load(desk, order->arena, &all, err) ||
        !payment_terms_find(desk, code, order->arena, &found, err))
        return false;
    own = terms_at(&all, c->payment_terms_id);
    wanted = code[0] == '\0' || strcmp(code, "-") == 0 ? own : found;
    if (wanted == NULL)
        return refuse_unknown(&all, code, order->arena, err);
    if (wanted->id == order->payment_terms_id)
        return true;
    if (!may_grant(desk, own, wanted, err))
        return false;
    take(desk, order, wanted);
    return true;
}
