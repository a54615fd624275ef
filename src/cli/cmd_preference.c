/*
 * How the acting user wants the screens: colors, keys, a screen reader.
 */
#include <string.h>

#include "base/i18n.h"
#include "base/mem.h"
#include "cli/verb.h"
#include "domain/desk/preference.h"
#include "tui/taste.h"

static const struct out_column columns[] = {
    { "name", N_("Preference"), OUT_TEXT },
    { "value", N_("Value"), OUT_TEXT },
    { "allowed", N_("Allowed"), OUT_TEXT },
    { "help", N_("What it does"), OUT_TEXT },
    { NULL, NULL, OUT_TEXT },
};

static void put(struct out *o, const char *name, const char *value, const char *allowed,
                const char *help)
{
    out_cell(o, name);
    out_cell(o, value == NULL ? "" : value);
    out_cell(o, allowed);
    out_cell(o, help);
}

static bool run_list(struct cli *c, struct err *err)
{
    struct preferences p;

    if (!preferences_load(c->desk, c->arena, &p, err))
        return false;
    out_list_begin(c->out, NULL, columns);
    for (const struct taste_name *n = taste_names; n->name != NULL; n++)
        put(c->out, n->name, preference_get(&p, n->name), n->choices, _(n->help));
    for (int i = 0; i < p.n; i++)
        if (strncmp(p.v[i].name, "key.", 4) == 0)
            put(c->out, p.v[i].name, p.v[i].value, "", "");
    out_list_end(c->out);
    return true;
}

static bool run_set(struct cli *c, struct err *err)
{
    const char *value = verb_arg(c, 1);

    return taste_set(c->desk, verb_arg(c, 0), value == NULL ? "" : value, err);
}

const struct verb verbs_preference[] = {
    { "preference", "list", "", NULL, VERB_DESK, run_list,
      N_("List your own colors and keys, which go with you to every station.") },
    { "preference", "set", "NAME [VALUE]", NULL, VERB_DESK, run_set,
      N_("Set one: theme, keys, a11y, mouse, or key.COMMAND to keys like \"F5 C-r\". Without a "
         "value the preference is removed.") },
    { 0 },
};
