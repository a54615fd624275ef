/*
 * Actions of documents as commands: their rows, their options, their values, and the list of what
 * is possible now.
 */
#include "cli/verb_action.h"

#include "base/i18n.h"
#include "base/mem.h"

/* release_hold of the table of actions is release-hold in a shell. */
static const char *shell_name(struct arena *arena, const char *name)
{
    char *out = arena_strdup(arena, name);

    for (char *c = out; *c != '\0'; c++)
        if (*c == '_')
            *c = '-';
    return out;
}

static const char *input_arg(const struct action_input *in)
{
    switch (in->kind) {
    case ACTION_IN_TEXT:
    case ACTION_IN_LINES:
        return "TEXT";
    case ACTION_IN_REASON:
        return "CODE";
    case ACTION_IN_QTY:
        return "QTY";
    case ACTION_IN_FLAG:
        return NULL;
    case ACTION_IN_DATE:
        return "DATE";
    }
    return "TEXT";
}

static const struct verb_option *action_options(struct arena *arena, const struct action *a)
{
    struct {
        struct verb_option *v;
        int n, cap;
    } options = { 0 };

    for (const struct action_input *in = a->inputs; in != NULL && in->name != NULL; in++) {
        *vec_push(arena, &options) = (struct verb_option){
            .name = shell_name(arena, in->name),
            .arg = input_arg(in),
            .count = in->kind == ACTION_IN_LINES ? VERB_MANY
                     : in->is_required           ? VERB_REQUIRED
                                                 : VERB_OPTIONAL,
            .help = in->label,
        };
    }
    (void)vec_push(arena, &options);
    return options.v;
}

void verbs_add_actions(struct arena *arena, const struct document *doc,
                       bool (*run)(struct cli *c, struct err *err), struct verb_vec *out)
{
    for (const struct action *a = doc->actions; a->name != NULL; a++) {
        *vec_push(arena, out) = (struct verb){
            .group = doc->name,
            .name = shell_name(arena, a->name),
            .args = "N",
            .options = action_options(arena, a),
            .need = VERB_DESK,
            .run = run,
            .help = a->help,
            .action = a,
        };
    }
}

/* All that were given, one below the other. */
static const char *joined(struct cli *c, const char *name)
{
    const char *all = verb_opt_at(c, name, 0), *next;

    for (int i = 1; (next = verb_opt_at(c, name, i)) != NULL; i++)
        all = arena_printf(c->arena, "%s\n%s", all, next);
    return all;
}

/* The options of the call under the names of the action's inputs. */
static struct action_values action_values(struct cli *c)
{
    const struct action_input *inputs = c->verb->action->inputs;
    struct action_value *values = arena_array(c->arena, c->value_count + 1, struct action_value);
    int n = 0;

    for (int i = 0; inputs != NULL && inputs[i].name != NULL; i++) {
        const char *value = joined(c, c->verb->options[i].name);

        if (value == NULL)
            continue;
        values[n].name = inputs[i].name;
        values[n].value = inputs[i].kind == ACTION_IN_FLAG ? "yes" : value;
        n++;
    }
    return (struct action_values){ .v = values, .n = n };
}

bool verb_act(struct cli *c, const struct document *doc, int64_t id, struct err *err)
{
    struct action_values values = action_values(c);

    return act(c->desk, doc, (struct record_at){ .id = id }, c->verb->action->name, &values, err);
}

void verb_put_actions(struct cli *c, const struct document *doc, const void *record)
{
    static const struct out_column columns[] = {
        { "action", N_("Action"), OUT_TEXT },
        { "is_allowed", N_("Now"), OUT_BOOL },
        { "why_not", N_("Why not"), OUT_TEXT },
        { NULL, NULL, OUT_TEXT },
    };
    struct action_offers offers;

    actions_of(c->desk, doc, record, c->arena, &offers);
    if (offers.n == 0 && out_form(c->out) == OUT_TABLE)
        return;
    out_list_begin(c->out, "actions", columns);
    for (int i = 0; i < offers.n; i++) {
        out_cell(c->out, offers.v[i].action->name);
        out_cell_bool(c->out, offers.v[i].is_allowed);
        out_cell(c->out, offers.v[i].why_not);
    }
    out_list_end(c->out);
}
