/*
 * The form for the settings of notices: who sends them, from where, which event goes which way and
 * when. What is allowed is said by the table of settings (domain/desk/setting.h).
 */
#include <string.h>

#include "base/i18n.h"
#include "base/mem.h"
#include "domain/desk/setting.h"
#include "tui/record_price.h"

static const struct form_choice mail_ways[] = {
    { "none", N_("nobody") },
    { "smtp", N_("mail server") },
    { "sendgrid", "SendGrid" },
    { "postmark", "Postmark" },
    { 0 },
};

static const struct form_choice sms_ways[] = {
    { "none", N_("nobody") },
    { "twilio", "Twilio" },
    { 0 },
};

static const struct form_choice ways[] = {
    { "none", N_("not at all") },
    { "mail", N_("by mail") },
    { "sms", N_("by text message") },
    { "both", N_("both ways") },
    { 0 },
};

#define WAY_HELP                                                                                   \
    N_("How this is told to customers: not at all, by mail, by text message or both ways.")

/* Names are those of the settings, without "notice.". */
static const struct form_field notice_fields[] = {
    { "mail_provider", N_("Mails by"), FORM_CHOICE, 16, 0,
      N_("Who sends mails to customers; nobody: none are sent."), mail_ways, NULL },
    { "sms_provider", N_("Texts by"), FORM_CHOICE, 16, FORM_SAME_LINE,
      N_("Who sends text messages to customers."), sms_ways, NULL },
    { "from", N_("From"), FORM_TEXT, 40, 0, N_("Address that mails to customers come from."), NULL,
      NULL },
    { "from_name", N_("Name"), FORM_TEXT, 40, 0, N_("Name beside it; empty: that of the firm."),
      NULL, NULL },
    { "reply_to", N_("Answers to"), FORM_TEXT, 40, 0,
      N_("Address for answers; empty: the one they come from."), NULL, NULL },
    { "lang", N_("Language"), FORM_TEXT, 3, 0,
      N_("Language of notices to customers that have none, like en or de."), NULL, NULL },
    { "confirmation", N_("Confirmation"), FORM_CHOICE, 16, 0, WAY_HELP, ways, NULL },
    { "change", N_("Change"), FORM_CHOICE, 16, FORM_SAME_LINE, WAY_HELP, ways, NULL },
    { "backorder", N_("Later date"), FORM_CHOICE, 16, 0, WAY_HELP, ways, NULL },
    { "canceled", N_("Canceled"), FORM_CHOICE, 16, FORM_SAME_LINE, WAY_HELP, ways, NULL },
    { "shipped", N_("Shipped"), FORM_CHOICE, 16, 0, WAY_HELP, ways, NULL },
    { "delivered", N_("Delivered"), FORM_CHOICE, 16, FORM_SAME_LINE, WAY_HELP, ways, NULL },
    { "pickup", N_("To be collected"), FORM_CHOICE, 16, 0, WAY_HELP, ways, NULL },
    { "exception", N_("Trouble"), FORM_CHOICE, 16, FORM_SAME_LINE, WAY_HELP, ways, NULL },
    { "change_minutes", N_("Wait, minutes"), FORM_NUMBER, 4, 0,
      N_("Minutes in which several changes of an order become one notice."), NULL, NULL },
    { "quiet_from", N_("No texts from"), FORM_NUMBER, 3, 0,
      N_("Hour from which no text messages are sent, in the desk's time zone."), NULL, NULL },
    { "quiet_to", N_("until"), FORM_NUMBER, 3, FORM_SAME_LINE,
      N_("Hour until which none are sent; the same hour twice: at any time."), NULL, NULL },
    { "attach", N_("Paper with mails"), FORM_CHOICE, 4, 0,
      N_("Does a paper go along with a mail: with a confirmation, with what was shipped?"),
      record_yes_no, NULL },
    { 0 },
};

static const char *setting_of(struct record *r, int field)
{
    return arena_printf(r->s.arena, "notice.%s", r->kind->fields[field].name);
}

/* The values that are stored, in the order of the fields. */
static bool stored(struct record *r, const char ***out, struct err *err)
{
    const char **v = arena_array(r->s.arena, FORM_FIELDS, const char *);

    for (int i = 0; i < r->form.n; i++)
        if (!setting_get(r->s.desk, setting_of(r, i), r->s.arena, &v[i], err))
            return false;
    *out = v;
    return true;
}

static bool notice_form(struct record *r, struct err *err)
{
    const char **v;

    if (!stored(r, &v, err))
        return false;
    for (int i = 0; i < r->form.n; i++) {
        if (r->form.fields[i].kind == FORM_CHOICE)
            form_set_choice(&r->form, i, v[i]);
        else
            form_set(&r->form, i, v[i]);
    }
    r->before = v;
    return true;
}

static const char *typed(const struct record *r, int field)
{
    return r->form.fields[field].kind == FORM_CHOICE ? form_choice(&r->form, field)
                                                     : form_text(&r->form, field);
}

/* Only what differs: somebody else's change of another one stays. */
static bool notice_store(struct record *r, int64_t *id, struct err *err)
{
    struct setting_change changes[FORM_FIELDS];
    const char **was = r->before;
    int fields[FORM_FIELDS], n = 0, at;

    for (int i = 0; i < r->form.n; i++) {
        if (strcmp(typed(r, i), was[i]) == 0)
            continue;
        fields[n] = i;
        changes[n++] = (struct setting_change){ setting_of(r, i), was[i], typed(r, i) };
    }
    *id = r->id;
    if (n == 0 || setting_set_all(r->s.desk, changes, n, &at, err))
        return true;
    if (at >= 0 && err->code != ERR_CONFLICT) {
        err->field[0] = '\0';
        return err_at(err, r->form.fields[fields[at]].name);
    }
    return false;
}

static bool notice_differs(struct record *r, struct field_diffs *out, struct err *err)
{
    const char **was = r->before, **is;

    if (!stored(r, &is, err))
        return false;
    for (int i = 0; i < r->form.n; i++)
        record_diff(r, out, _(r->form.fields[i].label), was[i], is[i]);
    r->before = is;
    return true;
}

const struct record_kind record_notice = {
    .name = "notice",
    .title = N_("Settings of notices"),
    .title_new = N_("Settings of notices"),
    .fields = notice_fields,
    .load = notice_form,
    .save = notice_store,
    .compare = notice_differs,
};
