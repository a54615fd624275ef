/*
 * What channels call the items of the desk, and the imported lines that wait for an item.
 */
#include <limits.h>

#include "base/i18n.h"
#include "base/mem.h"
#include "cli/find.h"
#include "cli/verb.h"
#include "domain/catalog/item.h"
#include "domain/desk/desk.h"
#include "domain/intake/to_fix.h"

static bool run_skus(struct cli *c, struct err *err)
{
    static const struct out_column columns[] = {
        { "channel", N_("Channel"), OUT_TEXT },
        { "code", N_("Its code"), OUT_TEXT },
        { "item", N_("Item"), OUT_TEXT },
        { "description", N_("Description"), OUT_TEXT },
        { NULL, NULL, OUT_TEXT },
    };
    struct channel_id channel = { 0 };
    struct channel_sku_list list;

    if (!find_channel_id(c, c->arg_count > 0 ? verb_arg(c, 0) : NULL, &channel, err) ||
        !channel_skus_load(c->desk, channel, c->arena, &list, err))
        return false;
    out_list_begin(c->out, NULL, columns);
    for (int i = 0; i < list.n; i++) {
        out_cell(c->out, list.v[i].channel_code);
        out_cell(c->out, list.v[i].sku);
        out_cell(c->out, list.v[i].item_sku);
        out_cell(c->out, list.v[i].description);
    }
    out_list_end(c->out);
    return true;
}

static bool run_sku(struct cli *c, struct err *err)
{
    static const struct out_column columns[] = {
        { "channel", N_("Channel"), OUT_TEXT },
        { "code", N_("Its code"), OUT_TEXT },
        { "item", N_("Item"), OUT_TEXT },
        { "lines", N_("Lines mended"), OUT_NUMBER },
        { "orders", N_("Orders"), OUT_NUMBER },
        { "released", N_("Holds ended"), OUT_NUMBER },
        { NULL, NULL, OUT_TEXT },
    };
    struct channel_id channel = { 0 };
    struct mapped_counts done;
    struct item *item;

    if (!find_channel_id(c, verb_arg(c, 0), &channel, err) ||
        !find_item(c, verb_arg(c, 2), &item, err) ||
        !channel_sku_map(c->desk, channel, verb_arg(c, 1), item->id, &done, err))
        return false;
    out_record_begin(c->out, columns);
    out_cell(c->out, verb_arg(c, 0));
    out_cell(c->out, verb_arg(c, 1));
    out_cell(c->out, item->sku);
    out_cell_i64(c->out, done.lines);
    out_cell_i64(c->out, done.orders);
    out_cell_i64(c->out, done.released);
    out_record_end(c->out);
    return true;
}

static bool run_drop_sku(struct cli *c, struct err *err)
{
    struct channel_id channel = { 0 };

    return find_channel_id(c, verb_arg(c, 0), &channel, err) &&
           channel_sku_drop(c->desk, channel, verb_arg(c, 1), err);
}

static bool run_waiting(struct cli *c, struct err *err)
{
    static const struct out_column columns[] = {
        { "channel", N_("Channel"), OUT_TEXT },
        { "code", N_("Its code"), OUT_TEXT },
        { "description", N_("Description"), OUT_TEXT },
        { "lines", N_("Lines"), OUT_NUMBER },
        { "orders", N_("Orders"), OUT_NUMBER },
        { "newest", N_("Newest order"), OUT_TEXT },
        { NULL, NULL, OUT_TEXT },
    };
    struct unmapped_list list;

    if (!unmapped_load(c->desk, INT_MAX, c->arena, &list, err))
        return false;
    out_list_begin(c->out, NULL, columns);
    for (int i = 0; i < list.n; i++) {
        out_cell(c->out, list.v[i].channel_code);
        out_cell(c->out, list.v[i].sku);
        out_cell(c->out, list.v[i].description);
        out_cell_i64(c->out, list.v[i].lines);
        out_cell_i64(c->out, list.v[i].orders);
        out_cell(c->out, order_ref(c, list.v[i].newest, list.v[i].newest_number));
    }
    out_list_end(c->out);
    return true;
}

const struct verb verbs_channel[] = {
    { "channel", "skus", "[CHANNEL]", NULL, VERB_DESK, run_skus,
      N_("List what channels call the items.") },
    { "channel", "sku", "CHANNEL CODE ITEM", NULL, VERB_DESK, run_sku,
      N_("Say which item a channel's code means; imported lines that wait for it are mended.") },
    { "channel", "drop-sku", "CHANNEL CODE", NULL, VERB_DESK, run_drop_sku,
      N_("Forget a channel's code; lines that were mended stay.") },
    { "channel", "waiting", "", NULL, VERB_DESK, run_waiting,
      N_("List the codes of imported lines that no item is known for.") },
    { 0 },
};
