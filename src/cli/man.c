/*
 * The manual in man(7) from the tables. What no table knows stands here as text: files, the
 * environment, exit statuses.
 */
#include "cli/man.h"

#include <ctype.h>
#include <string.h>

#include "base/conf.h"
#include "base/i18n.h"
#include "base/mem.h"
#include "base/strbuf.h"
#include "cli/verb.h"
#include "tui/app.h"
#include "tui/command.h"
#include "tui/list_file.h"
#include "tui/nav.h"
#include "tui/codes.h"
#include "tui/run.h"

#define MAN_BYTES 262144

/* Text as man(7) wants it: no line of it is a request, a minus is one that can be copied. */
static void add_text(struct strbuf *b, const char *text)
{
    if (text[0] == '.' || text[0] == '\'')
        strbuf_add(b, "\\&");
    for (const char *at = text; *at != '\0'; at++) {
        if (*at == '\\')
            strbuf_add(b, "\\e");
        else if (*at == '-')
            strbuf_add(b, "\\-");
        else if (*at == '\n')
            strbuf_add(b, " ");
        else
            strbuf_addc(b, *at);
    }
}

static void add_head(struct strbuf *b, const char *page, const char *section, const char *what)
{
    strbuf_addf(b, ".TH %s %s \"\" \"orderdesk %s\" \"orderdesk\"\n.SH NAME\n", page, section,
                PACKAGE_VERSION);
    add_text(b, what);
    strbuf_add(b, "\n");
}

static void add_options(struct strbuf *b, const struct verb_option *options)
{
    for (const struct verb_option *o = options; o != NULL && o->name != NULL; o++) {
        strbuf_add(b, ".TP\n.B \\-\\-");
        add_text(b, o->name);
        strbuf_add(b, " ");
        if (o->arg != NULL)
            add_text(b, o->arg);
        strbuf_add(b, "\n");
        add_text(b, _(o->help));
        strbuf_add(b, "\n");
    }
}

static void add_verbs(struct strbuf *b, const struct verbs *verbs)
{
    strbuf_add(b, ".SH COMMANDS\n");
    for (int i = 0; i < verbs->n; i++) {
        const struct verb *v = &verbs->v[i];

        if (v->help[0] == '\0')
            continue;
        strbuf_add(b, ".SS \"");
        add_text(b, v->group);
        strbuf_addf(b, "%s", v->group[0] == '\0' ? "" : " ");
        add_text(b, v->name);
        strbuf_add(b, v->args[0] == '\0' ? "" : " ");
        add_text(b, v->args);
        strbuf_add(b, "\"\n");
        add_text(b, _(v->help));
        strbuf_add(b, "\n");
        add_options(b, v->options);
    }
}

static void add_keys(struct strbuf *b, const char *title, const struct command *commands,
                     struct arena *arena)
{
    strbuf_addf(b, ".SS %s\n", title);
    for (const struct command *cmd = commands; cmd != NULL && cmd->name != NULL; cmd++) {
        const char *keys = command_keys_text(cmd, NULL, arena);

        if (keys[0] == '\0')
            continue;
        strbuf_add(b, ".TP\n.B ");
        add_text(b, keys);
        strbuf_add(b, "\n");
        add_text(b, _(cmd->help));
        strbuf_add(b, " (");
        add_text(b, cmd->name);
        strbuf_add(b, ")\n");
    }
}

/* What is typed to get somewhere, and what every list and field understands. */
static void add_typed(struct strbuf *b)
{
    strbuf_add(b,
               ".SH CODES\nTyped at F9, or with a dot in front in an empty first field; most take "
               "words behind them\n.RB ( \".oe 1042\" ).\n"
               "A number and Enter opens the order that has it.\n");
    for (const struct app_code *code = tui_codes(); code->code != NULL; code++) {
        strbuf_add(b, ".TP\n.B .");
        for (const char *c = code->code; *c != '\0'; c++)
            strbuf_addc(b, (char)tolower((unsigned char)*c));
        strbuf_addf(b, "\n%s.\n", _(code->label));
    }
    strbuf_add(b, ".TP\n.B .msg\nThe messages of this sitting, newest first.\n"
                  ".TP\n.B .mouse\nTake the mouse from the terminal.\n"
                  ".TP\n.B .quit\nLeave the program; ^C twice does the same.\n"
                  ".SH QUERIES\nThe query bar and\n.I QUERY\nof the commands take words, each of "
                  "which must begin a word of the record, whatever its case and accents.\n"
                  "Between them may stand\n.BR status: ,\\  customer: ,\\  sku: ,\\  channel: ,\\  "
                  "po: ,\\  by: ,\\  number: ,\\  is: ,\\  date:\\fIFROM\\fB..\\fITO\n"
                  "and\n.BR total> \\fIAMOUNT "
                  "(or <).\nIn the query bar o: c: p: in front look for orders, customers or "
                  "products only.\n");
}

static void add_screens(struct strbuf *b, struct arena *arena)
{
    strbuf_add(b, ".SH KEYS\nEach command can be put on other keys by its name (in brackets), "
                  "see\n.BR orderdesk.conf (5).\n");
    add_keys(b, "Everywhere", app_commands(), arena);
    for (const struct screen_ops *const *s = tui_screens; *s != NULL; s++)
        if ((*s)->commands != NULL)
            add_keys(b, _((*s)->title), (*s)->commands, arena);
    add_keys(b, "Lists", list_commands(), arena);
    strbuf_add(b, ".TP\n.B Up, Down, Page Up, Page Down, Home, End\nMove.\n"
                  ".TP\n.B Enter\nOpen what is under the cursor.\n"
                  ".SS Fields\n.TP\n.B Enter, Tab\nOn to the next one; what was typed is checked.\n"
                  ".TP\n.B Shift\\-Tab, Up\nBack to the one before.\n"
                  ".TP\n.B ^A, ^E, Home, End\nTo the beginning, to the end.\n"
                  ".TP\n.B ^U, ^W\nErase all of it, the word before the cursor.\n"
                  ".TP\n.B ^Y\nThe value that was there last time.\n"
                  ".TP\n.B ^Z\nTake the last change back.\n");
}

static void add_rest(struct strbuf *b)
{
    strbuf_add(
        b, ".SH EXIT STATUS\n"
           ".TP\n.B 0\nDone.\n"
           ".TP\n.B 1\nA rule says no.\n"
           ".TP\n.B 64\nWrong usage.\n"
           ".TP\n.B 65\nBad input.\n"
           ".TP\n.B 70\nA fault of the program.\n"
           ".TP\n.B 74\nFile or disk.\n"
           ".TP\n.B 75\nBusy, or someone else was first: try again.\n"
           ".TP\n.B 77\nNot allowed.\n"
           ".PP\nA refusal is one line on standard error; with\n.B \\-\\-json\nalso an object with "
           "code, field and sentence on standard output.\n"
           ".SH ENVIRONMENT\n"
           ".TP\n.B ORDERDESK_DESK\nThe desk, where\n.B \\-\\-desk\nis not given.\n"
           ".TP\n.B ORDERDESK_DATADIR\nThe folder of maps and of the demo company.\n"
           ".TP\n.BR LANG ,\\  LC_ALL ,\\  LANGUAGE\nThe language of the texts: English or German. "
           "A language set for the\nuser goes before it. Numbers do not depend on it.\n"
           ".TP\n.B ORDERDESK_LOCALEDIR\nThe folder of translations.\n"
           ".TP\n.B ORDERDESK_NOW\nA fixed time in ISO 8601, for tests.\n"
           ".TP\n.BR XDG_DATA_HOME ,\\  XDG_CONFIG_HOME ,\\  XDG_STATE_HOME\n"
           "Where desk, configuration and log are by default.\n"
           ".TP\n.B NO_COLOR\nScreens without color.\n"
           ".TP\n.B ESCDELAY\nHow long Esc waits for the rest of a key's sequence, over the "
           "configuration.\n"
           ".TP\n.B TZ\nThe time zone of a new desk.\n"
           ".TP\n.B TMPDIR\nWhere\n.B orderdesk demo\nmakes its desk.\n"
           ".SH FILES\n"
           ".TP\n.I $XDG_DATA_HOME/orderdesk/desk.db\nThe desk. Beside it stand\n.I "
           "desk.db\\-wal\nand\n"
           ".I desk.db\\-shm\n(its newest part),\n.I desk.db.next\nand\n.I desk.db.lock\n"
           "(whose turn it is to write) and\n.IR desk.db.v N \\-backup ,\n"
           "the copy made before a newer program brought it up to date.\n"
           ".TP\n.I $XDG_CONFIG_HOME/orderdesk/orderdesk.conf\n"
           "The user's configuration, over that of the machine.\n"
           ".TP\n.I " OD_SYSCONFDIR "/orderdesk/orderdesk.conf\nThe machine's configuration.\n"
           ".TP\n.I $XDG_STATE_HOME/orderdesk/orderdesk.log\nThe log.\n"
           ".TP\n.IR FILE .refused.csv\nThe rows that an import of\n.I FILE\nrefused, with the "
           "reasons.\n"
           ".TP\n.IR FILE .warnings.csv\n"
           "The rows that came in though something is odd about them.\n"
           ".TP\n.I " OD_PKGDATADIR "/maps\nMaps of imports that came with the program.\n"
           ".SH SEE ALSO\n.BR orderdesk.conf (5)\n");
}

const char *man_orderdesk(const struct verbs *verbs, struct arena *arena)
{
    struct strbuf b;

    strbuf_init(&b, arena, MAN_BYTES);
    add_head(&b, "ORDERDESK", "1", "orderdesk - take and follow sales orders in a terminal");
    strbuf_add(&b, ".SH SYNOPSIS\n.B orderdesk\n[\\fIOPTIONS\\fR] [\\fICOMMAND\\fR ...]\n"
                   ".SH DESCRIPTION\nWithout a command the screens open; each screen lists its "
                   "keys under F1.\nEverything the screens do can be done by a command too.\n"
                   "A desk is one file; several people and scripts work on it at once.\n"
                   ".SH OPTIONS\n");
    add_options(&b, verb_globals);
    add_verbs(&b, verbs);
    add_typed(&b);
    add_screens(&b, arena);
    add_rest(&b);
    return b.s;
}

static void add_conf_option(struct strbuf *b, const struct option *o)
{
    const char *dot = strchr(o->name, '.');

    strbuf_add(b, ".TP\n.B ");
    add_text(b, dot == NULL ? o->name : dot + 1);
    strbuf_add(b, "\n");
    add_text(b, _(o->help));
    if (o->choices != NULL) {
        strbuf_add(b, " One of ");
        add_text(b, o->choices);
        strbuf_add(b, ".");
    }
    if (o->type == OPTION_INT)
        strbuf_addf(b, " From %lld to %lld.", (long long)o->min, (long long)o->max);
    if (o->type == OPTION_BOOL)
        strbuf_add(b, " on or off.");
    if (o->fallback != NULL) {
        strbuf_add(b, " Default: ");
        add_text(b, o->fallback);
        strbuf_add(b, ".");
    }
    strbuf_add(b, "\n");
}

const char *man_conf(struct arena *arena)
{
    struct strbuf b;
    const char *section = "";

    strbuf_init(&b, arena, MAN_BYTES);
    add_head(&b, "ORDERDESK.CONF", "5", "orderdesk.conf - configuration of orderdesk");
    strbuf_add(&b, ".SH DESCRIPTION\nSections in brackets, lines\n.IR name \" = \" value .\n"
                   "A line that begins with # or ; is a comment; a value that holds one of them "
                   "stands in double quotes.\nThe user's file goes over the machine's. Unknown "
                   "names and values out of range are refused.\nSettings of the company are kept "
                   "in the desk: see\n.B orderdesk setting list.\n.SH OPTIONS\n");
    for (const struct option *o = conf_options; o->name != NULL; o++) {
        size_t len = strcspn(o->name, ".");

        if (strlen(section) != len || strncmp(section, o->name, len) != 0) {
            section = arena_strndup(arena, o->name, len);
            strbuf_addf(&b, ".SS [%s]\n", section);
        }
        add_conf_option(&b, o);
    }
    strbuf_add(&b, ".SS [keys]\n.TP\n.IR command \" = \" keys\nPuts a command of the screens on "
                   "other keys, up to three, a blank between:\n.B order.card = F11 C\\-y\n"
                   "The names of commands stand in brackets in\n.BR orderdesk (1).\n"
                   ".SH SEE ALSO\n.BR orderdesk (1)\n");
    return b.s;
}

const char *man_conf_sample(struct arena *arena)
{
    struct strbuf b;
    const char *section = "";

    strbuf_init(&b, arena, MAN_BYTES);
    strbuf_add(&b, "# Configuration of orderdesk, for " OD_SYSCONFDIR "/orderdesk/orderdesk.conf\n"
                   "# or ~/.config/orderdesk/orderdesk.conf. Lines without # in front count; what "
                   "stands\n# here are the defaults. See orderdesk.conf(5).\n");
    for (const struct option *o = conf_options; o->name != NULL; o++) {
        size_t len = strcspn(o->name, ".");

        if (strlen(section) != len || strncmp(section, o->name, len) != 0) {
            section = arena_strndup(arena, o->name, len);
            strbuf_addf(&b, "\n[%s]\n", section);
        }
        strbuf_addf(&b, "\n# %s\n", _(o->help));
        if (o->choices != NULL)
            strbuf_addf(&b, "# %s\n", o->choices);
        strbuf_addf(&b, "#%s = %s\n", o->name + len + 1, o->fallback == NULL ? "" : o->fallback);
    }
    strbuf_add(&b, "\n# Commands of the screens on other keys; their names are in orderdesk(1).\n"
                   "[keys]\n");
    return b.s;
}
