/*
 * What the files of a change set share among themselves.
 */
#ifndef OD_DOMAIN_FLOW_CHANGE_PARTS_H
#define OD_DOMAIN_FLOW_CHANGE_PARTS_H

#include "domain/flow/change.h"

struct action_run;

enum change_status { CHANGE_OPEN = 1, CHANGE_APPLIED = 2, CHANGE_DROPPED = 3 };

/* change_sql.c */
OD_MUST_USE bool change_insert(struct tx *tx, struct desk *desk, struct order_change *change,
                               enum change_status status, struct err *err);
/* Its rows anew, its base and reason. */
OD_MUST_USE bool change_write(struct tx *tx, const struct order_change *change, struct err *err);
/* changed: was it still open? */
OD_MUST_USE bool change_end(struct tx *tx, struct desk *desk, const struct order_change *change,
                            enum change_status status, bool *changed, struct err *err);

/*
 * change_apply.c: does it to a loaded order inside the caller's transaction and saves it.
 * refused_line (may be NULL) becomes the line at fault.
 */
OD_MUST_USE bool change_run(struct action_run *run, const struct order_change *change,
                            const struct order *before, struct order *order, int *refused_line,
                            struct err *err);

#endif
