/*
 * The full-text index, kept by the use cases: one row a record, taken out BEFORE the record's
 * search_text changes and put in after it, in the same transaction.
 */
#ifndef OD_DOMAIN_DESK_INDEX_H
#define OD_DOMAIN_DESK_INDEX_H

#include "domain/desk/desk.h"

enum index_kind { INDEX_ORDER = 1, INDEX_CUSTOMER = 2, INDEX_ITEM = 3, INDEX_NOTE = 4 };

OD_MUST_USE bool index_remove(struct tx *tx, enum index_kind kind, int64_t id, struct err *err);
OD_MUST_USE bool index_add(struct tx *tx, enum index_kind kind, int64_t id,
                           const char *search_text, struct err *err);
/*
 * For a transaction over many records: what is added from now on waits until index_catch_up, and
 * what is removed meanwhile is not added at all. Searches inside the transaction do not see it; a
 * rollback forgets it; a commit without index_catch_up is a mistake of ours.
 * arena  keeps the texts; must outlive the transaction
 */
void index_put_off(struct tx *tx, struct arena *arena);
/* Puts in what waits, in the order of the rows; nothing where nothing was put off. */
OD_MUST_USE bool index_catch_up(struct tx *tx, struct err *err);

/*
 * Rows of notes in their index: of orders 0 on, of customers and items beyond. NOTES_OF(kind) + id.
 */
#define NOTES_EACH     (INT64_C(1) << 52)
#define NOTES_OF(kind) (((int64_t)(kind) - INDEX_ORDER) * NOTES_EACH)
/* Brings the notes of an order, customer or item (not INDEX_NOTE) into their index as they stand in
 * the store; to be called after each write that changes them, and not where a new record has none.
 * (note_index_sql.c) */
OD_MUST_USE bool note_index(struct tx *tx, struct desk *desk, enum index_kind kind, int64_t id,
                            struct err *err);

/* What should stand there for a record: its notes, folded, a line each; NULL: it has none. */
OD_MUST_USE bool note_text(struct desk *desk, enum index_kind kind, int64_t id,
                           struct arena *arena, const char **out, struct err *err);

/* Folded text of several parts, blank between, each word once; phone numbers also as digits. */
const char *index_text(struct arena *arena, const char *const *parts, int n);

/* Ends of a code or number, folded and without gaps, blank between, so that a part of it is found
 * as the beginning of a word: "BRK-20" from 3 on is "brk20 rk20 k20". telephone: digits only. */
const char *index_tails(struct arena *arena, const char *text, int from_letters, bool is_phone);

#endif
