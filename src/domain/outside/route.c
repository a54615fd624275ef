/*
 * Who takes which event.
 */
#include "domain/outside/route.h"

#include <stddef.h>

const struct route routes[] = {
    { NULL, NULL },
};
