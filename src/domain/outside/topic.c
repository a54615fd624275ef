/*
 * The topics there are.
 */
#include "domain/outside/topic.h"

#include <string.h>

#include "domain/outside/address_task.h"
#include "domain/outside/folder.h"
#include "domain/outside/form_task.h"
#include "domain/outside/label.h"
#include "domain/outside/shipping_task.h"
#include "domain/outside/notice_desk.h"
#include "domain/outside/notice_topic.h"
#include "domain/outside/report_mail.h"
#include "domain/outside/track.h"

/* Mails are of notices or of scheduled reports. */
static bool mail_compose(struct desk *desk, const struct queue_row *row, struct arena *arena,
                         struct topic_task *out, struct err *err)
{
    return report_mail_is(row) ? report_mail_compose(desk, row, arena, out, err)
                               : notice_compose(desk, row, arena, out, err);
}

static bool mail_apply(struct tx *tx, struct desk *desk, const struct topic_end *end,
                       struct arena *arena, struct err *err)
{
    return report_mail_is(end->row) ? report_mail_apply(tx, desk, end, arena, err)
                                    : notice_apply(tx, desk, end, arena, err);
}

const struct topic topics[] = {
    { TOPIC_MAIL, mail_compose, mail_apply },
    { TOPIC_SMS, notice_compose, notice_apply },
    { TOPIC_ADDRESS_CHECK, address_task_compose, address_task_apply },
    { TOPIC_RATES_GET, label_compose, label_apply },
    { TOPIC_LABEL_BUY, label_compose, label_apply },
    { TOPIC_LABEL_FILE, label_compose, label_apply },
    { TOPIC_LABEL_VOID, label_compose, label_apply },
    { TOPIC_LABEL_REFUND, label_compose, label_apply },
    { TOPIC_SCANFORM_MAKE, form_task_compose, form_task_apply },
    { TOPIC_TRACKER_GET, track_compose, track_apply },
    { TOPIC_FILE, folder_compose, folder_apply },
    { NULL, NULL, NULL },
};

const struct topic *topic_named(const char *name)
{
    for (const struct topic *t = topics; t->name != NULL; t++) {
        if (strcmp(t->name, name) == 0)
            return t;
    }
    return NULL;
}
