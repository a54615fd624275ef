/*
 * Papers that went out, kept as they were: what stood on them, part by part, of which text, PDF and
 * ZPL are made again to the letter. A paper that is made again and says the same is the same
 * revision; what says something else is the next.
 */
#ifndef OD_DOMAIN_FLOW_KEPT_PAPER_H
#define OD_DOMAIN_FLOW_KEPT_PAPER_H

#include "base/date.h"
#include "domain/desk/desk.h"

enum document_kind {
    DOCUMENT_PICK_LIST = 1,    /* in the desk's language; what is to be taken, place by place */
    DOCUMENT_PACKING_SLIP = 2, /* in the customer's language; what is in the packages, no prices */
    DOCUMENT_LABEL = 3,        /* one for each parcel */
    DOCUMENT_MANIFEST = 4,     /* what a carrier takes along (M17), or what left a site on a day */
    DOCUMENT_WAVE = 5,         /* the pick list of a wave (W12) */
    DOCUMENT_CONFIRMATION = 6, /* in the customer's language; what was ordered, with prices */
};

struct kept_paper {
    int64_t id;
    enum document_kind kind;
    const char *subject;   /* number of fulfillment, manifest, wave, order; or a date and a site */
    struct order_id order; /* 0: of none */
    int revision;          /* from 1 */
    const char *lang, *digest, *content, *by; /* by: login; content NULL in lists */
    struct stamp made;
};
struct kept_papers {
    struct kept_paper *v;
    int n;
};

/*
 * Keeps in->content (kind, subject, order, lang) unless the newest revision says the same; *out is
 * what is kept, in the arena. Right "paper.keep"; asked only where there is something to write.
 * err  ERR_DENIED, ERR_BUSY, ERR_STATE (read-only), ERR_IO
 */
OD_MUST_USE bool kept_paper_add(struct desk *desk, const struct kept_paper *in, struct arena *arena,
                                struct kept_paper **out, struct err *err);
/* One as it was; revision 0: the newest.
 * err  ERR_NOT_FOUND; ERR_CORRUPT where it is not what was kept */
OD_MUST_USE bool kept_paper_load(struct desk *desk, enum document_kind kind, const char *subject,
                                 int revision, struct arena *arena, struct kept_paper **out,
                                 struct err *err);
/* Of an order, the newest first; at most max. */
OD_MUST_USE bool kept_papers_of_order(struct desk *desk, struct order_id order, int max,
                                      struct arena *arena, struct kept_papers *out,
                                      struct err *err);
/* Of one subject ("2026-11-22 MAIN"), the newest first; at most max. */
OD_MUST_USE bool kept_papers_of(struct desk *desk, const char *subject, int max,
                                struct arena *arena, struct kept_papers *out, struct err *err);

const char *document_kind_name(enum document_kind kind);  /* stable: "pick-list" */
const char *document_kind_words(enum document_kind kind); /* translated */
OD_MUST_USE bool document_kind_parse(const char *name, enum document_kind *out);

#endif
