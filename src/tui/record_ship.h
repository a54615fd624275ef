/*
 * The record forms of how orders are sent: carriers, ship methods, and what a method costs.
 */
#ifndef OD_TUI_RECORD_SHIP_H
#define OD_TUI_RECORD_SHIP_H

#include "domain/catalog/ship_method.h"
#include "tui/record.h"

/* A method by its id. ERR_NOT_FOUND */
OD_MUST_USE bool record_method_load(struct desk *desk, int64_t id, struct arena *arena,
                                    struct ship_method **out, struct err *err);
/* Look-up of a form whose ctx is a struct record: methods in use, by the beginning of code or
 * name. */
lookup_find record_find_method;

#endif
