/*
 * See difftext.h.
 */
#include "tui/difftext.h"

#include "base/i18n.h"
#include "base/mem.h"
#include "base/strbuf.h"
#include "base/utf8.h"
#include "domain/desk/diff.h"

#define TEXT_BYTES 16000
#define FIELD_COLS 18
#define VALUE_COLS 26

static void add_row(struct strbuf *b, struct arena *arena, const char *mark, const char *field,
                    const char *before, const char *now)
{
    strbuf_addf(b, "%s%s  %s  %s\n", mark, utf8_pad(arena, field, FIELD_COLS),
                utf8_pad(arena, before, VALUE_COLS), utf8_cut(arena, now, VALUE_COLS));
}

const char *diffs_table(const char *sentence, const struct field_diffs *diffs, struct arena *arena)
{
    struct strbuf b;

    strbuf_init(&b, arena, TEXT_BYTES);
    strbuf_addf(&b, "%s\n\n", sentence);
    add_row(&b, arena, "# ", _("Field"), _("before"), _("now"));
    for (int i = 0; i < diffs->n; i++)
        add_row(&b, arena, "", diffs->v[i].label, diffs->v[i].before, diffs->v[i].now);
    return b.s;
}
