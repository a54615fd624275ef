/*
 * To fix: imported lines of goods that the desk knows no item for, and the codes of channels.
 * Saying once which item a channel's code means mends every line that waits for it.
 */
#ifndef OD_DOMAIN_INTAKE_TO_FIX_H
#define OD_DOMAIN_INTAKE_TO_FIX_H

#include "domain/desk/desk.h"

/* One code of a channel that no item is known for. */
struct unmapped {
    struct channel_id channel;
    const char *channel_code, *sku;
    const char *description; /* of its newest line */
    int64_t lines, orders;
    struct order_id newest; /* the newest order that waits for it */
    const char *newest_number;
};
struct unmapped_list {
    struct unmapped *v;
    int n;
};
/* What waits, by channel and code; at most max. */
OD_MUST_USE bool unmapped_load(struct desk *desk, int max, struct arena *arena,
                               struct unmapped_list *out, struct err *err);

/* What a channel calls an item of the desk. */
struct channel_sku {
    struct channel_id channel;
    const char *channel_code, *sku; /* its code there */
    struct item_id item;
    const char *item_sku, *description;
};
struct channel_sku_list {
    struct channel_sku *v;
    int n;
};
/* channel 0: of all channels. */
OD_MUST_USE bool channel_skus_load(struct desk *desk, struct channel_id channel,
                                   struct arena *arena, struct channel_sku_list *out,
                                   struct err *err);

struct mapped_counts {
    int lines, orders;
    int released; /* holds that ended with it */
};
/*
 * From now on the channel's code means this item; all lines that wait for the code become lines of
 * it, and a hold ends where nothing else of its order waits. One transaction ("order.map_sku").
 * err  ERR_INVALID field "sku": no code, or the code is an item of the desk already
 *      ERR_STATE field "item": a charge; or a waiting quantity that the item cannot be counted in
 */
OD_MUST_USE bool channel_sku_map(struct desk *desk, struct channel_id channel, const char *sku,
                                 struct item_id item, struct mapped_counts *out, struct err *err);
/* Forgets it ("order.map_sku"); lines that were mended stay. ERR_NOT_FOUND: there is none. */
OD_MUST_USE bool channel_sku_drop(struct desk *desk, struct channel_id channel, const char *sku,
                                  struct err *err);

#endif
