/*
 * From a document that is asked for to the paper that is kept: made anew, or as it was.
 */
#include <string.h>

#include "base/i18n.h"
#include "base/limits.h"
#include "base/mem.h"
#include "base/strbuf.h"
#include "domain/flow/fulfillment.h"
#include "print/documents.h"

bool document_of_kept(const struct kept_paper *kept, struct arena *arena, struct paper *out,
                      struct err *err)
{
    char made[STAMP_TEXT_SIZE];

    if (!paper_read(kept->content, arena, out, err)) {
        err->code = ERR_CORRUPT;
        return false;
    }
    out->made = arena_strdup(arena, stamp_format(kept->made, made));
    return true;
}

static bool make(struct desk *desk, const struct document_ask *ask, struct arena *arena,
                 struct paper *out, struct err *err)
{
    if (ask->kind == DOCUMENT_MANIFEST)
        return manifest_make(desk, ask, arena, out, err);
    if (ask->kind == DOCUMENT_WAVE)
        return wave_paper_make(desk, ask->wave, arena, out, err);
    if (ask->kind == DOCUMENT_CONFIRMATION)
        return confirmation_make(desk, ask->order, arena, out, err);
    return document_make(desk, ask->kind, ask->fulfillment, arena, out, err);
}

/* What is kept of a fulfillment goes by its number, orders, manifests and waves by their own. */
static bool subject_of(struct desk *desk, const struct document_ask *ask, struct arena *arena,
                       const char **subject, struct order_id *order, struct err *err)
{
    struct fulfillment *f;
    struct order *o;

    *order = (struct order_id){ 0 };
    if (ask->kind == DOCUMENT_MANIFEST)
        return manifest_name(desk, ask, arena, subject, err);
    if (ask->kind == DOCUMENT_WAVE) {
        *subject = arena_printf(arena, "W%lld", (long long)ask->wave);
        return true;
    }
    if (ask->kind == DOCUMENT_CONFIRMATION) {
        if (!order_load(desk, ask->order, arena, &o, err))
            return false;
        *subject = o->number;
        *order = o->id;
        return true;
    }
    if (!fulfillment_load(desk, ask->fulfillment, arena, &f, err))
        return false;
    *subject = f->number;
    *order = f->order->id;
    return true;
}

bool document_issue(struct desk *desk, const struct document_ask *ask, struct arena *arena,
                    struct paper *out, int *revision, struct err *err)
{
    struct kept_paper in = { .kind = ask->kind, .lang = "" }, *kept;
    struct strbuf text;

    if (!subject_of(desk, ask, arena, &in.subject, &in.order, err))
        return false;
    if (ask->revision > 0) {
        if (!kept_paper_load(desk, ask->kind, in.subject, ask->revision, arena, &kept, err))
            return false;
    } else {
        if (!make(desk, ask, arena, out, err))
            return false;
        in.lang = out->lang;
        strbuf_init(&text, arena, LIMIT_PAPER_BYTES);
        paper_write(out, &text);
        in.content = text.s;
        if (!kept_paper_add(desk, &in, arena, &kept, err))
            return false;
    }
    *revision = kept->revision;
    return document_of_kept(kept, arena, out, err);
}
