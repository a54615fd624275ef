/*
 * Payment terms as the rows of a lookup.
 */
#include "tui/terms_lookup.h"

#include <string.h>
#include <strings.h>

#include "base/vec.h"
#include "domain/party/customer.h"

bool terms_rows(struct desk *desk, const char *text, struct arena *arena, struct lookup_rows *out,
                struct err *err)
{
    struct choices terms = { 0 };

    if (!payment_terms_choices(desk, arena, &terms, err))
        return false;
    for (int i = 0; i < terms.n && out->n < LOOKUP_ROWS; i++) {
        struct lookup_row *row;

        if (text[0] != '\0' && strncasecmp(terms.v[i].code, text, strlen(text)) != 0)
            continue;
        row = vec_push(arena, out);
        row->id = terms.v[i].id;
        row->value = terms.v[i].code;
        row->detail = terms.v[i].name;
    }
    return true;
}
