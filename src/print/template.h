/*
 * Words of papers that a firm may set: the title, and lines above and below what a paper is made
 * of. A file for each language, LANG.txt in the folder templates of the user's configuration, of
 * the machine's, or of the program; the first that is there counts. Without one, or where it is
 * silent, the program's own words stand.
 */
#ifndef OD_PRINT_TEMPLATE_H
#define OD_PRINT_TEMPLATE_H

#include "domain/flow/kept_paper.h"
#include "print/paper.h"

#define TEMPLATE_LINES 20 /* above, and as many below */

struct template
{
    const char *title; /* NULL: the program's own */
    const char *above[TEMPLATE_LINES], *below[TEMPLATE_LINES];
    int above_n, below_n;
};

/* What stands for {number} and so on; NULL: nothing. */
struct template_fields {
    const char *number, *company, *order, *customer, *po, *date, *site;
};

/* The words for a document in the language that texts are in now.
 * err  ERR_INVALID: file, line and what is wrong there; ERR_IO */
OD_MUST_USE bool template_load(enum document_kind kind, struct arena *arena, struct template *out,
                               struct err *err);
/* The same from a text; name is that of its file. */
OD_MUST_USE bool template_read(const char *text, const char *name, enum document_kind kind,
                               struct arena *arena, struct template *out, struct err *err);
/* Puts the title, or otherwise where the template has none, and what stands above. */
void template_begin(const struct template *t, const struct template_fields *fields,
                    const char *otherwise, struct paper *p);
/* Puts what stands below. */
void template_end(const struct template *t, const struct template_fields *fields, struct paper *p);

#endif
