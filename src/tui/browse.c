/*
 * What all kinds of lists of records share.
 */
#include "tui/browse.h"

#include <stddef.h>

#include "domain/desk/desk.h"

void browse_start(const struct list_from *from, struct find_from *out)
{
    *out = (struct find_from){ .id = from->at != NULL ? from->at->id : 0,
                               .key = from->at != NULL ? from->at->key : NULL,
                               .inclusive = from->inclusive,
                               .backward = from->backward };
}

bool browse_parse(const struct browse_query *bq, enum find_kind kind, struct arena *arena,
                  const struct query **out, struct err *err)
{
    return desk_is_plain(bq->desk) ? query_parse_whole(bq->text, kind, bq->desk, arena, out, err)
                                   : query_parse(bq->text, kind, bq->desk, arena, out, err);
}
