/*
 * Counters as rows of a list of addresses.
 */
#include "tui/pickup_lookup.h"

#include <string.h>
#include <strings.h>

#include "base/i18n.h"
#include "base/mem.h"
#include "base/vec.h"
#include "domain/catalog/item.h"

bool pickup_lookup(struct desk *desk, const char *text, struct arena *arena,
                   struct lookup_rows *out, struct err *err)
{
    struct site_list sites;

    if (text[0] != '\0' && text[0] != '@')
        return true;
    if (!site_list_load(desk, arena, &sites, err))
        return false;
    for (int i = 0; i < sites.n; i++) {
        const struct site *s = &sites.v[i];
        struct lookup_row *to;

        if (!s->is_active || !s->can_pickup ||
            (text[0] == '@' && strncasecmp(s->code, text + 1, strlen(text + 1)) != 0))
            continue;
        if (out->n == LOOKUP_ROWS) {
            out->is_more = true;
            break;
        }
        to = vec_push(arena, out);
        to->id = -s->id.v;
        to->value = arena_printf(arena, "@%s", s->code);
        to->detail = arena_printf(arena, _("collected at %s"), s->name);
    }
    return true;
}

struct site_id pickup_of_row(int64_t id)
{
    return (struct site_id){ id < 0 ? -id : 0 };
}

void pickup_show(struct form *f, int field, struct site_id site, const char *code)
{
    OD_ARENA *tmp = arena_new();

    if (site.v == 0)
        return;
    form_set(f, field, arena_printf(tmp, "@%s", code));
    form_set_id(f, field, -site.v);
    form_set_note(f, field, STYLE_STRONG, arena_printf(tmp, _("collected at %s"), code));
}
