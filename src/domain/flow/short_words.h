/*
 * What became of goods that a picker did not find, in words for who asked: another site sends them,
 * the order waits, or they are canceled.
 */
#ifndef OD_DOMAIN_FLOW_SHORT_WORDS_H
#define OD_DOMAIN_FLOW_SHORT_WORDS_H

#include "domain/flow/fulfillment.h"
#include "domain/stock/stock.h"

/* A line of the order before its short pick is booked. */
struct short_before {
    struct line_id line;
    struct qty backordered, canceled;
    struct stock_shares shares;
};
/* id: of a line of the fulfillment. */
OD_MUST_USE bool short_before_load(struct desk *desk, const struct fulfillment *f, int64_t id,
                                   struct arena *arena, struct short_before *out, struct err *err);
/* "it comes from LEEDS", "the order waits for it", the end of a sentence; f as it is loaded once
 * the short pick is booked. */
OD_MUST_USE bool short_words(struct desk *desk, const struct fulfillment *f,
                             const struct short_before *before, struct arena *arena,
                             const char **out, struct err *err);

#endif
