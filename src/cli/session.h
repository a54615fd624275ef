/*
 * What a call stands on: configuration, log, clock, the desk; and running a command in it. The
 * played session of the demo runs several commands in one.
 */
#ifndef OD_CLI_SESSION_H
#define OD_CLI_SESSION_H

#include <stdbool.h>

#include "base/err.h"
#include "cli/verb.h"

struct desk_open_options;

/* Reads the configuration files and decides on desk, user, form and clock. Options were parsed. */
OD_MUST_USE bool session_set_up(struct cli *c, struct err *err);
/*
 * Who signs in, into options. The system's user needs no proof; as someone else signs in who owns
 * the desk's file, and who knows that user's password, which is asked for. ERR_DENIED.
 */
OD_MUST_USE bool session_sign_in(struct cli *c, struct desk_open_options *options,
                                 struct err *err);
/*
 * Opens the desk. Where there is none ERR_IO with a sentence that names `orderdesk init`;
 * *is_missing (may be NULL) tells.
 */
OD_MUST_USE bool session_open_desk(struct cli *c, bool *is_missing, struct err *err);
/* Closes desk, log and configuration. */
void session_end(struct cli *c);
/* Runs c->verb: opens the desk if it needs one, gives the output out whole. */
OD_MUST_USE bool session_run(struct cli *c, struct err *err);
/* Opens the screens on c->desk. */
OD_MUST_USE bool session_screens(struct cli *c, struct err *err);
/* The exit status of a refusal. */
int session_status(const struct cli *c, const struct err *err);
/* The refusal in one line on standard error, and as an object in JSON. */
void session_refuse(struct cli *c, const struct err *err);

#endif
