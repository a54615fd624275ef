/*
 * Plain questions at a terminal, outside the screens: a line, a secret.
 */
#ifndef OD_CLI_PROMPT_H
#define OD_CLI_PROMPT_H

#include <stdbool.h>

#include "base/compiler.h"
#include "base/err.h"

struct arena;

/* Asks on standard error, reads a line from standard input. An empty answer gives fallback.
 * ERR_INVALID at the end of the input. */
OD_MUST_USE bool prompt_line(const char *question, const char *fallback, struct arena *arena,
                             const char **out, struct err *err);
/* As prompt_line, without showing what is typed; without a terminal it reads one line. */
OD_MUST_USE bool prompt_secret(const char *question, struct arena *arena, const char **out,
                               struct err *err);

#endif
