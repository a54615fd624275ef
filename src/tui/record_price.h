/*
 * What the record forms of prices (lists, groups, rules, rates) share.
 */
#ifndef OD_TUI_RECORD_PRICE_H
#define OD_TUI_RECORD_PRICE_H

#include "tui/record.h"

struct price_rule;

/* Look-ups of a form whose ctx is a struct record: by the beginning of code or name. */
lookup_find record_find_list, record_find_group;
/* The code of a record in a look-up field, with its id; 0 leaves the field empty. */
void record_set_list(struct record *r, const char *field, int64_t id);
void record_set_group(struct record *r, const char *field, int64_t id);
/* The record that a look-up field names; 0 for none. ERR_INVALID where nothing goes by the text. */
OD_MUST_USE bool record_lookup_id(struct record *r, const char *field, int64_t *out,
                                  struct err *err);

/* The field "currency". ERR_INVALID. */
OD_MUST_USE bool record_take_currency(const struct record *r, char out[4], struct err *err);
/* The fields "valid_from" and "valid_to"; empty is unset. */
void record_set_days(struct record *r, struct date from, struct date to);
OD_MUST_USE bool record_get_days(struct record *r, struct date *from, struct date *to,
                                 struct err *err);

/* "4.25", "10 % off" or "0.50 off". */
const char *price_rule_value(struct desk *desk, const struct price_rule *rule, const char *currency,
                             struct arena *arena);

/* Adds a row where before and now differ; the texts live on. */
void record_diff(struct record *r, struct field_diffs *out, const char *label, const char *before,
                 const char *now);
/* First and last day of each. */
void record_diff_days(struct record *r, struct field_diffs *out, const struct date was[2],
                      const struct date is[2]);

#endif
