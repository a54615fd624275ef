/*
 * Inside of the parties, for the files of domain/party only.
 */
#ifndef OD_DOMAIN_PARTY_PARTY_IMPL_H
#define OD_DOMAIN_PARTY_PARTY_IMPL_H

#include "domain/party/customer.h"
#include "domain/party/pair.h"

struct tx;

/* Cleaned and checked copies, texts in the arena; err has the field. */
OD_MUST_USE bool address_check(struct desk *desk, const struct address *in, struct arena *arena,
                               struct address *out, struct err *err);
OD_MUST_USE bool contact_check(const struct contact *in, struct arena *arena, struct contact *out,
                               struct err *err);

/* ERR_STATE for one that was merged into another: nothing is written to it any more. */
OD_MUST_USE bool customer_is_itself(const struct customer *c, struct err *err);

/* What a customer is found by. */
struct customer_words {
    const char *search_text;
    struct customer_marks marks;
};

/* --- customer_sql.c --------------------------------------------------------------------------- */

/* Who has the code, 0 for nobody. */
OD_MUST_USE bool customer_id_of_code(struct desk *desk, const char *code, struct customer_id *out,
                                     struct err *err);
/* Do tax zone, terms, price list and site exist? (0: not asked.) Fills in default terms. */
OD_MUST_USE bool customer_refs_check(struct desk *desk, struct customer *c, struct arena *arena,
                                     struct err *err);
OD_MUST_USE bool customer_insert(struct tx *tx, struct desk *desk, const struct customer *c,
                                 const struct customer_words *words, struct arena *arena,
                                 struct customer_id *out, struct err *err);
/* Raises the version; ERR_CONFLICT where it is not c->version. */
OD_MUST_USE bool customer_update(struct tx *tx, const struct customer *c, struct arena *arena,
                                 struct err *err);
/* Bill-to and ship-to that pointed to old point to fresh (old 0: those that are not set). Raises
 * the version where one did. */
OD_MUST_USE bool customer_move_address(struct tx *tx, struct customer_id id,
                                       struct address_id old, struct address_id fresh,
                                       struct err *err);

/* --- customer_way_sql.c -----------------------------------------------------------------------*/

/* The usual ship method by its code; one that it had before may be out of use by now. ERR_INVALID,
 * field "ship_method" */
OD_MUST_USE bool customer_method_check(struct desk *desk, const char *before, struct customer *c,
                                       struct arena *arena, struct err *err);
/* The sites it is not served from: as typed made "HULL, LEEDS". ERR_NOT_FOUND, field "not_from" */
OD_MUST_USE bool customer_not_from_check(struct desk *desk, struct customer *c,
                                         struct arena *arena, struct err *err);
OD_MUST_USE bool customer_not_from_load(struct desk *desk, struct customer *c, struct arena *arena,
                                        struct err *err);
/* In the place of those there are; checked before. */
OD_MUST_USE bool customer_not_from_write(struct tx *tx, struct desk *desk,
                                         const struct customer *c, struct err *err);

/* --- customer_index_sql.c --------------------------------------------------------------------- */

/* Of a new customer with the contacts and addresses that it has in memory; texts in the arena. */
void customer_words_make(struct desk *desk, const struct customer *c, struct arena *arena,
                         struct customer_words *out);
/* Puts one that was just made into the index; files it with those it may be already (pair.h). */
OD_MUST_USE bool customer_index_new(struct tx *tx, struct desk *desk, struct customer_id id,
                                    const struct customer_words *words, struct err *err);

/* --- address_sql.c ---------------------------------------------------------------------------- */

/* Current ones of a customer, by number. */
OD_MUST_USE bool addresses_load(struct desk *desk, struct customer_id id, struct arena *arena,
                                struct customer *out, struct err *err);
OD_MUST_USE bool address_next_number(struct desk *desk, struct customer_id id, int *out,
                                     struct err *err);
OD_MUST_USE bool address_insert(struct tx *tx, struct desk *desk, const struct address *a,
                                struct address_id *out, struct err *err);
OD_MUST_USE bool address_retire(struct tx *tx, struct address_id id, struct err *err);

/* --- contact_sql.c ---------------------------------------------------------------------------- */

/* Active ones of a customer. */
OD_MUST_USE bool contacts_load(struct desk *desk, struct customer_id id, struct arena *arena,
                               struct customer *out, struct err *err);
/* *out NULL where the customer has no contact of that id. */
OD_MUST_USE bool contact_load(struct desk *desk, struct customer_id customer, struct contact_id id,
                              struct arena *arena, struct contact **out, struct err *err);
OD_MUST_USE bool contact_insert(struct tx *tx, struct customer_id customer,
                                const struct contact *c, struct contact_id *out, struct err *err);
OD_MUST_USE bool contact_update(struct tx *tx, const struct contact *c, struct err *err);

/* --- contact.c -------------------------------------------------------------------------------- */

/* The first one of a customer that was just made: its row and its event. c is checked. */
OD_MUST_USE bool contact_add_first(struct tx *tx, struct desk *desk, struct customer_id customer,
                                   const struct contact *c, struct err *err);

#endif
