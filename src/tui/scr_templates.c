/*
 * NT: what is told of each event, by each way, in each language, in whose words. The words are
 * changed in scr_template.c.
 */
#include <string.h>

#include "base/i18n.h"
#include "base/mem.h"
#include "domain/outside/notice_desk.h"
#include "domain/outside/sms_count.h"
#include "tui/app.h"
#include "tui/dialog.h"
#include "tui/listing.h"
#include "tui/screens.h"

struct templates {
    struct listing l;
    struct notice_templates all; /* in s.data */
};

static struct templates *self(struct screen *s)
{
    return (struct templates *)s;
}

static const struct list_column columns[] = {
    { N_("Notice"), 24, 21, 0, false, false },  { N_("By"), 12, 12, 0, false, false },
    { N_("Lang."), 5, 5, 0, false, false },     { N_("Words"), 13, 13, 0, false, false },
    { N_("Begins with"), 30, 12, 0, false, true }, { N_("Parts"), 5, 5, 2, true, false },
    { 0 },
};

/* Of a mail its subject, of a text message its first line. */
static const char *first_words(const struct notice_template *t, struct arena *arena)
{
    const char *body = t->words.body;

    return t->channel == NOTICE_MAIL ? t->words.subject
                                     : arena_strndup(arena, body, strcspn(body, "\n"));
}

/* The same however often the list is read: way and language beside the event. */
static int64_t row_id(const struct notice_template *t)
{
    return ((int64_t)t->event << 20) | ((int64_t)t->channel << 16) |
           ((int64_t)(unsigned char)t->lang[0] << 8) | (unsigned char)t->lang[1];
}

static void put(struct screen *s, int at, struct list_row *row, const char **cells)
{
    const struct notice_template *t = &self(s)->all.v[at];
    const struct notice_kind *kind = notice_kind_of(t->event);
    struct sms_count count;

    cells[0] = kind != NULL ? _(kind->label) : "?";
    cells[1] = notice_channel_words(t->channel);
    cells[2] = t->lang;
    cells[3] = t->is_own ? _("own") : _("the program's");
    cells[4] = first_words(t, s->data);
    if (t->channel == NOTICE_SMS) {
        sms_count(t->words.body, &count);
        cells[5] = arena_printf(s->data, "%d", count.parts);
    }
    row->id = row_id(t);
}

static bool refresh(struct screen *s, struct err *err)
{
    struct notice_templates all;

    if (!notice_templates_load(s->desk, s->data, &all, err))
        return false;
    self(s)->all = all;
    listing_show(s, all.n, put);
    return true;
}

/* --- commands --------------------------------------------------------------------------------- */

static const struct notice_template *at_cursor(const struct screen *s)
{
    int at = listing_at(s);

    return at >= 0 ? &((const struct templates *)s)->all.v[at] : NULL;
}

static bool open_row(struct screen *s, struct err *err)
{
    const struct notice_template *t = at_cursor(s);
    struct template_arg arg;

    if (t == NULL)
        return err_set(err, ERR_NOT_FOUND, _("Nothing is selected."));
    arg = (struct template_arg){ t->event, t->channel, t->lang };
    return app_push(s->app, &scr_template, &arg, err);
}

static bool may_save(const struct screen *s, struct err *why)
{
    return desk_may(s->desk, "template.save", why) && listing_has_row(s, why);
}

static bool may_drop(const struct screen *s, struct err *why)
{
    return may_save(s, why) &&
           (at_cursor(s)->is_own ||
            err_set(why, ERR_STATE, _("These are the program's own words already.")));
}

static bool lang_given(struct screen *s, const struct dialog_result *r, struct err *err)
{
    const struct notice_template *t = at_cursor(s);
    struct template_arg arg = { t->event, t->channel, r->text };

    return notice_lang_check(r->text, err) && app_push(s->app, &scr_template, &arg, err);
}

static bool run_language(struct screen *s, struct err *err)
{
    struct dialog dialog = {
        .title = _("In another language"),
        .label = _("Two small letters, like fr"),
        .needs_text = true,
    };

    (void)err;
    dialog_ask(s, &dialog, lang_given);
    return true;
}

static bool drop_answered(struct screen *s, const struct dialog_result *r, struct err *err)
{
    const struct notice_template *t = at_cursor(s);

    if (!r->yes)
        return true;
    if (t == NULL || row_id(t) != r->tag)
        return err_set(err, ERR_CONFLICT, _("The list changed meanwhile. Nothing was done."));
    if (!notice_template_drop(s->desk, t, err) || !screen_refresh(s, err))
        return false;
    app_say(s->app, _("The program's words are used again."));
    return true;
}

static bool run_drop(struct screen *s, struct err *err)
{
    const struct notice_template *t = at_cursor(s);
    struct dialog dialog = { .title = _("The program's words"),
                             .text = _("Your own words of this notice are thrown away. Of a "
                                       "language that the program has no words in, nothing is "
                                       "left: another language is used then."),
                             .yes_key = "t",
                             .yes_label = _("throw them away"),
                             .tag = row_id(t) };

    (void)err;
    dialog_confirm(s, &dialog, drop_answered);
    return true;
}

static bool may_set(const struct screen *s, struct err *why)
{
    return desk_may(s->desk, "setting.set", why);
}

static bool run_settings(struct screen *s, struct err *err)
{
    const struct record_arg arg = { .kind = "notice", .id = 1 };

    return app_push(s->app, &scr_record, &arg, err);
}

static bool enter(struct screen *s, const void *arg, struct err *err)
{
    (void)arg;
    (void)err;
    listing_begin(s, columns, open_row);
    s->hint = _("Enter opens the words, F6 adds a language.");
    return true;
}

static const char *help(const struct screen *s)
{
    (void)s;
    return _("What customers are told of their orders: one text for each event, way and language. "
             "F7 says which event goes which way, from which address and when; the customer's "
             "language is used where there are words in it, else the usual one.");
}

static const struct command commands[] = {
    { "templates.edit", "F4 C-t e", N_("Words"), N_("Look at the words, and change them."),
      listing_has_row, open_row },
    { "templates.language", "F6 C-n n", N_("Language"),
      N_("The notice under the cursor in another language."), may_save, run_language },
    { "templates.drop", "d M-d", N_("Program's"),
      N_("Throw the own words away, so that the program's are used."), may_drop, run_drop },
    { "templates.settings", "F7 s", N_("Settings"),
      N_("Which event goes which way, from which address, after how long, and the quiet hours."),
      may_set, run_settings },
    { 0 },
};

const struct screen_ops scr_templates = {
    .name = "templates",
    .code = "NT",
    .title = N_("Words of notices"),
    .size = sizeof(struct templates),
    .commands = commands,
    .enter = enter,
    .refresh = refresh,
    .draw = listing_draw,
    .key = listing_key,
    .resize = listing_resize,
    .help = help,
    .list = listing_list,
    .close = listing_close,
};
