/*
 * The options of the configuration file: the table, and how values are looked up and checked.
 */
#include "base/conf.h"

#include <assert.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "base/compiler.h"
#include "base/i18n.h"
#include "base/mem.h"

/* The two ways to a secret: it never stands in the configuration itself. */
#define SECRET(secret)                                                                             \
    { .name = secret "_file",                                                                      \
      .type = OPTION_PATH,                                                                         \
      .help = N_("A file whose only line is the secret. Nobody else may read it (chmod 600).") },  \
    {                                                                                              \
        .name = secret "_command", .type = OPTION_TEXT,                                            \
        .help = N_("A program that gives the secret out, with its arguments; no shell reads them.")\
    }

const struct option conf_options[] = {
    { .name = "orderdesk.desk",
      .type = OPTION_TEXT,
      .help = N_("The desk that is opened: the path of its file.") },
    { .name = "orderdesk.user",
      .type = OPTION_TEXT,
      .help = N_("The user of the desk, where it is not the system login.") },
    { .name = "orderdesk.keys",
      .type = OPTION_CHOICE,
      .choices = "auto|f|ctrl",
      .fallback = "auto",
      .help = N_("Which keys the footer shows: function keys, Ctrl letters, or what the terminal "
                 "is known to have.") },
    { .name = "orderdesk.theme",
      .type = OPTION_CHOICE,
      .choices = "auto|light|dark|contrast|mono|colour8",
      .fallback = "auto",
      .help = N_("The colors of the screens.") },
    { .name = "orderdesk.a11y",
      .type = OPTION_BOOL,
      .fallback = "off",
      .help = N_("Screens for screen readers and braille: the cursor stands on the focus and "
                 "nothing is repainted by itself.") },
    { .name = "orderdesk.mouse",
      .type = OPTION_BOOL,
      .fallback = "off",
      .help = N_("Clicks and the wheel work; while they do, the terminal marks and copies text "
                 "only with Shift.") },
    { .name = "orderdesk.esc_digit",
      .type = OPTION_BOOL,
      .fallback = "off",
      .help = N_("Esc and then a digit is a function key; Esc alone then takes 600 ms.") },
    { .name = "orderdesk.esc_wait_ms",
      .type = OPTION_INT,
      .min = 5,
      .max = 1000,
      .fallback = "25",
      .help = N_("How long Esc waits for the rest of a key's sequence, in milliseconds; more on "
                 "slow lines.") },
    { .name = "orderdesk.suspend",
      .type = OPTION_BOOL,
      .fallback = "off",
      .help = N_("^Z stops the program until fg in the shell; else it undoes.") },
    { .name = "orderdesk.lock_minutes",
      .type = OPTION_INT,
      .min = 0,
      .max = 60,
      .fallback = "5",
      .help = N_("Minutes without a key until the screens of a user who has a password are locked; "
                 "0: never.") },
    { .name = "orderdesk.sync",
      .type = OPTION_BOOL,
      .fallback = "on",
      .help = N_("Larger pictures are painted at once where the terminal says that it can (mode "
                 "2026).") },
    { .name = "orderdesk.print_command",
      .type = OPTION_TEXT,
      .fallback = "lp",
      .help = N_("The program that prints what it is given, with its arguments (\"lp -d dock\"); "
                 "no shell reads them.") },
    { .name = "orderdesk.print_form",
      .type = OPTION_CHOICE,
      .choices = "pdf|text",
      .fallback = "pdf",
      .help = N_("What the printer is given: PDF, or text of 80 columns for a line printer.") },
    { .name = "orderdesk.label_command",
      .type = OPTION_TEXT,
      .fallback = "",
      .help = N_("The program that prints labels; empty: print_command.") },
    { .name = "orderdesk.label_form",
      .type = OPTION_CHOICE,
      .choices = "pdf|text|zpl|zpl300",
      .fallback = "pdf",
      .help = N_("What it is given: PDF, text, or ZPL for a printer of 203 or 300 dpi.") },
    { .name = "orderdesk.log_level",
      .type = OPTION_CHOICE,
      .choices = "debug|info|warn|error",
      .fallback = "info",
      .help = N_("The least level that is written to the log.") },
    { .name = "sync.worker",
      .type = OPTION_BOOL,
      .fallback = "on",
      .help = N_("Open screens start a worker where a provider is set up and no other worker runs; "
                 "it ends with them.") },
    { .name = "sync.proxy",
      .type = OPTION_TEXT,
      .help = N_("The proxy on the way to the providers (\"http://proxy.example:3128\"). Those of "
                 "the environment do not count.") },
    { .name = "sync.ca_file",
      .type = OPTION_PATH,
      .help = N_("Certificates to trust in place of those of the system (PEM).") },
    { .name = "sync.per_minute",
      .type = OPTION_INT,
      .fallback = "300",
      .min = 1,
      .max = 60000,
      .help = N_("So many jobs a minute a provider gets at most; set more where its plan allows "
                 "that.") },
    { .name = "sync.loopback",
      .type = OPTION_BOOL,
      .fallback = "off",
      .help = N_("For tests: providers on this machine may be spoken to without encryption.") },
    { .name = "smtp.url",
      .type = OPTION_TEXT,
      .help = N_("The mail server: smtp://mail.example.com:587 (encrypted by STARTTLS, always), or "
                 "smtps://mail.example.com.") },
    { .name = "smtp.user", .type = OPTION_TEXT, .help = N_("The user at the mail server.") },
    SECRET("smtp.password"),
    { .name = "sendgrid.url",
      .type = OPTION_TEXT,
      .fallback = "https://api.sendgrid.com/v3",
      .help = N_("Where SendGrid is.") },
    SECRET("sendgrid.key"),
    { .name = "sendgrid.sandbox",
      .type = OPTION_BOOL,
      .fallback = "off",
      .help = N_("Mail is checked by SendGrid, but not sent.") },
    { .name = "sendgrid.webhook_key",
      .type = OPTION_TEXT,
      .help = N_("The public key that SendGrid's events are signed with.") },
    { .name = "postmark.url",
      .type = OPTION_TEXT,
      .fallback = "https://api.postmarkapp.com",
      .help = N_("Where Postmark is.") },
    SECRET("postmark.token"),
    SECRET("postmark.webhook_password"),
    { .name = "postmark.stream",
      .type = OPTION_TEXT,
      .help = N_("The message stream of Postmark, where it is not the usual one.") },
    { .name = "twilio.url",
      .type = OPTION_TEXT,
      .fallback = "https://api.twilio.com/2010-04-01",
      .help = N_("Where Twilio is.") },
    { .name = "twilio.account",
      .type = OPTION_TEXT,
      .help = N_("The account's SID (AC and 32 digits).") },
    { .name = "twilio.key_sid",
      .type = OPTION_TEXT,
      .help = N_("The SID of an API key, where the secret is of one and not of the account.") },
    SECRET("twilio.token"),
    { .name = "twilio.webhook_url",
      .type = OPTION_TEXT,
      .help = N_("The address that Twilio calls to tell what became of a message, as Twilio knows "
                 "it: it is part of the signature.") },
    { .name = "twilio.from",
      .type = OPTION_TEXT,
      .help = N_("The number that messages come from (+441134960000), or the SID of a messaging "
                 "service (MG...).") },
    { .name = "easypost.url",
      .type = OPTION_TEXT,
      .fallback = "https://api.easypost.com/v2",
      .help = N_("Where EasyPost is.") },
    SECRET("easypost.key"),
    SECRET("easypost.webhook_secret"),
    { .name = "easypost.mode",
      .type = OPTION_CHOICE,
      .choices = "test|production",
      .fallback = "production",
      .help = N_("What the key is for: labels that are paid for, or tests.") },
    { .name = "shipengine.url",
      .type = OPTION_TEXT,
      .fallback = "https://api.shipengine.com/v1",
      .help = N_("Where ShipEngine is.") },
    SECRET("shipengine.key"),
    SECRET("shipengine.webhook_secret"),
    { .name = "shipengine.mode",
      .type = OPTION_CHOICE,
      .choices = "test|production",
      .fallback = "production",
      .help = N_("What the key is for: labels that are paid for, or tests.") },
    { .name = "shipengine.carriers",
      .type = OPTION_TEXT,
      .help = N_("The ids of the carriers to ask, a blank or comma between (se-123 se-456).") },
    { .name = "folder.path",
      .type = OPTION_PATH,
      .help = N_("The folder in which files are exchanged with a partner. In it are out (for the "
                 "partner), in (from the partner), done and refused (what was read).") },
    { .name = "folder.settle_seconds",
      .type = OPTION_INT,
      .min = 0,
      .max = 3600,
      .fallback = "10",
      .help = N_("A file of the partner is read once nothing was written to it for so long.") },
    { .name = NULL },
};

static const struct option *find(const char *name)
{
    for (const struct option *o = conf_options; o->name != NULL; o++) {
        if (strcmp(o->name, name) == 0)
            return o;
    }
    return NULL;
}

static bool to_int(const struct option *o, const char *text, int64_t *out)
{
    long long value;
    char *end;

    errno = 0;
    value = strtoll(text, &end, 10);
    if (errno != 0 || end == text || *end != '\0' || value < o->min || value > o->max)
        return false;
    *out = value;
    return true;
}

static bool to_bool(const char *text, bool *out)
{
    static const char *const yes[] = { "on", "yes", "true", "1" };
    static const char *const no[] = { "off", "no", "false", "0" };

    for (size_t i = 0; i < OD_LEN(yes); i++) {
        if (strcmp(text, yes[i]) == 0 || strcmp(text, no[i]) == 0) {
            *out = strcmp(text, yes[i]) == 0;
            return true;
        }
    }
    return false;
}

static bool is_choice(const char *choices, const char *text)
{
    size_t len = strlen(text);

    while (len > 0 && choices[0] != '\0') {
        size_t n = strcspn(choices, "|");

        if (n == len && strncmp(choices, text, n) == 0)
            return true;
        choices += choices[n] == '|' ? n + 1 : n;
    }
    return false;
}

static bool fits(const struct option *o, const char *text)
{
    int64_t number;
    bool flag;

    switch (o->type) {
    case OPTION_TEXT:
    case OPTION_PATH:
        return true;
    case OPTION_INT:
        return to_int(o, text, &number);
    case OPTION_BOOL:
        return to_bool(text, &flag);
    case OPTION_CHOICE:
        return is_choice(o->choices, text);
    }
    return false;
}

/* The value of the last file that has a fitting one. */
static const char *look_up(const struct conf_stack *s, const struct option *o)
{
    OD_ARENA *tmp = arena_new();
    const char *point = strchr(o->name, '.');
    const char *section;

    assert(point != NULL);
    section = arena_strndup(tmp, o->name, (size_t)(point - o->name));
    for (int i = s->n - 1; i >= 0; i--) {
        const char *text = conf_get(s->file[i], section, point + 1);

        if (text != NULL && fits(o, text))
            return text;
    }
    return o->fallback;
}

const char *conf_text(const struct conf_stack *s, const char *name)
{
    const struct option *o = find(name);

    assert(o != NULL);
    return look_up(s, o);
}

int64_t conf_int(const struct conf_stack *s, const char *name)
{
    const struct option *o = find(name);
    const char *text;
    int64_t value = 0;
    bool is_int;

    assert(o != NULL);
    assert(o->type == OPTION_INT);
    text = look_up(s, o);
    is_int = text != NULL && to_int(o, text, &value);
    assert(is_int);
    return value;
}

bool conf_bool(const struct conf_stack *s, const char *name)
{
    const struct option *o = find(name);
    const char *text;
    bool value = false, is_bool;

    assert(o != NULL);
    assert(o->type == OPTION_BOOL);
    text = look_up(s, o);
    is_bool = text != NULL && to_bool(text, &value);
    assert(is_bool);
    return value;
}

static bool is_free(const char *const *free_sections, const char *section)
{
    for (; free_sections != NULL && *free_sections != NULL; free_sections++) {
        if (strcmp(*free_sections, section) == 0)
            return true;
    }
    return false;
}

static bool refuse_value(const struct conf *c, const struct option *o, const char *text,
                         struct err *err)
{
    const char *path = conf_path(c);

    switch (o->type) {
    case OPTION_INT:
        return err_field(err, ERR_INVALID, o->name,
                         _("%s: %s is \"%s\"; it must be a number from %lld to %lld."), path,
                         o->name, text, (long long)o->min, (long long)o->max);
    case OPTION_BOOL:
        return err_field(err, ERR_INVALID, o->name, _("%s: %s is \"%s\"; it must be on or off."),
                         path, o->name, text);
    case OPTION_CHOICE:
        return err_field(err, ERR_INVALID, o->name, _("%s: %s is \"%s\"; it must be one of %s."),
                         path, o->name, text, o->choices);
    case OPTION_TEXT:
    case OPTION_PATH:
        break;
    }
    return err_field(err, ERR_INVALID, o->name, _("%s: %s cannot be \"%s\"."), path, o->name, text);
}

static bool check_section(const struct conf *c, const char *section, struct err *err)
{
    OD_ARENA *tmp = arena_new();
    const char *key;

    for (int i = 0; (key = conf_key(c, section, i)) != NULL; i++) {
        const char *name = arena_printf(tmp, "%s.%s", section, key);
        const char *text = conf_get(c, section, key);
        const struct option *o = find(name);

        if (o == NULL)
            return err_field(err, ERR_INVALID, name, _("%s: there is no option %s in section %s."),
                             conf_path(c), key, section);
        if (!fits(o, text))
            return refuse_value(c, o, text, err);
    }
    return true;
}

bool conf_check(const struct conf_stack *s, const char *const *free_sections, struct err *err)
{
    for (int i = 0; i < s->n; i++) {
        const char *section;

        for (int k = 0; (section = conf_section(s->file[i], k)) != NULL; k++) {
            if (!is_free(free_sections, section) && !check_section(s->file[i], section, err))
                return false;
        }
    }
    return true;
}
