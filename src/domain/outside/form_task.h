/*
 * The job that asks for a carrier's form of a manifest (flow/manifest_form.h), and its end.
 */
#ifndef OD_DOMAIN_OUTSIDE_FORM_TASK_H
#define OD_DOMAIN_OUTSIDE_FORM_TASK_H

#include "domain/outside/topic.h"

/* For the table of topics; the record is a row of manifest_form. */
OD_MUST_USE bool form_task_compose(struct desk *desk, const struct queue_row *row,
                                   struct arena *arena, struct topic_task *out, struct err *err);
OD_MUST_USE bool form_task_apply(struct tx *tx, struct desk *desk, const struct topic_end *end,
                                 struct arena *arena, struct err *err);

#endif
