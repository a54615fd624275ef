/*
 * Holds on orders in words: kinds, what each blocks, until when, and who may lift it.
 */
#include <assert.h>
#include <string.h>

#include "base/i18n.h"
#include "base/mem.h"
#include "base/strbuf.h"
#include "domain/desk/money_text.h"
#include "domain/order/order.h"

/* One row a kind: the stable name, and words. */
static const struct kind_row {
    enum hold_kind kind;
    const char *name, *words;
} kind_rows[] = {
    { HOLD_APPROVAL, "approval", N_("waits for approval") },
    { HOLD_DATA, "data", N_("data incomplete") },
    { HOLD_CREDIT, "credit", N_("credit") },
    { HOLD_OVERDUE, "overdue", N_("overdue invoices") },
    { HOLD_FRAUD, "fraud", N_("fraud check") },
    { HOLD_PAYMENT, "payment", N_("payment") },
    { HOLD_ADDRESS, "address", N_("address") },
    { HOLD_CUSTOMER, "customer", N_("customer's wish") },
    { HOLD_MANUAL, "manual", N_("held by hand") },
    { HOLD_REMORSE, "remorse", N_("may still be canceled") },
};
static_assert(OD_LEN(kind_rows) == ORDER_HOLDS_MAX, "every kind of hold has a row");

const char *hold_kind_words(enum hold_kind kind)
{
    assert(kind >= HOLD_APPROVAL && kind <= HOLD_REMORSE);
    return _(kind_rows[kind - 1].words);
}

const char *hold_kind_name(enum hold_kind kind)
{
    assert(kind >= HOLD_APPROVAL && kind <= HOLD_REMORSE);
    return kind_rows[kind - 1].name;
}

bool hold_kind_parse(const char *name, enum hold_kind *out)
{
    for (size_t i = 0; i < OD_LEN(kind_rows); i++)
        if (strcmp(kind_rows[i].name, name) == 0) {
            *out = kind_rows[i].kind;
            return true;
        }
    return false;
}

const char *hold_words(const struct order *order, uint32_t bits, struct arena *arena)
{
    struct strbuf b;

    strbuf_init(&b, arena, 2000);
    for (int i = 0; i < order->hold_count; i++) {
        const struct order_hold *h = &order->holds[i];

        if (bits != 0 && ((uint32_t)h->blocks & bits) == 0)
            continue;
        strbuf_addf(&b, "%s%s", b.len > 0 ? "; " : "", hold_kind_words(h->kind));
        if (h->note && h->note[0])
            strbuf_addf(&b, ": %s", h->note);
        strbuf_addf(&b, " (%s)", h->opened_by);
    }
    return b.s;
}

/* --- what is blocked -------------------------------------------------------------------------- */

static const struct block_row {
    int bit;
    const char *name, *words;
} block_rows[] = {
    { BLOCK_CONFIRM, "confirm", N_("confirming") },
    { BLOCK_ALLOCATE, "allocate", N_("allocating") },
    { BLOCK_PICK, "pick", N_("picking") },
    { BLOCK_SHIP, "ship", N_("shipping") },
    { BLOCK_INVOICE, "invoice", N_("invoicing") },
    { BLOCK_CAPTURE, "capture", N_("payment") },
};

const char *hold_block_words(int blocks, struct arena *arena)
{
    struct strbuf b;

    strbuf_init(&b, arena, 300);
    for (size_t i = 0; i < OD_LEN(block_rows); i++)
        if (blocks & block_rows[i].bit)
            strbuf_addf(&b, "%s%s", b.len > 0 ? ", " : "", _(block_rows[i].words));
    return b.s;
}

static int block_of(const char *name, size_t len)
{
    for (size_t i = 0; i < OD_LEN(block_rows); i++)
        if (strlen(block_rows[i].name) == len && strncmp(block_rows[i].name, name, len) == 0)
            return block_rows[i].bit;
    return 0;
}

bool hold_blocks_parse(const char *text, int *out, struct err *err)
{
    int blocks = 0;

    for (const char *at = text + strspn(text, ", "); *at; at += strspn(at, ", ")) {
        size_t len = strcspn(at, ", ");
        int bit = block_of(at, len);

        if (bit == 0)
            return err_field(err, ERR_INVALID, "blocks",
                             _("A hold blocks confirm, allocate, pick, ship, invoice, capture; not"
                               " \"%.20s\"."),
                             at);
        blocks |= bit;
        at += len;
    }
    if (blocks == 0)
        return err_field(err, ERR_INVALID, "blocks",
                         _("Say what the hold blocks, for example pick,ship."));
    *out = blocks;
    return true;
}

/* --- who lifts it ----------------------------------------------------------------------------- */

/* Money is a manager's; what the customer or the data wants, anybody may settle. */
static bool is_for_managers(enum hold_kind kind)
{
    switch (kind) {
    case HOLD_APPROVAL:
    case HOLD_CREDIT:
    case HOLD_OVERDUE:
    case HOLD_FRAUD:
    case HOLD_PAYMENT:
        return true;
    case HOLD_DATA:
    case HOLD_ADDRESS:
    case HOLD_CUSTOMER:
    case HOLD_MANUAL:
    case HOLD_REMORSE:
        return false;
    }
    return true;
}

bool hold_may_lift(struct desk *desk, const struct order_hold *hold, struct err *err)
{
    if (hold->kind == HOLD_MANUAL ? strcmp(hold->opened_by, desk_user(desk)->login) == 0
                                  : !is_for_managers(hold->kind))
        return true;
    return desk_may(desk, "order.lift_any", err);
}

const char *hold_lifter(const struct order_hold *hold)
{
    if (hold->kind == HOLD_MANUAL)
        return _("who set it, or a manager");
    return is_for_managers(hold->kind) ? _("a manager") : _("a clerk");
}

const char *hold_sentence(struct desk *desk, const struct order_hold *hold, struct arena *arena)
{
    struct strbuf b;

    strbuf_init(&b, arena, 4000);
    strbuf_add(&b, hold_kind_words(hold->kind));
    if (hold->note && hold->note[0])
        strbuf_addf(&b, ": %s", hold->note);
    strbuf_addf(&b, _(" (%s; blocks %s; "), hold->opened_by, hold_block_words(hold->blocks, arena));
    if (hold->until.ms != 0)
        strbuf_addf(&b, _("ends by itself %s; "), text_stamp(desk, arena, hold->until));
    strbuf_addf(&b, _("lifted by %s)"), hold_lifter(hold));
    return b.s;
}

struct stamp order_cancel_free_until(const struct order *order)
{
    for (int i = 0; i < order->hold_count; i++)
        if (order->holds[i].kind == HOLD_REMORSE)
            return order->holds[i].until;
    return (struct stamp){ 0 };
}
