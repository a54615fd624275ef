/*
 * The papers of the warehouse, made of a fulfillment as it is now, and where they go: into bytes of
 * a file, or to a printer.
 */
#ifndef OD_PRINT_DOCUMENTS_H
#define OD_PRINT_DOCUMENTS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/err.h"

struct arena;
struct desk;
struct paper;

enum document_kind {
    DOCUMENT_PICK_LIST,    /* in the desk's language; what is to be taken, place by place */
    DOCUMENT_PACKING_SLIP, /* in the customer's language; what is in the packages, no prices */
};

/*
 * The paper of a fulfillment, in arena. Size letter where the firm's country uses it, else A4.
 * err  ERR_STATE: a pick list of what is packed, gone, canceled or on hold; a packing slip of what
 *      is not picked to its end
 */
OD_MUST_USE bool document_make(struct desk *desk, enum document_kind kind, int64_t fulfillment,
                               struct arena *arena, struct paper *out, struct err *err);

enum paper_form { PAPER_AS_PDF, PAPER_AS_TEXT };

/* The paper as a file has it. PDF is made by the program orderdesk-render.
 * err  ERR_IO where that is missing or fails */
OD_MUST_USE bool paper_bytes(const struct paper *p, enum paper_form form, struct arena *arena,
                             const char **data, size_t *len, struct err *err);

/* How this station prints: options print_command and print_form. */
struct printing {
    const char *command; /* a program and its arguments, blanks between; gets the paper */
    enum paper_form form;
};
/* Makes the document and gives it to the command. *number (in arena) is the fulfillment's.
 * err  as document_make; ERR_IO with what the command says */
OD_MUST_USE bool document_print(struct desk *desk, enum document_kind kind, int64_t fulfillment,
                                const struct printing *how, struct arena *arena,
                                const char **number, struct err *err);

#endif
