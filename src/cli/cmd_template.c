/*
 * Commands of the words of notices.
 */
#include <string.h>

#include "base/i18n.h"
#include "base/mem.h"
#include "base/os.h"
#include "cli/find.h"
#include "cli/verb.h"
#include "domain/outside/notice_desk.h"
#include "domain/outside/sms_count.h"

#define TEMPLATE_COLUMNS                                                                           \
    { "event", N_("Notice"), OUT_TEXT }, { "channel", N_("Way"), OUT_TEXT },                       \
        { "lang", N_("Language"), OUT_TEXT }, { "own", N_("The firm's"), OUT_BOOL },               \
        { "version", N_("Version"), OUT_NUMBER },                                                  \
    {                                                                                              \
        "subject", N_("Subject"), OUT_TEXT                                                         \
    }

static void put_template(struct out *o, const struct notice_template *t)
{
    out_cell(o, notice_kind_of(t->event)->name);
    out_cell(o, notice_channel_name(t->channel));
    out_cell(o, t->lang);
    out_cell_bool(o, t->is_own);
    out_cell_i64(o, t->version);
    out_cell(o, t->words.subject);
}

static bool run_list(struct cli *c, struct err *err)
{
    static const struct out_column columns[] = { TEMPLATE_COLUMNS, { NULL, NULL, OUT_TEXT } };
    struct notice_templates all;

    if (!notice_templates_load(c->desk, c->arena, &all, err))
        return false;
    out_list_begin(c->out, NULL, columns);
    for (int i = 0; i < all.n; i++)
        put_template(c->out, &all.v[i]);
    out_list_end(c->out);
    return true;
}

/* The one that the arguments name; where there is none yet, an empty one with is_there false. */
static bool read_template(struct cli *c, struct notice_template *out, bool *is_there,
                          struct err *err)
{
    const struct notice_kind *kind;
    struct notice_template *found;

    *out = (struct notice_template){ .lang = verb_arg(c, 2), .words = { "", "" } };
    if (!notice_kind_find(verb_arg(c, 0), &kind, err) ||
        !notice_channel_find(verb_arg(c, 1), &out->channel, err))
        return false;
    out->event = kind->event;
    if (!notice_template_find(c->desk, out->event, out->channel, out->lang, c->arena, &found, err))
        return false;
    *is_there = found != NULL;
    if (found != NULL)
        *out = *found;
    return true;
}

static bool run_show(struct cli *c, struct err *err)
{
    static const struct out_column columns[] = {
        TEMPLATE_COLUMNS,
        { "body", N_("Text"), OUT_TEXT },
        { NULL, NULL, OUT_TEXT },
    };
    struct notice_template t;
    bool is_there;

    if (!read_template(c, &t, &is_there, err))
        return false;
    if (!is_there)
        return err_field(err, ERR_NOT_FOUND, "lang", _("There are no words in \"%.20s\"."), t.lang);
    out_record_begin(c->out, columns);
    put_template(c->out, &t);
    out_cell(c->out, t.words.body);
    out_record_end(c->out);
    return true;
}

static const struct verb_option set_options[] = {
    { "subject", "TEXT", VERB_OPTIONAL, N_("Subject of a mail.") },
    { "body", "TEXT", VERB_OPTIONAL, N_("The text.") },
    { "file", "PATH", VERB_OPTIONAL, N_("The text stands in this file.") },
    { "if-version", "N", VERB_OPTIONAL, N_("Only if it is still this version.") },
    { NULL, NULL, VERB_OPTIONAL, NULL },
};

/* A text message of more than one part costs more: that is said. */
static void tell_parts(struct cli *c, const struct notice_template *t)
{
    struct sms_count count;

    sms_count(t->words.body, &count);
    if (t->channel == NOTICE_SMS && (count.parts > 1 || count.is_wide))
        cli_note(c, arena_printf(c->arena,
                                 _("Without what stands for the braces this takes %d parts in %s."),
                                 count.parts, count.is_wide ? "UCS-2" : "GSM-7"));
}

static bool run_set(struct cli *c, struct err *err)
{
    const char *file = verb_opt(c, "file");
    struct notice_template t;
    int64_t seen = 0;
    bool is_there;
    char *text;

    if (!read_template(c, &t, &is_there, err) || !find_version(c, &seen, err))
        return false;
    if (verb_opt(c, "if-version") != NULL)
        t.version = seen;
    if (file != NULL && verb_opt(c, "body") != NULL)
        return verb_misused(c, err, _("Give --body or --file, not both."));
    if (verb_opt(c, "subject") != NULL)
        t.words.subject = verb_opt(c, "subject");
    if (verb_opt(c, "body") != NULL)
        t.words.body = verb_opt(c, "body");
    if (file != NULL) {
        if (!os_read_file(file, NOTICE_BODY_BYTES, c->arena, &text, NULL, err))
            return false;
        t.words.body = text;
    }
    if (!notice_template_save(c->desk, &t, err))
        return false;
    tell_parts(c, &t);
    return true;
}

static bool run_reset(struct cli *c, struct err *err)
{
    struct notice_template t;
    bool is_there;

    return read_template(c, &t, &is_there, err) && notice_template_drop(c->desk, &t, err);
}

const struct verb verbs_template[] = {
    { "template", "list", "", NULL, VERB_DESK, run_list,
      N_("List the words of notices: the firm's, else the program's."), NULL },
    { "template", "show", "EVENT CHANNEL LANG", NULL, VERB_DESK, run_show,
      N_("Show the words of a notice."), NULL },
    { "template", "set", "EVENT CHANNEL LANG", set_options, VERB_DESK, run_set,
      N_("Change the words of a notice; {number} and its like stand for what they say."), NULL },
    { "template", "reset", "EVENT CHANNEL LANG", NULL, VERB_DESK, run_reset,
      N_("Go back to the program's own words."), NULL },
    { NULL, NULL, NULL, NULL, VERB_NOTHING, NULL, NULL, NULL },
};
