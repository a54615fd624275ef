/*
 * What is typed in a record form and not saved yet is kept aside, at every field left and now and
 * then between, and stands there again when the form is opened after a lost terminal.
 */
#include <string.h>

#include "base/i18n.h"
#include "base/limits.h"
#include "base/mem.h"
#include "base/strbuf.h"
#include "base/vec.h"
#include "domain/desk/desk.h"
#include "domain/desk/money_text.h"
#include "tui/app.h"
#include "tui/record.h"

/* Half-seconds between two writes while a person types on in one field. */
#define KEEP_TICKS 4
#define KEPT_BYTES ((size_t)256 * 1024)

struct typed_fields OD_VEC(struct typed_field);

static struct form_ref ref_of(const struct record *r)
{
    return (struct form_ref){ r->kind->name, r->id, r->parent };
}

static bool is_kept_field(const struct form *f, int i)
{
    return f->fields[i].kind != FORM_SHOW && f->fields[i].kind != FORM_SECRET &&
           !f->slots[i].is_hidden && !f->slots[i].is_read_only;
}

/* --- writing down ---------------------------------------------------------------------------- */

static void gather(const struct record *r, struct arena *arena, struct typed_fields *out)
{
    const struct form *f = &r->form;

    for (int i = 0; i < f->n; i++) {
        struct typed_field *t;

        if (!is_kept_field(f, i) || !form_field_changed(f, i))
            continue;
        t = vec_push(arena, out);
        *t = (struct typed_field){ f->fields[i].name, r->was[i], form_text(f, i), form_id(f, i) };
    }
}

/* All that is typed as one text, to see whether it was written down. */
static const char *joined(const struct typed_fields *fields, struct arena *arena)
{
    struct strbuf b;

    strbuf_init(&b, arena, KEPT_BYTES);
    for (int i = 0; i < fields->n; i++)
        strbuf_addf(&b, "%s=%s\n", fields->v[i].name, fields->v[i].typed);
    return b.s;
}

static bool write_down(struct record *r, const struct typed_fields *fields)
{
    struct form_ref ref = ref_of(r);
    struct err err = ERR_INIT;
    bool is_done;

    r->typing.key = r->key;
    r->typing.v = fields->v;
    r->typing.n = fields->n;
    desk_set_wait(r->s.desk, LIMIT_DRAFT_WAIT_MS);
    is_done = form_typing_keep(r->s.desk, &ref, &r->typing, &err);
    desk_set_wait(r->s.desk, LIMIT_WRITE_WAIT_MS);
    r->typing.v = NULL;
    r->typing.n = 0;
    return is_done;
}

void record_typing_keep(struct record *r)
{
    OD_ARENA *tmp = arena_new();
    struct typed_fields fields = { 0 };
    const char *now;

    gather(r, tmp, &fields);
    now = joined(&fields, tmp);
    r->ticks = 0;
    if (strcmp(now, r->kept) == 0 || desk_read_only(r->s.desk)[0] != '\0')
        return;
    /* What finds no turn is tried again at a tick. */
    if (!write_down(r, &fields))
        return;
    arena_reset(r->kept_arena);
    r->kept = arena_strdup(r->kept_arena, now);
}

void record_typing_tick(struct record *r)
{
    if (++r->ticks >= KEEP_TICKS)
        record_typing_keep(r);
}

/* --- putting back ---------------------------------------------------------------------------- */

/* Gives the number of fields that differ from what stands there now. */
static int put_back(struct record *r, const struct form_typing *t, bool *is_contested)
{
    struct form *f = &r->form;
    int n = 0;

    for (int k = 0; k < t->n; k++) {
        int i = form_find(f, t->v[k].name);

        if (i < 0 || !is_kept_field(f, i) || strcmp(form_text(f, i), t->v[k].typed) == 0)
            continue;
        if (strcmp(form_text(f, i), t->v[k].before) != 0) {
            form_set_note(f, i, STYLE_WARN,
                          arena_printf(r->s.arena, _("! \"%s\" now"), form_text(f, i)));
            *is_contested = true;
        }
        form_type(f, i, t->v[k].typed, t->v[k].row_id);
        /* These decide which others are there. */
        if ((f->fields[i].kind == FORM_CHOICE || strcmp(t->v[k].name, "country") == 0) &&
            f->ops != NULL && f->ops->left != NULL)
            (void)!f->ops->left(f->ctx, f, i, &(struct err){ 0 });
        n++;
    }
    return n;
}

static void offer(struct record *r, const struct form_typing *t)
{
    bool is_contested = false;

    r->typing.id = t->id;
    if (put_back(r, t, &is_contested) == 0) {
        (void)!form_typing_forget(r->s.desk, t->id, &(struct err){ 0 });
        r->typing.id = 0;
        return;
    }
    if (r->id == 0 && strlen(t->key) < sizeof r->key)
        memcpy(r->key, t->key, strlen(t->key) + 1);
    if (is_contested)
        app_warn(r->s.app, _("Here is what you typed at %s; others changed what is marked since. "
                             "F10 saves yours, Esc gives it up."),
                 text_when(r->s.desk, r->s.arena, t->at));
    else
        app_say(r->s.app, _("Here is what you typed at %s and did not save. F10 saves it, Esc "
                            "gives it up."),
                text_when(r->s.desk, r->s.arena, t->at));
}

void record_typing_begin(struct record *r, bool is_offered)
{
    struct form_ref ref = ref_of(r);
    struct form_typing *t = NULL;
    struct err err = ERR_INIT;

    r->kept_arena = arena_new();
    r->kept = "";
    for (int i = 0; i < r->form.n; i++)
        r->was[i] = arena_strdup(r->s.arena, form_text(&r->form, i));
    if (is_offered && form_typing_find(r->s.desk, &ref, r->s.arena, &t, &err) && t != NULL)
        offer(r, t);
}
