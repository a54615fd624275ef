/*
 * Totes: the boxes that a pick is carried in. A tote is one fulfillment's from the scan that binds
 * it until the goods are packed or the work is canceled; a fulfillment may fill several.
 */
#ifndef OD_DOMAIN_FLOW_TOTE_H
#define OD_DOMAIN_FLOW_TOTE_H

#include "domain/desk/desk.h"

struct fulfillment;

/* Binds it; the one that is filled from now on. Binding it again to the same is fine.
 * err  ERR_STATE: another fulfillment has it; ERR_INVALID (field "tote"): no code, or an item's */
OD_MUST_USE bool tote_bind(struct tx *tx, struct desk *desk, const struct fulfillment *f,
                           const char *code, struct err *err);
/* The one that was bound last, "" for none; in the arena. */
OD_MUST_USE bool tote_load(struct desk *desk, int64_t fulfillment, struct arena *arena,
                           const char **out, struct err *err);
/* Whose it is now: *out its fulfillment's id and *number its number, 0 and NULL where free. */
OD_MUST_USE bool tote_find(struct desk *desk, const char *code, struct arena *arena, int64_t *out,
                           const char **number, struct err *err);

#endif
