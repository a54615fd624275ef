/*
 * What the files of prop_sinks share.
 */
#ifndef OD_TESTS_PROP_SINKS_H
#define OD_TESTS_PROP_SINKS_H

#include <stdbool.h>

#include "prop/prop.h"

/* Aborts where a record keeps what is no clean text. */
void sinks_check_kept(const char *text, bool is_one_line);
/* Bad texts through every field of every kind of import, in files at path. */
void sinks_import(struct prop *prop, const char *path);

#endif
