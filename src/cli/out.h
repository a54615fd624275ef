/*
 * Output of the command line: one description of columns gives a table for people, JSON for
 * programs and CSV for spreadsheets. Lists are streamed; a table looks at its first rows for the
 * widths and never cuts a cell.
 */
#ifndef OD_CLI_OUT_H
#define OD_CLI_OUT_H

#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>

#include "base/compiler.h"
#include "base/date.h"
#include "base/err.h"
#include "base/money.h"

struct out;

enum out_form { OUT_TABLE, OUT_JSON, OUT_CSV };

enum out_type {
    OUT_TEXT,
    OUT_NUMBER, /* a decimal; bare in JSON, to the right in a table */
    OUT_MONEY,  /* "12.50 EUR": text in JSON, to the right in a table */
    OUT_BOOL,   /* given as "true" or "false" */
};

/* One column of a list or field of a record. The name is for programs and never changes. */
struct out_column {
    const char *name;
    const char *title; /* N_() */
    enum out_type type;
};

/* The file is flushed and checked by out_close, not closed. */
struct out *out_open(FILE *file, enum out_form form);
enum out_form out_form(const struct out *o);
/* What a person gets as a table is CSV instead; before anything was given out. */
void out_prefer_csv(struct out *o);
/* Has anything been given out? Then an error object must not follow on the same stream. */
bool out_has_begun(const struct out *o);
/* Is nothing left open? Else it can only be dropped. */
bool out_is_complete(const struct out *o);
/* False once a write has failed: a long list may stop. */
bool out_is_ok(const struct out *o);
/* The same, with the reason: ERR_IO. */
OD_MUST_USE bool out_check(const struct out *o, struct err *err);

/* Only these columns (names with commas between, "" for all) of the list that follows; the cells
 * are given all the same. columns must live on. */
void out_only(struct out *o, const char *columns);
/* A list: columns end with name NULL. name: inside a record its member name, else NULL. */
void out_list_begin(struct out *o, const char *name, const struct out_column *columns);
/* The next cell; a row ends with its last one. NULL counts as "". */
void out_cell(struct out *o, const char *text);
void out_cell_i64(struct out *o, int64_t v);
void out_cell_bool(struct out *o, bool v);
void out_cell_qty(struct out *o, struct qty q);
void out_cell_rate(struct out *o, struct rate r);
void out_cell_money(struct out *o, int64_t minor, const char *currency);
void out_cell_price(struct out *o, struct price p, const char *currency);
void out_cell_stamp(struct out *o, struct stamp s);
void out_cell_date(struct out *o, struct date d);
void out_list_end(struct out *o);

/*
 * One record: its fields by out_list's cell functions in the order of columns, then lists. In CSV
 * the lists within are left out.
 */
void out_record_begin(struct out *o, const struct out_column *columns);
void out_record_end(struct out *o);

/* A text of several lines: as it is in a table, {"name": text} in JSON, one cell in CSV. */
void out_text(struct out *o, const char *name, const char *text);

/* What a command that has nothing to tell gives in JSON: {"done":true}. */
void out_done(struct out *o);

/* Completes, flushes, checks, frees. ERR_IO where not everything was written. */
OD_MUST_USE bool out_close(struct out *o, struct err *err);
/* Frees without completing; NULL is fine. */
void out_drop(struct out *o);

#endif
