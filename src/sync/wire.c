/*
 * What can be read of a reply without knowing how it travelled.
 */
#include "sync/wire.h"

#include <string.h>
#include <strings.h>

const char *wire_header_value(const struct wire_reply *reply, const char *name)
{
    for (int i = 0; i < reply->n_headers; i++) {
        if (strcasecmp(reply->headers[i].name, name) == 0)
            return reply->headers[i].value;
    }
    return NULL;
}
