/*
 * The pages of the manual, made from the tables of commands, keys and options, so that they cannot
 * say what the program does not do.
 */
#ifndef OD_CLI_MAN_H
#define OD_CLI_MAN_H

struct arena;
struct verbs;

/* orderdesk.1 in man(7). */
const char *man_orderdesk(const struct verbs *verbs, struct arena *arena);
/* orderdesk.conf.5 */
const char *man_conf(struct arena *arena);
/* A file of all options with their defaults, each behind a #. */
const char *man_conf_sample(struct arena *arena);

#endif
