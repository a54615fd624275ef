/*
 * What people do with notices: send one again, try one out, look at one.
 */
#include <string.h>

#include "base/i18n.h"
#include "base/mem.h"
#include "domain/outside/notice_parts.h"
#include "domain/party/customer.h"
#include "store/tx.h"

/* May something go to this address at all? */
static bool check_way(struct desk *desk, enum notice_channel channel, const char *recipient,
                      struct arena *arena, struct err *err)
{
    struct notice_block *block;
    const char *why;

    if (!notice_why_not(desk, channel, arena, &why, err) ||
        !notice_block_find(desk, channel, recipient, arena, &block, err))
        return false;
    if (why[0] != '\0')
        return err_set(err, ERR_STATE, "%s", why);
    if (block != NULL)
        return err_set(err, ERR_STATE,
                       _("%s is blocked: %s. orderdesk notice unblock %s %s lifts it."), recipient,
                       notice_block_words(block->reason), notice_channel_name(channel), recipient);
    return true;
}

bool notice_resend(struct desk *desk, int64_t id, int64_t *out, struct err *err)
{
    OD_ARENA *tmp = arena_new();
    OD_TX tx = { 0 };
    int64_t last = 0, made_id = 0;
    struct notice *n;
    bool made = false;

    if (!desk_begin(desk, "notice.resend", &tx, err) || !notice_load(desk, id, tmp, &n, err))
        return false;
    if (n->state == NOTICE_WAITS)
        return err_set(err, ERR_STATE, _("Notice %lld waits to be sent."), (long long)id);
    if (!check_way(desk, n->channel, n->recipient, tmp, err) ||
        !notice_last_resend(desk, n, &last, err) ||
        !notice_due(desk, n->channel, desk_now(desk), &n->due, err))
        return false;
    n->resend = (int)last + 1;
    n->state = NOTICE_WAITS;
    n->error = "";
    if (!notice_insert(&tx, desk, n, &made_id, &made, err) ||
        !notice_tell(&tx, desk, n, "notice.resend", "", err) || !tx_commit(&tx, err))
        return false;
    *out = made_id;
    return true;
}

/* What is common to a test and a preview. */
struct trial {
    const struct notice_kind *kind;
    struct order *order;
    int64_t record; /* 0: the order has none of that kind yet */
    const char *lang;
};

static bool begin_trial(struct desk *desk, const struct notice_try *in, struct arena *arena,
                        struct trial *out, struct err *err)
{
    out->kind = notice_kind_of(in->event);
    out->lang = in->lang;
    if (!order_load(desk, in->order, arena, &out->order, err))
        return false;
    if (out->order->customer.v == 0)
        return err_set(err, ERR_STATE, _("This draft has no customer yet."));
    return notice_record_of(desk, out->kind, in->order, &out->record, err) &&
           (in->lang[0] != '\0' || notice_lang(desk, out->order, arena, &out->lang, err));
}

bool notice_test(struct desk *desk, const struct notice_try *in, int64_t *out, struct err *err)
{
    OD_ARENA *tmp = arena_new();
    OD_TX tx = { 0 };
    struct notice n = { .order = in->order,
                        .event = in->event,
                        .channel = in->channel,
                        .state = NOTICE_WAITS,
                        .is_test = true,
                        .error = "" };
    int64_t last = 0, id = 0;
    struct trial trial;
    bool made;

    if (!desk_begin(desk, "notice.test", &tx, err) || !begin_trial(desk, in, tmp, &trial, err) ||
        !notice_address(in->channel, in->recipient, desk_company(desk)->country, tmp, &n.recipient,
                        err) ||
        !check_way(desk, in->channel, n.recipient, tmp, err))
        return false;
    if (trial.record == 0)
        return err_set(err, ERR_STATE,
                       _("Nothing of order %s is on its way or waits to be collected."),
                       trial.order->number);
    n.record_kind = trial.kind->record;
    n.record_id = trial.record;
    n.lang = trial.lang;
    n.due = desk_now(desk);
    if (!notice_last_resend(desk, &n, &last, err))
        return false;
    n.resend = (int)last + 1;
    if (!notice_insert(&tx, desk, &n, &id, &made, err) || !tx_commit(&tx, err))
        return false;
    *out = id;
    return true;
}

bool notice_preview(struct desk *desk, const struct notice_try *in,
                    const struct notice_words *words, struct arena *arena, struct notice_words *out,
                    struct err *err)
{
    struct notice_template *t;
    struct notice_subject about = { 0 };
    struct notice_values values;
    struct trial trial;

    if (!begin_trial(desk, in, arena, &trial, err))
        return false;
    about = (struct notice_subject){ .kind = trial.kind,
                                     .order = trial.order,
                                     .record = trial.record,
                                     .contact = trial.order->contact.v,
                                     .lang = trial.lang };
    if (words == NULL) {
        if (!notice_template_for(desk, trial.kind, in->channel, trial.lang, arena, &t, err))
            return false;
        about.lang = t->lang;
        words = &t->words;
    } else if (!notice_text_check(trial.kind, words->subject, "subject", arena, err) ||
               !notice_text_check(trial.kind, words->body, "body", arena, err))
        return false;
    if (!notice_values_load(desk, &about, arena, &values, err))
        return false;
    out->subject = notice_text_fill(words->subject, &values, true, arena);
    out->body = notice_text_fill(words->body, &values, false, arena);
    return true;
}
