/*
 * What the files of prop_sinks share.
 */
#ifndef OD_TESTS_PROP_SINKS_H
#define OD_TESTS_PROP_SINKS_H

#include <stdbool.h>

#include "prop/prop.h"

/* Bad texts through every field of every kind of import, in files at path. */
void sinks_import(struct prop *prop, const char *path);

#endif
