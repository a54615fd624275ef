/*
 * Asking a manager whether goods leave that the books do not have.
 */
#include "tui/force.h"

#include <string.h>

#include "base/i18n.h"
#include "base/mem.h"
#include "domain/desk/desk.h"
#include "domain/desk/setting.h"
#include "tui/nav.h"

bool force_asks(struct screen *s, int64_t tag, dialog_done *done, struct err *err)
{
    OD_ARENA *tmp = arena_new();
    struct dialog dialog = { .title = _("Ship what the books do not have?"), .tag = tag };
    struct err other = ERR_INIT;

    if (err->code != ERR_STATE || strcmp(err->field, "force") != 0 ||
        !desk_may(s->desk, "fulfillment.force", &other) ||
        !dialog_reasons(s, "force", tmp, &dialog, &other))
        return false;
    dialog.text = arena_strdup(tmp, err->text);
    dialog_choose(s, &dialog, done);
    err_clear(err);
    return true;
}

const char *force_reason(struct screen *s, const struct dialog_result *r, struct arena *arena)
{
    return reason_code(s->desk, "force", r->id, arena);
}
