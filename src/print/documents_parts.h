/*
 * What the files of documents share.
 */
#ifndef OD_PRINT_DOCUMENTS_PARTS_H
#define OD_PRINT_DOCUMENTS_PARTS_H

#include "domain/flow/fulfillment.h"
#include "domain/order/note.h"
#include "print/documents.h"
#include "print/paper.h"
#include "print/template.h"

/* What a document is made of. */
struct making {
    struct desk *desk;
    const struct fulfillment *f;
    struct paper *paper; /* begun */
    struct arena *arena;
    struct template words;
    struct template_fields fields;
};

/* Each line of a text that has several, as a part of that kind. */
void document_add_lines(struct paper *p, enum paper_kind kind, const char *text);
/* Do offices of the firm's country use US letter? */
bool document_is_letter(const struct desk *desk);
/* What is in columns; titles are translated. */
void document_add_columns(struct paper *p, const struct paper_column *columns, int n);

/* Where it is sent, as the country of the address writes it; abroad with the country. */
void document_add_address(const struct making *m);
/* The order's notes of that kind under a head, in the order they were made; none: nothing. */
OD_MUST_USE bool document_add_notes(const struct making *m, enum note_kind kind, const char *head,
                                    struct err *err);

/* labels.c: the label of each parcel. err ERR_STATE: not packed yet, or canceled */
OD_MUST_USE bool document_add_labels(const struct making *m, struct err *err);

#endif
