/*
 * Codes of the catalog in one form, days as columns hold them, and changes written down for the
 * event log. For the files of the catalog and of stock only.
 */
#ifndef OD_DOMAIN_CATALOG_CATALOG_TEXT_H
#define OD_DOMAIN_CATALOG_CATALOG_TEXT_H

#include <stdbool.h>

#include "base/date.h"
#include "base/err.h"
#include "base/vec.h"
#include "domain/desk/diff.h"

struct arena;
struct event_note;

enum code_case { CODE_UPPER, CODE_LOWER, CODE_AS_TYPED };

/* A copy with the ASCII letters in upper case; NULL gives "". */
char *catalog_upper(struct arena *arena, const char *text);

/* A code: not empty, no blanks, at most LIMIT_CODE_BYTES, letters in the case asked for. */
OD_MUST_USE bool catalog_code(const char **code, const char *field, enum code_case letters,
                              struct arena *arena, struct err *err);

/* A country by code or name becomes its code; "" stays. ERR_INVALID (country) where there is none
 * such: a site or zone of it would never be matched. */
OD_MUST_USE bool catalog_country(const char **country, struct err *err);

/* The ends of a period as columns store them: no date is "" and "9999-12-31". */
const char *catalog_from_text(struct date from, struct arena *arena);
const char *catalog_to_text(struct date to, struct arena *arena);
/* And back; what is no date gives none. */
struct date catalog_date(const char *text);

struct diff_vec OD_VEC(struct field_diff);
/* Adds a row where before and now differ; NULL counts as "". */
void diff_text(struct arena *arena, struct diff_vec *diffs, const char *field, const char *label,
               const char *before, const char *now);
/* Names and values of the differing fields into the note's fields, before_json and after_json. */
void diff_note(const struct diff_vec *diffs, struct arena *arena, struct event_note *note);

#endif
