/*
 * The papers of the warehouse: what stands on them, made of the desk as it is now or taken from
 * those that are kept, and where they go: into bytes of a file, or to a printer.
 */
#ifndef OD_PRINT_DOCUMENTS_H
#define OD_PRINT_DOCUMENTS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/err.h"
#include "domain/flow/kept_paper.h"
#include "print/paper.h"

/* Which document, of what. */
struct document_ask {
    enum document_kind kind;
    int64_t fulfillment; /* of pick list, packing slip, labels */
    int64_t manifest;    /* of a manifest; 0: all of a site and a day */
    struct site_id site;
    struct date day;
    int64_t wave; /* of the pick list of a wave */
    struct order_id order; /* of a confirmation */
    int revision;        /* as it was printed then; 0: as things are now */
};

/*
 * The paper of a fulfillment as things are now, in arena. Size letter where the firm's country uses
 * it, else A4; labels as setting "paper.label" says.
 * err  ERR_STATE: a pick list of what is packed, gone, canceled or on hold; a packing slip of what
 *      is not picked to its end; a label of what is not packed
 */
OD_MUST_USE bool document_make(struct desk *desk, enum document_kind kind, int64_t fulfillment,
                               struct arena *arena, struct paper *out, struct err *err);
/* manifest.c: the name of the manifest that is asked for, "M17", or day and site.
 * err  ERR_NOT_FOUND */
OD_MUST_USE bool manifest_name(struct desk *desk, const struct document_ask *ask,
                               struct arena *arena, const char **out, struct err *err);
/* What is on it. err  ERR_STATE: nothing; ERR_NOT_FOUND */
OD_MUST_USE bool manifest_make(struct desk *desk, const struct document_ask *ask,
                               struct arena *arena, struct paper *out, struct err *err);
/* wave.c: the walk of a wave with what goes into which tote.
 * err  ERR_STATE: nothing of it is left to be picked; ERR_NOT_FOUND */
OD_MUST_USE bool wave_paper_make(struct desk *desk, int64_t wave, struct arena *arena,
                                 struct paper *out, struct err *err);
/* confirmation.c: what was ordered, at which prices, in the customer's language.
 * err  ERR_STATE: a draft, a canceled order; ERR_NOT_FOUND */
OD_MUST_USE bool confirmation_make(struct desk *desk, struct order_id order, struct arena *arena,
                                   struct paper *out, struct err *err);
/* Makes it and keeps it, or takes it from those that are kept. *revision says which it is.
 * err  as document_make and kept_paper_add; ERR_NOT_FOUND where there is no such revision */
OD_MUST_USE bool document_issue(struct desk *desk, const struct document_ask *ask,
                                struct arena *arena, struct paper *out, int *revision,
                                struct err *err);
/* The paper that is kept. err ERR_CORRUPT */
OD_MUST_USE bool document_of_kept(const struct kept_paper *kept, struct arena *arena,
                                  struct paper *out, struct err *err);

/* labels.c: setting "paper.label". */
OD_MUST_USE bool label_size(struct desk *desk, enum paper_label *out, struct err *err);
/* Labels for shelves and goods; copies 1 or more. err ERR_NOT_FOUND, ERR_INVALID (field) */
OD_MUST_USE bool label_of_item(struct desk *desk, const char *code, int copies, struct arena *arena,
                               struct paper *out, struct err *err);
OD_MUST_USE bool label_of_place(struct desk *desk, const char *place, int copies,
                                struct arena *arena, struct paper *out, struct err *err);
/* All that a scanner may say instead of a key, as barcodes: commands, reasons, numbers. */
OD_MUST_USE bool sheet_of_commands(struct desk *desk, struct arena *arena, struct paper *out,
                                   struct err *err);

enum paper_form { PAPER_AS_PDF, PAPER_AS_TEXT, PAPER_AS_ZPL, PAPER_AS_ZPL300 };

/* "pdf", "text", "zpl", "zpl300". */
OD_MUST_USE bool paper_form_parse(const char *name, enum paper_form *out);
/* The paper as a file has it. PDF is made by the program orderdesk-render.
 * err  ERR_IO where that is missing or fails; ERR_INVALID: ZPL of what is no label */
OD_MUST_USE bool paper_bytes(const struct paper *p, enum paper_form form, struct arena *arena,
                             const char **data, size_t *len, struct err *err);

/* How this station prints: options print_command and print_form, label_command and label_form. */
struct printing {
    const char *command; /* a program and its arguments, blanks between; gets the paper */
    enum paper_form form;
    const char *label_command; /* of labels; "" or NULL: the same */
    enum paper_form label_form;
};
/* Gives it to the command; no transaction may be open.
 * err  ERR_STATE: no command; ERR_IO with what the command says */
OD_MUST_USE bool paper_print(const struct paper *p, const struct printing *how, struct err *err);
/* Gives a label that came as a file to the command for labels, as it is. err as paper_print */
OD_MUST_USE bool label_bytes_print(const char *data, size_t len, const struct printing *how,
                                   struct err *err);
/* The same of a form on a sheet: to the printer of papers. */
OD_MUST_USE bool form_bytes_print(const char *data, size_t len, const struct printing *how,
                                  struct err *err);
/* document_issue, then paper_print. *name (in arena) is the paper's. */
OD_MUST_USE bool document_print(struct desk *desk, const struct document_ask *ask,
                                const struct printing *how, struct arena *arena, const char **name,
                                struct err *err);

#endif
