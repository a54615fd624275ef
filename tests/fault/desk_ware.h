/*
 * The steps of desk_day.h in the warehouse and towards the outside.
 */
#ifndef OD_TESTS_FAULT_DESK_WARE_H
#define OD_TESTS_FAULT_DESK_WARE_H

#include "fault/desk_day.h"

/* The settings, the place and the stock that they need. */
void ware_set_up(struct testshop *shop);
/* Brings the order that a step works on to where that begins. */
void ware_make(struct desk *desk, struct order_id order, enum day_step step);
OD_MUST_USE bool ware_do(const struct desk_day *day, struct desk *desk, int round,
                         enum day_step step, struct err *err);

#endif
