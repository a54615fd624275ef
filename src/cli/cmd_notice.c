/*
 * Commands of notices: what customers were told, again, as a trial; who is told nothing any more.
 */
#include <string.h>

#include "base/i18n.h"
#include "base/mem.h"
#include "cli/find.h"
#include "cli/verb.h"
#include "domain/order/order.h"
#include "domain/outside/notice_desk.h"
#include "domain/outside/sms_count.h"

/* --- looking ---------------------------------------------------------------------------------- */

#define NOTICE_COLUMNS                                                                             \
    { "id", N_("Id"), OUT_NUMBER }, { "event", N_("Notice"), OUT_TEXT },                           \
        { "channel", N_("Way"), OUT_TEXT }, { "recipient", N_("Receiver"), OUT_TEXT },             \
        { "resend", N_("Again"), OUT_NUMBER }, { "test", N_("Test"), OUT_BOOL },                   \
        { "state", N_("Status"), OUT_TEXT }, { "created", N_("Written"), OUT_TEXT },               \
        { "due", N_("Due"), OUT_TEXT }, { "sent", N_("Sent"), OUT_TEXT },                          \
        { "ended", N_("Ended"), OUT_TEXT }, { "provider", N_("Provider"), OUT_TEXT },              \
    {                                                                                              \
        "why", N_("Why"), OUT_TEXT                                                                 \
    }

static void put_notice(struct out *o, const struct notice *n)
{
    const struct notice_kind *kind = notice_kind_of(n->event);

    out_cell_i64(o, n->id);
    out_cell(o, kind != NULL ? kind->name : "?");
    out_cell(o, notice_channel_name(n->channel));
    out_cell(o, n->recipient);
    out_cell_i64(o, n->resend);
    out_cell_bool(o, n->is_test);
    out_cell(o, notice_state_name(n->state));
    out_cell_stamp(o, n->created);
    out_cell_stamp(o, n->due);
    out_cell_stamp(o, n->sent);
    out_cell_stamp(o, n->ended);
    out_cell(o, n->provider);
    out_cell(o, n->error);
}

/* Says on standard error where nothing can go out. */
static bool tell_why_not(struct cli *c, struct err *err)
{
    for (enum notice_channel way = NOTICE_MAIL; way <= NOTICE_SMS; way++) {
        const char *why;

        if (!notice_why_not(c->desk, way, c->arena, &why, err))
            return false;
        if (why[0] != '\0')
            cli_note(c, why);
    }
    return true;
}

static bool run_list(struct cli *c, struct err *err)
{
    static const struct out_column columns[] = { NOTICE_COLUMNS, { NULL, NULL, OUT_TEXT } };
    struct notices all;
    struct order *o;

    if (!find_order(c, verb_arg(c, 0), &o, err) ||
        !notices_of_order(c->desk, o->id, c->arena, &all, err))
        return false;
    out_list_begin(c->out, NULL, columns);
    for (int i = 0; i < all.n; i++)
        put_notice(c->out, &all.v[i]);
    out_list_end(c->out);
    return tell_why_not(c, err);
}

static bool run_who(struct cli *c, struct err *err)
{
    static const struct out_column columns[] = {
        { "event", N_("Notice"), OUT_TEXT },  { "channel", N_("Way"), OUT_TEXT },
        { "recipient", N_("Receiver"), OUT_TEXT },  { "why_not", N_("Why not"), OUT_TEXT },
        { NULL, NULL, OUT_TEXT },
    };
    struct notice_receivers who;
    struct order *o;

    if (!find_order(c, verb_arg(c, 0), &o, err) ||
        !notice_receivers_of(c->desk, o->id, c->arena, &who, err))
        return false;
    out_list_begin(c->out, NULL, columns);
    for (int i = 0; i < who.n; i++) {
        out_cell(c->out, notice_kind_of(who.v[i].event)->name);
        out_cell(c->out, notice_channel_name(who.v[i].channel));
        out_cell(c->out, who.v[i].address);
        out_cell(c->out, who.v[i].why_not);
    }
    out_list_end(c->out);
    return tell_why_not(c, err);
}

static bool run_show(struct cli *c, struct err *err)
{
    static const struct out_column columns[] = {
        NOTICE_COLUMNS,
        { "lang", N_("Language"), OUT_TEXT },
        { "subject", N_("Subject"), OUT_TEXT },
        { "text", N_("Text"), OUT_TEXT },
        { NULL, NULL, OUT_TEXT },
    };
    struct notice *n;
    int64_t id;

    if (!find_int("notice", verb_arg(c, 0), 1, INT64_MAX / 2, &id, err) ||
        !notice_load(c->desk, id, c->arena, &n, err))
        return false;
    out_record_begin(c->out, columns);
    put_notice(c->out, n);
    out_cell(c->out, n->lang);
    out_cell(c->out, n->subject);
    out_cell(c->out, n->text);
    out_record_end(c->out);
    return true;
}

/* --- trying out, sending again ---------------------------------------------------------------- */

static const struct verb_option try_options[] = {
    { "channel", "mail|sms", VERB_OPTIONAL, N_("By mail (the usual) or as a text message.") },
    { "lang", "LANG", VERB_OPTIONAL, N_("In this language, else the customer's.") },
    { NULL, NULL, VERB_OPTIONAL, NULL },
};

static bool read_try(struct cli *c, struct notice_try *out, struct err *err)
{
    const char *channel = verb_opt(c, "channel"), *lang = verb_opt(c, "lang");
    const struct notice_kind *kind;
    struct order *o;

    *out = (struct notice_try){ .channel = NOTICE_MAIL, .lang = lang != NULL ? lang : "" };
    if (!notice_kind_find(verb_arg(c, 0), &kind, err) ||
        (channel != NULL && !notice_channel_find(channel, &out->channel, err)) ||
        !find_order(c, verb_arg(c, 1), &o, err))
        return false;
    out->event = kind->event;
    out->order = o->id;
    return true;
}

static bool run_preview(struct cli *c, struct err *err)
{
    static const struct out_column columns[] = {
        { "subject", N_("Subject"), OUT_TEXT },
        { "text", N_("Text"), OUT_TEXT },
        { "parts", N_("Parts"), OUT_NUMBER },
        { "alphabet", N_("Alphabet"), OUT_TEXT },
        { NULL, NULL, OUT_TEXT },
    };
    struct notice_words words;
    struct notice_try in;
    struct sms_count count;

    if (!read_try(c, &in, err) || !notice_preview(c->desk, &in, NULL, c->arena, &words, err))
        return false;
    sms_count(words.body, &count);
    out_record_begin(c->out, columns);
    out_cell(c->out, words.subject);
    out_cell(c->out, words.body);
    out_cell_i64(c->out, in.channel == NOTICE_SMS ? count.parts : 1);
    out_cell(c->out, in.channel == NOTICE_MAIL ? "UTF-8" : count.is_wide ? "UCS-2" : "GSM-7");
    out_record_end(c->out);
    return true;
}

static void put_id(struct cli *c, int64_t id)
{
    static const struct out_column columns[] = {
        { "id", N_("Id"), OUT_NUMBER },
        { NULL, NULL, OUT_TEXT },
    };

    out_record_begin(c->out, columns);
    out_cell_i64(c->out, id);
    out_record_end(c->out);
}

static bool run_test(struct cli *c, struct err *err)
{
    struct notice_try in;
    int64_t id;

    if (!read_try(c, &in, err))
        return false;
    in.recipient = verb_arg(c, 2);
    if (!notice_test(c->desk, &in, &id, err))
        return false;
    put_id(c, id);
    return true;
}

static bool run_resend(struct cli *c, struct err *err)
{
    int64_t id;

    if (!find_int("notice", verb_arg(c, 0), 1, INT64_MAX / 2, &id, err) ||
        !notice_resend(c->desk, id, &id, err))
        return false;
    put_id(c, id);
    return true;
}

/* --- who is told nothing any more ------------------------------------------------------------- */

static bool run_blocked(struct cli *c, struct err *err)
{
    static const struct out_column columns[] = {
        { "channel", N_("Way"), OUT_TEXT }, { "recipient", N_("Address"), OUT_TEXT },
        { "reason", N_("Why"), OUT_TEXT },  { "note", N_("Note"), OUT_TEXT },
        { "user", N_("Who"), OUT_TEXT },    { "at", N_("When"), OUT_TEXT },
        { NULL, NULL, OUT_TEXT },
    };
    int64_t before = 0;
    struct notice_blocks page;

    out_list_begin(c->out, NULL, columns);
    do {
        if (!notice_blocks_load(c->desk, before, c->arena, &page, err))
            return false;
        for (int i = 0; i < page.n; i++) {
            const struct notice_block *b = &page.v[i];

            out_cell(c->out, notice_channel_name(b->channel));
            out_cell(c->out, b->recipient);
            out_cell(c->out, notice_block_name(b->reason));
            out_cell(c->out, b->note);
            out_cell(c->out, b->user);
            out_cell_stamp(c->out, b->at);
            before = b->id;
        }
    } while (page.n > 0 && out_is_ok(c->out));
    out_list_end(c->out);
    return true;
}

static bool run_block(struct cli *c, struct err *err)
{
    const char *note = verb_opt(c, "note");
    enum notice_channel channel;

    return notice_channel_find(verb_arg(c, 0), &channel, err) &&
           notice_block_add(c->desk, channel, verb_arg(c, 1), note != NULL ? note : "", err);
}

static bool run_unblock(struct cli *c, struct err *err)
{
    enum notice_channel channel;

    return notice_channel_find(verb_arg(c, 0), &channel, err) &&
           notice_block_lift(c->desk, channel, verb_arg(c, 1), err);
}

static const struct verb_option block_options[] = {
    { "note", "TEXT", VERB_OPTIONAL, N_("Why.") },
    { NULL, NULL, VERB_OPTIONAL, NULL },
};

const struct verb verbs_notice[] = {
    { "notice", "list", "ORDER", NULL, VERB_DESK, run_list,
      N_("List what the customer of an order was told, and what became of it."), NULL },
    { "notice", "who", "ORDER", NULL, VERB_DESK, run_who,
      N_("List who would be told of what may come of an order."), NULL },
    { "notice", "show", "ID", NULL, VERB_DESK, run_show, N_("Show a notice as it was sent."),
      NULL },
    { "notice", "preview", "EVENT ORDER", try_options, VERB_DESK, run_preview,
      N_("Show what a notice would say of an order now."), NULL },
    { "notice", "test", "EVENT ORDER ADDRESS", try_options, VERB_DESK, run_test,
      N_("Send a notice of an order to an address of yours."), NULL },
    { "notice", "resend", "ID", NULL, VERB_DESK, run_resend,
      N_("Send a notice again, as it is true now."), NULL },
    { "notice", "blocked", "", NULL, VERB_DESK, run_blocked,
      N_("List the addresses that get nothing any more."), NULL },
    { "notice", "block", "CHANNEL ADDRESS", block_options, VERB_DESK, run_block,
      N_("Send nothing to an address any more."), NULL },
    { "notice", "unblock", "CHANNEL ADDRESS", NULL, VERB_DESK, run_unblock,
      N_("Send to an address again."), NULL },
    { NULL, NULL, NULL, NULL, VERB_NOTHING, NULL, NULL, NULL },
};
