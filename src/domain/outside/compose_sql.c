/*
 * Calls a topic's compose inside one view of the desk.
 */
#include "domain/outside/compose.h"

#include "base/i18n.h"
#include "store/store.h"

bool queue_compose(struct desk *desk, const struct queue_row *row, struct arena *arena,
                   struct topic_task *out, struct err *err)
{
    const struct topic *topic = topic_named(row->topic);
    struct topic_task task = { 0 };
    OD_VIEW view = { 0 };

    if (topic == NULL)
        return err_set(err, ERR_NOT_FOUND, _("This program does not know jobs of the kind %.60s."),
                       row->topic);
    if (!read_view_begin(desk_db(desk), &view, err) ||
        !topic->compose(desk, row, arena, &task, err))
        return false;
    *out = task;
    return true;
}
