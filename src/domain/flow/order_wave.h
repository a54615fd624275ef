/*
 * Many orders into waves: what of them is to be picked, of one site in one wave.
 */
#ifndef OD_DOMAIN_FLOW_ORDER_WAVE_H
#define OD_DOMAIN_FLOW_ORDER_WAVE_H

#include "domain/flow/order_many.h"

/* Could all that is to be picked of it go into one wave? err  ERR_STATE: nothing is to be picked,
 * some is in a wave, a hold blocks picking, or it is at several sites */
OD_MUST_USE bool order_may_wave(struct desk *desk, const struct order *o, struct err *err);
/*
 * Makes one wave of the first row's picks and of those of the rows behind it at the same site that
 * still can, at most PICK_WAVE_MOST picks: pick_wave_new(). Its rows are done, with the wave's
 * number as their sentence, or all refused with the reason, for it is one transaction; who changed
 * since they were looked at is refused alone. Rows of other sites stay as they are.
 *
 * picker  login of who picks, NULL: nobody yet
 * err     what makes going on useless
 */
OD_MUST_USE bool orders_wave(struct desk *desk, struct many_row *rows, int n, const char *picker,
                             struct arena *arena, struct err *err);

#endif
