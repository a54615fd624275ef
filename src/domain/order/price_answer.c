/*
 * See price_answer.h: a draft that is never saved, asked for the price of one item.
 */
#include "domain/order/price_answer.h"

#include "base/i18n.h"
#include "base/mem.h"
#include "base/strbuf.h"
#include "domain/catalog/item.h"
#include "domain/catalog/pricing.h"
#include "domain/desk/money_text.h"
#include "domain/order/draft.h"
#include "domain/order/order.h"
#include "domain/order/order_parts.h"

#define ANSWER_BYTES 16000

static const char *answer_text(struct desk *desk, const struct order *order,
                               const struct item *item, const struct list_price *list,
                               struct arena *arena)
{
    const struct price_result *r = &list->result;
    const char *who =
        order->customer.v != 0
            ? arena_printf(arena, _(" for %s %s"), order->customer_code, order->customer_name)
            : "";
    struct strbuf b;

    strbuf_init(&b, arena, ANSWER_BYTES);
    strbuf_addf(&b, "%s %s\n%s %s%s: ", item->sku, item->description,
                text_qty(desk, arena, list->want.total_qty), item->uom, who);
    if (r->chosen != NULL)
        strbuf_addf(&b, _("%s %s each, %s.\n"), text_price(desk, arena, r->price, order->currency),
                    order->currency, price_source_words(r->chosen->source));
    else
        strbuf_add(&b, _("there is no price.\n"));
    strbuf_addf(&b, "%s\n", price_why(&list->candidates, r, &list->want, order->currency, arena));
    if (order->party.is_best_price)
        strbuf_add(&b, _("The customer gets the lowest price of all of these.\n"));
    return b.s;
}

bool price_answer(struct desk *desk, const struct price_question *q, struct arena *arena,
                  const char **out, struct err *err)
{
    struct order_header header = { .customer = q->customer.v != 0 ? &q->customer : NULL };
    struct qty qty = { q->qty.milli != 0 ? q->qty.milli : QTY_PER_UNIT };
    struct list_price list;
    struct item *item;
    struct order *order;

    if (!item_load(desk, q->item, arena, &item, err) ||
        !order_blank(desk, q->channel, arena, &order, err) ||
        !order_change_header(desk, order, &header, err) ||
        !order_list_price(desk, order, item->id, item->tax_class_id, qty, arena, &list, err))
        return false;
    *out = answer_text(desk, order, item, &list, arena);
    return true;
}
