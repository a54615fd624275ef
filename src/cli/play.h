/*
 * Playing a file of commands: the demo company is set up by one, and its session without a terminal
 * is another. Lines are commands without "orderdesk"; quotes group words.
 *
 *   # text           a comment; in a shown session, told
 *   @-21 09:12 anna  from here on it is 21 days ago, and anna works
 *   @-95m anna       95 minutes ago
 *   @now             now, as the caller
 *   $D/x.csv         a file of the demo's data; $N: the newest order
 */
#ifndef OD_CLI_PLAY_H
#define OD_CLI_PLAY_H

#include <stdbool.h>

#include "base/compiler.h"
#include "base/err.h"

struct cli;

/*
 * Plays the file on the desk at c->where, which is closed between times and left open at the end.
 *
 * dir      of the data files
 * is_shown commands and what they say go to c->file, else nowhere
 * Gives up when SIGHUP, SIGINT or SIGTERM waits, which the caller holds back.
 *
 * err      what the first refused command said, with the line
 */
OD_MUST_USE bool play_file(struct cli *c, const char *path, const char *dir, bool is_shown,
                           struct err *err);

#endif
