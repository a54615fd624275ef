/*
 * The words of one notice: subject and body, how many parts a text message takes, what the names in
 * braces are, how it looks with the latest order, and a trial.
 */
#include <string.h>

#include "base/i18n.h"
#include "base/mem.h"
#include "base/utf8.h"
#include "base/vec.h"
#include "domain/outside/notice_desk.h"
#include "domain/outside/sms_count.h"
#include "domain/order/order.h"
#include "tui/app.h"
#include "tui/dialog.h"
#include "tui/screens.h"
#include "tui/textedit.h"

#define NT_HEAD_ROWS 3
#define SUBJECT_COL  11

struct tpl {
    struct screen s;
    struct notice_template before; /* as it was read; its texts in s.arena */
    const struct notice_kind *kind;
    struct field subject;
    struct textedit body;
    bool on_subject;
    bool is_changed;
};

static struct tpl *self(struct screen *s)
{
    return (struct tpl *)s;
}

static bool is_mail(const struct tpl *t)
{
    return t->before.channel == NOTICE_MAIL;
}

/* Reads what is stored; of a language without words those of English, to begin with. */
static bool read_stored(struct tpl *t, struct err *err)
{
    struct screen *s = &t->s;
    struct notice_template *found, *english;

    if (!notice_template_find(s->desk, t->before.event, t->before.channel, t->before.lang, s->arena,
                              &found, err) ||
        !notice_template_find(s->desk, t->before.event, t->before.channel, "en", s->arena,
                              &english, err))
        return false;
    if (found != NULL) {
        t->before = *found;
        return true;
    }
    t->before.version = 0;
    t->before.is_own = false;
    t->before.words = english != NULL ? english->words : (struct notice_words){ "", "" };
    return true;
}

static void say_title(struct tpl *t)
{
    t->s.title = arena_printf(t->s.arena, _("%s by %s, %s"), _(t->kind->label),
                              notice_channel_words(t->before.channel), t->before.lang);
    t->s.context = t->before.is_own ? _("own words") : _("the program's words");
}

static bool enter(struct screen *s, const void *arg, struct err *err)
{
    struct tpl *t = self(s);
    const struct template_arg *in = arg;

    t->kind = notice_kind_of(in->event);
    if (t->kind == NULL)
        return err_set(err, ERR_NOT_FOUND, _("There is no such notice."));
    t->before = (struct notice_template){ .event = in->event,
                                          .channel = in->channel,
                                          .lang = arena_strdup(s->arena, in->lang) };
    if (!read_stored(t, err))
        return false;
    t->subject.max = NOTICE_SUBJECT_BYTES;
    field_set(&t->subject, t->before.words.subject);
    textedit_set(&t->body, t->before.words.body);
    t->on_subject = is_mail(t);
    if (t->on_subject)
        field_point(&t->subject, t->subject.len);
    say_title(t);
    s->hint = _("F4 puts in a value, F7 shows it with an order, F6 sends a trial, F10 saves.");
    return true;
}

/* --- drawing ---------------------------------------------------------------------------------- */

static const char *count_text(const struct tpl *t, struct arena *arena)
{
    struct sms_count c;
    char wide[5];

    sms_count(t->body.text, &c);
    if (!c.is_wide)
        return arena_printf(arena, _("Parts: %d of at most %d, room for %d more (GSM 7-bit)"),
                            c.parts, NOTICE_SMS_PARTS, c.left);
    wide[utf8_put(c.wide, wide)] = '\0';
    return arena_printf(arena,
                        _("Parts: %d of at most %d, room for %d more (UCS-2, because of %s)"),
                        c.parts, NOTICE_SMS_PARTS, c.left, wide);
}

static bool is_too_long(const struct tpl *t)
{
    struct sms_count c;

    sms_count(t->body.text, &c);
    return c.parts > NOTICE_SMS_PARTS;
}

static void draw(const struct screen *s, struct canvas *c)
{
    const struct tpl *t = (const struct tpl *)s;
    struct canvas body = canvas_view(c, NT_HEAD_ROWS, 1, -1, c->cols - 2);
    OD_ARENA *tmp = arena_new();

    if (is_mail(t)) {
        canvas_text(c, 0, 1, -1, t->on_subject ? STYLE_STRONG : STYLE_TEXT, _("Subject"));
        field_draw(&t->subject, c, 0, SUBJECT_COL, c->cols - SUBJECT_COL - 1,
                   t->on_subject ? STYLE_FOCUS : STYLE_FIELD, t->on_subject);
    } else
        canvas_printf(c, 0, 1, is_too_long(t) ? STYLE_WARN : STYLE_TEXT, "%s%s",
                      is_too_long(t) ? "! " : "", count_text(t, tmp));
    if (!is_mail(t))
        canvas_text(c, 1, 1, -1, STYLE_DIM, _("Names in braces become longer or shorter."));
    canvas_text(c, 2, 1, -1, t->on_subject ? STYLE_TEXT : STYLE_STRONG, _("Text"));
    textedit_draw(&t->body, &body, t->on_subject ? STYLE_FIELD : STYLE_FOCUS, !t->on_subject);
}

static void resize(struct screen *s, int rows, int cols)
{
    textedit_resize(&self(s)->body, rows - NT_HEAD_ROWS, cols - 2);
}

/* --- typing ----------------------------------------------------------------------------------- */

/* The cursor into the subject or the body. */
static void go_to(struct tpl *t, bool to_subject)
{
    t->on_subject = to_subject && is_mail(t);
    if (t->on_subject)
        field_point(&t->subject, t->subject.at);
}

static bool took(struct tpl *t, enum field_did did)
{
    if (did == FIELD_REFUSED)
        app_bell(t->s.app);
    t->is_changed = t->is_changed || did == FIELD_CHANGED;
    return did != FIELD_UNUSED;
}

/* Who may not save does not type in vain. */
static bool is_refused(struct tpl *t, struct key k)
{
    struct err err = ERR_INIT;

    if ((!key_is_text(k) && k.sym != K_BACKSPACE && k.sym != K_DELETE && k.sym != K_ENTER) ||
        desk_may(t->s.desk, "template.save", &err))
        return false;
    app_error(t->s.app, &err);
    return true;
}

static bool key(struct screen *s, struct key k)
{
    struct tpl *t = self(s);
    bool is_down = key_is(k, K_TAB) || key_is(k, K_DOWN) || key_is(k, K_ENTER);

    if (is_refused(t, k))
        return true;
    if (t->on_subject && is_down) {
        go_to(t, false);
        return true;
    }
    if (t->on_subject)
        return took(t, field_key(&t->subject, k));
    if (took(t, textedit_key(&t->body, k)))
        return true;
    if (is_mail(t) && (key_is(k, K_UP) || key_is(k, K_TAB) ||
                       (k.sym == K_TAB && k.mods == KEY_SHIFT))) {
        go_to(t, true);
        return true;
    }
    return false;
}

/* The whole text or none of it; false: there is no room. */
static bool put_text(struct tpl *t, const char *text)
{
    if (!t->on_subject) {
        if (!textedit_insert(&t->body, text))
            return false;
        t->is_changed = true;
        return true;
    }
    if (t->subject.len + (int)strlen(text) > NOTICE_SUBJECT_BYTES)
        return false;
    for (const char *at = text; *at != '\0';)
        if (!took(t, field_key(&t->subject, key_make(utf8_next(&at), 0))))
            return false;
    return true;
}

static bool paste(struct screen *s, const char *text)
{
    struct tpl *t = self(s);
    struct err err = ERR_INIT;

    if (t->on_subject)
        return false;
    if (!desk_may(s->desk, "template.save", &err)) {
        app_error(s->app, &err);
        return true;
    }
    if (!put_text(t, text))
        app_warn(s->app, _("That is more than a notice may have. Nothing was pasted."));
    return true;
}

/* --- commands --------------------------------------------------------------------------------- */

/* What is typed, as it would be saved. */
static struct notice_template typed(const struct tpl *t)
{
    struct notice_template now = t->before;

    now.words.subject = t->subject.text;
    now.words.body = t->body.text;
    return now;
}

/* The cursor to the field of an error, and in it to the place. */
static void go_to_error(struct tpl *t, const struct err *err)
{
    bool is_subject = strcmp(err->field, "subject") == 0;
    int at = notice_text_wrong_at(t->kind, is_subject ? t->subject.text : t->body.text);

    if (!is_subject && strcmp(err->field, "body") != 0)
        return;
    go_to(t, is_subject);
    if (at >= 0 && is_subject)
        field_point(&t->subject, at);
    else if (at >= 0)
        textedit_point(&t->body, at);
}

/* Theirs is shown; saved again, what was typed goes over it. */
static void show_theirs(struct tpl *t)
{
    OD_ARENA *tmp = arena_new();
    struct err err = ERR_INIT;

    if (!read_stored(t, &err)) {
        app_error(t->s.app, &err);
        return;
    }
    say_title(t);
    app_show_text(t->s.app, _("Changed by someone else"),
                  arena_printf(tmp,
                               _("What you typed is kept; F10 saves it over what stands here now, "
                                 "Esc leaves theirs.\n\n# %s\n%s"),
                               t->before.words.subject, t->before.words.body));
}

static bool run_save(struct screen *s, struct err *err)
{
    struct tpl *t = self(s);
    const struct notice_template now = typed(t);

    if (!notice_template_save(s->desk, &now, err)) {
        if (err->code == ERR_CONFLICT)
            show_theirs(t);
        go_to_error(t, err);
        return false;
    }
    t->is_changed = false;
    if (!read_stored(t, err))
        return false;
    say_title(t);
    app_say(s->app, _("Saved."));
    return true;
}

static bool value_chosen(struct screen *s, const struct dialog_result *r, struct err *err)
{
    OD_ARENA *tmp = arena_new();

    if (put_text(self(s), arena_printf(tmp, "{%s}", notice_value_name((enum notice_value)r->id))))
        return true;
    return err_set(err, ERR_LIMIT, _("There is no room for it."));
}

struct choices OD_VEC(struct dialog_choice);

static bool run_values(struct screen *s, struct err *err)
{
    const struct notice_kind *kind = self(s)->kind;
    OD_ARENA *tmp = arena_new();
    struct dialog dialog = { .title = _("Values of this notice") };
    struct choices list = { 0 };

    if (!desk_may(s->desk, "template.save", err))
        return false;
    for (int v = 0; v < VALUE_COUNT; v++)
        if ((kind->values & (UINT32_C(1) << v)) != 0)
            *vec_push(tmp, &list) = (struct dialog_choice){
                .label = arena_printf(tmp, "%-10s %s", notice_value_name((enum notice_value)v),
                                      notice_value_words((enum notice_value)v)),
                .note = "",
                .id = v,
            };
    dialog.choices = list.v;
    dialog.n = list.n;
    dialog_choose(s, &dialog, value_chosen);
    return true;
}

/* The latest order that has what the notice is about. */
static bool trial(struct tpl *t, struct notice_try *out, struct err *err)
{
    *out = (struct notice_try){ .event = t->before.event,
                                .channel = t->before.channel,
                                .lang = t->before.lang };
    if (!notice_latest_order(t->s.desk, out->event, &out->order, err))
        return false;
    return out->order.v != 0 ||
           err_set(err, ERR_STATE, _("There is no order yet to show it with."));
}

static bool run_preview(struct screen *s, struct err *err)
{
    struct tpl *t = self(s);
    const struct notice_template now = typed(t);
    OD_ARENA *tmp = arena_new();
    struct notice_words words;
    struct notice_try try;
    struct sms_count count;
    struct order *order;
    const char *head;

    if (!trial(t, &try, err) || !order_load(s->desk, try.order, tmp, &order, err))
        return false;
    if (!notice_preview(s->desk, &try, &now.words, tmp, &words, err)) {
        go_to_error(t, err);
        return false;
    }
    sms_count(words.body, &count);
    head = is_mail(t) ? arena_printf(tmp, _("Subject: %s"), words.subject)
                      : arena_printf(tmp, _("Parts: %d"), count.parts);
    app_show_text(s->app, arena_printf(tmp, _("With order %s"), order->number),
                  arena_printf(tmp, "# %s\n\n%s", head, words.body));
    return true;
}

static bool address_given(struct screen *s, const struct dialog_result *r, struct err *err)
{
    struct notice_try try;
    int64_t id;

    if (!trial(self(s), &try, err))
        return false;
    try.recipient = r->text;
    if (!notice_test(s->desk, &try, &id, err))
        return false;
    app_say(s->app, _("Notice %lld waits to be sent to %s."), (long long)id, r->text);
    return true;
}

static bool run_test(struct screen *s, struct err *err)
{
    struct tpl *t = self(s);
    struct dialog dialog = { .title = _("Send a trial"),
                             .text = _("With the values of the latest order, to one address."),
                             .label = is_mail(t) ? _("Mail address") : _("Number"),
                             .needs_text = true };

    if (!desk_may(s->desk, "notice.test", err))
        return false;
    if (t->is_changed)
        return err_set(err, ERR_STATE, _("What is sent is what is saved: F10 first."));
    dialog_ask(s, &dialog, address_given);
    return true;
}

static bool leave_chosen(struct screen *s, const struct dialog_result *r, struct err *err)
{
    if (!r->yes)
        return true;
    self(s)->is_changed = false;
    return app_pop(s->app, err);
}

static bool leave(struct screen *s, struct err *err)
{
    struct dialog dialog = { .title = _("Leave without saving?"),
                             .text = _("What was typed here is not saved yet. F10 saves it."),
                             .yes_key = "l",
                             .yes_label = _("leave it") };

    if (!self(s)->is_changed)
        return true;
    dialog_confirm(s, &dialog, leave_chosen);
    return err_set(err, ERR_STATE, _("Not saved yet."));
}

static const char *help(const struct screen *s)
{
    (void)s;
    return _("A name in braces, like {number}, becomes what it is of the order; F4 lists the names "
             "that this notice has. A line whose values are all empty is left out, and so is a "
             "paragraph. {{ is a brace. A mail goes out as text and as HTML; addresses that begin "
             "with http become links.");
}

static const struct command commands[] = {
    { "template.value", "F4 C-t", N_("Value"), N_("Puts the name of a value in at the cursor."),
      NULL, run_values },
    { "template.test", "F6 C-n", N_("Trial"), N_("Sends it as it is saved to a typed address."),
      NULL, run_test },
    { "template.preview", "F7 M-v", N_("Preview"),
      N_("How it looks, as it is typed, with the latest order."), NULL, run_preview },
    { "template.save", "F10 C-o", N_("Save"), N_("Saves the words as your own."), NULL, run_save },
    { 0 },
};

const struct screen_ops scr_template = {
    .name = "template",
    .code = "",
    .title = N_("Words of a notice"),
    .size = sizeof(struct tpl),
    .commands = commands,
    .enter = enter,
    .draw = draw,
    .key = key,
    .paste = paste,
    .resize = resize,
    .leave = leave,
    .help = help,
};
