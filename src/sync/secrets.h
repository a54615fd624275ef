/*
 * The options of a provider, its secrets among them: those are never in the configuration itself,
 * but in a file that nobody else may read, or given out by a command.
 */
#ifndef OD_SYNC_SECRETS_H
#define OD_SYNC_SECRETS_H

#include <stdbool.h>

#include "base/conf.h"
#include "base/err.h"
#include "sync/provider.h"

/*
 * Reads the options of a section. A secret "key" stands as "key_file" or "key_command"; of the two
 * the file counts. *out is to be closed with provider_options_close.
 * err  with the option as field: ERR_INVALID for a file that others may read, that is no plain file
 *      or another's, or what is no secret (empty, two lines); ERR_NOT_FOUND, ERR_IO
 */
OD_MUST_USE bool provider_options_open(struct provider_options **out,
                                       const struct conf_stack *conf, const char *section,
                                       struct err *err);
/* Wipes what is secret; NULL is fine. */
void provider_options_close(struct provider_options *o);
/* Does a text hold one of the secrets? What is kept or shown must not. */
bool provider_options_leak(const struct provider_options *o, const char *text);

#endif
