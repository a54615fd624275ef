/*
 * The find screen, a hold lifted from the list: the queue of held orders is gone through without
 * opening each of them. What the hold says, and what the order is worth, is shown before.
 */
#include <stddef.h>

#include "base/i18n.h"
#include "base/mem.h"
#include "domain/desk/money_text.h"
#include "domain/desk/setting.h"
#include "domain/flow/order_action.h"
#include "domain/order/order.h"
#include "domain/order/order_rules.h"
#include "tui/app.h"
#include "tui/dialog.h"
#include "tui/finder.h"

#define RELEASE "release_hold"

static bool release(struct screen *s, const struct dialog_result *r, struct err *err)
{
    struct finder *f = (struct finder *)s;
    const char *kind = hold_kind_name(f->release_kind);
    OD_ARENA *tmp = arena_new();
    const struct action_value given[] = { { "reason", reason_code(s->desk, "release", r->id, tmp) },
                                          { "note", r->text },
                                          { "kind", kind } };
    const struct action_values values = { given, OD_LEN(given) };
    const struct order_id id = { f->release.id };
    struct order *o = NULL;

    if (!act(s->desk, &order_document, f->release, RELEASE, &values, err) ||
        !order_load(s->desk, id, tmp, &o, err) || !screen_refresh(s, err))
        return false;
    app_say(s->app, _("Hold released: %s is now %s."), order_document.title(o, tmp),
            order_shown_words(o->shown));
    return true;
}

/* Enter takes the first reason; one that is chosen by its digit may have a note. */
static bool ask(struct finder *f, const struct order *o, const struct order_hold *hold,
                struct err *err)
{
    OD_ARENA *tmp = arena_new();
    struct dialog d = { .label = _("Note"), .is_quick = true };

    if (!dialog_reasons(&f->s, "release", tmp, &d, err))
        return false;
    f->release_kind = hold->kind;
    d.title = arena_printf(tmp, "%s, %s: %s", order_document.title(o, tmp), o->customer_name,
                           _("Release hold"));
    d.text = arena_printf(tmp, _("%s\nTotal %s %s"), hold_sentence(f->s.desk, hold, tmp),
                          text_money(f->s.desk, tmp, o->total_minor, o->currency), o->currency);
    dialog_reason(&f->s, &d, release);
    return true;
}

static bool hold_chosen(struct screen *s, const struct dialog_result *r, struct err *err)
{
    struct finder *f = (struct finder *)s;
    const struct order_id id = { f->release.id };
    OD_ARENA *tmp = arena_new();
    struct order *o = NULL;

    if (!order_load(s->desk, id, tmp, &o, err))
        return false;
    for (int i = 0; i < o->hold_count; i++)
        if ((int64_t)o->holds[i].kind == r->id)
            return ask(f, o, &o->holds[i], err);
    return err_set(err, ERR_CONFLICT, _("This hold was released by someone else."));
}

static void choose_hold(struct finder *f, const struct order *o)
{
    OD_ARENA *tmp = arena_new();
    struct dialog d = { .title = _("Release hold"), .n = o->hold_count };
    struct dialog_choice *choices = arena_array(tmp, d.n, struct dialog_choice);

    for (int i = 0; i < d.n; i++) {
        const struct order_hold *h = &o->holds[i];
        struct err why = ERR_INIT;

        choices[i].label = hold_kind_words(h->kind);
        choices[i].is_off = !hold_may_lift(f->s.desk, h, &why);
        choices[i].note = choices[i].is_off ? arena_strdup(tmp, why.text) : h->note;
        choices[i].id = (int64_t)h->kind;
    }
    d.choices = choices;
    dialog_choose(&f->s, &d, hold_chosen);
}

bool finder_release(struct screen *s, struct err *err)
{
    struct finder *f = (struct finder *)s;
    const struct order_id id = { list_selected(&f->list) };
    OD_ARENA *tmp = arena_new();
    struct order *o = NULL;

    if (id.v == 0)
        return err_set(err, ERR_STATE, _("Nothing is selected."));
    if (!order_load(s->desk, id, tmp, &o, err) ||
        !action_allows(s->desk, &order_document, action_find(&order_document, RELEASE), o, tmp,
                       err))
        return false;
    f->release = (struct record_at){ o->id.v, o->version };
    if (o->hold_count == 1)
        return ask(f, o, &o->holds[0], err);
    choose_hold(f, o);
    return true;
}
