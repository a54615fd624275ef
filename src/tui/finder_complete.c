/*
 * Completion in the query bar: names of fields and their values below it, while one types.
 */
#include <string.h>

#include "base/i18n.h"
#include "base/mem.h"
#include "base/utf8.h"
#include "base/vec.h"
#include "tui/app.h"
#include "tui/finder.h"

/* Rows for the lookup below the bar; what is typed is the bar's, with its cursor. */
static bool complete(void *ctx, const char *text, struct arena *arena, struct lookup_rows *out,
                     struct err *err)
{
    struct finder *f = ctx;
    struct query_completions found;

    if (!query_complete(f->s.desk, text, f->bar.at, f->shown->kind, LOOKUP_ROWS, arena, &found,
                        err))
        return false;
    f->complete_from = found.from;
    f->complete_to = found.to;
    f->completes_value = found.is_value;
    for (int i = 0; i < found.n; i++)
        *(struct lookup_row *)vec_push(arena, out) = (struct lookup_row){
            .id = i + 1, .value = found.v[i].text, .detail = found.v[i].detail
        };
    return true;
}

void finder_complete_begin(struct finder *f)
{
    lookup_init(&f->completion, complete, f);
}

void finder_complete_settle(struct finder *f)
{
    struct err err = ERR_INIT;

    if (!lookup_settle(&f->completion, f->bar.text, &err))
        lookup_close(&f->completion);
}

/* Puts a row in place of what is typed of it; behind a value goes on with the next word. */
static void take(struct finder *f, const struct lookup_row *row)
{
    OD_ARENA *tmp = arena_new();
    const char *rest = f->bar.text + f->complete_to;
    const char *blank = f->completes_value && *rest != ' ' ? " " : "";
    const char *head =
        arena_printf(tmp, "%.*s%s%s", f->complete_from, f->bar.text, row->value, blank);
    const char *text = arena_printf(tmp, "%s%s", head, rest);

    lookup_close(&f->completion);
    if (strlen(text) > LIMIT_TEXT_BYTES)
        return;
    field_set(&f->bar, text);
    field_point(&f->bar, (int)strlen(head));
    f->is_stale = true;
    if (!f->completes_value)
        lookup_touch(&f->completion);
}

bool finder_complete_key(struct finder *f, struct key k)
{
    struct lookup *l = &f->completion;
    bool is_taken = key_is(k, K_TAB) || (key_is(k, K_ENTER) && l->is_open && l->selected >= 0);

    if (is_taken) {
        finder_complete_settle(f);
        if (!l->is_open)
            return false;
        take(f, &l->rows.v[l->selected >= 0 ? l->selected : 0]);
        return true;
    }
    /* Of names nothing but Tab is taken: Down goes to what was found. */
    return l->is_open && f->completes_value && lookup_key(l, f->bar.text, k);
}

void finder_complete_draw(const struct finder *f, struct canvas *c, int row, int col)
{
    OD_ARENA *tmp = arena_new();

    if (f->completion.is_open)
        (void)lookup_draw(&f->completion, c, row,
                          col - 1 +
                              utf8_cols(arena_strndup(tmp, f->bar.text, (size_t)f->complete_from)));
}
