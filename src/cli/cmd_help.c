/*
 * Help, and the page of the manual made from the tables of commands.
 */
#include <string.h>

#include "base/i18n.h"
#include "base/mem.h"
#include "base/strbuf.h"
#include "cli/man.h"
#include "cli/verb.h"

static bool run_help(struct cli *c, struct err *err)
{
    const char *text;

    if (!verb_help_of(c, c->args, c->arg_count, &text, err))
        return false;
    out_text(c->out, "help", text);
    return true;
}

static bool run_man(struct cli *c, struct err *err)
{
    const char *text;

    if (strcmp(verb_arg(c, 0), "orderdesk.1") == 0)
        text = man_orderdesk(c->verbs, c->arena);
    else if (strcmp(verb_arg(c, 0), "orderdesk.conf.5") == 0)
        text = man_conf(c->arena);
    else if (strcmp(verb_arg(c, 0), "orderdesk.conf.sample") == 0)
        text = man_conf_sample(c->arena);
    else
        return verb_misused(c, err,
                            _("The pages are orderdesk.1, orderdesk.conf.5 and "
                              "orderdesk.conf.sample."));
    out_text(c->out, "page", text);
    return true;
}

const struct verb verbs_help[] = {
    { "", "help", "[COMMAND] [VERB...]", NULL, VERB_NOTHING, run_help,
      N_("Tell what a command does and how it is called.") },
    /* For the build: no help, so that it is not listed. */
    { "", "dump-man", "PAGE", NULL, VERB_NOTHING, run_man, "" },
    { 0 },
};
