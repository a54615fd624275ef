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
/* Does the verb's action to a record, with the options of the call as its inputs. As act(). */
OD_MUST_USE bool verb_act(struct cli *c, const struct document *doc, int64_t id, struct err *err);
/* What can be done next with a record, and why the rest cannot. */
void verb_put_actions(struct cli *c, const struct document *doc, const void *record);

#endif
