/*
 * OD, notices: what the customer was told of this order, what became of it, and telling it again.
 */
#include "tui/order_page.h"

#include <string.h>

#include "base/i18n.h"
#include "base/mem.h"
#include "domain/desk/money_text.h"
#include "tui/dialog.h"

const struct list_column order_notice_columns[] = {
    { N_("When"), 16, 11, 0, false, false },
    { N_("Notice"), 26, 19, 0, false, false },
    { N_("By"), 12, 12, 2, false, false },
    { N_("Receiver"), 30, 20, 0, false, true },
    { N_("Status"), 12, 9, 0, false, false },
    { N_("Why"), 36, 12, 0, false, false },
    { 0 },
};

/* "shipped", and of one that a person sent that it is. */
static const char *notice_label(const struct notice *n, struct arena *arena)
{
    const struct notice_kind *kind = notice_kind_of(n->event);
    const char *label = kind != NULL ? _(kind->label) : "?";

    if (n->is_test)
        return arena_printf(arena, _("%s (test)"), label);
    return n->resend > 0 ? arena_printf(arena, _("%s (again)"), label) : label;
}

static enum style state_style(enum notice_state state)
{
    switch (state) {
    case NOTICE_WAITS:
    case NOTICE_SENT:
    case NOTICE_ARRIVED:
        return STYLE_TEXT;
    case NOTICE_BOUNCED:
    case NOTICE_FAILED:
    case NOTICE_PERHAPS:
        return STYLE_WARN;
    case NOTICE_NOT_SENT:
        return STYLE_DIM;
    }
    return STYLE_TEXT;
}

/* The last thing that happened to it. */
static struct stamp last_at(const struct notice *n)
{
    return n->ended.ms != 0 ? n->ended : n->sent.ms != 0 ? n->sent : n->created;
}

void order_notice_row(struct desk *desk, const struct notice *n, struct arena *a,
                      struct list_row *row)
{
    const char **cells = arena_array(a, OD_LEN(order_notice_columns) - 1, const char *);

    cells[0] = text_stamp(desk, a, last_at(n));
    cells[1] = notice_label(n, a);
    cells[2] = notice_channel_words(n->channel);
    cells[3] = n->recipient;
    cells[4] = notice_state_words(n->state);
    cells[5] = n->error;
    row->id = n->id;
    row->cells = cells;
    row->style = state_style(n->state);
}

/* Each address once, whatever it is told of. */
static bool is_before(const struct notice_receivers *who, int n)
{
    for (int i = 0; i < n; i++)
        if (who->v[i].channel == who->v[n].channel &&
            strcmp(who->v[i].address, who->v[n].address) == 0)
            return true;
    return false;
}

static const char *told_text(const struct notice_receivers *who, struct arena *a)
{
    const char *text = "";

    for (int i = 0; i < who->n; i++)
        if (!is_before(who, i))
            text = arena_printf(a, "%s%s%s%s", text, text[0] != '\0' ? ", " : "",
                                who->v[i].address,
                                who->v[i].why_not[0] != '\0' ? _(" (not sent)") : "");
    return text[0] != '\0' ? arena_printf(a, _("Next ones go to %s"), text)
                           : _("Next ones go to nobody.");
}

bool order_notices_read(struct od *od, struct err *err)
{
    struct screen *s = &od->s;
    struct notice_receivers who;
    struct notices notices;
    const char *why;

    if (!notices_of_order(s->desk, od->id, s->data, &notices, err) ||
        !notice_why_not(s->desk, NOTICE_MAIL, s->data, &why, err) ||
        !notice_receivers_of(s->desk, od->id, s->data, &who, err))
        return false;
    od->told = told_text(&who, s->data);
    od->notices = notices;
    od->no_notice = why[0] != '\0' ? why : _("The customer was told nothing of this order yet.");
    return true;
}

static const struct notice *at_cursor(const struct od *od)
{
    for (int i = 0; i < od->notices.n; i++)
        if (od->notices.v[i].id == list_selected(&od->list))
            return &od->notices.v[i];
    return NULL;
}

bool order_page_on_notice(const struct screen *s, struct err *why)
{
    const struct od *od = (const struct od *)s;

    if (od->tab != OD_NOTICES_TAB)
        return err_set(why, ERR_STATE, _("Notices are on the tab 6."));
    return at_cursor(od) != NULL || err_set(why, ERR_STATE, _("Nothing is selected."));
}

/* Why it did not arrive, when it goes or went, by whom: as far as there is something. */
static const char *state_text(struct desk *desk, const struct notice *n, struct arena *a)
{
    const char *text = arena_printf(a, _("# %s, by %s to %s: %s\n"), notice_label(n, a),
                                    notice_channel_words(n->channel), n->recipient,
                                    notice_state_words(n->state));

    if (n->error[0] != '\0')
        text = arena_printf(a, "%s! %s\n", text, n->error);
    if (n->state == NOTICE_WAITS && n->due.ms > desk_now(desk).ms)
        text = arena_printf(a, _("%sGoes out from %s on.\n"), text, text_stamp(desk, a, n->due));
    if (n->sent.ms != 0)
        text = arena_printf(a, _("%sSent %s by %s.\n"), text, text_stamp(desk, a, n->sent),
                            n->provider);
    return text;
}

bool order_page_notice(struct screen *s, struct err *err)
{
    const struct notice *n = at_cursor((struct od *)s);
    OD_ARENA *tmp = arena_new();
    struct notice_words words;
    const char *text;
    bool is_sent;

    if (!notice_words_of(s->desk, n, tmp, &words, &is_sent, err))
        return false;
    text = state_text(s->desk, n, tmp);
    if (!is_sent)
        text = arena_printf(tmp, _("%sIt would say now:\n"), text);
    if (words.subject[0] != '\0')
        text = arena_printf(tmp, _("%s\nSubject: %s\n"), text, words.subject);
    app_show_text(s->app, _("Notice"), arena_printf(tmp, "%s\n%s", text, words.body));
    return true;
}

static bool resend_answered(struct screen *s, const struct dialog_result *r, struct err *err)
{
    int64_t made;

    if (!r->yes)
        return true;
    if (!notice_resend(s->desk, r->tag, &made, err) || !screen_refresh(s, err))
        return false;
    (void)list_select(&((struct od *)s)->list, made);
    app_say(s->app, _("It goes out again."));
    return true;
}

bool order_page_resend(struct screen *s, struct err *err)
{
    const struct notice *n = at_cursor((struct od *)s);
    OD_ARENA *tmp = arena_new();
    struct dialog dialog = { .title = _("Send it again"),
                             .yes_label = _("send it again"),
                             .tag = n->id };

    if (!desk_may(s->desk, "notice.resend", err))
        return false;
    if (n->state == NOTICE_WAITS)
        return err_set(err, ERR_STATE, _("Notice %lld waits to be sent."), (long long)n->id);
    dialog.text = arena_printf(tmp, _("%s goes by %s to %s once more, as things are now."),
                               notice_label(n, tmp), notice_channel_words(n->channel),
                               n->recipient);
    dialog_confirm(s, &dialog, resend_answered);
    return true;
}
