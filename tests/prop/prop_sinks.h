/*
 * What the files of prop_sinks share.
 */
#ifndef OD_TESTS_PROP_SINKS_H
#define OD_TESTS_PROP_SINKS_H

#include <stdbool.h>

#include "prop/prop.h"

struct desk;

/* Bad texts through every field of every kind of import, in files at path. */
void sinks_import(struct prop *prop, const char *path);

/* No column of any table holds what is not text. */
void sinks_check_tables(struct desk *desk);

#endif
