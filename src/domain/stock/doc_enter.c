/*
 * A receipt, count or transfer made at once: its head, its lines, and booked, in one transaction.
 */
#include "base/mem.h"
#include "domain/desk/idem.h"
#include "domain/stock/doc_parts.h"
#include "store/tx.h"

/* What a key stands for; the same key with other content is refused. Sums are enough: it is there
 * to catch a mistake, not a forger. */
static const char *content_of(const struct stock_doc_entry *in, struct arena *arena)
{
    int64_t sum = 0;

    for (int i = 0; i < in->n; i++)
        sum = sum * 31 % INT64_C(1000000007) + in->lines[i].item.v * 7 +
              in->lines[i].qty.milli % INT64_C(1000000007);
    if (in->n == 0)
        return arena_printf(arena, "doc %d %lld %lld %s", (int)in->head.kind,
                            (long long)in->head.site.v, (long long)in->head.to_site.v,
                            in->head.ref != NULL ? in->head.ref : "");
    return arena_printf(arena, "doc %d %lld %lld %s %d %lld", (int)in->head.kind,
                        (long long)in->head.site.v, (long long)in->head.to_site.v,
                        in->head.ref != NULL ? in->head.ref : "", in->n, (long long)sum);
}

static bool put_all(struct tx *tx, struct desk *desk, const struct stock_doc_entry *in, int64_t id,
                    int *line, struct err *err)
{
    int added;

    if (in->bins_from != NULL &&
        !doc_put_bins(tx, desk, id, in->bins_from, in->bins_to, &added, err))
        return false;
    for (int i = 0; i < in->n; i++) {
        *line = i;
        if (!doc_put_line(tx, desk, id, &in->lines[i], err))
            return false;
    }
    *line = -1;
    return true;
}

static bool book(struct tx *tx, struct desk *desk, const struct stock_doc_entry *in, int64_t id,
                 struct err *err)
{
    const struct record_at at = { .id = id };

    if (in->is_left_open)
        return true;
    switch (in->head.kind) {
    case DOC_RECEIPT:
        return doc_receipt_book(tx, desk, at, err);
    case DOC_COUNT: /* is posted with a reason, once it is looked at */
        return true;
    case DOC_TRANSFER:
        return doc_transfer_send(tx, desk, at, err);
    }
    return true;
}

bool doc_enter(struct tx *tx, struct desk *desk, const struct stock_doc_entry *in, const char *key,
               int64_t *out, int *line, struct err *err)
{
    OD_ARENA *tmp = arena_new();
    const char *action = doc_action(in->head.kind), *content = content_of(in, tmp);
    bool is_done;
    int64_t id;

    *line = -1;
    if (!idem_check(tx, key, action, content, &is_done, &id, err))
        return false;
    if (!is_done &&
        (!doc_create(tx, desk, &in->head, &id, err) || !put_all(tx, desk, in, id, line, err) ||
         !book(tx, desk, in, id, err) || !idem_record(tx, desk, key, action, content, id, err)))
        return false;
    *out = id;
    return true;
}
