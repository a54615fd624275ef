/*
 * SH, the carriers' forms of what was handed over: how far each is; one that is there is printed,
 * one that failed is asked for again. Those that come are printed by themselves.
 */
#include "tui/ship_forms.h"

#include "base/i18n.h"
#include "base/mem.h"
#include "domain/desk/money_text.h"
#include "domain/flow/manifest_form.h"
#include "print/documents.h"
#include "tui/dialog.h"

#define DAY_MS         (INT64_C(24) * 60 * 60 * 1000)
#define SHOWN_DAYS     7
#define SHOWN_MAX      20
#define PRINTS_AT_ONCE 4

static bool print_form(struct app *app, const struct manifest_form *f, struct err *err)
{
    OD_ARENA *tmp = arena_new();
    struct form_file file;

    if (app_printing(app) == NULL)
        return err_set(err, ERR_STATE,
                       _("This station does not print: orderdesk manifest form %s -o FILE saves"
                         " it."),
                       f->number);
    return manifest_form_file(app_desk(app), f->id, tmp, &file, err) &&
           form_bytes_print(file.data, file.len, app_printing(app), err);
}

static bool form_chosen(struct screen *s, const struct dialog_result *r, struct err *err)
{
    OD_ARENA *tmp = arena_new();
    struct manifest_form *f;

    if (!manifest_form_load(s->desk, r->id, tmp, &f, err))
        return false;
    switch (f->state) {
    case FORM_MAKING:
        return err_set(err, ERR_STATE, _("The form of %s is being made."), f->number);
    case FORM_THERE:
        if (!print_form(s->app, f, err))
            return false;
        app_say(s->app, _("The form of %s went to the printer."), f->number);
        return true;
    case FORM_FAILED:
        if (!manifest_form_again(s->desk, f->manifest, err))
            return false;
        app_say(s->app, _("The form of %s is asked for again."), f->number);
        return true;
    }
    return true;
}

bool ship_forms_show(struct screen *s, struct err *err)
{
    struct stamp since = { desk_now(s->desk).ms - SHOWN_DAYS * DAY_MS };
    struct dialog dialog = { .title = _("Carriers' forms") };
    OD_ARENA *tmp = arena_new();
    struct manifest_forms all;
    struct dialog_choice *choices;

    if (!manifest_forms_since(s->desk, since, SHOWN_MAX, tmp, &all, err))
        return false;
    if (all.n == 0)
        return err_set(err, ERR_STATE, _("No carrier's form was asked for in the last %d days."),
                       SHOWN_DAYS);
    choices = arena_array(tmp, all.n, struct dialog_choice);
    for (int i = 0; i < all.n; i++) {
        const struct manifest_form *f = &all.v[i];

        choices[i].label = arena_printf(tmp, "%s %s  %s", f->number, f->carrier,
                                        text_when(s->desk, tmp, f->asked));
        choices[i].note = f->message[0] != '\0' ? arena_printf(tmp, "%s: %s",
                                                               form_state_words(f->state),
                                                               f->message)
                                                : form_state_words(f->state);
        choices[i].id = f->id;
    }
    dialog.text = _("One that is there is printed, one that failed is asked for again.");
    dialog.choices = choices;
    dialog.n = all.n;
    dialog_choose(s, &dialog, form_chosen);
    return true;
}

void ship_forms_print_arrived(struct app *app)
{
    OD_ARENA *tmp = arena_new();
    struct err err = ERR_INIT;
    struct manifest_form *f = NULL;

    for (int n = 0; n < PRINTS_AT_ONCE; n++) {
        if (!manifest_form_take_print(app_desk(app), tmp, &f, &err)) {
            app_error(app, &err);
            return;
        }
        if (f == NULL)
            return;
        if (print_form(app, f, &err))
            app_say(app, _("The form of %s came and went to the printer."), f->number);
        else
            app_warn(app, _("The form of %s came, but was not printed: %s"), f->number, err.text);
        err_clear(&err);
    }
}
