/*
 * Commands that are made of the actions of a document.
 */
#ifndef OD_CLI_VERB_ACTION_H
#define OD_CLI_VERB_ACTION_H

#include "base/vec.h"
#include "cli/verb.h"
#include "domain/desk/action.h"

struct verb_vec OD_VEC(struct verb);

/* One row for each action, run by run, which finds the action in c->verb. */
void verbs_add_actions(struct arena *arena, const struct document *doc,
                       bool (*run)(struct cli *c, struct err *err), struct verb_vec *out);
/* The options of the call under the names of the action's inputs. */
struct action_values verb_action_values(struct cli *c);
/* What can be done next with a record, and why the rest cannot. */
void verb_put_actions(struct cli *c, const struct document *doc, const void *record);

#endif
