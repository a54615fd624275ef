/*
 * RFC 4180 over libcsv: a reader that finds columns by header, and a writer whose cells a
 * spreadsheet cannot run as formulas.
 */
#ifndef OD_BASE_CSV_H
#define OD_BASE_CSV_H

#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>

#include "base/err.h"
#include "base/textfile.h"

struct arena;
struct csv_reader;
struct strbuf;

/* How a file is written; '\0' and ENCODING_UNKNOWN: find out. */
struct csv_form {
    char delimiter;
    enum encoding encoding;
    bool has_no_quotes; /* a quotation mark is a letter like any other */
};

/*
 * Reads path with a header row, as form says (NULL: find all out; the delimiter is then the one of
 * , ; TAB | that the header row holds most of). A byte order mark is skipped. Memory does not grow
 * with the file. Quotation marks that RFC 4180 does not allow are refused, because all that follows
 * would be read wrong.
 *
 * path  "-" is standard input
 * err   ERR_NOT_FOUND, ERR_IO, ERR_INVALID (no header row, bad quotes), ERR_LIMIT
 */
OD_MUST_USE bool csv_open(struct csv_reader **out, const char *path, const struct csv_form *form,
                          struct err *err);
/* The same over bytes in memory, which stay until it is closed. */
OD_MUST_USE bool csv_open_bytes(struct csv_reader **out, const char *bytes, size_t len,
                                const struct csv_form *form, struct err *err);
/* What the file is read as. */
struct csv_form csv_form(const struct csv_reader *r);
void csv_close(struct csv_reader *r);
/* Column of a header (exact first, then without case and outer blanks), -1 where missing. */
int csv_column(const struct csv_reader *r, const char *header);
int csv_column_count(const struct csv_reader *r);
const char *csv_header(const struct csv_reader *r, int column);
/*
 * The next record that is not empty (of empty cells). False at the end (err untouched) or on an
 * error (err set, names the line): go on with another csv_next; where the file cannot be read on,
 * that gives the end. A record with more or fewer cells than the header names is such an error; its
 * cells can be read all the same.
 */
bool csv_next(struct csv_reader *r, struct err *err);
/* Cell of the current record, valid until csv_next; "" beyond its cells and for column -1. */
const char *csv_cell(const struct csv_reader *r, int column);
/* Line of the file on which the current record begins, from 1. */
int64_t csv_line(const struct csv_reader *r);
/* Bytes read and size of the file (0 where unknown), for progress. */
void csv_progress(const struct csv_reader *r, int64_t *done, int64_t *size);

static inline void csv_cleanup(struct csv_reader **r)
{
    csv_close(*r);
}
#define OD_CSV OD_CLEANUP(csv_cleanup) struct csv_reader

/*
 * Writes one cell to file, quoted where needed. A cell that begins with = + - @ TAB CR LF and is
 * not a plain number gets a ' in front (OWASP CSV injection).
 */
void csv_put(FILE *file, const char *cell, bool is_first);
/* The same at the end of a text, and without the ': csv_guard sets it. */
void csv_add(struct strbuf *b, const char *cell, bool is_first);
/* The cell with such a ' where it needs one, else itself. */
const char *csv_guard(const char *cell, struct arena *arena);
/* Takes such a ' off again where csv_put would have set it: export and import are inverse (cells
 * that had one before get a second). */
const char *csv_unguard(const char *cell);
void csv_end_row(FILE *file);

#endif
