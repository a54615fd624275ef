/*
 * What the files of shipments share among themselves.
 */
#ifndef OD_DOMAIN_FLOW_SHIPMENT_PARTS_H
#define OD_DOMAIN_FLOW_SHIPMENT_PARTS_H

#include "domain/flow/shipment.h"

/* With its order. ERR_NOT_FOUND. */
OD_MUST_USE bool shipment_load(struct desk *desk, int64_t id, struct arena *arena,
                               struct shipment **out, struct err *err);
/* Status, end, carrier and manifest; version tested and raised. ERR_CONFLICT. */
OD_MUST_USE bool shipment_write(struct tx *tx, const struct shipment *s, struct err *err);
/* delivered of the order's lines from the shipments that arrived. The order is changed in memory.
 */
OD_MUST_USE bool shipments_count(struct desk *desk, struct order *order, struct err *err);

#endif
