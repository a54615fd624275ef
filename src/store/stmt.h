/*
 * Running one statement: put the parameters in order, take rows, get the columns in order. Order
 * and count are checked; a mismatch is our bug and asserts. Prepared once per handle and cached by
 * the constant's address; using a statement inside itself asserts.
 *
 *     OD_STMT *q = sql_read(db, &sql_item_of_sku);
 *     put_text(q, sku);
 *     while (sql_row(q)) {
 *         item->id.v = get_i64(q);
 *         item->sku = get_text(q, arena);
 *     }
 *     return sql_done(&q, err);
 */
#ifndef OD_STORE_STMT_H
#define OD_STORE_STMT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/compiler.h"
#include "base/date.h"
#include "base/err.h"
#include "store/sql.h"

struct arena;
struct db;
struct tx;
struct stmt;

/* Never NULL: what goes wrong at preparing or later is kept and reported by sql_done/sql_run. */
struct stmt *sql_read(struct db *db, const struct sql *sql) OD_MUST_USE;
struct stmt *sql_write(struct tx *tx, const struct sql *sql) OD_MUST_USE;
/* A read that was put together at run time (the query bar): cached by its text, so sql and text may
 * go afterwards. */
struct stmt *sql_read_text(struct db *db, const struct sql *sql) OD_MUST_USE;

void put_i64(struct stmt *q, int64_t v);
/* NULL is stored as NULL. The text must live until sql_row/sql_run returned the first time. */
void put_text(struct stmt *q, const char *text);
void put_blob(struct stmt *q, const void *data, size_t len);
/* NULL with a type, where is_null; else v. For optional references put_ref: 0 is NULL. */
void put_i64_or_null(struct stmt *q, bool is_null, int64_t v);
void put_ref(struct stmt *q, int64_t id);

/* The next row; false at the end and on an error (sql_done tells which). */
bool sql_row(struct stmt *q);

int64_t get_i64(struct stmt *q);       /* NULL asserts */
int64_t get_ref(struct stmt *q);       /* NULL is 0 */
bool get_i64_or_null(struct stmt *q, int64_t *v); /* false: was NULL, *v untouched */
const char *get_text(struct stmt *q, struct arena *arena); /* copy; NULL column gives NULL */
/* A column that holds an ISO date or "", which is none. */
struct date get_date(struct stmt *q, struct arena *arena);
const void *get_blob(struct stmt *q, struct arena *arena, size_t *len);

/* Ends it: resets, gives the statement back, *q = NULL. False with err when a row or the prepare
 * failed. Reading to the end is not required. */
OD_MUST_USE bool sql_done(struct stmt **q, struct err *err);
/* Runs a write without rows and ends it; changed (may be NULL) gets the number of rows. */
OD_MUST_USE bool sql_run(struct stmt **q, int64_t *changed, struct err *err);
/* For INSERT ... RETURNING id: runs, gives the one integer, ends it. */
OD_MUST_USE bool sql_run_id(struct stmt **q, int64_t *id, struct err *err);
/* For a SELECT of one integer: *found false and *v untouched where there was no row. */
OD_MUST_USE bool sql_one_i64(struct stmt **q, bool *found, int64_t *v, struct err *err);

void stmt_cleanup(struct stmt **q); /* resets quietly; for early returns */
#define OD_STMT OD_CLEANUP(stmt_cleanup) struct stmt

#endif
