/*
 * PK, an item that is not where it should be, or damaged: by scan or from a list of reasons, and
 * what became of it.
 */
#include "base/i18n.h"
#include "base/mem.h"
#include "domain/desk/money_text.h"
#include "domain/desk/setting.h"
#include "domain/flow/short_words.h"
#include "tui/dialog.h"
#include "tui/pick_screen.h"

#define SHORT_REASON "not_found" /* of a short that is scanned */

/* It is booked: what fails here is only shown, for a refusal keeps a dialog and its text, and Enter
 * would book it once more. */
static void tell_short(struct pk *pk, const char *sku, const char *qty,
                       const struct short_before *before)
{
    struct err err = ERR_INIT;
    OD_ARENA *tmp = arena_new();
    const char *words;

    if (!screen_refresh(&pk->s, &err) ||
        !short_words(pk->s.desk, pk->f, before, tmp, &words, &err)) {
        app_error(pk->s.app, &err);
        return;
    }
    app_say(pk->s.app, _("%s of %s is short; %s."), qty, sku, words);
    pk_finish_picked(pk);
}

/* qty: as typed, "" all that is left of the line. */
static bool book_short(struct pk *pk, const char *qty, const char *reason, struct err *err)
{
    const struct fulfillment_line *l = pk_expected(pk, 0);
    OD_ARENA *tmp = arena_new();
    const char *sku;
    struct short_before before;
    struct action_value given[3];

    if (!pk_has_line(&pk->s, err) ||
        !short_before_load(pk->s.desk, pk->f, l->id, tmp, &before, err))
        return false;
    sku = arena_strdup(tmp, l->sku);
    if (qty[0] == '\0')
        qty = text_qty(pk->s.desk, tmp, fulfillment_left(l));
    given[0] = (struct action_value){ "item", sku };
    given[1] = (struct action_value){ "qty", qty };
    given[2] = (struct action_value){ "reason", reason };
    if (!pk_act(pk, "short", given, 3, err))
        return false;
    tell_short(pk, sku, qty, &before);
    return true;
}

static bool short_given(struct screen *s, const struct dialog_result *r, struct err *err)
{
    OD_ARENA *tmp = arena_new();

    return book_short((struct pk *)s, r->text, reason_code(s->desk, "short", r->id, tmp), err);
}

bool pk_short_scanned(struct pk *pk, const char *reason, struct err *err)
{
    return book_short(pk, "", reason[0] != '\0' ? reason : SHORT_REASON, err);
}

bool pk_short(struct screen *s, struct err *err)
{
    struct pk *pk = (struct pk *)s;
    const struct fulfillment_line *l = pk_expected(pk, 0);
    OD_ARENA *tmp = arena_new();
    struct dialog dialog = { .label = _("Missing (empty: all)") };

    if (!pk_has_line(s, err) || !dialog_reasons(s, "short", tmp, &dialog, err))
        return false;
    dialog.title = arena_printf(tmp, _("%s is short"), l->sku);
    dialog.text = _("Another site is asked for what is missing, else the order waits. Stock goes"
                    " down by it.");
    dialog_reason(s, &dialog, short_given);
    return true;
}
